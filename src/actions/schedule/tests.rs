//! Acts on a library on disk, at noon of 28 March 2020.

mod cycles;
mod forecast;

use std::path::PathBuf;

use chrono::{Datelike, Weekday};
use chrono_tz::Tz;
use tempfile::TempDir;

use super::*;
use crate::domain::{Skip, Step};
use crate::locale::{Language, Locale};
use crate::plan::examples::{at, brief, day, repeat, slug};
use crate::plan::{Span, Window, occurrences};
use crate::store::samples::{put, session};
use crate::store::undo::{Entry, FileChange};

/// A file as a person keeps it: comments, odd spaces, changes between the steps.
const NADIA: &str = "# Tous les soirs.\nformat = 1\ntitle = \"Nadia, le soir\"   # son titre\nstart = 2020-03-20T20:30:00\n\
    zone = \"Europe/Brussels\"\nminutes = 45\nrule   = \"FREQ=DAILY;COUNT=60\" # soixante\nhosts = [ \"lise\" ]\n\n\
    # Elle est de garde.\n[[change]]\nof = 2020-04-02T20:30:00\nto = 2020-04-02T12:00:00\n\n[[step]]\ntitle = \"Comment ça va ?\"\n";

struct Desk {
    folder: TempDir,
    library: Library,
}

impl Desk {
    fn new() -> Desk {
        let (folder, layout) = crate::store::samples::library();
        put(&layout.series_file(&slug("nadia")), NADIA);
        let library = Library::open(layout.root()).unwrap();
        Desk { folder, library }
    }

    /// As after a restart.
    fn planner(&self) -> Planner<'_> {
        let now = "2020-03-28T12:00:00Z".parse().unwrap();
        Planner::keeping(&self.library, now, &self.folder.path().join("state"))
    }

    fn path(&self, id: &str) -> PathBuf {
        self.library.layout.series_file(&slug(id))
    }

    fn text(&self, id: &str) -> String {
        std::fs::read_to_string(self.path(id)).unwrap()
    }

    fn series(&self, id: &str) -> Series {
        series::load(&self.library.layout, &slug(id), Tz::UTC).unwrap()
    }

    fn draft(&self, change: impl FnOnce(&mut SeriesDraft)) -> SeriesDraft {
        let mut draft = SeriesDraft::of(&self.series("nadia"));
        change(&mut draft);
        draft
    }

    /// Every date of these days.
    fn dates(&self, first: &str, last: &str) -> Vec<String> {
        let all = series::load_all(&self.library.layout, Tz::UTC).rows;
        let window = Window::days(day(first), day(last), Tz::Europe__Brussels);
        let (found, faults) = occurrences(&all, &self.library.settings, window);
        assert!(faults.is_empty(), "{faults:?}");
        brief(&found)
    }

    fn undo(&self) -> String {
        self.planner().undo().unwrap().map_or("nothing".to_owned(), |said| french(&said))
    }

    /// A session of the evening of this date.
    fn record(&self, date: &str) {
        self.record_as(date, None);
    }

    /// One of a chain where there is one.
    fn record_as(&self, date: &str, chain: Option<&str>) {
        let start = at(&format!("{date} 20:30"));
        let folder = sessions::create(&self.library.layout, start, &slug("nadia")).unwrap();
        let mut session = session(Vec::new());
        (session.occurrence, session.chain) = (Some(start), chain.map(slug));
        sessions::save(&folder, &session).unwrap();
    }
}

fn french(said: &Text) -> String {
    Locale::new(Language::French).say(said).replace('\u{a0}', " ")
}

fn id(text: &str) -> OccurrenceId {
    text.parse().unwrap()
}

fn draft() -> SeriesDraft {
    SeriesDraft {
        title: "L’émission".into(),
        first: day("2020-04-02"),
        time: at("2020-04-02 20:00").time(),
        repeat: repeat("FREQ=MONTHLY;BYDAY=1TH"),
        span: Span::Count(9),
        minutes: 120,
        place: Some(slug("appel")),
        hosts: vec![slug("lise")],
        guests: vec![slug("s-01"), slug("s-02")],
        announce: Some("Cette émission est enregistrée.".into()),
        quiet: true,
        steps: vec![Step { title: "Ouverture".into(), minutes: Some(10) }, Step { title: "Questions".into(), minutes: None }],
        ..SeriesDraft::new(day("2020-04-02"), Tz::Europe__Brussels)
    }
}

