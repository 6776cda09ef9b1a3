//! Which folder may be a copy of a library.

use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::store::library::is_library;
use crate::store::lock::RecorderLock;
use crate::store::{Layout, Library, atomic};
use crate::text;

/// A folder that holds, or is to hold, the same as a library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    pub layout: Layout,
    /// It lies on the library's own disk, as far as the system tells: what breaks that one takes both.
    pub is_same_disk: bool,
}

impl Target {
    /// The folder at `dir`; the last of its folders is made where it is missing, those above it are not: where they are gone, so is
    /// the card.
    ///
    /// Refused: a folder within the library or around it, another library, one in which a recorder is at work.
    pub fn open(library: &Library, dir: &Path) -> Result<Target> {
        let real = real_path(dir)?;
        let root = library.layout.root().canonicalize();
        let root = root.map_err(|cause| Error::new(text!("files-unread")).at(library.layout.root()).because(cause))?;
        if real.starts_with(&root) || root.starts_with(&real) {
            return Err(Error::new(text!("copy-inside")).at(dir).hint(text!("copy-inside-hint")));
        }
        let layout = Layout::new(real);
        if is_library(layout.root()) {
            check_same(library, &layout)?;
        }
        if let Some(running) = RecorderLock::holder(&layout)? {
            let text = text!("copy-recording", session = running.session.unwrap_or_default());
            return Err(Error::new(text).at(dir).hint(text!("copy-recording-hint")));
        }
        atomic::create_dir_private(layout.root())?;
        let is_same_disk = device_of(layout.root()).is_some_and(|device| Some(device) == device_of(&root));
        Ok(Target { layout, is_same_disk })
    }

    /// As [`Target::open`], where the folder has been there before: while it is gone, nothing is made in its place.
    pub fn again(library: &Library, dir: &Path) -> Result<Target> {
        if dir.is_dir() { Target::open(library, dir) } else { Err(not_there(dir)) }
    }
}

pub(super) fn device_of(folder: &Path) -> Option<u64> {
    folder.metadata().ok().map(|found| found.dev())
}

/// Without links; a last folder that does not exist yet has its name behind the one above it.
fn real_path(dir: &Path) -> Result<PathBuf> {
    if let Ok(real) = dir.canonicalize() {
        return if real.is_dir() { Ok(real) } else { Err(not_there(dir)) };
    }
    let above = dir.parent().map(|above| if above.as_os_str().is_empty() { Path::new(".") } else { above });
    match (above.and_then(|above| above.canonicalize().ok()), dir.file_name()) {
        (Some(above), Some(name)) if above.is_dir() => Ok(above.join(name)),
        _ => Err(not_there(dir)),
    }
}

pub(super) fn not_there(dir: &Path) -> Error {
    Error::new(text!("copy-not-there")).at(dir).hint(text!("copy-not-there-hint"))
}

fn check_same(library: &Library, layout: &Layout) -> Result<()> {
    let there = Library::open(layout.root())?.settings.id;
    if there == library.settings.id {
        return Ok(());
    }
    Err(Error::new(text!("copy-other-library")).at(layout.settings_file()).hint(text!("copy-other-library-hint")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples::{library, put};

    #[test]
    fn only_a_folder_beside_the_library_that_is_no_other_one_is_a_copy() {
        let (folder, layout) = library();
        let library = Library::open(layout.root()).unwrap();
        let open = |dir: PathBuf| Target::open(&library, &dir);
        let refused = |dir: PathBuf, words: &str| {
            let fault = open(dir.clone()).unwrap_err().to_string();
            assert!(fault.contains(words), "{}: {fault}", dir.display());
        };
        for inside in ["", ".", "sessions", "people/deep/.."] {
            std::fs::create_dir_all(layout.root().join("people/deep")).unwrap();
            refused(layout.root().join(inside), "lies within the library");
        }
        refused(folder.path().to_owned(), "lies within the library");
        std::os::unix::fs::symlink(layout.root(), folder.path().join("link")).unwrap();
        refused(folder.path().join("link/copy"), "lies within the library");
        refused(folder.path().join("gone/copy"), "is not there");
        put(&folder.path().join("file"), "x");
        refused(folder.path().join("file"), "is not there");
        put(&folder.path().join("other/library.toml"), "format = 1\nid = \"01OTHER0000000000000000000\"\n");
        refused(folder.path().join("other"), "another library");

        let card = folder.path().join("card");
        assert_eq!(open(card.clone()).unwrap().layout.root(), card.canonicalize().unwrap());
        std::fs::copy(layout.settings_file(), card.join("library.toml")).unwrap();
        let lock = RecorderLock::take(&Layout::new(&card)).unwrap();
        refused(card.clone(), "is being recorded");
        drop(lock);
        assert!(open(card).unwrap().is_same_disk, "the temporary folder is one");
        if Path::new("/dev/shm").metadata().is_ok_and(|shm| shm.dev() != layout.root().metadata().unwrap().dev()) {
            let other = tempfile::tempdir_in("/dev/shm").unwrap();
            assert!(!open(other.path().to_owned()).unwrap().is_same_disk);
        }
    }
}
