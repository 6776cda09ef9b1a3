//! `import` seen from outside: sound made by other programs becomes takes, sample for sample, and the file itself is never touched.

#[allow(dead_code)] // other tests use the rest
mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::{Answer, Home};
use hound::{SampleFormat, WavReader, WavSpec, WavWriter};

/// A file of whole numbers that are each told from the next.
fn write(home: &Home, name: &str, channels: u16, rate: u32, bits: u16, frames: u32) -> PathBuf {
    let path = home.write(name, "");
    let spec = WavSpec { channels, sample_rate: rate, bits_per_sample: bits, sample_format: SampleFormat::Int };
    let mut writer = WavWriter::create(&path, spec).expect("the folder is ours");
    let most = (1_i64 << (bits - 1)) as i32 - 1;
    for n in 0..frames * u32::from(channels) {
        writer.write_sample((n as i32).wrapping_mul(7919) % most).expect("there is room");
    }
    writer.finalize().expect("there is room");
    path
}

fn samples(path: &Path) -> Vec<i32> {
    WavReader::open(path).expect("a WAV").into_samples().map(|sample| sample.expect("whole")).collect()
}

fn import(home: &Home, words: &[&str]) -> Answer {
    home.call(&[&["--library", "L", "import"], words].concat())
}

#[test]
fn a_sound_becomes_a_take_in_parts_sample_for_sample_and_the_file_stays() {
    let home = Home::with_library();
    let file = write(&home, "card/ZOOM0003.WAV", 2, 44_100, 24, 44_100 * 5);
    let before = fs::read(&file).unwrap();
    let words = [
        file.to_str().unwrap(),
        "--title",
        "Téléphone",
        "--at",
        "2020-03-28 20:30",
        "--json",
        "--set",
        "audio.part_minutes=0.02",
    ];
    let answer = import(&home, &words);
    assert_eq!((answer.code, answer.err.as_str()), (0, ""), "{answer:?}");
    let told = answer.json();
    assert_eq!((told["session"].as_str(), told["take"].as_u64()), (Some("2020-03-28-2030-telephone"), Some(1)));
    assert_eq!((told["seconds"].as_f64(), told["started"].as_str()), (Some(5.0), Some("2020-03-28T20:30:00+00:00")));
    let folder = PathBuf::from(told["path"].as_str().unwrap());
    let parts: Vec<i32> = (1..=5).flat_map(|n| samples(&folder.join(format!("take-01-{n:03}.wav")))).collect();
    assert!(parts == samples(&file), "the parts in order are the file");
    assert_eq!(fs::read(&file).unwrap(), before);
    let check = home.call(&["--library", "L", "check", "--deep"]);
    assert_eq!(check.code, 0, "{check:?}");
}

#[test]
fn a_sound_becomes_the_next_take_of_a_session_and_of_the_evening_in_which_it_was_recorded() {
    let home = Home::with_library();
    let file = write(&home, "a.wav", 1, 8000, 16, 8000);
    let first = import(&home, &["a.wav", "--session", "nadia", "--at", "2020-03-28 20:31"]);
    assert_eq!(first.code, 0, "{first:?}");
    assert!(first.out.starts_with("2020-03-28-2030-nadia, take 1: 1 s"), "{first:?}");
    let second = import(&home, &["a.wav", "--session", "2020-03-28-2030-nadia", "--json"]);
    assert_eq!((second.json()["take"].as_u64(), second.code), (Some(2), 0), "{second:?}");
    let agenda = home.call(&["--library", "L", "agenda", "--from", "2020-03-28", "--days", "1", "--json"]);
    assert_eq!(agenda.json()["occurrences"][0]["state"], "done");
    assert!(file.exists());
}

#[test]
fn the_recorder_s_own_clock_is_believed_before_the_date_of_the_file() {
    let home = Home::with_library();
    let file = write(&home, "a.wav", 1, 8000, 16, 8000);
    let mut bytes = fs::read(&file).unwrap();
    let mut body = vec![0; 602];
    body[320..338].copy_from_slice(b"2020-03-2820:32:04");
    body[338..346].copy_from_slice(&((20 * 3600 + 32 * 60 + 4) * 8000_u64).to_le_bytes());
    bytes.extend([b"bext".as_slice(), &602_u32.to_le_bytes(), &body].concat());
    fs::write(&file, bytes).unwrap();
    let answer = import(&home, &["a.wav"]);
    assert!(answer.code == 0 && answer.out.contains("28 March 2020 at 20:32 by its recorder’s clock"), "{answer:?}");
    assert!(answer.out.starts_with("2020-03-28-2032-session"), "{answer:?}");
}

/// The recorder's battery failed: the file is longer than its header tells.
#[test]
fn of_a_file_whose_header_stayed_behind_all_the_sound_comes() {
    let home = Home::with_library();
    let file = write(&home, "ZOOM0007.WAV", 1, 48_000, 16, 96_000);
    let whole = samples(&file);
    let mut bytes = fs::read(&file).unwrap();
    assert_eq!(&bytes[36..40], b"data");
    bytes[40..44].copy_from_slice(&16_000_u32.to_le_bytes());
    fs::write(&file, &bytes).unwrap();
    let answer = import(&home, &["ZOOM0007.WAV", "--title", "Field", "--at", "2020-03-28 20:30"]);
    assert!(answer.code == 0 && answer.out.contains("1.8 s of sound lay behind"), "{answer:?}");
    let made = home.path().join("L/sessions/2020/2020-03-28-2030-field/take-01-001.wav");
    assert_eq!(samples(&made), whole);
    assert_eq!(fs::read(&file).unwrap(), bytes, "the file itself stays as it was");
}

