//! Folders of sessions that never began: their recorder died between making the folder and the first `session.toml`.
//!
//! Nobody was told that anything is recorded there, and nothing is. `check` names them, `recover` moves them to the trash.

use std::path::Path;
use std::time::{Duration, SystemTime};

use super::atomic::{PREFIX, SUFFIX};
use super::joined::is_held;
use super::layout::{Layout, session_file};
use super::markers::is_blank;

/// No recorder takes longer from the folder to the file, on any disk that can record.
const BIRTH: Duration = Duration::from_secs(60);

/// Whether `folder` is one: of a session, old enough, with nothing in it but what a recorder makes before it records, and
/// of no recorder that is at work: whoever joins may have marked nothing yet.
pub fn is_unborn(layout: &Layout, folder: &Path) -> bool {
    let is_of_session = folder.parent().and_then(Path::parent) == Some(&layout.sessions_dir());
    is_of_session && !session_file(folder).exists() && is_old(folder) && holds_nothing(folder) && !is_held(layout, folder)
}

fn is_old(folder: &Path) -> bool {
    folder.metadata().and_then(|metadata| metadata.modified()).is_ok_and(|at| at < SystemTime::now() - BIRTH)
}

fn holds_nothing(folder: &Path) -> bool {
    let Ok(entries) = std::fs::read_dir(folder) else { return false };
    entries.into_iter().all(|entry| entry.is_ok_and(|entry| is_nothing(&entry.path())))
}

/// A save that broke off, or a file of marks without one.
fn is_nothing(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let is_file = path.symlink_metadata().is_ok_and(|found| found.is_file());
    let is_save = name.starts_with(PREFIX) && name.ends_with(SUFFIX);
    let is_markers = name.starts_with("markers-") && name.ends_with(".toml");
    is_file && (is_save || (is_markers && is_blank(path)))
}

#[cfg(test)]
mod tests {
    use std::fs::File;

    use super::*;
    use crate::store::marker_table::HEADER;
    use crate::store::samples::{library, put};

    /// As an hour later.
    fn age(folder: &Path) {
        File::open(folder).unwrap().set_modified(SystemTime::now() - Duration::from_secs(3600)).unwrap();
    }

    #[test]
    fn a_folder_in_which_no_take_began_is_found_and_one_that_holds_anything_is_not() {
        let (_folder, layout) = library();
        let folder = layout.sessions_dir().join("2020/2020-03-28-2030-nadia");
        put(&folder.join("markers-lise.toml"), HEADER);
        put(&folder.join(".temoin-a.tmp"), "format");
        assert!(!is_unborn(&layout, &folder), "its recorder may just be at it");
        age(&folder);
        assert!(is_unborn(&layout, &folder));
        assert!(!is_unborn(&layout, folder.parent().unwrap()) && !is_unborn(&layout, &layout.people_dir()));
        for (name, text) in [("notes.md", "words"), ("take-01-001.wav", ""), ("markers-lise.toml", "format = 1\n\n[[marker]]")] {
            put(&folder.join(name), text);
            age(&folder);
            assert!(!is_unborn(&layout, &folder), "{name}");
            std::fs::remove_file(folder.join(name)).unwrap();
        }
        put(&folder.join("session.toml"), "format = 1");
        age(&folder);
        assert!(!is_unborn(&layout, &folder));
    }
}
