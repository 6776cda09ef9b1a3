//! Writing `markers-WHO.toml`: appending, setting torn tails aside, compacting.

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use super::atomic::{self, unwritten};
use super::document::{Document, LARGE, read_bytes};
use super::layout::markers_file;
use super::marker_table::{Chunk, HEADER, chunks, is_rubbish, read_marker, write_marker};
use super::markers::{read_chunk, read_tables};
use super::table::Table;
use crate::domain::{Hertz, Marker, MarkerId, Slug};
use crate::error::{Error, Result};
use crate::text;

/// The file of one writer, open for appending.
#[derive(Debug)]
pub struct MarkerFile {
    path: PathBuf,
    /// `None` after a failed write: the next one looks at the file again first.
    file: Option<File>,
    /// How long the file is by our own writing; another length means another hand.
    length: u64,
}

impl MarkerFile {
    /// Opens `markers-WHO.toml`, or makes it (0600). A torn tail is set aside as `markers-WHO.torn-1`, never lost.
    ///
    /// Fails where the file is of a newer format, or is no regular file.
    pub fn open(folder: &Path, who: &Slug) -> Result<MarkerFile> {
        let path = markers_file(folder, who);
        let file = open_whole(&path)?;
        let length = length_of(&file, &path)?;
        Ok(MarkerFile { path, file: Some(file), length })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whose marks it holds, by its name.
    pub fn who(&self) -> Option<Slug> {
        Slug::parse(self.path.file_name()?.to_str()?.strip_prefix("markers-")?.strip_suffix(".toml")?)
    }

    /// Appends one whole table in one write and syncs it: when this returns, the mark survives a power cut.
    ///
    /// `rate` is the take's, for `at`. Where the file was replaced or changed by another program, the new one is looked at first:
    /// what it left unfinished is set aside, so that it cannot spoil this table.
    pub fn append(&mut self, marker: &Marker, rate: Hertz) -> Result<()> {
        self.append_all(&[(marker, rate)])
    }

    /// As [`MarkerFile::append`], one table behind the other: all of them, or, where there is no room for all, none.
    pub fn append_all(&mut self, markers: &[(&Marker, Hertz)]) -> Result<()> {
        let is_ours = |file: &File| is_still(file, &self.path) && file.metadata().is_ok_and(|found| found.len() == self.length);
        let mut file = match self.file.take().filter(is_ours) {
            Some(file) => file,
            None => open_whole(&self.path)?,
        };
        let tables: String = markers.iter().map(|(marker, rate)| write_marker(marker, *rate)).collect();
        write_synced(&mut file, tables.as_bytes()).map_err(|cause| unwritten(&self.path, cause))?;
        self.length = length_of(&file, &self.path)?;
        self.file = Some(file);
        Ok(())
    }
}

fn length_of(file: &File, path: &Path) -> Result<u64> {
    file.metadata().map(|found| found.len()).map_err(|cause| unwritten(path, cause))
}

/// Whether a file of marks was only just made when its maker died: it has no more than its head, or not even that.
pub fn is_blank(path: &Path) -> bool {
    std::fs::read(path).is_ok_and(|bytes| HEADER.as_bytes().starts_with(&bytes))
}

/// Takes out the tables that a later one replaced. Withdrawn marks stay, so that an older copy cannot bring them back in a merge, and so do
/// ranges as they began, so that it cannot leave them open; comments and unknown keys stay; a table with a comment in it stays even when it was
/// replaced. Not while a take runs.
pub fn compact(folder: &Path, who: &Slug) -> Result<()> {
    let path = markers_file(folder, who);
    let bytes = read_bytes(&path, LARGE)?;
    let pieces = chunks(&bytes);
    let marks: Vec<Option<Marker>> = pieces.iter().map(|piece| mark_in(&path, piece)).collect();
    let last: HashMap<&MarkerId, usize> =
        marks.iter().enumerate().filter_map(|(n, mark)| Some((&mark.as_ref()?.id, n))).collect();
    let mut kept = Vec::with_capacity(bytes.len());
    for (n, piece) in pieces.iter().enumerate() {
        let replaced = marks[n].as_ref().is_some_and(|mark| last[&mark.id] > n && !mark.open);
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

/// `None` also for a table with a bad line: it is neither taken out nor reason to take out another.
fn mark_in(path: &Path, piece: &Chunk) -> Option<Marker> {
    let loaded = read_chunk(path, piece, &[]);
    let is_good = loaded.doubt().is_none();
    loaded.rows.into_iter().next().filter(|_| is_good)
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

/// Sets a torn tail aside, and gives a file that lost its head a new one. What a hand broke stays where it is, and stays told: set
/// aside, it could be something off the record that is heard from then on.
fn repair(path: &Path) -> Result<()> {
    let bytes = read_bytes(path, LARGE)?;
    refuse_newer(path, &bytes)?;
    let whole = whole_length(path, &bytes);
    let good = if is_torn(&bytes[whole..]) { whole } else { bytes.len() };
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
    let mut before = bytes.len();
    for piece in chunks(bytes).iter().rev() {
        before -= piece.bytes.len();
        if let Some(whole) = whole_lines(path, piece) {
            return before + whole;
        }
    }
    0
}

/// No table that was torn has more lines.
const MOST_LINES: usize = 100;

/// How many bytes of a table make a whole one, without its last lines. `None`: without any of them it is not whole either.
fn whole_lines(path: &Path, piece: &Chunk) -> Option<usize> {
    let mut left = piece.bytes;
    for _ in 0..MOST_LINES {
        if ends_whole(path, left, piece.lines_before == 0) {
            return Some(left.len());
        }
        let end = left.len().checked_sub(1)?;
        left = &left[..left[..end].iter().rposition(|&b| b == b'\n')? + 1];
    }
    None
}

/// Whether a tail is what a crash leaves of a table that was being appended: zeros, or its first lines, the last one maybe cut.
fn is_torn(tail: &[u8]) -> bool {
    const FIRST: [&[u8]; 8] = [b"[[marker]]", b"id =", b"take =", b"frame =", b"end_frame =", b"open =", b"deleted =", b"at ="];
    let is_ours = |line: &[u8]| line.trim_ascii().is_empty() || FIRST.iter().any(|begin| line.starts_with(begin));
    let mut lines = tail.split_inclusive(|&b| b == b'\n');
    lines.all(|line| !line.ends_with(b"\n") || is_ours(line) || is_rubbish(line))
}

/// Whether it is TOML that ends with a marker, or is only the head of a file.
fn ends_whole(path: &Path, bytes: &[u8], is_head: bool) -> bool {
    let text = std::str::from_utf8(bytes).ok();
    let Some(document) = text.and_then(|text| Document::parse(path, text).ok()) else { return false };
    let table = document.table();
    match table.tables("marker").last() {
        Some(last) => ["id", "take", "kind"].into_iter().all(|key| last.has(key)) && !breaks_off(last, &document),
        None => is_head && table.has("format"),
    }
}

/// Whether the last line has no end, and what it says is wrong.
fn breaks_off(last: &Table, document: &Document) -> bool {
    let Some(lines) = document.lines_without_end() else { return false };
    read_marker(last, &[]);
    document.faults().iter().any(|fault| fault.is_doubt() && fault.place().and_then(|place| place.line) == Some(lines))
}

fn refuse_newer(path: &Path, bytes: &[u8]) -> Result<()> {
    let head = chunks(bytes).first().and_then(|piece| std::str::from_utf8(piece.bytes).ok());
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
