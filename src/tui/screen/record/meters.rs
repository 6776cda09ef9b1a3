//! What the levels were a moment ago: peaks that stay long enough to be read, and a word for how loud it is.

use crate::clock::Monotonic;
use crate::recorder::protocol::Level;

/// How long a peak is held, in seconds.
const HOLD: f64 = 1.5;

/// The loudest of so many seconds decides the word: people breathe between sentences.
const LOUDEST: f64 = 10.0;

/// So long it is said that samples were cut off, in seconds.
const CLIPPED: f64 = 10.0;

/// The quietest that is drawn, in dBFS.
pub const FLOOR: f32 = -60.0;

/// Peaks of speech lie between these two, in dBFS.
const TOO_LOW: f32 = -36.0;
const TOO_HIGH: f32 = -3.0;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loudness {
    Nothing,
    Low,
    Good,
    High,
    Clipped,
}

/// One of each channel.
#[derive(Debug, Default)]
pub struct Meters(Vec<Meter>);

#[derive(Debug, Clone, Copy)]
struct Meter {
    held: Peak,
    loudest: Peak,
    clipped: u64,
    clipped_at: Option<Monotonic>,
}

#[derive(Debug, Clone, Copy)]
struct Peak {
    dbfs: f32,
    at: Monotonic,
}

impl Peak {
    fn take_in(&mut self, dbfs: f32, now: Monotonic, seconds: f64) {
        if dbfs >= self.dbfs || now.seconds_since(self.at) > seconds {
            *self = Peak { dbfs, at: now };
        }
    }
}

/// What there is of a level now, in dBFS from the floor to 0. What is no number is silence.
pub fn clamped(dbfs: Option<f32>) -> f32 {
    dbfs.filter(|dbfs| !dbfs.is_nan()).map_or(FLOOR, |dbfs| dbfs.clamp(FLOOR, 0.0))
}

/// The latest peak of a channel; an older recorder tells only that of the last second.
pub fn latest(level: &Level) -> f32 {
    clamped(level.now_dbfs.or(level.peak_dbfs))
}

impl Meters {
    /// Takes in what the recorder says of its channels.
    pub fn listen(&mut self, levels: &[Level], now: Monotonic) {
        let silent = Peak { dbfs: FLOOR, at: now };
        self.0.truncate(levels.len());
        for (n, level) in levels.iter().enumerate() {
            if self.0.len() == n {
                self.0.push(Meter { held: silent, loudest: silent, clipped: level.clipped, clipped_at: None });
            }
            let meter = &mut self.0[n];
            meter.held.take_in(latest(level), now, HOLD);
            meter.loudest.take_in(clamped(level.peak_dbfs), now, LOUDEST);
            if level.clipped > meter.clipped {
                meter.clipped_at = Some(now);
            }
            meter.clipped = level.clipped;
        }
    }

    /// The held peak of a channel, in dBFS.
    pub fn held(&self, channel: usize) -> f32 {
        self.0.get(channel).map_or(FLOOR, |meter| meter.held.dbfs)
    }

    pub fn loudness(&self, channel: usize, now: Monotonic) -> Loudness {
        let Some(meter) = self.0.get(channel) else { return Loudness::Nothing };
        match meter.loudest.dbfs {
            _ if meter.clipped_at.is_some_and(|at| now.seconds_since(at) <= CLIPPED) => Loudness::Clipped,
            dbfs => Loudness::of(dbfs),
        }
    }
}

impl Loudness {
    /// Of a peak of speech, in dBFS.
    pub fn of(dbfs: f32) -> Loudness {
        match dbfs {
            _ if dbfs <= FLOOR => Loudness::Nothing,
            _ if dbfs < TOO_LOW => Loudness::Low,
            _ if dbfs > TOO_HIGH => Loudness::High,
            _ => Loudness::Good,
        }
    }

    /// As sentences choose by it.
    pub fn name(self) -> &'static str {
        match self {
            Loudness::Nothing => "nothing",
            Loudness::Low => "low",
            Loudness::Good => "good",
            Loudness::High => "high",
            Loudness::Clipped => "clipped",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(peak: f32, clipped: u64) -> Level {
        Level {
            channel: "1".into(),
            input: 1,
            peak_dbfs: Some(peak),
            rms_dbfs: None,
            now_dbfs: Some(peak),
            heard: false,
            clipped,
        }
    }

    fn at(seconds: f64) -> Monotonic {
        Monotonic((seconds * 1e9) as u64)
    }

    #[test]
    fn a_peak_is_held_and_then_let_go() {
        let mut meters = Meters::default();
        meters.listen(&[level(-6.0, 0)], at(0.0));
        meters.listen(&[level(-30.0, 0)], at(1.0));
        assert_eq!(meters.held(0), -6.0);
        meters.listen(&[level(-30.0, 0)], at(2.0));
        assert_eq!(meters.held(0), -30.0);
    }

    #[test]
    fn the_word_for_the_level_waits_out_a_breath() {
        let mut meters = Meters::default();
        meters.listen(&[level(-12.0, 0)], at(0.0));
        meters.listen(&[level(-55.0, 0)], at(5.0));
        assert_eq!(meters.loudness(0, at(5.0)), Loudness::Good);
        meters.listen(&[level(-55.0, 0)], at(11.0));
        assert_eq!(meters.loudness(0, at(11.0)), Loudness::Low);
        meters.listen(&[level(-1.0, 0)], at(12.0));
        assert_eq!(meters.loudness(0, at(12.0)), Loudness::High);
        meters.listen(&[level(-1.0, 7)], at(13.0));
        assert_eq!(meters.loudness(0, at(13.0)), Loudness::Clipped);
        assert_eq!(meters.loudness(1, at(13.0)), Loudness::Nothing);
    }

    #[test]
    fn what_is_no_number_is_silence() {
        let mut meters = Meters::default();
        meters.listen(&[level(f32::NAN, 0), level(f32::NEG_INFINITY, 0), level(f32::INFINITY, 0)], at(0.0));
        assert_eq!([meters.held(0), meters.held(1), meters.held(2)], [FLOOR, FLOOR, 0.0]);
    }
}
