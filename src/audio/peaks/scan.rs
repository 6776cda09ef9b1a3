//! Reading the files of a take for its peaks.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use super::{Bucket, Peaks};
use crate::audio::read::WavReader;
use crate::audio::verify::{open_part, verify};
use crate::audio::wav::WavFormat;
use crate::domain::{Frames, Part, Take};
use crate::error::Error;

/// Buckets handed over at once: 12.8 s of a usual take.
const CHUNK: usize = 256;

/// Frames read at once.
const BLOCK: usize = 65_536;

/// Looks at the whole take, from its beginning, and hands over its buckets in their order, chunk by chunk, to be given to
/// [`Peaks::extend`]. `place_of` says where a part lies and how it should be kept. Parts that are not closed are no sound yet.
///
/// Gives what is wrong with the files, each told once: what they lack is [`Bucket::NotThere`]. `None` where `stop` was set.
pub fn scan(
    take: &Take,
    place_of: impl Fn(&Part) -> (PathBuf, WavFormat),
    stop: &AtomicBool,
    mut hand_over: impl FnMut(&[Bucket]),
) -> Option<Vec<Error>> {
    let Peaks { bucket, count, .. } = Peaks::of(take);
    let mut tracks: Vec<Track> = take.parts.iter().filter_map(|part| Track::of(part, place_of(part))).collect();
    let mut faults = Vec::new();
    for at in (0..count).step_by(CHUNK) {
        let buckets = vec![Bucket::Gap; CHUNK.min(count - at)];
        let mut chunk = Chunk { start: at as u64 * bucket.0, bucket: bucket.0, buckets };
        for track in &mut tracks {
            track.lay(&mut chunk, stop, &mut faults);
        }
        tracks.retain(|track| track.end() > chunk.end());
        if stop.load(Relaxed) {
            return None;
        }
        hand_over(&chunk.buckets);
    }
    Some(faults)
}

/// Buckets that are being filled.
struct Chunk {
    /// Frame of the timeline at which the first one begins.
    start: u64,
    /// Frames of one.
    bucket: u64,
    buckets: Vec<Bucket>,
}

impl Chunk {
    fn end(&self) -> u64 {
        self.start.saturating_add(self.bucket.saturating_mul(self.buckets.len() as u64))
    }

    /// Raises the bucket that holds frame `at`.
    fn raise(&mut self, at: u64, to: Bucket) {
        let bucket = &mut self.buckets[((at - self.start) / self.bucket) as usize];
        *bucket = to.max(*bucket);
    }

    /// How many frames there are from `at` to the end of its bucket.
    fn left_in_bucket(&self, at: u64) -> u64 {
        self.bucket - at % self.bucket
    }

    /// Interleaved samples whose first frame stands at `at`.
    fn lay(&mut self, mut at: u64, samples: &[f32], channels: usize) {
        let mut rest = samples;
        while !rest.is_empty() {
            let frames = self.left_in_bucket(at).min((rest.len() / channels) as u64);
            let (piece, behind) = rest.split_at(frames as usize * channels);
            self.raise(at, Bucket::of(loudest(piece)));
            (at, rest) = (at + frames, behind);
        }
    }

    fn lay_nothing(&mut self, from: u64, to: u64) {
        let mut at = from;
        while at < to {
            self.raise(at, Bucket::NotThere);
            at = at.saturating_add(self.left_in_bucket(at));
        }
    }
}

/// The largest |sample|. Floats without their sign are in the order of their bits, which are compared many at once; what is no number
/// comes behind all others.
fn loudest(samples: &[f32]) -> f32 {
    f32::from_bits(samples.iter().fold(0, |most, sample| most.max(sample.abs().to_bits())))
}

/// One part, and how far it can be read.
struct Track<'t> {
    part: &'t Part,
    frames: u64,
    path: PathBuf,
    format: WavFormat,
    file: Door,
    samples: Vec<f32>,
}

enum Door {
    Closed,
    Open(WavReader),
    /// Cannot be read, or no more.
    Lost,
}

