//! Expands recurrence rules (RFC 5545 §3.3.10) in wall time, as if there were no zones; `placing` puts each date into its own.
//!
//! ```text
//! RRULE text ─ parts ─→ lists, each filled in ─ days: does it fall on this day? ─→ days ─ BYSETPOS, times, UNTIL ─→ dates
//!                                               proposed: which day is next? (the `rrule` crate)
//! ```
//!
//! A window costs the window: days of a year or less are looked at one by one, further ones are proposed by the crate, whose faults
//! are named and fenced in in `proposed`. The dates before a window are counted arithmetically where each period has the same number
//! of them (`counting`). What cannot be honoured is refused by `parts`, with a sentence. COUNT is applied by the caller, who knows of
//! closed days.

mod counting;
mod days;
mod parts;
mod positions;
mod proposed;
mod reading;
mod written;

use chrono::{Datelike, Days as Count, Duration, NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use chrono_tz::Tz;

pub(super) use crate::domain::whole_minute;
use crate::error::{Error, Result};
use crate::text;

pub(super) use counting::{Key, before_year, new_year};
use counting::{dates_in_each_period, has_no_place, year_behind};
use days::Days;
pub use parts::{Frequency, NumberedWeekday};
pub(super) use parts::{Parts, Until};
use positions::Positions;
pub use reading::shown;
pub(super) use reading::{LONGEST_INTERVAL, MOST_DATES};

/// The most dates of a series that are looked at one by one. A window with more is cut off there and told.
pub const MOST_WALKED: usize = 20_000;

/// A stretch of at most so many days is looked at day by day: two years, so that those of BYSETPOS are whole.
const SHORT: i64 = 740;

/// A rule with the start that it counts from.
#[derive(Debug, Clone)]
pub struct Rule {
    days: Days,
    /// In order.
    times: Vec<NaiveTime>,
    /// In whole minutes.
    start: NaiveDateTime,
    zone: Tz,
    /// Dates in each period, where all have the same number.
    each_period: Option<u64>,
}

/// Reads an RRULE and makes sure that it gives dates. `start` is the first wall time that may be one; a start that does not fit
/// the rule is none of its dates.
///
/// Errors say what was expected and found, without a place: the caller knows file and line. A rule that never gives a date is one.
pub fn parse_rule(text: &str, start: NaiveDateTime, zone: Tz) -> Result<Rule> {
    let start = whole_minute(start);
    let mut parts = Parts::parse(text, zone)?;
    parts.settle(start.date());
    if let Some(until) = parts.until.filter(|until| !until.admits(start, zone)) {
        return Err(ends_before(until.wall(), start));
    }
    let without_dates =
        || Error::new(text!("plan-rule-without-dates", rule = shown(text))).hint(text!("plan-rule-without-dates-hint"));
    if has_no_place(&parts) {
        return Err(without_dates());
    }
    let each_period = dates_in_each_period(&parts);
    let (times, days) = (parts.times(start), Days { parts, start: start.date() });
    let rule = Rule { days, times, start, zone, each_period };
    if rule.surely_has_dates() || rule.first().is_some() { Ok(rule) } else { Err(without_dates()) }
}

/// On one day, the hours tell.
fn ends_before(until: NaiveDateTime, start: NaiveDateTime) -> Error {
    let (until_time, start_time) = (until.time(), start.time());
    let (until, start) = (until.date(), start.date());
    match until == start {
        true => Error::new(text!("plan-ends-before-start-hour", until = until_time, start = start_time, date = start)),
        false => Error::new(text!("plan-ends-before-start", until = until, start = start)),
    }
}

impl Rule {
    pub fn count(&self) -> Option<u32> {
        self.days.parts.count
    }

    /// Neither COUNT nor UNTIL.
    pub fn is_endless(&self) -> bool {
        self.days.parts.count.is_none() && self.days.parts.until.is_none()
    }

    /// The last wall time that UNTIL may admit, rounded up.
    pub fn end(&self) -> Option<NaiveDateTime> {
        self.days.parts.until.and_then(|until| until.wall().checked_add_signed(Duration::days(1)))
    }

    /// Whether no date of one can be the same instant as one of the other: they have no weekday in common, and no hour in which clocks
    /// change. In the Pacific whole days were left out.
    pub fn is_apart_from(&self, other: &Rule) -> bool {
        let is_sure = |rule: &Rule| {
            let by_day = (4, 22);
            let hours = rule.times.iter().map(NaiveTime::hour);
            let zone = rule.zone.name();
            hours.into_iter().all(|hour| by_day.0 <= hour && hour < by_day.1)
                && !zone.starts_with("Pacific/")
                && zone != "Kwajalein"
        };
        let (one, two) = (&self.days.parts.weekdays, &other.days.parts.weekdays);
        let have_days = !one.is_empty() && !two.is_empty();
        have_days && one.iter().all(|day| two.iter().all(|other| day.weekday != other.weekday)) && is_sure(self) && is_sure(other)
    }

    /// The rule's dates from `from` on, in order, up to UNTIL.
    pub fn walk(&self, from: NaiveDateTime) -> impl Iterator<Item = NaiveDateTime> + '_ {
        let from = from.max(self.start);
        let origin = self.days.period_start(self.days.period_of(from.date()));
        let days = origin.into_iter().flat_map(|origin| self.days.from(origin));
        self.dates(days, from)
    }

    /// The rule's dates in `from..to`, in order, up to UNTIL.
    pub fn between(&self, from: NaiveDateTime, to: NaiveDateTime) -> impl Iterator<Item = NaiveDateTime> + '_ {
        let from = from.max(self.start);
        let seen = self.days_around(from, to);
        let far = seen.is_none().then(|| self.walk(from));
        let near = seen.map(|(first, last)| {
            let days = first.iter_days().take_while(move |day| *day <= last).filter(|day| self.days.fits(*day));
            self.dates(days, from)
        });
        near.into_iter().flatten().chain(far.into_iter().flatten()).take_while(move |date| *date < to)
    }

    /// How many dates lie before `at`; `None` where that are more than can be counted.
    pub fn count_before(&self, at: NaiveDateTime) -> Option<u64> {
        let at = self.end().map_or(at, |end| at.min(end));
        if at <= self.start {
            return Some(0);
        }
        match self.each_period {
            Some(each) => self.reckoned_before(at, each),
            None => self.walked_before(at),
        }
    }

    /// The date of this number, from 1; `None` where UNTIL or the calendar ends before.
    pub fn numbered(&self, number: usize) -> Option<NaiveDateTime> {
        let before = number.checked_sub(1)?;
        let Some(each) = self.each_period.map(|each| each as usize) else { return self.walked_to(before) };
        let second = self.days.period_start(1)?.and_time(NaiveTime::MIN);
        let in_first = self.between(self.start, second).count();
        let Some(behind) = before.checked_sub(in_first) else { return self.between(self.start, second).nth(before) };
        let period = (behind / each) as i64 + 1;
        let (from, to) = (self.days.period_start(period)?, self.days.period_start(period + 1));
        let to = to.map_or(NaiveDateTime::MAX, |to| to.and_time(NaiveTime::MIN));
        self.between(from.and_time(NaiveTime::MIN), to).nth(behind % each)
    }

    /// The second period has dates, as each has, and nothing ends the rule before.
    fn surely_has_dates(&self) -> bool {
        self.each_period.is_some() && self.days.parts.until.is_none() && self.days.parts.interval == 1
    }

    fn first(&self) -> Option<NaiveDateTime> {
        let near = self.start.checked_add_days(Count::new(62))?;
        self.between(self.start, near).next().or_else(|| self.walk(self.start).next())
    }

    /// The first and the last day to be looked at for a stretch of time, whole periods for BYSETPOS; `None` where they are many.
    fn days_around(&self, from: NaiveDateTime, to: NaiveDateTime) -> Option<(NaiveDate, NaiveDate)> {
        let (mut first, mut last) = (from.date(), to.date());
        if !self.days.parts.set_positions.is_empty() {
            first = self.days.period_start(self.days.period_of(first))?;
            last = self.days.period_start(self.days.period_of(last) + 1)?;
        }
        ((last - first).num_days() <= SHORT).then_some((first, last))
    }

    fn dates<'a>(
        &'a self,
        days: impl Iterator<Item = NaiveDate> + 'a,
        from: NaiveDateTime,
    ) -> impl Iterator<Item = NaiveDateTime> + 'a {
        let (until, zone) = (self.days.parts.until, self.zone);
        Positions::of(&self.days, &self.times, days)
            .skip_while(move |date| *date < from)
            .take_while(move |date| until.is_none_or(|until| until.admits(*date, zone)))
    }

    /// The first and the last period are looked at, those between have `each` dates.
    fn reckoned_before(&self, at: NaiveDateTime, each: u64) -> Option<u64> {
        let certain = self.days.parts.until.map_or(at, |until| at.min(until.wall() - Duration::days(1))).max(self.start);
        let last = self.days.period_of(certain.date());
        if last <= 1 {
            return Some(self.between(self.start, at).count() as u64);
        }
        let second = self.days.period_start(1)?.and_time(NaiveTime::MIN);
        let latest = self.days.period_start(last)?.and_time(NaiveTime::MIN);
        let between = u64::try_from(last - 1).expect("`last` lies behind the second") * each;
        Some(self.between(self.start, second).count() as u64 + between + self.between(latest, at).count() as u64)
    }

    fn walked_before(&self, at: NaiveDateTime) -> Option<u64> {
        let before = before_year(&self.key(), at.year(), |year| self.count_in(year))?;
        Some(before + self.between(new_year(at.year()), at).count() as u64).filter(|count| *count <= MOST_WALKED as u64)
    }

    fn walked_to(&self, before: usize) -> Option<NaiveDateTime> {
        let (year, earlier) = year_behind(&self.key(), before as u64, |year| self.count_in(year))?;
        self.between(new_year(year), new_year(year + 1)).nth(before - earlier as usize)
    }

    fn count_in(&self, year: i32) -> usize {
        if !self.may_hold(year) {
            return 0;
        }
        self.between(new_year(year), new_year(year + 1)).count()
    }

    /// Whether a rule of every so many years has one near: week 1 of a year may begin in the year before it.
    fn may_hold(&self, year: i32) -> bool {
        let parts = &self.days.parts;
        let elapsed = year - self.start.year();
        parts.frequency != Frequency::Yearly || (-1..=1).any(|near| (elapsed + near).rem_euclid(parts.interval) == 0)
    }

    fn key(&self) -> Key {
        (self.days.parts.written(), self.start, self.zone)
    }
}

#[cfg(test)]
mod faults;
#[cfg(test)]
mod rfc;
#[cfg(test)]
pub(super) mod tests;
