//! A private home, runtime folder and library, and the real program run in them.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::{FileTypeExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use tempfile::TempDir;

/// The folders and the environment of one test. Its recorder, if one runs at the end, is ended with it; the folders of a test
/// that failed are kept when `TEMOIN_KEEP` is set.
pub struct Machine {
    folder: TempDir,
}

/// What a command said.
#[derive(Debug)]
pub struct Answer {
    pub code: Option<i32>,
    pub facts: String,
    pub messages: String,
}

impl Machine {
    /// With an empty library.
    pub fn new() -> Machine {
        let machine = Machine::without_library();
        machine.run([OsStr::new("init"), machine.library().as_os_str()]).expect_code(0);
        machine
    }

    /// With an empty library in that language, `fr` or `en`.
    pub fn speaking(language: &str) -> Machine {
        let machine = Machine::without_library();
        let library = machine.library();
        machine.run([OsStr::new("init"), library.as_os_str(), OsStr::new("--language"), OsStr::new(language)]).expect_code(0);
        machine
    }

    /// Its folder has a short name, since a socket's path may have 104 bytes.
    pub fn without_library() -> Machine {
        let folder = tempfile::Builder::new().prefix("t.").tempdir_in("/tmp").expect("a temporary folder");
        for name in ["home", "home/.config", "run", "run/pulse"] {
            fs::create_dir(folder.path().join(name)).expect("a new folder");
            fs::set_permissions(folder.path().join(name), fs::Permissions::from_mode(0o700)).expect("our own folder");
        }
        Machine { folder }
    }

    pub fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn library(&self) -> PathBuf {
        self.path("library")
    }

    /// A program in this machine's environment, with nothing of the person's own.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.path("home"))
            .env("XDG_RUNTIME_DIR", self.path("run"))
            .env("PULSE_RUNTIME_PATH", self.path("run/pulse"))
            .env("PULSE_COOKIE", self.path("home/cookie"))
            .env("PULSE_SERVER", format!("unix:{}", self.path("run/pulse/native").display()))
            .env("LANG", "C.UTF-8")
            .env("USER", "lise")
            .stdin(Stdio::null());
        command
    }

    /// A shell in which mounts are its own, and gone with it; `$0` is the program. Needs root.
    pub fn shell_with_mounts(&self, script: &str) -> Command {
        let mut command = self.command("unshare");
        command.env("TEMOIN_LIBRARY", self.library());
        command.args(["-m", "--propagation", "private", "sh", "-c", script, env!("CARGO_BIN_EXE_temoin")]);
        command
    }

    /// The program, told of this machine's library.
    pub fn temoin<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Command {
        let mut command = self.command(env!("CARGO_BIN_EXE_temoin"));
        command.env("TEMOIN_LIBRARY", self.library()).args(arguments);
        command
    }

    /// Runs the program to its end.
    pub fn run<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Answer {
        Answer::of(&mut self.temoin(arguments))
    }

    /// Runs the program to its end and reads its JSON document; it must have left with 0.
    pub fn json<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Value {
        let answer = self.run(arguments);
        answer.expect_code(0);
        answer.json()
    }

    /// `status`, which prints its document also when idle.
    pub fn status(&self) -> Value {
        self.run(["status", "--json"]).json()
    }

    /// Waits until the running take has got that far.
    pub fn wait_for_frame(&self, frame: u64) {
        let is_there = || self.status()["frames"].as_u64().filter(|at| *at >= frame);
        super::wait_for("a longer take", Duration::from_secs(30), is_there);
    }

    pub fn state(&self) -> String {
        self.status()["state"].as_str().expect("a state").to_owned()
    }

    /// Writes a file of the library, or beside it.
    pub fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(&path, text).expect("a file");
        path
    }

    /// Starts a recorder of its own process; the answer of `record --detach` says which.
    pub fn record<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Recorder {
        let mut command = self.temoin(["record", "--detach", "--json"]);
        let answer = Answer::of(command.args(arguments));
        answer.expect_code(0);
        let status = self.status();
        assert_eq!(status["state"], "recording", "the lamp is on when `record --detach` returns");
        Recorder::of(status["pid"].as_i64().expect("a pid"))
    }

    /// Stops a take in which something went wrong: the stop itself is in order, and may say that the take needs a look.
    #[track_caller]
    pub fn stop_after_a_fault(&self) {
        let answer = self.run(["stop"]);
        assert!(matches!(answer.code, Some(0 | 3)), "{answer:#?}");
    }

    /// The running recorder's socket: the only one in the user's runtime folder.
    pub fn socket(&self) -> PathBuf {
        self.find_socket().expect("a recorder listens")
    }

    /// `None` where there is none.
    pub fn find_socket(&self) -> Option<PathBuf> {
        let is_socket = |path: &PathBuf| path.metadata().is_ok_and(|file| file.file_type().is_socket());
        let mut found: Vec<PathBuf> = entries(&self.path("run/temoin")).into_iter().filter(is_socket).collect();
        assert!(found.len() <= 1, "{found:?}");
        found.pop()
    }

    /// The folder of the only session.
    pub fn session(&self) -> PathBuf {
        let mut found = self.sessions();
        assert_eq!(found.len(), 1, "one session: {found:?}");
        found.remove(0)
    }

    /// The folders of all sessions, by name.
    pub fn sessions(&self) -> Vec<PathBuf> {
        let mut found: Vec<PathBuf> = folders(&self.library().join("sessions")).iter().flat_map(|year| folders(year)).collect();
        found.sort();
        found
    }

    /// The WAV files of the only session, by name.
    pub fn parts(&self) -> Vec<PathBuf> {
        let mut found: Vec<PathBuf> =
            entries(&self.session()).into_iter().filter(|path| path.extension().is_some_and(|end| end == "wav")).collect();
        found.sort();
        found
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        let left = self.run(["status", "--json"]);
        let pid = serde_json::from_str::<Value>(&left.facts).ok().and_then(|status| status["pid"].as_i64());
        if let Some(pid) = pid.and_then(|pid| Pid::from_raw(pid as i32)) {
            // Gone already is as good.
            kill_process(pid, Signal::KILL).ok();
        }
        if std::thread::panicking() && std::env::var_os("TEMOIN_KEEP").is_some() {
            self.folder.disable_cleanup(true);
            eprintln!("kept for a look: {}", self.folder.path().display());
        }
    }
}

