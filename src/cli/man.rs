//! `man`: the manual, made of written prose and of the same definitions that are parsed.

use std::path::Path;

use clap::Command;
use clap::value_parser;
use clap_mangen::Man;

use super::words::Definition;
use super::{Call, Exit, Output};
use crate::actions::World;
use crate::error::{Error, Result};
use crate::locale::{Language, Locale};
use crate::text;

/// Stands in the prose where the commands go.
const COMMANDS_HERE: &str = ".\\\" COMMANDS\n";
/// Stands in the prose where the global options go.
const OPTIONS_HERE: &str = ".\\\" OPTIONS\n";

pub fn definition(locale: &Locale) -> Command {
    Definition::new(locale, "man").optional("dir", "folder", value_parser!(std::path::PathBuf)).done()
}

pub fn run(call: &Call, world: &mut World, output: &mut Output) -> Result<Exit> {
    let Some(dir) = call.path("dir") else {
        output.page(&page(world.locale.language));
        return Ok(Exit::Done);
    };
    for (language, folder) in [(Language::English, dir.clone()), (Language::French, dir.join("fr"))] {
        write_pages(&folder, language)?;
    }
    output.say(&world.locale, &text!("cli-man-written", dir = dir.display().to_string()));
    Ok(Exit::Done)
}

/// `temoin.1` in one language.
pub fn page(language: Language) -> String {
    let prose = match language {
        Language::English => include_str!("man/en.roff"),
        Language::French => include_str!("man/fr.roff"),
    };
    let locale = Locale::new(language);
    let root = super::definition(&locale);
    let commands: String = root.get_subcommands().map(|command| described("temoin", command)).collect();
    prose.replace(COMMANDS_HERE, &commands).replace(OPTIONS_HERE, &options(&root))
}

/// A command, or each command of a family, as a subsection.
fn described(parent: &str, command: &Command) -> String {
    let name = format!("{parent} {}", command.get_name());
    if command.has_subcommands() {
        return command.get_subcommands().map(|inner| described(&name, inner)).collect();
    }
    let command = command.clone().bin_name(&name).disable_help_flag(true);
    let mut about = Vec::new();
    Man::new(command.clone()).render_description_section(&mut about).expect("writing to memory cannot fail");
    let more = command.get_after_help().map(|text| indented(&text.to_string())).unwrap_or_default();
    format!(".SS {}\n{}.PP\n{}{}{more}", escaped(&name), synopsis(command.clone()), body(&about), options(&command))
}

fn synopsis(mut command: Command) -> String {
    let usage = command.render_usage().to_string();
    format!(".B {}\n", escaped(usage.trim_start_matches("Usage:").trim()))
}

/// The list of options, without the heading that stands in the prose.
fn options(command: &Command) -> String {
    let mut command = command.clone().disable_help_flag(true);
    command.build();
    let mut rendered = Vec::new();
    Man::new(command).render_options_section(&mut rendered).expect("writing to memory cannot fail");
    body(&rendered)
}

/// What a section holds behind its heading, and without the preamble of each rendering.
fn body(section: &[u8]) -> String {
    let text = String::from_utf8_lossy(section);
    let lines = text.lines().filter(|line| !line.starts_with(".SH") && !line.starts_with(".ie") && !line.starts_with(".el"));
    lines.map(|line| format!("{}\n", line.replace("\\*(Aq", "\\(aq"))).collect() // its preamble would define `Aq`
}

/// Lines as they are, such as an example.
fn indented(text: &str) -> String {
    let lines: String = text.lines().map(|line| format!("{}\n", escaped(line))).collect();
    format!(".PP\n.nf\n{lines}.fi\n")
}

fn escaped(line: &str) -> String {
    let line = line.replace('\\', "\\e").replace('-', "\\-");
    if line.starts_with(['.', '\'']) { format!("\\&{line}") } else { line }
}

/// Every page of one language.
fn pages(language: Language) -> [(&'static str, String); 4] {
    macro_rules! prose {
        ($folder:literal) => {
            [
                include_str!(concat!($folder, "temoin-config.5")),
                include_str!(concat!($folder, "temoin-library.5")),
                include_str!(concat!($folder, "temoin-socket.7")),
            ]
        };
    }
    let [config, library, socket] = match language {
        Language::English => prose!("../../man/"),
        Language::French => prose!("../../man/fr/"),
    };
    [
        ("temoin.1", page(language)),
        ("temoin-config.5", config.to_owned()),
        ("temoin-library.5", library.to_owned()),
        ("temoin-socket.7", socket.to_owned()),
    ]
}

fn write_pages(folder: &Path, language: Language) -> Result<()> {
    for (name, text) in pages(language) {
        let section = name.rsplit('.').next().expect("every name has its section");
        let folder = folder.join(format!("man{section}"));
        let path = folder.join(name);
        std::fs::create_dir_all(&folder)
            .and_then(|()| std::fs::write(&path, text))
            .map_err(|error| Error::new(text!("cli-man-not-written")).at(&path).because(error))?;
    }
    Ok(())
}
