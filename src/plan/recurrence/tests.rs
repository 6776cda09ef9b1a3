//! The rule against sentences, against RFC 5545's examples, and against a walk day by day that knows nothing of the crate.

use chrono::{Datelike, Days, Duration, NaiveDate, NaiveDateTime, Weekday};
use chrono_tz::Tz;
use proptest::prelude::*;

use super::*;
use crate::locale::{Language, Locale};

pub const BRUSSELS: Tz = Tz::Europe__Brussels;

pub fn at(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
}

pub fn rule(text: &str, start: &str) -> Rule {
    parse_rule(text, at(start), BRUSSELS).unwrap_or_else(|fault| panic!("{text}: {fault}"))
}

/// The first dates of a rule, COUNT applied, as text.
pub fn dates(text: &str, start: &str, most: usize) -> Vec<String> {
    let rule = rule(text, start);
    let most = most.min(rule.count().map_or(most, |count| count as usize));
    rule.walk(at(start)).take(most).map(|date| date.format("%Y-%m-%d %H:%M").to_string()).collect()
}

/// Days alone, `01-31 02-29`.
pub fn days(text: &str, start: &str, most: usize) -> String {
    dates(text, start, most).iter().map(|date| date[5..10].to_owned()).collect::<Vec<_>>().join(" ")
}

fn refusal(text: &str) -> String {
    parse_rule(text, at("2020-03-20 20:30"), BRUSSELS).expect_err(text).to_string()
}

thread_local! {
    static STEPS: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
}

/// A day was looked at.
pub fn count_a_step() {
    STEPS.set(STEPS.get() + 1);
}

/// How many days are looked at by `work`.
pub fn steps(work: impl FnOnce()) -> u64 {
    let before = STEPS.get();
    work();
    STEPS.get() - before
}

#[test]
fn a_misspelt_weekday_is_told_with_the_right_ones() {
    assert_eq!(
        refusal("FREQ=WEEKLY;BYDAY=monday"),
        "expected a weekday such as `MO`, found `monday`\n  hint: weekdays in a rule are MO TU WE TH FR SA SU (RFC 5545)"
    );
}

#[test]
fn a_fault_is_told_in_french_too() {
    let fault = parse_rule("FREQ=WEEKLY;BYDAY=lundi", at("2020-03-20 20:30"), BRUSSELS).unwrap_err();
    let expected = "attendu\u{a0}: un jour de la semaine comme `MO`\u{a0}; trouvé\u{a0}: `lundi`";
    assert_eq!(fault.worded(&Locale::new(Language::French)).lines().next(), Some(expected));
}

