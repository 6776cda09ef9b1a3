//! A `session.toml` that was kept elsewhere, since the session's own disk had refused it: what it knows of takes that were never closed.

use std::path::{Path, PathBuf};

use crate::copies::Elsewhere;
use crate::domain::{Session, Take};
use crate::recorder::spare_marks::spare_folders;
use crate::store::layout::session_file;
use crate::store::{Layout, sessions};

/// Adds what is known elsewhere, parts, gaps and length, to the open takes of the session in `folder`. Says whether there was anything.
pub fn take_in_texts(session: &mut Session, layout: &Layout, elsewhere: &Elsewhere, folder: &Path) -> bool {
    if !session.takes.iter().any(Take::is_open) {
        return false;
    }
    let before = session.clone();
    for folder in kept_in(layout, elsewhere, folder).iter().filter(|folder| session_file(folder).is_file()) {
        let Ok(entry) = sessions::load(folder) else { continue }; // a copy that cannot be read tells nothing
        for theirs in &entry.session.takes {
            let ours = session.takes.iter_mut().find(|take| take.id == theirs.id && take.is_open());
            ours.into_iter().for_each(|ours| complete(ours, theirs));
        }
    }
    *session != before
}

fn kept_in(layout: &Layout, elsewhere: &Elsewhere, folder: &Path) -> Vec<PathBuf> {
    let spare = spare_folders(layout, elsewhere.fallback.as_deref(), folder);
    spare.into_iter().chain(elsewhere.homes(layout, folder).second_copy).collect()
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
    for gap in &theirs.gaps {
        let is_apart =
            |known: &crate::domain::Gap| known.start + known.frames <= gap.start || gap.start + gap.frames <= known.start;
        if ours.gaps.iter().all(is_apart) {
            ours.gaps.push(*gap);
        }
    }
    ours.gaps.sort_by_key(|gap| gap.start);
    ours.frames = ours.frames.or(theirs.frames);
    for (input, loudness) in &theirs.loudness {
        ours.loudness.entry(*input).or_insert(*loudness);
    }
}
