//! `trash/`: a deletion is a move, and can be taken back.
//!
//! Each thing lies in a folder of its own, `trash/NAME/`, beside a `trash.toml` that tells where it came from. That file is written
//! before the move, so a crash between the two leaves an empty entry, never a thing without an origin.

use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};

use super::document::{Document, SMALL};
use super::folder::names;
use super::layout::{Layout, is_hidden};
use super::table::{Table, shown};
use super::{atomic, edit};
use crate::error::{Error, Loaded, Result};
use crate::text;

/// One thing in the trash.
#[derive(Debug, Clone, PartialEq)]
pub struct Trashed {
    /// The folder's name below `trash/`.
    pub name: String,
    /// Where it was, below the library, with `/`.
    pub from: String,
    pub when: DateTime<FixedOffset>,
    /// The thing itself.
    pub path: PathBuf,
}

/// Moves a file or folder of the library into the trash. The caller holds the save lock.
///
/// Fails where `path` is not below the library, or is the library or its trash.
pub fn discard(layout: &Layout, path: &Path, now: DateTime<FixedOffset>) -> Result<Trashed> {
    let from = layout.relative(path).filter(|from| !from.is_empty() && *from != "trash" && !from.starts_with("trash/"));
    let Some(from) = from else { return Err(Error::new(text!("files-cannot-discard")).at(path)) };
    layout.inside(&from)?;
    if path.symlink_metadata().is_err() {
        return Err(Error::new(text!("files-missing")).at(path));
    }
    let bare = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let (name, home) = new_entry(layout, &bare)?;
    let note = format!("format = 1\nfrom = {}\nwhen = {}\n", edit::quoted(&from), edit::instant(now));
    atomic::write_new(&home.join(NOTE), note.as_bytes())?;
    let target = home.join(&bare);
    moved(path, &target)?;
    Ok(Trashed { name, from, when: now, path: target })
}

/// What tells where an entry came from.
const NOTE: &str = "trash.toml";

/// Everything in the trash, by name. An entry whose `trash.toml` is bad is named; what it holds stays where it is.
pub fn list(layout: &Layout) -> Loaded<Trashed> {
    let mut loaded = Loaded::default();
    for name in names(&layout.trash_dir(), &mut loaded.faults) {
        let home = layout.trash_dir().join(&name);
        if is_hidden(&name) || !home.is_dir() {
            continue;
        }
        let entry = load(layout, &name);
        loaded.rows.extend(entry.rows.into_iter().filter(|entry| entry.path.symlink_metadata().is_ok()));
        loaded.faults.extend(entry.faults);
    }
    loaded
}

/// Moves an entry back to where it was, and gives that path. Never over something that stands there now.
pub fn restore(layout: &Layout, name: &str) -> Result<PathBuf> {
    let known = list(layout).rows;
    let Some(entry) = known.iter().find(|entry| entry.name == name) else { return Err(not_there(&known, name)) };
    let target = layout.inside(&entry.from)?;
    if target.symlink_metadata().is_ok() {
        return Err(Error::new(text!("files-restore-taken")).at(&target).hint(text!("files-exists-hint")));
    }
    atomic::create_dir_private(target.parent().unwrap_or(layout.root()))?;
    moved(&entry.path, &target)?;
    let home = layout.trash_dir().join(name);
    std::fs::remove_file(home.join(NOTE))
        .and_then(|()| std::fs::remove_dir(&home))
        .map_err(|cause| atomic::unwritten(&home, cause))?;
    Ok(target)
}

/// Erases everything in the trash, and gives the number of entries. The caller has asked.
pub fn empty(layout: &Layout) -> Result<usize> {
    let mut faults = Vec::new();
    let names = names(&layout.trash_dir(), &mut faults);
    if let Some(fault) = faults.pop() {
        return Err(fault);
    }
    layout.check(&layout.trash_dir())?;
    for name in &names {
        let path = layout.trash_dir().join(name);
        let is_folder = path.symlink_metadata().is_ok_and(|found| found.is_dir());
        let erased = if is_folder { std::fs::remove_dir_all(&path) } else { std::fs::remove_file(&path) };
        erased.map_err(|cause| atomic::unwritten(&path, cause))?;
    }
    Ok(names.len())
}

fn load(layout: &Layout, name: &str) -> Loaded<Trashed> {
    let home = layout.trash_dir().join(name);
    let document = match layout.check(&home).and_then(|()| Document::read(&home.join(NOTE), SMALL)) {
        Ok(document) => document,
        Err(fault) => return Loaded { rows: Vec::new(), faults: vec![fault] },
    };
    let table = document.table();
    table.format();
    let (from, when) = (table.need("from", Table::text), table.need("when", Table::instant));
    table.keep_unknown();
    let entry = from.zip(when).and_then(|(from, when)| {
        let bare = Path::new(&from).file_name()?.to_owned();
        Some(Trashed { name: name.to_owned(), path: home.join(bare), from, when })
    });
    document.finish(entry)
}

/// A new folder below `trash/`; a name that is taken gets `-2`.
fn new_entry(layout: &Layout, bare: &str) -> Result<(String, PathBuf)> {
    let trash = layout.trash_dir();
    layout.check(&trash)?;
    atomic::create_dir_private(&trash)?;
    for number in 1..=9999 {
        let name = if number == 1 { bare.to_owned() } else { format!("{bare}-{number}") };
        if atomic::create_dir_new(&trash.join(&name))? {
            return Ok((name.clone(), trash.join(name)));
        }
    }
    Err(Error::new(text!("files-exists")).at(trash.join(bare)).hint(text!("files-exists-hint")))
}

/// Renames, and makes both folders remember it.
fn moved(from: &Path, to: &Path) -> Result<()> {
    let renamed = || -> std::io::Result<()> {
        std::fs::rename(from, to)?;
        for path in [from, to] {
            atomic::sync_folder(path.parent().unwrap_or(Path::new(".")))?;
        }
        Ok(())
    };
    renamed().map_err(|cause| atomic::unwritten(to, cause))
}

fn not_there(known: &[Trashed], name: &str) -> Error {
    let fault = Error::new(text!("files-not-in-trash", name = shown(name)));
    match super::table::nearest(name, known.iter().map(|entry| entry.name.as_str())) {
        Some(near) => fault.hint(text!("files-did-you-mean", near = near)),
        None => fault.hint(text!("files-not-in-trash-hint")),
    }
}
