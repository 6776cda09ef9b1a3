//! Files that are seen whole or not at all.

use std::fs::{DirBuilder, File};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

pub use crate::domain::{UNFINISHED_PREFIX as PREFIX, UNFINISHED_SUFFIX as SUFFIX};
use crate::error::{Error, Result};
use crate::text;

/// Puts `bytes` in the place of `path`: written beside it (0600), synced, renamed, and the folder synced. When it returns, a power cut
/// cannot take it back; when it fails, `path` is as it was.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    put(path, bytes, |file| file.persist(path).map(drop).map_err(|fault| fault.error))
}

/// As [`write()`], but never over something: fails where `path` exists.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<()> {
    put(path, bytes, |file| file.persist_noclobber(path).map(drop).map_err(|fault| fault.error))
}

/// A file that lies whole on the disk, and has no place yet. Dropped, it is gone.
#[derive(Debug)]
pub struct Prepared {
    file: Unseen,
    path: PathBuf,
}

#[derive(Debug)]
enum Unseen {
    /// Without a name, as Linux makes them on most of its file systems: it goes with its process, however that ends.
    Nameless(File),
    /// Beside its place; a process that is killed leaves it.
    Hidden(NamedTempFile),
}

/// Has `write` fill a new file (0600) in the folder of `path`, and syncs it. Nothing stands at `path` yet, whatever fails.
pub fn prepare<T>(path: &Path, write: impl FnOnce(&mut File) -> Result<T>) -> Result<(Prepared, T)> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let hidden = || tempfile::Builder::new().prefix(PREFIX).suffix(SUFFIX).tempfile_in(folder).map(Unseen::Hidden);
    let file = nameless(folder).map(Unseen::Nameless).or_else(|_| hidden()).map_err(|cause| unwritten(path, cause))?;
    prepare_as(file, path, write)
}

fn prepare_as<T>(mut file: Unseen, path: &Path, write: impl FnOnce(&mut File) -> Result<T>) -> Result<(Prepared, T)> {
    let inner = match &mut file {
        Unseen::Nameless(file) => file,
        Unseen::Hidden(file) => file.as_file_mut(),
    };
    let written = write(inner)?;
    inner.sync_all().map_err(|cause| unwritten(path, cause))?;
    Ok((Prepared { file, path: path.to_owned() }, written))
}

impl Prepared {
    /// Gives the file its place, and never over something; a power cut cannot take it back then.
    pub fn place_new(self) -> Result<()> {
        let Prepared { file, path } = self;
        let placed = match file {
            Unseen::Nameless(file) => name(&file, &path),
            Unseen::Hidden(file) => file.persist_noclobber(&path).map(drop).map_err(|fault| fault.error),
        };
        placed.and_then(|()| sync_folder(path.parent().unwrap_or(Path::new(".")))).map_err(|cause| unwritten(&path, cause))
    }
}

/// Where the open files of a process have names, through which one gets its own.
#[cfg(target_os = "linux")]
const OPEN_FILES: &str = "/proc/self/fd";

#[cfg(target_os = "linux")]
fn nameless(folder: &Path) -> std::io::Result<File> {
    use rustix::fs::{CWD, Mode, OFlags, openat};
    if !Path::new(OPEN_FILES).is_dir() {
        return Err(ErrorKind::Unsupported.into());
    }
    let flags = OFlags::TMPFILE | OFlags::RDWR | OFlags::CLOEXEC;
    Ok(openat(CWD, folder, flags, Mode::RUSR | Mode::WUSR)?.into())
}

#[cfg(target_os = "linux")]
fn name(file: &File, path: &Path) -> std::io::Result<()> {
    use std::os::fd::AsRawFd;

    use rustix::fs::{AtFlags, CWD, linkat};
    let own = format!("{OPEN_FILES}/{}", file.as_raw_fd());
    Ok(linkat(CWD, own, CWD, path, AtFlags::SYMLINK_FOLLOW)?)
}

#[cfg(not(target_os = "linux"))]
fn nameless(_folder: &Path) -> std::io::Result<File> {
    Err(ErrorKind::Unsupported.into())
}

