//! JSON documents of occurrences, sessions, marks and faults: keys named as in the files, times with their offset.

use std::path::Path;

use chrono::{DateTime, FixedOffset, SecondsFormat};
use serde::Serialize;

use crate::actions::agenda::Row;
use crate::domain::{Frames, Gap, Loudness, Marker, OccurrenceId, Part, Roles, Session, Slug, Take};
use crate::error::Error;
use crate::locale::Locale;
use crate::plan::{Clash, Why, place};
use crate::recorder::protocol::MarkerFacts;
use crate::store::Library;

/// RFC 3339 with milliseconds where there are any.
pub fn rfc3339<Zone: chrono::TimeZone>(time: &DateTime<Zone>) -> String
where
    Zone::Offset: std::fmt::Display,
{
    time.to_rfc3339_opts(SecondsFormat::AutoSi, false)
}

#[derive(Serialize)]
pub struct OccurrenceDocument<'r> {
    pub id: &'r OccurrenceId,
    pub series: &'r Slug,
    /// Null for one of the series itself.
    pub chain: Option<&'r Slug>,
    pub title: &'r str,
    pub start: String,
    pub end: String,
    pub zone: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<u32>,
    /// Absent where the set is endless.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<u32>,
    pub people: &'r [Slug],
    pub place: Option<&'r Slug>,
    pub state: &'static str,
    /// Its time by the rule, where it lies elsewhere now; null where it does not.
    pub moved_from: Option<String>,
    pub clashes: Vec<ClashDocument<'r>>,
    /// It is to take place on a closed day; absent where it is not.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub closed: bool,
    /// Who has which role: people by role, as planned or as it was.
    #[serde(skip_serializing_if = "Roles::is_empty")]
    pub roles: &'r Roles,
    /// Name of its session's folder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session: Option<&'r str>,
}

#[derive(Serialize)]
pub struct ClashDocument<'r> {
    /// The other occurrence.
    pub with: &'r OccurrenceId,
    /// `person`, `place`, `rest`, `heavy`.
    pub why: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<&'r Slug>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<&'r Slug>,
    /// Between the two, for `rest`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u32>,
}

/// One fault, as `check` and `agenda` list them.
#[derive(Serialize)]
pub struct FaultDocument {
    pub file: Option<String>,
    /// From one.
    pub line: Option<usize>,
    pub what: String,
    pub hint: Option<String>,
}

#[derive(Serialize)]
pub struct SessionDocument {
    pub format: u32,
    /// Name of the session's folder.
    pub id: String,
    pub path: String,
    pub title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub series: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chain: Option<String>,
    /// Its time by the rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub occurrence: Option<String>,
    pub zone: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<u32>,
    pub people: Vec<String>,
    #[serde(skip_serializing_if = "Roles::is_empty")]
    pub roles: Roles,
    pub take: Vec<TakeDocument>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<AfterDocument>,
}

#[derive(Serialize)]
pub struct TakeDocument {
    pub id: String,
    pub number: u32,
    pub started: String,
    pub preroll: Frames,
    pub rate: u32,
    pub bits: u16,
    pub channels: Vec<ChannelDocument>,
    pub inputs: Vec<String>,
    /// Absent while the take is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub frames: Option<Frames>,
    pub part: Vec<PartDocument>,
    pub gap: Vec<GapDocument>,
    /// Of each input that could be measured.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub loudness: Vec<LoudnessDocument>,
}

#[derive(Serialize)]
pub struct LoudnessDocument {
    pub input: u32,
    #[serde(flatten)]
    pub loudness: Loudness,
}

#[derive(Serialize)]
pub struct ChannelDocument {
    pub name: String,
    pub input: u32,
}

#[derive(Serialize)]
pub struct PartDocument {
    pub file: String,
    pub input: u32,
    pub start: Frames,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub frames: Option<Frames>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blake3: Option<String>,
    pub elsewhere: bool,
}

#[derive(Serialize)]
pub struct GapDocument {
    pub start: Frames,
    pub frames: Frames,
    pub why: &'static str,
}

#[derive(Serialize)]
pub struct AfterDocument {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mood: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gist: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub heavy: Option<bool>,
}

#[derive(Serialize)]
pub struct MarkerDocument {
    /// Whose mark it is: WHO of the file; absent in lists that do not tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    #[serde(flatten)]
    pub facts: MarkerFacts,
    /// The file that holds the place, within the session's folder; null in a gap.
    pub file: Option<String>,
    /// The frame within that file.
    pub file_frame: Option<Frames>,
}

