//! A take of eight hours, recorded faster than real time through the same collector and writer.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::Value;

use crate::rig::machine::judge;
use crate::rig::microphone::counted;
use crate::rig::table::{Row, words};
use crate::rig::{Machine, short_or_long};

const RATE: u64 = 48_000;

/// Frames after which the numbers of the source begin anew.
const ROUND: u64 = (1 << 23) - 1;

/// A header says so where a file is longer than it can tell: the samples go on to its end.
const TO_THE_END: u32 = u32::MAX;

/// Bytes in front of the samples of the source.
const HEAD: usize = 44;

/// What a recorder may need at most, in MiB; a take in real time needs no more.
const MEMORY: u64 = 128;

/// What came of a long take.
struct Long {
    bytes: u64,
    parts: Vec<u64>,
    /// The most memory that the recorder ever had, in MiB.
    peak: u64,
}

#[test]
fn a_take_of_eight_hours_is_whole_in_sixteen_parts_and_needs_no_more_memory_than_a_short_one() {
    // The short form has eight minutes of 0.5.
    let (seconds, minutes) = short_or_long((480, 0.5), (8 * 3_600, 30.0));
    let long = record(seconds, 1, minutes);
    assert_eq!(long.parts.len(), 16, "{:?}", long.parts);
    give("length-eight-hours", words("a take of 8 h in parts of 30 min", "une prise de 8 h en fichiers de 30 min"), &long);
}

#[test]
fn a_take_beyond_four_gibibytes_is_whole_in_parts_below_two() {
    let (seconds, minutes) = short_or_long((240, 0.5), (8 * 3_600, 600.0));
    let long = record(seconds, 2, minutes);
    assert!(long.parts.iter().all(|bytes| *bytes < 1 << 31), "{:?}", long.parts);
    let whole = short_or_long(1, 4 << 30);
    assert!(long.bytes > whole && long.parts.len() >= 4, "{:?}", long.parts);
    give(
        "length-beyond-4-gib",
        words(
            "a take of 8 h and 8.3 GB, of parts as long as can be",
            "une prise de 8 h et 8,3 Go, en fichiers aussi longs que possible",
        ),
        &long,
    );
}

/// A file that is read as fast as it is written would otherwise be read on to its end, of which nothing is kept.
#[test]
fn a_fast_take_of_a_long_file_ends_when_it_is_asked_to() {
    let machine = Machine::new();
    let source = machine.path("source.wav");
    let seconds = 3_600;
    write_source(&source, seconds, 1);
    let recorder = machine.record(["--fast", "--input", &format!("file:{}", source.display())]);
    machine.run(["stop"]).expect_code(0);
    recorder.wait_for_end();
    let frames = machine.json(["show", "last", "--json"])["take"][0]["frames"].as_u64().expect("closed");
    assert!((1..seconds * RATE).contains(&frames), "{frames} frames");
}

fn give(id: &'static str, fault: crate::rig::table::Words, long: &Long) {
    let frames = long.bytes / 3;
    Row::new(id, fault, 1)
        .of(words("samples that differ from the source", "échantillons qui diffèrent de la source"), 0, frames)
        .mebibytes(words("memory of the recorder", "mémoire de l’enregistreur"), long.peak)
        .give();
}

/// Records a source of so many seconds and channels of 24 bits, and compares it with what lies on the disk.
fn record(seconds: u64, channels: u16, part_minutes: f64) -> Long {
    let machine = Machine::new();
    let source = machine.path("source.wav");
    write_source(&source, seconds, channels);
    let mut command = machine.temoin(["record", "--fast", "--json", "--input"]);
    command.arg(format!("file:{}", source.display())).arg("--set").arg(format!("audio.part_minutes={part_minutes}"));
    command.args(["--set", "limits.disk_minutes=0"]);
    let mut recorder = command.stdout(Stdio::null()).spawn().expect("our own program");
    let mut peak = 0;
    let code = loop {
        peak = peak.max(peak_memory(recorder.id()).unwrap_or_default());
        if let Some(code) = recorder.try_wait().expect("our own child") {
            break code;
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    assert_eq!(code.code(), Some(0));
    let take = machine.json(["show", "last", "--json"])["take"][0].clone();
    expect_no_seam(&take, seconds * RATE);
    let parts = machine.parts();
    expect_equal(&machine, &parts, &source);
    assert!(peak <= MEMORY, "{peak} MiB");
    let sizes: Vec<u64> = parts.iter().map(|part| part.metadata().expect("a file").len()).collect();
    Long { bytes: seconds * RATE * u64::from(channels) * 3, parts: sizes, peak }
}

/// A WAV of 24 bits whose every frame carries its own number on each channel, of any length.
fn write_source(path: &Path, seconds: u64, channels: u16) {
    let round = (0..ROUND.min(seconds * RATE)).flat_map(|frame| {
        let [a, b, c, _] = counted(frame).to_le_bytes();
        std::iter::repeat_n([a, b, c], usize::from(channels)).flatten()
    });
    let round: Vec<u8> = round.collect();
    let mut left = (seconds * RATE * u64::from(channels) * 3) as usize;
    let mut file = BufWriter::new(File::create(path).expect("a new file"));
    file.write_all(&head(channels)).expect("room on the disk");
    while left > 0 {
        let piece = left.min(round.len());
        file.write_all(&round[..piece]).expect("room on the disk");
        left -= piece;
    }
    file.flush().expect("room on the disk");
}

fn head(channels: u16) -> [u8; HEAD] {
    let frame = u32::from(channels) * 3;
    let mut head = Vec::from(b"RIFF".as_slice());
    head.extend(TO_THE_END.to_le_bytes());
    head.extend(b"WAVEfmt ");
    head.extend(16_u32.to_le_bytes());
    head.extend(1_u16.to_le_bytes());
    head.extend(channels.to_le_bytes());
    head.extend((RATE as u32).to_le_bytes());
    head.extend((RATE as u32 * frame).to_le_bytes());
    head.extend((frame as u16).to_le_bytes());
    head.extend(24_u16.to_le_bytes());
    head.extend(b"data");
    head.extend(TO_THE_END.to_le_bytes());
    head.try_into().expect("44 bytes")
}

/// Each part begins where the one before it ends, and nothing else is in between.
fn expect_no_seam(take: &Value, frames: u64) {
    let mut end = 0;
    for part in take["part"].as_array().expect("parts") {
        assert_eq!(part["start"], end, "{take}");
        end += part["frames"].as_u64().expect("closed");
    }
    assert_eq!((end, &take["frames"], &take["gap"]), (frames, &frames.into(), &serde_json::json!([])), "{take}");
}

/// The parts, put together by sox, are the samples of the source, byte for byte.
fn expect_equal(machine: &Machine, parts: &[std::path::PathBuf], source: &Path) {
    let mut sox = machine.command("sox");
    sox.args(parts).args(["-t", "raw", "-"]).stdout(Stdio::piped());
    let mut sox = sox.spawn().expect("sox is installed: `make setup`");
    let put_together = sox.stdout.take().expect("it is piped");
    let mut cmp: Command = machine.command("cmp");
    judge(cmp.arg(format!("--ignore-initial={HEAD}:0")).arg(source).arg("-").stdin(put_together));
    assert!(sox.wait().expect("our own child").success());
}

/// The most that the process ever had in memory, in MiB; `None` when it has ended.
fn peak_memory(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").parse::<u64>().ok().map(|kilobytes| kilobytes / 1024)
}
