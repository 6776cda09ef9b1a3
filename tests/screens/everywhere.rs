//! What holds on every screen.

use temoin::error::Error;
use temoin::locale::Language;
use temoin::plan::{Occasion, Reminder, occurrence};
use temoin::recorder::protocol::{Reply, State};
use temoin::store::{Library, series};
use temoin::text;
use temoin::tui::event::{Act, Effect, Event};
use temoin::tui::model::Screen;
use temoin::tui::theme::Theme;

use crate::after::stopped;
use crate::desk::Desk;
use crate::plan::desk_of;

#[test]
fn leaving_during_a_take_says_that_it_goes_on() {
    let mut desk = Desk::recording();
    assert_eq!(desk.press("q"), []); // first a word, then the door
    assert!(desk.screen().contains("L’enregistrement continue sans cette fenêtre"));
    assert_eq!(desk.press("enter"), [Effect::Quit]); // and no effect has touched the take
}

#[test]
fn leaving_without_a_take_is_at_once() {
    assert_eq!(Desk::new().press("q"), [Effect::Quit]);
    assert_eq!(Desk::new().press("ctrl-c"), [Effect::Quit]);
}

#[test]
fn a_question_is_no_to_any_other_key_which_then_does_its_own_work() {
    let mut desk = Desk::recording();
    desk.press("q");
    desk.press("?");
    assert!(desk.model.question.is_none() && desk.model.overlay.is_some());
}

#[test]
fn under_a_question_stand_its_keys_and_not_those_of_what_waits_behind_it() {
    let in_take = |mut desk: Desk| {
        desk.status(State::Recording, |_| ());
        desk
    };
    let keys_of_its_own = [
        (in_take(stopped(Language::French, (80, 24), Theme::default())).typing("lasse"), "Échap"),
        (in_take(desk_of(Language::French, (80, 24), Theme::default())).pressing("right right right d"), "Échap"),
        (Desk::recording().on(Screen::Record).pressing("n"), "Entrée garde"),
        (Desk::recording().on(Screen::Record).pressing(":"), "Échap"),
        (Desk::recording().on(Screen::Today).pressing("/"), "Échap"),
    ];
    for (mut desk, other) in keys_of_its_own {
        assert!(desk.screen().contains(other), "{}", desk.screen());
        desk.press("ctrl-c");
        let shown = desk.screen();
        assert!(shown.contains("continue sans cette fenêtre") && shown.contains("Entrée oui"), "{shown}");
        assert!(!shown.contains(other), "{shown}");
    }
}

#[test]
fn what_is_clicked_pasted_or_typed_at_a_question_is_a_no() {
    let asked = || Desk::recording().on(Screen::Record).pressing("n ctrl-c");
    let mut desk = asked();
    assert_eq!(desk.press("space").len(), 1, "the safe key marks in an empty line");
    assert!(desk.model.question.is_none());
    let mut desk = asked();
    desk.hear(Event::Pasted("sa voix".to_owned()));
    assert!(desk.model.question.is_none() && desk.screen().contains("sa voix"), "{}", desk.screen());
    let mut desk = Desk::recording().on(Screen::Today).pressing("q");
    desk.click(2, 1);
    assert!(desk.model.question.is_none());
}

#[test]
fn a_question_in_a_take_leaves_by_itself() {
    let mut desk = Desk::recording();
    desk.press("q");
    desk.wait(5.1);
    assert_eq!(desk.press("enter").iter().filter(|effect| **effect == Effect::Quit).count(), 0);
}

#[test]
fn tab_goes_round_and_back() {
    let mut desk = Desk::new();
    let mut seen = vec![desk.model.screen];
    for _ in 0..Screen::TABS.len() {
        desk.press("tab");
        seen.push(desk.model.screen);
    }
    assert_eq!(seen.first(), seen.last());
    desk.press("shift-tab");
    assert_eq!(desk.model.screen, seen[Screen::TABS.len() - 1]);
}

