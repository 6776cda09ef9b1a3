//! The thread that writes the session's texts: `session.toml` and the marks.
//!
//! A mark is appended and synced before it is reported, one by one and in order. What the disk refuses stays in memory and is
//! tried again with the next deed, so that a full disk costs no mark while the recorder lives.

use std::collections::{HashMap, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};

use chrono::NaiveDateTime;

use super::spare_marks::{Spares, at_home, bring_file_home, missing};
use crate::audio::peaks::{Entry, Peaks};
use crate::audio::recover::recover_part;
use crate::audio::wav::WavFormat;
use crate::clock::Clock;
use crate::config::cache_folder;
use crate::copies::{Elsewhere, Homes};
use crate::domain::{Frames, Hertz, Marker, MarkerId, Session, Slug, Take, TakeId};
use crate::error::{Error, Result};
use crate::store::Library;
use crate::store::atomic::create_dir_private;
use crate::store::joined::holds_only_marks;
use crate::store::layout::Layout;
use crate::store::lock::{Fault, RecorderLock, Running, SaveLock};
use crate::store::markers::{self, MarkerFile};
use crate::store::sessions;
use crate::text;

/// What the engine wants written.
pub enum Deed {
    /// The folder of a new session, or the next take of one that exists; then the file of marks. Of a session that is only joined, nothing but
    /// that file is written.
    Found {
        home: Home,
        session: Box<Session>,
        take: Box<Take>,
    },
    Save(Box<Session>),
    /// `ticket` comes back with the outcome.
    Mark {
        marker: Box<Marker>,
        ticket: u64,
    },
    /// Tries again what the disk refused.
    Retry,
    /// A take has ended by a fault: `status` tells it until the next recorder begins.
    LastWords(String),
    /// After the stop: the session as it is to stay, and the marks put in order.
    Close {
        session: Box<Session>,
        /// Behind the last mark of its last take, which holds it also where the sound ends before it.
        marks_end: Frames,
    },
    /// After all else: what was found of a take while it was written goes into this user's cache.
    KeepPeaks {
        take: Box<Take>,
        homes: Homes,
        found: Peaks,
    },
}

/// Where a take belongs.
#[derive(Debug, Clone)]
pub enum Home {
    New { start: NaiveDateTime, slug: Slug },
    Existing { id: String },
}

/// What has been done.
pub enum Done {
    Founded(Result<Box<Founded>>),
    /// With where a `session.toml` that could not be read was set aside.
    Saved(Result<Option<PathBuf>>),
    Marked {
        marker: Box<Marker>,
        ticket: u64,
        outcome: Result<()>,
    },
    /// With all marks of the session, as they stand in the files, and the session as it was written.
    Closed {
        fault: Option<Error>,
        markers: Vec<Marker>,
        session: Box<Session>,
    },
}

/// A session's folder, its name, and the session with its new take, numbered.
pub struct Founded {
    pub folder: PathBuf,
    pub id: String,
    pub session: Session,
}

/// A running scribe. Dropping it waits until all is written, and gives the recorder's lock back.
pub struct Scribe {
    deeds: Option<Sender<Deed>>,
    thread: Option<JoinHandle<()>>,
}

impl Scribe {
    /// `who` names the file of marks; `socket` is told to those whom the lock refuses; `elsewhere` are the folders of the config.
    pub fn spawn(
        layout: Layout,
        who: Slug,
        elsewhere: Elsewhere,
        lock: RecorderLock,
        socket: PathBuf,
        tell: impl Fn(Done) + Send + 'static,
    ) -> std::io::Result<Scribe> {
        let (deeds, orders) = channel();
        let spares = Library::open(layout.root()).map(|library| Spares::of(&library, elsewhere.fallback.as_deref())).ok();
        let desk = Desk {
            layout,
            who,
            elsewhere,
            spares,
            lock,
            socket,
            folder: None,
            is_joined: false,
            marks: None,
            at_home: HashMap::new(),
            spare: None,
            waiting: Vec::new(),
            stale: None,
            takes: Vec::new(),
            unsaved: VecDeque::new(),
            tell,
        };
        let thread = thread::Builder::new().name("scribe".into()).spawn(move || desk.run(orders))?;
        Ok(Scribe { deeds: Some(deeds), thread: Some(thread) })
    }

    /// Says whether the scribe still works.
    pub fn ask(&self, deed: Deed) -> bool {
        self.deeds.as_ref().is_some_and(|deeds| deeds.send(deed).is_ok())
    }
}

