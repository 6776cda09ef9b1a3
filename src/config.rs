//! `config.toml` of this machine: who types here, which inputs, which limits, which hooks.
//!
//! `config.example.toml` lists every key with its unit and its default; a test holds it equal to [`Config::default`]. The table of keys
//! in `keys` serves reading, `--set`, limits and the schema. A bad key costs itself, never the program.

mod folders;
mod keys;
mod schema;
mod values;

use std::path::{Path, PathBuf};

use self::keys::{KEYS, Key};
use crate::domain::{Bits, Hertz, Palette, Slug};
use crate::error::{Error, ErrorKind, Result};
use crate::locale::Language;

pub use self::folders::{cache_folder, state_folder};
use crate::store::document::{Document, SMALL, read_text};
use crate::store::palette;
use crate::store::table::{nearest, shown};
use crate::text;

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

impl Config {
    /// Where the config of this machine lies: `config.toml` in the folder that `directories` names. On macOS `$XDG_CONFIG_HOME` and
    /// `~/.config` come first, where they are used.
    ///
    /// `None` where this user has no home folder.
    pub fn path() -> Option<PathBuf> {
        let usual = directories::ProjectDirs::from("", "", "temoin")?.config_dir().join("config.toml");
        if !cfg!(target_os = "macos") {
            return Some(usual);
        }
        let named = std::env::var_os("XDG_CONFIG_HOME").filter(|folder| !folder.is_empty()).map(PathBuf::from);
        let home = directories::BaseDirs::new()?.home_dir().join(".config");
        let xdg = named.unwrap_or(home).join("temoin/config.toml");
        Some(if xdg.exists() { xdg } else { usual })
    }

    /// The config of this machine; the defaults where there is no file.
    pub fn load_usual() -> (Config, Vec<Error>) {
        match Config::path().filter(|path| path.exists()) {
            Some(path) => Config::load(&path),
            None => (Config::default(), Vec::new()),
        }
    }

    /// Reads a config. What is wrong in it is named and left aside; the rest counts.
    pub fn load(path: &Path) -> (Config, Vec<Error>) {
        match read_text(path, SMALL) {
            Ok(text) => Config::parse(path, text),
            Err(fault) => (Config::default(), vec![fault.kind_of(ErrorKind::Look)]),
        }
    }

    fn parse(path: &Path, text: String) -> (Config, Vec<Error>) {
        let document = Document::parse_in_part(path, text);
        let mut config = Config::default();
        keys::apply(&mut config, &document.table());
        let faults = document.into_faults();
        (config, faults.into_iter().map(|fault| fault.kind_of(ErrorKind::Look)).collect())
    }

    /// Sets one key, as `--set audio.preroll=10` does. The value is TOML; a text may stand without quotes.
    pub fn set(&mut self, setting: &str) -> Result<()> {
        let Some((name, value)) = setting.split_once('=') else {
            return Err(Error::usage(text!("files-set-form", found = shown(setting))));
        };
        let name = name.trim();
        let Some(key) = KEYS.iter().find(|key| key.full_name() == name) else { return Err(unknown_key(name)) };
        let as_toml = self.with(key, value.trim());
        let result = as_toml.or_else(|fault| self.with(key, &toml::Value::from(value.trim()).to_string()).map_err(|_| fault));
        *self = result?;
        Ok(())
    }

    /// A copy in which `key` has the value that `source` is in TOML.
    fn with(&self, key: &Key, source: &str) -> Result<Config> {
        let document = Document::parse(Path::new("--set"), format!("{} = {source}", key.full_name()))?;
        let mut config = self.clone();
        keys::apply(&mut config, &document.table());
        match document.into_faults().into_iter().next() {
            None => Ok(config),
            Some(fault) => Err(as_usage(fault)),
        }
    }

    /// Names the files of marks made on this machine: `who`, else the user and the machine.
    pub fn who_or_machine(&self) -> Slug {
        let machine = || {
            let user = ["USER", "LOGNAME"].iter().find_map(|name| std::env::var(name).ok()).unwrap_or_default();
            let host = rustix::system::uname().nodename().to_string_lossy().into_owned();
            Slug::of(&format!("{user}-{host}")).or(Slug::of("local"))
        };
        self.who.clone().or_else(machine).expect("`local` is a slug")
    }

    /// Every key, its type, limits and default, as a JSON Schema (draft 2020-12) for editors.
    pub fn schema() -> serde_json::Value {
        schema::schema()
    }
}

/// The same fault as one of the call: it has no line in a file.
fn as_usage(fault: Error) -> Error {
    let usage = Error::usage(fault.message().clone());
    match fault.hint_text() {
        Some(hint) => usage.hint(hint.clone()),
        None => usage,
    }
}

fn unknown_key(name: &str) -> Error {
    let names: Vec<String> = KEYS.iter().map(Key::full_name).collect();
    let fault = Error::usage(text!("files-unknown-key", key = shown(name)));
    match nearest(name, names.iter().map(String::as_str)) {
        Some(near) => fault.hint(text!("files-did-you-mean", near = near)),
        None => fault.hint(text!("files-set-hint")),
    }
}