#[cfg(not(target_os = "linux"))]
fn name(_file: &File, _path: &Path) -> std::io::Result<()> {
    Err(ErrorKind::Unsupported.into())
}

fn put(path: &Path, bytes: &[u8], persist: impl FnOnce(NamedTempFile) -> std::io::Result<()>) -> Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let written = || -> std::io::Result<()> {
        let mut file = tempfile::Builder::new().prefix(PREFIX).suffix(SUFFIX).tempfile_in(folder)?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        persist(file)?;
        sync_folder(folder)
    };
    written().map_err(|cause| unwritten(path, cause))
}

/// Makes a name in a folder survive a power cut.
pub fn sync_folder(folder: &Path) -> std::io::Result<()> {
    match File::open(folder)?.sync_all() {
        // Some file systems have nothing to sync there, and say so.
        Err(cause) if matches!(cause.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => Ok(()),
        synced => synced,
    }
}

/// Makes the folder and those above it that are missing, 0700. One that exists is left as it is.
pub fn create_dir_private(path: &Path) -> Result<()> {
    let made = DirBuilder::new().recursive(true).mode(0o700).create(path);
    made.map_err(|cause| unwritten(path, cause))
}

/// Makes one folder, 0700. `false` where the name is taken.
pub fn create_dir_new(path: &Path) -> Result<bool> {
    match DirBuilder::new().mode(0o700).create(path) {
        Ok(()) => Ok(true),
        Err(cause) if cause.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(cause) => Err(unwritten(path, cause)),
    }
}

/// Renames a folder in one step, and never over something: `false` where the name is taken. Where the file system cannot promise both,
/// the name is taken first, by an empty folder.
pub fn rename_dir_new(from: &Path, to: &Path) -> Result<bool> {
    match rename_exclusive(from, to) {
        Ok(()) => Ok(true),
        Err(cause) if cause.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(cause) if matches!(cause.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => {
            let is_ours = create_dir_new(to)?;
            let renamed = if is_ours { std::fs::rename(from, to) } else { Ok(()) };
            renamed.map(|()| is_ours).map_err(|cause| unwritten(to, cause))
        }
        Err(cause) => Err(unwritten(to, cause)),
    }
}

/// Puts each of two folders into the other's place: in one step where the system can, else `to` stands for a moment under a hidden name
/// beside `from`.
pub fn exchange_dirs(from: &Path, to: &Path) -> Result<()> {
    let aside = from.with_file_name(format!("{PREFIX}exchange{SUFFIX}"));
    let exchanged = rename_exchange(from, to).or_else(|cause| match cause.kind() {
        ErrorKind::InvalidInput | ErrorKind::Unsupported => {
            std::fs::rename(to, &aside)?;
            std::fs::rename(from, to).inspect_err(|_| drop(std::fs::rename(&aside, to)))?;
            std::fs::rename(&aside, from)
        }
        _ => Err(cause),
    });
    exchanged.map_err(|cause| unwritten(to, cause))
}

#[cfg(target_os = "linux")]
fn rename_exchange(from: &Path, to: &Path) -> std::io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, from, CWD, to, RenameFlags::EXCHANGE)?)
}

#[cfg(not(target_os = "linux"))]
fn rename_exchange(_from: &Path, _to: &Path) -> std::io::Result<()> {
    Err(ErrorKind::Unsupported.into())
}

#[cfg(target_os = "linux")]
fn rename_exclusive(from: &Path, to: &Path) -> std::io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE)?)
}

#[cfg(not(target_os = "linux"))]
fn rename_exclusive(_from: &Path, _to: &Path) -> std::io::Result<()> {
    Err(ErrorKind::Unsupported.into())
}

