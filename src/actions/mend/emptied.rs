//! Files of parts that hold nothing, since they were opened just before a kill or a power cut: no player can read them, and nobody needs them.

use chrono::{DateTime, FixedOffset};

use super::Deed;
use crate::actions::recover::empty_parts;
use crate::domain::journal_path;
use crate::error::{Loaded, Result};
use crate::store::lock::SaveLock;
use crate::store::sessions::SessionEntry;
use crate::store::{Library, sessions, trash};

/// Puts them into the trash, with their journals, where no recorder holds the session.
pub fn mend(library: &Library, entry: &SessionEntry, now: DateTime<FixedOffset>) -> Loaded<Deed> {
    let found = empty_parts(&entry.folder, &entry.session);
    match found.and_then(|found| if found.is_empty() { Ok(Vec::new()) } else { put_away(library, entry, now) }) {
        Ok(rows) => Loaded { rows, ..Loaded::default() },
        Err(fault) => Loaded { faults: vec![fault], ..Loaded::default() },
    }
}

fn put_away(library: &Library, entry: &SessionEntry, now: DateTime<FixedOffset>) -> Result<Vec<Deed>> {
    let Some(_lock) = SaveLock::of_free(&library.layout, &entry.id)? else { return Ok(Vec::new()) };
    let session = sessions::load(&entry.folder)?.session;
    let mut deeds = Vec::new();
    for part in empty_parts(&entry.folder, &session)? {
        for file in [journal_path(&part), part] {
            if file.symlink_metadata().is_ok() {
                deeds.push(Deed::Swept { file: trash::discard(&library.layout, &file, now)?.from });
            }
        }
    }
    Ok(deeds)
}
