//! `completions`: a script that lets a shell complete commands and options.

use clap::{Command, value_parser};
use clap_complete::Shell;

use super::words::Definition;
use super::{Call, Exit, Output};
use crate::actions::World;
use crate::error::Result;
use crate::locale::Locale;

pub fn definition(locale: &Locale) -> Command {
    Definition::new(locale, "completions").required("shell", "shell", value_parser!(Shell)).done()
}

pub fn run(call: &Call, world: &mut World, output: &mut Output) -> Result<Exit> {
    let mut script = Vec::new();
    let mut command = super::definition(&world.locale);
    clap_complete::generate(call.required::<Shell>("shell"), &mut command, "temoin", &mut script);
    output.page(&String::from_utf8_lossy(&script));
    Ok(Exit::Done)
}
