//! Series to calendars and back.

use chrono::Duration;
use chrono_tz::Tz;
use proptest::prelude::*;

use super::*;
use crate::domain::{ChangeTo, LibrarySettings, OnClosed, Series};
use crate::plan::Occurrence;
use crate::plan::examples::{agenda, at, library, nadia, series};

fn text_of(series: &Series, settings: &LibrarySettings) -> String {
    let events = events_of(series, settings).unwrap_or_else(|fault| panic!("{fault}")).events;
    let named = |event| Named { event, coded: None, people: Vec::new(), stamp: Default::default() };
    written("La première vague", &events.into_iter().map(named).collect::<Vec<_>>())
}

fn adopted(text: &str, known: &[Series], settings: &LibrarySettings) -> (Vec<Adopted>, Vec<String>) {
    let read = read(text, settings.zone).unwrap_or_else(|fault| panic!("{fault}"));
    let (adopted, faults) = adopt(read, known, settings).unwrap();
    (adopted, faults.iter().map(ToString::to_string).collect())
}

/// The only series that a calendar makes in an empty library.
fn imported(text: &str, settings: &LibrarySettings) -> Series {
    match adopted(text, &[], settings) {
        (adopted, faults) if faults.is_empty() => match adopted.as_slice() {
            [Adopted::New(_, series)] => series.clone(),
            other => panic!("{other:?}\n{text}"),
        },
        (_, faults) => panic!("{faults:?}\n{text}"),
    }
}

/// When and whether each date takes place, chains too.
fn dates(series: &Series, settings: &LibrarySettings) -> Vec<(String, bool)> {
    let brief = |found: Occurrence| (format!("{} {}", found.start.to_rfc3339(), found.end - found.start), found.cancelled);
    agenda(std::slice::from_ref(series), settings, "2019-12-01", "2022-01-31").into_iter().map(brief).collect()
}

/// Each thing that a series can say, one by one.
fn all_sorts() -> Vec<Series> {
    let thursdays = || series("emission", "2020-01-02 20:00", "FREQ=MONTHLY;BYDAY=1TH");
    vec![
        nadia(),
        nadia().skipping("2020-03-20").skipping("2020-04-12").adding("2020-04-12 12:00").adding("2020-03-01 12:00"),
        nadia().moving("2020-04-02 20:30", "2020-04-02 12:00").cancelling("2020-04-05 20:30"),
        nadia().shifting("2020-04-20 20:30", 7),
        nadia().closing(OnClosed::Shift),
        nadia().closing(OnClosed::Keep),
        thursdays().moving("2020-05-07 20:00", "2020-05-12 20:00").chaining("preparation", -7, 30).chaining("bilan", 2, 60),
        thursdays().shifting("2020-06-04 20:00", 1).moving("2020-09-03 20:00", "2020-09-08 18:00"),
        series("lundi", "2020-01-01 18:00", "FREQ=WEEKLY;BYDAY=MO;INTERVAL=2;COUNT=9"),
        series("lundi", "2020-01-01 18:00", "FREQ=WEEKLY;BYDAY=MO;UNTIL=20200601").shifting("2020-03-02 18:00", 1),
        series("nuit", "2020-03-20 02:30", "FREQ=DAILY"),
        series("une", "2020-06-06 18:00", "").moving("2020-06-06 18:00", "2020-06-07 18:00"),
        series("deux", "2020-06-06 18:00", "").adding("2020-07-07 12:00"),
        Series { rules: vec!["FREQ=WEEKLY;COUNT=8".into(), "FREQ=MONTHLY;COUNT=4".into()], ..nadia() },
        Series { zone: Tz::America__New_York, ..nadia() },
    ]
}

#[test]
fn an_export_taken_over_again_changes_nothing() {
    for settings in [library(&[]), library(&["2020-04-06/2020-04-19", "2020-05-01"])] {
        for series in all_sorts() {
            let (adopted, faults) = adopted(&text_of(&series, &settings), std::slice::from_ref(&series), &settings);
            let only_same = adopted.iter().all(|one| matches!(one, Adopted::Same(_))) && adopted.len() == 1;
            assert!(only_same && faults.is_empty(), "{series:?}\n{adopted:?} {faults:?}");
        }
    }
}

