//! Reading the files of a take for its peaks.
//!
//! Two threads take turns, chunk by chunk, each with the files opened for itself: while one reads, the other compares. Samples are never
//! decoded; see `loudest`.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{Builder, Scope, scope};

use super::{Bucket, Peaks};
use crate::audio::read::WavReader;
use crate::audio::riff::Encoding;
use crate::audio::verify::{open_part, verify};
use crate::audio::wav::WavFormat;
use crate::domain::{Frames, Part, Take};
use crate::error::Error;

/// Buckets handed over at once: 12.8 s of a usual take.
const CHUNK: usize = 256;

/// Bytes read at once, so that they are compared while they are still near.
const BLOCK: u64 = 256 << 10;

/// Chunks that the other thread may be ahead.
const AHEAD: usize = 4;

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
    let in_place = |part| {
        let (path, format) = place_of(part);
        (part, path, format)
    };
    let places: Vec<(&Part, PathBuf, WavFormat)> = take.parts.iter().map(in_place).collect();
    let chunks = count.div_ceil(CHUNK);
    let work = Work { places: &places, bucket: bucket.0, count, stop };
    let faults = scope(|scope| {
        let mut own = work.hand();
        let other = if chunks > 1 { other_hand(scope, &work, chunks) } else { None };
        for at in 0..chunks {
            let done = if at % 2 == 1 { other.as_ref().and_then(|other| other.chunks.recv().ok()) } else { None };
            let buckets = done.unwrap_or_else(|| own.look_at(at));
            if stop.load(Relaxed) {
                return None;
            }
            hand_over(&buckets);
        }
        let theirs = other.and_then(|other| other.faults.recv().ok());
        Some((own.faults, theirs.unwrap_or_default()))
    });
    faults.map(|(own, theirs)| told_once(own, theirs))
}

/// What is wrong, and with which part.
type Fault = (usize, Error);

/// In the order of the parts; of a part of which both have something to say, what the first one says.
fn told_once(own: Vec<Fault>, theirs: Vec<Fault>) -> Vec<Error> {
    let known: Vec<usize> = own.iter().map(|(part, _)| *part).collect();
    let new = theirs.into_iter().filter(|(part, _)| !known.contains(part));
    let mut all: Vec<Fault> = own.into_iter().chain(new).collect();
    all.sort_by_key(|(part, _)| *part);
    all.into_iter().map(|(_, fault)| fault).collect()
}

/// What both threads know.
struct Work<'t> {
    places: &'t [(&'t Part, PathBuf, WavFormat)],
    bucket: u64,
    count: usize,
    stop: &'t AtomicBool,
}

impl<'t> Work<'t> {
    fn hand(&self) -> Hand<'t> {
        let tracks = self.places.iter().enumerate().filter_map(|(n, (part, path, format))| Track::of(n, part, path, *format));
        let (bucket, count, stop) = (self.bucket, self.count, self.stop);
        Hand { tracks: tracks.collect(), bucket, count, stop, faults: Vec::new() }
    }
}

/// One of those who look.
struct Hand<'t> {
    tracks: Vec<Track<'t>>,
    bucket: u64,
    count: usize,
    stop: &'t AtomicBool,
    faults: Vec<Fault>,
}

impl Hand<'_> {
    /// The buckets of the chunk with this number; numbers only rise.
    fn look_at(&mut self, at: usize) -> Vec<Bucket> {
        let first = at * CHUNK;
        let buckets = vec![Bucket::Gap; CHUNK.min(self.count - first)];
        let mut chunk = Chunk { start: first as u64 * self.bucket, bucket: self.bucket, buckets };
        for track in &mut self.tracks {
            track.lay(&mut chunk, self.stop, &mut self.faults);
        }
        self.tracks.retain(|track| track.end() > chunk.end());
        chunk.buckets
    }
}

/// What the other thread gives: every second chunk, and at its end what is wrong.
struct Other {
    chunks: Receiver<Vec<Bucket>>,
    faults: Receiver<Vec<Fault>>,
}

