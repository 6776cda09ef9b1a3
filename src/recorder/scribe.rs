//! The thread that writes the session's texts: `session.toml` and the marks.
//!
//! A mark is appended and synced before it is reported, one by one and in order. What the disk refuses stays in memory and is
//! tried again with the next deed, so that a full disk costs no mark while the recorder lives.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};

use chrono::NaiveDateTime;

use crate::audio::recover::recover_part;
use crate::audio::wav::WavFormat;
use crate::clock::Clock;
use crate::config::state_folder;
use crate::copies::Elsewhere;
use crate::domain::{Frames, Hertz, Marker, Session, Slug, Take};
use crate::error::{Error, Result};
use crate::store::atomic::create_dir_private;
use crate::store::layout::Layout;
use crate::store::lock::{Fault, RecorderLock, Running};
use crate::store::markers::{self, MarkerFile};
use crate::store::sessions;
use crate::text;

/// What the engine wants written.
pub enum Deed {
    /// The folder of a new session, or the next take of one that exists; then the file of marks.
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
    Saved(Result<()>),
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
        let (folder, marks, spare, unsaved) = (None, None, None, VecDeque::new());
        let desk = Desk { layout, who, elsewhere, lock, socket, folder, marks, spare, rate: Hertz(1), unsaved, tell };
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
    lock: RecorderLock,
    socket: PathBuf,
    folder: Option<PathBuf>,
    marks: Option<MarkerFile>,
    /// Takes what the session's own file refuses; `recover` brings it home.
    spare: Option<MarkerFile>,
    rate: Hertz,
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
                    self.retry();
                }
                Deed::Mark { marker, ticket } => {
                    self.unsaved.push_back((marker, ticket));
                    self.retry();
                }
                Deed::Retry => self.retry(),
                Deed::LastWords(words) => {
                    let fault = Some(Fault { at: Clock.now(), words });
                    let last = Running { pid: std::process::id(), session: None, socket: self.socket.clone(), fault };
                    drop(self.lock.announce(&last)); // the fault itself is told by other ways, too
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
                (folder.file_name().unwrap_or_default().to_string_lossy().into_owned(), folder)
            }
            Home::Existing { id } => {
                self.announce(Some(id.clone()))?; // before it is read: recovery leaves it alone from now on
                let entry = sessions::resolve(&self.layout, &id)?;
                session = entry.session;
                (entry.id, entry.folder)
            }
        };
        self.announce(Some(id.clone()))?; // before anything in the folder is open: recovery leaves it alone
        take.number = sessions::next_take_number(&folder, &session)?;
        self.rate = take.rate;
        session.takes.push(take);
        self.marks = Some(self.open_marks(&folder)?);
        sessions::save(&folder, &session)?;
        self.folder = Some(folder.clone());
        Ok(Founded { folder, id, session })
    }

    /// Where the session's own disk refuses, a copy goes beside what else is kept elsewhere; it is a fault all the same.
    fn save(&self, session: &Session) -> Result<()> {
        let Some(folder) = &self.folder else { return Ok(()) };
        let outcome = sessions::save(folder, session);
        if outcome.is_err() {
            // The second copy last: there it is a text like others, and one day older than that of the library.
            let second = self.elsewhere.homes(&self.layout, folder).second_copy.filter(|second| second.is_dir());
            let spare = spare_folders(&self.layout, self.elsewhere.fallback.as_deref(), folder).into_iter().chain(second);
            let mut saved = spare.map(|spare| create_dir_private(&spare).and_then(|()| sessions::save(&spare, session)));
            drop(saved.find(Result::is_ok)); // the fault is told in any case
        }
        outcome
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
    fn retry(&mut self) {
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
    /// A spare file that was begun is kept up with: a version of a mark that only it holds must not come home behind a later one.
    fn append(&mut self, marker: &Marker) -> Result<()> {
        let Some(own) = &mut self.marks else { return Err(Error::new(text!("recorder-no-take"))) };
        let own = own.append(marker, self.rate);
        if own.is_err() && self.spare.is_none() {
            self.spare = self.folder.as_deref().and_then(|folder| self.open_spare(folder));
        }
        let spare = self.spare.as_mut().map(|spare| spare.append(marker, self.rate));
        match spare {
            Some(Ok(())) => Ok(()),
            Some(Err(_)) | None => own,
        }
    }

    fn open_spare(&self, folder: &Path) -> Option<MarkerFile> {
        spare_folders(&self.layout, self.elsewhere.fallback.as_deref(), folder).into_iter().find_map(|spare| {
            create_dir_private(&spare).ok()?;
            MarkerFile::open(&spare, &self.who).ok()
        })
    }

    fn close(&mut self) -> Result<()> {
        self.retry();
        self.marks = None;
        let Some(folder) = self.folder.take() else { return Ok(()) };
        if !self.unsaved.is_empty() {
            return Err(Error::new(text!("recorder-marks-lost", count = self.unsaved.len())).at(&folder));
        }
        markers::compact(&folder, &self.who)
    }

    /// Completes a part that the writer had to give up: what of it lies on the disk is kept, and its length known. What was still in memory
    /// is not; a mark on it stays within its take.
    fn complete(&self, mut session: Session, marks_end: Frames) -> Session {
        let Some((folder, take)) = self.folder.as_deref().zip(session.takes.last_mut()) else { return session };
        let (rate, bits, channels) = (take.rate, take.bits, take.channels.clone());
        let homes = self.elsewhere.homes(&self.layout, folder);
        let mut is_whole = true;
        for part in take.parts.iter_mut().filter(|part| part.frames.is_none()) {
            is_whole = false;
            let own = channels.iter().filter(|channel| channel.input == part.input).count() as u16;
            let format = WavFormat { rate, channels: own, bits };
            if let Ok(found) = recover_part(&homes.path_of(part), Some(format)) {
                (part.frames, part.blake3) = (Some(found.frames), Some(found.blake3));
            }
        }
        if !is_whole {
            take.frames = None;
            take.frames = Some(take.end().max(marks_end));
        }
        session
    }
}

/// Where marks go that the session's own disk refuses, the best first.
pub fn spare_folders(layout: &Layout, fallback: Option<&Path>, folder: &Path) -> Vec<PathBuf> {
    let elsewhere = fallback.map(|fallback| layout.elsewhere(fallback, folder));
    let state = state_folder().ok().zip(folder.file_name()).map(|(state, name)| state.join("marks").join(name));
    elsewhere.into_iter().chain(state).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Bits, Channel, Part, TakeId};

    /// At a new session in the library at `root`.
    fn desk(root: &Path, fallback: &Path, who: &Slug) -> Desk<fn(Done)> {
        let layout = Layout::new(root);
        let folder = sessions::create(&layout, NaiveDateTime::default(), &Slug::session()).unwrap();
        Desk {
            lock: RecorderLock::take(&layout).unwrap(),
            layout,
            who: who.clone(),
            elsewhere: Elsewhere { fallback: Some(fallback.to_owned()), second_copy: None },
            socket: PathBuf::new(),
            marks: Some(MarkerFile::open(&folder, who).unwrap()),
            folder: Some(folder),
            spare: None,
            rate: Hertz(1000),
            unsaved: VecDeque::new(),
            tell: |_| {},
        }
    }

    /// A take whose only part was given up on a full disk.
    fn broken_off() -> Session {
        let part =
            Part { file: "take-01-001.wav".into(), input: 1, start: Frames(0), frames: None, blake3: None, elsewhere: false };
        let take = Take {
            id: TakeId("t".into()),
            number: 1,
            started: chrono::DateTime::parse_from_rfc3339("2020-03-28T20:32:04+01:00").unwrap(),
            preroll: Frames(0),
            rate: Hertz(1000),
            bits: Bits::Int24,
            channels: vec![Channel { name: "1".into(), input: 1 }],
            inputs: vec!["voice".into()],
            frames: Some(Frames(9_000)),
            parts: vec![part],
            gaps: Vec::new(),
            loudness: Default::default(),
        };
        Session {
            title: "Nadia".into(),
            series: None,
            occurrence: None,
            chain: None,
            zone: chrono_tz::Tz::UTC,
            number: None,
            of: None,
            people: Vec::new(),
            takes: vec![take],
            roles: Default::default(),
            after: Default::default(),
        }
    }

    /// Else `check` would find it behind the end of its take, for ever.
    #[test]
    fn a_mark_on_sound_that_a_full_disk_did_not_take_stays_within_its_take() {
        let (library, fallback) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let desk = desk(library.path(), fallback.path(), &Slug::parse("lise").unwrap());
        assert_eq!(desk.complete(broken_off(), Frames(5_000)).takes[0].frames, Some(Frames(5_000)));
        assert_eq!(desk.complete(broken_off(), Frames(0)).takes[0].frames, Some(Frames(0)));
    }

    /// What is off the record must not shrink when an older version of it comes home.
    #[test]
    fn what_was_kept_elsewhere_does_not_come_home_behind_a_later_version() {
        let (library, fallback) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let who = Slug::parse("lise").unwrap();
        let mut desk = desk(library.path(), fallback.path(), &who);
        let folder = desk.folder.clone().unwrap();
        let mut marker = Marker::point(TakeId("t".into()), "off-record", Frames(20_000));
        marker.open = true;
        let own = crate::store::layout::markers_file(&folder, &who);
        let aside = folder.join("aside");
        std::fs::rename(&own, &aside).unwrap();
        std::fs::create_dir(&own).unwrap(); // the session's own disk refuses
        desk.append(&marker).unwrap();
        std::fs::remove_dir(&own).unwrap();
        std::fs::rename(&aside, &own).unwrap();
        marker.frame = Frames(5_000);
        desk.append(&marker).unwrap();

        let spare = spare_folders(&desk.layout, desk.elsewhere.fallback.as_deref(), &folder).remove(0);
        let last = |folder: &Path| markers::load_file(&crate::store::layout::markers_file(folder, &who), &[]).rows;
        assert_eq!((last(&folder), last(&spare)), (vec![marker.clone()], vec![marker]));
    }
}
