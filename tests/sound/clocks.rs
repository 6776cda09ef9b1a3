//! The machine's clock is set, forwards and backwards, while a take runs, and its zone is changed.
//!
//! The recorder runs under a false clock (libfaketime) that is set anew by a file; the monotonic clock is left alone, as by the system.

use std::path::PathBuf;
use std::process::Command;
use std::thread;
use std::time::Duration;

use serde_json::Value;
use temoin::audio::journal::Journal;
use temoin::clock::Monotonic;

use crate::rig::air::{TOLERANCE, frames, milliseconds, parts, worst_place};
use crate::rig::machine::{Answer, Recorder};
use crate::rig::microphone::{Microphone, RATE};
use crate::rig::table::{Row, words};
use crate::rig::{Dice, Machine, SoundServer, Watch, is_long, short_or_long};

/// How far a mark may be from where it belongs, in frames: a quarter of a second, in which `mark` has to start under the false clock.
const MARK: u64 = RATE / 4;

#[test]
fn a_clock_that_is_set_changes_no_length_and_no_mark_and_is_told() {
    let machine = Machine::new();
    let server = SoundServer::start(&machine);
    let microphone = Microphone::counting(&server.pipe());
    set_clock(&machine, 0);
    let faked = |arguments: &[&str]| Answer::of(&mut under_false_clock(&machine, arguments));
    faked(&["record", "--detach", "--input", "pulseaudio:pipe"]).expect_code(0);
    let session = machine.session();
    let recorder = Recorder::of(machine.status()["pid"].as_i64().expect("a pid"));
    let mut watch = Watch::begin(&machine);
    let mut dice = Dice(0xC10C);
    let times = short_or_long(2, 50);
    let mut pressed = Vec::new();
    for number in 0..times {
        thread::sleep(Duration::from_millis(dice.between(1_200, 2_500)));
        // From a minute to a month, every other time backwards.
        let seconds = dice.between(60, 30 * 86_400) as i64;
        set_clock(&machine, if number % 2 == 0 { seconds } else { -seconds });
        watch.wait_for_warning("clock_set", false, Duration::from_secs(5));
        pressed.push(microphone.frame_at(Monotonic::now()));
        faked(&["mark", "--ago", "0s"]).expect_code(0);
    }
    thread::sleep(Duration::from_millis(1_500));
    let stopped = faked(&["stop"]);
    assert!(matches!(stopped.code, Some(0 | 3)), "{stopped:#?}");
    recorder.wait_for_end();
    drop(microphone);

    assert_eq!(machine.session(), session, "one session, of one name");
    let shown = machine.json(["show", "last", "--json"]);
    let take = &shown["take"][0];
    let parts = parts(&machine, take, 1);
    let place = worst_place(&parts);
    assert!(place <= TOLERANCE && take["gap"] == serde_json::json!([]), "{} ms: {take}", milliseconds(place));
    assert_eq!(take["frames"].as_u64(), Some(frames(&parts)), "its length is that of its sound: {take}");
    let zero = i64::from(parts[0].counts[0]) - 1;
    let marks: Vec<i64> = touching(&shown).iter().filter_map(|mark| mark["frame"].as_i64()).collect();
    assert_eq!(marks.len(), pressed.len());
    let apart = marks.iter().zip(&pressed).map(|(mark, pressed)| (mark + zero - *pressed as i64).unsigned_abs());
    let worst_mark = apart.max().unwrap_or_default();
    assert!(worst_mark <= MARK, "a mark off by {} ms", milliseconds(worst_mark));
    assert_eq!(steps_in_journals(&machine), times, "both clocks stand in the journal");
    Row::new(
        "time-clock-set",
        words(
            "the clock is set during a take, by a minute to a month, forwards and backwards",
            "l’horloge est mise à l’heure pendant une prise, d’une minute à un mois, en avant et en arrière",
        ),
        times,
    )
    .at_most(words("a place in the sound wrong by", "erreur de place dans le son"), milliseconds(place) / 1_000.0)
    .at_most(words("a mark wrong by", "erreur de place d’un repère"), milliseconds(worst_mark) / 1_000.0)
    .of(words("frames lost", "trames perdues"), 0, frames(&parts))
    .told(
        words(
            "that the clock was set, and by how much; the journal keeps both clocks",
            "que l’horloge a été mise à l’heure, et de combien\u{a0}; le journal garde les deux horloges",
        ),
        times,
        times,
    )
    .give();
}

