//! Peaks that are kept in the cache folder: by the recorder, and by whoever has read the files for them.
//!
//! What is kept can be made again at any time, so nothing that goes wrong with it is told: it is then made anew.

use std::fmt::Write as _;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use super::{Peaks, from_bytes, length, to_bytes};
use crate::audio::part_file::{create_folder, create_private};
use crate::audio::wav::WavFormat;
use crate::domain::{Part, Take};

/// One take in the cache.
pub struct Entry {
    path: PathBuf,
    key: blake3::Hash,
}

impl Entry {
    /// Its name is a digest of what the peaks are made from, so that a changed take, or a changed file, has another.
    pub fn of(take: &Take, cache: &Path, place_of: impl Fn(&Part) -> PathBuf) -> Entry {
        let mut made_from = format!("{:?} {:?} {:?}\n", take.id, take.rate, take.end());
        for part in &take.parts {
            let stamp = stamp(&place_of(part));
            writeln!(made_from, "{part:?} {:?} {stamp:?}", WavFormat::of(take, part.input)).expect("a text takes any text");
        }
        let key = blake3::hash(made_from.as_bytes());
        Entry { path: cache.join("peaks").join(format!("{}.peaks", key.to_hex())), key }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// `None` also for junk.
    pub fn read(&self, take: &Take) -> Option<Peaks> {
        let peaks = Peaks::of(take);
        let mut bytes = Vec::new();
        let file = std::fs::File::open(&self.path).ok().filter(|file| file.metadata().is_ok_and(|found| found.is_file()))?;
        file.take(length(&peaks) as u64 + 1).read_to_end(&mut bytes).ok()?;
        from_bytes(&self.key, peaks, &bytes)
    }

    /// Where the cache cannot be written, the take is looked at again the next time.
    pub fn keep(&self, found: &Peaks) {
        self.put(&to_bytes(&self.key, found)).unwrap_or_default();
    }

    /// Written beside it and renamed. Nothing is synced: what a power cut leaves of it is junk, and made anew.
    fn put(&self, bytes: &[u8]) -> io::Result<()> {
        create_folder(self.path.parent().expect("it was joined to one"))?;
        let beside = self.path.with_extension(format!("{}.tmp", std::process::id()));
        let written = create_private(&beside).and_then(|mut file| file.write_all(bytes));
        written.and_then(|()| std::fs::rename(&beside, &self.path)).inspect_err(|_| drop(std::fs::remove_file(&beside)))
    }
}

/// Length and time of the last change, in nanoseconds; `None` for what is not there.
fn stamp(path: &Path) -> Option<(u64, u128)> {
    let found = path.metadata().ok()?;
    let changed = found.modified().ok().and_then(|changed| changed.duration_since(UNIX_EPOCH).ok());
    Some((found.len(), changed.unwrap_or_default().as_nanos()))
}
