//! Components as events: masters with their instances, each date in wall time of the master's zone.
//!
//! Times of no zone are in the library's, and so is a single date in UTC; a rule in UTC stays there, since it knows of no clock change.
//! What the calendar itself says of a zone holds against its name. A bad line costs its event, and is told with its number.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use chrono_tz::Tz;

use super::clocks::Clocks;
use super::lines::{Component, Line, at, components, wall};
use super::{Event, Instance, windows};
use crate::domain::{MOST_MINUTES, parse_iso_duration};
use crate::error::{Error, ErrorKind, Result};
use crate::plan::recurrence::{shown, whole_minute};
use crate::plan::{parse_rule, place};
use crate::text;

/// Dates that one event lists.
const MOST_DATES: usize = 20_000;
/// And all together; what goes beyond costs its event.
const MOST_LISTED: usize = 200_000;
/// The length of an event that names none, as in a series.
const MINUTES: i64 = 60;
/// Of a rule, so many dates in so many days are compared with what the calendar says of its zone.
const COMPARED: (usize, i64) = (400, 5 * 366);

/// What a text holds: each event with the line of its BEGIN, in order, and what is wrong.
#[derive(Debug, Default)]
pub struct Calendar {
    pub events: Vec<(usize, Event)>,
    /// With lines and without a file, which the caller knows.
    pub faults: Vec<Error>,
}

/// A time as it stands: a whole day, what the clocks of a zone show, or an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    Day(NaiveDate),
    Wall(NaiveDateTime, Tz),
    Instant(DateTime<Utc>),
}

/// Zones that a calendar defines: which one the name means, and what the calendar says of its clocks.
#[derive(Default)]
pub struct Defined(HashMap<String, (Option<Tz>, Option<Clocks>)>);

/// The zones of an event.
#[derive(Clone, Copy)]
pub struct Zones<'c> {
    library: Tz,
    defined: &'c Defined,
    /// The zone that stands for one of this name.
    instead: Option<(&'c str, Tz)>,
}

/// Reads the events of a text. `library` is the zone of times without one.
///
/// Fails where it is no calendar, or a larger one than anybody reads.
pub fn read(text: &str, library: Tz) -> Result<Calendar> {
    let (components, faults) = components(text)?;
    let defined = Defined::of(&components);
    let zones = Zones::new(&defined, library);
    let mut calendar = Calendar { events: Vec::new(), faults };
    let (singles, masters): (Vec<&Component>, Vec<&Component>) =
        components.iter().filter(|one| one.name == "VEVENT").partition(|one| one.first("RECURRENCE-ID").is_some());
    let mut places: HashMap<String, (usize, Zones)> = HashMap::new();
    let mut listed = 0;
    for component in masters {
        let (zones, look) = zones.of_event(component);
        calendar.faults.extend(look);
        match event(component, &zones, &mut calendar.faults) {
            Ok(event) if listed + event.except.len() + event.also.len() > MOST_LISTED => {
                calendar.faults.push(at(component.line, Error::new(text!("ics-many-listed", limit = MOST_LISTED))));
            }
            Ok(event) => {
                listed += event.except.len() + event.also.len();
                places.insert(event.uid.clone(), (calendar.events.len(), zones));
                calendar.events.push((component.line, event));
            }
            Err(fault) => calendar.faults.push(fault),
        }
    }
    for component in singles {
        let master = text_of(component, "UID").and_then(|uid| places.get(&uid));
        let added = match master {
            Some((n, zones)) => add_instance(&mut calendar.events[*n].1, component, zones),
            None => Err(at(component.line, Error::new(text!("ics-no-master")).hint(text!("ics-no-master-hint")))),
        };
        calendar.faults.extend(added.err());
    }
    calendar.faults.sort_by_key(|fault| fault.place().and_then(|place| place.line));
    Ok(calendar)
}

