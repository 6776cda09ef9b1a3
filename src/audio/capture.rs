//! The part of recording that runs in the sound card's thread.
//!
//! [`Capture::block`] is called many times a second and must never wait, so it only copies and counts. Its other end is the
//! [`Listener`], which the collector drains. Pre-roll and room are in the collector, files in the writer: this module does not
//! know whether a take is running.
//!
//! ```text
//! device ── Capture::block ──→ ring of samples, ring of headers ──→ Listener::next ── collector
//!                 └──────────→ Meter: counters, last arrival, last fault ──→ recorder's tick
//! ```

use std::sync::Arc;
use std::time::Duration;

use region::LockGuard;
use rtrb::{Consumer, Producer, RingBuffer};

use super::meter::Meter;
use crate::clock::Monotonic;
use crate::domain::{Frames, Hertz};

/// What a device delivers: frames a second, samples a frame. Neither is 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Format {
    pub rate: Hertz,
    pub channels: u16,
}

/// Frames that came from the device in one piece.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// Frames that the device delivered before this block. It jumps where blocks were dropped.
    pub position: u64,
    /// When the first frame was in the air, by the device's word: it jitters, see [`super::timing`].
    pub captured: Monotonic,
    /// When the last frame was there.
    pub arrived: Monotonic,
    /// Interleaved, full scale at ±1.0; whole frames.
    pub samples: Vec<f32>,
}

/// The device's end of the ring.
pub struct Capture {
    /// The ring stays in memory while the device fills it. Dropped before the ring is.
    _held: Option<LockGuard>,
    format: Format,
    headers: Producer<Header>,
    samples: Producer<f32>,
    meter: Arc<Meter>,
    position: u64,
    /// Of a device: the longest time between two deliveries of which none can be missing, in nanoseconds.
    longest: Option<i64>,
    /// The earliest that position 0 could have been, by what has come lately, in nanoseconds of the machine's clock.
    earliest: i64,
    /// Largest frames of one block, so that one delivery of two seconds is not lost for want of one.
    largest: usize,
}

/// The collector's end of the ring: an iterator over the blocks that are there now. `None` is not the end.
pub struct Listener {
    is_held: bool,
    format: Format,
    headers: Consumer<Header>,
    samples: Consumer<f32>,
    meter: Arc<Meter>,
}

#[derive(Debug, Clone, Copy)]
struct Header {
    position: u64,
    captured: Monotonic,
    arrived: Monotonic,
    samples: usize,
}

/// A ring that holds `seconds` of sound (at least one): 10 s · 48 000 Hz · 2 channels · 4 bytes = 3.8 MB. It is locked into memory where
/// the system allows (`ulimit -l`), so that the device's thread never waits for a page.
pub fn ring(format: Format, seconds: u32) -> (Capture, Listener) {
    let frames = format.rate.0 as usize * seconds.max(1) as usize;
    let (mut samples, heard) = RingBuffer::new(frames * usize::from(format.channels));
    let (headers, listed) = RingBuffer::new(frames / SMALLEST_BLOCK + 64);
    let meter = Arc::new(Meter::default());
    let held = hold(&mut samples);
    let listener = Listener { is_held: held.is_some(), format, headers: listed, samples: heard, meter: meter.clone() };
    let largest = (format.rate.0 / 10).max(1) as usize;
    (Capture { _held: held, format, headers, samples, meter, position: 0, longest: None, earliest: i64::MAX, largest }, listener)
}

/// Locks the whole of an empty ring.
fn hold(samples: &mut Producer<f32>) -> Option<LockGuard> {
    let mut all = samples.write_chunk_uninit(samples.slots()).ok()?;
    let (ring, _) = all.as_mut_slices();
    region::lock(ring.as_ptr(), size_of_val(ring)).ok()
}

/// Sound that may come before it can have been in the air, by jitter and by what had piled up, in nanoseconds.
const EARLY: i64 = 250_000_000;

/// As long as a stream is younger, in seconds, more may pile up.
const SETTLED: u64 = 1;

/// Frames of the deliveries for which the ring of headers is as long as the ring of samples. Devices deliver 64 and more.
const SMALLEST_BLOCK: usize = 64;

impl Format {
    pub fn frames(self, samples: usize) -> usize {
        samples / usize::from(self.channels)
    }
}

impl Block {
    pub fn frames(&self, format: Format) -> Frames {
        Frames(format.frames(self.samples.len()) as u64)
    }
}

impl Capture {
    /// Sends one delivery of the device to the listener, in blocks of at most 100 ms.
    ///
    /// `interleaved` holds whole frames (L R L R … in stereo), full scale at ±1.0; samples behind the last whole frame are left
    /// out. `captured` is when its first frame was in the air. Blocks that find the ring full are dropped whole, so that channels
    /// never slip, and counted in the [`Meter`]; the next block's position shows the gap.
    ///
    /// Realtime-safe: `tests/realtime.rs` runs it under an allocator that counts, and expects no call.
    pub fn block(&mut self, interleaved: &[f32], captured: Monotonic) {
        self.block_of(interleaved, captured, |sample| sample);
    }

