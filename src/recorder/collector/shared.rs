//! What a collector lets other threads look at: its clock and timeline, and what is heard on each channel.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::super::stream_clock::StreamClock;
use super::super::timeline::Timeline;
use crate::audio::levels::{Level, Levels};
use crate::clock::Monotonic;
use crate::domain::Frames;

/// What other threads may look at.
#[derive(Debug, Default)]
pub struct View {
    pub clock: Option<StreamClock>,
    pub timeline: Option<Timeline>,
    /// Where the take ends, when it was asked for with a length.
    pub until: Option<Frames>,
    pub levels: Vec<Level>,
    /// What has been noticed on each channel since the take began; while armed, since the first device came.
    pub noticed: Vec<Noticed>,
    /// What is heard on each channel; none without a device.
    pub heard: Vec<Heard>,
    /// Sound in memory that a take would begin with, while none runs.
    pub preroll_seconds: f64,
    /// Dropped because memory was full, in frames.
    pub dropped: u64,
    /// Waiting for the disk, in frames.
    pub backlog: u64,
}

impl View {
    /// How loud it is since the last block. `told`: samples that were cut off, on each channel, as far as they were counted before.
    /// `kept_seconds`: how much of what has just come belongs to the take.
    pub fn take_in(&mut self, levels: &Levels, told: &mut [u64], kept_seconds: f64) {
        self.levels = levels.last_second();
        self.heard = (0..self.levels.len()).map(|n| Heard::of(levels, n)).collect();
        self.noticed.resize(self.levels.len(), Noticed::default());
        for ((n, noticed), told) in self.noticed.iter_mut().enumerate().zip(told) {
            noticed.heard |= levels.speaks(n);
            noticed.unheard_seconds = if noticed.heard { 0.0 } else { noticed.unheard_seconds + kept_seconds };
            noticed.clipped += levels.clipped(n) - *told;
            *told = levels.clipped(n);
        }
    }
}

/// What is heard now, on one channel.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Heard {
    /// Somebody has spoken within the last second.
    pub speaks: bool,
    /// How long it has been digitally silent, and nearly so.
    pub silent_seconds: f64,
    pub nearly_silent_seconds: f64,
}

impl Heard {
    fn of(levels: &Levels, channel: usize) -> Heard {
        let rate = levels.format().rate;
        Heard {
            speaks: levels.speaks(channel),
            silent_seconds: levels.silent_for(channel).seconds(rate),
            nearly_silent_seconds: levels.quiet_for(channel).seconds(rate),
        }
    }
}

/// What lasts, of one channel.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Noticed {
    /// Somebody has spoken.
    pub heard: bool,
    /// How long the take has listened before somebody did; 0 from then on.
    pub unheard_seconds: f64,
    /// Samples that were cut off.
    pub clipped: u64,
}

/// The collector's state, shared with the engine.
#[derive(Debug, Clone, Default)]
pub struct Shared(Arc<Mutex<View>>);

impl Shared {
    pub fn view(&self) -> MutexGuard<'_, View> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The frame of the take that was heard at `time`; `None` without a take.
    pub fn frame_at(&self, time: Monotonic) -> Option<Frames> {
        let view = self.view();
        view.timeline.as_ref().map(|timeline| timeline.frame_at(time, view.clock.as_ref()))
    }

    /// When frame 0 of the take was, and whether that is certain: the first stamps of a stream are off.
    pub(super) fn origin(&self) -> Option<(Monotonic, bool)> {
        let view = self.view();
        let timeline = view.timeline.as_ref()?;
        let is_certain = !timeline.is_running() || view.clock.as_ref().is_none_or(StreamClock::is_settled);
        Some((timeline.origin(view.clock.as_ref()), is_certain))
    }
}
