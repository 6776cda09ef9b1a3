//! The card: what was said last time, and what is open since.

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

/// What was said last time, and what is open since: of the chosen row, else of its series. Where the chosen row has none, the card of
/// the first that is due stays, with its name.
pub fn card(model: &Model, width: usize) -> Vec<Line> {
    let width = width.min(WIDEST);
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
    let others = facts.due.len() + facts.done.len() + facts.unplanned.len();
    let of = (!is_own || others > 1).then(|| title_of(model, &due.row.occurrence));
    let title = cut(&words::last_time(model, &card.last, of), width.saturating_sub(4));
    let mut lines = vec![Line { pieces: vec![(3, title, model.theme.title())], ..Line::default() }];
    lines.extend(touching(model, card, width));
    let open = |sign: &'static str, words: Text, right: String, open: &Open| {
        let pieces = vec![
            (5, model.theme.sign(sign).to_owned(), model.theme.title()),
            (7, model.locale.say(&words), Style::new()),
            (22, cut(&words::note(model, &open.marker), width.saturating_sub(24 + right.width())), Style::new()),
            at_right(right, width, model.theme.faint()),
        ];
        Line { pieces, ..Line::default() }
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

fn heavy(model: &Model, due: &Due, width: usize) -> Vec<Line> {
    match due.heavy_in_a_row {
        0 => Vec::new(),
        times => paragraph(&model.locale.say(&text!("today-heavy", times = times)), 5, width, Style::new()),
    }
}

/// So that it ends one cell before the edge.
fn at_right(words: String, width: usize, style: Style) -> (usize, String, Style) {
    (width.saturating_sub(words.width() + 1), words, style)
}
