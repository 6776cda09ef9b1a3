//! Which files of a session are to be mended, and which hold sound of it that `session.toml` does not name.

use std::path::{Path, PathBuf};

use crate::audio::journal::{Journal, JournalHead};
use crate::audio::verify::gone;
use crate::audio::wav::WavFormat;
use crate::copies::Homes;
use crate::domain::{Frames, Part, Session, Take, journal_path};
use crate::error::{Error, Result};
use crate::store::layout::{parse_part_file_name, session_file};
use crate::text;

/// Path and place of each part that is open, that `owes_digest`, or that `session.toml` does not name and the journal does. Of the second
/// copy, which mirrors everything, only what is named so.
pub fn broken_parts(
    homes: &Homes,
    session: &Session,
    owes_digest: impl Fn(&Path, &Part) -> bool,
) -> Result<Vec<(PathBuf, bool)>> {
    let mut broken = Vec::new();
    for part in session.takes.iter().flat_map(|take| &take.parts) {
        let path = homes.path_of(part);
        if path.symlink_metadata().is_ok() && (part.frames.is_none() || owes_digest(&path, part)) {
            broken.push((path, part.elsewhere));
        }
    }
    for (place, is_elsewhere) in [(Some(&homes.own), false), (homes.fallback.as_ref(), true)] {
        let paths = parts_in(place)?.into_iter().filter(|path| is_unnamed(path, homes, session));
        broken.extend(paths.filter(|path| adds_sound(path, session)).map(|path| (path, is_elsewhere)));
    }
    broken.sort();
    broken.dedup();
    Ok(broken)
}

/// A part that broke off and was mended in a hurry has its length, and no digest yet.
pub fn owes_digest(path: &Path, part: &Part) -> bool {
    let broke_off = || Journal::read(&journal_path(path)).is_ok_and(|journal| journal.head.is_some() && !journal.ended());
    part.frames.is_some() && part.blake3.is_none() && broke_off()
}

/// Parts that were never closed and have no file: nothing here can bring them back.
pub fn lost_parts(session: &Session, homes: &Homes) -> Vec<Error> {
    let open = session.takes.iter().flat_map(|take| &take.parts).filter(|part| part.frames.is_none());
    let lost = open.filter(|part| homes.path_of(part).symlink_metadata().is_err());
    let fault = |part: &Part| match part.elsewhere && !homes.knows_elsewhere() {
        true => no_fallback(part, &homes.own),
        false => gone(&homes.path_of(part)),
    };
    lost.map(fault).collect()
}

/// A part lies in the fallback, and nobody says where that is.
pub fn no_fallback(part: &Part, folder: &Path) -> Error {
    let fault = Error::new(text!("cli-check-no-fallback", file = part.file.as_str())).at(session_file(folder));
    fault.hint(text!("cli-check-no-fallback-hint"))
}

pub fn parts_in(folder: Option<&PathBuf>) -> Result<Vec<PathBuf>> {
    let Some(folder) = folder.filter(|folder| folder.is_dir()) else { return Ok(Vec::new()) };
    let entries = std::fs::read_dir(folder);
    let entries = entries.map_err(|cause| Error::new(text!("cli-folder-unreadable")).at(folder).because(cause))?;
    let names = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok());
    Ok(names.filter(|name| parse_part_file_name(name).is_some()).map(|name| folder.join(name)).collect())
}

/// No closed part has this name, and no open one lies there.
fn is_unnamed(path: &Path, homes: &Homes, session: &Session) -> bool {
    let mut named = session.takes.iter().flat_map(|take| &take.parts).filter(|part| path.ends_with(&part.file));
    !named.any(|part| part.frames.is_some() || homes.path_of(part) == path)
}

/// Whether the journal of a part tells which take it is of. Without it nothing does: `check` names the part, and it stays as it is.
pub fn is_adoptable(part: &Path) -> bool {
    Journal::read(&journal_path(part)).is_ok_and(|journal| journal.head.is_some())
}

/// It tells which take it is of, and holds sound of it that no other part does.
pub fn adds_sound(path: &Path, session: &Session) -> bool {
    let Some(found) = Found::at(path) else { return false };
    let take = session.takes.iter().find(|take| take.id == found.head.take);
    take.is_none_or(|take| !take.has_sound(found.head.input, found.head.start, found.whole))
}

