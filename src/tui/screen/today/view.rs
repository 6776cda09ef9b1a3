//! Draws Today.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use super::page::{self, Line};
use crate::tui::keymap::Command::{self, Accept, Actions, Add, Cancel, Find, Help, Move, NextScreen, Quit, Undo};
use crate::tui::model::Model;
use crate::tui::view::{footer, frame, put, put_right};

/// The keys at the foot of the screen.
const KEYS: [&[Command]; 2] = [&[Accept, Add, Move, Cancel, Undo], &[NextScreen, Find, Actions, Help, Quit]];

pub fn view(model: &Model, screen: &mut Frame, area: Rect) {
    let inner = frame(model, screen, area, "");
    for (row, line) in page::lines(model, inner).into_iter().enumerate().take(usize::from(inner.height)) {
        draw(model, screen, inner, row as u16, line);
    }
    footer(model, screen, area, KEYS);
}

fn draw(model: &Model, screen: &mut Frame, area: Rect, row: u16, line: Line) {
    if line.is_rule {
        return rule(model, screen, area, row, &line);
    }
    for (column, words, style) in line.pieces {
        put(screen, area, column as u16, row, &words, style);
    }
    if let Some((words, style)) = line.right {
        put_right(screen, area, row, &words, style);
    }
}

/// `─ Ensuite ─────`.
fn rule(model: &Model, screen: &mut Frame, area: Rect, row: u16, line: &Line) {
    let title = line.pieces.first().map_or("", |(_, words, _)| words.as_str());
    let width = usize::from(area.width).saturating_sub(title.width() + 3);
    put(screen, area, 0, row, "─", model.theme.faint());
    put(screen, area, 2, row, title, Style::new());
    put(screen, area, title.width() as u16 + 3, row, &"─".repeat(width), model.theme.faint());
}
