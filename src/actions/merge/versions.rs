//! Two versions of one mark, from two copies of a file: which one counts, or what both make together.
//!
//! The file tells what came after what as long as both versions stand in it. Where it does not, what both make is the same whichever copy is
//! merged into which: nothing that is said in one of them is lost, and the more protective side wins. What is off the record stays so, also
//! where one copy has opened it since: only somebody who opens it in both does.

use std::collections::{BTreeMap, HashMap};

use crate::domain::{Frames, Made, Marker, MarkerId, Palette, QuestionState, Slug};
use crate::store::markers::latest;

/// What a copy adds to a file of marks.
#[derive(Debug, Default, PartialEq)]
pub struct Added {
    /// Tables to be appended, in their order.
    pub tables: Vec<Marker>,
    /// How many of them had been opened here and are off the record again.
    pub closed_again: usize,
}

/// What kinds are withheld: by either copy's library.
pub struct Withheld<'a>(pub [&'a Palette; 2]);

impl Withheld<'_> {
    fn is(&self, marker: &Marker) -> bool {
        self.0.iter().any(|palette| palette.withholds_mark(marker))
    }
}

/// `ours` and `theirs`: every table of a file, in its order.
pub fn added(ours: &[Marker], theirs: &[Marker], withheld: &Withheld) -> Added {
    let (our_log, their_log) = (by_id(ours), by_id(theirs));
    let mut added = Added::default();
    for theirs in latest(theirs.to_vec()) {
        let Some(log) = our_log.get(&theirs.id) else {
            added.tables.push(theirs);
            continue;
        };
        let own = *log.last().expect("an id stands there by its table");
        let both = Versions { own, own_log: log, theirs: &theirs, their_log: &their_log[&theirs.id] };
        let together = both.together(withheld);
        if together != *own {
            added.closed_again += usize::from(withheld.is(&together) && !withheld.is(own));
            added.tables.push(together);
        }
    }
    added
}

fn by_id(tables: &[Marker]) -> HashMap<&MarkerId, Vec<&Marker>> {
    let mut logs: HashMap<&MarkerId, Vec<&Marker>> = HashMap::new();
    tables.iter().for_each(|table| logs.entry(&table.id).or_default().push(table));
    logs
}

/// The last versions of one mark in both copies, and all that came before.
struct Versions<'a> {
    own: &'a Marker,
    own_log: &'a [&'a Marker],
    theirs: &'a Marker,
    their_log: &'a [&'a Marker],
}

impl Versions<'_> {
    fn together(&self, withheld: &Withheld) -> Marker {
        if self.own == self.theirs {
            return self.own.clone();
        }
        let both = together(self.own, self.theirs, withheld);
        let later = self.later(self.own, self.theirs, withheld).or_else(|| self.later(&both, &both, withheld));
        later.cloned().unwrap_or(both)
    }

    /// The copy's last version whose file tells that it came after what the other one says; `None` where neither does, or both. A range
    /// is open until it is closed; whatever else opens it needs both copies' word.
    fn later(&self, own: &Marker, theirs: &Marker, withheld: &Withheld) -> Option<&Marker> {
        let is_before = |one: &Marker, log: &[&Marker]| log[..log.len() - 1].contains(&one);
        let may_follow =
            |earlier: &Marker, later: &Marker| !withheld.is(earlier) || (withheld.is(later) && is_closed_of(later, earlier));
        match (is_before(theirs, self.own_log), is_before(own, self.their_log)) {
            (true, false) => Some(self.own).filter(|later| may_follow(theirs, later)),
            (false, true) => Some(self.theirs).filter(|later| may_follow(own, later)),
            _ => None,
        }
    }
}

fn is_closed_of(later: &Marker, earlier: &Marker) -> bool {
    earlier.open && later.frame <= earlier.frame && later.take == earlier.take
}

