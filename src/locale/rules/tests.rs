//! Each rule in both languages, and read back from its words.

use proptest::prelude::*;

use super::*;
use crate::domain::Series;
use crate::locale::Language;
use crate::plan::examples::{at, nadia, series};
use crate::plan::parse_rule;
use crate::plan::typed::every;

/// In French and in English, without the first day, which all share.
fn said(series: &Series) -> [String; 2] {
    let first = [(Language::French, ", à partir du 20 mars 2020"), (Language::English, ", from 20 March 2020")];
    first.map(|(language, first)| Locale::new(language).series(series).replace(first, ""))
}

const RULES: [(&str, &str, &str); 49] = [
    ("", "Une seule fois, vendredi 20 mars 2020 à 20h30.", "Once, on Friday 20 March 2020 at 20:30."),
    ("FREQ=DAILY", "Tous les jours à 20h30.", "Every day at 20:30."),
    ("FREQ=DAILY;COUNT=60", "Tous les jours à 20h30, 60 fois.", "Every day at 20:30, 60 times."),
    ("FREQ=DAILY;INTERVAL=2", "Un jour sur deux à 20h30.", "Every other day at 20:30."),
    (
        "FREQ=DAILY;INTERVAL=10;UNTIL=20200519",
        "Tous les 10 jours à 20h30 jusqu’au 19 mai 2020.",
        "Every 10 days at 20:30 until 19 May 2020.",
    ),
    ("FREQ=DAILY;BYHOUR=9,14;BYMINUTE=0", "Tous les jours à 9h00 et 14h00.", "Every day at 9:00 and 14:00."),
    ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA", "Tous les jours sauf le dimanche à 20h30.", "Every day except Sunday at 20:30."),
    (
        "FREQ=WEEKLY;BYDAY=TU;BYMONTH=1,2,3,4,5,6,9,10,11,12",
        "Tous les mardis à 20h30, sauf en juillet et en août.",
        "Every Tuesday at 20:30, except in July and August.",
    ),
    ("FREQ=DAILY;BYMONTH=4,5", "Tous les jours à 20h30, en avril et en mai.", "Every day at 20:30, in April and May."),
    (
        "FREQ=DAILY;INTERVAL=2;BYDAY=MO,TH",
        "Un jour sur deux à 20h30, seulement si c’est un lundi ou un jeudi.",
        "Every other day at 20:30, only if it is a Monday or a Thursday.",
    ),
    (
        "FREQ=DAILY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR,SA",
        "Un jour sur deux à 20h30, sauf le dimanche.",
        "Every other day at 20:30, except on Sundays.",
    ),
    (
        "FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=MO,TU,WE,TH,FR",
        "Le 13 de chaque mois à 20h30, sauf le samedi et le dimanche.",
        "Every month on the 13th at 20:30, except on Saturdays and Sundays.",
    ),
    (
        "FREQ=YEARLY;BYDAY=-1FR;BYMONTH=1,2,3,4,5,6,7,9,10,11,12",
        "Le dernier vendredi du mois à 20h30, sauf en août.",
        "The last Friday of the month at 20:30, except in August.",
    ),
    (
        "FREQ=MONTHLY;BYMONTHDAY=1;BYMONTH=1,2,3,4,5,6,9,10,11,12",
        "Le 1er de chaque mois à 20h30, sauf en juillet et en août.",
        "Every month on the 1st at 20:30, except in July and August.",
    ),
    (
        "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=30,31",
        "Le 30 et le 31 de chaque mois à 20h30, en juin.",
        "Every month on the 30th and the 31st at 20:30, in June.",
    ),
    (
        "FREQ=DAILY;INTERVAL=3;BYMONTHDAY=13",
        "Tous les 3 jours à 20h30, seulement si c’est le 13.",
        "Every 3 days at 20:30, only if it is the 13th.",
    ),
    ("FREQ=WEEKLY", "Tous les vendredis à 20h30.", "Every Friday at 20:30."),
    (
        "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20200519",
        "Tous les jours de semaine à 20h30 jusqu’au 19 mai 2020.",
        "Every weekday at 20:30 until 19 May 2020.",
    ),
    (
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR",
        "Du lundi au vendredi à 20h30, une semaine sur deux.",
        "Monday to Friday at 20:30, every other week.",
    ),
    ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "Un mardi sur deux à 20h30.", "Every other Tuesday at 20:30."),
    ("FREQ=WEEKLY;INTERVAL=3;BYDAY=TU", "Le mardi à 20h30, toutes les 3 semaines.", "Tuesday at 20:30, every 3 weeks."),
    ("FREQ=WEEKLY;BYDAY=TU,FR,SU", "Le mardi, le vendredi et le dimanche à 20h30.", "Every Tuesday, Friday and Sunday at 20:30."),
    (
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;COUNT=12",
        "Le lundi et le jeudi à 20h30, une semaine sur deux, 12 fois.",
        "Monday and Thursday at 20:30, every other week, 12 times.",
    ),
    (
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;WKST=SU",
        "Le lundi et le dimanche à 20h30, une semaine sur deux, la semaine commençant le dimanche.",
        "Monday and Sunday at 20:30, every other week, weeks beginning on Sunday.",
    ),
    (
        "FREQ=WEEKLY;BYDAY=MO;BYMONTH=9,10;UNTIL=20211031",
        "Tous les lundis à 20h30, en septembre et en octobre, jusqu’au 31 octobre 2021.",
        "Every Monday at 20:30, in September and October, until 31 October 2021.",
    ),
    (
        "FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=1",
        "Le lundi, le mercredi et le vendredi à 20h30, seulement le premier de chaque semaine.",
        "Every Monday, Wednesday and Friday at 20:30, only the first of each week.",
    ),
    ("FREQ=MONTHLY;BYMONTHDAY=1", "Le 1er de chaque mois à 20h30.", "Every month on the 1st at 20:30."),
    ("FREQ=MONTHLY;BYMONTHDAY=1,15", "Le 1er et le 15 de chaque mois à 20h30.", "Every month on the 1st and the 15th at 20:30."),
    ("FREQ=MONTHLY;BYMONTHDAY=-1", "Le dernier jour de chaque mois à 20h30.", "Every month on the last day at 20:30."),
    (
        "FREQ=MONTHLY;BYMONTHDAY=-2,-3,22",
        "Le 22, le troisième jour en partant de la fin et l’avant-dernier jour de chaque mois à 20h30.",
        "Every month on the 22nd, the third day from the end and the second to last day at 20:30.",
    ),
    (
        "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=15",
        "Le 15 du mois à 20h30, un mois sur deux.",
        "The 15th of the month at 20:30, every other month.",
    ),
    (
        "FREQ=MONTHLY;INTERVAL=3;BYDAY=1TH",
        "Le premier jeudi du mois à 20h30, tous les 3 mois.",
        "The first Thursday of the month at 20:30, every 3 months.",
    ),
    (
        "FREQ=MONTHLY;BYDAY=1TH;COUNT=9",
        "Le premier jeudi du mois à 20h30, 9 fois.",
        "The first Thursday of the month at 20:30, 9 times.",
    ),
    (
        "FREQ=MONTHLY;BYDAY=1TH,3TH",
        "Le premier jeudi et le troisième jeudi du mois à 20h30.",
        "The first Thursday and the third Thursday of the month at 20:30.",
    ),
    (
        "FREQ=MONTHLY;BYDAY=-2FR,-3MO",
        "Le troisième lundi en partant de la fin et l’avant-dernier vendredi du mois à 20h30.",
        "The third Monday from the end and the second to last Friday of the month at 20:30.",
    ),
    (
        "FREQ=MONTHLY;BYDAY=MO,-1FR",
        "Le lundi et le dernier vendredi du mois à 20h30.",
        "Monday and the last Friday of the month at 20:30.",
    ),
    (
        "FREQ=MONTHLY;INTERVAL=2;BYDAY=MO,WE",
        "Le lundi et le mercredi à 20h30, un mois sur deux.",
        "Monday and Wednesday at 20:30, every other month.",
    ),
    (
        "FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR",
        "Le 13 de chaque mois à 20h30, seulement si c’est un vendredi.",
        "Every month on the 13th at 20:30, only if it is a Friday.",
    ),
    (
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        "Le dernier jour ouvrable du mois à 20h30.",
        "The last weekday of the month at 20:30.",
    ),
    (
        "FREQ=MONTHLY;BYDAY=SA,SU;BYSETPOS=1",
        "Le premier jour de week-end du mois à 20h30.",
        "The first weekend day of the month at 20:30.",
    ),
    (
        "FREQ=MONTHLY;BYDAY=MO,WE;BYSETPOS=1,-1",
        "Le lundi et le mercredi à 20h30, seulement le premier et le dernier de chaque mois.",
        "Every Monday and Wednesday at 20:30, only the first and the last of each month.",
    ),
    ("FREQ=YEARLY", "Chaque année le 20 mars à 20h30.", "Every year on 20 March at 20:30."),
    (
        "FREQ=YEARLY;INTERVAL=2;BYMONTH=5;BYMONTHDAY=1,9",
        "Le 1er et le 9 mai à 20h30, un an sur deux.",
        "On 1 and 9 May at 20:30, every other year.",
    ),
    (
        "FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=1",
        "Le 1er de chaque mois à 20h30, en janvier, en avril, en juillet et en octobre.",
        "Every month on the 1st at 20:30, in January, April, July and October.",
    ),
    (
        "FREQ=YEARLY;BYMONTH=5;BYDAY=1SU",
        "Le premier dimanche du mois à 20h30, en mai.",
        "The first Sunday of the month at 20:30, in May.",
    ),
    (
        "FREQ=YEARLY;BYDAY=20MO,-1TU",
        "Le 20e lundi et le dernier mardi de l’année à 20h30.",
        "The 20th Monday and the last Tuesday of the year at 20:30.",
    ),
    (
        "FREQ=YEARLY;BYWEEKNO=20,22,-1;BYDAY=MO,TU",
        "Le lundi et le mardi de la semaine 20, de la semaine 22 et de la dernière semaine de l’année à 20h30.",
        "Monday and Tuesday of week 20, week 22 and the last week of the year at 20:30.",
    ),
    (
        "FREQ=YEARLY;BYYEARDAY=100,-1",
        "Le 100e jour et le dernier jour de l’année à 20h30.",
        "The 100th day and the last day of the year at 20:30.",
    ),
    (
        "FREQ=YEARLY;BYWEEKNO=20;BYMONTHDAY=13",
        "Selon la règle FREQ=YEARLY;BYWEEKNO=20;BYMONTHDAY=13 à 20h30.",
        "By the rule FREQ=YEARLY;BYWEEKNO=20;BYMONTHDAY=13 at 20:30.",
    ),
];

