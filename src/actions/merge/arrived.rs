//! Marks that were made here in a session which has arrived since under another name: one of the two laptops had moved its date.

use std::path::Path;

use super::marks::{Theirs, merge_file};
use super::sessions::{marker_files, name_of};
use super::texts::Standing;
use super::versions::Withheld;
use super::{Desk, Placing};
use crate::copies::place;
use crate::error::{Error, Result};
use crate::store::joined::planned_in;
use crate::store::lock::{RecorderLock, SaveLock};
use crate::store::sessions::{self, SessionEntry};
use crate::store::trash;
use crate::text;

/// Brings them to their session; the folder then lies in the trash.
pub fn bring_home(desk: &mut Desk) -> Result<()> {
    let layout = &desk.library.layout;
    let waiting = sessions::joined(layout).into_iter().filter_map(|folder| Some((planned_in(&folder)?, folder)));
    let waiting: Vec<_> = waiting.collect();
    if waiting.is_empty() {
        return Ok(());
    }
    let held = RecorderLock::holder(layout)?.and_then(|running| running.session);
    let known = sessions::list(layout).rows;
    for (plan, folder) in waiting {
        let home = known.iter().find(|entry| entry.session.occurrence_id().as_ref() == Some(&plan));
        let is_free = |entry: &&SessionEntry| ![&entry.id, &name_of(&folder)].contains(&held.as_ref().unwrap_or(&String::new()));
        let Some(home) = home.filter(is_free) else { continue };
        let brought = desk.bring_marks_home(&folder, home);
        desk.told(brought)?;
    }
    Ok(())
}

impl Desk<'_> {
    fn bring_marks_home(&mut self, folder: &Path, home: &SessionEntry) -> Placing<()> {
        let palette = &self.library.settings.palette;
        for (path, who) in marker_files(folder) {
            let theirs = Theirs { path: &path, takes: &[] };
            let merged = {
                let Some(_lock) = SaveLock::of_free(&self.library.layout, &home.id)? else { return Ok(()) };
                merge_file(&home.folder, &who, &home.session.takes, &theirs, &Withheld([palette, palette]))?
            };
            self.outcome.marks += merged.marks;
            if let Some(fault) = merged.faults.into_iter().next() {
                return Err(fault.into()); // it stays until somebody has looked
            }
        }
        self.bring_notes_home(folder, home)?;
        let _lock = SaveLock::take(&self.library.layout)?;
        trash::discard(&self.library.layout, folder, self.now)?;
        Ok(())
    }

    fn bring_notes_home(&mut self, folder: &Path, home: &SessionEntry) -> Placing<()> {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
        for path in entries.filter(|path| path.extension().is_some_and(|end| end == "md")) {
            let own = home.folder.join(name_of(&path));
            let Some(relative) = self.library.layout.relative(&own) else { continue };
            let standing = Standing::of(&own, &path);
            match standing.map_err(|cause| Error::new(text!("files-unread")).at(&path).because(cause))? {
                Standing::Holds => {}
                Standing::Lacks => {
                    place(&self.library.layout, &relative, &path, None, self.now)?;
                    self.outcome.files.push(relative);
                }
                Standing::Differs => self.beside(&own, &path)?,
            }
        }
        Ok(())
    }
}
