//! How evenings weighed on those who were there.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::{Occurrence, State, state};
use crate::domain::OccurrenceId;

/// Says of each occurrence whether it was heavy: what a session has `said` of its evening counts before what the series says of all, and
/// what was missed was no evening to anybody.
pub fn weigh(
    planned: &mut [Occurrence],
    said: &BTreeMap<OccurrenceId, bool>,
    is_recorded: impl Fn(&OccurrenceId) -> bool,
    now: DateTime<Utc>,
) {
    for occurrence in planned {
        occurrence.heavy = match state(occurrence, is_recorded(&occurrence.id), now) {
            State::Missed => Some(false),
            _ => said.get(&occurrence.id).copied().or(occurrence.heavy),
        };
    }
}
