//! One whole evening from the command line: planned, recorded, marked, found again and heard.

use std::path::Path;
use std::process::{Child, Stdio};
use std::time::Duration;

use serde_json::Value;

use crate::rig::machine::{interrupt, judge};
use crate::rig::sound::{LEAD, correlation, find, first_difference, read, speech, write};
use crate::rig::{Machine, SoundServer, short_or_long, wait_for};

const NADIA: &str = r#"
format = 1
title = "Nadia, le soir"
start = 2020-03-20T20:30:00
zone = "Europe/Brussels"
minutes = 45
rule = "FREQ=DAILY;COUNT=60"
"#;

#[test]
fn a_series_written_by_hand_is_listed_on_both_sides_of_the_clock_change() {
    let machine = Machine::new();
    machine.write("library/series/nadia.toml", NADIA);
    let agenda = machine.json(["agenda", "--from", "2020-03-28", "--to", "2020-03-30", "--json"]);
    assert_eq!(agenda["format"], 1);
    let rows: Vec<[&str; 2]> = rows(&agenda, "occurrences").map(|row| [text(row, "id"), text(row, "start")]).collect();
    assert_eq!(
        rows,
        [
            ["nadia@2020-03-28T20:30", "2020-03-28T20:30:00+01:00"],
            ["nadia@2020-03-29T20:30", "2020-03-29T20:30:00+02:00"],
            ["nadia@2020-03-30T20:30", "2020-03-30T20:30:00+02:00"],
        ]
    );
}

#[test]
fn an_evening_is_recorded_frame_by_frame_marked_found_and_heard_again() {
    let machine = Machine::new();
    let _server = SoundServer::start(&machine);
    machine.write("library/series/nadia.toml", NADIA);
    let speech = speech(short_or_long(20, 600));
    let played = machine.path("speech.wav");
    write(&played, &speech, 2);

    let recorder = machine.record(["nadia"]);
    let mut player = play_into(&machine, &played);
    wait_for("eight seconds of the take", Duration::from_secs(20), || (seconds(&machine) >= 8.0).then_some(()));
    machine.run(["mark", "touching", "--note", "sa voix se casse"]).expect_code(0);
    expect_a_living_status(&machine);
    player.wait().expect("paplay ends");
    machine.run(["stop"]).expect_code(0);
    recorder.wait_for_end();

    let parts = machine.parts();
    assert_eq!(parts.len(), 1, "{parts:?}");
    expect_opened_by_others(&machine, &parts[0]);
    expect_every_frame(&speech.samples[LEAD..], &read(&parts[0]).samples);

    let shown = machine.json(["show", "last", "--json"]);
    let mark = rows(&shown, "markers").next().expect("a mark");
    assert_eq!([text(mark, "kind"), text(mark, "note")], ["touching", "sa voix se casse"]);
    expect_heard_again(&machine, &parts[0], mark);
}

/// The recorder says what it does, in its own words and numbers.
fn expect_a_living_status(machine: &Machine) {
    let status = machine.status();
    assert_eq!([&status["format"], &status["state"]], [&Value::from(1), &Value::from("recording")]);
    assert_eq!(status["dropped_frames"], 0);
    assert!(status["bytes"].as_u64().expect("bytes") > 0, "{status}");
    let levels = status["levels"].as_array().expect("levels");
    assert_eq!(levels.len(), 2, "one for each channel: {status}");
    assert!(levels.iter().all(|level| level["peak_dbfs"].as_f64().is_some_and(|peak| peak > -60.0)), "{status}");
}

/// sox and ffprobe read one and the same length, rate and width.
fn expect_opened_by_others(machine: &Machine, part: &Path) {
    let sox = judge(machine.command("soxi").arg("-s").arg(part)).facts;
    let length = sox.trim().parse::<u64>().expect("a number of frames");
    let known = hound::WavReader::open(part).expect("a WAV file").duration();
    assert_eq!(length, u64::from(known), "soxi and hound");
    let wanted = ["-v", "error", "-show_entries", "stream=codec_name,sample_rate,channels,duration_ts", "-of", "csv=p=0"];
    let ffprobe = judge(machine.command("ffprobe").args(wanted).arg(part)).facts;
    assert_eq!(ffprobe.trim(), format!("pcm_s24le,48000,2,{length}"));
}

/// Each second of `played` lies in `recorded`, all of them at one offset, and what is there is what was played.
fn expect_every_frame(played: &[f32], recorded: &[f32]) {
    let beginning = &recorded[..recorded.len().min(20 * 48_000)];
    let offset = find(&played[48_000..96_000], beginning) - 48_000;
    for (second, piece) in played.chunks_exact(48_000).enumerate() {
        let at = offset + second * 48_000;
        assert!(recorded.len() >= at + 48_000, "the take holds second {second}");
        let found = correlation(piece, &recorded[at..at + 48_000]);
        assert!(found >= 0.99, "second {second} is there, at the same offset: correlation {found}");
        assert_eq!(first_difference(piece, &recorded[at..]), None, "frame, played, recorded; in second {second}");
    }
    let whole = correlation(played, &recorded[offset..offset + played.len()]);
    assert!(whole >= 0.99, "the whole: {whole}");
}

/// `play --marker` sends to the loudspeaker what the file holds from the mark on.
fn expect_heard_again(machine: &Machine, part: &Path, mark: &Value) {
    let heard = machine.path("heard.wav");
    let mut listener = machine
        .command("parecord")
        .args(["--device=call.monitor", "--latency-msec=50", "--file-format=wav"])
        .arg(&heard)
        .spawn()
        .expect("parecord is installed: `make setup`");
    wait_for("a listener", Duration::from_secs(10), || heard.metadata().ok().filter(|file| file.len() > 44));
    let mut player = machine.temoin(["play", "last", "--marker", text(mark, "id")]).spawn().expect("our own program");
    wait_for("six seconds of listening", Duration::from_secs(20), || {
        heard.metadata().ok().filter(|file| file.len() > 44 + 6 * 48_000 * 4)
    });
    assert_eq!(interrupt(&mut player), Some(0), "Ctrl-C ends listening in order");
    interrupt(&mut listener);

    let from = mark["file_frame"].as_u64().expect("a mark with sound") as usize;
    let expected = &read(part).samples[from..from + 2 * 48_000];
    let heard = read(&heard).samples;
    let offset = find(expected, &heard);
    let alike = correlation(expected, &heard[offset..offset + expected.len()]);
    assert!(alike >= 0.99, "what was heard from the mark on: correlation {alike}");
    let before = &heard[..offset];
    assert!(before.iter().all(|sample| sample.abs() < 1e-3), "the mark's own frame is the first that is heard");
}

fn play_into(machine: &Machine, file: &Path) -> Child {
    let mut command = machine.command("paplay");
    command.arg("--device=mic").arg(file).stdout(Stdio::null());
    command.spawn().expect("paplay is installed: `make setup`")
}

fn seconds(machine: &Machine) -> f64 {
    machine.status()["seconds"].as_f64().unwrap_or_default()
}

fn rows<'a>(document: &'a Value, key: &str) -> std::slice::Iter<'a, Value> {
    document[key].as_array().unwrap_or_else(|| panic!("`{key}` is a list in {document}")).iter()
}

#[track_caller]
fn text<'a>(row: &'a Value, key: &str) -> &'a str {
    row[key].as_str().unwrap_or_else(|| panic!("`{key}` is a text in {row}"))
}
