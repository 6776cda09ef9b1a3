//! What was left behind by processes that died between writing and renaming: `.temoin-….tmp`, beside the file that a save would have
//! replaced, which is as it was, or in the place of a part that had its head and no sound yet; folders of `staging`, and sessions that are
//! `unborn`. Nothing reads them; `check` names them, `recover` moves them to the trash.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::layout::Layout;
use super::{staging, unborn};

/// No save takes longer.
const SAVE: Duration = Duration::from_secs(60);

/// A library has its files at this depth at most: `sessions/2020/FOLDER/FILE`.
const DEEPEST: usize = 3;

/// Those that no save can still be at, by path. Of folders that cannot be read, none.
pub fn broken_saves(layout: &Layout) -> Vec<PathBuf> {
    let mut found = Vec::new();
    below(layout, layout.root(), DEEPEST, &mut found);
    found.sort();
    found
}

fn below(layout: &Layout, folder: &Path, depth: usize, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let (path, kind) = (entry.path(), entry.file_type());
        let is_folder = kind.as_ref().is_ok_and(|kind| kind.is_dir());
        if is_folder && (staging::is_left(&path) || unborn::is_unborn(layout, &path)) {
            found.push(path);
        } else if is_folder && depth > 0 && path != layout.trash_dir() {
            below(layout, &path, depth - 1, found);
        } else if kind.is_ok_and(|kind| kind.is_file()) && is_left(&path) {
            found.push(path);
        }
    }
}

fn is_left(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let is_old = || path.metadata().and_then(|metadata| metadata.modified()).is_ok_and(|at| at < SystemTime::now() - SAVE);
    name.starts_with(super::atomic::PREFIX) && name.ends_with(super::atomic::SUFFIX) && is_old()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples::{library, put};

    #[test]
    fn what_a_killed_save_left_is_found_and_a_save_that_may_go_on_is_not() {
        let (_folder, layout) = library();
        let old = layout.series_dir().join(".temoin-a.tmp");
        put(&old, "format");
        put(&layout.series_dir().join(".temoin-b.tmp"), "format");
        put(&layout.series_dir().join("notes.tmp"), "mine");
        let hour_ago = SystemTime::now() - Duration::from_secs(3600);
        for name in [".temoin-a.tmp", "notes.tmp"] {
            let file = std::fs::File::options().write(true).open(layout.series_dir().join(name)).unwrap();
            file.set_modified(hour_ago).unwrap();
        }
        assert_eq!(broken_saves(&layout), [old]);
    }
}
