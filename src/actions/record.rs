//! What is to be recorded, and the recorder that does it.

use std::collections::BTreeMap;

use chrono::{DateTime, Timelike, Utc};

use super::agenda::{people_of, roles_of};
use crate::clock::Monotonic;
use crate::domain::{LibrarySettings, OccurrenceId, Roles, Series, Slug, nearest};
use crate::error::{Error, Loaded, Result};
use crate::locale::{Language, Locale, Text};
use crate::plan::{Found, Occurrence, find};
use crate::recorder::protocol::{PlannedStep, SessionPlan, Stamp};
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

/// What is going to be recorded.
#[derive(Debug)]
pub struct Planned {
    pub plan: SessionPlan,
    /// What was chosen, in words.
    pub chosen: Option<Text>,
    /// A file that could not be read; recording goes on without it.
    pub fault: Option<Error>,
}

/// Finds what a wish names: an occurrence (with a session already: its next take), a series (its unrecorded occurrence nearest to
/// now, else an unplanned session of it), or a session that exists.
///
/// Errors: nothing is called so, with what is nearest.
pub fn plan(library: &Library, wish: &Wish, now: DateTime<Utc>, locale: &Locale) -> Result<Planned> {
    let recorded = sessions::list(&library.layout).rows;
    let Planned { plan, chosen, fault } = match wish.what.as_deref() {
        None => Planned { plan: unplanned(&library.settings, now, locale), chosen: None, fault: None },
        Some(what) => match sessions::resolve(&library.layout, what) {
            Ok(entry) => again(library, &entry),
            Err(not_a_session) => planned(library, what, &recorded, now, not_a_session)?,
        },
    };
    let title = wish.title.clone().unwrap_or(plan.title.clone());
    let slug = match (&wish.title, &plan.series) {
        (Some(title), None) => Slug::of(title).map_or(plan.slug.clone(), |slug| slug.to_string()),
        _ => plan.slug.clone(),
    };
    let stamp = Stamp { mono: Some(wish.key), wall: None };
    Ok(Planned { plan: SessionPlan { title, slug, seconds: wish.seconds, stamp, ..plan }, chosen, fault })
}

fn planned(
    library: &Library,
    what: &str,
    recorded: &[SessionEntry],
    now: DateTime<Utc>,
    not_a_session: Error,
) -> Result<Planned> {
    let all = series::load_all(&library.layout, library.settings.zone);
    let is_series = |id: &str| all.rows.iter().any(|one| one.id.as_str() == id);
    let looks_planned = what.contains(['@', '#']) || is_series(what.split('.').next().unwrap_or(what));
    let session_of = |id: &OccurrenceId| recorded.iter().find(|entry| entry.session.occurrence_id().as_ref() == Some(id));
    let found = match find(what, &all.rows, &library.settings, now, |id| session_of(id).is_some()) {
        Ok(found) => found,
        Err(unknown) => return without_plan(library, what, all, now, if looks_planned { unknown } else { not_a_session }),
    };
    let series_of = |id: &Slug| all.rows.iter().find(|one| one.id == *id);
    match found {
        Found::Occurrence(occurrence) => Ok(match session_of(&occurrence.id) {
            Some(entry) => again(library, entry),
            None => Planned {
                chosen: Some(told(&occurrence)),
                plan: of_occurrence(&occurrence, series_of(&occurrence.series), &roles_of(library, &occurrence, now)),
                fault: None,
            },
        }),
        Found::Series(id) => {
            let series = series_of(&id).ok_or(not_a_session)?;
            let chosen = Some(text!("recorder-chosen-unplanned", series = id.as_str()));
            Ok(Planned { plan: of_series(series, now), chosen, fault: None })
        }
    }
}

