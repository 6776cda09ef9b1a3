//! The segments that are played, read in their order, once or over and over, and brought to their tempo.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use rtrb::Producer;

use super::{Manner, Segment, Source, TakeFiles};
use crate::audio::aligned::{Aligned, mixed_down};
use crate::audio::capture::Format;
use crate::audio::read::WavReader;
use crate::audio::stretch::{Stretch, Tempo};
use crate::audio::verify::open_part;
use crate::domain::{Frames, Part};
use crate::error::{Error, Result};
use crate::text;

/// Frames read at once.
const BLOCK: u64 = 2048;

/// The segments, and how far they have been read.
pub struct Reel {
    pub format: Format,
    segments: Vec<(Tape, Segment)>,
    manner: Manner,
    /// Index of the segment that is being read; behind the last one all has been.
    current: usize,
    /// Frames of it that have been read.
    read: Frames,
    /// On its way to another tempo.
    stretch: Option<Stretch>,
    /// Frames made for the ring so far.
    pub given: Frames,
    /// As many of them were made before this round began.
    given_before: Frames,
    /// What waits for room in the ring, and how many samples of it have gone there.
    ready: Vec<f32>,
    sent: usize,
    /// Of each segment that was begun and has not been heard to its end.
    begun: Vec<Begun>,
    samples: Vec<f32>,
}

/// Where what is heard lies on the timeline.
struct Begun {
    /// Frames made before it.
    given: Frames,
    at: Frames,
    end: Frames,
}

impl Reel {
    /// Opens all files before the first sound, so that a fault comes at once. `None` without a segment.
    pub fn open(segments: &[Segment], manner: Manner) -> Result<Option<Reel>> {
        let mut opened: Vec<(Tape, Segment)> = Vec::new();
        for segment in segments {
            opened.push((Tape::open(&segment.source, opened.last())?, segment.clone()));
        }
        let Some((first, _)) = opened.first() else { return Ok(None) };
        let format = first.format();
        if let Some((_, segment)) = opened.iter().find(|(tape, _)| tape.format() != format) {
            let fault = Error::new(text!("sound-play-mixed")).hint(text!("sound-hint-play-mixed"));
            return Err(segment.source.path().map_or(fault.clone(), |path| fault.at(path)));
        }
        let mut reel = Reel {
            format,
            segments: opened,
            manner,
            current: 0,
            read: Frames(0),
            stretch: None,
            given: Frames(0),
            given_before: Frames(0),
            ready: Vec::new(),
            sent: 0,
            begun: Vec::new(),
            samples: Vec::new(),
        };
        reel.begin_at(manner.again_from.unwrap_or_default());
        Ok(Some(reel))
    }

    /// Begins with what lies at `place`, or behind it; with the first segment where nothing does.
    fn begin_at(&mut self, place: Frames) {
        let found = self.segments.iter().position(|(_, segment)| place < end_of(segment));
        self.current = found.unwrap_or(0);
        self.read = found.map_or(Frames(0), |at| place.saturating_sub(self.segments[at].1.at));
        self.begin();
    }

    /// The current segment begins, at what has been read of it.
    fn begin(&mut self) {
        let Some((_, segment)) = self.segments.get(self.current) else { return };
        self.begun.push(Begun { given: self.given, at: segment.at + self.read, end: end_of(segment) });
        let tempo = self.manner.tempo;
        self.stretch = (tempo != Tempo::NORMAL).then(|| Stretch::new(self.format, tempo));
    }

    /// Fills what is free in the ring.
    pub fn feed(&mut self, ring: &mut Producer<f32>) -> Result<()> {
        loop {
            self.send(ring);
            if self.sent < self.ready.len() || self.is_read() {
                return Ok(());
            }
            self.read_on()?;
        }
    }

    /// Puts whole frames into the ring, as many as it takes.
    fn send(&mut self, ring: &mut Producer<f32>) {
        let room = self.format.frames(ring.slots()) * usize::from(self.format.channels);
        let behind = self.ready.len().min(self.sent + room);
        ring.push_entire_slice(&self.ready[self.sent..behind]).expect("there was room for as many frames");
        self.sent = behind;
        if self.sent == self.ready.len() {
            self.ready.clear();
            self.sent = 0;
        }
    }

