//! `plan import`: a calendar becomes series, and brings those that are there up to date.

use clap::{Command, value_parser};

use crate::actions::World;
use crate::actions::schedule::Planner;
use crate::cli::words::Definition;
use crate::cli::{Call, Exit, Output};
use crate::error::Result;
use crate::locale::Locale;
use crate::text;

pub fn definition(locale: &Locale) -> Command {
    Definition::within(locale, "plan", "import").required("file", "config", value_parser!(std::path::PathBuf)).done()
}

pub fn run(call: &Call, planner: &Planner, world: &World, output: &mut Output) -> Result<Exit> {
    let imported = planner.import(&call.required::<std::path::PathBuf>("file"))?;
    let counts = (imported.added.len(), imported.changed.len());
    output.say(&world.locale, &text!("cli-imported", added = counts.0, changed = counts.1, same = imported.same));
    imported.added.iter().chain(&imported.changed).for_each(|id| output.line(format!("  {id}")));
    output.left_out(&world.locale, &imported.faults);
    Ok(Exit::Done)
}
