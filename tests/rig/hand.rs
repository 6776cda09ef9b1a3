//! Asks the recorder at its socket, as any program of its user may (`temoin-socket(7)`): at once, and without a process for each word.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::UnixStream;
use std::time::Duration;

use serde_json::Value;

use super::Machine;

/// How long a recorder may take to answer that may be dying.
const PATIENCE: Duration = Duration::from_secs(20);

/// One connection.
pub struct Hand {
    stream: BufReader<UnixStream>,
}

impl Hand {
    /// `None` where no recorder listens.
    pub fn to(machine: &Machine) -> Option<Hand> {
        let stream = UnixStream::connect(machine.find_socket()?).ok()?;
        stream.set_read_timeout(Some(PATIENCE)).expect("a socket");
        Some(Hand { stream: BufReader::new(stream) })
    }

    /// Says it, and does not wait for the answer. `false`: nobody hears it any more.
    pub fn say(&mut self, request: &Value) -> bool {
        self.stream.get_mut().write_all(format!("{request}\n").as_bytes()).is_ok()
    }

    /// Whether it was answered that it is done.
    pub fn ask(&mut self, request: &Value) -> bool {
        self.reply(request).is_some_and(|answer| answer["ok"] == true)
    }

    /// What was answered; `None` where nobody hears it any more.
    pub fn reply(&mut self, request: &Value) -> Option<Value> {
        self.say(request).then(|| self.answer())?
    }

    fn answer(&mut self) -> Option<Value> {
        let mut line = String::new();
        self.stream.read_line(&mut line).ok().filter(|&bytes| bytes > 0)?;
        serde_json::from_str(&line).ok()
    }
}
