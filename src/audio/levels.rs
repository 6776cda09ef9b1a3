//! How loud each channel is, and what that says: silence, near silence, clipping, speech.
//!
//! Fed with the blocks behind the ring, so it may take its time; the peaks of the meter come from the callback and move even when
//! nobody feeds this. All judgements are made on pieces of 100 ms.

use std::collections::VecDeque;

use super::capture::Format;
use crate::domain::{Dbfs, Frames};

/// Loudness of one channel over the last second.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Level {
    /// The largest |sample|; −∞ for digital silence.
    pub peak: Dbfs,
    /// Of a full-scale square wave it is 0, of a sine −3.
    pub rms: Dbfs,
    /// The largest |sample| of the last 100 to 200 ms.
    pub now: Dbfs,
}

/// The levels of one input, from its first block on.
#[derive(Debug, Clone)]
pub struct Levels {
    format: Format,
    /// Frames in a piece.
    piece: usize,
    /// Frames in the piece that is being filled.
    filled: usize,
    channels: Vec<Listening>,
}

/// What is known of one channel.
#[derive(Debug, Clone, Default)]
struct Listening {
    current: Piece,
    /// The last second, oldest first.
    past: VecDeque<Piece>,
    /// Samples since the last one that was not exactly zero.
    zeros: u64,
    /// Samples since the end of the last piece that was louder than near silence.
    quiet: u64,
    /// Samples that stood at full scale in a row of at least [`CLIPPED_RUN`].
    clipped: u64,
    full_run: u64,
    /// RMS of the room: falls at once, rises slowly.
    floor: f64,
    was_heard: bool,
}

#[derive(Debug, Clone, Copy, Default)]
struct Piece {
    peak: f32,
    squares: f64,
    samples: usize,
    is_loud: bool,
}

const PIECES_A_SECOND: usize = 10;

/// |Sample| from which on the converter is taken to be at its end, and how many in a row are clipping rather than one loud sample.
const FULL_SCALE: f32 = 0.999;
const CLIPPED_RUN: u64 = 3;

/// Speech is louder than −50 dBFS RMS and 12 dB louder than the room.
const SPEECH_RMS: f64 = 0.003;
const SPEECH_OVER_FLOOR: f64 = 4.0;
/// The room may become louder by 2 % in 100 ms: a fan that starts is no speech after some seconds.
const FLOOR_RISE: f64 = 1.02;
const QUIETEST_FLOOR: f64 = 0.000_03;
/// Loud pieces in a second that are somebody speaking, rather than a knock.
const SPEECH_PIECES: usize = 3;

impl Levels {
    pub fn new(format: Format) -> Levels {
        let piece = (format.rate.0 as usize / PIECES_A_SECOND).max(1);
        let listening = Listening { floor: SPEECH_RMS, ..Listening::default() };
        Levels { format, piece, filled: 0, channels: vec![listening; usize::from(format.channels)] }
    }

    /// Takes in a block. `near_silence`: a peak that counts as no sound.
    pub fn add(&mut self, samples: &[f32], near_silence: Dbfs) {
        for frame in samples.chunks_exact(self.channels.len()) {
            for (channel, &sample) in self.channels.iter_mut().zip(frame) {
                channel.add(sample);
            }
            self.filled += 1;
            if self.filled == self.piece {
                self.filled = 0;
                self.channels.iter_mut().for_each(|channel| channel.close_piece(near_silence));
            }
        }
    }

    /// Each channel over the last second, or what there is of it.
    pub fn last_second(&self) -> Vec<Level> {
        self.channels.iter().map(Listening::level).collect()
    }

    /// How long the channel has been exactly zero.
    pub fn silent_for(&self, channel: usize) -> Frames {
        Frames(self.channels[channel].zeros)
    }

    /// How long no peak of the channel was over near silence, exact to 100 ms.
    pub fn quiet_for(&self, channel: usize) -> Frames {
        Frames(self.channels[channel].quiet)
    }

    /// Samples of the channel that were cut off, since the beginning.
    pub fn clipped(&self, channel: usize) -> u64 {
        self.channels[channel].clipped
    }

    /// Somebody has spoken on the channel at some time.
    pub fn was_heard(&self, channel: usize) -> bool {
        self.channels[channel].was_heard
    }

    /// Somebody has spoken on the channel within the last second.
    pub fn speaks(&self, channel: usize) -> bool {
        self.channels[channel].speaks()
    }

    pub fn format(&self) -> Format {
        self.format
    }
}

impl Listening {
    /// What is not a number counts as silence.
    fn add(&mut self, sample: f32) {
        let amplitude = if sample.is_nan() { 0.0 } else { sample.abs() };
        self.current.peak = self.current.peak.max(amplitude);
        self.current.squares += f64::from(amplitude) * f64::from(amplitude);
        self.current.samples += 1;
        self.zeros = if amplitude == 0.0 { self.zeros + 1 } else { 0 };
        self.full_run = if amplitude >= FULL_SCALE { self.full_run + 1 } else { 0 };
        self.clipped += match self.full_run {
            ..CLIPPED_RUN => 0,
            CLIPPED_RUN => CLIPPED_RUN,
            _ => 1,
        };
    }

