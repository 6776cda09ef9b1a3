//! A named point, or a marked span, of a take.

use std::fmt;

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::{Frames, Hertz, Palette, Slug, TakeId};

/// `m-` and a ULID.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct MarkerId(pub String);

impl MarkerId {
    pub fn new() -> MarkerId {
        MarkerId(format!("m-{}", super::new_ulid()))
    }

    /// The same for the same words, wherever it is made.
    pub fn of_words(words: &str) -> MarkerId {
        let mut id = [0; 16];
        id.copy_from_slice(&blake3::hash(words.as_bytes()).as_bytes()[..16]);
        MarkerId(format!("m-{}", ulid::Ulid::from_bytes(id)))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for MarkerId {
    fn default() -> Self {
        MarkerId::new()
    }
}

impl fmt::Display for MarkerId {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where a key was pressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    pub take: TakeId,
    pub frame: Frames,
}

impl Made {
    /// `TAKE/FRAME`.
    pub fn parse(text: &str) -> Option<Made> {
        let (take, frame) = text.rsplit_once('/').filter(|(take, _)| !take.is_empty())?;
        Some(Made { take: TakeId(take.to_owned()), frame: Frames(frame.parse().ok()?) })
    }
}

impl fmt::Display for Made {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}/{}", self.take, self.frame.0)
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Marker {
    pub id: MarkerId,
    pub take: TakeId,
    /// The truth, on the take's timeline.
    pub frame: Frames,
    /// End of a range, excluded; absent for a point, and for a range that is still open.
    pub end_frame: Option<Frames>,
    /// A range that lasts to the end of the take until it is closed.
    pub open: bool,
    pub kind: String,
    pub themes: Vec<Slug>,
    /// Who speaks; empty: unknown, which counts as everybody in the session.
    pub who: Vec<Slug>,
    /// 1 to 3.
    pub strength: Option<u8>,
    /// Seconds taken off; `frame` is already corrected.
    pub ago: Option<f64>,
    /// Where its keys were pressed, if its place does not tell it: it was moved since, or is made of several. Made off the record, it stays
    /// so wherever it lies. Empty: see [`Marker::key`].
    pub made: Vec<Made>,
    /// When the key was pressed.
    pub wall: Option<DateTime<FixedOffset>>,
    pub note: Option<String>,
    /// When a thread, promise or check was taken up, kept, checked.
    pub done: Option<NaiveDate>,
    /// Who asked, for a question.
    pub from: Option<String>,
    pub state: Option<QuestionState>,
    /// Withdrawn.
    pub deleted: bool,
    /// Whole `key = value` lines that this version does not know and keeps.
    pub unknown: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuestionState {
    Asked,
    Taken,
    Answered,
    Parked,
}

impl QuestionState {
    pub fn as_str(self) -> &'static str {
        match self {
            QuestionState::Asked => "asked",
            QuestionState::Taken => "taken",
            QuestionState::Answered => "answered",
            QuestionState::Parked => "parked",
        }
    }

    pub fn parse(text: &str) -> Option<QuestionState> {
        use QuestionState::*;
        [Asked, Taken, Answered, Parked].into_iter().find(|state| state.as_str() == text)
    }
}

impl Marker {
    /// A point with a new id and nothing else.
    pub fn point(take: TakeId, kind: &str, frame: Frames) -> Marker {
        Marker {
            id: MarkerId::new(),
            take,
            frame,
            end_frame: None,
            open: false,
            kind: kind.to_owned(),
            themes: Vec::new(),
            who: Vec::new(),
            strength: None,
            ago: None,
            made: Vec::new(),
            wall: None,
            note: None,
            done: None,
            from: None,
            state: None,
            deleted: false,
            unknown: Vec::new(),
        }
    }

    pub fn is_range(&self) -> bool {
        self.open || self.end_frame.is_some()
    }

    /// The frame of the key with which it was made, as far as its place tells: behind it by what was taken off.
    pub fn key(&self, rate: Hertz) -> Frames {
        Frames(self.frame.0.saturating_add(Frames::from_seconds(self.ago.unwrap_or_default(), rate).0))
    }

    /// Where all its keys were pressed.
    pub fn keys(&self, rate: Hertz) -> Vec<Made> {
        match self.made.is_empty() {
            true => vec![Made { take: self.take.clone(), frame: self.key(rate) }],
            false => self.made.clone(),
        }
    }

    /// Whether a key of it was pressed within what is withheld of its own take.
    pub fn was_made_within(&self, withheld: &[(Frames, Frames)]) -> bool {
        let own = self.made.iter().filter(|made| made.take == self.take);
        own.into_iter().any(|made| withheld.iter().any(|(from, to)| *from <= made.frame && made.frame < *to))
    }

    /// Whether anything of it lies in what is withheld: its place, its stretch with the end included, anything on the way from there
    /// to `key`, or a key of it that lies elsewhere. The one rule for hooks, exports and search; `withheld` are stretches of its own take, end excluded.
    pub fn touches(&self, withheld: impl IntoIterator<Item = (Frames, Frames)>, key: Frames) -> bool {
        let end = if self.open { Frames(u64::MAX) } else { self.end_frame.unwrap_or(self.frame).max(key) };
        let is_within = |from: Frames, to: Frames| self.frame < to && from <= end;
        withheld.into_iter().any(|(from, to)| is_within(from, to) || self.was_made_within(&[(from, to)]))
    }

    /// The frames that this mark withholds, end excluded: for a range its span, open or unclosed to `u64::MAX`; nothing for a
    /// point, unless its kind is withheld: then everything from it on, since a withheld kind is a range whose end got lost.
    pub fn span(&self) -> (Frames, Frames) {
        (self.frame, self.end_frame.filter(|_| !self.open).unwrap_or(Frames(u64::MAX)))
    }
}

/// The stretches of one take that never leave, in order and merged, end excluded.
pub fn withheld_ranges(markers: &[Marker], take: &TakeId, palette: &Palette) -> Vec<(Frames, Frames)> {
    let mut spans: Vec<_> = markers
        .iter()
        .filter(|marker| marker.take == *take && !marker.deleted && palette.withholds(&marker.kind))
        .map(Marker::span)
        .filter(|(start, end)| start < end)
        .collect();
    spans.sort();
    let mut merged: Vec<(Frames, Frames)> = Vec::new();
    for (start, end) in spans {
        match merged.last_mut() {
            Some(last) if start <= last.1 => last.1 = last.1.max(end),
            _ => merged.push((start, end)),
        }
    }
    merged
}

/// `start..end` without `withheld`, which is in order and merged.
pub fn without(start: Frames, end: Frames, withheld: &[(Frames, Frames)]) -> Vec<(Frames, Frames)> {
    let mut left = Vec::new();
    let mut at = start;
    for &(from, to) in withheld {
        if at < from.min(end) {
            left.push((at, from.min(end)));
        }
        at = at.max(to);
    }
    if at < end {
        left.push((at, end));
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    fn off(start: u64, end: Option<u64>) -> Marker {
        let mut marker = Marker::point(TakeId("t".into()), "off-record", Frames(start));
        marker.end_frame = end.map(Frames);
        marker.open = end.is_none();
        marker
    }

    #[test]
    fn what_is_off_the_record_and_still_open_lasts_to_the_end() {
        let palette = Palette::default();
        let ranges = withheld_ranges(&[off(10, Some(20)), off(15, Some(30)), off(40, None)], &TakeId("t".into()), &palette);
        assert_eq!(ranges, [(Frames(10), Frames(30)), (Frames(40), Frames(u64::MAX))]);
    }

    #[test]
    fn a_mark_touches_what_is_withheld_by_its_place_its_stretch_its_end_or_its_key() {
        let mark = |frame: u64, end: Option<u64>, open, ago: f64| {
            let mut marker = Marker::point(TakeId("t".into()), "touching", Frames(frame));
            (marker.end_frame, marker.open, marker.ago) = (end.map(Frames), open, Some(ago));
            marker.touches([(Frames(10), Frames(20))], marker.key(Hertz(1)))
        };
        let touching = [
            mark(10, None, false, 0.0),
            mark(19, None, false, 0.0),
            mark(5, None, false, 5.0),
            mark(5, None, false, 60.0),
            mark(5, Some(10), false, 0.0),
            mark(5, Some(99), false, 0.0),
            mark(5, None, true, 0.0),
        ];
        assert_eq!(touching, [true; 7]);
        let apart =
            [mark(9, None, false, 0.0), mark(20, None, false, 60.0), mark(5, Some(9), false, 4.0), mark(20, None, true, 0.0)];
        assert_eq!(apart, [false; 4]);
        assert_eq!(
            Marker { ago: Some(f64::MAX), ..Marker::point(TakeId("t".into()), "note", Frames(9)) }.key(Hertz(1)).0,
            u64::MAX
        );
    }

    #[test]
    fn what_was_made_off_the_record_touches_it_wherever_it_lies_now() {
        let made = |text: &str, frame| Marker { made: vec![Made::parse(text).unwrap()], ..off(frame, None) };
        let touches = |mark: Marker| {
            let point = Marker { open: false, ..mark };
            point.touches([(Frames(10), Frames(20))], point.key(Hertz(1)))
        };
        assert_eq!(
            ["t/10", "t/19", "t/9", "t/20", "other/15"].map(|key| touches(made(key, 99))),
            [true, true, false, false, false]
        );
        assert!(!touches(made("t/99", 5)), "what lies between was not passed");
        assert_eq!(made("a/b/7", 5).made[0].to_string(), "a/b/7");
        assert!(["7", "/7", "t/", "t/-1"].iter().all(|text| Made::parse(text).is_none()));
    }

    #[test]
    fn a_kind_from_a_newer_version_is_withheld() {
        let mut marker = off(5, Some(9));
        marker.kind = "whisper".into();
        assert_eq!(withheld_ranges(&[marker], &TakeId("t".into()), &Palette::default()).len(), 1);
    }
}
