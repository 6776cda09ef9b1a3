//! How a take begins and ends: armed, in the foreground, on its own, without sound.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;
use std::time::Duration;

use rustix::process::{Pid, Signal, getsid, kill_process};

use crate::rig::machine::entries;
use crate::rig::microphone::{Microphone, RATE};
use crate::rig::sound::{expect_counting, read_counts};
use crate::rig::{Machine, SoundServer, wait_for};

#[test]
fn a_mark_one_second_after_the_start_reaches_back_into_the_pre_roll() {
    let machine = Machine::new();
    let server = SoundServer::start(&machine);
    server.set_default_source("pipe");
    let _microphone = Microphone::counting(&server.pipe());
    let mut armed =
        machine.temoin(["arm", "--input", "default", "--set", "audio.preroll=5"]).stdout(Stdio::null()).spawn().expect("ours");
    wait_for("an armed recorder", Duration::from_secs(10), || (machine.state() == "armed").then_some(()));
    std::thread::sleep(Duration::from_secs(4)); // What is wanted is that time goes by while nothing is kept.
    assert!(machine.sessions().is_empty(), "nothing is on the disk while armed");

    machine.run(["record", "--detach"]).expect_code(0);
    assert_eq!(machine.state(), "recording");
    wait_for_frames(&machine, 3 * RATE + RATE);
    machine.run(["mark", "--ago", "3s"]).expect_code(0);
    machine.run(["stop"]).expect_code(0);
    armed.wait().expect("our own child");

    let shown = machine.json(["show", "last", "--json"]);
    let take = &shown["take"][0];
    let preroll = take["preroll"].as_u64().expect("frames");
    assert!((3 * RATE..=5 * RATE).contains(&preroll), "{take}");
    let frame = shown["markers"][0]["frame"].as_u64().expect("a frame");
    assert!(frame < preroll, "mark at {frame}, key at {preroll}");
    let counts = read_counts(&machine.parts()[0]);
    assert!(counts.len() as u64 > preroll);
    expect_counting(&counts);
}

#[test]
fn in_the_foreground_a_hang_up_is_ignored_and_an_interrupt_ends_in_order() {
    for signal in [Signal::INT, Signal::TERM] {
        let machine = Machine::new();
        let mut child =
            machine.temoin(["record", "--input", "voice", "--json"]).stdout(Stdio::piped()).spawn().expect("our own program");
        wait_for("a take", Duration::from_secs(10), || (machine.state() == "recording").then_some(()));
        let pid = Pid::from_child(&child);
        drop(child.stdout.take());
        kill_process(pid, Signal::HUP).expect("it lives");
        let now = frames(&machine);
        wait_for_frames(&machine, now + RATE);
        kill_process(pid, signal).expect("it lives");
        assert_eq!(child.wait().expect("our own child").code(), Some(0), "{signal:?}");
        assert_eq!(machine.run(["status", "--json"]).code, Some(4));
        machine.run(["check", "--deep"]).expect_code(0);
    }
}

#[test]
fn a_detached_recorder_has_a_session_of_its_own_and_files_for_its_user_alone() {
    let machine = Machine::new();
    let recorder = machine.record(["--input", "voice"]);
    assert_eq!(getsid(Some(recorder.pid)).expect("it lives"), recorder.pid, "no terminal can hang it up");
    machine.run(["mark"]).expect_code(0);
    let mode = |path: &std::path::Path| fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
    assert_eq!(mode(&machine.session()), 0o700);
    for file in entries(&machine.session()) {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
    machine.run(["stop"]).expect_code(0);
    recorder.wait_for_end();
}

#[test]
fn a_session_without_sound_keeps_marks_on_a_timeline_of_milliseconds() {
    let machine = Machine::new();
    machine.record(["--input", "none"]);
    wait_for_frames(&machine, 1_000);
    machine.run(["mark", "--ago", "0s", "--note", "without sound"]).expect_code(0);
    machine.run(["stop"]).expect_code(0);
    let shown = machine.json(["show", "last", "--json"]);
    let take = &shown["take"][0];
    assert_eq!(take["rate"], 1_000);
    assert!(take["part"].as_array().is_none_or(Vec::is_empty), "{take}");
    let mark = &shown["markers"][0];
    assert!(mark["frame"].as_u64().is_some_and(|frame| (1_000..60_000).contains(&frame)), "{mark}");
    assert!(mark["file"].is_null(), "{mark}");
}

fn frames(machine: &Machine) -> u64 {
    machine.status()["frames"].as_u64().unwrap_or_default()
}

fn wait_for_frames(machine: &Machine, until: u64) {
    wait_for("the take going on", Duration::from_secs(20), || (frames(machine) >= until).then_some(()));
}

#[test]
fn armed_without_sound_it_waits_and_records_notes_alone() {
    let machine = Machine::new();
    machine.run(["arm", "--input", "none"]).expect_code(0);
    assert_eq!(machine.state(), "armed");
    machine.run(["record", "--detach"]).expect_code(0);
    machine.run(["pause"]).expect_code(0);
    machine.run(["resume"]).expect_code(0);
    machine.run(["note", "sans micro"]).expect_code(0);
    machine.run(["stop"]).expect_code(0);
    let take = &machine.json(["show", "last", "--json"])["take"][0];
    assert_eq!((take["rate"].as_u64(), take["part"].as_array().map(Vec::len)), (Some(1000), Some(0)), "{take}");
    assert_eq!(take["gap"][0]["why"], "pause", "{take}");
    machine.run(["check"]).expect_code(0);
}
