//! What an edit makes of a marker: its place, its words, whether it stands.
//!
//! What is withheld stays so: an edit may let it begin earlier or end later, never the other way round. Only what says so in as many
//! words opens it: `deleted`, a kind that is not withheld, an end for a range that has none, an undo.
//!
//! The same holds for marks of a take that has ended (`actions::marks`): there `now` is the take's end.

use chrono::NaiveDate;

use super::marks::{
    check_ago, check_note, check_strength, check_who, known_kind, known_themes, mask_start, open_already, place, slugs,
};
use super::protocol::MarkEdit;
use super::questions;
use crate::domain::{Frames, HOLE, Hertz, Marker, Palette};
use crate::error::{Error, Result};
use crate::text;

/// What an edit needs to know of the take.
pub struct Desk<'a> {
    pub palette: &'a Palette,
    pub rate: Hertz,
    /// The frame of the edit's own key: nothing lies behind it.
    pub now: Frames,
    /// Ranges that have begun and not ended.
    pub open: &'a [Marker],
}

/// The marker as the edit leaves it.
///
/// Refused: a hole, a marker that was taken back (unless the edit brings it back), values that a mark may not have either, a second
/// open range of its kind, and whatever would open a part of what is withheld.
pub fn changed(edit: &MarkEdit, before: &Marker, desk: &Desk) -> Result<Marker> {
    if before.kind == HOLE {
        return Err(Error::new(text!("recorder-edit-hole")));
    }
    let (mut marker, key) = (before.clone(), before.key(desk.rate));
    marker.deleted = edit.deleted.unwrap_or(before.deleted);
    if marker.deleted && edit.deleted.is_none() {
        return Err(Error::new(text!("recorder-edit-deleted")).hint(text!("recorder-edit-deleted-hint")));
    }
    change_words(&mut marker, edit, desk)?;
    change_kind(&mut marker, edit, key, desk)?;
    change_place(&mut marker, edit, key, desk)?;
    change_state(&mut marker, edit, desk)?;
    marker.keep_key(key, desk.rate);
    check_open(&marker, before, desk)?;
    if shrinks(before, &marker, edit, desk.palette) {
        return Err(Error::new(text!("recorder-edit-opens")).hint(text!("recorder-edit-opens-hint")));
    }
    Ok(marker)
}

fn change_words(marker: &mut Marker, edit: &MarkEdit, desk: &Desk) -> Result<()> {
    if let Some(strength) = edit.strength {
        check_strength(strength)?;
        marker.strength = Some(strength);
    }
    if let Some(themes) = &edit.themes {
        marker.themes = known_themes(themes, desk.palette)?;
    }
    if let Some(who) = &edit.who {
        check_who(who)?;
        marker.who = slugs(who);
    }
    if let Some(note) = &edit.note {
        let there = marker.note.take().unwrap_or_default();
        let was = edit.was.as_deref().filter(|was| was.trim() != there.trim());
        let note = was.map_or_else(|| note.clone(), |was| beside(&there, was, note));
        marker.note = Some(note).filter(|note| !note.trim().is_empty());
    }
    if let Some(done) = &edit.done {
        marker.done = date(done)?;
    }
    Ok(())
}

/// What two hands have made of the same words: both, said once where they say the same. Whoever has changed nothing, or has taken away what was
/// there before, has not meant what the other hand has put there since.
fn beside(there: &str, was: &str, typed: &str) -> String {
    match (there.trim(), typed.trim()) {
        (there, typed) if typed.is_empty() || typed == was.trim() || typed == there => there.to_owned(),
        ("", typed) => typed.to_owned(),
        (there, typed) => format!("{there} · {typed}"),
    }
}

/// Empty: none.
fn date(text: &str) -> Result<Option<NaiveDate>> {
    if text.is_empty() {
        return Ok(None);
    }
    let date = NaiveDate::parse_from_str(text, "%Y-%m-%d");
    date.map(Some).map_err(|_| Error::usage(text!("recorder-bad-done", found = text)))
}

