//! Files of marks that a crash tore, or left empty, and marks behind the end of their take.

use std::path::Path;

use super::{Deed, shown};
use crate::domain::{Frames, Marker, Palette, Session, Slug, Take};
use crate::error::{Error, Loaded, Result};
use crate::recorder::spare_marks::writers;
use crate::store::Library;
use crate::store::layout::markers_file;
use crate::store::lock::SaveLock;
use crate::store::markers::{self, MarkerFile};
use crate::store::sessions::SessionEntry;

/// Mends the files of marks of one session, which no recorder holds.
pub fn mend(library: &Library, entry: &SessionEntry) -> Loaded<Deed> {
    let mut done = Loaded::default();
    for who in writers(&entry.folder) {
        if !Wrong::in_file(library, entry, &who).is_any() {
            continue;
        }
        match mend_file(library, entry, &who) {
            Ok(deeds) => done.rows.extend(deeds),
            Err(fault) => done.faults.push(fault),
        }
    }
    done
}

/// What is wrong in one file of marks.
struct Wrong<'a> {
    is_broken: bool,
    astray: Vec<Astray<'a>>,
}

impl<'a> Wrong<'a> {
    fn in_file(library: &Library, entry: &'a SessionEntry, who: &Slug) -> Wrong<'a> {
        let found = markers::load_file(&markers_file(&entry.folder, who), &entry.session.takes);
        let is_broken = found.doubt().is_some();
        Wrong { is_broken, astray: astray(&found.rows, &entry.session, &library.settings.palette) }
    }

    fn is_any(&self) -> bool {
        self.is_broken || !self.astray.is_empty()
    }
}

/// Opening a file for writing sets a torn end aside. What a hand broke stays as it is: then nothing was done. The file is read again behind
/// the lock, since somebody may have changed a mark before it was there.
fn mend_file(library: &Library, entry: &SessionEntry, who: &Slug) -> Result<Vec<Deed>> {
    let Some(_lock) = SaveLock::of_free(&library.layout, &entry.id)? else { return Ok(Vec::new()) };
    let path = markers_file(&entry.folder, who);
    let Wrong { is_broken, astray } = Wrong::in_file(library, entry, who);
    let before = bytes(&path)?;
    let mut file = MarkerFile::open(&entry.folder, who)?;
    let is_mended = is_broken && bytes(&path)? != before;
    let mut deeds: Vec<Deed> = is_mended.then(|| Deed::Marks { file: shown(library, &path) }).into_iter().collect();
    for Astray { mended, take, seconds } in astray {
        file.append(&mended, take.rate)?;
        deeds.push(Deed::Mark { id: mended.id.to_string(), session: entry.id.clone(), seconds });
    }
    Ok(deeds)
}

fn bytes(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).map_err(|cause| Error::new(crate::text!("files-unread")).at(path).because(cause))
}

/// A mark that lies behind the end of its take.
struct Astray<'a> {
    /// As it is to be.
    mended: Marker,
    take: &'a Take,
    /// How far behind it lay.
    seconds: f64,
}

fn astray<'a>(marks: &[Marker], session: &'a Session, palette: &Palette) -> Vec<Astray<'a>> {
    let of = |mark: &Marker| {
        let take = session.take(mark.take.as_str())?;
        let mended = past_end(mark, take, palette)?;
        let last = mark.end_frame.unwrap_or(mark.frame).max(mark.frame);
        Some(Astray { mended, take, seconds: last.saturating_sub(take.end()).seconds(take.rate) })
    };
    marks.iter().filter(|mark| !mark.deleted).filter_map(of).collect()
}

/// As a mark is to be that lies behind the end of its closed take: at the end. What is off the record keeps its own end: should more
/// sound be found, it covers that too.
pub fn past_end(mark: &Marker, take: &Take, palette: &Palette) -> Option<Marker> {
    if take.is_open() || take.parts.is_empty() {
        return None;
    }
    let end = take.end();
    let end_frame = match palette.withholds(&mark.kind) {
        true => mark.end_frame,
        false => mark.end_frame.map(|last| last.min(end)),
    };
    let mended = Marker { frame: mark.frame.min(end), end_frame, ..mark.clone() };
    let is_empty = |mark: &Marker| mark.end_frame.is_some_and(|last: Frames| last <= mark.frame);
    let mended = if is_empty(&mended) { Marker { end_frame: None, ..mended } } else { mended };
    (mended.frame != mark.frame || (mended.end_frame != mark.end_frame && !is_empty(mark))).then_some(mended)
}
