//! All that is mended when a recorder or the interface starts, and by `recover`. Nothing is deleted; what was done is told.
//!
//! Takes that broke off, with their parts, are `recover`'s; `marks` mends the files of marks, `digests` what `session.toml` says of
//! closed sound. What was left behind by killed saves goes to the trash. `check` names all of it, and writes nothing.

mod digests;
mod emptied;
mod marks;

use std::collections::HashMap;
use std::path::Path;

use chrono::{DateTime, Utc};

use super::recover::{RecoveredSession, is_held, recover_library, sweep};
use crate::copies::Elsewhere;
use crate::error::{Error, Loaded};
use crate::locale::{Locale, Text};
use crate::recorder::sweep_socket;
use crate::store::remembered::{Remembered, stamp};
use crate::store::{Library, sessions};
use crate::text;

pub use marks::past_end;

/// What was mended, and what could not be.
#[derive(Debug, Default)]
pub struct Mended {
    /// Takes that had broken off.
    pub sessions: Vec<RecoveredSession>,
    pub deeds: Vec<Deed>,
    pub faults: Vec<Error>,
}

/// One thing that was done; files and folders below the library.
#[derive(Debug, Clone, PartialEq)]
pub enum Deed {
    /// What a killed save had left lies in the trash.
    Swept { file: String },
    /// A file of marks was torn or empty; what was torn off is beside it.
    Marks { file: String },
    /// A mark lay behind the end of its take, by so many seconds, and lies at the end now.
    Mark { id: String, session: String, seconds: f64 },
    /// The digest of a sound for which each line of its journal vouches.
    Digest { file: String },
    /// The socket of a recorder that was killed is gone.
    Socket,
}

/// How much is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// What can be seen in the texts.
    Texts,
    /// The sound of every closed part, too, which takes as long as reading it.
    Sound,
}

/// Mends the library, except for the session that a living recorder holds. A library that cannot be written is left as it is.
///
/// `elsewhere`: where parts lie that are not in their session's folder. What cannot be mended is a fault; all else is mended. Files of
/// marks that were whole are not read again while the `cache` knows their folder as it is.
pub fn mend(library: &Library, elsewhere: &Elsewhere, depth: Depth, cache: Option<&Path>, now: DateTime<Utc>) -> Mended {
    if library.require_writable().is_err() {
        return Mended::default();
    }
    let broken_off = recover_library(library, elsewhere);
    let mut done = Mended { sessions: broken_off.rows, faults: broken_off.faults, ..Mended::default() };
    let whole = Remembered::read(cache, "whole", library);
    let mut found_whole = HashMap::new();
    for entry in sessions::list(&library.layout).rows {
        if is_held(&library.layout, &entry.folder).unwrap_or(true) {
            continue;
        }
        let stamp = stamp(&entry.folder); // older than what is read
        let is_whole = stamp.as_ref().is_some_and(|stamp| whole.of(&entry.id, stamp).is_some());
        let mended = if is_whole { Loaded::default() } else { marks::mend(library, &entry) };
        let has_settled = mended.rows.is_empty() && mended.faults.is_empty();
        found_whole.extend(stamp.filter(|_| has_settled).map(|stamp| (entry.id.clone(), (stamp, ()))));
        done.take_in(mended);
        done.take_in(emptied::mend(library, &entry, now.with_timezone(&library.settings.zone).fixed_offset()));
        if depth == Depth::Sound {
            done.take_in(digests::mend(library, &entry, &elsewhere.homes(&library.layout, &entry.folder)));
        }
    }
    whole.keep(found_whole);
    let swept = sweep(library, now);
    done.faults.extend(swept.faults);
    done.deeds.extend(swept.rows.into_iter().map(|file| Deed::Swept { file }));
    done.deeds.extend(sweep_socket(&library.layout).then_some(Deed::Socket));
    done
}

impl Mended {
    fn take_in(&mut self, more: Loaded<Deed>) {
        self.deeds.extend(more.rows);
        self.faults.extend(more.faults);
    }

    pub fn is_nothing(&self) -> bool {
        self.sessions.is_empty() && self.deeds.is_empty()
    }
}

impl Deed {
    /// A word for scripts.
    pub fn code(&self) -> &'static str {
        match self {
            Deed::Swept { .. } => "swept",
            Deed::Marks { .. } => "marks",
            Deed::Mark { .. } => "mark",
            Deed::Digest { .. } => "digest",
            Deed::Socket => "socket",
        }
    }

    /// What it was done to.
    pub fn what(&self) -> Option<&str> {
        match self {
            Deed::Swept { file } | Deed::Marks { file } | Deed::Digest { file } => Some(file),
            Deed::Mark { id, .. } => Some(id),
            Deed::Socket => None,
        }
    }

    pub fn text(&self, locale: &Locale) -> Text {
        match self {
            Deed::Swept { file } => text!("cli-swept", file = file.as_str()),
            Deed::Marks { file } => text!("cli-mended-marks", file = file.as_str()),
            Deed::Mark { id, session, seconds } => {
                let length = locale.length(seconds.ceil());
                text!("cli-mended-mark", id = id.as_str(), session = session.as_str(), length = length)
            }
            Deed::Digest { file } => text!("cli-mended-digest", file = file.as_str()),
            Deed::Socket => text!("cli-mended-socket"),
        }
    }
}

/// The file's path below the library, for people.
fn shown(library: &Library, path: &Path) -> String {
    library.layout.relative(path).unwrap_or_else(|| path.display().to_string())
}

#[cfg(test)]
mod tests;
