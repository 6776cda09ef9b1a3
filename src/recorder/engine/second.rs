//! The second copy of the take that runs: its writers, its texts, and its check when all is closed.

use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Arc, atomic::AtomicBool};
use std::thread;
use std::time::Duration;

use chrono::Utc;

use super::super::copyist::Copyist;
use super::super::protocol::{Event, FORMAT};
use super::{Engine, EngineOptions, Message, teller};
use crate::audio::mirror::{Link, Mirror, MirrorNote};
use crate::copies::{Outcome, Scope, Target, Texts, bring_over};
use crate::error::{Error, Result};
use crate::locale::Locale;
use crate::store::{Library, atomic};
use crate::text;

/// How often the one who waits for the check looks up.
const LOOK: Duration = Duration::from_millis(50);

/// The second copy of one session.
pub struct SecondCopy {
    /// Where the copy of the library is.
    dir: PathBuf,
    /// The session's folder in the library.
    folder: PathBuf,
    session: String,
    /// Of each writer that has begun.
    links: Vec<Arc<Link>>,
    state: State,
    copyist: Option<Copyist>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Starting,
    Keeping,
    Failed,
    /// The take's own disk has failed: the take goes on there.
    TookOver,
}

/// What is told of it.
pub enum CopyNote {
    Sound(MirrorNote),
    Texts(Result<()>),
}

impl SecondCopy {
    /// As `status` tells it.
    pub fn word(&self) -> &'static str {
        match self.state {
            State::Starting => "starting",
            State::Keeping => "keeping",
            State::Failed => "failed",
            State::TookOver => "took_over",
        }
    }
}

impl Engine {
    /// The session has its folder: from now on what changes there is brought over. Nothing of a rehearsal is copied.
    pub(super) fn begin_second_copy(&mut self) {
        let cleared = self.watchdog.clear("copy_failed");
        self.tell_changes(cleared);
        self.second = None;
        let Some(dir) = self.options.config.audio.second_copy.clone() else { return };
        let Some(place) = self.take.as_ref().and_then(|take| take.place.as_ref()) else { return };
        if self.options.layout.rehearsal_lock().exists() {
            return;
        }
        let texts = Texts::of(&self.options.layout, &dir, &place.folder);
        let copyist = Copyist::spawn(texts, teller(&self.outbox, |outcome| Message::Copy(CopyNote::Texts(outcome))));
        let (folder, session) = (place.folder.clone(), place.id.clone());
        let copyist = copyist.ok(); // without it the check at the end brings the texts
        self.second = Some(SecondCopy { dir, folder, session, links: Vec::new(), state: State::Starting, copyist });
    }

    /// The second writer of a sound, where there is to be one.
    pub(super) fn mirror(&mut self) -> Option<Mirror> {
        let second = self.second.as_mut()?;
        let homes = self.options.config.audio.elsewhere().homes(&self.options.layout, &second.folder);
        let there = homes.second_copy?;
        let link = Link::new(second.dir.clone(), there.clone());
        second.links.push(link.clone());
        let (root, dir) = (self.options.layout.root().to_owned(), second.dir.clone());
        let prepare = move || {
            Target::open(&Library::open(root)?, &dir)?;
            atomic::create_dir_private(&there)
        };
        let tell = teller(&self.outbox, |note| Message::Copy(CopyNote::Sound(note)));
        Some(Mirror { link, prepare: Box::new(prepare), tell: Arc::new(tell) })
    }

    /// Some text of the session has been written.
    pub(super) fn texts_changed(&self) {
        if let Some(copyist) = self.second.as_ref().and_then(|second| second.copyist.as_ref()) {
            copyist.changed();
        }
    }

    pub(super) fn copy_noted(&mut self, note: CopyNote) {
        let Some(second) = &mut self.second else { return };
        let is_soundless = second.links.is_empty();
        let fault = match note {
            CopyNote::Sound(MirrorNote::Kept) => None,
            CopyNote::Texts(Ok(())) if !is_soundless => return,
            CopyNote::Texts(Ok(())) => None,
            CopyNote::Sound(MirrorNote::Failed(error)) | CopyNote::Texts(Err(error)) => Some(error),
            CopyNote::Sound(MirrorNote::TooSlow) => Some(Error::new(text!("copy-too-slow")).at(&second.dir)),
        };
        match (fault, second.state) {
            (None, State::Starting) => second.state = State::Keeping,
            (Some(fault), State::Starting | State::Keeping) => self.copy_failed(&fault),
            _ => {}
        }
    }

