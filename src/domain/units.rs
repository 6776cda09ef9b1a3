//! Units that must not be mixed up.

use std::ops::{Add, AddAssign, Sub};

use serde::{Deserialize, Serialize};

/// A count of frames (one sample per channel), or a position on a take's timeline, counted from its frame 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Frames(pub u64);

/// Frames a second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Hertz(pub u32);

/// Decibels below full scale: 0 is the ceiling, silence is −∞.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Dbfs(pub f32);

impl Frames {
    /// The nearest frame to `seconds`; 0 for what is negative or no number.
    pub fn from_seconds(seconds: f64, rate: Hertz) -> Frames {
        Frames((seconds * f64::from(rate.0)).round().max(0.0) as u64)
    }

    /// The nearest frame to `nanoseconds`. Exact for spans of years.
    pub fn from_nanoseconds(nanoseconds: u64, rate: Hertz) -> Frames {
        let scaled = u128::from(nanoseconds) * u128::from(rate.0) + 500_000_000;
        Frames((scaled / 1_000_000_000) as u64)
    }

    pub fn seconds(self, rate: Hertz) -> f64 {
        self.0 as f64 / f64::from(rate.0)
    }

    pub fn whole_seconds(self, rate: Hertz) -> u64 {
        self.0 / u64::from(rate.0.max(1))
    }

    pub fn nanoseconds(self, rate: Hertz) -> u64 {
        (u128::from(self.0) * 1_000_000_000 / u128::from(rate.0.max(1))) as u64
    }

    pub fn saturating_sub(self, other: Frames) -> Frames {
        Frames(self.0.saturating_sub(other.0))
    }
}

impl Add for Frames {
    type Output = Frames;

    fn add(self, other: Frames) -> Frames {
        Frames(self.0 + other.0)
    }
}

impl AddAssign for Frames {
    fn add_assign(&mut self, other: Frames) {
        self.0 += other.0;
    }
}

/// Panics in tests, and wraps in a release, when `other` is larger: subtract positions only in their order.
impl Sub for Frames {
    type Output = Frames;

    fn sub(self, other: Frames) -> Frames {
        debug_assert!(other <= self, "{other:?} lies behind {self:?}");
        Frames(self.0 - other.0)
    }
}

impl Dbfs {
    /// `20 · log10(|amplitude|)`; −∞ for silence.
    pub fn of(amplitude: f32) -> Dbfs {
        Dbfs(20.0 * amplitude.abs().log10())
    }

    /// For JSON, which has no infinities: `None` is digital silence. Rounded to a tenth.
    pub fn finite(self) -> Option<f32> {
        self.0.is_finite().then(|| (self.0 * 10.0).round() / 10.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_and_nanoseconds_agree_over_days() {
        let rate = Hertz(44_100);
        for frames in [0, 1, 44_099, 44_100, 44_100 * 86_400 * 30 + 7] {
            assert_eq!(Frames::from_nanoseconds(Frames(frames).nanoseconds(rate), rate), Frames(frames));
        }
    }

    #[test]
    fn silence_has_no_decibels() {
        assert_eq!(Dbfs::of(0.0).finite(), None);
        assert_eq!(Dbfs::of(1.0).finite(), Some(0.0));
        assert_eq!(Dbfs::of(-0.5).finite(), Some(-6.0));
    }
}
