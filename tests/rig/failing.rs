//! A machine of whose program one call to the system fails or falls short: the Nth, for every N until none is left.
//!
//! strace answers in the kernel's place, so that whatever the program does next it does on a disk that has just refused. It counts the
//! calls of each thread, from the first one that the program makes: its start, its locks and its logs fail, too. A write that falls short
//! is made by `short.c`, which counts those of the whole program.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock};

use super::is_long;
use super::machine::{Machine, judge};

/// What becomes of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// One of these answers with this error.
    Answers(&'static str, &'static str),
    /// A write to a file takes half of what it is given, which is no error: the rest can be written.
    Short,
    /// So, and there is no room for the rest.
    ShortThenFull,
}

pub const FAULTS: [Fault; 10] = [
    Fault::Answers("write", "EIO"),
    Fault::Answers("write", "ENOSPC"),
    Fault::Answers("fdatasync", "EIO"),
    Fault::Answers("fsync", "EIO"),
    Fault::Answers("rename,renameat,renameat2", "EIO"),
    Fault::Answers("openat", "EIO"),
    Fault::Answers("mkdir", "ENOSPC"),
    Fault::Answers("lseek", "EIO"),
    Fault::Short,
    Fault::ShortThenFull,
];

/// Which calls fail in a plain `make test`; every one in `make faults`.
const SOME: [usize; 10] = [1, 2, 3, 5, 8, 13, 21, 34, 55, 89];

/// What one try showed.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The call was made, and failed.
    pub fired: bool,
    /// Frames that a journal confirms, marks or saves that were acknowledged.
    pub kept: u64,
    /// Of these, how many are not there.
    pub lost: u64,
    /// The command ended with another code than 0; and said why.
    pub refused: bool,
    pub told: bool,
}

/// Of all tries.
#[derive(Debug, Default)]
pub struct Total {
    pub tries: u64,
    pub kept: u64,
    pub lost: u64,
    pub refused: u64,
    pub told: u64,
}

/// A machine with a fallback folder, and the call of its program that is to fail.
pub struct Failing {
    pub machine: Machine,
    pub fallback: PathBuf,
    /// Names the fallback to a command.
    pub setting: String,
    fault: Fault,
    number: usize,
}

/// Tries every fault, for every N until none fails, or in a plain `make test` for some.
pub fn each_fault(one: impl Fn(Failing) -> Outcome + Sync) -> Total {
    let (next, all) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let run = || {
        while let Some(&fault) = FAULTS.get(next.fetch_add(1, Ordering::Relaxed)) {
            let outcomes = numbers().map(|number| one(Failing::new(fault, number)));
            let fired: Vec<Outcome> = outcomes.take_while(|outcome| outcome.fired).collect();
            println!("{fault:?}: {} tries, until none failed", fired.len());
            all.lock().expect("nobody panics with it").extend(fired);
        }
    };
    std::thread::scope(|scope| (0..3).for_each(|_| drop(scope.spawn(run))));
    let total = Total::of(&all.into_inner().expect("nobody panics with it"));
    assert!(total.tries > 0, "no call failed: strace cannot attach here");
    total
}

fn numbers() -> Box<dyn Iterator<Item = usize>> {
    if is_long() { Box::new(1..) } else { Box::new(SOME.into_iter()) }
}

impl Total {
    fn of(all: &[Outcome]) -> Total {
        Total {
            tries: all.len() as u64,
            kept: all.iter().map(|one| one.kept).sum(),
            lost: all.iter().map(|one| one.lost).sum(),
            refused: all.iter().filter(|one| one.refused).count() as u64,
            told: all.iter().filter(|one| one.refused && one.told).count() as u64,
        }
    }
}

impl Failing {
    fn new(fault: Fault, number: usize) -> Failing {
        let machine = Machine::new();
        let fallback = machine.path("fallback");
        fs::create_dir(&fallback).expect("a new folder");
        let setting = format!("audio.fallback={}", fallback.display());
        Failing { machine, fallback, setting, fault, number }
    }

    /// The program, on this machine's library, of whose calls one fails.
    pub fn command(&self) -> Command {
        let mut command = match self.fault {
            Fault::Answers(calls, error) => self.strace(calls, error),
            Fault::Short | Fault::ShortThenFull => self.short(),
        };
        command.env("TEMOIN_LIBRARY", self.machine.library());
        command
    }

    /// Whether the call was made.
    pub fn has_failed(&self) -> bool {
        match self.fault {
            Fault::Answers(..) => fs::read_to_string(self.log()).expect("strace tells").contains("INJECTED"),
            Fault::Short | Fault::ShortThenFull => self.log().exists(),
        }
    }

    /// Which call of which kind, for a message.
    pub fn what(&self) -> String {
        format!("{:?} {}", self.fault, self.number)
    }

    /// Nothing went wrong that the program would have to tell.
    pub fn is_harmless(&self) -> bool {
        self.fault == Fault::Short
    }

    fn strace(&self, calls: &str, error: &str) -> Command {
        let mut strace = self.machine.command("strace");
        strace.args(["-f", "-qq", "-o"]).arg(self.log()).args(["-e", &format!("trace={calls}")]);
        strace.args(["-e", &format!("inject={calls}:error={error}:when={}", self.number)]).arg(env!("CARGO_BIN_EXE_temoin"));
        strace
    }

    fn short(&self) -> Command {
        let mut command = self.machine.command(env!("CARGO_BIN_EXE_temoin"));
        command.env("LD_PRELOAD", shim(&self.machine)).env("SHORT_AT", self.number.to_string()).env("SHORT_LOG", self.log());
        if self.fault == Fault::ShortThenFull {
            command.env("SHORT_THEN_FULL", "1");
        }
        command
    }

    fn log(&self) -> PathBuf {
        self.machine.path("fault")
    }
}

/// `short.c`, built once for each run.
fn shim(machine: &Machine) -> &'static Path {
    static SHIM: OnceLock<PathBuf> = OnceLock::new();
    SHIM.get_or_init(|| {
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rig/short.c");
        let built = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("short-{}.so", std::process::id()));
        judge(machine.command("cc").args(["-Wall", "-shared", "-fPIC", "-o"]).arg(&built).arg(source));
        built
    })
}
