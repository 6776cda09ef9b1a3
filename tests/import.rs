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

/// Puts behind the samples what a recorder says of their beginning.
fn dated(path: &Path, day: &str, time: &str) {
    let mut bytes = fs::read(path).unwrap();
    let mut body = vec![0; 602];
    body[320..338].copy_from_slice(format!("{day}{time}").as_bytes());
    bytes.extend([b"bext".as_slice(), &602_u32.to_le_bytes(), &body].concat());
    fs::write(path, bytes).unwrap();
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
    write(&home, "b.wav", 1, 8000, 16, 8001);
    let second = import(&home, &["b.wav", "--session", "2020-03-28-2030-nadia", "--at", "2020-03-28 21:00", "--json"]);
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

#[test]
fn an_import_that_is_killed_while_it_writes_has_made_no_take() {
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

/// Killed at its first renaming, at its second, and so on, until none is left.
#[test]
fn an_import_that_is_killed_at_any_step_leaves_all_of_its_take_or_nothing() {
    for (is_next_take, steps) in [(false, 3), (true, 8)] {
        let kills =
            ["rename", "renameat", "renameat2"].map(|call| (1..).take_while(|n| is_killed_at(call, *n, is_next_take)).count());
        assert_eq!(kills.iter().sum::<usize>(), steps, "{kills:?}");
    }
}

/// Kills an import at its `n`-th call, and looks at what `recover` makes of it. `false`: it had no such call any more.
fn is_killed_at(call: &str, n: usize, is_next_take: bool) -> bool {
    let home = Home::with_library();
    let file = write(&home, "a.wav", 1, 8000, 16, 8000 * 5);
    if is_next_take {
        write(&home, "first.wav", 1, 8000, 16, 800);
        assert_eq!(import(&home, &["first.wav", "--session", "nadia", "--at", "2020-03-28 20:31"]).code, 0);
    }
    let words = ["a.wav", "--session", "nadia@2020-03-28", "--at", "2020-03-28 20:40", "--set", "audio.part_minutes=0.05"];
    let program = home.command(&[["--library", "L", "import"].as_slice(), &words].concat());
    let mut strace = std::process::Command::new("strace");
    strace.args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("inject=?{call}:signal=KILL:when={n}")]);
    strace.arg(program.get_program()).args(program.get_args()).current_dir(home.path()).env_clear();
    strace.envs(program.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let is_killed = !strace.output().expect("strace is there").status.success();

    assert_eq!(home.call(&["--library", "L", "recover"]).code, 0);
    let check = home.call(&["--library", "L", "check", "--deep"]);
    assert_eq!((check.code, check.err.as_str()), (0, ""), "{call} {n}: {check:?}");
    let folder = home.path().join("L/sessions/2020/2020-03-28-2030-nadia");
    let number = 1 + usize::from(is_next_take);
    let parts = [1, 2].map(|part| folder.join(format!("take-{number:02}-{part:03}.wav")));
    let is_there = parts[0].exists();
    assert!(is_there || is_killed && folder.exists() == is_next_take, "{call} {n}");
    for part in &parts {
        assert_eq!((part.exists(), part.with_extension("crc").exists()), (is_there, is_there), "{call} {n}");
    }
    if is_there {
        assert!(parts.iter().flat_map(|part| samples(part)).eq(samples(&file)), "{call} {n}: the parts in order are the file");
        let shown = home.call(&["--library", "L", "show", "last", "--json"]).json();
        assert!(shown["take"][number - 1]["started"].as_str().unwrap().starts_with("2020-03-28T20:40:00"), "{shown:?}");
    }
    let again = import(&home, &words);
    assert_eq!(again.code, i32::from(is_there), "{call} {n}: {again:?}");
    is_killed
}

#[test]
fn a_sound_that_the_library_has_is_refused_with_its_place_also_in_other_parts() {
    let home = Home::with_library();
    write(&home, "a.wav", 1, 8000, 16, 8000 * 5);
    write(&home, "other.wav", 1, 8000, 16, 8000 * 5 - 1);
    let first = import(&home, &["a.wav", "--title", "one", "--at", "2020-03-28 20:30", "--set", "audio.part_minutes=0.05"]);
    assert_eq!(first.code, 0, "{first:?}");
    let again = import(&home, &["a.wav", "--session", "nadia", "--at", "2020-03-28 20:31"]);
    assert_eq!(again.code, 1, "{again:?}");
    for words in ["2020-03-28-2030-one, take 1", "temoin trash add 2020-03-28-2030-one"] {
        assert!(again.err.contains(words), "{again:?}");
    }
    assert_eq!(import(&home, &["other.wav", "--at", "2020-03-28 20:31"]).code, 0, "another sound");
    assert_eq!(home.call(&["--library", "L", "trash", "add", "2020-03-28-2030-one"]).code, 0);
    assert_eq!(import(&home, &["a.wav", "--session", "nadia", "--at", "2020-03-28 20:31"]).code, 0);
}

#[test]
fn a_beginning_that_can_hardly_be_true_is_told_with_the_way_back() {
    let home = Home::with_library();
    for (n, (day, session, word)) in [
        ("2008-01-01", "nadia@2020-03-28", Some("never set")),
        ("2020-03-29", "nadia@2020-03-29", None),
        ("2020-04-01", "nadia@2020-03-30", Some("more than 12 hours")),
    ]
    .into_iter()
    .enumerate()
    {
        let file = write(&home, &format!("{n}.wav"), 1, 8000, 16, 8000 + n as u32);
        dated(&file, day, "20:30:00");
        let answer = import(&home, &[file.to_str().unwrap(), "--session", session]);
        assert_eq!(answer.code, if word.is_some() { 3 } else { 0 }, "{answer:?}");
        assert_eq!(answer.out.contains("temoin trash add"), word.is_some(), "{answer:?}");
        assert!(answer.out.contains(word.unwrap_or_default()), "{answer:?}");
    }
}

#[test]
fn the_tracks_of_one_recorder_become_the_inputs_of_one_take() {
    let home = Home::with_library();
    let tracks = [("ZOOM0003_Tr1.WAV", 1, 44_100 * 3), ("ZOOM0003_Tr2.WAV", 2, 44_100 * 3 - 700)];
    for (name, channels, frames) in tracks {
        dated(&write(&home, name, channels, 44_100, 24, frames), "2020-03-28", "20:32:04");
    }
    let answer = import(&home, &[tracks[0].0, tracks[1].0, "--json", "--set", "audio.part_minutes=0.02"]);
    assert_eq!((answer.code, answer.err.as_str()), (0, ""), "{answer:?}");
    let folder = PathBuf::from(answer.json()["path"].as_str().unwrap());
    for (name, end) in [(tracks[0].0, ""), (tracks[1].0, "-2")] {
        let parts: Vec<i32> = (1..=3).flat_map(|n| samples(&folder.join(format!("take-01-{n:03}{end}.wav")))).collect();
        assert!(parts == samples(&home.path().join(name)), "{name}");
    }
    let shown = home.call(&["--library", "L", "show", "last", "--json"]).json();
    let take = &shown["take"][0];
    assert_eq!((take["inputs"].as_array().unwrap().len(), take["frames"].as_u64()), (2, Some(44_100 * 3)), "{shown:?}");
    assert_eq!(take["channels"][2]["input"], 2);
    assert_eq!(home.call(&["--library", "L", "check", "--deep"]).code, 0);
    let track = import(&home, &[tracks[1].0]);
    assert!(track.code == 1 && track.err.contains("in the library already"), "{track:?}");
}

#[test]
fn files_that_do_not_belong_together_are_refused() {
    let home = Home::with_library();
    write(&home, "a.wav", 1, 8000, 16, 8000);
    write(&home, "rate.wav", 1, 16_000, 16, 8000);
    write(&home, "long.wav", 1, 8000, 16, 8001);
    let early = write(&home, "early.wav", 1, 8000, 16, 8002);
    dated(&early, "2020-03-28", "20:32:04");
    dated(&write(&home, "late.wav", 1, 8000, 16, 8002), "2020-03-28", "20:32:05");
    for (files, words) in [
        (["a.wav", "rate.wav"], "expected rate and bits as in the first file"),
        (["a.wav", "long.wav"], "began together"),
        (["early.wav", "late.wav"], "began together"),
    ] {
        let answer = import(&home, &files);
        assert!(answer.code == 1 && answer.err.contains(words), "{answer:?}");
    }
    assert_eq!(import(&home, &["a.wav", "long.wav", "--at", "2020-03-28 20:30"]).code, 0);
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
    write(&home, "b.wav", 1, 8000, 16, 801);
    assert_eq!(import(&home, &["b.wav", "--session", &session]).code, 0);
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

#[test]
fn marks_of_another_program_become_marks_of_one_s_own() {
    let home = Home::with_library();
    write(&home, "a.wav", 1, 8000, 16, 80_000);
    assert_eq!(import(&home, &["a.wav", "--session", "nadia", "--at", "2020-03-28 20:31"]).code, 0);
    home.write("labels.txt", "1.000000\t1.000000\ttouching 2/3 S-03: her voice\n2.500000\t4.000000\tla suite\n");
    let answer = import(&home, &["labels.txt", "--session", "last"]);
    assert_eq!((answer.code, answer.out.as_str()), (0, "2 marks taken into 2020-03-28-2030-nadia.\n"), "{answer:?}");
    let marks = home.call(&["--library", "L", "marks", "last", "--json"]).json();
    let [touching, note] = &marks["markers"].as_array().unwrap()[..] else { panic!("{marks}") };
    assert_eq!(
        (touching["strength"].as_u64(), touching["who"][0].as_str(), touching["frame"].as_u64()),
        (Some(2), Some("s-03"), Some(8000))
    );
    assert_eq!(
        (note["kind"].as_str(), note["note"].as_str(), note["end_frame"].as_u64()),
        (Some("note"), Some("la suite"), Some(32_000))
    );
    home.write("table.csv", "start;kind;themes\n1,5;touching;no-such\n");
    let answer = import(&home, &["table.csv", "labels.txt", "--session", "last", "--json"]);
    let told = answer.json();
    assert_eq!((answer.code, &told["added"], &told["known"], &told["unknown"][0]), (3, &1.into(), &2.into(), &"no-such".into()));
    for (words, expected) in [
        (&["labels.txt"][..], "expected --session with a file of marks"),
        (&["labels.txt", "a.wav", "--session", "last"], "by themselves"),
        (&["labels.txt", "--session", "last", "--title", "x"], "by themselves"),
    ] {
        let answer = import(&home, words);
        assert!(answer.code == 2 && answer.err.contains(expected), "{answer:?}");
    }
    let undone = home.call(&["--library", "L", "marks", "undo"]);
    assert!(undone.code == 0 && undone.out.contains("all that was imported is taken away"), "{undone:?}");
}
