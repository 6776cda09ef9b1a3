//! What people type for an occurrence: `nadia@2020-03-28T20:30`, `nadia@2020-03-28`, `nadia#9`, `nadia`.
//!
//! `nadia.preparation` stands for a chain of the series in each of them.

use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, NaiveTime, Utc};

use super::agenda::{Occurrence, Plan, Window};
use super::recurrence::shown;
use super::state::MISSED_AFTER;
use crate::domain::{LibrarySettings, OccurrenceId, Series, Slug};
use crate::error::{Error, Result};
use crate::text;

/// What was meant.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    Occurrence(Box<Occurrence>),
    /// A series alone, without an unrecorded occurrence near enough to now.
    Series(Slug),
}

/// Finds what `typed` names. A series alone is its unrecorded occurrence nearest to now, from 12 h before its start to 12 h after
/// its end; `is_recorded` tells which ones have a session.
///
/// A date is the one by the rule, or that on which the occurrence lies now. Errors: an unknown series (with the nearest), chain
/// or time, and a date that names several.
pub fn find(
    typed: &str,
    series: &[Series],
    settings: &LibrarySettings,
    now: DateTime<Utc>,
    is_recorded: impl Fn(&OccurrenceId) -> bool,
) -> Result<Found> {
    let wanted = Wanted::parse(typed)?;
    let (series, chain) = wanted.among(series)?;
    let Which::Nearest = wanted.which else {
        return dated(typed, wanted.which, series, chain, settings).map(Box::new).map(Found::Occurrence);
    };
    let plan = Plan::of(series, settings)?;
    let nearest = nearest(&plan, series, now, |found| found.chain == chain && !is_recorded(&found.id))?;
    Ok(nearest.map_or(Found::Series(series.id.clone()), |found| Found::Occurrence(Box::new(found))))
}

/// Finds the one occurrence that `typed` names by its time, date or number. A series alone names none.
///
/// Errors: as in [`find`].
pub fn find_one(typed: &str, series: &[Series], settings: &LibrarySettings) -> Result<Occurrence> {
    let wanted = Wanted::parse(typed)?;
    let (series, chain) = wanted.among(series)?;
    dated(typed, wanted.which, series, chain, settings)
}

fn dated(typed: &str, which: Which, series: &Series, chain: Option<Slug>, settings: &LibrarySettings) -> Result<Occurrence> {
    let plan = Plan::of(series, settings)?;
    let is_wanted = |found: &Occurrence| found.chain == chain;
    let found = match which {
        Which::At(at) => plan.at(&OccurrenceId::new(series.id.clone(), chain, at))?.into_iter().collect(),
        Which::On(date) => on_date(&plan, series, date, is_wanted)?,
        Which::Number(number) => plan.numbered(number)?.into_iter().filter(is_wanted).collect(),
        Which::Nearest => return Err(not_an_occurrence(typed)),
    };
    only(found, typed, series)
}

/// `SERIES[.CHAIN]` and what tells its occurrences apart.
struct Wanted<'a> {
    series: &'a str,
    chain: Option<&'a str>,
    which: Which,
}

enum Which {
    At(NaiveDateTime),
    On(NaiveDate),
    Number(u32),
    Nearest,
}

impl<'a> Wanted<'a> {
    fn parse(typed: &'a str) -> Result<Wanted<'a>> {
        let fault = || not_an_occurrence(typed);
        let typed = typed.trim();
        let (name, which) = match typed.split_once(['@', '#']) {
            None => (typed, Which::Nearest),
            Some((name, rest)) if typed[name.len()..].starts_with('#') => {
                (name, Which::Number(rest.parse().ok().filter(|&number| number > 0).ok_or_else(fault)?))
            }
            Some((name, rest)) => (name, parse_time(rest).ok_or_else(fault)?),
        };
        let (series, chain) = name.split_once('.').map_or((name, None), |(series, chain)| (series, Some(chain)));
        match series.is_empty() {
            true => Err(fault()),
            false => Ok(Wanted { series, chain, which }),
        }
    }

    /// The series, and the chain of it.
    fn among<'s>(&self, series: &'s [Series]) -> Result<(&'s Series, Option<Slug>)> {
        let found =
            series.iter().find(|one| one.id.as_str() == self.series).ok_or_else(|| unknown_series(self.series, series))?;
        Ok((found, self.chain_of(found)?))
    }

    fn chain_of(&self, series: &Series) -> Result<Option<Slug>> {
        let Some(chain) = self.chain else { return Ok(None) };
        let found = series.chains.iter().find(|one| one.id.as_str() == chain);
        let found = found.ok_or_else(|| {
            let known: Vec<&str> = series.chains.iter().map(|chain| chain.id.as_str()).collect();
            let error = Error::new(text!("plan-unknown-chain", series = series.id.as_str(), chain = shown(chain)));
            if known.is_empty() { error } else { error.hint(text!("plan-known-chains-hint", chains = known.join(", "))) }
        })?;
        Ok(Some(found.id.clone()))
    }
}

