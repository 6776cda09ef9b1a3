//! The recorder's door: a local socket of the user's own, one JSON object a line.
//!
//! A client can do nothing to a take but ask: each has a thread of its own, at most 64 of them, lines are at most 64 KiB, and one
//! that does not read what it asked for is dropped.

use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::protocol::{LINE_MAX, Reply, Request};
use crate::clock::Monotonic;
use crate::error::{Error, Result};
use crate::locale::{Language, Locale};
use crate::store::atomic;
use crate::text;

const CLIENTS_MAX: usize = 64;

/// A client that asks nothing for so long is let go.
const IDLE: Duration = Duration::from_secs(60);

/// A client that does not read for so long is dropped.
const UNREAD: Duration = Duration::from_secs(5);

/// Events kept for one that watches; one that falls further behind is dropped.
const EVENTS_MAX: usize = 256;

/// A request, and where its answer goes.
pub struct Asked {
    pub request: Request,
    pub received: Monotonic,
    pub answer: Answer,
}

/// Where the answer to one request goes.
pub struct Answer(SyncSender<Reply>);

impl Answer {
    /// The client may have gone; then nobody waits for the reply.
    pub fn give(self, reply: Reply) {
        drop(self.0.try_send(reply));
    }
}

/// Those who watch: each event goes to all of them.
#[derive(Clone, Default)]
pub struct Watchers(Arc<Mutex<Vec<SyncSender<Arc<str>>>>>);

impl Watchers {
    /// A new watcher's queue of lines. It ends when the watcher falls too far behind, or the recorder ends.
    pub fn join(&self) -> Receiver<Arc<str>> {
        let (events, queue) = sync_channel(EVENTS_MAX);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(events);
        queue
    }

    pub fn tell(&self, line: &str) {
        let line: Arc<str> = line.into();
        let mut watchers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        watchers.retain(|watcher| watcher.try_send(Arc::clone(&line)).is_ok());
    }

    /// Ends every watcher's queue, behind what lies in it.
    pub fn close(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

/// Where sockets of this user's recorders lie: `temoin` in the runtime folder, else in the user's state folder.
pub fn socket_folder() -> Result<PathBuf> {
    match std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from).filter(|folder| folder.is_absolute()) {
        Some(folder) => Ok(folder.join("temoin")),
        None => crate::config::state_folder(),
    }
}

/// The socket of the library at `root`: two copies of one library have two recorders.
pub fn socket_path(root: &Path) -> Result<PathBuf> {
    let root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    let digest = blake3::hash(root.as_os_str().as_encoded_bytes()).to_hex();
    Ok(socket_folder()?.join(format!("{}.sock", &digest[..16])))
}

/// The open door. Dropping it removes the socket.
pub struct Door {
    path: PathBuf,
    hall: Arc<Hall>,
}

impl Door {
    /// Nobody comes in any more; who is inside still gets an answer.
    pub fn close(&self) {
        // One that stays behind is stale, and the next recorder removes it.
        drop(std::fs::remove_file(&self.path));
    }

    /// Waits until every answer that was given has been written, for `limit` at most.
    pub fn see_out(&self, limit: Duration) {
        let until = Instant::now() + limit;
        while self.hall.unanswered.load(Ordering::Acquire) > 0 && Instant::now() < until {
            thread::sleep(Duration::from_millis(2));
        }
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        self.close();
    }
}

/// Opens the door at `path`. The caller holds the library's recorder lock, so what lies there is stale.
pub fn open(path: &Path, language: Language, watchers: Watchers, ask: impl Fn(Asked) + Send + Sync + 'static) -> Result<Door> {
    let fault = |error: std::io::Error| Error::new(text!("recorder-socket-fault")).at(path).because(error);
    if let Some(folder) = path.parent() {
        atomic::create_dir_private(folder)?;
    }
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(fault(error)),
        _ => {}
    }
    let listener = UnixListener::bind(path).map_err(fault)?;
    let counters = (AtomicUsize::new(0), AtomicUsize::new(0));
    let hall = Arc::new(Hall { clients: counters.0, unanswered: counters.1, watchers, language, ask: Box::new(ask) });
    let receiving = Arc::clone(&hall);
    thread::Builder::new().name("door".into()).spawn(move || receiving.receive(&listener)).map_err(fault)?;
    Ok(Door { path: path.to_owned(), hall })
}

