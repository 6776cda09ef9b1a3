//! What a recorder does with its outputs: the one in the background tells its start and falls silent, the one in the foreground
//! goes on telling. Meanwhile standard error belongs to the libraries below, and goes to the log.

use std::fs::File;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use super::events::Printer;
use super::{Exit, Output};
use crate::actions::{World, background};
use crate::audio::quiet::{QuietStderr, quiet_stderr};
use crate::error::{Error, Result};
use crate::locale::{Language, Text};
use crate::recorder::Log;
use crate::recorder::client::Client;
use crate::recorder::protocol::{Event, Reply, Request};
use crate::text;

/// A terminal that does not take what is printed holds the end of the program no longer than this.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// Starts this very call again in the background, and says when it records, or listens. `input` is what the call has read from
/// standard input already.
pub fn start(world: &World, input: Option<String>, json: bool, output: &mut Output) -> Result<Exit> {
    start_saying(world, input, json, output, super::record::recording)
}

/// As [`start`], with other words for what has begun: of its session, and the process.
pub fn start_saying(
    world: &World,
    input: Option<String>,
    json: bool,
    output: &mut Output,
    words: fn(String, String) -> Text,
) -> Result<Exit> {
    let arguments = std::env::args_os().skip(1);
    match background::start(arguments, world.called, &input.unwrap_or_default())? {
        Event::Started { session, pid, .. } => {
            let reply = Reply { session: Some(session), pid: Some(pid), ..Reply::done() };
            let exit = super::record::started(reply, json, &world.locale, output, words)?;
            found_again(world).iter().for_each(|words| output.tell(&super::output::sanitized_lines(words)));
            Ok(exit)
        }
        Event::Armed { pid, input, .. } if json => {
            output.json(&serde_json::json!({ "format": 1, "input": input, "pid": pid }));
            Ok(Exit::Done)
        }
        Event::Armed { pid, input, .. } => {
            output.say(&world.locale, &text!("cli-armed", input = input, pid = pid.to_string()));
            Ok(Exit::Done)
        }
        _ => Err(Error::new(text!("recorder-background-failed"))),
    }
}

/// What the recorder that has just begun has mended of sessions that had broken off, in its own words. One that says nothing has nothing to
/// say.
fn found_again(world: &World) -> Vec<String> {
    let client = world.find_library().ok().and_then(|found| Client::of_library(&found.root).ok().flatten());
    let status = client.and_then(|mut client| client.ask(&Request::Status).ok()).and_then(|reply| reply.status);
    let warnings = status.map(|status| status.warnings).unwrap_or_default();
    warnings.into_iter().filter(|warning| warning.code == "recovered").map(|warning| warning.text).collect()
}

/// Holds this process's own standard error while the libraries' words go to the log.
pub struct Herald {
    quiet: Arc<Mutex<Option<QuietStderr>>>,
    log: File,
}

/// What is being told on a thread of its own.
pub struct Telling {
    over: Receiver<()>,
}

impl Herald {
    pub fn redirect(log: &Log) -> Result<Herald> {
        let log = log.file().map_err(refused)?;
        let quiet = Arc::new(Mutex::new(Some(quiet_stderr(&log)?)));
        Ok(Herald { quiet, log })
    }

    /// Gives standard error back, unless nobody reads it any more.
    pub fn restore(self) {
        drop(self.own().take());
    }

    fn own(&self) -> MutexGuard<'_, Option<QuietStderr>> {
        self.quiet.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Prints the event with which the recorder has started, for the call that waits; then there is no output any more.
    pub fn tell_start(&self, events: Receiver<Arc<str>>) -> Result<Telling> {
        let quiet = Arc::clone(&self.quiet);
        let log = self.log.try_clone().map_err(refused)?;
        tell(move || {
            let is_start =
                |line: &Arc<str>| matches!(serde_json::from_str(line), Ok(Event::Started { .. } | Event::Armed { .. }));
            let Some(line) = events.iter().find(is_start) else { return };
            let mut output = Output::of_process();
            output.page(&format!("{line}\n"));
            if output.flush().is_err() || rustix::stdio::dup2_stdout(&log).is_err() {
                return; // the call that waited has gone, and the take goes on: what is left is a pipe that nobody reads
            }
            if let Some(quiet) = quiet.lock().unwrap_or_else(PoisonError::into_inner).take() {
                quiet.stay();
            }
        })
    }

    /// Prints every event.
    pub fn tell_all(&self, events: Receiver<Arc<str>>, json: bool, language: Language) -> Result<Telling> {
        let terminal = self.own().as_ref().map(QuietStderr::terminal).transpose().map_err(refused)?;
        tell(move || {
            let mut printer = match terminal {
                Some(terminal) => Printer::over(Output::new(std::io::stdout(), terminal), json, language),
                None => Printer::new(json, language),
            };
            for line in events {
                printer.print(&line);
            }
        })
    }
}

impl Telling {
    /// Waits until all is told, for a moment at most.
    pub fn finish(self) {
        match self.over.recv_timeout(LAST_WORDS) {
            Ok(()) | Err(_) => {} // its thread has ended, or a moment has passed
        }
    }
}

fn refused(error: std::io::Error) -> Error {
    Error::new(text!("recorder-system-refused")).because(error)
}

fn tell(work: impl FnOnce() + Send + 'static) -> Result<Telling> {
    let (done, over) = channel::<()>();
    let thread = thread::Builder::new().name("herald".into()).spawn(move || {
        work();
        drop(done);
    });
    thread.map_err(|error| Error::new(text!("recorder-no-thread")).because(error))?;
    Ok(Telling { over })
}
