//! Mends takes that broke off, after a crash or a power cut. Nothing is deleted or cut; twice gives the same bytes.
//!
//! The recorder does this at its start, `temoin recover` on demand. A living recorder announces its session in `.recorder` before it
//! opens a part, so a part that is found open is left alone when its session is announced *afterwards*: looked at in this order, a
//! running take is never touched.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Duration, FixedOffset, Utc};

use crate::audio::journal::Journal;
use crate::audio::recover::{Recovered, recover_part};
use crate::audio::wav::Format;
use crate::domain::{After, Channel, Frames, Gap, GapReason, Part, Session, Slug, Take};
use crate::error::{Error, Loaded, Result};
use crate::store::layout::{journal_file, parse_part_file_name, session_file};
use crate::store::lock::{RecorderLock, SaveLock};
use crate::store::markers::{self, MarkerFile};
use crate::store::sessions;
use crate::store::{Layout, Library};
use crate::text;

/// What was found again in one session.
#[derive(Debug, Clone, PartialEq)]
pub struct RecoveredSession {
    /// Name of the folder.
    pub session: String,
    /// Of its first take.
    pub started: Option<DateTime<FixedOffset>>,
    /// Length of the sound in the takes that were mended.
    pub seconds: f64,
    pub marks: usize,
    /// Sound at the end that no checkpoint vouches for: to be listened to.
    pub unverified_seconds: f64,
    /// Unverified sound that is digital silence to the last byte, as after a power cut.
    pub silent_tail: bool,
}

/// Mends every session of the library that has an unclosed part or take, except the one that a living recorder holds.
///
/// `fallback` is the config's folder for parts that lie elsewhere. A session that cannot be mended is a fault; the others are.
pub fn recover_library(library: &Library, fallback: Option<&Path>) -> Loaded<RecoveredSession> {
    let mut done = Loaded::default();
    for folder in session_folders(&library.layout, &mut done.faults) {
        match recover_session(library, fallback, &folder) {
            Ok(Some(found)) => {
                done.rows.push(found.0);
                done.faults.extend(found.1);
            }
            Ok(None) => {}
            Err(fault) => done.faults.push(fault),
        }
    }
    done
}

/// One part on the disk, and what was found in it.
struct Mended {
    file: String,
    elsewhere: bool,
    recovered: Recovered,
    journal: Journal,
    /// Number of the take by the file's name.
    take_number: u32,
    input: u32,
}

type Outcome = (RecoveredSession, Vec<Error>);

fn recover_session(library: &Library, fallback: Option<&Path>, folder: &Path) -> Result<Option<Outcome>> {
    let session = match session_file(folder).exists() {
        true => sessions::load(folder)?.session,
        false => nameless(folder, library),
    };
    let elsewhere = fallback.map(|fallback| library.layout.elsewhere(fallback, folder));
    let broken = broken_parts(folder, elsewhere.as_deref(), &session)?;
    let has_open_take = session.takes.iter().any(Take::is_open);
    if (broken.is_empty() && !has_open_take) || is_held(&library.layout, folder)? {
        return Ok(None);
    }
    let (mended, mut faults) = mend(broken, &session);
    let lock = SaveLock::take(&library.layout)?;
    let mut session = match session_file(folder).exists() {
        true => sessions::load(folder)?.session, // it may have been edited meanwhile
        false => session,
    };
    faults.extend(close_marker_files(folder));
    take_in(&mut session, &mended);
    let marks = markers::load(folder, &session.takes);
    close_takes(&mut session, &marks.rows);
    sessions::save(folder, &session)?;
    drop(lock);
    faults.extend(marks.faults);
    Ok(Some((told(folder, &session, &mended, marks.rows.len()), faults)))
}

/// Every session's folder, two levels down.
fn session_folders(layout: &Layout, faults: &mut Vec<Error>) -> Vec<PathBuf> {
    let years = sub_folders(&layout.sessions_dir(), faults);
    years.iter().flat_map(|year| sub_folders(year, faults)).collect()
}

