//! Two laptops with copies of one library.

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;

use super::*;
use crate::audio::journal::{JournalHead, Stamp};
use crate::audio::part_file::PartFile;
use crate::audio::verify::verify;
use crate::audio::wav::WavFormat;
use crate::clock::Monotonic;
use crate::domain::{Bits, Channel, Frames, Hertz, JOINED, Marker, Part, Session, Take, TakeId};
use crate::store::layout::markers_file;
use crate::store::lock::Running;
use crate::store::markers::{self, MarkerFile};
use crate::store::samples::{self, put, slug};
use crate::store::sessions::{self, SessionEntry};
use crate::store::{Layout, trash};

const FORMAT: WavFormat = WavFormat { rate: Hertz(1000), channels: 1, bits: Bits::Int16 };

/// One of the two.
struct Laptop {
    _home: tempfile::TempDir,
    layout: Layout,
}

impl Laptop {
    fn new() -> Laptop {
        let (home, layout) = samples::library();
        Laptop { _home: home, layout }
    }

    fn library(&self) -> Library {
        Library::open(self.layout.root()).unwrap()
    }

    fn merge(&self, other: &Laptop) -> Outcome {
        self.merge_by(other, None)
    }

    fn merge_by(&self, other: &Laptop, offset: Option<f64>) -> Outcome {
        let asked = Asked { dir: Some(other.layout.root()), offset };
        merge(&self.library(), &asked, &Elsewhere::default(), "2020-04-01T10:00:00Z".parse().unwrap()).unwrap()
    }

    /// Merges what has come of it nothing new.
    fn merged_cleanly(&self, other: &Laptop) -> Outcome {
        let outcome = self.merge(other);
        assert!(outcome.is_clean(), "{outcome:?}");
        let again = self.merge(other);
        assert!(again.is_clean() && again.is_nothing(), "{again:?}");
        outcome
    }

    fn folder(&self) -> PathBuf {
        self.layout.sessions_dir().join("2020/2020-03-28-2030-nadia")
    }

    /// Nadia's evening, with takes of these ids, each with other sound.
    fn record(&self, ids: &[&str]) -> Session {
        let takes = ids.iter().zip(1..).map(|(id, number)| record(&self.folder(), id, number, 300)).collect();
        let session = samples::session(takes);
        sessions::save(&self.folder(), &session).unwrap();
        session
    }

    fn entry(&self) -> SessionEntry {
        sessions::load(&self.folder()).unwrap()
    }

    fn mark(&self, who: &str, take: &str, kind: &str, frame: u64) -> Marker {
        let marker = Marker::point(TakeId(take.into()), kind, Frames(frame));
        self.append(who, &marker);
        marker
    }

    fn append(&self, who: &str, marker: &Marker) {
        fs::create_dir_all(self.folder()).unwrap();
        MarkerFile::open(&self.folder(), &slug(who)).unwrap().append(marker, FORMAT.rate).unwrap();
    }

    /// Everybody's marks: author, take, frame, kind.
    fn marks(&self) -> Vec<(String, String, u64, String)> {
        let rows = markers::load(&self.folder(), &self.entry().session.takes).rows.into_iter();
        let mut rows: Vec<_> =
            rows.map(|row| (row.by.to_string(), row.marker.take.0, row.marker.frame.0, row.marker.kind)).collect();
        rows.sort();
        rows
    }
}

/// A take of one closed part, whose samples tell its id.
fn record(folder: &Path, id: &str, number: u32, frames: usize) -> Take {
    fs::create_dir_all(folder).unwrap();
    let file = format!("take-{number:02}-001.wav");
    let head = JournalHead { take: TakeId(id.into()), input: 1, start: Frames(0), format: FORMAT };
    let stamp = Stamp { monotonic: Monotonic(5), utc: "2020-03-28T19:32:05.125Z".parse().unwrap() };
    let mut part = PartFile::create(&folder.join(&file), head).unwrap();
    let seed = id.bytes().map(f32::from).sum::<f32>() / 10_000.0;
    part.write(&(0..frames).map(|n| seed + n as f32 / 30_000.0).collect::<Vec<f32>>()).unwrap();
    part.close(stamp, stamp.utc.into()).unwrap();
    let blake3 = Some(part.blake3());
    let frames = Some(Frames(frames as u64));
    Take {
        rate: FORMAT.rate,
        bits: FORMAT.bits,
        channels: vec![Channel { name: "mono".into(), input: 1 }],
        inputs: vec!["default".into()],
        parts: vec![Part { file, input: 1, start: Frames(0), frames, blake3, elsewhere: false }],
        gaps: Vec::new(),
        frames,
        ..samples::take(id, number)
    }
}

