//! Plan: what it shows of a month with a clock change, a move, a cancellation, closed days and a clash; what its keys change in the files,
//! and that each change can be taken back.

use temoin::error::Error;
use temoin::locale::Language;
use temoin::recorder::protocol::State;
use temoin::text;
use temoin::tui::event::{Click, Effect, Event, Size};
use temoin::tui::model::Screen;
use temoin::tui::screen::plan::Focus;
use temoin::tui::theme::{Depth, Theme};

use crate::desk::Desk;

const PLAIN: Theme = Theme { depth: Depth::None, background: temoin::tui::theme::Background::Dark, ascii: true };

/// On Plan, with Nadia chosen: a library that is closed in April, Nadia moved once and cancelled once, Samir once on her evening.
pub fn desk_of(language: Language, size: (u16, u16), theme: Theme) -> Desk {
    let mut desk = Desk::of(language, size, theme);
    edit(&desk, "library.toml", "\nclosed = []\n", "\nclosed = [\"2020-04-06/2020-04-19\"]\n");
    append(&desk, "library.toml", "\n[[place]]\nid = \"appel\"\nname = \"Appel vidéo\"\n");
    edit(&desk, "series/nadia.toml", "FREQ=DAILY\"", "FREQ=DAILY;COUNT=60\"\nplace = \"appel\"\non_closed = \"shift\"");
    append(&desk, "series/nadia.toml", "[[change]]\nof = 2020-04-05T20:30:00\ncancelled = true\n");
    append(&desk, "series/samir.toml", "[[change]]\nof = 2020-03-31T22:00:00\nto = 2020-03-31T20:45:00\n");
    desk.press("tab tab tab");
    assert_eq!(desk.model.screen, Screen::Plan);
    choose(&mut desk, "nadia");
    desk
}

/// An hour of rest is wanted between two talks of one person: Lise has less on Fridays.
pub fn rest_is_wanted(desk: &Desk) {
    edit(desk, "library.toml", "\nclosed = [", "\nrest_minutes = 60\nclosed = [");
}

/// Every evening of Nadia's weighs.
pub fn evenings_are_heavy(desk: &Desk) {
    edit(desk, "series/nadia.toml", "minutes = 45", "minutes = 45\nheavy = true");
}

/// Two people lead Nadia's evenings in turn.
pub fn turns_are_taken(desk: &Desk) {
    append(desk, "series/nadia.toml", "[[rota]]\nrole = \"leader\"\npeople = [\"lise\", \"s-02\"]\n");
}

/// Goes to a series by the keyboard, and back to the days.
fn choose(desk: &mut Desk, series: &str) {
    let at = ["emission", "nadia", "samir"].iter().position(|id| *id == series).unwrap();
    if desk.model.plan.focus == Focus::Days {
        desk.press("esc");
    }
    desk.press("home");
    for _ in 0..at {
        desk.press("down");
    }
    desk.press("right");
    assert_eq!(desk.model.plan.series().map(|series| series.id.to_string()).as_deref(), Some(series));
}

fn desk() -> Desk {
    desk_of(Language::French, (80, 24), Theme::default())
}

fn edit(desk: &Desk, file: &str, from: &str, to: &str) {
    let text = read(desk, file);
    assert!(text.contains(from), "{text}");
    std::fs::write(desk.root().join(file), text.replace(from, to)).unwrap();
}

fn append(desk: &Desk, file: &str, more: &str) {
    std::fs::write(desk.root().join(file), read(desk, file) + more).unwrap();
}

fn read(desk: &Desk, file: &str) -> String {
    std::fs::read_to_string(desk.root().join(file)).unwrap()
}

fn shows(desk: &Desk, words: &str) {
    let screen = desk.screen().replace('\u{a0}', " ");
    assert!(screen.contains(words), "{words} in:\n{screen}");
}

#[test]
fn a_month_shows_moves_cancellations_closed_days_clashes_and_the_clock_change() {
    let mut desk = desk();
    desk.press("right right right");
    insta::assert_snapshot!("plan-month", desk.screen());
    desk.press("v");
    insta::assert_snapshot!("plan-list", desk.screen());
    desk.press("v");
    insta::assert_snapshot!("plan-week", desk.screen());
}

#[test]
fn the_month_in_english_and_on_a_large_screen() {
    insta::assert_snapshot!("plan-month-en", desk_of(Language::English, (100, 30), Theme::default()).screen());
    insta::assert_snapshot!("plan-month-large", desk_of(Language::French, (160, 45), Theme::default()).screen());
}

