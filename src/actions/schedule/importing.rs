//! Takes a calendar over: each event is a series, one act for all of them.

use std::collections::BTreeSet;
use std::path::Path;

use super::ids::TakenIds;
use super::writing::put;
use super::{Act, Planner};
use crate::domain::{OccurrenceId, Series, Slug};
use crate::error::{Error, Result};
use crate::plan::check_recorded;
use crate::plan::ics::{self, Adopted};
use crate::store::document::read_text;
use crate::store::undo::FileChange;
use crate::store::{series, series_edit};

/// What taking a calendar over came to.
#[derive(Debug)]
pub struct Imported {
    pub added: Vec<Slug>,
    pub changed: Vec<Slug>,
    /// Series that were so already.
    pub same: usize,
    /// What was left out, or needs a look; with places in the calendar.
    pub faults: Vec<Error>,
}

/// One file that is written.
struct Write {
    id: Slug,
    is_new: bool,
    change: FileChange,
}

impl Planner<'_> {
    /// Makes series of the events of a calendar, and brings those that are there up to date. Nothing is written where nothing differs; a
    /// fault costs its own event.
    ///
    /// Errors: the file cannot be read, or is no calendar.
    pub fn import(&self, calendar: &Path) -> Result<Imported> {
        let _lock = self.lock()?;
        let settings = &self.library.settings;
        let placed = |fault: Error| ics::placed(fault, calendar);
        let text = read_text(calendar, ics::LARGEST)?;
        let known = series::load_all(&self.library.layout, settings.zone);
        let read = ics::read(&text, settings.zone).map_err(placed)?;
        let (adopted, faults) = ics::adopt(read, &known.rows, settings).map_err(placed)?;
        let mut faults: Vec<Error> = faults.into_iter().map(placed).collect();
        let (mut writes, mut same) = (Vec::new(), 0);
        let (recorded, mut taken) = (self.recorded(), TakenIds::of(&self.library.layout));
        for adopted in adopted {
            let (line, write) = match adopted {
                Adopted::Same(_) => {
                    same += 1;
                    continue;
                }
                Adopted::Changed(line, new) => (line, self.changed_by(&new, &known.rows, &recorded)),
                Adopted::New(line, new) => (line, self.added_by(new, &mut taken)),
            };
            match write {
                Ok(Some(write)) => writes.push(write),
                Ok(None) => same += 1,
                Err(fault) => faults.push(Error::at(fault, calendar).line(line)),
            }
        }
        let ids = |is_new: bool| writes.iter().filter(|write| write.is_new == is_new).map(|write| write.id.clone()).collect();
        let (added, changed): (Vec<Slug>, Vec<Slug>) = (ids(true), ids(false));
        if !writes.is_empty() {
            let act = Act::Imported { added: added.len(), changed: changed.len() };
            self.carry_out(writes.into_iter().map(|write| write.change).collect(), act, None, &mut put)?;
        }
        Ok(Imported { added, changed, same, faults })
    }

    fn changed_by(&self, new: &Series, known: &[Series], recorded: &BTreeSet<OccurrenceId>) -> Result<Option<Write>> {
        let layout = &self.library.layout;
        let old = known.iter().find(|one| one.id == new.id).expect("a changed series is one of those that were read");
        check_recorded(old, new, &self.standing(recorded))?;
        let (read, before) = series::load_text(layout, &new.id, self.library.settings.zone)?;
        let after = series_edit::edited(&before, &read, new)?;
        series::parse(layout, &new.id, &after, self.library.settings.zone)?;
        if after == before {
            return Ok(None);
        }
        Ok(Some(self.write(new.id.clone(), Some(before), after)))
    }

    fn added_by(&self, new: Series, taken: &mut TakenIds) -> Result<Option<Write>> {
        let layout = &self.library.layout;
        let id = taken.take(&new.title)?;
        let new = Series { id: id.clone(), ..new };
        let after = series_edit::created(&new);
        series::parse(layout, &id, &after, new.zone)?;
        layout.check(&layout.series_file(&id))?;
        Ok(Some(self.write(id, None, after)))
    }

    fn write(&self, id: Slug, before: Option<String>, after: String) -> Write {
        Write { is_new: before.is_none(), change: self.file_change(&id, before, Some(after)), id }
    }
}
