//! What synchronisers and git have left in the library itself, where two laptops wrote one file: each is taken in as another copy would be, and
//! put into the trash when nothing of it is missing any more. What differs stays where it is, for somebody to look at.

use std::path::{Path, PathBuf};

use super::conflicted::sides;
use super::marks::{Theirs, holds_all, merge_file};
use super::texts::{Standing, is_file};
use super::versions::Rules;
use super::{Desk, session};
use crate::audio::journal::Journal;
use crate::audio::verify::is_sound_of;
use crate::audio::wav::WavFormat;
use crate::copies::place;
use crate::domain::{Part, Slug, Take};
use crate::error::{Error, Result};
use crate::store::layout::{is_leftover, markers_file, parse_part_file_name, session_file};
use crate::store::lock::{RecorderLock, SaveLock};
use crate::store::sessions::{self, SessionEntry};
use crate::store::{atomic, trash};
use crate::text;

/// A text that git has left is no longer than this, in bytes.
const LONGEST: u64 = 16 << 20;

/// Settles what can be.
pub fn settle(desk: &mut Desk) -> Result<()> {
    let held = RecorderLock::holder(&desk.library.layout)?.and_then(|running| running.session);
    for folder in folders(desk) {
        if held.is_some() && folder.file_name().and_then(|name| name.to_str()) == held.as_deref() {
            continue; // after its stop
        }
        if let Err(fault) = desk.library.layout.check(&folder) {
            desk.fault(fault);
            continue;
        }
        for path in files(&folder) {
            let parted = part(desk, &path);
            parted.unwrap_or_else(|fault| desk.fault(fault));
        }
        let left = left_in(&folder);
        for (path, own) in left.iter().filter(|(_, own)| !is_sound(own)).chain(left.iter().filter(|(_, own)| is_sound(own))) {
            match desk.take_in_leftover(path, own) {
                Ok(true) => desk.outcome.settled += 1,
                Ok(false) => desk.conflict(own),
                Err(fault) => desk.fault(fault),
            }
        }
    }
    Ok(())
}

/// Where two laptops may have written one file.
fn folders(desk: &Desk) -> Vec<PathBuf> {
    let layout = &desk.library.layout;
    let mut all = vec![layout.root().to_owned(), layout.people_dir(), layout.series_dir(), layout.cycles_dir()];
    let below = |folder: &Path| {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
        let mut found: Vec<PathBuf> = entries.filter(|path| path.symlink_metadata().is_ok_and(|found| found.is_dir())).collect();
        found.sort();
        found
    };
    all.extend(below(&layout.sessions_dir()).iter().flat_map(|year| below(year)));
    all.retain(|folder| folder.is_dir());
    all
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut found: Vec<PathBuf> = entries.filter(|path| is_file(path)).collect();
    found.sort();
    found
}

/// Each with the file that it is another version of.
fn left_in(folder: &Path) -> Vec<(PathBuf, PathBuf)> {
    let own = |path: PathBuf| Some((path.clone(), path.with_file_name(original(path.file_name()?.to_str()?)?)));
    files(folder).into_iter().filter_map(own).collect()
}

/// `a.sync-conflict-20200328-203000-ABCDEFG.toml` and `a (Paul's conflicted copy 2020-03-28).toml` are versions of `a.toml`.
fn original(name: &str) -> Option<String> {
    let (stem, end) = name.rsplit_once('.').map_or((name, String::new()), |(stem, end)| (stem, format!(".{end}")));
    let cut = match stem.find(".sync-conflict-") {
        Some(at) => at,
        None => stem.find("conflicted copy").and_then(|at| stem[..at].rfind(" ("))?,
    };
    Some(format!("{}{end}", &stem[..cut])).filter(|own| is_leftover(name) && !own.is_empty() && !own.starts_with('.'))
}

fn is_sound(path: &Path) -> bool {
    let name = path.with_extension("wav").file_name().unwrap_or_default().to_string_lossy().into_owned();
    parse_part_file_name(&name).is_some() && path.extension().is_some_and(|end| end == "wav" || end == "crc")
}

