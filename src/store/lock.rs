//! Four locks: `.lock` for one save, `.recorder` while armed or recording, `.recovery` while what broke off is mended, `.merge` while another
//! copy is taken in. Commands that only read need none. A rehearsal has a fifth, `.rehearsal`, which also says that it is one.
//!
//! The kernel frees a lock with its process, so a lock is never stale; what stands in `.recorder` counts only while it is held.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::atomic::unwritten;
use super::layout::Layout;
use crate::error::{Error, ErrorKind, Result};
use crate::text;

/// How long a save waits for another one.
const SAVE_PATIENCE: Duration = Duration::from_secs(3);

/// Fails where the name is a link, and does not wait for a pipe.
const NO_LINK: i32 = (rustix::fs::OFlags::NOFOLLOW.bits() | rustix::fs::OFlags::NONBLOCK.bits()) as i32;

/// A look at the lock holds it for a moment; a recorder waits that long.
const LOOK_PATIENCE: Duration = Duration::from_millis(300);

/// Keeps other saves away until it is dropped.
#[derive(Debug)]
pub struct SaveLock {
    _file: File,
}

/// Keeps other recorders away until it is dropped.
#[derive(Debug)]
pub struct RecorderLock {
    file: File,
    path: PathBuf,
}

/// Keeps other recoveries away until it is dropped: two at once would bring the same sound home twice.
#[derive(Debug)]
pub struct RecoveryLock {
    _file: File,
}

/// Keeps other merges away until it is dropped: two at once would take the same sound in twice.
#[derive(Debug)]
pub struct MergeLock {
    _file: File,
}

/// Says that somebody rehearses here, until it is dropped.
#[derive(Debug)]
pub struct RehearsalLock {
    _file: File,
}

/// Who records: one JSON line in `.recorder`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Running {
    pub pid: u32,
    /// Name of the session's folder; absent while only armed.
    pub session: Option<String>,
    pub socket: PathBuf,
    /// Left behind by one whose take ended by a fault: what happened, and when, in one sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<Fault>,
}

/// Why the last recorder ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    pub at: DateTime<Utc>,
    pub words: String,
}

impl SaveLock {
    /// Waits three seconds at most for another save to end.
    pub fn take(layout: &Layout) -> Result<SaveLock> {
        SaveLock::at(&layout.save_lock())
    }

    /// As [`SaveLock::take`], for a change of a session that no recorder writes in; `None`: one does. Whether one does is asked behind the
    /// lock, under which a recorder takes its session: asked before, the answer is out of date when the lock is there.
    pub fn of_free(layout: &Layout, session: &str) -> Result<Option<SaveLock>> {
        let lock = SaveLock::take(layout)?;
        let running = RecorderLock::holder(layout)?.and_then(|running| running.session);
        Ok((running.as_deref() != Some(session)).then_some(lock))
    }

    /// As [`SaveLock::take`], for files outside a library.
    pub(super) fn at(path: &Path) -> Result<SaveLock> {
        let file = open(path)?;
        if !locked_within(&file, path, SAVE_PATIENCE)? {
            return Err(Error::new(text!("files-save-locked")).at(path).hint(text!("files-save-locked-hint")));
        }
        Ok(SaveLock { _file: file })
    }
}

impl RecorderLock {
    /// Fails, naming the running session, where another recorder holds it.
    pub fn take(layout: &Layout) -> Result<RecorderLock> {
        let path = layout.recorder_lock();
        let mut file = open(&path)?;
        if !locked_within(&file, &path, LOOK_PATIENCE)? {
            return Err(refusal(&path, said(&mut file)));
        }
        Ok(RecorderLock { file, path })
    }

    /// Writes who runs, for those who are refused and those who look for the socket.
    pub fn announce(&mut self, running: &Running) -> Result<()> {
        let mut line = serde_json::to_string(running).expect("plain data is JSON");
        line.push('\n');
        let file = &mut self.file;
        let written = file.set_len(0).and_then(|()| file.seek(SeekFrom::Start(0))).and_then(|_| file.write_all(line.as_bytes()));
        written.and_then(|()| file.sync_data()).map_err(|cause| unwritten(&self.path, cause))
    }

    /// The fault by which the last recorder ended, where it did and no other has begun since. Writes nothing.
    pub fn last_fault(layout: &Layout) -> Option<Fault> {
        let mut file = File::open(layout.recorder_lock()).ok()?;
        said(&mut file)?.fault
    }

    /// The session whose recorder has gone, whether it ended in order or was killed; `None` while one runs. Writes nothing.
    pub fn last_session(layout: &Layout) -> Option<String> {
        let mut file = File::open(layout.recorder_lock()).ok()?;
        file.try_lock_shared().ok()?;
        said(&mut file)?.session
    }

    /// Who holds it now; `None` when nobody does, whatever stands in the file. Writes nothing.
    pub fn holder(layout: &Layout) -> Result<Option<Running>> {
        let path = layout.recorder_lock();
        let mut file = match File::open(&path) {
            Ok(file) => file,
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(cause) => return Err(Error::new(text!("files-unread")).at(&path).because(cause)),
        };
        match file.try_lock_shared() {
            Ok(()) => Ok(None),
            Err(TryLockError::WouldBlock) => Ok(said(&mut file).or(Some(Running::unnamed()))),
            Err(TryLockError::Error(cause)) => Err(Error::new(text!("files-lock-failed")).at(&path).because(cause)),
        }
    }
}

