//! One file on its way into a copy: beside its place under a hidden name, synced, read back, compared, and only then renamed.
//!
//! Killed at any moment, no half file stands under a final name; the next copy writes over what was left under the hidden one. What
//! stood in the place goes to the copy's trash, unless it is only the beginning of what is put there.

use std::fs::{File, Metadata, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use chrono::{DateTime, FixedOffset};

use super::is_full;
use super::superseded::is_contained;
use crate::error::Error;
use crate::store::lock::SaveLock;
use crate::store::{Layout, atomic, trash};
use crate::text;

/// Of all bytes of a file.
pub type Digest = blake3::Hash;

/// Bytes that are moved at a time.
const CHUNK: usize = 1 << 20;

/// How long one waits for another copy that is at the same file.
const PATIENCE: Duration = Duration::from_secs(3);

/// Fails where the name is a link, and does not wait for a pipe.
pub(super) const NO_LINK: i32 = (rustix::fs::OFlags::NOFOLLOW.bits() | rustix::fs::OFlags::NONBLOCK.bits()) as i32;

/// A file that stands in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placed {
    pub bytes: u64,
    pub digest: Digest,
    /// What stood there lies in the trash now.
    pub is_kept: bool,
}

/// Why it does not.
pub struct Failure {
    pub error: Error,
    /// There is no room left: no other file will fare better.
    pub is_full: bool,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        Failure { error, is_full: false }
    }
}

/// Puts a copy of `source` at `relative` below the target. `own`: what this process has put there before, which may go without being
/// kept.
pub fn place(
    target: &Layout,
    relative: &str,
    source: &Path,
    own: Option<Digest>,
    now: DateTime<FixedOffset>,
) -> Result<Placed, Failure> {
    let path = target.inside(relative)?;
    let folder = path.parent().unwrap_or(target.root());
    atomic::create_dir_private(folder)?;
    let hidden = hidden_name(&path);
    let unwritten = |cause: io::Error| Failure { is_full: is_full(&cause), error: atomic::unwritten(&path, cause) };
    let busy = || Failure::from(Error::new(text!("copy-busy")).at(&path).hint(text!("copy-busy-hint")));
    let file = open_hidden(&hidden).map_err(unwritten)?.ok_or_else(busy)?;
    let placed = write(source, &file, &path).and_then(|placed| {
        let is_kept = settle(target, &hidden, &path, placed.digest, own, now)?;
        Ok(Placed { is_kept, ..placed })
    });
    if placed.is_err() {
        drop(std::fs::remove_file(&hidden)); // not yet anybody's file: it only takes room
    }
    placed
}

/// A copy of `source` at `path`, where nothing may stand: synced, read back and compared. For folders that nobody reads yet: killed within it,
/// half a file lies there.
pub fn copy_new(source: &Path, path: &Path) -> Result<Placed, Failure> {
    let unwritten = |cause: io::Error| Failure { is_full: is_full(&cause), error: atomic::unwritten(path, cause) };
    let mut options = OpenOptions::new();
    let file = options.read(true).write(true).create_new(true).mode(0o600).custom_flags(NO_LINK).open(path).map_err(unwritten)?;
    write(source, &file, path)
}

/// Bytes that a copy which was killed on the way to `path` has left.
pub fn left_behind(path: &Path) -> u64 {
    hidden_name(path).symlink_metadata().map_or(0, |found| found.len())
}

/// Of the bytes of a file from its beginning.
pub fn digest_of(mut file: &File) -> io::Result<Digest> {
    file.seek(SeekFrom::Start(0))?;
    let mut hasher = blake3::Hasher::new();
    pass(file, |bytes| {
        hasher.update(bytes);
        Ok(())
    })?;
    Ok(hasher.finalize())
}

/// Ours alone, and the same each time, so that what was left is written over; `check` knows it for what a killed save left.
pub(super) fn hidden_name(path: &Path) -> PathBuf {
    let digest = blake3::hash(path.file_name().unwrap_or_default().as_encoded_bytes()).to_hex();
    path.with_file_name(format!("{}{}{}", atomic::PREFIX, &digest[..16], atomic::SUFFIX))
}

/// Ours alone until it is dropped; `None` where another copy does not let go of it.
///
/// While one waits for the lock, the other may have given the file its final name: then what was opened must not be touched.
fn open_hidden(path: &Path) -> io::Result<Option<File>> {
    let until = Instant::now() + PATIENCE;
    loop {
        let mut options = OpenOptions::new();
        let file = options.read(true).write(true).create(true).truncate(false).mode(0o600).custom_flags(NO_LINK).open(path)?;
        let opened = file.metadata()?;
        if !opened.is_file() {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        match file.try_lock() {
            Ok(()) if is_at(&opened, path) => return Ok(Some(file)),
            Err(TryLockError::Error(cause)) => return Err(cause),
            _ if Instant::now() >= until => return Ok(None),
            _ => std::thread::sleep(Duration::from_millis(10)),
        }
    }
}

fn is_at(opened: &Metadata, path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|there| (there.dev(), there.ino()) == (opened.dev(), opened.ino()))
}

