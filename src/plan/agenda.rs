//! Occurrences: the dates of a series with its changes, its chains and its people, placed in its zone.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike, Days, Duration, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use chrono_tz::Tz;

use super::changes::Shifts;
use super::dates::{Date, Dates};
use super::place;
use super::recurrence::whole_minute;
use crate::domain::{Chain, Change, ChangeTo, LibrarySettings, OccurrenceId, Series, Skip, Slug};
use crate::error::{Error, Loaded, Result};
use crate::text;
use crate::threads::in_threads;

/// One dated sitting of a series, or of one of its chains.
#[derive(Debug, Clone, PartialEq)]
pub struct Occurrence {
    pub id: OccurrenceId,
    pub series: Slug,
    pub chain: Option<Slug>,
    /// The series', or the chain's.
    pub title: String,
    /// Where it lies now, after all changes, in the series' zone.
    pub start: DateTime<Tz>,
    /// After the planned minutes have passed, also over a clock change.
    pub end: DateTime<Tz>,
    /// Its place in the set, from 1; a chain has its occurrence's. Absent for an `also` date of an endless series.
    pub number: Option<u32>,
    /// How many the set has; absent when it is endless.
    pub of: Option<u32>,
    /// Hosts, then guests.
    pub people: Vec<Slug>,
    pub place: Option<Slug>,
    pub cancelled: bool,
    /// It lies, now, on a day without sessions, of the library or of its series.
    pub on_closed_day: bool,
    /// Its wall time by the rule, where it lies elsewhere now.
    pub moved_from: Option<NaiveDateTime>,
    /// No bell, whatever happens.
    pub quiet: bool,
    /// Whether it weighs, as far as anybody has said: its session, else its series. What was missed does not.
    pub heavy: Option<bool>,
}

/// A span of time, its end excluded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
}

impl Window {
    /// Whole days of a zone, both included.
    pub fn days(first: NaiveDate, last: NaiveDate, zone: Tz) -> Window {
        let midnight = |date: NaiveDate| place(date.and_time(NaiveTime::MIN), zone).with_timezone(&Utc);
        Window { from: midnight(first), to: midnight(last.checked_add_days(Days::new(1)).unwrap_or(last)) }
    }

    pub fn holds(&self, at: DateTime<Tz>) -> bool {
        self.from <= at && at < self.to
    }
}

/// Everything that starts in the window where it lies now, by start; moved in from outside it too.
///
/// Faults: a rule that cannot be honoured, more dates than can be looked at, a `skip` or `change` of a time that the rule does not
/// give. They name the series; the rest of it is there all the same.
pub fn occurrences(series: &[Series], settings: &LibrarySettings, window: Window) -> (Vec<Occurrence>, Vec<Error>) {
    let of_series = |loaded: &mut Loaded<Occurrence>, one: &Series| match Plan::of(one, settings) {
        Ok(plan) => plan.add_within(window, loaded),
        Err(fault) => loaded.faults.push(fault),
    };
    let mut loaded = Loaded::joined(in_threads(series, Loaded::with_room, of_series));
    loaded.rows.sort_unstable_by(|a, b| (a.start, &a.id).cmp(&(b.start, &b.id)));
    (loaded.rows, loaded.faults)
}

/// The occurrence of that id wherever it lies now, if its series has it.
pub fn occurrence(series: &[Series], settings: &LibrarySettings, id: &OccurrenceId) -> Result<Option<Occurrence>> {
    match series.iter().find(|series| series.id == id.series) {
        Some(series) => Plan::of(series, settings)?.at(id),
        None => Ok(None),
    }
}

/// No zone lies further from UTC than a day, and no gap is longer than another.
const ZONES: Duration = Duration::days(2);

/// One series, ready to be asked.
pub struct Plan<'a> {
    series: &'a Series,
    dates: Dates<'a>,
    /// Counted when it is first asked for.
    of: OnceCell<Option<u32>>,
    shifts: Shifts,
    /// Changes of single dates, by T, each in the order of the file.
    single: BTreeMap<NaiveDateTime, Vec<&'a Change>>,
}

