//! A library with a recorded session, and a card.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use super::*;
use crate::audio::journal::{JournalHead, Stamp};
use crate::audio::part_file::PartFile;
use crate::audio::wav::WavFormat;
use crate::clock::Monotonic;
use crate::domain::{Bits, Channel, Frames, Hertz, Part, Session, TakeId};
use crate::store::lock::{RecorderLock, Running};
use crate::store::samples::{self, put};
use crate::store::{Layout, sessions};

const FORMAT: WavFormat = WavFormat { rate: Hertz(1000), channels: 1, bits: Bits::Int16 };

struct Desk {
    home: tempfile::TempDir,
    library: Library,
    session: PathBuf,
    elsewhere: Elsewhere,
}

impl Desk {
    /// One session of one closed part, a person, a picture in a folder of its own, and what stays here.
    fn new() -> Desk {
        let (home, layout) = samples::library();
        let session = layout.sessions_dir().join("2020/2020-03-28-2030-nadia");
        put(&layout.person_file(&samples::slug("s-03")), "format = 1\nname = \"Nadia\"\n");
        put(&session.join("pictures/one.jpg"), "picture");
        put(&layout.trash_dir().join("x/y"), "rubbish");
        put(&session.join(".ballast"), "0000");
        put(&layout.root().join("private.txt"), "not of the library");
        let part = record(&session, "take-01-001.wav", 0, 300, &[100]);
        save(&session, vec![part]);
        let library = Library::open(layout.root()).unwrap();
        Desk { home, library, session, elsewhere: Elsewhere::default() }
    }

    fn card(&self) -> PathBuf {
        self.home.path().join("card")
    }

    fn there(&self, name: &str) -> PathBuf {
        self.card().join("sessions/2020/2020-03-28-2030-nadia").join(name)
    }

    fn copy(&self) -> Result<Outcome> {
        let target = Target::open(&self.library, &self.card())?;
        let now = "2020-03-28T22:00:00+01:00".parse().unwrap();
        bring_over(&self.library, &target, &Scope::Library, &self.elsewhere, now)
    }

    /// Copies; gives the names of what was copied, and the faults in words.
    fn copied(&self) -> (Vec<String>, Vec<String>) {
        let outcome = self.copy().unwrap();
        assert!(outcome.faults.iter().all(|fault| fault.kind() == Kind::Look && fault.place().is_some()), "{outcome:?}");
        let name = |file: &str| file.rsplit('/').next().unwrap_or_default().to_owned();
        (
            outcome.copied.iter().map(|copied| name(&copied.file)).collect(),
            outcome.faults.iter().map(ToString::to_string).collect(),
        )
    }
}

/// A closed part of as many frames, with a checkpoint at each of `checkpoints`.
fn record(folder: &Path, file: &str, start: u64, frames: usize, checkpoints: &[usize]) -> Part {
    fs::create_dir_all(folder).unwrap();
    let head = JournalHead { take: TakeId("T".into()), input: 1, start: Frames(start), format: FORMAT };
    let stamp = Stamp { monotonic: Monotonic(5), utc: "2020-03-28T19:32:05.125Z".parse().unwrap() };
    let mut part = PartFile::create(&folder.join(file), head).unwrap();
    let samples: Vec<f32> = (0..frames).map(|n| (start + n as u64) as f32 / 30_000.0).collect();
    let mut written = 0;
    for &until in checkpoints {
        part.write(&samples[written..until]).unwrap();
        part.checkpoint(stamp).unwrap();
        written = until;
    }
    part.write(&samples[written..]).unwrap();
    part.close(stamp, stamp.utc.into()).unwrap();
    let blake3 = Some(part.blake3());
    Part { file: file.into(), input: 1, start: Frames(start), frames: Some(Frames(frames as u64)), blake3, elsewhere: false }
}

fn save(session: &Path, parts: Vec<Part>) {
    let mut take = samples::take("T", 1);
    take.rate = FORMAT.rate;
    take.bits = FORMAT.bits;
    take.channels = vec![Channel { name: "mono".into(), input: 1 }];
    take.parts = parts;
    take.gaps = Vec::new();
    take.frames = Some(take.end().min(Frames(600)));
    sessions::save(session, &samples::session(vec![take])).unwrap();
}

