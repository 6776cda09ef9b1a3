//! A rehearsal: a whole evening with a synthetic voice, in a library and with a config of its own, which then go to the trash.
//!
//! Nothing of it is real: no microphone is opened, no hook runs, nothing is written into the library of the person. A rehearsal whose
//! interface was killed is swept up by the next one.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use chrono::{DateTime, Local, Utc};

use super::{World, first_start};
use crate::clock::Monotonic;
use crate::config::{self, Config};
use crate::domain::Palette;
use crate::error::{Error, Result};
use crate::locale::Locale;
use crate::recorder::client::Client;
use crate::recorder::protocol::{Request, Stamp};
use crate::store::library::{self, NewLibrary};
use crate::store::lock::{RecorderLock, RehearsalLock, SaveLock};
use crate::store::trash::{self, Trashed};
use crate::store::{Layout, Library, atomic, edit};
use crate::text;

/// The only input of a rehearsal.
pub const INPUT: &str = "voice";

/// From the beginning of the rehearsal to the evening that is rehearsed: it is due already.
const AHEAD: chrono::Duration = chrono::Duration::minutes(5);

/// How long a recorder may take to let go of a library.
const LETTING_GO: Duration = Duration::from_secs(10);

/// Keys of the person's config that a rehearsal takes over.
const TAKEN_OVER: [&str; 9] =
    ["colours", "background", "signs", "show_names", "audio.rate", "audio.bits", "audio.preroll", "marks.", "keys."];

/// A rehearsal that has begun.
pub struct Rehearsal {
    /// For the interface and its recorders: the rehearsal's library and config, whatever the call says.
    pub world: World,
    pub library: Library,
    lock: RehearsalLock,
    /// The user's state folder.
    state: PathBuf,
}

/// Whether a library is a rehearsal: then nothing but the synthetic voice is recorded in it.
pub fn is_rehearsal(layout: &Layout) -> bool {
    layout.rehearsal_lock().exists()
}

/// Sweeps up what was left over, and makes a library in which an evening is due, in the language and with the palette of the person.
/// `state` is the user's state folder.
///
/// Errors: the state folder cannot be written.
pub fn begin(state: &Path, world: &World) -> Result<Rehearsal> {
    let rehearsals = Layout::new(state.join("rehearsals"));
    atomic::create_dir_private(rehearsals.root())?;
    let _turn = SaveLock::take(&rehearsals)?;
    let now = world.clock.now();
    sweep(state, &rehearsals, world);
    let folder = new_folder(&rehearsals, now)?;
    let Some(lock) = RehearsalLock::take(&Layout::new(&folder))? else {
        return Err(Error::new(text!("files-exists")).at(&folder));
    };
    let library = library::init(&NewLibrary {
        folder: folder.clone(),
        title: world.locale.say(&text!("today-rehearsal")),
        language: world.locale.language,
        zone: library::machine_zone(),
        palette: palette(world)?,
    })?;
    let evening = library.layout.series_dir().join("rehearsal.toml");
    atomic::write_new(&evening, evening_text(&library, &world.locale, now).as_bytes())?;
    let path = folder.join("config.toml");
    let config = write_config(&path, world)?;
    let world = World {
        clock: world.clock,
        called: world.called,
        locale: Locale::new(world.locale.language),
        config,
        passed: vec!["--config".into(), path.clone().into()],
        config_path: Some(path),
        config_named: true,
        config_faults: Vec::new(),
        library_asked: Some(folder),
    };
    Ok(Rehearsal { world, library, lock, state: state.to_owned() })
}

/// Ends the recorder of the rehearsal, and moves it to the trash of the person's library; where there is none, or on another disk, to the
/// one of the state folder.
///
/// Errors: its recorder does not let go of it, or it cannot be moved. Then the next rehearsal sweeps it up.
pub fn finish(rehearsal: Rehearsal, world: &World) -> Result<Trashed> {
    let trashed = put_away(&rehearsal.state, &rehearsal.library.layout, world);
    drop(rehearsal.lock);
    trashed
}

/// Puts away every rehearsal that nobody is in any more. What cannot be put away stays for the next time.
fn sweep(state: &Path, rehearsals: &Layout, world: &World) {
    let Ok(entries) = std::fs::read_dir(rehearsals.root()) else { return };
    for layout in entries.flatten().map(|entry| Layout::new(entry.path())).filter(|layout| layout.root().is_dir()) {
        if let Ok(Some(_lock)) = RehearsalLock::take(&layout) {
            drop(put_away(state, &layout, world));
        }
    }
}

