//! `markers-WHO.toml`: the marks of one person in one session.
//!
//! One table is appended and synced for each act, so a mark that was acknowledged survives whatever dies. A later table with the same
//! id replaces the earlier one *in the same file*: one writer a file, and nobody's mark is changed by another person's file.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use super::atomic::{self, unwritten};
use super::document::{Document, LARGE, read_bytes};
use super::folder;
use super::layout::{is_leftover, markers_file};
use super::marker_table::{Chunk, HEADER, chunks, read_marker, write_marker};
use super::table::Table;
use crate::domain::{Hertz, Marker, MarkerId, Slug, Take};
use crate::error::{Error, Loaded, Result};
use crate::text;

/// A marker, and whose file it stands in.
#[derive(Debug, Clone, PartialEq)]
pub struct FiledMarker {
    pub by: Slug,
    pub marker: Marker,
}

/// The marks of the session in `folder`, by take and frame, without those that were withdrawn.
///
/// A bad table costs itself; a file that is damaged is read table by table.
pub fn load(folder: &Path, takes: &[Take]) -> Loaded<FiledMarker> {
    let mut loaded = load_with_deleted(folder, takes);
    loaded.rows.retain(|row| !row.marker.deleted);
    loaded
}

/// As [`load`], with the marks that were withdrawn (`deleted`).
pub fn load_with_deleted(folder: &Path, takes: &[Take]) -> Loaded<FiledMarker> {
    let mut loaded = Loaded::default();
    for (path, who) in marker_files(folder, &mut loaded.faults) {
        let file = load_file(&path, takes);
        loaded.rows.extend(file.rows.into_iter().map(|marker| FiledMarker { by: who.clone(), marker }));
        loaded.faults.extend(file.faults);
    }
    let order = |row: &FiledMarker| takes.iter().position(|take| take.id == row.marker.take);
    loaded.rows.sort_by_key(|row| (order(row), row.marker.frame));
    loaded
}

/// The marks of one file, in the order in which they were first made; of several tables with one id the last.
pub fn load_file(path: &Path, takes: &[Take]) -> Loaded<Marker> {
    match read_bytes(path, LARGE) {
        Ok(bytes) => read_tables(path, &bytes, takes),
        Err(fault) => Loaded { rows: Vec::new(), faults: vec![fault] },
    }
}

/// The file of one writer, open for appending.
#[derive(Debug)]
pub struct MarkerFile {
    path: PathBuf,
    /// `None` after a failed write: the next one looks at the file again first.
    file: Option<File>,
}

