//! The sound server dies in the middle of a take.

use std::time::Duration;

use crate::rig::air::{TOLERANCE, milliseconds, parts, worst_place};
use crate::rig::microphone::{Microphone, RATE};
use crate::rig::sound::{expect_counting, read_counts};
use crate::rig::{Machine, SoundServer, Watch, wait_for};
use rustix::process::Signal;

#[test]
fn a_dead_sound_server_is_told_taken_up_again_and_leaves_a_gap_of_true_length() {
    let machine = Machine::new();
    let mut server = SoundServer::start(&machine);
    server.set_default_source("pipe");
    let microphone = Microphone::counting(&server.pipe());
    let recorder = machine.record(["--input", "PulseAudio:pipe"]);
    let mut watch = Watch::begin(&machine);
    wait_for_seconds(&machine, 4.0);

    server.kill();
    let (_, told) = wait_for("the loss being told", Duration::from_secs(2), || (machine.state() == "lost").then_some(()));
    watch.wait_for_warning("device_lost", false, Duration::from_secs(1));
    println!("told after {told:?}");
    assert!(!machine.status()["warnings"].as_array().expect("warnings").is_empty());

    server.start_again();
    server.set_default_source("pipe");
    let (_, back) = wait_for("sound again", Duration::from_secs(3), || (machine.state() == "recording").then_some(()));
    println!("sound again {back:?} after the server");
    let heard = machine.status()["seconds"].as_f64().expect("seconds");
    wait_for_seconds(&machine, heard + 4.0);
    machine.stop_after_a_fault();
    recorder.wait_for_end();
    drop(microphone);

    let shown = machine.json(["show", "last", "--json"]);
    let take = &shown["take"][0];
    assert_eq!(take["gap"][0]["why"], "device", "{take}");
    let parts = parts(&machine, take, 1);
    assert_eq!(parts.len(), 2, "before and after: {take}");
    let worst = worst_place(&parts);
    assert!(worst <= TOLERANCE, "off by {:.1} ms: {take}", milliseconds(worst));
    assert!(shown["markers"].as_array().expect("markers").iter().any(|mark| mark["kind"] == "hole"), "{shown}");
}

#[test]
fn stop_returns_while_the_sound_server_is_gone() {
    let machine = Machine::new();
    let mut server = SoundServer::start(&machine);
    server.set_default_source("pipe");
    let _microphone = Microphone::counting(&server.pipe());
    let recorder = machine.record(["--input", "default"]);
    wait_for_seconds(&machine, 2.0);

    server.kill();
    wait_for("the loss being told", Duration::from_secs(2), || (machine.state() == "lost").then_some(()));
    let before = std::time::Instant::now();
    machine.stop_after_a_fault();
    let took = before.elapsed();
    assert!(took < Duration::from_secs(2), "stop took {took:?}");
    recorder.wait_for_end();
    let counts = read_counts(&machine.parts()[0]);
    assert!(counts.len() as u64 > RATE, "{} frames", counts.len());
    expect_counting(&counts);
}

/// A server that hangs sends neither sound nor errors: only the missing blocks tell.
#[test]
fn a_hanging_sound_server_is_told_and_stop_returns() {
    let machine = Machine::new();
    let server = SoundServer::start(&machine);
    server.set_default_source("pipe");
    let _microphone = Microphone::counting(&server.pipe());
    let recorder = machine.record(["--input", "default"]);
    wait_for_seconds(&machine, 2.0);

    server.signal(Signal::STOP);
    wait_for("the loss being told", Duration::from_secs(2), || (machine.state() == "lost").then_some(()));
    let before = std::time::Instant::now();
    machine.stop_after_a_fault();
    let took = before.elapsed();
    assert!(took < Duration::from_secs(2), "stop took {took:?}");
    recorder.wait_for_end();
}

/// As a headset that changes its profile: neither the pause nor what is off the record may end by it.
#[test]
fn a_device_that_returns_with_another_format_begins_no_take_in_a_pause_and_opens_nothing() {
    let machine = Machine::new();
    let server = SoundServer::start(&machine);
    let null_sink = |format: &str| server.pactl(&["load-module", "module-null-sink", "sink_name=other", format]).expect_code(0);
    null_sink("rate=48000");
    let recorder = machine.record(["--input", "pulseaudio:other.monitor"]);
    machine.run(["ask", "Plus tard\u{a0}?"]).expect_code(0);
    machine.run(["mark", "off-record", "--begin"]).expect_code(0);
    machine.run(["pause"]).expect_code(0);
    server.unplug("sink_name=other");
    let is_warned =
        |code: &str| machine.status()["warnings"].as_array().is_some_and(|all| all.iter().any(|one| one["code"] == code));
    wait_for("the loss being told", Duration::from_secs(5), || is_warned("device_lost").then_some(()));
    null_sink("rate=44100");
    std::thread::sleep(Duration::from_secs(2)); // time enough to begin what must not begin
    let paused = machine.status();
    assert_eq!(
        (&paused["state"], &paused["take"], &paused["off_record"]),
        (&"paused".into(), &1.into(), &true.into()),
        "{paused}"
    );

    machine.run(["resume"]).expect_code(0);
    wait_for("the next take", Duration::from_secs(10), || (machine.status()["take"] == 2).then_some(()));
    wait_for("its lamp", Duration::from_secs(5), || (machine.state() == "recording").then_some(()));
    assert_eq!(machine.status()["off_record"], true, "what was off the record stays so");
    machine.stop_after_a_fault();
    recorder.wait_for_end();
    let shown = machine.json(["show", "last", "--json"]);
    assert_eq!((&shown["take"][0]["rate"], &shown["take"][1]["rate"]), (&48_000.into(), &44_100.into()), "{shown}");
    let marks = shown["markers"].as_array().expect("markers");
    let of = |kind: &str| marks.iter().filter(|mark| mark["kind"] == kind).collect::<Vec<_>>();
    let second =
        of("off-record").into_iter().find(|mark| mark["take"] == shown["take"][1]["id"]).expect("one in the second take");
    assert_eq!(second["frame"], 0, "{second}");
    let question = of("question");
    assert_eq!((question.len(), &question[0]["take"]), (1, &shown["take"][1]["id"]), "what waits goes on waiting: {question:?}");
}

fn wait_for_seconds(machine: &Machine, seconds: f64) {
    wait_for("sound", Duration::from_secs(10), || machine.status()["seconds"].as_f64().filter(|&now| now >= seconds));
}
