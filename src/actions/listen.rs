//! Listening again: the sessions to choose from, and of one of them its takes, marks and sound.
//!
//! What is heard of a session is decided in `play`, its drawing in `waveform`, words on marks in `notes`.

use std::collections::HashMap;
use std::path::Path;

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::play::{self, From, Heard};
use crate::audio::player::Manner;
use crate::audio::playing::{Played, Playing};
use crate::copies::{Elsewhere, Homes};
use crate::domain::{Frames, OffRecord, Palette, Take, TakeId};
use crate::error::{Error, Loaded, Result};
use crate::store::Library;
use crate::store::markers::{self, FiledMarker};
use crate::store::remembered::{Remembered, Stamp, stamp};
use crate::store::sessions::{self, SessionEntry};
use crate::threads::in_threads;

/// One session to choose from.
#[derive(Debug, Clone)]
pub struct SessionRow {
    pub entry: SessionEntry,
    /// `None` while its marks have not been counted.
    pub tally: Option<Tally>,
}

/// The marks of a session, as [`Palette::counts`] counts them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Counted {
    pub marks: usize,
    /// Marks of what never leaves.
    pub withheld: usize,
}

impl Counted {
    fn of(marks: &[FiledMarker], palette: &Palette) -> Counted {
        let count = |is_one: &dyn Fn(&str) -> bool| marks.iter().filter(|filed| is_one(&filed.marker.kind)).count();
        Counted { marks: count(&|kind| palette.counts(kind)), withheld: count(&|kind| palette.withholds(kind)) }
    }
}

/// How many marks a session holds, as it is kept in the cache.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Tally {
    /// Of all people and kinds.
    pub markers: usize,
    pub counted: Counted,
}

/// The marks of which sessions [`list`] counts that have not been counted before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    All,
    /// None where there are more of them than can be counted while somebody waits.
    Few,
}

/// So many sessions are counted in a few hundredths of a second.
const FEW: usize = 100;

/// The sessions, of one series where it is named, the latest first; those without sound come last. Counts of marks are kept in `cache`.
pub fn list(library: &Library, series: Option<&str>, cache: Option<&Path>, count: Count) -> Loaded<SessionRow> {
    let Loaded { rows: entries, mut faults } = sessions::list(&library.layout);
    let known = Remembered::read(cache, "counts", library);
    let remember = |found: &mut Vec<(Option<Stamp>, Option<Tally>)>, entry: &SessionEntry| {
        let stamp = stamp(&entry.folder);
        let tally = stamp.as_ref().and_then(|stamp| known.of(&entry.id, stamp));
        found.push((stamp, tally));
    };
    let remembered: Vec<_> = in_threads(&entries, Vec::with_capacity, remember).into_iter().flatten().collect();
    let counts = count == Count::All || remembered.iter().filter(|(_, tally)| tally.is_none()).count() <= FEW;
    let found = if counts { counted(&entries, &remembered, &library.settings.palette) } else { Vec::new() };
    let mut counted = found.into_iter();
    let (mut rows, mut kept) = (Vec::with_capacity(entries.len()), HashMap::with_capacity(entries.len()));
    for (entry, (stamp, tally)) in entries.into_iter().zip(remembered) {
        let (tally, found) = match tally {
            Some(_) => (tally, Vec::new()),
            None => counted.next().map_or_else(Default::default, |(tally, found)| (Some(tally), found)),
        };
        kept.extend(stamp.zip(tally).filter(|_| found.is_empty()).map(|kept| (entry.id.clone(), kept)));
        if series.is_none() || entry.session.series.as_ref().map(|id| id.as_str()) == series {
            faults.extend(found);
            rows.push(SessionRow { entry, tally });
        }
    }
    if counts {
        known.keep(kept);
    }
    rows.sort_by_cached_key(|row| std::cmp::Reverse((row.started(), row.entry.id.clone())));
    Loaded { rows, faults }
}

