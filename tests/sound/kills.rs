//! `kill -9` of the recorder at random moments.
//!
//! The source carries its frame numbers, so that a lost, doubled or swapped frame is found exactly; sox, which trusts a header
//! to the letter, reads the files before anything has repaired them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use rustix::process::Signal;

use crate::rig::machine::{entries, judge};
use crate::rig::sound::{expect_counting, write_counting};
use crate::rig::{Dice, Machine, short_or_long};

const RATE: u32 = 48_000;
/// Frames that may be missing: 0.3 s.
const MISSING: f64 = 0.3 * RATE as f64;

#[test]
fn a_killed_take_opens_at_its_full_length_with_every_acknowledged_mark() {
    let shared = tempfile::tempdir().expect("a temporary folder");
    let source = shared.path().join("counting.wav");
    write_counting(&source, 60, RATE, 1);
    let (tries, longest) = short_or_long((10, 4_000), (50, 15_000));
    let next = AtomicU64::new(0);
    std::thread::scope(|scope| {
        for _ in 0..5 {
            scope.spawn(|| {
                while let Some(number) = Some(next.fetch_add(1, Ordering::Relaxed)).filter(|&number| number < tries) {
                    let after = Duration::from_millis(Dice(number + 0xDEAD).between(50, longest));
                    kill_once(&source, number, after);
                }
            });
        }
    });
}

fn kill_once(source: &Path, number: u64, after: Duration) {
    let machine = Machine::new();
    // Parts of three seconds: many of the kills fall near the change of a part.
    let input = format!("file:{}", source.display());
    let recorder = machine.record(["--input", &input, "--set", "audio.part_minutes=0.05"]);
    let running = AtomicBool::new(true);
    let (acknowledged, killed) = std::thread::scope(|scope| {
        let marks = scope.spawn(|| mark_until_killed(&machine, &running));
        std::thread::sleep(after);
        recorder.signal(Signal::KILL);
        let killed = SystemTime::now();
        running.store(false, Ordering::Relaxed);
        (marks.join().expect("marks are asked for"), killed)
    });
    recorder.wait_for_end();

    let counts = read_with_sox(&machine);
    let since_start = killed.duration_since(started(&machine)).expect("the kill comes after the start").as_secs_f64();
    let missing = since_start * f64::from(RATE) - counts.len() as f64;
    println!("kill {number} after {since_start:.3} s: {:.0} ms missing", missing / f64::from(RATE) * 1000.0);
    assert!(missing <= MISSING, "kill {number} after {after:?}: {missing} frames missing");
    assert_eq!(counts.first(), Some(&1), "from the first frame on");
    expect_counting(&counts);
    expect_marks(&machine, &acknowledged);

    let checked = machine.run(["check"]).facts;
    let socket = machine.socket();
    assert!(checked.contains(".sock: a recorder was killed"), "{checked}");
    let found = machine.run(["recover"]);
    assert!(matches!(found.code, Some(0 | 3)), "what is unverified needs a look: {found:#?}");
    assert!(!socket.exists() && found.facts.contains("socket"), "{found:#?}");
    let once = bytes(&machine);
    machine.run(["recover"]).expect_code(0);
    assert!(once == bytes(&machine), "recovering twice gives the same bytes");
    assert!(read_with_sox(&machine).len() >= counts.len(), "recovery loses nothing");
    expect_marks(&machine, &acknowledged);
}

/// Marks as fast as they are acknowledged; gives the notes of those that were.
fn mark_until_killed(machine: &Machine, running: &AtomicBool) -> Vec<String> {
    let notes = (0..).map(|number| format!("mark {number}"));
    let marked = notes.take_while(|_| running.load(Ordering::Relaxed));
    marked.filter(|note| machine.run(["mark", "--ago", "0s", "--note", note]).code == Some(0)).collect()
}

/// All parts as sox reads them, without a word of complaint, each as long as its header says.
fn read_with_sox(machine: &Machine) -> Vec<i32> {
    let mut counts = Vec::new();
    for part in machine.parts() {
        let output = machine.command("sox").arg(&part).args(["-t", "s32", "-"]).output().expect("sox is installed: `make setup`");
        assert!(output.status.success(), "sox reads {}", part.display());
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "sox does not complain of {}", part.display());
        let length = judge(machine.command("soxi").arg("-s").arg(&part)).facts.trim().parse::<usize>().expect("a number");
        assert_eq!(output.stdout.len() / 4, length, "{}", part.display());
        counts.extend(output.stdout.chunks_exact(4).map(|bytes| i32::from_le_bytes(bytes.try_into().expect("four bytes")) >> 8));
    }
    counts
}

/// Wall time of frame 0, as `session.toml` has it.
fn started(machine: &Machine) -> SystemTime {
    let text = fs::read_to_string(machine.session().join("session.toml")).expect("session.toml from the first second");
    let table: toml::Table = text.parse().expect("valid at all times");
    let started = table["take"][0]["started"].as_datetime().expect("a date and time").to_string();
    chrono::DateTime::parse_from_rfc3339(&started).expect("a date and time").into()
}

/// Each acknowledged mark stands once in the files of marks.
fn expect_marks(machine: &Machine, acknowledged: &[String]) {
    let files = entries(&machine.session()).into_iter().filter(|path| name(path).starts_with("markers-"));
    let texts: Vec<String> = files.map(|path| fs::read_to_string(path).expect("text")).collect();
    for note in acknowledged {
        let line = format!("note = \"{note}\"\n");
        assert_eq!(texts.iter().map(|text| text.matches(&line).count()).sum::<usize>(), 1, "{note} in {texts:?}");
    }
}

fn bytes(machine: &Machine) -> BTreeMap<PathBuf, Vec<u8>> {
    entries(&machine.session()).into_iter().map(|path| (path.clone(), fs::read(path).expect("a file"))).collect()
}

fn name(path: &Path) -> String {
    path.file_name().expect("a name").to_string_lossy().into_owned()
}
