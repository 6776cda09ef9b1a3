//! Delivers sound that we hold already (a file, the embedded voice) as a device would: block by block, on the clock.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread;
use std::time::Duration;

use super::capture::Capture;
use super::input::Stream;
use super::meter::DeviceError;
use crate::clock::Monotonic;
use crate::domain::Frames;
use crate::error::{Error, Result};
use crate::text;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// Block n comes when its last frame is due, counted from the start: no drift, and after a stall all that is due at once.
    RealTime,
    /// As fast as the ring is emptied; nothing is dropped.
    Fast,
}

/// Gives the frames from a position on, at most so many; none at the end.
pub trait Source: Send + 'static {
    fn read(&mut self, at: Frames, samples: &mut Vec<f32>, frames: usize) -> Result<()>;
}

/// Begins to deliver blocks of 20 ms from a thread of its own.
pub fn start(source: impl Source, capture: Capture, pace: Pace) -> Result<Stream> {
    let stop = Arc::new(AtomicBool::new(false));
    let stopper = Stopper(stop.clone());
    thread::Builder::new()
        .name("input".into())
        .spawn(move || deliver(source, capture, pace, &stop))
        .map_err(|cause| Error::new(text!("sound-no-thread")).because(cause))?;
    Ok(Stream::new(stopper))
}

/// Ends the thread when the stream is dropped.
struct Stopper(Arc<AtomicBool>);

impl Drop for Stopper {
    fn drop(&mut self) {
        self.0.store(true, Relaxed);
    }
}

/// What cannot be read any more is reported like a device that went away.
fn deliver(mut source: impl Source, mut capture: Capture, pace: Pace, stop: &AtomicBool) {
    let rate = capture.format().rate;
    let frames = (rate.0 / 50).max(1) as usize;
    let start = Monotonic::now();
    let mut samples = Vec::new();
    let mut at = Frames(0);
    while !stop.load(Relaxed) {
        if source.read(at, &mut samples, frames).is_err() {
            return capture.meter().report(DeviceError::Lost);
        }
        if samples.is_empty() {
            return capture.end();
        }
        let end = at + Frames(capture.format().frames(samples.len()) as u64);
        let captured = match pace {
            Pace::RealTime => wait_until(start, end.nanoseconds(rate), stop).minus((end - at).nanoseconds(rate)),
            Pace::Fast => wait_for_room(&capture, frames, stop),
        };
        capture.block(&samples, captured);
        at = end;
    }
}

/// Waits for the moment `nanoseconds` after `start`, and gives that moment, not the later one of waking up.
fn wait_until(start: Monotonic, nanoseconds: u64, stop: &AtomicBool) -> Monotonic {
    let due = Monotonic(start.0 + nanoseconds);
    while !stop.load(Relaxed) && Monotonic::now() < due {
        let left = due.since(Monotonic::now()).clamp(0, 20_000_000);
        thread::sleep(Duration::from_nanos(left as u64));
    }
    due
}

fn wait_for_room(capture: &Capture, frames: usize, stop: &AtomicBool) -> Monotonic {
    while !stop.load(Relaxed) && capture.room_frames() < frames {
        thread::sleep(Duration::from_millis(1));
    }
    Monotonic::now()
}
