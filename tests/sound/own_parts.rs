//! The rig itself loses nothing: another recorder gets what the microphone and the loudspeaker were given.
//!
//! When one of these fails, failures of the other tests say nothing about the program.

use std::path::{Path, PathBuf};
use std::process::Child;
use std::time::Duration;

use crate::rig::machine::{interrupt, judge};
use crate::rig::microphone::Microphone;
use crate::rig::sound::{LEAD, expect_counting, find, first_difference, read, speech, write};
use crate::rig::{Machine, SoundServer, wait_for};

#[test]
fn another_recorder_hears_each_frame_of_the_microphone() {
    let machine = Machine::without_library();
    let server = SoundServer::start(&machine);
    let _microphone = Microphone::counting(&server.pipe());
    let (mut recorder, file) = parecord(&machine, "pipe", &["--format=s32le", "--channels=1"]);
    wait_for_bytes(&file, 3 * 48_000 * 4);
    interrupt(&mut recorder);
    let mut reader = hound::WavReader::open(&file).expect("a WAV file");
    let counts: Vec<i32> = reader.samples::<i32>().map(|sample| sample.expect("a whole file") >> 8).collect();
    expect_counting(&counts);
}

#[test]
fn another_recorder_hears_each_frame_that_is_played() {
    let machine = Machine::without_library();
    let _server = SoundServer::start(&machine);
    let speech = speech(5);
    let played = machine.path("speech.wav");
    write(&played, &speech, 2);
    let (mut recorder, file) = parecord(&machine, "mic.monitor", &["--format=s16le"]);
    wait_for_bytes(&file, 48_000);
    judge(machine.command("paplay").arg("--device=mic").arg(&played));
    interrupt(&mut recorder);
    let heard = read(&file).samples;
    let speech = &speech.samples[LEAD..];
    let offset = find(&speech[..48_000], &heard);
    assert_eq!(first_difference(speech, &heard[offset..]), None);
}

fn parecord(machine: &Machine, device: &str, more: &[&str]) -> (Child, PathBuf) {
    let file = machine.path("other.wav");
    let mut command = machine.command("parecord");
    command.args(["--device", device, "--latency-msec=50", "--rate=48000", "--file-format=wav"]).args(more).arg(&file);
    (command.spawn().expect("parecord is installed: `make setup`"), file)
}

fn wait_for_bytes(file: &Path, bytes: u64) {
    wait_for("sound in the file", Duration::from_secs(20), || file.metadata().ok().filter(|file| file.len() > bytes));
}
