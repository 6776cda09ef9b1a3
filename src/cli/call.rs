//! What stood behind a command, by name.

use std::io::Read;
use std::path::PathBuf;

use clap::ArgMatches;

use crate::error::{Error, Result};
use crate::text;

/// The longest text that is taken from standard input, in bytes; the socket takes lines of 64 KiB.
const TEXT_LIMIT: u64 = 32 * 1024;

/// The arguments of one command. Its methods panic for a name that the command's definition does not have.
pub struct Call<'a>(&'a ArgMatches);

impl<'a> Call<'a> {
    pub fn new(matches: &'a ArgMatches) -> Call<'a> {
        Call(matches)
    }

    pub fn flag(&self, name: &str) -> bool {
        self.0.get_flag(name)
    }

    /// The value of any type that the definition's parser gives.
    pub fn get<T: Clone + Send + Sync + 'static>(&self, name: &str) -> Option<T> {
        self.0.get_one::<T>(name).cloned()
    }

    pub fn text(&self, name: &str) -> Option<String> {
        self.get(name)
    }

    pub fn path(&self, name: &str) -> Option<PathBuf> {
        self.get(name)
    }

    pub fn texts(&self, name: &str) -> Vec<String> {
        self.all(name)
    }

    /// Every value of an argument that may be repeated, in the order of the call.
    pub fn all<T: Clone + Send + Sync + 'static>(&self, name: &str) -> Vec<T> {
        self.0.get_many::<T>(name).into_iter().flatten().cloned().collect()
    }

    /// A value that the definition requires.
    pub fn required<T: Clone + Send + Sync + 'static>(&self, name: &str) -> T {
        self.get(name).expect("the parser has refused the call without it")
    }

    /// A text that may come from standard input instead (`-`), so that it need not show in the process list.
    pub fn text_or_input(&self, name: &str) -> Result<Option<String>> {
        match self.text(name) {
            Some(text) if text == "-" => read_input().map(Some),
            text => Ok(text),
        }
    }

    /// The command of a family that says something by itself too.
    pub fn inner_if_any(&self) -> Option<(&str, Call<'a>)> {
        self.0.subcommand().map(|(name, matches)| (name, Call(matches)))
    }

    /// The command of a family, such as `restore` of `trash`, and what stood behind it.
    pub fn inner(&self) -> (&str, Call<'a>) {
        let (name, matches) = self.0.subcommand().expect("a family requires one of its commands");
        (name, Call(matches))
    }
}

/// All of standard input as one text, without the line end at its end.
fn read_input() -> Result<String> {
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().take(TEXT_LIMIT + 1).read_to_end(&mut bytes);
    read.map_err(|error| Error::new(text!("cli-input-unreadable")).because(error))?;
    if bytes.len() as u64 > TEXT_LIMIT {
        return Err(Error::new(text!("cli-input-too-long", limit = TEXT_LIMIT / 1024)));
    }
    let text = String::from_utf8(bytes).map_err(|_| Error::new(text!("cli-input-not-utf8")))?;
    Ok(text.trim_end_matches(['\n', '\r']).to_owned())
}
