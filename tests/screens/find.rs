//! Find: where words stand, from every screen.

use temoin::actions::play::From;
use temoin::domain::Frames;
use temoin::locale::Language;
use temoin::tui::event::{Effect, Event};
use temoin::tui::model::Screen;
use temoin::tui::search_words;
use temoin::tui::theme::Theme;

use crate::desk::Desk;
use crate::listen::{RATE, off_the_record};

/// Types words into an open find, and hears what they find.
fn look_for(desk: &mut Desk, words: &str) {
    let effects = desk.type_in(words);
    desk.serve(effects);
}

pub fn finding(mut desk: Desk, words: &str) -> Desk {
    desk.press("/");
    look_for(&mut desk, words);
    desk
}

#[test]
fn what_is_found_comes_as_it_is_typed() {
    insta::assert_snapshot!(finding(Desk::new(), "mere").screen());
}

#[test]
fn what_is_found_in_english_at_100_by_30() {
    insta::assert_snapshot!(finding(Desk::of(Language::English, (100, 30), Theme::default()), "nadia").screen());
}

#[test]
fn what_is_found_at_160_by_45() {
    insta::assert_snapshot!(finding(Desk::of(Language::French, (160, 45), Theme::default()), "touchant").screen());
}

#[test]
fn before_the_first_letter_it_says_what_can_be_found() {
    let mut desk = Desk::new();
    desk.press("/");
    assert!(desk.screen().contains("Noms, titres, mots des repères"), "{}", desk.screen());
    look_for(&mut desk, "x");
    desk.press("backspace");
    assert!(desk.screen().contains("Noms, titres, mots des repères"), "{}", desk.screen());
}

#[test]
fn what_is_not_there_is_said() {
    let desk = finding(Desk::new(), "ornithorynque");
    assert!(desk.screen().contains("Rien n’a été trouvé avec ce mot."), "{}", desk.screen());
}

#[test]
fn only_the_latest_search_counts() {
    let mut desk = Desk::new();
    desk.press("/");
    let first = desk.type_in("mere");
    let second = desk.type_in("x");
    assert_eq!(first.len() + second.len(), 5, "one for each letter");
    desk.serve(first);
    assert!(!desk.screen().contains("touchant"), "{}", desk.screen());
    desk.serve(second);
    assert!(desk.screen().contains("Rien n’a été trouvé"), "{}", desk.screen());
}

#[test]
fn what_is_found_so_far_stands_there_while_the_search_goes_on() {
    let mut desk = Desk::new();
    desk.press("/");
    let effects = desk.type_in("mere");
    assert!(desk.screen().contains("Recherche en cours…"), "{}", desk.screen());
    let mut told = Vec::new();
    let words = vec!["mere".to_owned()];
    search_words(desk.place(), &words, |found, is_all| {
        told.push((found, is_all));
        true
    })
    .unwrap();
    let Some(&Effect::Search { number, .. }) = effects.last() else { panic!("{effects:?}") };
    let all = told.pop().unwrap();
    for (found, is_all) in told {
        desk.hear(Event::Found { number, found: Box::new(found), is_all });
    }
    assert!(desk.screen().contains("mère") && desk.screen().contains("la recherche continue…"), "{}", desk.screen());
    desk.press("down");
    desk.hear(Event::Found { number, found: Box::new(all.0), is_all: all.1 });
    assert!(!desk.screen().contains("la recherche continue…"), "{}", desk.screen());
    assert_eq!(desk.screen(), {
        let mut desk = finding(Desk::new(), "mere");
        desk.press("down");
        desk.screen()
    });
}

#[test]
fn a_mark_opens_in_listen_and_is_heard() {
    let mut desk = finding(Desk::new(), "mere");
    let effects = desk.press("enter");
    let mark = From::Marker("m-01E4HA38508A6T9NFX463S856W".into());
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Play { from, .. } if *from == mark)), "{effects:?}");
    assert!(desk.model.overlay.is_none() && desk.model.line.is_none());
    assert_eq!(desk.model.screen, Screen::Listen);
    assert!(desk.screen().contains("▌ ◆  0:00:21"), "{}", desk.screen());
}

#[test]
fn a_mark_off_the_record_opens_and_is_heard_only_after_a_question() {
    let desk = Desk::new();
    off_the_record(&desk);
    let mut desk = finding(desk, "mere");
    let effects = desk.press("enter");
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Play { .. })), "{effects:?}");
    assert!(desk.screen().contains("▌ ◆  0:00:21"), "{}", desk.screen());
    assert!(desk.screen().contains("Ce moment est hors diffusion. Entrée le joue."), "{}", desk.screen());
    let asked = desk.press("enter");
    let from = 21 * RATE..22 * RATE;
    let in_it = |effect: &Effect| {
        matches!(effect, Effect::Play { from: From::Stretch { start, selected, .. }, .. }
            if from.contains(&start.0) && selected.iter().any(|mark| mark.as_str() == "m-paul"))
    };
    assert!(asked.iter().any(in_it), "{asked:?}");
}

