//! Whether a closed part is still what it was: only reading, for `check`.

use std::fs::File;
use std::io;
use std::path::Path;

use super::read::WavReader;
use super::recover::{Samples, read_journal, worded};
use super::riff::{Layout, unreadable};
use super::wav::WavFormat;
use crate::domain::{Frames, Part, journal_path};
use crate::error::{Error, ErrorKind, Result};
use crate::text;

/// What is wrong with the part at `path`; empty: nothing. `part` and `format` are what `session.toml` says. Compares the lengths
/// only, or with `deep` each sample with the digest and the journal. Writes nothing.
pub fn verify(path: &Path, part: &Part, format: WavFormat, deep: bool) -> Vec<Error> {
    let mut faults = Vec::new();
    if is_gone(path) {
        return looks(vec![gone(path)]);
    }
    let Some(frames) = part.frames else {
        faults.push(Error::new(text!("sound-part-open")).at(path).hint(text!("sound-part-open-hint")));
        return looks(faults);
    };
    match open_part(path) {
        Err(error) => faults.push(error),
        Ok(reader) if reader.format() != format => {
            let (expected, found) = (worded(format), worded(reader.format()));
            let fault = Error::new(text!("sound-other-format", expected = expected, found = found));
            faults.push(fault.at(path).hint(text!("sound-other-format-hint")));
        }
        // Of a part that was given up before its first checkpoint the header says 0, which is read as what a kill leaves: to the end.
        Ok(reader) if reader.frames() != frames && frames.0 > 0 => {
            let fault = Error::new(text!("sound-part-length", expected = frames.0, found = reader.frames().0));
            faults.push(fault.at(path).hint(text!("sound-part-length-hint")));
        }
        Ok(reader) if deep => faults.extend(samples(path, part, reader.layout(), frames)),
        Ok(_) => {}
    }
    looks(faults)
}

/// Whether the file holds the samples of a closed part, by their digest alone: its journal may lie elsewhere.
pub fn is_sound_of(path: &Path, part: &Part, format: WavFormat) -> bool {
    let (Some(frames), Some(digest)) = (part.frames, &part.blake3) else { return false };
    let reader = open_part(path).ok().filter(|reader| reader.format() == format && reader.frames() == frames);
    let passed = || {
        let file = File::open(path).ok()?;
        let mut samples = Samples::within(&file, reader.as_ref()?.layout());
        samples.pass(frames).ok()?;
        Some(samples.digest.finalize().to_hex().as_str() == digest)
    };
    passed().unwrap_or(false)
}

/// Opens a closed part of a take. Errors as [`WavReader::open`], but what is gone or broken is to come back from a copy: closed parts
/// are not mended.
pub fn open_part(path: &Path) -> Result<WavReader> {
    if is_gone(path) {
        return Err(gone(path));
    }
    WavReader::open(path).map_err(|fault| fault.hint(text!("sound-part-back-hint")))
}

pub fn is_gone(path: &Path) -> bool {
    path.metadata().is_err_and(|cause| cause.kind() == io::ErrorKind::NotFound)
}

/// The file of a part is not there.
pub fn gone(path: &Path) -> Error {
    Error::new(text!("sound-part-gone")).at(path).hint(text!("sound-part-gone-hint"))
}

/// The digest of a closed part, where it is not the one that `session.toml` says and each line of the journal holds up to the last
/// frame: then it is `session.toml` that is wrong. `None` also for what cannot be read; writes nothing.
pub fn vouched_digest(path: &Path, part: &Part, format: WavFormat) -> Option<String> {
    let frames = part.frames?;
    let reader = open_part(path).ok().filter(|reader| reader.format() == format && reader.frames() == frames)?;
    let (file, journal) = (File::open(path).ok()?, read_journal(path).ok()?);
    let is_covered = journal.checkpoints.last().is_some_and(|last| last.frames == frames);
    if !is_covered || journal.bad_line.is_some() {
        return None;
    }
    let mut samples = Samples::within(&file, reader.layout());
    for checkpoint in &journal.checkpoints {
        samples.pass(checkpoint.frames).ok().filter(|stretch| stretch.crc32 == checkpoint.crc32)?;
    }
    let found = samples.digest.finalize().to_hex().to_string();
    (part.blake3.as_ref() != Some(&found)).then_some(found)
}

