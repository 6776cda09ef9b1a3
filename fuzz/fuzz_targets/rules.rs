//! Any text as a rule, a moment, a length and a place in the sound: an answer or a refusal, soon, never a panic. The first line may be
//! a start; each further one is a rule of the same series.
#![no_main]

use std::hint::black_box;
use std::sync::LazyLock;

use chrono::{Days, Duration, NaiveDateTime, Utc};
use libfuzzer_sys::fuzz_target;
use temoin::domain::{LibrarySettings, Position, Slug, parse_duration, parse_moment};
use temoin::locale::Language;
use temoin::plan::{Plan, Window, parse_rule};
use temoin::store::library::{self, NewLibrary};
use temoin::store::{Layout, series};

fuzz_target!(|text: &str| {
    let usual: NaiveDateTime = "2020-03-20T20:30:00".parse().expect("a time");
    let (first, rest) = text.split_once('\n').unwrap_or(("", text));
    let start = first.parse().unwrap_or(usual);
    rest.lines().take(4).for_each(|rule| check_rule(rule, start));
    check_series(rest, start);
    black_box((parse_duration(text), parse_moment(text, usual), Position::parse(text)));
});

static SETTINGS: LazyLock<LibrarySettings> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    let (title, zone) = ("a".to_owned(), chrono_tz::Europe::Brussels);
    let new =
        NewLibrary { folder: folder.path().join("a"), title, language: Language::English, zone, palette: Default::default() };
    library::init(&new).expect("a library").settings
});

/// Near and far windows, and the numbers, agree.
fn check_rule(text: &str, start: NaiveDateTime) {
    let Ok(rule) = parse_rule(text, start, chrono_tz::Europe::Brussels) else { return };
    let dates: Vec<_> = rule.walk(start).take(50).collect();
    assert!(dates.windows(2).all(|pair| pair[0] < pair[1]), "{text}: dates rise");
    let Some(from) = start.checked_add_days(Days::new(2_000)) else { return };
    let Some(to) = from.checked_add_days(Days::new(90)) else { return };
    let near: Vec<_> = rule.between(from, to).collect();
    assert_eq!(near, rule.walk(from).take_while(|date| *date < to).collect::<Vec<_>>(), "{text}: windows agree");
    if let (Some(before), Some(first)) = (rule.count_before(from), near.first()) {
        assert_eq!(rule.numbered(before as usize + 1), Some(*first), "{text}: numbers agree");
    }
}

/// The lines as the rules of a file: what it gives in a week comes in the month around it too.
fn check_series(rules: &str, start: NaiveDateTime) {
    let rules: Vec<String> = rules.lines().take(4).map(|rule| format!("{rule:?}")).collect();
    let start = start.format("%Y-%m-%dT%H:%M:%S");
    let text =
        format!("format = 1\ntitle = \"a\"\nstart = {start}\nzone = \"Europe/Brussels\"\nrules = [{}]\n", rules.join(", "));
    let Ok(series) = series::parse(&Layout::new("/nowhere"), &Slug::parse("a").expect("a slug"), &text, chrono_tz::UTC) else {
        return;
    };
    let Ok(plan) = Plan::of(&series, &SETTINGS) else { return };
    let from = (series.start + Duration::days(700)).and_local_timezone(Utc).single().expect("UTC has no gaps");
    let (week, month) = (Window { from, to: from + Duration::days(7) }, Window { from, to: from + Duration::days(30) });
    let (Ok(week_of), Ok(month_of)) = (plan.within(week), plan.within(month)) else { return };
    let again = month_of.into_iter().filter(|found| week.holds(found.start)).map(|found| (found.id, found.number));
    assert!(again.eq(week_of.into_iter().map(|found| (found.id, found.number))), "{text}");
}
