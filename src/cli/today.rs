//! `temoin` alone: the interface; where there is no terminal, what is planned today, and how to start.

use super::agenda::print_row;
use super::{Exit, Output, look_if, tell_faults};
use crate::actions::{World, agenda, broken_off};
use crate::error::Result;
use crate::{text, tui};

pub fn run(world: &mut World, output: &mut Output) -> Result<Exit> {
    if tui::has_terminal() {
        tui::run(world, &tui::Options::default())?;
        return Ok(Exit::Done);
    }
    listing(world, output)
}

/// What is planned today, in words.
fn listing(world: &mut World, output: &mut Output) -> Result<Exit> {
    let library = super::library(world, output)?;
    let locale = &world.locale;
    let now = world.clock.now().with_timezone(&library.settings.zone);
    let today = agenda::agenda(&library, now.date_naive(), now.date_naive(), now.to_utc());
    output.line(format!("{}   {} {}", library.settings.title, locale.date(now.date_naive()), locale.clock(now.time())));
    output.line(library.layout.root().display().to_string());
    if let Some(broken) = broken_off::left_open(&library.layout) {
        output.say(locale, &broken.text(now.to_utc(), locale));
    }
    output.line("");
    for row in &today.rows {
        print_row(row, &library, locale, output);
    }
    if today.rows.is_empty() {
        output.say(locale, &text!("cli-nothing-today"));
    }
    output.line("");
    for sentence in [text!("cli-start-record"), text!("cli-start-mark"), text!("cli-start-stop"), text!("cli-start-more")] {
        output.say(locale, &sentence);
    }
    tell_faults(&today.faults, locale, output);
    Ok(look_if(!today.faults.is_empty()))
}
