//! Takes the last act back, as long as its files are as the act left them.

use std::path::{Path, PathBuf};

use super::{Act, Planner};
use crate::error::{Error, Result};
use crate::locale::Text;
use crate::store::document::{SMALL, read_text};
use crate::store::undo::FileChange;
use crate::store::{Layout, atomic, trash};
use crate::text;

/// The caller holds the save lock. An act that never reached its files, or that somebody has taken back by hand, is passed over.
pub(super) fn undo(planner: &Planner) -> Result<Option<Text>> {
    let layout = &planner.library.layout;
    while let Some((kept, entry)) = planner.undo.last::<Act>() {
        let mut waiting: Vec<(PathBuf, FileChange)> = Vec::new();
        for change in entry.changes() {
            let path = layout.inside(&change.file)?;
            let there = if path.symlink_metadata().is_ok() { Some(read_text(&path, SMALL)?) } else { None };
            if there == change.before {
                continue;
            }
            if there != change.after {
                return Err(Error::new(text!("schedule-edited-since")).at(&path).hint(text!("schedule-edited-since-hint")));
            }
            waiting.push((path, change));
        }
        for (path, change) in &waiting {
            put_back(planner, path, change)?;
        }
        planner.undo.forget(&kept)?;
        if !waiting.is_empty() {
            return Ok(Some(entry.act.undone()));
        }
    }
    Ok(None)
}

fn put_back(planner: &Planner, path: &Path, change: &FileChange) -> Result<()> {
    let layout = &planner.library.layout;
    match (&change.before, &change.after) {
        (Some(before), Some(_)) => atomic::write(path, before.as_bytes()),
        (Some(before), None) => match trashed(layout, change, before) {
            Some(name) => trash::restore(layout, &name).map(drop),
            None => atomic::write_new(path, before.as_bytes()),
        },
        (None, _) => {
            let now = planner.now.with_timezone(&planner.library.settings.zone).fixed_offset();
            trash::discard(layout, path, now).map(drop)
        }
    }
}

/// The entry of the trash in which the file lies as it was.
fn trashed(layout: &Layout, change: &FileChange, before: &str) -> Option<String> {
    let is_it = |trashed: &trash::Trashed| {
        trashed.from == change.file && read_text(&trashed.path, SMALL).is_ok_and(|text| text == before)
    };
    trash::list(layout).rows.into_iter().rev().find(is_it).map(|trashed| trashed.name)
}