fn change(path: &Path, at: usize) {
    let mut bytes = fs::read(path).unwrap();
    bytes[at] ^= 1;
    fs::write(path, bytes).unwrap();
}

/// All files below a folder, by name.
fn files(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => folders.push(path),
                false => drop(found.insert(path.strip_prefix(root).unwrap().to_owned(), fs::read(&path).unwrap())),
            }
        }
    }
    found
}

#[test]
fn a_copy_holds_every_file_of_the_library_and_the_second_time_writes_nothing() {
    let desk = Desk::new();
    let (copied, faults) = desk.copied();
    assert_eq!(faults, [""; 0]);
    let expected = ["library.toml", "s-03.toml", "one.jpg", "session.toml", "take-01-001.wav", "take-01-001.crc"];
    assert_eq!(copied, expected);
    let there = files(&desk.card());
    let ours = files(desk.library.layout.root());
    assert!(there.iter().filter(|(name, _)| *name != Path::new(".lock")).all(|(name, bytes)| ours.get(name) == Some(bytes)));
    assert_eq!(there.len(), expected.len() + 1, "{:?}", there.keys());

    let again = desk.copy().unwrap();
    assert!(again.copied.is_empty() && again.faults.is_empty() && again.equal == expected.len(), "{again:?}");
    assert!(files(&desk.card()) == there, "nothing was touched");
}

#[test]
fn a_copy_is_a_library_whose_sound_passes_every_check() {
    let desk = Desk::new();
    desk.copy().unwrap();
    let copy = Library::open(desk.card()).unwrap();
    assert_eq!(copy.settings.id, desk.library.settings.id);
    let entry = sessions::list(&copy.layout).rows.remove(0);
    let (take, part) = (&entry.session.takes[0], &entry.session.takes[0].parts[0]);
    assert_eq!(
        crate::audio::verify::verify(&entry.folder.join(&part.file), part, WavFormat::of(take, part.input), true).len(),
        0
    );
}

#[test]
fn what_differs_over_there_is_kept_in_its_trash() {
    let desk = Desk::new();
    desk.copy().unwrap();
    let person = desk.card().join("people/s-03.toml");
    fs::write(&person, "edited over there").unwrap();
    change(&desk.there("take-01-001.wav"), 200);
    fs::write(desk.there("notes.md"), "only there").unwrap();
    let (copied, faults) = desk.copied();
    assert_eq!((copied, faults.len()), (vec!["s-03.toml".to_owned(), "take-01-001.wav".to_owned()], 0));
    let kept: Vec<String> = crate::store::trash::list(&Layout::new(desk.card())).rows.into_iter().map(|row| row.from).collect();
    assert_eq!(kept, ["people/s-03.toml", "sessions/2020/2020-03-28-2030-nadia/take-01-001.wav"]);
    assert_eq!(fs::read_to_string(desk.card().join("trash/s-03.toml/s-03.toml")).unwrap(), "edited over there");
    assert!(desk.there("notes.md").exists() && desk.copied().0.is_empty());
}

/// As a card that was full or pulled out leaves it: cut anywhere, or closed well before the end.
#[test]
fn what_is_only_the_beginning_of_a_sound_is_completed_and_not_kept_twice() {
    let desk = Desk::new();
    let ours = fs::read(desk.session.join("take-01-001.wav")).unwrap();
    let kept = || crate::store::trash::list(&Layout::new(desk.card())).rows.len();
    for length in [44, 45, 144, 443] {
        fs::create_dir_all(desk.there("")).unwrap();
        let mut torn = ours[..length].to_vec();
        torn[40..44].copy_from_slice(&u32::to_le_bytes(90));
        fs::write(desk.there("take-01-001.wav"), &torn).unwrap();
        fs::write(desk.there("take-01-001.crc"), "").unwrap();
        assert!(desk.copied().0.contains(&"take-01-001.wav".to_owned()), "{length}");
        assert_eq!(fs::read(desk.there("take-01-001.wav")).unwrap(), ours);
    }
    fs::remove_dir_all(desk.there("")).unwrap();
    record(&desk.there(""), "take-01-001.wav", 0, 200, &[50]);
    assert!(desk.copied().0.contains(&"take-01-001.crc".to_owned()));
    assert_eq!(fs::read(desk.there("take-01-001.wav")).unwrap(), ours);
    fs::write(desk.there("session.toml"), "format = 1\n").unwrap();
    assert_eq!((desk.copied().0.len(), kept()), (1, 0), "the beginning of a text");

    record(&desk.home.path().join("other"), "take-01-001.wav", 7, 200, &[]);
    fs::copy(desk.home.path().join("other/take-01-001.wav"), desk.there("take-01-001.wav")).unwrap();
    assert_eq!((desk.copied().0.len(), kept()), (1, 1), "other sound");
}

