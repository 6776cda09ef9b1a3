//! What Today says of a library, at a moment that is given.

use super::*;
use crate::actions::agenda::Open;
use crate::domain::{Frames, Hertz, QuestionState, Session, Slug, Take};
use crate::store::markers::MarkerFile;
use crate::store::samples::{self, put, slug};

/// A library with the evenings of Nadia from 20 March 2020 on, 20:30 in Brussels.
struct Desk {
    _folder: tempfile::TempDir,
    library: Library,
}

impl Desk {
    fn new() -> Desk {
        let (folder, layout) = samples::library();
        let nadia = "format = 1\ntitle = \"Nadia, le soir\"\nstart = 2020-03-20T20:30:00\nminutes = 45\nrule = \"FREQ=DAILY;COUNT=60\"\n\
                     guests = [\"s-03\"]\n[[change]]\nof = 2020-03-31T20:30:00\ncancelled = true\n";
        put(&layout.series_file(&slug("nadia")), nadia);
        Desk { library: Library::open(layout.root()).unwrap(), _folder: folder }
    }

    /// The evening of a day of March 2020, recorded at 20:32 local time.
    fn recorded(&self, day: u32, change: impl FnOnce(&mut Session, &mut Take)) -> SessionEntry {
        let planned = NaiveDate::from_ymd_opt(2020, 3, day).unwrap().and_hms_opt(20, 30, 0).unwrap();
        let started = planned.and_local_timezone(self.library.settings.zone).unwrap().fixed_offset();
        let mut take = Take { started, ..samples::take(&format!("01JD{day}"), 1) };
        let mut session = Session { occurrence: Some(planned), after: Default::default(), ..samples::session(Vec::new()) };
        change(&mut session, &mut take);
        session.takes.push(take);
        let folder = sessions::create(&self.library.layout, planned, &slug("nadia")).unwrap();
        sessions::save(&folder, &session).unwrap();
        sessions::load(&folder).unwrap()
    }

    fn mark(&self, entry: &SessionEntry, kind: &str, change: impl FnOnce(&mut Marker)) {
        let mut mark = Marker::point(entry.session.takes[0].id.clone(), kind, Frames(48_000));
        change(&mut mark);
        MarkerFile::open(&entry.folder, &slug("lise")).unwrap().append(&mark, Hertz(48_000)).unwrap();
    }

    fn at(&self, now: &str) -> Today {
        let now = now.parse().unwrap();
        today(&self.library, Moment { now, built: now }, ShowNames::Name)
    }
}

fn days(rows: &[Row]) -> Vec<String> {
    rows.iter().map(|row| row.occurrence.start.format("%m-%d").to_string()).collect()
}

#[test]
fn what_is_due_comes_with_its_card_and_what_follows_without_it() {
    let desk = Desk::new();
    let entry = desk.recorded(27, |_, _| ());
    desk.mark(&entry, "touching", |mark| mark.note = Some("sa mère".into()));
    desk.mark(&entry, "thread", |mark| mark.note = Some("son père".into()));
    let today = desk.at("2020-03-28T19:24:00Z");
    let [due] = &today.due[..] else { panic!("{:?}", today.due) };
    let card = due.card.as_ref().unwrap();
    assert_eq!((due.row.state, due.row.occurrence.number), (State::Due, Some(9)));
    assert_eq!((card.touching.len(), card.threads.len(), card.last.id.as_str()), (1, 1, "2020-03-27-2030-nadia"));
    assert_eq!(days(&today.following)[..3], ["03-29", "03-30", "03-31"], "what is cancelled can still be restored");
    assert_eq!(today.following.len(), 14);
    assert_eq!(days(&today.missed), ["03-26", "03-25", "03-24", "03-23", "03-22", "03-21"]);
}

