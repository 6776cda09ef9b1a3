//! The journal of a part, `take-01-001.crc`: what was certainly on the disk, second by second.
//!
//! Text, one line a checkpoint, so that a person can read it too:
//!
//! ```text
//! temoin-journal 1 take=01JD41… input=1 start=0 rate=48000 channels=2 bits=24 ~9ad1c3f0
//! 1 48000 crc=1c2d3e4f monotonic=81273918273 utc=2020-03-28T19:32:05.125Z ~0b1c2d3e
//! 2 96000 crc=5f6e7d8c monotonic=82273918273 utc=2020-03-28T19:32:06.125Z end ~7788aabb
//! ```
//!
//! After the head: the line's number, the frames of the part so far, the CRC-32 of the sample bytes since the line before, and
//! when the last of these frames was captured. `end` stands on the last line of a part that was closed. Each line carries the
//! CRC-32 of its own text before the ` ~`, so that a torn line, or garbage after a power cut, is told from a true one. Of a
//! journal, what stands before the first bad line is trusted.

use std::fs::File;
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use chrono::{DateTime, SecondsFormat, Utc};

use super::wav::WavFormat;
use crate::clock::Monotonic;
use crate::domain::{Bits, Frames, Hertz, TakeId};

/// The first line: all that is needed to read the part's samples, should its header and `session.toml` be lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalHead {
    pub take: TakeId,
    pub input: u32,
    /// Frame of the take's timeline at which the part begins.
    pub start: Frames,
    pub format: WavFormat,
}

/// When a frame was captured, by both clocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    pub monotonic: Monotonic,
    /// Kept to the millisecond.
    pub utc: DateTime<Utc>,
}

/// One line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checkpoint {
    /// Frames of the part that are on the disk.
    pub frames: Frames,
    /// Of the sample bytes since the checkpoint before.
    pub crc32: u32,
    /// Of the last frame.
    pub stamp: Stamp,
    /// The part was closed here: no frame follows.
    pub end: bool,
}

/// A journal as it was read, up to its first bad line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Journal {
    pub head: Option<JournalHead>,
    pub checkpoints: Vec<Checkpoint>,
    /// The first line, from 1, that is torn or garbage. What follows it was not read.
    pub bad_line: Option<usize>,
}

impl Journal {
    /// Never fails: what cannot be read is a bad line.
    pub fn parse(bytes: &[u8]) -> Journal {
        let mut journal = Journal::default();
        let text = bytes.strip_suffix(b"\n").unwrap_or(bytes);
        if text.is_empty() {
            return journal;
        }
        for (number, line) in (1..).zip(text.split(|&byte| byte == b'\n')) {
            if journal.take_in(line).is_none() {
                journal.bad_line = Some(number);
                break;
            }
        }
        journal
    }

    /// Only a regular file of that very name: a pipe would never end.
    pub fn read(path: &Path) -> io::Result<Journal> {
        if !path.symlink_metadata()?.is_file() {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        std::fs::read(path).map(|bytes| Journal::parse(&bytes))
    }

    /// The part was closed: no frame follows the last checkpoint.
    pub fn ended(&self) -> bool {
        self.checkpoints.last().is_some_and(|last| last.end)
    }

    /// `None`: the line is torn, garbage, or not the next one.
    fn take_in(&mut self, line: &[u8]) -> Option<()> {
        let (text, check) = std::str::from_utf8(line).ok()?.rsplit_once(" ~")?;
        if hex(check)? != crc32fast::hash(text.as_bytes()) || self.ended() {
            return None;
        }
        if self.head.is_none() {
            self.head = Some(parse_head(text)?);
            return Some(());
        }
        let (number, checkpoint) = parse_checkpoint(text)?;
        let before = self.checkpoints.last().map_or(Frames(0), |last| last.frames);
        if number != self.checkpoints.len() + 1 || checkpoint.frames < before {
            return None;
        }
        self.checkpoints.push(checkpoint);
        Some(())
    }
}

/// Appends to a part's journal; each line is on the disk before the call returns.
pub struct JournalWriter {
    file: File,
    /// Of the last whole line but the head.
    number: usize,
    /// Bytes of all whole lines.
    length: u64,
}

impl JournalWriter {
    /// `file` is new and empty. Its head is on the disk when this returns.
    pub fn new(mut file: File, head: &JournalHead) -> io::Result<JournalWriter> {
        let head = checked(&head_text(head));
        file.write_all(head.as_bytes())?;
        file.sync_data()?;
        Ok(JournalWriter { file, number: 0, length: head.len() as u64 })
    }

