//! A rule as people say it: every day, Tuesdays every other week, the first Thursday. To and from RRULE texts.
//!
//! What these words cannot say stays a rule as it was written, and loses nothing.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, NaiveDateTime, Weekday};
use chrono_tz::Tz;

use super::recurrence::{Frequency, NumberedWeekday, Parts, Until};

/// On which days a series comes back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Repeat {
    Once,
    /// Each day, or each so many days.
    Days {
        every: u32,
    },
    /// On these weekdays, each so many weeks from that of the start. Never none.
    Weekdays {
        days: Weekdays,
        every: u32,
    },
    /// From 1 to 31; a month without that day is passed over.
    MonthlyOnDay(u32),
    /// The first (1) to fifth, or the last (-1) of its month.
    MonthlyOnWeekday {
        nth: i32,
        weekday: Weekday,
    },
    /// RRULE texts as written, one a line; a single one without its COUNT or UNTIL where a [`Span`] says it.
    Rule(String),
}

/// How long a series goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    Endless,
    Count(u32),
    /// The last day.
    Until(NaiveDate),
}

/// Weekdays, each once, from Monday on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Weekdays(BTreeSet<u8>);

impl Weekdays {
    pub fn of(days: impl IntoIterator<Item = Weekday>) -> Weekdays {
        Weekdays(days.into_iter().map(|day| day.num_days_from_monday() as u8).collect())
    }

    /// Monday to Friday.
    pub fn working() -> Weekdays {
        Weekdays((0..5).collect())
    }

