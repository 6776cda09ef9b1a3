//! Marks that are put, moved, retyped and taken away while one listens.

use temoin::actions::play::From;
use temoin::audio::playing::Played;
use temoin::domain::{Frames, Slug, TakeId};
use temoin::error::Error;
use temoin::locale::Language;
use temoin::recorder::protocol::Request;
use temoin::store::markers::{self, FiledMarker};
use temoin::store::sessions;
use temoin::tui::event::{Act, Effect, Event, MarkChange};
use temoin::tui::theme::{Depth, Theme};

use crate::desk::{Desk, SESSION};
use crate::listen::{listening_at, with_two_takes};
use crate::mouse::with_a_range;

/// Frames a second in the demo library.
const RATE: f64 = 16_000.0;
/// The evening after, with a stretch off the record.
const LATER: &str = "2020-03-29-2030-nadia";

fn listening() -> Desk {
    listening_at(Desk::new(), SESSION)
}

/// Presses keys, and does what is to be done to marks. What is to be heard is given back.
fn press(desk: &mut Desk, keys: &str) -> Vec<Effect> {
    let mut left = Vec::new();
    for key in keys.split(' ') {
        let effects = desk.press(key);
        left.extend(desk.serve(effects));
    }
    left
}

fn filed(desk: &Desk, session: &str) -> Vec<FiledMarker> {
    let entry = sessions::load(&desk.root().join("sessions/2020").join(session)).unwrap();
    markers::load(&entry.folder, &entry.session.takes).rows
}

/// The marks on the disk: kind, seconds of the beginning and of the end, to a tenth.
fn marks(desk: &Desk, session: &str) -> Vec<(String, f64, Option<f64>)> {
    let tenths = |frame: Frames| (frame.0 as f64 / RATE * 10.0).round() / 10.0;
    let row = |filed: FiledMarker| (filed.marker.kind, tenths(filed.marker.frame), filed.marker.end_frame.map(tenths));
    filed(desk, session).into_iter().map(row).collect()
}

fn has(desk: &Desk, kind: &str, start: f64, end: Option<f64>) -> bool {
    marks(desk, SESSION).contains(&(kind.to_owned(), start, end))
}

/// What is played of a stretch, in seconds.
fn stretches(effects: &[Effect]) -> Vec<(f64, f64)> {
    let stretch = |effect: &Effect| match effect {
        Effect::Play { from: From::Stretch { start, end, .. }, .. } => Some((start.0 as f64 / RATE, end.0 as f64 / RATE)),
        _ => None,
    };
    effects.iter().filter_map(stretch).collect()
}

#[test]
fn m_puts_a_mark_at_the_head_o_makes_a_range_of_it_and_u_takes_both_back() {
    let mut desk = listening();
    press(&mut desk, "right right m");
    assert!(has(&desk, "touching", 10.0, None), "{:?}", marks(&desk, SESSION));
    assert!(
        desk.screen().contains("▌ ◆  0:00:10") && desk.screen().contains("Posé\u{a0}: touchant, 0:00:10."),
        "{}",
        desk.screen()
    );
    assert_eq!(stretches(&press(&mut desk, "right o")), [(13.5, 15.0)], "up to the end");
    assert!(desk.screen().contains("La fin est tenue."), "{}", desk.screen());
    assert_eq!(stretches(&press(&mut desk, "right shift-left page-down")), [(14.5, 16.0), (14.4, 15.9), (19.4, 20.9)]);
    press(&mut desk, "enter");
    assert!(has(&desk, "touching", 10.0, Some(20.9)));
    assert!(desk.screen().contains("▌ ◆  0:00:10 → 0:00:20"), "{}", desk.screen());
    press(&mut desk, "u");
    assert!(has(&desk, "touching", 10.0, None) && desk.screen().contains("Défait\u{a0}: touchant"), "{}", desk.screen());
    press(&mut desk, "u");
    assert_eq!(marks(&desk, SESSION).len(), 3);
    press(&mut desk, "u");
    assert!(desk.screen().contains("Il n’y a rien à défaire."), "{}", desk.screen());
}

