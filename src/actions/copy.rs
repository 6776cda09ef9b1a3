//! Brings another folder, or a card, up to date with the library, verified.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use crate::copies::{Elsewhere, Outcome, Scope, Target, bring_over};
use crate::error::{Error, Result};
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

/// Copies what is missing or differs into `dir`; without one, into the config's second copy. Nothing over there is lost.
///
/// Errors: no folder is named, or it cannot be a copy of this library; too little room.
pub fn copy(library: &Library, dir: Option<&Path>, elsewhere: &Elsewhere, now: DateTime<Utc>) -> Result<Brought> {
    let no_dir = || Error::new(text!("copy-no-dir")).hint(text!("copy-no-dir-hint"));
    let dir = dir.or(elsewhere.second_copy.as_deref()).ok_or_else(no_dir)?;
    let target = Target::open(library, dir)?;
    let now = now.with_timezone(&library.settings.zone).fixed_offset();
    let outcome = bring_over(library, &target, &Scope::Library, elsewhere, now)?;
    let trash_bytes = if outcome.kept > 0 { trash::bytes(&target.layout) } else { 0 };
    Ok(Brought { dir: target.layout.root().to_owned(), outcome, is_same_disk: target.is_same_disk, trash_bytes })
}
