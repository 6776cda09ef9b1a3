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
use self::texts::{take_in_texts, text_elsewhere};
use super::import_sound::{finish_broken_off, is_half_placed};
use crate::audio::journal::Journal;
use crate::audio::recover::{Recovered, recover_length, recover_part};
use crate::audio::wav::WavFormat;
use crate::copies::Elsewhere;
use crate::domain::{After, Frames, Part, Session, Take, journal_path};
use crate::error::{Error, ErrorKind, Loaded, Result};
use crate::recorder::spare_marks::{Spares, writers};
use crate::store::broken_saves::broken_saves;
use crate::store::joined::holds_only_marks;
use crate::store::layout::{parse_part_file_name, session_file};
use crate::store::lock::{RecorderLock, RecoveryLock, SaveLock};
use crate::store::markers::{self, MarkerFile};
use crate::store::sessions::SessionEntry;
use crate::store::{Layout, Library, atomic, sessions, trash};
use crate::text;

pub use self::find::{adds_sound, empty_parts, is_adoptable, is_empty, more_in_copy, no_fallback, parts_in};

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
/// `elsewhere`: where parts lie that are not in their session's folder. A session that cannot be mended is a fault; the others are. While
/// another recovery is at work nothing is done after three seconds, and that is the fault.
pub fn recover_library(library: &Library, elsewhere: &Elsewhere) -> Loaded<RecoveredSession> {
    let _lock = match RecoveryLock::take(&library.layout) {
        Ok(lock) => lock,
        Err(fault) => return Loaded { rows: Vec::new(), faults: vec![fault] },
    };
    let mut done = finish_broken_off(library);
    for folder in session_folders(&library.layout, &mut done.faults) {
        recover_into(&mut done, library, elsewhere, &folder, Care::Whole);
    }
    done
}

/// Mends the session in `folder` as far as its next take needs it, which is waiting: its texts, and the lengths of its parts by their
/// journals. The sound itself is read by the recovery that comes next, which gives the parts their digests.
pub fn recover_before(library: &Library, elsewhere: &Elsewhere, folder: &Path) -> Loaded<RecoveredSession> {
    let mut done = Loaded::default();
    recover_into(&mut done, library, elsewhere, folder, Care::Hurry);
    done
}

fn recover_into(done: &mut Loaded<RecoveredSession>, library: &Library, elsewhere: &Elsewhere, folder: &Path, care: Care) {
    let early = marks_home(library, elsewhere.fallback.as_deref(), folder);
    let (found, faults) = recover_session(library, elsewhere, folder, care).unwrap_or_else(|fault| (None, vec![fault]));
    let is_new = |fault: &Error| early.iter().all(|told| told.to_string() != fault.to_string());
    let late = match &found {
        Some(_) => marks_home(library, elsewhere.fallback.as_deref(), folder), // of takes that are known only now
        None => Vec::new(),
    };
    let late: Vec<Error> = late.into_iter().filter(is_new).collect();
    done.rows.extend(found);
    done.faults.extend(early.into_iter().chain(faults).chain(late));
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
    let spares = Spares::of(library, fallback);
    if spares.kept_for(folder).is_empty() {
        return Vec::new();
    }
    let _lock = match SaveLock::take(&library.layout) {
        Ok(lock) => lock,
        Err(fault) => return vec![fault],
    };
    match sessions::load(folder) {
        _ if is_held(&library.layout, folder).unwrap_or(true) => Vec::new(),
        Ok(entry) => spares.bring_home(folder, &entry.session.takes),
        Err(_) if holds_only_marks(folder) => spares.bring_home(folder, &[]),
        Err(_) => Vec::new(), // a session that cannot be read is told by its own recovery
    }
}

/// `None`: there was nothing to mend, or nothing that can be.
type Outcome = (Option<RecoveredSession>, Vec<Error>);

fn recover_session(library: &Library, elsewhere: &Elsewhere, folder: &Path, care: Care) -> Result<Outcome> {
    let known = Known::of(library, elsewhere, folder)?;
    let homes = elsewhere.homes(&library.layout, folder);
    let broken = broken_parts(&homes, &known.session, |path, part| care == Care::Whole && owes_digest(path, part))?;
    let away = elsewhere.away().and_then(|away| waits_for(away, &known.session, folder));
    let can_close = known.session.takes.iter().any(|take| take.frames.is_none() && may_close(take, elsewhere));
    let has_own = !broken.is_empty() || can_close || known.is_richer;
    let has_more = |session: &Session| Ok(care == Care::Whole && !more_in_copy(&homes, session)?.is_empty());
    if !has_own && !has_more(&known.session)? {
        let faults: Vec<Error> = lost_parts(&known.session, &homes).into_iter().chain(away).collect();
        let is_silent = faults.is_empty() || is_held(&library.layout, folder)?;
        return Ok((None, if is_silent { Vec::new() } else { faults }));
    }
    if is_held(&library.layout, folder)? {
        return Ok((None, Vec::new()));
    }
    let (mut mended, mut faults) = mend(broken, &known.session, care);
    faults.extend(away);
    let mut session = known.session.clone();
    take_in(&mut session, &mended);
    let desk = Desk { library, elsewhere, folder };
    let mut entered = Entered { session, marks: 0, is_news: false, faults: Vec::new() };
    let is_more = has_more(&entered.session)?;
    if has_own || !is_more {
        match desk.enter(&known, &mended, !is_more)? {
            Some(own) => entered = own,
            None => return Ok((None, faults)),
        }
    }
    if is_more {
        // Only now: what is here already is safe whatever becomes of the rest, which may fill the disk.
        let (brought, unbrought) = rest::bring(&homes, &entered.session);
        mended.extend(brought);
        faults.extend(unbrought);
        match desk.enter(&known, &mended, true) {
            Ok(Some(all)) => entered = all.behind(entered),
            Ok(None) => {}
            Err(fault) => faults.push(fault),
        }
    }
    faults.extend(lost_parts(&entered.session, &homes));
    faults.extend(entered.faults);
    let is_text = known.is_richer && mended.is_empty();
    let told = || told(folder, &entered.session, |part| is_text || is_mended(part, &mended), entered.marks, &mended);
    Ok((entered.is_news.then(told), faults))
}

