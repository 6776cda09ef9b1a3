//! The list of sessions to choose from.

use std::collections::BTreeSet;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use super::{State, open};
use crate::actions::listen::{Counted, SessionRow};
use crate::domain::Session;
use crate::text;
use crate::tui::event::{Click, Effect};
use crate::tui::keymap::Command;
use crate::tui::model::{Model, Screen};
use crate::tui::update::show;
use crate::tui::view::{cut, inner, put, put_right, title, wrap};

/// Rows of the list above its first session.
const ABOVE: u16 = 1;

/// From this width on the columns follow the titles, and behind them stands what was noted.
const WIDE: u16 = 100;

/// How many rows a page has, for keys.
const PAGE: usize = 10;

impl State {
    /// The list's row of this session is the chosen one.
    pub fn choose_row_of(&mut self, session: &str) {
        let rows = self.sessions.as_deref().unwrap_or_default();
        self.chosen = rows.iter().position(|row| row.entry.id == session).unwrap_or(self.chosen);
    }

    /// The session that somebody has gone to; at the top nobody has, and the latest is chosen.
    pub fn chosen_lower_down(&self) -> Option<String> {
        let row = self.rows().get(self.chosen).filter(|_| self.chosen > 0);
        row.map(|row| row.entry.id.clone())
    }

    /// As it was before the list was read anew.
    pub fn choose_again(&mut self, session: Option<String>) {
        self.chosen = self.chosen.min(self.rows().len().saturating_sub(1));
        session.into_iter().for_each(|session| self.choose_row_of(&session));
    }

    fn rows(&self) -> &[SessionRow] {
        self.sessions.as_deref().unwrap_or_default()
    }
}

pub fn commanded(model: &mut Model, command: Command) -> Vec<Effect> {
    let last = model.listen.rows().len().saturating_sub(1);
    let chosen = &mut model.listen.chosen;
    match command {
        Command::Up => *chosen = chosen.saturating_sub(1),
        Command::Down => *chosen = (*chosen + 1).min(last),
        Command::PageUp => *chosen = chosen.saturating_sub(PAGE),
        Command::PageDown => *chosen = (*chosen + PAGE).min(last),
        Command::First => *chosen = 0,
        Command::Last => *chosen = last,
        Command::Accept => return open_chosen(model),
        Command::Back => return show(model, Screen::Today),
        _ => {}
    }
    Vec::new()
}

fn open_chosen(model: &mut Model) -> Vec<Effect> {
    match model.listen.rows().get(model.listen.chosen).map(|row| row.entry.id.clone()) {
        Some(session) => open(model, &session, None),
        None => Vec::new(),
    }
}

/// A click chooses; on the chosen row it opens.
pub fn clicked(model: &mut Model, click: Click) -> Vec<Effect> {
    let area = inner(Rect::new(0, 0, model.size.width, model.size.height));
    let Some(at) = click.row.checked_sub(area.y + ABOVE).filter(|_| click.row < area.bottom()) else { return Vec::new() };
    let at = usize::from(at) + top(model, area);
    if at >= model.listen.rows().len() {
        return Vec::new();
    }
    if at == model.listen.chosen {
        return open_chosen(model);
    }
    model.listen.chosen = at;
    Vec::new()
}

/// The first session that is shown, so that the chosen one is.
fn top(model: &Model, area: Rect) -> usize {
    let room = usize::from(area.height.saturating_sub(ABOVE + 1)).max(1);
    (model.listen.chosen + 1).saturating_sub(room)
}

pub fn view(model: &Model, screen: &mut Frame, area: Rect) {
    let Some(sessions) = &model.listen.sessions else { return };
    if sessions.is_empty() {
        let words = wrap(&model.locale.say(&text!("listen-no-session")), usize::from(area.width.saturating_sub(4)));
        for (row, line) in words.iter().enumerate() {
            put(screen, area, 3, ABOVE + row as u16, line, Style::new());
        }
    }
    let room = usize::from(area.height.saturating_sub(ABOVE + 1));
    let top = top(model, area);
    let columns = columns(model.listen.widths, area.width);
    for (at, row) in sessions.iter().enumerate().skip(top).take(room) {
        let line = Rect { y: area.y + ABOVE + (at - top) as u16, height: 1, ..area };
        view_row(model, screen, line, columns, row, at == model.listen.chosen);
    }
    if let Some(fault) = model.listen.faults.first() {
        let words = text!("listen-faults", count = model.listen.faults.len(), first = fault.plain(&model.locale));
        let sign = model.theme.sign("▲");
        put(screen, area, 1, area.height.saturating_sub(1), &format!("{sign} {}", model.locale.say(&words)), model.theme.due());
    }
}

