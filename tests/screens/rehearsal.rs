//! A rehearsal says on every screen that it is one, and leads through an evening with three keys.

use temoin::recorder::protocol::State;
use temoin::tui::event::Effect;
use temoin::tui::model::Screen;

use crate::desk::{Desk, SESSION};

/// The library of a rehearsal, in which one evening is due.
pub fn rehearsing(mut desk: Desk) -> Desk {
    desk.model.setup.rehearsal = true;
    for folder in ["series", "sessions"] {
        std::fs::remove_dir_all(desk.root().join(folder)).unwrap();
    }
    let title = desk.model.locale.say(&temoin::text!("today-rehearsal-evening"));
    let evening =
        format!("format = 1\ntitle = \"{title}\"\nstart = 2020-03-28T20:29:00\nzone = \"Europe/Brussels\"\nminutes = 30\n");
    std::fs::create_dir_all(desk.root().join("series")).unwrap();
    std::fs::write(desk.root().join("series/rehearsal.toml"), evening).unwrap();
    desk.hear(temoin::tui::event::Event::Focused(true));
    desk
}

/// Its session is there, with the name that [`Desk::status`] tells.
pub fn begin(desk: &Desk) {
    let folder = desk.root().join("sessions/2020").join(SESSION);
    std::fs::create_dir_all(&folder).unwrap();
    let title = desk.model.locale.say(&temoin::text!("today-rehearsal-evening"));
    let session = format!("format = 1\ntitle = \"{title}\"\nseries = \"rehearsal\"\nzone = \"Europe/Brussels\"\n");
    std::fs::write(folder.join("session.toml"), session).unwrap();
}

#[test]
fn today_shows_the_one_evening_and_what_to_press() {
    insta::assert_snapshot!(rehearsing(Desk::new()).screen());
}

#[test]
fn every_screen_with_tabs_says_that_it_is_a_rehearsal() {
    let mut desk = rehearsing(Desk::new());
    for screen in [Screen::Today, Screen::Listen, Screen::Plan] {
        desk.model.screen = screen;
        assert!(desk.screen().contains("EXERCICE"), "{screen:?}\n{}", desk.screen());
    }
}

#[test]
fn enter_leads_to_record() {
    let mut desk = rehearsing(Desk::new());
    desk.press("enter");
    assert_eq!(desk.model.screen, Screen::Record);
}

#[test]
fn nobody_waits_for_a_synthetic_voice() {
    let mut desk = rehearsing(Desk::new());
    desk.press("enter");
    desk.status(State::Armed, |_| ());
    assert!(desk.screen().contains("niveaux\u{a0}: bien") && !desk.screen().contains("aucune voix"), "{}", desk.screen());
}

#[test]
fn leaving_in_a_take_does_not_promise_that_it_goes_on() {
    let mut desk = rehearsing(Desk::new());
    desk.status(State::Recording, |_| ());
    desk.model.screen = Screen::Today;
    desk.press("q");
    assert!(desk.screen().contains("L’exercice s’arrête, sa prise aussi"), "{}", desk.screen());
    assert_eq!(desk.press("enter"), [Effect::Quit]);
}
