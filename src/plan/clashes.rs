//! A person or a place twice at once.

use super::Occurrence;
use crate::domain::{OccurrenceId, Slug};

/// One occurrence needs what another one needs at the same time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    pub with: OccurrenceId,
    pub twice: Twice,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Twice {
    Person(Slug),
    Place(Slug),
}

/// The clashes of each occurrence, in the order of `occurrences`; what overlaps by no second does not clash, and what is cancelled
/// never does. Costs the sort, and each pair that overlaps.
pub fn clashes(occurrences: &[Occurrence]) -> Vec<Vec<Clash>> {
    let mut clashes = vec![Vec::new(); occurrences.len()];
    let mut by_start: Vec<usize> = (0..occurrences.len()).filter(|n| !occurrences[*n].cancelled).collect();
    by_start.sort_by_key(|n| occurrences[*n].start);
    let mut running: Vec<usize> = Vec::new();
    for later in by_start {
        running.retain(|earlier| occurrences[*earlier].end > occurrences[later].start);
        for &earlier in running.iter().filter(|earlier| occurrences[**earlier].id != occurrences[later].id) {
            for twice in shared(&occurrences[earlier], &occurrences[later]) {
                clashes[earlier].push(Clash { with: occurrences[later].id.clone(), twice: twice.clone() });
                clashes[later].push(Clash { with: occurrences[earlier].id.clone(), twice });
            }
        }
        running.push(later);
    }
    clashes
}

fn shared(a: &Occurrence, b: &Occurrence) -> Vec<Twice> {
    let people = a.people.iter().filter(|person| b.people.contains(person)).cloned().map(Twice::Person);
    let place = a.place.iter().filter(|place| b.place.as_ref() == Some(place)).cloned().map(Twice::Place);
    people.chain(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Series;
    use crate::plan::examples::{agenda, library, series, slug};

    /// One evening of 45 minutes with this guest at this place.
    fn evening(id: &str, start: &str, guest: &str, place: &str) -> Series {
        let mut evening = series(id, start, "");
        (evening.hosts, evening.guests, evening.place) = (Vec::new(), vec![slug(guest)], Some(slug(place)));
        evening
    }

    /// `a-b person s-03`, each clash of each.
    fn found(series: &[Series]) -> Vec<String> {
        let occurrences = agenda(series, &library(&[]), "2020-03-20", "2020-03-21");
        let clashes = clashes(&occurrences);
        let word = |twice: &Twice| match twice {
            Twice::Person(person) => format!("person {person}"),
            Twice::Place(place) => format!("place {place}"),
        };
        let own = |n: usize| clashes[n].iter().map(move |clash| (n, clash));
        let all = (0..occurrences.len()).flat_map(own);
        all.map(|(n, clash)| format!("{}-{} {}", occurrences[n].series, clash.with.series, word(&clash.twice))).collect()
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
}
