//! A mark lies on the sound that was in the air when the key came.
//!
//! The microphone is a pipe whose frames the test stamps itself: a click stands at exactly the frame that was in the air when
//! `mark` was called, and is delivered up to 10 ms later, as by a sound card. So the distance that is measured holds all of it:
//! the start of the process `mark`, the socket, the sound server's buffers, and what the recorder takes off for them. It gets
//! the time of the key from the caller and the time of each block from the server (its capture time), and the server counts
//! in what waits in the pipe; what a real card's converters take, about a millisecond, is not in it.

use std::time::Duration;

use temoin::clock::Monotonic;

use crate::rig::microphone::{Clicks, Microphone, RATE};
use crate::rig::sound::{clicks as clicks_in, read};
use crate::rig::{Dice, Machine, SoundServer, short_or_long, wait_for};

const TOLERANCE: i64 = (RATE / 20) as i64;

#[test]
fn a_mark_lies_within_50_ms_of_the_click_also_after_a_pause() {
    let machine = Machine::new();
    let server = SoundServer::start(&machine);
    server.set_default_source("pipe");
    let clicks = Clicks::default();
    let microphone = Microphone::clicking(&server.pipe(), &clicks);
    let recorder = machine.record(["--input", "default"]);

    let tries = short_or_long(10, 50);
    let mut dice = Dice(0xC11C);
    for number in 0..tries {
        if number == tries / 2 {
            pause(&machine);
        }
        wait_until_frame(&machine, &mut dice);
        clicks.click(microphone.frame_at(Monotonic::now()));
        machine.run(["mark", "--ago", "0s"]).expect_code(0);
    }
    wait_until_frame(&machine, &mut dice);
    machine.run(["stop"]).expect_code(0);
    recorder.wait_for_end();

    let shown = machine.json(["show", "last", "--json"]);
    let heard: Vec<Vec<usize>> = machine.parts().iter().map(|part| clicks_in(&read(part).samples)).collect();
    assert_eq!(heard.iter().map(Vec::len).collect::<Vec<_>>(), [tries / 2, tries - tries / 2], "each click is in the sound");
    let marks = shown["markers"].as_array().expect("markers");
    let distances: Vec<i64> = marks.iter().filter(|mark| mark["kind"] == "touching").map(|mark| distance(mark, &heard)).collect();
    assert_eq!(distances.len(), tries);
    let worst = distances.iter().map(|distance| distance.abs()).max().unwrap_or_default();
    println!("distances of marks from clicks, in frames of {RATE}: {distances:?}");
    assert!(worst <= TOLERANCE, "worst: {:.1} ms of {distances:?}", worst as f64 * 1000.0 / RATE as f64);
}

/// Frames from the click to its mark, in the file that the mark names; negative when the mark comes first.
fn distance(mark: &serde_json::Value, heard: &[Vec<usize>]) -> i64 {
    let file = mark["file"].as_str().unwrap_or_else(|| panic!("a mark with sound: {mark}"));
    let part = if file.ends_with("-001.wav") { 0 } else { 1 };
    let frame = mark["file_frame"].as_i64().expect("a frame");
    let distances = heard[part].iter().map(|&click| frame - click as i64);
    distances.min_by_key(|distance| distance.abs()).expect("a click")
}

fn pause(machine: &Machine) {
    machine.run(["pause"]).expect_code(0);
    assert_eq!(machine.state(), "paused");
    machine.run(["resume"]).expect_code(0);
    wait_for("the take going on", Duration::from_secs(5), || (machine.state() == "recording").then_some(()));
}

/// Some sound goes by: between a third and one second, at no round time.
fn wait_until_frame(machine: &Machine, dice: &mut Dice) {
    let until = frames(machine) + dice.between(RATE / 3, RATE);
    wait_for("sound", Duration::from_secs(10), || (frames(machine) > until).then_some(()));
    std::thread::sleep(Duration::from_micros(dice.between(0, 30_000)));
}

fn frames(machine: &Machine) -> u64 {
    machine.status()["frames"].as_u64().unwrap_or_default()
}