/// A running recorder.
#[derive(Debug, Clone, Copy)]
pub struct Recorder {
    pub pid: Pid,
}

impl Recorder {
    /// The process of that number.
    pub fn of(pid: i64) -> Recorder {
        Recorder { pid: Pid::from_raw(i32::try_from(pid).expect("a pid")).expect("a pid") }
    }

    pub fn signal(self, signal: Signal) {
        kill_process(self.pid, signal).expect("the recorder lives");
    }

    /// Whether the process is still there. Of a killed one the first thread may be gone while another still holds files and locks.
    pub fn lives(self) -> bool {
        let process = format!("/proc/{}", self.pid.as_raw_nonzero());
        let is_gone = fs::read_to_string(format!("{process}/stat")).map_or(true, |stat| stat.contains(") Z "));
        let threads = fs::read_dir(format!("{process}/task")).map_or(0, Iterator::count);
        !is_gone || threads > 1
    }

    pub fn wait_for_end(self) -> Duration {
        super::wait_for("the end of the recorder", Duration::from_secs(10), || (!self.lives()).then_some(())).1
    }
}

impl Answer {
    pub fn of(command: &mut Command) -> Answer {
        let output = command.output().unwrap_or_else(|error| panic!("{command:?} could not be run: {error}"));
        Answer {
            code: output.status.code(),
            facts: String::from_utf8_lossy(&output.stdout).into_owned(),
            messages: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    #[track_caller]
    pub fn expect_code(&self, code: i32) {
        assert_eq!(self.code, Some(code), "{self:#?}");
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.facts).unwrap_or_else(|error| panic!("{error}: {self:#?}"))
    }
}

/// Runs a judge (sox, ffprobe …), which must succeed, and gives what it printed.
#[track_caller]
pub fn judge(command: &mut Command) -> Answer {
    let answer = Answer::of(command);
    assert_eq!(answer.code, Some(0), "{command:?}: {answer:#?}");
    answer
}

/// Ends a child that we started in the way a person does, and waits for it.
#[track_caller]
pub fn interrupt(child: &mut Child) -> Option<i32> {
    let pid = Pid::from_child(child);
    kill_process(pid, Signal::INT).expect("the child lives");
    child.wait().expect("our own child").code()
}

pub fn entries(folder: &Path) -> Vec<PathBuf> {
    let Ok(found) = fs::read_dir(folder) else { return Vec::new() };
    found.map(|entry| entry.expect("a readable folder").path()).collect()
}

fn folders(folder: &Path) -> Vec<PathBuf> {
    entries(folder).into_iter().filter(|path| path.is_dir()).collect()
}
