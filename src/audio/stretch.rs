//! Sound at another tempo and the same pitch: waveform similarity overlap-add (Verhelst and Roelands, ICASSP 1993).
//!
//! Pieces of 20 ms are taken from the sound further apart, or nearer to each other, than they are laid down. Each is looked for within
//! 10 ms of its place, where it goes on from the piece before it best, and fades into what would have followed that one. All channels move
//! together. What is heard at a moment comes from within 30 ms of the place that the tempo gives.
//!
//! Nothing comes into it but what it was given, so a cut stays a cut: what lies on its other side is not heard.

use super::capture::Format;

/// How fast sound is played, in hundredths of its own tempo: 75 to 200.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tempo(u16);

impl Tempo {
    pub const NORMAL: Tempo = Tempo(100);

    /// Those that a key goes through, one after the other.
    pub const STEPS: [Tempo; 5] = [Tempo(100), Tempo(125), Tempo(150), Tempo(200), Tempo(75)];

    /// As a person writes it, `1.25` or `1,25`, to the nearest hundredth. `None` for what is no number from 0.75 to 2.
    pub fn parse(text: &str) -> Option<Tempo> {
        let hundredths = (text.trim().replace(',', ".").parse::<f64>().ok()? * 100.0).round();
        (75.0..=200.0).contains(&hundredths).then_some(Tempo(hundredths as u16))
    }

    /// 1.0 is its own.
    pub fn factor(self) -> f64 {
        f64::from(self.0) / 100.0
    }

    /// How many digits behind the point it has.
    pub fn digits(self) -> usize {
        match self.0 {
            hundredths if hundredths.is_multiple_of(100) => 0,
            hundredths if hundredths.is_multiple_of(10) => 1,
            _ => 2,
        }
    }

    /// The next of [`Tempo::STEPS`].
    pub fn next(self) -> Tempo {
        let at = Tempo::STEPS.iter().position(|step| *step == self).map_or(0, |at| at + 1);
        Tempo::STEPS[at % Tempo::STEPS.len()]
    }
}

impl Default for Tempo {
    fn default() -> Tempo {
        Tempo::NORMAL
    }
}

/// Pieces in a second.
const PIECES: u32 = 50;

/// The least frames of a piece, at rates that no sound has.
const LEAST: usize = 8;

/// Frames in a second that a first look compares; a second one, around the best of them, compares all.
const FIRST_LOOK: u32 = 8000;

/// One stretch of sound on its way to another tempo.
pub struct Stretch {
    channels: usize,
    tempo: f64,
    /// Frames of a piece.
    piece: usize,
    /// Frames between two that a first look compares.
    stride: usize,
    /// What was given and may still be needed, interleaved.
    input: Vec<f32>,
    /// Frames that were given before it.
    gone: usize,
    /// Pieces laid down so far.
    laid: usize,
    /// Frame that follows the last of them in the sound itself.
    follows: usize,
}

impl Stretch {
    pub fn new(format: Format, tempo: Tempo) -> Stretch {
        Stretch {
            channels: usize::from(format.channels.max(1)),
            tempo: tempo.factor(),
            piece: ((format.rate.0 / PIECES) as usize).max(LEAST),
            stride: (format.rate.0 / FIRST_LOOK).max(1) as usize,
            input: Vec::new(),
            gone: 0,
            laid: 0,
            follows: 0,
        }
    }

    /// Takes in what follows, whole frames, and appends to `into` what can be made of it: some 50 ms less.
    pub fn feed(&mut self, samples: &[f32], into: &mut Vec<f32>) {
        self.input.extend_from_slice(samples);
        while self.given() >= self.place() + self.reach() + 2 * self.piece {
            let at = self.best(self.place(), usize::MAX);
            self.lay(at, self.piece, into);
        }
    }

    /// Appends what is left: in all as many frames as were given, divided by the tempo. What is shorter than two pieces stays as it is.
    pub fn finish(mut self, into: &mut Vec<f32>) {
        let end = self.given();
        if self.laid == 0 && end < 2 * self.piece {
            return into.append(&mut self.input);
        }
        let length = (end as f64 / self.tempo).round() as usize;
        while self.laid * self.piece < length {
            let left = length - self.laid * self.piece;
            match left <= self.piece {
                true => self.lay(end - left, left, into),
                false => self.lay(self.best(self.place(), end - 2 * self.piece), self.piece, into),
            }
        }
    }

    fn given(&self) -> usize {
        self.gone + self.input.len() / self.channels
    }

    /// The frame from which the next piece would come, if pieces were not looked for.
    fn place(&self) -> usize {
        ((self.laid * self.piece) as f64 * self.tempo).round() as usize
    }

