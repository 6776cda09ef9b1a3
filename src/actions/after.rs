//! What is noted after a session: the consents that were said, how it was, what was said in a line, what to come back to.

use std::time::{Duration, Instant};

use super::consent::{self, Said};
use super::marks::Editor;
use super::notes::{self, Worded};
use crate::domain::{Frames, Session};
use crate::error::{Error, Result};
use crate::store::Layout;
use crate::store::lock::{RecorderLock, SaveLock};
use crate::store::sessions::{self, SessionEntry};
use crate::text;

/// How long a recorder may take to let go of a session that it has ended.
const LETTING_GO: Duration = Duration::from_secs(2);

/// What was typed. An empty text, or no word about heaviness, says nothing. What stands in the file stays: another window, or an earlier
/// take of the evening, may have said it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answers {
    pub mood: String,
    pub gist: String,
    pub heavy: Option<bool>,
    /// What to come back to next time; each becomes a mark at the end of the last take.
    pub threads: Vec<String>,
    /// Consents that were said; each goes into the person's file.
    pub consents: Vec<Said>,
}

/// Saves the answers into the session of that name, and gives it back as it is now. The threads go into the editor's file of marks; twice
/// the same answers make one mark. Nothing is written where nothing was answered.
///
/// Errors: the session is being recorded, has no take to hang a thread on, or cannot be written; what [`consent::note`] refuses.
pub fn save(editor: &Editor, session: &str, answers: &Answers) -> Result<SessionEntry> {
    let library = editor.library;
    let entry = sessions::resolve(&library.layout, session)?;
    let threads: Vec<&str> = answers.threads.iter().map(|thread| thread.trim()).filter(|thread| !thread.is_empty()).collect();
    if threads.is_empty() && answers.consents.is_empty() && answered(&entry.session, answers) == entry.session {
        return Ok(entry);
    }
    library.require_writable()?;
    wait_until_free(&library.layout, &entry)?;
    answers.consents.iter().try_for_each(|said| consent::note(library, &entry, said).map(drop))?;
    let entry = save_answers(&library.layout, &entry, answers)?;
    append_threads(editor, &entry, &threads)?;
    Ok(entry)
}

fn save_answers(layout: &Layout, entry: &SessionEntry, answers: &Answers) -> Result<SessionEntry> {
    // Asked again: a take may have begun since.
    let _lock = SaveLock::of_free(layout, &entry.id)?.ok_or_else(|| being_recorded(entry))?;
    let entry = sessions::load(&entry.folder)?;
    let session = answered(&entry.session, answers);
    if session != entry.session {
        sessions::save(&entry.folder, &session)?;
    }
    Ok(SessionEntry { session, ..entry })
}

/// Between what was said at different times, or in different windows.
const BESIDE: &str = " · ";

/// The session with what was answered, beside what it held. An evening that was called heavy stays so.
fn answered(session: &Session, answers: &Answers) -> Session {
    let mut session = session.clone();
    let after = &mut session.after;
    after.mood = beside(after.mood.take(), &answers.mood);
    after.gist = beside(after.gist.take(), &answers.gist);
    after.heavy = answers.heavy.max(after.heavy);
    session
}

/// Said twice, it stands there once.
fn beside(held: Option<String>, said: &str) -> Option<String> {
    let said = said.trim();
    match held {
        held if said.is_empty() => held,
        Some(held) if held.split(BESIDE).any(|one| one.trim() == said) || held.trim() == said => Some(held),
        Some(held) if !held.trim().is_empty() => Some(format!("{held}{BESIDE}{said}")),
        _ => Some(said.to_owned()),
    }
}