impl Drop for Scribe {
    fn drop(&mut self) {
        self.deeds = None;
        if let Some(thread) = self.thread.take() {
            drop(thread.join()); // one that panicked has told it on standard error
        }
    }
}

struct Desk<F> {
    layout: Layout,
    who: Slug,
    elsewhere: Elsewhere,
    /// `None`: the library cannot be read, and nothing is recorded in it.
    spares: Option<Spares>,
    lock: RecorderLock,
    socket: PathBuf,
    folder: Option<PathBuf>,
    /// Somebody else records it: its `session.toml` is theirs.
    is_joined: bool,
    marks: Option<MarkerFile>,
    /// The last version of each mark in the session's own file.
    at_home: HashMap<MarkerId, Marker>,
    /// Takes what the session's own file refuses, until that takes it.
    spare: Option<MarkerFile>,
    /// What was written to `spare` and did not come home yet, in order.
    waiting: Vec<Marker>,
    /// What the disk refused of `session.toml`.
    stale: Option<Box<Session>>,
    /// Of the session, with their rates; the last one runs.
    takes: Vec<(TakeId, Hertz)>,
    unsaved: VecDeque<(Box<Marker>, u64)>,
    tell: F,
}

impl<F: Fn(Done)> Desk<F> {
    fn run(mut self, deeds: Receiver<Deed>) {
        if let Err(fault) = self.announce(None) {
            (self.tell)(Done::Saved(Err(fault)));
        }
        for deed in deeds {
            match deed {
                Deed::Found { home, session, take } => {
                    let founded = self.found(home, *session, *take);
                    (self.tell)(Done::Founded(founded.map(Box::new)));
                }
                Deed::Save(session) => {
                    let outcome = self.save(&session);
                    (self.tell)(Done::Saved(outcome));
                    self.append_waiting();
                }
                Deed::Mark { marker, ticket } => {
                    self.unsaved.push_back((marker, ticket));
                    self.append_waiting();
                }
                Deed::Retry => {
                    self.save_again();
                    self.append_waiting();
                }
                Deed::LastWords(words) => {
                    let fault = Some(Fault { at: Clock.now(), words });
                    let last = Running { pid: std::process::id(), session: None, socket: self.socket.clone(), fault };
                    drop(self.lock.announce(&last)); // the fault itself is told by other ways, too
                }
                Deed::KeepPeaks { take, homes, found } => {
                    if let Ok(cache) = cache_folder() {
                        Entry::of(&take, &cache, |part| homes.path_of(part)).keep(&found);
                    }
                }
                Deed::Close { session, marks_end } => {
                    let session = self.complete(*session, marks_end);
                    let folder = self.folder.clone();
                    let saved = self.save(&session);
                    let fault = saved.err().into_iter().chain(self.close().err()).next();
                    let filed = folder.map(|folder| markers::load(&folder, &session.takes).rows).unwrap_or_default();
                    let markers = filed.into_iter().map(|filed| filed.marker).collect();
                    (self.tell)(Done::Closed { fault, markers, session: Box::new(session) });
                }
            }
        }
    }

    /// Writes into the lock who records what.
    fn announce(&mut self, session: Option<String>) -> Result<()> {
        self.lock.announce(&Running { pid: std::process::id(), session, socket: self.socket.clone(), fault: None })
    }

    fn found(&mut self, home: Home, mut session: Session, mut take: Take) -> Result<Founded> {
        let (id, folder) = match home {
            Home::New { start, slug } => {
                let folder = sessions::create(&self.layout, start, &slug)?;
                if holds_only_marks(&folder) {
                    self.announce(folder.file_name().map(|id| id.to_string_lossy().into_owned()))?;
                    drop(SaveLock::take(&self.layout).ok()); // a merge may just be bringing the session
                    session = sessions::load(&folder).map_or(session, |entry| entry.session);
                }
                (folder.file_name().unwrap_or_default().to_string_lossy().into_owned(), folder)
            }
            Home::Existing { id } => {
                self.announce(Some(id.clone()))?; // before it is read: recovery leaves it alone from now on
                drop(SaveLock::take(&self.layout).ok()); // one that had begun before is waited for
                let entry = sessions::resolve(&self.layout, &id)?;
                session = entry.session;
                (entry.id, entry.folder)
            }
        };
        self.announce(Some(id.clone()))?; // before anything in the folder is open: recovery leaves it alone
        self.is_joined = take.id.join_began().is_some();
        take.number = sessions::next_take_number(&folder, &session)?;
        session.takes.push(take);
        self.takes = session.takes.iter().map(|take| (take.id.clone(), take.rate)).collect();
        let mut marks = self.open_marks(&folder)?;
        if let Some((occurrence, who)) = session.occurrence_id().filter(|_| self.is_joined).zip(marks.who()) {
            markers::set_joined(&folder, &who, &occurrence)?;
            marks = self.open_marks(&folder)?;
        }
        self.at_home = markers::load_file(marks.path(), &[]).rows.into_iter().map(|mark| (mark.id.clone(), mark)).collect();
        self.marks = Some(marks);
        if !self.is_joined {
            let _lock = SaveLock::take(&self.layout).ok();
            sessions::save_last_take(&folder, &session)?;
        }
        self.folder = Some(folder.clone());
        Ok(Founded { folder, id, session })
    }

