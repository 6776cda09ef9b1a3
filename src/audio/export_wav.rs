//! A whole take as one WAV file, for other programs: its parts without a seam, its inputs side by side, its gaps silent or left out.
//!
//! What is withheld is digitally silent, on every channel. The first input's frames are the timeline; where another one's lie is known to
//! some milliseconds only (`aligned`), so of that one a little more is silent. Which marks stand in the file is not decided here: their
//! chunks are given.

use std::io::{self, Write};
use std::ops::Range;
use std::path::PathBuf;

use super::aligned::{Aligned, doubt};
use super::wav::{WavFormat, head_of_any_length, to_int16, to_int24};
use crate::domain::{Bits, Frames, Part, Take};
use crate::error::{Error, Result};

/// Frames that are read at once.
const BLOCK: u64 = 65_536;

/// What is to be written.
#[derive(Debug, Clone)]
pub struct Whole {
    /// Closed, with the lengths of all its parts.
    pub take: Take,
    /// The stretches of its timeline that stand in the file, one behind the other; in order, and within the take.
    pub spans: Vec<(Frames, Frames)>,
    /// Stretches of its timeline, end excluded.
    pub withheld: Vec<(Frames, Frames)>,
    /// What stands behind the samples: whole chunks, of even length.
    pub chunks: Vec<u8>,
}

impl Whole {
    pub fn format(&self) -> WavFormat {
        WavFormat { rate: self.take.rate, channels: self.take.channels.len() as u16, bits: self.take.bits }
    }

    pub fn frames(&self) -> Frames {
        Frames(self.spans.iter().map(|(from, to)| to.0 - from.0).sum())
    }

    /// Length of the file.
    pub fn bytes(&self) -> u64 {
        let data = self.frames().0 * self.format().frame_bytes();
        (self.head().len() + self.chunks.len()) as u64 + data + data % 2
    }

    /// Writes the file. Errors: a part is gone, cannot be read or has another format; `out` takes no more, which `failed` puts into words.
    pub fn write(
        &self,
        path_of: impl Fn(&Part) -> PathBuf,
        out: &mut impl Write,
        failed: impl Fn(io::Error) -> Error,
    ) -> Result<()> {
        let mut sound = Aligned::open(&self.take, path_of)?;
        let silent = self.silent();
        let (mut samples, mut bytes) = (Vec::new(), self.head());
        for block in self.blocks() {
            out.write_all(&bytes).map_err(&failed)?;
            sound.read(Frames(block.start), &mut samples, (block.end - block.start) as usize)?;
            silence(&mut samples, &block, &silent);
            encode(&samples, self.take.bits, &mut bytes);
        }
        let data = self.frames().0 * self.format().frame_bytes();
        bytes.resize(bytes.len() + (data % 2) as usize, 0);
        bytes.extend(&self.chunks);
        out.write_all(&bytes).map_err(&failed)
    }

    fn head(&self) -> Vec<u8> {
        head_of_any_length(self.format(), self.frames(), self.chunks.len() as u64)
    }

    /// Pieces of the timeline that are read at once.
    fn blocks(&self) -> impl Iterator<Item = Range<u64>> {
        let within = |(from, to): &(Frames, Frames)| (from.0, to.0);
        let pieces = |(from, to): (u64, u64)| (from..to).step_by(BLOCK as usize).map(move |at| at..to.min(at + BLOCK));
        self.spans.iter().map(within).flat_map(pieces)
    }

    /// What is silent of each channel.
    fn silent(&self) -> Vec<Vec<Range<u64>>> {
        let of = |input: u32| {
            let doubt = doubt(input, self.take.rate).0;
            self.withheld.iter().map(|(from, to)| from.0.saturating_sub(doubt)..to.0.saturating_add(doubt)).collect()
        };
        self.take.channels.iter().map(|channel| of(channel.input)).collect()
    }
}

/// Silences what of `block`, whose samples are given, is silent of each channel.
fn silence(samples: &mut [f32], block: &Range<u64>, silent: &[Vec<Range<u64>>]) {
    for (column, ranges) in silent.iter().enumerate() {
        for range in ranges {
            for place in range.start.max(block.start)..range.end.min(block.end) {
                samples[(place - block.start) as usize * silent.len() + column] = 0.0;
            }
        }
    }
}

