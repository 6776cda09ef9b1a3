//! The files of one import: open, of one kind, and begun together. Several are the tracks of one recorder, each an input of the take.

use std::path::{Path, PathBuf};

use crate::audio::bext;
use crate::audio::read::WavReader;
use crate::audio::recover::worded;
use crate::error::{Error, Result};
use crate::text;

pub struct Source {
    pub file: PathBuf,
    pub reader: WavReader,
}

/// `is_dated`: somebody says when all of them began.
///
/// Errors: one is no WAV or has no sound; they differ in rate or bits; their recorder says that they did not begin together, or nothing
/// says that they did.
pub fn open(files: &[PathBuf], is_dated: bool) -> Result<Vec<Source>> {
    let sources = files.iter().map(|file| open_one(file)).collect::<Result<Vec<Source>>>()?;
    for other in sources.iter().skip(1) {
        require_like(&sources[0], other)?;
        require_together(&sources[0], other, is_dated)?;
    }
    Ok(sources)
}

fn open_one(file: &Path) -> Result<Source> {
    let reader = WavReader::open_foreign(file)?;
    match reader.frames().0 {
        0 => Err(Error::new(text!("sound-import-no-sound")).at(file)),
        _ => Ok(Source { file: file.to_owned(), reader }),
    }
}

fn require_like(first: &Source, other: &Source) -> Result<()> {
    let (expected, found) = (first.reader.format(), other.reader.format());
    if (expected.rate, expected.bits) == (found.rate, found.bits) {
        return Ok(());
    }
    let message = text!("sound-import-unlike", expected = worded(expected), found = worded(found));
    Err(Error::new(message).at(&other.file).hint(text!("sound-import-unlike-hint")))
}

/// By the recorder's own clock; without one, tracks of one recorder are at least equally long.
fn require_together(first: &Source, other: &Source, is_dated: bool) -> Result<()> {
    let began = |source: &Source| bext::began(&source.file, source.reader.format().rate);
    let is_so = match (began(first), began(other)) {
        (Some(one), Some(two)) => one == two,
        _ => is_dated || first.reader.frames() == other.reader.frames(),
    };
    match is_so {
        true => Ok(()),
        false => Err(Error::new(text!("sound-import-apart")).at(&other.file).hint(text!("sound-import-apart-hint"))),
    }
}
