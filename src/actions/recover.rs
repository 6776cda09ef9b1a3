//! Mends takes that broke off, after a crash or a power cut. Nothing is deleted or cut; twice gives the same bytes.
//!
//! The recorder does this at its start, `temoin recover` on demand. A living recorder announces its session in `.recorder` before it
//! opens a part, so a part that is found open is left alone when its session is announced *afterwards*: looked at in this order, a
//! running take is never touched.

mod enter;
mod find;
mod rest;
mod texts;

use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset, Utc};

use self::enter::{Mended, close_takes, has_whole_parts, take_in};
use self::find::{broken_parts, lost_parts, owes_digest};
use self::texts::take_in_texts;
use super::import_sound::{finish_broken_off, is_half_placed};
use crate::audio::journal::Journal;
use crate::audio::recover::{Recovered, recover_length, recover_part};
use crate::audio::wav::WavFormat;
use crate::copies::{Elsewhere, Homes};
use crate::domain::{After, Frames, Session, Take, journal_path};
use crate::error::{Error, Loaded, Result};
use crate::recorder::spare_marks::{bring_home, kept_for, writers};
use crate::store::broken_saves::broken_saves;
use crate::store::layout::{parse_part_file_name, session_file};
use crate::store::lock::{RecorderLock, SaveLock};
use crate::store::markers::{self, MarkerFile};
use crate::store::{Layout, Library, sessions, trash};
use crate::text;

pub use self::find::{adds_sound, is_adoptable, is_empty, more_in_copy, no_fallback, parts_in};

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

/// How much is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Care {
    Whole,
    /// Without reading the sound.
    Hurry,
}

/// Mends every session of the library that has an unclosed part or take, except the one that a living recorder holds. An import that was
/// killed on the way into its session is finished first.
///
/// `elsewhere`: where parts lie that are not in their session's folder. A session that cannot be mended is a fault; the others are.
pub fn recover_library(library: &Library, elsewhere: &Elsewhere) -> Loaded<RecoveredSession> {
    let mut done = finish_broken_off(library);
    for folder in session_folders(&library.layout, &mut done.faults) {
        done.faults.extend(marks_home(library, elsewhere.fallback.as_deref(), &folder));
        recover_into(&mut done, library, elsewhere, &folder, Care::Whole);
    }
    done
}

/// Mends the session in `folder` as far as its next take needs it, which is waiting: its texts, and the lengths of its parts by their
/// journals. The sound itself is read by the recovery that comes next, which gives the parts their digests.
pub fn recover_before(library: &Library, elsewhere: &Elsewhere, folder: &Path) -> Loaded<RecoveredSession> {
    let mut done = Loaded::default();
    done.faults.extend(marks_home(library, elsewhere.fallback.as_deref(), folder));
    recover_into(&mut done, library, elsewhere, folder, Care::Hurry);
    done
}

fn recover_into(done: &mut Loaded<RecoveredSession>, library: &Library, elsewhere: &Elsewhere, folder: &Path, care: Care) {
    match recover_session(library, elsewhere, folder, care) {
        Ok((found, faults)) => {
            done.rows.extend(found);
            done.faults.extend(faults);
        }
        Err(fault) => done.faults.push(fault),
    }
}

/// Moves what killed saves have left behind to the trash, and gives where it lay, below the library. What an import still waits for stays.
pub fn sweep(library: &Library, now: DateTime<Utc>) -> Loaded<String> {
    let mut done = Loaded::default();
    let mut left = broken_saves(&library.layout);
    left.retain(|path| !is_half_placed(library, path));
    if left.is_empty() {
        return done;
    }
    let now = now.with_timezone(&library.settings.zone).fixed_offset();
    let _lock = match SaveLock::take(&library.layout) {
        Ok(lock) => lock,
        Err(fault) => {
            done.faults.push(fault);
            return done;
        }
    };
    for path in left {
        match trash::discard(&library.layout, &path, now) {
            Ok(trashed) => done.rows.push(trashed.from),
            Err(fault) => done.faults.push(fault),
        }
    }
    done
}

