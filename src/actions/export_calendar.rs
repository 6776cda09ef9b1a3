//! Series as a calendar for phones and mail programs.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use crate::config::ShowNames;
use crate::domain::{Person, Series, Slug, ulid_time};
use crate::error::Error;
use crate::plan::ics::{self, Event, Named};
use crate::plan::place;
use crate::store::{Library, people, series};

/// One calendar of these series, each whole, and what calendars cannot be told of them. People stand in it by their shown name or code,
/// never by their name; with codes alone, titles do not stand in it either.
pub fn calendar_text(library: &Library, wanted: &BTreeSet<Slug>, show: ShowNames) -> (String, Vec<Error>) {
    let settings = &library.settings;
    let series = series::load_all(&library.layout, settings.zone).rows;
    let people = people::load_all(&library.layout).rows;
    let called: BTreeMap<Slug, String> = people.into_iter().map(|person| (person.id.clone(), called(person, show))).collect();
    let name_of = |id: &Slug| called.get(id).cloned().unwrap_or_else(|| id.to_string());
    let (mut events, mut faults) = (Vec::new(), Vec::new());
    for series in series.iter().filter(|series| wanted.contains(&series.id)) {
        match ics::events_of(series, settings) {
            Ok(exported) => {
                let people: Vec<String> = series.people().iter().map(name_of).collect();
                let stamp = stamp(series, library);
                let coded = |event: &Event| (show == ShowNames::Code).then(|| coded(event, series, &people));
                let named = |event: Event| Named { coded: coded(&event), people: people.clone(), stamp, event };
                events.extend(exported.events.into_iter().map(named));
                faults.extend(exported.faults);
            }
            Err(fault) => faults.push(fault),
        }
    }
    (ics::written(&settings.title, &events), faults)
}

fn called(person: Person, show: ShowNames) -> String {
    let code = person.code.unwrap_or_else(|| person.id.to_string());
    match show {
        ShowNames::Name => person.shown.unwrap_or(code),
        ShowNames::Code => code,
    }
}

/// Who, in place of a title; the id of a series that has nobody, and of a chain.
fn coded(event: &Event, series: &Series, people: &[String]) -> String {
    let who = if people.is_empty() { series.id.to_string() } else { people.join(", ") };
    let chain = series.chains.iter().find(|chain| event.uid.ends_with(&format!(".{}", chain.id)));
    chain.map_or(who.clone(), |chain| format!("{who} · {}", chain.id))
}

/// When the series was made, as far as its ids tell: the same on each day that the calendar is written.
fn stamp(series: &Series, library: &Library) -> DateTime<Utc> {
    let made = series.uid.as_deref().and_then(ulid_time).or_else(|| ulid_time(&library.settings.id));
    made.unwrap_or_else(|| place(series.start, series.zone).with_timezone(&Utc))
}
