//! Room that is set free when the disk is full, so that the session's texts can still be closed well.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::part_file::create_private;

/// Name of the file in the session's folder. It is there only while a take runs, or after one that broke off.
pub const BALLAST: &str = ".ballast";

const BYTES: usize = 1 << 20;

pub struct Ballast {
    path: PathBuf,
}

impl Ballast {
    /// Fills the file with zeros that take real room. Without it a take goes on all the same: a disk that has no room for it
    /// shows that at once, by refusing the sound. One that was left by a take that broke off is taken over.
    pub fn create(folder: &Path) -> Ballast {
        let path = folder.join(BALLAST);
        if let Ok(mut file) = create_private(&path)
            && file.write_all(&vec![0; BYTES]).and_then(|()| file.sync_all()).is_err()
        {
            remove(&path);
        }
        Ballast { path }
    }

    /// Gives the room back to the disk. Harmless when it was done before.
    pub fn release(&self) {
        remove(&self.path);
    }
}

/// A file that cannot be removed does no harm: it stays, and the next take uses it.
fn remove(path: &Path) {
    let _gone_or_left = std::fs::remove_file(path);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ballast_takes_real_room_until_it_is_released() {
        let folder = tempfile::tempdir().unwrap();
        let ballast = Ballast::create(folder.path());
        let held = std::fs::metadata(folder.path().join(BALLAST)).unwrap();
        assert_eq!(held.len(), BYTES as u64);
        Ballast::create(folder.path()).release();
        assert!(!folder.path().join(BALLAST).exists());
        ballast.release();
    }
}
