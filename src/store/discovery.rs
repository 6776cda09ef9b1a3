//! Which library is meant: the one that was named, else the nearest, else the config's, else the usual place.

use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::library::is_library;
use crate::error::{Error, Result};
use crate::text;

/// The folder that is looked for beside and above the current one, and in the documents folder.
const NAME: &str = "recordings";

/// Where to look; [`Search::here`] fills it from this process.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// `--library`.
    pub flag: Option<PathBuf>,
    /// `$TEMOIN_LIBRARY`.
    pub variable: Option<PathBuf>,
    pub current: PathBuf,
    /// `library` in the config.
    pub config: Option<PathBuf>,
    pub documents: Option<PathBuf>,
    pub home: Option<PathBuf>,
    /// The number of the user whose libraries are looked for.
    pub user: u32,
}

/// A library, and how it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub root: PathBuf,
    pub by: FoundBy,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FoundBy {
    Flag,
    Variable,
    /// The current folder, or one above it.
    Nearby,
    Config,
    Documents,
    Home,
}

impl Search {
    pub fn here(flag: Option<PathBuf>, config: Option<PathBuf>) -> Search {
        let folders = directories::UserDirs::new();
        Search {
            flag,
            variable: std::env::var_os("TEMOIN_LIBRARY").filter(|value| !value.is_empty()).map(PathBuf::from),
            current: std::env::current_dir().unwrap_or_default(),
            config,
            documents: folders.as_ref().and_then(|folders| folders.document_dir()).map(Path::to_owned),
            home: folders.map(|folders| folders.home_dir().to_owned()),
            user: rustix::process::geteuid().as_raw(),
        }
    }

    /// The first of: `--library`, `$TEMOIN_LIBRARY`, the nearest folder upwards that is one of this user's libraries or holds one as
    /// `recordings/`, the config's, `recordings/` in the documents folder, `recordings/` in the home folder.
    ///
    /// A folder that was named and is no library is an error, never passed over for another one.
    pub fn find(&self) -> Result<Found> {
        let named = [(&self.flag, FoundBy::Flag), (&self.variable, FoundBy::Variable)];
        for (folder, by) in named {
            if let Some(folder) = folder {
                return self.named(folder, by);
            }
        }
        if let Some(root) = self.nearby(|root| owner(root) == Some(self.user)) {
            return Ok(Found { root, by: FoundBy::Nearby });
        }
        if let Some(folder) = &self.config {
            return self.named(folder, FoundBy::Config);
        }
        let usual = [(self.documents_library(), FoundBy::Documents), (self.home_library(), FoundBy::Home)];
        for (folder, by) in usual {
            if let Some(root) = folder.filter(|folder| is_library(folder)) {
                return Ok(Found { root, by });
            }
        }
        Err(self.nowhere())
    }

    /// Where the first start makes one: what was named, else `recordings/` in the documents folder, else in the home folder.
    pub fn usual_place(&self) -> Option<PathBuf> {
        let named = self.flag.as_ref().or(self.variable.as_ref()).or(self.config.as_ref());
        named.map(|folder| self.expanded(folder)).or(self.documents_library()).or(self.home_library())
    }

    fn named(&self, folder: &Path, by: FoundBy) -> Result<Found> {
        let root = self.expanded(folder);
        if is_library(&root) {
            return Ok(Found { root, by });
        }
        let source = match by {
            FoundBy::Variable => text!("files-named-by-variable"),
            FoundBy::Config => text!("files-named-by-config"),
            _ => text!("files-named-by-flag"),
        };
        let shown = super::table::shown_path(&root.display().to_string());
        let fault = Error::new(text!("files-named-no-library", source = source)).at(&root);
        Err(fault.hint(text!("files-no-library-hint", folder = shown)))
    }

    /// `~/x` is taken from the home folder, anything else from the current one.
    pub fn expanded(&self, folder: &Path) -> PathBuf {
        match (folder.strip_prefix("~"), &self.home) {
            (Ok(rest), Some(home)) => tidy(&home.join(rest)),
            _ => tidy(&self.current.join(folder)),
        }
    }