#[test]
fn an_export_gives_an_empty_library_the_same_series() {
    let settings = library(&[]);
    for series in all_sorts() {
        let series = Series { place: None, hosts: Vec::new(), guests: Vec::new(), uid: Some("x".into()), ..series };
        let text = text_of(&series, &settings);
        let found = Series { id: series.id.clone(), ..imported(&text, &settings) };
        assert_eq!(found, series, "{text}");
    }
}

#[test]
fn without_its_memo_an_event_gives_the_same_dates() {
    for closed in [&[][..], &["2020-04-06/2020-04-19", "2020-05-01"]] {
        for series in all_sorts().into_iter().filter(|series| series.chains.is_empty() && series.id.as_str() != "emission") {
            let text = text_of(&series, &library(closed)).replace("X-TEMOIN-PLAN", "X-OTHER");
            let found = imported(&text, &library(closed));
            assert_eq!(dates(&found, &library(closed)), dates(&series, &library(closed)), "{text}\n{found:?}");
        }
    }
}

#[test]
fn what_a_phone_changed_is_all_that_changes() {
    let settings = library(&["2020-04-06/2020-04-19"]);
    let series = nadia().closing(OnClosed::Shift).shifting("2020-04-25 20:30", 1);
    let text = text_of(&series, &settings);
    let change = |from: &str, to: &str| {
        assert!(text.contains(from), "{text}");
        match adopted(&text.replacen(from, to, 1), std::slice::from_ref(&series), &settings) {
            (adopted, faults) if faults.is_empty() => match &adopted[..] {
                [Adopted::Changed(_, new)] => new.clone(),
                other => panic!("{other:?}"),
            },
            (_, faults) => panic!("{faults:?}"),
        }
    };
    assert_eq!(change("SUMMARY:NADIA", "SUMMARY:Nadia G."), Series { title: "Nadia G.".into(), ..series.clone() });
    let cancelled = "BEGIN:VEVENT\r\nUID:";
    let uid = uid_of(&series, &settings);
    let new = format!(
        "BEGIN:VEVENT\r\nUID:{uid}\r\nRECURRENCE-ID;TZID=Europe/Brussels:20200402T203000\r\nDTSTART;TZID=Europe/Brussels:20200403T120000\r\n\
         END:VEVENT\r\n{cancelled}"
    );
    assert_eq!(change(cancelled, &new), series.clone().moving("2020-04-02 20:30", "2020-04-03 12:00"));
    let except = "EXDATE;TZID=Europe/Brussels:20200406T203000\r\n";
    let left_out = format!("{except}EXDATE;TZID=Europe/Brussels:20200403T203000\r\n");
    assert_eq!(change(except, &left_out), series.clone().skipping("2020-04-03"));
    assert_eq!(change(except, ""), series.clone().adding("2020-04-06 20:30"), "it takes place on a closed day");
    let (adopted, faults) = adopted(&text.replace("COUNT=74", "COUNT=80"), std::slice::from_ref(&series), &settings);
    assert!(adopted.is_empty() && faults[0].contains("its file says more"), "{adopted:?} {faults:?}\n{text}");
}

fn calendar(lines: &str) -> String {
    format!("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Atelier\r\n{lines}END:VEVENT\r\nEND:VCALENDAR\r\n")
}

#[test]
fn events_of_other_programs_become_series() {
    let settings = library(&[]);
    let found = |lines: &str| imported(&calendar(lines), &settings);
    let utc = found("DTSTART:20200320T193000Z\r\nDTEND:20200320T203000Z\r\n");
    assert_eq!((utc.start, utc.zone, utc.minutes, utc.id.as_str()), (at("2020-03-20 20:30"), settings.zone, 60, "atelier"));
    let windows = found("DTSTART;TZID=Eastern Standard Time:20200320T203000\r\nDURATION:PT1H30M\r\n");
    assert_eq!((windows.zone, windows.minutes), (Tz::America__New_York, 90));
    let floating = found("DTSTART:20200320T203000\r\n");
    assert_eq!((floating.zone, floating.minutes), (settings.zone, 60));
    let outside = found("DTSTART:20200101T180000\r\nRRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=3\r\n");
    assert_eq!((outside.also, outside.rules), (vec![at("2020-01-01 18:00")], vec!["FREQ=WEEKLY;BYDAY=MO;COUNT=2".to_owned()]));
    let days = found("DTSTART:20200106T180000\r\nRRULE:FREQ=DAILY;COUNT=9\r\nEXDATE;VALUE=DATE:20200108,20200110\r\n");
    assert_eq!(days.skip.len(), 2);
}

