//! Whole series against a walk from the start, day by day.

use chrono::TimeZone;
use chrono_tz::Tz;
use proptest::prelude::*;

use super::*;
use crate::domain::{ClosedDays, OnClosed};
use crate::plan::examples::{agenda, at, brief, day, library, nadia, series, spans};
use crate::plan::recurrence::tests::steps;

fn ids(found: &[Occurrence]) -> Vec<String> {
    found.iter().map(|found| found.id.to_string()).collect()
}

fn faults(series: Series) -> Vec<String> {
    let settings = library(&[]);
    let window = Window::days(day("2020-04-01"), day("2020-04-02"), settings.zone);
    occurrences(&[series], &settings, window).1.iter().map(Error::to_string).collect()
}

#[test]
fn evenings_keep_their_hour_over_the_clock_change() {
    let found = agenda(&[nadia()], &library(&[]), "2020-03-28", "2020-03-30");
    let starts: Vec<_> = found.iter().map(|found| found.start.to_rfc3339()).collect();
    assert_eq!(starts, ["2020-03-28T20:30:00+01:00", "2020-03-29T20:30:00+02:00", "2020-03-30T20:30:00+02:00"]);
    assert_eq!(ids(&found), ["nadia@2020-03-28T20:30", "nadia@2020-03-29T20:30", "nadia@2020-03-30T20:30"]);
    assert_eq!(brief(&found), ["03-28 20:30 9/60", "03-29 20:30 10/60", "03-30 20:30 11/60"]);
    assert_eq!(found[0].end.to_rfc3339(), "2020-03-28T21:15:00+01:00");
    assert_eq!(found[0].people.iter().map(Slug::as_str).collect::<Vec<_>>(), ["olivier", "s-03"]);
}

#[test]
fn a_talk_over_the_clock_change_lasts_its_minutes() {
    let night = series("nuit", "2020-03-29 01:30", "");
    let found = agenda(&[night], &library(&[]), "2020-03-29", "2020-03-29");
    assert_eq!(found[0].end.to_rfc3339(), "2020-03-29T03:15:00+02:00");
    let gap = series("nuit", "2020-03-28 02:30", "FREQ=DAILY;COUNT=2");
    let found = agenda(&[gap], &library(&[]), "2020-03-29", "2020-03-29");
    assert_eq!(
        (found[0].id.to_string().as_str(), found[0].start.to_rfc3339().as_str()),
        ("nuit@2020-03-29T02:30", "2020-03-29T03:30:00+02:00")
    );
    assert_eq!(found[0].moved_from, None); // the clocks moved, not the talk
}

#[test]
fn a_series_without_rule_is_a_single_date() {
    let found = agenda(&[series("essai", "2020-03-20 20:30", "")], &library(&[]), "2020-01-01", "2020-12-31");
    assert_eq!(brief(&found), ["03-20 20:30 1/1"]);
}

#[test]
fn a_skipped_evening_is_held_at_noon_and_numbered_last() {
    let nadia = nadia().skipping("2020-04-12").adding("2020-04-12 12:00");
    let found = agenda(&[nadia], &library(&[]), "2020-04-11", "2020-04-13");
    assert_eq!(brief(&found), ["04-11 20:30 23/60", "04-12 12:00 60/60", "04-13 20:30 24/60"]);
}

#[test]
fn numbers_never_pass_the_size_of_the_set() {
    let nadia = nadia().skipping("2020-04-12").adding("2020-03-22 12:00").adding("2020-03-21 20:30");
    let found = agenda(&[nadia], &library(&[]), "2020-03-01", "2020-06-30");
    let mut numbers: Vec<_> = found.iter().map(|found| found.number.unwrap()).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=60).collect::<Vec<_>>()); // 59 by the rule, one more; the other is the rule's already
    assert!(found.iter().all(|found| found.of == Some(60)));
}

