//! The Nth call of a recorder to the system fails or falls short, for every N until none is left: each kind of call by which something
//! reaches the disk.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use super::disks::waves_below;
use crate::rig::Machine;
use crate::rig::failing::{Failing, Outcome, each_fault};
use crate::rig::left::confirmed;
use crate::rig::machine::{Answer, entries};
use crate::rig::sound::{expect_counting, read_counts, write_counting};
use crate::rig::table::{Row, words};

const RATE: u64 = 48_000;
const SECONDS: u64 = 2;

#[test]
fn whichever_call_fails_no_confirmed_frame_is_lost_and_what_was_done_is_told() {
    let shared = tempfile::tempdir().expect("a temporary folder");
    let source = shared.path().join("counting.wav");
    write_counting(&source, SECONDS, RATE as u32, 1);
    let total = each_fault(|failing| record_with(&source, &failing));
    let fault = words(
        "the Nth write, sync, rename, open, new folder or seek of a recorder fails (EIO, ENOSPC) or falls short, for every N until none is left",
        "le énième appel d’un enregistreur au système échoue (écrire, synchroniser, renommer, ouvrir, créer un dossier, se placer\u{a0}; EIO, \
         ENOSPC) ou n’écrit qu’à moitié, pour tout rang jusqu’au dernier",
    );
    Row::new("disk-calls", fault, total.tries)
        .of(words("confirmed frames lost", "trames confirmées perdues"), total.lost, total.kept)
        .told(
            words(
                "what failed, where, what to do; the command ends with a code",
                "ce qui a échoué, où, que faire\u{a0}; la commande rend un code",
            ),
            total.told,
            total.refused,
        )
        .give();
}

#[test]
fn whichever_call_fails_no_acknowledged_mark_is_lost() {
    let total = each_fault(|failing| mark_with(&failing));
    let fault =
        words("one of these calls fails while marks are made", "un de ces appels échoue pendant que des repères sont posés");
    Row::new("disk-calls-marks", fault, total.tries)
        .of(words("acknowledged marks lost", "repères confirmés perdus"), total.lost, total.kept)
        .give();
}

/// Also where it fails before anything could be kept of it: nothing is recorded then, and that is told, too.
#[test]
fn a_source_that_cannot_be_read_on_is_told_however_early() {
    let machine = Machine::new();
    let source = machine.path("source.wav");
    write_counting(&source, SECONDS, RATE as u32, 1);
    for number in 4..12 {
        let mut strace = machine.command("strace");
        strace.env("TEMOIN_LIBRARY", machine.library()).args(["-f", "-qq", "-o", "/dev/null", "-P"]).arg(&source);
        strace.args(["-e", &format!("inject=read:error=EIO:when={number}")]).arg(env!("CARGO_BIN_EXE_temoin"));
        let ended = Answer::of(strace.args(["record", "--fast", "--input", &format!("file:{}", source.display())]));
        assert!(matches!(ended.code, Some(1 | 3)) && ended.messages.contains("read"), "{number}: {ended:#?}");
    }
}

/// Else a power cut at the change of a part leaves a file of which nothing tells the take: one of two hundred did.
#[test]
fn a_file_of_sound_is_made_when_its_journal_is_on_the_disk() {
    let machine = Machine::new();
    let source = machine.path("source.wav");
    write_counting(&source, SECONDS, RATE as u32, 1);
    let log = machine.path("log");
    let mut strace = machine.command("strace");
    strace.env("TEMOIN_LIBRARY", machine.library()).args(["-f", "-y", "-qq", "-e", "trace=fdatasync,renameat2", "-o"]).arg(&log);
    strace.arg(env!("CARGO_BIN_EXE_temoin")).args(["record", "--fast", "--set", "audio.part_minutes=0.01"]);
    Answer::of(strace.args(["--input", &format!("file:{}", source.display())])).expect_code(0);
    let text = fs::read_to_string(&log).expect("strace tells");
    for part in ["take-01-001", "take-01-002"] {
        let first = |call: &str, name: &str| text.lines().position(|line| line.contains(call) && line.contains(name));
        let (synced, made) = (first("fdatasync", &format!("{part}.crc")), first("renameat2", &format!("{part}.wav")));
        assert!(synced.is_some() && synced < made, "{part}: {synced:?}, {made:?}");
    }
}

