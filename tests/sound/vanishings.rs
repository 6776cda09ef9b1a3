//! The device, or the whole sound server, goes away and comes back, again and again.
//!
//! Each frame of the source carries the time at which it was in the air, so the judge knows how long each hole was. The hands that
//! pull the plug are of several kinds; one take sees many of them.

use std::thread;
use std::time::{Duration, Instant};

use rustix::process::Signal;

use crate::rig::air::{TOLERANCE, cut_off_foreign, milliseconds, parts, worst_place};
use crate::rig::microphone::{Microphone, RATE};
use crate::rig::table::{Row, words};
use crate::rig::tries::each_seed;
use crate::rig::{Dice, Machine, SoundServer, Watch, short_or_long};

/// The longest time until the loss is told, and until sound comes again once the device is back.
const TOLD: Duration = Duration::from_secs(2);
const TAKEN_UP: Duration = Duration::from_secs(3);

/// So much of another device's sound may come before the server has said that it is another's, in frames: a second, on a machine with much
/// to do.
const FOREIGN: u64 = RATE;

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

/// What came of the vanishings of one take, at worst.
#[derive(Debug, Clone, Copy)]
struct Worst {
    hand: Hand,
    tries: u64,
    /// Until the loss was told, and until sound came again once the device was back.
    told: Duration,
    taken_up: Duration,
    /// Errors of a place, and sound of another device, in frames.
    place: u64,
    foreign: u64,
}

#[test]
fn a_device_that_goes_and_comes_back_is_told_taken_up_and_leaves_a_hole_of_true_length() {
    let (takes, each) = short_or_long((1, 1), (4, 10));
    let takes = each_seed(takes * HANDS.len() as u64, 5, |seed| one_take(HANDS[seed as usize % HANDS.len()], each, seed));
    for hand in HANDS {
        let takes: Vec<Worst> = takes.iter().copied().filter(|take| take.hand == hand).collect();
        if !takes.is_empty() {
            give(hand, &takes);
        }
    }
}

/// A server has room for 64 connections, of all programs together: who leaves one behind with each look shuts everybody out.
#[test]
fn an_input_that_is_looked_for_does_not_use_up_the_connections_of_the_sound_server() {
    let machine = Machine::new();
    let server = SoundServer::start(&machine);
    let _microphone = Microphone::counting_on_a_card(&server.pipe());
    let recorder = machine.record(["--input", "pulseaudio:pipe"]);
    let mut watch = Watch::begin(&machine);
    let connections = || server.pactl(&["list", "short", "clients"]).facts.lines().count();
    let before = connections();
    server.unplug("source_name=pipe");
    watch.wait_for_warning("device_lost", false, PATIENCE);
    thread::sleep(Duration::from_secs(short_or_long(4, 120)));
    let left = connections().saturating_sub(before);
    server.plug_in_pipe();
    watch.wait_for_warning("device_lost", true, PATIENCE);
    machine.stop_after_a_fault();
    recorder.wait_for_end();
    assert!(left <= 1, "{left} more connections than before");
    Row::new("device-gone-for-long", words("the microphone is gone for two minutes", "le micro manque pendant deux minutes"), 1)
        .of(words("connections left behind at the sound server", "connexions laissées au serveur de son"), left as u64, 64)
        .told(words("that it is gone, and that it is back", "la perte et le retour"), 1, 1)
        .give();
}

