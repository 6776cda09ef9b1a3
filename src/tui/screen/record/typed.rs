//! The line that is being typed while somebody talks: its words become a mark, the note of one, or a question.

use super::{late, questions, touch};
use crate::clock::Monotonic;
use crate::recorder::protocol::{MarkEdit, MarkRequest};
use crate::recorder::questions::QUESTION;
use crate::tui::event::Effect;
use crate::tui::line::{Line, Purpose};
use crate::tui::model::Model;

/// Opens the line for the words of a mark that is still to be made.
pub fn open(model: &mut Model, kind: &'static str, at: Monotonic) -> Vec<Effect> {
    model.line = Some(Line::new(touch::label(kind), Purpose::NewMark { kind }, at));
    Vec::new()
}

/// The words that were typed become a mark at the moment when the line was opened, or the note of the mark that is there.
pub fn kept(model: &mut Model, line: Line) -> Vec<Effect> {
    if let Some(left_open) = model.record.left_open.take() {
        return late::kept(model, &line, left_open);
    }
    let words = line.text().trim().to_owned();
    match line.purpose {
        Purpose::NewMark { kind: QUESTION } if !words.is_empty() => questions::asked(model, &words, line.opened),
        Purpose::NewMark { kind } if !words.is_empty() => {
            let request = MarkRequest { note: Some(words), ..touch::plain(kind, line.opened) };
            let effects = touch::make(model, request, line.opened);
            if let Some(touch) = &mut model.record.touch {
                touch.at = model.now.mono; // the six seconds begin when the hands are free again
            }
            effects
        }
        Purpose::NoteOfMade(number) => touch::edit_made(model, number, MarkEdit { note: Some(words), ..MarkEdit::default() }),
        _ => Vec::new(),
    }
}
