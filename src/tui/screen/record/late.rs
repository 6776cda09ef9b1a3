//! What was half typed when its take ended, by whatever hand: it comes onto its mark after the end, once the recorder has let go.

use super::Live;
use crate::actions::notes::{LateNote, Onto};
use crate::domain::MarkerId;
use crate::error::Result;
use crate::text;
use crate::tui::event::Effect;
use crate::tui::line::{Line, Purpose};
use crate::tui::model::Model;

/// Closes the line that belonged to the take of `live`, and keeps its words. A form on another screen goes on.
pub fn keep(model: &mut Model, live: Option<&Live>) -> Vec<Effect> {
    let Some(line) = model.line.take_if(|line| line.is_live()) else { return Vec::new() };
    match live.and_then(|live| late_note(model, live, &line)) {
        Some(late) => {
            model.record.late.push(late.clone());
            vec![Effect::NoteLate(late)]
        }
        None => Vec::new(),
    }
}

/// `None` where nothing was typed, or there is no take to which it belongs.
fn late_note(model: &Model, live: &Live, line: &Line) -> Option<LateNote> {
    let words = Some(line.text().trim().to_owned()).filter(|words| !words.is_empty())?;
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
    Some(LateNote { session, take, onto, words })
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