#[test]
fn a_series_is_added_and_read_back_as_its_draft() {
    let desk = Desk::new();
    let (added, said) = desk.planner().add(&draft()).unwrap();
    assert_eq!((added.as_str(), french(&said).as_str()), ("l-emission", "Ajouté : L’émission."));
    let series = desk.series("l-emission");
    assert_eq!(SeriesDraft::of(&series), draft());
    assert_eq!(series.uid.map(|uid| uid.len()), Some(26));
    assert_eq!(desk.dates("2020-05-07", "2020-05-07")[0], "05-07 20:00 2/9");
}

#[test]
fn a_name_that_is_or_was_taken_gets_a_number() {
    let desk = Desk::new();
    let nadia = SeriesDraft { title: "Nadia".into(), ..draft() };
    let add = || desk.planner().add(&nadia).unwrap().0.to_string();
    assert_eq!([add(), add()], ["nadia-2", "nadia-3"]);
    desk.planner().remove_series(&slug("nadia-3")).unwrap();
    assert_eq!(add(), "nadia-4");
    let long = SeriesDraft { title: "a".repeat(80), ..draft() };
    let ids = [(); 2].map(|()| desk.planner().add(&long).unwrap().0);
    assert_eq!(ids.map(|id| id.as_str().len()), [60, 60]);
    assert_eq!(desk.planner().add(&SeriesDraft { title: "…".into(), ..draft() }).unwrap().0.as_str(), "series");
}

#[test]
fn an_evening_is_moved_cancelled_and_restored_and_nothing_else_moves() {
    let desk = Desk::new();
    let planner = desk.planner();
    let said = planner.move_occurrence(&id("nadia@2020-03-30T20:30"), at("2020-03-30 12:00")).unwrap();
    assert_eq!(french(&said), "Déplacé : Nadia, le soir, lundi 30 mars 2020, 12h00.");
    assert_eq!(desk.dates("2020-03-28", "2020-03-30"), ["03-28 20:30 9/60", "03-29 20:30 10/60", "03-30 12:00 11/60"]);
    let said = planner.cancel(&id("nadia@2020-03-30T20:30")).unwrap();
    assert_eq!(french(&said), "Annulé : Nadia, le soir, lundi 30 mars 2020, 12h00.");
    let said = planner.restore(&id("nadia@2020-03-30T20:30")).unwrap();
    assert_eq!(french(&said), "Rétabli : Nadia, le soir, lundi 30 mars 2020, 20h30.");
    assert_eq!(desk.text("nadia"), NADIA);
    planner.move_occurrence(&id("nadia@2020-03-29T20:30"), at("2020-03-29 18:00")).unwrap();
    planner.move_occurrence(&id("nadia@2020-03-29T20:30"), at("2020-03-29 20:30")).unwrap();
    assert_eq!(desk.text("nadia"), NADIA, "moved back is no change");
    for comment in ["# Tous les soirs.", "# son titre", "# soixante", "# Elle est de garde."] {
        assert!(desk.text("nadia").contains(comment));
    }
}

#[test]
fn the_rest_is_shifted_from_one_evening_on() {
    let desk = Desk::new();
    let said = desk.planner().shift_following(&id("nadia@2020-03-30T20:30"), Duration::days(1)).unwrap();
    assert_eq!(french(&said), "Décalé avec toute la suite : Nadia, le soir, mardi 31 mars 2020, 20h30.");
    assert_eq!(desk.dates("2020-03-28", "2020-03-31"), ["03-28 20:30 9/60", "03-29 20:30 10/60", "03-31 20:30 11/60"]);
    desk.planner().shift_following(&id("nadia@2020-03-30T20:30"), -Duration::days(1)).unwrap();
    assert_eq!(desk.text("nadia"), NADIA, "there and back is no change");
}

