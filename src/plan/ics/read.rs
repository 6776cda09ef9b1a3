//! Components as events: masters with their instances, each date in wall time of the master's zone.
//!
//! Times in UTC, and those of no zone, are in the library's. A bad line costs its event, and is told with its number.

use std::collections::{BTreeMap, HashMap};

use chrono::{Duration, NaiveDate, NaiveDateTime, TimeZone, Utc};
use chrono_tz::Tz;

use super::lines::{Component, Line, at, components};
use super::{Event, Instance, windows};
use crate::error::{Error, Result};
use crate::plan::recurrence::{shown, whole_minute};
use crate::text;

/// Dates that one event lists.
const MOST_DATES: usize = 20_000;
/// The length of an event that names none, as in a series.
const MINUTES: i64 = 60;
/// A year of minutes.
const MOST_MINUTES: i64 = 525_600;

/// What a text holds: each event with the line of its BEGIN, in order, and what is wrong.
#[derive(Debug, Default)]
pub struct Calendar {
    pub events: Vec<(usize, Event)>,
    /// With lines and without a file, which the caller knows.
    pub faults: Vec<Error>,
}

/// A time as it stands: a whole day, or a wall time in a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    Day(NaiveDate),
    At(NaiveDateTime, Tz),
}

/// Zones that the calendar defines under names of its own.
pub struct Zones {
    library: Tz,
    known: HashMap<String, Tz>,
}

/// Reads the events of a text. `library` is the zone of times without one.
///
/// Fails where it is no calendar, or a larger one than anybody reads.
pub fn read(text: &str, library: Tz) -> Result<Calendar> {
    let (components, faults) = components(text)?;
    let zones = Zones::of(&components, library);
    let mut calendar = Calendar { events: Vec::new(), faults };
    let (singles, masters): (Vec<&Component>, Vec<&Component>) =
        components.iter().filter(|one| one.name == "VEVENT").partition(|one| one.first("RECURRENCE-ID").is_some());
    for component in masters {
        match event(component, &zones) {
            Ok(event) => calendar.events.push((component.line, event)),
            Err(fault) => calendar.faults.push(fault),
        }
    }
    let places: HashMap<String, usize> =
        calendar.events.iter().enumerate().map(|(n, (_, event))| (event.uid.clone(), n)).collect();
    for component in singles {
        let master = uid(component).and_then(|uid| places.get(&uid).copied());
        let added = match master {
            Some(n) => add_instance(&mut calendar.events[n].1, component, &zones),
            None => Err(at(component.line, Error::new(text!("ics-no-master")).hint(text!("ics-no-master-hint")))),
        };
        calendar.faults.extend(added.err());
    }
    calendar.faults.sort_by_key(|fault| fault.place().and_then(|place| place.line));
    Ok(calendar)
}

impl Zones {
    pub fn of(components: &[Component], library: Tz) -> Zones {
        let mut known = HashMap::new();
        for component in components.iter().filter(|one| one.name == "VTIMEZONE") {
            let names = ["TZID", "X-LIC-LOCATION"].map(|name| component.first(name).map(|line| line.value.as_str()));
            if let (Some(id), Some(zone)) = (names[0], names.into_iter().flatten().find_map(windows::zone)) {
                known.insert(id.trim().to_owned(), zone);
            }
        }
        Zones { library, known }
    }

    fn zone(&self, line: &Line) -> Result<Tz> {
        let Some(name) = line.parameter("TZID") else { return Ok(self.library) };
        let found = self.known.get(name.trim()).copied().or_else(|| windows::zone(name));
        found.ok_or_else(|| at(line.number, Error::new(text!("ics-zone", found = shown(name))).hint(text!("ics-zone-hint"))))
    }

    /// The times of a line; a period is its beginning.
    pub fn times(&self, line: &Line) -> Result<Vec<When>> {
        let zone = self.zone(line)?;
        let values = line.value.split(',').map(str::trim).filter(|value| !value.is_empty());
        let times: Vec<When> = values.map(|value| self.time(value, zone, line)).collect::<Result<_>>()?;
        match times.len() {
            0 => Err(no_time(line, "")),
            many if many > MOST_DATES => Err(at(line.number, Error::new(text!("ics-many-dates", limit = MOST_DATES)))),
            _ => Ok(times),
        }
    }

