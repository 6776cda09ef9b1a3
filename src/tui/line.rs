//! One line of text that is being typed, wherever on the screen it stands.

use tui_input::{Input, InputRequest};

use super::event::Typing;
use super::screen::plan::moving::Moving;
use crate::clock::Monotonic;
use crate::domain::{Frames, MarkerId, TakeId, sanitize};
use crate::locale::Text;
use crate::text;

/// The longest line that is taken, in characters.
const LONGEST: usize = 500;

#[derive(Debug, Clone)]
pub struct Line {
    /// What is asked for.
    pub label: Text,
    pub purpose: Purpose,
    pub input: Input,
    /// What stands in it is proposed, and nobody has touched it: the first letter takes its place.
    pub is_proposal: bool,
    /// When the key came that opened it: a note belongs to that moment.
    pub opened: Monotonic,
    /// When it was last typed in.
    pub typed: Monotonic,
}

/// What becomes of the line.
#[derive(Debug, Clone)]
pub enum Purpose {
    /// A mark of this kind with the line as its note, at the moment when the line was opened.
    NewMark { kind: &'static str },
    /// The note of a mark that was made here; the recorder may not have answered yet. Its number among them.
    NoteOfMade(usize),
    /// A number of a form's field, or of a list of questions, of the screen that opened it.
    Field(usize),
    /// The words of a mark that is listened to; `was`: those that it had when the line was opened.
    WordsOf { marker: MarkerId, was: String },
    /// A mark of this kind with the line as its note, at a place of a take that is listened to.
    MarkAt { kind: &'static str, take: TakeId, frame: Frames },
    /// Where this date shall lie, or how far it and the rest shall shift.
    Moving(Box<Moving>),
    /// What is looked for.
    Find,
}

impl Line {
    pub fn new(label: Text, purpose: Purpose, at: Monotonic) -> Line {
        Line { label, purpose, input: Input::default(), is_proposal: false, opened: at, typed: at }
    }

    /// With something in it already, the cursor behind it.
    pub fn filled(self, text: &str) -> Line {
        Line { input: Input::new(text.to_owned()), ..self }
    }

    /// With a proposal in it, which `Enter` takes, and the first letter replaces; any other key of the line keeps it to be changed.
    pub fn proposed(self, text: &str) -> Line {
        Line { is_proposal: !text.is_empty(), ..self.filled(text) }
    }

    pub fn text(&self) -> &str {
        self.input.value()
    }

    pub fn is_empty(&self) -> bool {
        self.text().trim().is_empty()
    }

    /// It belongs to what is being recorded: it is kept by itself, and the safe key marks in it while it is empty.
    pub fn is_live(&self) -> bool {
        matches!(self.purpose, Purpose::NewMark { .. } | Purpose::NoteOfMade(_))
    }

    /// A thread of which nothing is typed yet: its key once more makes a promise of it.
    pub fn is_empty_thread(&self) -> bool {
        self.text().is_empty() && matches!(self.purpose, Purpose::NewMark { kind: "thread" })
    }

    pub fn promise(&mut self, at: Monotonic) {
        self.purpose = Purpose::NewMark { kind: "promise" };
        (self.label, self.typed) = (text!("record-line", kind = "promise"), at);
    }

    /// A letter too many is not taken, and the label says so.
    pub fn type_in(&mut self, typing: Typing, at: Monotonic) {
        self.typed = at;
        if std::mem::take(&mut self.is_proposal) && matches!(typing, Typing::Letter(_)) {
            self.input = Input::default();
        }
        let request = match typing {
            Typing::Letter(_) if self.text().chars().count() >= LONGEST => {
                self.label = full();
                return;
            }
            Typing::Letter(letter) => InputRequest::InsertChar(letter),
            Typing::DeleteBack => InputRequest::DeletePrevChar,
            Typing::DeleteOn => InputRequest::DeleteNextChar,
            Typing::DeleteWord => InputRequest::DeletePrevWord,
            Typing::Clear => InputRequest::DeleteLine,
            Typing::Left => InputRequest::GoToPrevChar,
            Typing::Right => InputRequest::GoToNextChar,
            Typing::Start => InputRequest::GoToStart,
            Typing::End => InputRequest::GoToEnd,
        };
        self.input.handle(request);
    }

    /// Pasted text is one line, and runs nothing. Gives whether all of it is there.
    pub fn paste(&mut self, text: &str, at: Monotonic) -> bool {
        let text = sanitize(text);
        let room = LONGEST.saturating_sub(if self.is_proposal { 0 } else { self.text().chars().count() });
        let has_room = text.chars().count() <= room;
        for letter in text.chars().take(room) {
            self.type_in(Typing::Letter(letter), at);
        }
        if !has_room {
            (self.label, self.typed) = (full(), at);
        }
        has_room
    }
}

/// What is said where not all that was typed or pasted is taken.
pub fn full() -> Text {
    text!("screen-line-full", count = LONGEST)
}
