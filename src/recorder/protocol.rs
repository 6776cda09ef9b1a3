//! What can be said to a running recorder, and what it says: one JSON object a line (`man/temoin-socket.7`).
//!
//! `event` is what watchers are told, `status` the document. Unknown keys of a request are ignored, so that a newer client can talk to an older recorder.

mod event;
mod status;

pub use event::{Event, StopReason};
pub use status::{Level, State, Status, StepFacts, Warning};

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDateTime};
use serde::{Deserialize, Serialize};

use crate::clock::Monotonic;
use crate::domain::{Frames, Hertz, Marker, timestamp};
use crate::locale::Language;

/// The longest line in either direction, in bytes, its end included.
pub const LINE_MAX: usize = 64 * 1024;

/// `format` of every document.
pub const FORMAT: u32 = 1;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Request {
    /// Answered with [`Reply::status`].
    Status,
    /// From then on, each [`Event`] on a line.
    Watch,
    /// To an armed recorder: starts the take, with the pre-roll.
    Record(Box<SessionPlan>),
    Mark(Box<MarkRequest>),
    /// Every marker of the running take that stands, oldest first, page by page; answered with [`Reply::markers`].
    Marks {
        /// The last marker of the page before; absent: from the first one on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<String>,
    },
    /// Changes a marker of the running take.
    Edit(Box<MarkEdit>),
    /// Takes back the last mark, edit or step of the running take; once more: the one before.
    Undo(Stamp),
    /// The next step of the guide.
    Step(Stamp),
    Pause(Stamp),
    Resume(Stamp),
    /// Answered when the files are finished.
    Stop(Stamp),
    Disarm,
}

/// When the key came, on the client's side.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Stamp {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mono: Option<Monotonic>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wall: Option<DateTime<FixedOffset>>,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct MarkRequest {
    /// Absent: `touching`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Seconds before the key; absent: the kind's reaction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ago: Option<f64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub themes: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub who: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub strength: Option<u8>,
    /// Begins or ends a range; absent: a point, or for a withheld kind whichever comes next.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edge: Option<Edge>,
    /// Seconds from the take's frame 0 instead of a moment before the key: it begins there, and nothing is taken off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<f64>,
    /// With `at`: where it ends, as a range.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<f64>,
    #[serde(flatten)]
    pub stamp: Stamp,
    /// Who asked, for a question.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Puts a question into the queue: `asked`, `taken`, `answered` or `parked`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// The id that the mark is to have. Asked once more with it, the mark is answered as it stands, and not made again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
}

/// What is to change of a marker; what is absent stays.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct MarkEdit {
    pub id: String,
    /// Seconds before the key with which the mark was made: moves its beginning there, to frame 0 at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ago: Option<f64>,
    /// Ends it at this request's stamp, as a range.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub until: bool,
    /// 1 to 3.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub strength: Option<u8>,
    /// Empty: removed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// With `note`: the words that were changed into it. Where the mark has others by now, it keeps both.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was: Option<String>,
    /// The whole new list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub themes: Option<Vec<String>>,
    /// The whole new list; empty: unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub who: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// A date such as `2020-03-29`; empty: removed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub done: Option<String>,
    /// True withdraws it, false brings it back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deleted: Option<bool>,
    /// Seconds from the take's frame 0: it begins there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<f64>,
    /// Seconds from the take's frame 0: it ends there, as a range; where it begins as well, it is a point.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<f64>,
    #[serde(flatten)]
    pub stamp: Stamp,
    /// What becomes of a question at this request's stamp: `asked`, `taken`, `answered` or `parked`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Edge {
    Begin,
    End,
}

/// Which session a take belongs to, and for how long it is recorded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SessionPlan {
    /// Folder name of a session that exists already: it gets its next take.
    #[serde(default)]
    pub session: Option<String>,
    pub title: String,
    #[serde(default)]
    pub series: Option<String>,
    #[serde(default)]
    pub occurrence: Option<NaiveDateTime>,
    #[serde(default)]
    pub chain: Option<String>,
    pub zone: String,
    #[serde(default)]
    pub number: Option<u32>,
    #[serde(default)]
    pub of: Option<u32>,
    #[serde(default)]
    pub people: Vec<String>,
    /// Who has which role: people by role.
    #[serde(default)]
    pub roles: BTreeMap<String, String>,
    /// Wall time in `zone` that names the folder: the planned (moved) start, or the minute in which `record` was asked.
    pub start: NaiveDateTime,
    /// The folder's name behind its time.
    pub slug: String,
    /// The guide.
    #[serde(default)]
    pub steps: Vec<PlannedStep>,
    /// Seconds from the key; absent: until it is stopped.
    #[serde(default)]
    pub seconds: Option<f64>,
    #[serde(flatten)]
    pub stamp: Stamp,
    /// Somebody else records the session: nothing of it is written but this user's marks.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub joins: bool,
}

