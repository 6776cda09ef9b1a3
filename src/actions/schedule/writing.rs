//! Writes several files as one act: all of them, or none.

use std::path::Path;

use super::undoing::there;
use super::{Act, Planner};
use crate::error::Result;
use crate::store::atomic;
use crate::store::undo::{Entry, FileChange};

/// Puts a text into a file, or takes the file away.
pub(super) type Put<'p> = dyn FnMut(&Path, Option<&str>) -> Result<()> + 'p;

impl Planner<'_> {
    /// Writes every file of an act that is kept under this name. Where one cannot be written, those before it are taken back, and the
    /// act is forgotten if that could be done.
    pub(super) fn write_all(&self, entry: &Entry<Act>, kept: &Path, put: &mut Put) -> Result<()> {
        let mut to = |change: &FileChange, text: &Option<String>| {
            let path = self.library.layout.inside(&change.file)?;
            if there(&path)? == *text { Ok(()) } else { put(&path, text.as_deref()) }
        };
        let Err(fault) = entry.files.iter().try_for_each(|change| to(change, &change.after)) else { return Ok(()) };
        if entry.files.iter().rev().try_for_each(|change| to(change, &change.before)).is_ok() {
            self.undo.forget(kept)?;
        }
        Err(fault)
    }
}

pub(super) fn put(path: &Path, text: Option<&str>) -> Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    match text {
        Some(text) if path.exists() => atomic::write(path, text.as_bytes()),
        Some(text) => {
            atomic::create_dir_private(folder)?;
            atomic::write_new(path, text.as_bytes())
        }
        None => {
            let removed = std::fs::remove_file(path).and_then(|()| atomic::sync_folder(folder));
            removed.map_err(|cause| atomic::unwritten(path, cause))
        }
    }
}
