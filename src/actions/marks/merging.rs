//! One mark of two: it covers both, says what both said, and withholds what either withheld.

use crate::actions::after::BESIDE;
use crate::domain::{HOLE, Hertz, Made, Marker, Palette, Slug};
use crate::error::{Error, Result};
use crate::text;

/// The mark that stays, under the id of the earlier one, and the other one, withdrawn. `people`: everybody in the session.
///
/// Errors: a mark and itself, marks of two takes, a hole.
pub fn merged(one: &Marker, other: &Marker, palette: &Palette, people: &[Slug], rate: Hertz) -> Result<[Marker; 2]> {
    if one.id == other.id {
        return Err(Error::usage(text!("marks-merge-same")));
    }
    if one.take != other.take {
        return Err(Error::new(text!("marks-merge-takes")));
    }
    if [one, other].iter().any(|mark| mark.kind == HOLE) {
        return Err(Error::new(text!("recorder-edit-hole")));
    }
    let (first, second) = if other.frame < one.frame { (other, one) } else { (one, other) };
    Ok([covering(first, second, palette, people, rate), Marker { deleted: true, ..second.clone() }])
}

fn covering(first: &Marker, second: &Marker, palette: &Palette, people: &[Slug], rate: Hertz) -> Marker {
    let withholds = |mark: &&&Marker| palette.withholds(&mark.kind);
    let both = [first, second];
    let kind = both.iter().find(withholds).map_or(&first.kind, |mark| &mark.kind);
    let open = both.iter().any(|mark| mark.open) || both.iter().filter(withholds).any(|mark| !mark.is_range());
    let last = both.map(|mark| mark.end_frame.unwrap_or(mark.frame)).into_iter().max();
    Marker {
        end_frame: last.filter(|last| !open && *last > first.frame),
        open,
        kind: kind.clone(),
        themes: united(&first.themes, &second.themes),
        who: who(first, second, people),
        strength: first.strength.max(second.strength),
        note: words(first, second),
        made: keys(first, second, rate),
        // Two marks: what is not taken up yet in one of them is not taken up. Of two versions of one it is (`merge::versions`).
        done: first.done.zip(second.done).map(|(one, other)| one.max(other)),
        from: first.from.clone().or_else(|| second.from.clone()),
        state: first.state.or(second.state),
        unknown: lines(first, second),
        ..first.clone()
    }
}

/// Nobody named counts as everybody in the session, and stays so where somebody is named besides.
fn who(first: &Marker, second: &Marker, people: &[Slug]) -> Vec<Slug> {
    let named = united(&first.who, &second.who);
    match (first.who.is_empty(), second.who.is_empty()) {
        (true, false) | (false, true) => united(&named, people),
        _ => named,
    }
}

fn united(first: &[Slug], second: &[Slug]) -> Vec<Slug> {
    let more = second.iter().filter(|slug| !first.contains(slug));
    first.iter().chain(more).cloned().collect()
}

/// What was made off the record stays so in company. None where the place of the first tells of both.
fn keys(first: &Marker, second: &Marker, rate: Hertz) -> Vec<Made> {
    let own = first.keys(rate);
    let more: Vec<Made> = second.keys(rate).into_iter().filter(|key| !own.contains(key)).collect();
    if more.is_empty() { first.made.clone() } else { own.into_iter().chain(more).collect() }
}

/// Of both, said once where they say the same.
fn words(first: &Marker, second: &Marker) -> Option<String> {
    match (&first.note, &second.note) {
        (Some(one), Some(other)) if one.trim() != other.trim() => Some(format!("{one}{BESIDE}{other}")),
        (one, other) => one.clone().or_else(|| other.clone()),
    }
}

