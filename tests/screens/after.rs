//! The after-note: what is asked at the end of a take, and where it leads.

use temoin::error::Error;
use temoin::locale::Language;
use temoin::recorder::protocol::{MarkerFacts, State};
use temoin::text;
use temoin::tui::event::{Effect, Event};
use temoin::tui::model::Screen;
use temoin::tui::theme::Theme;

use crate::desk::{Desk, SESSION};

/// A take of 1 h 12 has just been stopped on Record.
pub fn stopped(language: Language, size: (u16, u16), theme: Theme) -> Desk {
    let mut desk = Desk::of(language, size, theme);
    desk.status(State::Recording, |_| ());
    desk.model.screen = Screen::Record;
    let mark = |id: &str, frame: u64| -> MarkerFacts {
        let facts = serde_json::json!({ "id": id, "take": "01E4HA2EW7TT3K01XCTAQXBQAW", "frame": frame, "seconds": 1.0, "kind": "touching" });
        serde_json::from_value(facts).unwrap()
    };
    desk.hear(Event::Marks(vec![mark("m-later", 900), mark("m-first", 300)]));
    let told = serde_json::json!({ "event": "stopped", "format": 1, "frames": 69120000, "session": SESSION, "take": 2, "seconds": 4320.0, "marks": 14, "why": "asked" });
    desk.hear(Event::Told(Box::new(serde_json::from_value(told).unwrap())));
    desk.hear(Event::Status(None));
    desk
}

/// What was noted last.
fn noted(effects: &[Effect]) -> (String, String, Option<bool>, Vec<String>) {
    let note = effects.iter().rev().find_map(|effect| match effect {
        Effect::Note { session, answers } => Some((session, answers)),
        _ => None,
    });
    let (session, answers) = note.expect("something was noted");
    assert_eq!(session, SESSION);
    (answers.mood.clone(), answers.gist.clone(), answers.heavy, answers.threads.clone())
}

#[test]
fn the_note_in_both_languages() {
    let mut desk = stopped(Language::French, (80, 24), Theme::default());
    desk.type_in("fatiguée, soulagée");
    desk.press("enter");
    insta::assert_snapshot!("french", desk.screen());
    insta::assert_snapshot!("english", stopped(Language::English, (80, 24), Theme::default()).screen());
    let mut desk = stopped(Language::French, (100, 30), Theme::default());
    desk.press("enter enter enter");
    insta::assert_snapshot!("heavy_at_100x30", desk.screen());
}

#[test]
fn another_take_puts_no_heading_of_its_own_over_the_answers() {
    let mut desk = stopped(Language::French, (80, 24), Theme::default());
    let heading = |desk: &Desk| desk.screen().lines().next().unwrap_or_default().to_owned();
    let before = heading(&desk);
    assert!(before.starts_with(" Nadia, le soir"), "{before}");
    desk.status(State::Recording, |status| (status.session, status.title) = (Some("other".into()), Some("Deux".into())));
    let told = serde_json::json!({ "event": "stopped", "format": 1, "frames": 96000, "session": "other", "take": 1, "seconds": 2.0, "marks": 0, "why": "asked" });
    desk.hear(Event::Told(Box::new(serde_json::from_value(told).unwrap())));
    desk.hear(Event::Status(None));
    assert_eq!(heading(&desk), before);
    assert!(!desk.screen().contains("Fini\u{a0}: 2 s"), "{}", desk.screen());
}

#[test]
fn enter_passes_every_question_and_leads_to_listening() {
    let mut desk = stopped(Language::French, (80, 24), Theme::default());
    assert_eq!(desk.model.screen, Screen::After);
    let effects = desk.press("enter enter enter enter");
    assert_eq!(desk.model.screen, Screen::Listen);
    assert_eq!(noted(&effects), (String::new(), String::new(), Some(false), vec![]));
}

#[test]
fn what_is_typed_is_noted_line_by_line() {
    let mut desk = stopped(Language::French, (80, 24), Theme::default());
    desk.type_in("fatiguée");
    assert_eq!(noted(&desk.press("enter")).0, "fatiguée");
    desk.type_in("la mère");
    desk.press("enter");
    desk.type_in("son père ?");
    desk.press("enter");
    desk.type_in("la photo");
    desk.press("enter");
    let effects = desk.press("enter space");
    let threads = vec!["son père ?".to_owned(), "la photo".to_owned()];
    assert_eq!(noted(&effects), ("fatiguée".to_owned(), "la mère".to_owned(), Some(true), threads));
}

#[test]
fn escape_leaves_at_once_and_keeps_what_stands_there() {
    let mut desk = stopped(Language::French, (80, 24), Theme::default());
    desk.type_in("fatiguée");
    let effects = desk.press("esc");
    assert_eq!(noted(&effects), ("fatiguée".to_owned(), String::new(), None, vec![]));
    assert_eq!(desk.model.screen, Screen::Listen);
}

