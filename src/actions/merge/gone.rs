//! What was taken out of this library and does not come back from an older copy: what lies in its trash, and what was erased, as its register and
//! that of the other copy tell.

use std::collections::BTreeSet;

use crate::actions::trash::ERASURE;
use crate::domain::Session;
use crate::error::Error;
use crate::store::layout::Layout;
use crate::store::{register, sessions, trash};
use crate::text;

#[derive(Debug, Default)]
pub struct Gone {
    /// Below the library.
    trashed: BTreeSet<String>,
    trashed_takes: BTreeSet<String>,
    erased: BTreeSet<String>,
    /// Digests of sound.
    erased_sound: BTreeSet<String>,
}

impl Gone {
    pub fn of(own: &Layout, other: &Layout) -> Gone {
        let mut gone = Gone::default();
        for entry in trash::list(own).rows {
            let takes = sessions::load(&entry.path).map(|found| found.session.takes).unwrap_or_default();
            gone.trashed_takes.extend(takes.into_iter().map(|take| take.id.0));
            gone.trashed.insert(entry.from);
        }
        let entries = [own, other].map(|layout| register::load(layout).rows).into_iter().flatten();
        for entry in entries.filter(|entry| entry.what == ERASURE) {
            gone.erased.extend(entry.sessions);
            gone.erased_sound.extend(entry.files.into_iter().map(|file| file.blake3));
        }
        gone
    }

    /// Why a session that is not here does not come back.
    pub fn session(&self, name: &str, relative: &str, session: &Session) -> Option<Error> {
        let takes = || session.takes.iter();
        let is_trashed = self.trashed.contains(relative) && takes().next().is_none();
        if is_trashed || takes().any(|take| self.trashed_takes.contains(take.id.as_str())) {
            return Some(Error::new(text!("merge-in-trash")).hint(text!("merge-in-trash-hint")));
        }
        let is_erased = self.erased.contains(name) && takes().next().is_none();
        (is_erased || takes().flat_map(|take| &take.parts).any(|part| self.is_erased(part.blake3.as_deref())))
            .then(|| Error::new(text!("merge-erased")).hint(text!("merge-erased-hint")))
    }

    /// Of the samples of a part.
    pub fn is_erased(&self, digest: Option<&str>) -> bool {
        digest.is_some_and(|digest| self.erased_sound.contains(digest))
    }

    /// Whether a file that is not here lies in the trash.
    pub fn is_trashed(&self, relative: &str) -> bool {
        self.trashed.contains(relative)
    }
}
