//! Processor time of a recorder per recorded minute, beside four others on the same source: `make bench`.
//!
//! Each records the monitor of a private null sink, into which speech is played, to a WAV of 48 kHz, two channels and 24 bits;
//! one after the other, for thirty seconds, in several rounds, so that none pays for another's small buffers. Counted is user
//! and system time of the process and its children, as `wait4` gives it, start and end included; beside it that of the sound
//! server, which a recorder's choice of buffer also costs. The table gives medians, and ratios to `parecord`, so that numbers
//! of different machines can be compared.

#[path = "../tests/rig/mod.rs"]
mod rig;

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use rig::sound::{speech, write};
use rig::{Machine, SoundServer};

const SECONDS: u32 = 30;
const ROUNDS: usize = 3;

/// A recorder and its words; `OUT` is the file that it writes.
type Recorder = (&'static str, &'static [&'static str]);

const RECORDERS: [Recorder; 5] = [
    (
        "parecord",
        &["parecord", "--latency-msec=100", "--format=s24le", "--rate=48000", "--channels=2", "--file-format=wav", "OUT"],
    ),
    ("arecord", &["arecord", "-q", "-D", "pulse", "-f", "S24_3LE", "-r", "48000", "-c", "2", "OUT"]),
    ("sox", &["sox", "-q", "-t", "pulseaudio", "-r", "48000", "-c", "2", "default", "-b", "24", "OUT"]),
    ("ffmpeg", &["ffmpeg", "-nostdin", "-v", "error", "-f", "pulse", "-i", "default", "-c:a", "pcm_s24le", "OUT"]),
    ("temoin", &[env!("CARGO_BIN_EXE_temoin"), "record", "--input", "default"]),
];

/// Milliseconds of processor time per recorded minute.
#[derive(Clone, Copy)]
struct Cost {
    own: f64,
    server: f64,
}

fn main() {
    let machine = Machine::new();
    let server = SoundServer::start(&machine);
    let sound = machine.path("speech.wav");
    write(&sound, &speech(60), 2);
    let mut player = play_for_ever(&machine, &sound);
    let mut costs: [Vec<Cost>; RECORDERS.len()] = Default::default();
    for round in 0..ROUNDS {
        for ((name, words), costs) in RECORDERS.iter().zip(&mut costs) {
            eprintln!("round {} of {ROUNDS}: {name}, {SECONDS} s", round + 1);
            costs.push(measure(&machine, &server, words));
        }
    }
    player.kill().expect("our own child");
    player.wait().expect("our own child");
    print_table(&costs);
}

fn measure(machine: &Machine, server: &SoundServer, words: &[&str]) -> Cost {
    let out = machine.path("out.wav");
    fs::remove_file(&out).ok();
    let before = server_time(server);
    let mut command = machine.command("bash");
    command.env("TEMOIN_LIBRARY", machine.library()).args([
        "-c",
        "TIMEFORMAT='%3U %3S'; time timeout --signal=INT \"$@\"",
        "bash",
    ]);
    command
        .arg(SECONDS.to_string())
        .args(words.iter().map(|&word| if word == "OUT" { out.to_str().expect("ASCII") } else { word }));
    let output = command.stdout(Stdio::null()).output().expect("bash is there");
    let messages = String::from_utf8_lossy(&output.stderr).into_owned();
    expect_sound(machine, &out, &messages);
    let times = messages.lines().last().expect("bash prints the times").split(' ');
    let own: f64 = times.map(|time| time.parse::<f64>().unwrap_or_else(|error| panic!("{error}: {messages}"))).sum();
    let per_minute = 60.0 * 1000.0 / f64::from(SECONDS);
    Cost { own: own * per_minute, server: (server_time(server) - before) * per_minute }
}

/// A recorder that recorded nothing is cheap, and no comparison.
fn expect_sound(machine: &Machine, out: &Path, messages: &str) {
    let mut file = out.to_owned();
    if !file.exists() {
        file = machine.sessions().last().unwrap_or_else(|| panic!("a session: {messages}")).join("take-01-001.wav");
    }
    let length = file.metadata().map_or(0, |file| file.len());
    let least = u64::from(SECONDS - 4) * 48_000 * 6;
    assert!(length >= least, "{}: {length} bytes, at least {least} expected: {messages}", file.display());
}

/// Seconds of processor time that the sound server has taken so far, in steps of 10 ms (see proc(5), `stat`).
fn server_time(server: &SoundServer) -> f64 {
    let stat = fs::read_to_string(format!("/proc/{}/stat", server.id())).expect("the server lives");
    let fields: Vec<&str> = stat.rsplit(") ").next().expect("fields").split(' ').collect();
    let ticks = |field: usize| fields[field].parse::<f64>().expect("a number");
    (ticks(11) + ticks(12)) / 100.0
}

fn play_for_ever(machine: &Machine, sound: &Path) -> Child {
    let script = "while paplay --device=mic \"$1\"; do :; done";
    let mut command: Command = machine.command("bash");
    command.args(["-c", script, "bash"]).arg(sound).stderr(Stdio::null()).spawn().expect("bash is there")
}

fn print_table(costs: &[Vec<Cost>; RECORDERS.len()]) {
    let base = median(&costs[0], |cost| cost.own);
    println!("milliseconds of processor time per recorded minute, medians of {ROUNDS} rounds of {SECONDS} s");
    println!("{:<10} {:>8} {:>16} {:>8}", "recorder", "own", "ratio to parecord", "server");
    for ((name, _), costs) in RECORDERS.iter().zip(costs) {
        let own = median(costs, |cost| cost.own);
        println!("{name:<10} {own:>8.0} {:>16.2} {:>8.0}", own / base, median(costs, |cost| cost.server));
    }
}

fn median(costs: &[Cost], part: impl Fn(&Cost) -> f64) -> f64 {
    let mut values: Vec<f64> = costs.iter().map(part).collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
