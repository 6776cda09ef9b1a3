//! Which lines Today has, and which of them there is room for: what is due comes first, a line that needs nothing is left out.

use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use super::rows::Row;
use super::words;
use crate::actions::agenda::{Card, Open};
use crate::actions::today::Due;
use crate::locale::Text;
use crate::text;
use crate::tui::event::Click;
use crate::tui::model::Model;
use crate::tui::view::{cut, inner, place_name, wrap};

/// One line of the screen.
#[derive(Debug, Default)]
pub struct Line {
    /// What stands where: column, words, style.
    pub pieces: Vec<(usize, String, Style)>,
    /// At the right edge.
    pub right: Option<(String, Style)>,
    /// The row that a click on it chooses.
    pub row: Option<usize>,
    /// A rule across the screen, with the words in it.
    pub is_rule: bool,
}

/// The parts of the page, each with all its lines.
struct Parts {
    head: Vec<Line>,
    card: Vec<Line>,
    following: Vec<Line>,
    again: Vec<Line>,
}

/// So many rows of the lists are shown before the card gets room.
const NEXT: usize = 3;
const AGAIN: usize = 2;

/// Width of the first column of what is due, and of the titles, at least and at most.
const TITLE: (usize, usize) = (12, 40);

/// The lines for an area, from its top.
pub fn lines(model: &Model, area: Rect) -> Vec<Line> {
    let width = usize::from(area.width);
    let parts = Parts {
        head: head(model, width),
        card: card(model, width),
        following: following(model, width),
        again: again(model, width),
    };
    arranged(parts, usize::from(area.height), model)
}

/// The row under a click.
pub fn row_at(model: &Model, click: Click) -> Option<usize> {
    let area = inner(Rect { x: 0, y: 0, width: model.size.width, height: model.size.height });
    let at = click.row.checked_sub(area.y).filter(|row| *row < area.height)?;
    lines(model, area).into_iter().nth(usize::from(at))?.row
}

/// Gives each part its room.
fn arranged(parts: Parts, height: usize, model: &Model) -> Vec<Line> {
    let Parts { head, card, following, again } = parts;
    let mut left = height;
    let chosen = model.today.chosen;
    let airy = height >= 16;
    let head_rows = head.len().min((left / 2).max(2)).min(left);
    left -= head_rows;
    let mut again_rows = share(again.len(), AGAIN.min(left.saturating_sub(1) / 2), &mut left);
    let mut following_rows = share(following.len(), NEXT.min(left.saturating_sub(1)), &mut left);
    let blanks = if airy && left >= 2 { 1 + usize::from(!card.is_empty()) } else { 0 };
    left -= blanks.min(left);
    let between = usize::from(airy && !card.is_empty() && left > card.len());
    left -= between;
    let card_rows = card.len().min(left);
    left -= card_rows;
    grow(&mut following_rows, following.len(), &mut left);
    grow(&mut again_rows, again.len(), &mut left);
    let mut lines = Vec::with_capacity(height);
    lines.extend((blanks > 0).then(Line::default));
    lines.extend(window(head, head_rows, chosen));
    lines.extend((between > 0).then(Line::default));
    lines.extend(card.into_iter().take(card_rows));
    lines.extend((blanks > 1).then(Line::default));
    lines.extend(list(text!("today-following"), following, following_rows, model));
    lines.extend(list(text!("today-again"), again, again_rows, model));
    lines
}

