//! Asks the recorder, one thing after the other: marks keep their order. A stop waits for the disk, so it has a thread of its own.

use std::sync::Arc;
use std::sync::mpsc::Receiver;

use super::{Outbox, Place, or_broken};
use crate::error::Result;
use crate::recorder::client::{Client, idle};
use crate::recorder::protocol::{Reply, Request};
use crate::tui::event::{Act, Event};

pub struct Task {
    pub act: Act,
    pub request: Request,
}

pub fn start(place: Arc<Place>, outbox: Outbox, tasks: Receiver<Task>) -> Result<()> {
    outbox.clone().work("hand", move || {
        for Task { act, request } in tasks {
            let (place, answers) = (Arc::clone(&place), outbox.clone());
            let ask = move || answers.tell(Event::Answered(act, or_broken(|| answer(&place, &request).map(Box::new))));
            match act {
                Act::Stop => drop(outbox.work("stop", ask)),
                _ => ask(),
            }
        }
    })
}

fn answer(place: &Place, request: &Request) -> Result<Reply> {
    Client::of_library(&place.root)?.ok_or_else(idle)?.ask(request)
}
