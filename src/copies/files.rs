//! What of a library goes into a copy: every file that people or the program wrote into its folders, and no link, lock or cache.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::Elsewhere;
use crate::audio::verify::gone;
use crate::audio::wav::WavFormat;
use crate::domain::{Frames, Part, Session, Take, journal_path};
use crate::error::{Error, ErrorKind, Loaded};
use crate::store::layout::{is_hidden, parse_part_file_name, session_file};
use crate::store::lock::RecorderLock;
use crate::store::{Layout, Library, sessions};
use crate::text;

/// Folders lie no deeper below a library than this; what does is somebody's mistake.
const DEEPEST: usize = 12;

/// One file.
#[derive(Debug, Clone)]
pub struct Item {
    /// Where it stands below the copy, with `/`.
    pub relative: String,
    pub source: PathBuf,
    pub kind: Kind,
}

#[derive(Debug, Clone)]
pub enum Kind {
    Plain,
    /// A closed part, as `session.toml` describes it, and the journal beside it.
    Part {
        part: Part,
        format: WavFormat,
        /// How far from its beginning on the session has sound of its input without a hole: it may go on in other parts.
        until: Frames,
    },
}

impl Item {
    /// Of a closed part of a take: what `session.toml` says of it.
    pub fn part(&self) -> Option<(&Part, WavFormat)> {
        match &self.kind {
            Kind::Part { part, format, .. } => Some((part, *format)),
            Kind::Plain => None,
        }
    }
}

/// Everything that belongs into a copy of the library, `library.toml` first: a copy that broke off is known by it.
pub fn of_library(library: &Library, elsewhere: &Elsewhere) -> Loaded<Item> {
    let layout = &library.layout;
    let mut found = Loaded::default();
    let root = layout.root();
    let calendars = library.calendars.iter().filter(|path| path.starts_with(root)).cloned();
    for path in [layout.settings_file(), layout.register_file()].into_iter().chain(calendars) {
        if path.symlink_metadata().is_ok() {
            take_in(layout, &path, &mut found);
        }
    }
    for folder in [layout.people_dir(), layout.series_dir(), layout.cycles_dir(), root.join("boards")] {
        below(layout, &folder, DEEPEST, &mut found);
    }
    for year in entries(&layout.sessions_dir(), &mut found.faults) {
        match is_folder(&year) {
            true => of_year(layout, elsewhere, &year, &mut found),
            false => take_in(layout, &year, &mut found),
        }
    }
    found
}

fn of_year(layout: &Layout, elsewhere: &Elsewhere, year: &Path, found: &mut Loaded<Item>) {
    for path in entries(year, &mut found.faults) {
        match is_folder(&path) {
            true => {
                let session = of_session(layout, elsewhere, &path);
                found.rows.extend(session.rows);
                found.faults.extend(session.faults);
            }
            false => take_in(layout, &path, found),
        }
    }
}

/// The files of one session, its parts that lie elsewhere included. What a recorder has open is left out and named.
pub fn of_session(layout: &Layout, elsewhere: &Elsewhere, folder: &Path) -> Loaded<Item> {
    let mut found = Loaded::default();
    below(layout, folder, DEEPEST, &mut found);
    if !session_file(folder).exists() {
        return found;
    }
    let session = match sessions::load(folder) {
        Ok(entry) => entry.session,
        Err(fault) => {
            found.faults.push(fault);
            return found;
        }
    };
    leave_open_out(layout, folder, &session, &mut found);
    describe(folder, &session, &mut found.rows);
    fetch(layout, elsewhere, folder, &session, &mut found);
    found
}

/// The files were listed before the lock is asked: a take that begins in between is known by its holder.
fn leave_open_out(layout: &Layout, folder: &Path, session: &Session, found: &mut Loaded<Item>) {
    let holder = RecorderLock::holder(layout).ok().flatten().and_then(|running| running.session);
    if holder.is_none() || holder.as_deref() != folder.file_name().and_then(|name| name.to_str()) {
        return;
    }
    let closed: Vec<u32> = session.takes.iter().filter(|take| !take.is_open()).map(|take| take.number).collect();
    let (kept, open): (Vec<Item>, Vec<Item>) = std::mem::take(&mut found.rows).into_iter().partition(|item| {
        let part = item.source.with_extension("wav");
        let name = part.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        item.source.parent() != Some(folder) || parse_part_file_name(name).is_none_or(|(take, ..)| closed.contains(&take))
    });
    found.rows = kept;
    let sound = open.iter().filter(|item| item.source.extension().is_some_and(|end| end == "wav"));
    found
        .faults
        .extend(sound.map(|item| left_out(Error::new(text!("copy-open-part")), &item.source, text!("copy-open-part-hint"))));
}