/// Of the sessions that are not remembered, in order: their marks, and what is wrong with their files. The stamps are older than what is read.
fn counted(
    entries: &[SessionEntry],
    remembered: &[(Option<Stamp>, Option<Tally>)],
    palette: &Palette,
) -> Vec<(Tally, Vec<Error>)> {
    let unknown: Vec<&SessionEntry> =
        entries.iter().zip(remembered).filter(|(_, (_, tally))| tally.is_none()).map(|(entry, _)| entry).collect();
    let count = |counted: &mut Vec<_>, entry: &&SessionEntry| {
        let marks = markers::load(&entry.folder, &entry.session.takes);
        counted.push((Tally { markers: marks.rows.len(), counted: Counted::of(&marks.rows, palette) }, marks.faults));
    };
    in_threads(&unknown, Vec::with_capacity, count).into_iter().flatten().collect()
}

impl SessionRow {
    /// When its first take began; `None` where nothing was recorded.
    pub fn started(&self) -> Option<DateTime<FixedOffset>> {
        self.entry.session.takes.first().map(|take| take.started)
    }

    /// Length of all takes.
    pub fn seconds(&self) -> f64 {
        self.entry.session.takes.iter().map(|take| take.end().seconds(take.rate)).sum()
    }

    /// A take runs, or broke off.
    pub fn is_open(&self) -> bool {
        self.entry.session.takes.iter().any(Take::is_open)
    }
}

/// One session, as far as it is needed to listen to it.
#[derive(Debug, Clone)]
pub struct Listening {
    pub entry: SessionEntry,
    /// Everybody's, by take and frame, each with whose it is; those that were withdrawn are left out.
    pub marks: Vec<FiledMarker>,
    pub off_record: OffRecord,
    /// For each take of the session, in their order, what of it never leaves: in order, merged, end excluded, within the take.
    pub withheld: Vec<Vec<(Frames, Frames)>>,
    /// What is wrong with the files of marks.
    pub faults: Vec<Error>,
    palette: Palette,
    /// Where its parts lie.
    pub homes: Homes,
}

/// How much is heard of a mark without an end. A touching one stands some seconds before its key, so both are in it.
pub const POINT_SECONDS: f64 = 10.0;

/// Opens the session that a person names, as [`sessions::resolve`] finds it. `elsewhere`: where parts lie
/// that are not in it.
pub fn open(library: &Library, elsewhere: &Elsewhere, name: &str) -> Result<Listening> {
    Ok(Listening::of(library, elsewhere, sessions::resolve(&library.layout, name)?))
}

impl Listening {
    pub fn of(library: &Library, elsewhere: &Elsewhere, entry: SessionEntry) -> Listening {
        let marks = markers::load(&entry.folder, &entry.session.takes);
        let palette = library.settings.palette.clone();
        let off_record = OffRecord::of(&entry.session.takes, marks.rows.iter().map(|filed| &filed.marker), &palette);
        let withheld = entry.session.takes.iter().map(|take| withheld_within(take, &off_record)).collect();
        let homes = elsewhere.homes(&library.layout, &entry.folder);
        Listening { entry, marks: marks.rows, off_record, withheld, faults: marks.faults, palette, homes }
    }

    /// Whether all marks could be read: else it is not known what is off the record.
    pub fn is_sure(&self) -> bool {
        !self.faults.iter().any(Error::is_doubt)
    }

    pub fn counted(&self) -> Counted {
        Counted::of(&self.marks, &self.palette)
    }

    pub fn take(&self, id: &TakeId) -> Option<&Take> {
        self.entry.session.take(id.as_str())
    }

    pub fn palette(&self) -> &Palette {
        &self.palette
    }

    /// What is to be played: see [`play::heard`].
    pub fn heard(&self, from: &From, seconds: Option<f64>) -> Result<Vec<(Take, Heard)>> {
        let rows = self.marks.iter().map(|filed| filed.marker.clone()).collect();
        let marks = Loaded { rows, faults: self.faults.clone() };
        play::heard(&self.entry, &marks, &self.palette, from, seconds, &self.homes)
    }

