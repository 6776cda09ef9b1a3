//! The queue of questions: what becomes of one when it is taken, answered or put aside.
//!
//! A question of the queue is a mark of kind `question` with a state and words. Asked and parked it is a point; taking it opens a range at
//! that moment, answering it closes the range. A mark of that kind without a state is somebody's own mark, and in no queue.

use crate::domain::{Frames, Marker, QuestionState};
use crate::error::{Error, Result};
use crate::text;

/// The reserved kind.
pub const QUESTION: &str = "question";

/// The state that a client calls so.
pub fn state(called: &str) -> Result<QuestionState> {
    QuestionState::parse(called).ok_or_else(|| Error::usage(text!("question-bad-state", found = called)))
}

/// A state belongs to a question, and a question is its words.
pub fn check(marker: &Marker) -> Result<()> {
    let has_words = marker.note.as_ref().is_some_and(|note| !note.trim().is_empty());
    match marker.state {
        Some(_) if marker.kind != QUESTION => Err(Error::usage(text!("question-other-kind", kind = marker.kind.as_str()))),
        Some(_) if !has_words => Err(Error::usage(text!("question-empty"))),
        _ => Ok(()),
    }
}

/// Puts a question into another state at `now`.
///
/// Taken up again after its answer, the answer goes on. Put back or parked while it is taken, it is a point again, where it was taken.
pub fn put(marker: &mut Marker, state: QuestionState, now: Frames) {
    use QuestionState::*;
    let before = marker.state.replace(state);
    match (before, state) {
        (before, state) if before == Some(state) => {}
        (Some(Answered), Taken) if marker.is_range() => (marker.open, marker.end_frame) = (true, None),
        (_, Taken) => (marker.frame, marker.ago, marker.open, marker.end_frame) = (now, None, true, None),
        (_, Answered) if marker.open => end(marker, now),
        (_, Answered) if !marker.is_range() => (marker.frame, marker.ago) = (now, None),
        (Some(Taken), Asked | Parked) => (marker.open, marker.end_frame) = (false, None),
        _ => {}
    }
}

pub fn is_taken(marker: &Marker) -> bool {
    marker.state == Some(QuestionState::Taken)
}

/// Ends a range at `now`, or where it begins if that is later: with it, the answer to a question.
pub fn end(marker: &mut Marker, now: Frames) {
    (marker.open, marker.end_frame) = (false, Some(now.max(marker.frame)));
    if is_taken(marker) {
        marker.state = Some(QuestionState::Answered);
    }
}

/// Whether it still waits for its turn.
pub fn waits(marker: &Marker) -> bool {
    marker.state.is_some_and(QuestionState::waits) && !marker.deleted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::TakeId;

    fn question(state: Option<QuestionState>, frame: u64, end: Option<u64>) -> Marker {
        let mut marker = Marker::point(TakeId("t".into()), QUESTION, Frames(frame));
        (marker.state, marker.note) = (state, Some("Et demain ?".into()));
        (marker.end_frame, marker.open) = (end.map(Frames), state == Some(QuestionState::Taken));
        marker
    }

    #[test]
    fn each_step_of_a_question_makes_a_point_or_a_range_of_it() {
        use QuestionState::*;
        let (asked, taken) = (question(Some(Asked), 10, None), question(Some(Taken), 30, None));
        let (answered, parked) = (question(Some(Answered), 30, Some(40)), question(Some(Parked), 10, None));
        for (before, state, frame, end, open) in [
            (&asked, Taken, 50, None, true),
            (&parked, Taken, 50, None, true),
            (&taken, Taken, 30, None, true),
            (&answered, Taken, 30, None, true),
            (&taken, Answered, 30, Some(50), false),
            (&asked, Answered, 50, None, false),
            (&answered, Answered, 30, Some(40), false),
            (&asked, Parked, 10, None, false),
            (&taken, Parked, 30, None, false),
            (&answered, Parked, 30, Some(40), false),
            (&parked, Asked, 10, None, false),
            (&taken, Asked, 30, None, false),
            (&question(None, 10, None), Asked, 10, None, false),
        ] {
            let mut marker = before.clone();
            put(&mut marker, state, Frames(50));
            let place = (marker.frame.0, marker.end_frame.map(|end| end.0), marker.open);
            assert_eq!((marker.state, place), (Some(state), (frame, end, open)), "{:?} to {state:?}", before.state);
        }
    }

    #[test]
    fn a_state_wants_the_kind_and_words() {
        assert!(check(&question(Some(QuestionState::Asked), 0, None)).is_ok());
        let mut other = question(Some(QuestionState::Asked), 0, None);
        other.kind = "thread".into();
        assert!(check(&other).unwrap_err().to_string().contains("thread"));
        let mut empty = question(Some(QuestionState::Asked), 0, None);
        empty.note = Some(" ".into());
        assert!(check(&empty).is_err());
        assert!(state("done").unwrap_err().to_string().contains("parked"));
    }

    #[test]
    fn what_is_open_at_the_end_of_the_take_is_answered_there() {
        let mut taken = question(Some(QuestionState::Taken), 30, None);
        end(&mut taken, Frames(20));
        assert_eq!((taken.state, taken.end_frame), (Some(QuestionState::Answered), Some(Frames(30))));
    }
}
