//! One document for a take, with everything that the other formats have to press into a title.

use serde::Serialize;

use super::words::several_lines;
use super::{Moment, Told, Written};
use crate::domain::Frames;

#[derive(Serialize)]
struct Document<'t> {
    format: u32,
    session: &'t str,
    title: &'t str,
    people: &'t [String],
    #[serde(rename = "use")]
    usage: Option<&'t str>,
    take: u32,
    /// Wall time of the take's own frame 0.
    started: String,
    rate: u32,
    frames: Frames,
    markers: Vec<Marker<'t>>,
}

#[derive(Serialize)]
struct Marker<'t> {
    id: &'t str,
    kind: &'t str,
    name: &'t str,
    frame: Frames,
    end_frame: Option<Frames>,
    seconds: f64,
    end_seconds: Option<f64>,
    themes: Vec<Theme<'t>>,
    strength: Option<u8>,
    who: &'t [String],
    note: Option<String>,
    done: Option<String>,
}

#[derive(Serialize)]
struct Theme<'t> {
    id: &'t str,
    name: &'t str,
}

pub fn write(told: &Told) -> Written {
    let document = Document {
        format: 1,
        session: &told.session,
        title: &told.title,
        people: &told.people,
        usage: told.usage.as_deref(),
        take: told.take,
        started: told.started.to_rfc3339(),
        rate: told.rate.0,
        frames: told.end,
        markers: told.marks.iter().map(|mark| marker(mark, told)).collect(),
    };
    let text = serde_json::to_string_pretty(&document).expect("documents have string keys and no failing parts");
    Written { text: text + "\n", marks: told.marks.len(), remarks: Vec::new() }
}

fn marker<'t>(mark: &'t Moment, told: &Told) -> Marker<'t> {
    Marker {
        id: &mark.id,
        kind: &mark.kind,
        name: &mark.name,
        frame: mark.start,
        end_frame: mark.end,
        seconds: mark.start.seconds(told.rate),
        end_seconds: mark.end.map(|end| end.seconds(told.rate)),
        themes: mark.themes.iter().map(|theme| Theme { id: &theme.id, name: &theme.name }).collect(),
        strength: mark.strength,
        who: &mark.who,
        note: mark.note.as_deref().map(several_lines),
        done: mark.done.map(|done| done.to_string()),
    }
}
