//! `list`: the sessions, the latest first.

use clap::Command;
use clap::builder::StringValueParser;
use serde::Serialize;

use super::documents::rfc3339;
use super::show::open_words;
use super::words::Definition;
use super::{Call, Exit, Output, look_if, tell_faults};
use crate::actions::listen::{self, Count, Counted, SessionRow, Tally};
use crate::actions::{World, known};
use crate::config::cache_folder;
use crate::error::Result;
use crate::locale::Locale;
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
    let sessions = listen::list(&library, series.as_deref(), cache_folder().ok().as_deref(), Count::All);
    let rows: Vec<Row> = sessions.rows.iter().map(Row::of).collect();
    if call.flag("json") {
        output.json(&Sessions { format: 1, sessions: rows });
    } else {
        let running = super::running_session(&library, &world.locale, output);
        print(&rows, &sessions.rows, running.as_deref(), &world.locale, output);
    }
    tell_faults(&sessions.faults, &world.locale, output);
    Ok(look_if(!sessions.faults.is_empty()))
}

impl Row {
    fn of(row: &SessionRow) -> Row {
        let session = &row.entry.session;
        Row {
            id: row.entry.id.clone(),
            path: row.entry.folder.display().to_string(),
            title: session.title.clone(),
            series: session.series.as_ref().map(ToString::to_string),
            started: row.started().map(|started| rfc3339(&started)),
            takes: session.takes.len(),
            seconds: row.seconds(),
            markers: tally(row).markers,
            open: row.is_open(),
        }
    }
}

fn tally(row: &SessionRow) -> Tally {
    row.tally.expect("all are counted")
}

/// A title of one line, 80 characters at most.
fn cut(title: &str) -> String {
    match title.char_indices().nth(TITLE) {
        Some(_) => title.chars().take(TITLE - 1).chain(['…']).collect(),
        None => title.to_owned(),
    }
}

fn print(rows: &[Row], sessions: &[SessionRow], running: Option<&str>, locale: &Locale, output: &mut Output) {
    for (row, session) in rows.iter().zip(sessions) {
        let when = match session.started() {
            Some(started) => format!("{} {}", locale.date(started.date_naive()), locale.clock(started.time())),
            None => locale.say(&text!("cli-not-recorded")),
        };
        let length = if row.open { locale.say(&open_words(running == Some(&row.id))) } else { locale.length(row.seconds) };
        let Counted { marks, withheld } = tally(session).counted;
        let marks = locale.marks_and_withheld(locale.say(&text!("cli-marks", count = marks)), withheld);
        output.line(format!("{}  {}", row.id, cut(&row.title)));
        output.line(format!("    {when} · {length} · {marks}"));
    }
    if rows.is_empty() {
        output.say(locale, &text!("cli-no-session"));
    }
}
