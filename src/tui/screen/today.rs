//! Today: what is due now, the next days, what was said last time, what is to be taken up.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::clock::Monotonic;
use crate::tui::event::{Click, Effect, Fetch};
use crate::tui::keymap::Command;
use crate::tui::model::{Model, Screen};
use crate::tui::update::show;

#[derive(Debug, Default)]
pub struct State {}

pub fn refresh(_: &Model) -> Vec<Effect> {
    vec![Effect::Fetch(Fetch::Library)]
}

pub fn commanded(model: &mut Model, command: Command, _: Monotonic) -> Vec<Effect> {
    match command {
        Command::Accept => show(model, Screen::Record),
        _ => Vec::new(),
    }
}

pub fn clicked(_: &mut Model, _: Click) -> Vec<Effect> {
    Vec::new()
}

pub fn view(_: &Model, _: &mut Frame, _: Rect) {}
