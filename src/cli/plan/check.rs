//! `plan check`: what in the plans needs a look: clashes to come, closed days on which a series takes place all the same, series that
//! cannot be read, people and places that nobody knows.

use std::collections::BTreeSet;

use chrono::Duration;
use clap::Command;
use serde::Serialize;

use crate::actions::World;
use crate::actions::agenda::{Plans, Row};
use crate::actions::check::unknown_names;
use crate::cli::agenda::clash_words;
use crate::cli::documents::{FaultDocument, OccurrenceDocument};
use crate::cli::words::Definition;
use crate::cli::{Call, Exit, Output, look_if, tell_faults, values};
use crate::domain::OccurrenceId;
use crate::error::{Error, Result};
use crate::locale::Locale;
use crate::plan::{Told, Window};
use crate::store::Library;
use crate::text;

/// A year and a month.
const DAYS: u32 = 400;

#[derive(Serialize)]
struct Document {
    format: u32,
    /// Occurrences that clash, each with its clashes.
    clashing: Vec<OccurrenceDocument>,
    /// Occurrences on closed days.
    closed: Vec<OccurrenceDocument>,
    faults: Vec<FaultDocument>,
}

/// What needs a look, by start.
struct Found {
    /// What clashes, and what lies on closed days.
    rows: Vec<Row>,
    closed: BTreeSet<OccurrenceId>,
    faults: Vec<Error>,
}

impl Found {
    fn clashing(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|row| row.still_clashes())
    }

    fn closed(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|row| self.closed.contains(&row.occurrence.id))
    }

    fn is_nothing(&self) -> bool {
        self.rows.is_empty() && self.faults.is_empty()
    }
}

pub fn definition(locale: &Locale) -> Command {
    let definition = Definition::within(locale, "plan", "check").option("days", "count", values::days).json();
    definition.refine(|check| check.mut_arg("days", |days| days.allow_negative_numbers(true))).done()
}

pub fn run(call: &Call, library: &Library, world: &World, output: &mut Output) -> Result<Exit> {
    let found = found(library, world, call.get::<u32>("days").unwrap_or(DAYS));
    match call.flag("json") {
        true => output.json(&Document {
            format: 1,
            clashing: found.clashing().map(OccurrenceDocument::new).collect(),
            closed: found.closed().map(OccurrenceDocument::new).collect(),
            faults: FaultDocument::beside(library, &found.faults, &world.locale),
        }),
        false => print(&found, library, &world.locale, output),
    }
    tell_faults(&found.faults, &world.locale, output);
    Ok(look_if(!found.is_nothing()))
}

/// From the beginning of today on.
fn found(library: &Library, world: &World, days: u32) -> Found {
    let (now, zone) = (world.clock.now(), library.settings.zone);
    let today = now.with_timezone(&zone).date_naive();
    let last = today + Duration::days(i64::from(days) - 1);
    let plans = Plans::of(library);
    let agenda = plans.within(Window::days(today, last, zone), now);
    // Of a series that keeps them, or moved there by hand.
    let keeps = |row: &Row| row.state.waits() && row.occurrence.on_closed_day;
    let closed = agenda.rows.iter().filter(|row| keeps(row)).map(|row| row.occurrence.id.clone()).collect();
    let of_series = |fault: &Error| fault.place().is_none_or(|place| place.path.starts_with(library.layout.series_dir()));
    let rows = agenda.rows.into_iter().filter(|row| row.still_clashes() || keeps(row)).collect();
    let unknown = unknown_names(library, plans.series(), |series| library.layout.series_file(&series.id));
    Found { rows, closed, faults: agenda.faults.into_iter().filter(of_series).chain(unknown).collect() }
}

fn print(found: &Found, library: &Library, locale: &Locale, output: &mut Output) {
    let mut told = Told::default();
    for row in found.clashing() {
        for clash in row.clashes.iter().filter(|clash| told.is_news(&row.occurrence.id, clash)) {
            output.line(format!("{}  ▲ {}", named(row, locale), locale.say(&clash_words(clash, library, locale))));
        }
    }
    for row in found.closed() {
        output.line(format!("{}  {}", named(row, locale), locale.say(&text!("schedule-closed-kept"))));
    }
    if found.is_nothing() {
        output.say(locale, &text!("cli-plan-fine"));
    }
}

/// `samedi 28 mars 2020, 20h30  Nadia, le soir (nadia@2020-03-28T20:30)`.
fn named(row: &Row, locale: &Locale) -> String {
    let (start, title) = (row.occurrence.start, &row.occurrence.title);
    format!("{}, {}  {title} ({})", locale.date(start.date_naive()), locale.clock(start.time()), row.occurrence.id)
}
