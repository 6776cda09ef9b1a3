//! The timeline of the running take: elapsed time since its frame 0, in frames.
//!
//! Sound comes in *runs*: stretches without a hole. Within a run the device's frames are the master. Between runs (a pause, a
//! vanished device, a sleep) only the clock goes on, and the next run begins as many frames later as time has passed.
//!
//! Of several inputs the first one leads: its timeline is the take's. Each further one has its own, whose runs begin where the
//! leading one says; how far its clock then runs apart is not corrected here.

use super::stream_clock::StreamClock;
use crate::clock::Monotonic;
use crate::domain::{Frames, Gap, GapReason, Hertz};

/// One stretch of sound without a hole.
#[derive(Debug, Clone, PartialEq)]
struct Run {
    /// The first frame, on the timeline.
    start: Frames,
    /// Behind the last frame kept.
    end: Frames,
    /// The device's frame at `start`.
    position: u64,
    /// When `start` was captured. Of the current run only a first estimate: its stream's clock knows better.
    began: Monotonic,
}

#[derive(Debug, Clone)]
pub struct Timeline {
    rate: Hertz,
    /// When frame 0 was.
    origin: Monotonic,
    /// Nanoseconds that the machine slept since then: the monotonic clock does not count them.
    slept: u64,
    runs: Vec<Run>,
    /// The last of `runs` still grows.
    is_running: bool,
    why: GapReason,
}

impl Timeline {
    /// A timeline whose frame 0 is at `origin`; without sound until [`Timeline::begin_run`].
    pub fn new(rate: Hertz, origin: Monotonic) -> Timeline {
        Timeline { rate, origin, slept: 0, runs: Vec::new(), is_running: false, why: GapReason::Device }
    }

    pub fn rate(&self) -> Hertz {
        self.rate
    }

    /// When frame 0 was, by what is known now; `clock` is the current stream's.
    pub fn origin(&self, clock: Option<&StreamClock>) -> Monotonic {
        let current = self.runs.last().filter(|run| self.is_running && run.start == Frames(0));
        current.zip(clock).map_or(self.origin, |(run, clock)| clock.time_of(run.position))
    }

    /// The last run still grows.
    pub fn is_running(&self) -> bool {
        self.is_running
    }

    /// Sound begins, or begins again, at `place` with the device's frame `position`, captured at `time`. Gives its frame on the timeline,
    /// never before the end of the run before, and the gap that it closes.
    pub fn begin_run(&mut self, place: Frames, position: u64, time: Monotonic) -> (Frames, Option<Gap>) {
        let end = self.end();
        let start = place.max(end);
        let gap = Gap { start: end, frames: start - end, why: self.why };
        self.runs.push(Run { start, end: start, position, began: time });
        self.is_running = true;
        (start, (gap.frames.0 > 0).then_some(gap))
    }

    /// Sound up to the device's frame `position` is kept.
    pub fn extend(&mut self, position: u64) {
        if let Some(run) = self.runs.last_mut() {
            run.end = run.start + Frames(position.saturating_sub(run.position));
        }
    }

    /// The run ends where it has come to; `time_of` a frame of the device fixes when it had begun.
    pub fn end_run(&mut self, time_of: impl Fn(u64) -> Monotonic, why: GapReason) {
        let first = self.runs.len() == 1;
        if let Some(run) = self.runs.last_mut().filter(|_| self.is_running) {
            run.began = time_of(run.position);
            if first {
                self.origin = run.began.minus(run.start.nanoseconds(self.rate));
            }
        }
        self.is_running = false;
        self.why = why;
    }

    /// The machine slept so long, in nanoseconds.
    pub fn sleep(&mut self, nanoseconds: u64) {
        self.slept += nanoseconds;
    }

    /// Where the device's frame `position` of the current run lies.
    pub fn frame_of(&self, position: u64) -> Frames {
        self.runs.last().map_or(Frames(0), |run| run.start + Frames(position.saturating_sub(run.position)))
    }

    /// The frame that was heard at `time`, before frame 0: 0. Within a run by its sound, in a gap (and in a take that never has
    /// sound) by the clock.
    pub fn frame_at(&self, time: Monotonic, clock: Option<&StreamClock>) -> Frames {
        if self.runs.is_empty() {
            return if time < self.origin { Frames(0) } else { self.elapsed(time) };
        }
        let current = self.runs.last().filter(|_| self.is_running).zip(clock.filter(|clock| clock.is_running()));
        if let Some((run, clock)) = current.filter(|(run, clock)| !clock.is_paced() || clock.time_of(run.position) <= time) {
            return run.start + Frames(clock.position_at(time).saturating_sub(run.position));
        }
        let past = if current.is_some() { self.runs.len() - 1 } else { self.runs.len() };
        let Some(run) = self.runs[..past].iter().rev().find(|run| run.began <= time) else { return self.before_the_runs(time) };
        let inside = run.start + Frames::from_nanoseconds(time.0 - run.began.0, self.rate);
        match inside < run.end {
            true => inside,
            false => self.elapsed(time).max(run.end).min(self.next_start(run)),
        }
    }

