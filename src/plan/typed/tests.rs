//! What people type for dates, times, lengths and rules, in both languages.

use super::*;
use crate::locale::{Language, Locale};
use crate::plan::examples::{at, day};

/// A Friday.
fn first() -> NaiveDate {
    day("2020-03-20")
}

/// What was said, on a Friday at half past eight.
fn rule(typed: &str) -> String {
    let rules = |spoken: Spoken| spoken.repeat.rules(Span::Endless).join(" ");
    every(typed, at("2020-03-20 20:30"), first()).map_or_else(|fault| fault.to_string(), rules)
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
        ("tous les 2 mois", "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=20"),
        ("le premier et le troisième jeudi du mois", "FREQ=MONTHLY;BYDAY=1TH,3TH"),
        ("first day of the month", "FREQ=MONTHLY;BYMONTHDAY=1"),
        ("le dernier jour du mois", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("freq=yearly;bymonth=3", "freq=yearly;bymonth=3"),
    ] {
        assert_eq!(rule(typed), expected, "{typed}");
    }
}

#[test]
fn what_is_no_repetition_is_told_with_an_example() {
    assert_eq!(
        rule("lorsque ça va"),
        "expected days such as “every day” or “Monday and Thursday”, found `lorsque`\n  \
         hint: also “weekdays”, “every other Tuesday”, “first Thursday of the month”, “once”"
    );
    assert!(rule("FREQ=DAYLY").contains("found `DAYLY`"));
    for typed in
        ["", "sur", "un sur deux", "tous les 0 jours", "le 32 du mois", "le 30 février", "premier", "lundi premier mardi"]
    {
        assert!(rule(typed).starts_with("expected days such as"), "{typed}: {}", rule(typed));
    }
}

