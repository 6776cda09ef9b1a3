//! Each known fault of `rrule` 0.14 with our answer, so that an upgrade of the crate shows which fence can go.

use super::tests::{BRUSSELS, at, dates, days, rule, steps};
use super::*;
use crate::plan::examples::{agenda, brief, library, series};
use crate::plan::place;

/// rrule, given zoned times, leaves out what lies in a gap, and with COUNT adds a later date.
#[test]
fn a_date_in_the_gap_is_kept_and_moved_forward() {
    assert_eq!(days("FREQ=DAILY;COUNT=3", "2020-03-28 02:30", 9), "03-28 03-29 03-30");
    let placed: Vec<String> = rule("FREQ=DAILY;COUNT=3", "2020-03-28 02:30")
        .walk(at("2020-03-28 00:00"))
        .take(3)
        .map(|at| place(at, BRUSSELS).to_rfc3339())
        .collect();
    assert_eq!(placed, ["2020-03-28T02:30:00+01:00", "2020-03-29T03:30:00+02:00", "2020-03-30T02:30:00+02:00"]);
}

/// rrule refuses DTSTART and EXDATE in a gap or a fold.
#[test]
fn a_start_or_a_skip_in_a_gap_or_a_fold_is_read() {
    assert_eq!(dates("FREQ=YEARLY", "2020-03-29 02:30", 2), ["2020-03-29 02:30", "2021-03-29 02:30"]);
    assert_eq!(dates("FREQ=YEARLY", "2020-10-25 02:30", 2), ["2020-10-25 02:30", "2021-10-25 02:30"]);
    let mut nights = series("nuit", "2020-03-28 02:30", "FREQ=DAILY;COUNT=3");
    nights.skip.push(crate::domain::Skip::Time(at("2020-03-29 02:30")));
    assert_eq!(brief(&agenda(&[nights], &library(&[]), "2020-03-01", "2020-04-30")), ["03-28 02:30 1/2", "03-30 02:30 2/2"]);
}

/// rrule refuses UNTIL as a date or a local time where the start has a zone.
#[test]
fn until_is_a_date_a_local_time_or_an_instant() {
    for until in ["20200322", "20200322T203000", "20200322T193000Z"] {
        assert_eq!(days(&format!("FREQ=DAILY;UNTIL={until}"), "2020-03-20 20:30", 9), "03-20 03-21 03-22", "{until}");
    }
}

/// rrule takes COUNT beside UNTIL, which the RFC forbids.
#[test]
fn count_beside_until_is_refused() {
    let fault = parse_rule("FREQ=DAILY;COUNT=3;UNTIL=20200519", at("2020-03-20 20:30"), BRUSSELS).unwrap_err();
    assert!(fault.to_string().starts_with("COUNT and UNTIL stand in the same rule"));
}

/// rrule takes plain weekdays beside numbered ones as a filter and gives nothing.
#[test]
fn plain_and_numbered_weekdays_add_up() {
    assert_eq!(days("FREQ=MONTHLY;BYDAY=MO,-1FR", "2020-02-01 20:00", 6), "02-03 02-10 02-17 02-24 02-28 03-02");
    assert_eq!(days("FREQ=YEARLY;BYDAY=MO,-1FR", "2020-12-20 20:00", 3), "12-21 12-25 12-28");
}

/// rrule refuses -5 in a month and -53 in a year.
#[test]
fn the_fifth_weekday_from_the_end_is_found() {
    assert_eq!(days("FREQ=MONTHLY;BYDAY=-5FR", "2020-01-01 20:00", 4), "01-03 05-01 07-03 10-02");
    assert_eq!(days("FREQ=YEARLY;BYMONTH=5;BYDAY=-5FR,5FR", "2020-01-01 20:00", 2), "05-01 05-29");
    assert_eq!(
        dates("FREQ=YEARLY;BYDAY=-53TH", "2020-01-01 20:00", 3),
        ["2020-01-02 20:00", "2026-01-01 20:00", "2032-01-01 20:00"]
    );
    assert_eq!(dates("FREQ=YEARLY;BYDAY=53TH,MO;BYMONTHDAY=31", "2026-12-01 20:00", 1), ["2026-12-31 20:00"]);
}

/// rrule gives all seven days of the week.
#[test]
fn a_week_number_alone_means_the_weekday_of_the_start() {
    assert_eq!(dates("FREQ=YEARLY;BYWEEKNO=20", "2020-05-12 20:00", 2), ["2020-05-12 20:00", "2021-05-18 20:00"]);
}

