//! Pieces of a take that lie in a copy under names of their own: a second copy that was taken up again within its take begins with what
//! comes then, and the whole is brought over at the end. They go to the copy's trash: nothing over there is erased.

use std::path::Path;

use chrono::{DateTime, FixedOffset};

use super::Target;
use crate::audio::journal::Journal;
use crate::domain::{Session, journal_path};
use crate::error::Result;
use crate::store::layout::{parse_part_file_name, session_file};
use crate::store::lock::SaveLock;
use crate::store::{Library, sessions, trash};

/// Puts away what `session.toml` does not name of its own closed takes, in the copy of the session in `folder`, which is complete.
pub fn put_pieces_away(library: &Library, target: &Target, folder: &Path, now: DateTime<FixedOffset>) -> Result<()> {
    if !session_file(folder).exists() {
        return Ok(()); // it was only joined here
    }
    let session = sessions::load(folder)?.session;
    let there = library.layout.elsewhere(target.layout.root(), folder);
    let _lock = SaveLock::take(&target.layout)?;
    let found = std::fs::read_dir(&there).into_iter().flatten().flatten().map(|entry| entry.path());
    for path in found.filter(|path| is_piece(path, &session)) {
        trash::discard(&target.layout, &path, now)?;
        trash::discard(&target.layout, &journal_path(&path), now)?;
    }
    Ok(())
}

/// Sound of a closed take, by its journal, under a name that the session does not know.
fn is_piece(path: &Path, session: &Session) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let is_named = session.takes.iter().flat_map(|take| &take.parts).any(|part| part.file == name);
    let of = || Journal::read(&journal_path(path)).ok().and_then(|journal| journal.head).map(|head| head.take);
    let is_of_closed = |of: &_| session.takes.iter().any(|take| take.id == *of && !take.is_open());
    parse_part_file_name(name).is_some() && !is_named && of().is_some_and(|of| is_of_closed(&of))
}
