//! Reads and writes the library, one thing after the other.

use std::sync::Arc;
use std::sync::mpsc::Receiver;

use chrono::{DateTime, Utc};

use super::{Outbox, Place};
use crate::actions::sitting;
use crate::audio::device;
use crate::clock::Clock;
use crate::error::Result;
use crate::store::Library;
use crate::tui::event::{Event, Facts, Fetch, InputRow};
use crate::tui::model::LibraryFacts;

pub enum Task {
    Fetch(Fetch),
}

pub fn start(place: Arc<Place>, outbox: Outbox, tasks: Receiver<Task>) -> Result<()> {
    outbox.clone().work("desk", move || {
        for task in tasks {
            let done = match task {
                Task::Fetch(Fetch::Inputs) => {
                    // What is read of the library need not wait for it.
                    let to = outbox.clone();
                    drop(outbox.work("inputs", move || to.tell(Event::Fetched(inputs()))));
                    continue;
                }
                Task::Fetch(fetch) => fetch_facts(&place, fetch, Clock.now()).map(Event::Fetched),
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
        Fetch::Sitting { session } => Ok(Facts::Sitting(Box::new(sitting::of_session(&library, &session, place.show)?))),
        Fetch::Waiting => Ok(Facts::Waiting(sitting::waiting(&library, now, place.show).map(Box::new))),
        Fetch::Next { series, after } => Ok(Facts::Next(sitting::next_date(&library, &series, after))),
        Fetch::Inputs => Ok(inputs()),
    }
}

/// The inputs of this machine. Sound libraries may take seconds for it.
fn inputs() -> Facts {
    let found = device::inputs();
    let row = |input: device::InputInfo| InputRow { id: input.id, name: input.name, is_default: input.is_default };
    Facts::Inputs(found.rows.into_iter().map(row).collect(), found.faults)
}
