//! Two microphones whose clocks run apart: what is said at once is read at once, from the first minute to the last.
//!
//! An hour at 100 millionths is simulated beside the collector (`recorder/collector/tests.rs`). Here the same drift, 360 ms, comes in ten
//! minutes, through a sound server, the program and its journals.

use std::thread;
use std::time::Duration;

use temoin::audio::aligned::Aligned;
use temoin::domain::{Frames, Take};
use temoin::store::sessions;

use crate::rig::microphone::{Microphone, RATE};
use crate::rig::table::{Row, words};
use crate::rig::{Machine, SoundServer, short_or_long};

/// How much faster the second clock is, in millionths.
const APART: u64 = 600;

/// Numbers of a counting microphone before it begins anew.
const ROUND: f64 = ((1 << 23) - 1) as f64;

#[test]
fn two_microphones_whose_clocks_run_apart_end_within_10_ms_of_each_other() {
    let machine = Machine::new();
    let server = SoundServer::start(&machine);
    let other = server.add_another();
    let first = Microphone::counting(&server.pipe());
    let second = Microphone::counting_too_fast(&other, APART);
    let recorder = machine.record(["--input", "pulseaudio:pipe", "--input", "pulseaudio:other"]);
    thread::sleep(Duration::from_secs(short_or_long(8, 600)));
    machine.run(["stop"]).expect_code(0);
    recorder.wait_for_end();

    let folder = machine.session();
    let take: Take = sessions::load(&folder).expect("a session").session.takes.remove(0);
    let mut aligned = Aligned::open(&take, |part| folder.join(&part.file)).expect("its files");
    let length = take.end().0;
    // Frame 0 of the second clock, in frames of the first.
    let since = second.beginning.since(first.beginning) as f64 * RATE as f64 / 1e9;
    let (mut row, mut worst) = (Vec::new(), 0.0_f64);
    let (mut one, mut two) = (Numbers::default(), Numbers::default());
    for place in (RATE..length - RATE).step_by(RATE as usize / 3) {
        aligned.read(Frames(place), &mut row, 1).expect("sound");
        let apart = one.next(row[0]) - since - two.next(row[1]) / (1.0 + APART as f64 / 1e6);
        worst = worst.max(apart.abs());
    }
    let seconds = worst / RATE as f64;
    assert!(seconds < 0.01, "{seconds} s apart");
    Row::new(
        "time-clocks-apart",
        words(
            "two microphones whose clocks run apart by 360 ms in ten minutes",
            "deux micros dont les horloges s’écartent de 360 ms en dix minutes",
        ),
        1,
    )
    .at_most(words("sound of both at the same place apart by", "écart entre les deux sons à une même place"), seconds)
    .give();
}

/// The frames of a counting microphone, whose numbers begin anew every few minutes.
#[derive(Default)]
struct Numbers(f64);

impl Numbers {
    /// The next of them, not more than a round later.
    fn next(&mut self, sample: f32) -> f64 {
        let number = f64::from(sample) * 8_388_608.0 - 1.0;
        self.0 += (number - self.0).rem_euclid(ROUND);
        self.0
    }
}
