//! Events of a calendar as series: which are new, which have changed, and which are as they were.
//!
//! An event belongs to the series of its UID. What that series would export now is compared with what the calendar says, and only the
//! difference is taken over: closed days that went out as EXDATE do not come back as `skip`. An event without a series becomes one; as its
//! memo says it where that gives the same events, else by its own lines. Closed days do not touch such a one, since its dates are told.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use chrono::{Duration, NaiveDateTime, NaiveTime};

use super::events::{events_of, uid_of};
use super::lines::at;
use super::{Calendar, Event, Instance, memo};
use crate::domain::{Change, ChangeTo, LibrarySettings, OccurrenceId, OnClosed, Series, Skip, Slug, Source};
use crate::error::{Error, ErrorKind, Result};
use crate::plan::dates::Dates;
use crate::plan::recurrence::whole_minute;
use crate::plan::{Plan, parse_rule, place};
use crate::text;

/// More series than this are no plan of talks.
const MOST_SERIES: usize = 2_000;

/// What one event of a calendar means to a library.
#[derive(Debug, Clone, PartialEq)]
pub enum Adopted {
    /// The series has it so already.
    Same(Slug),
    /// The series as it becomes, and the line of its event.
    Changed(usize, Series),
    /// A series under a name that may be taken, and the line of its event.
    New(usize, Series),
}

/// What becomes of each event, in the order of the calendar; faults have lines and no file, and cost their own event.
///
/// Fails where the calendar has more series than anybody plans.
pub fn adopt(calendar: Calendar, series: &[Series], settings: &LibrarySettings) -> Result<(Vec<Adopted>, Vec<Error>)> {
    let mut library = Adopting { settings, adopted: Vec::new(), faults: calendar.faults, exported: BTreeMap::new() };
    let events: Vec<(usize, Event)> = calendar.events.into_iter().map(|(line, event)| (line, settled(event))).collect();
    if let Some((line, _)) = events.get(MOST_SERIES) {
        return Err(at(*line, Error::new(text!("ics-many-series", limit = MOST_SERIES)).hint(text!("ics-too-many-hint"))));
    }
    let by_uid: BTreeMap<&str, &Event> = events.iter().map(|(_, event)| (event.uid.as_str(), event)).collect();
    let known: BTreeMap<String, &Series> = series.iter().map(|series| (uid_of(series, settings), series)).collect();
    let mut consumed: BTreeSet<String> = BTreeSet::new();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for (line, event) in &events {
        if !seen.insert(&event.uid) {
            library.look(*line, Error::new(text!("ics-uid-twice", title = event.title.as_str())));
            continue;
        }
        let of = event.of.as_deref().and_then(|of| known.get(of));
        match (known.get(&event.uid), of) {
            (Some(series), _) => library.compare(*line, event, series),
            (None, Some(series)) => library.compare_hanging(*line, event, series),
            (None, None) if consumed.contains(&event.uid) => {}
            (None, None) => {
                let told = remembered(event, &by_uid, settings);
                consumed.extend(told.iter().flat_map(|(_, uids)| uids.iter().cloned()));
                let series = told.map_or_else(|| read_plainly(event, settings), |(series, _)| Ok((series, Vec::new())));
                library.add(*line, event, series);
            }
        }
    }
    library.faults.sort_by_key(|fault| fault.place().and_then(|place| place.line));
    Ok((library.adopted, library.faults))
}

struct Adopting<'a> {
    settings: &'a LibrarySettings,
    adopted: Vec<Adopted>,
    faults: Vec<Error>,
    /// What each series that was met would export, by UID.
    exported: BTreeMap<Slug, BTreeMap<String, Event>>,
}

