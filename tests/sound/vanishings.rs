//! The device, or the whole sound server, goes away and comes back, again and again.
//!
//! Each frame of the source carries the time at which it was in the air, so the judge knows how long each hole was. The hands that
//! pull the plug are of several kinds; one take sees many of them.

use std::thread;
use std::time::{Duration, Instant};

use rustix::process::Signal;

use crate::rig::air::{TOLERANCE, milliseconds, parts, worst_place};
use crate::rig::microphone::Microphone;
use crate::rig::{Dice, Machine, SoundServer, Watch, short_or_long};

/// The longest time until the loss is told, and until sound comes again once the device is back.
const TOLD: Duration = Duration::from_secs(2);
const TAKEN_UP: Duration = Duration::from_secs(3);

/// How long somebody waits for either before giving up: what comes later than it should is a figure, what never comes is not.
const PATIENCE: Duration = Duration::from_secs(20);

/// How a device goes away.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Hand {
    /// It is unplugged, alone; the server ends its streams.
    Unplugs,
    /// It is unplugged; the server moves its streams to the other microphone, without a word.
    UnplugsOfTwo,
    /// Somebody moves the stream to another input, though the device is there.
    Moves,
    /// The server dies.
    Kills,
    /// The server hangs for a while.
    Stops,
}

const HANDS: [Hand; 5] = [Hand::Unplugs, Hand::UnplugsOfTwo, Hand::Moves, Hand::Kills, Hand::Stops];

/// The worst of many tries.
#[derive(Debug, Clone, Copy, Default)]
struct Worst {
    tries: u32,
    told: Duration,
    taken_up: Duration,
    place: u64,
}

#[test]
fn a_device_that_goes_and_comes_back_is_told_taken_up_and_leaves_a_hole_of_true_length() {
    let (takes, each) = short_or_long((1, 1), (4, 10));
    for hand in HANDS {
        let worst = thread::scope(|scope| {
            let takes: Vec<_> = (0..takes).map(|number| scope.spawn(move || one_take(hand, each, number))).collect();
            takes.into_iter().map(|take| take.join().expect("a take")).fold(Worst::default(), Worst::and)
        });
        println!(
            "{hand:?}: {} times, told within {:?}, taken up within {:?}, places off by {:.1} ms at most",
            worst.tries,
            worst.told,
            worst.taken_up,
            milliseconds(worst.place)
        );
        assert!(worst.told <= TOLD && worst.taken_up <= TAKEN_UP && worst.place <= TOLERANCE, "{hand:?}: {worst:?}");
    }
}

/// One take in which the device vanishes `times` times.
fn one_take(hand: Hand, times: u32, seed: u64) -> Worst {
    let machine = Machine::new();
    let mut server = SoundServer::start(&machine);
    let another = matches!(hand, Hand::UnplugsOfTwo | Hand::Moves).then(|| Microphone::hissing(&server.add_another()));
    let microphone = Microphone::counting_on_a_card(&server.pipe());
    let recorder = machine.record(["--input", "pulseaudio:pipe"]);
    let mut watch = Watch::begin(&machine);
    let mut dice = Dice(0xFA17 + seed);
    let mut worst = Worst { tries: times, ..Worst::default() };
    for _ in 0..times {
        thread::sleep(Duration::from_millis(dice.between(1_500, 4_000))); // some sound
        let gone = Instant::now();
        let away = Duration::from_millis(dice.between(100, 5_000));
        take_away(hand, &mut server);
        let back = thread::scope(|scope| {
            let server = &mut server;
            let back = scope.spawn(move || {
                thread::sleep(away.max(shortest(hand)));
                bring_back(hand, server);
                Instant::now()
            });
            let told = watch.wait_for_warning("device_lost", false, PATIENCE);
            worst.told = worst.told.max(told - gone);
            back.join().expect("it is brought back")
        });
        let again = watch.wait_for_warning("device_lost", true, PATIENCE);
        worst.taken_up = worst.taken_up.max(again.saturating_duration_since(back.max(gone)));
    }
    thread::sleep(Duration::from_secs(2));
    machine.stop_after_a_fault();
    recorder.wait_for_end();
    drop((microphone, another));
    worst.place = judge(&machine, times);
    worst
}

/// How short it may be away: what hangs for less than a second has not gone.
fn shortest(hand: Hand) -> Duration {
    if hand == Hand::Stops { Duration::from_millis(1_500) } else { Duration::ZERO }
}

fn take_away(hand: Hand, server: &mut SoundServer) {
    match hand {
        Hand::Unplugs | Hand::UnplugsOfTwo => server.unplug_pipe(),
        Hand::Moves => server.move_streams("other"),
        Hand::Kills => server.kill(),
        Hand::Stops => server.signal(Signal::STOP),
    }
}

fn bring_back(hand: Hand, server: &mut SoundServer) {
    match hand {
        Hand::Unplugs | Hand::UnplugsOfTwo => server.plug_in_pipe(),
        Hand::Moves => {} // it was there all the time
        Hand::Kills => server.start_again(),
        Hand::Stops => server.signal(Signal::CONT),
    }
}

/// Each hole has its mark and its true length; within the parts nothing is missing, and nothing is of another source. Gives the worst
/// error of a place, in frames.
fn judge(machine: &Machine, times: u32) -> u64 {
    let shown = machine.json(["show", "last", "--json"]);
    let take = &shown["take"][0];
    let mut parts = parts(machine, take, 1);
    println!("foreign {}", milliseconds(crate::rig::air::cut_off_foreign(&mut parts)));
    let holes = shown["markers"].as_array().expect("markers").iter().filter(|mark| mark["kind"] == "hole").count();
    assert_eq!((parts.len(), holes), (times as usize + 1, times as usize), "{take}");
    assert_eq!(take["gap"].as_array().map(Vec::len), Some(holes), "{take}");
    worst_place(&parts)
}

impl Worst {
    fn and(self, other: Worst) -> Worst {
        Worst {
            tries: self.tries + other.tries,
            told: self.told.max(other.told),
            taken_up: self.taken_up.max(other.taken_up),
            place: self.place.max(other.place),
        }
    }
}
