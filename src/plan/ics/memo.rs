//! What a series' file says and its event does not: closed days come out as dates left out, a shift as moved dates, `skip` as times.
//!
//! It travels beside the first event as X-TEMOIN-PLAN, without titles, ids, people or texts. It counts only as long as it gives exactly the
//! events that it travels with: whoever changed them in another program is right.

use chrono::{Duration, NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use super::events::chain_key;
use crate::domain::{Chain, Change, ChangeTo, ClosedDays, OnClosed, Series, Skip, Slug};

/// Longer ones are left out, in bytes.
const LONGEST: usize = 32 * 1024;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Memo {
    start: NaiveDateTime,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    rules: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    skip: Vec<Left>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    also: Vec<NaiveDateTime>,
    /// First and last days.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    closed: Vec<(NaiveDate, NaiveDate)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    on_closed: Option<Closed>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    change: Vec<Changed>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    chain: Vec<Chained>,
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Left {
    Time(NaiveDateTime),
    Date(NaiveDate),
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Closed {
    Shift,
    Keep,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Changed {
    of: NaiveDateTime,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    to: Option<NaiveDateTime>,
    /// In seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    by: Option<i64>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    following: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Chained {
    /// In place of its id.
    key: String,
    /// In seconds.
    by: i64,
    minutes: u32,
}

/// The memo of a series; `None` for one that would be too long.
pub fn of(series: &Series, uid: &str) -> Option<String> {
    let skip = series.skip.iter().map(|skip| match *skip {
        Skip::Date(date) => Left::Date(date),
        Skip::Time(time) => Left::Time(time),
    });
    let change = series.changes.iter().map(|change| {
        let (to, by) = match change.to {
            ChangeTo::Time(to) => (Some(to), None),
            ChangeTo::By(by) => (None, Some(by.num_seconds())),
            ChangeTo::Cancelled => (None, None),
        };
        Changed { of: change.of, to, by, following: change.following }
    });
    let chain = series.chains.iter();
    let memo = Memo {
        start: series.start,
        rules: series.rules.clone(),
        skip: skip.collect(),
        also: series.also.clone(),
        closed: series.closed.iter().map(|days| (days.first, days.last)).collect(),
        on_closed: match series.on_closed {
            OnClosed::Skip => None,
            OnClosed::Shift => Some(Closed::Shift),
            OnClosed::Keep => Some(Closed::Keep),
        },
        change: change.collect(),
        chain: chain
            .map(|one| Chained { key: chain_key(uid, &one.id), by: one.by.num_seconds(), minutes: one.minutes })
            .collect(),
    };
    serde_json::to_string(&memo).ok().filter(|text| text.len() <= LONGEST)
}

/// The series as its memo says it, and the keys of its chains; `title_of` knows what these are called, and their ids are made of that.
/// `None` where the text is no memo.
pub fn applied(text: &str, series: &Series, title_of: impl Fn(&str) -> Option<String>) -> Option<(Series, Vec<String>)> {
    let memo: Memo = serde_json::from_str(text).ok()?;
    let (mut keys, mut chains): (Vec<String>, Vec<Chain>) = (Vec::new(), Vec::new());
    for chained in memo.chain {
        let title = title_of(&chained.key)?;
        let id = free_id(&title, &chains)?;
        chains.push(Chain { title, id, by: Duration::try_seconds(chained.by)?, minutes: chained.minutes });
        keys.push(chained.key);
    }
    let change = |changed: Changed| {
        let to = match (changed.to, changed.by) {
            (Some(to), None) => ChangeTo::Time(to),
            (None, Some(by)) => ChangeTo::By(Duration::try_seconds(by)?),
            (None, None) => ChangeTo::Cancelled,
            (Some(_), Some(_)) => return None,
        };
        let is_sound = !changed.following || matches!(to, ChangeTo::By(_));
        is_sound.then_some(Change { of: changed.of, to, following: changed.following })
    };
    let skip = memo.skip.into_iter().map(|left| match left {
        Left::Date(date) => Skip::Date(date),
        Left::Time(time) => Skip::Time(time),
    });
    let series = Series {
        start: memo.start,
        rules: memo.rules,
        skip: skip.collect(),
        also: memo.also,
        on_closed: match memo.on_closed {
            None => OnClosed::Skip,
            Some(Closed::Shift) => OnClosed::Shift,
            Some(Closed::Keep) => OnClosed::Keep,
        },
        changes: memo.change.into_iter().map(change).collect::<Option<_>>()?,
        chains,
        closed: memo.closed.into_iter().map(|(first, last)| ClosedDays { first, last }).collect(),
        ..series.clone()
    };
    Some((series, keys))
}

fn free_id(title: &str, chains: &[Chain]) -> Option<Slug> {
    let own = Slug::of(title).unwrap_or_else(Slug::session);
    let numbered = (2..=chains.len() + 1).filter_map(|number| Slug::parse(&format!("{own}-{number}")));
    [own.clone()].into_iter().chain(numbered).find(|id| chains.iter().all(|chain| chain.id != *id))
}
