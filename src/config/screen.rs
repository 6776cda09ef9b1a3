//! How the screen looks, and which keys it answers to. What the keys of `[keys]` may be called is known to the interface alone.

use crate::error::Place;

/// How many colours the terminal is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Colours {
    /// The terminal's own sixteen, unless `NO_COLOR` is set.
    #[default]
    Auto,
    None,
    /// The terminal's own sixteen, whatever `NO_COLOR` says.
    Sixteen,
}

/// What the terminal's own background is like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Background {
    /// As the terminal says; dark where it says nothing.
    #[default]
    Auto,
    Dark,
    Light,
}

/// Which signs marks and states are drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Signs {
    #[default]
    Unicode,
    Ascii,
}

/// How people stand on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ShowNames {
    #[default]
    Name,
    /// The code, and no words of a mark: for the train, the ward, a shared screen.
    Code,
}

/// `[keys]`: which keys do what, where they are not the usual ones. Neither actions nor keys are checked here.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Keys {
    /// Each action once, by name.
    pub entries: Vec<KeyEntry>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyEntry {
    /// Such as `stop`.
    pub action: String,
    /// Such as `s`, `ctrl-s`, `f2`; empty: no key does it.
    pub keys: Vec<String>,
    /// Where it was written; absent where `--set` did.
    pub place: Option<Place>,
}

impl Keys {
    /// Takes the place of what was said for the same action.
    pub(super) fn put(&mut self, entry: KeyEntry) {
        match self.entries.binary_search_by(|known| known.action.cmp(&entry.action)) {
            Ok(at) => self.entries[at] = entry,
            Err(at) => self.entries.insert(at, entry),
        }
    }
}

/// A key of the config that takes one of a few words.
pub(super) trait Choice {
    /// All that it can be, in the order of the manual.
    fn words(&self) -> &'static [&'static str];

    fn word(&self) -> &'static str;

    /// Takes one of [`Choice::words`]; another leaves it as it is.
    fn choose(&mut self, word: &str);
}

macro_rules! choices {
    ($($of:ident { $($word:literal = $case:ident),+ })+) => {$(
        impl Choice for $of {
            fn words(&self) -> &'static [&'static str] {
                &[$($word),+]
            }

            fn word(&self) -> &'static str {
                match self {
                    $($of::$case => $word),+
                }
            }

            fn choose(&mut self, word: &str) {
                match word {
                    $($word => *self = $of::$case,)+
                    _ => (),
                }
            }
        }
    )+};
}
choices! {
    Colours { "auto" = Auto, "none" = None, "16" = Sixteen }
    Background { "auto" = Auto, "dark" = Dark, "light" = Light }
    Signs { "unicode" = Unicode, "ascii" = Ascii }
    ShowNames { "name" = Name, "code" = Code }
}
