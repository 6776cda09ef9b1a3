//! Expands recurrence rules (RFC 5545 §3.3.10) in wall time. The only door to the `rrule` crate, whose faults are fenced in here.
//!
//! The crate works on wall time *as if it were UTC*, so it never meets a clock change; `placing` puts each date into its zone. What
//! it would get wrong is rewritten before: it starts at the beginning of a period (else the first week of BYSETPOS is counted from
//! the start), with every list filled in; plain weekdays beside numbered ones are numbered too (else they give nothing); a
//! week number without a weekday gets the start's. Week numbers, COUNT and UNTIL are applied here. What cannot be rewritten is refused by `parts`.
//!
//! A window costs the window: the crate starts in the period in which the window begins, and the dates before are counted
//! arithmetically where each period has the same number of them. It also walks the years 9200 to 9999 in place of ours (the
//! calendar repeats after 400 years), since it gives up on a rule without dates only in the year 10000.

mod parts;

use chrono::{DateTime, Datelike, Days, Duration, Month, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Timelike};
use chrono_tz::Tz;
use rrule::{NWeekday, RRule, RRuleSet};

use crate::error::{Error, Result};
use crate::text;

pub use parts::shown;
pub use parts::{Frequency, NumberedWeekday};
pub(super) use parts::{Parts, Until};

/// The most dates of a series that are looked at one by one. A window with more is cut off there and told.
pub const MOST_WALKED: usize = 20_000;

/// The crate walks at least this far before it reaches the year 10000.
const SURE_YEARS: u64 = 400;

/// A rule with the start that it counts from.
#[derive(Debug, Clone)]
pub struct Rule {
    parts: Parts,
    /// In whole minutes.
    start: NaiveDateTime,
    zone: Tz,
    /// As the crate gets it: every list filled in, without COUNT and UNTIL.
    for_crate: RRule,
    /// Dates in each period, where all have the same number.
    each_period: Option<u64>,
}

/// Reads an RRULE and makes sure that it gives dates. `start` is the first wall time that may be one; a start that does not fit
/// the rule is none of its dates.
///
/// Errors say what was expected and found, without a place: the caller knows file and line. A rule that never gives a date is one.
pub fn parse_rule(text: &str, start: NaiveDateTime, zone: Tz) -> Result<Rule> {
    let start = whole_minute(start);
    let parts = Parts::parse(text, zone)?.filled(start);
    if let Some(until) = parts.until.filter(|until| !until.admits(start, zone)) {
        return Err(Error::new(text!(
            "plan-ends-before-start",
            until = until.wall().format("%Y-%m-%d %H:%M").to_string(),
            start = start.format("%Y-%m-%d %H:%M").to_string(),
        )));
    }
    let each_period = dates_in_each_period(&parts);
    let for_crate = for_crate(&parts, start)?;
    let rule = Rule { parts, start, zone, for_crate, each_period };
    if rule.walk(start).next().is_none() {
        return Err(Error::new(text!("plan-rule-without-dates", rule = shown(text))).hint(text!("plan-rule-without-dates-hint")));
    }
    Ok(rule)
}

/// Ids of occurrences have whole minutes, and so have their starts.
pub fn whole_minute(wall: NaiveDateTime) -> NaiveDateTime {
    wall.with_second(0).and_then(|wall| wall.with_nanosecond(0)).expect("each minute has a second 0")
}

impl Rule {
    pub fn count(&self) -> Option<u32> {
        self.parts.count
    }

    /// Neither COUNT nor UNTIL.
    pub fn is_endless(&self) -> bool {
        self.parts.count.is_none() && self.parts.until.is_none()
    }

    /// The last wall time that UNTIL may admit, rounded up.
    pub fn end(&self) -> Option<NaiveDateTime> {
        self.parts.until.and_then(|until| until.wall().checked_add_signed(Duration::days(1)))
    }

