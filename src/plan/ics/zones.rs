//! VTIMEZONE: what the clocks of a zone did and will do, for readers that do not know its name.
//!
//! Made from the zone itself: every change of the clocks in the years asked for. Changes that came back on the same weekday of the
//! same month for at least three years are one rule, which stays open where it held to the last year; the others are listed.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveDateTime, Offset, TimeZone, Utc};
use chrono_tz::{OffsetComponents, OffsetName, Tz};

use super::lines::{content, wall};
use crate::plan::recurrence::NumberedWeekday;

/// A change of the clocks.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Change {
    /// In the wall time before the change.
    wall: NaiveDateTime,
    at: DateTime<Utc>,
    observance: Observance,
}

/// What holds after a change, and what held before.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Observance {
    daylight: bool,
    name: String,
    /// In seconds from UTC.
    from: i32,
    to: i32,
}

/// The lines of the component, for the years `first..=last`; a change that came back each year up to the last one goes on.
pub fn definition(zone: Tz, first: i32, last: i32) -> String {
    let mut out = content("BEGIN", &[], "VTIMEZONE") + &content("TZID", &[], zone.name());
    let beginning = Utc.with_ymd_and_hms(first, 1, 1, 0, 0, 0).single().unwrap_or_default();
    let (seconds, daylight, name) = state(zone, beginning);
    let always = Observance { daylight, name, from: seconds, to: seconds };
    out += &observed(&always, &(beginning.naive_utc() + Duration::seconds(i64::from(seconds))), &[], None);
    let mut groups: BTreeMap<Observance, Vec<Change>> = BTreeMap::new();
    for change in changes(zone, first, last) {
        groups.entry(change.observance.clone()).or_default().push(change);
    }
    for (observance, changes) in groups {
        let (listed, rule) = parted(&changes, last);
        out.extend(listed.split_first().map(|(first, more)| observed(&observance, &first.wall, more, None)));
        out.extend(rule.map(|(first, rule)| observed(&observance, &first.wall, &[], Some(&rule))));
    }
    out + &content("END", &[], "VTIMEZONE")
}

/// Every change of the offset or its name in these years, found by looking at each day.
fn changes(zone: Tz, first: i32, last: i32) -> Vec<Change> {
    let year = |year| Utc.with_ymd_and_hms(year, 1, 1, 0, 0, 0).single().unwrap_or_default();
    let (mut at, end) = (year(first), year(last.saturating_add(1)));
    let mut found = Vec::new();
    while at < end {
        let next = at + Duration::days(1);
        if state(zone, at) != state(zone, next) {
            found.push(change_between(zone, at, next));
        }
        at = next;
    }
    found
}

fn change_between(zone: Tz, mut before: DateTime<Utc>, mut after: DateTime<Utc>) -> Change {
    let old = state(zone, before);
    while after - before > Duration::seconds(1) {
        let middle = before + (after - before) / 2;
        let middle = middle - Duration::nanoseconds(i64::from(middle.timestamp_subsec_nanos()));
        if state(zone, middle) == old { before = middle } else { after = middle }
    }
    let (from, (to, daylight, name)) = (old.0, state(zone, after));
    let observance = Observance { daylight, name, from, to };
    Change { wall: after.naive_utc() + Duration::seconds(i64::from(from)), at: after, observance }
}

/// Seconds from UTC, whether that is summer time, and its name; one without letters has none.
fn state(zone: Tz, at: DateTime<Utc>) -> (i32, bool, String) {
    let there = zone.offset_from_utc_datetime(&at.naive_utc());
    let name = there.abbreviation().unwrap_or("-").to_owned();
    (there.fix().local_minus_utc(), there.dst_offset() > Duration::zero(), name)
}

/// The changes that are listed, and those behind them that one rule gives, with their first.
///
/// A rule never ends: readers dispute in which zone its UNTIL stands.
fn parted(changes: &[Change], last: i32) -> (&[Change], Option<(&Change, String)>) {
    let reaches_end = changes.last().is_some_and(|change| change.wall.year() == last);
    let from = (0..changes.len()).filter(|_| reaches_end).find_map(|from| Some((from, rule(&changes[from..])?)));
    match from {
        Some((from, rule)) => (&changes[..from], Some((&changes[from], rule))),
        None => (changes, None),
    }
}