/// The file of what a calendar makes in an empty library, and what the same calendar makes of that.
fn twice(lines: &str) -> (Series, Vec<Adopted>) {
    let settings = library(&[]);
    let (text, found) = (calendar(lines), adopted(&calendar(lines), &[], &settings).0);
    let [Adopted::New(_, series)] = found.as_slice() else { panic!("{found:?}") };
    let again = adopted(&text, std::slice::from_ref(series), &settings).0;
    (series.clone(), again)
}

#[test]
fn a_calendar_taken_over_twice_changes_nothing() {
    let moved = "END:VEVENT\r\nBEGIN:VEVENT\r\nUID:1\r\nRECURRENCE-ID:20270107T200000\r\nDTSTART:20270107T210000\r\n";
    for (lines, rules, also, skip) in [
        ("DTSTART:20270104T200000\r\nRRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=4\r\n", "FREQ=WEEKLY;BYDAY=TU;COUNT=3", 1, 0),
        (
            "DTSTART:20270104T200000\r\nRRULE:FREQ=WEEKLY;BYDAY=TU,TH\r\nEXDATE:20270105T200000\r\n",
            "FREQ=WEEKLY;BYDAY=TU,TH",
            1,
            1,
        ),
        ("DTSTART:20270104T200000\r\nRRULE:FREQ=WEEKLY; BYDAY=TU\r\nRDATE:20270109T200000\r\n", "FREQ=WEEKLY; BYDAY=TU", 2, 0),
        ("DTSTART:20270104T200000\r\nRRULE:FREQ=WEEKLY; COUNT=4;BYDAY=TU\r\n", "FREQ=WEEKLY;BYDAY=TU;COUNT=3", 1, 0),
        (
            "DTSTART:20270326T203000\r\nRRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=4\r\nEXDATE:20270326T203000\r\n",
            "FREQ=WEEKLY;BYDAY=MO;COUNT=3",
            0,
            0,
        ),
        (&format!("DTSTART:20270104T200000\r\nRRULE:FREQ=YEARLY\r\n{moved}"), "FREQ=YEARLY", 1, 0),
        ("DTSTART:20270104T200000\r\nRRULE:FREQ=DAILY\r\nEXDATE:20270104T200000\r\n", "FREQ=DAILY", 0, 1),
        ("DTSTART:20270104T200000\r\nRDATE:20270104T200000,20270106T200000\r\n", "", 1, 0),
        ("DTSTART:20270104T200000\r\nRDATE:20270106T200000\r\nEXDATE:20270106T200000\r\n", "", 0, 0),
    ] {
        let (series, again) = twice(lines);
        assert_eq!((series.rules.join(" ").as_str(), series.also.len(), series.skip.len()), (rules, also, skip), "{lines}");
        assert_eq!(again, [Adopted::Same(series.id.clone())], "{lines}");
    }
}

