//! Weekdays and months on which a series does not take place, though its days would give a date: `sauf le dimanche`, `except in August`.

use chrono::{NaiveDateTime, Weekday};

use super::dates::elided;
use crate::domain::{month_called, weekday_called};
use crate::plan::{Frequency, NumberedWeekday, Pattern};

/// What was said so far.
#[derive(Default)]
pub struct Without {
    weekdays: Vec<Weekday>,
    /// From 1.
    months: Vec<i32>,
}

impl Without {
    /// How many words from the beginning on say one; `None` where they say none. A weekday with a number behind it would be a date.
    pub fn read(&mut self, words: &[&str]) -> Option<usize> {
        let (first, behind) = words.split_first()?;
        let is_numbered = behind.first().is_some_and(|next| next.bytes().all(|b| b.is_ascii_digit()) || *next == "1er");
        match first {
            _ if matches!(*first, "week-end" | "week-ends" | "weekend" | "weekends") => {
                self.weekdays.extend([Weekday::Sat, Weekday::Sun]);
            }
            word if weekday_called(word).is_some() && !is_numbered => self.weekdays.extend(weekday_called(word)),
            word => self.months.push(i32::try_from(month_called(elided(word)).filter(|_| !is_numbered)?).ok()?),
        }
        Some(1)
    }

    pub fn is_nothing(&self) -> bool {
        self.weekdays.is_empty() && self.months.is_empty()
    }

    /// Leaves these days out of `pattern`; `None` where it has none of them, no others, or counts them.
    pub fn narrow(&self, pattern: &mut Pattern, start: NaiveDateTime) -> Option<()> {
        if self.is_nothing() {
            return Some(());
        }
        if !self.weekdays.is_empty() {
            self.narrow_weekdays(pattern)?;
        }
        if !self.months.is_empty() {
            self.narrow_months(pattern)?;
        }
        *pattern = pattern.clone().settled(start);
        Some(())
    }

    fn narrow_weekdays(&self, pattern: &mut Pattern) -> Option<()> {
        if pattern.has_numbered_weekdays() || !pattern.positions.is_empty() {
            return None;
        }
        if pattern.weekdays.is_empty() {
            let all = (0..7).filter_map(|day| Weekday::try_from(day).ok());
            pattern.weekdays.extend(all.map(|weekday| NumberedWeekday { number: None, weekday }));
        }
        let before = pattern.weekdays.len();
        pattern.weekdays.retain(|day| !self.weekdays.contains(&day.weekday));
        (1..before).contains(&pattern.weekdays.len()).then_some(())
    }

    fn narrow_months(&self, pattern: &mut Pattern) -> Option<()> {
        let counts_in_year = pattern.has_numbered_weekdays() || !pattern.positions.is_empty();
        if pattern.unit == Frequency::Yearly && pattern.months.is_empty() && counts_in_year {
            return None;
        }
        if pattern.months.is_empty() {
            pattern.months.extend(1..=12);
        }
        let before = pattern.months.len();
        pattern.months.retain(|month| !self.months.contains(month));
        (1..before).contains(&pattern.months.len()).then_some(())
    }
}
