//! What the sound card's thread tells without being asked: what was dropped, the time of the last block, the last fault.
//!
//! Everything is an atomic, written by the callbacks of the device and read on each tick of the recorder. Nothing here waits,
//! and no reader can slow the callback down. RMS and the detection of silence are in [`super::levels`], on the other side.

use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering::Relaxed};
use std::sync::atomic::{Ordering::Acquire, Ordering::Release};

use crate::clock::Monotonic;
use crate::domain::Frames;

/// Why a device did not give, or stopped giving, sound. Only as fine as the recorder and its sentences need.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum DeviceError {
    /// Somebody else uses it: worth another try.
    Busy = 1,
    /// It is not there, or not any more: look for it until it is back.
    Lost,
    /// The sound server is not there, or not any more.
    NoServer,
    /// The system refuses it to this program.
    Denied,
    /// It cannot do what was asked of it.
    Unsupported,
    /// It has lost some sound on its way to us (overrun), and goes on.
    Overrun,
    /// The system went over to another device, and goes on: with what was not asked for.
    Changed,
    Other,
}

impl DeviceError {
    /// No sound will come any more: the stream has to be opened anew.
    pub fn is_final(self) -> bool {
        !matches!(self, DeviceError::Overrun | DeviceError::Changed)
    }

    fn from_number(number: u8) -> Option<DeviceError> {
        use DeviceError::*;
        [Busy, Lost, NoServer, Denied, Unsupported, Overrun, Changed, Other].into_iter().find(|&error| error as u8 == number)
    }
}

/// Counters of one input, since its stream was made.
#[derive(Debug, Default)]
pub struct Meter {
    dropped_frames: AtomicU64,
    last_arrival: AtomicU64,
    last_error: AtomicU8,
    ended: AtomicBool,
    shut: AtomicBool,
}

impl Meter {
    /// Frames that found the ring full.
    pub fn dropped_frames(&self) -> Frames {
        Frames(self.dropped_frames.load(Relaxed))
    }

    /// When the last block came, dropped ones included; `None` before the first.
    pub fn last_arrival(&self) -> Option<Monotonic> {
        match self.last_arrival.load(Relaxed) {
            0 => None,
            at => Some(Monotonic(at)),
        }
    }

    /// The fault reported last; one after which no sound can come is not covered by a later harmless one.
    pub fn last_error(&self) -> Option<DeviceError> {
        DeviceError::from_number(self.last_error.load(Relaxed))
    }

    /// From now on no block counts: what comes is another device's, or some sound was missed and nobody knows where. Realtime-safe.
    pub fn shut(&self) {
        self.shut.store(true, Relaxed);
    }

    /// The stream has to be opened anew. Realtime-safe.
    pub fn is_shut(&self) -> bool {
        self.shut.load(Relaxed)
    }

    /// The input has come to its end (a file), and its last block is in the ring: when this is true, what the listener still
    /// gives is all.
    pub fn has_ended(&self) -> bool {
        self.ended.load(Acquire)
    }

    /// Keeps a fault; a flood of them costs nothing. Realtime-safe.
    pub fn report(&self, error: DeviceError) {
        if error == DeviceError::Changed {
            self.shut();
        }
        if error.is_final() || !self.last_error().is_some_and(DeviceError::is_final) {
            self.last_error.store(error as u8, Relaxed);
        }
    }

    pub(super) fn arrived(&self, at: Monotonic) {
        self.last_arrival.store(at.0, Relaxed);
    }

    pub(super) fn dropped(&self, frames: u64) {
        self.dropped_frames.fetch_add(frames, Relaxed);
    }

    pub(super) fn end(&self) {
        self.ended.store(true, Release);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_of_overruns_does_not_cover_a_lost_device() {
        let meter = Meter::default();
        assert_eq!(meter.last_error(), None);
        meter.report(DeviceError::Overrun);
        assert_eq!(meter.last_error(), Some(DeviceError::Overrun));
        meter.report(DeviceError::Lost);
        meter.report(DeviceError::Overrun);
        assert_eq!(meter.last_error(), Some(DeviceError::Lost));
    }
}
