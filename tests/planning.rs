//! The guide of README.md from "Planning" on, and README.fr.md: commands are run as they stand there, and the agenda shows what the
//! guide says.

#[allow(dead_code)] // it is shared with tests that need more of it
mod common;

use std::os::unix::fs::symlink;
use std::process::Command;

use common::Home;

/// The first block of this language behind these words in the guide, or in the French one, as a person copies it.
fn block(language: &str, behind: &str) -> String {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    let english = read("README.md").split_once("\n## Planning").expect("the guide is in README.md").1.to_owned();
    let guide = english + &read("README.fr.md");
    let part = guide.split_once(behind).unwrap_or_else(|| panic!("{behind} is in the guide")).1;
    let block = part.split_once(&format!("```{language}\n")).expect("a block stands there").1;
    block.split_once("```").expect("it ends").0.to_owned()
}

/// Runs commands of the guide in a new library, on the morning of today (an hour of the guide may have passed later), with a file of the
/// guide beside it where one is given.
fn follow(behind: &str, file: Option<(&str, String)>) -> Home {
    let home = Home::new();
    assert_eq!(home.call(&["init", "L"]).code, 0);
    if let Some((name, text)) = file {
        home.write(&format!("L/{name}"), &text);
    }
    let programs = home.path().join("programs");
    std::fs::create_dir(&programs).unwrap();
    symlink(env!("CARGO_BIN_EXE_temoin"), programs.join("temoin")).unwrap();
    let commands = block("sh", behind);
    let mut shell = Command::new("faketime");
    shell.args(["00:30", "bash", "-euc", &commands]).current_dir(home.path().join("L")).env_clear();
    shell
        .env("FAKETIME_DONT_FAKE_MONOTONIC", "1")
        .env("HOME", home.path())
        .env("LANG", "C.UTF-8")
        .env("USER", "lise")
        .env("XDG_RUNTIME_DIR", home.path().join("run"));
    let path = format!("{}:/usr/bin:/bin", programs.display());
    let done = shell.env("PATH", path).output().expect("faketime is installed: `make setup`");
    assert!(done.status.success(), "{behind}: {commands}\n{}", String::from_utf8_lossy(&done.stderr));
    home
}

/// `nadia 2020-03-28T20:30:00+01:00 9/60` of each occurrence in these days.
fn agenda(home: &Home, from: &str, to: &str) -> Vec<String> {
    let answer = home.call(&["--library", "L", "agenda", "--from", from, "--to", to, "--json"]);
    let rows = answer.json()["occurrences"].as_array().unwrap().clone();
    let word = |row: &serde_json::Value| {
        let name = match row["chain"].as_str() {
            Some(chain) => format!("{}.{chain}", row["series"].as_str().unwrap()),
            None => row["series"].as_str().unwrap().to_owned(),
        };
        let of = row["of"].as_u64().map_or(String::new(), |of| format!(" {}/{of}", row["number"]));
        format!("{name} {}{of}", row["start"].as_str().unwrap())
    };
    rows.iter().map(word).collect()
}

#[test]
fn sixty_evenings_stay_at_half_past_eight_over_the_change_of_clocks() {
    let home = follow("### Sixty evenings", None);
    assert_eq!(
        agenda(&home, "2020-03-28", "2020-03-30"),
        [
            "nadia-le-soir 2020-03-28T20:30:00+01:00 9/60",
            "nadia-le-soir 2020-03-29T20:30:00+02:00 10/60",
            "nadia-le-soir 2020-03-30T20:30:00+02:00 11/60"
        ]
    );
    assert_eq!(agenda(&home, "2020-03-01", "2020-12-31").len(), 60);
}

#[test]
fn a_show_takes_its_chain_along() {
    let home = follow("### A show with its chain", None);
    assert_eq!(
        agenda(&home, "2027-01-01", "2027-01-31"),
        [
            "l-emission.preparation 2027-01-07T20:00:00+01:00 1/9",
            "l-emission.essai-technique 2027-01-13T20:00:00+01:00 1/9",
            "l-emission 2027-01-14T20:00:00+01:00 1/9",
            "l-emission.bilan 2027-01-16T20:00:00+01:00 1/9",
            "l-emission.preparation 2027-01-28T20:00:00+01:00 2/9"
        ]
    );
    assert_eq!(agenda(&home, "2027-02-03", "2027-02-04")[1], "l-emission 2027-02-04T20:00:00+01:00 2/9");
}