#[test]
fn the_hour_of_a_series_that_has_begun_changes_from_the_next_evening_on() {
    let desk = Desk::new();
    let said = desk.planner().change(&slug("nadia"), &desk.draft(|draft| draft.time = at("2020-03-20 18:00").time())).unwrap();
    assert_eq!(french(&said), "Modifié : Nadia, le soir, à partir du samedi 28 mars 2020, 18h00.");
    let series = desk.series("nadia");
    assert_eq!(series.start, at("2020-03-20 20:30"), "ids stay true");
    assert_eq!(
        desk.dates("2020-03-27", "2020-04-02"),
        [
            "03-27 20:30 8/60",
            "03-28 18:00 9/60",
            "03-29 18:00 10/60",
            "03-30 18:00 11/60",
            "03-31 18:00 12/60",
            "04-01 18:00 13/60",
            "04-02 12:00 14/60"
        ]
    );
    assert_eq!(SeriesDraft::of(&series).time, at("2020-03-20 18:00").time());
    // Back again: the change goes.
    desk.planner().change(&slug("nadia"), &desk.draft(|draft| draft.time = at("2020-03-20 20:30").time())).unwrap();
    assert_eq!(desk.text("nadia"), NADIA);
}

#[test]
fn a_change_that_names_seconds_is_one_of_its_evening() {
    let desk = Desk::new();
    let text = NADIA.replace("of = 2020-04-02T20:30:00\nto = 2020-04-02", "of = 2020-03-28T20:30:20\nto = 2020-03-28");
    put(&desk.path("nadia"), &text);
    desk.planner().change(&slug("nadia"), &desk.draft(|draft| draft.time = at("2020-03-20 21:00").time())).unwrap();
    assert_eq!(desk.dates("2020-03-28", "2020-03-29"), ["03-28 12:00 9/60", "03-29 21:00 10/60"]);
    desk.planner().restore(&id("nadia@2020-03-28T20:30")).unwrap();
    assert_eq!(desk.dates("2020-03-28", "2020-03-29"), ["03-28 20:30 9/60", "03-29 21:00 10/60"]);
    assert!(!desk.text("nadia").contains("20:30:20"), "its table is found by the minute, and taken out");
}

#[test]
fn a_form_that_says_what_the_file_says_changes_nothing() {
    let desk = Desk::new();
    let said = desk.planner().change(&slug("nadia"), &desk.draft(|_| {})).unwrap();
    assert_eq!(french(&said), "Rien ne change : Nadia, le soir reste comme avant.");
    assert_eq!((desk.text("nadia").as_str(), desk.undo().as_str()), (NADIA, "nothing"));
}

#[test]
fn what_was_recorded_early_stays_before_the_change_of_hour() {
    let desk = Desk::new();
    desk.record("2020-03-29");
    desk.planner().change(&slug("nadia"), &desk.draft(|draft| draft.time = at("2020-03-20 18:00").time())).unwrap();
    assert_eq!(desk.dates("2020-03-29", "2020-03-30"), ["03-29 20:30 10/60", "03-30 18:00 11/60"]);
}

#[test]
fn a_series_that_has_not_begun_changes_its_start() {
    let desk = Desk::new();
    let (added, _) = desk.planner().add(&draft()).unwrap();
    let later = SeriesDraft { time: at("2020-04-02 19:00").time(), first: day("2020-05-07"), ..draft() };
    desk.planner().change(&added, &later).unwrap();
    let series = desk.series("l-emission");
    assert_eq!((series.start, series.changes.len()), (at("2020-05-07 19:00"), 0));
    assert_eq!(SeriesDraft::of(&series), later);
}

/// It is 12:00 in these tests: an evening of today at 11:00 would have been.
#[test]
fn an_hour_that_is_over_today_counts_from_the_next_evening_on() {
    let desk = Desk::new();
    desk.planner().change(&slug("nadia"), &desk.draft(|draft| draft.time = at("2020-03-20 11:00").time())).unwrap();
    assert_eq!(desk.dates("2020-03-28", "2020-03-29"), ["03-28 20:30 9/60", "03-29 11:00 10/60"]);
    let (added, _) = desk.planner().add(&SeriesDraft { first: day("2020-03-28"), ..draft() }).unwrap();
    let earlier = SeriesDraft { time: at("2020-03-28 11:00").time(), first: day("2020-03-28"), ..draft() };
    desk.planner().change(&added, &earlier).unwrap();
    assert_eq!(desk.series("l-emission").start.time(), draft().time, "it begins today, at an hour that is still to come");
}

#[test]
fn a_draft_that_says_the_same_changes_nothing() {
    let desk = Desk::new();
    desk.planner().change(&slug("nadia"), &desk.draft(|_| ())).unwrap();
    assert_eq!(desk.text("nadia"), NADIA);
    assert_eq!(desk.undo(), "nothing");
}

