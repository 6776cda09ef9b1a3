//! A copy of a part in which withheld stretches are silent, for programs that are not to hear them.
//!
//! Only the samples and `bext` are copied: what else may stand in the file, such as the torn end of a broken part, could hold the
//! very words.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::ops::Range;
use std::path::Path;

use super::bext;
use super::disk_error::disk_error;
use super::part_file::create_private;
use super::read::WavReader;
use super::recover::not_a_part;
use super::riff::{Layout, read_up_to, unreadable};
use super::wav::{WavFormat, head};
use crate::domain::Frames;
use crate::error::Result;

/// Frames copied at once.
const BLOCK: u64 = 65_536;

/// Writes `to`, which must not exist: the part at `path`, with the frames of `ranges` (within the part; they may overlap, and reach
/// behind its end) digitally silent. A copy that fails half-way is removed.
pub fn silenced_copy(path: &Path, ranges: &[Range<Frames>], to: &Path) -> Result<()> {
    let reader = WavReader::open(path)?;
    let format = reader.format();
    let layout = reader.layout();
    if layout.start != format.head_bytes() || layout.frame_bytes() != format.frame_bytes() || !format.fits() {
        return Err(not_a_part(path, format));
    }
    let source = File::open(path).map_err(|cause| unreadable(cause).at(path))?;
    let target = create_private(to).map_err(|cause| disk_error(&cause, to))?;
    copy(&source, reader.layout(), reader.frames(), format, ranges, &target).map_err(|cause| {
        let error = disk_error(&cause, to);
        match std::fs::remove_file(to) {
            Ok(()) => error,
            Err(left) => error.because(left),
        }
    })
}

fn copy(
    mut source: &File,
    layout: &Layout,
    frames: Frames,
    format: WavFormat,
    ranges: &[Range<Frames>],
    target: &File,
) -> io::Result<()> {
    let end = layout.start + frames.0 * format.frame_bytes();
    let padding = end % 2;
    let bext = own_bext(source, end + padding)?;
    let mut out = BufWriter::new(target);
    out.write_all(&head(format, frames, bext.len() as u64))?;
    let mut bytes = Vec::new();
    let mut at = 0;
    while at < frames.0 {
        let block = at..frames.0.min(at + BLOCK);
        bytes.resize(((block.end - block.start) * format.frame_bytes()) as usize, 0);
        if read_up_to(&mut source, layout.start + at * format.frame_bytes(), &mut bytes)? < bytes.len() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        silence(&mut bytes, &block, format.frame_bytes(), ranges);
        out.write_all(&bytes)?;
        at = block.end;
    }
    out.write_all(&vec![0; padding as usize])?;
    out.write_all(&bext)?;
    out.flush()
}

/// Zeroes what of `block`, whose bytes are given, lies in one of `ranges`.
fn silence(bytes: &mut [u8], block: &Range<u64>, frame_bytes: u64, ranges: &[Range<Frames>]) {
    for range in ranges {
        let (from, to) = (range.start.0.max(block.start), range.end.0.min(block.end));
        if from < to {
            bytes[((from - block.start) * frame_bytes) as usize..((to - block.start) * frame_bytes) as usize].fill(0);
        }
    }
}

/// The `bext` that a closed part has at `at`; empty where there is none.
fn own_bext(mut source: &File, at: u64) -> io::Result<Vec<u8>> {
    let mut chunk = vec![0; bext::CHUNK];
    let got = read_up_to(&mut source, at, &mut chunk)?;
    let whole = got == chunk.len() && chunk.starts_with(b"bext") && chunk[4..8] == (bext::BODY as u32).to_le_bytes();
    Ok(if whole { chunk } else { Vec::new() })
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::audio::journal::{JournalHead, Stamp};
    use crate::audio::part_file::PartFile;
    use crate::clock::Monotonic;
    use crate::domain::{Bits, Hertz, TakeId};

    const WORDS: f32 = 0.5;

    /// A closed part of `frames` loud frames.
    fn loud(folder: &Path, channels: u16, bits: Bits, frames: usize) -> PathBuf {
        let path = folder.join("take-01-001.wav");
        let format = WavFormat { rate: Hertz(48_000), channels, bits };
        let head = JournalHead { take: TakeId("01JD41".into()), input: 1, start: Frames(0), format };
        let stamp = Stamp { monotonic: Monotonic(5), utc: "2020-03-28T19:32:05.125Z".parse().unwrap() };
        let mut part = PartFile::create(&path, head).unwrap();
        part.write(&vec![WORDS; frames * usize::from(channels)]).unwrap();
        part.close(stamp, stamp.utc.into()).unwrap();
        path
    }

    fn range(start: u64, end: u64) -> Range<Frames> {
        Frames(start)..Frames(end)
    }

    #[test]
    fn withheld_stretches_are_silent_and_all_else_is_the_same() {
        for (channels, bits) in [(1, Bits::Int24), (2, Bits::Int16), (3, Bits::Float32)] {
            let folder = tempfile::tempdir().unwrap();
            let path = loud(folder.path(), channels, bits, 150_001);
            let to = folder.path().join("copy.wav");
            let ranges = [range(65_530, 65_540), range(65_535, 70_000), range(149_999, u64::MAX), range(5, 5)];
            silenced_copy(&path, &ranges, &to).unwrap();
            let (whole, copied) = (std::fs::read(&path).unwrap(), std::fs::read(&to).unwrap());
            let format = WavFormat { rate: Hertz(48_000), channels, bits };
            let mut expected = whole.clone();
            for range in [65_530..70_000, 149_999..150_001] {
                let place = |frame: usize| format.head_bytes() as usize + frame * format.frame_bytes() as usize;
                expected[place(range.start)..place(range.end)].fill(0);
            }
            assert!(copied == expected, "{channels} channels");
        }
    }

    #[test]
    fn what_stands_behind_a_broken_part_is_not_copied() {
        let folder = tempfile::tempdir().unwrap();
        let path = loud(folder.path(), 2, Bits::Int24, 100);
        let mut bytes = std::fs::read(&path).unwrap();
        bytes.truncate(68 + 600);
        bytes.extend(*b"words that were never confirmed");
        std::fs::write(&path, bytes).unwrap();
        let to = folder.path().join("copy.wav");
        silenced_copy(&path, &[range(0, 100)], &to).unwrap();
        let copied = std::fs::read(&to).unwrap();
        assert_eq!(copied.len(), 68 + 600);
        assert!(copied[68..].iter().all(|&byte| byte == 0));
    }

    #[test]
    fn a_copy_never_overwrites() {
        let folder = tempfile::tempdir().unwrap();
        let path = loud(folder.path(), 2, Bits::Int24, 100);
        let before = std::fs::read(&path).unwrap();
        assert!(silenced_copy(&path, &[range(0, 100)], &path).is_err());
        assert_eq!(std::fs::read(&path).unwrap(), before);
    }

    #[test]
    fn the_file_of_another_program_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("theirs.wav");
        let spec = hound::WavSpec { channels: 1, sample_rate: 8000, bits_per_sample: 8, sample_format: hound::SampleFormat::Int };
        hound::WavWriter::create(&path, spec).unwrap().finalize().unwrap();
        let error = silenced_copy(&path, &[], &folder.path().join("copy.wav")).unwrap_err().to_string();
        assert!(error.contains("expected a file of a take") && error.contains("hint"), "{error}");
    }
}
