//! Opens the input, and opens it again when it is gone.
//!
//! Opening can take seconds and can hang for ever, so every attempt has a thread of its own. The device found first is the one
//! that is looked for afterwards: another one is never taken silently.

use std::ops::RangeInclusive;
use std::sync::Arc;
use std::thread;

use crate::audio::capture::{self, Format, Listener};
use crate::audio::input::{self, InputId, InputRole, Stream, Wanted};
use crate::audio::meter::Meter;
use crate::clock::Monotonic;
use crate::domain::{Bits, Hertz};
use crate::error::{Error, Result};
use crate::text;

/// Sound that the ring holds while the collector is kept from its work, in seconds.
const RING_SECONDS: u32 = 10;

/// What an input may deliver: frames a second, samples a frame. Ten seconds of the most fit into 4 GB.
const RATES: RangeInclusive<u32> = 1000..=1_536_000;
const CHANNELS: RangeInclusive<u16> = 1..=64;

/// Between two attempts, in seconds.
const EVERY: f64 = 0.5;

/// An attempt that takes longer is left to itself, in seconds.
const HUNG: f64 = 5.0;

/// An attempt that has not come back for so long never will, in seconds.
const FORGOTTEN: f64 = 60.0;

/// So many attempts may hang at once.
const HUNG_MAX: usize = 4;

/// An input that delivers.
pub struct Opened {
    pub id: String,
    pub name: String,
    pub format: Format,
    pub bits: Option<Bits>,
    pub role: InputRole,
    pub paced: bool,
    pub listener: Listener,
    pub meter: Arc<Meter>,
    pub stream: Stream,
}

/// How an attempt ended.
pub struct Attempt {
    number: u64,
    pub outcome: Result<Opened>,
}

pub struct Tuner {
    id: InputId,
    wanted: Wanted,
    tell: Arc<dyn Fn(Attempt) + Send + Sync>,
    count: u64,
    under_way: Vec<(u64, Monotonic)>,
    tried: Option<Monotonic>,
}

impl Tuner {
    pub fn new(id: InputId, wanted: Wanted, tell: impl Fn(Attempt) + Send + Sync + 'static) -> Tuner {
        Tuner { id, wanted, tell: Arc::new(tell), count: 0, under_way: Vec::new(), tried: None }
    }

    /// From the next attempt on it is asked for this rate, and for nothing near it: what it gives belongs beside another input's sound.
    pub fn ask_for(&mut self, rate: Hertz) {
        self.wanted = Wanted { rate, exactly: true, ..self.wanted };
    }

    /// Starts an attempt unless one is under way or was just made.
    pub fn attempt(&mut self, now: Monotonic) {
        self.under_way.retain(|(_, since)| now.seconds_since(*since) < FORGOTTEN);
        let busy = self.under_way.iter().any(|(_, since)| now.seconds_since(*since) < HUNG);
        let early = self.tried.is_some_and(|at| now.seconds_since(at) < EVERY);
        if busy || early || self.under_way.len() >= HUNG_MAX {
            return;
        }
        self.count += 1;
        self.tried = Some(now);
        self.under_way.push((self.count, now));
        let (number, id, wanted, tell) = (self.count, self.id.clone(), self.wanted, Arc::clone(&self.tell));
        let worker = thread::Builder::new().name("tuner".into());
        if worker.spawn(move || tell(Attempt { number, outcome: open(&id, &wanted) })).is_err() {
            self.under_way.pop(); // no thread can be had: the next tick tries again
        }
    }

    /// Takes note of an attempt's end. An input that came too late, after another, is closed.
    pub fn arrived(&mut self, attempt: Attempt, is_wanted: bool) -> Option<Result<Opened>> {
        self.under_way.retain(|(number, _)| *number != attempt.number);
        match attempt.outcome {
            Ok(opened) if !is_wanted => {
                opened.stream.close();
                None
            }
            Ok(opened) => {
                if let (InputId::Default, Ok(id)) = (&self.id, opened.id.parse()) {
                    self.id = id;
                }
                Some(Ok(opened))
            }
            // One that hung, and failed when another had succeeded, says nothing of the input.
            Err(_) if !is_wanted => None,
            Err(error) => Some(Err(error)),
        }
    }
}

fn open(id: &InputId, wanted: &Wanted) -> Result<Opened> {
    let input = input::open(id, wanted)?;
    let (resolved, name, format) = (input.id(), input.name().to_owned(), input.format());
    if !RATES.contains(&format.rate.0) || !CHANNELS.contains(&format.channels) {
        let message = text!("recorder-strange-format", rate = i64::from(format.rate.0), channels = format.channels);
        return Err(Error::new(message).hint(text!("recorder-strange-format-hint")));
    }
    let (bits, role, paced) = (input.bits(), input.role(), input.is_paced());
    let (capture, listener) = capture::ring(format, RING_SECONDS);
    let meter = Arc::clone(listener.meter());
    let stream = input.start(capture)?;
    Ok(Opened { id: resolved, name, format, bits, role, paced, listener, meter, stream })
}
