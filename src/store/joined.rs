//! Folders of sessions that somebody joined without recording: `markers-WHO.toml` and `notes-WHO.md`, and no `session.toml`.
//!
//! They have the name that the session's folder has on the laptop that records, so that the two become one wherever they meet: a synchroniser
//! or a plain copy puts the files side by side, `merge` and a recording here take them in.

use std::ffi::OsString;
use std::path::Path;

use super::document::{LARGE, read_bytes};
use super::layout::{Layout, is_hidden, marker_writer, session_file};
use super::lock::RecorderLock;
use super::{atomic, markers};
use crate::domain::OccurrenceId;
use crate::error::{Error, Result};
use crate::text;

/// Whether nothing lies in `folder` but marks and notes of people who joined; leftovers of synchronisers beside them count as such.
pub fn holds_only_marks(folder: &Path) -> bool {
    if session_file(folder).symlink_metadata().is_ok() || !folder.symlink_metadata().is_ok_and(|found| found.is_dir()) {
        return false;
    }
    let Ok(entries) = std::fs::read_dir(folder) else { return false };
    let names: Vec<String> = entries.map(|entry| entry.map_or_else(|_| "?".into(), |entry| shown(&entry))).collect();
    names.iter().any(|name| is_of_join(name)) && names.iter().all(|name| is_of_join(name) || is_hidden(name))
}

fn shown(entry: &std::fs::DirEntry) -> String {
    let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
    if is_file { entry.file_name().to_string_lossy().into_owned() } else { "?".into() }
}

fn is_of_join(name: &str) -> bool {
    let is = |head, end| name.starts_with(head) && name.ends_with(end);
    is("markers-", ".toml") || is("notes-", ".md") || (name.starts_with("markers-") && name.contains(".torn-"))
}

/// What somebody has joined whose marks lie in the folder.
pub fn planned_in(folder: &Path) -> Option<OccurrenceId> {
    let mut names: Vec<OsString> = std::fs::read_dir(folder).ok()?.flatten().map(|entry| entry.file_name()).collect();
    names.sort();
    let files = names.iter().filter(|name| name.to_str().is_some_and(|name| marker_writer(name).is_some()));
    files.map(|name| folder.join(name)).find_map(|path| markers::joined(&path, &read_bytes(&path, LARGE).ok()?))
}

/// What is told of such a folder where a session was named.
pub fn not_arrived(folder: &Path) -> Error {
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Error::new(text!("merge-joined-only", session = name)).at(folder).hint(text!("merge-joined-only-hint"))
}

/// Brings the files of such a folder into `made`, in which the whole session was made, and puts that in its place, in one step where the
/// file system knows one. What was there comes to lie in the place of `made`.
pub fn take_over(folder: &Path, made: &Path) -> Result<()> {
    let unwritten = |cause| atomic::unwritten(made, cause);
    for entry in std::fs::read_dir(folder).map_err(unwritten)?.flatten() {
        let name = entry.file_name();
        if !is_hidden(&name.to_string_lossy()) && made.join(&name).symlink_metadata().is_err() {
            std::fs::copy(entry.path(), made.join(&name)).map_err(unwritten)?;
            std::fs::File::open(made.join(&name)).and_then(|file| file.sync_all()).map_err(unwritten)?;
        }
    }
    atomic::sync_folder(made).map_err(unwritten)?;
    atomic::exchange_dirs(made, folder)
}

/// The session whose folder this is, as far as the recorder's lock tells: somebody may be joining it at this moment.
pub fn is_held(layout: &Layout, folder: &Path) -> bool {
    let running = RecorderLock::holder(layout).ok().flatten().and_then(|running| running.session);
    running.is_some() && running.as_deref() == folder.file_name().and_then(|name| name.to_str())
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use chrono::NaiveDateTime;

    use super::*;
    use crate::store::layout::markers_file;
    use crate::store::samples::{library, put, session, slug, take};
    use crate::store::sessions;

    fn start() -> NaiveDateTime {
        "2020-03-28T20:30:00".parse().unwrap()
    }

    /// A library in which somebody has joined.
    fn joined() -> (tempfile::TempDir, Layout, PathBuf) {
        let (home, layout) = library();
        let folder = sessions::create(&layout, start(), &slug("nadia")).unwrap();
        put(&markers_file(&folder, &slug("paul")), "format = 1\n\n");
        put(&folder.join("notes-paul.md"), "le bus");
        (home, layout, folder)
    }

    #[test]
    fn a_folder_of_marks_alone_is_no_session_and_no_fault() {
        let (_home, layout, folder) = joined();
        assert!(holds_only_marks(&folder));
        let loaded = sessions::list(&layout);
        assert!(loaded.rows.is_empty() && loaded.faults.is_empty(), "{:?}", loaded.faults);
        let fault = sessions::resolve(&layout, "2020-03-28-2030-nadia").unwrap_err().to_string();
        assert!(fault.contains("the session itself is not here yet"), "{fault}");
        for other in ["take-01-001.wav", "notes.md", "session.toml"] {
            put(&folder.join(other), "x");
            assert!(!holds_only_marks(&folder), "{other}");
            std::fs::remove_file(folder.join(other)).unwrap();
        }
        std::os::unix::fs::symlink("/etc/passwd", folder.join("markers-eve.toml")).unwrap();
        assert!(!holds_only_marks(&folder), "a link is nobody's file");
    }

    #[test]
    fn whoever_records_or_joins_again_goes_on_in_the_same_folder() {
        let (_home, layout, folder) = joined();
        assert_eq!(sessions::create(&layout, start(), &slug("nadia")).unwrap(), folder);
        assert_eq!(sessions::create(&layout, start(), &slug("nadia")).unwrap(), folder);
        sessions::save(&folder, &session(vec![take("01A", 1)])).unwrap();
        assert!(sessions::create(&layout, start(), &slug("nadia")).unwrap().ends_with("2020-03-28-2030-nadia-2"));
    }

    #[test]
    fn a_session_that_was_made_whole_takes_the_marks_in() {
        let (home, layout, folder) = joined();
        let made = home.path().join("recordings/.made");
        std::fs::create_dir(&made).unwrap();
        sessions::save(&made, &session(vec![take("01A", 1)])).unwrap();
        assert_eq!(sessions::adopt(&layout, &made, start(), &slug("nadia")).unwrap(), folder);
        assert_eq!(std::fs::read_to_string(folder.join("notes-paul.md")).unwrap(), "le bus");
        assert!(sessions::load(&folder).is_ok() && markers_file(&folder, &slug("paul")).exists());
    }
}