/// What neither plan nor sessions know: a series whose file is bad is recorded all the same, as a session that was not planned;
/// anything else is an error, with the nearest series that there is.
fn without_plan(library: &Library, what: &str, all: Loaded<Series>, now: DateTime<Utc>, unknown: Error) -> Result<Planned> {
    let name = what.split(['@', '#', '.']).next().unwrap_or(what);
    if let (Some(fault), Some(id)) = (bad_file(name, all.faults), Slug::parse(name)) {
        let zone = library.settings.zone;
        let plan = SessionPlan {
            title: id.to_string(),
            series: Some(id.to_string()),
            slug: id.to_string(),
            zone: zone.name().to_owned(),
            start: minute(now.with_timezone(&zone).naive_local()),
            ..unplanned(&library.settings, now, &Locale::new(Language::English))
        };
        let chosen = Some(text!("recorder-chosen-unplanned", series = id.as_str()));
        return Ok(Planned { plan, chosen, fault: Some(fault) });
    }
    Err(match nearest(name, all.rows.iter().map(|one| one.id.as_str())).filter(|id| *id != name) {
        Some(meant) => Error::new(text!("recorder-unknown-what", found = name)).hint(text!("recorder-meant", meant = meant)),
        None => unknown,
    })
}

/// A session that exists gets its next take.
fn again(library: &Library, entry: &SessionEntry) -> Planned {
    let chosen = Some(text!("recorder-chosen-again", session = entry.id.as_str(), take = entry.session.takes.len() + 1));
    Planned { plan: next_take(library, entry), chosen, fault: None }
}

fn told(occurrence: &Occurrence) -> Text {
    let id = occurrence.id.to_string();
    match (occurrence.cancelled, occurrence.number, occurrence.of) {
        (true, ..) => text!("recorder-chosen-cancelled", id = id),
        (_, Some(number), Some(of)) => text!("recorder-chosen-of", id = id, number = number, of = of),
        (_, Some(number), None) => text!("recorder-chosen-number", id = id, number = number),
        _ => text!("recorder-chosen", id = id),
    }
}

fn bad_file(name: &str, faults: Vec<Error>) -> Option<Error> {
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
        roles: written(&session.roles),
        start: session.occurrence.unwrap_or_default(),
        slug: "session".to_owned(),
        steps: series.map(|series| steps(&series)).unwrap_or_default(),
        seconds: None,
        stamp: Stamp::default(),
        joins: false,
    }
}

fn of_occurrence(occurrence: &Occurrence, series: Option<&Series>, roles: &Roles) -> SessionPlan {
    SessionPlan {
        session: None,
        title: occurrence.title.clone(),
        series: Some(occurrence.series.to_string()),
        occurrence: Some(occurrence.id.at),
        chain: occurrence.chain.as_ref().map(ToString::to_string),
        zone: occurrence.start.timezone().name().to_owned(),
        number: occurrence.number,
        of: occurrence.of,
        people: people_of(occurrence, roles).iter().map(ToString::to_string).collect(),
        roles: written(roles),
        start: occurrence.start.naive_local(),
        slug: occurrence.series.to_string(),
        steps: series.filter(|_| occurrence.chain.is_none()).map(steps).unwrap_or_default(),
        seconds: None,
        stamp: Stamp::default(),
        joins: false,
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
        roles: BTreeMap::new(),
        start: minute(now.with_timezone(&series.zone).naive_local()),
        slug: series.id.to_string(),
        steps: steps(series),
        seconds: None,
        stamp: Stamp::default(),
        joins: false,
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
        roles: BTreeMap::new(),
        start: minute(now.with_timezone(&settings.zone).naive_local()),
        slug: "session".to_owned(),
        steps: Vec::new(),
        seconds: None,
        stamp: Stamp::default(),
        joins: false,
    }
}

fn written(roles: &Roles) -> BTreeMap<String, String> {
    roles.iter().map(|(role, person)| (role.to_string(), person.to_string())).collect()
}

fn steps(series: &Series) -> Vec<PlannedStep> {
    series.steps.iter().map(|step| PlannedStep { title: step.title.clone(), minutes: step.minutes }).collect()
}

/// The minute in which something was asked names its folder.
fn minute(at: chrono::NaiveDateTime) -> chrono::NaiveDateTime {
    at.with_second(0).and_then(|at| at.with_nanosecond(0)).unwrap_or(at)
}
