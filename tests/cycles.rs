//! Cycles, chains and rotas from the command line: one file gives fifty sessions, and what hangs on a date moves with it.

#[allow(dead_code)] // it is shared with tests that need more of it
mod common;

use common::{Answer, Home};

const FILE: &str = include_str!("../examples/intervisions.toml");

/// A library in Brussels at `L`, with the example's file beside it, and whom and where it names.
fn home() -> Home {
    let home = Home::new();
    assert_eq!(home.call(&["init", "L", "--title", "Intervisions"]).code, 0);
    home.write("intervisions.toml", FILE);
    for person in ["anne", "bela", "chris", "dina"] {
        home.write(&format!("L/people/{person}.toml"), &format!("format = 1\nname = \"{person}\"\n"));
    }
    let settings = std::fs::read_to_string(home.path().join("L/library.toml")).unwrap();
    let places = ["lille", "mons", "appel"].map(|place| format!("[[place]]\nid = \"{place}\"\n"));
    home.write("L/library.toml", &format!("{settings}\n{}", places.concat()));
    home
}

fn plan(home: &Home, call: &[&str]) -> Answer {
    home.call(&[&["--library", "L", "--set", "language=en", "plan"], call].concat())
}

/// `g7@2021-01-18T09:30 2021-01-18T09:30 1/5` of each row of an agenda.
fn agenda(home: &Home, call: &[&str]) -> Vec<String> {
    let answer = home.call(&[&["--library", "L", "agenda", "--json"], call].concat());
    let document = answer.json();
    let rows = document["occurrences"].as_array().unwrap().iter();
    let text = |row: &serde_json::Value, key: &str| row[key].as_str().unwrap().to_owned();
    rows.map(|row| format!("{} {} {}/{}", text(row, "id"), &text(row, "start")[..16], row["number"], row["of"])).collect()
}

const YEAR: [&str; 4] = ["--from", "2021-01-01", "--to", "2021-12-31"];

#[test]
fn one_file_gives_fifty_dated_sessions_and_shifting_g7_2_moves_3_to_5_and_nothing_else() {
    let home = home();
    let ahead = plan(&home, &["cycle", "intervisions.toml", "--dry-run"]);
    assert!(ahead.code == 0 && ahead.out.contains("Series to write: 10; dates: 50; no clash."), "{ahead:?}");
    assert!(agenda(&home, &YEAR).is_empty(), "a dry run writes nothing");
    let done = plan(&home, &["cycle", "intervisions.toml"]);
    assert_eq!((done.code, done.out.as_str()), (0, "Cycle intervisions: 10 series written.\nDates: 50; no clash.\n"), "{done:?}");
    let before = agenda(&home, &YEAR);
    assert_eq!(before.len(), 50);
    let is_closed = |row: &String| ("2021-02-15".."2021-02-22").contains(&row.split(' ').nth(1).unwrap());
    assert!(!before.iter().any(is_closed), "{before:?}");
    let shifted = plan(&home, &["shift", "g7#2", "--by", "1w"]);
    assert!(shifted.code == 0 && shifted.out.contains("Monday 15 February 2021, 9:30  ▲ closed day"), "{shifted:?}");
    let after = agenda(&home, &YEAR);
    let moved: Vec<&String> = after.iter().filter(|row| !before.contains(row)).collect();
    assert_eq!(
        moved,
        [
            "g7@2021-02-08T09:30 2021-02-15T09:30 2/5",
            "g7@2021-03-01T09:30 2021-03-08T09:30 3/5",
            "g7@2021-03-22T09:30 2021-03-29T09:30 4/5",
            "g7@2021-05-03T09:30 2021-05-10T09:30 5/5"
        ]
    );
    assert_eq!(before.iter().filter(|row| after.contains(row)).count(), 46);
    let again = plan(&home, &["cycle", "intervisions.toml"]);
    assert!(again.code == 0 && again.out.contains("nothing to do, everything is as the file says"), "{again:?}");
    assert_eq!(agenda(&home, &YEAR), after);
}

