//! The sound systems of this machine, in the order in which they are tried.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use cpal::traits::HostTrait;
use cpal::{Host, HostId};

use super::{faults, signals};
use crate::domain::sanitize;
use crate::error::{Error, Result};
use crate::text;

/// Connections to the sound server, by what they are for. cpal never closes one, nor its thread, and a server has room for 64 in all: so
/// that an input which is looked for all evening does not use them up, each purpose has one, for as long as it answers.
static KEPT: Mutex<Option<HashMap<String, Arc<Host>>>> = Mutex::new(None);

/// The hosts that answer, best first, and a fault for each that is there and does not. `purpose`: see [`KEPT`].
///
/// Errors: a sound server over the network, since a private talk would leave the machine.
pub fn all(purpose: &str) -> Result<(Vec<Arc<Host>>, Vec<Error>)> {
    refuse_network(std::env::var("PULSE_SERVER").ok().as_deref())?;
    let mut hosts = Vec::new();
    let mut faults = Vec::new();
    for id in cpal::available_hosts() {
        match reached(id, purpose) {
            Ok(host) => hosts.push(host),
            Err(fault) => faults.push(fault),
        }
    }
    Ok((hosts, faults))
}

/// The host that is called so, in any case: `pulseaudio`, `alsa`, `coreaudio`, `wasapi`. `purpose`: see [`KEPT`].
pub fn named(name: &str, purpose: &str) -> Result<Arc<Host>> {
    refuse_network(std::env::var("PULSE_SERVER").ok().as_deref())?;
    let id: HostId = name.parse().map_err(|_| unknown_host(name))?;
    reached(id, purpose)
}

/// The one that was reached before, if it still answers.
fn reached(id: HostId, purpose: &str) -> Result<Arc<Host>> {
    let begin = || signals::without(|| cpal::host_from_id(id)).map(Arc::new).map_err(|cause| no_host(id, &cause));
    if id.to_string() != "pulseaudio" {
        return begin();
    }
    let known = kept(|all| all.get(purpose).cloned());
    if let Some(host) = known.filter(|host| host.devices().is_ok()) {
        return Ok(host);
    }
    probe(id)?;
    let host = begin()?;
    kept(|all| all.insert(purpose.to_owned(), Arc::clone(&host)));
    Ok(host)
}

fn kept<T>(work: impl FnOnce(&mut HashMap<String, Arc<Host>>) -> T) -> T {
    work(KEPT.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_default())
}

/// A server that does not answer is not asked by cpal, whose connection would stay.
#[cfg(target_os = "linux")]
fn probe(id: HostId) -> Result<()> {
    let refused = |cause| Error::new(text!("sound-no-server", id = id.to_string())).because(sanitize(&format!("{cause}")));
    super::pulse::Server::connect().map(drop).map_err(|cause| refused(cause).hint(text!("sound-hint-server")))
}

#[cfg(not(target_os = "linux"))]
fn probe(_: HostId) -> Result<()> {
    Ok(())
}

pub fn is_pulse(host: &Host) -> bool {
    host.id().to_string() == "pulseaudio"
}

pub fn is_alsa(host: &Host) -> bool {
    host.id().to_string() == "alsa"
}

fn unknown_host(name: &str) -> Error {
    let known: Vec<String> = cpal::ALL_HOSTS.iter().map(|id| format!("`{id}`")).collect();
    let message = text!("sound-unknown-host", expected = known.join(", "), found = name);
    Error::new(message).hint(text!("sound-hint-inputs"))
}

fn no_host(id: HostId, cause: &cpal::Error) -> Error {
    Error::new(text!("sound-no-server", id = id.to_string())).because(faults::said(cause)).hint(text!("sound-hint-server"))
}

/// `servers` is PULSE_SERVER: addresses between spaces, each perhaps behind `{machine}`. A path or `unix:` stays on this machine.
fn refuse_network(servers: Option<&str>) -> Result<()> {
    let is_distant = |server: &&str| {
        let address = server.rsplit('}').next().unwrap_or(server);
        !(address.starts_with("unix:") || address.starts_with('/') || address.starts_with("autospawn:"))
    };
    match servers.and_then(|servers| servers.split_whitespace().find(is_distant)) {
        Some(server) => Err(Error::new(text!("sound-network", server = server)).hint(text!("sound-hint-network"))),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sound_server_over_the_network_is_refused() {
        for server in ["tcp:studio:4713", "tcp6:[::1]", "studio.example", "unix:/run/x tcp:studio", "{0a1b}tcp4:10.0.0.1"] {
            let error = refuse_network(Some(server)).unwrap_err().to_string();
            assert!(error.contains("over the network") && error.contains("PULSE_SERVER"), "{error}");
        }
        for server in [None, Some(""), Some("unix:/run/pulse/native"), Some("/run/pulse/native"), Some("{0a1b}unix:/x")] {
            assert!(refuse_network(server).is_ok(), "{server:?}");
        }
    }

    #[test]
    fn an_unknown_sound_system_is_told_with_those_of_this_machine() {
        let error = named("pulsaudio", "test").err().unwrap().to_string();
        assert!(error.contains("found `pulsaudio`"), "{error}");
        #[cfg(target_os = "linux")]
        assert!(error.contains("`pulseaudio`, `alsa`"), "{error}");
    }
}
