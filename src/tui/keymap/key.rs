//! One key of the keyboard: from the terminal, from the config, and as help names it.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::clock::Monotonic;
use crate::locale::Locale;
use crate::text;

/// A key with what is held beside it. Letters are lower case: Caps Lock changes nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    code: KeyCode,
    shift: bool,
    control: bool,
}

/// A key and when it came.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stroke {
    pub key: Key,
    /// As it was typed, for a line of text: capitals stay capitals.
    pub letter: Option<char>,
    pub at: Monotonic,
}

/// The keys that have names; the config uses these, whatever the language.
const NAMED: [(&str, KeyCode); 14] = [
    ("enter", KeyCode::Enter),
    ("esc", KeyCode::Esc),
    ("tab", KeyCode::Tab),
    ("space", KeyCode::Char(' ')),
    ("backspace", KeyCode::Backspace),
    ("delete", KeyCode::Delete),
    ("up", KeyCode::Up),
    ("down", KeyCode::Down),
    ("left", KeyCode::Left),
    ("right", KeyCode::Right),
    ("home", KeyCode::Home),
    ("end", KeyCode::End),
    ("page-up", KeyCode::PageUp),
    ("page-down", KeyCode::PageDown),
];

impl Stroke {
    pub fn of(event: KeyEvent, at: Monotonic) -> Stroke {
        let plain = !event.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SUPER);
        let letter = match event.code {
            KeyCode::Char(letter) if plain || is_altgr(event.modifiers) => Some(letter),
            _ => None,
        };
        Stroke { key: Key::of(event), letter, at }
    }
}

/// Windows reports AltGr as both.
fn is_altgr(modifiers: KeyModifiers) -> bool {
    modifiers.contains(KeyModifiers::CONTROL | KeyModifiers::ALT)
}

impl Key {
    fn of(event: KeyEvent) -> Key {
        let control = event.modifiers.contains(KeyModifiers::CONTROL) && !event.modifiers.contains(KeyModifiers::ALT);
        let shift = event.modifiers.contains(KeyModifiers::SHIFT);
        match event.code {
            KeyCode::BackTab => Key { code: KeyCode::Tab, shift: true, control },
            // A sign carries its own shift; of a letter it would be Caps Lock as often as the person.
            KeyCode::Char(letter) => Key { code: KeyCode::Char(lower(letter)), shift: false, control },
            code => Key { code, shift, control },
        }
    }

    /// `s`, `?`, `space`, `f2`, `ctrl-s`, `shift-tab`.
    pub fn parse(name: &str) -> Option<Key> {
        let mut rest = name;
        let (mut shift, mut control) = (false, false);
        loop {
            if let Some(behind) = rest.strip_prefix("ctrl-") {
                (control, rest) = (true, behind);
            } else if let Some(behind) = rest.strip_prefix("shift-") {
                (shift, rest) = (true, behind);
            } else {
                break;
            }
        }
        let code = NAMED.iter().find(|(known, _)| *known == rest).map(|(_, code)| *code).or_else(|| function_or_letter(rest))?;
        let shift_says_something = !matches!(code, KeyCode::Char(_)) || !shift;
        shift_says_something.then_some(Key { code, shift, control })
    }

    /// As the config writes it.
    pub fn name(self) -> String {
        let code = match self.code {
            KeyCode::F(number) => format!("f{number}"),
            KeyCode::Char(letter) if letter != ' ' => letter.to_string(),
            code => NAMED.iter().find(|(_, known)| *known == code).map_or_else(String::new, |(name, _)| (*name).to_owned()),
        };
        format!("{}{}{code}", if self.control { "ctrl-" } else { "" }, if self.shift { "shift-" } else { "" })
    }

    /// As help and footers show it, in the language of the reader.
    pub fn shown(self, locale: &Locale) -> String {
        let code = match self.code {
            KeyCode::F(number) => format!("F{number}"),
            KeyCode::Char(letter) if letter != ' ' && self.control => letter.to_uppercase().collect(),
            KeyCode::Char(letter) if letter != ' ' => letter.to_string(),
            KeyCode::Up => "↑".to_owned(),
            KeyCode::Down => "↓".to_owned(),
            KeyCode::Left => "←".to_owned(),
            KeyCode::Right => "→".to_owned(),
            _ => locale.say(&text!("screen-key", name = Key { shift: false, control: false, ..self }.name())),
        };
        format!("{}{}{code}", if self.control { "Ctrl+" } else { "" }, if self.shift { "⇧" } else { "" })
    }

    /// A letter without anything held beside it.
    pub fn letter(self) -> Option<char> {
        match self.code {
            KeyCode::Char(letter) if !self.control && letter.is_alphabetic() => Some(letter),
            _ => None,
        }
    }

    /// The sign that the key types, for the test that holds the table against keyboard layouts.
    pub fn sign(self) -> Option<char> {
        match self.code {
            KeyCode::Char(letter) => Some(letter),
            _ => None,
        }
    }

    pub(in crate::tui) fn code(self) -> KeyCode {
        self.code
    }

    pub(in crate::tui) fn has_control(self) -> bool {
        self.control
    }
}

fn lower(letter: char) -> char {
    letter.to_lowercase().next().unwrap_or(letter)
}

fn function_or_letter(name: &str) -> Option<KeyCode> {
    if let Some(number) = name.strip_prefix('f').and_then(|number| number.parse().ok()) {
        return (1..=24).contains(&number).then_some(KeyCode::F(number));
    }
    let mut letters = name.chars();
    let letter = letters.next().filter(|letter| !letter.is_control() && !letter.is_whitespace())?;
    letters.next().is_none().then(|| KeyCode::Char(lower(letter)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(code: KeyCode, modifiers: KeyModifiers) -> String {
        Key::of(KeyEvent::new(code, modifiers)).name()
    }

    #[test]
    fn a_key_is_named_as_it_is_read() {
        for name in ["s", "?", "é", "space", "enter", "ctrl-s", "shift-tab", "ctrl-shift-left", "f10", "page-down", "f", "-"] {
            assert_eq!(Key::parse(name).map(Key::name).as_deref(), Some(name));
        }
        for name in ["", "ctrl-", "nokey", "shift-a", "f25", "  ", "\u{1b}"] {
            assert_eq!(Key::parse(name), None, "{name:?}");
        }
    }

    #[test]
    fn caps_lock_and_shift_change_no_letter() {
        assert_eq!(of(KeyCode::Char('S'), KeyModifiers::SHIFT), "s");
        assert_eq!(of(KeyCode::Char('S'), KeyModifiers::NONE), "s");
        assert_eq!(of(KeyCode::Char('?'), KeyModifiers::SHIFT), "?");
        assert_eq!(of(KeyCode::BackTab, KeyModifiers::SHIFT), "shift-tab");
        assert_eq!(of(KeyCode::Left, KeyModifiers::SHIFT), "shift-left");
    }
}
