//! The queue of the public's questions, over the marks on Record: taken, answered, kept for later, written.

use std::fs;

use temoin::locale::Language;
use temoin::recorder::protocol::{MarkEdit, MarkRequest, MarkerFacts, Reply, Request, State};
use temoin::tui::event::{Act, Effect, Event};
use temoin::tui::model::Screen;
use temoin::tui::theme::Theme;

use crate::desk::{Desk, SESSION};
use crate::record::both;

/// A question of the running take.
fn question(number: u32, state: &str, seconds: f64, words: &str, from: Option<&str>) -> MarkerFacts {
    let facts = serde_json::json!({
        "id": id(number), "take": "2", "frame": (seconds * 48_000.0) as u64, "seconds": seconds, "kind": "question",
        "state": state, "note": words, "from": from, "open": state == "taken",
    });
    serde_json::from_value(facts).expect("a mark")
}

fn id(number: u32) -> String {
    format!("m-01JD44000000000000000000{number:02}")
}

/// The questions that screens.md draws.
pub fn of_the_evening() -> Vec<MarkerFacts> {
    vec![
        question(1, "answered", 60.0, "Qui paie\u{a0}?", None),
        question(3, "asked", 320.0, "Combien de lits fermés depuis\u{a0}?", Some("par fichier")),
        question(4, "asked", 330.0, "Un mot pour les étudiants\u{a0}?", Some("Jo")),
        question(5, "parked", 340.0, "Et en Flandre\u{a0}?", None),
        question(2, "taken", 610.0, "Et les aidants, qui les aide\u{a0}?", Some("Mimi75")),
    ]
}

/// A take at 0:12:07 on Record, with the marks that are there.
fn take(marks: Vec<MarkerFacts>) -> Desk {
    let mut desk = Desk::of(Language::French, (80, 24), Theme::default());
    desk.status(State::Recording, both);
    desk.hear(Event::Marks(marks));
    desk
}

/// The recorder has done what was asked.
fn answer(desk: &mut Desk, act: Act, marker: MarkerFacts) -> Vec<Effect> {
    desk.hear(Event::Answered(act, Ok(Box::new(Reply { marker: Some(marker), ..Reply::done() }))))
}

/// `ID STATE` of every edit that is asked for.
fn edits(effects: &[Effect]) -> Vec<String> {
    let edit = |effect: &Effect| match effect {
        Effect::Ask(Act::Edit, Request::Edit(edit)) => {
            let MarkEdit { id, state, stamp, .. } = &**edit;
            assert!(stamp.mono.is_some(), "the place of an answer is that of its key");
            Some(format!("{} {}", &id[id.len() - 2..], state.as_deref().unwrap_or_default()))
        }
        _ => None,
    };
    effects.iter().filter_map(edit).collect()
}

fn made(effects: &[Effect]) -> Vec<&MarkRequest> {
    let made = effects.iter().filter_map(|effect| match effect {
        Effect::Ask(Act::Mark, Request::Mark(request)) => Some(&**request),
        _ => None,
    });
    made.collect()
}

fn chosen(desk: &Desk) -> String {
    let screen = desk.screen();
    screen.lines().find(|row| row.starts_with(" ▌")).unwrap_or_default().to_owned()
}

#[test]
fn the_queue_takes_the_place_of_the_marks() {
    let mut desk = take(of_the_evening());
    assert!(desk.screen().contains("2 questions en attente (a)"), "{}", desk.screen());
    assert_eq!(desk.press("a"), []);
    insta::assert_snapshot!(desk.screen());
    desk.press("esc");
    assert!(!desk.screen().contains("aidants\u{a0}?") && desk.model.screen == Screen::Record, "{}", desk.screen());
    desk.press("a");
    desk.resize(80, 3);
    assert!(desk.screen().contains("? en cours 0:10:10  «\u{a0}Et les aidants"), "{}", desk.screen());
}

