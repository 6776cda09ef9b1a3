//! The running take, as the engine knows it: what has been settled, what is still waited for.

use std::path::PathBuf;

use super::awake::Awake;
use super::ledger::Ledger;
use super::protocol::{MarkEdit, MarkRequest, SessionPlan, Stamp, StopReason};
use super::server::Answer;
use crate::clock::Monotonic;
use crate::domain::{Frames, Session, Take};
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
    /// That it goes on in the fallback folder, in words.
    pub elsewhere: Option<String>,
    /// How many other folders it has turned to.
    pub turned: usize,
    /// The disk that it is on had more than enough room at some moment: it is worth leaving before it is full.
    pub had_room: bool,
    /// The texts are being closed.
    pub is_settled: bool,
    /// Behind the last frame, once the collector has told it.
    pub end: Option<Frames>,
    /// Its markers.
    pub ledger: Ledger,
    /// Steps taken so far.
    pub steps_taken: u32,
    /// Bytes of samples that are safe.
    pub bytes: u64,
    /// When the disk last confirmed anything, or when it began to owe it.
    pub confirmed_at: Monotonic,
    /// What was done to marks before the take had its place on the disk.
    pub early: Vec<(MarkAct, Monotonic, Answer)>,
    /// Who waits for the lamp.
    pub starts: Vec<Answer>,
    /// From the lamp on, the machine does not sleep.
    pub awake: Option<Awake>,
    /// Who asked for a pause before the lamp was on: it begins then.
    pub pauses: Vec<Answer>,
}

/// What a client does to the take's marks.
pub enum MarkAct {
    Make(MarkRequest),
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
    pub fn new(plan: SessionPlan, key: Monotonic, take: Take) -> RunningTake {
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
            elsewhere: None,
            turned: 0,
            had_room: false,
            is_settled: false,
            end: None,
            ledger: Ledger::default(),
            steps_taken: 0,
            bytes: 0,
            confirmed_at: key,
            early: Vec::new(),
            starts: Vec::new(),
            awake: None,
            pauses: Vec::new(),
        }
    }

    pub fn session_id(&self) -> Option<&str> {
        self.place.as_ref().map(|place| place.id.as_str())
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
