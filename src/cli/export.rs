//! `export`: hands sessions over, in the formats of other programs.

use std::path::{Path, PathBuf};

use clap::builder::StringValueParser;
use clap::{Command, value_parser};
use serde::Serialize;

use super::words::Definition;
use super::{Call, Exit, Output, library, look_if, values};
use crate::actions::World;
use crate::actions::export::{Absent, Asked, HandedFile, HandedOver, Out, Refused, Why, export, hook, words};
use crate::domain::Lack;
use crate::error::Result;
use crate::export::{FORMATS, Format};
use crate::locale::Locale;
use crate::text;

#[derive(Serialize)]
struct Formats {
    format: u32,
    formats: Vec<Named>,
}

#[derive(Serialize)]
struct Named {
    name: &'static str,
    extension: &'static str,
}

#[derive(Serialize)]
struct Document<'h> {
    format: u32,
    files: Vec<File<'h>>,
    /// Outside now, each once.
    marks: usize,
    /// That stayed here, each once.
    withheld: usize,
    off_record: usize,
    people: Vec<Person<'h>>,
    /// Takes whose sound was asked for and stayed here.
    refused: Vec<Sound<'h>>,
    /// Before the beginning, once they were moved.
    dropped: usize,
    remarks: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    details: Option<&'h Path>,
}

#[derive(Serialize)]
struct File<'h> {
    path: &'h Path,
    #[serde(rename = "as")]
    format: &'static str,
    session: &'h str,
    take: u32,
    marks: usize,
    blake3: &'h str,
}

/// Whose words stayed here, and why: `unknown never not_before ended withdrawn`, with its day.
#[derive(Serialize)]
struct Person<'h> {
    id: &'h str,
    why: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    day: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    marks: Option<usize>,
}

/// A take, and why its sound stayed here: `no_sound`, or `people` who have not agreed.
#[derive(Serialize)]
struct Sound<'h> {
    session: &'h str,
    take: u32,
    why: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    people: Vec<Person<'h>>,
}

pub fn definition(locale: &Locale) -> Command {
    Definition::new(locale, "export")
        .optional("session", "session", StringValueParser::new())
        .options("as", "format", values::format)
        .option("out", "path", value_parser!(PathBuf))
        .option("use", "use", StringValueParser::new())
        .option("to", "name", StringValueParser::new())
        .options("kind", "kind", StringValueParser::new())
        .option("offset", "offset", values::offset)
        .choice("gaps", "gaps", ["fill", "cut"])
        .flag("formats")
        .json()
        .refine(|command| {
            command
                .mut_arg("session", |arg| arg.num_args(1..).required_unless_present("formats"))
                .mut_arg("as", |arg| arg.required_unless_present("formats"))
                .mut_arg("offset", |arg| arg.allow_hyphen_values(true))
                .mut_arg("formats", |arg| arg.exclusive(false).conflicts_with_all(["session", "as"]))
        })
        .done()
}

pub fn run(call: &Call, world: &mut World, output: &mut Output) -> Result<Exit> {
    if call.flag("formats") {
        list(call.flag("json"), &world.locale, output);
        return Ok(Exit::Done);
    }
    let library = library(world, output)?;
    let asked = Asked {
        sessions: call.texts("session"),
        formats: formats(call),
        out: out(call),
        offset: call.get("offset").unwrap_or_default(),
        leaves_out_gaps: call.text("gaps").as_deref() == Some("cut"),
        usage: call.text("use"),
        kinds: call.texts("kind"),
        recipient: call.text_or_input("to")?,
    };
    let handed = export(&library, &asked, &world.config, world.clock.now(), &world.locale)?;
    match (&handed.text, call.flag("json")) {
        (Some(text), _) => output.page(text),
        (None, true) => output.json(&document(&handed, &world.locale)),
        (None, false) => tell(&handed, &world.locale, output),
    }
    if !call.flag("json") || handed.text.is_some() {
        tell_beside(&handed, &world.locale, output);
    }
    if let Err(fault) = hook::tell(&world.config, &asked, &handed) {
        output.error(&world.locale, &fault);
        return Ok(Exit::Look);
    }
    Ok(look_if(handed.kept + handed.dropped + handed.refused.len() > 0))
}

/// Each once.
fn formats(call: &Call) -> Vec<&'static Format> {
    let mut formats: Vec<&'static Format> = Vec::new();
    for format in call.all::<&'static Format>("as") {
        if formats.iter().all(|known| known.name != format.name) {
            formats.push(format);
        }
    }
    formats
}

fn out(call: &Call) -> Out {
    match call.path("out") {
        None => Out::Folder(PathBuf::new()),
        Some(path) if path == Path::new("-") => Out::Standard,
        Some(path) => Out::Path(path),
    }
}

fn list(as_json: bool, locale: &Locale, output: &mut Output) {
    if as_json {
        let formats = FORMATS.iter().map(|format| Named { name: format.name, extension: format.extension }).collect();
        return output.json(&Formats { format: 1, formats });
    }
    for format in FORMATS {
        let what = locale.say(&text!("export-format", format = format.name));
        output.line(format!("{:<12}  {what}", format.name));
    }
}

/// What was handed over, and where it lies.
fn tell(handed: &HandedOver, locale: &Locale, output: &mut Output) {
    handed.files.iter().for_each(|file| output.line(file.path.display().to_string()));
    output.say(locale, &text!("export-done", marks = handed.marks, files = handed.files.len()));
}

/// What stayed, and what is to be known beside the facts.
fn tell_beside(handed: &HandedOver, locale: &Locale, output: &mut Output) {
    if let Some(kept) = words::kept(handed, locale) {
        output.message(locale, &kept);
    }
    handed.refused.iter().for_each(|refused| output.message(locale, &words::refused(refused, locale)));
    if handed.dropped > 0 {
        output.message(locale, &text!("export-dropped", count = handed.dropped));
    }
    handed.remarks.iter().for_each(|remark| output.message(locale, remark));
    if let Some(details) = &handed.details {
        output.message(locale, &text!("export-details", file = details.display().to_string()));
    }
}

fn document<'h>(handed: &'h HandedOver, locale: &Locale) -> Document<'h> {
    Document {
        format: 1,
        files: handed.files.iter().map(file).collect(),
        marks: handed.marks,
        withheld: handed.kept,
        off_record: handed.off_record,
        people: handed.people.iter().map(|absent| person(absent, Some(absent.count))).collect(),
        refused: handed.refused.iter().map(sound).collect(),
        dropped: handed.dropped,
        remarks: handed.remarks.iter().map(|remark| locale.say(remark)).collect(),
        details: handed.details.as_deref(),
    }
}

fn file(file: &HandedFile) -> File<'_> {
    File {
        path: &file.path,
        format: file.format,
        session: &file.session,
        take: file.take,
        marks: file.marks,
        blake3: &file.blake3,
    }
}

fn sound(refused: &Refused) -> Sound<'_> {
    let (why, people) = match &refused.why {
        Why::NoSound => ("no_sound", Vec::new()),
        Why::People(people) => ("people", people.iter().map(|absent| person(absent, None)).collect()),
    };
    Sound { session: &refused.session, take: refused.take, why, people }
}

fn person(absent: &Absent, marks: Option<usize>) -> Person<'_> {
    let day = match absent.lack {
        Lack::NotBefore(day) | Lack::Ended(day) | Lack::Withdrawn(day) => Some(day.to_string()),
        Lack::Unknown | Lack::Never => None,
    };
    Person { id: absent.person.as_str(), why: words::code(absent.lack), day, marks }
}
