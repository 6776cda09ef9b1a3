//! A rule in words: on which days, in which months, which of them only, at which times.
//!
//! What is said here is read back by `plan/typed` as the same rule.

use chrono::{NaiveTime, Weekday};

use super::{Locale, Text};
use crate::plan::{Frequency, NumberedWeekday, Pattern, Repeat, Span, length_of_month};
use crate::text;

/// So many months at most that are not meant are named instead of the others.
const FEW_MONTHS: usize = 3;
/// The same of weekdays.
const FEW_WEEKDAYS: usize = 2;

const WEEK: [Weekday; 7] = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

impl Locale {
    /// `tous les jours`, `un mardi sur deux`, `le premier jeudi du mois`; a rule that has no words is itself, named as such.
    pub fn repeat(&self, repeat: &Repeat) -> String {
        self.repeat_at(repeat, None)
    }

    /// The same with the time, where the rule has none of its own.
    pub fn repeat_at(&self, repeat: &Repeat, time: Option<NaiveTime>) -> String {
        match repeat {
            Repeat::Once => self.say(&text!("schedule-repeat-once")),
            Repeat::By(pattern) => self.pattern(pattern, time),
            Repeat::Several(patterns) => {
                let rules: Vec<String> = patterns.iter().map(|(pattern, span)| self.rule(pattern, *span, time)).collect();
                let also = |head: String, rule: String| self.say(&text!("rule-and-also", head = head, rule = rule));
                rules.into_iter().reduce(also).unwrap_or_default()
            }
            Repeat::Rule(rule) => self.at(self.say(&text!("schedule-repeat-rule", rule = rule)), time.as_slice()),
        }
    }

    /// `60 fois`, `jusqu’au 19 mai 2020`, `sans fin`.
    pub fn span(&self, span: Span) -> String {
        self.say(&match span {
            Span::Endless => text!("schedule-span-endless"),
            Span::Count(count) => text!("schedule-span-count", count = count),
            Span::Until(last) => text!("schedule-span-until", last = self.day_month_year(last)),
        })
    }

    /// One rule with its own end.
    fn rule(&self, pattern: &Pattern, span: Span, time: Option<NaiveTime>) -> String {
        let words = self.pattern(pattern, time);
        match span {
            Span::Endless => words,
            span => format!("{words}, {}", self.span(span)),
        }
    }

