//! The `bext` chunk of a closed part: when its sound began, and nothing about who speaks.
//!
//! [EBU Tech 3285](https://tech.ebu.ch/docs/tech/tech3285.pdf), version 2. Editors place a file by its `TimeReference`, the
//! samples since midnight.

use chrono::{DateTime, FixedOffset, Timelike};

use crate::domain::Hertz;

/// Length of the chunk without its 8 bytes of name and size; there is no coding history.
pub const BODY: usize = 602;

/// Length of the whole chunk.
pub const CHUNK: usize = BODY + 8;

/// Marks a loudness field as not in use.
const NO_LOUDNESS: [u8; 2] = 0x7FFF_u16.to_le_bytes();

/// What a part's `bext` tells.
pub struct Bext<'a> {
    /// The part's file.
    pub description: &'a str,
    /// The take's id, the same for all its parts.
    pub reference: &'a str,
    /// Wall time of the part's first frame.
    pub began: DateTime<FixedOffset>,
    pub rate: Hertz,
}

/// The whole chunk: name, size, body.
pub fn chunk(bext: &Bext) -> Vec<u8> {
    let mut chunk = Vec::with_capacity(CHUNK);
    chunk.extend_from_slice(b"bext");
    chunk.extend_from_slice(&(BODY as u32).to_le_bytes());
    field(&mut chunk, bext.description, 256);
    field(&mut chunk, "temoin", 32);
    field(&mut chunk, bext.reference, 32);
    field(&mut chunk, &bext.began.format("%Y-%m-%d").to_string(), 10);
    field(&mut chunk, &bext.began.format("%H:%M:%S").to_string(), 8);
    chunk.extend_from_slice(&since_midnight(bext.began, bext.rate).to_le_bytes());
    chunk.extend_from_slice(&2_u16.to_le_bytes()); // version
    chunk.extend_from_slice(&[0; 64]); // no UMID
    chunk.extend_from_slice(&NO_LOUDNESS.repeat(5));
    chunk.resize(CHUNK, 0);
    chunk
}

/// ASCII, cut or filled with zeros to `length` bytes; what is not printable ASCII becomes `?`.
fn field(chunk: &mut Vec<u8>, text: &str, length: usize) {
    let ascii = text.chars().map(|c| if c == ' ' || c.is_ascii_graphic() { c as u8 } else { b'?' });
    let end = chunk.len() + length;
    chunk.extend(ascii.take(length));
    chunk.resize(end, 0);
}

/// Samples since midnight of that day's wall clock.
fn since_midnight(began: DateTime<FixedOffset>, rate: Hertz) -> u64 {
    let nanoseconds = u64::from(began.num_seconds_from_midnight()) * 1_000_000_000 + u64::from(began.nanosecond());
    crate::domain::Frames::from_nanoseconds(nanoseconds, rate).0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chunk_has_the_fields_of_ebu_3285_at_their_places() {
        let began = DateTime::parse_from_rfc3339("2020-03-28T20:32:04.125+01:00").unwrap();
        let chunk = chunk(&Bext { description: "take-01-001.wav", reference: "01JD41", began, rate: Hertz(48_000) });
        assert_eq!(chunk.len(), 610);
        assert_eq!(&chunk[..8], b"bext\x5a\x02\x00\x00");
        assert_eq!(&chunk[8..24], b"take-01-001.wav\0");
        assert_eq!(&chunk[8 + 256..8 + 264], b"temoin\0\0");
        assert_eq!(&chunk[8 + 288..8 + 295], b"01JD41\0");
        assert_eq!(&chunk[8 + 320..8 + 338], b"2020-03-2820:32:04");
        let reference = u64::from_le_bytes(chunk[346..354].try_into().unwrap());
        assert_eq!(reference, ((20 * 60 + 32) * 60 + 4) * 48_000 + 6_000);
        assert_eq!(&chunk[354..356], &[2, 0]);
        assert_eq!(&chunk[420..430], &NO_LOUDNESS.repeat(5)[..]);
        assert!(chunk[430..].iter().all(|&byte| byte == 0));
    }

    #[test]
    fn what_is_not_ascii_cannot_shift_a_field() {
        let mut chunk = Vec::new();
        field(&mut chunk, "é\u{1b}x", 5);
        field(&mut chunk, "longer than that", 4);
        assert_eq!(&chunk, b"??x\0\0long");
    }
}