#[test]
fn no_id_of_a_chain_leaves_and_its_events_are_known_again() {
    let settings = library(&[]);
    let named = series("emission", "2020-01-02 20:00", "FREQ=MONTHLY;BYDAY=1TH").chaining("appel-nadia", -7, 30);
    let named = named.chaining("bilan", 2, 60).shifting("2020-06-04 20:00", 1);
    let text = text_of(&named, &settings).replace("APPEL-NADIA", "Appel S-03").replace("\r\n ", "");
    assert!(!text.to_lowercase().contains("nadia") && !text.contains("bilan"), "{text}");
    let found = imported(&text, &settings);
    let ids = |series: &Series| series.chains.iter().map(|chain| chain.id.to_string()).collect::<Vec<_>>();
    assert_eq!((ids(&found), found.changes.len()), (vec!["appel-s-03".to_owned(), "bilan".to_owned()], 1));
    for text in [text.clone(), text_of(&found, &settings)] {
        assert_eq!(adopted(&text, std::slice::from_ref(&found), &settings), (vec![Adopted::Same(found.id.clone())], vec![]));
    }
    let renamed = Series { chains: vec![], ..named.clone() }.chaining("appel-nadia", -7, 30).chaining("bilan", 2, 60);
    let (same, faults) = adopted(&text.replace("Appel S-03", "APPEL-NADIA"), &[renamed], &settings);
    assert_eq!((same, faults), (vec![Adopted::Same(named.id.clone())], vec![]));
}

#[test]
fn an_exception_in_an_hour_that_the_clocks_pass_over_meets_its_date_and_one_that_meets_none_is_told() {
    let settings = library(&[]);
    let lines = |more: &str| format!("DTSTART;TZID=Europe/Brussels:20270326T023000\r\nRRULE:FREQ=DAILY\r\n{more}");
    for except in
        ["EXDATE:20270328T013000Z", "EXDATE;TZID=Europe/Brussels:20270328T033000", "EXDATE;TZID=Europe/Brussels:20270328T023000"]
    {
        let found = imported(&calendar(&lines(&format!("{except}\r\n"))), &settings);
        assert_eq!(found.skip, series("x", "2027-03-26 02:30", "").skipping("2027-03-28").skip, "{except}");
    }
    let moved = "END:VEVENT\r\nBEGIN:VEVENT\r\nUID:1\r\nRECURRENCE-ID:20270328T013000Z\r\nDTSTART:20270328T150000Z\r\n";
    let found = imported(&calendar(&lines(moved)), &settings);
    assert_eq!(found.changes, series("x", "2027-03-26 02:30", "").moving("2027-03-28 02:30", "2027-03-28 17:00").changes);
    for (except, words) in [
        ("EXDATE:20271031T013000Z\r\n", "the second of two equal hours"),
        ("EXDATE:20270401T120000Z\r\n", "leaves out a date that its rule does not give: Thursday 1 April 2027"),
        (
            "EXDATE;VALUE=DATE:20270101,20270102\r\n",
            "leaves out 2 dates that its rule does not give, the first is Friday 1 January 2027",
        ),
    ] {
        let (found, faults) = adopted(&calendar(&lines(except)), &[], &settings);
        assert!(found.len() == 1 && faults.len() == 1 && faults[0].contains(words), "{faults:?}");
    }
}

/// The instants of the dates of a series, moved ones where they lie.
fn instants(series: &Series) -> Vec<String> {
    let found = agenda(std::slice::from_ref(series), &library(&[]), "2019-12-01", "2022-01-31");
    found.iter().map(|found| found.start.to_utc().format("%m-%d %H:%MZ").to_string()).collect()
}

#[test]
fn a_time_in_utc_is_that_instant_over_both_clock_changes() {
    let settings = library(&[]);
    let found = |lines: &str| imported(&calendar(lines), &settings);
    for hour in ["0030", "0130", "2330"] {
        for day in ["20201024", "20201025", "20200328", "20200329"] {
            let one = found(&format!("DTSTART:{day}T{hour}00Z\r\nDTEND:{day}T235900Z\r\n"));
            assert_eq!(instants(&one), [format!("{}-{} {}:{}Z", &day[4..6], &day[6..], &hour[..2], &hour[2..])]);
        }
    }
    let over = found("DTSTART:20201025T003000Z\r\nDTEND:20201025T013000Z\r\n");
    assert_eq!((over.start, over.minutes), (at("2020-10-25 02:30"), 60), "the second hour is an hour later");
    let weekly = found("DTSTART:20200320T193000Z\r\nRRULE:FREQ=WEEKLY;COUNT=3\r\n");
    assert_eq!(instants(&weekly), ["03-20 19:30Z", "03-27 19:30Z", "04-03 19:30Z"], "a rule in UTC knows of no clock change");
    let second = "DTSTART;TZID=Europe/Brussels:20200320T203000\r\nRRULE:FREQ=WEEKLY\r\nRDATE:20201025T013000Z\r\n";
    let (none, faults) = adopted(&calendar(second), &[], &settings);
    assert!(none.is_empty() && faults[0].contains("the second of two equal hours in Europe/Brussels"), "{faults:?}");
}

