//! How waveforms, their times and what lies over them are drawn.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::areas::{column_of, wave_width};
use super::opened::Opened;
use crate::audio::peaks::Column;
use crate::domain::Frames;
use crate::tui::model::Model;
use crate::tui::theme::Filling;
use crate::tui::view::put;

/// Where one waveform lies, and what it shows.
pub struct Stretch {
    pub over: Rect,
    pub wave: Rect,
    pub times: Rect,
    pub span: (Frames, Frames),
}

const EIGHTHS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
const ASCII_EIGHTHS: [&str; 8] = [".", ".", ":", ":", "!", "!", "|", "|"];

/// Seconds between two times under a waveform: the first that leaves room is taken.
const STEPS: [u64; 15] = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400];

/// Lifts what is faint, so that speech far from the microphone is still seen.
const LIFT: f64 = 0.7;

/// Columns that a time takes, with the space behind it.
const TIME: u64 = 10;

/// Loudness, from the floor up; silence stands on the floor, and where there is no sound is nothing.
pub fn draw(model: &Model, screen: &mut Frame, opened: &Opened, stretch: &Stretch) {
    let (wave, span) = (stretch.wave, stretch.span);
    let Some(peaks) = opened.peaks.get(opened.take) else { return };
    let withheld: Vec<(u16, u16)> = opened.withheld().iter().filter_map(|range| columns_of(range.0, range.1, stretch)).collect();
    for (at, column) in (0..).zip(peaks.columns(span.0, span.1, wave_width(wave))) {
        let place = stretch.over.x + 1 + at as u16; // the same columns as of the band above
        let style = match withheld.iter().any(|(first, last)| (*first..=*last).contains(&place)) {
            true => model.theme.lamp(Filling::Withheld),
            false => Style::new(),
        };
        for row in 0..wave.height {
            let from_floor = wave.height - 1 - row;
            put(screen, wave, 1 + at as u16, row, cell(model, column, wave.height, from_floor), style);
        }
    }
}

/// What one cell shows: `from_floor` rows stand below it.
fn cell(model: &Model, column: Column, height: u16, from_floor: u16) -> &'static str {
    let eighths = if model.theme.ascii { ASCII_EIGHTHS } else { EIGHTHS };
    let level = match column {
        Column::Sound(peak) => (f64::from(peak).powf(LIFT) * f64::from(height) * 8.0).round().max(1.0) as u16,
        Column::Waiting if from_floor == 0 => return if model.theme.ascii { "'" } else { "·" },
        Column::NotThere if from_floor == 0 => return "~",
        Column::Waiting | Column::NotThere | Column::Gap => return " ",
    };
    match level.saturating_sub(from_floor * 8).min(8) {
        0 => " ",
        eighth => eighths[usize::from(eighth) - 1],
    }
}

/// The place that is heard, through the whole height.
pub fn draw_head(model: &Model, screen: &mut Frame, opened: &Opened, stretch: &Stretch) {
    let Some(column) = column_of(opened.head, stretch.span, stretch.wave) else { return };
    for row in 0..stretch.wave.height {
        put(screen, stretch.wave, column - stretch.wave.x, row, "┃", model.theme.head());
    }
}

/// How long ranges are, what never leaves, then the signs of the marks, the chosen one over all.
pub fn draw_marks(model: &Model, screen: &mut Frame, opened: &Opened, stretch: &Stretch) {
    let over = stretch.over;
    let palette = opened.listening.palette();
    for (_, mark) in opened.marks_here().filter(|(_, mark)| mark.is_range() && !palette.withholds(&mark.kind)) {
        let end = mark.end_frame.filter(|_| !mark.open).unwrap_or(stretch.span.1);
        let Some((first, last)) = columns_of(mark.frame, end, stretch) else { continue };
        let bar = "─".repeat(usize::from(last - first) + 1);
        put(screen, over, first - over.x, 0, &bar, style_of(model, opened, &mark.kind));
    }
    for (start, end) in opened.withheld() {
        let Some((first, last)) = columns_of(*start, *end, stretch) else { continue };
        let filling = "▒".repeat(usize::from(last - first) + 1);
        put(screen, over, first - over.x, 0, &filling, model.theme.lamp(Filling::Withheld));
    }
    let is_chosen = |index: usize| Some(index) == opened.chosen;
    let mut marks: Vec<_> = opened.marks_here().filter(|(_, mark)| !palette.withholds(&mark.kind)).collect();
    marks.sort_by_key(|(index, _)| is_chosen(*index));
    for (index, mark) in marks {
        let Some(column) = column_of(mark.frame, stretch.span, over) else { continue };
        let style = if is_chosen(index) { model.theme.chosen() } else { style_of(model, opened, &mark.kind) };
        put(screen, over, column - over.x, 0, model.theme.sign(palette.sign(&mark.kind)), style);
    }
}

/// Whether the sign of a mark stands in this column of the terminal.
pub fn has_mark(opened: &Opened, stretch: &Stretch, column: u16) -> bool {
    let palette = opened.listening.palette();
    let mut signs = opened.marks_here().filter(|(_, mark)| !palette.withholds(&mark.kind));
    signs.any(|(_, mark)| column_of(mark.frame, stretch.span, stretch.over) == Some(column))
}

/// The colour of a kind, beside its sign.
pub fn style_of(model: &Model, opened: &Opened, kind: &str) -> Style {
    let palette = opened.listening.palette();
    match palette.withholds(kind) {
        true => model.theme.lamp(Filling::Withheld),
        false => model.theme.of_palette(palette.kind(kind).and_then(|kind| kind.colour.as_deref())),
    }
}

/// The columns in which a part of `start..end` is shown.
pub fn columns_of(start: Frames, end: Frames, stretch: &Stretch) -> Option<(u16, u16)> {
    let (from, to) = stretch.span;
    if end <= from || start > to {
        return None;
    }
    let column = |frame: Frames| column_of(frame.clamp(from, to), stretch.span, stretch.over);
    column(start).zip(column(end))
}

/// Times under a waveform, at round seconds; with `ends`, the end as well.
pub fn draw_times(model: &Model, screen: &mut Frame, opened: &Opened, stretch: &Stretch, ends: bool) {
    let Some(rate) = opened.take().map(|take| take.rate) else { return };
    let (span, times) = (stretch.span, stretch.times);
    let end = model.locale.position(span.1, rate);
    let last = if ends { times.width.saturating_sub(1 + end.len() as u16) } else { times.width.saturating_sub(1) };
    let length = span.1.saturating_sub(span.0).whole_seconds(rate).max(1);
    let fits = |step: &&u64| *step * u64::from(wave_width(times)) / length >= TIME;
    let step = STEPS.iter().find(fits).copied().unwrap_or(STEPS[STEPS.len() - 1]);
    let first = span.0.whole_seconds(rate).div_ceil(step) * step;
    for seconds in (first..=span.1.whole_seconds(rate)).step_by(step as usize).take(usize::from(times.width)) {
        let frame = Frames(seconds * u64::from(rate.0));
        let label = model.locale.position(frame, rate);
        let Some(column) = column_of(frame.max(span.0), span, times) else { continue };
        if column - times.x + label.len() as u16 + u16::from(ends) <= last {
            put(screen, times, column - times.x, 0, &label, model.theme.faint());
        }
    }
    if ends {
        put(screen, times, last, 0, &end, model.theme.faint());
    }
}
