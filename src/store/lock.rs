//! Two locks: `.lock` for one save, `.recorder` while armed or recording. Commands that only read need neither.
//!
//! The kernel frees a lock with its process, so a lock is never stale; what stands in `.recorder` counts only while it is held.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::atomic::unwritten;
use super::layout::Layout;
use crate::error::{Error, Result};
use crate::text;

/// How long a save waits for another one.
const SAVE_PATIENCE: Duration = Duration::from_secs(3);

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

/// Who records: one JSON line in `.recorder`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Running {
    pub pid: u32,
    /// Name of the session's folder; absent while only armed.
    pub session: Option<String>,
    pub socket: PathBuf,
}

impl SaveLock {
    /// Waits three seconds at most for another save to end.
    pub fn take(layout: &Layout) -> Result<SaveLock> {
        let path = layout.save_lock();
        let file = open(&path)?;
        if !locked_within(&file, &path, SAVE_PATIENCE)? {
            return Err(Error::new(text!("files-save-locked")).at(&path).hint(text!("files-save-locked-hint")));
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

impl Running {
    /// A recorder that holds the lock and has not said yet who it is.
    fn unnamed() -> Running {
        Running { pid: 0, session: None, socket: PathBuf::new() }
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

fn open(path: &Path) -> Result<File> {
    let opened = OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(path);
    opened.map_err(|cause| unwritten(path, cause))
}

fn locked_within(file: &File, path: &Path, patience: Duration) -> Result<bool> {
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
