//! `recover`: mends takes that broke off and what else a crash has left behind, and puts away what killed saves have left.

use clap::Command;
use serde::Serialize;

use super::words::Definition;
use super::{Call, Exit, Output, look_if, tell_faults};
use crate::actions::World;
use crate::actions::mend::{Deed, Depth, Mended, mend};
use crate::actions::recover::RecoveredSession;
use crate::error::Result;
use crate::locale::Locale;
use crate::text;

#[derive(Serialize)]
struct Document {
    format: u32,
    recovered: Vec<Row>,
    /// What killed saves had left, below the library; it lies in the trash now.
    swept: Vec<String>,
    /// What else was mended.
    mended: Vec<MendedRow>,
}

#[derive(Serialize)]
struct MendedRow {
    code: &'static str,
    /// A file below the library, or the id of a mark.
    what: Option<String>,
}

#[derive(Serialize)]
struct Row {
    session: String,
    seconds: f64,
    markers: usize,
    unverified_seconds: f64,
}

pub fn definition(locale: &Locale) -> Command {
    Definition::new(locale, "recover").flag("deep").json().done()
}

pub fn run(call: &Call, world: &mut World, output: &mut Output) -> Result<Exit> {
    let library = world.library()?;
    library.require_writable()?;
    let depth = if call.flag("deep") { Depth::Sound } else { Depth::Texts };
    let done = mend(&library, &world.config.audio.elsewhere(), depth, None, world.clock.now());
    if call.flag("json") {
        output.json(&Document::of(&done));
    } else if done.is_nothing() && done.faults.is_empty() {
        output.say(&world.locale, &text!("cli-nothing-to-recover"));
    } else {
        done.sessions.iter().for_each(|session| output.line(worded(session, &world.locale)));
        done.deeds.iter().for_each(|deed| output.say(&world.locale, &deed.text(&world.locale)));
    }
    tell_faults(&done.faults, &world.locale, output);
    Ok(look_if(!done.faults.is_empty() || done.sessions.iter().any(|session| session.unverified_seconds > 0.0)))
}

impl Document {
    fn of(done: &Mended) -> Document {
        let swept = |deed: &Deed| match deed {
            Deed::Swept { file } => Some(file.clone()),
            _ => None,
        };
        let mended = |deed: &Deed| MendedRow { code: deed.code(), what: deed.what().map(str::to_owned) };
        Document {
            format: 1,
            recovered: done.sessions.iter().map(row).collect(),
            swept: done.deeds.iter().filter_map(swept).collect(),
            mended: done.deeds.iter().filter(|deed| swept(deed).is_none()).map(mended).collect(),
        }
    }
}

fn row(session: &RecoveredSession) -> Row {
    Row {
        session: session.session.clone(),
        seconds: session.seconds,
        markers: session.marks,
        unverified_seconds: session.unverified_seconds,
    }
}

/// `2020-03-28-2030-nadia: 1:42:07 recovered, 14 marks, the last 0.8 s unverified, nothing deleted.`
pub fn worded(session: &RecoveredSession, locale: &Locale) -> String {
    let whole = session.seconds as u64;
    let length = format!("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
    let tail = match (session.unverified_seconds > 0.0, session.silent_tail) {
        (false, _) => text!("cli-recovered-sure"),
        (true, silent) => {
            let seconds = locale.decimal(session.unverified_seconds, 1);
            let silent = if silent { "yes" } else { "no" };
            text!("cli-recovered-unsure", seconds = seconds, silent = silent)
        }
    };
    let marks = text!("cli-marks", count = session.marks);
    locale.say(&text!("cli-recovered", session = session.session.as_str(), length = length, marks = marks, tail = tail))
}
