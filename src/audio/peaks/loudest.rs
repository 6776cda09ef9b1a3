//! The loudest sample of a stretch: of bytes as they lie in a file, and of samples as they will lie there. Both count in whole numbers,
//! so that what is gathered while it is written is what is found when it is read.
//!
//! Bytes are compared as they are, many at once: reading a file for its peaks is to take hardly longer than reading it.

use super::Bucket;
use crate::audio::riff::Encoding;
use crate::audio::wav::{to_int16, to_int24};
use crate::domain::Bits;

impl Bucket {
    /// Of whole samples in this encoding.
    pub fn of_bytes(encoding: Encoding, bytes: &[u8]) -> Bucket {
        match encoding {
            Encoding::Unsigned8 => {
                let most = bytes.iter().fold(0, |most, byte| byte.abs_diff(128).max(most));
                Bucket::Sound(u16::from(most) << 8)
            }
            Encoding::Int16 => {
                let samples = bytes.as_chunks().0.iter().map(|&bytes| i16::from_le_bytes(bytes));
                let (least, most) = samples.fold((0, 0), |(least, most), sample| (sample.min(least), sample.max(most)));
                Bucket::of_steps(i32::from(least), i32::from(most), 0)
            }
            Encoding::Int24 => {
                let (least, most) = span_of_int24(bytes);
                Bucket::of_steps(least, most, 8)
            }
            Encoding::Int32 => {
                let samples = bytes.as_chunks().0.iter().map(|&bytes| i32::from_le_bytes(bytes));
                let (least, most) = samples.fold((0, 0), |(least, most), sample| (sample.min(least), sample.max(most)));
                Bucket::of_steps(least, most, 16)
            }
            Encoding::Float32 => {
                let samples = bytes.as_chunks().0.iter().map(|&bytes| u32::from_le_bytes(bytes));
                Bucket::of_bits(samples)
            }
        }
    }

    /// Of samples that are to be written with so many bits.
    pub fn of_samples(bits: Bits, samples: &[f32]) -> Bucket {
        let span = || samples.iter().fold((0.0_f32, 0.0_f32), |(least, most), sample| (least.min(*sample), most.max(*sample)));
        match bits {
            Bits::Int16 => {
                let (least, most) = span();
                Bucket::of_steps(i32::from(to_int16(least)), i32::from(to_int16(most)), 0)
            }
            Bits::Int24 => {
                let (least, most) = span();
                Bucket::of_steps(to_int24(least), to_int24(most), 8)
            }
            Bits::Float32 => Bucket::of_bits(samples.iter().map(|sample| sample.to_bits())),
        }
    }

    /// Of the least and the largest sample, which have so many more bits than a bucket; `least` is 0 at most, `most` at least.
    fn of_steps(least: i32, most: i32, bits: u32) -> Bucket {
        let amplitude = least.unsigned_abs().max(most.unsigned_abs());
        let rounding = (1 << bits) - 1;
        Bucket::Sound(((amplitude + rounding) >> bits) as u16)
    }

    /// Of the bits of floats. Without their sign they are in the order of the floats; what is no number comes behind all others.
    fn of_bits(samples: impl Iterator<Item = u32>) -> Bucket {
        Bucket::of(f32::from_bits(samples.fold(0, |most, bits| (bits & 0x7FFF_FFFF).max(most))))
    }
}

/// The least and the largest sample, 0 among them. Four of them are three words of 32 bits; each is compared in the upper 24.
fn span_of_int24(bytes: &[u8]) -> (i32, i32) {
    let (fours, rest) = bytes.as_chunks::<12>();
    let (mut least, mut most) = ([0_i32; 4], [0_i32; 4]);
    for four in fours {
        let [a, b, c] = words(four);
        let upper = [a << 8, (a >> 16 & 0xFF00) | b << 16, (b >> 8 & 0x00FF_FF00) | c << 24, c & 0xFFFF_FF00];
        for (n, upper) in upper.into_iter().enumerate() {
            least[n] = least[n].min(upper.cast_signed());
            most[n] = most[n].max(upper.cast_signed());
        }
    }
    for &[a, b, c] in rest.as_chunks().0 {
        let upper = i32::from_le_bytes([0, a, b, c]);
        (least[0], most[0]) = (least[0].min(upper), most[0].max(upper));
    }
    (least.into_iter().fold(0, i32::min) >> 8, most.into_iter().fold(0, i32::max) >> 8)
}

