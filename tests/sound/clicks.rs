//! A mark lies on the sound that was in the air when the key came.
//!
//! The microphone is a pipe whose frames the test stamps itself: a click stands at exactly the frame that was in the air when
//! `mark` was called, and is delivered up to 10 ms later, as by a sound card. So the distance that is measured holds all of it:
//! the start of the process `mark`, the socket, the sound server's buffers, and what the recorder takes off for them. It gets
//! the time of the key from the caller and the time of each block from the server (its capture time), and the server counts
//! in what waits in the pipe; what a real card's converters take, about a millisecond, is not in it.
//!
//! Each click is marked in several ways, and found again by its number among all that the files hold: no other click's nearness can
//! hide an error. The long forms give the rows of `docs/marks.md`.

use std::collections::BTreeMap;
use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};

use rustix::process::Signal;
use serde_json::{Value, json};
use temoin::clock::Monotonic;

use crate::rig::microphone::{Clicks, Microphone, RATE};
use crate::rig::sound::{clicks as clicks_in, read};
use crate::rig::table::{Language, Words, keep, milliseconds, of, words};
use crate::rig::{Dice, Hand, Machine, SoundServer, Watch, short_or_long, wait_for};

/// How far a mark may lie from its click, in milliseconds.
const TOLERANCE: f64 = 50.0;

/// A command that took longer in all, from its start to its answer, was begun late by a busy machine, or its disk was: it is counted apart.
const HINDERED: Duration = Duration::from_millis(50);

/// From one click to the next, and how much later it may come, in milliseconds. What is done later to each click, with `--ago` and
/// by reaching back, falls a third and two thirds of the way to another one: the machine does one thing at a time.
const APART: u64 = 900;
const JITTER: u64 = 150;

const PATIENCE: Duration = Duration::from_secs(20);

/// In which way a click was marked: the columns of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    AtOnce,
    Range,
    Ago,
    Reached,
}

const WAYS: [Way; 4] = [Way::AtOnce, Way::Range, Way::Ago, Way::Reached];

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Act {
    Click,
    MarkAgo,
    ReachBack,
}

/// A mark that was acknowledged.
struct Made {
    way: Way,
    id: String,
    /// It is the range's end that belongs to the click.
    is_end: bool,
    /// Among all clicks of the evening.
    click: usize,
    is_hindered: bool,
}

/// How far a mark lies from its click, in milliseconds.
struct Error {
    distance: f64,
    is_hindered: bool,
}

/// Somebody who snaps with the fingers and marks it.
struct Evening<'a> {
    machine: &'a Machine,
    microphone: Microphone,
    clicks: Clicks,
    dice: Dice,
    /// When each click was.
    clicked: Vec<Monotonic>,
    made: Vec<Made>,
}

#[test]
fn a_mark_lies_within_50_ms_of_its_click() {
    let machine = Machine::new();
    let server = SoundServer::start(&machine);
    let mut evening = Evening::before(&machine, &server, 0xC11C);
    let recorder = machine.record(["--input", "pulseaudio:pipe"]);
    evening.click_and_mark(short_or_long(6, 48));
    machine.run(["stop"]).expect_code(0);
    recorder.wait_for_end();
    evening.give("click", words("in a plain take", "dans une prise ordinaire"));
}

#[test]
fn so_it_does_after_a_pause() {
    let machine = Machine::new();
    let server = SoundServer::start(&machine);
    let mut evening = Evening::before(&machine, &server, 0xC12C);
    let recorder = machine.record(["--input", "pulseaudio:pipe"]);
    for _ in 0..short_or_long(1, 4) {
        evening.wait(1_000);
        machine.run(["pause"]).expect_code(0);
        evening.wait(1_000);
        machine.run(["resume"]).expect_code(0);
        wait_for("the take going on", PATIENCE, || (machine.state() == "recording").then_some(()));
        evening.click_and_mark(short_or_long(6, 12));
    }
    machine.run(["stop"]).expect_code(0);
    recorder.wait_for_end();
    evening.give("click-pause", words("after a pause", "après une pause"));
}

