//! A session's texts on their way into the copy while it is recorded: at first all of them, then what has changed.
//!
//! Sound is not read here. What this run has put there itself may go without being kept; anything else goes to the copy's trash.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::Utc;

use super::placing::digest_of;
use super::{Awaited, Digest, Target, place};
use crate::error::{Error, Result};
use crate::store::layout::{is_hidden, parse_part_file_name};
use crate::store::library::is_library;
use crate::store::{Layout, Library};
use crate::text;

/// The texts of one session.
pub struct Texts {
    library: PathBuf,
    /// Where the copy is to be.
    copy: Arc<Awaited>,
    /// The session's folder in the library.
    folder: PathBuf,
    /// The take begins, and nothing has been brought yet.
    begins: bool,
    /// What was put there, by its file.
    known: HashMap<PathBuf, Digest>,
}

impl Texts {
    /// `begins`: the take does, so that the copy's own folder may be made.
    pub fn of(library: &Layout, copy: Arc<Awaited>, folder: &Path, begins: bool) -> Texts {
        let library = library.root().to_owned();
        Texts { library, copy, folder: folder.to_owned(), begins, known: HashMap::new() }
    }

    /// Puts over there what has changed since the last time. The copy gets its `library.toml`, by which it is known, where it has none.
    pub fn bring(&mut self) -> Result<()> {
        let library = Library::open(&self.library)?;
        let target = self.copy.open(&library, std::mem::take(&mut self.begins))?;
        if !is_library(target.layout.root()) {
            self.put(&library, &target, &library.layout.settings_file())?;
        }
        let unread = |cause| Error::new(text!("files-unread")).at(&self.folder).because(cause);
        let entries = std::fs::read_dir(&self.folder).map_err(unread)?.flatten();
        let texts: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(|path| is_text(path)).collect();
        texts.iter().try_for_each(|path| self.put(&library, &target, path))
    }

    fn put(&mut self, library: &Library, target: &Target, path: &Path) -> Result<()> {
        let unread = |cause| Error::new(text!("files-unread")).at(path).because(cause);
        let digest = std::fs::File::open(path).and_then(|file| digest_of(&file)).map_err(unread)?;
        let own = self.known.get(path).copied();
        if own == Some(digest) {
            return Ok(());
        }
        let Some(relative) = library.layout.relative(path) else { return Ok(()) };
        let now = Utc::now().with_timezone(&library.settings.zone).fixed_offset();
        let placed = place(&target.layout, &relative, path, own, now).map_err(|failure| failure.error)?;
        self.known.insert(path.to_owned(), placed.digest);
        Ok(())
    }
}

/// A file of the session that is no sound, no journal and on its way to nowhere.
fn is_text(path: &Path) -> bool {
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let is_sound = parse_part_file_name(&name(&path.with_extension("wav"))).is_some();
    path.symlink_metadata().is_ok_and(|found| found.is_file()) && !is_sound && !is_hidden(&name(path))
}
