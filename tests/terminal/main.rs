//! The real program in a real terminal, with a real sound server: what a person sees, and what is on the disk afterwards.
//!
//! The terminal is tmux on a server of its own; nothing here touches the person's terminal, microphone or library.

#[path = "../rig/mod.rs"]
mod rig;

mod given_back;
mod idle;
mod names;
mod outlived;

use temoin::locale::{Language, Locale};
use temoin::text;
use temoin::tui::big;

/// The rows of the lamp's word for a state.
fn lamp(language: Language, state: &str) -> [String; 3] {
    big::word(&Locale::new(language).say(&text!("record-lamp", lamp = state)))
}

/// Whether the lamp says that on a screen.
fn shows_lamp(screen: &str, language: Language, state: &str) -> bool {
    lamp(language, state).iter().all(|row| screen.contains(row.trim()))
}
