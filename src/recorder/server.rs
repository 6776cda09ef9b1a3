//! The recorder's door: a local socket of the user's own, one JSON object a line.
//!
//! A client can do nothing to a take but ask: each has a thread of its own, lines are at most 64 KiB, and one that does not read
//! what it asked for is dropped. What a client asks is handed on at once, also while what it asked before waits for the disk; the answers
//! come in the order of the requests. There are seats for 64; when all are taken, the one that has been idle for longest has to go.

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::Shutdown;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
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

/// In a full house, a client that has come and says nothing for so long has to go.
const SILENT: Duration = Duration::from_millis(500);

/// Requests of one client that may wait for their answers; who asks more is read again when one has been given.
const WAITING_MAX: usize = 256;

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
pub struct Watchers {
    queues: Arc<Mutex<Vec<SyncSender<Arc<str>>>>>,
}

impl Watchers {
    /// A new watcher's queue of lines. It ends when the watcher falls too far behind, or the recorder ends.
    pub fn join(&self) -> Receiver<Arc<str>> {
        let (events, queue) = sync_channel(EVENTS_MAX);
        self.queues().push(events);
        queue
    }

    pub fn tell(&self, line: &str) {
        let line: Arc<str> = line.into();
        self.queues().retain(|watcher| watcher.try_send(Arc::clone(&line)).is_ok());
    }

    /// Ends every watcher's queue, behind what lies in it.
    pub fn close(&self) {
        self.queues().clear();
    }

    fn queues(&self) -> MutexGuard<'_, Vec<SyncSender<Arc<str>>>> {
        self.queues.lock().unwrap_or_else(PoisonError::into_inner)
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
    /// `None` once it is closed: by then another recorder may have put its own socket there.
    path: Option<PathBuf>,
    hall: Arc<Hall>,
}

impl Door {
    /// Nobody comes in any more; who is inside still gets an answer. To be called while the library's lock is held.
    pub fn close(&mut self) {
        if let Some(path) = self.path.take() {
            drop(std::fs::remove_file(path)); // one that stays behind is stale, and the next recorder removes it
        }
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
    let hall =
        Arc::new(Hall { seats: Mutex::default(), unanswered: AtomicUsize::new(0), watchers, language, ask: Box::new(ask) });
    let receiving = Arc::clone(&hall);
    thread::Builder::new().name("door".into()).spawn(move || receiving.receive(&listener)).map_err(fault)?;
    Ok(Door { path: Some(path.to_owned()), hall })
}

struct Hall {
    seats: Mutex<Vec<Seat>>,
    /// Requests whose answer has not been written yet.
    unanswered: AtomicUsize,
    watchers: Watchers,
    language: Language,
    ask: Box<dyn Fn(Asked) + Send + Sync>,
}

/// One client inside.
struct Seat {
    number: u64,
    stream: UnixStream,
    /// When it last asked something, was answered, or came.
    since: Instant,
    /// Requests that wait for their answers.
    waiting: usize,
    watches: bool,
    has_asked: bool,
}

impl Seat {
    /// May be sent away: waits for no answer, and has had time to ask.
    fn is_idle(&self) -> bool {
        self.waiting == 0 && (self.has_asked || self.since.elapsed() > SILENT)
    }
}

/// What is written to a client, in the order in which it asked.
enum Said {
    At(Receiver<Reply>),
    /// The request was not understood.
    Refused(Box<Reply>),
    Events(Receiver<Arc<str>>),
}

impl Hall {
    fn receive(self: Arc<Hall>, listener: &UnixListener) {
        for (number, stream) in (0..).zip(listener.incoming()) {
            match stream {
                Ok(stream) if is_own(&stream) => self.let_in(number, stream),
                Ok(_) => {}                                         // somebody else: closed without a word
                Err(_) => thread::sleep(Duration::from_millis(50)), // out of file handles: let some go
            }
        }
    }

    /// Gives a client a seat and a thread. In a full house it waits outside until one is free, or can be freed.
    fn let_in(self: &Arc<Hall>, number: u64, stream: UnixStream) {
        let Ok(held) = stream.try_clone() else { return };
        while !self.has_room() {
            thread::sleep(Duration::from_millis(2));
        }
        self.seats().push(Seat { number, stream: held, since: Instant::now(), waiting: 0, watches: false, has_asked: false });
        let hall = Arc::clone(self);
        let served = thread::Builder::new().name("client".into()).stack_size(256 * 1024).spawn(move || {
            // A client that breaks off harms nobody.
            drop(hall.serve(number, &stream));
            hall.seats().retain(|seat| seat.number != number);
        });
        if served.is_err() {
            self.seats().retain(|seat| seat.number != number);
        }
    }

    /// In a full house the one that has been idle for longest has to go; who has just come is given time to speak.
    fn has_room(&self) -> bool {
        let mut seats = self.seats();
        if seats.len() < CLIENTS_MAX {
            return true;
        }
        let idle = seats.iter().filter(|seat| seat.is_idle());
        let Some(gone) = idle.min_by_key(|seat| (seat.watches, seat.since)).map(|seat| seat.number) else { return false };
        if let Some(seat) = seats.iter().find(|seat| seat.number == gone) {
            drop(seat.stream.shutdown(Shutdown::Both)); // one that has left by itself is gone all the same
        }
        seats.retain(|seat| seat.number != gone);
        true
    }

