//! People on Record: who speaks in a mark, who has not agreed yet, and the consents that are said.

use std::fs;

use temoin::actions::consent::Said;
use temoin::domain::{MarkerId, Slug};
use temoin::locale::Language;
use temoin::recorder::protocol::{MarkEdit, MarkerFacts, Reply, Request, State};
use temoin::tui::event::{Act, Effect, Event};
use temoin::tui::model::Screen;
use temoin::tui::note;
use temoin::tui::theme::Theme;

use crate::desk::{Desk, SESSION};
use crate::record::both;

const MARK: &str = "m-01JD4400000000000000000007";

/// The consent that stands in the demo library.
const CONSENT: &str = "m-01E4HA2PNT7DTRAY02WYFW8007";

fn take() -> Desk {
    let mut desk = Desk::of(Language::French, (80, 24), Theme::default());
    desk.status(State::Recording, both);
    desk
}

fn mark(id: &str, kind: &str, who: &[&str]) -> MarkerFacts {
    let facts = serde_json::json!({
        "id": id, "take": "2", "frame": 960_000, "seconds": 20.0, "kind": kind, "who": who,
    });
    serde_json::from_value(facts).expect("a mark")
}

fn answer(desk: &mut Desk, act: Act, marker: MarkerFacts) -> Vec<Effect> {
    desk.hear(Event::Answered(act, Ok(Box::new(Reply { marker: Some(marker), ..Reply::done() }))))
}

/// Who speaks, by each edit that is asked for.
fn speaking(effects: &[Effect]) -> Vec<Vec<String>> {
    let edit = |effect: &Effect| match effect {
        Effect::Ask(Act::Edit, Request::Edit(edit)) => {
            let MarkEdit { id, who, .. } = &**edit;
            assert_eq!(id, MARK);
            who.clone()
        }
        _ => None,
    };
    effects.iter().filter_map(edit).collect()
}

#[test]
fn w_and_a_letter_say_who_speaks_in_the_last_mark_and_once_more_takes_it_back() {
    let mut desk = take();
    desk.press("space");
    answer(&mut desk, Act::Mark, mark(MARK, "touching", &[]));
    assert_eq!(desk.press("w"), []);
    assert!(desk.screen().contains("Qui parle\u{a0}?  b Lise   c Nadia Exemple   w ferme"), "{}", desk.screen());
    assert!(!desk.screen().contains("service public"), "those letters are the people’s: {}", desk.screen());
    assert_eq!(speaking(&desk.press("c")), [["s-01"]]);
    answer(&mut desk, Act::Edit, mark(MARK, "touching", &["s-01"]));
    assert!(desk.screen().contains("c [Nadia Exemple]"), "{}", desk.screen());
    assert_eq!(speaking(&desk.press("b")), [["s-01", "lise"]]);
    assert_eq!(speaking(&desk.press("c")), [["lise"]]);
    answer(&mut desk, Act::Edit, mark(MARK, "touching", &["lise"]));
    desk.press("w");
    let screen = desk.screen();
    assert!(!screen.contains("Qui parle") && screen.contains("service public"), "{screen}");
    assert!(screen.lines().any(|row| row.contains("touchant") && row.ends_with("Lise")), "{screen}");
}

#[test]
fn every_other_key_does_its_own_work_while_the_people_are_shown() {
    let mut desk = take();
    desk.press("space");
    answer(&mut desk, Act::Mark, mark(MARK, "touching", &[]));
    let effects = desk.press("w h");
    assert!(
        matches!(&effects[..], [Effect::Ask(Act::Mark, Request::Mark(request))] if request.kind.as_deref() == Some("off-record"))
    );
    let mut desk = take();
    desk.press("space");
    answer(&mut desk, Act::Mark, mark(MARK, "touching", &[]));
    let effects = desk.press("w t");
    assert!(matches!(&effects[..], [Effect::Ask(Act::Edit, Request::Edit(edit))] if edit.themes.is_some()), "{effects:?}");
    assert_eq!(desk.press("enter"), [], "it closes, and is no next step");
    assert!(!desk.screen().contains("Qui parle"), "{}", desk.screen());
}

