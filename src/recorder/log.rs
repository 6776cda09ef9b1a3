//! The recorder's log: what happened, with ids and figures, never a name, a title or a note.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use chrono::{SecondsFormat, Utc};

use crate::error::{Error, Result};
use crate::text;

/// A log that has grown beyond this goes to `recorder.log.1`, and begins anew, in bytes.
const LARGEST: u64 = 1 << 20;

/// How often its size is looked at while nothing is to be written: libraries write into the same file.
const LOOK: Duration = Duration::from_secs(60);

/// Lines that wait for a slow disk; more are lost.
const WAITING: usize = 256;

/// Appends lines to `recorder.log`, on a thread of its own: a stalled disk holds nobody up. A line that cannot be written is lost.
/// Neither it nor `recorder.log.1` grows much beyond a mebibyte, however long a recorder runs.
#[derive(Debug, Clone)]
pub struct Log {
    lines: SyncSender<String>,
    /// Lines that are not written yet.
    waiting: Arc<AtomicUsize>,
    file: Arc<File>,
    path: PathBuf,
}

impl Log {
    /// Opens `recorder.log` in `folder`.
    pub fn open(folder: &Path) -> Result<Log> {
        let path = folder.join("recorder.log");
        let fault = |error: std::io::Error| Error::new(text!("recorder-log-fault")).at(&path).because(error);
        crate::store::atomic::create_dir_private(folder)?;
        let file = Arc::new(OpenOptions::new().append(true).create(true).mode(0o600).open(&path).map_err(fault)?);
        let (lines, queue) = sync_channel::<String>(WAITING);
        let waiting = Arc::new(AtomicUsize::new(0));
        let (writing, left) = (Arc::clone(&file), Arc::clone(&waiting));
        let named = path.clone();
        let work = move || write(&queue, &writing, &named, &left);
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

/// Until nobody has a line any more.
fn write(queue: &Receiver<String>, file: &File, path: &Path, left: &AtomicUsize) {
    loop {
        match queue.recv_timeout(LOOK) {
            Ok(line) => {
                drop((&*file).write_all(line.as_bytes()));
                left.fetch_sub(1, Ordering::AcqRel);
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
        }
        if file.metadata().is_ok_and(|facts| facts.len() > LARGEST) {
            set_aside(file, path);
        }
    }
}

/// Copied and emptied, not renamed: standard error goes on into this very file.
fn set_aside(file: &File, path: &Path) {
    let before = path.with_extension("log.1");
    if fs::copy(path, before).is_ok() {
        drop(file.set_len(0)); // a log that cannot be emptied grows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_that_grows_is_set_aside_while_the_recorder_runs() {
        let folder = tempfile::tempdir().unwrap();
        let log = Log::open(folder.path()).unwrap();
        let mut library = log.file().unwrap(); // what standard error is
        library.write_all(&vec![b'x'; LARGEST as usize + 1]).unwrap();
        log.line("first");
        log.settle(Duration::from_secs(20));
        let read = |name| fs::read_to_string(folder.path().join(name)).unwrap();
        let until = Instant::now() + Duration::from_secs(20);
        while !read("recorder.log").is_empty() {
            assert!(Instant::now() < until, "it is not set aside");
        }
        library.write_all(b"a library complains\n").unwrap();
        log.line("second");
        log.settle(Duration::from_secs(20));
        assert!(read("recorder.log.1").ends_with("first\n") && read("recorder.log").starts_with("a library complains\n"));
        assert!(read("recorder.log").ends_with("second\n"));
    }
}