/// Tells of each part what `session.toml` says; its journal goes with it.
fn describe(folder: &Path, session: &Session, items: &mut Vec<Item>) {
    let parts: BTreeMap<PathBuf, (&Take, &Part)> = closed_parts(session)
        .filter(|(_, part)| !part.elsewhere)
        .map(|(take, part)| (folder.join(&part.file), (take, part)))
        .collect();
    items.retain_mut(|item| {
        let wav = item.source.with_extension("wav");
        let Some((take, part)) = parts.get(&wav) else { return true };
        if item.source == wav {
            item.kind = kind_of(take, part);
        }
        item.source != journal_path(&wav)
    });
}

/// Adds the parts that lie elsewhere; names those that are nowhere.
fn fetch(layout: &Layout, elsewhere: &Elsewhere, folder: &Path, session: &Session, found: &mut Loaded<Item>) {
    let homes = elsewhere.homes(layout, folder);
    for (take, part) in closed_parts(session) {
        let path = homes.path_of(part);
        if !path.is_file() {
            found.faults.push(gone(&path).kind_of(ErrorKind::Look));
            continue;
        }
        if path.parent() == Some(folder) {
            continue;
        }
        let Some(relative) = layout.relative(&folder.join(&part.file)) else { continue };
        found.rows.push(Item { relative, source: path, kind: kind_of(take, part) });
    }
}

fn kind_of(take: &Take, part: &Part) -> Kind {
    Kind::Part { part: part.clone(), format: WavFormat::of(take, part.input), until: take.sound_until(part.input, part.start) }
}

fn closed_parts(session: &Session) -> impl Iterator<Item = (&Take, &Part)> {
    let parts = session.takes.iter().flat_map(|take| take.parts.iter().map(move |part| (take, part)));
    parts.filter(|(_, part)| part.frames.is_some() && part.blake3.is_some())
}

/// Every file below the folder.
fn below(layout: &Layout, folder: &Path, depth: usize, found: &mut Loaded<Item>) {
    for path in entries(folder, &mut found.faults) {
        match is_folder(&path) {
            true if depth > 0 => below(layout, &path, depth - 1, found),
            _ => take_in(layout, &path, found),
        }
    }
}

/// Only a regular file with a name that every system can write down; what else lies there is named.
fn take_in(layout: &Layout, path: &Path, found: &mut Loaded<Item>) {
    let is_plain = path.symlink_metadata().is_ok_and(|found| found.is_file());
    match layout.relative(path).filter(|_| is_plain) {
        Some(relative) => found.rows.push(Item { relative, source: path.to_owned(), kind: Kind::Plain }),
        None => found.faults.push(left_out(Error::new(text!("copy-no-file")), path, text!("copy-no-file-hint"))),
    }
}

fn left_out(fault: Error, path: &Path, hint: crate::locale::Text) -> Error {
    fault.at(path).hint(hint).kind_of(ErrorKind::Look)
}

fn is_folder(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|found| found.is_dir())
}

/// What lies in the folder and is not hidden, by name; nothing where there is no folder, or a link.
fn entries(folder: &Path, faults: &mut Vec<Error>) -> Vec<PathBuf> {
    if folder.symlink_metadata().is_err() {
        return Vec::new();
    }
    if !is_folder(folder) {
        faults.push(left_out(Error::new(text!("copy-no-file")), folder, text!("copy-no-file-hint")));
        return Vec::new();
    }
    let listed = std::fs::read_dir(folder).and_then(Iterator::collect::<std::io::Result<Vec<_>>>);
    let mut paths: Vec<PathBuf> = match listed {
        Ok(entries) => entries.into_iter().map(|entry| entry.path()).collect(),
        Err(cause) => {
            faults.push(Error::new(text!("cli-folder-unreadable")).at(folder).because(cause).kind_of(ErrorKind::Look));
            return Vec::new();
        }
    };
    paths.retain(|path| !is_hidden(&path.file_name().unwrap_or_default().to_string_lossy()));
    paths.sort();
    paths
}