    fn reach(&self) -> usize {
        self.piece / 2
    }

    /// The frame near `place`, `last` at most, from which on the sound is most like what would have followed; the first piece is where it is.
    fn best(&self, place: usize, last: usize) -> usize {
        let place = place.min(last);
        if self.laid == 0 {
            return place;
        }
        let (from, to) = (place.saturating_sub(self.reach()).max(self.gone), (place + self.reach()).min(last));
        let roughly = self.likest(place, (from..=to).step_by(self.stride), self.stride);
        let around = roughly.saturating_sub(self.stride).max(from)..=(roughly + self.stride).min(to);
        self.likest(roughly, around, 1)
    }

    /// `first`, unless one of the others is more like what would have followed.
    fn likest(&self, first: usize, others: impl Iterator<Item = usize>, stride: usize) -> usize {
        let mut best = (self.likeness(first, stride), first);
        for at in others {
            let likeness = self.likeness(at, stride);
            if likeness > best.0 {
                best = (likeness, at);
            }
        }
        best.1
    }

    /// How like a piece is to what would have followed, whatever its loudness; 0 for silence.
    fn likeness(&self, at: usize, stride: usize) -> f32 {
        let rows = |at| self.frames(at, self.piece).chunks_exact(self.channels).step_by(stride);
        let (mut product, mut energy) = (0.0, f32::MIN_POSITIVE);
        for (wanted, found) in rows(self.follows).zip(rows(at)) {
            for (wanted, found) in wanted.iter().zip(found) {
                product += wanted * found;
                energy += found * found;
            }
        }
        product / energy.sqrt()
    }

    /// Lays down the piece from `at` on, faded into what would have followed.
    fn lay(&mut self, at: usize, frames: usize, into: &mut Vec<f32>) {
        let rows = |at| self.frames(at, frames).chunks_exact(self.channels);
        for (n, (old, new)) in rows(self.follows).zip(rows(at)).enumerate() {
            let share = fade(n, self.piece);
            into.extend(old.iter().zip(new).map(|(old, new)| old + (new - old) * share));
        }
        self.follows = at + self.piece;
        self.laid += 1;
        self.forget();
    }

    /// Drops what no later piece can need.
    fn forget(&mut self) {
        let earliest = self.place().saturating_sub(self.reach() + 2 * self.piece);
        let until = self.follows.min(earliest).max(self.gone);
        self.input.drain(..(until - self.gone) * self.channels);
        self.gone = until;
    }

    fn frames(&self, at: usize, frames: usize) -> &[f32] {
        let begin = (at - self.gone) * self.channels;
        &self.input[begin..begin + frames * self.channels]
    }
}

