//! `kill -9` of the recorder, at random moments of everything that it does.
//!
//! The source carries its frame numbers, so that a lost, doubled or swapped frame is found exactly; sox, which trusts a header
//! to the letter, reads the files before anything has repaired them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::{Duration, SystemTime};

use rustix::process::Signal;
use serde_json::json;

use crate::rig::left::{age_what_never_began, bytes, lost_marks, parts, start_of, started};
use crate::rig::machine::Recorder;
use crate::rig::microphone::counted;
use crate::rig::sound::{expect_counting, read_counts, write_counting};
use crate::rig::table::{Row, Words, words};
use crate::rig::tries::each_seed;
use crate::rig::{Dice, Hand, Machine, short_or_long};

const RATE: u32 = 48_000;
/// Seconds that may be missing.
const MISSING: f64 = 0.3;
/// Length of a part: many of the kills fall near its change.
const PART: Duration = Duration::from_millis(900);

/// What the recorder does when it is killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Moment {
    Starting,
    Recording,
    ChangingParts,
    Pausing,
    Paused,
    Resuming,
    Stopping,
}

/// In the order of the seeds.
const MOMENTS: [Moment; 7] = [
    Moment::Recording,
    Moment::ChangingParts,
    Moment::Pausing,
    Moment::Paused,
    Moment::Resuming,
    Moment::Stopping,
    Moment::Starting,
];

/// What one kill showed.
struct Outcome {
    moment: Moment,
    /// Seconds of sound that should be there and are not.
    missing: f64,
    files: u64,
    unreadable: u64,
    marks: u64,
    marks_lost: u64,
    /// `recover` had something to say, and said it.
    mended: bool,
}

#[test]
fn a_killed_take_opens_at_its_full_length_with_every_acknowledged_mark() {
    let shared = tempfile::tempdir().expect("a temporary folder");
    let source = shared.path().join("counting.wav");
    write_counting(&source, 60, RATE, 1);
    let (tries, hands) = short_or_long((14, 7), (1_000, 10));
    let all = each_seed(tries, hands, |seed| Kill::new(&source, seed).carry_out());
    for (id, fault, moments) in rows() {
        let of: Vec<&Outcome> = all.iter().filter(|one| moments.contains(&one.moment)).collect();
        let sum = |what: fn(&Outcome) -> u64| of.iter().map(|one| what(one)).sum::<u64>();
        Row::new(id, fault, of.len() as u64)
            .at_most(words("sound missing", "son manquant"), of.iter().map(|one| one.missing).fold(0.0, f64::max))
            .of(
                words("files that sox cannot read", "fichiers que sox ne lit pas"),
                sum(|one| one.unreadable),
                sum(|one| one.files),
            )
            .of(words("acknowledged marks lost", "repères confirmés perdus"), sum(|one| one.marks_lost), sum(|one| one.marks))
            .told(
                words(
                    "what `recover` found again, and what of it is unverified",
                    "ce que `recover` a retrouvé, et ce qui n’en est pas vérifié",
                ),
                sum(|one| u64::from(one.mended)),
                of.len() as u64,
            )
            .give();
    }
}

fn rows() -> [(&'static str, Words, &'static [Moment]); 4] {
    [
        (
            "process-kill",
            words("`kill -9` while it records and marks", "`kill -9` pendant l’enregistrement et les repères"),
            &[Moment::Recording],
        ),
        (
            "process-kill-part",
            words("`kill -9` at the change of a part", "`kill -9` au changement de fichier"),
            &[Moment::ChangingParts],
        ),
        (
            "process-kill-pause",
            words("`kill -9` while it pauses, is paused, resumes", "`kill -9` au début, au milieu et à la fin d’une pause"),
            &[Moment::Pausing, Moment::Paused, Moment::Resuming],
        ),
        (
            "process-kill-ends",
            words(
                "`kill -9` before the lamp is on, and while the take is being ended",
                "`kill -9` avant que la lampe s’allume, et pendant l’arrêt",
            ),
            &[Moment::Starting, Moment::Stopping],
        ),
    ]
}

/// One kill, by its seed.
struct Kill {
    seed: u64,
    moment: Moment,
    dice: Dice,
    machine: Machine,
    input: String,
}

