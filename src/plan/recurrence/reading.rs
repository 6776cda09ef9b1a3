//! Reads the text of an RRULE, with each fault named: what was expected, what was found.
//!
//! The crate's own parser accepts too much in silence (a part twice, COUNT beside UNTIL) and says too little.

use chrono::{NaiveDate, NaiveDateTime, TimeZone, Utc, Weekday};
use chrono_tz::Tz;

use super::parts::{Frequency, NumberedWeekday, Parts, Until};
use super::written::WEEKDAYS;
use crate::domain::sanitize;
use crate::error::{Error, Result};
use crate::locale::Text;
use crate::text;

/// More dates than this in one series are no plan of talks, but a slip or an attack.
pub const MOST_DATES: u32 = 10_000;
/// Longer steps than a thousand years, months, weeks or days are slips.
pub const LONGEST_INTERVAL: u32 = 1_000;
const LONGEST_TEXT: usize = 1_000;

impl Parts {
    /// Reads `FREQ=…;…`, in either case, with or without `RRULE:` before it.
    pub fn parse(rule: &str, zone: Tz) -> Result<Parts> {
        let rule = rule.trim();
        let body = match rule.split_at_checked("RRULE:".len()) {
            Some((prefix, rest)) if prefix.eq_ignore_ascii_case("RRULE:") => rest,
            _ => rule,
        };
        if body.len() > LONGEST_TEXT {
            return Err(Error::new(text!("plan-rule-too-long", limit = LONGEST_TEXT)));
        }
        let mut fields = Fields::split(body)?;
        let parts = fields.read(zone)?;
        parts.check_together()?;
        Ok(parts)
    }
}

const KEYS: [&str; 14] = [
    "FREQ",
    "INTERVAL",
    "COUNT",
    "UNTIL",
    "WKST",
    "BYDAY",
    "BYMONTHDAY",
    "BYMONTH",
    "BYYEARDAY",
    "BYWEEKNO",
    "BYSETPOS",
    "BYHOUR",
    "BYMINUTE",
    "BYSECOND",
];

/// `KEY=VALUE` pairs, each key once, in either case: a fault quotes them as they were written.
struct Fields<'a>(Vec<(&'static str, &'a str)>);

impl<'a> Fields<'a> {
    fn split(body: &'a str) -> Result<Fields<'a>> {
        let mut fields: Vec<(&'static str, &str)> = Vec::new();
        for field in body.trim_end_matches(';').split(';') {
            let no_part = || expected(text!("plan-a-part"), field).hint(text!("plan-frequency-hint"));
            let (key, value) = field.split_once('=').ok_or_else(no_part)?;
            let (key, value) = (key.trim(), value.trim());
            let Some(key) = KEYS.into_iter().find(|known| known.eq_ignore_ascii_case(key)) else { return Err(unknown_part(key)) };
            if fields.iter().any(|(earlier, _)| *earlier == key) {
                return Err(Error::new(text!("plan-part-twice", part = key)));
            }
            fields.push((key, value));
        }
        Ok(Fields(fields))
    }

    fn read(&mut self, zone: Tz) -> Result<Parts> {
        let frequency = read_frequency(self.value("FREQ").unwrap_or(""))?;
        self.refuse_seconds()?;
        Ok(Parts {
            frequency,
            interval: self.number("INTERVAL", 1, LONGEST_INTERVAL as i32)?.unwrap_or(1),
            count: self.number("COUNT", 1, MOST_DATES as i32)?.map(i32::unsigned_abs),
            until: self.value("UNTIL").map(|until| read_until(until, zone)).transpose()?,
            week_start: self.value("WKST").map(read_weekday).transpose()?.unwrap_or(Weekday::Mon),
            set_positions: self.numbers("BYSETPOS", -366, 366)?,
            months: self.numbers("BYMONTH", 1, 12)?,
            month_days: self.numbers("BYMONTHDAY", -31, 31)?,
            year_days: self.numbers("BYYEARDAY", -366, 366)?,
            weeks: self.numbers("BYWEEKNO", -53, 53)?,
            weekdays: self.weekdays()?,
            hours: self.numbers("BYHOUR", 0, 23)?,
            minutes: self.numbers("BYMINUTE", 0, 59)?,
        })
    }

    /// Occurrences have whole minutes.
    fn refuse_seconds(&self) -> Result<()> {
        match self.numbers("BYSECOND", 0, 60)?.iter().find(|second| **second != 0) {
            None => Ok(()),
            Some(second) => Err(Error::new(text!("plan-whole-minutes", found = *second)).hint(text!("plan-whole-minutes-hint"))),
        }
    }

    fn value(&self, key: &str) -> Option<&'a str> {
        self.0.iter().find(|(name, _)| *name == key).map(|(_, value)| *value)
    }

    fn number(&self, key: &'static str, least: i32, most: i32) -> Result<Option<i32>> {
        self.value(key).map(|value| read_number(key, value, least, most)).transpose()
    }

    fn numbers(&self, key: &'static str, least: i32, most: i32) -> Result<Vec<i32>> {
        let Some(value) = self.value(key) else { return Ok(Vec::new()) };
        let mut numbers =
            value.split(',').map(|number| read_number(key, number.trim(), least, most)).collect::<Result<Vec<i32>>>()?;
        numbers.sort_unstable();
        numbers.dedup();
        Ok(numbers)
    }

    fn weekdays(&self) -> Result<Vec<NumberedWeekday>> {
        let Some(value) = self.value("BYDAY") else { return Ok(Vec::new()) };
        let mut days = value.split(',').map(|day| read_numbered_weekday(day.trim())).collect::<Result<Vec<_>>>()?;
        days.sort_unstable_by_key(|day| (day.number, day.weekday.num_days_from_monday()));
        days.dedup();
        Ok(days)
    }
}

fn read_frequency(word: &str) -> Result<Frequency> {
    let is = |known: &str| word.eq_ignore_ascii_case(known);
    match () {
        _ if is("DAILY") => Ok(Frequency::Daily),
        _ if is("WEEKLY") => Ok(Frequency::Weekly),
        _ if is("MONTHLY") => Ok(Frequency::Monthly),
        _ if is("YEARLY") => Ok(Frequency::Yearly),
        _ if ["HOURLY", "MINUTELY", "SECONDLY"].into_iter().any(is) => {
            Err(expected(text!("plan-a-frequency"), word).hint(text!("plan-several-times-a-day-hint")))
        }
        _ => Err(expected(text!("plan-a-frequency"), word).hint(text!("plan-frequency-hint"))),
    }
}

/// 0 is no number of RFC 5545 in lists that count from both ends.
fn read_number(key: &'static str, value: &str, least: i32, most: i32) -> Result<i32> {
    let fault = || expected(text!("plan-a-number", part = key, least = least, most = most), value);
    let digits = value.strip_prefix(['+', '-']).unwrap_or(value);
    if digits.is_empty() || digits.len() > 9 || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return Err(fault());
    }
    let number: i32 = value.parse().map_err(|_| fault())?;
    let counts_from_both_ends = least < 0;
    match (least..=most).contains(&number) && !(counts_from_both_ends && number == 0) {
        true => Ok(number),
        false => Err(fault()),
    }
}

