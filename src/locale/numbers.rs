//! Clocks, dates, positions and lengths, so worded that two kinds of time never look alike.
//!
//! O'clock is `20h44` (English `20:44`), a position always has its hour, `0:20:44`, a length has units, `1 min 18`.

use chrono::{Datelike, NaiveDate, NaiveTime, Timelike};

use super::{Language, Locale};
use crate::domain::{Frames, Hertz};
use crate::text;

impl Locale {
    /// `20h44` in French, `20:44` in English.
    pub fn clock(&self, time: NaiveTime) -> String {
        match self.language {
            Language::French => format!("{}h{:02}", time.hour(), time.minute()),
            Language::English => format!("{}:{:02}", time.hour(), time.minute()),
        }
    }

    /// `samedi 28 mars 2020`, `Saturday 28 March 2020`.
    pub fn date(&self, date: NaiveDate) -> String {
        format!("{} {} {}", self.weekday(date), self.day_and_month(date), date.year())
    }

    /// `28 mars`, `28 March`.
    pub fn day_and_month(&self, date: NaiveDate) -> String {
        format!("{} {}", self.day_of_month(date), self.say(&text!("month", number = date.month())))
    }

    /// `28`; the first of a French month is `1er`.
    pub fn day_of_month(&self, date: NaiveDate) -> String {
        match (self.language, date.day()) {
            (Language::French, 1) => "1er".to_owned(),
            (_, day) => day.to_string(),
        }
    }

    /// `sam 28 mars`, `Sat 28 March`: for lists, where the year is clear.
    pub fn short_date(&self, date: NaiveDate) -> String {
        let weekday: String = self.weekday(date).chars().take(3).collect();
        format!("{weekday} {}", self.day_and_month(date))
    }

    /// `sam 28 mars 2020`: for lists that reach over years.
    pub fn short_date_of_year(&self, date: NaiveDate) -> String {
        format!("{} {}", self.short_date(date), date.year())
    }

    pub fn weekday(&self, date: NaiveDate) -> String {
        self.say(&text!("weekday", number = date.weekday().number_from_monday()))
    }

    /// A place in a take: `0:20:44`. The fraction of the second is cut off.
    pub fn position(&self, at: Frames, rate: Hertz) -> String {
        let seconds = at.whole_seconds(rate);
        format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
    }

    /// A number with so many decimals, and with a minus that is one: `−0,8` in French, `−0.8` in English.
    pub fn decimal(&self, number: f64, decimals: usize) -> String {
        let worded = format!("{number:.decimals$}").replace('-', "−");
        match self.language {
            Language::French => worded.replace('.', ","),
            Language::English => worded,
        }
    }

    /// The how-manieth of how many: `9 sur 60`; of an endless series `n° 9`.
    pub fn nth(&self, number: u32, of: Option<u32>) -> String {
        self.say(&text!("nth", number = number, of = of.map_or_else(|| "endless".to_owned(), |of| of.to_string())))
    }

    /// The same of a date of a series; one that comes only once has no number to tell.
    pub fn number_of(&self, number: Option<u32>, of: Option<u32>) -> Option<String> {
        number.filter(|_| of != Some(1)).map(|number| self.nth(number, of))
    }

    /// A length with its units: `42 s`, `1 min 18`, `45 min`, `1 h 12`, `1 h`. Rounded to the second below an hour, else to the minute.
    /// In French no line ends within it.
    pub fn length(&self, seconds: f64) -> String {
        let seconds = seconds.max(0.0).round() as u64;
        let length = match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
            (0, 0, s) => format!("{s} s"),
            (0, m, 0) => format!("{m} min"),
            (0, m, s) => format!("{m} min {s:02}"),
            (h, 0, _) => format!("{h} h"),
            (h, m, _) => format!("{h} h {m:02}"),
        };
        match self.language {
            Language::French => length.replace(' ', "\u{a0}"),
            Language::English => length,
        }
    }

    /// How long can still be recorded: `9 h 30`, `41 h`. From ten hours on in whole hours, rounded down.
    pub fn room(&self, seconds: u64) -> String {
        let unit = if seconds >= 10 * 3600 { 3600 } else { 60 };
        self.length((seconds / unit * unit) as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_kinds_of_time_never_look_alike() {
        let (fr, en) = (Locale::new(Language::French), Locale::new(Language::English));
        let time = NaiveTime::from_hms_opt(20, 44, 0).unwrap();
        assert_eq!((fr.clock(time), en.clock(time)), ("20h44".into(), "20:44".into()));
        assert_eq!((fr.decimal(0.84, 1), en.decimal(0.84, 1)), ("0,8".into(), "0.8".into()));
        assert_eq!(fr.decimal(-18.24, 1), "−18,2");
        assert_eq!(fr.position(Frames(48_000 * 1244), Hertz(48_000)), "0:20:44");
        assert_eq!((en.length(78.0), en.length(4320.0), en.length(41.6)), ("1 min 18".into(), "1 h 12".into(), "42 s".into()));
        assert_eq!((fr.length(78.0), fr.length(4320.0)), ("1\u{a0}min\u{a0}18".into(), "1\u{a0}h\u{a0}12".into()));
    }

    #[test]
    fn dates_are_words() {
        let date = NaiveDate::from_ymd_opt(2020, 5, 1).unwrap();
        assert_eq!(Locale::new(Language::French).date(date), "vendredi 1er mai 2020");
        assert_eq!(Locale::new(Language::English).date(date), "Friday 1 May 2020");
        assert_eq!(Locale::new(Language::French).short_date(date), "ven 1er mai");
    }
}