#[test]
fn each_fault_of_a_rule_is_named() {
    for (text, part) in [
        ("", "expected a part such as `COUNT=8`, found nothing"),
        ("every monday", "expected a part such as `COUNT=8`, found `every monday`\n  hint: a rule begins with its frequency"),
        ("BYDAY=MO", "expected `FREQ=DAILY`, `WEEKLY`, `MONTHLY` or `YEARLY`, found nothing"),
        ("FREQ=FORTNIGHTLY", "found `FORTNIGHTLY`"),
        ("FREQ=HOURLY", "hint: several times a day are written FREQ=DAILY;BYHOUR=9,14"),
        ("FREQ=MINUTELY", "found `MINUTELY`"),
        ("FREQ=SECONDLY", "found `SECONDLY`"),
        ("FREQ=DAILY;FREQ=WEEKLY", "FREQ stands twice"),
        ("FREQ=DAILY;CONT=3", "did you mean `COUNT`?"),
        ("FREQ=DAILY;ZZZ=3", "a rule has FREQ INTERVAL COUNT"),
        ("FREQ=DAILY;COUNT=0", "expected a whole number from 1 to 10000 for COUNT, found `0`"),
        ("FREQ=DAILY;COUNT=4000000000", "found `4000000000`"),
        ("FREQ=DAILY;COUNT=-1", "found `-1`"),
        ("FREQ=DAILY;COUNT=", "found nothing"),
        ("FREQ=DAILY;INTERVAL=0", "for INTERVAL, found `0`"),
        ("FREQ=DAILY;INTERVAL=1.5", "found `1.5`"),
        ("FREQ=DAILY;COUNT=3;UNTIL=20200519", "COUNT and UNTIL stand in the same rule"),
        ("FREQ=DAILY;UNTIL=2020-05-19", "expected a date such as `20200519`"),
        ("FREQ=DAILY;UNTIL=20200230", "found `20200230`"),
        ("FREQ=DAILY;UNTIL=20200519T25", "found `20200519T25`"),
        ("FREQ=DAILY;UNTIL=20200319", "the rule ends on Thursday 19 March 2020, before the start on Friday 20 March 2020"),
        ("FREQ=DAILY;UNTIL=20200320T192959Z", "ends on Friday 20 March 2020 at 20:29, before the start at 20:30"),
        ("FREQ=WEEKLY;BYMONTHDAY=3", "`BYMONTHDAY` and `FREQ=WEEKLY` do not go together"),
        ("FREQ=MONTHLY;BYYEARDAY=3", "`BYYEARDAY` and `FREQ=MONTHLY`"),
        ("FREQ=MONTHLY;BYWEEKNO=3", "`BYWEEKNO` and `FREQ=MONTHLY`"),
        ("FREQ=YEARLY;BYWEEKNO=3;BYDAY=1MO", "`1MO` and `BYWEEKNO`"),
        ("FREQ=WEEKLY;BYDAY=1MO", "`1MO` and `FREQ=WEEKLY`"),
        ("FREQ=MONTHLY;BYDAY=-6FR", "expected a weekday numbered from -5 to 5 such as `2TU`, found `-6FR`"),
        ("FREQ=YEARLY;BYMONTH=3;BYDAY=6FR", "from -5 to 5"),
        ("FREQ=YEARLY;BYDAY=-54FR", "from -53 to 53"),
        ("FREQ=MONTHLY;BYDAY=0MO", "for BYDAY, found `0`"),
        ("FREQ=MONTHLY;BYDAY=2", "expected a weekday such as `MO`, found nothing"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "from -31 to 31 for BYMONTHDAY, found `32`"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "found `0`"),
        ("FREQ=YEARLY;BYMONTH=13", "found `13`"),
        ("FREQ=MONTHLY;BYSETPOS=1", "BYSETPOS has nothing to choose from"),
        ("FREQ=DAILY;BYSECOND=0,30", "sessions begin on whole minutes, so BYSECOND can only be 0, found 30"),
        ("FREQ=DAILY;BYHOUR=1,2,3,4,5,6;BYMINUTE=0,10,20,30,40", "expected at most 24 times a day, found `30`"),
        ("FREQ=DAILY;WKST=lundi", "found `lundi`"),
        ("FREQ=DAILY;COUNT=\u{1b}[31m", "found `[31m`"),
        ("FREQ=DAILY;BYHOUR=é", "found `é`"),
    ] {
        assert!(refusal(text).contains(part), "{text}: {}", refusal(text));
    }
    assert!(refusal(&format!("FREQ=DAILY;BYHOUR={}", "1,".repeat(600))).contains("longer than 1000 characters"));
}

#[test]
fn a_rule_without_dates_is_refused_at_once() {
    for text in [
        "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31",
        "FREQ=DAILY;INTERVAL=7;BYDAY=MO", // from a Friday
        "FREQ=YEARLY;BYYEARDAY=366;BYMONTH=11",
        "FREQ=MONTHLY;BYDAY=1MO;BYSETPOS=3",
        "FREQ=MONTHLY;BYDAY=2MO;BYMONTHDAY=1",
        "FREQ=WEEKLY;BYDAY=MO;UNTIL=20200321",
    ] {
        assert!(refusal(text).contains("never gives a date"), "{text}");
    }
}

#[test]
fn an_evening_keeps_its_hour_over_the_clock_change() {
    let evenings: Vec<String> = rule("FREQ=DAILY;COUNT=60", "2020-03-20 20:30")
        .walk(at("2020-03-28 00:00"))
        .take(3)
        .map(|date| crate::plan::place(date, BRUSSELS).to_rfc3339())
        .collect();
    assert_eq!(evenings, ["2020-03-28T20:30:00+01:00", "2020-03-29T20:30:00+02:00", "2020-03-30T20:30:00+02:00"]);
}

