//! A cycle: one plan for several groups, and the series that it makes of each. Pure; `store::cycle` reads the file.
//!
//! Closed weeks of the cycle come out as closed days of each series, so that a series needs nothing but its own file, and knows of them
//! when a date is moved onto one. What a person has changed in a series since stays, unless the cycle's file changes the same thing.

use chrono::{Duration, NaiveDateTime};
use chrono_tz::Tz;

use super::YEARS;
use super::dates::Dates;
use super::recurrence::new_year;
use crate::domain::{Chain, ClosedDays, LibrarySettings, OnClosed, Series, Slug, Source, Step};
use crate::error::{Error, Result};
use crate::text;

/// What stands for the group's name in titles and announcements.
pub const GROUP: &str = "{group}";

/// Closed days are kept for so long behind the last date: as far as somebody may shift it.
const SHIFTED_BY: Duration = Duration::days(366);

#[derive(Debug, Clone, PartialEq)]
pub struct Cycle {
    /// The name of its file.
    pub id: Slug,
    /// With [`GROUP`] where the group's name shall stand.
    pub title: String,
    pub zone: Tz,
    /// Of one session.
    pub minutes: u32,
    /// Days from one session to the next, at least one.
    pub every: u32,
    /// How many sessions each group has.
    pub sessions: u32,
    /// Beside those of the library.
    pub closed: Vec<ClosedDays>,
    pub on_closed: OnClosed,
    pub guests: Vec<Slug>,
    pub place: Option<Slug>,
    pub quiet: bool,
    pub announce: Option<String>,
    pub steps: Vec<Step>,
    pub chains: Vec<Chain>,
    pub groups: Vec<Group>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// The id of its series.
    pub id: Slug,
    pub name: String,
    /// Wall time of its first session.
    pub start: NaiveDateTime,
    /// Who leads it.
    pub pair: Vec<Slug>,
    /// Beside the cycle's.
    pub guests: Vec<Slug>,
    /// Else the cycle's.
    pub place: Option<Slug>,
}

impl Cycle {
    /// The series of one group, as the file alone says it.
    ///
    /// Fails where closed days leave it no date, or, with `shift` or `keep`, fewer dates than sessions within reach.
    pub fn series(&self, group: &Group, settings: &LibrarySettings) -> Result<Series> {
        let mut series = self.with_all_closed(group);
        let beyond = new_year(YEARS.end() + 1);
        let dates = Dates::of(&series, &settings.closed)?.between(group.start, beyond)?;
        let least = if self.on_closed == OnClosed::Skip { 1 } else { self.sessions as usize };
        let Some(last) = dates.last().filter(|_| dates.len() >= least) else { return Err(self.too_few(group, dates.len())) };
        let latest = last.at.date() + SHIFTED_BY;
        series.closed.retain(|days| group.start.date() <= days.last && days.first <= latest);
        Ok(series)
    }

    fn too_few(&self, group: &Group, found: usize) -> Error {
        let (name, year) = (group.id.as_str(), *YEARS.end());
        let fault = Error::new(text!("plan-cycle-too-few", group = name, found = found, sessions = self.sessions, year = year));
        fault.hint(text!("plan-cycle-too-few-hint"))
    }

    fn with_all_closed(&self, group: &Group) -> Series {
        let named = |text: &String| text.replace(GROUP, &group.name);
        Series {
            id: group.id.clone(),
            uid: None,
            title: named(&self.title),
            start: group.start,
            zone: self.zone,
            minutes: self.minutes,
            rules: vec![format!("{};COUNT={}", frequency(self.every), self.sessions)],
            skip: Vec::new(),
            also: Vec::new(),
            closed: self.closed.clone(),
            on_closed: self.on_closed,
            hosts: group.pair.clone(),
            guests: self.guests.iter().chain(&group.guests).cloned().collect(),
            place: group.place.clone().or_else(|| self.place.clone()),
            quiet: self.quiet,
            heavy: false,
            announce: self.announce.as_ref().map(named),
            changes: Vec::new(),
            steps: self.steps.clone(),
            chains: self.chains.clone(),
            rotas: Vec::new(),
            turns: Vec::new(),
            source: Source::default(),
        }
    }
}

