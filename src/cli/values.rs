//! What stands behind an option: checked while the call is read, so that a wrong word is told before any file is.

use chrono::{Duration, NaiveDate, NaiveTime};

use crate::audio::input::InputId;
use crate::audio::stretch::Tempo;
use crate::domain::{Position, Slug, nearest, parse_duration, parse_moment};
use crate::error::{Error, Result};
use crate::export::{FORMATS, Format};
use crate::plan::typed;
use crate::text;

/// A length in seconds: `45m`, `1h30`, `8s`, `250ms`, `2d`.
pub fn length(text: &str) -> Result<f64> {
    let length = parse_duration(text).ok_or_else(|| not_a_length(text))?;
    Ok(length.num_milliseconds() as f64 / 1000.0)
}

/// How far something moves, as [`typed::distance`] reads it.
pub fn signed_length(text: &str) -> Result<Duration> {
    typed::distance(text).ok_or_else(|| not_a_length(text))
}

fn not_a_length(text: &str) -> Error {
    Error::usage(text!("cli-expected-length", found = text)).hint(text!("cli-hint-length"))
}

/// A length that is not zero, for `--for`.
pub fn some_length(text: &str) -> Result<f64> {
    let seconds = length(text)?;
    if seconds <= 0.0 {
        return Err(Error::usage(text!("cli-expected-some-length", found = text)).hint(text!("cli-hint-length")));
    }
    Ok(seconds)
}

/// A day or a time as people type them; kept as text, since what `today` is depends on the library's zone.
///
/// A weekday beside a date may fit in some years only; after 28 years the calendar has had them all.
pub fn moment(text: &str) -> Result<String> {
    let any_year = (2000..2028).filter_map(|year| NaiveDate::from_ymd_opt(year, 1, 1));
    match any_year.into_iter().any(|today| parse_moment(text, today.and_time(NaiveTime::MIN)).is_some()) {
        true => Ok(text.to_owned()),
        false => Err(not_a_moment(text)),
    }
}

/// A day as [`moment`], `today` among them; an empty one stands for none.
pub fn day_or_none(text: &str) -> Result<String> {
    if text.is_empty() { Ok(String::new()) } else { moment(text) }
}

/// The last day of a series: as [`moment`], or a month, which counts to its end.
pub fn last_day(text: &str) -> Result<String> {
    let any_day = NaiveDate::from_ymd_opt(2000, 1, 1).expect("the year 2000 has a first day");
    typed::last_day(text, any_day).map(|_| text.to_owned()).or_else(|_| moment(text))
}

pub fn not_a_moment(text: &str) -> Error {
    Error::usage(text!("cli-expected-moment", found = text)).hint(text!("cli-hint-moment"))
}

/// How fast something is played.
pub fn tempo(text: &str) -> Result<Tempo> {
    Tempo::parse(text).ok_or_else(|| Error::usage(text!("cli-expected-rate", found = text)).hint(text!("cli-hint-rate")))
}

pub fn position(text: &str) -> Result<Position> {
    Position::parse(text)
        .ok_or_else(|| Error::usage(text!("cli-expected-position", found = text)).hint(text!("cli-hint-position")))
}

/// By how much places move, in seconds: a position or a length, with a sign before it where it is negative.
pub fn offset(text: &str) -> Result<f64> {
    let (sign, place) = match text.trim().strip_prefix(['-', '−']) {
        Some(place) => (-1.0, place),
        None => (1.0, text.trim().trim_start_matches('+')),
    };
    let position = Position::parse(place).filter(|position| position.take.is_none());
    let position =
        position.ok_or_else(|| Error::usage(text!("export-offset", found = text)).hint(text!("export-offset-hint")))?;
    Ok(sign * position.seconds)
}

/// What `export --as` takes.
pub fn format(text: &str) -> Result<&'static Format> {
    Format::called(text).ok_or_else(|| {
        let names = || FORMATS.iter().map(|format| format.name);
        let list = names().collect::<Vec<_>>().join(", ");
        let refused = Error::usage(text!("export-unknown-format", formats = list, found = text));
        match nearest(text, names()) {
            Some(near) => refused.hint(text!("files-did-you-mean", near = near)),
            None => refused.hint(text!("export-unknown-format-hint")),
        }
    })
}

/// The id of a person.
pub fn id(text: &str) -> Result<Slug> {
    Slug::parse(text).ok_or_else(|| Error::usage(text!("people-id", found = text)).hint(text!("people-id-hint")))
}

/// What may name a mark: an id as it stands in a file, the beginning of one, `last`.
pub fn marker(text: &str) -> Result<String> {
    if text.trim().is_empty() || text.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '/' | '\\')) {
        return Err(Error::usage(text!("cli-expected-marker", found = text)).hint(text!("cli-hint-marker")));
    }
    Ok(text.to_owned())
}

/// A count of days, 1 to 3660.
pub fn days(text: &str) -> Result<u32> {
    text.parse()
        .ok()
        .filter(|days| (1..=3660).contains(days))
        .ok_or_else(|| Error::usage(text!("cli-expected-days", found = text)))
}

/// An input, as `--input` and the config name it; kept as text, as the config has it.
pub fn input(text: &str) -> Result<String> {
    text.parse::<InputId>().map(|_| text.to_owned())
}

/// `KEY=VALUE`.
pub fn setting(text: &str) -> Result<String> {
    match text.split_once('=') {
        Some((key, _)) if !key.trim().is_empty() => Ok(text.to_owned()),
        _ => Err(Error::usage(text!("cli-expected-setting", found = text)).hint(text!("cli-hint-setting"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    #[test]
    fn wrong_words_are_told_with_what_was_expected() {
        let refused = [
            length("8").unwrap_err(),
            some_length("0s").unwrap_err(),
            moment("soon").unwrap_err(),
            position("1:99").unwrap_err(),
            marker("../x").unwrap_err(),
            days("0").unwrap_err(),
            offset("2/0:01").unwrap_err(),
            format("cvs").unwrap_err(),
            setting("rate").unwrap_err(),
        ];
        for error in refused {
            assert_eq!(error.kind(), ErrorKind::Usage);
            assert!(error.to_string().starts_with("expected"), "{error}");
        }
    }

    #[test]
    fn a_shift_is_a_length_and_never_a_time() {
        let minutes = |typed: &str| signed_length(typed).map(|by| by.num_minutes()).ok();
        assert_eq!(["1h30", "+45m", "-30m", "2d", "−1w"].map(minutes), [90, 45, -30, 2880, -10080].map(Some));
        assert_eq!(["une semaine", "1 semaine", "-2 jours", "one week"].map(minutes), [10080, 10080, -2880, 10080].map(Some));
        assert_eq!(["18:30", "jeudi", ""].map(minutes), [None; 3]);
    }

    #[test]
    fn an_offset_is_a_position_or_a_length_with_a_sign() {
        let seconds = ["0:01:30.5", "-0:01:30.5", "−12.5s", "+250ms", "1h"].map(|text| offset(text).unwrap());
        assert_eq!(seconds, [90.5, -90.5, -12.5, 0.25, 3600.0]);
        assert!(["", "-", "--5s", "8"].into_iter().all(|text| offset(text).is_err()));
    }

    #[test]
    fn a_day_that_fits_some_year_is_taken_and_any_other_refused() {
        for typed in ["28 mars", "lun 30 mars", "sam 28 mars 18h", "29 February", "+2h", "monday"] {
            assert!(moment(typed).is_ok(), "{typed}");
        }
        for typed in ["mon 28 march 2020", "30 février"] {
            assert!(moment(typed).is_err(), "{typed}");
        }
    }
}