fn read_weekday(word: &str) -> Result<Weekday> {
    let place = WEEKDAYS.iter().position(|day| day.eq_ignore_ascii_case(word));
    let day = place.and_then(|place| Weekday::try_from(place as u8).ok());
    day.ok_or_else(|| expected(text!("plan-a-weekday"), word).hint(text!("plan-weekdays-hint")))
}

fn read_numbered_weekday(word: &str) -> Result<NumberedWeekday> {
    let digits = word.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(word.len());
    let (number, day) = word.split_at(digits);
    let weekday = read_weekday(day)?;
    let number = match number {
        "" => None,
        number => Some(read_number("BYDAY", number, -53, 53)?),
    };
    Ok(NumberedWeekday { number, weekday })
}

/// `20200519`, `20200519T203000`, `20200519T183000Z`.
fn read_until(written: &str, zone: Tz) -> Result<Until> {
    let fault = || expected(text!("plan-an-until"), written).hint(text!("plan-until-hint"));
    let upper = written.to_ascii_uppercase();
    let value = upper.as_str();
    if !value.bytes().all(|byte| byte.is_ascii_digit() || byte == b'T' || byte == b'Z') {
        return Err(fault());
    }
    let date = value.get(..8).and_then(|date| NaiveDate::parse_from_str(date, "%Y%m%d").ok()).ok_or_else(fault)?;
    if value.len() == 8 {
        return Ok(Until::Wall(date.and_hms_opt(23, 59, 59).expect("each day has a last second")));
    }
    let wall = |text: &str| NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%S").map_err(|_| fault());
    match value.strip_suffix('Z') {
        Some(utc) if utc.len() == 15 => {
            let instant = Utc.from_utc_datetime(&wall(utc)?);
            Ok(Until::Instant(instant.with_timezone(&zone).naive_local(), instant))
        }
        None if value.len() == 15 => Ok(Until::Wall(wall(value)?)),
        _ => Err(fault()),
    }
}

fn unknown_part(key: &str) -> Error {
    let upper = key.to_ascii_uppercase();
    let nearest = KEYS.iter().max_by(|a, b| strsim::jaro(a, &upper).total_cmp(&strsim::jaro(b, &upper)));
    let error = Error::new(text!("plan-unknown-part", part = shown(key)));
    match nearest {
        Some(nearest) if strsim::jaro(nearest, &upper) > 0.7 => error.hint(text!("plan-nearest-hint", nearest = *nearest)),
        _ => error.hint(text!("plan-parts-hint", parts = KEYS.join(" "))),
    }
}

pub fn expected(what: Text, found: &str) -> Error {
    match shown(found).as_str() {
        "" => Error::new(text!("plan-expected-found-nothing", expected = what)),
        found => Error::new(text!("plan-expected", expected = what, found = found)),
    }
}

/// Text by others, harmless and short enough for a sentence.
pub fn shown(found: &str) -> String {
    const LONGEST: usize = 40;
    let found = sanitize(found);
    match found.char_indices().nth(LONGEST) {
        Some((cut, _)) => format!("{}…", &found[..cut]),
        None => found,
    }
}
