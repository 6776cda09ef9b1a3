//! The marks of the take, the newest first. Before the take, what is to be read aloud.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use super::super::questions::waits;
use super::super::says::{end, place};
use super::super::take::{counted, kind, kind_and_themes, listed, sitting, speakers, themes, withholds};
use super::questions;
use crate::domain::Palette;
use crate::recorder::protocol::MarkerFacts;
use crate::text;
use crate::tui::model::{LibraryFacts, Model};
use crate::tui::theme::Filling;
use crate::tui::view::{cut, put, wrap};

/// Columns of a mark: its place, its kind, its words.
const PLACE: u16 = 3;
const KIND: u16 = 22;
const WORDS: u16 = 33;

/// Columns at the right edge for the strength.
const STRENGTH: u16 = 8;

/// Where the strength stands, unless the words go further.
const STRENGTH_COLUMN: u16 = 72;

/// A rule with the number of marks, the marks, and a rule below where there is room for it.
pub fn view(model: &Model, screen: &mut Frame, area: Rect) {
    let marks: Vec<&MarkerFacts> = shown(model).collect();
    let has_foot = area.height > 3;
    let rows = area.height.saturating_sub(if has_foot { 2 } else { 1 });
    let more = more(model, marks.len().saturating_sub(usize::from(rows)));
    if has_foot {
        rule(model, screen, area, area.height - 1, more.as_deref().unwrap_or_default());
    }
    let head = [title(model), more.filter(|_| !has_foot)];
    rule(model, screen, area, 0, &head.into_iter().flatten().collect::<Vec<_>>().join(" · "));
    let inner = Rect { y: area.y.saturating_add(1), height: rows, ..area }.intersection(area);
    match &model.live {
        Some(live) if live.has_take() => {
            marks
                .into_iter()
                .take(usize::from(rows))
                .enumerate()
                .for_each(|(row, mark)| put_mark(model, screen, inner, row as u16, mark));
        }
        _ => read_aloud(model, screen, inner),
    }
}

/// What only waits in the queue of questions does not stand among the marks.
fn shown(model: &Model) -> impl Iterator<Item = &MarkerFacts> {
    listed(model).filter(|mark| !waits(mark))
}

/// `encore 3`: rows for which there is no room.
pub fn more(model: &Model, hidden: usize) -> Option<String> {
    (hidden > 0).then(|| model.locale.say(&text!("record-more", count = hidden)))
}

fn title(model: &Model) -> Option<String> {
    if !model.has_take() {
        return None;
    }
    let count = model.locale.say(&text!("record-marks", count = counted(model).count()));
    let marks = model.locale.marks_and_withheld(count, listed(model).filter(|mark| withholds(model, &mark.kind)).count());
    Some([Some(marks), questions::waiting(model)].into_iter().flatten().collect::<Vec<_>>().join(" · "))
}

pub fn rule(model: &Model, screen: &mut Frame, area: Rect, row: u16, title: &str) {
    let head = if title.is_empty() { String::new() } else { format!("─ {title} ") };
    let rest = usize::from(area.width).saturating_sub(head.width());
    put(screen, area, 0, row, &format!("{head}{}", "─".repeat(rest)), model.theme.faint());
    if !title.is_empty() {
        put(screen, area, 2, row, title, Style::reset());
    }
}

fn put_mark(model: &Model, screen: &mut Frame, area: Rect, row: u16, mark: &MarkerFacts) {
    let sign = sign(model, mark);
    put(screen, area, 1, row, sign, style(model, mark));
    let at = match mark.length {
        Some(_) => format!("{} {} {}", place(mark), "→", end(mark)),
        None => place(mark),
    };
    let column = PLACE.max(sign.width() as u16 + 2);
    put(screen, area, column, row, &at, model.theme.plain());
    let words = words(model, mark);
    let kind = if words.is_empty() { kind_alone(model, mark, area.width) } else { kind(model, mark) };
    put(screen, area, KIND, row, &kind, model.theme.plain());
    let (begin, words) = match words {
        words if words.is_empty() => return,
        words if KIND as usize + kind.width() + 2 > WORDS as usize => (KIND + kind.width() as u16, format!(", {words}")),
        words if is_stretch(mark) => (KIND + kind.width() as u16, format!(", {words}")),
        words => (WORDS, words),
    };
    let room = usize::from(area.width).saturating_sub(usize::from(begin + STRENGTH + 1));
    put(screen, area, begin, row, &cut(&words, room), model.theme.plain());
    let edge = area.width.saturating_sub(STRENGTH);
    let behind = (begin as usize + words.width() + 2) as u16;
    let column = behind.clamp(STRENGTH_COLUMN.min(edge), edge);
    put(screen, area, column, row, &model.theme.strength(mark.strength), model.theme.title());
}

