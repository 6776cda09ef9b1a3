//! A series as events that every reader shows right.
//!
//! The first date that takes place is DTSTART, and COUNT is what is left from there; closed and skipped days are EXDATE, `also` is RDATE,
//! and each date that lies elsewhere, is cancelled, or falls into the hour of a clock change is an instance of its own.
//! RANGE=THISANDFUTURE is avoided, since most readers pass over it: a shift moves its dates one by one, or, in an endless series, ends one
//! event and begins another. Chains are events of their own.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Duration, NaiveDateTime, TimeZone};
use chrono_tz::Tz;

use super::shifted::shifted;
use super::{Event, Instance, memo};
use crate::domain::{Chain, Change, LibrarySettings, Series, Slug, sanitize};
use crate::error::{Error, ErrorKind, Result};
use crate::plan::dates::Dates;
use crate::plan::recurrence::{Parts, Rule, Until, whole_minute};
use crate::plan::{Occurrence, Plan, place};
use crate::text;

/// Where an endless series has to be written date by date, and for the hours of clock changes, this far.
const YEARS: i64 = 10;

/// A series for calendars.
#[derive(Debug, Default)]
pub struct Exported {
    pub events: Vec<Event>,
    /// What calendars cannot be told.
    pub faults: Vec<Error>,
}

/// The UID of a series: its own, else one made of the ids, which says neither.
pub fn uid_of(series: &Series, settings: &LibrarySettings) -> String {
    let made = || blake3::hash(format!("{}/{}", settings.id, series.id).as_bytes()).to_hex()[..32].to_owned();
    let own = series.uid.as_deref().map(|uid| sanitize(uid).trim().to_owned());
    own.filter(|uid| !uid.is_empty()).unwrap_or_else(made)
}

/// What stands for a chain outside of the library, where its id may hold a name.
pub fn chain_key(uid: &str, chain: &Slug) -> String {
    blake3::hash(format!("{uid}/{chain}").as_bytes()).to_hex()[..16].to_owned()
}

/// Every event of a series; none where nothing of it takes place. Fails where a rule does, or its dates are too many.
pub fn events_of(series: &Series, settings: &LibrarySettings) -> Result<Exported> {
    let plan = Plan::of(series, settings)?;
    let uid = uid_of(series, settings);
    let whole = [(NaiveDateTime::MIN, Duration::zero())];
    let stretches = if plan.dates().is_endless() { plan.shifts() } else { &whole };
    let mut exported = Exported::default();
    let mut parts = 0; // those that hold a date: the first has the series' own UID
    for (n, (from, shift)) in stretches.iter().enumerate() {
        let to = stretches.get(n + 1).map_or(NaiveDateTime::MAX, |(next, _)| *next);
        let Some(pattern) = Pattern::of(series, plan.dates(), *from, to) else { continue };
        let stretch = Stretch { series, settings, plan: &plan, pattern, from: *from, to, shift: *shift };
        for chain in [None].into_iter().chain(series.chains.iter().map(Some)) {
            let event = stretch.event(chain, &uid, parts, &mut exported.faults)?;
            exported.events.push(event);
        }
        parts += 1;
    }
    if let Some(first) = exported.events.iter_mut().find(|event| event.of.is_none()) {
        first.memo = memo::of(series, &uid);
    }
    Ok(exported)
}

/// The dates of a stretch by the rules, before anything moves.
struct Pattern<'a> {
    first: NaiveDateTime,
    rules: Vec<Ended<'a>>,
    except: BTreeSet<NaiveDateTime>,
    also: BTreeSet<NaiveDateTime>,
}

/// A rule with its end from the first date of the stretch on.
struct Ended<'a> {
    text: &'a str,
    rule: &'a Rule,
    end: End,
}

#[derive(Clone, Copy)]
enum End {
    Never,
    Count(usize),
    /// The last date.
    Last(NaiveDateTime),
}

impl<'a> Pattern<'a> {
    fn of(series: &'a Series, dates: &'a Dates, from: NaiveDateTime, to: NaiveDateTime) -> Option<Pattern<'a>> {
        let also: BTreeSet<NaiveDateTime> =
            series.also.iter().map(|at| whole_minute(*at)).filter(|at| from <= *at && *at < to).collect();
        let Some(first) = dates.first_kept(from).filter(|first| *first < to) else {
            let first = *also.first()?;
            return Some(Pattern { first, rules: Vec::new(), except: BTreeSet::new(), also: without(also, &[first].into()) });
        };
        let is_single = series.rules.len() == 1;
        let rules = series.rules.iter().zip(dates.rules()).filter_map(|(text, (rule, last))| {
            let end = end(rule, last, first, to, is_single)?;
            Some(Ended { text, rule, end })
        });
        let given = also.iter().filter(|at| **at >= first && !dates.given(**at, **at + Duration::minutes(1)).is_empty());
        let given: BTreeSet<NaiveDateTime> = given.copied().collect();
        let except = without(dates.left_out(first, to), &also);
        Some(Pattern { first, rules: rules.collect(), except, also: without(also, &given) })
    }
}

