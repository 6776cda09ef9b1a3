//! Which sound is heard: from a place to the end of its take, or the stretch of a mark, without what is off the record.

use std::sync::Arc;

use crate::audio::player::{Segment, Source, TakeFiles};
use crate::copies::Homes;
use crate::domain::{Frames, Marker, MarkerId, OffRecord, Palette, Position, Take, TakeId, timestamp, without};
use crate::error::{Error, Loaded, Result};
use crate::store::sessions::SessionEntry;
use crate::text;

/// What a person wants to hear of a session.
#[derive(Debug, Clone, PartialEq)]
pub enum From {
    /// All of it, from its first take on.
    Beginning,
    Position(Position),
    /// From a frame of a take to its end, and on into the takes behind it, unless marks could not be read whole. The `selected` marks are
    /// heard, even where they are off the record.
    Place {
        take: TakeId,
        frame: Frames,
        selected: Vec<MarkerId>,
    },
    /// From a frame of a take to another, also where the `selected` marks are off the record.
    Stretch {
        take: TakeId,
        start: Frames,
        end: Frames,
        selected: Vec<MarkerId>,
    },
    /// By its id, by the first characters of it, or `last`: see [`named`].
    Marker(String),
}

/// The least characters of an id that may stand for it.
const PREFIX: usize = 6;

/// So many of its last ones.
const SUFFIX: usize = 4;

/// How many are named where several are meant, and how many letters of their words.
const FEW: usize = 4;
const WORDS: usize = 30;

/// A stretch of one take.
#[derive(Debug, Clone, PartialEq)]
pub struct Heard {
    /// Where it begins, on the take's timeline.
    pub start: Frames,
    /// Pieces of files, in their order.
    pub segments: Vec<Segment>,
    /// Something off the record was left out.
    pub skipped: bool,
}

/// What is to be played of `entry`: one entry for each take. `seconds` cuts it short; `homes` are the folders in which its
/// parts lie.
///
/// In a gap it begins with the next sound. Errors: no such take or mark, nothing to hear there; and, unless a place was named, `marks`
/// that could not be read whole, since what is off the record is not known then.
pub fn heard(
    entry: &SessionEntry,
    marks: &Loaded<Marker>,
    palette: &Palette,
    from: &From,
    seconds: Option<f64>,
    homes: &Homes,
) -> Result<Vec<(Take, Heard)>> {
    if *from == From::Beginning {
        require_whole(marks)?;
    }
    let is_sure = require_whole(marks).is_ok();
    let marks = &marks.rows[..];
    let mut stretches = stretches(entry, marks, from)?;
    if !is_sure {
        stretches.truncate(1); // the one in which the place was named
    }
    let mut heard = Vec::new();
    for (take, start, end, chosen) in stretches {
        let others = marks.iter().filter(|mark| !chosen.contains(&mark.id));
        let spoken = without(start, end, OffRecord::of([take], others, palette).ranges(&take.id));
        let limit = seconds.map_or(Frames(u64::MAX), |seconds| Frames::from_seconds(seconds, take.rate));
        let segments = segments(take, &spoken, limit, homes);
        let skipped = segments != self::segments(take, &[(start, end)], limit, homes);
        if !segments.is_empty() {
            heard.push((take.clone(), Heard { start, segments, skipped }));
        }
        if seconds.is_some() && !heard.is_empty() {
            break; // the limit counts for the first take only: it is what was asked to hear
        }
    }
    if heard.is_empty() {
        return Err(Error::new(text!("cli-play-nothing")).hint(text!("cli-play-nothing-hint")));
    }
    Ok(heard)
}

fn require_whole(marks: &Loaded<Marker>) -> Result<()> {
    match marks.doubt() {
        None => Ok(()),
        Some(fault) => {
            let refused = Error::new(text!("cli-play-unsure")).hint(text!("cli-play-unsure-hint"));
            Err(fault.place().map_or(refused.clone(), |place| refused.at(&place.path)))
        }
    }
}

