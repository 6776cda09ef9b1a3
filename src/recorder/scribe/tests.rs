//! The desk of a scribe whose disk refuses, and what it keeps elsewhere meanwhile.

use super::*;
use crate::domain::{Part, TakeId};
use crate::store::layout::markers_file;
use crate::store::samples;

/// A session's folder with its file of marks, a fallback, and the scribe at its desk.
struct Home {
    _folders: [tempfile::TempDir; 2],
    desk: Desk<Box<dyn Fn(Done)>>,
    told: std::rc::Rc<std::cell::RefCell<Vec<bool>>>,
    folder: PathBuf,
    own: PathBuf,
    spare: PathBuf,
}

impl Home {
    fn new() -> Home {
        let folders = [(); 2].map(|()| tempfile::tempdir().unwrap());
        let library = "format = 1\nid = \"x\"\ntitle = \"L\"\nzone = \"UTC\"\n";
        std::fs::write(folders[0].path().join("library.toml"), library).unwrap();
        let layout = Layout::new(folders[0].path());
        let folder = sessions::create(&layout, NaiveDateTime::default(), &Slug::session()).unwrap();
        let who = Slug::parse("lise").unwrap();
        let elsewhere = Elsewhere { fallback: Some(folders[1].path().to_owned()), second_copy: None };
        let spares = Spares::of(&Library::open(layout.root()).unwrap(), elsewhere.fallback.as_deref());
        let spare = spares.folders(&folder).remove(0);
        let told = std::rc::Rc::<std::cell::RefCell<Vec<bool>>>::default();
        let notes = told.clone();
        let desk = Desk {
            lock: RecorderLock::take(&layout).unwrap(),
            layout,
            who: who.clone(),
            elsewhere,
            spares: Some(spares),
            socket: PathBuf::new(),
            at_home: HashMap::new(),
            waiting: Vec::new(),
            marks: Some(MarkerFile::open(&folder, &who).unwrap()),
            folder: Some(folder.clone()),
            is_joined: false,
            spare: None,
            stale: None,
            takes: vec![(TakeId("t".into()), Hertz(1000))],
            unsaved: VecDeque::new(),
            tell: Box::new(move |done| {
                if let Done::Saved(outcome) = done {
                    notes.borrow_mut().push(outcome.is_ok());
                }
            }) as Box<dyn Fn(Done)>,
        };
        let own = markers_file(&folder, &who);
        Home { _folders: folders, desk, told, folder, own, spare }
    }

    /// While `deed` is done, the file of marks cannot be written.
    fn refusing(&mut self, deed: impl FnOnce(&mut Desk<Box<dyn Fn(Done)>>)) {
        let aside = self.folder.join("aside");
        std::fs::rename(&self.own, &aside).unwrap();
        std::fs::create_dir(&self.own).unwrap();
        deed(&mut self.desk);
        std::fs::remove_dir(&self.own).unwrap();
        std::fs::rename(&aside, &self.own).unwrap();
    }

    fn at_home(&self) -> Vec<Marker> {
        markers::load_file(&self.own, &[]).rows
    }
}

/// A take whose only part was given up on a full disk.
fn broken_off() -> Session {
    let part = Part { file: "take-01-001.wav".into(), input: 1, start: Frames(0), frames: None, blake3: None, elsewhere: false };
    let sound =
        Take { rate: Hertz(1000), frames: Some(Frames(9_000)), parts: vec![part], gaps: Vec::new(), ..samples::take("t", 1) };
    samples::session(vec![sound])
}

/// Else `check` would find it behind the end of its take, for ever.
#[test]
fn a_mark_on_sound_that_a_full_disk_did_not_take_stays_within_its_take() {
    let home = Home::new();
    assert_eq!(home.desk.complete(broken_off(), Frames(5_000)).takes[0].frames, Some(Frames(5_000)));
    assert_eq!(home.desk.complete(broken_off(), Frames(0)).takes[0].frames, Some(Frames(0)));
}

/// What is off the record must not shrink when an older version of it comes home.
#[test]
fn what_was_kept_elsewhere_comes_home_before_a_later_version() {
    let mut home = Home::new();
    let mut marker = Marker::point(TakeId("t".into()), "off-record", Frames(20_000));
    marker.open = true;
    home.refusing(|desk| desk.append(&marker).unwrap());
    assert!(home.at_home().is_empty() && home.spare.join("markers-lise.toml").exists());
    marker.frame = Frames(5_000);
    home.desk.append(&marker).unwrap();
    assert_eq!(home.at_home(), [marker]);
    assert!(home.desk.spare.is_none() && home.spare.join("markers-lise.home-1").exists());
}

