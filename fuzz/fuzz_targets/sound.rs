//! Any bytes as a WAV file and as a journal: read, refused or recovered, never a panic, never a byte less.
#![no_main]

use libfuzzer_sys::fuzz_target;
use temoin::audio::journal::Journal;
use temoin::audio::read::WavReader;
use temoin::audio::recover::recover_part;
use temoin::domain::Frames;

fuzz_target!(|bytes: &[u8]| {
    drop(Journal::parse(bytes));
    let folder = tempfile::tempdir().expect("a temporary folder");
    let part = folder.path().join("take-01-001.wav");
    std::fs::write(&part, bytes).expect("room");
    std::fs::write(folder.path().join("take-01-001.crc"), bytes).expect("room");
    if let Ok(mut reader) = WavReader::open(&part) {
        let mut samples = Vec::new();
        drop(reader.read(Frames(0), &mut samples, 4096));
    }
    drop(recover_part(&part, None));
    assert!(std::fs::metadata(&part).expect("it is there").len() >= bytes.len() as u64);
});
