//! The dates of one series before any change: rule − skip − closed days + also, numbered.
//!
//! All in wall time of the series. A window costs the window: the dates before it are counted by arithmetic, less those that `skip` and
//! closed days take out. The same instant of two rules counts once, so rules that may meet are merged from the start, year by year, which
//! is remembered.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime};

use super::place;
use super::recurrence::{MOST_WALKED, Rule, before_year, new_year, parse_rule, whole_minute};
use crate::domain::{ClosedDays, OnClosed, Series, Skip};
use crate::error::{Error, Result};
use crate::text;

/// The set of a series.
pub struct Dates<'a> {
    series: &'a Series,
    /// Those of the library and of the series, in order and apart.
    closed: Vec<ClosedDays>,
    /// What `skip` leaves out, in order and apart.
    skipped: Vec<(NaiveDateTime, NaiveDateTime)>,
    rules: Vec<Counted>,
}

/// A rule, and the date with which its COUNT is full.
struct Counted {
    rule: Rule,
    /// Absent without COUNT.
    last: Option<NaiveDateTime>,
}

impl Counted {
    fn between(&self, from: NaiveDateTime, to: NaiveDateTime) -> impl Iterator<Item = NaiveDateTime> {
        self.rule.between(from, self.last.map_or(to, |last| to.min(minute_after(last))))
    }

    /// `at`, or the end of the rule where that is earlier.
    fn ended(&self, at: NaiveDateTime) -> NaiveDateTime {
        [self.last.map(minute_after), self.rule.end()].into_iter().flatten().fold(at, NaiveDateTime::min)
    }
}

/// Whether no instant can be in two of the rules.
fn are_apart(rules: &[Counted]) -> bool {
    rules.iter().enumerate().all(|(n, one)| rules[n + 1..].iter().all(|other| one.rule.is_apart_from(&other.rule)))
}

/// One date of the set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// T: wall time by the rule, in whole minutes.
    pub at: NaiveDateTime,
    /// From 1: the rule's dates in order, then the `also` dates. Absent where it would be counted without end.
    pub number: Option<u32>,
}

