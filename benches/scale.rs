//! A library of ten thousand sessions with a million marks: `make bench`.
//!
//! How long the interface takes until today's plan stands on the screen, with files that the system has in memory and with files that
//! it has to fetch (as root, who may empty its caches); how long a step in the list of sessions takes; a search, beside ripgrep on the
//! same texts; a step in the list of what Find has found; and a mark, from the request to the answer that it is on the disk, beside one
//! write and sync of as many bytes. The library is made once, in `target/scale`, under a digest of what makes it, and kept. Numbers of
//! different machines are compared by the ratios.

#[path = "../tests/rig/mod.rs"]
mod rig;

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use chrono::{Days, Local, NaiveDate, NaiveDateTime};
use rig::{Bare, Hand, Machine};
use serde_json::json;

const SESSIONS: u32 = 10_000;
const MARKS: u32 = 100;
const SERIES: u32 = 10;
const ROUNDS: usize = 9;
const MARKS_MADE: usize = 300;

/// A word of today's plan.
const WORD: &str = "Assembly";

/// Frames of each take: a second of its sound is written, the rest of the file is a hole.
const FRAMES: u64 = 45 * 60 * 48_000;

/// Of the library.
const SETTINGS: &str = "format = 1\nid = \"01M825TQ59QM203JYWDK44Y973\"\ntitle = \"Scale\"\nzone = \"UTC\"\nlanguage = \"en\"\n";

/// One of so many marks speaks of it.
const RARE: u32 = 99_991;

fn main() {
    let large = Machine::without_library();
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("target/scale/library-{}", generator()));
    make_once(&kept);
    std::os::unix::fs::symlink(&kept, large.library()).expect("our own folder");
    let small = Machine::speaking("en");
    write_plan(&small.library());
    measure_starts(&large, &small);
    measure_steps(&large);
    measure_search(&large, &kept);
    measure_find(&large);
    measure_marks(&small);
}

/// A digest of what is written, by a few samples of it: a library of another generator is never taken for this one.
fn generator() -> String {
    let at = NaiveDate::from_ymd_opt(2010, 1, 1).and_then(|day| day.and_hms_opt(18, 0, 0)).expect("a time");
    let marks: String = (0..8).chain([RARE]).map(|number| mark_text(number, 7, at, "01TAKE")).collect();
    let sample = format!("{SETTINGS}{SESSIONS} {MARKS} {SERIES}{}{marks}{:?}", session_text(7, at, "01TAKE"), wav_head());
    blake3::hash(sample.as_bytes()).to_hex()[..12].to_owned()
}

fn make_once(library: &Path) {
    let done = library.with_extension("made");
    if done.exists() {
        return;
    }
    eprintln!("making {SESSIONS} sessions with {MARKS} marks each in {}", library.display());
    fs::remove_dir_all(library).ok(); // one that was not finished
    fs::create_dir_all(library.join("series")).expect("room on the disk");
    fs::write(library.join("library.toml"), SETTINGS).expect("room on the disk");
    write_plan(library);
    for number in 0..SESSIONS {
        write_session(library, number);
    }
    File::create(done).expect("room on the disk");
}

/// Ten series, one date of each on every day.
fn write_plan(library: &Path) {
    let first = Local::now().date_naive() - Days::new(30);
    for number in 0..SERIES {
        let series = format!(
            "format = 1\ntitle = \"{WORD} {number}\"\nstart = {first}T23:{:02}:00\nminutes = 1\nrule = \"FREQ=DAILY\"\n",
            40 + number
        );
        fs::write(library.join(format!("series/s-{number:02}.toml")), series).expect("room on the disk");
    }
}

fn write_session(library: &Path, number: u32) {
    let day = NaiveDate::from_ymd_opt(2010, 1, 1).expect("a date") + Days::new(u64::from(number / 2));
    let at: NaiveDateTime = day.and_hms_opt(18 + number % 2, 0, 0).expect("a time");
    let folder = library.join(at.format("sessions/%Y/%Y-%m-%d-%H%M-talk").to_string());
    fs::create_dir_all(&folder).expect("room on the disk");
    let take = format!("01TAKE{number:020}");
    fs::write(folder.join("session.toml"), session_text(number, at, &take)).expect("room on the disk");
    let marks: String = (0..MARKS).map(|n| mark_text(number * MARKS + n, n, at, &take)).collect();
    fs::write(folder.join("markers-lise.toml"), format!("format = 1\n\n{marks}")).expect("room on the disk");
    let mut sound = File::create(folder.join("take-01-001.wav")).expect("room on the disk");
    sound.write_all(&wav_head()).and_then(|()| sound.set_len(44 + FRAMES * 2)).expect("room on the disk");
}

