//! What a person types into the fields of the form of a series, in French and English at once.
//!
//! Each answer that cannot be read says what was expected, with an example. Dates and times are in `domain`; `every` is a whole line:
//! `dates` takes out its dates, `without` the weekdays and months on which nothing takes place; of the rest `words` knows the words and
//! `days` the rule. `beside` reads what goes with each date.

mod beside;
mod dates;
mod days;
mod every;
mod without;
mod words;

pub use beside::{chain, rota, steps};
pub use every::{Spoken, every};

use chrono::{Datelike, Duration, NaiveDate, NaiveDateTime, NaiveTime, Weekday};

use super::Span;
use super::recurrence::{MOST_DATES, shown};
use crate::domain::{Skip, folded, parse_date, parse_date_and_time_behind, parse_duration, parse_time, spoken_date};
use crate::error::{Error, Result};
use crate::locale::Text;
use crate::text;

/// What is typed is no longer, in minutes: a week. A file may say up to a year; typed, more is a slip.
const LONGEST: i64 = 7 * 24 * 60;

/// Reads what was typed; where it cannot be read, the signs on the keys of digits count as the digits: on a French or Belgian keyboard
/// these need Shift. The fault is that of what was typed.
pub fn as_digits<T>(typed: &str, read: impl Fn(&str) -> Result<T>) -> Result<T> {
    read(typed).or_else(|fault| read(&digits(typed)).map_err(|_| fault))
}

fn digits(typed: &str) -> String {
    let digit = |sign: char| match sign {
        '&' => '1',
        'é' | 'É' => '2',
        '"' => '3',
        '\'' | '’' => '4',
        '(' => '5',
        '-' | '§' => '6',
        'è' | 'È' => '7',
        '_' | '!' => '8',
        'ç' | 'Ç' => '9',
        'à' | 'À' => '0',
        other => other,
    };
    typed.chars().map(digit).collect()
}

/// An RRULE that was typed as such: its parts may stand in any order.
fn as_written(typed: &str) -> Option<String> {
    let upper = typed.to_ascii_uppercase();
    let begin = if upper.contains("FREQ=") { upper.find("RRULE:").map_or(0, |at| at + "RRULE:".len()) } else { return None };
    typed.get(begin..).map(|rule| rule.trim().to_owned())
}

/// Dates that fall away: `1er mai, 8 mai`, each maybe with a time. `first` is the first date of the series: none lies before.
pub fn skip(typed: &str, first: NaiveDate) -> Result<Vec<Skip>> {
    dates::skipped(&folded(typed), first)
        .ok_or_else(|| refused(text!("schedule-a-skip"), typed).hint(text!("schedule-a-skip-hint")))
}

/// A date; one without a year is the nearest to come, or that of a month ago at most.
pub fn date(typed: &str, today: NaiveDate) -> Result<NaiveDate> {
    parse_date(typed, today).ok_or_else(|| match spoken_date(typed, today) {
        Some(spoken) => {
            let day = text!("weekday", number = spoken.date.weekday().number_from_monday());
            Error::new(text!("schedule-other-weekday", date = spoken.date, weekday = day))
        }
        None => refused(text!("schedule-a-date"), typed).hint(text!("schedule-a-date-hint")),
    })
}

/// The last day of a series that begins on `first`: a date, or a month, which counts to its end: `19 mai`, `fin juin`, `June 2021`.
pub fn last_day(typed: &str, first: NaiveDate) -> Result<NaiveDate> {
    dates::last_day(&folded(typed), first).map_or_else(|| date(typed, first), Ok)
}

pub fn time(typed: &str) -> Result<NaiveTime> {
    parse_time(typed).ok_or_else(|| refused(text!("schedule-a-time"), typed).hint(text!("schedule-a-time-hint")))
}

/// How long one session is planned, in minutes: `45`, `45 min`, `1h30`.
pub fn minutes(typed: &str) -> Result<u32> {
    let plain = folded(typed);
    let length = plain.parse::<u32>().ok().map(i64::from).or_else(|| parse_duration(&plain).map(|length| length.num_minutes()));
    let minutes = length.filter(|minutes| (1..=LONGEST).contains(minutes));
    let found = minutes.and_then(|minutes| u32::try_from(minutes).ok());
    found.ok_or_else(|| refused(text!("schedule-a-length"), typed).hint(text!("schedule-a-length-hint")))
}

