//! The month view: weeks of days, each with one sign, of the chosen series.

use chrono::{Datelike, Days, NaiveDate};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use super::areas::Areas;
use super::{Focus, Look, date_of, walk};
use crate::actions::agenda::Row;
use crate::plan::{Dated, Day, Sign, State, Week, weeks};
use crate::text;
use crate::tui::event::Click;
use crate::tui::model::Model;
use crate::tui::screen::odd;
use crate::tui::screen::today::is_running;
use crate::tui::view::{cut, put};

/// Where the days begin, behind the name of the month.
const BEGIN: u16 = 10;

/// The cells of a day in which no words stand: its number and sign before them, room for the sign of the next chosen one behind.
const NO_WORDS: u16 = 7;

/// The cells of one day, from its number to that of the next.
fn spacing(width: u16) -> u16 {
    (width.saturating_sub(BEGIN + 6) / 7).clamp(6, 20)
}

pub fn view(model: &Model, screen: &mut Frame, areas: &Areas) {
    if areas.weeks.is_empty() {
        return;
    }
    let all = shown(model, areas);
    heads(model, screen, areas, &all);
    for (row, week) in all.iter().enumerate() {
        draw_week(model, screen, areas.weeks, row as u16, week);
    }
    legend(model, screen, Rect { y: areas.weeks.bottom(), height: 1, ..areas.inner }.intersection(areas.inner), &all);
}

/// The first and the last day of the weeks.
pub fn days(model: &Model, areas: &Areas) -> (NaiveDate, NaiveDate) {
    let day = model.plan.day.unwrap_or(model.local().date_naive());
    let top = model.plan.top.unwrap_or(walk::monday(day));
    let days = u64::from(areas.weeks.height.max(1)) * 7 - 1;
    (top, top.checked_add_days(Days::new(days)).unwrap_or(top))
}

fn shown(model: &Model, areas: &Areas) -> Vec<Week> {
    let Some(calendar) = &model.plan.calendar else { return Vec::new() };
    let today = model.local().date_naive();
    let (top, last) = days(model, areas);
    // What is being recorded is not done yet.
    let state = |row: &Row| if is_running(model, row) { State::Due } else { row.state };
    let dated: Vec<Dated> = model.plan.rows().map(|row| Dated::of(&row.occurrence, state(row), &row.clashes)).collect();
    let zone = model.plan.series().map_or(calendar.settings.zone, |series| series.zone);
    let closed = model.plan.series().map_or_else(|| calendar.settings.closed.clone(), |series| calendar.closed(series));
    weeks(top, last, today, zone, &closed, &dated)
}

/// The weekdays, each over its days.
fn heads(model: &Model, screen: &mut Frame, areas: &Areas, all: &[Week]) {
    let row = Rect { y: areas.weeks.y.saturating_sub(1), height: 1, ..areas.inner }.intersection(areas.inner);
    let Some(week) = all.first() else { return };
    for (at, day) in week.days.iter().enumerate() {
        let name: String = model.locale.weekday(day.date).chars().take(3).collect();
        put(screen, row, BEGIN + at as u16 * spacing(row.width), 0, &name, model.theme.faint());
    }
}

/// `   mars   23 ●     24 ●  …  [28]►    29 ○  + 1 heure`.
fn draw_week(model: &Model, screen: &mut Frame, area: Rect, row: u16, week: &Week) {
    if let Some(month) = week.month {
        let name = model.locale.say(&text!("month", number = month));
        let column = (BEGIN - 1).saturating_sub(name.width() as u16).min(3);
        // The sign of the chosen one stands before today's bracket.
        let begin_of_days = if is_chosen_today(model, &week.days[0]) { BEGIN - 2 } else { BEGIN - 1 };
        let column = column.min(begin_of_days.saturating_sub(name.width() as u16));
        put(screen, area, column, row, &cut(&name, usize::from(begin_of_days)), model.theme.title());
    }
    let has_change = week.days.iter().any(|day| day.clock_change.is_some());
    for (at, day) in week.days.iter().enumerate() {
        let place = (BEGIN + at as u16 * spacing(area.width), row);
        draw_day(model, screen, area, place, day);
        if at < 6 || !has_change {
            draw_words(model, screen, area, place, day);
        }
    }
    if let Some(by) = week.days.iter().find_map(|day| day.clock_change) {
        let change = model.locale.say(&odd::signed(by, &model.locale));
        let column = (BEGIN + 6 * spacing(area.width) + 6).min(area.width.saturating_sub(change.width() as u16));
        put(screen, area, column, row, &change, model.theme.due());
    }
}

fn is_chosen_today(model: &Model, day: &Day) -> bool {
    day.is_today && model.plan.day == Some(day.date)
}

