//! What comes from a file is kept sample for sample, in parts.

use std::path::Path;

use crate::rig::sound::{expect_counting, read_counts, speech, write, write_counting};
use crate::rig::{Dice, Machine, short_or_long};

#[test]
fn a_long_file_taken_fast_gives_the_same_samples_in_parts() {
    let machine = Machine::new();
    let (minutes, rate, part_minutes) = short_or_long((20, 16_000, 3), (180, 48_000, 30));
    let source = machine.path("long.wav");
    write_counting(&source, minutes * 60, rate, 1);
    let length = format!("audio.part_minutes={part_minutes}");
    take_fast(&machine, &source, &["--set", &length]);

    let shown = machine.json(["show", "last", "--json"]);
    let take = &shown["take"][0];
    assert_eq!(take["rate"], rate);
    assert_eq!(take["bits"], 24);
    let parts = take["part"].as_array().expect("parts");
    assert_eq!(parts.len() as u64, minutes.div_ceil(part_minutes));
    let mut next = 0;
    for part in parts {
        assert_eq!(part["start"].as_u64(), Some(next), "no frame between two parts: {take}");
        let counts = read_counts(&machine.session().join(part["file"].as_str().expect("a name")));
        assert_eq!(part["frames"].as_u64(), Some(counts.len() as u64));
        assert_eq!(counts[0], crate::rig::microphone::counted(next), "the part begins where the last one ended");
        expect_counting(&counts);
        next += counts.len() as u64;
    }
    assert_eq!(next, minutes * 60 * u64::from(rate), "every frame of the source");
    machine.run(["check", "--deep"]).expect_code(0);
}

#[test]
fn samples_of_16_24_and_float_bits_on_several_channels_are_kept_bit_by_bit() {
    for bits in [16, 24, 32] {
        for channels in [1, 2, 6] {
            let machine = Machine::new();
            let source = machine.path("source.wav");
            write_noise(&source, bits, channels);
            take_fast(&machine, &source, &[]);
            let kept = hound::WavReader::open(&machine.parts()[0]).expect("a WAV file").spec();
            let given = hound::WavReader::open(&source).expect("a WAV file").spec();
            assert_eq!(kept, given);
            assert!(bits_of(&machine.parts()[0]) == bits_of(&source), "{bits} bits, {channels} channels");
        }
    }
}

#[test]
fn a_take_is_as_loud_as_ffmpeg_says_and_a_check_says_it_before() {
    let machine = Machine::new();
    let source = machine.path("speech.wav");
    write(&source, &speech(60), 2);
    take_fast(&machine, &source, &["--set", "audio.part_minutes=0.3"]);
    let take = machine.json(["show", "last", "--json"])["take"][0].clone();
    let [loudness] = &take["loudness"].as_array().expect("loudness")[..] else { panic!("one input: {take}") };
    assert_eq!(loudness["input"], 1);
    for (key, name) in [("integrated", "I:"), ("range", "LRA:"), ("true_peak", "Peak:")] {
        let (own, judge) = (loudness[key].as_f64().expect("a number"), measured_by_ffmpeg(&machine, &source, name));
        assert!((own - judge).abs() <= 0.3, "{key}: {own}, and ffmpeg says {judge}");
    }
    let shown = machine.run(["show", "last"]).facts;
    assert!(shown.contains("LUFS") && shown.contains("dBTP"), "{shown}");
    let check = machine.run(["check-sound", "--for", "3s", "--input", &format!("file:{}", source.display())]);
    assert!(check.facts.contains("LUFS") && check.facts.contains("channel 2: peak −"), "{check:#?}");
}

/// The figure behind this name in the summary of its filter `ebur128`.
fn measured_by_ffmpeg(machine: &Machine, source: &Path, name: &str) -> f64 {
    let mut ffmpeg = machine.command("ffmpeg");
    ffmpeg.args(["-hide_banner", "-nostdin", "-i"]).arg(source).args(["-af", "ebur128=peak=true", "-f", "null", "-"]);
    let said = String::from_utf8_lossy(&ffmpeg.output().expect("ffmpeg is installed: `make setup`").stderr).into_owned();
    let summary = said.split("Summary:").last().unwrap_or_default();
    let figure = summary.split_once(name).and_then(|(_, rest)| rest.split_whitespace().next());
    figure.and_then(|figure| figure.parse().ok()).unwrap_or_else(|| panic!("{name} in {said}"))
}

fn take_fast(machine: &Machine, source: &Path, more: &[&str]) {
    let input = format!("file:{}", source.display());
    let words = ["record", "--fast", "--input", &input];
    machine.run(words.iter().chain(more)).expect_code(0);
}

fn write_noise(path: &Path, bits: u16, channels: u16) {
    let sample_format = if bits == 32 { hound::SampleFormat::Float } else { hound::SampleFormat::Int };
    let spec = hound::WavSpec { channels, sample_rate: 44_100, bits_per_sample: bits, sample_format };
    let mut writer = hound::WavWriter::create(path, spec).expect("a new file");
    let mut dice = Dice(u64::from(bits * 10 + channels));
    for _ in 0..44_100 * u32::from(channels) {
        let sample = (dice.roll() >> 40) as i32 - (1 << 23);
        let written = match bits {
            32 => writer.write_sample(sample as f32 / 7_654_321.0),
            _ => writer.write_sample(sample >> (24 - bits)),
        };
        written.expect("room on the disk");
    }
    writer.finalize().expect("room on the disk");
}

/// The bits of each sample, so that no rounding can hide a difference.
fn bits_of(path: &Path) -> Vec<u32> {
    let mut reader = hound::WavReader::open(path).expect("a WAV file");
    match reader.spec().sample_format {
        hound::SampleFormat::Float => reader.samples::<f32>().map(|sample| sample.expect("a whole file").to_bits()).collect(),
        hound::SampleFormat::Int => reader.samples::<i32>().map(|sample| sample.expect("a whole file") as u32).collect(),
    }
}
