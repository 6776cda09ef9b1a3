//! `config`: where the settings of this machine lie, what holds, what is wrong.

use clap::Command;
use serde::Serialize;
use serde_json::{Map, Value};

use super::documents::FaultDocument;
use super::words::Definition;
use super::{Call, Exit, Output, look_if};
use crate::actions::World;
use crate::config::Config;
use crate::error::{Error, Result};
use crate::locale::Locale;
use crate::text;
use crate::tui::keymap::Keymap;

#[derive(Serialize)]
struct Faults {
    format: u32,
    faults: Vec<FaultDocument>,
}

#[derive(Serialize)]
struct Settings {
    format: u32,
    /// Keys as `--set` names them; null where nothing holds.
    config: Map<String, Value>,
}

pub fn definition(locale: &Locale) -> Command {
    let within = |name| Definition::within(locale, "config", name);
    Definition::new(locale, "config")
        .with(within("path").done())
        .with(within("check").json().done())
        .with(within("show").json().done())
        .with(within("schema").done())
        .done()
}

pub fn run(call: &Call, world: &mut World, output: &mut Output) -> Result<Exit> {
    match call.inner() {
        ("path", _) => path(world, output),
        ("check", call) => Ok(check(&call, world, output)),
        ("show", call) => Ok(show(&call, world, output)),
        _ => {
            output.json(&Config::schema());
            Ok(Exit::Done)
        }
    }
}

fn path(world: &World, output: &mut Output) -> Result<Exit> {
    let Some(path) = &world.config_path else { return Err(Error::new(text!("cli-no-config-path"))) };
    output.line(path.display().to_string());
    Ok(Exit::Done)
}

fn check(call: &Call, world: &World, output: &mut Output) -> Exit {
    let locale = &world.locale;
    let (keymap, unmet) = Keymap::with(&world.config.keys);
    let palette = world.library().ok().map(|library| library.settings.palette);
    let clashes = palette.map(|palette| keymap.clashes(&palette)).unwrap_or_default();
    let folders = world.config.audio.folder_faults();
    let faults: Vec<&Error> = world.config_faults.iter().chain(&unmet).chain(&clashes).chain(&folders).collect();
    if call.flag("json") {
        output.json(&Faults { format: 1, faults: faults.iter().map(|fault| FaultDocument::new(fault, locale)).collect() });
        return look_if(!faults.is_empty());
    }
    for fault in &faults {
        fault.worded(locale).lines().for_each(|line| output.line(line));
    }
    let place = world.config_path.as_ref().filter(|path| path.exists()).map(|path| path.display().to_string());
    match (place, faults.len()) {
        (None, 0) => output.say(locale, &text!("cli-config-absent")),
        (Some(path), 0) => output.say(locale, &text!("cli-config-fine", path = path)),
        (_, count) => output.say(locale, &text!("cli-check-faults", count = count)),
    }
    look_if(!faults.is_empty())
}

fn show(call: &Call, world: &World, output: &mut Output) -> Exit {
    let values = world.config.values();
    if call.flag("json") {
        let worded = |value: Option<toml::Value>| serde_json::to_value(value).expect("plain values of TOML are JSON");
        output.json(&Settings { format: 1, config: values.into_iter().map(|(key, value)| (key, worded(value))).collect() });
        return Exit::Done;
    }
    for (key, value) in values {
        match value {
            Some(value) => output.line(format!("{key} = {value}")),
            None => output.line(unset(&key, world)),
        }
    }
    Exit::Done
}

/// A key that the config leaves open, with what holds instead, where something does.
fn unset(key: &str, world: &World) -> String {
    let holds = match key {
        "who" => Some(world.config.who_or_machine().to_string()),
        "language" => Some(world.locale.language.tag().to_owned()),
        "library" => world.find_library().ok().map(|found| found.root.display().to_string()),
        _ => None,
    };
    holds.map_or_else(|| format!("#{key}"), |value| format!("#{key} = {}", toml::Value::from(value)))
}