    /// Plays on a thread of its own: a mark's stretch (of a point ten seconds), or on from a place.
    ///
    /// Errors: nothing to hear there, as [`play::heard`]. What goes wrong with files and output is reported.
    pub fn play(&self, from: &From, manner: Manner, report: impl FnMut(Played) + Send + 'static) -> Result<Playing> {
        let heard = self.heard(from, self.usual_length(from))?;
        Playing::start(heard.into_iter().map(|(take, heard)| (take.id, heard.segments)).collect(), manner, report)
    }

    fn usual_length(&self, from: &From) -> Option<f64> {
        let From::Marker(name) = from else { return None };
        let marks = self.marks.iter().map(|filed| &filed.marker);
        marks.filter(|mark| mark.id.as_str() == name).any(|mark| !mark.is_range()).then_some(POINT_SECONDS)
    }
}

fn withheld_within(take: &Take, off_record: &OffRecord) -> Vec<(Frames, Frames)> {
    let ranges = off_record.ranges(&take.id).iter();
    ranges.map(|(start, end)| (*start, (*end).min(take.end()))).filter(|(start, end)| start < end).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Marker, MarkerId};
    use crate::store::samples::{self, slug};

    /// A library with a session for each of `started`, the first with marks of two people.
    fn library_with(started: &[&str]) -> (tempfile::TempDir, Library) {
        let (folder, layout) = samples::library();
        for (n, started) in (0..).zip(started) {
            let session = sessions::create(&layout, "2020-03-28T20:30:00".parse().unwrap(), &slug("nadia")).unwrap();
            let mut take = samples::take(&format!("01A{n}"), 1);
            take.started = DateTime::parse_from_rfc3339(started).unwrap();
            sessions::save(&session, &samples::session(vec![take])).unwrap();
        }
        let library = Library::open(layout.root()).unwrap();
        let first = sessions::list(&library.layout).rows.remove(0);
        mark(&first, "olivier", "touching", 480_000, None);
        mark(&first, "lise", "off-record", 96_000, Some(192_000));
        mark(&first, "lise", "off-record", 86_400_000, None);
        (folder, library)
    }

    fn mark(entry: &SessionEntry, who: &str, kind: &str, frame: u64, end: Option<u64>) {
        let take = &entry.session.takes[0];
        let marker = Marker { end_frame: end.map(Frames), ..Marker::point(take.id.clone(), kind, Frames(frame)) };
        markers::MarkerFile::open(&entry.folder, &slug(who)).unwrap().append(&marker, take.rate).unwrap();
    }

    fn id(listening: &Listening, n: usize) -> MarkerId {
        listening.marks[n].marker.id.clone()
    }

    #[test]
    fn the_latest_session_is_listed_first_with_its_length_and_marks() {
        let (_folder, library) = library_with(&["2020-03-28T20:30:00Z", "2020-04-01T20:30:00Z", "2020-03-30T20:30:00Z"]);
        let listed = list(&library, Some("nadia"), None, Count::All);
        let rows: Vec<_> = listed.rows.iter().map(|row| (row.entry.id.as_str(), row.tally.unwrap().markers)).collect();
        assert_eq!(rows, [("2020-03-28-2030-nadia-2", 0), ("2020-03-28-2030-nadia-3", 0), ("2020-03-28-2030-nadia", 3)]);
        assert_eq!(listed.rows[2].tally.unwrap().counted, Counted { marks: 1, withheld: 2 });
        assert!(listed.rows[0].seconds() == 1802.0 && !listed.rows[0].is_open() && listed.faults.is_empty());
        assert!(list(&library, Some("samir"), None, Count::All).rows.is_empty());
    }

    #[test]
    fn marks_are_counted_the_same_by_the_cache_and_a_new_one_counts_at_once() {
        let (_folder, library) = library_with(&["2020-03-28T20:30:00Z"]);
        let cache = tempfile::tempdir().unwrap();
        let rows = || list(&library, None, Some(cache.path()), Count::Few).rows;
        let first = rows().remove(0);
        while stamp(&first.entry.folder).is_none() {
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        let told = |Tally { markers, counted }: Tally| (markers, counted.marks, counted.withheld);
        let counts = || rows().iter().filter_map(|row| row.tally).map(told).collect::<Vec<_>>();
        assert_eq!([counts(), counts()], [[(3, 1, 2)], [(3, 1, 2)]]);
        assert!(cache.path().join("counts").is_dir());
        mark(&first.entry, "lise", "touching", 480_000, None);
        assert_eq!(counts(), [(4, 2, 2)]);
    }

    #[test]
    fn where_many_were_never_counted_the_list_does_not_wait_for_them() {
        let (_folder, library) = library_with(&["2020-03-28T20:30:00Z"; FEW + 1]);
        let cache = tempfile::tempdir().unwrap();
        let counted = |count| {
            let rows = list(&library, None, Some(cache.path()), count).rows;
            rows.iter().filter(|row| row.tally.is_some()).count()
        };
        assert_eq!((counted(Count::Few), cache.path().join("counts").exists()), (0, false));
        assert_eq!(counted(Count::All), FEW + 1);
        while sessions::list(&library.layout).rows.iter().any(|entry| stamp(&entry.folder).is_none()) {
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        assert_eq!((counted(Count::All), counted(Count::Few)), (FEW + 1, FEW + 1));
    }

    #[test]
    fn a_session_opens_with_everybody_s_marks_and_what_is_withheld() {
        let (_folder, library) = library_with(&["2020-03-28T20:30:00Z"]);
        let spare = Elsewhere { fallback: Some("/spare".into()), second_copy: None };
        let listening = open(&library, &spare, "last").unwrap();
        let marks: Vec<_> = listening.marks.iter().map(|filed| (filed.by.as_str(), filed.marker.frame.0)).collect();
        assert_eq!(marks, [("lise", 96_000), ("olivier", 480_000), ("lise", 86_400_000)]);
        let withheld = [(Frames(96_000), Frames(192_000)), (Frames(86_400_000), Frames(86_496_000))];
        assert_eq!(listening.withheld, [withheld], "what has no end lasts to the end of the take");
        assert_eq!(listening.homes.fallback, Some("/spare/sessions/2020/2020-03-28-2030-nadia".into()));
        assert!(listening.is_sure() && listening.take(&TakeId("01A0".into())).is_some());
    }

    #[test]
    fn a_mark_is_heard_exactly_and_a_point_for_some_seconds() {
        let (_folder, library) = library_with(&["2020-03-28T20:30:00Z"]);
        let listening = open(&library, &Elsewhere::default(), "last").unwrap();
        let heard = |n| {
            let from = From::Marker(id(&listening, n).0);
            let heard = listening.heard(&from, listening.usual_length(&from)).unwrap();
            heard[0].1.segments.iter().map(|piece| (piece.at.0, piece.frames.0)).collect::<Vec<_>>()
        };
        assert_eq!(heard(0), [(96_000, 96_000)], "also off the record, when it is chosen");
        assert_eq!(heard(1), [(480_000, 480_000)]);
        let unknown = listening.play(&From::Marker("m-9".into()), Manner::default(), |_| ());
        assert!(unknown.is_err_and(|fault| fault.to_string().contains("m-9")));
    }

    #[test]
    fn marks_that_cannot_be_read_are_told_and_leave_doubt() {
        let (_folder, library) = library_with(&["2020-03-28T20:30:00Z"]);
        let folder = list(&library, None, None, Count::All).rows.remove(0).entry.folder;
        samples::put(&folder.join("markers-zoe.toml"), "format = 1\n[[marker]]\nkind = \"off-record\"\n");
        let listening = open(&library, &Elsewhere::default(), "last").unwrap();
        assert!(!listening.is_sure() && listening.marks.len() == 3, "{:?}", listening.faults);
    }
}
