//! Events of a calendar as series: which are new, which have changed, and which are as they were.
//!
//! An event belongs to the series of its UID. What that series would export now is compared with what the calendar says, as if it were
//! taken over and exported, and only the difference is taken over: closed days that went out as EXDATE do not come back as `skip`. An event
//! without a series becomes one; as its memo says it where that gives the same events, else by its own lines. Closed days do not touch
//! such a one, since its dates are told.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use chrono::{Duration, NaiveDate, NaiveDateTime, NaiveTime, Offset};
use chrono_tz::Tz;

use super::events::{chain_key, events_of, is_changing, uid_of};
use super::lines::at;
use super::{Calendar, Event, Instance, memo};
use crate::domain::{Change, ChangeTo, LibrarySettings, OnClosed, Series, Skip, Slug, Source};
use crate::error::{Error, ErrorKind, Result};
use crate::plan::dates::Dates;
use crate::plan::recurrence::{Parts, Rule, whole_minute};
use crate::plan::{Occurrence, Plan, parse_rule, place};
use crate::text;

/// More series than this are no plan of talks.
const MOST_SERIES: usize = 2_000;
/// No clocks pass over more than a day and an hour.
const LONGEST_GAP: Duration = Duration::hours(25);

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
                let series = told.map_or_else(|| read_wholly(event, settings), |(series, _)| Ok((series, Vec::new())));
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

    /// A chain, or what follows a shift: it moves with its series and not by itself. It is known by what it says: a calendar
    /// has a UID of the library that wrote it.
    fn compare_hanging(&mut self, line: usize, event: &Event, series: &Series) {
        let is_it = |one: &Event| one.of.is_some() && is_same(one, event);
        let is_ours = self.exported(series).is_ok_and(|ours| ours.values().any(is_it));
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

/// An event with its whole-day EXDATEs as times, as far as there are any, with the times that its rules give to what it says of single
/// dates, and without instances that say what the rule says.
fn settled(mut event: Event) -> Event {
    let rules: Vec<Rule> = event.rules.iter().filter_map(|rule| parse_rule(rule, event.start, event.zone).ok()).collect();
    for day in std::mem::take(&mut event.except_days) {
        let on_day = dates_on(&event, &rules, day);
        match on_day.is_empty() {
            true => drop(event.except_days.insert(day)),
            false => event.except.extend(on_day),
        }
    }
    let (zone, minutes) = (event.zone, event.minutes);
    let by_rule = |at| time_by_rule(&rules, at, zone);
    event.except = event.except.into_iter().map(by_rule).collect();
    event.instances = event.instances.into_iter().map(|(at, one)| (by_rule(at), one)).collect();
    event.instances.retain(|at, one| one.cancelled || one.minutes != minutes || one.start != place(*at, zone).naive_local());
    event
}

fn dates_on(event: &Event, rules: &[Rule], day: NaiveDate) -> Vec<NaiveDateTime> {
    let midnight = day.and_time(NaiveTime::MIN);
    let next = midnight.checked_add_signed(Duration::days(1)).unwrap_or(midnight);
    let beside = [event.start].into_iter().chain(event.also.range(midnight..next).copied()).filter(|at| at.date() == day);
    rules.iter().flat_map(|rule| rule.between(midnight, next)).chain(beside).collect()
}

/// A rule gives an hour that the clocks pass over, and its date lies behind that: others name it by what the clocks show then.
fn time_by_rule(rules: &[Rule], at: NaiveDateTime, zone: Tz) -> NaiveDateTime {
    let Some(earlier) = at.checked_sub_signed(LONGEST_GAP) else { return at };
    let offset = |at| place(at, zone).offset().fix();
    if offset(earlier) == offset(at) || rules.iter().any(|rule| gives(rule, at)) {
        return at;
    }
    let is_it = |wall: &NaiveDateTime| is_changing(*wall, zone) && place(*wall, zone) == place(at, zone);
    rules.iter().flat_map(|rule| rule.between(earlier, at)).find(is_it).unwrap_or(at)
}

fn gives(rule: &Rule, at: NaiveDateTime) -> bool {
    at.checked_add_signed(Duration::minutes(1)).is_some_and(|next| rule.between(at, next).next().is_some())
}

/// Whether two settled events say the same dates under the same title.
fn is_same(a: &Event, b: &Event) -> bool {
    (a.coded || b.coded || a.title == b.title) && a.minutes == b.minutes && has_same_dates(a, b)
}

fn has_same_dates(a: &Event, b: &Event) -> bool {
    (a.zone, a.start, a.cancelled) == (b.zone, b.start, b.cancelled)
        && rules(a) == rules(b)
        && (&a.except, &a.also) == (&b.except, &b.also)
        && a.instances.len() == b.instances.len()
        && a.instances.iter().all(|(at, one)| is_so(b.instances.get(at), Some(one)))
}

/// Whether a date lies in the same place, or is as cancelled.
fn is_so(a: Option<&Instance>, b: Option<&Instance>) -> bool {
    let brief = |one: &Instance| (one.start, one.cancelled);
    a.map(brief) == b.map(brief)
}

/// Rules in one way of writing, for comparing.
fn rules(event: &Event) -> BTreeSet<String> {
    let written =
        |rule: &String| Parts::parse(rule, event.zone).map_or_else(|_| rule.to_ascii_uppercase(), |rule| rule.written());
    event.rules.iter().map(written).collect()
}

/// The series as the memo of an event says it, with the UIDs of all events that it stands for; `None` where these say something else.
fn remembered(event: &Event, events: &BTreeMap<&str, &Event>, settings: &LibrarySettings) -> Option<(Series, Vec<String>)> {
    let plain = named(event, settings);
    let title_of = |key: &str| events.get(format!("{}.{key}", event.uid).as_str()).map(|event| event.title.clone());
    let (series, keys) = memo::applied(event.memo.as_deref()?, &plain, title_of)?;
    let mut exported = events_of(&series, settings).ok()?.events;
    for one in &mut exported {
        let known = series.chains.iter().zip(&keys).find(|(chain, _)| Some(&chain.id) == one.chain.as_ref());
        if let Some((chain, key)) = known {
            one.uid = one.uid.replace(&chain_key(&event.uid, &chain.id), key);
        }
    }
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

/// The series that the lines of a settled event describe, and what of it cannot be taken over.
fn read_plainly(event: &Event, settings: &LibrarySettings) -> Result<(Series, Vec<Error>)> {
    let mut series = named(event, settings);
    series.rules = event.rules.clone();
    begin_with_start(&mut series)?;
    let faults = not_taken(event, &series)?;
    let dates = Dates::of(&series, &[])?;
    let own: BTreeSet<NaiveDateTime> = event.also.iter().chain(&series.also).copied().collect();
    let is_beside = |at: &NaiveDateTime| !own.contains(at) && dates.given_at(*at).is_empty();
    let beside = event.instances.iter().filter(|(at, instance)| !instance.cancelled && is_beside(at));
    let beside: BTreeSet<NaiveDateTime> = beside.map(|(_, instance)| instance.start).collect();
    series.also.extend(beside.into_iter().filter(|start| is_beside(start)).collect::<Vec<_>>());
    take_dates(&mut series, None, event, settings)?;
    Ok((series, faults))
}

/// As [`read_plainly`]; fails too where the series could not be compared with its event the next time.
fn read_wholly(event: &Event, settings: &LibrarySettings) -> Result<(Series, Vec<Error>)> {
    let (series, faults) = read_plainly(event, settings)?;
    events_of(&series, settings)?;
    Ok((series, faults))
}

/// Lengths of single dates, and exceptions that meet no date.
fn not_taken(event: &Event, series: &Series) -> Result<Vec<Error>> {
    let own_length = event.instances.iter().filter(|(_, one)| one.minutes != event.minutes && !one.cancelled);
    let mut faults: Vec<Error> =
        own_length.map(|(at, _)| Error::new(text!("ics-own-length", title = event.title.as_str(), date = at.date()))).collect();
    let dates = Dates::of(series, &[])?;
    let is_met = |at: &NaiveDateTime| *at == event.start || event.also.contains(at) || !dates.given_at(*at).is_empty();
    let times = event.except.iter().filter(|at| !is_met(at)).map(NaiveDateTime::date);
    let unmet: BTreeSet<NaiveDate> = times.chain(event.except_days.iter().copied()).collect();
    if let Some(first) = unmet.first() {
        faults.push(Error::new(text!("ics-unmet", title = event.title.as_str(), date = *first, count = unmet.len())));
    }
    Ok(faults)
}

/// The event as the program would export it, had it taken it over; `None` where nothing of it takes place. And what is told of it.
fn normal(event: &Event, settings: &LibrarySettings) -> Result<(Option<Event>, Vec<Error>)> {
    let (series, faults) = read_plainly(event, settings)?;
    let own = events_of(&series, settings)?.events.into_iter().next().map(settled);
    Ok((own.map(|own| Event { cancelled: own.cancelled || event.cancelled, ..own }), faults))
}

/// RFC 5545 §3.8.5.3 counts DTSTART as the first date; here only dates of the rule are. One that the rule does not give becomes an `also`.
fn begin_with_start(series: &mut Series) -> Result<()> {
    let start = whole_minute(series.start);
    let mut given = series.rules.is_empty();
    for rule in &series.rules {
        given |= gives(&parse_rule(rule, start, series.zone)?, start);
    }
    if given {
        return Ok(());
    }
    series.also.push(start);
    if let [only] = series.rules.as_mut_slice()
        && let parts = Parts::parse(only, series.zone)?
        && let Some(count) = parts.count
    {
        match count {
            1 => series.rules.clear(), // the start was that one date
            _ => *only = Parts { count: Some(count - 1), ..parts }.written(),
        }
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
    if ours.is_some_and(|ours| has_same_dates(ours, theirs)) {
        return Ok((new, Vec::new()));
    }
    let (normal, faults) = normal(theirs, settings)?;
    let is_as_it_was = match (ours, &normal) {
        (Some(ours), Some(normal)) => has_same_dates(ours, normal),
        (ours, normal) => ours.is_none() && normal.is_none(),
    };
    if !is_as_it_was {
        take_times(&mut new, ours, normal.as_ref().unwrap_or(theirs), settings)?;
    }
    Ok((new, faults))
}

/// Takes over when it is.
fn take_times(series: &mut Series, ours: Option<&Event>, theirs: &Event, settings: &LibrarySettings) -> Result<()> {
    let differs = |same: &dyn Fn(&Event) -> bool| ours.is_none_or(|ours| !same(ours));
    let is_alone = theirs.rules.is_empty() && theirs.also.is_empty() && series.rules.is_empty() && series.also.is_empty();
    if is_alone {
        return alone(series, ours, theirs, settings);
    }
    if theirs.cancelled && differs(&|ours| ours.cancelled) {
        return Err(Error::new(text!("ics-cancelled", title = theirs.title.as_str())));
    }
    if differs(&|ours| (ours.start, ours.zone) == (theirs.start, theirs.zone) && rules(ours) == rules(theirs)) {
        take_rules(series, ours, theirs, settings)?;
    }
    take_dates(series, ours, theirs, settings)
}

/// The one date of a series without a rule: it is moved, and keeps its id.
fn alone(series: &mut Series, ours: Option<&Event>, theirs: &Event, settings: &LibrarySettings) -> Result<()> {
    let same = |ours: &Event| (ours.start, ours.cancelled, ours.zone) == (theirs.start, theirs.cancelled, theirs.zone);
    if !ours.is_some_and(same) {
        let start = place(theirs.start, theirs.zone).with_timezone(&series.zone).naive_local();
        let wanted = Instance { start, minutes: theirs.minutes, cancelled: theirs.cancelled };
        let at = whole_minute(series.start);
        set_instances(series, &BTreeMap::from([(at, Some(wanted))]), settings)?;
    }
    Ok(())
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
fn take_dates(series: &mut Series, ours: Option<&Event>, theirs: &Event, settings: &LibrarySettings) -> Result<()> {
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
    add(series, theirs.also.difference(also).filter(|at| !theirs.except.contains(at)))?;
    series.also.retain(|at| theirs.also.contains(&whole_minute(*at)) || !also.contains(&whole_minute(*at)));
    let changed: BTreeSet<NaiveDateTime> = theirs.instances.keys().chain(instances.keys()).copied().collect();
    let changed = changed.into_iter().filter(|at| !is_so(theirs.instances.get(at), instances.get(at)));
    let wanted: BTreeMap<_, _> = changed.map(|at| (at, theirs.instances.get(&at).copied())).collect();
    set_instances(series, &wanted, settings)
}

/// Whole days where these say the same; what the rule does not give, or is left out already, need not be left out.
fn leave_out<'a>(series: &mut Series, left_out: impl Iterator<Item = &'a NaiveDateTime>) -> Result<()> {
    let left_out: BTreeSet<NaiveDateTime> = left_out.copied().collect();
    if left_out.is_empty() {
        return Ok(());
    }
    let known: BTreeSet<Skip> = series.skip.iter().copied().collect();
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
    let skip: Vec<Skip> = skip.filter(|skip| !known.contains(skip) && !known.contains(&Skip::Date(skip.date()))).collect();
    series.skip.extend(skip);
    series.also.retain(|also| !left_out.contains(&whole_minute(*also)));
    Ok(())
}

/// Dates beside the rule, each once; none that the rule gives and nothing leaves out.
fn add<'a>(series: &mut Series, added: impl Iterator<Item = &'a NaiveDateTime>) -> Result<()> {
    let added: Vec<NaiveDateTime> = added.copied().collect();
    if added.is_empty() {
        return Ok(());
    }
    let known: BTreeSet<NaiveDateTime> = series.also.iter().map(|at| whole_minute(*at)).collect();
    let skipped: BTreeSet<Skip> = series.skip.iter().copied().collect();
    let dates = Dates::of(series, &[])?;
    let is_given = |at: NaiveDateTime| {
        let is_left_out = skipped.contains(&Skip::Time(at)) || skipped.contains(&Skip::Date(at.date()));
        !is_left_out && !dates.given_at(at).is_empty()
    };
    let new: Vec<NaiveDateTime> = added.into_iter().filter(|at| !known.contains(at) && !is_given(*at)).collect();
    series.also.extend(new);
    Ok(())
}

/// Puts each date, by its T, where the calendar has it; where it says nothing of one, that lies by the rule.
fn set_instances(
    series: &mut Series,
    wanted: &BTreeMap<NaiveDateTime, Option<Instance>>,
    settings: &LibrarySettings,
) -> Result<()> {
    series.changes.retain(|change| change.following || !wanted.contains_key(&whole_minute(change.of)));
    let plan = Plan::of(series, settings)?;
    let own = plan.of_dates(wanted.keys().copied())?.into_iter().filter(|found| found.chain.is_none());
    let change = |found: Occurrence| {
        let at = found.id.at;
        let by_rule = || Instance { start: place(at, series.zone).naive_local(), minutes: 0, cancelled: false };
        let to = match wanted.get(&at)?.unwrap_or_else(by_rule) {
            Instance { cancelled: true, .. } => Some(ChangeTo::Cancelled),
            Instance { start, .. } if start != found.start.naive_local() => Some(ChangeTo::Time(start)),
            _ => None,
        };
        to.map(|to| Change { of: at, to, following: false })
    };
    let changes: Vec<Change> = own.filter_map(change).collect();
    series.changes.extend(changes);
    Ok(())
}
