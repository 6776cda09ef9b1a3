//! The recorder's log: what happened, with ids and figures, never a name, a title or a note.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use chrono::{SecondsFormat, Utc};

use crate::error::{Error, Result};
use crate::text;

/// A log that has grown beyond this is set aside when the next recorder starts, in bytes.
const LARGEST: u64 = 1 << 20;

/// Appends lines to `recorder.log`. A line that cannot be written is lost: a full disk must not hinder a take.
#[derive(Debug)]
pub struct Log {
    file: File,
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
        let file = OpenOptions::new().append(true).create(true).mode(0o600).open(&path).map_err(fault)?;
        Ok(Log { file, path })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The file itself, for what libraries print on standard error.
    pub fn file(&self) -> std::io::Result<File> {
        self.file.try_clone()
    }

    pub fn line(&mut self, words: &str) {
        let now = Utc::now().to_rfc3339_opts(SecondsFormat::Millis, true);
        let line = format!("{now} {} {words}\n", std::process::id());
        // Nowhere is left to tell of a log that cannot be written.
        drop(self.file.write_all(line.as_bytes()));
    }
}