/// Every so many days: by weeks where they are whole.
fn frequency(days: u32) -> String {
    let (name, every) = if days.is_multiple_of(7) { ("WEEKLY", days / 7) } else { ("DAILY", days) };
    match every {
        1 => format!("FREQ={name}"),
        every => format!("FREQ={name};INTERVAL={every}"),
    }
}

/// `there` with what the file says otherwise than it did before: moves, shifts, cancelled dates and whatever else a person has changed
/// since stay.
pub fn revised(there: &Series, before: &Series, now: &Series) -> Series {
    let mut new = there.clone();
    macro_rules! take_over {
        ($($key:ident),*) => { $(if before.$key != now.$key { new.$key = now.$key.clone(); })* };
    }
    take_over!(title, start, zone, minutes, rules, on_closed, hosts, guests, place, quiet, announce, steps, chains);
    if before.closed != now.closed {
        new.closed.retain(|days| !before.closed.contains(days) && !now.closed.contains(days));
        new.closed.extend(now.closed.iter().copied());
    }
    new
}

/// Whether the series says what its cycle says, whatever a person has moved in it.
pub fn is_as_said(there: &Series, said: &Series) -> bool {
    revised(there, there, said) == *there
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Plan;
    use crate::plan::examples::{at, brief, library, slug, spans};

    /// Five Mondays, every third week, from 11 January 2021.
    fn cycle(on_closed: OnClosed, closed: &[&str]) -> Cycle {
        Cycle {
            id: slug("intervisions"),
            title: "Intervision, {group}".into(),
            zone: Tz::Europe__Brussels,
            minutes: 120,
            every: 21,
            sessions: 5,
            closed: library(closed).closed,
            on_closed,
            guests: Vec::new(),
            place: Some(slug("salle")),
            quiet: false,
            announce: Some("{group} est enregistré.".into()),
            steps: Vec::new(),
            chains: Vec::new(),
            groups: vec![group()],
        }
    }

    fn group() -> Group {
        Group {
            id: slug("g1"),
            name: "groupe 1".into(),
            start: at("2021-01-11 13:30"),
            pair: vec![slug("anne"), slug("bela")],
            guests: Vec::new(),
            place: None,
        }
    }

    fn dates(cycle: &Cycle, closed: &[&str]) -> Vec<String> {
        let settings = library(closed);
        let series = cycle.series(&cycle.groups[0], &settings).unwrap();
        let plan = Plan::of(&series, &settings).unwrap();
        brief(&plan.between(at("2021-01-01 00:00"), at("2022-01-01 00:00")).unwrap())
    }

    #[test]
    fn a_group_becomes_a_series_of_so_many_dates() {
        let cycle = cycle(OnClosed::Shift, &[]);
        let series = cycle.series(&cycle.groups[0], &library(&[])).unwrap();
        assert_eq!(
            (series.title.as_str(), series.announce.as_deref()),
            ("Intervision, groupe 1", Some("groupe 1 est enregistré."))
        );
        assert_eq!((series.rules, series.hosts), (vec!["FREQ=WEEKLY;INTERVAL=3;COUNT=5".to_owned()], group().pair));
        assert_eq!(series.place, Some(slug("salle")));
        let all = ["01-11 13:30 1/5", "02-01 13:30 2/5", "02-22 13:30 3/5", "03-15 13:30 4/5", "04-05 13:30 5/5"];
        assert_eq!(dates(&cycle, &[]), all);
    }

    #[test]
    fn closed_weeks_are_made_up_for_or_left_out_or_kept() {
        let closed = &["2021-02-15/2021-02-22"][..];
        let shifted = ["01-11 13:30 1/5", "02-01 13:30 2/5", "03-15 13:30 3/5", "04-05 13:30 4/5", "04-26 13:30 5/5"];
        assert_eq!(dates(&cycle(OnClosed::Shift, closed), &[]), shifted);
        assert_eq!(dates(&cycle(OnClosed::Shift, &[]), closed), shifted);
        assert_eq!(dates(&cycle(OnClosed::Shift, closed), closed), shifted);
        assert_eq!(
            dates(&cycle(OnClosed::Shift, closed), &["2021-04-05"]),
            ["01-11 13:30 1/5", "02-01 13:30 2/5", "03-15 13:30 3/5", "04-26 13:30 4/5", "05-17 13:30 5/5"]
        );
        assert_eq!(
            dates(&cycle(OnClosed::Skip, closed), &[]),
            ["01-11 13:30 1/4", "02-01 13:30 2/4", "03-15 13:30 3/4", "04-05 13:30 4/4"]
        );
        assert_eq!(dates(&cycle(OnClosed::Keep, closed), &[]).len(), 5);
    }

    #[test]
    fn a_group_that_finds_too_few_open_dates_is_named() {
        let fault = |on_closed, closed: &[&str]| {
            let cycle = cycle(on_closed, closed);
            cycle.series(&cycle.groups[0], &library(&["2021-01-01/2021-01-31"])).map_err(|fault| fault.to_string())
        };
        let for_ever = &["2021-03-01/2299-12-31"][..];
        let told = fault(OnClosed::Shift, for_ever).unwrap_err();
        assert!(told.contains("the group `g1` finds 2 open dates until the end of 2200; it needs 5"), "{told}");
        assert!(fault(OnClosed::Skip, for_ever).is_ok(), "fewer are what `skip` means");
        assert!(fault(OnClosed::Keep, for_ever).is_ok());
        assert!(fault(OnClosed::Skip, &["2021-02-01/2299-12-31"]).unwrap_err().contains("finds 0 open dates"));
    }

    #[test]
    fn a_date_that_is_shifted_onto_a_closed_week_knows_of_it() {
        let (cycle, settings) = (cycle(OnClosed::Shift, &["2021-02-15/2021-02-21"]), library(&[]));
        let series = cycle.series(&cycle.groups[0], &settings).unwrap().shifting("2021-02-01 13:30", 14);
        let plan = Plan::of(&series, &settings).unwrap();
        let found = plan.between(at("2021-01-01 00:00"), at("2022-01-01 00:00")).unwrap();
        assert_eq!(brief(&found)[..2], ["01-11 13:30 1/5", "02-15 13:30 2/5"]);
        assert_eq!(found.iter().map(|found| found.on_closed_day).collect::<Vec<_>>(), [false, true, false, false, false]);
    }

    #[test]
    fn days_that_make_no_weeks_are_counted_as_days() {
        assert_eq!(frequency(10), "FREQ=DAILY;INTERVAL=10");
        assert_eq!((frequency(7).as_str(), frequency(1).as_str()), ("FREQ=WEEKLY", "FREQ=DAILY"));
    }

    #[test]
    fn only_what_the_file_says_otherwise_is_taken_over() {
        let (before, mut after) = (cycle(OnClosed::Shift, &["2021-02-22"]), cycle(OnClosed::Shift, &["2021-03-15"]));
        after.minutes = 90;
        let (settings, group) = (library(&[]), group());
        let said = |cycle: &Cycle| cycle.series(&group, &settings).unwrap();
        let (before, after) = (said(&before), said(&after));
        let mut there = before.clone().moving("2021-02-01 13:30", "2021-02-02 13:30");
        there.place = Some(slug("ailleurs"));
        there.closed.extend(spans(&["2021-04-05"]));
        assert_eq!(revised(&there, &before, &before), there);
        let new = revised(&there, &before, &after);
        assert_eq!((new.minutes, new.place, new.changes.len()), (90, Some(slug("ailleurs")), 1));
        assert_eq!(new.closed, spans(&["2021-04-05", "2021-03-15"]));
    }

    #[test]
    fn a_series_that_only_moved_is_as_its_cycle_says() {
        let (cycle, settings) = (cycle(OnClosed::Shift, &[]), library(&[]));
        let said = cycle.series(&cycle.groups[0], &settings).unwrap();
        assert!(is_as_said(&said.clone().shifting("2021-02-01 13:30", 7), &said));
        assert!(!is_as_said(&Series { minutes: 1, ..said.clone() }, &said));
    }
}
