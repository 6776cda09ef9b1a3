//! Marks that a session's own disk refuses while a take runs: they are kept in the fallback folder, else in the user's state folder.
//!
//! They come home as soon as the session's own file takes marks again, else at the stop, or by `recover`. From then on the file over there
//! is called `markers-WHO.home-1` and is not asked again: what is changed at home later stays changed. Nothing is deleted.

use std::path::{Path, PathBuf};

use crate::config::state_folder;
use crate::domain::{Hertz, Marker, Session, Slug};
use crate::error::{Error, Result};
use crate::store::atomic::{sync_folder, unwritten};
use crate::store::layout::{Layout, markers_file};
use crate::store::markers::{self, MarkerFile};
use crate::text;

/// Where what the session's own disk refuses is kept, the best first.
pub fn spare_folders(layout: &Layout, fallback: Option<&Path>, folder: &Path) -> Vec<PathBuf> {
    let elsewhere = fallback.map(|fallback| layout.elsewhere(fallback, folder));
    let state = state_folder().ok().zip(folder.file_name()).map(|(state, name)| state.join("marks").join(name));
    elsewhere.into_iter().chain(state).collect()
}

/// Brings home what is kept elsewhere for the session in `folder`, which no recorder holds. Gives how many marks came, and what could not
/// be read or written.
pub fn bring_home(layout: &Layout, fallback: Option<&Path>, folder: &Path, session: &Session) -> (usize, Vec<Error>) {
    let (mut count, mut faults) = (0, Vec::new());
    let rate = |marker: &Marker| session.take(marker.take.as_str()).map_or(Hertz(1000), |take| take.rate);
    for (spare, who) in kept_for(layout, fallback, folder) {
        faults.extend(markers::load_file(&markers_file(&spare, &who), &session.takes).faults);
        match bring_file_home(&spare, folder, &who, rate) {
            Ok(appended) => count += appended,
            Err(fault) => faults.push(fault),
        }
    }
    (count, faults)
}

/// Who has marks that are kept for the session in `folder`, and in which folder: nobody by a file that was only just made.
pub fn kept_for(layout: &Layout, fallback: Option<&Path>, folder: &Path) -> Vec<(PathBuf, Slug)> {
    let spares = spare_folders(layout, fallback, folder).into_iter();
    let kept = spares.flat_map(|spare| writers(&spare).into_iter().map(move |who| (spare.clone(), who)));
    kept.filter(|(spare, who)| !markers::is_blank(&markers_file(spare, who))).collect()
}

/// Whose files of marks lie in this folder; nobody's where there is no folder.
pub fn writers(folder: &Path) -> Vec<Slug> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let names = entries.flatten().map(|entry| entry.file_name());
    let who = |name: std::ffi::OsString| Slug::parse(name.to_str()?.strip_prefix("markers-")?.strip_suffix(".toml")?);
    names.filter_map(who).collect()
}

/// Appends to the session's own file what that of `spare` holds and it does not, and gives how many marks that were; then the one over
/// there is put away. Where anything fails it stays as it is: the next time goes on from there.
pub fn bring_file_home(spare: &Path, folder: &Path, who: &Slug, rate: impl Fn(&Marker) -> Hertz) -> Result<usize> {
    let (kept, own) = (markers_file(spare, who), markers_file(folder, who));
    if kept.canonicalize().is_ok_and(|kept| own.canonicalize().is_ok_and(|own| own == kept)) {
        return Ok(0); // the fallback is the library itself
    }
    let known = if own.exists() { markers::load_file(&own, &[]).rows } else { Vec::new() };
    let kept_marks = markers::load_file(&kept, &[]).rows;
    let missing: Vec<&Marker> = kept_marks.iter().filter(|marker| !known.contains(marker)).collect();
    if !missing.is_empty() {
        let mut file = MarkerFile::open(folder, who)?;
        missing.iter().try_for_each(|marker| file.append(marker, rate(marker)))?;
    }
    put_away(&kept)?;
    Ok(missing.len())
}

