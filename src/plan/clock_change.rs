//! The nights in which the clocks change.

use chrono::{Duration, NaiveDate, NaiveTime, Offset};
use chrono_tz::Tz;

use super::place;

/// By how much the clocks go forward (negative: back) in the night before `date`; `None` in an ordinary night.
pub fn clock_change(date: NaiveDate, zone: Tz) -> Option<Duration> {
    let noon = NaiveTime::from_hms_opt(12, 0, 0).expect("noon is a time");
    let offset = |date: NaiveDate| place(date.and_time(noon), zone).offset().fix().local_minus_utc();
    let by = Duration::seconds(i64::from(offset(date) - offset(date.pred_opt()?)));
    (!by.is_zero()).then_some(by)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_night_of_a_clock_change_belongs_to_the_day_that_follows() {
        let minutes = |date: &str, zone| clock_change(date.parse().unwrap(), zone).map(|by| by.num_minutes());
        for (date, zone, expected) in [
            ("2020-03-28", Tz::Europe__Brussels, None),
            ("2020-03-29", Tz::Europe__Brussels, Some(60)),
            ("2020-03-30", Tz::Europe__Brussels, None),
            ("2020-10-25", Tz::Europe__Brussels, Some(-60)),
            ("2020-09-27", Tz::Pacific__Auckland, Some(60)),
            ("2020-04-05", Tz::Australia__Lord_Howe, Some(-30)),
            ("2020-03-29", Tz::UTC, None),
        ] {
            assert_eq!(minutes(date, zone), expected, "{date} {zone}");
        }
    }
}
