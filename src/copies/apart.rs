//! Parts of a take that lie in another folder than its session's, and what to do about it.

use std::path::{Path, PathBuf};

use super::Homes;
use crate::domain::{Part, Session, Take};
use crate::locale::Text;
use crate::text;

/// Files of one take in one other folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Apart {
    pub take: u32,
    pub files: Vec<String>,
    pub dir: PathBuf,
    /// The session's folder.
    pub home: PathBuf,
}

impl Apart {
    /// As everybody is told.
    pub fn text(&self) -> Text {
        text!(
            "copy-apart",
            take = self.take,
            count = self.files.len(),
            files = self.files.join(", "),
            dir = self.dir.display().to_string(),
            home = self.home.display().to_string()
        )
    }
}

/// Of one take, by folder. `place`: where an input's part lies that is not at home.
pub fn apart_of_take(take: &Take, home: &Path, place: impl Fn(&Part) -> Option<PathBuf>) -> Vec<Apart> {
    let mut all: Vec<Apart> = Vec::new();
    for part in take.parts.iter().filter(|part| part.elsewhere) {
        let Some(dir) = place(part).filter(|dir| dir != home) else { continue };
        match all.iter_mut().find(|apart| apart.dir == dir) {
            Some(apart) => apart.files.push(part.file.clone()),
            None => all.push(Apart { take: take.number, files: vec![part.file.clone()], dir, home: home.to_owned() }),
        }
    }
    all
}

/// Of all takes of a session, as the disks have it now.
pub fn apart(session: &Session, homes: &Homes) -> Vec<Apart> {
    let place = |part: &Part| homes.path_of(part).parent().map(Path::to_owned);
    session.takes.iter().flat_map(|take| apart_of_take(take, &homes.own, place)).collect()
}