impl<'a> Dates<'a> {
    /// Fails where one of the rules does.
    pub fn of(series: &'a Series, closed: &[ClosedDays]) -> Result<Dates<'a>> {
        let closed = merged(series.closed.iter().chain(closed));
        let skipped = apart(series.skip.iter().map(span_of_skip).collect());
        let mut dates = Dates { series, closed, skipped, rules: Vec::with_capacity(series.rules.len()) };
        for rule in &series.rules {
            let rule = parse_rule(rule, series.start, series.zone)?;
            let last = rule.count().map(|count| dates.last(&rule, count as usize));
            dates.rules.push(Counted { rule, last });
        }
        Ok(dates)
    }

    /// The dates in `from..to`, in order. Fails where they are too many to be looked at one by one.
    pub fn between(&self, from: NaiveDateTime, to: NaiveDateTime) -> Result<Vec<Date>> {
        let by_rule = self.by_rule(from, to);
        if by_rule.len() > MOST_WALKED {
            let name = self.series.id.as_str();
            return Err(Error::new(text!("plan-too-many-dates", series = name, limit = MOST_WALKED)));
        }
        let by_rule: Vec<NaiveDateTime> = by_rule.into_iter().filter(|at| !self.is_left_out(*at)).collect();
        let before = by_rule.first().and_then(|first| self.kept_before(*first));
        let mut dates: Vec<Date> = Vec::new();
        for (n, at) in by_rule.iter().enumerate() {
            dates.push(Date { at: *at, number: before.and_then(|before| u32::try_from(before + n as u64 + 1).ok()) });
        }
        dates.extend(self.also().filter(|date| from <= date.at && date.at < to));
        dates.sort_unstable();
        Ok(dates)
    }

    /// The date at T, if it is in the set.
    pub fn at(&self, at: NaiveDateTime) -> Result<Option<Date>> {
        let at = whole_minute(at);
        Ok(self.between(at, minute_after(at))?.into_iter().next())
    }

    /// The date of that number, if there is one.
    pub fn numbered(&self, number: u32) -> Result<Option<Date>> {
        let kept = self.kept(NaiveDateTime::MIN, NaiveDateTime::MAX).nth((number as usize).saturating_sub(1));
        let found = kept.map(|at| Date { at, number: Some(number) });
        Ok(found.or_else(|| self.also().find(|date| date.number == Some(number))))
    }

    /// How many dates the set has; `None` where it is endless, or too long to be counted.
    pub fn size(&self) -> Option<u32> {
        let total = self.rule_size()? + self.also().count() as u64;
        u32::try_from(total).ok()
    }

    /// Whether the rules give this time, left out or not; also true for an `also` date.
    pub fn produces(&self, at: NaiveDateTime) -> bool {
        self.series.also.contains(&at) || !self.by_rule(at, minute_after(at)).is_empty()
    }

    /// Whether the rules give a time on this date, left out or not.
    pub fn produces_on(&self, date: NaiveDate) -> bool {
        !self.by_rule(date.and_time(NaiveTime::MIN), day_after(date)).is_empty()
    }

    /// Whether a rule never ends.
    pub fn is_endless(&self) -> bool {
        self.rules.iter().any(|counted| counted.rule.is_endless())
    }

    /// Each rule in the order of the file, and the date with which its COUNT is full.
    pub fn rules(&self) -> impl Iterator<Item = (&Rule, Option<NaiveDateTime>)> {
        self.rules.iter().map(|counted| (&counted.rule, counted.last))
    }

    /// The first date from `from` on that the rules give and the set keeps.
    pub fn first_kept(&self, from: NaiveDateTime) -> Option<NaiveDateTime> {
        if self.rules.is_empty() {
            return Some(self.series.start).filter(|start| from <= *start && !self.is_left_out(*start));
        }
        let first = |counted: &Counted| {
            let dates = counted.rule.walk(from).take_while(|at| counted.last.is_none_or(|last| *at <= last));
            dates.take(2 * MOST_WALKED).find(|at| !self.is_left_out(*at))
        };
        self.rules.iter().filter_map(first).min()
    }

    /// What the rules give in `from..to` and the set leaves out: skipped and closed days, those too that a COUNT does not see.
    pub fn left_out(&self, from: NaiveDateTime, to: NaiveDateTime) -> BTreeSet<NaiveDateTime> {
        let is_kept = self.series.on_closed == OnClosed::Keep;
        let closed = self.closed.iter().filter(|_| !is_kept).map(span_of_days);
        let spans = self.series.skip.iter().map(span_of_skip).chain(closed);
        let spans = spans.map(|(first, last)| (first.max(from), last.min(to))).filter(|(first, last)| first < last);
        spans.flat_map(|(first, last)| self.given(first, last)).collect()
    }

    /// What the rules give in `from..to`, in order, left out or not; of each rule at most twice [`MOST_WALKED`].
    pub fn given(&self, from: NaiveDateTime, to: NaiveDateTime) -> Vec<NaiveDateTime> {
        let dates = |counted: &Counted| counted.between(from, to).take(2 * MOST_WALKED).collect();
        match self.rules.as_slice() {
            [] => Vec::from_iter(Some(self.series.start).filter(|start| from <= *start && *start < to)),
            [only] => dates(only),
            rules => Vec::from_iter(rules.iter().flat_map(dates).collect::<BTreeSet<_>>()),
        }
    }

    /// As [`Dates::given`], in the one minute.
    pub fn given_at(&self, at: NaiveDateTime) -> Vec<NaiveDateTime> {
        self.given(at, minute_after(at))
    }

    /// Whether the library or the series has nothing on this day, unless it keeps such days.
    pub fn is_closed(&self, date: NaiveDate) -> bool {
        self.closed_days(date).is_some()
    }

    fn closed_days(&self, date: NaiveDate) -> Option<&ClosedDays> {
        let behind = self.closed.partition_point(|days| days.last < date);
        self.closed.get(behind).filter(|days| days.first <= date)
    }

    /// The dates of `also` that are none of the rule's, with their numbers.
    fn also(&self) -> impl Iterator<Item = Date> {
        let also: BTreeSet<NaiveDateTime> = self.series.also.iter().copied().collect();
        let own = also.into_iter().filter(|at| self.is_left_out(*at) || self.by_rule(*at, minute_after(*at)).is_empty());
        let size = if self.series.also.is_empty() { None } else { self.rule_size() };
        own.enumerate().map(move |(n, at)| {
            let number = size.and_then(|size| u32::try_from(size + n as u64 + 1).ok());
            Date { at, number }
        })
    }

    /// Dates of the rules that are in the set; `None` where they do not end.
    fn rule_size(&self) -> Option<u64> {
        if self.rules.iter().any(|counted| counted.rule.is_endless()) {
            return None;
        }
        match self.rules.as_slice() {
            [Counted { rule, .. }] if rule.count().is_some() => {
                Some(u64::from(rule.count()?) - self.left_out_before(NaiveDateTime::MAX)?)
            }
            _ => self.kept_before(NaiveDateTime::MAX),
        }
    }

    /// Dates of the rules before `at` that are in the set.
    fn kept_before(&self, at: NaiveDateTime) -> Option<u64> {
        Some(self.counted_before(at)? - self.left_out_before(at)?)
    }

    fn kept(&self, from: NaiveDateTime, to: NaiveDateTime) -> impl Iterator<Item = NaiveDateTime> {
        self.by_rule(from, to).into_iter().filter(|at| !self.is_left_out(*at))
    }

    /// The rules' own dates in `from..to`, each with its COUNT, those that are left out among them (but not those that `shift`
    /// has pushed on). At most one more than [`MOST_WALKED`].
    fn by_rule(&self, from: NaiveDateTime, to: NaiveDateTime) -> Vec<NaiveDateTime> {
        let mut dates = self.of_rules(from, to);
        dates.retain(|at| !self.is_shifted(*at));
        dates.truncate(MOST_WALKED + 1);
        dates
    }

    /// As [`Dates::given`], each instant once.
    fn of_rules(&self, from: NaiveDateTime, to: NaiveDateTime) -> Vec<NaiveDateTime> {
        let mut dates = self.given(from, to);
        if self.rules.len() > 1 {
            dates.retain(|at| !self.is_met(*at));
        }
        dates
    }

    /// Whether the clocks put this time of one rule onto that of another.
    fn is_met(&self, at: NaiveDateTime) -> bool {
        let placed = place(at, self.series.zone).naive_local();
        placed != at && self.rules.iter().any(|rule| rule.between(placed, minute_after(placed)).next().is_some())
    }

    /// The date with which a COUNT is full; with `shift`, closed ones do not use it up, unless they are skipped. Where that is further
    /// than anybody looks, it never is.
    fn last(&self, rule: &Rule, count: usize) -> NaiveDateTime {
        let last = match self.series.on_closed {
            OnClosed::Skip | OnClosed::Keep => rule.numbered(count),
            OnClosed::Shift => self.last_shifted(rule, count),
        };
        last.unwrap_or(NaiveDateTime::MAX)
    }

    /// Closed dates before the last one push it on, maybe over more closed dates.
    fn last_shifted(&self, rule: &Rule, count: usize) -> Option<NaiveDateTime> {
        let mut shifted = 0;
        loop {
            let last = rule.numbered(count + shifted)?;
            let stretch = self.closed_days(last.date()).filter(|_| self.is_shifted(last));
            // The last one lies behind closed days into which it would fall, so a stretch of them is looked at once; one with dates
            // that are skipped, which count, day by day.
            let whole = stretch.filter(|days| !self.series.skip.iter().any(|skip| days.contains(skip.date())));
            let end = whole.map_or(minute_after(last), |days| day_after(days.last));
            let found = self.within_closed(end, |from, to| {
                rule.between(from, to).filter(|at| !self.is_skipped(*at)).take(MOST_WALKED + 1).collect()
            })?;
            if stretch.is_none() && found.len() == shifted {
                return Some(last);
            }
            shifted = found.len();
        }
    }

    /// How many dates of the rules lie before `at`, each up to its COUNT.
    fn counted_before(&self, at: NaiveDateTime) -> Option<u64> {
        let all = match self.rules.as_slice() {
            [] => Some(self.of_rules(NaiveDateTime::MIN, at).len() as u64),
            rules if are_apart(rules) => rules.iter().map(|counted| counted.rule.count_before(counted.ended(at))).sum(),
            rules => self.merged_before(rules.iter().map(|counted| counted.ended(at)).max()?),
        }?;
        match self.series.on_closed {
            OnClosed::Shift => Some(all - self.within_closed(at, |from, to| self.shifted(from, to))?.len() as u64),
            OnClosed::Skip | OnClosed::Keep => Some(all),
        }
    }

    /// As [`Dates::counted_before`], for rules that may meet; the closed dates that `shift` pushes on are counted too.
    fn merged_before(&self, at: NaiveDateTime) -> Option<u64> {
        let lasts: Vec<_> = self.rules.iter().map(|counted| counted.last).collect();
        let key = (format!("{:?} {lasts:?}", self.series.rules), self.series.start, self.series.zone);
        let before = before_year(&key, at.year(), |year| self.of_rules(new_year(year), new_year(year + 1)).len())?;
        Some(before + self.of_rules(new_year(at.year()), at).len() as u64).filter(|count| *count <= MOST_WALKED as u64)
    }

    /// How many dates of the rules before `at` are taken out of the set by `skip` and closed days.
    fn left_out_before(&self, at: NaiveDateTime) -> Option<u64> {
        let mut left_out = match self.series.on_closed {
            OnClosed::Skip => self.within_closed(at, |from, to| self.by_rule(from, to))?,
            OnClosed::Shift | OnClosed::Keep => BTreeSet::new(),
        };
        for (from, to) in self.series.skip.iter().map(span_of_skip) {
            left_out.extend(self.by_rule(from, to.min(at)));
        }
        Some(left_out.len() as u64)
    }

    /// What `dates` gives for the closed days from the start to before `at`; `None` where these are too many.
    fn within_closed(
        &self,
        at: NaiveDateTime,
        dates: impl Fn(NaiveDateTime, NaiveDateTime) -> Vec<NaiveDateTime>,
    ) -> Option<BTreeSet<NaiveDateTime>> {
        let mut found = BTreeSet::new();
        let behind = at.date();
        for days in self.closed.iter().filter(|days| days.last >= self.series.start.date() && days.first <= behind) {
            let (from, to) = span_of_days(days);
            if from < at {
                found.extend(dates(from, to.min(at)));
            }
            if found.len() > MOST_WALKED {
                return None;
            }
        }
        Some(found)
    }

    fn is_left_out(&self, at: NaiveDateTime) -> bool {
        (self.series.on_closed != OnClosed::Keep && self.is_closed(at.date())) || self.is_skipped(at)
    }

    /// Whether `shift` pushes the date on: no part of the rule any more. One that is skipped stays, and uses up its COUNT.
    fn is_shifted(&self, at: NaiveDateTime) -> bool {
        self.series.on_closed == OnClosed::Shift && self.is_closed(at.date()) && !self.is_skipped(at)
    }

    fn shifted(&self, from: NaiveDateTime, to: NaiveDateTime) -> Vec<NaiveDateTime> {
        self.of_rules(from, to).into_iter().filter(|at| self.is_shifted(*at)).collect()
    }

    fn is_skipped(&self, at: NaiveDateTime) -> bool {
        let behind = self.skipped.partition_point(|(_, to)| *to <= at);
        self.skipped.get(behind).is_some_and(|(from, _)| *from <= at)
    }
}

/// The same days, in order and apart.
pub fn merged<'c>(closed: impl Iterator<Item = &'c ClosedDays>) -> Vec<ClosedDays> {
    let mut all: Vec<ClosedDays> = closed.copied().collect();
    all.sort_unstable_by_key(|days| days.first);
    let mut apart: Vec<ClosedDays> = Vec::new();
    for days in all {
        match apart.last_mut().filter(|before| days.first <= before.last.succ_opt().unwrap_or(before.last)) {
            Some(before) => before.last = before.last.max(days.last),
            None => apart.push(days),
        }
    }
    apart
}