/// One step of the guide: its title alone, or `{"title": …, "minutes": …}`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(from = "WrittenStep")]
pub struct PlannedStep {
    pub title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u32>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum WrittenStep {
    Title(String),
    Timed { title: String, minutes: Option<u32> },
}

impl From<WrittenStep> for PlannedStep {
    fn from(written: WrittenStep) -> PlannedStep {
        match written {
            WrittenStep::Title(title) => PlannedStep { title, minutes: None },
            WrittenStep::Timed { title, minutes } => PlannedStep { title, minutes },
        }
    }
}

/// The answer to one request.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Reply {
    pub ok: bool,
    /// Exit code for a command that asked, where it is not 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exit: Option<u8>,
    /// The recorder's language, in which its messages and names are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// What went wrong, or needs a look, in the recorder's language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// It was so already: a pause during a pause.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub already: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session: Option<String>,
    /// Length of the take that a stop has ended, and its marks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seconds: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub marks: Option<u32>,
    /// Of a take that a stop has ended and no fault, where parts of it lie in another folder: which, where, and what to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub elsewhere: Option<String>,
    /// What a stop has ended only made marks: another machine records.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub joined: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pid: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub marker: Option<MarkerFacts>,
    /// One page of the take's markers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub markers: Vec<MarkerFacts>,
    /// There are markers behind the last one of this page.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub more: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Box<Status>>,
}

/// A marker as it stands in JSON: the file's keys, with its place in seconds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MarkerFacts {
    pub id: String,
    pub take: String,
    pub frame: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_frame: Option<u64>,
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub open: bool,
    /// Withdrawn.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub deleted: bool,
    /// As in the file; absent where the take is not known, as are its seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// From the take's frame 0.
    pub seconds: Option<f64>,
    pub kind: String,
    /// What the kind is called in the recorder's language; absent in files.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub name: Option<String>,
    /// Length of a range that has an end, in seconds.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub length: Option<f64>,
    #[serde(default)]
    pub themes: Vec<String>,
    #[serde(default)]
    pub who: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub strength: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ago: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wall: Option<DateTime<FixedOffset>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub done: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
}

impl Reply {
    pub fn done() -> Reply {
        Reply { ok: true, ..Reply::default() }
    }

    pub fn refused(exit: u8, message: String) -> Reply {
        Reply { ok: false, exit: Some(exit), message: Some(message), ..Reply::default() }
    }
}

impl MarkerFacts {
    /// `rate` is the take's, where that is known.
    pub fn of(marker: &Marker, rate: Option<Hertz>) -> MarkerFacts {
        let ids = |slugs: &[crate::domain::Slug]| slugs.iter().map(ToString::to_string).collect();
        MarkerFacts {
            id: marker.id.to_string(),
            take: marker.take.to_string(),
            frame: marker.frame.0,
            end_frame: marker.end_frame.map(|Frames(frame)| frame),
            open: marker.open,
            deleted: marker.deleted,
            at: rate.map(|rate| timestamp(marker.frame, rate)),
            seconds: rate.map(|rate| marker.frame.seconds(rate)),
            kind: marker.kind.clone(),
            name: None,
            length: rate.zip(marker.end_frame).map(|(rate, end)| end.saturating_sub(marker.frame).seconds(rate)),
            themes: ids(&marker.themes),
            who: ids(&marker.who),
            strength: marker.strength,
            ago: marker.ago,
            wall: marker.wall,
            note: marker.note.clone(),
            done: marker.done.map(|date| date.to_string()),
            from: marker.from.clone(),
            state: marker.state.map(|state| state.as_str().to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_one_flat_object() {
        let request: Request = serde_json::from_str(r#"{"do":"mark","ago":0,"mono":5,"colour":"new"}"#).unwrap();
        let Request::Mark(mark) = &request else { panic!("{request:?}") };
        assert_eq!((mark.ago, mark.stamp.mono), (Some(0.0), Some(Monotonic(5))));
        assert_eq!(serde_json::to_string(&Request::Status).unwrap(), r#"{"do":"status"}"#);
        let stop = Request::Stop(Stamp { mono: Some(Monotonic(7)), wall: None });
        assert_eq!(serde_json::to_string(&stop).unwrap(), r#"{"do":"stop","mono":7}"#);
    }

    #[test]
    fn a_step_is_its_title_or_a_title_with_minutes() {
        let steps: Vec<PlannedStep> = serde_json::from_str(r#"["un",{"title":"deux","minutes":5},{"title":"trois"}]"#).unwrap();
        assert_eq!(steps.iter().map(|step| step.minutes).collect::<Vec<_>>(), [None, Some(5), None]);
        assert_eq!(serde_json::to_string(&steps[1..]).unwrap(), r#"[{"title":"deux","minutes":5},{"title":"trois"}]"#);
    }

    #[test]
    fn an_edit_says_only_what_changes() {
        let edit = MarkEdit { id: "m-1".into(), note: Some(String::new()), ..MarkEdit::default() };
        let line = serde_json::to_string(&Request::Edit(Box::new(edit.clone()))).unwrap();
        assert_eq!(line, r#"{"do":"edit","id":"m-1","note":""}"#);
        assert_eq!(serde_json::from_str::<Request>(&line).unwrap(), Request::Edit(Box::new(edit)));
        assert_eq!(serde_json::from_str::<Request>(r#"{"do":"marks"}"#).unwrap(), Request::Marks { after: None });
    }
}
