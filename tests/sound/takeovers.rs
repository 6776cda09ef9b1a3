//! A take that changes its ground while several inputs run: its disk is taken away, its first input comes back at another rate.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::Value;

use crate::rig::machine::entries;
use crate::rig::microphone::{Microphone, counted};
use crate::rig::sound::{expect_counting, read_counts, write_counting};
use crate::rig::{Machine, SoundServer, wait_for};

const PATIENCE: Duration = Duration::from_secs(20);
const RATE: u64 = 48_000;
const SECONDS: u64 = 10;

#[test]
fn both_inputs_and_the_marks_go_on_in_the_second_copy_when_their_disk_is_taken_away() {
    let machine = Machine::new();
    let card = machine.path("card");
    std::fs::create_dir(&card).expect("a new folder");
    let setting = format!("audio.second_copy={}", card.display());
    let sources = ["one.wav", "two.wav"].map(|name| {
        let path = machine.path(name);
        write_counting(&path, SECONDS, RATE as u32, 1);
        format!("file:{}", path.display())
    });
    let recorder = machine.record(["--input", &sources[0], "--input", &sources[1], "--set", &setting]);
    wait_for_copy(&machine, "keeping");
    wait_for_seconds(&machine, 3.0);
    machine.run(["mark", "--ago", "0s", "--note", "before"]).expect_code(0);
    let (sessions, away) = (machine.library().join("sessions"), machine.path("away"));
    std::fs::rename(&sessions, &away).expect("a folder is moved");
    wait_for_copy(&machine, "took_over");
    wait_for("the other disk having it", PATIENCE, || warns_of(&machine, "disk_elsewhere").then_some(()));
    let heard = machine.status()["seconds"].as_f64().expect("seconds");
    wait_for_seconds(&machine, heard + 1.0);
    machine.run(["mark", "--ago", "0s", "--note", "after"]).expect_code(0);
    recorder.wait_for_end();

    std::fs::rename(&away, &sessions).expect("the disk is back");
    machine.run(["--set", &setting, "recover"]);
    let shown = machine.json(["show", "last", "--json"]);
    let take = &shown["take"][0];
    for input in [1, 2] {
        let parts = parts_of(take, input);
        let counts: Vec<i32> = parts.iter().flat_map(|part| counts(&machine, &card, part)).collect();
        assert_eq!((parts.len(), parts[1]["elsewhere"].as_bool()), (2, Some(true)), "{take}");
        // The second input may have begun a moment before the take's frame 0.
        assert!(counts[0] < RATE as i32 / 10 && counts.last() == Some(&counted(SECONDS * RATE - 1)), "{take}");
        expect_counting(&counts);
    }
    for note in ["before", "after"] {
        let mark = marker(&shown, note);
        let part = parts_of(take, 1).into_iter().find(|part| part["file"] == mark["file"]);
        let part = part.unwrap_or_else(|| panic!("{note} lies in a file: {shown}"));
        let (frame, inside) = (mark["frame"].as_u64(), mark["file_frame"].as_u64().expect("a frame") as usize);
        assert_eq!(Some(counts(&machine, &card, part)[inside]), frame.map(counted), "{note} plays the right words: {shown}");
    }
    machine.run(["--set", &setting, "check", "--deep"]).expect_code(0);
}

/// As a headset that changes its profile while a call is recorded beside it: the rate of the take is that of its first input.
#[test]
fn a_first_input_that_returns_at_another_rate_begins_a_take_of_both_inputs_at_that_rate() {
    let machine = Machine::new();
    let server = SoundServer::start(&machine);
    let _microphone = Microphone::counting(&server.pipe());
    plug_in(&server, RATE);
    let recorder = machine.record(["--input", "pulseaudio:other.monitor", "--input", "pulseaudio:pipe"]);
    wait_for_seconds(&machine, 2.0);
    machine.run(["mark", "off-record", "--begin"]).expect_code(0);
    server.unplug("sink_name=other");
    wait_for("the loss being told", PATIENCE, || warns_of(&machine, "device_lost").then_some(()));
    plug_in(&server, 44_100);
    wait_for("the next take", PATIENCE, || (machine.status()["take"] == 2).then_some(()));
    wait_for("both inputs", PATIENCE, || (machine.state() == "recording" && !warns_of(&machine, "device_lost")).then_some(()));
    assert_eq!(machine.status()["off_record"], true, "what was off the record stays so");
    wait_for_seconds(&machine, 3.0);
    machine.run(["mark", "--ago", "0s", "--note", "after"]).expect_code(0);
    machine.stop_after_a_fault();
    recorder.wait_for_end();

    let shown = machine.json(["show", "last", "--json"]);
    let [first, second] = [&shown["take"][0], &shown["take"][1]];
    assert_eq!((&first["rate"], &second["rate"]), (&RATE.into(), &44_100.into()), "{shown}");
    let end = |part: &Value| part["start"].as_u64().expect("a start") + part["frames"].as_u64().expect("closed");
    let ends = [1, 2].map(|input| {
        let parts = parts_of(second, input);
        assert_eq!(parts.len(), 1, "one file of input {input}: {shown}");
        end(parts[0])
    });
    assert!(ends[0].abs_diff(ends[1]) < 44_100 / 5 && ends[0] > 2 * 44_100, "both go on to the stop: {shown}");
    let [before] = parts_of(first, 2)[..] else { panic!("the call went on while the first input was gone: {shown}") };
    let lead = parts_of(first, 1)[0];
    assert!(end(before) > end(lead) + RATE / 2, "{shown}");
    expect_counting(&read_counts(&machine.session().join(before["file"].as_str().expect("a name"))));
    assert_eq!(marker(&shown, "after")["take"], second["id"], "{shown}");
    machine.run(["check", "--deep"]).expect_code(0);
}

fn parts_of(take: &Value, input: u64) -> Vec<&Value> {
    take["part"].as_array().expect("parts").iter().filter(|part| part["input"] == input).collect()
}

/// The numbers of a part, on whichever disk it lies; as many as the take says.
fn counts(machine: &Machine, card: &Path, part: &Value) -> Vec<i32> {
    let home: PathBuf = match part["elsewhere"] == true {
        true => entries(&entries(&card.join("sessions")).remove(0)).remove(0),
        false => machine.session(),
    };
    let mut counts = read_counts(&home.join(part["file"].as_str().expect("a name")));
    counts.truncate(part["frames"].as_u64().expect("closed") as usize);
    counts
}

fn marker<'a>(shown: &'a Value, note: &str) -> &'a Value {
    let markers = shown["markers"].as_array().expect("markers");
    markers.iter().find(|mark| mark["note"] == note).unwrap_or_else(|| panic!("a mark {note}: {shown}"))
}

fn plug_in(server: &SoundServer, rate: u64) {
    server.pactl(&["load-module", "module-null-sink", "sink_name=other", &format!("rate={rate}")]).expect_code(0);
}

fn warns_of(machine: &Machine, code: &str) -> bool {
    machine.status()["warnings"].as_array().is_some_and(|all| all.iter().any(|one| one["code"] == code))
}

fn wait_for_copy(machine: &Machine, state: &str) {
    wait_for("the second copy", PATIENCE, || (machine.status()["copy"] == state).then_some(()));
}

fn wait_for_seconds(machine: &Machine, seconds: f64) {
    wait_for("sound", PATIENCE, || machine.status()["seconds"].as_f64().filter(|&now| now >= seconds));
}