#[test]
fn m_marks_from_every_screen() {
    let mut desk = Desk::recording();
    for _ in Screen::TABS {
        desk.press("tab");
        let asked = desk.press("m");
        assert!(matches!(&asked[..], [Effect::Ask(..)]), "{:?}: {asked:?}", desk.model.screen);
    }
}

#[test]
fn pasted_text_runs_nothing() {
    let mut desk = Desk::recording();
    assert!(desk.hear(Event::Pasted("s\n\rq".to_owned())).is_empty());
    assert!(desk.model.question.is_none());
}

#[test]
fn help_lists_the_keys_of_the_screen_below_it_and_leaves() {
    let mut desk = Desk::recording();
    desk.model.screen = Screen::Record;
    desk.press("?");
    let help = desk.screen();
    for words in ["Touches", "Espace", "touchant", "hors diffusion"] {
        assert!(help.contains(words), "{help}");
    }
    desk.press("esc");
    assert!(desk.model.overlay.is_none());
    assert!(desk.model.has_take());
}

#[test]
fn every_action_can_be_found_by_its_words_and_run() {
    let mut desk = Desk::recording();
    desk.model.screen = Screen::Record;
    desk.press(":");
    desk.type_in("arreter");
    assert_eq!(desk.press("enter"), []);
    assert!(desk.model.question.is_some(), "{}", desk.screen());
}

#[test]
fn the_recorder_may_come_and_go() {
    let mut desk = Desk::new();
    desk.status(State::Armed, |_| ());
    assert!(!desk.model.has_take());
    desk.status(State::Recording, |_| ());
    assert!(desk.model.has_take());
    desk.hear(Event::Status(None));
    assert!(!desk.model.has_take());
}

#[test]
fn a_take_that_runs_is_seen_from_every_screen() {
    for (off_record, words) in [(false, "● ENREGISTRE 0:12:07"), (true, "▒ HORS DIFFUSION 0:12:07")] {
        for screen in [Screen::Today, Screen::Listen, Screen::Plan] {
            let mut desk = Desk::recording().on(screen);
            desk.status(State::Recording, |status| status.off_record = off_record);
            let head: Vec<String> = desk.screen().lines().take(3).map(str::to_owned).collect();
            assert!(head[1].ends_with(words) && head[1].contains("Planifier"), "{head:?}");
            desk.resize(60, 16);
            assert!(desk.screen().lines().nth(2).unwrap().contains(words), "{}", desk.screen());
        }
    }
    let mut desk = Desk::new();
    desk.status(State::Armed, |_| ());
    assert!(!desk.screen().contains("ATTEND"), "{}", desk.screen());
}

#[test]
fn the_lamp_of_the_other_screens_has_an_ascii_form() {
    let mut desk = Desk::of(Language::French, (80, 24), Theme { ascii: true, ..Theme::default() }).on(Screen::Listen);
    desk.status(State::Lost, |_| ());
    assert!(desk.screen().contains("!! MICRO PERDU 0:12:07"), "{}", desk.screen());
}

#[test]
fn with_plain_signs_no_screen_draws_another() {
    let has_sign = |letter: char| matches!(letter, '\u{2190}'..='\u{21ff}' | '\u{2500}'..='\u{27bf}');
    let plain = Theme { ascii: true, ..Theme::default() };
    for state in [State::Armed, State::Recording, State::Lost, State::Paused] {
        for screen in [Screen::Today, Screen::Record, Screen::Listen, Screen::Plan, Screen::Guided, Screen::After] {
            for keys in ["down", "?", ":", "/", "d"] {
                let mut desk = Desk::of(Language::French, (100, 30), plain).on(screen);
                desk.status(state, |status| status.off_record = true);
                desk.model.screen = screen;
                desk.press(keys);
                let shown = desk.screen();
                assert!(!shown.contains(has_sign), "{screen:?} {state:?} {keys}\n{shown}");
            }
        }
    }
    let mut strip = Desk::of(Language::French, (40, 3), plain).on(Screen::Record);
    strip.status(State::Recording, |status| status.off_record = true);
    assert!(!strip.screen().contains(has_sign), "{}", strip.screen());
}

