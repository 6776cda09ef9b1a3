//! The Nth call to the system fails, for every N until none is left: each kind of call by which something reaches the disk.
//!
//! strace answers in the kernel's place, so that whatever the program does next it does on a disk that has just refused. Calls are
//! counted for each thread, from the first one that the program makes: its start, its locks and its logs fail, too.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::disks::waves_below;
use crate::rig::machine::{Answer, entries};
use crate::rig::sound::{expect_counting, read_counts, write_counting};
use crate::rig::table::{Row, words};
use crate::rig::{Machine, is_long};

const RATE: u64 = 48_000;
const SECONDS: u64 = 2;

/// Calls, and what a disk may answer.
const FAULTS: [(&str, &str); 8] = [
    ("write", "EIO"),
    ("write", "ENOSPC"),
    ("fdatasync", "EIO"),
    ("fsync", "EIO"),
    ("rename,renameat,renameat2", "EIO"),
    ("openat", "EIO"),
    ("mkdir", "ENOSPC"),
    ("lseek", "EIO"),
];

/// Which calls fail in a plain `make test`; every one in `make faults`.
const SOME: [usize; 10] = [1, 2, 3, 5, 8, 13, 21, 34, 55, 89];

/// What one try showed.
#[derive(Default)]
struct Outcome {
    /// The call was made, and failed.
    fired: bool,
    /// Frames that a journal confirms, or marks that were acknowledged.
    kept: u64,
    /// Of these, how many are not there.
    lost: u64,
    /// The call ended with another code than 0; and said why.
    refused: bool,
    told: bool,
}

#[test]
fn whichever_call_fails_no_confirmed_frame_is_lost_and_what_was_done_is_told() {
    let shared = tempfile::tempdir().expect("a temporary folder");
    let source = shared.path().join("counting.wav");
    write_counting(&source, SECONDS, RATE as u32, 1);
    let all = each_fault(|call, fault, number| record_with(&source, call, fault, number));
    let sum = |of: fn(&Outcome) -> u64| all.iter().map(of).sum::<u64>();
    let fault = words(
        "the Nth write, sync, rename, open, new folder or seek of a recorder fails (EIO, ENOSPC), for every N until none fails",
        "le énième appel d’un enregistreur au système échoue (écrire, synchroniser, renommer, ouvrir, créer un dossier, se placer\u{a0}; EIO, \
         ENOSPC), pour tout rang jusqu’à ce qu’aucun n’échoue",
    );
    Row::new("disk-calls", fault, all.len() as u64)
        .of(words("confirmed frames lost", "trames confirmées perdues"), sum(|one| one.lost), sum(|one| one.kept))
        .told(
            words(
                "what failed, where, what to do; the command ends with a code",
                "ce qui a échoué, où, que faire\u{a0}; la commande rend un code",
            ),
            sum(|one| u64::from(one.refused && one.told)),
            sum(|one| u64::from(one.refused)),
        )
        .give();
}

#[test]
fn whichever_call_fails_no_acknowledged_mark_is_lost() {
    let all = each_fault(mark_with);
    let sum = |of: fn(&Outcome) -> u64| all.iter().map(of).sum::<u64>();
    let fault =
        words("one of these calls fails while marks are made", "un de ces appels échoue pendant que des repères sont posés");
    Row::new("disk-calls-marks", fault, all.len() as u64)
        .of(words("acknowledged marks lost", "repères confirmés perdus"), sum(|one| one.lost), sum(|one| one.kept))
        .give();
}

/// Tries every fault, for every N until none fails, or in a plain `make test` for some; gives the tries in which one did.
fn each_fault(one: impl Fn(&str, &str, usize) -> Outcome + Sync) -> Vec<Outcome> {
    let (next, all) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let run = || {
        while let Some((call, fault)) = FAULTS.get(next.fetch_add(1, Ordering::Relaxed)) {
            let fired: Vec<Outcome> =
                numbers().map(|number| one(call, fault, number)).take_while(|outcome| outcome.fired).collect();
            println!("{call} answers {fault}: {} tries, until none failed", fired.len());
            all.lock().expect("nobody panics with it").extend(fired);
        }
    };
    std::thread::scope(|scope| (0..3).for_each(|_| drop(scope.spawn(run))));
    all.into_inner().expect("nobody panics with it")
}

fn numbers() -> Box<dyn Iterator<Item = usize>> {
    if is_long() { Box::new(1..) } else { Box::new(SOME.into_iter()) }
}