#[test]
fn what_people_say_of_a_series_changes_and_comments_stay() {
    let desk = Desk::new();
    let change = |draft: &mut SeriesDraft| {
        draft.title = "Nadia".into();
        draft.span = Span::Until(day("2020-05-19"));
        draft.guests = vec![slug("s-03")];
        draft.steps.push(Step { title: "Et demain ?".into(), minutes: Some(5) });
    };
    let wanted = desk.draft(change);
    desk.planner().change(&slug("nadia"), &wanted).unwrap();
    assert_eq!(SeriesDraft::of(&desk.series("nadia")), wanted);
    let text = desk.text("nadia");
    assert!(
        text.contains("title = \"Nadia\"   # son titre") && text.contains("\"FREQ=DAILY;UNTIL=20200519\" # soixante"),
        "{text}"
    );
}

/// What is refused, and the file stays as it is.
fn refused(act: impl FnOnce(&Desk, &Planner) -> Result<Text>) -> String {
    let desk = Desk::new();
    desk.record("2020-03-27");
    let fault = act(&desk, &desk.planner()).unwrap_err().to_string();
    assert_eq!(desk.text("nadia"), NADIA);
    assert_eq!(desk.undo(), "nothing");
    fault
}

#[test]
fn past_dates_and_recorded_ones_stay_where_they_were() {
    let past = "this series has begun: its past dates change no more";
    let tuesdays = repeat("FREQ=WEEKLY;BYDAY=TU");
    let change = |change: Box<dyn FnOnce(&mut SeriesDraft)>| {
        refused(|desk, planner| planner.change(&slug("nadia"), &desk.draft(|draft| change(draft))))
    };
    assert!(change(Box::new(|draft| draft.first = day("2020-03-22"))).starts_with(past));
    assert!(change(Box::new(move |draft| draft.repeat = tuesdays)).starts_with(past));
    assert!(change(Box::new(|draft| draft.span = Span::Count(3))).starts_with(past));
    assert!(change(Box::new(|draft| draft.title = " ".into())).starts_with("a series needs a title"));
    let cut = change(Box::new(|draft| draft.span = Span::Count(10)));
    assert!(cut.contains("no occurrence on Thursday 2 April 2020 any more, which was moved or cancelled"), "{cut}");
    let moved = refused(|_, planner| planner.move_occurrence(&id("nadia@2020-03-27T20:30"), at("2020-03-29 12:00")));
    assert!(moved.starts_with("Nadia, le soir, Friday 27 March 2020: its session is there already"), "{moved}");
    let shifted = refused(|_, planner| planner.shift_following(&id("nadia@2020-03-26T20:30"), Duration::days(1)));
    assert!(shifted.starts_with("an occurrence behind Thursday 26 March 2020 has its session already"), "{shifted}");
}

#[test]
fn a_series_of_sixty_years_can_be_changed_and_keeps_each_of_its_past_dates() {
    let desk = Desk::new();
    put(&desk.path("nadia"), NADIA.replace("start = 2020-03-20", "start = 1960-01-01").replace(";COUNT=60", ""));
    let change = |change: &dyn Fn(&mut SeriesDraft)| desk.planner().change(&slug("nadia"), &desk.draft(change));
    change(&|draft| draft.minutes = 50).unwrap();
    change(&|draft| draft.span = Span::Until(day("2021-05-19"))).unwrap();
    change(&|draft| draft.skip = vec![Skip::Date(day("2020-04-12"))]).unwrap();
    change(&|draft| draft.time = at("2020-04-02 20:00").time()).unwrap();
    assert_eq!((desk.series("nadia").minutes, desk.series("nadia").skip.len()), (50, 1));
    let fault = change(&|draft| draft.skip = vec![Skip::Date(day("1961-05-05"))]).unwrap_err().to_string();
    assert!(fault.starts_with("this series has begun: its past dates change no more"), "{fault}");
}

