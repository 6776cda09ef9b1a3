//! Whether the sound server still gives us the input that was opened.
//!
//! The servers of desktops move the streams of a microphone that is pulled out to another one, and a person may move them at any time
//! (PulseAudio, and PipeWire which speaks its language). To cpal neither is an error, and blocks go on: of another device. So each
//! input has a watcher beside it, on a connection of its own. Told of every change of a recording stream, it asks where ours are, and nothing that comes from then on is taken.
//! A server that hangs or is gone is no business of this file: then no blocks come.

use std::ffi::CString;
use std::io::{self, BufReader, Cursor, Read};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread;
use std::time::Duration;

use pulseaudio::protocol::{
    self, AuthParams, AuthReply, ClientInfoList, Command, CommandReply, LookupReply, MAX_VERSION, Prop, Props, ProtocolError,
    PulseError, SetClientNameReply, SourceOutputInfoList, SubscriptionMask, TagStructReader,
};
use rustix::event::{PollFd, PollFlags, Timespec, poll};

use super::signals;
use crate::audio::meter::{DeviceError, Meter};

/// Streams that one input has at the server: the one that is kept, and its pacer.
const STREAMS: usize = 2;

/// Where no change is told, it is looked at so often, in seconds; the thread of a closed input ends as late as that.
const EVERY: i64 = 2;

/// A server that answers later hangs.
const PATIENCE: Duration = Duration::from_secs(5);

type Result<T> = std::result::Result<T, ProtocolError>;

/// Ends the watch when it is dropped, without waiting.
pub struct Watcher(Arc<AtomicBool>);

/// Reports [`DeviceError::Changed`] as soon as a stream of ours is not at `source` any more, by the server's name for it.
pub fn watch(source: &str, meter: Arc<Meter>) -> Watcher {
    let has_ended = Arc::new(AtomicBool::new(false));
    let watcher = Watcher(Arc::clone(&has_ended));
    let Ok(source) = CString::new(source) else { return watcher };
    let work = move || {
        if matches!(follow(&source, &has_ended), Ok(Found::Elsewhere)) {
            meter.report(DeviceError::Changed);
        }
    };
    // Without a thread to spare, missing blocks still tell of a device that is gone.
    drop(signals::without(|| thread::Builder::new().name("route".into()).spawn(work)));
    watcher
}

impl Drop for Watcher {
    fn drop(&mut self) {
        self.0.store(true, Relaxed);
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    Here,
    Elsewhere,
    /// No stream of this process is known to the server at all.
    Nowhere,
}

/// Looks until the streams are elsewhere, or the watch has ended. Where the server does not know us from the start, nothing can be said.
fn follow(source: &CString, has_ended: &AtomicBool) -> Result<Found> {
    let mut server = Server::connect()?;
    server.acknowledged(Command::Subscribe(SubscriptionMask::SOURCE_OUTPUT))?;
    let Some(place) = server.place_of(source)? else { return Ok(Found::Elsewhere) };
    let clients = server.own_clients()?;
    let mut found = server.look(place, &clients)?;
    while found == Found::Here && !has_ended.load(Relaxed) {
        server.wait_for_change()?;
        found = match server.look(place, &clients)? {
            Found::Nowhere => Found::Elsewhere,
            found => found,
        };
    }
    Ok(found)
}

struct Server {
    socket: BufReader<UnixStream>,
    version: u16,
    last: u32,
}

impl Server {
    fn connect() -> Result<Server> {
        let path = pulseaudio::socket_path_from_env().ok_or(io::ErrorKind::NotFound).map_err(io::Error::from)?;
        let socket = UnixStream::connect(path)?;
        socket.set_read_timeout(Some(PATIENCE))?;
        socket.set_write_timeout(Some(PATIENCE))?;
        let mut server = Server { socket: BufReader::new(socket), version: MAX_VERSION, last: 0 };
        let cookie = pulseaudio::cookie_path_from_env().and_then(|path| std::fs::read(path).ok()).unwrap_or_default();
        let auth = AuthParams { version: MAX_VERSION, supports_shm: false, supports_memfd: false, cookie };
        let reply: AuthReply = server.asked(Command::Auth(auth))?;
        server.version = reply.version.min(MAX_VERSION);
        let mut props = Props::new();
        props.set(Prop::ApplicationName, c"temoin");
        server.asked::<SetClientNameReply>(Command::SetClientName(props))?;
        Ok(server)
    }

