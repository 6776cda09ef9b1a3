//! Carries out a cycle file: one series for each group, all or none, one act to take back.
//!
//! Every file is worked out and read back before the first is written. A write that fails takes back those before it. A power cut
//! leaves some files written: the next `plan cycle` of the same file writes the rest, and one undo takes back both halves. The copy in
//! `cycles/`, by which the next call knows what a person has changed since, is written last.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::undoing::there;
use super::writing::{Put, put};
use super::{Act, Planner};
use crate::domain::{Series, Slug, new_ulid};
use crate::error::{Error, Result};
use crate::locale::Text;
use crate::plan::cycle::{Cycle, Group, is_as_said, revised};
use crate::plan::{Standing, keeps_true};
use crate::store::undo::FileChange;
use crate::store::{cycle, series, series_edit, trash};
use crate::text;

/// What a cycle has done, or would do.
#[derive(Debug, Clone, PartialEq)]
pub struct Cycled {
    /// Of each group, in the order of the file; behind them those that the file names no more.
    pub series: Vec<Said>,
    /// `None`: nothing was to be done.
    pub said: Option<Text>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    pub id: Slug,
    pub did: Did,
    /// As it is then; `None` where it is not there.
    pub series: Option<Series>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Did {
    Added,
    Changed,
    Nothing,
    /// A person has put it into the trash since: it stays there.
    InTrash,
    /// The file has no such group any more: its series stays.
    NoMoreNamed,
}

/// Everything that is to be written, in this order.
struct Draft {
    files: Vec<FileChange>,
    series: Vec<Said>,
}

impl Planner<'_> {
    /// What [`Planner::cycle`] would do, without doing it.
    ///
    /// Errors: as there.
    pub fn cycle_ahead(&self, cycle: &Cycle, text: &str) -> Result<Cycled> {
        Ok(self.drafted(cycle, text)?.cycled(cycle))
    }

    /// Makes the series of every group what the file `text` says; what a person has changed in them since stays, unless the file says
    /// something else there than it did.
    ///
    /// Errors, and then nothing is changed: a series of another origin has a group's id; a series that has begun would lose past dates,
    /// or one that somebody has moved; a file cannot be read or written.
    pub fn cycle(&self, cycle: &Cycle, text: &str) -> Result<Cycled> {
        self.cycle_through(cycle, text, &mut put)
    }

    pub(super) fn cycle_through(&self, cycle: &Cycle, text: &str, put: &mut Put) -> Result<Cycled> {
        let _lock = self.lock()?;
        let draft = self.drafted(cycle, text)?;
        let cycled = draft.cycled(cycle);
        if draft.files.is_empty() {
            return Ok(cycled);
        }
        let act = Act::Cycled { cycle: cycle.id.to_string(), series: cycled.written() };
        let (broken_off, files) = self.with_what_broke_off(cycle, draft.files)?;
        self.carry_out(files, act, broken_off.as_deref(), put)?;
        Ok(cycled)
    }

    fn drafted(&self, cycle: &Cycle, text: &str) -> Result<Draft> {
        let layout = &self.library.layout;
        let before = cycle::carried_out(layout, &cycle.id, self.library.settings.zone);
        let recorded = self.recorded();
        let standing = self.standing(&recorded);
        let trashed: BTreeSet<String> = trash::list(layout).rows.into_iter().map(|entry| entry.from).collect();
        let mut draft = Draft { files: Vec::new(), series: Vec::new() };
        for group in &cycle.groups {
            let before = before.as_ref().and_then(|before| said_of(before, &group.id, &standing));
            let said = cycle.series(group, &self.library.settings)?;
            self.draft_group(&mut draft, group, before, said, &standing, &trashed)?;
        }
        let gone =
            before.iter().flat_map(|before| &before.groups).filter(|group| !cycle.groups.iter().any(|one| one.id == group.id));
        for group in gone.filter(|group| layout.series_file(&group.id).exists()) {
            draft.series.push(Said { id: group.id.clone(), did: Did::NoMoreNamed, series: None });
        }
        let own = layout.cycle_file(&cycle.id);
        layout.check(&own)?;
        self.draft_file(&mut draft, &own, text)?;
        Ok(draft)
    }

