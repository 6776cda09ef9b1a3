//! What was said elsewhere of the marks and the people here, and no merge has taken in yet.
//!
//! A synchroniser leaves another version of a file beside ours; a plain copy brings the marks of somebody who joined in a folder of another
//! name. None of it is loaded, and it may hold a stretch off the record, or a consent that was withdrawn: whoever tells anything outside
//! asks here first. What says nothing but what our own file says is no doubt.

use std::path::{Path, PathBuf};

use super::document::{LARGE, read_bytes};
use super::layout::{Layout, is_leftover, markers_file};
use super::markers::{clock, every_table, is_leftover_of_marks};
use super::sessions::{self, SessionEntry};
use super::{folder, joined, people};
use crate::domain::{Clock, Consent, Marker, OccurrenceId, Person, Slug, Take};
use crate::error::{Error, Result};
use crate::locale::Text;
use crate::text;

/// The folders in which somebody has only joined here, and what.
pub struct Unmerged(Vec<(OccurrenceId, PathBuf)>);

impl Unmerged {
    pub fn of(layout: &Layout) -> Unmerged {
        let planned = |folder: PathBuf| Some((joined::planned_in(&folder)?, folder));
        Unmerged(sessions::joined(layout).into_iter().filter_map(planned).collect())
    }

    /// Marks of that session.
    pub fn marks_of(&self, entry: &SessionEntry) -> Option<Error> {
        let found = leftovers(&entry.folder, is_leftover_of_marks);
        let left = found.into_iter().find(|path| !holds_marks(&entry.folder, path, &entry.session.takes));
        let occurrence = entry.session.occurrence_id();
        let joined = || self.0.iter().find(|(joined, _)| occurrence.as_ref() == Some(joined));
        let of_left = |path: PathBuf| unmerged(&path, folder::leftover_hint(&name_of(&path)));
        left.map(of_left).or_else(|| joined().map(|(_, folder)| unmerged(folder, text!("files-unmerged-hint"))))
    }
}

/// Somebody's file in `people/`.
pub fn people(layout: &Layout) -> Option<Error> {
    let found = leftovers(&layout.people_dir(), is_leftover);
    let left = found.into_iter().find(|path| !holds_person(layout, path))?;
    Some(unmerged(&left, folder::leftover_hint(&name_of(&left))))
}

fn leftovers(folder: &Path, is_left: impl Fn(&str) -> bool) -> Vec<PathBuf> {
    let mut faults = Vec::new(); // told by whoever loads what lies there
    let names = folder::names(folder, &mut faults);
    names.iter().filter(|name| is_left(name)).map(|name| folder.join(name)).collect()
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn unmerged(path: &Path, hint: Text) -> Error {
    Error::new(text!("files-unmerged")).hint(hint).at(path)
}

/// Every table stands in the own file, too, and the clocks are the same.
fn holds_marks(folder: &Path, path: &Path, takes: &[Take]) -> bool {
    let read = |path: &Path| -> Result<(Vec<Marker>, Option<Clock>)> {
        let tables = every_table(path, takes)?;
        let clock = clock(path, &read_bytes(path, LARGE)?);
        tables.doubt().map_or(Ok(()), |fault| Err(fault.clone()))?;
        Ok((tables.rows, clock))
    };
    let Some(who) = whose(path, "markers-") else { return false };
    match (read(&markers_file(folder, &who)), read(path)) {
        (Ok((own, own_clock)), Ok((left, left_clock))) => {
            own_clock == left_clock && left.iter().all(|marker| own.contains(marker))
        }
        _ => false,
    }
}

/// The own file says the same of them, and of every consent; what was withdrawn there only, it says besides.
fn holds_person(layout: &Layout, path: &Path) -> bool {
    let Some(id) = whose(path, "") else { return false };
    let (Ok(own), Ok(left)) = (people::load(layout, &id), people::load_at(path, &id)) else { return false };
    let is_known = |consent: &Consent| {
        let is_it = |known: &Consent| *known == *consent || Consent { withdrawn: None, ..known.clone() } == *consent;
        own.consents.iter().any(is_it)
    };
    left.consents.iter().all(is_known) && Person { consents: own.consents.clone(), ..left } == own
}

/// `paul` of `markers-paul.sync-conflict-1.toml` and of `markers-paul (conflicted copy).toml`.
fn whose(path: &Path, head: &str) -> Option<Slug> {
    let name = path.file_name()?.to_str()?.strip_prefix(head)?;
    Slug::parse(name.split(['.', ' ']).next()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples::{library, put, session, slug, take};

    const NADIA: &str = "format = 1\nname = \"Nadia\"\n[[consent]]\nuse = \"film\"\ngiven = 2020-03-20\n";

    #[test]
    fn a_version_of_a_file_of_marks_is_a_doubt_unless_all_of_it_is_known() {
        let (_folder, layout) = library();
        let folder = layout.sessions_dir().join("2020/2020-03-28-2030-nadia");
        let entry = SessionEntry { id: "x".into(), folder: folder.clone(), session: session(vec![take("01A", 1)]) };
        let mark = |id: &str| format!("[[marker]]\nid = \"{id}\"\ntake = \"01A\"\nframe = 5\nkind = \"note\"\n");
        let own = markers_file(&folder, &slug("paul"));
        let is_doubt = || Unmerged::of(&layout).marks_of(&entry).is_some();
        put(&own, format!("format = 1\n{}{}", mark("m-1"), mark("m-2")));
        assert!(!is_doubt());
        for name in ["markers-paul.sync-conflict-1.toml", "markers-paul (conflicted copy).toml", "markers-paul.toml~"] {
            let left = folder.join(name);
            for (text, doubt) in [
                (format!("format = 1\n{}", mark("m-2")), false),
                (format!("format = 1\n{}", mark("m-3")), true),
                (format!("format = 1\n{}", mark("m-2").replace("= 5", "= 6")), true),
                (format!("format = 1\nclock_offset = 2.5\n{}", mark("m-2")), true),
                (mark("m-2").replace("kind", "kin"), true),
                ("x".to_owned(), true),
            ] {
                put(&left, &text);
                assert_eq!(is_doubt(), doubt, "{name}: {text}");
            }
            std::fs::remove_file(left).unwrap();
        }
        put(&folder.join("markers-lise.sync-conflict-1.toml"), format!("format = 1\n{}", mark("m-1")));
        assert!(is_doubt(), "hers are not here");
    }

    #[test]
    fn a_version_of_a_person_is_a_doubt_unless_it_says_what_is_known() {
        let (_folder, layout) = library();
        put(&layout.person_file(&slug("s-01")), NADIA);
        let left = layout.people_dir().join("s-01.sync-conflict-1.toml");
        for (text, doubt) in [
            (NADIA.to_owned(), false),
            (format!("{NADIA}withdrawn = 2020-05-03\n"), true),
            (NADIA.replace("Nadia", "Nadia G."), true),
            ("format = 1\nname = \"Nadia\"\n".to_owned(), false),
            ("format = 1\n".to_owned(), true),
        ] {
            put(&left, &text);
            assert_eq!(people(&layout).is_some(), doubt, "{text}");
        }
        put(&left, NADIA);
        put(&layout.person_file(&slug("s-01")), format!("{NADIA}withdrawn = 2020-05-03\n"));
        assert!(people(&layout).is_none(), "the own file says more");
    }
}
