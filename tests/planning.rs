//! The guide of README.md "Planning": its commands are run as they stand there, and the agenda shows what the guide says.
//!
//! The part with a cycle of groups has its own test, beside the command that it needs.

mod common;

use std::os::unix::fs::symlink;
use std::process::Command;

use common::Home;

/// The commands of the guide behind the line that begins with these words, as a person copies them.
fn commands(behind: &str) -> String {
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let guide = readme.split_once("\n## Planning").expect("the guide is in README.md").1;
    let part = guide.split_once(behind).unwrap_or_else(|| panic!("{behind} is in the guide")).1;
    let block = part.split_once("```sh\n").expect("commands stand there").1;
    block.split_once("```").expect("they end").0.to_owned()
}

/// Runs commands of the guide in a library of Brussels.
fn follow(behind: &str) -> Home {
    let home = Home::new();
    assert_eq!(home.call(&["init", "L"]).code, 0);
    let settings = home.path().join("L/library.toml");
    let text = std::fs::read_to_string(&settings).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with("zone")).collect::<Vec<_>>().join("\n");
    std::fs::write(&settings, lines.replacen("format = 1\n", "format = 1\nzone = \"Europe/Brussels\"\n", 1) + "\n").unwrap();
    let programs = home.path().join("programs");
    std::fs::create_dir(&programs).unwrap();
    symlink(env!("CARGO_BIN_EXE_temoin"), programs.join("temoin")).unwrap();
    let mut shell = Command::new("bash");
    shell.args(["-euc", &commands(behind)]).current_dir(home.path().join("L")).env_clear();
    shell.env("HOME", home.path()).env("LANG", "C.UTF-8").env("USER", "lise").env("XDG_RUNTIME_DIR", home.path().join("run"));
    let path = format!("{}:/usr/bin:/bin", programs.display());
    let done = shell.env("PATH", path).output().expect("bash is there");
    assert!(done.status.success(), "{behind}: {}\n{}", commands(behind), String::from_utf8_lossy(&done.stderr));
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
    let home = follow("**Sixty evenings**");
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
    let home = follow("**A show with its chain**");
    assert_eq!(
        agenda(&home, "2027-01-01", "2027-01-31"),
        [
            "l-emission.preparation 2027-01-07T20:00:00+01:00 1/9",
            "l-emission.essai 2027-01-13T20:00:00+01:00 1/9",
            "l-emission 2027-01-14T20:00:00+01:00 1/9",
            "l-emission.bilan 2027-01-16T20:00:00+01:00 1/9",
            "l-emission.preparation 2027-01-28T20:00:00+01:00 2/9"
        ]
    );
    assert_eq!(agenda(&home, "2027-02-03", "2027-02-04")[1], "l-emission 2027-02-04T20:00:00+01:00 2/9");
}

#[test]
fn a_holiday_is_skipped_and_the_series_stays_on_fridays() {
    let home = follow("**A Friday that is a holiday**");
    assert_eq!(
        agenda(&home, "2020-04-20", "2020-05-10"),
        ["soiree-jeux 2020-04-24T20:00:00+02:00", "soiree-jeux 2020-05-08T20:00:00+02:00"]
    );
}

/// A call of `plan`, in a library with Nadia's sixty evenings.
fn plan(home: &Home, call: &[&str]) -> common::Answer {
    home.call(&[&["--library", "L", "plan"], call].concat())
}

#[test]
fn a_series_is_added_from_words_and_taken_back() {
    let home = Home::with_library();
    let call = ["add", "--title", "Samir", "--every", "en semaine 18h sauf le 4 juin", "--from", "2029-06-01", "--count", "12"];
    let added = plan(&home, &[&call[..], &["--guest", "s-03", "--minutes", "30 min"]].concat());
    assert_eq!(added.code, 0, "{added:?}");
    let expected = "Added: Samir.\n  Every weekday at 18:00, 12 times, from 1 June 2029, except 4 June.\n  Friday 1 June 2029, 18:00\n  \
                    Tuesday 5 June 2029, 18:00\n  Wednesday 6 June 2029, 18:00\n  samir\n";
    assert_eq!(added.out, expected);
    let file = home.path().join("L/series/samir.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    for line in ["rule = \"FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;COUNT=12\"", "skip = [2029-06-04]", "start = 2029-06-01T18:00:00"] {
        assert!(text.contains(line), "{line}: {text}");
    }
    let edited =
        plan(&home, &["edit", "samir", "--every", "un mardi sur deux à 14h", "--from", "2029-06-05", "--skip", "", "--json"]);
    let facts = edited.json();
    assert_eq!(facts["rule"], "Every other Tuesday at 14:00, 12 times, from 5 June 2029.");
    assert_eq!((edited.code, facts["id"].as_str(), facts["next"].as_array().unwrap().len()), (0, Some("samir"), 3));
    assert_eq!(plan(&home, &["undo"]).code, 0);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), text);
    assert_eq!(plan(&home, &["undo"]).code, 0);
    assert!(!file.exists());
}