/// What was done to the take before its recorder was killed.
struct Past {
    /// Until when it had to keep sound; `None`: its lamp was never on.
    owed_until: Option<SystemTime>,
    /// Of which it was paused for so long.
    paused: Duration,
}

impl Kill {
    fn new(source: &Path, seed: u64) -> Kill {
        let moment = MOMENTS[seed as usize % MOMENTS.len()];
        Kill { seed, moment, dice: Dice::of(seed), machine: Machine::new(), input: format!("file:{}", source.display()) }
    }

    fn carry_out(mut self) -> Outcome {
        let (past, marks) = match self.moment {
            Moment::Starting => (self.kill_at_the_start(), Vec::new()),
            _ => self.kill_a_running_take(),
        };
        let (seed, moment) = (self.seed, self.moment);
        let (read, unreadable) = read_with_sox(&self.machine);
        let missing = self.missing(&past, &read);
        let marks_lost = lost_marks(&self.machine, &marks);
        println!(
            "kill {seed} {moment:?}: {:.0} ms missing, {} of {} marks lost, {} parts, {unreadable} unreadable",
            missing * 1_000.0,
            marks_lost,
            marks.len(),
            read.len()
        );
        assert_eq!((marks_lost, unreadable), (0, 0), "{seed} {moment:?}");
        assert!(missing <= MISSING, "{seed} {moment:?}: {missing} s missing");
        let mended = expect_recovery(&self.machine, &read);
        assert_eq!(lost_marks(&self.machine, &marks), 0, "{seed} {moment:?}: recovery loses no mark");
        Outcome { moment, missing, files: read.len() as u64, unreadable, marks: marks.len() as u64, marks_lost, mended }
    }