#[test]
fn who_speaks_waits_for_the_mark_as_every_change_does_and_is_asked_of_no_old_one() {
    let mut desk = take();
    desk.press("space w");
    assert_eq!(desk.press("c"), [], "the recorder has not named the mark yet");
    assert_eq!(speaking(&answer(&mut desk, Act::Mark, mark(MARK, "touching", &[]))), [["s-01"]]);
    desk.wait(7.0);
    assert!(!desk.screen().contains("Qui parle"), "{}", desk.screen());
    desk.press("w");
    assert!(desk.screen().contains("Aucun repère récent"), "{}", desk.screen());
}

#[test]
fn who_has_agreed_to_nothing_yet_is_named_before_and_once_in_the_take() {
    let told = "Pas encore d’accord noté pour Nadia Exemple (film, podcast, archive).";
    let has = |desk: &Desk| {
        desk.screen().replace(['\n', '\u{a0}'], " ").split_whitespace().collect::<Vec<_>>().join(" ").contains(told)
    };
    let without = |desk: &Desk| {
        let file = desk.root().join("people/s-01.toml");
        let person = fs::read_to_string(&file).unwrap();
        fs::write(&file, person.split("[[consent]]").next().unwrap()).unwrap();
        fs::remove_dir_all(desk.root().join("sessions/2020/2020-03-28-2030-nadia")).unwrap();
    };
    let mut desk = Desk::new().with(without).on(Screen::Record);
    desk.status(State::Armed, |_| ());
    assert!(has(&desk), "{}", desk.screen());

    let mut desk = take();
    assert!(!has(&desk), "she has agreed to the film: {}", desk.screen());
    let file = desk.root().join("people/s-01.toml");
    let person = fs::read_to_string(&file).unwrap();
    fs::write(&file, person.split("[[consent]]").next().unwrap()).unwrap();
    desk.status(State::Recording, |status| status.take = Some(3));
    assert!(has(&desk), "{}", desk.screen());
    desk.press("k");
    answer(&mut desk, Act::Mark, mark(MARK, "consent", &[]));
    assert!(!has(&desk), "{}", desk.screen());
}

/// A take with a consent at 20 s has just been stopped.
fn stopped(who: &[&str]) -> Desk {
    let mut desk = take();
    desk.hear(Event::Marks(vec![mark(CONSENT, "consent", who)]));
    let told = serde_json::json!({ "event": "stopped", "format": 1, "frames": 34896000, "session": SESSION, "take": 2, "seconds": 727.0, "marks": 1, "why": "asked" });
    desk.hear(Event::Told(Box::new(serde_json::from_value(told).unwrap())));
    desk.hear(Event::Status(None));
    desk
}

#[test]
fn a_consent_that_was_said_is_noted_after_the_take_for_whom_and_for_what_with_its_evidence() {
    let mut desk = stopped(&[]);
    assert!(desk.screen().contains("Accord dit à 0:00:20. Qui l’a donné, et pour quoi\u{a0}?"), "{}", desk.screen());
    assert!(
        desk.screen().contains("▌ Nadia Exemple, podcast") && desk.screen().contains("  Nadia Exemple, archive"),
        "{}",
        desk.screen()
    );
    assert!(!desk.screen().contains("Lise,") && !desk.screen().contains(", film"), "{}", desk.screen());
    let effects = desk.press("space");
    let said = Said { person: Slug::parse("s-01").unwrap(), usage: "podcast".into(), marker: MarkerId(CONSENT.into()) };
    let [Effect::Note { session, answers }] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!(answers.consents, [said]);
    note(desk.place(), session, answers, desk.model.now.wall).unwrap();
    assert!(desk.screen().contains("Nadia Exemple, podcast ✓"), "{}", desk.screen());
    desk.press("enter");
    assert!(desk.screen().contains("▌ Comment c’était"), "what nobody has said is not noted: {}", desk.screen());
    let person = fs::read_to_string(desk.root().join("people/s-01.toml")).unwrap();
    let noted = format!("use = \"podcast\"\ngiven = 2020-03-28\nhow = \"spoken\"\nevidence = \"{SESSION}#{CONSENT}\"\n");
    assert!(person.ends_with(&noted) && person.starts_with("# Une personne inventée"), "{person}");
    assert!(!person.contains("archive"), "{person}");
}

#[test]
fn a_consent_of_those_whom_its_mark_names_is_asked_of_nobody_else() {
    let desk = stopped(&["lise"]);
    assert!(desk.screen().contains("▌ Comment c’était"), "a host needs none: {}", desk.screen());
    let desk = stopped(&["s-01", "lise"]);
    assert!(desk.screen().contains("▌ Nadia Exemple, podcast"), "{}", desk.screen());
}