/// The columns that the longest title and the longest count of marks take. Measured once for a list: there may be ten thousand sessions.
pub fn widths(model: &Model, sessions: &[SessionRow]) -> [u16; 2] {
    let titles = sessions.iter().map(|row| called(model, row).width()).max().unwrap_or(0);
    let counts: BTreeSet<Counted> = sessions.iter().filter_map(|row| row.tally).map(|tally| tally.counted).collect();
    let marks = counts.into_iter().map(|counted| marks(model, counted, usize::MAX).width()).max().unwrap_or(0);
    [titles as u16, marks as u16]
}

/// Where number, date, length, the end of the marks, and what was noted stand.
fn columns([titles, marks]: [u16; 2], width: u16) -> [u16; 5] {
    let from_right = |columns: u16| width.saturating_sub(columns);
    if width < WIDE {
        return [from_right(54), from_right(44), from_right(22), width, width];
    }
    let length = 46 + marks.max(12);
    let number = titles.saturating_add(6).min(from_right(length));
    [number, number + 12, number + 36, number + length, number + length + 2]
}

fn called(model: &Model, row: &SessionRow) -> String {
    title(model, &row.entry.session.title, &row.entry.session.people)
}

/// How it was, and in a line what was said.
fn noted(model: &Model, session: &Session) -> String {
    let words = [&session.after.mood, &session.after.gist].into_iter().flatten().filter(|_| !model.setup.hides_names);
    words.map(String::as_str).collect::<Vec<_>>().join(" · ")
}

fn view_row(model: &Model, screen: &mut Frame, area: Rect, columns: [u16; 5], row: &SessionRow, is_chosen: bool) {
    let style = if is_chosen { model.theme.title() } else { Style::new() };
    let [at_number, at_date, at_length, marks_end, at_noted] = columns;
    let mut cell = |column: u16, words: &str| put(screen, area, column, 0, words, style);
    if is_chosen {
        cell(1, "▌");
    }
    cell(3, &cut(&called(model, row), usize::from(at_number.saturating_sub(4))));
    cell(at_number, &number(model, &row.entry.session));
    cell(at_date, &date(model, row));
    cell(at_length, &length(model, row));
    cell(at_noted, &cut(&noted(model, &row.entry.session), usize::from(area.width.saturating_sub(at_noted + 1))));
    if let Some(tally) = row.tally.filter(|_| !is_running(model, &row.entry.id)) {
        let up_to_marks = Rect { width: marks_end, ..area }.intersection(area);
        let room = usize::from(marks_end.saturating_sub(at_length + 3)).saturating_sub(length(model, row).width());
        put_right(screen, up_to_marks, 0, &marks(model, tally.counted, room), style);
    }
}

/// `2 repères, 1 hors diffusion`; where there is not so much room, `2 repères, 1 ▒`, else `2 repères`.
pub fn marks(model: &Model, counted: Counted, room: usize) -> String {
    let marks = model.locale.say(&text!("listen-marks", count = counted.marks));
    let whole = model.locale.marks_and_withheld(marks.clone(), counted.withheld);
    let short = format!("{marks}, {} ▒", counted.withheld);
    match [&whole, &short].map(|words| words.width() <= room) {
        [true, _] => whole,
        [_, true] if counted.withheld > 0 => short,
        _ => marks,
    }
}

pub fn number(model: &Model, session: &Session) -> String {
    model.locale.number_of(session.number, session.of).unwrap_or_default()
}

fn date(model: &Model, row: &SessionRow) -> String {
    let session = &row.entry.session;
    let date = row.started().map(|started| started.date_naive()).or(session.occurrence.map(|at| at.date()));
    date.map_or_else(String::new, |date| model.locale.short_date_of_year(date))
}

fn length(model: &Model, row: &SessionRow) -> String {
    match (is_running(model, &row.entry.id), row.is_open()) {
        (true, _) => model.locale.say(&text!("listen-running")),
        (false, true) => model.locale.say(&text!("listen-broken")),
        (false, false) => model.locale.length(row.seconds()),
    }
}

/// The session is being recorded: its sound and marks are not counted yet.
pub fn is_running(model: &Model, session: &str) -> bool {
    model.live.as_ref().is_some_and(|live| live.has_take() && live.status.session.as_deref() == Some(session))
}
