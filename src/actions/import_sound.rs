//! A sound that was recorded elsewhere becomes a take, sample for sample, through the writer of the recordings.
//!
//! The file itself is only read. The recorder's lock is held meanwhile, so that nothing else writes in the session. An import that is
//! killed leaves a take that broke off, which `recover` closes.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use chrono::{DateTime, FixedOffset, NaiveDateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::record::{self, Wish};
use crate::audio::bext;
use crate::audio::read::WavReader;
use crate::audio::writer::{self, Report, Sound, TakePlan, Work, WriterHandle};
use crate::clock::Monotonic;
use crate::config::AudioConfig;
use crate::domain::{Channel, Frames, Session, Slug, Take, TakeId, new_ulid};
use crate::error::{Error, Result};
use crate::locale::Locale;
use crate::plan::place;
use crate::recorder::protocol::SessionPlan;
use crate::recorder::{channel_name, session_of};
use crate::store::lock::{RecorderLock, Running};
use crate::store::room::room;
use crate::store::{Library, sessions};
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

#[derive(Debug, Clone)]
pub struct Imported {
    /// Name of the session's folder.
    pub session: String,
    pub folder: PathBuf,
    pub take: Take,
    pub dated: Dated,
}

/// Copies `asked.file` into the library as the next take of its session, and compares what lies there with the file.
///
/// Errors: no WAV, no sound in it, no room, a recorder that runs, a disk that fails. What had reached the disk by then stays.
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
    let zone = library.settings.zone;
    let (began, dated) = beginning(asked, &source, zone, now);
    let wish = Wish { what: asked.what.clone(), title: asked.title.clone(), ..Wish::default() };
    let plan = record::plan(library, &wish, began.with_timezone(&Utc), locale)?.plan;
    let mut lock = RecorderLock::take(&library.layout)?;
    let take = blank_take(&asked.file, &source, began.with_timezone(&plan.zone.parse().unwrap_or(zone)).fixed_offset());
    let (folder, id, mut session) = found(library, &plan, take, &mut lock)?;
    copy_sound(&mut source, &folder, &mut session, audio)?;
    let take = session.takes.last().cloned().ok_or_else(|| Error::new(text!("recorder-broken")))?;
    compare(&mut source, &folder, &take)?;
    Ok(Imported { session: id, folder, take, dated })
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

/// When its first frame was recorded. Wall times are of `zone`.
fn beginning(asked: &Asked, source: &WavReader, zone: Tz, now: DateTime<Utc>) -> (DateTime<Tz>, Dated) {
    let rate = source.format().rate;
    let written = std::fs::metadata(&asked.file).and_then(|facts| facts.modified()).map_or(now, DateTime::<Utc>::from);
    let length = TimeDelta::nanoseconds(source.frames().nanoseconds(rate).min(i64::MAX as u64) as i64);
    match (asked.began, bext::began(&asked.file, rate)) {
        (Some(began), _) => (place(began, zone), Dated::Asked),
        (None, Some(began)) => (place(began, zone), Dated::Recorder),
        (None, None) => ((written - length).with_timezone(&zone), Dated::File),
    }
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
    }
}

/// The session with its new take, which is announced before anything of it is open: recovery leaves it alone.
fn found(library: &Library, plan: &SessionPlan, mut take: Take, lock: &mut RecorderLock) -> Result<(PathBuf, String, Session)> {
    let mut announce = |id: &str| {
        lock.announce(&Running { pid: std::process::id(), session: Some(id.to_owned()), socket: PathBuf::new(), fault: None })
    };
    let (folder, id, mut session) = match &plan.session {
        Some(id) => {
            announce(id)?;
            let entry = sessions::resolve(&library.layout, id)?;
            (entry.folder, entry.id, entry.session)
        }
        None => {
            let slug = Slug::parse(&plan.slug).unwrap_or_else(Slug::session);
            let folder = sessions::create(&library.layout, plan.start, &slug)?;
            let id = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
            announce(&id)?;
            (folder, id, session_of(plan))
        }
    };
    take.number = sessions::next_take_number(&folder, &session)?;
    session.takes.push(take);
    sessions::save(&folder, &session)?;
    Ok((folder, id, session))
}

/// Writes the parts of the session's last take, and enters them.
fn copy_sound(source: &mut WavReader, folder: &Path, session: &mut Session, audio: &AudioConfig) -> Result<()> {
    let Some(take) = session.takes.last() else { return Ok(()) };
    let plan = TakePlan {
        folder: folder.to_owned(),
        fallback: None,
        leave: Default::default(),
        take: take.id.clone(),
        number: take.number,
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
    let heard = hear(&reports, folder, session);
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
        at = at + Frames(count);
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
fn hear(reports: &Receiver<Report>, folder: &Path, session: &mut Session) -> Result<()> {
    let mut failed = None;
    for report in reports {
        let Some(take) = session.takes.last_mut() else { break };
        match report {
            Report::PartOpened(part) | Report::PartClosed(part) => {
                take.enter(part);
                sessions::save(folder, session)?;
            }
            Report::Failed { error, .. } => failed = Some(error),
            Report::Finished => take.frames = failed.is_none().then(|| take.end()),
            Report::Confirmed { .. } | Report::Silenced { .. } | Report::GoesOn { .. } => {}
        }
    }
    match failed {
        Some(error) => Err(error.hint(text!("sound-import-broke-off-hint"))),
        None => sessions::save(folder, session),
    }
}

/// What lies in the library now, beside the file: sample for sample.
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
            at = at + Frames((own.len() / take.channels.len()) as u64);
        }
    }
    match take.end() == source.frames() {
        true => Ok(()),
        false => Err(Error::new(text!("sound-import-differs")).at(folder)),
    }
}
