//! The second copy of the take that runs: its writers, its texts, and its check when all is closed.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Arc, atomic::AtomicBool};
use std::thread;
use std::time::Duration;

use chrono::Utc;

use super::super::collector::Order;
use super::super::copyist::Copyist;
use super::super::protocol::{Event, FORMAT};
use super::super::watchdog::NextFolder;
use super::{Engine, EngineOptions, Message, teller};
use crate::audio::mirror::{Link, Mirror, MirrorNote};
use crate::clock::Monotonic;
use crate::copies::{Awaited, Outcome, Scope, Texts, bring_over, put_pieces_away};
use crate::error::{Error, Result};
use crate::locale::{Locale, Text};
use crate::store::{Library, atomic};
use crate::text;

/// How often the one who waits for the check looks up.
const LOOK: Duration = Duration::from_millis(50);

/// A copy that has failed is tried again so often, in seconds: the card may be back.
const TRY_AGAIN: f64 = 5.0;

/// The second copy of one session.
pub struct SecondCopy {
    /// Where the copy of the library is.
    dir: PathBuf,
    copy: Arc<Awaited>,
    /// The session's folder in the library.
    folder: PathBuf,
    session: String,
    /// Of each writer that has begun.
    links: Vec<Arc<Link>>,
    /// How often the writers have begun: what those of before tell counts no more.
    attempt: u32,
    /// Inputs of which this attempt has something over there.
    kept: BTreeSet<usize>,
    tried: Monotonic,
    state: State,
    /// Why it has failed.
    failure: Option<Text>,
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
    /// Of an input, in an attempt.
    Sound(usize, u32, MirrorNote),
    Texts(Result<()>),
}

impl SecondCopy {
    /// What whoever ends the take is told of a copy that has failed meanwhile.
    pub fn is_not_complete(&self) -> Option<Text> {
        Some(text!("copy-not-checked", words = self.failure.clone()?))
    }

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
        let (folder, session, tried) = (place.folder.clone(), place.id.clone(), self.clock.monotonic());
        let copy = Arc::new(Awaited::new(&dir));
        let copyist = self.copyist(&copy, &folder, true);
        let (links, kept, attempt, state) = (Vec::new(), BTreeSet::new(), 0, State::Starting);
        self.second = Some(SecondCopy { dir, copy, folder, session, links, attempt, kept, tried, state, failure: None, copyist });
    }

    /// Brings the texts over; without a thread for it the check at the end does.
    fn copyist(&self, copy: &Arc<Awaited>, folder: &Path, begins: bool) -> Option<Copyist> {
        Copyist::spawn(
            Texts::of(&self.options.layout, copy.clone(), folder, begins),
            teller(&self.outbox, |outcome| Message::Copy(CopyNote::Texts(outcome))),
        )
        .ok()
    }

    /// A copy that has failed within its take is tried again, unless its disk still holds up who writes there. What it lacks is brought by
    /// the check at the end.
    pub(super) fn try_copy_again(&mut self, now: Monotonic) {
        let records = self.take.as_ref().is_some_and(|take| take.lamp && take.stopping.is_none());
        let Some(second) = self.second.as_mut().filter(|second| records && second.state == State::Failed) else { return };
        if now.seconds_since(second.tried) < TRY_AGAIN || !second.links.iter().all(|link| link.is_free()) {
            return;
        }
        (second.tried, second.attempt) = (now, second.attempt + 1);
        second.kept.clear();
        if std::mem::take(&mut second.links).is_empty() {
            let (copy, folder) = (second.copy.clone(), second.folder.clone());
            let copyist = self.copyist(&copy, &folder, false);
            if let Some(second) = &mut self.second {
                second.copyist = copyist;
            }
            return;
        }
        for n in 0..self.strands.len() {
            self.mirror(n).into_iter().for_each(|mirror| self.order(n, Order::Mirror(mirror)));
        }
    }

    /// The second writer of an input's sound, where there is to be one.
    pub(super) fn mirror(&mut self, n: usize) -> Option<Mirror> {
        let second = self.second.as_mut()?;
        let attempt = second.attempt;
        let homes = self.options.config.audio.elsewhere().homes(&self.options.layout, &second.folder);
        let there = homes.second_copy?;
        let link = Link::new(second.dir.clone(), there.clone());
        second.links.push(link.clone());
        let (root, copy) = (self.options.layout.root().to_owned(), second.copy.clone());
        let prepare = move || {
            copy.open(&Library::open(root)?, attempt == 0)?;
            atomic::create_dir_private(&there)
        };
        let tell = teller(&self.outbox, move |note| Message::Copy(CopyNote::Sound(n, attempt, note)));
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
            CopyNote::Sound(_, attempt, _) if attempt != second.attempt => return,
            CopyNote::Sound(n, _, MirrorNote::Kept) => {
                second.kept.insert(n);
                None
            }
            CopyNote::Texts(Ok(())) if !is_soundless => return,
            CopyNote::Texts(Ok(())) => None,
            CopyNote::Sound(_, _, MirrorNote::Failed(error)) | CopyNote::Texts(Err(error)) => Some(error),
            CopyNote::Sound(_, _, MirrorNote::TooSlow) => Some(Error::new(text!("copy-too-slow")).at(&second.dir)),
        };
        match (fault, second.state) {
            (None, State::Starting) => second.state = State::Keeping,
            (None, State::Failed) if second.kept.len() >= second.links.len() => self.copy_is_back(),
            (Some(fault), State::Starting | State::Keeping) => self.copy_failed(&fault),
            _ => {}
        }
    }

    fn copy_is_back(&mut self) {
        self.options.log.line("the second copy goes on");
        let Some((copy, folder)) = self.second.as_ref().map(|second| (second.copy.clone(), second.folder.clone())) else {
            return;
        };
        let copyist = self.copyist(&copy, &folder, false);
        if let Some(second) = &mut self.second {
            (second.state, second.failure) = (State::Keeping, None);
            second.copyist = second.copyist.take().or(copyist);
        }
        let cleared = self.watchdog.clear("copy_failed");
        self.tell_changes(cleared);
    }

    fn copy_failed(&mut self, fault: &Error) {
        self.options.log.line(&format!("second copy failed: {fault}"));
        let Some(second) = &mut self.second else { return };
        let why = match (why(fault), second.state) {
            ("gone", State::Starting) => "away",
            (why, _) => why,
        };
        (second.state, second.copyist, second.tried) = (State::Failed, None, self.clock.monotonic());
        second.failure = Some(text!("copy-why", why = why, words = fault.message().clone()));
        second.attempt += 1; // what the writers of other inputs still tell counts no more
        second.links.iter().for_each(|link| link.stop());
        let words = text!("copy-failed", why = why, words = fault.message().clone());
        let change = self.watchdog.raise("copy_failed", &words, self.clock.now(), &self.locale);
        self.tell_changes(change);
    }

    /// The take goes on in `folder`: is it the second copy's? Then nothing is mirrored any more.
    pub(super) fn took_over(&mut self, folder: &Path) -> bool {
        let Some(second) = &mut self.second else { return false };
        let is_there = second.links.iter().any(|link| link.folder() == folder);
        if is_there {
            second.links.iter().for_each(|link| link.stop());
            (second.state, second.copyist) = (State::TookOver, None);
        }
        is_there
    }

    /// Where the take is to go when its disk is full, as far as is known before.
    pub(super) fn next_folder(&self) -> NextFolder {
        let is_fresh = self.take.iter().all(|take| take.tracks.iter().all(|track| track.elsewhere.is_none()));
        let keeps = |second: &SecondCopy| matches!(second.state, State::Starting | State::Keeping) && !second.links.is_empty();
        match (&self.options.config.audio.elsewhere().fallback, &self.second) {
            (Some(_), _) if is_fresh => NextFolder::Fallback,
            (_, Some(second)) if keeps(second) => NextFolder::SecondCopy,
            _ => NextFolder::None,
        }
    }

    pub(super) fn is_in_second_copy(&self) -> bool {
        self.second.as_ref().is_some_and(|second| second.state == State::TookOver)
    }
}

