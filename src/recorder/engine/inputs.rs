//! The inputs: opened before a take begins, followed at each tick, looked for when they are gone.
//!
//! The first one leads. The others are asked for its rate, since all of them share the take's timeline.

use super::super::collector::Order;
use super::super::protocol::{Event, FORMAT, StopReason};
use super::super::questions;
use super::super::tuner::{Attempt, Opened};
use super::super::watchdog::DEVICE_SILENT;
use super::strand::{InputSide, Strand};
use super::{Engine, Next};
use crate::audio::capture::Format;
use crate::clock::Monotonic;
use crate::domain::{GapReason, Hertz, Marker, Take};
use crate::error::Error;
use crate::text;

/// How long the first sound may take before the start is given up, in seconds.
const START_PATIENCE: f64 = 20.0;

impl Engine {
    pub(super) fn attempted(&mut self, n: usize, attempt: Attempt) {
        let is_wanted = self.next.is_none() && self.ending.is_none();
        match self.strands[n].arrived(attempt, is_wanted) {
            Some(Ok(opened)) if n == 0 => self.opened(opened),
            Some(Ok(opened)) => self.joined(n, opened),
            Some(Err(error)) => self.not_opened(n, error),
            None => {}
        }
    }

    /// The leading input is there.
    fn opened(&mut self, opened: Opened) {
        let is_foreign = self.take.as_ref().is_some_and(|take| {
            !take.take.channels.is_empty() && (take.take.rate != opened.format.rate || !holds(&take.take, 0, opened.format))
        });
        match &self.take {
            Some(take) if is_foreign && take.paused.is_some() => {
                // Looked for again when the pause is over: nothing may begin before.
                self.strands[0].input.foreign_since = Some(self.clock.monotonic());
                opened.stream.close();
            }
            Some(take) if is_foreign => {
                // Two formats do not fit on one timeline: this take ends, the next one of the session begins.
                let mut plan = take.plan.clone();
                plan.session = take.session_id().map(ToOwned::to_owned);
                plan.seconds = plan.seconds.map(|seconds| (seconds - self.clock.monotonic().seconds_since(take.key)).max(0.0));
                let open = take.ledger.open().into_iter().filter(|marker| !questions::is_taken(marker));
                let open = open.map(|marker| marker.kind).collect();
                let questions = take.ledger.behind(None).into_iter().flatten().filter(|marker| questions::waits(marker));
                // Where it was asked is told by the take that ends.
                let asked = |marker: &Marker| Marker { made: marker.keys(take.take.rate), ..marker.clone() };
                let questions = questions.map(|marker| (asked(marker), self.is_withheld(marker))).collect();
                self.next = Some(Next { plan, opened: Box::new(opened), steps_taken: take.steps_taken, open, questions });
                self.stop(None, StopReason::FormatChanged);
            }
            _ => self.attach(0, opened),
        }
    }

    /// A further input is there: one that cannot be kept beside the leading one is refused at the start, and missing later on.
    fn joined(&mut self, n: usize, opened: Opened) {
        let expected = self.strands[0].input.last.map_or(opened.format.rate, |(format, _)| format.rate);
        let fits = expected == opened.format.rate && self.take.as_ref().is_none_or(|take| holds(&take.take, n, opened.format));
        if fits {
            return self.attach(n, opened);
        }
        let fault = other_rate(&opened, expected);
        opened.stream.close();
        match self.strands[n].input.id.is_empty() {
            true => self.end(None, Some(fault)),
            false => {
                self.options.log.line(&format!("input {} is back in another format", n + 1));
                self.strands[n].input.foreign_since = Some(self.clock.monotonic());
            }
        }
    }

    pub(super) fn attach(&mut self, n: usize, opened: Opened) {
        let (id, format, now) = (opened.id.clone(), opened.format, self.clock.monotonic());
        let held = if opened.listener.is_held() { "locked" } else { "not locked" };
        self.options.log.line(&format!("input {id} at {} Hz, {} channels, ring {held}", format.rate.0, format.channels));
        let is_first = self.strands[n].attach(opened, now);
        if n == 0 {
            self.lead_at(format.rate, now);
        }
        if is_first && self.is_open() {
            match self.take {
                Some(_) => self.begin_sound(),
                None => self.tell_armed(),
            }
        }
    }

    /// Every input has been there, or none is wanted.
    pub(super) fn is_open(&self) -> bool {
        self.is_soundless() || self.strands.iter().all(|strand| !strand.input.id.is_empty())
    }

    /// The leading input has this rate, so the others are to have it, too.
    pub(super) fn lead_at(&mut self, rate: Hertz, now: Monotonic) {
        for n in 1..self.strands.len() {
            self.strands[n].ask_for(rate);
            let input = &self.strands[n].input;
            let is_other = input.last.is_some_and(|(format, _)| format.rate != rate);
            match input.id.is_empty() {
                true if input.wanted_since.is_none() => self.strands[n].look_for(now),
                false if is_other && input.source.is_some() => self.lose(n, now),
                _ => {}
            }
        }
    }

