//! The running take, as the engine knows it: what has been settled, what is still waited for.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use super::awake::Awake;
use super::ledger::Ledger;
use super::protocol::{MarkEdit, MarkRequest, SessionPlan, Stamp, StopReason};
use super::server::Answer;
use crate::audio::peaks::{Bucket, Peaks};
use crate::audio::writer::NearlyFull;
use crate::clock::Monotonic;
use crate::domain::{Frames, Gap, Session, Take};
use crate::error::Error;

/// A take between its key and its end.
pub struct RunningTake {
    pub plan: SessionPlan,
    /// When it was asked for.
    pub key: Monotonic,
    pub take: Take,
    /// From the moment the folder exists.
    pub place: Option<Place>,
    /// The first non-empty sync has succeeded: it records.
    pub lamp: bool,
    /// Since when, in frames of the timeline.
    pub paused: Option<Frames>,
    pub stopping: Option<StopReason>,
    /// Where the timeline was when the stop was asked for.
    pub stop_at: Option<Frames>,
    pub fault: Option<Error>,
    /// It goes on with a session whose device has come back in another format: nobody has asked for it anew.
    pub continues: bool,
    /// The folders that had more than enough room at some moment: they are worth leaving before they are full.
    pub had_room: BTreeSet<PathBuf>,
    pub nearly_full: Arc<NearlyFull>,
    /// The texts are being closed.
    pub is_settled: bool,
    /// Its sound is wanted from the collectors.
    pub has_begun: bool,
    /// What is known of each input.
    pub tracks: Vec<Track>,
    /// Its markers.
    pub ledger: Ledger,
    /// Steps taken so far.
    pub steps_taken: u32,
    /// What was done to marks before the take had its place on the disk.
    pub early: Vec<(MarkAct, Monotonic, Answer)>,
    /// Who waits for the lamp.
    pub starts: Vec<Answer>,
    /// From the lamp on, the machine does not sleep.
    pub awake: Option<Awake>,
    /// Who asked for a pause before the lamp was on: it begins then.
    pub pauses: Vec<Answer>,
}

/// One input of the take.
#[derive(Debug, Clone)]
pub struct Track {
    /// Bytes of samples that are safe.
    pub bytes: u64,
    /// Since when some of them have been.
    pub safe_since: Option<Monotonic>,
    /// When the disk last confirmed anything, or when it began to owe it.
    pub confirmed_at: Monotonic,
    /// Where it has no sound between its runs.
    pub gaps: Vec<Gap>,
    /// The folder in which it goes on, where that is not the session's.
    pub elsewhere: Option<PathBuf>,
    /// The file that it is recorded from is at its end, or it is as long as was wished.
    pub is_over: bool,
    /// Behind its last frame, once the collector has told it.
    pub end: Option<Frames>,
    /// Its files are finished, or never will be.
    pub is_finished: bool,
    /// As loud as it was, from its files' end on.
    pub peaks: Option<Vec<Bucket>>,
}

/// What a client does to the take's marks.
pub enum MarkAct {
    Make(Box<MarkRequest>),
    Step(Stamp),
    Edit(Box<MarkEdit>),
    Undo,
}

/// Where a take lies on the disk.
pub struct Place {
    pub folder: PathBuf,
    pub id: String,
    /// The session with all its takes; this take is the last of them.
    pub session: Session,
}

impl RunningTake {
    /// `inputs`: how many.
    pub fn new(plan: SessionPlan, key: Monotonic, take: Take, inputs: usize) -> RunningTake {
        RunningTake {
            plan,
            key,
            take,
            place: None,
            lamp: false,
            paused: None,
            stopping: None,
            stop_at: None,
            fault: None,
            continues: false,
            had_room: BTreeSet::new(),
            nearly_full: Arc::default(),
            is_settled: false,
            has_begun: false,
            tracks: vec![Track::new(key); inputs],
            ledger: Ledger::default(),
            steps_taken: 0,
            early: Vec::new(),
            starts: Vec::new(),
            awake: None,
            pauses: Vec::new(),
        }
    }

    /// Bytes of samples that are safe.
    pub fn bytes(&self) -> u64 {
        self.tracks.iter().map(|track| track.bytes).sum()
    }

    /// Where its sound goes on; none before it has its place, or without sound.
    pub fn folders(&self) -> BTreeSet<PathBuf> {
        let own = self.place.as_ref().map(|place| &place.folder).filter(|_| !self.take.channels.is_empty());
        self.tracks.iter().filter_map(|track| track.elsewhere.as_ref().or(own)).cloned().collect()
    }

    /// From now on the disk owes a confirmation of every input.
    pub fn owe_from(&mut self, now: Monotonic) {
        self.tracks.iter_mut().for_each(|track| track.confirmed_at = now);
    }

    pub fn session_id(&self) -> Option<&str> {
        self.place.as_ref().map(|place| place.id.as_str())
    }

    /// The peaks of a take that has ended in order, so that nobody has to read its files for them.
    pub fn peaks(&self) -> Option<Peaks> {
        let is_whole =
            self.fault.is_none() && !self.take.parts.is_empty() && self.take.parts.iter().all(|part| part.frames.is_some());
        let inputs: Option<Vec<&[Bucket]>> = self.tracks.iter().map(|track| track.peaks.as_deref()).collect();
        Peaks::of_inputs(&self.take, &inputs.filter(|_| is_whole)?)
    }

    /// The session as it stands now, to be saved.
    pub fn session(&self) -> Option<Session> {
        let mut session = self.place.as_ref()?.session.clone();
        if let Some(last) = session.takes.last_mut() {
            last.clone_from(&self.take);
        }
        Some(session)
    }
}

impl Track {
    fn new(now: Monotonic) -> Track {
        Track {
            bytes: 0,
            safe_since: None,
            confirmed_at: now,
            gaps: Vec::new(),
            elsewhere: None,
            is_over: false,
            end: None,
            is_finished: false,
            peaks: None,
        }
    }
}