#[test]
fn what_cannot_be_imported_says_why_and_leaves_nothing() {
    let home = Home::with_library();
    write(&home, "empty.wav", 1, 8000, 16, 0);
    home.write("talk.mp3", "ID3");
    home.write("cut.wav", "RIFF");
    for (file, words) in
        [("empty.wav", "there is no sound"), ("talk.mp3", "WAV"), ("cut.wav", "WAV"), ("none.wav", "none.wav"), ("L", "L")]
    {
        let answer = import(&home, &[file]);
        assert!(answer.code == 1 && answer.err.contains(words), "{file}: {answer:?}");
    }
    assert!(!home.path().join("L/sessions").exists() || fs::read_dir(home.path().join("L/sessions")).unwrap().next().is_none());
}

#[test]
fn every_kind_of_sample_arrives_and_what_32_bits_lose_is_said() {
    for (bits, format) in [
        (8, SampleFormat::Int),
        (16, SampleFormat::Int),
        (24, SampleFormat::Int),
        (32, SampleFormat::Int),
        (32, SampleFormat::Float),
    ] {
        let home = Home::with_library();
        let path = home.write("a.wav", "");
        let spec = WavSpec { channels: 1, sample_rate: 8000, bits_per_sample: bits, sample_format: format };
        let mut writer = WavWriter::create(&path, spec).expect("the folder is ours");
        for n in 0..8000 {
            match format {
                SampleFormat::Float => writer.write_sample(n as f32 / 7999.0).expect("there is room"),
                SampleFormat::Int => {
                    writer.write_sample(((n as i64 - 4000) * ((1 << (bits - 1)) - 1) / 4000) as i32).expect("there is room")
                }
            }
        }
        writer.finalize().expect("there is room");
        let answer = import(&home, &["a.wav"]);
        assert_eq!((answer.code, answer.err.as_str()), (0, ""), "{bits} {answer:?}");
        assert_eq!(answer.out.contains("32 whole bits"), (bits, format) == (32, SampleFormat::Int), "{answer:?}");
        assert_eq!(home.call(&["--library", "L", "check", "--deep"]).code, 0);
    }
}

/// A file in the middle of which the card is pulled out: its header promises more than it holds.
#[test]
fn an_import_that_fails_or_is_killed_has_made_no_take() {
    let home = Home::with_library();
    write(&home, "a.wav", 2, 48_000, 24, 48_000 * 60);
    let mut import = home.command(&["--library", "L", "import", "a.wav", "--session", "nadia", "--at", "2020-03-28 20:31"]);
    let mut import = import.spawn().expect("it starts");
    let made = || {
        fs::read_dir(home.path().join("L"))
            .unwrap()
            .any(|entry| entry.unwrap().file_name().to_string_lossy().starts_with(".temoin-making"))
    };
    while !made() {}
    import.kill().and_then(|()| import.wait()).expect("it is ours");
    assert!(made() && !home.path().join("L/sessions/2020").exists());
    let check = home.call(&["--library", "L", "check"]);
    assert!(check.code == 3 && check.out.contains(".temoin-making"), "{check:?}");
    assert_eq!(home.call(&["--library", "L", "recover"]).code, 0);
    assert!(!made());
    assert_eq!(home.call(&["--library", "L", "check"]).code, 0);
}

#[test]
fn a_recording_can_begin_during_an_import_but_not_be_written_into() {
    let home = Home::with_library();
    write(&home, "a.wav", 1, 8000, 16, 800);
    let recorder = home.call(&["--library", "L", "record", "--detach", "--input", "none", "--title", "now", "--json"]);
    assert_eq!(recorder.code, 0, "{recorder:?}");
    let session = home.call(&["--library", "L", "status", "--json"]).json()["session"].as_str().unwrap().to_owned();
    let refused = import(&home, &["a.wav", "--session", &session]);
    let beside = import(&home, &["a.wav", "--title", "beside"]);
    let stopped = home.call(&["--library", "L", "stop"]);
    assert_eq!((refused.code, beside.code, stopped.code), (1, 0, 0), "{refused:?} {beside:?} {stopped:?}");
    assert!(refused.err.contains("is being recorded just now"), "{refused:?}");
    assert_eq!(import(&home, &["a.wav", "--session", &session]).code, 0);
}

#[test]
fn a_beginning_needs_its_time_and_lies_before_now() {
    let home = Home::with_library();
    write(&home, "a.wav", 1, 8000, 16, 800);
    for (at, code) in [("2020-03-28", 2), ("2099-03-28 20:30", 1), ("2020-03-28 20:30", 0)] {
        let answer = import(&home, &["a.wav", "--at", at]);
        assert_eq!(answer.code, code, "{at}: {answer:?}");
    }
}