/// Writes all of `source`, makes it durable, and compares what the disk gives back.
fn write(source: &Path, file: &File, path: &Path) -> Result<Placed, Failure> {
    let unread = |cause: io::Error| Failure::from(Error::new(text!("files-unread")).at(source).because(cause));
    let unwritten = |cause: io::Error| Failure { is_full: is_full(&cause), error: atomic::unwritten(path, cause) };
    let original = OpenOptions::new().read(true).custom_flags(NO_LINK).open(source).map_err(unread)?;
    let (mut hasher, mut bytes, mut failed) = (blake3::Hasher::new(), 0, None);
    let written = file.set_len(0).and_then(|()| {
        let mut into = file;
        into.seek(SeekFrom::Start(0))?;
        let passed = pass(&original, |chunk| {
            hasher.update(chunk);
            bytes += chunk.len() as u64;
            into.write_all(chunk).inspect_err(|cause| failed = Some(cause.kind()))
        });
        match (passed, failed.is_some()) {
            (Err(cause), false) => Ok(Some(cause)), // it could not be read
            (outcome, _) => outcome.and_then(|()| file.sync_all()).map(|()| None),
        }
    });
    if let Some(cause) = written.map_err(unwritten)? {
        return Err(unread(cause));
    }
    let digest = hasher.finalize();
    forget_pages(file);
    match digest_of(file).map_err(unwritten)? {
        back if back == digest => Ok(Placed { bytes, digest, is_kept: false }),
        _ => Err(Error::new(text!("copy-differs")).at(path).hint(text!("copy-differs-hint")).into()),
    }
}

/// So that what is read back comes from the disk and not from memory, where the system lets us ask for it.
fn forget_pages(file: &File) {
    #[cfg(target_os = "linux")]
    let _only_advice = rustix::fs::fadvise(file, 0, None, rustix::fs::Advice::DontNeed);
    #[cfg(not(target_os = "linux"))]
    let _memory_will_do = file;
}

/// Renames. What stood there is kept, unless all of it is in the file that takes its place; `true`: it lies in the trash.
fn settle(
    target: &Layout,
    hidden: &Path,
    path: &Path,
    digest: Digest,
    own: Option<Digest>,
    now: DateTime<FixedOffset>,
) -> Result<bool, Failure> {
    let mut judged = Standing::look(path, hidden, digest, own);
    let _lock = SaveLock::take(target)?; // not while the files are read: a recorder saves over there at the same time
    if judged.as_ref().map(|standing| standing.stamp) != stamp(path) {
        judged = Standing::look(path, hidden, digest, own);
    }
    let is_kept = judged.is_some_and(|standing| standing.is_precious);
    if is_kept {
        trash::discard(target, path, now)?;
    }
    let unwritten = |cause: io::Error| Failure { is_full: is_full(&cause), error: atomic::unwritten(path, cause) };
    std::fs::rename(hidden, path).map_err(unwritten)?;
    atomic::sync_folder(path.parent().unwrap_or(target.root())).map(|()| is_kept).map_err(unwritten)
}

/// What stands where a file is to go.
struct Standing {
    stamp: Stamp,
    /// It holds what the new one does not.
    is_precious: bool,
}

/// Device, inode, length, and seconds and nanoseconds of the last change: while it is the same, so is the file.
type Stamp = (u64, u64, u64, i64, i64);

fn stamp(path: &Path) -> Option<Stamp> {
    let found = path.symlink_metadata().ok()?;
    Some((found.dev(), found.ino(), found.len(), found.ctime(), found.ctime_nsec()))
}

impl Standing {
    /// `None`: nothing stands there.
    fn look(path: &Path, hidden: &Path, digest: Digest, own: Option<Digest>) -> Option<Standing> {
        let stamp = stamp(path)?;
        let is_file = path.symlink_metadata().is_ok_and(|found| found.is_file());
        let there = if is_file { File::open(path).and_then(|file| digest_of(&file)).ok() } else { None };
        let is_ours = there.is_some() && (there == own || there == Some(digest));
        Some(Standing { stamp, is_precious: !is_ours && !is_contained(path, hidden, path) })
    }
}

fn pass(mut file: &File, mut each: impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<()> {
    let mut chunk = vec![0; CHUNK];
    loop {
        match file.read(&mut chunk) {
            Ok(0) => return Ok(()),
            Ok(n) => each(&chunk[..n])?,
            Err(cause) if cause.kind() == io::ErrorKind::Interrupted => {}
            Err(cause) => return Err(cause),
        }
    }
}
