//! The lamp and the clock, in large letters.

use ratatui::Frame;
use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

use super::super::says::position;
use super::super::take::{seconds, step};
use super::super::{Lamp, Number, Shape};
use super::is_large;
use crate::text;
use crate::tui::big;
use crate::tui::model::Model;
use crate::tui::theme::Filling;
use crate::tui::view::put;

/// Where the clock begins.
pub const CLOCK_COLUMN: u16 = 3;

/// Columns between the shape and the word, and between the word and the filling; twice that when large.
const GAP: usize = 3;

/// Shape, word, and the filling up to the right edge.
pub fn put_lamp(model: &Model, screen: &mut Frame, area: Rect) {
    let lamp = Lamp::of(model);
    let style = lamp.style(model);
    let words = model.locale.say(&lamp.words(model));
    let large = is_large(screen.area());
    let gap = if large { 2 * GAP } else { GAP };
    let shape = shape(&lamp, large);
    let begin = 1 + shape[0].width() + gap;
    let room = usize::from(area.width).saturating_sub(begin + 1);
    let drawn = scaled(big::word(&words).to_vec(), large);
    let drawn = if drawn[0].width() > room { in_middle(words, drawn.len()) } else { drawn };
    let word_width = drawn.iter().map(|row| row.width()).max().unwrap_or(0);
    let filled = room.saturating_sub(word_width + gap);
    for (row, (shape, word)) in shape.iter().zip(&drawn).enumerate() {
        let word = format!("{word}{}", " ".repeat(word_width.saturating_sub(word.width()) + gap));
        let line = format!("{shape}{}{word}{}", " ".repeat(gap), filling(lamp.filling, filled));
        let style = if lamp.filling == Filling::Memory { model.theme.title() } else { style };
        put(screen, area, 1, row as u16, &line, style);
        if lamp.filling == Filling::Memory {
            let column = (begin + word_width + gap) as u16;
            put(screen, area, column, row as u16, &filling(lamp.filling, filled), model.theme.lamp(lamp.filling));
        }
    }
}

fn scaled(rows: Vec<String>, large: bool) -> Vec<String> {
    if large { big::doubled(&rows) } else { rows }
}

/// A word that is too long for large letters stands in plain ones.
fn in_middle(words: String, rows: usize) -> Vec<String> {
    let mut lines = vec![String::new(); rows];
    lines[rows / 2] = words;
    lines
}

fn shape(lamp: &Lamp, large: bool) -> Vec<String> {
    let rows = match lamp.shape {
        Shape::Disc => ["▄███▄", "█████", "▀███▀"],
        Shape::Ring => ["▄▀▀▀▄", "█   █", "▀▄▄▄▀"],
        Shape::Bars => ["██ ██", "██ ██", "▀▀ ▀▀"],
        Shape::Triangle => ["  ▄  ", " ▄█▄ ", "▄███▄"],
        Shape::Square => ["█▀▀▀█", "█   █", "█▄▄▄█"],
    };
    let rows = scaled(rows.map(str::to_owned).to_vec(), large);
    match lamp.filling {
        Filling::Withheld => rows.into_iter().map(|row| row.replace('█', "▒")).collect(),
        _ => rows,
    }
}

fn filling(filling: Filling, width: usize) -> String {
    match filling {
        Filling::Solid => "█".repeat(width),
        Filling::Withheld => "▒".repeat(width),
        Filling::Memory => "░".repeat(width),
        Filling::Empty => String::new(),
        Filling::Alarm => "▀▄".chars().cycle().take(width).collect(),
    }
}

/// The clock, at the left.
pub fn put_clock(model: &Model, screen: &mut Frame, area: Rect) {
    for (row, line) in clock_rows(model, is_large(screen.area())).iter().enumerate() {
        put(screen, area, CLOCK_COLUMN, row as u16, line, model.theme.title());
    }
}

fn clock_rows(model: &Model, large: bool) -> Vec<String> {
    scaled(big::figures(&number(model)).to_vec(), large)
}

/// How wide the clock is, in columns.
pub fn clock_width(model: &Model, large: bool) -> u16 {
    clock_rows(model, large).first().map_or(0, |row| row.width() as u16)
}

/// What the big number says: where the take is, what is left of this step, or the time.
pub fn number(model: &Model) -> String {
    match model.record.number {
        Number::Position => position(seconds(model)),
        Number::StepLeft => match step(model).and_then(|step| step.left()) {
            Some(left) => format!("{}{}:{:02}", if left < 0 { "-" } else { "" }, left.abs() / 60, left.abs() % 60),
            None => position(seconds(model)),
        },
        Number::Clock => model.locale.clock(model.local().time()),
    }
}

/// What the big number is, where it is not the position: two kinds of time never look alike.
pub fn caption(model: &Model, screen: &mut Frame, area: Rect) {
    let name = match model.record.number {
        Number::Position => return,
        Number::StepLeft if step(model).and_then(|step| step.left()).is_none() => return,
        Number::StepLeft => "step",
        Number::Clock => "clock",
    };
    put(screen, area, CLOCK_COLUMN, 0, &model.locale.say(&text!("record-number", name = name)), model.theme.faint());
}
