//! Plan: series and their dates.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::clock::Monotonic;
use crate::plan::Occurrence;
use crate::tui::event::{Click, Effect};
use crate::tui::keymap::Command;
use crate::tui::model::{Model, Screen};
use crate::tui::update::show;
use crate::tui::view::frame;

#[derive(Debug, Default)]
pub struct State {}

/// Opens the screen at an occurrence. From every screen.
pub fn open(model: &mut Model, _: &Occurrence) -> Vec<Effect> {
    show(model, Screen::Plan)
}

pub fn entered(_: &mut Model) -> Vec<Effect> {
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
