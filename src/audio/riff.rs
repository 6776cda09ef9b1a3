//! The chunks of a WAV file, as others may have written it: where the samples lie, and what they are.
//!
//! Reads RIFF and RF64 (EBU Tech 3306), skips what it does not need, pads odd chunks. A size of 0 or 0xFFFFFFFF, as programs leave
//! it that were killed, reaches to the end of the file. Whether another size can be believed is for `read` to say. hound is the judge
//! of it in the tests.

use std::io::{self, Read, Seek, SeekFrom};

use super::wav::WavFormat;
use crate::domain::{Bits, Hertz};
use crate::error::{Error, Result};
use crate::text;

/// How a file keeps a sample; little-endian.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// Silence is 128.
    Unsigned8,
    Int16,
    Int24,
    Int32,
    Float32,
}

/// What stands around the samples.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    pub rate: Hertz,
    /// From 1.
    pub channels: u16,
    pub encoding: Encoding,
    /// Byte at which the samples begin.
    pub start: u64,
    /// Bytes of samples by the header; `None`: to the end of the file.
    pub declared: Option<u64>,
}

impl Encoding {
    pub fn bytes(self) -> usize {
        match self {
            Encoding::Unsigned8 => 1,
            Encoding::Int16 => 2,
            Encoding::Int24 => 3,
            Encoding::Int32 | Encoding::Float32 => 4,
        }
    }

    /// The smallest of our own that keeps every sample (of 32 whole bits, the upper 24).
    pub fn bits(self) -> Bits {
        match self {
            Encoding::Unsigned8 | Encoding::Int16 => Bits::Int16,
            Encoding::Int24 => Bits::Int24,
            Encoding::Int32 | Encoding::Float32 => Bits::Float32,
        }
    }
}

impl Layout {
    /// Reads up to the samples of a file of `length` bytes.
    pub fn read(file: &mut (impl Read + Seek), length: u64) -> Result<Layout> {
        let mut magic = [0; 12];
        let got = read_up_to(file, 0, &mut magic).map_err(unreadable)?;
        let large = is_wave(&magic[..got])?;
        let (mut fmt, mut large_data, mut at) = (None, None, 12);
        while let Some((name, size)) = chunk_at(file, at, length).map_err(unreadable)? {
            let body = at + 8;
            match &name {
                b"ds64" if large => large_data = Some(ds64(file, body).map_err(unreadable)?),
                b"fmt " => fmt = Some(parse_fmt(file, body, size)?),
                b"data" => {
                    let Some((rate, channels, encoding)) = fmt else { break };
                    let declared = match u32::try_from(size).unwrap_or(u32::MAX) {
                        u32::MAX => large_data,
                        0 if !is_chain(file, body, length).map_err(unreadable)? => None,
                        size => Some(u64::from(size)),
                    };
                    return Ok(Layout { rate, channels, encoding, start: body, declared });
                }
                _ => {}
            }
            at = body + size + size % 2;
        }
        Err(Error::new(text!("sound-wav-no-data")).hint(text!("sound-wav-cut-hint")))
    }

    pub fn frame_bytes(&self) -> u64 {
        self.encoding.bytes() as u64 * u64::from(self.channels)
    }

    pub fn format(&self) -> WavFormat {
        WavFormat { rate: self.rate, channels: self.channels, bits: self.encoding.bits() }
    }
}

/// Whether chunks, one behind the other, fill the file from `at` to its end. True at the end itself.
pub fn is_chain(file: &mut (impl Read + Seek), mut at: u64, length: u64) -> io::Result<bool> {
    while at < length {
        match chunk_at(file, at, length)? {
            Some((name, size)) if name.iter().all(|b| (b' '..=b'~').contains(b)) => at += 8 + size + size % 2,
            _ => return Ok(false),
        }
    }
    Ok(at == length)
}

/// Where the body of the first chunk of that name begins, and its size, in a WAV of `length` bytes.
pub fn chunk_named(file: &mut (impl Read + Seek), wanted: &[u8; 4], length: u64) -> io::Result<Option<(u64, u64)>> {
    let mut at = 12;
    while let Some((name, size)) = chunk_at(file, at, length)? {
        if name == *wanted {
            return Ok(Some((at + 8, size)));
        }
        at += 8 + size + size % 2;
    }
    Ok(None)
}

