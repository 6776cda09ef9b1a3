//! Libraries as crashes and hands leave them: `check` names it, mending ends it, and a second time there is nothing to do.

use std::fs;
use std::path::PathBuf;

use super::super::check::check;
use super::*;
use crate::audio::journal::{JournalHead, Stamp};
use crate::audio::part_file::PartFile;
use crate::audio::wav::WavFormat;
use crate::clock::Monotonic;
use crate::domain::{Bits, Channel, Frames, Hertz, Marker, Part, Session, Take, TakeId};
use crate::locale::Language;
use crate::store::layout::{markers_file, session_file};
use crate::store::lock::{RecorderLock, Running, SaveLock};
use crate::store::markers::{self, MarkerFile};
use crate::store::samples::{self, slug};

const FORMAT: WavFormat = WavFormat { rate: Hertz(1000), channels: 1, bits: Bits::Int16 };

/// A library with one session, whose take of one second is closed and whole.
struct Shelf {
    home: tempfile::TempDir,
    library: Library,
    folder: PathBuf,
}

impl Shelf {
    fn new() -> Shelf {
        let (home, layout) = samples::library();
        let library = Library::open(layout.root()).unwrap();
        let folder = sessions::create(&layout, "2020-03-28T20:30:00".parse().unwrap(), &slug("nadia")).unwrap();
        let part = closed_part(&folder);
        let channels = vec![Channel { name: "1".into(), input: 1 }];
        let (rate, bits, frames) = (FORMAT.rate, FORMAT.bits, Some(Frames(1000)));
        let take = Take {
            rate,
            bits,
            frames,
            channels,
            parts: vec![part],
            gaps: Vec::new(),
            loudness: Default::default(),
            ..samples::take("T", 1)
        };
        let session = Session { people: Vec::new(), series: None, ..samples::session(vec![take]) };
        sessions::save(&folder, &session).unwrap();
        Shelf { home, library, folder }
    }

    fn mark(&self, kind: &str, frame: u64, end: Option<u64>) {
        let mut marker = Marker::point(TakeId("T".into()), kind, Frames(frame));
        marker.end_frame = end.map(Frames);
        MarkerFile::open(&self.folder, &slug("lise")).unwrap().append(&marker, FORMAT.rate).unwrap();
    }

    fn marks_file(&self) -> PathBuf {
        markers_file(&self.folder, &slug("lise"))
    }

    /// Beginning and end of each mark, as it counts.
    fn marks(&self) -> Vec<(u64, Option<u64>)> {
        let marks = markers::load(&self.folder, &self.session().takes);
        assert!(marks.faults.is_empty(), "{:?}", marks.faults);
        marks.rows.iter().map(|filed| (filed.marker.frame.0, filed.marker.end_frame.map(|end| end.0))).collect()
    }

    fn session(&self) -> Session {
        sessions::load(&self.folder).unwrap().session
    }

    fn checked(&self) -> Vec<String> {
        check(&self.library, &Elsewhere::default(), true, Utc::now()).iter().map(|fault| fault.headline(&english())).collect()
    }

    fn mend(&self) -> Mended {
        mend(&self.library, &Elsewhere::default(), Depth::Sound, None, Utc::now())
    }

    /// Mends, expects to be told of this, and finds nothing to do the second time.
    fn mends(&self, codes: &[&str]) {
        let done = self.mend();
        assert!(done.faults.is_empty(), "{:?}", done.faults);
        assert_eq!(done.deeds.iter().map(Deed::code).collect::<Vec<_>>(), codes);
        assert!(done.deeds.iter().all(|deed| english().say(&deed.text(&english())).contains(' ')));
        let bytes = self.bytes();
        let again = self.mend();
        assert!(again.is_nothing() && again.faults.is_empty(), "{again:?}");
        assert_eq!(self.bytes(), bytes);
        assert_eq!(self.checked(), [""; 0]);
    }

    fn bytes(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut files: Vec<_> = fs::read_dir(&self.folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        files.into_iter().map(|path| (path.clone(), fs::read(path).unwrap())).collect()
    }

    fn has_aside(&self, begin: &str) -> bool {
        self.bytes().iter().any(|(path, _)| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(begin)))
    }
}

fn english() -> Locale {
    Locale::new(Language::English)
}

fn closed_part(folder: &Path) -> Part {
    let head = JournalHead { take: TakeId("T".into()), input: 1, start: Frames(0), format: FORMAT };
    let stamp = Stamp { monotonic: Monotonic(5), utc: "2020-03-28T19:32:05.125Z".parse().unwrap() };
    let mut file = PartFile::create(&folder.join("take-01-001.wav"), head).unwrap();
    file.write(&[0.25; 600]).unwrap();
    file.checkpoint(stamp).unwrap();
    file.write(&[0.5; 400]).unwrap();
    file.close(stamp, stamp.utc.into()).unwrap();
    let (name, blake3) = ("take-01-001.wav".to_owned(), Some(file.blake3()));
    Part { file: name, input: 1, start: Frames(0), frames: Some(Frames(1000)), blake3, elsewhere: false }
}

