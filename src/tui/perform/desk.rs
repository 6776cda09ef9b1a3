//! Reads and writes the library, one thing after the other.

use std::sync::Arc;
use std::sync::mpsc::Receiver;

use chrono::{DateTime, Utc};

use super::{Outbox, Place};
use crate::actions::calendar::calendar;
use crate::actions::schedule::Planner;
use crate::actions::sitting;
use crate::clock::Clock;
use crate::error::Result;
use crate::store::Library;
use crate::text;
use crate::tui::event::{Change, Changed, Event, Facts, Fetch};
use crate::tui::model::LibraryFacts;
use crate::tui::run::spawn;

pub enum Task {
    Fetch(Fetch),
    Change(Change),
}

pub fn start(place: Arc<Place>, outbox: Outbox, tasks: Receiver<Task>) -> Result<()> {
    spawn("desk", move || {
        for task in tasks {
            let done = match task {
                Task::Fetch(fetch) => fetch_facts(&place, fetch, Clock.now()).map(Event::Fetched),
                Task::Change(change) => Ok(Event::Changed(change_plans(&place, change, Clock.now()))),
            };
            outbox.tell(done.unwrap_or_else(Event::Failed));
        }
    })
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
        Fetch::Calendar { first, last } => Ok(Facts::Calendar(Box::new(calendar(&library, (first, last), now, place.show)))),
        Fetch::Sitting { session } => Ok(Facts::Sitting(Box::new(sitting::of_session(&library, &session, place.show)?))),
    }
}

/// Changes plans; without a home folder nothing is changed, since nothing could be taken back.
pub fn change_plans(place: &Place, change: Change, now: DateTime<Utc>) -> Result<Changed> {
    let library = Library::open(&place.root)?;
    let planner = match &place.state {
        Some(state) => Planner::keeping(&library, now, state),
        None => Planner::of(&library, now)?,
    };
    let words = match change {
        Change::Add(draft) => {
            let (id, words) = planner.add(&draft)?;
            return Ok(Changed { words, added: Some(id) });
        }
        Change::Edit(id, draft) => planner.change(&id, &draft)?,
        Change::Remove(id) => planner.remove_series(&id)?,
        Change::Move(id, to) => planner.move_occurrence(&id, to)?,
        Change::Cancel(id) => planner.cancel(&id)?,
        Change::Restore(id) => planner.restore(&id)?,
        Change::Shift(id, by) => planner.shift_following(&id, by)?,
        Change::Undo => planner.undo()?.unwrap_or(text!("schedule-nothing-to-undo")),
    };
    Ok(Changed { words, added: None })
}
