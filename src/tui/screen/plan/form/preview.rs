//! What comes of the form as it stands: the rule in words, and the next dates with what is odd about each.

use super::words;
use crate::actions::calendar::Calendar;
use crate::domain::Slug;
use crate::error::{Error, Result};
use crate::plan::{SeriesDraft, next_dates};
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
    match shown(draft, id, calendar, model) {
        Ok(preview) => preview,
        Err(fault) => Preview { fault: Some(fault), ..Preview::default() },
    }
}

fn shown(draft: &SeriesDraft, id: Option<&Slug>, calendar: &Calendar, model: &Model) -> Result<Preview> {
    let series = calendar.drafted(draft, id, model.now.wall)?;
    let found = next_dates(&series, &calendar.series, &calendar.settings, model.now.wall, MOST)?;
    let line = |preview: &crate::plan::Preview| {
        let start = preview.occurrence.start;
        let odd = words::of_preview(preview, calendar, model);
        [model.locale.short_date(start.date_naive()), model.locale.clock(start.time()), odd]
    };
    Ok(Preview { rule: model.locale.series(&series), dates: found.iter().map(line).collect(), fault: None })
}