#[test]
fn a_library_that_is_whole_is_left_alone() {
    let shelf = Shelf::new();
    shelf.mark("touching", 500, None);
    shelf.mark("touching", 500, Some(1000));
    shelf.mends(&[]);
}

#[test]
fn a_mark_behind_the_end_of_its_take_comes_to_the_end_and_what_it_was_stays_in_the_file() {
    let shelf = Shelf::new();
    shelf.mark("touching", 4000, None);
    shelf.mark("touching", 200, Some(3000));
    shelf.mark("touching", 2000, Some(3000));
    assert_eq!(shelf.checked().len(), 3, "{:?}", shelf.checked());
    let before = fs::read_to_string(shelf.marks_file()).unwrap();
    shelf.mends(&["mark", "mark", "mark"]);
    assert_eq!(shelf.marks(), [(200, Some(1000)), (1000, None), (1000, None)]);
    assert!(fs::read_to_string(shelf.marks_file()).unwrap().starts_with(&before), "nothing is deleted");
}

#[test]
fn files_that_were_opened_just_before_a_kill_or_a_power_cut_go_to_the_trash() {
    let shelf = Shelf::new();
    let head = JournalHead { take: TakeId("T".into()), input: 1, start: Frames(1000), format: FORMAT };
    let lone = head.clone();
    std::mem::forget(PartFile::create(&shelf.folder.join("take-01-002.wav"), head).unwrap()); // as a kill leaves it
    fs::write(shelf.folder.join("take-01-003.wav"), "").unwrap();
    std::mem::forget(PartFile::create(&shelf.folder.join("take-01-004.wav"), lone).unwrap());
    fs::remove_file(shelf.folder.join("take-01-004.crc")).unwrap(); // as a mending leaves it that fails half-way
    shelf.mends(&["swept", "swept", "swept", "swept"]);
    assert!(!shelf.folder.join("take-01-002.crc").exists() && shelf.folder.join("take-01-001.wav").exists());
}

#[test]
fn what_was_edited_while_the_mending_waited_stays_edited() {
    let shelf = Shelf::new();
    shelf.mark("touching", 4000, None);
    let lock = SaveLock::take(&shelf.library.layout).unwrap();
    std::thread::scope(|scope| {
        let mending = scope.spawn(|| shelf.mend());
        std::thread::sleep(std::time::Duration::from_millis(50)); // it has looked, and waits
        let edited = markers::load_file(&shelf.marks_file(), &shelf.session().takes).rows.remove(0);
        let edited = Marker { note: Some("de ses mots".into()), ..edited };
        MarkerFile::open(&shelf.folder, &slug("lise")).unwrap().append(&edited, FORMAT.rate).unwrap();
        drop(lock);
        mending.join().unwrap();
    });
    let mark = markers::load_file(&shelf.marks_file(), &shelf.session().takes).rows.remove(0);
    assert_eq!((mark.frame, mark.note.as_deref()), (Frames(1000), Some("de ses mots")));
}

#[test]
fn what_is_off_the_record_keeps_its_own_end() {
    let shelf = Shelf::new();
    shelf.mark("off-record", 500, Some(9000));
    shelf.mends(&[]);
    shelf.mark("off-record", 3000, Some(9000));
    shelf.mends(&["mark"]);
    assert_eq!(shelf.marks(), [(500, Some(9000)), (1000, Some(9000))]);
}

#[test]
fn an_empty_file_of_marks_is_whole_again() {
    let shelf = Shelf::new();
    fs::write(shelf.marks_file(), "").unwrap();
    assert_eq!(shelf.checked().len(), 1, "{:?}", shelf.checked());
    shelf.mends(&["marks"]);
}

#[test]
fn the_torn_end_of_a_file_of_marks_is_set_aside_in_a_session_that_is_closed_too() {
    let shelf = Shelf::new();
    shelf.mark("touching", 500, None);
    let torn = fs::read_to_string(shelf.marks_file()).unwrap() + "\n[[marker]]\nid = \"m-0";
    fs::write(shelf.marks_file(), torn).unwrap();
    assert!(!shelf.checked().is_empty());
    shelf.mends(&["marks"]);
    assert!(shelf.has_aside("markers-lise.torn-1"));
    assert_eq!(shelf.marks(), [(500, None)]);
}

