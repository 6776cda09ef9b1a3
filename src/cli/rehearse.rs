//! `rehearse`: a whole evening with a synthetic voice, which then goes to the trash.

use clap::Command;

use super::words::Definition;
use super::{Call, Exit, Output};
use crate::actions::{World, rehearse};
use crate::config::state_folder;
use crate::error::{Error, Result};
use crate::locale::Locale;
use crate::{text, tui};

pub fn definition(locale: &Locale) -> Command {
    Definition::new(locale, "rehearse").done()
}

pub fn run(_: &Call, world: &mut World, output: &mut Output) -> Result<Exit> {
    if !tui::has_terminal() {
        return Err(Error::new(text!("today-rehearsal-no-terminal")).hint(text!("today-rehearsal-no-terminal-hint")));
    }
    let mut rehearsal = rehearse::begin(&state_folder()?, world)?;
    let shown = tui::run(&mut rehearsal.world, &tui::Options { rehearsal: true, ..tui::Options::default() });
    let trashed = rehearse::finish(rehearsal, world)?;
    shown?;
    output.say(&world.locale, &text!("today-rehearsal-over", path = trashed.path.display().to_string()));
    Ok(Exit::Done)
}
