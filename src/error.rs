//! What goes wrong, told to a person: what was expected and found, where, and what to do next.
//!
//! An [`Error`] holds ids of sentences, not sentences, so that it is worded once, at the edge, in the reader's language.
//! It is a leaf: every module may use it. Small enums stand beside it only where code branches on the reason.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::domain::sanitize;
use crate::locale::{Language, Locale, Text};
use crate::text;

pub type Result<T> = std::result::Result<T, Error>;

/// What was read of several files: the good rows, and a fault for each bad one.
#[derive(Debug)]
pub struct Loaded<T> {
    pub rows: Vec<T>,
    pub faults: Vec<Error>,
}

impl<T> Default for Loaded<T> {
    fn default() -> Self {
        Loaded { rows: Vec::new(), faults: Vec::new() }
    }
}

impl<T> Loaded<T> {
    /// Nothing yet, and room for so many rows.
    pub fn with_room(rows: usize) -> Loaded<T> {
        Loaded { rows: Vec::with_capacity(rows), faults: Vec::new() }
    }

    /// What was read in several parts, in their order.
    pub fn joined(parts: Vec<Loaded<T>>) -> Loaded<T> {
        let append = |mut all: Loaded<T>, part| {
            all.append(part);
            all
        };
        parts.into_iter().reduce(append).unwrap_or_default()
    }

    /// What keeps it from being known whether this is all, and right: of what only needs a look nothing is missing.
    pub fn doubt(&self) -> Option<&Error> {
        self.faults.iter().find(|fault| fault.is_doubt())
    }

    /// Adds what was read after it.
    pub fn append(&mut self, mut later: Loaded<T>) {
        self.rows.append(&mut later.rows);
        self.faults.append(&mut later.faults);
    }
}

/// A failure that a user, a file or a device can cause.
#[derive(Debug, Clone)]
pub struct Error(Box<Parts>);

#[derive(Debug, Clone)]
struct Parts {
    kind: ErrorKind,
    message: Text,
    place: Option<Place>,
    hint: Option<Text>,
    cause: Option<String>,
    /// The whole error, worded by another process of ours, maybe in several lines.
    told: Option<String>,
}

/// Decides the exit code; of what was read, also whether it can be relied on ([`Loaded::doubt`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// Could not be done: exit code 1.
    Failed,
    /// The words of the call are wrong: exit code 2.
    Usage,
    /// Done, and something needs a look: exit code 3.
    Look,
    /// No take is running: exit code 4.
    Idle,
}

/// A file, and the line in it, counted from one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub path: PathBuf,
    pub line: Option<usize>,
}

impl Error {
    pub fn new(message: Text) -> Error {
        Error(Box::new(Parts { kind: ErrorKind::Failed, message, place: None, hint: None, cause: None, told: None }))
    }

    pub fn usage(message: Text) -> Error {
        Error::new(message).kind_of(ErrorKind::Usage)
    }

    pub fn kind_of(mut self, kind: ErrorKind) -> Error {
        self.0.kind = kind;
        self
    }

    /// What another process of ours has worded already, with its exit code.
    pub fn told(exit: i32, words: String) -> Error {
        let kind = match exit {
            2 => ErrorKind::Usage,
            3 => ErrorKind::Look,
            4 => ErrorKind::Idle,
            _ => ErrorKind::Failed,
        };
        let mut error = Error::new(text!("told")).kind_of(kind);
        error.0.told = Some(words);
        error
    }

    pub fn at(mut self, path: impl AsRef<Path>) -> Error {
        self.0.place = Some(Place { path: path.as_ref().to_owned(), line: None });
        self
    }

    /// Names the line (from one) in the file given to [`Error::at`].
    pub fn line(mut self, line: usize) -> Error {
        if let Some(place) = &mut self.0.place {
            place.line = Some(line);
        }
        self
    }

    pub fn hint(mut self, hint: Text) -> Error {
        self.0.hint = Some(hint);
        self
    }

