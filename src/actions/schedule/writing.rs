//! Writes several files as one act: all of them, or none.

use std::path::{Path, PathBuf};

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
    /// sentence. Fails, before anything is kept or written, where one of the files would lie outside the library.
    pub(super) fn carry_out(&self, files: Vec<FileChange>, act: Act, instead_of: Option<&Path>, put: &mut Put) -> Result<Text> {
        let paths: Result<Vec<PathBuf>> = files.iter().map(|change| self.library.layout.inside(&change.file)).collect();
        let paths = paths?;
        let entry = Entry { files, act };
        let kept = self.undo.push(&entry)?;
        if let Some(other) = instead_of {
            self.undo.forget(other)?;
        }
        let files: Vec<(&Path, &FileChange)> = paths.iter().map(PathBuf::as_path).zip(&entry.files).collect();
        let Err(fault) = files.iter().try_for_each(|(path, change)| make(path, &change.after, put)) else {
            return Ok(entry.act.said());
        };
        if take_back(&files, put) {
            self.undo.forget(&kept)?;
        }
        Err(fault)
    }

    /// What is done to the file of a series.
    pub(super) fn file_change(&self, id: &Slug, before: Option<String>, after: Option<String>) -> FileChange {
        let layout = &self.library.layout;
        FileChange { file: layout.relative(&layout.series_file(id)).unwrap_or_default(), before, after }
    }
}

/// Makes a file hold a text, or not be there, unless it does so already.
fn make(path: &Path, text: &Option<String>, put: &mut Put) -> Result<()> {
    if there(path)? == *text { Ok(()) } else { put(path, text.as_deref()) }
}

/// Takes back what was written of an act that broke off, each file whatever became of the others; `false` where one could not be.
fn take_back(files: &[(&Path, &FileChange)], put: &mut Put) -> bool {
    let faults = files.iter().rev().filter(|(path, change)| make(path, &change.before, put).is_err());
    faults.count() == 0
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
