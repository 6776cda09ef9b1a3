//! A folder of files that people write, one row each: `people/`, `series/`.

use std::path::Path;

use rustix::fs::{Mode, OFlags, open};

use super::document::{Document, SMALL, read_text, read_text_in};
use super::layout::{Layout, is_conflict, is_hidden, is_leftover};
use super::table::{Table, shown};
use crate::domain::Slug;
use crate::error::{Error, ErrorKind, Loaded, Result};
use crate::locale::Text;
use crate::text;
use crate::threads::in_threads;

/// Reads each `ID.toml` of `folder`, by name. A bad file costs its own row; a folder that is missing has no rows.
pub(super) fn load_all<T: Send>(layout: &Layout, folder: &Path, read: impl Fn(&Table, Slug) -> Option<T> + Sync) -> Loaded<T> {
    let mut faults = Vec::new();
    let entries = entries(folder, &mut faults);
    let inside = if entries.is_empty() { Ok(()) } else { layout.check(folder) };
    let opened = open(folder, OFlags::RDONLY | OFlags::CLOEXEC | OFlags::DIRECTORY | OFlags::NOFOLLOW, Mode::empty());
    let load = |(loaded, room): &mut (Loaded<T>, Vec<u8>), (name, kind): &(String, Kind)| {
        let path = folder.join(name);
        let Some(id) = id_of(name, &path, *kind, &mut loaded.faults) else { return };
        match &opened {
            // What is a file, and no link, lies where its folder lies.
            Ok(opened) if *kind == Kind::File => {
                let text = inside.clone().and_then(|()| read_text_in(opened, name, &path, SMALL, room));
                load_text(text, &path, id, &read, loaded);
            }
            _ => loaded.append(load_file(layout, &path, id, &read)),
        }
    };
    let read = in_threads(&entries, |count| (Loaded::with_room(count), Vec::new()), load);
    let mut loaded = Loaded::joined(read.into_iter().map(|(loaded, _)| loaded).collect());
    loaded.faults.splice(..0, faults);
    loaded
}

/// The id that a file has by its name; `None` for what is no file of ours, or a fault.
fn id_of(name: &str, path: &Path, kind: Kind, faults: &mut Vec<Error>) -> Option<Slug> {
    if is_hidden(name) || (kind != Kind::File && path.is_dir()) {
        return None;
    }
    if is_leftover(name) {
        faults.push(leftover(path));
        return None;
    }
    if !name.rsplit_once('.').is_some_and(|(_, end)| end.eq_ignore_ascii_case("toml")) {
        return None;
    }
    let id = name.strip_suffix(".toml").unwrap_or(name); // `b.TOML` is none
    let slug = Slug::parse(id);
    if slug.is_none() {
        faults.push(Error::new(text!("files-file-name", found = shown(id))).at(path).hint(text!("files-file-name-hint")));
    }
    slug
}

/// Reads one file: its row, unless a fault costs it.
pub(super) fn load_file<T>(layout: &Layout, path: &Path, id: Slug, read: impl Fn(&Table, Slug) -> Option<T>) -> Loaded<T> {
    let mut loaded = Loaded::default();
    let text = layout.check(path).and_then(|()| read_text(path, SMALL));
    load_text(text.as_deref().map_err(Clone::clone), path, id, read, &mut loaded);
    loaded
}

fn load_text<T>(text: Result<&str>, path: &Path, id: Slug, read: impl Fn(&Table, Slug) -> Option<T>, loaded: &mut Loaded<T>) {
    match text.and_then(|text| Document::parse(path, text)) {
        Ok(document) => {
            let row = read_row(&document, id, read);
            document.finish_into(row, loaded);
        }
        Err(fault) => loaded.faults.push(fault),
    }
}

/// Reads what a file holds.
pub(super) fn read_document<T>(document: Document, id: Slug, read: impl Fn(&Table, Slug) -> Option<T>) -> Loaded<T> {
    let row = read_row(&document, id, read);
    document.finish(row)
}

fn read_row<T>(document: &Document, id: Slug, read: impl Fn(&Table, Slug) -> Option<T>) -> Option<T> {
    let table = document.table();
    table.format();
    let row = read(&table, id);
    table.refuse_unknown();
    row
}

/// The one row of a file, or the first fault that cost it.
pub(super) fn only<T>(mut loaded: Loaded<T>) -> Result<T> {
    match loaded.rows.pop() {
        Some(row) => Ok(row),
        None => Err(loaded.faults.into_iter().find(Error::is_doubt).expect("a row is lost by a fault")),
    }
}

/// A fault that names what a synchroniser or an editor left behind.
pub(super) fn leftover(path: &Path) -> Error {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let fault = Error::new(text!("files-leftover", name = shown(&name))).at(path);
    fault.hint(leftover_hint(&name)).kind_of(ErrorKind::Look)
}

/// What two laptops wrote, a merge takes in: whoever only removed it could remove what protects somebody.
pub(super) fn leftover_hint(name: &str) -> Text {
    if is_conflict(name) { text!("files-unmerged-hint") } else { text!("files-leftover-hint") }
}

/// What a folder holds, by name; nothing where it is missing.
pub(super) fn names(folder: &Path, faults: &mut Vec<Error>) -> Vec<String> {
    entries(folder, faults).into_iter().map(|(name, _)| name).collect()
}

/// What something in a folder is, without a look behind links.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    File,
    Folder,
    /// A link, a pipe, or what cannot be known.
    Other,
}

/// What a folder holds, by name.
pub(super) fn entries(folder: &Path, faults: &mut Vec<Error>) -> Vec<(String, Kind)> {
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
        let kind = |entry: &std::fs::DirEntry| match entry.file_type() {
            Ok(kind) if kind.is_file() => Kind::File,
            Ok(kind) if kind.is_dir() => Kind::Folder,
            _ => Kind::Other,
        };
        match entry {
            Ok(entry) => {
                let name = entry.file_name().into_string().unwrap_or_else(|name| name.to_string_lossy().into_owned());
                entries.push((name, kind(&entry)));
            }
            Err(cause) => faults.push(Error::new(text!("files-unread")).at(folder).because(cause)),
        }
    }
    entries.sort();
    entries
}