    pub fn iter(&self) -> impl Iterator<Item = Weekday> {
        self.0.iter().filter_map(|day| Weekday::try_from(*day).ok())
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Repeat {
    /// What the rules of a series say, and for how long. `start` fills in what RFC 5545 takes from there.
    pub fn of_rules(rules: &[String], start: NaiveDateTime, zone: Tz) -> (Repeat, Span) {
        match rules {
            [] => (Repeat::Once, Span::Endless),
            [rule] => Repeat::of_rule(rule, start, zone),
            rules => (Repeat::Rule(rules.join("\n")), Span::Endless),
        }
    }

    fn of_rule(rule: &str, start: NaiveDateTime, zone: Tz) -> (Repeat, Span) {
        let whole = || (Repeat::Rule(rule.to_owned()), Span::Endless);
        let Ok(parts) = Parts::parse(rule, zone) else { return whole() };
        let Some(span) = span(&parts, start) else { return whole() };
        match said(&parts, start) {
            Some(repeat) => (repeat, span),
            None => (Repeat::Rule(without_end(rule)), span),
        }
    }

    /// The RRULE texts of a series. Of several rules each keeps its own end, and `span` says nothing.
    pub fn rules(&self, span: Span) -> Vec<String> {
        let rule = match self {
            Repeat::Once => return Vec::new(),
            Repeat::Rule(rules) if rules.contains('\n') => return rules.lines().map(str::to_owned).collect(),
            Repeat::Rule(rule) => rule.clone(),
            Repeat::Days { every } => format!("FREQ=DAILY{}", interval(*every)),
            Repeat::Weekdays { days, every } => {
                let days: Vec<&str> = days.iter().map(written).collect();
                format!("FREQ=WEEKLY{};BYDAY={}", interval(*every), days.join(","))
            }
            Repeat::MonthlyOnDay(day) => format!("FREQ=MONTHLY;BYMONTHDAY={day}"),
            Repeat::MonthlyOnWeekday { nth, weekday } => format!("FREQ=MONTHLY;BYDAY={nth}{}", written(*weekday)),
        };
        vec![rule + &span.written()]
    }
}

impl Span {
    fn written(self) -> String {
        match self {
            Span::Endless => String::new(),
            Span::Count(count) => format!(";COUNT={count}"),
            Span::Until(date) => format!(";UNTIL={}", date.format("%Y%m%d")),
        }
    }
}

fn interval(every: u32) -> String {
    if every == 1 { String::new() } else { format!(";INTERVAL={every}") }
}

fn written(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "MO",
        Weekday::Tue => "TU",
        Weekday::Wed => "WE",
        Weekday::Thu => "TH",
        Weekday::Fri => "FR",
        Weekday::Sat => "SA",
        Weekday::Sun => "SU",
    }
}

/// `None` for an UNTIL that ends within a day, before the hour of the series: no date says that.
fn span(parts: &Parts, start: NaiveDateTime) -> Option<Span> {
    match (parts.count, &parts.until) {
        (Some(count), _) => Some(Span::Count(count)),
        (None, None) => Some(Span::Endless),
        (None, Some(Until::Wall(wall) | Until::Instant(wall, _))) => {
            (wall.time() >= start.time()).then_some(Span::Until(wall.date()))
        }
    }
}

/// `None` where the words cannot say it.
fn said(parts: &Parts, start: NaiveDateTime) -> Option<Repeat> {
    let lists = [&parts.months, &parts.year_days, &parts.weeks, &parts.set_positions, &parts.hours, &parts.minutes];
    if lists.iter().any(|list| !list.is_empty()) {
        return None;
    }
    let every = u32::try_from(parts.interval).ok()?;
    let is_plain = parts.weekdays.iter().all(|day| day.number.is_none());
    match (parts.frequency, &parts.weekdays[..], &parts.month_days[..]) {
        (Frequency::Daily, [], []) => Some(Repeat::Days { every }),
        (Frequency::Daily, days, []) if is_plain && every == 1 => Some(weekly(days, every)),
        (Frequency::Weekly, [], []) => Some(Repeat::Weekdays { days: Weekdays::of([start.weekday()]), every }),
        (Frequency::Weekly, days, []) if is_plain && (every == 1 || parts.week_start == Weekday::Mon) => {
            Some(weekly(days, every))
        }
        (Frequency::Monthly, [], []) if every == 1 => Some(Repeat::MonthlyOnDay(start.day())),
        (Frequency::Monthly, [], [day]) if every == 1 => u32::try_from(*day).ok().map(Repeat::MonthlyOnDay),
        (Frequency::Monthly, [day], []) if every == 1 => {
            let nth = day.number.filter(|number| (1..=5).contains(number) || *number == -1)?;
            Some(Repeat::MonthlyOnWeekday { nth, weekday: day.weekday })
        }
        _ => None,
    }
}

fn weekly(days: &[NumberedWeekday], every: u32) -> Repeat {
    Repeat::Weekdays { days: Weekdays::of(days.iter().map(|day| day.weekday)), every }
}

/// The rule without its COUNT or UNTIL, else as it was written.
fn without_end(rule: &str) -> String {
    let is_end = |part: &&str| {
        ["COUNT", "UNTIL"].iter().any(|key| part.split('=').next().is_some_and(|found| found.trim().eq_ignore_ascii_case(key)))
    };
    rule.split(';').filter(|part| !is_end(part)).collect::<Vec<_>>().join(";")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::examples::{at, day};

    fn read(rule: &str) -> (Repeat, Span) {
        Repeat::of_rules(&[rule.to_owned()], at("2020-03-20 20:30"), Tz::Europe__Brussels)
    }

    #[test]
    fn rules_that_people_say_are_read_and_written_alike() {
        use Weekday::*;
        let weekly = |days: &[Weekday], every| Repeat::Weekdays { days: Weekdays::of(days.iter().copied()), every };
        for (rule, repeat, span) in [
            ("FREQ=DAILY;COUNT=60", Repeat::Days { every: 1 }, Span::Count(60)),
            ("FREQ=DAILY;INTERVAL=2", Repeat::Days { every: 2 }, Span::Endless),
            ("FREQ=WEEKLY;BYDAY=TU,FR,SU", weekly(&[Tue, Fri, Sun], 1), Span::Endless),
            ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;UNTIL=20200519", weekly(&[Tue], 2), Span::Until(day("2020-05-19"))),
            ("FREQ=MONTHLY;BYMONTHDAY=15", Repeat::MonthlyOnDay(15), Span::Endless),
            ("FREQ=MONTHLY;BYDAY=1TH", Repeat::MonthlyOnWeekday { nth: 1, weekday: Thu }, Span::Endless),
            ("FREQ=MONTHLY;BYDAY=-1FR;COUNT=9", Repeat::MonthlyOnWeekday { nth: -1, weekday: Fri }, Span::Count(9)),
        ] {
            assert_eq!(read(rule), (repeat.clone(), span), "{rule}");
            assert_eq!(repeat.rules(span), [rule]);
        }
        assert_eq!(Repeat::of_rules(&[], at("2020-03-20 20:30"), Tz::UTC), (Repeat::Once, Span::Endless));
    }

    #[test]
    fn what_a_rule_takes_from_its_start_is_said() {
        assert_eq!(read("FREQ=WEEKLY").0, Repeat::Weekdays { days: Weekdays::of([Weekday::Fri]), every: 1 });
        assert_eq!(read("freq=daily;byday=mo,tu,we,th,fr").0, Repeat::Weekdays { days: Weekdays::working(), every: 1 });
        assert_eq!(read("FREQ=MONTHLY").0, Repeat::MonthlyOnDay(20));
        assert_eq!(read("FREQ=DAILY;UNTIL=20200519T203000").1, Span::Until(day("2020-05-19")));
        assert_eq!(read("FREQ=DAILY;UNTIL=20200519T183000Z").1, Span::Until(day("2020-05-19")));
    }

    #[test]
    fn any_other_rule_stays_as_it_is_written() {
        for rule in [
            "FREQ=YEARLY;BYMONTH=3",
            "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1",
            "FREQ=MONTHLY;INTERVAL=2",
            "FREQ=MONTHLY;BYMONTHDAY=-1",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;WKST=SU",
            "FREQ=DAILY;UNTIL=20200519T120000",
            "no rule at all",
        ] {
            let (repeat, span) = read(rule);
            assert_eq!((&repeat, span), (&Repeat::Rule(rule.to_owned()), Span::Endless));
            assert_eq!(repeat.rules(span), [rule]);
        }
        let (repeat, span) = read("FREQ=YEARLY;COUNT=3;BYMONTH=3");
        assert_eq!((&repeat, span), (&Repeat::Rule("FREQ=YEARLY;BYMONTH=3".to_owned()), Span::Count(3)));
        assert_eq!(repeat.rules(span), ["FREQ=YEARLY;BYMONTH=3;COUNT=3"]);
        let several = ["FREQ=DAILY;COUNT=3".to_owned(), "FREQ=WEEKLY".to_owned()];
        let (repeat, span) = Repeat::of_rules(&several, at("2020-03-20 20:30"), Tz::UTC);
        assert_eq!(repeat.rules(span), several);
    }
}