/// Its preparation a week before has its session: the evening is one of those that were.
#[test]
fn a_session_of_a_chain_stands_for_its_evening() {
    let chained = NADIA.to_owned() + "\n[[chain]]\nid = \"preparation\"\nby = \"-P7D\"\n";
    let prepared = |desk: &Desk| {
        put(&desk.path("nadia"), &chained);
        desk.record_as("2020-03-27", Some("preparation")); // of the evening of 3 April
    };
    let desk = Desk::new();
    prepared(&desk);
    let shift = |evening: &str| desk.planner().shift_following(&id(evening), Duration::days(1));
    let fault = shift("nadia@2020-04-01T20:30").unwrap_err().to_string();
    assert!(fault.contains("has its session already"), "{fault}");
    let draft = desk.draft(|draft| (draft.first, draft.repeat) = (day("2020-04-03"), repeat("FREQ=WEEKLY;BYDAY=TU")));
    let fault = desk.planner().continue_series(&slug("nadia"), &draft).unwrap_err().to_string();
    assert!(fault.contains("has its session already"), "{fault}");
    shift("nadia@2020-04-03T20:30").unwrap();
}

#[test]
fn what_cannot_be_done_is_told() {
    let evening = || id("nadia@2020-03-30T20:30");
    for (fault, expected) in [
        (refused(|_, planner| planner.restore(&evening())), "this occurrence is neither moved nor cancelled"),
        (refused(|_, planner| planner.move_occurrence(&evening(), at("2020-03-30 20:30"))), "nothing moves"),
        (refused(|_, planner| planner.shift_following(&evening(), Duration::zero())), "nothing moves"),
        (refused(|_, planner| planner.move_occurrence(&evening(), at("2300-03-30 20:30"))), "is out of reach"),
        (refused(|_, planner| planner.cancel(&id("nadia@2020-03-30T20:31"))), "has no occurrence"),
        (refused(|_, planner| planner.cancel(&id("nadia.bilan@2020-03-30T20:30"))), "this session moves with the occurrence"),
        (refused(|_, planner| planner.cancel(&id("samir@2020-03-30T20:30"))), "this file is not there"),
    ] {
        assert!(fault.contains(expected), "{fault}");
    }
    let desk = Desk::new();
    desk.planner().cancel(&evening()).unwrap();
    assert!(desk.planner().cancel(&evening()).unwrap_err().to_string().contains("is cancelled already"));
}

/// Each act in turn, then each taken back by a fresh planner, as after a restart: the same bytes at every step.
#[test]
fn each_act_is_taken_back_byte_by_byte_also_after_a_restart() {
    let desk = Desk::new();
    type Do = fn(&Desk, &Planner);
    let acts: [(Do, &str); 7] = [
        (|_, planner| drop(planner.add(&draft()).unwrap()), "Défait : l’ajout de « L’émission »."),
        (
            |desk, planner| drop(planner.change(&slug("nadia"), &desk.draft(|draft| draft.minutes = 30)).unwrap()),
            "Défait : la modification de « Nadia, le soir ».",
        ),
        (
            |_, planner| drop(planner.move_occurrence(&id("nadia@2020-03-31T20:30"), at("2020-03-31 18:00")).unwrap()),
            "Défait : le déplacement de « Nadia, le soir » au mardi 31 mars 2020, 18h00.",
        ),
        (
            |_, planner| drop(planner.cancel(&id("nadia@2020-04-05T20:30")).unwrap()),
            "Défait : l’annulation de « Nadia, le soir » du dimanche 5 avril 2020, 20h30.",
        ),
        (
            |_, planner| drop(planner.restore(&id("nadia@2020-04-02T20:30")).unwrap()),
            "Défait : le rétablissement de « Nadia, le soir » du jeudi 2 avril 2020, 20h30.",
        ),
        (
            |_, planner| drop(planner.shift_following(&id("nadia@2020-04-20T20:30"), Duration::days(7)).unwrap()),
            "Défait : le décalage de « Nadia, le soir » au lundi 27 avril 2020, 20h30, et de la suite.",
        ),
        (
            |_, planner| drop(planner.remove_series(&slug("nadia")).unwrap()),
            "Défait : la mise à la corbeille de « Nadia, le soir ».",
        ),
    ];
    let state = |desk: &Desk| ["nadia", "l-emission"].map(|id| std::fs::read(desk.path(id)).ok());
    let mut states = Vec::new();
    for (act, _) in &acts {
        states.push(state(&desk));
        act(&desk, &desk.planner());
        assert_ne!(states.last(), Some(&state(&desk)));
    }
    for ((_, said), before) in acts.iter().zip(states).rev() {
        assert_eq!(desk.undo(), *said);
        assert_eq!(state(&desk), before, "{said}");
    }
    assert_eq!(desk.undo(), "nothing");
    assert!(trash::list(&desk.library.layout).rows.iter().all(|entry| entry.from == "series/l-emission.toml"));
}

