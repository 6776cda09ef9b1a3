//! What is not as it should be: facts in, warnings out.
//!
//! The lamp never lies and never cries wolf: each warning has its own limit and its own words, is raised once, and is cleared when
//! its reason is gone.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveTime, Utc};

use super::hearing::{Attention, ChannelFacts, Hearing};
use super::protocol::Warning;
use crate::audio::input::InputRole;
use crate::clock::Monotonic;
use crate::config::Limits;
use crate::locale::{Locale, Text};
use crate::text;

/// A device that has sent nothing for so long is gone, in seconds.
pub const DEVICE_SILENT: f64 = 1.0;

/// A disk that has confirmed nothing for so long after a checkpoint was due is slow, in seconds.
pub const DISK_SLOW: f64 = 3.0;

/// So long a talk is told when nothing is recorded, and so long a silence ends it, in seconds.
const TALK: f64 = 15.0;

/// Longest time between two looks of which something is known, in seconds: this process may have stood still.
const LOOK: f64 = 1.0;

/// Charges of a battery at which it is told, and told again, in percent.
const CHARGES: [u8; 3] = [20, 10, 5];

/// Room left, in seconds of sound, below which it is told.
const ROOM_LOW: u64 = 3600;

/// Room left, in seconds of sound, at which a take leaves its disk.
pub const ROOM_OVER: u64 = 120;

/// What the engine sees at one tick.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    pub inputs: Vec<InputFacts>,
    /// Seconds since the disk confirmed anything, while it should.
    pub disk_waiting: Option<f64>,
    /// When that is too long, in seconds.
    pub disk_slow_after: f64,
    /// Seconds of memory left for a disk that does not write.
    pub memory_left: f64,
    pub room_left: Option<u64>,
    /// Where a take goes on when its disk is full.
    pub next_folder: NextFolder,
    pub battery: Option<u8>,
    /// Whether somebody speaks, while nothing is recorded.
    pub unrecorded_speech: Option<bool>,
    /// Frames dropped so far.
    pub dropped: u64,
    /// Marks that the disk has not taken.
    pub unsaved: usize,
    /// What the clock says at the place of the session.
    pub clock: NaiveTime,
}

/// Where a take goes on when its disk is full.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum NextFolder {
    Fallback,
    SecondCopy,
    #[default]
    None,
}

/// What it sees of one input.
#[derive(Debug, Clone)]
pub struct InputFacts {
    pub name: String,
    /// Seconds since the last block, while a device should send.
    pub device_silent: Option<f64>,
    /// It is there again, in a format that the take cannot hold.
    pub is_foreign: bool,
    pub role: InputRole,
    pub attention: Attention,
    /// None before its first sound, and while it is gone.
    pub channels: Vec<ChannelFacts>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    pub warning: Warning,
    pub cleared: bool,
}

