//! Names that files bring along do no harm to the terminal, whatever is in them; nor does what a library prints.

use std::fs::{self, OpenOptions};
use std::io::Write;

use chrono::{Duration, Local};
use unicode_width::UnicodeWidthStr;

use crate::rig::{Machine, Terminal};

/// Sets a title, clears the screen, turns the writing round, rings; between them letters of two cells and letters of two parts.
const HOSTILE: &str = r"\u001b]0;owned\u0007\u001b[2J\u202EAda\u0008 日本語 e\u0301te\u0301 👩‍👩‍👧 \u009b31m";

#[test]
fn names_with_escape_sequences_wide_and_combining_letters_do_no_harm() {
    let machine = Machine::speaking("en");
    let start = (Local::now() + Duration::minutes(30)).format("%Y-%m-%dT%H:%M:00").to_string();
    machine.write("library/people/s-01.toml", &format!("format = 1\nname = \"{HOSTILE}\"\nshown = \"{HOSTILE}\"\n"));
    let series = format!(
        "format = 1\ntitle = \"{HOSTILE}\"\nstart = {start}\nrule = \"FREQ=DAILY;COUNT=9\"\nguests = [\"s-01\"]\nannounce = \"{HOSTILE}\"\n[[step]]\ntitle = \"{HOSTILE}\"\n"
    );
    machine.write("library/series/hostile.toml", &series);
    let terminal = Terminal::open(&machine, (80, 24));
    let bytes = terminal.keep_bytes();
    terminal.call("temoin --set audio.inputs=voice");
    for tab in ["[Today]", "", "[Listen]", "[Plan]"] {
        let screen = terminal.expect(tab);
        for row in screen.lines() {
            assert!(row.width() <= 80, "{row:?}");
        }
        terminal.press("?");
        terminal.press("esc tab");
    }
    terminal.press("q");
    terminal.expect("ready>");
    let written = String::from_utf8_lossy(&fs::read(bytes).expect("the terminal's bytes")).into_owned();
    for harm in ["\u{1b}]0;owned", "\u{1b}[2J\u{202E}", "\u{202E}", "\u{9b}", "\u{8}"] {
        assert!(!written.contains(harm), "{harm:?} reached the terminal");
    }
}

#[test]
fn what_a_library_prints_goes_to_the_log_and_not_to_the_screen() {
    let machine = Machine::speaking("en");
    let terminal = Terminal::open(&machine, (80, 24));
    terminal.call("temoin");
    terminal.expect("[Today]");
    let error = format!("/proc/{}/fd/2", terminal.interface().as_raw_nonzero());
    let log = fs::read_link(&error).expect("the interface lives");
    assert!(log.starts_with(machine.path("home")), "standard error is {}", log.display());
    // As a library does that knows nothing of screens.
    let mut printer = OpenOptions::new().append(true).open(&error).expect("a file");
    printer.write_all(b"ALSA lib pcm.c:2666: unknown PCM\n").expect("room on the disk");
    terminal.press("tab tab shift-tab shift-tab");
    assert!(!terminal.expect("[Today]").contains("ALSA"));
    assert!(fs::read_to_string(log).expect("the log").contains("unknown PCM"));
}