    fn time(&self, value: &str, zone: Tz, line: &Line) -> Result<When> {
        let value = value.split_once('/').map_or(value, |(start, _)| start);
        let fault = || no_time(line, value);
        let is_plain = value.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'T' | b'Z'));
        if !is_plain {
            return Err(fault());
        }
        if value.len() == 8 {
            let day = NaiveDate::parse_from_str(value, "%Y%m%d").map_err(|_| fault())?;
            return Ok(When::Day(day));
        }
        let wall = |text: &str| NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%S").map(whole_minute).map_err(|_| fault());
        match value.strip_suffix('Z') {
            Some(utc) => Ok(When::At(Utc.from_utc_datetime(&wall(utc)?).with_timezone(&self.library).naive_local(), Tz::UTC)),
            None => Ok(When::At(wall(value)?, zone)),
        }
        .map(|when| self.settled(when, value))
    }

    /// A time in UTC is one of the library's zone.
    fn settled(&self, when: When, value: &str) -> When {
        match when {
            When::At(wall, _) if value.ends_with('Z') => When::At(wall, self.library),
            when => when,
        }
    }
}

impl When {
    /// The wall time in a zone.
    fn within(self, zone: Tz) -> NaiveDateTime {
        match self {
            When::Day(day) => day.and_hms_opt(0, 0, 0).expect("each day has a midnight"),
            When::At(wall, own) if own == zone => wall,
            When::At(wall, own) => whole_minute(crate::plan::place(wall, own).with_timezone(&zone).naive_local()),
        }
    }
}

fn no_time(line: &Line, value: &str) -> Error {
    let fault = Error::new(text!("ics-no-time", name = shown(&line.name), found = shown(value)));
    at(line.number, fault.hint(text!("ics-no-time-hint")))
}

fn uid(component: &Component) -> Option<String> {
    component.first("UID").map(|line| line.value.trim().to_owned()).filter(|uid| !uid.is_empty())
}

fn event(component: &Component, zones: &Zones) -> Result<Event> {
    let uid = uid(component).ok_or_else(|| at(component.line, Error::new(text!("ics-no-uid"))))?;
    let (line, start, zone) = start_of(component, zones)?;
    let mut event = Event {
        uid,
        of: component.first("X-TEMOIN-OF").map(|line| line.value.trim().to_owned()),
        title: text_of(component, "SUMMARY").unwrap_or_default(),
        zone,
        start,
        minutes: minutes(component, zones, start, zone, line)?.unwrap_or(MINUTES) as u32,
        rules: component.all("RRULE").map(|line| line.value.trim().to_owned()).collect(),
        except: Default::default(),
        except_days: Default::default(),
        also: Default::default(),
        instances: BTreeMap::new(),
        place: text_of(component, "LOCATION"),
        cancelled: is_cancelled(component),
        coded: component.first("X-TEMOIN-CODED").is_some(),
        memo: component.first("X-TEMOIN-PLAN").map(|line| line.value.clone()),
    };
    if component.first("EXRULE").is_some() {
        return Err(at(component.line, Error::new(text!("ics-exrule")).hint(text!("ics-exrule-hint"))));
    }
    for line in component.all("EXDATE") {
        for when in zones.times(line)? {
            match when {
                When::Day(day) => drop(event.except_days.insert(day)),
                time => drop(event.except.insert(time.within(zone))),
            }
        }
    }
    for line in component.all("RDATE") {
        event.also.extend(zones.times(line)?.into_iter().map(|when| match when {
            When::Day(day) => day.and_time(start.time()),
            time => time.within(zone),
        }));
    }
    if event.also.len().max(event.except.len()) > MOST_DATES {
        return Err(at(component.line, Error::new(text!("ics-many-dates", limit = MOST_DATES))));
    }
    Ok(event)
}