#[test]
fn months_without_the_day_are_passed_over() {
    assert_eq!(days("FREQ=MONTHLY;BYMONTHDAY=31", "2020-01-01 20:30", 4), "01-31 03-31 05-31 07-31");
    assert_eq!(days("FREQ=MONTHLY", "2020-01-31 20:30", 4), "01-31 03-31 05-31 07-31");
    assert_eq!(days("FREQ=MONTHLY;BYMONTHDAY=-1", "2020-01-01 20:30", 4), "01-31 02-29 03-31 04-30");
    assert_eq!(dates("FREQ=YEARLY", "2020-02-29 20:30", 3), ["2020-02-29 20:30", "2024-02-29 20:30", "2028-02-29 20:30"]);
    assert_eq!(dates("FREQ=YEARLY", "2096-02-29 20:30", 2), ["2096-02-29 20:30", "2104-02-29 20:30"]);
}

#[test]
fn the_first_thursday_of_each_month_is_found() {
    assert_eq!(days("FREQ=MONTHLY;BYDAY=1TH", "2020-01-01 20:00", 4), "01-02 02-06 03-05 04-02");
    assert_eq!(days("FREQ=MONTHLY;BYDAY=TH;BYSETPOS=1", "2020-01-01 20:00", 4), "01-02 02-06 03-05 04-02");
    assert_eq!(days("FREQ=MONTHLY;BYDAY=-1FR", "2020-01-01 20:00", 3), "01-31 02-28 03-27");
}

#[test]
fn several_times_a_day_come_in_order() {
    assert_eq!(
        dates("FREQ=DAILY;BYHOUR=14,9;BYMINUTE=30,0;COUNT=5", "2020-03-20 09:30", 9),
        ["2020-03-20 09:30", "2020-03-20 14:00", "2020-03-20 14:30", "2020-03-21 09:00", "2020-03-21 09:30"]
    );
}

#[test]
fn until_is_read_in_each_of_its_forms() {
    for (until, last) in [
        ("20200322", "03-22"),        // the whole day
        ("20200322T203000", "03-22"), // wall time, included
        ("20200322T202959", "03-21"),
        ("20200322T193000Z", "03-22"), // 20:30 in winter
        ("20200322T192959Z", "03-21"),
        ("20200330T183000Z", "03-30"), // 20:30 in summer
        ("20200330T182959Z", "03-29"),
    ] {
        let days = days(&format!("freq=daily;until={until}"), "2020-03-20 20:30", 99);
        assert_eq!(days.split(' ').next_back(), Some(last), "{until}");
    }
    // Within the fold: 02:30 is the first one, 00:30 UTC. 02:15 UTC+1 comes after it.
    assert_eq!(days("FREQ=DAILY;UNTIL=20201025T011500Z", "2020-10-24 02:30", 9), "10-24 10-25");
    assert_eq!(days("FREQ=DAILY;UNTIL=20201025T001500Z", "2020-10-24 02:30", 9), "10-24");
    // Within the gap: 02:30 is moved to 03:30, 01:30 UTC.
    assert_eq!(days("FREQ=DAILY;UNTIL=20200329T010000Z", "2020-03-28 02:30", 9), "03-28");
    assert_eq!(days("FREQ=DAILY;UNTIL=20200329T013000Z", "2020-03-28 02:30", 9), "03-28 03-29");
}

#[test]
fn a_start_that_does_not_fit_the_rule_is_none_of_its_dates() {
    assert_eq!(days("FREQ=WEEKLY;BYDAY=MO", "2020-03-20 20:30", 2), "03-23 03-30");
}

