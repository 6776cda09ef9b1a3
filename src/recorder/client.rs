//! The other side of the recorder's door: finds a running recorder, asks it, watches it.

use std::io::{BufRead, BufReader, ErrorKind as ErrorKindIo, Write};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::protocol::{Event, MarkerFacts, Reply, Request};
use super::server::{socket_folder, socket_path};
use crate::error::{Error, ErrorKind, Result};
use crate::store::layout::Layout;
use crate::store::lock::RecorderLock;
use crate::text;

/// How long a recorder may hold its library without answering, while it starts or ends.
const TURN: Duration = Duration::from_secs(2);

/// How long an answer may take that costs nothing, and one that waits for the disk or the device.
const PATIENCE: Duration = Duration::from_secs(5);
const LONG_PATIENCE: Duration = Duration::from_secs(60);

/// Takes away the socket that a killed recorder of the library has left. Holds the recorder's lock meanwhile, so that the socket of one
/// that is just starting is never meant. Says whether there was one.
pub fn sweep_socket(layout: &Layout) -> bool {
    let Some(path) = Client::stale_socket(layout) else { return false };
    let Ok(_lock) = RecorderLock::take(layout) else { return false };
    std::fs::remove_file(path).is_ok()
}

/// A connection to a running recorder.
pub struct Client {
    lines: BufReader<UnixStream>,
    /// What has come of an answer that is not whole yet.
    part: Vec<u8>,
}

impl Client {
    /// The recorder of the library at `root`; `None` when none runs. A socket that nobody answers is stale: none runs.
    ///
    /// One that was started with another runtime folder (from a shortcut, over ssh) is found by what it wrote into its lock.
    /// Error: it runs, and does not answer.
    pub fn of_library(root: &Path) -> Result<Option<Client>> {
        let path = socket_path(root)?;
        let layout = Layout::new(root);
        let until = Instant::now() + TURN;
        loop {
            if let Some(client) = Client::at(&path) {
                return Ok(Some(client));
            }
            let Some(running) = RecorderLock::holder(&layout)? else { return Ok(None) };
            if let Some(client) = Client::at(&running.socket) {
                return Ok(Some(client));
            }
            if Instant::now() >= until {
                let message = text!("recorder-mute", pid = running.pid.to_string());
                return Err(Error::new(message).at(layout.root()).hint(text!("recorder-mute-hint")));
            }
            std::thread::sleep(Duration::from_millis(20)); // it is just starting, or just ending
        }
    }

