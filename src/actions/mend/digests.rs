//! Digests of closed sound that are missing or wrong in `session.toml`, where the journal vouches for every frame of it.
//!
//! Where the journal does not vouch, the sound is not what it was: only a copy can bring it back, and `check --deep` names it.

use super::{Deed, shown};
use crate::audio::verify::vouched_digest;
use crate::audio::wav::WavFormat;
use crate::copies::Homes;
use crate::domain::Session;
use crate::error::{Loaded, Result};
use crate::store::lock::SaveLock;
use crate::store::sessions::SessionEntry;
use crate::store::{Library, sessions};

/// Reads every closed part of one session, which no recorder holds.
pub fn mend(library: &Library, entry: &SessionEntry, homes: &Homes) -> Loaded<Deed> {
    let takes = entry.session.takes.iter().flat_map(|take| take.parts.iter().map(move |part| (take, part)));
    let corrected = takes.filter_map(|(take, part)| {
        let path = homes.path_of(part);
        let digest = vouched_digest(&path, part, WavFormat::of(take, part.input))?;
        Some((part.file.clone(), part.elsewhere, digest, shown(library, &path)))
    });
    let corrected: Vec<(String, bool, String, String)> = corrected.collect();
    let mut done = Loaded::default();
    if corrected.is_empty() {
        return done;
    }
    let outcome = save(library, entry, |session| {
        for part in session.takes.iter_mut().flat_map(|take| &mut take.parts) {
            let own = corrected.iter().find(|(file, elsewhere, ..)| (file, elsewhere) == (&part.file, &part.elsewhere));
            part.blake3 = own.map(|(_, _, digest, _)| digest.clone()).or(part.blake3.take());
        }
    });
    match outcome {
        Ok(is_saved) if !is_saved => {} // its next take runs already
        Ok(_) => done.rows.extend(corrected.into_iter().map(|(.., file)| Deed::Digest { file })),
        Err(fault) => done.faults.push(fault),
    }
    done
}

fn save(library: &Library, entry: &SessionEntry, change: impl FnOnce(&mut Session)) -> Result<bool> {
    let Some(_lock) = SaveLock::of_free(&library.layout, &entry.id)? else { return Ok(false) };
    let mut session = sessions::load(&entry.folder)?.session;
    change(&mut session);
    sessions::save(&entry.folder, &session).map(|()| true)
}
