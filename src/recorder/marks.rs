//! What a mark becomes: from a key, its moment and the palette to a marker on the take's timeline.
//!
//! Nothing here waits or writes; the scribe makes the marker durable before anybody is told that it exists.

use chrono::{DateTime, FixedOffset};

use super::edits::{self, Desk};
use super::protocol::{Edge, MarkRequest};
use super::questions;
use super::stream_clock::StreamClock;
use super::timeline::Timeline;
use crate::clock::Monotonic;
use crate::domain::{
    AGO_MAX, Frames, HOLE, Hertz, MASK_SECONDS, Marker, MarkerId, Palette, RESERVED_KINDS, Slug, TakeId, Theme, ulid_time,
};
use crate::error::{Error, Result};
use crate::locale::{kind_called, nearest_kind, themes_called};
use crate::text;

/// A client's stamp that is older than this, in nanoseconds, or from the future, is not believed; but see [`key_of`].
const OLDEST: i64 = 10_000_000_000;

/// What a mark needs to know of the take.
pub struct Scene<'a> {
    pub take: &'a TakeId,
    pub palette: &'a Palette,
    /// Seconds taken off a touching mark.
    pub reaction: f64,
    pub timeline: &'a Timeline,
    pub clock: Option<&'a StreamClock>,
    /// Ranges that have begun and not ended.
    pub open: &'a [Marker],
}

/// The moment of a key: the client's stamp, or the receipt where that cannot be.
pub fn moment(stamp: Option<Monotonic>, received: Monotonic) -> Monotonic {
    stamp.filter(|stamp| (0..=OLDEST).contains(&received.since(*stamp))).unwrap_or(received)
}

/// The moment of a mark's key. What begins to withhold begins at its key, however late that comes: what was said since then was not meant
/// to leave. What ends it ends at the receipt where the stamp is not believed: then too much is withheld, not too little.
pub fn key_of(request: &MarkRequest, received: Monotonic, scene: &Scene) -> Monotonic {
    let kind = request.kind.as_deref().and_then(|called| known_kind(called, scene.palette).ok());
    let withholds = kind.is_some_and(|kind| scene.palette.withholds(&kind) && !ends(request, &kind, scene));
    let stamp = request.stamp.mono.filter(|stamp| withholds && *stamp <= received);
    stamp.unwrap_or_else(|| moment(request.stamp.mono, received))
}

fn ends(request: &MarkRequest, kind: &str, scene: &Scene) -> bool {
    let is_open = scene.open.iter().any(|marker| marker.kind == kind);
    request.edge == Some(Edge::End) || (request.edge.is_none() && kind != "mask" && is_open)
}

