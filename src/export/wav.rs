//! What a WAV file tells of its marks: `cue `, `LIST adtl` and `LIST INFO`, which stand behind its samples in this order.
//!
//! A cue point has its title as `labl`, the words of its mark as `note`, and of a range the length as `ltxt`. FFmpeg and libsndfile stop
//! reading labels at the first other chunk between them, so all of them stand first; and FFmpeg wants `cue ` before them. Texts are UTF-8
//! and end with a zero; a chunk of odd length has one byte more, which its size does not count. The sound itself is `audio::export_wav`'s.

use super::words::{one_line, several_lines, title};
use super::{Moment, Told};
use crate::locale::Text;
use crate::text;

/// Chunks, and how many marks stand in them.
#[derive(Debug, Clone, Default)]
pub struct Chunks {
    /// Whole ones, each of even length.
    pub bytes: Vec<u8>,
    pub marks: usize,
    /// What they could not hold.
    pub remarks: Vec<Text>,
}

pub fn chunks(told: &Told) -> Chunks {
    let (marks, too_far): (Vec<&Moment>, Vec<&Moment>) = told.marks.iter().partition(|mark| u32::try_from(mark.start.0).is_ok());
    let remarks = (!too_far.is_empty()).then(|| text!("export-cue-too-far", count = too_far.len()));
    let bytes = [cues(&marks), labels(&marks), info(told)].concat();
    Chunks { bytes, marks: marks.len(), remarks: remarks.into_iter().collect() }
}

/// A place, or a length, in frames.
fn count(frames: u64) -> [u8; 4] {
    u32::try_from(frames).unwrap_or(u32::MAX).to_le_bytes()
}

/// Name, size, body and padding.
fn chunk(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let padding = vec![0; body.len() % 2];
    [name.as_slice(), &count(body.len() as u64), body, &padding].concat()
}

/// Points are numbered from 1. Of whole-number and float samples the frame stands in both fields.
fn cues(marks: &[&Moment]) -> Vec<u8> {
    if marks.is_empty() {
        return Vec::new();
    }
    let point = |(id, mark): (u32, &&Moment)| {
        let at = count(mark.start.0);
        [id.to_le_bytes(), at, *b"data", [0; 4], [0; 4], at].concat()
    };
    let points = (1..).zip(marks).flat_map(point);
    let body: Vec<u8> = count(marks.len() as u64).into_iter().chain(points).collect();
    chunk(b"cue ", &body)
}

fn labels(marks: &[&Moment]) -> Vec<u8> {
    if marks.is_empty() {
        return Vec::new();
    }
    let told = |name: &'static [u8; 4], id: u32, text: &str| chunk(name, &[&id.to_le_bytes(), text.as_bytes(), &[0]].concat());
    let titles = (1..).zip(marks).flat_map(|(id, mark)| told(b"labl", id, &title(mark)));
    let notes = (1..).zip(marks).filter_map(|(id, mark)| Some((id, several_lines(mark.note.as_deref()?))));
    let notes = notes.filter(|(_, note)| !note.trim().is_empty()).flat_map(|(id, note)| told(b"note", id, &note));
    let lengths =
        (1_u32..).zip(marks).filter_map(|(id, mark)| Some((id, mark.end?.0 - mark.start.0))).flat_map(|(id, length)| {
            // Country, language, dialect and code page are not said.
            chunk(b"ltxt", &[&id.to_le_bytes()[..], &count(length), b"rgn ", &[0; 8]].concat())
        });
    let body: Vec<u8> = b"adtl".iter().copied().chain(titles).chain(notes).chain(lengths).collect();
    chunk(b"LIST", &body)
}