impl Defined {
    pub fn of(components: &[Component]) -> Defined {
        let zones = components.iter().filter(|one| one.name == "VTIMEZONE").filter_map(|component| {
            let names = ["TZID", "X-LIC-LOCATION"].map(|name| component.first(name).map(|line| line.value.trim()));
            let zone = names.into_iter().flatten().find_map(windows::zone);
            Some((names[0]?.to_owned(), (zone, Clocks::of(component))))
        });
        Defined(zones.collect())
    }
}

impl<'c> Zones<'c> {
    pub fn new(defined: &'c Defined, library: Tz) -> Zones<'c> {
        Zones { library, defined, instead: None }
    }

    /// The zones as the dates of an event show them, and what is odd about that.
    fn of_event(self, component: &'c Component) -> (Zones<'c>, Option<Error>) {
        let line = component.first("DTSTART");
        let Some((line, name)) = line.and_then(|line| Some((line, line.parameter("TZID")?.trim()))) else { return (self, None) };
        let Some((named, Some(clocks))) = self.defined.0.get(name) else { return (self, None) };
        let walls = walls(component, line);
        if named.is_some_and(|zone| clocks.agree(zone, &walls)) {
            return (self, None);
        }
        let like = clocks.zone_like(self.library, &walls);
        let message = match like {
            Some(zone) => text!("ics-zone-differs", name = shown(name), zone = zone.name()),
            None => text!("ics-zone-kept", name = shown(name)),
        };
        let look =
            named.map(|_| at(line.number, Error::new(message).hint(text!("ics-zone-differs-hint"))).kind_of(ErrorKind::Look));
        (Zones { instead: like.map(|zone| (name, zone)), ..self }, look)
    }

    fn zone(&self, line: &Line) -> Result<Tz> {
        let Some(name) = line.parameter("TZID").map(str::trim) else { return Ok(self.library) };
        let instead = self.instead.filter(|(known, _)| *known == name).map(|(_, zone)| zone);
        let defined = || self.defined.0.get(name).and_then(|(zone, _)| *zone);
        let found = instead.or_else(defined).or_else(|| windows::zone(name));
        found.ok_or_else(|| at(line.number, Error::new(text!("ics-zone", found = shown(name))).hint(text!("ics-zone-hint"))))
    }

    /// The times of a line; a period is its beginning.
    pub fn times(&self, line: &Line) -> Result<Vec<When>> {
        let zone = self.zone(line)?;
        let values = line.value.split(',').map(str::trim).filter(|value| !value.is_empty());
        let times: Vec<When> = values.map(|value| time(value, zone, line)).collect::<Result<_>>()?;
        match times.len() {
            0 => Err(no_time(line, "")),
            many if many > MOST_DATES => Err(at(line.number, Error::new(text!("ics-many-dates", limit = MOST_DATES)))),
            _ => Ok(times),
        }
    }
}

fn time(value: &str, zone: Tz, line: &Line) -> Result<When> {
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
        Some(utc) => Ok(When::Instant(wall(utc)?.and_utc())),
        None => Ok(When::Wall(wall(value)?, zone)),
    }
}

/// The dates of an event by its rules and those listed beside them, as its clocks show them.
fn walls(component: &Component, line: &Line) -> Vec<NaiveDateTime> {
    let Ok(When::Wall(start, _)) = time(line.value.trim(), Tz::UTC, line) else { return Vec::new() };
    let last = start.checked_add_signed(Duration::days(COMPARED.1)).unwrap_or(start);
    let rules = component.all("RRULE").filter_map(|rule| parse_rule(&rule.value, start, Tz::UTC).ok());
    let dates = |rule: crate::plan::Rule| {
        let count = rule.count().map_or(COMPARED.0, |count| COMPARED.0.min(count as usize));
        rule.walk(start).take_while(|at| *at < last).take(count).collect::<Vec<_>>()
    };
    let beside = component.all("RDATE").filter(|other| other.parameter("TZID") == line.parameter("TZID"));
    let listed = beside.flat_map(|line| line.value.split(',')).filter_map(|value| time(value.trim(), Tz::UTC, line).ok());
    let listed = listed.take(COMPARED.0).map(|when| when.shown(Tz::UTC));
    [start].into_iter().chain(rules.flat_map(dates)).chain(listed).collect()
}

