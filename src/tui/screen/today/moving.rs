//! The line in which a new date is typed: what was understood is read back as a sentence before `Enter` takes it.

use chrono::{DateTime, NaiveDateTime, Utc};

use super::words;
use crate::clock::Monotonic;
use crate::error::Result;
use crate::locale::Text;
use crate::plan::{Occurrence, State as Stand, place, typed as read};
use crate::text;
use crate::tui::event::{Change, Effect};
use crate::tui::line::{Line, Purpose};
use crate::tui::model::{Model, Words};

/// Opens the line for the chosen row.
pub fn begin(model: &mut Model, at: Monotonic) -> Vec<Effect> {
    let found = model.today.row().and_then(|row| model.today.occurrence(row));
    match found {
        Some((_, Stand::Done, _)) => model.say(text!("today-done-stays")),
        Some((occurrence, ..)) => {
            model.today.moves = Some(occurrence.id);
            model.line = Some(Line::new(text!("today-move-to"), Purpose::Field(0), at));
            typed(model);
        }
        None => model.say(text!("today-no-date-chosen")),
    }
    Vec::new()
}

/// The line has changed: what is understood of it stands beside it.
pub fn typed(model: &mut Model) {
    let Some(typed) = model.line.as_ref().map(|line| line.text().to_owned()) else { return };
    let read = match (typed.trim().is_empty(), moved(model, &typed)) {
        (true, _) => Some(Words::Said(text!("today-move-example"))),
        (false, Some(Ok((occurrence, to)))) => Some(Words::Said(read_back(model, &occurrence, to))),
        (false, Some(Err(error))) => Some(Words::Wrong(error)),
        (false, None) => None,
    };
    if let Some(line) = &mut model.line {
        line.read_back = read;
    }
}

/// `Enter`: what was understood is done. What was not stays in the line.
pub fn kept(model: &mut Model, line: Line) -> Vec<Effect> {
    if line.is_empty() {
        model.today.moves = None;
        return Vec::new();
    }
    match moved(model, line.text()) {
        Some(Ok((occurrence, to))) => {
            model.today.moves = None;
            vec![Effect::Change(Change::Move { occurrence: occurrence.id, to })]
        }
        Some(Err(_)) => {
            model.line = Some(line);
            Vec::new()
        }
        None => {
            model.say(text!("today-no-date-chosen")); // somebody else has taken it away meanwhile
            Vec::new()
        }
    }
}

/// What is being moved, and where it would lie. `None`: it is not there any more.
fn moved(model: &Model, typed: &str) -> Option<Result<(Occurrence, NaiveDateTime)>> {
    let id = model.today.moves.as_ref()?;
    let occurrence = model.today.all().find(|row| row.occurrence.id == *id)?.occurrence.clone();
    let zone = occurrence.start.timezone();
    let today = model.now.wall.with_timezone(&zone).date_naive();
    Some(read::moved_to(typed, occurrence.start.naive_local(), today).map(|to| (occurrence, to)))
}

fn read_back(model: &Model, occurrence: &Occurrence, to: NaiveDateTime) -> Text {
    let start = place(to, occurrence.start.timezone()).with_timezone(&Utc);
    let end = start + (occurrence.end - occurrence.start);
    let date = to.date();
    let day = format!("{} {}", model.locale.weekday(date), model.locale.day_and_month(date));
    text!("today-move-read", day = day, time = to.time(), remark = remark(model, occurrence, start, end))
}

/// Free, or what stands there already.
fn remark(model: &Model, occurrence: &Occurrence, start: DateTime<Utc>, end: DateTime<Utc>) -> Text {
    let date = start.with_timezone(&occurrence.start.timezone()).date_naive();
    let is_closed = model.library.as_ref().is_some_and(|library| library.settings.closed.iter().any(|days| days.contains(date)));
    let shares = |other: &Occurrence| {
        other.people.iter().any(|person| occurrence.people.contains(person))
            || (other.place.is_some() && other.place == occurrence.place)
    };
    let mut others = model.today.all().map(|row| &row.occurrence);
    let in_the_way = others
        .find(|other| other.id != occurrence.id && !other.cancelled && other.start < end && start < other.end && shares(other));
    match in_the_way {
        _ if end < model.now.wall => text!("today-move-past"),
        Some(other) => text!("today-move-clash", title = words::title(model, other), time = other.start.time()),
        None if is_closed => text!("today-move-closed"),
        None if start > model.now.wall + chrono::Duration::days(13) => text!("today-move-far"),
        None => text!("today-move-free"),
    }
}
