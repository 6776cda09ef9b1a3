//! The peaks of one input, gathered while it is written, so that nobody has to read its files for them.

use super::{Bucket, Peaks, usual_bucket};
use crate::audio::wav::WavFormat;
use crate::domain::{Frames, Take};

/// The most buckets that are gathered: three hours are 216 000. Of a longer take the files are read.
const MOST: usize = 1_000_000;

/// What is known so far.
pub struct Gatherer {
    format: WavFormat,
    /// Frames of one bucket.
    bucket: u64,
    found: Vec<Bucket>,
    /// It has become too long.
    is_over: bool,
}

impl Gatherer {
    pub fn new(format: WavFormat) -> Gatherer {
        Gatherer { format, bucket: usual_bucket(format.rate), found: Vec::new(), is_over: false }
    }

    /// Takes in whole frames that are written at this place of the timeline. What is written twice, since a disk has failed, counts once.
    pub fn add(&mut self, at: Frames, interleaved: &[f32]) {
        let channels = usize::from(self.format.channels);
        let (mut at, mut rest) = (at.0, interleaved);
        while !(rest.is_empty() || self.is_over) {
            let frames = (self.bucket - at % self.bucket).min((rest.len() / channels) as u64);
            let (piece, behind) = rest.split_at(frames as usize * channels);
            self.raise((at / self.bucket) as usize, Bucket::of_samples(self.format.bits, piece));
            (at, rest) = (at + frames, behind);
        }
    }

    fn raise(&mut self, at: usize, to: Bucket) {
        if at >= MOST {
            (self.found, self.is_over) = (Vec::new(), true);
            return;
        }
        if at >= self.found.len() {
            self.found.resize(at + 1, Bucket::Gap);
        }
        self.found[at] = to.max(self.found[at]);
    }

    /// The buckets up to the last sound; `None` where there were too many.
    pub fn gathered(self) -> Option<Vec<Bucket>> {
        (!self.is_over).then_some(self.found)
    }
}

impl Peaks {
    /// Of a take whose inputs were all gathered. `None` for one that is cut into other buckets.
    pub fn of_inputs(take: &Take, inputs: &[&[Bucket]]) -> Option<Peaks> {
        let mut peaks = Peaks::of(take);
        if peaks.bucket.0 != usual_bucket(take.rate) {
            return None;
        }
        let loudest = |at| inputs.iter().filter_map(|found| found.get(at)).max().copied().unwrap_or(Bucket::Gap);
        peaks.found = (0..peaks.count).map(loudest).collect();
        Some(peaks)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::take_of;
    use super::*;
    use crate::domain::{Bits, Hertz};

    const FORMAT: WavFormat = WavFormat { rate: Hertz(1000), channels: 2, bits: Bits::Int16 };
    const HALF: Bucket = Bucket::Sound(16_384);
    const SILENT: Bucket = Bucket::Sound(0);

    #[test]
    fn what_was_written_has_a_level_and_what_was_not_is_a_gap() {
        let mut gatherer = Gatherer::new(FORMAT);
        gatherer.add(Frames(0), &[0.0; 2 * 60]);
        gatherer.add(Frames(60), &[0.0, -0.5]);
        gatherer.add(Frames(201), &[0.5, 0.0]);
        gatherer.add(Frames(201), &[0.0, 0.0]); // written again
        assert_eq!(gatherer.gathered().unwrap(), [SILENT, HALF, Bucket::Gap, Bucket::Gap, HALF]);
    }

    #[test]
    fn of_several_inputs_the_loudest_counts_up_to_the_end_of_the_take() {
        let (one, other) = ([SILENT, Bucket::Gap, HALF, HALF], [HALF, Bucket::Gap]);
        let peaks = Peaks::of_inputs(&take_of(149), &[&one, &other]).unwrap();
        assert_eq!(peaks.buckets(), [HALF, Bucket::Gap, HALF]);
        assert_eq!(Peaks::of_inputs(&take_of(200), &[&other]).unwrap().buckets(), [HALF, Bucket::Gap, Bucket::Gap, Bucket::Gap]);
        assert_eq!(Peaks::of_inputs(&take_of(u64::MAX), &[&one]), None);
    }

    #[test]
    fn what_becomes_too_long_is_left_to_whoever_reads_the_files() {
        let mut gatherer = Gatherer::new(FORMAT);
        gatherer.add(Frames(0), &[0.5, 0.5]);
        gatherer.add(Frames(MOST as u64 * 50), &[0.5, 0.5]);
        gatherer.add(Frames(100), &[0.5, 0.5]);
        assert_eq!(gatherer.gathered(), None);
    }
}