    /// [`Capture::block`] for a device with samples of another type: `to_float` brings one to full scale at ±1.0.
    pub fn block_of<T: Copy>(&mut self, interleaved: &[T], captured: Monotonic, to_float: impl Fn(T) -> f32 + Copy) {
        let channels = usize::from(self.format.channels);
        let whole = interleaved.len() - interleaved.len() % channels;
        let now = Monotonic::now();
        if self.longest.is_some_and(|longest| self.is_wrong(now, (whole / channels) as u64, longest)) {
            self.meter.shut();
        }
        if self.meter.is_shut() {
            return; // the recorder looks for it, and opens the device anew
        }
        let start = self.position;
        for piece in interleaved[..whole].chunks(self.largest * channels) {
            let ahead = Frames(self.position - start).nanoseconds(self.format.rate);
            self.put(piece, Monotonic(captured.0 + ahead), now, to_float);
        }
    }

    /// From now on a delivery does not count, nor what follows it, that comes later than `longest` after the one before it, since what came
    /// between may be missing; or that holds more sound than there was time for: a sound server that gives another device in its place
    /// begins with what that one heard before. For a source that can wait there is neither limit.
    pub fn watch_time(&mut self, longest: Duration) {
        self.longest = Some(longest.as_nanos() as i64);
    }

    /// Tells the listener that no block follows: a file at its end.
    pub fn end(self) {
        self.meter.end();
    }

    /// Frames for which there is room, for an input that can wait: a file that is read as fast as it is written.
    pub fn room_frames(&self) -> usize {
        match self.headers.slots() {
            0 => 0,
            _ => self.format.frames(self.samples.slots()),
        }
    }

    pub fn format(&self) -> Format {
        self.format
    }

    pub fn meter(&self) -> &Arc<Meter> {
        &self.meter
    }

    /// What comes is not the next sound of the device. Realtime-safe.
    fn is_wrong(&mut self, now: Monotonic, frames: u64, longest: i64) -> bool {
        let pause = self.meter.last_arrival().map_or(0, |last| now.since(last));
        let end = Frames(self.position + frames);
        let origin = now.0 as i64 - end.nanoseconds(self.format.rate) as i64;
        let is_early = origin < self.earliest.saturating_sub(EARLY) && self.position >= SETTLED * u64::from(self.format.rate.0);
        // A slow device comes later and later: the earliest follows, by a thousandth.
        self.earliest = origin.min(self.earliest.saturating_add(pause / 1_000));
        pause > longest || is_early
    }

    fn put<T: Copy>(&mut self, piece: &[T], captured: Monotonic, now: Monotonic, to_float: impl Fn(T) -> f32) {
        let frames = self.format.frames(piece.len()) as u64;
        let header = Header { position: self.position, captured, arrived: now, samples: piece.len() };
        self.position += frames;
        self.meter.arrived(now);
        if self.headers.is_full() {
            return self.meter.dropped(frames);
        }
        let Ok(room) = self.samples.write_chunk_uninit(piece.len()) else {
            return self.meter.dropped(frames);
        };
        room.fill_from_iter(piece.iter().map(|&sample| to_float(sample)));
        if self.headers.push(header).is_err() {
            debug_assert!(false, "only this end fills the ring of headers, and it was not full");
        }
    }
}

impl Listener {
    pub fn format(&self) -> Format {
        self.format
    }

    /// Whether its memory is locked: the system may allow less.
    pub fn is_held(&self) -> bool {
        self.is_held
    }

    pub fn meter(&self) -> &Arc<Meter> {
        &self.meter
    }
}

impl Iterator for Listener {
    type Item = Block;

