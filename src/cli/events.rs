//! What the recorder tells, as lines: JSON for programs, sentences for people.

use super::Output;
use crate::domain::{Frames, HOLE, Hertz};
use crate::locale::{Language, Locale, Text};
use crate::recorder::protocol::{Event, MarkerFacts, StopReason};
use crate::recorder::relief::Relief;
use crate::text;

/// Seconds of an event are shown from thousandths.
const MILLI: Hertz = Hertz(1000);

/// Prints events, each on a line, at once.
pub struct Printer {
    output: Output,
    json: bool,
    locale: Locale,
    relief: Relief,
}

impl Printer {
    pub fn new(json: bool, language: Language) -> Printer {
        Printer::over(Output::of_process(), json, language)
    }

    pub fn over(output: Output, json: bool, language: Language) -> Printer {
        Printer { output, json, locale: Locale::new(language), relief: Relief::default() }
    }

    /// `line` is one event as JSON; what is none is left out.
    pub fn print(&mut self, line: &str) {
        let Ok(event) = serde_json::from_str::<Event>(line) else { return };
        let relief = self.relief.hear(&event);
        if self.json {
            self.output.event(&event);
        } else if let Event::Warning { warning, cleared: false, .. } = &event {
            self.output.tell(&crate::domain::sanitize(&warning.text));
        } else if let Some(text) = relief.or_else(|| self.worded(&event)) {
            self.output.say(&self.locale, &text);
            if let Event::Stopped { elsewhere: Some(words), .. } = &event {
                self.output.tell(&crate::domain::sanitize(words));
            }
            drop(self.output.flush()); // a closed output is ignored: the take goes on
        }
    }

    /// Nobody reads any more.
    pub fn is_closed(&self) -> bool {
        self.output.is_closed()
    }

    fn worded(&self, event: &Event) -> Option<Text> {
        Some(match event {
            Event::Armed { input, .. } => text!("cli-event-armed", input = input),
            Event::Started { session, joined: true, .. } => text!("join-started", session = session),
            Event::Started { session, .. } => text!("cli-event-started", session = session),
            Event::Part { .. } | Event::Warning { .. } => return None,
            Event::Mark { marker, .. } if marker.kind == HOLE => return None,
            Event::Mark { marker, .. } => marked(marker, &self.locale),
            Event::Paused { .. } => text!("cli-event-paused"),
            Event::Resumed { .. } => text!("cli-event-resumed"),
            Event::Copied { dir, at, same_disk, complete: true, .. } => {
                let same = if *same_disk { "yes" } else { "no" };
                text!("copy-checked", at = at.with_timezone(&chrono::Local).time(), dir = dir, same = same)
            }
            Event::Copied { faults, .. } => text!("copy-not-checked", words = faults.join(" · ")),
            Event::Stopped { seconds, marks, why, elsewhere, joined, .. } => {
                let fault = match elsewhere {
                    _ if *why == StopReason::Fault => "yes",
                    _ if *joined => "joined",
                    Some(_) => "elsewhere",
                    None => "no",
                };
                text!(
                    "cli-event-stopped",
                    fault = fault,
                    length = self.locale.length(*seconds),
                    marks = text!("cli-marks", count = *marks)
                )
            }
        })
    }
}

/// What a mark has done: a point, a range that begins, one that has ended; what is off the record says whether it still is.
pub fn marked(marker: &MarkerFacts, locale: &Locale) -> Text {
    let at = |seconds: f64| locale.position(Frames::from_seconds(seconds, MILLI), MILLI);
    let from = marker.seconds.unwrap_or_default();
    let kind = marker.name.clone().unwrap_or_else(|| marker.kind.clone());
    match (marker.open, marker.length) {
        _ if marker.deleted => text!("recorder-event-taken-back", kind = kind, at = at(from)),
        (true, _) => text!("cli-range-begun", id = marker.kind.as_str(), kind = kind, at = at(from)),
        (false, Some(length)) => {
            let length = locale.length(length);
            text!("cli-range-ended", id = marker.kind.as_str(), kind = kind, at = at(from), length = length)
        }
        (false, None) => text!("cli-event-mark", kind = kind, at = at(from)),
    }
}
