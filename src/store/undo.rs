//! What is needed to take acts back: one file for each act, in the user's state folder, not in the library.
//!
//! An entry is written and synced before its act changes a file, so it is there after a crash between the two; whoever takes it back
//! compares what stands in the files with what the entry says. At most [`MOST`] acts are kept. Private: folder 0700, files 0600.

use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::atomic;
use super::document::{LARGE, read_text};
use crate::domain::Slug;
use crate::error::Result;

/// Older acts are forgotten.
pub const MOST: usize = 50;

/// One act on files of the library.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry<A> {
    /// In the order in which they were written.
    pub files: Vec<FileChange>,
    /// What was done, for the one who is told.
    pub act: A,
}

/// What an act did to one file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FileChange {
    /// Below the library, with `/`.
    pub file: String,
    /// The whole text before the act; absent where there was no file.
    pub before: Option<String>,
    /// The whole text after it; absent where it took the file away.
    pub after: Option<String>,
}

/// The acts on one library, the last one first to be taken back. The caller holds the library's save lock.
#[derive(Debug, Clone)]
pub struct UndoLog {
    folder: PathBuf,
}

impl UndoLog {
    /// Of acts on plans: below the user's state folder, by the library's id and place. Copies of a library have the same id, and what was done
    /// in one of them is not taken back in another.
    pub fn of(state: &Path, library: &str, root: &Path) -> UndoLog {
        UndoLog::within(&state.join("undo"), library, root)
    }

    /// Of acts on marks, which are taken back for themselves.
    pub fn of_marks(state: &Path, library: &str, root: &Path) -> UndoLog {
        UndoLog::within(&state.join("undo-marks"), library, root)
    }

    fn within(folder: &Path, library: &str, root: &Path) -> UndoLog {
        let name = Slug::of(library).unwrap_or_else(Slug::session);
        let root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
        let place = blake3::hash(root.as_os_str().as_bytes()).to_hex();
        UndoLog { folder: folder.join(format!("{name}-{}", &place[..16])) }
    }

    /// Keeps an entry, synced. Gives its name, for [`UndoLog::forget`].
    pub fn push<A: Serialize>(&self, entry: &Entry<A>) -> Result<PathBuf> {
        atomic::create_dir_private(&self.folder)?;
        let kept = self.numbers();
        let path = self.file(kept.last().map_or(1, |last| last + 1));
        let text = serde_json::to_string(entry).expect("plain data is JSON");
        atomic::write_new(&path, text.as_bytes())?;
        for old in kept.iter().take((kept.len() + 1).saturating_sub(MOST)) {
            self.forget(&self.file(*old))?;
        }
        Ok(path)
    }

    /// The last entry and its name. One that cannot be read is passed over.
    pub fn last<A: DeserializeOwned>(&self) -> Option<(PathBuf, Entry<A>)> {
        self.numbers().into_iter().rev().map(|number| self.file(number)).find_map(|path| {
            let entry = serde_json::from_str(&read_text(&path, LARGE).ok()?).ok()?;
            Some((path, entry))
        })
    }

    pub fn forget(&self, entry: &Path) -> Result<()> {
        let removed = fs::remove_file(entry).and_then(|()| atomic::sync_folder(&self.folder));
        removed.map_err(|cause| atomic::unwritten(entry, cause))
    }

    fn file(&self, number: u64) -> PathBuf {
        self.folder.join(format!("{number:012}.json"))
    }

    /// In order; none where nothing was done yet.
    fn numbers(&self) -> Vec<u64> {
        let names = fs::read_dir(&self.folder).into_iter().flatten().flatten().map(|entry| entry.file_name());
        let mut numbers: Vec<u64> = names.filter_map(|name| name.to_str()?.strip_suffix(".json")?.parse().ok()).collect();
        numbers.sort_unstable();
        numbers
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    fn entry(act: u32) -> Entry<u32> {
        let file = FileChange { file: "series/nadia.toml".into(), before: None, after: Some(format!("é {act}")) };
        Entry { files: vec![file], act }
    }

    #[test]
    fn the_last_act_comes_first_and_is_forgotten_once() {
        let state = tempfile::tempdir().unwrap();
        let log = UndoLog::of(state.path(), "01JD3Z5N0V9Q4T8R2M6K7P1XAB", Path::new("/a"));
        assert_eq!(log.last::<u32>(), None);
        for act in [1, 2] {
            log.push(&entry(act)).unwrap();
        }
        let (path, found) = UndoLog::of(state.path(), "01JD3Z5N0V9Q4T8R2M6K7P1XAB", Path::new("/a")).last::<u32>().unwrap();
        assert_eq!(found, entry(2));
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(path.parent().unwrap().metadata().unwrap().permissions().mode() & 0o777, 0o700);
        log.forget(&path).unwrap();
        assert_eq!(log.last::<u32>().unwrap().1, entry(1));
        for (id, root) in [("another", "/a"), ("01JD3Z5N0V9Q4T8R2M6K7P1XAB", "/a copy of it")] {
            assert_eq!(UndoLog::of(state.path(), id, Path::new(root)).last::<u32>(), None);
        }
    }

    #[test]
    fn fifty_acts_are_kept() {
        let state = tempfile::tempdir().unwrap();
        let log = UndoLog::of(state.path(), "x", Path::new("/"));
        for act in 1..=60 {
            log.push(&entry(act)).unwrap();
        }
        assert_eq!((log.numbers().len(), log.numbers()[0]), (MOST, 11));
    }

    #[test]
    fn an_entry_that_cannot_be_read_is_passed_over() {
        let state = tempfile::tempdir().unwrap();
        let log = UndoLog::of(state.path(), "../..", Path::new("/"));
        let path = log.push(&entry(1)).unwrap();
        assert!(path.starts_with(state.path().join("undo")));
        fs::write(log.file(2), "{").unwrap();
        assert_eq!(log.last::<u32>().unwrap().1, entry(1));
    }
}
