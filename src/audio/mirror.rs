//! A second writer beside a take's own: the same sound on another disk, which may fail, fill up, stall or vanish without touching the
//! take.
//!
//! It has a thread, a backlog and a limit of its own; blocks in memory are shared. When the take's own disk fails and nothing else is
//! left, the take goes on in the mirror's folder, and the mirror is closed first ([`Link::close`]).

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::writer::{Report, Work, WriterHandle};
use crate::error::{Error, Result};

/// How long the take's own writer waits for the mirror to be closed. Two writers in one folder harm nobody, they only write twice.
const CLOSING: Duration = Duration::from_secs(2);

/// Where the mirror writes, and who hears of it.
pub struct Mirror {
    pub link: Arc<Link>,
    /// Makes the folder ready; on the mirror's thread, since its disk may not answer.
    pub prepare: Box<dyn FnOnce() -> Result<()> + Send>,
    pub tell: Arc<dyn Fn(MirrorNote) + Send + Sync>,
}

/// What becomes of the mirror.
#[derive(Debug, Clone)]
pub enum MirrorNote {
    /// More of the sound is certain over there, too.
    Kept,
    /// It is given up; what it has confirmed stays.
    Failed(Error),
    /// It is given up: as much waits for its disk as may.
    TooSlow,
}

/// What both writers know of each other.
#[derive(Debug)]
pub struct Link {
    /// Holds what is copied; while it is gone, so is the card.
    root: PathBuf,
    /// The session's folder below it.
    folder: PathBuf,
    stops: AtomicBool,
    has_ended: AtomicBool,
    /// It was given up.
    has_failed: AtomicBool,
    /// What lies there is not of this library, or cannot be made.
    is_refused: AtomicBool,
}

impl Link {
    pub fn new(root: PathBuf, folder: PathBuf) -> Arc<Link> {
        let no = AtomicBool::default;
        Arc::new(Link { root, folder, stops: no(), has_ended: no(), has_failed: no(), is_refused: no() })
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Whether a take may go on there whose own disk has failed.
    pub fn is_there(&self) -> bool {
        self.root.is_dir() && !self.is_refused.load(Ordering::Acquire)
    }

    /// Whether a take goes on there whose own disk is only nearly full.
    pub fn is_well(&self) -> bool {
        self.is_there() && !self.has_failed.load(Ordering::Acquire)
    }

    /// Nothing may be put there.
    pub(super) fn refuse(&self) {
        self.is_refused.store(true, Ordering::Release);
    }

    fn fail(&self, note: MirrorNote, tell: &dyn Fn(MirrorNote)) {
        self.has_failed.store(true, Ordering::Release);
        tell(note);
    }

    /// Has the mirror end soon, without waiting for it.
    pub fn stop(&self) {
        self.stops.store(true, Ordering::Release);
    }

    /// Ends the mirror, and waits a moment for it.
    pub fn close(&self) {
        self.stop();
        let until = Instant::now() + CLOSING;
        while !self.has_ended() && Instant::now() < until {
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// The take has gone on in the mirror's folder, or is about to.
    pub fn stops(&self) -> bool {
        self.stops.load(Ordering::Acquire)
    }

    /// The mirror has closed its files, or has given up.
    pub fn has_ended(&self) -> bool {
        self.has_ended.load(Ordering::Acquire)
    }

    /// Its thread is over, or waits for no disk any more: another one may be tried.
    pub fn is_free(&self) -> bool {
        self.has_ended() || self.has_failed.load(Ordering::Acquire)
    }

    /// What the mirror's own writer reports, for those who listen to mirrors.
    pub(super) fn hear(&self, report: Report, tell: &dyn Fn(MirrorNote)) {
        if matches!(report, Report::Lost(_)) {
            self.has_failed.store(true, Ordering::Release);
        }
        match report {
            Report::Confirmed { .. } => tell(MirrorNote::Kept),
            Report::Lost(error) if !self.stops() => self.fail(MirrorNote::Failed(error), tell),
            Report::Finished => self.has_ended.store(true, Ordering::Release),
            _ => {}
        }
    }
}

/// The end through which the mirror gets its sound; empty once it is given up.
pub(super) struct Outlet(RefCell<Option<Box<Open>>>);

struct Open {
    writer: WriterHandle,
    link: Arc<Link>,
    tell: Arc<dyn Fn(MirrorNote) + Send + Sync>,
}

impl Outlet {
    pub fn none() -> Outlet {
        Outlet(RefCell::new(None))
    }

    pub fn of(writer: WriterHandle, link: Arc<Link>, tell: Arc<dyn Fn(MirrorNote) + Send + Sync>) -> Outlet {
        Outlet(RefCell::new(Some(Box::new(Open { writer, link, tell }))))
    }

    pub fn is_open(&self) -> bool {
        self.0.borrow().is_some()
    }

    /// Goes over to another mirror; the one before ends with what it has.
    pub fn replace(&self, other: Outlet) {
        self.0.replace(other.0.into_inner());
    }

    /// Never waits. What finds no room ends the mirror: a gap in it would be no copy.
    pub fn send(&self, work: Work) {
        let mut outlet = self.0.borrow_mut();
        let Some(open) = &*outlet else { return };
        if open.writer.try_send(work).is_ok() {
            return;
        }
        if !open.link.stops() && !open.writer.is_over() {
            open.link.fail(MirrorNote::TooSlow, &*open.tell);
        }
        *outlet = None;
    }
}

#[cfg(test)]
mod tests;