impl Adopting<'_> {
    fn add(&mut self, line: usize, event: &Event, series: Result<(Series, Vec<Error>)>) {
        if event.cancelled && event.memo.is_none() {
            self.look(line, Error::new(text!("ics-cancelled", title = event.title.as_str())));
            return;
        }
        match series {
            Ok((series, faults)) => {
                self.faults.extend(faults.into_iter().map(|fault| at(line, fault).kind_of(ErrorKind::Look)));
                self.adopted.push(Adopted::New(line, series));
            }
            Err(fault) => self.faults.push(at(line, fault)),
        }
    }

    fn look(&mut self, line: usize, fault: Error) {
        self.faults.push(at(line, fault).kind_of(ErrorKind::Look));
    }

    /// An event of a series that is there.
    fn compare(&mut self, line: usize, event: &Event, series: &Series) {
        let settings = self.settings;
        match self.exported(series).and_then(|ours| merged(series, ours.get(&event.uid), event, settings)) {
            Ok((new, faults)) => {
                for fault in faults {
                    self.look(line, fault);
                }
                self.adopted.push(if new == *series { Adopted::Same(series.id.clone()) } else { Adopted::Changed(line, new) });
            }
            Err(fault) => self.faults.push(at(line, fault)),
        }
    }

    /// A chain, or what follows a shift: it moves with its series and not by itself.
    fn compare_hanging(&mut self, line: usize, event: &Event, series: &Series) {
        let is_ours = self.exported(series).is_ok_and(|ours| ours.get(&event.uid).is_some_and(|one| is_same(one, event)));
        if !is_ours {
            let fault = Error::new(text!("ics-hangs-on", title = event.title.as_str(), series = series.id.as_str()));
            self.look(line, fault.hint(text!("ics-hangs-on-hint")));
        }
    }

    fn exported(&mut self, series: &Series) -> Result<&BTreeMap<String, Event>> {
        match self.exported.entry(series.id.clone()) {
            Entry::Occupied(known) => Ok(known.into_mut()),
            Entry::Vacant(free) => {
                let events = events_of(series, self.settings)?.events.into_iter().map(settled);
                Ok(free.insert(events.map(|event| (event.uid.clone(), event)).collect()))
            }
        }
    }
}

/// An event with its whole-day EXDATEs as times, and without instances that say what the rule says.
fn settled(mut event: Event) -> Event {
    let days = std::mem::take(&mut event.except_days);
    let mut on_days: BTreeSet<NaiveDateTime> = BTreeSet::new();
    for rule in event.rules.iter().filter(|_| !days.is_empty()) {
        let Ok(rule) = parse_rule(rule, event.start, event.zone) else { continue };
        let on = |day: &chrono::NaiveDate| {
            let day = *day;
            rule.walk(day.and_time(NaiveTime::MIN)).take_while(move |at| at.date() == day)
        };
        on_days.extend(days.iter().flat_map(on));
    }
    event.except.extend(on_days);
    let (zone, minutes) = (event.zone, event.minutes);
    event.instances.retain(|at, one| one.cancelled || one.minutes != minutes || one.start != place(*at, zone).naive_local());
    event
}

/// Whether two settled events say the same dates under the same title.
fn is_same(a: &Event, b: &Event) -> bool {
    (a.coded || b.coded || a.title == b.title)
        && (&a.uid, a.zone, a.start, a.minutes, a.cancelled) == (&b.uid, b.zone, b.start, b.minutes, b.cancelled)
        && rules(a) == rules(b)
        && (&a.except, &a.also, &a.instances) == (&b.except, &b.also, &b.instances)
}

/// Rules with their parts in order, for comparing.
fn rules(event: &Event) -> BTreeSet<Vec<String>> {
    let parts = |rule: &String| {
        let upper = rule.to_ascii_uppercase();
        let parts = upper.split(';').filter(|part| !["", "INTERVAL=1", "WKST=MO"].contains(part)).map(str::to_owned);
        let mut parts: Vec<String> = parts.collect();
        parts.sort();
        parts
    };
    event.rules.iter().map(parts).collect()
}

/// The series as the memo of an event says it, with the UIDs of all events that it stands for; `None` where these say something else.
fn remembered(event: &Event, events: &BTreeMap<&str, &Event>, settings: &LibrarySettings) -> Option<(Series, Vec<String>)> {
    let plain = named(event, settings);
    let title_of = |chain: &Slug| events.get(format!("{}.{chain}", event.uid).as_str()).map(|event| event.title.clone());
    let series = memo::applied(event.memo.as_deref()?, &plain, title_of)?;
    let exported = events_of(&series, settings).ok()?.events;
    let is_there = |one: Event| events.get(one.uid.as_str()).is_some_and(|there| is_same(&settled(one), there));
    let uids = exported.iter().map(|event| event.uid.clone()).collect();
    exported.into_iter().all(is_there).then_some((series, uids))
}

/// What an event says beside its dates.
fn named(event: &Event, settings: &LibrarySettings) -> Series {
    let title = if event.title.is_empty() { event.uid.clone() } else { event.title.clone() };
    Series {
        id: Slug::of(&title).unwrap_or_else(Slug::session),
        uid: Some(event.uid.clone()),
        title,
        start: event.start,
        zone: event.zone,
        minutes: event.minutes,
        rules: Vec::new(),
        skip: Vec::new(),
        also: Vec::new(),
        closed: Vec::new(),
        on_closed: OnClosed::Keep,
        hosts: Vec::new(),
        guests: Vec::new(),
        place: place_of(event, settings),
        quiet: false,
        heavy: false,
        announce: None,
        changes: Vec::new(),
        steps: Vec::new(),
        chains: Vec::new(),
        rotas: Vec::new(),
        turns: Vec::new(),
        source: Source::default(),
    }
}

