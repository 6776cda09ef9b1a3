//! Waiting for a device or a sound server that may never answer.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use crate::error::{Error, Result};
use crate::text;

/// How often the one who waits looks up.
const LOOK: Duration = Duration::from_millis(20);

/// Runs what may never return on a thread that is given up after `patience`, or as soon as `is_wanted` says no: `None`.
///
/// What comes too late is dropped there and then: a stream closes itself.
pub fn within<T: Send + 'static>(
    patience: Duration,
    is_wanted: impl Fn() -> bool,
    start: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<Option<T>> {
    let (told, outcome) = mpsc::channel();
    let thread = thread::Builder::new().name("start".into()).spawn(move || drop(told.send(start())));
    thread.map_err(|cause| Error::new(text!("sound-no-thread")).because(cause))?;
    let until = Instant::now() + patience;
    while is_wanted() && Instant::now() < until {
        match outcome.recv_timeout(LOOK) {
            Ok(started) => return started.map(Some),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return Ok(None),
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_never_returns_is_given_up() {
        let hang = |never: mpsc::Receiver<()>| move || never.recv().map_err(|_| Error::new(text!("sound-output-lost")));
        let (_open, never) = mpsc::channel();
        assert_eq!(within(Duration::from_millis(10), || true, hang(never)).unwrap(), None);
        let (_open, never) = mpsc::channel();
        assert_eq!(within(Duration::from_secs(3600), || false, hang(never)).unwrap(), None, "nobody wants it any more");
        assert_eq!(within(Duration::from_secs(3600), || true, || Ok(7)).unwrap(), Some(7));
        let refused = || Err::<(), Error>(Error::new(text!("sound-output-lost")));
        assert!(within(Duration::from_secs(3600), || true, refused).is_err());
    }
}
