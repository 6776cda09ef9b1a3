//! The program as a person calls it: the real binary, with a home of its own.

pub mod bus;

use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A private home, with all that the program may look at below it.
pub struct Home {
    folder: tempfile::TempDir,
}

/// What a call said, and how it ended.
#[derive(Debug)]
pub struct Answer {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Home {
    pub fn new() -> Home {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        std::fs::create_dir_all(folder.path().join("run")).expect("the folder is ours");
        Home { folder }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file below the home, with its folders.
    pub fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().expect("it lies below the home")).expect("the folder is ours");
        std::fs::write(&path, text).expect("the folder is ours");
        path
    }

    /// A call that can still be changed. Nothing of this process's environment reaches it.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_temoin"));
        command.args(arguments).current_dir(self.path()).env_clear().stdin(Stdio::null());
        command.env("HOME", self.path()).env("XDG_RUNTIME_DIR", self.path().join("run")).env("PATH", "/usr/bin:/bin");
        command.env("LANG", "C.UTF-8").env("USER", "lise");
        command
    }

    pub fn call(&self, arguments: &[&str]) -> Answer {
        Answer::of(self.command(arguments).output().expect("the program can be started"))
    }

    /// A call that has `input` on its standard input, and may end without reading it.
    pub fn call_with(&self, arguments: &[&str], input: &[u8]) -> Answer {
        let mut command = self.command(arguments);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
        let mut stdin = child.stdin.take().expect("its input is a pipe");
        match stdin.write_all(input) {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => panic!("{error}"),
            _ => {}
        }
        drop(stdin);
        Answer::of(child.wait_with_output().expect("it ends"))
    }

    /// A library at `L`, with the series of interface.md.
    pub fn with_library() -> Home {
        let home = Home::new();
        let made = home.call(&["init", "L", "--title", "La première vague", "--palette", "web-series"]);
        assert_eq!(made.code, 0, "{made:?}");
        home.write("L/series/nadia.toml", NADIA);
        home.write("L/people/s-03.toml", "format = 1\nname = \"Nadia G.\"\ncode = \"S-03\"\n");
        home
    }
}

impl Answer {
    pub fn of(output: Output) -> Answer {
        Answer {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).expect("it speaks UTF-8"),
            err: String::from_utf8(output.stderr).expect("it speaks UTF-8"),
        }
    }

    /// The document on standard output.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error} in {self:?}"))
    }
}

pub const NADIA: &str = r#"format = 1
title = "Nadia, le soir"
start = 2020-03-20T20:30:00
zone = "Europe/Brussels"
minutes = 45
rule = "FREQ=DAILY;COUNT=60"
guests = ["s-03"]
"#;
