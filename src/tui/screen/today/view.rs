//! Draws Today.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use super::page::{self, Line};
use crate::text;
use crate::tui::keymap::Command;
use crate::tui::model::Model;
use crate::tui::screen::plan;
use crate::tui::view::{frame, hints, message_row, put, put_right};

pub fn view(model: &Model, screen: &mut Frame, area: Rect) {
    let inner = frame(model, screen, area, "");
    for (row, line) in page::lines(model, inner).into_iter().enumerate().take(usize::from(inner.height)) {
        draw(model, screen, inner, row as u16, line);
    }
    plan::moving::view(model, screen, message_row(area));
    foot(model, screen, area);
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

/// The keys of this screen, and those of every screen.
fn foot(model: &Model, screen: &mut Frame, area: Rect) {
    let row = area.height.saturating_sub(2);
    let own = [
        (&[Command::Accept][..], text!("today-key-open")),
        (&[Command::Add], text!("today-key-unplanned")),
        (&[Command::Move], text!("today-key-move")),
        (&[Command::Cancel], text!("today-key-cancel")),
        (&[Command::Undo], text!("today-key-undo")),
    ];
    hints(model, screen, area, row, &own);
    let everywhere = [
        (&[Command::Up, Command::Down][..], text!("today-key-choose")),
        (&[Command::NextScreen], text!("today-key-screen")),
        (&[Command::Find], text!("today-key-find")),
        (&[Command::Actions], text!("today-key-actions")),
        (&[Command::Help], text!("today-key-help")),
        (&[Command::Quit], text!("today-key-quit")),
    ];
    hints(model, screen, area, row + 1, &everywhere);
}
