//! Every path of a library, and the promise that none of them leads out of it.

use std::path::{Component, Path, PathBuf};

use chrono::NaiveDateTime;

use crate::domain::{Slug, part_file_name};
use crate::error::{Error, Result};
use crate::text;

/// The folder of a library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    root: PathBuf,
}

impl Layout {
    pub fn new(root: impl Into<PathBuf>) -> Layout {
        Layout { root: root.into() }
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    pub fn settings_file(&self) -> PathBuf {
        self.root.join("library.toml")
    }

    pub fn people_dir(&self) -> PathBuf {
        self.root.join("people")
    }

    pub fn person_file(&self, id: &Slug) -> PathBuf {
        self.people_dir().join(format!("{id}.toml"))
    }

    pub fn series_dir(&self) -> PathBuf {
        self.root.join("series")
    }

    pub fn series_file(&self, id: &Slug) -> PathBuf {
        self.series_dir().join(format!("{id}.toml"))
    }

    /// What each cycle said when it was carried out last.
    pub fn cycles_dir(&self) -> PathBuf {
        self.root.join("cycles")
    }

    pub fn cycle_file(&self, id: &Slug) -> PathBuf {
        self.cycles_dir().join(format!("{id}.toml"))
    }

    pub fn sessions_dir(&self) -> PathBuf {
        self.root.join("sessions")
    }

    /// What left the library.
    pub fn register_file(&self) -> PathBuf {
        self.root.join("register.toml")
    }

    pub fn trash_dir(&self) -> PathBuf {
        self.root.join("trash")
    }

    /// Held for one save.
    pub fn save_lock(&self) -> PathBuf {
        self.root.join(".lock")
    }

    /// Held while armed or recording.
    pub fn recorder_lock(&self) -> PathBuf {
        self.root.join(".recorder")
    }

    /// Held by one recovery of the whole library.
    pub fn recovery_lock(&self) -> PathBuf {
        self.root.join(".recovery")
    }

    /// Held while another copy is merged.
    pub fn merge_lock(&self) -> PathBuf {
        self.root.join(".merge")
    }

    /// Only in a rehearsal: held while its interface is open.
    pub fn rehearsal_lock(&self) -> PathBuf {
        self.root.join(".rehearsal")
    }

    /// `path` as it stands below the library, with `/`: `sessions/2020/2020-03-28-2030-nadia`. `None` for what is not below it.
    pub fn relative(&self, path: &Path) -> Option<String> {
        let rest = path.strip_prefix(&self.root).ok()?;
        let names: Option<Vec<&str>> = rest.components().map(|part| part.as_os_str().to_str()).collect();
        Some(names?.join("/"))
    }

    /// The path that `relative` names below the library.
    ///
    /// Fails for an absolute one, for `..`, and where a symbolic link on the way leads out of the library.
    pub fn inside(&self, relative: &str) -> Result<PathBuf> {
        let plain = !relative.is_empty()
            && !relative.contains(['\\', '\0'])
            && Path::new(relative).components().all(|part| matches!(part, Component::Normal(_)));
        if !plain {
            return Err(Error::new(text!("files-outside", path = super::table::shown(relative))).at(&self.root));
        }
        let path = self.root.join(relative);
        self.check(&path)?;
        Ok(path)
    }

    /// Fails where `path`, or the nearest of its folders that exists, lies outside the library once links are followed.
    pub fn check(&self, path: &Path) -> Result<()> {
        let real = path.ancestors().find_map(|known| known.canonicalize().ok());
        let root = self.root.canonicalize();
        match (real, root) {
            (Some(real), Ok(root)) if real.starts_with(&root) => Ok(()),
            (_, Ok(_)) => Err(Error::new(text!("files-link-outside")).at(path).hint(text!("files-link-outside-hint"))),
            (_, Err(cause)) => Err(Error::new(text!("files-unread")).at(&self.root).because(cause)),
        }
    }

    /// The folder's path under the fallback: the same place below it as `folder` has below the library.
    pub fn elsewhere(&self, fallback: &Path, folder: &Path) -> PathBuf {
        match folder.strip_prefix(&self.root) {
            Ok(relative) => fallback.join(relative),
            Err(_) => fallback.join(folder.file_name().unwrap_or_default()),
        }
    }
}

/// `2020-03-28-2030-nadia`: the wall time in the session's zone and a slug, 56 characters at most, so that `-2` has room.
pub fn session_folder_name(start: NaiveDateTime, slug: &Slug) -> String {
    let room = 56 - "YYYY-MM-DD-HHMM-".len();
    let slug = &slug.as_str()[..slug.as_str().len().min(room)];
    format!("{}-{}", start.format("%Y-%m-%d-%H%M"), slug.trim_end_matches('-'))
}

pub fn session_file(folder: &Path) -> PathBuf {
    folder.join("session.toml")
}

pub fn markers_file(folder: &Path, who: &Slug) -> PathBuf {
    folder.join(format!("markers-{who}.toml"))
}

/// Whose marks a file holds, by its name as [`markers_file`] makes it.
pub fn marker_writer(name: &str) -> Option<Slug> {
    Slug::parse(name.strip_prefix("markers-")?.strip_suffix(".toml")?)
}

/// Of somebody who joined.
pub fn notes_file_of(folder: &Path, who: &Slug) -> PathBuf {
    folder.join(format!("notes-{who}.md"))
}

/// Whether `name` is a bare name as [`part_file_name`] makes them.
pub fn is_part_file_name(name: &str) -> bool {
    parse_part_file_name(name).is_some()
}

/// Take, part and input (each from one) of a part's file name.
pub fn parse_part_file_name(name: &str) -> Option<(u32, u32, u32)> {
    let numbers: Vec<&str> = name.strip_prefix("take-")?.strip_suffix(".wav")?.split('-').collect();
    let number = |text: &str| text.parse::<u32>().ok().filter(|&number| number > 0);
    let parsed = match numbers[..] {
        [take, part] => (number(take)?, number(part)?, 1),
        [take, part, input] => (number(take)?, number(part)?, number(input)?),
        _ => return None,
    };
    (part_file_name(parsed.0, parsed.1, parsed.2) == name).then_some(parsed)
}

/// What synchronisers, editors and broken-off copies leave behind: named, never loaded.
pub fn is_leftover(name: &str) -> bool {
    is_conflict(name) || name.ends_with('~') || name.ends_with(".part")
}

/// Another version of a file, which a synchroniser has put beside it.
pub fn is_conflict(name: &str) -> bool {
    name.contains(".sync-conflict-") || name.contains("conflicted copy")
}

/// Files of ours that are on their way to a name, and hidden ones: neither loaded nor named.
pub fn is_hidden(name: &str) -> bool {
    name.starts_with('.')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples::{library, put, slug};

    #[test]
    fn a_session_is_named_after_its_start_and_never_too_long() {
        let start = "2020-03-28T20:30:00".parse().unwrap();
        assert_eq!(session_folder_name(start, &slug("nadia")), "2020-03-28-2030-nadia");
        let long = session_folder_name(start, &slug(&format!("{}-b", "a".repeat(39))));
        assert_eq!(long, format!("2020-03-28-2030-{}", "a".repeat(39)));
        assert!(Slug::parse(&format!("{long}-999")).is_some());
    }

    #[test]
    fn only_names_of_our_form_are_parts() {
        assert_eq!(parse_part_file_name("take-01-001.wav"), Some((1, 1, 1)));
        assert_eq!(parse_part_file_name("take-12-1234-2.wav"), Some((12, 1234, 2)));
        for name in [
            "take-1-001.wav",
            "take-01-001-1.wav",
            "take-00-001.wav",
            "../take-01-001.wav",
            "take-01-001.WAV",
            "take-+1-001.wav",
            "",
        ] {
            assert_eq!(parse_part_file_name(name), None, "{name}");
        }
    }

    #[test]
    fn no_name_and_no_link_leads_out_of_the_library() {
        let (folder, layout) = library();
        for hostile in ["", "/etc/passwd", "..", "a/../../b", "sessions/..", "a\\..\\b", "a\0b", "./a"] {
            assert!(layout.inside(hostile).is_err(), "{hostile:?}");
        }
        put(&folder.path().join("outside/secret.toml"), "x");
        std::os::unix::fs::symlink(folder.path().join("outside"), layout.root().join("people")).unwrap();
        let fault = layout.inside("people/secret.toml").unwrap_err().to_string();
        assert!(fault.contains("a link leads out of the library"), "{fault}");
        assert!(layout.inside("people/new.toml").is_err(), "what would be made behind the link");
        assert!(layout.inside("series/nadia.toml").is_ok(), "what does not exist yet");
    }

    #[test]
    fn a_library_may_itself_lie_behind_a_link() {
        let (folder, layout) = library();
        let link = folder.path().join("link");
        std::os::unix::fs::symlink(layout.root(), &link).unwrap();
        assert!(Layout::new(&link).inside("library.toml").is_ok());
    }

    #[test]
    fn the_fallback_has_the_same_places() {
        let layout = Layout::new("/l");
        let elsewhere = layout.elsewhere(Path::new("/card"), Path::new("/l/sessions/2020/x"));
        assert_eq!(elsewhere, Path::new("/card/sessions/2020/x"));
        assert_eq!(layout.relative(Path::new("/l/sessions/2020/x")).as_deref(), Some("sessions/2020/x"));
        assert_eq!(layout.relative(Path::new("/m")), None);
    }

    proptest::proptest! {
        #[test]
        fn hostile_names_never_leave_the_folder(name in "[./\\\\a-cA é\0-]{0,20}|\\PC{0,80}") {
            let (_folder, layout) = library();
            if let Ok(path) = layout.inside(&name) {
                proptest::prop_assert!(path.starts_with(layout.root()) && path != layout.root());
                proptest::prop_assert!(!path.components().any(|part| part == Component::ParentDir));
            }
        }
    }
}