#[test]
fn a_damaged_original_is_named_and_never_copied_over_a_good_copy() {
    let desk = Desk::new();
    desk.copy().unwrap();
    let good = fs::read(desk.there("take-01-001.wav")).unwrap();
    change(&desk.session.join("take-01-001.wav"), 200);
    for _ in 0..2 {
        let (copied, faults) = desk.copied();
        assert!(copied.is_empty() && faults.iter().any(|fault| fault.contains("their digest differs")), "{copied:?} {faults:?}");
        assert_eq!(fs::read(desk.there("take-01-001.wav")).unwrap(), good);
    }
    fs::remove_file(desk.session.join("take-01-001.wav")).unwrap();
    assert!(desk.copied().1[0].contains("the file of this take is gone"));
    assert_eq!(fs::read(desk.there("take-01-001.wav")).unwrap(), good);
}

#[test]
fn a_damaged_original_without_a_copy_is_copied_as_it_is_and_named() {
    let desk = Desk::new();
    change(&desk.session.join("take-01-001.wav"), 200);
    let (copied, faults) = desk.copied();
    assert!(copied.contains(&"take-01-001.wav".to_owned()) && !faults.is_empty());
}

#[test]
fn a_second_writer_s_own_journal_is_as_good() {
    let desk = Desk::new();
    record(desk.there("").as_path(), "take-01-001.wav", 0, 300, &[50, 170]);
    let (copied, faults) = desk.copied();
    assert!(faults.is_empty() && !copied.iter().any(|name| name.starts_with("take")), "{copied:?}");
    change(&desk.there("take-01-001.crc"), 120);
    assert!(desk.copied().0.contains(&"take-01-001.crc".to_owned()), "a journal that does not hold is replaced");
    assert!(desk.copied().0.is_empty());
}

#[test]
fn parts_that_lie_elsewhere_come_with_their_session() {
    let mut desk = Desk::new();
    let fallback = desk.home.path().join("fallback");
    desk.elsewhere.fallback = Some(fallback.clone());
    let first = record(&desk.session, "take-01-002.wav", 300, 100, &[]);
    let second = record(&fallback.join("sessions/2020/2020-03-28-2030-nadia"), "take-01-003.wav", 400, 200, &[]);
    let one = sessions::load(&desk.session).unwrap().session.takes[0].parts[0].clone();
    save(&desk.session, vec![one, first, Part { elsewhere: true, ..second }]);
    let (copied, faults) = desk.copied();
    assert!(faults.is_empty() && copied.contains(&"take-01-003.wav".to_owned()), "{copied:?} {faults:?}");
    assert!(desk.there("take-01-003.wav").exists() && desk.copied().0.is_empty());

    desk.elsewhere = Elsewhere { fallback: None, second_copy: Some(desk.card()) };
    assert_eq!(desk.copied(), (Vec::new(), Vec::new()), "what lies in the copy only is where it belongs");
}

#[test]
fn sound_that_is_being_recorded_is_left_out_and_named() {
    let desk = Desk::new();
    record(&desk.session, "take-02-001.wav", 0, 100, &[]);
    let mut lock = RecorderLock::take(&desk.library.layout).unwrap();
    let session = Some("2020-03-28-2030-nadia".to_owned());
    lock.announce(&Running { pid: 1, session, socket: "s".into(), fault: None }).unwrap();
    let (copied, faults) = desk.copied();
    assert!(
        copied.contains(&"take-01-001.wav".to_owned()) && !copied.iter().any(|name| name.starts_with("take-02")),
        "{copied:?}"
    );
    assert!(faults.len() == 1 && faults[0].contains("take-02-001.wav: this sound is being recorded"), "{faults:?}");
    drop(lock);
    assert_eq!(desk.copied().0, ["take-02-001.crc", "take-02-001.wav"]);
}

