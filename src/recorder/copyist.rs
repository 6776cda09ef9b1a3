//! The thread that brings the session's texts over to the second copy, at most once a second: that disk may be slow, or gone.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::copies::Texts;
use crate::error::Result;

/// Between two rounds at least.
const EVERY: Duration = Duration::from_secs(1);

/// Dropping it ends the thread when it is done with what it is doing; nobody waits for it.
pub struct Copyist {
    asks: Sender<()>,
    thread: JoinHandle<()>,
}

impl Copyist {
    /// Begins with all texts. Each round is told.
    pub fn spawn(texts: Texts, tell: impl Fn(Result<()>) + Send + 'static) -> std::io::Result<Copyist> {
        let (asks, changes) = channel();
        let thread = thread::Builder::new().name("copyist".into()).spawn(move || work(texts, &changes, tell))?;
        let copyist = Copyist { asks, thread };
        copyist.changed();
        Ok(copyist)
    }

    /// Some text is another than before.
    pub fn changed(&self) {
        self.asks.send(()).unwrap_or_default(); // it has ended: it has told why
    }

    /// Waits until the thread has ended; may take long on a disk that stalls.
    pub fn finish(self) {
        drop(self.asks);
        drop(self.thread.join()); // one that panicked has told it on standard error
    }
}

fn work(mut texts: Texts, changes: &Receiver<()>, tell: impl Fn(Result<()>)) {
    while changes.recv().is_ok() {
        while changes.try_recv().is_ok() {}
        let begun = Instant::now();
        let outcome = texts.bring();
        let is_over = outcome.is_err();
        tell(outcome);
        if is_over {
            return; // the check at the end, or `copy`, brings it up to date
        }
        thread::sleep(EVERY.saturating_sub(begun.elapsed()));
    }
}
