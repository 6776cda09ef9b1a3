//! Dates one a line, with what is odd about each: below the month, and filling the list and week views.

use chrono::NaiveDate;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use super::areas::first_shown;
use super::walk::{Entry, choose_entry, chosen, entries};
use super::{Focus, Look, words};
use crate::actions::agenda::Row;
use crate::actions::calendar::Calendar;
use crate::plan::State;
use crate::tui::model::Model;
use crate::tui::view::{cut, put, title_of};

/// The columns of a list.
struct Columns {
    time: u16,
    /// Titles, where dates of several series or of chains stand together.
    title: Option<(u16, usize)>,
    number: u16,
    odd: u16,
}

pub fn view(model: &Model, screen: &mut Frame, area: Rect) {
    let Some(calendar) = model.plan.calendar.as_ref().filter(|calendar| !calendar.series.is_empty()) else { return };
    let all = entries(model);
    let here = chosen(model, &all);
    let first = first_shown(here, all.len(), usize::from(area.height));
    let shown: Vec<Entry> = all.iter().skip(first).take(usize::from(area.height)).copied().collect();
    let columns = columns(model, &shown);
    for (row, entry) in shown.iter().enumerate() {
        let line = Rect { y: area.y + row as u16, height: 1, ..area };
        let is_chosen = first + row == here;
        if is_chosen {
            put(screen, line, 1, 0, "▌", model.theme.title());
        }
        let style = match (is_chosen, model.plan.focus, model.plan.look) {
            (true, Focus::Days, Look::List | Look::Week) => model.theme.chosen(),
            (true, ..) => model.theme.title(),
            (false, ..) => Style::new(),
        };
        if style == model.theme.chosen() {
            put(screen, line, 2, 0, &" ".repeat(usize::from(line.width)), style); // in one piece, its gaps too
        }
        if row == 0 || shown[row - 1].date != entry.date {
            put(screen, line, 3, 0, &model.locale.short_date(entry.date), style);
        }
        match entry.row {
            Some(row) => draw(model, calendar, screen, line, &columns, row, style),
            None => put(screen, line, columns.time, 0, &words::of_nothing(entry.date, calendar, model), model.theme.faint()),
        }
    }
}

/// The first and the last day that a list of so many rows shows.
pub fn days(model: &Model, height: u16) -> Option<(NaiveDate, NaiveDate)> {
    let all = entries(model);
    let first = first_shown(chosen(model, &all), all.len(), usize::from(height));
    let mut shown = all.iter().skip(first).take(usize::from(height)).map(|entry| entry.date);
    let first = shown.next()?;
    Some((first, shown.next_back().unwrap_or(first)))
}

fn columns(model: &Model, shown: &[Entry]) -> Columns {
    let dates = shown.iter().map(|entry| model.locale.short_date(entry.date).width());
    let rows = || shown.iter().filter_map(|entry| entry.row);
    let numbers = rows().filter_map(|row| number(model, row)).map(|number| number.width()).filter(|_| has_numbers(model));
    let time = 3 + dates.max().unwrap_or(0).max(11) as u16 + 3;
    let has_titles = model.plan.look == Look::Week || rows().any(|row| row.occurrence.chain.is_some());
    let room = usize::from(model.size.width) * 3 / 10;
    let title = has_titles.then(|| rows().map(|row| title_of(model, &row.occurrence).width()).max().unwrap_or(0).min(room));
    let number = time + 8 + title.map_or(0, |width| width as u16 + 3);
    let odd = number + numbers.max().map_or(0, |width| width as u16 + 3);
    Columns { time, title: title.map(|width| (time + 8, width)), number, odd }
}

/// In a week of all series, numbers give way to what is odd where there is not room for both.
fn has_numbers(model: &Model) -> bool {
    model.plan.look != Look::Week || model.size.width >= 100
}

fn number(model: &Model, row: &Row) -> Option<String> {
    model.locale.number_of(row.occurrence.number, row.occurrence.of)
}

fn draw(model: &Model, calendar: &Calendar, screen: &mut Frame, line: Rect, columns: &Columns, row: &Row, style: Style) {
    let locale = &model.locale;
    put(screen, line, columns.time, 0, &locale.clock(row.occurrence.start.time()), style);
    if let Some((column, width)) = columns.title {
        put(screen, line, column, 0, &cut(&title_of(model, &row.occurrence), width), style);
    }
    let number = number(model, row).filter(|_| has_numbers(model)).unwrap_or_default();
    put(screen, line, columns.number, 0, &number, style);
    let room = usize::from(line.width.saturating_sub(columns.odd + 1));
    let odd = words::of_row(row, calendar, model, room);
    let needs_a_look = row.state == State::Missed || row.still_clashes();
    let odd_style = match (style == model.theme.chosen(), needs_a_look) {
        (true, true) => style.patch(model.theme.title()), // reversed, yellow would be an alarm
        (true, false) => style,
        (false, true) => model.theme.due(),
        (false, false) => Style::new(),
    };
    put(screen, line, columns.odd, 0, &odd, odd_style);
}

/// Chooses the date on a row.
pub fn click(model: &mut Model, row: usize, height: u16) {
    let all = entries(model);
    let first = first_shown(chosen(model, &all), all.len(), usize::from(height));
    model.plan.focus = Focus::Days;
    choose_entry(model, first + row);
}
