//! `list`: the sessions, the latest first.

use clap::Command;
use clap::builder::StringValueParser;
use serde::Serialize;

use super::documents::rfc3339;
use super::show::open_words;
use super::words::Definition;
use super::{Call, Exit, Output, look_if, tell_faults};
use crate::actions::{World, known};
use crate::domain::Take;
use crate::error::{Error, Result};
use crate::locale::Locale;
use crate::store::markers;
use crate::store::sessions::{self, SessionEntry};
use crate::text;

/// The most characters of a title that are printed.
const TITLE: usize = 80;

#[derive(Serialize)]
struct Sessions {
    format: u32,
    sessions: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    id: String,
    path: String,
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    series: Option<String>,
    /// Of the first take; null where nothing was recorded.
    started: Option<String>,
    takes: usize,
    seconds: f64,
    markers: usize,
    /// A take runs, or broke off.
    open: bool,
}

pub fn definition(locale: &Locale) -> Command {
    Definition::new(locale, "list").option("series", "series", StringValueParser::new()).json().done()
}

pub fn run(call: &Call, world: &mut World, output: &mut Output) -> Result<Exit> {
    let library = super::library(world, output)?;
    let series = call.text("series");
    if let Some(series) = &series {
        known::require_series(&library, series)?;
    }
    let mut sessions = sessions::list(&library.layout);
    sessions.rows.retain(|entry| series.is_none() || entry.session.series.as_ref().map(|id| id.as_str()) == series.as_deref());
    sessions
        .rows
        .sort_by_key(|entry| std::cmp::Reverse((entry.session.takes.first().map(|take| take.started), entry.id.clone())));
    let rows = sessions.rows.iter().map(|entry| row(entry, &mut sessions.faults)).collect::<Vec<_>>();
    if call.flag("json") {
        output.json(&Sessions { format: 1, sessions: rows });
    } else {
        let running = super::running_session(&library, &world.locale, output);
        print(&rows, &sessions.rows, running.as_deref(), &world.locale, output);
    }
    tell_faults(&sessions.faults, &world.locale, output);
    Ok(look_if(!sessions.faults.is_empty()))
}

fn row(entry: &SessionEntry, faults: &mut Vec<Error>) -> Row {
    let session = &entry.session;
    let marks = markers::load(&entry.folder, &session.takes);
    faults.extend(marks.faults);
    Row {
        id: entry.id.clone(),
        path: entry.folder.display().to_string(),
        title: session.title.clone(),
        series: session.series.as_ref().map(ToString::to_string),
        started: session.takes.first().map(|take| rfc3339(&take.started)),
        takes: session.takes.len(),
        seconds: session.takes.iter().map(seconds).sum(),
        markers: marks.rows.len(),
        open: session.takes.iter().any(Take::is_open),
    }
}

fn seconds(take: &Take) -> f64 {
    take.end().seconds(take.rate)
}

/// A title of one line, 80 characters at most.
fn cut(title: &str) -> String {
    match title.char_indices().nth(TITLE) {
        Some(_) => title.chars().take(TITLE - 1).chain(['…']).collect(),
        None => title.to_owned(),
    }
}

fn print(rows: &[Row], entries: &[SessionEntry], running: Option<&str>, locale: &Locale, output: &mut Output) {
    for (row, entry) in rows.iter().zip(entries) {
        let when = match entry.session.takes.first() {
            Some(take) => format!("{} {}", locale.date(take.started.date_naive()), locale.clock(take.started.time())),
            None => locale.say(&text!("cli-not-recorded")),
        };
        let length = if row.open { locale.say(&open_words(running == Some(&row.id))) } else { locale.length(row.seconds) };
        let marks = locale.say(&text!("cli-marks", count = row.markers));
        output.line(format!("{}  {}", row.id, cut(&row.title)));
        output.line(format!("    {when} · {length} · {marks}"));
    }
    if rows.is_empty() {
        output.say(locale, &text!("cli-no-session"));
    }
}
