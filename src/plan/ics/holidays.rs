//! Calendars of holidays: every event of one closes its days.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime};
use chrono_tz::Tz;

use super::lines::{Component, at, components};
use super::read::{Defined, When, Zones, duration};
use crate::domain::ClosedDays;
use crate::error::{Error, Result};
use crate::plan::parse_rule;
use crate::text;

/// A holiday that comes back is looked for up to the end of this year.
pub const YEARS_AHEAD: i32 = 2069;
/// And from this one on.
const FIRST_YEAR: i32 = 2000;
/// Of one calendar.
const MOST_DAYS: usize = 5_000;
/// Days of one event.
const LONGEST: u64 = 400;

/// The days that a calendar closes, in order, each once, and what is wrong with it. Cancelled events close nothing.
///
/// Fails where it is no calendar, or closes more than a library can mean.
pub fn closed_days(text: &str, library: Tz) -> Result<(Vec<ClosedDays>, Vec<Error>)> {
    let (components, mut faults) = components(text)?;
    let defined = Defined::of(&components);
    let zones = Zones::new(&defined, library);
    let mut closed: Vec<ClosedDays> = Vec::new();
    for event in components.iter().filter(|one| one.name == "VEVENT" && !one.is_cancelled()) {
        match days(event, &zones, library) {
            Ok(days) => closed.extend(days),
            Err(fault) => faults.push(fault),
        }
        if closed.len() > MOST_DAYS {
            return Err(at(event.line, Error::new(text!("ics-many-dates", limit = MOST_DAYS))));
        }
    }
    closed.sort_by_key(|days| (days.first, days.last));
    closed.dedup();
    Ok((closed, faults))
}

fn days(event: &Component, zones: &Zones, library: Tz) -> Result<Vec<ClosedDays>> {
    let line = event.first("DTSTART").ok_or_else(|| at(event.line, Error::new(text!("ics-no-start"))))?;
    let start = zones.times(line)?[0];
    let more = length(event, zones, start, library)?;
    let date = |when: &When| when.shown(library).date();
    let mut firsts: Vec<NaiveDate> = Vec::new();
    for rule in event.all("RRULE") {
        firsts.extend(repeated(&rule.value, date(&start)).map_err(|fault| at(rule.number, fault))?);
    }
    if firsts.first().is_none_or(|first| *first != date(&start)) {
        firsts.push(date(&start));
    }
    for line in event.all("RDATE") {
        firsts.extend(zones.times(line)?.iter().map(date));
    }
    for line in event.all("EXDATE") {
        let left_out: Vec<NaiveDate> = zones.times(line)?.iter().map(date).collect();
        firsts.retain(|first| !left_out.contains(first));
    }
    let span = |first: NaiveDate| ClosedDays { first, last: first.checked_add_days(Days::new(more)).unwrap_or(first) };
    Ok(firsts.into_iter().map(span).collect())
}

/// The days of a rule in the years that are looked at.
fn repeated(rule: &str, first: NaiveDate) -> Result<Vec<NaiveDate>> {
    let start = first.and_time(NaiveTime::MIN);
    let rule = parse_rule(rule, start, Tz::UTC)?;
    let from = NaiveDate::from_ymd_opt(FIRST_YEAR, 1, 1).map_or(start, |date| date.and_time(NaiveTime::MIN));
    let last = rule.count().and_then(|count| rule.numbered(count as usize)).unwrap_or(NaiveDateTime::MAX);
    let dates = rule.walk(from.max(start)).take_while(|at| *at <= last && at.year() <= YEARS_AHEAD).take(MOST_DAYS + 1);
    Ok(dates.map(|at| at.date()).collect())
}

/// How many days behind its first one an event lasts; the end of a whole-day event is the day after.
fn length(event: &Component, zones: &Zones, start: When, library: Tz) -> Result<u64> {
    let begin = start.shown(library);
    let (first, last) = match (start, event.first("DTEND").map(|line| zones.times(line)).transpose()?.as_deref()) {
        (When::Day(first), Some([When::Day(end)])) => (first, end.pred_opt().unwrap_or(*end)),
        (When::Wall(..) | When::Instant(_), Some([end @ (When::Wall(..) | When::Instant(_))])) => {
            let end = end.shown(library);
            let last = if end > begin { end - chrono::Duration::seconds(1) } else { begin };
            (begin.date(), last.date())
        }
        (When::Day(first), _) => {
            (first, first + span(event).unwrap_or_default().max(chrono::Duration::days(1)) - chrono::Duration::days(1))
        }
        (When::Wall(..) | When::Instant(_), _) => (begin.date(), (begin + span(event).unwrap_or_default()).date()),
    };
    match u64::try_from((last - first).num_days().max(0)) {
        Ok(days) if days < LONGEST => Ok(days),
        _ => Err(at(event.line, Error::new(text!("ics-long-holiday", limit = LONGEST)))),
    }
}

