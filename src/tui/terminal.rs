//! The terminal: taken over, and given back as it was on every way out: a quit, an error, a panic, a signal, a stop.
//!
//! Whoever gives it back does so in one place, [`give_back`], which may be called twice and from any thread.

use std::io::{self, Stdout, Write, stdout};
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::cursor::{Hide, Show};
use crossterm::event::{DisableBracketedPaste, DisableFocusChange, EnableBracketedPaste, EnableFocusChange};
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use crossterm::{execute, queue};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use rustix::termios::{QueueSelector, tcflush};

use crate::domain::sanitize;
use crate::error::{Error, Result};
use crate::text;

pub type Screen = Terminal<CrosstermBackend<Stdout>>;

/// Clicks, drags and the wheel, with large coordinates; not every move of the mouse, which would wake the program for nothing.
const MOUSE_ON: &[u8] = b"\x1b[?1002h\x1b[?1006h";
const MOUSE_OFF: &[u8] = b"\x1b[?1006l\x1b[?1002l";

/// Whether the terminal is ours at the moment.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Takes the terminal over: raw keys, a screen of its own, reports of focus, pastes in brackets.
///
/// Errors: it is no terminal, or does not take it.
pub fn take_over() -> Result<Screen> {
    TAKEN.store(true, Ordering::SeqCst);
    let taken = enable_raw_mode()
        .and_then(|()| execute!(stdout(), EnterAlternateScreen, Hide, EnableBracketedPaste, EnableFocusChange))
        .and_then(|()| stdout().write_all(MOUSE_ON))
        .and_then(|()| Terminal::new(CrosstermBackend::new(stdout())));
    taken.map_err(|error| {
        give_back();
        lost(&error)
    })
}

/// Gives the terminal back as it was, if it is ours. A terminal that has gone takes nothing, and needs nothing.
pub fn give_back() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut out = stdout();
    drop(out.write_all(&farewell()).and_then(|()| out.flush()));
    drop(disable_raw_mode());
}

/// What leaves the terminal as it was shown.
fn farewell() -> Vec<u8> {
    let mut words = MOUSE_OFF.to_vec();
    queue!(words, DisableFocusChange, DisableBracketedPaste, LeaveAlternateScreen, Show).expect("memory takes all");
    words
}

/// For a terminal that takes nothing: its keys are as they were, and what waits to be shown in it is thrown away, so that there is room to
/// give back the rest.
pub fn empty() {
    drop(disable_raw_mode());
    tcflush(stdout(), QueueSelector::OFlush).unwrap_or_default(); // then it stays full, and the end does not wait for it
}

/// Gives a terminal back that is full again: past the writer that waits for room and holds the output, into the room that it is not told
/// of.
pub fn give_back_emptied() {
    empty();
    rustix::io::write(stdout(), &farewell()).unwrap_or_default(); // there is nobody to tell any more
}

/// Asks the terminal to show a notification. One that does not know the request passes over it; none rings, since no bell ends it.
pub fn notify(words: &str) {
    let program = std::env::var("TERM_PROGRAM").ok();
    let mut out = stdout();
    drop(out.write_all(notification(words, program.as_deref()).as_bytes()).and_then(|()| out.flush()));
}

/// Most terminals know urxvt's request, iTerm its own; who knew both would show two.
fn notification(words: &str, program: Option<&str>) -> String {
    let words = sanitize(words).replace(';', ",");
    match program {
        Some("iTerm.app") => format!("\x1b]9;{words}\x1b\\"),
        _ => format!("\x1b]777;notify;témoin;{words}\x1b\\"),
    }
}

/// What the terminal said when it no longer took what was drawn.
pub fn lost(error: &io::Error) -> Error {
    Error::new(text!("screen-terminal-lost")).hint(text!("screen-terminal-lost-hint")).because(error)
}

/// The terminal is given back when this goes, however that comes about.
pub struct GiveBack;

impl Drop for GiveBack {
    fn drop(&mut self) {
        give_back();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notification_is_one_request_without_a_bell() {
        let usual = notification("In 15 min: a session\u{7}\u{1b}]0;x", None);
        assert!(usual.starts_with("\u{1b}]777;notify;témoin;In 15 min: a session") && usual.ends_with("\u{1b}\\"), "{usual:?}");
        assert!(!usual.contains('\u{7}') && usual.matches('\u{1b}').count() == 2, "{usual:?}");
        assert!(notification("x", Some("iTerm.app")).starts_with("\u{1b}]9;x"));
    }
}
