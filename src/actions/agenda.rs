//! What is planned, with what has become of it.

mod card;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, Utc};

pub use self::card::{Card, Open, cards_outside};
use crate::domain::{OccurrenceId, OnClosed, Roles, Series, Slug};
use crate::error::{Error, Loaded};
use crate::plan::rota::{self, Evening};
use crate::plan::{Clash, Occurrence, Plan, State, Why, Window, clash_window, clashes, longest_wait, occurrences, state, weigh};
use crate::store::sessions::SessionEntry;
use crate::store::{Library, series, sessions};

/// Occurrences of a stretch of days, by start.
#[derive(Debug, Default)]
pub struct Agenda {
    pub rows: Vec<Row>,
    pub faults: Vec<Error>,
}

#[derive(Debug)]
pub struct Row {
    pub occurrence: Occurrence,
    pub state: State,
    pub clashes: Vec<Clash>,
    /// Who has which role, as it was or as it is proposed.
    pub roles: Roles,
    /// Name of the folder of its session.
    pub session: Option<String>,
}

impl Row {
    /// A clash of what has been, or is cancelled, needs nobody any more.
    pub fn still_clashes(&self) -> bool {
        self.state.waits() && !self.clashes.is_empty()
    }

    /// It is to take place on a closed day.
    pub fn lies_closed(&self) -> bool {
        self.state.waits() && self.occurrence.on_closed_day
    }
}

/// The first date of each other series that waits at the same time as one of this series without a clash, since with one of the two
/// nobody is written down; and how many such dates it has. `rows` by start.
pub fn at_once<'r>(rows: &'r [Row], id: &Slug) -> Vec<(&'r Row, usize)> {
    let longest = rows.iter().map(|row| row.occurrence.end - row.occurrence.start).max().unwrap_or_default();
    let mut others: BTreeMap<&Slug, BTreeMap<&OccurrenceId, &Row>> = BTreeMap::new();
    for own in rows.iter().filter(|row| row.occurrence.series == *id && row.state.waits()) {
        let (start, end) = (own.occurrence.start, own.occurrence.end);
        let from = rows.partition_point(|row| row.occurrence.start + longest <= start);
        let near = rows[from..].iter().take_while(|row| row.occurrence.start < end).filter(|row| row.occurrence.end > start);
        for row in near.filter(|row| row.occurrence.series != *id && row.state.waits()) {
            let is_clash = own.clashes.iter().any(|clash| clash.with == row.occurrence.id);
            if !is_clash && (own.occurrence.people.is_empty() || row.occurrence.people.is_empty()) {
                others.entry(&row.occurrence.series).or_default().insert(&row.occurrence.id, row);
            }
        }
    }
    let first = |dates: BTreeMap<&OccurrenceId, &'r Row>| {
        let first = dates.values().min_by_key(|row| row.occurrence.start).copied();
        first.map(|first| (first, dates.len()))
    };
    others.into_values().filter_map(first).collect()
}

/// Each clash once: that of two occurrences stands with both of them.
pub fn clashes_once(rows: &[Row]) -> Vec<(&Row, &Clash)> {
    let mut told: Vec<(&Row, &Clash)> = Vec::new();
    let mut met: BTreeMap<(&OccurrenceId, &OccurrenceId), Vec<&Why>> = BTreeMap::new();
    for row in rows {
        for clash in &row.clashes {
            let is_met = met.get(&(&clash.with, &row.occurrence.id)).is_some_and(|whys| whys.contains(&&clash.why));
            if !is_met {
                met.entry((&row.occurrence.id, &clash.with)).or_default().push(&clash.why);
                told.push((row, clash));
            }
        }
    }
    told
}

/// Roles are proposed so far ahead: two years.
const PROPOSED_AHEAD: Duration = Duration::days(731);

/// The plans and the sessions of a library, read once for several questions.
pub struct Plans<'l> {
    library: &'l Library,
    series: Loaded<Series>,
    sessions: Loaded<SessionEntry>,
}

/// Whole days in the library's zone, both included. `now` decides what is due, late or missed.
pub fn agenda(library: &Library, first: NaiveDate, last: NaiveDate, now: DateTime<Utc>) -> Agenda {
    let zone = library.settings.zone;
    Plans::of(library).within(Window::days(first, last, zone), now)
}