/// When all is closed: reads the copy of the session, brings what is missing, and gives what to tell. `stop` ends the wait. `None` where
/// there is no copy, or the take has gone on in it.
pub fn check(second: Option<SecondCopy>, options: &EngineOptions, locale: &Locale, stop: &AtomicBool) -> Option<Event> {
    let second = second?;
    match &second.failure {
        Some(words) => return Some(not_complete(&second, vec![locale.say(words)])),
        None if second.state == State::TookOver => return None,
        None => {}
    }
    let (tell, told) = channel();
    let (root, elsewhere) = (options.layout.root().to_owned(), options.config.audio.elsewhere());
    let SecondCopy { dir, copy, folder, session, links, copyist, attempt, .. } = second;
    let shown = dir.display().to_string();
    let work = move || {
        while !links.iter().all(|link| link.has_ended()) {
            thread::sleep(LOOK);
        }
        copyist.into_iter().for_each(Copyist::finish);
        let outcome = Library::open(root).and_then(|library| {
            let target = copy.open(&library, false)?;
            let now = Utc::now().with_timezone(&library.settings.zone).fixed_offset();
            let outcome = bring_over(&library, &target, &Scope::Session(&folder), &elsewhere, now)?;
            if attempt > 0 && outcome.faults.is_empty() {
                put_pieces_away(&library, &target, &folder, now)?;
            }
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

/// What became of the card, as far as the fault tells.
fn why(fault: &Error) -> &'static str {
    match (fault.message().id, fault.system_number()) {
        ("copy-too-slow", _) => "slow",
        ("copy-not-there" | "sound-disk-gone", _) | (_, Some(2 | 6 | 19)) => "gone", // ENOENT, ENXIO, ENODEV
        ("sound-disk-full" | "copy-full", _) | (_, Some(28 | 122)) => "full",        // ENOSPC, EDQUOT
        ("sound-disk-locked", _) | (_, Some(30)) => "locked",                        // EROFS
        _ => "other",
    }
}

fn not_complete(second: &SecondCopy, faults: Vec<String>) -> Event {
    let (session, dir) = (second.session.clone(), second.dir.display().to_string());
    Event::Copied { format: FORMAT, session, dir, complete: false, same_disk: false, at: Utc::now(), faults }
}

/// `outcome`: what was brought over, and whether the copy lies on the library's own disk.
fn event(session: String, dir: String, outcome: Result<(Outcome, bool)>, locale: &Locale) -> Event {
    let same_disk = matches!(outcome, Ok((_, true)));
    let faults = match &outcome {
        Ok((outcome, _)) => outcome.faults.iter().map(|fault| fault.headline(locale)).collect(),
        Err(fault) => vec![locale.say(&text!("copy-why", why = why(fault), words = fault.headline(locale)))],
    };
    Event::Copied { format: FORMAT, session, dir, complete: faults.is_empty(), same_disk, at: Utc::now(), faults }
}
