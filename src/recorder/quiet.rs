//! For how long nothing has been heard, in frames of the device.

/// Counts digital silence for each channel, and near-silence over all of them.
#[derive(Debug)]
pub struct Quiet {
    /// Amplitude below which a block counts as nearly silent.
    threshold: f32,
    silent: Vec<u64>,
    nearly: u64,
}

impl Quiet {
    /// `threshold` is an amplitude, 1.0 being full scale.
    pub fn new(channels: usize, threshold: f32) -> Quiet {
        Quiet { threshold, silent: vec![0; channels], nearly: 0 }
    }

    /// Hears interleaved whole frames.
    pub fn feed(&mut self, samples: &[f32]) {
        let channels = self.silent.len().max(1);
        let frames = (samples.len() / channels) as u64;
        let mut loudest = 0.0f32;
        for (n, silent) in self.silent.iter_mut().enumerate() {
            let peak = samples.iter().skip(n).step_by(channels).fold(0.0f32, |peak, sample| peak.max(sample.abs()));
            *silent = if peak == 0.0 { *silent + frames } else { 0 };
            loudest = loudest.max(peak);
        }
        self.nearly = if loudest < self.threshold { self.nearly + frames } else { 0 };
    }

    /// The longest digital silence of a channel that lasts until now.
    pub fn silent(&self) -> u64 {
        self.silent.iter().copied().max().unwrap_or(0)
    }

    /// How long no channel has risen above the threshold.
    pub fn nearly_silent(&self) -> u64 {
        self.nearly
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_dead_channel_counts_though_the_other_speaks() {
        let mut quiet = Quiet::new(2, 0.001);
        quiet.feed(&[0.5, 0.0, 0.4, 0.0]);
        quiet.feed(&[0.5, 0.0]);
        assert_eq!((quiet.silent(), quiet.nearly_silent()), (3, 0));
        quiet.feed(&[0.5, 0.1]);
        assert_eq!(quiet.silent(), 0);
    }

    #[test]
    fn noise_below_the_threshold_is_nearly_silent_and_not_dead() {
        let mut quiet = Quiet::new(1, 0.001);
        quiet.feed(&[0.0005, -0.0005]);
        assert_eq!((quiet.silent(), quiet.nearly_silent()), (0, 2));
    }
}
