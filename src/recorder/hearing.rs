//! What the watchdog makes of the level of each input, by its kind: which silence is a fault, which is worth a line, which is nothing.
//!
//! A microphone that sends zeros is switched off; a computer that plays nothing is only silent, so a confidence is never an alarm. What
//! speaks is judged by [`levels`](crate::audio::levels); whether a device is there at all, by the watchdog.

use super::collector::{Heard, Noticed, View};
use super::watchdog::InputFacts;
use crate::audio::input::InputRole;
use crate::clock::Monotonic;
use crate::config::Limits;
use crate::locale::{Locale, Text};
use crate::text;

/// A microphone's channel on which nobody was heard for so long after the start is told, in seconds.
const UNHEARD: f64 = 120.0;

/// So long may others talk to a channel that gives nothing, in seconds.
const ALONE: f64 = 60.0;

/// A silence up to this is part of a talk, in seconds.
const BREATH: f64 = 5.0;

/// So long it is told that samples were cut off, in seconds.
const CLIPPING: f64 = 60.0;

/// Whether the level of an input matters now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Attention {
    /// In a pause, and for what does not come as time goes: its silence says nothing.
    #[default]
    Nobody,
    /// Nothing is kept yet.
    Armed,
    /// Its sound is kept.
    Take,
}

/// One channel at one tick.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct ChannelFacts {
    /// How long every sample has been exactly zero, in seconds.
    pub silent: f64,
    /// How long no peak rose above `near_silence_dbfs`, in seconds.
    pub nearly_silent: f64,
    /// Somebody has spoken within the last second.
    pub speaks: bool,
    /// How long the take has listened to it without a word, in seconds; 0 from the first word on.
    pub unheard: f64,
    /// Samples that were cut off since the take began.
    pub clipped: u64,
}

impl ChannelFacts {
    /// Each channel of an input.
    pub fn of(view: &View) -> Vec<ChannelFacts> {
        let facts = |(heard, noticed): (&Heard, &Noticed)| ChannelFacts {
            silent: heard.silent_seconds,
            nearly_silent: heard.nearly_silent_seconds,
            speaks: heard.speaks,
            unheard: noticed.unheard_seconds,
            clipped: noticed.clipped,
        };
        view.heard.iter().zip(&view.noticed).map(facts).collect()
    }
}

/// What is to be said of the level of one input.
#[derive(Debug, Default)]
pub struct Verdict {
    silence: Option<Text>,
    near_silence: Option<Text>,
    unheard: Option<Text>,
    dead_channel: Option<Text>,
    call_silent: Option<Text>,
    clipping: Option<Text>,
}

/// What is remembered between two ticks: of each input, each channel.
#[derive(Debug, Default)]
pub struct Hearing {
    ears: Vec<Vec<Ear>>,
    looked: Option<Monotonic>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Ear {
    spoke: Option<Monotonic>,
    /// Seconds of talk on other channels since this one last gave anything.
    alone: f64,
    clipped: u64,
    clipped_at: Option<Monotonic>,
}

impl Hearing {
    /// Takes in one tick.
    pub fn listen(&mut self, inputs: &[InputFacts], now: Monotonic) {
        let since = self.looked.replace(now).map_or(0.0, |looked| now.seconds_since(looked));
        self.ears.resize(inputs.len(), Vec::new());
        for (ears, input) in self.ears.iter_mut().zip(inputs) {
            ears.resize(input.channels.len(), Ear::default());
            ears.iter_mut().zip(&input.channels).for_each(|(ear, channel)| ear.take_in(channel, now));
        }
        for (n, input) in inputs.iter().enumerate() {
            for (channel, facts) in input.channels.iter().enumerate() {
                let talk = if self.others_talk(n, channel, input.role, now) { since } else { 0.0 };
                let ear = &mut self.ears[n][channel];
                ear.alone = match input.attention {
                    Attention::Take => (ear.alone + talk).min(facts.nearly_silent),
                    Attention::Armed | Attention::Nobody => 0.0,
                };
            }
        }
    }

    /// Whether somebody talks elsewhere. What the computer plays is one voice, on however many channels.
    fn others_talk(&self, input: usize, channel: usize, role: InputRole, now: Monotonic) -> bool {
        let is_other = |n: usize, c: usize| n != input || (role == InputRole::Microphone && c != channel);
        let talks = |ear: &Ear| ear.spoke.is_some_and(|at| now.seconds_since(at) < BREATH);
        self.ears.iter().enumerate().any(|(n, ears)| ears.iter().enumerate().any(|(c, ear)| is_other(n, c) && talks(ear)))
    }

