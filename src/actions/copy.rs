//! Brings another folder, or a card, up to date with the library, verified.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::rehearse::is_rehearsal;
use crate::copies::{Awaited, Elsewhere, Outcome, Scope, Target, Texts, bring_over};
use crate::error::{Error, Result};
use crate::store::lock::RecorderLock;
use crate::store::sessions::{self, SessionEntry};
use crate::store::{Library, trash};
use crate::text;

/// Where it was copied to, and what was done.
pub struct Brought {
    pub dir: PathBuf,
    pub outcome: Outcome,
    /// It lies on the library's own disk.
    pub is_same_disk: bool,
    /// What the trash over there holds, in bytes; 0 where this copy has put nothing into it.
    pub trash_bytes: u64,
}

/// Brings what has been written of a session after its take into the config's second copy, without reading any sound. Whether there is
/// one to bring it into: nothing of a rehearsal is copied, and what is being recorded is the recorder's.
pub fn bring_texts(library: &Library, session: &str, elsewhere: &Elsewhere) -> Result<bool> {
    let Some((dir, entry)) = due(library, session, elsewhere)? else { return Ok(false) };
    Texts::of(&library.layout, Arc::new(Awaited::new(dir)), &entry.folder, false).bring().map(|()| true)
}

/// Brings the whole session there, and compares all of it. `None` where nothing is to be brought: see [`bring_texts`].
pub fn copy_session(library: &Library, session: &str, elsewhere: &Elsewhere, now: DateTime<Utc>) -> Result<Option<Brought>> {
    let Some((dir, entry)) = due(library, session, elsewhere)? else { return Ok(None) };
    bring(library, Target::again(library, dir)?, &Scope::Session(&entry.folder), elsewhere, now).map(Some)
}

fn due<'e>(library: &Library, session: &str, elsewhere: &'e Elsewhere) -> Result<Option<(&'e Path, SessionEntry)>> {
    let Some(dir) = elsewhere.second_copy.as_deref().filter(|dir| dir.is_dir()) else { return Ok(None) };
    let entry = sessions::resolve(&library.layout, session)?;
    let recorded = RecorderLock::holder(&library.layout)?.and_then(|running| running.session);
    let is_due = recorded.as_ref() != Some(&entry.id) && !is_rehearsal(&library.layout);
    Ok(is_due.then_some((dir, entry)))
}

/// Copies what is missing or differs into `dir`; without one, into the config's second copy. Nothing over there is lost.
///
/// Errors: no folder is named, or it cannot be a copy of this library; too little room.
pub fn copy(library: &Library, dir: Option<&Path>, elsewhere: &Elsewhere, now: DateTime<Utc>) -> Result<Brought> {
    let no_dir = || Error::new(text!("copy-no-dir")).hint(text!("copy-no-dir-hint"));
    let dir = dir.or(elsewhere.second_copy.as_deref()).ok_or_else(no_dir)?;
    bring(library, Target::open(library, dir)?, &Scope::Library, elsewhere, now)
}

fn bring(library: &Library, target: Target, scope: &Scope, elsewhere: &Elsewhere, now: DateTime<Utc>) -> Result<Brought> {
    let now = now.with_timezone(&library.settings.zone).fixed_offset();
    let outcome = bring_over(library, &target, scope, elsewhere, now)?;
    let trash_bytes = if outcome.kept > 0 { trash::bytes(&target.layout) } else { 0 };
    Ok(Brought { dir: target.layout.root().to_owned(), outcome, is_same_disk: target.is_same_disk, trash_bytes })
}
