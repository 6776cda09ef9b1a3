//! Follows the recorder: its status ten times a second while one runs, its events as they come. While none runs, one look now and then.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError, channel};
use std::time::Duration;

use super::{Outbox, Place};
use crate::clock::Monotonic;
use crate::error::Result;
use crate::recorder::client::{Client, idle};
use crate::recorder::protocol::{Reply, Request};
use crate::tui::event::Event;

/// Between two looks at a recorder that runs.
const LIVELY: Duration = Duration::from_millis(100);

/// Between two looks for a recorder. With what each minute brings (the clock, what is due) less than one wake-up a second.
const IDLE: Duration = Duration::from_millis(1250);

/// A recorder that has not answered for so long is said to be mute.
const SOON: Duration = Duration::from_millis(1500);

#[derive(Clone)]
pub struct Watch {
    poke: Sender<()>,
}

impl Watch {
    pub fn start(place: Arc<Place>, outbox: Outbox) -> Result<Watch> {
        let (poke, pokes) = channel();
        outbox.clone().work("watch", move || watch(&place, &outbox, &pokes))?;
        Ok(Watch { poke })
    }

    /// Looks at once: something has just been started.
    pub fn poke(&self) {
        self.poke.send(()).unwrap_or_default(); // it has ended with the loop
    }
}

fn watch(place: &Place, outbox: &Outbox, pokes: &Receiver<()>) {
    loop {
        match Client::of_library(&place.root) {
            Ok(Some(client)) => {
                follow(client, place, outbox, pokes);
                outbox.tell(Event::Status(None));
            }
            Ok(None) => {}
            Err(error) => outbox.tell(Event::Failed(error)),
        }
        if let Err(RecvTimeoutError::Disconnected) = pokes.recv_timeout(IDLE) {
            return;
        }
    }
}

/// Until the recorder ends, or nobody listens any more.
fn follow(mut client: Client, place: &Place, outbox: &Outbox, pokes: &Receiver<()>) {
    listen(place, outbox);
    let mut known = None;
    while let Some(reply) = status(&mut client, outbox, pokes) {
        let take = reply.status.as_ref().and_then(|status| Some((status.session.clone()?, status.take?)));
        outbox.tell(Event::Status(reply.status));
        if take != known && take.is_some() {
            // What was marked before the interface came; without them the marks to come are still told.
            if let Ok(marks) = Client::of_library(&place.root).and_then(|reader| reader.ok_or_else(idle)?.marks()) {
                outbox.tell(Event::Marks(marks));
            }
        }
        known = take;
        if let Err(RecvTimeoutError::Disconnected) = pokes.recv_timeout(LIVELY) {
            return;
        }
    }
}

/// `None` when the recorder has ended, or nobody listens any more. One that is stopped, or hangs, has not ended.
fn status(client: &mut Client, outbox: &Outbox, pokes: &Receiver<()>) -> Option<Reply> {
    client.send(&Request::Status).ok()?;
    let since = Monotonic::now();
    loop {
        match client.answer(Some(SOON)).ok()? {
            Some(reply) => return Some(reply),
            None if pokes.try_recv() == Err(TryRecvError::Disconnected) => return None,
            None => outbox.tell(Event::Mute(since)),
        }
    }
}

/// Hears the recorder's events on a connection of its own.
fn listen(place: &Place, outbox: &Outbox) {
    let (root, told) = (place.root.clone(), outbox.clone());
    let work = move || {
        let Ok(Some(client)) = Client::of_library(&root) else { return };
        let Ok(events) = client.watch() else { return };
        for event in events {
            let Ok((event, _)) = event else { return };
            told.tell(Event::Told(Box::new(event)));
        }
    };
    drop(outbox.work("events", work)); // without it the status still comes
}