/// The marker that a request makes, or the open range that it ends.
///
/// Refused: a kind or theme that the library does not know, a strength outside 1 to 3, an end without a beginning, a state of what is no
/// question.
pub fn make(request: &MarkRequest, received: Monotonic, wall: DateTime<FixedOffset>, scene: &Scene) -> Result<Marker> {
    let kind = known_kind(request.kind.as_deref().unwrap_or("touching"), scene.palette)?;
    let kind = kind.as_str();
    check(request, kind, scene.palette)?;
    if request.at.is_some() {
        let now = scene.timeline.frame_at(received, scene.clock);
        let desk = Desk { palette: scene.palette, rate: scene.timeline.rate(), now, open: scene.open };
        return placed(request, scene.take, Some(wall), &desk);
    }
    let key = key_of(request, received, scene);
    let withheld = scene.palette.withholds(kind);
    let open = scene.open.iter().rev().find(|marker| marker.kind == kind);
    let edge = match (request.edge, kind) {
        (None, "mask") => None,
        (None, _) if withheld => Some(if open.is_some() { Edge::End } else { Edge::Begin }),
        (edge, _) => edge,
    };
    if let (Some(Edge::Begin), Some(open)) = (edge, open) {
        return Err(open_already(open, scene.timeline.rate()));
    }
    let ago = request.ago.unwrap_or_else(|| match (kind, edge) {
        ("mask", _) => MASK_SECONDS,
        (_, Some(Edge::End)) => 0.0,
        _ if request.state.is_some() => 0.0,
        _ => scene.palette.reaction(kind, scene.reaction),
    });
    let at = |ago: f64| scene.timeline.frame_at(key.minus((ago * 1e9) as u64), scene.clock);
    let mut marker = match (edge, open) {
        (Some(Edge::End), Some(open)) => {
            let mut ended = open.clone();
            ended.open = false;
            ended.end_frame = Some(at(ago).max(open.frame));
            ended
        }
        (Some(Edge::End), None) => return Err(nothing_open(kind)),
        (edge, _) => {
            let mut marker = Marker::point(scene.take.clone(), kind, at(ago));
            marker.id = request.id.clone().map_or(marker.id, MarkerId);
            marker.open = edge == Some(Edge::Begin);
            marker.end_frame = (kind == "mask").then(|| at(0.0));
            marker.wall = Some(request.stamp.wall.filter(|_| request.stamp.mono == Some(key)).unwrap_or(wall));
            marker
        }
    };
    add_words(&mut marker, request, scene.palette)?;
    if let Some(called) = &request.state {
        let asked_at = marker.frame;
        questions::put(&mut marker, questions::state(called)?, asked_at);
    }
    if edge != Some(Edge::End) {
        marker.reach_from(at(0.0), scene.timeline.rate());
        marker.keep_key(at(0.0), scene.timeline.rate());
    }
    questions::check(&marker)?;
    Ok(marker)
}

/// A mark that is put at a place of its take instead of at a key; of a withheld kind without an end a range that is open.
///
/// Refused: as [`make`]; a place that the take does not have.
pub fn placed(request: &MarkRequest, take: &TakeId, wall: Option<DateTime<FixedOffset>>, desk: &Desk) -> Result<Marker> {
    let kind = known_kind(request.kind.as_deref().unwrap_or("touching"), desk.palette)?;
    check(request, &kind, desk.palette)?;
    let point = Marker::point(take.clone(), &kind, place(request.at.unwrap_or_default(), desk.rate, desk.now)?);
    let open = desk.palette.withholds(&kind) && request.end.is_none();
    let begun = desk.open.iter().find(|begun| open && begun.kind == kind);
    if let Some(begun) = begun {
        return Err(open_already(begun, desk.rate));
    }
    let mut marker = Marker { open, wall, ..point };
    edits::end(&mut marker, request.end, desk)?;
    add_words(&mut marker, request, desk.palette)?;
    Ok(marker)
}

/// The frame that lies so many seconds from the take's frame 0, which `last` does not exceed.
pub fn place(seconds: f64, rate: Hertz, last: Frames) -> Result<Frames> {
    if !seconds.is_finite() || seconds < 0.0 {
        return Err(Error::usage(text!("marks-no-place")));
    }
    match Frames::from_seconds(seconds, rate) {
        frame if frame <= last => Ok(frame),
        _ => Err(Error::new(text!("cli-play-behind-end", length = crate::domain::timestamp(last, rate)))),
    }
}

fn add_words(marker: &mut Marker, request: &MarkRequest, palette: &Palette) -> Result<()> {
    if !request.themes.is_empty() {
        marker.themes = known_themes(&request.themes, palette)?;
    }
    if !request.who.is_empty() {
        marker.who = slugs(&request.who);
    }
    if let Some(note) = request.note.as_ref().filter(|note| !note.trim().is_empty()) {
        marker.note = Some(note.clone());
    }
    if request.strength.is_some() {
        marker.strength = request.strength;
    }
    if let Some(from) = request.from.as_ref().filter(|from| !from.trim().is_empty() && marker.kind == questions::QUESTION) {
        marker.from = Some(from.trim().to_owned());
    }
    Ok(())
}

/// Ids that have been checked.
pub fn slugs(ids: &[String]) -> Vec<Slug> {
    ids.iter().filter_map(|id| Slug::parse(id)).collect()
}

