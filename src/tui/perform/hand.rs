//! Asks the recorder, one thing after the other, and waits for no answer before it asks the next: while a mark waits for the disk, what is
//! to be off the record, a pause and a stop have reached the recorder all the same. The answers come in the same order.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};

use super::{Outbox, Place, or_broken};
use crate::error::Result;
use crate::recorder::client::{Client, idle};
use crate::recorder::protocol::Request;
use crate::tui::event::{Act, Event};

pub enum Task {
    Ask(Act, Box<Request>),
    /// Tells when all that was to be asked before has been handed to the recorder.
    Finish(Sender<()>),
}

/// A connection on which something may still wait for its answer.
struct Line {
    client: Client,
    /// To the thread that takes the answers.
    waits: Sender<Act>,
    waiting: Arc<AtomicUsize>,
}

pub fn start(place: Arc<Place>, outbox: Outbox, tasks: Receiver<Task>) -> Result<()> {
    outbox.clone().work("hand", move || {
        let mut line = None;
        for task in tasks {
            match task {
                Task::Ask(act, request) => {
                    if let Err(error) = or_broken(|| ask(&mut line, act, &request, &place, &outbox)) {
                        outbox.tell(Event::Answered(act, Err(error)));
                    }
                }
                Task::Finish(done) => done.send(()).unwrap_or_default(), // nobody waits any more: then nobody has to know
            }
        }
    })
}

/// On the connection where something waits already, so that it stays in order; else on a new one.
fn ask(line: &mut Option<Line>, act: Act, request: &Request, place: &Place, outbox: &Outbox) -> Result<()> {
    if let Some(line) = line.as_ref().filter(|line| line.is_waiting())
        && line.ask(act, request).is_ok()
    {
        return Ok(());
    }
    line.insert(Line::open(place, outbox)?).ask(act, request)
}

impl Line {
    fn open(place: &Place, outbox: &Outbox) -> Result<Line> {
        let client = Client::of_library(&place.root)?.ok_or_else(idle)?;
        let (answers, waiting) = (client.second()?, Arc::new(AtomicUsize::new(0)));
        let (waits, acts) = channel();
        let (told, left) = (outbox.clone(), Arc::clone(&waiting));
        outbox.work("answers", move || take_answers(answers, &acts, &left, &told))?;
        Ok(Line { client, waits, waiting })
    }

    fn ask(&self, act: Act, request: &Request) -> Result<()> {
        self.client.send(request)?;
        self.waiting.fetch_add(1, Ordering::AcqRel);
        self.waits.send(act).map_err(|_| idle())
    }

    fn is_waiting(&self) -> bool {
        self.waiting.load(Ordering::Acquire) > 0
    }
}

/// Each act is answered; those for which no answer can come any more, by what went wrong.
fn take_answers(mut answers: Client, acts: &Receiver<Act>, waiting: &AtomicUsize, outbox: &Outbox) {
    for act in acts {
        let answer = or_broken(|| answers.answer(None)?.ok_or_else(idle).map(Box::new));
        if answer.is_err() {
            answers.close(); // what is asked from now on goes to the next recorder
        }
        outbox.tell(Event::Answered(act, answer));
        waiting.fetch_sub(1, Ordering::AcqRel);
    }
}

#[cfg(test)]
mod tests;
