//! Words that were still being typed when their take ended.

use super::after;
use super::marks::{Did, Editor, Own};
use crate::domain::{Frames, Marker, MarkerId, OffRecord, QuestionState, Take, TakeId};
use crate::error::{Error, Result};
use crate::recorder::protocol::{MarkEdit, MarkRequest};
use crate::recorder::questions::{self, QUESTION};
use crate::store::markers;
use crate::store::sessions::{self, SessionEntry};
use crate::text;

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

/// Keeps such words; twice the same make one mark. Where the take ended off the record they were typed off the record, and stay there, whatever
/// they were begun on.
///
/// Errors: as [`Editor::change`], where the recorder does not let go of the session within a moment too; a take that is not there.
pub fn add_late(editor: &Editor, late: &LateNote) -> Result<()> {
    editor.library.require_writable()?;
    let entry = sessions::resolve(&editor.library.layout, &late.session)?;
    after::wait_until_free(&editor.library.layout, &entry)?;
    let entry = sessions::load(&entry.folder)?;
    let Some(take) = entry.session.takes.iter().find(|known| known.number == late.take) else {
        return Err(Error::new(text!("today-after-no-take")).at(&entry.folder));
    };
    let marks: Vec<Marker> = markers::load(&entry.folder, &entry.session.takes).rows.into_iter().map(|row| row.marker).collect();
    let off_record = OffRecord::of(&entry.session.takes, &marks, &editor.library.settings.palette);
    let withheld_from = off_record.ranges(&take.id).last().filter(|(_, to)| *to >= take.end()).map(|(from, _)| *from);
    match (&late.onto, withheld_from) {
        (Onto::Mark(id), None) => put_on(editor, &entry, id, &late.words),
        (Onto::Mark(id), Some(from)) if was_made_since(&marks, id, &take.id, from) => put_on(editor, &entry, id, &late.words),
        (_, Some(from)) => add(editor, &entry, take, "note", last_frame(take).max(from), &late.words),
        (Onto::New { kind, seconds }, None) => {
            let typed = Frames::from_seconds(*seconds, take.rate);
            // Of one that broke off the end is not known yet.
            let frame = if take.is_open() { typed } else { typed.min(last_frame(take)) };
            add(editor, &entry, take, kind, frame, &late.words)
        }
    }
}

fn last_frame(take: &Take) -> Frames {
    take.end().saturating_sub(Frames(1))
}

/// The mark lies off the record itself, in the stretch with which its take ended.
fn was_made_since(marks: &[Marker], id: &MarkerId, take: &TakeId, from: Frames) -> bool {
    marks.iter().any(|mark| mark.id == *id && mark.take == *take && mark.frame >= from)
}

fn put_on(editor: &Editor, entry: &SessionEntry, id: &MarkerId, words: &str) -> Result<()> {
    let edit = MarkEdit { note: Some(words.trim().to_owned()), ..MarkEdit::default() };
    editor.change(entry, id, &edit).map(drop)
}

fn add(editor: &Editor, entry: &SessionEntry, take: &Take, kind: &str, frame: Frames, words: &str) -> Result<()> {
    let worded = Worded { kind, frame, words };
    add_worded(editor, entry, take, &[worded])
}

/// A mark that is made of words.
pub(super) struct Worded<'w> {
    pub kind: &'w str,
    pub frame: Frames,
    pub words: &'w str,
}

/// Puts such marks, all by one act; one that stands there already is left.
pub(super) fn add_worded(editor: &Editor, entry: &SessionEntry, take: &Take, worded: &[Worded]) -> Result<()> {
    let made = |own: &Own| {
        let new = worded.iter().filter(|new| !own.rows().iter().any(|mark| new.is(mark, take)));
        new.map(|new| new.placed(editor, own, take)).collect()
    };
    editor.add_all(entry, Did::Added, made).map(drop)
}

