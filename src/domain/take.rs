//! From start to stop on one continuous timeline, and the files that it is made of.
//!
//! The timeline of a take is elapsed time since its frame 0. Where there is no sound (a pause, a vanished device, a sleep), the
//! part ends and the next one's `start` counts the gap.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};

use super::{Frames, Hertz};

/// ULID of a take. Its number may change in a merge, the id never.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct TakeId(pub String);

impl TakeId {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TakeId {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Take {
    pub id: TakeId,
    /// From 1, within the session.
    pub number: u32,
    /// Wall time of frame 0.
    pub started: DateTime<FixedOffset>,
    /// Frames from before the key; frame 0 is the first of them.
    pub preroll: Frames,
    pub rate: Hertz,
    pub bits: Bits,
    pub channels: Vec<Channel>,
    /// Ids of the inputs, in the order that `Channel::input` counts.
    pub inputs: Vec<String>,
    /// Length of the timeline, written at the stop; absent: still open, or broken off.
    pub frames: Option<Frames>,
    pub parts: Vec<Part>,
    pub gaps: Vec<Gap>,
    /// Of each input, by its number; measured while the take is recorded, and known at its end.
    pub loudness: BTreeMap<u32, Loudness>,
}

/// How loud a sound is to the ear, by EBU R 128; in steps of a tenth.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Loudness {
    /// Of all that is not far quieter than the rest, in LUFS.
    pub integrated: f64,
    /// Between what is quiet and what is loud, in LU.
    pub range: f64,
    /// The highest point of the curve through the samples, in dBTP.
    pub true_peak: f64,
}

/// How a sample is kept on the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bits {
    Int16,
    Int24,
    Float32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Channel {
    pub name: String,
    /// Which input it comes from, counted from 1.
    pub input: u32,
}

/// One WAV file of a take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// A bare name, as [`part_file_name`] makes them.
    pub file: String,
    pub input: u32,
    /// Frame of the timeline at which the file begins.
    pub start: Frames,
    /// Absent: still being written, or broken off.
    pub frames: Option<Frames>,
    /// Digest of the sample bytes, as 64 hexadecimal digits; written when the part is closed.
    pub blake3: Option<String>,
    /// In the config's fallback folder, under the same relative path.
    pub elsewhere: bool,
}

/// Where the timeline has no sound, of any input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    pub start: Frames,
    pub frames: Frames,
    pub why: GapReason,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GapReason {
    Pause,
    Device,
    Sleep,
}

impl Loudness {
    /// `None` where one of them is no number: there was too little sound to measure.
    pub fn of(integrated: f64, range: f64, true_peak: f64) -> Option<Loudness> {
        let is_known = integrated.is_finite() && range.is_finite() && true_peak.is_finite();
        let tenth = |number: f64| (number * 10.0).round() / 10.0 + 0.0; // never −0.0
        is_known.then(|| Loudness { integrated: tenth(integrated), range: tenth(range), true_peak: tenth(true_peak) })
    }
}

impl Bits {
    /// 16, 24, or 32 for float; `None` for another number.
    pub fn from_number(bits: i64) -> Option<Bits> {
        match bits {
            16 => Some(Bits::Int16),
            24 => Some(Bits::Int24),
            32 => Some(Bits::Float32),
            _ => None,
        }
    }

    pub fn number(self) -> u16 {
        match self {
            Bits::Int16 => 16,
            Bits::Int24 => 24,
            Bits::Float32 => 32,
        }
    }

    pub fn bytes_per_sample(self) -> usize {
        usize::from(self.number()) / 8
    }
}

impl Channel {
    /// The channels of one input that gives `count` of them: no more is known of them than their side.
    pub fn of_input(input: u32, count: u16) -> impl Iterator<Item = Channel> {
        let name = move |n: u16| match (n, count) {
            (1, 1) => "mono".to_owned(),
            (1, 2) => "left".to_owned(),
            (2, 2) => "right".to_owned(),
            _ => n.to_string(),
        };
        (1..=count).map(move |n| Channel { name: name(n), input })
    }
}