    fn draft_group(
        &self,
        draft: &mut Draft,
        group: &Group,
        before: Option<Series>,
        said: Series,
        standing: &Standing,
        trashed: &BTreeSet<String>,
    ) -> Result<()> {
        let (layout, zone) = (&self.library.layout, self.library.settings.zone);
        let path = layout.series_file(&group.id);
        layout.check(&path)?;
        let (did, series, text) = match there(&path)? {
            None if before.is_some() && layout.relative(&path).is_some_and(|path| trashed.contains(&path)) => {
                draft.series.push(Said { id: group.id.clone(), did: Did::InTrash, series: None });
                return Ok(());
            }
            None => {
                let series = Series { uid: Some(new_ulid()), ..said };
                (Did::Added, series.clone(), series_edit::created(&series))
            }
            Some(text) => {
                let old = series::parse(layout, &group.id, &text, zone)?;
                if before.is_none() && !is_as_said(&old, &said) {
                    return Err(Error::new(text!("schedule-cycle-taken", id = group.id.as_str()))
                        .at(&path)
                        .hint(text!("schedule-cycle-taken-hint")));
                }
                let new = revised(&old, before.as_ref().unwrap_or(&said), &said);
                keeps_true(&old, &new, standing).map_err(|fault| fault.at(&path))?;
                let after = series_edit::edited(&text, &old, &new)?;
                (if after == text { Did::Nothing } else { Did::Changed }, new, after)
            }
        };
        series::parse(layout, &group.id, &text, zone)?;
        self.draft_file(draft, &path, &text)?;
        draft.series.push(Said { id: group.id.clone(), did, series: Some(series) });
        Ok(())
    }

    fn draft_file(&self, draft: &mut Draft, path: &Path, text: &str) -> Result<()> {
        let before = there(path)?;
        if before.as_deref() != Some(text) {
            let file = self.library.layout.relative(path).unwrap_or_default();
            draft.files.push(FileChange { file, before, after: Some(text.to_owned()) });
        }
        Ok(())
    }

    /// The same files with what the last act had written, where that was this cycle and broke off half-way: so both are one act. Gives
    /// the name of that act too.
    fn with_what_broke_off(&self, cycle: &Cycle, mut files: Vec<FileChange>) -> Result<(Option<PathBuf>, Vec<FileChange>)> {
        let is_this = |act: &Act| matches!(act, Act::Cycled { cycle: id, .. } if *id == cycle.id.as_str());
        let Some((kept, last)) = self.undo.last::<Act>().filter(|(_, last)| is_this(&last.act)) else { return Ok((None, files)) };
        let mut standing = Vec::new();
        for change in &last.files {
            standing.push(there(&self.library.layout.inside(&change.file)?)?);
        }
        let is_broken_off = last.files.iter().zip(&standing).any(|(change, there)| *there == change.before);
        if !is_broken_off {
            return Ok((None, files));
        }
        for (change, there) in last.files.into_iter().zip(standing).filter(|(change, there)| *there == change.after) {
            match files.iter_mut().find(|file| file.file == change.file) {
                Some(file) => file.before = change.before,
                None => files.push(FileChange { after: there, ..change }),
            }
        }
        Ok((Some(kept), files))
    }
}

impl Draft {
    fn cycled(&self, cycle: &Cycle) -> Cycled {
        let mut cycled = Cycled { series: self.series.clone(), said: None };
        if !self.files.is_empty() {
            cycled.said = Some(Act::Cycled { cycle: cycle.id.to_string(), series: cycled.written() }.said());
        }
        cycled
    }
}

impl Cycled {
    /// How many series are added or changed.
    pub fn written(&self) -> usize {
        self.series.iter().filter(|said| matches!(said.did, Did::Added | Did::Changed)).count()
    }
}

/// The series of a group as a cycle says it.
fn said_of(cycle: &Cycle, id: &Slug, standing: &Standing) -> Option<Series> {
    let group = cycle.groups.iter().find(|group| group.id == *id)?;
    cycle.series(group, standing.settings).ok()
}