#[test]
fn an_endless_series_has_numbers_and_no_size() {
    let endless = series("vendredi", "2020-03-20 20:30", "FREQ=WEEKLY").adding("2020-03-24 12:00");
    let found = agenda(&[endless], &library(&[]), "2020-03-24", "2020-03-27");
    assert_eq!(brief(&found), ["03-24 12:00 -/-", "03-27 20:30 2/-"]);
}

#[test]
fn a_series_until_a_day_has_a_size() {
    let found =
        agenda(&[series("a", "2020-03-20 20:30", "FREQ=DAILY;UNTIL=20200322")], &library(&[]), "2020-03-01", "2020-06-30");
    assert_eq!(brief(&found), ["03-20 20:30 1/3", "03-21 20:30 2/3", "03-22 20:30 3/3"]);
}

#[test]
fn closed_days_are_left_out_and_the_fridays_stay_fridays() {
    let fridays = series("jeux", "2020-04-24 20:00", "FREQ=WEEKLY;COUNT=3");
    let settings = library(&["2020-05-01"]);
    let year = |series: Series| brief(&agenda(&[series], &settings, "2020-01-01", "2020-12-31"));
    assert_eq!(year(fridays.clone()), ["04-24 20:00 1/2", "05-08 20:00 2/2"]);
    assert_eq!(year(fridays.clone().closing(OnClosed::Shift)), ["04-24 20:00 1/3", "05-08 20:00 2/3", "05-15 20:00 3/3"]);
    assert_eq!(year(fridays.clone().closing(OnClosed::Keep)), ["04-24 20:00 1/3", "05-01 20:00 2/3", "05-08 20:00 3/3"]);
    assert_eq!(year(fridays.adding("2020-05-01 12:00")), ["04-24 20:00 1/3", "05-01 12:00 3/3", "05-08 20:00 2/3"]);
}

#[test]
fn closed_spans_count_where_they_overlap_once() {
    let settings = library(&["2020-04-06/2020-04-19", "2020-04-10", "2020-04-15/2020-04-20", "2000-01-01/2020-03-21"]);
    let days = |on_closed| {
        let found = agenda(&[nadia().closing(on_closed)], &settings, "2020-04-01", "2020-07-31");
        (brief(&found)[5].clone(), brief(&found).pop().unwrap())
    };
    // 20 and 21 March and 6 to 20 April, 17 days, are closed.
    assert_eq!(days(OnClosed::Skip), ("04-21 20:30 16/43".to_owned(), "05-18 20:30 43/43".to_owned()));
    assert_eq!(days(OnClosed::Shift), ("04-21 20:30 16/60".to_owned(), "06-04 20:30 60/60".to_owned()));
    assert_eq!(days(OnClosed::Keep), ("04-06 20:30 18/60".to_owned(), "05-18 20:30 60/60".to_owned()));
}

#[test]
fn moved_and_cancelled_ones_keep_their_numbers() {
    let nadia = nadia().moving("2020-04-02 20:30", "2020-04-02 12:00").cancelling("2020-04-03 20:30");
    let found = agenda(&[nadia], &library(&[]), "2020-04-01", "2020-04-04");
    assert_eq!(brief(&found), ["04-01 20:30 13/60", "04-02 12:00 14/60", "04-03 20:30 15/60", "04-04 20:30 16/60"]);
    assert_eq!(found.iter().map(|found| found.cancelled).collect::<Vec<_>>(), [false, false, true, false]);
    assert_eq!(found[1].moved_from, Some(at("2020-04-02 20:30")));
    assert_eq!(found[1].id.to_string(), "nadia@2020-04-02T20:30");
    assert_eq!(found[0].moved_from, None);
}

