//! Other days for a series that has begun: it ends, and another one with the new days goes on from there. So no id becomes untrue; the
//! numbers of the other one begin at 1 again.

use chrono::NaiveDate;

use super::ids::TakenIds;
use super::writing::put;
use super::{Act, Planner};
use crate::domain::{Series, Slug, new_ulid};
use crate::error::{Error, Result};
use crate::locale::Text;
use crate::plan::{Plan, Repeat, SeriesDraft, Span, Window, keeps_true, place};
use crate::store::{series, series_edit};
use crate::text;

/// So far back the last date before the change is looked for, in days; a year holds one of every rule that people say.
const BACK: i64 = 400;

impl Planner<'_> {
    /// Whether `draft` gives the series other days from a date on that lies behind its start, and it has begun.
    pub fn is_continued(&self, series: &Series, draft: &SeriesDraft) -> bool {
        let before = SeriesDraft::of(series);
        let has_begun = place(series.start, series.zone) <= self.now;
        has_begun && draft.first > before.first && draft.repeat != before.repeat
    }

    /// Ends a series before the draft's first day, and adds one that the draft says from there on. Of a number of times, what is left goes
    /// on.
    ///
    /// Errors: a later date has its session, was moved or cancelled; no date is left; a file cannot be written.
    pub fn continue_series(&self, id: &Slug, draft: &SeriesDraft) -> Result<(Slug, Text)> {
        let _lock = self.lock()?;
        let layout = &self.library.layout;
        let (series, before) = series::load_text(layout, id, self.library.settings.zone)?;
        let recorded = self.recorded();
        let standing = self.standing(&recorded);
        if standing.recorded_of(&series).iter().any(|at| at.date() >= draft.first) {
            let fault = Error::new(text!("schedule-later-has-session", date = draft.first));
            return Err(fault.hint(text!("schedule-continue-later-hint")));
        }
        let (ended, been) = self.ended(&series, draft.first)?;
        keeps_true(&series, &ended, &standing)?;
        let after = series_edit::edited(&before, &series, &ended)?;
        series::parse(layout, id, &after, self.library.settings.zone)?;

        let next_id = TakenIds::of(layout).take(&draft.title)?;
        let rest = SeriesDraft { span: left(&series, draft.span, been)?, ..draft.clone() }.from_its_first_date();
        let next = Series { uid: Some(new_ulid()), closed: series.closed.clone(), ..rest.series(next_id.clone())? };
        let created = series_edit::created(&next);
        series::parse(layout, &next_id, &created, next.zone)?;
        let files = vec![self.file_change(id, Some(before), Some(after)), self.file_change(&next_id, None, Some(created))];
        let act = Act::Continued { title: series.title, from: draft.first, id: next_id.to_string() };
        Ok((next_id, self.carry_out(files, act, None, &mut put)?))
    }

    /// The series without its dates from that day on, and how many it then has.
    fn ended(&self, series: &Series, day: NaiveDate) -> Result<(Series, u32)> {
        let from = place(day.and_hms_opt(0, 0, 0).unwrap_or_default(), series.zone).to_utc();
        let window = Window { from: from - chrono::Duration::days(BACK), to: from };
        let found = Plan::of(series, &self.library.settings)?.within(window)?;
        let last = found.iter().filter(|found| found.chain.is_none()).max_by_key(|found| found.id.at);
        let until = last.map(|last| last.id.at.date()).or_else(|| day.pred_opt()).unwrap_or(day);
        let (repeat, span) = Repeat::of_rules(&series.rules, series.start, series.zone);
        let sooner = |span: Span| match span {
            Span::Until(date) => Span::Until(date.min(until)),
            Span::Endless | Span::Count(_) => Span::Until(until),
        };
        let repeat = match repeat {
            Repeat::Several(rules) => Repeat::Several(rules.into_iter().map(|(rule, span)| (rule, sooner(span))).collect()),
            other => other,
        };
        let been = last.and_then(|last| last.number).unwrap_or_default();
        Ok((Series { rules: repeat.rules(sooner(span)), ..series.clone() }, been))
    }
}

/// How long the rest goes on: of the times that the series had, those that have not been. What was said anew holds as it was said.
fn left(series: &Series, span: Span, been: u32) -> Result<Span> {
    match (SeriesDraft::of(series).span, span) {
        (Span::Count(all), Span::Count(said)) if all == said => match all.saturating_sub(been) {
            0 => Err(Error::new(text!("schedule-over"))),
            rest => Ok(Span::Count(rest)),
        },
        _ => Ok(span),
    }
}