/// Who has which role when this occurrence is recorded now.
pub fn roles_of(library: &Library, occurrence: &Occurrence, now: DateTime<Utc>) -> Roles {
    let start = occurrence.start.with_timezone(&Utc);
    let mut roles = Plans::of(library).roles(Window { from: start, to: start + Duration::minutes(1) }, now);
    roles.remove(&occurrence.id).unwrap_or_default()
}

impl Plans<'_> {
    pub fn of(library: &Library) -> Plans<'_> {
        let series = series::load_all(&library.layout, library.settings.zone);
        Plans { library, series, sessions: sessions::list(&library.layout) }
    }

    /// Every series that can be read, by id.
    pub fn series(&self) -> &[Series] {
        &self.series.rows
    }

    /// Every session that can be read, in the order of the folders' names.
    pub fn sessions(&self) -> &[SessionEntry] {
        &self.sessions.rows
    }

    /// What starts in the window. The faults of the whole library stand beside it.
    pub fn within(&self, window: Window, now: DateTime<Utc>) -> Agenda {
        let wider = clash_window(window, &self.series.rows, &self.library.settings, self.has_heavy());
        let (mut planned, faults) = occurrences(&self.series.rows, &self.library.settings, wider);
        let recorded = recorded(&self.sessions.rows);
        weigh(&mut planned, &self.said_heavy(), |id| recorded.contains_key(id), now);
        let mut roles = self.roles(wider, now);
        for occurrence in planned.iter_mut().filter(|occurrence| roles.contains_key(&occurrence.id)) {
            occurrence.people = people_of(occurrence, &roles[&occurrence.id]);
        }
        let clashes = clashes(&planned, &self.library.settings);
        let mut rows = Vec::with_capacity(planned.len());
        let wanted = planned.into_iter().zip(clashes).filter(|(occurrence, _)| window.holds(occurrence.start));
        wanted.for_each(|(occurrence, clashes)| {
            let session = recorded.get(&occurrence.id).map(|&id| id.to_owned());
            let roles = roles.remove(&occurrence.id).unwrap_or_default();
            rows.push(Row { state: state(&occurrence, session.is_some(), now), occurrence, clashes, roles, session });
        });
        let known = self.series.faults.iter().chain(&self.sessions.faults).cloned();
        Agenda { rows, faults: known.chain(faults).collect() }
    }

    /// From what is late to the end of so many days from today on.
    pub fn coming(&self, days: u32, now: DateTime<Utc>) -> Agenda {
        let zone = self.library.settings.zone;
        let today = now.with_timezone(&zone).date_naive();
        let last = today + Duration::days(i64::from(days) - 1);
        let window = Window { from: now - self.longest_wait(), to: Window::days(today, last, zone).to };
        self.within(window, now)
    }

    /// What of it waits and clashes, or lies on a closed day.
    pub fn odd(&self, days: u32, now: DateTime<Utc>) -> Agenda {
        let mut agenda = self.coming(days, now);
        agenda.rows.retain(|row| row.still_clashes() || row.lies_closed());
        agenda
    }

    /// It lies on a closed day, and its series does not say that it shall.
    pub fn lies_closed_by_chance(&self, row: &Row) -> bool {
        let series = self.series.rows.iter().find(|series| series.id == row.occurrence.series);
        row.lies_closed() && series.is_none_or(|series| series.on_closed != OnClosed::Keep)
    }

    /// Whether a series weighs, or an evening did.
    fn has_heavy(&self) -> bool {
        self.series.rows.iter().any(|series| series.heavy)
            || self.sessions.rows.iter().any(|entry| entry.session.after.heavy == Some(true))
    }

    /// What sessions say of how heavy their evenings were.
    pub fn said_heavy(&self) -> BTreeMap<OccurrenceId, bool> {
        self.sessions.rows.iter().filter_map(|entry| Some((entry.session.occurrence_id()?, entry.session.after.heavy?))).collect()
    }

    /// These series in the place of those of the same id.
    pub fn with(mut self, series: Vec<Series>) -> Self {
        self.series.rows.retain(|one| series.iter().all(|new| new.id != one.id));
        self.series.rows.extend(series);
        self
    }

    /// Everything of these series from the first date to the last, where they end, with what it clashes with.
    pub fn all_of(&self, own: &BTreeSet<Slug>, now: DateTime<Utc>) -> Agenda {
        let plans = self
            .series
            .rows
            .iter()
            .filter(|one| own.contains(&one.id))
            .filter_map(|one| Plan::of(one, &self.library.settings).ok());
        let ending = plans.filter(|plan| plan.size().is_some());
        let all = ending.flat_map(|plan| plan.between(NaiveDateTime::MIN, NaiveDateTime::MAX).unwrap_or_default());
        let starts: Vec<DateTime<Utc>> = all.map(|found| found.start.with_timezone(&Utc)).collect();
        let (Some(first), Some(last)) = (starts.iter().min(), starts.iter().max()) else { return Agenda::default() };
        let mut agenda = self.within(Window { from: *first, to: *last + Duration::minutes(1) }, now);
        agenda.rows.retain(|row| own.contains(&row.occurrence.series));
        agenda
    }

    /// Who has which role on what has a session, and on what is still to come of series with a rota.
    fn roles(&self, window: Window, now: DateTime<Utc>) -> BTreeMap<OccurrenceId, Roles> {
        let held =
            self.sessions.rows.iter().filter_map(|entry| Some((entry.session.occurrence_id()?, entry.session.roles.clone())));
        let mut roles: BTreeMap<OccurrenceId, Roles> = held.collect();
        let until = window.to.min(now + PROPOSED_AHEAD);
        for series in self.series.rows.iter().filter(|series| !series.rotas.is_empty()) {
            let from = now - longest_wait(std::slice::from_ref(series));
            if until <= from {
                continue;
            }
            let evenings = self.evenings(series, Window { from, to: until }, &roles, now);
            roles.extend(rota::proposed(series, &evenings));
        }
        roles
    }

    /// What took place of a series, then what waits in the window.
    fn evenings(
        &self,
        series: &Series,
        window: Window,
        held: &BTreeMap<OccurrenceId, Roles>,
        now: DateTime<Utc>,
    ) -> Vec<Evening> {
        let own = held.iter().filter(|(id, _)| id.series == series.id && id.chain.is_none());
        let mut evenings: Vec<Evening> = own.map(|(id, roles)| Evening { id: id.clone(), held: Some(roles.clone()) }).collect();
        let planned = occurrences(std::slice::from_ref(series), &self.library.settings, window).0;
        let coming = planned.into_iter().filter(|found| found.chain.is_none() && state(found, false, now).waits());
        evenings.extend(coming.filter(|found| !held.contains_key(&found.id)).map(|found| Evening { id: found.id, held: None }));
        evenings
    }

    /// What began longer ago than this waits no more.
    pub fn longest_wait(&self) -> Duration {
        longest_wait(&self.series.rows)
    }

    /// What is due or late, and the next one that is planned; the next is looked for within a year.
    pub fn next(&self, now: DateTime<Utc>) -> Agenda {
        let mut found = Agenda::default();
        for days in [14, 90, 400] {
            let window = Window { from: now - self.longest_wait(), to: now + Duration::days(days) };
            found = self.within(window, now);
            let next = found.rows.iter().position(|row| row.state == State::Planned);
            let kept = next.map_or(found.rows.len(), |next| next + 1);
            found.rows.truncate(kept);
            found.rows.retain(|row| row.state.waits());
            if next.is_some() {
                break;
            }
        }
        found
    }

    /// The sessions of a series that have a take, by the time at which they began.
    pub fn of_series(&self, series: &Slug) -> Vec<&SessionEntry> {
        let is_of = |entry: &&SessionEntry| entry.session.series.as_ref() == Some(series) && !entry.session.takes.is_empty();
        let mut entries: Vec<&SessionEntry> = self.sessions.rows.iter().filter(is_of).collect();
        entries.sort_by_key(|entry| entry.session.takes.first().map(|take| take.started));
        entries
    }
}

/// Hosts and guests, then whoever else has a role.
pub fn people_of(occurrence: &Occurrence, roles: &Roles) -> Vec<Slug> {
    let mut people = occurrence.people.clone();
    for person in roles.values() {
        if !people.contains(person) {
            people.push(person.clone());
        }
    }
    people
}

/// Which occurrences have a session, and its name; the first where there are several.
fn recorded(sessions: &[SessionEntry]) -> BTreeMap<OccurrenceId, &str> {
    let mut recorded = BTreeMap::new();
    for entry in sessions {
        if let Some(id) = entry.session.occurrence_id() {
            recorded.entry(id).or_insert(entry.id.as_str());
        }
    }
    recorded
}

#[cfg(test)]
mod tests;