#[test]
fn with_nothing_due_the_next_one_stands_first_and_only_there() {
    let today = Desk::new().at("2020-03-28T12:00:00Z");
    let starts: Vec<String> = today.due.iter().map(|due| due.row.occurrence.start.format("%m-%d").to_string()).collect();
    assert_eq!((starts, today.following[0].occurrence.number), (vec!["03-28".to_owned()], Some(10)));
    let long_before = Desk::new().at("2019-12-01T12:00:00Z");
    assert_eq!((long_before.due.len(), long_before.following.len()), (1, 0));
    assert!(Desk::new().at("2021-12-01T12:00:00Z").due.is_empty());
}

#[test]
fn what_was_recorded_today_is_done() {
    let desk = Desk::new();
    desk.recorded(28, |_, _| ());
    assert_eq!(days(&desk.at("2020-03-28T21:00:00Z").done), ["03-28"]);
    assert_eq!(days(&desk.at("2020-03-29T21:00:00Z").done), Vec::<String>::new());
}

#[test]
fn heavy_evenings_are_counted_back_to_the_first_lighter_one() {
    let desk = Desk::new();
    for (day, heavy) in [(24, Some(true)), (25, Some(false)), (26, Some(true)), (27, Some(true))] {
        desk.recorded(day, |session, _| session.after.heavy = heavy);
    }
    assert_eq!(desk.at("2020-03-28T19:24:00Z").due[0].card.as_ref().unwrap().heavy_in_a_row, 2);
}

#[test]
fn touching_marks_without_words_are_counted_for_a_month() {
    let desk = Desk::new();
    let entry = desk.recorded(27, |_, _| ());
    desk.mark(&entry, "touching", |_| ());
    desk.mark(&entry, "touching", |mark| mark.note = Some(" ".into()));
    desk.mark(&entry, "touching", |mark| mark.note = Some("sa mère".into()));
    desk.mark(&entry, "touching", |mark| mark.themes = vec![slug("fear")]);
    desk.mark(&entry, "consent", |_| ());
    let unworded = desk.at("2020-03-28T19:24:00Z").unworded;
    assert_eq!((unworded.len(), unworded[0].marks, &unworded[0].entry.id), (1, 2, &entry.id));
    assert!(desk.at("2020-04-28T19:24:00Z").unworded.is_empty());
}

#[test]
fn an_open_take_that_nobody_records_is_told() {
    let desk = Desk::new();
    let entry = desk.recorded(27, |_, take| take.frames = None);
    let ids = |today: Today| today.broken_off.into_iter().map(|entry| entry.id).collect::<Vec<_>>();
    assert_eq!(ids(desk.at("2020-03-28T19:24:00Z")), std::slice::from_ref(&entry.id));
    let mut lock = RecorderLock::take(&desk.library.layout).unwrap();
    let running = crate::store::lock::Running { pid: 1, session: Some(entry.id), socket: "/x".into(), fault: None };
    lock.announce(&running).unwrap();
    assert_eq!(ids(desk.at("2020-03-28T19:24:00Z")), Vec::<String>::new());
}

#[test]
fn a_clock_that_says_less_than_it_can_is_in_doubt() {
    let desk = Desk::new();
    let doubt = |now: &str, built: &str| {
        let moment = Moment { now: now.parse().unwrap(), built: built.parse().unwrap() };
        today(&desk.library, moment, ShowNames::Name).clock_doubt
    };
    assert_eq!(doubt("2008-01-01T00:00:00Z", "2007-01-01T00:00:00Z"), None);
    let built: DateTime<Utc> = "2019-01-01T00:00:00Z".parse().unwrap();
    assert_eq!(doubt("2008-01-01T00:00:00Z", "2019-01-01T00:00:00Z"), Some(ClockDoubt::BeforeProgram(built)));
    let started = desk.recorded(27, |_, _| ()).session.takes[0].started;
    assert_eq!(doubt("2008-01-01T00:00:00Z", "2019-01-01T00:00:00Z"), Some(ClockDoubt::BeforeSession(started)));
    assert_eq!(doubt("2020-03-27T19:00:00Z", "2019-01-01T00:00:00Z"), None, "two laptops differ by minutes");
}

