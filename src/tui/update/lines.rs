//! The one line of text that is being typed: letters are letters, `Enter` keeps it, and what nobody types in any more is kept too.

use super::{leave, saved};
use crate::clock::Monotonic;
use crate::tui::event::{Effect, Typing};
use crate::tui::keymap::{Command, Scope};
use crate::tui::line::{self, Line, Purpose};
use crate::tui::model::{LINE_PATIENCE, Model, Screen};
use crate::tui::overlay;
use crate::tui::screen::{after, first, listen, plan, record};

pub fn typed(model: &mut Model, typing: Typing, at: Monotonic) -> Vec<Effect> {
    model.question = None; // a letter is no, and then does its own work
    let thread = |letter: char| model.keymap.keys_of(Command::Thread, Scope::Record).iter().any(|key| key.sign() == Some(letter));
    let has_ended = model.record.left_open.is_some();
    let is_thread_again = matches!(typing, Typing::Letter(letter) if thread(letter));
    match &mut model.line {
        // The safe key stays safe: in an empty line it marks. After the take it would begin another one.
        Some(line) if line.is_live() && line.is_empty() && !has_ended && typing == Typing::Letter(' ') => record::safe(model, at),
        Some(line) if is_thread_again && line.is_empty_thread() => {
            line.promise(at);
            Vec::new()
        }
        Some(line) => {
            line.type_in(typing, at);
            line_changed(model)
        }
        None => Vec::new(),
    }
}

pub fn pasted(model: &mut Model, words: &str) -> Vec<Effect> {
    model.question = None;
    let fits = model.line.as_mut().is_none_or(|line| line.paste(words, model.now.mono));
    if !fits {
        model.say(line::full()); // where a form keeps its own label
    }
    line_changed(model)
}

/// What is typed is read back at once, where somebody waits for it.
fn line_changed(model: &mut Model) -> Vec<Effect> {
    match model.line.as_ref().map(|line| &line.purpose) {
        Some(Purpose::Moving(_)) => plan::moving::typed(model),
        Some(Purpose::Field(_)) if model.screen == Screen::Plan => plan::form::typed(model),
        _ => return overlay::typed(model),
    }
    Vec::new()
}

/// `Enter` keeps the line. What belongs to a take `Esc` keeps too; everything else it gives up.
pub fn in_line(model: &mut Model, command: Command, at: Monotonic) -> Vec<Effect> {
    let is_field = model.line.as_ref().is_some_and(|line| matches!(line.purpose, Purpose::Field(_)));
    match command {
        _ if is_field && model.screen == Screen::Plan && command != Command::Quit => plan::form::commanded(model, command, at),
        Command::Accept => keep_line(model, at),
        Command::Back if model.has_live_line() && model.line.as_ref().is_some_and(|line| !line.is_empty()) => {
            keep_line(model, at)
        }
        Command::Back if model.record.left_open.is_some() => keep_line(model, at),
        Command::Back => {
            let line = model.line.take();
            match (model.screen, line) {
                (Screen::After, Some(line)) if model.overlay.is_none() => after::given_up(model, &line),
                (Screen::First, _) if model.overlay.is_none() => first::given_up(model),
                _ => overlay::line_given_up(model),
            }
        }
        Command::Quit => {
            let mut effects = keep_before_leaving(model, at);
            effects.extend(leave(model));
            effects
        }
        Command::Save => saved(model),
        _ => overlay::commanded_in_line(model, command),
    }
}

/// Leaving loses no words of a session. A date, a form and what is looked for are given up.
pub fn keep_before_leaving(model: &mut Model, at: Monotonic) -> Vec<Effect> {
    let is_of_session = |line: &Line| match line.purpose {
        Purpose::NewMark { .. } | Purpose::NoteOfMade(_) | Purpose::WordsOf { .. } | Purpose::MarkAt { .. } => true,
        Purpose::Field(_) => model.screen == Screen::After,
        Purpose::Moving(_) | Purpose::Find => false,
    };
    let is_kept = model.line.as_ref().is_some_and(|line| is_of_session(line) && !line.is_empty());
    if is_kept { keep_line(model, at) } else { Vec::new() }
}

fn keep_line(model: &mut Model, at: Monotonic) -> Vec<Effect> {
    let Some(line) = model.line.take() else { return Vec::new() };
    match &line.purpose {
        Purpose::NewMark { .. } | Purpose::NoteOfMade(_) => record::line_kept(model, line),
        Purpose::WordsOf { marker, was } => listen::words_kept(model, marker.clone(), was, line.text()),
        Purpose::MarkAt { kind, take, frame } => listen::mark_kept(model, kind, take, *frame, line.text()),
        Purpose::Find => overlay::found(model, line, at),
        Purpose::Moving(_) => plan::moving::kept(model, line),
        Purpose::Field(_) => match model.screen {
            Screen::After => after::kept(model, &line),
            Screen::First => first::kept(model, line),
            Screen::Today | Screen::Record | Screen::Listen | Screen::Plan | Screen::Guided => Vec::new(),
        },
    }
}

/// A line that nobody types in any more is kept, so that the keys are keys again.
pub fn keep_idle_line(model: &mut Model) -> Vec<Effect> {
    let is_idle = |line: &Line| model.now.mono.seconds_since(line.typed) > LINE_PATIENCE;
    match &model.line {
        Some(line) if model.has_live_line() && is_idle(line) => keep_line(model, model.now.mono),
        _ => Vec::new(),
    }
}