fn put_away(state: &Path, layout: &Layout, world: &World) -> Result<Trashed> {
    end_recorder(layout)?;
    let now = world.clock.now().with_timezone(&Local).fixed_offset();
    let name = layout.root().file_name().unwrap_or_default().to_string_lossy().into_owned();
    let into_library = || -> Result<Trashed> {
        let library = world.library()?;
        library.require_writable()?;
        let _lock = SaveLock::take(&library.layout)?;
        trash::adopt(&library.layout, layout.root(), &format!("rehearsals/{name}"), now)
    };
    into_library().or_else(|_| trash::discard(&Layout::new(state), layout.root(), now))
}

/// Stops what still records here, or listens: nothing of it is real.
fn end_recorder(layout: &Layout) -> Result<()> {
    if let Some(mut client) = Client::of_library(layout.root())? {
        let is_recording = client.ask(&Request::Status)?.status.is_some_and(|status| status.session.is_some());
        let stamp = Stamp { mono: Some(Monotonic::now()), wall: None };
        client.ask(&if is_recording { Request::Stop(stamp) } else { Request::Disarm })?;
    }
    let until = Instant::now() + LETTING_GO;
    while RecorderLock::holder(layout)?.is_some() {
        if Instant::now() >= until {
            return Err(Error::new(text!("today-rehearsal-held")).at(layout.root()).hint(text!("today-rehearsal-held-hint")));
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    Ok(())
}

/// `rehearsal-2026-11-22-1937`; a name that is taken gets `-2`.
fn new_folder(rehearsals: &Layout, now: DateTime<Utc>) -> Result<PathBuf> {
    let name = now.with_timezone(&Local).format("rehearsal-%Y-%m-%d-%H%M").to_string();
    for number in 1..=999 {
        let folder = rehearsals.root().join(if number == 1 { name.clone() } else { format!("{name}-{number}") });
        if atomic::create_dir_new(&folder)? {
            return Ok(folder);
        }
    }
    Err(Error::new(text!("files-exists")).at(rehearsals.root()))
}

/// That of the person's library, so that the letters are the ones of the real evening.
fn palette(world: &World) -> Result<Palette> {
    let of_library = world.library().ok().map(|library| library.settings.palette);
    match of_library.filter(|palette| *palette != Palette::default()) {
        Some(palette) => Ok(palette),
        None => first_start::palette_of(None, &world.config),
    }
}

/// One evening with three steps.
fn evening_text(library: &Library, locale: &Locale, now: DateTime<Utc>) -> String {
    let quoted = |text: crate::locale::Text| edit::quoted(&locale.say(&text));
    let zone = library.settings.zone;
    let start = (now + AHEAD).with_timezone(&zone).format("%Y-%m-%dT%H:%M:00");
    let (title, announce) = (quoted(text!("today-rehearsal-evening")), quoted(text!("today-rehearsal-announce")));
    let steps = [text!("today-rehearsal-step-mark"), text!("today-rehearsal-step-withhold"), text!("today-rehearsal-step-stop")];
    let steps: String = steps.map(|step| format!("[[step]]\ntitle = {}\nminutes = 2\n", quoted(step))).concat();
    let zone = edit::quoted(zone.name());
    format!("format = 1\ntitle = {title}\nstart = {start}\nzone = {zone}\nminutes = 30\nannounce = {announce}\n{steps}")
}

/// A config with the person's screen, keys and name, the synthetic voice, and no hook.
fn write_config(path: &Path, world: &World) -> Result<Config> {
    let who = world.config.who_or_machine();
    let own = [
        ("who".to_owned(), who.as_str().into()),
        ("language".to_owned(), world.locale.language.tag().into()),
        ("audio.inputs".to_owned(), vec![INPUT].into()),
    ];
    let is_taken_over =
        |name: &str| TAKEN_OVER.iter().any(|taken| name == *taken || (taken.ends_with('.') && name.starts_with(taken)));
    let values = world.config.values().into_iter().filter(|(name, _)| is_taken_over(name));
    let settings: Vec<(String, toml::Value)> =
        own.into_iter().chain(values.filter_map(|(name, value)| Some((name, value?)))).collect();
    let settings: Vec<(&str, toml::Value)> = settings.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
    config::save(path, &settings)?;
    Ok(Config::load(path).0)
}

#[cfg(test)]
mod tests;