    /// The oldest block in the ring, taken out of it; `None` when it is empty for now. Allocates the block's samples.
    fn next(&mut self) -> Option<Block> {
        let header = self.headers.pop().ok()?;
        let chunk = self.samples.read_chunk(header.samples).expect("samples are put before their header");
        let (older, newer) = chunk.as_slices();
        let samples = [older, newer].concat();
        chunk.commit_all();
        Some(Block { position: header.position, captured: header.captured, arrived: header.arrived, samples })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEREO: Format = Format { rate: Hertz(1000), channels: 2 };

    /// Samples that carry their own number.
    fn numbered(samples: std::ops::Range<usize>) -> Vec<f32> {
        samples.map(|n| n as f32).collect()
    }

    /// What this process has locked, in KiB (see proc(5)).
    fn locked() -> u64 {
        let status = std::fs::read_to_string("/proc/self/status").unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmLck:")).unwrap();
        line.trim().trim_end_matches(" kB").parse().unwrap()
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_ring_is_locked_into_memory_where_that_is_allowed_and_given_free_with_the_device() {
        let wide = Format { rate: Hertz(48_000), channels: 16 };
        let own = 30_000; // KiB; the rings of other tests are far smaller
        let (capture, listener) = ring(wide, 10);
        assert_eq!(listener.is_held(), locked() >= own);
        drop(capture);
        assert!(locked() < own);
    }

    #[test]
    fn blocks_come_out_as_they_went_in() {
        let (mut capture, mut listener) = ring(STEREO, 1);
        capture.block(&numbered(0..20), Monotonic(5_000));
        capture.block(&numbered(20..26), Monotonic(9_000));
        let first = listener.next().unwrap();
        assert_eq!((first.position, first.captured, first.frames(STEREO)), (0, Monotonic(5_000), Frames(10)));
        assert_eq!(first.samples, numbered(0..20));
        let second = listener.next().unwrap();
        assert_eq!((second.position, second.captured, second.samples), (10, Monotonic(9_000), numbered(20..26)));
        assert_eq!(listener.next(), None);
    }

    #[test]
    fn a_long_delivery_is_cut_and_each_piece_has_its_time() {
        let (mut capture, mut listener) = ring(STEREO, 1);
        capture.block(&numbered(0..500), Monotonic(1_000_000));
        let pieces: Vec<Block> = listener.by_ref().collect();
        let places: Vec<_> = pieces.iter().map(|piece| (piece.position, piece.captured.0)).collect();
        assert_eq!(places, [(0, 1_000_000), (100, 101_000_000), (200, 201_000_000)]);
        assert_eq!(pieces.into_iter().flat_map(|piece| piece.samples).collect::<Vec<_>>(), numbered(0..500));
    }

    #[test]
    fn a_full_ring_drops_whole_blocks_and_the_position_shows_the_gap() {
        let (mut capture, mut listener) = ring(STEREO, 1);
        for _ in 0..11 {
            capture.block(&[0.5; 190], Monotonic::default()); // 95 frames; ten of them fit into 1000
        }
        assert_eq!(listener.meter().dropped_frames(), Frames(95));
        assert_eq!(listener.by_ref().count(), 10);
        capture.block(&[0.5; 2], Monotonic::default());
        assert_eq!(listener.next().unwrap().position, 11 * 95);
    }

    #[test]
    fn many_tiny_blocks_fill_the_ring_of_headers_without_tearing_it() {
        let (mut capture, mut listener) = ring(STEREO, 1);
        for n in 0..500 {
            capture.block(&[n as f32; 2], Monotonic::default());
        }
        assert_eq!(capture.room_frames(), 0);
        let positions: Vec<u64> = listener.by_ref().map(|block| block.position).collect();
        assert_eq!(positions, (0..1000 / 64 + 64).collect::<Vec<u64>>());
        assert_eq!(capture.room_frames(), 1000);
    }

    #[test]
    fn half_a_frame_cannot_turn_left_and_right() {
        let (mut capture, mut listener) = ring(STEREO, 1);
        capture.block(&[1.0, 2.0, 3.0], Monotonic::default());
        capture.block(&[], Monotonic::default());
        capture.block(&[4.0, 5.0], Monotonic::default());
        assert_eq!(listener.next().unwrap().samples, [1.0, 2.0]);
        let next = listener.next().unwrap();
        assert_eq!((next.position, next.samples), (1, vec![4.0, 5.0]));
    }

    #[test]
    fn more_sound_than_there_was_time_for_is_another_device_s() {
        let (mut capture, mut listener) = ring(STEREO, 10);
        capture.watch_time(Duration::from_secs(3_600));
        for frames in [2_000, 100, 900, 1] {
            capture.block(&vec![0.5; 2 * frames], Monotonic::default());
        }
        assert!(listener.meter().is_shut());
        let heard: usize = listener.by_ref().map(|block| block.samples.len() / 2).sum();
        assert_eq!(heard, 2_100, "what had piled up, and jitter; nothing from then on");
    }

    #[test]
    fn what_comes_after_a_pause_in_which_some_may_be_lost_does_not_count() {
        let (mut capture, mut listener) = ring(STEREO, 10);
        capture.watch_time(Duration::ZERO);
        capture.block(&[0.5; 2], Monotonic::default());
        std::thread::sleep(Duration::from_millis(1));
        capture.block(&[0.5; 2], Monotonic::default());
        assert!(listener.meter().is_shut() && listener.by_ref().count() == 1);
    }

    #[test]
    fn the_end_is_told_behind_the_last_block() {
        let (mut capture, mut listener) = ring(STEREO, 1);
        capture.block(&[0.0; 4], Monotonic::default());
        assert!(!listener.meter().has_ended());
        capture.end();
        assert!(listener.meter().has_ended());
        assert!(listener.next().is_some());
    }
}
