//! A take of another copy on its way into a session that is here: a new one with the next number, or more of one that is here.
//!
//! A new take is made ready beside the sessions, as an import is, and takes its place so that a kill leaves all of it or what `recover` completes.

use std::path::{Path, PathBuf};

use super::leftovers::candidates;
use super::sessions::Known;
use super::{Desk, Merging, Placing};
use crate::actions::import_sound::into_session;
use crate::audio::journal::Journal;
use crate::audio::verify::{gone, verify};
use crate::audio::wav::WavFormat;
use crate::copies::{copy_new, place};
use crate::domain::{Part, Take, journal_path, part_file_name};
use crate::error::{Error, Result};
use crate::store::atomic;
use crate::store::layout::parse_part_file_name;
use crate::store::lock::{RecoveryLock, SaveLock};
use crate::store::sessions::{self, SessionEntry};
use crate::store::staging::Staging;
use crate::text;

impl Merging<'_, '_> {
    /// The takes of `theirs` into the session `ours`. Takes that another session here has are known there.
    pub(super) fn takes(&mut self, ours: &SessionEntry, theirs: &SessionEntry, known: &Known) -> Result<()> {
        for take in &theirs.session.takes {
            match ours.session.take(take.id.as_str()) {
                Some(own) => self.more_of(ours, own, theirs, take)?,
                None if known.has_take(&take.id) => {}
                None => self.new_take(ours, theirs, take)?,
            }
        }
        Ok(())
    }

    fn new_take(&mut self, ours: &SessionEntry, theirs: &SessionEntry, take: &Take) -> Result<()> {
        if take.parts.iter().any(|part| self.gone.is_erased(part.blake3.as_deref())) {
            self.desk.left_out(&theirs.folder, text!("merge-erased"), text!("merge-erased-hint"));
            return Ok(());
        }
        let done = self.desk.take_in(&ours.id, &theirs.folder, take);
        if let Some(number) = self.desk.told(done)? {
            self.desk.outcome.takes.push((ours.id.clone(), number));
        }
        Ok(())
    }

    /// Sound that is missing here, and what the other copy knows beyond the end: of a take that broke off here, or was copied while it ran.
    fn more_of(&mut self, ours: &SessionEntry, own: &Take, theirs: &SessionEntry, take: &Take) -> Result<()> {
        let is_more = !take.is_open() && (own.is_open() || take.end() > own.end());
        let here = |part: &Part| self.desk.elsewhere.homes(&self.desk.library.layout, &ours.folder).path_of(part);
        let is_due = |part: &&Part| {
            let same = own.parts.iter().find(|known| (known.input, known.start) == (part.input, part.start));
            let is_erased = self.gone.is_erased(part.blake3.as_deref());
            let is_missing =
                same.is_none_or(|known| !here(known).is_file() && (known.frames, &known.blake3) == (part.frames, &part.blake3));
            !is_erased && (is_more || (is_missing && same.is_some()))
        };
        let due: Vec<Part> = take.parts.iter().filter(is_due).cloned().collect();
        if due.is_empty() {
            return Ok(());
        }
        let _alone = match RecoveryLock::take(&self.desk.library.layout) {
            Ok(lock) => lock,
            Err(fault) => {
                self.desk.fault(fault); // it may be mending this very take
                return Ok(());
            }
        };
        let brought = self.desk.parts_home(ours, own.number, &theirs.folder, take, &due);
        let Some(true) = self.desk.told(brought)? else { return Ok(()) };
        if is_more {
            let outcome = self.desk.replace_take(ours, own.number, take);
            outcome.unwrap_or_else(|fault| self.desk.fault(fault));
        }
        self.desk.outcome.takes.push((ours.id.clone(), own.number));
        Ok(())
    }
}

