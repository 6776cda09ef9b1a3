//! Draws Today.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use super::page::{self, Line};
use super::{card, open, resumes};
use crate::locale::Text;
use crate::text;
use crate::tui::keymap::Command;
use crate::tui::model::Model;
use crate::tui::screen::plan;
use crate::tui::view::{frame, hints, hints_width, put, put_right};

pub fn view(model: &Model, screen: &mut Frame, area: Rect) {
    let inner = frame(model, screen, area, "");
    for (row, line) in page::lines(model, inner).into_iter().enumerate().take(usize::from(inner.height)) {
        draw(model, screen, inner, row as u16, line);
    }
    foot(model, screen, area);
}

fn draw(model: &Model, screen: &mut Frame, area: Rect, row: u16, line: Line) {
    if line.is_rule {
        return rule(model, screen, area, row, &line);
    }
    for (column, words, style) in line.pieces {
        put(screen, area, column as u16, row, &words, style);
    }
}

/// `─ Ensuite ─────`, with the second words at the right.
fn rule(model: &Model, screen: &mut Frame, area: Rect, row: u16, line: &Line) {
    let whole = "─".repeat(usize::from(area.width));
    put(screen, area, 0, row, &whole, model.theme.faint());
    let mut words = line.pieces.iter().map(|(_, words, _)| format!(" {words} "));
    let title = words.next().unwrap_or_default();
    put(screen, area, 1, row, &title, Style::reset());
    if let Some(right) = words.next().filter(|right| title.width() + right.width() + 4 < usize::from(area.width)) {
        put_right(screen, area, row, &right, Style::reset());
    }
}

/// The keys of this screen, and those of every screen.
fn foot(model: &Model, screen: &mut Frame, area: Rect) {
    let row = area.height.saturating_sub(2);
    hints(model, screen, area, row, &own(model));
    let fewer = [(true, true), (false, true), (false, false)].map(|(screen, quit)| everywhere(model, screen, quit));
    let fits = |hints: &&Vec<Hint>| hints_width(model, hints) <= area.width;
    hints(model, screen, area, row + 1, fewer.iter().find(fits).unwrap_or(&fewer[2]));
}

type Hint = (&'static [Command], Text);

fn own(model: &Model) -> Vec<Hint> {
    if open::chosen(model).is_some() {
        let hints: [Hint; 4] = [
            (&[Command::Done], text!("today-key-done")),
            (&[Command::Accept], text!("today-key-listen")),
            (&[Command::Back], text!("today-key-back")),
            (&[Command::Undo], text!("today-key-undo")),
        ];
        return hints.into();
    }
    let has_open = card::shown(model).is_some_and(|(_, card, _)| card.open().next().is_some());
    let has_rows = !model.today.rows.is_empty();
    let chosen = model.today.row().and_then(|row| model.today.planned(row));
    let may_move = chosen.is_some_and(|row| plan::moving::why_fixed(model, &row.occurrence, row.state).is_none());
    let hints: [(bool, Hint); 9] = [
        (has_rows, (&[Command::Accept], text!("today-key-open"))),
        (model.has_take(), (&[Command::Safe], if resumes(model) { text!("today-key-resume") } else { text!("today-key-mark") })),
        (model.has_take(), (&[Command::Rehearse], text!("today-key-stop"))),
        (!model.has_take(), (&[Command::Add], text!("today-key-unplanned"))),
        (!has_rows && !model.has_take(), (&[Command::Rehearse], text!("today-key-rehearse"))),
        (may_move, (&[Command::Move], text!("today-key-move"))),
        (may_move, (&[Command::Cancel], text!("today-key-cancel"))),
        (true, (&[Command::Undo], text!("today-key-undo"))),
        (has_open, (&[Command::Done], text!("today-key-threads"))), // the first press chooses one
    ];
    hints.into_iter().filter(|(is_shown, _)| *is_shown).map(|(_, hint)| hint).collect()
}

/// With all words for the next `screen` and for `quit`, or with fewer. In a take those for leaving come before those for every action.
fn everywhere(model: &Model, screen: bool, quit: bool) -> Vec<Hint> {
    let goes_on = model.has_take() && !model.setup.rehearsal;
    let next = if screen { text!("today-key-next-screen") } else { text!("today-key-screen") };
    let actions = if screen || !goes_on { text!("today-key-actions") } else { text!("today-key-actions-short") };
    let quit = if quit && goes_on { text!("today-key-leave") } else { text!("today-key-quit") };
    let hints: [(bool, Hint); 6] = [
        (!model.today.rows.is_empty(), (&[Command::Up, Command::Down], text!("today-key-choose"))),
        (true, (&[Command::NextScreen], next)),
        (!goes_on, (&[Command::Find], text!("today-key-find"))),
        (true, (&[Command::Actions], actions)),
        (true, (&[Command::Help], text!("today-key-help"))),
        (true, (&[Command::Quit], quit)),
    ];
    hints.into_iter().filter(|(is_shown, _)| *is_shown).map(|(_, hint)| hint).collect()
}