struct Hall {
    clients: AtomicUsize,
    /// Requests whose answer has not been written yet.
    unanswered: AtomicUsize,
    watchers: Watchers,
    language: Language,
    ask: Box<dyn Fn(Asked) + Send + Sync>,
}

impl Hall {
    fn receive(self: Arc<Hall>, listener: &UnixListener) {
        for stream in listener.incoming() {
            let Ok(stream) = stream else {
                thread::sleep(Duration::from_millis(50)); // out of file handles: let some go
                continue;
            };
            if self.clients.fetch_add(1, Ordering::Relaxed) >= CLIENTS_MAX || !is_own(&stream) {
                self.clients.fetch_sub(1, Ordering::Relaxed);
                continue; // closed without a word
            }
            let hall = Arc::clone(&self);
            let served = thread::Builder::new().name("client".into()).stack_size(256 * 1024).spawn(move || {
                // A client that breaks off harms nobody.
                drop(hall.serve(&stream));
                hall.clients.fetch_sub(1, Ordering::Relaxed);
            });
            if served.is_err() {
                self.clients.fetch_sub(1, Ordering::Relaxed);
            }
        }
    }

    fn serve(&self, stream: &UnixStream) -> std::io::Result<()> {
        stream.set_read_timeout(Some(IDLE))?;
        stream.set_write_timeout(Some(UNREAD))?;
        let mut lines = BufReader::new(stream);
        let mut line = Vec::new();
        loop {
            line.clear();
            let length = lines.by_ref().take(LINE_MAX as u64).read_until(b'\n', &mut line)?;
            if length == 0 {
                return Ok(());
            }
            if line.last() != Some(&b'\n') {
                return say(stream, &self.refuse(text!("recorder-line-too-long", bytes = LINE_MAX)));
            }
            match serde_json::from_slice::<Request>(&line) {
                Err(error) => say(stream, &self.refuse(text!("recorder-not-understood", cause = error.to_string())))?,
                Ok(Request::Watch) => {
                    let events = self.watchers.join();
                    say(stream, &Reply::done())?;
                    return watch(stream, &events);
                }
                Ok(request) => {
                    self.unanswered.fetch_add(1, Ordering::AcqRel);
                    let said = self.settle(stream, request);
                    self.unanswered.fetch_sub(1, Ordering::AcqRel);
                    said?;
                }
            }
        }
    }

    /// Asks the engine, and writes what it answers.
    fn settle(&self, stream: &UnixStream, request: Request) -> std::io::Result<()> {
        let (answer, reply) = sync_channel(1);
        (self.ask)(Asked { request, received: Monotonic::now(), answer: Answer(answer) });
        match reply.recv() {
            Ok(reply) => say(stream, &reply),
            Err(gone) => Err(std::io::Error::other(gone)), // the recorder ends
        }
    }

    fn refuse(&self, words: crate::locale::Text) -> Reply {
        Reply::refused(2, Locale::new(self.language).say(&words))
    }
}

fn say(mut stream: &UnixStream, reply: &Reply) -> std::io::Result<()> {
    let mut line = serde_json::to_vec(reply)?;
    line.push(b'\n');
    stream.write_all(&line)
}

fn watch(mut stream: &UnixStream, events: &Receiver<Arc<str>>) -> std::io::Result<()> {
    loop {
        match events.recv_timeout(Duration::from_secs(1)) {
            Ok(line) => stream.write_all(format!("{line}\n").as_bytes())?,
            Err(RecvTimeoutError::Timeout) if has_left(stream) => return Ok(()),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return Ok(()),
        }
    }
}

fn has_left(stream: &UnixStream) -> bool {
    let mut byte = [0u8; 1];
    let flags = rustix::net::RecvFlags::PEEK | rustix::net::RecvFlags::DONTWAIT;
    matches!(rustix::net::recv(stream, &mut byte[..], flags), Ok((_, 0)))
}

/// The folder keeps others out already; Linux also tells who is at the other end.
#[cfg(target_os = "linux")]
fn is_own(stream: &UnixStream) -> bool {
    rustix::net::sockopt::socket_peercred(stream).is_ok_and(|peer| peer.uid == rustix::process::geteuid())
}

#[cfg(not(target_os = "linux"))]
fn is_own(_: &UnixStream) -> bool {
    true
}
