//! Lengths as files and calendars hold them (ISO 8601).

use chrono::Duration;

/// `P7D`, `-P1W`, `PT2H30M`: weeks, days, hours, minutes and seconds. Years and months have no fixed length and are refused, and so is
/// what exceeds a century.
pub fn parse_iso_duration(text: &str) -> Option<Duration> {
    let (sign, text) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    let (days, time) = match text.strip_prefix('P')?.split_once('T') {
        Some((days, time)) => (days, Some(time)),
        None => (&text[1..], None),
    };
    if time.map_or(days, |time| time).is_empty() {
        return None;
    }
    let days = sum_of_units(days, &[('W', 604_800), ('D', 86_400)])?;
    let seconds = days.checked_add(sum_of_units(time.unwrap_or(""), &[('H', 3600), ('M', 60), ('S', 1)])?)?;
    (seconds <= 100 * 366 * 86_400).then(|| Duration::seconds(sign * seconds))
}

/// Seconds in `1W2D`: each unit once at most, in their order.
fn sum_of_units(mut text: &str, mut units: &[(char, i64)]) -> Option<i64> {
    let mut sum = 0i64;
    while !text.is_empty() {
        let digits = text.find(|c: char| !c.is_ascii_digit())?;
        let number: i64 = text[..digits].parse().ok()?;
        let place = units.iter().position(|unit| text[digits..].starts_with(unit.0))?;
        sum = sum.checked_add(number.checked_mul(units[place].1)?)?;
        (text, units) = (&text[digits + 1..], &units[place + 1..]);
    }
    Some(sum)
}

/// `P7D`, `-PT2H30M`, `P1DT2H`.
pub fn iso_duration(length: Duration) -> String {
    let sign = if length < Duration::zero() { "-" } else { "" };
    let length = length.abs();
    let parts = [
        (length.num_days(), "D"),
        (length.num_hours() % 24, "H"),
        (length.num_minutes() % 60, "M"),
        (length.num_seconds() % 60, "S"),
    ];
    let written = |parts: &[(i64, &str)]| -> String {
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, unit)| format!("{count}{unit}")).collect()
    };
    match (written(&parts[..1]), written(&parts[1..])) {
        (days, time) if days.is_empty() && time.is_empty() => "PT0S".to_owned(),
        (days, time) if time.is_empty() => format!("{sign}P{days}"),
        (days, time) => format!("{sign}P{days}T{time}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_iso_8601_have_weeks_days_and_times() {
        let hours = |text: &str| parse_iso_duration(text).map(|length| length.num_minutes());
        for (text, minutes) in [
            ("P7D", Some(10_080)),
            ("-P7D", Some(-10_080)),
            ("P2W", Some(20_160)),
            ("P1W2D", Some(12_960)),
            ("PT2H", Some(120)),
            ("P1DT1H30M", Some(1530)),
            ("PT60S", Some(1)),
            ("P", None),
            ("PT", None),
            ("P1DT", None),
            ("7D", None),
            ("P1D2W", None),
            ("P1H", None),
            ("P1M", None),
            ("P-7D", None),
            ("P99999999999999999999D", None),
            ("P40000D", None),
            ("PéD", None),
        ] {
            assert_eq!(hours(text), minutes, "{text}");
        }
    }

    #[test]
    fn lengths_are_written_as_they_are_read() {
        for minutes in [0, 1, 59, 60, 150, 1440, 10_080, 1530, -150, -10_080, -1530] {
            let length = Duration::minutes(minutes);
            assert_eq!(parse_iso_duration(&iso_duration(length)), Some(length), "{}", iso_duration(length));
        }
        assert_eq!(iso_duration(Duration::days(7)), "P7D");
    }
}