#[test]
fn the_beginning_is_held_drawn_heard_and_given_up() {
    let mut desk = listening();
    press(&mut desk, "down down right o enter up down shift-right");
    let held = press(&mut desk, "i left");
    assert_eq!(stretches(&held).len(), 2);
    let start = stretches(&held)[1];
    assert!((start.1 - start.0 - 1.5).abs() < 0.01, "on from the beginning: {start:?}");
    insta::assert_snapshot!(desk.screen());
    let before = marks(&desk, SESSION);
    press(&mut desk, "esc");
    assert!(!desk.screen().contains("est tenu") && desk.screen().contains("▌ ◆"), "still in the session: {}", desk.screen());
    assert_eq!(marks(&desk, SESSION), before);
}

#[test]
fn an_edge_stays_on_its_side_and_what_plays_does_not_move_it() {
    let mut desk = listening();
    press(&mut desk, "right m o");
    assert!(desk.screen().contains("Le début du repère est ici. → avance, puis o pose la fin."), "{}", desk.screen());
    press(&mut desk, "right o enter right i");
    assert!(desk.screen().contains("Le début ne peut pas être ici"), "the head stands behind the end: {}", desk.screen());
    press(&mut desk, "left left i");
    let heard = press(&mut desk, "page-down page-down");
    let (start, _) = stretches(&heard)[1];
    assert!((9.99..10.0).contains(&start), "the last frame before the end: {start}");
    let number = heard.iter().rev().find_map(|effect| match effect {
        Effect::Play { number, .. } => Some(*number),
        _ => None,
    });
    let place = Played::At { take: TakeId("01E4HA2EW7TT3K01XCTAQXBQAW".into()), place: Frames(100) };
    desk.hear(Event::Played(number.unwrap(), place));
    press(&mut desk, "m t v delete"); // nothing else is done while it is held
    assert!(desk.screen().contains("Le début est tenu."), "{}", desk.screen());
    press(&mut desk, "page-up page-up shift-right enter");
    assert!(has(&desk, "touching", 0.1, Some(10.0)), "{:?}", marks(&desk, SESSION));
}

#[test]
fn from_one_edge_of_a_range_the_other_one_is_held_where_it_lies() {
    let mut desk = listening();
    press(&mut desk, "right m right o enter down up");
    assert_eq!(stretches(&press(&mut desk, "o")), [(8.5, 10.0)], "the arrows had put the head on the beginning");
    press(&mut desk, "shift-right enter");
    assert!(has(&desk, "touching", 5.0, Some(10.1)), "{:?}", marks(&desk, SESSION));
    assert_eq!(stretches(&press(&mut desk, "i")), [(5.0, 6.5)], "and now it stands on the end");
}

#[test]
fn a_click_moves_the_edge_that_is_held_and_chooses_no_other_mark() {
    let mut desk = listening();
    press(&mut desk, "down down i");
    desk.click(2, 13); // the first row of the list
    assert!(desk.screen().contains("▌ ◆"), "{}", desk.screen());
    desk.click(1, 4);
    press(&mut desk, "enter");
    assert!(has(&desk, "touching", 0.0, None), "{:?}", marks(&desk, SESSION));
}

#[test]
fn while_a_take_runs_m_marks_it_and_an_edge_is_moved_unheard() {
    let mut desk = listening_at(Desk::recording(), SESSION);
    let asked = press(&mut desk, "m");
    assert!(matches!(&asked[..], [Effect::Ask(Act::Mark, Request::Mark(_))]), "{asked:?}");
    assert_eq!(stretches(&press(&mut desk, "down down right o left")), [], "the microphone would hear it");
    assert!(desk.screen().contains("La fin est tenue."), "{}", desk.screen());
}