    /// Reads the next block, and goes over to the next segment where this one ends.
    fn read_on(&mut self) -> Result<()> {
        let Some((tape, segment)) = self.segments.get_mut(self.current) else { return Ok(()) };
        let left = segment.frames.saturating_sub(self.read);
        tape.read(Frames(segment.start.0.saturating_add(self.read.0)), &mut self.samples, left.0.min(BLOCK) as usize)?;
        let frames = Frames(self.format.frames(self.samples.len()) as u64);
        self.read += frames;
        match &mut self.stretch {
            Some(stretch) => stretch.feed(&self.samples, &mut self.ready),
            None => self.ready.append(&mut self.samples),
        }
        let is_over = frames == Frames(0) || frames == left;
        if let Some(stretch) = self.stretch.take_if(|_| is_over) {
            stretch.finish(&mut self.ready);
        }
        self.given += Frames(self.format.frames(self.ready.len()) as u64);
        if is_over {
            self.turn();
        }
        Ok(())
    }

    /// On to the next segment; behind the last one to the first, unless this round made no sound.
    fn turn(&mut self) {
        (self.current, self.read) = (self.current + 1, Frames(0));
        let goes_round = self.manner.again_from.is_some() && self.given > self.given_before;
        if self.is_read() && goes_round {
            (self.current, self.given_before) = (0, self.given);
        }
        self.begin();
    }

    /// The place on the timeline that follows when so many frames have been heard.
    pub fn place(&mut self, heard: Frames) -> Frames {
        let current = self.begun.iter().rposition(|begun| begun.given <= heard).unwrap_or(0);
        self.begun.drain(..current);
        let Some(begun) = self.begun.first().filter(|_| self.given > Frames(0)) else { return Frames(0) };
        let on = heard.saturating_sub(begun.given).0 as f64 * self.manner.tempo.factor();
        Frames(begun.at.0.saturating_add(on.round() as u64)).min(begun.end)
    }

    /// All has been read.
    fn is_read(&self) -> bool {
        self.current >= self.segments.len()
    }

    /// All is in the ring.
    pub fn is_over(&self) -> bool {
        self.is_read() && self.sent == self.ready.len()
    }
}

/// Behind its last frame, on the timeline.
fn end_of(segment: &Segment) -> Frames {
    Frames(segment.at.0.saturating_add(segment.frames.0))
}

/// What a segment is read from.
enum Tape {
    File(Box<WavReader>),
    Mix(Rc<RefCell<Mix>>),
}

struct Mix {
    files: Arc<TakeFiles>,
    aligned: Aligned,
    /// Kept between calls: all channels.
    samples: Vec<f32>,
}

impl Source {
    fn path(&self) -> Option<&Path> {
        match self {
            Source::File(path) => Some(path),
            Source::Take(files) => files.paths.first().map(PathBuf::as_path),
        }
    }
}

impl Tape {
    /// A take that was opened for the segment `before` already is not opened again.
    fn open(source: &Source, before: Option<&(Tape, Segment)>) -> Result<Tape> {
        match (source, before) {
            (Source::File(path), _) => Ok(Tape::File(Box::new(open_part(path)?))),
            (Source::Take(files), Some((Tape::Mix(mix), _))) if Arc::ptr_eq(files, &mix.borrow().files) => {
                Ok(Tape::Mix(Rc::clone(mix)))
            }
            (Source::Take(files), _) => {
                let place = |part: &Part| files.take.parts.iter().position(|known| known == part);
                let path_of = |part: &Part| place(part).map(|n| files.paths[n].clone()).unwrap_or_default();
                let aligned = Aligned::open(&files.take, path_of)?;
                let mix = Mix { files: Arc::clone(files), aligned, samples: Vec::new() };
                Ok(Tape::Mix(Rc::new(RefCell::new(mix))))
            }
        }
    }

    fn format(&self) -> Format {
        match self {
            Tape::File(file) => Format { rate: file.format().rate, channels: file.format().channels },
            Tape::Mix(mix) => Format { channels: 2, ..mix.borrow().aligned.format() },
        }
    }

