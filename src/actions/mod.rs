//! What a user can do. Each action works on a [`World`] or a library and prints nothing: command line and interface call the same.

pub mod after;
pub mod agenda;
pub mod background;
pub mod broken_off;
pub mod calendar;
mod callers;
pub mod check;
pub mod consent;
pub mod copy;
pub mod export;
pub mod export_calendar;
pub mod first_start;
pub mod hotkey;
pub mod import_marks;
pub mod import_sound;
pub mod join;
pub mod known;
pub mod listen;
pub mod marks;
pub mod mend;
pub mod merge;
pub mod names;
pub mod notes;
pub mod people;
pub mod play;
pub mod questions;
pub mod readiness;
pub mod record;
pub mod recover;
pub mod rehearse;
pub mod remind;
pub mod schedule;
pub mod search;
pub mod sitting;
pub mod today;
pub mod trash;
pub mod waveform;

use std::ffi::OsString;
use std::path::PathBuf;

use crate::clock::{Clock, Monotonic};
use crate::config::Config;
use crate::error::{Error, ErrorKind, Result};
use crate::locale::{Language, Locale};
use crate::store::Library;
use crate::store::discovery::{Found, Search};

/// Everything outside the program, for one call.
#[derive(Clone)]
pub struct World {
    pub clock: Clock,
    /// When the program was called: a mark belongs to this moment.
    pub called: Monotonic,
    pub locale: Locale,
    pub config: Config,
    /// Where the config was read from, or would be; `None` for a user without a home folder.
    pub config_path: Option<PathBuf>,
    /// Whether `--config` says so.
    pub config_named: bool,
    /// What is wrong in the config; each fault has cost its own key only.
    pub config_faults: Vec<Error>,
    /// What `--library` says.
    pub library_asked: Option<PathBuf>,
    /// `--config` and `--set` as they were given, for the recorders that this call starts.
    pub passed: Vec<OsString>,
}

impl World {
    /// The world of a call with `--library` and `--config`. The language is the system's until somebody chooses.
    pub fn new(library: Option<PathBuf>, config: Option<PathBuf>, called: Monotonic) -> World {
        let (settings, config_faults) = match &config {
            Some(path) => Config::load(path),
            None => Config::load_usual(),
        };
        World {
            clock: Clock,
            called,
            locale: Locale::new(Language::of_system()),
            config: settings,
            config_named: config.is_some(),
            config_path: config.or_else(Config::path),
            config_faults,
            library_asked: library,
            passed: Vec::new(),
        }
    }

    /// Why the config cannot be read at all. One that was named must be there.
    pub fn config_unread(&self) -> Option<Error> {
        let fault = self.config_faults.first().filter(|fault| fault.place().is_some_and(|place| place.line.is_none()))?;
        self.config_named.then(|| fault.clone().kind_of(ErrorKind::Failed))
    }

    /// Where the library of this call lies, and how it was found.
    ///
    /// Errors: none found (told with where was looked), or what was named is none.
    pub fn find_library(&self) -> Result<Found> {
        Search::here(self.library_asked.clone(), self.config.library.clone()).find()
    }

    /// The library that this call is about. Errors: as [`World::find_library`].
    pub fn library(&self) -> Result<Library> {
        Library::open(self.find_library()?.root)
    }
}
