//! A sound that was recorded elsewhere becomes a take, sample for sample, through the writer of the recordings.
//!
//! The file itself is only read. Its parts are made ready in a folder beside the sessions, compared with the file, and only then take
//! their place: so a recording can begin meanwhile, and an import that fails or is killed has made no take.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, SystemTime};

use chrono::{DateTime, FixedOffset, NaiveDateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::record::{self, Planned, Wish};
use crate::audio::bext;
use crate::audio::journal::journal_path;
use crate::audio::read::WavReader;
use crate::audio::riff::Encoding;
use crate::audio::writer::{self, Report, Sound, TakePlan, Work, WriterHandle};
use crate::clock::Monotonic;
use crate::config::AudioConfig;
use crate::domain::{Channel, Frames, Slug, Take, TakeId, new_ulid, part_file_name};
use crate::error::{Error, Result};
use crate::locale::{Locale, Text};
use crate::plan::place;
use crate::recorder::protocol::SessionPlan;
use crate::recorder::{channel_name, session_of};
use crate::store::lock::{RecorderLock, SaveLock};
use crate::store::room::room;
use crate::store::staging::Staging;
use crate::store::{Library, atomic, sessions};
use crate::text;

/// Frames that are read at once.
const STRIDE: usize = 48_000;

/// Between two looks at a writer that takes no more for now.
const PAUSE: Duration = Duration::from_millis(2);

/// What was asked for.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    pub file: PathBuf,
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

#[derive(Debug)]
pub struct Imported {
    /// Name of the session's folder.
    pub session: String,
    pub folder: PathBuf,
    pub take: Take,
    pub dated: Dated,
    /// The file keeps 32 whole bits, of which a take's floats hold 24.
    pub is_rounded: bool,
    /// What was chosen, in words.
    pub chosen: Option<Text>,
    /// A file that could not be read; the import went on without it.
    pub fault: Option<Error>,
}

/// Copies `asked.file` into the library as the next take of its session, after what was written has been compared with the file.
///
/// Errors: no WAV, no sound in it, a beginning that is still to come, no room, a session that is being recorded, a disk that fails;
/// then nothing was taken over.
pub fn import_sound(
    library: &Library,
    asked: &Asked,
    audio: &AudioConfig,
    now: DateTime<Utc>,
    locale: &Locale,
) -> Result<Imported> {
    let mut source = WavReader::open(&asked.file)?;
    if source.frames() == Frames(0) {
        return Err(Error::new(text!("sound-import-no-sound")).at(&asked.file));
    }
    require_room(library, &source, &asked.file)?;
    let (planned, began, dated) = planned(library, asked, &source, now, locale)?;
    require_free(library, &planned.plan)?;
    let staging = Staging::create(&library.layout)?;
    let mut take = blank_take(&asked.file, &source, began);
    copy_sound(&mut source, staging.path(), &mut take, audio)?;
    compare(&mut source, staging.path(), &take)?;
    let (session, folder) = take_place(library, &planned.plan, staging.path(), &mut take)?;
    let is_rounded = source.layout().encoding == Encoding::Int32;
    Ok(Imported { session, folder, take, dated, is_rounded, chosen: planned.chosen, fault: planned.fault })
}

/// What it is going to be, and when its first frame was recorded: wall times are of the zone of what was asked for.
fn planned(
    library: &Library,
    asked: &Asked,
    source: &WavReader,
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
        return Err(Error::new(text!("sound-import-later", found = found)).at(&asked.file).hint(hint));
    }
    Ok((plan_at(began)?, began.fixed_offset(), dated))
}

/// While a take runs, only the recorder writes in its session.
fn require_free(library: &Library, plan: &SessionPlan) -> Result<()> {
    let running = RecorderLock::holder(&library.layout)?.and_then(|running| running.session);
    match running.filter(|session| plan.session.as_ref() == Some(session)) {
        Some(session) => {
            let error = Error::new(text!("sound-import-recorded-now", session = session.as_str()));
            Err(error.at(library.layout.root()).hint(text!("sound-import-recorded-now-hint")))
        }
        None => Ok(()),
    }
}

/// As much as the file holds must be free.
fn require_room(library: &Library, source: &WavReader, file: &Path) -> Result<()> {
    let needed = source.frames().0 * source.format().frame_bytes();
    match room(library.layout.root()) {
        Some(room) if room < needed => {
            let mebibytes = |bytes: u64| bytes.div_ceil(1 << 20);
            let message = text!("sound-import-no-room", expected = mebibytes(needed), found = mebibytes(room));
            Err(Error::new(message).at(file).hint(text!("sound-import-no-room-hint")))
        }
        _ => Ok(()),
    }
}

/// Wall times are of `zone`.
fn beginning(asked: &Asked, source: &WavReader, zone: Tz, now: DateTime<Utc>) -> (DateTime<Tz>, Dated) {
    let rate = source.format().rate;
    if let Some(began) = asked.began {
        return (place(began, zone), Dated::Asked);
    }
    match bext::began(&asked.file, rate) {
        Some(began) => (place(began, zone), Dated::Recorder),
        None => {
            let written = date_of(&asked.file).filter(|written| *written < now).unwrap_or(now);
            let length = TimeDelta::nanoseconds(source.frames().nanoseconds(rate).min(i64::MAX as u64) as i64);
            (written.checked_sub_signed(length).unwrap_or(now).with_timezone(&zone), Dated::File)
        }
    }
}

/// When the file was written last; `None` where its date makes no sense.
fn date_of(file: &Path) -> Option<DateTime<Utc>> {
    let since = std::fs::metadata(file).ok()?.modified().ok()?.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    DateTime::from_timestamp(since.as_secs().try_into().ok()?, 0)
}

