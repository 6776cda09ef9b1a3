//! What is to be recorded, and the recorder that does it.

use chrono::{DateTime, Timelike, Utc};

use crate::clock::Monotonic;
use crate::domain::{LibrarySettings, OccurrenceId, Series, Slug};
use crate::error::{Error, Result};
use crate::locale::Locale;
use crate::plan::{Found, Occurrence, find};
use crate::recorder::protocol::{SessionPlan, Stamp};
use crate::store::sessions::{self, SessionEntry};
use crate::store::{Library, series};
use crate::text;

/// What was asked for.
#[derive(Debug, Clone, Default)]
pub struct Wish {
    /// An occurrence, a series or a session, as typed; absent: a session that was not planned.
    pub what: Option<String>,
    pub title: Option<String>,
    /// Seconds from the key.
    pub seconds: Option<f64>,
    /// When the key came.
    pub key: Monotonic,
}

/// Finds what a wish names: an occurrence (with a session already: its next take), a series (its unrecorded occurrence nearest to
/// now, else an unplanned session of it), or a session that exists.
///
/// Errors: nothing is called so, with what is nearest.
pub fn plan(library: &Library, wish: &Wish, now: DateTime<Utc>, locale: &Locale) -> Result<SessionPlan> {
    let recorded = sessions::list(&library.layout).rows;
    let plan = match wish.what.as_deref() {
        None => unplanned(&library.settings, now, locale),
        Some(what) => match sessions::resolve(&library.layout, what) {
            Ok(entry) => next_take(library, &entry),
            Err(not_a_session) => planned(library, what, &recorded, now, not_a_session)?,
        },
    };
    let title = wish.title.clone().unwrap_or(plan.title.clone());
    let slug = match (&wish.title, &plan.series) {
        (Some(title), None) => Slug::of(title).map_or(plan.slug.clone(), |slug| slug.to_string()),
        _ => plan.slug.clone(),
    };
    Ok(SessionPlan { title, slug, seconds: wish.seconds, stamp: Stamp { mono: Some(wish.key), wall: None }, ..plan })
}

fn planned(
    library: &Library,
    what: &str,
    recorded: &[SessionEntry],
    now: DateTime<Utc>,
    not_a_session: Error,
) -> Result<SessionPlan> {
    let all = series::load_all(&library.layout, library.settings.zone);
    let is_series = |id: &str| all.rows.iter().any(|one| one.id.as_str() == id);
    let looks_planned = what.contains(['@', '#']) || is_series(what.split('.').next().unwrap_or(what));
    let session_of = |id: &OccurrenceId| recorded.iter().find(|entry| super::agenda::occurrence_of(entry).as_ref() == Some(id));
    let found = match find(what, &all.rows, &library.settings, now, |id| session_of(id).is_some()) {
        Ok(found) => found,
        // A series whose file is bad is told by its file, not as one that nobody knows.
        Err(unknown) => return Err(bad_file(what, all.faults).unwrap_or(if looks_planned { unknown } else { not_a_session })),
    };
    let series_of = |id: &Slug| all.rows.iter().find(|one| one.id == *id);
    match found {
        Found::Occurrence(occurrence) => match session_of(&occurrence.id) {
            Some(entry) => Ok(next_take(library, entry)),
            None => Ok(of_occurrence(&occurrence, series_of(&occurrence.series))),
        },
        Found::Series(id) => series_of(&id).map(|series| of_series(series, now)).ok_or(not_a_session),
    }
}

fn bad_file(what: &str, faults: Vec<Error>) -> Option<Error> {
    let name = what.split(['@', '#', '.']).next()?;
    faults.into_iter().find(|fault| fault.place().is_some_and(|place| place.path.file_stem().is_some_and(|stem| stem == name)))
}

fn next_take(library: &Library, entry: &SessionEntry) -> SessionPlan {
    let session = &entry.session;
    let series = session.series.as_ref().and_then(|id| series::load(&library.layout, id, library.settings.zone).ok());
    SessionPlan {
        session: Some(entry.id.clone()),
        title: session.title.clone(),
        series: session.series.as_ref().map(ToString::to_string),
        occurrence: session.occurrence,
        chain: session.chain.as_ref().map(ToString::to_string),
        zone: session.zone.name().to_owned(),
        number: session.number,
        of: session.of,
        people: session.people.iter().map(ToString::to_string).collect(),
        start: session.occurrence.unwrap_or_default(),
        slug: "session".to_owned(),
        steps: series.map(|series| steps(&series)).unwrap_or_default(),
        seconds: None,
        stamp: Stamp::default(),
    }
}

fn of_occurrence(occurrence: &Occurrence, series: Option<&Series>) -> SessionPlan {
    SessionPlan {
        session: None,
        title: occurrence.title.clone(),
        series: Some(occurrence.series.to_string()),
        occurrence: Some(occurrence.id.at),
        chain: occurrence.chain.as_ref().map(ToString::to_string),
        zone: occurrence.start.timezone().name().to_owned(),
        number: occurrence.number,
        of: occurrence.of,
        people: occurrence.people.iter().map(ToString::to_string).collect(),
        start: occurrence.start.naive_local(),
        slug: occurrence.series.to_string(),
        steps: series.filter(|_| occurrence.chain.is_none()).map(steps).unwrap_or_default(),
        seconds: None,
        stamp: Stamp::default(),
    }
}

/// A session of a series that no occurrence stands for.
fn of_series(series: &Series, now: DateTime<Utc>) -> SessionPlan {
    SessionPlan {
        session: None,
        title: series.title.clone(),
        series: Some(series.id.to_string()),
        occurrence: None,
        chain: None,
        zone: series.zone.name().to_owned(),
        number: None,
        of: None,
        people: series.people().iter().map(ToString::to_string).collect(),
        start: minute(now.with_timezone(&series.zone).naive_local()),
        slug: series.id.to_string(),
        steps: steps(series),
        seconds: None,
        stamp: Stamp::default(),
    }
}

fn unplanned(settings: &LibrarySettings, now: DateTime<Utc>, locale: &Locale) -> SessionPlan {
    SessionPlan {
        session: None,
        title: locale.say(&text!("recorder-unplanned")),
        series: None,
        occurrence: None,
        chain: None,
        zone: settings.zone.name().to_owned(),
        number: None,
        of: None,
        people: Vec::new(),
        start: minute(now.with_timezone(&settings.zone).naive_local()),
        slug: "session".to_owned(),
        steps: Vec::new(),
        seconds: None,
        stamp: Stamp::default(),
    }
}

fn steps(series: &Series) -> Vec<String> {
    series.steps.iter().map(|step| step.title.clone()).collect()
}

/// The minute in which something was asked names its folder.
fn minute(at: chrono::NaiveDateTime) -> chrono::NaiveDateTime {
    at.with_second(0).and_then(|at| at.with_nanosecond(0)).unwrap_or(at)
}
