//! Disks that are full at a random moment: the session's, the fallback folder's, the second copy's; of bytes, or of files.
//!
//! Each is a small one in memory, which only root can mount, hence only in `make faults`; `disks` shows the same with a limit on files.
//! Some are small, others are filled by somebody else in the middle of the take.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::Duration;

use serde_json::{Value, json};

use super::disks::waves_below;
use crate::rig::left::{age_what_never_began, confirmed};
use crate::rig::machine::Answer;
use crate::rig::microphone::counted;
use crate::rig::sound::{expect_counting, read_counts, write_counting};
use crate::rig::table::{Row, Words, words};
use crate::rig::tries::each_seed;
use crate::rig::{Dice, Hand, Machine, is_long};

const RATE: u64 = 48_000;
/// Six channels of 24 bits: 864 kB a second.
const CHANNELS: u16 = 6;
const SECONDS: u64 = 3;
const TRIES: u64 = 200;

/// Which disks are full.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Full {
    /// The session's, and no other folder is named.
    Alone,
    /// The session's, and there is a fallback folder.
    BeforeFallback,
    /// The session's, and there is a second copy.
    BeforeCopy,
    /// The session's and the fallback folder's.
    Both,
    /// The second copy's.
    Copy,
    /// The session's, of files: none can be created any more. There is a fallback folder.
    OfFiles,
}

/// In the order of the seeds.
const KINDS: [Full; 6] = [Full::Alone, Full::BeforeFallback, Full::BeforeCopy, Full::Both, Full::Copy, Full::OfFiles];

/// What one full disk showed.
struct Outcome {
    full: Full,
    /// Frames that journals confirm; where the take can go on, all of its frames.
    frames: u64,
    frames_lost: u64,
    marks: u64,
    marks_lost: u64,
    told: bool,
}

#[test]
fn a_full_disk_is_told_and_costs_nothing_that_was_kept() {
    if !is_long() {
        return; // Needs root: in `make faults`.
    }
    let shared = tempfile::tempdir().expect("a temporary folder");
    let source = shared.path().join("counting.wav");
    write_counting(&source, SECONDS, RATE as u32, CHANNELS);
    let all = each_seed(TRIES, 5, |seed| Try::new(seed).carry_out(&source));
    for (id, fault, told, kinds) in rows() {
        let of: Vec<&Outcome> = all.iter().filter(|one| kinds.contains(&one.full)).collect();
        let sum = |what: fn(&Outcome) -> u64| of.iter().map(|one| what(one)).sum::<u64>();
        let frames = match kinds.iter().any(|kind| kind.goes_on()) {
            true => words("frames missing", "trames manquantes"),
            false => words("confirmed frames lost", "trames confirmées perdues"),
        };
        Row::new(id, fault, of.len() as u64)
            .of(frames, sum(|one| one.frames_lost), sum(|one| one.frames))
            .of(words("acknowledged marks lost", "repères confirmés perdus"), sum(|one| one.marks_lost), sum(|one| one.marks))
            .told(told, sum(|one| u64::from(one.told)), of.len() as u64)
            .give();
    }
}

fn rows() -> [(&'static str, Words, Words, &'static [Full]); 5] {
    let goes_on =
        || words("that the disk is full, and where the take goes on", "que le disque est plein, et où la prise continue");
    let ends = || words("that the disk is full, and that the take ends", "que le disque est plein, et que la prise s’arrête");
    [
        (
            "disk-full",
            words("the disk is full, no other folder is named", "le disque est plein, aucun autre dossier n’est donné"),
            ends(),
            &[Full::Alone],
        ),
        (
            "disk-full-elsewhere",
            words(
                "the disk is full, there is a fallback folder or a second copy",
                "le disque est plein, il y a un dossier de secours ou une seconde copie",
            ),
            goes_on(),
            &[Full::BeforeFallback, Full::BeforeCopy],
        ),
        (
            "disk-full-both",
            words("the disk is full, and the fallback folder too", "le disque est plein, et le dossier de secours aussi"),
            ends(),
            &[Full::Both],
        ),
        (
            "disk-full-copy",
            words("the disk of the second copy is full", "le disque de la seconde copie est plein"),
            words("that the second copy has ended", "que la seconde copie s’est arrêtée"),
            &[Full::Copy],
        ),
        (
            "disk-full-files",
            words(
                "the disk takes no new file (inodes), there is a fallback folder",
                "le disque ne prend plus de nouveau fichier (inodes), il y a un dossier de secours",
            ),
            goes_on(),
            &[Full::OfFiles],
        ),
    ]
}

impl Full {
    /// The take loses nothing at all by it.
    fn goes_on(self) -> bool {
        matches!(self, Full::BeforeFallback | Full::BeforeCopy | Full::Copy | Full::OfFiles)
    }
}

