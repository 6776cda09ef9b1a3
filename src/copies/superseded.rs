//! Whether all that stands in the copy is also in what takes its place: then nothing of it need be kept.
//!
//! So it is with a card that was full or pulled out: it holds the beginning of a sound, its journal and older texts. Whatever is not
//! known to be contained is not.

use std::fs::{File, OpenOptions};
use std::io;
use std::ops::Range;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use super::placing::NO_LINK;
use crate::audio::bext;
use crate::audio::journal::Journal;
use crate::audio::read::WavReader;
use crate::audio::riff::read_up_to;

/// Bytes that are compared at a time.
const CHUNK: usize = 1 << 20;

/// Whether the file at `there` is the beginning of `ours`; of a sound, whether its samples are. `name` is that of both.
pub fn is_contained(there: &Path, ours: &Path, name: &Path) -> bool {
    let is_empty = there.symlink_metadata().is_ok_and(|found| found.is_file() && found.len() == 0);
    let is_so = match name.extension().and_then(|end| end.to_str()) {
        Some("wav") => is_beginning_of_sound(there, ours),
        Some("crc") => is_journal_of_less(there, ours),
        _ => is_beginning(there, ours),
    };
    is_empty || is_so.unwrap_or(false)
}

fn is_beginning(there: &Path, ours: &Path) -> io::Result<bool> {
    let (there, ours) = (open(there)?, open(ours)?);
    let length = there.metadata()?.len();
    Ok(length < ours.metadata()?.len() && common(&there, &ours, 0)? == length)
}

/// The same head, but for the two lengths in it, and the same samples up to the end, or up to where the closed part has its `bext`.
fn is_beginning_of_sound(there: &Path, ours: &Path) -> io::Result<bool> {
    let Ok(sound) = WavReader::open(ours) else { return Ok(false) };
    let start = sound.layout().start;
    let (there, ours) = (open(there)?, open(ours)?);
    let length = there.metadata()?.len();
    if length < start || head(&there, start)? != head(&ours, start)? {
        return Ok(false);
    }
    let same = start + common(&there, &ours, start)?;
    Ok(same == length || is_closed_within(&there, start..same, length)?)
}

/// The file's own length says that its samples end within `same`, and nothing but `bext` is behind them.
fn is_closed_within(file: &File, same: Range<u64>, length: u64) -> io::Result<bool> {
    let declared = u64::from(u32::from_le_bytes(bytes_at(file, same.start - 4)?));
    let behind = same.start + declared + declared % 2;
    let is_bext = length == behind + bext::CHUNK as u64 && bytes_at(file, behind)? == *b"bext";
    Ok(same.start + declared <= same.end && is_bext)
}

/// Of the same part, and it vouches for no frame for which ours does not.
fn is_journal_of_less(there: &Path, ours: &Path) -> io::Result<bool> {
    let (there, ours) = (Journal::read(there)?, Journal::read(ours)?);
    let frames = |journal: &Journal| journal.checkpoints.last().map(|last| last.frames);
    Ok(there.head.is_some() && there.head == ours.head && frames(&there) <= frames(&ours))
}

/// The head of a WAV file, without the two lengths that grow with it.
fn head(mut file: &File, start: u64) -> io::Result<Vec<u8>> {
    let mut head = vec![0; start as usize];
    read_up_to(&mut file, 0, &mut head)?;
    let end = head.len();
    for length in [4..8, end - 4..end] {
        head[length].fill(0);
    }
    Ok(head)
}

fn bytes_at(mut file: &File, at: u64) -> io::Result<[u8; 4]> {
    let mut bytes = [0; 4];
    read_up_to(&mut file, at, &mut bytes).map(|_| bytes)
}

/// How many bytes from `at` on are the same in both.
fn common(mut one: &File, mut other: &File, at: u64) -> io::Result<u64> {
    let (mut a, mut b) = (vec![0; CHUNK], vec![0; CHUNK]);
    let mut same = 0;
    loop {
        let first = read_up_to(&mut one, at + same, &mut a)?;
        let second = read_up_to(&mut other, at + same, &mut b)?;
        let alike = a[..first].iter().zip(&b[..second]).take_while(|(a, b)| a == b).count();
        same += alike as u64;
        if alike < CHUNK {
            return Ok(same);
        }
    }
}

fn open(path: &Path) -> io::Result<File> {
    let file = OpenOptions::new().read(true).custom_flags(NO_LINK).open(path)?;
    if file.metadata()?.is_file() { Ok(file) } else { Err(io::ErrorKind::InvalidInput.into()) }
}
