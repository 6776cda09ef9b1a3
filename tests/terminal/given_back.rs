//! The terminal is given back as it was: after leaving, a signal, a stop, a panic.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

use crate::rig::{Machine, Terminal, wait_for};

/// Alternate screen, cursor (the only one that is on at rest), pastes in brackets, reports of focus, mouse.
const MODES: [(&str, bool); 6] =
    [("1049", false), ("25", true), ("2004", false), ("1004", false), ("1002", false), ("1006", false)];

#[test]
fn leaving_gives_the_terminal_back() {
    expect_given_back("temoin", |_, terminal, _| terminal.press("q"));
}

#[test]
fn a_signal_to_end_gives_the_terminal_back() {
    expect_given_back("temoin", |_, _, interface| kill_process(interface, Signal::TERM).expect("the interface lives"));
    expect_given_back("temoin", |_, _, interface| kill_process(interface, Signal::INT).expect("the interface lives"));
}

/// A clock that steps before 1970 is the one thing outside to which the time library answers with a panic.
#[test]
fn a_panic_gives_the_terminal_back_and_tells() {
    let call = format!(
        "LD_PRELOAD={} FAKETIME_TIMESTAMP_FILE=~/clock FAKETIME_NO_CACHE=1 FAKETIME_DONT_FAKE_MONOTONIC=1 temoin",
        false_clock().display()
    );
    let screen = expect_given_back(&call, |machine, terminal, _| {
        machine.write("home/clock", "1950-01-01 00:00:00\n");
        terminal.press("tab");
    });
    assert!(screen.contains("the interface has broken"), "{screen}");
}

fn false_clock() -> PathBuf {
    let folders = fs::read_dir("/usr/lib").expect("a folder").map(|folder| folder.expect("a folder").path());
    let libraries = folders.map(|folder| folder.join("faketime/libfaketimeMT.so.1"));
    libraries.into_iter().find(|library| library.exists()).expect("faketime is installed: `make setup`")
}

#[test]
fn a_stop_gives_the_terminal_back_and_takes_it_over_again() {
    let machine = Machine::speaking("en");
    let terminal = Terminal::open(&machine, (80, 24));
    let bytes = terminal.keep_bytes();
    terminal.call("temoin");
    terminal.expect("[Today]");
    kill_process(terminal.interface(), Signal::TSTP).expect("the interface lives");
    terminal.expect("Stopped");
    expect_modes(&bytes, |mode, at_rest| assert_eq!(mode.last(), Some(&at_rest)));
    terminal.call("fg");
    terminal.expect("[Today]");
    expect_modes(&bytes, |mode, at_rest| assert_eq!(mode.last(), Some(&!at_rest)));
    terminal.press("q");
    terminal.expect("ready>");
    expect_modes(&bytes, |mode, at_rest| assert_eq!(mode.last(), Some(&at_rest)));
}

/// Gives the screen afterwards.
fn expect_given_back(call: &str, end: impl Fn(&Machine, &Terminal, Pid)) -> String {
    let machine = Machine::speaking("en");
    machine.write("home/clock", "+0\n");
    let terminal = Terminal::open(&machine, (80, 24));
    let before = settings(&machine, &terminal, "before");
    let bytes = terminal.keep_bytes();
    terminal.call(call);
    terminal.expect("[Today]");
    let interface = terminal.interface();
    expect_modes(&bytes, |mode, at_rest| assert_eq!(mode.last(), Some(&!at_rest), "taken over"));
    end(&machine, &terminal, interface);
    terminal.expect("ready>");
    assert_eq!(settings(&machine, &terminal, "after"), before);
    expect_modes(&bytes, |mode, at_rest| assert_eq!(mode.last(), Some(&at_rest), "given back"));
    terminal.screen()
}

/// The terminal's settings as the shell's child sees them.
fn settings(machine: &Machine, terminal: &Terminal, name: &str) -> String {
    let file = machine.path(format!("home/{name}"));
    terminal.call(&format!("stty -a > ~/{name}.new; mv ~/{name}.new ~/{name}"));
    wait_for("stty", Duration::from_secs(10), || fs::read_to_string(&file).ok()).0
}

/// Each mode in the order in which it was switched, on or off, and whether it is on at rest.
fn expect_modes(bytes: &Path, check: impl Fn(&[bool], bool)) {
    for (mode, at_rest) in MODES {
        check(&switches(bytes, mode), at_rest);
    }
}

fn switches(bytes: &Path, mode: &str) -> Vec<bool> {
    let written = String::from_utf8_lossy(&fs::read(bytes).expect("the terminal's bytes")).into_owned();
    let sign = format!("\u{1b}[?{mode}");
    let ends = written.split(&sign).skip(1).map(|rest| rest.chars().next());
    ends.filter_map(|end| end.filter(|end| matches!(end, 'h' | 'l')).map(|end| end == 'h')).collect()
}