#[test]
fn an_occurrence_is_seen_where_it_lies_now() {
    let nadia = nadia().moving("2020-04-02 20:30", "2020-07-02 12:00");
    assert_eq!(agenda(std::slice::from_ref(&nadia), &library(&[]), "2020-04-02", "2020-04-02"), []);
    assert_eq!(brief(&agenda(&[nadia], &library(&[]), "2020-07-01", "2020-07-31")), ["07-02 12:00 14/60"]);
}

#[test]
fn what_follows_a_shift_moves_with_it_and_nothing_else() {
    let g7 = series("g7", "2022-01-10 14:00", "FREQ=WEEKLY;INTERVAL=2;COUNT=5").shifting("2022-01-24 14:00", 7);
    let found = agenda(std::slice::from_ref(&g7), &library(&[]), "2022-01-01", "2022-12-31");
    assert_eq!(brief(&found), ["01-10 14:00 1/5", "01-31 14:00 2/5", "02-14 14:00 3/5", "02-28 14:00 4/5", "03-14 14:00 5/5"]);
    assert_eq!(found[1].id.to_string(), "g7@2022-01-24T14:00");
    assert_eq!(found[1].moved_from, Some(at("2022-01-24 14:00")));
    // A second shift adds to the first; a move to a time stands by itself; a length counts from where the shifts have put it.
    let again = g7.shifting("2022-02-21 14:00", 1).moving("2022-02-07 14:00", "2022-02-08 09:00").changing(
        "2022-03-07 14:00",
        ChangeTo::By(Duration::hours(-2)),
        false,
    );
    let found = brief(&agenda(&[again], &library(&[]), "2022-01-01", "2022-12-31"));
    assert_eq!(found, ["01-10 14:00 1/5", "01-31 14:00 2/5", "02-08 09:00 3/5", "03-01 14:00 4/5", "03-15 12:00 5/5"]);
}

#[test]
fn a_shift_of_half_a_year_is_found_in_any_window() {
    let daily = series("a", "2020-03-20 20:30", "FREQ=DAILY").shifting("2020-05-01 20:30", 180);
    let settings = library(&[]);
    assert_eq!(brief(&agenda(std::slice::from_ref(&daily), &settings, "2020-04-30", "2020-05-02")), ["04-30 20:30 42/-"]);
    assert_eq!(brief(&agenda(&[daily], &settings, "2020-10-27", "2020-10-29")), ["10-28 20:30 43/-", "10-29 20:30 44/-"]);
}

#[test]
fn a_chain_moves_with_its_occurrence() {
    let show = series("emission", "2020-01-02 20:00", "FREQ=MONTHLY;BYDAY=1TH")
        .chaining("preparation", -7, 30)
        .chaining("bilan", 2, 60)
        .moving("2020-04-02 20:00", "2020-04-09 19:00");
    let found = agenda(std::slice::from_ref(&show), &library(&[]), "2020-03-20", "2020-04-20");
    assert_eq!(
        ids(&found),
        ["emission.preparation@2020-03-26T20:00", "emission@2020-04-02T20:00", "emission.bilan@2020-04-04T20:00"]
    );
    assert_eq!(brief(&found), ["04-02 19:00 4/-", "04-09 19:00 4/-", "04-11 19:00 4/-"]);
    assert_eq!(found[0].moved_from, Some(at("2020-03-26 20:00")));
    assert_eq!((found[0].title.as_str(), (found[0].end - found[0].start).num_minutes()), ("PREPARATION", 30));
    let cancelled = agenda(&[show.cancelling("2020-05-07 20:00")], &library(&[]), "2020-04-30", "2020-04-30");
    assert!(cancelled[0].cancelled && cancelled[0].chain.is_some());
}

#[test]
fn series_of_other_zones_are_placed_in_them_and_sorted_together() {
    let mut montreal = series("montreal", "2020-03-28 14:00", "FREQ=DAILY;COUNT=2");
    montreal.zone = Tz::America__Montreal;
    let found = agenda(&[nadia(), montreal], &library(&[]), "2020-03-28", "2020-03-28");
    assert_eq!(ids(&found), ["montreal@2020-03-28T14:00", "nadia@2020-03-28T20:30"]);
    assert_eq!(found[0].start.with_timezone(&Tz::Europe__Brussels).to_rfc3339(), "2020-03-28T19:00:00+01:00");
}

