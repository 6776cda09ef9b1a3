//! `config.toml` of this machine: who types here, which inputs, which limits, which hooks.
//!
//! `config.example.toml` lists every key with its unit and its default; a test holds it equal to [`Config::default`].

use std::path::PathBuf;

use crate::domain::{Bits, Hertz, Palette, Slug};
use crate::locale::Language;

#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// Names the files of marks made on this machine; absent: the user and the machine, as a slug.
    pub who: Option<Slug>,
    /// Absent: the library's, else the system's.
    pub language: Option<Language>,
    /// Where the library lies when nothing nearer is found.
    pub library: Option<PathBuf>,
    pub audio: AudioConfig,
    pub marks: MarksConfig,
    /// The palette that `init` copies into a new library.
    pub palette: Palette,
    pub limits: Limits,
    pub hooks: Hooks,
}

#[derive(Debug, Clone, PartialEq)]
pub struct AudioConfig {
    /// `default`, `HOST:ID`, `file:PATH`, `voice`, `none`.
    pub inputs: Vec<String>,
    /// Asked of the device; one that cannot gives its own.
    pub rate: Hertz,
    pub bits: Bits,
    /// Seconds of sound kept in memory while armed, and put before the key. 0: none.
    pub preroll: f64,
    /// Length of one file of a take, in minutes.
    pub part_minutes: f64,
    /// At most this much sound is lost in a power cut, in seconds.
    pub checkpoint_seconds: f64,
    /// The folder where a take goes on when its own disk fails.
    pub fallback: Option<PathBuf>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct MarksConfig {
    /// Seconds taken off a touching mark: between the moment and the hand.
    pub reaction: f64,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Limits {
    /// No take starts with less room than this, in minutes of sound.
    pub disk_minutes: f64,
    /// A take is closed well at this charge, in percent. 0: never.
    pub battery_percent: u8,
    /// Digital silence of a microphone for so many seconds is told.
    pub silence_seconds: f64,
    /// Peaks under `near_silence_dbfs` for so many seconds are told.
    pub near_silence_seconds: f64,
    pub near_silence_dbfs: f32,
}

/// Programs run beside the recorder, never through a shell.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Hooks {
    pub on_start: Option<Hook>,
    pub on_mark: Option<Hook>,
    pub on_warning: Option<Hook>,
    pub on_stop: Option<Hook>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Hook {
    /// The program and its arguments.
    pub run: Vec<String>,
    /// Hands over the take itself instead of a copy in which withheld stretches are silent.
    pub raw: bool,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            who: None,
            language: None,
            library: None,
            audio: AudioConfig {
                inputs: vec!["default".to_owned()],
                rate: Hertz(48_000),
                bits: Bits::Int24,
                preroll: 0.0,
                part_minutes: 30.0,
                checkpoint_seconds: 1.0,
                fallback: None,
            },
            marks: MarksConfig { reaction: 8.0 },
            palette: Palette::default(),
            limits: Limits {
                disk_minutes: 15.0,
                battery_percent: 3,
                silence_seconds: 3.0,
                near_silence_seconds: 20.0,
                near_silence_dbfs: -60.0,
            },
            hooks: Hooks::default(),
        }
    }
}