/// rrule tears the week at New Year: it counts the days before with one year and those behind with the next.
#[test]
fn a_week_number_counts_with_the_year_of_its_week() {
    let all = "BYDAY=MO,TU,WE,TH,FR,SA,SU";
    assert_eq!(
        dates(&format!("FREQ=YEARLY;INTERVAL=2;BYWEEKNO=1;{all}"), "2019-12-30 20:00", 8),
        [
            "2019-12-30 20:00",
            "2019-12-31 20:00",
            "2020-01-01 20:00",
            "2020-01-02 20:00",
            "2020-01-03 20:00",
            "2020-01-04 20:00",
            "2020-01-05 20:00",
            "2022-01-03 20:00"
        ]
    );
    assert_eq!(
        dates(&format!("FREQ=YEARLY;BYWEEKNO=1;{all};BYSETPOS=1,-1"), "2018-12-01 20:00", 4),
        ["2018-12-31 20:00", "2019-01-06 20:00", "2019-12-30 20:00", "2020-01-05 20:00"]
    );
    assert_eq!(dates("FREQ=YEARLY;BYWEEKNO=53;BYDAY=SU", "2020-01-01 20:00", 2), ["2021-01-03 20:00", "2027-01-03 20:00"]);
}

/// rrule counts the first week of BYSETPOS from the start.
#[test]
fn positions_in_the_first_period_count_from_its_first_day() {
    assert_eq!(days("FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=1", "2020-03-20 20:30", 2), "03-23 03-30");
    assert_eq!(days("FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=-1", "2020-03-18 20:30", 2), "03-20 03-27");
    assert_eq!(days("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=2", "2020-03-10 20:30", 2), "04-02 05-04");
}

/// rrule gives an instant of two rules twice.
#[test]
fn the_same_instant_of_two_rules_counts_once() {
    let mut both = series("a", "2020-03-02 20:00", "FREQ=WEEKLY;BYDAY=MO;COUNT=2");
    both.rules.push("FREQ=DAILY;COUNT=8".to_owned());
    let found = brief(&agenda(&[both], &library(&[]), "2020-03-08", "2020-12-31"));
    assert_eq!(found, ["03-08 20:00 7/8", "03-09 20:00 8/8"]);
    // 02:30 does not exist on 29 March, and is 03:30 then.
    let mut night = series("nuit", "2020-03-28 02:30", "FREQ=DAILY;COUNT=3");
    night.rules.push("FREQ=DAILY;BYHOUR=3;COUNT=3".to_owned());
    let found = brief(&agenda(&[night], &library(&[]), "2020-03-01", "2020-04-30"));
    assert_eq!(found, ["03-28 02:30 1/5", "03-28 03:30 2/5", "03-29 03:30 3/5", "03-30 02:30 4/5", "03-30 03:30 5/5"]);
}

/// rrule ignores EXRULE and an EXDATE that is a date; and its `to_string` writes a zoned EXDATE so that the date comes back.
#[test]
fn a_skipped_date_stays_away() {
    let fridays = series("jeux", "2020-04-24 20:00", "FREQ=WEEKLY;COUNT=3").skipping("2020-05-01");
    assert_eq!(brief(&agenda(&[fridays], &library(&[]), "2020-01-01", "2020-12-31")), ["04-24 20:00 1/2", "05-08 20:00 2/2"]);
    let fault = parse_rule("EXRULE:FREQ=WEEKLY", at("2020-03-20 20:30"), BRUSSELS).unwrap_err();
    assert!(fault.to_string().contains("EXRULE:FREQ"), "{fault}");
}

/// rrule looks for 91 ms. Work is counted in days that are looked at.
#[test]
fn a_rule_without_dates_costs_little() {
    for text in [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYMONTH=2,4;BYMONTHDAY=31,-31",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
    ] {
        let work = steps(|| assert!(parse_rule(text, at("2020-03-20 20:30"), BRUSSELS).is_err(), "{text}"));
        assert!(work < 100, "{text}: {work}");
    }
    for text in [
        "FREQ=DAILY;INTERVAL=7;BYDAY=MO",
        "FREQ=MONTHLY;BYDAY=1MO;BYSETPOS=3",
        "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6;BYDAY=MO,TU,WE,TH,FR,SA,SU",
        "FREQ=YEARLY;INTERVAL=2;BYYEARDAY=366;BYMONTH=2",
    ] {
        let work = steps(|| assert!(parse_rule(text, at("2020-03-20 20:30"), BRUSSELS).is_err(), "{text}"));
        assert!(work < 150_000, "{text}: {work}");
    }
}