    /// Has the sound kept, from the key on. With several inputs not before all of them are there, so that a take that would lack one from
    /// its beginning is refused and leaves nothing behind.
    pub(super) fn begin_sound(&mut self) {
        if self.strands.len() > 1 && !self.is_open() {
            return;
        }
        let preroll = self.options.config.audio.preroll > 0.0;
        let Some(take) = self.take.as_mut().filter(|take| !take.has_begun) else { return };
        take.has_begun = true;
        let (key, seconds) = (take.key, take.plan.seconds);
        self.lead().view().timeline = None; // that of the take before: the other inputs look at it
        self.begun += 1;
        let number = self.begun;
        self.order_all(|| Order::Begin { number, key, preroll, seconds });
        self.anchor();
    }

    /// Where the leading input is gone before frame 0 was known, the others are kept all the same.
    fn anchor(&mut self) {
        let lead = &self.strands[0].input;
        let is_gone = lead.lost_since.is_some() && lead.source.is_none();
        let Some((format, _)) = lead.last.filter(|_| is_gone && self.strands.len() > 1) else { return };
        let Some(key) = self.take.as_ref().filter(|take| take.has_begun).map(|take| take.key) else { return };
        self.order(0, Order::Anchor { key, rate: format.rate });
    }

    pub(super) fn tell_armed(&mut self) {
        let input = self.input_id();
        self.tell(&Event::Armed { format: FORMAT, pid: std::process::id(), input });
    }

    /// The leading input's own id, or as it was asked for.
    pub(super) fn input_id(&self) -> String {
        self.input_ids().swap_remove(0)
    }

    /// The ids of all inputs, each its own, or as it was asked for.
    pub(super) fn input_ids(&self) -> Vec<String> {
        let asked = self.options.inputs.iter();
        let id = |(asked, strand): (&_, &Strand)| match strand.input.id.as_str() {
            "" => ToString::to_string(asked),
            known => known.to_owned(),
        };
        asked.zip(&self.strands).map(id).collect()
    }

    /// The first input must be there; one that was lost is looked for as long as the take is open.
    fn not_opened(&mut self, n: usize, error: Error) {
        if self.strands[n].input.lost_since.is_none() {
            self.end(None, Some(error));
        }
    }

    /// Follows the inputs at each tick.
    pub(super) fn tune(&mut self, now: Monotonic) {
        (0..self.strands.len()).for_each(|n| self.tune_one(n, now));
    }

    /// There again, gone, looked for, or too late.
    fn tune_one(&mut self, n: usize, now: Monotonic) {
        let input = &mut self.strands[n].input;
        if input.delivers() {
            input.wanted_since = None;
            if input.lost_since.take().is_some() {
                self.owe_from(n, now);
            }
        }
        let input = &self.strands[n].input;
        if input.has_failed_for_good() && self.take.as_ref().is_some_and(|take| take.stopping.is_none()) {
            return self.file_failed();
        }
        let is_silent = input.silent_for(now).is_some_and(|seconds| seconds >= DEVICE_SILENT);
        if (is_silent && input.wanted_since.is_none()) || input.is_shut() {
            self.lose(n, now);
        }
        let stops = self.take.as_ref().is_some_and(|take| take.stopping.is_some());
        if self.next.is_none() && !stops {
            self.strands[n].look_again(now);
        }
        if n > 0 {
            self.strands[n].forgive(now);
        }
        if self.strands[n].input.wanted_since.is_some_and(|since| now.seconds_since(since) > START_PATIENCE) {
            let error = Error::new(text!("recorder-no-sound-came", seconds = START_PATIENCE as u64));
            self.end(None, Some(error.hint(text!("recorder-no-sound-came-hint"))));
        }
    }

    /// The input is gone, and looked for from now on.
    pub(super) fn lose(&mut self, n: usize, now: Monotonic) {
        self.options.log.line(&format!("input {} lost", n + 1));
        self.strands[n].input.close();
        self.strands[n].input.lost_since.get_or_insert(now);
        self.order(n, Order::Detach { why: GapReason::Device });
        if n == 0 {
            self.anchor();
        }
    }

    /// No input gives sound any more, and at least one of them should.
    pub(super) fn is_lost(&self) -> bool {
        let is_gone = |input: &InputSide| input.lost_since.is_some() || input.has_ended();
        let mut inputs = self.strands.iter().map(|strand| &strand.input);
        inputs.clone().all(is_gone) && inputs.any(|input| input.lost_since.is_some())
    }
}

/// Whether the take's files of that input, counted from 0, can go on with such sound. A take that has no channels yet holds any.
fn holds(take: &Take, n: usize, format: Format) -> bool {
    let channels = take.channels_of(n as u32 + 1);
    take.channels.is_empty() || channels == usize::from(format.channels)
}

fn other_rate(opened: &Opened, expected: Hertz) -> Error {
    let (expected, found) = (i64::from(expected.0), i64::from(opened.format.rate.0));
    let message = text!("recorder-other-rate", input = opened.name.as_str(), expected = expected, found = found);
    Error::new(message).hint(text!("recorder-other-rate-hint"))
}
