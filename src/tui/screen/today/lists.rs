//! The two lists: the next days, and what is to be taken up.

use ratatui::style::Style;

use super::page::{GAP, Line, behind, paragraph, rows_of, sign_of, spread, widest, window};
use super::rows::Row;
use super::words;
use crate::actions::agenda;
use crate::actions::today::Today;
use crate::error::Error;
use crate::plan::State;
use crate::tui::model::Model;
use crate::tui::view::{cut, title_of};

/// Width of the titles at most, on a narrow screen and on a wide one.
const TITLES: (usize, usize) = (22, 40);

/// So many rows there are of the next days.
pub fn days(model: &Model) -> usize {
    rows_of(model, |row| matches!(row, Row::Following(_))).len()
}

/// At most so many rows of the next days, the chosen one among them; as wide as these rows need.
pub fn following(model: &Model, width: usize, most: usize) -> Vec<Line> {
    let rows = rows_of(model, |row| matches!(row, Row::Following(_)));
    let rows = window(rows, most, |(at, _)| *at == model.today.chosen);
    let rows: Vec<_> = rows.into_iter().filter_map(|(at, row)| Some((at, model.today.planned(row)?))).collect();
    let cells: Vec<[String; 4]> = rows.iter().map(|(_, row)| cells(model, row)).collect();
    let mut columns: [usize; 4] = std::array::from_fn(|n| widest(cells.iter().map(|cells| cells[n].as_str())));
    columns[2] = columns[2].min(if width < 100 { TITLES.0 } else { TITLES.1 });
    let remarks = rows.iter().map(|(_, row)| words::remark_width(model, row)).max().unwrap_or(0);
    let gap = if behind(&columns, GAP) + remarks < width { GAP } else { GAP - 1 }; // closer before words are cut
    let taken = behind(&columns, gap);
    let line = |((at, row), cells): (&(usize, &agenda::Row), [String; 4])| {
        let is_cancelled = row.state == State::Cancelled;
        let style = if is_cancelled { model.theme.faint() } else { Style::new() };
        let mut pieces = spread(model, *at, cells.into_iter().map(|words| (words, style)).collect(), &columns, gap);
        let odd = if row.clashes.is_empty() || is_cancelled { style } else { model.theme.due() };
        pieces.push((taken, words::remark(model, row, width.saturating_sub(taken + 1)), odd));
        Line { pieces, row: Some(*at), ..Line::default() }
    };
    rows.iter().zip(cells).map(line).collect()
}

fn cells(model: &Model, row: &agenda::Row) -> [String; 4] {
    let start = row.occurrence.start;
    let day = words::short_day(model, start.date_naive());
    [day, model.locale.clock(start.time()), title_of(model, &row.occurrence), words::number(model, &row.occurrence)]
}

/// How much there is to be taken up, whatever of it is shown.
pub fn again_count(model: &Model) -> usize {
    let Some(facts) = &model.today.facts else { return 0 };
    let rows = rows_of(model, |row| matches!(row, Row::Missed(_) | Row::Unworded)).len();
    faults(model, facts).count() + facts.broken_off.len() + rows
}

/// What is wrong in files, what broke off, what was missed, what says nothing yet.
pub fn again(model: &Model, width: usize) -> Vec<Line> {
    let Some(facts) = &model.today.facts else { return Vec::new() };
    let due = model.theme.due();
    let fault = |fault: &Error| {
        let words = format!("{} {}", model.theme.sign("▲"), fault.plain(&model.locale).lines().next().unwrap_or_default());
        paragraph(&words, 3, width, due)
    };
    let broken_off = |entry| paragraph(&words::broken_off(model, entry), 3, width, due);
    let mut lines: Vec<Line> = faults(model, facts).flat_map(fault).collect();
    lines.extend(facts.broken_off.iter().flat_map(broken_off));
    lines.extend(rows_of(model, |row| matches!(row, Row::Missed(_))).into_iter().filter_map(|(at, row)| {
        let words = words::missed(model, &model.today.planned(row)?.occurrence);
        let mut pieces = sign_of(model, at);
        pieces.push((3, cut(&words, width.saturating_sub(4)), due));
        Some(Line { pieces, row: Some(at), ..Line::default() })
    }));
    for (at, _) in rows_of(model, |row| row == Row::Unworded) {
        let mut pieces = sign_of(model, at);
        pieces.extend(words::unworded(model, &model.today).map(|words| (3, words, Style::new())));
        lines.push(Line { pieces, row: Some(at), ..Line::default() });
    }
    lines
}

fn faults<'m>(model: &'m Model, facts: &'m Today) -> impl Iterator<Item = &'m Error> {
    let library = model.library.as_ref().map_or(&[][..], |library| &library.faults);
    library.iter().chain(&facts.faults)
}
