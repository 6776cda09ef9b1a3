//! Writes settings into `config.toml`, so that a person finds the rest of the file as it was.

use std::path::Path;

use toml::Value;

use super::{Config, require_key};
use crate::error::{Error, Result};
use crate::store::document::{Document, SMALL, read_text};
use crate::store::{atomic, edit};
use crate::text;

/// Sets keys by their full names (`audio.inputs`). Comments, order and all other keys survive; the file (0600) and its folder (0700)
/// are made where they are missing; a reader sees the old file or the new one.
///
/// Errors: a key that is not known, a value that it does not take, a config that cannot be parsed. Then the file is as it was.
pub fn save(path: &Path, settings: &[(&str, Value)]) -> Result<()> {
    let mut checked = Config::default();
    for (name, value) in settings {
        require_key(name)?;
        checked = checked.with(name, &value.to_string())?;
    }
    // A config that is a link into somebody's own collection stays one.
    let path = &path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let text = match path.exists() {
        true => readable(path)?,
        false => String::new(),
    };
    let mut document = edit::Settings::parse(&text).map_err(|cause| unreadable(path).because(cause))?;
    for (name, value) in settings {
        let (section, key) = name.split_once('.').unwrap_or(("", name));
        if !document.put(section, key, &value.to_string()) {
            return Err(Error::new(text!("files-table-expected", key = section)).at(path));
        }
    }
    if let Some(folder) = path.parent() {
        atomic::create_dir_private(folder)?;
    }
    atomic::write(path, document.to_string().as_bytes())
}

/// The text of a config that is TOML to its last line.
fn readable(path: &Path) -> Result<String> {
    let text = read_text(path, SMALL)?;
    match Document::parse(path, &text) {
        Ok(_) => Ok(text),
        Err(fault) => Err(fault.hint(text!("today-config-unsaved-hint"))),
    }
}

fn unreadable(path: &Path) -> Error {
    Error::new(text!("today-config-unsaved")).at(path).hint(text!("today-config-unsaved-hint"))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;
    use crate::store::samples::put;

    fn saved(before: &str, settings: &[(&str, Value)]) -> String {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        put(&path, before);
        save(&path, settings).unwrap();
        std::fs::read_to_string(path).unwrap()
    }

    #[test]
    fn what_a_person_wrote_stays_around_what_is_set() {
        let before = "# mine\nwho = \"zoe\" # me\n\n# sound\n[audio]\n# the good one\ninputs = [\"default\"]\nrate = 44100\n";
        let after =
            saved(before, &[("audio.inputs", vec!["voice"].into()), ("language", "fr".into()), ("keys.stop", "s".into())]);
        let expected = "# mine\nwho = \"zoe\" # me\nlanguage = \"fr\"\n\n# sound\n[audio]\n# the good one\ninputs = [\"voice\"]\nrate = 44100\n\n\
                        [keys]\nstop = \"s\"\n";
        assert_eq!(after, expected);
        assert_eq!(saved(&after, &[("language", "fr".into())]), after);
    }

    #[test]
    fn the_example_with_its_comments_takes_settings_too() {
        let after =
            saved(include_str!("../../config.example.toml"), &[("library", "/a \"b\"/c".into()), ("colours", "16".into())]);
        let lost = include_str!("../../config.example.toml").lines().find(|line| line.starts_with('#') && !after.contains(line));
        assert_eq!(lost, None);
        let config = Config::parse(Path::new("x/config.toml"), &after).0;
        assert_eq!((config.library.unwrap().to_str(), config.colours), (Some("/a \"b\"/c"), crate::config::Colours::Sixteen));
    }

    #[test]
    fn sections_written_in_another_way_are_edited_there() {
        assert_eq!(saved("audio.rate = 44100\n", &[("audio.rate", 48_000.into())]), "audio.rate = 48000\n");
        assert_eq!(saved("keys = { stop = \"s\" }\n", &[("keys.stop", "x".into())]), "[keys]\nstop = \"x\"\n");
    }

    #[test]
    fn a_config_that_is_missing_is_made_with_its_folder_for_this_user_alone() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("a/temoin/config.toml");
        save(&path, &[("who", "zoe".into())]).unwrap();
        let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "who = \"zoe\"\n");
    }

    #[test]
    fn what_cannot_be_parsed_or_is_not_taken_leaves_the_file_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        for (text, name, value, words) in [
            ("who = = 1\n", "who", "zoe", "config.toml:1: "),
            ("audio = 3\n", "audio.inputs", "voice", "config.toml: `audio`: expected a table"),
            ("", "whom", "zoe", "unknown key `whom`"),
            ("", "who", "Zoé !", "`who`: expected a name"),
        ] {
            put(&path, text);
            let fault = save(&path, &[(name, value.into())]).unwrap_err().to_string();
            assert!(fault.contains(words), "{fault}");
            assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
        }
    }

    #[test]
    fn a_config_behind_a_link_is_written_where_it_lies() {
        let folder = tempfile::tempdir().unwrap();
        let (real, link) = (folder.path().join("dotfiles/temoin.toml"), folder.path().join("config.toml"));
        put(&real, "who = \"zoe\"\n");
        std::os::unix::fs::symlink(&real, &link).unwrap();
        save(&link, &[("who", "lise".into())]).unwrap();
        assert!(link.is_symlink());
        assert_eq!(std::fs::read_to_string(real).unwrap(), "who = \"lise\"\n");
    }
}
