//! The card: what was said last time, what is open since, what was kept for later, how heavy it was.

use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use super::page::{Line, paragraph};
use super::rows::Row;
use super::words;
use crate::actions::agenda::{Card, Open};
use crate::actions::today::Due;
use crate::locale::Text;
use crate::text;
use crate::tui::model::Model;
use crate::tui::view::{cut, title_of};

/// On a wider screen what stands at the right would lie too far from its sentence.
const WIDEST: usize = 100;

/// The card that is shown, of what, and whether that is the chosen row: of it, else of its series. Where the chosen row has none, the card
/// of the first that is due stays.
pub fn shown(model: &Model) -> Option<(&Due, &Card, bool)> {
    let facts = model.today.facts.as_ref()?;
    let series_of = |row| model.today.planned(row).map(|planned| &planned.occurrence.series);
    let (due, is_own) = match model.today.row() {
        Some(Row::Due(at)) => (facts.due.get(at), true),
        Some(row @ Row::Done(_)) => (facts.due.iter().find(|due| Some(&due.row.occurrence.series) == series_of(row)), false),
        _ => (facts.due.first(), false),
    };
    let (due, card) = due.and_then(|due| Some((due, due.card.as_ref()?)))?;
    let is_running = model.today.running.as_ref() == Some(&card.last.id); // what is being recorded is no last time
    (!is_running).then_some((due, card, is_own))
}

/// What was said last time, and what is open since; with its name where that is in doubt.
pub fn card(model: &Model, width: usize) -> Vec<Line> {
    let width = width.min(WIDEST);
    let (Some(facts), Some((due, card, is_own))) = (&model.today.facts, shown(model)) else { return Vec::new() };
    let others = facts.due.len() + facts.done.len() + facts.unplanned.len();
    let of = (!is_own || others > 1).then(|| title_of(model, &due.row.occurrence));
    let title = cut(&words::last_time(model, card, of), width.saturating_sub(4));
    let mut lines = vec![Line { pieces: vec![(3, title, model.theme.title())], ..Line::default() }];
    lines.extend(spare_behind(1, touching(model, card, width)));
    lines.extend(card.open().enumerate().map(|(at, open)| open_line(model, at, open, width)));
    let questions = card.questions.iter().map(|open| {
        let from = open.marker.from.clone().filter(|_| !model.setup.hides_names);
        let right = from.unwrap_or_else(|| words::since(model, &open.entry));
        line_of(model, open, text!("today-question"), right, width)
    });
    lines.extend(spare_behind(1, questions));
    lines.extend(heavy(model, card, width));
    lines
}

/// Those behind the first so many go where there is too little room.
fn spare_behind(kept: usize, lines: impl IntoIterator<Item = Line>) -> impl Iterator<Item = Line> {
    lines.into_iter().enumerate().map(move |(at, line)| Line { is_spare: at >= kept, ..line })
}

/// `→ à reprendre   des nouvelles de son père ?            depuis le 25 mars`
fn open_line(model: &Model, at: usize, open: &Open, width: usize) -> Line {
    let (words, right) = match open.marker.kind.as_str() {
        "promise" => (text!("today-promised"), model.locale.say(&text!("today-not-yet"))),
        "check" => (text!("today-check"), words::since(model, &open.entry)),
        _ => (text!("today-thread"), words::since(model, &open.entry)),
    };
    let is_chosen = super::open::chosen(model) == Some(at);
    let mut line = line_of(model, open, words, right, width);
    if is_chosen {
        line.pieces.insert(0, (3, "▌".to_owned(), model.theme.title()));
    }
    Line { is_chosen, ..line }
}

fn line_of(model: &Model, open: &Open, words: Text, right: String, width: usize) -> Line {
    let sign = model.library.as_ref().map_or("◆", |library| library.settings.palette.sign(&open.marker.kind));
    let pieces = vec![
        (5, model.theme.sign(sign).to_owned(), model.theme.title()),
        (7, model.locale.say(&words), Style::new()),
        (22, cut(&words::note(model, &open.marker), width.saturating_sub(24 + right.width())), Style::new()),
        at_right(right, width, model.theme.faint()),
    ];
    Line { pieces, ..Line::default() }
}

fn touching(model: &Model, card: &Card, width: usize) -> Vec<Line> {
    let marks = card.touching.iter().filter_map(|mark| {
        let take = card.last.session.takes.iter().find(|take| take.id == mark.take)?;
        let at = model.locale.position(mark.frame, take.rate);
        let right = format!("{} {:<3}", words::themes(model, mark), model.theme.strength(mark.strength));
        let right = right.trim_start().to_owned();
        let column = 5 + 2 + at.width() + 2;
        let note = cut(&words::note(model, mark), width.saturating_sub(column + right.width() + 3));
        let pieces = vec![
            (5, "◆".to_owned(), model.theme.title()),
            (7, at, Style::new()),
            (column, note, Style::new()),
            at_right(right, width, Style::new()),
        ];
        Some(Line { pieces, ..Line::default() })
    });
    marks.collect()
}

/// Heavy evenings in a row, and the library's line of help.
fn heavy(model: &Model, card: &Card, width: usize) -> Vec<Line> {
    if card.heavy_in_a_row == 0 {
        return Vec::new();
    }
    let support = model.library.as_ref().and_then(|library| library.settings.support.as_deref());
    let support = support.map(|line| text!("today-after-support", line = line));
    let words = [Some(text!("today-heavy", times = card.heavy_in_a_row)), support].into_iter().flatten();
    words.flat_map(|words| paragraph(&model.locale.say(&words), 5, width, Style::new())).collect()
}

/// So that it ends one cell before the edge.
fn at_right(words: String, width: usize, style: Style) -> (usize, String, Style) {
    (width.saturating_sub(words.width() + 1), words, style)
}
