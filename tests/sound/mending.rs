//! Saves of texts and the recovery of a killed take, of whose calls to the system the Nth fails or falls short.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use rustix::process::Signal;
use serde_json::json;

use crate::rig::failing::{Failing, Outcome, each_fault};
use crate::rig::left::{bytes, confirmed, lost_marks, parts};
use crate::rig::machine::{Answer, entries};
use crate::rig::sound::{expect_counting, read_counts, write_counting};
use crate::rig::table::{Row, words};
use crate::rig::{Hand, Machine, wait_for};

#[test]
fn whichever_call_fails_a_save_is_whole_or_the_old_file_stays() {
    let total = each_fault(|failing| save_with(&failing));
    let fault =
        words("one of these calls fails while a plan is saved", "un de ces appels échoue pendant la sauvegarde d’un plan");
    Row::new("disk-calls-saves", fault, total.tries)
        .of(words("acknowledged saves lost", "sauvegardes confirmées perdues"), total.lost, total.kept)
        .told(
            words("what failed, and that the old file stays", "ce qui a échoué, et que l’ancien fichier reste"),
            total.told,
            total.refused,
        )
        .give();
}

#[test]
fn whichever_call_of_a_recovery_fails_the_next_one_finds_everything() {
    let broken = Broken::new();
    let total = each_fault(|failing| recover_with(&broken, &failing));
    let fault = words(
        "one of these calls fails while `recover` mends a killed take",
        "un de ces appels échoue pendant que `recover` répare une prise interrompue",
    );
    Row::new("disk-calls-recovery", fault, total.tries)
        .of(words("frames lost", "trames perdues"), total.lost, total.kept)
        .told(
            words("what failed; the next `recover` ends it", "ce qui a échoué\u{a0}; le `recover` suivant finit"),
            total.told,
            total.refused,
        )
        .give();
}

/// A change of a series that exists.
fn save_with(failing: &Failing) -> Outcome {
    let machine = &failing.machine;
    machine.run(["plan", "add", "--title", "base", "--rule", "FREQ=DAILY;COUNT=9", "--from", "2031-01-01"]).expect_code(0);
    let path = machine.library().join("series/base.toml");
    let before = fs::read_to_string(&path).expect("a series");
    let ended = Answer::of(failing.command().args(["plan", "cancel", "base#2"]));
    let what = format!("{}: {ended:?}", failing.what());
    let after = fs::read_to_string(&path).expect("a series");
    let is_saved = after.contains("cancelled = true");
    assert!(is_saved || after == before, "old or new, and nothing between: {what}: {after}");
    machine.run(["check"]).expect_code(0);
    let is_done = ended.code == Some(0);
    assert!(is_done || !ended.messages.is_empty(), "it is told: {what}");
    assert!(!failing.is_harmless() || is_done, "{what}");
    let lost = is_done && !is_saved;
    assert!(!lost, "{what}");
    let told = !ended.messages.is_empty();
    Outcome { fired: failing.has_failed(), kept: u64::from(is_done), lost: u64::from(lost), refused: !is_done, told }
}

/// A library whose recorder was killed in the second part of a take with marks.
struct Broken {
    machine: Machine,
    frames: u64,
    marks: Vec<String>,
}

impl Broken {
    fn new() -> Broken {
        let machine = Machine::new();
        let source = machine.path("source.wav");
        write_counting(&source, 20, 48_000, 1);
        let input = format!("file:{}", source.display());
        let recorder = machine.record(["--input", &input, "--set", "audio.part_minutes=0.01"]);
        let mut hand = Hand::to(&machine).expect("the recorder listens");
        let notes = (0..5).map(|number| format!("mark {number}"));
        let marks = notes.filter(|note| hand.ask(&json!({"do": "mark", "ago": 0.0, "note": note}))).collect();
        wait_for("some parts", Duration::from_secs(20), || (parts(&machine).len() >= 3).then_some(()));
        recorder.signal(Signal::KILL);
        recorder.wait_for_end();
        let frames = parts(&machine).iter().map(|part| confirmed(part)).sum();
        Broken { machine, frames, marks }
    }

    /// Another copy of it.
    fn lay_into(&self, library: &Path) {
        fs::remove_dir_all(library).expect("a library");
        let copied = Command::new("cp").arg("-a").arg(self.machine.library()).arg(library).status();
        assert!(copied.is_ok_and(|status| status.success()), "{}", library.display());
    }
}

fn recover_with(broken: &Broken, failing: &Failing) -> Outcome {
    let machine = &failing.machine;
    broken.lay_into(&machine.library());
    let ended = Answer::of(failing.command().arg("recover"));
    let what = format!("{}: {ended:?}", failing.what());
    assert!(!failing.is_harmless() || matches!(ended.code, Some(0 | 3)), "{what}");
    assert!(matches!(machine.run(["recover"]).code, Some(0 | 3)), "{what}");
    let once = bytes(machine);
    machine.run(["recover"]).expect_code(0);
    assert!(once == bytes(machine), "recovering again gives the same bytes: {what}");
    machine.run(["check", "--deep"]).expect_code(0);
    let frames: u64 = parts(machine).iter().map(|part| counted_in(part)).sum();
    let lost = broken.frames.saturating_sub(frames);
    assert_eq!((lost, lost_marks(machine, &broken.marks)), (0, 0), "{what}");
    assert!(!has_sound_below(&machine.library().join("trash")), "no sound goes to the trash: {what}");
    let refused = ended.code != Some(0);
    let told = !ended.messages.is_empty() || !ended.facts.is_empty();
    assert!(told || !refused, "it is told: {what}");
    Outcome { fired: failing.has_failed(), kept: broken.frames, lost, refused, told }
}

/// Whether a file there is larger than the head of one that was opened just before the kill.
fn has_sound_below(folder: &Path) -> bool {
    let is_sound =
        |path: &Path| path.extension().is_some_and(|end| end == "wav") && path.metadata().is_ok_and(|file| file.len() > 68);
    entries(folder).iter().any(|path| if path.is_dir() { has_sound_below(path) } else { is_sound(path) })
}

/// How many frames a part has, each the one behind its neighbour.
fn counted_in(part: &Path) -> u64 {
    let counts = read_counts(part);
    expect_counting(&counts);
    counts.len() as u64
}
