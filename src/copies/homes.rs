//! Where the parts of a take lie: beside `session.toml`, in the config's fallback, or in its second copy.

use std::path::{Path, PathBuf};

use crate::audio::journal::Journal;
use crate::domain::{Part, journal_path};
use crate::store::Layout;

/// The two folders of the config, each with the same places below it as the library.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Elsewhere {
    pub fallback: Option<PathBuf>,
    pub second_copy: Option<PathBuf>,
}

/// The folders in which the parts of one session may lie; none of them need exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Homes {
    pub own: PathBuf,
    pub fallback: Option<PathBuf>,
    pub second_copy: Option<PathBuf>,
}

impl Elsewhere {
    /// Of the session in `folder`, below the library.
    pub fn homes(&self, layout: &Layout, folder: &Path) -> Homes {
        let place = |root: &Option<PathBuf>| root.as_ref().map(|root| layout.elsewhere(root, folder));
        let second_copy = place(&self.second_copy);
        // One folder must not be two places: what lies there would be found twice.
        let is_apart =
            |fallback: &PathBuf| !is_same(fallback, folder) && !second_copy.as_ref().is_some_and(|copy| is_same(fallback, copy));
        let fallback = place(&self.fallback).filter(is_apart);
        Homes { own: folder.to_owned(), fallback, second_copy }
    }

    /// A folder that is not there now: what of a take lies in it cannot be seen. A fallback that was never needed was never made: of it,
    /// the folder above must be gone.
    pub fn away(&self) -> Option<&Path> {
        let second = self.second_copy.as_deref().filter(|root| !root.is_dir());
        let fallback = self
            .fallback
            .as_deref()
            .filter(|root| root.parent().is_some_and(|above| !above.as_os_str().is_empty() && !above.is_dir()));
        second.or(fallback)
    }
}

impl Homes {
    /// Where the part's file lies. One that is elsewhere: in the fallback, else in the second copy, else where somebody has put it
    /// beside `session.toml`; where it is nowhere, the first place where it belongs.
    pub fn path_of(&self, part: &Part) -> PathBuf {
        let own = self.own.join(&part.file);
        if !part.elsewhere {
            return own;
        }
        let fallback = self.fallback.as_ref().map(|folder| folder.join(&part.file));
        let second = self.second_copy.as_ref().map(|folder| folder.join(&part.file));
        let is_there = |path: &PathBuf| path.is_file();
        let found = fallback.clone().filter(is_there).or_else(|| second.clone().filter(|path| is_of(path, part)));
        found.or_else(|| Some(own.clone()).filter(is_there)).or(fallback).or(second).unwrap_or(own)
    }

    /// Somebody says where elsewhere is.
    pub fn knows_elsewhere(&self) -> bool {
        self.fallback.is_some() || self.second_copy.is_some()
    }
}

fn is_same(one: &Path, other: &Path) -> bool {
    one.canonicalize().is_ok_and(|one| other.canonicalize().is_ok_and(|other| one == other))
}

/// In the second copy the same name may hold the mirror of another stretch: the journal tells where the file begins. One without
/// a journal was brought there.
fn is_of(path: &Path, part: &Part) -> bool {
    let head = Journal::read(&journal_path(path)).ok().and_then(|journal| journal.head);
    path.is_file() && head.is_none_or(|head| (head.start, head.input) == (part.start, part.input))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::journal::{JournalHead, JournalWriter};
    use crate::audio::wav::WavFormat;
    use crate::domain::{Bits, Frames, Hertz, TakeId};

    fn part(start: u64, elsewhere: bool) -> Part {
        Part { file: "take-01-002.wav".into(), input: 1, start: Frames(start), frames: None, blake3: None, elsewhere }
    }

    /// A file of that name whose journal says that it begins at `start`.
    fn put(folder: &Path, start: u64) -> PathBuf {
        std::fs::create_dir_all(folder).unwrap();
        let path = folder.join("take-01-002.wav");
        std::fs::write(&path, "sound").unwrap();
        let format = WavFormat { rate: Hertz(1000), channels: 1, bits: Bits::Int16 };
        let head = JournalHead { take: TakeId("t".into()), input: 1, start: Frames(start), format };
        JournalWriter::new(std::fs::File::create(journal_path(&path)).unwrap(), &head).unwrap();
        path
    }

    #[test]
    fn a_part_elsewhere_is_looked_for_in_the_fallback_then_in_the_second_copy_then_at_home() {
        let folder = tempfile::tempdir().unwrap();
        let root = |name: &str| Some(folder.path().join(name));
        let layout = Layout::new(folder.path().join("L"));
        let elsewhere = Elsewhere { fallback: root("fallback"), second_copy: root("card") };
        let homes = elsewhere.homes(&layout, &layout.root().join("sessions/2020/x"));
        let there = part(500, true);
        assert_eq!(homes.path_of(&part(0, false)), homes.own.join("take-01-002.wav"));
        assert_eq!(Some(homes.path_of(&there)), root("fallback/sessions/2020/x/take-01-002.wav"), "where it belongs");
        let own = put(&homes.own, 500);
        assert_eq!(homes.path_of(&there), own);
        put(&homes.second_copy.clone().unwrap(), 0);
        assert_eq!(homes.path_of(&there), own, "the mirror of another stretch has the same name");
        let card = put(&homes.second_copy.clone().unwrap(), 500);
        assert_eq!(homes.path_of(&there), card);
        let fallback = put(&homes.fallback.clone().unwrap(), 500);
        assert_eq!(homes.path_of(&there), fallback);
        assert!(homes.knows_elsewhere() && !Elsewhere::default().homes(&layout, folder.path()).knows_elsewhere());
    }
}
