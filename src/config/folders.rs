//! Where this user's state and caches lie.

use std::path::PathBuf;

use directories::ProjectDirs;

use crate::error::{Error, Result};
use crate::text;

/// Logs, and sockets where the system has no runtime folder: `~/.local/state/temoin` on Linux.
pub fn state_folder() -> Result<PathBuf> {
    let folders = project()?;
    Ok(folders.state_dir().unwrap_or_else(|| folders.data_local_dir()).to_owned())
}

/// What can be made again at any time: `~/.cache/temoin` on Linux.
pub fn cache_folder() -> Result<PathBuf> {
    Ok(project()?.cache_dir().to_owned())
}

fn project() -> Result<ProjectDirs> {
    ProjectDirs::from("", "", "temoin").ok_or_else(|| Error::new(text!("files-no-home")).hint(text!("files-no-home-hint")))
}
