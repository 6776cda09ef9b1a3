//! `plan cycle`: one series for each group of a file.

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::{Command, value_parser};
use serde::Serialize;

use crate::actions::World;
use crate::actions::agenda::{Agenda, Plans};
use crate::actions::check::unknown_names;
use crate::actions::schedule::{Cycled, Did, Planner};
use crate::cli::documents::{FaultDocument, OccurrenceDocument};
use crate::cli::words::Definition;
use crate::cli::{Call, Exit, Output, agenda, look_if, tell_faults};
use crate::domain::{Series, Slug};
use crate::error::Result;
use crate::locale::Locale;
use crate::store::{Library, cycle};
use crate::text;

#[derive(Serialize)]
struct Document<'r> {
    format: u32,
    cycle: String,
    /// False where it was only looked at, or nothing was to be done.
    written: bool,
    series: Vec<SeriesDocument>,
    occurrences: Vec<OccurrenceDocument<'r>>,
    faults: Vec<FaultDocument>,
}

#[derive(Serialize)]
struct SeriesDocument {
    id: String,
    did: &'static str,
}

pub fn definition(locale: &Locale) -> Command {
    Definition::within(locale, "plan", "cycle").required("file", "file", value_parser!(PathBuf)).flag("dry-run").json().done()
}

pub fn run(call: &Call, library: &Library, planner: &Planner, world: &World, output: &mut Output) -> Result<Exit> {
    let path = call.required::<PathBuf>("file");
    let (cycle, text) = cycle::load(&path, library.settings.zone)?;
    let is_ahead = call.flag("dry-run");
    let cycled = if is_ahead { planner.cycle_ahead(&cycle, &text)? } else { planner.cycle(&cycle, &text)? };
    let series: Vec<Series> = cycled.series.iter().filter_map(|said| said.series.clone()).collect();
    let mut agenda = dates(&series, library, world);
    agenda.faults.extend(unknown_names(library, &series, |_| path.clone()));
    let has_clash = agenda.rows.iter().any(|row| row.still_clashes());
    let has_odd = cycled.series.iter().any(|said| matches!(said.did, Did::InTrash | Did::NoMoreNamed));
    if call.flag("json") {
        output.json(&Document {
            format: 1,
            cycle: cycle.id.to_string(),
            written: !is_ahead && cycled.said.is_some(),
            series: cycled.series.iter().map(|said| SeriesDocument { id: said.id.to_string(), did: said.did.as_str() }).collect(),
            occurrences: agenda.rows.iter().map(OccurrenceDocument::new).collect(),
            faults: FaultDocument::beside(library, &agenda.faults, &world.locale),
        });
    } else {
        print(&cycled, &cycle.id, is_ahead, &agenda, library, &world.locale, output);
    }
    tell_faults(&agenda.faults, &world.locale, output);
    Ok(look_if(has_clash || has_odd || !agenda.faults.is_empty()))
}

/// The sessions of the cycle's series as they are then, among all others.
fn dates(series: &[Series], library: &Library, world: &World) -> Agenda {
    let own: BTreeSet<Slug> = series.iter().map(|series| series.id.clone()).collect();
    Plans::of(library).with(series.to_vec()).all_of(&own, world.clock.now())
}

fn print(
    cycled: &Cycled,
    cycle: &Slug,
    is_ahead: bool,
    agenda: &Agenda,
    library: &Library,
    locale: &Locale,
    output: &mut Output,
) {
    for said in &cycled.series {
        match said.did {
            Did::InTrash => output.say(locale, &text!("cli-cycle-in-trash", series = said.id.as_str())),
            Did::NoMoreNamed => output.say(locale, &text!("cli-cycle-no-more-named", series = said.id.as_str())),
            Did::Added | Did::Changed | Did::Nothing => (),
        }
    }
    let clashing = agenda.rows.iter().filter(|row| row.still_clashes()).count();
    if is_ahead {
        agenda::print(agenda, library, locale, output);
        output.say(locale, &text!("cli-cycle-ahead", series = cycled.written(), dates = agenda.rows.len(), clashing = clashing));
        return;
    }
    let nothing = text!("schedule-cycle-nothing", cycle = cycle.as_str());
    output.say(locale, cycled.said.as_ref().unwrap_or(&nothing));
    output.say(locale, &text!("cli-cycle-dates", dates = agenda.rows.len(), clashing = clashing));
    for row in agenda.rows.iter().filter(|row| row.still_clashes()) {
        output.line(locale.date(row.occurrence.start.date_naive()));
        agenda::print_row(row, library, locale, output);
    }
}

impl Did {
    /// The word in `plan cycle --json`.
    fn as_str(self) -> &'static str {
        match self {
            Did::Added => "added",
            Did::Changed => "changed",
            Did::Nothing => "nothing",
            Did::InTrash => "trash",
            Did::NoMoreNamed => "unnamed",
        }
    }
}