fn sub_folders(folder: &Path, faults: &mut Vec<Error>) -> Vec<PathBuf> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Vec::new(),
        Err(cause) => {
            faults.push(Error::new(text!("cli-folder-unreadable")).at(folder).because(cause));
            return Vec::new();
        }
    };
    let folders = entries.flatten().filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
    let mut folders: Vec<PathBuf> = folders.map(|entry| entry.path()).collect();
    folders.sort();
    folders
}

/// A session whose `session.toml` is gone: its folder's name is all that is known.
fn nameless(folder: &Path, library: &Library) -> Session {
    Session {
        title: folder.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        series: None,
        occurrence: None,
        chain: None,
        zone: library.settings.zone,
        number: None,
        of: None,
        people: Vec::new(),
        takes: Vec::new(),
        after: After::default(),
    }
}

fn is_held(layout: &Layout, folder: &Path) -> Result<bool> {
    let running = RecorderLock::holder(layout)?;
    let held = running.and_then(|running| running.session);
    Ok(held.is_some() && held.as_deref() == folder.file_name().and_then(|name| name.to_str()))
}

/// Path and place of each part that is open, or that `session.toml` does not name.
fn broken_parts(folder: &Path, elsewhere: Option<&Path>, session: &Session) -> Result<Vec<(PathBuf, bool)>> {
    let closed: BTreeSet<&str> = session
        .takes
        .iter()
        .flat_map(|take| &take.parts)
        .filter(|part| part.frames.is_some())
        .map(|part| part.file.as_str())
        .collect();
    let mut broken = Vec::new();
    for (place, is_elsewhere) in [(Some(folder), false), (elsewhere, true)] {
        let Some(place) = place.filter(|place| place.is_dir()) else { continue };
        let entries = std::fs::read_dir(place);
        let entries = entries.map_err(|cause| Error::new(text!("cli-folder-unreadable")).at(place).because(cause))?;
        let names = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok());
        let names = names.filter(|name| parse_part_file_name(name).is_some() && !closed.contains(name.as_str()));
        broken.extend(names.map(|name| (place.join(name), is_elsewhere)));
    }
    broken.sort();
    Ok(broken)
}

/// Corrects the headers. What cannot be mended is a fault, and stays as it is.
fn mend(broken: Vec<(PathBuf, bool)>, session: &Session) -> (Vec<Mended>, Vec<Error>) {
    let (mut mended, mut faults) = (Vec::new(), Vec::new());
    for (path, elsewhere) in broken {
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let (take_number, _, input) = parse_part_file_name(&file).expect("only names of parts were listed");
        match recover_part(&path, expected_format(session, &file)) {
            Ok(recovered) => {
                let journal = Journal::read(&journal_file(&path)).unwrap_or_default(); // without one, what stands in the file counts
                mended.push(Mended { file, elsewhere, recovered, journal, take_number, input });
            }
            Err(fault) => faults.push(fault),
        }
    }
    (mended, faults)
}

fn expected_format(session: &Session, file: &str) -> Option<Format> {
    let mut takes = session.takes.iter();
    let (take, part) = takes.find_map(|take| take.parts.iter().find(|part| part.file == file).map(|part| (take, part)))?;
    Some(format_of(take, part))
}

/// How a part of a take keeps its samples.
pub fn format_of(take: &Take, part: &Part) -> Format {
    let channels = take.channels.iter().filter(|channel| channel.input == part.input).count();
    Format { rate: take.rate, channels: channels as u16, bits: take.bits }
}

/// Opens each file of marks once, which sets a torn tail aside.
fn close_marker_files(folder: &Path) -> Vec<Error> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let writers = names.filter_map(|name| Slug::parse(name.strip_prefix("markers-")?.strip_suffix(".toml")?));
    writers.filter_map(|who| MarkerFile::open(folder, &who).err()).collect()
}

fn take_in(session: &mut Session, mended: &[Mended]) {
    for part in mended {
        let known = session.takes.iter_mut().flat_map(|take| &mut take.parts).find(|known| known.file == part.file);
        match known {
            Some(known) => {
                known.frames = Some(part.recovered.frames);
                known.blake3 = Some(part.recovered.blake3.clone());
            }
            None => adopt(session, part),
        }
    }
}

