//! How far the clock of somebody who joined a session is from that of the laptop that recorded it, by the marks that both made.
//!
//! Two people who mark the same moments do so within a second or two of each other. Where the marks of one, moved by some time, fall on those
//! of the other more often than they do as they are, and more often than chance would have it, that time is what the clocks differ by.

use crate::domain::{HOLE, Marker, Take, pressed};

/// Marks of one kind that lie that near are taken for one moment, in seconds.
const NEAR: f64 = 1.5;

/// Clocks are not looked for further apart than this, in seconds.
const FURTHEST: f64 = 900.0;

/// How many offsets as good as the one that was found chance may give, on average.
const CHANCE: f64 = 1e-4;

/// Of more marks than this in one file the first ones tell enough.
const MOST: usize = 60;

/// A smaller difference lies within people's reaction, in seconds.
const WORTH: f64 = 1.0;

/// By how many seconds the clock of `joined` has to be put forward. `recorded`: marks of others on `takes`. `None` where the marks do not
/// tell, or the clocks agree.
///
/// The evidence: a mark that has nothing to do with those of the other meets one of them by chance with p = the part of their time that lies
/// within [`NEAR`] of one of its kind. Of m marks, c − 1 or more beside the one that gave the offset do so with P(X ≥ c − 1), X the sum of
/// the m − 1 most likely to. With n offsets to choose from, n · P such ones are to be expected; more than [`CHANCE`] is no evidence. Marks of
/// one kind within 2 · [`NEAR`] of each other are one moment here, so that two bursts that meet once count once.
pub fn found(joined: &[Marker], recorded: &[Marker], takes: &[Take]) -> Option<f64> {
    let (here, there) = (moments(recorded, takes), apart(moments(joined, takes)));
    let pairs = |(kind, at): &Moment| {
        let same: Vec<f64> = here.iter().filter(|(other, _)| other == kind).map(|(_, other)| other - at).collect();
        same.into_iter().filter(|apart| apart.abs() <= FURTHEST)
    };
    let offsets: Vec<f64> = there.iter().flat_map(pairs).collect();
    let common = |offset: f64| there.iter().filter(|there| meets(there, &here, offset)).count();
    let best = offsets
        .iter()
        .copied()
        .max_by(|a, b| (common(*a), -a.abs()).partial_cmp(&(common(*b), -b.abs())).expect("they are numbers"))?;
    let by_chance = offsets.len() as f64 * at_least(common(best) - 1, there.iter().map(|(kind, _)| covered(kind, &here)));
    let is_clear = by_chance <= CHANCE && common(best) > common(0.0);
    let mut near: Vec<f64> = offsets.into_iter().filter(|apart| (apart - best).abs() <= NEAR).collect();
    near.sort_by(f64::total_cmp);
    let median = near.get(near.len() / 2).copied()?;
    (is_clear && median.abs() >= WORTH).then(|| (median * 1000.0).round() / 1000.0)
}

/// The kind of a mark, and when its key came.
type Moment = (String, f64);

fn meets((kind, at): &Moment, here: &[Moment], offset: f64) -> bool {
    here.iter().any(|(other, there)| other == kind && (at + offset - there).abs() <= NEAR)
}

/// What the recorder makes itself tells nothing, and steps are everybody's own.
fn moments(marks: &[Marker], takes: &[Take]) -> Vec<Moment> {
    let told = marks.iter().filter(|marker| !marker.deleted && ![HOLE, "step"].contains(&marker.kind.as_str()));
    let mut moments: Vec<Moment> = told.filter_map(|marker| Some((marker.kind.clone(), pressed(marker, takes)?))).collect();
    moments.sort_by(|a, b| a.1.total_cmp(&b.1));
    moments.truncate(MOST);
    moments
}

/// Without those that stand so near to one before them that both could meet the same mark.
fn apart(moments: Vec<Moment>) -> Vec<Moment> {
    let mut kept: Vec<Moment> = Vec::new();
    for (kind, at) in moments {
        let before = kept.iter().rev().find(|(other, _)| *other == kind);
        if before.is_none_or(|(_, before)| at - before > 2.0 * NEAR) {
            kept.push((kind, at));
        }
    }
    kept
}

/// The part of the time of all marks `here` that lies near one of that kind.
fn covered(kind: &str, here: &[Moment]) -> f64 {
    let (Some((_, first)), Some((_, last))) = (here.first(), here.last()) else { return 0.0 };
    let (mut near, mut until) = (0.0, f64::NEG_INFINITY);
    for (_, at) in here.iter().filter(|(other, _)| other == kind) {
        near += at + NEAR - (at - NEAR).max(until);
        until = at + NEAR;
    }
    near / (last - first + 2.0 * NEAR)
}