    /// What the session's own disk refuses is tried again; meanwhile a copy lies beside what else is kept elsewhere, which `recover` asks.
    fn save(&mut self, session: &Session) -> Result<Option<PathBuf>> {
        if self.is_joined {
            return Ok(None);
        }
        let outcome = self.save_own(session);
        self.stale = None;
        if outcome.is_err() {
            self.save_spare(session);
            self.stale = Some(Box::new(session.clone()));
        }
        outcome
    }

    /// Under the lock, of the file as it stands: somebody may have changed it. Where the lock cannot be had the take does not wait for it.
    fn save_own(&self, session: &Session) -> Result<Option<PathBuf>> {
        let Some(folder) = &self.folder else { return Ok(None) };
        let _lock = SaveLock::take(&self.layout).ok();
        sessions::save_last_take(folder, session)
    }

    fn save_spare(&self, session: &Session) {
        let Some(folder) = &self.folder else { return };
        // The second copy last: there it is a text like others, and one day older than that of the library.
        let second = self.elsewhere.homes(&self.layout, folder).second_copy.filter(|second| second.is_dir());
        let spare = self.spares.iter().flat_map(|spares| spares.folders(folder)).chain(second);
        let mut saved = spare.map(|spare| create_dir_private(&spare).and_then(|()| sessions::save(&spare, session)));
        drop(saved.find(Result::is_ok)); // the fault is told in any case
    }

    fn save_again(&mut self) {
        let Some(session) = self.stale.take() else { return };
        let outcome = self.save_own(&session);
        self.stale = outcome.is_err().then_some(session);
        (self.tell)(Done::Saved(outcome));
    }

    /// This machine's file of marks; where that is a newer version's, or no file, one with the next number.
    fn open_marks(&self, folder: &Path) -> Result<MarkerFile> {
        let own = MarkerFile::open(folder, &self.who);
        let others = (2..10).filter_map(|n| Slug::of(&format!("{}-{n}", self.who)));
        let mut others = others.map(|who| MarkerFile::open(folder, &who));
        own.or_else(|fault| others.find_map(Result::ok).ok_or(fault))
    }

    /// Appends what waits, in order, as far as a disk takes it. Each mark is reported once: when it is safe, or when it was refused
    /// for the first time; nobody waits behind one that is refused.
    fn append_waiting(&mut self) {
        while let Some((marker, ticket)) = self.unsaved.pop_front() {
            let outcome = self.append(&marker);
            let failed = outcome.as_ref().err().cloned();
            (self.tell)(Done::Marked { marker: marker.clone(), ticket, outcome });
            let Some(fault) = failed else { continue };
            self.unsaved.push_front((marker, 0));
            for (marker, ticket) in self.unsaved.iter_mut().skip(1).filter(|(_, ticket)| *ticket != 0) {
                (self.tell)(Done::Marked { marker: marker.clone(), ticket: std::mem::take(ticket), outcome: Err(fault.clone()) });
            }
            return;
        }
    }

    /// To the session's own file; where its disk refuses, to the same file in the fallback folder, else in the user's state folder.
    ///
    /// What waits there goes home first, from memory should that folder be gone: an older version of a mark must not come home behind
    /// a later one.
    fn append(&mut self, marker: &Marker) -> Result<()> {
        let rate = self.rate_of(marker);
        let home = self.bring_home();
        let Some(own) = &mut self.marks else { return Err(Error::new(text!("recorder-no-take"))) };
        match home.and_then(|()| own.append(marker, rate)) {
            Ok(()) => {
                self.at_home.insert(marker.id.clone(), marker.clone());
                Ok(())
            }
            Err(refusal) => self.append_spare(marker).ok_or(refusal),
        }
    }

