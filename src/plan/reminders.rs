//! What is to be told of what is planned, and when to look again. Each occurrence is told when it is due, and once more when it should
//! have begun and has no session. Remembers nothing itself: what was told is handed in.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::state::{DUE_BEFORE, LATE_AFTER, state};
use super::{Occurrence, State};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Occasion {
    Due,
    Late,
}

/// An occurrence, and what has become of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned {
    pub occurrence: Occurrence,
    pub has_session: bool,
}

/// What is told once, ever. An occurrence that is moved has another start, so it is told anew.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Telling {
    pub start: DateTime<Utc>,
    /// The occurrence's id.
    pub occurrence: String,
    pub occasion: Occasion,
}

/// Something to tell.
#[derive(Debug, Clone, PartialEq)]
pub struct Reminder {
    pub occurrence: Occurrence,
    pub occasion: Occasion,
}

#[derive(Debug, Default)]
pub struct Look {
    /// By start.
    pub tell: Vec<Reminder>,
    /// When the next one will be due or late, if nothing changes.
    pub next: Option<DateTime<Utc>>,
}

impl Reminder {
    pub fn telling(&self) -> Telling {
        let start = self.occurrence.start.with_timezone(&Utc);
        Telling { start, occurrence: self.occurrence.id.to_string(), occasion: self.occasion }
    }

    /// Whole minutes until it starts, a begun one included; negative, and only those that have passed, when it should have begun.
    pub fn minutes(&self, now: DateTime<Utc>) -> i64 {
        let seconds = (self.occurrence.start.with_timezone(&Utc) - now).num_milliseconds().div_euclid(1000);
        if seconds > 0 { (seconds + 59).div_euclid(60) } else { -((-seconds).div_euclid(60)) }
    }
}

/// What is to be told at `now`, where `told` has been told. What was missed, is cancelled or has a session is not.
pub fn look(planned: &[Planned], told: &BTreeSet<Telling>, now: DateTime<Utc>) -> Look {
    let waiting = || planned.iter().filter(|one| state(&one.occurrence, one.has_session, now).waits());
    let reminders = waiting().filter_map(|one| reminder(one, now)).filter(|reminder| !told.contains(&reminder.telling()));
    let mut tell: Vec<Reminder> = reminders.collect();
    tell.sort_by_key(Reminder::telling);
    Look { tell, next: waiting().flat_map(turns).filter(|turn| *turn > now).min() }
}

fn reminder(one: &Planned, now: DateTime<Utc>) -> Option<Reminder> {
    let occasion = match state(&one.occurrence, one.has_session, now) {
        State::Due => Occasion::Due,
        State::Late => Occasion::Late,
        State::Planned | State::Missed | State::Done | State::Cancelled => return None,
    };
    Some(Reminder { occurrence: one.occurrence.clone(), occasion })
}

