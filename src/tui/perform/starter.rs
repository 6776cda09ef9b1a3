//! Starts recorders, and takes on them. One thing after the other: a take that is asked for while the input is being opened waits for it.

use std::ffi::OsString;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use super::watch::Watch;
use super::{Outbox, Place, or_broken};
use crate::actions::background::{self, WHILE_WATCHED};
use crate::actions::record::{Wish, plan};
use crate::clock::{Clock, Monotonic};
use crate::error::Result;
use crate::locale::Locale;
use crate::recorder::client::Client;
use crate::recorder::protocol::{Event as Told, Reply, Request};
use crate::store::Library;
use crate::tui::event::{Act, Event};

pub enum Task {
    Arm {
        what: Option<String>,
        input: Option<String>,
    },
    Disarm,
    Record {
        what: Option<String>,
        title: Option<String>,
        input: Option<String>,
        at: Monotonic,
    },
    /// Ends a recorder that only listens, and tells when that is done.
    Finish(Sender<()>),
}

/// How long the end of the interface waits for a recorder that only listens.
pub const FAREWELL: Duration = Duration::from_secs(2);

/// Between two looks whether a recorder has ended.
const A_MOMENT: Duration = Duration::from_millis(20);

pub fn start(place: Arc<Place>, outbox: Outbox, tasks: Receiver<Task>, watch: Watch) -> Result<()> {
    outbox.clone().work("starter", move || {
        for task in tasks {
            match task {
                Task::Arm { what, input } => outbox.tell(Event::Armed(or_broken(|| arm(&place, what, input)))),
                Task::Disarm => drop(or_broken(|| disarm(&place))), // one that has gone already needs no end
                Task::Record { what, title, input, at } => {
                    let answer = or_broken(|| record(&place, what, title, input, at));
                    outbox.tell(Event::Answered(Act::Start, answer.map(Box::new)));
                }
                Task::Finish(done) => {
                    drop(or_broken(|| disarm(&place)));
                    done.send(()).unwrap_or_default(); // nobody waits any more: then nobody has to know
                }
            }
            watch.poke();
        }
    })
}

/// Ends a recorder that only listens, without waiting long.
pub fn finish(starter: Sender<Task>) {
    let (done, over) = channel();
    if starter.send(Task::Finish(done)).is_ok() {
        over.recv_timeout(FAREWELL).unwrap_or_default(); // one that hangs ends by itself when nobody watches
    }
}

fn arm(place: &Place, what: Option<String>, input: Option<String>) -> Result<()> {
    if Client::of_library(&place.root)?.is_some() {
        return Ok(()); // it listens, or records, already
    }
    background::start(call(place, "arm", what, input), Monotonic::now(), "").map(drop)
}

fn disarm(place: &Place) -> Result<()> {
    match Client::of_library(&place.root)? {
        Some(mut client) => {
            let reply = client.ask(&Request::Disarm)?;
            if reply.ok {
                wait_until_gone(place); // refused where a take runs
            }
            Ok(())
        }
        None => Ok(()),
    }
}

/// A recorder that has answered still needs a moment to end; until then no other one can begin.
fn wait_until_gone(place: &Place) {
    let begun = std::time::Instant::now();
    while begun.elapsed() < FAREWELL && matches!(Client::of_library(&place.root), Ok(Some(_))) {
        std::thread::sleep(A_MOMENT);
    }
}

/// On the recorder that listens, with its pre-roll; else on a new one.
fn record(place: &Place, what: Option<String>, title: Option<String>, input: Option<String>, at: Monotonic) -> Result<Reply> {
    match Client::of_library(&place.root)? {
        Some(mut client) => {
            let library = Library::open(&place.root)?;
            let wish = Wish { what, title, seconds: None, key: at };
            let planned = plan(&library, &wish, Clock.now(), &Locale::new(place.language))?;
            client.ask(&Request::Record(Box::new(planned.plan)))
        }
        None => match background::start(call(place, "record", what, input), at, "")? {
            Told::Started { session, pid, .. } => Ok(Reply { session: Some(session), pid: Some(pid), ..Reply::done() }),
            _ => Ok(Reply::done()),
        },
    }
}

/// The call of this program that becomes the recorder.
fn call(place: &Place, command: &str, what: Option<String>, input: Option<String>) -> Vec<OsString> {
    let mut call: Vec<OsString> = vec!["--library".into(), place.root.clone().into()];
    call.extend(place.passed.iter().cloned());
    call.push(command.into());
    call.extend(what.map(OsString::from));
    if command == "arm" {
        call.push(format!("--{WHILE_WATCHED}").into()); // an interface that is killed leaves no microphone open
    }
    if let Some(input) = input {
        call.extend(["--input".into(), input.into()]);
    }
    if command == "record" {
        call.push("--detach".into());
    }
    call
}
