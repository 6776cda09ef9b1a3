//! What the live screen asks of the recorder: the marks of the running take, listed, changed and taken back; a recorder that is armed
//! for somebody who watches.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use rustix::process::Signal;
use serde_json::{Value, json};
use temoin::recorder::client::Client;

use crate::rig::machine::Recorder;
use crate::rig::{Machine, Microphone, SoundServer, wait_for};

/// A client that sends lines without waiting for each answer.
struct Caller(BufReader<UnixStream>);

impl Caller {
    fn of(machine: &Machine) -> Caller {
        Caller(BufReader::new(UnixStream::connect(machine.socket()).expect("the recorder listens")))
    }

    /// The answers, in the order of the requests.
    fn ask_all(&mut self, requests: &[Value]) -> Vec<Value> {
        let lines: String = requests.iter().map(|request| format!("{request}\n")).collect();
        self.0.get_mut().write_all(lines.as_bytes()).expect("the recorder reads");
        requests.iter().map(|_| self.answer()).collect()
    }

    /// Asks; the answer may come much later.
    fn send(&mut self, request: &Value) {
        self.0.get_mut().write_all(format!("{request}\n").as_bytes()).expect("the recorder reads");
    }

    #[track_caller]
    fn ask(&mut self, request: Value) -> Value {
        let answer = self.ask_all(std::slice::from_ref(&request)).remove(0);
        assert_eq!(answer["ok"], true, "{request}: {answer}");
        answer
    }

    #[track_caller]
    fn refused(&mut self, request: Value) -> String {
        let answer = self.ask_all(std::slice::from_ref(&request)).remove(0);
        assert_eq!(answer["ok"], false, "{request}: {answer}");
        answer["message"].as_str().expect("a sentence").to_owned()
    }

    fn answer(&mut self) -> Value {
        let mut line = String::new();
        self.0.read_line(&mut line).expect("an answer");
        assert!(line.len() <= 64 * 1024, "{} bytes", line.len());
        serde_json::from_str(&line).expect("one JSON object a line")
    }
}

fn notes(marks: &Value) -> Vec<&str> {
    marks.as_array().expect("marks").iter().filter_map(|mark| mark["note"].as_str()).collect()
}

#[test]
fn marks_and_edits_in_quick_succession_keep_their_order_and_outlive_a_kill() {
    let machine = Machine::new();
    let recorder = machine.record(["--input", "voice"]);
    let mut caller = Caller::of(&machine);
    let marks: Vec<Value> = (0..20).map(|number| json!({ "do": "mark", "ago": 0, "note": format!("mark {number}") })).collect();
    let made = caller.ask_all(&marks);
    assert!(made.iter().all(|answer| answer["ok"] == true), "{made:?}");
    let edits: Vec<Value> = made
        .iter()
        .enumerate()
        .map(|(number, answer)| json!({ "do": "edit", "id": answer["marker"]["id"], "note": format!("edit {number}") }))
        .collect();
    let edited = caller.ask_all(&edits);
    recorder.signal(Signal::KILL);
    recorder.wait_for_end();

    let expected: Vec<String> = (0..20).map(|number| format!("edit {number}")).collect();
    let answered: Vec<&str> = edited.iter().map(|answer| answer["marker"]["note"].as_str().expect("the new note")).collect();
    assert_eq!(answered, expected);
    machine.run(["recover"]);
    assert_eq!(notes(&machine.json(["show", "last", "--json"])["markers"]), expected, "each mark once, as it was edited last");
}

#[test]
fn a_screen_that_opens_in_the_middle_of_a_take_gets_every_mark_in_pages() {
    let machine = Machine::new();
    machine.record(["--input", "none"]);
    let mut caller = Caller::of(&machine);
    let long = "x".repeat(30_000);
    for number in 0..5 {
        caller.ask(json!({ "do": "mark", "ago": 0, "note": format!("{number} {long}") }));
    }
    let first = caller.ask(json!({ "do": "marks" }));
    assert_eq!((first["markers"].as_array().map(Vec::len), &first["more"]), (Some(2), &true.into()));
    let after = &first["markers"][1]["id"];
    let second = caller.ask(json!({ "do": "marks", "after": after }));
    assert!(second["markers"][0]["note"].as_str().is_some_and(|note| note.starts_with("2 ")));
    assert!(caller.refused(json!({ "do": "marks", "after": "m-none" })).contains("m-none"));
    let refused = caller.refused(json!({ "do": "mark", "note": "x".repeat(62_000) }));
    assert!(refused.contains("bytes"), "what fits into no answer is no mark: {refused}");

    let all = Client::of_library(&machine.library()).expect("it answers").expect("it runs").marks().expect("all of them");
    let numbers: Vec<char> = all.iter().filter_map(|mark| mark.note.as_ref()?.chars().next()).collect();
    assert_eq!(numbers, ['0', '1', '2', '3', '4']);
}