    fn read(&mut self, at: Frames, into: &mut Vec<f32>, frames: usize) -> Result<()> {
        match self {
            Tape::File(file) => file.read(at, into, frames),
            Tape::Mix(mix) => {
                let Mix { files, aligned, samples } = &mut *mix.borrow_mut();
                aligned.read(at, samples, frames)?;
                mixed_down(samples, &files.take, into);
                Ok(())
            }
        }
    }
}

#[cfg(test)]
pub mod tests {
    use rtrb::RingBuffer;

    use super::*;
    use crate::domain::{Bits, Channel, Hertz, Take};
    use crate::store::samples;

    /// A 16-bit file whose samples carry their own number.
    pub fn numbered(channels: u16, frames: i16) -> tempfile::NamedTempFile {
        let file = tempfile::NamedTempFile::new().unwrap();
        let spec = hound::WavSpec { channels, sample_rate: 8000, bits_per_sample: 16, sample_format: hound::SampleFormat::Int };
        let mut writer = hound::WavWriter::create(file.path(), spec).unwrap();
        (0..frames * channels as i16).for_each(|n| writer.write_sample(n).unwrap());
        writer.finalize().unwrap();
        file
    }

    pub fn segment(file: &tempfile::NamedTempFile, start: u64, frames: u64) -> Segment {
        Segment {
            source: Source::File(file.path().to_owned()),
            start: Frames(start),
            frames: Frames(frames),
            at: Frames(50_000 + start),
        }
    }

    fn open(segments: &[Segment], manner: Manner) -> Reel {
        Reel::open(segments, manner).unwrap().unwrap()
    }

    /// The numbers of the first samples that are played, `most` of them at most, through a ring of four.
    fn played(reel: &mut Reel, most: usize) -> Vec<i16> {
        let (mut ring, mut heard) = RingBuffer::new(4);
        let mut played = Vec::new();
        while !(reel.is_over() || played.len() >= most) {
            reel.feed(&mut ring).unwrap();
            played.extend(std::iter::from_fn(|| heard.pop().ok()).map(|sample| (sample * 32_768.0) as i16));
        }
        played.truncate(most);
        played
    }

    /// From this frame of a file on, over and over.
    fn again_from(frame: u64) -> Manner {
        Manner { again_from: Some(Frames(50_000 + frame)), ..Manner::default() }
    }

    #[test]
    fn segments_follow_each_other_without_a_gap_and_end_with_their_file() {
        let file = numbered(1, 1000);
        let segments = [segment(&file, 10, 5), segment(&file, 997, u64::MAX), segment(&file, 2000, 9), segment(&file, 0, 2)];
        let mut reel = open(&segments, Manner::default());
        assert_eq!(played(&mut reel, usize::MAX), [10, 11, 12, 13, 14, 997, 998, 999, 0, 1]);
        assert_eq!(reel.given, Frames(10));
    }

    #[test]
    fn what_is_heard_is_told_as_a_place_of_the_timeline() {
        let file = numbered(1, 1000);
        let segments = [segment(&file, 10, 5), segment(&file, 997, u64::MAX), segment(&file, 2000, 9), segment(&file, 0, 2)];
        let mut reel = open(&segments, Manner::default());
        let (mut ring, _heard) = RingBuffer::new(100);
        assert_eq!(reel.place(Frames(0)), Frames(0));
        reel.feed(&mut ring).unwrap();
        let places = [(0, 10), (4, 14), (5, 997), (7, 999), (8, 0), (10, 2)];
        assert_eq!(places.map(|(heard, _)| reel.place(Frames(heard)).0), places.map(|(_, place)| 50_000 + place));
    }

