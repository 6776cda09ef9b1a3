//! One input of the recorder: its device, opened and opened again, and the collector that takes its sound.

use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::thread;

use super::super::collector::{Collector, Habits, Note, Order, Shared};
use super::super::tuner::{Attempt, Opened, Tuner};
use super::{EngineOptions, Message, no_thread, teller};
use crate::audio::capture::Format;
use crate::audio::input::{InputRole, Stream, Wanted};
use crate::audio::meter::{DeviceError, Meter};
use crate::clock::Monotonic;
use crate::domain::{Bits, Dbfs, Hertz};
use crate::error::Result;

/// An input that came back in a format that has no place in the take is looked at again after so long, in seconds.
const FOREIGN: f64 = 5.0;

pub struct Strand {
    pub input: InputSide,
    pub shared: Shared,
    orders: Sender<Order>,
    tuner: Tuner,
}

/// The input: the one that delivers, or the one that is looked for.
#[derive(Default)]
pub struct InputSide {
    pub source: Option<Source>,
    /// Looked for since, for the first time or again.
    pub wanted_since: Option<Monotonic>,
    /// It had delivered, and is gone since.
    pub lost_since: Option<Monotonic>,
    /// Since when it has been back with a format that this take cannot hold; the leading one, while the take is paused.
    pub foreign_since: Option<Monotonic>,
    /// What it delivered last.
    pub last: Option<(Format, Option<Bits>)>,
    /// What it is called, also while it is gone.
    pub name: String,
    /// Empty until it was opened for the first time.
    pub id: String,
    /// Frames that the rings of earlier streams had dropped.
    dropped_before: u64,
}

/// An input that delivers.
pub struct Source {
    pub format: Format,
    pub bits: Option<Bits>,
    pub role: InputRole,
    pub paced: bool,
    meter: Arc<Meter>,
    stream: Stream,
    /// Since when it could deliver.
    since: Monotonic,
}

/// The strands of all inputs, none of them opened. What they tell goes into the queue.
pub fn start_all(options: &EngineOptions, outbox: &Sender<Message>) -> Result<Vec<Strand>> {
    let habits =
        Habits { preroll_seconds: options.config.audio.preroll, near_silence: Dbfs(options.config.limits.near_silence_dbfs) };
    let wanted = Wanted { rate: options.config.audio.rate, exactly: false, fast: options.fast };
    let mut strands: Vec<Strand> = Vec::new();
    for (n, id) in options.inputs.iter().enumerate() {
        let shared = Shared::default();
        let lead = strands.first().map(|lead| lead.shared.clone());
        let orders = start_collector(&shared, lead, habits, teller(outbox, move |note| Message::Sound(n, note)))?;
        let tell = teller(outbox, move |attempt| Message::Input(n, Box::new(attempt)));
        strands.push(Strand { input: InputSide::default(), shared, orders, tuner: Tuner::new(id.clone(), wanted, tell) });
    }
    Ok(strands)
}

fn start_collector(
    shared: &Shared,
    lead: Option<Shared>,
    habits: Habits,
    tell: impl Fn(Note) + Send + 'static,
) -> Result<Sender<Order>> {
    let (orders, queue) = channel();
    let collector = Collector::new(queue, shared.clone(), habits, tell);
    let collector = match lead {
        Some(lead) => collector.following(lead),
        None => collector,
    };
    thread::Builder::new().name("collector".into()).spawn(move || collector.run()).map_err(no_thread)?;
    Ok(orders)
}

impl Strand {
    /// Says whether the collector still works.
    pub fn order(&self, order: Order) -> bool {
        self.orders.send(order).is_ok()
    }

    /// Ends it, without waiting for anything.
    pub fn quit(&mut self) {
        self.input.close();
        self.order(Order::Quit); // one that has gone already needs no order
    }

    /// Has the input opened for the first time.
    pub fn look_for(&mut self, now: Monotonic) {
        self.input.wanted_since = Some(now);
        self.tuner.attempt(now);
    }

    /// Looks for an input that is gone, unless it is back in a format that does not fit.
    pub fn look_again(&mut self, now: Monotonic) {
        let is_lost = self.input.lost_since.is_some() && self.input.source.is_none();
        if is_lost && self.input.foreign_since.is_none() {
            self.tuner.attempt(now);
        }
    }

