//! Days with their times, and of each period those that BYSETPOS chooses.

use std::collections::VecDeque;
use std::iter::Peekable;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use super::days::Days;

/// Dates from days that are in order. With BYSETPOS the first day must be the first one of its period.
pub struct Positions<'a, I: Iterator<Item = NaiveDate>> {
    rule: &'a Days,
    times: &'a [NaiveTime],
    days: Peekable<I>,
    /// Of the period, or of the day, that is being given out.
    waiting: VecDeque<NaiveDateTime>,
}

impl<'a, I: Iterator<Item = NaiveDate>> Positions<'a, I> {
    pub fn of(rule: &'a Days, times: &'a [NaiveTime], days: I) -> Positions<'a, I> {
        Positions { rule, times, days: days.peekable(), waiting: VecDeque::new() }
    }

    /// The dates of the period that begins with `first`.
    fn chosen(&mut self, first: NaiveDate) -> VecDeque<NaiveDateTime> {
        let period = self.rule.period_of(first);
        let mut all = timed(first, self.times);
        while let Some(day) = self.days.next_if(|day| self.rule.period_of(*day) == period) {
            all.extend(timed(day, self.times));
        }
        let length = all.len() as i32;
        let places = self.rule.parts.set_positions.iter().map(|&place| if place > 0 { place - 1 } else { length + place });
        let mut places: Vec<i32> = places.filter(|place| (0..length).contains(place)).collect();
        places.sort_unstable();
        places.dedup();
        places.into_iter().map(|place| all[place as usize]).collect()
    }
}

impl<I: Iterator<Item = NaiveDate>> Iterator for Positions<'_, I> {
    type Item = NaiveDateTime;

    fn next(&mut self) -> Option<NaiveDateTime> {
        loop {
            if let Some(date) = self.waiting.pop_front() {
                return Some(date);
            }
            let day = self.days.next()?;
            self.waiting = match (self.times, self.rule.parts.set_positions.is_empty()) {
                ([only], true) => return Some(day.and_time(*only)),
                (times, true) => timed(day, times).into(),
                (_, false) => self.chosen(day),
            };
        }
    }
}

fn timed(day: NaiveDate, times: &[NaiveTime]) -> Vec<NaiveDateTime> {
    times.iter().map(|time| day.and_time(*time)).collect()
}