    /// Before the first sound only the clock counts.
    fn before_the_runs(&self, time: Monotonic) -> Frames {
        let first = self.runs.first().map_or(Frames(0), |run| run.start);
        if time < self.origin { Frames(0) } else { self.elapsed(time).min(first) }
    }

    fn next_start(&self, run: &Run) -> Frames {
        self.runs.iter().map(|other| other.start).find(|start| *start > run.start).unwrap_or(Frames(u64::MAX))
    }

    /// Time since frame 0, in frames; what was slept counts.
    pub fn elapsed(&self, time: Monotonic) -> Frames {
        Frames::from_nanoseconds(time.0.saturating_sub(self.origin.0) + self.slept, self.rate)
    }

    /// Behind the last frame kept.
    pub fn end(&self) -> Frames {
        self.runs.last().map_or(Frames(0), |run| run.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::capture::Block;

    const RATE: Hertz = Hertz(1000); // one frame is one millisecond
    const SECOND: u64 = 1_000_000_000;

    fn at(milliseconds: u64) -> Monotonic {
        Monotonic(100 * SECOND + milliseconds * 1_000_000)
    }

    /// A device whose frame 0 was captured at `at(start)`.
    fn device(start: u64) -> StreamClock {
        let mut clock = StreamClock::new(RATE, true);
        clock.observe(&Block { position: 0, captured: at(start), arrived: at(start + 50), samples: Vec::new() }, 50);
        clock
    }

    /// 10 s of sound, a pause of 5 s, sound again from 15 s on; the device ran all the while.
    fn paused_and_resumed() -> (Timeline, StreamClock) {
        let clock = device(0);
        let mut timeline = Timeline::new(RATE, at(0));
        timeline.begin_run(Frames(0), 0, at(0));
        timeline.extend(10_000);
        timeline.end_run(|position| clock.time_of(position), GapReason::Pause);
        let (start, gap) = timeline.begin_run(timeline.elapsed(clock.time_of(15_000)), 15_000, clock.time_of(15_000));
        assert_eq!(start, Frames(15_000));
        assert_eq!(gap, Some(Gap { start: Frames(10_000), frames: Frames(5000), why: GapReason::Pause }));
        timeline.extend(20_000);
        (timeline, clock)
    }

    #[test]
    fn a_mark_lies_where_it_was_heard_before_in_and_after_a_pause() {
        let (timeline, clock) = paused_and_resumed();
        for (time, frame) in [(0, 0), (9_000, 9_000), (12_000, 12_000), (15_000, 15_000), (19_999, 19_999)] {
            assert_eq!(timeline.frame_at(at(time), Some(&clock)), Frames(frame), "at {time}");
        }
    }

    #[test]
    fn before_the_first_frame_is_the_first_frame() {
        let (timeline, clock) = paused_and_resumed();
        assert_eq!(timeline.frame_at(Monotonic(0), Some(&clock)), Frames(0));
    }

    #[test]
    fn a_device_that_comes_back_leaves_a_hole_of_true_length() {
        let mut timeline = Timeline::new(RATE, at(0));
        timeline.begin_run(Frames(0), 700, at(0));
        timeline.extend(700 + 3000);
        let mut before = StreamClock::new(RATE, true);
        before.observe(&Block { position: 700, captured: at(0), arrived: at(3000), samples: Vec::new() }, 3000);
        timeline.end_run(|position| before.time_of(position), GapReason::Device);
        assert_eq!(timeline.frame_at(at(4000), None), Frames(4000));
        let (start, gap) = timeline.begin_run(timeline.elapsed(at(8000)), 0, at(8000));
        assert_eq!((start, gap.unwrap().frames), (Frames(8000), Frames(5000)));
        timeline.extend(2000);
        let after = device(8000);
        for (time, frame) in [(1000, 1000), (5000, 5000), (9000, 9000)] {
            assert_eq!(timeline.frame_at(at(time), Some(&after)), Frames(frame), "at {time}");
        }
    }

    #[test]
    fn what_the_machine_slept_counts() {
        let clock = device(0);
        let mut timeline = Timeline::new(RATE, at(0));
        timeline.begin_run(Frames(0), 0, at(0));
        timeline.extend(2000);
        timeline.end_run(|position| clock.time_of(position), GapReason::Sleep);
        timeline.sleep(60 * SECOND);
        assert_eq!(timeline.begin_run(timeline.elapsed(at(3000)), 3000, at(3000)).0, Frames(63_000));
    }

    #[test]
    fn without_sound_only_the_clock_goes_on() {
        let timeline = Timeline::new(RATE, at(0));
        assert_eq!(timeline.frame_at(at(1500), None), Frames(1500));
        assert_eq!(timeline.frame_at(Monotonic(0), None), Frames(0));
    }
}
