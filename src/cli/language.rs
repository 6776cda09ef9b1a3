//! In which language to speak, before the words of the call are read: config, then library, then system, then English.
//!
//! Looks at the arguments by itself, since the parser can only be built once the language is known. What cannot be read
//! here is passed over in silence: whoever needs the file for real will tell.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use crate::actions::World;
use crate::locale::Language;

/// The global options, as far as they can be told without knowing the commands.
#[derive(Debug, Default, PartialEq)]
pub struct Peek {
    pub library: Option<PathBuf>,
    pub config: Option<PathBuf>,
    pub set: Vec<String>,
    /// What is called, if it is a command: the first word, where only these options stand before it.
    pub command: Option<String>,
}

impl Peek {
    /// What a recorder that this call starts has to be told too.
    pub fn passed_on(&self) -> Vec<OsString> {
        let config = self.config.iter().flat_map(|config| ["--config".into(), config.into()]);
        let set = self.set.iter().flat_map(|setting| ["--set".into(), setting.into()]);
        config.chain(set).collect()
    }
}

/// Finds the command, and `--library`, `--config` and `--set` in both of their forms. Stops at `--`.
pub fn peek(arguments: &[OsString]) -> Peek {
    let mut found = Peek::default();
    let mut arguments = arguments.iter().skip(1);
    let mut is_before = true;
    while let Some(argument) = arguments.next() {
        let Some(text) = argument.to_str() else { continue };
        let (name, value) = match text.split_once('=') {
            Some((name, value)) => (name, Some(OsString::from(value))),
            None => (text, None),
        };
        if name == "--" {
            break;
        }
        if !matches!(name, "--library" | "--config" | "--set") {
            let word = (!text.starts_with('-')).then(|| text.to_owned());
            found.command = std::mem::take(&mut is_before).then_some(word).flatten().or(found.command);
            continue;
        }
        let Some(value) = value.or_else(|| arguments.next().cloned()) else { break };
        keep(&mut found, name, &value);
    }
    found
}

fn keep(found: &mut Peek, name: &str, value: &OsStr) {
    match name {
        "--library" => found.library = Some(value.into()),
        "--config" => found.config = Some(value.into()),
        _ => found.set.extend(value.to_str().map(str::to_owned)),
    }
}

/// The config's language, else the library's, else the system's, else English.
pub fn choose(world: &World) -> Language {
    let of_library = || world.library().ok()?.settings.language;
    world.config.language.or_else(of_library).unwrap_or_else(Language::of_system)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn global_options_are_found_before_the_call_is_understood() {
        let words =
            ["temoin", "agenda", "--set=language=fr", "--library", "L", "--wrong", "--config=c.toml", "--", "--library", "M"];
        let arguments: Vec<OsString> = words.iter().map(OsString::from).collect();
        let expected = Peek {
            library: Some("L".into()),
            config: Some("c.toml".into()),
            set: vec!["language=fr".to_owned()],
            command: Some("agenda".to_owned()),
        };
        assert_eq!(peek(&arguments), expected);
    }
}
