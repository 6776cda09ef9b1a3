//! Files that are no sound, no marks and no session: people, series, notes, transcripts, settings, the register.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::{Desk, Merging, Placing};
use crate::copies::{Failure, digest_of_file, place};
use crate::domain::{Kind, Palette, Slug};
use crate::error::Result;
use crate::store::layout::{is_hidden, is_leftover};
use crate::store::lock::SaveLock;
use crate::store::{Layout, library, people, register};
use crate::text;

impl Merging<'_, '_> {
    /// What protects in `library.toml` is in force in both from now on; whatever else differs is for somebody to look at.
    pub(super) fn settings(&mut self) {
        let (own, other) = (&self.desk.library.settings, &self.other.settings);
        let private: Vec<String> = other.private.iter().filter(|word| !own.private.contains(word)).cloned().collect();
        let is_open = |kind: &&Kind| kind.withhold && !own.palette.withholds(kind.id.as_str());
        let withheld: Vec<Slug> = other.palette.kinds.iter().filter(is_open).map(|kind| kind.id.clone()).collect();
        let layout = &self.desk.library.layout;
        let protected = match private.is_empty() && withheld.is_empty() {
            true => Ok(false),
            false => SaveLock::take(layout).and_then(|_lock| library::protect(layout, &private, &withheld)),
        };
        let (ours, theirs) = (layout.settings_file(), self.other.layout.settings_file());
        match protected {
            Ok(true) => self.desk.outcome.files.push(self.desk.shown(&ours)),
            Ok(false) => {}
            Err(fault) => return self.desk.fault(fault),
        }
        let is_same = library::Library::open(layout.root()).is_ok_and(|now| is_alike(&now.settings, other));
        if !is_same && let Err(failure) = self.desk.beside(&ours, &theirs) {
            self.desk.fault(failure.error);
        }
    }

    /// Whoever is new comes; of others the stricter word counts.
    pub(super) fn people(&mut self) -> Result<()> {
        for source in toml_files(&self.other.layout, &self.other.layout.people_dir(), self.desk) {
            let stem = source.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let Some(id) = Slug::parse(&stem) else {
                self.desk.left_out(&source, text!("files-file-name", found = stem), text!("files-file-name-hint"));
                continue;
            };
            let own = self.desk.library.layout.person_file(&id);
            match own.symlink_metadata() {
                Ok(_) => self.person(&id, &own, &source),
                Err(_) => self.file(&source)?,
            }
        }
        Ok(())
    }

    fn person(&mut self, id: &Slug, own: &Path, source: &Path) {
        let merged = self.desk.person(id, source);
        let is_told = match merged {
            Ok(false) => Ok(()),
            Ok(true) => self.desk.beside(own, source),
            Err(fault) => {
                self.desk.fault(fault);
                self.desk.beside(own, source)
            }
        };
        is_told.unwrap_or_else(|failure| self.desk.fault(failure.error));
    }

    pub(super) fn register(&mut self) {
        let source = self.other.layout.register_file();
        if is_file(&source) {
            self.desk.register(&source);
        }
    }

    /// Series, cycles, boards and calendars of closed days.
    pub(super) fn plans(&mut self) -> Result<()> {
        let layout = self.other.layout.clone();
        for folder in [layout.series_dir(), layout.cycles_dir(), layout.root().join("boards")] {
            for source in toml_files(&layout, &folder, self.desk) {
                self.file(&source)?;
            }
        }
        for source in self.other.calendars.clone().into_iter().filter(|path| path.starts_with(layout.root()) && is_file(path)) {
            self.file(&source)?;
        }
        Ok(())
    }

    /// A file that lies at the same place in both copies.
    fn file(&mut self, source: &Path) -> Result<()> {
        match self.other.layout.relative(source) {
            Some(relative) => self.bring(source, &relative),
            None => Ok(()),
        }
    }

    /// Brings a file to its place, where there is none; where it differs and neither goes on with the other, theirs comes beside ours.
    pub(super) fn bring(&mut self, source: &Path, relative: &str) -> Result<()> {
        let library = self.desk.library;
        let own = library.layout.root().join(relative);
        let is_here = own.symlink_metadata().is_ok();
        if !is_here && self.gone.is_trashed(relative) {
            self.desk.left_out(source, text!("merge-in-trash"), text!("merge-in-trash-hint"));
            return Ok(());
        }
        let done = match Standing::of(&own, source) {
            Ok(Standing::Holds) => Ok(false),
            Ok(Standing::Lacks) => place(&library.layout, relative, source, None, self.desk.now).map(|_| true),
            Ok(Standing::Differs) => self.desk.beside(&own, source).map(|()| false),
            Err(cause) => Err(unread(source, cause)),
        };
        if self.desk.told(done)? == Some(true) {
            self.desk.outcome.files.push(relative.to_owned());
        }
        Ok(())
    }
}

