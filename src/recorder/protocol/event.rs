//! What happens, as those who watch are told.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{MarkerFacts, Warning};

/// What happened, to those who watch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    Armed {
        format: u32,
        pid: u32,
        input: String,
    },
    Started {
        format: u32,
        session: String,
        path: String,
        take: u32,
        pid: u32,
        input: String,
        /// Another machine records: only marks are made here.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        joined: bool,
    },
    Part {
        format: u32,
        session: String,
        file: String,
        start: u64,
        #[serde(skip_serializing_if = "Option::is_none")]
        frames: Option<u64>,
    },
    Mark {
        format: u32,
        session: String,
        marker: Box<MarkerFacts>,
    },
    Warning {
        format: u32,
        #[serde(flatten)]
        warning: Warning,
        cleared: bool,
    },
    Paused {
        format: u32,
        session: String,
        frame: u64,
    },
    Resumed {
        format: u32,
        session: String,
        frame: u64,
    },
    /// After the stop: the second copy of the session was read and compared with the library, and completed where it could be.
    Copied {
        format: u32,
        session: String,
        /// The config's second copy.
        dir: String,
        /// Nothing is missing there.
        complete: bool,
        /// It lies on the library's own disk.
        #[serde(default)]
        same_disk: bool,
        at: DateTime<Utc>,
        /// What is missing or damaged, in words.
        faults: Vec<String>,
    },
    Stopped {
        format: u32,
        session: String,
        frames: u64,
        seconds: f64,
        marks: u32,
        why: StopReason,
        /// Where parts of it lie in another folder: which, where, and what to do.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        elsewhere: Option<String>,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        joined: bool,
    },
}

/// Why a take ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StopReason {
    /// Somebody stopped it, or its time was over.
    Asked,
    /// The file that it was recorded from is at its end.
    InputEnded,
    /// The device came back with another format: the next take has begun.
    FormatChanged,
    /// The battery reached its limit.
    Battery,
    /// The disk failed, and there was no other.
    Fault,
}

#[cfg(test)]
mod tests {
    use super::super::FORMAT;
    use super::*;

    #[test]
    fn an_event_names_itself_first() {
        let event = Event::Paused { format: FORMAT, session: "s".into(), frame: 9 };
        assert_eq!(serde_json::to_string(&event).unwrap(), r#"{"event":"paused","format":1,"session":"s","frame":9}"#);
    }
}
