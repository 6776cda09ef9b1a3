//! Changes a series without making any id untrue: what has been keeps its dates.

use std::collections::BTreeSet;

use chrono::{Duration, NaiveDateTime, Utc};

use super::{Act, Planner, following, within_reach};
use crate::domain::{OccurrenceId, Series, Skip};
use crate::error::{Error, Result};
use crate::plan::{Plan, Repeat, SeriesDraft, place, upcoming};
use crate::text;

/// So many occurrences to come are looked at for one whose hour can change.
const LOOKED_AT: usize = 50;

/// The series as its form says, and what was done to it.
pub(super) fn changed(planner: &Planner, series: &Series, draft: &SeriesDraft) -> Result<(Series, Act)> {
    let before = SeriesDraft::of(series);
    let mut new = draft.applied_to(series)?;
    let recorded: BTreeSet<OccurrenceId> =
        planner.recorded().into_iter().filter(|id| id.series == series.id && id.chain.is_none()).collect();
    if draft.first != before.first {
        new.start = draft.first.and_time(series.start.time());
    }
    let by = draft.time - before.time;
    let moves_start = !by.is_zero() && recorded.is_empty() && !has_begun(planner, series) && !is_counted_on(series);
    if moves_start {
        new.start = draft.start();
    }
    within_reach(new.start)?;
    if Repeat::of_rules(&new.rules, new.start, new.zone) != (draft.repeat.clone(), draft.span) {
        new.rules = draft.repeat.rules(draft.span);
    }
    let mut from = None;
    if !by.is_zero() && !moves_start {
        let next = next_that_follows(planner, &new, &recorded)?;
        new = following(&new, next.at, by)?;
        from = Some(planner.lies(&new, &next)?.start.naive_local());
    }
    check_past(planner, series, &new, &recorded)?;
    check_changed(planner, series, &new)?;
    Ok((new, Act::Changed { title: draft.title.trim().to_owned(), from }))
}

/// Fails where one that was recorded would not be the series' any more.
pub(super) fn check_recorded(planner: &Planner, old: &Series, new: &Series) -> Result<()> {
    let (was, is) = (Plan::of(old, &planner.library.settings)?, Plan::of(new, &planner.library.settings)?);
    for id in planner.recorded().iter().filter(|id| id.series == old.id && id.chain.is_none()) {
        if was.at(id)?.is_some() && is.at(id)?.is_none() {
            return Err(Error::new(text!("schedule-begun")).hint(text!("schedule-begun-hint")));
        }
    }
    Ok(())
}

fn has_begun(planner: &Planner, series: &Series) -> bool {
    place(series.start, series.zone) <= planner.now
}

/// Whether something in the file names times by the rule.
fn is_counted_on(series: &Series) -> bool {
    !series.changes.is_empty() || series.skip.iter().any(|skip| matches!(skip, Skip::Time(_)))
}

/// The first occurrence to come that lies where the rule and its shifts put it, behind all that are recorded.
fn next_that_follows(planner: &Planner, series: &Series, recorded: &BTreeSet<OccurrenceId>) -> Result<OccurrenceId> {
    let last = recorded.iter().map(|id| id.at).max().unwrap_or(NaiveDateTime::MIN);
    let moved: BTreeSet<NaiveDateTime> =
        series.changes.iter().filter(|change| !change.following).map(|change| change.of).collect();
    let coming = upcoming(series, &planner.library.settings, planner.now, LOOKED_AT)?;
    let next =
        coming.into_iter().map(|found| found.id).filter(|id| id.at > last && !moved.contains(&id.at)).min_by_key(|id| id.at);
    next.ok_or_else(|| Error::new(text!("schedule-nothing-left")))
}

/// Fails where a date that has been would not be any more, or one would have been that was not, or a recorded one would be lost.
fn check_past(planner: &Planner, old: &Series, new: &Series, recorded: &BTreeSet<OccurrenceId>) -> Result<()> {
    let fault = || Error::new(text!("schedule-begun")).hint(text!("schedule-begun-hint"));
    if past(planner, old)? != past(planner, new)? {
        return Err(fault());
    }
    let (was, is) = (Plan::of(old, &planner.library.settings)?, Plan::of(new, &planner.library.settings)?);
    for id in recorded {
        if was.at(id)?.is_some() && is.at(id)?.is_none() {
            return Err(fault());
        }
    }
    Ok(())
}

/// Ids of what has begun by its rule before now.
fn past(planner: &Planner, series: &Series) -> Result<Vec<OccurrenceId>> {
    let plan = Plan::of(series, &planner.library.settings)?;
    let earliest = series.also.iter().copied().chain([series.start]).min().unwrap_or(series.start) - Duration::days(1);
    let now = planner.now.with_timezone(&series.zone).naive_local() + Duration::days(1);
    let found = plan.between(earliest, now)?.into_iter().filter(|found| found.chain.is_none());
    let has_been = found.filter(|found| place(found.id.at, series.zone).with_timezone(&Utc) <= planner.now);
    let mut ids: Vec<OccurrenceId> = has_been.map(|found| found.id).collect();
    ids.sort();
    Ok(ids)
}

/// Fails where an occurrence that was moved, cancelled or shifted would not be any more: the change would hang in the air.
fn check_changed(planner: &Planner, old: &Series, new: &Series) -> Result<()> {
    let (was, is) = (Plan::of(old, &planner.library.settings)?, Plan::of(new, &planner.library.settings)?);
    for change in &old.changes {
        let id = OccurrenceId::new(old.id.clone(), None, change.of);
        if was.at(&id)?.is_some() && is.at(&id)?.is_none() {
            let message = text!("schedule-changed-dates", date = change.of.date());
            return Err(Error::new(message).hint(text!("schedule-changed-dates-hint")));
        }
    }
    Ok(())
}
