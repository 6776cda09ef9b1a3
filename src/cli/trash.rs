//! `trash`: what was removed; the only thing here that erases is `trash empty`, and it asks.

use std::io::{BufRead, IsTerminal};

use clap::Command;
use clap::builder::StringValueParser;
use serde::Serialize;

use super::documents::rfc3339;
use super::words::Definition;
use super::{Call, Exit, Output, look_if, tell_faults};
use crate::actions::World;
use crate::error::{Error, Result};
use crate::locale::Locale;
use crate::store::Library;
use crate::store::lock::SaveLock;
use crate::store::trash::{self, Trashed};
use crate::text;

#[derive(Serialize)]
struct Document {
    format: u32,
    trash: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    name: String,
    /// Where it was, below the library.
    from: String,
    when: String,
    path: String,
}

pub fn definition(locale: &Locale) -> Command {
    let session = |definition: Definition| definition.required("session", "session", StringValueParser::new()).done();
    Definition::new(locale, "trash")
        .with(Definition::within(locale, "trash", "list").json().done())
        .with(session(Definition::within(locale, "trash", "add")))
        .with(Definition::within(locale, "trash", "restore").required("name", "name", StringValueParser::new()).done())
        .with(Definition::within(locale, "trash", "empty").flag("yes").done())
        .done()
}

pub fn run(call: &Call, world: &mut World, output: &mut Output) -> Result<Exit> {
    let library = super::library(world, output)?;
    match call.inner() {
        ("list", call) => Ok(list(&call, &library, &world.locale, output)),
        ("add", call) => add(&call, &library, world, output),
        ("restore", call) => restore(&call, &library, &world.locale, output),
        (_, call) => empty(&call, &library, world, output),
    }
}

fn list(call: &Call, library: &Library, locale: &Locale, output: &mut Output) -> Exit {
    let found = trash::list(&library.layout);
    if call.flag("json") {
        output.json(&Document { format: 1, trash: found.rows.iter().map(row).collect() });
    } else {
        for entry in &found.rows {
            let when = locale.date(entry.when.date_naive());
            output.line(format!("{}  {}  {when}", entry.name, entry.from));
        }
        if found.rows.is_empty() {
            output.say(locale, &text!("cli-trash-is-empty"));
        }
    }
    tell_faults(&found.faults, locale, output);
    look_if(!found.faults.is_empty())
}

fn row(entry: &Trashed) -> Row {
    Row { name: entry.name.clone(), from: entry.from.clone(), when: rfc3339(&entry.when), path: entry.path.display().to_string() }
}

fn add(call: &Call, library: &Library, world: &World, output: &mut Output) -> Result<Exit> {
    library.require_writable()?;
    let entry = super::session(call, library, &world.locale, output)?;
    let now = world.clock.now().with_timezone(&library.settings.zone).fixed_offset();
    let Some(lock) = SaveLock::of_free(&library.layout, &entry.id)? else {
        return Err(Error::new(text!("cli-trash-running", session = entry.id)).hint(text!("cli-trash-running-hint")));
    };
    let trashed = trash::discard(&library.layout, &entry.folder, now)?;
    drop(lock);
    output.say(&world.locale, &text!("cli-trash-added", session = entry.id, name = trashed.name));
    Ok(Exit::Done)
}

fn restore(call: &Call, library: &Library, locale: &Locale, output: &mut Output) -> Result<Exit> {
    library.require_writable()?;
    let lock = SaveLock::take(&library.layout)?;
    let path = trash::restore(&library.layout, &call.required::<String>("name"))?;
    drop(lock);
    output.say(locale, &text!("cli-trash-restored", path = path.display().to_string()));
    Ok(Exit::Done)
}

fn empty(call: &Call, library: &Library, world: &World, output: &mut Output) -> Result<Exit> {
    let locale = &world.locale;
    let now = world.clock.now().with_timezone(&library.settings.zone).fixed_offset();
    library.require_writable()?;
    let names = trash::entries(&library.layout)?;
    if names.is_empty() {
        output.say(locale, &text!("cli-trash-is-empty"));
        return Ok(Exit::Done);
    }
    if !call.flag("yes") && !is_wanted(names.len(), locale, output)? {
        output.message(locale, &text!("cli-trash-kept"));
        return Ok(Exit::Done);
    }
    let erased = crate::actions::trash::empty(library, &names, now)?;
    output.say(locale, &text!("cli-trash-erased", count = erased));
    Ok(Exit::Done)
}

/// Asks on the terminal for the word to be typed; without a terminal, `--yes` is the only way.
fn is_wanted(count: usize, locale: &Locale, output: &mut Output) -> Result<bool> {
    if !std::io::stdin().is_terminal() {
        return Err(Error::new(text!("cli-trash-no-terminal")).hint(text!("cli-trash-no-terminal-hint")));
    }
    output.message(locale, &text!("cli-trash-ask", count = count, word = text!("cli-trash-word")));
    let mut answer = String::new();
    let read = std::io::stdin().lock().read_line(&mut answer);
    read.map_err(|cause| Error::new(text!("cli-input-unreadable")).because(cause))?;
    Ok(answer.trim().to_lowercase() == locale.say(&text!("cli-trash-word")).to_lowercase())
}