#[test]
fn days_of_the_library_hold_what_lies_in_them_in_its_zone() {
    let mut tokyo = series("tokyo", "2020-03-29 04:00", "");
    tokyo.zone = Tz::Asia__Tokyo;
    assert_eq!(ids(&agenda(&[tokyo], &library(&[]), "2020-03-28", "2020-03-28")), ["tokyo@2020-03-29T04:00"]);
}

#[test]
fn several_rules_add_up_and_count_a_shared_date_once() {
    let mut both = series("a", "2020-03-02 20:00", "FREQ=WEEKLY;BYDAY=MO;COUNT=4");
    both.rules.push("FREQ=MONTHLY;BYDAY=1MO,1TU;COUNT=4".to_owned());
    let found = agenda(&[both], &library(&[]), "2020-03-03", "2020-12-31");
    let expected =
        ["03-03 20:00 2/7", "03-09 20:00 3/7", "03-16 20:00 4/7", "03-23 20:00 5/7", "04-06 20:00 6/7", "04-07 20:00 7/7"];
    assert_eq!(brief(&found), expected); // 2 March is in both
}

#[test]
fn a_time_that_the_rule_does_not_give_is_named() {
    assert_eq!(
        faults(nadia().moving("2020-04-02 20:00", "2020-04-02 12:00")),
        ["change in the series `nadia` names 2020-04-02T20:00, which its rule does not give\n  hint: it counts by the time of \
          the rule, before any change; temoin agenda --series nadia lists them"]
    );
    assert!(faults(nadia().skipping("2021-04-12"))[0].starts_with("skip in the series `nadia` names 2021-04-12,"));
    let mut skipping_a_time = nadia();
    skipping_a_time.skip.push(Skip::Time(at("2020-04-12 12:00")));
    assert!(faults(skipping_a_time)[0].contains("names 2020-04-12T12:00,"));
    // An `also` date may be moved, and a skipped one is the rule's all the same.
    assert_eq!(faults(nadia().adding("2020-04-12 12:00").moving("2020-04-12 12:00", "2020-04-12 13:00")), [""; 0]);
    assert_eq!(faults(nadia().skipping("2020-04-12").cancelling("2020-04-12 20:30")), [""; 0]);
}

#[test]
fn a_bad_series_costs_itself_only() {
    let settings = library(&[]);
    let window = Window::days(day("2020-04-01"), day("2020-04-01"), settings.zone);
    let (found, faults) = occurrences(&[series("a", "2020-03-20 20:30", "FREQ=HOURLY"), nadia()], &settings, window);
    assert_eq!((ids(&found), faults.len()), (vec!["nadia@2020-04-01T20:30".to_owned()], 1));
}

#[test]
fn too_many_dates_are_refused_with_a_sentence() {
    let settings = library(&[]);
    let window = Window::days(day("2020-01-01"), day("2120-01-01"), settings.zone);
    let (found, faults) = occurrences(&[series("a", "2020-03-20 20:30", "FREQ=DAILY"), nadia()], &settings, window);
    assert_eq!(found.len(), 60);
    assert!(faults[0].to_string().starts_with("the series `a` has more than 20000 dates"), "{}", faults[0]);
}

#[test]
fn a_window_at_the_edge_of_the_calendar_does_no_harm() {
    let settings = library(&["0001-01-01/9999-12-31"]);
    let all = Window { from: DateTime::<Utc>::MIN_UTC, to: DateTime::<Utc>::MAX_UTC };
    let (found, faults) = occurrences(&[nadia().closing(OnClosed::Keep)], &settings, all);
    assert_eq!((found.len(), faults.len()), (60, 0));
    let (found, faults) = occurrences(&[nadia().closing(OnClosed::Shift)], &settings, all);
    assert_eq!((found.len(), faults.len()), (0, 0));
    let last = Window::days(NaiveDate::MAX, NaiveDate::MAX, settings.zone);
    assert_eq!(occurrences(&[nadia()], &settings, last).0, []);
}

