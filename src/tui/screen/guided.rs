//! Guided: three keys, large, for somebody who has never used the program.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::record;
use crate::clock::Monotonic;
use crate::tui::event::Effect;
use crate::tui::keymap::Command;
use crate::tui::model::Model;

/// The keys do what they do on Record.
pub fn commanded(model: &mut Model, command: Command, at: Monotonic) -> Vec<Effect> {
    record::commanded(model, command, at)
}

pub fn view(model: &Model, screen: &mut Frame, area: Rect) {
    record::view(model, screen, area);
}
