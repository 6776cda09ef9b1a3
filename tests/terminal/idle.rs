//! What the interface does while nothing happens: nearly nothing.

use std::time::{Duration, Instant};

use rustix::process::Pid;

use crate::rig::{Machine, Terminal, wait_for, wake_ups};

/// Each holds one turn of the minute: what it brings counts too.
const SECONDS: u64 = 60;

/// A count, not a timing: on a slow machine there are fewer.
#[test]
fn today_wakes_up_at_most_once_a_second_while_nothing_runs_also_with_a_line_open() {
    let machine = Machine::speaking("fr");
    let terminal = Terminal::open(&machine, (80, 24));
    terminal.call("temoin");
    terminal.expect("[Aujourd’hui]");
    let interface = terminal.interface();
    // What the start has still to do, is done.
    wait_for("a second of rest", Duration::from_secs(20), || (wake_ups_within(interface, 1) <= 1).then_some(()));
    let count = wake_ups_within(interface, SECONDS);
    assert!(count <= SECONDS, "{count} times in {SECONDS} s");
    terminal.press("/");
    wait_for("a second of rest", Duration::from_secs(20), || (wake_ups_within(interface, 1) <= 1).then_some(()));
    let count = wake_ups_within(interface, SECONDS);
    assert!(count <= SECONDS, "{count} times in {SECONDS} s with a line open in which nobody types");
}

/// How often the threads of a process are woken in so many seconds; a thread that ends meanwhile takes its count with it, and is no rest.
fn wake_ups_within(process: Pid, seconds: u64) -> u64 {
    let (before, start) = (wake_ups(process), Instant::now());
    std::thread::sleep(Duration::from_secs(seconds).saturating_sub(start.elapsed()));
    wake_ups(process).checked_sub(before).unwrap_or(u64::MAX)
}
