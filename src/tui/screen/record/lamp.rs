//! Which state the lamp is in: a shape, a word and a filling. The filling is the truth about the sound.

use ratatui::style::Style;

use super::Ended;
use crate::clock::Monotonic;
use crate::recorder::protocol::{State, Status};
use crate::tui::live::Live;
use crate::tui::model::{Model, Yes};
use crate::tui::theme::{Filling, Theme};

/// One state of the lamp.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lamp {
    /// Chooses its words in the locale.
    pub name: &'static str,
    pub shape: Shape,
    pub filling: Filling,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Disc,
    Ring,
    Bars,
    Triangle,
    Square,
}

/// A disk with less room than that stands on the lamp, in seconds of sound.
const ROOM_LOW: u64 = 15 * 60;

/// A disk with less room than that is full, in seconds of sound.
pub const FULL: u64 = 60;

/// The last seconds of memory for a disk that does not write.
const MEMORY_LOW: f64 = 15.0;

/// A take that has not begun so long after its key is not what one believes it to be, in seconds.
const LATE: f64 = 5.0;

/// From when on a take that was asked for then is late.
pub fn late_at(asked: Monotonic) -> Monotonic {
    Monotonic(asked.0 + (LATE * 1e9) as u64)
}

/// A take was asked for, and still nothing of it is on the disk.
pub fn is_late(model: &Model) -> bool {
    let is_starting = model.live.as_ref().is_some_and(|live| live.status.state == State::Starting);
    let since = model.record.starting.as_ref().map(|starting| starting.since).or(model.record.take_since.filter(|_| is_starting));
    since.is_some_and(|since| model.now.mono >= late_at(since))
}

const fn lamp(name: &'static str, shape: Shape, filling: Filling) -> Lamp {
    Lamp { name, shape, filling }
}

impl Shape {
    /// In one line of text.
    pub fn sign(self, theme: Theme) -> &'static str {
        let (sign, ascii) = match self {
            Shape::Disc => ("●", "(#)"),
            Shape::Ring => ("○", "( )"),
            Shape::Bars => ("‖", "||"),
            Shape::Triangle => ("▲", "!!"),
            Shape::Square => ("■", "[ ]"),
        };
        if theme.ascii { ascii } else { sign }
    }
}

impl Lamp {
    /// Its colour, by its filling; a pause is told from other empty lamps.
    pub fn style(&self, model: &Model) -> Style {
        match self.shape {
            Shape::Bars => model.theme.paused(),
            _ => model.theme.lamp(self.filling),
        }
    }

    pub fn of(model: &Model) -> Lamp {
        let asks_to_stop = model.question.as_ref().is_some_and(|question| matches!(question.yes, Yes::Stop(_)));
        let lamp = match &model.live {
            Some(live) if live.mute.is_some() => lamp("mute", Shape::Triangle, Filling::Alarm),
            Some(live) if live.has_take() => in_take(live, model.setup.rehearsal),
            live => waiting(model, live.as_ref()),
        };
        match asks_to_stop {
            _ if lamp.name == "starting" && is_late(model) => Lamp { shape: Shape::Triangle, filling: Filling::Alarm, ..lamp },
            true if lamp.filling != Filling::Alarm => Lamp { name: "stop", ..lamp }, // it still records
            _ => lamp,
        }
    }
}

/// Nothing is kept yet, or any more.
fn waiting(model: &Model, live: Option<&Live>) -> Lamp {
    let has_memory = live.is_some_and(|live| live.status.preroll_seconds > 0.0);
    let filling = if has_memory { Filling::Memory } else { Filling::Empty };
    let is_broken = model.record.broken.as_ref().is_some_and(|broken| broken.is_certain);
    let is_silent = live.is_some_and(|live| is_soundless(&live.status)) || model.record.input.as_deref() == Some("none");
    match live {
        _ if model.record.starting.is_some() => lamp("starting", Shape::Ring, filling),
        None if is_broken => lamp("broken", Shape::Triangle, Filling::Alarm),
        None if model.record.broken.is_some() => lamp("closing", Shape::Square, Filling::Empty),
        None if model.record.ended.as_ref().is_some_and(Ended::is_fault) => lamp("broken", Shape::Triangle, Filling::Alarm),
        None if model.record.ended.is_some() => lamp("done", Shape::Square, Filling::Empty),
        _ if model.setup.rehearsal => lamp("rehearsal", Shape::Ring, filling),
        _ if is_silent => lamp("notes-only", Shape::Ring, Filling::Empty),
        _ => lamp("waiting", Shape::Ring, filling),
    }
}

/// What is not as one believes comes before everything else.
fn in_take(live: &Live, rehearsal: bool) -> Lamp {
    let status = &live.status;
    let room = status.disk_seconds_left;
    let has_failed = live.warns_of("disk_failed") && !live.warns_of("disk_elsewhere");
    match status.state {
        _ if has_failed && room.is_some_and(|left| left < FULL) => lamp("disk-full", Shape::Triangle, Filling::Alarm),
        _ if has_failed => lamp("disk-failed", Shape::Triangle, Filling::Alarm),
        State::Lost => lamp("mic-lost", Shape::Triangle, Filling::Alarm),
        State::Starting => lamp("starting", Shape::Ring, Filling::Memory),
        State::Stopping => lamp("closing", Shape::Square, left_to_write(status)),
        State::Paused => lamp("paused", Shape::Bars, Filling::Empty),
        _ if is_soundless(status) && status.off_record => lamp("off-record", Shape::Ring, Filling::Withheld), // what is noted
        _ if is_soundless(status) => lamp("notes-only", Shape::Ring, Filling::Empty),
        _ if live.warns_of("device_lost") => lamp("mic-lost", Shape::Triangle, Filling::Alarm), // one of several
        _ if live.warns_of("silence") => lamp("no-sound", Shape::Triangle, Filling::Alarm),
        _ if status.memory_seconds_left.is_some_and(|left| left <= MEMORY_LOW) => {
            lamp("disk-slow", Shape::Triangle, Filling::Alarm)
        }
        _ if status.memory_seconds_left.is_some() => {
            let filling = if status.off_record { Filling::Withheld } else { Filling::Memory };
            lamp("disk-slow", Shape::Triangle, filling)
        }
        _ if status.off_record => lamp("off-record", Shape::Disc, Filling::Withheld),
        _ if room.is_some_and(|left| left < ROOM_LOW) => lamp("disk-low", Shape::Triangle, Filling::Solid),
        _ if rehearsal => lamp("rehearsal", Shape::Disc, Filling::Solid),
        _ => lamp("recording", Shape::Disc, Filling::Solid),
    }
}

/// Nothing more is taken in; what a slow disk has not taken yet is in memory.
fn left_to_write(status: &Status) -> Filling {
    if status.memory_seconds_left.is_some() { Filling::Memory } else { Filling::Empty }
}

/// A synthetic voice is heard instead of a microphone.
pub fn is_synthetic(model: &Model) -> bool {
    let input = model.live.as_ref().map_or(model.record.input.as_deref(), |live| live.status.input.as_deref());
    model.setup.rehearsal || input == Some("voice")
}

/// No sound is wanted: no input is opened.
pub fn is_soundless(status: &Status) -> bool {
    status.input.as_deref() == Some("none")
}