    /// The rule's dates from `from` on, in order, up to UNTIL; COUNT is left to the caller, who knows of closed days.
    pub fn walk(&self, from: NaiveDateTime) -> impl Iterator<Item = NaiveDateTime> + '_ {
        let from = from.max(self.start);
        let origin = self.period_start(self.period_of(from));
        let shift = origin.map_or(0, |origin| 9200 + origin.year().rem_euclid(400) - origin.year());
        let origin = origin.and_then(|origin| in_year_shifted(origin.and_time(NaiveTime::MIN), shift));
        let set = origin.map(|origin| RRuleSet::new(as_if_utc(origin)).rrule(self.for_crate.clone()).limit());
        let dates = set.into_iter().flat_map(|set| set.into_iter());
        let (until, zone) = (self.parts.until, self.zone);
        dates
            .map_while(move |date| in_year_shifted(date.naive_utc(), -shift))
            .skip_while(move |date| *date < from)
            .filter(|date| self.is_in_weeks(date.date()))
            .take_while(move |date| until.is_none_or(|until| until.admits(*date, zone)))
    }

    /// How many dates lie before `at`, COUNT left aside; `None` where that are more than can be counted.
    pub fn count_before(&self, at: NaiveDateTime) -> Option<u64> {
        let Some(each) = self.each_period else { return self.count_walked(self.start, at) };
        let certain = self.parts.until.map_or(at, |until| at.min(until.wall() - Duration::days(1))).max(self.start);
        let (first, last) = (self.period_of(self.start), self.period_of(certain));
        if last <= first + 1 {
            return self.count_walked(self.start, at);
        }
        let second = self.period_start(first + 1)?.and_time(NaiveTime::MIN);
        let latest = self.period_start(last)?.and_time(NaiveTime::MIN);
        let between = u64::try_from(last - first - 1).expect("`last` lies behind `first`") * each;
        Some(self.count_walked(self.start, second)? + between + self.count_walked(latest, at)?)
    }

    /// The date of this number, from 1, COUNT left aside; `None` where UNTIL or the calendar ends before.
    pub fn numbered(&self, number: usize) -> Option<NaiveDateTime> {
        let before = number.checked_sub(1)?;
        let Some(each) = self.each_period.map(|each| each as usize) else { return self.walk(self.start).nth(before) };
        let second = self.period_start(1)?.and_time(NaiveTime::MIN);
        let in_first = self.walk(self.start).take_while(|date| *date < second).count();
        let Some(behind) = before.checked_sub(in_first) else { return self.walk(self.start).nth(before) };
        let period = self.period_start(1 + (behind / each) as i64)?.and_time(NaiveTime::MIN);
        self.walk(period).nth(behind % each)
    }

    fn count_walked(&self, from: NaiveDateTime, at: NaiveDateTime) -> Option<u64> {
        if at <= from {
            return Some(0);
        }
        let last = self.parts.until.map_or(at, |until| at.min(until.wall()));
        let reach = self.start.checked_add_days(Days::new(SURE_YEARS * 365));
        if self.each_period.is_none() && reach.is_none_or(|reach| last > reach) {
            return None;
        }
        let counted = self.walk(from).take_while(|date| *date < at).take(MOST_WALKED + 1).count();
        (counted <= MOST_WALKED).then_some(counted as u64)
    }

    /// BYWEEKNO, which the crate is not asked for: it puts the first days of some years into the wrong week (2 January 2011 was
    /// in week 52). Week 1 is the first with four days in its year, so a week belongs to the year of its fourth day.
    fn is_in_weeks(&self, date: NaiveDate) -> bool {
        if self.parts.weeks.is_empty() {
            return true;
        }
        let Some(fourth) = self.week_of(date).checked_add_days(Days::new(3)) else { return false };
        let days = if fourth.leap_year() { 366 } else { 365 };
        let (from_first, from_last) = (fourth.ordinal0() as i32 / 7 + 1, -((days - fourth.ordinal() as i32) / 7 + 1));
        self.parts.weeks.contains(&from_first) || self.parts.weeks.contains(&from_last)
    }

    /// Number of the period (INTERVAL days, weeks, months or years) that holds `at`, 0 for that of the start.
    fn period_of(&self, at: NaiveDateTime) -> i64 {
        let (start, at) = (self.start.date(), at.date());
        let elapsed = match self.parts.frequency {
            Frequency::Daily => (at - start).num_days(),
            Frequency::Weekly => (self.week_of(at) - self.week_of(start)).num_days() / 7,
            Frequency::Monthly => month_number(at) - month_number(start),
            Frequency::Yearly => i64::from(at.year() - start.year()),
        };
        elapsed.div_euclid(i64::from(self.parts.interval))
    }

    /// First day of a period; `None` beyond the calendar.
    fn period_start(&self, period: i64) -> Option<NaiveDate> {
        let steps = period.checked_mul(i64::from(self.parts.interval))?;
        let start = self.start.date();
        match self.parts.frequency {
            Frequency::Daily => start.checked_add_signed(Duration::try_days(steps)?),
            Frequency::Weekly => self.week_of(start).checked_add_signed(Duration::try_weeks(steps)?),
            Frequency::Monthly => first_of_month(month_number(start).checked_add(steps)?),
            Frequency::Yearly => NaiveDate::from_ymd_opt(i32::try_from(i64::from(start.year()) + steps).ok()?, 1, 1),
        }
    }

    /// First day of the week that holds `date`; the date itself at the very edge of the calendar.
    fn week_of(&self, date: NaiveDate) -> NaiveDate {
        let days = date.weekday().days_since(self.parts.week_start);
        date.checked_sub_days(Days::new(u64::from(days))).unwrap_or(date)
    }
}

