//! Questions of the public come from everywhere, and none is lost or asked twice; what is said about a mark off the record stays there.

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::process::{Child, Stdio};
use std::thread::{scope, sleep};
use std::time::Duration;

use rustix::process::Signal;
use serde_json::{Value, json};
use temoin::clock::Monotonic;

use crate::listening::{NUMBERS, RATE, listen, read_numbers, write_numbered};
use crate::rig::{Dice, Hand, Machine, SoundServer, Terminal, short_or_long, wait_for};

const PATIENCE: Duration = Duration::from_secs(20);

#[track_caller]
fn asked(hand: &mut Hand, request: Value) -> Value {
    let answer = hand.reply(&request).expect("an answer");
    assert_eq!(answer["ok"], true, "{request}: {answer}");
    answer
}

/// The questions of the last session that stand, by their words.
fn questions(machine: &Machine) -> BTreeMap<String, Vec<Value>> {
    let mut found: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    let shown = machine.json(["show", "last", "--json"]);
    for mark in shown["markers"].as_array().expect("markers").iter().filter(|mark| mark["kind"] == "question") {
        found.entry(mark["note"].as_str().expect("words").to_owned()).or_default().push(mark.clone());
    }
    found
}

fn follow(machine: &Machine) -> Child {
    let mut command = machine.temoin(["ask".as_ref(), "--follow".as_ref(), machine.path("chat.txt").as_os_str()]);
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("our own program")
}

fn append(machine: &Machine, text: &str) {
    let mut file = OpenOptions::new().create(true).append(true).open(machine.path("chat.txt")).expect("a file");
    file.write_all(text.as_bytes()).expect("room on the disk");
}

fn end(mut child: Child) {
    child.kill().expect("our own child");
    child.wait().expect("our own child");
}

#[test]
fn forty_questions_from_the_command_line_the_socket_and_a_file_are_each_there_once() {
    let machine = Machine::new();
    machine.record(["--input", "none"]);
    append(&machine, &format!("{}\n", "too long ".repeat(10_000)));
    let follower = follow(&machine);
    scope(|scope| {
        for door in 0..3 {
            let machine = &machine;
            scope.spawn(move || {
                let mut hand = Hand::to(machine).expect("the recorder listens");
                for number in (door..40).step_by(3) {
                    let words = format!("Question {number}\u{a0}?");
                    match door {
                        0 => machine.run(["ask", &words, "--from", "Ève"]).expect_code(0),
                        1 => drop(asked(&mut hand, json!({"do": "mark", "kind": "question", "note": words, "state": "asked"}))),
                        _ => append(machine, &format!("Le “chat”\t{words}\r\n")),
                    }
                }
            });
        }
    });
    wait_for("forty questions", PATIENCE, || (questions(&machine).len() == 40).then_some(()));
    end(follower);
    machine.run(["ask", " "]).expect_code(2);
    machine.run(["stop"]).expect_code(0);
    let found = questions(&machine);
    assert!(found.values().all(|same| same.len() == 1 && same[0]["state"] == "asked"), "{found:?}");
    assert_eq!(found["Question 0\u{a0}?"][0]["from"], "Ève");
    assert_eq!(found["Question 2\u{a0}?"][0]["from"], "Le “chat”");
    machine.run(["ask", "Encore\u{a0}?"]).expect_code(4);
}

/// Somebody takes and answers some of them by keys, on the screen; each of those ranges plays what was said in it, and nothing else.
#[test]
fn forty_questions_by_key_command_line_and_file_in_one_take_are_all_there_and_each_answer_is_heard() {
    let machine = Machine::speaking("fr");
    let source = machine.path("numbered.wav");
    write_numbered(&source, 240 * RATE);
    let recorder = machine.record(["--input", &format!("file:{}", source.display()), "--set", "audio.bits=16"]);
    append(&machine, "");
    let follower = follow(&machine);
    let terminal = Terminal::open(&machine, (80, 24));
    terminal.call("temoin");
    terminal.expect("aucun repère");
    terminal.press("a");
    terminal.expect("─ questions ─");
    scope(|scope| {
        scope.spawn(|| (0..13).for_each(|n| machine.run(["ask", &format!("c{n}"), "--from", "Jo"]).expect_code(0)));
        scope.spawn(|| (0..13).for_each(|n| append(&machine, &format!("Mimi75\tf{n}\n"))));
        for n in 0..14 {
            terminal.press("a");
            terminal.type_in(&format!("k{n}"));
            terminal.press("enter");
        }
    });
    terminal.expect("questions ─ 40 en attente");
    end(follower);
    let answers = short_or_long(10, 39);
    for answered in 1..=answers {
        terminal.press("enter");
        terminal.expect("▌ en cours");
        terminal.press("enter");
        terminal.expect_all(&["Répondu", &format!("questions ─ 40, dont {} en attente", 40 - answered)]);
    }
    terminal.press("left");
    terminal.expect("gardée pour la suite");
    machine.run(["stop"]).expect_code(0);
    recorder.wait_for_end();

    let found = questions(&machine);
    assert!(found.len() == 40 && found.values().all(|same| same.len() == 1), "each is there once: {:?}", found.keys());
    let in_state = |state: &str| {
        let mut marks: Vec<&Value> = found.values().flatten().filter(|mark| mark["state"] == state).collect();
        marks.sort_by_key(|mark| mark["frame"].as_u64());
        marks
    };
    assert_eq!((in_state("answered").len(), in_state("parked").len(), in_state("asked").len()), (answers, 1, 39 - answers));
    expect_heard(&machine, &in_state("answered"));
}