#[test]
fn the_edges_of_the_calendar_do_no_harm() {
    assert_eq!(days("FREQ=YEARLY", "9999-12-31 20:30", 1), "12-31");
    let daily = rule("FREQ=DAILY", "2020-03-20 20:30");
    assert_eq!(daily.walk(NaiveDateTime::MAX).count(), 0);
    assert_eq!(daily.walk(at("9999-12-30 00:00")).take(2).count(), 2);
    assert_eq!(daily.count_before(NaiveDateTime::MIN), Some(0));
    assert_eq!(daily.count_before(NaiveDateTime::MAX), Some(95_007_895)); // the very last day is never reached
    assert_eq!(rule("FREQ=DAILY;UNTIL=99991231", "2020-03-20 20:30").count_before(NaiveDateTime::MAX), Some(2_914_556));
    assert_eq!(rule("FREQ=MONTHLY;BYMONTHDAY=31;UNTIL=99991231", "2020-03-20 20:30").count_before(NaiveDateTime::MAX), None);
}

/// Every week number of 400 years against chrono's ISO weeks. The crate (and python-dateutil) errs at the turn of some years.
#[test]
fn week_numbers_are_those_of_iso_8601() {
    for week in (1..=53).chain([-53, -1]) {
        let rule = rule(&format!("FREQ=YEARLY;BYWEEKNO={week};BYDAY=MO,WE,SU"), "2000-01-01 20:30");
        let mut found = rule.walk(at("2000-01-01 00:00")).map(|date| date.date());
        for day in NaiveDate::from_ymd_opt(2000, 1, 1).unwrap().iter_days().take(146_097) {
            let in_year = weeks_of(day.iso_week().year());
            let number = if week > 0 { week } else { in_year + 1 + week };
            let expected =
                day.iso_week().week() as i32 == number && matches!(day.weekday(), Weekday::Mon | Weekday::Wed | Weekday::Sun);
            if expected {
                assert_eq!(found.next(), Some(day), "week {week}");
            }
        }
    }
}

fn weeks_of(year: i32) -> i32 {
    NaiveDate::from_ymd_opt(year, 12, 28).unwrap().iso_week().week() as i32
}

/// A rule such as people write, for the walk day by day.
#[derive(Debug, Clone)]
struct Simple {
    frequency: &'static str,
    interval: i64,
    weekdays: Vec<usize>,
    week_start: usize,
    start: NaiveDate,
}

const DAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

impl Simple {
    fn text(&self) -> String {
        let mut text = format!("FREQ={};INTERVAL={};WKST={}", self.frequency, self.interval, DAYS[self.week_start]);
        if !self.weekdays.is_empty() {
            let days: Vec<&str> = self.weekdays.iter().map(|day| DAYS[*day]).collect();
            text += &format!(";BYDAY={}", days.join(","));
        }
        text
    }

    /// Whether a day is one of the rule's, by looking at that day only.
    fn has(&self, day: NaiveDate) -> bool {
        let weekday = day.weekday().num_days_from_monday() as usize;
        let (own, month) =
            (self.start.weekday().num_days_from_monday() as usize, |day: NaiveDate| day.year() * 12 + day.month0() as i32);
        let listed = self.weekdays.contains(&weekday);
        let elapsed = match self.frequency {
            "DAILY" => (day - self.start).num_days(),
            "WEEKLY" => (self.week(day) - self.week(self.start)) / 7,
            _ => i64::from(month(day) - month(self.start)),
        };
        let fits = match self.frequency {
            "DAILY" => self.weekdays.is_empty() || listed,
            "WEEKLY" => listed || (self.weekdays.is_empty() && weekday == own),
            _ => listed || (self.weekdays.is_empty() && day.day() == self.start.day()),
        };
        day >= self.start && elapsed % self.interval == 0 && fits
    }

    fn week(&self, day: NaiveDate) -> i64 {
        let days = i64::from(day.num_days_from_ce());
        days - (days - 1 - self.week_start as i64).rem_euclid(7)
    }
}

fn simple() -> impl Strategy<Value = Simple> {
    let frequency = prop_oneof![Just("DAILY"), Just("WEEKLY"), Just("MONTHLY")];
    let weekdays = proptest::sample::subsequence((0..7).collect::<Vec<_>>(), 0..=4);
    (frequency, 1i64..6, weekdays, 0usize..7, 0u64..20_000).prop_map(|(frequency, interval, weekdays, week_start, days)| Simple {
        frequency,
        interval,
        weekdays,
        week_start,
        start: NaiveDate::from_ymd_opt(1990, 1, 1).unwrap() + Days::new(days),
    })
}

