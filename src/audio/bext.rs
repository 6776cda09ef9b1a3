//! The `bext` chunk of a closed part: when its sound began, and nothing about who speaks.
//!
//! [EBU Tech 3285](https://tech.ebu.ch/docs/tech/tech3285.pdf), version 2. Editors place a file by its `TimeReference`, the
//! samples since midnight.

use std::fs::File;
use std::path::Path;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike};

use super::riff::{chunk_named, read_up_to};
use crate::domain::{Frames, Hertz};

/// Length of the chunk without its 8 bytes of name and size; there is no coding history.
pub const BODY: usize = 602;

/// Length of the whole chunk.
pub const CHUNK: usize = BODY + 8;

/// Where the day of origin stands in the body, 10 bytes, and behind it the time, 8 bytes: `-`, `_`, `:`, space or `.` between the numbers.
const DATE: usize = 256 + 32 + 32;

/// Where the samples since midnight stand in the body, 8 bytes.
const TIME_REFERENCE: usize = DATE + 18;

/// Nanoseconds of a day.
const DAY: u64 = 86_400_000_000_000;

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

/// Wall time of the first frame of a file that another recorder made, as its `bext` tells: day and time of its origin, and where its
/// samples since midnight say the same within a minute, these, which are finer; editors use them for the place in a programme. `None`
/// without such a chunk, or where day and time make no sense.
pub fn began(path: &Path, rate: Hertz) -> Option<NaiveDateTime> {
    let mut file = File::open(path).ok()?;
    let length = file.metadata().ok()?.len();
    let (at, size) = chunk_named(&mut file, b"bext", length).ok()??;
    let mut body = [0; TIME_REFERENCE + 8];
    let wanted = body.len().min(size as usize);
    (read_up_to(&mut file, at, &mut body[..wanted]).ok()? == body.len()).then_some(())?;
    let text = |from: usize, length: usize| std::str::from_utf8(&body[from..from + length]).ok();
    let day = NaiveDate::parse_from_str(&text(DATE, 10)?.replace([':', '_', '/', '.', ' '], "-"), "%Y-%m-%d").ok()?;
    let time = NaiveTime::parse_from_str(&text(DATE + 10, 8)?.replace(['-', '_', '/', '.', ' '], ":"), "%H:%M:%S").ok()?;
    let reference = Frames(u64::from_le_bytes(body[TIME_REFERENCE..].try_into().ok()?)).nanoseconds(rate);
    let finer = day.and_time(NaiveTime::MIN) + TimeDelta::nanoseconds(reference.min(DAY) as i64);
    let is_same = (finer - day.and_time(time)).abs() <= TimeDelta::minutes(1);
    Some(if is_same { finer } else { day.and_time(time) })
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
    Frames::from_nanoseconds(nanoseconds, rate).0
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

    /// A file with a `bext` before or behind its samples.
    fn file_with(day: &str, time: &str, reference: u64) -> tempfile::NamedTempFile {
        let began = DateTime::parse_from_rfc3339("2020-03-28T20:32:04+01:00").unwrap();
        let mut chunk = chunk(&Bext { description: "", reference: "", began, rate: Hertz(48_000) });
        chunk[8 + DATE..8 + DATE + 10].copy_from_slice(day.as_bytes());
        chunk[8 + DATE + 10..8 + DATE + 18].copy_from_slice(time.as_bytes());
        chunk[8 + TIME_REFERENCE..8 + TIME_REFERENCE + 8].copy_from_slice(&reference.to_le_bytes());
        let file = tempfile::NamedTempFile::new().unwrap();
        let bytes = [b"RIFF\0\0\0\0WAVE".as_slice(), b"data\x03\0\0\0abc\0", &chunk].concat();
        std::fs::write(file.path(), bytes).unwrap();
        file
    }

    #[test]
    fn the_beginning_is_read_as_recorders_write_it() {
        let evening = NaiveDate::from_ymd_opt(2020, 3, 28).unwrap().and_hms_milli_opt(20, 32, 4, 125).unwrap();
        let reference = 73_924 * 48_000 + 6_000;
        for (day, time, reference, expected) in [
            ("2020-03-28", "20:32:04", reference, Some(evening)),
            ("2020:03:28", "20-32-04", reference, Some(evening)),
            ("2020-03-28", "20:32:04", 0, Some(evening.with_nanosecond(0).unwrap())),
            ("2020-03-28", "20:32:04", u64::MAX, Some(evening.with_nanosecond(0).unwrap())),
            ("2020-03-28", "20:32:04", 172_800_000, Some(evening.with_nanosecond(0).unwrap())),
            ("2020-13-28", "20:32:04", reference, None),
            ("\0\0\0\0\0\0\0\0\0\0", "\0\0\0\0\0\0\0\0", 0, None),
        ] {
            assert_eq!(began(file_with(day, time, reference).path(), Hertz(48_000)), expected, "{day} {time} {reference}");
        }
        let without = tempfile::NamedTempFile::new().unwrap();
        assert_eq!(began(without.path(), Hertz(48_000)), None);
    }
}
