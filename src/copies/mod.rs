//! A second folder that holds the same as the library: what goes there, whether it arrived, and where parts lie that are not at home.
//!
//! Everything is compared before anything is written; what differs over there goes to that folder's trash first, so that nothing of it
//! is ever erased but what stands in the new file too (`superseded`). `target` says which folders may be a copy, `files` what belongs into it, `compare` whether it is there
//! already, `placing` puts one file in its place; [`homes`] finds the parts of a take, [`apart`] tells of those that are not at home. Sound that is being recorded is not for
//! `bring_over`: the recorder's second writer sees to it.

pub mod apart;
mod awaited;
mod compare;
mod files;
pub mod homes;
mod pieces;
mod placing;
mod superseded;
mod target;
mod texts;

use std::io::ErrorKind;
use std::path::Path;

use chrono::{DateTime, FixedOffset};

pub use self::awaited::Awaited;
pub use self::files::{Item, of_session};
pub use self::homes::{Elsewhere, Homes};
pub use self::pieces::put_pieces_away;
pub use self::placing::{Digest, Failure, Placed, copy_new, digest_of as digest_of_file, place};
pub use self::target::Target;
pub use self::texts::Texts;

use self::compare::{Due, judge};
use crate::error::{Error, ErrorKind as Kind, Result};
use crate::store::Library;
use crate::store::room::room;
use crate::text;

/// What of the library is brought over.
pub enum Scope<'a> {
    Library,
    /// The folder of one session.
    Session(&'a Path),
}

/// What has been done.
#[derive(Debug, Default)]
pub struct Outcome {
    pub copied: Vec<Copied>,
    /// Files that were there, and equal, and their bytes.
    pub equal: usize,
    pub equal_bytes: u64,
    /// Files over there that were put into its trash.
    pub kept: usize,
    /// What was left out or is damaged, one for each.
    pub faults: Vec<Error>,
}

/// One file that was written, read back and compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    /// Below the library, with `/`.
    pub file: String,
    pub bytes: u64,
}

/// Brings `target` up to date with the library. `elsewhere`: where parts lie that are not in their session's folder.
///
/// A file that cannot be read or written costs itself and stands in `faults`. Errors: there is too little room, told before anything
/// is written, or the disk is full all the same.
pub fn bring_over(
    library: &Library,
    target: &Target,
    scope: &Scope,
    elsewhere: &Elsewhere,
    now: DateTime<FixedOffset>,
) -> Result<Outcome> {
    let mut outcome = Outcome::default();
    let due = compare(library, target, scope, elsewhere, &mut outcome);
    check_room(target, &due)?;
    for (n, Due { source, relative, bytes }) in due.iter().enumerate() {
        match place(&target.layout, relative, source, None, now) {
            Ok(placed) => {
                outcome.kept += usize::from(placed.is_kept);
                outcome.copied.push(Copied { file: relative.clone(), bytes: placed.bytes });
            }
            Err(failure) if failure.is_full => {
                let left: u64 = due[n..].iter().map(|due| due.bytes).sum();
                let missing = left.saturating_sub(room(target.layout.root()).unwrap_or(0)).max(*bytes);
                return Err(full(target, missing, outcome.copied.len()));
            }
            Err(failure) => outcome.faults.push(failure.error.kind_of(Kind::Look)),
        }
    }
    Ok(outcome)
}

/// What differs; what is equal is counted, what cannot be copied is named.
fn compare(library: &Library, target: &Target, scope: &Scope, elsewhere: &Elsewhere, outcome: &mut Outcome) -> Vec<Due> {
    let listed = match scope {
        Scope::Library => files::of_library(library, elsewhere),
        Scope::Session(folder) => files::of_session(&library.layout, elsewhere, folder),
    };
    outcome.faults.extend(listed.faults);
    let mut due = Vec::new();
    for item in listed.rows {
        let judged = judge(&item, &target.layout);
        outcome.faults.extend(judged.faults.into_iter().map(|fault| fault.kind_of(Kind::Look)));
        outcome.equal += judged.equal.len();
        outcome.equal_bytes += judged.equal.iter().sum::<u64>();
        due.extend(judged.due);
    }
    due
}

/// What a copy that was killed has left is written over, so its room counts.
fn check_room(target: &Target, due: &[Due]) -> Result<()> {
    let left_behind = |due: &Due| placing::left_behind(&target.layout.root().join(&due.relative));
    let needed: u64 = due.iter().map(|due| due.bytes.saturating_sub(left_behind(due))).sum();
    match room(target.layout.root()) {
        Some(room) if room < needed => Err(full(target, needed - room, 0)),
        _ => Ok(()),
    }
}

fn full(target: &Target, missing: u64, done: usize) -> Error {
    let text = text!("copy-full", missing = missing.div_ceil(1_000_000), done = done);
    let dir = target.layout.root().display().to_string();
    Error::new(text).at(target.layout.root()).hint(text!("copy-full-hint", dir = dir))
}

fn is_full(cause: &std::io::Error) -> bool {
    matches!(cause.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded)
}

#[cfg(test)]
mod tests;
