//! A named point, or a marked span, of a take.

use std::fmt;

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::{Frames, Hertz, Slug, TakeId};

/// `m-` and a ULID.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct MarkerId(pub String);

impl MarkerId {
    pub fn new() -> MarkerId {
        MarkerId(format!("m-{}", super::new_ulid()))
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

/// So many seconds are taken off at most.
pub const AGO_MAX: f64 = 86_400.0;

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

    /// A question in this state still waits for its turn.
    pub fn waits(self) -> bool {
        matches!(self, QuestionState::Asked | QuestionState::Parked)
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

    /// The frame of the key with which it was made, on its own take: the first that `made` names there, else as its place tells it.
    pub fn key(&self, rate: Hertz) -> Frames {
        self.made.iter().find(|made| made.take == self.take).map_or(self.reached_from(rate), |made| made.frame)
    }

    /// Behind its place by what was taken off.
    pub fn reached_from(&self, rate: Hertz) -> Frames {
        Frames(self.frame.0.saturating_add(Frames::from_seconds(self.ago.unwrap_or_default(), rate).0))
    }

    /// Says what was taken off between its key and its place: less than was asked where the take had not begun, more where the machine
    /// slept in between.
    pub fn reach_from(&mut self, key: Frames, rate: Hertz) {
        let ago = key.saturating_sub(self.frame).seconds(rate);
        self.ago = Some(ago).filter(|ago| (f64::MIN_POSITIVE..=AGO_MAX).contains(ago));
    }

    /// Where the place tells no more when it was made, the file says it: what was made off the record stays so, wherever it is moved, and so
    /// do the words of a question that is taken later.
    pub fn keep_key(&mut self, key: Frames, rate: Hertz) {
        if self.made.is_empty() && self.reached_from(rate) != key {
            self.made = vec![Made { take: self.take.clone(), frame: key }];
        }
    }

    /// One more key, unless one of them was pressed on that take at `since` or later.
    pub fn add_key(&mut self, key: Made, since: Frames, rate: Hertz) {
        let keys = self.keys(rate);
        if keys.iter().all(|known| known.take != key.take || known.frame < since) {
            self.made = keys.into_iter().chain([key]).collect();
        }
    }

    /// Where all its keys were pressed.
    pub fn keys(&self, rate: Hertz) -> Vec<Made> {
        match self.made.is_empty() {
            true => vec![Made { take: self.take.clone(), frame: self.reached_from(rate) }],
            false => self.made.clone(),
        }
    }

    /// The frames that this mark withholds, end excluded: for a range its span, open or unclosed to `u64::MAX`; nothing for a
    /// point, unless its kind is withheld: then everything from it on, since a withheld kind is a range whose end got lost.
    pub fn span(&self) -> (Frames, Frames) {
        (self.frame, self.end_frame.filter(|_| !self.open).unwrap_or(Frames(u64::MAX)))
    }
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

    #[test]
    fn its_key_lies_behind_its_place_by_what_was_taken_off_unless_it_was_moved() {
        let mut mark = Marker { ago: Some(8.0), ..Marker::point(TakeId("t".into()), "note", Frames(9)) };
        assert_eq!(mark.key(Hertz(1)), Frames(17));
        assert_eq!(Marker { ago: Some(f64::MAX), ..mark.clone() }.key(Hertz(1)).0, u64::MAX);
        mark.made = ["other/3", "t/40", "t/50"].iter().filter_map(|made| Made::parse(made)).collect();
        assert_eq!(mark.key(Hertz(1)), Frames(40));
    }

    #[test]
    fn what_is_said_of_it_later_is_one_more_key_once_for_each_stretch_and_the_first_one_places_it() {
        let mut mark = Marker { ago: Some(8.0), ..Marker::point(TakeId("t".into()), "note", Frames(2)) };
        mark.add_key(Made { take: mark.take.clone(), frame: Frames(12) }, Frames(10), Hertz(1));
        assert_eq!(mark.made, [], "its own key lies there already");
        for (frame, since) in [(12, 11), (13, 11), (30, 25)] {
            mark.add_key(Made { take: mark.take.clone(), frame: Frames(frame) }, Frames(since), Hertz(1));
        }
        assert_eq!(mark.made.iter().map(Made::to_string).collect::<Vec<_>>(), ["t/10", "t/12", "t/30"]);
        assert_eq!(mark.key(Hertz(1)), Frames(10));
    }

    #[test]
    fn a_key_is_written_with_its_take() {
        assert_eq!(Made::parse("a/b/7").unwrap().to_string(), "a/b/7");
        assert!(["7", "/7", "t/", "t/-1"].iter().all(|text| Made::parse(text).is_none()));
    }
}