/// Of a key that both have, the line of the first.
fn lines(first: &Marker, second: &Marker) -> Vec<String> {
    let key = |line: &str| line.split('=').next().unwrap_or_default().trim().to_owned();
    let is_new = |line: &&String| first.unknown.iter().all(|known| key(known) != key(line));
    first.unknown.iter().chain(second.unknown.iter().filter(is_new)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Frames, TakeId};
    use crate::store::samples::slug;

    fn mark(kind: &str, frame: u64, end: Option<u64>) -> Marker {
        Marker { end_frame: end.map(Frames), ..Marker::point(TakeId("t".into()), kind, Frames(frame)) }
    }

    fn merged_as(one: &Marker, other: &Marker) -> (u64, Option<u64>, bool, String) {
        let [stays, gone] = merged(one, other, &Palette::default(), &[slug("s-01")], Hertz(1)).unwrap();
        assert!(gone.deleted && !stays.deleted && gone.id != stays.id);
        (stays.frame.0, stays.end_frame.map(|end| end.0), stays.open, stays.kind)
    }

    #[test]
    fn it_covers_both_from_whichever_side_and_keeps_the_earlier_id() {
        let (early, late) = (mark("touching", 5, Some(9)), mark("thread", 7, Some(20)));
        for (one, other) in [(&early, &late), (&late, &early)] {
            assert_eq!(merged_as(one, other), (5, Some(20), false, "touching".into()));
            assert_eq!(merged(one, other, &Palette::default(), &[slug("s-01")], Hertz(1)).unwrap()[0].id, early.id);
        }
        assert_eq!(merged_as(&mark("touching", 5, None), &mark("touching", 5, None)), (5, None, false, "touching".into()));
        assert_eq!(merged_as(&mark("touching", 5, None), &mark("touching", 8, None)), (5, Some(8), false, "touching".into()));
    }

    #[test]
    fn what_either_withheld_stays_withheld() {
        let range = mark("off-record", 10, Some(20));
        assert_eq!(merged_as(&mark("touching", 5, None), &range), (5, Some(20), false, "off-record".into()));
        assert_eq!(merged_as(&range, &mark("mask", 15, Some(30))), (10, Some(30), false, "off-record".into()));
        let open = Marker { open: true, ..mark("off-record", 10, None) };
        assert_eq!(merged_as(&open, &mark("touching", 50, Some(60))), (10, None, true, "off-record".into()));
        let endless = mark("off-record", 10, None);
        assert_eq!(merged_as(&mark("touching", 5, Some(12)), &endless), (5, None, true, "off-record".into()));
    }

    #[test]
    fn it_says_what_both_said() {
        let mut one = Marker { note: Some("le bus".into()), strength: Some(1), ..mark("thread", 5, None) };
        (one.themes, one.who) = (vec![slug("peur")], vec![slug("s-03")]);
        let mut other = Marker { note: Some("sa mère".into()), strength: Some(3), ..mark("thread", 6, None) };
        (other.themes, other.done) = (vec![slug("peur"), slug("colere")], "2020-03-29".parse().ok());
        let [both, _] = merged(&one, &other, &Palette::default(), &[slug("s-01")], Hertz(1)).unwrap();
        assert_eq!((both.note.as_deref(), both.strength, both.themes.len()), (Some("le bus · sa mère"), Some(3), 2));
        assert_eq!(
            (&both.who[..], both.done),
            (&[slug("s-03"), slug("s-01")][..], None),
            "unknown is everybody, open stays open"
        );
    }

    #[test]
    fn it_keeps_the_keys_of_both() {
        let (one, other) = (mark("touching", 5, None), Marker { ago: Some(8.0), ..mark("touching", 7, None) });
        let [both, _] = merged(&one, &other, &Palette::default(), &[slug("s-01")], Hertz(1)).unwrap();
        assert_eq!(both.made.iter().map(|key| key.frame.0).collect::<Vec<_>>(), [5, 15]);
        let third = Marker { made: both.made[..1].to_vec(), ..mark("touching", 9, None) };
        assert_eq!(merged(&both, &third, &Palette::default(), &[slug("s-01")], Hertz(1)).unwrap()[0].made, both.made);
        assert!(
            merged(&one, &mark("thread", 5, None), &Palette::default(), &[slug("s-01")], Hertz(1)).unwrap()[0].made.is_empty()
        );
    }

    #[test]
    fn two_takes_a_hole_and_a_mark_with_itself_are_refused() {
        let one = mark("touching", 5, None);
        let elsewhere = Marker { take: TakeId("u".into()), ..mark("touching", 5, None) };
        for other in [&one, &elsewhere, &mark(HOLE, 5, Some(6))] {
            assert!(merged(&one, other, &Palette::default(), &[slug("s-01")], Hertz(1)).is_err());
        }
    }
}
