//! Programs of the user's own hear what happens, and nothing of what is withheld.

use std::fs;
use std::time::Duration;

use serde_json::Value;

use crate::rig::machine::Recorder;
use crate::rig::{Machine, wait_for};

/// A config whose hook `name` appends its facts to a file, and then keeps `and_then`.
fn hooked(machine: &Machine, name: &str, and_then: &str) -> std::path::PathBuf {
    let heard = machine.path("heard");
    let script = format!("cat >> '{}'; {and_then}", heard.display());
    let config = machine.write("config.toml", &format!("[hooks]\n{name} = ['sh', '-c', '''{script}''']\n"));
    assert!(config.is_file());
    heard
}

fn facts(heard: &std::path::Path) -> Vec<Value> {
    let text = fs::read_to_string(heard).unwrap_or_default();
    text.lines().map(|line| serde_json::from_str(line).expect("facts are JSON, a line each")).collect()
}

fn record(machine: &Machine) -> Recorder {
    machine.record(["--input", "voice", "--config", machine.path("config.toml").to_str().expect("a path")])
}

/// Waits until the take is so many seconds longer.
fn let_go_by(machine: &Machine, seconds: f64) {
    let length = || machine.status()["seconds"].as_f64().expect("a length");
    let until = length() + seconds;
    wait_for("a longer take", Duration::from_secs(20), || (length() >= until).then_some(()));
}

#[test]
fn what_was_said_off_the_record_never_reaches_a_hook() {
    let machine = Machine::new();
    let heard = hooked(&machine, "on_mark", "true");
    record(&machine);
    machine.run(["mark", "--ago", "0s", "--note", "before"]).expect_code(0);
    machine.run(["mark", "off-record", "--begin"]).expect_code(0);
    machine.run(["note", "a name that nobody may read"]).expect_code(0);
    let_go_by(&machine, 0.7); // within the stretch
    machine.run(["mark", "off-record", "--end"]).expect_code(0);
    machine.run(["mark", "--ago", "500ms", "--note", "reaches back into it"]).expect_code(0);
    machine.run(["mark", "--ago", "0s", "--note", "after"]).expect_code(0);
    machine.run(["stop"]).expect_code(0);
    wait_for("two marks", Duration::from_secs(5), || (facts(&heard).len() >= 2).then_some(()));
    let notes: Vec<String> = facts(&heard).iter().map(|fact| fact["marker"]["note"].as_str().unwrap_or("").to_owned()).collect();
    assert_eq!(notes, ["before", "after"]);
}

#[test]
fn a_hook_gets_a_copy_in_which_withheld_stretches_are_silent() {
    let machine = Machine::new();
    let copied = machine.path("copied.wav");
    let script = format!("cat > /dev/null; cp \"$0\" '{0}.part' && mv '{0}.part' '{0}'", copied.display());
    machine.write("config.toml", &format!("[hooks]\non_stop = ['sh', '-c', '''{script}''', '{{path}}']\n"));
    record(&machine);
    let_go_by(&machine, 0.6); // before
    machine.run(["mark", "off-record", "--begin", "--ago", "0s"]).expect_code(0);
    let_go_by(&machine, 1.5); // and within
    machine.run(["stop"]).expect_code(0);
    wait_for("the hook's copy", Duration::from_secs(5), || copied.is_file().then_some(()));
    let shown = machine.json(["show", "last", "--json"]);
    let begins = shown["markers"][0]["frame"].as_u64().expect("a frame") as usize;
    let own = machine.parts().remove(0);
    let samples = |path: &std::path::Path| -> Vec<i32> {
        hound::WavReader::open(path).expect("a WAV").samples::<i32>().map(|sample| sample.expect("a sample")).collect()
    };
    let own = samples(&own);
    let (copy, _) = wait_for("a whole copy", Duration::from_secs(5), || {
        let copy = samples(&copied);
        (copy.len() == own.len()).then_some(copy)
    });
    assert_eq!(own[..begins], copy[..begins]);
    assert!(copy[begins..].iter().all(|sample| *sample == 0), "nothing of the stretch is in the copy");
    assert!(own[begins..].iter().any(|sample| *sample != 0), "the take itself keeps it");
}

#[test]
fn the_hook_of_the_stop_counts_the_marks_of_its_own_take() {
    let machine = Machine::new();
    let heard = hooked(&machine, "on_stop", "true");
    for session in [None, Some("last")] {
        let config = machine.path("config.toml");
        let of_session = session.into_iter().chain(["--input", "none", "--config", config.to_str().expect("a path")]);
        let recorder = machine.record(of_session);
        machine.run(["mark"]).expect_code(0);
        machine.run(["mark", "off-record", "--begin"]).expect_code(0);
        machine.run(["stop"]).expect_code(0);
        recorder.wait_for_end();
    }
    wait_for("both takes", Duration::from_secs(5), || (facts(&heard).len() >= 2).then_some(()));
    let counted: Vec<(u64, u64)> =
        facts(&heard).iter().filter_map(|fact| fact["take"].as_u64().zip(fact["marks"].as_u64())).collect();
    assert_eq!(counted, [(1, 1), (2, 1)]);
}

#[test]
fn a_slow_hook_hinders_neither_the_stop_nor_the_next_take() {
    let machine = Machine::new();
    let go_on = machine.path("go-on");
    hooked(&machine, "on_stop", &format!("until [ -e '{}' ]; do sleep 0.05; done", go_on.display()));
    let first = record(&machine);
    machine.run(["stop"]).expect_code(0);
    record(&machine);
    assert!(first.lives(), "neither has waited for the hook");
    fs::write(&go_on, "").expect("a file");
    first.wait_for_end();
    assert_eq!(machine.state(), "recording", "the old recorder's end leaves the new one its door");
    machine.run(["stop"]).expect_code(0);
}

#[test]
fn a_hook_that_fails_stands_in_the_log() {
    let machine = Machine::new();
    hooked(&machine, "on_stop", "exit 7");
    let recorder = record(&machine);
    machine.run(["stop"]).expect_code(0);
    recorder.wait_for_end();
    let (log, _) = wait_for("the log", Duration::from_secs(5), || {
        let log = fs::read_to_string(machine.path("home/.local/state/temoin/recorder.log")).ok()?;
        log.contains("hook on_stop").then_some(log)
    });
    assert!(log.contains('7'), "{log}");
}
