//! VTIMEZONE, as other programs write it: what the clocks show holds, whatever the zone is called (RFC 5545 §3.6.5).
//!
//! Only the offsets of an event's own dates are compared. Where the zone of that name has others, another zone that has the same ones
//! stands for it.

use chrono::{Datelike, Duration, NaiveDateTime, Offset, TimeZone};
use chrono_tz::{TZ_VARIANTS, Tz};

use super::lines::{Component, Line};
use super::windows;
use crate::plan::parse_rule;
use crate::plan::recurrence::{Parts, Until};

/// Changes of the clocks in these years are looked at.
const YEARS: std::ops::Range<i32> = 1970..2100;
/// Of one line.
const MOST_CHANGES: usize = 500;

/// The changes of the clocks in order, each in the wall time before it.
#[derive(Debug, Clone)]
pub struct Clocks(Vec<(NaiveDateTime, i32)>);

impl Clocks {
    /// `None` where nothing of it can be read.
    pub fn of(zone: &Component) -> Option<Clocks> {
        let mut changes: Vec<(NaiveDateTime, i32)> = zone.parts.iter().filter_map(changes).flatten().collect();
        changes.sort();
        (!changes.is_empty()).then_some(Clocks(changes))
    }

    /// Whether a zone shows these wall times at the same instants. Times before the first change, and in the hours of one, are not judged.
    pub fn agree(&self, zone: Tz, walls: &[NaiveDateTime]) -> bool {
        walls.iter().filter(|at| YEARS.contains(&at.year())).all(|at| {
            let there = zone.offset_from_local_datetime(at).single().map(|offset| offset.fix().local_minus_utc());
            there.is_none_or(|there| self.offset(*at).is_none_or(|own| own == there))
        })
    }

    /// A zone that shows all these wall times so: the library's, a plain offset, a large city, any.
    pub fn zone_like(&self, library: Tz, walls: &[NaiveDateTime]) -> Option<Tz> {
        let plain = TZ_VARIANTS.into_iter().filter(|zone| zone.name().starts_with("Etc/GMT"));
        let zones = [library, Tz::UTC].into_iter().chain(plain).chain(windows::zones()).chain(TZ_VARIANTS);
        zones.into_iter().find(|zone| self.agree(*zone, walls))
    }

    /// Seconds from UTC.
    fn offset(&self, at: NaiveDateTime) -> Option<i32> {
        let behind = self.0.partition_point(|(change, _)| *change <= at);
        self.0.get(behind.checked_sub(1)?).map(|(_, offset)| *offset)
    }
}

/// The changes that one STANDARD or DAYLIGHT tells.
fn changes(part: &Component) -> Option<Vec<(NaiveDateTime, i32)>> {
    let text = |name: &str| part.first(name).map(|line| line.value.trim());
    let (start, from, to) = (time(text("DTSTART")?)?, seconds(text("TZOFFSETFROM")?)?, seconds(text("TZOFFSETTO")?)?);
    let listed = part.all("RDATE").flat_map(|line| line.value.split(',')).filter_map(time);
    let ruled = part.all("RRULE").flat_map(|line| ruled(line, start, from));
    Some([start].into_iter().chain(listed).chain(ruled).take(MOST_CHANGES).map(|at| (at, to)).collect())
}

fn ruled(line: &Line, start: NaiveDateTime, from: i32) -> Vec<NaiveDateTime> {
    let parts = Parts::parse(&line.value, Tz::UTC)
        .map(|parts| Parts { until: parts.until.map(|until| by_the_clock(until, from)), ..parts });
    let Ok(rule) = parts.and_then(|parts| parse_rule(&parts.written(), start, Tz::UTC)) else { return Vec::new() };
    let count = rule.count().map_or(MOST_CHANGES, |count| count as usize).min(MOST_CHANGES);
    let first = start.max(start.with_year(YEARS.start).unwrap_or(start));
    rule.walk(first).take_while(|at| at.year() < YEARS.end).take(count).collect()
}

/// UNTIL stands in UTC here, while the rule counts what the clocks show.
fn by_the_clock(until: Until, from: i32) -> Until {
    let wall = until.wall().checked_add_signed(Duration::seconds(i64::from(from)));
    match until {
        Until::Instant(..) => wall.map_or(until, Until::Wall),
        Until::Wall(_) => until,
    }
}

fn time(text: &str) -> Option<NaiveDateTime> {
    NaiveDateTime::parse_from_str(text.trim(), "%Y%m%dT%H%M%S").ok()
}

/// `+0100`, `-003430`.
fn seconds(text: &str) -> Option<i32> {
    let (sign, digits) = match text.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let two = |from: usize| digits.get(from..from + 2)?.parse::<i32>().ok().filter(|number| *number < 60);
    let rest = if digits.len() > 4 { two(4)? } else { 0 };
    Some(sign * (two(0)? * 3600 + two(2)? * 60 + rest))
}

#[cfg(test)]
mod tests {
    use super::super::lines::components;
    use super::super::zones::definition;
    use super::*;
    use crate::plan::examples::at;

    fn clocks(text: &str) -> Clocks {
        let (found, faults) = components(&format!("BEGIN:VCALENDAR\r\n{text}END:VCALENDAR\r\n")).unwrap();
        assert!(faults.is_empty(), "{faults:?}");
        Clocks::of(&found[0]).unwrap()
    }

    #[test]
    fn what_is_written_of_a_zone_agrees_with_it_and_with_no_other() {
        let days: Vec<NaiveDateTime> = at("2006-01-01 12:00")
            .date()
            .iter_days()
            .step_by(5)
            .take(1_000)
            .map(|day| day.and_hms_opt(12, 0, 0).unwrap())
            .collect();
        for zone in
            [Tz::Europe__Brussels, Tz::America__New_York, Tz::Africa__Casablanca, Tz::Asia__Kolkata, Tz::America__St_Johns]
        {
            let clocks = clocks(&definition(zone, 2005, 2021));
            assert!(clocks.agree(zone, &days), "{zone}");
            assert!(!clocks.agree(Tz::Pacific__Auckland, &days), "{zone}");
            let like = clocks.zone_like(Tz::UTC, &days).unwrap();
            assert!(clocks.agree(like, &days), "{zone} {like}");
        }
    }

    #[test]
    fn an_end_in_utc_holds_the_last_change_of_an_eastern_zone() {
        let text = "BEGIN:VTIMEZONE\r\nTZID:x\r\nBEGIN:DAYLIGHT\r\nDTSTART:19960331T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\n\
                    RRULE:FREQ=YEARLY;UNTIL=20200329T010000Z;BYMONTH=3;BYDAY=-1SU\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n";
        assert_eq!(clocks(text).0.last(), Some(&(at("2020-03-29 02:00"), 7200)));
    }
}
