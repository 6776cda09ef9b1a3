//! Which state the lamp is in: a shape, a word and a filling. The filling is the truth about the sound.

use crate::recorder::protocol::State;
use crate::tui::model::{Model, Yes};
use crate::tui::theme::Filling;

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

const fn lamp(name: &'static str, shape: Shape, filling: Filling) -> Lamp {
    Lamp { name, shape, filling }
}

impl Lamp {
    /// The lamp as the recorder's last status makes it. What is not as one believes comes before everything else.
    pub fn of(model: &Model) -> Lamp {
        let Some(live) = &model.live else {
            let ended = model.record.ended.is_some();
            return if ended {
                lamp("done", Shape::Square, Filling::Empty)
            } else {
                lamp("waiting", Shape::Ring, Filling::Empty)
            };
        };
        let asks_to_stop = model.question.as_ref().is_some_and(|question| matches!(question.yes, Yes::Stop(_)));
        match live.status.state {
            State::Idle | State::Armed => lamp("waiting", Shape::Ring, Filling::Empty),
            State::Lost => lamp("mic-lost", Shape::Triangle, Filling::Alarm),
            State::Paused => lamp("paused", Shape::Bars, Filling::Empty),
            State::Starting => lamp("waiting", Shape::Ring, Filling::Memory),
            State::Stopping | State::Recording if asks_to_stop => lamp("stop", Shape::Disc, Filling::Solid),
            State::Stopping | State::Recording if live.status.off_record => lamp("off-record", Shape::Disc, Filling::Withheld),
            State::Stopping | State::Recording => lamp("recording", Shape::Disc, Filling::Solid),
        }
    }
}