#[test]
fn enter_takes_and_enter_again_answers_and_the_next_one_is_chosen() {
    let mut desk = take(vec![question(1, "asked", 5.0, "un", None), question(2, "asked", 6.0, "deux", None)]);
    assert_eq!(edits(&desk.press("a enter")), ["01 taken"]);
    answer(&mut desk, Act::Edit, question(1, "taken", 727.0, "un", None));
    assert!(chosen(&desk).contains("en cours 0:12:07"), "{}", desk.screen());
    assert!(desk.screen().contains("Question en cours, depuis 0:12:07."), "{}", desk.screen());
    assert_eq!(edits(&desk.press("enter")), ["01 answered"]);
    answer(&mut desk, Act::Edit, question(1, "answered", 727.0, "un", None));
    assert!(chosen(&desk).contains("«\u{a0}deux\u{a0}»"), "{}", desk.screen());
    assert!(desk.screen().contains("questions ─ 2, dont 1 en attente"), "{}", desk.screen());
    assert_eq!(edits(&desk.press("enter")), ["02 taken"]);
}

#[test]
fn it_is_said_how_many_wait_of_more_than_these() {
    let title = |states: &[&str]| {
        let questions = states.iter().zip(1..).map(|(state, n)| question(n, state, n.into(), "un", None)).collect();
        let screen = take(questions).pressing("a").screen();
        screen.lines().find(|line| line.contains("questions ─")).unwrap_or_default().trim_matches(['─', ' ']).to_owned()
    };
    assert_eq!(title(&["asked"]), "questions ─ 1 en attente");
    assert_eq!(title(&["answered", "asked"]), "questions ─ 2, dont 1 en attente");
    assert_eq!(title(&["answered", "answered"]), "questions ─ 2, aucune en attente");
}

#[test]
fn left_keeps_the_chosen_one_for_later_and_it_can_be_taken_all_the_same() {
    let mut desk =
        take(["un", "deux", "trois"].iter().zip(1..).map(|(words, n)| question(n, "asked", n.into(), words, None)).collect());
    assert_eq!(edits(&desk.press("a down left")), ["02 parked"]);
    answer(&mut desk, Act::Edit, question(2, "parked", 2.0, "deux", None));
    assert!(chosen(&desk).contains("«\u{a0}trois\u{a0}»"), "{}", desk.screen());
    assert_eq!(edits(&desk.press("down down enter")), ["02 taken"]);
    answer(&mut desk, Act::Edit, question(2, "taken", 727.0, "deux", None));
    assert_eq!(edits(&desk.press("left")), ["02 parked"], "and put back");
}

#[test]
fn what_comes_meanwhile_moves_nothing_from_under_the_hand() {
    let mut desk = take(vec![question(2, "asked", 6.0, "deux", None), question(3, "asked", 7.0, "trois", None)]);
    desk.press("a down");
    desk.hear(Event::Marks(vec![question(1, "asked", 5.0, "un", None), question(4, "asked", 8.0, "quatre", None)]));
    assert_eq!(edits(&desk.press("enter")), ["03 taken"]);
}

#[test]
fn a_question_is_written_while_somebody_talks_and_space_still_marks() {
    let mut desk = take(Vec::new());
    desk.press("a");
    assert!(desk.screen().contains("─ questions ─"), "{}", desk.screen());
    desk.press("enter");
    assert!(desk.screen().contains("Aucune question n’attend."), "{}", desk.screen());
    desk.press("a");
    let before = desk.model.now.mono;
    desk.type_in("Et demain ?");
    let effects = desk.press("enter");
    let asked = made(&effects);
    assert_eq!((asked[0].kind.as_deref(), asked[0].state.as_deref()), (Some("question"), Some("asked")));
    assert_eq!((asked[0].note.as_deref(), asked[0].stamp.mono), (Some("Et demain ?"), Some(before)), "from when it was begun");
    answer(&mut desk, Act::Mark, question(1, "asked", 727.0, "Et demain ?", None));
    assert!(desk.screen().contains("Nouvelle question, à 0:12:07."), "{}", desk.screen());
    assert_eq!(edits(&desk.press("left")), ["01 parked"], "no arrow of a mark");
    let effects = desk.press("space");
    assert_eq!(made(&effects)[0].kind.as_deref(), Some("touching"));
    assert!(edits(&desk.press("right up")).is_empty(), "the arrows are the queue’s");
}

#[test]
fn enter_is_the_next_step_again_when_the_queue_is_closed() {
    let mut desk = take(vec![question(1, "asked", 5.0, "un", None)]);
    desk.press("a");
    assert!(!desk.screen().contains("Entrée ►"), "{}", desk.screen());
    let effects = desk.press("esc enter");
    assert!(matches!(&effects[..], [Effect::Ask(Act::Step, Request::Step(_))]), "{effects:?}");
}

