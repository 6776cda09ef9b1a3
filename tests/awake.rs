//! While a take runs the login manager is asked not to let the machine sleep: here a bus of the test's own, and a manager that grants it.
#![cfg(feature = "desktop")]

#[allow(dead_code)] // other tests use the rest
mod common;

use std::io::{PipeReader, Read, pipe};
use std::process::Child;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use common::bus::Bus;
use common::{Answer, Home};
use zbus::zvariant::OwnedFd;

const PATIENCE: Duration = Duration::from_secs(20);

/// What the manager was asked for: what, who, why, how; and the pipe that ends when the lock is given back.
struct Asked {
    words: [String; 4],
    until: PipeReader,
}

struct Manager(Sender<Asked>);

#[zbus::interface(name = "org.freedesktop.login1.Manager")]
impl Manager {
    fn inhibit(&self, what: String, who: String, why: String, mode: String) -> OwnedFd {
        let (until, held) = pipe().expect("a pipe");
        self.0.send(Asked { words: [what, who, why, mode], until }).expect("the test listens");
        std::os::fd::OwnedFd::from(held).into()
    }
}

fn manager(bus: &Bus) -> (zbus::blocking::Connection, Receiver<Asked>) {
    let (told, asked) = channel();
    let builder = zbus::blocking::connection::Builder::address(bus.address.as_str()).expect("an address");
    let builder = builder.name("org.freedesktop.login1").expect("a name");
    let builder = builder.serve_at("/org/freedesktop/login1", Manager(told)).expect("a path");
    (builder.build().expect("the bus is ours"), asked)
}

/// A take without sound, in the foreground, until it is stopped.
fn record(home: &Home, bus: Option<&str>) -> Child {
    let mut command = home.command(&["--library", "L", "record", "nadia", "--input", "none"]);
    command.env("DBUS_SYSTEM_BUS_ADDRESS", bus.unwrap_or("unix:path=/nowhere"));
    command.spawn().expect("it starts")
}

fn stop(home: &Home, mut recorder: Child) {
    let start = Instant::now();
    loop {
        let stopped: Answer = home.call(&["--library", "L", "stop"]);
        if stopped.code == 0 {
            break;
        }
        assert!(start.elapsed() < PATIENCE, "{stopped:?}");
    }
    assert_eq!(recorder.wait().expect("it is ours").code(), Some(0));
}

#[test]
fn a_take_keeps_the_machine_awake_until_it_ends_and_names_nobody() {
    let home = Home::with_library();
    let bus = Bus::start(&home);
    let (_manager, asked) = manager(&bus);
    let recorder = record(&home, Some(&bus.address));
    let Asked { words: [what, who, why, mode], mut until } = asked.recv_timeout(PATIENCE).expect("it asks");
    assert_eq!([what, who, mode].each_ref().map(String::as_str), ["sleep:idle", "témoin", "block"]);
    assert!(!why.is_empty() && !why.to_lowercase().contains("nadia"), "{why}");
    rustix::io::ioctl_fionbio(&until, true).expect("a pipe");
    let still = until.read(&mut [0]).expect_err("the lock is held");
    assert_eq!(still.kind(), std::io::ErrorKind::WouldBlock);
    rustix::io::ioctl_fionbio(&until, false).expect("a pipe");
    stop(&home, recorder);
    assert_eq!(until.read(&mut [0]).expect("it has ended"), 0);
}

#[test]
fn without_a_login_manager_a_take_runs_all_the_same() {
    let home = Home::with_library();
    let recorder = record(&home, None);
    stop(&home, recorder);
}
