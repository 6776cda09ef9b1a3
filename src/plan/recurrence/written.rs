//! Writes an RRULE, its parts in one order; what holds without being said is left out.

use std::fmt::Write;

use chrono::{NaiveDateTime, NaiveTime, Weekday};

use super::parts::{Frequency, NumberedWeekday, Parts, Until};

pub const WEEKDAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

impl Parts {
    /// The rule as a text that reads as the same parts.
    pub fn written(&self) -> String {
        let numbers = |numbers: &[i32]| numbers.iter().map(i32::to_string).collect::<Vec<_>>().join(",");
        let days: Vec<String> = self.weekdays.iter().map(NumberedWeekday::written).collect();
        let parts = [
            ("INTERVAL", Some(self.interval).filter(|every| *every != 1).map(|every| every.to_string()).unwrap_or_default()),
            ("BYMONTH", numbers(&self.months)),
            ("BYWEEKNO", numbers(&self.weeks)),
            ("BYYEARDAY", numbers(&self.year_days)),
            ("BYMONTHDAY", numbers(&self.month_days)),
            ("BYDAY", days.join(",")),
            ("BYHOUR", numbers(&self.hours)),
            ("BYMINUTE", numbers(&self.minutes)),
            ("BYSETPOS", numbers(&self.set_positions)),
            ("WKST", if self.week_start == Weekday::Mon { String::new() } else { weekday(self.week_start).to_owned() }),
            ("COUNT", self.count.map(|count| count.to_string()).unwrap_or_default()),
            ("UNTIL", self.until.map(|until| until.written()).unwrap_or_default()),
        ];
        let mut rule = self.frequency.word().to_owned();
        for (key, value) in parts.into_iter().filter(|(_, value)| !value.is_empty()) {
            write!(rule, ";{key}={value}").expect("a text takes all");
        }
        rule
    }
}

impl Until {
    fn written(&self) -> String {
        let time = |at: NaiveDateTime| at.format("%Y%m%dT%H%M%S").to_string();
        match self {
            Until::Wall(last) if NaiveTime::from_hms_opt(23, 59, 59) == Some(last.time()) => last.format("%Y%m%d").to_string(),
            Until::Wall(last) => time(*last),
            Until::Instant(_, last) => time(last.naive_utc()) + "Z",
        }
    }
}

impl Frequency {
    pub(super) fn word(self) -> &'static str {
        match self {
            Frequency::Daily => "FREQ=DAILY",
            Frequency::Weekly => "FREQ=WEEKLY",
            Frequency::Monthly => "FREQ=MONTHLY",
            Frequency::Yearly => "FREQ=YEARLY",
        }
    }
}

impl NumberedWeekday {
    /// `-1FR`.
    pub fn written(&self) -> String {
        let day = weekday(self.weekday);
        self.number.map_or(day.to_owned(), |number| format!("{number}{day}"))
    }
}

fn weekday(day: Weekday) -> &'static str {
    WEEKDAYS[day.num_days_from_monday() as usize]
}
