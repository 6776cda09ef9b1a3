//! An RRULE taken apart (RFC 5545 §3.3.10), and what the RFC forbids between its parts. `reading` makes it of a text, `written` a text of
//! it.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Utc, Weekday};
use chrono_tz::Tz;

use super::reading::expected;
use crate::error::{Error, Result};
use crate::plan::place;
use crate::text;

/// BYHOUR × BYMINUTE: one an hour.
const MOST_TIMES_A_DAY: usize = 24;

/// One RRULE, valid by itself; lists are sorted, without doubles.
#[derive(Debug, Clone, PartialEq)]
pub struct Parts {
    pub frequency: Frequency,
    pub interval: i32,
    pub count: Option<u32>,
    pub until: Option<Until>,
    pub week_start: Weekday,
    pub set_positions: Vec<i32>,
    pub months: Vec<i32>,
    pub month_days: Vec<i32>,
    pub year_days: Vec<i32>,
    pub weeks: Vec<i32>,
    pub weekdays: Vec<NumberedWeekday>,
    pub hours: Vec<i32>,
    pub minutes: Vec<i32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frequency {
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

/// `FR`: each Friday; `-1FR`: the last one of the month or year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NumberedWeekday {
    /// Absent: each of them.
    pub number: Option<i32>,
    pub weekday: Weekday,
}

/// The last moment at which a date of the rule may lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Until {
    /// In wall time; a date alone means its whole day.
    Wall(NaiveDateTime),
    /// Written with `Z`, as wall time of the zone, and as it is.
    Instant(NaiveDateTime, chrono::DateTime<Utc>),
}

impl Until {
    /// Whether a date of the rule lies before the end. Near a clock change, which may be a whole day, only the instant tells.
    pub fn admits(&self, wall: NaiveDateTime, zone: Tz) -> bool {
        match self {
            Until::Wall(last) => wall <= *last,
            Until::Instant(near, _) if (wall - *near).num_days().abs() > 2 => wall < *near,
            Until::Instant(_, last) => place(wall, zone) <= *last,
        }
    }

    /// Wall time; for a `Z` it may be off by the length of a clock change.
    pub fn wall(&self) -> NaiveDateTime {
        match self {
            Until::Wall(wall) | Until::Instant(wall, _) => *wall,
        }
    }
}

impl Parts {
    /// With the days that RFC 5545 takes from the start.
    pub fn with_days_of(mut self, start: NaiveDate) -> Parts {
        self.fill(start);
        self
    }

    /// Writes out the days that RFC 5545 takes from the start, and names a rule of weeks as one.
    pub fn settle(&mut self, start: NaiveDate) {
        self.fill(start);
        if self.is_weekly_in_disguise() {
            self.frequency = Frequency::Weekly;
        }
    }

    /// Without COUNT and UNTIL.
    pub fn without_end(self) -> Parts {
        Parts { count: None, until: None, ..self }
    }

    /// `FREQ=DAILY;BYDAY=MO,TU` is `FREQ=WEEKLY;BYDAY=MO,TU`, and each week has the same number of dates, so they are counted
    /// without a walk.
    fn is_weekly_in_disguise(&self) -> bool {
        self.frequency == Frequency::Daily
            && self.interval == 1
            && !self.weekdays.is_empty()
            && self.month_days.is_empty()
            && self.set_positions.is_empty()
    }

    fn fill(&mut self, start: NaiveDate) {
        if !self.month_days.is_empty() || !self.weekdays.is_empty() || !self.year_days.is_empty() {
            return;
        }
        let weekday = NumberedWeekday { number: None, weekday: start.weekday() };
        match self.frequency {
            Frequency::Daily => {}
            Frequency::Weekly => self.weekdays.push(weekday),
            Frequency::Yearly if !self.weeks.is_empty() => self.weekdays.push(weekday),
            Frequency::Yearly if self.months.is_empty() => {
                self.months.push(start.month() as i32);
                self.month_days.push(start.day() as i32);
            }
            Frequency::Monthly | Frequency::Yearly => self.month_days.push(start.day() as i32),
        }
    }

    pub fn times_a_day(&self) -> usize {
        self.hours.len().max(1) * self.minutes.len().max(1)
    }

    /// Hours and minutes together, in order; those that are left open are the start's.
    pub fn times(&self, start: NaiveDateTime) -> Vec<NaiveTime> {
        let (hour, minute) = ([start.hour() as i32], [start.minute() as i32]);
        let hours = if self.hours.is_empty() { &hour[..] } else { &self.hours };
        let minutes = if self.minutes.is_empty() { &minute[..] } else { &self.minutes };
        let all = hours.iter().flat_map(|hour| minutes.iter().map(|minute| (*hour as u32, *minute as u32)));
        all.filter_map(|(hour, minute)| NaiveTime::from_hms_opt(hour, minute, 0)).collect()
    }

    /// What RFC 5545 forbids between parts.
    pub(super) fn check_together(&self) -> Result<()> {
        use Frequency::*;
        if self.count.is_some() && self.until.is_some() {
            return Err(Error::new(text!("plan-count-and-until")).hint(text!("plan-count-and-until-hint")));
        }
        if self.times_a_day() > MOST_TIMES_A_DAY {
            return Err(expected(text!("plan-times-a-day", most = MOST_TIMES_A_DAY), &self.times_a_day().to_string()));
        }
        if !self.month_days.is_empty() && self.frequency == Weekly {
            return Err(unfit("BYMONTHDAY", "FREQ=WEEKLY"));
        }
        if !self.year_days.is_empty() && self.frequency != Yearly {
            return Err(unfit("BYYEARDAY", self.frequency.word()));
        }
        if !self.weeks.is_empty() && self.frequency != Yearly {
            return Err(unfit("BYWEEKNO", self.frequency.word()));
        }
        if !self.set_positions.is_empty() && !self.has_lists() {
            return Err(Error::new(text!("plan-setpos-alone")).hint(text!("plan-setpos-alone-hint")));
        }
        self.weekdays.iter().try_for_each(|day| self.check_weekday(day))
    }

    fn has_lists(&self) -> bool {
        let lists = [&self.months, &self.month_days, &self.year_days, &self.weeks, &self.hours, &self.minutes];
        !self.weekdays.is_empty() || lists.iter().any(|list| !list.is_empty())
    }

    fn check_weekday(&self, day: &NumberedWeekday) -> Result<()> {
        let Some(number) = day.number else { return Ok(()) };
        let (least, most) = match self.frequency {
            Frequency::Daily | Frequency::Weekly => return Err(unfit(&day.written(), self.frequency.word())),
            Frequency::Yearly if !self.weeks.is_empty() => return Err(unfit(&day.written(), "BYWEEKNO")),
            Frequency::Yearly if self.months.is_empty() => (-53, 53),
            Frequency::Monthly | Frequency::Yearly => (-5, 5),
        };
        match number != 0 && (least..=most).contains(&number) {
            true => Ok(()),
            false => Err(expected(text!("plan-weekday-number", least = least, most = most), &day.written())),
        }
    }
}

fn unfit(part: &str, beside: &str) -> Error {
    Error::new(text!("plan-unfit-parts", part = part, beside = beside)).hint(text!("plan-unfit-hint"))
}
