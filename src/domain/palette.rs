//! The kinds of markers that a library knows, and the themes that stand beside them.

use super::{Marker, Slug};
use crate::locale::Language;

/// The recorder's own kind: sound that is missing.
pub const HOLE: &str = "hole";

/// Kinds that always exist; of them nobody makes a [`HOLE`] by hand.
pub const RESERVED_KINDS: [&str; 11] =
    ["touching", "thread", "promise", "note", "question", "consent", "check", "step", "off-record", "mask", HOLE];

/// How far a mask reaches back, in seconds.
pub const MASK_SECONDS: f64 = 8.0;

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Palette {
    pub kinds: Vec<Kind>,
    pub themes: Vec<Theme>,
}

/// One kind of marker, as `[[kind]]` in `library.toml`.
#[derive(Debug, Clone, PartialEq)]
pub struct Kind {
    pub id: Slug,
    pub key: Option<char>,
    pub names: Bilingual,
    /// One word for it, where its name does not fit.
    pub short: Bilingual,
    pub colour: Option<String>,
    /// Marks of this kind are ranges that never leave the library.
    pub withhold: bool,
    /// Seconds taken off a point of this kind.
    pub reaction: Option<f64>,
}

/// One of the second axis of marks: an emotion, a chapter.
#[derive(Debug, Clone, PartialEq)]
pub struct Theme {
    pub id: Slug,
    pub key: Option<char>,
    pub names: Bilingual,
    /// One word for it, where its name does not fit.
    pub short: Bilingual,
    pub colour: Option<String>,
    /// Another group of themes begins with it.
    pub apart: bool,
}

/// What a kind or theme is called in each language.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Bilingual {
    pub fr: Option<String>,
    pub en: Option<String>,
}

impl Bilingual {
    /// In this language, else in the other.
    pub fn in_language(&self, language: Language) -> Option<&str> {
        self.own(language).or(self.fr.as_deref()).or(self.en.as_deref())
    }

    /// In this language only.
    pub fn own(&self, language: Language) -> Option<&str> {
        match language {
            Language::French => self.fr.as_deref(),
            Language::English => self.en.as_deref(),
        }
    }
}

impl Palette {
    pub fn kind(&self, id: &str) -> Option<&Kind> {
        self.kinds.iter().find(|kind| kind.id.as_str() == id)
    }

    /// Whether a mark of this kind can be made here: one of the library's, or one that always exists.
    pub fn knows(&self, id: &str) -> bool {
        RESERVED_KINDS.contains(&id) || self.kind(id).is_some()
    }

    /// Whether marks of this kind never leave the library. A kind that the library does not know is treated as withheld:
    /// another laptop may run a newer version.
    pub fn withholds(&self, id: &str) -> bool {
        match self.kind(id) {
            Some(kind) => kind.withhold || matches!(id, "off-record" | "mask"),
            None => matches!(id, "off-record" | "mask") || !RESERVED_KINDS.contains(&id),
        }
    }

    /// Whether a mark keeps a stretch of its take from leaving.
    pub fn withholds_mark(&self, mark: &Marker) -> bool {
        !mark.deleted && self.withholds(&mark.kind)
    }

    /// Whether a mark of this kind is counted as one, everywhere alike: neither a step of the guide, nor what is missing, nor what never
    /// leaves is.
    pub fn counts(&self, kind: &str) -> bool {
        !matches!(kind, HOLE | "step") && !self.withholds(kind)
    }

    /// The sign that stands for a mark of this kind.
    pub fn sign(&self, id: &str) -> &'static str {
        match id {
            "mask" => "×",
            kind if self.withholds(kind) => "▒",
            "thread" => "→",
            "promise" => "!",
            "question" => "?",
            "consent" | "check" => "✓",
            "note" => "¶",
            HOLE => "~",
            "step" => "►",
            _ => "◆",
        }
    }

    /// Seconds taken off a point of this kind: its own reaction, else `default`, which only *touching* and the library's own
    /// kinds have; a note, a thread, a step belongs to the moment of its key.
    pub fn reaction(&self, id: &str, default: f64) -> f64 {
        match self.kind(id) {
            Some(kind) => kind.reaction.unwrap_or(if self.withholds(id) { 0.0 } else { default }),
            None if id == "touching" => default,
            None => 0.0,
        }
    }
}
