//! What comes of the form as it stands: the rule in words, and the next dates with what is odd about each.

use chrono::Duration;

use super::words;
use crate::actions::calendar::Calendar;
use crate::domain::{Change, ChangeTo, Series, Slug};
use crate::error::{Error, Result};
use crate::plan::{Repeat, SeriesDraft, next_dates, place, upcoming};
use crate::tui::model::Model;

/// So many dates are shown where there is room.
const MOST: usize = 12;

#[derive(Debug, Default)]
pub struct Preview {
    /// The rule in words.
    pub rule: String,
    /// Each date: when, at what time, and what is odd about it.
    pub dates: Vec<[String; 3]>,
    /// Why the fields make no series together.
    pub fault: Option<Error>,
}

/// Nothing where a field cannot be read.
pub fn of(draft: Option<&SeriesDraft>, id: Option<&Slug>, calendar: &Calendar, model: &Model) -> Preview {
    let Some(draft) = draft else { return Preview::default() };
    let old = id.and_then(|id| calendar.series.iter().find(|series| series.id == *id));
    match shown(draft, old, calendar, model) {
        Ok(preview) => preview,
        Err(fault) => Preview { fault: Some(fault), ..Preview::default() },
    }
}

fn shown(draft: &SeriesDraft, old: Option<&Series>, calendar: &Calendar, model: &Model) -> Result<Preview> {
    let series = match old {
        Some(old) => changed(draft, old, calendar, model)?,
        None => draft.series(unused_id(calendar))?,
    };
    let found = next_dates(&series, &calendar.series, &calendar.settings, model.now.wall, MOST)?;
    let line = |preview: &crate::plan::Preview| {
        let start = preview.occurrence.start;
        let odd = words::of_preview(preview, calendar, &model.locale, model.theme);
        [model.locale.short_date(start.date_naive()), model.locale.clock(start.time()), odd]
    };
    Ok(Preview { rule: model.locale.series(&series), dates: found.iter().map(line).collect(), fault: None })
}

/// A series of the same id would be taken for the state before.
fn unused_id(calendar: &Calendar) -> Slug {
    let mut ids = (1..).filter_map(|number| Slug::parse(&format!("new-{number}")));
    let is_free = |id: &Slug| calendar.series.iter().all(|series| series.id != *id);
    ids.find(is_free).expect("a library has fewer series than there are numbers")
}

/// The series as keeping would make it: one that has begun keeps its start, and a new hour counts from the next date on.
fn changed(draft: &SeriesDraft, old: &Series, calendar: &Calendar, model: &Model) -> Result<Series> {
    let before = SeriesDraft::of(old);
    let mut series = draft.applied_to(old)?;
    series.start = draft.first.and_time(old.start.time());
    let by = draft.time - before.time;
    let has_begun = place(old.start, old.zone) <= model.now.wall || !old.changes.is_empty();
    if !has_begun {
        series.start = draft.start();
    }
    if Repeat::of_rules(&series.rules, series.start, series.zone) != (draft.repeat.clone(), draft.span) {
        series.rules = draft.repeat.rules(draft.span);
    }
    if has_begun && by != Duration::zero() {
        let next = upcoming(&series, &calendar.settings, model.now.wall, 1)?;
        series.changes.extend(next.first().map(|next| Change { of: next.id.at, to: ChangeTo::By(by), following: true }));
    }
    Ok(series)
}
