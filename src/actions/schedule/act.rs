//! What was done to plans, as the undo log keeps it and as people are told.

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use crate::locale::Text;
use crate::text;

/// What was done, as the undo log keeps it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "did", rename_all = "lowercase")]
pub enum Act {
    Added {
        title: String,
    },
    /// `from`: where the first occurrence lies whose hour has changed.
    Changed {
        title: String,
        from: Option<NaiveDateTime>,
    },
    /// From that day on another series goes on.
    Continued {
        title: String,
        from: NaiveDate,
        id: String,
    },
    Moved {
        title: String,
        to: NaiveDateTime,
    },
    Cancelled {
        title: String,
        at: NaiveDateTime,
    },
    Restored {
        title: String,
        at: NaiveDateTime,
    },
    Shifted {
        title: String,
        to: NaiveDateTime,
    },
    Removed {
        title: String,
    },
    /// From a calendar, so many series.
    Imported {
        added: usize,
        changed: usize,
    },
    /// `person`: absent where whoever is proposed has the role again.
    Turned {
        title: String,
        at: NaiveDateTime,
        role: String,
        person: Option<String>,
    },
    /// `series`: how many were added or changed.
    Cycled {
        cycle: String,
        series: usize,
    },
}

impl Act {
    /// What was done, as a sentence.
    pub fn said(&self) -> Text {
        match self {
            Act::Added { title } => text!("schedule-added", title = title),
            Act::Changed { title, from: None } => text!("schedule-changed", title = title),
            Act::Changed { title, from: Some(from) } => {
                text!("schedule-changed-from", title = title, date = from.date(), time = from.time())
            }
            Act::Continued { title, from, id } => text!("schedule-continued", title = title, date = *from, id = id),
            Act::Moved { title, to } => text!("schedule-moved", title = title, date = to.date(), time = to.time()),
            Act::Cancelled { title, at } => text!("schedule-cancelled", title = title, date = at.date(), time = at.time()),
            Act::Restored { title, at } => text!("schedule-restored", title = title, date = at.date(), time = at.time()),
            Act::Shifted { title, to } => text!("schedule-shifted", title = title, date = to.date(), time = to.time()),
            Act::Removed { title } => text!("schedule-removed", title = title),
            Act::Imported { added, changed } => text!("schedule-imported", added = *added, changed = *changed),
            Act::Turned { title, at, role, person: Some(person) } => {
                text!("schedule-turned", title = title, date = at.date(), role = role, person = person)
            }
            Act::Turned { title, at, role, person: None } => {
                text!("schedule-turned-back", title = title, date = at.date(), role = role)
            }
            Act::Cycled { cycle, series } => text!("schedule-cycled", cycle = cycle, series = *series),
        }
    }

    /// What was taken back, as a sentence.
    pub fn undone(&self) -> Text {
        let what = match self {
            Act::Added { title } => text!("schedule-act-added", title = title),
            Act::Changed { title, .. } | Act::Continued { title, .. } => text!("schedule-act-changed", title = title),
            Act::Moved { title, to } => text!("schedule-act-moved", title = title, date = to.date(), time = to.time()),
            Act::Cancelled { title, at } => text!("schedule-act-cancelled", title = title, date = at.date(), time = at.time()),
            Act::Restored { title, at } => text!("schedule-act-restored", title = title, date = at.date(), time = at.time()),
            Act::Shifted { title, to } => text!("schedule-act-shifted", title = title, date = to.date(), time = to.time()),
            Act::Removed { title } => text!("schedule-act-removed", title = title),
            Act::Imported { added, changed } => text!("schedule-act-imported", added = *added, changed = *changed),
            Act::Turned { title, at, role, .. } => {
                text!("schedule-act-turned", title = title, date = at.date(), role = role)
            }
            Act::Cycled { cycle, .. } => text!("schedule-act-cycled", cycle = cycle),
        };
        text!("schedule-undone", what = what)
    }
}
