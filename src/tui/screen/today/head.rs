//! The first block: what is due and what was recorded today, with what is odd about it, and whether everything is there to record.

use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use super::page::{GAP, Line, behind, paragraph, rows_of, spread, widest};
use super::rows::Row;
use super::words;
use crate::actions::agenda;
use crate::locale::Text;
use crate::plan::State;
use crate::store::sessions::SessionEntry;
use crate::text;
use crate::tui::keymap::{Command, Scope};
use crate::tui::model::Model;
use crate::tui::small_lamp::small_lamp;
use crate::tui::view::{place_name, title, title_of};

/// Width of the titles, at least and at most.
const TITLES: (usize, usize) = (12, 40);

/// Columns of a row.
const TITLE: usize = 2;
const PLACE: usize = 4;
const LENGTH: usize = 5;

/// What is due, and whether everything is there for it.
pub fn head(model: &Model, width: usize) -> Vec<Line> {
    let Some(facts) = &model.today.facts else {
        return vec![Line { pieces: vec![(3, "…".to_owned(), model.theme.faint())], ..Line::default() }];
    };
    let style = model.theme.alarm();
    let mut lines: Vec<Line> =
        facts.clock_doubt.iter().flat_map(|doubt| paragraph(&words::doubt(model, *doubt), 3, width, style)).collect();
    let (before, done) = due_lines(model, width);
    let nothing = before.is_empty();
    lines.extend(before);
    lines.extend(ways(model, width, nothing));
    lines.extend(ready(model, width));
    lines.extend(done);
    if model.setup.rehearsal {
        lines.extend(paragraph(
            &model.locale.say(&text!("today-rehearsal-way", key = model.key(Command::Stop, Scope::Record))),
            3,
            width,
            model.theme.title(),
        ));
    }
    lines
}

/// How to begin where `nothing` is planned, and the rehearsal where everything is new: keys, and what they do.
fn ways(model: &Model, width: usize, nothing: bool) -> Vec<Line> {
    let key = |command| model.key(command, model.screen.scope());
    let add = key(Command::Add);
    let mut ways = Vec::new();
    let mut lines = Vec::new();
    if nothing {
        lines.extend(paragraph(&model.locale.say(&text!("today-nothing")), 3, width, Style::new()));
        ways.push((add.clone(), text!("today-nothing-now")));
        ways.push((key(Command::NextScreen), text!("today-nothing-plan", key = add)));
    }
    if nothing || model.setup.is_new {
        ways.push((key(Command::Rehearse), text!("today-to-rehearse")));
    }
    let column = 3 + ways.iter().map(|(key, _)| key.width()).max().unwrap_or(0) + 2;
    for (key, words) in ways {
        let mut way = paragraph(&model.locale.say(&words), column, width, Style::new());
        way[0].pieces.insert(0, (3, key, model.theme.key()));
        lines.extend(way);
    }
    lines
}

/// The rows up to the last one that is due, and those of what is done after it; each with what is odd about it.
fn due_lines(model: &Model, width: usize) -> (Vec<Line>, Vec<Line>) {
    let rows = rows_of(model, |row| matches!(row, Row::Due(_) | Row::Done(_) | Row::Unplanned(_)));
    let due = rows.iter().rposition(|(_, row)| matches!(row, Row::Due(_))).map_or(rows.len(), |last| last + 1);
    let cells: Vec<[String; 6]> = rows.iter().map(|(_, row)| cells(model, *row)).collect();
    let columns = columns(&cells, width);
    let mut lines = rows.iter().zip(cells).map(|((at, row), cells)| {
        let (title, planned) = (model.theme.title(), model.today.planned(*row));
        let first = planned.map_or_else(Style::new, |row| first_style(model, row));
        let styles = [first, title, title, Style::new(), Style::new(), Style::new()];
        let pieces = spread(model, *at, cells.into_iter().zip(styles).collect(), &columns, GAP);
        let line = Line { pieces, row: Some(*at), ..Line::default() };
        match planned {
            Some(row) => with_remark(model, row, line, &columns, width),
            None => vec![line],
        }
    });
    let before = lines.by_ref().take(due).flatten().collect();
    (before, lines.flatten().collect())
}

fn cells(model: &Model, row: Row) -> [String; 6] {
    let facts = model.today.facts.as_ref();
    match (row, model.today.planned(row)) {
        (Row::Unplanned(at), _) => facts.and_then(|facts| facts.unplanned.get(at)).map(|entry| unplanned(model, entry)),
        (_, planned) => planned.map(|planned| planned_cells(model, planned)),
    }
    .unwrap_or_default()
}