#[test]
fn an_id_finds_its_occurrence_wherever_it_lies() {
    let show = series("emission", "2020-01-02 20:00", "FREQ=MONTHLY;BYDAY=1TH")
        .chaining("preparation", -7, 30)
        .moving("2020-04-02 20:00", "2020-05-09 19:00");
    let (settings, all) = (library(&[]), [show]);
    let found = |id: &str| occurrence(&all, &settings, &id.parse().unwrap()).unwrap();
    let start = |found: Option<Occurrence>| found.map(|found| found.start.naive_local());
    assert_eq!(start(found("emission@2020-04-02T20:00")), Some(at("2020-05-09 19:00")));
    assert_eq!(start(found("emission.preparation@2020-03-26T20:00")), Some(at("2020-05-02 19:00")));
    for id in [
        "emission@2020-04-03T20:00",
        "emission.bilan@2020-04-02T20:00",
        "emission.preparation@2020-04-02T20:00",
        "x@2020-04-02T20:00",
    ] {
        assert_eq!(found(id), None, "{id}");
    }
}

#[test]
fn windows_of_days_end_where_the_next_day_begins() {
    let window = Window::days(day("2020-03-29"), day("2020-03-29"), Tz::Europe__Brussels);
    assert_eq!((window.to - window.from).num_hours(), 23);
    assert!(!window.holds(Tz::Europe__Brussels.with_ymd_and_hms(2020, 3, 30, 0, 0, 0).unwrap()));
}

/// How many days are looked at for a week so many years after the start.
fn work(series: &Series, settings: &LibrarySettings, years: i32) -> u64 {
    let first = NaiveDate::from_ymd_opt(2020 + years, 6, 1).unwrap();
    let window = Window::days(first, first + Days::new(6), settings.zone);
    steps(|| {
        assert!(!occurrences(std::slice::from_ref(series), settings, window).0.is_empty(), "{:?} in {years} years", series.rules)
    })
}

#[test]
fn a_week_fifty_years_on_costs_what_this_week_costs() {
    let settings = library(&["2020-07-21", "2021-04-05/2021-04-18", "2022-12-24/2023-01-02"]);
    let weekly = |rule: &str| series("a", "2020-03-20 20:30", rule);
    let mut two = weekly("FREQ=WEEKLY;BYDAY=MO,WE");
    two.rules.push("FREQ=WEEKLY;INTERVAL=1;BYDAY=TH;BYHOUR=14".to_owned());
    for series in [
        weekly("FREQ=WEEKLY"),
        weekly("FREQ=WEEKLY;COUNT=9000"),
        weekly("FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR").skipping("2020-04-13").skipping("2020-04-14"),
        weekly("FREQ=DAILY;INTERVAL=3;UNTIL=20991231"),
        weekly("FREQ=MONTHLY;BYDAY=1MO,1TU,1WE,1TH,1FR,1SA,1SU"),
        weekly("FREQ=WEEKLY;COUNT=9000").closing(OnClosed::Shift),
        two,
    ] {
        let (near, far) = (work(&series, &settings, 1), work(&series, &settings, 50));
        assert!(far < 500 && far < near * 2 + 50, "{:?}: {near} days, then {far}", series.rules);
    }
}

