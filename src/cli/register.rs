//! `register`: what left the library, when, for whom, and whose words.

use clap::Command;
use serde::Serialize;

use super::documents::{FaultDocument, rfc3339};
use super::words::Definition;
use super::{Call, Exit, Output, library, look_if, tell_faults};
use crate::actions::World;
use crate::error::Result;
use crate::export::csv_table;
use crate::locale::Locale;
use crate::store::register::{self, Copy, Entry};
use crate::text;

const COLUMNS: [&str; 11] = ["id", "when", "what", "as", "use", "to", "sessions", "people", "withheld", "path", "blake3"];

#[derive(Serialize)]
struct Document<'r> {
    format: u32,
    entries: Vec<Row<'r>>,
    faults: Vec<FaultDocument>,
}

#[derive(Serialize)]
struct Row<'r> {
    id: &'r str,
    when: String,
    what: &'r str,
    #[serde(rename = "as")]
    formats: &'r [String],
    #[serde(rename = "use")]
    usage: Option<&'r str>,
    to: Option<&'r str>,
    sessions: &'r [String],
    people: Vec<&'r str>,
    withheld: u64,
    files: Vec<File<'r>>,
}

#[derive(Serialize)]
struct File<'r> {
    path: &'r str,
    blake3: &'r str,
}

pub fn definition(locale: &Locale) -> Command {
    let definition = Definition::new(locale, "register").flag("csv").json();
    definition.refine(|command| command.mut_arg("csv", |csv| csv.conflicts_with("json"))).done()
}

pub fn run(call: &Call, world: &mut World, output: &mut Output) -> Result<Exit> {
    let library = library(world, output)?;
    let locale = &world.locale;
    let found = register::load(&library.layout);
    match (call.flag("json"), call.flag("csv")) {
        (true, _) => {
            let faults = FaultDocument::beside(&library, &found.faults, locale);
            output.json(&Document { format: 1, entries: found.rows.iter().map(row).collect(), faults });
        }
        (false, true) => output.page(&csv_table(&COLUMNS, &found.rows.iter().flat_map(lines).collect::<Vec<_>>())),
        (false, false) => list(&found.rows, locale, output),
    }
    tell_faults(&found.faults, locale, output);
    Ok(look_if(!found.faults.is_empty()))
}

fn list(entries: &[Entry], locale: &Locale, output: &mut Output) {
    if entries.is_empty() {
        output.say(locale, &text!("register-is-empty"));
    }
    for entry in entries {
        output.line(heading(entry, locale));
        entry.files.iter().for_each(|file| output.line(format!("  {}", file.path)));
    }
}

/// `3 mai 2020 18h30  export csv  2020-03-28-2030-nadia  film  à Paul  paroles de s-03  restés ici : 2`.
fn heading(entry: &Entry, locale: &Locale) -> String {
    let when = format!("{} {}", locale.day_month_year(entry.when.date_naive()), locale.clock(entry.when.time()));
    let people: Vec<&str> = entry.people.iter().map(|id| id.as_str()).collect();
    let what = [&[entry.what.clone()][..], &entry.formats].concat().join(" ");
    let mut parts = vec![when, what, entry.sessions.join(" ")];
    parts.extend(entry.usage.clone());
    parts.extend(entry.recipient.as_ref().map(|to| locale.say(&text!("register-to", to = to))));
    parts.extend((!people.is_empty()).then(|| locale.say(&text!("register-people", people = people.join(", ")))));
    parts.extend((entry.withheld > 0).then(|| locale.say(&text!("register-withheld", count = entry.withheld))));
    parts.join("  ")
}

fn row(entry: &Entry) -> Row<'_> {
    Row {
        id: &entry.id,
        when: rfc3339(&entry.when),
        what: &entry.what,
        formats: &entry.formats,
        usage: entry.usage.as_deref(),
        to: entry.recipient.as_deref(),
        sessions: &entry.sessions,
        people: entry.people.iter().map(|id| id.as_str()).collect(),
        withheld: entry.withheld,
        files: entry.files.iter().map(|file| File { path: &file.path, blake3: &file.blake3 }).collect(),
    }
}

/// One for each file; one for an entry without any.
fn lines(entry: &Entry) -> Vec<Vec<String>> {
    let people: Vec<&str> = entry.people.iter().map(|id| id.as_str()).collect();
    let line = |path: &str, blake3: &str| {
        vec![
            entry.id.clone(),
            rfc3339(&entry.when),
            entry.what.clone(),
            entry.formats.join(" "),
            entry.usage.clone().unwrap_or_default(),
            entry.recipient.clone().unwrap_or_default(),
            entry.sessions.join(" "),
            people.join(" "),
            entry.withheld.to_string(),
            path.to_owned(),
            blake3.to_owned(),
        ]
    };
    match &entry.files[..] {
        [] => vec![line("", "")],
        files => files.iter().map(|Copy { path, blake3 }| line(path, blake3)).collect(),
    }
}