fn start_of<'c>(component: &'c Component, zones: &Zones) -> Result<(&'c Line, NaiveDateTime, Tz)> {
    let line = component.first("DTSTART").ok_or_else(|| at(component.line, Error::new(text!("ics-no-start"))))?;
    match zones.times(line)?.as_slice() {
        [When::At(wall, zone)] => Ok((line, *wall, *zone)),
        [When::Day(_)] => Err(at(line.number, Error::new(text!("ics-whole-day")).hint(text!("ics-whole-day-hint")))),
        _ => Err(no_time(line, &line.value)),
    }
}

/// The length that an event names: by its end or as such; over a clock change what passes, and not what the clocks say.
fn minutes(component: &Component, zones: &Zones, start: NaiveDateTime, zone: Tz, line: &Line) -> Result<Option<i64>> {
    let named = match (component.first("DTEND"), component.first("DURATION")) {
        (Some(end), _) => {
            let end = match zones.times(end)?.as_slice() {
                [When::At(wall, own)] => crate::plan::place(*wall, *own),
                _ => return Err(no_time(end, &end.value)),
            };
            Some((end.with_timezone(&Utc) - crate::plan::place(start, zone).with_timezone(&Utc)).num_minutes())
        }
        (None, Some(length)) => Some(duration(&length.value).ok_or_else(|| no_time(length, &length.value))?.num_minutes()),
        (None, None) => None,
    };
    match named {
        None | Some(0) => Ok(None),
        Some(minutes) if (1..=MOST_MINUTES).contains(&minutes) => Ok(Some(minutes)),
        Some(_) => Err(at(line.number, Error::new(text!("ics-length")))),
    }
}

/// `PT45M`, `P1W`, `P1DT2H`, never below zero.
pub fn duration(text: &str) -> Option<Duration> {
    let text = text.trim().to_ascii_uppercase();
    let rest = text.strip_prefix('+').unwrap_or(&text).strip_prefix('P')?;
    let (mut seconds, mut number, mut in_time) = (0i64, String::new(), false);
    for c in rest.chars() {
        let unit = match (c, in_time) {
            ('0'..='9', _) if number.len() < 9 => {
                number.push(c);
                continue;
            }
            ('T', false) if number.is_empty() => {
                in_time = true;
                continue;
            }
            ('W', false) => 604_800,
            ('D', false) => 86_400,
            ('H', true) => 3600,
            ('M', true) => 60,
            ('S', true) => 1,
            _ => return None,
        };
        seconds += number.parse::<i64>().ok()? * unit;
        number.clear();
    }
    (number.is_empty() && rest.len() > 1).then(|| Duration::try_seconds(seconds))?
}

fn add_instance(event: &mut Event, component: &Component, zones: &Zones) -> Result<()> {
    let Some(id) = component.first("RECURRENCE-ID") else { return Ok(()) };
    if id.parameter("RANGE").is_some() {
        return Err(at(id.number, Error::new(text!("ics-range")).hint(text!("ics-range-hint"))));
    }
    let of = match zones.times(id)?.as_slice() {
        [When::Day(day)] => day.and_time(event.start.time()),
        [time] => time.within(event.zone),
        _ => return Err(no_time(id, &id.value)),
    };
    let cancelled = is_cancelled(component);
    let start = match component.first("DTSTART").map(|line| zones.times(line)).transpose()?.as_deref() {
        Some([When::Day(_)]) => {
            return Err(at(component.line, Error::new(text!("ics-whole-day")).hint(text!("ics-whole-day-hint"))));
        }
        Some([time]) => time.within(event.zone),
        _ => of,
    };
    let length = minutes(component, zones, start, event.zone, id)?;
    let minutes = length.and_then(|minutes| u32::try_from(minutes).ok()).unwrap_or(event.minutes);
    event.instances.insert(of, Instance { start, minutes, cancelled });
    Ok(())
}

fn is_cancelled(component: &Component) -> bool {
    component.first("STATUS").is_some_and(|line| line.value.trim().eq_ignore_ascii_case("CANCELLED"))
}

fn text_of(component: &Component, name: &str) -> Option<String> {
    let text = component.first(name).map(|line| crate::domain::sanitize(&line.value).trim().to_owned());
    text.filter(|text| !text.is_empty())
}