#[test]
fn a_holiday_is_skipped_and_the_series_stays_on_fridays() {
    let home = follow("### A Friday that is a holiday", None);
    assert_eq!(
        agenda(&home, "2020-04-20", "2020-05-10"),
        ["soiree-jeux 2020-04-24T20:00:00+02:00", "soiree-jeux 2020-05-08T20:00:00+02:00"]
    );
}

#[test]
fn people_places_and_turns_are_written_as_the_guide_says() {
    for behind in ["### Who, where", "## Qui, où"] {
        let home = follow(behind, None);
        let answer = home.call(&["--library", "L", "agenda", "--days", "60", "--json"]);
        let rows = answer.json()["occurrences"].as_array().unwrap().clone();
        let led: Vec<&str> = rows.iter().take(3).map(|row| row["roles"]["leader"].as_str().unwrap()).collect();
        assert_eq!(led, ["lise", "paul", "lise"], "{behind}");
        assert!(answer.code == 0 && rows[0]["place"] == "salle", "{behind}: {answer:?}");
    }
}

#[test]
fn the_french_guide_is_followed_word_by_word() {
    let home = follow("## Une série, en mots", None);
    assert_eq!(std::fs::read_dir(home.path().join("L/series")).unwrap().count(), 2);
    let home = follow("## Les jours fermés", None);
    let fridays = agenda(&home, "2020-04-20", "2020-06-10");
    assert_eq!(fridays.last().map(String::as_str), Some("soiree-jeux 2020-06-05T20:00:00+00:00 9/9"));
    assert!(fridays.iter().all(|row| !row.contains("2020-05-01")), "{fridays:?}");
    let home = follow("## Une émission", None);
    assert_eq!(agenda(&home, "2027-01-07", "2027-01-16").len(), 3);
}

#[test]
fn the_first_commands_of_the_guide_do_what_stands_beside_them() {
    let home = follow("All\ncommands here", None);
    let series = std::fs::read_dir(home.path().join("L/series")).unwrap();
    let mut names: Vec<String> = series.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, ["groupe.toml", "samir.toml"]);
    let text = std::fs::read_to_string(home.path().join("L/series/samir.toml")).unwrap();
    assert!(text.contains("T18:00:00") && !text.contains("[[change]]"), "{text}");
}

#[test]
fn one_file_gives_fifty_sessions_and_a_shift_moves_the_rest_of_one_group() {
    let file = block("toml", "### A cycle of groups");
    assert_eq!(file, include_str!("../examples/intervisions.toml"));
    let home = follow("### A cycle of groups", Some(("intervisions.toml", file)));
    let all = agenda(&home, "2021-01-01", "2021-12-31");
    assert_eq!(all.len(), 50);
    let of_seven: Vec<&str> = all.iter().filter(|row| row.starts_with("g7 ")).map(|row| &row[3..13]).collect();
    assert_eq!(of_seven, ["2021-01-18", "2021-02-15", "2021-03-08", "2021-03-29", "2021-05-10"]);
    let of_eight: Vec<&str> = all.iter().filter(|row| row.starts_with("g8 ")).map(|row| &row[3..13]).collect();
    assert_eq!(of_eight, ["2021-01-18", "2021-02-08", "2021-03-01", "2021-03-22", "2021-05-03"]);
}

#[test]
fn a_second_copy_is_a_library_and_the_way_back() {
    for (guide, card, back) in [("## A second copy", "card", "again"), ("## Une seconde copie", "carte", "retour")] {
        let home = follow(guide, None);
        let settings = |folder: &str| std::fs::read(home.path().join(folder).join("library.toml")).unwrap();
        assert!(settings("L") == settings(card) && settings("L") == settings(back));
    }
}

#[test]
fn the_french_guide_records_and_shows_it() {
    let home = follow("## Enregistrer", None);
    let shown = home.call(&["--library", "L", "show", "last", "--json"]).json();
    assert_eq!((shown["title"].as_str(), shown["take"].as_array().map(Vec::len)), (Some("Essai"), Some(1)), "{shown:?}");
}
