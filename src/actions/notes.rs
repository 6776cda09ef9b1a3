//! Words put on a mark after the take, and words that were still being typed when it ended.

use chrono::{DateTime, Utc};

use super::after;
use super::marks::Own;
use crate::domain::{Frames, Marker, MarkerId, QuestionState, Slug};
use crate::error::{Error, Result};
use crate::recorder::questions::QUESTION;
use crate::store::Library;
use crate::store::lock::SaveLock;
use crate::store::markers::{self, MarkerFile};
use crate::store::sessions::{self, SessionEntry};
use crate::text;

/// Puts `note` on a mark of `who`, in the place of the one that was there; an empty one takes it away. Gives the mark as it is now:
/// a table appended to the file, so that nothing that was there is written over.
///
/// Errors: another person's mark, none of that id, a session that is being recorded (its marks are the recorder's to write), a file
/// that cannot be read whole, a library that is not to be written.
pub fn set_note(library: &Library, entry: &SessionEntry, marker: &MarkerId, note: &str, who: &Slug) -> Result<Marker> {
    library.require_writable()?;
    let _lock = SaveLock::of_free(&library.layout, &entry.id)?.ok_or_else(recorded)?;
    let own = Own::read(entry, who)?;
    let found = own.standing(marker)?.clone();
    let note = Some(note.trim()).filter(|note| !note.is_empty()).map(str::to_owned);
    if found.note == note {
        return Ok(found);
    }
    let noted = Marker { note, ..found };
    own.append([&noted])?;
    Ok(noted)
}

/// Words that were being typed in a take when it ended.
#[derive(Debug, Clone, PartialEq)]
pub struct LateNote {
    /// The session's folder name.
    pub session: String,
    /// The take's number.
    pub take: u32,
    pub onto: Onto,
    pub words: String,
}

/// Where they belong.
#[derive(Debug, Clone, PartialEq)]
pub enum Onto {
    /// On a mark that is there.
    Mark(MarkerId),
    /// On a new one of this kind, so many seconds from the take's frame 0, at its last frame at most.
    New { kind: String, seconds: f64 },
}

/// Keeps such words; twice the same make one mark.
///
/// Errors: as [`set_note`], where the recorder does not let go of the session within a moment too; a take that is not there.
pub fn add_late(library: &Library, late: &LateNote, who: &Slug, now: DateTime<Utc>) -> Result<()> {
    library.require_writable()?;
    let entry = sessions::resolve(&library.layout, &late.session)?;
    after::require_free(&library.layout, &entry)?;
    let entry = sessions::load(&entry.folder)?;
    match &late.onto {
        Onto::Mark(marker) => set_note(library, &entry, marker, &late.words, who).map(drop),
        Onto::New { kind, seconds } => {
            let _lock = SaveLock::of_free(&library.layout, &entry.id)?.ok_or_else(recorded)?;
            append_late(&entry, late.take, kind, *seconds, &late.words, who, now)
        }
    }
}

fn append_late(
    entry: &SessionEntry,
    take: u32,
    kind: &str,
    seconds: f64,
    words: &str,
    who: &Slug,
    now: DateTime<Utc>,
) -> Result<()> {
    let Some(take) = entry.session.takes.iter().find(|known| known.number == take) else {
        return Err(Error::new(text!("today-after-no-take")).at(&entry.folder));
    };
    let typed = Frames::from_seconds(seconds, take.rate);
    // Of one that broke off the end is not known yet.
    let frame = if take.is_open() { typed } else { typed.min(take.end().saturating_sub(Frames(1))) };
    let is_same = |mark: &Marker| (mark.frame, mark.kind.as_str(), mark.note.as_deref()) == (frame, kind, Some(words));
    let known = markers::load(&entry.folder, &entry.session.takes).rows;
    if known.iter().any(|filed| filed.by == *who && filed.marker.take == take.id && is_same(&filed.marker)) {
        return Ok(());
    }
    let wall = Some(now.with_timezone(&entry.session.zone).fixed_offset());
    let state = (kind == QUESTION).then_some(QuestionState::Parked); // nobody takes it up in this take any more
    let mark = Marker { wall, state, note: Some(words.to_owned()), ..Marker::point(take.id.clone(), kind, frame) };
    MarkerFile::open(&entry.folder, who)?.append(&mark, take.rate)
}