/// One full disk, by its seed.
struct Try {
    seed: u64,
    full: Full,
    dice: Dice,
    machine: Machine,
    /// Small disks: where they are mounted, and how.
    mounts: Vec<(PathBuf, String)>,
    /// What somebody else does meanwhile, for the shell.
    other: String,
}

impl Try {
    fn new(seed: u64) -> Try {
        let full = KINDS[seed as usize % KINDS.len()];
        let machine = Machine::new();
        for folder in ["fallback", "card"] {
            fs::create_dir(machine.path(folder)).expect("a new folder");
        }
        fs::create_dir_all(machine.library().join("sessions")).expect("a folder");
        let mut one = Try { seed, full, dice: Dice::of(seed), machine, mounts: Vec::new(), other: ":".to_owned() };
        one.lay_out();
        one
    }

    fn lay_out(&mut self) {
        let (sessions, fallback, card) =
            (self.machine.library().join("sessions"), self.machine.path("fallback"), self.machine.path("card"));
        match self.full {
            Full::Alone | Full::BeforeFallback | Full::BeforeCopy => self.fill(sessions),
            Full::Copy => self.fill(card),
            Full::OfFiles => {
                let inodes = self.dice.between(7, 13);
                self.mounts.push((sessions, format!("size=64m,nr_inodes={inodes}")));
            }
            Full::Both => {
                self.fill(sessions);
                let size = self.dice.between(40, 900);
                self.mounts.push((fallback, format!("size={size}k")));
            }
        }
    }

    /// This disk is small, or somebody else fills it.
    fn fill(&mut self, disk: PathBuf) {
        if self.dice.between(0, 2) == 0 {
            let size = self.dice.between(1_100, 3_000);
            self.mounts.push((disk, format!("size={size}k")));
            return;
        }
        let after = self.dice.between(0, 2_200) as f64 / 1_000.0;
        self.other = format!("(sleep {after}; cat /dev/zero > {}/other; :) 2> /dev/null", disk.display());
        self.mounts.push((disk, "size=12m".to_owned()));
    }

    fn carry_out(mut self, source: &Path) -> Outcome {
        let (ended, marks) = self.record(source);
        let what = format!("full disk {} {:?} {:?}, {}: {ended:#?}", self.seed, self.full, self.mounts, self.other);
        for (n, (folder, _)) in self.mounts.iter().enumerate() {
            lay_back(&self.machine.path(format!("kept-{n}")), folder);
        }
        age_what_never_began(&self.machine);
        assert!(matches!(self.call(&["recover"]).code, Some(0 | 3)), "{what}");
        let checked = self.call(&["check", "--deep"]);
        assert_eq!(checked.code, Some(0), "{checked:#?}\n{what}");
        let marks_lost = self.lost_marks(&marks);
        let outcome = match self.is_founded() {
            true => self.outcome(&ended, marks.len() as u64, marks_lost, &what),
            false => Outcome { full: self.full, frames: 0, frames_lost: 0, marks: 0, marks_lost: 0, told: is_told(&ended) },
        };
        println!(
            "full disk {} {:?}: {} of {} frames lost, {marks_lost} of {} marks, code {:?}",
            self.seed,
            self.full,
            outcome.frames_lost,
            outcome.frames,
            marks.len(),
            ended.code
        );
        assert_eq!((outcome.frames_lost, outcome.marks_lost, outcome.told), (0, 0, true), "{what}");
        outcome
    }

    /// Records until the source is at its end, while marks are made; the disks are kept as they are at the end.
    fn record(&mut self, source: &Path) -> (Answer, Vec<String>) {
        let mut command = self.machine.shell_with_mounts(&self.script());
        let input = format!("file:{}", source.display());
        command.args(["record", "--json", "--set", "limits.disk_minutes=0", "--input", &input]);
        command.args(["--set", "audio.part_minutes=0.01", "--set", "audio.checkpoint_seconds=0.3"]).args(self.settings());
        let is_over = AtomicBool::new(false);
        let pause = Duration::from_millis(self.dice.between(5, 60));
        std::thread::scope(|scope| {
            let marks = scope.spawn(|| mark_until(&self.machine, pause, &is_over));
            let ended = Answer::of(&mut command);
            is_over.store(true, Ordering::Relaxed);
            (ended, marks.join().expect("marks are asked for"))
        })
    }

    fn script(&self) -> String {
        let mount = |(folder, how): &(PathBuf, String)| format!("mount -t tmpfs -o {how} small {}", folder.display());
        let mounts: Vec<String> = self.mounts.iter().map(mount).collect();
        let keep = |(n, (folder, _)): (usize, &(PathBuf, String))| {
            format!("rm -f {0}/other; cp -a {0} {1}", folder.display(), self.machine.path(format!("kept-{n}")).display())
        };
        let keeps: Vec<String> = self.mounts.iter().enumerate().map(keep).collect();
        format!(
            "set -e; {}; set +e; {} & other=$!; \"$0\" \"$@\"; code=$?; wait $other; {}; exit $code",
            mounts.join("; "),
            self.other,
            keeps.join("; ")
        )
    }