#[test]
fn the_palette_s_letters_switch_themes_of_the_chosen_mark_while_arrows_go_on() {
    let mut desk = listening();
    press(&mut desk, "t");
    assert!(desk.screen().contains("Aucun repère n’est choisi"), "{}", desk.screen());
    press(&mut desk, "down down t");
    insta::assert_snapshot!(desk.screen());
    // Two letters before the file was read anew: the second builds on the first.
    let mut asked = desk.press("r");
    asked.extend(desk.press("l"));
    desk.serve(asked);
    let themes = |desk: &Desk| -> Vec<String> { filed(desk, SESSION)[1].marker.themes.iter().map(ToString::to_string).collect() };
    assert_eq!(themes(&desk), ["sadness", "fear", "solidarity"]);
    press(&mut desk, "t r");
    assert_eq!(themes(&desk), ["solidarity"], "a letter of the palette stands for its theme, also the one that opened it");
    assert!(!press(&mut desk, "space").is_empty(), "it plays");
    press(&mut desk, "down r esc i");
    assert!(desk.screen().contains("Le début est tenu."), "closed, i is a key again: {}", desk.screen());
    let last = &filed(&desk, SESSION)[2].marker;
    assert_eq!(last.themes.iter().map(Slug::as_str).collect::<Vec<_>>(), ["fear"]);
}

#[test]
fn w_says_who_speaks() {
    let mut desk = listening();
    press(&mut desk, "down down w");
    assert!(desk.screen().contains("b Lise") && desk.screen().contains("c Nadia Exemple"), "as on Record: {}", desk.screen());
    press(&mut desk, "c b c");
    let who: Vec<String> = filed(&desk, SESSION)[1].marker.who.iter().map(ToString::to_string).collect();
    assert_eq!(who, ["lise"]);
    press(&mut desk, "w");
    assert!(!desk.screen().contains("qui parle ·"), "{}", desk.screen());
}

#[test]
fn h_takes_off_the_record_from_here_until_here_and_x_the_seconds_before() {
    let mut desk = listening();
    press(&mut desk, "right h");
    assert!(
        has(&desk, "off-record", 5.0, None) && desk.screen().contains("Hors diffusion à partir de 0:00:05"),
        "{}",
        desk.screen()
    );
    press(&mut desk, "right right h");
    assert!(desk.screen().contains("Entrée y met la fin."), "{}", desk.screen());
    assert!(has(&desk, "off-record", 5.0, None), "what lets something out is asked first");
    press(&mut desk, "enter");
    assert!(has(&desk, "off-record", 5.0, Some(15.0)));
    assert!(desk.screen().contains("peut sortir. u le remet."), "what lies behind it is open again: {}", desk.screen());
    press(&mut desk, "home right right x");
    assert!(has(&desk, "mask", 2.0, Some(10.0)));
}

#[test]
fn what_is_off_the_record_is_opened_only_after_a_question() {
    let mut desk = listening_at(Desk::new(), LATER);
    let count = marks(&desk, LATER).len();
    press(&mut desk, "down down delete");
    assert!(desk.screen().contains("Entrée retire le repère."), "{}", desk.screen());
    press(&mut desk, "esc");
    assert_eq!(marks(&desk, LATER).len(), count);
    let before = marks(&desk, LATER);
    for edge in ["i", "o"] {
        press(&mut desk, "up down right");
        press(&mut desk, edge);
        press(&mut desk, "enter");
        let said = desk.screen().replace('\u{a0}', " ");
        assert!(said.contains("un passage hors diffusion ne se raccourcit pas. Suppr"), "{edge}: {said}");
        assert_eq!(marks(&desk, LATER), before);
    }
    press(&mut desk, "delete enter");
    assert_eq!(marks(&desk, LATER).len(), count - 1);
    press(&mut desk, "u");
    assert_eq!(marks(&desk, LATER).len(), count);
}

#[test]
fn an_end_and_an_undo_that_let_something_out_are_asked_first() {
    let mut desk = listening();
    press(&mut desk, "right h right o enter");
    assert!(desk.screen().contains("Entrée y met la fin."), "{}", desk.screen());
    assert!(has(&desk, "off-record", 5.0, None), "{}", desk.screen());
    press(&mut desk, "enter");
    assert!(has(&desk, "off-record", 5.0, Some(10.0)));
    press(&mut desk, "u");
    assert!(has(&desk, "off-record", 5.0, None), "what lets nothing out is not asked: {}", desk.screen());
    press(&mut desk, "u");
    assert!(desk.screen().contains("Entrée défait"), "{}", desk.screen());
    assert!(has(&desk, "off-record", 5.0, None));
    press(&mut desk, "enter");
    assert!(!has(&desk, "off-record", 5.0, None));
}

