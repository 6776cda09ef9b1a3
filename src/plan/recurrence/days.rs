//! The days of a rule: whether it falls on a day, and the periods (INTERVAL days, weeks, months or years) that it counts in.
//!
//! RFC 5545 §3.3.10 asks of each part whether it expands or limits; with what comes from the start written out (see
//! [`Parts::settle`]) both mean that a day must stand in each list. Only BYSETPOS chooses among the days, and is left to the caller.

use chrono::{Datelike, Days as Count, Duration, NaiveDate};

use super::parts::{Frequency, NumberedWeekday, Parts};

/// Parts with every list filled in, and the date that periods count from.
#[derive(Debug, Clone)]
pub struct Days {
    pub parts: Parts,
    pub start: NaiveDate,
}

impl Days {
    /// Whether the rule falls on this day, BYSETPOS left aside. Days before the start are asked alike.
    pub fn fits(&self, day: NaiveDate) -> bool {
        #[cfg(test)]
        super::tests::count_a_step();
        let parts = &self.parts;
        (parts.weekdays.is_empty() || parts.weekdays.iter().any(|weekday| self.is_weekday(weekday, day)))
            && (parts.months.is_empty() || parts.months.contains(&(day.month() as i32)))
            && is_listed(&parts.month_days, day.day(), || days_in_month(day))
            && is_listed(&parts.year_days, day.ordinal(), || days_in_year(day))
            && self.is_in_weeks(day)
            && self.elapsed(day) % i64::from(parts.interval) == 0
    }

    /// A number counts within the month where the rule names or goes by months, else within the year.
    fn is_weekday(&self, weekday: &NumberedWeekday, day: NaiveDate) -> bool {
        if weekday.weekday != day.weekday() {
            return false;
        }
        let Some(number) = weekday.number else { return true };
        let by_month = self.parts.frequency == Frequency::Monthly || !self.parts.months.is_empty();
        let (place, length) = if by_month { (day.day(), days_in_month(day)) } else { (day.ordinal(), days_in_year(day)) };
        match number > 0 {
            true => (place as i32 - 1) / 7 + 1 == number,
            false => (length as i32 - place as i32) / 7 + 1 == -number,
        }
    }

    /// Week 1 is the first with four days in its year, so a week belongs to the year of its fourth day.
    fn is_in_weeks(&self, day: NaiveDate) -> bool {
        if self.parts.weeks.is_empty() {
            return true;
        }
        let Some(fourth) = self.fourth_day(day) else { return false };
        let from_first = fourth.ordinal0() as i32 / 7 + 1;
        let from_last = -((days_in_year(fourth) as i32 - fourth.ordinal() as i32) / 7 + 1);
        self.parts.weeks.contains(&from_first) || self.parts.weeks.contains(&from_last)
    }

    /// Number of the period that holds the day, 0 for that of the start.
    pub fn period_of(&self, day: NaiveDate) -> i64 {
        self.elapsed(day).div_euclid(i64::from(self.parts.interval))
    }

    /// First day of a period; `None` beyond the calendar.
    pub fn period_start(&self, period: i64) -> Option<NaiveDate> {
        let steps = period.checked_mul(i64::from(self.parts.interval))?;
        match self.parts.frequency {
            Frequency::Daily => self.start.checked_add_signed(Duration::try_days(steps)?),
            Frequency::Weekly => self.week_of(self.start).checked_add_signed(Duration::try_weeks(steps)?),
            Frequency::Monthly => first_of_month(month_number(self.start).checked_add(steps)?),
            Frequency::Yearly => {
                let year = i32::try_from(i64::from(self.year_of(self.start)) + steps).ok()?;
                let first = NaiveDate::from_ymd_opt(year, 1, 1)?;
                // The 4th of January is in week 1 in any year, wherever weeks start.
                if self.parts.weeks.is_empty() { Some(first) } else { Some(self.week_of(first.checked_add_days(Count::new(3))?)) }
            }
        }
    }

    /// Days, weeks, months or years since the start.
    fn elapsed(&self, day: NaiveDate) -> i64 {
        match self.parts.frequency {
            Frequency::Daily => (day - self.start).num_days(),
            Frequency::Weekly => (self.week_of(day) - self.week_of(self.start)).num_days() / 7,
            Frequency::Monthly => month_number(day) - month_number(self.start),
            Frequency::Yearly => i64::from(self.year_of(day) - self.year_of(self.start)),
        }
    }

    /// A rule that names weeks counts in years of whole weeks, so that none is torn at New Year.
    fn year_of(&self, day: NaiveDate) -> i32 {
        if self.parts.weeks.is_empty() { day.year() } else { self.fourth_day(day).unwrap_or(day).year() }
    }

    fn fourth_day(&self, day: NaiveDate) -> Option<NaiveDate> {
        self.week_of(day).checked_add_days(Count::new(3))
    }

    /// First day of the week that holds `day`; the day itself at the very edge of the calendar.
    fn week_of(&self, day: NaiveDate) -> NaiveDate {
        let days = day.weekday().days_since(self.parts.week_start);
        day.checked_sub_days(Count::new(u64::from(days))).unwrap_or(day)
    }
}

/// Whether a list that counts from both ends names this place, or is empty.
fn is_listed(list: &[i32], place: u32, length: impl Fn() -> u32) -> bool {
    list.is_empty() || list.contains(&(place as i32)) || list.contains(&(place as i32 - length() as i32 - 1))
}

fn days_in_month(day: NaiveDate) -> u32 {
    u32::from(day.num_days_in_month())
}

fn days_in_year(day: NaiveDate) -> u32 {
    if day.leap_year() { 366 } else { 365 }
}

fn month_number(day: NaiveDate) -> i64 {
    i64::from(day.year()) * 12 + i64::from(day.month0())
}

fn first_of_month(number: i64) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(i32::try_from(number.div_euclid(12)).ok()?, number.rem_euclid(12) as u32 + 1, 1)
}
