//! Sessions as crashes leave them, at home, in a fallback and on a card.

use std::fs;

use super::*;
use crate::actions::check::check;
use crate::audio::journal::{JournalHead, Stamp};
use crate::audio::part_file::PartFile;
use crate::audio::read::WavReader;
use crate::audio::wav::from_int16;
use crate::clock::Monotonic;
use crate::domain::{Bits, Channel, Gap, GapReason, Hertz, Marker, Slug, TakeId};
use crate::locale::Language;
use crate::store::library::{self, NewLibrary};
use crate::store::lock::Running;
use crate::store::palette;

const RATE: Hertz = Hertz(1000);

const FORMAT: WavFormat = WavFormat { rate: RATE, channels: 1, bits: Bits::Int16 };

/// A library with one session that was being recorded when the program died.
struct Wreck {
    _home: tempfile::TempDir,
    library: Library,
    folder: PathBuf,
}

impl Wreck {
    fn new() -> Wreck {
        let home = tempfile::tempdir().unwrap();
        let library = library::init(&NewLibrary {
            folder: home.path().join("L"),
            title: "L".into(),
            language: Language::English,
            zone: chrono_tz::Europe::Brussels,
            palette: palette::ready("basic").unwrap(),
        });
        let library = library.unwrap();
        let start = "2020-03-28T20:30:00".parse().unwrap();
        let folder = sessions::create(&library.layout, start, &Slug::parse("nadia").unwrap()).unwrap();
        Wreck { _home: home, library, folder }
    }

    fn save(&self, takes: Vec<Take>) {
        let session = Session { takes, ..nameless(&self.folder, &self.library) };
        sessions::save(&self.folder, &session).unwrap();
    }

    /// Sound of `confirmed` frames that are in the journal, and `written` in all.
    fn record(&self, file: &str, start: u64, confirmed: usize, written: usize) {
        let (_, _, input) = parse_part_file_name(file).unwrap();
        let head = JournalHead { take: TakeId("T".into()), input, start: Frames(start), format: FORMAT };
        let mut part = PartFile::create(&self.folder.join(file), head).unwrap();
        let samples: Vec<f32> = (start as i16..).take(written).map(from_int16).collect(); // each is the number of its frame
        part.write(&samples[..confirmed]).unwrap();
        part.checkpoint(Stamp { monotonic: Monotonic(1), utc: "2020-03-28T19:30:10Z".parse().unwrap() }).unwrap();
        part.write(&samples[confirmed..]).unwrap();
        part.refresh().unwrap();
        std::mem::forget(part); // as a kill leaves it
    }

    fn record_closed(&self, file: &str, start: u64, frames: usize) {
        let head = JournalHead { take: TakeId("T".into()), input: 1, start: Frames(start), format: FORMAT };
        let mut part = PartFile::create(&self.folder.join(file), head).unwrap();
        part.write(&vec![0.25; frames]).unwrap();
        let stamp = Stamp { monotonic: Monotonic(1), utc: "2020-03-28T19:30:10Z".parse().unwrap() };
        part.close(stamp, stamp.utc.into()).unwrap();
    }

    fn parts(&self) -> Vec<(String, u64, Option<u64>, bool)> {
        let shown = |part: &Part| (part.file.clone(), part.start.0, part.frames.map(|frames| frames.0), part.elsewhere);
        self.session().takes[0].parts.iter().map(shown).collect()
    }

    /// As a second copy on a card.
    fn card(&self) -> (Elsewhere, Wreck) {
        let (elsewhere, card) = self.fallback();
        (Elsewhere { fallback: None, second_copy: elsewhere.fallback }, card)
    }

    fn check(&self, elsewhere: &Elsewhere) -> Vec<String> {
        check(&self.library, elsewhere, false, "2020-03-29T12:00:00Z".parse().unwrap()).iter().map(Error::to_string).collect()
    }

    fn recover(&self) -> Loaded<RecoveredSession> {
        recover_library(&self.library, &Elsewhere::default())
    }

