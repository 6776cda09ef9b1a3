//! Any text as what people type (a repetition, a date, a length, a move), as the file of a cycle and as that of a series: an answer or a
//! refusal, soon, never a panic.
#![no_main]

use std::hint::black_box;

use chrono::{NaiveDate, NaiveDateTime};
use libfuzzer_sys::fuzz_target;
use temoin::domain::{LibrarySettings, Series, Slug, Source, parse_date, parse_iso_duration, parse_time};
use temoin::plan::ics::events_of;
use temoin::plan::{Span, parse_rule, typed};
use temoin::store::{Layout, Library, cycle, series, series_edit};

fn settings() -> LibrarySettings {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let text = "format = 1\nid = \"x\"\nzone = \"Europe/Brussels\"\nclosed = [\"2020-04-06/2020-04-19\"]\n";
    std::fs::write(folder.path().join("library.toml"), text).expect("room");
    Library::open(folder.path()).expect("a library").settings
}

thread_local! {
    static SETTINGS: LibrarySettings = settings();
}

fuzz_target!(|text: &str| {
    let start: NaiveDateTime = "2020-03-20T20:30:00".parse().expect("a time");
    check_repetition(text, start);
    check_fields(text, start);
    check_cycle(text);
    check_series(text);
});

/// What was understood gives a rule that can be honoured.
fn check_repetition(text: &str, start: NaiveDateTime) {
    let Ok(spoken) = typed::every(text, start, start.date()) else { return };
    let first = spoken.first.unwrap_or(start.date()).and_time(spoken.time.unwrap_or(start.time()));
    for rule in spoken.repeat.rules(spoken.span.unwrap_or(Span::Endless)) {
        let Ok(rule) = parse_rule(&rule, first, chrono_tz::Europe::Brussels) else { continue };
        assert!(rule.walk(first).next().is_some_and(|date| date >= first), "{text}");
    }
}

fn check_fields(text: &str, start: NaiveDateTime) {
    let day: NaiveDate = start.date();
    drop((typed::skip(text, day), typed::date(text, day), typed::time(text), typed::minutes(text), typed::span(text, day)));
    drop((typed::moved_to(text, start, day), typed::shift(text, start, day), typed::as_digits(text, typed::time)));
    black_box((parse_date(text, day), parse_time(text), parse_iso_duration(text)));
}

fn check_cycle(text: &str) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("cycle.toml");
    std::fs::write(&path, text).expect("room");
    drop(cycle::load(&path, chrono_tz::Europe::Brussels));
}

/// A series that is read is written as the same, and goes into calendars.
fn check_series(text: &str) {
    let id = Slug::parse("a").expect("a slug");
    let parse = |text: &str| series::parse(&Layout::new("/nowhere"), &id, text, chrono_tz::UTC);
    let Ok(read) = parse(text) else { return };
    let plain = |series: Series| Series { source: Source::default(), ..series };
    let again = parse(&series_edit::created(&read)).expect("what we write can be read");
    assert_eq!(plain(again), plain(read.clone()), "{text}");
    SETTINGS.with(|settings| drop(events_of(&read, settings)));
}
