//! Writes several files as one act: all of them, or none.

use std::path::Path;

use super::undoing::there;
use super::{Act, Planner};
use crate::domain::Slug;
use crate::error::Result;
use crate::locale::Text;
use crate::store::atomic;
use crate::store::undo::{Entry, FileChange};

/// Puts a text into a file, or takes the file away.
pub(super) type Put<'p> = dyn FnMut(&Path, Option<&str>) -> Result<()> + 'p;

impl Planner<'_> {
    /// Keeps how to take an act back, in the place of another one that it takes in, then writes its files. Gives what was done, as a
    /// sentence.
    pub(super) fn carry_out(&self, files: Vec<FileChange>, act: Act, instead_of: Option<&Path>, put: &mut Put) -> Result<Text> {
        let entry = Entry { files, act };
        let kept = self.undo.push(&entry)?;
        if let Some(other) = instead_of {
            self.undo.forget(other)?;
        }
        self.write_all(&entry, &kept, put)?;
        Ok(entry.act.said())
    }

    /// What is done to the file of a series.
    pub(super) fn file_change(&self, id: &Slug, before: Option<String>, after: Option<String>) -> FileChange {
        let layout = &self.library.layout;
        FileChange { file: layout.relative(&layout.series_file(id)).unwrap_or_default(), before, after }
    }

    /// Where a file cannot be written, those before it are taken back, and the act is forgotten if that could be done.
    fn write_all(&self, entry: &Entry<Act>, kept: &Path, put: &mut Put) -> Result<()> {
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
