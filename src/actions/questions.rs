//! Questions of the public that wait from one session to the next: what was kept for later, and what an earlier take has left over.
//!
//! A question is known by its words and by who asked it: taken up in a later session, it is a mark of its own there, and the mark of the
//! session before stays as it was. The last session in which it stands says what has become of it.

use std::collections::HashMap;

use super::agenda::{Open, Plans};
use crate::domain::{Marker, QuestionState};
use crate::recorder::questions::QUESTION;
use crate::store::Library;
use crate::store::sessions::SessionEntry;

/// A question that waits for its turn, and whose mark lies elsewhere than in the running take.
#[derive(Debug, Clone, PartialEq)]
pub struct Waiting {
    /// Its mark.
    pub id: String,
    pub words: String,
    pub from: Option<String>,
}

/// What waits for the session of `entry`: kept for later in another one of its series, or in its own earlier takes neither answered nor
/// taken back. Reads the marks of every session of the series.
pub fn waiting_for(library: &Library, entry: &SessionEntry) -> Vec<Waiting> {
    let palette = &library.settings.palette;
    let marks = match &entry.session.series {
        Some(series) => Open::all(&Plans::of(library).of_series(series), &[QUESTION], palette),
        None => Open::all(&[entry], &[QUESTION], palette),
    };
    kept(&marks, Some(&entry.id)).into_iter().filter_map(|open| Waiting::of(&open.marker)).collect()
}

/// Those of `marks` that wait, the oldest first: kept for later in the last session in which they stand, or in the session `own` not
/// answered; nothing of them is off the record, as far as that can be known. `marks`: of sessions in the order in which they began.
pub fn kept<'m>(marks: &'m [Open], own: Option<&str>) -> Vec<&'m Open> {
    unanswered(marks, own).into_iter().filter(|open| !open.is_off_record).collect()
}

fn unanswered<'m>(marks: &'m [Open], own: Option<&str>) -> Vec<&'m Open> {
    let mut last: HashMap<(&str, Option<&str>), Vec<usize>> = HashMap::new();
    for (at, open) in marks.iter().enumerate() {
        let Some(key) = key(&open.marker) else { continue };
        let same = last.entry(key).or_default();
        if same.last().is_some_and(|before| marks[*before].entry.id != open.entry.id) {
            same.clear();
        }
        same.push(at);
    }
    let mut waiting: Vec<usize> = last.into_values().filter_map(|same| waits(marks, &same, own)).collect();
    waiting.sort_unstable();
    waiting.into_iter().map(|at| &marks[at]).collect()
}

/// The one that waits of the same question within one session; none where it was answered there.
fn waits(marks: &[Open], same: &[usize], own: Option<&str>) -> Option<usize> {
    use QuestionState::*;
    let state = |at: usize| marks[at].marker.state;
    let is_over = same.iter().any(|at| state(*at) == Some(Answered));
    let waits = |at: &usize| state(*at) == Some(Parked) || own == Some(marks[*at].entry.id.as_str());
    same.iter().copied().filter(|_| !is_over).find(waits)
}

/// What a question of the queue is known by.
fn key(marker: &Marker) -> Option<(&str, Option<&str>)> {
    let words = marker.note.as_deref().map(str::trim).filter(|words| !words.is_empty())?;
    let is_in_queue = marker.kind == QUESTION && marker.state.is_some() && !marker.deleted;
    is_in_queue.then_some((words, marker.from.as_deref()))
}