/// A whole line: the rule with its end, the time, the first day, the dates that fall away.
#[test]
fn a_line_says_days_times_and_dates() {
    for (typed, expected) in [
        ("weekday 20:30", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR 20:30"),
        ("en semaine 20h30", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR 20:30"),
        ("tous les jours 20h30 sauf le 1er mai", "FREQ=DAILY 20:30 -2020-05-01"),
        (
            "every weekday at 20:30 until 19 May, except 1 May",
            "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20200519 20:30 -2020-05-01",
        ),
        ("1er jeudi 20h", "FREQ=MONTHLY;BYDAY=1TH 20:00"),
        ("un mardi sur deux à 14h", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU 14:00"),
        ("lundi et jeudi 18h, 12 fois", "FREQ=WEEKLY;BYDAY=MO,TH;COUNT=12 18:00"),
        ("every 3 weeks on tuesday 13:30", "FREQ=WEEKLY;INTERVAL=3;BYDAY=TU 13:30"),
        ("dernier vendredi du mois", "FREQ=MONTHLY;BYDAY=-1FR"),
        ("le 15 de chaque mois", "FREQ=MONTHLY;BYMONTHDAY=15"),
        ("chaque année le 9 mai", "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=9"),
        ("every year on May 9th at 8 pm", "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=9 20:00"),
        ("tous les soirs à 20 h 30, 60 fois, à partir du 23 mars", "FREQ=DAILY;COUNT=60 20:30 +2020-03-23"),
        ("every day at 9:00 and 14:00", "FREQ=DAILY;BYHOUR=9,14;BYMINUTE=0"),
        ("tous les jours à 9h et 14h30", "FREQ=DAILY;BYHOUR=9;BYMINUTE=0 FREQ=DAILY;BYHOUR=14;BYMINUTE=30"),
        ("lundi 18h et aussi jeudi 18h, 3 fois", "FREQ=WEEKLY;BYDAY=MO FREQ=WEEKLY;BYDAY=TH;COUNT=3 18:00"),
        ("le dernier jour ouvrable du mois", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"),
        ("chaque vendredi sauf les 10 avril, 1er mai et 8 mai 2020", "FREQ=WEEKLY;BYDAY=FR -2020-04-10 -2020-05-01 -2020-05-08"),
        ("mardi jusqu’au 1er mars", "FREQ=WEEKLY;BYDAY=TU;UNTIL=20210301"),
        ("lundi à jeudi 18h", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH 18:00"),
        ("jeudi 20h sauf du 1er avril au 3 avril", "FREQ=WEEKLY;BYDAY=TH 20:00 -2020-04-01 -2020-04-02 -2020-04-03"),
        ("thursday 20:00 except 31 December to 2 January", "FREQ=WEEKLY;BYDAY=TH 20:00 -2020-12-31 -2021-01-01 -2021-01-02"),
        ("mardi 20h de mars à juin", "refused"),
        ("mardi 18h à 20h", "refused"),
        ("en semaine sauf vendredi 18h", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH 18:00"),
        ("every weekday except friday 9:00", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH 09:00"),
        ("jeudi sauf du 20 décembre", "FREQ=WEEKLY;BYDAY=TH -2020-12-20"),
        ("COUNT=3;FREQ=DAILY", "COUNT=3;FREQ=DAILY"),
        ("RRULE:INTERVAL=2;FREQ=WEEKLY", "INTERVAL=2;FREQ=WEEKLY"),
        ("une fois à 18h", "refused"),
        ("sauf le 1er mai", "refused"),
        ("lundi sauf mercredi", "refused"),
        ("lundi jusqu’à plus soif", "refused"),
        ("12 fois", "refused"),
    ] {
        assert_eq!(line(typed), expected, "{typed}");
    }
}

/// The rules, the time, the first day behind `+`, the dates that fall away behind `-`.
fn line(typed: &str) -> String {
    let words = |spoken: Spoken| {
        let mut said = spoken.repeat.rules(spoken.span.unwrap_or(Span::Endless));
        said.extend(spoken.time.map(|time| time.format("%H:%M").to_string()));
        said.extend(spoken.first.map(|first| format!("+{first}")));
        said.extend(spoken.skip.iter().map(|skip| format!("-{}", skip.date())));
        said.join(" ")
    };
    every(typed, at("2020-03-20 20:30"), first()).map_or_else(|_| "refused".to_owned(), words)
}

/// In French and in English the same.
#[test]
fn days_and_months_without_a_talk_are_left_out_of_the_rule() {
    const BUT_AUGUST: &str = "1,2,3,4,5,6,7,9,10,11,12";
    for (french, english, expected) in [
        ("tous les jours 20h sauf le dimanche", "every day 8 pm except sunday", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA 20:00"),
        ("chaque jour sauf le week-end", "daily except weekends", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        ("lundi et jeudi sauf les jeudis", "monday and thursday except thursdays", "FREQ=WEEKLY;BYDAY=MO"),
        ("un jour sur deux sauf le dimanche", "every other day but not sunday", "FREQ=DAILY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR,SA"),
        (
            "mardi 18h, sauf en août",
            "tuesday 18:00, except in august",
            &format!("FREQ=WEEKLY;BYMONTH={BUT_AUGUST};BYDAY=TU 18:00"),
        ),
        ("mardi sauf au mois d’août", "tuesday except august", &format!("FREQ=WEEKLY;BYMONTH={BUT_AUGUST};BYDAY=TU")),
        (
            "mardi sauf en juillet et août",
            "tuesday except in july and august",
            "FREQ=WEEKLY;BYMONTH=1,2,3,4,5,6,9,10,11,12;BYDAY=TU",
        ),
        ("1er jeudi sauf en août", "first thursday except in august", &format!("FREQ=YEARLY;BYMONTH={BUT_AUGUST};BYDAY=1TH")),
        (
            "tous les jours sauf le 1er mai et le dimanche",
            "every day except 1 may and sundays",
            "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA -2020-05-01",
        ),
        ("lundi sauf mercredi", "monday except wednesday", "refused"),
        ("lundi sauf le lundi", "monday except mondays", "refused"),
        ("1er jeudi sauf le jeudi", "first thursday except thursday", "refused"),
        ("jeudi sauf le premier jeudi", "thursday except the first thursday", "refused"),
        ("tous les jours sauf dimanche 1er mai", "every day except sunday 1 may", "refused"),
    ] {
        assert_eq!((line(french).as_str(), line(english).as_str()), (expected, expected), "{french}");
    }
}

#[test]
fn first_and_last_days_may_be_months() {
    for (french, english, expected) in [
        ("mardi jusqu’en juin", "tuesday until june", "FREQ=WEEKLY;BYDAY=TU;UNTIL=20200630"),
        ("mardi jusqu’à fin juin", "tuesday until the end of june", "FREQ=WEEKLY;BYDAY=TU;UNTIL=20200630"),
        ("mardi jusqu’en juin 2021, 18h", "tuesday till june 2021, 18:00", "FREQ=WEEKLY;BYDAY=TU;UNTIL=20210630 18:00"),
        ("mardi jusqu’à la fin de l’année", "tuesday until the end of the year", "FREQ=WEEKLY;BYDAY=TU;UNTIL=20201231"),
        ("mardi jusqu’en février", "tuesday until february", "FREQ=WEEKLY;BYDAY=TU;UNTIL=20210228"),
        ("mardi à partir de janvier", "tuesday from january", "FREQ=WEEKLY;BYDAY=TU +2021-01-01"),
        (
            "mardi à partir de septembre jusqu’en juin",
            "tuesday from september on until june",
            "FREQ=WEEKLY;BYDAY=TU;UNTIL=20210630 +2020-09-01",
        ),
        ("tous les jours dès le 3 avril", "every day from 3 april", "FREQ=DAILY +2020-04-03"),
        ("mardi dès octobre", "tuesday from october", "FREQ=WEEKLY;BYDAY=TU +2020-10-01"),
        ("en semaine à partir de lundi", "weekdays starting monday", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR +2020-03-23"),
        ("tous les jours à partir de demain", "every day from tomorrow", "FREQ=DAILY +2020-03-21"),
        ("le premier lundi des mois de mars et mai", "first monday of march and may", "FREQ=YEARLY;BYMONTH=3,5;BYDAY=1MO"),
    ] {
        assert_eq!((line(french).as_str(), line(english).as_str()), (expected, expected), "{french}");
    }
}

#[test]
fn intervals_are_said_in_many_ways() {
    for (french, english, expected) in [
        ("tous les 15 jours le lundi", "every 14 days on monday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"),
        ("tous les quinze jours", "every fortnight", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"),
        ("le lundi, tous les 8 jours", "monday, every 7 days", "FREQ=WEEKLY;BYDAY=MO"),
        ("un jour sur 15", "every 15 days", "FREQ=DAILY;INTERVAL=15"),
        ("un lundi sur deux", "every second monday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"),
        ("un mardi sur deux à 14h", "every other tuesday at 2 pm", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU 14:00"),
        ("toutes les six semaines", "every six weeks", "FREQ=WEEKLY;INTERVAL=6;BYDAY=FR"),
        ("une fois par semaine le mardi", "once a week on tuesday", "FREQ=WEEKLY;BYDAY=TU"),
        ("le premier et le troisième jeudi du mois", "the first and third thursday of the month", "FREQ=MONTHLY;BYDAY=1TH,3TH"),
        ("du lundi au vendredi 9h", "monday through friday 9:00", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR 09:00"),
        ("tous les 10 jours le lundi", "every 15 days on monday", "refused"),
    ] {
        assert_eq!((line(french).as_str(), line(english).as_str()), (expected, expected), "{french}");
    }
}

#[test]
fn one_day_by_its_date_is_once() {
    for (french, english, expected) in [
        ("demain 20h", "tomorrow 8 pm", "20:00 +2020-03-21"),
        ("demain à 20h30", "tomorrow at 20:30", "20:30 +2020-03-21"),
        ("ce soir 21h", "tonight 9 pm", "21:00 +2020-03-20"),
        ("une fois le 3 avril à 15h", "once on 3 april at 15:00", "15:00 +2020-04-03"),
        ("une seule fois, jeudi 20h", "once, thursday 20:00", "20:00 +2020-03-26"),
        ("le 9 mai", "may 9th", "+2020-05-09"),
        ("jeudi prochain 20h", "next thursday 20:00", "20:00 +2020-03-26"),
        ("jeudi 9 avril 20h", "thursday 9 april 20:00", "20:00 +2020-04-09"),
        ("jeudi 20h", "thursday 20:00", "FREQ=WEEKLY;BYDAY=TH 20:00"),
        ("mar 18h", "tue 18:00", "FREQ=WEEKLY;BYDAY=TU 18:00"),
    ] {
        assert_eq!((line(french).as_str(), line(english).as_str()), (expected, expected), "{french}");
    }
}

#[test]
fn days_of_one_month_and_spans_fall_away() {
    const CHRISTMAS: &str = "FREQ=DAILY 19:00 -2020-12-24 -2020-12-25";
    for (french, english, expected) in [
        ("tous les jours 19h sauf le 24 et le 25 décembre", "every day 19:00 except 24 and 25 December", CHRISTMAS),
        ("tous les jours 19h sauf les 24 et 25 décembre 2020", "every day 19:00 except December 24 and 25", CHRISTMAS),
        ("tous les jours 19h, sauf du 24 au 25 décembre", "every day 19:00 except from 24 to 25 December", CHRISTMAS),
        (
            "mardi sauf le 24, le 25 et le 31 décembre, 12 fois",
            "tuesday except the 24th, 25th and 31st December, 12 times",
            "FREQ=WEEKLY;BYDAY=TU;COUNT=12 -2020-12-24 -2020-12-25 -2020-12-31",
        ),
        (
            "jeudi sauf du 31 décembre au 1er janvier et du 3 au 4 avril",
            "thursday except 31 December to 1 January and 3 to 4 April",
            "FREQ=WEEKLY;BYDAY=TH -2020-12-31 -2021-01-01 -2020-04-03 -2020-04-04",
        ),
        (
            "du 1er décembre au 31 janvier tous les jours à 19h",
            "every day at 19:00 from 1 December to 31 January",
            "FREQ=DAILY;UNTIL=20210131 19:00 +2020-12-01",
        ),
        ("mardi 20h pendant un an", "tuesday 20:00 for a year", "FREQ=WEEKLY;BYDAY=TU;UNTIL=20210319 20:00"),
        (
            "mardi à partir du 1er avril pendant 6 mois, sauf le 7 avril",
            "tuesday for six months, starting 1 April, except 7 April",
            "FREQ=WEEKLY;BYDAY=TU;UNTIL=20200930 +2020-04-01 -2020-04-07",
        ),
        ("tous les matins à 9h", "every morning at 9:00", "FREQ=DAILY 09:00"),
        ("le mardi après-midi à 14h", "tuesday afternoons at 2 pm", "FREQ=WEEKLY;BYDAY=TU 14:00"),
        ("toutes les quinzaines", "biweekly", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"),
        ("du lundi au vendredi 18h", "from monday to friday 18:00", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR 18:00"),
    ] {
        assert_eq!((line(french).as_str(), line(english).as_str()), (expected, expected), "{french}");
    }
    let dates = [24, 25].map(|day| Skip::Date(NaiveDate::from_ymd_opt(2020, 12, day).unwrap()));
    assert_eq!(skip("24 et 25 décembre", first()).unwrap(), dates);
}

#[test]
fn what_should_be_a_date_is_quoted_alone_and_so_is_a_day_that_no_month_has() {
    for (typed, expected) in [
        ("mardi 20h, sauf quand mardi, 12 fois", "expected dates such as “1 May, 8 May”, found `quand`"),
        ("mardi 20h jusqu’à mardi lundi", "expected a date such as “28 March”, found `mardi lundi`"),
        ("mardi pendant lundi", "expected a date such as “28 March”, found `lundi`"),
        ("mardi 20h sauf le 31 Juin", "expected dates such as “1 May, 8 May”, found `31 Juin`"),
        ("le 31 juin, janvier et février", "expected days such as “every day” or “Monday and Thursday”, found `31 juin`"),
        ("le ½", "expected days such as “every day” or “Monday and Thursday”, found `½`"),
    ] {
        let fault = rule(typed);
        assert!(fault.starts_with(expected), "{typed}: {fault}");
    }
    for typed in ["½", "15 weeks feb", "semaine of", "de weeks", "31 juin janvier février", "1½"] {
        assert_eq!(line(typed), "refused", "{typed}");
        assert!(date(typed, first()).is_err(), "{typed}");
    }
}

#[test]
fn the_word_that_is_not_known_is_named() {
    for (typed, word) in [
        ("lundi, sauf la Saint-Glinglin", "`Saint-Glinglin`"),
        ("chaque mardi pair", "`pair`"),
        ("lundi jusqu’à plus soif", "`plus`"),
        ("every blue moon", "`blue`"),
        ("lundi sauf mercredi", "`lundi sauf mercredi`"),
    ] {
        let fault = rule(typed);
        assert!(fault.contains(&format!("found {word}")), "{typed}: {fault}");
    }
}

#[test]
fn a_span_that_the_program_says_is_read_back() {
    for locale in [Language::French, Language::English].map(Locale::new) {
        for one in [Span::Endless, Span::Count(1), Span::Count(60), Span::Until(day("2020-05-01"))] {
            let said = locale.span(one);
            assert_eq!(span(&said, first()).ok(), Some(one), "{said}");
        }
        let dates = [Skip::Date(day("2020-05-01")), Skip::Time(at("2021-04-12 09:00"))];
        assert_eq!(skip(&locale.skipped(&dates), first()).unwrap(), dates);
        let holidays: Vec<Skip> = day("2020-12-20").iter_days().take(15).map(Skip::Date).chain(dates).collect();
        let said = locale.skipped(&holidays);
        assert_eq!(skip(&said, first()).unwrap(), holidays, "{said}");
    }
    assert_eq!(skip("", first()).unwrap(), []);
    assert!(skip("lundi", first()).unwrap_err().to_string().contains("1 May, 8 May"));
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
        ("jusqu’en mai", Span::Until(day("2020-05-31"))),
        ("until the end of May", Span::Until(day("2020-05-31"))),
        ("Until May 19th, 2020", until),
        ("30 juin 2027", Span::Until(day("2027-06-30"))),
        ("le 30 juin", Span::Until(day("2020-06-30"))),
        ("June 30", Span::Until(day("2020-06-30"))),
        ("fin juin", Span::Until(day("2020-06-30"))),
        ("pendant un an", Span::Until(day("2021-03-19"))),
        ("for 6 months", Span::Until(day("2020-09-19"))),
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
        ("mardi 18h", "2020-03-31 18:00"),
        ("lundi", "2020-03-30 20:30"),
        ("mardi prochain", "2020-04-07 20:30"),
        ("next monday", "2020-04-06 20:30"),
    ] {
        assert_eq!(moved_to(typed, lies, today).ok(), Some(at(expected)), "{typed}");
    }
    assert_eq!(moved_to("jeudi", at("2020-05-12 20:30"), today).ok(), Some(at("2020-05-14 20:30")));
    assert_eq!(moved_to("mardi 18h", at("2020-05-14 20:30"), today).ok(), Some(at("2020-05-12 18:00")));
    assert_eq!(moved_to("lundi", at("2020-03-20 20:30"), today).ok(), Some(at("2020-03-30 20:30")));
    assert!(moved_to("plus tard", lies, today).unwrap_err().to_string().contains("“tomorrow 18:00”"));
}

#[test]
fn a_shift_is_a_length_or_a_new_place() {
    let (lies, today) = (at("2020-03-31 20:30"), day("2020-03-28"));
    for (typed, minutes) in [
        ("1 semaine", 7 * 1440),
        ("une semaine", 7 * 1440),
        ("- two days", -2 * 1440),
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
        let _ = (every(&typed, lies, today), date(&typed, today), time(&typed), minutes(&typed), span(&typed, today));
        let _ = (moved_to(&typed, lies, today), shift(&typed, lies, today));
    }
}

/// Words that the parsers know, each somewhere with a place of its own.
const KNOWN: &[&str] = &[
    "à",
    "at",
    "20h",
    "20",
    "h",
    "30",
    "pm",
    "20:30",
    "8",
    "midi",
    "le",
    "la",
    "du",
    "au",
    "de",
    "des",
    "to",
    "of",
    "from",
    "the",
    "et",
    "and",
    "et aussi",
    "and also",
    ",",
    ";",
    "un",
    "deux",
    "2",
    "15",
    "31",
    "1er",
    "3e",
    "last",
    "premier",
    "avant-dernier",
    "jour",
    "day",
    "semaine",
    "weeks",
    "mois",
    "year",
    "chaque",
    "every",
    "other",
    "sur",
    "fois",
    "times",
    "once",
    "une seule fois",
    "lundi",
    "mar",
    "thursday",
    "week-end",
    "weekday",
    "mars",
    "may",
    "juin",
    "février",
    "2021",
    "2020-05-01",
    "1/5",
    "½",
    "-",
    "'",
    "jusqu’au",
    "jusqu’à",
    "until",
    "à partir du",
    "starting",
    "dès",
    "sauf",
    "except",
    "sauf du",
    "pendant",
    "for",
    "fin",
    "end",
    "l’année",
    "demain",
    "today",
    "next",
    "prochain",
    "seulement",
    "only",
    "seulement si c’est",
    "en partant de la fin",
    "commençant",
    "beginning",
    "FREQ=DAILY",
    "RRULE:",
    "9999",
    "0",
];

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config { cases: 4_000, ..Default::default() })]

    #[test]
    fn known_words_in_any_order_cut_anywhere_are_read_or_refused(
        words in proptest::collection::vec(proptest::sample::select(KNOWN), 0..9),
        cut in 0..90usize,
        glue in proptest::sample::select(vec![" ", " ", ", ", ""]),
    ) {
        let (today, lies) = (first(), at("2020-03-31 20:30"));
        let typed: String = words.join(glue).chars().take(cut).collect();
        let _ = (every(&typed, lies, today), date(&typed, today), time(&typed), minutes(&typed), span(&typed, today));
        let _ = (moved_to(&typed, lies, today), shift(&typed, lies, today), skip(&typed, today), last_day(&typed, today));
        let _ = (chain(&typed, &[]), rota(&typed), steps(&typed), distance(&typed));
    }
}

#[test]
fn a_word_that_asks_for_more_may_end_the_line() {
    for typed in ["20h, à", "mardi 20h, à", "20h 20:30 à", "every", "lundi à", "un sur", "sauf", "from"] {
        let _ = every(typed, at("2020-03-31 20:30"), first());
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
