//! The session that is open: its marks in their order, the head, and which mark is chosen.

use super::Spot;
use super::edge::{Edge, Held};
use super::mouse::Mouse;
use super::play::Sound;
use crate::actions::listen::Listening;
use crate::actions::names::PeopleNames;
use crate::audio::peaks::{Bucket, Peaks};
use crate::domain::{Frames, Marker, MarkerId, Take, TakeId};
use crate::store::markers::FiledMarker;

#[derive(Debug)]
pub struct Opened {
    pub listening: Listening,
    pub names: PeopleNames,
    /// Of each take, as far as it has been looked at.
    pub peaks: Vec<Peaks>,
    /// Index of the take in which the head stands; 0 where there is none.
    pub take: usize,
    /// The place that is heard, or from which it would be.
    pub head: Frames,
    /// Index of the chosen mark in `listening.marks`.
    pub chosen: Option<usize>,
    pub sound: Sound,
    /// What somebody asked to hear, by `Space` or `Enter` on a mark or by yes to a question: it is heard whole, also off the record.
    pub asked: Vec<MarkerId>,
    /// The chosen mark, where its range is played over and over.
    pub looped: Option<MarkerId>,
    /// Index of the take that was looked at last.
    pub drawn: usize,
    pub mouse: Mouse,
    /// An edge of the chosen mark that is being moved; the head stands on it.
    pub held: Option<Held>,
    /// A mark that is to be chosen as soon as it has been read.
    pub wanted: Option<MarkerId>,
}

/// One row of the list of marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Row {
    /// Number of the take whose marks follow.
    Take(u32),
    /// Index in `listening.marks`.
    Mark(usize),
}

impl Opened {
    pub fn new(listening: Listening, names: PeopleNames, spot: &Spot) -> Opened {
        let peaks = listening.entry.session.takes.iter().map(Peaks::of).collect();
        let mut opened = Opened {
            listening,
            names,
            peaks,
            take: 0,
            head: Frames(0),
            chosen: None,
            sound: Sound::Still,
            asked: Vec::new(),
            looped: None,
            drawn: 0,
            mouse: Mouse::default(),
            held: None,
            wanted: None,
        };
        opened.go(spot);
        opened.drawn = opened.take;
        opened
    }

    fn go(&mut self, spot: &Spot) {
        match spot {
            Spot::Beginning => {}
            Spot::Mark(id) => {
                if let Some(mark) = self.listening.marks.iter().position(|filed| filed.marker.id == *id) {
                    self.choose(mark);
                }
            }
            Spot::Place { take, frame } => {
                if let Some(at) = self.takes().iter().position(|known| known.number == *take) {
                    self.take = at;
                    self.move_to(*frame);
                }
            }
        }
    }

    /// The same session, read anew: head and chosen mark stay where they are, unless one is wanted; in the place of one that has gone the
    /// next one is chosen.
    pub fn renew(&mut self, listening: Listening, names: PeopleNames) {
        let take = self.take().map(|take| take.id.clone());
        let was = self.mark().map(|filed| filed.marker.id.clone());
        let mark = self.wanted.take().or_else(|| was.clone());
        let place = self.chosen;
        let known = std::mem::take(&mut self.peaks).into_iter();
        let old: Vec<(Take, Peaks)> = self.takes().iter().cloned().zip(known).collect();
        let kept = |take: &Take| old.iter().find(|(known, _)| known == take).map(|(_, peaks)| peaks.clone());
        (self.listening, self.names) = (listening, names);
        self.peaks = self.takes().iter().map(|take| kept(take).unwrap_or_else(|| Peaks::of(take))).collect();
        self.take = self.takes().iter().position(|known| Some(&known.id) == take.as_ref()).unwrap_or(0);
        let marks = &self.listening.marks;
        let found = mark.and_then(|id| marks.iter().position(|filed| filed.marker.id == id));
        self.held.take_if(|_| found.is_none());
        self.chosen = found.or_else(|| Some(place?.min(marks.len().checked_sub(1)?)));
        let chosen = self.mark().map(|filed| filed.marker.id.clone());
        self.looped.take_if(|mark| chosen.as_ref() != Some(mark));
        if chosen != was {
            self.asked.clear();
        }
        if self.loop_span().is_none() {
            self.looped = None;
        }
    }

    /// The range of the chosen mark in the take of the head, with the edge that is held; `None` for a point.
    pub fn range(&self) -> Option<(Frames, Frames)> {
        let mark = &self.mark().filter(|mark| Some(&mark.marker.take) == self.take().map(|take| &take.id))?.marker;
        let held = |edge| self.held.filter(|held| held.edge == edge).map(|held| held.at);
        let open = mark.is_range().then(|| mark.end_frame.unwrap_or(Frames(u64::MAX)));
        Some((held(Edge::Start).unwrap_or(mark.frame), held(Edge::End).or(open)?))
    }

    /// As [`Opened::range`], as far as there is sound for it in the take.
    pub fn stretch(&self) -> Option<(Frames, Frames)> {
        let (start, end) = self.range()?;
        Some((start, end.min(self.end()))).filter(|(start, end)| start < end)
    }

    /// What is played over and over: it changes with its mark, and not with an edge that is held.
    pub fn loop_span(&self) -> Option<(Frames, Frames)> {
        let mark = &self.mark().filter(|filed| Some(&filed.marker.id) == self.looped.as_ref())?.marker;
        self.take().filter(|take| take.id == mark.take)?;
        let end = mark.end_frame.filter(|_| !mark.open).unwrap_or(self.end()).min(self.end());
        Some((mark.frame, end)).filter(|(start, end)| mark.is_range() && start < end)
    }

