//! The folders in which parts may lie besides their session's: which of them count, and what is wrong with them on the disk.

use std::path::Path;

use super::AudioConfig;
use crate::copies::Elsewhere;
use crate::error::{Error, ErrorKind};
use crate::text;

impl AudioConfig {
    /// Where parts lie that are not beside their `session.toml`. A fallback that is, or lies in, the second copy is no other place.
    pub fn elsewhere(&self) -> Elsewhere {
        let fallback = self.fallback.clone().filter(|_| !self.is_fallback_twice());
        Elsewhere { fallback, second_copy: self.second_copy.clone() }
    }

    /// What needs a look; reads the disk.
    pub fn folder_faults(&self) -> Vec<Error> {
        let named = [("second_copy", &self.second_copy), ("fallback", &self.fallback)];
        let named = named.into_iter().filter_map(|(key, folder)| Some((key, folder.as_deref()?)));
        let mut faults: Vec<Error> =
            named.filter(|(_, folder)| !has_parent(folder)).map(|(key, folder)| no_parent(key, folder)).collect();
        if let Some(fallback) = self.fallback.as_deref().filter(|_| self.is_fallback_twice()) {
            let fault = Error::new(text!("copy-config-once")).at(fallback).hint(text!("copy-config-once-hint"));
            faults.push(fault.kind_of(ErrorKind::Look));
        }
        faults
    }

    fn is_fallback_twice(&self) -> bool {
        matches!((&self.fallback, &self.second_copy), (Some(fallback), Some(second)) if fallback.starts_with(second))
    }
}

/// The last folder is made where it is missing.
fn has_parent(folder: &Path) -> bool {
    folder.is_dir() || folder.parent().is_some_and(|above| above.as_os_str().is_empty() || above.is_dir())
}

fn no_parent(key: &str, folder: &Path) -> Error {
    let fault = Error::new(text!("copy-config-no-parent", key = key)).at(folder).hint(text!("copy-config-no-parent-hint"));
    fault.kind_of(ErrorKind::Look)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    #[test]
    fn a_fallback_in_the_second_copy_counts_once_and_is_named_as_a_folder_without_parent_is() {
        let home = tempfile::tempdir().unwrap();
        let at = |name: &str| Some(home.path().join(name));
        for (second, fallback, is_kept, words) in [
            ("card", "spare", true, ""),
            ("card", "card", false, "counts once"),
            ("card", "card/spare", false, "counts once"),
            ("card/L", "card", true, ""),
            ("gone/L", "spare", true, "`second_copy`: expected"),
            ("card", "gone/L", true, "`fallback`: expected"),
        ] {
            std::fs::create_dir_all(home.path().join("card")).unwrap();
            let audio = AudioConfig { second_copy: at(second), fallback: at(fallback), ..Config::default().audio };
            assert_eq!(audio.elsewhere().fallback, at(fallback).filter(|_| is_kept), "{second} {fallback}");
            let told: Vec<String> = audio.folder_faults().iter().map(ToString::to_string).collect();
            assert_eq!(told.len(), usize::from(!words.is_empty()), "{told:?}");
            assert!(told.iter().all(|told| told.contains(words)), "{told:?}");
        }
    }
}
