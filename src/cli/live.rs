//! Commands to the running recorder: `mark`, `note`, `step`, `pause`, `resume`, `stop`.

use clap::builder::StringValueParser;
use clap::{ArgGroup, Command};

use super::events::Printer;
use super::words::Definition;
use super::{Call, Exit, Output, values};
use crate::actions::World;
use crate::error::{Error, Result};
use crate::locale::{Language, Locale, Text};
use crate::recorder::client::{Client, idle};
use crate::recorder::protocol::{Edge, Event, MarkRequest, Reply, Request, Stamp};
use crate::text;

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
    let edge = match (call.flag("begin"), call.flag("end")) {
        (true, _) => Some(Edge::Begin),
        (_, true) => Some(Edge::End),
        _ => None,
    };
    let request = MarkRequest {
        kind: call.text("kind"),
        note: call.text_or_input("note")?,
        ago: call.get("ago"),
        themes: call.texts("theme"),
        who: Vec::new(),
        strength: call.text("strength").and_then(|digit| digit.parse().ok()),
        edge,
        stamp: stamp(world),
        ..MarkRequest::default()
    };
    send_mark(&Request::Mark(Box::new(request)), call, world, output)
}

pub fn note_definition(locale: &Locale) -> Command {
    Definition::new(locale, "note").required("text", "text", StringValueParser::new()).json().done()
}

pub fn note(call: &Call, world: &mut World, output: &mut Output) -> Result<Exit> {
    let note = call.text_or_input("text")?;
    let request =
        MarkRequest { kind: Some("note".to_owned()), note, ago: Some(0.0), stamp: stamp(world), ..MarkRequest::default() };
    send_mark(&Request::Mark(Box::new(request)), call, world, output)
}

pub fn step_definition(locale: &Locale) -> Command {
    Definition::new(locale, "step").json().done()
}

pub fn step(call: &Call, world: &mut World, output: &mut Output) -> Result<Exit> {
    send_mark(&Request::Step(stamp(world)), call, world, output)
}

pub fn pause_definition(locale: &Locale) -> Command {
    Definition::new(locale, "pause").done()
}

pub fn pause(_: &Call, world: &mut World, output: &mut Output) -> Result<Exit> {
    let reply = recorder(world)?.ask(&Request::Pause(stamp(world)))?;
    say_if_done(&reply, text!("cli-event-paused"), text!("cli-paused-already"), world, output);
    settled(reply, output)
}

pub fn resume_definition(locale: &Locale) -> Command {
    Definition::new(locale, "resume").done()
}

pub fn resume(_: &Call, world: &mut World, output: &mut Output) -> Result<Exit> {
    let reply = recorder(world)?.ask(&Request::Resume(stamp(world)))?;
    say_if_done(&reply, text!("cli-event-resumed"), text!("cli-resumed-already"), world, output);
    settled(reply, output)
}

pub fn stop_definition(locale: &Locale) -> Command {
    Definition::new(locale, "stop").json().done()
}

pub fn stop(call: &Call, world: &mut World, output: &mut Output) -> Result<Exit> {
    let mut client = recorder(world)?;
    let is_copied = is_copied(client.ask(&Request::Status)?) && !call.flag("json");
    let events = if is_copied { Some(recorder(world)?.watch()?) } else { None };
    let reply = client.ask(&Request::Stop(stamp(world)))?;
    stopped(&reply, call.flag("json"), &spoken(&reply, world), output);
    let (language, is_stopped) = (spoken(&reply, world).language, reply.ok && reply.seconds.is_some());
    let exit = settled(reply, output)?;
    if let Some(events) = events.filter(|_| is_stopped) {
        await_copy(events, language, output)?;
    }
    Ok(exit)
}

/// Whether a second copy is there that is read when all is closed.
fn is_copied(reply: Reply) -> bool {
    let copy = reply.status.and_then(|status| status.copy);
    matches!(copy.as_deref(), Some("starting" | "keeping"))
}

