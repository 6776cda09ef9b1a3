//! The one door to hound: how samples become a WAV file that can be opened at any time.
//!
//! [`head_of_any_length`] is for exports, which hound does not write: a take of theirs may be longer than its 32 bits count.
//!
//! hound (3.5.1) wraps its sizes at 4 GiB without a word, so [`max_frames`] ends each file below 2 GiB. It must be given whole
//! frames. After an error its `Drop` may overwrite the beginning; [`WavFile`] shuts the file under it, so that it cannot.
//! Journal, `bext` and names are in `part_file`; reading is in `read`.

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, Cursor, Seek, SeekFrom, Write};
use std::path::Path;
use std::rc::Rc;

use super::sink::{Sink, Tap};
use crate::domain::{Bits, Frames, Hertz, Take};

/// What the samples of a take's file are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WavFormat {
    pub rate: Hertz,
    /// From 1.
    pub channels: u16,
    pub bits: Bits,
}

/// Bytes kept free below 2 GiB for the header, the padding and `bext`.
const SPARE: u64 = 4096;

/// Samples are written out when so many bytes of them wait, if nobody asked before.
const BUFFER: usize = 1 << 20;

impl WavFormat {
    /// Of the files of one input of a take.
    pub fn of(take: &Take, input: u32) -> WavFormat {
        WavFormat { rate: take.rate, channels: take.channels_of(input) as u16, bits: take.bits }
    }

    pub fn frame_bytes(self) -> u64 {
        self.bits.bytes_per_sample() as u64 * u64::from(self.channels)
    }

    /// Where the samples begin. hound writes the extensible header for more than 16 bits or two channels.
    pub fn head_bytes(self) -> u64 {
        if self.channels > 2 || self.bits.number() > 16 { 68 } else { 44 }
    }

    /// Whether a WAV header has room for it: at least one channel and one frame a second, at most 2¹⁶ bytes a frame and 2³² a second.
    /// A person's file may say otherwise.
    pub fn fits(self) -> bool {
        let frame = self.frame_bytes();
        let possible = self.rate.0 > 0 && frame > 0 && frame <= u64::from(u16::MAX);
        possible && frame * u64::from(self.rate.0) <= u64::from(u32::MAX)
    }

    fn spec(self) -> hound::WavSpec {
        hound::WavSpec {
            channels: self.channels,
            sample_rate: self.rate.0,
            bits_per_sample: self.bits.number(),
            sample_format: match self.bits {
                Bits::Int16 | Bits::Int24 => hound::SampleFormat::Int,
                Bits::Float32 => hound::SampleFormat::Float,
            },
        }
    }
}

/// The longest that one file may be: below 2 GiB with all that stands around the samples.
pub fn max_frames(format: WavFormat) -> Frames {
    Frames(((1 << 31) - SPARE) / format.frame_bytes())
}

/// The header of a file of `frames` frames, as hound writes it, with `behind` bytes of chunks after the samples' padding.
pub fn head(format: WavFormat, frames: Frames, behind: u64) -> Vec<u8> {
    let mut head = Cursor::new(Vec::new());
    let writer = hound::WavWriter::new(&mut head, format.spec()).and_then(|writer| writer.finalize());
    writer.expect("memory takes a header of a format that hound knows");
    let mut head = head.into_inner();
    let data = frames.0 * format.frame_bytes();
    let sizes = Sizes::of(format, data, behind);
    head[4..8].copy_from_slice(&sizes.riff.to_le_bytes());
    let at = head.len() - 4;
    head[at..].copy_from_slice(&sizes.data.to_le_bytes());
    head
}

/// Length of the chunk that keeps a place for `ds64`, without its 8 bytes of name and size.
const RESERVED: usize = 28;