/// What a mark without words is called: of a consent, with room for it, that it was said; a library's own name for it stays.
fn kind_alone(model: &Model, mark: &MarkerFacts, width: u16) -> String {
    let kind = kind(model, mark);
    let said = model.locale.say(&text!("action-consent"));
    let own = |library: &LibraryFacts| {
        let kind = library.settings.palette.kind(&mark.kind);
        kind.is_some_and(|kind| kind.names.in_language(model.locale.language).is_some())
    };
    let is_plain = mark.kind == "consent" && !model.library.as_ref().map_or(mark.name.is_some(), own);
    let has_room = usize::from(KIND) + said.width() < usize::from(width);
    if is_plain && has_room { said } else { kind }
}

fn is_stretch(mark: &MarkerFacts) -> bool {
    matches!(mark.kind.as_str(), "off-record" | "mask" | "hole")
}

/// Themes, who speaks, and note; of a stretch, how long it is.
fn words(model: &Model, mark: &MarkerFacts) -> String {
    let mut words = themes(model, mark);
    words.extend(speakers(model, mark));
    match mark.length {
        Some(length) if is_stretch(mark) => words.push(model.locale.length(length)),
        None if mark.open => words.push(model.locale.say(&text!("record-open"))),
        _ => {}
    }
    if let Some(note) = mark.note.as_ref().filter(|_| !model.setup.hides_names) {
        words.push(model.locale.say(&text!("record-quoted", words = note)));
    }
    // A mark without themes and words still shows its strength.
    if words.is_empty() && mark.strength.is_some() { " ".to_owned() } else { words.join(", ") }
}

fn sign(model: &Model, mark: &MarkerFacts) -> &'static str {
    let sign = match &model.library {
        Some(library) => library.settings.palette.sign(&mark.kind),
        None => Palette::default().sign(&mark.kind),
    };
    model.theme.sign(sign)
}

/// The colour that the library gives to the mark's first theme, or to its kind; of what is withheld, that of its lamp.
fn style(model: &Model, mark: &MarkerFacts) -> Style {
    if withholds(model, &mark.kind) {
        return model.theme.lamp(Filling::Withheld);
    }
    let palette = model.library.as_ref().map(|library| &library.settings.palette);
    let theme = palette
        .and_then(|palette| palette.themes.iter().find(|theme| mark.themes.first().is_some_and(|id| id == theme.id.as_str())));
    let kind = palette.and_then(|palette| palette.kind(&mark.kind));
    let colour = theme.and_then(|theme| theme.colour.as_deref()).or(kind.and_then(|kind| kind.colour.as_deref()));
    model.theme.of_palette(colour)
}

/// The words that the series wants to be read aloud before the start.
fn read_aloud(model: &Model, screen: &mut Frame, area: Rect) {
    let Some(words) = sitting(model).and_then(|sitting| sitting.announce.as_ref()).filter(|_| model.record.ended.is_none())
    else {
        return;
    };
    put(screen, area, 1, 0, &model.locale.say(&text!("record-read-aloud")), model.theme.faint());
    let quoted = model.locale.say(&text!("record-quoted", words = words));
    for (row, line) in wrap(&quoted, usize::from(area.width).saturating_sub(2)).iter().enumerate() {
        put(screen, area, 1, 1 + row as u16, line, model.theme.plain());
    }
}

/// The last mark on one line, for the strip.
pub fn last(model: &Model) -> Option<String> {
    let mark = shown(model).next()?;
    Some(format!("{} {} {}", sign(model, mark), place(mark), kind_and_themes(model, mark)))
}