/// With `T` or a space between date and time, seconds or not.
fn parse_time(text: &str) -> Option<Which> {
    let text = text.trim().replacen(' ', "T", 1);
    let at = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"].iter().find_map(|form| NaiveDateTime::parse_from_str(&text, form).ok());
    at.map(Which::At).or_else(|| NaiveDate::parse_from_str(&text, "%Y-%m-%d").ok().map(Which::On))
}

fn on_date(plan: &Plan, series: &Series, date: NaiveDate, is_wanted: impl Fn(&Occurrence) -> bool) -> Result<Vec<Occurrence>> {
    let midnight = date.and_time(NaiveTime::MIN);
    let mut found = plan.between(midnight, midnight.checked_add_signed(Duration::days(1)).unwrap_or(midnight))?;
    found.extend(plan.within(Window::days(date, date, series.zone))?);
    found.retain(is_wanted);
    found.sort_by(|a, b| a.id.cmp(&b.id));
    found.dedup_by(|a, b| a.id == b.id);
    Ok(found)
}

/// The one that runs, or whose start or end is nearest; the earlier of two as near. Cancelled ones are none.
fn nearest(
    plan: &Plan,
    series: &Series,
    now: DateTime<Utc>,
    is_wanted: impl Fn(&Occurrence) -> bool,
) -> Result<Option<Occurrence>> {
    let from = now - MISSED_AFTER - series.longest();
    let found = plan.within(Window { from, to: now + MISSED_AFTER + Duration::seconds(1) })?;
    let distance = |found: &Occurrence| {
        let (start, end) = (found.start.with_timezone(&Utc), found.end.with_timezone(&Utc));
        (start - now).max(now - end).max(Duration::zero())
    };
    let near = found.into_iter().filter(|found| !found.cancelled && distance(found) <= MISSED_AFTER && is_wanted(found));
    Ok(near.min_by_key(|found| (distance(found), found.start)))
}

fn only(mut found: Vec<Occurrence>, typed: &str, series: &Series) -> Result<Occurrence> {
    match found.len() {
        0 => Err(no_such_occurrence(&series.id, typed)),
        1 => Ok(found.remove(0)),
        _ => {
            let ids: Vec<String> = found.iter().map(|found| format!("`{}`", found.id)).collect();
            Err(Error::new(text!("plan-several-occurrences", found = shown(typed), number = found.len()))
                .hint(text!("plan-several-occurrences-hint", ids = ids.join(", "))))
        }
    }
}

/// The series has nothing of this id, or of what was typed for one.
pub fn no_such_occurrence(series: &Slug, typed: &str) -> Error {
    let fault = Error::new(text!("plan-no-such-occurrence", series = series.as_str(), found = shown(typed)));
    fault.hint(text!("plan-no-such-occurrence-hint", series = series.as_str()))
}

fn not_an_occurrence(typed: &str) -> Error {
    Error::new(text!("plan-not-an-occurrence", found = shown(typed))).hint(text!("plan-not-an-occurrence-hint"))
}

