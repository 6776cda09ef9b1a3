//! A sound that was recorded elsewhere becomes a take, sample for sample, through the writer of the recordings.
//!
//! The file itself is only read. Its parts are made ready in a folder beside the sessions, compared with the file, and only then take
//! their place: so a recording can begin meanwhile, and an import that fails or is killed has made no take.

mod making;
mod placing;
mod sources;

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use self::sources::Source;
use super::record::{self, Planned, Wish};
use crate::audio::bext;
use crate::audio::riff::Encoding;
use crate::config::AudioConfig;
use crate::copies::Homes;
use crate::domain::{Channel, Frames, Part, Take, TakeId, new_ulid};
use crate::error::{Error, Result};
use crate::locale::{Locale, Text};
use crate::plan::{MISSED_AFTER, place};
use crate::recorder::protocol::SessionPlan;
use crate::store::room::room;
use crate::store::sessions::SessionEntry;
use crate::store::staging::Staging;
use crate::store::{Library, sessions};
use crate::text;

pub use self::placing::{finish_broken_off, into_session, is_half_placed};

/// Before this year no recorder was set to the right time: it is the date with which its clock begins without a battery.
const FIRST_YEAR: i32 = 2015;

/// What was asked for.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// At least one; several are tracks that one recorder began together, and become the inputs of one take.
    pub files: Vec<PathBuf>,
    /// An occurrence, a series or a session, as typed; absent: a session of its own.
    pub what: Option<String>,
    pub title: Option<String>,
    /// Wall time of its first frame, where the file's own is wrong.
    pub began: Option<NaiveDateTime>,
}

/// Whose word the beginning is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dated {
    Asked,
    /// The `bext` chunk's: the recorder's own clock.
    Recorder,
    /// The file's date, when it was written last, less its length.
    File,
}

/// Why its beginning needs a look. It was not asked for so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// A year in which no recorder's clock was set.
    Unset,
    /// More than twelve hours from the session's start.
    Far,
}

#[derive(Debug)]
pub struct Imported {
    /// Name of the session's folder.
    pub session: String,
    pub folder: PathBuf,
    pub take: Take,
    pub dated: Dated,
    /// What of it lay behind the length by the file's header, in seconds.
    pub seconds_behind: f64,
    pub doubt: Option<Doubt>,
    /// Its session has no other take.
    pub is_alone: bool,
    /// The file keeps 32 whole bits, of which a take's floats hold 24.
    pub is_rounded: bool,
    /// What was chosen, in words.
    pub chosen: Option<Text>,
    /// A file that could not be read; the import went on without it.
    pub fault: Option<Error>,
}

/// Copies `asked.files` into the library as the next take of its session, after what was written has been compared with them.
///
/// Errors: no WAV, no sound in it, files that do not belong together, a sound that the library has already, a beginning that is still
/// to come, no room, a session that is being recorded, a disk that fails; then nothing was taken over.
pub fn import_sound(
    library: &Library,
    asked: &Asked,
    audio: &AudioConfig,
    now: DateTime<Utc>,
    locale: &Locale,
) -> Result<Imported> {
    let mut sources = sources::open(&asked.files, asked.began.is_some())?;
    require_room(library, &sources)?;
    let (Planned { plan, chosen, fault }, began, dated) = planned(library, asked, &sources[0], now, locale)?;
    placing::require_free(library, &plan)?;
    require_new(library, &mut sources, audio)?;
    let staging = Staging::create(&library.layout)?;
    let made = placing::made_folder(&staging, &plan)?;
    let mut take = blank_take(&sources, began);
    making::make(&mut sources, &made, &mut take, audio)?;
    let (session, folder) = placing::take_place(library, &plan, staging, &made, &mut take)?;
    let seconds_behind = sources.iter().map(|source| source.reader.behind().seconds(take.rate)).fold(0.0, f64::max);
    let is_rounded = sources.iter().any(|source| source.reader.layout().encoding == Encoding::Int32);
    let is_alone = take.number == 1;
    let doubt = doubt(&plan, &take, dated);
    Ok(Imported { session, folder, take, dated, seconds_behind, doubt, is_alone, is_rounded, chosen, fault })
}

/// What it is going to be, and when its first frame was recorded: wall times are of the zone of what was asked for.
fn planned(
    library: &Library,
    asked: &Asked,
    source: &Source,
    now: DateTime<Utc>,
    locale: &Locale,
) -> Result<(Planned, DateTime<FixedOffset>, Dated)> {
    let wish = Wish { what: asked.what.clone(), title: asked.title.clone(), ..Wish::default() };
    let plan_at = |at: DateTime<Tz>| record::plan(library, &wish, at.with_timezone(&Utc), locale);
    let (began, _) = beginning(asked, source, library.settings.zone, now);
    let zone = plan_at(began)?.plan.zone.parse().unwrap_or(library.settings.zone);
    let (began, dated) = beginning(asked, source, zone, now);
    if began > now {
        let found = format!("{} {}", locale.date(began.date_naive()), locale.clock(began.time()));
        let hint = text!("sound-import-later-hint");
        return Err(Error::new(text!("sound-import-later", found = found)).at(&source.file).hint(hint));
    }
    Ok((plan_at(began)?, began.fixed_offset(), dated))
}

