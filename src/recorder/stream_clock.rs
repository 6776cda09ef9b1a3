//! When each frame of a device was captured, on the machine's monotonic clock.
//!
//! Single stamps jitter by tens of milliseconds (PulseAudio's most in the first second), but frames come at a steady rate. So
//! every block gives one estimate of *when the device's frame 0 would have been*, and the median of the last few seconds of
//! estimates is believed: it forgets outliers at once, and follows a clock that drifts.

use std::collections::VecDeque;

use crate::clock::Monotonic;
use crate::domain::Hertz;

/// How many blocks are remembered: 3 to 6 s at the usual 50 to 100 ms a block.
const REMEMBERED: usize = 63;

#[derive(Debug, Clone)]
pub struct StreamClock {
    rate: Hertz,
    /// For each block, the capture time of the device's frame 0 as that block tells it, in nanoseconds.
    origins: VecDeque<i64>,
    /// Behind the last frame that came.
    end: u64,
    /// A file read as fast as it is written has no clock: every moment is its latest frame.
    paced: bool,
}

impl StreamClock {
    pub fn new(rate: Hertz, paced: bool) -> StreamClock {
        StreamClock { rate, origins: VecDeque::with_capacity(REMEMBERED), end: 0, paced }
    }

    /// Learns from a block that begins at the device's frame `position`, captured at `captured`, of `frames` frames.
    pub fn observe(&mut self, position: u64, captured: Monotonic, frames: u64) {
        if self.origins.len() == REMEMBERED {
            self.origins.pop_front();
        }
        self.origins.push_back(captured.0 as i64 - self.nanoseconds(position));
        self.end = position + frames;
    }

    /// Whether anything is known yet.
    pub fn is_running(&self) -> bool {
        !self.origins.is_empty()
    }

    /// Behind the last frame of the device that has come.
    pub fn end(&self) -> u64 {
        self.end
    }

    /// When the device's frame `position` was, or will be, captured.
    pub fn time_of(&self, position: u64) -> Monotonic {
        Monotonic((self.origin() + self.nanoseconds(position)).max(0) as u64)
    }

    /// Which frame of the device was captured at `time`; before its first one, 0.
    pub fn position_at(&self, time: Monotonic) -> u64 {
        if !self.paced {
            return self.end;
        }
        let elapsed = (time.0 as i64 - self.origin()).max(0) as i128;
        ((elapsed * i128::from(self.rate.0) + 500_000_000) / 1_000_000_000) as u64
    }

    fn origin(&self) -> i64 {
        let mut sorted: Vec<i64> = self.origins.iter().copied().collect();
        sorted.sort_unstable();
        sorted.get(sorted.len() / 2).copied().unwrap_or(0)
    }

    fn nanoseconds(&self, position: u64) -> i64 {
        (i128::from(position) * 1_000_000_000 / i128::from(self.rate.0)) as i64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: Hertz = Hertz(48_000);
    const MS: i64 = 1_000_000;

    /// Blocks of 50 ms from a device that started at 10 s, stamped with the given errors in milliseconds.
    fn clock_with(errors: impl IntoIterator<Item = i64>) -> StreamClock {
        let mut clock = StreamClock::new(RATE, true);
        for (n, error) in (0u64..).zip(errors) {
            let captured = 10_000 * MS + n as i64 * 50 * MS + error * MS;
            clock.observe(n * 2400, Monotonic(captured as u64), 2400);
        }
        clock
    }

    #[test]
    fn stamps_that_jitter_do_not_move_a_mark() {
        let clock = clock_with((0..200).map(|n| [0, 3, -4, 90, 2, -70, 1][n % 7]));
        let position = clock.position_at(Monotonic(15_000 * MS as u64)) as i64;
        assert!((position - 240_000).abs() <= 48 * 3, "{position} is more than 3 ms off");
    }

    #[test]
    fn a_position_and_its_time_are_inverse() {
        let clock = clock_with([0; 20]);
        for position in [0, 1, 4799, 48_000, 1_000_003] {
            assert_eq!(clock.position_at(clock.time_of(position)), position);
        }
    }

    #[test]
    fn a_file_read_fast_is_always_at_its_latest_frame() {
        let mut clock = StreamClock::new(RATE, false);
        clock.observe(0, Monotonic(5), 960);
        clock.observe(960, Monotonic(6), 960);
        assert_eq!(clock.position_at(Monotonic(1)), 1920);
    }
}