/// The header of a file of `frames` frames, however long it gets, with `behind` bytes of chunks after the samples' padding.
///
/// RIFF, with a `JUNK` chunk at its beginning; where a size does not fit into 32 bits, RF64 (EBU Tech 3306), with `ds64` in that place.
pub fn head_of_any_length(format: WavFormat, frames: Frames, behind: u64) -> Vec<u8> {
    let small = head(format, Frames(0), 0);
    let fmt = &small[12..small.len() - 8];
    let data = frames.0 * format.frame_bytes();
    let around = (4 + 8 + RESERVED + fmt.len() + 8) as u64;
    let riff = around + data + data % 2 + behind;
    let is_large = riff >= u64::from(u32::MAX);
    let size = |size: u64| u32::try_from(size).ok().filter(|_| !is_large).unwrap_or(u32::MAX).to_le_bytes();
    let mut reserved = [0; RESERVED];
    if is_large {
        for (at, size) in [(0, riff), (8, data), (16, frames.0)] {
            reserved[at..at + 8].copy_from_slice(&size.to_le_bytes());
        }
    }
    let (form, name): (&[u8], &[u8]) = if is_large { (b"RF64", b"ds64") } else { (b"RIFF", b"JUNK") };
    let begin = [form, &size(riff), b"WAVE", name, &(RESERVED as u32).to_le_bytes(), &reserved].concat();
    [&begin, fmt, b"data", &size(data)].concat()
}

/// Corrects both sizes of a file's header in place: `data` bytes of samples, and `behind` bytes of chunks after their padding.
pub fn write_sizes(mut file: &File, format: WavFormat, data: u64, behind: u64) -> io::Result<()> {
    let sizes = Sizes::of(format, data, behind);
    file.seek(SeekFrom::Start(format.head_bytes() - 4))?;
    file.write_all(&sizes.data.to_le_bytes())?;
    file.seek(SeekFrom::Start(4))?;
    file.write_all(&sizes.riff.to_le_bytes())
}

/// The two sizes in a header. Parts end below 2 GiB, so they fit.
struct Sizes {
    riff: u32,
    data: u32,
}

impl Sizes {
    fn of(format: WavFormat, data: u64, behind: u64) -> Sizes {
        debug_assert!(data < 1 << 31, "a part of {data} bytes");
        let fits = |size: u64| u32::try_from(size).unwrap_or(u32::MAX);
        Sizes { riff: fits(format.head_bytes() - 8 + data + data % 2 + behind), data: fits(data) }
    }
}

/// A WAV file that is being written.
pub struct WavFile {
    /// Dropped before the sink; by then the sink is shut.
    hound: Option<hound::WavWriter<Tap>>,
    sink: Rc<RefCell<Sink>>,
    format: WavFormat,
    frames: u64,
}

impl WavFile {
    /// Writes the header into `file`, which is new and empty.
    pub fn new(file: File, format: WavFormat) -> io::Result<WavFile> {
        if !format.fits() {
            return Err(io::Error::other("no WAV holds this rate and these channels"));
        }
        let sink = Rc::new(RefCell::new(Sink::new(file, format.head_bytes())));
        let hound = hound::WavWriter::new(Tap(sink.clone()), format.spec()).map_err(reason)?;
        let wav = WavFile { hound: Some(hound), sink, format, frames: 0 };
        wav.sink.borrow_mut().write_out()?;
        Ok(wav)
    }

    pub fn frames(&self) -> Frames {
        Frames(self.frames)
    }

    /// Takes whole frames, full scale at ±1.0; samples behind the last whole frame are left out. What is louder is clamped.
    /// After an error only [`WavFile::shut`] makes sense.
    pub fn write(&mut self, interleaved: &[f32]) -> io::Result<()> {
        let channels = usize::from(self.format.channels);
        let frames = interleaved.len() / channels;
        debug_assert_eq!(frames * channels, interleaved.len(), "half a frame");
        let hound = self.hound.as_mut().ok_or_else(|| io::Error::other("the file is finished"))?;
        for &sample in &interleaved[..frames * channels] {
            match self.format.bits {
                Bits::Int16 => hound.write_sample(to_int16(sample)),
                Bits::Int24 => hound.write_sample(to_int24(sample)),
                Bits::Float32 => hound.write_sample(sample),
            }
            .map_err(reason)?;
        }
        self.frames += frames as u64;
        let mut sink = self.sink.borrow_mut();
        if sink.buffered() >= BUFFER { sink.write_out() } else { Ok(()) }
    }

