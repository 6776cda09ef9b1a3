//! A week's agenda that lies years after the start of a thousand weekly series, beside other calendars: `make bench`.
//!
//! First the expansion alone, of rules that are read already: ours, the `rrule` crate's own walk from the start, python-dateutil and
//! libical. Then whole programs, from the call to the end, each with its own form of the same plans and warm caches: temoin reads a
//! thousand files, khal a database that it has made of a thousand files before, remind and calcurse one file, and remind once more a
//! folder of a thousand, as we do. Numbers of different machines are compared by the ratios. Everything is in one time zone without a
//! name, since not all of them know zones.

#[path = "../tests/rig/mod.rs"]
mod rig;

use std::fs;
use std::hint::black_box;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, TimeZone};
use chrono_tz::Tz;
use rig::Machine;
use temoin::plan::parse_rule;

const SERIES: u32 = 1_000;
const ROUNDS: usize = 15;
const YEARS: [i32; 4] = [1, 5, 20, 50];
const REMIND_FOLDER: &str = "remind, a file each";
const DAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

fn main() {
    let machine = Machine::speaking("en");
    println!("expansion alone: {SERIES} weekly series, one week, in microseconds for all of them; least of {ROUNDS} rounds");
    println!("{:<26} {:>10} {:>10} {:>10} {:>10}   5 years, ratio to temoin", "years after the start", "1", "5", "20", "50");
    let python = write_python(&machine);
    let libical = build_libical(&machine);
    let ours = YEARS.map(expanded_here);
    row("temoin", ours, ours[1]);
    row("rrule, its own walk", YEARS.map(walked_by_the_crate), ours[1]);
    row("libical, from the start", YEARS.map(|years| told(Command::new(&libical).arg(years.to_string()))), ours[1]);
    row(
        "python-dateutil",
        YEARS.map(|years| told(Command::new("/usr/bin/python3").arg(&python).arg(years.to_string()))),
        ours[1],
    );
    write_plans(&machine);
    println!("\nwhole programs: the same week of the same series, in milliseconds, medians of {ROUNDS} rounds");
    println!("{:<26} {:>10} {:>10} {:>10} {:>10}   5 years, ratio to remind", "years after the start", "1", "5", "20", "50");
    let mut remind = 1.0;
    for program in ["remind", REMIND_FOLDER, "temoin", "calcurse", "khal"] {
        let times = whole_program(&machine, program);
        remind = if program == "remind" { times[1] } else { remind };
        row(program, times, remind);
    }
}

fn row(name: &str, times: [f64; YEARS.len()], base: f64) {
    let cell = |time: f64| if time.is_nan() { "none".to_owned() } else { format!("{time:.1}") };
    let [one, five, twenty, fifty] = times.map(cell);
    println!("{name:<26} {one:>10} {five:>10} {twenty:>10} {fifty:>10}   {:.2}", times[1] / base);
}

/// Start of a series; a seventh of them begins on each weekday.
fn start(number: u32) -> NaiveDateTime {
    let monday = NaiveDate::from_ymd_opt(2020, 1, 6).expect("a date");
    (monday + Days::new(u64::from(number % 7))).and_hms_opt(8 + number % 12, number % 60, 0).expect("a time")
}

fn rule(number: u32) -> String {
    format!("FREQ=WEEKLY;BYDAY={}", DAYS[(number % 7) as usize])
}

/// The Monday of the week that is looked at.
fn week(years: i32) -> NaiveDate {
    let day = NaiveDate::from_ymd_opt(2020 + years, 1, 6).expect("a date");
    day - Days::new(u64::from(day.weekday().num_days_from_monday()))
}

/// Microseconds of the fastest round; each must find one date of each series.
fn least(mut round: impl FnMut() -> usize) -> f64 {
    let times = (0..ROUNDS).map(|_| {
        let begin = Instant::now();
        assert_eq!(round(), SERIES as usize);
        begin.elapsed().as_secs_f64() * 1e6
    });
    times.fold(f64::INFINITY, f64::min)
}

fn expanded_here(years: i32) -> f64 {
    let rules: Vec<_> = (0..SERIES).map(|n| parse_rule(&rule(n), start(n), Tz::UTC).expect("a rule")).collect();
    let from = week(years).and_time(Default::default());
    let to = from + Days::new(7);
    least(|| rules.iter().map(|rule| black_box(rule).between(from, to).count()).sum())
}

fn walked_by_the_crate(years: i32) -> f64 {
    let utc = |at: NaiveDateTime| rrule::Tz::UTC.from_utc_datetime(&at);
    let set = |n| {
        let rule: rrule::RRule<rrule::Unvalidated> = rule(n).parse().expect("a rule");
        rule.build(utc(start(n))).expect("a rule")
    };
    let sets: Vec<rrule::RRuleSet> = (0..SERIES).map(set).collect();
    let from = utc(week(years).and_time(Default::default()));
    let to = from + Days::new(7);
    least(|| {
        sets.iter().map(|set| black_box(set).into_iter().skip_while(|at| *at < from).take_while(|at| *at < to).count()).sum()
    })
}

