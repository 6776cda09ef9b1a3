//! Marks after the take: put at a place, changed, merged, taken away and brought back, and each of these taken back.
//!
//! An act appends a table to the writer's own file, so nothing that was there is written over, and nobody changes another person's
//! mark. While a session is recorded its marks are the recorder's, which is asked instead. What may not change is said in
//! `recorder::edits`: what is off the record is opened only where somebody says so. `own` is the writer's file, `merging` makes one mark
//! of two, `undoing` keeps what is needed to take acts back.

mod merging;
mod own;
mod undoing;

pub use undoing::{Did, Undone};

use std::path::Path;

use chrono::{DateTime, Utc};

pub use own::Own;
use undoing::{Act, Trace};

use crate::config::state_folder;
use crate::domain::{Frames, Marker, MarkerId, Slug, TakeId};
use crate::error::{Error, Result};
use crate::recorder::client::{Client, idle};
use crate::recorder::protocol::{MarkEdit, MarkRequest, MarkerFacts, Request};
use crate::recorder::{edits, marks};
use crate::store::Library;
use crate::store::lock::{RecorderLock, SaveLock};
use crate::store::sessions::SessionEntry;
use crate::store::undo::{Entry, UndoLog};
use crate::text;

/// Who changes marks of a library, at a given moment.
pub struct Editor<'a> {
    pub(super) library: &'a Library,
    pub(super) who: &'a Slug,
    /// Absent where this user has no home folder: then nothing can be taken back.
    undo: Option<UndoLog>,
    pub(super) now: DateTime<Utc>,
}

/// What an act has done.
#[derive(Debug)]
pub struct Done {
    /// The mark as it stands now; of two that were merged the one that stays.
    pub mark: MarkerFacts,
    /// Something can leave from now on that was off the record.
    pub opens: bool,
    /// What the recorder says beside it: it is not on the disk yet.
    pub look: Option<Error>,
}

/// A marker before and after an act; absent before it for one that is new.
struct Step {
    before: Option<Marker>,
    after: Marker,
}

