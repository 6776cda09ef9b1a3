//! A confidence rings no bell, a muted microphone always does, and a call that has died is told: with a real sound server, in real time.
//!
//! A plain `make test` mutes the microphone only; that silence is left alone, and that a dead call is told after a minute, takes
//! minutes (`TEMOIN_LONG=1`). With a simulated clock both are in `recorder/hearing/tests.rs`.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::{Duration, Instant};

use crate::rig::machine::Recorder;
use crate::rig::microphone::{Microphone, hiss};
use crate::rig::{Machine, SoundServer, is_long, sound, wait_for};

/// What the host's microphone hears.
const SPEECH: u8 = 0;
const ROOM: u8 = 1;
const MUTED: u8 = 2;

/// The host's microphone beside a call, and a take of both.
struct Call<'a> {
    machine: &'a Machine,
    air: Arc<AtomicU8>,
    recorder: Recorder,
    _microphone: Microphone,
}

impl<'a> Call<'a> {
    fn begin(machine: &'a Machine, server: &SoundServer) -> Call<'a> {
        let air = Arc::new(AtomicU8::new(SPEECH));
        let (heard, voice) = (Arc::clone(&air), sound::speech(10).samples);
        let microphone = Microphone::hearing(&server.pipe(), move |frame| match heard.load(Ordering::Relaxed) {
            SPEECH => (voice[frame as usize % voice.len()] * 1e9) as i32,
            ROOM => hiss(frame) * 32,
            _ => 0,
        });
        let recorder = machine.record(["--input", "pulseaudio:pipe", "--input", "pulseaudio:call.monitor"]);
        wait_for("the host's voice", Duration::from_secs(30), || {
            let status = machine.status();
            status["levels"][0]["heard"].as_bool().filter(|heard| *heard)
        });
        Call { machine, air, recorder, _microphone: microphone }
    }

    fn hears(&self, air: u8) {
        self.air.store(air, Ordering::Relaxed);
    }

    /// Codes of the warnings that stand.
    fn warnings(&self) -> Vec<String> {
        let status = self.machine.status();
        let warnings = status["warnings"].as_array().expect("warnings").iter();
        warnings.map(|warning| warning["code"].as_str().expect("a code").to_owned()).collect()
    }

    /// Waits until nothing but this stands.
    fn waits_for(&self, codes: &[&str], seconds: u64) {
        wait_for("a warning, or its end", Duration::from_secs(seconds), || (self.warnings() == codes).then_some(()));
    }

    /// Nothing at all is told for so long.
    fn stays_calm_for(&self, seconds: u64) {
        let until = Instant::now() + Duration::from_secs(seconds);
        while Instant::now() < until {
            assert_eq!(self.warnings(), [""; 0]);
            std::thread::sleep(Duration::from_millis(200));
        }
    }

    fn end(self) {
        self.machine.run(["stop"]).expect_code(0);
        self.recorder.wait_for_end();
    }
}

#[test]
fn a_microphone_that_is_muted_in_a_call_is_told_and_over_with_its_first_sound() {
    let machine = Machine::new();
    let server = SoundServer::start(&machine);
    let call = Call::begin(&machine, &server);
    call.hears(MUTED);
    call.waits_for(&["silence"], 20);
    let status = machine.status();
    assert_eq!(status["warnings"][0]["input"], 1, "the call sends zeros, too, and may: {status}");
    call.hears(ROOM);
    call.waits_for(&[], 20);
    call.end();
}

#[test]
fn silence_on_both_sides_of_a_call_is_left_alone_and_a_call_that_died_is_told() {
    if !is_long() {
        return; // the simulated clock says the same in no time
    }
    let machine = Machine::new();
    let server = SoundServer::start(&machine);
    let call = Call::begin(&machine, &server);
    call.hears(ROOM);
    call.stays_calm_for(40);
    call.hears(SPEECH);
    let begun = Instant::now();
    call.waits_for(&["call_silent"], 120);
    println!("the dead call was told {} s after the host began to speak", begun.elapsed().as_secs());
    call.hears(MUTED);
    let begun = Instant::now();
    wait_for("the mute switch being told", Duration::from_secs(20), || {
        call.warnings().contains(&"silence".to_owned()).then_some(())
    });
    println!("the mute switch was told after {} ms", begun.elapsed().as_millis());

    call.end();
}
