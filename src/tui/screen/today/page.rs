//! Which lines Today has, and which of them there is room for: what is due comes first, a line that needs nothing is left out.

use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use super::rows::Row;
use super::{card, head, lists};
use crate::text;
use crate::tui::event::Click;
use crate::tui::model::Model;
use crate::tui::view::{cut, inner, wrap};

/// One line of the screen.
#[derive(Debug, Default)]
pub struct Line {
    /// What stands where: column, words, style.
    pub pieces: Vec<(usize, String, Style)>,
    /// The row that a click on it chooses.
    pub row: Option<usize>,
    /// What is open on the card, and chosen.
    pub is_chosen: bool,
    /// Of the card, it goes first where there is too little room.
    pub is_spare: bool,
    /// A rule across the screen, with the first words at its left and the second, where there are any, at its right.
    pub is_rule: bool,
}

/// So many rows of the lists are shown before the card gets room.
const NEXT: usize = 3;
const AGAIN: usize = 3;

/// From this height on there is air between the parts where room is left.
const AIRY: usize = 16;

/// The lines for an area, from its top.
pub fn lines(model: &Model, area: Rect) -> Vec<Line> {
    let (width, mut left) = (usize::from(area.width), usize::from(area.height));
    let is_airy = left >= AIRY;
    let (head, card, again, days) =
        (head::head(model, width), card::card(model, width), lists::again(model, width), lists::days(model));
    let head_rows = head.len().min((left / 2).max(2)).min(left);
    left -= head_rows;
    let mut again_rows = share(again.len(), AGAIN.min(left.saturating_sub(1) / 2), &mut left);
    let mut day_rows = share(days, NEXT.min(left.saturating_sub(1)), &mut left);
    let above = air(is_airy, &mut left);
    let card = fitted(card, left);
    let card_rows = card.len().min(left);
    left -= card_rows;
    let between = air(is_airy && card_rows > 0, &mut left);
    let below = air(is_airy && (card_rows == 0 || between.is_some()), &mut left);
    grow(&mut again_rows, again.len(), &mut left);
    grow(&mut day_rows, days, &mut left);
    let is_chosen = |line: &Line| line.row == Some(model.today.chosen);
    let mut lines: Vec<Line> = above.into_iter().chain(window(head, head_rows, is_chosen)).chain(between).collect();
    lines.extend(window(card, card_rows, |line| line.is_chosen).into_iter().chain(below));
    lines.extend((day_rows > 0).then(|| following_rule(model)));
    lines.extend(lists::following(model, width, day_rows));
    lines.extend((again_rows > 0).then(|| again_rule(model, again_rows < again.len())));
    lines.extend(window(again, again_rows, is_chosen));
    lines
}

/// The row under a click.
pub fn row_at(model: &Model, click: Click) -> Option<usize> {
    let area = inner(Rect { x: 0, y: 0, width: model.size.width, height: model.size.height });
    let at = click.row.checked_sub(area.y).filter(|row| *row < area.height)?;
    lines(model, area).into_iter().nth(usize::from(at))?.row
}

/// Room for a rule and some rows of a list.
fn share(rows: usize, most: usize, left: &mut usize) -> usize {
    let given = rows.min(most);
    if given > 0 {
        *left -= given + 1;
    }
    given
}

/// Without so many of the spare lines, the last first, that the rest has room, where that can be.
fn fitted(mut card: Vec<Line>, room: usize) -> Vec<Line> {
    while card.len() > room
        && let Some(spare) = card.iter().rposition(|line| line.is_spare)
    {
        card.remove(spare);
    }
    card
}

/// A line without words, where it is wanted and room is left.
fn air(is_wanted: bool, left: &mut usize) -> Option<Line> {
    let given = is_wanted && *left > 0;
    *left -= usize::from(given);
    given.then(Line::default)
}

fn grow(rows: &mut usize, wanted: usize, left: &mut usize) {
    let cost = usize::from(*rows == 0 && wanted > 0);
    if *left <= cost {
        return;
    }
    let more = (wanted - *rows).min(*left - cost);
    if more > 0 {
        *rows += more;
        *left -= more + cost;
    }
}

fn following_rule(model: &Model) -> Line {
    rule(vec![model.locale.say(&text!("today-following"))])
}

/// What can be done with what was missed stands once, for all of it; how much there is, where it `is_cut`.
fn again_rule(model: &Model, is_cut: bool) -> Line {
    let mut words = vec![model.locale.say(&match is_cut {
        true => text!("today-again-of", count = lists::again_count(model)),
        false => text!("today-again"),
    })];
    let has_missed = !rows_of(model, |row| matches!(row, Row::Missed(_))).is_empty();
    words.extend(has_missed.then(|| model.locale.say(&text!("today-missed-offer"))));
    rule(words)
}

fn rule(words: Vec<String>) -> Line {
    let pieces = words.into_iter().map(|words| (0, words, Style::new())).collect();
    Line { pieces, is_rule: true, ..Line::default() }
}

/// So many of the rows that the chosen one is among them.
pub fn window<T>(rows: Vec<T>, most: usize, is_chosen: impl Fn(&T) -> bool) -> Vec<T> {
    let at = rows.iter().position(is_chosen);
    let first = at.map_or(0, |at| (at + 1).saturating_sub(most));
    rows.into_iter().skip(first).take(most).collect()
}

/// Rows of one kind, with their place among all rows.
pub fn rows_of(model: &Model, is_meant: impl Fn(Row) -> bool) -> Vec<(usize, Row)> {
    model.today.rows.iter().copied().enumerate().filter(|(_, row)| is_meant(*row)).collect()
}

pub fn widest<'a>(words: impl Iterator<Item = &'a str>) -> usize {
    words.map(UnicodeWidthStr::width).max().unwrap_or(0)
}

/// Columns between two columns.
pub const GAP: usize = 3;

/// Where what stands behind these columns begins, so far apart. An empty column takes no room.
pub fn behind(columns: &[usize], gap: usize) -> usize {
    3 + columns.iter().filter(|width| **width > 0).map(|width| width + gap).sum::<usize>()
}

/// Cells in their columns, so far apart, behind the sign of the chosen row.
pub fn spread(
    model: &Model,
    row: usize,
    cells: Vec<(String, Style)>,
    columns: &[usize],
    gap: usize,
) -> Vec<(usize, String, Style)> {
    let mut pieces = sign_of(model, row);
    let mut column = 3;
    for ((words, style), width) in cells.into_iter().zip(columns).filter(|(_, width)| **width > 0) {
        pieces.push((column, cut(&words, *width), style));
        column += width + gap;
    }
    pieces
}

/// `▌` beside the chosen row.
pub fn sign_of(model: &Model, row: usize) -> Vec<(usize, String, Style)> {
    match row == model.today.chosen {
        true => vec![(1, "▌".to_owned(), model.theme.title())],
        false => Vec::new(),
    }
}

/// Words in as many lines as they need.
pub fn paragraph(words: &str, column: usize, width: usize, style: Style) -> Vec<Line> {
    let line = |words: String| Line { pieces: vec![(column, words, style)], ..Line::default() };
    wrap(words, width.saturating_sub(column + 1)).into_iter().map(line).collect()
}
