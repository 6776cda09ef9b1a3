//! `guided`: the interface with three keys, for somebody who has never used the program.

use clap::Command;

use super::words::Definition;
use super::{Call, Exit, Output};
use crate::actions::World;
use crate::error::{Error, Result};
use crate::locale::Locale;
use crate::{text, tui};

pub fn definition(locale: &Locale) -> Command {
    Definition::new(locale, "guided").done()
}

/// Errors: no terminal to draw on.
pub fn run(_: &Call, world: &mut World, _: &mut Output) -> Result<Exit> {
    if !tui::has_terminal() {
        return Err(Error::new(text!("cli-no-terminal")).hint(text!("cli-no-terminal-hint")));
    }
    tui::run(world, &tui::Options { is_guided: true, ..tui::Options::default() })?;
    Ok(Exit::Done)
}
