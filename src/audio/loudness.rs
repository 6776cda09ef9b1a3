//! How loud a sound is to the ear: loudness, its range and the true peak, by EBU R 128 (ITU-R BS.1770). The one door to `ebur128`.
//!
//! Fed on the disk thread with what is kept, far from the sound card's own. Of bounded memory: loudness is counted in steps of a
//! tenth, however long the sound is. The levels of the meters are in [`super::levels`].

use ebur128::{Channel, EbuR128, Mode};

use super::capture::Format;
use crate::domain::{Hertz, Loudness};

/// Below this rate the standard's filters have no meaning.
const LOWEST: Hertz = Hertz(8000);

/// A sample further than this from silence, 60 dB above full scale, is no sound.
const FURTHEST: f32 = 1000.0;

/// Listens to one input. Each channel weighs the same: microphones stand in no room of loudspeakers.
pub struct LoudnessMeter {
    channels: usize,
    /// `None` for a format that cannot be measured.
    meter: Option<EbuR128>,
}

impl LoudnessMeter {
    pub fn new(format: Format) -> LoudnessMeter {
        let channels = u32::from(format.channels);
        let mode = Mode::I | Mode::LRA | Mode::TRUE_PEAK | Mode::HISTOGRAM;
        let mut meter = (format.rate >= LOWEST).then(|| EbuR128::new(channels, format.rate.0, mode).ok()).flatten();
        if let Some(open) = &mut meter
            && open.set_channel_map(&vec![Channel::Center; channels as usize]).is_err()
        {
            meter = None;
        }
        LoudnessMeter { channels: usize::from(format.channels.max(1)), meter }
    }

    /// Takes in whole frames, interleaved. A block in which something is no sound is left out: it would drown all that follows.
    pub fn add(&mut self, samples: &[f32]) {
        let Some(meter) = &mut self.meter else { return };
        let whole = &samples[..samples.len() - samples.len() % self.channels];
        let is_sound = |sample: &f32| sample.abs() <= FURTHEST; // what is no number is none
        if whole.iter().all(is_sound) && meter.add_frames_f32(whole).is_err() {
            self.meter = None; // no memory for it: no measure is better than a wrong one
        }
    }

    /// Of all that was taken in; `None` for less than 400 ms, for silence, and for a format that cannot be measured.
    pub fn measured(&self) -> Option<Loudness> {
        let meter = self.meter.as_ref()?;
        let peaks = (0..meter.channels()).filter_map(|channel| meter.true_peak(channel).ok());
        let true_peak = 20.0 * peaks.fold(0.0, f64::max).log10();
        let integrated = meter.loudness_global().ok()?;
        let range = meter.loudness_range().ok()?;
        Loudness::of(integrated, range, true_peak)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measure(rate: u32, channels: u16, seconds: f64, sample: impl Fn(f64, u16) -> f32) -> Option<Loudness> {
        let mut meter = LoudnessMeter::new(Format { rate: Hertz(rate), channels });
        let frames = (seconds * f64::from(rate)) as usize;
        let sample = |n: usize, channel: u16| sample(n as f64 / f64::from(rate), channel);
        let samples: Vec<f32> = (0..frames).flat_map(|n| (0..channels).map(move |c| (n, c))).map(|(n, c)| sample(n, c)).collect();
        samples.chunks(usize::from(channels) * 480).for_each(|block| meter.add(block));
        meter.measured()
    }

    fn tone(hertz: f64, dbfs: f64) -> impl Fn(f64, u16) -> f32 {
        move |seconds, _| (10_f64.powf(dbfs / 20.0) * (std::f64::consts::TAU * hertz * seconds).sin()) as f32
    }

    /// EBU Tech 3341, cases 1 and 2: a tone of 1 kHz on both channels has the loudness of its peak.
    #[test]
    fn the_tones_of_the_standard_have_their_loudness() {
        for expected in [-23.0, -33.0] {
            let found = measure(48_000, 2, 20.0, tone(1000.0, expected)).unwrap();
            assert!((found.integrated - expected).abs() <= 0.1, "{found:?}");
            assert!((found.true_peak - expected).abs() <= 0.2 && found.range.abs() <= 0.1, "{found:?}");
        }
    }

    /// EBU Tech 3341, case 3: what is far quieter than the rest does not count.
    #[test]
    fn what_is_far_quieter_than_the_rest_does_not_count() {
        let loudness = |seconds: f64| if (10.0..70.0).contains(&seconds) { -23.0 } else { -36.0 };
        let found = measure(48_000, 2, 80.0, |seconds, c| tone(1000.0, loudness(seconds))(seconds, c)).unwrap();
        assert!((found.integrated + 23.0).abs() <= 0.1, "{found:?}");
    }

    /// EBU Tech 3342, case 1: ten LU lie between the two.
    #[test]
    fn the_range_lies_between_what_is_quiet_and_what_is_loud() {
        let found = measure(48_000, 2, 40.0, |seconds, c| tone(1000.0, if seconds < 20.0 { -20.0 } else { -30.0 })(seconds, c));
        assert!((found.unwrap().range - 10.0).abs() <= 1.0, "{found:?}");
    }

    /// EBU Tech 3341, case 18: between two samples lies more than in either.
    #[test]
    fn a_peak_between_two_samples_is_seen() {
        let quarter =
            |seconds: f64, _| 0.5 * (std::f64::consts::TAU * 12_000.0 * seconds + std::f64::consts::FRAC_PI_4).sin() as f32;
        let found = measure(48_000, 1, 2.0, quarter).unwrap();
        assert!((found.true_peak + 6.0).abs() <= 0.4, "the samples themselves reach −9 only: {found:?}");
    }

    #[test]
    fn every_microphone_weighs_the_same_whatever_its_number() {
        let alone = |which: u16| {
            measure(48_000, 6, 3.0, move |seconds, c| if c == which { tone(1000.0, -20.0)(seconds, c) } else { 0.0 })
        };
        let first = alone(0).unwrap();
        assert!((1..6).all(|channel| alone(channel) == Some(first)), "{first:?}");
    }

    #[test]
    fn silence_and_what_is_too_short_or_too_coarse_have_no_loudness() {
        assert_eq!(measure(48_000, 2, 5.0, |_, _| 0.0), None);
        assert_eq!(measure(48_000, 2, 0.3, tone(1000.0, -20.0)), None);
        assert_eq!(measure(1000, 1, 5.0, tone(100.0, -20.0)), None);
    }

    #[test]
    fn nothing_that_a_file_may_hold_stops_the_measure() {
        for odd in [f32::NAN, f32::INFINITY, f32::MAX, f32::MIN_POSITIVE] {
            let mut meter = LoudnessMeter::new(Format { rate: Hertz(48_000), channels: 2 });
            meter.add(&[odd; 960]);
            meter.add(&[0.1, -0.1, odd]);
            (0..100).for_each(|n| meter.add(&vec![if n % 2 == 0 { 0.1 } else { -0.1 }; 960]));
            assert!(meter.measured().is_some_and(|found| found.true_peak > -40.0), "{odd}");
        }
    }
}
