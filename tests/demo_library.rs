//! `recordings/`, the demo library: whoever opens it finds an evening, whatever the day and the hour.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Duration, NaiveDate, Utc};
use temoin::actions::agenda::agenda;
use temoin::actions::today::{Moment, Today, today};
use temoin::config::ShowNames;
use temoin::store::Library;

/// A winter's day, a summer's day, clock changes and leap days, from the first evening on.
const DAYS: [&str; 6] = ["2020-03-29", "2024-02-29", "2026-07-14", "2026-11-22", "2030-10-27", "2045-01-01"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("recordings")
}

fn library() -> Library {
    Library::open(root()).unwrap()
}

fn at(library: &Library, now: DateTime<Utc>) -> Today {
    today(library, Moment { now, built: DateTime::UNIX_EPOCH }, ShowNames::Name)
}

#[test]
fn an_evening_is_planned_every_day() {
    let library = library();
    for day in DAYS {
        let day: NaiveDate = day.parse().unwrap();
        let found = agenda(&library, day, day, Utc::now());
        assert!(found.faults.is_empty(), "{:?}", found.faults);
        assert!(found.rows.iter().any(|row| row.occurrence.series.as_str() == "nadia"), "{day}");
    }
}

#[test]
fn at_every_hour_something_is_due_or_next_with_its_card_and_something_follows() {
    let library = library();
    for day in DAYS {
        let midnight = day.parse::<NaiveDate>().unwrap().and_hms_opt(22, 0, 0).unwrap().and_utc();
        for hour in 0..24 {
            let now = midnight + Duration::hours(hour);
            let found = at(&library, now);
            assert!(found.faults.is_empty(), "{:?}", found.faults);
            assert!(found.due.iter().any(|due| due.card.is_some()), "{now}");
            assert!(found.due.iter().all(|due| due.row.occurrence.start < now + Duration::hours(24)), "{now}");
            assert!(!found.following.is_empty(), "{now}");
        }
    }
}

#[test]
fn its_marks_all_have_their_words() {
    let found = at(&library(), "2020-03-30T10:00:00Z".parse().unwrap());
    assert_eq!((found.unworded.len(), found.broken_off.len()), (0, 0));
}

#[test]
fn it_stays_small_enough_to_be_handed_out_with_the_program() {
    let bytes = size(&root());
    assert!(bytes < 3 << 20, "{bytes} bytes");
}

fn size(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.map(|path| if path.is_dir() { size(&path) } else { path.metadata().unwrap().len() }).sum()
}