    /// As after a disk that was full: the session's folder under a second one, which was full then too.
    fn fallback(&self) -> (Elsewhere, Wreck) {
        let fallback = self._home.path().join("card");
        let folder = self.library.layout.elsewhere(&fallback, &self.folder);
        fs::create_dir_all(&folder).unwrap();
        let library = Library::open(self.library.layout.root()).unwrap();
        (
            Elsewhere { fallback: Some(fallback), second_copy: None },
            Wreck { _home: tempfile::tempdir().unwrap(), library, folder },
        )
    }

    fn session(&self) -> Session {
        sessions::load(&self.folder).unwrap().session
    }

    fn bytes(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut files: Vec<_> = fs::read_dir(&self.folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        files.into_iter().map(|path| (path.clone(), fs::read(path).unwrap())).collect()
    }
}

fn take(rate: Hertz, parts: Vec<Part>) -> Take {
    Take {
        id: TakeId("T".into()),
        number: 1,
        started: "2020-03-28T20:30:00+01:00".parse().unwrap(),
        preroll: Frames(0),
        rate,
        bits: Bits::Int16,
        channels: vec![Channel { name: "1".into(), input: 1 }],
        inputs: vec!["default".into()],
        frames: None,
        parts,
        gaps: Vec::new(),
        loudness: Default::default(),
    }
}

fn open_part(file: &str, start: u64) -> Part {
    Part { file: file.into(), input: 1, start: Frames(start), frames: None, blake3: None, elsewhere: false }
}

#[test]
fn a_take_that_broke_off_gets_its_length_and_keeps_its_marks() {
    let wreck = Wreck::new();
    wreck.save(vec![take(RATE, vec![open_part("take-01-001.wav", 0)])]);
    wreck.record("take-01-001.wav", 0, 2000, 2500);
    let mut marks = MarkerFile::open(&wreck.folder, &Slug::parse("lise").unwrap()).unwrap();
    marks.append(&Marker::point(TakeId("T".into()), "touching", Frames(500)), RATE).unwrap();

    let done = wreck.recover();
    assert!(done.faults.is_empty(), "{:?}", done.faults);
    let [found] = &done.rows[..] else { panic!("{:?}", done.rows) };
    assert_eq!((found.seconds, found.marks, found.unverified_seconds), (2.5, 1, 0.5));
    let session = wreck.session();
    assert_eq!(session.takes[0].frames, Some(Frames(2500)));
    assert!(!session.takes[0].is_open());
}

#[test]
fn a_writer_that_gave_up_on_the_full_fallback_is_completed() {
    for stopped in [Some(Frames(1200)), None] {
        let wreck = Wreck::new();
        let (fallback, card) = wreck.fallback();
        let first = Part { frames: Some(Frames(1000)), ..open_part("take-01-001.wav", 0) };
        let second = Part { elsewhere: true, ..open_part("take-01-002.wav", 1000) };
        wreck.save(vec![Take { frames: stopped, ..take(RATE, vec![first, second]) }]);
        card.record("take-01-002.wav", 1000, 300, 500);
        let done = recover_library(&wreck.library, &fallback);
        assert!(done.rows.len() == 1 && done.faults.is_empty(), "{:?}", done.faults);
        let take = &wreck.session().takes[0];
        assert_eq!((take.parts[1].frames, take.parts[1].elsewhere), (Some(Frames(500)), true));
        assert_eq!((take.frames, take.is_open()), (Some(Frames(1500)), false));
        assert!(recover_library(&wreck.library, &fallback).rows.is_empty(), "there is nothing left to do");
    }
}

/// After `kill -9` with a second copy: its parts have the same names, and are not the take's.
#[test]
fn of_the_second_copy_only_what_the_take_went_on_in_is_taken_in() {
    let wreck = Wreck::new();
    let (elsewhere, card) = wreck.fallback();
    let elsewhere = Elsewhere { fallback: None, second_copy: elsewhere.fallback };
    wreck.save(vec![take(RATE, vec![open_part("take-01-001.wav", 0)])]);
    wreck.record("take-01-001.wav", 0, 1000, 1000);
    card.record("take-01-001.wav", 0, 900, 1100);
    card.record("take-01-002.wav", 1000, 200, 300);
    let done = recover_library(&wreck.library, &elsewhere);
    assert!(done.rows.len() == 1 && done.faults.is_empty(), "{:?}", done.faults);
    let parts: Vec<_> =
        wreck.session().takes[0].parts.iter().map(|part| (part.file.clone(), part.frames, part.elsewhere)).collect();
    let expected = [("take-01-001.wav", 1000, false), ("take-01-002.wav", 300, true)]
        .map(|(file, n, away)| (file.to_owned(), Some(Frames(n)), away));
    assert_eq!(parts, expected);
    assert!(recover_library(&wreck.library, &elsewhere).rows.is_empty());
    assert_eq!(wreck.session().takes[0].parts.len(), 2);
}

/// The card was not there when the program started again: the take was closed without it.
#[test]
fn what_a_closed_take_went_on_with_on_the_card_is_named_and_taken_in() {
    let wreck = Wreck::new();
    let (elsewhere, card) = wreck.card();
    wreck.save(vec![take(RATE, vec![open_part("take-01-001.wav", 0)])]);
    wreck.record("take-01-001.wav", 0, 1000, 1000);
    wreck.recover();
    assert_eq!(wreck.session().takes[0].frames, Some(Frames(1000)));
    card.record_closed("take-01-001.wav", 0, 1000);
    card.record("take-01-002.wav", 1500, 200, 300);
    let faults = wreck.check(&elsewhere);
    let named = faults.iter().filter(|fault| fault.contains("take-01-002.wav: 0.3 s of sound of take 1 lie here"));
    assert_eq!(named.count(), 1, "{faults:?}");
    let done = recover_library(&wreck.library, &elsewhere);
    assert!(done.rows.len() == 1 && done.faults.is_empty(), "{:?}", done.faults);
    assert_eq!(wreck.parts()[1], ("take-01-002.wav".into(), 1500, Some(300), true));
    assert_eq!(wreck.session().takes[0].frames, Some(Frames(1800)));
    assert!(recover_library(&wreck.library, &elsewhere).rows.is_empty());
    assert!(wreck.check(&elsewhere).iter().all(|fault| !fault.contains("lie here")));
}

#[test]
fn a_take_that_broke_off_waits_for_a_card_that_is_away() {
    let wreck = Wreck::new();
    let (elsewhere, card) = wreck.card();
    let away = wreck._home.path().join("away");
    wreck.save(vec![take(RATE, vec![open_part("take-01-001.wav", 0)])]);
    wreck.record("take-01-001.wav", 0, 1000, 1000);
    card.record("take-01-002.wav", 1000, 200, 300);
    fs::rename(wreck._home.path().join("card"), &away).unwrap();
    let done = recover_library(&wreck.library, &elsewhere);
    let faults: Vec<String> = done.faults.iter().map(Error::to_string).collect();
    assert!(done.rows.len() == 1 && faults.len() == 1 && faults[0].contains("plug it in"), "{faults:?}");
    assert_eq!((wreck.session().takes[0].frames, wreck.parts()[0].2), (None, Some(1000)));
    let bytes = wreck.bytes();
    let again = recover_library(&wreck.library, &elsewhere);
    assert_eq!((again.rows.len(), again.faults.len(), wreck.bytes()), (0, 1, bytes));
    fs::rename(&away, wreck._home.path().join("card")).unwrap();
    let done = recover_library(&wreck.library, &elsewhere);
    assert!(done.rows.len() == 1 && done.faults.is_empty(), "{:?}", done.faults);
    assert_eq!((wreck.session().takes[0].frames, wreck.parts().len()), (Some(Frames(1300)), 2));
}

/// The session's own disk had refused `session.toml`: the pause would be told as a fault of the device.
#[test]
fn what_a_text_kept_elsewhere_knows_of_an_open_take_is_taken_in() {
    let wreck = Wreck::new();
    let (elsewhere, card) = wreck.fallback();
    let part = open_part("take-01-001.wav", 0);
    wreck.save(vec![take(RATE, vec![part.clone()])]);
    wreck.record("take-01-001.wav", 0, 1000, 1000);
    wreck.record("take-01-002.wav", 1500, 300, 300);
    let pause = Gap { start: Frames(1000), frames: Frames(500), why: GapReason::Pause };
    card.save(vec![Take { gaps: vec![pause], ..take(RATE, vec![part, open_part("take-01-002.wav", 1500)]) }]);
    let done = recover_library(&wreck.library, &elsewhere);
    assert!(done.rows.len() == 1 && done.faults.is_empty(), "{:?}", done.faults);
    let take = &wreck.session().takes[0];
    assert_eq!((take.gaps.clone(), take.parts.len(), take.frames), (vec![pause], 2, Some(Frames(1800))));
    assert!(recover_library(&wreck.library, &elsewhere).rows.is_empty());
}

/// As after a power cut that took the end of the library's own file, and not of the card's.
#[test]
fn where_the_mirror_holds_more_the_rest_comes_home() {
    let wreck = Wreck::new();
    let (elsewhere, card) = wreck.card();
    wreck.save(vec![take(RATE, vec![open_part("take-01-001.wav", 0)])]);
    wreck.record("take-01-001.wav", 0, 900, 1000);
    card.record("take-01-001.wav", 0, 3000, 3400);
    let done = recover_library(&wreck.library, &elsewhere);
    assert!(done.rows.len() == 1 && done.faults.is_empty(), "{:?}", done.faults);
    assert_eq!(done.rows[0].seconds, 3.0);
    let expected = [("take-01-001.wav", 0, Some(1000), false), ("take-01-002.wav", 1000, Some(2000), false)];
    assert_eq!(wreck.parts(), expected.map(|(file, start, frames, away)| (file.to_owned(), start, frames, away)));
    let mut samples = Vec::new();
    WavReader::open(&wreck.folder.join("take-01-002.wav")).unwrap().read(Frames(0), &mut samples, 5000).unwrap();
    assert!(samples == (1000..3000).map(from_int16).collect::<Vec<f32>>());
    let bytes = wreck.bytes();
    let again = recover_library(&wreck.library, &elsewhere);
    assert!(again.rows.is_empty() && again.faults.is_empty() && wreck.bytes() == bytes, "{:?}", again.faults);
    assert!(wreck.check(&elsewhere).is_empty(), "{:?}", wreck.check(&elsewhere));
}

#[test]
fn sound_that_the_input_has_already_is_not_taken_in_twice() {
    let is_copy = |wreck: &Wreck| Elsewhere { fallback: None, second_copy: wreck.fallback().0.fallback };
    let is_both = |wreck: &Wreck| Elsewhere { fallback: wreck.fallback().0.fallback, second_copy: wreck.fallback().0.fallback };
    for elsewhere in [|wreck: &Wreck| wreck.fallback().0, is_copy, is_both] {
        let wreck = Wreck::new();
        let elsewhere = elsewhere(&wreck);
        let card = wreck.fallback().1;
        wreck.save(vec![take(RATE, vec![open_part("take-01-001.wav", 0)])]);
        wreck.record("take-01-001.wav", 0, 1000, 1000);
        card.record("take-01-001.wav", 0, 900, 950);
        card.record("take-01-002.wav", 500, 400, 400);
        let done = recover_library(&wreck.library, &elsewhere);
        assert!(done.rows.len() == 1 && done.faults.is_empty(), "{:?}", done.faults);
        assert_eq!(wreck.parts(), [("take-01-001.wav".to_owned(), 0, Some(1000), false)]);
        assert!(recover_library(&wreck.library, &elsewhere).rows.is_empty());
    }
}

#[test]
fn a_file_that_was_opened_just_before_the_kill_adds_nothing_and_is_no_fault() {
    let wreck = Wreck::new();
    wreck.record("take-01-001.wav", 0, 4_000, 4_000);
    wreck.record("take-01-002.wav", 4_000, 0, 0);
    wreck.save(vec![take(RATE, vec![open_part("take-01-001.wav", 0)])]);
    wreck.recover();
    assert_eq!(wreck.parts(), [("take-01-001.wav".to_owned(), 0, Some(4_000), false)]);
    assert_eq!(wreck.check(&Elsewhere::default()), [""; 0]);
}

#[test]
fn parts_of_one_input_that_overlap_are_named() {
    let wreck = Wreck::new();
    wreck.record("take-01-001.wav", 0, 1000, 1000);
    wreck.record("take-01-002.wav", 500, 1000, 1000);
    wreck.recover();
    let faults = wreck.check(&Elsewhere::default());
    assert!(faults.iter().any(|fault| fault.contains("begins 500 frames before the end of take-01-001.wav")), "{faults:?}");
}

/// The microphone waits for it: the sound is not read before the next take begins.
#[test]
fn before_the_next_take_of_a_session_only_lengths_are_mended_and_the_digests_come_later() {
    let wreck = Wreck::new();
    wreck.save(vec![take(RATE, vec![open_part("take-01-001.wav", 0)])]);
    wreck.record("take-01-001.wav", 0, 2000, 2500);
    let none = Elsewhere::default();
    let done = recover_before(&wreck.library, &none, &wreck.folder);
    assert_eq!((done.rows.len(), done.rows[0].seconds, done.rows[0].unverified_seconds), (1, 2.5, 0.5));
    let session = wreck.session();
    assert_eq!((session.takes[0].frames, session.takes[0].parts[0].blake3.clone()), (Some(Frames(2500)), None));
    assert_eq!(WavReader::open(&wreck.folder.join("take-01-001.wav")).unwrap().frames(), Frames(2500));
    let later = wreck.recover();
    assert!(later.rows.is_empty() && later.faults.is_empty(), "that it has a digest now is no news");
    assert!(wreck.session().takes[0].parts[0].blake3.is_some());
    let bytes = wreck.bytes();
    wreck.recover();
    assert_eq!(wreck.bytes(), bytes);
}

#[test]
fn a_part_that_is_gone_is_named_and_the_rest_is_mended_once() {
    let wreck = Wreck::new();
    let elsewhere = Part { elsewhere: true, ..open_part("take-01-003.wav", 2000) };
    wreck.save(vec![take(RATE, vec![open_part("take-01-001.wav", 0), open_part("take-01-002.wav", 1000), elsewhere])]);
    wreck.record("take-01-001.wav", 0, 500, 500);
    let done = wreck.recover();
    let faults = done.faults.iter().map(Error::to_string).collect::<Vec<_>>();
    assert_eq!((done.rows.len(), faults.len()), (1, 2), "{faults:?}");
    assert!(faults[0].contains("take-01-002.wav: the file of this take is gone\n  hint: bring it back"), "{faults:?}");
    assert!(faults[1].contains("the config names none"), "{faults:?}");
    let bytes = wreck.bytes();
    let again = wreck.recover();
    assert_eq!((again.rows.len(), again.faults.len(), wreck.bytes()), (0, 2, bytes));
}

#[test]
fn sound_without_a_journal_that_no_take_names_is_left_alone() {
    let wreck = Wreck::new();
    wreck.save(Vec::new());
    wreck.record("take-01-001.wav", 0, 500, 500);
    fs::write(wreck.folder.join("take-01-001.crc"), "").unwrap();
    let bytes = wreck.bytes();
    assert!(wreck.recover().rows.is_empty());
    assert_eq!(wreck.bytes(), bytes);
}

#[test]
fn recovering_twice_gives_the_same_bytes() {
    let wreck = Wreck::new();
    wreck.save(vec![take(RATE, vec![open_part("take-01-001.wav", 0)])]);
    wreck.record("take-01-001.wav", 0, 1000, 1000);
    wreck.recover();
    let bytes = wreck.bytes();
    let again = wreck.recover();
    assert!(again.rows.is_empty() && again.faults.is_empty());
    assert_eq!(wreck.bytes(), bytes);
}

#[test]
fn sound_that_session_toml_does_not_name_goes_to_its_take_and_the_hole_before_it_is_named() {
    let wreck = Wreck::new();
    wreck.save(vec![take(RATE, vec![open_part("take-01-001.wav", 0)])]);
    wreck.record("take-01-001.wav", 0, 1000, 1000);
    wreck.record("take-01-002.wav", 1500, 300, 300);
    wreck.recover();
    let take = &wreck.session().takes[0];
    assert_eq!(take.parts.len(), 2);
    assert_eq!((take.parts[1].start, take.parts[1].frames), (Frames(1500), Some(Frames(300))));
    assert_eq!(take.gaps, [Gap { start: Frames(1000), frames: Frames(500), why: GapReason::Device }]);
    assert_eq!(take.frames, Some(Frames(1800)));
}

#[test]
fn a_session_without_its_file_is_made_again_from_the_journal() {
    let wreck = Wreck::new();
    wreck.record("take-01-001.wav", 0, 10_000, 10_000);
    let done = wreck.recover();
    assert_eq!(done.rows.len(), 1, "{:?}", done.faults);
    let session = wreck.session();
    assert_eq!(session.title, "2020-03-28-2030-nadia");
    assert_eq!(session.takes[0].started.to_rfc3339(), "2020-03-28T20:30:00+01:00");
    assert_eq!(session.takes[0].frames, Some(Frames(10_000)));
    assert_eq!(session.takes[0].channels, [Channel { name: "mono".into(), input: 1 }]);
}

#[test]
fn each_input_s_files_are_found_again_and_a_gap_is_where_none_has_sound() {
    let wreck = Wreck::new();
    wreck.record("take-01-001.wav", 0, 1000, 1000);
    wreck.record("take-01-002.wav", 3000, 500, 500);
    wreck.record("take-01-001-2.wav", 20, 1500, 1500);
    let done = wreck.recover();
    assert!(done.faults.is_empty(), "{:?}", done.faults);
    let take = &wreck.session().takes[0];
    let parts: Vec<_> = take.parts.iter().map(|part| (part.input, part.start.0, part.frames)).collect();
    let frames = |frames| Some(Frames(frames));
    assert_eq!(parts, [(1, 0, frames(1000)), (2, 20, frames(1500)), (1, 3000, frames(500))]);
    assert_eq!(take.channels.iter().map(|channel| channel.input).collect::<Vec<_>>(), [1, 2]);
    assert_eq!((take.inputs.len(), take.frames), (2, frames(3500)));
    assert_eq!(take.gaps, [Gap { start: Frames(1520), frames: Frames(1480), why: GapReason::Device }]);
}

#[test]
fn a_take_without_sound_lasts_to_its_last_mark() {
    let wreck = Wreck::new();
    wreck.save(vec![take(RATE, Vec::new())]);
    let mut marks = MarkerFile::open(&wreck.folder, &Slug::parse("lise").unwrap()).unwrap();
    marks.append(&Marker::point(TakeId("T".into()), "note", Frames(7000)), RATE).unwrap();
    wreck.recover();
    assert_eq!(wreck.session().takes[0].frames, Some(Frames(7000)));
}

#[test]
fn a_text_that_a_hand_broke_in_a_take_is_named_until_somebody_has_looked() {
    let wreck = Wreck::new();
    wreck.save(vec![take(RATE, Vec::new())]);
    let session = wreck.session();
    for (n, broken, is_told) in [(1, "title = \"cut o", true), (2, "\0\0\0", false)] {
        fs::write(wreck.folder.join("session.toml"), broken).unwrap();
        let aside = sessions::save_last_take(&wreck.folder, &session).unwrap().unwrap();
        let name = format!("session.toml.broken-{n}");
        assert_eq!(aside, wreck.folder.join(&name));
        let faults = wreck.check(&Elsewhere::default());
        assert_eq!(faults.iter().any(|fault| fault.contains(&name)), is_told, "{faults:?}");
    }
}

#[test]
fn what_a_living_recorder_holds_is_left_alone() {
    let wreck = Wreck::new();
    wreck.save(vec![take(RATE, vec![open_part("take-01-001.wav", 0)])]);
    wreck.record("take-01-001.wav", 0, 1000, 1000);
    let mut lock = RecorderLock::take(&wreck.library.layout).unwrap();
    let session = wreck.folder.file_name().unwrap().to_str().unwrap().to_owned();
    lock.announce(&Running { pid: 1, session: Some(session), socket: "s".into(), fault: None }).unwrap();
    let bytes = wreck.bytes();
    assert!(wreck.recover().rows.is_empty());
    assert_eq!(wreck.bytes(), bytes);
    drop(lock);
    assert_eq!(wreck.recover().rows.len(), 1);
}

#[test]
fn a_torn_mark_is_set_aside_and_the_others_are_kept() {
    let wreck = Wreck::new();
    wreck.save(vec![take(RATE, vec![open_part("take-01-001.wav", 0)])]);
    wreck.record("take-01-001.wav", 0, 1000, 1000);
    let mut marks = MarkerFile::open(&wreck.folder, &Slug::parse("lise").unwrap()).unwrap();
    marks.append(&Marker::point(TakeId("T".into()), "touching", Frames(500)), RATE).unwrap();
    let path = marks.path().to_owned();
    let torn = fs::read_to_string(&path).unwrap() + "\n[[marker]]\nid = \"m-0";
    fs::write(&path, torn).unwrap();
    let done = wreck.recover();
    assert_eq!((done.rows[0].marks, done.faults.len()), (1, 0), "{:?}", done.faults);
    assert!(wreck.bytes().iter().any(|(path, _)| path.to_string_lossy().contains("torn")));
}

#[test]
fn digests_that_were_read_while_the_next_take_began_are_entered_and_nothing_else() {
    let wreck = Wreck::new();
    wreck.save(vec![take(RATE, vec![open_part("take-01-001.wav", 0)])]);
    wreck.record("take-01-001.wav", 0, 2000, 2500);
    let (none, library, folder) = (Elsewhere::default(), &wreck.library, &wreck.folder);
    recover_before(library, &none, folder);
    wreck.record("take-02-001.wav", 0, 100, 100); // of the take that begins: nothing names it yet
    let (known, homes) = (Known::of(library, &none, folder).unwrap(), none.homes(&library.layout, folder));
    let broken = broken_parts(&homes, &known.session, owes_digest).unwrap();
    let (mended, _) = mend(broken, &known.session, Care::Whole);
    let mut lock = RecorderLock::take(&library.layout).unwrap();
    let session = folder.file_name().unwrap().to_str().map(str::to_owned);
    lock.announce(&Running { pid: 1, session, socket: "s".into(), fault: None }).unwrap();
    assert!(Desk { library, elsewhere: &none, folder }.enter(&known, &mended, true).unwrap().is_none());
    let parts = &wreck.session().takes[0].parts;
    assert!(parts.len() == 1 && parts[0].blake3.is_some(), "{parts:?}");
}

/// A session on the card that was planned and told of.
fn told_on(card: &Wreck, take: Take) {
    let session = Session { title: "Nadia tells".into(), takes: vec![take], ..nameless(&card.folder, &card.library) };
    sessions::save(&card.folder, &session).unwrap();
}

/// As after a power cut that left nothing of it.
#[test]
fn a_session_without_its_text_begins_from_the_one_in_the_copy() {
    let wreck = Wreck::new();
    let (elsewhere, card) = wreck.card();
    wreck.record("take-01-001.wav", 0, 1000, 1000);
    told_on(&card, take(RATE, vec![open_part("take-01-001.wav", 0)]));
    let text = fs::read_to_string(session_file(&card.folder)).unwrap();
    fs::write(session_file(&card.folder), format!("# by hand\n{text}")).unwrap();
    fs::write(session_file(&wreck.folder), "").unwrap();
    let done = recover_library(&wreck.library, &elsewhere);
    let faults: Vec<String> = done.faults.iter().map(Error::to_string).collect();
    assert!(done.rows.len() == 1 && faults.len() == 1 && faults[0].contains("made again from the one kept in"), "{faults:?}");
    let session = wreck.session();
    assert_eq!(
        (session.title.as_str(), &session.takes[0].inputs[0], session.takes[0].frames),
        ("Nadia tells", &"default".into(), Some(Frames(1000)))
    );
    assert!(fs::read_to_string(session_file(&wreck.folder)).unwrap().starts_with("# by hand"));
    let again = recover_library(&wreck.library, &elsewhere);
    assert!(again.rows.is_empty() && again.faults.is_empty(), "{:?}", again.faults);
}

/// The card was away when it was made up.
#[test]
fn a_session_that_was_made_up_from_its_sound_learns_from_the_copy_what_it_was() {
    let wreck = Wreck::new();
    let (elsewhere, card) = wreck.card();
    wreck.record("take-01-001.wav", 0, 1000, 1000);
    wreck.record("take-01-002.wav", 1500, 300, 300);
    wreck.recover();
    let pause = Gap { start: Frames(1000), frames: Frames(500), why: GapReason::Pause };
    let part = |file, start, frames| Part { frames: Some(Frames(frames)), ..open_part(file, start) };
    let parts = vec![part("take-01-001.wav", 0, 1000), part("take-01-002.wav", 1500, 300)];
    told_on(&card, Take { gaps: vec![pause], frames: Some(Frames(1800)), ..take(RATE, parts) });
    let before = wreck.session();
    let done = recover_library(&wreck.library, &elsewhere);
    assert_eq!(done.rows.iter().map(|row| row.seconds).collect::<Vec<_>>(), [1.8]);
    let session = wreck.session();
    assert_eq!(
        (session.title.as_str(), &session.takes[0].inputs, &session.takes[0].gaps),
        ("Nadia tells", &vec!["default".into()], &vec![pause])
    );
    assert_eq!(session.takes[0].parts, before.takes[0].parts);
    assert!(recover_library(&wreck.library, &elsewhere).rows.is_empty());
}

#[test]
fn a_part_that_is_gone_comes_home_from_the_copy_under_its_own_name() {
    let wreck = Wreck::new();
    let (elsewhere, card) = wreck.card();
    wreck.save(vec![take(RATE, vec![open_part("take-01-001.wav", 0), open_part("take-01-002.wav", 1000)])]);
    wreck.record("take-01-001.wav", 0, 1000, 1000);
    card.record("take-01-002.wav", 1000, 2000, 2100);
    fs::write(wreck.folder.join("take-01-002.crc"), "").unwrap(); // a journal that was just begun
    let done = recover_library(&wreck.library, &elsewhere);
    assert!(done.rows.len() == 1 && done.faults.is_empty(), "{:?}", done.faults);
    assert_eq!((done.rows[0].seconds, done.rows[0].unverified_seconds), (3.1, 0.1));
    let expected = [("take-01-001.wav", 0, Some(1000), false), ("take-01-002.wav", 1000, Some(2100), false)];
    assert_eq!(wreck.parts(), expected.map(|(file, start, frames, away)| (file.to_owned(), start, frames, away)));
    assert_eq!(wreck.session().takes[0].frames, Some(Frames(3100)));
    let mut samples = Vec::new();
    WavReader::open(&wreck.folder.join("take-01-002.wav")).unwrap().read(Frames(0), &mut samples, 5000).unwrap();
    assert!(samples == (1000..3100).map(from_int16).collect::<Vec<f32>>());
    let bytes = wreck.bytes();
    let again = recover_library(&wreck.library, &elsewhere);
    assert!(again.rows.is_empty() && again.faults.is_empty() && wreck.bytes() == bytes, "{:?}", again.faults);
    assert!(wreck.check(&elsewhere).is_empty(), "{:?}", wreck.check(&elsewhere));
}

#[test]
fn two_recoveries_at_once_bring_the_same_sound_home_once() {
    let wreck = Wreck::new();
    let (elsewhere, card) = wreck.card();
    wreck.save(vec![take(RATE, vec![open_part("take-01-001.wav", 0)])]);
    wreck.record("take-01-001.wav", 0, 900, 1000);
    card.record("take-01-001.wav", 0, 3000, 3400);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| recover_library(&wreck.library, &elsewhere));
        }
    });
    assert_eq!(wreck.parts().len(), 2, "{:?}", wreck.parts());
    assert_eq!(wreck.parts()[1], ("take-01-002.wav".to_owned(), 1000, Some(2000), false));
}
