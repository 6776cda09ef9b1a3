//! Several inputs of one take: files of their own, one timeline, and no input that takes the others down with it.

use std::time::Duration;

use rustix::process::Signal;
use serde_json::Value;

use crate::rig::microphone::{Microphone, RATE};
use crate::rig::sound::{expect_counting, read_counts, write_counting};
use crate::rig::{Machine, SoundServer, wait_for};

/// Two files whose frames carry their numbers, of these lengths in seconds and rates.
fn sources(machine: &Machine, seconds: [u64; 2], rates: [u32; 2]) -> [String; 2] {
    [0, 1].map(|n| {
        let path = machine.path(format!("source-{n}.wav"));
        write_counting(&path, seconds[n], rates[n], n as u16 + 1);
        format!("file:{}", path.display())
    })
}

fn take(machine: &Machine) -> Value {
    machine.json(["show", "last", "--json"])["take"][0].clone()
}

/// The closed parts of one input: where each begins, and the numbers in it.
fn parts(machine: &Machine, take: &Value, input: u64) -> Vec<(i64, Vec<i32>)> {
    let parts = take["part"].as_array().expect("parts").iter().filter(|part| part["input"] == input);
    let file = |part: &Value| machine.session().join(part["file"].as_str().expect("a name"));
    parts.map(|part| (part["start"].as_i64().expect("a start"), read_counts(&file(part)))).collect()
}

#[test]
fn two_inputs_are_kept_side_by_side_in_files_of_their_own() {
    let machine = Machine::new();
    let [one, other] = sources(&machine, [3, 4], [16_000, 16_000]);
    machine.run(["record", "--input", &one, "--input", &other]).expect_code(0);
    let take = take(&machine);
    let files: Vec<&str> = take["part"].as_array().expect("parts").iter().filter_map(|part| part["file"].as_str()).collect();
    assert!(files.len() == 2 && files.contains(&"take-01-001.wav") && files.contains(&"take-01-001-2.wav"), "{take}");
    let channels: Vec<_> = take["channels"].as_array().expect("channels").iter().map(|one| one["input"].as_u64()).collect();
    assert_eq!((channels, &take["inputs"]), (vec![Some(1), Some(2), Some(2)], &serde_json::json!([one, other])), "{take}");
    for (input, seconds) in [(1, 3), (2, 4)] {
        let [(start, counts)] = &parts(&machine, &take, input)[..] else { panic!("one file of input {input}: {take}") };
        expect_counting(counts);
        let frames = 16_000 * seconds;
        assert!((frames - 4_000..=frames).contains(&counts.len()), "{} frames of input {input}", counts.len());
        assert!(*start < 16_000, "{take}");
    }
    assert_eq!(take["gap"], serde_json::json!([]), "{take}");
    machine.run(["check", "--deep"]).expect_code(0);
}

#[test]
fn files_that_are_taken_fast_lie_side_by_side_from_the_first_frame_to_the_last() {
    let machine = Machine::new();
    let [one, other] = sources(&machine, [60, 90], [8_000, 8_000]);
    machine.run(["record", "--fast", "--input", &one, "--input", &other]).expect_code(0);
    let take = take(&machine);
    for (input, seconds) in [(1, 60), (2, 90)] {
        let [(0, counts)] = &parts(&machine, &take, input)[..] else { panic!("one file of input {input}: {take}") };
        assert_eq!(counts.len(), 8_000 * seconds);
        expect_counting(counts);
    }
    assert_eq!(take["frames"], 8_000 * 90, "the take ends with its last file");
    machine.run(["check", "--deep"]).expect_code(0);
}

#[test]
fn inputs_that_cannot_be_kept_together_are_refused_and_leave_nothing() {
    let machine = Machine::new();
    let [one, other] = sources(&machine, [3, 3], [16_000, 44_100]);
    let missing = format!("{one}.gone");
    for (inputs, code, words) in [
        ([&one, &other], 1, "expected 16000 frames a second from “source-1.wav”, as the first input has, found 44100"),
        ([&one, &missing], 1, "source-0.wav.gone"),
        ([&one, &one], 2, "expected each input once"),
        ([&one, &"none".to_owned()], 2, "stands alone"),
    ] {
        let answer = machine.run(["record", "--input", inputs[0], "--input", inputs[1]]);
        assert!(answer.code == Some(code) && answer.messages.contains(words), "{answer:#?}");
        assert!(machine.sessions().is_empty(), "{inputs:?}");
    }
    let answer = machine.run(["record", "--fast", "--input", &one, "--input", "voice"]);
    assert!(answer.code == Some(2) && answer.messages.contains("reads files only"), "{answer:#?}");
}

#[test]
fn the_files_of_both_inputs_outlive_a_kill() {
    let machine = Machine::new();
    let [one, other] = sources(&machine, [30, 30], [16_000, 16_000]);
    let recorder = machine.record(["--input", &one, "--input", &other]);
    wait_for("some sound", Duration::from_secs(20), || machine.status()["seconds"].as_f64().filter(|&seconds| seconds > 2.5));
    let levels = machine.status()["levels"].clone();
    let of: Vec<_> = levels.as_array().expect("levels").iter().map(|level| level["input"].as_u64()).collect();
    assert_eq!(of, [Some(1), Some(2), Some(2)], "{levels}");
    recorder.signal(Signal::KILL);
    recorder.wait_for_end();
    let found = machine.run(["recover"]);
    assert!(matches!(found.code, Some(0 | 3)), "{found:#?}");
    let take = take(&machine);
    for input in [1, 2] {
        let [(_, counts)] = &parts(&machine, &take, input)[..] else { panic!("one file of input {input}: {take}") };
        assert!(counts.len() > 2 * 16_000, "{} frames of input {input}", counts.len());
        expect_counting(counts);
    }
    machine.run(["recover"]).expect_code(0);
    machine.run(["check", "--deep"]).expect_code(0);
}