fn check(request: &MarkRequest, kind: &str, palette: &Palette) -> Result<()> {
    known_themes(&request.themes, palette)?;
    check_note(kind, request.note.as_deref())?;
    check_who(&request.who)?;
    request.id.as_deref().map_or(Ok(()), check_id)?;
    request.strength.map_or(Ok(()), check_strength)?;
    request.ago.map_or(Ok(()), check_ago)
}

/// The kind that a person calls so, by its id or by its name in either language; a hole is nobody's to make.
pub fn known_kind(called: &str, palette: &Palette) -> Result<String> {
    let kind = kind_called(called, palette).unwrap_or_else(|| called.to_owned());
    if kind != HOLE && palette.knows(&kind) {
        return Ok(kind);
    }
    let known = RESERVED_KINDS.iter().copied().filter(|kind| *kind != HOLE);
    let own = palette.kinds.iter().map(|kind| kind.id.as_str()).filter(|id| !RESERVED_KINDS.contains(id));
    let known = known.chain(own).collect::<Vec<_>>().join(" ");
    let hint = match nearest_kind(&kind, palette) {
        Some(meant) => text!("recorder-meant", meant = meant),
        None => text!("recorder-known-kinds", known = known),
    };
    Err(Error::usage(text!("recorder-unknown-kind", kind = kind)).hint(hint))
}

/// The themes that a person calls so, by their ids or by their names in either language.
///
/// Refused: a name that no theme has, or that several have.
pub fn known_themes(called: &[String], palette: &Palette) -> Result<Vec<Slug>> {
    called.iter().map(|called| known_theme(called, palette)).collect()
}

fn known_theme(called: &str, palette: &Palette) -> Result<Slug> {
    let ids = |themes: &[&Theme]| themes.iter().map(|theme| theme.id.as_str()).collect::<Vec<_>>().join(" ");
    match &themes_called(called, palette)[..] {
        [theme] => Ok(theme.id.clone()),
        [] => {
            let known = ids(&palette.themes.iter().collect::<Vec<_>>());
            let fault = Error::usage(text!("recorder-unknown-theme", theme = called));
            Err(fault.hint(text!("recorder-known-themes", known = known, count = palette.themes.len())))
        }
        several => {
            let fault = Error::usage(text!("recorder-several-themes", theme = called));
            Err(fault.hint(text!("recorder-known-themes", known = ids(several), count = several.len())))
        }
    }
}

/// A note is its words.
pub fn check_note(kind: &str, note: Option<&str>) -> Result<()> {
    match note {
        Some(note) if !note.trim().is_empty() => Ok(()),
        _ if kind == "note" => Err(Error::usage(text!("recorder-empty-note"))),
        _ => Ok(()),
    }
}

pub fn check_who(who: &[String]) -> Result<()> {
    match who.iter().find(|who| Slug::parse(who).is_none()) {
        Some(who) => Err(Error::usage(text!("recorder-bad-person", id = who))),
        None => Ok(()),
    }
}

/// An id that no other mark has: `m-` and a ULID.
fn check_id(id: &str) -> Result<()> {
    match id.strip_prefix("m-").and_then(ulid_time) {
        Some(_) => Ok(()),
        None => Err(Error::usage(text!("question-bad-id", found = id))),
    }
}

pub fn check_strength(strength: u8) -> Result<()> {
    match strength {
        1..=3 => Ok(()),
        _ => Err(Error::usage(text!("recorder-bad-strength", found = u32::from(strength)))),
    }
}

pub fn check_ago(ago: f64) -> Result<()> {
    match (0.0..=AGO_MAX).contains(&ago) {
        true => Ok(()),
        false => Err(Error::usage(text!("recorder-bad-ago"))),
    }
}

/// Where a mask begins that was asked for at `key`.
pub fn mask_start(key: Frames, rate: Hertz) -> Frames {
    key.saturating_sub(Frames::from_seconds(MASK_SECONDS, rate))
}

pub fn open_already(open: &Marker, rate: Hertz) -> Error {
    let at = crate::domain::timestamp(open.frame, rate);
    let refusal = Error::new(text!("recorder-open-already", kind = open.kind.as_str(), at = at));
    refusal.hint(text!("recorder-open-already-hint", kind = open.kind.as_str()))
}