/// As much as the files hold must be free.
fn require_room(library: &Library, sources: &[Source]) -> Result<()> {
    let bytes = |source: &Source| source.reader.frames().0 * source.reader.format().frame_bytes();
    let needed: u64 = sources.iter().map(bytes).sum();
    match room(library.layout.root()) {
        Some(room) if room < needed => {
            let mebibytes = |bytes: u64| bytes.div_ceil(1 << 20);
            let message = text!("sound-import-no-room", expected = mebibytes(needed), found = mebibytes(room));
            Err(Error::new(message).at(&sources[0].file).hint(text!("sound-import-no-room-hint")))
        }
        _ => Ok(()),
    }
}

/// None of the sounds is in the library already.
fn require_new(library: &Library, sources: &mut [Source], audio: &AudioConfig) -> Result<()> {
    for entry in sessions::list(&library.layout).rows {
        let homes = audio.elsewhere().homes(&library.layout, &entry.folder);
        for source in &mut *sources {
            if let Some(take) = take_of(source, &entry, &homes) {
                let alone = if entry.session.takes.len() == 1 { "yes" } else { "no" };
                let message = text!("sound-import-known", session = entry.id.as_str(), take = take.number);
                let hint = text!("sound-import-known-hint", session = entry.id.as_str(), alone = alone);
                return Err(Error::new(message).at(&source.file).hint(hint));
            }
        }
    }
    Ok(())
}

/// The take of the session that holds the same samples. What cannot be read is not the same.
fn take_of<'a>(source: &mut Source, entry: &'a SessionEntry, homes: &Homes) -> Option<&'a Take> {
    let path_of = |part: &Part| homes.path_of(part);
    entry.session.takes.iter().find(|take| {
        let mut inputs = inputs_as_long(take, source.reader.frames()).into_iter();
        inputs.any(|input| matches!(making::differing(&mut source.reader, take, input, path_of), Ok(None)))
    })
}

/// Wall times are of `zone`.
fn beginning(asked: &Asked, source: &Source, zone: Tz, now: DateTime<Utc>) -> (DateTime<Tz>, Dated) {
    let rate = source.reader.format().rate;
    if let Some(began) = asked.began {
        return (place(began, zone), Dated::Asked);
    }
    match bext::began(&source.file, rate) {
        Some(began) => (place(began, zone), Dated::Recorder),
        None => {
            let written = date_of(&source.file).filter(|written| *written < now).unwrap_or(now);
            let length = TimeDelta::nanoseconds(source.reader.frames().nanoseconds(rate).min(i64::MAX as u64) as i64);
            (written.checked_sub_signed(length).unwrap_or(now).with_timezone(&zone), Dated::File)
        }
    }
}

/// When the file was written last; `None` where its date makes no sense.
fn date_of(file: &Path) -> Option<DateTime<Utc>> {
    let since = std::fs::metadata(file).ok()?.modified().ok()?.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    DateTime::from_timestamp(since.as_secs().try_into().ok()?, 0)
}

fn blank_take(sources: &[Source], started: DateTime<FixedOffset>) -> Take {
    let format = sources[0].reader.format();
    let channels = |(input, source): (u32, &Source)| Channel::of_input(input, source.reader.format().channels);
    Take {
        id: TakeId(new_ulid()),
        number: 1,
        started,
        preroll: Frames(0),
        rate: format.rate,
        bits: format.bits,
        channels: (1..).zip(sources).flat_map(channels).collect(),
        inputs: sources.iter().map(|source| format!("file:{}", source.file.display())).collect(),
        frames: None,
        parts: Vec::new(),
        gaps: Vec::new(),
        loudness: Default::default(),
    }
}

/// The inputs of a take whose parts are together as long as that.
fn inputs_as_long(take: &Take, frames: Frames) -> Vec<u32> {
    let length = |input: u32| {
        let parts = take.parts.iter().filter(|part| part.input == input);
        parts.map(|part| part.frames.unwrap_or_default().0).sum::<u64>()
    };
    (1..=take.inputs.len() as u32).filter(|input| length(*input) == frames.0).collect()
}

/// Whether the beginning that a file tells can be true.
fn doubt(plan: &SessionPlan, take: &Take, dated: Dated) -> Option<Doubt> {
    let start = match &plan.session {
        Some(id) => id.get(..15).and_then(|start| NaiveDateTime::parse_from_str(start, "%Y-%m-%d-%H%M").ok()),
        None => plan.occurrence.map(|_| plan.start),
    };
    let is_far = |start: NaiveDateTime| (take.started.naive_local() - start).abs() > MISSED_AFTER;
    match dated {
        Dated::Asked => None,
        _ if take.started.year() < FIRST_YEAR => Some(Doubt::Unset),
        _ => start.filter(|start| is_far(*start)).map(|_| Doubt::Far),
    }
}