impl Worded<'_> {
    fn is(&self, mark: &Marker, take: &Take) -> bool {
        let is_there = mark.take == take.id && mark.frame == self.frame && !mark.deleted;
        is_there && mark.kind == self.kind && mark.note.as_deref() == Some(self.words)
    }

    fn placed(&self, editor: &Editor, own: &Own, take: &Take) -> Result<Marker> {
        let (kind, note) = (Some(self.kind.to_owned()), Some(self.words.to_owned()));
        let at = Some(self.frame.seconds(take.rate));
        let mut mark = editor.placed(own, &take.id, &MarkRequest { kind, note, at, ..MarkRequest::default() })?;
        if self.kind == QUESTION {
            mark.state = Some(QuestionState::Parked); // nobody takes it up in this take any more
        }
        questions::check(&mark)?;
        Ok(mark)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Hertz, Slug};
    use crate::store::Library;
    use crate::store::markers::MarkerFile;
    use crate::store::samples;

    const RATE: Hertz = Hertz(48_000);

    /// A session with a mark of Olivier's at 0:01.
    struct Evening {
        _folder: tempfile::TempDir,
        library: Library,
        entry: SessionEntry,
        who: Slug,
        own: MarkerId,
    }

    impl Evening {
        fn new() -> Evening {
            let (folder, layout) = samples::library();
            let start = "2020-03-28T20:30:00".parse().unwrap();
            let session = sessions::create(&layout, start, &samples::slug("nadia")).unwrap();
            sessions::save(&session, &samples::session(vec![samples::take("01A", 1)])).unwrap();
            let (library, entry) = (Library::open(layout.root()).unwrap(), sessions::load(&session).unwrap());
            let mark = Marker::point(TakeId("01A".into()), "touching", Frames(48_000));
            let evening = Evening { _folder: folder, library, entry, who: samples::slug("olivier"), own: mark.id.clone() };
            evening.put(&mark);
            evening
        }

        fn put(&self, mark: &Marker) {
            MarkerFile::open(&self.entry.folder, &self.who).unwrap().append(mark, RATE).unwrap();
        }

        /// From so many seconds on, without an end.
        fn off_record_from(&self, seconds: u64) -> Frames {
            let from = Frames(seconds * 48_000);
            self.put(&Marker { open: true, ..Marker::point(TakeId("01A".into()), "off-record", from) });
            from
        }

        fn add(&self, take: u32, onto: Onto, words: &str) -> Result<()> {
            let late = LateNote { session: self.entry.id.clone(), take, onto, words: words.into() };
            let now = "2020-03-28T20:20:00Z".parse().unwrap();
            add_late(&Editor::keeping(&self.library, &self.who, now, None), &late)
        }

        /// The marks that have words: kind, frame, words.
        fn worded(&self) -> Vec<(String, u64, String)> {
            let rows = markers::load(&self.entry.folder, &self.entry.session.takes).rows.into_iter().map(|row| row.marker);
            rows.filter_map(|mark| Some((mark.kind, mark.frame.0, mark.note?))).collect()
        }

        fn last(&self) -> u64 {
            self.entry.session.takes[0].end().0 - 1
        }
    }

    fn new(kind: &str, seconds: f64) -> Onto {
        Onto::New { kind: kind.into(), seconds }
    }

    fn row(kind: &str, frame: u64, words: &str) -> (String, u64, String) {
        (kind.to_owned(), frame, words.to_owned())
    }

    #[test]
    fn words_that_were_typed_when_the_take_ended_come_onto_their_mark_or_make_one_in_the_take_once() {
        let evening = Evening::new();
        evening.add(1, Onto::Mark(evening.own.clone()), "le bus").unwrap();
        for seconds in [2.0, 2.0, 1e9] {
            evening.add(1, new("thread", seconds), "son père ?").unwrap();
        }
        let threads = [row("thread", 96_000, "son père ?"), row("thread", evening.last(), "son père ?")];
        assert_eq!(evening.worded(), [vec![row("touching", 48_000, "le bus")], threads.to_vec()].concat());
        evening.add(1, new("question", 3.0), "Et demain ?").unwrap();
        let rows = markers::load(&evening.entry.folder, &evening.entry.session.takes).rows;
        let question = rows.iter().find(|filed| filed.marker.kind == "question").unwrap();
        assert_eq!(question.marker.state, Some(QuestionState::Parked), "it comes back next time");
        assert!(evening.add(7, new("note", 1.0), "x").is_err());
    }

    #[test]
    fn words_typed_off_the_record_when_the_take_ended_stay_off_the_record() {
        let evening = Evening::new();
        evening.off_record_from(100);
        evening.add(1, Onto::Mark(evening.own.clone()), "le secret").unwrap();
        evening.add(1, new("thread", 2.0), "son père ?").unwrap();
        let last = evening.last();
        assert_eq!(evening.worded(), [row("note", last, "le secret"), row("note", last, "son père ?")]);
    }

    #[test]
    fn words_of_a_mark_that_lies_off_the_record_itself_come_onto_it() {
        let evening = Evening::new();
        let from = evening.off_record_from(100);
        let within = Marker::point(TakeId("01A".into()), "touching", Frames(from.0 + 5));
        evening.put(&within);
        evening.add(1, Onto::Mark(within.id.clone()), "le secret").unwrap();
        assert_eq!(evening.worded(), [row("touching", from.0 + 5, "le secret")]);
    }
}
