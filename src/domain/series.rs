//! A recurring plan: who, rule, length, place. `plan/` turns it into occurrences.

use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::{Duration, NaiveDate, NaiveDateTime};
use chrono_tz::Tz;

use super::{ClosedDays, Slug};

/// No session is longer: a year of minutes.
pub const MOST_MINUTES: u32 = 525_600;

/// `series/ID.toml`. All its times are whole minutes.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    pub id: Slug,
    pub uid: Option<String>,
    pub title: String,
    /// Wall time in `zone`.
    pub start: NaiveDateTime,
    /// The file's zone, else the library's, so that nobody after loading has to ask.
    pub zone: Tz,
    pub minutes: u32,
    /// RFC 5545 RRULE texts, as written; none: a single date.
    pub rules: Vec<String>,
    pub skip: Vec<Skip>,
    pub also: Vec<NaiveDateTime>,
    /// Days of its own without sessions, beside the library's.
    pub closed: Vec<ClosedDays>,
    pub on_closed: OnClosed,
    pub hosts: Vec<Slug>,
    pub guests: Vec<Slug>,
    pub place: Option<Slug>,
    /// No bell, whatever happens.
    pub quiet: bool,
    /// Its evenings weigh: somebody's third in a row is named.
    pub heavy: bool,
    /// Read aloud before the start.
    pub announce: Option<String>,
    pub changes: Vec<Change>,
    pub steps: Vec<Step>,
    pub chains: Vec<Chain>,
    pub rotas: Vec<Rota>,
    pub turns: Vec<Turn>,
    pub source: Source,
}

/// Where a series was read, so that a fault that only its dates show has a place. Empty for one that was not read from a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Source {
    pub file: PathBuf,
    /// The line (from one) of each of `Series::skip`.
    pub skip: Vec<usize>,
    /// The line of each of `Series::changes`.
    pub changes: Vec<usize>,
    /// The line of each of `Series::turns`.
    pub turns: Vec<usize>,
}

/// EXDATE: a whole date, or one time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Skip {
    Date(NaiveDate),
    Time(NaiveDateTime),
}

impl Skip {
    pub fn date(&self) -> NaiveDate {
        match *self {
            Skip::Date(date) => date,
            Skip::Time(at) => at.date(),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OnClosed {
    #[default]
    Skip,
    Shift,
    Keep,
}

impl OnClosed {
    pub const ALL: [OnClosed; 3] = [OnClosed::Skip, OnClosed::Shift, OnClosed::Keep];

    /// The word in files and options.
    pub fn as_str(self) -> &'static str {
        match self {
            OnClosed::Skip => "skip",
            OnClosed::Shift => "shift",
            OnClosed::Keep => "keep",
        }
    }

    pub fn parse(word: &str) -> Option<OnClosed> {
        OnClosed::ALL.into_iter().find(|one| one.as_str() == word)
    }
}

/// One occurrence that differs from the rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The occurrence's time by the rule.
    pub of: NaiveDateTime,
    pub to: ChangeTo,
    /// And all later ones with it. Only for `ChangeTo::By`.
    pub following: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub enum ChangeTo {
    Time(NaiveDateTime),
    /// In wall time.
    By(Duration),
    Cancelled,
}

/// One step of the guide: a question, a segment, a phase.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    pub title: String,
    pub minutes: Option<u32>,
}

/// A session that hangs on each occurrence and moves with it.
#[derive(Debug, Clone, PartialEq)]
pub struct Chain {
    pub id: Slug,
    pub title: String,
    /// In wall time, from the occurrence's start.
    pub by: Duration,
    pub minutes: u32,
}

/// A role that goes round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rota {
    /// Such as `leader`.
    pub role: Slug,
    pub people: Vec<Slug>,
}

/// Who has a role on one evening, where a person has said so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// The occurrence's time by the rule.
    pub of: NaiveDateTime,
    pub role: Slug,
    pub person: Slug,
}

/// Who has which role on one evening: people by role.
pub type Roles = BTreeMap<Slug, Slug>;

/// `[[place]]` in `library.toml`.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    pub id: Slug,
    pub name: String,
}

impl Series {
    /// How long the longest of its sessions is planned, its chains among them.
    pub fn longest(&self) -> Duration {
        let longest = self.chains.iter().map(|chain| chain.minutes).fold(self.minutes, u32::max);
        Duration::minutes(i64::from(longest))
    }

    /// Hosts, guests, and whoever may have a role.
    pub fn named(&self) -> Vec<Slug> {
        let rotas = self.rotas.iter().flat_map(|rota| rota.people.iter().cloned());
        self.people().into_iter().chain(rotas).chain(self.turns.iter().map(|turn| turn.person.clone())).collect()
    }

    /// Hosts, then guests.
    pub fn people(&self) -> Vec<Slug> {
        self.hosts.iter().chain(&self.guests).cloned().collect()
    }
}
