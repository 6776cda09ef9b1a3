//! Making sound of which every frame is known, reading what was recorded, and finding the one in the other.

use std::f64::consts::TAU;
use std::path::Path;

use super::microphone::counted;

/// Samples of one channel at ±1.0, exact for up to 24 bits.
#[derive(Debug, Clone, PartialEq)]
pub struct Sound {
    pub rate: u32,
    pub samples: Vec<f32>,
}

/// Frames at the beginning of a stream that a sound server may swallow: it has already worked ahead with silence (38 ms were
/// seen). What is played is compared from here on.
pub const LEAD: usize = 24_000;

/// Speech for tests: the program's own voice, looped at slowly changing loudness in a
/// room with a faint hiss, so that no second of it is like another and a lost frame cannot hide.
pub fn speech(seconds: usize) -> Sound {
    let voice = read(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src/audio/voice.wav")));
    let voice = at_48000(&voice);
    let mut dice = super::Dice(0x5EED);
    let samples = (0..seconds * 48_000)
        .map(|n| {
            let loudness = 0.55 + 0.35 * (n as f64 / 48_000.0 / 3.7).sin() as f32;
            let hiss = (dice.roll() >> 40) as f32 / (1 << 24) as f32 - 0.5;
            in_16_bits(voice[n % voice.len()] * loudness + hiss * 0.004)
        })
        .collect();
    Sound { rate: 48_000, samples }
}

/// As `speech`, of which every sample is a whole number of 16 bits, so that it can be found again exactly.
fn in_16_bits(sample: f32) -> f32 {
    (sample * 32_768.0).round().clamp(-32_768.0, 32_767.0) / 32_768.0
}

fn at_48000(sound: &Sound) -> Vec<f32> {
    let factor = 48_000 / sound.rate as usize;
    assert_eq!(factor * sound.rate as usize, 48_000, "the voice has a rate that divides 48000");
    let next = |n: usize| sound.samples[(n + 1) % sound.samples.len()];
    let between = |n: usize, step: usize| sound.samples[n] + (next(n) - sound.samples[n]) * step as f32 / factor as f32;
    (0..sound.samples.len() * factor).map(|n| between(n / factor, n % factor)).collect()
}

/// Writes 16 bits, the same on `channels` channels.
pub fn write(path: &Path, sound: &Sound, channels: u16) {
    let spec = hound::WavSpec { channels, sample_rate: sound.rate, bits_per_sample: 16, sample_format: hound::SampleFormat::Int };
    let mut writer = hound::WavWriter::create(path, spec).expect("a new file");
    for sample in &sound.samples {
        for _ in 0..channels {
            writer.write_sample((sample * 32_768.0) as i16).expect("room on the disk");
        }
    }
    writer.finalize().expect("room on the disk");
}

/// A WAV of 24 bits whose every frame carries its own number on each channel (see [`counted`]).
pub fn write_counting(path: &Path, seconds: u64, rate: u32, channels: u16) {
    let spec = hound::WavSpec { channels, sample_rate: rate, bits_per_sample: 24, sample_format: hound::SampleFormat::Int };
    let mut writer = hound::WavWriter::create(path, spec).expect("a new file");
    for frame in 0..seconds * u64::from(rate) {
        for _ in 0..channels {
            writer.write_sample(counted(frame)).expect("room on the disk");
        }
    }
    writer.finalize().expect("room on the disk");
}

/// Reads the first channel with hound, which must like the file.
#[track_caller]
pub fn read(path: &Path) -> Sound {
    let mut reader = hound::WavReader::open(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let spec = reader.spec();
    let step = usize::from(spec.channels);
    let samples = match spec.sample_format {
        hound::SampleFormat::Float => reader.samples::<f32>().step_by(step).map(|sample| sample.expect("a whole file")).collect(),
        hound::SampleFormat::Int => {
            let full = (1_u32 << (spec.bits_per_sample - 1)) as f32;
            reader.samples::<i32>().step_by(step).map(|sample| sample.expect("a whole file") as f32 / full).collect()
        }
    };
    Sound { rate: spec.sample_rate, samples }
}

/// The numbers that the frames of a counting source carry on the first channel, as recorded in 24 bits.
#[track_caller]
pub fn read_counts(path: &Path) -> Vec<i32> {
    let mut reader = hound::WavReader::open(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    assert_eq!(reader.spec().bits_per_sample, 24, "{}", path.display());
    let step = usize::from(reader.spec().channels);
    reader.samples::<i32>().step_by(step).map(|sample| sample.expect("a whole file")).collect()
}

/// Asserts that each frame is the one after its neighbour: none lost, doubled or swapped.
#[track_caller]
pub fn expect_counting(counts: &[i32]) {
    let follows = |pair: &[i32]| pair[1] == counted(pair[0] as u64);
    let broken = counts.windows(2).position(|pair| !follows(pair));
    assert_eq!(broken, None, "not in order: {:?}", broken.map(|at| &counts[at.saturating_sub(2)..(at + 4).min(counts.len())]));
}

/// Where `part` lies in `whole`: the offset with the greatest cross-correlation.
pub fn find(part: &[f32], whole: &[f32]) -> usize {
    let size = (whole.len() + part.len()).next_power_of_two();
    let mut heard = spectrum(whole, size);
    let played = spectrum(part, size);
    for (a, b) in heard.iter_mut().zip(&played) {
        *a = (a.0 * b.0 + a.1 * b.1, a.1 * b.0 - a.0 * b.1);
    }
    // The inverse transform by the forward one, of the conjugate; only the real parts are asked for.
    heard.iter_mut().for_each(|value| value.1 = -value.1);
    transform(&mut heard);
    let offsets = 0..=whole.len().saturating_sub(part.len());
    offsets.max_by(|&a, &b| heard[a].0.total_cmp(&heard[b].0)).expect("at least one offset")
}

/// Normalised cross-correlation of two sounds of one length, from −1 to 1.
pub fn correlation(a: &[f32], b: &[f32]) -> f64 {
    assert_eq!(a.len(), b.len(), "lengths to compare");
    let product = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(&a, &b)| f64::from(a) * f64::from(b)).sum::<f64>();
    product(a, b) / (product(a, a) * product(b, b)).sqrt()
}

/// The first frame of `played` that `recorded` does not hold at the same place, and both samples there; rounding by one step of
/// 16 bits is no difference.
pub fn first_difference(played: &[f32], recorded: &[f32]) -> Option<(usize, f32, f32)> {
    let pairs = played.iter().zip(recorded.iter().chain(std::iter::repeat(&f32::NAN)));
    let mut numbered = pairs.enumerate().map(|(at, (&a, &b))| (at, a, b));
    numbered.find(|(_, a, b)| (a - b).abs().is_nan() || (a - b).abs() > 1.5 / 32_768.0)
}

/// The frames at which something much louder than the room begins.
pub fn clicks(sound: &[f32]) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    for (at, sample) in sound.iter().enumerate() {
        let is_new = found.last().is_none_or(|last| at - last > 480);
        if sample.abs() > 0.1 && is_new {
            found.push(at);
        }
    }
    found
}

type Complex = (f64, f64);

fn spectrum(sound: &[f32], size: usize) -> Vec<Complex> {
    let mut values: Vec<Complex> = sound.iter().map(|&sample| (f64::from(sample), 0.0)).collect();
    values.resize(size, (0.0, 0.0));
    transform(&mut values);
    values
}

/// Discrete Fourier transform in place, by Cooley and Tukey's way with radix 2; the length is a power of two.
fn transform(values: &mut [Complex]) {
    let size = values.len();
    for at in 0..size {
        let mirror = at.reverse_bits() >> (usize::BITS - size.trailing_zeros());
        if mirror > at {
            values.swap(at, mirror);
        }
    }
    let turns: Vec<Complex> =
        (0..size / 2).map(|k| (-TAU * k as f64 / size as f64).sin_cos()).map(|(sin, cos)| (cos, sin)).collect();
    let mut half = 1;
    while half < size {
        let stride = size / (2 * half);
        for block in values.chunks_exact_mut(2 * half) {
            let (low, high) = block.split_at_mut(half);
            for (k, (a, b)) in low.iter_mut().zip(high).enumerate() {
                let (cos, sin) = turns[k * stride];
                let turned = (b.0 * cos - b.1 * sin, b.0 * sin + b.1 * cos);
                (*a, *b) = ((a.0 + turned.0, a.1 + turned.1), (a.0 - turned.0, a.1 - turned.1));
            }
        }
        half *= 2;
    }
}

#[test]
fn a_sound_is_found_where_it_was_put() {
    let speech = Sound { rate: 48_000, samples: (0..20_000).map(|n| ((n * n) as f32 * 0.001).sin() * 0.3).collect() };
    let mut room = vec![0.0; 7_321];
    room.extend(&speech.samples);
    assert_eq!(find(&speech.samples[5_000..9_000], &room), 12_321);
    assert!(correlation(&speech.samples, &room[7_321..]) > 0.999_999);
}

#[test]
fn a_lost_frame_is_noticed() {
    let mut counts: Vec<i32> = (0..100).map(counted).collect();
    expect_counting(&counts);
    counts.remove(50);
    assert!(std::panic::catch_unwind(|| expect_counting(&counts)).is_err());
}
