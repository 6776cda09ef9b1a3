//! What other programs make of our plans and of what we hand over, and we of their calendars. They are Debian packages, installed by `tools/setup test` and run with
//! the system's Python; where one is missing the test fails and names it.

mod calendar;
#[path = "../common/mod.rs"]
#[expect(dead_code, reason = "these tests bring libraries of their own")]
mod common;
mod formats;
#[path = "../rig/mod.rs"]
mod rig;
mod rules;
mod sound_export;

use std::io::Write;
use std::process::{Command, Stdio};

/// Runs a Python script with `input` as its standard input; gives what it printed. Fails with what it complained of.
pub fn python(script: &str, input: &str) -> String {
    let mut command = Command::new("/usr/bin/python3");
    command.args(["-I", "-c", script]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("/usr/bin/python3: `tools/setup test` installs it");
    let mut into = child.stdin.take().expect("piped");
    let input = input.to_owned();
    let writer = std::thread::spawn(move || into.write_all(input.as_bytes()));
    let output = child.wait_with_output().expect("our own child");
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{complaint}\nmissing packages are installed by `tools/setup test`");
    writer.join().expect("no panic").expect("the script reads its input");
    String::from_utf8(output.stdout).expect("JSON is UTF-8")
}
