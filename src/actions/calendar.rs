//! Everything that the Plan screen says, in one reading of the library: the series, what lies in the days around the one that is looked at,
//! and the clashes to come.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};

use super::agenda::{Plans, Row};
use super::names::PeopleNames;
use crate::config::ShowNames;
use crate::domain::{ClosedDays, LibrarySettings, OccurrenceId, Series, Slug};
use crate::error::{Error, Result};
use crate::plan::{Beside, Plan, SeriesDraft, Standing, Window, changed, closed_days};
use crate::store::Library;

/// How far clashes are looked for, in days.
pub const AHEAD: u32 = 400;

#[derive(Debug)]
pub struct Calendar {
    /// The days that `rows` hold, in the library's zone, both included.
    pub first: NaiveDate,
    pub last: NaiveDate,
    /// Every series that can be read, by id.
    pub series: Vec<Series>,
    pub tallies: BTreeMap<Slug, Tally>,
    /// Every occurrence that has a session.
    pub recorded: BTreeSet<OccurrenceId>,
    /// What sessions say of how heavy their evenings were.
    pub said_heavy: BTreeMap<OccurrenceId, bool>,
    /// Of all series, by start.
    pub rows: Vec<Row>,
    /// What waits and clashes, or lies on a closed day although its series keeps none, by start, as far ahead as `AHEAD` says.
    pub clashing: Vec<Clashing>,
    pub names: PeopleNames,
    pub settings: LibrarySettings,
    /// Why nothing can be changed here.
    pub refusal: Option<Error>,
    pub faults: Vec<Error>,
}

/// How much of a series has been.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Occurrences that have a session.
    pub done: u32,
    /// How many the series has; absent when it is endless.
    pub of: Option<u32>,
}

/// An occurrence that needs a look, and the day on which it lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clashing {
    pub id: OccurrenceId,
    pub start: DateTime<Utc>,
    pub date: NaiveDate,
}

/// Reads all plans and sessions once. `now` decides what is due, late or missed.
pub fn calendar(library: &Library, (first, last): (NaiveDate, NaiveDate), now: DateTime<Utc>, show: ShowNames) -> Calendar {
    let plans = Plans::of(library);
    let zone = library.settings.zone;
    let agenda = plans.within(Window::days(first, last, zone), now);
    let (names, more) = PeopleNames::load(library, show);
    let series = plans.series().to_vec();
    let recorded = plans.sessions().iter().filter_map(|entry| entry.session.occurrence_id()).collect();
    Calendar {
        first,
        last,
        tallies: tallies(&series, &recorded, library),
        recorded,
        said_heavy: plans.said_heavy(),
        clashing: clashing(&plans, now),
        rows: agenda.rows,
        series,
        names,
        settings: library.settings.clone(),
        refusal: library.require_writable().err(),
        faults: agenda.faults.into_iter().chain(more).collect(),
    }
}

impl Calendar {
    /// Closed days among those that `rows` hold, of the library and of a series' own.
    pub fn closed(&self, series: &Series) -> Vec<ClosedDays> {
        let mut closed = closed_days(self.settings.closed.iter().chain(&series.closed));
        closed.retain(|days| days.last >= self.first && days.first <= self.last);
        closed
    }

    /// What a draft is looked at beside.
    pub fn beside(&self, now: DateTime<Utc>) -> Beside<'_> {
        Beside { all: &self.series, settings: &self.settings, recorded: &self.recorded, said_heavy: &self.said_heavy, now }
    }

    /// The series that keeping a draft would write: that of this id changed, else a new one.
    ///
    /// Errors: as [`changed`].
    pub fn drafted(&self, draft: &SeriesDraft, id: Option<&Slug>, now: DateTime<Utc>) -> Result<Series> {
        match self.series.iter().find(|series| Some(&series.id) == id) {
            Some(series) => {
                let standing = Standing { settings: &self.settings, recorded: &self.recorded, now };
                changed(series, draft, &standing).map(|changed| changed.series)
            }
            None => draft.series(self.unused_id()),
        }
    }

    /// A series of the same id would be taken for the state before.
    fn unused_id(&self) -> Slug {
        let mut ids = (1..).filter_map(|number| Slug::parse(&format!("new-{number}")));
        let is_free = |id: &Slug| self.series.iter().all(|series| series.id != *id);
        ids.find(is_free).expect("a library has fewer series than there are numbers")
    }
}

fn tallies(series: &[Series], recorded: &BTreeSet<OccurrenceId>, library: &Library) -> BTreeMap<Slug, Tally> {
    let tally = |series: &Series| {
        let done = recorded.iter().filter(|id| id.series == series.id && id.chain.is_none()).count();
        let of = Plan::of(series, &library.settings).ok().and_then(|plan| plan.size());
        (series.id.clone(), Tally { done: u32::try_from(done).unwrap_or(u32::MAX), of })
    };
    series.iter().map(tally).collect()
}

fn clashing(plans: &Plans, now: DateTime<Utc>) -> Vec<Clashing> {
    let rows = plans.odd(AHEAD, now).rows.into_iter().filter(|row| row.still_clashes() || plans.lies_closed_by_chance(row));
    rows.map(|Row { occurrence, .. }| Clashing {
        start: occurrence.start.with_timezone(&Utc),
        date: occurrence.start.date_naive(),
        id: occurrence.id,
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples::{library, put, slug};

    const NADIA: &str =
        "format = 1\ntitle = \"N\"\nstart = 2020-03-20T20:30:00\nzone = \"Europe/Brussels\"\nhosts = [\"lise\"]\n";

    #[test]
    fn clashes_are_found_far_beyond_the_days_that_are_shown() {
        let (_folder, layout) = library();
        put(&layout.settings_file(), "format = 1\nid = \"x\"\nzone = \"Europe/Brussels\"\n");
        put(&layout.series_file(&slug("nadia")), format!("{NADIA}rule = \"FREQ=DAILY;COUNT=60\"\n"));
        put(&layout.series_file(&slug("samir")), NADIA.replace("03-20", "05-10"));
        let library = Library::open(layout.root()).unwrap();
        let day = |text: &str| text.parse().unwrap();
        let now = "2020-03-28T19:24:00Z".parse().unwrap();
        let found = calendar(&library, (day("2020-03-23"), day("2020-03-29")), now, ShowNames::Name);
        assert_eq!(found.rows.len(), 7);
        assert_eq!(found.tallies[&slug("nadia")], Tally { done: 0, of: Some(60) });
        let clashing: Vec<String> = found.clashing.iter().map(|one| format!("{} {}", one.id, one.date)).collect();
        assert_eq!(clashing, ["nadia@2020-05-10T20:30 2020-05-10", "samir@2020-05-10T20:30 2020-05-10"]);
        assert!(found.refusal.is_none() && found.faults.is_empty());
    }
}
