//! Where things lie on Plan, for drawing, clicks and arrows.

use ratatui::layout::Rect;

use super::Look;
use crate::tui::event::Size;
use crate::tui::model::Model;
use crate::tui::view::inner;

/// Narrowest list of series, in cells; a wide terminal gives it two fifths.
const NARROWEST: u16 = 32;

/// Rows of a month view that are no weeks: weekdays, the legend.
const AROUND_WEEKS: u16 = 2;

/// Room for so many series, also where there are fewer: what the chosen one is stands beside them.
const LEAST_SERIES: u16 = 6;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Areas {
    pub inner: Rect,
    pub series: Rect,
    /// What the chosen series is.
    pub rule: Rect,
    /// The row between them and the days.
    pub border: u16,
    /// The names of the weekdays stand one row above, the legend one row below. Empty but in the month view.
    pub weeks: Rect,
    /// The row between weeks and dates.
    pub second_border: u16,
    pub dates: Rect,
}

impl Areas {
    pub fn of(model: &Model) -> Areas {
        Areas::with_look(model, model.plan.look)
    }

    /// As they were in another look.
    pub fn with_look(model: &Model, look: Look) -> Areas {
        let series = model.plan.calendar.as_ref().map_or(0, |calendar| calendar.series.len());
        Areas::new(model.size, look, series)
    }

    fn new(size: Size, look: Look, series: usize) -> Areas {
        let inner = inner(Rect::new(0, 0, size.width, size.height));
        let left = part(inner.width, 2, 5).max(NARROWEST).min(inner.width);
        let most = u16::try_from(series).unwrap_or(u16::MAX).max(LEAST_SERIES);
        let upper = part(inner.height, 5, 18).max(2).min(most);
        let series = Rect { width: left, height: upper, ..inner }.intersection(inner);
        let rule = Rect { x: left + 1, width: inner.width.saturating_sub(left + 1), ..series }.intersection(inner);
        let border = inner.y.saturating_add(upper);
        let rest = inner.height.saturating_sub(upper + 1);
        let weeks = match look {
            Look::Month => part(rest.saturating_sub(AROUND_WEEKS + 1), 2, 3).clamp(1, 14),
            Look::List | Look::Week => 0,
        };
        let begin = border.saturating_add(1);
        let at = |y: u16, height: u16| Rect { y, height, ..inner }.intersection(inner);
        match weeks {
            0 => Areas { inner, series, rule, border, weeks: Rect::default(), second_border: border, dates: at(begin, rest) },
            weeks => {
                let second_border = begin.saturating_add(weeks + AROUND_WEEKS);
                let dates = at(second_border.saturating_add(1), rest.saturating_sub(weeks + AROUND_WEEKS + 1));
                Areas { inner, series, rule, border, weeks: at(begin.saturating_add(1), weeks), second_border, dates }
            }
        }
    }
}

/// So many parts of a length, which may be as long as lengths get.
fn part(length: u16, parts: u32, of: u32) -> u16 {
    (u32::from(length) * parts / of) as u16
}

/// The first of the rows that are shown, so that the chosen one lies among them, a third from the top where there are more.
pub fn first_shown(chosen: usize, count: usize, height: usize) -> usize {
    chosen.saturating_sub(height / 3).min(count.saturating_sub(height))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_lies_outside_the_terminal_at_any_size() {
        for (width, height) in [(0, 0), (1, 1), (60, 16), (80, 24), (100, 30), (160, 45), (65_535, 1), (1, 65_535)] {
            let all = Rect::new(0, 0, width, height);
            for look in [Look::Month, Look::List, Look::Week] {
                let areas = Areas::new(Size { width, height }, look, 40);
                for area in [areas.series, areas.rule, areas.weeks, areas.dates] {
                    assert_eq!(area.intersection(all), area, "{look:?} at {width}×{height}");
                }
            }
        }
    }

    #[test]
    fn eighty_by_twenty_four_shows_five_series_six_weeks_and_three_dates() {
        let areas = Areas::new(Size { width: 80, height: 24 }, Look::Month, 40);
        assert_eq!((areas.series.height, areas.weeks.height, areas.dates.height), (5, 6, 3));
    }
}