/// The yearly rule that gives exactly these changes, three at least.
fn rule(run: &[Change]) -> Option<String> {
    let first = run.first().filter(|_| run.len() >= 3)?.wall;
    let fits = |(n, change): (usize, &Change)| {
        let wall = change.wall;
        let year = usize::try_from(wall.year() - first.year()).ok();
        (year, wall.month(), wall.weekday(), wall.time()) == (Some(n), first.month(), first.weekday(), first.time())
    };
    if !run.iter().enumerate().all(fits) {
        return None;
    }
    let from_first = |date: NaiveDate| date.day0() / 7 + 1;
    let is_last = |date: NaiveDate| date.checked_add_signed(Duration::days(7)).is_none_or(|next| next.month() != date.month());
    let number = if run.iter().all(|change| is_last(change.wall.date())) {
        -1
    } else {
        let number = from_first(first.date());
        run.iter().all(|change| from_first(change.wall.date()) == number).then_some(i32::try_from(number).ok()?)?
    };
    let day = NumberedWeekday { number: Some(number), weekday: first.weekday() };
    Some(format!("FREQ=YEARLY;BYMONTH={};BYDAY={}", first.month(), day.written()))
}

fn observed(observance: &Observance, start: &NaiveDateTime, also: &[Change], rule: Option<&str>) -> String {
    let kind = if observance.daylight { "DAYLIGHT" } else { "STANDARD" };
    let mut out = content("BEGIN", &[], kind) + &content("DTSTART", &[], &wall(*start));
    out += &content("TZNAME", &[], &observance.name);
    out += &content("TZOFFSETFROM", &[], &written_offset(observance.from));
    out += &content("TZOFFSETTO", &[], &written_offset(observance.to));
    out += &rule.map(|rule| content("RRULE", &[], rule)).unwrap_or_default();
    out.extend(also.iter().map(|change| content("RDATE", &[], &wall(change.wall))));
    out + &content("END", &[], kind)
}

/// `+0200`, with seconds where there are any.
fn written_offset(seconds: i32) -> String {
    let (sign, seconds) = if seconds < 0 { ('-', -seconds) } else { ('+', seconds) };
    let text = format!("{sign}{:02}{:02}", seconds / 3600, seconds / 60 % 60);
    if seconds % 60 == 0 { text } else { format!("{text}{:02}", seconds % 60) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(zone: Tz, first: i32, last: i32) -> Vec<String> {
        let text = definition(zone, first, last);
        text.lines().filter(|line| line.starts_with("RRULE")).map(str::to_owned).collect()
    }

    #[test]
    fn the_clocks_of_europe_are_two_rules() {
        let brussels = definition(Tz::Europe__Brussels, 2019, 2037);
        let expected = ["RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU"];
        for last in [2022, 2037, 2060] {
            assert_eq!(rules(Tz::Europe__Brussels, 2019, last), expected);
        }
        for line in ["TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\n", "DTSTART:20190331T020000\r\n", "TZNAME:CEST\r\n"] {
            assert!(brussels.contains(line), "{brussels}");
        }
        assert_eq!(rules(Tz::America__New_York, 2005, 2022).len(), 2, "the rule of 2007 stands behind a list");
    }

    #[test]
    fn clocks_without_a_rule_are_listed() {
        let casablanca = definition(Tz::Africa__Casablanca, 2020, 2022);
        assert!(casablanca.contains("RDATE:"), "{casablanca}");
        assert_eq!(definition(Tz::Asia__Kolkata, 2020, 2022).matches("BEGIN:STANDARD").count(), 1);
        assert!(definition(Tz::Africa__Monrovia, 1960, 1975).contains("TZOFFSETFROM:-004430\r\n"));
        assert_eq!(rules(Tz::Europe__Brussels, 2019, 2020), [""; 0], "two changes are no rule");
    }

    #[test]
    fn a_zone_without_changes_keeps_what_it_has() {
        assert!(definition(Tz::UTC, 2020, 2021).contains("TZOFFSETTO:+0000\r\n"));
    }
}
