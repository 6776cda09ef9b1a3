//! Commands to the running recorder: `mark`, `note`, `step`, `pause`, `resume`, `stop`.

use clap::builder::StringValueParser;
use clap::{ArgGroup, Command};

use super::words::Definition;
use super::{Call, Exit, Output, values};
use crate::actions::World;
use crate::error::Result;
use crate::locale::Locale;

/// What `mark` was asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct MarkCall {
    /// Absent: touching, or with a theme a touching mark that carries it.
    pub kind: Option<String>,
    pub note: Option<String>,
    /// Seconds; absent: the kind's own reaction.
    pub ago: Option<f64>,
    pub themes: Vec<String>,
    pub strength: Option<u8>,
    pub edge: Option<Edge>,
}

/// Which end of a stretch a mark makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    Begin,
    End,
}

impl MarkCall {
    fn read(call: &Call) -> Result<MarkCall> {
        let edge = match (call.flag("begin"), call.flag("end")) {
            (true, _) => Some(Edge::Begin),
            (_, true) => Some(Edge::End),
            _ => None,
        };
        Ok(MarkCall {
            kind: call.text("kind"),
            note: call.text_or_input("note")?,
            ago: call.get("ago"),
            themes: call.texts("theme"),
            strength: call.text("strength").and_then(|digit| digit.parse().ok()),
            edge,
        })
    }
}

pub fn mark_definition(locale: &Locale) -> Command {
    Definition::new(locale, "mark")
        .optional("kind", "kind", StringValueParser::new())
        .option("note", "text", StringValueParser::new())
        .option("ago", "length", values::length)
        .options("theme", "theme", StringValueParser::new())
        .choice("strength", "count", ["1", "2", "3"])
        .flag("begin")
        .flag("end")
        .refine(|command| command.group(ArgGroup::new("edge").args(["begin", "end"])))
        .done()
}

pub fn mark(call: &Call, world: &mut World, _: &mut Output) -> Result<Exit> {
    let call = MarkCall::read(call)?;
    Err(super::record::not_connected(format_args!("{call:?} {:?}", world.called)))
}

pub fn note_definition(locale: &Locale) -> Command {
    Definition::new(locale, "note").required("text", "text", StringValueParser::new()).done()
}

pub fn note(call: &Call, _: &mut World, _: &mut Output) -> Result<Exit> {
    let text = call.text_or_input("text")?.unwrap_or_default();
    Err(super::record::not_connected(format_args!("{text}")))
}

pub fn step_definition(locale: &Locale) -> Command {
    Definition::new(locale, "step").done()
}

pub fn step(_: &Call, _: &mut World, _: &mut Output) -> Result<Exit> {
    Err(super::record::not_connected(format_args!("step")))
}

pub fn pause_definition(locale: &Locale) -> Command {
    Definition::new(locale, "pause").done()
}

pub fn pause(_: &Call, _: &mut World, _: &mut Output) -> Result<Exit> {
    Err(super::record::not_connected(format_args!("pause")))
}

pub fn resume_definition(locale: &Locale) -> Command {
    Definition::new(locale, "resume").done()
}

pub fn resume(_: &Call, _: &mut World, _: &mut Output) -> Result<Exit> {
    Err(super::record::not_connected(format_args!("resume")))
}

pub fn stop_definition(locale: &Locale) -> Command {
    Definition::new(locale, "stop").done()
}

pub fn stop(_: &Call, _: &mut World, _: &mut Output) -> Result<Exit> {
    Err(super::record::not_connected(format_args!("stop")))
}