#[derive(Default)]
pub struct Watchdog {
    /// By code and, where there are several inputs, by the input that it is about.
    raised: BTreeMap<(&'static str, Option<u32>), Warning>,
    dropped: u64,
    dropped_at: Option<Monotonic>,
    /// What the clock said when each device went.
    lost_at: Vec<Option<NaiveTime>>,
    /// The lowest of `CHARGES` that was told.
    charge: Option<u8>,
    talk: Talk,
    hearing: Hearing,
}

/// Speech that nobody records.
#[derive(Default)]
struct Talk {
    /// Seconds of it.
    spoken: f64,
    /// When somebody was last heard to speak.
    heard: Option<Monotonic>,
    looked: Option<Monotonic>,
}

impl Watchdog {
    /// Compares the facts with the limits; gives what has begun and what is over since the last time.
    pub fn look(&mut self, facts: &Facts, limits: &Limits, now: Monotonic, wall: DateTime<Utc>, locale: &Locale) -> Vec<Change> {
        let mut changes = Vec::new();
        if facts.dropped > self.dropped {
            self.dropped = facts.dropped;
            self.dropped_at = Some(now);
        }
        let dropping = self.dropped_at.is_some_and(|at| now.seconds_since(at) < 10.0);
        let slow = facts.disk_waiting.filter(|seconds| *seconds >= facts.disk_slow_after);
        let long = |seconds: f64| locale.length(seconds.floor());
        let talk = self.talk.goes_on(facts.unrecorded_speech, now);
        let rows: [(&'static str, Option<Text>); 6] = [
            ("talk_unrecorded", talk.then(|| text!("recorder-warning-talk"))),
            (
                "disk_slow",
                slow.map(|seconds| text!("recorder-warning-disk-slow", length = long(seconds), left = long(facts.memory_left))),
            ),
            ("dropped", dropping.then(|| text!("recorder-warning-dropped", frames = self.dropped))),
            ("disk_low", facts.room_left.filter(|left| *left < ROOM_LOW).map(|left| room(left, facts.next_folder, locale))),
            (
                "battery_low",
                facts.battery.filter(|percent| *percent <= CHARGES[0]).map(|percent| {
                    text!("recorder-warning-battery", percent = u32::from(percent), limit = u32::from(limits.battery_percent))
                }),
            ),
            ("unsaved_marks", (facts.unsaved > 0).then(|| text!("recorder-warning-unsaved", count = facts.unsaved))),
        ];
        for (code, text) in rows {
            changes.extend(self.set(code, None, text, wall, locale));
        }
        self.lost_at.resize(facts.inputs.len(), None);
        self.hearing.listen(&facts.inputs, now);
        for n in 0..facts.inputs.len() {
            let lost = self.loss_of(n, facts);
            let level = self.hearing.judge(n, &facts.inputs, limits, now, locale);
            let level = level.rows().map(|(code, text)| (code, text.filter(|_| lost.is_none()))); // what is gone is not called silent as well
            for (code, text) in std::iter::once(("device_lost", lost)).chain(level) {
                let input = (facts.inputs.len() > 1).then_some(n as u32 + 1);
                changes.extend(self.set(code, input, text, wall, locale));
            }
        }
        let was = std::mem::replace(&mut self.charge, facts.battery.and_then(charge_reached));
        if was.is_some_and(|was| self.charge.is_some_and(|charge| charge < was)) {
            let warning = self.raised.get(&("battery_low", None)).cloned();
            changes.extend(warning.map(|warning| Change { warning, cleared: false }));
        }
        changes
    }

    /// What is to be said of an input that is gone.
    fn loss_of(&mut self, n: usize, facts: &Facts) -> Option<Text> {
        let input = &facts.inputs[n];
        let is_gone = input.device_silent.is_some_and(|seconds| seconds >= DEVICE_SILENT);
        self.lost_at[n] = is_gone.then(|| self.lost_at[n].unwrap_or(facts.clock));
        let (name, several) = (input.name.as_str(), if facts.inputs.len() > 1 { "yes" } else { "no" });
        self.lost_at[n].map(|at| match input.is_foreign {
            true => text!("recorder-warning-foreign", input = name),
            false => text!("recorder-warning-device", at = at, input = name, several = several),
        })
    }

    fn set(
        &mut self,
        code: &'static str,
        input: Option<u32>,
        text: Option<Text>,
        wall: DateTime<Utc>,
        locale: &Locale,
    ) -> Option<Change> {
        match text {
            Some(text) => self.raise_for((code, input), &text, wall, locale),
            None => self.clear_for((code, input)),
        }
    }

    /// Begins a warning; one that stands already keeps its beginning and takes the new words.
    pub fn raise(&mut self, code: &'static str, text: &Text, wall: DateTime<Utc>, locale: &Locale) -> Option<Change> {
        self.raise_for((code, None), text, wall, locale)
    }

    fn raise_for(
        &mut self,
        key: (&'static str, Option<u32>),
        text: &Text,
        wall: DateTime<Utc>,
        locale: &Locale,
    ) -> Option<Change> {
        let words = locale.say(text);
        if let Some(standing) = self.raised.get_mut(&key) {
            standing.text = words;
            return None;
        }
        let warning = Warning { code: key.0.to_owned(), since: wall, text: words, input: key.1 };
        self.raised.insert(key, warning.clone());
        Some(Change { warning, cleared: false })
    }

    pub fn clear(&mut self, code: &'static str) -> Option<Change> {
        self.clear_for((code, None))
    }

    fn clear_for(&mut self, key: (&'static str, Option<u32>)) -> Option<Change> {
        let warning = self.raised.remove(&key)?;
        Some(Change { warning, cleared: true })
    }

    /// Whether a warning of that code has been raised, and not cleared.
    pub fn stands(&self, code: &'static str) -> bool {
        self.raised.contains_key(&(code, None))
    }

    pub fn warnings(&self) -> Vec<Warning> {
        self.raised.values().cloned().collect()
    }
}

/// The lowest of the charges that are told, at or above this one.
fn charge_reached(percent: u8) -> Option<u8> {
    CHARGES.iter().copied().filter(|charge| percent <= *charge).min()
}

/// How long the disk lasts, in seconds of sound, and what follows.
fn room(left: u64, next: NextFolder, locale: &Locale) -> Text {
    let next = match next {
        NextFolder::Fallback => "fallback",
        NextFolder::SecondCopy => "copy",
        NextFolder::None => "none",
    };
    let now = if left <= ROOM_OVER { "yes" } else { "no" };
    text!("recorder-warning-room", left = locale.length((left / 60 * 60) as f64), next = next, now = now)
}

impl Talk {
    /// Whether people have been talking for long enough; a silence of the same length, or a take, forgets it.
    fn goes_on(&mut self, speaks: Option<bool>, now: Monotonic) -> bool {
        let since = self.looked.replace(now).map_or(0.0, |looked| now.seconds_since(looked).min(LOOK));
        match speaks {
            Some(true) => {
                self.spoken += since;
                self.heard = Some(now);
            }
            Some(false) if self.heard.is_some_and(|heard| now.seconds_since(heard) < TALK) => {}
            _ => self.spoken = 0.0,
        }
        self.spoken >= TALK
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::locale::Language;

    fn codes(changes: &[Change]) -> Vec<(&str, bool)> {
        changes.iter().map(|change| (change.warning.code.as_str(), change.cleared)).collect()
    }

    fn of_input(input: InputFacts) -> Facts {
        Facts { inputs: vec![input], ..Facts::default() }
    }

    /// A microphone that has sent no block for `gone` seconds, and before that zeros for `silent`.
    fn microphone(name: &str, gone: f64, silent: f64) -> InputFacts {
        let channel = ChannelFacts { silent, nearly_silent: silent, ..ChannelFacts::default() };
        InputFacts {
            name: name.into(),
            device_silent: Some(gone),
            is_foreign: false,
            role: InputRole::Microphone,
            attention: Attention::Take,
            channels: vec![channel],
        }
    }

    fn look(dog: &mut Watchdog, facts: Facts) -> Vec<Change> {
        look_at(dog, facts, 0)
    }

    fn look_at(dog: &mut Watchdog, facts: Facts, second: u64) -> Vec<Change> {
        let wall = DateTime::from_timestamp(1_585_424_000, 0).unwrap();
        let now = Monotonic(second * 1_000_000_000);
        dog.look(&facts, &Config::default().limits, now, wall, &Locale::new(Language::French))
    }

    /// What is told from `seconds` on, at each second with what `speaks` says of it.
    fn talk(dog: &mut Watchdog, seconds: std::ops::Range<u64>, speaks: impl Fn(u64) -> Option<bool>) -> Vec<(u64, bool)> {
        let mut told = Vec::new();
        for second in seconds {
            let facts = Facts { unrecorded_speech: speaks(second), ..Facts::default() };
            told.extend(look_at(dog, facts, second).iter().map(|change| (second, change.cleared)));
        }
        told
    }

    #[test]
    fn a_warning_is_raised_once_and_cleared_once() {
        let mut dog = Watchdog::default();
        let gone = of_input(microphone("mic", 1.2, 0.0));
        assert_eq!(codes(&look(&mut dog, gone.clone())), [("device_lost", false)]);
        assert_eq!(look(&mut dog, gone), []);
        assert_eq!(codes(&look(&mut dog, of_input(microphone("mic", 0.1, 0.0)))), [("device_lost", true)]);
    }

    #[test]
    fn a_vanished_device_is_not_called_silent_as_well() {
        let mut dog = Watchdog::default();
        assert_eq!(codes(&look(&mut dog, of_input(microphone("mic", 5.0, 30.0)))), [("device_lost", false)]);
    }

    #[test]
    fn each_of_several_inputs_is_told_of_by_its_name() {
        let mut dog = Watchdog::default();
        let facts =
            |call: f64| Facts { inputs: vec![microphone("mic", 0.0, 9.0), microphone("call", call, 0.0)], ..Facts::default() };
        let told = look(&mut dog, facts(2.0));
        let rows: Vec<_> = told.iter().map(|change| (change.warning.code.as_str(), change.warning.input)).collect();
        assert_eq!(rows, [("silence", Some(1)), ("device_lost", Some(2))]);
        assert!(told[0].warning.text.contains("mic") && told[1].warning.text.contains("call"), "{told:?}");
        assert_eq!(codes(&look(&mut dog, facts(0.0))), [("device_lost", true)]);
    }

    #[test]
    fn talk_that_nobody_records_is_told_after_15_s_of_it_and_over_after_15_s_of_silence() {
        let mut dog = Watchdog::default();
        let sentences = |second: u64| Some(!second.is_multiple_of(3)); // two seconds of words, one of breath
        assert_eq!(talk(&mut dog, 0..60, sentences), [(22, false)]);
        assert_eq!(talk(&mut dog, 60..90, |_| Some(false)), [(74, true)]);
        assert_eq!(talk(&mut dog, 90..104, |_| Some(true)), [], "a few words more are no talk yet");
        assert_eq!(talk(&mut dog, 104..110, |_| Some(true)), [(104, false)]);
        assert_eq!(talk(&mut dog, 110..111, |_| None), [(110, true)], "a take has begun");
    }

    #[test]
    fn a_recorder_that_stood_still_does_not_take_the_time_for_talk() {
        let mut dog = Watchdog::default();
        assert_eq!(talk(&mut dog, 0..3, |_| Some(true)), []);
        assert_eq!(talk(&mut dog, 60..63, |_| Some(true)), []);
    }

    #[test]
    fn a_battery_is_told_at_20_10_and_5_percent_and_once_each() {
        let mut dog = Watchdog::default();
        let told =
            (1..=100).rev().filter(|percent| !look(&mut dog, Facts { battery: Some(*percent), ..Facts::default() }).is_empty());
        assert_eq!(told.collect::<Vec<u8>>(), [20, 10, 5]);
        assert_eq!(codes(&look(&mut dog, Facts { battery: None, ..Facts::default() })), [("battery_low", true)], "it is charged");
    }

    #[test]
    fn each_limit_has_its_own_words() {
        for (facts, code) in [
            (Facts { disk_waiting: Some(3.5), disk_slow_after: 3.0, memory_left: 56.0, ..Facts::default() }, "disk_slow"),
            (Facts { dropped: 1, ..Facts::default() }, "dropped"),
            (of_input(microphone("mic", 0.0, 3.0)), "silence"),
            (Facts { room_left: Some(700), ..Facts::default() }, "disk_low"),
            (Facts { battery: Some(9), ..Facts::default() }, "battery_low"),
            (Facts { unsaved: 2, ..Facts::default() }, "unsaved_marks"),
        ] {
            let changes = look(&mut Watchdog::default(), facts);
            assert_eq!(codes(&changes), [(code, false)]);
            assert!(changes[0].warning.text.contains(' '), "{} has no words", code);
        }
        assert_eq!(look(&mut Watchdog::default(), Facts::default()), []);
    }
}