#[test]
fn links_are_not_followed_on_either_side() {
    let desk = Desk::new();
    put(&desk.home.path().join("secret/key"), "secret");
    std::os::unix::fs::symlink(desk.home.path().join("secret/key"), desk.session.join("link.txt")).unwrap();
    std::os::unix::fs::symlink(desk.home.path().join("secret"), desk.library.layout.root().join("boards")).unwrap();
    let (_, faults) = desk.copied();
    assert!(faults.len() == 2 && faults.iter().all(|fault| fault.contains("found a link")), "{faults:?}");
    assert!(!desk.there("link.txt").exists() && !desk.card().join("boards").exists());

    fs::rename(desk.card().join("people"), desk.card().join("aside")).unwrap();
    std::os::unix::fs::symlink(desk.home.path().join("secret"), desk.card().join("people")).unwrap();
    let (_, faults) = desk.copied();
    assert!(faults.iter().any(|fault| fault.contains("a link leads out of the library")), "{faults:?}");
    assert_eq!(fs::read_dir(desk.home.path().join("secret")).unwrap().count(), 1);
}

#[test]
fn what_a_killed_copy_left_is_written_over_and_counts_as_room() {
    let desk = Desk::new();
    desk.copy().unwrap();
    fs::remove_file(desk.there("take-01-001.wav")).unwrap();
    let hidden = fs::read_dir(desk.there("")).unwrap().count();
    let left = desk.there(".temoin-x.tmp");
    fs::write(&left, vec![0; 5000]).unwrap();
    let name = desk.there("take-01-001.wav");
    fs::write(placing::hidden_name(&name), vec![7; 5000]).unwrap();
    assert_eq!(placing::left_behind(&name), 5000);
    assert_eq!(desk.copied().0, ["take-01-001.wav"]);
    assert_eq!(placing::left_behind(&name), 0);
    assert_eq!(fs::read_dir(desk.there("")).unwrap().count(), hidden + 2, "the part, and what somebody else left");
}

#[test]
fn a_copy_that_needs_more_room_than_there_is_says_how_much_is_missing_and_writes_nothing() {
    let desk = Desk::new();
    let target = Target::open(&desk.library, &desk.card()).unwrap();
    let due = [Due { source: desk.session.join("film.mov"), relative: "sessions/film.mov".into(), bytes: 1 << 50 }];
    let fault = check_room(&target, &due).unwrap_err().to_string();
    assert!(fault.contains("MB of room are missing for the copy; nothing was written"), "{fault}");
}

/// One that waits for another must not write into the file to which the other gave its final name.
#[test]
fn two_copies_at_once_leave_one_whole_file() {
    let desk = Desk::new();
    put(&desk.session.join("film.mov"), vec![7; 3_000_000]);
    std::thread::scope(|scope| {
        let copies: Vec<_> = (0..4).map(|_| scope.spawn(|| desk.copy())).collect();
        copies.into_iter().for_each(|copy| assert!(copy.join().unwrap().is_ok_and(|outcome| outcome.faults.is_empty())));
    });
    assert!(fs::read(desk.there("film.mov")).unwrap() == vec![7; 3_000_000]);
    let hidden =
        fs::read_dir(desk.there("")).unwrap().flatten().filter(|entry| entry.file_name().to_string_lossy().starts_with('.'));
    assert_eq!((hidden.count(), desk.copied()), (0, (Vec::new(), Vec::new())));
}

