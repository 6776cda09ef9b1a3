//! `agenda --ics` as python3-icalendar, python3-vobject and khal read it: each shows the wall times of `agenda --json`.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::common::Home;

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/read_calendars.py");

/// Two years, both clock changes of each.
const DAYS: [&str; 2] = ["2020-01-01", "2021-12-31"];

const LIBRARY: &str = r#"format = 1
id = "01JD3Z5N0V9Q4T8R2M6K7P1XAB"
title = "La première vague; 2020, 2021"
zone = "Europe/Brussels"
closed = ["2020-04-06/2020-04-19", "holidays.ics"]
[[place]]
id = "appel"
name = "Appel vidéo; salle 2, étage"
"#;

/// 1 May, every year.
const HOLIDAYS: &str = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:19700501\r\nRRULE:FREQ=YEARLY\r\n\
                        END:VEVENT\r\nEND:VCALENDAR\r\n";

/// Each thing that a series can say.
const SERIES: [(&str, &str); 12] = [
    (
        "soir",
        r#"start = 2020-03-20T20:30:00
rule = "FREQ=DAILY;COUNT=60"
minutes = 45
skip = [2020-04-22]
also = [2020-04-12T12:00:00, 2021-01-02T03:00:00]
on_closed = "keep"
guests = ["s-03"]
place = "appel"
change = [
  { of = 2020-04-02T20:30:00, to = 2020-04-02T12:00:00 },
  { of = 2020-04-05T20:30:00, cancelled = true },
  { of = 2020-04-25T20:30:00, by = "PT30M", following = true },
]
"#,
    ),
    (
        "emission",
        r#"start = 2020-01-01T20:00:00
rule = "FREQ=MONTHLY;BYDAY=1TH"
minutes = 120
change = [{ of = 2020-05-07T20:00:00, to = 2020-05-12T20:00:00 }]
chain = [
  { id = "preparation", by = "-P7D", minutes = 30 },
  { id = "essai", by = "-P1D" },
  { id = "bilan", by = "P2DT1H" },
]
"#,
    ),
    ("vendredi", "start = 2020-03-06T19:00:00\nrule = \"FREQ=WEEKLY;COUNT=20\"\non_closed = \"shift\"\n"),
    ("nuit", "start = 2020-03-20T02:30:00\nrule = \"FREQ=DAILY\"\nminutes = 20\n"),
    (
        "york",
        r#"zone = "America/New_York"
start = 2020-03-02T09:00:00
rules = ["FREQ=WEEKLY;BYDAY=MO;UNTIL=20201231", "FREQ=MONTHLY;BYMONTHDAY=15;COUNT=8"]
change = [{ of = 2020-03-09T09:00:00, to = 2020-03-10T09:00:00 }]
"#,
    ),
    (
        "decale",
        r#"start = 2020-01-06T18:00:00
rule = "FREQ=WEEKLY;BYDAY=MO"
change = [
  { of = 2020-06-01T18:00:00, by = "P1D", following = true },
  { of = 2021-06-07T18:00:00, to = 2021-06-09T18:00:00 },
]
"#,
    ),
    ("une", "start = 2020-06-06T18:00:00\nchange = [{ of = 2020-06-06T18:00:00, to = 2020-06-07T18:00:00 }]\n"),
    ("quinzaine", "start = 2020-01-01T18:30:00\nrule = \"FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=SU,TU;UNTIL=20210615\"\n"),
    (
        "suivi",
        r#"start = 2020-01-07T09:30:00
rule = "FREQ=WEEKLY;INTERVAL=3;BYDAY=TU"
on_closed = "keep"
change = [
  { of = 2020-03-10T09:30:00, by = "P7D", following = true },
  { of = 2020-05-12T09:30:00, cancelled = true },
  { of = 2020-10-06T09:30:00, by = "-PT1H", following = true },
]
[[chain]]
id = "annonce"
title = "annonce"
by = "-P3D"
minutes = 15
"#,
    ),
    (
        "tournante",
        r#"start = 2020-03-27T18:00:00
rule = "FREQ=WEEKLY;BYDAY=FR;COUNT=12"
heavy = true
skip = [2020-05-08]
rota = [{ role = "leader", people = ["s-03", "s-04"] }]
change = [{ of = 2020-04-24T18:00:00, cancelled = true }]
step = [{ title = "Ouverture", minutes = 10 }]
chain = [{ id = "rangement", title = "rangement", by = "PT3H", minutes = 30 }]
"#,
    ),
    ("derniers", "start = 2020-01-31T23:30:00\nrule = \"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1\"\nminutes = 90\n"),
    ("rabat", "zone = \"Africa/Casablanca\"\nstart = 2020-01-01T18:30:00\nrule = \"FREQ=WEEKLY;COUNT=100\"\n"),
];