/// How likely it is that at least `count` come true of things of these likelihoods, without the least likely of them.
fn at_least(count: usize, likely: impl Iterator<Item = f64>) -> f64 {
    let mut likely: Vec<f64> = likely.collect();
    likely.sort_by(f64::total_cmp);
    // What the probability is that n came true so far, by n.
    let mut true_so_far = vec![1.0];
    for p in likely.into_iter().skip(1) {
        let more: Vec<f64> = std::iter::once(0.0).chain(true_so_far.iter().map(|was| was * p)).collect();
        true_so_far = true_so_far.iter().map(|was| was * (1.0 - p)).chain([0.0]).zip(more).map(|(a, b)| a + b).collect();
    }
    true_so_far.iter().skip(count).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Frames, Hertz, JOINED, TakeId};
    use crate::store::samples::take;

    /// Marks at these seconds of a clock that began with the take, and of the take itself.
    fn both(joined: &[f64], recorded: &[f64]) -> Option<f64> {
        let take = take("01A", 1);
        let id = TakeId::of_join(take.started);
        let of = |id: &TakeId, rate: Hertz, seconds: &[f64]| {
            let mark = |at: &f64| Marker::point(id.clone(), "touching", Frames::from_seconds(*at, rate));
            seconds.iter().map(mark).collect::<Vec<Marker>>()
        };
        found(&of(&id, JOINED, joined), &of(&take.id, take.rate, recorded), std::slice::from_ref(&take))
    }

    #[test]
    fn marks_of_the_same_moments_tell_how_far_the_clocks_are_apart() {
        let (one, other) = ([10.0, 62.5, 300.0, 420.0, 555.0, 658.0, 1000.0], [52.0, 105.0, 342.0, 462.0, 597.0, 700.0, 1300.0]);
        assert_eq!(both(&one, &other), Some(42.0));
        assert_eq!(both(&other, &one), Some(-42.0));
    }

    /// Numbers from 0 to 1, the same ones for a seed.
    fn chance(seed: u64) -> impl FnMut() -> f64 {
        let mut n = 0;
        move || {
            n += 1;
            let hash = blake3::hash(format!("{seed} {n}").as_bytes());
            u32::from_le_bytes(hash.as_bytes()[..4].try_into().unwrap()) as f64 / f64::from(u32::MAX)
        }
    }

    #[test]
    fn marks_that_have_nothing_to_do_with_each_other_move_no_clock() {
        let wrong = (0..1000).filter(|seed| {
            let mut next = chance(*seed);
            let mut marks = |count: usize| (0..count).map(|_| next() * 3600.0).collect::<Vec<f64>>();
            let (recorded, joined) = (marks([12, 50][(*seed % 2) as usize]), marks([5, 8, 12][(*seed % 3) as usize]));
            both(&joined, &recorded).is_some()
        });
        assert_eq!(wrong.count(), 0);
    }

    #[test]
    fn a_true_offset_is_found_among_marks_of_one_s_own() {
        let found = (0..100).filter(|seed| {
            let mut next = chance(*seed);
            let mut marks = |count: usize| (0..count).map(|_| next() * 3600.0).collect::<Vec<f64>>();
            let (common, own, others) = (marks(10), marks(6), marks(12));
            let joined: Vec<f64> = common.iter().map(|at| at + 300.0).chain(own).collect();
            let recorded: Vec<f64> = common.iter().map(|at| at + next() * 1.4 - 0.7).chain(others).collect();
            both(&joined, &recorded).is_some_and(|offset| (offset + 300.0).abs() < 1.5)
        });
        assert!(found.count() >= 95);
    }

    #[test]
    fn clocks_that_agree_and_marks_that_do_not_tell_move_nothing() {
        assert_eq!(both(&[10.0, 62.5, 300.0], &[10.3, 62.0, 300.4]), None);
        assert_eq!(both(&[10.0, 62.5, 300.0], &[52.0, 105.0, 342.0]), None, "three may be chance");
        let burst = [10.0, 11.0, 12.0, 13.0, 14.0, 15.0];
        assert_eq!(both(&burst, &burst.map(|at| at + 42.0)), None, "and so may two bursts");
        assert_eq!(both(&[10.0, 50.0, 200.0, 700.0], &[31.0, 444.0, 820.0, 1000.0]), None);
        assert_eq!(both(&[], &[]), None);
    }

    #[test]
    fn the_key_counts_and_not_how_far_it_reached_back() {
        let take = take("01A", 1);
        let marks = |id: &TakeId, rate: Hertz, ago: f64, by: f64| {
            let mark = |at: f64| Marker {
                ago: Some(ago),
                ..Marker::point(id.clone(), "touching", Frames::from_seconds(at + by - ago, rate))
            };
            [20.0, 80.0, 300.0, 444.0, 600.0].map(mark)
        };
        let joined = marks(&TakeId::of_join(take.started), JOINED, 8.0, 0.0);
        assert_eq!(found(&joined, &marks(&take.id, take.rate, 3.0, 5.0), std::slice::from_ref(&take)), Some(5.0));
    }
}