impl MarkerFile {
    /// Opens `markers-WHO.toml`, or makes it (0600). A torn tail is set aside as `markers-WHO.torn-1`, never lost.
    ///
    /// Fails where the file is of a newer format, or is no regular file.
    pub fn open(folder: &Path, who: &Slug) -> Result<MarkerFile> {
        let path = markers_file(folder, who);
        let file = open_whole(&path)?;
        Ok(MarkerFile { path, file: Some(file) })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Appends one whole table in one write and syncs it: when this returns, the mark survives a power cut.
    ///
    /// `rate` is the take's, for `at`. Where the file was replaced by another program, the new one is appended to.
    pub fn append(&mut self, marker: &Marker, rate: Hertz) -> Result<()> {
        let mut file = match self.file.take().filter(|file| is_still(file, &self.path)) {
            Some(file) => file,
            None => open_whole(&self.path)?,
        };
        write_synced(&mut file, write_marker(marker, rate).as_bytes()).map_err(|cause| unwritten(&self.path, cause))?;
        self.file = Some(file);
        Ok(())
    }
}

/// Takes out the tables that a later one replaced. Withdrawn marks stay, so that an older copy cannot bring them back in a merge;
/// comments and unknown keys stay; a table with a comment in it stays even when it was replaced. Not while a take runs.
pub fn compact(folder: &Path, who: &Slug) -> Result<()> {
    let path = markers_file(folder, who);
    let bytes = read_bytes(&path, LARGE)?;
    let pieces = chunks(&bytes);
    let ids: Vec<Option<MarkerId>> = pieces.iter().map(|piece| id_of(&path, piece)).collect();
    let mut kept = Vec::with_capacity(bytes.len());
    for (n, piece) in pieces.iter().enumerate() {
        let replaced = ids[n].is_some() && ids[n + 1..].contains(&ids[n]);
        if !replaced || piece.bytes.contains(&b'#') {
            kept.extend_from_slice(piece.bytes);
        }
    }
    if kept.len() == bytes.len() || !same_marks(&path, &bytes, &kept) {
        return Ok(());
    }
    atomic::write(&path, &kept)
}

/// Whether both say the same: the last word before anything is rewritten.
fn same_marks(path: &Path, before: &[u8], after: &[u8]) -> bool {
    let read = |bytes| {
        let mut rows = read_tables(path, bytes, &[]).rows;
        rows.sort_by(|a, b| a.id.cmp(&b.id));
        rows
    };
    read(before) == read(after)
}

fn id_of(path: &Path, piece: &Chunk) -> Option<MarkerId> {
    let rows = read_chunk(path, piece, &[]).rows;
    rows.into_iter().next().map(|marker| marker.id)
}

fn read_tables(path: &Path, bytes: &[u8], takes: &[Take]) -> Loaded<Marker> {
    let whole = std::str::from_utf8(bytes).ok().and_then(|text| Document::parse(path, text.to_owned()).ok());
    let mut loaded = match whole {
        Some(document) => read_document(document, takes),
        None => read_chunks(path, bytes, takes),
    };
    loaded.rows = merged(loaded.rows);
    loaded
}

fn read_document(document: Document, takes: &[Take]) -> Loaded<Marker> {
    let table = document.table();
    table.format();
    let rows = table.tables("marker").iter().filter_map(|table| read_marker(table, takes)).collect();
    table.keep_unknown();
    Loaded { rows, faults: document.into_faults() }
}

fn read_chunks(path: &Path, bytes: &[u8], takes: &[Take]) -> Loaded<Marker> {
    let mut loaded = Loaded::default();
    for piece in chunks(bytes) {
        let part = read_chunk(path, &piece, takes);
        loaded.rows.extend(part.rows);
        loaded.faults.extend(part.faults);
    }
    loaded
}

fn read_chunk(path: &Path, piece: &Chunk, takes: &[Take]) -> Loaded<Marker> {
    let parsed = match std::str::from_utf8(piece.bytes) {
        Ok(text) => Document::parse(path, text.to_owned()),
        Err(_) => Err(Error::new(text!("files-not-utf8")).at(path).line(1).hint(text!("files-not-utf8-hint"))),
    };
    let mut loaded = match parsed {
        Ok(document) => read_part(document, piece, takes),
        Err(fault) => Loaded { rows: Vec::new(), faults: vec![fault] },
    };
    for fault in &mut loaded.faults {
        let line = fault.place().and_then(|place| place.line).unwrap_or(1);
        *fault = fault.clone().line(line + piece.lines_before);
    }
    loaded
}

fn read_part(document: Document, piece: &Chunk, takes: &[Take]) -> Loaded<Marker> {
    let table = document.table();
    if piece.lines_before == 0 {
        table.format();
    }
    let rows = table.tables("marker").iter().filter_map(|table| read_marker(table, takes)).collect();
    table.keep_unknown();
    Loaded { rows, faults: document.into_faults() }
}

/// Of several with one id the last, at the place of the first.
fn merged(rows: Vec<Marker>) -> Vec<Marker> {
    let mut places = std::collections::HashMap::new();
    let mut merged: Vec<Marker> = Vec::new();
    for marker in rows {
        match places.get(&marker.id) {
            Some(&place) => merged[place] = marker,
            None => {
                places.insert(marker.id.clone(), merged.len());
                merged.push(marker);
            }
        }
    }
    merged
}

/// The marker files of a session and whose they are, by name.
fn marker_files(session: &Path, faults: &mut Vec<Error>) -> Vec<(PathBuf, Slug)> {
    let names = folder::names(session, faults);
    let mut files = Vec::new();
    for name in names.iter().filter(|name| name.starts_with("markers-") && !name.contains(".torn-")) {
        let who = name.strip_prefix("markers-").and_then(|name| name.strip_suffix(".toml")).and_then(Slug::parse);
        match who.filter(|_| !is_leftover(name)) {
            Some(who) => files.push((session.join(name), who)),
            None => faults.push(folder::leftover(&session.join(name))),
        }
    }
    files
}

fn open_whole(path: &Path) -> Result<File> {
    match OpenOptions::new().append(true).create_new(true).mode(0o600).open(path) {
        Ok(mut file) => {
            write_synced(&mut file, HEADER.as_bytes()).map_err(|cause| unwritten(path, cause))?;
            let folder = path.parent().unwrap_or(Path::new("."));
            atomic::sync_folder(folder).map_err(|cause| unwritten(path, cause))?;
            return Ok(file);
        }
        Err(cause) if cause.kind() == std::io::ErrorKind::AlreadyExists => (),
        Err(cause) => return Err(unwritten(path, cause)),
    }
    if !path.symlink_metadata().is_ok_and(|found| found.is_file()) {
        return Err(Error::new(text!("files-no-file")).at(path));
    }
    repair(path)?;
    OpenOptions::new().append(true).open(path).map_err(|cause| unwritten(path, cause))
}

/// Sets a torn tail aside, and gives a file that lost its head a new one.
fn repair(path: &Path) -> Result<()> {
    let bytes = read_bytes(path, LARGE)?;
    refuse_newer(path, &bytes)?;
    let good = whole_length(path, &bytes);
    let mut mended = bytes[..good].to_vec();
    if mended.is_empty() {
        mended = HEADER.into();
    } else if !mended.ends_with(b"\n") {
        mended.push(b'\n');
    }
    if mended == bytes {
        return Ok(());
    }
    if good < bytes.len() {
        set_aside(path, &bytes[good..])?;
    }
    atomic::write(path, &mended)
}

/// How many bytes there are before a torn tail.
fn whole_length(path: &Path, bytes: &[u8]) -> usize {
    if ends_whole(path, bytes, true) {
        return bytes.len();
    }
    let pieces = chunks(bytes);
    let whole = pieces.iter().rposition(|piece| ends_whole(path, piece.bytes, piece.lines_before == 0));
    pieces[..whole.map_or(0, |last| last + 1)].iter().map(|piece| piece.bytes.len()).sum()
}

/// Whether it is TOML that ends with a marker, or is only the head of a file.
fn ends_whole(path: &Path, bytes: &[u8], is_head: bool) -> bool {
    let text = std::str::from_utf8(bytes).ok();
    let Some(document) = text.and_then(|text| Document::parse(path, text.to_owned()).ok()) else { return false };
    let table = document.table();
    match table.tables("marker").last() {
        Some(last) => ["id", "take", "kind"].iter().all(|key| last.has(key)),
        None => is_head && table.has("format"),
    }
}

fn refuse_newer(path: &Path, bytes: &[u8]) -> Result<()> {
    let head = chunks(bytes).first().and_then(|piece| String::from_utf8(piece.bytes.to_vec()).ok());
    let Some(document) = head.and_then(|head| Document::parse(path, head).ok()) else { return Ok(()) };
    let table: Table = document.table();
    if table.has("format") {
        table.format();
    }
    match document.faults().first() {
        Some(newer) => Err(newer.clone()),
        None => Ok(()),
    }
}

/// Keeps `tail` in the first free `markers-WHO.torn-N`.
fn set_aside(path: &Path, tail: &[u8]) -> Result<()> {
    let free = (1..10_000).map(|n| path.with_extension(format!("torn-{n}"))).find(|aside| !aside.exists());
    let Some(aside) = free else { return Err(Error::new(text!("files-exists")).at(path).hint(text!("files-exists-hint"))) };
    atomic::write_new(&aside, tail)
}

/// All or nothing, as far as the disk lets: what was written of a table that failed is taken back.
fn write_synced(file: &mut File, bytes: &[u8]) -> std::io::Result<()> {
    let before = file.metadata()?.len();
    if let Err(cause) = file.write_all(bytes) {
        // If this fails too, the torn tail is set aside when the file is next opened.
        file.set_len(before).unwrap_or_default();
        return Err(cause);
    }
    file.sync_data()
}

/// Whether `path` still leads to the open file.
fn is_still(file: &File, path: &Path) -> bool {
    match (file.metadata(), path.symlink_metadata()) {
        (Ok(open), Ok(named)) => (open.dev(), open.ino()) == (named.dev(), named.ino()),
        _ => false,
    }
}
