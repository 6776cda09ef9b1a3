//! `plan check`: what in the plans needs a look: clashes to come, closed days on which a series takes place all the same, series that
//! cannot be read, people and places that nobody knows.

use std::collections::{BTreeMap, BTreeSet};

use clap::Command;
use serde::Serialize;

use crate::actions::World;
use crate::actions::agenda::{Plans, Row, clashes_once};
use crate::actions::calendar::AHEAD;
use crate::actions::check::unknown_names;
use crate::cli::agenda::clash_words;
use crate::cli::documents::{FaultDocument, OccurrenceDocument};
use crate::cli::words::Definition;
use crate::cli::{Call, Exit, Output, look_if, tell_faults, values};
use crate::domain::{OccurrenceId, Slug};
use crate::error::{Error, Result};
use crate::locale::Locale;
use crate::store::Library;
use crate::text;

#[derive(Serialize)]
struct Document<'r> {
    format: u32,
    /// Occurrences that clash, each with its clashes.
    clashing: Vec<OccurrenceDocument<'r>>,
    /// Occurrences on closed days, of series that do not keep those.
    closed: Vec<OccurrenceDocument<'r>>,
    faults: Vec<FaultDocument>,
}

struct Found {
    /// What clashes or lies on a closed day, by start.
    rows: Vec<Row>,
    /// Those that lie on a closed day although their series keeps none.
    closed: BTreeSet<OccurrenceId>,
    faults: Vec<Error>,
}

impl Found {
    fn closed(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|row| self.closed.contains(&row.occurrence.id))
    }

    /// Those that lie on a closed day because their series says so, by series.
    fn kept(&self) -> BTreeMap<&Slug, Vec<&Row>> {
        let mut kept: BTreeMap<&Slug, Vec<&Row>> = BTreeMap::new();
        for row in self.rows.iter().filter(|row| row.lies_closed() && !self.closed.contains(&row.occurrence.id)) {
            kept.entry(&row.occurrence.series).or_default().push(row);
        }
        kept
    }

    fn needs_look(&self) -> bool {
        self.rows.iter().any(Row::still_clashes) || !self.closed.is_empty() || !self.faults.is_empty()
    }
}

pub fn definition(locale: &Locale) -> Command {
    let definition = Definition::within(locale, "plan", "check").option("days", "count", values::days).json();
    definition.refine(|check| check.mut_arg("days", |days| days.allow_negative_numbers(true))).done()
}

pub fn run(call: &Call, library: &Library, world: &World, output: &mut Output) -> Result<Exit> {
    let found = found(library, world, call.get::<u32>("days").unwrap_or(AHEAD));
    match call.flag("json") {
        true => output.json(&Document {
            format: 1,
            clashing: found.rows.iter().filter(|row| row.still_clashes()).map(OccurrenceDocument::new).collect(),
            closed: found.closed().map(OccurrenceDocument::new).collect(),
            faults: FaultDocument::beside(library, &found.faults, &world.locale),
        }),
        false => print(&found, library, &world.locale, output),
    }
    tell_faults(&found.faults, &world.locale, output);
    Ok(look_if(found.needs_look()))
}

fn found(library: &Library, world: &World, days: u32) -> Found {
    let plans = Plans::of(library);
    let agenda = plans.odd(days, world.clock.now());
    let closed = agenda.rows.iter().filter(|row| plans.lies_closed_by_chance(row)).map(|row| row.occurrence.id.clone());
    let of_series = |fault: &Error| fault.place().is_none_or(|place| place.path.starts_with(library.layout.series_dir()));
    let unknown = unknown_names(library, plans.series(), |series| library.layout.series_file(&series.id));
    Found {
        closed: closed.collect(),
        faults: agenda.faults.into_iter().filter(of_series).chain(unknown).collect(),
        rows: agenda.rows,
    }
}

/// All is well only where all could be read.
fn print(found: &Found, library: &Library, locale: &Locale, output: &mut Output) {
    for (row, clash) in clashes_once(&found.rows) {
        output.line(format!("{}  ▲ {}", named(row, locale), locale.say(&clash_words(clash, library, locale))));
    }
    for row in found.closed() {
        output.line(format!("{}  ▲ {}", named(row, locale), locale.say(&text!("schedule-closed-kept"))));
    }
    let kept = found.kept();
    for (id, rows) in &kept {
        let (title, date) = (&rows[0].occurrence.title, locale.date(rows[0].occurrence.start.date_naive()));
        output.say(locale, &text!("cli-plan-kept", title = title, id = id.as_str(), count = rows.len(), date = date));
    }
    if !found.needs_look() && kept.is_empty() && library.settings_faults.is_empty() && library.warnings.is_empty() {
        output.say(locale, &text!("cli-plan-fine"));
    }
}

/// `samedi 28 mars 2020, 20h30  Nadia, le soir (nadia@2020-03-28T20:30)`.
fn named(row: &Row, locale: &Locale) -> String {
    let (start, title) = (row.occurrence.start, &row.occurrence.title);
    format!("{}, {}  {title} ({})", locale.date(start.date_naive()), locale.clock(start.time()), row.occurrence.id)
}
