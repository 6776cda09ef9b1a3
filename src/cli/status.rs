//! `status`, `watch`: what the recorder does.

use clap::Command;

use super::words::Definition;
use super::{Call, Exit, Output, live};
use crate::actions::World;
use crate::domain::{Frames, Hertz};
use crate::error::Result;
use crate::locale::{Locale, Text};
use crate::recorder::client::idle;
use crate::recorder::protocol::{Event, Level, Request, State, Status};
use crate::text;

pub fn definition(locale: &Locale) -> Command {
    Definition::new(locale, "status").json().done()
}

pub fn run(call: &Call, world: &mut World, output: &mut Output) -> Result<Exit> {
    let status = match live::recorder(world)? {
        Some(mut client) => client.ask(&Request::Status)?.status.map(|status| *status),
        None => None,
    };
    let status = status.unwrap_or_else(Status::idle);
    if call.flag("json") {
        output.json(&status);
    } else {
        print(&status, &world.locale, output);
    }
    Ok(if status.state == State::Idle { Exit::Idle } else { Exit::Done })
}

fn print(status: &Status, locale: &Locale, output: &mut Output) {
    output.say(locale, &text!("cli-status", state = state(status.state)));
    if let (Some(session), Some(take)) = (&status.session, status.take) {
        let at = position(status.seconds, locale);
        let marks = text!("cli-marks", count = status.marks);
        output.say(locale, &text!("cli-status-take", session = session, take = take, at = at, marks = marks));
    }
    if status.off_record {
        output.say(locale, &text!("cli-status-off-record"));
    }
    if let Some(step) = &status.step {
        output.say(locale, &text!("cli-step", number = step.number, of = step.of, title = step.title.as_str()));
    }
    for level in &status.levels {
        output.say(locale, &level_line(level, locale));
    }
    if let Some(left) = status.disk_seconds_left {
        output.say(locale, &text!("cli-status-room", left = locale.length(left as f64)));
    }
    for warning in &status.warnings {
        output.line(format!("▲ {}", warning.text));
    }
}

fn level_line(level: &Level, locale: &Locale) -> Text {
    let worded = |dbfs: Option<f32>| dbfs.map_or("silent".to_owned(), |dbfs| locale.decimal(f64::from(dbfs), 1));
    let (peak, rms) = (worded(level.peak_dbfs), worded(level.rms_dbfs));
    text!("cli-status-level", channel = level.channel.as_str(), peak = peak, rms = rms)
}

fn state(state: State) -> &'static str {
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

/// A place in a take of which only the seconds are known.
fn position(seconds: f64, locale: &Locale) -> String {
    locale.position(Frames::from_seconds(seconds, Hertz(1000)), Hertz(1000))
}

pub fn watch_definition(locale: &Locale) -> Command {
    Definition::new(locale, "watch").json().done()
}

/// Until the recorder ends, or nobody reads any more.
pub fn watch(call: &Call, world: &mut World, output: &mut Output) -> Result<Exit> {
    let Some(client) = live::recorder(world)? else { return Err(idle()) };
    for event in client.watch()? {
        let (event, _) = event?;
        tell_event(&event, call.flag("json"), &world.locale, output);
        if output.is_closed() {
            break;
        }
    }
    Ok(Exit::Done)
}

/// One event as JSON on a line, or in words; sent at once.
pub fn tell_event(event: &Event, json: bool, locale: &Locale, output: &mut Output) {
    if json {
        return output.event(event);
    }
    output.line(worded(event, locale));
    output.send();
}

fn worded(event: &Event, locale: &Locale) -> String {
    let text = match event {
        Event::Armed { input, .. } => text!("cli-event-armed", input = input),
        Event::Started { session, take, .. } => text!("cli-event-started", session = session, take = *take),
        Event::Part { file, frames, .. } => {
            text!("cli-event-part", file = file, done = if frames.is_some() { "yes" } else { "no" })
        }
        Event::Mark { marker, .. } => return live::marked(marker, locale),
        Event::Warning { warning, cleared: false, .. } => return format!("▲ {}", warning.text),
        Event::Warning { warning, cleared: true, .. } => text!("cli-event-cleared", words = warning.text.as_str()),
        Event::Paused { .. } => text!("cli-paused"),
        Event::Resumed { .. } => text!("cli-resumed"),
        Event::Stopped { session, seconds, marks, .. } => {
            let (length, marks) = (locale.length(*seconds), text!("cli-marks", count = *marks));
            text!("cli-event-stopped", session = session, length = length, marks = marks)
        }
    };
    locale.say(&text)
}
