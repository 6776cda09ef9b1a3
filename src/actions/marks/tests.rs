//! Marks that are added, changed, merged, withdrawn and brought back after their take.

use super::*;
use crate::domain::Hertz;
use crate::error::ErrorKind;
use crate::store::layout::markers_file;
use crate::store::lock::Running;
use crate::store::markers::{self, MarkerFile};
use crate::store::{samples, sessions};

const RATE: Hertz = Hertz(48_000);

/// A session with marks of Olivier's and one of Lise's, and a state folder.
struct Evening {
    folder: tempfile::TempDir,
    library: Library,
    entry: SessionEntry,
    who: Slug,
}

impl Evening {
    fn new() -> Evening {
        let (folder, layout) = samples::library();
        let library = Library::open(layout.root()).unwrap();
        let start = "2020-03-28T20:30:00".parse().unwrap();
        let session = sessions::create(&layout, start, &samples::slug("nadia")).unwrap();
        sessions::save(&session, &samples::session(vec![samples::take("01A", 1), samples::take("01B", 2)])).unwrap();
        let entry = sessions::load(&session).unwrap();
        Evening { folder, library, entry, who: samples::slug("olivier") }
    }

    fn editor(&self) -> Editor<'_> {
        let now = "2020-03-29T10:00:00Z".parse().unwrap();
        Editor::keeping(&self.library, &self.who, now, Some(&self.folder.path().join("state")))
    }

    /// Appends a mark by `who` in the first take.
    fn mark(&self, who: &str, kind: &str, seconds: u64, end: Option<u64>) -> MarkerId {
        let take = self.entry.session.takes[0].id.clone();
        let frames = |seconds: u64| Frames(seconds * u64::from(RATE.0));
        let marker = Marker { end_frame: end.map(frames), ..Marker::point(take, kind, frames(seconds)) };
        self.put(who, &marker);
        marker.id
    }

    fn put(&self, who: &str, marker: &Marker) {
        MarkerFile::open(&self.entry.folder, &samples::slug(who)).unwrap().append(marker, RATE).unwrap();
    }

    fn change(&self, id: &MarkerId, edit: &str) -> Result<Done> {
        self.editor().change(&self.entry, id, &serde_json::from_str(edit).unwrap())
    }

    /// Every mark that stands: kind, seconds of its beginning and of its end.
    fn standing(&self) -> Vec<(String, f64, Option<f64>)> {
        let rows = markers::load(&self.entry.folder, &self.entry.session.takes).rows;
        let seconds = |frame: Frames| frame.seconds(RATE);
        rows.into_iter().map(|row| (row.marker.kind, seconds(row.marker.frame), row.marker.end_frame.map(seconds))).collect()
    }

    fn file(&self) -> Vec<u8> {
        std::fs::read(markers_file(&self.entry.folder, &self.who)).unwrap_or_default()
    }
}

fn row(kind: &str, start: f64, end: Option<f64>) -> (String, f64, Option<f64>) {
    (kind.to_owned(), start, end)
}

