//! Whether something in a library has changed that plans depend on, without reading it.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use crate::store::Layout;

/// A number that is another one when a series, a session, the settings or one of these calendars has come, gone or been written, and for
/// other calendars.
pub fn of(root: &Path, calendars: &[PathBuf]) -> u64 {
    let layout = Layout::new(root);
    let mut hasher = DefaultHasher::new();
    let sessions = within(&layout.sessions_dir()).into_iter().flat_map(|year| within(&year)); // a folder changes with its session.toml
    for path in [layout.settings_file()].into_iter().chain(calendars.to_vec()).chain(within(&layout.series_dir())).chain(sessions)
    {
        let facts = fs::metadata(&path).map(|facts| (facts.modified().ok(), facts.len(), facts.ino())).ok();
        (path, facts).hash(&mut hasher);
    }
    hasher.finish()
}

fn within(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths
}
