//! From a moment to a place in the sound: which frame of the device was in the air when a key was pressed.
//!
//! Each block says when its first frame was captured. Single stamps are wrong by up to 70 ms (the first ones of a stream, and
//! those of blocks that came in a bunch), so the line through them is laid by a median over the last seconds: at the rate of the
//! device, every block gives a moment for frame 0, and the middle one counts. Two clocks that differ by 200 millionths move it by
//! 2 ms in the window.
//!
//! On a machine that has too much to do most blocks come late, and their stamps with them, for no device knows how long a block has
//! waited for this process. But no block comes early: those that came soonest, a quarter, are asked alone.
//!
//! Measured on PulseAudio 16: the median lies within 0.2 ms from second to second, and 2 to 4 ms before the arrival of the same
//! click at an independent recorder with 4 ms of latency. A null sink renders one delivery ahead, so that a sound put into an idle one is timed
//! up to one delivery (25 ms) early; a microphone's converter does not.

use std::collections::VecDeque;

use crate::clock::Monotonic;
use crate::domain::{Frames, Hertz};

/// Maps moments to positions of one stream, and back.
#[derive(Debug, Clone)]
pub struct Timing {
    rate: Hertz,
    /// Of each block in the window.
    stamps: VecDeque<Stamp>,
    /// When position 0 was, by what is known now; absent before the first block.
    origin: Option<i64>,
    /// When the first block was captured, by its word.
    first: Option<Monotonic>,
    is_settled: bool,
    /// When the last block was captured, by its word.
    last: Monotonic,
    /// Since when blocks come that had waited.
    held_up: Option<Monotonic>,
}

/// What one block says. Times are in nanoseconds and signed, since they may lie before the machine's start.
#[derive(Debug, Clone, Copy)]
struct Stamp {
    captured: Monotonic,
    /// When position 0 was, by the device's word.
    origin: i64,
    /// When position 0 would have come, had it come as soon as this block.
    arrival: i64,
}

/// How far back stamps count, in nanoseconds.
const WINDOW: i64 = 10_000_000_000;

/// The stamps of a stream's beginning are off: the sound server has not told its latency yet, and what had piled up comes at
/// once (280 ms of it from a server that had just started). They count only until the stream is [`SETTLED`]; in nanoseconds.
const EARLY: i64 = 300_000_000;

/// So long after its beginning a stream's stamps are to be relied on where half of them agree by [`AGREED`], and so long after it in any
/// case: on a machine that has too much to do, they are off by tens of milliseconds now to one side, now to the other. In nanoseconds.
const SETTLED: i64 = 600_000_000;
const SETTLED_AT_LAST: i64 = 2_000_000_000;
const AGREED: i64 = 8_000_000;

/// Blocks that follow such a pause, and are later than that, have waited on their way, as when this process stood still: what had
/// piled up comes at once. In nanoseconds.
const PAUSE: i64 = 300_000_000;
const LATE: i64 = 40_000_000;

/// Of fewer stamps than that all count.
const FEW: usize = 8;

/// What has piled up is over after so long: what is late then will stay so. In nanoseconds.
const CATCHING_UP: i64 = 2_000_000_000;

impl Timing {
    pub fn new(rate: Hertz) -> Timing {
        let (first, last) = (None, Monotonic::default());
        Timing { rate, stamps: VecDeque::new(), origin: None, first, is_settled: false, last, held_up: None }
    }

    pub fn rate(&self) -> Hertz {
        self.rate
    }

    /// Takes in the next block of the stream, whose frame `position` was captured at `captured`, and whose `end` was here at `arrived`. Another
    /// stream needs another `Timing`: its positions begin anew.
    pub fn add(&mut self, position: u64, captured: Monotonic, end: u64, arrived: Monotonic) {
        let before = |moment: Monotonic, frames: u64| moment.0 as i64 - Frames(frames).nanoseconds(self.rate) as i64;
        let stamp = Stamp { captured, origin: before(captured, position), arrival: before(arrived, end) };
        let pause = captured.since(std::mem::replace(&mut self.last, captured));
        if self.has_waited(stamp, pause) {
            return;
        }
        self.stamps.push_back(stamp);
        let first = *self.first.get_or_insert(captured);
        let age = captured.since(first);
        if !self.is_settled && age >= SETTLED && (age >= SETTLED_AT_LAST || self.spread_since(first) <= AGREED) {
            self.is_settled = true;
            self.stamps.retain(|stamp| stamp.captured.since(first) >= EARLY);
        }
        while self.stamps.front().is_some_and(|oldest| captured.since(oldest.captured) > WINDOW) {
            self.stamps.pop_front();
        }
        let mut soonest = soonest(self.stamps.iter());
        let middle = soonest.len() / 2;
        self.origin = Some(*soonest.select_nth_unstable(middle).1);
    }