impl Desk<'_> {
    /// Takes in what the file at `source` says of this person; whether it says something else in the same place. A name that only the other
    /// copy knows leaves no more than ours.
    pub(super) fn person(&mut self, id: &Slug, source: &Path) -> Result<bool> {
        let theirs = people::load_at(source, id)?;
        if people::load(&self.library.layout, id).is_ok_and(|own| own.name != theirs.name) {
            self.hide(&theirs.name)?;
        }
        let (mut differs, mut is_new) = (false, false);
        people::change(&self.library.layout, id, |person| {
            let both = person.with(&theirs);
            (is_new, differs) = (both.0 != *person, both.1);
            *person = both.0;
            Ok(())
        })?;
        if is_new {
            self.outcome.files.push(format!("people/{id}.toml"));
        }
        Ok(differs)
    }

    fn hide(&mut self, name: &str) -> Result<()> {
        let layout = &self.library.layout;
        let _lock = SaveLock::take(layout)?;
        if !name.trim().is_empty() && library::protect(layout, &[name.to_owned()], &[])? {
            self.outcome.files.push(self.shown(&layout.settings_file()));
        }
        Ok(())
    }

    /// Takes in what a register tells and ours does not; whether it could be read.
    pub(super) fn register(&mut self, source: &Path) -> bool {
        let layout = &self.library.layout;
        match SaveLock::take(layout).and_then(|_lock| register::merge(layout, source)) {
            Ok(0) => true,
            Ok(_) => {
                self.outcome.files.push("register.toml".into());
                true
            }
            Err(fault) => {
                self.fault(fault);
                false
            }
        }
    }

    /// Puts a copy of theirs beside ours, under a name that nobody loads: the same each time, so that it comes once.
    pub(super) fn beside(&mut self, ours: &Path, source: &Path) -> Placing<()> {
        let path = self.beside_in(ours, source)?;
        let Some(relative) = self.library.layout.relative(&path) else { return Ok(()) };
        if path.symlink_metadata().is_err() {
            place(&self.library.layout, &relative, source, None, self.now)?;
        }
        self.conflict(ours);
        Ok(())
    }

    /// Where theirs comes to lie beside ours.
    pub(super) fn beside_in(&self, ours: &Path, source: &Path) -> Placing<PathBuf> {
        let digest = File::open(source).and_then(|file| digest_of_file(&file)).map_err(|cause| unread(source, cause))?;
        Ok(beside_name(ours, &digest.to_hex()[..8]))
    }
}

/// How a file here stands to one of another copy. Of two that begin alike the longer one goes on where the other one ends, unless it is one
/// that people change: there, what stands at its end may as well have been taken out of the other one.
pub(super) enum Standing {
    /// It is equal, or goes on where that one ends.
    Holds,
    /// It is missing, or the other one goes on where it ends.
    Lacks,
    Differs,
}

impl Standing {
    pub(super) fn of(own: &Path, source: &Path) -> io::Result<Standing> {
        let Ok(found) = own.symlink_metadata() else { return Ok(Standing::Lacks) };
        if !found.is_file() {
            return Ok(Standing::Differs); // a link, or a folder: nothing is written there
        }
        let is_changed = own.extension().is_some_and(|end| end == "toml" || end == "md");
        let (own, theirs) = (File::open(own)?, File::open(source)?);
        let (own_length, their_length) = (own.metadata()?.len(), theirs.metadata()?.len());
        let shorter = own_length.min(their_length);
        Ok(match digest_of_first(&own, shorter)? == digest_of_first(&theirs, shorter)? {
            true if own_length == their_length => Standing::Holds,
            true if is_changed => Standing::Differs,
            true if own_length > their_length => Standing::Holds,
            true => Standing::Lacks,
            false => Standing::Differs,
        })
    }
}

fn digest_of_first(file: &File, bytes: u64) -> io::Result<blake3::Hash> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(file.take(bytes))?;
    Ok(hasher.finalize())
}

/// `nadia.toml` → `nadia.sync-conflict-merge-1a2b3c4d.toml`, a name as a synchroniser gives it.
fn beside_name(ours: &Path, digest: &str) -> PathBuf {
    let stem = ours.file_stem().unwrap_or_default().to_string_lossy();
    let end = ours.extension().map(|end| format!(".{}", end.to_string_lossy())).unwrap_or_default();
    ours.with_file_name(format!("{stem}.sync-conflict-merge-{digest}{end}"))
}

fn is_alike(ours: &crate::domain::LibrarySettings, theirs: &crate::domain::LibrarySettings) -> bool {
    let without = |settings: &crate::domain::LibrarySettings| {
        let open = |kind: &Kind| Kind { withhold: false, ..kind.clone() };
        let kinds = settings.palette.kinds.iter().map(open).collect();
        let palette = Palette { kinds, ..settings.palette.clone() };
        crate::domain::LibrarySettings { private: Vec::new(), palette, ..settings.clone() }
    };
    without(ours) == without(theirs)
}

/// The regular `.toml` files of a folder of a copy, by name; links and what else lies there are named.
fn toml_files(layout: &Layout, folder: &Path, desk: &mut Desk) -> Vec<PathBuf> {
    if folder.symlink_metadata().is_err() {
        return Vec::new();
    }
    if let Err(fault) = layout.check(folder) {
        desk.fault(fault);
        return Vec::new();
    }
    let mut names: Vec<PathBuf> = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    names.sort();
    names.retain(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.ends_with(".toml") && !is_hidden(&name) && !is_leftover(&name)
    });
    let (files, others): (Vec<PathBuf>, Vec<PathBuf>) = names.into_iter().partition(|path| is_file(path));
    others.iter().for_each(|path| desk.left_out(path, text!("copy-no-file"), text!("copy-no-file-hint")));
    files
}

pub(super) fn is_file(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|found| found.is_file())
}

fn unread(path: &Path, cause: io::Error) -> Failure {
    crate::error::Error::new(text!("files-unread")).at(path).because(cause).into()
}