fn recorded() -> Error {
    Error::new(text!("listen-note-recording")).hint(text!("listen-note-recording-hint"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Hertz, TakeId};
    use crate::store::layout::markers_file;
    use crate::store::lock::{RecorderLock, Running};
    use crate::store::samples;

    const RATE: Hertz = Hertz(48_000);

    /// A session with a mark of Olivier's and one of Lise's.
    fn session() -> (tempfile::TempDir, Library, SessionEntry, [MarkerId; 2]) {
        let (folder, layout) = samples::library();
        let library = Library::open(layout.root()).unwrap();
        let start = "2020-03-28T20:30:00".parse().unwrap();
        let session = crate::store::sessions::create(&layout, start, &samples::slug("nadia")).unwrap();
        crate::store::sessions::save(&session, &samples::session(vec![samples::take("01A", 1)])).unwrap();
        let ids = ["olivier", "lise"].map(|who| {
            let marker = Marker { strength: Some(2), ..Marker::point(TakeId("01A".into()), "touching", Frames(480)) };
            MarkerFile::open(&session, &samples::slug(who)).unwrap().append(&marker, RATE).unwrap();
            marker.id
        });
        let entry = crate::store::sessions::load(&session).unwrap();
        (folder, library, entry, ids)
    }

    #[test]
    fn words_that_were_typed_when_the_take_ended_come_onto_their_mark_or_make_one_in_the_take_once() {
        let (_folder, library, entry, [own, _]) = session();
        let who = samples::slug("olivier");
        let now = "2020-03-28T20:20:00Z".parse().unwrap();
        let late = |onto, words: &str| LateNote { session: entry.id.clone(), take: 1, onto, words: words.into() };
        add_late(&library, &late(Onto::Mark(own.clone()), "le bus"), &who, now).unwrap();
        assert_eq!(note_of(&entry, &own).as_deref(), Some("le bus"));
        for seconds in [2.0, 2.0, 1e9] {
            add_late(&library, &late(Onto::New { kind: "thread".into(), seconds }, "son père ?"), &who, now).unwrap();
        }
        let rows = markers::load(&entry.folder, &entry.session.takes).rows;
        let threads: Vec<u64> =
            rows.iter().filter(|filed| filed.marker.kind == "thread").map(|filed| filed.marker.frame.0).collect();
        assert_eq!(threads, [96_000, entry.session.takes[0].end().0 - 1]);
        add_late(&library, &late(Onto::New { kind: "question".into(), seconds: 3.0 }, "Et demain ?"), &who, now).unwrap();
        let rows = markers::load(&entry.folder, &entry.session.takes).rows;
        let question = rows.iter().find(|filed| filed.marker.kind == "question").unwrap();
        assert_eq!(question.marker.state, Some(QuestionState::Parked), "it comes back next time");
        let gone = LateNote { take: 7, ..late(Onto::New { kind: "note".into(), seconds: 1.0 }, "x") };
        assert!(add_late(&library, &gone, &who, now).is_err());
    }

    fn note_of(entry: &SessionEntry, id: &MarkerId) -> Option<String> {
        let rows = markers::load(&entry.folder, &entry.session.takes).rows;
        rows.into_iter().find(|filed| filed.marker.id == *id).unwrap().marker.note
    }

    #[test]
    fn a_note_comes_onto_ones_own_mark_is_replaced_and_taken_away() {
        let (_folder, library, entry, [own, _]) = session();
        let who = samples::slug("olivier");
        for (note, kept) in [("  le bus  ", Some("le bus")), ("« le bus »", Some("« le bus »")), (" \n", None)] {
            let marker = set_note(&library, &entry, &own, note, &who).unwrap();
            assert_eq!((marker.note.as_deref(), marker.strength), (kept, Some(2)));
            assert_eq!(note_of(&entry, &own).as_deref(), kept);
        }
        let file = markers_file(&entry.folder, &who);
        let before = std::fs::read(&file).unwrap();
        set_note(&library, &entry, &own, "", &who).unwrap();
        assert_eq!(std::fs::read(&file).unwrap(), before, "the same words are not written twice");
    }

    #[test]
    fn another_person_s_mark_and_one_that_is_not_there_are_refused() {
        let (_folder, library, entry, [own, other]) = session();
        let refused =
            |id: &MarkerId, who: &str| set_note(&library, &entry, id, "x", &samples::slug(who)).unwrap_err().to_string();
        let fault = refused(&other, "olivier");
        assert!(fault.starts_with("this mark is lise’s") && fault.contains("\n  hint: "), "{fault}");
        assert!(refused(&own, "paul").starts_with("this mark is olivier’s"), "also of somebody without marks");
        assert!(!markers_file(&entry.folder, &samples::slug("paul")).exists());
        assert!(refused(&MarkerId("m-9".into()), "olivier").contains("is called `m-9`"));
        assert_eq!(note_of(&entry, &other), None);
    }

    #[test]
    fn a_file_that_cannot_be_read_whole_is_left_alone() {
        let (_folder, library, entry, [own, _]) = session();
        let file = markers_file(&entry.folder, &samples::slug("olivier"));
        let text = std::fs::read_to_string(&file).unwrap() + "oops\n";
        samples::put(&file, &text);
        let fault = set_note(&library, &entry, &own, "x", &samples::slug("olivier")).unwrap_err();
        assert!(fault.place().is_some_and(|place| place.path == file), "{fault}");
        assert_eq!(std::fs::read_to_string(&file).unwrap(), text);
    }

    #[test]
    fn while_the_session_is_recorded_its_marks_are_the_recorders() {
        let (_folder, library, entry, [own, _]) = session();
        let mut lock = RecorderLock::take(&library.layout).unwrap();
        let mut running = Running { pid: 1, session: Some(entry.id.clone()), socket: "/nowhere".into(), fault: None };
        lock.announce(&running).unwrap();
        let set = || set_note(&library, &entry, &own, "x", &samples::slug("olivier"));
        let fault = set().unwrap_err().to_string();
        assert!(fault.starts_with("this session is being recorded"), "{fault}");
        running.session = Some("2020-03-29-2030-nadia".into());
        lock.announce(&running).unwrap();
        assert_eq!(set().unwrap().note.as_deref(), Some("x"), "another session’s recorder does not hinder it");
    }
}
