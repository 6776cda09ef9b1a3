//! `status`, `watch`: what the recorder does.

use clap::Command;

use super::events::Printer;
use super::live::recorder;
use super::words::Definition;
use super::{Call, Exit, Output};
use crate::actions::{World, broken_off};
use crate::domain::{Frames, Hertz};
use crate::error::Result;
use crate::locale::{Language, Locale};
use crate::recorder::client;
use crate::recorder::protocol::{Request, State, Status, Warning};
use crate::store::Layout;
use crate::store::lock::RecorderLock;
use crate::text;

pub fn definition(locale: &Locale) -> Command {
    Definition::new(locale, "status").json().done()
}

pub fn run(call: &Call, world: &mut World, output: &mut Output) -> Result<Exit> {
    let (status, language) = status(world)?;
    match call.flag("json") {
        true => output.json(&status),
        false => print(&status, &Locale::new(language), output),
    }
    Ok(if status.state == State::Idle { Exit::Idle } else { Exit::Done })
}

/// What the recorder says, and in which language.
fn status(world: &World) -> Result<(Status, Language)> {
    let reply = match recorder(world) {
        Ok(mut client) => client.ask(&Request::Status)?,
        Err(error) if error.kind() == crate::error::ErrorKind::Idle => return Ok((idle(world), world.locale.language)),
        Err(error) => return Err(error),
    };
    let language = reply.language.unwrap_or(world.locale.language);
    reply.status.map(|status| (*status, language)).ok_or_else(client::idle)
}

/// No recorder runs; how the last one of this library ended, if it was by a fault or it was killed, is told until the next one begins.
fn idle(world: &World) -> Status {
    let Ok(layout) = world.find_library().map(|found| Layout::new(found.root)) else { return Status::idle() };
    let fault = RecorderLock::last_fault(&layout);
    let fault =
        fault.map(|fault| Warning { code: "last_take_failed".to_owned(), since: fault.at, text: fault.words, input: None });
    let broken = broken_off::left_open(&layout).map(|broken| Warning {
        code: "broken_off".to_owned(),
        since: broken.at.to_utc(),
        text: world.locale.say(&broken.text(world.clock.now(), &world.locale)),
        input: None,
    });
    Status { warnings: fault.into_iter().chain(broken).collect(), ..Status::idle() }
}

fn print(status: &Status, locale: &Locale, output: &mut Output) {
    let state = match (status.joined, status.state) {
        (true, State::Recording) => text!("join-runs"),
        (_, state) => text!("cli-recorder-state", state = state_name(state)),
    };
    output.say(locale, &state);
    let Some(session) = &status.session else {
        return status.warnings.iter().for_each(|warning| output.tell(&super::output::sanitized_lines(&warning.text)));
    };
    let milli = Hertz(1000);
    let at = locale.position(Frames::from_seconds(status.seconds, milli), milli);
    output
        .say(locale, &text!("cli-status-session", session = session, at = at, marks = text!("cli-marks", count = status.marks)));
    if status.off_record {
        output.say(locale, &text!("cli-status-off-record"));
    }
    for level in &status.levels {
        let peak = level.peak_dbfs.map_or_else(|| "−∞".to_owned(), |peak| locale.decimal(f64::from(peak), 1));
        let name = locale.say(&text!("record-channel", name = level.channel.as_str()));
        let channel = match status.inputs.len() {
            0 | 1 => name,
            _ => format!("{name} {}", level.input),
        };
        output.say(locale, &text!("cli-status-level", channel = channel, peak = peak));
    }
    if let Some(copy) = &status.copy {
        output.say(locale, &text!("copy-state", state = copy.as_str()));
    }
    if let Some(left) = status.disk_seconds_left {
        output.say(locale, &text!("cli-status-room", left = locale.length(left as f64)));
    }
    for warning in &status.warnings {
        output.tell(&super::output::sanitized_lines(&warning.text));
    }
}

fn state_name(state: State) -> &'static str {
    match state {
        State::Idle => "idle",
        State::Armed => "armed",
        State::Starting => "starting",
        State::Recording => "recording",
        State::Lost => "lost",
        State::Paused => "paused",
        State::Stopping => "stopping",
    }
}

pub fn watch_definition(locale: &Locale) -> Command {
    Definition::new(locale, "watch").json().done()
}

pub fn watch(call: &Call, world: &mut World, _: &mut Output) -> Result<Exit> {
    let mut printer = Printer::new(call.flag("json"), world.locale.language);
    for event in recorder(world)?.watch()? {
        printer.print(&event?.1);
        if printer.is_closed() {
            break;
        }
    }
    Ok(Exit::Done)
}
