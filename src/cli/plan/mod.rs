//! `plan`: writes series files. Each act edits its files below the save lock, keeps their comments, and can be taken back.

mod add;
mod answer;
mod check;
mod cycle;
mod edit;
mod import;
mod options;
mod turn;

use chrono::{Duration, NaiveDate};
use clap::Command;
use clap::builder::StringValueParser;

use super::words::Definition;
use super::{Call, Exit, Output, tell_faults, values};
use crate::actions::schedule::Planner;
use crate::actions::{World, known};
use crate::domain::Slug;
use crate::error::{Error, Result};
use crate::locale::Locale;
use crate::plan::{Occurrence, find_one, typed};
use crate::store::{Library, series};
use crate::text;

pub fn definition(locale: &Locale) -> Command {
    let act = |name| Definition::within(locale, "plan", name);
    let on_one = |name| act(name).required("occurrence", "occurrence", StringValueParser::new());
    Definition::new(locale, "plan")
        .with(add::definition(locale))
        .with(edit::definition(locale))
        .with(act("remove").required("series", "series", StringValueParser::new()).done())
        .with(on_one("move").option("to", "day", values::moment).refine(|one| one.mut_arg("to", |to| to.required(true))).done())
        .with(
            on_one("shift")
                .option("by", "length", values::signed_length)
                .refine(|one| one.mut_arg("by", |by| by.required(true).allow_hyphen_values(true)))
                .done(),
        )
        .with(on_one("cancel").done())
        .with(on_one("restore").done())
        .with(import::definition(locale))
        .with(cycle::definition(locale))
        .with(turn::definition(locale))
        .with(act("undo").done())
        .with(check::definition(locale))
        .done()
}

pub fn run(call: &Call, world: &mut World, output: &mut Output) -> Result<Exit> {
    let library = super::library(world, output)?;
    let (name, call) = call.inner();
    if name == "check" {
        return check::run(&call, &library, world, output);
    }
    let planner = Planner::of(&library, world.clock.now())?;
    let said = match name {
        "add" => return add::run(&call, &library, &planner, world, output),
        "edit" => return edit::run(&call, &library, &planner, world, output),
        "import" => return import::run(&call, &planner, world, output),
        "remove" => planner.remove_series(&series_id(&call, &library)?)?,
        "move" => return move_to(&call, &library, &planner, world, output),
        "shift" => return shift(&call, &library, &planner, world, output),
        "cycle" => return cycle::run(&call, &library, &planner, world, output),
        "turn" => turn::run(&call, &named(&call, &library, world, output)?, &planner, &library)?,
        "cancel" => planner.cancel(&named(&call, &library, world, output)?.id)?,
        "restore" => planner.restore(&named(&call, &library, world, output)?.id)?,
        _ => planner.undo()?.unwrap_or(text!("schedule-nothing-to-undo")),
    };
    output.say(&world.locale, &said);
    Ok(Exit::Done)
}

/// What is not typed stays: `18h` is its own day, `jeudi` its own hour, `+2h` two hours later.
fn move_to(call: &Call, library: &Library, planner: &Planner, world: &World, output: &mut Output) -> Result<Exit> {
    let found = named(call, library, world, output)?;
    let lies_at = found.start.naive_local();
    let by = typed::shift(&call.required::<String>("to"), lies_at, today(&found, world))?;
    let to = lies_at.checked_add_signed(by).unwrap_or(lies_at);
    let said = planner.move_occurrence(&found.id, to)?;
    answer::lies_elsewhere(&found.id, answer::Extent::One, &said, library, world, output)
}

fn shift(call: &Call, library: &Library, planner: &Planner, world: &World, output: &mut Output) -> Result<Exit> {
    let found = named(call, library, world, output)?;
    let said = planner.shift_following(&found.id, call.required::<Duration>("by"))?;
    answer::lies_elsewhere(&found.id, answer::Extent::AndLater, &said, library, world, output)
}

/// In the zone of its series.
fn today(found: &Occurrence, world: &World) -> NaiveDate {
    world.clock.now().with_timezone(&found.start.timezone()).date_naive()
}

/// The occurrence that the call names: `SERIES@TIME`, `SERIES@DATE` or `SERIES#N`.
fn named(call: &Call, library: &Library, world: &World, output: &mut Output) -> Result<Occurrence> {
    let typed: String = call.required("occurrence");
    let all = series::load_all(&library.layout, library.settings.zone);
    let found = find_one(&typed, &all.rows, &library.settings);
    if found.is_err() {
        tell_faults(&all.faults, &world.locale, output);
    }
    found
}

/// The id of a series, also of one whose file cannot be read.
fn series_id(call: &Call, library: &Library) -> Result<Slug> {
    let typed: String = call.required("series");
    let id = Slug::parse(&typed).filter(|id| library.layout.series_file(id).exists());
    id.map_or_else(|| known::require_series(library, &typed).and(Err(without_file(&typed))), Ok)
}

/// A series that only its sessions remember.
fn without_file(id: &str) -> Error {
    Error::new(text!("cli-series-without-file", series = id)).hint(text!("cli-series-without-file-hint"))
}
