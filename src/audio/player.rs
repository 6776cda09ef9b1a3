//! Plays parts of takes on the system's output.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread;
use std::time::Duration;

use rtrb::{Producer, RingBuffer};

use super::aligned::{Aligned, mixed_down};
use super::capture::Format;
use super::device::{Speaker, open_output};
use super::input::Stream;
use super::patience::within;
use super::read::WavReader;
use super::verify::open_part;
use crate::clock::Monotonic;
use crate::domain::{Frames, Part, Take};
use crate::error::{Error, Result};
use crate::text;

/// A stretch of sound. What lies behind the end of a file is left out.
#[derive(Debug, Clone, PartialEq)]
pub struct Segment {
    pub source: Source,
    /// Within the file; of a whole take, on its timeline.
    pub start: Frames,
    pub frames: Frames,
    /// Where it begins on the take's timeline.
    pub at: Frames,
}

/// Where it comes from.
#[derive(Debug, Clone, PartialEq)]
pub enum Source {
    File(PathBuf),
    /// All inputs of a take, in step and mixed to two channels.
    Take(Arc<TakeFiles>),
}

/// A take of several inputs, and where each of its parts lies.
#[derive(Debug, PartialEq)]
pub struct TakeFiles {
    pub take: Take,
    pub paths: Vec<PathBuf>,
}

/// An output that has not begun to play within so long will not: its sound server hangs.
const PATIENCE: Duration = Duration::from_secs(10);

/// How often the ring is filled, and `stop` looked at.
const TICK: Duration = Duration::from_millis(20);

/// Reports come ten times a second, in nanoseconds.
const REPORT_EVERY: i64 = 100_000_000;

/// Plays the segments one after the other, without a gap, and returns when the last sound has left the loudspeaker or `stop` is set:
/// then what is not heard yet is dropped. `report` is told ten times a second, and at the end, which place of the timeline is heard.
///
/// Never waits for an output that hangs. Errors: a file that cannot be read, files of different formats, no output that plays the
/// format, an output that goes away or does not answer.
pub fn play(segments: &[Segment], stop: &Arc<AtomicBool>, mut report: impl FnMut(Frames)) -> Result<()> {
    let Some(mut reel) = Reel::open(segments)? else { return Ok(()) };
    let Some(mut output) = begin(reel.format, stop)? else { return Ok(()) };
    let mut watch = Watch::new(reel.format, output.speaker);
    let (mut reported, mut heard) = (Monotonic(0), Frames(0));
    while !stop.load(Relaxed) {
        reel.feed(&mut output.ring)?;
        watch.look()?;
        heard = heard.max(watch.heard()); // the device's word about its delay wavers, the place does not go back
        let is_over = reel.is_over() && watch.has_heard(reel.given);
        if is_over || Monotonic::now().since(reported) >= REPORT_EVERY {
            reported = Monotonic::now();
            report(reel.place(heard));
        }
        if is_over {
            break;
        }
        thread::sleep(TICK);
    }
    output.stream.close();
    Ok(())
}

/// An output that plays what is put into the ring.
struct Begun {
    stream: Stream,
    speaker: Arc<Speaker>,
    ring: Producer<f32>,
}

/// `None`: stopped before it began.
fn begin(format: Format, stop: &Arc<AtomicBool>) -> Result<Option<Begun>> {
    let silence = Arc::clone(stop);
    let begun = within(PATIENCE, || !stop.load(Relaxed), move || open(format, &silence))?;
    match begun {
        None if !stop.load(Relaxed) => Err(output_lost()),
        begun => Ok(begun),
    }
}

/// Opens the output with a ring of one second: 48 000 frames × 2 channels × 4 bytes = 384 kB.
fn open(format: Format, stop: &Arc<AtomicBool>) -> Result<Begun> {
    let output = open_output(format)?;
    let mut door = None;
    let sound = || {
        let (producer, consumer) = RingBuffer::new(format.rate.0 as usize * usize::from(format.channels));
        door = Some(producer);
        consumer
    };
    let (stream, speaker) = output.start(sound, stop)?;
    let ring = door.expect("the output starts with a ring");
    Ok(Begun { stream, speaker, ring })
}

