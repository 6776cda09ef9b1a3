//! Whether a file is in the copy already.
//!
//! Any file is equal by its length and digest. A closed part is equal when its samples are those of the digest in `session.toml`, its
//! journal when it holds for them: the recorder's second writer makes its own checkpoints. A damaged original never takes the place of
//! what stands in the copy, and what stands there stays where it knows more: of the sound, or of the takes.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use super::files::{Item, Kind};
use super::placing::{Digest, digest_of};
use crate::audio::journal::JournalHead;
use crate::audio::recover::read_journal;
use crate::audio::verify::verify;
use crate::audio::wav::WavFormat;
use crate::domain::{Frames, Part, Take, journal_path};
use crate::error::{Error, Result};
use crate::locale::Text;
use crate::store::layout::{parse_part_file_name, session_file};
use crate::store::sessions::SessionEntry;
use crate::store::{Layout, sessions};
use crate::text;

/// What is to be done about an item.
#[derive(Default)]
pub struct Judged {
    /// Lengths of the files that are there and equal.
    pub equal: Vec<u64>,
    pub due: Vec<Due>,
    pub faults: Vec<Error>,
}

/// A file that is to be written.
pub struct Due {
    pub source: PathBuf,
    /// Where it stands below the copy, with `/`.
    pub relative: String,
    pub bytes: u64,
}

/// Reads both sides to their end.
pub fn judge(item: &Item, target: &Layout) -> Judged {
    let judged = target.inside(&item.relative).and_then(|there| match &item.kind {
        Kind::Plain if knows_more(&there, &item.source) => Ok(left(&there, text!("copy-knows-more"))),
        Kind::Plain if is_poorer(&item.source, &there) => Ok(left(&there, text!("copy-knows-session"))),
        Kind::Plain => match unclosed_more(&item.source, &there) {
            Some(more) if more.is_sound => Ok(left(&there, text!("copy-longer", seconds = more.seconds))),
            Some(_) => Ok(Judged::default()), // the journal stays with its sound
            None => plain(&item.source, &item.relative, &there),
        },
        Kind::Part { part, format, until } => sound(item, &there, part, *format, *until),
    });
    judged.unwrap_or_else(|fault| Judged { faults: vec![fault], ..Judged::default() })
}

fn plain(source: &Path, relative: &str, there: &Path) -> Result<Judged> {
    let bytes = length(source)?;
    let is_equal = is_file_of(there, bytes) && read(source)? == read(there)?;
    let mut judged = Judged::default();
    match is_equal {
        true => judged.equal.push(bytes),
        false => judged.due.push(Due { source: source.to_owned(), relative: relative.to_owned(), bytes }),
    }
    Ok(judged)
}

/// A closed part, and the journal beside it.
fn sound(item: &Item, there: &Path, part: &Part, format: WavFormat, until: Frames) -> Result<Judged> {
    let (source, bytes) = (&item.source, length(&item.source)?);
    let (faults, is_there) = both(source, there, part, format);
    if !is_there && let Some(seconds) = more_there(source, there, (part.input, part.start), until) {
        return Ok(left(there, text!("copy-longer", seconds = seconds)));
    }
    let may_write = faults.is_empty() || there.symlink_metadata().is_err();
    let mut judged = Judged { faults, ..Judged::default() };
    match (is_there, may_write) {
        (true, _) => judged.equal.push(bytes),
        (false, true) => judged.due.push(Due { source: source.clone(), relative: item.relative.clone(), bytes }),
        (false, false) => return Ok(judged),
    }
    let journal = journal_path(source);
    if journal.symlink_metadata().is_err() {
        return Ok(judged);
    }
    if is_there && is_journal_of(source, there) {
        judged.equal.push(length(&journal)?);
        return Ok(judged);
    }
    let relative = journal_path(Path::new(&item.relative)).to_string_lossy().into_owned();
    let beside = plain(&journal, &relative, &journal_path(there))?;
    judged.equal.extend(beside.equal);
    judged.due.extend(beside.due);
    Ok(judged)
}

/// What is wrong with the original, and whether the copy is whole. Two disks are read in the time of one.
fn both(source: &Path, there: &Path, part: &Part, format: WavFormat) -> (Vec<Error>, bool) {
    if is_same_file(source, there) {
        return (verify(source, part, format, true), true); // it was recorded there
    }
    std::thread::scope(|scope| {
        let other = std::thread::Builder::new().spawn_scoped(scope, || holds(there, part, format));
        let faults = verify(source, part, format, true);
        let is_there = match other {
            Ok(thread) => thread.join().unwrap_or(false),
            Err(_) => holds(there, part, format), // the system has no thread left
        };
        (faults, is_there)
    })
}

/// What stands in the copy stays, and recovery takes in what it knows.
fn left(there: &Path, message: Text) -> Judged {
    let fault = Error::new(message).at(there).hint(text!("copy-longer-hint"));
    Judged { faults: vec![fault], ..Judged::default() }
}

