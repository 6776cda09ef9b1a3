//! What of a session is off the record: stretches of its takes, and every mark that touches them or was made in them.
//!
//! The one rule for exports, hooks, search, playing, and questions that come back. Of what kind a mark is, the palette says.

use std::collections::HashMap;

use super::{Frames, Hertz, Made, Marker, Palette, Take, TakeId};

/// Worked out once, from all marks of a session.
#[derive(Debug, Clone, Default)]
pub struct OffRecord {
    rates: HashMap<TakeId, Hertz>,
    /// By take, in order and merged, end excluded.
    ranges: HashMap<TakeId, Vec<(Frames, Frames)>>,
}

impl OffRecord {
    /// `takes`: all that are known; of another one a key may have been pressed off the record.
    pub fn of<'a>(
        takes: impl IntoIterator<Item = &'a Take>,
        marks: impl IntoIterator<Item = &'a Marker>,
        palette: &Palette,
    ) -> OffRecord {
        let mut ranges: HashMap<TakeId, Vec<(Frames, Frames)>> = HashMap::new();
        for mark in marks.into_iter().filter(|mark| palette.withholds_mark(mark)) {
            let (start, end) = mark.span();
            if start < end {
                ranges.entry(mark.take.clone()).or_default().push((start, end));
            }
        }
        ranges.values_mut().for_each(merge);
        OffRecord { rates: takes.into_iter().map(|take| (take.id.clone(), take.rate)).collect(), ranges }
    }

    /// The stretches of one take that never leave, in order and merged, end excluded.
    pub fn ranges(&self, take: &TakeId) -> &[(Frames, Frames)] {
        self.ranges.get(take).map_or(&[], Vec::as_slice)
    }

    pub fn holds(&self, take: &TakeId, frame: Frames) -> bool {
        self.ranges(take).iter().any(|(from, to)| *from <= frame && frame < *to)
    }

    /// Whether a key was pressed off the record, as far as that can be known: in a take that is not here it may have been.
    pub fn holds_key(&self, key: &Made) -> bool {
        !self.rates.contains_key(&key.take) || self.holds(&key.take, key.frame)
    }

    /// Whether a key of a mark was pressed off the record, in whatever take.
    pub fn was_made_in(&self, mark: &Marker) -> bool {
        match self.rates.get(&mark.take) {
            Some(rate) => mark.keys(*rate).iter().any(|key| self.holds_key(key)),
            None => mark.made.iter().any(|key| self.holds_key(key)),
        }
    }

    /// Whether anything of a mark is off the record: its place, its stretch with the end included, what it was taken back over, or a key of
    /// it. Of a take that is not here, it may reach to the end.
    pub fn touches(&self, mark: &Marker) -> bool {
        let reached = self.rates.get(&mark.take).map_or(Frames(u64::MAX), |rate| mark.reached_from(*rate));
        let end = if mark.open { Frames(u64::MAX) } else { mark.end_frame.unwrap_or(mark.frame).max(reached) };
        self.ranges(&mark.take).iter().any(|(from, to)| mark.frame < *to && *from <= end) || self.was_made_in(mark)
    }
}

fn merge(spans: &mut Vec<(Frames, Frames)>) {
    spans.sort();
    spans.dedup_by(|next, last| {
        let meets = next.0 <= last.1;
        last.1 = if meets { last.1.max(next.1) } else { last.1 };
        meets
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples;

    /// Of the take `t`, of one frame a second, and of the take `other`.
    fn off_record(marks: &[Marker]) -> OffRecord {
        let takes = ["t", "other"].map(|id| Take { rate: Hertz(1), ..samples::take(id, 1) });
        OffRecord::of(&takes, marks, &Palette::default())
    }

    fn off(start: u64, end: Option<u64>) -> Marker {
        let mut marker = Marker::point(TakeId("t".into()), "off-record", Frames(start));
        marker.end_frame = end.map(Frames);
        marker.open = end.is_none();
        marker
    }

    #[test]
    fn what_is_off_the_record_and_still_open_lasts_to_the_end() {
        let withdrawn = Marker { deleted: true, ..off(0, None) };
        let marks = [off(40, None), off(10, Some(20)), off(12, Some(14)), off(15, Some(30)), withdrawn, off(5, Some(5))];
        let ranges = off_record(&marks);
        assert_eq!(ranges.ranges(&TakeId("t".into())), [(Frames(10), Frames(30)), (Frames(40), Frames(u64::MAX))]);
        assert_eq!(ranges.ranges(&TakeId("other".into())), []);
    }

    #[test]
    fn a_mark_touches_what_is_withheld_by_its_place_its_stretch_its_end_or_its_key() {
        let ranges = off_record(&[off(10, Some(20))]);
        let mark = |frame: u64, end: Option<u64>, open, ago: f64| {
            let mut marker = Marker::point(TakeId("t".into()), "touching", Frames(frame));
            (marker.end_frame, marker.open, marker.ago) = (end.map(Frames), open, Some(ago));
            ranges.touches(&marker)
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
    }

    #[test]
    fn what_was_made_off_the_record_touches_it_wherever_it_lies_now() {
        let elsewhere = Marker { take: TakeId("other".into()), ..off(5, Some(9)) };
        let ranges = off_record(&[off(10, Some(20)), elsewhere]);
        let made = |text: &str, frame| {
            let mark = Marker { made: vec![Made::parse(text).unwrap()], open: false, ..off(frame, None) };
            (ranges.was_made_in(&mark), ranges.touches(&mark))
        };
        for (key, is_off) in
            [("t/10", true), ("t/19", true), ("t/9", false), ("t/20", false), ("other/5", true), ("other/15", false)]
        {
            assert_eq!(made(key, 99), (is_off, is_off), "{key}");
        }
        assert_eq!(made("gone/15", 99), (true, true), "who knows what was off the record there");
        assert_eq!(made("t/99", 5), (false, false), "what lies between was not passed");
    }

    #[test]
    fn of_a_take_that_is_not_here_nothing_behind_what_is_off_the_record_is_sure() {
        let gone = |marker: Marker| Marker { take: TakeId("gone".into()), ..marker };
        let ranges = off_record(&[gone(off(10, Some(20)))]);
        let touches = |frame| ranges.touches(&gone(Marker { open: false, ..off(frame, None) }));
        assert_eq!([5, 15, 25].map(touches), [true, true, false]);
    }

    #[test]
    fn a_kind_from_a_newer_version_is_withheld() {
        let mut marker = off(5, Some(9));
        marker.kind = "whisper".into();
        assert_eq!(off_record(&[marker]).ranges(&TakeId("t".into())).len(), 1);
    }
}