#[test]
fn each_rule_is_a_sentence_in_both_languages() {
    for (rule, french, english) in RULES {
        assert_eq!(said(&series("a", "2020-03-20 20:30", rule)), [french, english], "{rule}");
    }
}

#[test]
fn several_rules_are_one_sentence() {
    let rules = vec!["FREQ=WEEKLY;BYDAY=MO;COUNT=5".to_owned(), "FREQ=MONTHLY;BYDAY=1TH".to_owned()];
    assert_eq!(
        said(&Series { rules, ..nadia() }),
        [
            "Tous les lundis à 20h30, 5 fois, et aussi le premier jeudi du mois à 20h30.",
            "Every Monday at 20:30, 5 times, and also the first Thursday of the month at 20:30."
        ]
    );
}

/// Any rule that has words, without its end.
fn any_rule() -> impl Strategy<Value = String> {
    let day = prop::sample::select(vec!["MO", "TU", "WE", "TH", "FR", "SA", "SU"]);
    let numbered = (prop::option::weighted(0.4, prop::sample::select(vec![-4, -3, -2, -1, 1, 2, 3, 4, 5])), day)
        .prop_map(|(number, day)| format!("{}{day}", number.map_or(String::new(), |number| number.to_string())));
    let list = |least: i32, most: i32| prop::collection::vec((least..=most).prop_filter("0 is none", |n| *n != 0), 1..3);
    let maybe = |key: &'static str, list: BoxedStrategy<Vec<i32>>, often: f64| {
        let written = move |list: Option<Vec<i32>>| {
            let numbers = list.map(|list| list.iter().map(i32::to_string).collect::<Vec<_>>().join(","));
            numbers.map_or(String::new(), |numbers| format!(";{key}={numbers}"))
        };
        prop::option::weighted(often, list).prop_map(written)
    };
    let plain = prop::sample::subsequence(vec!["MO", "TU", "WE", "TH", "FR", "SA", "SU"], 4..=6)
        .prop_map(|days| days.into_iter().map(str::to_owned).collect());
    let days = prop_oneof![3 => prop::collection::vec(numbered, 1..4), 1 => plain];
    let days = prop::option::weighted(0.5, days)
        .prop_map(|days| days.map_or(String::new(), |days| format!(";BYDAY={}", days.join(","))));
    let parts = (
        prop::sample::select(vec!["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
        prop::sample::select(vec![1, 1, 2, 3, 8, 15, 17]),
        prop_oneof![
            maybe("BYMONTH", list(1, 12).boxed(), 0.3),
            maybe("BYMONTH", list(1, 12).prop_map(|out| (1..=12).filter(|month| !out.contains(month)).collect()).boxed(), 0.5),
        ],
        maybe("BYMONTHDAY", list(-31, 31).boxed(), 0.3),
        maybe("BYYEARDAY", list(-366, 366).boxed(), 0.1),
        maybe("BYWEEKNO", list(-53, 53).boxed(), 0.1),
        days,
        maybe("BYSETPOS", list(-4, 4).boxed(), 0.2),
        prop::sample::select(vec!["", "", ";BYHOUR=9,14;BYMINUTE=0", ";BYHOUR=9,14,20;BYMINUTE=15,45"]),
        prop::sample::select(vec!["", "", ";WKST=SU", ";WKST=TH"]),
    );
    parts.prop_map(|(unit, every, months, month_days, year_days, weeks, days, positions, times, start)| {
        format!("FREQ={unit};INTERVAL={every}{months}{month_days}{year_days}{weeks}{days}{positions}{times}{start}")
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, max_global_rejects: 200_000, ..ProptestConfig::default() })]

    /// What is said of a rule is the same rule when somebody types it.
    #[test]
    fn what_is_said_is_read_again_as_the_same_rule(rule in any_rule(), more in any_rule(), has_more in prop::bool::weighted(0.2), day in 0..28i64) {
        let start = at("2020-03-20 20:30") + chrono::Duration::days(day);
        let rules: Vec<String> = if has_more { vec![rule, more] } else { vec![rule] };
        prop_assume!(rules.iter().all(|rule| parse_rule(rule, start, chrono_tz::UTC).is_ok()));
        let (repeat, _) = Repeat::of_rules(&rules, start, chrono_tz::UTC);
        prop_assume!(!matches!(repeat, Repeat::Rule(_)));
        for locale in [Language::French, Language::English].map(Locale::new) {
            let words = locale.repeat_at(&repeat, Some(start.time()));
            let read = every(&words, start, start.date()).map(|spoken| Repeat::of_rules(&spoken.repeat.rules(Span::Endless), start, chrono_tz::UTC).0);
            prop_assert_eq!(read.ok(), Some(repeat.clone()), "{}", words);
        }
    }
}

#[test]
fn what_differs_from_a_rule_is_in_its_sentence() {
    let holiday = Series { rules: vec!["FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20200519".into()], ..nadia() };
    assert_eq!(
        said(&holiday.skipping("2020-05-01").adding("2020-05-02 18:00")),
        [
            "Tous les jours de semaine à 20h30 jusqu’au 19 mai 2020, sauf le 1er mai, et en plus le 2 mai à 18h00.",
            "Every weekday at 20:30 until 19 May 2020, except 1 May, plus 2 May at 18:00."
        ]
    );
}