#[test]
fn clashes_of_a_cycle_are_named_and_one_undo_takes_it_back() {
    let home = home();
    home.write(
        "deux.toml",
        &FILE
            .replace("2021-01-11T13:30:00", "2030-01-07T11:30:00")
            .replace("2021-01-11T09:30:00", "2030-01-07T09:30:00")
            .replace(
                "\"chris\", \"dina\"],  place = \"lille\" },\n  { id = \"g3\"",
                "\"anne\", \"dina\"],  place = \"lille\" },\n  { id = \"g3\"",
            ),
    );
    let ahead = plan(&home, &["cycle", "deux.toml", "--dry-run", "--json"]);
    assert_eq!(ahead.code, 3, "{ahead:?}");
    let document = ahead.json();
    assert_eq!((document["cycle"].as_str(), document["written"].as_bool()), (Some("deux"), Some(false)));
    assert_eq!(document["series"][0]["did"], "added");
    let done = plan(&home, &["cycle", "deux.toml"]);
    assert!(done.code == 3 && done.out.contains("that clash: 10."), "{done:?}");
    assert!(done.out.contains("▲ anne is also in Intervision, groupe 2, "), "{done:?}");
    let undone = plan(&home, &["undo"]);
    assert_eq!((undone.code, undone.out.as_str()), (0, "Undone: the cycle “deux”.\n"));
    assert_eq!(std::fs::read_dir(home.path().join("L/series")).unwrap().count(), 0);
}

#[test]
fn a_mistake_in_a_cycle_is_named_with_its_line_and_nothing_is_written() {
    let home = home();
    home.write("faux.toml", &FILE.replace("sessions = 5", "sesions = 5"));
    let refused = plan(&home, &["cycle", "faux.toml"]);
    assert!(refused.code == 1 && refused.err.contains("faux.toml:7: unknown key `sesions`"), "{refused:?}");
    home.write("inconnu.toml", &FILE.replace("\"anne\"", "\"ann\""));
    let unknown = plan(&home, &["cycle", "inconnu.toml", "--dry-run"]);
    assert!(unknown.code == 3 && unknown.err.contains("inconnu.toml: nobody is called `ann`"), "{unknown:?}");
    assert!(plan(&home, &["cycle", "nowhere.toml"]).err.contains("this file is not there"));
    assert!(agenda(&home, &YEAR).is_empty());
}

const SHOW: &str = "format = 1\ntitle = \"L’émission\"\nstart = 2021-09-02T20:00:00\nzone = \"Europe/Brussels\"\nminutes = 180\n\
    rule = \"FREQ=MONTHLY;BYDAY=1TH;COUNT=3\"\n\
    [[chain]]\nid = \"preparation\"\nby = \"-P7D\"\nminutes = 60\n[[chain]]\nid = \"test\"\nby = \"-P1D\"\nminutes = 30\n\
    [[chain]]\nid = \"debrief\"\nby = \"P2D\"\nminutes = 45\n";

#[test]
fn a_show_has_its_chain_and_takes_it_along_when_it_moves_shifts_or_is_cancelled() {
    let home = home();
    home.write("L/series/emission.toml", SHOW);
    let october = ["--from", "2021-09-25", "--to", "2021-10-20"];
    assert_eq!(
        agenda(&home, &october),
        [
            "emission.preparation@2021-09-30T20:00 2021-09-30T20:00 2/3",
            "emission.test@2021-10-06T20:00 2021-10-06T20:00 2/3",
            "emission@2021-10-07T20:00 2021-10-07T20:00 2/3",
            "emission.debrief@2021-10-09T20:00 2021-10-09T20:00 2/3"
        ]
    );
    assert_eq!(plan(&home, &["move", "emission#2", "--to", "2021-10-14 20:00"]).code, 0);
    let moved = agenda(&home, &october);
    assert_eq!(
        moved,
        [
            "emission.preparation@2021-09-30T20:00 2021-10-07T20:00 2/3",
            "emission.test@2021-10-06T20:00 2021-10-13T20:00 2/3",
            "emission@2021-10-07T20:00 2021-10-14T20:00 2/3",
            "emission.debrief@2021-10-09T20:00 2021-10-16T20:00 2/3"
        ]
    );
    let refused = plan(&home, &["move", "emission.test@2021-10-06T20:00", "--to", "2021-10-12 20:00"]);
    assert!(refused.code == 1 && refused.err.contains("move emission@2021-10-07T20:00"), "{refused:?}");
    assert_eq!(plan(&home, &["undo"]).code, 0);
    assert_eq!(plan(&home, &["shift", "emission#2", "--by", "1d"]).code, 0);
    let all = agenda(&home, &YEAR);
    assert!(all.contains(&"emission.preparation@2021-10-28T20:00 2021-10-29T20:00 3/3".to_owned()), "{all:?}");
    assert!(all.contains(&"emission.debrief@2021-09-04T20:00 2021-09-04T20:00 1/3".to_owned()), "{all:?}");
    assert_eq!(plan(&home, &["cancel", "emission#2"]).code, 0);
    let rows = home.call(&[&["--library", "L", "agenda", "--json"][..], &october].concat()).json();
    let rows = rows["occurrences"].as_array().unwrap();
    assert!(rows.len() == 4 && rows.iter().all(|row| row["state"] == "cancelled"), "{rows:?}");
}

