//! The real program in a real terminal, with a real sound server: what a person sees, and what is on the disk afterwards.
//!
//! The terminal is tmux on a server of its own; nothing here touches the person's terminal, microphone or library.

#[path = "../rig/mod.rs"]
mod rig;

mod evening;
mod given_back;
mod idle;
mod names;
mod newcomer;
mod outlived;
mod practices;
mod resized;
mod unread;
mod unwatched;

use temoin::locale::{Language, Locale};
use temoin::text;
use temoin::tui::big;

/// Whether the lamp says that on a screen: in plain letters or, on a large one, in letters twice as high.
fn shows_lamp(screen: &str, language: Language, state: &str) -> bool {
    let word = big::word(&Locale::new(language).say(&text!("record-lamp", lamp = state)));
    let has = |rows: &[String]| rows.iter().all(|row| screen.contains(row.trim()));
    has(&word) || has(&big::doubled(&word))
}