    /// The lamp may or may not have been on. What it has said on its standard output is what the person knows.
    fn kill_at_the_start(&mut self) -> Past {
        let part = part_setting();
        let mut command = self.machine.temoin(["record", "--json", "--input", &self.input, "--set", &part]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("our own program");
        self.wait(0, 350);
        child.kill().expect("our own child");
        let killed = SystemTime::now();
        let said = child.wait_with_output().expect("our own child").stdout;
        let is_lit = String::from_utf8_lossy(&said).contains("\"started\"");
        Past { owed_until: is_lit.then_some(killed), paused: Duration::ZERO }
    }

    fn kill_a_running_take(&mut self) -> (Past, Vec<String>) {
        let recorder = self.machine.record(["--input", &self.input, "--set", &part_setting()]);
        let is_running = AtomicBool::new(true);
        let hand = Hand::to(&self.machine).expect("the recorder listens");
        std::thread::scope(|scope| {
            let marks = scope.spawn(|| mark_until(hand, &is_running));
            let past = self.live_and_kill(recorder);
            is_running.store(false, Ordering::Relaxed);
            recorder.wait_for_end();
            (past, marks.join().expect("marks are asked for"))
        })
    }

    fn live_and_kill(&mut self, recorder: Recorder) -> Past {
        let mut hand = Hand::to(&self.machine).expect("the recorder listens");
        match self.moment {
            Moment::Starting | Moment::Recording => self.wait(0, 2_500),
            Moment::ChangingParts => self.wait_for_a_change_of_parts(),
            Moment::Pausing | Moment::Paused | Moment::Resuming | Moment::Stopping => self.wait(100, 1_500),
        }
        let then = SystemTime::now();
        let (owed_until, paused) = match self.moment {
            Moment::Pausing | Moment::Stopping => {
                hand.say(&json!({"do": if self.moment == Moment::Pausing { "pause" } else { "stop" }}));
                self.wait(0, 150);
                (Some(then), Duration::ZERO)
            }
            Moment::Paused => {
                assert!(hand.ask(&json!({"do": "pause"})), "it pauses");
                self.wait(0, 600);
                (Some(then), Duration::ZERO)
            }
            Moment::Resuming => {
                assert!(hand.ask(&json!({"do": "pause"})), "it pauses");
                self.wait(0, 400);
                assert!(hand.ask(&json!({"do": "resume"})), "it resumes");
                let paused = then.elapsed().expect("a steady clock");
                self.wait(0, 500);
                (None, paused)
            }
            Moment::Starting | Moment::Recording | Moment::ChangingParts => (None, Duration::ZERO),
        };
        kill(recorder);
        Past { owed_until: owed_until.or(Some(SystemTime::now())), paused }
    }

    /// Until about the end of a part, on the take's own clock.
    fn wait_for_a_change_of_parts(&mut self) {
        let changes = self.dice.between(1, 4) as u32;
        let since = started(&self.machine).expect("a take").elapsed().expect("the start lies behind us");
        sleep((PART * changes).saturating_sub(since));
        self.wait(0, 250);
    }

    fn wait(&mut self, from_ms: u64, to_ms: u64) {
        sleep(Duration::from_millis(self.dice.between(from_ms, to_ms)));
    }

    /// How much of the sound that was owed is in no file, in seconds. Each frame stands where the timeline has it.
    fn missing(&self, past: &Past, read: &BTreeMap<PathBuf, Vec<i32>>) -> f64 {
        for (part, counts) in read.iter().filter(|(_, counts)| !counts.is_empty()) {
            assert_eq!(counts[0], counted(start_of(part)), "{}", part.display());
            expect_counting(counts);
        }
        let Some(owed_until) = past.owed_until else { return 0.0 };
        let started = started(&self.machine).expect("a take whose lamp was on");
        let owed = owed_until.duration_since(started).unwrap_or_default().saturating_sub(past.paused);
        let frames: usize = read.values().map(Vec::len).sum();
        owed.as_secs_f64() - frames as f64 / f64::from(RATE)
    }
}

fn part_setting() -> String {
    format!("audio.part_minutes={}", PART.as_secs_f64() / 60.0)
}

/// One that has ended by itself is as good.
fn kill(recorder: Recorder) {
    rustix::process::kill_process(recorder.pid, Signal::KILL).ok();
}

/// Marks, one every few milliseconds; gives the notes of those that were acknowledged.
fn mark_until(mut hand: Hand, is_running: &AtomicBool) -> Vec<String> {
    let notes = (0..).map(|number| format!("mark {number}"));
    let notes = notes.inspect(|_| sleep(Duration::from_millis(15))).take_while(|_| is_running.load(Ordering::Relaxed));
    notes.filter(|note| hand.ask(&json!({"do": "mark", "ago": 0.0, "note": note}))).collect()
}

/// The frames of each part as sox reads them, and how many parts it does not read, complains of, or finds shorter than they say.
fn read_with_sox(machine: &Machine) -> (BTreeMap<PathBuf, Vec<i32>>, u64) {
    let (mut read, mut unreadable) = (BTreeMap::new(), 0);
    for part in parts(machine) {
        let output = machine.command("sox").arg(&part).args(["-t", "s32", "-"]).output().expect("sox is installed: `make setup`");
        let samples = output.stdout.chunks_exact(4).map(|bytes| i32::from_le_bytes(bytes.try_into().expect("four bytes")) >> 8);
        let counts: Vec<i32> = samples.collect();
        let is_read = output.status.success() && output.stderr.is_empty() && counts.len() == read_counts(&part).len();
        if !is_read {
            println!("{}: {}", part.display(), String::from_utf8_lossy(&output.stderr));
            unreadable += 1;
        }
        read.insert(part, counts);
    }
    (read, unreadable)
}

/// Recovering twice gives the same bytes, loses nothing, and leaves a library without a fault. Whether there was something to mend.
fn expect_recovery(machine: &Machine, before: &BTreeMap<PathBuf, Vec<i32>>) -> bool {
    age_what_never_began(machine);
    let found = machine.run(["recover"]);
    assert!(matches!(found.code, Some(0 | 3)), "what is unverified needs a look: {found:#?}");
    assert!(machine.find_socket().is_none(), "a killed recorder’s socket is put away: {found:#?}");
    let once = bytes(machine);
    machine.run(["recover"]).expect_code(0);
    assert!(once == bytes(machine), "recovering twice gives the same bytes");
    let (after, unreadable) = read_with_sox(machine);
    assert_eq!(unreadable, 0, "{found:#?}");
    // A part without a frame is put away.
    for (part, counts) in before.iter().filter(|(_, counts)| !counts.is_empty()) {
        assert!(after[part].len() >= counts.len(), "recovery loses nothing of {}", part.display());
        expect_counting(&after[part]);
    }
    machine.run(["check", "--deep"]).expect_code(0);
    !found.facts.is_empty()
}