    fn close_piece(&mut self, near_silence: Dbfs) {
        let mut piece = std::mem::take(&mut self.current);
        let rms = (piece.squares / piece.samples as f64).sqrt();
        self.quiet = if Dbfs::of(piece.peak) > near_silence { 0 } else { self.quiet + piece.samples as u64 };
        self.floor = (self.floor * FLOOR_RISE).min(rms).max(QUIETEST_FLOOR);
        piece.is_loud = rms > SPEECH_RMS && rms > self.floor * SPEECH_OVER_FLOOR;
        if self.past.len() == PIECES_A_SECOND {
            self.past.pop_front();
        }
        self.past.push_back(piece);
        self.was_heard |= self.speaks();
    }

    fn speaks(&self) -> bool {
        self.past.iter().filter(|piece| piece.is_loud).count() >= SPEECH_PIECES
    }

    fn level(&self) -> Level {
        let pieces = || self.past.iter().chain([&self.current]);
        let samples: usize = pieces().map(|piece| piece.samples).sum();
        let squares: f64 = pieces().map(|piece| piece.squares).sum();
        let peak = pieces().map(|piece| piece.peak).fold(0.0, f32::max);
        let now = self.past.back().map_or(self.current.peak, |last| last.peak.max(self.current.peak));
        let rms = (squares / samples.max(1) as f64).sqrt() as f32;
        Level { peak: Dbfs::of(peak), rms: Dbfs::of(rms), now: Dbfs::of(now) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Hertz;

    const RATE: u32 = 8000;
    const NEAR: Dbfs = Dbfs(-60.0);

    fn listen(channels: u16) -> Levels {
        Levels::new(Format { rate: Hertz(RATE), channels })
    }

    fn tone(seconds: f32, amplitude: f32) -> Vec<f32> {
        (0..(seconds * RATE as f32) as usize).map(|n| amplitude * (n as f32 * 0.4).sin()).collect()
    }

    #[test]
    fn a_sine_has_its_peak_and_three_decibels_less() {
        let mut levels = listen(1);
        levels.add(&tone(2.0, 0.5), NEAR);
        let level = levels.last_second()[0];
        assert!((level.peak.0 + 6.0).abs() < 0.1 && (level.rms.0 + 9.0).abs() < 0.1, "{level:?}");
    }

    #[test]
    fn what_is_heard_now_falls_sooner_than_the_last_second() {
        let mut levels = listen(1);
        levels.add(&tone(0.5, 0.5), NEAR);
        assert!((levels.last_second()[0].now.0 + 6.0).abs() < 0.1);
        levels.add(&vec![0.0; RATE as usize / 4], NEAR);
        let level = levels.last_second()[0];
        assert_eq!((level.now.finite(), level.peak.finite().is_some()), (None, true));
    }

    #[test]
    fn only_the_last_second_counts() {
        let mut levels = listen(1);
        levels.add(&tone(1.0, 0.5), NEAR);
        levels.add(&vec![0.0; RATE as usize], NEAR);
        assert_eq!(levels.last_second()[0].peak.finite(), None);
        assert_eq!(levels.last_second()[0].rms.finite(), None);
    }

    #[test]
    fn silence_and_near_silence_are_counted_apart_on_each_channel() {
        let mut levels = listen(3);
        for _ in 0..RATE * 2 {
            levels.add(&[0.0, 0.0005, 0.5], NEAR);
        }
        assert_eq!([0, 1, 2].map(|channel| levels.silent_for(channel).0), [16_000, 0, 0]);
        assert_eq!([0, 1, 2].map(|channel| levels.quiet_for(channel).0), [16_000, 16_000, 0]);
        levels.add(&[0.0001, 0.0, 0.0], NEAR);
        assert_eq!(levels.silent_for(0), Frames(0));
    }

    #[test]
    fn one_loud_sample_is_not_clipping_and_a_row_of_them_is() {
        let mut levels = listen(1);
        levels.add(&[0.2, 1.0, 0.3, -1.0, 1.0, 0.1], NEAR);
        assert_eq!(levels.clipped(0), 0);
        levels.add(&[1.0, 1.0, 1.0, 1.0, 0.2], NEAR);
        assert_eq!(levels.clipped(0), 4);
    }

    #[test]
    fn speech_is_heard_and_a_knock_or_a_fan_is_not() {
        let mut voice = listen(1);
        voice.add(&tone(1.0, 0.0005), NEAR);
        assert!(!voice.was_heard(0));
        voice.add(&tone(0.1, 0.5), NEAR);
        voice.add(&tone(1.0, 0.0005), NEAR);
        assert!(!voice.was_heard(0), "a knock");
        voice.add(&tone(0.5, 0.1), NEAR);
        assert!(voice.was_heard(0) && voice.speaks(0));
        voice.add(&tone(2.0, 0.0005), NEAR);
        assert!(voice.was_heard(0) && !voice.speaks(0));

        let mut fan = listen(1);
        fan.add(&tone(30.0, 0.02), NEAR);
        assert!(!fan.speaks(0), "a fan");
    }

    #[test]
    fn what_is_no_number_is_silence() {
        let mut levels = listen(1);
        levels.add(&vec![f32::NAN; RATE as usize], NEAR);
        assert_eq!(levels.last_second()[0].rms.finite(), None);
        assert_eq!(levels.silent_for(0), Frames(8000));
    }
}
