//! Where what is handed over is put: never over something, and not before it stands in the register.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::{Asked, Desk, HandedFile, HandedOver, Made, register, words};
use crate::error::{Error, Result};
use crate::store::atomic;
use crate::store::register::{Copy, Entry};
use crate::text;

/// Beside the files, where something stayed here.
const DETAILS: &str = "remis.txt";

/// Where it goes.
#[derive(Debug, Clone)]
pub enum Out {
    /// One file, of one format, of one take.
    Standard,
    /// Into this folder, each file by its session's name.
    Folder(PathBuf),
    /// A folder that is there, or ends with `/`, or is to take several files; else this very file.
    Path(PathBuf),
}

/// Puts the files in their places, and their entry into the register first.
pub(super) fn hand_over(made: Vec<Made>, asked: &Asked, mut entry: Entry, desk: &Desk, handed: &mut HandedOver) -> Result<()> {
    if matches!(asked.out, Out::Standard) && made.len() != 1 {
        return Err(Error::usage(text!("export-one-file", count = made.len())).hint(text!("export-one-file-hint")));
    }
    let mut places = Places { out: asked.out.clone(), is_one: made.len() == 1, taken: BTreeSet::new() };
    handed.files = made.iter().map(|file| handed_file(file, &mut places)).collect::<Result<_>>()?;
    if let Some(folder) = places.folder().filter(|_| handed.kept + handed.dropped > 0) {
        handed.details = Some(places.free(&folder.join(DETAILS), DETAILS.len() - "remis".len()));
    }
    entry.files = handed.files.iter().map(copy_of).collect();
    register::append(&desk.library.layout, &entry)?;
    let mut put = made.into_iter().zip(&handed.files);
    match asked.out {
        Out::Standard => handed.text = put.next().map(|(file, _)| file.written.text),
        _ => put.try_for_each(|(file, place)| write_new(&place.path, &file.written.text))?,
    }
    match &handed.details {
        Some(path) => write_new(path, &words::report(handed, &entry, &desk.locale)),
        None => Ok(()),
    }
}

/// A bare name lies in the working folder, which must be named to be synced.
fn write_new(path: &Path, text: &str) -> Result<()> {
    atomic::write_new(&absolute(path), text.as_bytes())
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

fn handed_file(made: &Made, places: &mut Places) -> Result<HandedFile> {
    Ok(HandedFile {
        path: places.place(made)?,
        format: made.format.name,
        session: made.session.clone(),
        take: made.take,
        marks: made.written.marks,
        blake3: blake3::hash(made.written.text.as_bytes()).to_hex().to_string(),
    })
}

fn copy_of(file: &HandedFile) -> Copy {
    let path = if file.path == Path::new("-") { file.path.clone() } else { absolute(&file.path) };
    Copy { path: path.display().to_string(), blake3: file.blake3.clone() }
}

/// Names that are free.
struct Places {
    out: Out,
    is_one: bool,
    /// By other files of this call.
    taken: BTreeSet<PathBuf>,
}

impl Places {
    fn place(&mut self, made: &Made) -> Result<PathBuf> {
        let ending = format!(".{}", made.format.extension);
        let path = match (&self.out, self.folder()) {
            (Out::Standard, _) => return Ok("-".into()),
            (Out::Path(file), _) if self.is_file(file) => file.clone(),
            (_, folder) => folder.unwrap_or_default().join(format!("{}{ending}", made.name)),
        };
        if let Some(folder) = self.folder().filter(|folder| !folder.as_os_str().is_empty() && !folder.exists()) {
            atomic::create_dir_private(&folder)?;
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let ending = if name.ends_with(&ending) { ending.len() } else { name.rfind('.').map_or(0, |dot| name.len() - dot) };
        let free = self.free(&path, ending);
        self.taken.insert(free.clone());
        Ok(free)
    }

    fn is_file(&self, path: &Path) -> bool {
        self.is_one && !path.is_dir() && !path.as_os_str().to_string_lossy().ends_with('/')
    }

    /// In which the files lie; `None` for the standard output.
    fn folder(&self) -> Option<PathBuf> {
        match &self.out {
            Out::Standard => None,
            Out::Folder(folder) => Some(folder.clone()),
            Out::Path(file) if self.is_file(file) => Some(file.parent().unwrap_or(Path::new("")).to_owned()),
            Out::Path(folder) => Some(folder.clone()),
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