impl GapReason {
    pub fn as_str(self) -> &'static str {
        match self {
            GapReason::Pause => "pause",
            GapReason::Device => "device",
            GapReason::Sleep => "sleep",
        }
    }

    pub fn parse(text: &str) -> Option<GapReason> {
        [GapReason::Pause, GapReason::Device, GapReason::Sleep].into_iter().find(|why| why.as_str() == text)
    }
}

impl Take {
    /// The part that holds `at`, and the frame within it: the first input's, or where that has no sound, another's, by its start alone
    /// (its clock may have run apart since). `None` in a gap, behind the end, or before the part's length is known.
    pub fn locate(&self, at: Frames) -> Option<(&Part, Frames)> {
        self.parts
            .iter()
            .filter(|part| part.start <= at && part.frames.is_some_and(|frames| at < part.start + frames))
            .min_by_key(|part| part.input)
            .map(|part| (part, at - part.start))
    }

    /// Where the timeline ends: as written at the stop, else the end of the last closed part or gap. Once it is written, only the first
    /// input may turn out to be longer: the others' files are as long as their own clocks say.
    pub fn end(&self) -> Frames {
        let counting = self.parts.iter().filter(|part| part.input == 1 || self.frames.is_none());
        let parts = counting.map(|part| part.start + part.frames.unwrap_or_default());
        let gaps = self.gaps.iter().map(|gap| gap.start + gap.frames);
        self.frames.unwrap_or_default().max(parts.chain(gaps).max().unwrap_or_default())
    }

    /// How far the sound of one input reaches without a hole, from frame `from` on; `from` itself where there is none. Only parts count
    /// whose length is known.
    pub fn sound_until(&self, input: u32, from: Frames) -> Frames {
        let of_input = self.parts.iter().filter(|part| part.input == input);
        let mut parts: Vec<(Frames, Frames)> =
            of_input.filter_map(|part| Some((part.start, part.start + part.frames?))).collect();
        parts.sort();
        parts.iter().fold(from, |until, (start, end)| if *start <= until { until.max(*end) } else { until })
    }

    /// An input has sound in all of these frames.
    pub fn has_sound(&self, input: u32, start: Frames, frames: Frames) -> bool {
        self.sound_until(input, start) >= start + frames
    }

    /// Where any input has sound, in order, apart, and within the take.
    pub fn sounding(&self) -> Vec<(Frames, Frames)> {
        let spans = self.parts.iter().map(|part| (part.start, (part.start + part.frames.unwrap_or_default()).min(self.end())));
        let mut spans: Vec<(Frames, Frames)> = spans.filter(|(start, end)| start < end).collect();
        spans.sort();
        let mut merged: Vec<(Frames, Frames)> = Vec::new();
        for (start, end) in spans {
            match merged.last_mut().filter(|last| start <= last.1) {
                Some(last) => last.1 = last.1.max(end),
                None => merged.push((start, end)),
            }
        }
        merged
    }

    /// It was recorded from several inputs at once.
    pub fn has_several_inputs(&self) -> bool {
        self.parts.iter().any(|part| part.input > 1)
    }

    /// Channels of one input.
    pub fn channels_of(&self, input: u32) -> usize {
        self.channels.iter().filter(|channel| channel.input == input).count()
    }

    /// Enters a part, new or with its length.
    pub fn enter(&mut self, part: Part) {
        match self.parts.iter_mut().find(|known| known.file == part.file && known.elsewhere == part.elsewhere) {
            Some(known) => *known = part,
            None => self.parts.push(part),
        }
    }

    /// Not ended by a stop: it runs, or it broke off.
    pub fn is_open(&self) -> bool {
        self.frames.is_none() || self.parts.iter().any(|part| part.frames.is_none())
    }
}

/// Where both have a gap, for the first one's reason. Each list is in the order of the timeline, and its gaps are apart.
pub fn common_gaps(one: &[Gap], other: &[Gap]) -> Vec<Gap> {
    let common = |a: &Gap, b: &Gap| {
        let (start, end) = (a.start.max(b.start), (a.start + a.frames).min(b.start + b.frames));
        (start < end).then(|| Gap { start, frames: end - start, why: a.why })
    };
    one.iter().flat_map(|a| other.iter().filter_map(move |b| common(a, b))).collect()
}

