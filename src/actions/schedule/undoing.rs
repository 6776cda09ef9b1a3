//! Takes the last act back, as long as each of its files is as the act left it, or as it was before.

use std::path::Path;

use super::{Act, Planner};
use crate::error::{Error, Result};
use crate::locale::Text;
use crate::store::document::{SMALL, read_text};
use crate::store::undo::{Entry, FileChange};
use crate::store::{Layout, atomic, trash};
use crate::text;

/// The caller holds the save lock. An act that never reached its files, or that somebody has taken back by hand, is passed over; of one
/// that broke off half-way, what was written is taken back.
pub(super) fn undo(planner: &Planner) -> Result<Option<Text>> {
    while let Some((kept, entry)) = planner.undo.last::<Act>() {
        let written = written(planner, &entry)?;
        for change in written.iter().rev() {
            put_back(planner, change)?;
        }
        planner.undo.forget(&kept)?;
        if !written.is_empty() {
            return Ok(Some(entry.act.undone()));
        }
    }
    Ok(None)
}

/// The files that are as the act left them; one that lies outside the library by now is none of them. Fails where somebody has edited one
/// since.
fn written<'e>(planner: &Planner, entry: &'e Entry<Act>) -> Result<Vec<&'e FileChange>> {
    let mut written = Vec::new();
    for change in &entry.files {
        let Ok(path) = planner.library.layout.inside(&change.file) else { continue };
        let there = there(&path)?;
        if there == change.before {
            continue;
        }
        if there != change.after {
            return Err(Error::new(text!("schedule-edited-since")).at(&path).hint(text!("schedule-edited-since-hint")));
        }
        written.push(change);
    }
    Ok(written)
}

/// The text of a file; `None` where there is none.
pub(super) fn there(path: &Path) -> Result<Option<String>> {
    if path.symlink_metadata().is_ok() { read_text(path, SMALL).map(Some) } else { Ok(None) }
}

fn put_back(planner: &Planner, change: &FileChange) -> Result<()> {
    let layout = &planner.library.layout;
    let path = &layout.inside(&change.file)?;
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
