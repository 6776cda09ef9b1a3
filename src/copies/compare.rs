//! Whether a file is in the copy already.
//!
//! Any file is equal by its length and digest. A closed part is equal when its samples are those of the digest in `session.toml`, its
//! journal when it holds for them: the recorder's second writer makes its own checkpoints. A damaged original never takes the place of
//! what stands in the copy.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use super::files::{Item, Kind};
use super::placing::{Digest, digest_of};
use crate::audio::recover::read_journal;
use crate::audio::verify::verify;
use crate::audio::wav::WavFormat;
use crate::domain::{Part, journal_path};
use crate::error::{Error, Result};
use crate::store::Layout;
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
        Kind::Plain => plain(&item.source, &item.relative, &there),
        Kind::Part { part, format } => sound(item, &there, part, *format),
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
fn sound(item: &Item, there: &Path, part: &Part, format: WavFormat) -> Result<Judged> {
    let (source, bytes) = (&item.source, length(&item.source)?);
    let (faults, is_there) = both(source, there, part, format);
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

/// What the copy has is the part, to the last sample.
fn holds(there: &Path, part: &Part, format: WavFormat) -> bool {
    there.symlink_metadata().is_ok_and(|found| found.is_file()) && verify(there, part, format, true).is_empty()
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