/// When it becomes due, and late.
fn turns(one: &Planned) -> [DateTime<Utc>; 2] {
    let start = one.occurrence.start.with_timezone(&Utc);
    [start - DUE_BEFORE, start + LATE_AFTER]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Series;
    use crate::plan::examples::{agenda, library, nadia, series};

    /// Somebody who looks now and then, and remembers.
    #[derive(Default)]
    struct Watch {
        told: BTreeSet<Telling>,
    }

    impl Watch {
        /// What is told at a time in UTC: `due 20:30` with the wall time of the start.
        fn looks(&mut self, series: &[Series], now: &str, has_session: bool) -> Vec<String> {
            let found = agenda(series, &library(&[]), "2020-03-20", "2020-11-01");
            let planned: Vec<Planned> = found.into_iter().map(|occurrence| Planned { occurrence, has_session }).collect();
            let tell = look(&planned, &self.told, now.parse().unwrap()).tell;
            self.told.extend(tell.iter().map(Reminder::telling));
            tell.iter().map(|one| format!("{:?} {}", one.occasion, one.occurrence.start.format("%d %H:%M"))).collect()
        }

        /// Looks at an unchanged plan at each of these times.
        #[track_caller]
        fn expect(series: &[Series], looks: &[(&str, &[&str])]) {
            let mut watch = Watch::default();
            for (now, told) in looks {
                assert_eq!(watch.looks(series, now, false), *told, "{now}");
            }
        }
    }

    #[test]
    fn each_evening_is_told_once_when_it_is_due_and_once_when_it_is_late() {
        Watch::expect(
            &[nadia()],
            &[
                ("2020-03-28T19:14:59Z", &[]),
                ("2020-03-28T19:15:00Z", &["Due 28 20:30"]),
                ("2020-03-28T19:16:00Z", &[]),
                ("2020-03-28T19:39:59Z", &[]),
                ("2020-03-28T19:40:00Z", &["Late 28 20:30"]),
                ("2020-03-28T19:41:00Z", &[]),
                ("2020-03-29T08:15:00Z", &[]),
                ("2020-03-29T18:15:00Z", &["Due 29 20:30"]), // an hour earlier in UTC: the clocks changed in the night
            ],
        );
    }

    #[test]
    fn who_slept_through_it_hears_of_it_once_and_of_nothing_that_was_missed() {
        Watch::expect(
            &[nadia()],
            &[
                ("2020-03-24T12:00:00Z", &[]),
                ("2020-03-28T21:00:00Z", &["Late 28 20:30"]), // four evenings asleep: only the last one is told
                ("2020-03-28T21:01:00Z", &[]),
            ],
        );
        Watch::expect(&[nadia()], &[("2020-03-29T08:14:59Z", &["Late 28 20:30"])]);
        Watch::expect(&[nadia()], &[("2020-03-29T08:15:00Z", &[])]);
    }

    #[test]
    fn a_clock_that_is_set_back_or_forth_tells_nothing_twice() {
        Watch::expect(
            &[nadia()],
            &[
                ("2020-03-28T19:40:00Z", &["Late 28 20:30"]),
                ("2020-03-28T18:00:00Z", &[]),
                ("2020-03-28T19:15:00Z", &["Due 28 20:30"]), // it was never told before
                ("2020-03-28T18:00:00Z", &[]),
                ("2020-03-28T19:15:00Z", &[]),
                ("2020-06-01T12:00:00Z", &[]),
                ("2020-03-28T19:40:00Z", &[]),
            ],
        );
    }

    #[test]
    fn a_time_in_the_gap_is_told_where_it_lies_and_one_in_the_fold_once() {
        let night = |date| series("night", date, "FREQ=DAILY;COUNT=1");
        Watch::expect(
            &[night("2020-03-29 02:30")],
            &[("2020-03-29T01:14:59Z", &[]), ("2020-03-29T01:15:00Z", &["Due 29 03:30"])],
        );
        Watch::expect(
            &[night("2020-10-25 02:30")],
            &[
                ("2020-10-25T00:15:00Z", &["Due 25 02:30"]),
                ("2020-10-25T00:40:00Z", &["Late 25 02:30"]),
                ("2020-10-25T01:15:00Z", &[]),
            ],
        );
    }

    #[test]
    fn what_is_moved_cancelled_restored_or_recorded_is_followed() {
        let moved = nadia().moving("2020-03-28 20:30", "2020-03-28 22:00");
        let cancelled = nadia().cancelling("2020-03-28 20:30");
        let elsewhere = Series { zone: chrono_tz::Tz::Europe__London, ..nadia() };
        let mut watch = Watch::default();
        for (series, now, has_session, told) in [
            (&nadia(), "2020-03-28T19:15:00Z", false, &["Due 28 20:30"][..]),
            (&moved, "2020-03-28T19:16:00Z", false, &[]),
            (&nadia(), "2020-03-28T19:17:00Z", false, &[]), // moved back to where it was told
            (&cancelled, "2020-03-28T19:40:00Z", false, &[]),
            (&nadia(), "2020-03-28T19:41:00Z", true, &[]),
            (&nadia(), "2020-03-28T19:42:00Z", false, &["Late 28 20:30"]),
            (&elsewhere, "2020-03-28T20:15:00Z", false, &["Due 28 20:30"]), // its zone was changed: an hour later
            (&moved, "2020-03-28T20:45:00Z", false, &["Due 28 22:00"]),
        ] {
            assert_eq!(watch.looks(std::slice::from_ref(series), now, has_session), told, "{now}");
        }
    }

    #[test]
    fn the_next_look_is_when_something_turns() {
        for (now, next) in [
            ("2020-03-28T12:00:00Z", "2020-03-28T19:15:00Z"),
            ("2020-03-28T19:15:00Z", "2020-03-28T19:40:00Z"),
            ("2020-03-28T19:40:00Z", "2020-03-29T18:15:00Z"),
        ] {
            let found = agenda(&[nadia()], &library(&[]), "2020-03-28", "2020-03-30");
            let planned: Vec<Planned> = found.into_iter().map(|occurrence| Planned { occurrence, has_session: false }).collect();
            let found = look(&planned, &BTreeSet::new(), now.parse().unwrap());
            assert_eq!(found.next, Some(next.parse().unwrap()), "{now}");
        }
        assert_eq!(look(&[], &BTreeSet::new(), Utc::now()).next, None);
    }

    #[test]
    fn minutes_count_a_begun_one_before_the_start_and_whole_ones_after_it() {
        let occurrence = agenda(&[nadia()], &library(&[]), "2020-03-28", "2020-03-28").remove(0);
        let reminder = Reminder { occurrence, occasion: Occasion::Due };
        for (now, minutes) in [
            ("2020-03-28T19:15:00Z", 15),
            ("2020-03-28T19:15:00.400Z", 15),
            ("2020-03-28T19:29:30Z", 1),
            ("2020-03-28T19:30:00Z", 0),
            ("2020-03-28T19:30:59Z", 0),
            ("2020-03-28T19:41:10Z", -11),
        ] {
            assert_eq!(reminder.minutes(now.parse().unwrap()), minutes, "{now}");
        }
    }
}
