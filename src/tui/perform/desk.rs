//! Reads and writes the library, one thing after the other.

use std::sync::Arc;
use std::sync::mpsc::Receiver;

use chrono::{DateTime, Utc};

use super::{Outbox, Place};
use crate::actions::recover::recover_library;
use crate::actions::schedule::Planner;
use crate::actions::today::{Moment, today};
use crate::actions::{after, sitting};
use crate::clock::Clock;
use crate::error::Result;
use crate::locale::Text;
use crate::store::Library;
use crate::text;
use crate::tui::event::{Change, Event, Facts, Fetch};
use crate::tui::model::LibraryFacts;

pub enum Task {
    Fetch(Fetch),
    Change(Change),
    Recover,
    Note { session: String, answers: after::Answers },
}

pub fn start(place: Arc<Place>, outbox: Outbox, tasks: Receiver<Task>) -> Result<()> {
    outbox.clone().work("desk", move || {
        for task in tasks {
            match carry_out(&place, task) {
                Ok(event) => outbox.tell(event),
                Err(error) => outbox.tell(Event::Failed(error)),
            }
        }
    })
}

fn carry_out(place: &Place, task: Task) -> Result<Event> {
    let now = Clock.now();
    match task {
        Task::Fetch(fetch) => fetch_facts(place, fetch, now).map(Event::Fetched),
        Task::Change(change) => change_plans(place, &change, now).map(Event::Done),
        Task::Recover => recover(place),
        Task::Note { session, answers } => Ok(Event::Noted(note(place, &session, &answers, now))),
    }
}

/// Reads what is wanted of the library as it is now.
pub fn fetch_facts(place: &Place, fetch: Fetch, now: DateTime<Utc>) -> Result<Facts> {
    let library = Library::open(&place.root)?;
    match fetch {
        Fetch::Library => Ok(Facts::Library(Box::new(LibraryFacts {
            root: library.layout.root().to_owned(),
            writable: library.writable,
            faults: library.settings_faults,
            settings: library.settings,
        }))),
        Fetch::Today => {
            let moment = Moment { now, built: place.built };
            Ok(Facts::Today(Box::new(today(&library, moment, place.show))))
        }
        Fetch::Occurrence(occurrence) => {
            Ok(Facts::Occurrence(Box::new(sitting::of_occurrence(&library, &occurrence, place.show))))
        }
        Fetch::Sitting { session } => Ok(Facts::Sitting(Box::new(sitting::of_session(&library, &session, place.show)?))),
    }
}

/// Changes the plans; what was done, as a sentence.
pub fn change_plans(place: &Place, change: &Change, now: DateTime<Utc>) -> Result<Text> {
    let library = Library::open(&place.root)?;
    let planner = Planner::keeping(&library, now, &place.state);
    match change {
        Change::Move { occurrence, to } => planner.move_occurrence(occurrence, *to),
        Change::Cancel(occurrence) => planner.cancel(occurrence),
        Change::Restore(occurrence) => planner.restore(occurrence),
        Change::Undo => Ok(planner.undo()?.unwrap_or_else(|| text!("today-nothing-to-undo"))),
    }
}

/// Keeps what is noted after a session.
pub fn note(place: &Place, session: &str, answers: &after::Answers, now: DateTime<Utc>) -> Result<()> {
    after::save(&Library::open(&place.root)?, session, &place.who, answers, now).map(drop)
}

/// Mends what broke off. A library that cannot be written is left as it is.
fn recover(place: &Place) -> Result<Event> {
    let library = Library::open(&place.root)?;
    let writable = library.writable;
    Ok(Event::Recovered(if writable { recover_library(&library, place.fallback.as_deref()) } else { Default::default() }))
}
