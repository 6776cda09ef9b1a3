//! One rule without its end, in the form in which it can be said: what RFC 5545 takes from the start is written out, and of several
//! ways to write the same dates one is taken.
//!
//! Which rules have no words: [`Pattern::of`].

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Weekday};

use super::recurrence::{Frequency, NumberedWeekday, Parts};

/// On which days, and at which times, a series comes back. Lists are sorted, without doubles; an empty one says nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    pub unit: Frequency,
    /// Each so many units, from that of the start.
    pub every: u32,
    /// From 1.
    pub months: Vec<i32>,
    /// Below zero: from the end of the month. So are all lists of days and weeks.
    pub month_days: Vec<i32>,
    pub year_days: Vec<i32>,
    pub weeks: Vec<i32>,
    pub weekdays: Vec<NumberedWeekday>,
    /// Only these of all dates of one unit.
    pub positions: Vec<i32>,
    /// Some hours with the same minutes each; none: the time of the start.
    pub times: Vec<NaiveTime>,
    /// Monday where it does not matter.
    pub week_start: Weekday,
}

impl Pattern {
    /// Every so many units, without a word about days.
    pub fn plain(unit: Frequency, every: u32) -> Pattern {
        Pattern {
            unit,
            every,
            months: Vec::new(),
            month_days: Vec::new(),
            year_days: Vec::new(),
            weeks: Vec::new(),
            weekdays: Vec::new(),
            positions: Vec::new(),
            times: Vec::new(),
            week_start: Weekday::Mon,
        }
    }

    /// What the parts of a rule say, COUNT and UNTIL left out; `None` where no words say it: weeks of the year beside days of the month or
    /// year, and numbered weekdays beside days of the month or year.
    pub fn of(parts: &Parts, start: NaiveDateTime) -> Option<Pattern> {
        let pattern = Pattern {
            unit: parts.frequency,
            every: u32::try_from(parts.interval).ok()?,
            months: parts.months.clone(),
            month_days: parts.month_days.clone(),
            year_days: parts.year_days.clone(),
            weeks: parts.weeks.clone(),
            weekdays: parts.weekdays.clone(),
            positions: parts.set_positions.clone(),
            times: if parts.hours.is_empty() && parts.minutes.is_empty() { Vec::new() } else { parts.times(start) },
            week_start: parts.week_start,
        };
        let mut settled = pattern.settled(start);
        if settled.times == [start.time()] {
            settled.times.clear();
        }
        Some(settled).filter(Pattern::is_sayable)
    }

    /// The one form for these dates, for a series that begins there.
    pub fn settled(mut self, start: NaiveDateTime) -> Pattern {
        self.fill(start.date());
        self.put_in_order();
        self.number_instead_of_choosing();
        if self.every == 1 && self.positions.is_empty() {
            self.unit = self.plainest_unit();
        }
        if matches!(self.unit, Frequency::Weekly) && self.every == 1 && self.positions.is_empty() && self.is_each_weekday() {
            (self.unit, self.weekdays) = (Frequency::Daily, Vec::new());
        }
        if !self.depends_on_week_start(start.weekday()) {
            self.week_start = Weekday::Mon;
        }
        self
    }

    /// Without COUNT and UNTIL.
    pub fn rule(&self) -> String {
        self.parts().written()
    }

    fn parts(&self) -> Parts {
        let hours: BTreeSet<i32> = self.times.iter().map(|time| time.hour() as i32).collect();
        let minutes: BTreeSet<i32> = self.times.iter().map(|time| time.minute() as i32).collect();
        Parts {
            frequency: self.unit,
            interval: i32::try_from(self.every).unwrap_or(i32::MAX),
            count: None,
            until: None,
            week_start: self.week_start,
            set_positions: self.positions.clone(),
            months: self.months.clone(),
            month_days: self.month_days.clone(),
            year_days: self.year_days.clone(),
            weeks: self.weeks.clone(),
            weekdays: self.weekdays.clone(),
            hours: Vec::from_iter(hours),
            minutes: Vec::from_iter(minutes),
        }
    }

