//! One part of a take on the disk: its samples and its journal, in the order that survives a power cut.
//!
//! A checkpoint is: samples synced, journal line synced, header written (the next sync makes it durable). Only then may the
//! caller forget the samples. When a write or a sync fails, the file is poisoned: [`PartFile::end_at_confirmed`] or
//! [`PartFile::leave_open`] takes it from hound and mends its header, and nothing is tried again.

use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};

use super::bext::{self, Bext};
use super::journal::{Checkpoint, JournalHead, JournalWriter, Stamp};
use super::wav::{WavFile, write_sizes};
use crate::clock::Monotonic;
use crate::domain::{Frames, UNFINISHED_PREFIX, UNFINISHED_SUFFIX, journal_path};

pub struct PartFile {
    path: PathBuf,
    head: JournalHead,
    wav: WavFile,
    journal: JournalWriter,
    confirmed: Frames,
    /// Digest up to `confirmed`.
    digest: blake3::Hash,
    /// When the last of them was captured.
    last: Option<Stamp>,
    /// Frames that the header on the disk speaks of.
    shown: Frames,
}

impl PartFile {
    /// Creates journal and file, which must not exist, and writes their heads. Readable by this user only. The journal's head is synced
    /// before there is a file: after a power cut no sound lies there of which nothing tells the take.
    pub fn create(path: &Path, head: JournalHead) -> io::Result<PartFile> {
        let journal = made(&journal_path(path), |file| JournalWriter::new(file, &head))?;
        let wav = made_whole(path, |file| WavFile::new(file, head.format));
        let wav = wav.inspect_err(|_| drop(std::fs::remove_file(journal_path(path))))?; // it tells of nothing
        sync_folder(path)?;
        let digest = wav.digest();
        let path = path.to_owned();
        Ok(PartFile { path, head, wav, journal, confirmed: Frames(0), digest, last: None, shown: Frames(0) })
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

    /// Also fails where the file is not at its place any more, or was cut: what is written there is in nobody's library.
    fn confirm(&mut self, stamp: Stamp, end: bool) -> io::Result<()> {
        self.wav.sync()?;
        if !self.wav.lies_at(&self.path)? {
            return Err(io::ErrorKind::NotFound.into());
        }
        self.journal.append(&Checkpoint { frames: self.frames(), crc32: self.wav.take_crc32(), stamp, end })?;
        self.confirmed = self.frames();
        self.digest = self.wav.digest();
        self.last = Some(stamp);
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

    /// After an error, when another part goes on at the first frame that was not confirmed: ends here, in header and journal.
    pub fn end_at_confirmed(mut self) -> io::Result<()> {
        let format = self.head.format;
        let sizes = self.wav_file().and_then(|file| write_sizes(&file, format, self.confirmed.0 * format.frame_bytes(), 0));
        let never = Stamp { monotonic: Monotonic(0), utc: DateTime::UNIX_EPOCH };
        let stamp = self.last.unwrap_or(never);
        self.journal.append(&Checkpoint { frames: self.confirmed, crc32: 0, stamp, end: true })?;
        sizes
    }

    /// After an error, when nothing follows: lets the header speak of all whole frames in the file, and touches nothing else.
    pub fn leave_open(mut self) -> io::Result<()> {
        let format = self.head.format;
        let file = self.wav_file()?;
        let bytes = file.metadata()?.len().saturating_sub(format.head_bytes());
        let whole = bytes - bytes % format.frame_bytes();
        write_sizes(&file, format, whole, 0)
    }

    /// The file without hound; opened again, where it failed while it was being finished.
    fn wav_file(&mut self) -> io::Result<File> {
        self.wav.shut().map_or_else(|| OpenOptions::new().write(true).open(&self.path), Ok)
    }
}

/// A new file with its head. One whose head the disk refused is taken back: there is nothing in it.
fn made<T>(path: &Path, head: impl FnOnce(File) -> io::Result<T>) -> io::Result<T> {
    let file = create_private(path)?;
    head(file).inspect_err(|_| drop(std::fs::remove_file(path)))
}

/// As [`made`], but its name leads to nothing that has no head yet, so that it can be read whenever this process is killed. Where the file
/// system does not rename so, the file gets its head in its place.
fn made_whole<T>(path: &Path, head: impl Fn(File) -> io::Result<T>) -> io::Result<T> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let beside = tempfile::Builder::new().prefix(UNFINISHED_PREFIX).suffix(UNFINISHED_SUFFIX).tempfile_in(folder)?;
    let written = head(beside.as_file().try_clone()?)?;
    match beside.persist_noclobber(path) {
        Ok(_) => Ok(written),
        Err(fault)
            if matches!(fault.error.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported | ErrorKind::PermissionDenied) =>
        {
            made(path, head)
        }
        Err(fault) => Err(fault.error),
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

/// Makes a new name durable. File systems that cannot sync a folder say so, which is no fault.
#[cfg(unix)]
fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match File::open(folder)?.sync_all() {
        Err(error) if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => Ok(()),
        result => result,
    }
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;
    use crate::audio::journal::Journal;
    use crate::audio::wav::{WavFormat, from_int24};
    use crate::domain::{Bits, Hertz, TakeId};

    fn head(channels: u16, bits: Bits) -> JournalHead {
        let format = WavFormat { rate: Hertz(48_000), channels, bits };
        JournalHead { take: TakeId("01JD41".into()), input: 1, start: Frames(0), format }
    }

    fn stamp() -> Stamp {
        Stamp { monotonic: Monotonic(5_000_000_000), utc: "2020-03-28T19:32:05.125Z".parse().unwrap() }
    }

    fn began() -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339("2020-03-28T20:32:04.125+01:00").unwrap()
    }

    fn numbered(frames: usize, channels: u16) -> Vec<f32> {
        (0..frames * usize::from(channels)).map(|n| from_int24(n as i32 * 3 - 4_000_000)).collect()
    }

    fn said(program: &str, arguments: &[&str], path: &Path) -> String {
        let output = Command::new(program).args(arguments).arg(path).output();
        let output = output.unwrap_or_else(|error| panic!("this test needs `{program}` (sox, ffmpeg): {error}"));
        // sox complains of every extensible header of float samples, also of those that ffmpeg writes.
        let complaints = String::from_utf8_lossy(&output.stderr)
            .replace("soxi WARN wav: wave header missing extended part of fmt chunk\n", "");
        assert!(output.status.success() && complaints.is_empty(), "{program}: {output:?}");
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }

    #[test]
    fn sox_and_ffprobe_open_a_part_while_it_is_written_and_when_it_is_closed() {
        let folder = tempfile::tempdir().unwrap();
        for (channels, bits) in [(1, Bits::Int24), (2, Bits::Int16), (2, Bits::Float32), (3, Bits::Int24)] {
            let path = folder.path().join(format!("take-01-{channels}{}.wav", bits.number()));
            let mut part = PartFile::create(&path, head(channels, bits)).unwrap();
            part.write(&numbered(1001, channels)).unwrap();
            part.refresh().unwrap();
            assert_eq!(said("soxi", &["-s"], &path), "1001");
            part.checkpoint(stamp()).unwrap();
            part.write(&numbered(1000, channels)).unwrap();
            part.close(stamp(), began()).unwrap();
            assert_eq!(said("soxi", &["-s"], &path), "2001");
            let tags = said("ffprobe", &["-v", "error", "-show_entries", "format_tags:stream=duration_ts"], &path);
            assert!(tags.contains("duration_ts=2001"), "{tags}");
            assert!(tags.contains("TAG:time_reference=3548358000") && tags.contains("TAG:encoded_by=temoin"), "{tags}");
        }
    }

    #[test]
    fn a_closed_part_says_so_in_its_journal() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("take-01-001.wav");
        let mut part = PartFile::create(&path, head(2, Bits::Int24)).unwrap();
        part.write(&numbered(480, 2)).unwrap();
        part.checkpoint(stamp()).unwrap();
        part.checkpoint(stamp()).unwrap(); // nothing new: no line
        part.close(stamp(), began()).unwrap();
        let journal = Journal::read(&journal_path(&path)).unwrap();
        assert_eq!(journal.checkpoints.iter().map(|line| line.frames.0).collect::<Vec<_>>(), [480, 480]);
        assert!(journal.ended() && journal.bad_line.is_none());
    }

