//! What the interface costs, beside two calendars for the terminal: `make bench`.
//!
//! The start: from the call until a word of today's plan stands on a bare terminal, in turns, with the same plan of twenty daily dates
//! for each. Then how often the interface wakes up while nothing happens, and the processor time that it takes while a take runs and
//! its meters live; the recorder's is beside it. Numbers of different machines are compared by the ratios.

#[path = "../tests/rig/mod.rs"]
mod rig;

use std::fs;
use std::time::Duration;

use chrono::{Days, Local};
use rig::{Bare, Machine, Terminal, wait_for};
use rustix::process::Pid;

const ROUNDS: usize = 15;
const IDLE_SECONDS: u64 = 30;
const METER_SECONDS: u64 = 30;

/// A word of the plan, which stands on the screen of each program once it has read the plan.
const WORD: &str = "Assembly";

/// A program and the words of its call.
type Program = (&'static str, &'static [&'static str]);

const PROGRAMS: [Program; 3] = [
    ("calcurse", &["calcurse", "-D", "HOME/calcurse"]),
    ("khal", &["env", "LC_ALL=C", "khal", "interactive"]),
    ("temoin", &[env!("CARGO_BIN_EXE_temoin")]),
];

fn main() {
    let machine = Machine::speaking("en");
    write_plans(&machine);
    let mut starts: [Vec<Duration>; PROGRAMS.len()] = Default::default();
    for round in 0..=ROUNDS {
        for ((_, words), starts) in PROGRAMS.iter().zip(&mut starts) {
            let start = time_to_first_screen(&machine, words);
            if round > 0 {
                starts.push(start); // the first round fills caches
            }
        }
    }
    print_starts(&mut starts);
    measure_idle(&machine);
    measure_meters(&machine);
}

/// Twenty dates a day for sixty days, in the words of each program.
fn write_plans(machine: &Machine) {
    let first = Local::now().date_naive() - Days::new(30);
    let mut calcurse = String::new();
    for number in 0..20 {
        let clock = format!("23:{:02}", 30 + number);
        let title = format!("{WORD} {number}");
        let series =
            format!("format = 1\ntitle = \"{title}\"\nstart = {first}T{clock}:00\nminutes = 1\nrule = \"FREQ=DAILY;COUNT=60\"\n");
        machine.write(&format!("library/series/s-{number:02}.toml"), &series);
        let day = first.format("%m/%d/%Y");
        let until = (first + Days::new(59)).format("%m/%d/%Y");
        calcurse += &format!("{day} @ {clock} -> {day} @ {clock} {{1D -> {until}}} |{title}\n");
        let stamp = format!("{}T{}00", first.format("%Y%m%d"), clock.replace(':', ""));
        let event = format!(
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:bench\r\nBEGIN:VEVENT\r\nUID:u{number}\r\nDTSTAMP:{stamp}Z\r\nDTSTART:{stamp}\r\nDURATION:PT1M\r\nRRULE:FREQ=DAILY;COUNT=60\r\nSUMMARY:{title}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        );
        machine.write(&format!("home/khal/u{number}.ics"), &event);
    }
    machine.write("home/calcurse/apts", &calcurse);
    machine.write("home/calcurse/conf", "general.firstdayofweek=monday\n");
    let khal = format!("[calendars]\n[[plan]]\npath = {}\n", machine.path("home/khal").display());
    machine.write("home/.config/khal/config", &format!("{khal}[locale]\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\n"));
}

fn time_to_first_screen(machine: &Machine, words: &[&str]) -> Duration {
    let home = machine.path("home");
    let words: Vec<String> = words.iter().map(|word| word.replace("HOME", home.to_str().expect("ASCII"))).collect();
    Bare::call(machine, &words).until(WORD)
}

fn print_starts(starts: &mut [Vec<Duration>; PROGRAMS.len()]) {
    println!("from the call to today's plan on the screen, medians of {ROUNDS} rounds");
    println!("{:<10} {:>8} {:>8} {:>8} {:>20}", "program", "median", "least", "most", "ratio to calcurse");
    let mut base = None;
    for ((name, _), times) in PROGRAMS.iter().zip(starts) {
        times.sort();
        let milliseconds = |at: usize| times[at].as_secs_f64() * 1000.0;
        let median = milliseconds(ROUNDS / 2);
        let base = *base.get_or_insert(median);
        println!(
            "{name:<10} {median:>5.1} ms {:>5.1} ms {:>5.1} ms {:>20.2}",
            milliseconds(0),
            milliseconds(ROUNDS - 1),
            median / base
        );
    }
}

fn measure_idle(machine: &Machine) {
    let terminal = Terminal::open(machine, (80, 24));
    terminal.call("temoin");
    terminal.expect("[Today]");
    let interface = terminal.interface();
    std::thread::sleep(Duration::from_secs(2)); // the start is over
    let before = (rig::wake_ups(interface), processor_seconds(interface));
    std::thread::sleep(Duration::from_secs(IDLE_SECONDS));
    let (wakes, time) = (rig::wake_ups(interface) - before.0, processor_seconds(interface) - before.1);
    println!(
        "\nidle on Today for {IDLE_SECONDS} s: {:.2} wake-ups a second, {:.2} % of one core",
        per_second(wakes as f64, IDLE_SECONDS),
        100.0 * per_second(time, IDLE_SECONDS)
    );
    terminal.press("q");
    terminal.expect("ready>");
}

fn measure_meters(machine: &Machine) {
    let terminal = Terminal::open(machine, (80, 24));
    terminal.call("temoin --set audio.inputs=voice");
    terminal.expect("[Today]");
    terminal.press("tab space");
    let interface = terminal.interface();
    let recorder = wait_for("a take", Duration::from_secs(20), || {
        let status = machine.status();
        (status["state"] == "recording").then(|| status["pid"].as_i64().and_then(|pid| Pid::from_raw(pid as i32)))?
    })
    .0;
    std::thread::sleep(Duration::from_secs(2)); // the start is over
    let before = (processor_seconds(interface), processor_seconds(recorder), rig::wake_ups(interface));
    std::thread::sleep(Duration::from_secs(METER_SECONDS));
    let own = per_second(processor_seconds(interface) - before.0, METER_SECONDS);
    let recorders = per_second(processor_seconds(recorder) - before.1, METER_SECONDS);
    let wakes = per_second((rig::wake_ups(interface) - before.2) as f64, METER_SECONDS);
    println!(
        "while a take runs, for {METER_SECONDS} s: interface {:.2} % of one core, {wakes:.0} wake-ups a second; recorder {:.2} %",
        own * 100.0,
        recorders * 100.0
    );
    machine.run(["stop"]).expect_code(0);
}

fn per_second(amount: f64, seconds: u64) -> f64 {
    amount / seconds as f64
}

/// Processor time that all threads of a process have taken so far, in seconds, to the nanosecond (see proc(5), `schedstat`).
fn processor_seconds(process: Pid) -> f64 {
    let tasks = fs::read_dir(format!("/proc/{}/task", process.as_raw_nonzero())).expect("the process lives");
    let stats = tasks.filter_map(|task| fs::read_to_string(task.ok()?.path().join("schedstat")).ok());
    stats.filter_map(|stat| stat.split(' ').next()?.parse::<f64>().ok()).sum::<f64>() / 1e9
}