    /// What a disk took of a line that it then refused is taken back: behind a torn line nothing would be believed, and the end of a part
    /// that goes on elsewhere has to be.
    pub fn append(&mut self, checkpoint: &Checkpoint) -> io::Result<()> {
        let line = checked(&checkpoint_text(self.number + 1, checkpoint));
        if let Err(cause) = self.file.write_all(line.as_bytes()) {
            self.take_back().unwrap_or_default(); // a disk that refuses this, too, takes no end either
            return Err(cause);
        }
        (self.number, self.length) = (self.number + 1, self.length + line.len() as u64);
        self.file.sync_data()
    }

    fn take_back(&mut self) -> io::Result<()> {
        self.file.set_len(self.length)?;
        self.file.seek(SeekFrom::Start(self.length)).map(drop)
    }
}

/// The journal that belongs to a part: `take-01-001.wav` → `take-01-001.crc`.
pub fn journal_path(part: &Path) -> PathBuf {
    part.with_extension("crc")
}

fn checked(text: &str) -> String {
    format!("{text} ~{:08x}\n", crc32fast::hash(text.as_bytes()))
}

fn head_text(head: &JournalHead) -> String {
    let JournalHead { take, input, start, format } = head;
    let (rate, channels, bits) = (format.rate.0, format.channels, format.bits.number());
    format!("temoin-journal 1 take={take} input={input} start={} rate={rate} channels={channels} bits={bits}", start.0)
}

fn parse_head(text: &str) -> Option<JournalHead> {
    let mut fields = text.strip_prefix("temoin-journal 1 ")?.split(' ');
    let head = JournalHead {
        take: TakeId(value(&mut fields, "take=")?.to_owned()),
        input: value(&mut fields, "input=")?.parse().ok()?,
        start: Frames(value(&mut fields, "start=")?.parse().ok()?),
        format: WavFormat {
            rate: Hertz(value(&mut fields, "rate=")?.parse().ok()?),
            channels: value(&mut fields, "channels=")?.parse().ok()?,
            bits: Bits::from_number(value(&mut fields, "bits=")?.parse().ok()?)?,
        },
    };
    (fields.next().is_none() && head.format.fits()).then_some(head)
}

fn checkpoint_text(number: usize, checkpoint: &Checkpoint) -> String {
    let Checkpoint { frames, crc32, stamp, end } = checkpoint;
    let utc = stamp.utc.to_rfc3339_opts(SecondsFormat::Millis, true);
    let end = if *end { " end" } else { "" };
    format!("{number} {} crc={crc32:08x} monotonic={} utc={utc}{end}", frames.0, stamp.monotonic.0)
}

fn parse_checkpoint(text: &str) -> Option<(usize, Checkpoint)> {
    let mut fields = text.split(' ');
    let number = fields.next()?.parse().ok()?;
    let frames = Frames(fields.next()?.parse().ok()?);
    let crc32 = hex(value(&mut fields, "crc=")?)?;
    let monotonic = Monotonic(value(&mut fields, "monotonic=")?.parse().ok()?);
    let utc = DateTime::parse_from_rfc3339(value(&mut fields, "utc=")?).ok()?.to_utc();
    let end = match fields.next() {
        None => false,
        Some("end") => true,
        Some(_) => return None,
    };
    fields.next().is_none().then_some((number, Checkpoint { frames, crc32, stamp: Stamp { monotonic, utc }, end }))
}

fn value<'a>(fields: &mut std::str::Split<'a, char>, key: &str) -> Option<&'a str> {
    fields.next()?.strip_prefix(key)
}