fn home() -> Home {
    let home = Home::new();
    home.write("L/library.toml", LIBRARY);
    home.write("L/holidays.ics", HOLIDAYS);
    home.write("L/people/s-03.toml", "format = 1\nname = \"Nadia Ghesquière\"\nshown = \"N., pneumologue\"\ncode = \"S-03\"\n");
    for (id, text) in SERIES {
        home.write(&format!("L/series/{id}.toml"), &format!("format = 1\ntitle = \"{id}\"\n{text}"));
    }
    home
}

fn exported(home: &Home, library: &str) -> String {
    let answer = home.call(&["--library", library, "agenda", "--from", DAYS[0], "--to", DAYS[1], "--ics"]);
    assert_eq!((answer.code, answer.err.as_str()), (0, ""));
    answer.out
}

/// Every series of a library, byte by byte.
fn files(home: &Home, library: &str) -> BTreeMap<PathBuf, Vec<u8>> {
    let folder = home.path().join(library).join("series").read_dir().unwrap();
    folder.map(|entry| entry.unwrap().path()).map(|path| (path.clone(), std::fs::read(path).unwrap())).collect()
}

/// `TITLE UTC` of what takes place, and whether its zone's clock shows so.
fn own(home: &Home, library: &str) -> Vec<String> {
    let answer = home.call(&["--library", library, "agenda", "--from", "2019-12-30", "--to", "2022-01-02", "--json"]).json();
    let begin: DateTime<Utc> = format!("{}T00:00:00Z", DAYS[0]).parse().unwrap();
    let end: DateTime<Utc> = "2022-01-01T00:00:00Z".parse().unwrap();
    let line = |found: &Value| {
        let start: DateTime<Utc> = found["start"].as_str()?.parse::<DateTime<chrono::FixedOffset>>().ok()?.to_utc();
        let is_shown = begin <= start && start < end && found["state"] != "cancelled";
        is_shown.then(|| format!("{} {}", found["title"].as_str().unwrap_or_default(), start.format("%Y-%m-%dT%H:%MZ")))
    };
    let mut lines: Vec<String> = answer["occurrences"].as_array().unwrap().iter().filter_map(line).collect();
    lines.sort();
    lines
}

#[test]
fn icalendar_vobject_and_khal_show_the_same_times() {
    let home = home();
    let calendar = home.write("talks.ics", &exported(&home, "L"));
    let folder = home.path().join("khal");
    std::fs::create_dir(&folder).unwrap();
    let mut python = Command::new("/usr/bin/python3");
    python.arg("-B").arg(SCRIPT).arg(calendar).arg(folder).args(DAYS);
    let answer = python.output().expect("python3 is installed (tools/setup test)");
    let said = String::from_utf8_lossy(&answer.stderr);
    assert!(answer.status.success(), "are python3-icalendar, python3-vobject and khal installed (tools/setup test)?\n{said}");
    let readers: Value = serde_json::from_slice(&answer.stdout).unwrap();
    let own = own(&home, "L");
    assert!(own.len() > 900, "{}", own.len());
    for (reader, found) in readers.as_object().unwrap() {
        let found: Vec<String> = serde_json::from_value(found.clone()).unwrap();
        let only = |a: &[String], b: &[String]| a.iter().filter(|line| !b.contains(line)).take(5).cloned().collect::<Vec<_>>();
        assert_eq!((only(&own, &found), only(&found, &own)), (vec![], vec![]), "{reader}");
        assert_eq!(own.len(), found.len(), "{reader}: nothing twice");
    }
}

