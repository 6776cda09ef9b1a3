//! What the argument parser has to say, in the reader's language.
//!
//! clap words its errors in English only, so they are worded here again, from their kind and context.

use std::ffi::OsString;

use clap::Command;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::error::Error;
use crate::locale::{Locale, Text};
use crate::text;

/// An error of clap as one of ours: exit code 2, with what was expected, what was found, and what to type instead.
pub fn error(error: &clap::Error) -> Error {
    let worded = Error::usage(message(error));
    match suggestion(error).or_else(|| inner(error).and_then(|inner| inner.hint_text().cloned())) {
        Some(hint) => worded.hint(hint),
        None => worded,
    }
}

/// The usage line of the command that was meant, without its heading; empty where clap knows none.
pub fn usage_line(error: &clap::Error) -> String {
    let text = match error.get(ContextKind::Usage) {
        Some(ContextValue::StyledStr(usage)) => usage.to_string(),
        _ => String::new(),
    };
    text.trim_start_matches("Usage:").trim().to_owned()
}

fn message(error: &clap::Error) -> Text {
    let argument = word(error, ContextKind::InvalidArg);
    match error.kind() {
        ErrorKind::UnknownArgument => text!("usage-unknown-argument", argument = argument),
        ErrorKind::InvalidSubcommand => {
            text!("usage-unknown-command", command = word(error, ContextKind::InvalidSubcommand))
        }
        ErrorKind::MissingSubcommand => text!("usage-missing-command"),
        ErrorKind::MissingRequiredArgument => text!("usage-missing-argument", arguments = argument),
        ErrorKind::InvalidValue => invalid_value(error, argument),
        ErrorKind::ValueValidation => match inner(error) {
            Some(inner) => text!("usage-wrong-value", argument = argument, why = inner.message().clone()),
            None => text!("usage-refused-value", argument = argument, value = word(error, ContextKind::InvalidValue)),
        },
        ErrorKind::ArgumentConflict => conflict(error, argument),
        ErrorKind::TooManyValues => {
            text!("usage-surplus-value", argument = argument, value = word(error, ContextKind::InvalidValue))
        }
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues | ErrorKind::NoEquals => {
            text!("usage-missing-value", argument = argument)
        }
        ErrorKind::InvalidUtf8 => text!("usage-not-utf8"),
        _ => text!("usage-not-understood"),
    }
}

fn invalid_value(error: &clap::Error, argument: String) -> Text {
    let (value, choices) = (word(error, ContextKind::InvalidValue), word(error, ContextKind::ValidValue));
    match (value.is_empty(), choices.is_empty()) {
        (true, _) => text!("usage-missing-value", argument = argument),
        (false, true) => text!("usage-refused-value", argument = argument, value = value),
        (false, false) => text!("usage-not-a-choice", argument = argument, value = value, choices = choices),
    }
}

fn conflict(error: &clap::Error, argument: String) -> Text {
    let prior = word(error, ContextKind::PriorArg);
    if prior == argument {
        return text!("usage-given-twice", argument = argument);
    }
    text!("usage-conflict", argument = argument, other = prior)
}

fn suggestion(error: &clap::Error) -> Option<Text> {
    let kinds =
        [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue, ContextKind::SuggestedCommand];
    let nearest = kinds.into_iter().map(|kind| nearest(error, kind)).find(|word| !word.is_empty())?;
    Some(text!("usage-did-you-mean", nearest = nearest))
}

/// The error of one of our own parsers of values.
fn inner(error: &clap::Error) -> Option<&Error> {
    std::error::Error::source(error)?.downcast_ref::<Error>()
}

/// The last of what clap suggests is the most alike.
fn nearest(error: &clap::Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::Strings(words)) => words.last().cloned().unwrap_or_default(),
        _ => word(error, kind),
    }
}

/// One piece of an error's context as text; lists are joined with commas, what is absent is empty.
fn word(error: &clap::Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(word)) => word.clone(),
        Some(ContextValue::Strings(words)) => words.join(", "),
        Some(ContextValue::StyledStr(word)) => word.to_string(),
        Some(ContextValue::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

/// The error, the usage of the command that was meant, and where to read more: what stands on standard error. `call` is the command
/// as [`call_of`] finds it.
pub fn worded(error: &clap::Error, call: &str, locale: &Locale) -> String {
    let mut lines = self::error(error).worded(locale);
    let usage = usage_line(error);
    if !usage.is_empty() {
        lines += &format!("\n{} {usage}", locale.say(&text!("usage-heading")));
    }
    lines + "\n" + &locale.say(&text!("usage-see-help", call = call))
}

/// The program and the command of `arguments`, with those within a family: `temoin trash restore`.
pub fn call_of(arguments: &[OsString], definition: &Command) -> String {
    let mut words = vec![definition.get_name()];
    let mut within = definition;
    for argument in arguments.iter().skip(1) {
        if let Some(command) = argument.to_str().and_then(|word| within.find_subcommand(word)) {
            words.push(command.get_name());
            within = command;
        }
    }
    words.join(" ")
}
