//! What does not go together: a person or a place twice at once, too short a rest between two talks of one person, a third heavy
//! evening in a row.

use std::collections::BTreeMap;

use chrono::{Days, Duration, NaiveDate};

use super::{Occurrence, Window};
use crate::domain::{LibrarySettings, OccurrenceId, Series, Slug};

/// One occurrence does not go together with another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    pub with: OccurrenceId,
    pub why: Why,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// Somebody is in both at the same time.
    Person(Slug),
    /// Both take the place at the same time.
    Place(Slug),
    /// Somebody has only so many minutes between the two.
    Rest { person: Slug, minutes: u32 },
    /// Somebody's two evenings before were heavy; the other occurrence is the latest of them. `is_third`: the one before these was not.
    Heavy { person: Slug, is_third: bool },
}

/// Three heavy evenings and a fourth one, in whatever zones.
const HEAVY_REACH: Duration = Duration::days(4);

/// When something of these series can begin that clashes with what begins in the window. `weighs`: whether any of it may be heavy.
pub fn clash_window(window: Window, series: &[Series], settings: &LibrarySettings, weighs: bool) -> Window {
    let near = longest(series) + rest(settings);
    let before = if weighs { HEAVY_REACH.max(near) } else { near };
    Window { from: window.from - before, to: window.to + near }
}

/// How long the longest session of these series is planned.
pub fn longest(series: &[Series]) -> Duration {
    series.iter().map(Series::longest).max().unwrap_or_default()
}

fn rest(settings: &LibrarySettings) -> Duration {
    settings.rest_minutes.map_or(Duration::zero(), |minutes| Duration::minutes(i64::from(minutes)))
}

/// The clashes of each occurrence, in the order of `occurrences`. What overlaps by no second is not twice at once; what is cancelled
/// never clashes. A rest that is too short is told to both, a third heavy evening, and one more, only to itself. Costs the sort, and each
/// pair that is nearer than the rest.
pub fn clashes(occurrences: &[Occurrence], settings: &LibrarySettings) -> Vec<Vec<Clash>> {
    let mut clashes = vec![Vec::new(); occurrences.len()];
    let mut by_start: Vec<usize> = (0..occurrences.len()).filter(|n| !occurrences[*n].cancelled).collect();
    by_start.sort_by_key(|n| occurrences[*n].start);
    let rest = rest(settings);
    let mut near: Vec<usize> = Vec::new();
    for &later in &by_start {
        near.retain(|earlier| occurrences[later].start.signed_duration_since(occurrences[*earlier].end) < rest);
        for &earlier in &near {
            for why in between(&occurrences[earlier], &occurrences[later]) {
                clashes[earlier].push(Clash { with: occurrences[later].id.clone(), why: why.clone() });
                clashes[later].push(Clash { with: occurrences[earlier].id.clone(), why });
            }
        }
        near.push(later);
    }
    let heavy = HeavyDays::of(by_start.iter().map(|n| &occurrences[*n]), settings);
    for n in by_start {
        clashes[n].extend(heavy.too_many(&occurrences[n], settings));
    }
    clashes
}

/// Why two that lie nearer than the rest do not go together. The first begins first.
fn between(first: &Occurrence, second: &Occurrence) -> Vec<Why> {
    let people: Vec<&Slug> = first.people.iter().filter(|person| second.people.contains(person)).collect();
    let place = first.place.as_ref().filter(|place| second.place.as_ref() == Some(place));
    if (people.is_empty() && place.is_none()) || first.id == second.id {
        return Vec::new();
    }
    let gap = second.start.signed_duration_since(first.end).num_minutes();
    match u32::try_from(gap) {
        Ok(minutes) if first.end <= second.start => {
            people.into_iter().map(|person| Why::Rest { person: person.clone(), minutes }).collect()
        }
        _ => people.into_iter().cloned().map(Why::Person).chain(place.cloned().map(Why::Place)).collect(),
    }
}

/// The days, in the library's zone, that are heavy for each person, with the latest heavy occurrence of each day.
struct HeavyDays<'a>(BTreeMap<(&'a Slug, NaiveDate), &'a OccurrenceId>);