const GAMES: &str = "format = 1\ntitle = \"Soirée jeux\"\nstart = 2030-01-04T20:00:00\nzone = \"Europe/Brussels\"\n\
    rule = \"FREQ=WEEKLY;COUNT=6\"\n[[rota]]\nrole = \"leader\"\npeople = [\"ana\", \"bob\", \"cleo\"]\n\
    [[rota]]\nrole = \"helper\"\npeople = [\"ana\", \"bob\", \"cleo\"]\n";

/// Roles are proposed for what is to come, so the evenings begin in three days.
fn games() -> Home {
    let home = home();
    let first = chrono::Utc::now().date_naive() + chrono::Days::new(3);
    home.write("L/series/jeux.toml", &GAMES.replace("2030-01-04", &first.to_string()));
    ["ana", "bob", "cleo"].iter().for_each(|id| {
        home.write(&format!("L/people/{id}.toml"), &format!("format = 1\nname = \"{id}\"\n"));
    });
    home
}

/// `ana bob`, leader and helper of each evening.
fn roles(home: &Home) -> Vec<String> {
    let document = home.call(&["--library", "L", "agenda", "--days", "60", "--json"]).json();
    let who = |row: &serde_json::Value, role: &str| row["roles"][role].as_str().unwrap_or("-").to_owned();
    let rows = document["occurrences"].as_array().unwrap().iter();
    rows.map(|row| format!("{} {}", who(row, "leader"), who(row, "helper"))).collect()
}

#[test]
fn a_rota_proposes_whose_turn_it_is_and_a_turn_is_set_by_hand() {
    let home = games();
    assert_eq!(roles(&home)[..3], ["ana bob", "bob ana", "cleo bob"].map(str::to_owned), "{:?}", roles(&home));
    let turned = plan(&home, &["turn", "jeux#1", "--role", "leader", "--person", "cleo"]);
    assert!(turned.code == 0 && turned.out.contains("leader is cleo"), "{turned:?}");
    assert_eq!(roles(&home)[..2], ["cleo ana", "ana bob"].map(str::to_owned));
    assert_eq!(plan(&home, &["cancel", "jeux#2"]).code, 0);
    assert_eq!(roles(&home)[..3], ["cleo ana", "- -", "ana bob"].map(str::to_owned));
    let shown = home.call(&["--library", "L", "--set", "language=en", "agenda"]);
    assert!(shown.out.contains("helper: ana, leader: cleo"), "{shown:?}");
    assert_eq!(plan(&home, &["undo"]).code, 0);
    assert_eq!(plan(&home, &["undo"]).code, 0);
    assert_eq!(roles(&home)[0], "ana bob");
}

#[test]
fn a_turn_of_an_unknown_role_or_person_is_told_with_what_there_is() {
    let home = games();
    let refused = plan(&home, &["turn", "jeux#1", "--role", "cook", "--person", "bob"]);
    assert!(refused.code == 1 && refused.err.contains("its roles: leader, helper"), "{refused:?}");
    assert_eq!(plan(&home, &["turn", "jeux#1", "--role", "leader", "--person", "nobody"]).code, 1);
    assert_eq!(plan(&home, &["turn", "jeux#1", "--person", "bob"]).code, 2);
}

#[test]
fn who_had_a_role_stands_in_the_session_and_counts_from_then_on() {
    let home = games();
    let id = home.call(&["--library", "L", "agenda", "--json"]).json()["occurrences"][0]["id"].as_str().unwrap().to_owned();
    let recorded = home.call(&["--library", "L", "record", &id, "--input", "none", "--for", "1s"]);
    assert_eq!(recorded.code, 0, "{recorded:?}");
    let shown = home.call(&["--library", "L", "show", "last", "--json"]).json();
    assert_eq!((shown["roles"]["leader"].as_str(), shown["roles"]["helper"].as_str()), (Some("ana"), Some("bob")), "{shown}");
    assert_eq!(plan(&home, &["turn", "jeux#1", "--role", "leader", "--person", "bob"]).code, 1);
    assert_eq!(roles(&home)[..2], ["ana bob", "bob ana"].map(str::to_owned));
}