/// How many seconds more of the same sound the copy has, by its own journal: a tenth of one at least.
fn more_there(source: &Path, there: &Path, of: (u32, Frames), until: Frames) -> Option<String> {
    let theirs = read_journal(there).ok()?;
    let head = theirs.head.as_ref().filter(|head| (head.input, head.start) == of)?;
    let ours = read_journal(source).ok().and_then(|journal| journal.head);
    let more = (head.start + theirs.confirmed()).saturating_sub(until);
    let is_same = ours.is_none_or(|ours| ours.take == head.take) && is_file(there);
    (is_same && more.0 > u64::from(head.format.rate.0) / 10).then(|| format!("{:.1}", more.seconds(head.format.rate)))
}

/// More of a sound that broke off here and was not mended yet, in the copy.
struct Unclosed {
    seconds: String,
    /// And not the journal beside it.
    is_sound: bool,
}

fn unclosed_more(source: &Path, there: &Path) -> Option<Unclosed> {
    let (ours, theirs) = (source.with_extension("wav"), there.with_extension("wav"));
    parse_part_file_name(ours.file_name()?.to_str()?)?;
    let journal = read_journal(&ours).ok()?;
    let head = journal.head.as_ref()?;
    let whole = length(&ours).ok()?.saturating_sub(head.format.head_bytes()) / head.format.frame_bytes();
    let frames = if journal.ended() { journal.confirmed() } else { Frames(whole) };
    let seconds = more_there(&ours, &theirs, (head.input, head.start), head.start + frames)?;
    Some(Unclosed { seconds, is_sound: source == ours })
}

/// Whether both are a `session.toml`, and the one in the copy names sound, or the end, of a take that the other does not.
fn knows_more(there: &Path, source: &Path) -> bool {
    let Some((theirs, ours)) = session_at(there).zip(session_at(source)) else { return false };
    let is_more = |theirs_of: &Take, ours: &Take| {
        let is_closed_there = ours.frames.is_none() && theirs_of.frames.is_some();
        is_closed_there || theirs_of.parts.iter().any(|part| is_more_of(&theirs.folder, theirs_of, part, ours))
    };
    theirs.session.takes.iter().any(|take| ours.session.take(take.id.as_str()).is_some_and(|ours| is_more(take, ours)))
}

fn session_at(path: &Path) -> Option<SessionEntry> {
    path.parent().filter(|folder| session_file(folder) == path).and_then(|folder| sessions::load(folder).ok())
}

/// A part over there reaches behind our sound, by a tenth of a second at least; of one that we have in part, what its journal vouches for.
fn is_more_of(there: &Path, theirs: &Take, part: &Part, ours: &Take) -> bool {
    let Some(frames) = part.frames else { return false };
    let from = ours.sound_until(part.input, part.start);
    let journal = read_journal(&there.join(&part.file)).ok();
    let is_of = |head: &JournalHead| (head.input, head.start) == (part.input, part.start);
    let journal = journal.filter(|journal| from > part.start && journal.head.as_ref().is_some_and(is_of));
    let sure = journal.map_or(frames, |journal| journal.confirmed().min(frames));
    (part.start + sure).saturating_sub(from).0 > u64::from(theirs.rate.0) / 10
}

/// Ours is a `session.toml` that recovery has made up, and the one over there tells of the same takes with more.
fn is_poorer(source: &Path, there: &Path) -> bool {
    let Some((ours, theirs)) = session_at(source).zip(session_at(there)) else { return false };
    let is_same = theirs.session.takes.iter().any(|take| ours.session.take(take.id.as_str()).is_some());
    is_same && sessions::is_made_up(&ours) && !sessions::is_made_up(&theirs)
}

fn is_file(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|found| found.is_file())
}

/// What the copy has is the part, to the last sample.
fn holds(there: &Path, part: &Part, format: WavFormat) -> bool {
    is_file(there) && verify(there, part, format, true).is_empty()
}

/// The copy's own journal does as well as ours: it is of the same part, complete, and its sums were compared with the samples.
fn is_journal_of(source: &Path, there: &Path) -> bool {
    let (ours, theirs) = (read_journal(source), read_journal(there));
    ours.is_ok_and(|ours| theirs.is_ok_and(|theirs| theirs.head.is_some() && theirs.head == ours.head && theirs.ended()))
}

fn length(path: &Path) -> Result<u64> {
    path.symlink_metadata().map(|found| found.len()).map_err(|cause| unread(path, cause))
}

fn read(path: &Path) -> Result<Digest> {
    File::open(path).and_then(|file| digest_of(&file)).map_err(|cause| unread(path, cause))
}

fn unread(path: &Path, cause: io::Error) -> Error {
    Error::new(text!("files-unread")).at(path).because(cause)
}

fn is_file_of(path: &Path, bytes: u64) -> bool {
    path.symlink_metadata().is_ok_and(|found| found.is_file() && found.len() == bytes)
}

/// A part that was recorded into the copy lies there already.
fn is_same_file(one: &Path, other: &Path) -> bool {
    matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}
