//! One person's file of marks in one session, and the same file of another copy.

use std::path::Path;

use super::versions::{Rules, added};
use crate::domain::{Clock, Hertz, JOINED, Marker, OccurrenceId, Slug, Take};
use crate::error::{Error, ErrorKind, Loaded, Result};
use crate::store::atomic;
use crate::store::layout::markers_file;
use crate::store::markers::{self, MarkerFile, clock, set_clock, set_joined};
use crate::text;

/// Frames a second where a mark's take is not known.
const NO_TAKE: Hertz = Hertz(1000);

/// What became of a file.
#[derive(Debug, Default)]
pub struct Merged {
    /// Marks that are new here or other than before.
    pub marks: usize,
    /// Of these, what had been opened here and is off the record again.
    pub closed_again: usize,
    /// What in the other file could not be read, and is not here therefore.
    pub faults: Vec<Error>,
}

/// A file of marks of another copy, or of the library itself where a synchroniser has left it, and the takes that it knows by their numbers.
pub struct Theirs<'a> {
    pub path: &'a Path,
    pub takes: &'a [Take],
}

/// Takes the marks of `theirs` into the file of `who` in `folder`, in one step, and its clock in a second one; where there is no file yet, it
/// comes as it is. A table in which anything is wrong does not come: `faults` tell of it, and it is for the caller to keep the file. `takes`:
/// those of the session here. The caller holds the save lock, and no recorder writes in the session.
///
/// Errors: their file cannot be read at all; the own one is of a newer version, no file, or cannot be written.
pub fn merge_file(folder: &Path, who: &Slug, takes: &[Take], theirs: &Theirs, rules: &Rules) -> Result<Merged> {
    let path = markers_file(folder, who);
    if bytes(&path).is_ok_and(|own| bytes(theirs.path).is_ok_and(|theirs| own == theirs)) {
        return Ok(Merged::default());
    }
    let Loaded { rows, faults } = markers::every_sound_table(theirs.path, theirs.takes)?;
    let faults: Vec<Error> = faults.into_iter().filter(|fault| fault.kind() != ErrorKind::Look).collect();
    let is_same_here = || markers::every_table(theirs.path, takes).is_ok_and(|here| here.rows == rows);
    if path.symlink_metadata().is_err() && faults.is_empty() && is_same_here() {
        atomic::write_new(&path, &bytes(theirs.path)?)?;
        return Ok(Merged { marks: markers::latest(rows).len(), ..Merged::default() });
    }
    let file = MarkerFile::open(folder, who)?;
    let own = markers::every_table(file.path(), takes)?.rows;
    let new = added(&own, &rows, rules);
    if !new.tables.is_empty() {
        let rate = |marker: &Marker| rate_of(marker, takes, theirs.takes);
        let tables = if own.is_empty() { &rows } else { &new.tables }; // what came before what is told on
        let tables: String = tables.iter().map(|marker| markers::table_of(marker, rate(marker))).collect();
        atomic::write(file.path(), &[bytes(file.path())?.as_slice(), tables.as_bytes()].concat())?;
    }
    let (own, other) = (Head::of(&path)?, Head::of(theirs.path)?);
    if let Some(clock) = own.clock_with(&other).filter(|clock| own.clock.as_ref() != Some(clock)) {
        set_clock(folder, who, &clock)?;
    }
    if let (None, Some(occurrence)) = (own.joined, other.joined) {
        set_joined(folder, who, &occurrence)?;
    }
    Ok(Merged { marks: new.tables.len(), closed_again: new.closed_again, faults })
}

/// Whether there is nothing in `theirs` that the file of `who` in `folder` lacks.
pub fn holds_all(folder: &Path, who: &Slug, takes: &[Take], theirs: &Theirs, rules: &Rules) -> bool {
    let path = markers_file(folder, who);
    let read = |path, takes| markers::every_table(path, takes).ok().map(|loaded| loaded.rows);
    let (own, other) = (read(&path, takes), read(theirs.path, theirs.takes));
    let holds_head =
        |own: Head, other: Head| own.clock_with(&other) == own.clock && (own.joined.is_some() || other.joined.is_none());
    own.zip(other).is_some_and(|(own, other)| added(&own, &other, rules).tables.is_empty())
        && Head::of(&path).ok().zip(Head::of(theirs.path).ok()).is_some_and(|(own, other)| holds_head(own, other))
}

/// What the head of a file of somebody who joined tells.
struct Head {
    clock: Option<Clock>,
    joined: Option<OccurrenceId>,
}

impl Head {
    fn of(path: &Path) -> Result<Head> {
        let bytes = bytes(path)?;
        Ok(Head { clock: clock(path, &bytes), joined: markers::joined(path, &bytes) })
    }

    fn clock_with(&self, other: &Head) -> Option<Clock> {
        match (&self.clock, &other.clock) {
            (Some(own), Some(other)) => Some(Clock::together(own, other)),
            (own, other) => own.as_ref().or(other.as_ref()).cloned(),
        }
    }
}

fn bytes(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).map_err(|cause| Error::new(text!("files-unread")).at(path).because(cause))
}