/// Marks that were kept elsewhere; not while a recorder writes in the session.
fn marks_home(library: &Library, fallback: Option<&Path>, folder: &Path) -> Vec<Error> {
    if kept_for(&library.layout, fallback, folder).is_empty() {
        return Vec::new();
    }
    let _lock = match SaveLock::take(&library.layout) {
        Ok(lock) => lock,
        Err(fault) => return vec![fault],
    };
    match sessions::load(folder) {
        Ok(entry) if !is_held(&library.layout, folder).unwrap_or(true) => {
            bring_home(&library.layout, fallback, folder, &entry.session).1
        }
        _ => Vec::new(), // a session that cannot be read is told by its own recovery
    }
}

/// `None`: there was nothing to mend, or nothing that can be.
type Outcome = (Option<RecoveredSession>, Vec<Error>);

fn recover_session(library: &Library, elsewhere: &Elsewhere, folder: &Path, care: Care) -> Result<Outcome> {
    let known = Known::of(library, elsewhere, folder)?;
    let homes = elsewhere.homes(&library.layout, folder);
    let broken = broken_parts(&homes, &known.session, |path, part| care == Care::Whole && owes_digest(path, part))?;
    let mut faults = lost_parts(&known.session, &homes);
    faults.extend(elsewhere.away().and_then(|away| waits_for(away, &known.session, folder)));
    let can_close = known.session.takes.iter().any(|take| take.frames.is_none() && may_close(take, elsewhere));
    let has_work = !broken.is_empty() || can_close || known.is_richer;
    let has_work = has_work || (care == Care::Whole && !more_in_copy(&homes, &known.session)?.is_empty());
    if (!has_work && faults.is_empty()) || is_held(&library.layout, folder)? {
        return Ok((None, Vec::new()));
    }
    if !has_work {
        return Ok((None, faults));
    }
    let (mended, unmended) = mend_sound(broken, &known.session, &homes, care);
    faults.extend(unmended);
    let (found, more) = enter(library, elsewhere, folder, known, &mended)?;
    faults.extend(more);
    Ok((found, faults))
}

fn may_close(take: &Take, elsewhere: &Elsewhere) -> bool {
    has_whole_parts(take) && (take.parts.is_empty() || elsewhere.away().is_none())
}

/// The session's own parts, and then what only the second copy holds.
fn mend_sound(broken: Vec<(PathBuf, bool)>, session: &Session, homes: &Homes, care: Care) -> (Vec<Mended>, Vec<Error>) {
    let (mut mended, mut faults) = mend(broken, session, care);
    if care == Care::Whole {
        let mut session = session.clone();
        take_in(&mut session, &mended);
        let (brought, unbrought) = rest::bring(homes, &session);
        mended.extend(brought);
        faults.extend(unbrought);
    }
    (mended, faults)
}

/// Writes into `session.toml` what was found; where the session's next take has begun meanwhile, no more than digests.
fn enter(library: &Library, elsewhere: &Elsewhere, folder: &Path, known: Known, mended: &[Mended]) -> Result<Outcome> {
    let _lock = SaveLock::take(&library.layout)?;
    if is_held(&library.layout, folder)? {
        return enter_digests(folder, mended).map(|()| (None, Vec::new()));
    }
    let mut session = match known.is_named {
        true => Known::of(library, elsewhere, folder)?.session, // it may have been edited meanwhile
        false => known.session,                                 // what a power cut left of the file is set aside when it is saved
    };
    let before = session.clone();
    let mut faults = close_marker_files(folder);
    take_in(&mut session, mended);
    let marks = markers::load(folder, &session.takes);
    close_takes(&mut session, &marks.rows, |take| may_close(take, elsewhere));
    sessions::save(folder, &session)?;
    faults.extend(marks.faults);
    let is_news = known.is_richer || without_digests(before) != without_digests(session.clone());
    Ok((is_news.then(|| told(folder, &session, mended, marks.rows.len())), faults))
}