    fn copy_failed(&mut self, fault: &Error) {
        self.options.log.line(&format!("second copy failed: {fault}"));
        let Some(second) = &mut self.second else { return };
        (second.state, second.copyist) = (State::Failed, None);
        let words = text!("copy-failed", dir = second.dir.display().to_string(), words = fault.headline(&self.locale));
        let change = self.watchdog.raise("copy_failed", &words, self.clock.now(), &self.locale);
        self.tell_changes(change);
    }

    /// The take goes on in `folder`: is it the second copy's? Then nothing is mirrored any more.
    pub(super) fn took_over(&mut self, folder: &Path) -> bool {
        let Some(second) = &mut self.second else { return false };
        let is_there = second.links.iter().any(|link| link.folder() == folder);
        if is_there {
            (second.state, second.copyist) = (State::TookOver, None);
        }
        is_there
    }

    /// Where the take can still go when its disk fails or fills up.
    pub(super) fn has_folder_left(&self) -> bool {
        let has_second = self.second.as_ref().is_some_and(|second| second.state != State::TookOver && !second.links.is_empty());
        let turned = self.take.iter().flat_map(|take| &take.tracks).map(|track| track.turned).max().unwrap_or(0);
        usize::from(self.options.config.audio.elsewhere().fallback.is_some()) + usize::from(has_second) > turned
            && !self.is_in_second_copy()
    }

    pub(super) fn is_in_second_copy(&self) -> bool {
        self.second.as_ref().is_some_and(|second| second.state == State::TookOver)
    }
}

/// When all is closed: reads the copy of the session, brings what is missing, and gives what to tell. `stop` ends the wait. `None` where
/// there is no copy, or one that has failed already.
pub fn check(second: Option<SecondCopy>, options: &EngineOptions, locale: &Locale, stop: &AtomicBool) -> Option<Event> {
    let second = second.filter(|second| matches!(second.state, State::Starting | State::Keeping))?;
    let (tell, told) = channel();
    let (root, elsewhere) = (options.layout.root().to_owned(), options.config.audio.elsewhere());
    let SecondCopy { dir, folder, session, links, copyist, .. } = second;
    let shown = dir.display().to_string();
    let work = move || {
        while !links.iter().all(|link| link.has_ended()) {
            thread::sleep(LOOK);
        }
        copyist.into_iter().for_each(Copyist::finish);
        let outcome = Library::open(root).and_then(|library| {
            let target = Target::again(&library, &dir)?;
            let now = Utc::now().with_timezone(&library.settings.zone).fixed_offset();
            let outcome = bring_over(&library, &target, &Scope::Session(&folder), &elsewhere, now)?;
            Ok((outcome, target.is_same_disk))
        });
        drop(tell.send(outcome)); // nobody waits any more: the next copy does it
    };
    thread::Builder::new().name("copy check".into()).spawn(work).ok()?;
    loop {
        match told.recv_timeout(LOOK) {
            Ok(outcome) => return Some(event(session, shown, outcome, locale)),
            Err(RecvTimeoutError::Timeout) if !stop.load(Ordering::Relaxed) => {}
            Err(_) => return None,
        }
    }
}

/// `outcome`: what was brought over, and whether the copy lies on the library's own disk.
fn event(session: String, dir: String, outcome: Result<(Outcome, bool)>, locale: &Locale) -> Event {
    let same_disk = matches!(outcome, Ok((_, true)));
    let faults = match &outcome {
        Ok((outcome, _)) => outcome.faults.iter().map(|fault| fault.headline(locale)).collect(),
        Err(fault) => vec![fault.headline(locale)],
    };
    Event::Copied { format: FORMAT, session, dir, complete: faults.is_empty(), same_disk, at: Utc::now(), faults }
}
