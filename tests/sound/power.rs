//! A power cut: the file system stops between two instants, and what was not synced is gone.
//!
//! An ext4 on a file is shut down by `EXT4_IOC_SHUTDOWN` without flushing (argument 2), its page cache is dropped with the mount,
//! and the journal is replayed by the next one. Then `recover` runs there, and the power is cut again. Needs root for the mounts, hence
//! only in `make faults`.
//!
//! While the ioctl runs, for some tens of milliseconds, a sync that is under way answers that it is done, and nothing of it is there
//! afterwards; four loops of `write` and `fsync` alone show the same (Linux 6.18). So what counts is what was acknowledged before it began.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use crate::rig::left::{age_what_never_began, confirmed, lost_marks, parts, start_of, started};
use crate::rig::machine::Answer;
use crate::rig::microphone::counted;
use crate::rig::sound::{expect_counting, read_counts, write_counting};
use crate::rig::table::{Row, Words, words};
use crate::rig::tries::each_seed;
use crate::rig::{Dice, Machine, is_long};

const RATE: u64 = 48_000;
const TRIES: u64 = 200;

/// A checkpoint a second, and one sync.
const MOST: f64 = 1.5;

/// In the folder `$1`: a take of the source `$2` in parts of `$3` minutes, with marks and saves beside it, cut after `$4` seconds, and where
/// `$5` is `stop` in the middle of its stop; then a recovery that is cut after `$6` seconds. Leaves the library as each cut left it in `first` and
/// `second`; what was acknowledged, each line with its time, in `marks`, `plans`, `edits`; the bytes that the recorder called safe in `safe`;
/// the moments in `cut`, `stopping`, `cut_again` and around the recovery.
const CUT: &str = r#"
set -e
cd "$1"
power_cut() { # SECONDS FILE
    perl -MTime::HiRes=sleep,time -e '
        my ($seconds, $mount, $file) = @ARGV; open(my $f, "<", $mount) or die; my $how = pack("L", 2);
        sleep($seconds); my $now = time; ioctl($f, 0x8004587D, $how) or die "ioctl: $!";
        open(my $told, ">", $file) or die; printf $told "%.6f", $now' "$1" mount "$2"
}
unmount() { until umount mount; do sleep 0.02; done; }
truncate -s 96M disk
mkfs.ext4 -q -F disk
mkdir mount
mount -o loop disk mount
export TEMOIN_LIBRARY="$1/mount/library" XDG_STATE_HOME="$1/mount/state"
"$0" init "$TEMOIN_LIBRARY" >&2
"$0" plan add --title base --every "every day 20h" --from 2031-01-01 --count 300 >&2
"$0" record --detach --input "file:$2" --set limits.disk_minutes=0 --set "audio.part_minutes=$3" >&2
pid=$("$0" status --json | sed -n 's/.*"pid": *\([0-9]*\).*/\1/p')
keep_on() { n=1; while [ ! -e cut ]; do "$@" "$n" >&2 || :; n=$((n + 1)); sleep 0.03; done; }
done_now() { echo "$(date +%s.%N) $1" >> "$2"; }
mark() { "$0" mark --ago 0s --note "mark $1" && done_now "mark $1" marks; }
note() { "$0" note "note $1" && done_now "note $1" marks; }
plan() { "$0" plan add --title "series $1" --every "every day 20h" --from 2031-01-01 --count 9 && done_now "series-$1" plans; }
edit() { "$0" plan cancel "base#$1" && done_now "$1" edits; }
safe() { done_now "$("$0" status --json | sed -n 's/.*"bytes": *\([0-9]*\).*/\1/p')" safe; }
for act in mark note plan edit safe; do keep_on $act & done
sleep "$4"
if [ "$5" = stop ]; then date +%s.%N > stopping; "$0" stop >&2 & power_cut "$6" cut; else power_cut 0 cut; fi
kill -9 "$pid" || :
wait
unmount
mount -o loop disk mount
cp -a mount/library first
power_cut "$6" cut_again & sleep 0.01
date +%s.%N > recovering
"$0" recover >&2 || :
date +%s.%N > recovered
wait
unmount
mount -o loop disk mount
cp -a mount/library second
unmount
rm disk
"#;