/// `take-01-001.wav`; of a second input, `take-01-001-2.wav`. Numbers count from 1; larger ones grow the name.
pub fn part_file_name(take: u32, part: u32, input: u32) -> String {
    match input {
        1 => format!("take-{take:02}-{part:03}.wav"),
        _ => format!("take-{take:02}-{part:03}-{input}.wav"),
    }
}

/// Names of files that are not in their place yet begin and end so.
pub const UNFINISHED_PREFIX: &str = ".temoin-";
pub const UNFINISHED_SUFFIX: &str = ".tmp";

/// The journal that belongs to a part, beside it: `take-01-001.wav` → `take-01-001.crc`.
pub fn journal_path(part: &Path) -> PathBuf {
    part.with_extension("crc")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn take_of(parts: &[(u64, Option<u64>)]) -> Take {
        Take {
            id: TakeId("01JD41".into()),
            number: 1,
            started: DateTime::parse_from_rfc3339("2020-03-28T20:32:04.125+01:00").unwrap(),
            preroll: Frames(0),
            rate: Hertz(48_000),
            bits: Bits::Int24,
            channels: vec![Channel { name: "voix".into(), input: 1 }],
            inputs: vec!["file:x".into()],
            frames: None,
            parts: (1..)
                .zip(parts)
                .map(|(n, &(start, frames))| Part {
                    file: part_file_name(1, n, 1),
                    input: 1,
                    start: Frames(start),
                    frames: frames.map(Frames),
                    blake3: None,
                    elsewhere: false,
                })
                .collect(),
            gaps: Vec::new(),
            loudness: Default::default(),
        }
    }

    #[test]
    fn a_part_s_journal_lies_beside_it() {
        assert_eq!(journal_path(Path::new("a/take-01-001.wav")), Path::new("a/take-01-001.crc"));
    }

    #[test]
    fn channels_are_called_by_their_side_or_their_number() {
        let names = |count| Channel::of_input(2, count).map(|channel| channel.name).collect::<Vec<_>>().join(" ");
        assert_eq!([1, 2, 3].map(names), ["mono", "left right", "1 2 3"]);
    }

    #[test]
    fn a_gap_is_where_no_input_has_sound() {
        let gap = |start, frames, why| Gap { start: Frames(start), frames: Frames(frames), why };
        let one = [gap(100, 50, GapReason::Pause), gap(300, 100, GapReason::Device)];
        let other = [gap(102, 50, GapReason::Pause), gap(200, 110, GapReason::Device), gap(390, 90, GapReason::Device)];
        let common = [gap(102, 48, GapReason::Pause), gap(300, 10, GapReason::Device), gap(390, 10, GapReason::Device)];
        assert_eq!(common_gaps(&one, &other), common);
        assert_eq!(common_gaps(&one, &[]), []);
    }

    #[test]
    fn where_the_first_input_is_silent_another_one_has_the_frame() {
        let mut take = take_of(&[(0, Some(100)), (0, Some(400))]);
        take.parts[1].input = 2;
        let file = |take: &Take, at| take.locate(Frames(at)).map(|(part, _)| part.input);
        assert_eq!((file(&take, 50), file(&take, 200), file(&take, 400)), (Some(1), Some(2), None));
        assert_eq!(take.end(), Frames(400));
        take.frames = Some(Frames(398));
        assert_eq!(take.end(), Frames(398), "the other's clock went fast");
    }

    #[test]
    fn a_frame_lies_in_its_part_or_in_a_gap() {
        let take = take_of(&[(0, Some(100)), (150, Some(50)), (300, None)]);
        let place = |at| take.locate(Frames(at)).map(|(part, frame)| (part.file.as_str(), frame.0));
        assert_eq!(place(0), Some(("take-01-001.wav", 0)));
        assert_eq!(place(99), Some(("take-01-001.wav", 99)));
        assert_eq!(place(100), None);
        assert_eq!(place(150), Some(("take-01-002.wav", 0)));
        assert_eq!(place(200), None);
        assert_eq!(place(300), None);
        assert!(take.is_open());
    }
}