impl When {
    /// As a clock shows it where it stands; an instant in the zone of the library.
    pub fn shown(self, library: Tz) -> NaiveDateTime {
        match self {
            When::Day(day) => day.and_time(NaiveTime::MIN),
            When::Wall(wall, _) => wall,
            When::Instant(instant) => instant.with_timezone(&library).naive_local(),
        }
    }

    fn instant(self) -> Option<DateTime<Utc>> {
        match self {
            When::Day(_) => None,
            When::Wall(wall, zone) => Some(place(wall, zone).to_utc()),
            When::Instant(instant) => Some(instant),
        }
    }

    /// The wall time in a zone. `None` for a whole day, and for the second of two equal hours: a wall time means the first.
    fn within(self, zone: Tz) -> Option<NaiveDateTime> {
        if let When::Wall(wall, own) = self
            && own == zone
        {
            return Some(wall);
        }
        let instant = self.instant()?;
        let wall = whole_minute(instant.with_timezone(&zone).naive_local());
        let is_same = (place(wall, zone).to_utc() - instant).abs() < Duration::minutes(1);
        is_same.then_some(wall)
    }

    /// As [`When::within`], where a date needs a wall time.
    fn wall_within(self, zone: Tz, line: &Line) -> Result<NaiveDateTime> {
        let second = || {
            let time = self.instant().map(|instant| wall(instant.naive_utc())).unwrap_or_default();
            at(line.number, Error::new(text!("ics-second-hour", time = time, zone = zone.name())))
        };
        self.within(zone).ok_or_else(second)
    }
}

fn no_time(line: &Line, value: &str) -> Error {
    let fault = Error::new(text!("ics-no-time", name = shown(&line.name), found = shown(value)));
    at(line.number, fault.hint(text!("ics-no-time-hint")))
}

/// What it leaves out and nobody can is told.
fn event(component: &Component, zones: &Zones, faults: &mut Vec<Error>) -> Result<Event> {
    let uid = text_of(component, "UID").ok_or_else(|| at(component.line, Error::new(text!("ics-no-uid"))))?;
    let (line, start, zone) = start_of(component, zones)?;
    let title = text_of(component, "SUMMARY");
    let mut event = Event {
        uid,
        of: text_of(component, "X-TEMOIN-OF"),
        chain: None,
        coded: title.is_some() && title == text_of(component, "X-TEMOIN-CODED"),
        title: title.unwrap_or_default(),
        zone,
        start,
        minutes: minutes(component, zones, start, zone, line)?.unwrap_or(MINUTES) as u32,
        rules: component.all("RRULE").map(|line| line.value.trim().to_owned()).collect(),
        except: Default::default(),
        except_days: Default::default(),
        also: Default::default(),
        instances: BTreeMap::new(),
        place: text_of(component, "LOCATION"),
        cancelled: component.is_cancelled(),
        memo: component.first("X-TEMOIN-PLAN").map(|line| line.value.clone()),
    };
    if component.first("EXRULE").is_some() {
        return Err(at(component.line, Error::new(text!("ics-exrule")).hint(text!("ics-exrule-hint"))));
    }
    for line in component.all("EXDATE") {
        for when in zones.times(line)? {
            match when {
                When::Day(day) => drop(event.except_days.insert(day)),
                time => match time.wall_within(zone, line) {
                    Ok(time) => drop(event.except.insert(time)),
                    Err(fault) => faults.push(fault.kind_of(ErrorKind::Look)),
                },
            }
        }
    }
    for line in component.all("RDATE") {
        for when in zones.times(line)? {
            event.also.insert(match when {
                When::Day(day) => day.and_time(start.time()),
                time => time.wall_within(zone, line)?,
            });
        }
    }
    if event.also.len().max(event.except.len()) > MOST_DATES {
        return Err(at(component.line, Error::new(text!("ics-many-dates", limit = MOST_DATES))));
    }
    Ok(event)
}

