//! The card: what was said last time, what is open since, what was kept for later, how heavy it was.

use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use super::page::{Line, paragraph, widest};
use super::rows::Row;
use super::words;
use crate::actions::agenda::{Card, Open};
use crate::actions::today::Due;
use crate::domain::Marker;
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
    lines.extend(open(model, card, width));
    lines.extend(heavy(model, card, width));
    lines
}

/// Those behind the first so many go where there is too little room.
fn spare_behind(kept: usize, lines: impl IntoIterator<Item = Line>) -> impl Iterator<Item = Line> {
    lines.into_iter().enumerate().map(move |(at, line)| Line { is_spare: at >= kept, ..line })
}

/// `→ à reprendre   des nouvelles de son père ?            depuis le 25 mars`; behind what is open the questions that were kept.
fn open(model: &Model, card: &Card, width: usize) -> Vec<Line> {
    let rows = card.open().map(|open| match open.marker.kind.as_str() {
        "promise" => (open, text!("today-promised"), model.locale.say(&text!("today-not-yet"))),
        "check" => (open, text!("today-check"), words::since(model, &open.entry)),
        _ => (open, text!("today-thread"), words::since(model, &open.entry)),
    });
    let questions = card.questions.iter().map(|open| {
        let from = open.marker.from.clone().filter(|_| !model.setup.hides_names);
        (open, text!("today-question"), from.unwrap_or_else(|| words::since(model, &open.entry)))
    });
    let rows: Vec<(&Open, Text, String)> = rows.chain(questions).collect();
    let right = width.saturating_sub(widest(rows.iter().map(|(_, _, right)| right.as_str())) + 1);
    let kept = card.open().count() + 1; // one question is shown, whatever the room
    let lines = rows.into_iter().enumerate().map(|(at, (open, words, behind))| {
        let is_chosen = super::open::chosen(model) == Some(at);
        let sign = model.library.as_ref().map_or("◆", |library| library.settings.palette.sign(&open.marker.kind));
        let mut pieces = if is_chosen { vec![(3, "▌".to_owned(), model.theme.title())] } else { Vec::new() };
        let note = words::note(model, &open.marker);
        let behind_at = beside(22 + note.width(), right, width.saturating_sub(behind.width() + 1));
        pieces.extend([
            (5, model.theme.sign(sign).to_owned(), model.theme.title()),
            (7, model.locale.say(&words), Style::new()),
            (22, cut(&note, behind_at.saturating_sub(24)), Style::new()),
            (behind_at, behind, model.theme.faint()),
        ]);
        Line { pieces, is_chosen, ..Line::default() }
    });
    spare_behind(kept, lines).collect()
}

/// `◆ 0:12:03  sa voix se casse quand elle parle de sa mère       tristesse •••`
fn touching(model: &Model, card: &Card, width: usize) -> Vec<Line> {
    let themes: Vec<String> = card.touching.iter().map(|mark| words::themes(model, mark)).collect();
    let strength = |mark: &Marker| model.theme.strength(mark.strength);
    let strengths = card.touching.iter().map(|mark| strength(mark).width()).max().unwrap_or(0);
    let dots = width.saturating_sub(strengths + 1);
    let right = dots.saturating_sub(widest(themes.iter().map(String::as_str)) + 1);
    let marks = card.touching.iter().zip(themes).filter_map(|(mark, themes)| {
        let take = card.last.session.takes.iter().find(|take| take.id == mark.take)?;
        let at = model.locale.position(mark.frame, take.rate);
        let (column, note) = (5 + 2 + at.width() + 2, words::note(model, mark));
        let themes_at = beside(column + note.width(), right, dots.saturating_sub(themes.width() + 1));
        let pieces = vec![
            (5, "◆".to_owned(), model.theme.title()),
            (7, at, Style::new()),
            (column, cut(&note, themes_at.saturating_sub(column + 2)), Style::new()),
            (themes_at, themes, Style::new()),
            (dots, strength(mark), Style::new()),
        ];
        Some(Line { pieces, ..Line::default() })
    });
    marks.collect()
}

/// Where words at the right begin: below those of the other rows, or at the `edge` where a note ends too far right for that.
fn beside(note_ends: usize, below: usize, edge: usize) -> usize {
    if note_ends + 2 <= below { below } else { edge }
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
