//! A series as its form holds it: what a person fills in to make or change one.

use chrono::{Duration, NaiveDate, NaiveDateTime, NaiveTime};
use chrono_tz::Tz;

use super::changes::Shifts;
use super::recurrence::parse_rule;
use super::typed::Spoken;
use super::{Pattern, Repeat, Span};
use crate::domain::{Chain, OnClosed, Rota, Series, Skip, Slug, Source, Step};
use crate::error::{Error, Result};
use crate::text;

#[derive(Debug, Clone, PartialEq)]
pub struct SeriesDraft {
    pub title: String,
    pub first: NaiveDate,
    /// At which the series lies after all changes that later ones follow.
    pub time: NaiveTime,
    pub repeat: Repeat,
    pub span: Span,
    /// Dates of the rule that fall away.
    pub skip: Vec<Skip>,
    pub minutes: u32,
    pub zone: Tz,
    pub place: Option<Slug>,
    pub hosts: Vec<Slug>,
    pub guests: Vec<Slug>,
    /// Read aloud before the start.
    pub announce: Option<String>,
    /// No bell, whatever happens.
    pub quiet: bool,
    pub steps: Vec<Step>,
    pub chains: Vec<Chain>,
    pub rotas: Vec<Rota>,
    /// Such evenings weigh on those who are there.
    pub heavy: bool,
    pub on_closed: OnClosed,
}

impl SeriesDraft {
    /// What the form begins with for a new series: one evening of an hour.
    pub fn new(first: NaiveDate, zone: Tz) -> SeriesDraft {
        SeriesDraft {
            title: String::new(),
            first,
            time: NaiveTime::from_hms_opt(20, 30, 0).expect("half past eight is a time"),
            repeat: Repeat::Once,
            span: Span::Endless,
            skip: Vec::new(),
            minutes: 60,
            zone,
            place: None,
            hosts: Vec::new(),
            guests: Vec::new(),
            announce: None,
            quiet: false,
            steps: Vec::new(),
            chains: Vec::new(),
            rotas: Vec::new(),
            heavy: false,
            on_closed: OnClosed::default(),
        }
    }

    /// What the form begins with to change a series.
    pub fn of(series: &Series) -> SeriesDraft {
        let (repeat, span) = Repeat::of_rules(&series.rules, series.start, series.zone);
        SeriesDraft {
            title: series.title.clone(),
            first: series.start.date(),
            time: series.start.time() + Shifts::of(&series.changes).last(),
            repeat,
            span,
            skip: series.skip.clone(),
            minutes: series.minutes,
            zone: series.zone,
            place: series.place.clone(),
            hosts: series.hosts.clone(),
            guests: series.guests.clone(),
            announce: series.announce.clone(),
            quiet: series.quiet,
            steps: series.steps.clone(),
            chains: series.chains.clone(),
            rotas: series.rotas.clone(),
            heavy: series.heavy,
            on_closed: series.on_closed,
        }
    }

    /// The series that this draft makes when none was there.
    ///
    /// Errors: no title, a rule that gives no date.
    pub fn series(&self, id: Slug) -> Result<Series> {
        let series = Series {
            id,
            uid: None,
            title: self.title.trim().to_owned(),
            start: self.start(),
            zone: self.zone,
            minutes: self.minutes,
            rules: self.repeat.rules(self.span),
            skip: self.skip_of_its_dates(&[]),
            also: Vec::new(),
            closed: Vec::new(),
            on_closed: self.on_closed,
            hosts: self.hosts.clone(),
            guests: self.guests.clone(),
            place: self.place.clone(),
            quiet: self.quiet,
            announce: self.announce.clone().filter(|words| !words.trim().is_empty()),
            changes: Vec::new(),
            steps: self.steps.clone(),
            chains: self.chains.clone(),
            heavy: self.heavy,
            rotas: self.rotas.clone(),
            turns: Vec::new(),
            source: Source::default(),
        };
        self.check()?;
        Ok(series)
    }

    /// `series` with what this draft says, but for its dates: `start`, rules and changes stay.
    pub fn applied_to(&self, series: &Series) -> Result<Series> {
        self.check()?;
        let fresh = self.series(series.id.clone())?;
        Ok(Series {
            title: fresh.title,
            zone: fresh.zone,
            skip: self.skip_of_its_dates(&series.skip),
            minutes: fresh.minutes,
            place: fresh.place,
            hosts: fresh.hosts,
            guests: fresh.guests,
            announce: fresh.announce,
            quiet: fresh.quiet,
            steps: fresh.steps,
            chains: fresh.chains,
            rotas: fresh.rotas,
            heavy: fresh.heavy,
            on_closed: fresh.on_closed,
            ..series.clone()
        })
    }

    /// What is left out, but for days on which the series has no date anyway: « sauf du 20 décembre au 3 janvier » means its dates
    /// among these. What the file holds already stays.
    fn skip_of_its_dates(&self, held: &[Skip]) -> Vec<Skip> {
        let gives = self.gives();
        self.skip.iter().filter(|skip| held.contains(skip) || gives(skip)).copied().collect()
    }

    /// The first and last days of what is left out without a date of the series among them: `1er mai` where that is no weekday. Days one
    /// behind the other count as one span. What is in `held` stands in the file already.
    pub fn skipped_in_vain(&self, held: &[Skip]) -> Vec<(NaiveDate, NaiveDate)> {
        let gives = self.gives();
        let mut skip = self.skip.clone();
        skip.sort_unstable_by_key(Skip::date);
        let is_next = |one: &Skip, next: &Skip| next.date() - one.date() <= Duration::days(1);
        let spans = skip.chunk_by(is_next).filter(|span| span.iter().all(|skip| !held.contains(skip) && !gives(skip)));
        spans.filter_map(|span| Some((span.first()?.date(), span.last()?.date()))).collect()
    }