impl<'a> Plan<'a> {
    pub fn of(series: &'a Series, settings: &'a LibrarySettings) -> Result<Plan<'a>> {
        let dates = Dates::of(series, &settings.closed)?;
        let mut single: BTreeMap<NaiveDateTime, Vec<&Change>> = BTreeMap::new();
        for change in series.changes.iter().filter(|change| !change.following) {
            single.entry(change.of).or_default().push(change);
        }
        Ok(Plan { series, dates, of: OnceCell::new(), shifts: Shifts::of(&series.changes), single })
    }

    /// How many occurrences the set has; `None` when it is endless.
    pub fn size(&self) -> Option<u32> {
        *self.of.get_or_init(|| self.dates.size())
    }

    /// The dates before any change.
    pub(super) fn dates(&self) -> &Dates<'a> {
        &self.dates
    }

    /// Changes that all later ones follow, by T, each with how far everything from T on lies from its rule; first, without one, the
    /// beginning.
    pub(super) fn shifts(&self) -> &[(NaiveDateTime, Duration)] {
        self.shifts.stretches()
    }

    /// What starts in the window, in no order.
    pub fn within(&self, window: Window) -> Result<Vec<Occurrence>> {
        Ok(self.starting_in(window)?.collect())
    }

    /// As [`Plan::within`], with what is wrong in the series.
    fn add_within(&self, window: Window, loaded: &mut Loaded<Occurrence>) {
        loaded.faults.append(&mut self.faults());
        match self.starting_in(window) {
            Ok(found) => found.for_each(|found| loaded.rows.push(found)),
            Err(fault) => loaded.faults.push(fault.hint(text!("plan-series-left-out"))),
        }
    }

    fn starting_in(&self, window: Window) -> Result<impl Iterator<Item = Occurrence>> {
        let dates = self.dates_near(window)?;
        Ok(dates.into_iter().flat_map(|date| self.with_chains(date)).filter(move |found| window.holds(found.start)))
    }

    pub fn at(&self, id: &OccurrenceId) -> Result<Option<Occurrence>> {
        let by = match &id.chain {
            None => Duration::zero(),
            Some(chain) => match self.series.chains.iter().find(|one| one.id == *chain) {
                Some(chain) => chain.by,
                None => return Ok(None),
            },
        };
        let Some(at) = id.at.checked_sub_signed(by) else { return Ok(None) };
        let date = self.dates.at(at)?;
        Ok(date.into_iter().flat_map(|date| self.with_chains(date)).find(|found| found.id == *id))
    }

    /// The occurrences of these T, as far as the set has them, their chains with them; year by year, whatever their number.
    pub(super) fn of_dates(&self, wanted: impl Iterator<Item = NaiveDateTime>) -> Result<Vec<Occurrence>> {
        let mut years: BTreeMap<i32, BTreeSet<NaiveDateTime>> = BTreeMap::new();
        for at in wanted {
            years.entry(at.year()).or_default().insert(at);
        }
        let mut found = Vec::new();
        for wanted in years.values() {
            let Some((first, last)) = wanted.first().zip(wanted.last()) else { continue };
            let dates = self.dates.between(*first, later(*last, Duration::minutes(1)))?;
            found.extend(dates.into_iter().filter(|date| wanted.contains(&date.at)).flat_map(|date| self.with_chains(date)));
        }
        Ok(found)
    }

    /// An occurrence, its chains with it, by its number in the set.
    pub fn numbered(&self, number: u32) -> Result<Vec<Occurrence>> {
        Ok(self.dates.numbered(number)?.into_iter().flat_map(|date| self.with_chains(date)).collect())
    }

    /// What has its T in `from..to`, wherever it lies now.
    pub fn between(&self, from: NaiveDateTime, to: NaiveDateTime) -> Result<Vec<Occurrence>> {
        let (earliest, latest) = self.reach();
        let dates = self.dates.between(earlier(from, latest), earlier(to, earliest))?;
        let all = dates.into_iter().flat_map(|date| self.with_chains(date));
        Ok(all.filter(|found| from <= found.id.at && found.id.at < to).collect())
    }

    /// `skip`, `change` and `turn` entries that name a time that the rule does not give.
    fn faults(&self) -> Vec<Error> {
        let source = &self.series.source;
        let skips = self.series.skip.iter().enumerate().filter_map(|(n, skip)| match *skip {
            Skip::Date(date) => (!self.dates.produces_on(date)).then(|| self.unmet("skip", date.to_string(), source.skip.get(n))),
            Skip::Time(time) => (!self.dates.produces(time)).then(|| self.unmet("skip", written(time), source.skip.get(n))),
        });
        let changes = self.series.changes.iter().enumerate().filter(|(_, change)| !self.dates.produces(change.of));
        let changes = changes.map(|(n, change)| self.unmet("change", written(change.of), source.changes.get(n)));
        let turns = self.series.turns.iter().enumerate().filter(|(_, turn)| !self.dates.produces(turn.of));
        let turns = turns.map(|(n, turn)| self.unmet("turn", written(turn.of), source.turns.get(n)));
        skips.chain(changes).chain(turns).collect()
    }

    fn unmet(&self, entry: &'static str, time: String, line: Option<&usize>) -> Error {
        let series = self.series.id.as_str();
        let fault = Error::new(text!("plan-no-such-time", series = series, entry = entry, time = time));
        let fault = fault.hint(text!("plan-no-such-time-hint", series = series));
        match line {
            Some(line) => fault.at(&self.series.source.file).line(*line),
            None => fault,
        }
    }

    /// The dates that may lie in the window, or have a chain that may: each stretch between two shifts is asked for what its shift
    /// brings into the window, and each change of a single date is looked at.
    fn dates_near(&self, window: Window) -> Result<Vec<Date>> {
        let (earliest, latest) = self.reach();
        let from = earlier(earlier(window.from.naive_utc(), latest), ZONES);
        let to = later(earlier(window.to.naive_utc(), earliest), ZONES);
        let mut dates: Vec<Date> = Vec::new();
        let shifts = self.shifts.stretches();
        for (n, (first, shift)) in shifts.iter().enumerate() {
            let next = shifts.get(n + 1).map_or(NaiveDateTime::MAX, |(next, _)| *next);
            dates.extend(self.dates.between(earlier(from, *shift).max(*first), earlier(to, *shift).min(next))?);
        }
        for at in self.single.keys().filter(|at| (from..to).contains(&self.changed(**at).0)) {
            dates.extend(self.dates.at(*at)?);
        }
        dates.sort_unstable();
        dates.dedup_by_key(|date| date.at);
        Ok(dates)
    }

    /// How far before and behind its occurrence a session of the series can lie.
    fn reach(&self) -> (Duration, Duration) {
        let offsets = || self.series.chains.iter().map(|chain| chain.by).chain([Duration::zero()]);
        (offsets().min().unwrap_or_default(), offsets().max().unwrap_or_default())
    }

    fn with_chains(&self, date: Date) -> impl Iterator<Item = Occurrence> {
        let own = self.built(date, None);
        own.into_iter().chain(self.series.chains.iter().filter_map(move |chain| self.built(date, Some(chain))))
    }

    /// `None` where a chain would lie beyond the calendar.
    fn built(&self, date: Date, chain: Option<&Chain>) -> Option<Occurrence> {
        let series = self.series;
        let by = chain.map_or(Duration::zero(), |chain| chain.by);
        let (wall, cancelled) = self.changed(date.at);
        let (at, wall) = (whole_minute(date.at.checked_add_signed(by)?), wall.checked_add_signed(by)?);
        let start = place(wall, series.zone);
        let minutes = chain.map_or(series.minutes, |chain| chain.minutes);
        let chain_id = chain.map(|chain| chain.id.clone());
        Some(Occurrence {
            id: OccurrenceId::new(series.id.clone(), chain_id.clone(), at),
            series: series.id.clone(),
            chain: chain_id,
            title: chain.map_or(&series.title, |chain| &chain.title).clone(),
            start,
            end: start.checked_add_signed(Duration::minutes(i64::from(minutes)))?,
            number: date.number,
            of: self.size(),
            people: series.people(),
            place: series.place.clone(),
            cancelled,
            on_closed_day: self.dates.is_closed(start.date_naive()),
            moved_from: (wall != at).then_some(at),
            quiet: series.quiet,
            heavy: series.heavy.then_some(true),
        })
    }

    /// Where the date at T lies now, and whether it is cancelled. A move to a time counts as it is; a move by a length counts from
    /// where the shifts before have put it.
    fn changed(&self, at: NaiveDateTime) -> (NaiveDateTime, bool) {
        let (mut wall, mut cancelled) = (later(at, self.shifts.shift_at(at)), false);
        for change in self.single.get(&at).into_iter().flatten() {
            match change.to {
                ChangeTo::Time(to) => wall = to,
                ChangeTo::By(by) => wall = later(wall, by),
                ChangeTo::Cancelled => cancelled = true,
            }
        }
        (wall, cancelled)
    }
}

/// Beyond the calendar nothing moves.
fn later(at: NaiveDateTime, by: Duration) -> NaiveDateTime {
    at.checked_add_signed(by).unwrap_or(at)
}

fn earlier(at: NaiveDateTime, by: Duration) -> NaiveDateTime {
    at.checked_sub_signed(by).unwrap_or(at)
}

fn written(at: NaiveDateTime) -> String {
    at.format("%Y-%m-%dT%H:%M").to_string()
}

#[cfg(test)]
mod tests;
