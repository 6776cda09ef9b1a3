//! What a user can do. Each action works on a [`World`] or a library and prints nothing: command line and interface call the same.

pub mod agenda;
pub mod check;
pub mod recover;
pub mod search;

use std::path::PathBuf;

use crate::clock::{Clock, Monotonic};
use crate::config::Config;
use crate::error::{Error, Result};
use crate::locale::{Language, Locale};
use crate::store::{Library, library};

/// Everything outside the program, for one call.
pub struct World {
    pub clock: Clock,
    /// When the program was called: a mark belongs to this moment.
    pub called: Monotonic,
    pub locale: Locale,
    pub config: Config,
    /// Where the config was read from, or would be.
    pub config_path: PathBuf,
    /// What `--library` says.
    pub library_asked: Option<PathBuf>,
}

impl World {
    /// The world of a call with `--library` and `--config`, and what is wrong with the config. The language is the system's until
    /// somebody chooses.
    pub fn new(library: Option<PathBuf>, config: Option<PathBuf>, called: Monotonic) -> (World, Vec<Error>) {
        let config_path = config.unwrap_or_else(Config::path);
        let (config, faults) = Config::load(&config_path);
        let locale = Locale::new(Language::of_system());
        (World { clock: Clock, called, locale, config, config_path, library_asked: library }, faults)
    }

    /// The library that this call is about.
    ///
    /// Errors: none found (with where was looked), or its `library.toml` is bad.
    pub fn library(&self) -> Result<Library> {
        Library::open(&self.library_path()?)
    }

    /// As [`World::library`], for commands that must work even when `library.toml` is bad.
    pub fn library_for_recording(&self) -> Result<Library> {
        Library::open_for_recording(&self.library_path()?)
    }

    fn library_path(&self) -> Result<PathBuf> {
        library::find(self.library_asked.as_deref(), &self.config)
    }
}
