//! Changes a series without making any id untrue: what has been keeps its dates.
//!
//! The act that writes and the form that shows what would be written both go by this: the first date shown is the first date written.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, NaiveDateTime, TimeDelta, Utc};

use super::dates::Dates;
use super::recurrence::{new_year, whole_minute};
use super::{Plan, Repeat, SeriesDraft, following, place, upcoming, within_reach};
use crate::domain::{LibrarySettings, OccurrenceId, Series, Skip};
use crate::error::{Error, Result};
use crate::text;

/// What decides how much of a series has been.
#[derive(Debug, Clone, Copy)]
pub struct Standing<'a> {
    pub settings: &'a LibrarySettings,
    /// Occurrences that have a session, of any series.
    pub recorded: &'a BTreeSet<OccurrenceId>,
    pub now: DateTime<Utc>,
}

impl Standing<'_> {
    /// Of which occurrences of a series there is a session, of their own or of one of their chains: each T.
    pub fn recorded_of(&self, series: &Series) -> BTreeSet<NaiveDateTime> {
        self.recorded.iter().filter(|id| id.series == series.id).filter_map(|id| occurrence_of(id, series)).collect()
    }
}

/// T of the occurrence on which an id hangs; `None` for a chain that the series has not.
fn occurrence_of(id: &OccurrenceId, series: &Series) -> Option<NaiveDateTime> {
    let Some(chain) = &id.chain else { return Some(id.at) };
    let by = series.chains.iter().find(|one| one.id == *chain)?.by;
    id.at.checked_sub_signed(by).map(whole_minute)
}

/// A series as its form says.
#[derive(Debug, Clone, PartialEq)]
pub struct Changed {
    pub series: Series,
    /// Where the first occurrence lies whose hour has changed, where earlier ones keep theirs.
    pub from: Option<NaiveDateTime>,
}

/// So many occurrences to come are looked at for one whose hour can change.
const LOOKED_AT: usize = 50;

/// The series as its form says. One that has begun, or would have, keeps its start; a new hour counts from the next occurrence on that can
/// still have it.
///
/// Errors: no title, a rule that gives no date, a start out of reach; past dates or changed ones would no longer be the series'; no
/// occurrence is left whose hour could change.
pub fn changed(series: &Series, draft: &SeriesDraft, standing: &Standing) -> Result<Changed> {
    let before = SeriesDraft::of(series);
    let mut new = draft.applied_to(series)?;
    let recorded = standing.recorded_of(series);
    if draft.first != before.first {
        new.start = draft.first.and_time(series.start.time());
    }
    let by = draft.time - before.time;
    let has_begun = has_begun(series, standing) || place(draft.start(), series.zone) <= standing.now;
    let moves_start = !by.is_zero() && recorded.is_empty() && !has_begun && !is_counted_on(series);
    if moves_start {
        new.start = draft.start();
    }
    within_reach(new.start)?;
    if Repeat::of_rules(&new.rules, new.start, new.zone) != (draft.repeat.clone(), draft.span) {
        new.rules = draft.repeat.rules(draft.span);
    }
    let mut from = None;
    if !by.is_zero() && !moves_start {
        let next = next_that_follows(&new, by, &recorded, standing)?;
        new = following(&new, next.at, by)?;
        from = Plan::of(&new, standing.settings)?.at(&next)?.map(|found| found.start.naive_local());
    }
    check_past(series, &new, standing)?;
    check_changed(series, &new, standing.settings)?;
    Ok(Changed { series: new, from })
}

/// Fails where one that was recorded would not be the series' any more.
pub fn check_recorded(old: &Series, new: &Series, standing: &Standing) -> Result<()> {
    let closed = &standing.settings.closed;
    let (was, is) = (Dates::of(old, closed)?, Dates::of(new, closed)?);
    for at in standing.recorded_of(old) {
        if was.at(at)?.is_some() && is.at(at)?.is_none() {
            return Err(lost());
        }
    }
    Ok(())
}

