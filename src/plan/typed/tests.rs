//! What people type for dates, times, lengths and rules, in both languages.

use super::*;
use crate::locale::{Language, Locale};
use crate::plan::Weekdays;
use crate::plan::examples::{at, day};
use chrono::Weekday::{self, *};

/// A Friday.
fn first() -> NaiveDate {
    day("2020-03-20")
}

fn rule(typed: &str) -> String {
    repeat(typed, first()).map_or_else(|fault| fault.to_string(), |repeat| repeat.rules(Span::Endless).join(" "))
}

#[test]
fn repetitions_are_read_in_both_languages() {
    for (typed, expected) in [
        ("une fois", ""),
        ("Une seule fois", ""),
        ("once", ""),
        ("tous les jours", "FREQ=DAILY"),
        ("Tous les soirs", "FREQ=DAILY"),
        ("every day", "FREQ=DAILY"),
        ("un jour sur deux", "FREQ=DAILY;INTERVAL=2"),
        ("tous les 3 jours", "FREQ=DAILY;INTERVAL=3"),
        ("every other day", "FREQ=DAILY;INTERVAL=2"),
        ("en semaine", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("weekdays", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("du lundi au vendredi", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("Mon-Fri", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("week-end", "FREQ=WEEKLY;BYDAY=SA,SU"),
        ("lundi et jeudi", "FREQ=WEEKLY;BYDAY=MO,TH"),
        ("mon thu", "FREQ=WEEKLY;BYDAY=MO,TH"),
        ("mar, ven & dim", "FREQ=WEEKLY;BYDAY=TU,FR,SU"),
        ("tous les mardis soir", "FREQ=WEEKLY;BYDAY=TU"),
        ("chaque semaine", "FREQ=WEEKLY;BYDAY=FR"),
        ("every week", "FREQ=WEEKLY;BYDAY=FR"),
        ("un mardi sur deux", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
        ("every other tuesday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
        ("every second tuesday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
        ("lundi et jeudi, une semaine sur deux", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH"),
        ("le mardi, toutes les 3 semaines", "FREQ=WEEKLY;INTERVAL=3;BYDAY=TU"),
        ("une semaine sur trois", "FREQ=WEEKLY;INTERVAL=3;BYDAY=FR"),
        ("premier jeudi du mois", "FREQ=MONTHLY;BYDAY=1TH"),
        ("le 1er jeudi de chaque mois", "FREQ=MONTHLY;BYDAY=1TH"),
        ("first thursday", "FREQ=MONTHLY;BYDAY=1TH"),
        ("the last Friday of the month", "FREQ=MONTHLY;BYDAY=-1FR"),
        ("2e mardi", "FREQ=MONTHLY;BYDAY=2TU"),
        ("tous les mois", "FREQ=MONTHLY;BYMONTHDAY=20"),
        ("le 15 du mois", "FREQ=MONTHLY;BYMONTHDAY=15"),
        ("every month on the 15th", "FREQ=MONTHLY;BYMONTHDAY=15"),
        ("freq=yearly;bymonth=3", "freq=yearly;bymonth=3"),
    ] {
        assert_eq!(rule(typed), expected, "{typed}");
    }
}

#[test]
fn what_is_no_repetition_is_told_with_an_example() {
    assert_eq!(
        rule("lorsque ça va"),
        "expected days such as “every day” or “Monday and Thursday”, found `lorsque ça va`\n  \
         hint: also “weekdays”, “every other Tuesday”, “first Thursday of the month”, “once”"
    );
    assert!(rule("FREQ=DAYLY").contains("found `DAYLY`"));
    for typed in
        ["", "sur", "un sur deux", "tous les 0 jours", "le 32 du mois", "tous les 2 mois", "premier", "lundi premier mardi"]
    {
        assert!(rule(typed).starts_with("expected days such as"), "{typed}: {}", rule(typed));
    }
}

/// Each repetition that can be said, in both languages.
#[test]
fn what_the_program_says_of_a_repetition_is_read_back() {
    let weekly = |days: &[Weekday], every| Repeat::Weekdays { days: Weekdays::of(days.iter().copied()), every };
    let mut all = vec![Repeat::Once, Repeat::MonthlyOnDay(1), Repeat::MonthlyOnDay(15), Repeat::MonthlyOnDay(31)];
    all.extend((1..=4).map(|every| Repeat::Days { every }));
    for days in [&[Tue][..], &[Mon, Thu], &[Mon, Wed, Sun], &[Mon, Tue, Wed, Thu, Fri], &[Sat, Sun]] {
        all.extend((1..=4).map(|every| weekly(days, every)));
    }
    for nth in [1, 2, 3, 4, 5, -1] {
        all.extend([Mon, Tue, Sun].map(|weekday| Repeat::MonthlyOnWeekday { nth, weekday }));
    }
    all.push(Repeat::Rule("FREQ=YEARLY;BYMONTH=3".into()));
    for locale in [Language::French, Language::English].map(Locale::new) {
        for one in &all {
            let said = locale.repeat(one);
            assert_eq!(repeat(&said, first()).as_ref().ok(), Some(one), "{said}");
        }
        for one in [Span::Endless, Span::Count(1), Span::Count(60), Span::Until(day("2020-05-01"))] {
            let said = locale.span(one);
            assert_eq!(span(&said, first()).ok(), Some(one), "{said}");
        }
    }
}

#[test]
fn lengths_and_spans_are_read_in_both_languages() {
    for (typed, expected) in [("45", 45), ("45 min", 45), ("1h30", 90), ("1 h 30", 90), ("2 heures", 120), ("90 minutes", 90)] {
        assert_eq!(minutes(typed).ok(), Some(expected), "{typed}");
    }
    for typed in ["", "0", "long", "-5", "99999", "10 s"] {
        assert!(minutes(typed).unwrap_err().to_string().contains("a length such as"), "{typed}");
    }
    let until = Span::Until(day("2020-05-19"));
    for (typed, expected) in [
        ("60 fois", Span::Count(60)),
        ("60 times", Span::Count(60)),
        ("60", Span::Count(60)),
        ("jusqu’au 19 mai", until),
        ("until 19 May", until),
        ("Until May 19th, 2020", until),
        ("sans fin", Span::Endless),
        ("", Span::Endless),
    ] {
        assert_eq!(span(typed, first()).ok(), Some(expected), "{typed}");
    }
    for typed in ["0 fois", "10001 fois", "un moment", "jusqu’à plus soif"] {
        assert!(span(typed, first()).is_err(), "{typed}");
    }
}

#[test]
fn a_date_with_another_weekday_is_told_its_own() {
    assert_eq!(date("lundi 28 mars", day("2020-03-28")).unwrap_err().to_string(), "Saturday 28 March 2020 is a Saturday");
    assert!(date("bientôt", day("2020-03-28")).unwrap_err().to_string().starts_with("expected a date such as “28 March”"));
    assert!(time("tard").unwrap_err().to_string().starts_with("expected a time such as “20:30”"));
}

#[test]
fn a_move_keeps_what_is_not_typed() {
    let (lies, today) = (at("2020-03-31 20:30"), day("2020-03-28"));
    for (typed, expected) in [
        ("18h", "2020-03-31 18:00"),
        ("demain 18h", "2020-03-29 18:00"),
        ("jeu 20h30", "2020-04-02 20:30"),
        ("mercredi", "2020-04-01 20:30"),
        ("2 avril", "2020-04-02 20:30"),
        ("8pm", "2020-03-31 20:00"),
    ] {
        assert_eq!(moved_to(typed, lies, today).ok(), Some(at(expected)), "{typed}");
    }
    assert_eq!(moved_to("jeudi", at("2020-05-12 20:30"), today).ok(), Some(at("2020-05-14 20:30")));
    assert_eq!(moved_to("lundi", at("2020-03-20 20:30"), today).ok(), Some(at("2020-03-30 20:30")));
    assert!(moved_to("plus tard", lies, today).unwrap_err().to_string().contains("“tomorrow 18:00”"));
}

#[test]
fn a_shift_is_a_length_or_a_new_place() {
    let (lies, today) = (at("2020-03-31 20:30"), day("2020-03-28"));
    for (typed, minutes) in [
        ("1 semaine", 7 * 1440),
        ("+2h", 120),
        ("-30 min", -30),
        ("7 days", 7 * 1440),
        ("18h", -150),
        ("mercredi", 1440),
        ("2 avril 20h30", 2 * 1440),
    ] {
        assert_eq!(shift(typed, lies, today).map(|by| by.num_minutes()).ok(), Some(minutes), "{typed}");
    }
    assert!(shift("un peu", lies, today).is_err());
}

proptest::proptest! {
    #[test]
    fn anything_typed_is_read_or_refused(typed in "\\PC{0,130}|([a-z0-9]{1,9} ){0,9}|(un |tous |les |sur |deux |lundi |mois |every |2 ){0,9}") {
        let (today, lies) = (first(), at("2020-03-31 20:30"));
        let _ = (repeat(&typed, today), date(&typed, today), time(&typed), minutes(&typed), span(&typed, today));
        let _ = (moved_to(&typed, lies, today), shift(&typed, lies, today));
    }
}

#[test]
fn the_keys_of_digits_count_without_shift_on_french_and_belgian_keyboards() {
    let minutes_of = |typed: &str| as_digits(typed, minutes).ok();
    assert_eq!(["'(", "§à", "-à", "45", "1h\"à"].map(minutes_of), [Some(45), Some(60), Some(60), Some(45), Some(90)]);
    assert_eq!(as_digits("éàh\"à", time).unwrap(), at("2020-03-20 20:30").time());
    assert_eq!(as_digits("à 18h", time).unwrap(), at("2020-03-20 18:00").time());
    assert_eq!(as_digits("éè mars", |typed| date(typed, first())).unwrap(), day("2020-03-27"));
    let fault = as_digits("é?", minutes).unwrap_err().to_string();
    assert!(fault.contains("`é?`"), "{fault}");
}
