//! Brings a part back that was not closed: after `kill -9`, a power cut, a disk that was pulled out.
//!
//! The journal says what was certainly on the disk; the file may hold more, or garbage, behind it. Every whole frame stays, and
//! what no checkpoint confirms is counted as unverified. Only the header is written, in place; nothing is cut off or removed.
//! Doing it twice gives the same bytes, and a crash in between leaves a file that can be recovered again.

use std::fs::{File, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::Path;

use super::disk_error::disk_error;
use super::journal::{Journal, Stamp};
use super::riff::{Layout, is_chain, read_up_to, unreadable};
use super::wav::{WavFormat, head, max_frames, write_sizes};
use crate::domain::{Frames, journal_path};
use crate::error::{Error, Result};
use crate::text;

/// What was found, and is now what the part's header says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recovered {
    /// Length of the part: `confirmed` and `unverified`.
    pub frames: Frames,
    /// Frames that the journal vouches for.
    pub confirmed: Frames,
    /// Whole frames behind them: sound that no checkpoint saw, or garbage of a power cut.
    pub unverified: Frames,
    /// There are unverified frames, and they are digital silence to the last byte.
    pub all_zero_tail: bool,
    /// Nothing had to be written, and nothing is unverified.
    pub was_whole: bool,
    /// Digest of all `frames`, as `session.toml` keeps it; `None` where they were not read.
    pub blake3: Option<String>,
    /// When the last confirmed frame was captured.
    pub last: Option<Stamp>,
}

/// Recovers the part at `path`. `expected` is the format by `session.toml`; without it the journal's head is asked, then the
/// file's own header. Errors: the file cannot be read or written, is of another format, or nothing tells its format.
pub fn recover_part(path: &Path, expected: Option<WavFormat>) -> Result<Recovered> {
    recover(path, expected, Sums::of)
}

/// As [`recover_part`], in the time of reading the journal: it is believed, the samples are not read, and there is no digest.
pub fn recover_length(path: &Path, expected: Option<WavFormat>) -> Result<Recovered> {
    recover(path, expected, |_, _, frames, journal| Ok(Sums::unread(frames, journal)))
}

fn recover(
    path: &Path,
    expected: Option<WavFormat>,
    sums: impl Fn(&File, WavFormat, Frames, &Journal) -> io::Result<Sums>,
) -> Result<Recovered> {
    let (file, length) = open(path)?;
    let journal = read_journal(path)?;
    let format = format_of(path, expected, &journal, &file, length)?;
    let extent = Extent::of(&file, length, format, &journal).map_err(|cause| unreadable(cause).at(path))?;
    check_owner(path, &file, length, format, &journal)?;
    let sums = sums(&file, format, extent.frames, &journal).map_err(|cause| unreadable(cause).at(path))?;
    let mended = mend(path, length, format, &extent).map_err(|cause| disk_error(&cause, path))?;
    let unverified = extent.frames - sums.confirmed;
    Ok(Recovered {
        frames: extent.frames,
        confirmed: sums.confirmed,
        unverified,
        all_zero_tail: unverified.0 > 0 && sums.zeros_behind,
        was_whole: !mended && unverified.0 == 0,
        blake3: sums.blake3,
        last: journal.checkpoints[..sums.checkpoints].last().map(|checkpoint| checkpoint.stamp),
    })
}

/// Only a regular file of that very name: what a link points to is not ours to mend, and a pipe would never end.
fn open(path: &Path) -> Result<(File, u64)> {
    let open = || {
        let metadata = path.symlink_metadata()?;
        if !metadata.is_file() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file"));
        }
        Ok((File::open(path)?, metadata.len()))
    };
    open().map_err(|cause| unreadable(cause).at(path))
}

/// A part without a journal has an empty one.
pub fn read_journal(path: &Path) -> Result<Journal> {
    let path = journal_path(path);
    match Journal::read(&path) {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(Journal::default()),
        journal => journal.map_err(|cause| unreadable(cause).at(path)),
    }
}

