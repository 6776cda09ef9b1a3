//! The door to the desktop's notifications: a local socket, nothing else. Where there is no desktop, or it does not answer, nothing is
//! shown and nobody is kept waiting. The caller sees to it that no title and no name stands in the words.

#[cfg(feature = "desktop")]
use std::time::Duration;

/// A desktop that does not answer within this is none.
#[cfg(feature = "desktop")]
const PATIENCE: Duration = Duration::from_secs(3);

/// Shows a silent notification. Says whether the desktop has taken it.
#[cfg(feature = "desktop")]
pub fn show(words: String) -> bool {
    if !crate::local_bus::is_local(std::env::var("DBUS_SESSION_BUS_ADDRESS").ok().as_deref()) {
        return false;
    }
    let (told, heard) = std::sync::mpsc::channel();
    let work = move || told.send(notification(&words).show().is_ok()).unwrap_or_default(); // nobody waits any more
    let begun = std::thread::Builder::new().name("notice".into()).spawn(work);
    begun.is_ok() && heard.recv_timeout(PATIENCE).unwrap_or(false)
}

/// Built without: see the README.
#[cfg(not(feature = "desktop"))]
pub fn show(_: String) -> bool {
    false
}

#[cfg(feature = "desktop")]
fn notification(words: &str) -> notify_rust::Notification {
    let mut notification = notify_rust::Notification::new();
    notification.appname("temoin").summary("témoin").body(words);
    #[cfg(all(unix, not(target_os = "macos")))]
    notification.hint(notify_rust::Hint::SuppressSound(true));
    notification
}
