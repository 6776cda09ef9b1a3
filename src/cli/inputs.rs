//! `inputs`, `check-sound`: what can be recorded from, and whether it can be heard.

use clap::Command;
use serde::Serialize;

use super::words::Definition;
use super::{Call, Exit, Output, look_if, tell_faults, values};
use crate::actions::World;
use crate::audio::device::{self, InputInfo};
use crate::audio::input::InputRole;
use crate::error::Result;
use crate::locale::Locale;
use crate::text;

#[derive(Serialize)]
struct Document {
    format: u32,
    inputs: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    id: String,
    name: String,
    role: &'static str,
    channels: u16,
    rate: u32,
    default: bool,
}

pub fn definition(locale: &Locale) -> Command {
    Definition::new(locale, "inputs").json().done()
}

pub fn run(call: &Call, world: &mut World, output: &mut Output) -> Result<Exit> {
    let found = device::inputs();
    if call.flag("json") {
        output.json(&Document { format: 1, inputs: found.rows.into_iter().map(row).collect() });
    } else {
        print(&found.rows, &world.locale, output);
    }
    tell_faults(&found.faults, &world.locale, output);
    Ok(look_if(!found.faults.is_empty()))
}

fn row(input: InputInfo) -> Row {
    Row {
        id: input.id,
        name: input.name,
        role: role(input.role),
        channels: input.channels,
        rate: input.rate.0,
        default: input.is_default,
    }
}

fn role(role: InputRole) -> &'static str {
    match role {
        InputRole::Microphone => "microphone",
        InputRole::System => "system",
    }
}

fn print(inputs: &[InputInfo], locale: &Locale, output: &mut Output) {
    for input in inputs {
        let sign = if input.is_default { "*" } else { " " };
        output.line(format!("{sign} {}", input.id));
        let role = text!("cli-input-role", role = role(input.role));
        let facts = text!("cli-input", name = input.name.as_str(), role = role, channels = input.channels, rate = input.rate.0);
        output.line(format!("    {}", locale.say(&facts)));
    }
    output.say(locale, &text!("cli-inputs-always"));
}

pub fn check_sound_definition(locale: &Locale) -> Command {
    Definition::new(locale, "check-sound")
        .option("input", "input", values::input)
        .option("for", "length", values::some_length)
        .json()
        .done()
}

pub fn check_sound(call: &Call, _: &mut World, _: &mut Output) -> Result<Exit> {
    let input = call.text("input");
    Err(super::record::not_connected(format_args!("{input:?}")))
}
