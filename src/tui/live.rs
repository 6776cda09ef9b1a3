//! The running recorder, as the interface knows it: its last status, and the marks of its take.

use crate::clock::Monotonic;
use crate::recorder::protocol::{MarkerFacts, State, Status};

#[derive(Debug, Clone)]
pub struct Live {
    pub status: Status,
    /// When the status came.
    pub at: Monotonic,
    /// Since when it does not answer: its process is stopped, or hangs.
    pub mute: Option<Monotonic>,
    /// Where the take was when it was first seen off the record, in seconds: its mark may still wait for the disk.
    pub off_record: Option<f64>,
    /// The take's marks as they stand, in the order of their places.
    pub marks: Vec<MarkerFacts>,
}

impl Live {
    pub fn new(status: Status, at: Monotonic) -> Live {
        let off_record = status.off_record.then_some(status.seconds);
        Live { status, at, mute: None, off_record, marks: Vec::new() }
    }

    /// A take is open.
    pub fn has_take(&self) -> bool {
        !matches!(self.status.state, State::Idle | State::Armed)
    }

    /// Where the take is now, in seconds of its timeline: it goes on between two statuses.
    pub fn seconds(&self, now: Monotonic) -> f64 {
        let runs = matches!(self.status.state, State::Recording | State::Paused | State::Lost);
        self.status.seconds + if runs { self.age(now) } else { 0.0 }
    }

    /// Seconds since the status came, as far as they may be added to it.
    pub fn age(&self, now: Monotonic) -> f64 {
        now.seconds_since(self.at).clamp(0.0, 1.5)
    }

    /// Takes in a mark: a new one, or one that is there already as it is now.
    pub fn remember(&mut self, mark: MarkerFacts) {
        self.marks.retain(|known| known.id != mark.id);
        let behind = self.marks.partition_point(|known| known.frame <= mark.frame);
        self.marks.insert(behind, mark);
    }

    pub fn warns_of(&self, code: &str) -> bool {
        self.status.warnings.iter().any(|warning| warning.code == code)
    }
}