/// Title, people as they are called outside, day, program, and what it was handed over for.
fn info(told: &Told) -> Vec<u8> {
    let day = told.started.format("%Y-%m-%d").to_string();
    let program = concat!("temoin ", env!("CARGO_PKG_VERSION")).to_owned();
    let usage = told.usage.as_deref().map(one_line).unwrap_or_default();
    let entries: [(&[u8; 4], String); 5] = [
        (b"INAM", one_line(&told.title)),
        (b"IART", one_line(&told.people.join(", "))),
        (b"ICRD", day),
        (b"ISFT", program),
        (b"ICMT", usage),
    ];
    let told = entries.iter().filter(|(_, text)| !text.is_empty());
    let entries = told.flat_map(|(name, text)| chunk(name, &[text.as_bytes(), &[0]].concat()));
    let body: Vec<u8> = b"INFO".iter().copied().chain(entries).collect();
    chunk(b"LIST", &body)
}

#[cfg(test)]
mod tests {
    use super::super::samples::{moment, told};
    use super::*;
    use crate::domain::Frames;

    /// Names of the chunks in `bytes`, with their bodies.
    fn read(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
        let (mut at, mut found) = (0, Vec::new());
        while at < bytes.len() {
            let size = u32::from_le_bytes(bytes[at + 4..at + 8].try_into().unwrap()) as usize;
            found.push((String::from_utf8_lossy(&bytes[at..at + 4]).into_owned(), bytes[at + 8..at + 8 + size].to_vec()));
            at += 8 + size + size % 2;
        }
        assert_eq!(at, bytes.len());
        found
    }

    #[test]
    fn labels_stand_before_notes_and_notes_before_lengths() {
        let mut range = moment("touching", 2.0, "sa voix\nse casse");
        range.end = Some(Frames(144_000));
        let found = read(&chunks(&told(vec![moment("step", 1.5, ""), range, moment("note", 3.0, "é")])).bytes);
        assert_eq!(found.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["cue ", "LIST", "LIST"]);
        let place = |n: usize| u32::from_le_bytes(found[0].1[4 + 24 * n + 20..][..4].try_into().unwrap());
        assert_eq!((found[0].1.len(), [0, 1, 2].map(place)), (4 + 3 * 24, [72_000, 96_000, 144_000]));
        assert_eq!((&found[1].1[..4], &found[2].1[..4]), (&b"adtl"[..], &b"INFO"[..]));
        let labels = read(&found[1].1[4..]);
        let texts: Vec<String> =
            labels.iter().map(|(name, body)| format!("{name} {} {}", body[0], body.escape_ascii())).collect();
        let names: Vec<&str> = labels.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["labl", "labl", "labl", "note", "note", "ltxt"], "{texts:?}");
        assert_eq!(labels[1].1[4..], b"touching: sa voix se casse\0"[..]);
        assert_eq!(labels[3].1[4..], b"sa voix\nse casse\0"[..]);
        assert_eq!(labels[5].1, [&[2, 0, 0, 0, 0x80, 0xBB, 0, 0][..], b"rgn ", &[0; 8]].concat());
    }

    #[test]
    fn a_take_without_marks_has_its_title_and_no_cue() {
        let found = chunks(&told(Vec::new()));
        let [(name, body)] = &read(&found.bytes)[..] else { panic!("one chunk") };
        assert_eq!((name.as_str(), found.marks), ("LIST", 0));
        let entries: Vec<String> =
            read(&body[4..]).iter().map(|(name, text)| format!("{name} {}", String::from_utf8_lossy(text))).collect();
        let program = format!("ISFT temoin {}\0", env!("CARGO_PKG_VERSION"));
        assert_eq!(
            entries,
            ["INAM N., le soir\0", "IART N., pneumologue\0", "ICRD 2020-03-28\0", program.as_str(), "ICMT film\0"]
        );
    }

    #[test]
    fn what_lies_further_than_a_cue_can_say_is_told() {
        let mut far = moment("step", 1.0, "");
        far.start = Frames(1 << 32);
        let found = chunks(&told(vec![moment("step", 1.0, ""), far]));
        assert_eq!((found.marks, found.remarks.len()), (1, 1));
    }
}
