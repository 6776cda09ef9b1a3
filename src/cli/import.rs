//! `import`: a sound that was recorded elsewhere becomes a take, a file of marks becomes marks.

use std::path::PathBuf;

use clap::builder::StringValueParser;
use clap::{Command, value_parser};
use serde::Serialize;

use super::documents::rfc3339;
use super::words::Definition;
use super::{Call, Exit, Output, look_if, tell_faults, values};
use crate::actions::World;
use crate::actions::import_marks::{import_marks, is_of_marks};
use crate::actions::import_sound::{Asked, Dated, Doubt, Imported, import_sound};
use crate::actions::marks::Editor;
use crate::domain::{parse_date_and_time, parse_moment};
use crate::error::{Error, Result};
use crate::locale::Locale;
use crate::text;

/// Tracks of one recorder.
const MOST: usize = 64;

#[derive(Serialize)]
struct Document {
    format: u32,
    session: String,
    path: String,
    take: u32,
    started: String,
    seconds: f64,
    /// What of it lay behind the length by the file's header.
    #[serde(skip_serializing_if = "is_nothing")]
    seconds_behind: f64,
    /// Why the beginning needs a look: `unset`, a clock that was never set; `far`, twelve hours from the session's start.
    #[serde(skip_serializing_if = "Option::is_none")]
    doubt: Option<&'static str>,
}

fn is_nothing(seconds: &f64) -> bool {
    *seconds == 0.0
}

pub fn definition(locale: &Locale) -> Command {
    Definition::new(locale, "import")
        .required("file", "file", value_parser!(PathBuf))
        .refine(|command| command.mut_arg("file", |file| file.num_args(1..=MOST)))
        .option("session", "record", StringValueParser::new())
        .option("title", "text", StringValueParser::new())
        .option("at", "day", values::moment)
        .json()
        .done()
}

pub fn run(call: &Call, world: &mut World, output: &mut Output) -> Result<Exit> {
    if call.all::<PathBuf>("file").iter().any(|file| is_of_marks(file)) {
        return marks(call, world, output);
    }
    let library = world.library()?;
    library.require_writable()?;
    let now = world.clock.now();
    let here = now.with_timezone(&library.settings.zone).naive_local();
    let has_time = |text: &str| parse_date_and_time(text, here.date()).is_none_or(|(_, time)| time.is_some());
    let read = |text: String| parse_moment(&text, here).filter(|_| has_time(&text)).ok_or_else(|| values::not_a_moment(&text));
    let asked = Asked {
        files: call.all("file"),
        what: call.text("session"),
        title: call.text_or_input("title")?,
        began: call.text("at").map(read).transpose()?,
    };
    let imported = import_sound(&library, &asked, &world.config.audio, now, &world.locale)?;
    imported.chosen.iter().for_each(|words| output.message(&world.locale, words));
    match call.flag("json") {
        true => output.json(&document(&imported)),
        false => {
            tell(&imported, &world.locale, output);
            if world.config.audio.second_copy.is_some() {
                output.say(&world.locale, &text!("copy-lacks-import"));
            }
        }
    }
    let is_doubtful = imported.doubt.is_some();
    let faults: Vec<Error> = imported.fault.into_iter().collect();
    tell_faults(&faults, &world.locale, output);
    Ok(look_if(!faults.is_empty() || is_doubtful))
}

/// Files of marks.
fn marks(call: &Call, world: &World, output: &mut Output) -> Result<Exit> {
    let files: Vec<PathBuf> = call.all("file");
    if !files.iter().all(|file| is_of_marks(file)) || call.text("title").is_some() || call.text("at").is_some() {
        return Err(Error::usage(text!("import-marks-alone")).hint(text!("import-marks-alone-hint")));
    }
    if call.text("session").is_none() {
        return Err(Error::usage(text!("import-marks-session")).hint(text!("import-marks-session-hint")));
    }
    let library = super::library(world, output)?;
    let entry = super::session(call, &library, &world.locale, output)?;
    let who = world.config.who_or_machine();
    let editor = Editor::of(&library, &who, world.clock.now());
    let done = import_marks(&library, &editor, &entry, &files)?;
    match call.flag("json") {
        true => output.json(&serde_json::json!({
            "format": 1, "session": done.session, "added": done.added, "known": done.known,
            "differing": done.differing, "unknown": done.unknown,
        })),
        false => {
            let said = text!("import-marks-done", count = done.added, session = done.session.as_str(), known = done.known);
            output.say(&world.locale, &said);
        }
    }
    if done.differing > 0 {
        output.message(&world.locale, &text!("import-marks-differing", count = done.differing));
    }
    if !done.unknown.is_empty() {
        output.message(&world.locale, &text!("import-marks-unknown", list = done.unknown.join(", ")));
    }
    Ok(look_if(!done.unknown.is_empty() || done.differing > 0))
}

fn document(imported: &Imported) -> Document {
    let Imported { session, folder, take, .. } = imported;
    Document {
        format: 1,
        session: session.clone(),
        path: folder.display().to_string(),
        take: take.number,
        started: rfc3339(&take.started),
        seconds: take.end().seconds(take.rate),
        seconds_behind: imported.seconds_behind,
        doubt: imported.doubt.map(named),
    }
}

fn named(doubt: Doubt) -> &'static str {
    match doubt {
        Doubt::Unset => "unset",
        Doubt::Far => "far",
    }
}

/// What it is now, and whose word its beginning is.
fn tell(imported: &Imported, locale: &Locale, output: &mut Output) {
    let take = &imported.take;
    let length = locale.length(take.end().seconds(take.rate));
    output.say(locale, &text!("cli-import-done", session = imported.session.as_str(), take = take.number, length = length));
    if imported.seconds_behind > 0.0 {
        let seconds = locale.decimal(imported.seconds_behind, 1);
        output.say(locale, &text!("cli-import-behind", seconds = seconds));
    }
    if imported.is_rounded {
        output.say(locale, &text!("cli-import-rounded"));
    }
    let word = match imported.dated {
        Dated::Asked => "asked",
        Dated::Recorder => "recorder",
        Dated::File => "file",
    };
    let (day, time) = (locale.date(take.started.date_naive()), locale.clock(take.started.time()));
    output.say(locale, &text!("cli-import-began", day = day, time = time, word = word));
    if let Some(doubt) = imported.doubt {
        let alone = if imported.is_alone { "yes" } else { "no" };
        let session = imported.session.as_str();
        output
            .say(locale, &text!("cli-import-doubt", doubt = named(doubt), alone = alone, session = session, take = take.number));
    }
}