fn output_lost() -> Error {
    Error::new(text!("sound-output-lost")).hint(text!("sound-hint-no-output"))
}

/// The segments, read in their order.
struct Reel {
    format: Format,
    segments: Vec<(Tape, Segment)>,
    /// Frames put into the ring.
    given: Frames,
    /// Of each piece put there that is not heard yet: the frames before it, and where it begins on the timeline.
    began: Vec<(Frames, Frames)>,
    samples: Vec<f32>,
}

impl Reel {
    /// Opens all files before the first sound, so that a fault comes at once. `None` without a segment.
    fn open(segments: &[Segment]) -> Result<Option<Reel>> {
        let mut opened = Vec::new();
        for segment in segments.iter().rev() {
            let before: Option<&(Tape, Segment)> = opened.last();
            opened.push((Tape::open(&segment.source, before)?, segment.clone()));
        }
        let Some((first, _)) = opened.last() else { return Ok(None) };
        let format = first.format();
        if let Some((_, segment)) = opened.iter().find(|(tape, _)| tape.format() != format) {
            let fault = Error::new(text!("sound-play-mixed")).hint(text!("sound-hint-play-mixed"));
            return Err(segment.source.path().map_or(fault.clone(), |path| fault.at(path)));
        }
        Ok(Some(Reel { format, segments: opened, given: Frames(0), began: Vec::new(), samples: Vec::new() }))
    }

    /// Fills what is free in the ring.
    fn feed(&mut self, ring: &mut Producer<f32>) -> Result<()> {
        while let Some((tape, segment)) = self.segments.last_mut() {
            let room = self.format.frames(ring.slots());
            if room == 0 {
                return Ok(());
            }
            tape.read(segment.start, &mut self.samples, room.min(usize::try_from(segment.frames.0).unwrap_or(room)))?;
            let frames = Frames(self.format.frames(self.samples.len()) as u64);
            self.began.push((self.given, segment.at));
            ring.push_entire_slice(&self.samples).expect("there was room for as many frames");
            self.given += frames;
            segment.start += frames;
            segment.at += frames;
            segment.frames = segment.frames.saturating_sub(frames);
            if frames == Frames(0) || segment.frames == Frames(0) {
                self.segments.pop();
            }
        }
        Ok(())
    }

    /// The place on the timeline that follows when so many frames have been heard.
    fn place(&mut self, heard: Frames) -> Frames {
        let current = self.began.iter().rposition(|(given, _)| *given <= heard).unwrap_or(0);
        self.began.drain(..current);
        self.began.first().map_or(Frames(0), |(given, at)| *at + heard.saturating_sub(*given))
    }

    fn is_over(&self) -> bool {
        self.segments.is_empty()
    }
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

/// Follows what the output has done with the sound.
struct Watch {
    format: Format,
    speaker: Arc<Speaker>,
    taken: Frames,
    moved: Monotonic,
}

/// An output that has not taken a frame for so long will not take one.
const DEAD_AFTER: i64 = 5_000_000_000;

/// What a sound server's word about its delay may be wrong by.
const DOUBT: u64 = 100_000_000;

impl Watch {
    fn new(format: Format, speaker: Arc<Speaker>) -> Watch {
        Watch { format, speaker, taken: Frames(0), moved: Monotonic::now() }
    }

    fn look(&mut self) -> Result<()> {
        let taken = self.speaker.taken();
        if taken != self.taken {
            (self.taken, self.moved) = (taken, Monotonic::now());
        }
        let is_gone = self.speaker.meter.last_error().is_some_and(|error| error.is_final());
        // Nothing is taken any more while the last sound is on its way, either.
        let is_dead = Monotonic::now().since(self.moved.max(self.speaker.heard_until())) > DEAD_AFTER;
        match is_gone || is_dead {
            true => Err(output_lost()),
            false => Ok(()),
        }
    }

