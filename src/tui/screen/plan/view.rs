//! How Plan is drawn: series at the upper left, the chosen one in words beside it, the days below.

use chrono::{Datelike, NaiveDate};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use super::areas::{Areas, first_shown};
use super::{Focus, Look, form, list, month};
use crate::actions::calendar::Calendar;
use crate::domain::{ClosedDays, OnClosed, Series};
use crate::locale::Locale;
use crate::plan::{Repeat, fewer, is_pushed_on};
use crate::text;
use crate::tui::keymap::{Command, Scope};
use crate::tui::model::Model;
use crate::tui::view::{cut, frame_with, hints, put, title, wrap};

pub fn view(model: &Model, screen: &mut Frame, area: Rect) {
    if let Some(form) = &model.plan.form {
        frame_with(model, screen, area, "", &form::heading(model, form));
        return form::view(model, screen, area);
    }
    let areas = Areas::of(model);
    frame_with(model, screen, area, "", &months(model, &areas));
    footer(model, screen, area);
    let Some(calendar) = &model.plan.calendar else { return };
    borders(model, screen, area, &areas);
    series(model, calendar, screen, areas.series);
    faults(model, calendar, screen, areas.series);
    rule(model, calendar, screen, areas.rule);
    month::view(model, screen, &areas);
    list::view(model, screen, areas.dates);
}

/// `mars et avril 2020`: the months that the days lie in.
fn months(model: &Model, areas: &Areas) -> String {
    let day = model.plan.day.unwrap_or(model.local().date_naive());
    let (first, last) = match model.plan.look {
        Look::Month => month::days(model, areas),
        Look::List | Look::Week => list::days(model, areas.dates.height).unwrap_or((day, day)),
    };
    let locale = &model.locale;
    let name = |date: NaiveDate| locale.say(&text!("month", number = date.month()));
    let (from, to) = (name(first), format!("{} {}", name(last), last.year()));
    match (first.year() == last.year(), first.month() == last.month(), months_between(first, last)) {
        (true, true, _) => to,
        (true, false, 1) => locale.say(&text!("schedule-and", head = from, last = to)),
        (true, false, _) => locale.say(&text!("schedule-months", first = from, last = to)),
        (false, ..) => locale.say(&text!("schedule-months", first = format!("{from} {}", first.year()), last = to)),
    }
}

fn months_between(first: NaiveDate, last: NaiveDate) -> i32 {
    (last.year() - first.year()) * 12 + last.month() as i32 - first.month() as i32
}

fn borders(model: &Model, screen: &mut Frame, area: Rect, areas: &Areas) {
    let style = model.theme.faint();
    let line = "─".repeat(usize::from(area.width));
    let at = areas.series.width;
    if !model.setup.rehearsal {
        put(screen, area, at, 2, "┬", style); // there a sentence stands in that line
    }
    for row in areas.series.top()..areas.series.bottom() {
        put(screen, area, at, row, "│", style);
    }
    put(screen, areas.inner, 0, areas.border - areas.inner.y, &line, style);
    put(screen, areas.inner, at, areas.border - areas.inner.y, "┴", style);
    if areas.second_border != areas.border {
        put(screen, areas.inner, 0, areas.second_border - areas.inner.y, &line, style);
    }
}

/// `▌ Nadia, le soir        9 / 60`.
fn series(model: &Model, calendar: &Calendar, screen: &mut Frame, area: Rect) {
    if calendar.series.is_empty() {
        let words = model.locale.say(&text!("schedule-no-series", key = model.key(Command::Add, Scope::Plan)));
        for (row, line) in wrap(&words, usize::from(area.width) - 4).iter().enumerate() {
            put(screen, area, 3, row as u16, line, Style::new());
        }
        return;
    }
    let chosen = model.plan.series_row();
    let first = first_shown(chosen, calendar.series.len(), usize::from(area.height));
    for (row, (at, series)) in calendar.series.iter().enumerate().skip(first).take(usize::from(area.height)).enumerate() {
        let row = row as u16;
        let style = match (at == chosen, model.plan.focus) {
            (true, Focus::Series) => model.theme.chosen(),
            (true, Focus::Days) => model.theme.title(),
            (false, _) => Style::new(),
        };
        if at == chosen {
            let style = if model.plan.focus == Focus::Series { model.theme.title() } else { model.theme.faint() };
            put(screen, area, 1, row, "▌", style);
        }
        let tally = tally(calendar, series);
        let column = area.width.saturating_sub(tally.width() as u16 + 2);
        let room = usize::from(column).saturating_sub(4);
        put(screen, area, 3, row, &cut(&title(model, &series.title, &series.people()), room), style);
        put(screen, area, column, row, &tally, style);
    }
}

/// Files that cost their own row: each is named with its line, as far as there is room below the series.
fn faults(model: &Model, calendar: &Calendar, screen: &mut Frame, area: Rect) {
    let first = u16::try_from(calendar.series.len()).unwrap_or(u16::MAX);
    let room = usize::from(area.height.saturating_sub(first));
    for (row, fault) in calendar.faults.iter().take(room).enumerate() {
        let file = fault.place().map_or(String::new(), |place| {
            let name = place.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            place.line.map_or(format!("{name}: "), |line| format!("{name}:{line}: "))
        });
        let sign = model.theme.sign("▲");
        let words = format!("{sign} {file}{}", model.locale.say(fault.message()));
        let width = usize::from(area.width.saturating_sub(5));
        put(screen, area, 3, first + row as u16, &cut(&words, width), model.theme.due());
    }
}