/// A machine with a fallback folder, and the call of its recorder that is to fail.
struct Failing {
    machine: Machine,
    fallback: PathBuf,
    /// Names the fallback to a command.
    setting: String,
    /// For strace: which call, and how it fails.
    inject: [String; 2],
}

impl Failing {
    fn new(call: &str, fault: &str, number: usize) -> Failing {
        let machine = Machine::new();
        let fallback = machine.path("fallback");
        fs::create_dir(&fallback).expect("a new folder");
        let setting = format!("audio.fallback={}", fallback.display());
        let inject = [format!("trace={call}"), format!("inject={call}:error={fault}:when={number}")];
        Failing { machine, fallback, setting, inject }
    }

    /// The program under strace.
    fn strace(&self) -> Command {
        let mut strace = self.machine.command("strace");
        strace.env("TEMOIN_LIBRARY", self.machine.library()).args(["-f", "-qq", "-o"]).arg(self.log());
        strace.args(["-e", &self.inject[0], "-e", &self.inject[1]]);
        strace.arg(env!("CARGO_BIN_EXE_temoin"));
        strace
    }

    fn log(&self) -> PathBuf {
        self.machine.path("strace")
    }

    fn has_failed(&self) -> bool {
        fs::read_to_string(self.log()).expect("strace tells").contains("INJECTED")
    }
}

/// A take of a file, as fast as it is written, in short parts, with a fallback; of whose calls one fails.
fn record_with(source: &Path, call: &str, fault: &str, number: usize) -> Outcome {
    let failing = Failing::new(call, fault, number);
    let Failing { machine, fallback, setting, .. } = &failing;
    let mut strace = failing.strace();
    strace.args(["record", "--fast", "--set", "limits.disk_minutes=0", "--set", setting]);
    strace.args(["--set", "audio.part_minutes=0.01", "--set", "audio.checkpoint_seconds=0.1"]);
    let ended = Answer::of(strace.args(["--input", &format!("file:{}", source.display())]));
    let has_failed = failing.has_failed();
    let what = format!("{call} {number} answers {fault}: {ended:?}");
    assert!(matches!(ended.code, Some(0 | 1 | 3 | 127)), "{what}"); // 127: the system could not load the program
    if !has_failed {
        ended.expect_code(0);
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
    let lost = sum(|part| part.confirmed.saturating_sub(part.frames));
    assert_eq!(lost, 0, "{what}");
    let refused = ended.code != Some(0);
    assert!(!refused || !ended.messages.is_empty(), "it is told: {what}");
    Outcome { fired: has_failed, kept: sum(|part| part.confirmed), lost, refused, told: !ended.messages.is_empty() }
}

/// A take without sound, of whose recorder's calls one fails; marks are made as long as it takes them.
fn mark_with(call: &str, fault: &str, number: usize) -> Outcome {
    let failing = Failing::new(call, fault, number);
    let Failing { machine, setting, .. } = &failing;
    let mut strace = failing.strace();
    strace.args(["record", "--input", "none", "--set", setting]);
    let mut recorder = strace.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("strace is installed: `make setup`");
    let mut is_over = || recorder.try_wait().expect("it is ours").is_some();
    let is_on = || machine.run(["status", "--json"]).facts.contains("\"recording\""); // the call that fails may be its answer
    while !is_on() && !is_over() {}
    let notes = (0..6).map(|number| format!("mark {number}"));
    let marked = |note: &String| machine.run(["mark", "--ago", "0s", "--note", note]).code == Some(0);
    let acknowledged: Vec<String> = notes.filter(marked).collect();
    while !is_over() {
        machine.run(["stop"]); // one call of its own may be the one that fails
    }
    let what = format!("{call} {number} answers {fault}");
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
    let journal = fs::read_to_string(part.with_extension("crc")).unwrap_or_default();
    let confirmed = journal.lines().filter_map(confirmed_frames).next_back().unwrap_or(0);
    if fs::metadata(part).expect("a file").len() < 44 {
        return Kept { frames: 0, confirmed };
    }
    let counts = read_counts(part);
    expect_counting(&counts);
    Kept { frames: counts.len() as u64, confirmed }
}

/// `1 48000 crc=…`; not the head.
fn confirmed_frames(line: &str) -> Option<u64> {
    let mut words = line.split(' ');
    words.next()?.parse::<u64>().ok()?;
    words.next()?.parse().ok()
}

fn bytes(machine: &Machine, fallback: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let folders = machine.sessions().into_iter().flat_map(|session| entries(&session));
    let files = folders.chain(waves_below(fallback)).filter(|path| path.is_file());
    files.map(|path| (path.clone(), fs::read(path).expect("a file"))).collect()
}