    /// Whether the rules give a date that is left out.
    fn gives(&self) -> impl Fn(&Skip) -> bool {
        let rules = self.repeat.rules(self.span);
        let rules: Vec<_> = rules.iter().filter_map(|rule| parse_rule(rule, self.start(), self.zone).ok()).collect();
        move |skip| {
            let (from, length) = match *skip {
                Skip::Date(date) => (date.and_time(NaiveTime::MIN), Duration::days(1)),
                Skip::Time(at) => (at, Duration::minutes(1)),
            };
            rules.iter().any(|rule| rule.between(from, from + length).next().is_some())
        }
    }

    pub fn start(&self) -> NaiveDateTime {
        self.first.and_time(self.time)
    }

    /// Takes in what was said of when the series takes place; what was not said stays.
    pub fn take_in(&mut self, spoken: Spoken) {
        self.repeat = spoken.repeat;
        self.time = spoken.time.unwrap_or(self.time);
        self.span = spoken.span.unwrap_or(self.span);
        self.first = spoken.first.unwrap_or(self.first);
        if !spoken.skip.is_empty() {
            self.skip = spoken.skip;
        }
    }

    /// With the first date that its days give from `first` on as the first: an interval counts from there. Where they give none, as it is.
    pub fn from_its_first_date(mut self) -> SeriesDraft {
        let each_time = |pattern: &Pattern| Pattern { every: 1, ..pattern.clone() }.rule();
        let rules = match &self.repeat {
            Repeat::Once => Vec::new(),
            Repeat::By(pattern) => vec![each_time(pattern)],
            Repeat::Several(patterns) => patterns.iter().map(|(pattern, _)| each_time(pattern)).collect(),
            Repeat::Rule(_) => self.repeat.rules(self.span),
        };
        let own = match &self.repeat {
            Repeat::By(pattern) => pattern.times.first().copied(),
            Repeat::Once | Repeat::Several(_) | Repeat::Rule(_) => None,
        };
        let start = self.first.and_time(own.unwrap_or(self.time));
        let first = |rule: &String| parse_rule(rule, start, self.zone).ok()?.walk(start).next();
        if let Some(first) = rules.iter().filter_map(first).min() {
            (self.first, self.time) = (first.date(), first.time());
        }
        self
    }

    /// On which days, in words also where an RRULE was typed.
    pub fn said_repeat(&self) -> Repeat {
        Repeat::of_rules(&self.repeat.rules(Span::Endless), self.start(), self.zone).0
    }

    fn check(&self) -> Result<()> {
        if self.title.trim().is_empty() {
            return Err(Error::new(text!("schedule-no-title")).hint(text!("schedule-no-title-hint")));
        }
        self.repeat.rules(self.span).iter().try_for_each(|rule| parse_rule(rule, self.start(), self.zone).map(drop))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ChangeTo;
    use crate::plan::examples::{at, nadia, slug};

    #[test]
    fn a_draft_of_a_series_makes_the_same_series() {
        let nadia = nadia();
        assert_eq!(SeriesDraft::of(&nadia).series(slug("nadia")).unwrap(), nadia);
        let changed = nadia.skipping("2020-04-12").shifting("2020-04-20 20:30", 7);
        assert_eq!(SeriesDraft::of(&changed).applied_to(&changed).unwrap(), changed);
    }

    #[test]
    fn the_form_shows_the_hour_at_which_the_series_lies_now() {
        let earlier = ChangeTo::By(Duration::minutes(-150));
        let draft = SeriesDraft::of(&nadia().changing("2020-04-02 20:30", earlier, true));
        assert_eq!(draft.start(), at("2020-03-20 18:00"));
    }

    #[test]
    fn what_is_left_out_in_vain_is_known() {
        let days = |days: &[&str]| days.iter().map(|day| Skip::Date(day.parse().unwrap())).collect();
        let fridays =
            SeriesDraft { repeat: Repeat::Rule("FREQ=WEEKLY".into()), span: Span::Endless, ..SeriesDraft::of(&nadia()) };
        let skip = days(&["2020-05-02", "2020-04-10", "2020-04-04", "2020-04-05", "2020-04-30", "2020-05-01"]);
        let draft = SeriesDraft { skip, ..fridays };
        let span = |first: &str, last: &str| (first.parse().unwrap(), last.parse().unwrap());
        assert_eq!(draft.skipped_in_vain(&[]), [span("2020-04-04", "2020-04-05")]);
        assert_eq!(draft.skipped_in_vain(&draft.skip), []);
        assert_eq!(draft.series(slug("a")).unwrap().skip.len(), 2);
    }

    #[test]
    fn a_draft_without_title_or_dates_is_refused() {
        let draft = SeriesDraft::of(&nadia());
        let fault = |draft: SeriesDraft| draft.series(slug("a")).unwrap_err().to_string();
        assert!(fault(SeriesDraft { title: "  ".into(), ..draft.clone() }).contains("a series needs a title"));
        let until = Span::Until("2020-03-01".parse().unwrap());
        assert!(fault(SeriesDraft { span: until, ..draft.clone() }).contains("before the start"));
        let rule = Repeat::Rule("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30".into());
        assert!(fault(SeriesDraft { repeat: rule, ..draft }).contains("never gives a date"));
    }
}