/// `None`: the system gives no thread.
fn other_hand<'s, 't: 's>(scope: &'s Scope<'s, '_>, work: &Work<'t>, chunks: usize) -> Option<Other> {
    let mut hand = work.hand();
    let (queue, done) = sync_channel(AHEAD);
    let (last, faults) = sync_channel(1);
    let look = move || {
        every_second(&mut hand, chunks, &queue);
        drop(last.send(hand.faults)); // nobody waits for it who has stopped
    };
    Builder::new().name("peaks".into()).spawn_scoped(scope, look).ok()?;
    Some(Other { chunks: done, faults })
}

fn every_second(hand: &mut Hand, chunks: usize, queue: &SyncSender<Vec<Bucket>>) {
    for at in (1..chunks).step_by(2) {
        if hand.stop.load(Relaxed) || queue.send(hand.look_at(at)).is_err() {
            return;
        }
    }
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

    /// Whole frames whose first one stands at `at`.
    fn lay(&mut self, mut at: u64, bytes: &[u8], encoding: Encoding, frame_bytes: usize) {
        let mut rest = bytes;
        while !rest.is_empty() {
            let frames = self.left_in_bucket(at).min((rest.len() / frame_bytes) as u64);
            let (piece, behind) = rest.split_at(frames as usize * frame_bytes);
            self.raise(at, Bucket::of_bytes(encoding, piece));
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

/// One part, and how far it can be read.
struct Track<'t> {
    /// Its number in the take.
    number: usize,
    part: &'t Part,
    frames: u64,
    path: &'t Path,
    format: WavFormat,
    file: Door,
}

enum Door {
    Closed,
    Open(WavReader),
    /// Cannot be read, or no more.
    Lost,
}

impl<'t> Track<'t> {
    fn of(number: usize, part: &'t Part, path: &'t Path, format: WavFormat) -> Option<Track<'t>> {
        let frames = part.frames?.0;
        Some(Track { number, part, frames, path, format, file: Door::Closed })
    }

    fn end(&self) -> u64 {
        self.part.start.0.saturating_add(self.frames)
    }

    /// Lays what the chunk has in common with this part.
    fn lay(&mut self, chunk: &mut Chunk, stop: &AtomicBool, faults: &mut Vec<Fault>) {
        let (from, to) = (self.part.start.0.max(chunk.start), self.end().min(chunk.end()));
        if from >= to {
            return;
        }
        if let Door::Closed = self.file {
            self.open(faults);
        }
        let mut at = from;
        while at < to && !stop.load(Relaxed) {
            match self.read(at, to, chunk) {
                Ok(0) => break,
                Ok(frames) => at += frames,
                Err(fault) => {
                    faults.push((self.number, fault));
                    self.file = Door::Lost;
                }
            }
        }
        chunk.lay_nothing(at, to);
    }

    /// A part in another rate or with other channels than the take says has no place on its timeline.
    fn open(&mut self, faults: &mut Vec<Fault>) {
        let found = verify(self.path, self.part, self.format, false);
        faults.extend(found.into_iter().map(|fault| (self.number, fault)));
        let fits = |file: &WavReader| {
            let format = file.format();
            (format.rate, format.channels) == (self.format.rate, self.format.channels) && format.channels > 0
        };
        self.file = open_part(self.path).ok().filter(fits).map_or(Door::Lost, Door::Open);
    }

    /// Reads from frame `at` of the timeline on, before `to`, and gives how many frames; 0 where there are none.
    fn read(&mut self, at: u64, to: u64, chunk: &mut Chunk) -> Result<u64, Error> {
        let Door::Open(file) = &mut self.file else { return Ok(0) };
        let (encoding, frame_bytes) = (file.layout().encoding, file.layout().frame_bytes());
        let wanted = (to - at).min((BLOCK / frame_bytes).max(1)) as usize;
        let bytes = file.read_bytes(Frames(at - self.part.start.0), wanted)?;
        chunk.lay(at, bytes, encoding, frame_bytes as usize);
        Ok(bytes.len() as u64 / frame_bytes)
    }
}

#[cfg(test)]
mod tests {
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
        let frames = 3 * BLOCK + 7; // of two bytes on two channels: several blocks each
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