#[test]
fn an_input_that_is_unplugged_and_comes_back_leaves_the_other_one_alone() {
    let machine = Machine::new();
    let server = SoundServer::start(&machine);
    let _microphone = Microphone::counting(&server.pipe());
    plug_in(&server);
    let recorder = machine.record(["--input", "pulseaudio:pipe", "--input", "pulseaudio:other.monitor"]);
    wait_for_seconds(&machine, 3.0);
    server.unplug("sink_name=other");
    let (lost, _) = wait_for("the loss being told", Duration::from_secs(10), || warning(&machine));
    assert!(
        lost["input"] == 2
            && lost["text"].as_str().is_some_and(|text| text.contains("Other") && text.contains("the other inputs go on")),
        "{lost}"
    );
    assert_eq!(machine.state(), "recording", "the other one is still kept");
    plug_in(&server);
    wait_for("the input again", Duration::from_secs(10), || warning(&machine).is_none().then_some(()));
    let heard = machine.status()["seconds"].as_f64().expect("seconds");
    wait_for_seconds(&machine, heard + 3.0);
    machine.stop_after_a_fault();
    recorder.wait_for_end();

    let shown = machine.json(["show", "last", "--json"]);
    let take = &shown["take"][0];
    let [(0, counts)] = &parts(&machine, take, 1)[..] else { panic!("one file of the first input: {take}") };
    expect_counting(counts);
    let [first, second] = spans(take, 2)[..] else { panic!("two files of the second input: {take}") };
    assert!(first.1 < second.0 && (second.1 as f64 / RATE as f64) > (heard + 2.0), "{take}");
    assert_eq!(take["gap"], serde_json::json!([]), "there is sound everywhere: {take}");
    let holes = shown["markers"].as_array().expect("markers").iter().filter(|mark| mark["kind"] == "hole");
    let holes: Vec<_> = holes.map(|hole| (hole["frame"].as_u64(), hole["end_frame"].as_u64())).collect();
    assert_eq!(holes, [(Some(first.1), Some(second.0))], "{shown}");
    machine.run(["check", "--deep"]).expect_code(0);
}

#[test]
fn while_the_first_input_is_gone_the_timeline_goes_on_and_marks_lie_in_the_other_one_s_file() {
    let machine = Machine::new();
    let server = SoundServer::start(&machine);
    let _microphone = Microphone::counting(&server.pipe());
    plug_in(&server);
    let recorder = machine.record(["--input", "pulseaudio:other.monitor", "--input", "pulseaudio:pipe"]);
    wait_for_seconds(&machine, 2.0);
    server.unplug("sink_name=other");
    wait_for("the loss being told", Duration::from_secs(10), || warning(&machine));
    let lost = machine.status()["seconds"].as_f64().expect("seconds");
    wait_for_seconds(&machine, lost + 1.0);
    machine.run(["mark", "--ago", "0s"]).expect_code(0);
    plug_in(&server);
    wait_for("the input again", Duration::from_secs(10), || warning(&machine).is_none().then_some(()));
    let heard = machine.status()["seconds"].as_f64().expect("seconds");
    wait_for_seconds(&machine, heard + 3.0);
    machine.stop_after_a_fault();
    recorder.wait_for_end();

    let shown = machine.json(["show", "last", "--json"]);
    let take = &shown["take"][0];
    let [(_, counts)] = &parts(&machine, take, 2)[..] else { panic!("one file of the second input: {take}") };
    expect_counting(counts);
    let (first, second) = (spans(take, 1), spans(take, 2)[0]);
    assert_eq!(first.len(), 2, "{take}");
    let distance = second.1.abs_diff(first[1].1);
    assert!(distance < RATE / 5, "both end together, on one timeline: {take}");
    assert_eq!(take["gap"], serde_json::json!([]), "{take}");
    let mark = shown["markers"].as_array().expect("markers").iter().find(|mark| mark["kind"] == "touching").expect("a mark");
    assert_eq!(mark["file"], "take-01-001-2.wav", "{shown}");
    let frame = mark["frame"].as_u64().expect("a frame");
    assert!((first[0].1..first[1].0).contains(&frame), "{shown}");
}

/// Start and end of the files of one input.
fn spans(take: &Value, input: u64) -> Vec<(u64, u64)> {
    let parts = take["part"].as_array().expect("parts").iter().filter(|part| part["input"] == input);
    let span = |part: &Value| Some((part["start"].as_u64()?, part["start"].as_u64()? + part["frames"].as_u64()?));
    parts.filter_map(span).collect()
}

/// The warning that an input is gone, if one stands.
fn warning(machine: &Machine) -> Option<Value> {
    let status = machine.status();
    status["warnings"].as_array().expect("warnings").iter().find(|one| one["code"] == "device_lost").cloned()
}

fn plug_in(server: &SoundServer) {
    server
        .pactl(&["load-module", "module-null-sink", "sink_name=other", "rate=48000", "sink_properties=device.description=Other"])
        .expect_code(0);
}

fn wait_for_seconds(machine: &Machine, seconds: f64) {
    wait_for("sound", Duration::from_secs(20), || machine.status()["seconds"].as_f64().filter(|&now| now >= seconds));
}
