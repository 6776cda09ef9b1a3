//! How much a disk still takes.

use std::path::Path;

/// Bytes that this user may still write beside `folder`; `None` where the system does not tell. May take long on a disk that stalls.
pub fn room(folder: &Path) -> Option<u64> {
    let facts = rustix::fs::statvfs(folder).ok()?;
    Some(facts.f_bavail.saturating_mul(facts.f_frsize))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_tells_its_room() {
        assert!(room(Path::new("/")).is_some_and(|bytes| bytes > 0));
        assert_eq!(room(Path::new("/absent")), None);
    }
}
