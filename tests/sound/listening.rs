//! Listening again as the interface does: the place that is told is the one that is heard, and a stop is silence.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use serde_json::{Value, json};
use temoin::actions::listen::{self, Listening};
use temoin::actions::play::From;
use temoin::audio::player::Manner;
use temoin::audio::playing::Played;
use temoin::audio::stretch::Tempo;
use temoin::domain::Frames;
use temoin::store::Library;

use crate::rig::machine::interrupt;
use crate::rig::{Hand, Machine, SoundServer, wait_for};

pub const RATE: u64 = 48_000;

/// What two programs on one machine may differ by in what is heard now: far less than the second of sound that waits to be played.
const NOW: u64 = RATE / 4;

#[test]
fn the_place_that_is_told_is_the_one_that_is_heard_and_a_stop_is_silence() {
    let machine = machine_with_a_take("");
    let _server = SoundServer::start(&machine);
    let (told, heard) = listen(&machine, "place 3 until 5");
    let last = *told.last().expect("a place");
    let (first, end) = (heard[0], *heard.last().expect("a sound"));
    println!("told {last}, heard until {end}: {} ms on", (end as f64 - last as f64) / 48.0);
    assert_eq!(first, 3 * RATE, "the named frame is the first that is heard");
    assert!(told.is_sorted() && told[0] >= 3 * RATE && last >= 5 * RATE, "{told:?}");
    assert!(end.abs_diff(last) < NOW, "told {last} when it was stopped, heard until {end}");
    assert!(heard.windows(2).all(|pair| pair[1] == pair[0] + 1), "and each frame between them");
}

#[test]
fn a_mark_is_heard_exactly_and_what_is_withheld_only_when_it_is_chosen() {
    let withheld = "[[marker]]\nid = \"m-1\"\ntake = \"01JD41\"\nframe = 96000\nend_frame = 144000\nkind = \"off-record\"\n";
    let machine = machine_with_a_take(withheld);
    let _server = SoundServer::start(&machine);
    let (told, heard) = listen(&machine, "mark m-1");
    assert_eq!((heard[0], heard.len() as u64), (2 * RATE, RATE));
    assert!(told.iter().all(|place| (2 * RATE..=3 * RATE).contains(place)) && *told.last().unwrap() == 3 * RATE, "{told:?}");

    let (told, heard) = listen(&machine, "place 1 until 4");
    let skip = heard.windows(2).find(|pair| pair[1] != pair[0] + 1).expect("a leap");
    assert_eq!(skip, [2 * RATE - 1, 3 * RATE]);
    assert!(told.iter().all(|place| !(2 * RATE + 1..3 * RATE).contains(place)), "{told:?}");
}

#[test]
fn at_another_rate_it_is_over_sooner_and_the_place_that_is_told_is_still_the_one_that_is_heard() {
    let machine = machine_with_a_take("");
    let _server = SoundServer::start(&machine);
    let (told, heard) = listen(&machine, "rate 1.5 place 3 until 6");
    let last = *told.last().expect("a place");
    // Two pieces that fade into each other are heard at once, so only the thousands can be told: 21 ms each.
    let end = heard[heard.len() - 1] / 1000 * 1000;
    println!("told {last}, heard until {end}, {} frames", heard.len());
    assert!(told.is_sorted() && told[0] >= 3 * RATE && last >= 6 * RATE, "{told:?}");
    assert!(end.abs_diff(last) < NOW, "told {last} when it was stopped, heard until {end}");
    let expected = (last - 3 * RATE) * 2 / 3;
    assert!((heard.len() as u64).abs_diff(expected) < NOW, "{} frames instead of {expected}", heard.len());
}

#[test]
fn a_range_is_heard_over_and_over_without_a_seam() {
    let machine = machine_with_a_take("");
    let _server = SoundServer::start(&machine);
    let (told, heard) = listen(&machine, "loop 2 3 rounds 2");
    assert!(told.iter().all(|place| (2 * RATE..=3 * RATE).contains(place)), "{told:?}");
    assert_eq!(heard[0], 2 * RATE);
    let leaps: Vec<&[u64]> = heard.windows(2).filter(|pair| pair[1] != pair[0] + 1).collect();
    assert!(leaps.len() >= 2 && leaps.iter().all(|pair| *pair == [3 * RATE - 1, 2 * RATE]), "{leaps:?}");
}

