//! `plan add`: a new series from words.

use clap::Command;

use super::{answer, options};
use crate::actions::World;
use crate::actions::schedule::Planner;
use crate::cli::words::Definition;
use crate::cli::{Call, Exit, Output};
use crate::error::{Error, Result};
use crate::locale::Locale;
use crate::plan::{Repeat, SeriesDraft, place};
use crate::store::Library;
use crate::text;

pub fn definition(locale: &Locale) -> Command {
    let definition = options::options(Definition::within(locale, "plan", "add"));
    definition.refine(|add| add.mut_arg("title", |title| title.required(true))).done()
}

pub fn run(call: &Call, library: &Library, planner: &Planner, world: &World, output: &mut Output) -> Result<Exit> {
    if ["every", "rule", "from"].iter().all(|option| call.text(option).is_none()) {
        return Err(Error::usage(text!("cli-plan-when")).hint(text!("cli-plan-when-hint")));
    }
    let now = world.clock.now();
    let today = now.with_timezone(&library.settings.zone).date_naive();
    let mut draft = SeriesDraft::new(today, library.settings.zone);
    options::take_in(call, &mut draft, library, today)?;
    let has_gone_by = place(draft.start(), draft.zone) <= now;
    if call.text("from").is_none() && draft.first == today && draft.repeat != Repeat::Once && has_gone_by {
        draft.first = today.succ_opt().unwrap_or(today);
    }
    let draft = draft.from_its_first_date();
    let (id, said) = planner.add(&draft)?;
    answer::answer(call, &id, &said, &draft.skipped_in_vain(&[]), library, world, output)
}
