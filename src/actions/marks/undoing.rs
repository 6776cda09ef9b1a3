//! Takes the last act on marks back, as long as each of its marks is as the act left it, or as it was before.

use serde::{Deserialize, Serialize};

use super::{Editor, Own, Step, being_recorded};
use crate::domain::{Marker, Slug};
use crate::error::{Error, Result};
use crate::recorder::edits;
use crate::recorder::protocol::{MarkEdit, MarkerFacts};
use crate::store::lock::SaveLock;
use crate::store::markers;
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
}

/// An act, as the undo log keeps it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Act {
    pub session: String,
    /// Whose file it is in.
    pub who: String,
    pub did: Did,
    pub tables: Vec<Tables>,
}

/// One mark before and after, as tables of its file.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Tables {
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

impl Tables {
    pub fn of(step: &Step, own: &Own) -> Tables {
        let text = |marker: &Marker| markers::table_of(marker, own.rate(&marker.take));
        Tables { before: step.before.as_ref().map(text), after: text(&step.after) }
    }

    /// The mark as it is, and as it is to be; `None` where it never became what the act made of it, or was put back by hand.
    ///
    /// Fails where it was changed since.
    fn back(&self, own: &Own) -> Result<Option<Step>> {
        let Some(after) = markers::of_table(&self.after) else { return Ok(None) };
        let before = self.before.as_deref().and_then(markers::of_table);
        match own.find(&after.id) {
            there if there == before.as_ref() => Ok(None),
            Some(there) if *there == after => {
                let before = before.unwrap_or(Marker { deleted: true, ..after.clone() });
                Ok(Some(Step { before: Some(after), after: before }))
            }
            Some(there) if before.is_none() && there.deleted => Ok(None),
            _ => Err(Error::new(text!("marks-edited-since")).hint(text!("marks-edited-since-hint"))),
        }
    }
}

impl Editor<'_> {
    /// Takes the last act back that was made on marks of this library, by whichever window; `None` where there is none. An act that never
    /// reached its file is passed over, and so is one on a session that is not there any more.
    ///
    /// Errors: the session is being recorded, a mark was changed since by another hand, the file cannot be written.
    pub fn undo(&self) -> Result<Option<Undone>> {
        self.library.require_writable()?;
        while let Some((kept, entry)) = self.undo.last::<Act>() {
            let act = entry.act;
            let found = sessions::resolve(&self.library.layout, &act.session).ok();
            let undone = match found.zip(Slug::parse(&act.who)) {
                Some((session, who)) => self.take_back(&act, &session, &who)?,
                None => None,
            };
            self.undo.forget(&kept)?;
            if undone.is_some() {
                return Ok(undone);
            }
        }
        Ok(None)
    }

    fn take_back(&self, act: &Act, session: &SessionEntry, who: &Slug) -> Result<Option<Undone>> {
        let _lock = SaveLock::of_free(&self.library.layout, &session.id)?.ok_or_else(being_recorded)?;
        let own = Own::read(session, who)?;
        let mut steps = Vec::new();
        for tables in &act.tables {
            steps.extend(tables.back(&own)?);
        }
        own.append(steps.iter().rev().map(|step| &step.after))?;
        let palette = &self.library.settings.palette;
        let opens = |step: &Step| step.before.as_ref().is_some_and(|before| edits::opens(before, &step.after, palette));
        Ok(steps.first().map(|step| Undone {
            session: session.id.clone(),
            did: act.did,
            mark: own.facts(&step.after),
            opens: steps.iter().any(opens),
        }))
    }
}
