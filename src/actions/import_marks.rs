//! Marks that stand in a file of another program become marks of one's own: labels of Audacity, and the table that `export` writes.
//!
//! All of a file is taken in, by one act that `marks undo` takes back, or nothing of it. What the session has already is left. A title
//! in the grammar of our exports becomes kind, strength, people and words again; any other is a note. `labels` and `table` read the two
//! kinds of files, `titles` the grammar.

mod labels;
mod table;
mod titles;

use std::path::{Path, PathBuf};

use super::marks::{Did, Editor, Own};
use crate::domain::{Marker, MarkerId, Slug, Take, ulid_time};
use crate::error::{Error, ErrorKind, Result};
use crate::recorder::marks::placed;
use crate::recorder::protocol::MarkRequest;
use crate::store::document::{LARGE, read_text};
use crate::store::markers;
use crate::store::sessions::SessionEntry;
use crate::store::{Library, people};
use crate::text;

use titles::Titles;

/// One mark, as a file tells it.
#[derive(Debug, Clone, PartialEq, Default)]
struct Row {
    /// In the file, from 1.
    line: usize,
    id: Option<String>,
    /// Its number; absent: the only one, or that of the file's name.
    take: Option<u32>,
    /// Seconds from the take's frame 0; no end: a point.
    start: f64,
    end: Option<f64>,
    said: Said,
    themes: Vec<String>,
}

/// What a mark says besides its place.
#[derive(Debug, Clone, PartialEq, Default)]
struct Said {
    kind: String,
    strength: Option<u8>,
    who: Vec<Slug>,
    note: Option<String>,
}

/// What was taken in.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ImportedMarks {
    pub session: String,
    pub added: usize,
    /// That the session had already.
    pub known: usize,
    /// That it has, too, and that say something else there, or were taken back.
    pub differing: usize,
    /// Words for themes and people that the library does not have, each once.
    pub unknown: Vec<String>,
}

/// A file of marks, by its name: `.txt` or `.csv`.
pub fn is_of_marks(file: &Path) -> bool {
    let ending = file.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    matches!(ending.as_deref(), Some("txt" | "csv"))
}

/// Takes in the marks of each file as those of the editor's person.
///
/// Errors: a file that cannot be read, with its line; several takes where nothing says which is meant; what no mark may be; a session that
/// is being recorded. Then nothing of that file was taken in.
pub fn import_marks(library: &Library, editor: &Editor, entry: &SessionEntry, files: &[PathBuf]) -> Result<ImportedMarks> {
    let mut done = ImportedMarks { session: entry.id.clone(), ..ImportedMarks::default() };
    let titles = Titles::of(&library.settings.palette, &people::load_all(&library.layout).rows);
    for file in files {
        let rows = rows_of(file, &titles, &mut done.unknown)?;
        let desk = Desk { library, entry, file };
        let (mut known, mut differing) = (0, 0);
        done.added += editor.add_all(entry, Did::Imported, |own| {
            let (made, others) = desk.made(own, &rows, &mut done.unknown)?;
            (known, differing) = (rows.len() - made.len() - others, others);
            Ok(made)
        })?;
        done.known += known;
        done.differing += differing;
    }
    done.unknown.sort();
    done.unknown.dedup();
    Ok(done)
}

fn rows_of(file: &Path, titles: &Titles, unknown: &mut Vec<String>) -> Result<Vec<Row>> {
    let text = read_text(file, LARGE)?;
    let text = text.trim_start_matches('\u{feff}');
    let is_table = file.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
    let rows = if is_table { table::read(text, titles, unknown) } else { labels::read(text, titles) };
    rows.map_err(|(line, fault)| fault.at(file).line(line))
}

/// A file and the session that it belongs to.
struct Desk<'a> {
    library: &'a Library,
    entry: &'a SessionEntry,
    file: &'a Path,
}