fn session_text(number: u32, at: NaiveDateTime, take: &str) -> String {
    let (series, occurrence) = (number % SERIES, at.format("%Y-%m-%dT%H:%M:%S"));
    format!(
        "format = 1\ntitle = \"Talk {number}\"\nseries = \"s-{series:02}\"\noccurrence = {occurrence}\nzone = \"UTC\"\npeople = [\"p-{}\"]\n\n\
         [[take]]\nid = \"{take}\"\nnumber = 1\nstarted = {occurrence}.000+00:00\npreroll = 0\nrate = 48000\nbits = 16\n\
         channels = [{{ name = \"mono\", input = 1 }}]\ninputs = [\"mic\"]\nframes = {FRAMES}\n\n\
         [[take.part]]\nfile = \"take-01-001.wav\"\ninput = 1\nstart = 0\nframes = {FRAMES}\nblake3 = \"{}\"\n",
        number % 50,
        "0".repeat(64)
    )
}

fn mark_text(number: u32, n: u32, at: NaiveDateTime, take: &str) -> String {
    const WORDS: [&str; 8] = ["mother", "the bridge", "a long silence", "l’été", "her father", "the war", "bread", "singing"];
    let (seconds, word) = (n * 26, WORDS[number as usize % WORDS.len()]);
    let rare = if number.is_multiple_of(RARE) { ", the platypus" } else { "" };
    format!(
        "[[marker]]\nid = \"m-01MARK{number:020}\"\ntake = \"{take}\"\nframe = {}\nat = \"00:{:02}:{:02}.000\"\nkind = \"touching\"\n\
         themes = [\"joy\"]\nstrength = {}\nago = 8.0\nwall = {}\nnote = \"{word} {number}{rare}\"\n\n",
        u64::from(seconds) * 48_000,
        seconds / 60,
        seconds % 60,
        1 + number % 3,
        (at + chrono::Duration::seconds(i64::from(seconds))).format("%Y-%m-%dT%H:%M:%S.000+00:00"),
    )
}

