//! The second copy: the same on another disk, whatever becomes of either.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::Value;

use crate::rig::machine::entries;
use crate::rig::sound::{expect_counting, read_counts, write_counting};
use crate::rig::{Machine, is_long, wait_for};

const PATIENCE: Duration = Duration::from_secs(20);

/// A machine with a card, and the setting that names it.
fn desk() -> (Machine, PathBuf, String) {
    let machine = Machine::new();
    let card = machine.path("card");
    std::fs::create_dir(&card).expect("a new folder");
    let setting = format!("audio.second_copy={}", card.display());
    (machine, card, setting)
}

fn source(machine: &Machine, seconds: u64) -> String {
    let source = machine.path("source.wav");
    write_counting(&source, seconds, 48_000, 2);
    format!("file:{}", source.display())
}

fn session_in(root: &Path) -> PathBuf {
    let year = entries(&root.join("sessions")).remove(0);
    entries(&year).remove(0)
}

fn warnings(machine: &Machine) -> Vec<String> {
    let all = machine.status()["warnings"].clone();
    let code = |warning: &Value| warning["code"].as_str().unwrap_or_default().to_owned();
    all.as_array().map(|all| all.iter().map(code).collect()).unwrap_or_default()
}

fn wait_for_copy(machine: &Machine, state: &str) {
    wait_for("the second copy", PATIENCE, || (machine.status()["copy"] == state).then_some(()));
}

fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let name = |path: &Path| path.file_name().expect("a name").to_string_lossy().into_owned();
    let paths = entries(folder).into_iter().filter(|path| path.is_file() && !name(path).starts_with('.'));
    paths.map(|path| (name(&path), std::fs::read(&path).expect("a file"))).collect()
}

#[test]
fn a_take_has_its_second_copy_from_the_first_second_and_a_checked_one_after_the_stop() {
    let (machine, card, setting) = desk();
    let input = source(&machine, 8);
    let answer = std::thread::scope(|scope| {
        let recorder = scope.spawn(|| {
            let part = "audio.part_minutes=0.05";
            machine.run(["record", "--json", "--input", &input, "--set", &setting, "--set", part])
        });
        wait_for_copy(&machine, "keeping");
        machine.run(["mark", "--note", "on both"]).expect_code(0);
        wait_for("the mark over there", PATIENCE, || {
            files(&session_in(&card)).iter().any(|(_, bytes)| String::from_utf8_lossy(bytes).contains("on both")).then_some(())
        });
        recorder.join().expect("it ends")
    });
    assert!(answer.facts.contains("\"event\":\"copied\"") && answer.facts.contains("\"complete\":true"), "{answer:#?}");
    for (name, bytes) in files(&machine.session()) {
        let there = session_in(&card).join(&name);
        if !name.ends_with(".crc") {
            assert!(std::fs::read(&there).expect("the copy") == bytes, "{name}");
        }
    }
    assert!(machine.parts().len() >= 2);
    let again = machine.json(["--set", &setting, "copy", "--json"]);
    assert_eq!(again["complete"], true, "{again}");
    let copied: Vec<&str> = again["copied"].as_array().expect("rows").iter().filter_map(|row| row["file"].as_str()).collect();
    assert!(copied.iter().all(|file| !file.starts_with("sessions/")), "the session was complete: {copied:?}");
}

#[test]
fn a_card_that_is_pulled_out_is_told_and_the_take_goes_on_whole() {
    let (machine, card, setting) = desk();
    machine.run(["record", "--input", "voice", "--detach", "--set", &setting]).expect_code(0);
    wait_for_copy(&machine, "keeping");
    std::fs::remove_dir_all(&card).expect("a folder");
    wait_for_copy(&machine, "failed");
    assert_eq!(warnings(&machine), ["copy_failed"]);
    machine.run(["mark"]).expect_code(0);
    let stopped = machine.run(["stop"]);
    stopped.expect_code(0);
    assert!(stopped.messages.contains("temoin copy"), "nobody leaves with a card that is believed whole: {stopped:#?}");
    assert!(!card.exists(), "nothing is put where the card was");
    machine.run(["check", "--deep"]).expect_code(0);

    std::fs::create_dir(&card).expect("the card is back");
    machine.run(["--set", &setting, "copy"]).expect_code(0);
    machine.run(["--library", &card.display().to_string(), "check", "--deep"]).expect_code(0);
}