/// Each of the ranges, played one after the other, is heard frame by frame.
fn expect_heard(machine: &Machine, ranges: &[&Value]) {
    let first = read_numbers(&machine.parts()[0])[0];
    let _server = SoundServer::start(machine);
    let ids: Vec<&str> = ranges.iter().map(|mark| mark["id"].as_str().expect("an id")).collect();
    let mut heard = listen(machine, &format!("marks {}", ids.join(" "))).1.into_iter().peekable();
    for mark in ranges {
        let (from, to) = (mark["frame"].as_u64().expect("a frame"), mark["end_frame"].as_u64().expect("a range"));
        let into = |number: u64| (number + NUMBERS - (first + from) % NUMBERS) % NUMBERS;
        let frames: Vec<u64> = std::iter::from_fn(|| heard.next_if(|number| into(*number) < to - from).map(into)).collect();
        assert!(to - from > RATE / 4 && frames.is_sorted(), "{mark}");
        // On a busy machine a listener loses a few frames here and there.
        assert!(frames.len() as u64 * 100 >= (to - from) * 99, "{} of {} frames: {mark}", frames.len(), to - from);
    }
    assert_eq!(heard.next(), None, "and nothing else");
}

#[test]
fn taking_a_question_answers_the_one_before_and_what_is_open_at_the_stop_ends_there() {
    let machine = Machine::new();
    machine.record(["--input", "none"]);
    let mut hand = Hand::to(&machine).expect("the recorder listens");
    let ids: Vec<Value> = ["un", "deux", "trois", "quatre"]
        .map(|words| {
            asked(&mut hand, json!({"do": "mark", "kind": "question", "note": words, "state": "asked"}))["marker"]["id"].clone()
        })
        .into();
    let mark = asked(&mut hand, json!({"do": "mark"}))["marker"]["id"].clone();
    let mut put = |n: usize, state: &str| asked(&mut hand, json!({"do": "edit", "id": ids[n], "state": state}))["marker"].clone();
    let first = put(0, "taken");
    assert_eq!(first["open"], true);
    machine.wait_for_frame(first["frame"].as_u64().expect("a frame") + 1); // the answer
    let second = put(1, "taken");
    put(2, "taken");
    assert_eq!(put(2, "parked")["open"], Value::Null);
    put(3, "taken");
    let undone = asked(&mut hand, json!({"do": "undo"}));
    assert_eq!((&undone["marker"]["id"], &undone["marker"]["state"]), (&ids[3], &"asked".into()), "the last act");
    asked(&mut hand, json!({"do": "edit", "id": ids[3], "state": "taken"}));
    // One that was kept in an earlier session is made as it is taken: that can be taken back, and with it the end of the answer before.
    let earlier = asked(&mut hand, json!({"do": "mark", "kind": "question", "note": "cinq", "from": "Jo", "state": "taken"}));
    assert_eq!((&earlier["marker"]["open"], &earlier["marker"]["from"]), (&true.into(), &"Jo".into()));
    let undone = asked(&mut hand, json!({"do": "undo"}));
    assert_eq!((&undone["marker"]["id"], &undone["marker"]["deleted"]), (&earlier["marker"]["id"], &true.into()));
    let undone = asked(&mut hand, json!({"do": "undo"}));
    assert_eq!((&undone["marker"]["id"], &undone["marker"]["state"]), (&ids[3], &"taken".into()));
    let refused = hand.reply(&json!({"do": "edit", "id": mark, "state": "taken"})).expect("an answer");
    assert_eq!((&refused["ok"], &refused["exit"]), (&false.into(), &2.into()), "{refused}");
    machine.run(["stop"]).expect_code(0);

    let found = questions(&machine);
    let one = |words: &str| found[words][0].clone();
    assert_eq!((&one("un")["state"], &one("un")["end_frame"]), (&"answered".into(), &second["frame"]));
    assert!(one("un")["end_frame"].as_u64() > one("un")["frame"].as_u64(), "{found:?}");
    assert_eq!((&one("deux")["state"], &one("trois")["state"]), (&"answered".into(), &"parked".into()));
    assert_eq!(one("trois")["end_frame"], Value::Null);
    assert_eq!(one("quatre")["state"], "answered", "it was being answered when the take was stopped");
    assert!(one("quatre")["end_frame"].is_u64());
}