/// No arithmetic tells how many 31sts there were.
#[test]
fn what_must_be_walked_is_walked_once() {
    let settings = library(&[]);
    let mut meeting = series("a", "2020-05-31 20:30", "FREQ=MONTHLY;BYMONTHDAY=-1,1,2,3,4,5,29;COUNT=5000");
    let (first, again) = (work(&meeting, &settings, 50), work(&meeting, &settings, 50));
    assert!(first > 15_000 && again < 1_500, "{first} days, then {again}");
    meeting.rules.push("FREQ=DAILY;INTERVAL=2".to_owned()); // which may meet
    let (first, again) = (work(&meeting, &settings, 50), work(&meeting, &settings, 50));
    assert!(first > 15_000 && again < 3_000, "{first} days, then {again}");
}

#[test]
fn counts_over_closed_days_are_reckoned_as_they_are_walked() {
    let settings = library(&["2020-04-06/2020-04-19", "2020-05-01", "2020-05-29/2020-06-10", "2020-06-08/2020-06-12"]);
    let series = series("a", "2020-03-20 20:30", "FREQ=DAILY;BYDAY=MO,WE,FR;COUNT=30").closing(OnClosed::Shift);
    let found = agenda(std::slice::from_ref(&series), &settings, "2020-01-01", "2021-12-31");
    let rule = crate::plan::parse_rule("FREQ=DAILY;BYDAY=MO,WE,FR", series.start, series.zone).unwrap();
    let open: Vec<_> =
        rule.walk(series.start).filter(|at| !settings.closed.iter().any(|days| days.contains(at.date()))).take(30).collect();
    assert_eq!(found.iter().map(|found| found.id.at).collect::<Vec<_>>(), open);
    assert_eq!(found.iter().filter_map(|found| found.number).collect::<Vec<_>>(), (1..=30).collect::<Vec<_>>());
}

#[test]
fn what_skip_names_uses_up_its_count_on_a_closed_day_too() {
    let weekly = || series("a", "2020-03-20 20:30", "FREQ=WEEKLY;COUNT=5").skipping("2020-04-03").closing(OnClosed::Shift);
    let expected = ["03-20 20:30 1/4", "03-27 20:30 2/4", "04-10 20:30 3/4", "04-17 20:30 4/4"];
    let dates = |closed: &[&str]| brief(&agenda(&[weekly()], &library(closed), "2020-03-20", "2020-12-31"));
    assert_eq!(dates(&[]), expected);
    assert_eq!(dates(&["2020-04-03"]), expected);
    assert_eq!(dates(&["2020-04-01/2020-04-12"]), ["03-20 20:30 1/4", "03-27 20:30 2/4", "04-17 20:30 3/4", "04-24 20:30 4/4"]);
    let mut own = weekly();
    own.closed = spans(&["2020-04-10", "2020-04-03"]);
    let found = agenda(&[own], &library(&["2020-04-17"]), "2020-04-01", "2020-12-31");
    assert_eq!(brief(&found), ["04-24 20:30 3/4", "05-01 20:30 4/4"], "days of its own count beside the library's");
}

/// A series with a bit of everything, and where it is looked at: days after 1 January 2020.
#[derive(Debug, Clone)]
struct Tangle {
    series: Series,
    closed: Vec<ClosedDays>,
    from: i64,
    days: i64,
}

