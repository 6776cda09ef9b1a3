//! A program in a bare terminal, with nothing between: what it writes, and how long it takes until a word stands there.

use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::os::fd::OwnedFd;
use std::process::{Child, Command};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

use super::Machine;

/// How long a program may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// A program that runs in a terminal of 80 columns and 24 rows. Killed with its drop.
pub struct Bare {
    child: Child,
    keys: File,
    along: Receiver<Vec<u8>>,
    begun: Instant,
}

impl Bare {
    /// Calls the words in the machine's environment and with its library.
    pub fn call(machine: &Machine, words: &[impl AsRef<std::ffi::OsStr>]) -> Bare {
        let (master, terminal) = bare_terminal();
        let mut command = machine.command("setsid");
        command.arg("-c").args(words).env("TERM", "xterm-256color").env("TEMOIN_LIBRARY", machine.library());
        let copy = || terminal.try_clone().expect("another handle");
        let keys = master.try_clone().expect("another handle");
        let begun = Instant::now();
        let child = command.stdin(copy()).stdout(copy()).stderr(copy()).spawn().expect("installed by `tools/setup bench`");
        Bare { child, keys, along: read_along(master), begun }
    }

    /// From the call to the moment at which the program has written `word`.
    pub fn until(&self, word: &str) -> Duration {
        assert!(wait_for_word(&self.along, word), "{word} is shown");
        self.begun.elapsed()
    }

    /// From a press of the keys to the moment at which the program has written `word`; what was written before does not count.
    pub fn press_until(&mut self, keys: &str, word: &str) -> Duration {
        self.settle();
        let begun = Instant::now();
        self.keys.write_all(keys.as_bytes()).expect("our own terminal");
        assert!(wait_for_word(&self.along, word), "{word} is shown");
        begun.elapsed()
    }

    /// From a press of the keys to the last thing that is drawn for them.
    pub fn press(&mut self, keys: &str) -> Duration {
        self.settle();
        let begun = Instant::now();
        self.keys.write_all(keys.as_bytes()).expect("our own terminal");
        let mut drawn = begun;
        while self.along.recv_timeout(Duration::from_millis(200)).is_ok() {
            drawn = Instant::now();
        }
        drawn - begun
    }

    /// Waits until nothing is drawn any more.
    pub fn settle(&self) {
        while self.along.recv_timeout(Duration::from_millis(200)).is_ok() {}
    }
}

impl Drop for Bare {
    fn drop(&mut self) {
        self.child.kill().ok(); // gone already is as good
        self.child.wait().ok();
    }
}

fn bare_terminal() -> (File, File) {
    let master: OwnedFd = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a terminal");
    grantpt(&master).and_then(|()| unlockpt(&master)).expect("our own terminal");
    let size = Winsize { ws_row: 24, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0 };
    tcsetwinsize(&master, size).expect("a terminal has a size");
    let name = ptsname(&master, Vec::new()).expect("a name");
    let terminal = OpenOptions::new().read(true).write(true).open(name.to_str().expect("ASCII")).expect("our own terminal");
    (File::from(master), terminal)
}

/// Reads on a thread of its own, so that nobody waits for a terminal that nobody reads.
fn read_along(mut master: File) -> Receiver<Vec<u8>> {
    let (bytes, along) = channel();
    std::thread::spawn(move || {
        let mut buffer = [0; 8192];
        while let Ok(count) = master.read(&mut buffer) {
            if count == 0 || bytes.send(buffer[..count].to_vec()).is_err() {
                return;
            }
        }
    });
    along
}

fn wait_for_word(along: &Receiver<Vec<u8>>, word: &str) -> bool {
    let mut written = Vec::new();
    while let Ok(bytes) = along.recv_timeout(PATIENCE) {
        written.extend(bytes);
        if written.windows(word.len()).any(|window| window == word.as_bytes()) {
            return true;
        }
    }
    eprintln!("{}", String::from_utf8_lossy(&written));
    false
}
