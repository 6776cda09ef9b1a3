//! What there is to know before and while somebody talks: who, what, which of how many, how long, which steps.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use chrono_tz::Tz;

use super::agenda::{Plans, Row};
use super::broken_off;
use super::consent::{Lacking, lacking};
use super::names::PeopleNames;
use super::questions::{self, Waiting};
use crate::config::ShowNames;
use crate::domain::{Slug, Step};
use crate::error::Result;
use crate::plan::{Occurrence, State, Window, clock_change, place, upcoming};
use crate::store::joined::holds_only_marks;
use crate::store::sessions::SessionEntry;
use crate::store::{Library, series, sessions};

/// Of an occurrence that waits, or of a session that is being recorded.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sitting {
    /// How `record` is told what it is: an occurrence, a series, a session; absent: one that was not planned.
    pub what: Option<String>,
    pub title: String,
    pub series: Option<Slug>,
    pub number: Option<u32>,
    pub of: Option<u32>,
    /// What the place is called.
    pub place: Option<String>,
    /// How people are called in the library, hosts first.
    pub people: Vec<String>,
    /// Their ids, in the same order.
    pub ids: Vec<Slug>,
    /// Who of them has not agreed to everything that the library asks for, as far as their files have been read.
    pub lacking: Vec<Lacking>,
    /// When it is planned to begin and to be over.
    pub start: Option<DateTime<Tz>>,
    pub end: Option<DateTime<Tz>>,
    pub steps: Vec<Step>,
    /// Questions of earlier sessions and takes that wait; only of a session that is being recorded.
    pub questions: Vec<Waiting>,
    /// Read aloud before the start.
    pub announce: Option<String>,
    /// No bell, whatever happens.
    pub quiet: bool,
}

impl Sitting {
    /// What a planned occurrence says by itself, at a place that is called so; steps and announcement are its series'.
    pub fn planned(occurrence: &Occurrence, place: Option<String>, names: &PeopleNames) -> Sitting {
        Sitting {
            what: Some(occurrence.id.to_string()),
            title: occurrence.title.clone(),
            series: Some(occurrence.series.clone()),
            number: occurrence.number,
            of: occurrence.of,
            place,
            people: called(&occurrence.people, names),
            ids: occurrence.people.clone(),
            start: Some(occurrence.start),
            end: Some(occurrence.end),
            quiet: occurrence.quiet,
            ..Sitting::default()
        }
    }
}

/// The next date of a series.
#[derive(Debug, Clone, PartialEq)]
pub struct NextDate {
    /// In the series' zone.
    pub start: DateTime<Tz>,
    /// By how much the clocks change in the night before it.
    pub clock_change: Option<Duration>,
}

/// What is due or late now, or has broken off and may go on; of several, what started last.
pub fn waiting(library: &Library, now: DateTime<Utc>, show: ShowNames) -> Option<Sitting> {
    let plans = Plans::of(library);
    let may_go_on = broken_off::may_go_on(&plans, library, now);
    let rows = plans.within(Window { from: now - plans.longest_wait(), to: now + EARLIEST }, now).rows.into_iter();
    let waits = |row: &Row| matches!(row.state, State::Due | State::Late) || may_go_on(row);
    let due = rows.filter(waits).max_by_key(|row| row.occurrence.start)?;
    Some(of_occurrence(library, &due.occurrence, show, now))
}

/// So long before its start a session can have been begun.
const EARLIEST: Duration = Duration::hours(12);

/// The first date of a series after a moment that is not cancelled; `None` where the series is over or cannot be read.
pub fn next_date(library: &Library, series: &Slug, after: DateTime<Utc>) -> Option<NextDate> {
    let series = series::load(&library.layout, series, library.settings.zone).ok()?;
    let near = upcoming(&series, &library.settings, after, NEAR).ok()?;
    let start = near.into_iter().find(|found| !found.cancelled && found.start > after)?.start;
    Some(NextDate { start, clock_change: clock_change(start.date_naive(), start.timezone()) })
}

