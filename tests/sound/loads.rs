//! A machine that has far too much to do: every core loaded four times, and a disk that is synced all the time.

use std::fs::OpenOptions;
use std::io::Write;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::rig::air::{frames, milliseconds, parts, worst_place};
use crate::rig::microphone::{Microphone, RATE};
use crate::rig::table::{Row, words};
use crate::rig::{Machine, SoundServer, short_or_long};

/// Busy processes for each core.
const BUSY: usize = 4;

#[test]
fn on_an_overloaded_machine_no_frame_of_two_inputs_is_dropped() {
    let machine = Machine::new();
    let server = SoundServer::start(&machine);
    let other = server.add_another();
    let microphones = [Microphone::counting(&server.pipe()), Microphone::counting(&other)];
    let recorder = machine.record(["--input", "pulseaudio:pipe", "--input", "pulseaudio:other"]);
    let load = Load::begin(&machine);
    let seconds = short_or_long(6, 600);
    let end = Instant::now() + Duration::from_secs(seconds);
    while Instant::now() < end {
        thread::sleep(Duration::from_millis(500));
    }
    let status = machine.status();
    drop(load);
    machine.run(["stop"]).expect_code(0);
    recorder.wait_for_end();
    drop(microphones);

    let shown = machine.json(["show", "last", "--json"]);
    let take = &shown["take"][0];
    assert_eq!((&status["dropped_frames"], &take["gap"]), (&0.into(), &serde_json::json!([])), "{take}");
    let inputs = [1, 2].map(|input| parts(&machine, take, input));
    let places = inputs.each_ref().map(|parts| {
        assert_eq!(parts.len(), 1, "one file of each input: {take}");
        worst_place(parts)
    });
    let all: u64 = inputs.iter().map(|parts| frames(parts)).sum();
    assert!(all > 2 * (seconds - 2) * RATE, "{all} frames of two inputs");
    Row::new(
        "load-processors-and-disk",
        words(
            format!("{BUSY} busy processes for each core, and a disk that is synced all the time, for ten minutes of two inputs of 48 kHz"),
            format!("{BUSY} processus occupés par cœur et un disque synchronisé sans cesse, pendant dix minutes de deux entrées à 48 kHz"),
        ),
        1,
    )
    .of(words("frames dropped", "trames perdues"), 0, all)
    .at_most(words("a place in the sound wrong by", "erreur de place dans le son"), milliseconds(places[0].max(places[1])) / 1_000.0)
    .give();
}

/// Busy processes, and a thread that syncs; ends with its drop.
struct Load {
    busy: Vec<Child>,
    has_ended: Arc<AtomicBool>,
}

impl Load {
    fn begin(machine: &Machine) -> Load {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let spin = || Command::new("sh").args(["-c", "while :; do :; done"]).stdin(Stdio::null()).spawn().expect("a shell");
        let path = machine.path("synced");
        let has_ended = Arc::new(AtomicBool::new(false));
        let ends = Arc::clone(&has_ended);
        thread::spawn(move || {
            let mut file = OpenOptions::new().create(true).append(true).open(path).expect("a file");
            while !ends.load(Ordering::Relaxed) {
                file.write_all(&[7; 65_536]).expect("room on the disk");
                file.sync_all().expect("a disk");
                if file.metadata().expect("a file").len() > 64 << 20 {
                    file.set_len(0).expect("a file");
                }
            }
        });
        Load { busy: (0..BUSY * cores).map(|_| spin()).collect(), has_ended }
    }
}

impl Drop for Load {
    fn drop(&mut self) {
        self.has_ended.store(true, Ordering::Relaxed);
        for child in &mut self.busy {
            child.kill().ok(); // gone already is as good
            child.wait().ok();
        }
    }
}
