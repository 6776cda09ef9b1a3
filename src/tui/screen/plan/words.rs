//! What is odd about a date, in words.

use chrono::{Datelike, Duration, NaiveDate, NaiveDateTime};

use crate::actions::agenda::Row;
use crate::actions::calendar::Calendar;
use crate::locale::{Locale, Text};
use crate::plan::{Clash, Closed, Occurrence, Preview, State, Twice, clock_change};
use crate::text;
use crate::tui::theme::Theme;

/// `déplacé`, `annulé`, clashes, closed days and the night of a clock change, for a row of a list.
pub fn of_row(row: &Row, calendar: &Calendar, locale: &Locale, theme: Theme) -> String {
    let occurrence = &row.occurrence;
    let date = occurrence.start.date_naive();
    let state = match row.state {
        State::Planned => None,
        state => Some(locale.say(&text!("cli-state", state = state.as_str()))),
    };
    let closed = is_closed(date, calendar).then(|| locale.say(&text!("schedule-closed-kept")));
    let parts = [
        state,
        clashing(&row.clashes, calendar, locale, theme).filter(|_| waits(row.state)),
        was_at(occurrence, locale),
        closed,
        clock(clock_change(date, occurrence.start.timezone()), locale),
    ];
    parts.into_iter().flatten().collect::<Vec<String>>().join(" · ")
}

/// A clash of what has been, or is cancelled, needs nobody any more.
pub fn waits(state: State) -> bool {
    matches!(state, State::Planned | State::Due | State::Late)
}

/// The same for a date that is only looked at.
pub fn of_preview(preview: &Preview, calendar: &Calendar, locale: &Locale, theme: Theme) -> String {
    let closed = preview.closed.map(|closed| match closed {
        Closed::Kept => locale.say(&text!("schedule-closed-kept")),
        Closed::LeftOut => locale.say(&text!("schedule-closed-left-out")),
    });
    let cancelled = preview.occurrence.cancelled.then(|| locale.say(&text!("cli-state", state = "cancelled")));
    let parts = [
        closed,
        cancelled,
        clashing(&preview.clashes, calendar, locale, theme),
        was_at(&preview.occurrence, locale),
        clock(preview.clock_change, locale),
    ];
    parts.into_iter().flatten().collect::<Vec<String>>().join(" · ")
}

/// The same for a date that is about to be moved there; where it was is known already.
pub fn of_move(preview: &Preview, calendar: &Calendar, locale: &Locale, theme: Theme) -> String {
    let preview = Preview { occurrence: Occurrence { moved_from: None, ..preview.occurrence.clone() }, ..preview.clone() };
    of_preview(&preview, calendar, locale, theme)
}

/// Of a day without a date.
pub fn of_nothing(date: NaiveDate, calendar: &Calendar, locale: &Locale) -> String {
    let nothing = match is_closed(date, calendar) {
        true => locale.say(&text!("schedule-day-closed")),
        false => locale.say(&text!("schedule-day-free")),
    };
    let change = clock(clock_change(date, calendar.settings.zone), locale);
    [Some(nothing), change].into_iter().flatten().collect::<Vec<String>>().join(" · ")
}

fn is_closed(date: NaiveDate, calendar: &Calendar) -> bool {
    calendar.settings.closed.iter().any(|days| days.contains(date))
}

fn was_at(occurrence: &Occurrence, locale: &Locale) -> Option<String> {
    let was = occurrence.moved_from?;
    let said = match was.date() == occurrence.start.date_naive() {
        true => text!("schedule-was-at", time = was.time()),
        false => text!("schedule-was-on", date = locale.short_date(was.date()), time = was.time()),
    };
    Some(locale.say(&said))
}

/// `▲ Lise a aussi : Samir, 20h30`; of several clashes the first, and how many more there are.
pub fn clashing(clashes: &[Clash], calendar: &Calendar, locale: &Locale, theme: Theme) -> Option<String> {
    let first = clashes.first()?;
    let others: std::collections::BTreeSet<_> = clashes.iter().map(|clash| &clash.with).collect();
    let (title, at) = whom(first, calendar);
    let said = match &first.twice {
        Twice::Person(id) => text!("schedule-clash-person", who = calendar.names.of(id), title = title, time = at.time()),
        Twice::Place(id) => {
            text!("schedule-clash-place", place = calendar.settings.place_name(id), title = title, time = at.time())
        }
    };
    let sign = if theme.ascii { "!!" } else { "▲" };
    let more = others.len() - 1;
    let more = if more > 0 { format!(" (+ {more})") } else { String::new() };
    Some(format!("{sign} {}{more}", locale.say(&said)))
}

/// What else there is, and where it lies.
fn whom(clash: &Clash, calendar: &Calendar) -> (String, NaiveDateTime) {
    let row = calendar.rows.iter().find(|row| row.occurrence.id == clash.with);
    if let Some(row) = row {
        return (row.occurrence.title.clone(), row.occurrence.start.naive_local());
    }
    let series = calendar.series.iter().find(|series| series.id == clash.with.series);
    (series.map_or_else(|| clash.with.series.to_string(), |series| series.title.clone()), clash.with.at)
}

/// `+ 1 heure cette nuit-là`: the clocks change in the night before a date.
pub fn clock(change: Option<Duration>, locale: &Locale) -> Option<String> {
    change.map(|by| locale.say(&text!("schedule-clock-change", change = signed(by, locale))))
}

/// `+ 1 heure`, `− 30 min`.
pub fn signed(by: Duration, locale: &Locale) -> Text {
    let sign = if by < Duration::zero() { "−" } else { "+" };
    match by.num_minutes().unsigned_abs() {
        60 => text!("schedule-one-hour", sign = sign),
        _ => text!("schedule-so-long", sign = sign, length = locale.length(by.abs().num_seconds() as f64)),
    }
}

/// `mardi 31 mars`; with its year where that is not this one.
pub fn day(date: NaiveDate, this_year: i32, locale: &Locale) -> String {
    match date.year() == this_year {
        true => format!("{} {}", locale.weekday(date), locale.day_and_month(date)),
        false => locale.date(date),
    }
}
