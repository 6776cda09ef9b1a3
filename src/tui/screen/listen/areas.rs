//! Where things lie on Listen, for drawing and for clicks.

use ratatui::layout::{Position, Rect};

use super::opened::{Opened, Row};
use crate::domain::Frames;
use crate::tui::event::Size;
use crate::tui::view::inner;

/// Each as wide as the screen; of no height where there is no room for it.
#[derive(Debug, Clone, Copy)]
pub struct Areas {
    /// The whole take: marks over it, its waveform, its times.
    pub marks: Rect,
    pub overview: Rect,
    pub times: Rect,
    /// Around the head: the range of the chosen mark over it, its waveform, its times.
    pub range: Rect,
    pub zoom: Rect,
    pub zoom_times: Rect,
    /// What plays.
    pub state: Rect,
    pub list_rule: Rect,
    pub list: Rect,
    pub words_rule: Rect,
    pub words: Rect,
}

/// Below this many rows the second waveform gives way to the list of marks.
const ROOMY: u16 = 18;

impl Areas {
    pub fn of_screen(size: Size) -> Areas {
        Areas::of(inner(Rect::new(0, 0, size.width, size.height)))
    }

    /// Shares out what the frame leaves.
    pub fn of(area: Rect) -> Areas {
        let (more, is_roomy) = (area.height.saturating_sub(ROOMY), area.height >= ROOMY);
        let if_roomy = |rows: u16| if is_roomy { rows } else { 0 };
        let heights = [
            1,
            1 + (more / 8).min(3),
            1,
            if_roomy(1),
            if_roomy(2 + (more / 6).min(6)),
            if_roomy(1),
            if_roomy(1), // an empty row
            1,
            1,
        ];
        let words = if_roomy(1) + 1 + (more / 12).min(3);
        let list = area.height.saturating_sub(heights.iter().sum::<u16>() + 1 + words);
        let mut rows = Rows { area, next: area.y };
        let [marks, overview, times, range, zoom, zoom_times, _, state, list_rule] = heights.map(|height| rows.take(height));
        let (list, words_rule, words) = (rows.take(list), rows.take(1), rows.take(words));
        Areas { marks, overview, times, range, zoom, zoom_times, state, list_rule, list, words_rule, words }
    }

    /// With so many rows for the words at least, which the list gives.
    pub fn with_words(mut self, rows: u16) -> Areas {
        let more = rows.saturating_sub(self.words.height).min(self.list.height.saturating_sub(1));
        self.list.height -= more;
        (self.words_rule.y, self.words.y) = (self.words_rule.y - more, self.words.y - more);
        self.words.height += more;
        self
    }

    /// The mark whose sign or row lies at this cell of the terminal.
    pub fn mark_at(&self, opened: &Opened, column: u16, row: u16) -> Option<usize> {
        let cell = Position { x: column, y: row };
        if self.marks.contains(cell) {
            let span = (Frames(0), opened.end());
            let near = |frame: Frames| column_of(frame, span, self.marks).map(|at| at.abs_diff(column));
            let marks = opened.marks_here().filter_map(|(index, mark)| Some((near(mark.frame)?, index)));
            return marks.filter(|(near, _)| *near <= 1).min().map(|(_, index)| index);
        }
        if !self.list.contains(cell) {
            return None;
        }
        let rows = opened.rows();
        rows.get(first_row(&rows, opened.chosen, self.list.height) + usize::from(row - self.list.y)).copied().and_then(Row::mark)
    }

    /// What of the take is shown at this cell, on either waveform or its times.
    pub fn shown_at(&self, opened: &Opened, zoom_seconds: f64, column: u16, row: u16) -> Option<Shown> {
        let cell = Position { x: column, y: row };
        let holds = |areas: [Rect; 3]| areas.iter().any(|area| area.contains(cell));
        if holds([self.marks, self.overview, self.times]) {
            return Some(Shown { span: (Frames(0), opened.end()), is_whole: true });
        }
        let is_zoomed = holds([self.range, self.zoom, self.zoom_times]);
        is_zoomed.then(|| Shown { span: opened.window(zoom_seconds), is_whole: false })
    }

    /// The place of a waveform that shows `span` at this column.
    pub fn place_of(&self, span: (Frames, Frames), column: u16) -> Frames {
        frame_of(column, span, self.overview)
    }
}

/// What a waveform shows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shown {
    pub span: (Frames, Frames),
    /// It is the whole take.
    pub is_whole: bool,
}

struct Rows {
    area: Rect,
    next: u16,
}

impl Rows {
    fn take(&mut self, height: u16) -> Rect {
        let taken = Rect { y: self.next, height, ..self.area }.intersection(self.area);
        self.next = self.next.saturating_add(height);
        taken
    }
}

/// Columns of a waveform: all but the first and the last.
pub fn wave_width(area: Rect) -> u16 {
    area.width.saturating_sub(2)
}

/// The column of the terminal at which a place of `span` (end included) is drawn.
pub fn column_of(frame: Frames, span: (Frames, Frames), area: Rect) -> Option<u16> {
    let width = u128::from(wave_width(area));
    if !(span.0..=span.1).contains(&frame) || width == 0 {
        return None;
    }
    let length = u128::from((span.1 - span.0).0).max(1);
    let column = (u128::from((frame - span.0).0) * width / length).min(width - 1);
    Some(area.x + 1 + column as u16)
}

/// The first place of `span` that a column of the terminal shows.
fn frame_of(column: u16, span: (Frames, Frames), area: Rect) -> Frames {
    let width = u128::from(wave_width(area)).max(1);
    let column = u128::from(column.saturating_sub(area.x + 1)).min(width);
    Frames(span.0.0.saturating_add((u128::from(span.1.saturating_sub(span.0).0) * column).div_ceil(width) as u64))
}

/// The first row of the list that is shown, so that the chosen mark stands in its middle where there are enough.
pub fn first_row(rows: &[Row], chosen: Option<usize>, height: u16) -> usize {
    let height = usize::from(height);
    let at = rows.iter().position(|row| row.mark().is_some() && row.mark() == chosen).unwrap_or(0);
    at.saturating_sub(height / 2).min(rows.len().saturating_sub(height))
}