    fn seats(&self) -> MutexGuard<'_, Vec<Seat>> {
        self.seats.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Enters what the client does now.
    fn note(&self, number: u64, change: impl FnOnce(&mut Seat)) {
        if let Some(seat) = self.seats().iter_mut().find(|seat| seat.number == number) {
            seat.since = Instant::now();
            seat.has_asked = true;
            change(seat);
        }
    }

    /// Reads on a thread of its own, so that no request waits for the answer to another.
    fn serve(&self, number: u64, stream: &UnixStream) -> std::io::Result<()> {
        stream.set_read_timeout(Some(IDLE))?;
        stream.set_write_timeout(Some(UNREAD))?;
        let (said, to_say) = sync_channel(WAITING_MAX);
        thread::scope(|scope| {
            let reading = thread::Builder::new().name("client-asks".into()).stack_size(256 * 1024);
            reading.spawn_scoped(scope, move || drop(self.hear(number, stream, &said)))?;
            let told = to_say.iter().try_for_each(|said| self.say(number, stream, said));
            drop(stream.shutdown(Shutdown::Both)); // who cannot be answered is not heard either
            to_say.iter().for_each(|said| self.has_said(number, &said));
            told
        })
    }

    /// Hands on what the client asks, until it leaves.
    fn hear(&self, number: u64, stream: &UnixStream, said: &SyncSender<Said>) -> std::io::Result<()> {
        let mut lines = BufReader::new(stream);
        loop {
            let line = self.read(number, &mut lines)?;
            if line.is_empty() {
                return Ok(());
            }
            let is_whole = line.last() == Some(&b'\n');
            let asked = if is_whole { self.understand(number, &line) } else { self.too_long() };
            let goes_on = is_whole && !matches!(asked, Said::Events(_));
            if said.send(asked).is_err() || !goes_on {
                return Ok(());
            }
        }
    }

    /// The next line, empty when the client has left. One that waits for an answer may be silent for as long as that takes.
    fn read(&self, number: u64, lines: &mut BufReader<&UnixStream>) -> std::io::Result<Vec<u8>> {
        let mut line = Vec::new();
        loop {
            let room = LINE_MAX.saturating_sub(line.len()) as u64;
            match lines.by_ref().take(room).read_until(b'\n', &mut line) {
                Ok(_) => return Ok(line),
                Err(error) if is_late(&error) && self.is_waiting(number) => {}
                Err(error) => return Err(error),
            }
        }
    }

    fn is_waiting(&self, number: u64) -> bool {
        self.seats().iter().any(|seat| seat.number == number && seat.waiting > 0)
    }

    fn understand(&self, number: u64, line: &[u8]) -> Said {
        match serde_json::from_slice::<Request>(line) {
            Err(error) => Said::Refused(Box::new(self.refuse(text!("recorder-not-understood", cause = error.to_string())))),
            Ok(Request::Watch) => {
                self.note(number, |seat| seat.watches = true);
                Said::Events(self.watchers.join())
            }
            Ok(request) => Said::At(self.hand_on(number, request)),
        }
    }

    fn too_long(&self) -> Said {
        Said::Refused(Box::new(self.refuse(text!("recorder-line-too-long", bytes = LINE_MAX))))
    }

    /// Asks the engine; gives where its answer comes.
    fn hand_on(&self, number: u64, request: Request) -> Receiver<Reply> {
        self.note(number, |seat| seat.waiting += 1);
        self.unanswered.fetch_add(1, Ordering::AcqRel);
        let (answer, reply) = sync_channel(1);
        (self.ask)(Asked { request, received: Monotonic::now(), answer: Answer(answer) });
        reply
    }

    /// Waits for the answer, and writes it.
    fn say(&self, number: u64, stream: &UnixStream, said: Said) -> std::io::Result<()> {
        let written = match &said {
            Said::At(reply) => match reply.recv() {
                Ok(reply) => say(stream, &Reply { language: Some(self.language), ..reply }),
                Err(gone) => Err(std::io::Error::other(gone)), // the recorder ends
            },
            Said::Refused(reply) => say(stream, reply),
            Said::Events(events) => say(stream, &Reply::done()).and_then(|()| watch(stream, events)),
        };
        self.has_said(number, &said);
        written
    }

    /// One request less waits.
    fn has_said(&self, number: u64, said: &Said) {
        if matches!(said, Said::At(_)) {
            self.unanswered.fetch_sub(1, Ordering::AcqRel);
            self.note(number, |seat| seat.waiting = seat.waiting.saturating_sub(1));
        }
    }

    fn refuse(&self, words: crate::locale::Text) -> Reply {
        Reply::refused(2, Locale::new(self.language).say(&words))
    }
}

fn is_late(error: &std::io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
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

#[cfg(test)]
mod tests;
