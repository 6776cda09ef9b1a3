//! What was found in each session's folder before: kept in the cache folder, so that a list of ten thousand sessions does not read a
//! million marks.
//!
//! It goes with a stamp of all files in the folder, and is found anew when one of them differs. No word of a session is kept: what a mark
//! says, and what is withheld, stands in the library alone. What can be found again is never a fault.

use std::collections::HashMap;
use std::fs::Metadata;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{Library, atomic};

/// What was changed so shortly before it was looked at may change again without another stamp: clocks of file systems are coarse.
const UNSETTLED: Duration = Duration::from_secs(2);

/// Stands for all files of a folder as they are: their names, lengths, numbers, rights and times.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp(String);

/// What is kept of each session of a library, by the name of its folder.
#[derive(Debug)]
pub struct Remembered<T> {
    /// `None`: nothing is kept.
    path: Option<PathBuf>,
    made_of: String,
    sessions: HashMap<String, (Stamp, T)>,
}

#[derive(Serialize, Deserialize)]
struct Document<T> {
    format: u32,
    /// Digest of what else it was made of than the folders.
    made_of: String,
    sessions: HashMap<String, (Stamp, T)>,
}

impl<T: Serialize + DeserializeOwned + Clone + PartialEq> Remembered<T> {
    /// What is kept under `name` of this copy of the library; it counts only while the library's palette is the same.
    pub fn read(cache: Option<&Path>, name: &str, library: &Library) -> Remembered<T> {
        let copy = format!("{} {}", library.settings.id, library.layout.root().display());
        let path = cache.map(|cache| cache.join(name).join(format!("{}.json", digest(&copy))));
        let made_of = digest(&format!("{} {:?}", env!("CARGO_PKG_VERSION"), library.settings.palette));
        let text = path.as_ref().and_then(|path| std::fs::read(path).ok()).unwrap_or_default();
        let kept = serde_json::from_slice(&text).ok().filter(|kept: &Document<T>| kept.format == 1 && kept.made_of == made_of);
        Remembered { path, made_of, sessions: kept.map(|kept| kept.sessions).unwrap_or_default() }
    }

    /// What was found of a session while its folder was as it is.
    pub fn of(&self, session: &str, stamp: &Stamp) -> Option<T> {
        self.sessions.get(session).filter(|(then, _)| then == stamp).map(|(_, found)| found.clone())
    }

    /// Keeps these instead, where they differ.
    pub fn keep(self, sessions: HashMap<String, (Stamp, T)>) {
        let Some(path) = self.path.filter(|_| sessions != self.sessions) else { return };
        let text = serde_json::to_vec(&Document { format: 1, made_of: self.made_of, sessions }).expect("plain data");
        let made = atomic::create_dir_private(path.parent().expect("it was joined to one"));
        made.and_then(|()| atomic::write(&path, &text)).unwrap_or_default();
    }
}

fn digest(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex().to_string()
}

/// `None` where the folder cannot be looked at, or was changed a moment ago.
pub fn stamp(folder: &Path) -> Option<Stamp> {
    let settled = SystemTime::now().checked_sub(UNSETTLED)?;
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).ok()? {
        let entry = entry.ok()?;
        let found = entry.metadata().ok()?;
        if changed(&found) >= settled || found.modified().ok()? >= settled {
            return None;
        }
        files.push((entry.file_name(), found));
    }
    files.sort_by(|(a, _), (b, _)| a.cmp(b));
    let mut hasher = blake3::Hasher::new();
    for (name, found) in files {
        hasher.update(name.as_encoded_bytes());
        for number in [found.len(), found.ino(), found.mode().into()] {
            hasher.update(&number.to_le_bytes());
        }
        for number in [found.mtime(), found.mtime_nsec(), found.ctime(), found.ctime_nsec()] {
            hasher.update(&number.to_le_bytes());
        }
    }
    Some(Stamp(hasher.finalize().to_hex()[..32].to_owned()))
}

/// The last change of anything of a file, its name and rights among it.
fn changed(found: &Metadata) -> SystemTime {
    let seconds = Duration::from_secs(found.ctime().unsigned_abs());
    let at = if found.ctime() < 0 { SystemTime::UNIX_EPOCH - seconds } else { SystemTime::UNIX_EPOCH + seconds };
    at + Duration::from_nanos(found.ctime_nsec().unsigned_abs())
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};

    use super::*;
    use crate::store::palette;
    use crate::store::samples;

    fn settled(folder: &Path) -> Stamp {
        loop {
            if let Some(stamp) = stamp(folder) {
                return stamp;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    #[test]
    fn what_was_changed_a_moment_ago_has_no_stamp() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.toml"), "x").unwrap();
        assert_eq!(stamp(folder.path()), None);
        assert_eq!(stamp(&folder.path().join("gone")), None);
    }

    /// The same length, and the time of the change set back, as an archive program does.
    #[test]
    fn a_file_that_was_rewritten_has_another_stamp_also_with_its_old_length_and_time() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.toml");
        fs::write(&path, "one").unwrap();
        let before = settled(folder.path());
        assert_eq!(settled(folder.path()), before);
        let time = path.metadata().unwrap().modified().unwrap();
        fs::write(&path, "won").unwrap();
        File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();
        let rewritten = settled(folder.path());
        assert_ne!(rewritten, before);
        fs::rename(&path, folder.path().join("c.toml")).unwrap();
        assert_ne!(settled(folder.path()), rewritten);
    }

    /// A library on the disk, opened, and an empty cache.
    fn opened() -> (tempfile::TempDir, tempfile::TempDir, Library) {
        let (folder, layout) = samples::library();
        fs::write(layout.root().join("library.toml"), "format = 1\nid = \"x\"\ntitle = \"L\"\nzone = \"UTC\"\n").unwrap();
        (folder, tempfile::tempdir().unwrap(), Library::open(layout.root()).unwrap())
    }

    fn one(stamp: &Stamp) -> HashMap<String, (Stamp, u32)> {
        HashMap::from([("2020-x".to_owned(), (stamp.clone(), 7))])
    }

    #[test]
    fn what_was_found_is_known_again_for_the_same_stamp_name_and_palette_only() {
        let (_folder, cache, mut library) = opened();
        let (stamp, other) = (Stamp("a".into()), Stamp("b".into()));
        let read = |name: &str, library: &Library| Remembered::<u32>::read(Some(cache.path()), name, library);
        read("counts", &library).keep(one(&stamp));
        assert_eq!(read("counts", &library).of("2020-x", &stamp), Some(7));
        assert_eq!((read("counts", &library).of("2020-x", &other), read("counts", &library).of("2020-y", &stamp)), (None, None));
        assert_eq!(read("whole", &library).of("2020-x", &stamp), None);
        library.settings.palette = palette::ready("evening").unwrap();
        assert_eq!(read("counts", &library).of("2020-x", &stamp), None);
    }

    #[test]
    fn junk_in_the_cache_counts_as_nothing_and_is_replaced() {
        let (_folder, cache, library) = opened();
        let stamp = Stamp("a".into());
        let read = || Remembered::<u32>::read(Some(cache.path()), "counts", &library);
        read().keep(one(&stamp));
        let file = fs::read_dir(cache.path().join("counts")).unwrap().next().unwrap().unwrap().path();
        for junk in ["", "{", "{\"format\":2,\"made_of\":\"\",\"sessions\":{}}", "\u{0}\u{0}"] {
            fs::write(&file, junk).unwrap();
            assert_eq!(read().of("2020-x", &stamp), None);
            read().keep(one(&stamp));
            assert_eq!(read().of("2020-x", &stamp), Some(7));
        }
    }
}
