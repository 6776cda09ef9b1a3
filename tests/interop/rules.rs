//! Two thousand random rules in six zones beside python-dateutil. Whatever differs must be of a kind that the RFC explains, and then
//! agree with a look at each day by itself.

use std::collections::BTreeMap;

use chrono::{Duration, NaiveDate, NaiveDateTime, SecondsFormat, Utc};
use chrono_tz::Tz;
use serde_json::{Value, json};
use temoin::domain::{Series, Slug};
use temoin::locale::Language;
use temoin::plan::{Plan, Window, parse_rule, place};
use temoin::store::library::{self, NewLibrary};
use temoin::store::series;

use crate::python;
use crate::rig::Dice;

const CASES: usize = 2_000;
const SEED: u64 = 0x05ED_1997_5545;

/// Zones of whole and half hours, with clock changes of an hour, of half an hour, at midnight, in the southern winter, and none.
const ZONES: [&str; 6] =
    ["Europe/Brussels", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Africa/Cairo", "Pacific/Apia"];

/// What it is, which rules have it, and what the RFC says.
type Difference = (&'static str, fn(&Case) -> bool, &'static str);

/// Where python-dateutil differs, and may.
const DIFFERENCES: [Difference; 6] = [
    (
        "BYWEEKNO without a day",
        |case| case.any(|rule| rule.has("BYWEEKNO") && !["BYDAY", "BYMONTHDAY", "BYYEARDAY"].iter().any(|part| rule.has(part))),
        "§3.3.10: what the rule does not say comes from DTSTART, here its weekday; dateutil gives the whole week",
    ),
    (
        "BYWEEKNO at New Year",
        |case| case.any(|rule| rule.has("BYWEEKNO")),
        "§3.3.10: week 1 is the first with four days in its year, so a week is of one year; dateutil tears it at 1 January",
    ),
    (
        "plain beside numbered weekdays",
        |case| case.any(Rule::mixes_weekdays),
        "§3.3.10: each value of the list adds its days; dateutil takes the plain ones as a filter",
    ),
    (
        "BYSETPOS in the first week",
        |case| case.any(|rule| rule.has("BYSETPOS") && rule.text.contains("WEEKLY")),
        "§3.3.10: it chooses within one interval of the rule, a whole week; dateutil begins at DTSTART",
    ),
    (
        "UNTIL is a date",
        |case| case.any(|rule| rule.part("UNTIL").is_some_and(|until| !until.contains('T'))),
        "§3.3.10 asks for a time beside a start with a time; a date alone means its whole day here, its midnight for dateutil",
    ),
    (
        "two times at one instant",
        |case| case.rules.len() > 1,
        "§3.8.5.3: duplicate instances count once; in the gap of a clock change two wall times are one instant",
    ),
];

#[test]
fn two_thousand_random_rules_agree_with_python_dateutil() {
    let mut dice = Dice(SEED);
    let cases: Vec<Case> = (0..CASES).map(|_| Case::rolled(&mut dice)).collect();
    let answers = answers_of_python(&cases);
    let ours = our_answers(&cases);
    let (mut tally, mut unexplained) = (BTreeMap::new(), Vec::new());
    let (mut dates, mut same) = (0, 0);
    for ((case, ours), theirs) in cases.iter().zip(&ours).zip(&answers) {
        dates += ours.len();
        if *ours == theirs.0 {
            same += 1;
            continue;
        }
        match DIFFERENCES.iter().position(|(_, is_of, _)| is_of(case)).filter(|_| Some(ours) == theirs.1.as_ref()) {
            Some(kind) => *tally.entry(kind).or_insert(0) += 1,
            None => unexplained.push(case.told(ours, theirs)),
        }
    }
    println!("{same} of {CASES} rules agree with python-dateutil, {dates} dates in all; these differ as the RFC explains:");
    for (kind, (name, _, why)) in DIFFERENCES.iter().enumerate() {
        println!("{:>5}  {name}: {why}", tally.get(&kind).copied().unwrap_or(0));
    }
    assert!(
        unexplained.is_empty(),
        "{} differ without a reason:\n{}",
        unexplained.len(),
        unexplained[..unexplained.len().min(5)].join("\n")
    );
    assert!(same >= CASES * 8 / 10, "most rules are of no special kind: {same}");
    assert!(dates > CASES * 20, "the window is full of dates: {dates}");
}

/// Instants with their numbers, 0 for an `also` date.
type Answer = Vec<(String, u32)>;

struct Case {
    zone: &'static str,
    start: NaiveDateTime,
    rules: Vec<Rule>,
    /// Dates, and dates with a time.
    skip: Vec<String>,
    also: Vec<NaiveDateTime>,
}

struct Rule {
    text: String,
}

/// Wall time of the window: a clock change each way in all zones that have them.
fn window() -> (NaiveDateTime, NaiveDateTime) {
    let day = |year| NaiveDate::from_ymd_opt(year, 1, 1).expect("a date").and_hms_opt(0, 0, 0).expect("midnight");
    (day(2011), day(2013))
}

impl Rule {
    fn part(&self, key: &str) -> Option<&str> {
        self.text.split(';').find_map(|part| part.strip_prefix(key)?.strip_prefix('='))
    }

    fn has(&self, key: &str) -> bool {
        self.part(key).is_some()
    }

    fn mixes_weekdays(&self) -> bool {
        let is_plain = |day: &str| day.len() == 2;
        let days = self.part("BYDAY").unwrap_or_default();
        days.split(',').any(is_plain) && !days.split(',').all(is_plain)
    }
}

impl Case {
    fn any(&self, is_of: impl Fn(&Rule) -> bool) -> bool {
        self.rules.iter().any(is_of)
    }

    fn is_suspect(&self) -> bool {
        DIFFERENCES.iter().any(|(_, is_of, _)| is_of(self))
    }

    fn rolled(dice: &mut Dice) -> Case {
        let zone = ZONES[dice.between(0, 6) as usize];
        let first = NaiveDate::from_ymd_opt(2007, 6, 1).expect("a date");
        let start =
            (first + Duration::days(dice.between(0, 1_600) as i64)).and_hms_opt(hour(dice), 15 * dice.between(0, 4) as u32, 0);
        let start = start.expect("a time");
        let count = [1, 1, 1, 1, 1, 2, 2, 3][dice.between(0, 8) as usize];
        let mut rules: Vec<Rule> = (0..count).map(|_| Rule { text: rule(dice, start) }).collect();
        if count > 1 {
            rules.retain(|rule| parse_rule(&rule.text, start, Tz::UTC).is_ok()); // one without dates costs the series
        }
        if rules.is_empty() {
            rules.push(Rule { text: "FREQ=WEEKLY".to_owned() });
        }
        let mut case = Case { zone, start, rules, skip: Vec::new(), also: Vec::new() };
        let is_refused = case.any(|rule| parse_rule(&rule.text, start, Tz::UTC).is_err()); // it has no dates then
        if dice.between(0, 3) == 0 && !is_refused {
            case.roll_changes(dice);
        }
        case
    }

    /// Days of the window, some of them the rule's.
    fn roll_changes(&mut self, dice: &mut Dice) {
        for _ in 0..dice.between(1, 30) {
            let day = window().0.date() + Duration::days(dice.between(0, 700) as i64);
            let at = day.and_time(self.start.time());
            match dice.between(0, 3) {
                0 => self.skip.push(day.to_string()),
                1 => self.skip.push(at.format("%Y-%m-%dT%H:%M:%S").to_string()),
                _ => self.also.push(at),
            }
        }
    }

    fn document(&self) -> Value {
        let written = |at: NaiveDateTime| at.format("%Y-%m-%dT%H:%M:%S").to_string();
        let also: Vec<String> = self.also.iter().copied().map(written).collect();
        let rules: Vec<&str> = self.rules.iter().map(|rule| rule.text.as_str()).collect();
        let (from, end) = window();
        json!({ "zone": self.zone, "start": written(self.start), "from": written(from), "end": written(end), "rules": rules,
                "skip": self.skip, "also": also, "suspect": self.is_suspect() })
    }

    /// The series as its file says it.
    fn file(&self) -> String {
        let rules: Vec<String> = self.rules.iter().map(|rule| format!("\"{}\"", rule.text)).collect();
        let also: Vec<String> = self.also.iter().map(|at| at.format("%Y-%m-%dT%H:%M:%S").to_string()).collect();
        format!(
            "format = 1\ntitle = \"A\"\nstart = {}\nzone = \"{}\"\nrules = [{}]\nskip = [{}]\nalso = [{}]\n",
            self.start.format("%Y-%m-%dT%H:%M:%S"),
            self.zone,
            rules.join(", "),
            self.skip.join(", "),
            also.join(", ")
        )
    }

    fn told(&self, ours: &Answer, theirs: &(Answer, Option<Answer>)) -> String {
        let odd = |one: &Answer, other: &Answer| {
            format!("{:?}", one.iter().filter(|date| !other.contains(date)).take(3).collect::<Vec<_>>())
        };
        let (only_ours, only_theirs) = (odd(ours, &theirs.0), odd(&theirs.0, ours));
        let by_day = theirs.1.as_ref().map(|by_day| (odd(ours, by_day), odd(by_day, ours)));
        format!("{}only ours {only_ours}, only theirs {only_theirs}, against each day {by_day:?}\n", self.file())
    }
}

/// By day mostly, sometimes in the hours of clock changes.
fn hour(dice: &mut Dice) -> u32 {
    if dice.between(0, 5) == 0 { dice.between(0, 4) as u32 } else { dice.between(8, 22) as u32 }
}

/// A rule that the RFC allows, with any of its parts.
fn rule(dice: &mut Dice, start: NaiveDateTime) -> String {
    let frequency = ["DAILY", "WEEKLY", "WEEKLY", "MONTHLY", "MONTHLY", "YEARLY"][dice.between(0, 6) as usize];
    let mut parts = vec![format!("FREQ={frequency}")];
    let mut one_in = |chance: u64, dice: &mut Dice, part: &dyn Fn(&mut Dice) -> String| {
        if dice.between(0, chance) == 0 {
            parts.push(part(dice));
        }
    };
    let is = |names: &[&str]| names.contains(&frequency);
    one_in(3, dice, &|dice| format!("INTERVAL={}", dice.between(1, 6)));
    one_in(4, dice, &|dice| format!("WKST={}", weekday(dice)));
    let with_weeks = is(&["YEARLY"]) && dice.between(0, 3) == 0;
    if with_weeks {
        one_in(1, dice, &|dice| format!("BYWEEKNO={}", list(dice, 3, |dice| signed(dice, 53))));
    } else {
        one_in(4, dice, &|dice| format!("BYMONTH={}", list(dice, 4, |dice| dice.between(1, 13).to_string())));
    }
    if is(&["YEARLY"]) && !with_weeks {
        one_in(4, dice, &|dice| format!("BYYEARDAY={}", list(dice, 4, |dice| signed(dice, 366))));
    }
    if !is(&["WEEKLY"]) {
        one_in(4, dice, &|dice| format!("BYMONTHDAY={}", list(dice, 6, |dice| signed(dice, 31))));
    }
    let numbered = is(&["MONTHLY", "YEARLY"]) && !with_weeks;
    let style = dice.between(0, 4); // all plain, all numbered, or both
    let most = if frequency == "YEARLY" { 53 } else { 5 };
    one_in(2, dice, &|dice| {
        let day = |dice: &mut Dice| match numbered && (style == 0 || (style == 1 && dice.between(0, 2) == 0)) {
            true => {
                let most = if dice.between(0, 2) == 0 { 5 } else { most };
                format!("{}{}", signed(dice, most), weekday(dice))
            }
            false => weekday(dice).to_owned(),
        };
        format!("BYDAY={}", list(dice, 4, day))
    });
    one_in(8, dice, &|dice| format!("BYHOUR={}", list(dice, 2, |dice| dice.between(8, 22).to_string())));
    one_in(8, dice, &|dice| format!("BYMINUTE={}", list(dice, 2, |dice| dice.between(0, 60).to_string())));
    let has_list = parts.iter().any(|part| part.starts_with("BY"));
    if has_list && dice.between(0, 5) == 0 {
        parts.push(format!("BYSETPOS={}", list(dice, 2, |dice| signed(dice, 4))));
    }
    clamp_weekdays(&mut parts);
    match dice.between(0, 6) {
        0 => parts.push(format!("COUNT={}", dice.between(1, 1_500))),
        1 | 2 => parts.push(format!("UNTIL={}", until(dice, start))),
        _ => {}
    }
    parts.join(";")
}

/// Beside BYMONTH a weekday's number counts within the month.
fn clamp_weekdays(parts: &mut [String]) {
    let by_month = parts.iter().any(|part| part.starts_with("BYMONTH="));
    for part in parts.iter_mut().filter(|part| part.starts_with("BYDAY=") && by_month) {
        let days = part["BYDAY=".len()..].split(',').map(|day| {
            let (number, weekday) = day.split_at(day.len() - 2);
            number.parse::<i32>().map_or(weekday.to_owned(), |number| format!("{}{weekday}", number.clamp(-5, 5)))
        });
        *part = format!("BYDAY={}", days.collect::<Vec<_>>().join(","));
    }
}

fn until(dice: &mut Dice, start: NaiveDateTime) -> String {
    let last = start + Duration::days(dice.between(1, 3_000) as i64) + Duration::minutes(dice.between(0, 3) as i64 - 1);
    match dice.between(0, 4) {
        0 => last.format("%Y%m%d").to_string(),
        1 => last.format("%Y%m%dT%H%M%SZ").to_string(),
        _ => last.format("%Y%m%dT%H%M%S").to_string(),
    }
}

fn weekday(dice: &mut Dice) -> &'static str {
    ["MO", "TU", "WE", "TH", "FR", "SA", "SU"][dice.between(0, 7) as usize]
}