/// A stretch of a take, and the marks that are heard in it all the same.
type Stretch<'a> = (&'a Take, Frames, Frames, &'a [MarkerId]);

fn stretches<'a>(entry: &'a SessionEntry, marks: &'a [Marker], from: &'a From) -> Result<Vec<Stretch<'a>>> {
    let takes = &entry.session.takes;
    match from {
        From::Beginning => Ok(takes.iter().map(|take| (take, Frames(0), take.end(), &[][..])).collect()),
        From::Place { take, frame, selected } => {
            let first = takes.iter().position(|known| known.id == *take).unwrap_or(takes.len());
            let start = |take: &Take| if take.id == takes[first].id { *frame } else { Frames(0) };
            Ok(takes[first..].iter().map(|take| (take, start(take), take.end(), &selected[..])).collect())
        }
        From::Stretch { take, start, end, selected } => {
            let take = takes.iter().find(|known| known.id == *take);
            Ok(take.into_iter().map(|take| (take, *start, (*end).min(take.end()), &selected[..])).collect())
        }
        From::Position(position) => {
            let number = position.take.unwrap_or_else(|| takes.first().map_or(1, |take| take.number));
            let take = takes.iter().find(|take| take.number == number);
            let take = take.ok_or_else(|| Error::new(text!("cli-play-no-take", number = number, count = takes.len())))?;
            let start = Frames::from_seconds(position.seconds, take.rate);
            if start >= take.end() {
                let length = timestamp(take.end(), take.rate);
                return Err(Error::new(text!("cli-play-behind-end", length = length)));
            }
            Ok(vec![(take, start, take.end(), &[])])
        }
        From::Marker(name) => {
            let mark = named(name, marks, entry)?;
            let take = entry.session.take(mark.take.as_str()).ok_or_else(|| no_marker(name, entry))?;
            Ok(vec![(take, mark.frame, mark.end_frame.unwrap_or(take.end()), std::slice::from_ref(&mark.id))])
        }
    }
}

/// The mark that a person names: by its id as it stands in the file, by the id without `m-`, by four or more of its last characters
/// or six or more of its first ones where they are unique, whatever their capitals; `last` is the one at the latest place. The first ten
/// characters are the time: marks of one evening share many of them.
pub fn named<'a>(name: &str, marks: &'a [Marker], entry: &SessionEntry) -> Result<&'a Marker> {
    if let Some(mark) = marks.iter().find(|mark| mark.id.as_str() == name) {
        return Ok(mark);
    }
    if name == "last" {
        let number = |mark: &Marker| entry.session.take(mark.take.as_str()).map(|take| take.number);
        return marks.iter().max_by_key(|mark| (number(mark), mark.frame)).ok_or_else(|| no_marker(name, entry));
    }
    let bare = |id: &str| id.to_ascii_lowercase().trim_start_matches("m-").to_owned();
    let wanted = bare(name);
    let is_meant = |mark: &&Marker| {
        let id = bare(mark.id.as_str());
        let begins = wanted.len() >= PREFIX && id.starts_with(&wanted);
        id == wanted || begins || (wanted.len() >= SUFFIX && id.ends_with(&wanted))
    };
    match marks.iter().filter(is_meant).collect::<Vec<_>>()[..] {
        [mark] => Ok(mark),
        [] => Err(no_marker(name, entry)),
        ref several => {
            let some: Vec<String> = several.iter().take(FEW).map(|mark| told_apart(mark, marks, entry)).collect();
            let message = text!("cli-play-several-markers", id = name, count = several.len(), some = some.join("; "));
            Err(Error::new(message).hint(text!("cli-hint-marker")))
        }
    }
}