/// Exactly eight lower-case hexadecimal digits.
fn hex(text: &str) -> Option<u32> {
    let digits = text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    digits.then(|| u32::from_str_radix(text, 16).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn head_line() -> JournalHead {
        JournalHead {
            take: TakeId("01JD41".into()),
            input: 1,
            start: Frames(7),
            format: WavFormat { rate: Hertz(48_000), channels: 2, bits: Bits::Int24 },
        }
    }

    fn line(frames: u64, end: bool) -> Checkpoint {
        let utc = "2020-03-28T19:32:05.125Z".parse().unwrap();
        Checkpoint { frames: Frames(frames), crc32: 0xdead, stamp: Stamp { monotonic: Monotonic(9), utc }, end }
    }

    fn written(lines: &[Checkpoint]) -> Vec<u8> {
        let mut text = checked(&head_text(&head_line()));
        for (number, line) in (1..).zip(lines) {
            text += &checked(&checkpoint_text(number, line));
        }
        text.into_bytes()
    }

    #[test]
    fn a_journal_is_read_as_it_is_written() {
        let lines = [line(48_000, false), line(96_000, true)];
        let journal = Journal::parse(&written(&lines));
        assert_eq!(journal, Journal { head: Some(head_line()), checkpoints: lines.to_vec(), bad_line: None });
        assert!(journal.ended());
    }

    #[test]
    fn a_torn_line_and_all_behind_it_are_not_trusted() {
        let lines = [line(48_000, false), line(96_000, false), line(144_000, false)];
        let whole = written(&lines);
        let second = whole.iter().enumerate().filter(|&(_, &b)| b == b'\n').nth(1).unwrap().0 + 1;
        for broken in second + 1..whole.len() - 1 {
            let mut bytes = whole.clone();
            bytes[broken] ^= 0x15;
            let journal = Journal::parse(&bytes);
            assert!(journal.bad_line.is_some(), "byte {broken} of {}", String::from_utf8_lossy(&bytes));
            assert!(journal.checkpoints.len() < 3 && journal.checkpoints == lines[..journal.checkpoints.len()]);
        }
        assert_eq!(Journal::parse(&whole[..whole.len() - 2]).checkpoints.len(), 2);
        assert_eq!(Journal::parse(b""), Journal::default());
    }

    /// As on a disk that is full in the middle of a line, and has room again when its ballast is gone.
    #[test]
    fn a_line_that_fell_short_does_not_hide_the_end() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("take-01-001.crc");
        let mut journal = JournalWriter::new(File::create_new(&path).unwrap(), &head_line()).unwrap();
        journal.append(&line(48_000, false)).unwrap();
        journal.file.write_all(b"2 96000 crc=de").unwrap();
        let writable = std::mem::replace(&mut journal.file, File::open(&path).unwrap());
        journal.append(&line(96_000, false)).unwrap_err();
        journal.file = writable;
        journal.take_back().unwrap();
        journal.append(&line(48_000, true)).unwrap();
        let found = Journal::read(&path).unwrap();
        assert_eq!((found.checkpoints, found.bad_line), (vec![line(48_000, false), line(48_000, true)], None));
    }

    #[test]
    fn a_missing_line_ends_the_trust() {
        let mut bytes = written(&[line(48_000, false)]);
        bytes.extend(checked(&checkpoint_text(3, &line(96_000, false))).into_bytes());
        assert_eq!(Journal::parse(&bytes).bad_line, Some(3));
    }

    proptest! {
        #[test]
        fn junk_is_never_a_checkpoint(junk in prop::collection::vec(any::<u8>(), 0..400)) {
            prop_assert!(Journal::parse(&junk).checkpoints.is_empty());
        }

        #[test]
        fn true_lines_survive_any_tail(frames in prop::collection::vec(1..1000_u64, 0..8), junk in prop::collection::vec(any::<u8>(), 0..200)) {
            let mut total = 0;
            let lines: Vec<_> = frames.iter().map(|n| { total += n; line(total, false) }).collect();
            let mut bytes = written(&lines);
            bytes.extend(&junk);
            prop_assert_eq!(Journal::parse(&bytes).checkpoints, lines);
        }
    }
}
