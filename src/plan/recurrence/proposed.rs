//! The door to the `rrule` crate: it proposes days, and [`Days::fits`] disposes.
//!
//! The crate leaps from period to period, which spares a look at each day in between. It works on wall time *as if it were UTC*, so it
//! never meets a clock change, and is asked for what it does right only: whole days of plain lists, from the beginning of a period on
//! (else it counts the first week of BYSETPOS from the start). Left to us are BYSETPOS, BYWEEKNO (it gives seven days, and errs at the
//! turn of some years), numbered weekdays (beside plain ones it gives nothing, and it refuses -5 and -53), COUNT, UNTIL and EXDATE.
//!
//! It gives up on a rule without dates only in the year 10000, so it walks the years 9200 to 9999 in place of ours: the calendar
//! repeats after 400 years.

use chrono::{DateTime, Datelike, Month, NaiveDate, TimeZone};
use rrule::{NWeekday, RRule, RRuleSet};

use super::days::Days;
use super::parts::{Frequency, Parts};

/// More days than these in a row that do not fit: all of the calendar has been seen.
const MOST_UNFIT: u32 = 146_097;

impl Days {
    /// The days that fit, in order, from `origin` on, which is the beginning of a period.
    pub fn from(&self, origin: NaiveDate) -> impl Iterator<Item = NaiveDate> + '_ {
        let mut unfit = 0;
        let seen = self.proposed(origin).map_while(move |day| {
            unfit = if self.fits(day) { 0 } else { unfit + 1 };
            (unfit < MOST_UNFIT).then_some((day, unfit == 0))
        });
        seen.filter_map(|(day, fits)| fits.then_some(day))
    }

    fn proposed(&self, origin: NaiveDate) -> impl Iterator<Item = NaiveDate> + use<> {
        let shift = 9200 + origin.year().rem_euclid(400) - origin.year();
        let from = in_year_shifted(origin, shift).and_then(|day| day.and_hms_opt(0, 0, 0));
        let set =
            from.filter(|_| has_days(&self.parts)).and_then(|from| set(&self.parts, rrule::Tz::UTC.from_utc_datetime(&from)));
        let days = set.into_iter().flat_map(|set| set.into_iter());
        days.map_while(move |day| in_year_shifted(day.date_naive(), -shift))
    }
}

/// Whether some month has one of the days of the month; the crate would look for 30 February for a while.
fn has_days(parts: &Parts) -> bool {
    let longest = |month: &i32| match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    let most = parts.months.iter().map(longest).max().unwrap_or(31);
    parts.month_days.is_empty() || parts.month_days.iter().any(|day| day.abs() <= most)
}

/// `years` is a multiple of 400, so that weekday and leap day stay.
fn in_year_shifted(day: NaiveDate, years: i32) -> Option<NaiveDate> {
    day.with_year(day.year() + years)
}

/// `None` is never seen: `Parts` has checked each range that the crate asks for.
fn set(parts: &Parts, from: DateTime<rrule::Tz>) -> Option<RRuleSet> {
    let rule = for_crate(parts).validate(from);
    debug_assert!(rule.is_ok(), "{parts:?}: {rule:?}");
    Some(RRuleSet::new(from).rrule(rule.ok()?).limit())
}

/// Years of whole weeks begin and end beside its own, so there INTERVAL is ours.
fn for_crate(parts: &Parts) -> RRule<rrule::Unvalidated> {
    let frequency = match parts.frequency {
        Frequency::Daily => rrule::Frequency::Daily,
        Frequency::Weekly => rrule::Frequency::Weekly,
        Frequency::Monthly => rrule::Frequency::Monthly,
        Frequency::Yearly => rrule::Frequency::Yearly,
    };
    let months: Vec<Month> = parts.months.iter().filter_map(|month| Month::try_from(*month as u8).ok()).collect();
    RRule::new(frequency)
        .interval(if parts.weeks.is_empty() { parts.interval as u16 } else { 1 })
        .week_start(parts.week_start)
        .by_month(&months)
        .by_month_day(narrow(&parts.month_days))
        .by_year_day(narrow(&parts.year_days))
        .by_weekday(parts.weekdays.iter().map(|day| NWeekday::Every(day.weekday)).collect())
        .by_hour(vec![0])
        .by_minute(vec![0])
        .by_second(vec![0])
}

/// `Parts` has checked each range.
fn narrow<T: TryFrom<i32>>(list: &[i32]) -> Vec<T> {
    list.iter().filter_map(|number| T::try_from(*number).ok()).collect()
}