    fn nearby(&self, is_meant: impl Fn(&Path) -> bool) -> Option<PathBuf> {
        let disk = self.current.metadata().ok()?.dev();
        for folder in self.current.ancestors() {
            if folder.metadata().is_ok_and(|found| found.dev() != disk) {
                return None;
            }
            let candidates = [folder.to_owned(), folder.join(NAME)];
            if let Some(root) = candidates.into_iter().find(|folder| is_library(folder) && is_meant(folder)) {
                return Some(root);
            }
            if self.home.as_deref() == Some(folder) {
                return None;
            }
        }
        None
    }

    fn documents_library(&self) -> Option<PathBuf> {
        self.documents.as_ref().map(|folder| folder.join(NAME))
    }

    fn home_library(&self) -> Option<PathBuf> {
        self.home.as_ref().map(|folder| folder.join(NAME))
    }

    fn nowhere(&self) -> Error {
        if let Some(root) = self.nearby(|_| true) {
            return of_somebody_else(&root);
        }
        let mut looked = vec![self.current.clone()];
        looked.extend([self.documents_library(), self.home_library()].into_iter().flatten());
        let looked: Vec<String> = looked.iter().map(|folder| super::table::shown_path(&folder.display().to_string())).collect();
        Error::new(text!("files-nowhere", looked = looked.join(", "))).hint(text!("files-nowhere-hint"))
    }
}

fn owner(folder: &Path) -> Option<u32> {
    folder.metadata().ok().map(|found| found.uid())
}

/// `path` without `.`, and without `..` where it exists.
pub fn tidy(path: &Path) -> PathBuf {
    let has_parents = path.components().any(|part| part == std::path::Component::ParentDir);
    let real = if has_parents { path.canonicalize().ok() } else { None };
    real.unwrap_or_else(|| path.components().collect())
}

/// Standing in a library is not enough to use one that somebody else may have put there.
fn of_somebody_else(root: &Path) -> Error {
    let folder = super::table::shown_path(&root.display().to_string());
    let owner = owner(root).map(owner_name).unwrap_or_default();
    let fault = Error::new(text!("files-library-of", owner = owner)).at(root);
    fault.hint(text!("files-library-of-hint", folder = folder))
}