fn tally(calendar: &Calendar, series: &Series) -> String {
    let tally = calendar.tallies.get(&series.id).copied().unwrap_or_default();
    match tally.of {
        Some(of) => format!("{} / {of}", tally.done),
        None if tally.done == 0 => String::new(),
        None => tally.done.to_string(),
    }
}

/// The rule in words, closed days, how long, where and with whom, the zone. An ellipsis stands for what does not fit.
fn rule(model: &Model, calendar: &Calendar, screen: &mut Frame, area: Rect) {
    let Some(series) = model.plan.series() else { return };
    let locale = &model.locale;
    let width = usize::from(area.width.saturating_sub(3));
    let fewer = fewer(series, &calendar.settings).map(|fewer| locale.fewer(fewer));
    let sentences = [Some(locale.series(series)), fewer].into_iter().flatten().collect::<Vec<String>>();
    let mut lines = wrap(&sentences.join(" "), width);
    if !matches!(Repeat::of_rules(&series.rules, series.start, series.zone).0, Repeat::Once) {
        lines.extend(closed(calendar, series, locale).iter().flat_map(|sentence| wrap(sentence, width)));
    }
    let room = usize::from(area.height);
    let (facts, zone) = (facts(calendar, series, locale), locale.say(&zone(series)));
    let facts_alone = wrap(&facts, width);
    match lines.len() + facts_alone.len() < room {
        true => lines.extend(facts_alone.into_iter().chain([zone])),
        false => lines.extend(wrap(&format!("{facts} · {zone}"), width)), // on a row of its own it would be cut
    }
    if lines.len() > room && room > 0 {
        lines.truncate(room);
        lines[room - 1] = cut(&format!("{} …", lines[room - 1]), width);
    }
    for (row, line) in lines.iter().enumerate() {
        put(screen, area, 2, row as u16, line, Style::new());
    }
}

/// What the closed days that are shown do to the series.
fn closed(calendar: &Calendar, series: &Series, locale: &Locale) -> Vec<String> {
    let what = |days: &ClosedDays| match series.on_closed {
        OnClosed::Shift if !is_pushed_on(series, &calendar.settings, days) => OnClosed::Skip,
        on_closed => on_closed,
    };
    calendar.closed(series).iter().map(|days| locale.closed(days, what(days))).collect()
}

/// `45 min · appel vidéo · Lise et Nadia`.
fn facts(calendar: &Calendar, series: &Series, locale: &Locale) -> String {
    let people = series.people().iter().map(|id| calendar.names.of(id).to_owned()).collect();
    let facts = [
        Some(locale.length(f64::from(series.minutes) * 60.0)),
        series.place.as_ref().map(|id| calendar.settings.place_name(id)),
        Some(locale.list(people)),
    ];
    facts.into_iter().flatten().filter(|fact| !fact.is_empty()).collect::<Vec<_>>().join(" · ")
}

fn zone(series: &Series) -> crate::locale::Text {
    let name = series.zone.name();
    let city = name.rsplit('/').next().unwrap_or(name);
    text!("schedule-zone", city = city.to_lowercase(), name = name)
}

fn footer(model: &Model, screen: &mut Frame, area: Rect) {
    let rows = Rect { y: area.bottom().saturating_sub(2), height: 2, ..area }.intersection(area);
    use Command::*;
    let is_writable = model.plan.calendar.as_ref().is_some_and(|calendar| calendar.refusal.is_none());
    let in_series = model.plan.focus == Focus::Series;
    let cancel = match model.plan.row() {
        _ if in_series => text!("schedule-key-remove"),
        Some(row) if row.occurrence.cancelled => text!("schedule-key-restore"),
        _ => text!("schedule-key-cancel"),
    };
    let add = (&[Add][..], text!("schedule-key-add"));
    let edit = (&[Accept][..], text!("schedule-key-edit"));
    let cancel = (&[Cancel][..], cancel);
    let act: &[(&[Command], crate::locale::Text)] = &match (is_writable, in_series) {
        (false, _) => Vec::new(),
        (true, true) => vec![add, edit, cancel, (&[Undo], text!("schedule-key-undo"))],
        (true, false) => {
            let shift = (&[ShiftRest][..], text!("schedule-key-shift"));
            vec![add, edit, (&[Move], text!("schedule-key-move")), shift, cancel]
        }
    };
    hints(model, screen, rows, 0, act);
    let look = (&[View][..], text!("schedule-key-view", next = model.plan.look.next().name()));
    let clash = (&[NextClash][..], text!("schedule-key-clash"));
    let go: &[(&[Command], crate::locale::Text)] = &match in_series {
        true => vec![
            (&[Up, Down][..], text!("schedule-key-choose")),
            (&[Right], text!("schedule-key-to-days")),
            look,
            clash,
            (&[Help], text!("schedule-key-help")),
            (&[Quit], text!("schedule-key-quit")),
        ],
        false => vec![
            (&[Up, Down, Left, Right][..], text!("schedule-key-days")),
            (&[Back], text!("schedule-key-to-series")),
            look,
            clash,
            (&[Undo], text!("schedule-key-undo")),
            (&[Help], text!("schedule-key-help")),
            (&[Quit], text!("schedule-key-quit")),
            (&[PageUp, PageDown], text!("schedule-key-months")),
            (&[First], text!("schedule-key-today")),
        ],
    };
    hints(model, screen, rows, 1, go);
}
