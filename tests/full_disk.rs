//! A disk that takes no more: the take goes on elsewhere without losing a frame, or ends in order and can be recovered; what cannot be
//! discarded stays, and leaves nothing in the trash.
//!
//! The fault is real: the test runs itself in a process whose files may not grow beyond a limit.
#![cfg(unix)]

use std::path::Path;
use std::process::Command;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use temoin::audio::recover::recover_part;
use temoin::audio::verify::verify;
use temoin::audio::wav::from_int24;
use temoin::audio::writer::{Report, Sound, TakePlan, Work, spawn};
use temoin::clock::Monotonic;
use temoin::domain::{Bits, Frames, Hertz, Part, TakeId};
use temoin::store::{Layout, trash};

/// Blocks of 512 bytes: room for the ballast (1 MiB), and for 3.7 s of the take's 6 s.
const LIMIT: &str = "2100";

const HALF_SECONDS: u64 = 12;

const HALF: u64 = 24_000;

/// Runs the ignored test `name` of this file under a limit.
fn under_a_limit(limit: &str, name: &str) {
    let script = r#"trap "" XFSZ; ulimit -f "$1"; exec "$2" --ignored --exact "$3" --nocapture"#;
    let program = std::env::current_exe().unwrap();
    let output = Command::new("sh").args(["-c", script, "sh", limit]).arg(program).arg(name).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("1 passed"), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_take_goes_on_elsewhere_without_losing_a_frame() {
    under_a_limit(LIMIT, "limited_with_a_fallback");
}

#[test]
fn a_take_without_a_fallback_keeps_all_that_reached_the_disk() {
    under_a_limit(LIMIT, "limited_without_a_fallback");
}

#[test]
fn what_cannot_be_discarded_leaves_nothing_in_the_trash() {
    under_a_limit("0", "limited_to_nothing");
}

fn plan(folder: &Path) -> TakePlan {
    TakePlan {
        folder: folder.to_owned(),
        fallback: None,
        nearly_full: Default::default(),
        take: TakeId("01JD41".into()),
        number: 1,
        input: 1,
        first_part: 1,
        rate: Hertz(48_000),
        channels: 2,
        bits: Bits::Int24,
        part_frames: Frames(48_000 * 1800),
        checkpoint: Duration::from_millis(1),
        hurry: Default::default(),
        started: "2020-03-28T20:32:04+01:00".parse().unwrap(),
    }
}

fn half_second(n: u64) -> Work {
    let samples = (n * HALF * 2..(n + 1) * HALF * 2).map(|n| from_int24(n as i32 + 1)).collect();
    Work::Sound(Sound { at: Frames(n * HALF), captured: Monotonic::now(), samples })
}

/// Records six seconds, each half waiting until the one before is settled.
fn record(plan: TakePlan) -> Vec<Report> {
    let (tell, reports) = channel();
    let handle = spawn(plan, move |report| tell.send(report).unwrap()).unwrap();
    let mut told = Vec::new();
    for n in 0..HALF_SECONDS {
        handle.try_send(half_second(n)).unwrap();
        while handle.backlog_frames().0 > 0 {
            collect(&reports, &mut told);
        }
    }
    handle.try_send(Work::Finish).unwrap();
    handle.join().unwrap();
    told.extend(reports.try_iter());
    told
}

fn collect(reports: &Receiver<Report>, told: &mut Vec<Report>) {
    told.extend(reports.recv_timeout(Duration::from_millis(50)));
}

fn closed(told: &[Report]) -> Vec<Part> {
    told.iter().filter_map(|report| if let Report::PartClosed(part) = report { Some(part.clone()) } else { None }).collect()
}

/// hound reads the samples of the take from `start` on; gives how many frames.
fn check_samples(path: &Path, start: u64) -> u64 {
    let read: Vec<i32> = hound::WavReader::open(path).unwrap().into_samples().map(Result::unwrap).collect();
    assert!((start * 2..).zip(&read).all(|(n, &sample)| sample == n as i32 + 1), "{}", path.display());
    read.len() as u64 / 2
}

#[test]
#[ignore = "runs in a process with a limit, which the test above starts"]
fn limited_with_a_fallback() {
    let folder = tempfile::tempdir().unwrap();
    let elsewhere = folder.path().join("elsewhere");
    let plan = TakePlan { fallback: Some(elsewhere.clone()), ..plan(folder.path()) };
    let format = plan.format();
    let told = record(plan);
    let failed = told.iter().find_map(|report| match report {
        Report::Turned { fault: Some(error), .. } => Some(error.to_string()),
        _ => None,
    });
    assert!(failed.as_ref().is_some_and(|error| error.contains("no larger file")), "{failed:?}");
    let parts = closed(&told);
    assert_eq!(parts.iter().map(|part| part.elsewhere).collect::<Vec<_>>(), [false, true]);
    let mut end = 0;
    for part in &parts {
        let path = if part.elsewhere { &elsewhere } else { folder.path() }.join(&part.file);
        assert_eq!(part.start.0, end);
        assert_eq!(verify(&path, part, format, true).len(), 0);
        end += check_samples(&path, end);
    }
    assert_eq!(end, HALF_SECONDS * HALF);
    let broken = recover_part(&folder.path().join(&parts[0].file), Some(format)).unwrap();
    assert_eq!(Some(broken.frames), parts[0].frames, "recovery does not claim what went on elsewhere");
}

#[test]
#[ignore = "runs in a process with a limit, which the test above starts"]
fn limited_without_a_fallback() {
    let folder = tempfile::tempdir().unwrap();
    let plan = plan(folder.path());
    let format = plan.format();
    let told = record(plan);
    assert!(matches!(told[told.len() - 2..], [Report::Lost(_), Report::Finished]), "{told:?}");
    assert_eq!(closed(&told).len(), 0);
    let path = folder.path().join("take-01-001.wav");
    let length = std::fs::metadata(&path).unwrap().len();
    let whole = (length - format.head_bytes()) / format.frame_bytes();
    assert_eq!(check_samples(&path, 0), whole, "the header was set right at once");
    let recovered = recover_part(&path, Some(format)).unwrap();
    assert_eq!(recovered.frames.0, whole);
    assert!(recovered.confirmed.0 >= 7 * HALF && recovered.unverified.0 > 0, "{recovered:?}");
}

#[test]
#[ignore = "runs in a process with a limit, which a test above starts"]
fn limited_to_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (layout, path) = (Layout::new(folder.path()), folder.path().join("series/nadia.toml"));
    std::fs::create_dir(path.parent().unwrap()).unwrap();
    std::fs::File::create(&path).unwrap();
    trash::discard(&layout, &path, "2020-03-28T20:32:04+01:00".parse().unwrap()).unwrap_err();
    assert!(path.exists() && std::fs::read_dir(layout.trash_dir()).unwrap().next().is_none());
}
