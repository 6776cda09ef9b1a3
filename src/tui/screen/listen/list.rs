//! How the list of marks is drawn.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::areas::first_row;
use super::opened::{Opened, Row};
use super::wave::style_of;
use crate::domain::{Marker, Take};
use crate::store::markers::FiledMarker;
use crate::text;
use crate::tui::model::Model;
use crate::tui::view::{cut, put};

/// Columns that the themes and words leave to all else.
const OTHERS: u16 = 59;

pub fn view(model: &Model, screen: &mut Frame, opened: &Opened, area: Rect) {
    let rows = opened.rows();
    if rows.is_empty() {
        put(screen, area, 3, 0, &model.locale.say(&text!("listen-no-marks")), model.theme.faint());
    }
    let first = first_row(&rows, opened.chosen, area.height);
    for (at, row) in (0..area.height).zip(&rows[first..]) {
        let line = Rect { y: area.y + at, height: 1, ..area };
        match row {
            Row::Take(number) => {
                put(screen, line, 3, 0, &model.locale.say(&text!("listen-take", number = *number)), model.theme.faint());
            }
            Row::Mark(mark) => view_mark(model, screen, opened, line, *mark),
        }
    }
}

fn view_mark(model: &Model, screen: &mut Frame, opened: &Opened, area: Rect, index: usize) {
    let FiledMarker { by, marker } = &opened.listening.marks[index];
    let Some(take) = opened.listening.take(&marker.take) else { return };
    let style = if Some(index) == opened.chosen { model.theme.title() } else { Style::new() };
    let palette = opened.listening.palette();
    let room = area.width.saturating_sub(OTHERS);
    if Some(index) == opened.chosen {
        put(screen, area, 1, 0, model.theme.sign("▌"), style);
    }
    put(screen, area, 3, 0, model.theme.sign(palette.sign(&marker.kind)), style_of(model, opened, &marker.kind));
    put(screen, area, 6, 0, &place(model, marker, take), style);
    put(screen, area, 25, 0, &cut(&model.locale.kind_name(&marker.kind, palette), 14), style);
    put(screen, area, 40, 0, &cut(&about(model, opened, marker, room), usize::from(room)), style);
    put(screen, area, area.width.saturating_sub(18), 0, &model.theme.strength(marker.strength), style);
    put(screen, area, area.width.saturating_sub(13), 0, &cut(opened.names.of(by), 12), style);
}

/// `0:11:56 → 0:12:24`
fn place(model: &Model, marker: &Marker, take: &Take) -> String {
    let at = model.locale.position(marker.frame, take.rate);
    let arrow = model.theme.sign("→");
    match (marker.open, marker.end_frame) {
        (false, Some(end)) => format!("{at} {arrow} {}", model.locale.position(end, take.rate)),
        (false, None) => at,
        (true, _) => format!("{at} {arrow} …"),
    }
}

/// Themes, else words; both where there is room.
fn about(model: &Model, opened: &Opened, marker: &Marker, room: u16) -> String {
    let palette = opened.listening.palette();
    let themes: Vec<String> = marker.themes.iter().map(|id| model.locale.theme_name(id.as_str(), palette)).collect();
    let themes = themes.join(", ");
    let words = marker.note.clone().filter(|_| !model.setup.hides_names).unwrap_or_default();
    match (themes.is_empty(), words.is_empty()) {
        (false, false) if room > 40 => format!("{themes}  {words}"),
        (false, _) => themes,
        (true, _) => words,
    }
}