impl Waiting {
    fn of(marker: &Marker) -> Option<Waiting> {
        let (words, from) = key(marker)?;
        Some(Waiting { id: marker.id.to_string(), words: words.to_owned(), from: from.map(str::to_owned) })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::domain::{Frames, Made, Session, Take, TakeId};
    use crate::store::layout::markers_file;
    use crate::store::markers::MarkerFile;
    use crate::store::samples;
    use crate::store::sessions;

    /// A session of the series, or of none, with such questions as `parked Et demain ?`.
    fn session(library: &Library, day: &str, series: Option<&str>, questions: &[&str]) -> SessionEntry {
        let start = format!("{day}T20:30:00");
        let folder = sessions::create(&library.layout, start.parse().unwrap(), &samples::slug("soir")).unwrap();
        let take = Take { started: format!("{start}+01:00").parse().unwrap(), ..samples::take(&format!("01{day}"), 1) };
        let (id, rate) = (take.id.clone(), take.rate);
        let session = Session { series: series.map(samples::slug), ..samples::session(vec![take]) };
        sessions::save(&folder, &session).unwrap();
        let mut file = MarkerFile::open(&folder, &samples::slug("lise")).unwrap();
        for (at, question) in questions.iter().enumerate() {
            file.append(&marker(&id, at as u64, question), rate).unwrap();
        }
        sessions::load(&folder).unwrap()
    }

    fn marker(take: &TakeId, frame: u64, question: &str) -> Marker {
        let (state, words) = question.split_once(' ').unwrap();
        let point = Marker::point(take.clone(), QUESTION, Frames(frame));
        Marker { state: QuestionState::parse(state), note: Some(words.into()), ..point }
    }

    fn words(library: &Library, entry: &SessionEntry) -> Vec<String> {
        waiting_for(library, entry).into_iter().map(|waiting| waiting.words).collect()
    }

    #[test]
    fn what_was_kept_for_later_comes_back_until_it_is_answered() {
        let (_folder, layout) = samples::library();
        let library = Library::open(layout.root()).unwrap();
        let at = |day: &str, questions: &[&str]| session(&library, day, Some("nadia"), questions);
        let first = at("2020-03-20", &["parked un", "asked deux", "answered trois", "parked quatre", "own cinq"]);
        assert_eq!(words(&library, &first), ["un", "deux", "quatre"], "of its own takes also what was not put aside");
        let second = at("2020-03-21", &["answered un", "parked quatre"]);
        assert_eq!(words(&library, &second), ["quatre"]);
        session(&library, "2020-03-22", Some("samir"), &["parked six"]);
        let third = at("2020-03-23", &["taken quatre"]);
        assert_eq!(words(&library, &third), ["quatre"], "it broke off before there was an answer");
        let fourth = at("2020-03-24", &[]);
        assert_eq!(words(&library, &fourth), [""; 0], "it was taken up, and nobody has put it aside again");
    }

    #[test]
    fn a_session_without_a_series_has_what_its_own_takes_have_left() {
        let (_folder, layout) = samples::library();
        let library = Library::open(layout.root()).unwrap();
        session(&library, "2020-03-20", None, &["parked un"]);
        let own = session(&library, "2020-03-21", None, &["asked deux", "answered deux", "asked trois"]);
        assert_eq!(words(&library, &own), ["trois"], "the same question twice is answered once");
    }

    #[test]
    fn what_was_asked_off_the_record_stays_where_it_is_and_so_does_all_where_that_is_not_known() {
        let (_folder, layout) = samples::library();
        let library = Library::open(layout.root()).unwrap();
        let first = session(&library, "2020-03-20", Some("nadia"), &["parked un", "parked deux"]);
        let second = session(&library, "2020-03-21", Some("nadia"), &[]);
        assert_eq!(words(&library, &second), ["un", "deux"]);
        let off =
            Marker { end_frame: Some(Frames(9)), ..Marker::point(first.session.takes[0].id.clone(), "off-record", Frames(1)) };
        MarkerFile::open(&first.folder, &samples::slug("paul")).unwrap().append(&off, first.session.takes[0].rate).unwrap();
        assert_eq!(words(&library, &second), ["un"]);
        let file = markers_file(&first.folder, &samples::slug("paul"));
        std::fs::write(&file, std::fs::read_to_string(&file).unwrap() + "oops\n").unwrap();
        assert_eq!(words(&library, &second), [""; 0]);
    }

    /// As one that waited when the device came back in another format, and was carried on into the next take.
    #[test]
    fn what_was_asked_off_the_record_in_an_earlier_take_stays_where_it_is() {
        let (_folder, layout) = samples::library();
        let library = Library::open(layout.root()).unwrap();
        let entry = session(&library, "2020-03-20", Some("nadia"), &[]);
        let takes = [entry.session.takes[0].clone(), Take { number: 2, ..samples::take("02", 2) }];
        sessions::save(&entry.folder, &Session { takes: takes.to_vec(), ..entry.session }).unwrap();
        let mut file = MarkerFile::open(&entry.folder, &samples::slug("lise")).unwrap();
        let off = Marker { end_frame: Some(Frames(9)), ..Marker::point(takes[0].id.clone(), "off-record", Frames(1)) };
        file.append(&off, takes[0].rate).unwrap();
        for (frame, question) in [(5, "parked un"), (20, "parked deux")] {
            let made = vec![Made { take: takes[0].id.clone(), frame: Frames(frame) }];
            file.append(&Marker { made, ..marker(&takes[1].id, 0, question) }, takes[1].rate).unwrap();
        }
        let next = session(&library, "2020-03-21", Some("nadia"), &[]);
        assert_eq!(words(&library, &next), ["deux"]);
    }

    #[test]
    fn the_same_words_of_two_people_are_two_questions() {
        let (_folder, layout) = samples::library();
        let library = Library::open(layout.root()).unwrap();
        let entry = session(&library, "2020-03-20", None, &[]);
        let take = TakeId("01".into());
        let asked = |from: &str, question: &str| {
            let marker = Marker { from: Some(from.into()), ..marker(&take, 0, question) };
            Open { entry: Arc::new(entry.clone()), marker, is_off_record: false }
        };
        let marks = [asked("Jo", "answered Pourquoi\u{a0}?"), asked("Mimi75", "parked Pourquoi\u{a0}?")];
        let kept: Vec<_> = unanswered(&marks, None).into_iter().filter_map(|open| open.marker.from.as_deref()).collect();
        assert_eq!(kept, ["Mimi75"]);
    }
}