/// The last characters of its id, where it stands, the beginning of its words.
fn told_apart(mark: &Marker, marks: &[Marker], entry: &SessionEntry) -> String {
    let at = entry.session.take(mark.take.as_str()).map_or_else(String::new, |take| timestamp(mark.frame, take.rate));
    let words: String = mark.note.iter().flat_map(|note| note.chars().take(WORDS)).collect();
    let ids: Vec<&MarkerId> = marks.iter().map(|mark| &mark.id).collect();
    [short_id(&mark.id, &ids).to_owned(), at, words].join(" ").trim_end().to_owned()
}

/// As few of the last characters of a mark's id as name it alone among `marks`.
pub fn short_id<'a>(mark: &'a MarkerId, marks: &[&MarkerId]) -> &'a str {
    let id = mark.as_str();
    let bare = id.strip_prefix("m-").unwrap_or(id);
    let is_alone = |end: &str| marks.iter().filter(|other| **other != mark).all(|other| !other.as_str().ends_with(end));
    let ends = (SUFFIX..bare.len()).filter_map(|count| bare.get(bare.len() - count..));
    ends.into_iter().find(|end| is_alone(end)).unwrap_or(id)
}

fn no_marker(name: &str, entry: &SessionEntry) -> Error {
    Error::new(text!("cli-play-no-marker", id = name, session = entry.id.as_str())).hint(text!("cli-hint-marker"))
}

/// The pieces of the files that hold `spans`, at most `limit` frames in all; gaps are passed over. A take of several inputs is heard as a
/// whole, wherever one of them has sound.
fn segments(take: &Take, spans: &[(Frames, Frames)], limit: Frames, homes: &Homes) -> Vec<Segment> {
    match take.has_several_inputs() {
        true => of_all_inputs(take, spans, limit, homes),
        false => of_files(take, spans, limit, homes),
    }
}

fn of_files(take: &Take, spans: &[(Frames, Frames)], limit: Frames, homes: &Homes) -> Vec<Segment> {
    let mut found = Vec::new();
    let mut left = limit;
    for &(from, to) in spans {
        for part in &take.parts {
            let end = part.start + part.frames.unwrap_or_default();
            let (start, stop) = (from.max(part.start), to.min(end));
            if start >= stop || left == Frames(0) {
                continue;
            }
            let frames = (stop - start).min(left);
            let source = Source::File(homes.path_of(part));
            found.push(Segment { source, start: start - part.start, frames, at: start });
            left = left.saturating_sub(frames);
        }
    }
    found
}

