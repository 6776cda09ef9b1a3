//! A hidden folder in the library in which something large is made ready before it takes its place; nothing reads it meanwhile.
//!
//! It is locked while its maker lives. One that a killed process has left is named by `check`, and moved to the trash by `recover`.

use std::fs::File;
use std::path::{Path, PathBuf};

use super::atomic::{create_dir_new, unwritten};
use super::layout::Layout;
use super::lock;
use crate::domain::new_ulid;
use crate::error::{Error, Result};
use crate::text;

const PREFIX: &str = ".temoin-making-";

/// Locked while somebody works in the folder.
const LOCK: &str = ".lock";

/// With its drop it goes, and all that was not moved out of it.
pub struct Staging {
    path: PathBuf,
    _lock: File,
}

impl Staging {
    pub fn create(layout: &Layout) -> Result<Staging> {
        let path = layout.root().join(format!("{PREFIX}{}", new_ulid()));
        if !create_dir_new(&path)? {
            return Err(Error::new(text!("files-unread")).at(&path)); // ids are never the same
        }
        let lock = lock::open(&path.join(LOCK))?;
        lock.try_lock().map_err(|cause| unwritten(&path, cause.into()))?;
        Ok(Staging { path, _lock: lock })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Stays as it is; `recover` finds it when this process has ended.
    pub fn leave(self) {
        std::mem::forget(self);
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        let _left_for_recover = std::fs::remove_dir_all(&self.path);
    }
}

/// Those that were left, by name.
pub fn left(layout: &Layout) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(layout.root()).into_iter().flatten().flatten();
    let mut left: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(|path| path.is_dir() && is_left(path)).collect();
    left.sort();
    left
}

/// Whether this folder was left by a process that is gone.
pub fn is_left(folder: &Path) -> bool {
    let is_one = folder.file_name().is_some_and(|name| name.to_string_lossy().starts_with(PREFIX));
    is_one && File::open(folder.join(LOCK)).is_ok_and(|lock| lock.try_lock().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::broken_saves::broken_saves;
    use crate::store::samples::library;

    #[test]
    fn a_folder_is_left_when_its_maker_is_gone_and_not_before() {
        let (_folder, layout) = library();
        let staging = Staging::create(&layout).unwrap();
        let path = staging.path().to_owned();
        assert!(broken_saves(&layout).is_empty());
        drop(staging);
        assert!(!path.exists());
        std::fs::create_dir(&path).unwrap();
        std::fs::write(path.join(LOCK), "").unwrap(); // as after a kill
        assert_eq!(broken_saves(&layout), std::slice::from_ref(&path));
        assert_eq!(left(&layout), [path]);
    }
}
