//! Calendar text (RFC 5545): series to events and back, and the days of holidays. Pure: text in, text out.
//!
//! ```text
//! series ─ events ─→ Event ─ write ─→ text                      (`agenda --ics`)
//! text ─ lines ─→ components ─ read ─→ Event ─ adopt ─→ series   (`plan import`)
//!                                    └─ holidays ─→ closed days  (`closed = ["holidays.ics"]`)
//! ```
//!
//! `lines` is the one door to the `icalendar` crate. `zones` writes what each time zone did, `windows` knows the names that Outlook gives
//! them, `clocks` what others say of them, `shifted` moves a rule by a length, `memo` keeps beside an event how its series says it.
//! Whole-day events are holidays and no talks; to-do lists, journals, alarms and attendees of others are passed over.

mod adopt;
mod clocks;
mod events;
mod holidays;
mod lines;
mod memo;
mod read;
mod shifted;
mod windows;
mod write;
mod zones;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use chrono::{NaiveDate, NaiveDateTime};
use chrono_tz::Tz;

use crate::domain::Slug;
use crate::error::Error;

pub use adopt::{Adopted, adopt};
pub use events::{Exported, events_of, uid_of};
pub use holidays::{YEARS_AHEAD, closed_days};
pub use lines::LARGEST;
pub use read::{Calendar, read};
pub use write::{Named, written};

/// One VEVENT with everything that changes single dates of it, in wall time of its zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    pub uid: String,
    /// The UID of the event that it hangs on: a chain, or what follows a shift.
    pub of: Option<String>,
    /// The chain whose dates these are; a calendar that is read does not tell.
    pub chain: Option<Slug>,
    pub title: String,
    pub zone: Tz,
    pub start: NaiveDateTime,
    pub minutes: u32,
    /// RRULE texts.
    pub rules: Vec<String>,
    /// EXDATE.
    pub except: BTreeSet<NaiveDateTime>,
    /// EXDATE as whole days; none in what the program writes.
    pub except_days: BTreeSet<NaiveDate>,
    /// RDATE.
    pub also: BTreeSet<NaiveDateTime>,
    /// By their time by the rule (RECURRENCE-ID).
    pub instances: BTreeMap<NaiveDateTime, Instance>,
    pub place: Option<String>,
    /// As a whole.
    pub cancelled: bool,
    /// The title stands for one that is not told, and nobody has changed it.
    pub coded: bool,
    /// How the series says its dates; see `memo`.
    pub memo: Option<String>,
}

/// One date of an event that differs from its rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Instance {
    pub start: NaiveDateTime,
    pub minutes: u32,
    pub cancelled: bool,
}

/// A fault of a calendar, with the file that the caller knows.
pub fn placed(fault: Error, file: &Path) -> Error {
    let line = fault.place().and_then(|place| place.line);
    let fault = fault.at(file);
    match line {
        Some(line) => fault.line(line),
        None => fault,
    }
}

#[cfg(test)]
mod tests;
