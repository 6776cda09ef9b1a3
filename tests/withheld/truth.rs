//! What may leave of a scene, and what has to, worked out frame by frame.

use std::collections::{BTreeMap, BTreeSet};

use crate::scenes::{Act, LAST, Scene, first, is_withheld, withholds};

/// What the versions of marks that count keep from leaving: frames, and which words may leave.
pub struct Truth {
    pub hidden: Vec<bool>,
    pub words: BTreeSet<usize>,
    pub kept: usize,
}

impl Truth {
    pub fn of(scene: &Scene, counting: &[usize]) -> Truth {
        let latest: BTreeMap<usize, usize> = counting.iter().map(|n| (first(scene, *n), *n)).collect();
        let standing: Vec<usize> = latest.into_values().filter(|n| !scene.acts[*n].deleted).collect();
        let mut hidden = vec![false; LAST];
        for act in standing.iter().map(|n| &scene.acts[*n]).filter(|act| withholds(act)) {
            hidden[act.start..act.end()].fill(true);
        }
        let words: BTreeSet<usize> = standing.iter().filter(|n| scene.acts[**n].is_free(&hidden)).copied().collect();
        Truth { kept: standing.len() - words.len(), hidden, words }
    }

    /// Of two copies that were merged: the least that has to stay here, and the most that may. Of each mark the last version of one copy counts,
    /// or that of the other, or what both say: nothing leaves that either of them withholds, nothing else stays.
    pub fn of_copies(scene: &Scene) -> [Truth; 2] {
        let marks = last_versions(scene);
        let (mut least, mut most) = (vec![false; LAST], vec![false; LAST]);
        for versions in marks.values() {
            let withheld: Vec<&Act> = versions.iter().map(|n| &scene.acts[*n]).filter(|act| is_withheld(act)).collect();
            let starts = || withheld.iter().map(|act| act.start);
            let ends = || withheld.iter().map(|act| act.end());
            let (Some(first), Some(last)) = (starts().min(), ends().max()) else { continue };
            most[first..last].fill(true);
            let (start, end) = (starts().max().unwrap_or_default(), ends().min().unwrap_or_default());
            least[start..end.max(start)].fill(true);
        }
        let acts = |versions: &BTreeSet<usize>| versions.iter().map(|n| scene.acts[*n].clone()).collect::<Vec<Act>>();
        let may = |acts: &[Act]| !acts.iter().any(is_withheld) && acts.iter().any(|act| act.is_free(&least));
        let must = |acts: &[Act]| acts.iter().all(|act| !act.deleted && act.is_free(&most));
        let may_leave = marks.values().filter(|versions| may(&acts(versions))).flatten().copied().collect();
        let must_leave: Vec<_> = marks.values().filter(|versions| must(&acts(versions))).collect();
        let kept = marks.len() - must_leave.len();
        let words = must_leave.into_iter().flatten().copied().collect();
        [Truth { hidden: least, words: may_leave, kept: 0 }, Truth { hidden: most, words, kept }]
    }
}

/// Of each mark the last versions of both copies.
pub fn last_versions(scene: &Scene) -> BTreeMap<usize, BTreeSet<usize>> {
    let mut marks: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for is_here in [true, false] {
        let own = (0..scene.acts.len()).filter(|n| scene.stands_in(*n, is_here));
        let last: BTreeMap<usize, usize> = own.map(|n| (first(scene, n), n)).collect();
        for (mark, n) in last {
            marks.entry(mark).or_default().insert(n);
        }
    }
    marks
}