    /// Frames that have left the loudspeaker: those taken, less what is on its way.
    fn heard(&self) -> Frames {
        let ahead = self.speaker.heard_until().since(Monotonic::now()).max(0) as u64;
        self.taken.saturating_sub(Frames::from_nanoseconds(ahead, self.format.rate))
    }

    fn has_heard(&self, frames: Frames) -> bool {
        self.taken >= frames && Monotonic::now() >= Monotonic(self.speaker.heard_until().0 + DOUBT)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Bits, Channel, Hertz};
    use crate::store::samples;

    /// A 16-bit file whose samples carry their own number.
    fn numbered(channels: u16, frames: i16) -> tempfile::NamedTempFile {
        let file = tempfile::NamedTempFile::new().unwrap();
        let spec = hound::WavSpec { channels, sample_rate: 8000, bits_per_sample: 16, sample_format: hound::SampleFormat::Int };
        let mut writer = hound::WavWriter::create(file.path(), spec).unwrap();
        (0..frames * channels as i16).for_each(|n| writer.write_sample(n).unwrap());
        writer.finalize().unwrap();
        file
    }

    fn segment(file: &tempfile::NamedTempFile, start: u64, frames: u64) -> Segment {
        Segment {
            source: Source::File(file.path().to_owned()),
            start: Frames(start),
            frames: Frames(frames),
            at: Frames(50_000 + start),
        }
    }

    fn fault(segments: &[Segment]) -> String {
        play(segments, &Arc::default(), |_| ()).unwrap_err().to_string()
    }

    #[test]
    fn segments_follow_each_other_without_a_gap_and_end_with_their_file() {
        let file = numbered(1, 1000);
        let segments = [segment(&file, 10, 5), segment(&file, 997, u64::MAX), segment(&file, 2000, 9), segment(&file, 0, 2)];
        let mut reel = Reel::open(&segments).unwrap().unwrap();
        let (mut ring, mut heard) = RingBuffer::new(4);
        let mut played = Vec::new();
        while !reel.is_over() {
            reel.feed(&mut ring).unwrap();
            while let Ok(sample) = heard.pop() {
                played.push((sample * 32_768.0) as i16);
            }
        }
        assert_eq!(played, [10, 11, 12, 13, 14, 997, 998, 999, 0, 1]);
        assert_eq!(reel.given, Frames(10));
    }

    #[test]
    fn what_is_heard_is_told_as_a_place_of_the_timeline() {
        let file = numbered(1, 1000);
        let segments = [segment(&file, 10, 5), segment(&file, 997, u64::MAX), segment(&file, 2000, 9), segment(&file, 0, 2)];
        let mut reel = Reel::open(&segments).unwrap().unwrap();
        let (mut ring, _heard) = RingBuffer::new(100);
        assert_eq!(reel.place(Frames(0)), Frames(0));
        reel.feed(&mut ring).unwrap();
        let places = [(0, 10), (4, 14), (5, 997), (7, 999), (8, 0), (10, 2)];
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
        let mut reel = Reel::open(&[piece(98, 4), piece(500, 2)]).unwrap().unwrap();
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

    #[test]
    fn nothing_to_play_is_no_fault() {
        play(&[], &Arc::default(), |_| panic!("nothing is heard")).unwrap();
    }

    #[test]
    fn files_that_do_not_fit_together_are_refused_before_the_first_sound() {
        let (mono, stereo) = (numbered(1, 10), numbered(2, 10));
        let error = fault(&[segment(&mono, 0, 9), segment(&stereo, 0, 9)]);
        assert!(error.contains("another rate or another number of channels"), "{error}");
        let missing = Segment { source: Source::File("/nowhere/take-01-001.wav".into()), ..segment(&mono, 0, 1) };
        let error = fault(&[segment(&mono, 0, 9), missing]);
        assert!(error.contains("/nowhere/take-01-001.wav"), "{error}");
    }
}
