//! The changes of a series: one occurrence lies by its rule again, or it and all later ones move; and how far anything can move.

use chrono::{Datelike, Duration, NaiveDateTime};

use crate::domain::{Change, ChangeTo, Series};
use crate::error::{Error, Result};
use crate::text;

/// The years into which something can be moved; the same as those of a start.
pub const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;

/// How far everything of a series lies from its rule: stretches by T, the first without a shift; each with the sum of all shifts so far.
#[derive(Debug, Clone)]
pub struct Shifts(Vec<(NaiveDateTime, Duration)>);

impl Shifts {
    pub fn of(changes: &[Change]) -> Shifts {
        let by = |change: &Change| match change.to {
            ChangeTo::By(by) if change.following => Some((change.of, by)),
            _ => None,
        };
        let mut steps: Vec<(NaiveDateTime, Duration)> = changes.iter().filter_map(by).collect();
        steps.sort();
        let mut total = Duration::zero();
        let mut shifts = vec![(NaiveDateTime::MIN, total)];
        for (from, by) in steps.into_iter().filter(|(_, by)| !by.is_zero()) {
            total = total.checked_add(&by).unwrap_or(total);
            shifts.push((from, total));
        }
        Shifts(shifts)
    }

    /// Of the date at T.
    pub fn shift_at(&self, of: NaiveDateTime) -> Duration {
        self.0.iter().rev().find(|(from, _)| *from <= of).map_or(Duration::zero(), |(_, shift)| *shift)
    }

    /// Of the last of all dates.
    pub fn last(&self) -> Duration {
        self.shift_at(NaiveDateTime::MAX)
    }

    /// Never empty.
    pub fn stretches(&self) -> &[(NaiveDateTime, Duration)] {
        &self.0
    }
}

/// The series without the change of this one occurrence.
pub fn without_change(series: &Series, at: NaiveDateTime) -> Series {
    let mut without = series.clone();
    without.changes.retain(|change| change.following || change.of != at);
    without
}

/// The series with everything from T on moved by a length, on top of what moves there already. Fails where nothing would move.
pub fn following(series: &Series, at: NaiveDateTime, by: Duration) -> Result<Series> {
    if by.is_zero() {
        return Err(Error::new(text!("schedule-stays")));
    }
    let mut shifted = series.clone();
    let there = shifted.changes.iter_mut().find(|change| change.following && change.of == at);
    match there.map(|change| &mut change.to) {
        Some(ChangeTo::By(length)) => *length = length.checked_add(&by).unwrap_or(*length),
        _ => shifted.changes.push(Change { of: at, to: ChangeTo::By(by), following: true }),
    }
    for change in shifted.changes.iter_mut().filter(|change| !change.following && change.of == at) {
        if let ChangeTo::Time(to) = &mut change.to {
            *to = to.checked_add_signed(by).unwrap_or(*to); // it was moved by itself, and goes along all the same
        }
    }
    shifted.changes.retain(|change| !change.following || change.to != ChangeTo::By(Duration::zero()));
    Ok(shifted)
}

/// Fails for a year into which nothing can be moved.
pub fn within_reach(to: NaiveDateTime) -> Result<()> {
    match YEARS.contains(&to.year()) {
        true => Ok(()),
        false => Err(Error::new(text!("schedule-too-far", date = to.date(), first = *YEARS.start(), last = *YEARS.end()))),
    }
}
