//! Goes through series, days and dates.

use std::collections::BTreeSet;

use chrono::{Days, Months, NaiveDate, Weekday};

use super::areas::{Areas, first_shown};
use super::{Focus, Look, date_of, read_on};
use crate::actions::agenda::Row;
use crate::domain::{OccurrenceId, Slug};
use crate::plan::falls_away;
use crate::text;
use crate::tui::event::Effect;
use crate::tui::keymap::Command;
use crate::tui::model::Model;

/// One row of a list of dates: a date, or a day without any.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'m> {
    pub date: NaiveDate,
    pub row: Option<&'m Row>,
}

/// Where the arrows lead.
type Place = (NaiveDate, Option<(OccurrenceId, Slug)>);

pub fn monday(day: NaiveDate) -> NaiveDate {
    day.week(Weekday::Mon).checked_first_day().unwrap_or(day)
}

/// The rows of a list: in the week view those of all series, else those of the chosen one; a chosen day without a date is among them,
/// and in the list view the first of closed days on which dates fall away.
pub fn entries(model: &Model) -> Vec<Entry<'_>> {
    let plan = &model.plan;
    let day = plan.day.unwrap_or_default();
    match plan.look {
        Look::Week => in_weeks(model, day),
        Look::Month => with_days(plan.rows().map(of_row).collect(), BTreeSet::from([day])),
        Look::List => with_days(plan.rows().map(of_row).collect(), closed_from(model).into_iter().chain([day]).collect()),
    }
}

fn closed_from(model: &Model) -> Vec<NaiveDate> {
    let Some((calendar, series)) = model.plan.calendar.as_ref().zip(model.plan.series()) else { return Vec::new() };
    let closed = calendar.closed(series).into_iter().filter(|days| falls_away(series, &calendar.settings, days));
    closed.map(|days| days.first).collect()
}

/// From the week that is shown first: that of the chosen day, unless an earlier one shows it too.
fn in_weeks(model: &Model, day: NaiveDate) -> Vec<Entry<'_>> {
    let shown = model.plan.top.filter(|top| *top <= day).map(|top| weeks_from(model, top)).unwrap_or_default();
    match shown.iter().any(|entry| entry.date == day) {
        true => shown,
        false => weeks_from(model, monday(day)),
    }
}

/// One week with the dates of all series, and as many more as there is room for.
fn weeks_from(model: &Model, first: NaiveDate) -> Vec<Entry<'_>> {
    let room = usize::from(Areas::of(model).dates.height);
    let all = || model.plan.calendar.iter().flat_map(|calendar| &calendar.rows);
    let mut shown = Vec::new();
    for later in 0.. {
        let Some(monday) = first.checked_add_days(Days::new(later * 7)) else { break };
        let of_week = |row: &&Row| (0..7).contains(&days_between(monday, date_of(row)));
        let days = (0..7).filter_map(|later| monday.checked_add_days(Days::new(later))).collect();
        let week = with_days(all().filter(of_week).map(of_row).collect(), days);
        if later > 0 && shown.len() + week.len() > room {
            break;
        }
        shown.extend(week);
    }
    shown
}

/// By their starts, with a row for each of these days that has none.
fn with_days(mut entries: Vec<Entry<'_>>, days: BTreeSet<NaiveDate>) -> Vec<Entry<'_>> {
    let empty: Vec<Entry> =
        days.into_iter().filter(|day| entries.iter().all(|entry| entry.date != *day)).map(nothing_on).collect();
    entries.extend(empty);
    entries.sort_by_key(|entry| (entry.date, entry.row.map(|row| row.occurrence.start)));
    entries
}

fn of_row(row: &Row) -> Entry<'_> {
    Entry { date: date_of(row), row: Some(row) }
}

fn nothing_on(date: NaiveDate) -> Entry<'static> {
    Entry { date, row: None }
}

fn days_between(from: NaiveDate, to: NaiveDate) -> i64 {
    (to - from).num_days()
}

/// Which of the entries is chosen.
pub fn chosen(model: &Model, entries: &[Entry]) -> usize {
    let wanted = model.plan.row().map(|row| &row.occurrence.id);
    let is_it = |entry: &Entry| match (wanted, entry.row) {
        (Some(wanted), Some(row)) => row.occurrence.id == *wanted,
        (None, None) => Some(entry.date) == model.plan.day,
        _ => false,
    };
    let on_day = || entries.iter().position(|entry| Some(entry.date) == model.plan.day);
    entries.iter().position(is_it).or_else(on_day).unwrap_or(0)
}

/// Chooses a day, and the first date of the series on it.
pub fn choose_day(model: &mut Model, day: NaiveDate) {
    model.plan.day = Some(day);
    model.plan.occurrence = None;
    settle(model);
}

/// Chooses a row of a list.
pub fn choose_entry(model: &mut Model, at: usize) {
    let entries = entries(model);
    let Some(entry) = entries.get(at) else { return };
    let place = (entry.date, entry.row.map(|row| (row.occurrence.id.clone(), row.occurrence.series.clone())));
    choose(model, place);
}

fn choose(model: &mut Model, (day, date): Place) {
    model.plan.day = Some(day);
    if let Some((id, series)) = date {
        (model.plan.occurrence, model.plan.series) = (Some(id), Some(series));
    }
    settle(model);
}