fn of_all_inputs(take: &Take, spans: &[(Frames, Frames)], limit: Frames, homes: &Homes) -> Vec<Segment> {
    let paths = take.parts.iter().map(|part| homes.path_of(part)).collect();
    let files = Arc::new(TakeFiles { take: take.clone(), paths });
    let mut found = Vec::new();
    let mut left = limit;
    for &(from, to) in spans {
        for (begin, end) in take.sounding() {
            let (start, stop) = (from.max(begin), to.min(end));
            if start >= stop || left == Frames(0) {
                continue;
            }
            let frames = (stop - start).min(left);
            found.push(Segment { source: Source::Take(Arc::clone(&files)), start, frames, at: start });
            left = left.saturating_sub(frames);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{After, Bits, Channel, Hertz, Part, Session};

    const RATE: Hertz = Hertz(1000);

    fn homes() -> Homes {
        Homes { own: entry().folder, fallback: None, second_copy: None }
    }

    /// One take: a file of 10 s, a gap of 5 s, a file of 10 s.
    fn entry() -> SessionEntry {
        let part = |n: u64, start| Part {
            file: format!("{n}.wav"),
            input: 1,
            start: Frames(start),
            frames: Some(Frames(10_000)),
            blake3: None,
            elsewhere: false,
        };
        let take = Take {
            id: TakeId("T".into()),
            number: 1,
            started: "2020-03-28T20:30:00+01:00".parse().unwrap(),
            preroll: Frames(0),
            rate: RATE,
            bits: Bits::Int16,
            channels: vec![Channel { name: "1".into(), input: 1 }],
            inputs: vec!["default".into()],
            frames: Some(Frames(25_000)),
            parts: vec![part(1, 0), part(2, 15_000)],
            gaps: Vec::new(),
            loudness: Default::default(),
        };
        let session = Session {
            title: "x".into(),
            series: None,
            occurrence: None,
            chain: None,
            zone: chrono_tz::Tz::UTC,
            number: None,
            of: None,
            people: Vec::new(),
            takes: vec![take],
            roles: Default::default(),
            after: After::default(),
        };
        SessionEntry { id: "x".into(), folder: "/x".into(), session }
    }

    fn mark(id: &str, kind: &str, frame: u64, end: Option<u64>) -> Marker {
        let mut mark = Marker::point(TakeId("T".into()), kind, Frames(frame));
        mark.id = MarkerId(id.into());
        mark.end_frame = end.map(Frames);
        mark
    }

    /// `file:start+frames` of each piece.
    fn pieces(marks: &[Marker], from: From, seconds: Option<f64>) -> Vec<String> {
        let heard = heard(&entry(), &read(marks), &Palette::default(), &from, seconds, &homes()).unwrap();
        let segments = heard.iter().flat_map(|(_, heard)| &heard.segments);
        segments.map(|s| format!("{}:{}+{}", name(&s.source), s.start.0, s.frames.0)).collect()
    }

    fn name(source: &Source) -> String {
        match source {
            Source::File(path) => path.display().to_string(),
            Source::Take(files) => format!("{} files", files.paths.len()),
        }
    }

    fn read(marks: &[Marker]) -> Loaded<Marker> {
        Loaded { rows: marks.to_vec(), faults: Vec::new() }
    }

    fn at(seconds: f64) -> From {
        From::Position(Position { take: None, seconds })
    }

    /// The first ten characters of an id are its time: marks of one evening share them.
    #[test]
    fn a_mark_is_named_by_the_end_of_its_id_as_far_as_it_is_alone() {
        let ids = ["m-01JD44Q8ZK2M6T0V5W9X3Y7B1C", "m-01JD44Q8ZK2M6T0V5W9X3YAB1C", "m-01JD44Q8ZKZZZZZZZZZZZZZZZZ"];
        let mark = |id: &&str| Marker { id: MarkerId((*id).into()), ..Marker::point(TakeId("T".into()), "note", Frames(5)) };
        let marks: Vec<Marker> = ids.iter().map(mark).collect();
        let all: Vec<&MarkerId> = marks.iter().map(|mark| &mark.id).collect();
        assert_eq!([0, 1, 2].map(|n| short_id(all[n], &all)), ["7B1C", "AB1C", "ZZZZ"]);
        for (name, n) in [("7b1c", 0), ("AB1C", 1), ("ZZZZZ", 2)] {
            assert_eq!(named(name, &marks, &entry()).unwrap().id.as_str(), ids[n], "{name}");
        }
        assert!(named("B1C", &marks, &entry()).is_err(), "too short to be meant");
        let several = named("01JD44", &marks, &entry()).unwrap_err().to_string();
        assert!(several.contains("7B1C 00:00:00.005") && !several.contains("m-01JD44Q8"), "{several}");
    }

    #[test]
    fn from_a_place_it_plays_on_to_the_end_of_the_take() {
        assert_eq!(pieces(&[], at(4.0), None), ["/x/1.wav:4000+6000", "/x/2.wav:0+10000"]);
        assert_eq!(pieces(&[], at(4.0), Some(7.0)), ["/x/1.wav:4000+6000", "/x/2.wav:0+1000"]);
    }

    /// A second input that is heard from 9 s to 16 s: also while the first one has a gap.
    #[test]
    fn of_several_inputs_all_is_heard_wherever_one_has_sound() {
        let mut entry = entry();
        let take = &mut entry.session.takes[0];
        take.parts.push(Part {
            file: "1-2.wav".into(),
            input: 2,
            start: Frames(9000),
            frames: Some(Frames(7000)),
            ..take.parts[0].clone()
        });
        take.parts.push(Part { file: "2-2.wav".into(), start: Frames(24_000), ..take.parts[2].clone() });
        let marks = read(&[mark("m-1", "off-record", 2000, Some(4000))]);
        let pieces = |entry: &SessionEntry, from, seconds| {
            let heard = heard(entry, &marks, &Palette::default(), &from, seconds, &homes()).unwrap();
            let piece = |s: &Segment| format!("{}:{}+{}", name(&s.source), s.start.0, s.frames.0);
            heard.iter().flat_map(|(_, heard)| heard.segments.iter().map(piece)).collect::<Vec<_>>()
        };
        assert_eq!(pieces(&entry, at(1.0), None), ["4 files:1000+1000", "4 files:4000+21000"]);
        assert_eq!(pieces(&entry, at(1.0), Some(3.0)), ["4 files:1000+1000", "4 files:4000+2000"]);
        entry.session.takes[0].parts[2].frames = Some(Frames(2000));
        assert_eq!(
            pieces(&entry, at(5.0), None),
            ["4 files:5000+6000", "4 files:15000+10000"],
            "what is silent in all of them is left out"
        );
    }

    #[test]
    fn a_place_in_a_gap_begins_with_the_next_sound() {
        assert_eq!(pieces(&[], at(12.0), None), ["/x/2.wav:0+10000"]);
    }

    fn place(take: &str, frame: u64, selected: &[&str]) -> From {
        let selected = selected.iter().map(|id| MarkerId((*id).into())).collect();
        From::Place { take: TakeId(take.into()), frame: Frames(frame), selected }
    }

    #[test]
    fn playing_on_goes_into_the_next_take_and_hears_the_selected_mark() {
        let mut entry = entry();
        let second = Take {
            id: TakeId("U".into()),
            number: 2,
            parts: entry.session.takes[0].parts[..1].to_vec(),
            ..entry.session.takes[0].clone()
        };
        entry.session.takes.push(second);
        let marks = [mark("m-1", "off-record", 16_000, Some(25_000)), mark("m-2", "mask", 17_000, Some(18_000))];
        let pieces = |marks: &Loaded<Marker>, from| {
            let heard = heard(&entry, marks, &Palette::default(), &from, None, &homes()).unwrap();
            let piece = |take: &TakeId, s: &Segment| format!("{take}:{}+{}", s.at.0, s.frames.0);
            heard.iter().flat_map(|(take, heard)| heard.segments.iter().map(|s| piece(&take.id, s))).collect::<Vec<_>>()
        };
        assert_eq!(pieces(&read(&marks), place("T", 15_500, &[])), ["T:15500+500", "U:0+10000"]);
        assert_eq!(
            pieces(&read(&marks), place("T", 15_500, &["m-1"])),
            ["T:15500+1500", "T:18000+7000", "U:0+10000"],
            "of what is off the record only the selected mark is heard"
        );
        assert_eq!(pieces(&read(&marks), place("T", 15_500, &["m-1", "m-2"])), ["T:15500+9500", "U:0+10000"]);
        assert_eq!(pieces(&read(&marks), place("U", 9000, &[])), ["U:9000+1000"]);
        let mut unsure = read(&marks);
        unsure.faults.push(Error::new(text!("files-not-utf8")).at("markers-vm.toml").line(9));
        assert_eq!(pieces(&unsure, place("T", 15_500, &[])), ["T:15500+500"], "what a bad file may hide is not gone into");
    }

    #[test]
    fn a_range_is_played_whole_and_a_point_plays_on() {
        let marks = [mark("m-1", "touching", 2000, Some(3000)), mark("m-2", "touching", 16_000, None)];
        assert_eq!(pieces(&marks, From::Marker("m-1".into()), None), ["/x/1.wav:2000+1000"]);
        assert_eq!(pieces(&marks, From::Marker("m-2".into()), None), ["/x/2.wav:1000+9000"]);
    }

    #[test]
    fn what_is_off_the_record_is_skipped_unless_it_is_asked_for() {
        let marks = [mark("m-1", "off-record", 2000, Some(9000))];
        assert_eq!(pieces(&marks, at(1.0), Some(3.0)), ["/x/1.wav:1000+1000", "/x/1.wav:9000+1000", "/x/2.wav:0+1000"]);
        assert_eq!(pieces(&marks, From::Marker("m-1".into()), None), ["/x/1.wav:2000+7000"]);
    }

    #[test]
    fn only_what_would_be_heard_is_told_as_skipped() {
        let marks = read(&[mark("m-1", "off-record", 2000, Some(9000))]);
        let skipped =
            |from: From, seconds| heard(&entry(), &marks, &Palette::default(), &from, seconds, &homes()).unwrap()[0].1.skipped;
        assert!(skipped(at(0.0), None) && skipped(at(0.0), Some(3.0)) && skipped(at(4.0), Some(1.0)));
        assert!(!skipped(at(0.0), Some(1.0)) && !skipped(at(9.5), None));
        assert!(!skipped(From::Marker("m-1".into()), None));
    }

    #[test]
    fn a_mark_is_named_by_the_beginning_of_its_id() {
        let ids = ["m-01JD44AAAA", "m-01JD44BBBB", "hand1"];
        let marks = ids.map(|id| mark(id, "touching", if id == "hand1" { 9000 } else { 1000 }, None));
        let id = |name: &str| named(name, &marks, &entry()).map(|mark| mark.id.to_string()).map_err(|fault| fault.to_string());
        for (name, expected) in [("m-01JD44AAAA", 0), ("01jd44a", 0), ("M-01JD44BBBB", 1), ("hand1", 2), ("last", 2)] {
            assert_eq!(id(name).as_deref(), Ok(ids[expected]), "{name}");
        }
        assert!(id("01JD4").unwrap_err().contains("no mark of x is called `01JD4`"), "five characters are too few");
        let several = id("01JD44").unwrap_err();
        assert!(several.starts_with("`01JD44` names 2 marks: AAAA 00:00:01.000; BBBB 00:00:01.000"), "{several}");
        assert!(named("last", &[], &entry()).is_err());
    }

    #[test]
    fn what_cannot_be_played_is_told() {
        let third = From::Position(Position { take: Some(3), seconds: 0.0 });
        for from in [at(99.0), From::Marker("m-9".into()), third, place("V", 0, &[]), place("T", u64::MAX, &[])] {
            assert!(heard(&entry(), &read(&[]), &Palette::default(), &from, None, &homes()).is_err(), "{from:?}");
        }
        let all = [mark("m-1", "off-record", 0, Some(25_000))];
        assert!(heard(&entry(), &read(&all), &Palette::default(), &From::Beginning, None, &homes()).is_err());
    }

    #[test]
    fn while_marks_cannot_be_read_only_a_named_place_is_played() {
        let mut marks = read(&[mark("m-1", "touching", 2000, Some(3000))]);
        marks.faults.push(Error::new(text!("files-not-utf8")).at("markers-x.toml").kind_of(crate::error::ErrorKind::Look));
        let play = |marks: &Loaded<Marker>, from| heard(&entry(), marks, &Palette::default(), &from, None, &homes());
        assert!(play(&marks, From::Beginning).is_ok(), "what only needs a look hides no mark");
        marks.faults.push(Error::new(text!("files-not-utf8")).at("markers-vm.toml").line(9));
        let fault = play(&marks, From::Beginning).unwrap_err().to_string();
        assert!(fault.starts_with("markers-vm.toml: a file of marks cannot be read whole"), "{fault}");
        assert!(fault.contains("hint: temoin check"), "{fault}");
        assert!(play(&marks, at(1.0)).is_ok() && play(&marks, From::Marker("m-1".into())).is_ok());
    }
}