/// As with a card that is pulled out; and what it held was acknowledged.
#[test]
fn what_was_kept_elsewhere_comes_home_before_a_later_version_although_that_folder_is_gone() {
    let mut home = Home::new();
    let mut marker = Marker::point(TakeId("t".into()), "off-record", Frames(20_000));
    marker.open = true;
    home.refusing(|desk| desk.append(&marker).unwrap());
    let card = home._folders[1].path().to_owned();
    let away = card.with_extension("away");
    std::fs::rename(&card, &away).unwrap();
    (marker.open, marker.end_frame) = (false, Some(Frames(30_000)));
    home.desk.append(&marker).unwrap();
    assert_eq!((at_home(&home.own).unwrap().len(), home.at_home()), (2, vec![marker.clone()]));
    home.desk.close().unwrap();
    std::fs::rename(&away, &card).unwrap();
    let library = Library::open(home._folders[0].path()).unwrap();
    let session = Session { takes: vec![samples::take("t", 1)], ..broken_off() };
    assert!(Spares::of(&library, Some(&card)).bring_home(&home.folder, &session.takes).is_empty());
    assert_eq!(home.at_home(), [marker]);
    assert!(home.spare.join("markers-lise.home-1").exists());
}

#[test]
fn at_the_stop_marks_that_were_kept_elsewhere_come_home_or_are_told() {
    let marker = Marker::point(TakeId("t".into()), "touching", Frames(1_000));
    let mut home = Home::new();
    home.refusing(|desk| desk.append(&marker).unwrap());
    home.desk.close().unwrap();
    assert_eq!(home.at_home(), std::slice::from_ref(&marker));

    let mut home = Home::new();
    home.refusing(|desk| {
        desk.append(&marker).unwrap();
        let fault = desk.close().unwrap_err().to_string();
        assert!(fault.contains("markers-lise.toml") && fault.contains("temoin recover"), "{fault}");
    });
}

#[test]
fn marks_of_a_session_that_is_joined_come_home_too() {
    let mut home = Home::new();
    let began = chrono::DateTime::parse_from_rfc3339("2020-03-28T20:32:04+01:00").unwrap();
    let mark = Marker::point(TakeId::of_join(began), "touching", Frames(1_000));
    home.refusing(|desk| desk.append(&mark).unwrap());
    assert!(home.at_home().is_empty());
    let library = Library::open(home._folders[0].path()).unwrap();
    assert!(Spares::of(&library, Some(home._folders[1].path())).bring_home(&home.folder, &[]).is_empty());
    assert_eq!(home.at_home(), [mark]);
}

#[test]
fn of_a_session_that_is_joined_only_the_marks_are_written() {
    let mut home = Home::new();
    let began = chrono::DateTime::parse_from_rfc3339("2020-03-28T20:32:04+01:00").unwrap();
    let take = Take { id: TakeId::of_join(began), ..broken_off().takes.remove(0) };
    let new = || super::Home::New { start: NaiveDateTime::default(), slug: Slug::parse("nadia").unwrap() };
    let founded = home.desk.found(new(), samples::session(vec![]), take.clone()).unwrap();
    let mark = Marker::point(take.id.clone(), "touching", Frames(1_000));
    home.desk.append(&mark).unwrap();
    home.desk.save(&founded.session).unwrap();
    home.desk.close().unwrap();
    let names: Vec<_> = founded.folder.read_dir().unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["markers-lise.toml"]);
    assert_eq!(home.desk.found(new(), samples::session(vec![]), take).unwrap().id, founded.id, "joined once more");
    let own = broken_off().takes.remove(0);
    home.desk.close().unwrap();
    assert_eq!(home.desk.found(new(), samples::session(vec![]), own).unwrap().id, founded.id, "recorded here after all");
    assert!(founded.folder.join("session.toml").exists());
}

#[test]
fn a_session_that_the_disk_refused_is_written_once_it_takes_it() {
    let mut home = Home::new();
    let session = samples::session(vec![samples::take("01A", 1)]);
    let away = home.folder.with_extension("away");
    std::fs::rename(&home.folder, &away).unwrap();
    home.desk.save(&session).unwrap_err();
    home.desk.save_again();
    std::fs::rename(&away, &home.folder).unwrap();
    home.desk.save_again();
    home.desk.save_again();
    assert_eq!(*home.told.borrow(), [false, true]);
    assert_eq!(sessions::load(&home.folder).unwrap().session, session);
}