/// Replaces `into` by the samples as a file of so many bits holds them.
fn encode(samples: &[f32], bits: Bits, into: &mut Vec<u8>) {
    into.clear();
    match bits {
        Bits::Int16 => samples.iter().for_each(|&sample| into.extend(to_int16(sample).to_le_bytes())),
        Bits::Int24 => samples.iter().for_each(|&sample| into.extend(&to_int24(sample).to_le_bytes()[..3])),
        Bits::Float32 => samples.iter().for_each(|&sample| into.extend(sample.to_le_bytes())),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::audio::journal::{JournalHead, Stamp};
    use crate::audio::part_file::PartFile;
    use crate::audio::wav::from_int24;
    use crate::clock::Monotonic;
    use crate::domain::{Channel, Hertz, TakeId};
    use crate::store::samples;

    const RATE: Hertz = Hertz(48_000);

    /// A closed part whose samples count from `first` on, on every channel the same.
    fn part(folder: &Path, n: u32, input: u32, channels: u16, start: u64, numbers: Range<i32>) -> Part {
        let file = crate::domain::part_file_name(1, n, input);
        let format = WavFormat { rate: RATE, channels, bits: Bits::Int24 };
        let head = JournalHead { take: TakeId("T".into()), input, start: Frames(start), format };
        let mut part = PartFile::create(&folder.join(&file), head).unwrap();
        let samples: Vec<f32> = numbers.clone().flat_map(|n| vec![from_int24(n); usize::from(channels)]).collect();
        part.write(&samples).unwrap();
        let stamp = Stamp { monotonic: Monotonic(5), utc: chrono::DateTime::UNIX_EPOCH };
        part.close(stamp, stamp.utc.into()).unwrap();
        let frames = Some(Frames(numbers.len() as u64));
        Part { file, input, start: Frames(start), frames, blake3: None, elsewhere: false }
    }

    fn take(parts: Vec<Part>, channels: &[u32]) -> Take {
        let channels = channels.iter().map(|input| Channel { name: "mono".into(), input: *input }).collect();
        let frames = parts.iter().map(|part| part.start + part.frames.unwrap()).max();
        Take { rate: RATE, bits: Bits::Int24, channels, parts, gaps: Vec::new(), frames, ..samples::take("T", 1) }
    }

    /// The samples as hound reads them.
    fn written(whole: &Whole, folder: &Path) -> Vec<i32> {
        let mut bytes = Vec::new();
        whole.write(|part| folder.join(&part.file), &mut bytes, |cause| panic!("{cause}")).unwrap();
        assert_eq!(bytes.len() as u64, whole.bytes());
        assert!(bytes.ends_with(&whole.chunks));
        hound::WavReader::new(bytes.as_slice()).unwrap().into_samples().map(|sample| sample.unwrap()).collect()
    }

    #[test]
    fn parts_and_gaps_are_one_file_and_what_is_withheld_is_zero() {
        let folder = tempfile::tempdir().unwrap();
        let parts = vec![
            part(folder.path(), 1, 1, 1, 0, 1..70_001),
            part(folder.path(), 2, 1, 1, 70_000, 70_001..70_101),
            part(folder.path(), 3, 1, 1, 70_600, 70_601..70_702),
        ];
        let whole = Whole {
            take: take(parts, &[1]),
            spans: vec![(Frames(0), Frames(70_701))],
            withheld: vec![(Frames(65_530), Frames(65_540)), (Frames(70_095), Frames(70_605))],
            chunks: b"note\x02\0\0\0ab".to_vec(),
        };
        let expected = |place: i32| match place {
            65_530..65_540 | 70_095..70_605 => 0,
            place => place + 1,
        };
        assert_eq!(written(&whole, folder.path()), (0..70_701).map(expected).collect::<Vec<_>>());
        let cut = Whole { spans: vec![(Frames(10), Frames(70_100)), (Frames(70_600), Frames(70_701))], ..whole };
        let places = (10..70_100).chain(70_600..70_701);
        assert_eq!(written(&cut, folder.path()), places.map(expected).collect::<Vec<_>>());
    }

    #[test]
    fn inputs_stand_side_by_side_and_of_the_second_a_little_more_is_silent() {
        let folder = tempfile::tempdir().unwrap();
        let parts = vec![part(folder.path(), 1, 1, 2, 0, 1..3001), part(folder.path(), 1, 2, 1, 0, 1..3001)];
        let whole = Whole {
            take: take(parts, &[1, 1, 2]),
            spans: vec![(Frames(0), Frames(3000))],
            withheld: vec![(Frames(1000), Frames(1500))],
            chunks: Vec::new(),
        };
        let found = written(&whole, folder.path());
        for (place, frame) in found.chunks(3).enumerate() {
            let own = if (1000..1500).contains(&place) { 0 } else { place as i32 + 1 };
            let other = if (520..1980).contains(&place) { 0 } else { place as i32 + 1 };
            assert_eq!(frame, [own, own, other], "{place}");
        }
    }

    #[test]
    fn samples_of_each_width_are_the_same_bytes_again() {
        let mut bytes = Vec::new();
        encode(&[-1.0, 0.0, 0.5], Bits::Int16, &mut bytes);
        assert_eq!(bytes, [0, 0x80, 0, 0, 0, 0x40]);
        encode(&[-1.0, from_int24(-2)], Bits::Int24, &mut bytes);
        assert_eq!(bytes, [0, 0, 0x80, 0xFE, 0xFF, 0xFF]);
        encode(&[0.1], Bits::Float32, &mut bytes);
        assert_eq!(bytes, 0.1_f32.to_le_bytes());
    }

    #[test]
    fn a_part_that_is_gone_and_a_disk_that_takes_no_more_are_told() {
        let folder = tempfile::tempdir().unwrap();
        let parts = vec![part(folder.path(), 1, 1, 1, 0, 1..100)];
        let whole =
            Whole { take: take(parts, &[1]), spans: vec![(Frames(0), Frames(99))], withheld: Vec::new(), chunks: Vec::new() };
        let gone = whole.write(|_| folder.path().join("gone.wav"), &mut Vec::new(), |cause| panic!("{cause}"));
        assert!(gone.unwrap_err().to_string().contains("gone.wav"));
        let full = |cause| crate::store::atomic::unwritten(Path::new("out.wav"), cause);
        let told = whole.write(|part| folder.path().join(&part.file), &mut &mut [0_u8; 60][..], full).unwrap_err();
        assert!(told.to_string().starts_with("out.wav: "), "{told}");
    }
}
