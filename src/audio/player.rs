//! Plays parts of takes on the system's output: `reel` reads them, here they are heard.

mod reel;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread;
use std::time::Duration;

use rtrb::{Producer, RingBuffer};

use self::reel::Reel;
use super::capture::Format;
use super::device::{Speaker, open_output};
use super::input::Stream;
use super::patience::within;
use super::stretch::Tempo;
use crate::clock::Monotonic;
use crate::domain::{Frames, Take};
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

/// How segments are played.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Manner {
    pub tempo: Tempo,
    /// Over and over until it is stopped, the first time from this place of the timeline on.
    pub again_from: Option<Frames>,
}

/// An output that has not begun to play within so long will not: its sound server hangs.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long the stream before may take to let go of the output.
const LETTING_GO: Duration = Duration::from_millis(150);

/// How often the ring is filled, and `stop` looked at.
const TICK: Duration = Duration::from_millis(20);

/// Reports come ten times a second, in nanoseconds.
const REPORT_EVERY: i64 = 100_000_000;

/// Plays the segments one after the other, without a gap, and returns when the last sound has left the loudspeaker or `stop` is set:
/// then what is not heard yet is dropped. `report` is told ten times a second, and at the end, which place of the timeline is heard, at
/// another tempo to within 30 ms.
///
/// Never waits for an output that hangs. Errors: a file that cannot be read, files of different formats, no output that plays the
/// format, an output that goes away or does not answer.
pub fn play(segments: &[Segment], manner: Manner, stop: &Arc<AtomicBool>, mut report: impl FnMut(Frames)) -> Result<()> {
    let Some(mut reel) = Reel::open(segments, manner)? else { return Ok(()) };
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

/// Opens the output. One that the sound before has not quite let go of yet refuses it: it is asked once more.
fn open(format: Format, stop: &Arc<AtomicBool>) -> Result<Begun> {
    open_once(format, stop).or_else(|_| {
        thread::sleep(LETTING_GO);
        open_once(format, stop)
    })
}

/// Opens the output with a ring of one second: 48 000 frames × 2 channels × 4 bytes = 384 kB.
fn open_once(format: Format, stop: &Arc<AtomicBool>) -> Result<Begun> {
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
    use super::reel::tests::{numbered, segment};
    use super::*;

    fn fault(segments: &[Segment]) -> String {
        play(segments, Manner::default(), &Arc::default(), |_| ()).unwrap_err().to_string()
    }

    #[test]
    fn nothing_to_play_is_no_fault() {
        play(&[], Manner::default(), &Arc::default(), |_| panic!("nothing is heard")).unwrap();
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
