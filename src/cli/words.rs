//! Definitions of commands in the reader's language.
//!
//! The help of command `agenda` is the message `help-agenda` in `help.ftl`; of its argument `from` the attribute `.from`; `.example` is
//! a call to copy, `.more` what else must be known. `tests/locale.rs` holds definitions and sentences together.

use clap::builder::{IntoResettable, PossibleValuesParser, ValueParser};
use clap::{Arg, ArgAction, Command};

use crate::locale::Locale;
use crate::text;

/// Columns of the text beside an option; clap itself does not fold lines.
pub const HELP_WIDTH: usize = 50;

/// Columns of text that stands alone.
const PAGE_WIDTH: usize = 78;

/// A command under construction, with the words for it.
pub struct Definition<'a> {
    locale: &'a Locale,
    /// Of the message in `help.ftl`.
    id: String,
    command: Command,
}

impl<'a> Definition<'a> {
    /// The command `name`.
    pub fn new(locale: &'a Locale, name: &'static str) -> Definition<'a> {
        Definition::named(locale, name, format!("help-{name}"))
    }

    /// The command `name` within `family`, such as `restore` within `trash`.
    pub fn within(locale: &'a Locale, family: &str, name: &'static str) -> Definition<'a> {
        Definition::named(locale, name, format!("help-{family}-{name}"))
    }

    fn named(locale: &'a Locale, name: &'static str, id: String) -> Definition<'a> {
        let about = folded(&locale.message(&id).unwrap_or_else(|| id.clone()), PAGE_WIDTH);
        let command = Command::new(name)
            .about(about)
            .help_template(template(locale))
            .subcommand_help_heading(locale.say(&text!("usage-commands")))
            .subcommand_value_name(locale.say(&text!("usage-command")));
        Definition { locale, id, command }
    }

    /// `--name VALUE`; `value` names what stands behind it: the message `value-…`.
    pub fn option(self, name: &'static str, value: &str, parser: impl IntoResettable<ValueParser>) -> Self {
        let arg = Arg::new(name).long(name).value_name(self.value_name(value)).value_parser(parser);
        self.described(arg)
    }

    /// `--name VALUE`, as often as wanted.
    pub fn options(self, name: &'static str, value: &str, parser: impl IntoResettable<ValueParser>) -> Self {
        let arg = Arg::new(name).long(name).value_name(self.value_name(value)).value_parser(parser);
        self.described(arg.action(ArgAction::Append))
    }

    /// `--name VALUE`, one of `choices`.
    pub fn choice<const N: usize>(self, name: &'static str, value: &str, choices: [&'static str; N]) -> Self {
        let arg = Arg::new(name).long(name).value_name(self.value_name(value));
        self.described(arg.value_parser(PossibleValuesParser::new(choices)))
    }

    pub fn flag(self, name: &'static str) -> Self {
        self.described(Arg::new(name).long(name).action(ArgAction::SetTrue))
    }

    /// `--json`: the same words for every command that prints facts.
    pub fn json(mut self) -> Self {
        let arg = Arg::new("json").long("json").action(ArgAction::SetTrue);
        let arg = arg.help(self.locale.say(&text!("usage-json"))).help_heading(self.locale.say(&text!("usage-options")));
        self.command = self.command.arg(arg);
        self
    }

    /// What must stand behind the command.
    pub fn required(self, name: &'static str, value: &str, parser: impl IntoResettable<ValueParser>) -> Self {
        let arg = Arg::new(name).value_name(self.value_name(value)).required(true).value_parser(parser);
        self.described(arg)
    }

    /// What may stand behind the command.
    pub fn optional(self, name: &'static str, value: &str, parser: impl IntoResettable<ValueParser>) -> Self {
        let arg = Arg::new(name).value_name(self.value_name(value)).value_parser(parser);
        self.described(arg)
    }

    /// One or more words behind the command.
    pub fn several(self, name: &'static str, value: &str) -> Self {
        let arg = Arg::new(name).value_name(self.value_name(value)).required(true).num_args(1..);
        self.described(arg)
    }

    /// A command of a family; one of them must be named.
    pub fn with(mut self, command: Command) -> Self {
        self.command = self.command.subcommand(command).subcommand_required(true);
        self
    }

    /// Anything that is not worth a method here.
    pub fn refine(mut self, change: impl FnOnce(Command) -> Command) -> Self {
        self.command = change(self.command);
        self
    }

    pub fn done(self) -> Command {
        let Some(example) = self.locale.attribute(&self.id, "example") else { return self.command };
        let heading = self.locale.say(&text!("usage-example"));
        let example: Vec<String> = example.lines().map(|line| format!("  {line}")).collect();
        let mut after = format!("{heading}\n{}", example.join("\n"));
        if let Some(more) = self.locale.attribute(&self.id, "more") {
            let more = folded(&more.replace('\n', " "), PAGE_WIDTH);
            after = format!("{more}\n\n{after}");
        }
        self.command.after_help(after)
    }

    fn value_name(&self, value: &str) -> String {
        value_name(self.locale, value)
    }

    fn described(mut self, arg: Arg) -> Self {
        let help = self.locale.attribute(&self.id, arg.get_id().as_str());
        let mut help = help.unwrap_or_else(|| format!("{}.{}", self.id, arg.get_id()));
        let choices: Vec<_> = arg.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
        let has_choices = !choices.is_empty() && arg.get_value_names().is_some();
        if has_choices {
            help = format!("{help} [{}]", choices.join(", ")); // clap would say `possible values` in English
        }
        let heading = if arg.is_positional() { text!("usage-arguments") } else { text!("usage-options") };
        let arg = arg.help(folded(&help, HELP_WIDTH)).help_heading(self.locale.say(&heading));
        self.command = self.command.arg(if has_choices { arg.hide_possible_values(true) } else { arg });
        self
    }
}

/// The name of a value in usage lines, such as `FOLDER`: the message `value-…`.
pub fn value_name(locale: &Locale, value: &str) -> String {
    let id = format!("value-{value}");
    locale.message(&id).unwrap_or(id)
}

/// How help is laid out; clap would say `Usage:` in English.
pub fn template(locale: &Locale) -> String {
    format!("{{about-with-newline}}\n{} {{usage}}\n\n{{all-args}}{{after-help}}", locale.say(&text!("usage-heading")))
}

/// Breaks `text` at spaces so that no line is longer than `width` characters, where words allow it.
pub fn folded(text: &str, width: usize) -> String {
    let mut lines = vec![String::new()];
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let line = lines.last_mut().expect("there is always a line");
        let length = line.chars().count();
        if length > 0 && length + 1 + word.chars().count() > width {
            lines.push(word.to_owned());
            continue;
        }
        if length > 0 {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_help_is_folded_between_words() {
        assert_eq!(folded("un deux trois quatre", 9), "un deux\ntrois\nquatre");
        assert_eq!(folded("« un\u{a0}mot »", 4), "«\nun\u{a0}mot\n»");
    }
}
