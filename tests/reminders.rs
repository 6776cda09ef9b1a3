//! `remind` seen from outside, at times of the test's own (Debian's faketime): what is told, to whom, how often; and what is never named.

#[allow(dead_code)] // other tests use the rest
mod common;

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use common::{Answer, Home};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

/// With a hook that keeps what it is told in `heard`, and has the id among its arguments.
fn with_hook() -> Home {
    let home = Home::with_library();
    let script = "cat >> heard; echo \"$0\" >> ids";
    home.write("c.toml", &format!("[hooks]\non_due = ['sh', '-c', '''{script}''', '{{occurrence}}']\n"));
    home
}

/// `temoin remind`, begun at a time in UTC.
fn remind_at(home: &Home, time: &str, more: &[&str]) -> Command {
    let mut command = home.command(&[&["--library", "L", "--config", "c.toml", "remind"], more].concat());
    command.env("LD_PRELOAD", false_clock()).env("FAKETIME", format!("@{time}")).env("TZ", "UTC");
    command.env("FAKETIME_DONT_FAKE_MONOTONIC", "1").env("NO_FAKE_STAT", "1");
    command
}

fn false_clock() -> PathBuf {
    let folders = fs::read_dir("/usr/lib").expect("a folder").map(|folder| folder.expect("a folder").path());
    let libraries = folders.map(|folder| folder.join("faketime/libfaketimeMT.so.1"));
    libraries.into_iter().find(|library| library.exists()).expect("faketime is installed: `make setup`")
}

#[track_caller]
fn once_at(home: &Home, time: &str) -> String {
    let answer = Answer::of(remind_at(home, time, &["--once"]).output().expect("it starts"));
    assert_eq!((answer.code, answer.err.as_str()), (0, ""), "{answer:?}");
    answer.out
}

fn heard(home: &Home) -> Vec<Value> {
    let text = fs::read_to_string(home.path().join("heard")).unwrap_or_default();
    text.lines().map(|line| serde_json::from_str(line).expect("facts are JSON, a line each")).collect()
}

#[test]
fn an_evening_is_told_once_when_due_and_once_when_late_and_never_named() {
    let home = with_hook();
    assert_eq!(once_at(&home, "2020-03-28 19:14:00"), "");
    assert_eq!(once_at(&home, "2020-03-28 19:16:10"), "20:30  In 14 min: a session\n");
    assert_eq!(once_at(&home, "2020-03-28 19:17:00"), "");
    // Asleep from the next noon on, over the evening.
    assert_eq!(once_at(&home, "2020-03-29 20:00:30"), "20:30  1 h 30 late: a session\n");
    assert_eq!(once_at(&home, "2020-03-29 20:01:00"), "");
    assert_eq!(once_at(&home, "2020-04-03 12:00:00"), "", "what was missed is not told");
    let heard = heard(&home);
    let told: Vec<(&str, i64)> =
        heard.iter().map(|facts| (facts["state"].as_str().unwrap(), facts["minutes"].as_i64().unwrap())).collect();
    assert_eq!(told, [("due", 14), ("late", -90)]);
    assert_eq!(heard[0]["occurrence"], "nadia@2020-03-28T20:30");
    let ids = fs::read_to_string(home.path().join("ids")).unwrap();
    assert_eq!(ids, "nadia@2020-03-28T20:30\nnadia@2020-03-29T20:30\n");
    let all = serde_json::to_string(&heard).unwrap();
    assert!(!all.contains("le soir") && !all.contains("s-03") && !all.contains("Nadia"), "{all}");
}

#[test]
fn what_has_a_session_is_not_told() {
    let home = with_hook();
    let session = "format = 1\ntitle = \"x\"\nseries = \"nadia\"\noccurrence = 2020-03-28T20:30:00\nzone = \"Europe/Brussels\"\n";
    home.write("L/sessions/2020/2020-03-28-2030-nadia/session.toml", session);
    assert_eq!(once_at(&home, "2020-03-28 19:16:00"), "");
}

