//! `merge`: takes in another copy of this library, and what synchronisers and git have left in it.

use clap::{Arg, Command, value_parser};
use serde::Serialize;

use super::documents::FaultDocument;
use super::words::Definition;
use super::{Call, Exit, Output, library, look_if, tell_faults, values};
use crate::actions::World;
use crate::actions::merge::{Asked, Outcome, merge};
use crate::error::Result;
use crate::locale::Locale;
use crate::text;

#[derive(Serialize)]
struct Document {
    format: u32,
    /// Null where only this library was looked at.
    dir: Option<String>,
    /// Everything came, and nobody has to look.
    complete: bool,
    sessions: Vec<String>,
    takes: Vec<TakeRow>,
    marks: usize,
    closed_again: usize,
    files: Vec<String>,
    conflicts: Vec<String>,
    settled: usize,
    offsets: Vec<OffsetRow>,
    faults: Vec<FaultDocument>,
}

#[derive(Serialize)]
struct TakeRow {
    session: String,
    number: u32,
}

#[derive(Serialize)]
struct OffsetRow {
    session: String,
    who: String,
    /// What is added to the time of the marks.
    seconds: f64,
}

pub fn definition(locale: &Locale) -> Command {
    Definition::new(locale, "merge")
        .optional("dir", "folder", value_parser!(std::path::PathBuf))
        .option("offset", "offset", values::offset)
        .json()
        .refine(|command| command.mut_arg("offset", |offset: Arg| offset.allow_hyphen_values(true).requires("dir")))
        .done()
}

pub fn run(call: &Call, world: &mut World, output: &mut Output) -> Result<Exit> {
    let library = library(world, output)?;
    let elsewhere = world.config.audio.elsewhere();
    let dir = call.path("dir");
    let asked = Asked { dir: dir.as_deref(), offset: call.get("offset") };
    let outcome = merge(&library, &asked, &elsewhere, world.clock.now())?;
    if call.flag("json") {
        output.json(&document(&outcome, dir.map(|dir| dir.display().to_string()), &world.locale));
    } else {
        tell(&outcome, &world.locale, output);
        tell_faults(&outcome.faults, &world.locale, output);
    }
    match outcome.stopped {
        Some(fault) => Err(fault),
        None => Ok(look_if(!outcome.is_clean())),
    }
}

fn document(outcome: &Outcome, dir: Option<String>, locale: &Locale) -> Document {
    let offset = |(session, who, seconds): &(String, crate::domain::Slug, f64)| OffsetRow {
        session: session.clone(),
        who: who.to_string(),
        seconds: *seconds,
    };
    Document {
        format: 1,
        dir,
        complete: outcome.is_clean(),
        sessions: outcome.sessions.clone(),
        takes: outcome.takes.iter().map(|(session, number)| TakeRow { session: session.clone(), number: *number }).collect(),
        marks: outcome.marks,
        closed_again: outcome.closed_again,
        files: outcome.files.clone(),
        conflicts: outcome.conflicts.clone(),
        settled: outcome.settled,
        offsets: outcome.offsets.iter().map(offset).collect(),
        faults: outcome.faults.iter().map(|fault| FaultDocument::new(fault, locale)).collect(),
    }
}

fn tell(outcome: &Outcome, locale: &Locale, output: &mut Output) {
    if outcome.is_nothing() && outcome.stopped.is_none() {
        output.say(locale, &text!("merge-nothing"));
    }
    for session in &outcome.sessions {
        output.say(locale, &text!("merge-session", session = session));
    }
    for (session, number) in &outcome.takes {
        output.say(locale, &text!("merge-take", session = session, number = *number));
    }
    if outcome.marks > 0 {
        output.say(locale, &text!("merge-marks", count = outcome.marks));
    }
    for file in &outcome.files {
        output.say(locale, &text!("merge-file", file = file));
    }
    for (session, who, seconds) in &outcome.offsets {
        let seconds = locale.decimal(*seconds, 1);
        output.say(locale, &text!("merge-offset", session = session, who = who.as_str(), seconds = seconds));
    }
    if outcome.settled > 0 {
        output.say(locale, &text!("merge-settled", count = outcome.settled));
    }
    if outcome.closed_again > 0 {
        output.message(locale, &text!("merge-closed-again", count = outcome.closed_again));
    }
    for file in &outcome.conflicts {
        output.message(locale, &text!("merge-conflict", file = file));
    }
}