/// For how long: `60 fois`, `jusqu’au 19 mai`, `until 19 May`, `30 juin`, `pendant un an`, `sans fin`; nothing typed is without end.
pub fn span(typed: &str, first: NaiveDate) -> Result<Span> {
    let fault = || refused(text!("schedule-a-span"), typed).hint(text!("schedule-a-span-hint", most = MOST_DATES));
    let plain = folded(typed);
    if plain.is_empty() && !typed.trim().is_empty() {
        return Err(fault());
    }
    if matches!(plain.as_str(), "" | "sans fin" | "toujours" | "endless" | "endlessly" | "without end" | "no end" | "forever") {
        return Ok(Span::Endless);
    }
    let until = ["jusqu'au ", "jusqu'a ", "jusqu'en ", "jusqu'", "jusque ", "until ", "till ", "to "];
    if let Some(last) = until.iter().find_map(|word| plain.strip_prefix(word)) {
        return last_day(last, first).map(Span::Until);
    }
    if let Some(last) = dates::last_of_length(&plain, first) {
        return Ok(Span::Until(last));
    }
    let times = ["fois", "times", "time", "x"].iter().find_map(|word| plain.strip_suffix(word)).unwrap_or(&plain);
    match times.trim().parse::<u32>() {
        Ok(times) if (1..=MOST_DATES).contains(&times) => Ok(Span::Count(times)),
        Ok(_) => Err(fault()),
        Err(_) => last_day(times, first).map(Span::Until).map_err(|_| fault()),
    }
}

/// Where an occurrence that lies at `now_at` shall lie: `18h`, `demain 18h`, `jeu 20h30`, `28 mars`. What is not typed stays.
///
/// A weekday alone is that of the week, from Monday on, in which the occurrence lies now; where that has gone by, the next one. With
/// `prochain` or `next` it is the next one behind the occurrence, or behind today where the occurrence lies before.
pub fn moved_to(typed: &str, now_at: NaiveDateTime, today: NaiveDate) -> Result<NaiveDateTime> {
    let fault = || refused(text!("schedule-a-move"), typed).hint(text!("schedule-a-move-hint"));
    let week = now_at.date().week(Weekday::Mon).first_day();
    let is_next = folded(typed).split(' ').any(|word| matches!(word, "prochain" | "next"));
    let behind = if is_next { now_at.date().max(today) } else { week.pred_opt().unwrap_or(week) };
    let said = parse_date_and_time_behind(typed, today, behind).filter(|(date, _)| date.is_none_or(|date| date >= today));
    let (date, time) = said.or_else(|| parse_date_and_time_behind(typed, today, now_at.date().max(today))).ok_or_else(fault)?;
    Ok(date.unwrap_or(now_at.date()).and_time(time.unwrap_or(now_at.time())))
}

/// How far everything from an occurrence on shall move: `1 semaine`, `-30 min`, `+2h`, or a new place as in [`moved_to`].
pub fn shift(typed: &str, now_at: NaiveDateTime, today: NaiveDate) -> Result<Duration> {
    let plain = folded(typed);
    match distance(typed).filter(|_| plain.starts_with(['-', '+']) || parse_time(&plain).is_none()) {
        Some(distance) => Ok(distance),
        None => Ok(moved_to(typed, now_at, today)? - now_at),
    }
}

/// How far something moves, in wall time, back with a minus: `1w`, `-30 min`, `une semaine`, `two days`.
pub fn distance(typed: &str) -> Option<Duration> {
    let plain = folded(typed);
    let (is_back, length) = match plain.strip_prefix('-') {
        Some(length) => (true, length.trim_start()),
        None => (false, plain.strip_prefix('+').unwrap_or(&plain).trim_start()),
    };
    let counted = |words: &str| {
        let (number, unit) = words.split_once(' ')?;
        let number = if matches!(number, "a" | "an") { 1 } else { words::counted(number)? };
        parse_duration(&format!("{number} {unit}"))
    };
    let length = parse_duration(length).or_else(|| counted(length))?;
    Some(if is_back { -length } else { length })
}

fn refused(expected: Text, typed: &str) -> Error {
    match shown(typed.trim()).as_str() {
        "" => Error::new(text!("plan-expected-found-nothing", expected = expected)),
        found => Error::new(text!("plan-expected", expected = expected, found = found)),
    }
}

#[cfg(test)]
mod tests;
