//! The first start: four questions with proposals, a meter that lives, and the offer to rehearse.

use temoin::actions::first_start::Answers;
use temoin::audio::device::InputInfo;
use temoin::audio::input::InputRole;
use temoin::domain::{Dbfs, Hertz, Slug};
use temoin::error::{Error, Loaded};
use temoin::locale::Language;
use temoin::text;
use temoin::tui::event::{Effect, Event};
use temoin::tui::model::Screen;
use temoin::tui::screen::first;
use temoin::tui::theme::Theme;

use crate::desk::Desk;

fn somebody_new(language: Language, size: (u16, u16), theme: Theme) -> Desk {
    let mut desk = Desk::of(language, size, theme);
    desk.model.library = None;
    let answers = Answers {
        language,
        who: Slug::parse("olivier").unwrap(),
        inputs: vec!["default".to_owned()],
        library: "/home/olivier/Documents/recordings".into(),
        palette: None,
    };
    let effects = first::open(&mut desk.model, answers);
    assert_eq!(effects, [Effect::ListInputs]);
    desk
}

pub fn microphone(id: &str, name: &str, is_default: bool) -> InputInfo {
    InputInfo { id: id.into(), name: name.into(), role: InputRole::Microphone, channels: 1, rate: Hertz(48_000), is_default }
}

pub fn found(rows: Vec<InputInfo>) -> Event {
    Event::Inputs(Loaded { rows, faults: Vec::new() })
}

/// The sound server does not answer.
pub fn no_sound() -> Event {
    Event::Inputs(Loaded { rows: Vec::new(), faults: vec![Error::new(text!("sound-no-server", id = "pulseaudio"))] })
}

/// Two microphones were found.
pub fn with_microphones(language: Language, size: (u16, u16), theme: Theme) -> Desk {
    let mut desk = somebody_new(language, size, theme);
    desk.hear(found(vec![microphone("pulseaudio:usb", "Rode USB", false), microphone("pulseaudio:mic", "micro interne", true)]));
    desk
}

#[test]
fn the_questions_in_both_languages() {
    insta::assert_snapshot!("french", somebody_new(Language::French, (80, 24), Theme::default()).screen());
    insta::assert_snapshot!("english", somebody_new(Language::English, (80, 24), Theme::default()).screen());
    let mut desk = with_microphones(Language::French, (80, 24), Theme::default());
    desk.press("enter enter");
    desk.hear(Event::Metered(Ok(Dbfs(-18.0))));
    insta::assert_snapshot!("microphone", desk.screen());
    let mut desk = with_microphones(Language::French, (100, 30), Theme::default());
    desk.press("enter enter enter enter");
    desk.hear(Event::Settled(Ok(())));
    insta::assert_snapshot!("offer_at_100x30", desk.screen());
}

#[test]
fn enter_four_times_takes_everything_that_is_proposed() {
    let mut desk = with_microphones(Language::French, (80, 24), Theme::default());
    let effects = desk.press("enter enter enter enter");
    let Some(Effect::FirstStart(answers)) = effects.last() else { panic!("{effects:?}") };
    assert_eq!((answers.who.as_str(), answers.inputs.clone()), ("olivier", vec!["default".to_owned()]));
    assert_eq!(answers.library.to_str(), Some("/home/olivier/Documents/recordings"));
    desk.hear(Event::Settled(Ok(())));
    assert_eq!(desk.press("enter"), [Effect::Rehearse]);
}

#[test]
fn while_the_library_is_made_no_key_leads_anywhere() {
    let mut desk = with_microphones(Language::French, (80, 24), Theme::default());
    desk.press("enter enter enter enter");
    assert!(desk.screen().contains("Préparation…"), "{}", desk.screen());
    assert_eq!(desk.press("tab shift-tab enter space / : s m"), []);
    assert!(desk.model.screen == Screen::First && desk.model.overlay.is_none() && desk.model.line.is_none());
    desk.hear(Event::Settled(Ok(())));
    assert!(!desk.screen().contains("Préparation…"), "{}", desk.screen());
    assert_eq!(desk.press("enter"), [Effect::Rehearse]);
}

#[test]
fn the_first_letter_replaces_what_is_proposed_and_the_file_is_named_meanwhile() {
    let mut desk = with_microphones(Language::French, (80, 24), Theme::default());
    desk.press("enter");
    assert!(desk.screen().contains("markers-olivier.toml"), "{}", desk.screen());
    desk.type_in("Ann É");
    assert!(desk.screen().contains("markers-ann-e.toml"), "{}", desk.screen());
    assert!(!desk.screen().contains("quitter") && desk.screen().contains("Entrée garde  Échap question d’avant"));
    let mut desk = with_microphones(Language::French, (80, 24), Theme::default());
    desk.press("enter end");
    desk.type_in("2");
    assert!(desk.screen().contains("markers-olivier2.toml"), "{}", desk.screen());
}

