//! No client can touch a take, and no mark is lost, however many there are.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use rustix::process::Signal;

use crate::rig::{Machine, short_or_long, wait_for};

#[test]
fn a_second_recorder_is_refused_with_the_name_of_the_running_session() {
    let machine = Machine::new();
    machine.record(["--input", "voice"]);
    let refused = machine.run(["record", "--input", "voice"]);
    refused.expect_code(1);
    let running = machine.session().file_name().expect("a name").to_string_lossy().into_owned();
    assert!(refused.messages.contains(&running), "{refused:#?} names {running}");
    assert_eq!(machine.state(), "recording");
    machine.run(["stop"]).expect_code(0);
    assert_eq!(machine.run(["stop"]).code, Some(4), "nothing runs any more");
}

#[test]
fn a_stale_socket_and_a_stale_lock_hinder_nothing() {
    let machine = Machine::new();
    let killed = machine.record(["--input", "voice"]);
    killed.signal(Signal::KILL);
    killed.wait_for_end();
    assert_eq!(machine.run(["status", "--json"]).code, Some(4), "nothing runs");
    assert_eq!(machine.run(["mark"]).code, Some(4), "no take is running");

    machine.record(["--input", "voice"]);
    machine.run(["mark"]).expect_code(0);
    machine.run(["stop"]).expect_code(0);
    assert_eq!(machine.sessions().len(), 2);
}

#[test]
fn many_marks_at_once_are_each_acknowledged_and_there_once() {
    let machine = Machine::new();
    machine.record(["--input", "voice"]);
    let count = short_or_long(100, 1_000);
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..20 {
            scope.spawn(|| {
                while let Some(number) = Some(next.fetch_add(1, Ordering::Relaxed)).filter(|&number| number < count) {
                    machine.run(["mark", "--note", &number.to_string()]).expect_code(0);
                }
            });
        }
    });
    machine.run(["stop"]).expect_code(0);
    let shown = machine.json(["show", "last", "--json"]);
    let mut notes = BTreeMap::<String, usize>::new();
    for mark in shown["markers"].as_array().expect("markers").iter().filter(|mark| mark["kind"] == "touching") {
        *notes.entry(mark["note"].as_str().expect("a note").to_owned()).or_default() += 1;
    }
    let expected = (0..count).map(|number| (number.to_string(), 1)).collect();
    assert_eq!(notes, expected);
}

#[test]
fn a_line_without_end_and_a_client_that_does_not_read_hinder_nobody() {
    let machine = Machine::new();
    machine.record(["--input", "voice"]);
    let socket = machine.socket();

    let mut endless = connect(&socket);
    let written = (0..64).try_for_each(|_| endless.write_all(&[b'x'; 4_096]));
    // The recorder answers in words, hangs up, or both; it does not wait for the end of the line.
    let mut answer = Vec::new();
    let read = endless.read_to_end(&mut answer);
    let is_refused = |result: &std::io::Result<()>| result.as_ref().is_err_and(hung_up);
    assert!(is_refused(&written) || is_refused(&read.map(drop)) || !answer.is_empty(), "a line of 256 KiB is refused");

    let mut deaf = connect(&socket);
    deaf.set_write_timeout(Some(Duration::from_secs(20))).expect("a socket"); // longer than the recorder's own patience
    let asked = (0..100_000).try_for_each(|_| deaf.write_all(b"{\"do\":\"status\"}\n"));
    assert!(asked.as_ref().is_err_and(hung_up), "who does not read is let go by the recorder: {asked:?}");

    let (_, took) = wait_for("a mark", Duration::from_secs(2), || (machine.run(["mark"]).code == Some(0)).then_some(()));
    println!("a mark beside them took {took:?}");
    let before = machine.status()["frames"].as_u64().expect("frames");
    wait_for("sound going on", Duration::from_secs(2), || machine.status()["frames"].as_u64().filter(|&now| now > before));
    machine.run(["stop"]).expect_code(0);
}

#[test]
fn a_full_house_of_idle_clients_does_not_keep_a_mark_out() {
    let machine = Machine::new();
    machine.record(["--input", "voice"]);
    let socket = machine.socket();
    let idle: Vec<UnixStream> = (0..80).map_while(|_| UnixStream::connect(&socket).ok()).collect();
    assert!(idle.len() >= 60, "{}", idle.len());
    let (_, took) = wait_for("a mark", Duration::from_secs(2), || (machine.run(["mark"]).code == Some(0)).then_some(()));
    println!("a mark beside {} idle clients took {took:?}", idle.len());
    drop(idle);
    machine.run(["stop"]).expect_code(0);
}

/// The other side closed the connection; a time-out of our own is none.
fn hung_up(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset};
    matches!(error.kind(), BrokenPipe | ConnectionAborted | ConnectionReset)
}

fn connect(socket: &PathBuf) -> UnixStream {
    let stream = UnixStream::connect(socket).expect("the recorder listens");
    stream.set_write_timeout(Some(Duration::from_secs(3))).expect("a socket");
    stream.set_read_timeout(Some(Duration::from_secs(3))).expect("a socket");
    stream
}
