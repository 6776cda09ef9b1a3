//! `register.toml`: what left the library, for whom, and whose words. One table for each time, appended and never changed.
//!
//! The program writes it: keys of a newer version stay, since what is there is not written anew but carried over as it is.

use std::path::Path;

use chrono::{DateTime, FixedOffset};

use super::document::{Document, FORMAT, LARGE, read_text};
use super::layout::Layout;
use super::lock::SaveLock;
use super::table::Table;
use super::{atomic, edit};
use crate::domain::{Slug, new_ulid};
use crate::error::{Error, Loaded, Result};
use crate::text;

/// One time that something left.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// ULID: what a merge knows it by.
    pub id: String,
    pub when: DateTime<FixedOffset>,
    /// `export`.
    pub what: String,
    /// `as` in the file.
    pub formats: Vec<String>,
    /// `use` in the file; absent where the library names no uses.
    pub usage: Option<String>,
    /// For whom; `to` in the file.
    pub recipient: Option<String>,
    /// Names of folders.
    pub sessions: Vec<String>,
    /// Whose words it holds.
    pub people: Vec<Slug>,
    /// How many marks stayed in the library.
    pub withheld: u64,
    pub files: Vec<Copy>,
}

/// A file that was made.
#[derive(Debug, Clone, PartialEq)]
pub struct Copy {
    /// Where it was put; `-` for the standard output.
    pub path: String,
    /// Digest of the whole file, as 64 hexadecimal digits.
    pub blake3: String,
}

impl Entry {
    /// Of an export, with a new id and nothing else.
    pub fn export(when: DateTime<FixedOffset>) -> Entry {
        Entry {
            id: new_ulid(),
            when,
            what: "export".to_owned(),
            formats: Vec::new(),
            usage: None,
            recipient: None,
            sessions: Vec::new(),
            people: Vec::new(),
            withheld: 0,
            files: Vec::new(),
        }
    }
}

/// Everything that is registered, oldest first. A bad line costs itself; a library from which nothing ever left has none.
pub fn load(layout: &Layout) -> Loaded<Entry> {
    let path = layout.register_file();
    match present(layout, &path) {
        Ok(text) if text.trim().is_empty() => Loaded::default(),
        Ok(text) => read(&path, &text),
        Err(fault) => Loaded { rows: Vec::new(), faults: vec![fault] },
    }
}

/// Appends one entry, durably.
///
/// Errors: another save goes on for too long; what is there cannot be read as text, or is of a newer format, or would swallow the entry; it
/// cannot be written.
pub fn append(layout: &Layout, entry: &Entry) -> Result<()> {
    let _lock = SaveLock::take(layout)?;
    append_locked(layout, entry)
}

/// As [`append`]. The caller holds the save lock.
pub fn append_locked(layout: &Layout, entry: &Entry) -> Result<()> {
    let path = layout.register_file();
    let mut text = present(layout, &path)?;
    refuse_newer(&path, &text)?;
    let before = text.len();
    if text.trim().is_empty() {
        text = format!("format = {FORMAT}\n");
    }
    if !text.ends_with('\n') {
        text.push('\n');
    }
    text += &written(entry);
    match read(&path, &text).rows.iter().any(|row| row.id == entry.id) {
        true => atomic::write(&path, text.as_bytes()),
        false => Err(unreadable(&path, &text[..before])),
    }
}

fn refuse_newer(path: &Path, text: &str) -> Result<()> {
    let document = Document::parse_in_part(path, text);
    let table = document.table();
    let before = document.faults().len();
    if table.has("format") {
        table.format();
    }
    document.faults().get(before).map_or(Ok(()), |newer| Err(newer.clone()))
}

/// Behind a text that has no end nothing is an entry. `text`: what is there.
fn unreadable(path: &Path, text: &str) -> Error {
    let refused = Error::new(text!("register-unreadable")).at(path).hint(text!("register-unreadable-hint"));
    let line = read(path, text).doubt().and_then(|fault| fault.place()?.line);
    line.into_iter().fold(refused, Error::line)
}