#[test]
fn a_question_that_was_asked_off_the_record_leaves_by_no_export_though_it_is_taken_later() {
    let machine = Machine::new();
    machine.record(["--input", "none"]);
    let mut hand = Hand::to(&machine).expect("the recorder listens");
    let mut ask = |words: &str| {
        asked(&mut hand, json!({"do": "mark", "kind": "question", "note": words, "state": "asked"}))["marker"]["id"].clone()
    };
    let early = ask("avant");
    machine.run(["mark", "off-record"]).expect_code(0);
    let hidden = ask("le nom du père");
    let sooner = machine.status()["frames"].as_u64();
    wait_for("some time", PATIENCE, || (machine.status()["frames"].as_u64() > sooner).then_some(()));
    machine.run(["mark", "off-record"]).expect_code(0);
    for id in [&early, &hidden] {
        asked(&mut hand, json!({"do": "edit", "id": id, "state": "taken"}));
    }
    machine.run(["stop"]).expect_code(0);
    assert_eq!(questions(&machine)["le nom du père"][0]["state"], "answered");
    for format in ["csv", "vtt", "json"] {
        let handed = machine.run(["export", "last", "--as", format, "--use", "film", "--out", "-"]);
        handed.expect_code(3);
        assert!(handed.facts.contains("avant") && !handed.facts.contains("père"), "{format}: {}", handed.facts);
    }
}

/// Killed at any moment, the one who reads the file asks again under the same name; the recorder may die too.
#[test]
fn a_file_of_questions_is_asked_once_whoever_is_killed() {
    let machine = Machine::new();
    append(&machine, "line 0\n");
    let mut follower = follow(&machine);
    let mut recorder = machine.record(["--input", "none"]);
    let session = machine.session().file_name().expect("a name").to_string_lossy().into_owned();
    let (kills, mut dice) = (short_or_long(8, 60), Dice::of(40));
    for number in 1..=kills {
        append(&machine, &format!("line {number}, "));
        sleep(Duration::from_millis(dice.between(0, 60)));
        append(&machine, "whole\nagain the same\n");
        sleep(Duration::from_millis(dice.between(0, 400)));
        end(follower);
        if number == kills / 2 {
            recorder.signal(Signal::KILL);
            recorder.wait_for_end();
            recorder = machine.record([session.as_str(), "--input", "none"]);
        }
        follower = follow(&machine);
    }
    let all = 1 + 2 * kills as usize;
    let count = || questions(&machine).values().map(Vec::len).sum::<usize>();
    wait_for("every line", PATIENCE, || (count() >= all).then_some(()));
    end(follower);
    machine.stop_after_a_fault();
    recorder.wait_for_end();
    let found = questions(&machine);
    assert_eq!((count(), found["again the same"].len()), (all, kills as usize), "{:?}", found.keys());
    assert!((1..=kills).all(|number| found[&format!("line {number}, whole")].len() == 1), "{:?}", found.keys());
}