proptest! {
    #[test]
    fn dates_are_those_of_a_walk_day_by_day(simple in simple(), skipped in 0i64..2000, length in 1i64..400) {
        let start = simple.start.and_hms_opt(20, 30, 0).unwrap();
        let all = simple.start.iter_days().take(2400).filter(|day| simple.has(*day));
        let all: Vec<NaiveDateTime> = all.map(|day| day.and_time(start.time())).collect();
        match parse_rule(&simple.text(), start, BRUSSELS) {
            Err(_) => prop_assert!(all.is_empty(), "{} from {start}", simple.text()),
            Ok(rule) => {
                let (from, to) = (start + Duration::days(skipped), start + Duration::days(skipped + length));
                let expected: Vec<_> = all.iter().copied().filter(|date| from <= *date && *date < to).collect();
                let found: Vec<_> = rule.walk(from).take_while(|date| *date < to).collect();
                prop_assert_eq!(found, expected, "{} from {}", simple.text(), start);
                let before = all.iter().filter(|date| **date < from).count() as u64;
                prop_assert_eq!(rule.count_before(from), Some(before), "{} from {}", simple.text(), start);
            }
        }
    }

    #[test]
    fn the_arithmetic_count_is_that_of_the_walk(
        choice in 0usize..10, days in 0i64..20_000, until in 1i64..20_000, hour in 0i64..24, interval in 1i64..5,
    ) {
        let rules = [
            "FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,FR", "FREQ=MONTHLY;BYMONTHDAY=1,15", "FREQ=MONTHLY;BYDAY=1TH,3TH",
            "FREQ=MONTHLY;BYDAY=-1FR", "FREQ=YEARLY;BYMONTH=2,5;BYMONTHDAY=28", "FREQ=DAILY;BYHOUR=9,14", "FREQ=MONTHLY",
            "FREQ=YEARLY", "FREQ=WEEKLY;WKST=SU;BYDAY=SU,TU",
        ];
        let start = at("2000-03-16 20:30");
        let last = (start + Duration::days(until)).format("%Y%m%dT%H%M%SZ");
        for text in [format!("{};INTERVAL={interval}", rules[choice]), format!("{};UNTIL={last};INTERVAL={interval}", rules[choice])] {
            let Ok(rule) = parse_rule(&text, start, BRUSSELS) else { continue }; // ends before its first date
            let end = start + Duration::days(days) + Duration::hours(hour);
            let walked = rule.walk(start).take_while(|date| *date < end).count() as u64;
            prop_assert!(rule.each_period.is_some());
            prop_assert_eq!(rule.count_before(end), Some(walked), "{} before {}", text, end);
            let number = days as usize % 100; // the walk itself goes no further than 400 years
            prop_assert_eq!(rule.numbered(number + 1), rule.walk(start).nth(number), "{} of {}", number, text);
        }
    }

    /// The crate leaps, the look day by day does not; both give the same dates.
    #[test]
    fn near_and_far_windows_give_the_same(rule in junk(), skipped in 0i64..4000, length in 1i64..700) {
        let start = at("2003-03-14 20:30");
        if let Ok(rule) = parse_rule(&rule, start, BRUSSELS) {
            let (from, to) = (start + Duration::days(skipped), start + Duration::days(skipped + length));
            let near: Vec<_> = rule.between(from, to).collect();
            let far: Vec<_> = rule.walk(from).take_while(|date| *date < to).collect();
            prop_assert_eq!(&near, &far);
            if let Some(count) = rule.count_before(from) {
                let walked: Vec<_> = rule.walk(start).take_while(|date| *date < from).collect();
                prop_assert_eq!(count, walked.len() as u64);
                prop_assert!(near.is_empty() || rule.numbered(walked.len() + 1) == near.first().copied());
            }
        }
    }

    /// Work is counted in days that are looked at: 400 years of them at most for each question.
    #[test]
    fn no_rule_makes_the_program_work_for_long(rule in junk(), days in 0i64..3_000_000, later in 0i64..3_000_000) {
        let start = NaiveDate::from_ymd_opt(1, 1, 1).unwrap().and_hms_opt(2, 30, 0).unwrap() + Duration::days(days);
        let mut parsed = None;
        let work = steps(|| parsed = parse_rule(&rule, start, BRUSSELS).ok());
        prop_assert!(work < 200_000, "{} looks at {} days", rule, work);
        if let Some(parsed) = parsed {
            let from = start + Duration::days(later);
            let work = steps(|| assert!(parsed.walk(from).take(5).all(|date| date >= from)));
            prop_assert!(work < 900_000, "{} walks over {} days", rule, work);
            let work = steps(|| {
                parsed.count_before(from);
                parsed.count_before(NaiveDateTime::MAX);
                parsed.numbered(10_000);
            });
            prop_assert!(work < 600_000, "{} counts {} days", rule, work);
        }
    }
}