fn looks(faults: Vec<Error>) -> Vec<Error> {
    faults.into_iter().map(|fault| fault.kind_of(ErrorKind::Look)).collect()
}

/// Passes all samples once. Names the first line of the journal that does not hold. A part that was made elsewhere has no journal:
/// then its digest is all that there is to compare.
fn samples(path: &Path, part: &Part, layout: &Layout, frames: Frames) -> Vec<Error> {
    let journal_path = journal_path(path);
    let (file, journal) = match (File::open(path), read_journal(path)) {
        (Err(cause), _) => return vec![unreadable(cause).at(path)],
        (_, Err(fault)) => return vec![fault],
        (Ok(file), Ok(journal)) => (file, journal),
    };
    let mut faults = Vec::new();
    let mut samples = Samples::within(&file, layout);
    if let Some(line) = journal.bad_line {
        let fault = Error::new(text!("sound-journal-line")).hint(text!("sound-journal-line-hint"));
        faults.push(fault.at(&journal_path).line(line));
    }
    for (line, checkpoint) in (2..).zip(&journal.checkpoints) {
        match samples.pass(checkpoint.frames.min(frames)) {
            Err(cause) => return vec![unreadable(cause).at(path)],
            Ok(stretch) if stretch.crc32 != checkpoint.crc32 => {
                let fault = Error::new(text!("sound-journal-sum")).hint(text!("sound-changed-hint"));
                faults.push(fault.at(&journal_path).line(line));
                break;
            }
            Ok(_) => {}
        }
    }
    if let Err(cause) = samples.pass(frames) {
        return vec![unreadable(cause).at(path)];
    }
    if part.blake3.as_ref().is_some_and(|expected| *expected != samples.digest.finalize().to_hex().as_str()) {
        faults.push(Error::new(text!("sound-digest")).at(path).hint(text!("sound-changed-hint")));
    }
    faults
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::audio::journal::{JournalHead, Stamp};
    use crate::audio::part_file::PartFile;
    use crate::clock::Monotonic;
    use crate::domain::{Bits, Hertz, TakeId};

    const FORMAT: WavFormat = WavFormat { rate: Hertz(48_000), channels: 2, bits: Bits::Int24 };

    /// A closed part of 300 frames with two checkpoints, and what `session.toml` says of it.
    fn closed() -> (tempfile::TempDir, PathBuf, Part) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("take-01-001.wav");
        let head = JournalHead { take: TakeId("01JD41".into()), input: 1, start: Frames(0), format: FORMAT };
        let stamp = Stamp { monotonic: Monotonic(5), utc: "2020-03-28T19:32:05.125Z".parse().unwrap() };
        let mut file = PartFile::create(&path, head).unwrap();
        file.write(&[0.25; 400]).unwrap();
        file.checkpoint(stamp).unwrap();
        file.write(&[0.5; 200]).unwrap();
        file.close(stamp, stamp.utc.into()).unwrap();
        let blake3 = Some(file.blake3());
        let (file, start, frames) = ("take-01-001.wav".to_owned(), Frames(0), Some(Frames(300)));
        (folder, path, Part { file, input: 1, start, frames, blake3, elsewhere: false })
    }

    fn faults(path: &Path, part: &Part, format: WavFormat, deep: bool) -> Vec<String> {
        let faults = verify(path, part, format, deep);
        assert!(faults.iter().all(|fault| fault.kind() == ErrorKind::Look && fault.place().is_some()));
        faults.iter().map(Error::to_string).collect()
    }

    #[track_caller]
    fn has(faults: &[String], expected: &[&str]) {
        assert_eq!(faults.len(), expected.len(), "{faults:#?}");
        assert!(faults.iter().zip(expected).all(|(fault, expected)| fault.contains(expected)), "{faults:#?}");
    }

    fn change(path: &Path, at: usize) {
        let mut bytes = std::fs::read(path).unwrap();
        bytes[at] ^= 1;
        std::fs::write(path, bytes).unwrap();
    }

    #[test]
    fn a_whole_part_has_no_fault() {
        let (_folder, path, part) = closed();
        has(&faults(&path, &part, FORMAT, true), &[]);
    }

    /// It goes on in the fallback folder from its first frame.
    #[test]
    fn a_part_that_a_full_disk_ended_before_its_first_second_has_no_fault() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("take-01-001.wav");
        let head = JournalHead { take: TakeId("01JD41".into()), input: 1, start: Frames(0), format: FORMAT };
        let mut file = PartFile::create(&path, head).unwrap();
        file.write(&[0.25; 400]).unwrap();
        file.refresh().unwrap();
        let blake3 = Some(file.blake3());
        file.end_at_confirmed().unwrap();
        let file = "take-01-001.wav".to_owned();
        let part = Part { file, input: 1, start: Frames(0), frames: Some(Frames(0)), blake3, elsewhere: false };
        has(&faults(&path, &part, FORMAT, true), &[]);
    }

    #[test]
    fn a_changed_sample_is_found_by_looking_deep() {
        let (_folder, path, part) = closed();
        change(&path, 68 + 250 * 6);
        has(&faults(&path, &part, FORMAT, false), &[]);
        has(&faults(&path, &part, FORMAT, true), &["take-01-001.crc:3: the sound that this line", "digest differs"]);
    }

    #[test]
    fn a_changed_journal_is_found_with_its_line() {
        let (_folder, path, part) = closed();
        let at = std::fs::read_to_string(journal_path(&path)).unwrap().find('\n').unwrap() + 12;
        change(&journal_path(&path), at);
        has(&faults(&path, &part, FORMAT, true), &["take-01-001.crc:2: expected a line of the journal"]);
        std::fs::remove_file(journal_path(&path)).unwrap();
        has(&faults(&path, &part, FORMAT, true), &[]);
        change(&path, 68 + 250 * 6);
        has(&faults(&path, &part, FORMAT, true), &["digest differs"]);
    }

    #[test]
    fn a_part_that_was_made_elsewhere_is_whole_without_a_journal() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("take-01-001.wav");
        let mut bytes =
            b"RIFF\0\0\0\0WAVELIST\x04\0\0\0abcdfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0".to_vec();
        bytes.extend(b"data\x04\0\0\0\x01\0\x02\0");
        std::fs::write(&path, &bytes).unwrap();
        let format = WavFormat { rate: Hertz(8000), channels: 1, bits: Bits::Int16 };
        let blake3 = Some(blake3::hash(&bytes[bytes.len() - 4..]).to_hex().to_string());
        let (file, start, frames) = ("take-01-001.wav".to_owned(), Frames(0), Some(Frames(2)));
        let part = Part { file, input: 1, start, frames, blake3, elsewhere: false };
        has(&faults(&path, &part, format, true), &[]);
        change(&path, bytes.len() - 1);
        has(&faults(&path, &part, format, true), &["digest differs"]);
    }

    #[test]
    fn what_a_closed_part_has_lost_comes_back_from_a_copy_and_not_by_recovering() {
        let (_folder, path, part) = closed();
        let bytes = std::fs::read(&path).unwrap();
        for left in [&bytes[..1000], b"destroyed", b""] {
            std::fs::write(&path, left).unwrap();
            has(&faults(&path, &part, FORMAT, false), &["hint: put a copy of the file back"]);
        }
        std::fs::remove_file(&path).unwrap();
        for frames in [Some(Frames(300)), None] {
            let part = Part { frames, ..part.clone() };
            has(&faults(&path, &part, FORMAT, false), &["the file of this take is gone\n  hint: bring it back from a copy"]);
        }
    }

    #[test]
    fn lengths_and_formats_that_differ_are_named() {
        let (_folder, path, part) = closed();
        let longer = Part { frames: Some(Frames(301)), ..part.clone() };
        has(&faults(&path, &longer, FORMAT, true), &["expected 301 frames by session.toml, found 300"]);
        let mono = WavFormat { channels: 1, ..FORMAT };
        has(&faults(&path, &part, mono, false), &["expected 48000 Hz, 1 × 24 bit, found 48000 Hz, 2 × 24 bit"]);
        let open = Part { frames: None, ..part.clone() };
        has(&faults(&path, &open, FORMAT, false), &["broke off"]);
        let bytes = std::fs::read(&path).unwrap();
        std::fs::write(&path, &bytes[..1000]).unwrap();
        has(&faults(&path, &part, FORMAT, false), &["cut off"]);
    }
}