impl Desk<'_> {
    /// Makes a copy of the take ready and brings it into the session; gives its number there.
    pub(super) fn take_in(&mut self, session: &str, source: &Path, take: &Take) -> Placing<u32> {
        let files: Vec<(PathBuf, Part)> = take.parts.iter().map(|part| (source.join(&part.file), part.clone())).collect();
        self.take_from(session, &files, take)
    }

    /// As [`Desk::take_in`], from files that may have other names than their parts.
    pub(super) fn take_from(&mut self, session: &str, files: &[(PathBuf, Part)], take: &Take) -> Placing<u32> {
        self.require_room(files.iter().map(|(path, _)| length(path) + length(&journal_path(path))).sum())?;
        let staging = Staging::create(&self.library.layout)?;
        let made = staging.path().join(session);
        atomic::create_dir_private(&made)?;
        let mut own = take.clone();
        for (part, (path, _)) in own.parts.iter_mut().zip(files) {
            let name =
                made_name(&part.file).ok_or_else(|| Error::new(text!("files-part-name", found = part.file.as_str())).at(path))?;
            self.stage(path, &made.join(name), part, take)?;
            part.elsewhere = part.elsewhere && !super::texts::is_file(path);
        }
        let (_, _) = into_session(self.library, session, staging, &made, &mut own)?;
        Ok(own.number)
    }

    /// One part with its journal; one that is not there, or is damaged there, is told, and the take comes all the same.
    fn stage(&mut self, path: &Path, to: &Path, part: &Part, take: &Take) -> Placing<()> {
        if !super::texts::is_file(path) {
            self.fault(gone(path));
            return Ok(());
        }
        copy_new(path, to)?;
        if part.frames.is_some() && part.blake3.is_some() {
            let damage = verify(to, part, WavFormat::of(take, part.input), true);
            damage.into_iter().for_each(|fault| self.fault(fault.at(path)));
        }
        match journal_of(path, part, take) {
            Some(journal) => copy_new(&journal, &journal_path(to)).map(drop),
            None => Ok(()),
        }
    }

    /// Puts parts of a take that is here into their place; `false` where one of them is damaged over there: then none counts.
    fn parts_home(&mut self, ours: &SessionEntry, number: u32, source: &Path, take: &Take, parts: &[Part]) -> Placing<bool> {
        let paths: Vec<PathBuf> = parts.iter().map(|part| source.join(&part.file)).collect();
        for (part, path) in parts.iter().zip(&paths) {
            let damage = verify(path, part, WavFormat::of(take, part.input), true);
            if let Some(fault) = damage.into_iter().next() {
                self.fault(fault);
                return Ok(false);
            }
        }
        self.require_room(paths.iter().map(|path| length(path)).sum())?;
        for (part, path) in parts.iter().zip(&paths) {
            let own = ours.folder.join(
                numbered(&part.file, number)
                    .ok_or_else(|| Error::new(text!("files-part-name", found = part.file.as_str())).at(path))?,
            );
            for (from, to) in [(path.clone(), own.clone()), (journal_path(path), journal_path(&own))] {
                let Some(relative) = self.library.layout.relative(&to).filter(|_| super::texts::is_file(&from)) else { continue };
                place(&self.library.layout, &relative, &from, None, self.now)?;
            }
        }
        Ok(true)
    }

    /// Writes down the take as the other copy knows it, under its number here.
    fn replace_take(&mut self, ours: &SessionEntry, number: u32, take: &Take) -> Result<()> {
        let Some(_lock) = SaveLock::of_free(&self.library.layout, &ours.id)? else { return Ok(()) }; // the next merge does it
        let mut session = sessions::load(&ours.folder)?.session;
        let mut take = Take { number, ..take.clone() };
        for part in &mut take.parts {
            part.file = numbered(&part.file, number).unwrap_or_else(|| part.file.clone());
        }
        if let Some(own) = session.takes.iter_mut().find(|own| own.id == take.id) {
            *own = take;
        }
        sessions::save(&ours.folder, &session)
    }
}

/// Beside the file, or where a synchroniser has put it.
fn journal_of(path: &Path, part: &Part, take: &Take) -> Option<PathBuf> {
    let own = journal_path(&path.with_file_name(&part.file));
    let head = |path: &PathBuf| Journal::read(path).ok().and_then(|journal| journal.head);
    let is_of = |path: &PathBuf| {
        head(path).is_some_and(|head| (&head.take, head.input, head.start) == (&take.id, part.input, part.start))
    };
    let beside = [journal_path(path), own.clone()].into_iter().find(is_of);
    beside.or_else(|| candidates(&own).into_iter().find(is_of))
}

/// The name of a part in a take of that number.
fn numbered(file: &str, number: u32) -> Option<String> {
    parse_part_file_name(file).map(|(_, part, input)| part_file_name(number, part, input))
}

/// The name of a part where it is made ready.
fn made_name(file: &str) -> Option<String> {
    numbered(file, 1)
}

pub(super) fn length(path: &Path) -> u64 {
    path.symlink_metadata().map_or(0, |found| found.len())
}