/// A place that the library knows; others stay in the calendar.
fn place_of(event: &Event, settings: &LibrarySettings) -> Option<Slug> {
    let called = event.place.as_ref()?;
    let known = |place: &&crate::domain::Place| place.name == *called || place.id.as_str() == called;
    settings.places.iter().find(known).map(|place| place.id.clone())
}

/// The series that the lines of an event describe, and what of it cannot be taken over.
fn read_plainly(event: &Event, settings: &LibrarySettings) -> Result<(Series, Vec<Error>)> {
    let mut series = named(event, settings);
    series.rules = event.rules.clone();
    begin_with_start(&mut series)?;
    let dates = Dates::of(&series, &[])?;
    let mut also = Vec::new();
    for (at, instance) in event.instances.iter().filter(|(at, instance)| !instance.cancelled && !event.also.contains(at)) {
        also.extend(dates.at(*at)?.is_none().then_some(instance.start));
    }
    series.also.extend(also);
    let faults = take_dates(&mut series, None, event, settings)?;
    Ok((series, faults))
}

/// RFC 5545 §3.8.5.3 counts DTSTART as the first date; here only dates of the rule are. One that the rule does not give becomes an `also`.
fn begin_with_start(series: &mut Series) -> Result<()> {
    let start = whole_minute(series.start);
    let mut given = series.rules.is_empty();
    for rule in &series.rules {
        given |= parse_rule(rule, start, series.zone)?.walk(start).next() == Some(start);
    }
    if given {
        return Ok(());
    }
    series.also.push(start);
    if let [only] = series.rules.as_mut_slice()
        && let Some(count) = parse_rule(only, start, series.zone)?.count()
    {
        if count == 1 {
            series.rules.clear(); // the start was that one date
            return Ok(());
        }
        let parts: Vec<&str> = only.split(';').filter(|part| !part.to_ascii_uppercase().starts_with("COUNT=")).collect();
        *only = format!("{};COUNT={}", parts.join(";"), count - 1);
    }
    Ok(())
}

/// A series with what differs between its own event and that of the calendar.
fn merged(series: &Series, ours: Option<&Event>, theirs: &Event, settings: &LibrarySettings) -> Result<(Series, Vec<Error>)> {
    let mut new = series.clone();
    let differs = |same: &dyn Fn(&Event) -> bool| ours.is_none_or(|ours| !same(ours));
    if !theirs.coded && !theirs.title.is_empty() && differs(&|ours| ours.title == theirs.title) {
        new.title.clone_from(&theirs.title);
    }
    if differs(&|ours| ours.minutes == theirs.minutes) {
        new.minutes = theirs.minutes;
    }
    if let Some(place) = place_of(theirs, settings) {
        new.place = Some(place);
    }
    let is_alone = theirs.rules.is_empty() && theirs.also.is_empty() && series.rules.is_empty() && series.also.is_empty();
    if is_alone {
        return Ok((alone(new, ours, theirs, settings)?, Vec::new()));
    }
    if theirs.cancelled && differs(&|ours| ours.cancelled) {
        return Err(Error::new(text!("ics-cancelled", title = theirs.title.as_str())));
    }
    if differs(&|ours| (ours.start, ours.zone) == (theirs.start, theirs.zone) && rules(ours) == rules(theirs)) {
        take_rules(&mut new, ours, theirs, settings)?;
    }
    let faults = take_dates(&mut new, ours, theirs, settings)?;
    Ok((new, faults))
}

/// The one date of a series without a rule: it is moved, and keeps its id.
fn alone(mut series: Series, ours: Option<&Event>, theirs: &Event, settings: &LibrarySettings) -> Result<Series> {
    let same = |ours: &Event| (ours.start, ours.cancelled, ours.zone) == (theirs.start, theirs.cancelled, theirs.zone);
    if !ours.is_some_and(same) {
        let start = place(theirs.start, theirs.zone).with_timezone(&series.zone).naive_local();
        let wanted = Instance { start, minutes: theirs.minutes, cancelled: theirs.cancelled };
        let at = whole_minute(series.start);
        set_instances(&mut series, &[(at, Some(wanted))], settings)?;
    }
    Ok(series)
}

