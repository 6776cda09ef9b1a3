//! Takes the last act back, as long as its file is as the act left it.

use std::path::Path;

use super::{Act, Planner};
use crate::error::{Error, Result};
use crate::locale::Text;
use crate::store::document::{SMALL, read_text};
use crate::store::undo::Entry;
use crate::store::{Layout, atomic, trash};
use crate::text;

/// The caller holds the save lock. An act that never reached its file, or that somebody has taken back by hand, is passed over.
pub(super) fn undo(planner: &Planner) -> Result<Option<Text>> {
    let layout = &planner.library.layout;
    while let Some((kept, entry)) = planner.undo.last::<Act>() {
        let path = layout.inside(&entry.file)?;
        let there = if path.symlink_metadata().is_ok() { Some(read_text(&path, SMALL)?) } else { None };
        if there == entry.before {
            planner.undo.forget(&kept)?;
            continue;
        }
        if there != entry.after {
            return Err(Error::new(text!("schedule-edited-since")).at(&path).hint(text!("schedule-edited-since-hint")));
        }
        put_back(planner, &path, &entry)?;
        planner.undo.forget(&kept)?;
        return Ok(Some(entry.act.undone()));
    }
    Ok(None)
}

fn put_back(planner: &Planner, path: &Path, entry: &Entry<Act>) -> Result<()> {
    let layout = &planner.library.layout;
    match (&entry.before, &entry.after) {
        (Some(before), Some(_)) => atomic::write(path, before.as_bytes()),
        (Some(before), None) => match trashed(layout, entry, before) {
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
fn trashed(layout: &Layout, entry: &Entry<Act>, before: &str) -> Option<String> {
    let is_it =
        |trashed: &trash::Trashed| trashed.from == entry.file && read_text(&trashed.path, SMALL).is_ok_and(|text| text == before);
    trash::list(layout).rows.into_iter().rev().find(is_it).map(|trashed| trashed.name)
}
