//! A take outlives its interface, whatever ends that: killed, its window closed, its terminal hung up.

use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use temoin::locale::Language;

use crate::rig::machine::{Recorder, entries};
use crate::rig::sound::{expect_counting, read_counts};
use crate::rig::{Machine, Microphone, SoundServer, Terminal, wait_for};
use crate::{seconds_after, shows_lamp};

const SIZE: (u16, u16) = (80, 24);

/// What ends the interface; afterwards there is a shell again.
type End = fn(&Terminal, Pid);

#[test]
fn killing_the_interface_costs_no_frame_and_the_next_one_shows_the_take() {
    outlive(|_, interface| {
        kill_process(interface, Signal::KILL).expect("the interface lives");
        expect_end(interface); // which leaves its last picture, with the shell's words in it
    });
}

#[test]
fn closing_the_window_costs_no_frame_and_the_next_one_shows_the_take() {
    outlive(|terminal, interface| {
        terminal.kill_session();
        expect_end(interface);
        terminal.open_again(SIZE);
    });
}

#[test]
fn a_hang_up_costs_no_frame_and_the_next_interface_shows_the_take() {
    outlive(|terminal, interface| {
        kill_process(interface, Signal::HUP).expect("the interface lives");
        expect_end(interface);
        terminal.press("enter");
        terminal.expect("ready>");
    });
}

#[test]
fn leaving_says_that_the_take_goes_on_and_so_it_does() {
    outlive(|terminal, interface| {
        terminal.press("q");
        terminal.expect("L’enregistrement continue sans cette fenêtre");
        terminal.press("enter");
        expect_end(interface);
    });
}

#[test]
fn a_signal_to_end_and_a_hang_up_keep_the_line_that_is_being_typed() {
    let machine = Machine::speaking("fr");
    let recorder = machine.record(["--input", "voice"]);
    let terminal = Terminal::open(&machine, SIZE);
    for (signal, words) in [(Signal::TERM, "sa voix se casse"), (Signal::HUP, "le bus de nuit")] {
        terminal.call("clear; temoin");
        expect_recording(&terminal);
        terminal.press("n");
        terminal.type_in(words);
        terminal.expect(words);
        let interface = terminal.interface();
        kill_process(interface, signal).expect("the interface lives");
        expect_end(interface);
        wait_for("the words on the disk", Duration::from_secs(20), || {
            let files = entries(&machine.session()).into_iter().filter_map(|path| std::fs::read_to_string(path).ok());
            files.into_iter().any(|text| text.contains(words)).then_some(())
        });
    }
    machine.run(["stop"]).expect_code(0);
    recorder.wait_for_end();
}

/// Each frame that the microphone delivers carries its number, so one that is missing is found.
fn outlive(end: End) {
    let machine = Machine::speaking("fr");
    let server = SoundServer::start(&machine);
    let _microphone = Microphone::counting(&server.pipe());
    server.set_default_source("pipe");
    let terminal = Terminal::open(&machine, SIZE);
    terminal.call("temoin");
    terminal.expect("[Aujourd’hui]");
    terminal.press("tab");
    terminal.expect_that("the lamp that waits", |screen| shows_lamp(screen, Language::French, "waiting"));
    terminal.press("space");
    expect_recording(&terminal);
    let recorder = Recorder::of(machine.status()["pid"].as_i64().expect("a recorder"));
    let before = seconds_after(&machine, 1.0);

    end(&terminal, terminal.interface());
    assert!(recorder.lives(), "the recorder is a process of its own");
    seconds_after(&machine, before + 1.0);
    terminal.call("clear; temoin"); // and no key: the running take is what it opens with
    expect_recording(&terminal);
    assert_eq!(machine.status()["pid"].as_i64(), Some(i64::from(recorder.pid.as_raw_nonzero().get())));

    terminal.press("s");
    terminal.expect("Arrêter");
    terminal.press("enter");
    recorder.wait_for_end();
    let parts = machine.parts();
    assert_eq!(parts.len(), 1, "{parts:?}");
    expect_counting(&read_counts(&parts[0]));
    let session = std::fs::read_to_string(machine.session().join("session.toml")).expect("session.toml");
    assert!(!session.contains("gap"), "{session}");
}

fn expect_recording(terminal: &Terminal) {
    terminal.expect_that("the lamp that records", |screen| shows_lamp(screen, Language::French, "recording"));
}

fn expect_end(interface: Pid) {
    Recorder { pid: interface }.wait_for_end();
}