/// The same whichever comes first.
fn together(one: &Marker, other: &Marker, withheld: &Withheld) -> Marker {
    let base = base(one, other, withheld);
    let mut both = base.clone();
    if withheld.is(one) && withheld.is(other) && one.take == other.take {
        both.kind = one.kind.clone().min(other.kind.clone());
        let further = |marker: &&Marker| (marker.frame, marker.ago.map(f64::to_bits));
        (both.frame, both.ago) =
            [one, other].into_iter().min_by_key(further).map(|marker| (marker.frame, marker.ago)).unwrap_or_default();
        both.open = one.open || other.open;
        let ends = [one, other].map(|marker| marker.span().1).into_iter().max();
        both.end_frame = ends.filter(|end| !both.open && *end != Frames(u64::MAX));
    }
    both.end_frame = both.end_frame.filter(|_| !both.open);
    both.deleted = !withheld.is(one) && !withheld.is(other) && (one.deleted || other.deleted);
    both.made = keys(&one.made, &other.made);
    both.themes = union(&one.themes, &other.themes);
    let is_known = !one.who.is_empty() && !other.who.is_empty();
    both.who = if is_known { union(&one.who, &other.who) } else { Vec::new() };
    both.strength = one.strength.max(other.strength);
    both.wall = [one.wall, other.wall].into_iter().flatten().min();
    both.note = texts(&one.note, &other.note);
    both.done = [one.done, other.done].into_iter().flatten().min();
    both.from = texts(&one.from, &other.from);
    both.state = [one.state, other.state].into_iter().flatten().max_by_key(|state| how_far(*state));
    both.unknown = lines(&one.unknown, &other.unknown);
    both
}

/// Whose place and kind count: what is withheld, else what stands on a take of the session, what reaches further back, what lasts longer,
/// what is more than merely touching.
fn base<'m>(one: &'m Marker, other: &'m Marker, withheld: &Withheld) -> &'m Marker {
    let rank = |marker: &Marker| {
        let is_touching = marker.kind == "touching";
        let words = (marker.kind.clone(), marker.take.clone(), marker.ago.map(|ago| ago.to_bits()));
        let end = std::cmp::Reverse(marker.end_frame.filter(|_| !marker.open).unwrap_or_default());
        (!withheld.is(marker), marker.take.join_began().is_some(), marker.frame, !marker.open, end, is_touching, words)
    };
    if rank(one) <= rank(other) { one } else { other }
}

/// One that holds the other, else both.
fn texts(one: &Option<String>, other: &Option<String>) -> Option<String> {
    match (one, other) {
        (Some(one), Some(other)) if one.contains(other.as_str()) => Some(one.clone()),
        (Some(one), Some(other)) if other.contains(one.as_str()) => Some(other.clone()),
        (Some(one), Some(other)) => Some(format!("{} / {}", one.min(other), one.max(other))),
        (one, other) => one.as_ref().or(other.as_ref()).cloned(),
    }
}

/// All keys of both: one of them may have been pressed off the record.
fn keys(one: &[Made], other: &[Made]) -> Vec<Made> {
    let mut all = [one, other].concat();
    all.sort_by(|a, b| (&a.take, a.frame).cmp(&(&b.take, b.frame)));
    all.dedup();
    all
}

fn union(one: &[Slug], other: &[Slug]) -> Vec<Slug> {
    if other.iter().all(|slug| one.contains(slug)) && one.len() == other.len() {
        return one.min(other).to_vec();
    }
    let mut all = [one, other].concat();
    all.sort();
    all.dedup();
    all
}

/// Of two lines with one key the lesser.
fn lines(one: &[String], other: &[String]) -> Vec<String> {
    let key = |line: &String| line.split('=').next().unwrap_or_default().trim().to_owned();
    let mut all: Vec<String> = [one, other].concat();
    all.sort();
    let by_key: BTreeMap<String, String> = all.into_iter().rev().map(|line| (key(&line), line)).collect();
    by_key.into_values().collect()
}

fn how_far(state: QuestionState) -> u8 {
    match state {
        QuestionState::Asked => 0,
        QuestionState::Parked => 1,
        QuestionState::Taken => 2,
        QuestionState::Answered => 3,
    }
}

#[cfg(test)]
mod tests {
    use std::slice::from_ref;

    use proptest::prelude::*;

    use super::*;
    use crate::domain::TakeId;

    fn mark(kind: &str, frame: u64) -> Marker {
        Marker { id: MarkerId("m-1".into()), ..Marker::point(TakeId("01A".into()), kind, Frames(frame)) }
    }

    fn range(frame: u64, end: Option<u64>) -> Marker {
        Marker { end_frame: end.map(Frames), open: end.is_none(), ..mark("off-record", frame) }
    }

    fn noted(note: &str) -> Marker {
        Marker { note: Some(note.into()), ..mark("touching", 5) }
    }

    fn deleted(marker: &Marker) -> Marker {
        Marker { deleted: true, ..marker.clone() }
    }

    /// What the file says in the end, once `theirs` was merged into it: the same both ways.
    fn merged(ours: &[Marker], theirs: &[Marker]) -> Marker {
        let palette = Palette::default();
        let withheld = Withheld([&palette, &palette]);
        let into = |ours: &[Marker], theirs: &[Marker]| {
            let all = [ours, &added(ours, theirs, &withheld).tables].concat();
            assert_eq!(added(&all, theirs, &withheld), Added::default(), "twice adds nothing");
            latest(all).remove(0)
        };
        let both = [into(ours, theirs), into(theirs, ours)];
        assert_eq!(both[0], both[1]);
        both[0].clone()
    }