/// Appends what the register at `path`, of another copy, has and this one has not, as it stands there; gives how many entries. The caller
/// holds the save lock.
///
/// Errors: as [`append`]; theirs cannot be read.
pub fn merge(layout: &Layout, path: &Path) -> Result<usize> {
    let theirs = read_text(path, LARGE)?;
    let own_path = layout.register_file();
    let mut text = present(layout, &own_path)?;
    let known: Vec<String> = entries(&text).map(name_of).collect();
    refuse_newer(&own_path, &text)?;
    let new: Vec<&str> = entries(&theirs).filter(|entry| !known.contains(&name_of(entry))).collect();
    if new.is_empty() {
        return Ok(0);
    }
    if text.trim().is_empty() {
        text = format!("format = {FORMAT}\n");
    }
    for entry in &new {
        let end = if text.ends_with('\n') { "" } else { "\n" };
        text += &format!("{end}\n{}\n", entry.trim_end());
    }
    atomic::write(&own_path, text.as_bytes()).map(|()| new.len())
}

/// Each `[[entry]]` with all that stands below it, as it is written.
fn entries(text: &str) -> impl Iterator<Item = &str> {
    let starts: Vec<usize> =
        text.match_indices("[[entry]]").map(|(at, _)| at).filter(|at| *at == 0 || text[..*at].ends_with('\n')).collect();
    let ends: Vec<usize> = starts.iter().skip(1).copied().chain([text.len()]).collect();
    starts.into_iter().zip(ends).map(|(from, to)| &text[from..to])
}