#[test]
fn any_other_key_at_the_offer_opens_today() {
    let mut desk = with_microphones(Language::French, (80, 24), Theme::default());
    desk.press("enter enter enter enter");
    desk.hear(Event::Settled(Ok(())));
    let effects = desk.press("x");
    assert_eq!(desk.model.screen, Screen::Today);
    assert_eq!(effects, [Effect::LookAround, Effect::Recover]);
}

#[test]
fn a_sound_server_that_does_not_answer_is_no_missing_microphone() {
    let mut desk = somebody_new(Language::French, (80, 24), Theme::default());
    desk.hear(no_sound());
    desk.press("enter enter");
    let screen = desk.screen();
    assert!(screen.contains("le système sonore `pulseaudio`") && !screen.contains("Aucun micro"), "{screen}");
}

#[test]
fn inputs_that_come_after_the_first_start_are_offered_nowhere_else() {
    let mut desk = somebody_new(Language::French, (80, 24), Theme::default());
    desk.press("enter enter enter enter");
    desk.hear(Event::Settled(Ok(())));
    desk.press("x a");
    assert_eq!(desk.model.screen, Screen::Record);
    desk.hear(Event::Armed(Ok(())));
    desk.hear(found(Vec::new()));
    assert!(desk.model.question.is_none(), "{}", desk.screen());
}

#[test]
fn the_language_changes_at_once() {
    let mut desk = somebody_new(Language::French, (80, 24), Theme::default());
    desk.press("right");
    assert!(desk.screen().contains("Four questions"), "{}", desk.screen());
    desk.press("left");
    assert!(desk.screen().contains("Quatre questions"), "{}", desk.screen());
}

#[test]
fn the_meter_follows_the_chosen_input_and_ends_with_the_question() {
    let mut desk = with_microphones(Language::French, (80, 24), Theme::default());
    assert_eq!(desk.press("enter enter"), [Effect::Meter(Some("default".to_owned()))]);
    assert_eq!(desk.press("down"), [Effect::Meter(Some("pulseaudio:usb".to_owned()))]);
    desk.hear(Event::Metered(Ok(Dbfs(-18.0))));
    assert!(desk.screen().contains("très bien"), "{}", desk.screen());
    assert_eq!(desk.press("enter"), [Effect::Meter(None)]);
    let Some(Effect::FirstStart(answers)) = desk.press("enter").pop() else { panic!("nothing is made") };
    assert_eq!(answers.inputs, ["pulseaudio:usb"]);
}

#[test]
fn two_microphones_of_one_name_are_told_apart() {
    let mut desk = somebody_new(Language::French, (80, 24), Theme::default());
    let one_name = |id, is_default| microphone(id, "USB Audio", is_default);
    desk.hear(found(vec![one_name("alsa:hw:1", false), microphone("alsa:hw:0", "Rode", false), one_name("alsa:hw:2", true)]));
    desk.press("enter enter");
    for name in ["USB Audio (1) (par défaut)", "Rode\n", "USB Audio (2)"] {
        assert!(desk.screen().contains(name), "{name}: {}", desk.screen());
    }
    assert_eq!(desk.press("down"), [Effect::Meter(Some("alsa:hw:1".to_owned()))]);
}

#[test]
fn without_a_microphone_the_synthetic_voice_is_proposed() {
    let mut desk = somebody_new(Language::French, (80, 24), Theme::default());
    desk.hear(found(Vec::new()));
    assert_eq!(desk.press("enter enter"), [Effect::Meter(Some("voice".to_owned()))]);
    assert!(desk.screen().contains("Aucun micro n’a été trouvé"), "{}", desk.screen());
    let Some(Effect::FirstStart(answers)) = desk.press("enter enter").pop() else { panic!("nothing is made") };
    assert_eq!(answers.inputs, ["voice"]);
}

#[test]
fn a_name_without_letters_and_a_folder_that_cannot_be_made_are_asked_for_again() {
    let mut desk = with_microphones(Language::French, (80, 24), Theme::default());
    desk.press("enter");
    for _ in 0..10 {
        desk.press("backspace");
    }
    desk.type_in("!!");
    desk.press("enter");
    assert!(desk.screen().contains("au moins une lettre"), "{}", desk.screen());
    desk.type_in("Zoé");
    desk.press("enter enter enter");
    desk.hear(Event::Settled(Err(Error::new(text!("files-exists")).at("/x"))));
    assert!(desk.model.line.is_some() && desk.model.screen == Screen::First);
}

#[test]
fn escape_goes_back_a_question_and_makes_nothing() {
    let mut desk = with_microphones(Language::French, (80, 24), Theme::default());
    desk.press("enter enter enter");
    let effects = desk.press("esc esc esc esc");
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::FirstStart(_))));
    assert!(desk.screen().contains("Langue"), "{}", desk.screen());
}
