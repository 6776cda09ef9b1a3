//! Marks after the take, as a script changes them: `marks` and its family.

#[allow(dead_code)] // it is shared with tests that need more of it
mod common;

use std::path::Path;

use common::{Answer, Home};

const SESSION: &str = "2020-03-28-2030-nadia";

/// A copy of the demo library at `L`.
fn home() -> Home {
    let home = Home::new();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("recordings"), &home.path().join("L"));
    home
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().flatten() {
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() { copy(&path, &to) } else { std::fs::copy(&path, &to).map(drop).unwrap() }
    }
}

fn call(home: &Home, who: &str, arguments: &[&str]) -> Answer {
    let who = format!("who={who}");
    home.call(&[&["--library", "L", "--set", &who, "marks"], arguments].concat())
}

fn lise(home: &Home, arguments: &[&str]) -> Answer {
    let answer = call(home, "lise", arguments);
    assert_eq!(answer.code, 0, "{arguments:?}: {answer:?}");
    answer
}

#[test]
fn a_mark_that_may_stand_in_a_file_that_cannot_be_read_is_not_said_to_be_missing() {
    let home = home();
    let year = home.path().join("L/sessions/2020");
    std::fs::write(year.join(SESSION).join("markers-paul.toml"), b"format = 1\n\xff\n").unwrap();
    for act in ["edit", "delete"] {
        let strength: &[&str] = if act == "edit" { &["--strength", "2"] } else { &[] };
        let refused = call(&home, "lise", &[&[act, SESSION, "m-01JZZZZZZZZZZZZZZZZZZZZZZZ"], strength].concat());
        assert!(refused.code == 1 && refused.err.contains("markers-paul.toml"), "{refused:?}");
    }
}

#[test]
fn a_mark_is_added_changed_taken_away_brought_back_and_each_is_undone() {
    let home = home();
    let before = lise(&home, &[SESSION, "--json"]).json()["markers"].clone();
    let added = lise(&home, &["add", SESSION, "thread", "--at", "0:05", "--to", "8s", "--note", "son père ?", "--json"]).json();
    assert_eq!(
        (&added["session"], &added["marker"]["seconds"], &added["marker"]["length"]),
        (&SESSION.into(), &5.0.into(), &3.0.into())
    );
    let id = added["marker"]["id"].as_str().unwrap().to_owned();
    let short = &id[2..];
    let edited =
        lise(&home, &["edit", SESSION, short, "--nudge", "-0.5s", "--done=2020-03-29", "--strength", "2", "--json"]).json();
    assert_eq!((&edited["marker"]["seconds"], &edited["marker"]["done"]), (&4.5.into(), &"2020-03-29".into()));
    let point = lise(&home, &["edit", SESSION, &id, "--at", "6s", "--to", "6s", "--done=", "--note", "", "--json"]).json();
    assert_eq!((&point["marker"]["at"], &point["marker"]["end_frame"]), (&"00:00:06.000".into(), &serde_json::Value::Null));
    assert_eq!((&point["marker"]["done"], &point["marker"]["note"]), (&serde_json::Value::Null, &serde_json::Value::Null));
    lise(&home, &["delete", SESSION, &id]);
    let end = &id[id.len() - 4..];
    assert!(lise(&home, &[SESSION, "--deleted"]).out.contains(end) && !lise(&home, &[SESSION]).out.contains(end));
    assert!(lise(&home, &["restore", SESSION, &id]).out.contains(&id));
    for _ in 0..5 {
        assert!(lise(&home, &["undo"]).out.starts_with("Undone, "));
    }
    assert_eq!(lise(&home, &["undo"]).out, "There is nothing to undo.\n");
    assert_eq!(lise(&home, &[SESSION, "--json"]).json()["markers"], before);
}

#[test]
fn what_is_opened_is_told_and_nothing_is_by_the_way() {
    let home = home();
    let added = lise(&home, &["add", SESSION, "off-record", "--at", "10s", "--to", "20s", "--json"]).json();
    let id = added["marker"]["id"].as_str().unwrap();
    let refused = call(&home, "lise", &["edit", SESSION, id, "--nudge", "1s"]);
    assert_eq!((refused.code, refused.err.contains("off the record")), (1, true), "{refused:?}");
    let deleted = lise(&home, &["delete", SESSION, id]);
    assert!(deleted.err.starts_with("What was off the record there no longer is"), "{deleted:?}");
}

#[test]
fn two_marks_become_one() {
    let home = home();
    let add = |at: &str, note: &str| {
        let added = lise(&home, &["add", SESSION, "--at", at, "--note", note, "--json"]).json();
        added["marker"]["id"].as_str().unwrap().to_owned()
    };
    let (one, other) = (add("3s", "le bus"), add("5s", "sa mère"));
    let merged = lise(&home, &["merge", SESSION, &other, &one, "--json"]).json()["marker"].clone();
    assert_eq!((&merged["id"], &merged["length"], &merged["note"]), (&one.into(), &2.0.into(), &"le bus · sa mère".into()));
}

#[test]
fn wrong_words_end_with_2_and_what_cannot_be_done_with_1() {
    let home = home();
    let added = lise(&home, &["add", SESSION, "--at", "3s", "--json"]).json();
    let id = added["marker"]["id"].as_str().unwrap();
    let cases: &[(&[&str], i32)] = &[
        (&[], 2),
        (&["add", SESSION], 2),
        (&["add", SESSION, "nokind", "--at", "3s"], 2),
        (&["add", SESSION, "--at", "4s", "--to", "3s"], 2),
        (&["add", SESSION, "--at", "9:00:00"], 1),
        (&["add", SESSION, "--at", "7/3s"], 1),
        (&["edit", SESSION, id], 2),
        (&["edit", SESSION, id, "--at", "2/3s"], 2),
        (&["edit", SESSION, id, "--done=never"], 2),
        (&["edit", SESSION, id, "--at", "3s", "--nudge", "1s"], 2),
        (&["edit", SESSION, "m-none", "--strength", "1"], 1),
        (&["merge", SESSION, id, id], 2),
        (&["restore", SESSION, id], 1),
    ];
    for (arguments, code) in cases {
        let answer = call(&home, "lise", arguments);
        assert_eq!(answer.code, *code, "{arguments:?}: {answer:?}");
    }
    let refused = call(&home, "paul", &["delete", SESSION, id]);
    assert_eq!((refused.code, refused.err.contains("this mark is lise’s")), (1, true), "{refused:?}");
    assert!(!home.path().join("L/sessions/2020").join(SESSION).join("markers-paul.toml").exists());
}
