//! What `watch --json` says, and when it said so.

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::machine::Machine;

/// A running `watch --json`; ends with its drop.
pub struct Watch {
    child: Child,
    told: Receiver<(Instant, String)>,
}

impl Watch {
    pub fn begin(machine: &Machine) -> Watch {
        let mut child = machine.temoin(["watch", "--json"]).stdout(Stdio::piped()).spawn().expect("our own program");
        let output = BufReader::new(child.stdout.take().expect("it is piped"));
        let (send, told) = channel();
        std::thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                if send.send((Instant::now(), line)).is_err() {
                    return;
                }
            }
        });
        Watch { child, told }
    }

    /// Waits for the next event that is like this; those before it are passed over. Gives it, and when it was told.
    #[track_caller]
    pub fn wait_for(&mut self, what: &str, limit: Duration, is_it: impl Fn(&Value) -> bool) -> (Value, Instant) {
        let until = Instant::now() + limit;
        let mut passed = Vec::new();
        loop {
            let left = until.saturating_duration_since(Instant::now());
            let (at, line) = match self.told.recv_timeout(left) {
                Ok(told) => told,
                Err(RecvTimeoutError::Timeout) => panic!("waited {limit:?} in vain: {what}; told was {passed:#?}"),
                Err(RecvTimeoutError::Disconnected) => panic!("nothing is told any more: {what}; told was {passed:#?}"),
            };
            let event: Value = serde_json::from_str(&line).expect("one JSON object a line");
            if is_it(&event) {
                return (event, at);
            }
            passed.push(line);
        }
    }

    /// As [`Watch::wait_for`]: that the warning of that code begins, or is over.
    #[track_caller]
    pub fn wait_for_warning(&mut self, code: &str, cleared: bool, limit: Duration) -> Instant {
        let what = format!("the warning {code}, {}", if cleared { "over" } else { "begun" });
        self.wait_for(&what, limit, |event| event["event"] == "warning" && event["code"] == code && event["cleared"] == cleared).1
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
