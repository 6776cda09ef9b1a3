//! Marking in a session that somebody else records: what is joined, and what is noted of it afterwards.
//!
//! Of such a session only this user's files are written, `markers-WHO.toml` by a recorder without sound and `notes-WHO.md` here. They lie in the
//! folder that the session has on the other laptop, by its planned start, so that the two become one when they meet.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::after::Answers;
use super::marks::Editor;
use super::notes::LateNote;
use super::record::{self, Planned, Wish};
use crate::domain::{Slug, Take};
use crate::error::{Error, Result};
use crate::locale::Locale;
use crate::recorder::protocol::SessionPlan;
use crate::store::layout::{markers_file, notes_file_of, session_file};
use crate::store::lock::SaveLock;
use crate::store::{Layout, Library, atomic, markers, sessions};
use crate::text;

/// Finds what a wish names, as `record` does: an occurrence or a session. What is recorded elsewhere without a plan has a folder there that
/// nobody knows here.
pub fn plan(library: &Library, wish: &Wish, now: DateTime<Utc>, locale: &Locale) -> Result<Planned> {
    let planned = record::plan(library, wish, now, locale)?;
    if planned.plan.session.is_none() && planned.plan.occurrence.is_none() {
        let found = wish.what.clone().unwrap_or_default();
        return Err(Error::new(text!("join-unplanned", found = found)).hint(text!("join-unplanned-hint")));
    }
    let plan = SessionPlan { joins: true, ..planned.plan };
    Ok(Planned { plan, chosen: None, ..planned })
}

/// Keeps what was answered after a take: of a session that `who` has only joined, in `notes-WHO.md`; else as [`after::save`](super::after::save) does.
/// Twice the same answers make one note.
pub fn keep_answers(editor: &Editor, session: &str, answers: &Answers, locale: &Locale) -> Result<()> {
    match joined(&editor.library.layout, session, editor.who) {
        Some(place) => keep_note(editor, place, &worded(answers, locale)),
        None => super::after::save(editor, session, answers).map(drop),
    }
}

/// Keeps words that were being typed when the take ended, in the same way.
pub fn keep_late(editor: &Editor, late: &LateNote) -> Result<()> {
    match joined(&editor.library.layout, &late.session, editor.who) {
        Some(place) => keep_note(editor, place, &format!("{}\n", late.words.trim())),
        None => super::notes::add_late(editor, late),
    }
}

fn keep_note(editor: &Editor, (folder, zone): (PathBuf, Option<Tz>), words: &str) -> Result<()> {
    editor.library.require_writable()?;
    let _lock = SaveLock::take(&editor.library.layout)?;
    let now = editor.now.with_timezone(&zone.unwrap_or(editor.library.settings.zone));
    note(&notes_file_of(&folder, editor.who), words, now)
}

/// The folder of a session that `who` has joined, and its zone where it is known: it is not recorded here, or not since.
fn joined(layout: &Layout, session: &str, who: &Slug) -> Option<(PathBuf, Option<Tz>)> {
    let folder = sessions::folder_of(layout, session)?;
    if !session_file(&folder).exists() {
        return Some((folder, None));
    }
    let entry = sessions::load(&folder).ok()?;
    let recorded = entry.session.takes.iter().map(|take: &Take| take.started).max();
    let own = markers::load_file(&markers_file(&folder, who), &[]).rows;
    let joined = own.iter().filter_map(|marker| marker.take.join_began()).max()?;
    recorded.is_none_or(|recorded| recorded < joined).then_some((folder, Some(entry.session.zone)))
}

fn worded(answers: &Answers, locale: &Locale) -> String {
    let said = [&answers.mood, &answers.gist].map(|said| said.trim().to_owned()).into_iter().filter(|line| !line.is_empty());
    let threads = answers.threads.iter().map(|thread| thread.trim()).filter(|thread| !thread.is_empty());
    let heavy = answers.heavy.filter(|heavy| *heavy).map(|_| locale.say(&text!("join-heavy")));
    let lines = said.chain(threads.map(|thread| format!("- {thread}"))).chain(heavy);
    lines.map(|line| line.replace(['\n', '\r'], " ") + "\n").collect()
}

/// Behind what stands there, under the hour; what was answered so far stands there already, and is gone on with. The same lines are not put
/// behind themselves. The caller holds the save lock.
fn note(path: &Path, words: &str, now: DateTime<Tz>) -> Result<()> {
    let before = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(cause) => return Err(Error::new(text!("files-unread")).at(path).because(cause)),
    };
    let last = before.rsplit_once("\n\n").map_or(before.as_str(), |(_, last)| last);
    let so_far = last.split_once('\n').map_or("", |(_, so_far)| so_far);
    if words.is_empty() || stand_in(so_far, words) {
        return Ok(());
    }
    let text = match !so_far.is_empty() && words.starts_with(so_far) {
        true => format!("{}{words}", &before[..before.len() - so_far.len()]),
        false => format!("{}{}\n{words}", behind(&before), now.format("%Y-%m-%d %H:%M")),
    };
    atomic::write(path, text.as_bytes())
}