    #[test]
    fn a_range_is_heard_over_and_over_without_a_seam_from_any_place_in_it() {
        let file = numbered(1, 1000);
        let segments = [segment(&file, 10, 3), segment(&file, 20, 2)];
        assert_eq!(played(&mut open(&segments, again_from(10)), 12), [10, 11, 12, 20, 21, 10, 11, 12, 20, 21, 10, 11]);
        assert_eq!(played(&mut open(&segments, again_from(12)), 6), [12, 20, 21, 10, 11, 12]);
        assert_eq!(played(&mut open(&segments, again_from(15)), 4), [20, 21, 10, 11], "what is left out is passed over");
        assert_eq!(played(&mut open(&segments, again_from(99)), 3), [10, 11, 12]);
        let mut reel = open(&segments, again_from(12));
        let (mut ring, _heard) = RingBuffer::new(8);
        reel.feed(&mut ring).unwrap();
        let places = [(0, 12), (1, 20), (2, 21), (3, 10), (5, 12), (6, 20)];
        assert_eq!(places.map(|(heard, _)| reel.place(Frames(heard)).0), places.map(|(_, place)| 50_000 + place));
    }

    #[test]
    fn a_range_without_sound_is_not_heard_for_ever() {
        let file = numbered(1, 10);
        let mut reel = open(&[segment(&file, 20, 5), segment(&file, 40, 5)], again_from(20));
        assert!(played(&mut reel, usize::MAX).is_empty());
    }

    #[test]
    fn at_another_tempo_each_segment_is_as_long_as_that_says_and_nothing_of_what_is_left_out_comes_in() {
        let file = numbered(1, 8000);
        for (tempo, expected) in [("2", [1500, 500]), ("0.75", [4000, 1333])] {
            let manner = Manner { tempo: Tempo::parse(tempo).unwrap(), ..Manner::default() };
            let mut reel = open(&[segment(&file, 0, 3000), segment(&file, 7000, 1000)], manner);
            let played = played(&mut reel, usize::MAX);
            assert_eq!(played.len(), expected.iter().sum::<usize>(), "{tempo}");
            let (first, second) = played.split_at(expected[0]);
            assert!(first.iter().all(|sample| *sample <= 3000) && second.iter().all(|sample| *sample >= 6999), "{tempo}");
        }
    }

    #[test]
    fn at_another_tempo_the_place_goes_on_as_fast_as_the_sound() {
        let file = numbered(1, 8000);
        let manner = Manner { tempo: Tempo::parse("1.5").unwrap(), ..Manner::default() };
        let mut reel = open(&[segment(&file, 0, 3000), segment(&file, 7000, 900)], manner);
        let (mut ring, _heard) = RingBuffer::new(8000);
        reel.feed(&mut ring).unwrap();
        let places = [(0, 0), (1000, 1500), (1999, 2999), (2000, 7000), (2100, 7150), (2600, 7900), (9999, 7900)];
        assert_eq!(places.map(|(heard, _)| reel.place(Frames(heard)).0), places.map(|(_, place)| 50_000 + place));
    }

    #[test]
    fn a_take_of_two_inputs_is_mixed_and_read_over_what_is_left_out() {
        let files = [numbered(1, 1000), numbered(1, 1000)];
        let part = |input: u32, start| Part {
            file: crate::domain::part_file_name(1, 1, input),
            input,
            start: Frames(start),
            frames: Some(Frames(1000)),
            blake3: None,
            elsewhere: false,
        };
        let channels = [1, 2].map(|input| Channel { name: "mono".into(), input }).to_vec();
        let (rate, parts) = (Hertz(8000), vec![part(1, 0), part(2, 100)]);
        let take = Take { rate, channels, parts, bits: Bits::Int16, ..samples::take("T", 1) };
        let source = Source::Take(Arc::new(TakeFiles { take, paths: files.iter().map(|file| file.path().to_owned()).collect() }));
        let piece =
            |start, frames| Segment { source: source.clone(), start: Frames(start), frames: Frames(frames), at: Frames(start) };
        let mut reel = open(&[piece(98, 4), piece(500, 2)], Manner::default());
        assert_eq!((reel.format.rate, reel.format.channels), (Hertz(8000), 2));
        let (mut ring, mut heard) = RingBuffer::new(100);
        reel.feed(&mut ring).unwrap();
        let mut played = Vec::new();
        while let (Ok(left), Ok(right)) = (heard.pop(), heard.pop()) {
            assert_eq!(left, right, "one channel is heard in the middle");
            played.push((left * 65_536.0) as i32);
        }
        assert_eq!(played, [98, 99, 100, 101 + 1, 500 + 400, 501 + 401]);
    }
}