impl OccurrenceDocument<'_> {
    pub fn new(row: &Row) -> OccurrenceDocument<'_> {
        let occurrence = &row.occurrence;
        let zone = occurrence.start.timezone();
        OccurrenceDocument {
            id: &occurrence.id,
            series: &occurrence.series,
            chain: occurrence.chain.as_ref(),
            title: &occurrence.title,
            start: rfc3339(&occurrence.start),
            end: rfc3339(&occurrence.end),
            zone: zone.name(),
            number: occurrence.number,
            of: occurrence.of,
            people: &occurrence.people,
            place: occurrence.place.as_ref(),
            state: row.state.as_str(),
            moved_from: occurrence.moved_from.map(|wall| rfc3339(&place(wall, zone))),
            clashes: row.clashes.iter().map(ClashDocument::new).collect(),
            closed: row.lies_closed(),
            roles: &row.roles,
            session: row.session.as_deref(),
        }
    }
}

impl ClashDocument<'_> {
    fn new(clash: &Clash) -> ClashDocument<'_> {
        let of = |why, person, place, minutes| ClashDocument { with: &clash.with, why, person, place, minutes };
        match &clash.why {
            Why::Person(id) => of("person", Some(id), None, None),
            Why::Place(id) => of("place", None, Some(id), None),
            Why::Rest { person, minutes } => of("rest", Some(person), None, Some(*minutes)),
            Why::Heavy { person, .. } => of("heavy", Some(person), None, None),
        }
    }
}

impl FaultDocument {
    /// What is wrong in `library.toml`, then `faults`.
    pub fn beside(library: &Library, faults: &[Error], locale: &Locale) -> Vec<FaultDocument> {
        library.settings_faults.iter().chain(faults).map(|fault| FaultDocument::new(fault, locale)).collect()
    }

    pub fn new(fault: &Error, locale: &Locale) -> FaultDocument {
        let what = locale.say(fault.message());
        FaultDocument {
            file: fault.place().map(|place| place.path.display().to_string()),
            line: fault.place().and_then(|place| place.line),
            what: fault.cause().map_or(what.clone(), |cause| format!("{what} ({cause})")),
            hint: fault.hint_text().map(|hint| locale.say(hint)),
        }
    }
}

impl SessionDocument {
    pub fn new(id: &str, folder: &Path, session: &Session) -> SessionDocument {
        let after = &session.after;
        let has_after = after.mood.is_some() || after.gist.is_some() || after.heavy.is_some();
        SessionDocument {
            format: 1,
            id: id.to_owned(),
            path: folder.display().to_string(),
            title: session.title.clone(),
            series: session.series.as_ref().map(ToString::to_string),
            chain: session.chain.as_ref().map(ToString::to_string),
            occurrence: session.occurrence.map(|wall| rfc3339(&place(wall, session.zone))),
            zone: session.zone.name().to_owned(),
            number: session.number,
            of: session.of,
            people: session.people.iter().map(ToString::to_string).collect(),
            roles: session.roles.clone(),
            take: session.takes.iter().map(TakeDocument::new).collect(),
            after: has_after.then(|| AfterDocument { mood: after.mood.clone(), gist: after.gist.clone(), heavy: after.heavy }),
        }
    }
}

impl TakeDocument {
    fn new(take: &Take) -> TakeDocument {
        let channels = take.channels.iter();
        TakeDocument {
            id: take.id.to_string(),
            number: take.number,
            started: rfc3339::<FixedOffset>(&take.started),
            preroll: take.preroll,
            rate: take.rate.0,
            bits: take.bits.number(),
            channels: channels.map(|channel| ChannelDocument { name: channel.name.clone(), input: channel.input }).collect(),
            inputs: take.inputs.clone(),
            frames: take.frames,
            part: take.parts.iter().map(PartDocument::new).collect(),
            gap: take.gaps.iter().map(GapDocument::new).collect(),
            loudness: take.loudness.iter().map(|(&input, &loudness)| LoudnessDocument { input, loudness }).collect(),
        }
    }
}

impl PartDocument {
    fn new(part: &Part) -> PartDocument {
        PartDocument {
            file: part.file.clone(),
            input: part.input,
            start: part.start,
            frames: part.frames,
            blake3: part.blake3.clone(),
            elsewhere: part.elsewhere,
        }
    }
}

impl GapDocument {
    fn new(gap: &Gap) -> GapDocument {
        GapDocument { start: gap.start, frames: gap.frames, why: gap.why.as_str() }
    }
}

impl MarkerDocument {
    pub fn new(marker: &Marker, session: &Session) -> MarkerDocument {
        let take = session.take(marker.take.as_str());
        let place = take.and_then(|take| take.locate(marker.frame));
        MarkerDocument {
            by: None,
            facts: MarkerFacts::of(marker, take.map(|take| take.rate)),
            file: place.map(|(part, _)| part.file.clone()),
            file_frame: place.map(|(_, frame)| frame),
        }
    }
}
