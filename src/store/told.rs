//! Which reminders were told, and who tells them: in the user's state folder, one folder for each library.
//!
//! A restart tells nothing twice, nor do `temoin remind` and an open interface. Ids and times only. Private: folder 0700, files 0600.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::atomic;
use super::document::{SMALL, read_text};
use super::lock::{self, SaveLock};
use crate::domain::Slug;
use crate::error::{Error, Result};
use crate::plan::Telling;
use crate::text;

/// Those of the earliest starts are forgotten first: whatever the clock says, so that one that is set back tells nothing twice.
const KEPT: usize = 1000;

/// A look at the lock holds it for a moment.
const LOOK_PATIENCE: Duration = Duration::from_millis(300);

#[derive(Debug, Clone)]
pub struct Told {
    folder: PathBuf,
}

/// Keeps other reminding processes away until it is dropped.
#[derive(Debug)]
pub struct RemindLock {
    _file: File,
}

impl Told {
    /// Below the user's state folder, by the library's id.
    pub fn of(state: &Path, library: &str) -> Told {
        let name = Slug::of(library).unwrap_or_else(Slug::session);
        Told { folder: state.join("reminders").join(name.as_str()) }
    }

    /// Notes what is about to be told, and gives what nobody has told yet.
    pub fn claim(&self, tellings: &BTreeSet<Telling>) -> Result<BTreeSet<Telling>> {
        atomic::create_dir_private(&self.folder)?;
        let _lock = SaveLock::at(&self.folder.join("lock"))?;
        let mut told = self.read();
        let new: BTreeSet<Telling> = tellings.difference(&told).cloned().collect();
        if new.is_empty() {
            return Ok(new);
        }
        told.extend(new.iter().cloned());
        while told.len() > KEPT {
            told.pop_first();
        }
        let text = serde_json::to_string(&told).expect("plain data is JSON");
        atomic::write(&self.file(), text.as_bytes())?;
        Ok(new)
    }

    /// Errors: another process reminds of this library, with its number.
    pub fn take_turn(&self) -> Result<RemindLock> {
        atomic::create_dir_private(&self.folder)?;
        let path = self.running();
        let mut file = lock::open(&path)?;
        if !lock::locked_within(&file, &path, LOOK_PATIENCE)? {
            let mut pid = String::new();
            file.take(20).read_to_string(&mut pid).unwrap_or_default(); // one that has not said it yet
            return Err(Error::new(text!("remind-runs", pid = pid.trim())).hint(text!("remind-runs-hint")));
        }
        let pid = std::process::id();
        let said = file.set_len(0).and_then(|()| file.seek(SeekFrom::Start(0))).and_then(|_| writeln!(file, "{pid}"));
        said.map_err(|cause| atomic::unwritten(&path, cause))?;
        Ok(RemindLock { _file: file })
    }

    /// Whether a process reminds of this library. Writes nothing.
    pub fn has_turn(&self) -> bool {
        File::open(self.running()).is_ok_and(|file| matches!(file.try_lock_shared(), Err(std::fs::TryLockError::WouldBlock)))
    }

    /// What cannot be read was not told.
    fn read(&self) -> BTreeSet<Telling> {
        read_text(&self.file(), SMALL).ok().and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
    }

    fn file(&self) -> PathBuf {
        self.folder.join("told.json")
    }

    fn running(&self) -> PathBuf {
        self.folder.join("running")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Occasion;
    use std::os::unix::fs::PermissionsExt;

    fn tellings(days: std::ops::Range<i64>) -> BTreeSet<Telling> {
        let start = chrono::DateTime::parse_from_rfc3339("2020-03-28T19:30:00Z").unwrap().to_utc();
        let telling = |day| Telling {
            start: start + chrono::Duration::days(day),
            occurrence: "nadia@2020-03-28T20:30".into(),
            occasion: Occasion::Due,
        };
        days.map(telling).collect()
    }

    #[test]
    fn what_one_has_claimed_no_other_tells() {
        let state = tempfile::tempdir().unwrap();
        let told = Told::of(state.path(), "01JD3Z5N0V9Q4T8R2M6K7P1XAB");
        assert_eq!(told.claim(&tellings(0..2)).unwrap(), tellings(0..2));
        let again = Told::of(state.path(), "01JD3Z5N0V9Q4T8R2M6K7P1XAB");
        assert_eq!(again.claim(&tellings(0..3)).unwrap(), tellings(2..3));
        assert_eq!(Told::of(state.path(), "another").claim(&tellings(0..1)).unwrap(), tellings(0..1));
        assert_eq!(told.file().metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn a_thousand_are_remembered_and_a_broken_memory_is_an_empty_one() {
        let state = tempfile::tempdir().unwrap();
        let told = Told::of(state.path(), "x");
        told.claim(&tellings(0..1200)).unwrap();
        assert_eq!(told.read(), tellings(200..1200));
        std::fs::write(told.file(), "[{").unwrap();
        assert_eq!(told.claim(&tellings(0..1)).unwrap(), tellings(0..1));
    }

    #[test]
    fn one_process_reminds_and_a_second_one_hears_which() {
        let state = tempfile::tempdir().unwrap();
        let told = Told::of(state.path(), "x");
        assert!(!told.has_turn());
        let turn = told.take_turn().unwrap();
        assert!(told.has_turn());
        let refused = told.take_turn().unwrap_err().to_string();
        assert!(refused.contains(&std::process::id().to_string()), "{refused}");
        drop(turn);
        assert!(!told.has_turn());
        told.take_turn().unwrap();
    }
}