/// What one cut left, after recovery.
struct Outcome {
    /// Seconds of sound that should be there and are not.
    missing: f64,
    /// Frames that the recorder called safe, or that a journal on the disk confirms.
    frames: u64,
    frames_lost: u64,
    marks: u64,
    marks_lost: u64,
    saves: u64,
    saves_lost: u64,
    /// `recover` said what it had found.
    told: bool,
}

#[test]
fn a_power_cut_costs_at_most_a_second_and_nothing_that_was_acknowledged() {
    if !is_long() {
        return; // Needs root: in `make faults`.
    }
    let shared = tempfile::tempdir().expect("a temporary folder");
    let source = shared.path().join("counting.wav");
    write_counting(&source, 60, RATE as u32, 1);
    let all = each_seed(TRIES, 4, |seed| cut_twice(&source, seed));
    let (first, second): (Vec<Outcome>, Vec<Option<Outcome>>) = all.into_iter().unzip();
    let second: Vec<Outcome> = second.into_iter().flatten().collect();
    let fault = words(
        "the power fails while it records, marks, takes notes, saves plans and stops",
        "le courant est coupé pendant qu’il enregistre, marque, note, sauve des plans et s’arrête",
    );
    give("power-cut", fault, &first);
    let fault = words(
        "the power fails again while `recover` mends what the first cut left",
        "le courant est coupé de nouveau pendant que `recover` répare ce que la première coupure a laissé",
    );
    give("power-cut-recovery", fault, &second);
}

fn give(id: &'static str, fault: Words, all: &[Outcome]) {
    let sum = |of: fn(&Outcome) -> u64| all.iter().map(of).sum::<u64>();
    Row::new(id, fault, all.len() as u64)
        .at_most(words("sound missing", "son manquant"), all.iter().map(|one| one.missing).fold(0.0, f64::max))
        .of(words("confirmed frames lost", "trames confirmées perdues"), sum(|one| one.frames_lost), sum(|one| one.frames))
        .of(words("acknowledged marks lost", "repères confirmés perdus"), sum(|one| one.marks_lost), sum(|one| one.marks))
        .of(words("acknowledged saves lost", "sauvegardes confirmées perdues"), sum(|one| one.saves_lost), sum(|one| one.saves))
        .told(
            words(
                "what `recover` found again, and what of it is unverified",
                "ce que `recover` a retrouvé, et ce qui n’en est pas vérifié",
            ),
            sum(|one| u64::from(one.told)),
            all.len() as u64,
        )
        .give();
}

/// What the cut of a take left, and what another one left of its recovery; `None` where that was cut before it began, or behind its end.
fn cut_twice(source: &Path, seed: u64) -> (Outcome, Option<Outcome>) {
    let machine = Machine::without_library();
    let mut dice = Dice::of(seed);
    let part_minutes = if seed.is_multiple_of(3) { "0.02" } else { "30" };
    let how = if seed % 4 == 1 { "stop" } else { "record" };
    let after = dice.between(300, 4_000) as f64 / 1_000.0;
    let soon = dice.between(0, 60) as f64 / 1_000.0;
    let mut cut = machine.shell_with_mounts(CUT);
    cut.arg(machine.path("")).arg(source).args([part_minutes, &after.to_string(), how, &soon.to_string()]);
    Answer::of(&mut cut).expect_code(0);
    let what = format!("power cut {seed}, {how}, after {after:.3} s, parts of {part_minutes} min");
    fs::rename(machine.path("first"), machine.library()).expect("what is left");
    let first = recovered(&machine, &what);
    fs::remove_dir_all(machine.library()).expect("a folder");
    fs::rename(machine.path("second"), machine.library()).expect("what is left");
    let second = recovered(&machine, &format!("{what}, again in its recovery"));
    let [begun, cut, ended] = ["recovering", "cut_again", "recovered"].map(|name| moment(&machine, name).expect("a moment"));
    (first, (begun < cut && cut < ended).then_some(second))
}

