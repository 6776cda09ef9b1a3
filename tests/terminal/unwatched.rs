//! An interface that nobody can see any more leaves no microphone open.

use rustix::process::{Signal, kill_process};
use temoin::locale::Language;

use crate::rig::machine::Recorder;
use crate::rig::{Machine, SoundServer, Terminal};
use crate::shows_lamp;

#[test]
fn a_stopped_interface_closes_the_armed_microphone() {
    let machine = Machine::speaking("fr");
    let _server = SoundServer::start(&machine);
    let terminal = Terminal::open(&machine, (80, 24));
    terminal.call("temoin");
    terminal.expect("[Aujourd’hui]");
    terminal.press("tab");
    terminal.expect_that("the lamp that waits", |screen| shows_lamp(screen, Language::French, "waiting"));
    let recorder = Recorder::of(machine.status()["pid"].as_i64().expect("a recorder that listens"));
    kill_process(terminal.interface(), Signal::STOP).expect("the interface lives");
    recorder.wait_for_end();
    assert!(machine.sessions().is_empty(), "nothing was recorded");
}
