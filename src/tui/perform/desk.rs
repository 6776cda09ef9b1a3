//! Reads and writes the library, one thing after the other.

use std::sync::Arc;
use std::sync::mpsc::Receiver;

use chrono::{DateTime, Utc};

use super::{Outbox, Place};
use crate::actions::sitting;
use crate::clock::Clock;
use crate::error::Result;
use crate::store::Library;
use crate::tui::event::{Event, Facts, Fetch};
use crate::tui::model::LibraryFacts;

pub enum Task {
    Fetch(Fetch),
}

pub fn start(place: Arc<Place>, outbox: Outbox, tasks: Receiver<Task>) -> Result<()> {
    outbox.clone().work("desk", move || {
        for task in tasks {
            let done = match task {
                Task::Fetch(fetch) => fetch_facts(&place, fetch, Clock.now()).map(Event::Fetched),
            };
            outbox.tell(done.unwrap_or_else(Event::Failed));
        }
    })
}

/// Reads what is wanted of the library as it is now.
pub fn fetch_facts(place: &Place, fetch: Fetch, _now: DateTime<Utc>) -> Result<Facts> {
    let library = Library::open(&place.root)?;
    match fetch {
        Fetch::Library => Ok(Facts::Library(Box::new(LibraryFacts {
            root: library.layout.root().to_owned(),
            writable: library.writable,
            faults: library.settings_faults,
            settings: library.settings,
        }))),
        Fetch::Sitting { session } => Ok(Facts::Sitting(Box::new(sitting::of_session(&library, &session, place.show)?))),
    }
}