fn zone(id: &str, from: &str, to: &str) -> String {
    let part = |kind: &str, start: &str, from: &str, to: &str| {
        format!(
            "BEGIN:{kind}\r\nDTSTART:1970{start}\r\nTZOFFSETFROM:{from}\r\nTZOFFSETTO:{to}\r\nRRULE:FREQ=YEARLY;BYMONTH={};BYDAY=-1SU\r\nEND:{kind}\r\n",
            &start[..2]
        )
    };
    let (standard, daylight) = (part("STANDARD", "1025T030000", to, from), part("DAYLIGHT", "0329T020000", from, to));
    format!("BEGIN:VTIMEZONE\r\nTZID:{id}\r\n{standard}{daylight}END:VTIMEZONE\r\nBEGIN:VEVENT")
}

#[test]
fn what_a_calendar_says_of_its_zones_holds_against_their_names_and_is_told() {
    let settings = library(&[]);
    let weekly = |zone: &str, id: &str| {
        let lines =
            format!("DTSTART;TZID={id}:20200320T203000\r\nRRULE:FREQ=WEEKLY;COUNT=3\r\nRDATE;TZID={id}:20201026T100000\r\n");
        let text = calendar(&lines).replace("BEGIN:VEVENT", zone);
        let (adopted, faults) = adopted(&text, &[], &settings);
        let [Adopted::New(_, series)] = adopted.as_slice() else { panic!("{adopted:?} {faults:?}") };
        (instants(series), series.zone, faults)
    };
    let brussels = ["03-20 19:30Z", "03-27 19:30Z", "04-03 18:30Z", "10-26 09:00Z"].map(str::to_owned).to_vec();
    let found = weekly(&zone("Europe/Brussels", "+0100", "+0200"), "Europe/Brussels");
    assert_eq!(found, (brussels.clone(), Tz::Europe__Brussels, vec![]), "what agrees is not told");
    let found = weekly(&zone("Our office", "+0100", "+0200"), "Our office");
    assert_eq!(found, (brussels, Tz::Europe__Brussels, vec![]), "a name of its own is known by what it says");
    let (dates, zone_of, faults) = weekly(&zone("Europe/Brussels", "+0000", "+0100"), "Europe/Brussels");
    assert_eq!(dates, ["03-20 20:30Z", "03-27 20:30Z", "04-03 19:30Z", "10-26 10:00Z"]);
    assert!(
        zone_of != settings.zone && faults.len() == 1 && faults[0].contains("says of Europe/Brussels"),
        "{zone_of} {faults:?}"
    );
    let (dates, zone_of, faults) = weekly(&zone("Europe/Brussels", "+0007", "+0107"), "Europe/Brussels");
    assert_eq!((dates[0].as_str(), zone_of), ("03-20 19:30Z", settings.zone), "no zone shows that: the name holds");
    assert!(faults.len() == 1 && faults[0].contains("no clocks show"), "{faults:?}");
}

#[test]
fn ten_thousand_dates_of_their_own_are_taken_over() {
    let settings = library(&[]);
    let single = |n: i64| {
        let day = (at("2020-01-01 20:00") + Duration::days(n)).format("%Y%m%d");
        format!("BEGIN:VEVENT\r\nUID:1\r\nRECURRENCE-ID:{day}T200000\r\nDTSTART:{day}T210000\r\nEND:VEVENT\r\n")
    };
    let singles: String = (0..9_000).map(single).collect();
    let text = calendar("DTSTART:20200101T200000\r\nRRULE:FREQ=DAILY\r\n").replace("END:VCALENDAR", &(singles + "END:VCALENDAR"));
    let series = imported(&text, &settings);
    assert_eq!(series.changes.len(), 9_000);
    assert_eq!(series.changes[8_999].to, ChangeTo::Time(at("2020-01-01 21:00") + Duration::days(8_999)));
}