#[test]
fn an_export_taken_over_again_changes_nothing_and_fills_an_empty_library() {
    let home = home();
    let text = exported(&home, "L");
    assert_eq!(text, exported(&home, "L"), "the same text each time");
    assert!(!text.contains("Ghesqui") && text.contains("pneumologue"), "people stand in it by their shown name");
    home.write("talks.ics", &text);
    let import = |library: &str| home.call(&["--library", library, "--set", "language=en", "plan", "import", "talks.ics"]);
    let before = files(&home, "L");
    assert_eq!(import("L").out, "0 new, 0 changed, 12 as they were\n");
    assert_eq!(files(&home, "L"), before);
    home.write("E/library.toml", LIBRARY);
    home.write("E/holidays.ics", HOLIDAYS);
    let first = import("E");
    assert!(first.out.starts_with("12 new, 0 changed, 0 as they were\n") && first.code == 0, "{first:?}");
    let before = files(&home, "E");
    assert_eq!(import("E").out, "0 new, 0 changed, 12 as they were\n");
    assert_eq!(files(&home, "E"), before);
    assert_eq!(own(&home, "E"), own(&home, "L"));
    let agenda =
        |library: &str| home.call(&["--library", library, "agenda", "--from", DAYS[0], "--to", DAYS[1], "--json"]).json();
    let facts = |library: &str| -> Vec<Value> {
        let keys = ["id", "start", "end", "number", "of", "state", "moved_from"];
        let facts = |found: &Value| keys.iter().map(|key| found[*key].clone()).collect::<Vec<_>>().into();
        agenda(library)["occurrences"].as_array().unwrap().iter().map(facts).collect()
    };
    assert_eq!(facts("E"), facts("L"), "ids, numbers, moved and cancelled ones are the same");
    let undone = home.call(&["--library", "E", "--set", "language=en", "plan", "undo"]);
    assert!(undone.out.contains("12 new"), "{undone:?}");
    assert_eq!(home.path().join("E/series").read_dir().unwrap().count(), 0, "one act, one undo");
}

#[test]
fn codes_alone_hide_titles_and_come_back_without_harm() {
    let home = home();
    let call =
        ["--library", "L", "--set", "show_names=code", "agenda", "--from", DAYS[0], "--to", DAYS[1], "--series", "soir", "--ics"];
    let text = home.call(&call).out;
    assert!(text.contains("SUMMARY:S-03\r\n") && !text.contains(":soir") && !text.contains("pneumologue"), "{text}");
    home.write("talks.ics", &text);
    let again = home.call(&["--library", "L", "--set", "language=en", "plan", "import", "talks.ics"]);
    assert_eq!(again.out, "0 new, 0 changed, 1 as they were\n");
}

#[test]
fn a_friday_holiday_of_a_calendar_is_skipped_and_the_series_stays_on_fridays() {
    let home = Home::new();
    home.write("L/library.toml", &LIBRARY.replace("\"2020-04-06/2020-04-19\", ", ""));
    home.write("L/holidays.ics", HOLIDAYS);
    home.write("L/series/v.toml", "format = 1\ntitle = \"V\"\nstart = 2020-04-17T19:00:00\nrule = \"FREQ=WEEKLY;COUNT=5\"\n");
    let answer = home.call(&["--library", "L", "agenda", "--from", "2020-04-01", "--to", "2020-06-30", "--json"]).json();
    let day = |found: &Value| found["start"].as_str().unwrap()[..10].to_owned();
    let days: Vec<String> = answer["occurrences"].as_array().unwrap().iter().map(day).collect();
    assert_eq!(days, ["2020-04-17", "2020-04-24", "2020-05-08", "2020-05-15"]);
}

#[test]
fn a_bad_calendar_of_holidays_costs_itself() {
    let home = Home::new();
    home.write("L/library.toml", LIBRARY);
    for (text, words) in
        [("hello", "holidays.ics:1: expected a calendar"), (&HOLIDAYS.replace("19700501", "soon"), "holidays.ics:4: DTSTART")]
    {
        home.write("L/holidays.ics", text);
        let answer = home.call(&["--library", "L", "--set", "language=en", "agenda"]);
        assert!(answer.code == 3 && answer.err.contains(words), "{answer:?}");
    }
    std::fs::remove_file(home.path().join("L/holidays.ics")).unwrap();
    assert!(home.call(&["--library", "L", "agenda"]).err.contains("holidays.ics"));
}