#[test]
fn acts_are_taken_back_one_after_the_other_and_everybody_is_told() {
    let machine = Machine::new();
    let guide = "format = 1\ntitle = \"Soirée\"\nstart = 2020-03-20T20:30:00\nzone = \"Europe/Brussels\"\n\
                 [[step]]\ntitle = \"un\"\nminutes = 5\n[[step]]\ntitle = \"deux\"\n";
    machine.write("library/series/soiree.toml", guide);
    machine.record(["soiree", "--input", "none"]);
    let mut watcher = Caller::of(&machine);
    watcher.ask(json!({ "do": "watch" }));
    let mut caller = Caller::of(&machine);
    let mark = caller.ask(json!({ "do": "mark" }))["marker"].clone();
    let edited = caller.ask(json!({ "do": "edit", "id": mark["id"], "ago": 0, "strength": 3 }))["marker"].clone();
    caller.ask(json!({ "do": "step" }));
    let status = machine.status();
    assert_eq!((&status["title"], &status["step"]["title"], &status["marks"]), (&"Soirée".into(), &"un".into(), &1.into()));

    let step = &status["step"];
    assert_eq!((&step["minutes"], &step["next"]), (&5.into(), &"deux".into()), "{step}");
    assert!(step["seconds"].as_f64().is_some_and(|seconds| (0.0..60.0).contains(&seconds)), "{step}");

    let step = caller.ask(json!({ "do": "undo" }))["marker"].clone();
    assert_eq!((&step["kind"], &step["deleted"]), (&"step".into(), &true.into()));
    let status = machine.status();
    assert_eq!((&status["step"], &status["marks"]), (&Value::Null, &1.into()));
    assert_eq!(caller.ask(json!({ "do": "undo" }))["marker"], mark, "as before the edit");
    assert_eq!(caller.ask(json!({ "do": "undo" }))["marker"]["deleted"], true);
    assert!(caller.refused(json!({ "do": "undo" })).contains("nothing left"));
    assert!(caller.refused(json!({ "do": "edit", "id": mark["id"], "strength": 1 })).contains("taken back"));
    assert!(caller.refused(json!({ "do": "edit", "id": "m-none", "strength": 1 })).contains("m-none"));
    assert_eq!((machine.status()["marks"].as_u64(), caller.ask(json!({ "do": "marks" }))["markers"].as_array()), (Some(0), None));

    let told: Vec<Value> = (0..6).map(|_| watcher.answer()).collect();
    let facts: Vec<(&Value, bool)> =
        told.iter().map(|event| (&event["marker"]["id"], event["marker"]["deleted"] == true)).collect();
    let (mark, step) = (&edited["id"], &step["id"]);
    assert_eq!(facts, [(mark, false), (mark, false), (step, false), (step, true), (mark, false), (mark, true)], "{told:?}");
    machine.run(["stop"]).expect_code(0);
    assert_eq!(machine.json(["show", "last", "--json"])["markers"], json!([]));
}

/// `marks` from any terminal: the recorder writes, and its answer is on the disk.
#[test]
fn marks_of_the_running_take_are_placed_and_changed_by_the_recorder() {
    let machine = Machine::new();
    machine.record(["--input", "none"]);
    wait_for("a second", Duration::from_secs(10), || machine.status()["seconds"].as_f64().filter(|&seconds| seconds > 1.0));
    let mut caller = Caller::of(&machine);
    let asked =
        caller.ask(json!({ "do": "mark", "kind": "thread", "at": 0.5, "end": 0.75, "note": "son père ?" }))["marker"].clone();
    assert_eq!((&asked["frame"], &asked["end_frame"], &asked["ago"]), (&500.into(), &750.into(), &Value::Null));
    assert!(caller.refused(json!({ "do": "mark", "at": 9000 })).contains("expected a place before"));

    let added = machine.json(["marks", "add", "last", "--at", "250ms", "--json"])["marker"].clone();
    let id = added["id"].as_str().expect("an id");
    let edited =
        machine.json(["marks", "edit", "last", id, "--at", "300ms", "--to", "600ms", "--done", "--json"])["marker"].clone();
    assert_eq!((&edited["frame"], &edited["end_frame"], edited["done"].is_string()), (&300.into(), &600.into(), true));
    assert_eq!(machine.json(["marks", "delete", "last", id, "--json"])["marker"]["deleted"], true);
    machine.run(["marks", "merge", "last", id, id]).expect_code(1);
    machine.run(["stop"]).expect_code(0);
    let marks = machine.json(["marks", "last", "--json"])["markers"].clone();
    assert_eq!((marks.as_array().map(Vec::len), &marks[0]["note"]), (Some(1), &"son père ?".into()));
}

