//! Nothing leaves the machine: no socket but those of the machine itself.

use std::fs;
use std::time::Duration;

use crate::rig::{Answer, Machine, Microphone, SoundServer, wait_for};

#[test]
fn a_whole_take_opens_no_socket_but_local_ones() {
    let machine = Machine::new();
    let server = SoundServer::start(&machine);
    server.set_default_source("pipe");
    let _microphone = Microphone::counting(&server.pipe());
    let mut recorder = traced(&machine, "record.trace", &["record", "--input", "default"]).spawn().expect("strace is installed");
    wait_for("a take", Duration::from_secs(20), || (machine.state() == "recording").then_some(()));
    expect_done(&machine, "mark.trace", &["mark", "--note", "touching"]);
    expect_done(&machine, "inputs.trace", &["inputs"]);
    expect_done(&machine, "stop.trace", &["stop"]);
    assert_eq!(recorder.wait().expect("strace ends with the recorder").code(), Some(0));
    expect_done(&machine, "agenda.trace", &["agenda"]);
    expect_done(&machine, "show.trace", &["show", "last"]);

    let traces = ["record", "mark", "inputs", "stop", "agenda", "show"].map(|name| machine.path(format!("{name}.trace")));
    let calls: Vec<String> = traces.iter().flat_map(|path| sockets(&fs::read_to_string(path).expect("a trace"))).collect();
    assert!(calls.iter().any(|call| call.contains("AF_UNIX")), "the trace sees sockets: {calls:?}");
    let others: Vec<&String> = calls.iter().filter(|call| !call.contains("AF_UNIX")).collect();
    assert!(others.is_empty(), "{others:?}");
}

/// Lines of a trace that make a socket or name an address.
fn sockets(trace: &str) -> Vec<String> {
    let telling = |line: &&str| line.contains("socket(") || line.contains("socketpair(") || line.contains("sa_family=");
    trace.lines().filter(telling).map(str::to_owned).collect()
}

fn traced(machine: &Machine, trace: &str, words: &[&str]) -> std::process::Command {
    let mut command = machine.command("strace");
    command.args(["-f", "-qq", "-e", "trace=network", "-o"]).arg(machine.path(trace));
    command.arg(env!("CARGO_BIN_EXE_temoin")).args(words).env("TEMOIN_LIBRARY", machine.library());
    command.stdout(std::process::Stdio::null());
    command
}

fn expect_done(machine: &Machine, trace: &str, words: &[&str]) {
    Answer::of(&mut traced(machine, trace, words)).expect_code(0);
}