/// The error for something that could not be written, with what to do about it.
pub fn unwritten(path: &Path, cause: std::io::Error) -> Error {
    let (message, hint) = match cause.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => (text!("files-disk-full"), text!("files-disk-full-hint")),
        ErrorKind::ReadOnlyFilesystem => (text!("files-read-only"), text!("files-read-only-hint")),
        ErrorKind::PermissionDenied => (text!("files-not-allowed"), text!("files-not-allowed-hint")),
        ErrorKind::AlreadyExists => (text!("files-exists"), text!("files-exists-hint")),
        _ => (text!("files-unwritten"), text!("files-unwritten-hint")),
    };
    Error::new(message).at(path).hint(hint).because(cause)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_file_is_private_and_replaced_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.toml");
        write(&path, b"one").unwrap();
        write(&path, b"two").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"two");
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(folder.path().read_dir().unwrap().count(), 1, "no temporary file is left");
    }

    #[test]
    fn a_new_file_never_takes_the_place_of_another() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.toml");
        write_new(&path, b"one").unwrap();
        let fault = write_new(&path, b"two").unwrap_err().to_string();
        assert!(fault.contains("this name is taken already"), "{fault}");
        assert_eq!(std::fs::read(&path).unwrap(), b"one");
    }

    #[test]
    fn what_is_prepared_is_seen_when_it_has_its_place_and_never_over_another() {
        let folder = tempfile::tempdir_in("/dev/shm").unwrap(); // where files without a name can be made
        let (first, second) = (folder.path().join("a.wav"), folder.path().join("b.wav"));
        let write = |file: &mut File| file.write_all(b"one").map_err(|cause| unwritten(&first, cause));
        let count = || folder.path().read_dir().unwrap().count();
        let nameless = || prepare(&first, write).unwrap().0;
        let hidden =
            |path: &Path| prepare_as(Unseen::Hidden(NamedTempFile::new_in(folder.path()).unwrap()), path, write).unwrap().0;
        let prepared = [nameless(), nameless()];
        assert_eq!(count(), 0, "a kill would leave nothing");
        let [placed, refused] = prepared.map(Prepared::place_new);
        placed.unwrap();
        assert!(refused.unwrap_err().to_string().contains("this name is taken already"));
        assert!(hidden(&first).place_new().is_err() && hidden(&second).place_new().is_ok());
        assert_eq!(
            (std::fs::read(&first).unwrap(), std::fs::read(&second).unwrap(), count()),
            (b"one".to_vec(), b"one".to_vec(), 2)
        );
        assert_eq!(first.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        let fault = prepare(&folder.path().join("c.wav"), |_| Err::<(), _>(unwritten(&first, ErrorKind::StorageFull.into())));
        assert!(fault.is_err() && count() == 2, "a full disk leaves nothing");
    }

    #[test]
    fn folders_are_private_and_a_taken_name_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a/b");
        create_dir_private(&path).unwrap();
        create_dir_private(&path).unwrap();
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o700);
        assert!(!create_dir_new(&path).unwrap());
        assert!(create_dir_new(&path.join("c")).unwrap());
    }

    #[test]
    fn a_folder_is_renamed_and_never_over_another() {
        let folder = tempfile::tempdir().unwrap();
        let (made, place) = (folder.path().join("made"), folder.path().join("place"));
        std::fs::create_dir_all(made.join("inside")).unwrap();
        std::fs::create_dir(&place).unwrap();
        assert!(!rename_dir_new(&made, &place).unwrap() && made.join("inside").is_dir());
        std::fs::remove_dir(&place).unwrap();
        assert!(rename_dir_new(&made, &place).unwrap() && place.join("inside").is_dir() && !made.exists());
    }

    #[test]
    fn each_reason_has_its_sentence() {
        for (number, words) in [
            (28, "the disk is full"),
            (30, "this disk is read-only"),
            (13, "writing is not allowed here"),
            (5, "this cannot be written"),
        ] {
            let fault = unwritten(Path::new("a"), std::io::Error::from_raw_os_error(number)).to_string();
            assert!(fault.contains(words) && fault.contains("hint: "), "{fault}");
        }
    }

    #[test]
    fn what_cannot_be_written_leaves_the_old_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("gone/a.toml");
        let fault = write(&path, b"x").unwrap_err().to_string();
        assert!(fault.contains("this cannot be written"), "{fault}");
    }
}