#[test]
fn what_would_be_refused_the_next_time_is_refused_the_first() {
    let settings = library(&[]);
    let long = calendar("DTSTART:20200101T200000\r\nRRULE:FREQ=DAILY;UNTIL=20990101T000000Z\r\n");
    let (none, faults) = adopted(&long, &[], &settings);
    assert!(none.is_empty() && faults.len() == 1 && faults[0].contains("more than"), "{none:?} {faults:?}");
    let dates: Vec<String> =
        (0..19_000).map(|n| (at("2020-01-01 20:00") + Duration::days(n)).format("%Y%m%dT%H%M%S").to_string()).collect();
    let lists: String = dates.chunks(1_000).map(|dates| format!("EXDATE:{}\r\n", dates.join(","))).collect();
    let text = calendar(&format!("DTSTART:20200101T200000\r\nRRULE:FREQ=DAILY\r\n{lists}"));
    let series = imported(&text, &settings);
    assert_eq!(series.skip.len(), 19_000);
    assert_eq!(adopted(&text, std::slice::from_ref(&series), &settings), (vec![Adopted::Same(series.id.clone())], vec![]));
    let many: String = (0..12).map(|n| text.replace("UID:1", &format!("UID:{n}"))).collect();
    let many = many.replace("END:VCALENDAR\r\nBEGIN:VCALENDAR\r\n", "");
    let (found, faults) = adopted(&many, &[], &settings);
    assert!(found.len() == 10 && faults.len() == 2 && faults[0].contains("200"), "{faults:?}");
}

#[test]
fn an_event_is_known_again_whatever_stands_in_its_uid() {
    let settings = library(&[]);
    for uid in ["1\r2", " 1\u{202e}2 ", "1\\,2", "é€😀"] {
        let text = calendar("DTSTART:20200101T180000\r\n").replace("UID:1", &format!("UID:{uid}"));
        let series = imported(&text, &settings);
        for text in [text, text_of(&series, &settings)] {
            assert_eq!(
                adopted(&text, std::slice::from_ref(&series), &settings),
                (vec![Adopted::Same(series.id.clone())], vec![])
            );
        }
    }
}

#[test]
fn what_cannot_be_taken_over_says_where_and_costs_itself() {
    let settings = library(&[]);
    for (lines, line, words) in [
        ("DTSTART;VALUE=DATE:20200320\r\n", 5, "whole days"),
        ("DTSTART;TZID=Mars/Base:20200320T203000\r\n", 5, "unknown time zone `Mars/Base`"),
        ("DTSTART:soon\r\n", 5, "expected a time"),
        ("DTSTART:20200320T203000\r\nRRULE:FREQ=HOURLY\r\n", 2, "FREQ=DAILY"),
        ("DTSTART:20200320T203000\r\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31\r\n", 2, "never gives a date"),
        ("DTSTART:20200320T203000\r\nEXRULE:FREQ=DAILY\r\n", 2, "EXRULE"),
        ("DTSTART:20200320T203000\r\nDTEND:20200319T203000\r\n", 5, "expected an end"),
        ("DTSTART:20200320T203000\r\nSTATUS:CANCELLED\r\n", 2, "cancelled as a whole"),
        ("", 2, "without DTSTART"),
    ] {
        let text = calendar(lines)
            .replace("END:VCALENDAR", "BEGIN:VEVENT\r\nUID:2\r\nDTSTART:20200101T100000\r\nEND:VEVENT\r\nEND:VCALENDAR");
        let (adopted, faults) = adopted(&text, &[], &settings);
        assert!(faults.len() == 1 && adopted.len() == 1, "{lines}: {faults:?}");
        assert!(faults[0].starts_with(&format!(":{line}: ")) && faults[0].contains(words), "{lines}: {faults:?}");
    }
}