/// What reaches back often reaches into the file before.
#[test]
fn so_it_does_in_a_take_of_many_files() {
    let machine = Machine::new();
    let server = SoundServer::start(&machine);
    let mut evening = Evening::before(&machine, &server, 0xC13C);
    let recorder = machine.record(["--input", "pulseaudio:pipe", "--set", "audio.part_minutes=0.05"]);
    evening.wait(3_000);
    evening.click_and_mark(short_or_long(6, 48));
    machine.run(["stop"]).expect_code(0);
    recorder.wait_for_end();
    assert!(machine.parts().len() > 2, "{:?}", machine.parts());
    evening.give(
        "click-part",
        words("in a take of many files of three seconds", "dans une prise de nombreux fichiers de trois secondes"),
    );
}

#[test]
fn so_it_does_after_the_microphone_was_gone() {
    let machine = Machine::new();
    let server = SoundServer::start(&machine);
    let mut evening = Evening::before(&machine, &server, 0xC14C);
    let recorder = machine.record(["--input", "pulseaudio:pipe"]);
    let mut watch = Watch::begin(&machine);
    for _ in 0..short_or_long(1, 4) {
        evening.wait(2_000);
        server.unplug("source_name=pipe");
        watch.wait_for_warning("device_lost", false, PATIENCE);
        evening.wait(1_000);
        server.plug_in_pipe();
        watch.wait_for_warning("device_lost", true, PATIENCE);
        evening.click_and_mark(short_or_long(6, 12));
    }
    machine.stop_after_a_fault();
    recorder.wait_for_end();
    evening.give(
        "click-hole",
        words("after a hole, when the microphone was unplugged", "après un trou, quand le micro a été débranché"),
    );
}

#[test]
fn so_it_does_before_and_after_the_recorder_was_killed() {
    let machine = Machine::new();
    let server = SoundServer::start(&machine);
    let mut evening = Evening::before(&machine, &server, 0xC15C);
    let mut recorder = machine.record(["--input", "pulseaudio:pipe"]);
    let session = machine.session().file_name().expect("a folder").to_string_lossy().into_owned();
    for _ in 0..short_or_long(1, 4) {
        evening.click_and_mark(short_or_long(3, 6));
        recorder.signal(Signal::KILL);
        recorder.wait_for_end();
        recorder = machine.record([session.as_str(), "--input", "pulseaudio:pipe"]);
        evening.click_and_mark(short_or_long(3, 6));
    }
    machine.stop_after_a_fault();
    recorder.wait_for_end();
    evening.give("click-kill", words("before `kill -9`, and in the take after it", "avant `kill -9`, et dans la prise d’après"));
}

#[test]
fn so_it_does_when_it_reaches_into_the_pre_roll() {
    let machine = Machine::new();
    let server = SoundServer::start(&machine);
    let mut evening = Evening::before(&machine, &server, 0xC16C);
    for _ in 0..short_or_long(1, 4) {
        let mut arm = machine.temoin(["arm", "--input", "pulseaudio:pipe", "--set", "audio.preroll=30"]);
        let mut armed = arm.stdout(Stdio::null()).spawn().expect("our own program");
        wait_for("an armed recorder", PATIENCE, || (machine.state() == "armed").then_some(()));
        evening.wait(1_000);
        let tries = short_or_long(3, 9);
        let acts = evening.plan(tries, short_or_long([4_800, 6_000], [12_000, 15_000]));
        let (clicks, keys) = acts.split_at(tries);
        evening.carry_out(clicks, false);
        machine.run(["record", "--detach"]).expect_code(0);
        evening.carry_out(keys, false);
        machine.run(["stop"]).expect_code(0);
        armed.wait().expect("our own child");
    }
    evening.give("click-preroll", words("in the pre-roll, before the start", "dans le préenregistrement, avant le départ"));
}

