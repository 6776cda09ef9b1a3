//! How far the clock of somebody who joined a session is from that of the laptop that recorded it, by the marks that both made.
//!
//! Two people who mark the same moments do so within a second or two of each other. Where the marks of one, moved by some time, fall on those
//! of the other more often than they do as they are, that time is what the clocks differ by.

use crate::domain::{HOLE, JOINED, Marker, Take};

/// Marks of one kind that lie that near are taken for one moment, in seconds.
const NEAR: f64 = 1.5;

/// Clocks are not looked for further apart than this, in seconds.
const FURTHEST: f64 = 900.0;

/// Fewer common moments may be chance.
const LEAST: usize = 3;

/// Of more marks than this in one file the first ones tell enough.
const MOST: usize = 60;

/// A smaller difference lies within people's reaction, in seconds.
const WORTH: f64 = 1.0;

/// By how many seconds the clock of `joined` has to be put forward. `recorded`: marks of others on `takes`. `None` where the marks do not
/// tell, or the clocks agree.
pub fn found(joined: &[Marker], recorded: &[Marker], takes: &[Take]) -> Option<f64> {
    let here = moments(recorded, |marker| {
        let take = takes.iter().find(|take| take.id == marker.take)?;
        Some(take.started.timestamp_micros() as f64 / 1e6 + marker.key(take.rate).seconds(take.rate))
    });
    let there = moments(joined, |marker| {
        let began = marker.take.join_began()?;
        Some(began.timestamp_millis() as f64 / 1e3 + marker.key(JOINED).seconds(JOINED))
    });
    let pairs = |(kind, at): &(String, f64)| {
        let same: Vec<f64> = here.iter().filter(|(other, _)| other == kind).map(|(_, other)| other - at).collect();
        same.into_iter().filter(|apart| apart.abs() <= FURTHEST)
    };
    let apart: Vec<f64> = there.iter().flat_map(pairs).collect();
    let common = |offset: f64| there.iter().filter(|there| meets(there, &here, offset)).count();
    let best = apart
        .iter()
        .copied()
        .max_by(|a, b| (common(*a), -a.abs()).partial_cmp(&(common(*b), -b.abs())).expect("they are numbers"))?;
    let fewer = here.len().min(there.len());
    let is_clear = common(best) >= LEAST && common(best) * 2 >= fewer && common(best) > common(0.0);
    let mut near: Vec<f64> = apart.into_iter().filter(|apart| (apart - best).abs() <= NEAR).collect();
    near.sort_by(f64::total_cmp);
    let median = near.get(near.len() / 2).copied()?;
    (is_clear && median.abs() >= WORTH).then(|| (median * 1000.0).round() / 1000.0)
}

fn meets((kind, at): &(String, f64), here: &[(String, f64)], offset: f64) -> bool {
    here.iter().any(|(other, there)| other == kind && (at + offset - there).abs() <= NEAR)
}

/// Kind of each mark, and when its key came. What the recorder makes itself tells nothing, and steps are everybody's own.
fn moments(marks: &[Marker], at: impl Fn(&Marker) -> Option<f64>) -> Vec<(String, f64)> {
    let told = marks.iter().filter(|marker| !marker.deleted && ![HOLE, "step"].contains(&marker.kind.as_str()));
    let mut moments: Vec<(String, f64)> = told.filter_map(|marker| Some((marker.kind.clone(), at(marker)?))).collect();
    moments.sort_by(|a, b| a.1.total_cmp(&b.1));
    moments.truncate(MOST);
    moments
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Frames, Hertz, TakeId};
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
        assert_eq!(both(&[10.0, 62.5, 300.0, 1000.0], &[52.0, 105.0, 342.0, 700.0]), Some(42.0));
        assert_eq!(both(&[52.0, 105.0, 342.0], &[10.0, 63.0, 300.0]), Some(-42.0));
    }

    #[test]
    fn clocks_that_agree_and_marks_that_do_not_tell_move_nothing() {
        assert_eq!(both(&[10.0, 62.5, 300.0], &[10.3, 62.0, 300.4]), None);
        assert_eq!(both(&[10.0, 62.5], &[52.0, 104.5]), None, "two may be chance");
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
            [20.0, 80.0, 300.0].map(mark)
        };
        let joined = marks(&TakeId::of_join(take.started), JOINED, 8.0, 0.0);
        assert_eq!(found(&joined, &marks(&take.id, take.rate, 3.0, 5.0), std::slice::from_ref(&take)), Some(5.0));
    }
}