fn require_whole(laptop: &Laptop) {
    for take in &laptop.entry().session.takes {
        for part in &take.parts {
            let faults = verify(&laptop.folder().join(&part.file), part, WavFormat::of(take, part.input), true);
            assert!(faults.is_empty(), "{faults:?}");
        }
    }
}

fn ids(laptop: &Laptop) -> Vec<(String, u32)> {
    let mut ids: Vec<_> = laptop.entry().session.takes.into_iter().map(|take| (take.id.0, take.number)).collect();
    ids.sort();
    ids
}

#[test]
fn two_laptops_may_each_have_a_take_1_and_both_are_kept() {
    let [a, b] = [(); 2].map(|()| Laptop::new());
    a.record(&["01A"]);
    b.record(&["01B"]);
    put(&b.folder().join("take-01-001.vtt"), "WEBVTT\n");
    let sound = fs::read(b.folder().join("take-01-001.wav")).unwrap();
    let outcome = a.merged_cleanly(&b);
    assert_eq!(outcome.takes, [("2020-03-28-2030-nadia".to_owned(), 2)]);
    assert_eq!(ids(&a), [("01A".into(), 1), ("01B".into(), 2)]);
    assert_eq!(fs::read(a.folder().join("take-02-001.wav")).unwrap(), sound);
    assert!(a.folder().join("take-02-001.crc").exists() && a.folder().join("take-02-001.vtt").exists());
    require_whole(&a);
    b.merged_cleanly(&a);
    assert_eq!(ids(&b), [("01A".into(), 2), ("01B".into(), 1)]);
    require_whole(&b);
    a.merged_cleanly(&b);
}

#[test]
fn marks_keep_their_authors_and_both_ways_give_the_same() {
    let [a, b] = [(); 2].map(|()| Laptop::new());
    a.record(&["01A"]);
    b.merged_cleanly(&a);
    a.mark("lise", "01A", "touching", 10);
    b.mark("paul", "01A", "note", 20);
    let off = Marker { end_frame: Some(Frames(90)), ..a.mark("lise", "01A", "off-record", 50) };
    a.append("lise", &off);
    assert_eq!(a.merged_cleanly(&b).marks, 1);
    assert_eq!(b.merged_cleanly(&a).marks, 2);
    assert_eq!(a.marks(), b.marks());
    let authors: Vec<_> = a.marks().into_iter().map(|(by, _, frame, _)| (by, frame)).collect();
    assert_eq!(authors, [("lise".into(), 10), ("lise".into(), 50), ("paul".into(), 20)]);
}

#[test]
fn what_one_copy_has_opened_stays_off_the_record_and_somebody_is_told() {
    let [a, b] = [(); 2].map(|()| Laptop::new());
    a.record(&["01A"]);
    let off = Marker { end_frame: Some(Frames(90)), ..Marker::point(TakeId("01A".into()), "off-record", Frames(50)) };
    a.append("lise", &off);
    b.merged_cleanly(&a);
    a.append("lise", &Marker { deleted: true, ..off });
    let outcome = a.merge(&b);
    assert_eq!((outcome.closed_again, outcome.is_clean(), a.marks().len()), (1, false, 1));
    assert!(b.merge(&a).is_clean() && b.marks() == a.marks());
}

#[test]
fn a_new_session_comes_whole_also_where_its_name_is_taken() {
    let [a, b] = [(); 2].map(|()| Laptop::new());
    let other = Session { occurrence: None, ..samples::session(vec![record(&a.folder(), "01A", 1, 200)]) };
    sessions::save(&a.folder(), &other).unwrap();
    b.record(&["01B"]);
    b.mark("paul", "01B", "note", 20);
    put(&b.folder().join("pictures/one.jpg"), "picture");
    assert_eq!(a.merged_cleanly(&b).sessions, ["2020-03-28-2030-nadia-2"]);
    let folder = a.layout.sessions_dir().join("2020/2020-03-28-2030-nadia-2");
    for name in ["take-01-001.wav", "take-01-001.crc", "markers-paul.toml", "pictures/one.jpg", "session.toml"] {
        assert_eq!(fs::read(folder.join(name)).unwrap(), fs::read(b.folder().join(name)).unwrap(), "{name}");
    }
    assert_eq!(
        fs::read_dir(a.layout.root())
            .unwrap()
            .flatten()
            .filter(|entry| entry.file_name().to_string_lossy().starts_with(".temoin"))
            .count(),
        0
    );
}