fn planned_cells(model: &Model, row: &agenda::Row) -> [String; 6] {
    let occurrence = &row.occurrence;
    [
        words::stands(model, row),
        model.locale.clock(occurrence.start.time()),
        title_of(model, occurrence),
        words::number(model, occurrence),
        occurrence.place.as_ref().map(|place| place_name(model, place)).unwrap_or_default(),
        words::length(model, occurrence),
    ]
}

/// A session that had no place in the plan, and how long its takes are.
fn unplanned(model: &Model, entry: &SessionEntry) -> [String; 6] {
    let session = &entry.session;
    let began = session.takes.first().map(|take| take.started.with_timezone(&session.zone).time());
    [
        model.locale.say(&text!("today-is-done")).to_uppercase(),
        began.map_or_else(String::new, |began| model.locale.clock(began)),
        title(model, &session.title, &session.people),
        model.locale.say(&text!("today-unplanned")),
        String::new(),
        words::recorded_length(model, entry),
    ]
}

/// The row of the take that runs looks like the lamp, in bold.
fn first_style(model: &Model, row: &agenda::Row) -> Style {
    match row.state {
        State::Done if words::is_running(model, row) => {
            small_lamp(model).map_or_else(Style::new, |(_, style)| style).patch(model.theme.title())
        }
        State::Done if words::broke_off(model, row) => model.theme.due(),
        State::Done | State::Planned => Style::new(),
        _ => model.theme.due(),
    }
}

/// How wide each column is, 0 where it is left out: the length goes before the place, and both before a title is cut.
fn columns(cells: &[[String; 6]], width: usize) -> [usize; 6] {
    let mut columns = std::array::from_fn(|n| widest(cells.iter().map(|cells| cells[n].as_str())));
    let wanted = columns[TITLE].min(TITLES.1);
    for dropped in [None, Some(LENGTH), Some(PLACE)] {
        if let Some(dropped) = dropped {
            columns[dropped] = 0;
        }
        columns[TITLE] = 0;
        let room = width.saturating_sub(behind(&columns, GAP) + 1);
        columns[TITLE] = wanted.min(room.max(TITLES.0));
        if columns[TITLE] == wanted {
            break;
        }
    }
    columns
}

/// What is odd about a row that waits stands behind it, or below it where that is too narrow.
fn with_remark(model: &Model, row: &agenda::Row, mut line: Line, columns: &[usize], width: usize) -> Vec<Line> {
    if row.state == State::Done {
        return vec![line];
    }
    let style = if row.clashes.is_empty() { Style::new() } else { model.theme.due() };
    let column = behind(columns, GAP);
    let whole = words::remark(model, row, usize::MAX);
    if whole.is_empty() || column + whole.width() < width {
        line.pieces.push((column, whole, style));
        return vec![line];
    }
    let column = behind(&columns[..1], GAP);
    let remark = words::remark(model, row, width.saturating_sub(column + 1));
    let below = Line { pieces: vec![(column, remark, style)], row: line.row, ..Line::default() };
    vec![line, below]
}

/// `Prêt : micro ✓ place 41 h ✓`, in as many lines as it needs; nothing in a take.
fn ready(model: &Model, width: usize) -> Vec<Line> {
    let parts = if model.has_take() { Vec::new() } else { words::ready(model) };
    if parts.is_empty() {
        return Vec::new();
    }
    let begin = beginning(&parts).map_or_else(String::new, |begin| model.locale.say(&begin));
    let indent = if begin.is_empty() { 3 } else { 3 + begin.width() + 2 };
    let mut lines = vec![Line { pieces: vec![(3, begin, Style::new())], ..Line::default() }];
    let mut column = indent;
    for (words, is_there) in parts {
        let (sign, style) = match is_there {
            Some(true) => ("✓", model.theme.good()),
            Some(false) => ("▲", model.theme.due()),
            None => ("", Style::new()),
        };
        let sign = model.theme.sign(sign).to_owned();
        let wide = words.width() + 1 + sign.width();
        if column + wide > width && column > indent {
            lines.push(Line::default());
            column = indent;
        }
        let line = lines.last_mut().expect("it begins with one");
        line.pieces.push((column, words.clone(), Style::new()));
        line.pieces.push((column + words.width() + 1, sign, style));
        column += wide + 3;
    }
    lines
}

/// Whether everything is ready; nothing is said of it before everything has answered.
fn beginning(parts: &[(String, Option<bool>)]) -> Option<Text> {
    let is_any = |wanted| parts.iter().any(|(_, is_there)| *is_there == wanted);
    match is_any(Some(false)) {
        true => Some(text!("today-not-ready")),
        false if is_any(None) => None,
        false => Some(text!("today-ready")),
    }
}
