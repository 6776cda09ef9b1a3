//! The recorder's log: what happened, with ids and figures, never a name, a title or a note.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use chrono::{SecondsFormat, Utc};

use crate::error::{Error, Result};
use crate::text;

/// A log that has grown beyond this is set aside when the next recorder starts, in bytes.
const LARGEST: u64 = 1 << 20;

/// Lines that wait for a slow disk; more are lost.
const WAITING: usize = 256;

/// Appends lines to `recorder.log`, on a thread of its own: a stalled disk holds nobody up. A line that cannot be written is lost.
#[derive(Debug, Clone)]
pub struct Log {
    lines: SyncSender<String>,
    /// Lines that are not written yet.
    waiting: Arc<AtomicUsize>,
    file: Arc<File>,
    path: PathBuf,
}

impl Log {
    /// Opens `recorder.log` in `folder`; a large one becomes `recorder.log.1`.
    pub fn open(folder: &Path) -> Result<Log> {
        let path = folder.join("recorder.log");
        let fault = |error: std::io::Error| Error::new(text!("recorder-log-fault")).at(&path).because(error);
        crate::store::atomic::create_dir_private(folder)?;
        if fs::metadata(&path).is_ok_and(|facts| facts.len() > LARGEST) {
            fs::rename(&path, folder.join("recorder.log.1")).map_err(fault)?;
        }
        let file = Arc::new(OpenOptions::new().append(true).create(true).mode(0o600).open(&path).map_err(fault)?);
        let (lines, queue) = sync_channel::<String>(WAITING);
        let waiting = Arc::new(AtomicUsize::new(0));
        let (writing, left) = (Arc::clone(&file), Arc::clone(&waiting));
        let work = move || {
            for line in queue {
                drop((&*writing).write_all(line.as_bytes()));
                left.fetch_sub(1, Ordering::AcqRel);
            }
        };
        thread::Builder::new().name("log".into()).spawn(work).map_err(fault)?;
        Ok(Log { lines, waiting, file, path })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The file itself, for what libraries print on standard error.
    pub fn file(&self) -> std::io::Result<File> {
        self.file.try_clone()
    }

    pub fn line(&self, words: &str) {
        let now = Utc::now().to_rfc3339_opts(SecondsFormat::Millis, true);
        self.waiting.fetch_add(1, Ordering::AcqRel);
        if self.lines.try_send(format!("{now} {} {words}\n", std::process::id())).is_err() {
            self.waiting.fetch_sub(1, Ordering::AcqRel); // a full queue loses the line
        }
    }

    /// Waits until every line is written, for `limit` at most: before the process ends.
    pub fn settle(&self, limit: Duration) {
        let until = Instant::now() + limit;
        while self.waiting.load(Ordering::Acquire) > 0 && Instant::now() < until {
            thread::sleep(Duration::from_millis(2));
        }
    }
}
