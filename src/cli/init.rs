//! `init`: makes a library.

use std::path::{Path, PathBuf};

use clap::builder::{PossibleValuesParser, StringValueParser};
use clap::{Command, value_parser};

use super::words::Definition;
use super::{Call, Exit, Output};
use crate::actions::World;
use crate::domain::Palette;
use crate::error::Result;
use crate::locale::{Language, Locale};
use crate::store::library::{self, NewLibrary};
use crate::store::palette;
use crate::text;

pub fn definition(locale: &Locale) -> Command {
    Definition::new(locale, "init")
        .optional("dir", "folder", value_parser!(PathBuf))
        .option("title", "text", StringValueParser::new())
        .option("language", "language", PossibleValuesParser::new(["fr", "en"]))
        .option("palette", "palette", PossibleValuesParser::new(palette::ready_names()))
        .done()
}

pub fn run(call: &Call, world: &mut World, output: &mut Output) -> Result<Exit> {
    let asked = call.path("dir").or_else(|| world.library_asked.clone());
    let folder = asked.unwrap_or_else(|| PathBuf::from("recordings"));
    let language = call.text("language").and_then(|tag| Language::from_tag(&tag));
    let made = library::init(&NewLibrary {
        title: call.text("title").unwrap_or_else(|| title_of(&folder)),
        language: language.unwrap_or(world.locale.language),
        zone: library::machine_zone(),
        palette: palette_of(call, world)?,
        folder,
    })?;
    output.say(&world.locale, &text!("cli-init-made", path = made.layout.root().display().to_string()));
    output.say(&world.locale, &text!("cli-init-next"));
    Ok(Exit::Done)
}

/// The ready one that was named, else the config's, else the basic one.
fn palette_of(call: &Call, world: &World) -> Result<Palette> {
    match call.text("palette") {
        Some(name) => palette::ready(&name),
        None if world.config.palette == Palette::default() => palette::ready("basic"),
        None => Ok(world.config.palette.clone()),
    }
}

fn title_of(folder: &Path) -> String {
    let absolute = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    absolute.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