/// A file in which git has left both sides: ours stays, theirs goes beside it as a synchroniser would have put it.
fn part(desk: &Desk, path: &Path) -> Result<()> {
    let is_text = path.extension().is_some_and(|end| end == "toml" || end == "md");
    if !is_text || path.symlink_metadata().map_or(true, |found| found.len() > LONGEST) {
        return Ok(());
    }
    let Some((ours, theirs)) = std::fs::read_to_string(path).ok().and_then(|text| sides(&text)) else { return Ok(()) };
    let digest = blake3::hash(theirs.as_bytes()).to_hex();
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let end = path.extension().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!("{stem}.sync-conflict-git-{}.{end}", &digest[..8]));
    let _lock = SaveLock::take(&desk.library.layout)?;
    if beside.symlink_metadata().is_err() {
        atomic::write_new(&beside, theirs.as_bytes())?;
    }
    atomic::write(path, ours.as_bytes())
}

impl Desk<'_> {
    /// `false`: something in it differs, and it stays.
    fn take_in_leftover(&mut self, path: &Path, own: &Path) -> Result<bool> {
        let folder = own.parent().unwrap_or(Path::new("."));
        let name = own.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let who = name.strip_prefix("markers-").and_then(|name| name.strip_suffix(".toml")).and_then(Slug::parse);
        let person = name.strip_suffix(".toml").and_then(Slug::parse).filter(|_| folder == self.library.layout.people_dir());
        let is_held = match (who, person) {
            (Some(who), _) => self.leftover_marks(path, folder, &who)?,
            (_, Some(id)) if is_file(own) => !self.person(&id, path)?,
            _ if own == self.library.layout.register_file() => self.register(path),
            _ if own == session_file(folder) && is_file(own) => self.leftover_session(path, folder)?,
            _ if is_sound(own) => self.holds_sound(path, folder),
            _ => self.leftover_text(path, own)?,
        };
        if is_held {
            let _lock = SaveLock::take(&self.library.layout)?;
            trash::discard(&self.library.layout, path, self.now)?;
        }
        Ok(is_held)
    }

    fn leftover_marks(&mut self, path: &Path, folder: &Path, who: &Slug) -> Result<bool> {
        let takes = sessions::load(folder).map(|entry| entry.session.takes).unwrap_or_default();
        let palette = &self.library.settings.palette;
        let people = people_in(folder);
        let (theirs, rules) = (Theirs { path, takes: &takes }, Rules { palettes: [palette, palette], people: &people });
        let merged = {
            let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let Some(_lock) = SaveLock::of_free(&self.library.layout, &name)? else { return Ok(false) };
            merge_file(folder, who, &takes, &theirs, &rules)?
        };
        self.outcome.marks += merged.marks;
        self.outcome.closed_again += merged.closed_again;
        let is_whole = merged.faults.is_empty();
        merged.faults.into_iter().for_each(|fault| self.fault(fault));
        self.clock_in_doubt(&markers_file(folder, who));
        Ok(is_whole && holds_all(folder, who, &takes, &theirs, &rules))
    }

    /// What it tells of the session, and the takes that it names besides, where their sound lies here, too.
    fn leftover_session(&mut self, path: &Path, folder: &Path) -> Result<bool> {
        let (theirs, _) = sessions::load_file(folder, path)?;
        let mut lacks = None;
        for take in &theirs.session.takes {
            let ours = sessions::load(folder)?;
            if ours.session.take(take.id.as_str()).is_some() {
                continue;
            }
            let Some(files) = sound_of(take, folder) else {
                lacks = Some(take.number);
                continue;
            };
            let done = self.take_from(&ours.id, &files, take);
            match self.told(done)? {
                Some(number) => self.outcome.takes.push((ours.id.clone(), number)),
                None => lacks = Some(take.number),
            }
        }
        self.own_sound(folder)?;
        let Some(_lock) = SaveLock::of_free(&self.library.layout, &theirs.id)? else { return Ok(false) };
        let ours = sessions::load(folder)?;
        let (both, differs) = session::together(&ours, &theirs);
        if both != ours.session {
            sessions::save(folder, &both)?;
            self.outcome.files.push(self.shown(&session_file(folder)));
        }
        match lacks {
            Some(number) => Err(Error::new(text!("merge-sound-elsewhere", number = number))
                .at(path)
                .hint(text!("merge-sound-elsewhere-hint"))),
            None => Ok(!differs),
        }
    }

    /// Parts of takes here under whose name the synchroniser has put other sound: their own gets its name back.
    fn own_sound(&mut self, folder: &Path) -> Result<()> {
        let ours: SessionEntry = sessions::load(folder)?;
        for take in &ours.session.takes {
            for part in take.parts.iter().filter(|part| !part.elsewhere && !is_of(&folder.join(&part.file), part, take)) {
                let own = folder.join(&part.file);
                let Some(found) = candidates(&own).into_iter().find(|path| is_of(path, part, take)) else { continue };
                let Some(relative) = self.library.layout.relative(&own) else { continue };
                let done = place(&self.library.layout, &relative, &found, None, self.now);
                self.told(done)?;
            }
        }
        Ok(())
    }

    /// All of a leftover's sound is that of a part here; of a journal, its take is known.
    fn holds_sound(&self, path: &Path, folder: &Path) -> bool {
        let Ok(entry) = sessions::load(folder) else { return false };
        if path.extension().is_some_and(|end| end == "crc") {
            let head = Journal::read(path).ok().and_then(|journal| journal.head);
            return head.is_some_and(|head| entry.session.take(head.take.as_str()).is_some_and(|take| !take.is_open()));
        }
        let parts = || entry.session.takes.iter().flat_map(|take| take.parts.iter().map(move |part| (take, part)));
        parts().any(|(take, part)| is_of(path, part, take) && is_of(&folder.join(&part.file), part, take))
    }

    fn leftover_text(&mut self, path: &Path, own: &Path) -> Result<bool> {
        let standing = Standing::of(own, path).map_err(|cause| Error::new(text!("files-unread")).at(path).because(cause))?;
        let Some(relative) = self.library.layout.relative(own) else { return Ok(false) };
        match standing {
            Standing::Holds => Ok(true),
            Standing::Differs => Ok(false),
            Standing::Lacks => {
                let done = place(&self.library.layout, &relative, path, None, self.now);
                let is_done = self.told(done)?.is_some();
                self.outcome.files.extend(is_done.then_some(relative));
                Ok(is_done)
            }
        }
    }
}