fn blank_take(file: &Path, source: &WavReader, started: DateTime<FixedOffset>) -> Take {
    let format = source.format();
    let channel = |n| Channel { name: channel_name(n, format.channels), input: 1 };
    Take {
        id: TakeId(new_ulid()),
        number: 0,
        started,
        preroll: Frames(0),
        rate: format.rate,
        bits: format.bits,
        channels: (1..=format.channels).map(channel).collect(),
        inputs: vec![format!("file:{}", file.display())],
        frames: None,
        parts: Vec::new(),
        gaps: Vec::new(),
        loudness: Default::default(),
    }
}

/// Moves the parts into the session's folder, which is made where the session is new, and enters the take. Gives the session's name.
fn take_place(library: &Library, plan: &SessionPlan, from: &Path, take: &mut Take) -> Result<(String, PathBuf)> {
    let _lock = SaveLock::take(&library.layout)?;
    require_free(library, plan)?;
    let (folder, id, mut session) = match &plan.session {
        Some(id) => {
            let entry = sessions::resolve(&library.layout, id)?;
            (entry.folder, entry.id, entry.session)
        }
        None => {
            let slug = Slug::parse(&plan.slug).unwrap_or_else(Slug::session);
            let folder = sessions::create(&library.layout, plan.start, &slug)?;
            let id = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
            (folder, id, session_of(plan))
        }
    };
    take.number = sessions::next_take_number(&folder, &session)?;
    for (part, number) in take.parts.iter_mut().zip(1..) {
        let made = from.join(&part.file);
        part.file = part_file_name(take.number, number, 1);
        let own = folder.join(&part.file);
        rename(&journal_path(&made), &journal_path(&own))?;
        rename(&made, &own)?;
    }
    session.takes.push(take.clone());
    sessions::save(&folder, &session)?;
    Ok((id, folder))
}

fn rename(from: &Path, to: &Path) -> Result<()> {
    std::fs::rename(from, to).map_err(|cause| atomic::unwritten(to, cause))
}

/// Writes the take's parts into `folder`, and enters them.
fn copy_sound(source: &mut WavReader, folder: &Path, take: &mut Take, audio: &AudioConfig) -> Result<()> {
    let plan = TakePlan {
        folder: folder.to_owned(),
        fallback: None,
        nearly_full: Default::default(),
        take: take.id.clone(),
        number: 1,
        input: 1,
        first_part: 1,
        rate: take.rate,
        channels: take.channels.len() as u16,
        bits: take.bits,
        part_frames: Frames::from_seconds(audio.part_minutes * 60.0, take.rate),
        checkpoint: Duration::from_secs_f64(audio.checkpoint_seconds),
        hurry: Default::default(),
        started: take.started,
    };
    let (tell, reports) = channel();
    let writer = writer::spawn(plan, move |report| drop(tell.send(report)));
    let writer = writer.map_err(|cause| Error::new(text!("recorder-no-thread")).because(cause))?;
    let fed = feed(source, &writer);
    let finished = send(&writer, Work::Finish);
    let heard = hear(&reports, take);
    fed.and(finished).and(heard)
}

fn feed(source: &mut WavReader, writer: &WriterHandle) -> Result<()> {
    let (rate, frames) = (source.format().rate, source.frames());
    let origin = Monotonic::now();
    let mut at = Frames(0);
    while at < frames {
        let mut samples = Vec::new();
        source.read(at, &mut samples, STRIDE)?;
        let count = (samples.len() / usize::from(source.format().channels)) as u64;
        send(writer, Work::Sound(Sound { at, captured: Monotonic(origin.0 + at.nanoseconds(rate)), samples: samples.into() }))?;
        at += Frames(count);
    }
    Ok(())
}

/// Waits for a disk that is slower than the file.
fn send(writer: &WriterHandle, mut work: Work) -> Result<()> {
    while let Err(back) = writer.try_send(work) {
        if writer.is_over() {
            return Err(Error::new(text!("recorder-broken")));
        }
        work = back;
        std::thread::sleep(PAUSE);
    }
    Ok(())
}

/// Enters what the writer tells until it has finished.
fn hear(reports: &Receiver<Report>, take: &mut Take) -> Result<()> {
    let mut failed = None;
    for report in reports {
        match report {
            Report::PartOpened(part) | Report::PartClosed(part) => take.enter(part),
            Report::Lost(error) => failed = Some(error),
            Report::Measured(loudness) => drop(take.loudness.insert(1, loudness)),
            Report::Finished => take.frames = Some(take.end()),
            Report::Confirmed { .. } | Report::Silenced { .. } | Report::Turned { .. } | Report::Stays => {}
        }
    }
    failed.map_or(Ok(()), |error| Err(error.hint(text!("sound-import-failed-hint"))))
}

/// What was written, beside the file: sample for sample.
fn compare(source: &mut WavReader, folder: &Path, take: &Take) -> Result<()> {
    let (mut own, mut others) = (Vec::new(), Vec::new());
    for part in &take.parts {
        let path = folder.join(&part.file);
        let mut copy = WavReader::open(&path)?;
        let mut at = Frames(0);
        while at < copy.frames() {
            copy.read(at, &mut own, STRIDE)?;
            source.read(part.start + at, &mut others, own.len() / take.channels.len())?;
            let bits = |samples: &[f32]| samples.iter().map(|sample| sample.to_bits()).collect::<Vec<u32>>();
            if bits(&own) != bits(&others) {
                return Err(Error::new(text!("sound-import-differs")).at(&path));
            }
            at += Frames((own.len() / take.channels.len()) as u64);
        }
    }
    match take.end() == source.frames() {
        true => Ok(()),
        false => Err(Error::new(text!("sound-import-differs")).at(folder)),
    }
}