fn draw_day(model: &Model, screen: &mut Frame, area: Rect, (column, row): (u16, u16), day: &Day) {
    let is_chosen = model.plan.day == Some(day.date);
    let number = format!("{:>2}", day.date.day());
    let style = match (is_chosen, model.plan.focus) {
        (true, Focus::Days) => model.theme.chosen(),
        (true, Focus::Series) => model.theme.title(),
        (false, _) => Style::new(),
    };
    if is_chosen {
        let before = if day.is_today { 2 } else { 1 };
        put(screen, area, column - before, row, "▌", model.theme.title());
    }
    if day.is_today {
        put(screen, area, column - 1, row, "[", model.theme.title());
        put(screen, area, column + 2, row, "]", model.theme.title());
    }
    put(screen, area, column, row, &number, style);
    if has_both(day) {
        // Where today's bracket stands already, behind the sign.
        let at = if day.is_today { 4 } else { 2 };
        put(screen, area, column + at, row, &glyph(model, Sign::Closed), model.theme.faint());
    }
    if let Some(sign) = day.sign {
        let style = match sign {
            Sign::Clash | Sign::Missed | Sign::Today => model.theme.due(),
            Sign::Done => model.theme.good(),
            Sign::Closed | Sign::Cancelled => model.theme.faint(),
            Sign::Moved | Sign::Planned => Style::new(),
        };
        put(screen, area, column + 3, row, &glyph(model, sign), style);
    }
}

/// A closed day on which something takes place.
fn has_both(day: &Day) -> bool {
    day.is_closed && day.sign.is_some_and(|sign| sign != Sign::Closed)
}

/// Behind the sign, where there is room: who leads, or when it begins if it was moved.
fn draw_words(model: &Model, screen: &mut Frame, area: Rect, (column, row): (u16, u16), day: &Day) {
    let room = usize::from(spacing(area.width).saturating_sub(NO_WORDS));
    if room >= 4 {
        put(screen, area, column + 5, row, &words_of(model, day, room), model.theme.faint());
    }
}

fn words_of(model: &Model, day: &Day, room: usize) -> String {
    let Some(calendar) = &model.plan.calendar else { return String::new() };
    let Some(found) = model.plan.rows().find(|row| date_of(row) == day.date && row.state != State::Cancelled) else {
        return String::new();
    };
    let who: Vec<&str> = found.roles.values().map(|person| odd::first_name(&calendar.names, person)).collect();
    match (who.is_empty(), found.occurrence.moved_from) {
        (false, _) => cut(&who.join(", "), room),
        (true, Some(_)) => {
            Some(model.locale.clock(found.occurrence.start.time())).filter(|time| time.width() <= room).unwrap_or_default()
        }
        (true, None) => String::new(),
    }
}

pub(super) fn glyph(model: &Model, sign: Sign) -> String {
    let ascii = match sign {
        Sign::Clash => '!',
        Sign::Missed => '-',
        Sign::Today => '>',
        Sign::Moved => '~',
        Sign::Planned => 'o',
        Sign::Done => '*',
        Sign::Cancelled => 'x',
        Sign::Closed => '%',
    };
    if model.theme.ascii { ascii } else { sign.glyph() }.to_string()
}

/// What the signs mean: all of them, or where there is no room for all, those that are shown.
fn legend(model: &Model, screen: &mut Frame, row: Rect, all: &[Week]) {
    let signs: Vec<Sign> = Sign::LEGEND.into_iter().chain([Sign::Clash]).collect();
    let is_shown = |sign: &Sign| {
        all.iter().flat_map(|week| &week.days).any(|day| day.sign == Some(*sign) || (*sign == Sign::Closed && day.is_closed))
    };
    let words = |signs: &[Sign], gap: &str| signs.iter().map(|sign| sign_words(model, *sign)).collect::<Vec<_>>().join(gap);
    let shown: Vec<Sign> = signs.iter().copied().filter(is_shown).collect();
    let width = usize::from(row.width);
    let choices = [
        (3, words(&signs, "  ")),
        (3, words(&signs, " ")),
        (1, words(&signs, " ")),
        (1, words(&shown, "  ")),
        (1, words(&shown, " ")),
    ];
    let fitting = choices.iter().find(|(begin, words)| begin + words.width() < width).or(choices.last());
    if let Some((begin, words)) = fitting {
        put(screen, row, *begin as u16, 0, words, model.theme.faint());
    }
}

fn sign_words(model: &Model, sign: Sign) -> String {
    let name = match sign {
        Sign::Clash => "clash",
        Sign::Missed => "missed",
        Sign::Today => "today",
        Sign::Moved => "moved",
        Sign::Planned => "planned",
        Sign::Done => "done",
        Sign::Cancelled => "cancelled",
        Sign::Closed => "closed",
    };
    // Today's number stands in brackets, whatever sign is behind it.
    let before = if sign == Sign::Today { "[ ]" } else { "" };
    format!("{before}{} {}", glyph(model, sign), model.locale.say(&text!("schedule-sign", sign = name)))
}

/// Chooses the day at a place.
pub fn click(model: &mut Model, areas: &Areas, click: Click) {
    debug_assert_eq!(model.plan.look, Look::Month);
    let week = u64::from(click.row - areas.weeks.y);
    let column = click.column.saturating_sub(areas.weeks.x + BEGIN - 2) / spacing(areas.weeks.width);
    let top = model.plan.top.unwrap_or_default();
    let day: Option<NaiveDate> = top.checked_add_days(Days::new(week * 7 + u64::from(column.min(6))));
    if let Some(day) = day {
        model.plan.focus = Focus::Days;
        walk::choose_day(model, day);
    }
}