#[test]
fn a_session_opens_at_its_beginning() {
    let mut desk = finding(Desk::new(), "garde");
    desk.press("enter");
    assert!(desk.screen().contains(" Samir, après la gar… · n° 3 · dimanche 29 mars 2020  prise 1"), "{}", desk.screen());
}

#[test]
fn a_line_of_a_transcript_opens_at_its_place() {
    let desk = Desk::new();
    let folder = desk.root().join("sessions/2020/2020-03-28-2030-nadia");
    std::fs::write(folder.join("take-01.vtt"), "WEBVTT\n\n00:00:09.000 --> 00:00:11.000\nle bus dehors\n").unwrap();
    let mut desk = finding(desk, "bus");
    assert!(desk.screen().contains("¶  0:00:09"), "{}", desk.screen());
    let effects = desk.press("enter");
    assert!(desk.screen().contains("► 0:00:09   joue"), "{}", desk.screen());
    let place = |effect: &Effect| matches!(effect, Effect::Play { from: From::Place { frame: Frames(144_000), .. }, .. });
    assert!(effects.iter().any(place), "{effects:?}");
}

#[test]
fn a_session_without_sound_opens_and_nothing_is_played() {
    let desk = Desk::new();
    let folder = desk.root().join("sessions/2020/2020-03-29-2200-samir");
    let session = std::fs::read_to_string(folder.join("session.toml")).unwrap();
    let (before, behind) = (session.find("[[take.part]]").unwrap(), session.find("[after]").unwrap_or(session.len()));
    std::fs::write(folder.join("session.toml"), format!("{}{}", &session[..before], &session[behind..])).unwrap();
    let mut desk = finding(desk, "garde");
    let effects = desk.press("enter");
    assert!(
        desk.screen().contains(" Samir") && !effects.iter().any(|effect| matches!(effect, Effect::Play { .. })),
        "{effects:?}"
    );
}

#[test]
fn while_a_take_runs_it_is_asked_before_what_was_found_is_played() {
    let mut desk = finding(Desk::recording(), "mere");
    let effects = desk.press("enter");
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Play { .. })), "{effects:?}");
    assert!(desk.screen().contains("Le micro enregistrerait ce qui est joué maintenant."), "{}", desk.screen());
    assert!(matches!(desk.press("enter")[..], [Effect::Play { .. }]));
}

#[test]
fn what_is_off_the_record_shows_it_whatever_it_is() {
    let desk = Desk::new();
    let folder = desk.root().join("sessions/2020/2020-03-29-2030-nadia");
    std::fs::write(folder.join("take-01.vtt"), "WEBVTT\n\n00:00:12.000 --> 00:00:14.000\nle bus dehors\n").unwrap();
    let desk = finding(desk, "bus");
    assert!(desk.screen().contains("▒  0:00:12"), "{}", desk.screen());
}

#[test]
fn a_name_with_a_letter_wrong_is_found() {
    let desk = finding(Desk::new(), "nedia");
    assert!(desk.screen().contains("Nadia, le soir"), "{}", desk.screen());
}

#[test]
fn arrows_choose_among_what_was_found() {
    let mut desk = finding(Desk::new(), "touchant");
    desk.press("down down enter");
    assert!(desk.screen().contains("▌ ◆  0:00:21"), "{}", desk.screen());
}

#[test]
fn esc_leaves_everything_as_it_was() {
    let mut desk = finding(Desk::new(), "mere");
    assert_eq!(desk.press("esc"), [Effect::StopSearch]);
    assert!(desk.model.overlay.is_none() && desk.model.screen == Screen::Today);
}

#[test]
fn nothing_opens_where_nothing_was_found() {
    let mut desk = finding(Desk::new(), "ornithorynque");
    assert_eq!(desk.press("enter"), []);
    assert!(desk.model.overlay.is_some(), "{}", desk.screen());
}

#[test]
fn pasted_words_are_looked_for() {
    let mut desk = Desk::new();
    desk.press("/");
    let effects = desk.hear(Event::Pasted("sa\nmere".to_owned()));
    assert!(matches!(&effects[..], [Effect::Search { words, .. }] if words[..] == ["sa", "mere"]), "{effects:?}");
}
