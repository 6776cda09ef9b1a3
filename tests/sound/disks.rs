//! A disk that takes no more, shown with a limit on files, which needs no root; `full` has real ones.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::rig::Machine;
use crate::rig::machine::{Answer, entries};
use crate::rig::microphone::counted;
use crate::rig::sound::{expect_counting, read_counts, write_counting};

/// What one file may hold in these tests: less than four seconds of the source.
const BLOCKS: &str = "ulimit -f 4096; exec \"$0\" \"$@\"";
const SECONDS: u64 = 8;

#[test]
fn a_full_disk_is_told_ends_the_take_with_3_and_leaves_a_valid_file() {
    let machine = Machine::new();
    let source = source(&machine);
    let ended = record_in(&machine, machine.command("sh").args(["-c", BLOCKS]), &source, &[]);
    ended.expect_code(3);
    assert!(events(&ended).iter().any(|event| event["event"] == "warning"), "{ended:#?}");
    expect_valid(&machine.parts(), 1);
    let shown = machine.json(["show", "last", "--json"]);
    assert!(shown["take"][0]["frames"].is_u64() && shown["take"][0]["part"][0]["frames"].is_u64(), "closed well: {shown}");
    assert_eq!(machine.status()["warnings"][0]["code"], "last_take_failed", "who looks later is told");
}

#[test]
fn a_full_disk_with_a_fallback_loses_not_one_frame() {
    let machine = Machine::new();
    let source = source(&machine);
    let fallback = machine.path("fallback");
    std::fs::create_dir(&fallback).expect("a new folder");
    let setting = format!("audio.fallback={}", fallback.display());
    // Each disk takes less than three seconds, of which two are confirmed.
    let ended = record_in(&machine, machine.command("sh").args(["-c", BLOCKS]), &source, &["--for", "4s", "--set", &setting]);
    assert!(events(&ended).iter().any(|event| event["event"] == "warning"), "{ended:#?}");
    expect_whole_timeline(&machine, &fallback, 4);
}

/// After a failed sync the kernel calls the lost pages clean, so that trying again would lie.
#[test]
fn a_failed_sync_is_told_and_the_fallback_goes_on_from_the_last_good_one() {
    let machine = Machine::new();
    let source = source(&machine);
    let fallback = machine.path("fallback");
    std::fs::create_dir(&fallback).expect("a new folder");
    let setting = format!("audio.fallback={}", fallback.display());
    // A sync some seconds after the start, of sound or of the journal.
    let mut strace = machine.command("strace");
    strace.args(["-f", "-qq", "-o", "/dev/null", "-e", "trace=fdatasync", "-e", "inject=fdatasync:error=EIO:when=5"]);
    let ended = record_in(&machine, &mut strace, &source, &["--for", "6s", "--set", &setting]);
    assert!(events(&ended).iter().any(|event| event["event"] == "warning"), "{ended:#?}");
    expect_whole_timeline(&machine, &fallback, 6);
}

/// The parts of the session's folder and of the fallback make one timeline, of which no frame is lost.
fn expect_whole_timeline(machine: &Machine, fallback: &Path, seconds: u64) {
    let shown = machine.json(["show", "last", "--json"]);
    let parts = shown["take"][0]["part"].as_array().expect("parts");
    assert!(parts.iter().any(|part| part["elsewhere"] == true), "{shown}");
    let mut next = 0;
    for part in parts {
        let name = part["file"].as_str().expect("a name");
        let files = if part["elsewhere"] == true { waves_below(fallback) } else { machine.parts() };
        let file = files.iter().find(|file| file.ends_with(name)).unwrap_or_else(|| panic!("{name} in {files:?}"));
        let [start, frames] = ["start", "frames"].map(|key| part[key].as_u64().expect("a number"));
        let counts = read_counts(file);
        assert!(counts.len() as u64 >= frames, "{} of {frames} frames in {}", counts.len(), file.display());
        expect_counting(&counts);
        assert_eq!(start, next, "{shown}");
        assert_eq!(counts[0], counted(start), "{shown}");
        next = start + frames;
    }
    assert!(next >= seconds * 48_000, "{next} frames: {shown}");
}

