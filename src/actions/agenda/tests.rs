//! What the agenda says of a day that other days reach into.

use super::*;
use crate::plan::Why;
use crate::store::samples::{library as folder, put, slug};

/// A library in Brussels with these series, each by its id and the lines behind `title`.
fn library(series: &[(&str, &str)]) -> (tempfile::TempDir, Library) {
    let (folder, layout) = folder();
    put(&layout.settings_file(), "format = 1\nid = \"x\"\nzone = \"Europe/Brussels\"\n");
    for (id, lines) in series {
        put(&layout.series_file(&slug(id)), format!("format = 1\ntitle = \"T\"\nzone = \"Europe/Brussels\"\n{lines}"));
    }
    let library = Library::open(layout.root()).unwrap();
    (folder, library)
}

/// `nadia s-03 with retraite`: who of each row of a day clashes with what.
fn clashing(library: &Library, date: &str, now: &str) -> Vec<String> {
    let date: NaiveDate = date.parse().unwrap();
    let rows = agenda(library, date, date, now.parse().unwrap()).rows;
    let told = |row: &Row| -> Vec<String> {
        let who = |clash: &Clash| match &clash.why {
            Why::Person(person) => person.to_string(),
            why => format!("{why:?}"),
        };
        row.clashes.iter().map(|clash| format!("{} {} with {}", row.occurrence.series, who(clash), clash.with.series)).collect()
    };
    rows.iter().flat_map(told).collect()
}

#[test]
fn a_day_knows_of_a_talk_that_began_days_before_and_lasts() {
    let evening = "start = 2020-03-20T20:30:00\nrule = \"FREQ=DAILY;COUNT=60\"\nguests = [\"s-03\"]\n";
    let week = "start = 2020-03-23T09:00:00\nminutes = 10080\nguests = [\"s-03\"]\n";
    let (_folder, library) = library(&[("nadia", evening), ("retraite", week)]);
    assert_eq!(clashing(&library, "2020-03-29", "2020-03-20T12:00:00Z"), ["nadia s-03 with retraite"]);
    assert_eq!(clashing(&library, "2020-03-31", "2020-03-20T12:00:00Z"), [""; 0]);
    let late = Plans::of(&library).next("2020-03-30T18:00:00Z".parse().unwrap()).rows;
    assert!(late.iter().any(|row| row.occurrence.series.as_str() == "retraite" && row.state == State::Late), "it still waits");
}

#[test]
fn whoever_has_a_role_is_among_the_people_and_cannot_be_elsewhere() {
    let games = "start = 2020-04-03T20:00:00\nrule = \"FREQ=WEEKLY;COUNT=3\"\nhosts = [\"lise\"]\n\
                 [[rota]]\nrole = \"leader\"\npeople = [\"lise\", \"paul\"]\n";
    let talk = "start = 2020-04-10T20:30:00\nguests = [\"paul\"]\n";
    let (_folder, library) = library(&[("jeux", games), ("entretien", talk)]);
    let now = "2020-04-01T12:00:00Z";
    assert_eq!(clashing(&library, "2020-04-10", now), ["jeux paul with entretien", "entretien paul with jeux"]);
    assert_eq!(clashing(&library, "2020-04-17", now), [""; 0]);
    let day = |date: &str| date.parse::<NaiveDate>().unwrap();
    let rows = agenda(&library, day("2020-04-03"), day("2020-04-10"), now.parse().unwrap()).rows;
    let people: Vec<String> =
        rows.iter().map(|row| row.occurrence.people.iter().map(Slug::as_str).collect::<Vec<_>>().join(" ")).collect();
    assert_eq!(people, ["lise", "lise paul", "paul"]);
}

#[test]
fn an_evening_that_was_missed_is_no_heavy_one() {
    let evening = "start = 2020-03-20T20:30:00\nrule = \"FREQ=DAILY;COUNT=60\"\nguests = [\"s-03\"]\nheavy = true\n";
    let (_folder, library) = library(&[("nadia", evening)]);
    let heavy = |date: &str, now: &str| clashing(&library, date, now);
    let third = "nadia Heavy { person: Slug(\"s-03\"), is_third: true } with nadia";
    assert_eq!(
        heavy("2020-03-30", "2020-03-28T12:00:00Z"),
        [third],
        "nobody came on the 27th; the 28th and the 29th may still be"
    );
    assert_eq!(heavy("2020-03-30", "2020-03-29T12:00:00Z"), [""; 0], "only the 29th is left");
}

#[test]
fn a_card_that_is_told_outside_says_nothing_that_is_off_the_record() {
    use crate::domain::{Frames, Marker};
    let (_folder, layout) = crate::store::samples::library();
    let take = crate::store::samples::take("01A", 1);
    let nadia = Slug::parse("nadia").unwrap();
    let folder = crate::store::sessions::create(&layout, "2020-03-28T20:30:00".parse().unwrap(), &nadia).unwrap();
    crate::store::sessions::save(&folder, &crate::store::samples::session(vec![take.clone()])).unwrap();
    let mut file = crate::store::markers::MarkerFile::open(&folder, &Slug::parse("lise").unwrap()).unwrap();
    for (kind, second, end) in [("touching", 5, None), ("off-record", 60, Some(120)), ("thread", 90, None)] {
        let mark = Marker::point(take.id.clone(), kind, Frames(second * 48_000));
        file.append(&Marker { end_frame: end.map(|end: u64| Frames(end * 48_000)), ..mark }, take.rate).unwrap();
    }
    let library = Library::open(layout.root()).unwrap();
    let told = || {
        let card = cards_outside(&Plans::of(&library), [&nadia].into_iter()).remove(0).unwrap();
        (card.touching.len(), card.threads.len(), card.withheld)
    };
    assert_eq!(told(), (1, 0, 1));
    assert_eq!(Plans::of(&library).card(&nadia).unwrap().threads.len(), 1, "in the interface it is seen");
    std::fs::write(folder.join("markers-paul.sync-conflict-1.toml"), "x").unwrap();
    assert_eq!(told(), (0, 0, 2), "nobody knows what Paul took off the record");
}
