//! What is odd about a date, in words.

use chrono::{Datelike, NaiveDate, NaiveDateTime};
use unicode_width::UnicodeWidthStr;

use super::Look;
use super::month::glyph;
use crate::actions::agenda::Row;
use crate::actions::calendar::Calendar;
use crate::domain::{OccurrenceId, OnClosed};
use crate::locale::Locale;
use crate::plan::{Clash, Closed, Occurrence, Preview, Sign, State, clock_change};
use crate::text;
use crate::tui::model::Model;
use crate::tui::screen::odd;
use crate::tui::screen::today::is_running;
use crate::tui::view::{cut, title, title_of};

/// What parts two remarks.
const BETWEEN: &str = " · ";

/// `déplacé`, `annulé`, clashes, closed days and the night of a clock change, for a row of a list, in at most so many columns. Where all
/// does not fit, roles lose the second names, then a clash the tail of the other's title, then its time; then the last parts go whole.
pub fn of_row(row: &Row, calendar: &Calendar, model: &Model, room: usize) -> String {
    let title = |id: &OccurrenceId| other(id, calendar, model);
    let short_title =
        |id: &OccurrenceId| title(id).map(|(title, at)| (title.split(',').next().unwrap_or_default().to_owned(), at));
    let (clashes, names) = (&row.clashes, &calendar.names);
    let roles = odd::roles_in_short(model, &row.roles, names);
    let ways = [
        parts(row, odd::clashing(model, clashes, names, title), odd::roles(model, &row.roles, names), model),
        parts(row, odd::clashing(model, clashes, names, title), roles.clone(), model),
        parts(row, odd::clashing(model, clashes, names, short_title), roles.clone(), model),
        parts(row, odd::clashing_in_short(model, clashes, names, title), roles, model),
    ];
    let fitting = ways.iter().find(|parts| parts.join(BETWEEN).width() <= room);
    fitting.map_or_else(|| first_parts(&ways[3], room), |parts| parts.join(BETWEEN))
}

/// As many parts as fit, an ellipsis for the others behind them.
fn first_parts(parts: &[String], room: usize) -> String {
    let mut fewer = (1..parts.len()).rev().map(|kept| format!("{} …", parts[..kept].join(BETWEEN)));
    fewer.find(|words| words.width() <= room).unwrap_or_else(|| cut(&parts.join(BETWEEN), room))
}

fn parts(row: &Row, clash: Option<String>, roles: Option<String>, model: &Model) -> Vec<String> {
    let locale = &model.locale;
    let occurrence = &row.occurrence;
    let date = occurrence.start.date_naive();
    let state = match row.state {
        State::Planned => None,
        State::Done if is_running(model, row) => Some(locale.say(&text!("listen-running"))),
        state => Some(locale.say(&text!("cli-state", state = state.as_str()))),
    };
    let closed = occurrence
        .on_closed_day
        .then(|| format!("{} {}", glyph(model, Sign::Closed), locale.say(&text!("schedule-closed-kept"))));
    let parts = [
        state,
        clash.filter(|_| row.state.waits()),
        closed,
        roles,
        was_at(occurrence, locale),
        clock_change(date, occurrence.start.timezone()).map(|by| odd::clock_change(model, date, by)),
    ];
    parts.into_iter().flatten().collect()
}

/// The same for a date that is only looked at, of a series that does so on closed days.
pub fn of_preview(preview: &Preview, on_closed: OnClosed, calendar: &Calendar, model: &Model) -> String {
    let locale = &model.locale;
    let closed = preview.closed.map(|closed| match closed {
        Closed::Kept => locale.say(&text!("schedule-closed-kept")),
        Closed::LeftOut => locale.say(&text!("schedule-closed-left-out", way = on_closed.as_str())),
    });
    let cancelled = preview.occurrence.cancelled.then(|| locale.say(&text!("cli-state", state = "cancelled")));
    let parts = [
        closed,
        cancelled,
        clashing(&preview.clashes, calendar, model),
        was_at(&preview.occurrence, locale),
        preview.clock_change.map(|by| odd::clock_change(model, preview.occurrence.start.date_naive(), by)),
    ];
    parts.into_iter().flatten().collect::<Vec<String>>().join(BETWEEN)
}

/// The same for a date that is about to be moved there: it takes place there, and where it was is known already.
pub fn of_move(preview: &Preview, calendar: &Calendar, model: &Model) -> String {
    let preview = Preview { occurrence: Occurrence { moved_from: None, ..preview.occurrence.clone() }, ..preview.clone() };
    of_preview(&preview, OnClosed::Keep, calendar, model)
}

/// Of a day without a date. Among the dates of all series a day is closed where it is for all of them.
pub fn of_nothing(date: NaiveDate, calendar: &Calendar, model: &Model) -> String {
    let locale = &model.locale;
    let closed = match model.plan.series().filter(|_| model.plan.look != Look::Week) {
        Some(series) => calendar.closed(series),
        None => calendar.settings.closed.clone(),
    };
    let nothing = match closed.iter().find(|days| days.contains(date)) {
        Some(days) if days.first == date && days.last > date && model.plan.look == Look::List => {
            locale.say(&text!("schedule-day-closed-until", last = locale.day_and_month(days.last)))
        }
        Some(_) => locale.say(&text!("schedule-day-closed")),
        None => locale.say(&text!("schedule-day-free")),
    };
    let change = clock_change(date, calendar.settings.zone).map(|by| odd::clock_change(model, date, by));
    [Some(nothing), change].into_iter().flatten().collect::<Vec<String>>().join(BETWEEN)
}

fn was_at(occurrence: &Occurrence, locale: &Locale) -> Option<String> {
    let was = occurrence.moved_from?;
    let said = match was.date() == occurrence.start.date_naive() {
        true => text!("schedule-was-at", time = was.time()),
        false => text!("schedule-was-on", date = locale.short_date(was.date()), time = was.time()),
    };
    Some(locale.say(&said))
}

fn clashing(clashes: &[Clash], calendar: &Calendar, model: &Model) -> Option<String> {
    odd::clashing(model, clashes, &calendar.names, |id| other(id, calendar, model))
}

/// What else there is, and where it lies; beyond the days that were read, where its rule puts it.
fn other(id: &OccurrenceId, calendar: &Calendar, model: &Model) -> Option<(String, NaiveDateTime)> {
    if let Some(found) = calendar.rows.iter().map(|row| &row.occurrence).find(|found| found.id == *id) {
        return Some((title_of(model, found), found.start.naive_local()));
    }
    let series = calendar.series.iter().find(|series| series.id == id.series)?;
    Some((title(model, &series.title, &series.people()), id.at))
}

/// `mardi 31 mars`; with its year where that is not this one.
pub fn day(date: NaiveDate, this_year: i32, locale: &Locale) -> String {
    match date.year() == this_year {
        true => format!("{} {}", locale.weekday(date), locale.day_and_month(date)),
        false => locale.date(date),
    }
}