/// A take of a file, as fast as it is written, in short parts, with a fallback; of whose calls one fails.
fn record_with(source: &Path, failing: &Failing) -> Outcome {
    let Failing { machine, fallback, setting, .. } = failing;
    let mut command = failing.command();
    command.args(["record", "--fast", "--set", "limits.disk_minutes=0", "--set", setting]);
    command.args(["--set", "audio.part_minutes=0.01", "--set", "audio.checkpoint_seconds=0.1"]);
    let ended = Answer::of(command.args(["--input", &format!("file:{}", source.display())]));
    let has_failed = failing.has_failed();
    let what = format!("{}: {ended:?}", failing.what());
    assert!(matches!(ended.code, Some(0 | 1 | 3 | 127)), "{what}"); // 127: the system could not load the program
    if !has_failed || failing.is_harmless() {
        assert_eq!(ended.code, Some(0), "{what}");
    }
    let recover = || machine.run(["recover", "--set", setting]);
    assert!(matches!(recover().code, Some(0 | 3)), "{what}");
    let once = bytes(machine, fallback);
    assert!(matches!(recover().code, Some(0 | 3)), "{what}");
    assert!(once == bytes(machine, fallback), "recovering twice gives the same bytes: {what}");
    let parts: Vec<Kept> = parts(machine, fallback).iter().map(|part| kept_in(part)).collect();
    let sum = |of: fn(&Kept) -> u64| parts.iter().map(of).sum::<u64>();
    if ended.code == Some(0) {
        assert_eq!(sum(|part| part.frames), SECONDS * RATE, "all is there, or it is told: {what}");
    }
    if ended.messages.contains("Nothing is missing") {
        let shown = machine.json(["show", "last", "--json"]);
        let parts = shown["take"][0]["part"].as_array().expect("parts").iter();
        assert_eq!(parts.filter_map(|part| part["frames"].as_u64()).sum::<u64>(), SECONDS * RATE, "{what}: {shown}");
    }
    let lost = sum(|part| part.confirmed.saturating_sub(part.frames));
    assert_eq!(lost, 0, "{what}");
    let refused = ended.code != Some(0);
    assert!(!refused || !ended.messages.is_empty(), "it is told: {what}");
    Outcome { fired: has_failed, kept: sum(|part| part.confirmed), lost, refused, told: !ended.messages.is_empty() }
}

/// A take without sound, of whose recorder's calls one fails; marks are made as long as it takes them.
fn mark_with(failing: &Failing) -> Outcome {
    let Failing { machine, setting, .. } = failing;
    let mut command = failing.command();
    command.args(["record", "--input", "none", "--set", setting]);
    let mut recorder = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("strace is installed: `make setup`");
    let mut is_over = || recorder.try_wait().expect("it is ours").is_some();
    let is_on = || machine.run(["status", "--json"]).facts.contains("\"recording\""); // the call that fails may be its answer
    while !is_on() && !is_over() {}
    let notes = (0..6).map(|number| format!("mark {number}"));
    let marked = |note: &String| machine.run(["mark", "--ago", "0s", "--note", note]).code == Some(0);
    let acknowledged: Vec<String> = notes.filter(marked).collect();
    while !is_over() {
        machine.run(["stop"]); // one call of its own may be the one that fails
    }
    let what = failing.what();
    assert!(matches!(machine.run(["recover", "--set", setting]).code, Some(0 | 3)), "{what}");
    let mut lost = 0;
    if !acknowledged.is_empty() {
        let shown = machine.run(["show", "last", "--json"]);
        assert!(matches!(shown.code, Some(0 | 3)), "a file without a mark may be left: {what}: {shown:?}");
        let shown = shown.json();
        let notes = shown["markers"].as_array().expect("markers").iter().filter_map(|marker| marker["note"].as_str());
        let notes: Vec<&str> = notes.collect();
        lost = acknowledged.iter().filter(|note| notes.iter().filter(|one| one == note).count() != 1).count() as u64;
        assert_eq!(lost, 0, "{acknowledged:?} in {notes:?}: {what}");
    }
    Outcome { fired: failing.has_failed(), kept: acknowledged.len() as u64, lost, ..Outcome::default() }
}

/// Every file of a take, wherever it lies.
fn parts(machine: &Machine, fallback: &Path) -> Vec<PathBuf> {
    let in_sessions = machine.sessions().into_iter().flat_map(|session| waves_below(&session));
    in_sessions.chain(waves_below(fallback)).collect()
}

/// What is in a file of sound, and what of it its journal confirms.
struct Kept {
    frames: u64,
    confirmed: u64,
}

/// Each frame must be the one behind its neighbour.
fn kept_in(part: &Path) -> Kept {
    let confirmed = confirmed(part);
    if fs::metadata(part).expect("a file").len() < 44 {
        return Kept { frames: 0, confirmed };
    }
    let counts = read_counts(part);
    expect_counting(&counts);
    Kept { frames: counts.len() as u64, confirmed }
}

fn bytes(machine: &Machine, fallback: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let folders = machine.sessions().into_iter().flat_map(|session| entries(&session));
    let files = folders.chain(waves_below(fallback)).filter(|path| path.is_file());
    files.map(|path| (path.clone(), fs::read(path).expect("a file"))).collect()
}