    /// The version that stands at home goes there first: behind it this one comes home.
    fn append_spare(&mut self, marker: &Marker) -> Option<()> {
        if self.spare.is_none() {
            let who = self.marks.as_ref().and_then(MarkerFile::who)?;
            let (spare, kept) = self.spares.as_ref()?.open(self.folder.as_deref()?, &who)?;
            (self.spare, self.waiting) = (Some(spare), kept);
        }
        let is_first = self.waiting.iter().all(|waiting| waiting.id != marker.id);
        let before = self.at_home.get(&marker.id).filter(|_| is_first).cloned();
        for version in before.into_iter().chain([marker.clone()]) {
            let rate = self.rate_of(&version);
            self.spare.as_mut()?.append(&version, rate).ok()?;
            self.waiting.push(version);
        }
        Some(())
    }

    fn rate_of(&self, marker: &Marker) -> Hertz {
        let of_take = self.takes.iter().find(|(take, _)| *take == marker.take);
        of_take.or(self.takes.last()).map_or(Hertz(1000), |(_, rate)| *rate)
    }

    /// What the session's own file had refused, once it takes it. Then the spare file is put away, as soon as that can be.
    fn bring_home(&mut self) -> Result<()> {
        self.append_what_waits()?;
        let Some((spare, folder)) = self.spare.as_ref().zip(self.folder.as_ref()) else { return Ok(()) };
        let kept_in = spare.path().parent().unwrap_or(Path::new("."));
        let rate = |marker: &Marker| self.takes.iter().find(|(take, _)| *take == marker.take).map(|(_, rate)| *rate);
        let came = spare.who().map(|who| bring_file_home(kept_in, folder, &who, rate));
        if came.is_some_and(|came| came.is_ok()) {
            self.spare = None;
        }
        Ok(())
    }

    fn append_what_waits(&mut self) -> Result<()> {
        let Some(own) = self.marks.as_mut().filter(|_| !self.waiting.is_empty()) else { return Ok(()) };
        let known = at_home(own.path())?;
        for marker in missing(&self.waiting, &known) {
            // What is kept of another session, by its take, is not for this one.
            let Some((_, rate)) = self.takes.iter().find(|(take, _)| *take == marker.take) else { continue };
            own.append(marker, *rate)?;
        }
        for marker in std::mem::take(&mut self.waiting) {
            self.at_home.insert(marker.id.clone(), marker);
        }
        Ok(())
    }

    fn close(&mut self) -> Result<()> {
        self.append_waiting();
        drop(self.bring_home()); // what it could not bring home still waits
        let (spare, waiting) = (self.spare.take(), std::mem::take(&mut self.waiting));
        let who = self.marks.take().as_ref().and_then(MarkerFile::who);
        self.stale = None; // it was tried for the last time
        let Some(folder) = self.folder.take() else { return Ok(()) };
        if !self.unsaved.is_empty() {
            return Err(Error::new(text!("recorder-marks-lost", count = self.unsaved.len())).at(&folder));
        }
        if let Some(spare) = spare.as_ref().filter(|_| !waiting.is_empty()) {
            let fault = Error::new(text!("recorder-marks-elsewhere")).at(spare.path());
            return Err(fault.hint(text!("recorder-marks-elsewhere-hint")));
        }
        let is_kept = self.spares.as_ref().is_some_and(|spares| !spares.kept_for(&folder).is_empty());
        match who.filter(|_| spare.is_none() && !is_kept) {
            Some(who) => markers::compact(&folder, &who),
            None => Ok(()), // by the versions that came home it is known later that they did
        }
    }

    /// Completes a part that the writer had to give up: what of it lies on the disk is kept, and its length known. What was still in memory
    /// is not; a mark on it stays within its take.
    fn complete(&self, mut session: Session, marks_end: Frames) -> Session {
        let Some((folder, take)) = self.folder.as_deref().zip(session.takes.last_mut()) else { return session };
        let formats: Vec<WavFormat> = take.parts.iter().map(|part| WavFormat::of(take, part.input)).collect();
        let homes = self.elsewhere.homes(&self.layout, folder);
        let mut is_whole = true;
        for (part, format) in take.parts.iter_mut().zip(formats).filter(|(part, _)| part.frames.is_none()) {
            is_whole = false;
            if let Ok(found) = recover_part(&homes.path_of(part), Some(format)) {
                (part.frames, part.blake3) = (Some(found.frames), found.blake3);
            }
        }
        if !is_whole {
            take.frames = None;
            take.frames = Some(take.end().max(marks_end));
        }
        session
    }
}

#[cfg(test)]
mod tests;