/// Whether all the lines of `words` stand among those of a paragraph, one behind the other.
fn stand_in(paragraph: &str, words: &str) -> bool {
    let (there, wanted): (Vec<&str>, Vec<&str>) = (paragraph.lines().collect(), words.lines().collect());
    there.windows(wanted.len()).any(|lines| lines == wanted)
}

/// What stands there, and an empty line.
fn behind(before: &str) -> String {
    match before.trim_end() {
        "" => String::new(),
        text => format!("{text}\n\n"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Frames, JOINED, Marker, TakeId};
    use crate::locale::Language;
    use crate::store::markers::MarkerFile;
    use crate::store::samples::{self, slug};

    fn folder(library: &Library) -> PathBuf {
        sessions::create(&library.layout, "2020-03-28T20:30:00".parse().unwrap(), &slug("nadia")).unwrap()
    }

    fn keep(library: &Library) {
        let answers =
            Answers { mood: "fatiguée".into(), heavy: Some(true), threads: vec!["son père ?".into()], ..Answers::default() };
        let now = "2020-03-28T20:20:00Z".parse().unwrap();
        let locale = Locale::new(Language::English);
        let who = slug("paul");
        keep_answers(&Editor::keeping(library, &who, now, None), "2020-03-28-2030-nadia", &answers, &locale).unwrap();
    }

    #[test]
    fn what_is_noted_of_a_joined_session_stands_in_ones_own_notes() {
        let (_home, layout) = samples::library();
        let library = Library::open(layout.root()).unwrap();
        let folder = folder(&library);
        keep(&library);
        keep(&library);
        let text = std::fs::read_to_string(notes_file_of(&folder, &slug("paul"))).unwrap();
        assert_eq!(text, "2020-03-28 21:20\nfatiguée\n- son père ?\nheavy\n");
        assert_eq!(folder.read_dir().unwrap().count(), 1);
    }

    #[test]
    fn answers_that_come_one_by_one_make_one_note() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notes-paul.md");
        let at = |hour: u32| chrono::TimeZone::with_ymd_and_hms(&Tz::Europe__Brussels, 2020, 3, 28, hour, 0, 0).unwrap();
        for words in ["calme\n", "calme\nle bus\n", "calme\nle bus\n- son père\n", "calme\nle bus\n"] {
            note(&path, words, at(21)).unwrap();
        }
        note(&path, "rien\n", at(22)).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(text, "2020-03-28 21:00\ncalme\nle bus\n- son père\n\n2020-03-28 22:00\nrien\n");
    }

    #[test]
    fn an_answer_that_is_a_part_of_what_stands_there_or_was_said_on_another_evening_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notes-paul.md");
        let at = |day: u32| chrono::TimeZone::with_ymd_and_hms(&Tz::Europe__Brussels, 2020, 3, day, 21, 0, 0).unwrap();
        for (words, day) in [("très calme\n", 28), ("calme\n", 28), ("très calme\n", 29)] {
            note(&path, words, at(day)).unwrap();
        }
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(text, "2020-03-28 21:00\ntrès calme\n\n2020-03-28 21:00\ncalme\n\n2020-03-29 21:00\ntrès calme\n");
    }

    #[test]
    fn also_where_an_earlier_take_is_here_and_else_it_stands_in_the_session() {
        let (_home, layout) = samples::library();
        let library = Library::open(layout.root()).unwrap();
        let folder = folder(&library);
        sessions::save(&folder, &samples::session(vec![samples::take("01A", 1)])).unwrap();
        let before = std::fs::read(session_file(&folder)).unwrap();
        let began = chrono::DateTime::parse_from_rfc3339("2020-03-28T21:30:00+01:00").unwrap();
        let mark = Marker::point(TakeId::of_join(began), "touching", Frames(5));
        MarkerFile::open(&folder, &slug("paul")).unwrap().append(&mark, JOINED).unwrap();
        keep(&library);
        assert_eq!(std::fs::read(session_file(&folder)).unwrap(), before);
        assert!(notes_file_of(&folder, &slug("paul")).exists());

        std::fs::remove_file(markers_file(&folder, &slug("paul"))).unwrap();
        keep(&library);
        assert_ne!(std::fs::read(session_file(&folder)).unwrap(), before);
    }
}
