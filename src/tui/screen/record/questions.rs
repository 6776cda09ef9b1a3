//! The queue of the public's questions, which lies over the marks while it is open: one is taken, answered, put aside for another time.
//!
//! What stands in it comes from the marks of the take, and from what earlier sessions have kept for this one. Such a one is a mark of this
//! take as soon as it is taken. `recorder::questions` says what becomes of a mark.

use super::take::sitting;
use super::{in_take, touch, typed};
use crate::actions::questions::Waiting;
use crate::clock::Monotonic;
use crate::domain::QuestionState;
use crate::recorder::protocol::{MarkEdit, MarkRequest, MarkerFacts};
use crate::recorder::questions::QUESTION;
use crate::text;
use crate::tui::event::Effect;
use crate::tui::keymap::Command;
use crate::tui::model::{Model, Screen};

/// What is remembered of the queue.
#[derive(Debug, Default)]
pub struct Queue {
    is_open: bool,
    /// Where it is in the queue no more, the first.
    chosen: Option<Which>,
    /// The question of an earlier session that was taken here, until its mark is there.
    taking: Option<Taking>,
}

/// Which question of the queue.
#[derive(Debug, Clone, PartialEq)]
pub enum Which {
    /// The mark with this id.
    Mark(String),
    Earlier(Waiting),
}

#[derive(Debug)]
struct Taking {
    /// Of the mark that was asked for, among those made here.
    number: usize,
    question: Waiting,
}

/// One question of the queue, as it is shown.
#[derive(Debug)]
pub struct Row {
    pub which: Which,
    pub stands: Stands,
    pub words: String,
    pub from: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Stands {
    /// Since this second of the take; `None`: the recorder has not said since when.
    Taken(Option<f64>),
    Waits,
    /// For another time.
    Kept,
}

/// How many questions there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// Those that were answered included.
    pub all: usize,
    pub waiting: usize,
}

/// Whether the queue lies over the marks, and its keys are its own.
pub fn is_open(model: &Model) -> bool {
    model.record.questions.is_open && model.screen == Screen::Record && model.has_or_awaits_take()
}

/// What is taken, what waits (what earlier sessions have kept first), what is kept for later.
pub fn rows(model: &Model) -> Vec<Row> {
    let mut rows: Vec<Row> = earlier(model).into_iter().map(|waiting| of_earlier(model, waiting)).collect();
    rows.extend(in_queue(model).filter_map(of_mark));
    let order = |row: &Row| match row.stands {
        Stands::Taken(_) => 0,
        Stands::Waits => 1,
        Stands::Kept => 2,
    };
    rows.sort_by_key(order); // those alike stay in their order
    rows
}

pub fn count(model: &Model) -> Count {
    let waiting = rows(model).iter().filter(|row| row.stands == Stands::Waits).count();
    Count { all: in_queue(model).count() + earlier(model).len(), waiting }
}

/// The place of the chosen one.
pub fn chosen(model: &Model, rows: &[Row]) -> usize {
    let is_chosen = |row: &Row| match (&model.record.questions.chosen, &row.which) {
        (Some(Which::Earlier(waiting)), Which::Mark(_)) => row.words == waiting.words && row.from == waiting.from,
        (Some(chosen), which) => chosen == which,
        (None, _) => false,
    };
    rows.iter().position(is_chosen).unwrap_or(0)
}

/// A mark of the take that stands in the queue, whatever has become of it.
fn in_queue(model: &Model) -> impl Iterator<Item = &MarkerFacts> {
    let marks = model.live.as_ref().map_or(&[][..], |live| &live.marks);
    marks.iter().filter(|mark| mark.kind == QUESTION && mark.state.is_some() && !mark.deleted)
}

/// It is nobody's own mark, and nothing has been said about it yet.
pub fn waits(mark: &MarkerFacts) -> bool {
    mark.kind == QUESTION && mark.state.as_deref().and_then(QuestionState::parse).is_some_and(QuestionState::waits)
}

/// What other takes have kept, and has no mark in this one.
fn earlier(model: &Model) -> Vec<&Waiting> {
    let is_here = |waiting: &&Waiting| {
        let is_same =
            |mark: &MarkerFacts| mark.note.as_deref().map(str::trim) == Some(&waiting.words) && mark.from == waiting.from;
        let marks = model.live.as_ref().map_or(&[][..], |live| &live.marks);
        marks.iter().any(|mark| mark.id == waiting.id) || in_queue(model).any(is_same)
    };
    sitting(model).map_or(&[][..], |sitting| &sitting.questions).iter().filter(|waiting| !is_here(waiting)).collect()
}

fn of_earlier(model: &Model, waiting: &Waiting) -> Row {
    let is_taking = model.record.questions.taking.as_ref().is_some_and(|taking| taking.question == *waiting);
    Row {
        which: Which::Earlier(waiting.clone()),
        stands: if is_taking { Stands::Taken(None) } else { Stands::Waits },
        words: waiting.words.clone(),
        from: waiting.from.clone(),
    }
}