    /// The server's number for the source, for as long as it is there; `None`: it is not.
    fn place_of(&mut self, source: &CString) -> Result<Option<u32>> {
        match self.asked(Command::LookupSource(source.clone())) {
            Ok(LookupReply(place)) => Ok(Some(place)),
            Err(ProtocolError::ServerError(PulseError::NoEntity)) => Ok(None),
            Err(fault) => Err(fault),
        }
    }

    /// The connections of this process.
    fn own_clients(&mut self) -> Result<Vec<u32>> {
        let own = format!("{}\0", std::process::id());
        let is_own = |props: &Props| props.get(Prop::ApplicationProcessId) == Some(own.as_bytes());
        let clients = self.asked::<ClientInfoList>(Command::GetClientInfoList)?;
        Ok(clients.iter().filter(|client| is_own(&client.props)).map(|client| client.index).collect())
    }

    /// Where the recording streams of these clients are. Asked for as little as possible: until the answer, another device is listened to.
    fn look(&mut self, place: u32, clients: &[u32]) -> Result<Found> {
        let streams = self.asked::<SourceOutputInfoList>(Command::GetSourceOutputInfoList)?;
        let streams = streams.iter().filter(|stream| stream.client_index.is_some_and(|client| clients.contains(&client)));
        let places: Vec<u32> = streams.map(|stream| stream.source_index).collect();
        Ok(match places.iter().filter(|at| **at == place).count() {
            STREAMS.. => Found::Here,
            _ if places.is_empty() => Found::Nowhere,
            _ => Found::Elsewhere,
        })
    }

    /// Returns with the next event, and after a while without one.
    fn wait_for_change(&mut self) -> Result<()> {
        let every = Timespec { tv_sec: EVERY, tv_nsec: 0 };
        let is_there = !self.socket.buffer().is_empty()
            || poll(&mut [PollFd::new(self.socket.get_ref(), PollFlags::IN)], Some(&every)).map_err(io::Error::from)? > 0;
        if is_there {
            self.message()?;
        }
        Ok(())
    }

    fn asked<R: CommandReply>(&mut self, command: Command) -> Result<R> {
        let reply = self.answer(&command)?;
        let mut rest = Cursor::new(&reply[ANSWER..]);
        TagStructReader::new(&mut rest, self.version).read()
    }

    fn acknowledged(&mut self, command: Command) -> Result<()> {
        self.answer(&command).map(drop)
    }

    /// The message that answers the command; events that come before it say nothing that it does not.
    fn answer(&mut self, command: &Command) -> Result<Vec<u8>> {
        self.last += 1;
        protocol::write_command_message(self.socket.get_mut(), self.last, command, self.version)?;
        loop {
            let message = self.message()?;
            match Command::read_tag_prefixed(&mut Cursor::new(&message), self.version)? {
                (number, Command::Reply) if number == self.last => return Ok(message),
                (number, Command::Error(fault)) if number == self.last => return Err(ProtocolError::ServerError(fault)),
                _ => {}
            }
        }
    }

    fn message(&mut self) -> Result<Vec<u8>> {
        let head = protocol::read_descriptor(&mut self.socket)?;
        let mut message = vec![0; head.length as usize];
        self.socket.read_exact(&mut message)?;
        Ok(message)
    }
}

/// What stands before the contents of an answer: two tagged numbers.
const ANSWER: usize = 10;
