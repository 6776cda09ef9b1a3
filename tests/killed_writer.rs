//! `kill -9` while a take is written: sox opens the file at once, and recovery gives every frame back that reached it.
#![cfg(unix)]

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use temoin::audio::recover::recover_part;
use temoin::audio::wav::{WavFormat, from_int24};
use temoin::audio::writer::{Sound, TakePlan, Work, spawn};
use temoin::clock::Monotonic;
use temoin::domain::{Bits, Frames, Hertz, TakeId};

const FORMAT: WavFormat = WavFormat { rate: Hertz(48_000), channels: 2, bits: Bits::Int24 };

/// Frames of 10 ms.
const BLOCK: u64 = 480;

#[test]
fn a_killed_take_opens_everywhere_and_keeps_every_frame() {
    for part_bytes in [100_000, 200_000, 350_000, 500_000] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("take-01-001.wav");
        let mut writer = start(folder.path());
        wait_for(&mut writer, &path, part_bytes);
        writer.kill().unwrap(); // SIGKILL
        writer.wait().unwrap();
        let written = (std::fs::metadata(&path).unwrap().len() - FORMAT.head_bytes()) / FORMAT.frame_bytes();
        let opens = Command::new("soxi").arg("-s").arg(&path).output().expect("this test needs `soxi` (sox)");
        let shown: u64 = String::from_utf8_lossy(&opens.stdout).trim().parse().unwrap();
        assert!(shown > 0 && shown <= written && written - shown <= 14_400, "{shown} of {written}");
        let recovered = recover_part(&path, Some(FORMAT)).unwrap();
        assert_eq!(recovered.frames.0, written);
        let read: Vec<i32> = hound::WavReader::open(&path).unwrap().into_samples().map(Result::unwrap).collect();
        assert!(read.len() as u64 == 2 * written && (1..).zip(&read).all(|(n, &sample)| sample == n));
    }
}

fn start(folder: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "writes_until_it_is_killed"])
        .env("FOLDER", folder)
        .stdout(Stdio::null())
        .spawn()
        .unwrap()
}

fn wait_for(writer: &mut Child, path: &Path, bytes: u64) {
    let limit = Instant::now() + Duration::from_secs(60);
    while std::fs::metadata(path).map_or(0, |metadata| metadata.len()) < bytes {
        assert!(Instant::now() < limit && writer.try_wait().unwrap().is_none(), "the writer writes");
        std::thread::sleep(Duration::from_millis(1));
    }
}

#[test]
#[ignore = "runs in a process of its own, which the test above starts and kills"]
fn writes_until_it_is_killed() {
    let plan = TakePlan {
        folder: std::env::var_os("FOLDER").expect("the folder is named by the test above").into(),
        fallback: None,
        nearly_full: Default::default(),
        take: TakeId("01JD41".into()),
        number: 1,
        input: 1,
        first_part: 1,
        rate: FORMAT.rate,
        channels: FORMAT.channels,
        bits: FORMAT.bits,
        part_frames: Frames(48_000 * 1800),
        checkpoint: Duration::from_secs(1),
        hurry: Default::default(),
        started: "2020-03-28T20:32:04+01:00".parse().unwrap(),
    };
    let writer = spawn(plan, |_| {}).unwrap();
    for block in 0..6000 {
        let samples = (block * BLOCK * 2..(block + 1) * BLOCK * 2).map(|n| from_int24(n as i32 + 1)).collect();
        let sound = Sound { at: Frames(block * BLOCK), captured: Monotonic::now(), samples };
        writer.try_send(Work::Sound(sound)).unwrap();
        std::thread::sleep(Duration::from_millis(10)); // in real time, as a device delivers
    }
}
