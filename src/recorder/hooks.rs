//! Programs of the user's own, told what happens: beside the recorder, or whoever reminds, never in their way.
//!
//! Each hook has a thread and a short queue; it runs one program at a time, never through a shell, for at most 60 s. The facts
//! come as JSON on its standard input; in its arguments `{session}`, `{take}`, `{marker}` and `{path}` stand for ids and paths.
//! Nothing of a withheld stretch is among the facts, and sound is handed over as a copy in which such stretches are silent,
//! unless the hook asks for the take itself (`raw = true`).

use std::io::Write;
use std::ops::Range;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::log::Log;
use crate::audio::withheld;
use crate::config::{self, Hook};
use crate::domain::Frames;

/// Facts that wait while a hook is busy; more are lost.
const QUEUE: usize = 64;

/// A program that runs longer is ended.
const LIMIT: Duration = Duration::from_secs(60);

/// What a hook is told.
pub struct Facts {
    /// The document on standard input.
    pub document: Value,
    /// What the names in braces stand for.
    pub names: Vec<(&'static str, String)>,
    pub files: FilesOf,
}

/// Finds the files that belong to it, on the hook's own thread: it may read some.
pub type FilesOf = Box<dyn FnOnce() -> Vec<SoundFile> + Send>;

/// A file of sound, and what is withheld of it, in its own frames.
pub struct SoundFile {
    pub path: PathBuf,
    pub withheld: Vec<Range<Frames>>,
}

/// One configured hook, running beside the recorder.
pub struct Runner {
    facts: SyncSender<Facts>,
    /// Ends when all that was told has been heard.
    over: Receiver<()>,
}

impl Runner {
    /// What goes wrong stands in the log.
    pub fn spawn(name: &'static str, hook: Hook, log: Log) -> std::io::Result<Runner> {
        let (facts, queue) = sync_channel(QUEUE);
        let (alive, over) = channel();
        thread::Builder::new().name(name.into()).spawn(move || {
            run_each(name, &hook, &queue, &log);
            drop::<Sender<()>>(alive);
        })?;
        Ok(Runner { facts, over })
    }

    /// Says whether there was room in the queue.
    pub fn tell(&self, facts: Facts) -> bool {
        self.facts.try_send(facts).is_ok()
    }

    /// Waits until all that was told has been heard, for as long as one program may run.
    pub fn finish(self) {
        self.finish_within(LIMIT + Duration::from_secs(1));
    }

    /// As [`Runner::finish`], for `limit` at most: then the program goes on by itself.
    pub fn finish_within(self, limit: Duration) {
        drop(self.facts);
        match self.over.recv_timeout(limit) {
            Ok(()) | Err(_) => {} // it has ended, or has had its time
        }
    }
}

fn run_each(name: &str, hook: &Hook, queue: &Receiver<Facts>, log: &Log) {
    for facts in queue {
        if let Err(fault) = run(hook, facts) {
            log.line(&format!("hook {name}: {fault}"));
        }
    }
}

fn run(hook: &Hook, facts: Facts) -> Result<(), String> {
    let copies = Copies::of(&(facts.files)(), hook.raw)?;
    let mut document = facts.document;
    if let Some(object) = document.as_object_mut().filter(|_| !copies.paths.is_empty()) {
        object.insert("files".into(), json!(copies.paths));
    }
    let mut names = facts.names;
    if let Some(first) = copies.paths.first() {
        names.push(("path", first.to_string_lossy().into_owned()));
    }
    let fill = |word: &String| names.iter().fold(word.clone(), |word, (name, value)| word.replace(&format!("{{{name}}}"), value));
    let Some((program, arguments)) = hook.run.split_first() else { return Ok(()) };
    let child = Command::new(program)
        .args(arguments.iter().map(fill))
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| error.to_string())?;
    wait(child, format!("{document}\n"))
}

fn wait(mut child: Child, document: String) -> Result<(), String> {
    if let Some(mut input) = child.stdin.take() {
        // A program that does not read, or ends first, is its own affair; it must not hold this thread.
        thread::spawn(move || drop(input.write_all(document.as_bytes())));
    }
    let until = Instant::now() + LIMIT;
    loop {
        match child.try_wait().map_err(|error| error.to_string())? {
            Some(status) if status.success() => return Ok(()),
            Some(status) => return Err(status.to_string()),
            None if Instant::now() >= until => {
                child.kill().and_then(|()| child.wait()).map_err(|error| error.to_string())?;
                return Err(format!("ended after {} s", LIMIT.as_secs()));
            }
            None => thread::sleep(Duration::from_millis(50)),
        }
    }
}

/// The files that a hook gets; copies are removed afterwards.
struct Copies {
    paths: Vec<PathBuf>,
    folder: Option<PathBuf>,
}

impl Copies {
    fn of(files: &[SoundFile], raw: bool) -> Result<Copies, String> {
        if raw || files.iter().all(|file| file.withheld.is_empty()) {
            return Ok(Copies { paths: files.iter().map(|file| file.path.clone()).collect(), folder: None });
        }
        let cache = config::cache_folder().map_err(|error| error.to_string())?;
        let folder = cache.join(format!("hook-{}", crate::domain::new_ulid()));
        crate::store::atomic::create_dir_private(&folder).map_err(|error| error.to_string())?;
        let mut copies = Copies { paths: Vec::new(), folder: Some(folder.clone()) };
        for file in files {
            let copy = folder.join(file.path.file_name().unwrap_or_default());
            withheld::silenced_copy(&file.path, &file.withheld, &copy).map_err(|error| error.to_string())?;
            copies.paths.push(copy);
        }
        Ok(copies)
    }
}

impl Drop for Copies {
    fn drop(&mut self) {
        if let Some(folder) = &self.folder {
            drop(std::fs::remove_dir_all(folder)); // what stays behind lies in the cache
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(run: &[&str], names: Vec<(&'static str, String)>) -> Result<(), String> {
        let hook = Hook { run: run.iter().map(ToString::to_string).collect(), raw: false };
        super::run(&hook, Facts { document: json!({"event": "mark"}), names, files: Box::new(Vec::new) })
    }

    #[test]
    fn the_facts_come_on_standard_input_and_ids_in_the_arguments() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("facts");
        let script = format!("read line; echo \"$line $0 $1\" > '{}'", file.display());
        told(&["sh", "-c", &script, "{session}", "$(touch x)"], vec![("session", "2020-03-28-2030-nadia".into())]).unwrap();
        assert_eq!(std::fs::read_to_string(file).unwrap(), "{\"event\":\"mark\"} 2020-03-28-2030-nadia $(touch x)\n");
    }

    #[test]
    fn a_hook_that_fails_or_is_missing_is_told() {
        assert!(told(&["false"], Vec::new()).unwrap_err().contains('1'));
        assert!(told(&["/absent/program"], Vec::new()).is_err());
    }

    #[test]
    fn a_program_that_reads_nothing_holds_nobody() {
        let hook = Hook { run: vec!["true".into()], raw: false };
        let document = json!({ "note": "x".repeat(1 << 20) });
        super::run(&hook, Facts { document, names: Vec::new(), files: Box::new(Vec::new) }).unwrap();
    }
}