#[test]
fn a_long_message_takes_three_rows_and_leaves_nothing_between_them() {
    let listed = Error::new(text!("today-rehearsal-no-terminal")).hint(text!("today-rehearsal-no-terminal-hint"));
    let long = Error::new(text!("today-first-no-microphone"))
        .hint(text!("today-first-who-help"))
        .because("the thread panicked at some_library");
    for screen in [Screen::Today, Screen::Listen, Screen::Plan, Screen::After, Screen::First] {
        for error in [&listed, &long] {
            let mut desk = Desk::new().on(screen);
            desk.hear(Event::Failed(error.clone()));
            let seen = desk.screen();
            assert!(!seen.contains("some_library"), "{seen}");
            let rows: Vec<&str> = seen.lines().skip(19).take(3).collect();
            let words = rows.concat();
            assert!(words.contains("terminal") || words.contains("La voix de synthèse"), "{seen}");
            assert!(words.contains("sans tube") || rows[2].ends_with('…') || words.contains("deux noms"), "{seen}");
        }
    }
}

#[test]
fn what_is_asked_from_the_list_of_actions_is_answered_once() {
    let mut desk = Desk::recording().on(Screen::Record);
    desk.press(":");
    desk.type_in("pause");
    let effects = desk.press("enter");
    assert!(matches!(&effects[..], [Effect::Ask(Act::Pause, _)]), "{effects:?}");
    desk.hear(Event::Answered(Act::Pause, Ok(Box::new(Reply::done()))));
    desk.press("q");
    assert!(!desk.screen().contains("le disque."), "nothing waits any more: {}", desk.screen());
    assert_eq!(desk.model.record.unanswered, 0);
}

#[test]
fn the_list_of_actions_leads_to_every_screen_by_words_of_either_language() {
    for (words, screen) in
        [("planif", Screen::Plan), ("listen", Screen::Listen), ("ecouter", Screen::Listen), ("guide", Screen::Guided)]
    {
        let mut desk = Desk::new();
        desk.press(":");
        desk.type_in(words);
        desk.press("enter");
        assert_eq!(desk.model.screen, screen, "{words}");
    }
    let mut desk = Desk::new();
    desk.press(":");
    desk.type_in("entrain");
    assert_eq!(desk.press("enter"), [Effect::Rehearse]);
    desk.press(":");
    desk.type_in("xyzzyx");
    assert!(desk.screen().contains("Rien de tel."), "{}", desk.screen());
    desk.press("enter");
    assert!(desk.model.overlay.is_none() && desk.model.screen == Screen::Today);
}

#[test]
fn a_take_is_named_at_the_door_only_while_there_is_one() {
    let quits = |desk: &Desk| desk.screen().contains("quitter, la prise continue");
    let mut desk = Desk::of(Language::French, (100, 30), Theme::default()).on(Screen::Listen);
    assert!(!quits(&desk) && desk.screen().contains("q quitter"), "{}", desk.screen());
    desk.status(State::Recording, |_| ());
    assert!(quits(&desk), "{}", desk.screen());
}

/// People stand with their codes, and nothing else names anybody.
fn coded() -> Desk {
    let mut desk = Desk::new();
    desk.model.setup.hides_names = true;
    desk.show_codes();
    let opened = temoin::tui::screen::today::opened(&mut desk.model);
    desk.fetch(opened);
    desk
}

fn names_nobody(desk: &Desk) {
    let screen = desk.screen();
    for name in ["nadia", "samir", "lise", "exemple", "après la garde", "émission"] {
        assert!(!screen.to_lowercase().contains(name), "{name} on {:?}\n{screen}", desk.model.screen);
    }
}

