//! `recover`: mends takes that broke off, and puts away what saves have left that were killed.

use clap::Command;
use serde::Serialize;

use super::words::Definition;
use super::{Call, Exit, Output, look_if, tell_faults};
use crate::actions::World;
use crate::actions::recover::{RecoveredSession, recover_library, sweep};
use crate::error::Result;
use crate::locale::Locale;
use crate::text;

#[derive(Serialize)]
struct Document {
    format: u32,
    recovered: Vec<Row>,
    /// What killed saves had left, below the library; it lies in the trash now.
    swept: Vec<String>,
}

#[derive(Serialize)]
struct Row {
    session: String,
    seconds: f64,
    markers: usize,
    unverified_seconds: f64,
}

pub fn definition(locale: &Locale) -> Command {
    Definition::new(locale, "recover").json().done()
}

pub fn run(call: &Call, world: &mut World, output: &mut Output) -> Result<Exit> {
    let library = world.library()?;
    let done = recover_library(&library, &world.config.audio.elsewhere());
    let swept = sweep(&library, world.clock.now());
    if call.flag("json") {
        output.json(&Document { format: 1, recovered: done.rows.iter().map(row).collect(), swept: swept.rows.clone() });
    } else if done.rows.is_empty() && swept.rows.is_empty() {
        output.say(&world.locale, &text!("cli-nothing-to-recover"));
    }
    if !call.flag("json") {
        done.rows.iter().for_each(|session| output.line(worded(session, &world.locale)));
        swept.rows.iter().for_each(|file| output.say(&world.locale, &text!("cli-swept", file = file.as_str())));
    }
    let faults = [done.faults, swept.faults].concat();
    tell_faults(&faults, &world.locale, output);
    Ok(look_if(!faults.is_empty() || done.rows.iter().any(|session| session.unverified_seconds > 0.0)))
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
