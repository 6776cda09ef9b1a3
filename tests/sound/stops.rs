//! The recorder's process is stopped and goes on (SIGSTOP and SIGCONT), as by a debugger, a frozen group or a machine without memory.
//!
//! A file waits meanwhile. Of a microphone the sound server keeps up to nine seconds; but often it is the client's library that gives its
//! connection up when it is stopped. Then there is a hole, of true length, and the input is taken up again.

use std::thread;
use std::time::Duration;

use rustix::process::Signal;
use serde_json::Value;

use crate::rig::air::{Heard, TOLERANCE, frames, milliseconds, parts, worst_place};
use crate::rig::microphone::{Microphone, RATE};
use crate::rig::sound::write_counting;
use crate::rig::table::{Row, words};
use crate::rig::tries::each_seed;
use crate::rig::{Dice, Machine, SoundServer, Watch, short_or_long};

/// A hole may be so much longer than the stop that made it, in seconds: the input is opened anew.
const LONGER: f64 = 3.0;

/// A stop of this length is told in any case, in seconds.
const TOLD: f64 = 1.2;

/// What came of the stops of one take.
struct Stopped {
    stops: u64,
    /// Those that left a hole.
    holes: u64,
    /// Those that had to be told, and that were.
    told: u64,
    /// The worst place, in seconds.
    place: f64,
    /// By how much the holes are longer than the stops that made them, at most, in seconds.
    longer: f64,
    frames: u64,
}

#[test]
fn a_recorder_that_is_stopped_and_goes_on_leaves_at_most_a_hole_of_true_length_and_tells_it() {
    let (takes, each) = short_or_long((1, 2), (10, 10));
    let all = each_seed(takes, 5, |seed| stop_while_the_microphone_goes_on(seed, each));
    let fault = words(
        "the recorder’s process is stopped for 0.1 to 20 s and goes on (SIGSTOP, SIGCONT)",
        "le processus qui enregistre est arrêté de 0,1 à 20 s, puis continue (SIGSTOP, SIGCONT)",
    );
    let (holes, stops) = (all.iter().map(|take| take.holes).sum(), all.iter().map(|take| take.stops).sum());
    row("process-stop", fault, &all)
        .of(words("stops that left a hole", "arrêts qui laissent un trou"), holes, stops)
        .at_most(
            words("hole longer than the stop by", "trou plus long que l’arrêt de"),
            all.iter().map(|take| take.longer).fold(0.0, f64::max),
        )
        .give();
}

#[test]
fn a_recorder_of_a_file_that_is_stopped_and_goes_on_loses_nothing_and_tells_it() {
    let (takes, each) = short_or_long((1, 2), (4, 5));
    let all = each_seed(takes, 4, |seed| stop_while_the_file_waits(seed, each));
    let fault =
        words("the same while a file is recorded, for 1.2 to 9 s", "de même pendant l’enregistrement d’un fichier, de 1,2 à 9 s");
    let frames = all.iter().map(|take| take.frames).sum();
    row("process-stop-file", fault, &all).of(words("frames lost", "trames perdues"), 0, frames).give();
}

fn row(id: &'static str, fault: crate::rig::table::Words, all: &[Stopped]) -> Row {
    let sum = |what: fn(&Stopped) -> u64| all.iter().map(what).sum::<u64>();
    Row::new(id, fault, sum(|take| take.stops))
        .at_most(
            words("a place in the sound wrong by", "erreur de place dans le son"),
            all.iter().map(|take| take.place).fold(0.0, f64::max),
        )
        .told(
            words(
                "each stop of a second or more, and each hole, with a mark",
                "chaque arrêt d’une seconde ou plus, et chaque trou, par un repère",
            ),
            sum(|take| take.told),
            sum(|take| take.told),
        )
}

fn stop_while_the_microphone_goes_on(seed: u64, times: u64) -> Stopped {
    let machine = Machine::new();
    let server = SoundServer::start(&machine);
    let microphone = Microphone::counting(&server.pipe());
    let longest = short_or_long(3_000, 20_000);
    let (stops, told) = stop_often(&machine, "pulseaudio:pipe", seed, times, 100..longest);
    drop(microphone);

    let shown = machine.json(["show", "last", "--json"]);
    let take = &shown["take"][0];
    let holes = take["gap"].as_array().expect("gaps").iter().filter_map(|gap| gap["frames"].as_f64());
    let holes: Vec<f64> = holes.map(|frames| frames / RATE as f64).collect();
    let marks = shown["markers"].as_array().expect("markers").iter().filter(|mark| mark["kind"] == "hole").count();
    assert_eq!(marks, holes.len(), "{shown}");
    let mut left = stops.iter();
    let longer = holes.iter().map(|hole| {
        let longer = left.by_ref().map(|stop| hole - stop).find(|longer| (-0.1..LONGER).contains(longer));
        longer.unwrap_or_else(|| panic!("stops {stops:?}, holes {holes:?}: {take}"))
    });
    let longer = longer.fold(0.0, f64::max);
    let parts = parts(&machine, take, 1);
    let place = place(&parts, take);
    Stopped { stops: times, holes: holes.len() as u64, told, place, longer, frames: frames(&parts) }
}

fn stop_while_the_file_waits(seed: u64, times: u64) -> Stopped {
    let machine = Machine::new();
    let source = machine.path("source.wav");
    write_counting(&source, times * 15 + 10, RATE as u32, 1);
    let longest = short_or_long(3_000, 9_000);
    let (_, told) = stop_often(&machine, &format!("file:{}", source.display()), seed, times, 1_200..longest);
    let shown = machine.json(["show", "last", "--json"]);
    let take = &shown["take"][0];
    assert_eq!(take["gap"], serde_json::json!([]), "{take}");
    let parts = parts(&machine, take, 1);
    assert_eq!(parts.len(), 1, "{take}");
    Stopped { stops: times, holes: 0, told, place: place(&parts, take), longer: 0.0, frames: frames(&parts) }
}

/// Records, and stops the recorder `times` times for some of `lengths` (in ms). Gives the stops in seconds, and how many were long and told.
fn stop_often(machine: &Machine, input: &str, seed: u64, times: u64, lengths: std::ops::Range<u64>) -> (Vec<f64>, u64) {
    let recorder = machine.record(["--input", input]);
    let mut watch = Watch::begin(machine);
    let mut dice = Dice(0x5709 + seed);
    let mut stops = Vec::new();
    for _ in 0..times {
        thread::sleep(Duration::from_millis(dice.between(2_500, 5_000)));
        let length = Duration::from_millis(dice.between(lengths.start, lengths.end));
        recorder.signal(Signal::STOP);
        thread::sleep(length);
        recorder.signal(Signal::CONT);
        stops.push(length.as_secs_f64());
        if length.as_secs_f64() >= TOLD {
            watch.wait_for_warning("held_up", false, Duration::from_secs(10));
        }
    }
    thread::sleep(Duration::from_secs(3));
    machine.stop_after_a_fault();
    recorder.wait_for_end();
    let told = stops.iter().filter(|stop| **stop >= TOLD).count() as u64;
    (stops, told)
}

fn place(parts: &[Heard], take: &Value) -> f64 {
    let place = worst_place(parts);
    assert!(place <= TOLERANCE, "{} ms: {take}", milliseconds(place));
    milliseconds(place) / 1_000.0
}