#[test]
fn the_answer_to_a_question_is_heard_from_where_it_was_taken_to_where_it_was_answered() {
    let machine = Machine::new();
    let source = machine.path("numbered.wav");
    write_numbered(&source, 12 * RATE);
    let recorder = machine.record(["--input", &format!("file:{}", source.display()), "--set", "audio.bits=16"]);
    for words in ["Combien de lits\u{a0}?", "Et les aidants\u{a0}?"] {
        machine.run(["ask", words]).expect_code(0);
    }
    let mut hand = Hand::to(&machine).expect("the recorder listens");
    let shown = machine.json(["show", "last", "--json"]);
    let questions: Vec<Value> = shown["markers"].as_array().expect("markers").iter().map(|mark| mark["id"].clone()).collect();
    for id in &questions {
        let taken = hand.reply(&json!({"do": "edit", "id": id, "state": "taken"})).expect("it is taken");
        machine.wait_for_frame(taken["marker"]["frame"].as_u64().expect("a frame") + RATE / 2 + 1); // the answer
    }
    assert!(hand.ask(&json!({"do": "edit", "id": questions[1], "state": "answered"})), "it is answered");
    machine.run(["stop"]).expect_code(0);
    recorder.wait_for_end();

    let first = read_numbers(&machine.parts()[0])[0];
    let _server = SoundServer::start(&machine);
    let shown = machine.json(["show", "last", "--json"]);
    for id in &questions {
        let mark = shown["markers"].as_array().expect("markers").iter().find(|mark| mark["id"] == *id).expect("it is there");
        let (from, to) = (mark["frame"].as_u64().expect("a frame"), mark["end_frame"].as_u64().expect("a range"));
        assert!(mark["state"] == "answered" && to - from > RATE / 2, "{mark}");
        let (_, heard) = listen(&machine, &format!("mark {}", id.as_str().expect("an id")));
        // On a busy machine a listener loses a few frames here and there; that each frame is played is tested above.
        let answer = first + from..first + to;
        assert!(heard.is_sorted() && heard.iter().all(|frame| answer.contains(frame)), "nothing else: {mark}");
        assert!(heard.len() as u64 * 100 >= (to - from) * 99, "{} of {} frames: {mark}", heard.len(), to - from);
    }
}

#[test]
fn a_sound_server_that_hangs_does_not_hold_whoever_stops() {
    let machine = machine_with_a_take("");
    let server = SoundServer::start(&machine);
    server.signal(rustix::process::Signal::STOP);
    let mut child = child(&machine, "hang");
    wait_for("the end of a listener whose server hangs", Duration::from_secs(20), || child.try_wait().expect("our own child"))
        .0
        .success()
        .then_some(())
        .expect("it was started, stopped and dropped");
    server.signal(rustix::process::Signal::CONT);
}

/// A session with one take of eight seconds whose frames carry their numbers, and `marks` of Lise's.
fn machine_with_a_take(marks: &str) -> Machine {
    let machine = Machine::new();
    let folder = "library/sessions/2020/2020-03-28-2030-nadia";
    let session = "format = 1\ntitle = \"Nadia\"\nzone = \"UTC\"\npeople = []\n[[take]]\nid = \"01JD41\"\nnumber = 1\n\
        started = 2020-03-28T20:32:04+01:00\npreroll = 0\nrate = 48000\nbits = 16\n\
        channels = [{ name = \"voix\", input = 1 }, { name = \"appel\", input = 1 }]\n\
        inputs = [\"default\"]\nframes = 384000\n[[take.part]]\nfile = \"take-01-001.wav\"\ninput = 1\nstart = 0\nframes = 384000\n";
    machine.write(&format!("{folder}/session.toml"), session);
    machine.write(&format!("{folder}/markers-lise.toml"), &format!("format = 1\n{marks}"));
    write_numbered(&machine.path(format!("{folder}/take-01-001.wav")), 8 * RATE);
    machine
}

/// Listens in a process of its own and gives the places that were told, and the frames that another program heard.
pub fn listen(machine: &Machine, wish: &str) -> (Vec<u64>, Vec<u64>) {
    let file = machine.path("heard.wav");
    fs::remove_file(&file).unwrap_or_default();
    let mut ear = machine
        .command("parecord")
        .args([
            "--device=call.monitor",
            "--latency-msec=20",
            "--rate=48000",
            "--channels=2",
            "--format=s16le",
            "--file-format=wav",
        ])
        .arg(&file)
        .spawn()
        .expect("parecord is installed: `make setup`");
    wait_for("a listener", Duration::from_secs(10), || file.metadata().ok().filter(|file| file.len() > 44));
    let output = child(machine, wish).wait_with_output().expect("our own child");
    assert!(output.status.success(), "{output:?}");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let told = said.lines().filter_map(|line| line.strip_prefix("heard ")?.parse().ok()).collect();
    wait_for_silence(&file);
    interrupt(&mut ear);
    (told, read_numbers(&file))
}

/// Steps between two numbers, which the server's own rounding does not bridge.
const STEP: i16 = 30;

/// After so many frames their numbers begin anew.
pub const NUMBERS: u64 = 1_000_000;

/// Each frame carries its own number, never in silence: the thousands on the first channel, the rest on the second.
pub fn write_numbered(path: &Path, frames: u64) {
    let spec = hound::WavSpec { channels: 2, sample_rate: 48_000, bits_per_sample: 16, sample_format: hound::SampleFormat::Int };
    let mut writer = hound::WavWriter::create(path, spec).expect("a new file");
    for frame in 0..frames {
        for digits in [frame / 1000 % 1000, frame % 1000] {
            writer.write_sample((digits as i16 + 1) * STEP).expect("room on the disk");
        }
    }
    writer.finalize().expect("room on the disk");
}