    #[test]
    fn a_name_that_is_taken_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("take-01-001.wav");
        std::fs::write(&path, "somebody’s").unwrap();
        let error = PartFile::create(&path, head(2, Bits::Int24)).err().unwrap();
        assert_eq!(error.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(std::fs::read(&path).unwrap(), "somebody’s".as_bytes());
        assert!(!journal_path(&path).exists(), "a journal of nothing would be litter");
    }

    #[test]
    fn a_part_that_is_dropped_or_given_up_shows_no_frame_that_is_not_there() {
        let folder = tempfile::tempdir().unwrap();
        for n in 0..3 {
            let path = folder.path().join(format!("{n}.wav"));
            let mut part = PartFile::create(&path, head(1, Bits::Int16)).unwrap();
            part.write(&numbered(100, 1)).unwrap();
            part.checkpoint(stamp()).unwrap();
            part.write(&numbered(50, 1)).unwrap(); // waits in the buffer
            match n {
                0 => drop(part),
                1 => part.end_at_confirmed().unwrap(),
                _ => part.leave_open().unwrap(),
            }
            assert_eq!(hound::WavReader::open(&path).unwrap().duration(), 100);
            assert_eq!(std::fs::metadata(&path).unwrap().len(), 44 + 200);
            assert_eq!(Journal::read(&journal_path(&path)).unwrap().ended(), n == 1);
        }
    }

    #[cfg(unix)]
    #[test]
    fn only_this_user_may_read_a_part() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("take-01-001.wav");
        PartFile::create(&path, head(2, Bits::Int24)).unwrap();
        for path in [path.clone(), journal_path(&path)] {
            assert_eq!(std::fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }
}