impl<'a> Evening<'a> {
    fn before(machine: &'a Machine, server: &SoundServer, seed: u64) -> Evening<'a> {
        let clicks = Clicks::default();
        let microphone = Microphone::clicking(&server.pipe(), &clicks);
        Evening { machine, microphone, clicks, dice: Dice::of(seed), clicked: Vec::new(), made: Vec::new() }
    }

    /// Some sound goes by, at least so many milliseconds, and at no round time.
    fn wait(&mut self, at_least: u64) {
        sleep(Duration::from_micros(self.dice.between(at_least * 1_000, at_least * 1_000 + 700_000)));
    }

    /// Each click is marked at once, as a point or as an edge of a range; later by `--ago`, and later still by a key that reaches back.
    fn click_and_mark(&mut self, tries: usize) {
        assert_eq!(tries % 3, 0, "each range has its end");
        let acts = self.plan(tries, short_or_long([1_200, 2_400], [3_000, 15_000]));
        self.carry_out(&acts, true);
    }

    /// What is done when, with the number of its click. `later`: when the click is marked by `--ago` and by reaching back, in milliseconds.
    fn plan(&mut self, tries: usize, later: [u64; 2]) -> Vec<(Monotonic, Act, usize)> {
        let (now, first) = (Monotonic::now(), self.clicked.len());
        let at = |milliseconds: u64| Monotonic(now.0 + milliseconds * 1_000_000);
        let mut acts = Vec::new();
        for number in 0..tries {
            let click = 300 + number as u64 * APART + self.dice.between(0, JITTER);
            acts.push((at(click), Act::Click, first + number));
            acts.push((at(click + later[0]), Act::MarkAgo, first + number));
            acts.push((at(click + later[1]), Act::ReachBack, first + number));
        }
        acts.sort();
        acts
    }

    fn carry_out(&mut self, acts: &[(Monotonic, Act, usize)], marks_at_once: bool) {
        for &(at, act, click) in acts {
            sleep(Duration::from_nanos(at.since(Monotonic::now()).max(0) as u64));
            match act {
                Act::Click => self.click(marks_at_once),
                Act::MarkAgo => self.mark_ago(click),
                Act::ReachBack => self.reach_back(click),
            }
        }
    }

    fn click(&mut self, marks_at_once: bool) {
        let (click, now) = (self.clicked.len(), Monotonic::now());
        self.clicks.click(self.microphone.frame_at(now));
        self.clicked.push(now);
        if !marks_at_once {
            return;
        }
        match click % 3 {
            0 => self.mark(Way::AtOnce, &["touching", "--ago", "0s"], click),
            1 => self.mark(Way::Range, &["promise", "--begin", "--ago", "0s"], click),
            _ => self.mark(Way::Range, &["promise", "--end"], click),
        }
    }

    fn mark_ago(&mut self, click: usize) {
        let ago = Monotonic::now().since(self.clicked[click]) / 1_000_000;
        self.mark(Way::Ago, &["thread", "--ago", &format!("{ago}ms")], click);
    }

    fn mark(&mut self, way: Way, words: &[&str], click: usize) {
        let began = Instant::now();
        let made = self.machine.json([&["mark", "--json"], words].concat());
        let is_hindered = began.elapsed() > HINDERED;
        let id = made["marker"]["id"].as_str().expect("an id").to_owned();
        self.made.push(Made { way, id, is_end: words.contains(&"--end"), click, is_hindered });
    }

    /// As the interface does it: a mark with the time of its key, then an edit that lets it begin so much earlier.
    fn reach_back(&mut self, click: usize) {
        let key = Monotonic::now();
        let mut hand = Hand::to(self.machine).expect("the recorder listens");
        let made = hand.reply(&json!({ "do": "mark", "kind": "check", "mono": key })).expect("an answer");
        let id = made["marker"]["id"].as_str().unwrap_or_else(|| panic!("{made}")).to_owned();
        let ago = key.since(self.clicked[click]) as f64 / 1e9;
        assert!(hand.ask(&json!({ "do": "edit", "id": id, "ago": ago })), "it reaches back");
        self.made.push(Made { way: Way::Reached, id, is_end: false, click, is_hindered: false });
    }

    /// Asserts that each mark lies where its click is heard, and gives the row.
    fn give(self, id: &str, case: Words) {
        let errors = self.errors();
        let hindered = self.made.iter().filter(|made| made.is_hindered).count();
        let line = |language: Language| {
            let cells = WAYS.map(|way| errors.get(&way).map_or("—".to_owned(), |errors| cell(errors, language)));
            let (case, marks) = (language.of(&case), self.made.len());
            let hindered = of(hindered as u64, marks as u64, language);
            format!("| <a id=\"{id}\"></a>{case} | {} | {} | {hindered} |", self.clicked.len(), cells.join(" | "))
        };
        keep(id, &[line(Language::English), line(Language::French)]);
        for (way, errors) in errors {
            let all = sorted(errors.iter());
            let worst = sorted(unhindered(&errors)).last().copied().unwrap_or_default();
            assert!(all[(all.len() - 1) / 2] <= TOLERANCE && worst <= TOLERANCE, "{id}, {way:?}: {all:?}, at worst {worst}");
        }
    }

    /// From each click to its mark, negative when the mark comes first.
    fn errors(&self) -> BTreeMap<Way, Vec<Error>> {
        let mut errors: BTreeMap<Way, Vec<Error>> = BTreeMap::new();
        let sessions = self.shown();
        let heard: Vec<(String, i64)> = sessions.iter().flat_map(heard).collect();
        assert_eq!(heard.len(), self.clicked.len(), "each click is in the sound: {heard:?}");
        let marks: Vec<&Value> = sessions.iter().flat_map(|shown| shown["markers"].as_array().expect("markers")).collect();
        for made in &self.made {
            let mark = marks.iter().find(|mark| mark["id"] == made.id.as_str()).expect("an acknowledged mark is there");
            let (take, place) = &heard[made.click];
            assert_eq!(mark["take"], take.as_str(), "{mark}");
            let frame = mark[if made.is_end { "end_frame" } else { "frame" }].as_i64().expect("a frame");
            let distance = (frame - place) as f64 * 1_000.0 / RATE as f64;
            errors.entry(made.way).or_default().push(Error { distance, is_hindered: made.is_hindered });
        }
        errors
    }

    /// What `show` says of each session, in the order in which they were recorded.
    fn shown(&self) -> Vec<Value> {
        let names = self.machine.sessions().into_iter().map(|path| path.file_name().expect("a name").to_owned());
        let mut shown: Vec<Value> =
            names.map(|name| self.machine.json(["show".as_ref(), name.as_os_str(), "--json".as_ref()])).collect();
        shown.sort_by_key(|session| session["take"][0]["started"].to_string());
        shown
    }
}

/// The clicks that a session's files hold, in their order: the take's id, and the frame on its timeline. Each mark that `show` places in a
/// file is there on the timeline too.
fn heard(shown: &Value) -> Vec<(String, i64)> {
    let mut heard = Vec::new();
    let folder = std::path::Path::new(shown["path"].as_str().expect("a path"));
    for take in shown["take"].as_array().expect("takes") {
        let mut parts: Vec<(i64, &str)> = take["part"].as_array().expect("parts").iter().map(part).collect();
        parts.sort_unstable();
        for (start, file) in parts {
            let id = take["id"].as_str().expect("an id");
            let clicks = clicks_in(&read(&folder.join(file)).samples);
            heard.extend(clicks.into_iter().map(|click| (id.to_owned(), start + click as i64)));
            let marks = shown["markers"].as_array().expect("markers").iter();
            for mark in marks.filter(|mark| mark["take"] == id && mark["file"] == file) {
                assert_eq!(mark["frame"].as_i64(), mark["file_frame"].as_i64().map(|frame| start + frame), "{mark}");
            }
        }
    }
    heard
}

fn part(part: &Value) -> (i64, &str) {
    (part["start"].as_i64().expect("a start"), part["file"].as_str().expect("a name"))
}

/// The median and the worst.
fn cell(errors: &[Error], language: Language) -> String {
    let distances = sorted(unhindered(errors));
    let Some(worst) = distances.last() else { return "—".to_owned() };
    format!("{}, {}", milliseconds(distances[distances.len() / 2], language), milliseconds(*worst, language))
}

fn unhindered(errors: &[Error]) -> impl Iterator<Item = &Error> {
    errors.iter().filter(|error| !error.is_hindered)
}

fn sorted<'a>(errors: impl Iterator<Item = &'a Error>) -> Vec<f64> {
    let mut distances: Vec<f64> = errors.map(|error| error.distance.abs()).collect();
    distances.sort_by(f64::total_cmp);
    distances
}