/// Says what the check of the second copy has found, as soon as it has. A recorder that ends without a word has nothing to say.
fn await_copy(events: impl Iterator<Item = Result<(Event, String)>>, language: Language, output: &mut Output) -> Result<()> {
    output.say(&Locale::new(language), &text!("copy-being-read"));
    output.flush()?;
    let copied = events.flatten().find(|(event, _)| matches!(event, Event::Copied { .. }));
    if let Some((_, line)) = copied {
        Printer::new(false, language).print(&line);
    }
    Ok(())
}

/// Says what a stop has ended.
pub fn stopped(reply: &Reply, json: bool, locale: &Locale, output: &mut Output) {
    if !reply.ok {
        return;
    }
    match (reply.seconds, reply.marks) {
        _ if json => output.json(&serde_json::json!({
            "format": 1, "session": reply.session, "seconds": reply.seconds, "marks": reply.marks,
        })),
        (Some(seconds), Some(marks)) => {
            let marks = text!("cli-marks", count = marks);
            output.say(
                locale,
                &text!(
                    "cli-event-stopped",
                    fault = match (reply.exit, &reply.elsewhere) {
                        (Some(_), None) => "yes",
                        (None, _) if reply.joined => "joined",
                        (_, Some(_)) => "elsewhere",
                        (None, None) => "no",
                    },
                    length = locale.length(seconds),
                    marks = marks
                ),
            );
        }
        _ => output.say(locale, &text!("cli-stopped-before")),
    }
}

fn say_if_done(reply: &Reply, done: Text, already: Text, world: &World, output: &mut Output) {
    if reply.ok {
        output.say(&spoken(reply, world), if reply.already { &already } else { &done });
    }
}

/// The recorder that this call speaks to: of the library named with `--library`, else this user's only one, else that of the library
/// found from here.
pub fn recorder(world: &World) -> Result<Client> {
    let found = match &world.library_asked {
        Some(_) => Client::of_library(&world.find_library()?.root)?,
        None => {
            let here = || world.find_library().ok().map(|found| Client::of_library(&found.root)).transpose();
            match Client::of_user() {
                Ok(Some(client)) => Some(client),
                Ok(None) => here()?.flatten(),
                Err(several) => Some(here()?.flatten().ok_or(several)?),
            }
        }
    };
    found.ok_or_else(idle)
}

/// What the recorder refused, in its own words.
pub fn refusal(reply: Reply) -> Error {
    Error::told(reply.exit.unwrap_or(1).into(), reply.message.unwrap_or_default())
}

/// Ends a command that has nothing to print but what needs a look.
pub fn settled(reply: Reply, output: &mut Output) -> Result<Exit> {
    if !reply.ok {
        return Err(refusal(reply));
    }
    if let Some(words) = &reply.message {
        output.tell(&super::output::sanitized_lines(words));
    }
    Ok(if reply.exit == Some(3) { Exit::Look } else { Exit::Done })
}

/// The recorder's language: from elsewhere its library's is not known, and two languages in one line are one too many.
pub fn spoken(reply: &Reply, world: &World) -> Locale {
    Locale::new(reply.language.unwrap_or(world.locale.language))
}

/// Asks for a mark, and says what came of it.
pub fn send_mark(request: &Request, call: &Call, world: &World, output: &mut Output) -> Result<Exit> {
    let mut recorder = recorder(world)?;
    let in_rehearsal = recorder.is_of_rehearsal();
    let reply = recorder.ask(request)?;
    if let Some(marker) = reply.marker.as_ref().filter(|_| reply.ok) {
        let session = reply.session.as_deref().unwrap_or_default();
        match call.flag("json") {
            true => output.json(&serde_json::json!({
                "format": 1, "session": session, "rehearsal": in_rehearsal, "marker": marker,
            })),
            false => {
                let locale = spoken(&reply, world);
                let done = super::events::marked(marker, &locale);
                output.say(&locale, &text!("cli-marked", done = done, id = marker.id.as_str()));
                if in_rehearsal {
                    output.say(&locale, &text!("cli-marked-in-rehearsal"));
                }
            }
        }
    }
    settled(reply, output)
}

/// The moment of this call.
pub fn stamp(world: &World) -> Stamp {
    Stamp { mono: Some(world.called), wall: Some(world.clock.now().with_timezone(&chrono::Local).fixed_offset()) }
}