    /// How far apart the middle half of the stamps is, of those that are not the first after `first`.
    fn spread_since(&self, first: Monotonic) -> i64 {
        let mut origins = soonest(self.stamps.iter().filter(|stamp| stamp.captured.since(first) >= EARLY));
        origins.sort_unstable();
        let quarter = origins.len() / 4;
        origins.iter().rev().nth(quarter).zip(origins.get(quarter)).map_or(0, |(late, early)| late - early)
    }

    /// Since when the stream runs, up to `now`, in nanoseconds.
    pub fn age(&self, now: Monotonic) -> i64 {
        self.first.map_or(0, |first| now.since(first))
    }

    /// What the block says of position 0 comes of its waiting.
    fn has_waited(&mut self, stamp: Stamp, pause: i64) -> bool {
        let is_late = self.is_settled && self.origin.is_some_and(|known| stamp.origin - known >= LATE);
        if !is_late {
            self.held_up = None;
        } else if pause >= PAUSE {
            self.held_up = Some(stamp.captured);
        }
        self.held_up.is_some_and(|since| stamp.captured.since(since) < CATCHING_UP)
    }

    /// The first stamps, which are off, count no more.
    pub fn is_settled(&self) -> bool {
        self.is_settled
    }

    /// The position whose sound was in the air at `moment`; 0 for moments before the stream. `None` before the first block. A
    /// moment whose sound has not come yet has its position all the same.
    pub fn position_at(&self, moment: Monotonic) -> Option<u64> {
        let since = (moment.0 as i64).saturating_sub(self.origin?);
        Some(Frames::from_nanoseconds(since.max(0) as u64, self.rate).0)
    }

    /// When the sound at `position` was in the air. `None` before the first block.
    pub fn moment_of(&self, position: u64) -> Option<Monotonic> {
        let after = Frames(position).nanoseconds(self.rate) as i64;
        Some(Monotonic(self.origin?.saturating_add(after).max(0) as u64))
    }
}