impl<'a> HeavyDays<'a> {
    /// `occurrences` in the order of their starts.
    fn of(occurrences: impl Iterator<Item = &'a Occurrence>, settings: &LibrarySettings) -> HeavyDays<'a> {
        let heavy = occurrences.filter(|occurrence| occurrence.heavy == Some(true));
        HeavyDays(
            heavy
                .flat_map(|occurrence| {
                    let day = day(occurrence, settings);
                    occurrence.people.iter().map(move |person| ((person, day), &occurrence.id))
                })
                .collect(),
        )
    }

    /// What a heavy talk clashes with that follows two heavy evenings. One of which nobody has said anything is taken for heavy where that
    /// of the evening before was of its own series.
    fn too_many(&self, occurrence: &'a Occurrence, settings: &LibrarySettings) -> Vec<Clash> {
        if occurrence.chain.is_some() {
            return Vec::new();
        }
        let date = day(occurrence, settings);
        let before = |person: &'a Slug, days: u64| self.0.get(&(person, date.checked_sub_days(Days::new(days))?)).copied();
        let clash = |person: &'a Slug| {
            let (with, _) = (before(person, 1)?, before(person, 2)?);
            let is_heavy = occurrence.heavy.unwrap_or(with.series == occurrence.series);
            let why = Why::Heavy { person: person.clone(), is_third: before(person, 3).is_none() };
            is_heavy.then(|| Clash { with: with.clone(), why })
        };
        occurrence.people.iter().filter_map(clash).collect()
    }
}