impl<'a> Editor<'a> {
    pub fn of(library: &'a Library, who: &'a Slug, now: DateTime<Utc>) -> Editor<'a> {
        Editor::keeping(library, who, now, state_folder().ok().as_deref())
    }

    /// Keeps what is needed to take acts back below `state`.
    pub fn keeping(library: &'a Library, who: &'a Slug, now: DateTime<Utc>, state: Option<&Path>) -> Editor<'a> {
        let undo = state.map(|state| UndoLog::of_marks(state, &library.settings.id, library.layout.root()));
        Editor { library, who, undo, now }
    }

    /// Puts a mark at the place `at` of a take.
    ///
    /// Errors: a kind, theme or value that a mark may not have, a place that the take does not have, a second open range of its kind.
    pub fn add(&self, entry: &SessionEntry, take: &TakeId, request: &MarkRequest) -> Result<Done> {
        if self.is_recorded(entry)? {
            require_running(entry, take)?;
            return self.ask(None, &Request::Mark(Box::new(request.clone())));
        }
        self.write(entry, Did::Added, |own| Ok(vec![Step { before: None, after: self.placed(own, take, request)? }]))
    }

    /// The mark that a request makes at a place of a take.
    pub(super) fn placed(&self, own: &Own, take: &TakeId, request: &MarkRequest) -> Result<Marker> {
        own.require_take(take)?;
        let wall = self.now.with_timezone(&own.zone()).fixed_offset();
        let open = own.open(take);
        marks::placed(request, take, Some(wall), &own.desk(take, &open, &self.library.settings.palette))
    }

    /// Puts marks that were not made by keys here, all by one act; gives how many.
    ///
    /// Errors: those of `made`, a session that is being recorded, a file that cannot be read whole, a library that is not to be written.
    pub fn add_all(&self, entry: &SessionEntry, did: Did, made: impl FnOnce(&Own) -> Result<Vec<Marker>>) -> Result<usize> {
        self.library.require_writable()?;
        let _lock = SaveLock::of_free(&self.library.layout, &entry.id)?.ok_or_else(being_recorded)?;
        let own = Own::read(entry, self.who)?;
        let steps: Vec<Step> = made(&own)?.into_iter().map(|after| Step { before: None, after }).collect();
        let count = steps.len();
        self.file(entry, did, &own, steps)?;
        Ok(count)
    }

    /// Changes one's own mark, also takes it away (`deleted`) and brings it back.
    ///
    /// Errors: another person's mark, none of that id, what a recorder refuses of an edit, too, a file that cannot be read whole, a library that
    /// is not to be written.
    pub fn change(&self, entry: &SessionEntry, id: &MarkerId, edit: &MarkEdit) -> Result<Done> {
        let edit = MarkEdit { id: id.to_string(), ..edit.clone() };
        if self.is_recorded(entry)? {
            let before = Own::read(entry, self.who)?.marker(id)?.clone();
            require_running(entry, &before.take)?;
            return self.ask(Some(&before), &Request::Edit(Box::new(edit)));
        }
        self.write(entry, Did::of(&edit), |own| {
            let before = own.marker(id)?.clone();
            if edit.at.is_some() || edit.end.is_some() {
                own.require_take(&before.take)?;
            }
            let open = own.open(&before.take);
            let desk = own.desk(&before.take, &open, &self.library.settings.palette);
            let after = edits::changed(&edit, &before, &desk)?;
            Ok(vec![Step { before: Some(before), after }])
        })
    }

    /// Makes one mark of two of one's own: that of the earlier one.
    ///
    /// Errors: as [`Editor::change`]; marks of two takes, a session that is being recorded.
    pub fn merge(&self, entry: &SessionEntry, ids: [&MarkerId; 2]) -> Result<Done> {
        self.write(entry, Did::Merged, |own| {
            let [one, other] = [own.standing(ids[0])?, own.standing(ids[1])?];
            let [after, gone] = merging::merged(one, other, &self.library.settings.palette, own.rate(&one.take))?;
            let before = |marker: &Marker| own.marker(&marker.id).ok().cloned();
            Ok(vec![Step { before: before(&after), after }, Step { before: before(&gone), after: gone }])
        })
    }

    /// The first step is what is told. A step that changes nothing is not written.
    fn write(&self, entry: &SessionEntry, did: Did, steps: impl FnOnce(&Own) -> Result<Vec<Step>>) -> Result<Done> {
        self.library.require_writable()?;
        let _lock = SaveLock::of_free(&self.library.layout, &entry.id)?.ok_or_else(being_recorded)?;
        let own = Own::read(entry, self.who)?;
        let steps = steps(&own)?;
        let done = self.done(&own, &steps);
        self.file(entry, did, &own, steps)?;
        Ok(done)
    }

    /// First what is needed to take it back.
    fn file(&self, entry: &SessionEntry, did: Did, own: &Own, mut steps: Vec<Step>) -> Result<()> {
        steps.retain(|step| step.before.as_ref() != Some(&step.after));
        if steps.is_empty() {
            return Ok(());
        }
        if let Some(undo) = &self.undo {
            let marks = steps.iter().map(|step| Trace::of(step, own)).collect();
            let act = Act { session: entry.id.clone(), who: self.who.to_string(), did, marks };
            undo.push(&Entry { files: Vec::new(), act })?;
        }
        own.append(steps.iter().map(|step| &step.after))
    }

    fn done(&self, own: &Own, steps: &[Step]) -> Done {
        let palette = &self.library.settings.palette;
        let opens = |step: &Step| step.before.as_ref().is_some_and(|before| edits::opens(before, &step.after, palette));
        // Of two that are merged the one that stays covers what the other one withheld.
        Done { mark: own.facts(&steps[0].after), opens: steps.len() == 1 && steps.iter().any(opens), look: None }
    }

    fn is_recorded(&self, entry: &SessionEntry) -> Result<bool> {
        let running = RecorderLock::holder(&self.library.layout)?.and_then(|running| running.session);
        Ok(running.as_ref() == Some(&entry.id))
    }

    fn ask(&self, before: Option<&Marker>, request: &Request) -> Result<Done> {
        let mut recorder = Client::of_library(self.library.layout.root())?.ok_or_else(idle)?;
        let reply = recorder.ask(request)?;
        let told = |exit: Option<u8>, words| Error::told(exit.unwrap_or(1).into(), words);
        match (reply.ok, reply.marker) {
            (true, Some(mark)) => {
                let palette = &self.library.settings.palette;
                let opens = before.is_some_and(|before| edits::opens(before, &as_marker(before, &mark), palette));
                Ok(Done { mark, opens, look: reply.message.map(|words| told(reply.exit, words)) })
            }
            _ => Err(told(reply.exit, reply.message.unwrap_or_default())),
        }
    }
}

/// The marker with what the recorder has made of its place and kind.
fn as_marker(before: &Marker, facts: &MarkerFacts) -> Marker {
    Marker {
        frame: Frames(facts.frame),
        end_frame: facts.end_frame.map(Frames),
        open: facts.open,
        deleted: facts.deleted,
        kind: facts.kind.clone(),
        ..before.clone()
    }
}

/// The recorder knows the marks of the take that runs: the last one.
fn require_running(entry: &SessionEntry, take: &TakeId) -> Result<()> {
    match entry.session.takes.last().is_some_and(|last| last.id == *take) {
        true => Ok(()),
        false => Err(being_recorded()),
    }
}

fn being_recorded() -> Error {
    Error::new(text!("listen-note-recording")).hint(text!("listen-note-recording-hint"))
}

#[cfg(test)]
mod tests;