/// Gives a part that `session.toml` does not name to the take that its journal names, or to a new one. Without a journal nothing
/// tells where it belongs: it stays as it is, for `check` to name.
fn adopt(session: &mut Session, mended: &Mended) {
    let Some(head) = mended.journal.head.clone() else { return };
    let part = Part {
        file: mended.file.clone(),
        input: mended.input,
        start: head.start,
        frames: Some(mended.recovered.frames),
        blake3: Some(mended.recovered.blake3.clone()),
        elsewhere: mended.elsewhere,
    };
    let at = match session.takes.iter().position(|take| take.id == head.take) {
        Some(at) => at,
        None => {
            session.takes.push(new_take(session, mended, head));
            session.takes.len() - 1
        }
    };
    let take = &mut session.takes[at];
    take.parts.push(part);
    take.parts.sort_by_key(|part| (part.start, part.input));
}

fn new_take(session: &Session, mended: &Mended, head: crate::audio::journal::JournalHead) -> Take {
    let first = mended.journal.checkpoints.first();
    // Frame 0 lies before the first checkpoint by the frames up to it; without any, only now is known.
    let started = first.map_or_else(Utc::now, |first| {
        let before = (head.start + first.frames).nanoseconds(head.format.rate);
        first.stamp.utc - Duration::nanoseconds(before as i64)
    });
    let is_taken = |number: u32| session.takes.iter().any(|take| take.number == number);
    let number = (mended.take_number..).find(|&number| !is_taken(number)).expect("there are more numbers than takes");
    Take {
        id: head.take,
        number,
        started: started.with_timezone(&session.zone).fixed_offset(),
        preroll: Frames(0),
        rate: head.format.rate,
        bits: head.format.bits,
        channels: (1..=head.format.channels).map(|n| Channel { name: n.to_string(), input: head.input }).collect(),
        inputs: vec!["none".to_owned()],
        frames: None,
        parts: Vec::new(),
        gaps: Vec::new(),
    }
}

/// Gives every open take its length: up to its last sound, or its last mark.
fn close_takes(session: &mut Session, marks: &[markers::FiledMarker]) {
    for take in session.takes.iter_mut().filter(|take| take.frames.is_none()) {
        let of_take = marks.iter().map(|filed| &filed.marker).filter(|mark| mark.take == take.id);
        let last = of_take.map(|mark| mark.end_frame.unwrap_or(mark.frame)).max().unwrap_or_default();
        name_gaps(take);
        if take.parts.iter().all(|part| part.frames.is_some()) {
            take.frames = Some(take.end().max(last));
        }
    }
}

/// Between two parts there was no sound; where nothing says why, the device was away.
fn name_gaps(take: &mut Take) {
    let mut parts: Vec<(Frames, Frames)> = take
        .parts
        .iter()
        .filter(|part| part.input == 1)
        .filter_map(|part| Some((part.start, part.start + part.frames?)))
        .collect();
    parts.sort();
    for pair in parts.windows(2) {
        let (end, next) = (pair[0].1, pair[1].0);
        let is_named = take.gaps.iter().any(|gap| gap.start < next && end < gap.start + gap.frames);
        if end < next && !is_named {
            take.gaps.push(Gap { start: end, frames: next - end, why: GapReason::Device });
        }
    }
    take.gaps.sort_by_key(|gap| gap.start);
}

fn told(folder: &Path, session: &Session, mended: &[Mended], marks: usize) -> RecoveredSession {
    let seconds = |of: fn(&Recovered) -> Frames| -> f64 {
        mended.iter().filter_map(|part| Some(of(&part.recovered).seconds(rate_of(session, &part.file)?))).sum()
    };
    let touched = |take: &&Take| take.parts.iter().any(|part| mended.iter().any(|mended| mended.file == part.file));
    RecoveredSession {
        session: folder.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        started: session.takes.first().map(|take| take.started),
        seconds: session.takes.iter().filter(touched).map(|take| take.end().seconds(take.rate)).sum(),
        marks,
        unverified_seconds: seconds(|recovered| recovered.unverified),
        silent_tail: mended.iter().any(|part| part.recovered.all_zero_tail),
    }
}

fn rate_of(session: &Session, file: &str) -> Option<crate::domain::Hertz> {
    session.takes.iter().find(|take| take.parts.iter().any(|part| part.file == file)).map(|take| take.rate)
}