    /// Writes out the buffer and waits until it lies on the disk.
    pub fn sync(&mut self) -> io::Result<()> {
        let mut sink = self.sink.borrow_mut();
        sink.write_out()?;
        sink.sync()
    }

    /// See [`Sink::lies_at`].
    pub fn lies_at(&self, path: &Path) -> io::Result<bool> {
        self.sink.borrow().lies_at(path)
    }

    /// Writes out the buffer and then the header, so that the file opens at its full length; no sync.
    pub fn refresh(&mut self) -> io::Result<()> {
        self.sink.borrow_mut().write_out()?; // samples before the header that speaks of them
        match &mut self.hound {
            Some(hound) => hound.flush().map_err(reason),
            None => Ok(()),
        }
    }

    /// Header right, nothing more can be written; puts `chunk` (of even length) behind the samples and their padding, and syncs.
    pub fn finish(&mut self, chunk: &[u8]) -> io::Result<()> {
        debug_assert!(chunk.len().is_multiple_of(2), "a chunk of odd length");
        self.sink.borrow_mut().write_out()?;
        if let Some(hound) = self.hound.take() {
            hound.finalize().map_err(reason)?;
        }
        let Some(mut file) = self.shut() else { return Ok(()) };
        let data = self.frames * self.format.frame_bytes();
        file.seek(SeekFrom::Start(self.format.head_bytes() + data))?;
        if data % 2 == 1 {
            file.write_all(&[0])?; // hound does not pad
        }
        file.write_all(chunk)?;
        write_sizes(&file, self.format, data, chunk.len() as u64)?;
        file.sync_all()
    }

    /// Digest of the samples that were written out.
    pub fn digest(&self) -> blake3::Hash {
        self.sink.borrow().digest()
    }

    /// CRC-32 of the samples that were written out since the last call.
    pub fn take_crc32(&self) -> u32 {
        self.sink.borrow_mut().take_crc32()
    }

    /// Takes the file from under hound, which can do no harm any more.
    pub fn shut(&mut self) -> Option<File> {
        self.sink.borrow_mut().shut()
    }
}

impl Drop for WavFile {
    fn drop(&mut self) {
        self.shut();
    }
}

fn reason(error: hound::Error) -> io::Error {
    match error {
        hound::Error::IoError(error) => error,
        error => io::Error::other(error),
    }
}

/// Nearest step; clamped; not a number is silence. Exact for what [`from_int16`] made.
pub fn to_int16(sample: f32) -> i16 {
    (sample * 32_768.0).round().clamp(-32_768.0, 32_767.0) as i16
}

pub fn from_int16(sample: i16) -> f32 {
    f32::from(sample) / 32_768.0
}

/// Nearest step; clamped; not a number is silence. Exact for what [`from_int24`] made.
pub fn to_int24(sample: f32) -> i32 {
    (sample * 8_388_608.0).round().clamp(-8_388_608.0, 8_388_607.0) as i32
}