fn unknown_series(typed: &str, known: &[Series]) -> Error {
    let error = Error::new(text!("plan-unknown-series", found = shown(typed)));
    let likeness = |series: &&Series| strsim::jaro_winkler(series.id.as_str(), typed);
    let nearest = known.iter().max_by(|a, b| likeness(a).total_cmp(&likeness(b)));
    match nearest.filter(|nearest| likeness(nearest) > 0.7) {
        Some(nearest) => error.hint(text!("plan-nearest-hint", nearest = nearest.id.as_str())),
        None => error.hint(text!("plan-unknown-series-hint")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::examples::{library, nadia, series};

    fn emission() -> Series {
        series("emission", "2020-01-02 20:00", "FREQ=MONTHLY;BYDAY=1TH").chaining("preparation", -7, 30)
    }

    /// The id of what is found among three series, or the error.
    fn id(typed: &str, now: &str, recorded: &[&str]) -> String {
        let moved = nadia().moving("2020-04-02 20:30", "2020-04-03 12:00").cancelling("2020-04-04 20:30");
        let all = [moved, emission(), series("nuit", "2020-05-01 22:00", "FREQ=DAILY;BYHOUR=9,22;COUNT=4")];
        let is_recorded = |id: &OccurrenceId| recorded.contains(&id.to_string().as_str());
        match find(typed, &all, &library(&[]), now.parse().unwrap(), is_recorded) {
            Ok(Found::Occurrence(found)) => found.id.to_string(),
            Ok(Found::Series(series)) => format!("the series {series}"),
            Err(fault) => fault.to_string(),
        }
    }

    const NOON: &str = "2020-03-28T12:00:00Z";

    #[test]
    fn an_occurrence_is_found_by_time_date_and_number() {
        for (typed, expected) in [
            ("nadia@2020-03-28T20:30", "nadia@2020-03-28T20:30"),
            ("nadia@2020-03-28 20:30", "nadia@2020-03-28T20:30"),
            ("nadia@2020-03-28T20:30:00", "nadia@2020-03-28T20:30"),
            ("nadia@2020-03-28", "nadia@2020-03-28T20:30"),
            ("nadia#9", "nadia@2020-03-28T20:30"),
            ("nadia#60", "nadia@2020-05-18T20:30"),
            ("nadia@2020-04-02", "nadia@2020-04-02T20:30"),
            ("nadia@2020-04-04", "nadia@2020-04-04T20:30"),
            ("emission#4", "emission@2020-04-02T20:00"),
            ("emission.preparation#4", "emission.preparation@2020-03-26T20:00"),
            ("emission.preparation@2020-03-26", "emission.preparation@2020-03-26T20:00"),
            ("emission.preparation@2020-03-26T20:00", "emission.preparation@2020-03-26T20:00"),
            ("nuit@2020-05-02T09:00", "nuit@2020-05-02T09:00"),
        ] {
            assert_eq!(id(typed, NOON, &[]), expected, "{typed}");
        }
    }

    #[test]
    fn a_series_alone_is_the_evening_nearest_to_now() {
        for (now, recorded, expected) in [
            ("2020-03-28T12:00:00Z", vec![], "nadia@2020-03-28T20:30"),
            ("2020-03-28T20:00:00Z", vec![], "nadia@2020-03-28T20:30"),
            ("2020-03-28T20:00:00Z", vec!["nadia@2020-03-28T20:30"], "the series nadia"),
            ("2020-03-29T07:00:00Z", vec![], "nadia@2020-03-28T20:30"), // 10 h 45 after, and 11 h 30 before
            ("2020-03-29T08:00:00Z", vec![], "nadia@2020-03-29T20:30"),
            ("2020-03-29T07:00:00Z", vec!["nadia@2020-03-28T20:30"], "nadia@2020-03-29T20:30"),
            ("2020-04-03T10:00:00Z", vec![], "nadia@2020-04-02T20:30"), // moved to this noon
            ("2020-04-03T18:00:00Z", vec!["nadia@2020-04-03T20:30"], "nadia@2020-04-02T20:30"),
            ("2020-04-04T18:00:00Z", vec![], "the series nadia"), // cancelled
            ("2020-03-20T07:30:00Z", vec![], "nadia@2020-03-20T20:30"), // twelve hours before, exactly
            ("2020-03-20T07:29:59Z", vec![], "the series nadia"),
            ("2020-05-19T07:15:00Z", vec![], "nadia@2020-05-18T20:30"), // twelve hours after its end
            ("2020-05-19T07:15:01Z", vec![], "the series nadia"),
        ] {
            assert_eq!(id("nadia", now, &recorded), expected, "{now} {recorded:?}");
        }
    }

    #[test]
    fn a_series_alone_is_never_one_of_its_chains() {
        assert_eq!(id("emission", "2020-03-26T19:00:00Z", &[]), "the series emission");
        assert_eq!(id("emission.preparation", "2020-03-26T19:00:00Z", &[]), "emission.preparation@2020-03-26T20:00");
    }

    #[test]
    fn what_names_no_occurrence_is_told_with_what_would() {
        for (typed, expected) in [
            ("nadya", "expected the id of a series, found `nadya`\n  hint: did you mean `nadia`?"),
            (
                "zzz",
                "expected the id of a series, found `zzz`\n  hint: temoin agenda shows the series; each is a file in series/",
            ),
            (
                "nadia@soon",
                "expected an occurrence such as `nadia@2020-03-28T20:30`, `nadia@2020-03-28` or `nadia#9`, found `nadia@soon`\n  \
              hint: temoin agenda shows the ids",
            ),
            (
                "nadia@2020-03-28T20:31",
                "the series `nadia` has no occurrence `nadia@2020-03-28T20:31`\n  \
              hint: temoin agenda --series nadia shows its dates",
            ),
            (
                "nadia@2020-04-03",
                "`nadia@2020-04-03` names 2 occurrences\n  \
              hint: name one of them: `nadia@2020-04-02T20:30`, `nadia@2020-04-03T20:30`",
            ),
            (
                "nuit@2020-05-02",
                "`nuit@2020-05-02` names 2 occurrences\n  \
              hint: name one of them: `nuit@2020-05-02T09:00`, `nuit@2020-05-02T22:00`",
            ),
            ("emission.bilan", "the series `emission` has no chain `bilan`\n  hint: its chains: preparation"),
            ("nadia.bilan#3", "the series `nadia` has no chain `bilan`"),
        ] {
            assert_eq!(id(typed, NOON, &[]), expected, "{typed}");
        }
        for typed in ["", "@2020-03-28", "nadia#0", "nadia#x", "nadia@", "nadia@2020-13-01", "#3"] {
            assert!(id(typed, NOON, &[]).starts_with("expected an occurrence such as"), "{typed}");
        }
        for typed in ["nadia#61", "nadia@2021-03-28", "emission.preparation@2020-04-02T20:00"] {
            assert!(id(typed, NOON, &[]).contains("has no occurrence"), "{typed}");
        }
    }

    #[test]
    fn text_that_disturbs_a_terminal_is_shown_harmless() {
        assert!(id("\u{1b}[31mnadia@x", NOON, &[]).contains("found `[31mnadia@x`"));
        assert!(id(&"n".repeat(10_000), NOON, &[]).len() < 200);
    }
}