fn may_close(take: &Take, elsewhere: &Elsewhere) -> bool {
    has_whole_parts(take) && (take.parts.is_empty() || elsewhere.away().is_none())
}

/// Where what was found is entered.
struct Desk<'a> {
    library: &'a Library,
    elsewhere: &'a Elsewhere,
    folder: &'a Path,
}

/// A session as it was written.
struct Entered {
    session: Session,
    marks: usize,
    is_news: bool,
    faults: Vec<Error>,
}

impl Entered {
    /// After `before` was written.
    fn behind(self, before: Entered) -> Entered {
        let is_told = |fault: &Error| before.faults.iter().any(|told| told.to_string() == fault.to_string());
        let more: Vec<Error> = self.faults.into_iter().filter(|fault| !is_told(fault)).collect();
        let faults = before.faults.into_iter().chain(more).collect();
        Entered { is_news: self.is_news || before.is_news, faults, ..self }
    }
}

impl Desk<'_> {
    /// Writes into `session.toml` what was found; where the session's next take has begun meanwhile, no more than digests: `None`.
    /// `closes`: nothing is known to follow, and takes get their length.
    fn enter(&self, known: &Known, mended: &[Mended], closes: bool) -> Result<Option<Entered>> {
        let Desk { library, elsewhere, folder } = *self;
        let _lock = SaveLock::take(&library.layout)?;
        if is_held(&library.layout, folder)? {
            return enter_digests(folder, mended).map(|()| None);
        }
        let begun_from = known.begin(folder)?;
        let mut session = match has_text(&session_file(folder))? {
            true => Known::of(library, elsewhere, folder)?.session, // it may have been edited meanwhile
            false => known.session.clone(), // what a power cut left of the file is set aside when it is saved
        };
        let before = session.clone();
        let mut faults: Vec<Error> = begun_from.into_iter().chain(close_marker_files(folder)).collect();
        take_in(&mut session, mended);
        let marks = markers::load(folder, &session.takes);
        close_takes(&mut session, &marks.rows, |take| closes && may_close(take, elsewhere));
        sessions::save(folder, &session)?;
        faults.extend(marks.faults);
        let is_news = known.is_richer || without_digests(before) != without_digests(session.clone());
        Ok(Some(Entered { session, marks: marks.rows.len(), is_news, faults }))
    }
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
    /// It has no `session.toml`, and this one, kept elsewhere, tells of its takes.
    begins_from: Option<SessionEntry>,
    /// Another text, kept elsewhere, tells more than its own.
    is_richer: bool,
}

impl Known {
    fn of(library: &Library, elsewhere: &Elsewhere, folder: &Path) -> Result<Known> {
        let is_named = has_text(&session_file(folder))?;
        let begins_from = if is_named { None } else { text_elsewhere(library, elsewhere, folder)? };
        let mut session = match &begins_from {
            Some(entry) => entry.session.clone(),
            None if is_named => sessions::load(folder)?.session,
            None => nameless(folder, library),
        };
        let is_richer = take_in_texts(&mut session, library, elsewhere, folder) || begins_from.is_some();
        Ok(Known { session, begins_from, is_richer })
    }

    /// Puts the text that was kept elsewhere, with all that stands in it, where the session has none. Gives what is to be told of it.
    fn begin(&self, folder: &Path) -> Result<Option<Error>> {
        let own = session_file(folder);
        let Some(entry) = &self.begins_from else { return Ok(None) };
        if has_text(&own)? {
            return Ok(None);
        }
        let kept = session_file(&entry.folder);
        let unread = |cause| Error::new(text!("files-unread")).at(&kept).because(cause);
        atomic::write(&own, &std::fs::read(&kept).map_err(unread)?)?;
        let told = Error::new(text!("cli-recover-text-from", path = kept.display().to_string())).at(own);
        Ok(Some(told.kind_of(ErrorKind::Look)))
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
pub(super) fn has_text(path: &Path) -> Result<bool> {
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

fn is_mended(part: &Part, mended: &[Mended]) -> bool {
    mended.iter().any(|mended| mended.file == part.file)
}

/// `touches`: the takes of these parts count.
fn told(folder: &Path, session: &Session, touches: impl Fn(&Part) -> bool, marks: usize, mended: &[Mended]) -> RecoveredSession {
    let seconds = |of: fn(&Recovered) -> Frames| -> f64 {
        mended.iter().filter_map(|part| Some(of(&part.recovered).seconds(rate_of(session, &part.file)?))).sum()
    };
    let touched = |take: &&Take| take.parts.iter().any(&touches);
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