/// `sample` lies between −2²³ and 2²³ − 1.
pub fn from_int24(sample: i32) -> f32 {
    sample as f32 / 8_388_608.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_of_whole_numbers_survive_the_way_through_a_float() {
        assert!((i16::MIN..=i16::MAX).all(|sample| to_int16(from_int16(sample)) == sample));
        assert!((-8_388_608..=8_388_607).all(|sample| to_int24(from_int24(sample)) == sample));
    }

    #[test]
    fn what_is_too_loud_is_clamped_and_what_is_no_number_is_silence() {
        assert_eq!([1.0, 9.0, f32::INFINITY, -1.0, -9.0, f32::NAN].map(to_int16), [32_767, 32_767, 32_767, -32_768, -32_768, 0]);
        assert_eq!([1.0, -f32::INFINITY, f32::NAN].map(to_int24), [8_388_607, -8_388_608, 0]);
        assert_eq!([0.4, 0.6, -0.6].map(|step| to_int16(step / 32_768.0)), [0, 1, -1]);
    }

    #[test]
    fn no_part_reaches_2_gib() {
        for (channels, bits) in [(1, Bits::Int16), (2, Bits::Int24), (7, Bits::Int24), (32, Bits::Float32)] {
            let format = WavFormat { rate: Hertz(48_000), channels, bits };
            let longest = head(format, max_frames(format), super::super::bext::CHUNK as u64);
            let riff = u32::from_le_bytes(longest[4..8].try_into().unwrap());
            assert!(riff + 8 < 1 << 31 && riff > (1 << 31) - 2 * SPARE as u32, "{riff}");
        }
    }

    #[test]
    fn the_header_is_what_hound_writes() {
        for (channels, bits) in [(1, Bits::Int16), (2, Bits::Int24), (3, Bits::Int16), (2, Bits::Float32)] {
            let format = WavFormat { rate: Hertz(44_100), channels, bits };
            let mut file = Cursor::new(Vec::new());
            let mut hound = hound::WavWriter::new(&mut file, format.spec()).unwrap();
            for _ in 0..5 * channels {
                match bits {
                    Bits::Float32 => hound.write_sample(0.5_f32).unwrap(),
                    _ => hound.write_sample(5_i16).unwrap(),
                }
            }
            hound.finalize().unwrap();
            let mut file = file.into_inner();
            file.truncate(format.head_bytes() as usize);
            file[4] += (5 * format.frame_bytes() % 2) as u8; // hound does not pad
            assert_eq!(head(format, Frames(5), 0), file);
        }
    }

    #[test]
    fn a_file_that_riff_cannot_count_is_rf64_and_says_its_sizes_in_64_bits() {
        let format = WavFormat { rate: Hertz(48_000), channels: 2, bits: Bits::Int24 };
        let numbers = |head: &[u8], at: usize| u64::from_le_bytes(head[at..at + 8].try_into().unwrap());
        let frames = 1_000_000_000;
        let large = head_of_any_length(format, Frames(frames), 100);
        assert_eq!((&large[..8], &large[8..20]), (&b"RF64\xff\xff\xff\xff"[..], &b"WAVEds64\x1c\0\0\0"[..]));
        let riff = large.len() as u64 - 8 + 6 * frames + 100;
        assert_eq!([20, 28, 36].map(|at| numbers(&large, at)), [riff, 6 * frames, frames]);
        assert_eq!(&large[large.len() - 8..], b"data\xff\xff\xff\xff");
        let small = head_of_any_length(format, Frames(715_827_866), 2); // the largest that fits, with its chunks
        assert_eq!((&small[..4], &small[12..16], small.len()), (&b"RIFF"[..], &b"JUNK"[..], large.len()));
        let sizes = [4, small.len() - 4].map(|at| u32::from_le_bytes(small[at..at + 4].try_into().unwrap()));
        assert_eq!(sizes, [u32::MAX - 1, 4_294_967_196]);
        assert_eq!(&head_of_any_length(format, Frames(715_827_867), 2)[..4], b"RF64");
    }

    #[test]
    fn a_format_that_no_header_holds_is_refused() {
        for (rate, channels) in [(48_000, 0), (0, 2), (48_000, u16::MAX), (u32::MAX, 2)] {
            let format = WavFormat { rate: Hertz(rate), channels, bits: Bits::Int24 };
            assert!(WavFile::new(tempfile::tempfile().unwrap(), format).is_err(), "{format:?}");
        }
    }
}