/// The format of a part's samples; one that no file can have is not asked.
fn format_of(path: &Path, expected: Option<WavFormat>, journal: &Journal, file: &File, length: u64) -> Result<WavFormat> {
    let journal = journal.head.as_ref().map(|head| head.format);
    match (expected.filter(|format| format.fits()), journal) {
        (Some(expected), Some(journal)) if expected != journal => Err(other_format(path, expected, journal)),
        (Some(format), _) | (None, Some(format)) => Ok(format),
        (None, None) => match Layout::read(&mut &*file, length) {
            Ok(layout) if layout.format().fits() => Ok(layout.format()),
            Ok(layout) => Err(not_a_part(path, layout.format())),
            Err(error) => Err(error.at(path)),
        },
    }
}

/// A header that was torn may be written anew; that of a file which is not ours may not.
fn check_owner(path: &Path, file: &File, length: u64, format: WavFormat, journal: &Journal) -> Result<()> {
    let wanted = head(format, Frames(0), 0);
    let mut found = vec![0; wanted.len()];
    let got = read_up_to(&mut &*file, 0, &mut found).map_err(|cause| unreadable(cause).at(path))?;
    if same_but_sizes(&found, &wanted) || found.iter().all(|&byte| byte == 0) || got < found.len() {
        return Ok(());
    }
    match Layout::read(&mut &*file, length) {
        Ok(layout) => Err(other_format(path, format, layout.format())),
        Err(_) if journal.head.is_some() => Ok(()),
        Err(error) => Err(error.at(path)),
    }
}

/// Both headers say the same, apart from the lengths.
fn same_but_sizes(one: &[u8], other: &[u8]) -> bool {
    let last = other.len() - 4;
    one.len() == other.len() && one[..4] == other[..4] && one[8..last] == other[8..last]
}

fn other_format(path: &Path, expected: WavFormat, found: WavFormat) -> Error {
    let error = Error::new(text!("sound-other-format", expected = worded(expected), found = worded(found)));
    error.at(path).hint(text!("sound-other-format-hint"))
}

/// For a file that no take of ours can be.
pub fn not_a_part(path: &Path, found: WavFormat) -> Error {
    Error::new(text!("sound-not-a-part", found = worded(found))).at(path).hint(text!("sound-not-a-part-hint"))
}

/// `48000 Hz, 2 × 24 bit`: numbers, the same in both languages.
pub fn worded(format: WavFormat) -> String {
    format!("{} Hz, {} × {} bit", format.rate.0, format.channels, format.bits.number())
}

/// How far the sound of a file reaches, and what stands well-formed behind it.
struct Extent {
    frames: Frames,
    /// Bytes of whole chunks behind the samples and their padding.
    behind: u64,
}

impl Extent {
    fn of(mut file: &File, length: u64, format: WavFormat, journal: &Journal) -> io::Result<Extent> {
        let bytes = length.saturating_sub(format.head_bytes());
        let whole = Frames(bytes / format.frame_bytes()).min(max_frames(format));
        let closed = match journal.checkpoints.last().filter(|last| last.end) {
            Some(last) => Some(last.frames),
            None => declared(file, length, format)?,
        };
        let frames = closed.unwrap_or(whole).min(whole);
        let data = frames.0 * format.frame_bytes();
        let end = format.head_bytes() + data + data % 2;
        let behind = if is_chain(&mut file, end, length)? { length.saturating_sub(end) } else { 0 };
        Ok(Extent { frames, behind })
    }
}

/// The length by the header, where nothing but whole chunks stands behind it: the file was closed, by us or another program.
fn declared(mut file: &File, length: u64, format: WavFormat) -> io::Result<Option<Frames>> {
    let mut found = vec![0; format.head_bytes() as usize];
    read_up_to(&mut file, 0, &mut found)?;
    let Some(size) = found.last_chunk().map(|size| u64::from(u32::from_le_bytes(*size))) else { return Ok(None) };
    let end = format.head_bytes() + size + size % 2;
    let closed = same_but_sizes(&found, &head(format, Frames(0), 0)) && is_chain(&mut file, end, length)?;
    Ok(closed.then(|| Frames(size / format.frame_bytes())))
}

/// What reading all the samples once tells.
struct Sums {
    /// How many checkpoints hold, and the frames of the last of them.
    checkpoints: usize,
    confirmed: Frames,
    zeros_behind: bool,
    blake3: Option<String>,
}

