//! GNOME's own shortcuts, through `gsettings`. Values are in the text form of GVariant.

use super::{ask, taken};
use crate::error::{Error, Result};
use crate::text;

pub const PROGRAM: &str = "gsettings";

const KEYS: &str = "org.gnome.settings-daemon.plugins.media-keys";
const LIST: &str = "custom-keybindings";
const OURS: &str = "/org/gnome/settings-daemon/plugins/media-keys/custom-keybindings/temoin-mark/";
const ACCELERATOR: &str = "<Control><Alt>m";

/// First what the shortcut is, then that it counts: whatever happens between the two changes no key.
pub fn bind(command: &str) -> Result<()> {
    let mut paths = paths()?;
    if let Some(by) = holder(&paths)? {
        return Err(taken(&by));
    }
    let shortcut = format!("{KEYS}.custom-keybinding:{OURS}");
    for (key, value) in [("name", "témoin"), ("command", command), ("binding", ACCELERATOR)] {
        ask(PROGRAM, &["set", &shortcut, key, &literal(value)])?;
    }
    if !paths.iter().any(|path| path == OURS) {
        paths.push(OURS.to_owned());
        write(&paths)?;
    }
    Ok(())
}

/// Gives whether it was there.
pub fn unbind() -> Result<bool> {
    let mut paths = paths()?;
    let all = paths.len();
    paths.retain(|path| path != OURS);
    if paths.len() == all {
        return Ok(false);
    }
    write(&paths)?;
    ask(PROGRAM, &["reset-recursively", &format!("{KEYS}.custom-keybinding:{OURS}")])?;
    Ok(true)
}

fn paths() -> Result<Vec<String>> {
    let text = ask(PROGRAM, &["get", KEYS, LIST])?;
    strings(&text).ok_or_else(|| Error::new(text!("cli-hotkey-unread", program = PROGRAM, found = text)))
}

fn write(paths: &[String]) -> Result<()> {
    let literals: Vec<String> = paths.iter().map(|path| literal(path)).collect();
    ask(PROGRAM, &["set", KEYS, LIST, &format!("[{}]", literals.join(", "))]).map(drop)
}

/// What else has our key: another shortcut of somebody's own, or one of the desktop's.
fn holder(paths: &[String]) -> Result<Option<String>> {
    for path in paths.iter().filter(|path| *path != OURS) {
        let shortcut = format!("{KEYS}.custom-keybinding:{path}");
        if is_our_key(&ask(PROGRAM, &["get", &shortcut, "binding"])?) {
            return ask(PROGRAM, &["get", &shortcut, "name"]).map(|name| Some(name.trim_matches(['\'', '"']).to_owned()));
        }
    }
    let all = ask(PROGRAM, &["list-recursively"])?;
    let own = all.lines().find(|line| line.splitn(3, ' ').nth(2).is_some_and(is_our_key));
    Ok(own.map(|line| line.splitn(3, ' ').take(2).collect::<Vec<_>>().join(" ")))
}

/// Whether one of the accelerators in a value is Ctrl+Alt+M, however it is written.
fn is_our_key(value: &str) -> bool {
    let is_ours = |accelerator: &str| {
        let lower = accelerator.to_lowercase();
        let Some(("m", modifiers)) = lower.rsplit_once('>').map(|(modifiers, key)| (key, modifiers)) else { return false };
        let mut held: Vec<&str> = modifiers.trim_start_matches('<').split("><").collect();
        held.sort_unstable();
        matches!(held[..], ["alt", "control" | "ctrl" | "primary"])
    };
    value.split('\'').any(is_ours)
}

/// A text as GVariant writes it.
fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\\', r"\\").replace('\'', r"\'"))
}

/// The texts of a list such as `['a', 'b']` or `@as []`; `None` for anything else.
fn strings(text: &str) -> Option<Vec<String>> {
    let inner = text.trim().strip_prefix("@as").unwrap_or(text).trim().strip_prefix('[')?.strip_suffix(']')?.trim();
    if inner.is_empty() {
        return Some(Vec::new());
    }
    let plain = |item: &str| {
        let path = item.trim().strip_prefix('\'')?.strip_suffix('\'')?;
        (path.starts_with('/') && !path.contains(['\\', '\''])).then(|| path.to_owned())
    };
    inner.split(',').map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_whole_or_not_at_all() {
        assert_eq!(strings("@as []"), Some(vec![]));
        assert_eq!(strings("['/a/', '/b/']"), Some(vec!["/a/".to_owned(), "/b/".to_owned()]));
        for odd in ["", "No such schema", "['/a/'", "[1]", r"['/a\'b/']"] {
            assert_eq!(strings(odd), None, "{odd}");
        }
        assert_eq!(literal(r"a'b\c"), r"'a\'b\\c'");
    }

    #[test]
    fn the_key_is_known_however_it_is_written() {
        assert!(is_our_key("'<Primary><Alt>m'") && is_our_key("['<Super>x', '<Alt><Ctrl>M']"));
        for other in ["''", "'<Control>m'", "'<Control><Alt><Shift>m'", "'<Control><Alt>n'", "'m'", "@as []"] {
            assert!(!is_our_key(other), "{other}");
        }
    }
}
