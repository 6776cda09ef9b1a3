//! Which frame of the running input belongs to a moment.
//!
//! A live device answers by its [`Timing`]; a file that is read as fast as it is written has no clock, and every moment is its
//! latest frame.

use crate::audio::capture::Block;
use crate::audio::timing::Timing;
use crate::clock::Monotonic;
use crate::domain::{Frames, Hertz};

#[derive(Debug, Clone)]
pub struct StreamClock {
    timing: Timing,
    /// Behind the last frame that came.
    end: u64,
    paced: bool,
    /// When frame 0 was, as it was known before any recent loss, and when that was looked at.
    reference: Option<(Monotonic, Monotonic)>,
}

/// Frames that are so much later than they should be were lost on the way, in nanoseconds. Stamps wander by a few milliseconds.
const LOSS: i64 = 40_000_000;

/// A stream that is younger says nothing of a loss, in nanoseconds.
const CERTAIN: i64 = 2_000_000_000;

/// A clock that runs apart from the machine's may move the reference once in so long, in nanoseconds.
const REFERENCE_EVERY: i64 = 5_000_000_000;

impl StreamClock {
    /// `paced`: a second of sound takes a second.
    pub fn new(rate: Hertz, paced: bool) -> StreamClock {
        StreamClock { timing: Timing::new(rate), end: 0, paced, reference: None }
    }

    /// Learns from a block of `frames` frames. Gives those that have been lost on the way, where the frames fall behind the clock: seen
    /// after some seconds, when it is certain.
    pub fn observe(&mut self, block: &Block, frames: u64) -> Option<Frames> {
        let (position, captured) = (block.position, block.captured);
        self.end = position + frames;
        self.timing.add(position, captured, self.end, block.arrived);
        let is_certain = self.paced && self.timing.is_settled() && self.timing.age(captured) >= CERTAIN;
        let origin = self.timing.moment_of(0).filter(|_| is_certain)?;
        let (known, since) = *self.reference.get_or_insert((origin, captured));
        let late = origin.since(known);
        if late >= LOSS {
            return Some(Frames::from_nanoseconds(late as u64, self.timing.rate()));
        }
        if captured.since(since) >= REFERENCE_EVERY {
            self.reference = Some((origin, captured));
        }
        None
    }

    /// When the device's frame `position` was captured, by what was known before the loss; from now on the later clock counts.
    pub fn time_before_the_loss(&self, position: u64) -> Monotonic {
        let after = Frames(position).nanoseconds(self.timing.rate());
        self.reference.map_or(self.time_of(position), |(origin, _)| Monotonic(origin.0 + after))
    }

    /// The loss has been dealt with.
    pub fn believe(&mut self) {
        self.reference = None;
    }

    /// A second of sound takes a second.
    pub fn is_paced(&self) -> bool {
        self.paced
    }

    /// Whether anything has come yet.
    pub fn is_running(&self) -> bool {
        self.end > 0
    }

    /// Whether the stamps are past the first ones of a stream, which are off.
    pub fn is_settled(&self) -> bool {
        !self.paced || self.timing.is_settled()
    }

    /// Behind the last frame of the device that has come.
    pub fn end(&self) -> u64 {
        self.end
    }

    /// When the device's frame `position` was, or will be, captured. The machine's start before anything has come.
    pub fn time_of(&self, position: u64) -> Monotonic {
        self.timing.moment_of(position).unwrap_or_default()
    }

    /// Which frame of the device was captured at `time`; before its first one, 0.
    pub fn position_at(&self, time: Monotonic) -> u64 {
        match self.paced {
            true => self.timing.position_at(time).unwrap_or(0),
            false => self.end,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_live_device_goes_by_its_clock_and_a_fast_file_by_its_latest_frame() {
        for (paced, expected) in [(true, 48), (false, 960)] {
            let mut clock = StreamClock::new(Hertz(48_000), paced);
            let (captured, arrived) = (Monotonic(5_000_000), Monotonic(25_000_000));
            clock.observe(&Block { position: 0, captured, arrived, samples: Vec::new() }, 960);
            assert_eq!(clock.position_at(Monotonic(6_000_000)), expected);
            assert_eq!(clock.end(), 960);
        }
    }
}