#[test]
fn an_interval_counts_from_its_first_date() {
    let home = Home::with_library();
    let added = plan(&home, &["add", "--title", "G", "--every", "un mardi sur deux à 14h", "--from", "2029-06-01", "--json"]);
    let next = added.json()["next"].as_array().unwrap().clone();
    let days: Vec<&str> = next.iter().map(|start| &start.as_str().unwrap()[..16]).collect();
    assert_eq!(days, ["2029-06-05T14:00", "2029-06-19T14:00", "2029-07-03T14:00"]);
}

#[test]
fn a_clash_is_named_when_a_series_is_added_and_when_plans_are_checked() {
    let home = Home::with_library();
    let fine = plan(&home, &["check"]);
    assert!(fine.code == 0 && fine.out.starts_with("No clash"), "{fine:?}");
    let evening =
        |title: &str| plan(&home, &["add", "--title", title, "--every", "tous les jours 20h, 30 fois", "--guest", "s-03"]);
    assert_eq!(evening("A").code, 0);
    let second = evening("B");
    assert!(second.code == 3 && second.out.contains("s-03 is also in a@"), "{second:?}");
    let checked = plan(&home, &["check", "--days", "2"]);
    assert!(checked.code == 3 && checked.out.contains("s-03 is also in b@"), "{checked:?}");
    let facts = plan(&home, &["check", "--days", "5", "--json"]);
    assert!(facts.json()["clashing"].as_array().unwrap().len() >= 8, "{facts:?}");
    home.write("L/series/bad.toml", "format = 1\ntitel = \"B\"\n");
    let checked = plan(&home, &["check"]);
    assert!(checked.code == 3 && checked.err.contains("bad.toml:2"), "{checked:?}");
}

#[test]
fn words_to_be_read_aloud_may_come_from_standard_input() {
    let home = Home::with_library();
    let call = ["--library", "L", "plan", "edit", "nadia", "--announce", "-", "--quiet"];
    assert_eq!(home.call_with(&call, "Ceci est enregistré.\n".as_bytes()).code, 0);
    let text = std::fs::read_to_string(home.path().join("L/series/nadia.toml")).unwrap();
    assert!(text.contains("announce = \"Ceci est enregistré.\"") && text.contains("quiet = true"), "{text}");
}

#[test]
fn what_cannot_be_planned_is_told_with_an_example() {
    let home = Home::with_library();
    for (call, code, said) in [
        (&["add", "--title", "T"][..], 2, "--every \"weekday 20:30\""),
        (&["add", "--title", "T", "--every", "lorsque ça va"], 1, "found `lorsque`"),
        (&["add", "--title", "T", "--rule", "FREQ=DAYLY"], 1, "found `DAYLY`"),
        (&["add", "--title", "T", "--every", "daily", "--guest", "s-04"], 1, "did you mean `s-03`?"),
        (&["add", "--title", "T", "--every", "daily", "--place", "bar"], 1, "no place is called"),
        (&["add", "--title", "T", "--every", "daily", "--zone", "Bruxelles"], 2, "for example Europe/Brussels"),
        (&["add", "--title", "T", "--every", "daily", "--skip", "soon"], 1, "1 May, 8 May"),
        (&["add", "--title", "T", "--every", "daily", "--count", "0"], 1, "60 times"),
        (&["edit", "nadja", "--from", "18h"], 1, "nadia"),
        (&["edit", "nadia", "--every", "mardi"], 1, "past dates change no more"),
    ] {
        let answer = plan(&home, call);
        assert!(answer.code == code && answer.err.contains(said), "{call:?}: {answer:?}");
    }
    assert_eq!(std::fs::read_dir(home.path().join("L/series")).unwrap().count(), 1);
}
