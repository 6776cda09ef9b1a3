//! Takes another copy of this library in: a card, or the folder of somebody who worked on another laptop meanwhile.
//!
//! The other copy is only read. What it has and this library lacks comes over, each file read back and compared; sessions and takes are known by
//! their ids, marks by theirs within one person's file. Where both say something else ours stays, theirs is put beside it for somebody to look at,
//! and the more protective side wins: what is withdrawn, withheld or erased here does not come back. What protects comes first, and each step is
//! whole by itself, so that a merge that broke off is finished by calling it again; twice adds nothing.
//!
//! `versions` are two versions of a mark, `marks` a file of them, `session` what two copies say of a session, `sessions` and `takes` bring them in,
//! `texts` all else, `arrived` are marks whose session has come under another name, `gone` is what does not come back, `offset` how far two clocks are apart, `leftovers` what synchronisers and git have left in
//! the library itself, `other` which folder may be merged.

mod arrived;
mod conflicted;
mod gone;
mod leftovers;
mod marks;
mod offset;
mod other;
mod session;
mod sessions;
mod takes;
mod texts;
mod versions;

use std::path::Path;

use chrono::{DateTime, FixedOffset, Utc};

use self::gone::Gone;
use self::versions::Rules;
use crate::copies::{Elsewhere, Failure};
use crate::domain::Slug;
use crate::error::{Error, ErrorKind, Result};
use crate::locale::Text;
use crate::store::Library;
use crate::store::lock::{MergeLock, RecorderLock};
use crate::store::room::room;
use crate::text;

/// What it came to to put a file somewhere: a full disk ends a merge.
type Placing<T> = std::result::Result<T, Failure>;

/// What was asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asked<'a> {
    /// The other copy; absent: only what synchronisers and git have left in this one.
    pub dir: Option<&'a Path>,
    /// By how many seconds the clock of whoever joined a session has to be put forward; absent: it is found from marks that both made.
    pub offset: Option<f64>,
}

/// What has come of it.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Sessions that are new here, by their folders' names here.
    pub sessions: Vec<String>,
    /// Takes that are new in sessions that were here, with their numbers here.
    pub takes: Vec<(String, u32)>,
    /// Marks that are new or other than before, beside those of new sessions.
    pub marks: usize,
    /// Of these, what had been opened here and is off the record again.
    pub closed_again: usize,
    /// Other files that came, or to which something was added; below the library, with `/`.
    pub files: Vec<String>,
    /// What differs: the file, ours, beside which theirs lies.
    pub conflicts: Vec<String>,
    /// Copies of synchronisers that were taken in and put into the trash.
    pub settled: usize,
    /// Clocks that were found or given to differ: session, whose, seconds.
    pub offsets: Vec<(String, Slug, f64)>,
    /// What was left out, or cannot be read.
    pub faults: Vec<Error>,
    /// Why it broke off: the disk is full. What came before has come; called again it goes on.
    pub stopped: Option<Error>,
}

impl Outcome {
    /// Everything came, and nobody has to look.
    pub fn is_clean(&self) -> bool {
        self.conflicts.is_empty() && self.faults.is_empty() && self.closed_again == 0 && self.stopped.is_none()
    }

    /// Nothing here is other than before.
    pub fn is_nothing(&self) -> bool {
        let lists = self.sessions.len() + self.takes.len() + self.files.len() + self.offsets.len();
        lists + self.marks + self.settled == 0
    }
}

/// Merges `asked.dir` into the library.
///
/// Errors: it cannot be merged at all (another library, within this one, nothing there), the library is not to be written, another merge is at
/// work. Where the disk is full, [`Outcome::stopped`] tells it.
pub fn merge(library: &Library, asked: &Asked, elsewhere: &Elsewhere, now: DateTime<Utc>) -> Result<Outcome> {
    library.require_writable()?;
    let other = asked.dir.map(|dir| other::open(library, dir)).transpose()?;
    let _alone = MergeLock::take(&library.layout)?;
    let now = now.with_timezone(&library.settings.zone).fixed_offset();
    let mut desk = Desk { library, elsewhere, now, outcome: Outcome::default() };
    desk.outcome.stopped = desk.run(other.as_ref(), asked.offset).err();
    Ok(desk.outcome)
}

/// Who merges into the library.
struct Desk<'a> {
    library: &'a Library,
    elsewhere: &'a Elsewhere,
    now: DateTime<FixedOffset>,
    outcome: Outcome,
}

/// Another copy on its way into it.
struct Merging<'a, 'd> {
    desk: &'d mut Desk<'a>,
    other: &'d Library,
    /// The session that is being recorded over there.
    held: Option<String>,
    gone: Gone,
    offset: Option<f64>,
}

impl Merging<'_, '_> {
    fn run(mut self) -> Result<()> {
        self.settings();
        self.people()?;
        self.register();
        self.sessions()?;
        self.plans()
    }

    /// `people`: everybody in the session, in either copy.
    fn rules<'r>(&'r self, people: &'r [Slug]) -> Rules<'r> {
        Rules { palettes: [&self.desk.library.settings.palette, &self.other.settings.palette], people }
    }
}

impl Desk<'_> {
    fn run(&mut self, other: Option<&Library>, offset: Option<f64>) -> Result<()> {
        leftovers::settle(self)?;
        if let Some(other) = other {
            let held = RecorderLock::holder(&other.layout)?.and_then(|running| running.session);
            let gone = Gone::of(&self.library.layout, &other.layout);
            Merging { desk: self, other, held, gone, offset }.run()?;
        }
        arrived::bring_home(self)
    }

    /// Tells what needs a look; only a full disk ends the merge.
    fn told<T>(&mut self, outcome: Placing<T>) -> Result<Option<T>> {
        match outcome {
            Ok(done) => Ok(Some(done)),
            Err(failure) if failure.is_full => Err(failure.error.hint(text!("merge-full-hint"))),
            Err(failure) => {
                self.fault(failure.error);
                Ok(None)
            }
        }
    }

    fn conflict(&mut self, ours: &Path) {
        let shown = self.shown(ours);
        if !self.outcome.conflicts.contains(&shown) {
            self.outcome.conflicts.push(shown);
        }
    }

    fn fault(&mut self, fault: Error) {
        self.outcome.faults.push(fault.kind_of(ErrorKind::Look));
    }

    fn left_out(&mut self, path: &Path, message: Text, hint: Text) {
        self.fault(Error::new(message).at(path).hint(hint));
    }

    /// Fails before anything is written where less room is left than that.
    fn require_room(&self, bytes: u64) -> Placing<()> {
        match room(self.library.layout.root()) {
            Some(room) if room < bytes => {
                let missing = (bytes - room).div_ceil(1_000_000);
                let error = Error::new(text!("merge-full", missing = missing)).at(self.library.layout.root());
                Err(Failure { error, is_full: true })
            }
            _ => Ok(()),
        }
    }

    /// Below the library, with `/`.
    fn shown(&self, path: &Path) -> String {
        self.library.layout.relative(path).unwrap_or_else(|| path.display().to_string())
    }
}

#[cfg(test)]
mod tests;