/// What is planned every day without end has a sign on each day that is shown.
fn is_planned_on_every_day(desk: &Desk, months: &str) {
    let screen = desk.screen();
    let weeks = screen.lines().skip_while(|line| !line.contains("lun  ")).skip(1).take_while(|line| !line.contains("● fait"));
    let bare: Vec<&str> = weeks.filter(|week| week.matches(['○', '▲', '–', '●', '»', '×', '►']).count() != 7).collect();
    assert_eq!(bare, Vec::<&str>::new(), "{screen}");
    assert!(screen.contains(months), "{months} in:\n{screen}");
}

#[test]
fn every_day_that_is_shown_has_been_read_also_after_scrolling_and_resizing() {
    let mut desk = Desk::of(Language::French, (160, 45), Theme::default());
    edit(&desk, "series/nadia.toml", "start = 2020-03-20", "start = 2020-01-20");
    desk.press("tab tab tab");
    choose(&mut desk, "nadia");
    is_planned_on_every_day(&desk, "mars à juin 2020");
    desk.press("page-down");
    is_planned_on_every_day(&desk, "avril à août 2020");
    for _ in 0..20 {
        desk.press("down");
    }
    is_planned_on_every_day(&desk, "2020");
    for height in [20, 90, 24] {
        desk.hear(Event::Resized(Size { width: 100, height }));
        is_planned_on_every_day(&desk, "2020");
    }
}

#[test]
fn signs_are_plain_letters_where_the_font_has_no_others() {
    let screen = desk_of(Language::French, (60, 16), PLAIN).screen();
    for sign in ["* fait", "x annulé", "! conflit"] {
        assert!(screen.contains(sign), "{screen}");
    }
    assert!(!screen.contains(['▲', '●', '▌', '►', '▒']), "{screen}");
}

#[test]
fn a_move_is_read_back_before_it_is_made() {
    let mut desk = desk();
    desk.press("right right right d");
    desk.type_in("18h");
    shows(&desk, "mardi 31 mars, 18h00, libre. La suite ne bouge pas.");
    insta::assert_snapshot!("plan-move", desk.screen());
    desk.type_in("99");
    shows(&desk, "▲ attendu : une heure ou une date");
    assert_eq!(desk.press("enter"), []);
    assert!(desk.model.line.is_some(), "what cannot be read is kept to be mended");
    desk.press("esc");
    assert!(desk.model.line.is_none());
}

#[test]
fn moving_shifting_and_cancelling_change_the_file_and_undo_gives_it_back_byte_for_byte() {
    for (keys, typed, written) in [
        ("d", "18h", "to = 2020-03-31T18:00:00"),
        ("r", "1 semaine", "by = \"P7D\"\nfollowing = true"),
        ("r", "-30 min", "following = true"),
        ("delete", "", "of = 2020-03-31T20:30:00\ncancelled = true"),
    ] {
        let mut desk = desk();
        let before = read(&desk, "series/nadia.toml");
        desk.press("right right right");
        desk.press(keys);
        desk.type_in(typed);
        desk.press("enter");
        let after = read(&desk, "series/nadia.toml");
        assert!(after.contains(written), "{keys}: {after}");
        assert!(after.starts_with("# Tous les soirs"), "comments survive");
        desk.press("u");
        assert_eq!(read(&desk, "series/nadia.toml"), before, "{keys}");
        shows(&desk, "Défait");
    }
}

#[test]
fn a_change_can_be_taken_back_after_the_interface_was_closed() {
    let mut desk = desk();
    let before = read(&desk, "series/nadia.toml");
    desk.press("right right right delete enter");
    assert_ne!(read(&desk, "series/nadia.toml"), before);
    desk.reopen();
    desk.press("tab tab tab u");
    assert_eq!(read(&desk, "series/nadia.toml"), before);
    desk.press("u");
    shows(&desk, "Il n’y a rien à défaire.");
}

#[test]
fn what_is_cancelled_can_be_restored_with_the_same_key() {
    let mut desk = desk();
    desk.press("down right delete"); // 5 April
    shows(&desk, "Rétablir Nadia, le soir, dimanche 5 avril 2020, 20h30 ?");
    desk.press("enter");
    assert!(!read(&desk, "series/nadia.toml").contains("cancelled"));
}

#[test]
fn any_other_key_than_enter_cancels_nothing() {
    let mut desk = desk();
    let before = read(&desk, "series/nadia.toml");
    desk.press("right right right delete left enter esc");
    assert_eq!(read(&desk, "series/nadia.toml"), before);
}

