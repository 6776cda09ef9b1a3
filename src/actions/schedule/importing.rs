//! Takes a calendar over: each event is a series, one act for all of them.

use std::collections::BTreeSet;
use std::path::Path;

use super::writing::put;
use super::{Act, Planner};
use crate::domain::{Series, Slug};
use crate::error::{Error, Result};
use crate::plan::check_recorded;
use crate::plan::ics::{self, Adopted};
use crate::store::document::read_text;
use crate::store::undo::{Entry, FileChange};
use crate::store::{series, series_edit};
use crate::text;

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
        let (mut writes, mut same, mut taken) = (Vec::new(), 0, BTreeSet::new());
        for adopted in adopted {
            let (line, write) = match adopted {
                Adopted::Same(_) => {
                    same += 1;
                    continue;
                }
                Adopted::Changed(line, new) => (line, self.changed_by(&new, &known.rows)),
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
        let act = Act::Imported { added: added.len(), changed: changed.len() };
        self.carry_out(writes, act)?;
        Ok(Imported { added, changed, same, faults })
    }

    fn changed_by(&self, new: &Series, known: &[Series]) -> Result<Option<Write>> {
        let layout = &self.library.layout;
        let old = known.iter().find(|one| one.id == new.id).expect("a changed series is one of those that were read");
        let recorded = self.recorded();
        let own = recorded.iter().filter(|id| id.series == old.id && id.chain.is_none()).collect();
        check_recorded(old, new, &own, &self.library.settings)?;
        let (read, before) = series::load_text(layout, &new.id, self.library.settings.zone)?;
        let after = series_edit::edited(&before, &read, new)?;
        series::parse(layout, &new.id, &after, self.library.settings.zone)?;
        if after == before {
            return Ok(None);
        }
        Ok(Some(self.write(new.id.clone(), Some(before), after)))
    }

    fn added_by(&self, new: Series, taken: &mut BTreeSet<Slug>) -> Result<Option<Write>> {
        let layout = &self.library.layout;
        let id = self.free_id_but(&new.title, taken)?;
        let new = Series { id: id.clone(), ..new };
        let after = series_edit::created(&new);
        series::parse(layout, &id, &after, new.zone)?;
        layout.check(&layout.series_file(&id))?;
        taken.insert(id.clone());
        Ok(Some(self.write(id, None, after)))
    }

    fn write(&self, id: Slug, before: Option<String>, after: String) -> Write {
        let path = self.library.layout.series_file(&id);
        let file = self.library.layout.relative(&path).unwrap_or_default();
        Write { is_new: before.is_none(), change: FileChange { file, before, after: Some(after) }, id }
    }

    /// Keeps how to take all of it back, then writes; what cannot be written takes back what was.
    fn carry_out(&self, writes: Vec<Write>, act: Act) -> Result<()> {
        if writes.is_empty() {
            return Ok(());
        }
        let entry = Entry { files: writes.into_iter().map(|write| write.change).collect(), act };
        let kept = self.undo.push(&entry)?;
        self.write_all(&entry, &kept, &mut put)
    }
}

impl Planner<'_> {
    /// Not an id of this import either.
    fn free_id_but(&self, title: &str, taken: &BTreeSet<Slug>) -> Result<Slug> {
        let id = self.free_id(title)?;
        if !taken.contains(&id) {
            return Ok(id);
        }
        let names = (2..1000).filter_map(|number| super::numbered(id.as_str(), number));
        let free =
            names.into_iter().find(|name| !taken.contains(name) && self.free_id(name.as_str()).is_ok_and(|free| free == *name));
        free.ok_or_else(|| Error::new(text!("schedule-names-taken", id = id.as_str())).at(self.library.layout.series_dir()))
    }
}
