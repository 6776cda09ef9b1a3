//! Reading a WAV file in blocks, from any frame: for `file:` inputs, the player, and what looks at whole takes.
//!
//! hound's iterator takes many times as long as decoding a block at once, so this is our own; `riff` finds the samples.

use std::fs::File;
use std::path::{Path, PathBuf};

use super::riff::{Encoding, Layout, is_chain, not_wav, read_up_to, unreadable};
use super::wav::{WavFormat, from_int16, from_int24};
use crate::domain::Frames;
use crate::error::{Error, Result};
use crate::text;

pub struct WavReader {
    path: PathBuf,
    file: File,
    layout: Layout,
    frames: Frames,
    /// Frames of them that lie behind the length by the header.
    behind: Frames,
    /// Kept between calls.
    bytes: Vec<u8>,
}

impl WavReader {
    /// Opens 8, 16, 24, 32 bit or 32 bit float WAV or RF64. Errors: it cannot be read, is no WAV, keeps its samples in another
    /// way, or has less sound than its header says.
    pub fn open(path: &Path) -> Result<WavReader> {
        WavReader::open_with(path, |layout, _, _| Ok(layout.declared))
    }

    /// As [`WavReader::open`], for a file that another recorder may have broken off in: where something else than chunks stands behind
    /// the length by its header, that header has stayed behind, and the sound reaches to the end of the file. It counts from a tenth of
    /// a second on: what is less is no sound.
    pub fn open_foreign(path: &Path) -> Result<WavReader> {
        WavReader::open_with(path, |layout, file, length| {
            let is_behind = header_stayed_behind(layout, file, length).map_err(|cause| unreadable(cause).at(path))?;
            Ok(layout.declared.filter(|_| !is_behind))
        })
    }

    /// `declared` judges how many bytes of samples there are; `None`: to the end of the file.
    fn open_with(path: &Path, declared: impl Fn(&Layout, &mut File, u64) -> Result<Option<u64>>) -> Result<WavReader> {
        let metadata = std::fs::metadata(path).map_err(|cause| unreadable(cause).at(path))?;
        if !metadata.is_file() {
            return Err(not_wav("unknown").at(path)); // opening a pipe would wait for ever
        }
        let mut file = File::open(path).map_err(|cause| unreadable(cause).at(path))?;
        let length = metadata.len();
        let layout = Layout::read(&mut file, length).map_err(|error| error.at(path))?;
        let there = length - layout.start;
        let bytes = declared(&layout, &mut file, length)?.unwrap_or(there);
        if bytes > there {
            let error = Error::new(text!("sound-wav-cut", expected = bytes, found = there));
            return Err(error.at(path).hint(text!("sound-wav-cut-hint")));
        }
        let frames = Frames(bytes / layout.frame_bytes());
        let by_header = layout.declared.map_or(frames, |declared| Frames(declared / layout.frame_bytes()));
        let behind = frames.saturating_sub(by_header);
        Ok(WavReader { path: path.to_owned(), file, layout, frames, behind, bytes: Vec::new() })
    }

    /// Rate, channels, and the bits in which a take keeps these samples.
    pub fn format(&self) -> WavFormat {
        self.layout.format()
    }

    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Length in whole frames.
    pub fn frames(&self) -> Frames {
        self.frames
    }

    /// How much of it lies behind the length by the header; see [`WavReader::open_foreign`].
    pub fn behind(&self) -> Frames {
        self.behind
    }

    /// Replaces `into` by at most `frames` frames from frame `at`, interleaved, full scale at ±1.0: fewer at the end, none behind it.
    pub fn read(&mut self, at: Frames, into: &mut Vec<f32>, frames: usize) -> Result<()> {
        self.read_bytes(at, frames)?;
        into.clear();
        decode(self.layout.encoding, &self.bytes, into);
        Ok(())
    }

    /// As [`WavReader::read`], as they lie in the file.
    pub fn read_bytes(&mut self, at: Frames, frames: usize) -> Result<&[u8]> {
        let left = self.frames.saturating_sub(at).0;
        let wanted = left.min(frames as u64) * self.layout.frame_bytes();
        self.bytes.resize(wanted as usize, 0);
        let place = self.layout.start + at.0.min(self.frames.0) * self.layout.frame_bytes();
        let got = read_up_to(&mut self.file, place, &mut self.bytes).map_err(|cause| unreadable(cause).at(&self.path))?;
        if got as u64 != wanted {
            let error = Error::new(text!("sound-wav-cut", expected = place + wanted, found = place + got as u64));
            return Err(error.at(&self.path).hint(text!("sound-wav-cut-hint")));
        }
        Ok(&self.bytes)
    }
}

