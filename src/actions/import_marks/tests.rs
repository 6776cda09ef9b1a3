//! Labels and tables from outside, and the marks that they become: all of a file or none, and once.

use super::*;
use crate::actions::export::{Asked, Out, export};
use crate::config::Config;
use crate::domain::Frames;
use crate::export::Format;
use crate::locale::{Language, Locale};
use crate::store::markers::MarkerFile;
use crate::store::samples::{self, put, slug};
use crate::store::sessions;

/// A library with one session; `first` and `second` are files beside it.
struct Rig {
    folder: tempfile::TempDir,
    entry: SessionEntry,
    library: Library,
}

impl Rig {
    fn new() -> Rig {
        let (folder, layout) = samples::library();
        put(&layout.settings_file(), SETTINGS);
        put(&layout.person_file(&slug("s-03")), "format = 1\nname = \"Nadia Ghesquière\"\nshown = \"N., pneumologue\"\n");
        put(&layout.person_file(&slug("olivier")), "format = 1\nname = \"Olivier\"\ncode = \"O\"\nrole = \"host\"\n");
        let session = sessions::create(&layout, "2020-03-28T20:30:00".parse().unwrap(), &slug("soir")).unwrap();
        sessions::save(&session, &samples::session(vec![samples::take("01A", 1)])).unwrap();
        let entry = sessions::load(&session).unwrap();
        let library = Library::open(layout.root()).unwrap();
        Rig { folder, entry, library }
    }

    fn editor<'l>(&'l self, who: &'l Slug) -> Editor<'l> {
        let now = "2020-05-03T16:30:00Z".parse().unwrap();
        Editor::keeping(&self.library, who, now, Some(&self.folder.path().join("state")))
    }

    fn import(&self, name: &str, text: &str) -> Result<ImportedMarks> {
        let file = self.folder.path().join(name);
        put(&file, text);
        import_marks(&self.library, &self.editor(&slug("lise")), &self.entry, &[file])
    }

    fn marks(&self) -> Vec<Marker> {
        let loaded = markers::load(&self.entry.folder, &self.entry.session.takes);
        assert!(loaded.faults.is_empty(), "{:?}", loaded.faults);
        loaded.rows.into_iter().map(|filed| filed.marker).collect()
    }

    fn exported(&self, format: &str) -> String {
        let asked = Asked {
            sessions: vec![self.entry.id.clone()],
            formats: vec![Format::called(format).unwrap()],
            out: Out::Standard,
            offset: 0.0,
            leaves_out_gaps: false,
            usage: None,
            kinds: Vec::new(),
            recipient: None,
        };
        let now = "2020-05-03T16:30:00Z".parse().unwrap();
        let handed = export(&self.library, &asked, &Config::default(), now, &Locale::new(Language::French)).unwrap();
        handed.text.unwrap()
    }
}

const SETTINGS: &str = "format = 1\nid = \"01JD3Z5N0V9Q4T8R2M6K7P1XAB\"\nzone = \"Europe/Brussels\"\nlanguage = \"fr\"\n\
    [[theme]]\nid = \"relations\"\nkey = \"l\"\nname.fr = \"les relations\"\n";

/// Marks that are hard to carry.
fn hard(take: &Take) -> Vec<Marker> {
    let notes = [None, Some("« a », \"b\"; c: d"), Some("12.5"), Some("\\ 100"), Some("fil O: non"), Some("é 👩‍👩‍👧")];
    let mark = |(n, note): (usize, Option<&str>)| {
        let frame = 48_000 * 20 * (n as u64 + 1) + 7 * n as u64;
        let mut mark = Marker::point(take.id.clone(), ["touching", "thread", "check"][n % 3], Frames(frame));
        mark.note = note.map(str::to_owned);
        mark.end_frame = n.is_multiple_of(2).then_some(Frames(frame + 48_001));
        mark.strength = n.is_multiple_of(3).then_some(3);
        mark.who = if n.is_multiple_of(2) { vec![slug("s-03"), slug("olivier")] } else { Vec::new() };
        mark
    };
    notes.into_iter().enumerate().map(mark).collect()
}

#[test]
fn what_was_exported_is_the_same_marks_again() {
    for (format, name) in [("audacity", "labels.txt"), ("csv", "table.csv")] {
        let rig = Rig::new();
        let take = rig.entry.session.takes[0].clone();
        let mut file = MarkerFile::open(&rig.entry.folder, &slug("olivier")).unwrap();
        hard(&take).iter().for_each(|mark| file.append(mark, take.rate).unwrap());
        let text = rig.exported(format);
        assert_eq!(
            rig.import(name, &text).unwrap(),
            ImportedMarks { session: rig.entry.id.clone(), known: 6, ..Default::default() }
        );
        let before = rig.marks();
        std::fs::remove_file(rig.entry.folder.join("markers-olivier.toml")).unwrap();
        assert_eq!(rig.import(name, &text).unwrap().added, 6);
        let after = rig.marks();
        assert_eq!(after.len(), 6);
        for (before, after) in before.iter().zip(&after) {
            assert!(same(before, after), "{before:?}\n{after:?}");
            assert!(format != "csv" || before.id == after.id, "a table knows which mark it was");
        }
        assert_eq!(rig.import(name, &text).unwrap().known, 6, "twice adds nothing");
        let undone = rig.editor(&slug("lise")).undo(true).unwrap().unwrap();
        assert_eq!((undone.did.as_str(), rig.marks().len()), ("imported", 0), "one act, one undo");
    }
}