/// Keeps what is chosen true: there is such a date on the day, and the day is among the weeks that are shown.
pub fn settle(model: &mut Model) {
    let day = model.plan.day.unwrap_or(model.local().date_naive());
    model.plan.day = Some(day);
    if model.plan.series.is_none() {
        model.plan.series = next_series(model);
    }
    model.plan.occurrence = model.plan.row().map(|row| row.occurrence.id.clone());
    if model.plan.look == Look::Week {
        model.plan.top = in_weeks(model, day).first().map(|entry| entry.date);
        return;
    }
    let weeks = i64::from(Areas::with_look(model, Look::Month).weeks.height.max(1));
    let top = model.plan.top.unwrap_or(monday(day));
    let below = days_between(top, day).div_euclid(7) - (weeks - 1);
    let top = match below {
        _ if day < top => monday(day),
        1.. => top.checked_add_days(Days::new(below.unsigned_abs() * 7)).unwrap_or(top),
        _ => top,
    };
    model.plan.top = Some(top);
}

/// The series whose turn is next; of those without a date near, the first.
fn next_series(model: &Model) -> Option<Slug> {
    let next = model.plan.calendar.as_ref()?.rows.iter().find(|row| row.state.waits()).map(|row| row.occurrence.series.clone());
    next.or_else(|| model.plan.series().map(|series| series.id.clone()))
}

/// The arrows, page keys and `Home`.
pub fn go(model: &mut Model, command: Command) -> Vec<Effect> {
    match (model.plan.focus, model.plan.look) {
        (Focus::Series, _) => in_series(model, command),
        (Focus::Days, Look::Month) => in_month(model, command),
        (Focus::Days, Look::List | Look::Week) => in_list(model, command),
    }
    read_on(model)
}

fn in_series(model: &mut Model, command: Command) {
    let Some(calendar) = &model.plan.calendar else { return };
    let ids: Vec<Slug> = calendar.series.iter().map(|series| series.id.clone()).collect();
    let at = model.plan.series_row();
    match command {
        Command::Up => choose_series(model, ids.get(at.saturating_sub(1))),
        Command::Down if at + 1 < ids.len() => choose_series(model, ids.get(at + 1)),
        Command::Down | Command::Right => model.plan.focus = Focus::Days,
        Command::First => choose_series(model, ids.first()),
        Command::Last => choose_series(model, ids.last()),
        _ => {}
    }
}

pub fn choose_series(model: &mut Model, id: Option<&Slug>) {
    if id.is_some() {
        (model.plan.series, model.plan.occurrence) = (id.cloned(), None);
        settle(model);
    }
}

/// Chooses the series on a row of the list, which is `height` rows high.
pub fn click_series(model: &mut Model, row: usize, height: u16) {
    let Some(calendar) = &model.plan.calendar else { return };
    let first = first_shown(model.plan.series_row(), calendar.series.len(), usize::from(height));
    if let Some(series) = calendar.series.get(first + row) {
        let id = series.id.clone();
        model.plan.focus = Focus::Series;
        choose_series(model, Some(&id));
    }
}

fn in_month(model: &mut Model, command: Command) {
    let day = model.plan.day.unwrap_or_default();
    let to = match command {
        Command::Left => day.pred_opt(),
        Command::Right => day.succ_opt(),
        Command::Up if model.plan.top.is_some_and(|top| days_between(top, day) < 7) => {
            model.plan.focus = Focus::Series;
            None
        }
        Command::Up => day.checked_sub_days(Days::new(7)),
        Command::Down => day.checked_add_days(Days::new(7)),
        _ => return by_month(model, command),
    };
    if let Some(to) = to {
        choose_day(model, to);
    }
}

fn in_list(model: &mut Model, command: Command) {
    let count = entries(model).len();
    let at = chosen(model, &entries(model));
    let day = model.plan.day.unwrap_or_default();
    let is_week = model.plan.look == Look::Week;
    match command {
        Command::Up if at == 0 => model.plan.focus = Focus::Series,
        Command::Up => choose_entry(model, at - 1),
        Command::Down if at + 1 < count => choose_entry(model, at + 1),
        Command::Left if is_week => choose_far(model, day.checked_sub_days(Days::new(7))),
        Command::Right if is_week => choose_far(model, day.checked_add_days(Days::new(7))),
        Command::Left => by_month(model, Command::PageUp),
        Command::Right => by_month(model, Command::PageDown),
        _ => by_month(model, command),
    }
}

fn by_month(model: &mut Model, command: Command) {
    let day = model.plan.day.unwrap_or_default();
    match command {
        Command::PageUp => choose_far(model, day.checked_sub_months(Months::new(1))),
        Command::PageDown => choose_far(model, day.checked_add_months(Months::new(1))),
        Command::First => choose_far(model, Some(model.local().date_naive())),
        _ => {}
    }
}

/// A day that may lie far away: its week becomes the first.
fn choose_far(model: &mut Model, day: Option<NaiveDate>) {
    if let Some(day) = day {
        model.plan.top = Some(monday(day));
        choose_day(model, day);
    }
}

/// The next date, of any series, that clashes; behind the last one the first again.
pub fn to_next_clash(model: &mut Model) -> Vec<Effect> {
    let Some(calendar) = &model.plan.calendar else { return Vec::new() };
    let here = model.plan.row().map(|row| (row.occurrence.start.with_timezone(&chrono::Utc), row.occurrence.id.clone()));
    let day = model.plan.day.unwrap_or_default();
    let is_behind = |one: &&crate::actions::calendar::Clashing| match &here {
        Some((start, id)) => (one.start, &one.id) > (*start, id),
        None => one.date >= day,
    };
    let Some(next) = calendar.clashing.iter().find(is_behind).or_else(|| calendar.clashing.first()) else {
        model.say(text!("schedule-no-clash"));
        return Vec::new();
    };
    let place = (next.date, Some((next.id.clone(), next.id.series.clone())));
    model.plan.focus = Focus::Days;
    choose(model, place);
    read_on(model)
}
