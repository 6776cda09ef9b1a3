//! A rule moved by a length of wall time: `BYDAY=1TH` a day earlier is `BYDAY=WE;BYMONTHDAY=-1,1,2,3,4,5,6`.
//!
//! Needed where a whole stretch of an endless series lies elsewhere: behind a shift, and for the chains. What no rule says gives `None`,
//! and every answer is compared with the dates themselves.

use chrono::{Duration, NaiveDateTime, Weekday};
use chrono_tz::Tz;

use crate::plan::recurrence::{Frequency, NumberedWeekday, Parts, Rule, parse_rule};

/// So many dates of a moved rule are compared with those of the rule itself.
const COMPARED: usize = 100;

/// The rule without its end (COUNT, UNTIL), as calendars want it: a week number alone gets the weekday that the start gives it.
pub fn body(rule: &str, start: NaiveDateTime, zone: Tz) -> Option<Parts> {
    let parts = Parts::parse(rule, zone).ok()?.without_end();
    Some(if parts.weeks.is_empty() { parts } else { parts.with_days_of(start.date()) })
}

/// The rule without its end whose dates are those of `rule`, each moved by a length. `first` is one of the rule's dates.
pub fn shifted(text: &str, rule: &Rule, first: NaiveDateTime, by: Duration, zone: Tz) -> Option<Parts> {
    let own = body(text, first, zone)?;
    if by.is_zero() {
        return Some(own);
    }
    let moved = moved(own, first, by)?;
    let start = first.checked_add_signed(by)?;
    let new = parse_rule(&moved.written(), start, zone).ok()?;
    let expected = rule.walk(first).take(COMPARED).map(|at| at + by);
    let is_same = new.walk(start).zip(expected).all(|(new, expected)| new == expected);
    is_same.then_some(moved)
}

fn moved(parts: Parts, first: NaiveDateTime, by: Duration) -> Option<Parts> {
    let has_times = !parts.hours.is_empty() || !parts.minutes.is_empty();
    if has_times && by.num_seconds() % 86_400 != 0 {
        return None;
    }
    let days = (first.checked_add_signed(by)?.date() - first.date()).num_days();
    if days == 0 {
        return Some(parts);
    }
    let places = !parts.set_positions.is_empty() || !parts.year_days.is_empty() || !parts.weeks.is_empty();
    if places || !parts.months.is_empty() {
        return None;
    }
    match parts.frequency {
        Frequency::Daily | Frequency::Weekly => by_weeks(parts, days),
        Frequency::Monthly => by_months(parts, first, days),
        Frequency::Yearly => None,
    }
}

/// Weekdays and the start of the week turn together, so that every second week stays every second week.
fn by_weeks(mut parts: Parts, days: i64) -> Option<Parts> {
    let is_plain = parts.month_days.is_empty() && parts.weekdays.iter().all(|day| day.number.is_none());
    parts.weekdays.iter_mut().for_each(|day| day.weekday = turned(day.weekday, days));
    let counts_weeks = parts.interval != 1 && parts.frequency == Frequency::Weekly;
    parts.week_start = if counts_weeks { turned(parts.week_start, days) } else { Weekday::Mon };
    is_plain.then_some(parts)
}

fn by_months(parts: Parts, first: NaiveDateTime, days: i64) -> Option<Parts> {
    let (turned_day, month_days) = match (parts.weekdays.as_slice(), parts.month_days.as_slice()) {
        ([], []) => (None, vec![i64::from(chrono::Datelike::day(&first.date()))]),
        ([], days) => (None, days.iter().map(|day| i64::from(*day)).collect()),
        ([one], []) => {
            let number = i64::from(one.number?);
            let from = if number > 0 { 7 * (number - 1) + 1 } else { 7 * number };
            (Some(turned(one.weekday, days)), (from..from + 7).collect())
        }
        _ => return None,
    };
    let moved: Vec<(i64, i64)> = month_days.iter().map(|day| in_month(*day, days)).collect::<Option<_>>()?;
    let crossings = moved.iter().map(|(_, months)| months);
    if parts.interval != 1 && crossings.clone().min() != crossings.max() {
        return None;
    }
    let mut month_days: Vec<i32> = moved.into_iter().map(|(day, _)| day as i32).collect();
    month_days.sort_unstable();
    let weekdays = turned_day.map(|weekday| NumberedWeekday { number: None, weekday }).into_iter().collect();
    Some(Parts { weekdays, month_days, week_start: Weekday::Mon, ..parts })
}