/// Changes the zone of a machine of its own, which only root has.
#[test]
fn a_zone_that_is_changed_during_a_take_changes_nothing_of_it_and_is_told() {
    if !is_long() {
        return; // Needs root: in `make faults`.
    }
    let machine = Machine::new();
    let zones = ["Pacific/Auckland", "America/New_York", "Europe/Brussels", "Asia/Kolkata", "UTC"];
    let script = format!(
        "mkdir -p {0}/upper {0}/work && mount -t tmpfs none {0} && mkdir {0}/upper {0}/work && \
         mount -t overlay overlay -o lowerdir=/etc,upperdir={0}/upper,workdir={0}/work /etc && rm -f /etc/timezone && \
         ln -sf /usr/share/zoneinfo/Africa/Abidjan /etc/localtime && \
         \"$0\" record --detach --input voice && for zone in {1}; do ln -sf /usr/share/zoneinfo/$zone /etc/localtime; sleep 8; \
         \"$0\" mark --ago 0s; \"$0\" status --json | grep -o zone_changed | head -1; done; \"$0\" stop",
        machine.path("etc").display(),
        zones.join(" ")
    );
    std::fs::create_dir(machine.path("etc")).expect("a new folder");
    let mut unshare = machine.command("unshare");
    unshare.args(["-m", "--propagation", "private", "sh", "-c", &script]).arg(env!("CARGO_BIN_EXE_temoin"));
    let answer = Answer::of(unshare.env("TEMOIN_LIBRARY", machine.library()));
    answer.expect_code(0);
    let told = answer.facts.matches("zone_changed").count();
    assert_eq!(told, zones.len(), "{answer:#?}");
    let shown = machine.json(["show", "last", "--json"]);
    let take = &shown["take"][0];
    let seconds = take["frames"].as_f64().expect("frames") / take["rate"].as_f64().expect("a rate");
    assert!(take["gap"] == serde_json::json!([]) && (40.0..80.0).contains(&seconds), "{take}");
    assert_eq!((machine.sessions().len(), touching(&shown).len()), (1, zones.len()), "{shown}");
    machine.run(["check", "--deep"]).expect_code(0);
    Row::new(
        "time-zone-changed",
        words("the machine’s time zone is changed during a take", "le fuseau horaire de la machine est changé pendant une prise"),
        zones.len() as u64,
    )
    .of(words("marks lost", "repères perdus"), 0, zones.len() as u64)
    .told(
        words("the new zone, and that the session keeps its own", "le nouveau fuseau, et que la séance garde le sien"),
        told as u64,
        zones.len() as u64,
    )
    .give();
}

fn touching(shown: &Value) -> Vec<&Value> {
    shown["markers"].as_array().expect("markers").iter().filter(|mark| mark["kind"] == "touching").collect()
}

/// How often the wall clock jumps against the monotonic one from one line of a journal to the next.
fn steps_in_journals(machine: &Machine) -> u64 {
    let mut before = None;
    let mut steps = 0;
    for part in machine.parts() {
        for line in Journal::read(&part.with_extension("crc")).expect("a journal").checkpoints {
            let offset = line.stamp.utc.timestamp_millis() - (line.stamp.monotonic.0 / 1_000_000) as i64;
            steps += u64::from(before.is_some_and(|before: i64| before.abs_diff(offset) > 1_000));
            before = Some(offset);
        }
    }
    steps
}

/// The false clock is off by so many seconds from now on.
fn set_clock(machine: &Machine, seconds: i64) {
    let beside = machine.write("home/clock.new", &format!("{seconds:+}\n"));
    std::fs::rename(beside, machine.path("home/clock")).expect("one folder");
}

fn under_false_clock(machine: &Machine, arguments: &[&str]) -> Command {
    let mut command = machine.temoin(arguments);
    command.env("LD_PRELOAD", false_clock()).env("FAKETIME_TIMESTAMP_FILE", machine.path("home/clock"));
    command.env("FAKETIME_NO_CACHE", "1").env("FAKETIME_DONT_FAKE_MONOTONIC", "1").env("NO_FAKE_STAT", "1");
    command
}

fn false_clock() -> PathBuf {
    let folders = std::fs::read_dir("/usr/lib").expect("Linux").map(|entry| entry.expect("a readable folder").path());
    let libraries = folders.map(|folder| folder.join("faketime/libfaketimeMT.so.1"));
    libraries.into_iter().find(|library| library.exists()).expect("faketime is installed: `make setup`")
}
