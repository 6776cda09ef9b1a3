//! How the list of marks is drawn.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use super::areas::first_row;
use super::opened::{Opened, Row};
use super::wave::style_of;
use crate::domain::{Marker, Take};
use crate::store::markers::FiledMarker;
use crate::text;
use crate::tui::model::Model;
use crate::tui::view::{cut, put};

/// Columns that the themes and words leave to all else.
const OTHERS: u16 = 60;

/// Where they begin.
const ABOUT: u16 = 40;

/// In so many columns there is room for themes and words.
const FOR_BOTH: u16 = 40;

pub fn view(model: &Model, screen: &mut Frame, opened: &Opened, area: Rect) {
    let rows = opened.rows();
    if rows.is_empty() {
        put(screen, area, 3, 0, &model.locale.say(&text!("listen-no-marks")), model.theme.faint());
    }
    let first = first_row(&rows, opened.chosen, area.height);
    let themes = themes_width(model, opened, area.width.saturating_sub(OTHERS));
    for (at, row) in (0..area.height).zip(&rows[first..]) {
        let line = Rect { y: area.y + at, height: 1, ..area };
        match row {
            Row::Take(number) => {
                put(screen, line, 3, 0, &model.locale.say(&text!("listen-take", number = *number)), model.theme.faint());
            }
            Row::Mark(mark) => view_mark(model, screen, opened, line, *mark, themes),
        }
    }
}

fn view_mark(model: &Model, screen: &mut Frame, opened: &Opened, area: Rect, index: usize, themes: u16) {
    let FiledMarker { by, marker } = &opened.listening.marks[index];
    let Some(take) = opened.listening.take(&marker.take) else { return };
    let style = if Some(index) == opened.chosen { model.theme.title() } else { Style::new() };
    let palette = opened.listening.palette();
    if Some(index) == opened.chosen {
        put(screen, area, 1, 0, "▌", style);
    }
    put(screen, area, 3, 0, model.theme.sign(palette.sign(&marker.kind)), style_of(model, opened, &marker.kind));
    put(screen, area, 6, 0, &place(model, marker, take), style);
    put(screen, area, 25, 0, &cut(&model.locale.kind_name(&marker.kind, palette), 14), style);
    let about = Rect { x: area.x + ABOUT, width: area.width.saturating_sub(OTHERS), ..area }.intersection(area);
    view_about(model, screen, opened, about, marker, (themes, style));
    put(screen, area, area.width.saturating_sub(18), 0, &model.theme.strength(marker.strength), style);
    put(screen, area, area.width.saturating_sub(13), 0, &cut(opened.names.of(by), 12), style);
}

/// `0:11:56 → 0:12:24`
fn place(model: &Model, marker: &Marker, take: &Take) -> String {
    let at = model.locale.position(marker.frame, take.rate);
    match (marker.open, marker.end_frame) {
        (false, Some(end)) => format!("{at} → {}", model.locale.position(end, take.rate)),
        (false, None) => at,
        (true, _) => format!("{at} → …"),
    }
}

/// Themes, else words; both where there is room, the words of all marks in one column.
fn view_about(model: &Model, screen: &mut Frame, opened: &Opened, area: Rect, marker: &Marker, (width, style): (u16, Style)) {
    let themes = themes(model, opened, marker);
    let words = marker.note.clone().filter(|_| !model.setup.hides_names).unwrap_or_default();
    let room = usize::from(area.width);
    if area.width < FOR_BOTH || words.is_empty() || width == 0 {
        return put(screen, area, 0, 0, &cut(if themes.is_empty() { &words } else { &themes }, room), style);
    }
    put(screen, area, 0, 0, &cut(&themes, usize::from(width)), style);
    put(screen, area, width + 2, 0, &cut(&words, room.saturating_sub(usize::from(width) + 2)), style);
}

fn themes(model: &Model, opened: &Opened, marker: &Marker) -> String {
    let palette = opened.listening.palette();
    let themes: Vec<String> = marker.themes.iter().map(|id| model.locale.theme_name(id.as_str(), palette)).collect();
    themes.join(", ")
}

/// Of the longest themes of a mark; half of so many columns at most.
fn themes_width(model: &Model, opened: &Opened, room: u16) -> u16 {
    let widths = opened.listening.marks.iter().map(|filed| themes(model, opened, &filed.marker).width());
    widths.max().unwrap_or(0).min(usize::from(room / 2)) as u16
}
