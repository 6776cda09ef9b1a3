//! `config.toml` of this machine: who types here, which inputs, which limits, which hooks.
//!
//! `config.example.toml` lists every key with its unit and its default; a test holds it equal to [`Config::default`]. The table of keys
//! in `keys` serves reading, `--set`, limits and the schema. A bad key costs itself, never the program.

mod folders;
mod keys;
mod places;
mod save;
mod schema;
mod screen;
mod values;

use std::path::{Path, PathBuf};

use self::keys::{INTERFACE, KEYS, Key};
use crate::domain::{Bits, Hertz, Palette, Slug};
use crate::error::{Error, ErrorKind, Result};
use crate::locale::Language;

pub use self::folders::{cache_folder, state_folder};
pub use self::save::save;
pub use self::screen::{Background, Colours, KeyEntry, Keys, ShowNames, Signs};
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
    pub colours: Colours,
    pub background: Background,
    pub signs: Signs,
    pub show_names: ShowNames,
    pub audio: AudioConfig,
    pub marks: MarksConfig,
    /// The palette that `init` copies into a new library.
    pub palette: Palette,
    pub limits: Limits,
    pub hooks: Hooks,
    pub keys: Keys,
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
    /// A folder, on another disk, that gets the same as the library while it records.
    pub second_copy: Option<PathBuf>,
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
    pub on_due: Option<Hook>,
    pub on_start: Option<Hook>,
    pub on_mark: Option<Hook>,
    pub on_warning: Option<Hook>,
    pub on_stop: Option<Hook>,
    pub on_export: Option<Hook>,
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
            colours: Colours::default(),
            background: Background::default(),
            signs: Signs::default(),
            show_names: ShowNames::default(),
            audio: AudioConfig {
                inputs: vec!["default".to_owned()],
                rate: Hertz(48_000),
                bits: Bits::Int24,
                preroll: 0.0,
                part_minutes: 30.0,
                checkpoint_seconds: 1.0,
                second_copy: None,
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
            keys: Keys::default(),
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
            Ok(text) => Config::parse(path, &text),
            Err(fault) => (Config::default(), vec![fault.kind_of(ErrorKind::Look)]),
        }
    }

    fn parse(path: &Path, text: &str) -> (Config, Vec<Error>) {
        let document = Document::parse_in_part(path, text);
        let mut config = Config::default();
        keys::apply(&mut config, &document.table());
        let faults = document.into_faults();
        (config, faults.into_iter().map(|fault| fault.kind_of(ErrorKind::Look)).collect())
    }

    /// Sets one key, as `--set audio.preroll=10` does. The value is TOML; a text may stand without quotes.
    pub fn set(&mut self, setting: &str) -> Result<()> {
        let Some((name, value)) = setting.split_once('=').filter(|_| !setting.contains('\n')) else {
            return Err(Error::usage(text!("files-set-form", found = shown(setting))));
        };
        let name = name.trim();
        require_key(name)?;
        let value = value.trim();
        let is_toml = Document::parse(Path::new("--set"), &format!("x = {value}")).is_ok();
        let quoted = toml::Value::from(value).to_string();
        let result = if is_toml { self.with(name, value) } else { self.with(name, &quoted) };
        // A name such as `2020` is a number in TOML, and still a text for a key that wants one.
        *self = result.or_else(|fault| self.with(name, &quoted).map_err(|_| fault))?;
        Ok(())
    }

    /// A copy in which the key of that full name has the value that `source` is in TOML.
    fn with(&self, name: &str, source: &str) -> Result<Config> {
        let text = format!("{name} = {source}");
        let document = Document::parse(Path::new("--set"), &text).map_err(as_usage)?;
        let mut config = self.clone();
        keys::apply(&mut config, &document.table());
        for entry in config.keys.entries.iter_mut().filter(|entry| name == format!("{INTERFACE}.{}", entry.action)) {
            entry.place = None; // it stands in no file
        }
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

/// Fails where no key has that full name. Below `keys.` there may be any; the interface knows which it has.
fn require_key(name: &str) -> Result<()> {
    let is_plain = |action: &str| !action.is_empty() && action.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
    let of_interface = name.strip_prefix(INTERFACE).and_then(|rest| rest.strip_prefix('.')).is_some_and(is_plain);
    let is_known = of_interface || KEYS.iter().any(|key| key.full_name() == name);
    if is_known { Ok(()) } else { Err(unknown_key(name)) }
}

fn unknown_key(name: &str) -> Error {
    let names: Vec<String> = KEYS.iter().map(Key::full_name).collect();
    let fault = Error::usage(text!("files-unknown-key", key = shown(name)));
    match nearest(name, names.iter().map(String::as_str)) {
        Some(near) => fault.hint(text!("files-did-you-mean", near = near)),
        None => fault.hint(text!("files-set-hint")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples::told;

    fn parse(text: &str) -> (Config, Vec<String>) {
        let (config, faults) = Config::parse(Path::new("x/config.toml"), text);
        (config, faults.iter().map(told).collect())
    }

    const EXAMPLE: &str = include_str!("../config.example.toml");

    /// The example with the keys that have no default set.
    fn example_with_everything() -> String {
        EXAMPLE
            .lines()
            .map(|line| if line.starts_with("# ") { line } else { line.trim_start_matches('#') })
            .collect::<Vec<_>>()
            .join("\n")
    }

    #[test]
    fn the_example_holds_the_defaults() {
        assert_eq!(parse(EXAMPLE), (Config::default(), Vec::new()));
    }

    #[test]
    fn the_example_names_every_key_with_a_value_that_can_be_read() {
        let text = example_with_everything();
        let (config, faults) = parse(&text);
        assert_eq!(faults, Vec::<String>::new());
        let document = Document::parse(Path::new("x/config.toml"), &text).unwrap();
        for key in KEYS {
            let table = document.table();
            let inner = if key.section.is_empty() { table } else { table.table(key.section).unwrap() };
            assert!(inner.has(key.name), "{}", key.full_name());
        }
        let defaults = Config::default();
        assert_eq!((config.limits, config.marks), (defaults.limits, defaults.marks));
        assert!(
            !config.keys.entries.is_empty()
                && config.hooks.on_stop.unwrap().raw
                && !config.palette.kinds.is_empty()
                && !config.palette.themes.is_empty()
        );
    }

    #[test]
    fn a_bad_key_is_left_aside_and_the_rest_counts() {
        let (config, faults) =
            parse("who = \"olivier\"\n[audio]\nprerol = 3\nbits = 17\nrate = 44100\n[marks]\nreaction = -1\n[sounds]\n");
        assert_eq!((config.who.unwrap().as_str(), config.audio.rate, config.audio.bits), ("olivier", Hertz(44_100), Bits::Int24));
        assert_eq!(
            faults,
            [
                "config.toml:4: `bits`: expected one of 16, 24, 32, found 17\n  hint: write it as in `bits = 16`",
                "config.toml:3: unknown key `prerol`\n  hint: did you mean `preroll`?",
                "config.toml:7: `reaction`: expected a number from 0 to 600, found -1\n  hint: write it as in `reaction = 0`",
                "config.toml:8: unknown key `sounds`",
            ]
        );
    }

    #[test]
    fn a_line_that_is_no_toml_costs_that_line() {
        let (config, faults) = parse("language = fr\n[audio]\nrate = 44100\npreroll = = 3\nbits = 16\n");
        assert_eq!(
            (config.language, config.audio.rate, config.audio.preroll, config.audio.bits),
            (None, Hertz(44_100), 0.0, Bits::Int16)
        );
        assert!(
            faults[0].starts_with("config.toml:1: expected a line of TOML") && faults[1].starts_with("config.toml:4: "),
            "{faults:?}"
        );
    }

    #[test]
    fn a_config_that_is_missing_is_told() {
        let (config, faults) = Config::load(Path::new("/nowhere/config.toml"));
        assert_eq!(
            (config, faults[0].to_string()),
            (Config::default(), "/nowhere/config.toml: this file is not there".to_owned())
        );
    }

    #[test]
    fn inputs_and_hooks_have_a_short_and_a_long_form() {
        let (config, faults) =
            parse("audio.inputs = \"voice\"\n[hooks]\non_start = [\"a\", \"b\"]\non_stop = { run = [\"c\"], raw = true }\n");
        assert_eq!((config.audio.inputs, faults.len()), (vec!["voice".to_owned()], 0));
        assert_eq!(config.hooks.on_start, Some(Hook { run: vec!["a".into(), "b".into()], raw: false }));
        assert_eq!(config.hooks.on_stop, Some(Hook { run: vec!["c".into()], raw: true }));
        for (text, words) in [
            ("audio.inputs = [\"mike\"]", "expected an input such as \"default\""),
            ("audio.inputs = []", "expected at least one input"),
            ("audio.inputs = [\"file:\"]", "expected an input such as"),
            ("hooks.on_start = []", "expected a program and its arguments"),
            ("hooks.on_start = \"rm -rf x\"", "expected a table, under [on_start]"),
            ("hooks.on_start = { raw = true }", "expected a program and its arguments"),
            ("hooks.on_start = { run = [\"a\"], row = true }", "did you mean `raw`?"),
        ] {
            let faults = parse(text).1;
            assert!(faults.len() == 1 && faults[0].contains(words), "{text}: {faults:?}");
        }
    }

    #[test]
    fn the_screen_takes_words_and_also_bare_numbers() {
        let (config, faults) = parse("colours = 16\nbackground = \"light\"\nsigns = \"ascii\"\nshow_names = \"code\"\n");
        assert_eq!(faults, Vec::<String>::new());
        assert_eq!((config.colours, config.background), (Colours::Sixteen, Background::Light));
        assert_eq!((config.signs, config.show_names), (Signs::Ascii, ShowNames::Code));
        let (config, faults) = parse("colours = \"non\"\n");
        let told = "config.toml:1: `colours`: expected one of `auto`, `none`, `16`, found \"non\"\n  hint: did you mean `none`?";
        assert_eq!((config.colours, faults), (Colours::Auto, vec![told.to_owned()]));
    }

    #[test]
    fn keys_of_the_interface_are_kept_with_their_lines_whatever_they_are_called() {
        let (config, faults) = parse("[keys]\nstop = [\"s\", \"f4\"]\nmark = \"m\"\nwave = []\nquit = 3\n");
        let said = |entry: &KeyEntry| (entry.action.clone(), entry.keys.join(" "), entry.place.as_ref().unwrap().line);
        let entries: Vec<_> = config.keys.entries.iter().map(said).collect();
        let expected = [("mark", "m", 3), ("stop", "s f4", 2), ("wave", "", 4)];
        assert_eq!(entries, expected.map(|(action, keys, line)| (action.to_owned(), keys.to_owned(), Some(line))));
        assert_eq!(faults, ["config.toml:5: `quit`: expected a text in \"quotes\", or a list of them, found 3"]);
    }

    #[test]
    fn a_key_of_the_interface_is_set_on_the_command_line() {
        let (mut config, _) = parse("[keys]\nstop = \"f4\"\nmark = \"m\"\n");
        config.set("keys.stop=s").unwrap();
        let entry = config.keys.entries.iter().find(|entry| entry.action == "stop").unwrap();
        assert_eq!(*entry, KeyEntry { action: "stop".into(), keys: vec!["s".into()], place: None });
        assert_eq!(config.keys.entries.len(), 2);
        for name in ["keys", "keys.", "keys.a b", "keyss.stop"] {
            assert_eq!(config.set(&format!("{name}=s")).unwrap_err().kind(), ErrorKind::Usage, "{name}");
        }
    }

    #[test]
    fn a_key_is_set_on_the_command_line_with_or_without_quotes() {
        let mut config = Config::default();
        for setting in [
            "audio.preroll=10",
            "who=olivier",
            "language = \"fr\"",
            "audio.inputs=file:/a b/c.wav",
            "library=/a/b",
            "audio.bits=16",
        ] {
            config.set(setting).unwrap();
        }
        config.set("hooks.on_stop=[\"true\"]").unwrap();
        assert_eq!((config.audio.preroll, config.audio.bits, config.language), (10.0, Bits::Int16, Some(Language::French)));
        assert_eq!((config.who.clone().unwrap().as_str(), config.library.clone()), ("olivier", Some(PathBuf::from("/a/b"))));
        assert_eq!(
            (config.audio.inputs.clone(), config.hooks.on_stop.clone().unwrap().run),
            (vec!["file:/a b/c.wav".to_owned()], vec!["true".to_owned()])
        );
    }

    #[test]
    fn a_wrong_setting_changes_nothing_and_is_told() {
        let mut config = Config::default();
        for (setting, expected) in [
            ("audio.preroll", "expected KEY=VALUE, as in --set audio.preroll=10, found audio.preroll"),
            ("audio.prerol=10", "unknown key `audio.prerol`\n  hint: did you mean `audio.preroll`?"),
            ("audio.preroll=1000", "`preroll`: expected a number from 0 to 300, found 1000"),
            ("audio.bits=\"16\"", "`bits`: expected one of 16, 24, 32, found \"16\""),
            (
                "who=Olivier G.",
                "`who`: expected a name of small letters, digits and hyphens, in \"quotes\", found \"Olivier G.\"",
            ),
            ("audio.preroll=1\nwho=\"x\"", "expected KEY=VALUE"),
        ] {
            let fault = config.set(setting).unwrap_err();
            assert!(fault.to_string().starts_with(expected), "{setting}: {fault}");
            assert_eq!(fault.kind(), ErrorKind::Usage, "{setting}");
        }
        assert_eq!(config, Config::default());
    }

    #[test]
    fn who_is_a_name_of_this_machine_where_none_is_given() {
        let mut config = Config::default();
        assert!(!config.who_or_machine().as_str().is_empty());
        config.set("who=zoe").unwrap();
        assert_eq!(config.who_or_machine().as_str(), "zoe");
    }

    #[test]
    fn the_schema_has_every_key_with_its_default_and_its_words() {
        let schema = Config::schema();
        for key in KEYS {
            let place =
                if key.section.is_empty() { &schema["properties"] } else { &schema["properties"][key.section]["properties"] };
            assert!(place[key.name]["description"].is_string(), "{}", key.full_name());
        }
        let preroll = &schema["properties"]["audio"]["properties"]["preroll"];
        assert_eq!((preroll["default"].as_f64(), preroll["maximum"].as_f64()), (Some(0.0), Some(300.0)));
        assert!(preroll["description"].as_str().unwrap().starts_with("Seconds of sound kept in memory"));
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_a_config_and_its_faults(text in "\\PC{0,80}|[a-z\\[\\]=\"'{}.,\n 0-9]{0,120}") {
            parse(&text);
            Config::default().set(&text).unwrap_or_default();
        }
    }
}