#[test]
fn without_a_take_there_is_no_queue() {
    let mut desk = Desk::new().on(Screen::Record);
    desk.press("a");
    assert!(desk.screen().contains("Rien n’est enregistré."), "{}", desk.screen());
    assert!(!desk.screen().contains("─ questions"), "{}", desk.screen());
}

#[test]
fn where_names_must_not_be_seen_no_words_of_the_public_are() {
    let mut desk = take(of_the_evening());
    desk.model.setup.hides_names = true;
    desk.press("a");
    assert!(desk.screen().contains("en cours 0:10:10") && desk.screen().contains("dont 2 en attente"), "{}", desk.screen());
    assert!(!desk.screen().contains("Mimi75") && !desk.screen().contains("aidants"), "{}", desk.screen());
}

/// The evening before has kept a question for later.
fn with_an_earlier_question() -> Desk {
    let desk = Desk::new();
    let file = desk.root().join("sessions/2020").join("2020-03-29-2030-nadia/markers-lise.toml");
    let marks = fs::read_to_string(&file).unwrap();
    let question = "\n[[marker]]\nid = \"m-01E4KS0E6F1RK5EN3A5KPGP0ZZ\"\ntake = \"01E4KRZNDJ4T12B8579SM3K7ZJ\"\nframe = 350000\n\
        kind = \"question\"\nfrom = \"Jo\"\nstate = \"parked\"\nnote = \"Un mot pour les étudiants\u{a0}?\"\n";
    fs::write(&file, marks + question).unwrap();
    let mut desk = desk;
    desk.status(State::Recording, both);
    desk
}

#[test]
fn what_was_kept_for_later_comes_back_first_and_is_a_mark_of_the_take_that_takes_it() {
    let mut desk = with_an_earlier_question();
    desk.hear(Event::Marks(vec![question(1, "asked", 5.0, "un", None)]));
    desk.press("a");
    assert!(chosen(&desk).contains("étudiants") && chosen(&desk).ends_with("Jo"), "{SESSION}: {}", desk.screen());
    desk.press("left");
    assert!(desk.screen().contains("Elle est déjà gardée pour la suite."), "{}", desk.screen());
    desk.press("up");
    let effects = desk.press("enter");
    let taken = made(&effects);
    assert_eq!((taken[0].state.as_deref(), taken[0].from.as_deref()), (Some("taken"), Some("Jo")));
    assert_eq!(taken[0].note.as_deref(), Some("Un mot pour les étudiants\u{a0}?"));
    assert_eq!(desk.press("enter"), [], "its answer waits for its mark");
    let taken = question(9, "taken", 727.0, "Un mot pour les étudiants\u{a0}?", Some("Jo"));
    assert_eq!(edits(&answer(&mut desk, Act::Mark, taken)), ["09 answered"]);
    answer(&mut desk, Act::Edit, question(9, "answered", 727.0, "Un mot pour les étudiants\u{a0}?", Some("Jo")));
    assert!(!desk.screen().contains("étudiants") && chosen(&desk).contains("«\u{a0}un\u{a0}»"), "{}", desk.screen());
}

#[test]
fn what_could_not_be_taken_still_waits() {
    let mut desk = with_an_earlier_question();
    desk.press("a enter");
    assert!(chosen(&desk).contains("en cours"), "{}", desk.screen());
    desk.hear(Event::Answered(Act::Mark, Ok(Box::new(Reply::refused(1, "le disque".into())))));
    assert!(chosen(&desk).starts_with(" ▌ 1"), "{}", desk.screen());
    let taken = question(9, "taken", 727.0, "Un mot pour les étudiants\u{a0}?", Some("Jo"));
    desk.press("enter");
    answer(&mut desk, Act::Mark, taken.clone());
    desk.hear(Event::Answered(
        Act::Undo,
        Ok(Box::new(Reply { marker: Some(MarkerFacts { deleted: true, ..taken }), ..Reply::done() })),
    ));
    assert!(chosen(&desk).starts_with(" ▌ 1"), "taken back, it waits again: {}", desk.screen());
}