#[test]
fn a_file_of_marks_that_the_cache_knows_as_whole_is_mended_when_it_was_torn_since() {
    let shelf = Shelf::new();
    shelf.mark("touching", 500, None);
    let cache = tempfile::tempdir().unwrap();
    let quick = || mend(&shelf.library, &Elsewhere::default(), Depth::Texts, Some(cache.path()), Utc::now()).deeds;
    while crate::store::remembered::stamp(&shelf.folder).is_none() {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    assert_eq!((quick(), quick()), (Vec::new(), Vec::new()));
    assert!(cache.path().join("whole").is_dir());
    let torn = fs::read_to_string(shelf.marks_file()).unwrap() + "\n[[marker]]\nid = \"m-0";
    fs::write(shelf.marks_file(), torn).unwrap();
    assert!(matches!(&quick()[..], [Deed::Marks { .. }]));
    assert_eq!(shelf.marks(), [(500, None)]);
}

#[test]
fn a_session_whose_file_a_power_cut_emptied_is_made_anew_from_its_sound() {
    for left in [&b""[..], &[0; 300], b"\n"] {
        let shelf = Shelf::new();
        shelf.mark("touching", 500, None);
        fs::write(session_file(&shelf.folder), left).unwrap();
        let done = shelf.mend();
        assert!(done.faults.is_empty() && done.sessions.len() == 1, "{done:?}");
        let session = shelf.session();
        assert_eq!((session.takes[0].id.as_str(), session.takes[0].frames), ("T", Some(Frames(1000))));
        assert!(shelf.has_aside("session.toml.broken-1"));
        assert_eq!(shelf.marks(), [(500, None)]);
        shelf.mends(&[]);
    }
}

#[test]
fn a_session_whose_file_a_hand_broke_is_named_and_left_to_the_hand() {
    let shelf = Shelf::new();
    let text = fs::read_to_string(session_file(&shelf.folder)).unwrap().replace("title = ", "title = \"\" ");
    fs::write(session_file(&shelf.folder), text).unwrap();
    let bytes = shelf.bytes();
    assert!(shelf.mend().is_nothing());
    assert!(shelf.bytes() == bytes && !shelf.checked().is_empty());
}

#[test]
fn a_wrong_digest_is_put_right_where_the_journal_vouches_and_never_where_the_sound_has_changed() {
    let shelf = Shelf::new();
    let mut session = shelf.session();
    session.takes[0].parts[0].blake3 = Some("ab".repeat(32));
    sessions::save(&shelf.folder, &session).unwrap();
    assert_eq!(shelf.checked().len(), 1, "{:?}", shelf.checked());
    let quick = mend(&shelf.library, &Elsewhere::default(), Depth::Texts, None, Utc::now());
    assert!(quick.is_nothing(), "no start reads all sound");
    shelf.mends(&["digest"]);

    let part = shelf.folder.join("take-01-001.wav");
    let mut sound = fs::read(&part).unwrap();
    sound[500] ^= 1;
    fs::write(&part, sound).unwrap();
    let bytes = shelf.bytes();
    assert!(shelf.mend().is_nothing() && !shelf.checked().is_empty());
    assert_eq!(shelf.bytes(), bytes);
}

#[test]
fn damaged_sound_is_named_with_the_copy_that_holds_it_whole() {
    let shelf = Shelf::new();
    let card = shelf.home.path().join("card");
    let there = shelf.library.layout.elsewhere(&card, &shelf.folder);
    fs::create_dir_all(&there).unwrap();
    for name in ["take-01-001.wav", "take-01-001.crc"] {
        fs::copy(shelf.folder.join(name), there.join(name)).unwrap();
    }
    let part = shelf.folder.join("take-01-001.wav");
    fs::write(&part, &fs::read(&part).unwrap()[..700]).unwrap();
    let elsewhere = Elsewhere { fallback: None, second_copy: Some(card.clone()) };
    let faults = check(&shelf.library, &elsewhere, true, Utc::now());
    let told: Vec<String> = faults.iter().map(|fault| fault.worded(&english())).collect();
    assert!(told.iter().any(|fault| fault.contains(&there.join("take-01-001.wav").display().to_string())), "{told:?}");
}

#[test]
fn parts_that_overlap_are_named_by_a_deep_look() {
    let shelf = Shelf::new();
    let mut session = shelf.session();
    let part = closed_part(&{
        let other = shelf.home.path().join("other");
        fs::create_dir_all(&other).unwrap();
        other
    });
    for (name, end) in [("take-01-001.wav", "wav"), ("take-01-001.crc", "crc")] {
        fs::copy(shelf.home.path().join("other").join(name), shelf.folder.join(format!("take-01-002.{end}"))).unwrap();
    }
    session.takes[0].parts.push(Part { file: "take-01-002.wav".into(), start: Frames(900), ..part });
    session.takes[0].frames = Some(Frames(1900));
    sessions::save(&shelf.folder, &session).unwrap();
    let told = shelf.checked();
    assert!(told.len() == 1 && told[0].contains("100 frames before the end of take-01-001.wav"), "{told:?}");
}

#[test]
fn what_a_living_recorder_holds_and_a_library_that_cannot_be_written_are_left_alone() {
    let mut shelf = Shelf::new();
    shelf.mark("touching", 4000, None);
    let bytes = shelf.bytes();
    let mut lock = RecorderLock::take(&shelf.library.layout).unwrap();
    let session = shelf.folder.file_name().unwrap().to_str().unwrap().to_owned();
    lock.announce(&Running { pid: 1, session: Some(session), socket: "s".into(), fault: None }).unwrap();
    assert!(shelf.mend().is_nothing());
    drop(lock);
    shelf.library.writable = false;
    let done = shelf.mend();
    assert!(done.is_nothing() && done.faults.is_empty());
    assert_eq!(shelf.bytes(), bytes);
}