    /// What is to be said of the level of the input with this number, counted from 0, which is there.
    pub fn judge(&self, n: usize, inputs: &[InputFacts], limits: &Limits, now: Monotonic, locale: &Locale) -> Verdict {
        let (input, ears) = (&inputs[n], self.ears[n].as_slice());
        let said = Said { input, several: inputs.len() > 1, locale };
        match (input.attention, input.role) {
            (Attention::Nobody, _) => Verdict::default(),
            (_, InputRole::Microphone) => said.of_microphone(ears, limits, now),
            (_, InputRole::System) => said.of_system(ears),
        }
    }
}

impl Verdict {
    /// By the codes of warnings.
    pub fn rows(self) -> [(&'static str, Option<Text>); 6] {
        [
            ("silence", self.silence),
            ("near_silence", self.near_silence),
            ("unheard", self.unheard),
            ("dead_channel", self.dead_channel),
            ("call_silent", self.call_silent),
            ("clipping", self.clipping),
        ]
    }
}

impl Ear {
    fn take_in(&mut self, channel: &ChannelFacts, now: Monotonic) {
        if channel.speaks {
            self.spoke = Some(now);
        }
        if channel.clipped > self.clipped {
            self.clipped_at = Some(now);
        }
        self.clipped = channel.clipped; // a new take counts anew
    }
}

/// The sentences of one input.
struct Said<'a> {
    input: &'a InputFacts,
    several: bool,
    locale: &'a Locale,
}

impl Said<'_> {
    fn of_microphone(&self, ears: &[Ear], limits: &Limits, now: Monotonic) -> Verdict {
        let channels = self.input.channels.as_slice();
        let cuts = ears.iter().any(|ear| ear.clipped_at.is_some_and(|at| now.seconds_since(at) < CLIPPING));
        let verdict = Verdict { clipping: cuts.then(|| self.clipping()), ..Verdict::default() };
        let silent = shortest(channels, |channel| channel.silent);
        if silent >= limits.silence_seconds {
            return Verdict { silence: Some(self.silence(silent)), ..verdict };
        }
        let nearly = shortest(channels, |channel| channel.nearly_silent);
        if nearly >= limits.near_silence_seconds {
            return Verdict { near_silence: Some(self.near_silence(nearly)), ..verdict };
        }
        let is_dead = |(channel, ear): (&ChannelFacts, &Ear)| channel.silent >= limits.silence_seconds || ear.alone >= ALONE;
        match channels.iter().zip(ears).position(is_dead).filter(|_| channels.len() > 1) {
            Some(dead) => Verdict { dead_channel: Some(self.dead_channel(dead)), ..verdict },
            None => Verdict { unheard: self.unheard(), ..verdict },
        }
    }

    fn of_system(&self, ears: &[Ear]) -> Verdict {
        let alone = shortest(ears, |ear| ear.alone);
        let call = (alone >= ALONE).then(|| text!("recorder-warning-call", length = self.long(alone)));
        Verdict { call_silent: call, ..Verdict::default() }
    }

    fn silence(&self, seconds: f64) -> Text {
        text!("recorder-warning-silence", input = self.name(), length = self.long(seconds))
    }

    fn near_silence(&self, seconds: f64) -> Text {
        let several = if self.several { "yes" } else { "no" };
        text!("recorder-warning-near-silence", input = self.name(), several = several, length = self.long(seconds))
    }

    /// Of all channels together, or of the first one.
    fn unheard(&self) -> Option<Text> {
        let channels = self.input.channels.as_slice();
        let first = channels.iter().position(|channel| channel.unheard >= UNHEARD)?;
        let all = channels.iter().all(|channel| channel.unheard >= UNHEARD);
        let (number, length) = (if all { 0 } else { first + 1 }, self.long(channels[first].unheard));
        Some(text!("recorder-warning-unheard", input = self.name(), channel = number, length = length))
    }

    fn dead_channel(&self, channel: usize) -> Text {
        text!("recorder-warning-dead-channel", input = self.name(), channel = channel + 1)
    }

    fn clipping(&self) -> Text {
        let samples: u64 = self.input.channels.iter().map(|channel| channel.clipped).sum();
        text!("recorder-warning-clipping", input = self.name(), samples = samples)
    }

    fn name(&self) -> &str {
        &self.input.name
    }

    fn long(&self, seconds: f64) -> String {
        self.locale.length(seconds.floor())
    }
}

/// The least of all; 0 where there are none.
fn shortest<T>(of: &[T], seconds: impl Fn(&T) -> f64) -> f64 {
    of.iter().map(seconds).min_by(f64::total_cmp).unwrap_or_default()
}

#[cfg(test)]
mod tests;