fn day(occurrence: &Occurrence, settings: &LibrarySettings) -> NaiveDate {
    occurrence.start.with_timezone(&settings.zone).date_naive()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::examples::{agenda, library, series, slug};

    /// One evening of 45 minutes with this guest at this place.
    fn evening(id: &str, start: &str, guest: &str, place: &str) -> Series {
        let mut evening = series(id, start, "");
        (evening.hosts, evening.guests, evening.place) = (Vec::new(), vec![slug(guest)], Some(slug(place)));
        evening
    }

    /// `a-b person s-03`, each clash of each.
    fn found(series: &[Series]) -> Vec<String> {
        found_in(series, &library(&[]))
    }

    fn found_in(series: &[Series], settings: &LibrarySettings) -> Vec<String> {
        let occurrences = agenda(series, settings, "2020-03-20", "2020-03-26");
        let clashes = clashes(&occurrences, settings);
        let word = |why: &Why| match why {
            Why::Person(person) => format!("person {person}"),
            Why::Place(place) => format!("place {place}"),
            Why::Rest { person, minutes } => format!("rest {person} {minutes}"),
            Why::Heavy { person, .. } => format!("heavy {person}"),
        };
        let own = |n: usize| clashes[n].iter().map(move |clash| (n, clash));
        let all = (0..occurrences.len()).flat_map(own);
        all.map(|(n, clash)| format!("{}-{} {}", occurrences[n].series, clash.with.series, word(&clash.why))).collect()
    }

    #[test]
    fn a_person_or_place_twice_at_once_is_told_to_both() {
        let a = evening("a", "2020-03-20 20:00", "s-03", "bar");
        let b = evening("b", "2020-03-20 20:44", "s-03", "appel");
        let c = evening("c", "2020-03-20 20:44", "s-04", "bar");
        let expected = ["a-b person s-03", "a-c place bar", "b-a person s-03", "c-a place bar"];
        assert_eq!(found(&[a, b, c]), expected);
    }

    #[test]
    fn back_to_back_is_no_clash() {
        let a = evening("a", "2020-03-20 20:00", "s-03", "bar");
        let b = evening("b", "2020-03-20 20:45", "s-03", "bar");
        assert_eq!(found(&[a, b]), [""; 0]);
    }

    #[test]
    fn what_is_cancelled_or_moved_away_leaves_the_others_free() {
        let a = evening("a", "2020-03-20 20:00", "s-03", "bar");
        let b = evening("b", "2020-03-20 20:00", "s-03", "bar");
        let c = evening("c", "2020-03-20 20:00", "s-03", "bar");
        let b = b.cancelling("2020-03-20 20:00");
        let c = c.moving("2020-03-20 20:00", "2020-03-21 20:00");
        assert_eq!(found(&[a, b, c]), [""; 0]);
    }

    #[test]
    fn other_zones_clash_at_the_same_instant() {
        let a = evening("a", "2020-03-20 20:00", "s-03", "bar");
        let mut b = evening("b", "2020-03-20 15:00", "s-03", "ailleurs");
        b.zone = chrono_tz::Tz::America__Montreal;
        assert_eq!(found(&[a, b]), ["a-b person s-03", "b-a person s-03"]);
    }

    #[test]
    fn a_long_talk_clashes_with_each_within_it() {
        let mut long = evening("long", "2020-03-20 18:00", "s-03", "bar");
        long.minutes = 300;
        let a = evening("a", "2020-03-20 19:00", "s-03", "x");
        let b = evening("b", "2020-03-20 22:00", "s-03", "y");
        assert_eq!(found(&[long, a, b]).len(), 4);
    }

    #[test]
    fn a_rest_that_is_too_short_is_told_to_both_and_only_for_people() {
        let mut settings = library(&[]);
        settings.rest_minutes = Some(30);
        let a = evening("a", "2020-03-20 20:00", "s-03", "bar");
        let b = evening("b", "2020-03-20 21:05", "s-03", "bar");
        assert_eq!(found_in(&[a.clone(), b.clone()], &settings), ["a-b rest s-03 20", "b-a rest s-03 20"]);
        settings.rest_minutes = Some(20);
        assert_eq!(found_in(&[a.clone(), b], &settings), [""; 0], "just enough");
        let other = evening("c", "2020-03-20 20:45", "s-04", "bar");
        assert_eq!(found_in(&[a.clone(), other], &settings), [""; 0], "a place needs no rest");
        let back_to_back = evening("d", "2020-03-20 20:45", "s-03", "appel");
        assert_eq!(found_in(&[a, back_to_back], &settings), ["a-d rest s-03 0", "d-a rest s-03 0"]);
    }

    #[test]
    fn rest_is_counted_from_the_end_of_a_talk_that_holds_others() {
        let mut settings = library(&[]);
        settings.rest_minutes = Some(30);
        let mut long = evening("long", "2020-03-20 18:00", "s-03", "bar");
        long.minutes = 180;
        let short = evening("short", "2020-03-20 18:30", "s-04", "x");
        let after = evening("z", "2020-03-20 21:10", "s-03", "y");
        assert_eq!(found_in(&[long, short, after], &settings), ["long-z rest s-03 10", "z-long rest s-03 10"]);
    }

    /// `03-22 after 03-21 s-03`: the evenings that are named as a third heavy one.
    fn heavy(series: &[Series], change: impl Fn(&mut Occurrence)) -> Vec<String> {
        let settings = library(&[]);
        let mut occurrences = agenda(series, &settings, "2020-03-20", "2020-03-26");
        occurrences.iter_mut().for_each(change);
        let clashes = clashes(&occurrences, &settings);
        let named = occurrences.iter().zip(&clashes).flat_map(|(found, clashes)| clashes.iter().map(move |clash| (found, clash)));
        let heavy = named.filter_map(|(found, clash)| match &clash.why {
            Why::Heavy { person, is_third } => {
                let more = if *is_third { "" } else { " or more" };
                Some(format!("{} after {} {person}{more}", found.start.format("%m-%d"), clash.with.at.format("%m-%d")))
            }
            _ => None,
        });
        heavy.collect()
    }

    fn on_day(occurrence: &Occurrence, day: u32) -> bool {
        chrono::Datelike::day(&occurrence.start) == day
    }

    #[test]
    fn the_third_heavy_evening_in_a_row_is_named() {
        let mut daily = evening("a", "2020-03-20 20:00", "s-03", "bar");
        daily.rules = vec!["FREQ=DAILY;COUNT=4".to_owned()];
        assert_eq!(heavy(&[daily.clone()], |_| {}), [""; 0], "nobody said that they weigh");
        daily.heavy = true;
        assert_eq!(heavy(&[daily.clone()], |_| {}), ["03-22 after 03-21 s-03", "03-23 after 03-22 s-03 or more"]);
        let lighter = |found: &mut Occurrence| found.heavy = Some(!on_day(found, 21));
        assert_eq!(heavy(&[daily], lighter), [""; 0], "the second one was light after all");
    }

    #[test]
    fn two_heavy_evenings_that_were_weigh_on_the_next_one_of_their_series() {
        let mut daily = evening("a", "2020-03-20 20:00", "s-03", "bar");
        daily.rules = vec!["FREQ=DAILY;COUNT=3".to_owned()];
        let light = evening("b", "2020-03-22 18:00", "s-03", "appel");
        let were = |found: &mut Occurrence| {
            found.heavy = (found.series.as_str() == "a" && !on_day(found, 22)).then_some(true);
        };
        assert_eq!(heavy(&[daily.clone(), light], were), ["03-22 after 03-21 s-03"], "nobody calls the other talk heavy");
        let was_light = |found: &mut Occurrence| found.heavy = Some(!on_day(found, 22));
        assert_eq!(heavy(std::slice::from_ref(&daily), was_light), [""; 0]);
        let later = daily.moving("2020-03-22 20:00", "2020-03-23 20:00");
        assert_eq!(heavy(&[later], |found| found.heavy = (!on_day(found, 23)).then_some(true)), [""; 0], "a day lies between");
    }

    #[test]
    fn a_heavy_talk_of_another_series_is_a_third_one_and_a_light_one_beside_it_is_none() {
        let mut daily = evening("a", "2020-03-20 20:00", "s-03", "bar");
        (daily.rules, daily.heavy) = (vec!["FREQ=DAILY;COUNT=2".to_owned()], true);
        let light = evening("b", "2020-03-22 15:00", "s-03", "appel");
        assert_eq!(heavy(&[daily.clone(), light.clone()], |_| {}), [""; 0]);
        let other = Series { heavy: true, ..evening("c", "2020-03-22 18:00", "s-03", "appel") };
        assert_eq!(heavy(&[daily, light, other], |_| {}), ["03-22 after 03-21 s-03"]);
    }
}