/// The share of the new one at frame `n` of so many: half a wave, from 0 to 1.
fn fade(n: usize, frames: usize) -> f32 {
    0.5 - 0.5 * (std::f32::consts::PI * (n as f32 + 0.5) / frames as f32).cos()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::Hertz;

    const RATE: u32 = 16_000;
    const MONO: Format = Format { rate: Hertz(RATE), channels: 1 };
    const STEREO: Format = Format { rate: Hertz(RATE), channels: 2 };

    /// All that comes of `samples`, given in blocks of so many frames.
    fn stretched(format: Format, tempo: Tempo, samples: &[f32], block: usize) -> Vec<f32> {
        let (mut stretch, mut made) = (Stretch::new(format, tempo), Vec::new());
        samples.chunks(block * usize::from(format.channels)).for_each(|block| stretch.feed(block, &mut made));
        stretch.finish(&mut made);
        made
    }

    fn sine(hertz: f32, seconds: f32) -> Vec<f32> {
        let step = std::f32::consts::TAU * hertz / RATE as f32;
        (0..(seconds * RATE as f32) as usize).map(|n| 0.5 * (n as f32 * step).sin()).collect()
    }

    /// How often a second it rises through 0.
    fn pitch(samples: &[f32]) -> f32 {
        let rises: Vec<usize> = (1..samples.len()).filter(|n| samples[n - 1] < 0.0 && samples[*n] >= 0.0).collect();
        (rises.len() - 1) as f32 * RATE as f32 / (rises[rises.len() - 1] - rises[0]) as f32
    }

    #[test]
    fn at_each_tempo_the_pitch_stays_and_the_length_follows() {
        for tempo in Tempo::STEPS {
            for hertz in [90.0, 220.0, 440.0, 1234.0] {
                let sound = sine(hertz, 2.0);
                let made = stretched(MONO, tempo, &sound, 700);
                assert_eq!(made.len(), (sound.len() as f64 / tempo.factor()).round() as usize, "{tempo:?}");
                let found = pitch(&made[..made.len() - RATE as usize / 25]); // the end is where it is, whatever its phase
                assert!((found / hertz - 1.0).abs() < 0.01, "{tempo:?}: {hertz} Hz sounds at {found} Hz");
                let faintest =
                    made.chunks_exact(RATE as usize / 50).map(|piece| piece.iter().fold(0.0_f32, |most, s| most.max(s.abs())));
                assert!(faintest.fold(1.0, f32::min) > 0.35, "{tempo:?}, {hertz} Hz: a hole in the sound");
            }
        }
    }

    #[test]
    fn what_is_heard_comes_from_the_place_that_the_tempo_gives() {
        for tempo in Tempo::STEPS {
            let mut sound = vec![0.0; 3 * RATE as usize];
            let burst = sine(300.0, 0.3);
            for second in [0.5, 1.25, 2.2] {
                let at = (second * RATE as f64) as usize;
                sound[at..at + burst.len()].copy_from_slice(&burst);
            }
            let made = stretched(MONO, tempo, &sound, 4096);
            let loud: Vec<usize> = (0..made.len()).filter(|n| made[*n].abs() > 0.1).collect();
            let begins =
                loud.iter().enumerate().filter(|(n, at)| *n == 0 || *at - loud[n - 1] > RATE as usize / 8).map(|(_, at)| *at);
            let places: Vec<f64> = begins.map(|at| at as f64 * tempo.factor() / f64::from(RATE)).collect();
            assert_eq!(places.len(), 3, "{tempo:?}: {places:?}");
            for (place, expected) in places.iter().zip([0.5, 1.25, 2.2]) {
                assert!((place - expected).abs() < 0.05, "{tempo:?}: {place} s instead of {expected} s");
            }
        }
    }

    #[test]
    fn all_channels_move_together() {
        let sound: Vec<f32> = sine(180.0, 1.0).iter().flat_map(|sample| [*sample, *sample * -0.5]).collect();
        let made = stretched(STEREO, Tempo(150), &sound, 333);
        assert!(made.len() > 2 * 10_000 && made.chunks_exact(2).all(|frame| frame[1] == frame[0] * -0.5));
    }

    #[test]
    fn silence_stays_silence_and_what_is_short_stays_as_it_is() {
        assert!(stretched(MONO, Tempo(75), &[0.0; 9000], 100).iter().all(|sample| *sample == 0.0));
        for frames in [0, 1, 639] {
            let sound: Vec<f32> = (0..frames).map(|n| n as f32).collect();
            assert_eq!(stretched(MONO, Tempo(200), &sound, 100), sound);
        }
        assert_eq!(stretched(MONO, Tempo(200), &[0.25; 640], 100).len(), 320);
    }

    #[test]
    fn a_tempo_is_read_as_people_write_it() {
        let read = ["1", "1.25", "1,25", " 2 ", "0.75", "0.8", "1.337"].map(|text| Tempo::parse(text).map(|tempo| tempo.0));
        assert_eq!(read, [100, 125, 125, 200, 75, 80, 134].map(Some));
        assert_eq!(["0.7", "2.1", "", "x", "NaN", "-1", "inf", "1e9"].map(Tempo::parse), [None; 8]);
        assert_eq!([100, 150, 175].map(|hundredths| Tempo(hundredths).digits()), [0, 1, 2]);
    }

    #[test]
    fn a_key_goes_through_all_of_them_and_comes_back() {
        let through = std::iter::successors(Some(Tempo::NORMAL), |tempo| Some(tempo.next())).skip(1).take(5);
        assert_eq!(through.map(|tempo| tempo.0).collect::<Vec<_>>(), [125, 150, 200, 75, 100]);
        assert_eq!(Tempo(133).next(), Tempo::NORMAL);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn it_does_not_matter_in_which_blocks_it_comes(
            sound in proptest::collection::vec(-1.0_f32..1.0, 0..1500),
            tempo in 75_u16..=200,
            block in 1_usize..400,
        ) {
            let format = Format { rate: Hertz(1000), channels: 1 };
            let whole = stretched(format, Tempo(tempo), &sound, 10_000);
            prop_assert_eq!(&stretched(format, Tempo(tempo), &sound, block), &whole);
            let expected = (sound.len() as f64 * 100.0 / f64::from(tempo)).round() as usize;
            prop_assert_eq!(whole.len(), if sound.len() < 40 { sound.len() } else { expected });
        }
    }
}