fn span(event: &Component) -> Option<chrono::Duration> {
    let length = duration(&event.first("DURATION")?.value)?;
    Some(length.min(chrono::Duration::days(LONGEST as i64 + 1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn closed(events: &str) -> Vec<String> {
        let text = format!("BEGIN:VCALENDAR\r\n{events}END:VCALENDAR\r\n");
        let (days, faults) = closed_days(&text, Tz::Europe__Brussels).unwrap_or_else(|fault| panic!("{fault}"));
        assert!(faults.is_empty(), "{faults:?}");
        days.iter().map(|days| format!("{}/{}", days.first, days.last)).collect()
    }

    fn event(lines: &str) -> String {
        format!("BEGIN:VEVENT\r\n{lines}END:VEVENT\r\n")
    }

    #[test]
    fn each_event_closes_its_days() {
        let day = event("DTSTART;VALUE=DATE:20200501\r\nDTEND;VALUE=DATE:20200502\r\n");
        assert_eq!(closed(&day), ["2020-05-01/2020-05-01"]);
        assert_eq!(closed(&event("DTSTART;VALUE=DATE:20200501\r\n")), ["2020-05-01/2020-05-01"]);
        let span = event("DTSTART;VALUE=DATE:20200406\r\nDTEND;VALUE=DATE:20200420\r\n");
        assert_eq!(closed(&span), ["2020-04-06/2020-04-19"]);
        assert_eq!(closed(&event("DTSTART;VALUE=DATE:20200406\r\nDURATION:P2W\r\n")), ["2020-04-06/2020-04-19"]);
        let evening = event("DTSTART:20200501T180000\r\nDTEND:20200502T000000\r\n");
        assert_eq!(closed(&(day + &evening)), ["2020-05-01/2020-05-01"]);
        assert_eq!(closed(&event("DTSTART;VALUE=DATE:20200501\r\nSTATUS:CANCELLED\r\n")), [""; 0]);
    }

    #[test]
    fn a_holiday_that_comes_back_closes_each_year() {
        let found = closed(&event("DTSTART;VALUE=DATE:19700501\r\nRRULE:FREQ=YEARLY\r\nEXDATE;VALUE=DATE:20200501\r\n"));
        assert_eq!((found.len(), found[0].as_str()), (70, "1970-05-01/1970-05-01"));
        assert!(found.contains(&"2021-05-01/2021-05-01".to_owned()) && !found.contains(&"2020-05-01/2020-05-01".to_owned()));
        assert_eq!(found.last().unwrap(), "2069-05-01/2069-05-01");
        let two = closed(&event("DTSTART;VALUE=DATE:20200501\r\nRRULE:FREQ=YEARLY;COUNT=2\r\n"));
        assert_eq!(two, ["2020-05-01/2020-05-01", "2021-05-01/2021-05-01"]);
    }

    #[test]
    fn a_bad_event_costs_itself_and_says_where() {
        let text =
            format!("BEGIN:VCALENDAR\n{}{}END:VCALENDAR\n", event("DTSTART:soon\r\n"), event("DTSTART;VALUE=DATE:20200501\r\n"));
        let (days, faults) = closed_days(&text, Tz::UTC).unwrap();
        assert_eq!((days.len(), faults.len(), faults[0].place().unwrap().line), (1, 1, Some(3)));
        assert!(closed_days("hello", Tz::UTC).is_err());
        let daily = format!("BEGIN:VCALENDAR\n{}END:VCALENDAR\n", event("DTSTART;VALUE=DATE:20200501\r\nRRULE:FREQ=DAILY\r\n"));
        assert!(closed_days(&daily, Tz::UTC).is_err());
    }
}
