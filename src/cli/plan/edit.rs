//! `plan edit`: changes of a series what the call names, and nothing else.

use clap::Command;
use clap::builder::StringValueParser;

use super::{answer, options, series_id};
use crate::actions::World;
use crate::actions::schedule::Planner;
use crate::cli::words::Definition;
use crate::cli::{Call, Exit, Output};
use crate::error::Result;
use crate::locale::Locale;
use crate::plan::SeriesDraft;
use crate::store::{Library, series};

pub fn definition(locale: &Locale) -> Command {
    let definition = Definition::within(locale, "plan", "edit").required("series", "series", StringValueParser::new());
    options::options(definition).done()
}

pub fn run(call: &Call, library: &Library, planner: &Planner, world: &World, output: &mut Output) -> Result<Exit> {
    let id = series_id(call, library)?;
    let (series, _) = series::load_text(&library.layout, &id, library.settings.zone)?;
    let today = world.clock.now().with_timezone(&library.settings.zone).date_naive();
    let mut draft = SeriesDraft::of(&series);
    options::take_in(call, &mut draft, library, today)?;
    let in_vain = draft.skipped_in_vain(&series.skip);
    if planner.is_continued(&series, &draft) {
        let (next, said) = planner.continue_series(&id, &draft)?;
        return answer::answer(call, &next, &said, &in_vain, library, world, output);
    }
    let said = planner.change(&id, &draft)?;
    answer::answer(call, &id, &said, &in_vain, library, world, output)
}
