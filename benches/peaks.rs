//! The waveform of three hours of sound (48 kHz, 24 bit, one channel: 1.6 GB), beside reading the file and beside sox: `make bench`.
//!
//! All in turns, from memory after a first round, so that none pays for another's disk. `cat` reads and does nothing; `sox … -n stat` looks
//! at each sample for its level; both have one thread, and ours has two, so the table gives the processor time of each too. Of a take that
//! was recorded here the recorder has kept the peaks: the last row is what it costs to find those, read them, and cut them into the columns
//! of a screen. The table gives medians, and ratios to `cat`, so that numbers of different machines can be compared.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use temoin::audio::peaks::{Column, Entry, Peaks, scan};
use temoin::audio::wav::{WavFormat, head};
use temoin::domain::{Bits, Channel, Frames, Hertz, Part, Take, TakeId};

const ROUNDS: usize = 5;
const FORMAT: WavFormat = WavFormat { rate: Hertz(48_000), channels: 1, bits: Bits::Int24 };
/// Columns of a screen.
const WIDTH: u16 = 160;
const FRAMES: Frames = Frames(3 * 3600 * 48_000);

fn main() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("peaks");
    let path = three_hours(&folder);
    let take = take();
    let found = peaks(&take, &path);
    let entry = Entry::of(&take, &folder, |_| path.clone());
    entry.keep(&found);
    let mut rows: [(&str, Vec<Cost>); 4] =
        ["cat", "temoin, reading", "sox stat", "temoin, its own take"].map(|name| (name, Vec::new()));
    for round in 0..=ROUNDS {
        eprintln!("round {round} of {ROUNDS}");
        for (name, times) in &mut rows {
            let (begin, before) = (Instant::now(), processor_seconds());
            match *name {
                "cat" => call(Command::new("cat").arg(&path)),
                "sox stat" => call(Command::new("sox").arg(&path).args(["-n", "stat"])),
                "temoin, reading" => assert!(peaks(&take, &path) == found, "each time the same"),
                _ => assert!(kept_columns(&take, &folder, &path) == columns(&found), "what was kept"),
            }
            if round > 0 {
                // The first round fills caches.
                times.push(Cost { seconds: begin.elapsed().as_secs_f64(), processor: processor_seconds() - before });
            }
        }
    }
    print_table(&rows);
}

/// Of one round, in seconds.
struct Cost {
    seconds: f64,
    processor: f64,
}

/// What this process and those that it has called have taken so far, in steps of 10 ms (see proc(5), `stat`).
fn processor_seconds() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").expect("we live");
    let fields: Vec<&str> = stat.rsplit(") ").next().expect("fields").split(' ').collect();
    fields[11..=14].iter().map(|ticks| ticks.parse::<f64>().expect("a number")).sum::<f64>() / 100.0
}

/// As Listen draws a take that was looked at before.
fn kept_columns(take: &Take, folder: &Path, path: &Path) -> Vec<Column> {
    let entry = Entry::of(take, folder, |_| path.to_owned());
    columns(&entry.read(take).expect("it was kept"))
}

fn columns(peaks: &Peaks) -> Vec<Column> {
    peaks.columns(Frames(0), FRAMES, WIDTH)
}

fn call(command: &mut Command) {
    let ended = command.stdout(Stdio::null()).stderr(Stdio::null()).status().expect("installed by `tools/setup bench`");
    assert!(ended.success(), "{command:?}");
}

fn peaks(take: &Take, path: &Path) -> Peaks {
    let mut found = Peaks::of(take);
    let faults = scan(take, |_| (path.to_owned(), FORMAT), &AtomicBool::new(false), |buckets| found.extend(buckets));
    assert!(faults.is_some_and(|faults| faults.is_empty()) && found.is_whole(), "the whole file is read");
    found
}

/// The file, made once: noise whose level rises and falls.
fn three_hours(folder: &Path) -> PathBuf {
    let path = folder.join("take-01-001.wav");
    let length = FORMAT.head_bytes() + FRAMES.0 * FORMAT.frame_bytes();
    if path.metadata().is_ok_and(|file| file.len() == length) {
        return path;
    }
    eprintln!("writing {} MB, once", length >> 20);
    fs::create_dir_all(folder).expect("our own folder");
    let mut file = BufWriter::new(File::create(&path).expect("our own folder"));
    file.write_all(&head(FORMAT, FRAMES, 0)).expect("room on the disk");
    let mut dice = 1_u64;
    for frame in 0..FRAMES.0 {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let level = 1 + frame / 48_000 % 20;
        let sample = (dice >> 41) as i32 / level as i32 - (1 << 22) / level as i32;
        file.write_all(&sample.to_le_bytes()[..3]).expect("room on the disk");
    }
    file.flush().expect("room on the disk");
    path
}

/// One part, one channel.
fn take() -> Take {
    let file = "take-01-001.wav".to_owned();
    let part = Part { file, input: 1, start: Frames(0), frames: Some(FRAMES), blake3: None, elsewhere: false };
    Take {
        id: TakeId("01JD41".into()),
        number: 1,
        started: chrono::DateTime::UNIX_EPOCH.fixed_offset(),
        preroll: Frames(0),
        rate: FORMAT.rate,
        bits: FORMAT.bits,
        channels: vec![Channel { name: "mono".into(), input: 1 }],
        inputs: vec!["default".into()],
        frames: Some(FRAMES),
        parts: vec![part],
        gaps: Vec::new(),
        loudness: Default::default(),
    }
}

fn print_table(rows: &[(&str, Vec<Cost>)]) {
    let median = |costs: &[Cost], part: fn(&Cost) -> f64| {
        let mut values: Vec<f64> = costs.iter().map(part).collect();
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    };
    let base = median(&rows[0].1, |cost| cost.seconds);
    println!("the waveform of three hours, 48 kHz, 24 bit; medians of {ROUNDS} rounds");
    println!("{:<22} {:>10} {:>13} {:>15}", "", "seconds", "ratio to cat", "processor time");
    for (name, costs) in rows {
        let (seconds, processor) = (median(costs, |cost| cost.seconds), median(costs, |cost| cost.processor));
        println!("{name:<22} {seconds:>10.3} {:>13.3} {processor:>15.2}", seconds / base);
    }
}
