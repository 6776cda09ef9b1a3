//! What was half typed when its take ended, by whatever hand: its line stays open under the hands that type in it, and comes onto its mark
//! when it is kept, once the recorder has let go.

use super::Live;
use crate::actions::notes::{LateNote, Onto};
use crate::domain::MarkerId;
use crate::error::Result;
use crate::text;
use crate::tui::event::Effect;
use crate::tui::line::{Line, Purpose};
use crate::tui::model::Model;
use crate::tui::screen::after;

/// The take of `live` has ended. The line that belongs to it stays open, so that no letter of what is being typed is a key.
pub fn keep_open(model: &mut Model, live: Option<&Live>) {
    if model.record.left_open.is_some() {
        return;
    }
    let Some(line) = model.line.as_ref().filter(|line| line.is_live()) else { return };
    model.record.left_open = live.and_then(|live| late_note(model, live, line));
    model.line.take_if(|line| line.is_live() && model.record.left_open.is_none());
}

/// The line that had stayed open is kept: its words go where they belong, and what waited for the hands is asked.
pub fn kept(model: &mut Model, line: &Line, left_open: LateNote) -> Vec<Effect> {
    let mut effects = Vec::new();
    let words = line.text().trim().to_owned();
    if !words.is_empty() {
        let onto = match (left_open.onto, &line.purpose) {
            (Onto::New { seconds, .. }, Purpose::NewMark { kind }) => Onto::New { kind: (*kind).to_owned(), seconds },
            (onto, _) => onto,
        };
        let late = LateNote { onto, words, ..left_open };
        model.record.late.push(late.clone());
        effects.push(Effect::NoteLate(late));
    }
    effects.extend(after::begin_waiting(model));
    effects
}

/// Where the words of a line belong, which are still to come; `None` where there is no take to which it belongs.
fn late_note(model: &Model, live: &Live, line: &Line) -> Option<LateNote> {
    let (session, take) = live.status.session.clone().zip(live.status.take)?;
    let at_its_moment = |kind: &str| {
        let seconds = live.status.seconds + line.opened.seconds_since(live.at);
        Onto::New { kind: kind.to_owned(), seconds: seconds.max(0.0) }
    };
    let onto = match line.purpose {
        Purpose::NewMark { kind } => at_its_moment(kind),
        Purpose::NoteOfMade(number) => match model.record.made.id(number) {
            Some(id) => Onto::Mark(MarkerId(id.to_owned())),
            None => at_its_moment("note"), // the recorder has not said which mark it is
        },
        _ => return None,
    };
    Some(LateNote { session, take, onto, words: String::new() })
}

/// Whether the words are on the disk. If not they are held, and tried again when the recorder has gone.
pub fn late_noted(model: &mut Model, late: LateNote, outcome: Result<()>) -> Vec<Effect> {
    match outcome {
        Ok(()) => {
            model.record.late.retain(|held| *held != late);
            model.say(text!("listen-words-kept"));
        }
        Err(error) => model.complain(error),
    }
    Vec::new()
}

/// Tries to keep what is held: a recorder has gone.
pub fn late_again(model: &Model) -> Vec<Effect> {
    model.record.late.iter().cloned().map(Effect::NoteLate).collect()
}
