//! Every marker of the running take as it stands now, and what clients did to them: to be listed, changed, and taken back.
//!
//! It lives in memory only; the scribe makes each version durable. What an edit may change is said in `edits`.

use std::collections::{HashMap, VecDeque};

use crate::domain::{Frames, Marker, MarkerId, Palette};

/// Acts that can be taken back, at most: each may hold a whole marker.
const ACTS_MAX: usize = 256;

/// Who entered a version of a marker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// A client, by a mark or an edit.
    Client,
    /// A client, by the next step of the guide.
    Step,
    /// The recorder itself, or an act that was taken back: nothing to take back.
    Recorder,
}

/// The markers of one take.
#[derive(Debug, Default)]
pub struct Ledger {
    entries: Vec<Entry>,
    places: HashMap<MarkerId, usize>,
    /// The latest last.
    acts: VecDeque<Act>,
}

/// One marker.
#[derive(Debug)]
pub struct Entry {
    pub marker: Marker,
    /// A version of it is on the disk.
    is_safe: bool,
    /// Something was said about it while off the record.
    pub is_private: bool,
}

#[derive(Debug)]
enum Act {
    Made(MarkerId),
    Stepped(MarkerId),
    /// With the version before.
    Changed(Box<Marker>),
}

/// What an undo does.
#[derive(Debug, PartialEq)]
pub struct Undone {
    /// The marker as it is to stand from now on.
    pub marker: Marker,
    pub is_step: bool,
}

impl Ledger {
    /// Takes in a marker, or a new version of one.
    pub fn enter(&mut self, marker: &Marker, cause: Cause, is_private: bool) {
        self.note_act(marker, cause);
        match self.places.get(&marker.id) {
            Some(&place) => {
                let entry = &mut self.entries[place];
                entry.marker.clone_from(marker);
                entry.is_private |= is_private;
            }
            None => {
                self.places.insert(marker.id.clone(), self.entries.len());
                self.entries.push(Entry { marker: marker.clone(), is_safe: false, is_private });
            }
        }
    }

    /// An edit that changes nothing is nothing to take back.
    fn note_act(&mut self, marker: &Marker, cause: Cause) {
        let before = self.entry(&marker.id).map(|entry| &entry.marker);
        let act = match (cause, before) {
            (Cause::Recorder, _) => return,
            (_, Some(before)) if before == marker => return,
            (_, Some(before)) => Act::Changed(Box::new(before.clone())),
            (Cause::Client, None) => Act::Made(marker.id.clone()),
            (Cause::Step, None) => Act::Stepped(marker.id.clone()),
        };
        if self.acts.len() == ACTS_MAX {
            self.acts.pop_front();
        }
        self.acts.push_back(act);
    }

    /// Forgets the last act, and says what its marker is to be; `None` when nothing is left to take back.
    pub fn undo(&mut self) -> Option<Undone> {
        let (id, is_step) = match self.acts.pop_back()? {
            Act::Changed(before) => return Some(Undone { marker: *before, is_step: false }),
            Act::Made(id) => (id, false),
            Act::Stepped(id) => (id, true),
        };
        let mut marker = self.entry(&id)?.marker.clone();
        marker.deleted = true;
        Some(Undone { marker, is_step })
    }

    pub fn entry(&self, id: &MarkerId) -> Option<&Entry> {
        self.places.get(id).map(|&place| &self.entries[place])
    }

    /// A version of the marker is on the disk.
    pub fn confirm(&mut self, id: &MarkerId) {
        if let Some(&place) = self.places.get(id) {
            self.entries[place].is_safe = true;
        }
    }

    /// Markers that stand, in the order in which they were made, behind the one called `after`; `None` where there is none such.
    pub fn behind(&self, after: Option<&MarkerId>) -> Option<impl Iterator<Item = &Marker>> {
        let first = match after {
            Some(id) => self.places.get(id)? + 1,
            None => 0,
        };
        Some(self.entries[first..].iter().map(|entry| &entry.marker).filter(|marker| !marker.deleted))
    }

    pub fn standing(&self) -> impl Iterator<Item = &Marker> {
        self.entries.iter().map(|entry| &entry.marker).filter(|marker| !marker.deleted)
    }

    /// Ranges that have begun and not ended, oldest first.
    pub fn open(&self) -> Vec<Marker> {
        self.standing().filter(|marker| marker.open).cloned().collect()
    }

    /// The open ranges that end with their take. Where more sound may be on the disk than is known, not what is off the record: it lasts to
    /// whichever end recovery finds.
    pub fn ending(&self, is_end_known: bool, palette: &Palette) -> Vec<Marker> {
        let mut open = self.open();
        open.retain(|marker| is_end_known || !palette.withholds_mark(marker));
        open
    }

    pub fn is_off_record(&self, palette: &Palette) -> bool {
        self.standing().any(|marker| marker.open && palette.withholds_mark(marker))
    }

