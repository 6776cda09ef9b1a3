//! Listen: takes and marks, played from a mark, with the place on a waveform.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::clock::Monotonic;
use crate::domain::MarkerId;
use crate::tui::event::{Click, Effect};
use crate::tui::keymap::Command;
use crate::tui::model::{Model, Screen};
use crate::tui::update::show;
use crate::tui::view::frame;

#[derive(Debug, Default)]
pub struct State {}

/// Opens a session by the name of its folder, at a mark where one is named. From every screen.
pub fn open(model: &mut Model, _: &str, _: Option<MarkerId>) -> Vec<Effect> {
    show(model, Screen::Listen)
}

pub fn entered(_: &mut Model) -> Vec<Effect> {
    Vec::new()
}

pub fn left(_: &mut Model) -> Vec<Effect> {
    Vec::new()
}

pub fn commanded(_: &mut Model, _: Command, _: Monotonic) -> Vec<Effect> {
    Vec::new()
}

pub fn clicked(_: &mut Model, _: Click) -> Vec<Effect> {
    Vec::new()
}

pub fn view(model: &Model, screen: &mut Frame, area: Rect) {
    frame(model, screen, area, "");
}
