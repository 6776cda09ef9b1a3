//! The queue of the public's questions, in the place of the marks; for the strip, its chosen question on one line.

use ratatui::Frame;
use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

use super::super::questions::{Row, Stands, chosen, count, is_open, rows};
use super::super::says::position;
use super::marks::{more, rule};
use crate::text;
use crate::tui::keymap::{Command, Scope};
use crate::tui::model::Model;
use crate::tui::view::{cut, put, put_keys, put_right};

/// Columns: how a question stands, its words.
const STANDS: u16 = 3;
const WORDS: u16 = 22;

/// What stands where words are hidden.
const HIDDEN: &str = "···";

/// A rule with the number of questions, as many of them as there is room for, and their keys.
pub fn view(model: &Model, screen: &mut Frame, area: Rect) {
    let count = count(model);
    let others = count.all.saturating_sub(count.waiting);
    let room = area.height.saturating_sub(2);
    let rows = rows(model);
    let title = model.locale.say(&text!("question-title", all = count.all, others = others, waiting = count.waiting));
    let head = [Some(title), more(model, rows.len().saturating_sub(usize::from(room)))];
    rule(model, screen, area, 0, &head.into_iter().flatten().collect::<Vec<_>>().join(" · "));
    for (line, (number, at)) in (0..room).zip(window(model, &rows, usize::from(room))) {
        let area = Rect { y: area.y + 1 + line, height: 1, ..area };
        let is_chosen = at == chosen(model, &rows);
        put_question(model, screen, area, &rows[at], number, is_chosen);
    }
    let last = Rect { y: area.bottom().saturating_sub(1), height: 1, ..area }.intersection(area);
    if area.height > 1 && model.line.is_none() {
        put_keys(model, screen, last, 0, keys(model).into_iter());
    }
}

/// Which rows are shown, each with its number among those that wait: the chosen one is among them, and what is taken stays the first.
fn window(model: &Model, rows: &[Row], room: usize) -> Vec<(usize, usize)> {
    let taken = rows.iter().take_while(|row| matches!(row.stands, Stands::Taken(_))).count();
    let pinned = taken.min(room.saturating_sub(1));
    let first = (chosen(model, rows) + 1).saturating_sub(room - pinned).max(pinned);
    let shown = (0..pinned).chain(first..rows.len()).take(room);
    shown.map(|at| ((at + 1).saturating_sub(taken), at)).collect()
}

fn put_question(model: &Model, screen: &mut Frame, area: Rect, row: &Row, number: usize, is_chosen: bool) {
    let style = if is_chosen { model.theme.title() } else { model.theme.plain() };
    if is_chosen {
        put(screen, area, 1, 0, "▌", style);
    }
    put(screen, area, STANDS, 0, &stands(model, row, number), style);
    let from = from(model, row);
    let room = usize::from(area.width.saturating_sub(WORDS)).saturating_sub(from.width() + 3);
    put(screen, area, WORDS, 0, &cut(&words(model, row), room), style);
    put_right(screen, area, 0, &from, style);
}

/// `en cours 0:34:10`, its number among those that wait, `gardée`.
fn stands(model: &Model, row: &Row, number: usize) -> String {
    match row.stands {
        Stands::Taken(at) => {
            let words = model.locale.say(&text!("question-taken"));
            at.map_or(words.clone(), |at| format!("{words} {}", position(at)))
        }
        Stands::Waits => number.to_string(),
        Stands::Kept => model.locale.say(&text!("question-kept")),
    }
}

fn words(model: &Model, row: &Row) -> String {
    let words = if model.setup.hides_names { HIDDEN } else { &row.words };
    model.locale.say(&text!("record-quoted", words = words))
}

fn from(model: &Model, row: &Row) -> String {
    let from = row.from.as_deref().filter(|_| !model.setup.hides_names).unwrap_or_default();
    cut(from, usize::from(WORDS))
}

fn keys(model: &Model) -> Vec<(String, String)> {
    let named = [
        (Command::Accept, text!("question-key-take")),
        (Command::Left, text!("question-key-keep")),
        (Command::Questions, text!("question-key-write")),
        (Command::Back, text!("question-key-close")),
    ];
    let shown = named.into_iter().filter_map(|(command, words)| {
        let key = model.keymap.key(command, Scope::Record)?;
        Some((key.shown(&model.locale), model.locale.say(&words)))
    });
    shown.collect()
}

/// The chosen question on one line, for the strip; `None` while the queue is closed.
pub fn in_short(model: &Model) -> Option<String> {
    if !is_open(model) {
        return None;
    }
    let rows = rows(model);
    let at = chosen(model, &rows);
    let Some(row) = rows.get(at) else { return Some(model.locale.say(&text!("question-none"))) };
    let taken = rows.iter().filter(|row| matches!(row.stands, Stands::Taken(_))).count();
    Some(format!("? {}  {}", stands(model, row, (at + 1).saturating_sub(taken)), words(model, row)))
}

/// `3 questions en attente (a)`: with the key that shows them; `None` while none waits.
pub fn waiting(model: &Model) -> Option<String> {
    let (count, key) = (count(model).waiting, model.key(Command::Questions, Scope::Record));
    (count > 0).then(|| model.locale.say(&text!("question-waiting", count = count, key = key)))
}
