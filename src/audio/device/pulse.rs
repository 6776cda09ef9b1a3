//! What cpal does not ask the sound server: PulseAudio, or PipeWire which speaks its language.

use std::ffi::CString;
use std::io::{self, BufReader, Cursor, Read};
use std::os::unix::net::UnixStream;
use std::time::Duration;

use pulseaudio::protocol::{
    self, AuthParams, AuthReply, ClientInfoList, Command, CommandReply, LookupReply, MAX_VERSION, Prop, Props, ProtocolError,
    PulseError, ServerInfo, SetClientNameReply, SourceOutputInfoList, TagStructReader,
};
use rustix::event::{PollFd, PollFlags, Timespec, poll};

/// A server that answers later hangs.
const PATIENCE: Duration = Duration::from_secs(5);

/// Where no change is told, it is looked at so often, in seconds.
const EVERY: i64 = 2;

/// What stands before the contents of an answer: two tagged numbers, in bytes.
const ANSWER: usize = 10;

pub type Result<T> = std::result::Result<T, ProtocolError>;

/// A connection of our own, beside those of cpal. A server that answers late is an error.
pub struct Server {
    socket: BufReader<UnixStream>,
    version: u16,
    last: u32,
}

impl Server {
    pub fn connect() -> Result<Server> {
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

    /// Whether it is PipeWire that answers here.
    pub fn is_pipewire(&mut self) -> Result<bool> {
        let info: ServerInfo = self.asked(Command::GetServerInfo)?;
        Ok(info.server_name.is_some_and(|name| name.to_string_lossy().contains("PipeWire")))
    }

    /// The server's number for the source, for as long as it is there; `None`: it is not.
    pub fn place_of(&mut self, source: &CString) -> Result<Option<u32>> {
        match self.asked(Command::LookupSource(source.clone())) {
            Ok(LookupReply(place)) => Ok(Some(place)),
            Err(ProtocolError::ServerError(PulseError::NoEntity)) => Ok(None),
            Err(fault) => Err(fault),
        }
    }

    /// The connections of this process.
    pub fn own_clients(&mut self) -> Result<Vec<u32>> {
        let own = format!("{}\0", std::process::id());
        let is_own = |props: &Props| props.get(Prop::ApplicationProcessId) == Some(own.as_bytes());
        let clients = self.asked::<ClientInfoList>(Command::GetClientInfoList)?;
        Ok(clients.iter().filter(|client| is_own(&client.props)).map(|client| client.index).collect())
    }

    /// The numbers of the sources that record for these clients, one for each stream.
    pub fn sources_of(&mut self, clients: &[u32]) -> Result<Vec<u32>> {
        let streams = self.asked::<SourceOutputInfoList>(Command::GetSourceOutputInfoList)?;
        let is_own = |client: Option<u32>| client.is_some_and(|client| clients.contains(&client));
        Ok(streams.iter().filter(|stream| is_own(stream.client_index)).map(|stream| stream.source_index).collect())
    }

    /// Returns with the next event, and after a while without one.
    pub fn wait_for_change(&mut self) -> Result<()> {
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

    pub fn acknowledged(&mut self, command: Command) -> Result<()> {
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
