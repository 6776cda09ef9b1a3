//! What is left of a series whose COUNT says more than take place: dates that fall away do use it up.

use super::{Plan, Repeat, Span};
use crate::domain::{ClosedDays, LibrarySettings, OnClosed, Series};

/// A series that takes place less often than its COUNT says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fewer {
    /// As its rule says.
    pub count: u32,
    pub left_out: u32,
    pub kept: u32,
    /// Closed days are among what takes dates out; with `shift` all would take place.
    pub by_closed_days: bool,
}

/// `None` where all of them take place, where the rule has no COUNT, and where it cannot be read.
pub fn fewer(series: &Series, settings: &LibrarySettings) -> Option<Fewer> {
    let count = count(series)?;
    let by_rule = Series { also: Vec::new(), ..series.clone() };
    let left_out = |series: &Series| count.checked_sub(Plan::of(series, settings).ok()?.size()?);
    let all = left_out(&by_rule).filter(|left_out| *left_out > 0)?;
    let closed = left_out(&Series { skip: Vec::new(), ..by_rule });
    Some(Fewer { count, left_out: all, kept: count - all, by_closed_days: closed.is_some_and(|closed| closed > 0) })
}

/// Whether what falls on these days is made up for behind the last date: only a COUNT runs on, and only for a date that lies there.
pub fn is_pushed_on(series: &Series, settings: &LibrarySettings, days: &ClosedDays) -> bool {
    series.on_closed == OnClosed::Shift && count(series).is_some() && falls_away(series, settings, days)
}

/// Whether the rule gives a date on these days, and the series does not keep it.
pub fn falls_away(series: &Series, settings: &LibrarySettings, days: &ClosedDays) -> bool {
    let Ok(plan) = Plan::of(series, settings) else { return false };
    let from = days.first.and_hms_opt(0, 0, 0).unwrap_or_default();
    let to = days.last.succ_opt().and_then(|behind| behind.and_hms_opt(0, 0, 0)).unwrap_or(from);
    series.on_closed != OnClosed::Keep && !plan.dates().given(from, to).is_empty()
}

fn count(series: &Series) -> Option<u32> {
    match Repeat::of_rules(&series.rules, series.start, series.zone).1 {
        Span::Count(count) => Some(count),
        Span::Endless | Span::Until(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::examples::{day, library, nadia, series};

    #[test]
    fn what_falls_away_uses_a_count_up_unless_it_is_shifted() {
        let settings = library(&["2020-04-06/2020-04-16"]);
        let found = |series: &Series| fewer(series, &settings).map(|few| (few.count, few.left_out, few.kept, few.by_closed_days));
        assert_eq!(found(&nadia()), Some((60, 11, 49, true)));
        assert_eq!(found(&nadia().skipping("2020-04-20")), Some((60, 12, 48, true)));
        assert_eq!(found(&nadia().adding("2020-07-20 12:00")), Some((60, 11, 49, true)));
        assert_eq!(found(&nadia().closing(OnClosed::Shift)), None);
        assert_eq!(found(&nadia().closing(OnClosed::Keep)), None);
        assert_eq!(found(&nadia().closing(OnClosed::Shift).skipping("2020-04-20")), Some((60, 1, 59, false)));
        assert_eq!(found(&series("a", "2020-03-20 20:00", "FREQ=DAILY")), None);
    }

    #[test]
    fn only_a_count_with_a_date_on_the_closed_days_runs_on() {
        let settings = library(&["2020-05-01", "2020-05-02"]);
        let pushed = |rule: &str, on: &str| {
            let fridays = series("jeux", "2020-04-24 20:00", rule).closing(OnClosed::Shift);
            is_pushed_on(&fridays, &settings, &ClosedDays { first: day(on), last: day(on) })
        };
        assert!(pushed("FREQ=WEEKLY;COUNT=3", "2020-05-01"));
        assert!(!pushed("FREQ=WEEKLY;COUNT=3", "2020-05-02")); // a Saturday
        assert!(!pushed("FREQ=WEEKLY", "2020-05-01"));
    }
}