/// Recovers what lies in the library, and compares it with what was acknowledged.
fn recovered(machine: &Machine, what: &str) -> Outcome {
    let by_journals: u64 = parts(machine).iter().map(|part| confirmed(part)).sum();
    age_what_never_began(machine);
    let found = machine.run(["recover"]);
    assert!(matches!(found.code, Some(0 | 3)), "{what}: {found:#?}");
    machine.run(["recover"]).expect_code(0);
    let check = machine.run(["check", "--deep"]);
    assert_eq!(check.code, Some(0), "no file is half written: {what}: {check:#?}");

    let there = whole_frames(machine);
    let safe = acknowledged(machine, "safe").last().map_or(0, |bytes| bytes.parse::<u64>().expect("bytes") / 3);
    let frames = by_journals.max(safe);
    let (marks, [plans, edits]) = (acknowledged(machine, "marks"), ["plans", "edits"].map(|file| acknowledged(machine, file)));
    let outcome = Outcome {
        missing: owed(machine) - there as f64 / RATE as f64,
        frames,
        frames_lost: frames.saturating_sub(there),
        marks: marks.len() as u64,
        marks_lost: lost_marks(machine, &marks),
        saves: (plans.len() + edits.len()) as u64,
        saves_lost: lost_plans(machine, &plans) + lost_edits(machine, &edits),
        told: !found.facts.is_empty(),
    };
    println!(
        "{what}: {:.0} ms missing, {} confirmed frames, {} marks, {} saves",
        outcome.missing * 1_000.0,
        outcome.frames,
        outcome.marks,
        outcome.saves
    );
    assert_eq!((outcome.frames_lost, outcome.marks_lost, outcome.saves_lost), (0, 0, 0), "{what}: {found:#?}");
    assert!(outcome.missing < MOST, "{what}: {} s missing", outcome.missing);
    outcome
}

/// Frames in all parts, each in its place. Behind what was synced, zeros may stand, or nothing: recovery keeps them and says so.
fn whole_frames(machine: &Machine) -> u64 {
    let mut parts = parts(machine);
    parts.sort();
    let mut frames = 0;
    for part in &parts {
        let counts = read_counts(part);
        let whole = counts.iter().rposition(|&count| count != 0).map_or(0, |last| last + 1);
        expect_counting(&counts[..whole]);
        assert!(whole == 0 || counts[0] == counted(start_of(part)), "{}", part.display());
        frames += whole as u64;
    }
    frames
}

/// Seconds of sound from frame 0 to the cut, or to the stop.
fn owed(machine: &Machine) -> f64 {
    let end = moment(machine, "stopping").unwrap_or(f64::MAX).min(cut_at(machine));
    let end = SystemTime::UNIX_EPOCH + Duration::from_secs_f64(end);
    end.duration_since(started(machine).expect("a take")).unwrap_or_default().as_secs_f64()
}

fn cut_at(machine: &Machine) -> f64 {
    moment(machine, "cut").expect("the power was cut")
}

fn moment(machine: &Machine, name: &str) -> Option<f64> {
    fs::read_to_string(machine.path(name)).ok()?.trim().parse::<f64>().ok()
}

/// What stands in one of the files of what was acknowledged before the cut.
fn acknowledged(machine: &Machine, name: &str) -> Vec<String> {
    let (text, cut) = (fs::read_to_string(machine.path(name)).unwrap_or_default(), cut_at(machine));
    let lines = text.lines().filter_map(|line| line.split_once(' '));
    let before = lines.filter(|(time, what)| time.parse::<f64>().expect("a time") < cut && !what.is_empty());
    before.map(|(_, what)| what.to_owned()).collect()
}

/// New series whose file is not there, whole.
fn lost_plans(machine: &Machine, ids: &[String]) -> u64 {
    let read = |id: &str| fs::read_to_string(machine.library().join(format!("series/{id}.toml"))).unwrap_or_default();
    ids.iter().filter(|id| !read(id).contains("COUNT=9")).count() as u64
}

/// Cancelled dates, by their numbers from the first of January 2031 on, that do not stand in the file of the series.
fn lost_edits(machine: &Machine, numbers: &[String]) -> u64 {
    let series = fs::read_to_string(machine.library().join("series/base.toml")).unwrap_or_default();
    let first = chrono::NaiveDate::from_ymd_opt(2031, 1, 1).expect("a date");
    let date = |number: &str| first + chrono::Days::new(number.parse::<u64>().expect("a number") - 1);
    numbers.iter().filter(|number| !series.contains(&format!("of = {}T20:00:00", date(number)))).count() as u64
}
