//! `init`: makes a library.

use std::path::{Path, PathBuf};

use clap::builder::{PossibleValuesParser, StringValueParser};
use clap::{Command, value_parser};

use super::words::Definition;
use super::{Call, Exit, Output};
use crate::actions::{World, first_start};
use crate::error::Result;
use crate::locale::{Language, Locale, Text};
use crate::store::discovery::tidy;
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
    let folder = std::path::absolute(&folder).map_or(folder, |folder| tidy(&folder));
    let warnings = warnings(&folder);
    let language = call.text("language").and_then(|tag| Language::from_tag(&tag));
    let made = library::init(&NewLibrary {
        title: call.text("title").unwrap_or_else(|| first_start::title_of(&folder)),
        language: language.unwrap_or(world.locale.language),
        zone: library::machine_zone(),
        palette: first_start::palette_of(call.text("palette").as_deref(), &world.config)?,
        folder,
    })?;
    let path = tidy(made.layout.root()).display().to_string();
    output.say(&world.locale, &text!("cli-init-made", path = path));
    output.say(&world.locale, &text!("cli-init-zone", zone = made.settings.zone.name()));
    warnings.iter().for_each(|warning| output.message(&world.locale, warning));
    output.say(&world.locale, &text!("cli-init-next"));
    Ok(Exit::Done)
}

/// What a person may not have meant: a library within another, or among other files.
fn warnings(folder: &Path) -> Vec<Text> {
    let mut warnings = Vec::new();
    if let Some(outer) = folder.ancestors().skip(1).find(|above| library::is_library(above)) {
        warnings.push(text!("cli-init-inside", outer = outer.display().to_string()));
    }
    if folder.read_dir().is_ok_and(|mut entries| entries.next().is_some()) {
        warnings.push(text!("cli-init-among-others"));
    }
    warnings
}