#[test]
fn a_card_that_is_back_within_the_take_is_taken_up_again_and_complete_after_the_stop() {
    let (machine, card, setting) = desk();
    let input = source(&machine, 60);
    let recorder = machine.record(["--input", &input, "--set", &setting]);
    wait_for_copy(&machine, "keeping");
    let away = machine.path("away");
    std::fs::rename(&card, &away).expect("it is pulled out");
    machine.run(["mark"]).expect_code(0);
    wait_for_copy(&machine, "failed");
    assert_eq!(warnings(&machine), ["copy_failed"]);
    assert!(!card.exists(), "nothing is put where the card was");
    std::fs::rename(&away, &card).expect("it is back");
    wait_for_copy(&machine, "keeping");
    assert_eq!(warnings(&machine), [""; 0]);
    machine.run(["mark", "--note", "on both again"]).expect_code(0);
    wait_for("the mark over there", PATIENCE, || {
        files(&session_in(&card)).iter().any(|(_, bytes)| String::from_utf8_lossy(bytes).contains("again")).then_some(())
    });
    machine.run(["stop"]).expect_code(0);
    recorder.wait_for_end();
    for (name, bytes) in files(&machine.session()) {
        if !name.ends_with(".crc") {
            assert!(std::fs::read(session_in(&card).join(&name)).expect("the copy") == bytes, "{name}");
        }
    }
    machine.run(["--library", &card.display().to_string(), "check", "--deep"]).expect_code(0);
    machine.run(["check", "--deep"]).expect_code(0);
}

#[test]
fn a_take_whose_disk_is_taken_away_goes_on_in_the_second_copy() {
    let (machine, card, setting) = desk();
    let input = source(&machine, 10);
    let recorder = machine.record(["--input", &input, "--set", &setting]);
    wait_for_copy(&machine, "keeping");
    wait_for("some sound", PATIENCE, || (machine.status()["seconds"].as_f64() > Some(3.0)).then_some(()));
    let away = machine.path("away");
    std::fs::rename(machine.library().join("sessions"), &away).expect("a folder is moved");
    wait_for_copy(&machine, "took_over");
    wait_for("the other disk having it", PATIENCE, || warnings(&machine).contains(&"disk_elsewhere".to_owned()).then_some(()));
    recorder.wait_for_end();

    std::fs::rename(&away, machine.library().join("sessions")).expect("the disk is back");
    machine.run(["--set", &setting, "recover"]);
    let shown = machine.json(["show", "last", "--json"]);
    let parts = shown["take"][0]["part"].as_array().expect("parts").clone();
    assert!(parts.len() == 2 && parts[1]["elsewhere"] == true, "{shown}");
    let mut counts = Vec::new();
    for part in &parts {
        let home = if part["elsewhere"] == true { session_in(&card) } else { machine.session() };
        let frames = part["frames"].as_u64().expect("closed") as usize;
        counts.extend(read_counts(&home.join(part["file"].as_str().expect("a name"))).into_iter().take(frames));
    }
    assert_eq!((counts.first(), counts.len()), (Some(&1), 480_000), "{shown}");
    expect_counting(&counts);
    machine.run(["--set", &setting, "check", "--deep"]).expect_code(0);
}

/// The file system refuses: no inode is left for the next part, or it has become read-only.
#[test]
fn a_disk_that_takes_no_more_costs_no_frame() {
    refused_at("take-02-002.crc", "openat", "ENOSPC");
    refused_at("take-02-001.wav", "fdatasync", "EROFS:when=3");
}