fn rate_of(marker: &Marker, takes: &[Take], others: &[Take]) -> Hertz {
    let of_take = takes.iter().chain(others).find(|take| take.id == marker.take).map(|take| take.rate);
    of_take.unwrap_or(if marker.take.join_began().is_some() { JOINED } else { NO_TAKE })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Frames, Palette, TakeId};
    use crate::store::samples::{put, slug, take};

    fn merge(ours: &Path, theirs: &Path) -> Merged {
        let palette = Palette::default();
        let path = markers_file(theirs, &slug("paul"));
        let other = Theirs { path: &path, takes: &[take("01B", 1)] };
        let rules = Rules { palettes: [&palette, &palette], people: &[] };
        let merged = merge_file(ours, &slug("paul"), &[take("01A", 1)], &other, &rules).unwrap();
        assert!(!merged.faults.is_empty() || holds_all(ours, &slug("paul"), &[take("01A", 1)], &other, &rules));
        merged
    }

    fn put_marks(folder: &Path, ids: &[&str]) {
        let table = |id: &&str| format!("[[marker]]\nid = \"{id}\"\ntake = \"01A\"\nframe = 5\nkind = \"note\"\n\n");
        put(&markers_file(folder, &slug("paul")), format!("format = 1\n\n{}", ids.iter().map(table).collect::<String>()));
    }

    fn ids(folder: &Path) -> Vec<String> {
        let rows = markers::load_file(&markers_file(folder, &slug("paul")), &[take("01A", 1), take("01B", 2)]).rows;
        rows.into_iter().map(|marker| marker.id.0).collect()
    }

    #[test]
    fn what_one_file_has_the_other_gets_once_and_a_torn_end_spoils_nothing() {
        let [ours, theirs] = [(); 2].map(|()| tempfile::tempdir().unwrap());
        put_marks(ours.path(), &["m-1", "m-2"]);
        put_marks(theirs.path(), &["m-2", "m-3"]);
        let path = markers_file(ours.path(), &slug("paul"));
        put(&path, std::fs::read_to_string(&path).unwrap() + "[[marker]]\nid = \"m-torn");
        assert_eq!(merge(ours.path(), theirs.path()).marks, 1);
        assert_eq!(merge(ours.path(), theirs.path()).marks, 0);
        assert_eq!(ids(ours.path()), ["m-1", "m-2", "m-3"]);
        let loaded = markers::load_file(&path, &[]);
        assert!(loaded.faults.is_empty(), "{:?}", loaded.faults);
    }

    #[test]
    fn a_take_s_number_written_by_hand_becomes_its_id() {
        let [ours, theirs] = [(); 2].map(|()| tempfile::tempdir().unwrap());
        put(
            &markers_file(theirs.path(), &slug("paul")),
            "format = 1\nclock_offset = 2.5\n[[marker]]\nid = \"m-1\"\ntake = 1\nframe = 5\nkind = \"note\"\n",
        );
        let merged = merge(ours.path(), theirs.path());
        let rows = markers::load_file(&markers_file(ours.path(), &slug("paul")), &[]).rows;
        assert_eq!((merged.marks, rows[0].take.clone(), rows[0].frame), (1, TakeId("01B".into()), Frames(5)));
        assert_eq!(Head::of(&markers_file(ours.path(), &slug("paul"))).unwrap().clock, Some(Clock::said(2.5, None)));
    }

    #[test]
    fn what_cannot_be_read_over_there_is_told_and_nothing_of_its_table_comes() {
        let [ours, theirs] = [(); 2].map(|()| tempfile::tempdir().unwrap());
        put_marks(theirs.path(), &["m-1", "m-2"]);
        let path = markers_file(theirs.path(), &slug("paul"));
        let text = std::fs::read_to_string(&path).unwrap();
        put(&path, text.replacen("frame = 5", "frame = 5\nmade = [\"oops\"]", 1) + "[[marker]]\nkind = \"off-record\"\n");
        let merged = merge(ours.path(), theirs.path());
        assert_eq!((merged.marks, merged.faults.len() >= 2, ids(ours.path())), (1, true, vec!["m-2".into()]));
    }

    #[test]
    fn a_file_that_is_new_here_comes_as_it_is_and_what_was_joined_comes_by_any_copy() {
        let [ours, theirs] = [(); 2].map(|()| tempfile::tempdir().unwrap());
        put_marks(theirs.path(), &["m-1"]);
        let path = markers_file(theirs.path(), &slug("paul"));
        let nadia: OccurrenceId = "nadia@2020-03-28T20:30".parse().unwrap();
        set_joined(theirs.path(), &slug("paul"), &nadia).unwrap();
        put(&path, format!("# ce soir\n{}# fin\n", std::fs::read_to_string(&path).unwrap()));
        assert_eq!(merge(ours.path(), theirs.path()).marks, 1);
        let own = markers_file(ours.path(), &slug("paul"));
        assert_eq!(bytes(&own).unwrap(), bytes(&path).unwrap());
        put_marks(ours.path(), &["m-2"]);
        merge(ours.path(), theirs.path());
        assert_eq!(Head::of(&own).unwrap().joined, Some(nadia));
    }

    #[test]
    fn of_two_clocks_that_somebody_said_either_may_be_true_whichever_way_they_meet() {
        let [one, other] = [(); 2].map(|()| tempfile::tempdir().unwrap());
        for (folder, behind) in [(&one, 90.0), (&other, -2.0)] {
            put_marks(folder.path(), &["m-1"]);
            set_clock(folder.path(), &slug("paul"), &Clock::said(behind, None)).unwrap();
        }
        merge(one.path(), other.path());
        merge(other.path(), one.path());
        for folder in [&one, &other] {
            let clock = Head::of(&markers_file(folder.path(), &slug("paul"))).unwrap().clock;
            assert_eq!(clock, Some(Clock { behind: -2.0, doubt: vec![90.0], said: 1 }));
        }
    }
}