#[test]
fn where_names_must_not_be_seen_every_screen_has_the_codes_alone() {
    let mut desk = coded();
    for _ in 0..Screen::TABS.len() {
        names_nobody(&desk);
        assert!(desk.model.screen == Screen::Record || desk.screen().contains("L, S-01"), "{}", desk.screen());
        desk.press("tab");
    }
    std::fs::remove_dir_all(desk.root().join("sessions")).unwrap();
    desk.hear(Event::Focused(true));
    desk.press("home enter");
    assert!(desk.screen().contains("L, S-01 · n° 9"), "{}", desk.screen());
    for screen in [Screen::Record, Screen::Guided] {
        desk.model.screen = screen;
        names_nobody(&desk);
    }
    let mut desk = coded();
    desk.status(State::Recording, |_| ());
    assert!(desk.screen().contains("L, S-01"), "{}", desk.screen());
    for screen in [Screen::Record, Screen::Guided, Screen::Today] {
        desk.model.screen = screen;
        names_nobody(&desk);
    }
}

#[test]
fn where_names_must_not_be_seen_no_question_and_no_answer_has_one() {
    let mut desk = coded();
    desk.press("delete");
    assert!(desk.screen().contains("Annuler L, S-01, lundi 30 mars"), "{}", desk.screen());
    desk.press("enter u");
    assert!(desk.screen().contains("Défait\u{a0}: l’annulation de «\u{a0}une séance\u{a0}»"), "{}", desk.screen());
    for keys in
        ["tab tab tab", "delete", "right right", "delete", "enter", "delete", "enter", "d", "esc", "v", "v", "esc", "delete"]
    {
        desk.press(keys);
        names_nobody(&desk);
    }
    assert!(desk.screen().contains("Mettre «\u{a0}L, S-01"), "{}", desk.screen());
    desk.press("tab shift-tab");
    desk.press("enter");
    assert!(desk.screen().contains("modifier «\u{a0}L, S-01"), "{}", desk.screen());
    names_nobody(&desk);
}

#[test]
fn a_series_that_is_kept_as_its_codes_show_it_keeps_its_title() {
    let mut desk = coded();
    desk.press("tab tab tab down enter");
    let file = desk.root().join("series/nadia.toml");
    let before = std::fs::read_to_string(&file).unwrap();
    assert!(desk.screen().contains("modifier"), "{}", desk.screen());
    desk.press("ctrl-s");
    assert_eq!(std::fs::read_to_string(file).unwrap(), before);
}

#[test]
fn what_is_due_is_named_by_nobody_before_the_codes_are_read() {
    let mut desk = coded();
    desk.model.library = None;
    let reminder = reminder(&desk);
    desk.hear(Event::Reminded { reminder, is_told: false });
    assert!(desk.screen().contains("Dans 6\u{a0}min\u{a0}: une séance"), "{}", desk.screen());
}

/// Nadia's evening of 28 March, six minutes before it begins.
fn reminder(desk: &Desk) -> Box<Reminder> {
    let library = Library::open(desk.root()).unwrap();
    let series = series::load_all(&library.layout, library.settings.zone).rows;
    let id = "nadia@2020-03-28T20:30".parse().unwrap();
    let occurrence = occurrence(&series, &library.settings, &id).unwrap().unwrap();
    Box::new(Reminder { occurrence, occasion: Occasion::Due })
}