#[test]
fn themes_and_people_that_are_not_known_are_told_and_left_out() {
    let rig = Rig::new();
    let table = "start;kind;themes;who;note\n1,5;fil;relations; Zoé;a\n2,5;rire;peur;s-03;b\n";
    let done = rig.import("table.csv", table).unwrap();
    assert_eq!((done.added, done.unknown), (2, vec!["Zoé".to_owned(), "peur".to_owned()]));
    let marks = rig.marks();
    let said: Vec<_> =
        marks.iter().map(|mark| (mark.kind.as_str(), mark.note.as_deref(), mark.who.len(), mark.themes.len())).collect();
    assert_eq!(said, [("thread", Some("a"), 0, 1), ("note", Some("rire: b"), 1, 0)]);
}

#[test]
fn a_file_is_taken_in_whole_or_not_at_all() {
    let rig = Rig::new();
    for (name, text, expected) in [
        ("a.txt", "1\t1\tfine\n2 3 four\n", "a.txt:2: expected a label"),
        ("a.csv", "start,kind\n1,note\n2,note,\nx,note\n", "a.csv:4: expected a time in seconds in the column `start`, found x"),
        ("a.csv", "a,b\n", "a.csv:1: expected a table"),
        ("a.txt", "1\t1\tfine\n9999\t9999\tlate\n", "a.txt:2: "),
        ("a-take-02.txt", "1\t1\tfine\n", "a-take-02.txt:1: "),
    ] {
        let told = rig.import(name, text).unwrap_err().to_string().replace(&format!("{}/", rig.folder.path().display()), "");
        assert!(told.starts_with(expected), "{told}");
        assert_eq!(rig.marks().len(), 0);
    }
    assert_eq!(rig.import("a-take-01.txt", "1\t1\tfine\n").unwrap().added, 1);
}

#[test]
fn of_several_takes_the_name_of_the_file_or_its_column_says_which() {
    let rig = Rig::new();
    sessions::save(&rig.entry.folder, &samples::session(vec![samples::take("01A", 1), samples::take("01B", 2)])).unwrap();
    let rig = Rig { entry: sessions::load(&rig.entry.folder).unwrap(), ..rig };
    assert!(rig.import("a.txt", "1\t1\tx\n").unwrap_err().to_string().contains("this session has 2"));
    rig.import("soir-take-02.txt", "1\t1\tx\n").unwrap();
    rig.import("a.csv", "take,start,kind\n1,2,fil\n2,3,fil\n").unwrap();
    let takes: Vec<String> = rig.marks().iter().map(|mark| mark.take.to_string()).collect();
    assert_eq!(takes, ["01A", "01B", "01B"]);
}

#[test]
fn a_mark_that_says_something_else_here_or_was_taken_back_is_told_and_left() {
    let rig = Rig::new();
    rig.import("a.csv", "start,kind,note\n1,note,a\n2,note,b\n3,note,c\n").unwrap();
    let marks = rig.marks();
    let who = slug("lise");
    let edit = crate::recorder::protocol::MarkEdit { deleted: Some(true), ..Default::default() };
    rig.editor(&who).change(&rig.entry, &marks[2].id, &edit).unwrap();
    let row = |at: usize, note: &str| format!("{},{},note,{note}\n", marks[at].id.as_str(), at + 1);
    let table = format!("id,start,kind,note\n{}{}{}", row(0, "a"), row(1, "other"), row(2, "c"));
    let done = rig.import("a.csv", &table).unwrap();
    assert_eq!((done.added, done.known, done.differing), (0, 1, 2));
}

#[test]
fn what_no_mark_may_be_is_told_of_its_line() {
    let rig = Rig::new();
    for (text, words) in [
        ("start,end,kind\n3,2,touching\n", ""),
        ("start,kind\n1,off-record\n2,off-record\n", ""),
        ("start,kind\n1,\"note\n", "expected the other quotation mark"),
    ] {
        let fault = rig.import("a.csv", text).unwrap_err();
        let told = fault.to_string();
        assert_eq!(fault.kind(), ErrorKind::Failed, "{told}");
        assert!(told.contains(words) && told.contains("correct this line and import the file again"), "{told}");
    }
}
