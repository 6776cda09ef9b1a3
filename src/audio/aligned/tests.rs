//! Files of two devices whose clocks run apart.

use std::path::Path;

use super::*;
use crate::audio::journal::{JournalHead, Stamp};
use crate::audio::part_file::PartFile;
use crate::clock::Monotonic;
use crate::domain::{Bits, Channel, TakeId};
use crate::store::samples;

const RATE: Hertz = Hertz(1000); // one frame is one millisecond
const FORMAT: super::super::wav::WavFormat = super::super::wav::WavFormat { rate: RATE, channels: 1, bits: Bits::Float32 };
const ORIGIN: f64 = 5_000.0;

/// A device that delivers `speed` frames in a millisecond and hears a click each 10 s of true time. It records from `from` to `to`, in
/// seconds; its pairs jitter by some tenths of a millisecond.
struct Device {
    input: u32,
    speed: f64,
}

impl Device {
    fn record(&self, folder: &Path, n: u32, start: u64, from: f64, to: f64) -> Part {
        let file = crate::domain::part_file_name(1, n, self.input);
        let head = JournalHead { take: TakeId("T".into()), input: self.input, start: Frames(start), format: FORMAT };
        let mut part = PartFile::create(&folder.join(&file), head).unwrap();
        let frames = ((to - from) * 1000.0 * self.speed) as u64;
        let moment = |frame: u64| from * 1000.0 + frame as f64 / self.speed; // in true milliseconds
        let mut at = 0;
        while at < frames {
            let count = (frames - at).min(30_000);
            let samples: Vec<f32> = (at..at + count).map(|frame| click(moment(frame))).collect();
            part.write(&samples).unwrap();
            at += count;
            let jitter = (at % 7) as f64 * 0.1 - 0.3;
            let monotonic = Monotonic(((ORIGIN + moment(at - 1) + jitter) * 1e6) as u64);
            part.checkpoint(Stamp { monotonic, utc: "2020-03-28T19:32:05Z".parse().unwrap() }).unwrap();
        }
        let last =
            Stamp { monotonic: Monotonic(((ORIGIN + moment(frames - 1)) * 1e6) as u64), utc: chrono::DateTime::UNIX_EPOCH };
        part.close(last, last.utc.into()).unwrap();
        Part { file, input: self.input, start: Frames(start), frames: Some(Frames(frames)), blake3: None, elsewhere: false }
    }
}

/// A triangle of ±2 ms around each tenth second.
fn click(milliseconds: f64) -> f32 {
    let distance = (milliseconds - (milliseconds / 10_000.0).round() * 10_000.0).abs();
    (1.0 - distance / 2.0).max(0.0) as f32
}

fn take_of(parts: Vec<Part>) -> Take {
    let channels = [1, 2].map(|input| Channel { name: "mono".into(), input }).to_vec();
    let frames = parts.iter().filter(|part| part.input == 1).map(|part| part.start + part.frames.unwrap()).max();
    Take { rate: RATE, bits: Bits::Float32, channels, parts, gaps: Vec::new(), frames, ..samples::take("T", 1) }
}

/// The places at which each channel clicks.
fn clicks(take: &Take, folder: &Path) -> [Vec<u64>; 2] {
    let mut aligned = Aligned::open(take, |part| folder.join(&part.file)).unwrap();
    let mut found = [Vec::new(), Vec::new()];
    let mut samples = Vec::new();
    for at in (0..take.end().0).step_by(4_999) {
        aligned.read(Frames(at), &mut samples, 4_999).unwrap();
        for (n, sample) in samples.iter().enumerate().filter(|(_, sample)| **sample > 0.3) {
            let (place, found) = (at + n as u64 / 2, &mut found[n % 2]);
            match found.last_mut().filter(|last| place - **last < 10) {
                Some(last) => *last = place,
                None if *sample > 0.0 => found.push(place),
                None => {}
            }
        }
    }
    found
}

fn expect_together(found: &[Vec<u64>; 2], tolerance: u64) {
    for second in &found[1] {
        let nearest = found[0].iter().map(|first| first.abs_diff(*second)).min().expect("the first input clicks, too");
        assert!(nearest <= tolerance, "{second} is {nearest} ms away");
    }
}