fn words(bytes: &[u8; 12]) -> [u32; 3] {
    let [a, b, c, d, e, f, g, h, i, j, k, l] = *bytes;
    [[a, b, c, d], [e, f, g, h], [i, j, k, l]].map(u32::from_le_bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn int24(samples: &[i32]) -> Vec<u8> {
        samples.iter().flat_map(|sample| sample.to_le_bytes()[..3].to_vec()).collect()
    }

    #[test]
    fn the_ends_of_each_encoding_are_full_scale_and_only_silence_is_none() {
        let bucket = |encoding, bytes: &[u8]| match Bucket::of_bytes(encoding, bytes) {
            Bucket::Sound(amplitude) => amplitude,
            other => panic!("{other:?}"),
        };
        use Encoding::*;
        assert_eq!([[0], [255], [128], [129]].map(|byte| bucket(Unsigned8, &byte)), [32_768, 127 << 8, 0, 256]);
        let of_int16 = |sample: i16| bucket(Int16, &sample.to_le_bytes());
        assert_eq!([i16::MIN, i16::MAX, -1, 0].map(of_int16), [32_768, 32_767, 1, 0]);
        let of_int24 = |sample: i32| bucket(Int24, &int24(&[sample]));
        assert_eq!([-(1 << 23), (1 << 23) - 1, 1, -1, 256, -256, 257, 0].map(of_int24), [32_768, 32_768, 1, 1, 1, 1, 2, 0]);
        let of_int32 = |sample: i32| bucket(Int32, &sample.to_le_bytes());
        assert_eq!([i32::MIN, i32::MAX, 1, 65_536, 0].map(of_int32), [32_768, 32_768, 1, 1, 0]);
        let of_float = |sample: f32| bucket(Float32, &sample.to_le_bytes());
        assert_eq!([1.0, -2.0, f32::NAN, -0.5, 0.0, -0.0, 1e-9].map(of_float), [32_768, 32_768, 32_768, 16_384, 0, 0, 1]);
    }

    #[test]
    fn no_samples_are_silence() {
        for encoding in [Encoding::Unsigned8, Encoding::Int16, Encoding::Int24, Encoding::Int32, Encoding::Float32] {
            assert_eq!(Bucket::of_bytes(encoding, &[]), Bucket::Sound(0));
        }
    }

    proptest! {
        #[test]
        fn the_loudest_of_24_bit_samples_is_found_wherever_it_stands(samples in proptest::collection::vec(-(1_i32 << 23)..1 << 23, 0..50)) {
            let most = samples.iter().map(|sample| sample.unsigned_abs()).max().unwrap_or(0);
            prop_assert_eq!(Bucket::of_bytes(Encoding::Int24, &int24(&samples)), Bucket::Sound(most.div_ceil(256) as u16));
        }

        #[test]
        fn samples_are_as_loud_as_the_bytes_that_are_written_of_them(samples in proptest::collection::vec(-1.5_f32..1.5, 0..50), nan: bool) {
            let samples: Vec<f32> = samples.into_iter().chain(nan.then_some(f32::NAN)).collect();
            let bytes16: Vec<u8> = samples.iter().flat_map(|sample| to_int16(*sample).to_le_bytes()).collect();
            let bytes24 = int24(&samples.iter().map(|sample| to_int24(*sample)).collect::<Vec<_>>());
            let bytes32: Vec<u8> = samples.iter().flat_map(|sample| sample.to_le_bytes()).collect();
            prop_assert_eq!(Bucket::of_samples(Bits::Int16, &samples), Bucket::of_bytes(Encoding::Int16, &bytes16));
            prop_assert_eq!(Bucket::of_samples(Bits::Int24, &samples), Bucket::of_bytes(Encoding::Int24, &bytes24));
            prop_assert_eq!(Bucket::of_samples(Bits::Float32, &samples), Bucket::of_bytes(Encoding::Float32, &bytes32));
        }
    }
}
