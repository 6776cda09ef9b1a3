//! `copy`: brings another folder up to date with the library.

use clap::{Command, value_parser};
use serde::Serialize;

use super::documents::FaultDocument;
use super::words::Definition;
use super::{Call, Exit, Output, library, look_if, tell_faults};
use crate::actions::World;
use crate::actions::copy::{Brought, copy};
use crate::error::Result;
use crate::locale::Locale;
use crate::text;

#[derive(Serialize)]
struct Document {
    format: u32,
    dir: String,
    /// Nothing was left out, and all of it was compared.
    complete: bool,
    copied: Vec<Row>,
    copied_bytes: u64,
    equal: usize,
    equal_bytes: u64,
    /// The copy lies on the library's own disk.
    same_disk: bool,
    /// What the trash over there holds, where this copy has put something into it.
    trash_bytes: u64,
    faults: Vec<FaultDocument>,
}

#[derive(Serialize)]
struct Row {
    /// Below the library.
    file: String,
    bytes: u64,
}

pub fn definition(locale: &Locale) -> Command {
    Definition::new(locale, "copy").optional("dir", "folder", value_parser!(std::path::PathBuf)).json().done()
}

pub fn run(call: &Call, world: &mut World, output: &mut Output) -> Result<Exit> {
    let library = library(world, output)?;
    let elsewhere = world.config.audio.elsewhere();
    let brought = copy(&library, call.path("dir").as_deref(), &elsewhere, world.clock.now())?;
    let faults = &brought.outcome.faults;
    if call.flag("json") {
        output.json(&document(&brought, &world.locale));
    } else {
        tell(&brought, &world.locale, output);
        tell_faults(faults, &world.locale, output);
    }
    Ok(look_if(!faults.is_empty()))
}

fn document(brought: &Brought, locale: &Locale) -> Document {
    let outcome = &brought.outcome;
    let rows = outcome.copied.iter().map(|copied| Row { file: copied.file.clone(), bytes: copied.bytes });
    Document {
        format: 1,
        dir: brought.dir.display().to_string(),
        complete: outcome.faults.is_empty(),
        copied: rows.collect(),
        copied_bytes: copied_bytes(brought),
        equal: outcome.equal,
        equal_bytes: outcome.equal_bytes,
        same_disk: brought.is_same_disk,
        trash_bytes: brought.trash_bytes,
        faults: outcome.faults.iter().map(|fault| FaultDocument::new(fault, locale)).collect(),
    }
}

fn copied_bytes(brought: &Brought) -> u64 {
    brought.outcome.copied.iter().map(|copied| copied.bytes).sum()
}

fn tell(brought: &Brought, locale: &Locale, output: &mut Output) {
    let outcome = &brought.outcome;
    let size = megabytes(copied_bytes(brought), locale);
    output.say(locale, &text!("copy-complete", copied = outcome.copied.len(), size = size, equal = outcome.equal));
    let dir = brought.dir.display().to_string();
    match outcome.faults.len() {
        0 => output.say(locale, &text!("copy-holds-all", dir = dir.clone())),
        count => output.say(locale, &text!("copy-left-out", count = count, dir = dir.clone())),
    }
    if brought.is_same_disk {
        output.say(locale, &text!("copy-same-disk"));
    }
    if outcome.faults.is_empty() && !brought.is_same_disk {
        output.say(locale, &text!("copy-may-go"));
    }
    if brought.trash_bytes > 0 {
        output.say(locale, &text!("copy-trash", size = megabytes(brought.trash_bytes, locale), dir = dir));
    }
}

fn megabytes(bytes: u64, locale: &Locale) -> String {
    let megabytes = bytes as f64 / 1e6;
    locale.decimal(megabytes, if megabytes < 10.0 { 3 } else { 0 })
}
