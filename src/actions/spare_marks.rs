//! Marks that a session's own disk had refused come home.
//!
//! While a take runs they are kept in the fallback folder, else in the user's state folder; `recover` brings them into the session.
//! What was kept elsewhere stays there too: nothing is deleted, and twice changes nothing.

use std::path::Path;

use crate::domain::{Hertz, Marker, Session, Slug};
use crate::error::Error;
use crate::recorder::spare_folders;
use crate::store::Layout;
use crate::store::layout::markers_file;
use crate::store::markers::{self, MarkerFile};

/// Brings home what is kept elsewhere for the session in `folder`. Gives how many marks came, and what could not be read or written.
pub fn bring_home(layout: &Layout, fallback: Option<&Path>, folder: &Path, session: &Session) -> (usize, Vec<Error>) {
    let (mut count, mut faults) = (0, Vec::new());
    for spare in spare_folders(layout, fallback, folder) {
        for who in writers(&spare) {
            let kept = markers::load_file(&markers_file(&spare, &who), &session.takes);
            faults.extend(kept.faults);
            match append_missing(folder, &who, &kept.rows, session) {
                Ok(appended) => count += appended,
                Err(fault) => faults.push(fault),
            }
        }
    }
    (count, faults)
}

/// Who has marks in this folder; nobody where there is no folder, or nothing in a file that was only just made.
pub fn writers(folder: &Path) -> Vec<Slug> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let names = entries.flatten().map(|entry| entry.file_name());
    let who = |name: std::ffi::OsString| Slug::parse(name.to_str()?.strip_prefix("markers-")?.strip_suffix(".toml")?);
    names.filter_map(who).filter(|who| !markers::is_blank(&markers_file(folder, who))).collect()
}

fn append_missing(folder: &Path, who: &Slug, kept: &[Marker], session: &Session) -> crate::error::Result<usize> {
    let known = match markers_file(folder, who) {
        own if own.exists() => markers::load_file(&own, &session.takes).rows,
        _ => Vec::new(),
    };
    let missing: Vec<&Marker> = kept.iter().filter(|marker| !known.contains(marker)).collect();
    if missing.is_empty() {
        return Ok(0);
    }
    let mut file = MarkerFile::open(folder, who)?;
    for marker in &missing {
        let rate = session.take(marker.take.as_str()).map_or(Hertz(1000), |take| take.rate);
        file.append(marker, rate)?;
    }
    Ok(missing.len())
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

    /// Else every `recover` from then on would call for a look.
    #[test]
    fn a_file_that_was_only_just_made_when_its_recorder_was_killed_is_no_fault() {
        let (library, fallback) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (layout, session) = (Layout::new(library.path()), session());
        let folder = library.path().join("sessions/2020/2020-03-28-2030-nadia");
        let spare = fallback.path().join("sessions/2020/2020-03-28-2030-nadia");
        std::fs::create_dir_all(&spare).unwrap();
        for begun in ["", "format", "format = 1\n\n"] {
            std::fs::write(markers_file(&spare, &Slug::parse("lise").unwrap()), begun).unwrap();
            let (count, faults) = bring_home(&layout, Some(fallback.path()), &folder, &session);
            assert_eq!((count, faults.len()), (0, 0), "{begun}");
        }
    }

    #[test]
    fn marks_come_home_once_and_stay_where_they_were_kept() {
        let (library, fallback) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (layout, session) = (Layout::new(library.path()), session());
        let folder = library.path().join("sessions/2020/2020-03-28-2030-nadia");
        let spare = fallback.path().join("sessions/2020/2020-03-28-2030-nadia");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::create_dir_all(&spare).unwrap();
        let who = Slug::parse("lise").unwrap();
        let marks: Vec<Marker> = (1..=2).map(|n| Marker::point(TakeId("01JD41".into()), "touching", Frames(n * 1000))).collect();
        MarkerFile::open(&folder, &who).unwrap().append(&marks[0], Hertz(1000)).unwrap();
        let mut kept = MarkerFile::open(&spare, &who).unwrap();
        marks.iter().for_each(|mark| kept.append(mark, Hertz(1000)).unwrap());

        for expected in [1, 0] {
            let (count, faults) = bring_home(&layout, Some(fallback.path()), &folder, &session);
            assert_eq!((count, faults.len()), (expected, 0));
        }
        let home = markers::load(&folder, &session.takes).rows;
        assert_eq!(home.into_iter().map(|filed| filed.marker).collect::<Vec<_>>(), marks);
        assert!(markers_file(&spare, &who).exists());
    }
}