/// Records a second take whose file meets `error` at a `call`; the take goes on in the second copy.
fn refused_at(file: &str, call: &str, error: &str) {
    let (machine, _, setting) = desk();
    machine.run(["record", "--input", "none", "--for", "1s", "--title", "inodes"]).expect_code(0);
    let folder = machine.session();
    let id = folder.file_name().expect("a name").to_string_lossy().into_owned();
    let input = source(&machine, 8);
    let mut strace = machine.command("strace");
    strace.args(["-f", "-qq", "-o", "/dev/null", "-P"]).arg(folder.join(file));
    strace.args(["-e", &format!("trace={call}"), "-e", &format!("inject={call}:error={error}")]);
    strace.arg(env!("CARGO_BIN_EXE_temoin"));
    strace.env("TEMOIN_LIBRARY", machine.library());
    strace.args(["record", &id, "--json", "--input", &input, "--set", &setting, "--set", "audio.part_minutes=0.05"]);
    let answer = crate::rig::machine::Answer::of(&mut strace);
    assert!(
        answer.facts.contains("\"code\":\"disk_failed\"") && answer.facts.contains("\"code\":\"disk_elsewhere\""),
        "{answer:#?}"
    );
    let shown = machine.json(["show", "last", "--json"]);
    let parts = shown["take"][1]["part"].as_array().expect("parts");
    let mut end = 0;
    for part in parts {
        assert_eq!(part["start"], end, "{shown}");
        end += part["frames"].as_u64().expect("closed");
    }
    assert!(end == 8 * 48_000 && parts.iter().filter(|part| part["elsewhere"] == true).count() >= 1, "{shown}");
    machine.run(["--set", &setting, "check", "--deep"]).expect_code(0);
}

/// Small disks in memory, which only root can mount.
#[test]
fn a_disk_that_fills_up_is_left_two_minutes_before_or_the_take_is_closed_well() {
    if !is_long() {
        return; // Needs root: in `make faults`.
    }
    for has_copy in [true, false] {
        let (machine, card, setting) = desk();
        let source = machine.path("source.wav");
        write_counting(&source, 20, 48_000, 6); // 864 kB a second: 104 MB are two minutes, 110 MiB a little more
        let sessions = machine.library().join("sessions");
        std::fs::create_dir_all(&sessions).expect("a folder");
        let kept = machine.path("kept");
        let script = format!(
            "mount -t tmpfs -o size=110m small {0} && \"$0\" \"$@\"; code=$?; cp -r {0} {1}; exit $code",
            sessions.display(),
            kept.display()
        );
        let mut unshare = machine.command("unshare");
        unshare.args(["-m", "--propagation", "private", "sh", "-c", &script]).arg(env!("CARGO_BIN_EXE_temoin"));
        unshare.env("TEMOIN_LIBRARY", machine.library());
        let input = format!("file:{}", source.display());
        unshare.args(["record", "--json", "--set", "limits.disk_minutes=0", "--input", &input]);
        if has_copy {
            unshare.args(["--set", &setting]);
        }
        let answer = crate::rig::machine::Answer::of(&mut unshare);
        answer.expect_code(3);
        assert!(!answer.facts.contains("\"code\":\"disk_failed\""), "{answer:#?}");
        assert_eq!(answer.facts.contains("\"code\":\"disk_elsewhere\""), has_copy, "{answer:#?}");
        assert_eq!(answer.messages.contains("two more minutes"), !has_copy, "{answer:#?}");
        assert_eq!(card.join("sessions").exists(), has_copy);
    }
}

/// A take on a disk that is full of files, though not of bytes.
#[test]
fn a_disk_without_an_inode_left_loses_no_frame() {
    if !is_long() {
        return; // Needs root: in `make faults`. Above, one creation is refused by itself.
    }
    let (machine, card, setting) = desk();
    let input = source(&machine, 10);
    let sessions = machine.library().join("sessions");
    std::fs::create_dir_all(&sessions).expect("a folder");
    let mut unshare = machine.command("unshare");
    let script = format!("mount -t tmpfs -o size=64m,nr_inodes=9 small {} && exec \"$0\" \"$@\"", sessions.display());
    unshare.args(["-m", "--propagation", "private", "sh", "-c", &script]).arg(env!("CARGO_BIN_EXE_temoin"));
    unshare.env("TEMOIN_LIBRARY", machine.library());
    unshare.args(["record", "--json", "--set", "limits.disk_minutes=0", "--set", "audio.part_minutes=0.05"]);
    unshare.args(["--input", &input, "--set", &setting]);
    let answer = crate::rig::machine::Answer::of(&mut unshare);
    answer.expect_code(3);
    assert!(answer.facts.contains("\"code\":\"disk_elsewhere\""), "{answer:#?}");
    assert!(answer.facts.contains("\"frames\":480000,\"seconds\""), "not one frame is missing: {answer:#?}");
    assert!(card.join("sessions").exists());
}
