//! A rule as people say it, and how long it goes on. To and from RRULE texts.
//!
//! What no words can say stays a rule as it was written, and loses nothing.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use chrono_tz::Tz;

use super::pattern::Pattern;
use super::recurrence::{Parts, Until};

/// On which days a series comes back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Repeat {
    Once,
    By(Pattern),
    /// Several rules, each with its own end; at least two.
    Several(Vec<(Pattern, Span)>),
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

impl Repeat {
    /// What the rules of a series say, and for how long. `start` fills in what RFC 5545 takes from there.
    pub fn of_rules(rules: &[String], start: NaiveDateTime, zone: Tz) -> (Repeat, Span) {
        match rules {
            [] => (Repeat::Once, Span::Endless),
            [rule] => match said(rule, start, zone) {
                Some((pattern, span)) => (Repeat::By(pattern), span),
                None => as_written(rule, start, zone),
            },
            rules => match rules.iter().map(|rule| said(rule, start, zone)).collect() {
                Some(patterns) => (Repeat::Several(patterns), Span::Endless),
                None => (Repeat::Rule(rules.join("\n")), Span::Endless),
            },
        }
    }

    /// The RRULE texts of a series. Of several rules each keeps its own end, and `span` says nothing.
    pub fn rules(&self, span: Span) -> Vec<String> {
        match self {
            Repeat::Once => Vec::new(),
            Repeat::By(pattern) => vec![pattern.rule() + &span.written()],
            Repeat::Several(patterns) => patterns.iter().map(|(pattern, span)| pattern.rule() + &span.written()).collect(),
            Repeat::Rule(rules) if rules.contains('\n') => rules.lines().map(str::to_owned).collect(),
            Repeat::Rule(rule) => vec![rule.clone() + &span.written()],
        }
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

fn said(rule: &str, start: NaiveDateTime, zone: Tz) -> Option<(Pattern, Span)> {
    let parts = Parts::parse(rule, zone).ok()?;
    let pattern = Pattern::of(&parts, start)?;
    let span = span(&parts, start, &pattern.times)?;
    Some((pattern, span))
}

fn as_written(rule: &str, start: NaiveDateTime, zone: Tz) -> (Repeat, Span) {
    let with_span = |parts: Parts| {
        Some((span(&parts, start, &[]).filter(|span| parts.hours.is_empty() || !matches!(span, Span::Until(_)))?, parts))
    };
    match Parts::parse(rule, zone).ok().and_then(with_span) {
        Some((Span::Endless, _)) | None => (Repeat::Rule(rule.to_owned()), Span::Endless),
        Some((span, parts)) => (Repeat::Rule(parts.without_end().written()), span),
    }
}

/// `None` for an UNTIL that ends between two times of one day: no date says that.
fn span(parts: &Parts, start: NaiveDateTime, times: &[NaiveTime]) -> Option<Span> {
    let first = times.first().copied().unwrap_or(start.time());
    let last = times.last().copied().unwrap_or(start.time());
    match (parts.count, &parts.until) {
        (Some(count), _) => Some(Span::Count(count)),
        (None, None) => Some(Span::Endless),
        (None, Some(Until::Wall(wall) | Until::Instant(wall, _))) if wall.time() >= last => Some(Span::Until(wall.date())),
        (None, Some(Until::Wall(wall) | Until::Instant(wall, _))) if wall.time() < first => {
            wall.date().pred_opt().filter(|date| *date >= start.date()).map(Span::Until)
        }
        (None, Some(_)) => None,
    }
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
        for (rule, span) in [
            ("FREQ=DAILY;COUNT=60", Span::Count(60)),
            ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;UNTIL=20200519", Span::Until(day("2020-05-19"))),
            ("FREQ=MONTHLY;BYMONTHDAY=15", Span::Endless),
            ("FREQ=MONTHLY;BYDAY=-1FR;COUNT=9", Span::Count(9)),
            ("FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=9", Span::Endless),
        ] {
            let (repeat, found) = read(rule);
            assert!(matches!(repeat, Repeat::By(_)) && found == span, "{rule}: {repeat:?}");
            assert_eq!(repeat.rules(span), [rule]);
        }
        assert_eq!(Repeat::of_rules(&[], at("2020-03-20 20:30"), Tz::UTC), (Repeat::Once, Span::Endless));
    }

    #[test]
    fn the_last_day_is_the_last_on_which_there_is_a_date() {
        for (rule, last) in [
            ("FREQ=DAILY;UNTIL=20200519T203000", "2020-05-19"),
            ("FREQ=DAILY;UNTIL=20200519T183000Z", "2020-05-19"),
            ("FREQ=DAILY;UNTIL=20200519T120000", "2020-05-18"),
        ] {
            assert_eq!(read(rule).1, Span::Until(day(last)), "{rule}");
        }
    }

    #[test]
    fn any_other_rule_stays_as_it_is_written() {
        for rule in ["FREQ=DAILY;BYHOUR=9,14;BYMINUTE=0;UNTIL=20200519T120000", "no rule at all"] {
            let (repeat, span) = read(rule);
            assert_eq!((&repeat, span), (&Repeat::Rule(rule.to_owned()), Span::Endless));
            assert_eq!(repeat.rules(span), [rule]);
        }
        let (repeat, span) = read("FREQ=YEARLY;COUNT=3;BYWEEKNO=20;BYMONTHDAY=13");
        assert_eq!((&repeat, span), (&Repeat::Rule("FREQ=YEARLY;BYWEEKNO=20;BYMONTHDAY=13".to_owned()), Span::Count(3)));
        assert_eq!(repeat.rules(span), ["FREQ=YEARLY;BYWEEKNO=20;BYMONTHDAY=13;COUNT=3"]);
    }

    #[test]
    fn a_rule_with_its_name_before_it_has_its_end_once() {
        let (repeat, span) = read("RRULE:COUNT=3;FREQ=YEARLY;BYWEEKNO=20;BYMONTHDAY=13");
        assert_eq!(span, Span::Count(3));
        assert_eq!(repeat.rules(Span::Count(4)), ["FREQ=YEARLY;BYWEEKNO=20;BYMONTHDAY=13;COUNT=4"]);
        let rule = "rrule:FREQ=DAILY;COUNT=3;BYHOUR=9,14;BYMINUTE=0,30";
        assert_eq!(read(rule).0.rules(read(rule).1), ["FREQ=DAILY;BYHOUR=9,14;BYMINUTE=0,30;COUNT=3"]);
    }

    #[test]
    fn several_rules_keep_their_own_ends() {
        let several = ["FREQ=DAILY;COUNT=3".to_owned(), "FREQ=WEEKLY;BYDAY=FR".to_owned()];
        let (repeat, span) = Repeat::of_rules(&several, at("2020-03-20 20:30"), Tz::UTC);
        assert!(matches!(&repeat, Repeat::Several(patterns) if patterns.len() == 2));
        assert_eq!(repeat.rules(span), several);
    }
}
