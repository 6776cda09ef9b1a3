//! `search`: where words stand.

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
}

#[derive(Serialize)]
struct HitDocument {
    session: String,
    /// `session`, `marker` or `text`.
    what: &'static str,
    /// Of the marker.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    /// Number of the take.
    take: Option<u32>,
    at: Option<String>,
    seconds: Option<f64>,
    text: String,
}

pub fn definition(locale: &Locale) -> Command {
    Definition::new(locale, "search").several("words", "words").json().done()
}

pub fn run(call: &Call, world: &mut World, output: &mut Output) -> Result<Exit> {
    let found = search(&super::library(world, output)?, &call.texts("words"), &world.locale);
    if call.flag("json") {
        output.json(&Hits { format: 1, hits: found.rows.into_iter().map(document).collect() });
    } else {
        print(&found.rows, &world.locale, output);
    }
    tell_faults(&found.faults, &world.locale, output);
    Ok(look_if(!found.faults.is_empty()))
}

fn document(hit: Hit) -> HitDocument {
    let (what, id, file, line) = match hit.what {
        Found::Session => ("session", None, None, None),
        Found::Marker { id, .. } => ("marker", Some(id.to_string()), None, None),
        Found::Line { file, line } => ("text", None, Some(file), Some(line)),
    };
    HitDocument {
        session: hit.session,
        what,
        id,
        file,
        line,
        take: hit.place.map(|place| place.take),
        at: hit.place.map(|place| timestamp(place.frame, place.rate)),
        seconds: hit.place.map(|place| place.frame.seconds(place.rate)),
        text: hit.text,
    }
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
