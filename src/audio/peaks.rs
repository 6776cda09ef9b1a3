//! How loud a take is, place by place: what a waveform is drawn from, at any zoom.
//!
//! A take is cut into buckets of 50 ms (longer ones in takes of more than a day), and of each bucket the loudest sample of all
//! channels counts. [`Gatherer`] finds it while a take is written, [`scan`] reads the files, [`Entry`] keeps what was found. Loudness as
//! people hear it is another thing.

mod bytes;
mod cache;
mod gather;
mod loudest;
mod scan;

use crate::domain::{Frames, Hertz, Take};

pub use bytes::{from_bytes, length, to_bytes};
pub use cache::Entry;
pub use gather::Gatherer;
pub use scan::scan;

/// Buckets in a second.
const PER_SECOND: u32 = 20;

/// The most buckets of a take, so that no file can make us take more memory (8 MB), nor the cache an entry above 4 MB.
const MOST: u64 = 2_000_000;

/// A stretch of one take. Of several the greatest counts: what sounds hides what does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bucket {
    /// Nothing was recorded: a pause, a vanished device.
    Gap,
    /// Recorded, and the file is gone, cut or broken.
    NotThere,
    /// The loudest |sample|, in 32 768ths of full scale, rounded up: only digital silence is 0.
    Sound(u16),
}

/// One column of a drawing.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub enum Column {
    /// Not looked at yet.
    Waiting,
    /// Nothing was recorded there, or it lies behind the end.
    Gap,
    /// Recorded, and the file is gone, cut or broken.
    NotThere,
    /// The loudest |sample|, 0 to 1.
    Sound(f32),
}

/// How loud one take is, as far as it has been looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct Peaks {
    /// Frames of one bucket.
    bucket: Frames,
    /// Buckets of the whole take.
    count: usize,
    found: Vec<Bucket>,
}

const FULL_SCALE: f32 = 32_768.0;

/// Frames of a bucket, unless the take would have too many of them.
fn usual_bucket(rate: Hertz) -> u64 {
    u64::from(rate.0 / PER_SECOND).max(1)
}

impl Bucket {
    /// Of the largest |sample|; what is no number counts as full scale.
    fn of(amplitude: f32) -> Bucket {
        Bucket::Sound((amplitude.min(1.0) * FULL_SCALE).ceil() as u16)
    }
}

impl Peaks {
    /// Of a take at which nobody has looked yet.
    pub fn of(take: &Take) -> Peaks {
        let end = take.end().0;
        let usual = usual_bucket(take.rate);
        let bucket = usual.max(end.div_ceil(MOST));
        Peaks { bucket: Frames(bucket), count: end.div_ceil(bucket) as usize, found: Vec::new() }
    }

    /// Takes in the buckets that follow those that are there.
    pub fn extend(&mut self, buckets: &[Bucket]) {
        let room = self.count - self.found.len();
        self.found.extend(&buckets[..buckets.len().min(room)]);
    }

    /// The whole take has been looked at.
    pub fn is_whole(&self) -> bool {
        self.found.len() == self.count
    }

    /// All that have been looked at, from the beginning on.
    pub fn buckets(&self) -> &[Bucket] {
        &self.found
    }

    /// The stretch from `from` to `to` (excluded) in `width` columns, each as loud as the loudest of all buckets that lie in it, if
    /// only in part. Where columns are shorter than a bucket, several show the same one.
    pub fn columns(&self, from: Frames, to: Frames, width: u16) -> Vec<Column> {
        let length = u128::from(to.saturating_sub(from).0);
        let edge = |n: u16| from.0.saturating_add((length * u128::from(n) / u128::from(width)) as u64);
        (0..width).map(|n| self.column(edge(n), edge(n + 1))).collect()
    }