/// Hooks are the way in which a take is handed on by itself; what listeners skip is read from the same marks.
#[test]
fn what_is_taken_off_the_record_further_back_stays_from_hooks_and_listeners() {
    let machine = Machine::new();
    let (heard, copied) = (machine.path("heard"), machine.path("copied.wav"));
    let on_mark = format!("cat >> '{}'", heard.display());
    let on_stop = format!("cat > /dev/null; cp \"$0\" '{0}.part' && mv '{0}.part' '{0}'", copied.display());
    let hooks =
        format!("[hooks]\non_mark = ['sh', '-c', '''{on_mark}''']\non_stop = ['sh', '-c', '''{on_stop}''', '{{path}}']\n");
    let config = machine.write("config.toml", &hooks);
    let recorder = machine.record([Path::new("--input"), Path::new("voice"), Path::new("--config"), &config]);
    wait_for("some sound", Duration::from_secs(10), || machine.status()["seconds"].as_f64().filter(|&seconds| seconds > 1.5));
    let mut caller = Caller::of(&machine);
    let early = caller.ask(json!({ "do": "mark", "ago": 0, "note": "told" }))["marker"].clone();
    let off = caller.ask(json!({ "do": "mark", "kind": "off-record" }))["marker"].clone();
    let back = caller.ask(json!({ "do": "edit", "id": off["id"], "ago": 1 }))["marker"].clone();
    assert!(back["frame"].as_u64() < early["frame"].as_u64(), "{back}");
    caller.refused(json!({ "do": "edit", "id": off["id"], "ago": 0 }));
    caller.refused(json!({ "do": "edit", "id": off["id"], "until": true }));
    caller.ask(json!({ "do": "edit", "id": early["id"], "note": "untold, within" }));
    assert_eq!(machine.status()["off_record"], true);
    caller.ask(json!({ "do": "mark", "kind": "off-record" }));
    caller.ask(json!({ "do": "edit", "id": early["id"], "note": "untold, behind" }));
    machine.run(["stop"]).expect_code(0);
    recorder.wait_for_end(); // the hooks have been heard then

    let told = fs::read_to_string(&heard).expect("facts");
    assert!(told.contains("\"told\"") && !told.contains("untold") && !told.contains("off-record"), "{told}");
    let samples = |path: &Path| -> Vec<i32> {
        hound::WavReader::open(path).expect("a WAV").samples::<i32>().map(|sample| sample.expect("a sample")).collect()
    };
    let shown = machine.json(["show", "last", "--json"]);
    let marker = shown["markers"].as_array().expect("markers").iter().find(|mark| mark["id"] == off["id"]).expect("the range");
    assert_eq!(marker["frame"], back["frame"], "its end has not moved its beginning");
    let [from, to] = ["frame", "end_frame"].map(|key| marker[key].as_u64().expect("a frame") as usize);
    let (own, copy) = (samples(&machine.parts()[0]), samples(&copied));
    assert_eq!((&own[..from], &own[to..]), (&copy[..from], &copy[to..]));
    assert!(copy[from..to].iter().all(|sample| *sample == 0) && own[from..to].iter().any(|sample| *sample != 0));
}

#[test]
fn a_recorder_armed_for_a_watcher_ends_with_it_and_a_take_outlives_everybody() {
    let (idle, watched, taken) = (Machine::new(), Machine::new(), Machine::new());
    let [ends, _, stays] = [&idle, &watched, &taken].map(armed_for_a_watcher);
    let [of_taken, of_idle, mut of_watched] = [&taken, &idle, &watched].map(|machine| {
        let mut watcher = Caller::of(machine);
        watcher.ask(json!({ "do": "watch" }));
        watcher
    });
    taken.run(["record", "--detach"]).expect_code(0);
    drop((of_taken, of_idle)); // as the system closes what a killed process had open
    while ends.lives() {
        watched.state(); // whoever asks for the state now and then watches; an open connection alone does not
    }
    ends.wait_for_end();
    assert_eq!(idle.status()["state"], "idle");
    assert_eq!((watched.state(), taken.state()), ("armed".into(), "recording".into()));
    assert!(stays.lives());
    taken.run(["stop"]).expect_code(0);
    watched.run(["disarm"]).expect_code(0);
    let mut rest = String::new();
    assert_eq!(of_watched.0.read_line(&mut rest).expect("an end in order"), 0, "nothing has happened: {rest}");
}