    /// Its times are all hours of a list with all minutes of another, so one rule gives them.
    pub fn is_one_rule(&self) -> bool {
        let hours: BTreeSet<u32> = self.times.iter().map(|time| time.hour()).collect();
        let minutes: BTreeSet<u32> = self.times.iter().map(|time| time.minute()).collect();
        hours.len() * minutes.len() == self.times.len()
    }

    /// Monday to Friday and no other day.
    pub fn is_working_days(&self) -> bool {
        self.plain_weekdays().is_some_and(|days| days == [0, 1, 2, 3, 4])
    }

    pub fn is_weekend(&self) -> bool {
        self.plain_weekdays().is_some_and(|days| days == [5, 6])
    }

    pub fn has_numbered_weekdays(&self) -> bool {
        self.weekdays.iter().any(|day| day.number.is_some())
    }

    fn is_each_weekday(&self) -> bool {
        self.plain_weekdays().is_some_and(|days| days.len() == 7)
    }

    /// From Monday, 0; `None` where one is numbered, or there is none.
    fn plain_weekdays(&self) -> Option<Vec<u32>> {
        let is_plain = !self.weekdays.is_empty() && !self.has_numbered_weekdays();
        is_plain.then(|| self.weekdays.iter().map(|day| day.weekday.num_days_from_monday()).collect())
    }

    fn is_sayable(&self) -> bool {
        let has_days = !self.month_days.is_empty() || !self.year_days.is_empty();
        !(has_days && (!self.weeks.is_empty() || self.has_numbered_weekdays()))
    }

    /// What RFC 5545 takes from the start.
    fn fill(&mut self, start: NaiveDate) {
        let filled = self.parts().with_days_of(start);
        (self.months, self.month_days, self.weekdays) = (filled.months, filled.month_days, filled.weekdays);
    }

    fn put_in_order(&mut self) {
        let lists = [&mut self.months, &mut self.month_days, &mut self.year_days, &mut self.weeks, &mut self.positions];
        for list in lists {
            list.sort_unstable();
            list.dedup();
        }
        self.weekdays.sort_unstable_by_key(|day| (day.number, day.weekday.num_days_from_monday()));
        self.weekdays.dedup();
        self.times.sort_unstable();
        self.times.dedup();
    }

    /// The first of all Thursdays of a month is its first Thursday, the last of all its days its last day.
    fn number_instead_of_choosing(&mut self) {
        let is_bare = self.unit == Frequency::Monthly && self.month_days.is_empty() && self.times.len() < 2;
        if self.positions.is_empty() || !is_bare || self.has_numbered_weekdays() {
            return;
        }
        let within = |least: i32, most: i32| self.positions.iter().all(|position| (least..=most).contains(position));
        if let ([only], true) = (&self.weekdays[..], within(-4, 5)) {
            let weekday = only.weekday;
            let numbered = |number| NumberedWeekday { number: Some(number), weekday };
            self.weekdays = std::mem::take(&mut self.positions).into_iter().map(numbered).collect();
        } else if self.is_each_weekday() && within(-31, 31) {
            self.month_days = std::mem::take(&mut self.positions);
            self.weekdays.clear();
        }
    }

    /// Of each unit by itself, where every one counts and nothing is chosen: the one that people say.
    fn plainest_unit(&self) -> Frequency {
        let is_numbered = self.has_numbered_weekdays();
        let is_of_year = !self.weeks.is_empty() || !self.year_days.is_empty();
        if is_of_year || (self.unit == Frequency::Yearly && is_numbered && self.months.is_empty()) {
            return Frequency::Yearly;
        }
        match (self.month_days.is_empty() && !is_numbered, self.months.is_empty(), self.weekdays.is_empty()) {
            (false, true, _) => Frequency::Monthly,
            (false, false, _) => Frequency::Yearly,
            (true, _, false) => Frequency::Weekly,
            (true, _, true) => Frequency::Daily,
        }
    }