    /// Days and times, then what narrows them, each behind a comma.
    fn pattern(&self, pattern: &Pattern, time: Option<NaiveTime>) -> String {
        let times = if pattern.times.is_empty() { time.as_slice() } else { &pattern.times };
        let clauses = [
            Some(self.at(self.days(pattern), times)),
            self.interval(pattern),
            self.in_months(pattern),
            self.only_if_weekday(pattern),
            self.only_if_month_day(pattern),
            self.only_positions(pattern),
            self.week_start(pattern),
        ];
        clauses.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    fn at(&self, days: String, times: &[NaiveTime]) -> String {
        let times: Vec<String> = times.iter().map(|time| self.clock(*time)).collect();
        if times.is_empty() { days } else { self.say(&text!("rule-at", days = days, times = self.list(times))) }
    }

    fn days(&self, pattern: &Pattern) -> String {
        let every = pattern.every;
        match pattern.unit {
            Frequency::Daily => self.say(&text!("schedule-repeat-days", every = every)),
            Frequency::Weekly => self.weekdays(pattern),
            Frequency::Monthly | Frequency::Yearly if !pattern.weeks.is_empty() => self.days_of_weeks(pattern),
            Frequency::Monthly | Frequency::Yearly if !pattern.year_days.is_empty() => {
                let days = self.each(&forwards(&pattern.year_days), |day| self.counted(*day, self.say(&text!("rule-day"))));
                self.say(&text!("rule-year-days", days = days))
            }
            Frequency::Monthly | Frequency::Yearly if !pattern.month_days.is_empty() => self.month_days(pattern),
            Frequency::Monthly | Frequency::Yearly if is_choice_of_month(pattern) => {
                let noun = match pattern.is_weekend() {
                    true => text!("rule-weekend-day"),
                    false => text!("rule-working-day"),
                };
                let days = self.each(&forwards(&pattern.positions), |position| self.counted(*position, self.say(&noun)));
                self.say(&text!("rule-of-month", days = days))
            }
            Frequency::Monthly | Frequency::Yearly if !pattern.has_numbered_weekdays() => self.weekdays(pattern),
            Frequency::Monthly | Frequency::Yearly => {
                let mut days = pattern.weekdays.clone();
                days.sort_by_key(|day| from_first(day.number.unwrap_or_default()));
                let days = self.each(&days, |day| self.numbered(day));
                match pattern.unit == Frequency::Yearly && pattern.months.is_empty() {
                    true => self.say(&text!("rule-of-year", days = days)),
                    false => self.say(&text!("rule-of-month", days = days)),
                }
            }
        }
    }

    /// `tous les mardis`, `un mardi sur deux`, `le lundi et le jeudi`, `tous les jours de semaine`.
    fn weekdays(&self, pattern: &Pattern) -> String {
        let pace = match (pattern.unit, pattern.every) {
            (_, 1) => "each",
            (Frequency::Weekly, 2) => "other",
            (_, _) => "longer", // said in a clause of its own
        };
        let words: Vec<String> = pattern.weekdays.iter().map(|day| self.say(&weekday_word(day.weekday))).collect();
        let others = other_weekdays(pattern);
        let is_bare = pattern.unit == Frequency::Weekly && pattern.every == 1 && pattern.positions.is_empty();
        self.say(&match &words[..] {
            _ if is_bare && others.len() == 1 => text!("rule-but-weekday", day = weekday_word(others[0])),
            _ if pattern.is_working_days() => text!("schedule-repeat-working", pace = pace),
            [day] => text!("schedule-repeat-weekday", day = day, pace = pace),
            days => {
                let days = self.each(days, |day| self.say(&text!("schedule-on-weekday", day = day)));
                text!("schedule-repeat-weekdays", days = days, pace = pace)
            }
        })
    }

    fn days_of_weeks(&self, pattern: &Pattern) -> String {
        let days = self.each(&pattern.weekdays, |day| self.say(&text!("schedule-on-weekday", day = weekday_word(day.weekday))));
        let week = |week: &i32| match *week {
            ..-1 => text!("rule-week-from-end", nth = week.abs()),
            -1 => text!("rule-last-week"),
            0.. => text!("rule-week", number = *week),
        };
        let weeks = self.each(&forwards(&pattern.weeks), |number| self.say(&week(number)));
        self.say(&text!("rule-days-of-weeks", days = days, weeks = weeks))
    }

    /// `le 15 de chaque mois`, `le dernier jour de chaque mois`, `chaque année le 9 mai`.
    fn month_days(&self, pattern: &Pattern) -> String {
        if let Some(month) = only_month(pattern) {
            let days = self.each(&pattern.month_days, |day| self.say(&text!("rule-date-day", day = *day)));
            let month = text!("month", number = month);
            return self.say(&text!("rule-dates", days = days, month = month, every = pattern.every));
        }
        let days = self.each(&forwards(&pattern.month_days), |day| self.month_day(*day));
        let every = if pattern.unit == Frequency::Monthly { pattern.every } else { 1 };
        self.say(&text!("rule-month-days", days = days, every = every))
    }

    fn month_day(&self, day: i32) -> String {
        match day {
            ..0 => self.counted(day, self.say(&text!("rule-day"))),
            0.. => self.say(&text!("rule-month-day", day = day)),
        }
    }

    fn numbered(&self, day: &NumberedWeekday) -> String {
        let weekday = weekday_word(day.weekday);
        match day.number {
            Some(number) => self.counted(number, self.say(&weekday)),
            None => self.say(&text!("schedule-on-weekday", day = weekday)),
        }
    }

    /// `le premier jeudi`, `l’avant-dernier jour`, `le troisième lundi en partant de la fin`; without a noun `le premier`.
    fn counted(&self, number: i32, noun: String) -> String {
        let said = match number {
            ..-2 => self.say(&text!("rule-from-the-end", what = self.counted(number.abs(), noun))),
            -2 => self.say(&text!("rule-second-last", noun = noun)),
            number => {
                let nth = text!("schedule-nth", number = number);
                self.say(&text!("rule-nth", nth = nth, noun = noun))
            }
        };
        said.trim_end().to_owned()
    }

    /// Said already of days, and of one weekday every other week.
    fn interval(&self, pattern: &Pattern) -> Option<String> {
        let every = pattern.every;
        let is_one_weekday = pattern.weekdays.len() == 1 && every == 2;
        let said = match pattern.unit {
            _ if every == 1 => return None,
            Frequency::Daily => return None,
            Frequency::Weekly if is_one_weekday => return None,
            Frequency::Weekly => text!("rule-every-weeks", every = every),
            Frequency::Monthly => text!("rule-every-months", every = every),
            Frequency::Yearly => text!("rule-every-years", every = every),
        };
        Some(self.say(&said))
    }

    fn in_months(&self, pattern: &Pattern) -> Option<String> {
        if pattern.months.is_empty() || only_month(pattern).is_some() {
            return None;
        }
        let said =
            |months: &[i32]| self.each(months, |month| self.say(&text!("rule-month", month = text!("month", number = *month))));
        let others: Vec<i32> = (1..=12).filter(|month| !pattern.months.contains(month)).collect();
        let is_of_all_year = pattern.unit != Frequency::Yearly || (pattern.every == 1 && pattern.positions.is_empty());
        Some(self.say(&match is_of_all_year && (1..=FEW_MONTHS).contains(&others.len()) {
            true => text!("rule-but-months", months = said(&others)),
            false => text!("rule-in-months", months = said(&pattern.months)),
        }))
    }

    /// Weekdays beside other days: only those that are both.
    fn only_if_weekday(&self, pattern: &Pattern) -> Option<String> {
        let is_narrower = pattern.unit == Frequency::Daily || !pattern.month_days.is_empty() || !pattern.year_days.is_empty();
        if pattern.weekdays.is_empty() || !is_narrower {
            return None;
        }
        let others = other_weekdays(pattern);
        if (1..=FEW_WEEKDAYS).contains(&others.len()) && pattern.positions.is_empty() && !pattern.has_numbered_weekdays() {
            let days = self.each(&others, |day| self.say(&text!("rule-no-weekday", day = weekday_word(*day))));
            return Some(self.say(&text!("rule-but-weekdays", days = days)));
        }
        let days = pattern.weekdays.iter().map(|day| self.say(&text!("rule-a-weekday", day = weekday_word(day.weekday))));
        Some(self.say(&text!("rule-only-if", days = self.either(days.collect()))))
    }

    fn only_if_month_day(&self, pattern: &Pattern) -> Option<String> {
        let is_narrower = pattern.unit == Frequency::Daily || !pattern.year_days.is_empty();
        if pattern.month_days.is_empty() || !is_narrower {
            return None;
        }
        let days = forwards(&pattern.month_days).into_iter().map(|day| self.month_day(day));
        Some(self.say(&text!("rule-only-if", days = self.either(days.collect()))))
    }

    fn only_positions(&self, pattern: &Pattern) -> Option<String> {
        if pattern.positions.is_empty() || is_choice_of_month(pattern) {
            return None;
        }
        let which = self.each(&forwards(&pattern.positions), |position| self.counted(*position, String::new()));
        let unit = match pattern.unit {
            Frequency::Daily => "day",
            Frequency::Weekly => "week",
            Frequency::Monthly => "month",
            Frequency::Yearly => "year",
        };
        Some(self.say(&text!("rule-only", which = which, unit = unit)))
    }

    fn week_start(&self, pattern: &Pattern) -> Option<String> {
        let day = weekday_word(pattern.week_start);
        (pattern.week_start != Weekday::Mon).then(|| self.say(&text!("rule-week-start", day = day)))
    }

    /// `le lundi, le mardi et le jeudi`.
    fn each<T>(&self, items: &[T], word: impl Fn(&T) -> String) -> String {
        self.list(items.iter().map(word).collect())
    }

    /// `un lundi ou un mardi`.
    fn either(&self, mut items: Vec<String>) -> String {
        match (items.pop(), items.join(", ")) {
            (Some(last), head) if !head.is_empty() => self.say(&text!("rule-or", head = head, last = last)),
            (last, _) => last.unwrap_or_default(),
        }
    }
}

fn other_weekdays(pattern: &Pattern) -> Vec<Weekday> {
    WEEK.into_iter().filter(|day| pattern.weekdays.iter().all(|held| held.weekday != *day)).collect()
}

pub(super) fn weekday_word(day: Weekday) -> Text {
    text!("weekday", number = day.number_from_monday())
}

/// From the first to the last: what counts from the end stands behind.
fn forwards(numbers: &[i32]) -> Vec<i32> {
    let mut numbers = numbers.to_vec();
    numbers.sort_by_key(|number| from_first(*number));
    numbers
}

fn from_first(number: i32) -> (bool, i32) {
    (number < 0, number)
}

/// The month that dates of a year are said with.
fn only_month(pattern: &Pattern) -> Option<i32> {
    let is_dates = pattern.unit == Frequency::Yearly && pattern.year_days.is_empty() && !pattern.month_days.is_empty();
    match pattern.months[..] {
        [month] if is_dates && pattern.month_days.iter().all(|day| (1..=length_of_month(month)).contains(day)) => Some(month),
        _ => None,
    }
}

/// `le dernier jour ouvrable du mois`.
fn is_choice_of_month(pattern: &Pattern) -> bool {
    pattern.unit == Frequency::Monthly
        && !pattern.positions.is_empty()
        && pattern.month_days.is_empty()
        && pattern.times.len() < 2
        && (pattern.is_working_days() || pattern.is_weekend())
}

#[cfg(test)]
mod tests;