/// It was opened just before a kill or a power cut: no whole frame lies in it, in the latter case perhaps not even a header.
pub fn is_empty(path: &Path) -> bool {
    match Found::at(path) {
        Some(found) => found.whole == Frames(0),
        None => path.symlink_metadata().is_ok_and(|found| found.is_file() && found.len() <= LONGEST_HEAD),
    }
}

/// Of the headers that the recorder writes, in bytes.
const LONGEST_HEAD: u64 = 68;

/// Files of parts in the session's folder that `session.toml` does not name and that hold nothing.
pub fn empty_parts(folder: &Path, session: &Session) -> Result<Vec<PathBuf>> {
    let is_named = |path: &PathBuf| session.takes.iter().flat_map(|take| &take.parts).any(|part| path.ends_with(&part.file));
    Ok(parts_in(Some(&folder.to_owned()))?.into_iter().filter(|path| !is_named(path) && is_empty(path)).collect())
}

/// A file of sound, by its journal.
pub struct Found {
    pub head: JournalHead,
    pub journal: Journal,
    /// Whole frames that lie in the file.
    pub whole: Frames,
}

impl Found {
    fn at(path: &Path) -> Option<Found> {
        let journal = Journal::read(&journal_path(path)).ok()?;
        let head = journal.head.clone()?;
        let bytes = path.symlink_metadata().ok()?.len().saturating_sub(head.format.head_bytes());
        let whole = Frames(bytes / head.format.frame_bytes());
        let whole = if journal.ended() { whole.min(journal.confirmed()) } else { whole };
        Some(Found { head, journal, whole })
    }
}

/// A file in the second copy that holds more of a take than the session's own parts.
pub struct More {
    pub path: PathBuf,
    pub found: Found,
    /// The frame of the timeline from which on it does.
    pub from: Frames,
    /// In frames: of one that only goes on, all of it; of one that mirrors other parts, what its journal vouches for.
    pub frames: Frames,
}

impl More {
    /// `None`: it holds nothing more, or is of no take of the session.
    pub fn of(path: PathBuf, session: &Session) -> Option<More> {
        let found = Found::at(&path)?;
        let take = session.takes.iter().find(|take| take.id == found.head.take)?;
        let from = take.sound_until(found.head.input, found.head.start);
        let sure = if from == found.head.start { found.whole } else { found.journal.confirmed() };
        let frames = (found.head.start + sure).saturating_sub(from);
        (frames.0 > 0).then_some(More { path, found, from, frames })
    }

    /// It is no mirror: nothing of it is known.
    pub fn is_new(&self) -> bool {
        self.from == self.found.head.start
    }
}

/// What the second copy holds beyond the session's own parts, by where it begins. Of a closed take only files are looked into that
/// nothing names, or that are longer than the part of that name.
pub fn more_in_copy(homes: &Homes, session: &Session) -> Result<Vec<More>> {
    let paths = parts_in(homes.second_copy.as_ref())?.into_iter().filter(|path| is_worth_a_look(path, homes, session));
    let mut more: Vec<More> = paths.filter_map(|path| More::of(path, session)).collect();
    more.sort_by_key(|more| more.found.head.start);
    Ok(more)
}

fn is_worth_a_look(path: &Path, homes: &Homes, session: &Session) -> bool {
    let parts = session.takes.iter().flat_map(|take| take.parts.iter().map(move |part| (take, part)));
    let named: Vec<(&Take, &Part)> = parts.filter(|(_, part)| path.ends_with(&part.file)).collect();
    if named.iter().any(|(_, part)| part.elsewhere && homes.path_of(part) == path) {
        return false;
    }
    let length = path.symlink_metadata().map_or(0, |found| found.len());
    named.is_empty() || named.iter().any(|(take, part)| take.is_open() || length > bytes_and_a_tenth(take, part))
}

/// How long its file is, with a tenth of a second for what stands behind the samples.
fn bytes_and_a_tenth(take: &Take, part: &Part) -> u64 {
    let format = WavFormat::of(take, part.input);
    let frames = part.frames.unwrap_or_default().0 + u64::from(take.rate.0) / 10;
    format.head_bytes() + frames * format.frame_bytes()
}
