//! A window that changes its size while a hand is on the keys.

use crate::rig::{Machine, Terminal};

#[test]
fn each_key_counts_at_once_after_the_window_has_changed_its_size() {
    let machine = Machine::speaking("fr");
    let recorder = machine.record(["--input", "voice"]);
    let terminal = Terminal::open(&machine, (80, 24));
    terminal.call("temoin");
    terminal.expect("? aide");
    for size in [(100, 30), (80, 24), (120, 40), (80, 24)] {
        terminal.resize(size);
        terminal.press("?");
        terminal.expect("Touches");
        terminal.resize((size.0 - 1, size.1 - 1));
        terminal.press("esc");
        terminal.expect_that("no help", |screen| !screen.contains("Touches"));
    }
    machine.run(["stop"]).expect_code(0);
    recorder.wait_for_end();
}
