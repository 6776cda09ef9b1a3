//! The month view: weeks from Monday to Sunday, each day with one sign.

use chrono::{Datelike, Days, Duration, NaiveDate, Weekday};
use chrono_tz::Tz;

use super::{Clash, Occurrence, State, clock_change};
use crate::domain::ClosedDays;

/// What a day of the month shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    Clash,
    Missed,
    /// Still to come, today.
    Today,
    Moved,
    Planned,
    Done,
    Cancelled,
    Closed,
}

impl Sign {
    /// In the order of the legend; clashes are named beside the dates.
    pub const LEGEND: [Sign; 7] =
        [Sign::Done, Sign::Missed, Sign::Today, Sign::Planned, Sign::Moved, Sign::Cancelled, Sign::Closed];

    pub fn glyph(self) -> char {
        match self {
            Sign::Clash => '▲',
            Sign::Missed => '–',
            Sign::Today => '►',
            Sign::Moved => '»',
            Sign::Planned => '○',
            Sign::Done => '●',
            Sign::Cancelled => '×',
            Sign::Closed => '▒',
        }
    }
}

/// An occurrence as the month view needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dated {
    /// Where it lies now.
    pub date: NaiveDate,
    pub state: State,
    pub is_moved: bool,
    pub has_clash: bool,
}

impl Dated {
    pub fn of(occurrence: &Occurrence, state: State, clashes: &[Clash]) -> Dated {
        let (is_moved, has_clash) = (occurrence.moved_from.is_some(), !clashes.is_empty());
        Dated { date: occurrence.start.date_naive(), state, is_moved, has_clash }
    }

