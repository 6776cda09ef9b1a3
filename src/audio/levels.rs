//! Peak and RMS of each channel over the last second.

use std::collections::VecDeque;

use super::capture::Format;

/// The second is kept in so many slots, so that a reading never waits for a second to be full.
const SLOTS: usize = 10;

/// Amplitudes, 1.0 being full scale; 0 is digital silence.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct ChannelLevel {
    pub peak: f32,
    pub rms: f32,
}

#[derive(Debug, Clone, Default)]
struct Slot {
    frames: usize,
    /// Peak and sum of squares of each channel.
    channels: Vec<(f32, f64)>,
}

pub struct Levels {
    channels: usize,
    slot_frames: usize,
    slots: VecDeque<Slot>,
}

impl Levels {
    pub fn new(format: Format) -> Levels {
        let slot_frames = (format.rate.0 as usize / SLOTS).max(1);
        Levels { channels: usize::from(format.channels), slot_frames, slots: VecDeque::new() }
    }

    /// Hears interleaved whole frames.
    pub fn feed(&mut self, samples: &[f32]) {
        for frame in samples.chunks_exact(self.channels) {
            if self.slots.back().is_none_or(|slot| slot.frames >= self.slot_frames) {
                if self.slots.len() == SLOTS {
                    self.slots.pop_front();
                }
                self.slots.push_back(Slot { frames: 0, channels: vec![(0.0, 0.0); self.channels] });
            }
            let Some(slot) = self.slots.back_mut() else { return };
            slot.frames += 1;
            for ((peak, squares), sample) in slot.channels.iter_mut().zip(frame) {
                *peak = peak.max(sample.abs());
                *squares += f64::from(*sample) * f64::from(*sample);
            }
        }
    }

    /// One entry a channel; all 0 before anything was heard.
    pub fn last_second(&self) -> Vec<ChannelLevel> {
        let frames: usize = self.slots.iter().map(|slot| slot.frames).sum();
        let level = |channel: usize| {
            let heard = self.slots.iter().filter_map(|slot| slot.channels.get(channel));
            let (peak, squares) = heard.fold((0.0f32, 0.0), |(peak, sum), (p, s)| (peak.max(*p), sum + s));
            ChannelLevel { peak, rms: (squares / frames.max(1) as f64).sqrt() as f32 }
        };
        (0..self.channels).map(level).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Hertz;

    #[test]
    fn a_level_is_that_of_the_last_second() {
        let mut levels = Levels::new(Format { rate: Hertz(1000), channels: 2 });
        levels.feed(&[1.0, 0.0].repeat(1000));
        assert_eq!(levels.last_second(), [ChannelLevel { peak: 1.0, rms: 1.0 }, ChannelLevel::default()]);
        levels.feed(&[0.5, -0.5].repeat(1000));
        assert_eq!(levels.last_second(), [ChannelLevel { peak: 0.5, rms: 0.5 }; 2]);
    }
}
