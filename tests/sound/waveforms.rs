//! Nobody has to read a take that was recorded here for its waveform: the recorder has kept it, and it is the one that the files give.

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use temoin::actions::listen::{self, Listening};
use temoin::actions::waveform::waveform;
use temoin::audio::peaks::{Bucket, Entry, scan};
use temoin::audio::wav::WavFormat;
use temoin::domain::Part;
use temoin::store::Library;

use crate::rig::sound::{speech, write};
use crate::rig::{Machine, wait_for};

#[test]
fn a_take_has_its_waveform_when_it_ends_whatever_its_bits() {
    for bits in ["16", "24", "32"] {
        let machine = Machine::new();
        let source = machine.path("speech.wav");
        write(&source, &speech(20), 2);
        let input = format!("file:{}", source.display());
        let setting = format!("audio.bits={bits}");
        machine.run(["record", "--fast", "--input", &input, "--set", &setting, "--set", "audio.part_minutes=0.1"]).expect_code(0);
        expect_kept(&machine);
    }
}

#[test]
fn a_take_of_two_inputs_with_a_pause_has_its_waveform_when_it_ends() {
    let machine = Machine::new();
    let inputs = [("one.wav", 1), ("two.wav", 2)].map(|(name, channels)| {
        write(&machine.path(name), &speech(60), channels);
        format!("file:{}", machine.path(name).display())
    });
    let recorder = machine.record(["--input", &inputs[0], "--input", &inputs[1]]);
    wait_for_seconds(&machine, 3.0);
    machine.run(["pause"]).expect_code(0);
    wait_for_seconds(&machine, 4.0);
    machine.run(["resume"]).expect_code(0);
    wait_for_seconds(&machine, 6.0);
    machine.run(["stop"]).expect_code(0);
    recorder.wait_for_end();
    let found = expect_kept(&machine);
    assert!(found.contains(&Bucket::Gap), "the pause is no silence");
}

/// Until the take is so long.
fn wait_for_seconds(machine: &Machine, seconds: f64) {
    let is_there = || (machine.status()["seconds"].as_f64()? >= seconds).then_some(());
    wait_for("seconds of a take", Duration::from_secs(30), is_there);
}

/// What the recorder has kept of the only take is what reading its files gives, and is handed over at once.
fn expect_kept(machine: &Machine) -> Vec<Bucket> {
    let listening = listening(machine);
    let take = &listening.entry.session.takes[0];
    let entry = Entry::of(take, &cache(machine), |part| listening.homes.path_of(part));
    assert!(entry.path().is_file(), "{} is kept", entry.path().display());

    let (stop, mut read) = (AtomicBool::new(false), Vec::new());
    let place_of = |part: &Part| (listening.homes.path_of(part), WavFormat::of(take, part.input));
    let faults = scan(take, place_of, &stop, |buckets| read.extend_from_slice(buckets)).expect("nobody stops it");
    assert!(faults.is_empty(), "{faults:?}");
    assert!(read.iter().any(|bucket| *bucket > Bucket::Sound(1000)), "there is sound in it");

    let mut pieces: Vec<Vec<Bucket>> = Vec::new();
    let faults = waveform(&listening, take, Some(&cache(machine)), &stop, |buckets| pieces.push(buckets.to_vec()));
    assert!(faults.is_empty() && pieces.len() == 1, "handed over at once: {faults:?}");
    assert!(pieces[0] == read, "the same buckets");
    read
}

fn listening(machine: &Machine) -> Listening {
    let library = Library::open(machine.library()).expect("a library");
    listen::open(&library, &Default::default(), "last").expect("a session")
}

fn cache(machine: &Machine) -> PathBuf {
    machine.path("home/.cache/temoin")
}
