//! Commands to the running recorder: `mark`, `note`, `step`, `pause`, `resume`, `stop`, `disarm`.

use chrono::{DateTime, FixedOffset, Local};
use clap::builder::StringValueParser;
use clap::{ArgGroup, Command};
use serde::Serialize;

use super::words::Definition;
use super::{Call, Exit, Output, values};
use crate::actions::World;
use crate::domain::{Frames, Hertz};
use crate::error::{Error, ErrorKind, Result};
use crate::locale::Locale;
use crate::recorder::client::{Client, idle};
use crate::recorder::protocol::{Edge, MarkRequest, MarkerFacts, Reply, Request, Stamp};
use crate::text;

#[derive(Serialize)]
struct Marked {
    format: u32,
    session: Option<String>,
    marker: MarkerFacts,
}

/// The recorder that this call is about: the one of `--library`, else this user's only one; `None` when none runs.
pub fn recorder(world: &World) -> Result<Option<Client>> {
    match &world.library_asked {
        Some(_) => Client::of_library(&world.find_library()?.root),
        None => Client::of_user(),
    }
}

/// Asks the running recorder. What it refuses is an error with its exit code; what needs a look is told on standard error.
fn ask(request: &Request, world: &World, output: &mut Output) -> Result<(Reply, Exit)> {
    let Some(mut client) = recorder(world)? else { return Err(idle()) };
    let reply = client.ask(request)?;
    let message = reply.message.clone();
    if !reply.ok {
        let kind = match reply.exit {
            Some(2) => ErrorKind::Usage,
            Some(3) => ErrorKind::Look,
            Some(4) => ErrorKind::Idle,
            _ => ErrorKind::Failed,
        };
        return Err(Error::new(text!("recorder-refused", words = message.unwrap_or_default())).kind_of(kind));
    }
    if let Some(message) = message {
        output.message(&world.locale, &text!("cli-recorder-says", words = message));
    }
    let exit = if reply.exit == Some(Exit::Look as u8) { Exit::Look } else { Exit::Done };
    Ok((reply, exit))
}

/// When the key came: the moment in which the program was called.
fn stamp(world: &World) -> Stamp {
    let before = world.clock.monotonic().since(world.called);
    let wall: DateTime<FixedOffset> = (Local::now() - chrono::Duration::nanoseconds(before)).fixed_offset();
    Stamp { mono: Some(world.called), wall: Some(wall) }
}

fn mark_request(call: &Call, world: &World) -> Result<MarkRequest> {
    let edge = match (call.flag("begin"), call.flag("end")) {
        (true, _) => Some(Edge::Begin),
        (_, true) => Some(Edge::End),
        _ => None,
    };
    Ok(MarkRequest {
        kind: call.text("kind"),
        note: call.text_or_input("note")?,
        ago: call.get("ago"),
        themes: call.texts("theme"),
        strength: call.text("strength").and_then(|digit| digit.parse().ok()),
        edge,
        stamp: stamp(world),
        ..MarkRequest::default()
    })
}

pub fn mark_definition(locale: &Locale) -> Command {
    Definition::new(locale, "mark")
        .optional("kind", "kind", StringValueParser::new())
        .option("note", "text", StringValueParser::new())
        .option("ago", "length", values::length)
        .options("theme", "theme", StringValueParser::new())
        .choice("strength", "count", ["1", "2", "3"])
        .flag("begin")
        .flag("end")
        .json()
        .refine(|command| command.group(ArgGroup::new("edge").args(["begin", "end"])))
        .done()
}

pub fn mark(call: &Call, world: &mut World, output: &mut Output) -> Result<Exit> {
    let request = Request::Mark(mark_request(call, world)?);
    let (reply, exit) = ask(&request, world, output)?;
    let Some(marker) = reply.marker else { return Ok(exit) };
    if call.flag("json") {
        output.json(&Marked { format: 1, session: reply.session, marker });
    } else {
        output.line(marked(&marker, &world.locale));
    }
    Ok(exit)
}

/// `touching 0:11:58  m-01JD44…`
pub fn marked(marker: &MarkerFacts, locale: &Locale) -> String {
    let at = locale.position(Frames::from_seconds(marker.seconds, Hertz(1000)), Hertz(1000));
    let kind = text!("cli-kind", kind = marker.kind.as_str());
    locale.say(&text!("cli-marked", kind = kind, at = at, id = marker.id.as_str()))
}

pub fn note_definition(locale: &Locale) -> Command {
    Definition::new(locale, "note").required("text", "text", StringValueParser::new()).done()
}

pub fn note(call: &Call, world: &mut World, output: &mut Output) -> Result<Exit> {
    let stamp = stamp(world);
    let note = call.text_or_input("text")?;
    let request = MarkRequest { kind: Some("note".to_owned()), note, stamp, ..MarkRequest::default() };
    let (reply, exit) = ask(&Request::Mark(request), world, output)?;
    if let Some(marker) = reply.marker {
        output.line(marked(&marker, &world.locale));
    }
    Ok(exit)
}

pub fn step_definition(locale: &Locale) -> Command {
    Definition::new(locale, "step").done()
}

pub fn step(_: &Call, world: &mut World, output: &mut Output) -> Result<Exit> {
    let (reply, exit) = ask(&Request::Step(stamp(world)), world, output)?;
    if let Some(step) = reply.status.and_then(|status| status.step) {
        output.say(&world.locale, &text!("cli-step", number = step.number, of = step.of, title = step.title));
    }
    Ok(exit)
}

pub fn pause_definition(locale: &Locale) -> Command {
    Definition::new(locale, "pause").done()
}

pub fn pause(_: &Call, world: &mut World, output: &mut Output) -> Result<Exit> {
    let (_, exit) = ask(&Request::Pause(stamp(world)), world, output)?;
    output.say(&world.locale, &text!("cli-paused"));
    Ok(exit)
}

pub fn resume_definition(locale: &Locale) -> Command {
    Definition::new(locale, "resume").done()
}

pub fn resume(_: &Call, world: &mut World, output: &mut Output) -> Result<Exit> {
    let (_, exit) = ask(&Request::Resume(stamp(world)), world, output)?;
    output.say(&world.locale, &text!("cli-resumed"));
    Ok(exit)
}

pub fn stop_definition(locale: &Locale) -> Command {
    Definition::new(locale, "stop").done()
}

pub fn stop(_: &Call, world: &mut World, output: &mut Output) -> Result<Exit> {
    let (reply, exit) = ask(&Request::Stop(stamp(world)), world, output)?;
    output.say(&world.locale, &text!("cli-stopped", session = reply.session.unwrap_or_default()));
    Ok(exit)
}

pub fn disarm_definition(locale: &Locale) -> Command {
    Definition::new(locale, "disarm").done()
}

pub fn disarm(_: &Call, world: &mut World, output: &mut Output) -> Result<Exit> {
    let (_, exit) = ask(&Request::Disarm, world, output)?;
    output.say(&world.locale, &text!("cli-disarmed"));
    Ok(exit)
}