fn armed_for_a_watcher(machine: &Machine) -> Recorder {
    let armed = machine.json(["arm", "--while-watched", "--input", "voice", "--json"]);
    Recorder::of(armed["pid"].as_i64().expect("a pid"))
}

#[test]
fn who_talks_while_nothing_is_recorded_is_warned_until_the_take_begins() {
    let machine = Machine::new();
    machine.run(["arm", "--input", "voice", "--set", "audio.preroll=5"]).expect_code(0);
    let is_warned =
        || machine.status()["warnings"].as_array().expect("warnings").iter().any(|one| one["code"] == "talk_unrecorded");
    wait_for("the warning", Duration::from_secs(60), || is_warned().then_some(()));
    let armed = machine.status();
    assert_eq!(armed["preroll_seconds"], 5.0, "{armed}");
    assert_eq!(armed["levels"][0]["heard"], true, "{armed}");

    machine.run(["record", "--detach"]).expect_code(0);
    wait_for("the end of the warning", Duration::from_secs(5), || (!is_warned()).then_some(()));
    let (taken, _) = wait_for("a voice in the take", Duration::from_secs(20), || {
        Some(machine.status()).filter(|status| status["levels"][0]["heard"] == true)
    });
    assert_eq!((&taken["preroll_seconds"], &taken["paused_seconds"]), (&0.0.into(), &Value::Null), "{taken}");
    assert!(taken["confirmed_seconds"].as_f64().is_some_and(|seconds| seconds < 60.0), "{taken}");
    machine.run(["pause"]).expect_code(0);
    let paused = machine.status();
    assert!(paused["paused_seconds"].is_f64() && paused["confirmed_seconds"].is_null(), "{paused}");
    machine.run(["stop"]).expect_code(0);
}

#[test]
fn a_take_that_is_asked_for_while_the_input_is_being_opened_waits_for_it() {
    let machine = Machine::new();
    let server = SoundServer::start(&machine);
    server.set_default_source("pipe");
    let _microphone = Microphone::counting(&server.pipe());
    server.signal(Signal::STOP);
    let mut arming = spawn(machine.temoin(["arm", "--input", "PulseAudio:pipe"]));
    wait_for("a recorder", Duration::from_secs(5), || (machine.run(["status"]).code == Some(0)).then_some(()));
    let mut recording = spawn(machine.temoin(["record", "--detach"]));
    wait_for("the request", Duration::from_secs(5), || (machine.state() == "starting").then_some(()));
    assert!(recording.try_wait().expect("our own child").is_none(), "the answer waits for the lamp");
    server.signal(Signal::CONT);
    assert_eq!(recording.wait().expect("our own child").code(), Some(0));
    assert_eq!(machine.state(), "recording");
    assert_eq!(arming.wait().expect("our own child").code(), Some(0));
    machine.stop_after_a_fault();
}

#[test]
fn a_pause_that_is_asked_for_while_the_take_is_starting_is_carried_out_or_taken_back() {
    let machine = Machine::new();
    let server = SoundServer::start(&machine);
    server.set_default_source("pipe");
    let _microphone = Microphone::counting(&server.pipe());
    server.signal(Signal::STOP);
    let mut arming = spawn(machine.temoin(["arm", "--input", "PulseAudio:pipe"]));
    wait_for("a recorder", Duration::from_secs(5), || (machine.run(["status"]).code == Some(0)).then_some(()));
    let mut recording = spawn(machine.temoin(["record", "--detach"]));
    wait_for("the request", Duration::from_secs(5), || (machine.state() == "starting").then_some(()));
    let (mut caller, mut other) = (Caller::of(&machine), Caller::of(&machine));
    caller.send(&json!({"do": "pause"}));
    let has_taken_back = |other: &mut Caller| other.ask(json!({"do": "resume"}))["already"] != true;
    wait_for("the pause", Duration::from_secs(5), || has_taken_back(&mut other).then_some(()));
    assert_eq!(caller.answer()["ok"], true, "it is over before it has begun");
    caller.send(&json!({"do": "pause"}));
    assert_eq!(machine.state(), "starting");
    server.signal(Signal::CONT);
    assert_eq!(caller.answer()["ok"], true, "the answer comes with the pause");
    assert_eq!(machine.state(), "paused");
    assert_eq!(recording.wait().expect("our own child").code(), Some(0));
    assert_eq!(arming.wait().expect("our own child").code(), Some(0));
    machine.stop_after_a_fault();
}

fn spawn(mut command: Command) -> Child {
    command.stdout(Stdio::null()).spawn().expect("our own program")
}
