//! What of a session is off the record, or may be: nothing of it is told outside of the interface.

use super::beside::{Line, Span, is_notes};
use crate::domain::{Frames, Marker, OffRecord, Palette, Session};
use crate::error::Error;

/// By so much a transcript's times may be wrong, in seconds: they are a machine's guess.
const DOUBT: f64 = 1.0;

pub struct Withheld<'a> {
    session: &'a Session,
    palette: &'a Palette,
    off_record: OffRecord,
    /// All marks could be read.
    is_sure: bool,
}

impl<'a> Withheld<'a> {
    /// `faults`: what is wrong with the files of marks.
    pub fn of(session: &'a Session, palette: &'a Palette, marks: &[Marker], faults: &[Error]) -> Withheld<'a> {
        let off_record = OffRecord::of(&session.takes, marks, palette);
        Withheld { session, palette, off_record, is_sure: !faults.iter().any(Error::is_doubt) }
    }

    pub fn holds_mark(&self, mark: &Marker) -> bool {
        !self.is_sure || self.palette.withholds(&mark.kind) || self.off_record.touches(mark)
    }

    /// A transcript without times is, as soon as anything of its session is; notes are what a person has written for themselves.
    pub fn holds_line(&self, line: &Line) -> bool {
        if is_notes(&line.file) {
            return false;
        }
        match &line.span {
            Some(span) => !self.is_sure || self.holds(span),
            None => !self.is_sure || self.session.takes.iter().any(|take| !self.off_record.ranges(&take.id).is_empty()),
        }
    }

    fn holds(&self, span: &Span) -> bool {
        let rate = self.session.take(span.take.as_str()).map(|take| take.rate);
        let doubt = rate.map_or(Frames(u64::MAX), |rate| Frames::from_seconds(DOUBT, rate));
        let start = span.start.saturating_sub(doubt);
        let end = Frames(span.end.map_or(u64::MAX, |end| end.0.saturating_add(doubt.0)));
        self.off_record.ranges(&span.take).iter().any(|(from, to)| start < *to && *from <= end)
    }
}
