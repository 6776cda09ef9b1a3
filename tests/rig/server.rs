//! A PulseAudio server of the test's own, without hardware.

use std::fs;
use std::path::PathBuf;
use std::process::{Child, Stdio};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

use super::machine::{Answer, Machine, judge};
use super::wait_for;

/// Two null sinks, `mic` and `call`: what is played into them is what `mic.monitor` (the default input) and `call.monitor`
/// hear. A third input, `pipe`, reads a [`super::Microphone`] in real time, as a sound card is read.
///
/// A null sink works ahead by up to two seconds, so what is played into it arrives late by that much, constantly; the pipe's
/// frames arrive within a period of 10 ms, hence promises about time are tested through the pipe, and promises about sound
/// through the sinks.
pub struct SoundServer<'a> {
    machine: &'a Machine,
    process: Child,
}

impl<'a> SoundServer<'a> {
    /// Starts it, with `mic.monitor` as the default input and `call` as the default output.
    pub fn start(machine: &'a Machine) -> SoundServer<'a> {
        // Without a cookie of the right length the server cannot be reached, though it asks for none.
        fs::write(machine.path("home/cookie"), [7; 256]).expect("a cookie");
        let server = SoundServer { process: spawn(machine), machine };
        server.prepare();
        server
    }

    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// As a server that crashes; what it held is gone.
    pub fn kill(&mut self) {
        self.process.kill().expect("the server lives");
        self.process.wait().expect("our own child");
    }

    /// `Signal::STOP` makes a server that hangs.
    pub fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.process), signal).expect("the server lives");
    }

    pub fn start_again(&mut self) {
        self.process = spawn(self.machine);
        self.prepare();
    }

    /// Makes `source` what a program hears that asks for no input in particular.
    pub fn set_default_source(&self, source: &str) {
        self.pactl(&["set-default-source", source]);
    }

    /// What was loaded with that argument goes away, as a microphone that is pulled out: `source_name=pipe`.
    pub fn unplug(&self, argument: &str) {
        let listed = self.pactl(&["list", "short", "modules"]).facts;
        let module = listed.lines().find(|line| line.contains(argument)).and_then(|line| line.split_whitespace().next());
        self.pactl(&["unload-module", module.expect("it is plugged in")]).expect_code(0);
    }

    pub fn plug_in_pipe(&self) {
        fs::remove_file(self.pipe()).ok();
        let loaded: Vec<String> = pipe_source(self.machine).split(' ').map(ToOwned::to_owned).collect();
        let arguments: Vec<&str> = ["load-module"].into_iter().chain(loaded.iter().map(String::as_str)).collect();
        self.pactl(&arguments).expect_code(0);
    }

    /// A second microphone, `other`, whose pipe this is; streams of a device that goes are moved to it, as the servers of desktops do.
    pub fn add_another(&self) -> PathBuf {
        let pipe = self.machine.path("run/other");
        let file = format!("file={}", pipe.display());
        let source = ["module-pipe-source", "source_name=other", &file, "format=s32le", "rate=48000", "channels=1"];
        self.pactl(&[&["load-module"][..], &source].concat()).expect_code(0);
        self.set_default_source("other");
        pipe
    }

    /// Moves all recording streams to another input.
    pub fn move_streams(&self, source: &str) {
        let listed = self.pactl(&["list", "short", "source-outputs"]).facts;
        for stream in listed.lines().filter_map(|line| line.split_whitespace().next()) {
            // One that has ended meanwhile cannot be moved.
            Answer::of(self.machine.command("pactl").args(["move-source-output", stream, source]));
        }
    }

    #[track_caller]
    pub fn pactl(&self, arguments: &[&str]) -> Answer {
        judge(self.machine.command("pactl").args(arguments))
    }

    /// The pipe from which the input `pipe` reads.
    pub fn pipe(&self) -> PathBuf {
        pipe_of(self.machine)
    }

    fn prepare(&self) {
        wait_for("the sound server", Duration::from_secs(10), || {
            (Answer::of(self.machine.command("pactl").arg("info")).code == Some(0)).then_some(())
        });
    }
}

impl Drop for SoundServer<'_> {
    fn drop(&mut self) {
        // Killed already is as good.
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

fn pipe_of(machine: &Machine) -> PathBuf {
    machine.path("run/pipe")
}

fn pipe_source(machine: &Machine) -> String {
    format!("module-pipe-source source_name=pipe file={} format=s32le rate=48000 channels=1", pipe_of(machine).display())
}

fn spawn(machine: &Machine) -> Child {
    // A server that crashed leaves its pipe, and does not start on it again.
    fs::remove_file(pipe_of(machine)).ok();
    let log = fs::OpenOptions::new().create(true).append(true).open(machine.path("server.log")).expect("a log");
    let script = machine.write("run/server.pa", &script(machine));
    let mut command = machine.command("pulseaudio");
    command.args(["-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=0", "-F"]).arg(script);
    let command = command.stdout(log.try_clone().expect("a log")).stderr(log).stdin(Stdio::null());
    command.spawn().expect("pulseaudio is installed: `make setup`")
}

/// All of it is there before the server answers anybody: a default that is set later moves the streams of the one before.
fn script(machine: &Machine) -> String {
    let socket = machine.path("run/pulse/native");
    format!(
        "load-module module-native-protocol-unix socket={} auth-anonymous=1\n\
         load-module module-null-sink sink_name=mic rate=48000 channels=2\n\
         load-module module-null-sink sink_name=call rate=48000 channels=2\n\
         load-module {}\nset-default-source mic.monitor\nset-default-sink call\n",
        socket.display(),
        pipe_source(machine)
    )
}