/// More dates than that are hardly ever cancelled in a row.
const NEAR: usize = 10;

/// Of a planned occurrence, as it stands `now`.
pub fn of_occurrence(library: &Library, occurrence: &Occurrence, show: ShowNames, now: DateTime<Utc>) -> Sitting {
    let series = series::load(&library.layout, &occurrence.series, library.settings.zone).ok();
    let guided = series.as_ref().filter(|_| occurrence.chain.is_none());
    let place = occurrence.place.as_ref().map(|id| library.settings.place_name(id));
    let names = names(library, show);
    Sitting {
        lacking: lacking(library, &occurrence.people, &names, today(library, now)),
        steps: guided.map(|series| series.steps.clone()).unwrap_or_default(),
        announce: series.and_then(|series| series.announce),
        ..Sitting::planned(occurrence, place, &names)
    }
}

/// Of the session with this folder name, as it stands `now`. Its series may have gone since: then there are no steps.
pub fn of_session(library: &Library, session: &str, show: ShowNames, now: DateTime<Utc>) -> Result<Sitting> {
    if let Some(joined) = of_joined(library, session, show) {
        return Ok(joined);
    }
    let entry = sessions::resolve(&library.layout, session)?;
    let questions = questions::waiting_for(library, &entry);
    let SessionEntry { id, session, .. } = entry;
    let series = session.series.as_ref().and_then(|id| series::load(&library.layout, id, library.settings.zone).ok());
    let start = session.occurrence.map(|at| place(at, session.zone));
    let guided = series.as_ref().filter(|_| session.chain.is_none());
    let names = names(library, show);
    Ok(Sitting {
        lacking: lacking(library, &session.people, &names, today(library, now)),
        what: Some(id),
        title: session.title,
        series: session.series,
        number: session.number,
        of: session.of,
        place: series.as_ref().and_then(|series| series.place.as_ref()).map(|id| library.settings.place_name(id)),
        people: called(&session.people, &names),
        ids: session.people,
        start,
        questions,
        end: start.zip(series.as_ref()).map(|(start, series)| start + Duration::minutes(series.minutes.into())),
        steps: guided.map(|series| series.steps.clone()).unwrap_or_default(),
        quiet: series.as_ref().is_some_and(|series| series.quiet),
        announce: series.and_then(|series| series.announce),
    })
}

fn today(library: &Library, now: DateTime<Utc>) -> NaiveDate {
    now.with_timezone(&library.settings.zone).date_naive()
}

/// Of a session that is recorded elsewhere, and of which only the folder's name is here: what its series says.
fn of_joined(library: &Library, session: &str, show: ShowNames) -> Option<Sitting> {
    sessions::folder_of(&library.layout, session).filter(|folder| holds_only_marks(folder))?;
    let (start, series) = sessions::name_parts(session)?;
    let series = series::load(&library.layout, &series, library.settings.zone).ok();
    let people = series.as_ref().map(|series| called(&series.people(), &names(library, show)));
    Some(Sitting {
        what: Some(session.to_owned()),
        title: series.as_ref().map(|series| series.title.clone()).unwrap_or_default(),
        people: people.unwrap_or_default(),
        start: series.as_ref().map(|series| place(start, series.zone)),
        steps: series.as_ref().map(|series| series.steps.clone()).unwrap_or_default(),
        quiet: series.as_ref().is_some_and(|series| series.quiet),
        series: series.map(|series| series.id),
        ..Sitting::default()
    })
}

fn names(library: &Library, show: ShowNames) -> PeopleNames {
    PeopleNames::load(library, show).0 // what is wrong in people's files, Today names
}

fn called(ids: &[Slug], names: &PeopleNames) -> Vec<String> {
    ids.iter().map(|id| names.of(id).to_owned()).collect()
}