#[test]
fn words_typed_off_the_record_onto_an_earlier_mark_are_a_note_of_their_own() {
    let machine = Machine::new();
    machine.record(["--input", "none"]);
    let mut hand = Hand::to(&machine).expect("the recorder listens");
    let frames = || machine.status()["frames"].as_u64().unwrap_or_default();
    let mark = asked(&mut hand, json!({"do": "mark", "ago": 0, "note": "sa voix", "strength": 1}))["marker"].clone();
    let sooner = frames();
    wait_for("some time", PATIENCE, || (frames() > sooner + 50).then_some(()));
    asked(&mut hand, json!({"do": "mark", "kind": "off-record"}));

    let edit = json!({"do": "edit", "id": mark["id"], "note": "le nom du père", "strength": 3});
    let answer = asked(&mut hand, edit);
    assert!(answer["message"].as_str().is_some_and(|words| words.contains("note of their own")), "{answer}");
    assert_eq!((&answer["marker"]["note"], &answer["marker"]["strength"]), (&"sa voix".into(), &3.into()));
    // What lies off the record itself keeps its words, and so does what reaches back from there.
    let inside = asked(&mut hand, json!({"do": "mark", "ago": 0, "note": "dedans"}))["marker"].clone();
    asked(&mut hand, json!({"do": "edit", "id": inside["id"], "note": "dedans, encore"}));
    asked(&mut hand, json!({"do": "mark", "kind": "off-record"}));
    asked(&mut hand, json!({"do": "edit", "id": mark["id"], "note": "sa voix se casse"}));
    machine.run(["stop"]).expect_code(0);

    let shown = machine.json(["show", "last", "--json"]);
    let marks = shown["markers"].as_array().expect("markers");
    let one = |what: fn(&Value) -> bool| marks.iter().find(|mark| what(mark)).expect("it is there");
    let stretch = one(|mark| mark["kind"] == "off-record");
    let note = one(|mark| mark["kind"] == "note");
    assert_eq!(note["note"], "le nom du père");
    let (from, to) = (stretch["frame"].as_u64(), stretch["end_frame"].as_u64());
    assert!(from <= note["frame"].as_u64() && note["frame"].as_u64() <= to, "{note} within {stretch}");
    assert_eq!(one(|mark| mark["strength"] == 3)["note"], "sa voix se casse", "on the record again");
    assert!(marks.iter().any(|mark| mark["note"] == "dedans, encore"), "{marks:?}");
    let text = fs::read_dir(machine.session()).expect("a folder").filter_map(|entry| {
        let path = entry.expect("a readable folder").path();
        path.file_name()?.to_str()?.starts_with("markers-").then(|| fs::read_to_string(&path).expect("text"))
    });
    assert_eq!(text.collect::<String>().matches("le nom du père").count(), 1, "on the note alone");
}

#[test]
fn words_typed_off_the_record_onto_a_range_that_touches_it_stay_when_the_range_is_cut_short() {
    let machine = Machine::new();
    machine.record(["--input", "none"]);
    let mut hand = Hand::to(&machine).expect("the recorder listens");
    let later = |frames: u64| {
        let now = || machine.status()["frames"].as_u64().unwrap_or_default();
        let sooner = now();
        wait_for("some time", PATIENCE, || (now() > sooner + frames).then_some(()));
    };
    let request = json!({"do": "mark", "kind": "touching", "edge": "begin", "ago": 0, "note": "sa voix"});
    let begun = asked(&mut hand, request)["marker"].clone();
    let (cut, from) = (begun["id"].as_str().expect("an id"), begun["seconds"].as_f64().expect("a place"));
    later(1200);
    machine.run(["mark", "off-record", "--begin"]).expect_code(0);
    asked(&mut hand, json!({"do": "edit", "id": cut, "note": "le nom du père"}));
    machine.run(["mark", "off-record", "--end"]).expect_code(0);
    later(50);
    machine.run(["mark", "touching", "--end"]).expect_code(0);
    asked(&mut hand, json!({"do": "mark", "ago": 0, "note": "encore elle"}));
    machine.run(["stop"]).expect_code(0);
    machine.run(["marks", "edit", "last", cut, "--to", &format!("{:.3}s", from + 0.5)]).expect_code(0);
    let handed = machine.run(["export", "last", "--as", "csv", "--use", "film", "--out", "-"]);
    handed.expect_code(3);
    assert!(handed.facts.contains("encore elle") && !handed.facts.contains("père"), "{}", handed.facts);
}

/// The recorder was busy: the words arrive when the key that ends it has long been pressed.
#[test]
fn words_that_arrive_late_lie_off_the_record_all_the_same() {
    let machine = Machine::new();
    machine.record(["--input", "none"]);
    let mut hand = Hand::to(&machine).expect("the recorder listens");
    let frames = || machine.status()["frames"].as_u64().unwrap_or_default();
    let mark = asked(&mut hand, json!({"do": "mark", "ago": 0, "note": "sa voix"}))["marker"].clone();
    let made = frames();
    wait_for("a moment between the mark and what is off the record", PATIENCE, || (frames() > made + 50).then_some(()));
    asked(&mut hand, json!({"do": "mark", "kind": "off-record"}));
    let begun = frames();
    wait_for("half a second", PATIENCE, || (frames() > begun + 500).then_some(()));
    let now = Monotonic::now();
    let [typed, ended] = [300, 200].map(|milliseconds| now.minus(milliseconds * 1_000_000).0);
    asked(&mut hand, json!({"do": "edit", "id": mark["id"], "note": "le nom du père", "mono": typed}));
    asked(&mut hand, json!({"do": "mark", "kind": "off-record", "mono": ended}));
    machine.run(["stop"]).expect_code(0);
    let handed = machine.run(["export", "last", "--as", "csv", "--use", "film", "--out", "-"]);
    handed.expect_code(3);
    assert!(handed.facts.contains("sa voix") && !handed.facts.contains("père"), "{}", handed.facts);
}