/// The name of a user of this machine, else the number.
fn owner_name(uid: u32) -> String {
    let users = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    let name = |line: &str| {
        let fields: Vec<&str> = line.split(':').collect();
        (fields.get(2)? == &uid.to_string()).then(|| fields[0].to_owned())
    };
    users.lines().find_map(name).unwrap_or_else(|| uid.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples::put;

    /// A home folder with a library at each of `libraries`.
    fn home_with(libraries: &[&str]) -> (tempfile::TempDir, Search) {
        let home = tempfile::tempdir().unwrap();
        for library in libraries {
            put(&home.path().join(library).join("library.toml"), "format = 1\nid = \"x\"\n");
        }
        let current = home.path().join("films/nadia/notes");
        std::fs::create_dir_all(&current).unwrap();
        let search = Search {
            current,
            home: Some(home.path().to_owned()),
            documents: Some(home.path().join("docs")),
            user: rustix::process::geteuid().as_raw(),
            ..Search::default()
        };
        (home, search)
    }

    fn found(home: &tempfile::TempDir, search: &Search) -> (String, FoundBy) {
        let found = search.find().unwrap();
        (found.root.strip_prefix(home.path()).unwrap().display().to_string(), found.by)
    }

    #[test]
    fn what_is_named_comes_before_what_is_near_and_that_before_the_usual_place() {
        let (home, mut search) = home_with(&["flag", "variable", "config", "films/recordings", "docs/recordings", "recordings"]);
        let path = |name: &str| Some(home.path().join(name));
        search.flag = path("flag");
        search.variable = path("variable");
        search.config = path("config");
        assert_eq!(found(&home, &search), ("flag".into(), FoundBy::Flag));
        search.flag = None;
        assert_eq!(found(&home, &search), ("variable".into(), FoundBy::Variable));
        search.variable = None;
        assert_eq!(found(&home, &search), ("films/recordings".into(), FoundBy::Nearby));
        search.current = home.path().join("flag");
        assert_eq!(found(&home, &search), ("flag".into(), FoundBy::Nearby));
        std::fs::remove_dir_all(home.path().join("recordings")).unwrap();
        std::fs::remove_dir_all(home.path().join("films/recordings")).unwrap();
        search.current = home.path().join("films");
        assert_eq!(found(&home, &search), ("config".into(), FoundBy::Config));
        search.config = None;
        assert_eq!(found(&home, &search), ("docs/recordings".into(), FoundBy::Documents));
        search.documents = None;
        put(&home.path().join("recordings/library.toml"), "");
        search.current = PathBuf::from("/");
        assert_eq!(found(&home, &search), ("recordings".into(), FoundBy::Home));
    }

    #[test]
    fn nothing_above_the_home_folder_is_taken() {
        let (home, mut search) = home_with(&["recordings"]);
        search.home = Some(home.path().join("films"));
        search.documents = None;
        let fault = search.find().unwrap_err().to_string();
        assert!(
            fault.starts_with("no library was found; looked upwards from and in") && fault.contains("films/nadia/notes"),
            "{fault}"
        );
        assert!(fault.contains("`temoin init` makes one"), "{fault}");
    }

    #[test]
    fn a_library_of_somebody_else_is_named_and_not_taken() {
        let (home, mut search) = home_with(&["films/recordings"]);
        search.user += 1;
        let fault = search.find().unwrap_err().to_string();
        let root = home.path().join("films/recordings").display().to_string();
        let owner = owner(home.path()).map(owner_name).unwrap();
        assert!(fault.starts_with(&format!("{root}: the library here belongs to {owner}, so")), "{fault}");
        assert!(fault.contains(&format!("--library {root} reads it")), "{fault}");
        put(&home.path().join("docs/recordings/library.toml"), "");
        assert_eq!(found(&home, &search).1, FoundBy::Documents, "the usual places are one's own choice");
    }

    #[test]
    fn what_is_named_and_no_library_is_never_passed_over() {
        let (home, mut search) = home_with(&["recordings", "docs/recordings"]);
        search.flag = Some("elsewhere".into());
        let fault = search.find().unwrap_err().to_string();
        assert!(fault.contains("films/nadia/notes/elsewhere: --library names a folder that holds no library.toml"), "{fault}");
        (search.flag, search.variable) = (None, Some(home.path().join("x")));
        assert!(search.find().unwrap_err().to_string().contains("the variable TEMOIN_LIBRARY names a folder"));
        (search.variable, search.config, search.current) = (None, Some("~/card".into()), PathBuf::from("/"));
        let fault = search.find().unwrap_err().to_string();
        assert!(fault.contains(&format!("{}/card: `library` in the config names a folder", home.path().display())), "{fault}");
    }

    #[test]
    fn a_new_library_lies_in_the_usual_place() {
        let (home, mut search) = home_with(&[]);
        assert_eq!(search.usual_place(), Some(home.path().join("docs/recordings")));
        search.documents = None;
        assert_eq!(search.usual_place(), Some(home.path().join("recordings")));
        search.config = Some("~/films/l".into());
        assert_eq!(search.usual_place(), Some(home.path().join("films/l")));
        search.flag = Some("here".into());
        assert_eq!(search.usual_place(), Some(home.path().join("films/nadia/notes/here")));
    }

    #[test]
    fn a_library_of_somebody_else_is_told_with_its_owner() {
        let told = of_somebody_else(Path::new("/proc/1")).to_string();
        assert!(told.starts_with("/proc/1: the library here belongs to ") && told.contains("temoin --library /proc/1"), "{told}");
        assert_eq!((owner_name(0).as_str(), owner_name(4_000_000_000).as_str()), ("root", "4000000000"));
    }

    #[test]
    fn a_path_is_shown_without_detours() {
        let folder = tempfile::tempdir().unwrap();
        let real = folder.path().canonicalize().unwrap();
        std::fs::create_dir(real.join("a")).unwrap();
        assert_eq!(tidy(&real.join("a/.././a/.")), real.join("a"));
        assert_eq!(tidy(Path::new("/l/./x")), Path::new("/l/x"));
    }
}