/// What those blocks say of position 0 that came soonest after they had been in the air.
fn soonest<'s>(stamps: impl Iterator<Item = &'s Stamp>) -> Vec<i64> {
    let mut stamps: Vec<&Stamp> = stamps.collect();
    let count = (stamps.len() / 4).max(FEW);
    if count < stamps.len() {
        stamps.select_nth_unstable_by_key(count, |stamp| stamp.arrival);
        stamps.truncate(count);
    }
    stamps.into_iter().map(|stamp| stamp.origin).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: Hertz = Hertz(48_000);
    const START: u64 = 5_000_000_000;

    /// A stream of blocks of 50 ms whose stamps are off by what `jitter_ms` says of each.
    fn stream(blocks: u64, jitter_ms: impl Fn(u64) -> i64) -> Timing {
        let mut timing = Timing::new(RATE);
        for n in 0..blocks {
            let captured = (START + n * 50_000_000).saturating_add_signed(jitter_ms(n) * 1_000_000);
            add(&mut timing, n, captured, START + (n + 1) * 50_000_000);
        }
        timing
    }

    /// The block of 50 ms of that number.
    fn add(timing: &mut Timing, n: u64, captured: u64, arrived: u64) {
        timing.add(n * 2400, Monotonic(captured), (n + 1) * 2400, Monotonic(arrived));
    }

    #[test]
    fn without_a_block_there_is_no_answer() {
        assert_eq!(Timing::new(RATE).position_at(Monotonic(START)), None);
        assert_eq!(Timing::new(RATE).moment_of(0), None);
    }

    #[test]
    fn a_moment_and_its_position_lead_to_each_other() {
        let timing = stream(100, |_| 0);
        assert_eq!(timing.position_at(Monotonic(START + 1_000_000_000)), Some(48_000));
        assert_eq!(timing.moment_of(48_000), Some(Monotonic(START + 1_000_000_000)));
        assert_eq!(timing.position_at(Monotonic(START - 1)), Some(0));
        let not_yet_there = Monotonic(START + 60_000_000_000);
        assert_eq!(timing.position_at(not_yet_there), Some(60 * 48_000));
    }

    #[test]
    fn blocks_that_come_in_a_bunch_do_not_move_the_answer() {
        let timing = stream(200, |n| if n % 7 == 0 { -50 } else { (n % 3) as i64 - 1 });
        let position = timing.position_at(Monotonic(START + 9_000_000_000)).unwrap();
        assert!(position.abs_diff(9 * 48_000) <= 48, "{position}");
    }

    #[test]
    fn the_first_stamps_are_forgotten_as_soon_as_there_are_better_ones() {
        let timing = stream(17, |n| if n < 7 { -60 } else { 0 });
        assert_eq!(timing.position_at(Monotonic(START)), Some(0));
        assert_eq!(timing.moment_of(0), Some(Monotonic(START)));
    }

    /// The device's word of a block's age knows nothing of the time that the block waited for this process.
    #[test]
    fn where_most_blocks_come_late_those_that_came_soonest_count() {
        let mut timing = Timing::new(RATE);
        for n in 0..600 {
            let waited = if n % 5 == 4 { 0 } else { 60_000_000 + n % 3 * 50_000_000 };
            let arrived = START + (n + 1) * 50_000_000 + waited;
            add(&mut timing, n, arrived - 50_000_000, arrived);
            assert!(n < 45 || timing.moment_of(0).unwrap().since(Monotonic(START)).abs() < 1_000_000, "at {n}");
        }
    }

    #[test]
    fn stamps_that_disagree_are_waited_for_longer() {
        let jumps = |n: u64| if n.is_multiple_of(2) { 45 } else { 0 };
        assert!(!stream(13, jumps).is_settled() && stream(13, |_| 0).is_settled(), "after 600 ms");
        assert!(!stream(39, jumps).is_settled() && stream(42, jumps).is_settled(), "after 2 s");
    }

    #[test]
    fn what_had_piled_up_before_the_stream_began_does_not_count() {
        let mut timing = Timing::new(RATE);
        for n in 0..14 {
            timing.add(n * 1024, Monotonic(START + 280_000_000), (n + 1) * 1024, Monotonic(START + 300_000_000)); // all at once
        }
        for n in 0..100 {
            let captured = START + 14 * 21_333_333 + n * 10_000_000;
            timing.add(14 * 1024 + n * 480, Monotonic(captured), 14 * 1024 + (n + 1) * 480, Monotonic(captured + 10_000_000));
        }
        assert!(timing.is_settled());
        assert!(timing.moment_of(0).unwrap().since(Monotonic(START)).abs() < 1_000_000);
    }

    #[test]
    fn what_had_piled_up_while_this_process_stood_still_does_not_count() {
        let mut timing = stream(200, |_| 0);
        let awake = START + 19_000_000_000; // nine seconds of sound come at once
        for n in 200..380 {
            add(&mut timing, n, awake + n * 10_000, awake + n * 10_000);
        }
        for n in 380..700 {
            add(&mut timing, n, START + n * 50_000_000, START + (n + 1) * 50_000_000);
            assert!(timing.moment_of(0).unwrap().since(Monotonic(START)).abs() < 1_000_000, "at {n}");
        }
    }

    #[test]
    fn what_stays_late_after_a_pause_counts() {
        let mut timing = stream(200, |_| 0);
        let late = START + 800_000_000;
        (200..500).for_each(|n| add(&mut timing, n, late + n * 50_000_000, late + (n + 1) * 50_000_000));
        assert_eq!(timing.moment_of(0), Some(Monotonic(START + 800_000_000)));
    }

    #[test]
    fn a_clock_that_runs_apart_is_followed() {
        // Every block comes 10 µs late: 200 millionths, 18 ms in 90 s.
        let mut timing = Timing::new(RATE);
        for n in 0..1800 {
            add(&mut timing, n, START + n * 50_010_000, START + (n + 1) * 50_010_000);
        }
        let last = timing.moment_of(1799 * 2400).unwrap();
        assert!(last.since(Monotonic(START + 1799 * 50_010_000)).abs() < 2_000_000, "{last:?}");
    }
}