/// Waits a moment for a recorder that is just ending the session. Whoever writes asks once more behind the lock.
pub(super) fn wait_until_free(layout: &Layout, entry: &SessionEntry) -> Result<()> {
    let until = Instant::now() + LETTING_GO;
    loop {
        let running = RecorderLock::holder(layout)?.and_then(|running| running.session);
        if running.as_ref() != Some(&entry.id) {
            return Ok(());
        }
        if Instant::now() >= until {
            return Err(being_recorded(entry));
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn being_recorded(entry: &SessionEntry) -> Error {
    let fault = Error::new(text!("today-after-recording", session = entry.id.as_str())).at(&entry.folder);
    fault.hint(text!("today-after-recording-hint"))
}

fn append_threads(editor: &Editor, entry: &SessionEntry, threads: &[&str]) -> Result<()> {
    if threads.is_empty() {
        return Ok(());
    }
    let Some(take) = entry.session.takes.last() else {
        return Err(Error::new(text!("today-after-no-take")).at(&entry.folder));
    };
    // The last frame that the take has, so that the place can be found in it.
    let frame = take.end().saturating_sub(Frames(1));
    let worded: Vec<Worded> = threads.iter().map(|words| Worded { kind: "thread", frame, words }).collect();
    notes::add_worded(editor, entry, take, &worded)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::layout::markers_file;
    use crate::store::lock::Running;
    use crate::store::samples::{self, slug};
    use crate::store::{Library, markers};

    fn evening() -> (tempfile::TempDir, Library, SessionEntry) {
        let (folder, layout) = samples::library();
        let session = Session {
            after: Default::default(),
            ..samples::session(vec![samples::take("01JD41", 1), samples::take("01JD42", 2)])
        };
        let home = sessions::create(&layout, "2020-03-28T20:30:00".parse().unwrap(), &slug("nadia")).unwrap();
        sessions::save(&home, &session).unwrap();
        (folder, Library::open(layout.root()).unwrap(), sessions::load(&home).unwrap())
    }

    fn save_as_lise(library: &Library, answers: &Answers) -> SessionEntry {
        try_as_lise(library, answers).unwrap()
    }

    fn try_as_lise(library: &Library, answers: &Answers) -> Result<SessionEntry> {
        let (who, now) = (slug("lise"), "2020-03-28T20:20:00Z".parse().unwrap());
        save(&Editor::keeping(library, &who, now, None), "2020-03-28-2030-nadia", answers)
    }

    #[test]
    fn what_was_noted_stands_in_the_session_and_threads_at_the_end_of_its_last_take() {
        let (_folder, library, entry) = evening();
        let answers = Answers {
            mood: " fatiguée ".into(),
            gist: "la mère".into(),
            heavy: Some(true),
            threads: vec!["son père ?".into(), " ".into(), "le test".into()],
            consents: Vec::new(),
        };
        for _ in ["once", "twice makes no more"] {
            let saved = save_as_lise(&library, &answers);
            assert_eq!(saved, sessions::load(&entry.folder).unwrap());
            let after = &saved.session.after;
            let said = (after.mood.as_deref(), after.gist.as_deref(), after.heavy);
            assert_eq!(said, (Some("fatiguée"), Some("la mère"), Some(true)));
            let marks = markers::load(&entry.folder, &saved.session.takes).rows;
            let notes: Vec<_> = marks.iter().map(|filed| filed.marker.note.clone().unwrap()).collect();
            assert_eq!(notes, ["son père ?", "le test"]);
            let mark = &marks[0].marker;
            assert_eq!((mark.kind.as_str(), mark.take.as_str(), mark.frame.0), ("thread", "01JD42", 86_495_999));
            assert_eq!(mark.wall.unwrap().to_rfc3339(), "2020-03-28T21:20:00+01:00");
        }
    }

    #[test]
    fn what_another_window_has_noted_stays_beside_what_is_noted_here() {
        let (_folder, library, _) = evening();
        let said = |mood: &str, heavy| Answers { mood: mood.into(), heavy: Some(heavy), ..Answers::default() };
        for answers in [said("fatiguée", true), said("soulagée", false), said("fatiguée", false)] {
            save_as_lise(&library, &answers);
        }
        let after = save_as_lise(&library, &Answers::default()).session.after;
        assert_eq!((after.mood.as_deref(), after.heavy), (Some("fatiguée · soulagée"), Some(true)));
    }

    #[test]
    fn empty_answers_write_nothing() {
        let (_folder, library, entry) = evening();
        save_as_lise(&library, &Answers { mood: "calme".into(), ..Answers::default() });
        let file = crate::store::layout::session_file(&entry.folder);
        let before = (std::fs::read(&file).unwrap(), file.metadata().unwrap().modified().unwrap());
        let saved = save_as_lise(&library, &Answers { gist: " \n".into(), threads: vec!["".into()], ..Answers::default() });
        assert_eq!((std::fs::read(&file).unwrap(), file.metadata().unwrap().modified().unwrap()), before);
        assert_eq!(saved.session.after.mood.as_deref(), Some("calme"));
        assert!(!markers_file(&entry.folder, &slug("lise")).exists());
    }

    #[test]
    fn a_session_that_is_being_ended_is_waited_for_and_another_one_is_not() {
        let (_folder, library, entry) = evening();
        let mut lock = RecorderLock::take(&library.layout).unwrap();
        let running = |session: &str| Running { pid: 1, session: Some(session.into()), socket: "/x".into(), fault: None };
        lock.announce(&running(&entry.id)).unwrap();
        let saving = {
            let root = library.layout.root().to_owned();
            std::thread::spawn(move || {
                save_as_lise(&Library::open(root).unwrap(), &Answers { heavy: Some(false), ..Answers::default() })
            })
        };
        lock.announce(&running("2020-03-28-2200-samir")).unwrap();
        assert_eq!(saving.join().unwrap().session.after.heavy, Some(false));
    }

    #[test]
    fn a_session_that_is_recorded_still_is_left_alone() {
        let (_folder, library, entry) = evening();
        let mut lock = RecorderLock::take(&library.layout).unwrap();
        lock.announce(&Running { pid: 1, session: Some(entry.id.clone()), socket: "/x".into(), fault: None }).unwrap();
        let answers = Answers { mood: "calme".into(), ..Answers::default() };
        let fault = try_as_lise(&library, &answers).unwrap_err().to_string();
        assert!(fault.contains("is being recorded, so nothing was noted"), "{fault}");
        assert_eq!(sessions::load(&entry.folder).unwrap(), entry);
    }

    #[test]
    fn a_thread_needs_a_take() {
        let (_folder, library, entry) = evening();
        sessions::save(&entry.folder, &Session { takes: Vec::new(), ..entry.session.clone() }).unwrap();
        let answers = Answers { threads: vec!["x".into()], ..Answers::default() };
        let fault = try_as_lise(&library, &answers).unwrap_err().to_string();
        assert!(fault.contains("has no take"), "{fault}");
    }
}
