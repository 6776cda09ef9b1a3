//! The first start: a language, a name for one's marks, what to listen to, where the library lies. Each step can be done twice.

use std::path::{Path, PathBuf};

use super::World;
use crate::config::{self, Config};
use crate::domain::{Palette, Slug};
use crate::error::{Error, Result};
use crate::locale::{Language, Locale};
use crate::store::Library;
use crate::store::discovery::Search;
use crate::store::library::{self, NewLibrary, is_library};
use crate::store::palette;
use crate::text;

/// What is proposed, and what was chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct Answers {
    pub language: Language,
    /// Names the files of marks that are made on this machine.
    pub who: Slug,
    /// As in the config: `default`, `HOST:ID`, `voice`, `none`.
    pub inputs: Vec<String>,
    /// The library's folder; `~/` is the home folder. One that is there already is taken as it is.
    pub library: PathBuf,
    /// The ready palette of a new library (`palette::ready_names`); absent: the config's, else `basic`.
    pub palette: Option<String>,
}

/// Whether nobody has used the program here: there is no config, and no library is found.
pub fn is_first(world: &World) -> bool {
    !has_config(world) && world.find_library().is_err()
}

/// Whether somebody has settled anything on this machine.
pub fn has_config(world: &World) -> bool {
    world.config_path.as_ref().is_some_and(|path| path.symlink_metadata().is_ok())
}

/// What most people would answer; what the call and the config say already stands.
pub fn propose(world: &World) -> Answers {
    let config = &world.config;
    Answers {
        language: config.language.unwrap_or_else(Language::of_system),
        who: config.who.clone().or_else(user).unwrap_or_else(|| config.who_or_machine()),
        inputs: config.audio.inputs.clone(),
        library: search(world).usual_place().unwrap_or_else(|| PathBuf::from("recordings")),
        palette: None,
    }
}

/// Makes the library where there is none, then writes the config of this machine, and goes on with both. The library comes first, so
/// that a config never names one that is not there.
///
/// Errors: a folder or a config that cannot be written, an answer that the config does not take.
pub fn finish(world: &mut World, answers: &Answers) -> Result<Library> {
    let Some(path) = world.config_path.clone() else { return Err(Error::new(text!("cli-no-config-path"))) };
    let folder = search(world).expanded(&answers.library);
    let library = made(&folder, answers, &world.config)?;
    let folder = folder.to_string_lossy().into_owned();
    let settings = [
        ("who", answers.who.as_str().into()),
        ("language", answers.language.tag().into()),
        ("library", folder.as_str().into()),
        ("audio.inputs", answers.inputs.clone().into()),
    ];
    config::save(&path, &settings)?;
    for (name, value) in &settings {
        world.config.set(&format!("{name}={value}"))?;
    }
    world.locale = Locale::new(answers.language);
    Ok(library)
}

fn made(folder: &Path, answers: &Answers, config: &Config) -> Result<Library> {
    if is_library(folder) {
        return Library::open(folder);
    }
    library::init(&NewLibrary {
        folder: folder.to_owned(),
        title: title_of(folder),
        language: answers.language,
        zone: library::machine_zone(),
        palette: palette_of(answers.palette.as_deref(), config)?,
    })
}

fn search(world: &World) -> Search {
    Search::here(world.library_asked.clone(), world.config.library.clone())
}

/// The name under which somebody is logged in.
fn user() -> Option<Slug> {
    ["USER", "LOGNAME"].iter().find_map(|name| Slug::of(&std::env::var(name).ok()?))
}

/// The palette of a new library: the ready one of that name, else the config's, else the basic one.
pub fn palette_of(ready: Option<&str>, config: &Config) -> Result<Palette> {
    match ready {
        Some(name) => palette::ready(name),
        None if config.palette == Palette::default() => palette::ready("basic"),
        None => Ok(config.palette.clone()),
    }
}

/// What a new library is called before anybody has given it a title: its folder's name.
pub fn title_of(folder: &Path) -> String {
    folder.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Monotonic;
    use crate::store::samples::put;

    /// A machine on which `--library` and `--config` name places that do not exist.
    fn machine() -> (tempfile::TempDir, World) {
        let home = tempfile::tempdir().unwrap();
        let config = home.path().join("config/temoin/config.toml");
        let mut world = World::new(Some(home.path().join("films/recordings")), None, Monotonic(0));
        (world.config, world.config_faults, world.config_path) = (Config::default(), Vec::new(), Some(config));
        (home, world)
    }

    fn answers(world: &World) -> Answers {
        Answers { language: Language::French, who: Slug::parse("lise").unwrap(), inputs: vec!["voice".into()], ..propose(world) }
    }

    #[test]
    fn a_first_start_leaves_a_library_and_a_config_and_is_none_any_more() {
        let (home, mut world) = machine();
        assert!(is_first(&world));
        let answers = answers(&world);
        assert_eq!(answers.library, home.path().join("films/recordings"), "what --library names is respected");
        let library = finish(&mut world, &answers).unwrap();
        assert_eq!((library.settings.language, library.settings.title.as_str()), (Some(Language::French), "recordings"));
        assert_eq!(library.settings.palette, palette::ready("basic").unwrap());
        assert!(!is_first(&world));
        let (config, faults) = Config::load(world.config_path.as_ref().unwrap());
        assert!(faults.is_empty(), "{faults:?}");
        assert_eq!(
            (config.library.as_deref(), config.audio.inputs.clone()),
            (Some(library.layout.root()), vec!["voice".to_owned()])
        );
        assert_eq!((&config, world.locale.language), (&world.config, Language::French));
    }

    #[test]
    fn doing_it_twice_changes_nothing_and_a_library_is_taken_as_it_is() {
        let (home, mut world) = machine();
        let path = home.path().join("films/recordings/library.toml");
        put(&path, "format = 1\nid = \"x\"\ntitle = \"The wave\"\n");
        let answers = answers(&world);
        let read = |world: &World| (std::fs::read(&path).unwrap(), std::fs::read(world.config_path.as_ref().unwrap()).unwrap());
        assert_eq!(finish(&mut world, &answers).unwrap().settings.title, "The wave");
        let once = read(&world);
        assert_eq!(finish(&mut world, &answers).unwrap().settings.title, "The wave");
        assert_eq!(read(&world), once);
    }

    #[test]
    fn a_config_or_a_library_means_that_somebody_was_here() {
        let (_home, world) = machine();
        put(world.config_path.as_ref().unwrap(), "");
        assert!(!is_first(&world));
        let (home, world) = machine();
        put(&home.path().join("films/recordings/library.toml"), "format = 1\nid = \"x\"\n");
        assert!(!is_first(&world));
    }

    #[test]
    fn where_the_library_cannot_be_made_no_config_is_written() {
        let (home, mut world) = machine();
        put(&home.path().join("films"), "a file");
        let answers = answers(&world);
        finish(&mut world, &answers).unwrap_err();
        assert!(is_first(&world));
    }

    #[test]
    fn what_the_call_says_already_is_proposed() {
        let (_home, mut world) = machine();
        for setting in ["who=zoe", "language=fr", "audio.inputs=none"] {
            world.config.set(setting).unwrap();
        }
        let proposed = propose(&world);
        assert_eq!(
            (proposed.who.as_str(), proposed.language, proposed.inputs),
            ("zoe", Language::French, vec!["none".to_owned()])
        );
    }
}
