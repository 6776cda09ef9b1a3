//! Starts a recorder that outlives whoever asked for it: this program once more, in the background.

use std::ffi::OsString;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Command, Stdio};

use crate::clock::Monotonic;
use crate::error::{Error, Result};
use crate::recorder::protocol::Event;
use crate::text;

/// Names the hidden option that makes a call the recorder itself; its value is the moment of the key.
pub const IN_BACKGROUND: &str = "in-background-since";

/// Names the hidden flag of `arm` with which the recorder ends by itself, unless a take runs, when no client has watched it for five
/// seconds: an interface that is killed leaves no microphone open.
pub const WHILE_WATCHED: &str = "while-watched";

/// Calls this program with `arguments` (those of `record` or `arm`) in the background, and comes back with the event that it begins
/// with: it records, or it listens. `input` is what the call finds on its standard input.
///
/// Errors: in the recorder's own words, with its exit code.
pub fn start(arguments: impl IntoIterator<Item = OsString>, key: Monotonic, input: &str) -> Result<Event> {
    let fault = |error: std::io::Error| Error::new(text!("recorder-background-failed")).because(error);
    let mut child = Command::new(std::env::current_exe().map_err(fault)?)
        .args(arguments)
        .arg(format!("--{IN_BACKGROUND}={}", key.0))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(fault)?;
    if let Some(mut to) = child.stdin.take() {
        // One that has ended already says why itself.
        drop(to.write_all(input.as_bytes()));
    }
    let mut first = String::new();
    if let Some(from) = child.stdout.take() {
        BufReader::new(from).read_line(&mut first).map_err(fault)?;
    }
    if let Ok(event @ (Event::Started { .. } | Event::Armed { .. })) = serde_json::from_str(&first) {
        return Ok(event);
    }
    let mut words = String::new();
    if let Some(mut from) = child.stderr.take() {
        from.read_to_string(&mut words).map_err(fault)?;
    }
    let status = child.wait().map_err(fault)?;
    Err(Error::told(status.code().unwrap_or(1), words.trim_end().to_owned()))
}