    fn sign(&self, today: NaiveDate) -> Sign {
        match self.state {
            State::Done => Sign::Done,
            State::Cancelled => Sign::Cancelled,
            State::Missed => Sign::Missed,
            State::Planned | State::Due | State::Late if self.has_clash => Sign::Clash,
            State::Planned | State::Due | State::Late if self.date == today => Sign::Today,
            State::Planned | State::Due | State::Late if self.is_moved => Sign::Moved,
            State::Planned | State::Due | State::Late => Sign::Planned,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    pub date: NaiveDate,
    /// Of several occurrences, what most needs a look; absent on an open day without any.
    pub sign: Option<Sign>,
    /// Drawn `24▒` before its sign.
    pub is_closed: bool,
    /// Drawn `[28]`.
    pub is_today: bool,
    /// By how much the clocks go forward that night.
    pub clock_change: Option<Duration>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Week {
    /// The month (from 1) to name beside the week: in the first one, and where a Monday begins another month.
    pub month: Option<u32>,
    pub days: [Day; 7],
}

/// The weeks that hold `first..=last`, whole.
pub fn weeks(first: NaiveDate, last: NaiveDate, today: NaiveDate, zone: Tz, closed: &[ClosedDays], rows: &[Dated]) -> Vec<Week> {
    let day = |date: NaiveDate| Day {
        date,
        sign: sign(date, today, closed, rows),
        is_closed: is_closed(date, closed),
        is_today: date == today,
        clock_change: clock_change(date, zone),
    };
    let mondays: Vec<NaiveDate> = mondays(first, last).collect();
    let named = |n: usize| n == 0 || mondays[n - 1].month() != mondays[n].month();
    let week = |n: usize, monday: NaiveDate| Week {
        month: named(n).then(|| monday.month()),
        days: std::array::from_fn(|later| day(monday.checked_add_days(Days::new(later as u64)).unwrap_or(monday))),
    };
    mondays.iter().enumerate().map(|(n, monday)| week(n, *monday)).collect()
}

fn mondays(first: NaiveDate, last: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    let monday = first.week(Weekday::Mon).checked_first_day();
    std::iter::successors(monday, |monday| monday.checked_add_days(Days::new(7))).take_while(move |monday| *monday <= last)
}

/// The signs stand in the order of their need.
fn sign(date: NaiveDate, today: NaiveDate, closed: &[ClosedDays], rows: &[Dated]) -> Option<Sign> {
    let own = rows.iter().filter(|row| row.date == date).map(|row| row.sign(today));
    own.min_by_key(|sign| *sign as u8).or_else(|| is_closed(date, closed).then_some(Sign::Closed))
}

fn is_closed(date: NaiveDate, closed: &[ClosedDays]) -> bool {
    closed.iter().any(|days| days.contains(date))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::examples::{agenda, at, day, library, nadia, series};
    use crate::plan::{clashes, state};

    /// The weeks as the screen draws them, without the names of months.
    fn drawn(series: &[crate::domain::Series], closed: &[&str], recorded_until: &str) -> Vec<String> {
        let settings = library(closed);
        let found = agenda(series, &settings, "2020-03-23", "2020-04-26");
        let now = "2020-03-28T19:00:00Z".parse().unwrap();
        let clashes = clashes(&found, &settings);
        let own = found.iter().zip(&clashes).filter(|(found, _)| found.series.as_str() == "nadia");
        let rows: Vec<Dated> =
            own.map(|(found, clashes)| Dated::of(found, state(found, found.id.at < at(recorded_until), now), clashes)).collect();
        let weeks = weeks(day("2020-03-23"), day("2020-04-20"), day("2020-03-28"), settings.zone, &settings.closed, &rows);
        weeks.iter().map(line).collect()
    }

    fn line(week: &Week) -> String {
        let day = |day: &Day| {
            let number = if day.is_today { format!("[{}]", day.date.day()) } else { day.date.day().to_string() };
            let change = day.clock_change.map_or(String::new(), |by| format!(" {:+}", by.num_hours()));
            let closed = if day.is_closed && day.sign != Some(Sign::Closed) { "▒" } else { "" };
            format!("{number}{closed}{}{change}", day.sign.map_or(' ', Sign::glyph))
        };
        let month = week.month.map_or("-".to_owned(), |month| month.to_string());
        format!("{month}: {}", week.days.iter().map(day).collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn the_month_is_drawn_with_a_sign_for_each_day() {
        let nadia = nadia().moving("2020-03-30 20:30", "2020-03-30 12:00").moving("2020-04-02 20:30", "2020-04-02 12:00");
        let mut samir = series("samir", "2020-03-31 20:30", "");
        samir.place = None;
        let weeks = drawn(&[nadia.cancelling("2020-04-05 20:30"), samir], &["2020-04-06/2020-04-19"], "2020-03-27 00:00");
        assert_eq!(
            weeks,
            [
                "3: 23● 24● 25● 26● 27– [28]► 29○ +1",
                "-: 30» 31▲ 1○ 2» 3○ 4○ 5×",
                "4: 6▒ 7▒ 8▒ 9▒ 10▒ 11▒ 12▒",
                "-: 13▒ 14▒ 15▒ 16▒ 17▒ 18▒ 19▒",
                "-: 20○ 21○ 22○ 23○ 24○ 25○ 26○",
            ]
        );
    }

    #[test]
    fn a_closed_day_on_which_something_takes_place_shows_both() {
        let weeks = drawn(&[nadia().closing(crate::domain::OnClosed::Keep)], &["2020-03-28", "2020-03-31"], "2020-03-27 00:00");
        assert_eq!(weeks[..2], ["3: 23● 24● 25● 26● 27– [28]▒► 29○ +1", "-: 30○ 31▒○ 1○ 2○ 3○ 4○ 5○"]);
    }

    #[test]
    fn of_several_on_a_day_the_one_that_needs_a_look_is_shown() {
        let date = day("2020-03-29");
        let row = |state, has_clash| Dated { date, state, is_moved: false, has_clash };
        let shown = |rows: &[Dated]| sign(date, day("2020-03-28"), &[], rows);
        assert_eq!(shown(&[row(State::Done, true), row(State::Planned, false)]), Some(Sign::Planned));
        assert_eq!(shown(&[row(State::Planned, false), row(State::Planned, true)]), Some(Sign::Clash));
        assert_eq!(shown(&[row(State::Cancelled, false), row(State::Done, false)]), Some(Sign::Done));
        assert_eq!(shown(&[]), None);
    }

    #[test]
    fn the_edge_of_the_calendar_is_no_trap() {
        assert!(weeks(NaiveDate::MAX, NaiveDate::MAX, day("2020-03-28"), Tz::UTC, &[], &[]).len() <= 1);
        assert!(weeks(NaiveDate::MIN, NaiveDate::MIN, day("2020-03-28"), Tz::UTC, &[], &[]).len() <= 1);
    }
}