impl Desk<'_> {
    /// The marks that the session does not have, and how many it has otherwise.
    fn made(&self, own: &Own, rows: &[Row], unknown: &mut Vec<String>) -> Result<(Vec<Marker>, usize)> {
        let there = markers::load_with_deleted(&self.entry.folder, &self.entry.session.takes).rows;
        let ids: Vec<&str> = there.iter().map(|filed| filed.marker.id.as_str()).collect();
        let (mut made, mut differing): (Vec<Marker>, usize) = (Vec::new(), 0);
        for row in rows {
            let marker = self.marker(own, row, &made, unknown).map_err(|fault| fault.at(self.file).line(row.line))?;
            let is_same = |other: &Marker| !other.deleted && same(other, &marker);
            let has_id = row.id.as_deref().is_some_and(|id| ids.contains(&id));
            match there.iter().any(|filed| is_same(&filed.marker)) || made.iter().any(is_same) {
                true => {}
                false if has_id => differing += 1,
                false => made.push(marker),
            }
        }
        Ok((made, differing))
    }

    fn marker(&self, own: &Own, row: &Row, made: &[Marker], unknown: &mut Vec<String>) -> Result<Marker> {
        let take = self.take(row)?;
        let palette = &self.library.settings.palette;
        let is_theme = |theme: &&String| palette.themes.iter().any(|known| known.id.as_str() == *theme);
        let (themes, others): (Vec<&String>, Vec<&String>) = row.themes.iter().partition(is_theme);
        unknown.extend(others.into_iter().cloned());
        let request = MarkRequest {
            kind: Some(row.said.kind.clone()),
            note: row.said.note.clone(),
            themes: themes.into_iter().cloned().collect(),
            who: row.said.who.iter().map(Slug::to_string).collect(),
            strength: row.said.strength,
            at: Some(row.start),
            end: row.end,
            ..MarkRequest::default()
        };
        let open: Vec<Marker> = own.open(&take.id).into_iter().chain(made.iter().filter(|mark| mark.open).cloned()).collect();
        // What a mark may not be is told of a line here, not of an order that somebody gave.
        let refused = |fault: Error| fault.kind_of(ErrorKind::Failed).hint(text!("import-marks-nothing-hint"));
        let marker = placed(&request, &take.id, None, &own.desk(&take.id, &open, palette)).map_err(refused)?;
        let is_free = |id: &String| made.iter().all(|mark| mark.id.as_str() != id);
        let id = row.id.clone().filter(|id| id.strip_prefix("m-").and_then(ulid_time).is_some() && is_free(id));
        Ok(Marker { id: id.map_or(marker.id, MarkerId), ..marker })
    }

    fn take(&self, row: &Row) -> Result<&Take> {
        let takes = &self.entry.session.takes;
        let number = row.take.or_else(|| take_of_name(self.file));
        match (number, &takes[..]) {
            (None, [only]) => Ok(only),
            (None, _) => Err(Error::new(text!("import-marks-take", count = takes.len())).hint(text!("import-marks-take-hint"))),
            (Some(number), _) => {
                let take = takes.iter().find(|take| take.number == number);
                take.ok_or_else(|| Error::new(text!("cli-play-no-take", number = number, count = takes.len())))
            }
        }
    }
}

/// `2020-03-28-2030-s-03-take-02.txt` is of take 2.
fn take_of_name(file: &Path) -> Option<u32> {
    let name = file.file_stem()?.to_string_lossy().into_owned();
    let digits = name.rsplit_once("-take-")?.1;
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    digits[..end].parse().ok()
}

/// It says the same of the same place.
fn same(one: &Marker, other: &Marker) -> bool {
    let place = |mark: &Marker| (mark.take.clone(), mark.frame, mark.end_frame, mark.open);
    let said = |mark: &Marker| (mark.kind.clone(), mark.strength, mark.who.clone(), mark.note.clone());
    place(one) == place(other) && said(one) == said(other)
}

#[cfg(test)]
mod tests;
