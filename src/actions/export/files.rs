//! Where what is handed over is put: never over something, and not before it stands in the register.
//!
//! All files are written beside their places first, whole and synced; then they are registered; then they get their names. So a disk that
//! takes no more is told before anything is seen, and leaves nothing.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::making::{Content, Made};
use super::{Asked, Desk, HandedFile, HandedOver, words};
use crate::domain::Part;
use crate::error::{Error, Result};
use crate::store::atomic::{self, Prepared};
use crate::store::register::{self, Copy, Entry};
use crate::store::room::room;
use crate::text;

/// Beside the files, where something stayed here.
const DETAILS: &str = "remis.txt";

/// Where it goes.
#[derive(Debug, Clone)]
pub enum Out {
    /// One text, of one format, of one take.
    Standard,
    /// Into this folder, each file by its session's name.
    Folder(PathBuf),
    /// A folder that is there, or ends with `/`, or is to take several files; else this very file.
    Path(PathBuf),
}

/// Puts the files in their places, and their entry into the register first. A folder that was made for them goes with a failure.
pub(super) fn hand_over(made: Vec<Made>, asked: &Asked, entry: Entry, desk: &Desk, handed: &mut HandedOver) -> Result<()> {
    if matches!(asked.out, Out::Standard) {
        return to_standard(made, entry, desk, handed);
    }
    let mut places = Places { out: asked.out.clone(), is_one: made.len() == 1, taken: BTreeSet::new() };
    let folder = absolute(&places.folder());
    let is_new = !folder.exists();
    if is_new {
        atomic::create_dir_private(&folder)?;
    }
    let put = require_room(&made, &folder).and_then(|()| put(&made, &mut places, entry, desk, handed));
    if put.is_err() && is_new {
        let _stays_where_something_lies_in_it = std::fs::remove_dir(&folder);
    }
    put
}

fn to_standard(mut made: Vec<Made>, mut entry: Entry, desk: &Desk, handed: &mut HandedOver) -> Result<()> {
    let only = made.pop().filter(|_| made.is_empty());
    let Some(Made { content: Content::Text(text), format, session, take, marks, .. }) = only else {
        return Err(Error::usage(text!("export-one-file", count = made.len() + 1)).hint(text!("export-one-file-hint")));
    };
    let blake3 = blake3::hash(text.as_bytes()).to_hex().to_string();
    handed.files = vec![HandedFile { path: "-".into(), format: format.name, session, take, marks, blake3 }];
    entry.files = handed.files.iter().map(copy_of).collect();
    register::append(&desk.library.layout, &entry)?;
    handed.text = Some(text);
    Ok(())
}

fn put(made: &[Made], places: &mut Places, mut entry: Entry, desk: &Desk, handed: &mut HandedOver) -> Result<()> {
    let mut prepared = Vec::new();
    for file in made {
        let path = places.place(file);
        let (ready, blake3) = prepare(file, &path)?;
        prepared.push(ready);
        let Made { format, session, take, marks, .. } = file;
        let session = session.clone();
        handed.files.push(HandedFile { path, format: format.name, session, take: *take, marks: *marks, blake3 });
    }
    if handed.kept + handed.dropped + handed.refused.len() > 0 {
        let path = places.free(&places.folder().join(DETAILS), DETAILS.len() - "remis".len());
        let report = words::report(handed, &entry, &desk.locale);
        let written = |file: &mut File| file.write_all(report.as_bytes()).map_err(|cause| failed(cause, &path));
        prepared.push(atomic::prepare(&absolute(&path), written)?.0);
        handed.details = Some(path);
    }
    entry.files = handed.files.iter().map(copy_of).collect();
    register::append(&desk.library.layout, &entry)?;
    prepared.into_iter().try_for_each(Prepared::place_new)
}

