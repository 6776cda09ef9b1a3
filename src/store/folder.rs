//! A folder of files that people write, one row each: `people/`, `series/`.

use std::path::Path;

use super::document::{Document, SMALL};
use super::layout::{Layout, is_hidden, is_leftover};
use super::table::{Table, shown};
use crate::domain::Slug;
use crate::error::{Error, ErrorKind, Loaded, Result};
use crate::text;

/// Reads each `ID.toml` of `folder`, by name. A bad file costs its own row; a folder that is missing has no rows.
pub(super) fn load_all<T>(layout: &Layout, folder: &Path, read: impl Fn(&Table, Slug) -> Option<T>) -> Loaded<T> {
    let mut loaded = Loaded::default();
    for name in names(folder, &mut loaded.faults) {
        let path = folder.join(&name);
        if is_hidden(&name) || path.is_dir() {
            continue;
        }
        if is_leftover(&name) {
            loaded.faults.push(leftover(&path));
            continue;
        }
        if !name.to_ascii_lowercase().ends_with(".toml") {
            continue;
        }
        let id = name.strip_suffix(".toml").unwrap_or(&name); // `b.TOML` is none
        let Some(id) = Slug::parse(id) else {
            loaded
                .faults
                .push(Error::new(text!("files-file-name", found = shown(id))).at(&path).hint(text!("files-file-name-hint")));
            continue;
        };
        let file = load_file(layout, &path, id, &read);
        loaded.rows.extend(file.rows);
        loaded.faults.extend(file.faults);
    }
    loaded
}

/// Reads one file: its row, unless a fault costs it.
pub(super) fn load_file<T>(layout: &Layout, path: &Path, id: Slug, read: impl Fn(&Table, Slug) -> Option<T>) -> Loaded<T> {
    let document = match layout.check(path).and_then(|()| Document::read(path, SMALL)) {
        Ok(document) => document,
        Err(fault) => return Loaded { rows: Vec::new(), faults: vec![fault] },
    };
    read_document(document, id, read)
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
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Vec::new(),
        Err(cause) => {
            faults.push(Error::new(text!("files-unread")).at(folder).because(cause));
            return Vec::new();
        }
    };
    let mut names = Vec::new();
    for entry in entries {
        match entry {
            Ok(entry) => names.push(entry.file_name().to_string_lossy().into_owned()),
            Err(cause) => faults.push(Error::new(text!("files-unread")).at(folder).because(cause)),
        }
    }
    names.sort();
    names
}