fn of_mark(mark: &MarkerFacts) -> Option<Row> {
    let stands = match mark.state.as_deref()? {
        "taken" => Stands::Taken(mark.seconds),
        "asked" => Stands::Waits,
        "parked" => Stands::Kept,
        _ => return None,
    };
    let words = mark.note.as_deref().unwrap_or_default().trim().to_owned();
    Some(Row { which: Which::Mark(mark.id.clone()), stands, words, from: mark.from.clone() })
}

/// What a key does to the queue; `None` where it is none of the queue's.
pub fn commanded(model: &mut Model, command: Command, at: Monotonic) -> Option<Vec<Effect>> {
    match command {
        Command::Questions if is_open(model) => Some(typed::open(model, QUESTION, at)),
        Command::Questions => Some(in_take(model, open)),
        _ if !is_open(model) => None,
        Command::Up => Some(choose(model, |at| at.saturating_sub(1))),
        Command::Down => Some(choose(model, |at| at + 1)),
        Command::Accept => Some(take_or_answer(model, at)),
        Command::Left => Some(keep(model, at)),
        Command::Right => Some(Vec::new()), // the arrows are the queue's
        Command::Back => Some(close(model)),
        _ => None,
    }
}

fn open(model: &mut Model) -> Vec<Effect> {
    (model.record.questions.is_open, model.record.questions.chosen) = (true, None);
    Vec::new()
}

fn close(model: &mut Model) -> Vec<Effect> {
    model.record.questions.is_open = false;
    Vec::new()
}

fn choose(model: &mut Model, to: impl Fn(usize) -> usize) -> Vec<Effect> {
    let mut rows = rows(model);
    let last = rows.len().saturating_sub(1);
    let at = to(chosen(model, &rows)).min(last);
    model.record.questions.chosen = (at < rows.len()).then(|| rows.swap_remove(at).which);
    Vec::new()
}

/// Takes the chosen one; of the one that is taken, the answer is over, and the next one is chosen.
fn take_or_answer(model: &mut Model, at: Monotonic) -> Vec<Effect> {
    let rows = rows(model);
    let Some(row) = rows.get(chosen(model, &rows)) else {
        model.say(text!("question-none"));
        return Vec::new();
    };
    if let Stands::Taken(_) = row.stands {
        model.record.questions.chosen = rows.iter().find(|row| row.stands == Stands::Waits).map(|row| row.which.clone());
        return put(model, &row.which, "answered", at);
    }
    model.record.questions.chosen = Some(row.which.clone());
    match &row.which {
        Which::Mark(_) => put(model, &row.which, "taken", at),
        Which::Earlier(question) => take_earlier(model, question.clone(), at),
    }
}

/// Keeps the chosen one for another time; the one behind it is chosen.
fn keep(model: &mut Model, at: Monotonic) -> Vec<Effect> {
    let rows = rows(model);
    let place = chosen(model, &rows);
    let Some(row) = rows.get(place) else { return Vec::new() };
    let next = rows.get(place + 1).or_else(|| rows.get(place.checked_sub(1)?));
    model.record.questions.chosen = next.map(|row| row.which.clone());
    put(model, &row.which, "parked", at)
}

/// Asks the recorder to put a question into another state; one that waits since another session is kept as it is.
fn put(model: &mut Model, which: &Which, state: &str, at: Monotonic) -> Vec<Effect> {
    model.record.touch = None; // what is said now is of the question
    let edit = MarkEdit { state: Some(state.to_owned()), stamp: touch::stamp(at), ..MarkEdit::default() };
    match which {
        Which::Mark(id) => vec![touch::ask_edit(id, edit)],
        Which::Earlier(question) => {
            let taking = model.record.questions.taking.as_ref().filter(|taking| taking.question == *question);
            match taking.map(|taking| taking.number) {
                Some(number) => touch::edit_made(model, number, edit),
                None => {
                    model.say(text!("question-kept-already"));
                    Vec::new()
                }
            }
        }
    }
}

/// From now on it is a mark of this take.
fn take_earlier(model: &mut Model, question: Waiting, at: Monotonic) -> Vec<Effect> {
    let request = MarkRequest { from: question.from.clone(), ..request(&question.words, "taken", at) };
    let (number, effects) = touch::make_apart(model, request);
    model.record.questions.taking = Some(Taking { number, question });
    effects
}

/// Words that were typed are a question that waits, asked when their line was opened.
pub fn asked(model: &mut Model, words: &str, at: Monotonic) -> Vec<Effect> {
    touch::make_apart(model, request(words, "asked", at)).1
}

fn request(words: &str, state: &str, at: Monotonic) -> MarkRequest {
    MarkRequest { note: Some(words.to_owned()), state: Some(state.to_owned()), ..touch::plain(QUESTION, at) }
}

/// The recorder has answered the mark with this number: what was taken stands among the marks, or was refused.
pub fn answered(model: &mut Model, number: usize) {
    model.record.questions.taking.take_if(|taking| taking.number == number);
}
