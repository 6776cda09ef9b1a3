//! What a recorder is doing: the document that `status --json` prints.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::FORMAT;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Idle,
    Armed,
    Starting,
    Recording,
    /// The take is open, no sound arrives.
    Lost,
    Paused,
    Stopping,
}

/// The `status` document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Status {
    pub format: u32,
    pub state: State,
    pub pid: Option<u32>,
    pub library: Option<String>,
    pub session: Option<String>,
    pub take: Option<u32>,
    /// Of the session, or of what an armed recorder was armed for.
    #[serde(default)]
    pub title: Option<String>,
    #[serde(default)]
    pub series: Option<String>,
    /// The how-manieth of its series, and of how many.
    #[serde(default)]
    pub number: Option<u32>,
    #[serde(default)]
    pub of: Option<u32>,
    /// Position on the take's timeline.
    pub seconds: f64,
    pub frames: u64,
    /// Bytes of samples that are safe on the disk.
    pub bytes: u64,
    pub dropped_frames: u64,
    /// At the take's rate; absent where the system does not tell.
    pub disk_seconds_left: Option<u64>,
    /// How long the take has been paused; absent where it is not.
    #[serde(default)]
    pub paused_seconds: Option<f64>,
    /// How long ago the disk last confirmed anything; absent where it owes nothing.
    #[serde(default)]
    pub confirmed_seconds: Option<f64>,
    /// For how much longer sound fits into memory; absent unless the disk is slow.
    #[serde(default)]
    pub memory_seconds_left: Option<f64>,
    /// Sound that is held in memory while armed, and that a take would begin with; 0 without pre-roll.
    #[serde(default)]
    pub preroll_seconds: f64,
    pub levels: Vec<Level>,
    pub off_record: bool,
    /// Another machine records: only marks are made here.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub joined: bool,
    pub step: Option<StepFacts>,
    /// State of the second copy; absent without one.
    pub copy: Option<String>,
    pub battery_percent: Option<u8>,
    pub marks: u32,
    /// The leading input.
    pub input: Option<String>,
    /// All inputs, the leading one first.
    #[serde(default)]
    pub inputs: Vec<String>,
    pub warnings: Vec<Warning>,
}

/// One channel; of what is in dBFS, absent is digital silence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Level {
    pub channel: String,
    /// Which input it comes from, counted from 1.
    #[serde(default = "first")]
    pub input: u32,
    /// Over the last second.
    pub peak_dbfs: Option<f32>,
    pub rms_dbfs: Option<f32>,
    /// Peak over the last 100 to 200 ms.
    #[serde(default)]
    pub now_dbfs: Option<f32>,
    /// Somebody has spoken since the take began; while armed, since the recorder was.
    #[serde(default)]
    pub heard: bool,
    /// Samples that were cut off at full scale, since then.
    #[serde(default)]
    pub clipped: u64,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct StepFacts {
    /// From 1.
    pub number: u32,
    pub of: u32,
    pub title: String,
    /// As planned.
    #[serde(default)]
    pub minutes: Option<u32>,
    /// Since it began; absent where it began in the take before.
    #[serde(default)]
    pub seconds: Option<f64>,
    /// The next one's title; absent behind the last.
    #[serde(default)]
    pub next: Option<String>,
}

/// Something that is not as it should be, and since when.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Warning {
    pub code: String,
    pub since: DateTime<Utc>,
    pub text: String,
    /// Which input it is about, counted from 1, where there are several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input: Option<u32>,
}

fn first() -> u32 {
    1
}

impl Status {
    /// What `status` prints when no recorder runs.
    pub fn idle() -> Status {
        Status {
            format: FORMAT,
            state: State::Idle,
            pid: None,
            library: None,
            session: None,
            take: None,
            title: None,
            series: None,
            number: None,
            of: None,
            seconds: 0.0,
            frames: 0,
            bytes: 0,
            dropped_frames: 0,
            disk_seconds_left: None,
            paused_seconds: None,
            confirmed_seconds: None,
            memory_seconds_left: None,
            preroll_seconds: 0.0,
            levels: Vec::new(),
            off_record: false,
            joined: false,
            step: None,
            copy: None,
            battery_percent: None,
            marks: 0,
            input: None,
            inputs: Vec::new(),
            warnings: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_of_an_older_recorder_is_understood() {
        let mut older = serde_json::to_value(Status::idle()).unwrap();
        for key in [
            "title",
            "series",
            "number",
            "of",
            "paused_seconds",
            "confirmed_seconds",
            "memory_seconds_left",
            "preroll_seconds",
            "inputs",
        ] {
            older.as_object_mut().unwrap().remove(key).unwrap();
        }
        assert_eq!(serde_json::from_value::<Status>(older).unwrap(), Status::idle());
    }

    #[test]
    fn idle_is_a_whole_document() {
        let idle = serde_json::to_value(Status::idle()).unwrap();
        assert_eq!(idle["state"], "idle");
        assert_eq!(idle["format"], 1);
        assert!(idle["warnings"].as_array().unwrap().is_empty());
    }
}