#[test]
fn clocks_that_run_apart_by_100_millionths_are_together_after_an_hour() {
    let folder = tempfile::tempdir().unwrap();
    let (lead, other) = (Device { input: 1, speed: 1.0 + 50e-6 }, Device { input: 2, speed: 1.0 - 50e-6 });
    let first = lead.record(folder.path(), 1, 0, 0.0, 3_600.0);
    let early = other.record(folder.path(), 1, 700, 0.7, 1_800.7);
    let late = other.record(folder.path(), 2, 700 + early.frames.unwrap().0, 1_800.7, 3_600.0);
    let take = take_of(vec![first, early, late]);
    let found = clicks(&take, folder.path());
    assert_eq!(found.each_ref().map(Vec::len), [361, 359], "the last one of the first input at its very end");
    expect_together(&found, 3);
    std::fs::remove_file(folder.path().join("take-01-001.crc")).unwrap();
    let drifted = clicks(&take, folder.path());
    let last = drifted.each_ref().map(|places| *places.last().unwrap());
    assert!((300..420).contains(&last[0].abs_diff(last[1])), "without a journal nothing is known of the clocks: {last:?}");
}

#[test]
fn an_input_that_was_away_is_together_with_the_others_before_and_after_and_silent_between() {
    let folder = tempfile::tempdir().unwrap();
    let (lead, other) = (Device { input: 1, speed: 1.0 - 100e-6 }, Device { input: 2, speed: 1.0 + 100e-6 });
    let parts = vec![
        lead.record(folder.path(), 1, 0, 0.0, 600.0),
        lead.record(folder.path(), 2, 659_940, 660.0, 1_200.0), // the others went on while it was away
        other.record(folder.path(), 1, 0, 0.0, 300.0),
        other.record(folder.path(), 2, 400_000, 400.0, 1_200.0),
    ];
    let found = clicks(&take_of(parts), folder.path());
    expect_together(&[found[0].clone(), found[1].iter().copied().filter(|at| !(600_000..660_000).contains(at)).collect()], 3);
    assert!(
        found[1].iter().all(|at| !(300_100..399_900).contains(at)) && found[1].iter().any(|at| (605_000..655_000).contains(at))
    );
}

#[test]
fn what_is_withheld_is_found_in_a_file_whose_clock_runs_apart() {
    let folder = tempfile::tempdir().unwrap();
    let (lead, other) = (Device { input: 1, speed: 1.0 }, Device { input: 2, speed: 1.0 + 200e-6 });
    let take = take_of(vec![lead.record(folder.path(), 1, 0, 0.0, 3_000.0), other.record(folder.path(), 1, 0, 0.0, 3_000.0)]);
    let alignment = Alignment::of(&take, |part| folder.path().join(&part.file));
    let range = Frames(2_000_000)..Frames(2_010_000);
    assert_eq!(alignment.frames_of(&take.parts[0], range.clone()), range);
    let found = alignment.frames_of(&take.parts[1], range);
    assert!((2_000_380..2_000_400).contains(&found.start.0) && (2_010_400..2_010_425).contains(&found.end.0), "{found:?}");
    let all = alignment.frames_of(&take.parts[1], Frames(0)..Frames(u64::MAX));
    assert_eq!(all, Frames(0)..take.parts[1].frames.unwrap());
}

#[test]
fn a_file_that_was_read_faster_than_it_sounds_lies_where_its_start_says() {
    let folder = tempfile::tempdir().unwrap();
    let (lead, other) = (Device { input: 1, speed: 1.0 }, Device { input: 2, speed: 8.0 });
    let take = take_of(vec![lead.record(folder.path(), 1, 0, 0.0, 100.0), other.record(folder.path(), 1, 500, 0.0, 10.0)]);
    let alignment = Alignment::of(&take, |part| folder.path().join(&part.file));
    assert_eq!(alignment.runs[1].knots, [(500.0, 0.0)]);
}

#[test]
fn a_file_that_is_gone_or_has_other_channels_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let other = Device { input: 2, speed: 1.0 };
    let mut take = take_of(vec![other.record(folder.path(), 1, 0, 0.0, 1.0)]);
    let fault = |take: &Take| Aligned::open(take, |part| folder.path().join(&part.file)).err().map(|fault| fault.to_string());
    assert_eq!(fault(&take), None);
    take.channels.push(Channel { name: "2".into(), input: 2 });
    assert!(fault(&take).unwrap().contains("expected 1000 Hz, 2 × 32 bit, found 1000 Hz, 1 × 32 bit"));
    take.parts[0].file = "take-01-009-2.wav".into();
    assert!(fault(&take).unwrap().contains("take-01-009-2.wav: the file of this take is gone"));
}

#[test]
fn one_channel_is_heard_in_the_middle_and_two_on_their_sides() {
    let channel = |input| Channel { name: "x".into(), input };
    let take = Take { channels: vec![channel(1), channel(2), channel(2)], ..samples::take("T", 1) };
    let mut mixed = Vec::new();
    mixed_down(&[0.5, 0.25, -0.25, 1.0, 0.0, 1.0], &take, &mut mixed);
    assert_eq!(mixed, [0.375, 0.125, 0.5, 1.0]);
}