#[test]
fn what_was_recorded_stays_where_it_is() {
    for key in ["d", "r", "delete"] {
        let mut desk = desk();
        desk.press(key); // today's is in the library
        shows(&desk, "la séance est déjà là");
        assert!(desk.model.line.is_none() && desk.model.question.is_none());
    }
}

#[test]
fn the_moved_date_stays_chosen() {
    let mut desk = desk();
    desk.press("right right right d");
    desk.type_in("2 avril 12h");
    desk.press("enter");
    assert_eq!(desk.model.plan.row().map(|row| row.occurrence.id.to_string()).as_deref(), Some("nadia@2020-03-31T20:30"));
    shows(&desk, "▌ jeu 2 avril");
    shows(&desk, "était le mar 31 mars, 20h30");
}

#[test]
fn a_series_goes_to_the_trash_and_comes_back() {
    let mut desk = desk();
    let before = read(&desk, "series/nadia.toml");
    desk.press("esc delete");
    shows(&desk, "Mettre « Nadia, le soir » à la corbeille ?");
    desk.press("enter");
    assert!(!desk.root().join("series/nadia.toml").exists());
    desk.press("u");
    assert_eq!(read(&desk, "series/nadia.toml"), before);
}

/// Answers every field of an open form, down to the button that keeps it.
pub fn fill(desk: &mut Desk) {
    let answers = [
        "Jeux au coin",
        "3 avril",
        "éà",
        "tous les vendredis",
        "8 fois",
        "",
        "1h30",
        "appel",
        "samir, S-01",
        "Lise",
        "Bonsoir.",
        "Jeu 45 min ; Pause",
    ];
    for (field, answer) in answers.into_iter().enumerate() {
        for _ in 0..40 * usize::from((1..=6).contains(&field)) {
            desk.press("backspace");
        }
        desk.type_in(answer);
        if answer == "éà" {
            desk.type_in("h"); // 20h, typed without Shift
        }
        desk.press("enter");
    }
}

#[test]
fn an_evening_is_made_by_typing_through_the_form() {
    let mut desk = desk();
    desk.press("a");
    insta::assert_snapshot!("plan-form-empty", desk.screen());
    fill(&mut desk);
    insta::assert_snapshot!("plan-form-filled", desk.screen());
    desk.press("enter");
    let made = read(&desk, "series/jeux-au-coin.toml");
    for line in [
        "title = \"Jeux au coin\"",
        "start = 2020-04-03T20:00:00",
        "minutes = 90",
        "rule = \"FREQ=WEEKLY;BYDAY=FR;COUNT=8\"",
        "guests = [\"s-02\", \"s-01\"]",
        "hosts = [\"lise\"]",
        "place = \"appel\"",
        "announce = \"Bonsoir.\"",
        "title = \"Jeu\"\nminutes = 45",
    ] {
        assert!(made.contains(line), "{line} in:\n{made}");
    }
    assert!(desk.model.plan.form.is_none() && desk.model.line.is_none());
    shows(&desk, "▌ Jeux au coin");
    shows(&desk, "▌ ven 3 avril");
    desk.press("u");
    assert!(!desk.root().join("series/jeux-au-coin.toml").exists());
}

#[test]
fn faults_stand_beside_their_fields_and_nothing_is_kept_with_them() {
    let mut desk = desk();
    let before = read(&desk, "series/nadia.toml");
    desk.press("enter down down end");
    desk.type_in("x");
    desk.press("down down down down down down end");
    desk.type_in(", Sammir");
    shows(&desk, "personne ici ne s’appelle « Sammir » ; peut-être Samir Exemple");
    insta::assert_snapshot!("plan-form-faults", desk.screen());
    desk.press("ctrl-s");
    assert_eq!(read(&desk, "series/nadia.toml"), before);
    shows(&desk, "▌ Heure"); // the first fault
}

#[test]
fn a_form_that_is_kept_as_it_is_changes_no_byte() {
    let mut desk = desk();
    for series in ["emission", "nadia", "samir"] {
        let file = format!("series/{series}.toml");
        let before = read(&desk, &file);
        choose(&mut desk, series);
        desk.press("enter up enter");
        assert!(desk.model.plan.form.is_none(), "{}", desk.screen());
        assert_eq!(read(&desk, &file), before);
    }
}

