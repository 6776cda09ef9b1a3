//! One part of a take on the disk: its samples and its journal, in the order that survives a power cut.
//!
//! A checkpoint is: samples synced, journal line synced, header written (the next sync makes it durable). Only then may the
//! caller forget the samples. When a write or a sync fails, the file is poisoned: [`PartFile::give_up`] takes it from hound and
//! mends its header, and nothing is tried again.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};

use super::bext::{self, Bext};
use super::journal::{Checkpoint, JournalHead, JournalWriter, Stamp, journal_path};
use super::wav::{WavFile, write_sizes};
use crate::domain::Frames;

pub struct PartFile {
    path: PathBuf,
    head: JournalHead,
    wav: WavFile,
    journal: JournalWriter,
    confirmed: Frames,
    /// Digest up to `confirmed`.
    digest: blake3::Hash,
    /// Frames that the header on the disk speaks of.
    shown: Frames,
}

impl PartFile {
    /// Creates journal and file, which must not exist, and writes their heads. Readable by this user only.
    pub fn create(path: &Path, head: JournalHead) -> io::Result<PartFile> {
        let journal = JournalWriter::new(create_private(&journal_path(path))?, &head)?;
        let wav = WavFile::new(create_private(path)?, head.format)?;
        sync_folder(path)?;
        let digest = wav.digest();
        let path = path.to_owned();
        Ok(PartFile { path, head, wav, journal, confirmed: Frames(0), digest, shown: Frames(0) })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Frame of the timeline at which the part begins.
    pub fn start(&self) -> Frames {
        self.head.start
    }

    pub fn frames(&self) -> Frames {
        self.wav.frames()
    }

    /// Frames that are certainly on the disk.
    pub fn confirmed(&self) -> Frames {
        self.confirmed
    }

    /// Digest of the confirmed samples, as `session.toml` keeps it.
    pub fn blake3(&self) -> String {
        self.digest.to_hex().to_string()
    }

    /// Takes whole frames; see [`WavFile::write`].
    pub fn write(&mut self, interleaved: &[f32]) -> io::Result<()> {
        self.wav.write(interleaved)
    }

    /// Lets the file open at its full length, should this process be killed; no sync.
    pub fn refresh(&mut self) -> io::Result<()> {
        if self.shown == self.frames() {
            return Ok(());
        }
        self.wav.refresh()?;
        self.shown = self.frames();
        Ok(())
    }

    /// Makes all that was written certain. `last` is when the last frame was captured.
    pub fn checkpoint(&mut self, last: Stamp) -> io::Result<()> {
        if self.confirmed == self.frames() {
            return Ok(());
        }
        self.confirm(last, false)?;
        self.refresh()
    }

    fn confirm(&mut self, stamp: Stamp, end: bool) -> io::Result<()> {
        self.wav.sync()?;
        self.journal.append(&Checkpoint { frames: self.frames(), crc32: self.wav.take_crc32(), stamp, end })?;
        self.confirmed = self.frames();
        self.digest = self.wav.digest();
        Ok(())
    }

    /// Confirms what is left and finishes the file. `began` is the wall time of its first frame. After an error what was
    /// confirmed is known, and the file is to be given up.
    pub fn close(&mut self, last: Stamp, began: DateTime<FixedOffset>) -> io::Result<()> {
        self.confirm(last, true)?;
        let description = self.path.file_name().unwrap_or_default().to_string_lossy();
        let reference = self.head.take.as_str();
        let bext = Bext { description: &description, reference, began, rate: self.head.format.rate };
        self.wav.finish(&bext::chunk(&bext))
    }

    /// After an error: lets the header speak of `frames` frames, or of all whole ones in the file, and touches nothing else.
    pub fn give_up(mut self, frames: Option<Frames>) -> io::Result<()> {
        let format = self.head.format;
        let file = match self.wav.shut() {
            Some(file) => file,
            None => OpenOptions::new().write(true).open(&self.path)?, // it failed while it was being finished
        };
        let bytes = file.metadata()?.len().saturating_sub(format.head_bytes());
        let frames = frames.unwrap_or(Frames(bytes / format.frame_bytes()));
        write_sizes(&file, format, frames.0 * format.frame_bytes(), 0)
    }
}

/// A new file that only this user may read.
pub fn create_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// A folder, and those above it, that only this user may enter; one that exists is left as it is.
pub fn create_folder(path: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Makes a new name durable. File systems that cannot sync a folder say so with `EINVAL`, which is no fault.
#[cfg(unix)]
fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match File::open(folder)?.sync_all() {
        Err(error) if error.kind() == io::ErrorKind::InvalidInput => Ok(()),
        result => result,
    }
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}