#[test]
fn a_bad_file_costs_its_row_and_is_named() {
    let desk = Desk::new();
    put(&desk.library.layout.series_file(&slug("samir")), "format = 1\n");
    put(&desk.library.layout.person_file(&slug("s-03")), "format = 1\n");
    let today = desk.at("2020-03-28T19:24:00Z");
    let files: Vec<String> = today.faults.iter().map(|fault| fault.place().unwrap().path.display().to_string()).collect();
    assert!(
        files.iter().any(|file| file.ends_with("samir.toml")) && files.iter().any(|file| file.ends_with("s-03.toml")),
        "{files:?}"
    );
    assert_eq!((today.due.len(), today.names.of(&Slug::session())), (1, "session"));
}

#[test]
fn an_evening_that_broke_off_is_due_again_until_it_is_too_late_for_it() {
    let desk = Desk::new();
    let entry = desk.recorded(28, |_, _| ());
    assert!(desk.at("2020-03-28T20:00:00Z").due.iter().all(|due| !due.broke_off), "it was stopped");
    let head = "temoin-journal 1 take=01JD28 input=1 start=0 rate=48000 channels=2 bits=24";
    let journal = format!("{head} ~{:08x}\n", crc32fast::hash(head.as_bytes()));
    std::fs::write(entry.folder.join("take-01-001.crc"), journal).unwrap();
    let today = desk.at("2020-03-28T20:00:00Z");
    assert!(today.due[0].broke_off && today.done.is_empty(), "{:?}", today.due);
    assert_eq!(today.due[0].row.session, Some(entry.id));
    let waits = |now: &str| super::super::sitting::waiting(&desk.library, now.parse().unwrap(), ShowNames::Name);
    assert_eq!(waits("2020-03-28T20:00:00Z").unwrap().what.as_deref(), Some("nadia@2020-03-28T20:30"));
    assert_eq!(waits("2020-03-29T09:00:00Z"), None);
    assert!(desk.at("2020-03-29T09:00:00Z").due.iter().all(|due| !due.broke_off));
}

#[test]
fn the_card_knows_how_long_it_usually_is_what_is_to_be_checked_and_what_was_kept_for_later() {
    let desk = Desk::new();
    let lasted = |day: u32, minutes: u64| {
        desk.recorded(day, |_, take| {
            take.frames = Some(Frames(minutes * 60 * 48_000));
            (take.parts, take.gaps) = (Vec::new(), Vec::new());
        })
    };
    let card = |now: &str| desk.at(now).due.remove(0).card.unwrap();
    lasted(20, 30);
    lasted(21, 50);
    assert_eq!(card("2020-03-22T19:24:00Z").usual, None, "two are no habit");
    let entry = lasted(22, 44);
    assert_eq!(card("2020-03-23T19:24:00Z").usual, Some(2640.0));
    let broken = desk.recorded(23, |_, take| take.frames = None);
    assert!(broken.session.takes[0].is_open());
    lasted(24, 40);
    desk.mark(&entry, "check", |mark| mark.note = Some("combien de lits".into()));
    desk.mark(&entry, "check", |mark| mark.done = "2020-03-24".parse().ok());
    desk.mark(&entry, "question", |mark| {
        (mark.note, mark.state) = (Some("Et demain\u{a0}?".into()), Some(QuestionState::Parked));
    });
    desk.mark(&entry, "question", |mark| mark.note = Some("la mienne".into()));
    let card = card("2020-03-25T19:24:00Z");
    assert_eq!(card.usual, Some(42.0 * 60.0), "of what has ended, between 40 and 44");
    let notes = |open: &[Open]| open.iter().map(|open| open.marker.note.clone().unwrap()).collect::<Vec<_>>();
    assert_eq!(
        (notes(&card.checks), notes(&card.questions)),
        (vec!["combien de lits".into()], vec!["Et demain\u{a0}?".to_owned()])
    );
}