    /// Markers that stand, are safe, and are counted.
    pub fn count(&self, palette: &Palette) -> u32 {
        let counts = |entry: &&Entry| entry.is_safe && !entry.marker.deleted && palette.counts(&entry.marker.kind);
        self.entries.iter().filter(counts).count() as u32
    }

    /// Behind the last marker that stands.
    pub fn end(&self) -> Frames {
        let end = |marker: &Marker| marker.end_frame.unwrap_or(marker.frame + Frames(1));
        self.standing().map(end).max().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{HOLE, TakeId};

    fn marker(kind: &str, frame: u64) -> Marker {
        Marker::point(TakeId("t".into()), kind, Frames(frame))
    }

    fn entered(ledger: &mut Ledger, marker: &Marker, cause: Cause) {
        ledger.enter(marker, cause, false);
    }

    #[test]
    fn acts_are_taken_back_one_after_the_other_until_nothing_is_left() {
        let mut ledger = Ledger::default();
        let first = marker("touching", 10);
        entered(&mut ledger, &first, Cause::Client);
        let mut stronger = first.clone();
        stronger.strength = Some(3);
        entered(&mut ledger, &stronger, Cause::Client);
        let step = marker("step", 20);
        entered(&mut ledger, &step, Cause::Step);
        entered(&mut ledger, &marker(HOLE, 30), Cause::Recorder);

        let undone: Vec<Undone> = std::iter::from_fn(|| {
            let undone = ledger.undo()?;
            entered(&mut ledger, &undone.marker, Cause::Recorder);
            Some(undone)
        })
        .collect();
        let facts: Vec<_> =
            undone.iter().map(|one| (&one.marker.id, one.marker.strength, one.marker.deleted, one.is_step)).collect();
        assert_eq!(
            facts,
            [(&step.id, None, true, true), (&first.id, None, false, false), (&first.id, None, true, false)],
            "the recorder's own hole is not taken back"
        );
    }

    #[test]
    fn an_edit_without_a_change_is_nothing_to_take_back() {
        let mut ledger = Ledger::default();
        let mark = marker("touching", 10);
        entered(&mut ledger, &mark, Cause::Client);
        entered(&mut ledger, &mark, Cause::Client);
        assert!(ledger.undo().unwrap().marker.deleted);
        assert_eq!(ledger.undo(), None);
    }

    #[test]
    fn what_can_be_taken_back_is_bounded() {
        let mut ledger = Ledger::default();
        for frame in 0..2 * ACTS_MAX as u64 {
            entered(&mut ledger, &marker("touching", frame), Cause::Client);
        }
        assert_eq!(std::iter::from_fn(|| ledger.undo()).count(), ACTS_MAX);
    }

    #[test]
    fn only_what_stands_and_is_safe_counts() {
        let mut ledger = Ledger::default();
        let kinds = ["touching", "note", "note", HOLE, "step", "off-record"];
        let marks: Vec<Marker> = kinds.iter().zip(1..).map(|(kind, n)| marker(kind, n * 10)).collect();
        for mark in &marks {
            entered(&mut ledger, mark, Cause::Client);
        }
        marks.iter().filter(|mark| mark.frame != Frames(30)).for_each(|mark| ledger.confirm(&mark.id));
        assert_eq!(ledger.count(&Palette::default()), 2);
        let mut withdrawn = marks[0].clone();
        withdrawn.deleted = true;
        entered(&mut ledger, &withdrawn, Cause::Client);
        assert_eq!(ledger.count(&Palette::default()), 1);
    }

    #[test]
    fn while_more_sound_may_be_on_the_disk_what_is_off_the_record_has_no_end() {
        let mut ledger = Ledger::default();
        for kind in ["touching", "off-record", "from-tomorrow"] {
            entered(&mut ledger, &Marker { open: true, ..marker(kind, 10) }, Cause::Client);
        }
        let ending = |is_end_known| ledger.ending(is_end_known, &Palette::default()).into_iter().map(|marker| marker.kind);
        assert_eq!(ending(true).count(), 3);
        assert_eq!(ending(false).collect::<Vec<_>>(), ["touching"]);
    }

    #[test]
    fn a_page_goes_on_behind_a_marker_that_was_withdrawn_meanwhile() {
        let mut ledger = Ledger::default();
        let marks = [marker("touching", 30), marker("touching", 20), marker("touching", 10)];
        for mark in &marks {
            entered(&mut ledger, mark, Cause::Client);
        }
        let mut withdrawn = marks[1].clone();
        withdrawn.deleted = true;
        entered(&mut ledger, &withdrawn, Cause::Client);
        let behind = |after: Option<&MarkerId>| -> Option<Vec<Frames>> {
            ledger.behind(after).map(|markers| markers.map(|marker| marker.frame).collect())
        };
        assert_eq!(behind(None), Some(vec![Frames(30), Frames(10)]));
        assert_eq!(behind(Some(&marks[1].id)), Some(vec![Frames(10)]));
        assert_eq!(behind(Some(&MarkerId::new())), None);
    }
}