/// Name and size of the chunk at `at`; `None` where there is no room for one.
fn chunk_at(file: &mut (impl Read + Seek), at: u64, length: u64) -> io::Result<Option<([u8; 4], u64)>> {
    if at + 8 > length {
        return Ok(None);
    }
    let mut head = [0; 8];
    let got = read_up_to(file, at, &mut head)?;
    let size = u32::from_le_bytes([head[4], head[5], head[6], head[7]]);
    Ok((got == 8).then_some(([head[0], head[1], head[2], head[3]], u64::from(size))))
}

/// Fills `bytes` from `at`, as far as the file reaches; gives how many.
pub fn read_up_to(file: &mut (impl Read + Seek), at: u64, bytes: &mut [u8]) -> io::Result<usize> {
    file.seek(SeekFrom::Start(at))?;
    let mut got = 0;
    while got < bytes.len() {
        match file.read(&mut bytes[got..]) {
            Ok(0) => break,
            Ok(n) => got += n,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(got)
}

/// Whether it is an RF64; an error where it is no WAV at all.
fn is_wave(magic: &[u8]) -> Result<bool> {
    match (magic.get(..4), magic.get(8..12)) {
        (Some(b"RIFF"), Some(b"WAVE")) => Ok(false),
        (Some(b"RF64" | b"BW64"), Some(b"WAVE")) => Ok(true),
        _ => Err(not_wav(kind_of(magic))),
    }
}

/// `found` is a word of `kind_of`.
pub fn not_wav(found: &str) -> Error {
    Error::new(text!("sound-not-wav", found = found)).hint(text!("sound-not-wav-hint"))
}

/// A word for what the beginning of a file looks like.
fn kind_of(magic: &[u8]) -> &'static str {
    match magic {
        [] => "empty",
        [b'R', b'I', b'F', b'X', ..] => "RIFX",
        [b'I', b'D', b'3', ..] | [0xFF, 0xF0..=0xFF, ..] => "MP3",
        [b'f', b'L', b'a', b'C', ..] => "FLAC",
        [b'O', b'g', b'g', b'S', ..] => "Ogg",
        [b'F', b'O', b'R', b'M', ..] => "AIFF",
        [b'c', b'a', b'f', b'f', ..] => "CAF",
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => "MP4",
        _ => "unknown",
    }
}

fn ds64(file: &mut (impl Read + Seek), body: u64) -> io::Result<u64> {
    let mut size = [0; 8];
    read_up_to(file, body + 8, &mut size)?;
    Ok(u64::from_le_bytes(size))
}

/// Rate, channels and encoding of a `fmt ` chunk; the extensible form names the encoding in its `SubFormat`.
fn parse_fmt(file: &mut (impl Read + Seek), body: u64, size: u64) -> Result<(Hertz, u16, Encoding)> {
    let mut fmt = [0; 40];
    let wanted = size.min(40) as usize;
    let got = read_up_to(file, body, &mut fmt[..wanted]).map_err(unreadable)?;
    let number = |at: usize| u16::from_le_bytes([fmt[at], fmt[at + 1]]);
    let tag = if number(0) == 0xFFFE { number(24) } else { number(0) };
    let (channels, rate, bits) = (number(2), u32::from_le_bytes([fmt[4], fmt[5], fmt[6], fmt[7]]), number(14));
    if got < 16 || channels == 0 || rate == 0 {
        return Err(Error::new(text!("sound-wav-no-format")).hint(text!("sound-wav-cut-hint")));
    }
    let encoding = match (tag, bits) {
        (1, 8) => Encoding::Unsigned8,
        (1, 16) => Encoding::Int16,
        (1, 24) => Encoding::Int24,
        (1, 32) => Encoding::Int32,
        (3, 32) => Encoding::Float32,
        _ => return Err(unsupported(tag, bits)),
    };
    let agreed = u64::from(number(12)) == u64::from(channels) * encoding.bytes() as u64;
    if agreed { Ok((Hertz(rate), channels, encoding)) } else { Err(unsupported(tag, bits)) }
}

fn unsupported(tag: u16, bits: u16) -> Error {
    let name = match tag {
        1 => "PCM".to_owned(),
        2 | 0x11 => "ADPCM".to_owned(),
        3 => "float".to_owned(),
        6 => "A-law".to_owned(),
        7 => "μ-law".to_owned(),
        0x50 | 0x55 => "MPEG".to_owned(),
        tag => format!("0x{tag:04x}"),
    };
    let error = Error::new(text!("sound-wav-encoding", found = format!("{name} {bits} bit")));
    error.hint(text!("sound-wav-encoding-hint"))
}

/// A file that the system does not let us read.
pub fn unreadable(cause: io::Error) -> Error {
    Error::new(text!("sound-unreadable")).hint(text!("sound-unreadable-hint")).because(cause)
}