    fn settings(&self) -> Vec<String> {
        let fallback = format!("audio.fallback={}", self.machine.path("fallback").display());
        let copy = format!("audio.second_copy={}", self.machine.path("card").display());
        let named = match self.full {
            Full::Alone => Vec::new(),
            Full::BeforeFallback | Full::Both | Full::OfFiles => vec![fallback],
            Full::BeforeCopy | Full::Copy => vec![copy],
        };
        named.into_iter().flat_map(|setting| ["--set".to_owned(), setting]).collect()
    }

    /// A command of the program, told of the same folders.
    fn call(&self, words: &[&str]) -> Answer {
        let settings = self.settings();
        self.machine.run(words.iter().map(|word| (*word).to_owned()).chain(settings))
    }

    fn is_founded(&self) -> bool {
        self.call(&["show", "last"]).code == Some(0)
    }

    fn lost_marks(&self, acknowledged: &[String]) -> u64 {
        if acknowledged.is_empty() {
            return 0;
        }
        let shown = self.call(&["show", "last", "--json"]).json();
        let notes: Vec<&str> =
            shown["markers"].as_array().expect("markers").iter().filter_map(|mark| mark["note"].as_str()).collect();
        acknowledged.iter().filter(|note| notes.iter().filter(|one| *one == note).count() != 1).count() as u64
    }

    fn outcome(&self, ended: &Answer, marks: u64, marks_lost: u64, what: &str) -> Outcome {
        let shown = self.call(&["show", "last", "--json"]).json();
        let no_parts = Vec::new();
        let parts = shown["take"][0]["part"].as_array().unwrap_or(&no_parts);
        let (mut end, mut confirmed_frames, mut lost) = (0, 0, 0);
        for part in parts {
            let file = self.file_of(part);
            let [start, frames] = ["start", "frames"].map(|key| part[key].as_u64().expect("a number"));
            let counts = read_counts(&file);
            expect_counting(&counts);
            assert!(counts.first().is_none_or(|first| *first == counted(start)), "{}: {what}", file.display());
            assert!(counts.len() as u64 >= frames && start == end, "{shown}: {what}");
            lost += confirmed(&file).saturating_sub(counts.len() as u64);
            confirmed_frames += confirmed(&file);
            end = start + frames;
        }
        let all = SECONDS * RATE;
        let (frames, frames_lost) = if self.full.goes_on() { (all, all.saturating_sub(end)) } else { (confirmed_frames, lost) };
        Outcome { full: self.full, frames, frames_lost, marks, marks_lost, told: is_told(ended) }
    }

    fn file_of(&self, part: &Value) -> PathBuf {
        let name = part["file"].as_str().expect("a name");
        let folders = match part["elsewhere"] == true {
            true => vec![self.machine.path("fallback"), self.machine.path("card")],
            false => vec![self.machine.library().join("sessions")],
        };
        let found = folders.iter().flat_map(|folder| waves_below(folder)).find(|path| path.ends_with(name));
        found.unwrap_or_else(|| panic!("{name} is in one of {folders:?}"))
    }
}

/// Puts what a disk held into the folder on which it was mounted.
fn lay_back(kept: &Path, folder: &Path) {
    let copied = Command::new("cp").arg("-a").arg(kept.join(".")).arg(folder).status();
    assert!(copied.is_ok_and(|status| status.success()), "{}", folder.display());
}

/// A warning of the disk; or a refusal, with words.
fn is_told(ended: &Answer) -> bool {
    let codes = ["disk_failed", "disk_elsewhere", "copy_failed"].map(|code| format!("\"code\":\"{code}\""));
    codes.iter().any(|code| ended.facts.contains(code)) || (ended.code != Some(0) && !ended.messages.is_empty())
}

/// Marks, one after each pause, from the lamp on until it is over; gives the notes of those that were acknowledged.
fn mark_until(machine: &Machine, pause: Duration, is_over: &AtomicBool) -> Vec<String> {
    let mut acknowledged = Vec::new();
    let mut hand = None;
    for number in 0.. {
        sleep(pause);
        if is_over.load(Ordering::Relaxed) {
            break;
        }
        hand = hand.or_else(|| Hand::to(machine));
        let note = format!("mark {number}");
        if hand.as_mut().is_some_and(|hand| hand.ask(&json!({"do": "mark", "ago": 0.0, "note": note}))) {
            acknowledged.push(note);
        }
    }
    acknowledged
}
