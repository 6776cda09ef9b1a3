//! The second copy of a take that runs: the card may be missing when it begins, come later, or be pulled and come back.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use super::Target;
use super::target::{device_of, not_there};
use crate::error::Result;
use crate::store::Library;

/// One folder, tried again and again, by several threads.
#[derive(Debug)]
pub struct Awaited {
    dir: PathBuf,
    /// The disk on which the folder above it would have been made when the take began.
    before: OnceLock<Option<u64>>,
    /// In this take: from then on, while it is gone, nothing is made in its place.
    was_there: AtomicBool,
}

impl Awaited {
    pub fn new(dir: &Path) -> Awaited {
        Awaited { dir: dir.to_owned(), before: OnceLock::new(), was_there: AtomicBool::new(false) }
    }

    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// As [`Target::open`] when the take begins. Later a folder that is missing is made only where it has not been there in this take,
    /// and the one above it lies on a disk that has come meanwhile.
    pub fn open(&self, library: &Library, begins: bool) -> Result<Target> {
        let before = *self.before.get_or_init(|| self.disk_above());
        let has_come = || {
            let above = self.dir.parent().and_then(device_of);
            !self.was_there.load(Ordering::Acquire) && above.is_some() && above != before
        };
        if !begins && !self.dir.is_dir() && !has_come() {
            return Err(not_there(&self.dir));
        }
        let target = Target::open(library, &self.dir)?;
        self.was_there.store(true, Ordering::Release);
        Ok(target)
    }

    /// Of the first folder above that is there.
    fn disk_above(&self) -> Option<u64> {
        self.dir.ancestors().skip(1).find_map(device_of)
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;
    use crate::store::samples::library;

    #[test]
    fn a_folder_is_made_on_a_disk_that_has_come_and_on_no_other() {
        let (folder, layout) = library();
        let library = Library::open(layout.root()).unwrap();
        let plug = folder.path().join("card");
        let awaited = Awaited::new(&plug.join("copy"));
        assert!(awaited.open(&library, true).unwrap_err().to_string().contains("is not there"));
        std::fs::create_dir(&plug).unwrap();
        assert!(awaited.open(&library, false).is_err(), "a folder on the disk of before is no card");
        std::fs::remove_dir(&plug).unwrap();
        let card = tempfile::tempdir_in("/dev/shm").unwrap(); // another disk than that of the temporary folder
        symlink(card.path(), &plug).unwrap();
        assert!(awaited.open(&library, false).is_ok() && card.path().join("copy").is_dir());
        std::fs::remove_dir_all(card.path().join("copy")).unwrap();
        assert!(awaited.open(&library, false).is_err(), "it was there in this take, so it is gone");
    }

    #[test]
    fn when_the_take_begins_the_last_folder_is_made() {
        let (folder, layout) = library();
        let library = Library::open(layout.root()).unwrap();
        let awaited = Awaited::new(&folder.path().join("copy"));
        assert!(awaited.open(&library, true).is_ok() && awaited.open(&library, false).is_ok());
    }
}