#[test]
fn a_mark_is_put_at_a_place_of_a_take_also_in_a_gap() {
    let evening = Evening::new();
    let take = evening.entry.session.takes[0].id.clone();
    let add = |request: &str| evening.editor().add(&evening.entry, &take, &serde_json::from_str(request).unwrap());
    let done = add(r#"{"kind":"thread","at":12.25,"note":"son père ?","who":["s-03"]}"#).unwrap();
    assert_eq!((done.mark.frame, done.mark.wall.is_some(), done.opens), (588_000, true, false));
    add(r#"{"at":1801.5,"end":1802}"#).unwrap(); // the take ends with a pause
    add(r#"{"kind":"off-record","at":100}"#).unwrap();
    assert_eq!(
        evening.standing(),
        [row("thread", 12.25, None), row("off-record", 100.0, None), row("touching", 1801.5, Some(1802.0))]
    );
    for refused in [
        r#"{"at":1803}"#,
        r#"{"at":5,"end":4}"#,
        r#"{"at":5,"kind":"hole"}"#,
        r#"{"at":5,"strength":4}"#,
        r#"{"at":5,"kind":"off-record"}"#,
    ] {
        assert!(add(refused).is_err(), "{refused}");
    }
    let elsewhere = evening.editor().add(&evening.entry, &TakeId("01Z".into()), &MarkRequest::default());
    assert!(elsewhere.is_err());
    assert_eq!(evening.standing().len(), 3);
}

#[test]
fn a_mark_is_moved_retyped_taken_up_taken_away_and_brought_back() {
    let evening = Evening::new();
    let id = evening.mark("olivier", "touching", 10, None);
    evening.change(&id, r#"{"at":9.9,"end":12,"kind":"thread","strength":3,"done":"2020-03-29","themes":[]}"#).unwrap();
    assert_eq!(evening.standing(), [row("thread", 9.9, Some(12.0))]);
    assert!(evening.change(&id, r#"{"deleted":true}"#).unwrap().mark.deleted);
    assert_eq!(evening.standing(), []);
    let refused = evening.change(&id, r#"{"strength":1}"#).unwrap_err();
    assert!(refused.to_string().starts_with("this mark was taken back"), "{refused}");
    assert_eq!(evening.change(&id, r#"{"deleted":false}"#).unwrap().mark.done.as_deref(), Some("2020-03-29"));
    let before = evening.file();
    evening.change(&id, r#"{"strength":3}"#).unwrap();
    assert_eq!(evening.file(), before, "what changes nothing is not written");
}

#[test]
fn nothing_by_the_way_opens_what_is_off_the_record() {
    let evening = Evening::new();
    let id = evening.mark("olivier", "off-record", 100, Some(200));
    for edit in [r#"{"at":100.1}"#, r#"{"end":199.9}"#, r#"{"at":90,"end":190}"#, r#"{"at":200}"#] {
        let refused = evening.change(&id, edit).unwrap_err().to_string();
        assert!(refused.contains("off the record") || refused.contains("behind the beginning"), "{edit}: {refused}");
    }
    assert!(!evening.change(&id, r#"{"at":90,"end":210}"#).unwrap().opens);
    assert_eq!(evening.standing(), [row("off-record", 90.0, Some(210.0))]);
    assert!(evening.change(&id, r#"{"kind":"touching"}"#).unwrap().opens, "whoever says so is told what it means");
    assert!(evening.editor().undo(true).unwrap().is_some_and(|undone| !undone.opens));
    assert!(evening.change(&id, r#"{"deleted":true}"#).unwrap().opens);
}

#[test]
fn of_a_range_without_an_end_the_end_can_be_said() {
    let evening = Evening::new();
    let open = Marker { open: true, ..Marker::point(TakeId("01A".into()), "off-record", Frames(48_000)) };
    evening.put("olivier", &open);
    assert!(evening.change(&open.id, r#"{"end":20}"#).unwrap().opens);
    assert_eq!(evening.standing(), [row("off-record", 1.0, Some(20.0))]);
}

#[test]
fn two_marks_become_one_and_two_again() {
    let evening = Evening::new();
    let (early, late) = (evening.mark("olivier", "touching", 10, None), evening.mark("olivier", "off-record", 20, Some(30)));
    let done = evening.editor().merge(&evening.entry, [&late, &early]).unwrap();
    assert_eq!((done.mark.id.as_str(), done.opens), (early.as_str(), false));
    assert_eq!(evening.standing(), [row("off-record", 10.0, Some(30.0))]);
    let asked = evening.editor().undo(false).unwrap().unwrap();
    assert_eq!((asked.opens, asked.is_done), (true, false), "what that lets out is asked first");
    assert_eq!(evening.standing(), [row("off-record", 10.0, Some(30.0))]);
    let undone = evening.editor().undo(true).unwrap().unwrap();
    assert_eq!((undone.did, undone.mark.kind.as_str(), undone.opens), (Did::Merged, "touching", true));
    assert_eq!(evening.standing(), [row("touching", 10.0, None), row("off-record", 20.0, Some(30.0))]);
}

#[test]
fn each_act_is_taken_back_in_its_turn_by_whichever_window() {
    let evening = Evening::new();
    let take = evening.entry.session.takes[1].id.clone();
    let added = MarkRequest { at: Some(5.0), ..MarkRequest::default() };
    let id = MarkerId(evening.editor().add(&evening.entry, &take, &added).unwrap().mark.id);
    evening.change(&id, r#"{"note":"le bus"}"#).unwrap();
    evening.change(&id, r#"{"deleted":true}"#).unwrap();
    let undo = || evening.editor().undo(true).unwrap().map(|undone| (undone.did, undone.mark.note, undone.mark.deleted));
    assert_eq!(undo(), Some((Did::Deleted, Some("le bus".into()), false)));
    assert_eq!(undo(), Some((Did::Changed, None, false)));
    assert_eq!(undo(), Some((Did::Added, None, true)));
    assert_eq!(undo(), None);
    assert_eq!(evening.standing(), []);
}

#[test]
fn what_another_hand_has_changed_since_is_left_alone() {
    let evening = Evening::new();
    let id = evening.mark("olivier", "touching", 10, None);
    evening.change(&id, r#"{"strength":2}"#).unwrap();
    let changed = Own::read(&evening.entry, &evening.who).unwrap().marker(&id).unwrap().clone();
    evening.put("olivier", &Marker { note: Some("à la main".into()), ..changed });
    let before = evening.file();
    assert!(evening.editor().undo(true).unwrap_err().to_string().starts_with("this mark was changed since"));
    assert_eq!(evening.file(), before);
}

#[test]
fn what_is_needed_to_take_acts_back_holds_no_word_of_the_library() {
    let evening = Evening::new();
    let id = evening.mark("olivier", "touching", 10, None);
    evening.change(&id, r#"{"note":"le secret"}"#).unwrap();
    evening.change(&id, r#"{"note":"le secret et le bus","strength":2}"#).unwrap();
    let kept = evening.folder.path().join("state").join("undo-marks");
    let logs = std::fs::read_dir(kept).unwrap().flatten().flat_map(|log| std::fs::read_dir(log.path()).unwrap().flatten());
    let texts: Vec<String> = logs.map(|file| std::fs::read_to_string(file.path()).unwrap()).collect();
    assert!(texts.len() == 2 && texts.iter().all(|text| !text.contains("secret")), "{texts:?}");
    let undo = || evening.editor().undo(true).unwrap().map(|undone| undone.mark.note);
    assert_eq!([undo(), undo(), undo()], [Some(Some("le secret".into())), Some(None), None]);
}

#[test]
fn what_was_done_in_one_copy_of_a_library_is_not_taken_back_in_another() {
    let evening = Evening::new();
    let id = evening.mark("olivier", "touching", 10, None);
    evening.change(&id, r#"{"strength":2}"#).unwrap();
    let (other, layout) = samples::library();
    samples::put(&layout.root().join("library.toml"), std::fs::read(evening.library.layout.root().join("library.toml")).unwrap());
    let library = Library::open(layout.root()).unwrap();
    assert_eq!(library.settings.id, evening.library.settings.id);
    let state = evening.folder.path().join("state");
    let there = Editor::keeping(&library, &evening.who, evening.editor().now, Some(&state));
    assert!(there.undo(true).unwrap().is_none());
    assert!(evening.editor().undo(true).unwrap().is_some(), "and here it still can be");
    drop(other);
}

#[test]
fn an_act_on_a_session_that_cannot_be_read_now_is_not_forgotten() {
    let evening = Evening::new();
    let id = evening.mark("olivier", "touching", 10, None);
    evening.change(&id, r#"{"strength":2}"#).unwrap();
    let file = crate::store::layout::session_file(&evening.entry.folder);
    let text = std::fs::read(&file).unwrap();
    samples::put(&file, "format = \n");
    assert!(evening.editor().undo(true).is_err());
    samples::put(&file, &text);
    assert!(evening.editor().undo(true).unwrap().is_some());
}

#[test]
fn an_act_of_which_nothing_was_written_is_passed_over() {
    let evening = Evening::new();
    let id = evening.mark("olivier", "touching", 10, None);
    evening.change(&id, r#"{"strength":2}"#).unwrap();
    let before = evening.file();
    evening.change(&id, r#"{"strength":3}"#).unwrap();
    samples::put(&markers_file(&evening.entry.folder, &evening.who), &before); // it broke off before the file was written
    assert!(evening.editor().undo(true).unwrap().is_some());
    assert_eq!(Own::read(&evening.entry, &evening.who).unwrap().marker(&id).unwrap().strength, None);
}

#[test]
fn another_person_s_mark_one_that_is_not_there_and_a_bad_file_are_refused() {
    let evening = Evening::new();
    let (own, other) = (evening.mark("olivier", "touching", 10, None), evening.mark("lise", "touching", 12, None));
    let refused = |id: &MarkerId| evening.change(id, r#"{"deleted":true}"#).unwrap_err();
    assert!(refused(&other).to_string().starts_with("this mark is lise’s"));
    assert!(refused(&MarkerId("m-9".into())).to_string().contains("m-9"));
    assert!(evening.editor().merge(&evening.entry, [&own, &other]).is_err());
    let text = [evening.file(), b"oops\n".to_vec()].concat();
    samples::put(&markers_file(&evening.entry.folder, &evening.who), &text);
    assert_eq!(refused(&own).kind(), ErrorKind::Failed);
    assert_eq!(evening.file(), text);
}

#[test]
fn while_the_session_is_recorded_the_file_is_the_recorders() {
    let evening = Evening::new();
    let id = evening.mark("olivier", "touching", 10, None);
    let mut lock = RecorderLock::take(&evening.library.layout).unwrap();
    let running = Running { pid: 1, session: Some(evening.entry.id.clone()), socket: "/nowhere".into(), fault: None };
    lock.announce(&running).unwrap();
    let before = evening.file();
    let refused = evening.change(&id, r#"{"strength":2}"#).unwrap_err().to_string();
    assert!(refused.starts_with("this session is being recorded"), "of an earlier take: {refused}");
    assert!(evening.editor().merge(&evening.entry, [&id, &id]).is_err());
    assert_eq!(evening.file(), before);
}