/// Six channels of 24 bits: 864 kB a second.
fn source(machine: &Machine) -> PathBuf {
    let source = machine.path("source.wav");
    write_counting(&source, SECONDS, 48_000, 6);
    source
}

/// `record` in the foreground, run by `shell`, which gets the program as its first argument.
fn record_in(machine: &Machine, shell: &mut Command, source: &Path, more: &[&str]) -> Answer {
    let program = env!("CARGO_BIN_EXE_temoin");
    let input = format!("file:{}", source.display());
    shell.env("TEMOIN_LIBRARY", machine.library()).arg(program);
    shell.args(["record", "--json", "--set", "limits.disk_minutes=0", "--input", &input]).args(more);
    Answer::of(shell)
}

fn events(answer: &Answer) -> Vec<Value> {
    answer.facts.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))).collect()
}

/// The parts open, follow each other without a lost frame, and hold at least `seconds`.
fn expect_valid(parts: &[PathBuf], seconds: usize) {
    let counts: Vec<i32> = parts.iter().flat_map(|part| read_counts(part)).collect();
    assert_eq!(counts.first(), Some(&1));
    expect_counting(&counts);
    assert!(counts.len() >= seconds * 48_000, "{} frames in {parts:?}", counts.len());
}

/// All WAV files in a folder and below, by name.
pub fn waves_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in entries(folder) {
        match path.is_dir() {
            true => found.extend(waves_below(&path)),
            false if path.extension().is_some_and(|end| end == "wav") => found.push(path),
            false => {}
        }
    }
    found.sort();
    found
}

/// Nobody may be told that all is on the disk when its folder was taken away.
#[test]
fn a_session_folder_that_is_taken_away_is_told_and_the_fallback_goes_on_with_marks() {
    let machine = Machine::new();
    let fallback = machine.path("fallback");
    std::fs::create_dir(&fallback).expect("a new folder");
    let setting = format!("audio.fallback={}", fallback.display());
    machine.run(["record", "--input", "voice", "--detach", "--set", &setting]).expect_code(0);
    std::fs::remove_dir_all(machine.library().join("sessions")).expect("a folder");
    let (told, _) = crate::rig::wait_for("a warning", std::time::Duration::from_secs(5), || {
        let warnings = machine.status()["warnings"].clone();
        warnings.as_array().is_some_and(|all| all.iter().any(|one| one["code"] == "disk_failed")).then_some(warnings)
    });
    crate::rig::wait_for("the fallback having it", std::time::Duration::from_secs(5), || {
        let warnings = machine.status()["warnings"].clone();
        warnings.as_array().is_some_and(|all| all.iter().any(|one| one["code"] == "disk_elsewhere")).then_some(())
    });
    machine.run(["mark", "--note", "kept elsewhere"]).expect_code(0);
    machine.run(["mark", "--note", "and this one"]).expect_code(0);
    let before = std::time::Instant::now();
    assert_eq!(machine.run(["stop"]).code, Some(3), "{told}");
    assert!(before.elapsed() < std::time::Duration::from_secs(5));
    assert_eq!(waves_below(&fallback).len(), 1);
    let marks = std::fs::read_to_string(find_below(&fallback, "markers-")).expect("marks");
    assert!(marks.contains("kept elsewhere") && marks.contains("and this one"), "{marks}");
}

fn find_below(folder: &Path, beginning: &str) -> PathBuf {
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for path in entries(&folder) {
            match path.is_dir() {
                true => folders.push(path),
                false if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(beginning)) => return path,
                false => {}
            }
        }
    }
    panic!("nothing begins with {beginning} below {}", folder.display());
}