    /// Lets an input that came back in a format that did not fit be looked at again, after a while.
    pub fn forgive(&mut self, now: Monotonic) {
        self.input.foreign_since.take_if(|since| now.seconds_since(*since) >= FOREIGN);
    }

    /// From now on the input is asked for this rate.
    pub fn ask_for(&mut self, rate: Hertz) {
        self.tuner.ask_for(rate);
    }

    /// See [`Tuner::arrived`].
    pub fn arrived(&mut self, attempt: Attempt, is_wanted: bool) -> Option<Result<Opened>> {
        let is_wanted = is_wanted && self.input.source.is_none();
        self.tuner.arrived(attempt, is_wanted)
    }

    /// Takes the opened input as its own. Says whether it is the first time.
    pub fn attach(&mut self, opened: Opened, now: Monotonic) -> bool {
        let Opened { id, name, format, bits, role, paced, listener, meter, stream } = opened;
        let is_first = self.input.id.is_empty();
        self.input.source = Some(Source { format, bits, role, paced, meter, stream, since: now });
        (self.input.id, self.input.name) = (id, name);
        self.input.last = Some((format, bits));
        self.order(Order::Attach { listener, paced });
        is_first
    }
}

impl InputSide {
    /// Ends the stream, without waiting for it.
    pub fn close(&mut self) {
        if let Some(source) = self.source.take() {
            self.dropped_before += source.meter.dropped_frames().0;
            source.stream.close();
        }
    }

    /// A block has come from the stream that is open.
    pub fn delivers(&self) -> bool {
        self.source.as_ref().is_some_and(|source| source.meter.last_arrival().is_some())
    }

    /// A file at its end.
    pub fn has_ended(&self) -> bool {
        self.source.as_ref().is_some_and(|source| source.meter.has_ended())
    }

    /// A file that could not be read to its end.
    pub fn has_failed_for_good(&self) -> bool {
        let is_final = |source: &Source| source.meter.last_error().is_some_and(DeviceError::is_final);
        self.id.starts_with("file:") && self.source.as_ref().is_some_and(is_final)
    }

    /// Its stream gives nothing that counts any more.
    pub fn is_shut(&self) -> bool {
        self.source.as_ref().is_some_and(|source| source.meter.is_shut())
    }

    /// This process stood still until now: that nothing came says nothing of the device.
    pub fn excuse(&mut self, now: Monotonic) {
        if let Some(source) = &mut self.source {
            source.since = now;
        }
    }

    /// Seconds since the last block of an input that should send all the time. What this process reads itself is as late as it is, on a
    /// machine that is too busy, and comes then; taken for lost, a file would begin anew.
    pub fn silent_for(&self, now: Monotonic) -> Option<f64> {
        let is_read_here = self.id.starts_with("file:") || self.id == "voice";
        let source = self.source.as_ref().filter(|source| source.paced && !is_read_here && !source.meter.has_ended())?;
        Some(now.seconds_since(source.meter.last_arrival().unwrap_or(source.since).max(source.since)))
    }

    pub fn dropped(&self) -> u64 {
        self.dropped_before + self.source.as_ref().map_or(0, |source| source.meter.dropped_frames().0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::capture::ring;
    use crate::audio::input::{InputId, open};

    /// Else the seconds of a busy machine would be missing in the middle, and the file's beginning would be there twice.
    #[test]
    fn a_file_that_is_late_is_not_lost_and_a_device_is() {
        let voice = open(&InputId::Voice, &Wanted { rate: Hertz(48_000), exactly: false, fast: false }).unwrap();
        let (format, bits, role, paced) = (voice.format(), voice.bits(), voice.role(), voice.is_paced());
        let stream = voice.start(ring(format, 1).0).unwrap();
        let source = Source { format, bits, role, paced, meter: Arc::default(), stream, since: Monotonic(0) };
        let mut input = InputSide { source: Some(source), ..InputSide::default() };
        let late = Monotonic(5_000_000_000);
        for (id, expected) in [("pulseaudio:mic", Some(5.0)), ("file:/talk.wav", None), ("voice", None)] {
            input.id = id.to_owned();
            assert_eq!(input.silent_for(late), expected, "{id}");
        }
    }
}
