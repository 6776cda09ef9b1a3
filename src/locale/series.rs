//! A series in words: its rule, how long it goes on, and what differs from the rule.
//!
//! What is said of a repetition or a span is read back by `plan/typed` in the same words, so a form can show it for editing.

use chrono::{Datelike, Duration, NaiveDate, NaiveDateTime, Weekday};

use super::{Locale, Text};
use crate::domain::{ChangeTo, ClosedDays, OnClosed, Series, Skip};
use crate::plan::{Repeat, Span, Weekdays};
use crate::text;

/// So many dates are named one by one.
const MOST_NAMED: usize = 3;

impl Locale {
    /// `Tous les jours à 20h30, 60 fois, à partir du 20 mars 2020. Pas le 5 avril.`
    ///
    /// Then the dates beside the rule, and where the rest has moved to. Single dates that have moved are not named.
    pub fn series(&self, series: &Series) -> String {
        let mut sentences = vec![capitalized(&self.say(&self.by_rule(series)))];
        let year = series.start.year();
        let without = without(series);
        if !without.is_empty() {
            let dates = without.iter().map(|date| self.said_date(*date, year)).collect();
            sentences.push(self.say(&text!("schedule-without", dates = self.few(dates, true))));
        }
        if !series.also.is_empty() {
            let dates = series.also.iter().map(|at| self.said_moment(*at, year)).collect();
            sentences.push(self.say(&text!("schedule-also", dates = self.few(dates, false))));
        }
        sentences.extend(self.shifts(series));
        sentences.join(" ")
    }

    fn by_rule(&self, series: &Series) -> Text {
        let (repeat, span) = Repeat::of_rules(&series.rules, series.start, series.zone);
        let (first, time) = (self.day_month_year(series.start.date()), self.clock(series.start.time()));
        let words = self.repeat(&repeat);
        match (&repeat, span) {
            (Repeat::Once, _) => text!("schedule-once", repeat = words, date = series.start.date(), time = time),
            (_, Span::Endless) => text!("schedule-endless", repeat = words, time = time, first = first),
            (_, Span::Count(count)) => text!("schedule-times", repeat = words, time = time, first = first, count = count),
            (_, Span::Until(last)) => {
                text!("schedule-until", repeat = words, time = time, first = first, last = self.day_month_year(last))
            }
        }
    }

    /// `tous les jours`, `un mardi sur deux`, `le premier jeudi du mois`; a rule that has no words is itself, named as such.
    pub fn repeat(&self, repeat: &Repeat) -> String {
        self.say(&match repeat {
            Repeat::Once => text!("schedule-repeat-once"),
            Repeat::Days { every } => text!("schedule-repeat-days", every = *every),
            Repeat::Weekdays { days, every } => return self.weekdays(days, *every),
            Repeat::MonthlyOnDay(day) => text!("schedule-repeat-month-day", day = *day),
            Repeat::MonthlyOnWeekday { nth, weekday } => {
                let nth = text!("schedule-nth", number = *nth);
                text!("schedule-repeat-month-weekday", nth = nth, weekday = weekday_word(*weekday))
            }
            Repeat::Rule(rule) => text!("schedule-repeat-rule", rule = rule),
        })
    }

    fn weekdays(&self, days: &Weekdays, every: u32) -> String {
        let words: Vec<String> = days.iter().map(|day| self.say(&weekday_word(day))).collect();
        self.say(&match &words[..] {
            _ if *days == Weekdays::working() => text!("schedule-repeat-working", every = every),
            [day] => text!("schedule-repeat-weekday", day = day, every = every),
            days => {
                let named = days.iter().map(|day| self.say(&text!("schedule-on-weekday", day = day))).collect();
                text!("schedule-repeat-weekdays", days = self.list(named), every = every)
            }
        })
    }

    /// `60 fois`, `jusqu’au 19 mai 2020`, `sans fin`.
    pub fn span(&self, span: Span) -> String {
        self.say(&match span {
            Span::Endless => text!("schedule-span-endless"),
            Span::Count(count) => text!("schedule-span-count", count = count),
            Span::Until(last) => text!("schedule-span-until", last = self.day_month_year(last)),
        })
    }

    /// `Fermé du 6 au 19 avril : la suite se décale.`: what closed days do to a series.
    pub fn closed(&self, days: &ClosedDays, on_closed: OnClosed) -> String {
        let last = self.day_and_month(days.last);
        let same_month = (days.first.year(), days.first.month()) == (days.last.year(), days.last.month());
        let first = if same_month { self.day_of_month(days.first) } else { self.day_and_month(days.first) };
        let when = match days.first == days.last {
            true => text!("schedule-closed-day", date = last),
            false => text!("schedule-closed-days", first = first, last = last),
        };
        self.say(&match on_closed {
            OnClosed::Skip => text!("schedule-closed-skip", when = when),
            OnClosed::Shift => text!("schedule-closed-shift", when = when),
            OnClosed::Keep => text!("schedule-closed-keep", when = when),
        })
    }