/// The same stretches of time, in order and none within another.
fn apart(mut spans: Vec<(NaiveDateTime, NaiveDateTime)>) -> Vec<(NaiveDateTime, NaiveDateTime)> {
    spans.sort_unstable();
    let mut apart: Vec<(NaiveDateTime, NaiveDateTime)> = Vec::new();
    for (from, to) in spans {
        match apart.last_mut().filter(|(_, before)| from <= *before) {
            Some((_, before)) => *before = to.max(*before),
            None => apart.push((from, to)),
        }
    }
    apart
}

fn span_of_days(days: &ClosedDays) -> (NaiveDateTime, NaiveDateTime) {
    (days.first.and_time(NaiveTime::MIN), day_after(days.last))
}

fn span_of_skip(skip: &Skip) -> (NaiveDateTime, NaiveDateTime) {
    match *skip {
        Skip::Date(date) => (date.and_time(NaiveTime::MIN), day_after(date)),
        Skip::Time(time) => (time, minute_after(time)),
    }
}

fn minute_after(at: NaiveDateTime) -> NaiveDateTime {
    at.checked_add_signed(chrono::Duration::minutes(1)).unwrap_or(NaiveDateTime::MAX)
}

fn day_after(date: NaiveDate) -> NaiveDateTime {
    date.checked_add_days(Days::new(1)).map_or(NaiveDateTime::MAX, |date| date.and_time(NaiveTime::MIN))
}