/// What a small program of another library says: its microseconds.
fn told(command: &mut Command) -> f64 {
    let output = command.output().expect("installed by `tools/setup bench`");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().parse().expect("a number")
}

fn write_python(machine: &Machine) -> std::path::PathBuf {
    machine.write("home/expand.py", include_str!("agenda/expand.py"));
    machine.path("home/expand.py")
}

fn build_libical(machine: &Machine) -> std::path::PathBuf {
    machine.write("home/expand.c", include_str!("agenda/expand.c"));
    let program = machine.path("home/expand");
    let mut compiler = Command::new("cc");
    compiler.arg("-O2").arg("-o").arg(&program).arg(machine.path("home/expand.c")).arg("-lical");
    assert!(compiler.status().expect("a C compiler: `tools/setup bench`").success(), "libical-dev: `tools/setup bench`");
    program
}

/// The plans in the form of each program.
fn write_plans(machine: &Machine) {
    let (mut remind, mut calcurse) = (String::new(), String::new());
    for n in 0..SERIES {
        let (at, title, rule) = (start(n), format!("Talk {n}"), rule(n));
        let clock = at.format("%H:%M");
        let series = format!(
            "format = 1\ntitle = \"{title}\"\nstart = {}\nminutes = 45\nrule = \"{rule}\"\n",
            at.format("%Y-%m-%dT%H:%M:%S")
        );
        machine.write(&format!("library/series/s-{n:04}.toml"), &series);
        let reminder = format!("REM {} *7 AT {clock} DURATION 0:45 MSG {title}\n", at.date());
        machine.write(&format!("home/plans/s-{n:04}.rem"), &reminder);
        remind += &reminder;
        let (end, day) = ((at + chrono::Duration::minutes(45)).format("%H:%M").to_string(), at.format("%m/%d/%Y"));
        calcurse += &format!("{day} @ {clock} -> {day} @ {end} {{1W}} |{title}\n");
        let stamp = at.format("%Y%m%dT%H%M%S");
        let event = format!(
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:bench\r\nBEGIN:VEVENT\r\nUID:u{n}\r\nDTSTAMP:{stamp}Z\r\nDTSTART:{stamp}\r\nDURATION:PT45M\r\nRRULE:{rule}\r\nSUMMARY:{title}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        );
        machine.write(&format!("home/khal/u{n}.ics"), &event);
    }
    machine.write("home/plans.rem", &remind);
    machine.write("home/calcurse/apts", &calcurse);
    machine.write("home/calcurse/conf", "format.inputdate=4\n");
    let khal = format!("[calendars]\n[[plan]]\npath = {}\n", machine.path("home/khal").display());
    machine.write(
        "home/.config/khal/config",
        &format!("{khal}[locale]\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\n"),
    );
}

/// Not a number where the program knows of no plan so far ahead, as khal behind 2037.
fn whole_program(machine: &Machine, program: &str) -> [f64; YEARS.len()] {
    YEARS.map(|years| {
        let (day, last) = (week(years).to_string(), (week(years) + Days::new(6)).to_string());
        if timed(machine, program, &day, &last).is_none() {
            return f64::NAN;
        }
        let mut times: Vec<Duration> = (0..ROUNDS).filter_map(|_| timed(machine, program, &day, &last)).collect();
        times.sort();
        times[ROUNDS / 2].as_secs_f64() * 1e3
    })
}

/// The first call fills caches. `None` where no plan is shown.
fn timed(machine: &Machine, program: &str, day: &str, last: &str) -> Option<Duration> {
    let home = machine.path("home");
    let plans = home.join("plans.rem").display().to_string();
    let folder = home.join("plans").display().to_string();
    let calcurse = home.join("calcurse").display().to_string();
    let words: Vec<&str> = match program {
        "remind" => vec!["remind", "-s+1", &plans, day],
        REMIND_FOLDER => vec!["remind", "-s+1", &folder, day],
        "calcurse" => vec!["calcurse", "-D", &calcurse, "-Q", "--from", day, "--days", "7"],
        "khal" => vec!["env", "LC_ALL=C.UTF-8", "khal", "list", day, "7d"],
        _ => vec![env!("CARGO_BIN_EXE_temoin"), "agenda", "--json", "--from", day, "--to", last],
    };
    let answer = home.join("answer");
    let mut command = machine.command(words[0]);
    command.args(&words[1..]).env("TEMOIN_LIBRARY", machine.library()).stdin(Stdio::null());
    command.stdout(fs::File::create(&answer).expect("our own folder"));
    let begin = Instant::now();
    let mut child = command.spawn().expect("installed by `tools/setup bench`");
    child.wait().expect("our own child");
    let time = begin.elapsed();
    let said = fs::read_to_string(&answer).expect("our own file");
    match said.matches("Talk ").count() as u32 {
        0 => None,
        found => {
            assert_eq!(found, SERIES, "{program} shows each series: {}", &said[..said.len().min(400)]);
            Some(time)
        }
    }
}