fn without(dates: BTreeSet<NaiveDateTime>, others: &BTreeSet<NaiveDateTime>) -> BTreeSet<NaiveDateTime> {
    dates.difference(others).copied().collect()
}

/// Where a rule ends from `first` on, `None` where it gives nothing there. With several rules a COUNT is a last date: readers dispute
/// whether a first date that another rule gives is counted.
fn end(rule: &Rule, last: Option<NaiveDateTime>, first: NaiveDateTime, to: NaiveDateTime, is_single: bool) -> Option<End> {
    if rule.is_endless() && to == NaiveDateTime::MAX {
        return Some(End::Never);
    }
    let dates = || rule.walk(first).take_while(|at| *at < to && last.is_none_or(|last| *at <= last));
    let latest = dates().last()?;
    match last.is_some() && is_single {
        true => Some(End::Count(dates().count())),
        false => Some(End::Last(latest)),
    }
}

/// A stretch of a series in which all lies as far from the rule.
struct Stretch<'a> {
    series: &'a Series,
    settings: &'a LibrarySettings,
    plan: &'a Plan<'a>,
    pattern: Pattern<'a>,
    from: NaiveDateTime,
    to: NaiveDateTime,
    shift: Duration,
}

impl Stretch<'_> {
    fn event(&self, chain: Option<&Chain>, uid: &str, number: usize, faults: &mut Vec<Error>) -> Result<Event> {
        let own = match number {
            0 => uid.to_owned(),
            _ => format!("{uid}.{}", self.from.format("%Y%m%dT%H%M")),
        };
        let is_first = number == 0 && chain.is_none();
        let by = self.shift + by_of(chain);
        let all = |dates: &BTreeSet<NaiveDateTime>| dates.iter().filter_map(|at| at.checked_add_signed(by)).collect();
        let pattern = &self.pattern;
        let mut event = Event {
            uid: chain.map_or(own.clone(), |chain| format!("{own}.{}", chain_key(uid, &chain.id))),
            of: (!is_first).then(|| uid.to_owned()),
            chain: chain.map(|chain| chain.id.clone()),
            title: chain.map_or(&self.series.title, |chain| &chain.title).clone(),
            zone: self.series.zone,
            start: moved(pattern.first, by),
            minutes: chain.map_or(self.series.minutes, |chain| chain.minutes),
            rules: Vec::new(),
            except: all(&pattern.except),
            except_days: BTreeSet::new(),
            also: all(&pattern.also),
            instances: BTreeMap::new(),
            place: self.series.place.as_ref().map(|id| self.settings.place_name(id)),
            cancelled: false,
            coded: false,
            memo: None,
        };
        match self.rules(by) {
            Some(rules) if rules.len() > 1 => self.keep_one_rule(&mut event, rules, by, faults)?,
            Some(rules) => event.rules = rules,
            None => self.list_dates(&mut event, by, faults)?,
        }
        event.instances = self.instances(chain)?;
        if event.rules.is_empty() && event.also.is_empty() {
            alone(&mut event);
        }
        Ok(event)
    }

    /// The rules moved by a length; `None` where one of them cannot be.
    fn rules(&self, by: Duration) -> Option<Vec<String>> {
        let (first, zone) = (self.pattern.first, self.series.zone);
        let rule = |ended: &Ended| {
            let first = ended.rule.walk(first).next()?;
            let body = shifted(ended.text, ended.rule, first, by, zone)?;
            let parts = match ended.end {
                End::Never => body,
                End::Count(count) => Parts { count: u32::try_from(count).ok(), ..body },
                End::Last(last) => {
                    let last = last.checked_add_signed(by)?;
                    Parts { until: Some(Until::Instant(last, place(last, zone).to_utc())), ..body }
                }
            };
            Some(parts.written())
        };
        self.pattern.rules.iter().map(rule).collect()
    }

    /// One rule, an endless one where there is any, and the dates of the others one by one: khal breaks on a second RRULE.
    fn keep_one_rule(&self, event: &mut Event, rules: Vec<String>, by: Duration, faults: &mut Vec<Error>) -> Result<()> {
        let is_endless = |ended: &Ended| matches!(ended.end, End::Never);
        let own = &self.pattern.rules;
        let kept = own.iter().position(is_endless).unwrap_or(0);
        let to =
            if own.iter().filter(|one| is_endless(one)).count() > 1 { self.listed_to(faults) } else { self.last_of_others(kept) };
        let gives = |at: NaiveDateTime| {
            let is_before_end = !matches!(own[kept].end, End::Last(last) if at > last);
            is_before_end && own[kept].rule.walk(at).next() == Some(at)
        };
        let dates = self.plan.dates().between(self.from, to)?;
        event.also.extend(dates.into_iter().filter(|date| !gives(date.at)).filter_map(|date| date.at.checked_add_signed(by)));
        event.except.retain(|at| at.checked_sub_signed(by).is_some_and(gives));
        event.rules = rules.into_iter().skip(kept).take(1).collect();
        Ok(())
    }

    /// Behind the last date of all rules but one.
    fn last_of_others(&self, kept: usize) -> NaiveDateTime {
        let others = self.pattern.rules.iter().enumerate().filter(|(n, _)| *n != kept);
        let lasts = others.filter_map(|(_, one)| match one.end {
            End::Last(last) => last.checked_add_signed(Duration::minutes(1)),
            End::Never | End::Count(_) => None,
        });
        lasts.max().unwrap_or(self.to).min(self.to)
    }

    /// How far dates are listed that have no end, which is told.
    fn listed_to(&self, faults: &mut Vec<Error>) -> NaiveDateTime {
        let to = self.horizon();
        let fault = Error::new(text!("ics-listed", series = self.series.id.as_str(), date = to.date())).kind_of(ErrorKind::Look);
        faults.push(fault.at(&self.series.source.file));
        to
    }

    /// Each date by itself, in place of a rule that nobody can write.
    fn list_dates(&self, event: &mut Event, by: Duration, faults: &mut Vec<Error>) -> Result<()> {
        let endless = self.pattern.rules.iter().any(|ended| matches!(ended.end, End::Never));
        let to = if endless { self.listed_to(faults) } else { self.to };
        let dates = self.plan.dates().between(self.from, to)?;
        event.except.clear();
        event.also =
            dates.into_iter().filter_map(|date| date.at.checked_add_signed(by)).filter(|at| *at != event.start).collect();
        Ok(())
    }

    fn horizon(&self) -> NaiveDateTime {
        self.to.min(moved(self.pattern.first, Duration::days(YEARS * 366)))
    }

    /// What does not lie where the event's rule has it. In an endless stretch that is what single changes move, and the clock changes of
    /// the years that are looked at.
    fn instances(&self, chain: Option<&Chain>) -> Result<BTreeMap<NaiveDateTime, Instance>> {
        let by = by_of(chain);
        let endless = self.plan.dates().is_endless();
        let to = if endless { self.horizon() } else { self.to };
        let id = chain.map(|chain| chain.id.clone());
        let first = self.pattern.also.first().map_or(self.pattern.first, |also| self.pattern.first.min(*also));
        let mut found = self.plan.between(moved(self.from.max(first), by), moved(to, by))?;
        let is_later = |change: &&Change| endless && !change.following && change.of >= to && change.of < self.to;
        found.extend(self.plan.of_dates(self.series.changes.iter().filter(is_later).map(|change| whole_minute(change.of)))?);
        Ok(found.iter().filter(|one| one.chain == id).filter_map(|one| self.instance(one)).collect())
    }

    fn instance(&self, found: &Occurrence) -> Option<(NaiveDateTime, Instance)> {
        let expected = found.id.at.checked_add_signed(self.shift)?;
        let start = found.start.naive_local();
        let minutes = u32::try_from((found.end - found.start).num_minutes()).ok()?;
        let differs = found.cancelled || start != expected || is_changing(start, self.series.zone);
        differs.then_some((expected, Instance { start, minutes, cancelled: found.cancelled }))
    }
}

/// How far what is written lies from the series' own dates.
fn by_of(chain: Option<&Chain>) -> Duration {
    chain.map_or(Duration::zero(), |chain| chain.by)
}

/// At the end of all calendars, where it is.
fn moved(at: NaiveDateTime, by: Duration) -> NaiveDateTime {
    at.checked_add_signed(by).unwrap_or(at)
}

/// An event of one date lies where that lies: it has no rule to differ from.
fn alone(event: &mut Event) {
    if let Some(only) = event.instances.remove(&event.start) {
        (event.start, event.cancelled) = (only.start, only.cancelled);
    }
}

/// Whether a wall time is none, or two: readers disagree there.
pub fn is_changing(wall: NaiveDateTime, zone: Tz) -> bool {
    !matches!(zone.from_local_datetime(&wall), chrono::LocalResult::Single(_))
}