/// Renames it to the first free `markers-WHO.home-N`.
fn put_away(kept: &Path) -> Result<()> {
    let free = (1..10_000).map(|n| kept.with_extension(format!("home-{n}"))).find(|name| !name.exists());
    let Some(name) = free else { return Err(Error::new(text!("files-exists")).at(kept).hint(text!("files-exists-hint"))) };
    let renamed = std::fs::rename(kept, name).and_then(|()| sync_folder(kept.parent().unwrap_or(Path::new("."))));
    renamed.map_err(|cause| unwritten(kept, cause))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{After, Bits, Frames, Take, TakeId};

    fn session() -> Session {
        let take = Take {
            id: TakeId("01JD41".into()),
            number: 1,
            started: chrono::DateTime::parse_from_rfc3339("2020-03-28T20:32:04+01:00").unwrap(),
            preroll: Frames(0),
            rate: Hertz(1000),
            bits: Bits::Int24,
            channels: Vec::new(),
            inputs: vec!["none".into()],
            frames: Some(Frames(60_000)),
            parts: Vec::new(),
            gaps: Vec::new(),
            loudness: Default::default(),
        };
        Session {
            title: "Nadia".into(),
            series: None,
            occurrence: None,
            chain: None,
            zone: chrono_tz::Tz::UTC,
            number: None,
            of: None,
            people: Vec::new(),
            takes: vec![take],
            roles: Default::default(),
            after: After::default(),
        }
    }

    /// A session's folder, and one in the fallback in which marks of it are kept.
    struct Desk {
        _homes: [tempfile::TempDir; 2],
        layout: Layout,
        fallback: PathBuf,
        folder: PathBuf,
        spare: PathBuf,
        who: Slug,
    }

    impl Desk {
        fn new() -> Desk {
            let homes = [(); 2].map(|()| tempfile::tempdir().unwrap());
            let place = "sessions/2020/2020-03-28-2030-nadia";
            let (folder, spare) = (homes[0].path().join(place), homes[1].path().join(place));
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::create_dir_all(&spare).unwrap();
            let (layout, fallback) = (Layout::new(homes[0].path()), homes[1].path().to_owned());
            Desk { _homes: homes, layout, fallback, folder, spare, who: Slug::parse("lise").unwrap() }
        }

        fn append(&self, folder: &Path, marks: &[Marker]) {
            let mut file = MarkerFile::open(folder, &self.who).unwrap();
            marks.iter().for_each(|mark| file.append(mark, Hertz(1000)).unwrap());
        }

        fn bring(&self) -> usize {
            let (count, faults) = bring_home(&self.layout, Some(&self.fallback), &self.folder, &session());
            assert!(faults.is_empty(), "{faults:?}");
            count
        }

        fn at_home(&self) -> Vec<Marker> {
            markers::load(&self.folder, &session().takes).rows.into_iter().map(|filed| filed.marker).collect()
        }
    }

    fn mark(at: u64) -> Marker {
        Marker::point(TakeId("01JD41".into()), "touching", Frames(at))
    }

    /// Else every `recover` from then on would call for a look.
    #[test]
    fn a_file_that_was_only_just_made_when_its_recorder_was_killed_is_no_fault() {
        let desk = Desk::new();
        for begun in ["", "format", "format = 1\n\n"] {
            std::fs::write(markers_file(&desk.spare, &desk.who), begun).unwrap();
            assert_eq!(desk.bring(), 0, "{begun}");
        }
    }

    #[test]
    fn marks_come_home_once_and_stay_where_they_were_kept() {
        let (desk, marks) = (Desk::new(), [mark(1000), mark(2000)]);
        desk.append(&desk.folder, &marks[..1]);
        desk.append(&desk.spare, &marks);
        assert_eq!((desk.bring(), desk.bring()), (1, 0));
        assert_eq!(desk.at_home(), marks);
        assert!(desk.spare.join("markers-lise.home-1").exists());
    }

    #[test]
    fn what_was_changed_after_marks_came_home_stays_changed() {
        let (desk, mut marks) = (Desk::new(), [mark(1000), mark(2000)]);
        desk.append(&desk.spare, &marks);
        assert_eq!(desk.bring(), 2);
        marks[0].note = Some("changed later".into());
        marks[1].deleted = true;
        desk.append(&desk.folder, &marks);
        assert_eq!((desk.bring(), desk.at_home()), (0, marks[..1].to_vec()));
        let later = mark(3000);
        desk.append(&desk.spare, std::slice::from_ref(&later)); // refused once more, in the session's next take
        assert_eq!((desk.bring(), desk.at_home()), (1, vec![marks[0].clone(), later]));
    }
}