/// From 1 to `most`, or from its end.
fn signed(dice: &mut Dice, most: u64) -> String {
    let sign = if dice.between(0, 3) == 0 { "-" } else { "" };
    format!("{sign}{}", dice.between(1, most + 1))
}

fn list(dice: &mut Dice, most: u64, item: impl Fn(&mut Dice) -> String) -> String {
    let mut items: Vec<String> = (0..dice.between(1, most + 1)).map(|_| item(dice)).collect();
    items.sort();
    items.dedup();
    items.join(",")
}

/// By python-dateutil, and where a case is of a special kind, by a look at each day.
fn answers_of_python(cases: &[Case]) -> Vec<(Answer, Option<Answer>)> {
    let input = Value::from(cases.iter().map(Case::document).collect::<Vec<_>>());
    serde_json::from_str(&python(include_str!("rules.py"), &input.to_string())).expect("answers")
}

/// By the files of a library, as the agenda reads them.
fn our_answers(cases: &[Case]) -> Vec<Answer> {
    let folder = tempfile::tempdir().expect("a folder");
    let new = NewLibrary {
        folder: folder.path().join("library"),
        title: "A".to_owned(),
        language: Language::English,
        zone: Tz::UTC,
        palette: Default::default(),
    };
    let library = library::init(&new).expect("a new library");
    let answer = |case: &Case| {
        let read = series::parse(&library.layout, &Slug::parse("a").expect("a slug"), &case.file(), Tz::UTC);
        match read {
            Ok(series) => answered(&series, &library.settings, case),
            // Only a rule without dates may be refused.
            Err(fault) if is_without_dates(&fault.to_string()) => Vec::new(),
            Err(fault) => panic!("{}: {fault}", case.file()),
        }
    };
    cases.iter().map(answer).collect()
}

fn is_without_dates(fault: &str) -> bool {
    fault.contains("never gives a date") || fault.contains("before the start")
}

fn answered(series: &Series, settings: &temoin::domain::LibrarySettings, case: &Case) -> Answer {
    let zone: Tz = case.zone.parse().expect("a zone");
    let (from, to) = window();
    let instant = |wall: NaiveDateTime| place(wall, zone).with_timezone(&Utc);
    let plan = Plan::of(series, settings).expect("a plan");
    let found = plan.within(Window { from: instant(from), to: instant(to) }).expect("dates that can be looked at");
    let dates = found.iter().map(|found| {
        let number = found.number.filter(|_| !case.also.contains(&found.id.at));
        (found.start.with_timezone(&Utc).to_rfc3339_opts(SecondsFormat::Secs, false), number.unwrap_or(0))
    });
    let mut dates: Answer = dates.collect();
    dates.sort();
    dates
}