#[test]
fn what_somebody_edited_since_is_not_taken_back_and_nothing_is_lost() {
    let desk = Desk::new();
    desk.planner().cancel(&id("nadia@2020-03-30T20:30")).unwrap();
    let edited = desk.text("nadia") + "# encore\n";
    put(&desk.path("nadia"), &edited);
    for _ in 0..2 {
        let fault = desk.planner().undo().unwrap_err().to_string();
        assert!(fault.contains("nadia.toml: this file was edited since, elsewhere; nothing is undone"), "{fault}");
        assert_eq!(desk.text("nadia"), edited);
    }
    // What is done now is taken back first, and once the edit is gone, the older act too.
    desk.planner().cancel(&id("nadia@2020-03-31T20:30")).unwrap();
    assert_eq!(desk.undo(), "Défait : l’annulation de « Nadia, le soir » du mardi 31 mars 2020, 20h30.");
    put(&desk.path("nadia"), edited.replace("# encore\n", ""));
    assert_eq!(desk.undo(), "Défait : l’annulation de « Nadia, le soir » du lundi 30 mars 2020, 20h30.");
    assert_eq!(desk.text("nadia"), NADIA);
}

/// The crash falls between what was kept and the write.
#[test]
fn an_act_that_never_reached_its_file_is_passed_over() {
    let desk = Desk::new();
    desk.planner().cancel(&id("nadia@2020-03-30T20:30")).unwrap();
    let text = desk.text("nadia");
    let act = Act::Cancelled { title: "Nadia".into(), at: at("2020-03-31 20:30") };
    let file = FileChange { file: "series/nadia.toml".into(), before: Some(text), after: Some("later".into()) };
    let entry = Entry { files: vec![file], act };
    desk.planner().undo.push(&entry).unwrap();
    assert_eq!(desk.undo(), "Défait : l’annulation de « Nadia, le soir » du lundi 30 mars 2020, 20h30.");
    assert_eq!(desk.text("nadia"), NADIA);
}

#[test]
fn sessions_are_never_touched_and_a_read_only_library_stays() {
    let mut desk = Desk::new();
    desk.record("2020-03-27");
    let session = || {
        let found = sessions::list(&desk.library.layout).rows.remove(0);
        std::fs::read(found.folder.join("session.toml")).unwrap()
    };
    let before = session();
    desk.planner().remove_series(&slug("nadia")).unwrap();
    assert_eq!(session(), before);
    desk.undo();
    desk.library.writable = false;
    assert!(desk.planner().undo().is_err() && desk.planner().remove_series(&slug("nadia")).is_err());
    assert_eq!(desk.text("nadia"), NADIA);
}

#[test]
fn what_a_calendar_changes_leaves_the_rest_of_the_file_and_is_undone_in_one() {
    let desk = Desk::new();
    let library = &desk.library;
    let wanted = [slug("nadia")].into();
    let text = crate::actions::export_calendar::calendar_text(
        library,
        &wanted,
        crate::config::ShowNames::Name,
        &Locale::new(Language::French),
    )
    .0;
    let calendar = desk.folder.path().join("talks.ics");
    let import = |text: &str| {
        put(&calendar, text);
        desk.planner().import(&calendar).unwrap()
    };
    let same = import(&text);
    assert_eq!((same.same, same.added.len(), same.changed.len(), desk.text("nadia")), (1, 0, 0, NADIA.to_owned()));
    let other = "BEGIN:VEVENT\r\nUID:other\r\nSUMMARY:Nadia\r\nDTSTART:20200601T180000\r\nEND:VEVENT\r\nEND:VCALENDAR";
    let edited = text.replace("SUMMARY:Nadia\\, le soir", "SUMMARY:Nadia").replace("END:VCALENDAR", other);
    let found = import(&edited);
    assert_eq!((found.changed, found.added, found.faults.len()), (vec![slug("nadia")], vec![slug("nadia-2")], 0));
    assert_eq!(desk.text("nadia"), NADIA.replace("\"Nadia, le soir\"   # son titre", "\"Nadia\"   # son titre"));
    desk.planner().undo().unwrap().unwrap();
    assert!(desk.text("nadia") == NADIA && !desk.path("nadia-2").exists());
}