    /// Whether another first day of the week gives other dates.
    fn depends_on_week_start(&self, of_start: Weekday) -> bool {
        if !self.weeks.is_empty() {
            return true;
        }
        let counts_weeks = self.unit == Frequency::Weekly && (self.every > 1 || !self.positions.is_empty());
        let is_before = |day: Weekday| day.num_days_from_monday() < self.week_start.num_days_from_monday();
        let days = self.weekdays.iter().map(|day| day.weekday).chain([of_start]);
        let sides: BTreeSet<bool> = days.map(is_before).collect();
        counts_weeks && sides.len() == 2
    }
}

/// How many days a month, from 1, has at most.
pub fn length_of_month(month: i32) -> i32 {
    match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// All hours with all minutes; what is not said is that of the start.
#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::examples::at;
    use crate::plan::recurrence::parse_rule;

    /// Each rule, and the one form for its dates.
    const FORMS: [(&str, &str); 22] = [
        ("FREQ=DAILY;BYDAY=MO,TU", "FREQ=WEEKLY;BYDAY=MO,TU"),
        ("FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=FR"),
        ("FREQ=WEEKLY;BYDAY=SU,MO,TU,WE,TH,FR,SA", "FREQ=DAILY"),
        ("FREQ=WEEKLY;BYDAY=MO,SU;WKST=SU", "FREQ=WEEKLY;BYDAY=MO,SU"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;WKST=SU", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;WKST=SU"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU;WKST=SU", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU"),
        ("FREQ=MONTHLY", "FREQ=MONTHLY;BYMONTHDAY=20"),
        ("FREQ=MONTHLY;BYDAY=MO", "FREQ=WEEKLY;BYDAY=MO"),
        ("FREQ=MONTHLY;BYDAY=TH;BYSETPOS=1,-1", "FREQ=MONTHLY;BYDAY=-1TH,1TH"),
        ("FREQ=MONTHLY;BYDAY=SU,MO,TU,WE,TH,FR,SA;BYSETPOS=-1", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1", "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1"),
        ("FREQ=MONTHLY;BYMONTH=5;BYMONTHDAY=9", "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=9"),
        ("FREQ=YEARLY", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=20"),
        ("FREQ=YEARLY;BYMONTHDAY=13;BYDAY=FR", "FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR"),
        ("FREQ=YEARLY;BYDAY=MO", "FREQ=WEEKLY;BYDAY=MO"),
        ("FREQ=YEARLY;BYDAY=20MO", "FREQ=YEARLY;BYDAY=20MO"),
        ("FREQ=YEARLY;BYMONTH=5;BYDAY=1SU", "FREQ=YEARLY;BYMONTH=5;BYDAY=1SU"),
        ("FREQ=YEARLY;BYWEEKNO=20", "FREQ=YEARLY;BYWEEKNO=20;BYDAY=FR"),
        ("FREQ=DAILY;BYMONTHDAY=13", "FREQ=MONTHLY;BYMONTHDAY=13"),
        ("FREQ=DAILY;BYHOUR=20", "FREQ=DAILY"),
        ("FREQ=DAILY;BYHOUR=9,14;BYMINUTE=0", "FREQ=DAILY;BYHOUR=9,14;BYMINUTE=0"),
        ("FREQ=DAILY;BYMINUTE=0,30", "FREQ=DAILY;BYHOUR=20;BYMINUTE=0,30"),
    ];

    #[test]
    fn the_one_form_gives_the_same_dates() {
        let start = at("2020-03-20 20:30");
        for (rule, form) in FORMS {
            let parts = Parts::parse(rule, chrono_tz::UTC).unwrap();
            assert_eq!(Pattern::of(&parts, start).unwrap().rule(), form, "{rule}");
            let dates = |rule: &str| parse_rule(rule, start, chrono_tz::UTC).unwrap().walk(start).take(40).collect::<Vec<_>>();
            assert_eq!(dates(rule), dates(form), "{rule}");
        }
    }

    #[test]
    fn what_has_no_words_has_no_pattern() {
        for rule in ["FREQ=YEARLY;BYWEEKNO=20;BYMONTHDAY=13", "FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=2FR"] {
            let parts = Parts::parse(rule, chrono_tz::UTC).unwrap();
            assert_eq!(Pattern::of(&parts, at("2020-03-20 20:30")), None, "{rule}");
        }
    }
}
