//! The running take, as the engine knows it: what has been settled, what is still waited for.

use std::path::PathBuf;

use super::protocol::{MarkRequest, SessionPlan, StopReason};
use super::server::Answer;
use crate::clock::Monotonic;
use crate::domain::{Frames, Marker, Part, Session, Take};
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
    /// Behind the last mark.
    pub marked_until: Frames,
    /// The texts are being closed.
    pub is_settled: bool,
    /// Behind the last frame, once the collector has told it.
    pub end: Option<Frames>,
    /// Ranges that have begun and not ended.
    pub open: Vec<Marker>,
    /// All marks of withheld kinds, as they stand now.
    pub withheld: Vec<Marker>,
    /// Marks that are safe, not counting the recorder's own.
    pub marks: u32,
    /// Steps taken so far.
    pub steps_taken: u32,
    /// Bytes of samples that are safe.
    pub bytes: u64,
    /// When the disk last confirmed anything, or when it began to owe it.
    pub confirmed_at: Monotonic,
    /// Marks that came before frame 0 was known.
    pub early: Vec<(MarkRequest, Monotonic, Answer)>,
    /// Who waits for the lamp.
    pub starts: Vec<Answer>,
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
            marked_until: Frames(0),
            is_settled: false,
            end: None,
            open: Vec::new(),
            withheld: Vec::new(),
            marks: 0,
            steps_taken: 0,
            bytes: 0,
            confirmed_at: key,
            early: Vec::new(),
            starts: Vec::new(),
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

    /// Enters a part, new or with its length.
    pub fn enter(&mut self, part: Part) {
        match self.take.parts.iter_mut().find(|known| known.file == part.file && known.elsewhere == part.elsewhere) {
            Some(known) => *known = part,
            None => self.take.parts.push(part),
        }
    }

    /// Keeps track of what is open, and of what is withheld, after `marker`.
    pub fn remember(&mut self, marker: &Marker, is_withheld: bool) {
        if is_withheld {
            self.withheld.retain(|known| known.id != marker.id);
            self.withheld.push(marker.clone());
        }
        self.marked_until = self.marked_until.max(marker.end_frame.unwrap_or(marker.frame + Frames(1)));
        self.open.retain(|open| open.id != marker.id);
        if marker.open && !marker.deleted {
            self.open.push(marker.clone());
        }
    }
}
