//! Playing for an interface: on a thread of its own, reported place by place, ended at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread;

use super::player::{Manner, Segment, play};
use crate::domain::{Frames, TakeId};
use crate::error::{Error, Result};
use crate::text;

/// What is to be heard of one take.
pub type Stretch = (TakeId, Vec<Segment>);

/// Sound that plays. Dropping it is silence as soon as the device asks for more sound, and waits for nothing.
#[derive(Debug)]
#[must_use = "the sound ends when this is dropped"]
pub struct Playing {
    stop: Arc<AtomicBool>,
}

/// What is told of it, from its own thread.
#[derive(Debug, Clone)]
pub enum Played {
    /// Heard right now, ten times a second: this place on the timeline of this take.
    At { take: TakeId, place: Frames },
    /// All has been heard. The last word.
    Ended,
    /// It could not go on. The last word.
    Failed(Error),
}

impl Playing {
    /// Plays the stretches one after the other; one that is played again and again is the last. After the end or a drop nothing more is reported, but for a report that is
    /// on its way at that moment.
    ///
    /// Error: the system gives no thread. All else is reported.
    pub fn start(stretches: Vec<Stretch>, manner: Manner, mut report: impl FnMut(Played) + Send + 'static) -> Result<Playing> {
        let stop = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&stop);
        let run = move || {
            let outcome = play_all(&stretches, manner, &told, &mut report);
            match outcome {
                _ if told.load(Relaxed) => {}
                Ok(()) => report(Played::Ended),
                Err(fault) => report(Played::Failed(fault)),
            }
        };
        let thread = thread::Builder::new().name("play".into()).spawn(run);
        thread.map_err(|cause| Error::new(text!("sound-no-thread")).because(cause))?;
        Ok(Playing { stop })
    }
}

impl Drop for Playing {
    fn drop(&mut self) {
        self.stop.store(true, Relaxed);
    }
}

fn play_all(stretches: &[Stretch], manner: Manner, stop: &Arc<AtomicBool>, report: &mut impl FnMut(Played)) -> Result<()> {
    for (take, segments) in stretches.iter().take_while(|_| !stop.load(Relaxed)) {
        play(segments, manner, stop, |place| report(Played::At { take: take.clone(), place }))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::super::player::Source;
    use super::*;

    /// What is told of a stretch of a file that is not there.
    fn told(stretches: Vec<Stretch>) -> Vec<Played> {
        let (queue, reports) = mpsc::channel();
        let _playing = Playing::start(stretches, Manner::default(), move |played| drop(queue.send(played))).unwrap();
        reports.iter().collect()
    }

    #[test]
    fn a_file_that_is_gone_is_the_last_word() {
        let gone = Segment {
            source: Source::File("/nowhere/take-01-001.wav".into()),
            start: Frames(0),
            frames: Frames(9),
            at: Frames(0),
        };
        let told = told(vec![(TakeId("01A".into()), vec![gone]), (TakeId("01B".into()), Vec::new())]);
        let [Played::Failed(fault)] = &told[..] else { panic!("{told:?}") };
        assert!(fault.to_string().starts_with("/nowhere/take-01-001.wav: "), "{fault}");
    }

    #[test]
    fn nothing_to_hear_ends() {
        let told = told(vec![(TakeId("01A".into()), Vec::new())]);
        assert!(matches!(told[..], [Played::Ended]), "{told:?}");
    }
}