#[test]
fn it_waits_for_the_moment_and_ends_in_order_and_a_second_one_hears_who_runs() {
    let home = with_hook();
    let mut first = remind_at(&home, "2020-03-28 19:14:57", &[]).stdout(Stdio::piped()).spawn().expect("it starts");
    let mut lines = BufReader::new(first.stdout.take().expect("a pipe")).lines().map(|line| line.expect("UTF-8"));
    assert!(lines.next().unwrap().contains("Ctrl+C"));
    let second = Answer::of(remind_at(&home, "2020-03-28 19:14:00", &[]).output().expect("it starts"));
    assert_eq!(second.code, 1, "{second:?}");
    assert!(second.err.contains(&format!("process {} reminds", first.id())), "{second:?}");
    assert_eq!(lines.next().unwrap(), "20:30  In 15 min: a session");
    kill_process(Pid::from_child(&first), Signal::TERM).expect("it lives");
    assert_eq!(first.wait().expect("it ends").code(), Some(0));
    assert_eq!(heard(&home).len(), 1);
    assert_eq!(once_at(&home, "2020-03-28 19:16:00"), "", "a restart tells nothing twice");
}

#[test]
fn the_desktop_starts_it_after_install_and_not_after_remove() {
    let home = with_hook();
    let call = |word| home.call(&["--library", "L", "--config", "c.toml", "remind", word]);
    let nothing = call("--remove");
    assert!(nothing.code == 0 && nothing.out.contains("Nothing to take away"), "{nothing:?}");
    for _ in 0..2 {
        let done = call("--install");
        assert!(done.code == 0 && done.out.contains("autostart"), "{done:?}");
    }
    let folder = home.path().join(".config/autostart");
    let files: Vec<PathBuf> = fs::read_dir(&folder).unwrap().map(|file| file.unwrap().path()).collect();
    let [file] = &files[..] else { panic!("{files:?}") };
    assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    let text = fs::read_to_string(file).unwrap();
    let exec = text.lines().find_map(|line| line.strip_prefix("Exec=")).expect("a call");
    let root = home.path().canonicalize().unwrap();
    let words = [env!("CARGO_BIN_EXE_temoin"), "--library", root.join("L").to_str().unwrap(), "--config"]
        .map(|word| format!("\"{word}\""));
    assert!(exec.starts_with(&words.join(" ")) && exec.ends_with("\"remind\""), "{exec}");
    assert!(call("--remove").out.contains("Taken away") && !file.exists());
}

/// What the desktop is asked.
#[cfg(feature = "desktop")]
mod desktop {
    use std::process::Child;

    use common::bus::Bus;

    use super::*;

    /// All that a bus is asked to show; ends with the test.
    struct Monitor(Child);

    impl Monitor {
        fn of(bus: &Bus, home: &Home) -> Monitor {
            let said = fs::File::create(home.path().join("said")).expect("the folder is ours");
            let mut monitor = Command::new("dbus-monitor");
            monitor.args(["--address", &bus.address, "member='Notify'"]).stdout(said);
            Monitor(monitor.spawn().expect("dbus-monitor is installed: `make setup`"))
        }
    }

    impl Drop for Monitor {
        fn drop(&mut self) {
            self.0.kill().and_then(|()| self.0.wait()).expect("it is ours");
        }
    }

    #[test]
    fn the_desktop_is_asked_for_a_silent_notification_that_names_nobody() {
        let home = with_hook();
        let bus = Bus::start(&home);
        let _monitor = Monitor::of(&bus, &home);
        let said = || fs::read_to_string(home.path().join("said")).unwrap_or_default();
        let wait_for = |words: &str| {
            let start = std::time::Instant::now();
            while !said().contains(words) {
                assert!(start.elapsed().as_secs() < 20, "waited in vain for {words:?} in {:?}", said());
                std::thread::sleep(std::time::Duration::from_millis(20));
            }
        };
        wait_for("NameAcquired"); // it listens
        let mut command = remind_at(&home, "2020-03-28 19:16:10", &["--once"]);
        let answer = Answer::of(command.env("DBUS_SESSION_BUS_ADDRESS", &bus.address).output().expect("it starts"));
        // Nobody on this bus shows notifications: that is no fault, and the other ways are taken all the same.
        assert_eq!((answer.code, answer.out.as_str(), answer.err.as_str()), (0, "20:30  In 14 min: a session\n", ""));
        assert_eq!(heard(&home).len(), 1);
        wait_for("\"In 14 min: a session\"");
        let said = said();
        assert!(said.contains("suppress-sound") && !said.contains("Nadia") && !said.contains("nadia"), "{said}");
    }
}