    #[test]
    fn the_file_tells_what_came_later() {
        let (first, second) = (noted("le bus"), noted("la mère"));
        assert_eq!(merged(&[first.clone(), second.clone()], from_ref(&first)), second);
        assert_eq!(merged(from_ref(&first), &[first.clone(), deleted(&first)]), deleted(&first));
        assert_eq!(merged(&[first.clone(), deleted(&first), second.clone()], &[first.clone(), deleted(&first)]), second);
    }

    #[test]
    fn where_it_does_not_nothing_is_lost_and_what_was_withdrawn_stays_so() {
        let mut strong = Marker { strength: Some(3), who: vec![Slug::parse("s-03").unwrap()], ..noted("la mère") };
        let both = merged(&[noted("le bus")], &[strong.clone()]);
        assert_eq!((both.note.as_deref(), both.strength, both.who.len()), (Some("la mère / le bus"), Some(3), 0));
        strong.frame = Frames(2);
        assert_eq!(merged(&[deleted(&strong)], &[noted("la mère, encore")]).frame, Frames(2));
        assert!(merged(&[deleted(&strong)], &[noted("le bus")]).deleted);
    }

    #[test]
    fn what_is_off_the_record_in_one_copy_is_so_in_both() {
        let closed = range(10, Some(20));
        let reached = |marker: Marker| (marker.kind.clone(), marker.deleted, marker.frame.0, marker.span().1.0);
        let off = |from, to| ("off-record".to_owned(), false, from, to);
        assert_eq!(reached(merged(&[closed.clone(), deleted(&closed)], from_ref(&closed))), off(10, 20), "opened in one");
        assert_eq!(reached(merged(&[deleted(&closed)], from_ref(&closed))), off(10, 20));
        assert_eq!(reached(merged(&[mark("note", 3)], from_ref(&closed))), off(10, 20), "retyped in one");
        assert_eq!(reached(merged(&[range(5, Some(12))], from_ref(&closed))), off(5, 20), "moved in one");
        assert_eq!(reached(merged(&[range(10, None)], from_ref(&closed))), off(10, u64::MAX), "nobody knows which came first");
        let palette = Palette::default();
        let again = added(&[closed.clone(), deleted(&closed)], &[closed], &Withheld([&palette, &palette]));
        assert_eq!((again.tables.len(), again.closed_again), (1, 1));
    }

    #[test]
    fn a_range_that_was_closed_since_stays_closed() {
        let log = [range(10, None), range(8, None), range(8, Some(20))];
        assert_eq!(merged(&log, &log[..1]), log[2]);
        assert_eq!(merged(&log, &log[..2]), log[2]);
    }

    #[test]
    fn a_kind_that_one_of_the_libraries_withholds_is_withheld() {
        let (knows, other) = (Palette::default(), Palette::default());
        let unknown = mark("whisper", 5);
        let into = added(&[mark("touching", 5)], &[unknown], &Withheld([&knows, &other]));
        assert_eq!(into.tables[0].kind, "whisper");
    }

    fn any_version() -> impl Strategy<Value = Marker> {
        let kinds = prop_oneof!["touching", "note", "off-record", "whisper"];
        (kinds, 0u64..4, proptest::option::of(4u64..8), any::<[bool; 2]>(), proptest::option::of("[ab]{1,2}")).prop_map(
            |(kind, frame, end, [open, deleted], note)| Marker {
                end_frame: end.map(Frames),
                open,
                deleted,
                note,
                ..mark(&kind, frame)
            },
        )
    }

    proptest! {
        #[test]
        fn whatever_two_copies_hold_both_ways_say_the_same_and_nothing_withheld_leaves(
            ours in proptest::collection::vec(any_version(), 1..4),
            theirs in proptest::collection::vec(any_version(), 1..4),
        ) {
            let palette = Palette::default();
            let withheld = Withheld([&palette, &palette]);
            let both = merged(&ours, &theirs);
            let last = [ours.last().unwrap(), theirs.last().unwrap()];
            let is_closing = |log: &[Marker], one: &Marker| one.open && log.contains(one);
            for (one, log) in [(last[0], &theirs), (last[1], &ours)] {
                if withheld.is(one) && !is_closing(log, one) {
                    prop_assert!(withheld.is(&both), "{both:?}");
                    prop_assert!(both.span().0 <= one.span().0 && both.span().1 >= one.span().1, "{both:?} {one:?}");
                }
            }
        }
    }
}
