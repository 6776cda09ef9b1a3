//! `status`, `watch`: what the recorder does.

use clap::Command;

use super::words::Definition;
use super::{Call, Exit, Output};
use crate::actions::World;
use crate::error::Result;
use crate::locale::Locale;

pub fn definition(locale: &Locale) -> Command {
    Definition::new(locale, "status").json().done()
}

pub fn run(call: &Call, _: &mut World, _: &mut Output) -> Result<Exit> {
    Err(super::record::not_connected(format_args!("status, json {}", call.flag("json"))))
}

pub fn watch_definition(locale: &Locale) -> Command {
    Definition::new(locale, "watch").json().done()
}

pub fn watch(call: &Call, _: &mut World, _: &mut Output) -> Result<Exit> {
    Err(super::record::not_connected(format_args!("watch, json {}", call.flag("json"))))
}
