//! Brings a session into the second copy again after something of it was written: its texts at once, and when nothing more comes for a
//! moment all of it, compared. A copy that is not there is brought up to date by `copy`.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

use super::{Outbox, Place, or_broken};
use crate::actions::copy::{bring_texts, copy_session};
use crate::clock::Clock;
use crate::error::Result;
use crate::tui::event::Event;

/// So long nothing more may come before all of the session is read.
const QUIET: Duration = Duration::from_secs(3);

pub enum Task {
    /// Something of the session of this name was written.
    Written(String),
    /// Tells when the texts of all before it are brought.
    Finish(Sender<()>),
}

pub fn start(place: Arc<Place>, outbox: Outbox, tasks: Receiver<Task>) -> Result<()> {
    outbox.clone().work("copier", move || work(&place, &outbox, &tasks))
}

fn work(place: &Place, outbox: &Outbox, tasks: &Receiver<Task>) {
    let mut unread: Vec<String> = Vec::new();
    loop {
        let task =
            if unread.is_empty() { tasks.recv().map_err(|_| RecvTimeoutError::Disconnected) } else { tasks.recv_timeout(QUIET) };
        match task {
            Ok(Task::Written(session))
                if or_broken(|| bring_texts(&place.library()?, &session, &place.elsewhere)).unwrap_or(true) =>
            {
                unread.retain(|known| *known != session);
                unread.push(session);
            }
            Ok(Task::Written(_)) => {}
            Ok(Task::Finish(done)) => done.send(()).unwrap_or_default(), // nobody waits any more: then nobody has to know
            Err(RecvTimeoutError::Timeout) => tell(place, outbox, &unread.remove(0)),
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

/// Reads the session on both sides, and tells whether they are the same.
fn tell(place: &Place, outbox: &Outbox, session: &str) {
    let now = Clock.now();
    let brought = or_broken(|| copy_session(&place.library()?, session, &place.elsewhere, now)).transpose();
    let Some(brought) = brought else { return };
    let complete = brought.as_ref().is_ok_and(|brought| brought.outcome.faults.is_empty());
    let same_disk = brought.is_ok_and(|brought| brought.is_same_disk);
    outbox.tell(Event::Copied { session: session.to_owned(), at: Clock.now(), complete, same_disk });
}