/// Of 16 bits, one channel, 48 kHz.
fn wav_head() -> Vec<u8> {
    let size = FRAMES as u32 * 2;
    let mut head = Vec::from(*b"RIFF");
    head.extend((size + 36).to_le_bytes());
    head.extend(*b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    head.extend(48_000u32.to_le_bytes());
    head.extend(96_000u32.to_le_bytes());
    head.extend([2, 0, 16, 0]);
    head.extend(*b"data");
    head.extend(size.to_le_bytes());
    head
}

fn measure_starts(large: &Machine, small: &Machine) {
    println!("from the call to today's plan on the screen, medians of {ROUNDS} rounds");
    let start = |machine: &Machine| Bare::call(machine, &[env!("CARGO_BIN_EXE_temoin")]).until(WORD);
    start(small);
    let base = median((0..ROUNDS).map(|_| start(small)));
    row("an empty library", base, base);
    start(large);
    row("10,000 sessions, warm", median((0..ROUNDS).map(|_| start(large))), base);
    if empty_caches() {
        row("an empty library, cold", median((0..3).map(|_| after_cold(|| start(small)))), base);
        row("10,000 sessions, cold", median((0..3).map(|_| after_cold(|| start(large)))), base);
    } else {
        println!("cold: not measured, only root may empty the system's caches");
    }
}

fn after_cold(work: impl Fn() -> Duration) -> Duration {
    empty_caches();
    work()
}

fn empty_caches() -> bool {
    rustix::fs::sync();
    fs::write("/proc/sys/vm/drop_caches", "3").is_ok()
}

/// Each key down moves the list of all sessions, which is drawn anew. Backwards from Today: Record would ask for a microphone.
fn measure_steps(large: &Machine) {
    let mut interface = Bare::call(large, &[env!("CARGO_BIN_EXE_temoin")]);
    interface.until(WORD);
    interface.press("\x1b[Z"); // a key that comes again at once would be a held one
    let listed = interface.press_until("\x1b[Z", "9999");
    let steps = median((0..20).map(|_| interface.press("\x1b[B")));
    let pages = median((0..20).map(|_| interface.press("\x1b[6~")));
    println!("\nthe list of sessions, from the key to the last byte of the screen");
    println!("{:<28} {:>8.1} ms", "opened", milliseconds(listed));
    println!("{:<28} {:>8.1} ms", "a step down", milliseconds(steps));
    println!("{:<28} {:>8.1} ms", "a page down", milliseconds(pages));
}

fn measure_search(large: &Machine, library: &Path) {
    println!("\nsearch, medians of {ROUNDS} rounds");
    for (ours, theirs) in [("platypus", "platypus"), ("singing 999", "singing 999"), ("ete 77777", "l’été 77777")] {
        let base = timed(|| {
            let mut ripgrep = large.command("rg");
            ripgrep.args(["--ignore-case", "--line-number", "--glob", "*.toml", "--", theirs]).arg(library.join("sessions"));
            ripgrep
        });
        let words: Vec<&str> = ["search", "--json"].into_iter().chain(ours.split(' ')).collect();
        row(&format!("ripgrep, *.toml: {theirs}"), base, base);
        row(&format!("temoin: {ours}"), timed(|| large.temoin(&words)), base);
    }
}

/// Find on the screen, with so many hits that only the shown ones may cost anything.
fn measure_find(large: &Machine) {
    let mut interface = Bare::call(large, &[env!("CARGO_BIN_EXE_temoin")]);
    interface.until(WORD);
    interface.press("/");
    let first = interface.press_until("mother", "so far");
    let begun = Instant::now();
    interface.until("more:"); // of those that are not shown
    let found = first + begun.elapsed();
    let steps = median((0..20).map(|_| interface.press("\x1b[B")));
    println!("\nFind on the screen: `mother`, {} hits", SESSIONS * MARKS / 8);
    println!("{:<28} {:>8.1} ms", "typed, and the first hits", milliseconds(first));
    println!("{:<28} {:>8.1} ms", "typed, and all of them", milliseconds(found));
    println!("{:<28} {:>8.1} ms", "a step down", milliseconds(steps));
}

/// Median of some calls, of which each must find something; the first fills caches.
fn timed(command: impl Fn() -> Command) -> Duration {
    let call = || {
        let begin = Instant::now();
        let output = command().stderr(Stdio::null()).output().expect("installed by `tools/setup bench`");
        assert!(output.status.success() && !output.stdout.is_empty(), "{output:?}");
        begin.elapsed()
    };
    call();
    median((0..ROUNDS).map(|_| call()))
}

/// Marks in a take without sound: what they cost is the way to the disk and back.
fn measure_marks(machine: &Machine) {
    let recorder = machine.record(["--input", "none"]);
    let mut hand = Hand::to(machine).expect("the recorder listens");
    let path = machine.path("library/plain");
    let mut plain = OpenOptions::new().create(true).append(true).open(&path).expect("a file");
    let (mut marks, mut writes) = (Vec::new(), Vec::new());
    for n in 0..MARKS_MADE {
        let begin = Instant::now();
        assert!(hand.ask(&json!({"do": "mark", "note": format!("mark {n}")})), "it is marked");
        marks.push(begin.elapsed());
        let begin = Instant::now();
        plain.write_all(&[b'm'; 230]).and_then(|()| plain.sync_data()).expect("a disk");
        writes.push(begin.elapsed());
    }
    machine.run(["stop"]).expect_code(0);
    recorder.wait_for_end();
    let (marks, writes) = (median(marks.into_iter()), median(writes.into_iter()));
    println!("\na mark, medians of {MARKS_MADE}");
    row("one write and sync", writes, writes);
    row("asked to acknowledged", marks, writes);
}

fn median(times: impl Iterator<Item = Duration>) -> Duration {
    let mut times: Vec<Duration> = times.collect();
    times.sort();
    times[times.len() / 2]
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

fn row(name: &str, time: Duration, base: Duration) {
    println!("{name:<28} {:>8.1} ms   ratio {:.2}", milliseconds(time), time.as_secs_f64() / base.as_secs_f64());
}