fn start_of<'c>(component: &'c Component, zones: &Zones) -> Result<(&'c Line, NaiveDateTime, Tz)> {
    let line = component.first("DTSTART").ok_or_else(|| at(component.line, Error::new(text!("ics-no-start"))))?;
    match zones.times(line)?.as_slice() {
        [When::Wall(wall, zone)] => Ok((line, *wall, *zone)),
        [instant @ When::Instant(utc)] => {
            let own = instant.within(zones.library).filter(|_| component.first("RRULE").is_none());
            Ok(own.map_or((line, utc.naive_utc(), Tz::UTC), |wall| (line, wall, zones.library)))
        }
        [When::Day(_)] => Err(at(line.number, Error::new(text!("ics-whole-day")).hint(text!("ics-whole-day-hint")))),
        _ => Err(no_time(line, &line.value)),
    }
}

/// The length that an event names: by its end or as such; over a clock change what passes, and not what the clocks say.
fn minutes(component: &Component, zones: &Zones, start: NaiveDateTime, zone: Tz, line: &Line) -> Result<Option<i64>> {
    let named = match (component.first("DTEND"), component.first("DURATION")) {
        (Some(end), _) => {
            let times = zones.times(end)?;
            let instant = if let [one] = times.as_slice() { one.instant() } else { None };
            let instant = instant.ok_or_else(|| no_time(end, &end.value))?;
            Some((instant - place(start, zone).to_utc()).num_minutes())
        }
        (None, Some(length)) => Some(duration(&length.value).ok_or_else(|| no_time(length, &length.value))?.num_minutes()),
        (None, None) => None,
    };
    match named {
        None | Some(0) => Ok(None),
        Some(minutes) if (1..=i64::from(MOST_MINUTES)).contains(&minutes) => Ok(Some(minutes)),
        Some(_) => Err(at(line.number, Error::new(text!("ics-length")))),
    }
}

/// `PT45M`, `P1W`, `P1DT2H`, never below zero.
pub fn duration(text: &str) -> Option<Duration> {
    let text = text.trim().to_ascii_uppercase();
    parse_iso_duration(text.strip_prefix('+').unwrap_or(&text)).filter(|length| *length >= Duration::zero())
}

fn add_instance(event: &mut Event, component: &Component, zones: &Zones) -> Result<()> {
    let Some(id) = component.first("RECURRENCE-ID") else { return Ok(()) };
    if id.parameter("RANGE").is_some() {
        return Err(at(id.number, Error::new(text!("ics-range")).hint(text!("ics-range-hint"))));
    }
    let of = match zones.times(id)?.as_slice() {
        [When::Day(day)] => day.and_time(event.start.time()),
        [time] => time.wall_within(event.zone, id)?,
        _ => return Err(no_time(id, &id.value)),
    };
    let cancelled = component.is_cancelled();
    let start = match component.first("DTSTART").map(|line| zones.times(line)).transpose()?.as_deref() {
        Some([When::Day(_)]) => {
            return Err(at(component.line, Error::new(text!("ics-whole-day")).hint(text!("ics-whole-day-hint"))));
        }
        Some([time]) => time.wall_within(event.zone, id)?,
        _ => of,
    };
    let length = minutes(component, zones, start, event.zone, id)?;
    let minutes = length.and_then(|minutes| u32::try_from(minutes).ok()).unwrap_or(event.minutes);
    event.instances.insert(of, Instance { start, minutes, cancelled });
    Ok(())
}

fn text_of(component: &Component, name: &str) -> Option<String> {
    let text = component.first(name).map(|line| crate::domain::sanitize(&line.value).trim().to_owned());
    text.filter(|text| !text.is_empty())
}
