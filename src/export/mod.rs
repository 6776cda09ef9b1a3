//! What leaves the library: the marks of a take in the formats of other programs.
//!
//! `actions::export` reads the library; the [`gate`] says what may pass; and only what has passed, without a name in it, is a [`Told`],
//! which is all that a format ever sees. One file for each format; `words` are the titles that those without fields share. Of `wav` only
//! what it tells of the marks is made here: its samples never stand in memory as a whole.

mod audacity;
mod chapter_text;
mod chapters;
mod csv;
pub mod gate;
mod json;
mod timeline;
mod vtt;
pub mod wav;
mod words;

use chrono::{DateTime, FixedOffset, NaiveDate};

pub use csv::table as csv_table;
pub use timeline::Timeline;

use crate::domain::{Frames, Hertz};
use crate::locale::Text;

/// One take as it is told outside. Its places are those of the file that is made: moved, and without gaps where that was asked for.
#[derive(Debug, Clone)]
pub struct Told {
    /// The session's folder, without the names that may stand in it.
    pub session: String,
    /// Never empty.
    pub title: String,
    pub people: Vec<String>,
    /// What it is handed over for.
    pub usage: Option<String>,
    pub take: u32,
    /// Wall time of the take's own frame 0.
    pub started: DateTime<FixedOffset>,
    pub rate: Hertz,
    /// Where the take ends.
    pub end: Frames,
    /// By their places.
    pub marks: Vec<Moment>,
    /// The kinds of marks were named by the person who hands over.
    pub is_chosen: bool,
}

impl Told {
    /// `2020-03-28-2030-s-03-take-01`.
    pub fn name(&self) -> String {
        format!("{}-take-{:02}", self.session, self.take)
    }
}

/// A mark that may leave.
#[derive(Debug, Clone)]
pub struct Moment {
    pub id: String,
    pub start: Frames,
    /// Of a range, excluded.
    pub end: Option<Frames>,
    /// Its id.
    pub kind: String,
    /// What it is called, in the language of the library.
    pub name: String,
    pub themes: Vec<Theme>,
    /// 1 to 3.
    pub strength: Option<u8>,
    /// Who speaks, as they are called outside; empty where that is not known.
    pub who: Vec<String>,
    pub note: Option<String>,
    pub done: Option<NaiveDate>,
}

#[derive(Debug, Clone)]
pub struct Theme {
    pub id: String,
    pub name: String,
}

/// One format.
#[derive(Debug)]
pub struct Format {
    /// As `--as` names it.
    pub name: &'static str,
    /// How its files end, without the dot before it.
    pub extension: &'static str,
    pub making: Making,
}

/// What a format makes of a take.
#[derive(Debug)]
pub enum Making {
    Text(fn(&Told) -> Written),
    /// Its sound, with what [`wav::chunks`] tells of the marks.
    Sound,
}

/// A text as a format makes it.
#[derive(Debug, Clone, Default)]
pub struct Written {
    pub text: String,
    /// How many marks of the take stand in it.
    pub marks: usize,
    /// What the format could not hold.
    pub remarks: Vec<Text>,
}

/// All of them, by name.
pub static FORMATS: &[Format] = &[
    text("audacity", "txt", audacity::write),
    text("chapter-text", "chapters.txt", chapter_text::write),
    text("chapters", "chapters.json", chapters::write),
    text("csv", "csv", csv::write),
    text("json", "json", json::write),
    text("vtt", "vtt", vtt::write),
    Format { name: "wav", extension: "wav", making: Making::Sound },
    text("youtube", "youtube.txt", chapter_text::write_short),
];

const fn text(name: &'static str, extension: &'static str, write: fn(&Told) -> Written) -> Format {
    Format { name, extension, making: Making::Text(write) }
}

impl Format {
    pub fn called(name: &str) -> Option<&'static Format> {
        FORMATS.iter().find(|format| format.name == name)
    }

    /// What it makes is no text, and goes into a file.
    pub fn is_sound(&self) -> bool {
        matches!(self.making, Making::Sound)
    }
}

#[cfg(test)]
mod samples {
    use super::*;

    pub const RATE: Hertz = Hertz(48_000);

    /// A take of ten minutes with these marks.
    pub fn told(marks: Vec<Moment>) -> Told {
        Told {
            session: "2020-03-28-2030-s-03".into(),
            title: "N., le soir".into(),
            people: vec!["N., pneumologue".into()],
            usage: Some("film".into()),
            take: 1,
            started: "2020-03-28T20:32:04.125+01:00".parse().unwrap(),
            rate: RATE,
            end: Frames(600 * 48_000),
            marks,
            is_chosen: false,
        }
    }

    /// At so many seconds.
    pub fn moment(kind: &str, seconds: f64, note: &str) -> Moment {
        Moment {
            id: "m-01JD44Q8ZK2M6T0V5W9X3Y7B1C".into(),
            start: Frames::from_seconds(seconds, RATE),
            end: None,
            kind: kind.into(),
            name: kind.into(),
            themes: Vec::new(),
            strength: None,
            who: Vec::new(),
            note: Some(note.into()).filter(|note: &String| !note.is_empty()),
            done: None,
        }
    }
}