/// A point that becomes withheld is a range from then on: of the last seconds where it masks, else open.
fn change_kind(marker: &mut Marker, edit: &MarkEdit, key: Frames, desk: &Desk) -> Result<()> {
    if let Some(called) = &edit.kind {
        marker.kind = known_kind(called, desk.palette)?;
        match marker.kind.as_str() {
            "mask" if !marker.is_range() => {
                marker.frame = marker.frame.min(mask_start(key, desk.rate));
                marker.end_frame = Some(key);
            }
            kind if desk.palette.withholds(kind) && !marker.is_range() => marker.open = true,
            _ => {}
        }
    }
    check_note(&marker.kind, marker.note.as_deref())
}

fn change_place(marker: &mut Marker, edit: &MarkEdit, key: Frames, desk: &Desk) -> Result<()> {
    if let Some(ago) = edit.ago {
        check_ago(ago)?;
        let start = key.saturating_sub(Frames::from_seconds(ago, desk.rate));
        marker.frame = marker.end_frame.map_or(start, |end| start.min(end));
        marker.reach_from(key, desk.rate);
    }
    if edit.until {
        marker.open = false;
        marker.end_frame = Some(desk.now.max(marker.frame));
    }
    if edit.at.is_none() && edit.end.is_none() {
        return Ok(());
    }
    if let Some(at) = edit.at {
        (marker.frame, marker.ago) = (place(at, desk.rate, desk.now)?, None);
    }
    end(marker, edit.end, desk)
}

/// Ends a marker so many seconds from the take's frame 0; without such an end the one that it has stays.
///
/// An end before the beginning is refused. One at the beginning makes a point of it, unless the kind is withheld: that would last to the
/// end of the take.
pub fn end(marker: &mut Marker, seconds: Option<f64>, desk: &Desk) -> Result<()> {
    if let Some(seconds) = seconds {
        (marker.end_frame, marker.open) = (Some(place(seconds, desk.rate, desk.now)?), false);
    }
    let Some(end) = marker.end_frame.filter(|_| !marker.open) else { return Ok(()) };
    if end < marker.frame || (end == marker.frame && desk.palette.withholds(&marker.kind)) {
        return Err(Error::usage(text!("marks-reversed")).hint(text!("marks-reversed-hint")));
    }
    if end == marker.frame {
        marker.end_frame = None;
    }
    Ok(())
}

/// What has another kind from now on stands in no queue.
fn change_state(marker: &mut Marker, edit: &MarkEdit, desk: &Desk) -> Result<()> {
    match &edit.state {
        Some(called) => questions::put(marker, questions::state(called)?, desk.now),
        None if marker.kind != questions::QUESTION => marker.state = None,
        None => {}
    }
    questions::check(marker)
}

/// One range of a kind may be open at a time.
fn check_open(marker: &Marker, before: &Marker, desk: &Desk) -> Result<()> {
    let opens_anew = marker.open && !marker.deleted && (!before.open || before.deleted || before.kind != marker.kind);
    match desk.open.iter().find(|open| open.kind == marker.kind && open.id != marker.id) {
        Some(open) if opens_anew => Err(open_already(open, desk.rate)),
        _ => Ok(()),
    }
}

/// Whether something would leave that is withheld now, and nobody has said so. Whoever gives an end to a range that has none says so.
fn shrinks(before: &Marker, after: &Marker, edit: &MarkEdit, palette: &Palette) -> bool {
    let kept = Marker { open: true, ..after.clone() };
    let after = if gives_end(edit, before) { &kept } else { after };
    palette.withholds_mark(after) && opens(before, after, palette)
}

fn gives_end(edit: &MarkEdit, before: &Marker) -> bool {
    edit.end.is_some() && (before.open || before.end_frame.is_none())
}

/// Whether an edit lets something leave that the marker withholds, saying so: what would do it by the way is refused.
pub fn says_it_opens(edit: &MarkEdit, before: &Marker, palette: &Palette) -> bool {
    let is_other = edit.kind.as_ref().is_some_and(|kind| !palette.withholds(kind));
    palette.withholds_mark(before) && (edit.deleted == Some(true) || is_other || gives_end(edit, before))
}

