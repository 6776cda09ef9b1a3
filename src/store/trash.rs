//! `trash/`: a deletion is a move, and can be taken back.
//!
//! Each thing lies in a folder of its own, `trash/NAME/`, beside a `trash.toml` that tells where it came from. That file is written
//! before the move, so a crash between the two leaves an empty entry, never a thing without an origin.

use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};

use super::document::{Document, SMALL, read_text};
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
    if bare == NOTE {
        return Err(Error::new(text!("files-cannot-discard")).at(path));
    }
    moved_in(layout, path, from, now)
}

/// Moves what lies outside the library into its trash; from there it would come back to `from`, below the library. The caller holds
/// the save lock.
///
/// Fails where the two lie on different disks: then `path` is as it was.
pub fn adopt(layout: &Layout, path: &Path, from: &str, now: DateTime<FixedOffset>) -> Result<Trashed> {
    layout.inside(from)?;
    moved_in(layout, path, from.to_owned(), now)
}

fn moved_in(layout: &Layout, path: &Path, from: String, now: DateTime<FixedOffset>) -> Result<Trashed> {
    let bare = Path::new(&from).file_name().unwrap_or_default().to_string_lossy().into_owned();
    let (name, home) = new_entry(layout, bare.trim_start_matches('.'))?; // an entry that is hidden would not be listed
    let (note, target) = (home.join(NOTE), home.join(&bare));
    let words = format!("format = 1\nfrom = {}\nwhen = {}\n", edit::quoted(&from), edit::instant(now));
    let done = atomic::write_new(&note, words.as_bytes()).and_then(|()| moved(path, &target));
    if let Err(fault) = done {
        if target.symlink_metadata().is_err() {
            drop((std::fs::remove_file(&note), std::fs::remove_dir(&home))); // an entry that holds nothing harms nobody
        }
        return Err(fault);
    }
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
    drop((std::fs::remove_file(home.join(NOTE)), std::fs::remove_dir(&home))); // what else lies there stays, and `list` names it
    Ok(target)
}

/// How much lies in the trash, in bytes, as far as it can be read.
pub fn bytes(layout: &Layout) -> u64 {
    bytes_below(&layout.trash_dir())
}

fn bytes_below(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let held = entries.map(|entry| match entry.metadata() {
        Ok(found) if found.is_dir() => bytes_below(&entry.path()),
        Ok(found) => found.len(),
        Err(_) => 0,
    });
    held.sum()
}

/// What lies in the trash, whatever it is, by name.
pub fn entries(layout: &Layout) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    let names = names(&layout.trash_dir(), &mut faults);
    faults.pop().map_or(Ok(names), Err)
}

/// Erases the entries of these names. The caller has asked, and holds the save lock.
pub fn erase(layout: &Layout, names: &[String]) -> Result<()> {
    layout.check(&layout.trash_dir())?;
    for name in names {
        let path = layout.trash_dir().join(name);
        let is_folder = path.symlink_metadata().is_ok_and(|found| found.is_dir());
        let erased = if is_folder { std::fs::remove_dir_all(&path) } else { std::fs::remove_file(&path) };
        erased.map_err(|cause| atomic::unwritten(&path, cause))?;
    }
    Ok(())
}

fn load(layout: &Layout, name: &str) -> Loaded<Trashed> {
    let home = layout.trash_dir().join(name);
    let note = home.join(NOTE);
    let text = layout.check(&home).and_then(|()| read_text(&note, SMALL));
    match text.as_ref().map_err(Error::clone).and_then(|text| Document::parse(&note, text)) {
        Ok(document) => read(document, name, &home),
        Err(fault) => Loaded { rows: Vec::new(), faults: vec![fault] },
    }
}

