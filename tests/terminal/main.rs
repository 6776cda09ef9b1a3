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

use std::time::{Duration, Instant};

use temoin::locale::{Language, Locale};
use temoin::text;
use temoin::tui::big;

use crate::rig::{Machine, Terminal, machine::Recorder, wait_for};

/// How long the question to stop stands, and what the way to the recorder may take on a busy machine.
const ASKED: Duration = Duration::from_secs(8);

/// Whether the lamp says that on a screen: in plain letters or, on a large one, in letters twice as high.
fn shows_lamp(screen: &str, language: Language, state: &str) -> bool {
    let word = big::word(&Locale::new(language).say(&text!("record-lamp", lamp = state)));
    let has = |rows: &[String]| rows.iter().all(|row| screen.contains(row.trim()));
    has(&word) || has(&big::doubled(&word))
}

/// `s`, then `Enter`, until the recorder has ended; once more where the question had gone before `Enter` came.
fn stop_take(machine: &Machine, terminal: &Terminal, locale: &Locale) {
    let recorder = Recorder::of(machine.status()["pid"].as_i64().expect("a recorder"));
    loop {
        terminal.press("s");
        terminal.expect(beginning(&locale.say(&text!("record-stop"))));
        terminal.press("enter");
        let asked = Instant::now();
        while recorder.lives() && asked.elapsed() < ASKED {
            std::thread::sleep(Duration::from_millis(30));
        }
        if !recorder.lives() || machine.state() != "recording" {
            break;
        }
    }
    recorder.wait_for_end();
}

/// The first word of a sentence, which is never broken over two rows.
fn beginning(sentence: &str) -> &str {
    sentence.split([' ', '\u{a0}']).next().unwrap_or(sentence)
}

/// Waits until the take is longer than that; gives its length.
fn seconds_after(machine: &Machine, least: f64) -> f64 {
    wait_for("a longer take", Duration::from_secs(30), || machine.status()["seconds"].as_f64().filter(|seconds| *seconds > least))
        .0
}