/// Everybody in the session, also as versions of it tell that are not taken in yet.
fn people_in(folder: &Path) -> Vec<Slug> {
    let own = session_file(folder);
    let versions = std::iter::once(own.clone()).chain(candidates(&own));
    let people = versions.filter_map(|path| Some(sessions::load_file(folder, &path).ok()?.0.session.people));
    people.fold(Vec::new(), |all, people| session::people(&all, &people))
}

/// The file of each part, by its samples; `None` where one of them is not here.
fn sound_of(take: &Take, folder: &Path) -> Option<Vec<(PathBuf, Part)>> {
    let find = |part: &Part| {
        let own = folder.join(&part.file);
        let mut files = std::iter::once(own.clone()).chain(candidates(&own));
        Some((files.find(|path| is_of(path, part, take))?, part.clone()))
    };
    take.parts.iter().map(find).collect()
}

/// Other versions of a file that a synchroniser has left beside it.
pub(super) fn candidates(own: &Path) -> Vec<PathBuf> {
    let left = own.parent().map(left_in).unwrap_or_default();
    left.into_iter().filter(|(_, of)| of == own).map(|(path, _)| path).collect()
}

/// Whether these are the samples of a closed part.
fn is_of(path: &Path, part: &Part, take: &Take) -> bool {
    is_file(path) && is_sound_of(path, part, WavFormat::of(take, part.input))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_leftover_is_known_by_its_name() {
        for (name, own) in [
            ("markers-lise.sync-conflict-20200328-203000-ABCDEFG.toml", Some("markers-lise.toml")),
            ("session (Paul's conflicted copy 2020-03-28).toml", Some("session.toml")),
            ("take-01-001.sync-conflict-20200328-203000-ABCDEFG.wav", Some("take-01-001.wav")),
            ("notes.sync-conflict-merge-1a2b3c4d.md", Some("notes.md")),
            ("library.sync-conflict-git-1a2b3c4d.toml", Some("library.toml")),
            ("markers-lise.toml", None),
            ("conflicted copy.toml", None),
            (".sync-conflict-x.toml", None),
            ("take-01-001.wav.part", None),
        ] {
            assert_eq!(original(name).as_deref(), own, "{name}");
        }
    }
}
