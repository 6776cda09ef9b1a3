//! The file with which a desktop starts the reminders when somebody logs in (XDG autostart): one for each library.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use directories::BaseDirs;

use crate::actions::World;
use crate::domain::Slug;
use crate::error::{Error, Result};
use crate::locale::Locale;
use crate::store::{Library, atomic};
use crate::text;

/// Writes the file, in the place of one that is there. Gives its path.
///
/// Errors: this system has no such place, a path cannot stand in such a file, it cannot be written.
pub fn install(world: &World, library: &Library) -> Result<PathBuf> {
    let path = place(library)?;
    let program = std::env::current_exe().map_err(|cause| Error::new(text!("remind-no-program")).because(cause))?;
    let mut call = vec![program, "--library".into(), whole(library.layout.root())];
    if let Some(config) = world.config_path.as_deref().filter(|_| world.config_named) {
        call.extend(["--config".into(), whole(config)]);
    }
    call.push("remind".into());
    let text = entry(&call, &world.locale)?;
    atomic::create_dir_private(path.parent().unwrap_or(Path::new(".")))?;
    atomic::write(&path, text.as_bytes())?;
    Ok(path)
}

/// Takes the file away. Gives its path, and whether it was there.
pub fn remove(library: &Library) -> Result<(PathBuf, bool)> {
    let path = place(library)?;
    match fs::remove_file(&path) {
        Ok(()) => Ok((path, true)),
        Err(cause) if cause.kind() == ErrorKind::NotFound => Ok((path, false)),
        Err(cause) => Err(atomic::unwritten(&path, cause)),
    }
}

fn place(library: &Library) -> Result<PathBuf> {
    let folders = BaseDirs::new().filter(|_| !cfg!(target_os = "macos"));
    let none = || Error::new(text!("remind-no-autostart")).hint(text!("remind-no-autostart-hint"));
    let name = Slug::of(&library.settings.id).unwrap_or_else(Slug::session);
    Ok(folders.ok_or_else(none)?.config_dir().join("autostart").join(format!("temoin-remind-{name}.desktop")))
}

fn whole(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

fn entry(call: &[PathBuf], locale: &Locale) -> Result<String> {
    let words: Vec<String> = call.iter().map(|word| quoted(word)).collect::<Result<_>>()?;
    let comment = locale.say(&text!("remind-comment"));
    let lines = [
        "[Desktop Entry]",
        "Type=Application",
        "Name=témoin",
        &format!("Comment={comment}"),
        &format!("Exec={}", words.join(" ")),
        "Terminal=false",
        "NoDisplay=true",
    ];
    Ok(lines.join("\n") + "\n")
}

/// A word of `Exec`, as the Desktop Entry Specification wants it: quoted for the call, and then escaped once more for the file.
fn quoted(word: &Path) -> Result<String> {
    let unfit = || Error::new(text!("remind-path-unfit")).at(word).hint(text!("remind-path-unfit-hint"));
    let text = word.to_str().filter(|text| !text.chars().any(char::is_control)).ok_or_else(unfit)?;
    let mut call = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '`' | '$' | '\\' => call.extend(['\\', letter]),
            '%' => call.push_str("%%"),
            _ => call.push(letter),
        }
    }
    call.push('"');
    Ok(call.replace('\\', "\\\\"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Language;

    #[test]
    fn every_path_stands_quoted_and_one_that_cannot_is_refused() {
        let call = ["/opt/temoin", "--library", "/home/lise/à \"moi\" 100% $x\\y"].map(PathBuf::from);
        let text = entry(&call, &Locale::new(Language::French)).unwrap();
        let exec = r#"Exec="/opt/temoin" "--library" "/home/lise/à \\"moi\\" 100%% \\$x\\\\y""#;
        assert!(text.starts_with("[Desktop Entry]\n") && text.lines().any(|line| line == exec), "{text}");
        assert!(quoted(Path::new("/a\nExec=rm")).is_err());
    }
}
