//! Which folder may be merged into a library: another copy of the same one.

use std::path::Path;

use crate::error::{Error, Result};
use crate::store::Library;
use crate::text;

/// The copy at `dir`, which is only read.
///
/// Refused: no library, another one, one that lies within this one or around it.
pub fn open(library: &Library, dir: &Path) -> Result<Library> {
    let unread = |path: &Path, cause| Error::new(text!("files-unread")).at(path).because(cause);
    let root = library.layout.root().canonicalize().map_err(|cause| unread(library.layout.root(), cause))?;
    let real = dir.canonicalize().map_err(|cause| match cause.kind() {
        std::io::ErrorKind::NotFound => Error::new(text!("merge-not-there")).at(dir).hint(text!("merge-not-there-hint")),
        _ => unread(dir, cause),
    })?;
    if real.starts_with(&root) || root.starts_with(&real) {
        return Err(Error::new(text!("merge-inside")).at(dir).hint(text!("merge-inside-hint")));
    }
    let other = Library::open(real)?;
    match &library.settings.id {
        id if !id.is_empty() && *id == other.settings.id => Ok(other),
        _ => {
            Err(Error::new(text!("merge-other-library")).at(other.layout.settings_file()).hint(text!("merge-other-library-hint")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples::{library, put};

    #[test]
    fn only_another_copy_of_this_library_is_merged() {
        let (folder, layout) = library();
        let own = Library::open(layout.root()).unwrap();
        let refused = |dir: &Path, words: &str| {
            let fault = open(&own, dir).unwrap_err().to_string();
            assert!(fault.contains(words), "{}: {fault}", dir.display());
        };
        std::fs::create_dir_all(layout.people_dir()).unwrap();
        for within in [layout.root(), &layout.people_dir(), folder.path()] {
            refused(within, "one within the other");
        }
        std::os::unix::fs::symlink(layout.root(), folder.path().join("link")).unwrap();
        refused(&folder.path().join("link"), "one within the other");
        refused(&folder.path().join("gone"), "is not there");
        std::fs::create_dir(folder.path().join("empty")).unwrap();
        refused(&folder.path().join("empty"), "no library");
        put(&folder.path().join("other/library.toml"), "format = 1\nid = \"01OTHER0000000000000000000\"\n");
        refused(&folder.path().join("other"), "another library");
        put(&folder.path().join("nameless/library.toml"), "format = 1\n");
        refused(&folder.path().join("nameless"), "another library");
        let (_copy, copy) = library();
        assert_eq!(open(&own, copy.root()).unwrap().settings.id, own.settings.id);
    }
}