fn tangle() -> impl Strategy<Value = Tangle> {
    let rules = [
        "FREQ=DAILY",
        "FREQ=WEEKLY;BYDAY=MO,TH,SA",
        "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;BYMONTH=1,3,5",
        "FREQ=MONTHLY;BYMONTHDAY=31,-3",
    ];
    let ends = [";COUNT=30", ";COUNT=7", ";UNTIL=20200520", ""];
    let modes = [OnClosed::Skip, OnClosed::Shift, OnClosed::Keep];
    let pick = (0..rules.len(), 0..ends.len(), 0..modes.len());
    let lists = (some_spans(), prop::collection::vec(0i64..200, 0..6), prop::collection::vec(0i64..200, 0..4));
    let shifts = prop::collection::vec((0i64..120, -40i64..40), 0..3);
    (pick, lists, shifts, -30i64..250, 1i64..120).prop_map(
        move |((rule, end, mode), (closed, skip, also), shifts, from, days)| {
            let date = |days: i64| day("2020-01-01") + Duration::days(days);
            let mut series = series("a", "2020-01-06 20:30", &format!("{}{}", rules[rule], ends[end])).closing(modes[mode]);
            series.skip = skip.into_iter().map(|days| Skip::Date(date(days))).collect();
            series.also = also.into_iter().map(|days| date(days).and_time(series.start.time())).collect();
            for (days, by) in shifts {
                let of = date(days).and_time(series.start.time());
                series.changes.push(Change { of, to: ChangeTo::By(Duration::days(by)), following: true });
            }
            let span = |(first, length)| ClosedDays { first: date(first), last: date(first + length) };
            let mut closed: Vec<ClosedDays> = closed.into_iter().map(span).collect();
            series.closed = closed.split_off(closed.len() / 2);
            Tangle { series, closed, from, days }
        },
    )
}

fn some_spans() -> impl Strategy<Value = Vec<(i64, i64)>> {
    prop::collection::vec((-20i64..200, 0i64..25), 0..5)
}

/// Date by date from the start, as the manual words it: rule − skip − closed + also, numbered, then shifted.
fn walked(tangle: &Tangle) -> Vec<String> {
    let series = &tangle.series;
    let is_closed = |at: &NaiveDateTime| tangle.closed.iter().chain(&series.closed).any(|days| days.contains(at.date()));
    let rule = crate::plan::parse_rule(&series.rules[0], series.start, series.zone).unwrap();
    let is_skipped = |at: &NaiveDateTime| series.skip.contains(&Skip::Date(at.date()));
    let counts = |at: &NaiveDateTime| series.on_closed != OnClosed::Shift || !is_closed(at) || is_skipped(at);
    let all: Vec<_> = rule.walk(series.start).take(2000).filter(counts).take(rule.count().unwrap_or(1500) as usize).collect();
    let mut set: Vec<_> =
        all.into_iter().filter(|at| !is_skipped(at) && (series.on_closed != OnClosed::Skip || !is_closed(at))).collect();
    let mut also: Vec<_> = series.also.iter().copied().filter(|at| !set.contains(at)).collect();
    also.sort();
    also.dedup();
    let by_rule = set.len();
    set.extend(also);
    let of = (!rule.is_endless()).then_some(set.len());
    let window = Window::days(
        day("2020-01-01") + Duration::days(tangle.from),
        day("2020-01-01") + Duration::days(tangle.from + tangle.days),
        series.zone,
    );
    let mut found = Vec::new();
    for (n, at) in set.iter().enumerate() {
        let number = (n < by_rule || of.is_some()).then_some(n + 1);
        let by = series.changes.iter().filter(|change| change.of <= *at).fold(Duration::zero(), |sum, change| match change.to {
            ChangeTo::By(by) => sum + by,
            _ => sum,
        });
        let start = place(*at + by, series.zone);
        if window.holds(start) {
            found.push(format!("{start} {at} {number:?} {of:?}"));
        }
    }
    found.sort();
    found
}

proptest! {
    #[test]
    fn any_tangle_of_entries_gives_what_a_walk_from_the_start_gives(tangle in tangle()) {
        let mut settings = library(&[]);
        settings.closed = tangle.closed.clone();
        let first = day("2020-01-01") + Duration::days(tangle.from);
        let window = Window::days(first, first + Duration::days(tangle.days), tangle.series.zone);
        let (found, _) = occurrences(std::slice::from_ref(&tangle.series), &settings, window);
        let mut found: Vec<_> =
            found.iter().map(|found| format!("{} {} {:?} {:?}", found.start, found.id.at, found.number, found.of)).collect();
        found.sort();
        prop_assert_eq!(found, walked(&tangle));
    }
}
