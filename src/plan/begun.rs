//! Changes a series without making any id untrue: what has been keeps its dates.
//!
//! The act that writes and the form that shows what would be written both go by this: the first date shown is the first date written.

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, NaiveDateTime, Utc};

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

/// A series as its form says.
#[derive(Debug, Clone, PartialEq)]
pub struct Changed {
    pub series: Series,
    /// Where the first occurrence lies whose hour has changed, where earlier ones keep theirs.
    pub from: Option<NaiveDateTime>,
}

/// So many occurrences to come are looked at for one whose hour can change.
const LOOKED_AT: usize = 50;

/// The series as its form says. One that has begun keeps its start; a new hour counts from the next occurrence on.
///
/// Errors: no title, a rule that gives no date, a start out of reach; past dates or changed ones would no longer be the series'; no
/// occurrence is left whose hour could change.
pub fn changed(series: &Series, draft: &SeriesDraft, standing: &Standing) -> Result<Changed> {
    let before = SeriesDraft::of(series);
    let mut new = draft.applied_to(series)?;
    let recorded: BTreeSet<&OccurrenceId> =
        standing.recorded.iter().filter(|id| id.series == series.id && id.chain.is_none()).collect();
    if draft.first != before.first {
        new.start = draft.first.and_time(series.start.time());
    }
    let by = draft.time - before.time;
    let moves_start = !by.is_zero() && recorded.is_empty() && !has_begun(series, standing) && !is_counted_on(series);
    if moves_start {
        new.start = draft.start();
    }
    within_reach(new.start)?;
    if Repeat::of_rules(&new.rules, new.start, new.zone) != (draft.repeat.clone(), draft.span) {
        new.rules = draft.repeat.rules(draft.span);
    }
    let mut from = None;
    if !by.is_zero() && !moves_start {
        let next = next_that_follows(&new, &recorded, standing)?;
        new = following(&new, next.at, by)?;
        from = Plan::of(&new, standing.settings)?.at(&next)?.map(|found| found.start.naive_local());
    }
    check_past(series, &new, &recorded, standing)?;
    check_changed(series, &new, standing.settings)?;
    Ok(Changed { series: new, from })
}

/// Fails where one that was recorded would not be the series' any more.
pub fn check_recorded(old: &Series, new: &Series, recorded: &BTreeSet<&OccurrenceId>, settings: &LibrarySettings) -> Result<()> {
    let (was, is) = (Plan::of(old, settings)?, Plan::of(new, settings)?);
    for id in recorded {
        if was.at(id)?.is_some() && is.at(id)?.is_none() {
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
    let recorded = standing.recorded.iter().filter(|id| id.series == old.id && id.chain.is_none()).collect();
    check_past(old, new, &recorded, standing)?;
    check_changed(old, new, standing.settings)
}

fn has_begun(series: &Series, standing: &Standing) -> bool {
    place(series.start, series.zone) <= standing.now
}

/// Whether something in the file names times by the rule.
fn is_counted_on(series: &Series) -> bool {
    !series.changes.is_empty() || series.skip.iter().any(|skip| matches!(skip, Skip::Time(_)))
}

/// The first occurrence to come that lies where the rule and its shifts put it, behind all that are recorded.
fn next_that_follows(series: &Series, recorded: &BTreeSet<&OccurrenceId>, standing: &Standing) -> Result<OccurrenceId> {
    let last = recorded.iter().map(|id| id.at).max().unwrap_or(NaiveDateTime::MIN);
    let moved: BTreeSet<NaiveDateTime> =
        series.changes.iter().filter(|change| !change.following).map(|change| change.of).collect();
    let coming = upcoming(series, standing.settings, standing.now, LOOKED_AT)?;
    let next =
        coming.into_iter().map(|found| found.id).filter(|id| id.at > last && !moved.contains(&id.at)).min_by_key(|id| id.at);
    next.ok_or_else(|| Error::new(text!("schedule-nothing-left")))
}

/// Fails where a date that has been would not be any more, or one would have been that was not, or a recorded one would be lost.
fn check_past(old: &Series, new: &Series, recorded: &BTreeSet<&OccurrenceId>, standing: &Standing) -> Result<()> {
    if past(old, standing)? != past(new, standing)? {
        return Err(lost());
    }
    check_recorded(old, new, recorded, standing.settings)
}

/// Ids of what has begun by its rule before now.
fn past(series: &Series, standing: &Standing) -> Result<Vec<OccurrenceId>> {
    let plan = Plan::of(series, standing.settings)?;
    let earliest = series.also.iter().copied().chain([series.start]).min().unwrap_or(series.start) - Duration::days(1);
    let now = standing.now.with_timezone(&series.zone).naive_local() + Duration::days(1);
    let found = plan.between(earliest, now)?.into_iter().filter(|found| found.chain.is_none());
    let has_been = found.filter(|found| place(found.id.at, series.zone).with_timezone(&Utc) <= standing.now);
    let mut ids: Vec<OccurrenceId> = has_been.map(|found| found.id).collect();
    ids.sort();
    Ok(ids)
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