#[test]
fn a_place_that_no_period_has_is_refused_without_a_look_at_its_days() {
    for rule in ["FREQ=DAILY;BYHOUR=0;BYSETPOS=2", "FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=-3", "FREQ=YEARLY;BYSETPOS=372"] {
        let work = steps(|| assert!(parse_rule(rule, at("0400-01-01 02:30"), BRUSSELS).is_err(), "{rule}"));
        assert_eq!(work, 0, "{rule}");
    }
    assert!(parse_rule("FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=3,-2", at("2020-01-01 20:30"), BRUSSELS).is_ok());
}

/// Years in which such a rule has no date are passed over, not looked through.
#[test]
fn a_rule_of_every_so_many_years_is_counted_without_the_years_between() {
    let text = "FREQ=YEARLY;INTERVAL=34;BYWEEKNO=17;BYDAY=SU,WE;BYSETPOS=1,2;COUNT=645";
    let rule = parse_rule(text, at("2100-01-01 02:30"), BRUSSELS).unwrap();
    let work = steps(|| {
        rule.count_before(NaiveDateTime::MAX);
        rule.numbered(10_000);
    });
    assert!(work < 600_000, "{work} days");
}

/// Any parts, most of them well formed.
fn junk() -> impl Strategy<Value = String> {
    "FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(;INTERVAL=([1-9]|[0-9]{2,3}))?(;BYMONTH=[1-9](,1[0-2])?)?(;BYMONTHDAY=-?([1-9]|[12][0-9]|3[01])(,-?[1-9])?)?\
     (;BYYEARDAY=-?[1-3]?[1-9][0-9])?(;BYWEEKNO=-?([1-9]|[1-4][0-9]|5[0-3])(,1)?)?(;BYDAY=(-?[1-5]|-?5[0-3])?(MO|SU)(,(-?[1-5])?(TH|WE))?)?\
     (;BYHOUR=[0-9](,1[0-9])?)?(;BYSETPOS=-?[1-9](,-?[1-9])?)?(;WKST=(MO|SU|WE))?(;(COUNT=[1-9][0-9]{0,3}|UNTIL=20[0-9]{2}0[1-9][12][0-9](T[01][0-9]3000Z)?))?"
}

proptest! {
    #[test]
    fn no_text_makes_the_rule_panic_or_hang(
        text in "(FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY);)?((BYDAY|BYMONTHDAY|BYYEARDAY|BYWEEKNO|BYSETPOS|BYMONTH|BYHOUR|INTERVAL|COUNT|UNTIL|WKST)=(-?[0-9]{1,3}(MO|SU)?|MO|[0-9]{8}(T[0-9]{6}Z?)?|.{0,3})(,(-?[0-9]{1,2}|SU))?;?){0,4}",
        days in 0i64..3_000_000,
    ) {
        let start = NaiveDate::from_ymd_opt(1, 1, 1).unwrap().and_hms_opt(2, 30, 0).unwrap() + Duration::days(days);
        if let Ok(rule) = parse_rule(&text, start, BRUSSELS) {
            let from = start + Duration::days(40_000);
            prop_assert!(rule.walk(from).take(5).all(|date| date >= from));
            rule.count_before(from);
        }
    }
}
