//! A `session.toml` that was kept elsewhere, since the session's own disk had refused it, or in the second copy: what it knows of takes that
//! were never closed, and all of it where the session's own is gone or was made up.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::audio::journal::Journal;
use crate::copies::Elsewhere;
use crate::domain::{Gap, Session, Take, TakeId, journal_path};
use crate::error::Result;
use crate::recorder::spare_marks::Spares;
use crate::store::layout::session_file;
use crate::store::sessions::{SessionEntry, is_made_up};
use crate::store::{Library, sessions};

use super::find::parts_in;

/// Adds what is known elsewhere, parts, gaps and length, to the open takes of the session in `folder`; to one that was made up from its
/// sound, whatever is known of it. Says whether there was anything.
pub fn take_in_texts(session: &mut Session, library: &Library, elsewhere: &Elsewhere, folder: &Path) -> bool {
    let is_bare = |session: &Session| is_made_up(&entry_of(folder, session));
    if !session.takes.iter().any(Take::is_open) && !is_bare(session) {
        return false;
    }
    let before = session.clone();
    for entry in kept_texts(library, elsewhere, folder) {
        let is_same = entry.session.takes.iter().any(|theirs| session.take(theirs.id.as_str()).is_some());
        if is_same && is_bare(session) && !is_made_up(&entry) {
            tell_of(session, &entry.session);
        }
        for theirs in &entry.session.takes {
            let ours = session.takes.iter_mut().find(|take| take.id == theirs.id && take.is_open());
            ours.into_iter().for_each(|ours| complete(ours, theirs));
        }
    }
    *session != before
}

/// Where the `session.toml` is kept from which one begins that has none of its own: of those that tell of the sound in `folder`, the
/// latest.
pub fn text_elsewhere(library: &Library, elsewhere: &Elsewhere, folder: &Path) -> Result<Option<SessionEntry>> {
    let parts = parts_in(Some(&folder.to_owned()))?;
    let head = |part: &PathBuf| Journal::read(&journal_path(part)).ok().and_then(|journal| journal.head);
    let takes: BTreeSet<TakeId> = parts.iter().filter_map(head).map(|head| head.take).collect();
    let is_named = |take: &Take| match takes.is_empty() {
        true => take.parts.iter().any(|part| parts.iter().any(|path| path.ends_with(&part.file))), // imported: without journals
        false => takes.contains(&take.id),
    };
    let mut texts = kept_texts(library, elsewhere, folder);
    texts.retain(|entry| entry.session.takes.iter().any(is_named));
    Ok(texts.into_iter().max_by_key(|entry| session_file(&entry.folder).metadata().and_then(|found| found.modified()).ok()))
}

/// Those that can be read.
fn kept_texts(library: &Library, elsewhere: &Elsewhere, folder: &Path) -> Vec<SessionEntry> {
    let spare = Spares::of(library, elsewhere.fallback.as_deref()).folders(folder);
    let second = elsewhere.homes(&library.layout, folder).second_copy;
    let folders = spare.into_iter().chain(second).filter(|folder| session_file(folder).is_file());
    folders.filter_map(|folder| sessions::load(&folder).ok()).collect()
}

fn entry_of(folder: &Path, session: &Session) -> SessionEntry {
    let id = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    SessionEntry { id, folder: folder.to_owned(), session: session.clone() }
}

/// Everything but the sound, which was found on the disk.
fn tell_of(ours: &mut Session, theirs: &Session) {
    let mut takes = std::mem::take(&mut ours.takes);
    for take in &mut takes {
        let Some(told) = theirs.take(take.id.as_str()) else { continue };
        let (parts, frames, found) = (std::mem::take(&mut take.parts), take.frames, std::mem::take(&mut take.gaps));
        *take = Take { parts, frames, ..told.clone() };
        add_gaps(take, &found);
    }
    *ours = Session { takes, ..theirs.clone() };
}

/// Of parts that both know, the file itself tells more.
fn complete(ours: &mut Take, theirs: &Take) {
    for part in &theirs.parts {
        let is_known = ours.parts.iter().any(|known| (&known.file, known.elsewhere) == (&part.file, part.elsewhere));
        if !is_known {
            ours.parts.push(part.clone());
        }
    }
    ours.parts.sort_by_key(|part| (part.start, part.input));
    add_gaps(ours, &theirs.gaps);
    ours.frames = ours.frames.or(theirs.frames);
    for (input, loudness) in &theirs.loudness {
        ours.loudness.entry(*input).or_insert(*loudness);
    }
}

/// Those that lie apart from the take's own.
fn add_gaps(take: &mut Take, more: &[Gap]) {
    for gap in more {
        let is_apart = |known: &Gap| known.start + known.frames <= gap.start || gap.start + gap.frames <= known.start;
        if take.gaps.iter().all(is_apart) {
            take.gaps.push(*gap);
        }
    }
    take.gaps.sort_by_key(|gap| gap.start);
}