fn nothing_open(kind: &str) -> Error {
    Error::new(text!("recorder-nothing-open", kind = kind)).hint(text!("recorder-nothing-open-hint", kind = kind))
}

/// A hole in the sound, from `start` on: nothing was heard, or what was heard did not fit into memory.
pub fn hole(take: &TakeId, start: Frames, frames: Frames) -> Marker {
    let mut marker = Marker::point(take.clone(), HOLE, start);
    marker.end_frame = Some(start + frames);
    marker
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::capture::Block;
    use crate::domain::{Bilingual, GapReason};

    const RATE: Hertz = Hertz(1000);

    fn seconds(seconds: u64) -> Monotonic {
        Monotonic((1000 + seconds) * 1_000_000_000)
    }

    fn wall() -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339("2020-03-28T20:44:07+01:00").unwrap()
    }

    /// A take at 100 s of a timeline that began at 0 s, with these ranges open.
    fn mark(request: &str, open: &[Marker]) -> Result<Marker> {
        let mut palette = Palette::default();
        palette.themes.push(crate::domain::Theme {
            id: Slug::parse("tristesse").unwrap(),
            key: None,
            names: Bilingual { fr: Some("Tristesse, colère".into()), en: Some("sadness".into()) },
            short: Bilingual::default(),
            colour: None,
            apart: false,
        });
        let timeline = Timeline::new(RATE, seconds(0));
        let take = TakeId("t".into());
        let scene = Scene { take: &take, palette: &palette, reaction: 8.0, timeline: &timeline, clock: None, open };
        make(&serde_json::from_str(request).unwrap(), seconds(100), wall(), &scene)
    }

    #[test]
    fn a_theme_is_called_by_its_id_or_its_name_whatever_the_accents() {
        for called in ["tristesse", "Sadness", "tristesse, COLERE"] {
            let marker = mark(&format!(r#"{{"themes":["{called}"]}}"#), &[]).unwrap();
            assert_eq!(marker.themes, [Slug::parse("tristesse").unwrap()], "{called}");
        }
        assert!(mark(r#"{"themes":["joie"]}"#, &[]).is_err());
    }

    #[test]
    fn touching_reaches_back_by_the_reaction() {
        let marker = mark("{}", &[]).unwrap();
        assert_eq!((marker.frame, marker.ago, marker.kind.as_str()), (Frames(92_000), Some(8.0), "touching"));
        assert_eq!(mark(r#"{"ago":0}"#, &[]).unwrap().frame, Frames(100_000));
        assert_eq!(mark(r#"{"kind":"note","note":"x"}"#, &[]).unwrap().frame, Frames(100_000));
    }

    #[test]
    fn a_mark_that_reaches_before_the_beginning_lies_at_it() {
        let early = mark(r#"{"ago":500}"#, &[]).unwrap();
        assert_eq!((early.frame, early.ago, early.key(RATE)), (Frames(0), Some(100.0), Frames(100_000)), "and knows its key");
        let taken = mark(r#"{"kind":"question","note":"x","state":"taken","ago":8}"#, &[]).unwrap();
        assert_eq!((taken.frame, taken.key(RATE)), (Frames(92_000), Frames(100_000)));
    }

    #[test]
    fn a_mark_that_reaches_back_over_a_sleep_knows_its_key() {
        let mut timeline = Timeline::new(RATE, seconds(0));
        timeline.begin_run(Frames(0), 0, seconds(0));
        timeline.extend(95_000);
        timeline.end_run(|position| seconds(position / 1000), GapReason::Sleep);
        timeline.sleep(200_000 * 1_000_000_000);
        timeline.begin_run(Frames(200_095_000), 95_000, seconds(95));
        let (take, palette) = (TakeId("t".into()), Palette::default());
        let mut clock = StreamClock::new(RATE, true);
        let samples = Vec::new();
        clock.observe(&Block { position: 95_000, captured: seconds(95), arrived: seconds(100), samples }, 5000);
        let scene = Scene { take: &take, palette: &palette, reaction: 8.0, timeline: &timeline, clock: Some(&clock), open: &[] };
        let over = make(&MarkRequest::default(), seconds(100), wall(), &scene).unwrap();
        assert_eq!((over.frame, over.key(RATE)), (Frames(92_000), Frames(200_100_000)), "{over:?}");
    }

    #[test]
    fn a_key_counts_from_when_it_was_pressed_unless_that_cannot_be() {
        let at = |stamp: Monotonic| mark(&format!(r#"{{"ago":0,"mono":{}}}"#, stamp.0), &[]).unwrap().frame;
        assert_eq!(at(seconds(97)), Frames(97_000));
        assert_eq!(at(seconds(89)), Frames(100_000)); // more than 10 s old
        assert_eq!(at(seconds(101)), Frames(100_000)); // from the future
    }

    #[test]
    fn what_is_withheld_begins_at_its_key_however_late_that_comes_and_ends_early_for_no_old_one() {
        let old = seconds(60).0;
        let begun = mark(&format!(r#"{{"kind":"off-record","mono":{old}}}"#), &[]).unwrap();
        assert_eq!(begun.frame, Frames(60_000));
        let mask = mark(&format!(r#"{{"kind":"mask","mono":{old}}}"#), &[]).unwrap();
        assert_eq!((mask.frame, mask.end_frame), (Frames(52_000), Some(Frames(60_000))));
        let ended =
            mark(&format!(r#"{{"kind":"off-record","mono":{old}}}"#), &[Marker { frame: Frames(50_000), ..begun }]).unwrap();
        assert_eq!(ended.end_frame, Some(Frames(100_000)));
        let future = mark(&format!(r#"{{"kind":"off-record","mono":{}}}"#, seconds(101).0), &[]).unwrap();
        assert_eq!(future.frame, Frames(100_000));
    }

    #[test]
    fn off_the_record_is_a_range_that_is_open_until_it_is_closed() {
        let begun = mark(r#"{"kind":"off-record"}"#, &[]).unwrap();
        assert!(begun.open && begun.end_frame.is_none());
        let mut earlier = begun.clone();
        earlier.frame = Frames(60_000);
        let ended = mark(r#"{"kind":"off-record"}"#, &[earlier.clone()]).unwrap();
        assert_eq!(
            (ended.id, ended.open, ended.frame, ended.end_frame),
            (earlier.id, false, Frames(60_000), Some(Frames(100_000)))
        );
    }

    #[test]
    fn a_range_that_is_open_is_not_opened_again() {
        let open = mark(r#"{"kind":"off-record"}"#, &[]).unwrap();
        let refusal = mark(r#"{"kind":"off-record","edge":"begin"}"#, &[open]).unwrap_err();
        assert!(refusal.to_string().contains("00:01:40"), "{refusal}");
    }

    #[test]
    fn a_mask_covers_the_last_eight_seconds() {
        let mask = mark(r#"{"kind":"mask"}"#, &[]).unwrap();
        assert_eq!((mask.frame, mask.end_frame), (Frames(92_000), Some(Frames(100_000))));
    }

    #[test]
    fn a_kind_may_be_called_by_its_name_in_either_language() {
        assert_eq!(mark(r#"{"kind":"touchant"}"#, &[]).unwrap().kind, "touching");
        assert_eq!(mark(r#"{"kind":"Hors diffusion"}"#, &[]).unwrap().kind, "off-record");
    }

    #[test]
    fn what_the_library_does_not_know_is_refused() {
        for request in [
            r#"{"kind":"toching"}"#,
            r#"{"kind":"note","note":" "}"#,
            r#"{"kind":"hole"}"#,
            r#"{"themes":["colere"]}"#,
            r#"{"strength":4}"#,
            r#"{"ago":-1}"#,
            r#"{"who":["../x"]}"#,
            r#"{"edge":"end"}"#,
        ] {
            assert!(mark(request, &[]).is_err(), "{request}");
        }
        assert_eq!(mark(r#"{"themes":["tristesse"],"strength":2}"#, &[]).unwrap().themes.len(), 1);
    }
}