#[test]
fn a_new_hour_counts_from_the_next_date_on() {
    let mut desk = desk();
    desk.press("enter down down");
    for _ in 0..8 {
        desk.press("backspace");
    }
    desk.type_in("19h");
    shows(&desk, "19h00");
    desk.press("ctrl-s");
    let after = read(&desk, "series/nadia.toml");
    assert!(after.contains("start = 2020-03-20T20:30:00") && after.contains("following = true"), "{after}");
}

#[test]
fn the_form_tells_of_a_clash_below_its_last_row_and_of_what_was_cancelled_beside_an_empty_field() {
    let mut desk = desk();
    desk.press("enter");
    shows(&desk, "sam 28 mars     20h30");
    shows(&desk, "Plus loin, mar 31 mars : ▲ Lise a aussi à 20h45 : Samir, après la garde");
    shows(&desk, "aucune · annulé : dim 5 avril");
}

#[test]
fn days_that_only_the_series_has_closed_are_named_and_have_their_row() {
    let mut desk = desk_of(Language::French, (100, 30), Theme::default());
    edit(&desk, "series/nadia.toml", "minutes = 45", "minutes = 45\nclosed = [\"2020-04-20/2020-04-21\", \"2020-04-24\"]");
    desk.press("tab tab tab tab v");
    for _ in 0..10 {
        desk.press("down");
    }
    shows(&desk, "Fermé du 6 au 21 avril");
    shows(&desk, "fermé jusqu’au 21 avril");
    let is_friday = |line: &str| line.contains("ven 24 avril") && line.trim_end().ends_with("fermé");
    assert!(desk.screen().lines().any(is_friday), "{}", desk.screen());
}

#[test]
fn what_is_being_recorded_is_not_done_yet() {
    let mut desk = desk();
    shows(&desk, "9 sur 60    fait");
    desk.status(State::Recording, |_| ());
    shows(&desk, "9 sur 60    en cours");
    shows(&desk, "[28]►");
    shows(&desk, "[ ]► aujourd’hui");
}

#[test]
fn what_was_typed_is_given_up_only_after_a_question() {
    let mut desk = desk();
    desk.press("a esc");
    assert!(desk.model.plan.form.is_none(), "nothing was typed");
    desk.press("a");
    desk.type_in("So");
    desk.press("esc");
    shows(&desk, "Abandonner ce qui est tapé ?");
    assert_eq!(desk.press("q"), [], "a letter goes on typing");
    shows(&desk, "Soq");
    desk.press("esc enter");
    assert!(desk.model.plan.form.is_none() && desk.model.line.is_none());
}

#[test]
fn a_form_waits_while_another_screen_is_looked_at() {
    let mut desk = desk();
    desk.press("a");
    desk.type_in("Soirée");
    desk.hear(Event::Clicked(Click { column: 4, row: 1, at: desk.model.now.mono }));
    assert_eq!(desk.model.screen, Screen::Today);
    desk.press("shift-tab");
    shows(&desk, "Soirée");
    desk.type_in("s");
    shows(&desk, "Soirées");
}

#[test]
fn the_next_clash_is_found_and_named_with_whom_and_when() {
    let mut desk = desk();
    desk.press("c");
    shows(&desk, "▌ mar 31 mars");
    shows(&desk, "▲ Lise a aussi à 20h45 : Samir");
    desk.press("c");
    assert_eq!(desk.model.plan.series().map(|series| series.id.to_string()).as_deref(), Some("samir"));
}

#[test]
fn arrows_walk_through_days_and_the_top_row_leads_to_the_series() {
    let mut desk = desk();
    let day = |desk: &Desk| desk.model.plan.row().map(|row| row.occurrence.start.format("%m-%d").to_string());
    desk.press("right right down");
    assert_eq!(day(&desk).as_deref(), Some("04-06").filter(|_| false)); // closed: nothing lies there
    shows(&desk, "▌ lun 6 avril");
    desk.press("home");
    shows(&desk, "▌[28]");
    desk.press("page-down");
    shows(&desk, "avril à juin 2020");
    desk.press("home up");
    assert_eq!(desk.model.plan.focus, Focus::Series);
    desk.press("esc");
    assert_eq!(desk.model.screen, Screen::Today);
}