/// A day of the month, counted from its beginning or its end, moved by days; and by how many months it crosses over. `None` where the
/// length of the month would matter.
fn in_month(day: i64, by: i64) -> Option<(i64, i64)> {
    let moved = day + by;
    let found = match (day, moved) {
        (1..=28, 1..) => (moved, 0),
        (1..=28, _) => (moved - 1, -1),
        (-28..=-1, ..=-1) => (moved, 0),
        (-28..=-1, _) => (moved + 1, 1),
        _ => return None,
    };
    (-28..=28).contains(&found.0).then_some(found)
}

fn turned(day: Weekday, days: i64) -> Weekday {
    let number = (i64::from(day.num_days_from_monday()) + days).rem_euclid(7);
    Weekday::try_from(number as u8).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::examples::at;

    fn check(start: &str, rule: &str, by: Duration, expected: Option<&str>) {
        let zone = Tz::Europe__Brussels;
        let parsed = parse_rule(rule, at(start), zone).unwrap();
        let first = parsed.walk(at(start)).next().unwrap();
        let found = shifted(rule, &parsed, first, by, zone).map(|parts| parts.written());
        assert_eq!(found.as_deref(), expected, "{rule} by {by}");
    }

    #[test]
    fn a_rule_moves_by_days_where_a_rule_can_say_so() {
        let day = Duration::days;
        let thursday = "2020-01-02 20:00";
        check(thursday, "FREQ=MONTHLY;BYDAY=1TH", day(-7), Some("FREQ=MONTHLY;BYMONTHDAY=-7,-6,-5,-4,-3,-2,-1;BYDAY=TH"));
        check(thursday, "FREQ=MONTHLY;BYDAY=1TH", day(-1), Some("FREQ=MONTHLY;BYMONTHDAY=-1,1,2,3,4,5,6;BYDAY=WE"));
        check(thursday, "FREQ=MONTHLY;BYDAY=1TH", day(2), Some("FREQ=MONTHLY;BYMONTHDAY=3,4,5,6,7,8,9;BYDAY=SA"));
        check(thursday, "FREQ=MONTHLY;INTERVAL=2;BYDAY=1TH", day(-1), None);
        check(thursday, "FREQ=MONTHLY;BYDAY=4TH", day(10), None);
        check("2020-01-31 20:00", "FREQ=MONTHLY;BYDAY=-1FR", day(3), Some("FREQ=MONTHLY;BYMONTHDAY=-4,-3,-2,-1,1,2,3;BYDAY=MO"));
        check("2020-01-31 20:00", "FREQ=MONTHLY", day(1), None);
        check("2020-01-10 20:00", "FREQ=MONTHLY", day(-1), Some("FREQ=MONTHLY;BYMONTHDAY=9"));
        check(thursday, "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH", day(1), Some("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,FR;WKST=TU"));
        check(thursday, "FREQ=WEEKLY;COUNT=9", day(7), Some("FREQ=WEEKLY"));
        check(thursday, "FREQ=DAILY;INTERVAL=3;UNTIL=20210101", day(1), Some("FREQ=DAILY;INTERVAL=3"));
        check(thursday, "FREQ=YEARLY;BYWEEKNO=1", day(1), None);
    }

    #[test]
    fn a_rule_moves_by_hours_where_it_names_none() {
        check("2020-01-02 20:00", "FREQ=WEEKLY;BYDAY=TH", Duration::minutes(-150), Some("FREQ=WEEKLY;BYDAY=TH"));
        check("2020-01-02 20:00", "FREQ=WEEKLY;BYDAY=TH", Duration::hours(6), Some("FREQ=WEEKLY;BYDAY=FR"));
        check("2020-01-02 09:00", "FREQ=DAILY;BYHOUR=9,20", Duration::hours(1), None);
        check("2020-01-02 09:00", "FREQ=DAILY;BYHOUR=9,20", Duration::days(1), Some("FREQ=DAILY;BYHOUR=9,20"));
    }
}