#[test]
fn a_memo_that_says_something_else_is_not_believed() {
    let settings = library(&[]);
    let text = text_of(&nadia(), &settings).replace("COUNT=60\r\n", "COUNT=9\r\n");
    assert_eq!(imported(&text, &settings).rules, ["FREQ=DAILY;COUNT=9"]);
    for memo in ["X-TEMOIN-PLAN:{}\r\n", "X-TEMOIN-PLAN:\\\\\r\n", "X-TEMOIN-PLAN:{\"start\":\"9999-12-31T23:59:59\"}\r\n"] {
        let text = calendar(&format!("DTSTART:20200320T203000\r\n{memo}"));
        assert_eq!(imported(&text, &settings).start, at("2020-03-20 20:30"));
    }
}

#[test]
fn the_calendar_is_the_same_each_time_and_its_lines_are_short() {
    let settings = library(&["2020-04-06/2020-04-19"]);
    let series = Series { title: "é€😀; \\n, ".repeat(30), ..nadia() };
    let text = text_of(&series, &settings);
    assert_eq!(text, text_of(&series, &settings));
    assert!(text.ends_with("\r\n") && text.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')));
    assert!(!text.contains("METHOD") && !text.contains("THISAND") && text.contains("TRIGGER:-PT15M"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever a series says, its calendar says the same dates, and comes back as the same series.
    #[test]
    fn any_series_comes_back(
        rule in prop::sample::select(vec![
            "", "FREQ=DAILY", "FREQ=DAILY;INTERVAL=3;COUNT=20", "FREQ=WEEKLY;BYDAY=MO,FR", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;COUNT=15",
            "FREQ=MONTHLY;BYDAY=1TH", "FREQ=MONTHLY;BYDAY=-1FR;COUNT=9", "FREQ=MONTHLY;BYMONTHDAY=10,28;UNTIL=20211001", "FREQ=DAILY;BYHOUR=9,20;COUNT=30",
        ]),
        hours in 0i64..24 * 400,
        on_closed in prop::sample::select(vec![OnClosed::Skip, OnClosed::Shift, OnClosed::Keep]),
        picks in prop::collection::vec((0usize..20, -50i64..50, 0u8..4), 0..5),
    ) {
        let settings = library(&["2020-04-06/2020-04-19", "2020-12-24/2021-01-03"]);
        let start = at("2020-01-01 00:30") + Duration::hours(hours);
        let plain = Series { uid: Some("x".into()), place: None, hosts: vec![], guests: vec![], ..series("s", "2020-01-01 00:00", rule) };
        let mut series = Series { start, on_closed, ..plain };
        let days: Vec<NaiveDateTime> = dates_of(&series, &settings);
        prop_assume!(!days.is_empty());
        for (n, (pick, by, what)) in picks.into_iter().enumerate() {
            let of = days[(pick + n) % days.len()];
            if series.changes.iter().any(|change| change.of == of) { continue }
            match what {
                0 => series.changes.push(crate::domain::Change { of, to: ChangeTo::Cancelled, following: false }),
                1 => series.changes.push(crate::domain::Change { of, to: ChangeTo::By(Duration::hours(by)), following: true }),
                2 => series.changes.push(crate::domain::Change { of, to: ChangeTo::Time(of + Duration::hours(by)), following: false }),
                _ => series.also.push(of + Duration::days(by)),
            }
        }
        let text = text_of(&series, &settings);
        let (adopted, faults) = adopted(&text, std::slice::from_ref(&series), &settings);
        prop_assert!(adopted.iter().all(|one| matches!(one, Adopted::Same(_))) && faults.is_empty(), "{series:?}\n{text}\n{adopted:?} {faults:?}");
        prop_assert_eq!(imported(&text, &settings), series);
    }

    /// Whatever another program writes: taken over once more, it is as it was, in the file too.
    #[test]
    fn any_event_taken_over_twice_changes_nothing(
        start in prop::sample::select(vec!["20270104T200000", "20270326T203000", "20270326T023000", "20271030T023000", "20270107T200000"]),
        rules in prop::collection::vec(prop::sample::select(vec![
            "FREQ=WEEKLY;BYDAY=TU;COUNT=4", "FREQ=WEEKLY; BYDAY=TU,TH", "FREQ=WEEKLY;BYDAY=MO; COUNT=4", "FREQ=DAILY;UNTIL=20270420T200000Z",
            "FREQ=DAILY", "FREQ=YEARLY", "freq=monthly;byday=1TH;count=6", "FREQ=DAILY;BYHOUR=2,20;COUNT=50", "FREQ=WEEKLY;COUNT=1;BYDAY=SU",
        ]), 0..3),
        picks in prop::collection::vec((-2i64..9, -1i64..3, 0u8..9), 0..6),
    ) {
        let begin = NaiveDateTime::parse_from_str(start, "%Y%m%dT%H%M%S").unwrap();
        let (mut lines, mut singles) = (format!("DTSTART;TZID=Europe/Brussels:{start}\r\n"), String::new());
        lines.extend(rules.iter().map(|rule| format!("RRULE:{rule}\r\n")));
        let mut own = std::collections::BTreeSet::new();
        for (day, hours, what) in picks {
            let of = begin + Duration::days(day);
            let moved = of + Duration::hours(hours);
            let (of, at) = (of.format("%Y%m%dT%H%M%S").to_string(), moved.format("%Y%m%dT%H%M%S"));
            let single = |more: &str| format!("BEGIN:VEVENT\r\nUID:1\r\nRECURRENCE-ID;TZID=Europe/Brussels:{of}\r\n{more}END:VEVENT\r\n");
            match what {
                0 => lines += &format!("EXDATE;TZID=Europe/Brussels:{at}\r\n"),
                1 => lines += &format!("EXDATE;VALUE=DATE:{}\r\n", &of[..8]),
                2 => lines += &format!("EXDATE:{at}Z\r\n"),
                3 | 4 => lines += &format!("RDATE;TZID=Europe/Brussels:{at}\r\n"),
                _ if !own.insert(of.clone()) => {}
                5 => singles += &single("STATUS:CANCELLED\r\n"),
                6 => singles += &single(&format!("DTSTART;TZID=Europe/Brussels:{at}\r\nDURATION:PT90M\r\n")),
                _ => singles += &single(&format!("DTSTART;TZID=Europe/Brussels:{at}\r\n")),
            }
        }
        let text = calendar(&lines).replace("END:VCALENDAR", &(singles + "END:VCALENDAR"));
        let settings = library(&["2027-04-01/2027-04-03"]);
        for new in adopted(&text, &[], &settings).0 {
            let Adopted::New(_, series) = new else { panic!("{new:?}") };
            let file = crate::store::series_edit::created(&series);
            let layout = crate::store::Layout::new("/library");
            let read = crate::store::series::parse(&layout, &series.id, &file, settings.zone).unwrap();
            let (again, _) = adopted(&text, std::slice::from_ref(&read), &settings);
            prop_assert_eq!(again, vec![Adopted::Same(series.id.clone())], "{}{}", text, file);
        }
    }

    /// Any text is an answer or a fault.
    #[test]
    fn any_text_is_read_or_refused(lines in prop::collection::vec("(BEGIN:VEVENT|END:VEVENT|UID:[12]|DTSTART[;:=A-Z0-9]{0,20}|DTSTART:2020032[0-9]T203000|RRULE:FREQ=(DAILY|YEARLY);[A-Z=0-9,;-]{0,20}|RECURRENCE-ID:2020032[0-9]T203000|EXDATE[:;]\\PC{0,20}|\\PC{0,30})", 0..30)) {
        let text = format!("BEGIN:VCALENDAR\n{}\nEND:VCALENDAR\n", lines.join("\n"));
        let settings = library(&[]);
        if let Ok(calendar) = read(&text, settings.zone) {
            drop(adopt(calendar, &[nadia()], &settings));
        }
        drop(closed_days(&text, settings.zone));
    }
}

fn dates_of(series: &Series, settings: &LibrarySettings) -> Vec<NaiveDateTime> {
    let plan = crate::plan::Plan::of(series, settings).unwrap();
    let found = plan.between(series.start, series.start + Duration::days(300)).unwrap();
    found.into_iter().map(|found| found.id.at).collect()
}