impl RecoveryLock {
    /// Waits three seconds at most for another recovery to end; that may take as long as reading hours of sound.
    pub fn take(layout: &Layout) -> Result<RecoveryLock> {
        let path = layout.recovery_lock();
        let file = open(&path)?;
        if !locked_within(&file, &path, SAVE_PATIENCE)? {
            let fault = Error::new(text!("files-recovery-runs")).at(layout.root()).hint(text!("files-recovery-runs-hint"));
            return Err(fault.kind_of(ErrorKind::Look));
        }
        Ok(RecoveryLock { _file: file })
    }
}

impl MergeLock {
    /// Waits three seconds at most for another merge to end; that may take as long as copying hours of sound.
    pub fn take(layout: &Layout) -> Result<MergeLock> {
        let path = layout.merge_lock();
        let file = open(&path)?;
        match locked_within(&file, &path, SAVE_PATIENCE)? {
            true => Ok(MergeLock { _file: file }),
            false => Err(Error::new(text!("merge-runs")).at(layout.root()).hint(text!("merge-runs-hint"))),
        }
    }
}

impl RehearsalLock {
    /// `None` where somebody rehearses here.
    pub fn take(layout: &Layout) -> Result<Option<RehearsalLock>> {
        let path = layout.rehearsal_lock();
        let file = open(&path)?;
        Ok(locked_within(&file, &path, Duration::ZERO)?.then_some(RehearsalLock { _file: file }))
    }
}

impl Running {
    /// A recorder that holds the lock and has not said yet who it is.
    fn unnamed() -> Running {
        Running { pid: 0, session: None, socket: PathBuf::new(), fault: None }
    }
}

fn refusal(path: &Path, running: Option<Running>) -> Error {
    let message = match running.and_then(|running| running.session) {
        Some(session) => text!("files-recorder-runs", session = super::table::shown(&session)),
        None => text!("files-recorder-armed"),
    };
    Error::new(message).at(path).hint(text!("files-recorder-runs-hint"))
}

fn said(file: &mut File) -> Option<Running> {
    let mut line = String::new();
    file.seek(SeekFrom::Start(0)).ok()?;
    file.take(64 * 1024).read_to_string(&mut line).ok()?;
    serde_json::from_str(line.trim()).ok()
}

/// A link is not followed: what it points to is no lock of ours.
pub(super) fn open(path: &Path) -> Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false).mode(0o600).custom_flags(NO_LINK);
    options.open(path).map_err(|cause| unwritten(path, cause))
}

pub(super) fn locked_within(file: &File, path: &Path, patience: Duration) -> Result<bool> {
    let until = Instant::now() + patience;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(true),
            Err(TryLockError::Error(cause)) => return Err(Error::new(text!("files-lock-failed")).at(path).because(cause)),
            Err(TryLockError::WouldBlock) if Instant::now() >= until => return Ok(false),
            Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(10)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples::library;

    fn running() -> Running {
        Running { pid: 7, session: Some("2020-03-28-2030-nadia".into()), socket: "/run/x.sock".into(), fault: None }
    }

    #[test]
    fn a_second_recorder_is_refused_with_the_running_session() {
        let (_folder, layout) = library();
        let mut lock = RecorderLock::take(&layout).unwrap();
        let armed = RecorderLock::take(&layout).unwrap_err().to_string();
        assert!(armed.contains("another recorder is ready"), "{armed}");
        lock.announce(&Running { session: Some("x".repeat(300)), ..running() }).unwrap();
        lock.announce(&running()).unwrap();
        let refused = RecorderLock::take(&layout).unwrap_err().to_string();
        assert!(refused.contains("2020-03-28-2030-nadia is being recorded already"), "{refused}");
        assert_eq!(RecorderLock::holder(&layout).unwrap(), Some(running()));
    }

    #[test]
    fn what_a_dead_recorder_left_behind_does_not_count() {
        let (_folder, layout) = library();
        let mut lock = RecorderLock::take(&layout).unwrap();
        lock.announce(&running()).unwrap();
        drop(lock);
        assert_eq!(RecorderLock::holder(&layout).unwrap(), None);
        assert_eq!(RecorderLock::last_session(&layout), running().session);
        let _lock = RecorderLock::take(&layout).unwrap();
        assert_eq!(RecorderLock::last_session(&layout), None, "one runs");
    }

    #[test]
    fn looking_makes_no_file() {
        let (_folder, layout) = library();
        assert_eq!(RecorderLock::holder(&layout).unwrap(), None);
        assert!(!layout.recorder_lock().exists());
    }

    #[test]
    fn a_save_waits_for_another_one_and_then_says_so() {
        let (_folder, layout) = library();
        let first = SaveLock::take(&layout).unwrap();
        let waiting = {
            let layout = layout.clone();
            std::thread::spawn(move || SaveLock::take(&layout).map(drop))
        };
        drop(first);
        waiting.join().unwrap().unwrap();
        let file = open(&layout.save_lock()).unwrap();
        file.lock().unwrap();
        let path = layout.save_lock();
        assert!(!locked_within(&open(&path).unwrap(), &path, Duration::from_millis(30)).unwrap());
    }
}