#[test]
fn leaving_with_ctrl_c_notes_what_stands_there() {
    let mut desk = stopped(Language::French, (80, 24), Theme::default());
    desk.type_in("fatiguée");
    let effects = desk.press("ctrl-c");
    assert_eq!(noted(&effects).0, "fatiguée");
    assert_eq!(effects.last(), Some(&Effect::Quit));
    let mut desk = stopped(Language::French, (80, 24), Theme::default());
    assert_eq!(desk.press("ctrl-c"), [Effect::Quit], "nothing was typed");
}

#[test]
fn the_card_may_be_taken_out_when_what_was_answered_is_on_it() {
    let may_go = "La carte peut être retirée";
    let checked = || {
        let told = serde_json::json!({ "event": "copied", "format": 1, "session": SESSION, "dir": "/media/card", "complete": true,
            "same_disk": false, "at": "2020-03-28T20:14:00Z", "faults": [] });
        Event::Told(Box::new(serde_json::from_value(told).unwrap()))
    };
    let mut desk = stopped(Language::French, (80, 24), Theme::default());
    desk.hear(checked());
    assert!(!desk.screen().contains(may_go), "more may be answered: {}", desk.screen());
    desk.press("esc");
    assert!(desk.screen().contains(may_go), "nothing was: {}", desk.screen());

    let mut desk = stopped(Language::French, (80, 24), Theme::default());
    desk.hear(checked());
    desk.type_in("fatiguée");
    desk.press("esc");
    assert!(!desk.screen().contains(may_go), "its copy lacks that: {}", desk.screen());
    let at = "2020-03-28T20:15:00Z".parse().unwrap();
    desk.hear(Event::Copied { session: SESSION.to_owned(), at, complete: true, same_disk: false });
    assert!(desk.screen().contains(may_go) && desk.screen().contains("21h15"), "{}", desk.screen());
}

#[test]
fn a_heavy_session_shows_the_line_of_help_first() {
    let mut desk = stopped(Language::French, (80, 24), Theme::default());
    desk.model.library.as_mut().unwrap().settings.support = Some("107, jour et nuit".to_owned());
    desk.press("enter enter enter space");
    assert!(desk.screen().contains("107, jour et nuit"), "{}", desk.screen());
    desk.press("enter");
    assert_eq!(desk.model.screen, Screen::Listen);
}

#[test]
fn what_could_not_be_kept_is_offered_once_more() {
    let mut desk = stopped(Language::French, (80, 24), Theme::default());
    desk.type_in("fatiguée");
    desk.press("esc");
    refuse(&mut desk);
    assert!(desk.screen().contains("La note n’est pas encore gardée"), "{}", desk.screen());
    assert_eq!(noted(&desk.press("enter")).0, "fatiguée");
}

#[test]
fn a_note_whose_session_is_recorded_again_is_held_until_that_take_has_ended() {
    let mut desk = stopped(Language::French, (80, 24), Theme::default());
    desk.type_in("fatiguée");
    desk.press("esc");
    refuse(&mut desk);
    desk.press("down"); // the question is answered with no
    desk.status(State::Recording, |_| ());
    assert!(!desk.press("q").contains(&Effect::Quit), "{}", desk.screen());
    assert!(desk.screen().contains("pas encore sur le disque"), "{}", desk.screen());
    desk.press("esc");
    assert_eq!(noted(&desk.hear(Event::Status(None))).0, "fatiguée");
    desk.hear(Event::Noted { session: SESSION.to_owned(), outcome: Ok(()) });
    assert_eq!(desk.press("q"), [Effect::Quit]);
}

#[test]
fn a_note_that_could_not_be_written_is_tried_again_on_leaving_the_note_and_on_quitting() {
    let mut desk = stopped(Language::French, (80, 24), Theme::default());
    desk.type_in("fatiguée");
    desk.press("enter");
    refuse(&mut desk);
    assert_eq!(noted(&desk.press("esc")).0, "fatiguée", "also where the next line is empty");
    refuse(&mut desk);
    desk.press("down"); // the question is answered with no
    assert_eq!(noted(&desk.press("q")).0, "fatiguée");
    refuse(&mut desk);
    assert!(desk.screen().contains("Entrée part sans elle"), "the question stays: {}", desk.screen());
    desk.hear(Event::Noted { session: SESSION.to_owned(), outcome: Ok(()) });
    assert!(desk.screen().contains("Les mots sont gardés."), "{}", desk.screen());
    assert_eq!(desk.press("q"), [Effect::Quit]);
}

fn refuse(desk: &mut Desk) {
    let fault = Error::new(text!("today-after-recording", session = SESSION));
    desk.hear(Event::Noted { session: SESSION.to_owned(), outcome: Err(fault) });
}

#[test]
fn who_is_elsewhere_when_a_take_ends_stays_there() {
    let mut desk = Desk::recording();
    desk.model.screen = Screen::Plan;
    let told = serde_json::json!({ "event": "stopped", "format": 1, "frames": 69120000, "session": SESSION, "take": 2, "seconds": 4320.0, "marks": 14, "why": "asked" });
    desk.hear(Event::Told(Box::new(serde_json::from_value(told).unwrap())));
    assert_eq!(desk.model.screen, Screen::Plan);
}
