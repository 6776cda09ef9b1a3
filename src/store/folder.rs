//! A folder of files that people write, one row each: `people/`, `series/`.

use std::path::Path;

use rustix::fs::{Mode, OFlags, open};

use super::document::{Document, SMALL, read_text, read_text_in};
use super::layout::{Layout, is_hidden, is_leftover};
use super::table::{Table, shown};
use crate::domain::Slug;
use crate::error::{Error, ErrorKind, Loaded, Result};
use crate::text;
use crate::threads::in_threads;

/// Reads each `ID.toml` of `folder`, by name. A bad file costs its own row; a folder that is missing has no rows.
pub(super) fn load_all<T: Send>(layout: &Layout, folder: &Path, read: impl Fn(&Table, Slug) -> Option<T> + Sync) -> Loaded<T> {
    let mut faults = Vec::new();
    let entries = entries(folder, &mut faults);
    let inside = if entries.is_empty() { Ok(()) } else { layout.check(folder) };
    let opened = open(folder, OFlags::RDONLY | OFlags::CLOEXEC | OFlags::DIRECTORY | OFlags::NOFOLLOW, Mode::empty());
    let load = |loaded: &mut Loaded<T>, (name, is_file): &(String, bool)| {
        let path = folder.join(name);
        let text = || match &opened {
            // What is a file, and no link, lies where its folder lies.
            Ok(opened) if *is_file => inside.clone().and_then(|()| read_text_in(opened, name, &path, SMALL)),
            _ => layout.check(&path).and_then(|()| read_text(&path, SMALL)),
        };
        loaded.append(load_named(name, &path, *is_file, text, &read));
    };
    let mut loaded = Loaded::joined(in_threads(&entries, Loaded::with_room, load));
    loaded.faults.splice(..0, faults);
    loaded
}

fn load_named<T>(
    name: &str,
    path: &Path,
    is_file: bool,
    text: impl FnOnce() -> Result<String>,
    read: impl Fn(&Table, Slug) -> Option<T>,
) -> Loaded<T> {
    let only = |fault| Loaded { rows: Vec::new(), faults: vec![fault] };
    if is_hidden(name) || (!is_file && path.is_dir()) {
        return Loaded::default();
    }
    if is_leftover(name) {
        return only(leftover(path));
    }
    if !name.to_ascii_lowercase().ends_with(".toml") {
        return Loaded::default();
    }
    let id = name.strip_suffix(".toml").unwrap_or(name); // `b.TOML` is none
    match Slug::parse(id) {
        Some(id) => load_text(text(), path, id, read),
        None => only(Error::new(text!("files-file-name", found = shown(id))).at(path).hint(text!("files-file-name-hint"))),
    }
}

/// Reads one file: its row, unless a fault costs it.
pub(super) fn load_file<T>(layout: &Layout, path: &Path, id: Slug, read: impl Fn(&Table, Slug) -> Option<T>) -> Loaded<T> {
    load_text(layout.check(path).and_then(|()| read_text(path, SMALL)), path, id, read)
}

fn load_text<T>(text: Result<String>, path: &Path, id: Slug, read: impl Fn(&Table, Slug) -> Option<T>) -> Loaded<T> {
    let lost = |fault| Loaded { rows: Vec::new(), faults: vec![fault] };
    match text {
        Ok(text) => Document::parse(path, &text).map_or_else(lost, |document| read_document(document, id, read)),
        Err(fault) => lost(fault),
    }
}

/// Reads what a file holds.
pub(super) fn read_document<T>(document: Document, id: Slug, read: impl Fn(&Table, Slug) -> Option<T>) -> Loaded<T> {
    let table = document.table();
    table.format();
    let row = read(&table, id);
    table.refuse_unknown();
    document.finish(row)
}

/// The one row of a file, or the first fault that cost it.
pub(super) fn only<T>(mut loaded: Loaded<T>) -> Result<T> {
    match loaded.rows.pop() {
        Some(row) => Ok(row),
        None => Err(loaded.faults.into_iter().find(|fault| fault.kind() != ErrorKind::Look).expect("a row is lost by a fault")),
    }
}

/// A fault that names what a synchroniser or an editor left behind.
pub(super) fn leftover(path: &Path) -> Error {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let fault = Error::new(text!("files-leftover", name = shown(&name))).at(path);
    fault.hint(text!("files-leftover-hint")).kind_of(ErrorKind::Look)
}

/// What a folder holds, by name; nothing where it is missing.
pub(super) fn names(folder: &Path, faults: &mut Vec<Error>) -> Vec<String> {
    entries(folder, faults).into_iter().map(|(name, _)| name).collect()
}

/// What a folder holds, by name, and whether it is a file rather than a folder or a link.
fn entries(folder: &Path, faults: &mut Vec<Error>) -> Vec<(String, bool)> {
    let found = match std::fs::read_dir(folder) {
        Ok(found) => found,
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Vec::new(),
        Err(cause) => {
            faults.push(Error::new(text!("files-unread")).at(folder).because(cause));
            return Vec::new();
        }
    };
    let mut entries = Vec::new();
    for entry in found {
        let is_file = |entry: &std::fs::DirEntry| entry.file_type().is_ok_and(|kind| kind.is_file());
        match entry {
            Ok(entry) => {
                let name = entry.file_name().into_string().unwrap_or_else(|name| name.to_string_lossy().into_owned());
                entries.push((name, is_file(&entry)));
            }
            Err(cause) => faults.push(Error::new(text!("files-unread")).at(folder).because(cause)),
        }
    }
    entries.sort();
    entries
}
