//! Puts a wall time into its zone: which instant `20:30` is on that day.

use chrono::{DateTime, Duration, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeZone};
use chrono_tz::Tz;

/// The instant of a wall time. In the gap of a clock change it moves forward by the gap; of the two in a fold it is the first.
///
/// Source: RFC 5545 §3.3.5, a local time that does not exist is read with the offset before the gap.
pub fn place(wall: NaiveDateTime, zone: Tz) -> DateTime<Tz> {
    match zone.from_local_datetime(&wall) {
        LocalResult::Single(at) => at,
        LocalResult::Ambiguous(first, second) => first.min(second),
        LocalResult::None => after_gap(wall, zone),
    }
}

/// By how much the clocks go forward (or back, below zero) in the night before a date; `None` in an ordinary night.
pub fn clock_change(date: NaiveDate, zone: Tz) -> Option<Duration> {
    let noon = NaiveTime::from_hms_opt(12, 0, 0)?;
    let offset = |date: NaiveDate| i64::from(place(date.and_time(noon), zone).offset().fix().local_minus_utc());
    let change = offset(date) - offset(date.pred_opt()?);
    (change != 0).then(|| Duration::seconds(change))
}

/// The longest gap of any zone is a whole day (Samoa skipped 30 December 2011), so the offset of two days before is the one that
/// held before the gap.
fn after_gap(wall: NaiveDateTime, zone: Tz) -> DateTime<Tz> {
    let Some(before) = wall.checked_sub_signed(Duration::days(2)) else {
        return zone.from_utc_datetime(&wall);
    };
    let before = zone.from_local_datetime(&before).earliest().unwrap_or_else(|| zone.from_utc_datetime(&before));
    zone.from_utc_datetime(&(wall - (before.naive_local() - before.naive_utc())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(wall: &str, zone: Tz, expected: &str) {
        assert_eq!(place(wall.parse().unwrap(), zone).to_rfc3339(), expected, "{wall} {zone}");
    }

    #[test]
    fn a_wall_time_stays_over_both_clock_changes() {
        check("2020-03-28T20:30:00", Tz::Europe__Brussels, "2020-03-28T20:30:00+01:00");
        check("2020-03-29T20:30:00", Tz::Europe__Brussels, "2020-03-29T20:30:00+02:00");
        check("2020-10-25T20:30:00", Tz::Europe__Brussels, "2020-10-25T20:30:00+01:00");
    }

    #[test]
    fn a_time_in_the_gap_moves_forward_by_the_gap() {
        check("2020-03-29T02:00:00", Tz::Europe__Brussels, "2020-03-29T03:00:00+02:00");
        check("2020-03-29T02:30:00", Tz::Europe__Brussels, "2020-03-29T03:30:00+02:00");
        check("2020-03-08T02:30:00", Tz::America__New_York, "2020-03-08T03:30:00-04:00");
        check("2020-10-04T02:15:00", Tz::Australia__Lord_Howe, "2020-10-04T02:45:00+11:00"); // half an hour
        check("2011-12-30T20:30:00", Tz::Pacific__Apia, "2011-12-31T20:30:00+14:00"); // a whole day
    }

    #[test]
    fn the_day_of_a_clock_change_says_by_how_much() {
        let change = |date: &str, zone| clock_change(date.parse().unwrap(), zone).map(|by| by.num_minutes());
        assert_eq!(
            ["2020-03-28", "2020-03-29", "2020-03-30"].map(|date| change(date, Tz::Europe__Brussels)),
            [None, Some(60), None]
        );
        assert_eq!(change("2020-10-25", Tz::Europe__Brussels), Some(-60));
        assert_eq!(change("2020-10-04", Tz::Australia__Lord_Howe), Some(30));
        assert_eq!(change("2023-04-28", Tz::Africa__Cairo), Some(60), "at midnight");
        assert_eq!(change("2020-03-29", Tz::UTC), None);
        for date in [NaiveDate::MIN, NaiveDate::MAX] {
            assert_eq!([Tz::UTC, Tz::America__New_York, Tz::Pacific__Kiritimati].map(|zone| clock_change(date, zone)), [None; 3]);
        }
    }

    #[test]
    fn a_time_in_the_fold_is_the_first() {
        check("2020-10-25T02:30:00", Tz::Europe__Brussels, "2020-10-25T02:30:00+02:00");
        check("2020-11-01T01:30:00", Tz::America__New_York, "2020-11-01T01:30:00-04:00");
    }
}