fn read(document: Document, name: &str, home: &Path) -> Loaded<Trashed> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples::{library, put};

    fn now() -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339("2020-03-28T22:00:00+01:00").unwrap()
    }

    #[test]
    fn what_lay_elsewhere_is_taken_into_the_trash_and_named() {
        let (folder, layout) = library();
        let elsewhere = folder.path().join("state/rehearsal-1");
        put(&elsewhere.join("library.toml"), "x");
        let entry = adopt(&layout, &elsewhere, "rehearsals/rehearsal-1", now()).unwrap();
        assert!(!elsewhere.exists() && entry.path.join("library.toml").exists());
        assert_eq!(list(&layout).rows, std::slice::from_ref(&entry));
        assert_eq!(restore(&layout, &entry.name).unwrap(), layout.root().join("rehearsals/rehearsal-1"));
        assert!(adopt(&layout, &elsewhere, "../x", now()).is_err());
        adopt(&layout, &elsewhere, "rehearsals/gone", now()).unwrap_err();
        assert_eq!(entries(&layout).unwrap().len(), 0, "what could not be moved leaves no entry");
    }

    #[test]
    fn what_is_discarded_comes_back_to_its_place() {
        let (_folder, layout) = library();
        let folder = layout.sessions_dir().join("2020/2020-03-28-2030-nadia");
        put(&folder.join("take-01-001.wav"), "sound");
        let entry = discard(&layout, &folder, now()).unwrap();
        assert!(!folder.exists());
        assert_eq!(list(&layout).rows, std::slice::from_ref(&entry));
        assert_eq!((entry.from.as_str(), entry.when), ("sessions/2020/2020-03-28-2030-nadia", now()));
        std::fs::remove_dir(layout.sessions_dir().join("2020")).unwrap();
        assert_eq!(restore(&layout, &entry.name).unwrap(), folder);
        assert_eq!(std::fs::read(folder.join("take-01-001.wav")).unwrap(), b"sound");
        assert!(list(&layout).rows.is_empty() && list(&layout).faults.is_empty());
    }

    #[test]
    fn what_lies_beside_it_in_the_trash_does_not_keep_it_from_coming_back() {
        let (_folder, layout) = library();
        let path = layout.root().join("series/a.toml");
        put(&path, "one");
        let entry = discard(&layout, &path, now()).unwrap();
        let beside = entry.path.with_file_name(".DS_Store");
        put(&beside, "x");
        assert_eq!(restore(&layout, &entry.name).unwrap(), path);
        assert!(path.exists() && beside.exists() && list(&layout).rows.is_empty());
    }

    #[test]
    fn two_things_of_one_name_lie_side_by_side() {
        let (_folder, layout) = library();
        let path = layout.root().join("series/a.toml");
        for text in ["one", "two"] {
            put(&path, text);
            discard(&layout, &path, now()).unwrap();
        }
        assert_eq!(list(&layout).rows.iter().map(|entry| entry.name.clone()).collect::<Vec<_>>(), ["a.toml", "a.toml-2"]);
        restore(&layout, "a.toml-2").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"two");
        let fault = restore(&layout, "a.toml").unwrap_err().to_string();
        assert!(fault.contains("something stands where this was"), "{fault}");
        assert_eq!(list(&layout).rows.len(), 1, "and nothing was moved");
    }

    #[test]
    fn only_what_lies_in_the_library_is_discarded() {
        let (folder, layout) = library();
        put(&folder.path().join("outside"), "x");
        put(&layout.trash_dir().join("x/y"), "x");
        put(&layout.root().join("series/trash.toml"), "x");
        for path in ["../outside", "", "trash", "trash/x", "series/trash.toml"] {
            assert!(discard(&layout, &layout.root().join(path), now()).is_err(), "{path}");
        }
        let fault = discard(&layout, &layout.root().join("series/b.toml"), now()).unwrap_err().to_string();
        assert!(fault.contains("this file is not there"), "{fault}");
        assert!(folder.path().join("outside").exists());
    }

    #[test]
    fn an_entry_that_names_a_place_outside_is_not_restored() {
        let (folder, layout) = library();
        put(&layout.trash_dir().join("a/trash.toml"), "format = 1\nfrom = \"../a\"\nwhen = 2020-03-28T22:00:00+01:00\n");
        put(&layout.trash_dir().join("a/a"), "x");
        assert!(restore(&layout, "a").unwrap_err().to_string().contains("does not lie in the library"));
        assert!(restore(&layout, "..").unwrap_err().to_string().contains("there is no .. in the trash"));
        assert!(!folder.path().join("a").exists());
    }

    #[test]
    fn only_emptying_erases() {
        let (folder, layout) = library();
        assert!(entries(&layout).unwrap().is_empty());
        put(&layout.root().join("a"), "x");
        discard(&layout, &layout.root().join("a"), now()).unwrap();
        put(&folder.path().join("outside/b"), "x");
        std::os::unix::fs::symlink(folder.path().join("outside"), layout.trash_dir().join("link")).unwrap();
        let names = entries(&layout).unwrap();
        assert_eq!(names, ["a", "link"]);
        erase(&layout, &names).unwrap();
        assert_eq!(layout.trash_dir().read_dir().unwrap().count(), 0);
        assert!(folder.path().join("outside/b").exists(), "a link is taken away, not what it leads to");
    }
}