fn month_number(date: NaiveDate) -> i64 {
    i64::from(date.year()) * 12 + i64::from(date.month0())
}

fn first_of_month(number: i64) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(i32::try_from(number.div_euclid(12)).ok()?, number.rem_euclid(12) as u32 + 1, 1)
}

/// `years` is a multiple of 400, so that weekday and leap day stay.
fn in_year_shifted(at: NaiveDateTime, years: i32) -> Option<NaiveDateTime> {
    at.with_year(at.year() + years)
}

fn as_if_utc(wall: NaiveDateTime) -> DateTime<rrule::Tz> {
    rrule::Tz::UTC.from_utc_datetime(&wall)
}

/// Dates in each period of the rule, where arithmetic tells; `None` where periods differ.
fn dates_in_each_period(parts: &Parts) -> Option<u64> {
    let plain = parts.weekdays.iter().all(|day| day.number.is_none());
    let (days, weekdays) = (&parts.month_days, &parts.weekdays);
    let sure_days = days.iter().all(|day| (1..=28).contains(day)) || days.iter().all(|day| (-28..=-1).contains(day));
    let numbered = |least, most| weekdays.iter().all(|day| day.number.is_some_and(|number| (least..=most).contains(&number)));
    if !parts.set_positions.is_empty() || !parts.year_days.is_empty() || !parts.weeks.is_empty() {
        return None;
    }
    let dates = match parts.frequency {
        Frequency::Yearly if weekdays.is_empty() && sure_days && !days.is_empty() && !parts.months.is_empty() => {
            parts.months.len() * days.len()
        }
        _ if !parts.months.is_empty() => return None,
        Frequency::Daily if weekdays.is_empty() && days.is_empty() => 1,
        Frequency::Weekly if plain => weekdays.len(),
        Frequency::Monthly if weekdays.is_empty() && sure_days && !days.is_empty() => days.len(),
        Frequency::Monthly if days.is_empty() && !weekdays.is_empty() && (numbered(1, 4) || numbered(-4, -1)) => weekdays.len(),
        _ => return None,
    };
    Some((dates * parts.times_a_day()) as u64)
}

/// The rule for the crate, without BYWEEKNO, COUNT and UNTIL.
fn for_crate(parts: &Parts, start: NaiveDateTime) -> Result<RRule> {
    let frequency = match parts.frequency {
        Frequency::Daily => rrule::Frequency::Daily,
        Frequency::Weekly => rrule::Frequency::Weekly,
        Frequency::Monthly => rrule::Frequency::Monthly,
        Frequency::Yearly => rrule::Frequency::Yearly,
    };
    let months: Vec<Month> = parts.months.iter().filter_map(|month| Month::try_from(*month as u8).ok()).collect();
    let weekday = |day: &NumberedWeekday| NWeekday::new(day.number.map(|number| number as i16), day.weekday);
    let rule = RRule::new(frequency)
        .interval(parts.interval as u16)
        .week_start(parts.week_start)
        .by_set_pos(parts.set_positions.clone())
        .by_month(&months)
        .by_month_day(narrow(&parts.month_days))
        .by_year_day(narrow(&parts.year_days))
        .by_weekday(parts.weekdays.iter().map(weekday).collect())
        .by_hour(narrow(&parts.hours))
        .by_minute(narrow(&parts.minutes))
        .by_second(vec![0]);
    rule.validate(as_if_utc(start)).map_err(|fault| Error::new(text!("plan-rule-refused")).because(fault))
}

/// `parts` has checked each range.
fn narrow<T: TryFrom<i32>>(list: &[i32]) -> Vec<T> {
    list.iter().filter_map(|number| T::try_from(*number).ok()).collect()
}

#[cfg(test)]
mod tests;