/// Those that parts still owe; the sound was read beside the beginning of the take.
fn enter_digests(folder: &Path, mended: &[Mended]) -> Result<()> {
    let mut session = sessions::load(folder)?.session;
    let mut is_changed = false;
    for part in session.takes.iter_mut().flat_map(|take| &mut take.parts).filter(|part| part.blake3.is_none()) {
        let found = mended.iter().find(|found| found.is(part) && part.frames == Some(found.recovered.frames));
        part.blake3 = found.and_then(|found| found.recovered.blake3.clone());
        is_changed |= part.blake3.is_some();
    }
    if is_changed { sessions::save(folder, &session) } else { Ok(()) }
}

/// What the texts tell of a session.
struct Known {
    session: Session,
    /// It has a `session.toml`.
    is_named: bool,
    /// Another text, kept elsewhere, tells more than its own.
    is_richer: bool,
}

impl Known {
    fn of(library: &Library, elsewhere: &Elsewhere, folder: &Path) -> Result<Known> {
        let is_named = has_text(&session_file(folder))?;
        let mut session = match is_named {
            true => sessions::load(folder)?.session,
            false => nameless(folder, library),
        };
        let is_richer = take_in_texts(&mut session, &library.layout, elsewhere, folder);
        Ok(Known { session, is_named, is_richer })
    }
}

/// Sound that a part mended in a hurry has got its digest is no news.
fn without_digests(mut session: Session) -> Session {
    session.takes.iter_mut().flat_map(|take| &mut take.parts).for_each(|part| part.blake3 = None);
    session
}

/// A take that broke off is not closed while a card is away on which it may have gone on.
fn waits_for(away: &Path, session: &Session, folder: &Path) -> Option<Error> {
    let mut takes = session.takes.iter();
    let take = takes.find(|take| take.frames.is_none() && !take.parts.is_empty())?;
    let text = text!("cli-recover-away", number = take.number, dir = away.display().to_string());
    Some(Error::new(text).at(session_file(folder)).hint(text!("cli-recover-away-hint")))
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

/// Whether there is a text at all: a power cut may leave nothing of one, or zeros. What a hand broke is a text.
fn has_text(path: &Path) -> Result<bool> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(bytes.iter().any(|byte| *byte != 0 && !byte.is_ascii_whitespace())),
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(cause) => Err(Error::new(text!("files-unread")).at(path).because(cause)),
    }
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
        roles: Default::default(),
        after: After::default(),
    }
}

/// Whether a living recorder writes in the session's folder.
pub fn is_held(layout: &Layout, folder: &Path) -> Result<bool> {
    let running = RecorderLock::holder(layout)?;
    let held = running.and_then(|running| running.session);
    Ok(held.is_some() && held.as_deref() == folder.file_name().and_then(|name| name.to_str()))
}

/// Corrects the headers. What cannot be mended is a fault, and stays as it is.
fn mend(broken: Vec<(PathBuf, bool)>, session: &Session, care: Care) -> (Vec<Mended>, Vec<Error>) {
    let recover = match care {
        Care::Whole => recover_part,
        Care::Hurry => recover_length,
    };
    let (mut mended, mut faults) = (Vec::new(), Vec::new());
    for (path, elsewhere) in broken {
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let (take_number, _, input) = parse_part_file_name(&file).expect("only names of parts were listed");
        match recover(&path, expected_format(session, &file)) {
            Ok(recovered) => {
                let journal = Journal::read(&journal_path(&path)).unwrap_or_default(); // without one, what stands in the file counts
                mended.push(Mended { file, elsewhere, recovered, journal, take_number, input });
            }
            Err(fault) => faults.push(fault),
        }
    }
    (mended, faults)
}

fn expected_format(session: &Session, file: &str) -> Option<WavFormat> {
    let mut takes = session.takes.iter();
    let (take, part) = takes.find_map(|take| take.parts.iter().find(|part| part.file == file).map(|part| (take, part)))?;
    Some(WavFormat::of(take, part.input))
}

/// Opens each file of marks once, which sets a torn tail aside.
fn close_marker_files(folder: &Path) -> Vec<Error> {
    writers(folder).into_iter().filter_map(|who| MarkerFile::open(folder, &who).err()).collect()
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

#[cfg(test)]
mod tests;
