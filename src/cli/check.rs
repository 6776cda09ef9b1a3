//! `check`: what is wrong in the library.

use clap::Command;
use serde::Serialize;

use super::documents::FaultDocument;
use super::words::Definition;
use super::{Call, Exit, Output, look_if};
use crate::actions::World;
use crate::actions::check::{apart, check};
use crate::error::Result;
use crate::locale::Locale;
use crate::text;

#[derive(Serialize)]
struct Faults {
    format: u32,
    faults: Vec<FaultDocument>,
}

pub fn definition(locale: &Locale) -> Command {
    Definition::new(locale, "check").flag("deep").json().done()
}

pub fn run(call: &Call, world: &mut World, output: &mut Output) -> Result<Exit> {
    let library = world.library()?;
    let elsewhere = world.config.audio.elsewhere();
    let faults = check(&library, &elsewhere, call.flag("deep"), world.clock.now());
    let locale = &world.locale;
    if call.flag("json") {
        output.json(&Faults { format: 1, faults: faults.iter().map(|fault| FaultDocument::new(fault, locale)).collect() });
        return Ok(look_if(!faults.is_empty()));
    }
    for line in faults.iter().flat_map(|fault| fault.worded(locale).lines().map(str::to_owned).collect::<Vec<_>>()) {
        output.line(line);
    }
    apart(&library, &elsewhere).iter().for_each(|apart| output.say(locale, &apart.text()));
    match faults.len() {
        0 => output.say(locale, &text!("cli-check-fine")),
        count => output.say(locale, &text!("cli-check-faults", count = count)),
    }
    Ok(look_if(!faults.is_empty()))
}
