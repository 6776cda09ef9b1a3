//! Keeps the machine from going to sleep while a take runs, where its login manager allows that (logind, elogind).
//!
//! An inhibitor lock over the machine's own bus, which is a local socket: see <https://systemd.io/INHIBITOR_LOCKS/>. A lid that is closed,
//! or a person who says so, may still send it to sleep: then the timeline has a hole of that length.

#[cfg(feature = "desktop")]
use std::os::fd::OwnedFd;
use std::sync::mpsc::{Sender, channel};
use std::thread;

/// The machine stays awake while this lives.
pub struct Awake {
    _until_dropped: Sender<()>,
}

impl Awake {
    /// Asks on a thread of its own, since a bus may not answer; `told` hears whether it was granted. `why` is shown to who asks what keeps
    /// the machine awake: no title, no name.
    pub fn ask(why: String, told: impl FnOnce(bool) + Send + 'static) -> Awake {
        let (until_dropped, dropped) = channel::<()>();
        let hold = move || {
            let lock = inhibit(&why);
            told(lock.is_some());
            let _nobody_speaks = dropped.recv();
            drop(lock);
        };
        drop(thread::Builder::new().name("awake".into()).spawn(hold)); // without a thread it is as without a login manager
        Awake { _until_dropped: until_dropped }
    }
}

/// The lock, which ends with its descriptor.
#[cfg(feature = "desktop")]
fn inhibit(why: &str) -> Option<OwnedFd> {
    if !crate::local_bus::is_local(std::env::var("DBUS_SYSTEM_BUS_ADDRESS").ok().as_deref()) {
        return None;
    }
    let bus = zbus::blocking::Connection::system().ok()?;
    let logind = ("org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager");
    let wanted = ("sleep:idle", "témoin", why, "block");
    let answer = bus.call_method(Some(logind.0), logind.1, Some(logind.2), "Inhibit", &wanted).ok()?;
    answer.body().deserialize::<zbus::zvariant::OwnedFd>().ok().map(OwnedFd::from)
}

/// Built without: see the README.
#[cfg(not(feature = "desktop"))]
fn inhibit(_: &str) -> Option<()> {
    None
}
