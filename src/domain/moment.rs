//! Times, lengths and places in the sound, as people type them.

use chrono::{Duration, NaiveDateTime, NaiveTime};

use super::spoken::parse_date_and_time;
use super::{Frames, Hertz};

/// A length such as `45m`, `1h30`, `8s`, `250ms`, `2d`, `1w`; several may follow one another (`1h 30m`), with spaces of any kind before
/// the units (`1 h 30`) and a comma for the point (`0,5 s`), as the program words them. A number after hours
/// without a unit is minutes, after minutes seconds; a bare number has no unit and is refused.
pub fn parse_duration(text: &str) -> Option<Duration> {
    let mut rest = text.trim();
    let mut total = Duration::zero();
    let mut next_unit = None;
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ','))).unwrap_or(rest.len());
        let (number, after) = rest.split_at(digits);
        let number: f64 = number.replace(',', ".").parse().ok()?;
        let after = after.trim_start();
        let letters = after.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(after.len());
        let (unit, after) = after.split_at(letters);
        let (milliseconds, follows) = match if unit.is_empty() { next_unit? } else { unit } {
            "w" | "week" | "weeks" | "semaine" | "semaines" => (604_800_000.0, Some("d")),
            "d" | "day" | "days" | "j" | "jour" | "jours" => (86_400_000.0, Some("h")),
            "h" | "hour" | "hours" | "heure" | "heures" => (3_600_000.0, Some("m")),
            "m" | "min" | "minute" | "minutes" => (60_000.0, Some("s")),
            "s" => (1000.0, Some("ms")),
            "ms" => (1.0, None),
            _ => return None,
        };
        let milliseconds = number * milliseconds;
        if !milliseconds.is_finite() || milliseconds > 1e14 {
            return None;
        }
        total += Duration::milliseconds(milliseconds.round() as i64);
        next_unit = follows;
        rest = after.trim_start();
    }
    Some(total)
}

/// A wall time such as `2026-11-22 18:30`, `2026-11-22T18:30`, `18:30`, `20h44`, `today`, `demain 17h`, `28 mars`, `+2h`: see
/// [`parse_date_and_time`]. A date alone is its midnight. `now` is the wall time that the relative ones start from.
pub fn parse_moment(text: &str, now: NaiveDateTime) -> Option<NaiveDateTime> {
    if let Some(length) = text.trim().strip_prefix('+') {
        return now.checked_add_signed(parse_duration(length)?);
    }
    let (date, time) = parse_date_and_time(text, now.date())?;
    Some(date.unwrap_or(now.date()).and_time(time.unwrap_or(NaiveTime::MIN)))
}

/// A place in the sound of a session: `[TAKE/]H:MM:SS.mmm`, `MM:SS`, `90s`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Position {
    /// Number of the take; absent: the first.
    pub take: Option<u32>,
    /// From the take's frame 0.
    pub seconds: f64,
}

impl Position {
    pub fn parse(text: &str) -> Option<Position> {
        let (take, place) = match text.split_once('/') {
            Some((take, place)) => (Some(take.parse().ok().filter(|&take| take > 0)?), place),
            None => (None, text),
        };
        let seconds =
            if place.contains(':') { sexagesimal(place)? } else { parse_duration(place)?.num_milliseconds() as f64 / 1e3 };
        (seconds >= 0.0).then_some(Position { take, seconds })
    }

    pub fn frame(&self, rate: Hertz) -> Frames {
        Frames::from_seconds(self.seconds, rate)
    }
}

/// `H:MM:SS.mmm` or `MM:SS` in seconds; minutes and seconds below 60 behind a larger unit.
fn sexagesimal(text: &str) -> Option<f64> {
    let fields: Vec<&str> = text.split(':').collect();
    if !(2..=3).contains(&fields.len()) || fields.iter().any(|field| !field.starts_with(|c: char| c.is_ascii_digit())) {
        return None;
    }
    let last = fields.len() - 1;
    let mut seconds = 0.0;
    for (n, field) in fields.iter().enumerate() {
        let value = if n == last { field.parse::<f64>().ok()? } else { f64::from(field.parse::<u32>().ok()?) };
        if n > 0 && value >= 60.0 {
            return None;
        }
        seconds = seconds * 60.0 + value;
    }
    seconds.is_finite().then_some(seconds)
}

/// `00:11:55.250`, as `at` in a file of markers: hours of two digits, milliseconds rounded.
pub fn timestamp(at: Frames, rate: Hertz) -> String {
    let ms = (u128::from(at.0) * 1000 + u128::from(rate.0) / 2) / u128::from(rate.0.max(1));
    format!("{:02}:{:02}:{:02}.{:03}", ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60, ms % 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_as_people_type_them() {
        for (text, milliseconds) in [
            ("45m", Some(2_700_000)),
            ("1h30", Some(5_400_000)),
            ("1h 30m", Some(5_400_000)),
            ("8s", Some(8000)),
            ("0s", Some(0)),
            ("250ms", Some(250)),
            ("1.5s", Some(1500)),
            ("8 s", Some(8000)),
            ("1 h 30", Some(5_400_000)),
            ("1\u{a0}h\u{202f}05", Some(3_900_000)),
            ("1 min 18", Some(78_000)),
            ("0,5 s", Some(500)),
            ("1 30", None),
            (",s", None),
            ("2d", Some(172_800_000)),
            ("2 semaines", Some(1_209_600_000)),
            ("1w", Some(604_800_000)),
            ("8", None),
            ("", None),
            ("h", None),
            ("1x", None),
            ("-8s", None),
            ("99999999999999999999w", None),
        ] {
            assert_eq!(parse_duration(text).map(|d| d.num_milliseconds()), milliseconds, "{text:?}");
        }
    }

    #[test]
    fn moments_are_read_as_people_type_them() {
        let now = "2026-11-22T18:30:00".parse().unwrap();
        for (text, expected) in [
            ("2026-12-01 18:30", Some("2026-12-01T18:30:00")),
            ("2026-12-01T18:30", Some("2026-12-01T18:30:00")),
            ("2026-12-01", Some("2026-12-01T00:00:00")),
            ("20:44", Some("2026-11-22T20:44:00")),
            ("20h44", Some("2026-11-22T20:44:00")),
            ("demain 17h", Some("2026-11-23T17:00:00")),
            ("tomorrow", Some("2026-11-23T00:00:00")),
            ("28 mars 18h", Some("2027-03-28T18:00:00")),
            ("+2h", Some("2026-11-22T20:30:00")),
            ("25:00", None),
            ("2026-02-30", None),
            ("soon", None),
        ] {
            assert_eq!(parse_moment(text, now), expected.map(|t| t.parse().unwrap()), "{text:?}");
        }
    }

    #[test]
    fn positions_are_read_as_people_type_them() {
        for (text, expected) in [
            ("0:11:55.250", Some((None, 715.25))),
            ("2/0:00:01", Some((Some(2), 1.0))),
            ("11:55", Some((None, 715.0))),
            ("90s", Some((None, 90.0))),
            ("0:99:00", None),
            ("1:2:3:4", None),
            ("0/1:00", None),
            ("1:-5", None),
            ("90", None),
        ] {
            let read = Position::parse(text).map(|position| (position.take, position.seconds));
            assert_eq!(read, expected, "{text:?}");
        }
        assert_eq!(timestamp(Frames(34_332_000), Hertz(48_000)), "00:11:55.250");
    }
}