/// Whether more lies behind the samples than chunks, whose beginning not every program pads, and it is long enough to be sound.
fn header_stayed_behind(layout: &Layout, file: &mut File, length: u64) -> std::io::Result<bool> {
    let Some(declared) = layout.declared else { return Ok(false) };
    let end = layout.start.saturating_add(declared);
    let tenth = layout.frame_bytes() * u64::from(layout.rate.0) / 10;
    let is_long = length.saturating_sub(end) >= tenth.max(1);
    Ok(is_long && !is_chain(file, end, length)? && !is_chain(file, end + declared % 2, length)?)
}

/// Appends the samples in `bytes`, full scale at ±1.0. Exact, but for 32 whole bits, of which a float holds 24.
fn decode(encoding: Encoding, bytes: &[u8], into: &mut Vec<f32>) {
    match encoding {
        Encoding::Unsigned8 => into.extend(bytes.iter().map(|&byte| (f32::from(byte) - 128.0) / 128.0)),
        Encoding::Int16 => into.extend(bytes.as_chunks().0.iter().map(|&sample| from_int16(i16::from_le_bytes(sample)))),
        Encoding::Int24 => into.extend(bytes.as_chunks().0.iter().map(|&[a, b, c]| {
            from_int24(i32::from_le_bytes([0, a, b, c]) >> 8) // shifted down with its sign
        })),
        Encoding::Int32 => {
            into.extend(bytes.as_chunks().0.iter().map(|&sample| i32::from_le_bytes(sample) as f32 / 2_147_483_648.0));
        }
        Encoding::Float32 => into.extend(bytes.as_chunks().0.iter().map(|&sample| f32::from_le_bytes(sample))),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;
    use crate::domain::{Bits, Hertz};

    /// Writes `bytes`, and reads all its samples.
    fn samples_of(bytes: &[u8]) -> Result<Vec<f32>> {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(bytes).unwrap();
        let mut reader = WavReader::open(file.path())?;
        let mut samples = Vec::new();
        reader.read(Frames(0), &mut samples, usize::MAX)?;
        Ok(samples)
    }

    /// A file by hound, of `frames` frames of rising samples, and what they are.
    fn by_hound(channels: u16, bits: u16, float: bool, frames: u32) -> (Vec<u8>, Vec<f32>) {
        let sample_format = if float { hound::SampleFormat::Float } else { hound::SampleFormat::Int };
        let spec = hound::WavSpec { channels, sample_rate: 44_100, bits_per_sample: bits, sample_format };
        let mut file = std::io::Cursor::new(Vec::new());
        let mut writer = hound::WavWriter::new(&mut file, spec).unwrap();
        let full = (1_u64 << (bits - 1)) as f32;
        let mut expected = Vec::new();
        for n in 0..frames * u32::from(channels) {
            let sample = n as i32 - 100;
            expected.push(if float { sample as f32 * 0.123 } else { sample as f32 / full });
            match float {
                true => writer.write_sample(sample as f32 * 0.123).unwrap(),
                false => writer.write_sample(sample).unwrap(),
            }
        }
        writer.finalize().unwrap();
        (file.into_inner(), expected)
    }

    /// A RIFF of the given chunks.
    fn riff(chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
        let mut bytes = b"RIFF\0\0\0\0WAVE".to_vec();
        for (name, body) in chunks {
            bytes.extend(*name);
            bytes.extend((body.len() as u32).to_le_bytes());
            bytes.extend(*body);
            bytes.extend(&vec![0; body.len() % 2]);
        }
        bytes
    }

    const MONO_16: &[u8] = &[1, 0, 1, 0, 0x80, 0xBB, 0, 0, 0, 0x77, 1, 0, 2, 0, 16, 0];

    fn fmt(tag: u8, bits: u8) -> Vec<u8> {
        let mut fmt = MONO_16.to_vec();
        (fmt[0], fmt[12], fmt[14]) = (tag, bits / 8, bits);
        fmt
    }

    #[track_caller]
    fn refused(bytes: &[u8], expected: &str) {
        let error = samples_of(bytes).unwrap_err().to_string();
        assert!(error.contains(expected) && error.contains("\n  hint: "), "{error}");
    }

    #[test]
    fn every_encoding_is_read_as_hound_wrote_it() {
        for channels in [1, 2, 3] {
            for (bits, float) in [(8, false), (16, false), (24, false), (32, false), (32, true)] {
                let (file, expected) = by_hound(channels, bits, float, 70);
                assert_eq!(samples_of(&file).unwrap(), expected, "{bits} bit, {channels} channels");
            }
        }
    }

    #[test]
    fn any_stretch_can_be_read_and_none_reaches_behind_the_end() {
        let (bytes, expected) = by_hound(2, 24, false, 50);
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(&bytes).unwrap();
        let mut reader = WavReader::open(file.path()).unwrap();
        assert_eq!(reader.format(), WavFormat { rate: Hertz(44_100), channels: 2, bits: Bits::Int24 });
        assert_eq!(reader.frames(), Frames(50));
        let mut samples = Vec::new();
        for (at, frames, found) in [(10, 5, 20..30), (48, 5, 96..100), (50, 5, 0..0), (u64::MAX, 5, 0..0)] {
            reader.read(Frames(at), &mut samples, frames).unwrap();
            assert_eq!(samples, expected[found], "{at}");
        }
    }

    #[test]
    fn sizes_that_a_killed_program_left_reach_to_the_end() {
        let (whole, expected) = by_hound(1, 16, false, 50);
        for left in [0_u32, u32::MAX] {
            let mut bytes = whole.clone();
            bytes[40..44].copy_from_slice(&left.to_le_bytes());
            assert_eq!(samples_of(&bytes).unwrap(), expected);
        }
        let silent = riff(&[(b"fmt ", MONO_16), (b"data", &[]), (b"LIST", b"abc")]);
        assert!(samples_of(&silent).unwrap().is_empty(), "no samples, and a chunk behind them");
    }

    #[test]
    fn of_a_header_that_stayed_behind_all_that_follows_is_sound_where_it_is_no_chain_of_chunks() {
        let (whole, expected) = by_hound(1, 16, false, 30_000);
        let foreign = |bytes: &[u8]| {
            let mut file = tempfile::NamedTempFile::new().unwrap();
            file.write_all(bytes).unwrap();
            let mut reader = WavReader::open_foreign(file.path()).unwrap();
            let mut samples = Vec::new();
            reader.read(Frames(0), &mut samples, usize::MAX).unwrap();
            (samples, reader.behind())
        };
        let mut behind = whole.clone();
        behind[40..44].copy_from_slice(&16_000_u32.to_le_bytes());
        assert!(foreign(&behind) == (expected.clone(), Frames(30_000 - 8_000)));
        assert_eq!(samples_of(&behind).unwrap().len(), 8_000, "a part of our own is as long as it says");
        let chunk = [b"iXML".as_slice(), &20_000_u32.to_le_bytes(), &[b'x'; 20_000]].concat();
        for tail in [&chunk[..], b"TAG and no chunk", &[]] {
            assert!(foreign(&[&whole[..], tail].concat()) == (expected.clone(), Frames(0)));
        }
    }

    #[test]
    fn other_chunks_are_skipped_also_where_they_are_odd() {
        let bytes = riff(&[(b"JUNK", &[7; 27]), (b"fmt ", MONO_16), (b"LIST", b"abc"), (b"data", &[0, 64]), (b"id3 ", b"x")]);
        assert_eq!(samples_of(&bytes).unwrap(), [0.5]);
    }

    #[test]
    fn the_length_of_an_rf64_stands_in_ds64() {
        let mut ds64 = vec![0; 28];
        ds64[8] = 4;
        let mut bytes = riff(&[(b"ds64", &ds64), (b"fmt ", MONO_16), (b"data", &[0, 64, 0, 32]), (b"LIST", b"ab")]);
        bytes[..4].copy_from_slice(b"RF64");
        let size = bytes.len() - 4 - 10 - 4;
        bytes[size..size + 4].copy_from_slice(&u32::MAX.to_le_bytes());
        assert_eq!(samples_of(&bytes).unwrap(), [0.5, 0.25]);
    }

    #[test]
    fn what_cannot_be_read_says_what_it_is() {
        refused(b"", "an empty file");
        refused(b"fLaC and so on and on", "found FLAC");
        refused(b"dear diary, today", "something else");
        refused(&riff(&[(b"fmt ", MONO_16)]), "ends before they begin");
        refused(&riff(&[(b"data", &[1, 2])]), "ends before they begin");
        refused(&riff(&[(b"fmt ", &MONO_16[..10]), (b"data", &[1, 2])]), "rate and channels");
        refused(&riff(&[(b"fmt ", &fmt(7, 8)), (b"data", &[1, 2])]), "μ-law 8 bit");
        refused(&riff(&[(b"fmt ", &fmt(2, 8)), (b"data", &[1, 2])]), "ADPCM");
        let (whole, _) = by_hound(2, 24, false, 50);
        refused(&whole[..whole.len() - 1], "cut off: expected 300 bytes of sound, found 299");
        let folder = WavReader::open(Path::new("/")).err().unwrap().to_string();
        assert!(folder.starts_with("/: expected a WAV file, found something else"), "{folder}");
        let missing = WavReader::open(Path::new("/nowhere/at.wav")).err().unwrap().to_string();
        assert!(missing.starts_with("/nowhere/at.wav: expected a file of sound") && missing.contains("hint"), "{missing}");
    }

    proptest::proptest! {
        #[test]
        fn junk_is_no_panic(mut junk in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..300), head: bool, with_fmt: bool) {
            if with_fmt {
                junk.splice(0..0, riff(&[(b"fmt ", MONO_16)]));
            } else if head {
                junk.splice(0..0, *b"RIFF\0\0\0\0WAVE");
            }
            if let Ok(samples) = samples_of(&junk) {
                proptest::prop_assert!(samples.len() <= junk.len());
            }
        }
    }
}