/// Whether something can leave after the change that was withheld before it, by this mark.
pub fn opens(before: &Marker, after: &Marker, palette: &Palette) -> bool {
    let ((start, end), (new_start, new_end)) = (before.span(), after.span());
    palette.withholds_mark(before) && (!palette.withholds_mark(after) || new_start > start || new_end < end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Made, QuestionState, Slug, TakeId, Theme};

    const RATE: Hertz = Hertz(1000);
    /// The key with which each mark of these tests was made, and the one of the edit.
    const KEY: Frames = Frames(20_000);
    const NOW: Frames = Frames(25_000);

    fn touching() -> Marker {
        let mut marker = Marker::point(TakeId("t".into()), "touching", Frames(12_000));
        marker.ago = Some(8.0);
        marker
    }

    fn off_record(end: Option<u64>) -> Marker {
        let mut marker = Marker::point(TakeId("t".into()), "off-record", KEY);
        marker.end_frame = end.map(Frames);
        marker.open = end.is_none();
        marker
    }

    fn question() -> Marker {
        let mut marker = Marker::point(TakeId("t".into()), "question", KEY);
        (marker.state, marker.note) = (Some(QuestionState::Asked), Some("Et demain ?".into()));
        marker
    }

    fn edited(marker: &Marker, edit: &str) -> Result<Marker> {
        edited_beside(marker, edit, &[])
    }

    fn edited_beside(marker: &Marker, edit: &str, open: &[Marker]) -> Result<Marker> {
        let mut palette = Palette::default();
        let id = Slug::parse("tristesse").unwrap();
        palette.themes.push(Theme {
            id,
            key: None,
            names: Default::default(),
            short: Default::default(),
            colour: None,
            apart: false,
        });
        let desk = Desk { palette: &palette, rate: RATE, now: NOW, open };
        changed(&serde_json::from_str(edit).unwrap(), marker, &desk)
    }

    #[test]
    fn it_reaches_back_from_its_own_key_and_not_from_where_it_stands() {
        let earlier = edited(&touching(), r#"{"ago":15}"#).unwrap();
        assert_eq!((earlier.frame, earlier.ago), (Frames(5000), Some(15.0)));
        let at_the_key = edited(&earlier, r#"{"ago":0}"#).unwrap();
        assert_eq!((at_the_key.frame, at_the_key.ago), (KEY, None));
    }

    #[test]
    fn reaching_back_ends_at_the_first_frame() {
        let first = edited(&touching(), r#"{"ago":60}"#).unwrap();
        assert_eq!((first.frame, first.ago, first.key(RATE)), (Frames(0), Some(20.0), KEY), "and its key is known");
    }

    #[test]
    fn until_here_makes_a_range_that_ends_at_the_edit_s_key() {
        let range = edited(&touching(), r#"{"until":true}"#).unwrap();
        assert_eq!((range.frame, range.end_frame, range.open), (Frames(12_000), Some(NOW), false));
    }

    #[test]
    fn words_change_and_what_is_not_named_stays() {
        let said = edited(&touching(), r#"{"note":"sa voix","strength":2,"themes":["tristesse"],"who":["s-03"]}"#).unwrap();
        assert_eq!((said.note.as_deref(), said.strength, said.frame), (Some("sa voix"), Some(2), Frames(12_000)));
        let less = edited(&said, r#"{"note":"","themes":[],"done":"2020-03-29"}"#).unwrap();
        assert_eq!((less.note, less.themes.len(), less.who.len()), (None, 0, 1));
        assert_eq!(less.done, NaiveDate::from_ymd_opt(2020, 3, 29));
    }

    #[test]
    fn words_that_another_hand_has_changed_meanwhile_are_kept_beside() {
        let there = edited(&touching(), r#"{"note":"sa voix tremble"}"#).unwrap();
        let words = |edit: &str| edited(&there, edit).unwrap().note.unwrap_or_default();
        for (edit, kept) in [
            (r#"{"note":"le bus","was":"sa voix"}"#, "sa voix tremble · le bus"),
            (r#"{"note":"le bus","was":"sa voix tremble"}"#, "le bus"),
            (r#"{"note":"sa voix","was":"sa voix"}"#, "sa voix tremble"),
            (r#"{"note":"","was":"sa voix"}"#, "sa voix tremble"),
            (r#"{"note":"","was":"sa voix tremble"}"#, ""),
            (r#"{"note":"le bus"}"#, "le bus"),
        ] {
            assert_eq!(words(edit), kept, "{edit}");
        }
        assert_eq!(edited(&touching(), r#"{"note":"le bus","was":"sa voix"}"#).unwrap().note.as_deref(), Some("le bus"));
    }

    #[test]
    fn a_question_that_is_taken_begins_there_and_ends_where_it_is_answered() {
        let taken = edited(&question(), r#"{"state":"taken"}"#).unwrap();
        assert_eq!((taken.frame, taken.open, taken.state), (NOW, true, Some(QuestionState::Taken)));
        let answered = edited(&taken, r#"{"state":"answered"}"#).unwrap();
        assert_eq!((answered.frame, answered.end_frame, answered.open), (NOW, Some(NOW), false));
        let no_question = edited(&taken, r#"{"kind":"thread"}"#).unwrap();
        assert_eq!((no_question.state, no_question.note.as_deref()), (None, Some("Et demain ?")));
        let mut stretch = off_record(None);
        stretch.kind = "question".into();
        let refusal = edited_beside(&question(), r#"{"state":"taken"}"#, std::slice::from_ref(&stretch)).unwrap_err();
        assert!(refusal.to_string().contains("open already"), "{refusal}");
    }

    #[test]
    fn what_moves_keeps_the_key_with_which_it_was_made() {
        let keys = |marker: &Marker| marker.keys(RATE).iter().map(Made::to_string).collect::<Vec<_>>();
        let taken = edited(&question(), r#"{"state":"taken"}"#).unwrap();
        assert_eq!((taken.frame, keys(&taken)), (NOW, vec!["t/20000".to_owned()]));
        assert_eq!(edited(&taken, r#"{"state":"answered"}"#).unwrap().made, taken.made);
        let moved = edited(&touching(), r#"{"at":3.25}"#).unwrap();
        assert_eq!(keys(&moved), ["t/20000"]);
        assert_eq!(keys(&edited(&moved, r#"{"at":4}"#).unwrap()), ["t/20000"]);
        assert!(edited(&touching(), r#"{"ago":15,"note":"x","until":true}"#).unwrap().made.is_empty(), "its place tells it");
    }

    #[test]
    fn what_is_off_the_record_may_begin_earlier_and_end_later() {
        assert_eq!(edited(&off_record(None), r#"{"ago":15}"#).unwrap().frame, Frames(5000));
        let ended = off_record(Some(22_000));
        assert_eq!(edited(&ended, r#"{"until":true}"#).unwrap().end_frame, Some(NOW));
        let mut mask = off_record(Some(KEY.0));
        (mask.kind, mask.frame, mask.ago) = ("mask".into(), Frames(12_000), Some(8.0));
        let wider = edited(&mask, r#"{"ago":15}"#).unwrap();
        assert_eq!((wider.frame, wider.end_frame), (Frames(5000), Some(KEY)));
    }

    #[test]
    fn no_edit_opens_what_is_off_the_record_unless_it_says_so() {
        let mut early = off_record(None);
        (early.frame, early.ago) = (Frames(5000), Some(15.0));
        let late = off_record(Some(30_000));
        for (marker, edit) in [
            (&early, r#"{"ago":8}"#),
            (&early, r#"{"until":true}"#),
            (&late, r#"{"until":true}"#),
            (&early, r#"{"ago":0,"kind":"off-record"}"#),
        ] {
            let refusal = edited(marker, edit).unwrap_err().to_string();
            assert!(refusal.contains("off the record"), "{edit}: {refusal}");
        }
        assert!(edited(&early, r#"{"deleted":true}"#).unwrap().deleted);
        assert_eq!(edited(&early, r#"{"kind":"touching"}"#).unwrap().kind, "touching");
    }

    #[test]
    fn it_is_put_at_a_place_of_the_take_and_lasts_to_another() {
        let put = edited(&touching(), r#"{"at":3.25}"#).unwrap();
        assert_eq!((put.frame, put.end_frame, put.ago), (Frames(3250), None, None));
        let range = edited(&put, r#"{"end":5}"#).unwrap();
        assert_eq!((range.frame, range.end_frame, range.open), (Frames(3250), Some(Frames(5000)), false));
        assert_eq!(edited(&range, r#"{"at":5}"#).unwrap().end_frame, None, "an empty range is a point");
        for refused in [r#"{"at":6}"#, r#"{"end":3}"#, r#"{"at":-1}"#, r#"{"end":25.1}"#] {
            assert!(edited(&range, refused).is_err(), "{refused}");
        }
    }

    #[test]
    fn what_is_off_the_record_gets_its_end_once_and_grows_from_then_on() {
        let ended = edited(&off_record(None), r#"{"end":22}"#).unwrap();
        assert_eq!((ended.end_frame, ended.open), (Some(Frames(22_000)), false));
        assert!(opens(&off_record(None), &ended, &Palette::default()), "and that can be told");
        let wider = edited(&ended, r#"{"at":10,"end":24}"#).unwrap();
        assert_eq!((wider.frame, wider.end_frame), (Frames(10_000), Some(Frames(24_000))));
        for refused in [r#"{"end":21.9}"#, r#"{"at":20.1}"#, r#"{"at":22}"#, r#"{"at":10,"end":20}"#] {
            assert!(edited(&ended, refused).is_err(), "{refused}");
        }
        assert!(edited(&off_record(None), r#"{"at":21,"end":22}"#).is_err(), "its beginning stays all the same");
    }

    #[test]
    fn a_point_that_becomes_withheld_is_a_range() {
        assert!(edited(&touching(), r#"{"kind":"off-record"}"#).unwrap().open);
        let mask = edited(&touching(), r#"{"kind":"mask"}"#).unwrap();
        assert_eq!((mask.frame, mask.end_frame, mask.open), (Frames(12_000), Some(KEY), false));
    }

    #[test]
    fn a_second_open_range_of_a_kind_is_refused() {
        let open = off_record(None);
        assert!(edited_beside(&touching(), r#"{"kind":"off-record"}"#, std::slice::from_ref(&open)).is_err());
        let mut withdrawn = off_record(None);
        withdrawn.deleted = true;
        assert!(edited_beside(&withdrawn, r#"{"deleted":false}"#, std::slice::from_ref(&open)).is_err());
        assert!(!edited(&withdrawn, r#"{"deleted":false}"#).unwrap().deleted);
    }

    #[test]
    fn what_a_mark_may_not_be_an_edit_does_not_make_it() {
        let mut withdrawn = touching();
        withdrawn.deleted = true;
        let mut hole = touching();
        hole.kind = HOLE.into();
        let question = question();
        let mut note = touching();
        (note.kind, note.note) = ("note".into(), Some("x".into()));
        for (marker, edit) in [
            (&touching(), r#"{"strength":4}"#),
            (&touching(), r#"{"ago":-1}"#),
            (&touching(), r#"{"themes":["colere"]}"#),
            (&touching(), r#"{"who":["../x"]}"#),
            (&touching(), r#"{"kind":"hole"}"#),
            (&touching(), r#"{"kind":"note"}"#),
            (&touching(), r#"{"done":"tomorrow"}"#),
            (&note, r#"{"note":" "}"#),
            (&touching(), r#"{"state":"taken"}"#),
            (&question, r#"{"state":"done"}"#),
            (&question, r#"{"note":""}"#),
            (&withdrawn, r#"{"strength":2}"#),
            (&hole, r#"{"deleted":true}"#),
        ] {
            assert!(edited(marker, edit).is_err(), "{edit}");
        }
    }
}