    /// What the system or a library said, in its own words.
    pub fn because(mut self, cause: impl fmt::Display) -> Error {
        self.0.cause = Some(cause.to_string());
        self
    }

    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Something could not be done, or not be read: it is more than a thing to look at.
    pub fn is_doubt(&self) -> bool {
        self.kind() != ErrorKind::Look
    }

    pub fn message(&self) -> &Text {
        &self.0.message
    }

    pub fn place(&self) -> Option<&Place> {
        self.0.place.as_ref()
    }

    pub fn hint_text(&self) -> Option<&Text> {
        self.0.hint.as_ref()
    }

    pub fn cause(&self) -> Option<&str> {
        self.0.cause.as_deref()
    }

    /// Of the system's answer that caused it, where one did.
    pub fn system_number(&self) -> Option<i64> {
        self.cause().and_then(number_of)
    }

    /// What went wrong and where, on one line, for sentences that say themselves what to do.
    pub fn headline(&self, locale: &Locale) -> String {
        self.worded(locale).lines().next().unwrap_or_default().to_owned()
    }

    /// The whole error as it is shown: `file:line: message: cause`, and the hint on a line of its own.
    pub fn worded(&self, locale: &Locale) -> String {
        if let Some(told) = &self.0.told {
            return told.lines().map(sanitize).collect::<Vec<_>>().join("\n");
        }
        self.with_cause(locale, self.0.cause.as_deref().map(|cause| cause_worded(cause, locale)))
    }

    /// As [`worded`](Error::worded), for the screen: a cause that only a library of ours has words for is left out.
    pub fn plain(&self, locale: &Locale) -> String {
        match &self.0.told {
            Some(_) => self.worded(locale),
            None => self.with_cause(locale, self.0.cause.as_deref().and_then(|cause| system_words(cause, locale))),
        }
    }

    fn with_cause(&self, locale: &Locale, cause: Option<String>) -> String {
        let mut out = String::new();
        if let Some(place) = &self.0.place {
            out += &sanitize(&place.to_string());
            out += ": ";
        }
        out += &locale.say(&self.0.message);
        if let Some(cause) = cause {
            out += &format!(" ({cause})");
        }
        if let Some(hint) = &self.0.hint {
            out += &format!("\n  {}", locale.hint(hint));
        }
        out
    }
}

/// The commonest answers of a system, which have words in the reader's language; the numbers are the same on Linux and macOS.
const WORDED: [i64; 13] = [1, 2, 5, 13, 16, 17, 20, 21, 24, 27, 28, 30, 32];

fn cause_worded(cause: &str, locale: &Locale) -> String {
    system_words(cause, locale).unwrap_or_else(|| sanitize(cause))
}

/// The standard library writes `No such file or directory (os error 2)`.
fn number_of(cause: &str) -> Option<i64> {
    cause.strip_suffix(')').and_then(|cause| cause.rsplit_once("(os error ")).and_then(|(_, number)| number.parse().ok())
}

fn system_words(cause: &str, locale: &Locale) -> Option<String> {
    number_of(cause).filter(|number| WORDED.contains(number)).map(|number| locale.say(&text!("system-error", number = number)))
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}", self.path.display())?;
        match self.line {
            Some(line) => write!(f, ":{line}"),
            None => Ok(()),
        }
    }
}

/// English, for logs and for `assert!`; people get [`Error::worded`].
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.worded(&Locale::new(Language::English)))
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_system_answers_is_worded_in_the_language_of_the_reader() {
        let said =
            |cause: std::io::Error, language| Error::new(text!("files-unread")).because(cause).worded(&Locale::new(language));
        for number in WORDED {
            let cause = || std::io::Error::from_raw_os_error(number as i32);
            for language in [Language::English, Language::French] {
                let told = said(cause(), language);
                assert!(!told.contains("os error") && !told.contains(&number.to_string()), "{told}");
            }
        }
        assert_eq!(said(std::io::Error::from_raw_os_error(2), Language::English), "this cannot be read (it is not there)");
        assert!(said(std::io::Error::from_raw_os_error(95), Language::English).contains("(os error 95)"));
    }
}
