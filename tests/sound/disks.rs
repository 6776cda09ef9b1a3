//! A disk that takes no more.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::rig::machine::{Answer, entries};
use crate::rig::sound::{expect_counting, read_counts, write_counting};
use crate::rig::{Machine, is_long};

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
    machine.json(["show", "last", "--json"]);
}

#[test]
fn a_full_disk_with_a_fallback_loses_not_one_frame() {
    let machine = Machine::new();
    let source = source(&machine);
    let fallback = machine.path("fallback");
    std::fs::create_dir(&fallback).expect("a new folder");
    let setting = format!("audio.fallback={}", fallback.display());
    // Half of the source fits into the first disk, and the fallback takes as much in one file.
    let ended = record_in(&machine, machine.command("sh").args(["-c", BLOCKS]), &source, &["--for", "5s", "--set", &setting]);
    assert!(events(&ended).iter().any(|event| event["event"] == "warning"), "{ended:#?}");
    let mut parts = machine.parts();
    assert_eq!(parts.len(), 1, "{parts:?}");
    parts.extend(waves_below(&fallback));
    assert_eq!(parts.len(), 2, "{parts:?}");
    expect_valid(&parts, 5);
}

/// A real disk without room: a small one in memory, which only root can mount.
#[test]
fn a_real_full_disk_is_told_and_what_is_written_stays_valid() {
    if !is_long() {
        return; // Needs root: in `make faults`. The two above show the same with a limit on files.
    }
    let machine = Machine::new();
    let source = source(&machine);
    let kept = machine.path("kept");
    let script = format!(
        "mount -t tmpfs -o size=4m full {0} && \"$0\" \"$@\"; code=$?; cp -r {0} {1}; exit $code",
        machine.library().join("sessions").display(),
        kept.display()
    );
    std::fs::create_dir_all(machine.library().join("sessions")).expect("a folder");
    let mut unshare = machine.command("unshare");
    let ended = record_in(&machine, unshare.args(["-m", "--propagation", "private", "sh", "-c", &script]), &source, &[]);
    ended.expect_code(3);
    assert!(events(&ended).iter().any(|event| event["event"] == "warning"), "{ended:#?}");
    expect_valid(&waves_below(&kept), 1);
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
fn waves_below(folder: &Path) -> Vec<PathBuf> {
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