    /// The loudest of the buckets that hold the frames from `from` to `to`, and at least the one at `from`.
    fn column(&self, from: u64, to: u64) -> Column {
        let first = (from / self.bucket.0).min(self.count as u64) as usize;
        let behind = to.max(from.saturating_add(1)).div_ceil(self.bucket.0).min(self.count as u64) as usize;
        let known = self.found.get(first..behind.min(self.found.len())).unwrap_or_default();
        match known.iter().max() {
            Some(Bucket::Sound(amplitude)) => Column::Sound(f32::from(*amplitude) / FULL_SCALE),
            _ if first < behind && behind > self.found.len() => Column::Waiting,
            Some(Bucket::NotThere) => Column::NotThere,
            Some(Bucket::Gap) | None => Column::Gap,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::Hertz;
    use crate::store::samples;

    /// A take of `end` frames at 1000 Hz: buckets of 50 frames.
    pub(super) fn take_of(end: u64) -> Take {
        Take { rate: Hertz(1000), frames: Some(Frames(end)), parts: Vec::new(), gaps: Vec::new(), ..samples::take("01A", 1) }
    }

    fn peaks(end: u64, found: &[Bucket]) -> Peaks {
        let mut peaks = Peaks::of(&take_of(end));
        peaks.extend(found);
        peaks
    }

    fn sound(amplitude: f32) -> Column {
        Column::Sound(amplitude)
    }

    #[test]
    fn a_column_is_as_loud_as_the_loudest_in_it() {
        let found = [0.5, 0.25, 0.0, 1.0].map(Bucket::of);
        let peaks = peaks(199, &found);
        let columns = |from, to, width| peaks.columns(Frames(from), Frames(to), width);
        assert_eq!(columns(0, 200, 4), [sound(0.5), sound(0.25), sound(0.0), sound(1.0)]);
        assert_eq!(columns(0, 200, 2), [sound(0.5), sound(1.0)]);
        assert_eq!(columns(0, 150, 1), [sound(0.5)], "the frame at 150 is not in it");
        assert_eq!(columns(0, 151, 1), [sound(1.0)]);
        assert_eq!(columns(49, 51, 2), [sound(0.5), sound(0.25)]);
        assert_eq!(columns(60, 61, 3), [sound(0.25); 3], "closer than a bucket");
        assert_eq!(columns(100, 300, 2), [sound(1.0), Column::Gap], "behind the end is nothing");
    }

    #[test]
    fn what_is_not_known_waits_and_what_is_not_there_is_told_from_silence() {
        let peaks = peaks(250, &[Bucket::Gap, Bucket::NotThere, Bucket::of(0.0)]);
        let columns = peaks.columns(Frames(0), Frames(250), 5);
        assert_eq!(columns, [Column::Gap, Column::NotThere, sound(0.0), Column::Waiting, Column::Waiting]);
        assert_eq!(peaks.columns(Frames(100), Frames(250), 1), [sound(0.0)], "what is known is shown at once");
        assert!(!peaks.is_whole());
    }

    #[test]
    fn no_width_and_no_place_is_too_large_or_too_small() {
        let loud = peaks(60, &[Bucket::of(1.0), Bucket::of(0.5)]);
        assert!(loud.columns(Frames(0), Frames(60), 0).is_empty());
        assert_eq!(loud.columns(Frames(0), Frames(60), u16::MAX).len(), 65_535);
        assert_eq!(loud.columns(Frames(0), Frames(u64::MAX), 2), [sound(1.0), Column::Gap]);
        assert_eq!(loud.columns(Frames(u64::MAX), Frames(u64::MAX), 1), [Column::Gap]);
        assert_eq!(loud.columns(Frames(55), Frames(3), 1), [sound(0.5)], "an empty stretch shows its place");
        assert_eq!(peaks(0, &[]).columns(Frames(0), Frames(0), 1), [Column::Gap]);
    }

    #[test]
    fn the_faintest_sound_is_no_silence_and_what_is_no_number_is_loud() {
        assert_eq!((Bucket::of(0.0), Bucket::of(1e-9)), (Bucket::Sound(0), Bucket::Sound(1)));
        assert_eq!([Bucket::of(f32::NAN), Bucket::of(f32::INFINITY), Bucket::of(1.0)], [Bucket::Sound(32_768); 3]);
    }

    #[test]
    fn a_take_that_claims_to_be_endless_has_no_more_buckets_than_others() {
        for end in [u64::MAX, i64::MAX as u64, MOST * 50 + 1, MOST * 50, 1, 0] {
            let peaks = Peaks::of(&take_of(end));
            assert!(peaks.count as u64 <= MOST && peaks.bucket.0 as u128 * peaks.count as u128 >= u128::from(end), "{end}");
        }
    }

    proptest! {
        #[test]
        fn every_bucket_counts_in_some_column(
            loud in proptest::collection::vec(0_u16..32_769, 1..200),
            cut in 0_u64..50,
            (from, length) in (0_u64..9_000, 1_u64..9_000),
            width in 1_u16..300,
        ) {
            let found: Vec<Bucket> = loud.iter().map(|&amplitude| Bucket::Sound(amplitude)).collect();
            let end = found.len() as u64 * 50 - cut;
            let to = from + length;
            let columns = peaks(end, &found).columns(Frames(from), Frames(to), width);
            let inside = found.iter().zip(0_u64..).filter(|(_, n)| n * 50 < to && (n + 1) * 50 > from);
            let loudest = inside.map(|(bucket, _)| *bucket).max();
            let shown = columns.iter().copied().max_by(|a, b| a.partial_cmp(b).unwrap());
            let expected = match loudest {
                Some(Bucket::Sound(amplitude)) => Column::Sound(f32::from(amplitude) / FULL_SCALE),
                _ => Column::Gap,
            };
            prop_assert_eq!((columns.len(), shown), (usize::from(width), Some(expected)));
        }
    }
}
