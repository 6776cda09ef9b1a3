//! A sitting that took place, or is taking place; and what holds for the whole library.

use chrono::{NaiveDate, NaiveDateTime};
use chrono_tz::Tz;

use super::{OccurrenceId, Palette, Place, Roles, Slug, Take};
use crate::locale::Language;

/// `session.toml`: what it is, and what was recorded.
#[derive(Debug, Clone, PartialEq)]
pub struct Session {
    pub title: String,
    pub series: Option<Slug>,
    /// The occurrence's time by its rule; absent for a session that was not planned.
    pub occurrence: Option<NaiveDateTime>,
    /// The chain of the series that the occurrence belongs to.
    pub chain: Option<Slug>,
    pub zone: Tz,
    pub number: Option<u32>,
    pub of: Option<u32>,
    pub people: Vec<Slug>,
    /// Who had which role, as it was planned when the session began.
    pub roles: Roles,
    pub takes: Vec<Take>,
    pub after: After,
}

/// What is noted at the end. Threads and promises are markers.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct After {
    pub mood: Option<String>,
    pub gist: Option<String>,
    pub heavy: Option<bool>,
}

/// `library.toml`.
#[derive(Debug, Clone, PartialEq)]
pub struct LibrarySettings {
    /// ULID, made by `init`.
    pub id: String,
    pub title: String,
    pub zone: Tz,
    pub language: Option<Language>,
    pub uses: Vec<String>,
    /// Words, besides people's names, that no public output may hold.
    pub private: Vec<String>,
    pub support: Option<String>,
    pub closed: Vec<ClosedDays>,
    /// Less than this between two talks of one person is a clash; absent: nobody looks at it.
    pub rest_minutes: Option<u32>,
    pub places: Vec<Place>,
    pub palette: Palette,
}

/// Days without sessions, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClosedDays {
    pub first: NaiveDate,
    pub last: NaiveDate,
}

impl LibrarySettings {
    /// What a place is called; one that the library does not name is called by its id.
    pub fn place_name(&self, id: &Slug) -> String {
        let known = self.places.iter().find(|place| place.id == *id);
        known.map_or_else(|| id.to_string(), |place| place.name.clone())
    }
}

impl ClosedDays {
    pub fn contains(&self, date: NaiveDate) -> bool {
        self.first <= date && date <= self.last
    }
}

impl Session {
    pub fn take(&self, id: &str) -> Option<&Take> {
        self.takes.iter().find(|take| take.id.as_str() == id)
    }

    /// The occurrence that it holds; `None` for one that was not planned.
    pub fn occurrence_id(&self) -> Option<OccurrenceId> {
        Some(OccurrenceId::new(self.series.clone()?, self.chain.clone(), self.occurrence?))
    }

    /// How long its takes are together, gaps included, in seconds.
    pub fn seconds(&self) -> f64 {
        self.takes.iter().map(|take| take.end().seconds(take.rate)).sum()
    }
}
