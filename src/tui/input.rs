//! From what the terminal reports to what it means now: a command of the table, a letter for the line, a click.

use crossterm::event::{Event as Report, KeyCode, KeyEventKind, MouseButton, MouseEventKind};

use super::event::{Click, Event, Scroll, Size, Typing};
use super::keymap::{Command, Held, Key, Scope, Stroke};
use super::model::Model;
use crate::clock::Monotonic;

/// Reads the terminal's reports in their order.
#[derive(Debug, Default)]
pub struct Reader {
    held: Held,
}

impl Reader {
    /// What a report means to `model` as it stands; `None` for what means nothing (a key that is let go, a move of the mouse).
    pub fn read(&mut self, report: Report, at: Monotonic, model: &Model) -> Option<Event> {
        match report {
            Report::Key(key) if key.kind == KeyEventKind::Release => None,
            Report::Key(key) => self.read_key(Stroke::of(key, at), key.kind == KeyEventKind::Repeat, model),
            Report::Mouse(mouse) => match mouse.kind {
                MouseEventKind::Down(MouseButton::Left) => {
                    Some(Event::Clicked(Click { column: mouse.column, row: mouse.row, at }))
                }
                MouseEventKind::Drag(MouseButton::Left) => {
                    Some(Event::Dragged(Click { column: mouse.column, row: mouse.row, at }))
                }
                MouseEventKind::Up(MouseButton::Left) => {
                    Some(Event::Released(Click { column: mouse.column, row: mouse.row, at }))
                }
                MouseEventKind::ScrollUp => Some(Event::Scrolled { scroll: Scroll::Up, column: mouse.column, row: mouse.row }),
                MouseEventKind::ScrollDown => {
                    Some(Event::Scrolled { scroll: Scroll::Down, column: mouse.column, row: mouse.row })
                }
                _ => None,
            },
            Report::Paste(text) => Some(Event::Pasted(text)),
            Report::FocusGained => Some(Event::Focused(true)),
            Report::FocusLost => Some(Event::Focused(false)),
            Report::Resize(width, height) => Some(Event::Resized(Size { width, height })),
        }
    }

    fn read_key(&mut self, stroke: Stroke, repeats: bool, model: &Model) -> Option<Event> {
        let held = self.held.is_held(stroke.key, stroke.at) || repeats;
        if model.line.is_some() {
            return typed(stroke, held);
        }
        let scope = model.scope();
        let letter = stroke.key.letter().filter(|_| model.takes_letters()).map(Command::Letter);
        let command = letter.or_else(|| model.keymap.command(stroke.key, scope)).unwrap_or(Command::Nothing);
        (!held || may_repeat(command, scope)).then_some(Event::Command(command, stroke.at))
    }
}

/// Going through a list may be held; everything else counts once.
fn may_repeat(command: Command, scope: Scope) -> bool {
    use Command::*;
    let moves = matches!(command, Up | Down | Left | Right | PageUp | PageDown | SecondBack | SecondOn);
    moves && !matches!(scope, Scope::Record | Scope::Guided)
}

/// What a key does to a line of text. Keys of the table work there only where they type nothing.
fn typed(stroke: Stroke, held: bool) -> Option<Event> {
    let typing = |typing| Some(Event::Typed(typing, stroke.at));
    let command = |command| (!held).then_some(Event::Command(command, stroke.at));
    if let Some(letter) = stroke.letter {
        return typing(Typing::Letter(letter));
    }
    match (stroke.key.code(), stroke.key.has_control()) {
        (KeyCode::Char('c'), true) => command(Command::Quit),
        (KeyCode::Char('s'), true) => command(Command::Save),
        (KeyCode::Char('w'), true) => typing(Typing::DeleteWord),
        (KeyCode::Char('u'), true) => typing(Typing::Clear),
        (KeyCode::Char('a'), true) | (KeyCode::Home, _) => typing(Typing::Start),
        (KeyCode::Char('e'), true) | (KeyCode::End, _) => typing(Typing::End),
        (KeyCode::Backspace, _) => typing(Typing::DeleteBack),
        (KeyCode::Delete, _) => typing(Typing::DeleteOn),
        (KeyCode::Left, _) => typing(Typing::Left),
        (KeyCode::Right, _) => typing(Typing::Right),
        (KeyCode::Enter, _) => command(Command::Accept),
        (KeyCode::Esc, _) => command(Command::Back),
        (KeyCode::Up, _) => Some(Event::Command(Command::Up, stroke.at)),
        (KeyCode::Down, _) => Some(Event::Command(Command::Down, stroke.at)),
        (KeyCode::Tab, _) => {
            let back = Key::parse("shift-tab") == Some(stroke.key);
            command(if back { Command::PreviousScreen } else { Command::NextScreen })
        }
        _ => None,
    }
}