#[test]
fn what_lies_in_the_trash_or_was_erased_does_not_come_back() {
    let [a, b] = [(); 2].map(|()| Laptop::new());
    a.record(&["01A"]);
    put(&a.layout.series_file(&slug("nadia")), "format = 1\n");
    b.merged_cleanly(&a);
    let now = "2020-04-01T10:00:00+02:00".parse().unwrap();
    trash::discard(&a.layout, &a.folder(), now).unwrap();
    trash::discard(&a.layout, &a.layout.series_file(&slug("nadia")), now).unwrap();
    let told = |outcome: Outcome| outcome.faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    let faults = told(a.merge(&b));
    assert_eq!(faults.matches("lies in the trash").count(), 2, "{faults}");
    assert!(!a.folder().exists() && !a.layout.series_file(&slug("nadia")).exists());
    crate::actions::trash::empty(&a.library(), &crate::store::trash::entries(&a.library().layout).unwrap(), now).unwrap();
    assert!(told(a.merge(&b)).contains("was erased") && !a.folder().exists());
    assert!(a.layout.series_file(&slug("nadia")).exists(), "of plans nothing is erased: what was thrown away is wanted again");
    b.merge(&a);
    assert!(b.folder().exists(), "nothing is erased by a merge");
}

#[test]
fn of_people_the_stricter_word_counts_and_of_texts_ours_stays_with_theirs_beside() {
    let [a, b] = [(); 2].map(|()| Laptop::new());
    let film =
        |rest: &str| format!("format = 1\nname = \"Nadia\" # hers\n[[consent]]\nuse = \"film\"\ngiven = 2020-03-20\n{rest}");
    put(&a.layout.person_file(&slug("s-03")), film(""));
    put(&b.layout.person_file(&slug("s-03")), film("withdrawn = 2020-06-01\n"));
    put(&b.layout.person_file(&slug("s-04")), "format = 1\nname = \"Samir\"\n");
    for laptop in [&a, &b] {
        put(&laptop.layout.series_file(&slug("nadia")), "format = 1\ntitle = \"Nadia\"\nstart = 2020-03-20T20:30:00\n");
    }
    a.merged_cleanly(&b);
    let person = fs::read_to_string(a.layout.person_file(&slug("s-03"))).unwrap();
    assert!(person.contains("# hers") && person.contains("withdrawn = 2020-06-01"), "{person}");
    assert!(a.layout.person_file(&slug("s-04")).exists());

    put(&b.layout.series_file(&slug("nadia")), "format = 1\ntitle = \"Nadia, le soir\"\nstart = 2020-03-20T20:30:00\n");
    for _ in ["once", "once more, until somebody has looked"] {
        let outcome = a.merge(&b);
        assert!(outcome.conflicts.contains(&"series/nadia.toml".to_owned()) && !outcome.is_clean(), "{outcome:?}");
    }
    let names: Vec<_> =
        fs::read_dir(a.layout.series_dir()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!((names.len(), names.iter().filter(|name| name.contains(".sync-conflict-merge-")).count()), (2, 1), "{names:?}");
    assert!(fs::read_to_string(a.layout.series_file(&slug("nadia"))).unwrap().contains("title = \"Nadia\"\n"));
}

#[test]
fn what_protects_in_the_settings_is_in_force_in_both() {
    let [a, b] = [(); 2].map(|()| Laptop::new());
    let settings = |rest: &str| format!("format = 1\nid = \"01JD3Z5N0V9Q4T8R2M6K7P1XAB\"\nzone = \"Europe/Brussels\"\n{rest}");
    let kind = "[[kind]] # ours\nid = \"doubt\"\nname.fr = \"doute\"\n";
    put(&a.layout.settings_file(), settings(&format!("private = [\"Mimi\"]\n{kind}")));
    put(&b.layout.settings_file(), settings(&format!("private = [\"Clinique X\"]\n{kind}withhold = true\n")));
    a.merged_cleanly(&b);
    let now = a.library().settings;
    assert_eq!(now.private, ["Mimi", "Clinique X"]);
    assert!(now.palette.withholds("doubt") && fs::read_to_string(a.layout.settings_file()).unwrap().contains("# ours"));
    b.merge(&a);
    assert_eq!(b.library().settings.private.len(), 2);
}

#[test]
fn a_session_that_is_being_recorded_in_either_copy_is_left_out() {
    let [a, b] = [(); 2].map(|()| Laptop::new());
    a.record(&["01A"]);
    b.record(&["01B"]);
    for recording in [&a, &b] {
        let mut lock = RecorderLock::take(&recording.layout).unwrap();
        let session = Some("2020-03-28-2030-nadia".to_owned());
        lock.announce(&Running { pid: 1, session, socket: "/x".into(), fault: None }).unwrap();
        let outcome = a.merge(&b);
        assert!(!outcome.is_clean() && outcome.is_nothing(), "{outcome:?}");
        assert_eq!(ids(&a).len(), 1);
    }
    a.merged_cleanly(&b);
}

#[test]
fn of_a_take_that_was_copied_while_it_ran_the_rest_comes() {
    let [a, b] = [(); 2].map(|()| Laptop::new());
    a.record(&["01A"]);
    b.merged_cleanly(&a);
    let path = b.folder().join("take-01-001.wav");
    let bytes = fs::read(&path).unwrap();
    fs::write(&path, &bytes[..200]).unwrap();
    let mut entry = b.entry();
    let take = &mut entry.session.takes[0];
    (take.frames, take.parts[0].frames, take.parts[0].blake3) = (None, None, None);
    sessions::save(&entry.folder, &entry.session).unwrap();
    assert!(a.merge(&b).is_nothing(), "the shorter one brings nothing");
    b.merged_cleanly(&a);
    assert_eq!(b.entry().session, a.entry().session);
    fs::remove_file(&path).unwrap();
    b.merged_cleanly(&a);
    require_whole(&b);
}

#[test]
fn damaged_sound_is_told_and_takes_the_place_of_none() {
    let [a, b] = [(); 2].map(|()| Laptop::new());
    a.record(&["01A"]);
    b.record(&["01B"]);
    let path = b.folder().join("take-01-001.wav");
    let mut bytes = fs::read(&path).unwrap();
    bytes[100] ^= 1;
    fs::write(&path, &bytes).unwrap();
    let outcome = a.merge(&b);
    assert!(!outcome.faults.is_empty() && outcome.takes.len() == 1, "it is better than none: {outcome:?}");
    assert_eq!(fs::read(a.folder().join("take-02-001.wav")).unwrap(), bytes);
    assert_eq!(ids(&a).len(), 2);
}

#[test]
fn nothing_is_followed_out_of_the_other_copy() {
    let [a, b] = [(); 2].map(|()| Laptop::new());
    a.record(&["01A"]);
    b.record(&["01A"]);
    let secret = b.layout.root().parent().unwrap().join("secret");
    put(&secret.join("session.toml"), "format = 1\n");
    put(&secret.join("markers-eve.toml"), "format = 1\n");
    let link = |to: &Path, name: PathBuf| std::os::unix::fs::symlink(to, name).unwrap();
    link(&secret.join("markers-eve.toml"), b.folder().join("markers-eve.toml"));
    link(&secret, b.layout.sessions_dir().join("2020/2020-03-30-2030-eve"));
    fs::create_dir_all(b.layout.people_dir()).unwrap();
    link(&secret.join("session.toml"), b.layout.person_file(&slug("eve")));
    put(&b.layout.series_dir().join("../people/Eve G.toml"), "format = 1\n");
    let outcome = a.merge(&b);
    assert!(!outcome.is_clean() && outcome.is_nothing(), "{outcome:?}");
    assert!(!a.folder().join("markers-eve.toml").exists() && !a.layout.people_dir().exists());
    assert_eq!(fs::read_dir(a.layout.sessions_dir().join("2020")).unwrap().count(), 1);
}

/// Paul has joined, with a clock that is 90 s late; Lise has recorded.
fn joined(seconds: &[f64]) -> [Laptop; 2] {
    let [a, b] = [(); 2].map(|()| Laptop::new());
    let mut session = a.record(&["01A"]);
    session.takes[0].frames = Some(Frames(1_000_000));
    sessions::save(&a.folder(), &session).unwrap();
    let began = session.takes[0].started - chrono::TimeDelta::seconds(90);
    let id = TakeId::of_join(began);
    for at in seconds {
        b.append("paul", &Marker::point(id.clone(), "touching", Frames::from_seconds(*at, JOINED)));
        a.mark("lise", "01A", "touching", (at * 1000.0) as u64 + 200);
    }
    put(&b.folder().join("notes-paul.md"), "le bus\n");
    [a, b]
}

#[test]
fn marks_of_somebody_who_joined_find_their_place_and_their_clock_is_found() {
    let [a, b] = joined(&[20.0, 45.0, 130.0, 400.0]);
    let outcome = a.merged_cleanly(&b);
    assert_eq!((outcome.marks, outcome.offsets.len()), (4, 1), "{outcome:?}");
    b.merged_cleanly(&a);
    assert_eq!(a.marks(), b.marks());
    let paul: Vec<u64> = a.marks().into_iter().filter(|row| row.0 == "paul").map(|row| row.2).collect();
    assert_eq!(paul, [20_200, 45_200, 130_200, 400_200]);
    assert!(b.folder().join("notes-paul.md").exists() && b.folder().join("take-01-001.wav").exists());
    assert_eq!(fs::read_dir(b.folder()).unwrap().count(), 6, "two of marks, notes, session, sound and its journal");
}

#[test]
fn marks_find_a_session_that_lies_under_another_name_since_its_date_was_moved() {
    let [a, b] = joined(&[20.0]);
    markers::set_joined(&b.folder(), &slug("paul"), &"nadia@2020-03-28T20:30".parse().unwrap()).unwrap();
    let moved = a.layout.sessions_dir().join("2020/2020-03-28-1200-nadia");
    fs::rename(a.folder(), &moved).unwrap();
    assert_eq!(a.merged_cleanly(&b).marks, 1);
    assert!(!a.folder().exists() && markers_file(&moved, &slug("paul")).exists() && moved.join("notes-paul.md").exists());
    b.merged_cleanly(&a);
    let there = b.layout.sessions_dir().join("2020/2020-03-28-1200-nadia");
    assert!(!b.folder().exists() && markers_file(&there, &slug("paul")).exists());
    assert_eq!(sessions::list(&b.layout).rows.len(), 1);
}

#[test]
fn a_clock_is_put_as_somebody_says() {
    let [a, b] = joined(&[20.0]);
    a.merged_cleanly(&b);
    assert_eq!(a.marks().into_iter().find(|row| row.0 == "paul").unwrap().2, 0, "one mark tells nothing");
    assert_eq!(a.merge_by(&b, Some(88.5)).offsets.len(), 1);
    assert_eq!(a.marks().into_iter().find(|row| row.0 == "paul").unwrap().2, 18_500);
    b.merged_cleanly(&a);
    assert_eq!(a.marks(), b.marks());
}

#[test]
fn copies_that_a_synchroniser_has_left_are_taken_in() {
    let [a, b] = [(); 2].map(|()| Laptop::new());
    a.record(&["01A"]);
    b.record(&["01B"]);
    a.mark("lise", "01A", "touching", 10);
    b.mark("lise", "01B", "note", 20);
    let left = |name: &str| {
        let (stem, end) = name.rsplit_once('.').unwrap();
        a.folder().join(format!("{stem}.sync-conflict-20200328-220000-ABCDEFG.{end}"))
    };
    for name in ["session.toml", "markers-lise.toml", "take-01-001.wav", "take-01-001.crc"] {
        fs::copy(b.folder().join(name), left(name)).unwrap();
    }
    // Of the sound the other one has won.
    fs::rename(a.folder().join("take-01-001.wav"), a.folder().join("aside")).unwrap();
    fs::rename(left("take-01-001.wav"), a.folder().join("take-01-001.wav")).unwrap();
    fs::rename(a.folder().join("aside"), left("take-01-001.wav")).unwrap();
    put(&a.folder().join("notes.md"), "one\n");
    put(&left("notes.md"), "other\n");
    let settle =
        || merge(&a.library(), &Asked::default(), &Elsewhere::default(), "2020-04-01T10:00:00Z".parse().unwrap()).unwrap();
    let outcome = settle();
    assert_eq!(ids(&a), [("01A".into(), 1), ("01B".into(), 2)], "{outcome:?}");
    require_whole(&a);
    assert!(a.folder().join("take-02-001.crc").exists());
    assert_eq!((outcome.settled, outcome.marks, outcome.conflicts.len()), (4, 1, 1), "{outcome:?}");
    assert_eq!(a.marks().len(), 2);
    let again = settle();
    assert!(again.is_nothing() && again.conflicts.len() == 1, "{again:?}");
}

#[test]
fn both_sides_that_git_has_left_are_taken_in() {
    let a = Laptop::new();
    a.record(&["01A"]);
    let table = |id: &str, frame: u64| format!("[[marker]]\nid = \"{id}\"\ntake = \"01A\"\nframe = {frame}\nkind = \"note\"\n\n");
    let path = markers_file(&a.folder(), &slug("lise"));
    put(&path, format!("format = 1\n\n<<<<<<< HEAD\n{}=======\n{}>>>>>>> paul\n", table("m-1", 5), table("m-2", 6)));
    let person = a.layout.person_file(&slug("s-03"));
    put(&person, "format = 1\n<<<<<<< HEAD\nname = \"Nadia\"\n=======\nname = \"Nadia G.\"\n>>>>>>> paul\n");
    let settle =
        || merge(&a.library(), &Asked::default(), &Elsewhere::default(), "2020-04-01T10:00:00Z".parse().unwrap()).unwrap();
    let outcome = settle();
    assert_eq!((a.marks().len(), outcome.marks, outcome.settled, outcome.conflicts.len()), (2, 1, 1, 1), "{outcome:?}");
    assert_eq!(fs::read_to_string(person).unwrap(), "format = 1\nname = \"Nadia\"\n");
    assert!(settle().is_nothing());
}

/// Somebody marks, changes a mark or takes one away.
#[derive(Debug, Clone)]
struct Act {
    who: bool,
    /// Of the marks of that person, where there are any; else a new one.
    of: Option<usize>,
    kind: &'static str,
    frame: u64,
    length: Option<u64>,
    deleted: bool,
}

fn any_acts() -> impl Strategy<Value = Vec<Act>> {
    let kinds = proptest::sample::select(vec!["touching", "note", "off-record", "mask", "from-tomorrow"]);
    let act = (any::<bool>(), proptest::option::of(0..4usize), kinds, 0..80u64, proptest::option::of(1..40u64), any::<bool>());
    let act = act.prop_map(|(who, of, kind, frame, length, deleted)| Act { who, of, kind, frame, length, deleted });
    proptest::collection::vec(act, 0..6)
}

fn carry_out(laptop: &Laptop, acts: &[Act]) {
    for act in acts {
        let who = if act.who { "lise" } else { "paul" };
        let known = markers::load_file(&markers_file(&laptop.folder(), &slug(who)), &[]).rows;
        let before = act.of.filter(|_| !known.is_empty()).map(|of| known[of % known.len()].clone());
        let new = Marker::point(TakeId("01A".into()), act.kind, Frames(act.frame));
        let id = before.as_ref().map_or(new.id.clone(), |before| before.id.clone());
        let end_frame = act.length.map(|length| Frames(act.frame + length));
        laptop.append(who, &Marker { id, end_frame, deleted: act.deleted && before.is_some(), ..new });
    }
}

fn off_record(laptop: &Laptop) -> Vec<(Frames, Frames)> {
    let take = TakeId("01A".into());
    let rows = markers::load(&laptop.folder(), &laptop.entry().session.takes).rows.into_iter();
    let marks: Vec<Marker> = rows.map(|row| row.marker).collect();
    let palette = &laptop.library().settings.palette;
    crate::domain::OffRecord::of(&laptop.entry().session.takes, &marks, palette).ranges(&take).to_vec()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn whatever_both_have_done_what_is_off_the_record_in_one_is_so_in_both_and_both_are_the_same(
        before in any_acts(), here in any_acts(), there in any_acts(), is_put_in_order in any::<bool>(),
    ) {
        let [a, b] = [(); 2].map(|()| Laptop::new());
        let take = Take { parts: Vec::new(), frames: Some(Frames(100)), ..samples::take("01A", 1) };
        fs::create_dir_all(a.folder()).unwrap();
        sessions::save(&a.folder(), &samples::session(vec![take])).unwrap();
        carry_out(&a, &before);
        a.merge(&b);
        b.merge(&a);
        carry_out(&a, &here);
        carry_out(&b, &there);
        for who in ["lise", "paul"].map(slug).iter().filter(|who| is_put_in_order && markers_file(&a.folder(), who).exists()) {
            markers::compact(&a.folder(), who).unwrap();
        }
        let withheld: Vec<_> = [&a, &b].into_iter().flat_map(off_record).collect();
        a.merge(&b);
        b.merge(&a);
        let after = off_record(&a);
        prop_assert!(withheld.iter().all(|(from, to)| after.iter().any(|(start, end)| start <= from && to <= end)), "{withheld:?} {after:?}");
        prop_assert_eq!(a.marks(), b.marks());
        prop_assert_eq!(off_record(&b), after);
        prop_assert!(a.merge(&b).is_nothing() && b.merge(&a).is_nothing());
    }
}