/// The file beside its place, and its digest.
fn prepare(made: &Made, path: &Path) -> Result<(Prepared, String)> {
    let failed = |cause| failed(cause, path);
    // A bare name lies in the working folder, which must be named to be synced.
    let (ready, digest) = atomic::prepare(&absolute(path), |file| {
        let mut out = Digested { file, digest: blake3::Hasher::new() };
        match &made.content {
            Content::Text(text) => out.write_all(text.as_bytes()).map_err(failed)?,
            Content::Sound(whole, homes) => whole.write(|part: &Part| homes.path_of(part), &mut out, failed)?,
        }
        Ok(out.digest.finalize())
    })?;
    Ok((ready, digest.to_hex().to_string()))
}

/// FAT takes no file of 4 GiB.
fn failed(cause: io::Error, path: &Path) -> Error {
    match cause.kind() {
        ErrorKind::FileTooLarge => {
            Error::new(text!("export-too-large")).at(path).hint(text!("export-too-large-hint")).because(cause)
        }
        _ => atomic::unwritten(path, cause),
    }
}

/// Sound is counted before it is written; of texts the disk itself tells.
fn require_room(made: &[Made], folder: &Path) -> Result<()> {
    let bytes = |file: &Made| match &file.content {
        Content::Sound(whole, _) => whole.bytes(),
        Content::Text(text) => text.len() as u64,
    };
    let needed: u64 = made.iter().map(bytes).sum();
    match room(folder) {
        Some(room) if room < needed => {
            let mebibytes = |bytes: u64| bytes.div_ceil(1 << 20);
            let refused = Error::new(text!("export-no-room", expected = mebibytes(needed), found = mebibytes(room)));
            Err(refused.at(folder).hint(text!("export-no-room-hint")))
        }
        _ => Ok(()),
    }
}

fn absolute(path: &Path) -> PathBuf {
    if path.as_os_str().is_empty() {
        return std::env::current_dir().unwrap_or_else(|_| ".".into());
    }
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

fn copy_of(file: &HandedFile) -> Copy {
    let path = if file.path == Path::new("-") { file.path.clone() } else { absolute(&file.path) };
    Copy { path: path.display().to_string(), blake3: file.blake3.clone() }
}

/// A file, and the digest of what went into it.
struct Digested<'f> {
    file: &'f mut File,
    digest: blake3::Hasher,
}

impl Write for Digested<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.digest.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Names that are free.
struct Places {
    out: Out,
    is_one: bool,
    /// By other files of this call.
    taken: BTreeSet<PathBuf>,
}

impl Places {
    fn place(&mut self, made: &Made) -> PathBuf {
        let ending = format!(".{}", made.format.extension);
        let path = match &self.out {
            Out::Path(file) if self.is_file(file) => file.clone(),
            _ => self.folder().join(format!("{}{ending}", made.name)),
        };
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let ending = if name.ends_with(&ending) { ending.len() } else { name.rfind('.').map_or(0, |dot| name.len() - dot) };
        let free = self.free(&path, ending);
        self.taken.insert(free.clone());
        free
    }

    fn is_file(&self, path: &Path) -> bool {
        self.is_one && !path.is_dir() && !path.as_os_str().to_string_lossy().ends_with('/')
    }

    /// In which the files lie; the empty path is the working folder.
    fn folder(&self) -> PathBuf {
        match &self.out {
            Out::Standard => PathBuf::new(),
            Out::Path(file) if self.is_file(file) => file.parent().unwrap_or(Path::new("")).to_owned(),
            Out::Folder(folder) | Out::Path(folder) => folder.clone(),
        }
    }

    /// `path`, or `NAME-2` with the same ending (so many bytes) where it is taken, `NAME-3` …
    fn free(&self, path: &Path, ending: usize) -> PathBuf {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let (stem, ending) = name.split_at(name.len() - ending);
        let numbered = |n: u32| path.with_file_name(format!("{stem}-{n}{ending}"));
        let is_free = |path: &PathBuf| path.symlink_metadata().is_err() && !self.taken.contains(path);
        std::iter::once(path.to_owned()).chain((2..).map(numbered)).find(is_free).unwrap_or_else(|| path.to_owned())
    }
}
