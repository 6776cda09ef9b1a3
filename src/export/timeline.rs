//! Where places of a take come to lie in the file that is made of it.

use crate::domain::{Frames, Take, without};

/// Moves places: all by the same offset, and, where gaps are left out, forward by the gaps before them.
#[derive(Debug, Clone, Default)]
pub struct Timeline {
    /// What is left out, in order and apart, end excluded.
    cut: Vec<(Frames, Frames)>,
    /// In frames of the take.
    offset: i128,
}

impl Timeline {
    /// With every gap in its place, or without them.
    pub fn new(take: &Take, leaves_out_gaps: bool, offset_seconds: f64) -> Timeline {
        let offset = (offset_seconds * f64::from(take.rate.0)).round() as i128;
        Timeline { cut: if leaves_out_gaps { gaps(take) } else { Vec::new() }, offset }
    }

    /// A place, or a stretch, where it is in the file; `None` for what lies before its beginning. A range that begins there is cut; one of
    /// which nothing is left is a point.
    pub fn place(&self, start: Frames, end: Option<Frames>) -> Option<(Frames, Option<Frames>)> {
        let (from, to) = (self.moved(start), end.map(|end| self.moved(end)));
        if to.unwrap_or(from) < 0 {
            return None;
        }
        let frames = |at: i128| Frames(u64::try_from(at.max(0)).unwrap_or(u64::MAX));
        let start = frames(from);
        Some((start, to.map(frames).filter(|end| start < *end)))
    }

    /// The stretches of a take of this length that are not left out, in order and apart.
    pub fn spans(&self, end: Frames) -> Vec<(Frames, Frames)> {
        without(Frames(0), end, &self.cut)
    }

    fn moved(&self, at: Frames) -> i128 {
        let before: u64 = self.cut.iter().map(|(from, to)| at.0.clamp(from.0, to.0) - from.0).sum();
        i128::from(at.0) - i128::from(before) + self.offset
    }
}

/// Where a take has no sound of any input; of one without sound, where it was paused.
fn gaps(take: &Take) -> Vec<(Frames, Frames)> {
    if take.parts.is_empty() {
        return take.gaps.iter().map(|gap| (gap.start, gap.start + gap.frames)).collect();
    }
    let mut gaps = Vec::new();
    let mut at = Frames(0);
    for (from, to) in take.sounding() {
        if at < from {
            gaps.push((at, from));
        }
        at = to;
    }
    if at < take.end() {
        gaps.push((at, take.end()));
    }
    gaps
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples::take;

    /// A file of 1800 s, then a gap of 2 s, then one of 10 s.
    fn with_gap() -> Take {
        let mut take = take("T", 1);
        let mut second = take.parts[0].clone();
        (second.file, second.start, second.frames) = ("take-01-002.wav".into(), Frames(86_496_000), Some(Frames(480_000)));
        take.parts.push(second);
        take.frames = Some(Frames(86_976_000));
        take
    }

    #[test]
    fn gaps_stay_unless_they_are_left_out() {
        let take = with_gap();
        let (filled, cut) = (Timeline::new(&take, false, 0.0), Timeline::new(&take, true, 0.0));
        for (place, without_gap) in
            [(5, 5), (86_400_000, 86_400_000), (86_400_500, 86_400_000), (86_496_000, 86_400_000), (86_496_007, 86_400_007)]
        {
            assert_eq!(filled.place(Frames(place), None), Some((Frames(place), None)));
            assert_eq!(cut.place(Frames(place), None), Some((Frames(without_gap), None)));
        }
        let end = with_gap().end();
        assert_eq!(filled.spans(end), [(Frames(0), end)]);
        assert_eq!(cut.spans(end), [(Frames(0), Frames(86_400_000)), (Frames(86_496_000), end)]);
        let (from, to) = (Frames(86_399_000), Frames(86_497_000));
        assert_eq!(cut.place(from, Some(to)), Some((from, Some(Frames(86_401_000)))), "a range over the gap is shorter");
        assert_eq!(
            cut.place(Frames(86_400_100), Some(Frames(86_400_200))),
            Some((Frames(86_400_000), None)),
            "one within is a point"
        );
    }

    #[test]
    fn what_an_offset_moves_before_the_beginning_is_cut_or_dropped() {
        let moved =
            |start, end: Option<u64>, seconds| Timeline::new(&with_gap(), false, seconds).place(Frames(start), end.map(Frames));
        assert_eq!(moved(0, None, 1.5), Some((Frames(72_000), None)));
        assert_eq!(moved(72_000, None, -1.5), Some((Frames(0), None)));
        assert_eq!(moved(71_999, None, -1.5), None);
        assert_eq!(moved(48_000, Some(96_000), -1.5), Some((Frames(0), Some(Frames(24_000)))));
        assert_eq!(moved(48_000, Some(60_000), -1.5), None);
        assert_eq!(moved(u64::MAX, None, 1e15), Some((Frames(u64::MAX), None)));
    }
}
