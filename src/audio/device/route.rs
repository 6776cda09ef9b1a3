//! Whether the sound server still gives us the input that was opened.
//!
//! The servers of desktops move the streams of a microphone that is pulled out to another one, and a person may move them at any time
//! (PulseAudio, and PipeWire which speaks its language). To cpal neither is an error, and blocks go on: of another device. So each
//! input has a watcher beside it, on a connection of its own. Told of every change of a recording stream, it asks where ours are, and nothing that comes from then on is taken.
//! A server that hangs or is gone is no business of this file: then no blocks come.

use std::ffi::CString;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread;

use pulseaudio::protocol::{Command, SubscriptionMask};

use super::pulse::{Result, Server};
use super::signals;
use crate::audio::meter::{DeviceError, Meter};

/// Streams that one input has at the server: the one that is kept, and its pacer.
const STREAMS: usize = 2;

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
    let mut found = look(&mut server, place, &clients)?;
    while found == Found::Here && !has_ended.load(Relaxed) {
        server.wait_for_change()?;
        found = match look(&mut server, place, &clients)? {
            Found::Nowhere => Found::Elsewhere,
            found => found,
        };
    }
    Ok(found)
}

/// Where the recording streams of these clients are. Asked for as little as possible: until the answer, another device is listened to.
fn look(server: &mut Server, place: u32, clients: &[u32]) -> Result<Found> {
    let places = server.sources_of(clients)?;
    Ok(match places.iter().filter(|at| **at == place).count() {
        STREAMS.. => Found::Here,
        _ if places.is_empty() => Found::Nowhere,
        _ => Found::Elsewhere,
    })
}
