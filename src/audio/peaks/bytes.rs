//! Peaks as the bytes of a file: a head with the version, the key of what they were made from, two bytes a bucket, a checksum.

use super::{Bucket, Peaks};

/// Another form gets another number, and the old ones are made anew.
const HEAD: &[u8] = b"temoin peaks 1\n";

const NOT_THERE: u16 = u16::MAX - 1;
const GAP: u16 = u16::MAX;

/// How many bytes the peaks of such a take have.
pub fn length(peaks: &Peaks) -> usize {
    HEAD.len() + blake3::OUT_LEN + 2 * peaks.count + 4
}

/// `key` is a digest of all that they were made from.
pub fn to_bytes(key: &blake3::Hash, peaks: &Peaks) -> Vec<u8> {
    let mut bytes = [HEAD, key.as_bytes()].concat();
    bytes.reserve(2 * peaks.found.len() + 4);
    for bucket in &peaks.found {
        bytes.extend(number(*bucket).to_le_bytes());
    }
    bytes.extend(crc32fast::hash(&bytes).to_le_bytes());
    bytes
}

/// Fills `peaks`, of a take at which nobody has looked yet. `None` for anything but what [`to_bytes`] made with this key.
pub fn from_bytes(key: &blake3::Hash, mut peaks: Peaks, bytes: &[u8]) -> Option<Peaks> {
    let (body, sum) = bytes.split_last_chunk::<4>()?;
    let buckets = body.strip_prefix(HEAD)?.strip_prefix(key.as_bytes())?;
    if bytes.len() != length(&peaks) || crc32fast::hash(body) != u32::from_le_bytes(*sum) {
        return None;
    }
    let numbers = buckets.as_chunks().0.iter().map(|&number| bucket(u16::from_le_bytes(number)));
    peaks.found = numbers.collect::<Option<Vec<Bucket>>>()?;
    Some(peaks)
}

fn number(bucket: Bucket) -> u16 {
    match bucket {
        Bucket::Gap => GAP,
        Bucket::NotThere => NOT_THERE,
        Bucket::Sound(amplitude) => amplitude,
    }
}

fn bucket(number: u16) -> Option<Bucket> {
    match number {
        GAP => Some(Bucket::Gap),
        NOT_THERE => Some(Bucket::NotThere),
        0..=32_768 => Some(Bucket::Sound(number)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::take_of;
    use super::*;

    const FOUND: [Bucket; 5] = [Bucket::Gap, Bucket::NotThere, Bucket::Sound(0), Bucket::Sound(7), Bucket::Sound(32_768)];

    fn whole() -> Peaks {
        let mut peaks = Peaks::of(&take_of(250));
        peaks.extend(&FOUND);
        peaks
    }

    fn read(bytes: &[u8]) -> Option<Peaks> {
        from_bytes(&blake3::hash(b"take"), Peaks::of(&take_of(250)), bytes)
    }

    #[test]
    fn peaks_are_read_as_they_were_written_and_only_for_what_they_were_made_from() {
        let bytes = to_bytes(&blake3::hash(b"take"), &whole());
        assert_eq!((bytes.len(), read(&bytes)), (length(&whole()), Some(whole())));
        assert_eq!(from_bytes(&blake3::hash(b"other"), Peaks::of(&take_of(250)), &bytes), None);
        assert_eq!(from_bytes(&blake3::hash(b"take"), Peaks::of(&take_of(251)), &bytes), None);
        let mut newer = bytes.clone();
        newer[13] = b'2';
        assert_eq!(read(&newer), None);
    }

    proptest! {
        #[test]
        fn junk_is_no_peaks(junk in proptest::collection::vec(any::<u8>(), 0..200), behind_head: bool) {
            let head = if behind_head { [HEAD, blake3::hash(b"take").as_bytes()].concat() } else { Vec::new() };
            prop_assert_eq!(read(&[head, junk].concat()), None);
        }

        #[test]
        fn a_flipped_or_missing_byte_is_noticed(place in 0_usize..61, bit in 0_u32..8, cut: bool) {
            let mut bytes = to_bytes(&blake3::hash(b"take"), &whole());
            match cut {
                true => bytes.truncate(place),
                false => bytes[place] ^= 1 << bit,
            }
            prop_assert_eq!(read(&bytes), None);
        }
    }
}
