//! What comes of a draft before it is kept: its next dates, and what is odd about each.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Duration, NaiveDateTime, Utc};

use super::agenda::{Occurrence, Plan, Window};
use super::{Clash, clash_window, clashes, clock_change, occurrences, weigh, without_change};
use crate::domain::{Change, ChangeTo, LibrarySettings, OccurrenceId, OnClosed, Series};
use crate::error::Result;

/// One date, and what is odd about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Preview {
    pub occurrence: Occurrence,
    pub closed: Option<Closed>,
    /// With occurrences of any series, its own among them. Who has a role is not known here.
    pub clashes: Vec<Clash>,
    /// By how much the clocks go forward on its date.
    pub clock_change: Option<Duration>,
}

/// The date lies on a closed day of the library.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closed {
    /// It takes place all the same.
    Kept,
    /// It falls away, or the rule runs on for it.
    LeftOut,
}

/// What a draft is looked at beside.
#[derive(Debug, Clone, Copy)]
pub struct Beside<'a> {
    /// The series of the library, with which it may clash; one of the same id among them is the state before, and does not count.
    pub all: &'a [Series],
    pub settings: &'a LibrarySettings,
    /// Every occurrence that has a session.
    pub recorded: &'a BTreeSet<OccurrenceId>,
    /// What sessions say of how heavy their evenings were.
    pub said_heavy: &'a BTreeMap<OccurrenceId, bool>,
    pub now: DateTime<Utc>,
}

static NONE_RECORDED: BTreeSet<OccurrenceId> = BTreeSet::new();
static NONE_SAID: BTreeMap<OccurrenceId, bool> = BTreeMap::new();

impl<'a> Beside<'a> {
    /// For whom no clash is of interest.
    pub fn nothing(settings: &'a LibrarySettings, now: DateTime<Utc>) -> Beside<'a> {
        Beside { all: &[], settings, recorded: &NONE_RECORDED, said_heavy: &NONE_SAID, now }
    }
}

/// The next `most` dates of a series from now on, the closed ones between them.
pub fn next_dates(series: &Series, beside: &Beside, most: usize) -> Result<Vec<Preview>> {
    let (settings, from) = (beside.settings, beside.now);
    let kept = upcoming(series, settings, from, most)?;
    let Some(last) = kept.last() else { return Ok(Vec::new()) };
    let window = Window { from, to: last.start.with_timezone(&Utc) };
    let left_out = left_out(series, settings, window)?;
    let mut dates: Vec<Occurrence> = kept.into_iter().chain(left_out.values().cloned()).collect();
    dates.sort_by_key(|found| found.start);
    let around = Around::of(series, beside, window);
    Ok(dates.into_iter().map(|found| around.odd(found, &left_out)).collect())
}

/// What becomes of an occurrence that is moved to a wall time of its zone; `None` where the series has none of that id.
pub fn moved(beside: &Beside, id: &OccurrenceId, to: NaiveDateTime) -> Result<Option<Preview>> {
    let Some(series) = beside.all.iter().find(|series| series.id == id.series) else { return Ok(None) };
    let mut series = without_change(series, id.at);
    series.changes.push(Change { of: id.at, to: ChangeTo::Time(to), following: false });
    let Some(found) = Plan::of(&series, beside.settings)?.at(id)? else { return Ok(None) };
    let start = found.start.with_timezone(&Utc);
    let around = Around::of(&series, beside, Window { from: start, to: start });
    Ok(Some(around.odd(found, &BTreeMap::new())))
}

/// The first occurrences of a series that start from `from` on, wherever they lie now; chains and closed dates are left out, cancelled
/// ones are there. Looks further and further: two months, a year, a hundred years.
pub fn upcoming(series: &Series, settings: &LibrarySettings, from: DateTime<Utc>, most: usize) -> Result<Vec<Occurrence>> {
    let plan = Plan::of(series, settings)?;
    let mut found = Vec::new();
    for days in [60, 400, 36_500] {
        let next = plan.within(Window { from, to: from + Duration::days(days) });
        match next {
            Ok(next) => found = next.into_iter().filter(|found| found.chain.is_none()).collect(),
            Err(fault) if days == 60 => return Err(fault),
            Err(_) => break, // more than anybody looks at: what was found nearer will do
        }
        if found.len() >= most {
            break;
        }
    }
    found.sort_by_key(|found| found.start);
    found.truncate(most);
    Ok(found)
}

/// The dates that closed days take out.
fn left_out(series: &Series, settings: &LibrarySettings, window: Window) -> Result<BTreeMap<OccurrenceId, Occurrence>> {
    let (all_open, real) = (Series { on_closed: OnClosed::Keep, ..series.clone() }, Plan::of(series, settings)?);
    let mut left_out = BTreeMap::new();
    for found in Plan::of(&all_open, settings)?.within(window)? {
        if found.chain.is_none() && real.at(&found.id)?.is_none() {
            left_out.insert(found.id.clone(), found);
        }
    }
    Ok(left_out)
}

/// What a series and all others hold around some dates, each with its clashes.
struct Around(BTreeMap<OccurrenceId, Vec<Clash>>);

impl Around {
    fn of(series: &Series, beside: &Beside, window: Window) -> Around {
        let (others, settings) = (beside.all.iter().filter(|other| other.id != series.id), beside.settings);
        let together: Vec<Series> = others.chain([series]).cloned().collect();
        let weighs = together.iter().any(|one| one.heavy) || beside.said_heavy.values().any(|is_heavy| *is_heavy);
        let mut planned = occurrences(&together, settings, clash_window(window, &together, settings, weighs)).0;
        weigh(&mut planned, beside.said_heavy, |id| beside.recorded.contains(id), beside.now);
        let clashes = clashes(&planned, settings);
        Around(planned.into_iter().map(|found| found.id).zip(clashes).collect())
    }