#[test]
fn when_a_range_that_is_played_over_and_over_is_taken_away_no_other_one_is() {
    let mut desk = with_a_range();
    press(&mut desk, "down down b");
    assert!(desk.screen().contains("en boucle"), "{}", desk.screen());
    let effects = press(&mut desk, "delete");
    let on = |effect: &Effect| matches!(effect, Effect::Play { from: From::Place { selected, .. }, .. } if selected.is_empty());
    assert!(effects.iter().any(on), "what plays goes on, and nothing is asked for: {effects:?}");
    assert!(desk.screen().contains("pas de boucle"), "{}", desk.screen());
}

#[test]
fn f_v_and_delete_work_on_one_s_own_marks_and_after_delete_the_next_one_is_chosen() {
    let mut desk = listening();
    press(&mut desk, "right f");
    desk.type_in("son père ?");
    press(&mut desk, "enter v v");
    let thread =
        filed(&desk, SESSION).into_iter().find(|filed| filed.marker.note.as_deref() == Some("son père ?")).unwrap().marker;
    assert_eq!((thread.kind.as_str(), thread.frame.0, thread.strength), ("thread", 80_000, Some(2)));
    press(&mut desk, "v v delete");
    assert!(desk.screen().contains("Retiré\u{a0}: fil, 0:00:05."), "{}", desk.screen());
    assert!(desk.screen().contains("▌ ✓  0:00:06"), "{}", desk.screen());
    press(&mut desk, "f esc");
    assert_eq!(marks(&desk, SESSION).len(), 3);
}

#[test]
fn words_of_a_thread_that_could_not_be_kept_come_back() {
    let mut desk = listening();
    desk.press("right f");
    desk.type_in("son père ?");
    let effects = desk.press("enter");
    let Some(Effect::ChangeMark { session, change }) =
        effects.into_iter().find(|effect| matches!(effect, Effect::ChangeMark { .. }))
    else {
        panic!("a mark is asked for")
    };
    assert!(matches!(change, MarkChange::Add(..)));
    desk.hear(Event::MarkChanged { session, change, outcome: Err(Error::told(1, "le disque refuse".into())) });
    assert_eq!(desk.model.line.as_ref().map(|line| line.text()), Some("son père ?"));
    press(&mut desk, "enter");
    assert!(has(&desk, "thread", 5.0, None));
}

#[test]
fn another_person_s_mark_stays_theirs() {
    let desk = Desk::new();
    with_two_takes(&desk);
    let mut desk = listening_at(desk, SESSION);
    press(&mut desk, "down down down down");
    let before = marks(&desk, SESSION);
    for key in ["i", "o", "t", "w", "v", "delete", "n"] {
        press(&mut desk, key);
        assert!(desk.screen().contains("Ce repère appartient à paul."), "{key}: {}", desk.screen());
        desk.model.message = None;
    }
    assert_eq!(marks(&desk, SESSION), before);
}

#[test]
fn words_can_be_taken_back_too() {
    let mut desk = listening();
    press(&mut desk, "down down n");
    desk.type_in(", le bus");
    press(&mut desk, "enter u");
    assert_eq!(filed(&desk, SESSION)[1].marker.note.as_deref(), Some("elle parle de sa mère"));
}

#[test]
fn without_colour_the_palette_shows_what_the_mark_has() {
    let plain = Theme { depth: Depth::None, ascii: true, ..Theme::default() };
    let mut desk = listening_at(Desk::of(Language::English, (80, 24), plain), SESSION);
    press(&mut desk, "down down t");
    assert!(desk.screen().contains("[t sadness]") && desk.screen().contains("themes and kind"), "{}", desk.screen());
}
