//! What comes of the form as it stands: the rule in words, and the next dates with what is odd about each.

use super::words;
use crate::actions::calendar::Calendar;
use crate::domain::{OnClosed, Slug};
use crate::error::{Error, Result};
use crate::plan::{self, Closed, SeriesDraft, fewer, next_dates};
use crate::text;
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
    let found = next_dates(&series, &calendar.beside(model.now.wall), MOST)?;
    let is_left_out = |date: &plan::Preview| date.closed == Some(Closed::LeftOut);
    let stretches = found.chunk_by(|one, next| is_left_out(one) && is_left_out(next));
    let dates = stretches.filter_map(|stretch| line(stretch, series.on_closed, calendar, model)).collect();
    let fewer = fewer(&series, &calendar.settings).map(|fewer| model.locale.fewer(fewer));
    let rule = [Some(model.locale.series(&series)), fewer].into_iter().flatten().collect::<Vec<String>>().join(" ");
    Ok(Preview { rule, dates, fault: None })
}

/// One date, or several that closed days leave out.
fn line(stretch: &[plan::Preview], on_closed: OnClosed, calendar: &Calendar, model: &Model) -> Option<[String; 3]> {
    let locale = &model.locale;
    let (first, last) = (stretch.first()?, stretch.last()?);
    let start = first.occurrence.start;
    let date = locale.short_date(start.date_naive());
    if stretch.len() > 1 {
        let until = locale.day_and_month(last.occurrence.start.date_naive());
        let words = text!("schedule-closed-until", last = until, count = stretch.len(), way = on_closed.as_str());
        return Some([date, String::new(), locale.say(&words)]);
    }
    Some([date, locale.clock(start.time()), words::of_preview(first, on_closed, calendar, model)])
}