    fn odd(&self, found: Occurrence, left_out: &BTreeMap<OccurrenceId, Occurrence>) -> Preview {
        let closed = match found.on_closed_day {
            _ if left_out.contains_key(&found.id) => Some(Closed::LeftOut),
            true => Some(Closed::Kept),
            false => None,
        };
        let clashes = self.0.get(&found.id).cloned().unwrap_or_default(); // what is left out is not planned
        let clock_change = clock_change(found.start.date_naive(), found.start.timezone());
        Preview { closed, clashes, clock_change, occurrence: found }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::examples::{at, brief, library, nadia, series};

    fn shown(series: &Series, all: &[Series], closed: &[&str], most: usize) -> Vec<String> {
        let settings = library(closed);
        let beside = Beside { all, ..Beside::nothing(&settings, "2020-03-28T00:00:00Z".parse().unwrap()) };
        let found = next_dates(series, &beside, most).unwrap();
        found.iter().map(line).collect()
    }

    fn line(found: &Preview) -> String {
        let mut clashes: Vec<&str> = found.clashes.iter().map(|clash| clash.with.series.as_str()).collect();
        clashes.dedup(); // each person and the place
        let hours = found.clock_change.map_or(0, |by| by.num_hours());
        format!("{} {:?} {hours:+} {}", brief(std::slice::from_ref(&found.occurrence))[0], found.closed, clashes.join(","))
            .trim_end()
            .to_owned()
    }

    #[test]
    fn the_next_dates_say_what_is_odd_about_each() {
        let samir = series("samir", "2020-03-30 21:00", "");
        assert_eq!(
            shown(&nadia(), &[nadia(), samir], &[], 3),
            ["03-28 20:30 9/60 None +0", "03-29 20:30 10/60 None +1", "03-30 20:30 11/60 None +0 samir"]
        );
    }

    #[test]
    fn closed_dates_stand_between_those_that_are_kept() {
        let fridays = series("jeux", "2020-04-24 20:00", "FREQ=WEEKLY;COUNT=3");
        let closed = &["2020-05-01"][..];
        let left_out = "05-01 20:00 2/3 Some(LeftOut) +0";
        assert_eq!(shown(&fridays, &[], closed, 2), ["04-24 20:00 1/2 None +0", left_out, "05-08 20:00 2/2 None +0"]);
        let kept = fridays.closing(OnClosed::Keep);
        assert_eq!(shown(&kept, &[], closed, 2), ["04-24 20:00 1/3 None +0", "05-01 20:00 2/3 Some(Kept) +0"]);
    }

    #[test]
    fn a_series_clashes_with_itself_too() {
        let heavy = Series { heavy: true, ..series("a", "2020-03-28 20:30", "FREQ=DAILY;COUNT=3") };
        let expected = ["03-28 20:30 1/3 None +0", "03-29 20:30 2/3 None +1", "03-30 20:30 3/3 None +0 a"];
        assert_eq!(shown(&heavy, &[], &[], 3), expected);
        let mut long = series("a", "2020-03-28 20:30", "FREQ=DAILY;COUNT=2");
        long.minutes = 25 * 60;
        assert_eq!(shown(&long, &[], &[], 2), ["03-28 20:30 1/2 None +0 a", "03-29 20:30 2/2 None +1 a"]);
    }

    #[test]
    fn evenings_that_were_weigh_as_their_sessions_say_and_missed_ones_do_not() {
        let heavy = Series { heavy: true, ..series("a", "2020-03-26 20:30", "FREQ=DAILY;COUNT=4") };
        let id = |day: u32| format!("a@2020-03-{day}T20:30").parse::<OccurrenceId>().unwrap();
        let is_free = |recorded: &[u32], said: &[(u32, bool)]| {
            let recorded: BTreeSet<OccurrenceId> = recorded.iter().map(|day| id(*day)).collect();
            let said: BTreeMap<OccurrenceId, bool> = said.iter().map(|(day, is_heavy)| (id(*day), *is_heavy)).collect();
            let settings = library(&[]);
            let now = "2020-03-28T10:00:00Z".parse().unwrap();
            let beside = Beside { recorded: &recorded, said_heavy: &said, ..Beside::nothing(&settings, now) };
            next_dates(&heavy, &beside, 1).unwrap()[0].clashes.is_empty()
        };
        assert!(!is_free(&[26, 27], &[]), "two evenings of a heavy series");
        assert!(is_free(&[27], &[]), "one of them was missed");
        assert!(is_free(&[26, 27], &[(27, false)]), "one of them was light");
    }

    #[test]
    fn dates_far_away_are_found_and_none_is_none() {
        assert_eq!(shown(&series("a", "2020-02-29 20:00", "FREQ=YEARLY"), &[], &[], 1), ["02-29 20:00 2/- None +0"]);
        assert_eq!(shown(&series("a", "2020-02-29 20:00", ""), &[], &[], 5), [""; 0]);
    }

    #[test]
    fn a_talk_that_began_days_ago_clashes_all_the_same() {
        let mut retreat = series("retraite", "2020-03-23 09:00", "");
        retreat.minutes = 7 * 24 * 60;
        let all = [nadia(), retreat];
        assert_eq!(
            shown(&nadia(), &all, &[], 3)[..],
            ["03-28 20:30 9/60 None +0 retraite", "03-29 20:30 10/60 None +1 retraite", "03-30 20:30 11/60 None +0"]
        );
    }

    #[test]
    fn a_move_is_looked_at_before_it_is_made() {
        let all = [nadia(), series("samir", "2020-03-31 18:30", "")];
        let id = |text: &str| text.parse::<OccurrenceId>().unwrap();
        let settings = library(&[]);
        let beside = Beside { all: &all, ..Beside::nothing(&settings, "2020-03-28T00:00:00Z".parse().unwrap()) };
        let preview = |to: &str| moved(&beside, &id("nadia@2020-03-31T20:30"), at(to)).unwrap().unwrap();
        assert_eq!(line(&preview("2020-03-31 18:00")), "03-31 18:00 12/60 None +0 samir");
        assert_eq!(line(&preview("2020-03-31 17:00")), "03-31 17:00 12/60 None +0");
        assert_eq!(line(&preview("2020-04-01 20:45")), "04-01 20:45 12/60 None +0 nadia");
        assert_eq!(moved(&beside, &id("nadia@2020-03-31T20:31"), at("2020-03-31 18:00")).unwrap(), None);
    }
}