fn lost() -> Error {
    Error::new(text!("schedule-begun")).hint(text!("schedule-begun-hint"))
}

/// Fails where `new` would make untrue what has been of `old`, or would lose a date that somebody has moved or cancelled.
pub fn keeps_true(old: &Series, new: &Series, standing: &Standing) -> Result<()> {
    check_past(old, new, standing)?;
    check_changed(old, new, standing.settings)
}

fn has_begun(series: &Series, standing: &Standing) -> bool {
    place(series.start, series.zone) <= standing.now
}

/// Whether something in the file names times by the rule.
fn is_counted_on(series: &Series) -> bool {
    !series.changes.is_empty() || series.skip.iter().any(|skip| matches!(skip, Skip::Time(_)))
}

/// The first occurrence that lies where the rule and its shifts put it, behind all that are recorded, and is to come, also `by` so much
/// later or earlier.
fn next_that_follows(
    series: &Series,
    by: TimeDelta,
    recorded: &BTreeSet<NaiveDateTime>,
    standing: &Standing,
) -> Result<OccurrenceId> {
    let last = recorded.last().copied().unwrap_or(NaiveDateTime::MIN);
    let moved: BTreeSet<NaiveDateTime> =
        series.changes.iter().filter(|change| !change.following).map(|change| change.of).collect();
    let coming = upcoming(series, standing.settings, standing.now, LOOKED_AT)?;
    let coming = coming.into_iter().filter(|found| found.start.with_timezone(&Utc) + by > standing.now);
    let next = coming.map(|found| found.id).filter(|id| id.at > last && !moved.contains(&id.at)).min_by_key(|id| id.at);
    next.ok_or_else(|| Error::new(text!("schedule-nothing-left")))
}

/// Fails where a date that has been would not be any more, or one would have been that was not, or a recorded one would be lost. Looks at
/// one year after the other, so that a series can be as old as it likes.
fn check_past(old: &Series, new: &Series, standing: &Standing) -> Result<()> {
    if has_same_dates(old, new) {
        return Ok(());
    }
    let closed = &standing.settings.closed;
    let (was, is) = (Dates::of(old, closed)?, Dates::of(new, closed)?);
    let (first, last) = (old.start.min(new.start).year(), standing.now.year() + 1);
    let mut from = NaiveDateTime::MIN; // what was added before the start
    for year in first..=last.max(first) + 1 {
        let to = new_year(year);
        if past(&was, old, from, to, standing)? != past(&is, new, from, to, standing)? {
            return Err(lost());
        }
        from = to;
    }
    check_recorded(old, new, standing)
}

/// Whether nothing differs that dates depend on, as they are before any change.
fn has_same_dates(old: &Series, new: &Series) -> bool {
    let whole = |series: &Series| (series.start, series.zone, series.on_closed);
    let lists = |series: &Series| (series.rules.clone(), series.skip.clone(), series.also.clone(), series.closed.clone());
    whole(old) == whole(new) && lists(old) == lists(new)
}

/// Of the dates in `from..to`, those that have begun by their rule before now.
fn past(
    dates: &Dates,
    series: &Series,
    from: NaiveDateTime,
    to: NaiveDateTime,
    standing: &Standing,
) -> Result<Vec<NaiveDateTime>> {
    let found = dates.between(from, to)?.into_iter().map(|date| date.at);
    Ok(found.filter(|at| place(*at, series.zone) <= standing.now).collect())
}

/// Fails where an occurrence that was moved, cancelled or shifted would not be any more: the change would hang in the air.
fn check_changed(old: &Series, new: &Series, settings: &LibrarySettings) -> Result<()> {
    let (was, is) = (Plan::of(old, settings)?, Plan::of(new, settings)?);
    for change in &old.changes {
        let id = OccurrenceId::new(old.id.clone(), None, change.of);
        if was.at(&id)?.is_some() && is.at(&id)?.is_none() {
            let message = text!("schedule-changed-dates", date = change.of.date());
            return Err(Error::new(message).hint(text!("schedule-changed-dates-hint")));
        }
    }
    Ok(())
}