impl<'t> Track<'t> {
    fn of(part: &'t Part, (path, format): (PathBuf, WavFormat)) -> Option<Track<'t>> {
        let frames = part.frames?.0;
        Some(Track { part, frames, path, format, file: Door::Closed, samples: Vec::new() })
    }

    fn end(&self) -> u64 {
        self.part.start.0.saturating_add(self.frames)
    }

    /// Lays what the chunk has in common with this part.
    fn lay(&mut self, chunk: &mut Chunk, stop: &AtomicBool, faults: &mut Vec<Error>) {
        let (from, to) = (self.part.start.0.max(chunk.start), self.end().min(chunk.end()));
        if from >= to {
            return;
        }
        if let Door::Closed = self.file {
            self.open(faults);
        }
        let mut at = from;
        while at < to && !stop.load(Relaxed) {
            match self.read(at, to) {
                Ok(0) => break,
                Ok(frames) => {
                    chunk.lay(at, &self.samples, usize::from(self.format.channels));
                    at += frames;
                }
                Err(fault) => {
                    faults.push(fault);
                    self.file = Door::Lost;
                }
            }
        }
        chunk.lay_nothing(at, to);
    }

    /// A part in another rate or with other channels than the take says has no place on its timeline.
    fn open(&mut self, faults: &mut Vec<Error>) {
        faults.extend(verify(&self.path, self.part, self.format, false));
        let fits = |file: &WavReader| {
            let format = file.format();
            (format.rate, format.channels) == (self.format.rate, self.format.channels) && format.channels > 0
        };
        self.file = open_part(&self.path).ok().filter(fits).map_or(Door::Lost, Door::Open);
    }

    /// Reads from frame `at` of the timeline on, before `to`, and gives how many frames; 0 where there are none.
    fn read(&mut self, at: u64, to: u64) -> Result<u64, Error> {
        let Door::Open(file) = &mut self.file else { return Ok(0) };
        let wanted = (to - at).min(BLOCK as u64) as usize;
        file.read(Frames(at - self.part.start.0), &mut self.samples, wanted)?;
        Ok((self.samples.len() / usize::from(self.format.channels)) as u64)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::Column;
    use super::super::tests::take_of;
    use super::*;
    use crate::domain::{Bits, Hertz};

    const FORMAT: WavFormat = WavFormat { rate: Hertz(1000), channels: 2, bits: Bits::Int16 };

    /// A file of `frames` frames on two channels, silent but for the second channel of the frames in `loud`, which are at half scale.
    fn write(path: &Path, frames: u64, loud: &[u64]) {
        let spec =
            hound::WavSpec { channels: 2, sample_rate: 1000, bits_per_sample: 16, sample_format: hound::SampleFormat::Int };
        let mut writer = hound::WavWriter::create(path, spec).unwrap();
        for frame in 0..frames {
            writer.write_sample(0_i16).unwrap();
            writer.write_sample(if loud.contains(&frame) { -16_384_i16 } else { 0 }).unwrap();
        }
        writer.finalize().unwrap();
    }

    fn part(file: &str, input: u32, start: u64, frames: u64) -> Part {
        Part { file: file.into(), input, start: Frames(start), frames: Some(Frames(frames)), blake3: None, elsewhere: false }
    }

    fn take(end: u64, parts: Vec<Part>) -> Take {
        Take { parts, ..take_of(end) }
    }

    fn scanned(take: &Take, folder: &Path) -> (Vec<Bucket>, Vec<String>) {
        let mut found = Vec::new();
        let place_of = |part: &Part| (folder.join(&part.file), FORMAT);
        let faults = scan(take, place_of, &AtomicBool::new(false), |chunk| found.extend_from_slice(chunk)).unwrap();
        let mut peaks = Peaks::of(take);
        peaks.extend(&found);
        assert!(peaks.is_whole() && peaks.columns(Frames(0), take.end(), 80).iter().all(|column| *column > Column::Waiting));
        (found, faults.iter().map(ToString::to_string).collect())
    }

    const HALF: Bucket = Bucket::Sound(16_384);
    const SILENT: Bucket = Bucket::Sound(0);

    #[test]
    fn the_loudest_sample_of_all_parts_and_inputs_counts_and_gaps_are_no_silence() {
        let folder = tempfile::tempdir().unwrap();
        write(&folder.path().join("1.wav"), 130, &[49, 129]);
        write(&folder.path().join("2.wav"), 60, &[]);
        write(&folder.path().join("1-2.wav"), 100, &[50]);
        let parts = vec![part("1.wav", 1, 0, 130), part("2.wav", 1, 300, 60), part("1-2.wav", 2, 0, 100)];
        let (found, faults) = scanned(&take(400, parts), folder.path());
        assert_eq!(found, [HALF, HALF, HALF, Bucket::Gap, Bucket::Gap, Bucket::Gap, SILENT, SILENT]);
        assert!(faults.is_empty(), "{faults:?}");
    }

    #[test]
    fn a_part_may_begin_and_end_within_a_bucket_and_reach_over_many_chunks() {
        let folder = tempfile::tempdir().unwrap();
        let frames = 3 * BLOCK as u64 + 7;
        write(&folder.path().join("1.wav"), frames, &[0, 65_535, 65_536, frames - 1]);
        let (found, faults) = scanned(&take(frames + 220, vec![part("1.wav", 1, 101, frames)]), folder.path());
        let loud: Vec<usize> = (0..found.len()).filter(|&n| found[n] == HALF).collect();
        let bucket_of = |frame: u64| (frame + 101) as usize / 50;
        assert_eq!(loud, [bucket_of(0), bucket_of(65_536), bucket_of(frames - 1)]);
        assert_eq!((found[1], found[3], found[found.len() - 1], faults.len()), (Bucket::Gap, SILENT, Bucket::Gap, 0));
    }

    #[test]
    fn what_is_gone_cut_or_broken_is_a_stretch_of_its_own_told_once() {
        let folder = tempfile::tempdir().unwrap();
        write(&folder.path().join("short.wav"), 75, &[]);
        std::fs::write(folder.path().join("junk.wav"), "dear diary").unwrap();
        let parts = vec![part("gone.wav", 1, 0, 50_000), part("short.wav", 1, 50_000, 200), part("junk.wav", 1, 50_200, 50)];
        let (found, faults) = scanned(&take(50_250, parts), folder.path());
        assert!(found[..1000].iter().all(|bucket| *bucket == Bucket::NotThere));
        assert_eq!(found[1000..], [SILENT, SILENT, Bucket::NotThere, Bucket::NotThere, Bucket::NotThere]);
        assert_eq!(faults.len(), 3, "{faults:?}");
        for (fault, words) in faults.iter().zip(["gone.wav: ", "short.wav: expected 200 frames", "junk.wav: expected a WAV"]) {
            assert!(fault.contains(words), "{fault}");
        }
    }

    #[test]
    fn a_file_of_another_rate_or_with_other_channels_has_no_place_on_the_timeline() {
        let folder = tempfile::tempdir().unwrap();
        write(&folder.path().join("1.wav"), 100, &[]);
        let wrong =
            [WavFormat { rate: Hertz(2000), ..FORMAT }, WavFormat { channels: 1, ..FORMAT }, WavFormat { channels: 0, ..FORMAT }];
        for format in wrong {
            let mut found = Vec::new();
            let take = take(100, vec![part("1.wav", 1, 0, 100)]);
            let place_of = |part: &Part| (folder.path().join(&part.file), format);
            let faults = scan(&take, place_of, &AtomicBool::new(false), |chunk| found.extend_from_slice(chunk)).unwrap();
            assert_eq!((found, faults.len()), (vec![Bucket::NotThere; 2], 1), "{format:?}");
        }
    }

    #[test]
    fn lengths_that_nothing_can_have_end_all_the_same() {
        let folder = tempfile::tempdir().unwrap();
        write(&folder.path().join("1.wav"), 100, &[99]);
        let (most, open) = (i64::MAX as u64, Part { frames: None, ..part("1.wav", 1, 0, 0) });
        let (found, faults) =
            scanned(&take(most, vec![part("1.wav", 1, 0, most), part("1.wav", 1, most, most), open]), folder.path());
        assert_eq!((found[0], found[1], faults.len()), (HALF, Bucket::NotThere, 2), "{faults:?}");
    }

    #[test]
    fn it_ends_when_nobody_wants_it_any_more() {
        let folder = tempfile::tempdir().unwrap();
        write(&folder.path().join("1.wav"), 50_000, &[]);
        let (take, stop) = (take(50_000, vec![part("1.wav", 1, 0, 50_000)]), AtomicBool::new(false));
        let mut chunks = 0;
        let place_of = |part: &Part| (folder.path().join(&part.file), FORMAT);
        let ended = scan(&take, place_of, &stop, |_| {
            chunks += 1;
            stop.store(true, Relaxed);
        });
        assert!(ended.is_none() && chunks == 1, "{chunks}");
    }
}