/// As a mirror that held more when the library's own disk lost the end of its file.
#[test]
fn sound_of_which_the_copy_holds_more_is_left_there_and_told() {
    let desk = Desk::new();
    let there = desk.there("take-01-001.wav");
    record(there.parent().unwrap(), "take-01-001.wav", 0, 900, &[800]);
    let before = fs::read(&there).unwrap();
    let (copied, faults) = desk.copied();
    assert!(!copied.contains(&"take-01-001.wav".to_owned()) && fs::read(&there).unwrap() == before, "{copied:?}");
    assert!(faults.len() == 1 && faults[0].contains("0.6 s more of this sound"), "{faults:?}");

    let rest = record(&desk.session, "take-01-002.wav", 300, 600, &[]);
    let first = Part { frames: Some(Frames(300)), ..record(&desk.home.path().join("again"), "take-01-001.wav", 0, 300, &[]) };
    save(&desk.session, vec![first, rest]);
    let (copied, faults) = desk.copied();
    assert!(copied.contains(&"take-01-001.wav".to_owned()) && faults.is_empty(), "the rest has come home: {copied:?} {faults:?}");
}

#[test]
fn a_session_of_which_the_copy_tells_more_is_left_there_and_told() {
    let desk = Desk::new();
    desk.copy().unwrap();
    let there = desk.there("session.toml");
    let parts = sessions::load(&desk.session).unwrap().session.takes.remove(0).parts;
    let more = Part { file: "take-01-002.wav".into(), start: Frames(300), elsewhere: true, ..parts[0].clone() };
    save(there.parent().unwrap(), vec![parts[0].clone(), more]);
    let before = fs::read(&there).unwrap();
    let (copied, faults) = desk.copied();
    assert!(copied.is_empty() && fs::read(&there).unwrap() == before, "{copied:?}");
    assert!(faults.len() == 1 && faults[0].contains("session.toml: the copy tells of sound"), "{faults:?}");
}

#[test]
fn before_a_recovery_the_longer_mirror_of_what_broke_off_stays_with_its_journal() {
    let desk = Desk::new();
    let parts = sessions::load(&desk.session).unwrap().session.takes.remove(0).parts;
    save(&desk.session, vec![Part { frames: None, blake3: None, ..parts[0].clone() }]);
    let there = desk.there("take-01-001.wav");
    record(there.parent().unwrap(), "take-01-001.wav", 0, 900, &[800]);
    let before = files(there.parent().unwrap());
    let (copied, faults) = desk.copied();
    assert!(copied.iter().all(|name| !name.starts_with("take-")), "{copied:?}");
    assert!(faults.len() == 1 && faults[0].contains("0.6 s more of this sound"), "{faults:?}");
    let after = files(there.parent().unwrap());
    assert!(before.iter().all(|(name, bytes)| after.get(name) == Some(bytes)));
}

/// As a card that was opened as a library after a kill: its sound ends a moment later.
#[test]
fn a_copy_that_ends_less_than_a_tenth_of_a_second_later_is_written_over_and_kept() {
    let desk = Desk::new();
    desk.copy().unwrap();
    let folder = desk.there("session.toml").parent().unwrap().to_owned();
    fs::remove_file(folder.join("take-01-001.wav")).unwrap();
    fs::remove_file(folder.join("take-01-001.crc")).unwrap();
    let longer = record(&folder, "take-01-001.wav", 0, 350, &[100]);
    save(&folder, vec![longer]);
    let outcome = desk.copy().unwrap();
    assert!(outcome.faults.is_empty() && outcome.kept > 0, "{outcome:?}");
    assert!(desk.copy().unwrap().copied.is_empty());
}

#[test]
fn a_session_that_recovery_made_up_never_takes_the_place_of_one_that_was_told() {
    let desk = Desk::new();
    desk.copy().unwrap();
    let told = sessions::load(&desk.session).unwrap();
    let mut session = Session { title: told.id, people: Vec::new(), series: None, chain: None, ..told.session };
    (session.after, session.roles) = Default::default();
    session.takes[0].inputs = vec!["none".into()];
    fs::remove_file(desk.session.join("session.toml")).unwrap();
    sessions::save(&desk.session, &session).unwrap();
    let before = fs::read(desk.there("session.toml")).unwrap();
    let (copied, faults) = desk.copied();
    assert!(copied.is_empty() && fs::read(desk.there("session.toml")).unwrap() == before, "{copied:?}");
    assert!(faults.len() == 1 && faults[0].contains("tells more of this session"), "{faults:?}");
}