#[test]
fn what_is_due_is_said_on_every_screen_and_by_the_terminal_where_the_keyboard_is_elsewhere() {
    for screen in [Screen::Today, Screen::Record, Screen::Listen, Screen::Plan] {
        let mut desk = Desk::new().on(screen);
        let reminder = reminder(&desk);
        assert_eq!(desk.hear(Event::Reminded { reminder: reminder.clone(), is_told: false }), [], "the keyboard is here");
        let shown = desk.screen();
        assert!(shown.contains("Dans 6\u{a0}min\u{a0}: Nadia, le soir"), "{shown}");
        desk.hear(Event::Focused(false));
        let asked = desk.hear(Event::Reminded { reminder: reminder.clone(), is_told: false });
        assert_eq!(asked, [Effect::Notify("Dans 6\u{a0}min\u{a0}: une séance".to_owned())], "without its title");
        assert_eq!(desk.hear(Event::Reminded { reminder, is_told: true }), [], "another process has told it");
    }
}

#[test]
fn what_is_due_waits_for_the_message_before_it_and_hides_names_where_they_are_hidden() {
    let mut desk = Desk::new().on(Screen::Plan);
    desk.model.setup.hides_names = true;
    desk.show_codes();
    desk.hear(Event::Focused(true));
    desk.hear(Event::Failed(Error::new(text!("files-disk-full"))));
    let reminder = reminder(&desk);
    desk.hear(Event::Reminded { reminder, is_told: false });
    assert!(desk.screen().contains("Le disque est plein") && !desk.screen().contains("Dans 6\u{a0}min"), "{}", desk.screen());
    desk.wait(21.0);
    let shown = desk.screen();
    assert!(shown.contains("Dans 6\u{a0}min\u{a0}: ") && !shown.contains("Dans 6\u{a0}min\u{a0}: Nadia"), "{shown}");
}

#[test]
fn how_far_away_what_is_due_lies_is_said_by_the_clock_of_the_moment_and_not_at_all_where_that_was_set() {
    let mut desk = Desk::new();
    let reminder = reminder(&desk);
    desk.hear(Event::Reminded { reminder: reminder.clone(), is_told: false });
    desk.wait(15.0);
    let shown = desk.screen();
    assert!(shown.contains("Dans 6\u{a0}min"), "{shown}");
    desk.set_clock("2020-03-28T20:26:00+01:00");
    desk.wait(0.1);
    let shown = desk.screen();
    assert!(shown.contains("Dans 4\u{a0}min"), "{shown}");
    desk.hear(Event::Failed(Error::new(text!("files-disk-full"))));
    desk.hear(Event::Reminded { reminder, is_told: false });
    desk.set_clock("2020-03-28T18:00:00+01:00");
    desk.wait(21.0);
    assert!(desk.model.message.is_none(), "{:?}", desk.model.message);
}

#[test]
fn what_is_pasted_and_does_not_fit_is_said() {
    let mut desk = Desk::recording().on(Screen::Record);
    desk.press("n");
    desk.hear(Event::Pasted("a".repeat(500)));
    assert!(!desk.screen().contains("500"), "{}", desk.screen());
    desk.hear(Event::Pasted("b".to_owned()));
    assert!(desk.screen().contains("Seules les 500 premières lettres tiennent"), "{}", desk.screen());
}

#[test]
fn a_library_that_can_only_be_read_is_told_and_nothing_is_offered_to_begin_there() {
    let mut desk = Desk::new();
    desk.hear(Event::Focused(true)); // what is due is read
    desk.model.library.as_mut().unwrap().writable = false;
    assert!(desk.screen().contains("bibliothèque en lecture seule ▲"), "{}", desk.screen());
    desk.model.screen = Screen::Record;
    let shown = desk.screen();
    assert!(shown.contains("rien ne peut y être enregistré") && !shown.contains("Espace"), "{shown}");
}

#[test]
fn what_was_said_on_one_screen_covers_nothing_of_the_next_and_of_no_list() {
    let mut desk = Desk::new();
    desk.hear(Event::Done(temoin::text!("screen-all-kept")));
    assert!(desk.model.message.is_some());
    desk.press("tab");
    assert!(desk.model.message.is_none());
    desk.hear(Event::Done(temoin::text!("screen-all-kept")));
    desk.press("?");
    assert!(desk.model.message.is_none());
}
