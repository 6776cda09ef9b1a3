//! How an occurrence stands at a given moment.

use chrono::{DateTime, Duration, Utc};

use super::Occurrence;
use super::clashes::longest;
use crate::domain::Series;

/// From so long before its start it is due …
pub const DUE_BEFORE: Duration = Duration::minutes(15);
/// … so long after its start it is late …
pub const LATE_AFTER: Duration = Duration::minutes(10);
/// … and so long after its end it is missed.
pub const MISSED_AFTER: Duration = Duration::hours(12);

/// What of these series began longer ago than this waits no more.
pub fn longest_wait(series: &[Series]) -> Duration {
    longest(series) + MISSED_AFTER
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    Planned,
    Due,
    Late,
    Missed,
    /// It has a session, with or without sound.
    Done,
    Cancelled,
}

impl State {
    /// It is still to be recorded.
    pub fn waits(self) -> bool {
        matches!(self, State::Planned | State::Due | State::Late)
    }

    /// The word in `agenda --json`.
    pub fn as_str(self) -> &'static str {
        match self {
            State::Planned => "planned",
            State::Due => "due",
            State::Late => "late",
            State::Missed => "missed",
            State::Done => "done",
            State::Cancelled => "cancelled",
        }
    }
}

/// What was recorded is done, also where it had been cancelled.
pub fn state(occurrence: &Occurrence, has_session: bool, now: DateTime<Utc>) -> State {
    let (start, end) = (occurrence.start.with_timezone(&Utc), occurrence.end.with_timezone(&Utc));
    match () {
        _ if has_session => State::Done,
        _ if occurrence.cancelled => State::Cancelled,
        _ if now < start - DUE_BEFORE => State::Planned,
        _ if now < start + LATE_AFTER => State::Due,
        _ if now < end + MISSED_AFTER => State::Late,
        _ => State::Missed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::examples::{agenda, library, nadia};

    /// How the evening of 28 March 2020, 20:30 to 21:15 in Brussels, stands at a time in UTC.
    fn stands(now: &str, has_session: bool, cancelled: bool) -> &'static str {
        let series = if cancelled { nadia().cancelling("2020-03-28 20:30") } else { nadia() };
        let found = agenda(&[series], &library(&[]), "2020-03-28", "2020-03-28");
        state(&found[0], has_session, now.parse().unwrap()).as_str()
    }

    #[test]
    fn an_evening_is_planned_due_late_and_missed() {
        for (now, expected) in [
            ("2020-03-28T19:14:59Z", "planned"),
            ("2020-03-28T19:15:00Z", "due"),
            ("2020-03-28T19:39:59Z", "due"),
            ("2020-03-28T19:40:00Z", "late"),
            ("2020-03-29T08:14:59Z", "late"), // twelve hours, although the clocks changed
            ("2020-03-29T08:15:00Z", "missed"),
        ] {
            assert_eq!(stands(now, false, false), expected, "{now}");
        }
    }

    #[test]
    fn what_has_a_session_is_done_at_any_time() {
        assert_eq!(stands("2020-03-28T19:14:59Z", true, false), "done");
        assert_eq!(stands("2021-03-28T19:14:59Z", true, true), "done");
    }

    #[test]
    fn what_is_cancelled_is_never_late() {
        assert_eq!(stands("2020-03-28T19:40:00Z", false, true), "cancelled");
    }
}