/// Another rule, start or zone. Refused where the file's own says more than a calendar can: closed days that push the rest on, or a shift.
fn take_rules(series: &mut Series, ours: Option<&Event>, theirs: &Event, settings: &LibrarySettings) -> Result<()> {
    let says_more = series.on_closed == OnClosed::Shift || series.changes.iter().any(|change| change.following);
    let Some(ours) = ours.filter(|_| !says_more) else {
        return Err(Error::new(text!("ics-rule-of-file", series = series.id.as_str())).hint(text!("ics-rule-of-file-hint")));
    };
    series.zone = theirs.zone;
    if ours.start != theirs.start {
        series.start = theirs.start;
    }
    if rules(ours) != rules(theirs) {
        series.rules.clone_from(&theirs.rules);
    }
    series.rules.iter().try_for_each(|rule| parse_rule(rule, series.start, series.zone).map(drop))?;
    Plan::of(series, settings).map(drop)
}

/// Dates left out, added, moved and cancelled, where the calendar says something else than the series.
fn take_dates(series: &mut Series, ours: Option<&Event>, theirs: &Event, settings: &LibrarySettings) -> Result<Vec<Error>> {
    let none = (BTreeSet::new(), BTreeSet::new(), BTreeMap::new());
    let (except, also, instances) = ours.map_or((&none.0, &none.1, &none.2), |ours| (&ours.except, &ours.also, &ours.instances));
    leave_out(series, theirs.except.difference(except))?;
    for at in except.difference(&theirs.except) {
        let before = series.skip.len();
        series.skip.retain(|skip| *skip != Skip::Time(*at) && *skip != Skip::Date(at.date()));
        if series.skip.len() == before {
            series.also.push(*at);
        }
    }
    series.also.extend(theirs.also.difference(also));
    series.also.retain(|at| theirs.also.contains(&whole_minute(*at)) || !also.contains(&whole_minute(*at)));
    let mut faults = Vec::new();
    let changed: BTreeSet<NaiveDateTime> = theirs.instances.keys().chain(instances.keys()).copied().collect();
    let changed = changed.into_iter().filter(|at| theirs.instances.get(at) != instances.get(at));
    let wanted: Vec<_> = changed.map(|at| (at, theirs.instances.get(&at).copied())).collect();
    for (at, one) in wanted.iter().filter_map(|(at, wanted)| Some((at, (*wanted)?))) {
        if one.minutes != theirs.minutes && !one.cancelled {
            faults.push(Error::new(text!("ics-own-length", title = theirs.title.as_str(), date = at.date())));
        }
    }
    set_instances(series, &wanted, settings)?;
    Ok(faults)
}

/// Whole days where these say the same; what the rule does not give need not be left out.
fn leave_out<'a>(series: &mut Series, left_out: impl Iterator<Item = &'a NaiveDateTime>) -> Result<()> {
    let left_out: BTreeSet<NaiveDateTime> = left_out.copied().collect();
    if left_out.is_empty() {
        return Ok(());
    }
    let dates = Dates::of(series, &[])?;
    let skip = left_out.iter().filter_map(|at| {
        let midnight = at.date().and_time(NaiveTime::MIN);
        let given = dates.given(midnight, midnight.checked_add_signed(Duration::days(1)).unwrap_or(midnight));
        match given.len() {
            _ if !given.contains(at) => None,
            1 => Some(Skip::Date(at.date())),
            _ => Some(Skip::Time(*at)),
        }
    });
    let skip: Vec<Skip> = skip.collect();
    series.skip.extend(skip);
    series.also.retain(|also| !left_out.contains(&whole_minute(*also)));
    Ok(())
}

/// Puts each date, by its T, where the calendar has it; where it says nothing of one, that lies by the rule.
fn set_instances(series: &mut Series, wanted: &[(NaiveDateTime, Option<Instance>)], settings: &LibrarySettings) -> Result<()> {
    let own: BTreeSet<NaiveDateTime> = wanted.iter().map(|(at, _)| *at).collect();
    series.changes.retain(|change| change.following || !own.contains(&whole_minute(change.of)));
    let plan = Plan::of(series, settings)?;
    let mut changes = Vec::new();
    for (at, wanted) in wanted {
        let Some(found) = plan.at(&OccurrenceId::new(series.id.clone(), None, *at))? else { continue };
        let by_rule = || Instance { start: place(*at, series.zone).naive_local(), minutes: 0, cancelled: false };
        let to = match wanted.unwrap_or_else(by_rule) {
            Instance { cancelled: true, .. } => Some(ChangeTo::Cancelled),
            Instance { start, .. } if start != found.start.naive_local() => Some(ChangeTo::Time(start)),
            _ => None,
        };
        changes.extend(to.map(|to| Change { of: *at, to, following: false }));
    }
    series.changes.extend(changes);
    Ok(())
}