    pub fn takes(&self) -> &[Take] {
        &self.listening.entry.session.takes
    }

    /// The take in which the head stands; `None` in a session without takes.
    pub fn take(&self) -> Option<&Take> {
        self.takes().get(self.take)
    }

    pub fn end(&self) -> Frames {
        self.take().map_or(Frames(0), Take::end)
    }

    pub fn mark(&self) -> Option<&FiledMarker> {
        self.listening.marks.get(self.chosen?)
    }

    /// Marks of the take in which the head stands, with their indices.
    pub fn marks_here(&self) -> impl Iterator<Item = (usize, &Marker)> {
        let here = self.take().map(|take| &take.id);
        let marks = self.listening.marks.iter().map(|filed| &filed.marker).enumerate();
        marks.filter(move |(_, mark)| Some(&mark.take) == here)
    }

    /// What is off the record in the take of the head.
    pub fn withheld(&self) -> &[(Frames, Frames)] {
        self.listening.withheld.get(self.take).map_or(&[], Vec::as_slice)
    }

    /// The marks of all takes in their order; from the second take on each is headed by its number.
    pub fn rows(&self) -> Vec<Row> {
        let mut rows = Vec::new();
        for (n, take) in self.takes().iter().enumerate() {
            if n > 0 {
                rows.push(Row::Take(take.number));
            }
            let of_take = |filed: &FiledMarker| filed.marker.take == take.id;
            let marks = self.listening.marks.iter().enumerate().filter(|(_, filed)| of_take(filed));
            rows.extend(marks.map(|(index, _)| Row::Mark(index)));
        }
        rows
    }

    /// The mark before or behind the chosen one; without one, before or behind the head.
    pub fn neighbour(&self, on: bool) -> Option<usize> {
        let marks: Vec<usize> = self.rows().into_iter().filter_map(Row::mark).collect();
        if let Some(at) = self.chosen.and_then(|chosen| marks.iter().position(|mark| *mark == chosen)) {
            let next = if on { at + 1 } else { at.checked_sub(1)? };
            return marks.get(next).copied();
        }
        let place = |mark: usize| {
            let marker = &self.listening.marks[mark].marker;
            (self.takes().iter().position(|take| take.id == marker.take), marker.frame)
        };
        let head = (Some(self.take), self.head);
        match on {
            true => marks.into_iter().find(|mark| place(*mark) >= head),
            false => marks.into_iter().rev().find(|mark| place(*mark) < head),
        }
    }

    /// Chooses a mark; the head goes to its beginning.
    pub fn choose(&mut self, mark: usize) {
        let Some(marker) = self.listening.marks.get(mark).map(|filed| filed.marker.clone()) else { return };
        (self.chosen, self.asked, self.looped) = (Some(mark), Vec::new(), None);
        if let Some(take) = self.takes().iter().position(|take| take.id == marker.take) {
            self.take = take;
            self.move_to(marker.frame);
        }
    }

    /// Within the take.
    pub fn move_to(&mut self, frame: Frames) {
        self.head = frame.min(self.end());
        if self.sound == Sound::Stopped {
            self.sound = Sound::Still;
        }
    }

    pub fn move_by(&mut self, seconds: f64) {
        self.move_to(self.moved_by(seconds));
    }

    /// The place that lies so many seconds from the head.
    pub fn moved_by(&self, seconds: f64) -> Frames {
        let Some(rate) = self.take().map(|take| take.rate) else { return Frames(0) };
        let by = Frames::from_seconds(seconds.abs(), rate);
        if seconds < 0.0 { self.head.saturating_sub(by) } else { Frames(self.head.0.saturating_add(by.0)).min(self.end()) }
    }

    pub fn looked(&mut self, take: &TakeId, buckets: &[Bucket]) {
        let at = self.takes().iter().position(|known| known.id == *take);
        if let Some(peaks) = at.and_then(|at| self.peaks.get_mut(at)) {
            peaks.extend(buckets);
        }
    }

    /// Whether the head stands where nothing leaves.
    pub fn is_withheld(&self) -> bool {
        self.withheld().iter().any(|(start, end)| (*start..*end).contains(&self.head))
    }

    /// What keeps the place of the head off the record, save what somebody has asked to hear.
    pub fn withheld_here(&self) -> Vec<MarkerId> {
        let palette = self.listening.palette();
        let holds_head = |mark: &Marker| (mark.span().0..mark.span().1).contains(&self.head);
        let marks = self.marks_here().map(|(_, mark)| mark).filter(|mark| palette.withholds_mark(mark) && holds_head(mark));
        marks.filter(|mark| !self.asked.contains(&mark.id)).map(|mark| mark.id.clone()).collect()
    }

    /// What the second waveform shows: `seconds` around the head, within the take; while the mouse's button is held on it, what it was.
    pub fn window(&self, seconds: f64) -> (Frames, Frames) {
        if let Some(drag) = self.mouse.drag.filter(|drag| !drag.shown.is_whole) {
            return drag.shown.span;
        }
        let Some(take) = self.take() else { return (Frames(0), Frames(0)) };
        let length = Frames::from_seconds(seconds, take.rate).min(take.end());
        let from = self.head.saturating_sub(Frames(length.0 / 2)).min(take.end().saturating_sub(length));
        (from, Frames(from.0.saturating_add(length.0)))
    }
}

impl Row {
    pub fn mark(self) -> Option<usize> {
        match self {
            Row::Mark(mark) => Some(mark),
            Row::Take(_) => None,
        }
    }
}