impl Sums {
    fn of(file: &File, format: WavFormat, frames: Frames, journal: &Journal) -> io::Result<Sums> {
        let mut samples = Samples::of(file, format);
        let mut sums = Sums { checkpoints: 0, confirmed: Frames(0), zeros_behind: true, blake3: None };
        for checkpoint in journal.checkpoints.iter().take_while(|checkpoint| checkpoint.frames <= frames) {
            let stretch = samples.pass(checkpoint.frames)?;
            if stretch.crc32 != checkpoint.crc32 {
                sums.zeros_behind = stretch.zeros;
                break;
            }
            sums.checkpoints += 1;
            sums.confirmed = checkpoint.frames;
        }
        sums.zeros_behind &= samples.pass(frames)?.zeros;
        sums.blake3 = Some(samples.digest.finalize().to_hex().to_string());
        Ok(sums)
    }

    fn unread(frames: Frames, journal: &Journal) -> Sums {
        let held: Vec<Frames> = journal.checkpoints.iter().map(|line| line.frames).take_while(|at| *at <= frames).collect();
        let confirmed = held.last().copied().unwrap_or_default();
        Sums { checkpoints: held.len(), confirmed, zeros_behind: false, blake3: None }
    }
}

/// The samples of a file, passed through once, from the first to the last.
pub struct Samples<'a> {
    file: &'a File,
    /// Byte at which they begin.
    start: u64,
    frame_bytes: u64,
    at: Frames,
    pub digest: blake3::Hasher,
}

/// What was seen in one stretch of samples.
pub struct Stretch {
    pub crc32: u32,
    /// All bytes are 0.
    pub zeros: bool,
}

