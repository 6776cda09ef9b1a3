//! `search`: where words stand.

use chrono::{DateTime, FixedOffset};
use clap::Command;
use serde::Serialize;

use super::words::Definition;
use super::{Call, Exit, Output, look_if, tell_faults};
use crate::actions::World;
use crate::actions::search::{Found, Hit, search};
use crate::domain::timestamp;
use crate::error::Result;
use crate::locale::Locale;
use crate::text;

#[derive(Serialize)]
struct Hits {
    format: u32,
    hits: Vec<HitDocument>,
    /// How many more there are that are off the record, or may be.
    withheld: usize,
}

#[derive(Serialize)]
struct HitDocument {
    session: String,
    title: String,
    started: Option<DateTime<FixedOffset>>,
    /// `session`, `marker` or `text`.
    what: &'static str,
    /// Of the marker.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    /// Number of the take.
    take: Option<u32>,
    at: Option<String>,
    seconds: Option<f64>,
    /// Of a range or a cue.
    #[serde(skip_serializing_if = "Option::is_none")]
    end_seconds: Option<f64>,
    /// The words behind `temoin` that let it be heard; `null` where there is no sound.
    play: Option<Vec<String>>,
    text: String,
}

pub fn definition(locale: &Locale) -> Command {
    Definition::new(locale, "search").several("words", "words").json().done()
}

pub fn run(call: &Call, world: &mut World, output: &mut Output) -> Result<Exit> {
    let mut found = search(&super::library(world, output)?, &call.texts("words"), &world.locale);
    let all = found.rows.len();
    found.rows.retain(|hit| !hit.withheld);
    let withheld = all - found.rows.len();
    if call.flag("json") {
        output.json(&Hits { format: 1, hits: found.rows.into_iter().map(document).collect(), withheld });
    } else {
        print(&found.rows, &world.locale, output);
    }
    if withheld > 0 {
        output.message(&world.locale, &text!("cli-search-withheld", count = withheld));
    }
    tell_faults(&found.faults, &world.locale, output);
    Ok(look_if(!found.faults.is_empty()))
}

fn document(hit: Hit) -> HitDocument {
    let play = words_to_play(&hit);
    let (what, id, kind, file, line) = match hit.what {
        Found::Session => ("session", None, None, None, None),
        Found::Marker { id, kind } => ("marker", Some(id.to_string()), Some(kind), None, None),
        Found::Line { file, line } => ("text", None, None, Some(file), Some(line)),
    };
    HitDocument {
        session: hit.session,
        title: hit.title,
        started: hit.started,
        what,
        id,
        kind,
        file,
        line,
        take: hit.place.map(|place| place.take),
        at: hit.place.map(|place| timestamp(place.frame, place.rate)),
        seconds: hit.place.map(|place| place.frame.seconds(place.rate)),
        end_seconds: hit.place.and_then(|place| Some(place.end?.seconds(place.rate))),
        play,
        text: hit.text,
    }
}

/// The words behind `temoin` that let a hit be heard: a mark's stretch, or on from its place, or its session.
fn words_to_play(hit: &Hit) -> Option<Vec<String>> {
    let from = match (&hit.what, hit.place) {
        _ if !hit.sounds => return None,
        (Found::Marker { id, .. }, _) => vec!["--marker".to_owned(), id.to_string()],
        (_, Some(place)) => vec!["--at".to_owned(), format!("{}/{}", place.take, timestamp(place.frame, place.rate))],
        (_, None) => Vec::new(),
    };
    Some([vec!["play".to_owned(), hit.session.clone()], from].concat())
}

/// Under each session its places, in the form that `play --at` takes.
fn print(hits: &[Hit], locale: &Locale, output: &mut Output) {
    let mut session = None;
    for hit in hits {
        if session != Some(&hit.session) {
            output.line(&hit.session);
            session = Some(&hit.session);
        }
        let place = match (&hit.place, &hit.what) {
            (Some(place), _) => format!("{}/{}", place.take, locale.position(place.frame, place.rate)),
            (None, Found::Line { file, line }) => format!("{file}:{line}"),
            (None, _) => "–".to_owned(),
        };
        output.line(format!("    {place:<12}  {}", hit.text));
    }
    if hits.is_empty() {
        output.say(locale, &text!("cli-nothing-found"));
    }
}