/// Its id; one that was written by hand without is known by all its words.
fn name_of(entry: &str) -> String {
    let loaded = read(Path::new("register.toml"), entry);
    let id = loaded.rows.into_iter().next().map(|row| row.id).filter(|id| !id.is_empty());
    id.unwrap_or_else(|| entry.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The text of the file; none where it is missing.
fn present(layout: &Layout, path: &Path) -> Result<String> {
    layout.check(path)?;
    match path.symlink_metadata() {
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Ok(String::new()),
        _ => read_text(path, LARGE),
    }
}

fn read(path: &Path, text: &str) -> Loaded<Entry> {
    let document = Document::parse_in_part(path, text);
    let table = document.table();
    table.format();
    let rows = table.tables("entry").iter().filter_map(read_entry).collect();
    table.keep_unknown();
    Loaded { rows, faults: document.into_faults() }
}

fn read_entry(table: &Table) -> Option<Entry> {
    let when = table.need("when", Table::instant);
    let what = table.need("what", Table::text);
    let entry = Entry {
        id: table.text("id").unwrap_or_default(),
        formats: table.texts("as"),
        usage: table.text("use"),
        recipient: table.text("to"),
        sessions: table.texts("sessions"),
        people: table.slugs("people"),
        withheld: table.whole("withheld", 0..=i64::MAX).unwrap_or_default() as u64,
        files: table.tables("file").iter().filter_map(read_copy).collect(),
        what: what?,
        ..Entry::export(when?)
    };
    table.keep_unknown();
    Some(entry)
}

fn read_copy(table: &Table) -> Option<Copy> {
    let copy = Copy { blake3: table.text("blake3").unwrap_or_default(), path: table.need("path", Table::text)? };
    table.keep_unknown();
    Some(copy)
}

/// The whole table, an empty line before it.
fn written(entry: &Entry) -> String {
    let mut out = String::from("\n[[entry]]\n");
    let mut line = |key: &str, value: Option<String>| out += &value.map(|value| format!("{key} = {value}\n")).unwrap_or_default();
    let list = |texts: &[String]| (!texts.is_empty()).then(|| edit::quoted_list(texts));
    line("id", Some(edit::quoted(&entry.id)));
    line("when", Some(edit::instant(entry.when)));
    line("what", Some(edit::quoted(&entry.what)));
    line("as", list(&entry.formats));
    line("use", entry.usage.as_deref().map(edit::quoted));
    line("to", entry.recipient.as_deref().map(edit::quoted));
    line("sessions", list(&entry.sessions));
    line("people", (!entry.people.is_empty()).then(|| edit::quoted_list(&entry.people)));
    line("withheld", Some(entry.withheld.to_string()));
    let file = |copy: &Copy| {
        let (path, digest) = (edit::quoted(&copy.path), edit::quoted(&copy.blake3));
        format!("[[entry.file]]\npath = {path}\nblake3 = {digest}\n")
    };
    out + &entry.files.iter().map(file).collect::<String>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples::{library, put, slug, told};

    fn entry(to: &str) -> Entry {
        let file = |path: &str| Copy { path: path.into(), blake3: "ab".repeat(32) };
        Entry {
            formats: vec!["csv".into(), "vtt".into()],
            usage: Some("film".into()),
            recipient: Some(to.into()),
            sessions: vec!["2020-03-28-2030-nadia".into()],
            people: vec![slug("s-03")],
            withheld: 3,
            files: vec![file("/home/o/a \"b\".csv"), file("-")],
            ..Entry::export("2020-05-03T18:30:00.000+02:00".parse().unwrap())
        }
    }

    #[test]
    fn what_left_is_read_back_in_its_order() {
        let (_folder, layout) = library();
        assert!(load(&layout).rows.is_empty());
        let entries = [entry("Paul"), entry("Ève\n")];
        entries.iter().for_each(|entry| append(&layout, entry).unwrap());
        let loaded = load(&layout);
        assert_eq!((loaded.rows, loaded.faults.len()), (entries.to_vec(), 0));
    }

    #[test]
    fn what_another_copy_has_registered_is_taken_over_once() {
        let (_folder, layout) = library();
        let (_other, theirs) = library();
        let (both, only) = (entry("Paul"), entry("Ève"));
        append(&layout, &both).unwrap();
        [&both, &only].into_iter().for_each(|entry| append(&theirs, entry).unwrap());
        let by_hand = "\n[[entry]]\nwhen = 2020-05-03T18:30:00+02:00\nwhat = \"copy\"\nweight = 3 # kilo\n";
        put(&theirs.register_file(), std::fs::read_to_string(theirs.register_file()).unwrap() + by_hand);
        assert_eq!(merge(&layout, &theirs.register_file()).unwrap(), 2);
        assert_eq!(merge(&layout, &theirs.register_file()).unwrap(), 0);
        assert!(std::fs::read_to_string(layout.register_file()).unwrap().contains("weight = 3 # kilo\n"));
        assert_eq!(load(&layout).rows[..2], [both, only]);
    }

    #[test]
    fn what_would_swallow_an_entry_or_is_newer_is_left_alone() {
        let (_folder, layout) = library();
        for (text, expected) in [
            ("format = 1\n[[entry]]\nid = \"a\"\nnote = \"\"\"\nbegun\n", "register.toml:6: this cannot be read to its end"),
            ("format = 2\n", "register.toml:1: expected `format = 1`, found 2"),
        ] {
            put(&layout.register_file(), text);
            let fault = told(&append(&layout, &entry("Paul")).unwrap_err());
            assert!(fault.starts_with(expected), "{fault}");
            assert_eq!(std::fs::read_to_string(layout.register_file()).unwrap(), text);
        }
    }

    #[test]
    fn what_is_there_stays_as_it_is_and_a_bad_line_costs_itself() {
        let (_folder, layout) = library();
        let text = "# ours\nformat = 1\n[[entry]]\nwhen = 2020-05-03T18:30:00+02:00\nwhat = \"copy\"\nweight = 3\nto = = \"x\"";
        put(&layout.register_file(), text);
        append(&layout, &entry("Paul")).unwrap();
        let loaded = load(&layout);
        let whats: Vec<_> = loaded.rows.iter().map(|row| row.what.as_str()).collect();
        let faults: Vec<_> = loaded.faults.iter().map(told).collect();
        assert_eq!((whats, faults.len()), (vec!["copy", "export"], 2), "{faults:?}");
        assert!(std::fs::read_to_string(layout.register_file()).unwrap().starts_with(text));
    }
}
