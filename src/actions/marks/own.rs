//! The file of marks of one person in one session, as it is before an act.

use chrono_tz::Tz;

use crate::domain::{Frames, Hertz, Marker, MarkerId, Palette, Slug, Take, TakeId};
use crate::error::{Error, Result};
use crate::recorder::edits::Desk;
use crate::recorder::protocol::MarkerFacts;
use crate::store::layout::markers_file;
use crate::store::markers::{self, MarkerFile};
use crate::store::sessions::SessionEntry;
use crate::text;

/// Frames a second where a mark's take is not known.
const NO_TAKE: Hertz = Hertz(1000);

pub struct Own<'a> {
    entry: &'a SessionEntry,
    who: &'a Slug,
    /// Those that were withdrawn among them.
    rows: Vec<Marker>,
}

impl<'a> Own<'a> {
    /// Fails where the file cannot be read whole: something could be off the record that nobody sees.
    pub fn read(entry: &'a SessionEntry, who: &'a Slug) -> Result<Own<'a>> {
        let path = markers_file(&entry.folder, who);
        if !path.exists() {
            return Ok(Own { entry, who, rows: Vec::new() });
        }
        let own = markers::load_file(&path, &entry.session.takes);
        match own.doubt() {
            Some(fault) => Err(fault.clone()),
            None => Ok(Own { entry, who, rows: own.rows }),
        }
    }

    /// Also one that was withdrawn. Errors: another person's, none of that id.
    pub fn marker(&self, id: &MarkerId) -> Result<&Marker> {
        self.find(id).ok_or_else(|| self.refusal(id))
    }

    /// As [`Own::marker`], without those that were withdrawn.
    pub fn standing(&self, id: &MarkerId) -> Result<&Marker> {
        self.find(id).filter(|marker| !marker.deleted).ok_or_else(|| self.refusal(id))
    }

    pub fn rows(&self) -> &[Marker] {
        &self.rows
    }

    pub fn find(&self, id: &MarkerId) -> Option<&Marker> {
        self.rows.iter().find(|row| row.id == *id)
    }

    /// A digest by which the mark is known again as it stands.
    pub fn trace(&self, marker: &Marker) -> String {
        markers::trace_of(marker, self.rate(&marker.take))
    }

    /// The mark as it stood in the file when it had this trace.
    pub fn earlier(&self, id: &MarkerId, trace: &str) -> Result<Option<Marker>> {
        let history = markers::history(&markers_file(&self.entry.folder, self.who), id, &self.entry.session.takes)?;
        Ok(history.into_iter().rev().find(|marker| self.trace(marker) == trace))
    }

    fn refusal(&self, id: &MarkerId) -> Error {
        let all = markers::load(&self.entry.folder, &self.entry.session.takes).rows;
        match all.iter().find(|filed| filed.marker.id == *id) {
            Some(filed) => {
                let refused = Error::new(text!("listen-note-not-own", by = filed.by.as_str()));
                refused.hint(text!("listen-note-not-own-hint"))
            }
            None => Error::new(text!("cli-play-no-marker", id = id.as_str(), session = self.entry.id.as_str())),
        }
    }

    /// Ranges of a take that have begun and not ended.
    pub fn open(&self, take: &TakeId) -> Vec<Marker> {
        self.rows.iter().filter(|row| row.open && !row.deleted && row.take == *take).cloned().collect()
    }

    /// What an edit needs to know of a take; of one that broke off the end is not known.
    pub fn desk<'d>(&self, take: &TakeId, open: &'d [Marker], palette: &'d Palette) -> Desk<'d> {
        let end = self.take(take).filter(|take| !take.is_open()).map(Take::end);
        Desk { palette, rate: self.rate(take), now: end.unwrap_or(Frames(i64::MAX as u64)), open }
    }

    /// Fails where the session has no such take, so that no place in it can be told.
    pub fn require_take(&self, take: &TakeId) -> Result<()> {
        self.take(take).map(drop).ok_or_else(|| Error::new(text!("marks-take-gone")).at(&self.entry.folder))
    }

    pub fn facts(&self, marker: &Marker) -> MarkerFacts {
        MarkerFacts::of(marker, self.take(&marker.take).map(|take| take.rate))
    }

    pub fn rate(&self, take: &TakeId) -> Hertz {
        self.take(take).map_or(NO_TAKE, |take| take.rate)
    }

    pub fn zone(&self) -> Tz {
        self.entry.session.zone
    }

    fn take(&self, take: &TakeId) -> Option<&Take> {
        self.entry.session.take(take.as_str())
    }

    /// One table behind the other, all of them or none. Fails for a stretch that somebody who joined has marked over several takes: as one on one of them
    /// it would be open on the others.
    pub fn append<'m>(&self, markers: impl IntoIterator<Item = &'m Marker>) -> Result<()> {
        let markers: Vec<(&Marker, Hertz)> = markers.into_iter().map(|marker| (marker, self.rate(&marker.take))).collect();
        let is_over_several = |(marker, _): &(&Marker, Hertz)| self.rows.iter().filter(|row| row.id == marker.id).count() > 1;
        if markers.iter().any(is_over_several) {
            return Err(Error::new(text!("join-several-takes")).hint(text!("join-several-takes-hint")));
        }
        MarkerFile::open(&self.entry.folder, self.who)?.append_all(&markers)
    }
}
