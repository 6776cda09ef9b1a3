//! `hotkey`: a key of the desktop that marks, wherever the keyboard is.

use clap::Command;

use super::words::Definition;
use super::{Call, Exit, Output};
use crate::actions::World;
use crate::actions::hotkey::{self, KEY, Outcome};
use crate::error::Result;
use crate::locale::Locale;
use crate::text;

pub fn definition(locale: &Locale) -> Command {
    Definition::new(locale, "hotkey").flag("remove").done()
}

/// What only the person can do needs a look.
pub fn run(call: &Call, world: &mut World, output: &mut Output) -> Result<Exit> {
    let removes = call.flag("remove");
    let outcome = if removes { hotkey::remove(world)? } else { hotkey::install(world)? };
    let (words, exit) = match &outcome {
        Outcome::Bound(command) => (text!("cli-hotkey-bound", key = KEY, command = command.as_str()), Exit::Done),
        Outcome::Removed => (text!("cli-hotkey-removed", key = KEY), Exit::Done),
        Outcome::Nothing => (text!("cli-hotkey-none", key = KEY), Exit::Done),
        Outcome::ByHand { .. } if removes => (text!("cli-hotkey-remove-by-hand"), Exit::Look),
        Outcome::ByHand { desktop, command } => {
            (text!("cli-hotkey-by-hand", desktop = *desktop, key = KEY, command = command.as_str()), Exit::Look)
        }
    };
    output.say(&world.locale, &words);
    Ok(exit)
}