/// Room for a rule and some rows of a list.
fn share(rows: usize, most: usize, left: &mut usize) -> usize {
    let given = rows.min(most);
    if given > 0 {
        *left -= given + 1;
    }
    given
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

fn list(title: Text, rows: Vec<Line>, most: usize, model: &Model) -> Vec<Line> {
    if most == 0 {
        return Vec::new();
    }
    let rule = Line { pieces: vec![(0, model.locale.say(&title), model.theme.faint())], is_rule: true, ..Line::default() };
    std::iter::once(rule).chain(window(rows, most, model.today.chosen)).collect()
}

/// So many of the lines that the chosen one is among them.
fn window(lines: Vec<Line>, most: usize, chosen: usize) -> Vec<Line> {
    let at = lines.iter().position(|line| line.row == Some(chosen));
    let first = at.map_or(0, |at| (at + 1).saturating_sub(most));
    lines.into_iter().skip(first).take(most).collect()
}

/// Rows of one kind, with their place among all rows.
fn rows_of(model: &Model, is_meant: impl Fn(Row) -> bool) -> Vec<(usize, Row)> {
    model.today.rows.iter().copied().enumerate().filter(|(_, row)| is_meant(*row)).collect()
}

/// What is due, and whether everything is there for it.
fn head(model: &Model, width: usize) -> Vec<Line> {
    let Some(facts) = &model.today.facts else { return Vec::new() };
    let style = model.theme.alarm();
    let mut lines: Vec<Line> =
        facts.clock_doubt.iter().flat_map(|doubt| paragraph(&words::doubt(model, *doubt), 3, width, style)).collect();
    lines.extend(due_lines(model, width));
    let nothing = lines.iter().all(|line| line.row.is_none());
    let mut say = |text: Text| lines.extend(paragraph(&model.locale.say(&text), 3, width, Style::new()));
    if nothing {
        say(text!("today-nothing"));
        say(text!("today-nothing-plan"));
    }
    if nothing || model.setup.is_new {
        say(text!("today-to-rehearse"));
    }
    lines.extend(ready(model, width));
    if model.setup.rehearsal {
        lines.extend(paragraph(&model.locale.say(&text!("today-rehearsal-way")), 3, width, model.theme.title()));
    }
    lines
}

fn due_lines(model: &Model, width: usize) -> Vec<Line> {
    let rows = rows_of(model, |row| matches!(row, Row::Due(_) | Row::Done(_)));
    let rows: Vec<_> = rows.into_iter().filter_map(|(at, row)| Some((at, model.today.planned(row)?))).collect();
    let stands: Vec<String> = rows.iter().map(|(_, row)| words::stands(model, row)).collect();
    let tails: Vec<Vec<String>> = rows
        .iter()
        .map(|(_, row)| {
            let place = row.occurrence.place.as_ref().map(|place| place_name(model, place)).unwrap_or_default();
            vec![words::number(model, &row.occurrence), place, words::length(model, &row.occurrence)]
        })
        .collect();
    let titles: Vec<String> = rows.iter().map(|(_, row)| words::title(model, &row.occurrence)).collect();
    let clocks: Vec<String> = rows.iter().map(|(_, row)| model.locale.clock(row.occurrence.start.time())).collect();
    let mut columns = vec![widest(&stands), widest(&clocks), 0];
    columns.extend((0..3).map(|n| tails.iter().map(|tail| tail[n].width()).max().unwrap_or(0)));
    columns[2] = room_for_title(&columns, &titles, width);
    let lines = rows.iter().enumerate().map(|(n, (at, row))| {
        let is_waiting = !matches!(row.state, crate::plan::State::Done | crate::plan::State::Planned);
        let first = if is_waiting { model.theme.due() } else { Style::new() };
        let mut cells =
            vec![(stands[n].clone(), first), (clocks[n].clone(), model.theme.title()), (titles[n].clone(), model.theme.title())];
        cells.extend(tails[n].iter().map(|words| (words.clone(), Style::new())));
        Line { pieces: spread(model, *at, cells, &columns), row: Some(*at), ..Line::default() }
    });
    lines.collect()
}

fn widest(words: &[String]) -> usize {
    words.iter().map(|words| words.width()).max().unwrap_or(0)
}

/// What the other columns leave, at most what the longest title needs.
fn room_for_title(columns: &[usize], titles: &[String], width: usize) -> usize {
    let others: usize = columns.iter().filter(|column| **column > 0).map(|column| column + 3).sum();
    let room = width.saturating_sub(others + 4).clamp(TITLE.0, TITLE.1);
    widest(titles).min(room)
}

/// Cells in their columns, three apart, behind the sign of the chosen row. An empty column takes no room.
fn spread(model: &Model, row: usize, cells: Vec<(String, Style)>, columns: &[usize]) -> Vec<(usize, String, Style)> {
    let mut pieces = sign_of(model, row);
    let mut column = 3;
    for ((words, style), width) in cells.into_iter().zip(columns).filter(|(_, width)| **width > 0) {
        pieces.push((column, cut(&words, *width), style));
        column += width + 3;
    }
    pieces
}

/// `▌` beside the chosen row.
fn sign_of(model: &Model, row: usize) -> Vec<(usize, String, Style)> {
    match row == model.today.chosen {
        true => vec![(1, model.theme.sign("▌").to_owned(), model.theme.title())],
        false => Vec::new(),
    }
}

/// `Prêt : micro ✓ place 41 h ✓`, in as many lines as it needs.
fn ready(model: &Model, width: usize) -> Vec<Line> {
    let parts = words::ready(model);
    if parts.is_empty() {
        return Vec::new();
    }
    let all_there = parts.iter().all(|(_, is_there)| *is_there != Some(false));
    let begin = model.locale.say(&if all_there { text!("today-ready") } else { text!("today-not-ready") });
    let indent = 3 + begin.width() + 2;
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

/// What was said last time, and what is open since: of the chosen row, else of its series. Where the chosen row has none, the card of
/// the first that is due stays, with its name.
fn card(model: &Model, width: usize) -> Vec<Line> {
    let Some(facts) = &model.today.facts else { return Vec::new() };
    let series_of = |row| model.today.planned(row).map(|planned| &planned.occurrence.series);
    let (due, is_own) = match model.today.row() {
        Some(Row::Due(at)) => (facts.due.get(at), true),
        Some(row @ Row::Done(_)) => (facts.due.iter().find(|due| Some(&due.row.occurrence.series) == series_of(row)), false),
        _ => (facts.due.first(), false),
    };
    let Some((due, card)) = due.and_then(|due| Some((due, due.card.as_ref()?))) else { return Vec::new() };
    if model.today.running.as_ref() == Some(&card.last.id) {
        return Vec::new(); // what is being recorded is no last time
    }
    let of = (!is_own || facts.due.len() > 1).then(|| words::title(model, &due.row.occurrence));
    let title = cut(&words::last_time(model, &card.last, of), width.saturating_sub(4));
    let mut lines = vec![Line { pieces: vec![(3, title, model.theme.title())], ..Line::default() }];
    lines.extend(touching(model, card, width));
    let open = |sign: &'static str, words: Text, right: String, open: &Open| {
        let pieces = vec![
            (5, model.theme.sign(sign).to_owned(), model.theme.title()),
            (7, model.locale.say(&words), Style::new()),
            (22, cut(&words::note(model, &open.marker), width.saturating_sub(24 + right.width())), Style::new()),
        ];
        Line { pieces, right: Some((right, model.theme.faint())), ..Line::default() }
    };
    lines.extend(card.threads.iter().map(|thread| open("→", text!("today-thread"), words::since(model, &thread.entry), thread)));
    let not_yet = model.locale.say(&text!("today-not-yet"));
    lines.extend(card.promises.iter().map(|promise| open("!", text!("today-promised"), not_yet.clone(), promise)));
    lines.extend(heavy(model, due, width));
    lines
}

fn touching(model: &Model, card: &Card, width: usize) -> Vec<Line> {
    let marks = card.touching.iter().filter_map(|mark| {
        let take = card.last.session.takes.iter().find(|take| take.id == mark.take)?;
        let at = model.locale.position(mark.frame, take.rate);
        let right = format!("{} {:<3}", words::themes(model, mark), model.theme.strength(mark.strength));
        let right = right.trim_start().to_owned();
        let column = 5 + 2 + at.width() + 2;
        let note = cut(&words::note(model, mark), width.saturating_sub(column + right.width() + 3));
        let pieces =
            vec![(5, model.theme.sign("◆").to_owned(), model.theme.title()), (7, at, Style::new()), (column, note, Style::new())];
        Some(Line { pieces, right: Some((right, Style::new())), ..Line::default() })
    });
    marks.collect()
}

fn heavy(model: &Model, due: &Due, width: usize) -> Vec<Line> {
    match due.heavy_in_a_row {
        0 => Vec::new(),
        times => paragraph(&model.locale.say(&text!("today-heavy", times = times)), 5, width, Style::new()),
    }
}

/// The next days.
fn following(model: &Model, width: usize) -> Vec<Line> {
    let rows = rows_of(model, |row| matches!(row, Row::Following(_)));
    let rows: Vec<_> = rows.into_iter().filter_map(|(at, row)| Some((at, model.today.planned(row)?))).collect();
    let cells: Vec<[String; 4]> = rows
        .iter()
        .map(|(_, row)| {
            let start = row.occurrence.start;
            let day = words::short_day(model, start.date_naive());
            [day, model.locale.clock(start.time()), words::title(model, &row.occurrence), words::number(model, &row.occurrence)]
        })
        .collect();
    let column = |n: usize| cells.iter().map(|cells| cells[n].width()).max().unwrap_or(0);
    let title = column(2).min(if width < 100 { 22 } else { TITLE.1 });
    let columns = [column(0), column(1), title, column(3)];
    let taken: usize = 3 + columns.iter().filter(|width| **width > 0).map(|width| width + 3).sum::<usize>();
    let line = |((at, row), cells): (&(usize, &crate::actions::agenda::Row), &[String; 4])| {
        let is_cancelled = row.state == crate::plan::State::Cancelled;
        let style = if is_cancelled { model.theme.faint() } else { Style::new() };
        let mut pieces = spread(model, *at, cells.iter().map(|words| (words.clone(), style)).collect(), &columns);
        let odd = if row.clashes.is_empty() || is_cancelled { style } else { model.theme.due() };
        pieces.push((taken, cut(&words::remark(model, row), width.saturating_sub(taken)), odd));
        Line { pieces, row: Some(*at), ..Line::default() }
    };
    rows.iter().zip(&cells).map(line).collect()
}

/// What broke off, what was missed, what says nothing yet, what is wrong in files.
fn again(model: &Model, width: usize) -> Vec<Line> {
    let Some(facts) = &model.today.facts else { return Vec::new() };
    let missed = rows_of(model, |row| matches!(row, Row::Missed(_)));
    let offer = model.locale.say(&text!("today-missed-offer"));
    let broken_off = |entry| Line { pieces: vec![(3, words::broken_off(model, entry), model.theme.due())], ..Line::default() };
    let mut lines: Vec<Line> = facts.broken_off.iter().map(broken_off).collect();
    lines.extend(missed.into_iter().filter_map(|(at, row)| {
        let words = words::missed(model, &model.today.planned(row)?.occurrence);
        let mut pieces = sign_of(model, at);
        let behind = 3 + words.width() + 3;
        pieces.push((3, words, model.theme.due()));
        if behind + offer.width() < width {
            pieces.push((behind, offer.clone(), Style::new()));
        }
        Some(Line { pieces, row: Some(at), ..Line::default() })
    }));
    for (at, _) in rows_of(model, |row| row == Row::Unworded) {
        let mut pieces = sign_of(model, at);
        pieces.extend(words::unworded(model, &model.today).map(|words| (3, words, Style::new())));
        lines.push(Line { pieces, row: Some(at), ..Line::default() });
    }
    let library = model.library.as_ref().map_or(&[][..], |library| &library.faults);
    for fault in library.iter().chain(&facts.faults) {
        let words = format!("{} {}", model.theme.sign("▲"), fault.plain(&model.locale).lines().next().unwrap_or_default());
        lines.push(Line { pieces: vec![(3, words, model.theme.due())], ..Line::default() });
    }
    lines
}

/// Words in as many lines as they need.
fn paragraph(words: &str, column: usize, width: usize, style: Style) -> Vec<Line> {
    let line = |words: String| Line { pieces: vec![(column, words, style)], ..Line::default() };
    wrap(words, width.saturating_sub(column + 1)).into_iter().map(line).collect()
}
