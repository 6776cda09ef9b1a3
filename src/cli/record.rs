//! `record`, `arm`, `disarm`: commands that start the recorder.

use clap::Command;
use clap::builder::StringValueParser;

use super::words::Definition;
use super::{Call, Exit, Output, values};
use crate::actions::World;
use crate::audio::input::InputId;
use crate::error::{Error, Result};
use crate::locale::Locale;
use crate::text;

/// What `record` was asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordCall {
    /// `OCC`, `SERIES` or `SESSION`, as typed; absent: a session that was not planned.
    pub what: Option<String>,
    pub title: Option<String>,
    /// Empty: the config's.
    pub inputs: Vec<InputId>,
    /// Seconds until it stops by itself.
    pub length: Option<f64>,
    pub fast: bool,
    pub detach: bool,
    pub json: bool,
}

/// What `arm` was asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct ArmCall {
    pub what: Option<String>,
    pub inputs: Vec<InputId>,
}

impl RecordCall {
    fn read(call: &Call) -> Result<RecordCall> {
        Ok(RecordCall {
            what: call.text("what"),
            title: call.text_or_input("title")?,
            inputs: call.all("input"),
            length: call.get("for"),
            fast: call.flag("fast"),
            detach: call.flag("detach"),
            json: call.flag("json"),
        })
    }
}

pub fn definition(locale: &Locale) -> Command {
    Definition::new(locale, "record")
        .optional("what", "record", StringValueParser::new())
        .option("title", "text", StringValueParser::new())
        .options("input", "input", values::input)
        .option("for", "length", values::some_length)
        .flag("fast")
        .flag("detach")
        .json()
        .done()
}

pub fn run(call: &Call, _: &mut World, _: &mut Output) -> Result<Exit> {
    Err(not_connected(format_args!("{:?}", RecordCall::read(call)?)))
}

pub fn arm_definition(locale: &Locale) -> Command {
    Definition::new(locale, "arm")
        .optional("what", "what", StringValueParser::new())
        .options("input", "input", values::input)
        .done()
}

pub fn arm(call: &Call, _: &mut World, _: &mut Output) -> Result<Exit> {
    let call = ArmCall { what: call.text("what"), inputs: call.all("input") };
    Err(not_connected(format_args!("{call:?}")))
}

pub fn disarm_definition(locale: &Locale) -> Command {
    Definition::new(locale, "disarm").done()
}

pub fn disarm(_: &Call, _: &mut World, _: &mut Output) -> Result<Exit> {
    Err(not_connected(format_args!("disarm")))
}

/// Stands where the recorder will be called.
pub fn not_connected(call: std::fmt::Arguments) -> Error {
    Error::new(text!("cli-not-connected")).because(call)
}
