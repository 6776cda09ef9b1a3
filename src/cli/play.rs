//! `play`: listens to a session.

use clap::Command;
use clap::builder::StringValueParser;

use super::words::Definition;
use super::{Call, Exit, Output, values};
use crate::actions::World;
use crate::error::Result;
use crate::locale::Locale;

pub fn definition(locale: &Locale) -> Command {
    Definition::new(locale, "play")
        .required("session", "session", StringValueParser::new())
        .option("at", "position", values::position)
        .option("marker", "marker", values::marker)
        .option("for", "length", values::some_length)
        .refine(|command| command.mut_arg("marker", |arg| arg.conflicts_with("at")))
        .done()
}

pub fn run(_: &Call, _: &mut World, _: &mut Output) -> Result<Exit> {
    Err(super::record::not_connected(format_args!("play")))
}
