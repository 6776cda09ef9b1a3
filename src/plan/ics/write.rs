//! Events as text: one calendar, the same bytes for the same series.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, NaiveDateTime, Utc};
use chrono_tz::Tz;

use super::events::is_changing;
use super::lines::{content, escaped, utc, wall};
use super::{Event, Instance, zones};
use crate::plan::place;
use crate::plan::recurrence::Parts;
use crate::plan::state::DUE_BEFORE;

/// A zone without an end is described for so many years from the last date that is written out.
const YEARS_AHEAD: i32 = 20;

/// An event and what is said with it that its series does not say.
#[derive(Debug, Clone)]
pub struct Named {
    pub event: Event,
    /// In place of the title, which may hold a name.
    pub coded: Option<String>,
    /// Who, by code or shown name.
    pub people: Vec<String>,
    /// DTSTAMP: the same as long as the series is.
    pub stamp: DateTime<Utc>,
}

impl Named {
    fn title(&self) -> &str {
        self.coded.as_ref().unwrap_or(&self.event.title)
    }
}

/// The calendar of a library called `name`.
pub fn written(name: &str, events: &[Named]) -> String {
    let mut out = content("BEGIN", &[], "VCALENDAR") + &content("VERSION", &[], "2.0");
    out += &content("PRODID", &[], "-//temoin//temoin//EN");
    out += &content("CALSCALE", &[], "GREGORIAN");
    if !name.trim().is_empty() {
        out += &content("NAME", &[], &escaped(name));
        out += &content("X-WR-CALNAME", &[], &escaped(name));
    }
    for (zone, years) in years(events).into_values() {
        out += &zones::definition(zone, years.first, years.last);
    }
    for named in events {
        out += &master(named);
        out.extend(named.event.instances.iter().map(|(at, instance)| single(named, *at, instance)));
    }
    out + &content("END", &[], "VCALENDAR")
}

#[derive(Clone, Copy)]
struct Years {
    first: i32,
    last: i32,
}

/// The years for which each zone is needed, a year more on both sides.
fn years(events: &[Named]) -> BTreeMap<&'static str, (Tz, Years)> {
    let mut zones: BTreeMap<&'static str, (Tz, Years)> = BTreeMap::new();
    for event in events.iter().map(|named| &named.event) {
        let dates = || event.also.iter().chain(event.instances.values().map(|one| &one.start)).chain([&event.start]);
        let years = || dates().map(Datelike::year);
        let until = event.rules.iter().map(|rule| Parts::parse(rule, event.zone).ok()?.until.map(|until| until.wall().year()));
        let until: Vec<Option<i32>> = until.collect();
        let latest = years().chain(until.iter().copied().flatten()).max().unwrap_or_default();
        let last = if until.contains(&None) { latest + YEARS_AHEAD } else { latest + 1 };
        let first = years().min().unwrap_or_default() - 1;
        let known = zones.entry(event.zone.name()).or_insert((event.zone, Years { first, last }));
        known.1 = Years { first: known.1.first.min(first), last: known.1.last.max(last) };
    }
    zones
}

fn master(named: &Named) -> String {
    let event = &named.event;
    let zone = event.zone.name();
    let mut out = head(named) + &content("DTSTART", &[("TZID", zone)], &wall(event.start));
    out += &content("DURATION", &[], &duration(event.minutes.into()));
    out.extend(event.rules.iter().map(|rule| content("RRULE", &[], rule)));
    out.extend(event.except.iter().map(|at| content("EXDATE", &[("TZID", zone)], &wall(*at))));
    out.extend(event.also.iter().map(|at| content("RDATE", &[("TZID", zone)], &wall(*at))));
    if let Some(of) = &event.of {
        out += &content("RELATED-TO", &[], &escaped(of));
        out += &content("X-TEMOIN-OF", &[], &escaped(of));
    }
    if event.cancelled {
        out += &content("STATUS", &[], "CANCELLED");
    }
    out += &event.memo.as_ref().map(|memo| content("X-TEMOIN-PLAN", &[], &escaped(memo))).unwrap_or_default();
    out + &foot(named)
}

/// One date that differs from its rule. In the hour of a clock change it says the instant, since wall time is not enough there.
fn single(named: &Named, at: NaiveDateTime, instance: &Instance) -> String {
    let zone = named.event.zone;
    let mut out = head(named) + &content("RECURRENCE-ID", &[("TZID", zone.name())], &wall(at));
    out += &match is_changing(instance.start, zone) || is_changing(at, zone) {
        true => content("DTSTART", &[], &utc(place(instance.start, zone).with_timezone(&Utc))),
        false => content("DTSTART", &[("TZID", zone.name())], &wall(instance.start)),
    };
    out += &content("DURATION", &[], &duration(instance.minutes.into()));
    if instance.cancelled {
        out += &content("STATUS", &[], "CANCELLED");
    }
    out + &foot(named)
}

fn head(named: &Named) -> String {
    let event = &named.event;
    let mut out = content("BEGIN", &[], "VEVENT") + &content("UID", &[], &escaped(&event.uid));
    out += &content("DTSTAMP", &[], &utc(named.stamp));
    out += &content("SUMMARY", &[], &escaped(named.title()));
    out += &named.coded.as_ref().map(|title| content("X-TEMOIN-CODED", &[], &escaped(title))).unwrap_or_default();
    out += &event.place.as_ref().map(|place| content("LOCATION", &[], &escaped(place))).unwrap_or_default();
    if !named.people.is_empty() {
        let people: Vec<String> = named.people.iter().map(|one| escaped(one)).collect();
        out += &content("DESCRIPTION", &[], &people.join("\\, "));
    }
    out
}

fn foot(named: &Named) -> String {
    let mut out = content("BEGIN", &[], "VALARM") + &content("ACTION", &[], "DISPLAY");
    out += &content("DESCRIPTION", &[], &escaped(named.title()));
    out += &content("TRIGGER", &[], &format!("-{}", duration(DUE_BEFORE.num_minutes())));
    out + &content("END", &[], "VALARM") + &content("END", &[], "VEVENT")
}

/// What passes: days of a length are longer or shorter where the clocks change (RFC 5545 §3.3.6).
fn duration(minutes: i64) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("PT{minutes}M"),
        (hours, 0) => format!("PT{hours}H"),
        (hours, minutes) => format!("PT{hours}H{minutes}M"),
    }
}