/// The numbers of the frames in a recording, without its silence.
pub fn read_numbers(path: &Path) -> Vec<u64> {
    let samples: Vec<i16> = hound::WavReader::open(path).expect("a WAV file").samples().map_while(Result::ok).collect();
    let digits = |sample: i16| ((sample + STEP / 2) / STEP) as u64;
    let sounding = samples.chunks_exact(2).filter(|frame| digits(frame[0]) > 0 && digits(frame[1]) > 0);
    sounding.map(|frame| (digits(frame[0]) - 1) * 1000 + digits(frame[1]) - 1).collect()
}

/// Until two more seconds of it have been written, so that whatever still sounds is in it.
fn wait_for_silence(file: &Path) {
    let length = || file.metadata().expect("the listener's file").len();
    let until = length() + 2 * RATE * 4;
    wait_for("two more seconds of listening", Duration::from_secs(20), || (length() > until).then_some(()));
}

fn child(machine: &Machine, wish: &str) -> Child {
    let mut command: Command = machine.command(std::env::current_exe().expect("a test is a program"));
    command.args(["--ignored", "--exact", "--nocapture", "listening::listens_as_it_is_told"]);
    command.env("LIBRARY", machine.library()).env("WISH", wish);
    command.stdout(Stdio::piped()).spawn().expect("a test is a program")
}

#[test]
#[ignore = "runs in a process of its own, with a private sound server, which the tests above start"]
fn listens_as_it_is_told() {
    let library = Library::open(std::env::var_os("LIBRARY").expect("named by the tests above")).expect("a library");
    let listening = listen::open(&library, &Default::default(), "last").expect("a session");
    let wish = std::env::var("WISH").expect("named by the tests above");
    match wish.split(' ').collect::<Vec<_>>()[..] {
        ["place", from, "until", until] => play(&listening, &place(&listening, from), AS_IT_IS, until_place(until)),
        ["rate", rate, "place", from, "until", until] => {
            let manner = Manner { tempo: Tempo::parse(rate).expect("a rate"), ..AS_IT_IS };
            play(&listening, &place(&listening, from), manner, until_place(until));
        }
        ["loop", from, to, "rounds", rounds] => {
            let [start, end] = [from, to].map(|seconds| Frames(seconds.parse::<u64>().expect("seconds") * RATE));
            let take = listening.entry.session.takes[0].id.clone();
            let manner = Manner { again_from: Some(start), ..AS_IT_IS };
            play(&listening, &From::Stretch { take, start, end, selected: Vec::new() }, manner, rounds_of(rounds));
        }
        ["mark", id] => play(&listening, &From::Marker(id.to_owned()), AS_IT_IS, |_| false),
        ["marks", ref ids @ ..] => {
            ids.iter().for_each(|id| play(&listening, &From::Marker((*id).to_owned()), AS_IT_IS, |_| false));
        }
        ["hang"] => drop(listening.play(&place(&listening, "0"), AS_IT_IS, |_| ()).expect("a thread")),
        _ => panic!("{wish}"),
    }
}

fn place(listening: &Listening, seconds: &str) -> From {
    let take = listening.entry.session.takes[0].id.clone();
    From::Place { take, frame: Frames(seconds.parse::<u64>().expect("seconds") * RATE), selected: Vec::new() }
}

const AS_IT_IS: Manner = Manner { tempo: Tempo::NORMAL, again_from: None };

/// A place is told that lies so many seconds from the beginning, or behind them.
fn until_place(seconds: &str) -> impl FnMut(Frames) -> bool {
    let until = seconds.parse::<u64>().expect("seconds") * RATE;
    move |place| place.0 >= until
}

/// The place has gone back so many times.
fn rounds_of(rounds: &str) -> impl FnMut(Frames) -> bool {
    let (mut left, mut last) = (rounds.parse::<u32>().expect("a number"), Frames(0));
    move |place| {
        left -= u32::from(place < last);
        last = place;
        left == 0
    }
}

/// Plays until the end, or until the place that is told is the last that is wanted.
fn play(listening: &Listening, from: &From, manner: Manner, mut is_last: impl FnMut(Frames) -> bool) {
    let (queue, reports) = mpsc::channel();
    let playing = listening.play(from, manner, move |played| drop(queue.send(played))).expect("something to hear");
    for played in &reports {
        match played {
            Played::At { place, .. } => {
                println!("heard {}", place.0);
                if is_last(place) {
                    break;
                }
            }
            Played::Ended => break,
            Played::Failed(fault) => panic!("{fault}"),
        }
    }
    drop(playing);
    // The process lives on while the sound ends by itself.
    wait_for("the end of the playing thread", Duration::from_secs(10), || {
        matches!(reports.try_recv(), Err(mpsc::TryRecvError::Disconnected)).then_some(())
    });
}