impl<'a> Samples<'a> {
    pub fn of(file: &'a File, format: WavFormat) -> Samples<'a> {
        let (start, frame_bytes) = (format.head_bytes(), format.frame_bytes());
        Samples { file, start, frame_bytes, at: Frames(0), digest: blake3::Hasher::new() }
    }

    /// Those of a file that another program may have laid out.
    pub fn within(file: &'a File, layout: &Layout) -> Samples<'a> {
        Samples { start: layout.start, frame_bytes: layout.frame_bytes(), ..Samples::of(file, layout.format()) }
    }

    /// Goes on to frame `until`, which the file holds.
    pub fn pass(&mut self, until: Frames) -> io::Result<Stretch> {
        let mut crc32 = crc32fast::Hasher::new();
        let mut zeros = true;
        let place = |frames: Frames| self.start + frames.0 * self.frame_bytes;
        let (mut from, end) = (place(self.at), place(until.max(self.at)));
        let mut bytes = vec![0; (end - from).min(1 << 20) as usize];
        while from < end {
            let wanted = (end - from).min(bytes.len() as u64) as usize;
            let got = read_up_to(&mut &*self.file, from, &mut bytes[..wanted])?;
            if got < wanted {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            crc32.update(&bytes[..got]);
            self.digest.update(&bytes[..got]);
            zeros &= bytes[..got].iter().all(|&byte| byte == 0);
            from += got as u64;
        }
        self.at = until.max(self.at);
        Ok(Stretch { crc32: crc32.finalize(), zeros })
    }
}

/// Writes what differs from the right header, and syncs. `false`: nothing differed, and nothing was opened for writing.
fn mend(path: &Path, length: u64, format: WavFormat, extent: &Extent) -> io::Result<bool> {
    let data = extent.frames.0 * format.frame_bytes();
    let (found, wanted) = (read_head(path, format)?, head(format, extent.frames, extent.behind));
    let pad = data % 2 == 1 && length == format.head_bytes() + data;
    if found == wanted && !pad {
        return Ok(false);
    }
    let mut file = OpenOptions::new().write(true).open(path)?;
    if pad {
        file.seek(SeekFrom::End(0))?;
        file.write_all(&[0])?;
    }
    if same_but_sizes(&found, &wanted) {
        write_sizes(&file, format, data, extent.behind)?;
    } else {
        file.seek(SeekFrom::Start(0))?;
        file.write_all(&wanted)?;
    }
    file.sync_all()?;
    Ok(true)
}

fn read_head(path: &Path, format: WavFormat) -> io::Result<Vec<u8>> {
    let mut found = vec![0; format.head_bytes() as usize];
    let got = read_up_to(&mut File::open(path)?, 0, &mut found)?;
    found.truncate(got);
    Ok(found)
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use proptest::prelude::*;

    use super::*;
    use crate::audio::journal::JournalHead;
    use crate::audio::part_file::PartFile;
    use crate::audio::wav::from_int16;
    use crate::clock::Monotonic;
    use crate::domain::{Bits, Hertz, TakeId};

    fn format(channels: u16, bits: Bits) -> WavFormat {
        WavFormat { rate: Hertz(48_000), channels, bits }
    }

    fn stamp() -> Stamp {
        Stamp { monotonic: Monotonic(5), utc: "2020-03-28T19:32:05.125Z".parse().unwrap() }
    }

    /// A part as a fault leaves it.
    struct Wreck {
        folder: tempfile::TempDir,
        format: WavFormat,
        /// What was in the file before the fault.
        whole: Vec<u8>,
    }

    impl Wreck {
        /// A part that was confirmed after each of `stretches` (in frames) but the last, which was only written.
        fn of(format: WavFormat, stretches: &[usize]) -> Wreck {
            let folder = tempfile::tempdir().unwrap();
            let head = JournalHead { take: TakeId("01JD41".into()), input: 1, start: Frames(0), format };
            let mut part = PartFile::create(&folder.path().join("take-01-001.wav"), head).unwrap();
            let mut n = 0;
            for (number, frames) in stretches.iter().enumerate() {
                let samples = frames * usize::from(format.channels);
                part.write(
                    &(0..samples)
                        .map(|_| {
                            n += 1;
                            from_int16(n)
                        })
                        .collect::<Vec<f32>>(),
                )
                .unwrap();
                match number + 1 < stretches.len() {
                    true => part.checkpoint(stamp()).unwrap(),
                    false => part.refresh().unwrap(),
                }
            }
            drop(part); // as `kill -9` does, as far as the file can tell
            let mut wreck = Wreck { folder, format, whole: Vec::new() };
            wreck.whole = wreck.bytes();
            wreck
        }

        fn path(&self) -> PathBuf {
            self.folder.path().join("take-01-001.wav")
        }

        fn journal(&self) -> PathBuf {
            journal_path(&self.path())
        }

        fn bytes(&self) -> Vec<u8> {
            std::fs::read(self.path()).unwrap()
        }

        fn put(&self, bytes: &[u8]) -> &Wreck {
            std::fs::write(self.path(), bytes).unwrap();
            self
        }

        fn cut_journal(&self, lines: usize) -> &Wreck {
            let text = std::fs::read_to_string(self.journal()).unwrap();
            std::fs::write(self.journal(), text.split_inclusive('\n').take(lines).collect::<String>()).unwrap();
            self
        }

        /// Recovers twice; the second time changes nothing. The file grows by a padding byte at most, and hound opens it.
        fn recover(&self) -> Recovered {
            let before = self.bytes();
            let recovered = recover_part(&self.path(), Some(self.format)).unwrap();
            let after = self.bytes();
            let again = recover_part(&self.path(), Some(self.format)).unwrap();
            assert_eq!(self.bytes(), after, "twice gives the same bytes");
            assert_eq!(Recovered { was_whole: recovered.was_whole, ..again.clone() }, recovered);
            assert!(again.was_whole || again.unverified.0 > 0);
            let head = self.format.head_bytes() as usize;
            assert!((before.len()..=before.len().max(head) + 1).contains(&after.len()));
            assert_eq!(before.get(head..).unwrap_or_default(), &after[head..before.len().max(head)], "no sample changes");
            assert_eq!(u64::from(hound::WavReader::open(self.path()).unwrap().duration()), recovered.frames.0);
            let data = &after[head..head + (recovered.frames.0 * self.format.frame_bytes()) as usize];
            assert_eq!(recovered.blake3.as_deref(), Some(blake3::hash(data).to_hex().as_str()));
            recovered
        }

        fn refused(&self, expected: &str) {
            let before = self.bytes();
            let error = recover_part(&self.path(), Some(self.format)).unwrap_err().to_string();
            assert!(error.contains(expected) && error.contains("hint"), "{error}");
            assert_eq!(self.bytes(), before);
        }
    }

    fn counts(recovered: &Recovered) -> (u64, u64, u64) {
        (recovered.frames.0, recovered.confirmed.0, recovered.unverified.0)
    }

    /// A take cut off after any byte, as by a power failure, gives back every whole frame.
    #[test]
    fn recovery_keeps_every_whole_frame() {
        for (channels, bits) in [(2, Bits::Int24), (1, Bits::Int24), (2, Bits::Int16), (1, Bits::Float32)] {
            let wreck = Wreck::of(format(channels, bits), &[7, 8, 5]);
            let (head, frame) = (wreck.format.head_bytes() as usize, wreck.format.frame_bytes() as usize);
            for cut in 0..=wreck.whole.len() {
                wreck.put(&wreck.whole[..cut]);
                let recovered = wreck.recover();
                let whole = (cut.saturating_sub(head) / frame) as u64;
                let confirmed = [15, 7, 0].into_iter().find(|&frames| frames <= whole).unwrap();
                assert_eq!(counts(&recovered), (whole, confirmed, whole - confirmed), "cut at {cut}");
                assert!(!recovered.all_zero_tail);
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

        /// Whatever happens to what was not yet synced: what was confirmed is there, and nothing is cut off.
        #[test]
        fn damage_behind_the_last_checkpoint_costs_nothing_before_it(
            stretches in prop::collection::vec(1..40_usize, 1..6),
            lines in 1..6_usize,
            damage in prop::collection::vec(any::<u8>(), 0..150),
            (channels, bits) in (1..4_u16, prop::sample::select(vec![Bits::Int16, Bits::Int24, Bits::Float32])),
        ) {
            let wreck = Wreck::of(format(channels, bits), &stretches);
            let checkpoints = (lines - 1).min(stretches.len() - 1);
            let confirmed = stretches[..checkpoints].iter().sum::<usize>() as u64;
            let synced = (wreck.format.head_bytes() + confirmed * wreck.format.frame_bytes()) as usize;
            let mut bytes = wreck.whole.clone();
            bytes.truncate(synced);
            bytes.extend(&damage);
            wreck.cut_journal(checkpoints + 1).put(&bytes);
            let recovered = wreck.recover();
            prop_assert_eq!(recovered.confirmed.0, confirmed);
            prop_assert_eq!(recovered.unverified.0, damage.len() as u64 / wreck.format.frame_bytes());
            prop_assert_eq!(recovered.last.is_some(), checkpoints > 0);
        }

        /// A header that a crash left half-written is written anew.
        #[test]
        fn a_torn_header_costs_nothing(torn in prop::collection::vec(any::<u8>(), 0..68)) {
            let wreck = Wreck::of(format(2, Bits::Int24), &[20, 10]);
            let mut bytes = wreck.whole.clone();
            bytes[..torn.len()].copy_from_slice(&torn);
            prop_assume!(!torn.starts_with(b"RIFF"));
            wreck.put(&bytes);
            prop_assert_eq!(counts(&wreck.recover()), (30, 20, 10));
        }
    }

    #[test]
    fn a_header_that_ran_ahead_of_the_samples_is_set_right() {
        let wreck = Wreck::of(format(2, Bits::Int24), &[20, 10]);
        wreck.put(&wreck.whole[..wreck.whole.len() - 31]);
        let recovered = wreck.recover();
        assert_eq!(counts(&recovered), (24, 20, 4));
        assert!(!recovered.was_whole);
    }

    #[test]
    fn zeros_of_a_power_cut_are_named() {
        let wreck = Wreck::of(format(2, Bits::Int24), &[20, 10]);
        let mut bytes = wreck.whole.clone();
        let synced = 68 + 20 * 6;
        bytes[synced..].fill(0);
        assert!(wreck.put(&bytes).recover().all_zero_tail);
        *bytes.last_mut().unwrap() = 1;
        assert!(!wreck.put(&bytes).recover().all_zero_tail);
    }

    #[test]
    fn damage_before_a_checkpoint_ends_what_is_confirmed_there() {
        let wreck = Wreck::of(format(2, Bits::Int24), &[20, 10, 5]);
        let mut bytes = wreck.whole.clone();
        bytes[68 + 25 * 6] ^= 1;
        assert_eq!(counts(&wreck.put(&bytes).recover()), (35, 20, 15));
    }

    #[test]
    fn without_a_journal_all_is_kept_and_nothing_is_confirmed() {
        let wreck = Wreck::of(format(2, Bits::Int24), &[20, 10]);
        std::fs::remove_file(wreck.journal()).unwrap();
        assert_eq!(counts(&wreck.recover()), (30, 0, 30));
    }

    #[test]
    fn a_part_that_broke_off_while_it_was_closed_gains_no_noise() {
        let wreck = Wreck::of(format(1, Bits::Int24), &[21]);
        let head = JournalHead { take: TakeId("01JD41".into()), input: 1, start: Frames(0), format: wreck.format };
        let path = wreck.folder.path().join("other.wav");
        let mut part = PartFile::create(&path, head).unwrap();
        part.write(&[0.5; 21]).unwrap();
        part.close(stamp(), stamp().utc.into()).unwrap();
        drop(part);
        let whole = std::fs::read(&path).unwrap();
        std::fs::rename(journal_path(&path), wreck.journal()).unwrap();
        for cut in 68 + 63..=whole.len() {
            let recovered = wreck.put(&whole[..cut]).recover();
            assert_eq!(counts(&recovered), (21, 21, 0), "cut at {cut}");
            assert_eq!(recovered.was_whole, cut == whole.len());
        }
        std::fs::remove_file(wreck.journal()).unwrap();
        assert_eq!(counts(&wreck.put(&whole).recover()), (21, 0, 21), "the header alone tells");
        assert_eq!(wreck.bytes(), whole);
    }

    #[test]
    fn the_journal_or_the_header_tells_the_format_where_the_session_does_not() {
        let wreck = Wreck::of(format(2, Bits::Int24), &[20, 10]);
        assert_eq!(recover_part(&wreck.path(), None).unwrap().confirmed, Frames(20));
        std::fs::remove_file(wreck.journal()).unwrap();
        assert_eq!(recover_part(&wreck.path(), None).unwrap().frames, Frames(30));
        wreck.put(&[]);
        assert!(recover_part(&wreck.path(), None).unwrap_err().to_string().contains("an empty file"));
    }

    #[test]
    fn a_file_that_is_not_ours_is_left_alone() {
        let other = Wreck::of(format(1, Bits::Int16), &[20]);
        let wreck = Wreck::of(format(2, Bits::Int24), &[20, 10]);
        wreck.put(&other.whole).refused("expected 48000 Hz, 2 × 24 bit, found 48000 Hz, 1 × 16 bit");
        std::fs::remove_file(wreck.journal()).unwrap();
        wreck.put(&[b'x'; 200]).refused("expected a WAV file");
        std::fs::copy(other.journal(), wreck.journal()).unwrap();
        wreck.put(&wreck.whole).refused("found 48000 Hz, 1 × 16 bit");
    }

    #[test]
    fn a_session_that_states_the_impossible_is_not_believed() {
        let wreck = Wreck::of(format(2, Bits::Int24), &[20, 10]);
        assert_eq!(counts(&recover_part(&wreck.path(), Some(format(0, Bits::Int24))).unwrap()), (30, 20, 10));
        std::fs::remove_file(wreck.journal()).unwrap();
        let mut bytes = wreck.whole.clone();
        bytes[24..28].fill(0xFF);
        let error = recover_part(&wreck.put(&bytes).path(), None).unwrap_err().to_string();
        assert!(error.contains("expected a file of a take, found 4294967295 Hz"), "{error}");
    }

    #[test]
    fn a_missing_part_is_named() {
        let error = recover_part(Path::new("/nowhere/take-01-001.wav"), None).unwrap_err().to_string();
        assert!(error.starts_with("/nowhere/take-01-001.wav: "), "{error}");
    }

    #[test]
    fn sox_and_ffprobe_agree_on_the_length_of_a_recovered_part() {
        for (channels, bits) in [(1, Bits::Int24), (2, Bits::Int24), (2, Bits::Int16)] {
            let wreck = Wreck::of(format(channels, bits), &[2000, 1001]);
            for cut in 0..8 {
                let frames = wreck.put(&wreck.whole[..wreck.whole.len() - cut]).recover().frames.0;
                let said = |program: &str, arguments: &[&str]| {
                    let output = std::process::Command::new(program).args(arguments).arg(wreck.path()).output();
                    let output = output.unwrap_or_else(|error| panic!("this test needs `{program}` (sox, ffmpeg): {error}"));
                    assert!(output.stderr.is_empty(), "{output:?}");
                    String::from_utf8(output.stdout).unwrap().trim().to_owned()
                };
                assert_eq!(said("soxi", &["-s"]), frames.to_string());
                let entries = ["-v", "error", "-of", "csv=p=0", "-show_entries", "stream=duration_ts"];
                assert_eq!(said("ffprobe", &entries), frames.to_string());
            }
        }
    }
}