    /// Where the rest lies after each change that all later ones follow.
    fn shifts(&self, series: &Series) -> Vec<String> {
        let by = |to: &ChangeTo| if let ChangeTo::By(by) = to { Some(*by) } else { None };
        let following = series.changes.iter().filter(|change| change.following);
        let mut steps: Vec<(NaiveDateTime, Duration)> =
            following.filter_map(|change| Some((change.of, by(&change.to)?))).collect();
        steps.sort();
        let mut total = Duration::zero();
        let mut said = Vec::new();
        for (of, by) in steps {
            let was = of.checked_add_signed(total).unwrap_or(of);
            total = total.checked_add(&by).unwrap_or(total);
            said.push(self.shift(was, by, series.start.year()));
        }
        said
    }

    fn shift(&self, was: NaiveDateTime, by: Duration, year: i32) -> String {
        let date = self.said_date(was.date(), year);
        let now = was.checked_add_signed(by).unwrap_or(was);
        let length = self.days_and_hours(by.abs());
        self.say(&match () {
            () if now.date() == was.date() => text!("schedule-then-at", date = date, time = now.time()),
            () if by < Duration::zero() => text!("schedule-then-earlier", date = date, length = length),
            () => text!("schedule-then-later", date = date, length = length),
        })
    }

    /// `7 jours`, `2 h 30`, `1 jour et 2 h`.
    pub fn days_and_hours(&self, length: Duration) -> String {
        let (days, rest) = (length.num_days(), length - Duration::days(length.num_days()));
        let days_said = (days > 0).then(|| self.say(&text!("schedule-days", count = days)));
        let rest_said = (days == 0 || rest > Duration::zero()).then(|| self.length(rest.num_seconds() as f64));
        self.list(days_said.into_iter().chain(rest_said).collect())
    }

    /// `20 mars 2020`.
    pub fn day_month_year(&self, date: NaiveDate) -> String {
        format!("{} {}", self.day_and_month(date), date.year())
    }

    /// `le 5 avril`; with its year where that is another one.
    fn said_date(&self, date: NaiveDate, year: i32) -> String {
        let date = if date.year() == year { self.day_and_month(date) } else { self.day_month_year(date) };
        self.say(&text!("schedule-on-date", date = date))
    }

    fn said_moment(&self, at: NaiveDateTime, year: i32) -> String {
        self.say(&text!("schedule-on-date-at", date = self.said_date(at.date(), year), time = at.time()))
    }

    /// `lundi, mardi et jeudi`.
    pub fn list(&self, mut items: Vec<String>) -> String {
        match (items.pop(), items.join(", ")) {
            (None, _) => String::new(),
            (Some(last), head) if head.is_empty() => last,
            (Some(last), head) => self.say(&text!("schedule-and", head = head, last = last)),
        }
    }

    /// The first few, and how many more there are. `denied`: none of them.
    fn few(&self, mut items: Vec<String>, denied: bool) -> String {
        if items.len() > MOST_NAMED + 1 {
            let more = items.len() - MOST_NAMED;
            items.truncate(MOST_NAMED);
            return self.say(&text!("schedule-and-more", head = items.join(", "), more = more));
        }
        match (denied, items.len()) {
            (true, 2..) => {
                let last = items.pop().unwrap_or_default();
                self.say(&text!("schedule-nor", head = items.join(", "), last = last))
            }
            _ => self.list(items),
        }
    }
}

/// The dates of the rule that fall away, in order.
fn without(series: &Series) -> Vec<NaiveDate> {
    let skipped = series.skip.iter().map(|skip| match *skip {
        Skip::Date(date) => date,
        Skip::Time(at) => at.date(),
    });
    let cancelled = series.changes.iter().filter(|change| change.to == ChangeTo::Cancelled).map(|change| change.of.date());
    let mut dates: Vec<NaiveDate> = skipped.chain(cancelled).collect();
    dates.sort();
    dates.dedup();
    dates
}

fn weekday_word(day: Weekday) -> Text {
    text!("weekday", number = day.number_from_monday())
}