    /// This user's only running recorder, wherever its library lies; `None` when none runs.
    ///
    /// Refused when several run: the caller has to name the library. A rehearsal does not count beside one that is real.
    pub fn of_user() -> Result<Option<Client>> {
        let folder = socket_folder()?;
        let Ok(entries) = std::fs::read_dir(&folder) else { return Ok(None) };
        let sockets =
            entries.flatten().map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|end| end == "sock"));
        let mut running: Vec<Client> = sockets.filter_map(|path| Client::at(&path)).collect();
        if running.len() > 1 {
            running.retain_mut(|client| !client.is_of_rehearsal());
        }
        match running.len() {
            0 => Ok(None),
            1 => Ok(running.pop()),
            count => {
                let libraries: Vec<String> = running.iter_mut().filter_map(|client| client.library()).collect();
                let hint = text!("recorder-several-hint", libraries = libraries.join(", "));
                Err(Error::usage(text!("recorder-several", count = count)).hint(hint))
            }
        }
    }

    /// The socket that a killed recorder of the library has left, which nobody answers.
    pub fn stale_socket(layout: &Layout) -> Option<PathBuf> {
        let path = socket_path(layout.root()).ok().filter(|path| path.symlink_metadata().is_ok())?;
        let is_refused = UnixStream::connect(&path).is_err_and(|cause| cause.kind() == ErrorKindIo::ConnectionRefused);
        let is_free = RecorderLock::holder(layout).is_ok_and(|holder| holder.is_none());
        (is_refused && is_free).then_some(path)
    }

    fn at(path: &Path) -> Option<Client> {
        UnixStream::connect(path).ok().map(Client::on)
    }

    fn on(stream: UnixStream) -> Client {
        Client { lines: BufReader::new(stream), part: Vec::new() }
    }

    /// It records a rehearsal, which goes to the trash when it is over.
    pub fn is_of_rehearsal(&mut self) -> bool {
        self.library().is_some_and(|root| Layout::new(root).rehearsal_lock().exists())
    }

    fn library(&mut self) -> Option<String> {
        self.ask(&Request::Status).ok()?.status?.library
    }

    /// Asks, and waits for the answer: a mark's comes when it is safe, a stop's when the files are finished.
    pub fn ask(&mut self, request: &Request) -> Result<Reply> {
        self.send(request)?;
        let patience = match request {
            Request::Status | Request::Watch | Request::Marks { .. } => PATIENCE,
            _ => LONG_PATIENCE,
        };
        self.answer(Some(patience))?.ok_or_else(|| mute(patience))
    }

    /// Asks without waiting: the answers come in the order of the requests.
    pub fn send(&self, request: &Request) -> Result<()> {
        let mut line = serde_json::to_vec(request).map_err(lost)?;
        line.push(b'\n');
        if line.len() > super::protocol::LINE_MAX {
            return Err(Error::usage(text!("recorder-line-too-long", bytes = super::protocol::LINE_MAX)));
        }
        self.lines.get_ref().write_all(&line).map_err(lost)
    }

    /// The next answer; `None` where nothing comes in time, and it can be waited for again. Without `patience` it is waited for until the
    /// recorder ends.
    pub fn answer(&mut self, patience: Option<Duration>) -> Result<Option<Reply>> {
        self.lines.get_ref().set_read_timeout(patience).map_err(lost)?;
        match self.lines.read_until(b'\n', &mut self.part) {
            Ok(_) if self.part.is_empty() => Err(gone()),
            Ok(_) => serde_json::from_slice(&std::mem::take(&mut self.part)).map_err(lost).map(Some),
            Err(error) if matches!(error.kind(), ErrorKindIo::WouldBlock | ErrorKindIo::TimedOut) => Ok(None),
            Err(error) => Err(lost(error)),
        }
    }

    /// A second hand on the same connection: one asks, the other takes the answers.
    pub fn second(&self) -> Result<Client> {
        Ok(Client::on(self.lines.get_ref().try_clone().map_err(lost)?))
    }

    /// Nothing more is asked on this connection, and nothing answered.
    pub fn close(&self) {
        drop(self.lines.get_ref().shutdown(Shutdown::Both)); // the other side has gone already
    }

    /// Every marker of the running take that stands, oldest first.
    pub fn marks(&mut self) -> Result<Vec<MarkerFacts>> {
        let mut markers: Vec<MarkerFacts> = Vec::new();
        loop {
            let after = markers.last().map(|last| last.id.clone());
            let reply = accepted(self.ask(&Request::Marks { after })?)?;
            markers.extend(reply.markers);
            if !reply.more {
                return Ok(markers);
            }
        }
    }

    /// Every event from now on; ends when the recorder does.
    pub fn watch(mut self) -> Result<impl Iterator<Item = Result<(Event, String)>>> {
        accepted(self.ask(&Request::Watch)?)?;
        self.lines.get_ref().set_read_timeout(None).map_err(lost)?;
        Ok(self.lines.lines().map(|line| {
            let line = line.map_err(lost)?;
            let event = serde_json::from_str(&line).map_err(lost)?;
            Ok((event, line))
        }))
    }
}

fn accepted(reply: Reply) -> Result<Reply> {
    match reply.ok {
        true => Ok(reply),
        false => Err(Error::new(text!("recorder-refused", words = reply.message.unwrap_or_default()))),
    }
}

/// What a command says when no recorder answers: nothing was done.
pub fn idle() -> Error {
    Error::new(text!("recorder-idle")).hint(text!("recorder-idle-hint")).kind_of(ErrorKind::Idle)
}

/// Nothing came in time: the process is stopped, or its disk is.
fn mute(patience: Duration) -> Error {
    Error::new(text!("recorder-no-answer", seconds = patience.as_secs())).hint(text!("recorder-lost-hint"))
}

fn lost(error: impl std::fmt::Display) -> Error {
    Error::new(text!("recorder-lost")).hint(text!("recorder-lost-hint")).because(error)
}

fn gone() -> Error {
    Error::new(text!("recorder-lost")).hint(text!("recorder-lost-hint"))
}