fn give(hand: Hand, takes: &[Worst]) {
    let tries = takes.iter().map(|take| take.tries).sum();
    let most = |what: fn(&Worst) -> f64| takes.iter().map(what).fold(0.0, f64::max);
    let (id, fault) = match hand {
        Hand::Unplugs => (
            "device-unplugged",
            words("the microphone is unplugged and plugged in again", "le micro est débranché, puis rebranché"),
        ),
        Hand::UnplugsOfTwo => (
            "device-unplugged-of-two",
            words(
                "the microphone is unplugged, and the sound server gives another one in its place",
                "le micro est débranché, et le serveur de son en donne un autre à sa place",
            ),
        ),
        Hand::Moves => (
            "device-moved",
            words(
                "another program moves the recording to another microphone",
                "un autre programme fait passer l’enregistrement à un autre micro",
            ),
        ),
        Hand::Kills => (
            "device-server-killed",
            words("the sound server is killed and started again", "le serveur de son est tué, puis relancé"),
        ),
        Hand::Stops => {
            ("device-server-hangs", words("the sound server hangs for 1.5 to 5 s", "le serveur de son se fige de 1,5 à 5 s"))
        }
    };
    let row = Row::new(id, fault, tries)
        .at_most(words("told after", "dit après"), most(|take| take.told.as_secs_f64()))
        .at_most(words("taken up after its return", "reprise après le retour"), most(|take| take.taken_up.as_secs_f64()))
        .at_most(
            words("length of the hole wrong by", "erreur sur la longueur du trou"),
            most(|take| milliseconds(take.place) / 1_000.0),
        );
    let row = match matches!(hand, Hand::UnplugsOfTwo | Hand::Moves) {
        true => row.at_most(
            words("sound of the other microphone", "son de l’autre micro"),
            most(|take| milliseconds(take.foreign) / 1_000.0),
        ),
        false => row,
    };
    row.told(words("that it is gone, and a mark where the hole is", "la perte, et un repère à la place du trou"), tries, tries)
        .give();
    for take in takes {
        let is_right = take.told <= TOLD && take.taken_up <= TAKEN_UP && take.place <= TOLERANCE && take.foreign <= FOREIGN;
        assert!(is_right, "{take:?}");
    }
}

/// One take in which the device vanishes `times` times.
fn one_take(hand: Hand, times: u64, seed: u64) -> Worst {
    let machine = Machine::new();
    let mut server = SoundServer::start(&machine);
    let another = matches!(hand, Hand::UnplugsOfTwo | Hand::Moves).then(|| Microphone::hissing(&server.add_another()));
    let microphone = match hand {
        Hand::Stops => Microphone::counting_on_a_card(&server.pipe()),
        _ => Microphone::counting(&server.pipe()),
    };
    let recorder = machine.record(["--input", "pulseaudio:pipe"]);
    let mut watch = Watch::begin(&machine);
    let mut dice = Dice(0xFA17 + seed);
    let mut worst = Worst { hand, tries: times, told: Duration::ZERO, taken_up: Duration::ZERO, place: 0, foreign: 0 };
    for _ in 0..times {
        thread::sleep(Duration::from_millis(dice.between(2_000, 4_500))); // some sound
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
    (worst.place, worst.foreign) = judge(&machine, hand, times);
    worst
}

/// How short it may be away: what hangs for less than a second has not gone.
fn shortest(hand: Hand) -> Duration {
    if hand == Hand::Stops { Duration::from_millis(1_500) } else { Duration::ZERO }
}

fn take_away(hand: Hand, server: &mut SoundServer) {
    match hand {
        Hand::Unplugs | Hand::UnplugsOfTwo => server.unplug("source_name=pipe"),
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

/// Each hole has its mark and its true length, and within the parts nothing is missing. Gives the worst error of a place and the most that
/// was heard of another source, in frames.
fn judge(machine: &Machine, hand: Hand, times: u64) -> (u64, u64) {
    let shown = machine.json(["show", "last", "--json"]);
    let take = &shown["take"][0];
    let mut parts = parts(machine, take, 1);
    let holes = shown["markers"].as_array().expect("markers").iter().filter(|mark| mark["kind"] == "hole").count();
    assert_eq!(take["gap"].as_array().map(Vec::len), Some(holes), "{take}");
    // What was moved comes back so soon that there may be sound of the other one to the end of the hole.
    let expected = if hand == Hand::Moves { times as usize / 2..=times as usize } else { times as usize..=times as usize };
    assert!(expected.contains(&holes) && parts.len() == times as usize + 1, "{holes} holes, {} parts: {take}", parts.len());
    let foreign = match hand {
        Hand::Unplugs | Hand::Kills => 0, // what comes is of the one microphone, frame after frame
        Hand::UnplugsOfTwo | Hand::Moves | Hand::Stops => cut_off_foreign(&mut parts),
    };
    (worst_place(&parts), foreign)
}