fn capitalized(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Language;
    use crate::plan::examples::{day, nadia, series};

    /// In French and in English.
    fn said(series: &Series) -> [String; 2] {
        [Language::French, Language::English].map(|language| Locale::new(language).series(series))
    }

    #[test]
    fn a_series_is_said_as_the_screen_shows_it() {
        assert_eq!(
            said(&nadia().cancelling("2020-04-05 20:30")),
            [
                "Tous les jours à 20h30, 60 fois, à partir du 20 mars 2020. Pas le 5 avril.",
                "Every day at 20:30, 60 times, from 20 March 2020. Not on 5 April.",
            ]
        );
    }

    #[test]
    fn each_rule_has_its_words() {
        for (rule, french, english) in [
            ("", "Une seule fois, vendredi 20 mars 2020 à 20h30.", "Once, on Friday 20 March 2020 at 20:30."),
            (
                "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20200519",
                "Du lundi au vendredi à 20h30 jusqu’au 19 mai 2020, à partir du 20 mars 2020.",
                "Every weekday at 20:30 until 19 May 2020, from 20 March 2020.",
            ),
            (
                "FREQ=DAILY;INTERVAL=2",
                "Un jour sur deux à 20h30, à partir du 20 mars 2020.",
                "Every other day at 20:30, from 20 March 2020.",
            ),
            (
                "FREQ=WEEKLY",
                "Tous les vendredis à 20h30, à partir du 20 mars 2020.",
                "Every Friday at 20:30, from 20 March 2020.",
            ),
            (
                "FREQ=WEEKLY;BYDAY=TU,FR,SU",
                "Le mardi, le vendredi et le dimanche à 20h30, à partir du 20 mars 2020.",
                "Every Tuesday, Friday and Sunday at 20:30, from 20 March 2020.",
            ),
            (
                "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH",
                "Le lundi et le jeudi, une semaine sur deux à 20h30, à partir du 20 mars 2020.",
                "Monday and Thursday, every other week at 20:30, from 20 March 2020.",
            ),
            (
                "FREQ=MONTHLY;BYDAY=1TH;COUNT=9",
                "Le premier jeudi du mois à 20h30, 9 fois, à partir du 20 mars 2020.",
                "The first Thursday of the month at 20:30, 9 times, from 20 March 2020.",
            ),
            (
                "FREQ=MONTHLY;BYMONTHDAY=1",
                "Le 1er de chaque mois à 20h30, à partir du 20 mars 2020.",
                "Every month on the 1st at 20:30, from 20 March 2020.",
            ),
            (
                "FREQ=YEARLY;BYMONTH=3;COUNT=2",
                "Selon la règle FREQ=YEARLY;BYMONTH=3 à 20h30, 2 fois, à partir du 20 mars 2020.",
                "By the rule FREQ=YEARLY;BYMONTH=3 at 20:30, 2 times, from 20 March 2020.",
            ),
        ] {
            assert_eq!(said(&series("a", "2020-03-20 20:30", rule)), [french, english], "{rule}");
        }
    }

    #[test]
    fn exceptions_are_named_shortly() {
        let two = nadia().skipping("2020-04-12").cancelling("2020-04-05 20:30").adding("2020-04-12 12:00");
        assert_eq!(
            said(&two).map(|said| said.split_once("2020. ").unwrap().1.to_owned()),
            ["Pas le 5 avril ni le 12 avril. Aussi le 12 avril à 12h00.", "Not on 5 April or 12 April. Also 12 April at 12:00."]
        );
        let many = (1..=7).fold(nadia(), |nadia, n| nadia.skipping(&format!("2020-04-0{n}")));
        assert_eq!(
            said(&many).map(|said| said.split_once("2020. ").unwrap().1.to_owned()),
            ["Pas le 1er avril, le 2 avril, le 3 avril et 4 autres.", "Not on 1 April, 2 April, 3 April and 4 more."]
        );
    }

    #[test]
    fn what_follows_a_shift_is_said() {
        let earlier = ChangeTo::By(Duration::minutes(-150));
        let moved = nadia().changing("2020-04-02 20:30", earlier, true).shifting("2020-04-20 20:30", 7);
        assert_eq!(
            said(&moved).map(|said| said.split_once("2020. ").unwrap().1.to_owned()),
            [
                "Depuis le 2 avril, à 18h00. Depuis le 20 avril, 7 jours plus tard.",
                "Since 2 April, at 18:00. Since 20 April, 7 days later."
            ]
        );
    }

    #[test]
    fn closed_days_say_what_becomes_of_the_rest() {
        let days = |first: &str, last: &str| ClosedDays { first: day(first), last: day(last) };
        let locale = Locale::new(Language::French);
        for (days, on_closed, expected) in [
            (days("2020-04-06", "2020-04-19"), OnClosed::Shift, "Fermé du 6 au 19 avril\u{a0}: la suite se décale."),
            (days("2020-03-30", "2020-04-01"), OnClosed::Skip, "Fermé du 30 mars au 1er avril\u{a0}: rien ces jours-là."),
            (days("2020-05-01", "2020-05-01"), OnClosed::Keep, "Fermé le 1er mai\u{a0}: cette série a lieu quand même."),
        ] {
            assert_eq!(locale.closed(&days, on_closed), expected);
        }
    }
}
