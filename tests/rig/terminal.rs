//! A terminal of the test's own (tmux on a private server), with a shell in it and hands to type.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use rustix::process::Pid;

use super::machine::{Machine, judge};
use super::wait_for;

/// How long a screen may take to show what is expected of it.
const LIMIT: Duration = Duration::from_secs(20);

/// Between two strokes: a key that comes again within 120 ms is a held key, an `Enter` within 250 ms of its question no yes.
const STROKE: Duration = Duration::from_millis(300);

/// A pane with a shell, in the environment of a [`Machine`]; the program is in its path. Ends with its drop.
pub struct Terminal<'a> {
    machine: &'a Machine,
    socket: PathBuf,
}

impl<'a> Terminal<'a> {
    /// Of that many columns and rows, with a shell that waits.
    pub fn open(machine: &'a Machine, (width, height): (u16, u16)) -> Terminal<'a> {
        // Else the shell itself switches a mode on whenever it waits.
        machine.write("home/.inputrc", "set enable-bracketed-paste off\n");
        let terminal = Terminal { machine, socket: machine.path("tmux") };
        terminal.new_session(width, height);
        terminal
    }

    /// The window is closed; what runs in it hears a hang-up.
    pub fn kill_session(&self) {
        self.tmux(&["kill-session", "-t", "s"]);
    }

    /// A new window after the old one was closed.
    pub fn open_again(&self, (width, height): (u16, u16)) {
        self.new_session(width, height);
    }

    /// Calls a command at the shell.
    pub fn call(&self, command: &str) {
        self.tmux(&["send-keys", "-t", "s", "-l", command]);
        self.tmux(&["send-keys", "-t", "s", "Enter"]);
    }

    /// Presses keys, named as the config names them and parted by spaces, as fast as a hand does.
    pub fn press(&self, keys: &str) {
        for key in keys.split(' ') {
            std::thread::sleep(STROKE);
            match tmux_name(key) {
                Some(name) => self.tmux(&["send-keys", "-t", "s", name]),
                None => self.tmux(&["send-keys", "-t", "s", "-l", key]),
            };
        }
    }

    /// Types a text.
    pub fn type_in(&self, text: &str) {
        for letter in text.chars() {
            std::thread::sleep(STROKE);
            self.tmux(&["send-keys", "-t", "s", "-l", &letter.to_string()]);
        }
    }

    pub fn resize(&self, (width, height): (u16, u16)) {
        self.tmux(&["resize-window", "-t", "s", "-x", &width.to_string(), "-y", &height.to_string()]);
    }

    /// What the terminal shows, without the spaces at the ends of its rows.
    pub fn screen(&self) -> String {
        self.tmux(&["capture-pane", "-p", "-t", "s"])
    }

    /// Waits until the screen shows `words`, twice in a row: a look may fall into the middle of a drawing.
    #[track_caller]
    pub fn expect(&self, words: &str) -> String {
        self.expect_that(words, |screen| screen.contains(words))
    }

    #[track_caller]
    pub fn expect_all(&self, words: &[&str]) -> String {
        self.expect_that(&words.join(" + "), |screen| words.iter().all(|words| screen.contains(words)))
    }

    #[track_caller]
    pub fn expect_that(&self, what: &str, is_so: impl Fn(&str) -> bool) -> String {
        let start = std::time::Instant::now();
        let mut before = false;
        loop {
            let screen = self.screen();
            match is_so(&screen) {
                true if before => return screen,
                now => before = now,
            }
            assert!(start.elapsed() < LIMIT, "waited {LIMIT:?} in vain for `{what}` on:\n{screen}");
            std::thread::sleep(Duration::from_millis(30));
        }
    }

    /// The interface that runs in this terminal, once it does.
    pub fn interface(&self) -> Pid {
        let shell = self.tmux(&["display-message", "-p", "-t", "s", "#{pane_pid}"]);
        let children = format!("/proc/{0}/task/{0}/children", shell.trim());
        wait_for("the interface", LIMIT, || {
            let children = fs::read_to_string(&children).ok()?;
            children.split_whitespace().find_map(|child| {
                let name = fs::read_to_string(format!("/proc/{child}/comm")).ok()?;
                (name.trim() == "temoin").then(|| child.parse().ok().and_then(Pid::from_raw))?
            })
        })
        .0
    }

    /// Keeps, from now on, every byte that is written to the terminal. Gives the file.
    pub fn keep_bytes(&self) -> PathBuf {
        let file = self.machine.path("bytes");
        self.tmux(&["pipe-pane", "-O", "-t", "s", &format!("cat > {}", file.display())]);
        file
    }

    fn new_session(&self, width: u16, height: u16) {
        let shell = "PS1='ready> ' HISTFILE=/dev/null exec bash --norc --noprofile -i";
        let (width, height) = (width.to_string(), height.to_string());
        // In one call, since a server without a session ends at once.
        let options =
            ["-f", "/dev/null", "start-server", ";", "set", "-g", "status", "off", ";", "set", "-s", "escape-time", "0", ";"];
        let session = ["new-session", "-d", "-s", "s", "-x", &width, "-y", &height, shell];
        self.tmux(&[&options[..], &session].concat());
        self.expect("ready>");
    }

    /// Runs one command of tmux, which must succeed.
    fn tmux(&self, arguments: &[&str]) -> String {
        let mut command: Command = self.machine.command("tmux");
        let program = std::path::Path::new(env!("CARGO_BIN_EXE_temoin")).parent().expect("a folder");
        let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap_or_default());
        command.env("PATH", path).env("TEMOIN_LIBRARY", self.machine.library());
        judge(command.arg("-u").arg("-S").arg(&self.socket).args(arguments)).facts
    }
}

impl Drop for Terminal<'_> {
    fn drop(&mut self) {
        let mut command = self.machine.command("tmux");
        drop(command.arg("-S").arg(&self.socket).arg("kill-server").output()); // gone already is as good
    }
}

fn tmux_name(key: &str) -> Option<&'static str> {
    Some(match key {
        "enter" => "Enter",
        "esc" => "Escape",
        "tab" => "Tab",
        "shift-tab" => "BTab",
        "space" => "Space",
        "backspace" => "BSpace",
        "delete" => "DC",
        "up" => "Up",
        "down" => "Down",
        "left" => "Left",
        "right" => "Right",
        "shift-left" => "S-Left",
        "shift-right" => "S-Right",
        "home" => "Home",
        "end" => "End",
        "page-up" => "PPage",
        "page-down" => "NPage",
        "ctrl-c" => "C-c",
        "ctrl-s" => "C-s",
        "ctrl-z" => "C-z",
        _ => return None,
    })
}