#[test]
fn a_click_chooses_a_series_a_day_or_a_date() {
    let mut desk = desk();
    let click = |desk: &mut Desk, column, row| {
        desk.hear(Event::Clicked(Click { column, row, at: desk.model.now.mono }));
    };
    click(&mut desk, 19, 11); // Tuesday 31 March
    shows(&desk, "▌31 ▲");
    click(&mut desk, 6, 5);
    assert_eq!(desk.model.plan.series().map(|series| series.id.to_string()).as_deref(), Some("samir"));
    click(&mut desk, 6, 18); // the date above the chosen one
    shows(&desk, "▌ dim 29 mars");
    desk.press("enter");
    click(&mut desk, 20, 5);
    shows(&desk, "▌ Heure");
}

#[test]
fn where_nothing_can_be_written_that_is_said_and_nothing_is_offered() {
    let mut desk = desk();
    let refusal = temoin::error::Error::new(text!("files-read-only")).hint(text!("files-read-only-hint"));
    desk.model.plan.calendar.as_mut().unwrap().refusal = Some(refusal);
    assert!(!desk.screen().contains("déplacer"));
    for key in ["a", "enter", "d", "r", "delete", "u"] {
        desk.model.message = None;
        assert_eq!(desk.press(key), [], "{key}");
        assert!(desk.model.message.is_some() && desk.model.line.is_none() && desk.model.question.is_none(), "{key}");
    }
}

#[test]
fn a_bad_file_costs_its_own_row_and_is_named() {
    let mut desk = Desk::new();
    edit(&desk, "series/samir.toml", "minutes = 30", "minuts = 30");
    desk.press("shift-tab");
    shows(&desk, "▲ samir.toml:5: ");
    shows(&desk, "▌ Nadia, le soir");
}

#[test]
fn a_library_without_series_says_how_to_begin() {
    let mut desk = Desk::new();
    for series in ["emission", "nadia", "samir"] {
        std::fs::remove_file(desk.root().join(format!("series/{series}.toml"))).unwrap();
    }
    desk.press("tab tab tab");
    shows(&desk, "Aucune série encore.");
    let left: Vec<Effect> = desk.press("c v d enter esc enter");
    assert_eq!(left, []);
}

#[test]
fn a_count_that_exceptions_take_from_says_what_is_left_of_it() {
    let mut desk = desk();
    edit(&desk, "series/nadia.toml", "on_closed = \"shift\"", "on_closed = \"skip\"");
    desk.press("tab tab tab tab");
    choose(&mut desk, "nadia");
    shows(&desk, "14 dates");
    desk.press("enter");
    shows(&desk, "14 dates sont laissées de côté :");
}

#[test]
fn the_rest_is_said_to_move_on_only_where_it_does() {
    let mut desk = desk();
    shows(&desk, "Fermé du 6 au 19 avril : la suite se décale.");
    edit(&desk, "series/nadia.toml", ";COUNT=60", "");
    desk.press("tab tab tab tab");
    choose(&mut desk, "nadia");
    shows(&desk, "Fermé du 6 au 19 avril : rien ces jours-là.");
}

#[test]
fn a_shift_names_the_closed_days_on_which_later_ones_come_to_lie() {
    let mut desk = desk();
    desk.press("right right right r");
    desk.type_in("1 semaine");
    shows(&desk, "mardi 7 avril, 20h30, et toute la suite 7 jours plus tard. ▒ 5 rendez-vous sur");
    shows(&desk, "des jours fermés : 7 avril, 8 avril, 9 avril et 2 autres.");
    desk.press("enter");
    shows(&desk, "7▒»");
    desk.press("c");
    assert!(!desk.screen().contains("Rien à revoir"), "{}", desk.screen());
}

/// With the longest names of months, in the cell before Monday.
#[test]
fn the_chosen_day_takes_no_letter_of_its_month() {
    let mut desk = desk();
    desk.wait(240.0 * 86_400.0); // Monday 23 November
    desk.press("home");
    shows(&desk, "novembre▌[23]");
}

#[test]
fn what_the_microphone_says_stays_where_a_take_begins() {
    let mut desk = desk();
    desk.hear(Event::Armed(Err(Error::new(text!("sound-lost", id = "alsa:hw:0")))));
    assert!(!desk.screen().contains("alsa"), "{}", desk.screen());
    desk.press("tab");
    shows(&desk, "L’entrée `alsa:hw:0` n’est plus là");
}

#[test]
fn what_is_wrong_with_a_field_is_said_before_any_message() {
    let mut desk = desk();
    desk.press("enter down down end");
    desk.type_in("x");
    desk.hear(Event::Done(text!("schedule-no-clash")));
    shows(&desk, "aussi « 18h »");
    assert!(!desk.screen().contains("Rien à revoir"), "{}", desk.screen());
}
