//! What the sound card's thread tells without being asked: counters, peaks, the time of the last block, the last fault.
//!
//! Everything is an atomic, written by the callbacks of the device and read on each tick of the recorder. Nothing here waits,
//! and no reader can slow the callback down. RMS and the detection of silence are in [`super::levels`], on the other side.

use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU32, AtomicU64, Ordering::Relaxed};
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
    /// The system went over to another device, and goes on.
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
#[derive(Debug)]
pub struct Meter {
    delivered: AtomicU64,
    dropped_frames: AtomicU64,
    dropped_blocks: AtomicU64,
    last_arrival: AtomicU64,
    /// Bits of non-negative floats, which sort like the floats themselves.
    peaks: Box<[AtomicU32]>,
    errors: AtomicU64,
    last_error: AtomicU8,
    ended: AtomicBool,
}

impl Meter {
    pub(super) fn new(channels: u16) -> Meter {
        Meter {
            delivered: AtomicU64::new(0),
            dropped_frames: AtomicU64::new(0),
            dropped_blocks: AtomicU64::new(0),
            last_arrival: AtomicU64::new(0),
            peaks: (0..channels).map(|_| AtomicU32::new(0)).collect(),
            errors: AtomicU64::new(0),
            last_error: AtomicU8::new(0),
            ended: AtomicBool::new(false),
        }
    }

    /// Frames that the device has delivered, dropped ones included.
    pub fn delivered(&self) -> Frames {
        Frames(self.delivered.load(Relaxed))
    }

    /// Frames that found the ring full.
    pub fn dropped_frames(&self) -> Frames {
        Frames(self.dropped_frames.load(Relaxed))
    }

    pub fn dropped_blocks(&self) -> u64 {
        self.dropped_blocks.load(Relaxed)
    }

    /// When the last block came, dropped ones included; `None` before the first.
    pub fn last_arrival(&self) -> Option<Monotonic> {
        match self.last_arrival.load(Relaxed) {
            0 => None,
            at => Some(Monotonic(at)),
        }
    }

    /// The largest |sample| of each channel since the last call, 1.0 being full scale; 0 for digital silence.
    pub fn take_peaks(&self) -> Vec<f32> {
        self.peaks.iter().map(|peak| f32::from_bits(peak.swap(0, Relaxed))).collect()
    }

    /// How many faults the device has reported. It may report a million a second.
    pub fn errors(&self) -> u64 {
        self.errors.load(Relaxed)
    }

    /// The fault reported last; one after which no sound can come is not covered by a later harmless one.
    pub fn last_error(&self) -> Option<DeviceError> {
        DeviceError::from_number(self.last_error.load(Relaxed))
    }

    /// The input has come to its end (a file), and its last block is in the ring: when this is true, what the listener still
    /// gives is all.
    pub fn has_ended(&self) -> bool {
        self.ended.load(Acquire)
    }

    /// Counts a fault. Realtime-safe.
    pub fn report(&self, error: DeviceError) {
        self.errors.fetch_add(1, Relaxed);
        if error.is_final() || !self.last_error().is_some_and(DeviceError::is_final) {
            self.last_error.store(error as u8, Relaxed);
        }
    }

    pub(super) fn arrived(&self, frames: u64, at: Monotonic) {
        self.delivered.fetch_add(frames, Relaxed);
        self.last_arrival.store(at.0, Relaxed);
    }

    pub(super) fn dropped(&self, frames: u64) {
        self.dropped_frames.fetch_add(frames, Relaxed);
        self.dropped_blocks.fetch_add(1, Relaxed);
    }

    pub(super) fn raise_peaks(&self, peaks: &[f32]) {
        for (held, peak) in self.peaks.iter().zip(peaks) {
            held.fetch_max(peak.to_bits(), Relaxed);
        }
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
        let meter = Meter::new(1);
        assert_eq!(meter.last_error(), None);
        meter.report(DeviceError::Overrun);
        assert_eq!(meter.last_error(), Some(DeviceError::Overrun));
        meter.report(DeviceError::Lost);
        meter.report(DeviceError::Overrun);
        assert_eq!((meter.errors(), meter.last_error()), (3, Some(DeviceError::Lost)));
    }

    #[test]
    fn a_reading_takes_the_peaks_away() {
        let meter = Meter::new(2);
        meter.raise_peaks(&[0.25, 0.0]);
        meter.raise_peaks(&[0.5, 0.125]);
        meter.raise_peaks(&[0.1, 0.0]);
        assert_eq!(meter.take_peaks(), [0.5, 0.125]);
        assert_eq!(meter.take_peaks(), [0.0, 0.0]);
    }
}
