//! Takes the last act on marks back, as long as each of its marks is as the act left it, or as it was before.

use serde::{Deserialize, Serialize};

use super::{Editor, Own, Step, being_recorded};
use crate::domain::{Marker, MarkerId, Slug};
use crate::error::{Error, Result};
use crate::recorder::edits;
use crate::recorder::protocol::{MarkEdit, MarkerFacts};
use crate::store::lock::SaveLock;
use crate::store::sessions::{self, SessionEntry};
use crate::text;

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Did {
    Added,
    Changed,
    /// Taken up, kept, checked.
    Done,
    Merged,
    Deleted,
    Restored,
    /// From a file, maybe many at once.
    Imported,
}

/// What was taken back.
#[derive(Debug)]
pub struct Undone {
    /// The session's folder name.
    pub session: String,
    pub did: Did,
    /// The mark as it stands now.
    pub mark: MarkerFacts,
    /// Something can leave from now on that was off the record.
    pub opens: bool,
    /// False: it would open something, and may not; nothing was written.
    pub is_done: bool,
}

/// An act, as the undo log keeps it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Act {
    pub session: String,
    /// Whose file it is in.
    pub who: String,
    pub did: Did,
    pub marks: Vec<Trace>,
}

/// One mark before and after, by the traces of its tables. What they say stays in the file of marks, which keeps every table that it had:
/// no word of a library is written anywhere else, not even of what is off the record.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Trace {
    id: MarkerId,
    /// Absent for a mark that the act has made.
    before: Option<String>,
    after: String,
}

impl Did {
    pub fn of(edit: &MarkEdit) -> Did {
        match edit.deleted {
            Some(true) => Did::Deleted,
            Some(false) => Did::Restored,
            None if edit.done.as_ref().is_some_and(|day| !day.is_empty()) => Did::Done,
            None => Did::Changed,
        }
    }

    /// For the sentences that tell of it.
    pub fn as_str(self) -> &'static str {
        match self {
            Did::Added => "added",
            Did::Changed => "changed",
            Did::Done => "done",
            Did::Merged => "merged",
            Did::Deleted => "deleted",
            Did::Restored => "restored",
            Did::Imported => "imported",
        }
    }
}

impl Trace {
    pub fn of(step: &Step, own: &Own) -> Trace {
        let before = step.before.as_ref().map(|before| own.trace(before));
        Trace { id: step.after.id.clone(), before, after: own.trace(&step.after) }
    }

    /// The mark as it is, and as it is to be; `None` where it never became what the act made of it, or was put back by hand.
    ///
    /// Fails where it was changed since, or the file holds no more what it was.
    fn back(&self, own: &Own) -> Result<Option<Step>> {
        let Some(there) = own.find(&self.id) else { return self.before.is_some().then(edited_since).map_or(Ok(None), Err) };
        let trace = own.trace(there);
        let is_as_before = Some(&trace) == self.before.as_ref() || (self.before.is_none() && there.deleted);
        match &self.before {
            _ if is_as_before => Ok(None),
            _ if trace != self.after => Err(edited_since()),
            None => Ok(Some(Step { before: Some(there.clone()), after: Marker { deleted: true, ..there.clone() } })),
            Some(before) => {
                let before = own.earlier(&self.id, before)?.ok_or_else(edited_since)?;
                Ok(Some(Step { before: Some(there.clone()), after: before }))
            }
        }
    }
}

fn edited_since() -> Error {
    Error::new(text!("marks-edited-since")).hint(text!("marks-edited-since-hint"))
}

impl Editor<'_> {
    /// Takes the last act back that was made on marks of this library, by whichever window; `None` where there is none. An act that never
    /// reached its file is passed over, and so is one on a session whose folder is not there any more. What was off the record is opened only where
    /// it may be.
    ///
    /// Errors: the session cannot be read or is being recorded, a mark was changed since by another hand, the file cannot be written.
    pub fn undo(&self, may_open: bool) -> Result<Option<Undone>> {
        self.library.require_writable()?;
        let Some(log) = &self.undo else { return Ok(None) };
        while let Some((kept, entry)) = log.last::<Act>() {
            let act = entry.act;
            let folder = sessions::folder_of(&self.library.layout, &act.session);
            let undone = match folder.zip(Slug::parse(&act.who)) {
                Some((folder, who)) => self.take_back(&act, &sessions::load(&folder)?, &who, may_open)?,
                None => None,
            };
            if undone.as_ref().is_none_or(|undone| undone.is_done) {
                log.forget(&kept)?;
            }
            if undone.is_some() {
                return Ok(undone);
            }
        }
        Ok(None)
    }

    fn take_back(&self, act: &Act, session: &SessionEntry, who: &Slug, may_open: bool) -> Result<Option<Undone>> {
        let _lock = SaveLock::of_free(&self.library.layout, &session.id)?.ok_or_else(being_recorded)?;
        let own = Own::read(session, who)?;
        let mut steps = Vec::new();
        for trace in &act.marks {
            steps.extend(trace.back(&own)?);
        }
        let palette = &self.library.settings.palette;
        let opens = |step: &Step| step.before.as_ref().is_some_and(|before| edits::opens(before, &step.after, palette));
        let opens = steps.iter().any(opens);
        let is_done = may_open || !opens;
        if is_done {
            own.append(steps.iter().rev().map(|step| &step.after))?;
        }
        Ok(steps.first().map(|step| Undone {
            session: session.id.clone(),
            did: act.did,
            mark: own.facts(&step.after),
            opens,
            is_done,
        }))
    }
}
