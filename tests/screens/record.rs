//! Record, its strip, and Guided: what the lamp says, what keys ask of the recorder, what is said back.

use temoin::actions::notes::{LateNote, Onto};
use temoin::domain::MarkerId;
use temoin::error::Error;
use temoin::locale::Language;
use temoin::recorder::protocol::{
    Event as Told, Level, MarkEdit, MarkRequest, MarkerFacts, Reply, Request, State, Status, StepFacts, StopReason, Warning,
};
use temoin::text;
use temoin::tui::event::{Act, Click, Effect, Event};
use temoin::tui::model::Screen;
use temoin::tui::screen::record::Lamp;
use temoin::tui::theme::{Filling, Theme};

use crate::desk::{Desk, SESSION, level};
use crate::first::{found, microphone, no_sound};

/// A take at 0:12:07 with two voices, on Record, everything quiet.
fn take(language: Language) -> Desk {
    let mut desk = Desk::of(language, (80, 24), Theme::default());
    desk.status(State::Recording, both);
    desk
}

fn french() -> Desk {
    take(Language::French)
}

pub fn both(status: &mut Status) {
    status.levels = vec![level("moi", -18.0), level("Nadia", -27.0)];
    status.levels[0].heard = true;
    (status.number, status.of) = (Some(9), Some(60));
}

/// A channel on which somebody has spoken, and speaks.
pub fn heard(channel: &str, peak: f32) -> Level {
    Level { now_dbfs: Some(peak - 3.0), heard: true, ..level(channel, peak) }
}

fn warn(status: &mut Status, code: &str, text: &str) {
    status.warnings.push(Warning {
        code: code.into(),
        since: "2020-03-28T19:44:00Z".parse().unwrap(),
        text: text.into(),
        input: None,
    });
}

fn mark(id: &str, kind: &str, seconds: f64, end: Option<f64>) -> MarkerFacts {
    let frame = |seconds: f64| (seconds * 48_000.0) as u64;
    serde_json::from_value(serde_json::json!({
        "id": id, "take": "2", "frame": frame(seconds), "seconds": seconds, "kind": kind,
        "end_frame": end.map(frame), "length": end.map(|end| end - seconds),
    }))
    .unwrap()
}

pub fn with_marks(desk: &mut Desk) {
    let mut touching = mark("m-4", "touching", 718.0, Some(726.0));
    (touching.themes, touching.strength) = (vec!["sadness".into()], Some(2));
    let mut thread = mark("m-3", "thread", 580.0, None);
    thread.note = Some("mon père n’a pas été testé".into());
    let marks = vec![mark("m-1", "consent", 20.0, None), mark("m-2", "off-record", 312.0, Some(390.0)), thread, touching];
    desk.hear(Event::Marks(marks));
}

/// The recorder has done what was asked.
fn answer(desk: &mut Desk, act: Act, marker: Option<MarkerFacts>) -> Vec<Effect> {
    desk.hear(Event::Answered(act, Ok(Box::new(Reply { marker, ..Reply::done() }))))
}

fn marks_asked(effects: &[Effect]) -> Vec<&MarkRequest> {
    let marks = effects.iter().filter_map(|effect| match effect {
        Effect::Ask(Act::Mark, Request::Mark(request)) => Some(&**request),
        _ => None,
    });
    marks.collect()
}

fn edits_asked(effects: &[Effect]) -> Vec<&MarkEdit> {
    let edits = effects.iter().filter_map(|effect| match effect {
        Effect::Ask(Act::Edit, Request::Edit(edit)) => Some(&**edit),
        _ => None,
    });
    edits.collect()
}

fn kinds(effects: &[Effect]) -> Vec<&str> {
    marks_asked(effects).iter().filter_map(|request| request.kind.as_deref()).collect()
}

fn bells(effects: &[Effect]) -> usize {
    effects.iter().filter(|effect| **effect == Effect::Bell).count()
}

fn stopped(why: StopReason) -> Event {
    Event::Told(Box::new(Told::Stopped {
        format: 1,
        session: SESSION.into(),
        frames: 0,
        seconds: 4320.0,
        marks: 14,
        why,
        elsewhere: None,
        joined: false,
    }))
}

/// A state of the lamp by name, and how a desk comes to it.
type Scene = (&'static str, fn(&mut Desk));

/// Every state of the lamp, with the recorder's status that leads to it.
const STATES: [Scene; 22] = [
    ("waiting", |desk| {
        desk.status(State::Armed, both);
    }),
    ("waiting with pre-roll", |desk| {
        desk.status(State::Armed, |status| status.preroll_seconds = 30.0);
    }),
    ("starting", |desk| {
        desk.status(State::Starting, |_| ());
    }),
    ("recording", |desk| {
        desk.status(State::Recording, both);
    }),
    ("off the record", |desk| {
        desk.status(State::Recording, |status| status.off_record = true);
    }),
    ("paused", |desk| {
        desk.status(State::Paused, |status| status.paused_seconds = Some(130.0));
    }),
    ("no sound", |desk| {
        desk.status(State::Recording, |status| warn(status, "silence", "PAS DE SON"));
    }),
    ("microphone lost", |desk| {
        desk.status(State::Lost, |status| warn(status, "device_lost", "MICRO PERDU"));
    }),
    ("room low", |desk| {
        desk.status(State::Recording, |status| status.disk_seconds_left = Some(12 * 60 + 30));
    }),
    ("disk slow", |desk| {
        desk.status(State::Recording, |status| status.memory_seconds_left = Some(56.0));
    }),
    ("disk very slow", |desk| {
        desk.status(State::Recording, |status| status.memory_seconds_left = Some(14.0));
    }),
    ("disk full", |desk| {
        desk.status(State::Recording, |status| {
            status.disk_seconds_left = Some(0);
            warn(status, "disk_failed", "DISQUE PLEIN");
        });
    }),
    ("disk failed", |desk| {
        desk.status(State::Recording, |status| warn(status, "disk_failed", "DISQUE EN PANNE"));
    }),
    ("disk failed, safe elsewhere", |desk| {
        desk.status(State::Recording, |status| {
            warn(status, "disk_failed", "DISQUE EN PANNE");
            warn(status, "disk_elsewhere", "La prise continue");
        });
    }),
    ("notes only", |desk| {
        desk.status(State::Recording, |status| status.input = Some("none".into()));
    }),
    ("does not answer", |desk| {
        desk.status(State::Recording, both);
        desk.hear(Event::Mute(desk.model.now.mono));
    }),
    ("rehearsal", |desk| {
        desk.model.setup.rehearsal = true;
        desk.status(State::Recording, both);
    }),
    ("asks to stop", |desk| {
        desk.status(State::Recording, both);
        desk.press("s");
    }),
    ("asks to stop off the record", |desk| {
        desk.status(State::Recording, |status| status.off_record = true);
        desk.press("s");
    }),
    ("closing", |desk| {
        desk.status(State::Stopping, |_| ());
    }),
    ("done", |desk| {
        desk.status(State::Recording, both);
        desk.hear(stopped(StopReason::Asked));
        desk.hear(Event::Status(None));
        back_on_record(desk);
    }),
    ("broken off", |desk| {
        desk.status(State::Recording, both);
        desk.hear(Event::Status(None));
        desk.wait(2.5);
    }),
];

/// The note after the take is passed over.
fn back_on_record(desk: &mut Desk) {
    (desk.model.screen, desk.model.line) = (Screen::Record, None);
}

fn lamps(language: Language) -> String {
    let mut drawn = String::new();
    for (name, lead) in STATES {
        let mut desk = Desk::of(language, (80, 24), Theme::default());
        desk.model.screen = Screen::Record;
        lead(&mut desk);
        let screen = desk.screen();
        let lamp: Vec<&str> = screen.lines().skip(1).take(3).collect();
        drawn += &format!("{name}\n{}\n", lamp.join("\n"));
    }
    drawn
}

#[test]
fn every_state_of_the_lamp_has_its_shape_its_word_and_its_filling() {
    insta::assert_snapshot!("lamps-fr", lamps(Language::French));
    insta::assert_snapshot!("lamps-en", lamps(Language::English));
}

#[test]
fn record_looks_as_it_is_drawn() {
    for (language, name) in [(Language::French, "recording-fr"), (Language::English, "recording-en")] {
        let mut desk = take(language);
        with_marks(&mut desk);
        insta::assert_snapshot!(name, desk.screen());
    }
}

#[test]
fn the_other_states_look_as_they_are_drawn() {
    for (state, name) in
        [("waiting", "waiting-fr"), ("off the record", "off-record-fr"), ("paused", "paused-fr"), ("done", "done-fr")]
    {
        let mut desk = Desk::new();
        desk.press("tab");
        let lead = STATES.iter().find(|(known, _)| *known == state).unwrap().1;
        lead(&mut desk);
        insta::assert_snapshot!(name, desk.screen());
    }
}

#[test]
fn a_large_terminal_doubles_lamp_and_clock() {
    let mut desk = french();
    with_marks(&mut desk);
    desk.resize(160, 45);
    insta::assert_snapshot!("recording-160x45", desk.screen());
}

#[test]
fn the_strip_says_the_same_in_three_lines() {
    let mut desk = french();
    with_marks(&mut desk);
    desk.hear(Event::Focused(false));
    let mut strips = String::new();
    for (width, height) in [(80, 3), (60, 3), (40, 3), (40, 2), (40, 1), (58, 12)] {
        desk.resize(width, height);
        strips += &format!("{width}×{height}\n{}\n", desk.screen());
    }
    insta::assert_snapshot!("strips", strips);
}

#[test]
fn signs_of_a_plain_font_are_plain() {
    let mut desk = Desk::of(Language::French, (80, 24), Theme { ascii: true, ..Theme::default() });
    desk.status(State::Recording, both);
    with_marks(&mut desk);
    let screen = desk.screen();
    assert!(["◆", "→ 0", "✓", "►", "┃", "─"].iter().all(|sign| !screen.contains(sign)), "{screen}");
    assert!(screen.contains("* 0:11:58 > 0:12:06"), "{screen}");
}

#[test]
fn no_key_but_s_then_enter_within_5_s_asks_for_a_stop() {
    let is_stop = |effects: &[Effect]| effects.iter().any(|effect| matches!(effect, Effect::Ask(Act::Stop, _)));
    let mut desk = french();
    desk.press("s");
    assert!(desk.screen().contains("Arrêter\u{a0}? Entrée arrête. Toute autre touche continue."));
    assert!(is_stop(&desk.press("enter")));
    for keys in ["enter enter", "s space enter", "s esc enter", "s s esc enter", "s h enter", "s q esc enter"] {
        assert!(!is_stop(&french().press(keys)), "{keys}");
    }
    let mut late = french();
    late.press("s");
    late.wait(5.1);
    assert!(!is_stop(&late.press("enter")));
}

#[test]
fn an_enter_in_one_burst_with_the_key_that_asked_counts_once_it_may_have_been_meant() {
    let is_stop = |effects: &[Effect]| effects.iter().any(|effect| matches!(effect, Effect::Ask(Act::Stop, _)));
    let mut desk = french();
    desk.press("s");
    assert_eq!(desk.strike("enter"), []);
    assert!(desk.model.question.is_some(), "the question stays");
    assert!(is_stop(&desk.wait(0.3)));
    let mut typed = french();
    typed.press("s");
    typed.strike("enter");
    typed.strike("z");
    assert!(!is_stop(&typed.wait(0.3)), "what goes on was no answer");
}

#[test]
fn a_stop_counts_from_its_first_key() {
    let mut desk = french();
    desk.press("s");
    let pressed = desk.model.now.mono;
    let effects = desk.press("enter");
    assert!(matches!(&effects[..], [Effect::Ask(Act::Stop, Request::Stop(stamp))] if stamp.mono == Some(pressed)), "{effects:?}");
}

#[test]
fn a_stop_that_came_too_late_ends_no_other_take() {
    let is_stop = |effects: &[Effect]| effects.iter().any(|effect| matches!(effect, Effect::Ask(Act::Stop, _)));
    let by_another_hand = (french().on(Screen::Record), stopped(StopReason::Battery));
    let without_a_word = (french().on(Screen::Record), Event::Status(None));
    let refused = Event::Answered(Act::Start, Ok(Box::new(Reply::refused(1, "pas de micro".into()))));
    let before_it_began = (Desk::new().pressing("tab space"), refused);
    for (mut desk, end) in [by_another_hand, without_a_word, before_it_began] {
        desk.press("s");
        assert!(desk.model.question.is_some());
        desk.hear(end);
        assert!(desk.model.question.is_none(), "{}", desk.screen());
        desk.hear(Event::Status(None));
        desk.wait(1.1);
        for effects in
            [desk.press("enter space space"), desk.status(State::Starting, |_| ()), desk.status(State::Recording, both)]
        {
            assert!(!is_stop(&effects), "{effects:?}");
        }
    }
}

#[test]
fn space_starts_marks_and_takes_up_again_and_never_ends_anything() {
    let mut desk = Desk::new();
    desk.press("tab");
    desk.status(State::Armed, both);
    assert!(matches!(&desk.press("space")[..], [Effect::Record { .. }]));
    desk.status(State::Recording, both);
    assert_eq!(kinds(&desk.press("space")), ["touching"]);
    desk.status(State::Paused, both);
    assert!(matches!(&desk.press("space")[..], [Effect::Ask(Act::Resume, _)]));
    desk.status(State::Stopping, both);
    assert_eq!(desk.press("space"), []);
}

#[test]
fn a_press_too_many_after_the_end_begins_no_take() {
    let mut desk = french();
    desk.hear(stopped(StopReason::Asked));
    desk.hear(Event::Status(None));
    assert_eq!(desk.press("space"), [], "it falls into the note");
    back_on_record(&mut desk);
    let effects = desk.press("space");
    assert!(matches!(&effects[..], [Effect::Arm { .. }]), "{effects:?}");
    assert!(desk.screen().contains("ATTEND") || Lamp::of(&desk.model).name == "waiting");
}

#[test]
fn what_is_marked_before_the_lamp_is_on_is_asked_as_soon_as_there_is_a_take() {
    let mut desk = Desk::new();
    desk.press("tab");
    desk.press("space");
    assert_eq!(desk.press("space"), []);
    let key = desk.model.now.mono;
    let asked = desk.status(State::Starting, |_| ());
    assert_eq!(marks_asked(&asked).first().map(|mark| mark.stamp.mono), Some(Some(key)), "{asked:?}");
    assert_eq!(marks_asked(&desk.status(State::Recording, both)).len(), 0, "once");
}

#[test]
fn a_mark_reaches_further_back_with_the_left_arrow_and_with_space_again_at_once() {
    let mut desk = french();
    let asked = desk.press("space");
    assert_eq!((kinds(&asked), marks_asked(&asked)[0].ago), (vec!["touching"], None));
    let mut marker = mark("m-9", "touching", 719.0, None);
    marker.ago = Some(8.0);
    answer(&mut desk, Act::Mark, Some(marker));
    let ago = |effects: &[Effect]| edits_asked(effects).first().map(|edit| (edit.id.clone(), edit.ago));
    assert_eq!(ago(&desk.press("space")), Some(("m-9".into(), Some(15.0))));
    assert_eq!(ago(&desk.press("left")), Some(("m-9".into(), Some(30.0))));
    assert_eq!(ago(&desk.press("left")), Some(("m-9".into(), Some(60.0))));
    assert_eq!(desk.press("left"), [], "that is as far as it goes");
    desk.wait(1.2);
    assert_eq!(kinds(&desk.press("space")), ["touching"], "later it is another mark");
}

#[test]
fn an_off_record_range_that_has_just_been_opened_reaches_back_from_its_key() {
    let mut desk = french();
    assert_eq!(kinds(&desk.press("h")), ["off-record"]);
    let mut open = mark("m-9", "off-record", 727.0, None);
    open.open = true;
    answer(&mut desk, Act::Mark, Some(open));
    let agos: Vec<Option<f64>> = (0..4)
        .flat_map(|_| desk.press("left"))
        .filter_map(|effect| edits_asked(&[effect]).first().map(|edit| edit.ago))
        .collect();
    assert_eq!(agos, [Some(8.0), Some(15.0), Some(30.0), Some(60.0)]);
}

#[test]
fn what_is_changed_before_the_mark_is_acknowledged_waits_for_its_id_and_goes_in_order() {
    let mut desk = french();
    desk.press("space");
    assert_eq!(desk.press("left t up right"), []);
    let edits = answer(&mut desk, Act::Mark, Some(mark("m-9", "touching", 719.0, None)));
    let edits = edits_asked(&edits);
    assert!(edits.iter().all(|edit| edit.id == "m-9"));
    assert_eq!(edits[0].ago, Some(15.0));
    assert_eq!(edits[1].themes, Some(vec!["sadness".to_owned()]));
    assert_eq!(edits[2].strength, Some(2));
    assert!(edits[3].until && edits[3].stamp.mono.is_some());
}

#[test]
fn each_answer_belongs_to_its_own_mark() {
    let mut desk = french();
    desk.press("h");
    desk.press("k up");
    assert!(answer(&mut desk, Act::Mark, Some(mark("m-1", "off-record", 727.0, None))).is_empty());
    let edits = answer(&mut desk, Act::Mark, Some(mark("m-2", "consent", 727.0, None)));
    assert_eq!(edits_asked(&edits).iter().map(|edit| (edit.id.as_str(), edit.strength)).collect::<Vec<_>>(), [("m-2", Some(2))]);
}

#[test]
fn a_refused_mark_takes_its_changes_with_it_and_says_why() {
    let mut desk = french();
    desk.press("space");
    desk.press("up");
    let left = desk.hear(Event::Answered(Act::Mark, Err(Error::told(1, "le disque refuse".into()))));
    assert_eq!(left, []);
    assert!(desk.screen().contains("Le disque refuse"));
    assert_eq!(desk.press("left"), []);
}

#[test]
fn a_theme_s_letter_puts_itself_on_the_last_mark_and_takes_itself_off_and_later_makes_a_mark() {
    let mut desk = french();
    desk.press("space");
    answer(&mut desk, Act::Mark, Some(mark("m-9", "touching", 719.0, None)));
    let themes = |effects: &[Effect]| edits_asked(effects)[0].themes.clone().unwrap();
    assert_eq!(themes(&desk.press("t")), ["sadness"]);
    assert_eq!(themes(&desk.press("c")), ["sadness", "anger"]);
    assert_eq!(themes(&desk.press("t")), ["anger"]);
    desk.wait(6.1);
    let asked = desk.press("t");
    assert_eq!(marks_asked(&asked)[0].themes, ["sadness"]);
}

#[test]
fn a_line_belongs_to_the_moment_in_which_it_was_opened() {
    let mut desk = french();
    desk.press("n");
    let opened = desk.model.now.mono;
    desk.type_in("sa voix se casse");
    let asked = desk.press("enter");
    let note = marks_asked(&asked)[0];
    assert_eq!(
        (note.kind.as_deref(), note.note.as_deref(), note.stamp.mono),
        (Some("note"), Some("sa voix se casse"), Some(opened))
    );
}

#[test]
fn leaving_with_ctrl_c_keeps_the_line_before_it_asks() {
    let mut desk = french();
    desk.press("n");
    let opened = desk.model.now.mono;
    desk.type_in("sa voix");
    let effects = desk.press("ctrl-c");
    let [mark] = marks_asked(&effects)[..] else { panic!("{effects:?}") };
    assert_eq!((mark.note.as_deref(), mark.stamp.mono), (Some("sa voix"), Some(opened)));
    assert!(desk.screen().contains("continue sans cette fenêtre"), "{}", desk.screen());
    assert_eq!(desk.press("enter"), [Effect::Quit]);
}

#[test]
fn n_within_six_seconds_is_the_words_of_the_mark_also_before_it_is_acknowledged() {
    let mut desk = french();
    desk.press("space");
    desk.press("n");
    desk.type_in("le silence");
    assert_eq!(desk.press("enter"), []);
    let edits = answer(&mut desk, Act::Mark, Some(mark("m-9", "touching", 719.0, None)));
    assert_eq!(edits_asked(&edits)[0].note.as_deref(), Some("le silence"));
}

#[test]
fn a_thread_becomes_a_promise_by_its_key_once_more() {
    let mut desk = french();
    desk.press("f");
    desk.wait(0.2);
    desk.type_in("f");
    assert!(desk.screen().contains("Promesse\u{a0}:"), "{}", desk.screen());
    desk.type_in("la photo");
    assert_eq!(kinds(&desk.press("enter")), ["promise"]);

    let mut later = french();
    later.press("f");
    later.type_in("la photo");
    assert_eq!(kinds(&later.press("enter")), ["thread"]);
    answer(&mut later, Act::Mark, Some(mark("m-9", "thread", 727.0, None)));
    assert_eq!(edits_asked(&later.press("f"))[0].kind.as_deref(), Some("promise"));
}

#[test]
fn space_in_an_empty_line_marks_and_a_forgotten_line_is_kept() {
    let mut desk = french();
    desk.press("n");
    assert_eq!(kinds(&desk.press("space")), ["touching"]);
    desk.type_in("mot");
    let kept = desk.wait(8.2);
    assert_eq!(marks_asked(&kept)[0].note.as_deref(), Some("mot"));
    assert!(desk.model.line.is_none());
}

fn late(effects: &[Effect]) -> Vec<&LateNote> {
    let late = effects.iter().filter_map(|effect| match effect {
        Effect::NoteLate(late) => Some(late),
        _ => None,
    });
    late.collect()
}

#[test]
fn a_note_half_typed_when_another_hand_stops_the_take_is_typed_on_and_kept_at_its_moment() {
    let mut desk = french();
    desk.press("f");
    desk.type_in("son père");
    assert!(late(&desk.hear(stopped(StopReason::Asked))).is_empty(), "the hands still type");
    desk.hear(Event::Status(None));
    assert_eq!(desk.type_in(" et q sa mère"), [], "no letter is a key");
    assert!(desk.screen().contains("son père et q sa mère"), "{}", desk.screen());
    let effects = desk.press("enter");
    let [LateNote { session, take: 2, onto: Onto::New { kind, seconds }, words }] = late(&effects)[..] else {
        panic!("{effects:?}")
    };
    assert_eq!((session.as_str(), kind.as_str(), words.as_str()), (SESSION, "thread", "son père et q sa mère"));
    assert!((seconds - 727.3).abs() < 0.01, "where the line was opened: {seconds}");
    assert_eq!(desk.model.screen, Screen::After);
    desk.hear(Event::LateNoted(late(&effects)[0].clone(), Ok(())));
    assert!(desk.screen().contains("Les mots sont gardés."), "{}", desk.screen());
}

#[test]
fn words_half_typed_for_a_mark_come_onto_it_also_where_the_recorder_goes_without_a_word() {
    let mut desk = french();
    desk.press("space");
    answer(&mut desk, Act::Mark, Some(mark("m-9", "touching", 719.0, None)));
    desk.press("n");
    desk.type_in("le bus");
    desk.hear(Event::Status(None));
    desk.hear(stopped(StopReason::Asked));
    assert_eq!(late(&desk.press("esc"))[0].onto, Onto::Mark(MarkerId("m-9".into())));
    assert_eq!(desk.model.screen, Screen::After);
}

#[test]
fn a_take_that_a_fault_has_ended_alarms_and_is_told_until_another_one_runs() {
    let mut desk = french();
    desk.hear(stopped(StopReason::Fault));
    assert!(desk.hear(Event::Status(None)).contains(&Effect::Bell));
    let lamp = Lamp::of(&desk.model);
    assert_eq!((lamp.name, lamp.filling), ("broken", Filling::Alarm));
    let told = "Une panne a fini la prise";
    desk.hear(Event::Done(text!("listen-words-kept")));
    assert!(desk.screen().contains(told), "{}", desk.screen());
    desk.press("space");
    desk.status(State::Armed, |_| ());
    assert!(desk.screen().contains(told), "a key too many does not take it away: {}", desk.screen());
    desk.press("space");
    desk.status(State::Recording, |status| (status.take, status.seconds) = (Some(3), 1.0));
    assert!(!desk.screen().contains(told), "{}", desk.screen());
}

#[test]
fn a_line_left_open_by_a_take_that_ended_keeps_itself_and_an_empty_one_marks_and_starts_nothing() {
    let mut desk = french();
    desk.press("n");
    desk.type_in("mot");
    desk.hear(stopped(StopReason::Fault));
    desk.hear(Event::Status(None));
    assert_eq!(late(&desk.wait(8.2))[0].words, "mot");
    assert_eq!(desk.model.screen, Screen::Record, "what ended by itself asks nothing");
    let mut empty = french();
    empty.press("n");
    empty.hear(stopped(StopReason::Asked));
    empty.hear(Event::Status(None));
    assert_eq!(empty.press("space"), []);
    assert!(late(&empty.press("esc")).is_empty());
    assert_eq!(empty.model.screen, Screen::After);
}

#[test]
fn what_was_half_typed_and_is_refused_is_held_said_and_tried_again_when_the_recorder_has_gone() {
    let mut desk = french();
    desk.press("n");
    desk.type_in("le bus");
    desk.hear(stopped(StopReason::Fault));
    let effects = desk.press("enter");
    let note = late(&effects)[0].clone();
    desk.hear(Event::LateNoted(note.clone(), Err(Error::told(1, "le disque refuse".into()))));
    assert!(desk.screen().contains("Le disque refuse"), "{}", desk.screen());
    assert_eq!(late(&desk.hear(Event::Status(None))), [&note]);
    assert_eq!(desk.press("q"), []);
    assert!(desk.screen().contains("Des mots tapés ne sont pas encore sur le disque."), "{}", desk.screen());
    desk.hear(Event::LateNoted(note, Ok(())));
    desk.press("esc");
    assert_eq!(desk.press("q"), [Effect::Quit]);
}

#[test]
fn the_screen_says_what_the_recorder_has_acknowledged_and_nothing_before() {
    let mut desk = french();
    desk.press("space");
    assert!(!desk.screen().contains("à partir de"));
    let mut marker = mark("m-9", "touching", 718.0, None);
    marker.ago = Some(8.0);
    answer(&mut desk, Act::Mark, Some(marker.clone()));
    assert!(
        desk.screen().contains(
            "Touchant, à partir de 0:11:58.  ←\u{a0}plus\u{a0}tôt  →\u{a0}jusqu’ici  ↑\u{a0}plus\u{a0}fort  n\u{a0}mots"
        ),
        "{}",
        desk.screen()
    );
    desk.wait(6.1);
    assert!(!desk.screen().contains("plus\u{a0}tôt"), "its keys no longer work");
    marker.deleted = true;
    desk.press("u");
    answer(&mut desk, Act::Undo, Some(marker));
    assert!(desk.screen().contains("Retiré\u{a0}: touchant, 0:11:58."));
    assert!(desk.screen().contains("aucun repère"));
}

#[test]
fn a_mark_of_another_terminal_is_told() {
    let mut desk = french();
    let marker = Box::new(mark("m-9", "touching", 718.0, None));
    desk.hear(Event::Told(Box::new(Told::Mark { format: 1, session: SESSION.into(), marker })));
    assert!(desk.screen().contains("Touchant, à 0:11:58."));
}

#[test]
fn keys_ask_for_what_they_stand_for() {
    for (key, expected) in [("h", "off-record"), ("x", "mask"), ("k", "consent"), ("m", "touching")] {
        assert_eq!(kinds(&french().press(key)), [expected], "{key}");
    }
    assert!(matches!(&french().press("enter")[..], [Effect::Ask(Act::Step, Request::Step(_))]));
    assert!(matches!(&french().press("u")[..], [Effect::Ask(Act::Undo, Request::Undo(_))]));
    assert!(matches!(&french().press("p")[..], [Effect::Ask(Act::Pause, Request::Pause(_))]));
    let mut paused = french();
    paused.status(State::Paused, both);
    assert!(matches!(&paused.press("p")[..], [Effect::Ask(Act::Resume, Request::Resume(_))]));
}

#[test]
fn enter_without_a_guide_says_so_and_asks_nothing() {
    let mut desk = french();
    desk.model.record.facts.as_mut().unwrap().steps.clear();
    assert_eq!(desk.press("enter"), []);
    assert!(desk.screen().contains("Cette séance n’a pas d’étapes."), "{}", desk.screen());
}

#[test]
fn a_talk_that_began_late_is_planned_to_end_later() {
    let mut desk = french();
    desk.status(State::Recording, |status| status.take = Some(1));
    assert!(desk.screen().contains("fin prévue 21h15"), "it began early: {}", desk.screen());
    desk.wait(3600.0);
    desk.status(State::Recording, |status| (status.take, status.seconds) = (Some(1), 60.0));
    assert!(desk.screen().contains("fin prévue 22h08"), "{}", desk.screen());
}

#[test]
fn the_big_number_turns() {
    let mut desk = french();
    let position = desk.screen();
    desk.press("z");
    assert!(desk.screen().contains("l’heure qu’il est"), "{}", desk.screen());
    desk.press("z");
    assert_eq!(desk.screen(), position);
}

#[test]
fn the_guide_says_which_step_how_long_and_what_comes_then() {
    let mut desk = french();
    let screen = desk.screen();
    assert!(screen.contains("\n   3 étapes "), "no step is on yet: {screen}");
    assert!(screen.contains("   d’abord  Comment s’est passée la journée") && screen.contains("Entrée ► 1"), "{screen}");
    desk.hear(Event::Marks(vec![mark("m-5", "step", 487.0, None)]));
    let step =
        |number| Some(StepFacts { number, of: 3, title: "Ce qui a été dur aujourd’hui".into(), ..StepFacts::default() });
    desk.status(State::Recording, |status| status.step = step(2));
    let screen = desk.screen();
    assert!(screen.contains("► 2 sur 3  Ce qui a été dur aujourd’hui"), "{screen}");
    assert!(screen.contains("4\u{a0}min sur 10    Entrée ► 3"), "{screen}");
    assert!(screen.contains("ensuite  Des nouvelles du père"), "{screen}");
    desk.status(State::Recording, |status| (status.seconds, status.step) = (1207.0, step(2)));
    assert!(desk.screen().contains("12\u{a0}min sur 10, + 2"), "{}", desk.screen());
}

#[test]
fn the_bell_rings_once_when_the_lamp_becomes_chequered() {
    let mut desk = french();
    let lost = |status: &mut Status| warn(status, "device_lost", "MICRO PERDU");
    assert_eq!(bells(&desk.status(State::Lost, lost)), 1);
    assert_eq!(bells(&desk.status(State::Lost, lost)), 0);
    desk.wait(30.0);
    assert_eq!(bells(&desk.status(State::Lost, lost)), 0, "not again for the same");
    desk.status(State::Recording, both);
    assert_eq!(bells(&desk.status(State::Lost, lost)), 1);
    desk.status(State::Recording, both);
    assert_eq!(bells(&desk.status(State::Lost, lost)), 0, "not twice within ten seconds");
    desk.wait(10.1);
}

#[test]
fn the_bell_never_rings_for_advice_and_never_where_a_guest_would_hear_it() {
    let mut desk = french();
    let asked = desk.status(State::Recording, |status| {
        status.disk_seconds_left = Some(600);
        let of_level = ["near_silence", "unheard", "dead_channel", "call_silent", "clipping"];
        for code in ["disk_low", "battery_low"].into_iter().chain(of_level) {
            warn(status, code, "x");
        }
    });
    assert_eq!(bells(&asked), 0);
    let series = desk.root().join("series/nadia.toml");
    let words = std::fs::read_to_string(&series).unwrap().replace("minutes = 45", "minutes = 45\nquiet = true");
    std::fs::write(&series, words).unwrap();
    let mut quiet = desk;
    quiet.hear(Event::Status(None));
    quiet.status(State::Recording, both);
    assert_eq!(bells(&quiet.status(State::Lost, |_| ())), 0);
    assert_eq!(bells(&quiet.wait(20.0)), 0);
    assert_eq!(bells(&quiet.status(State::Recording, |status| warn(status, "silence", "PAS DE SON"))), 0);
    assert_eq!(Lamp::of(&quiet.model).filling, Filling::Alarm, "it is seen all the same");
}

#[test]
fn a_muted_microphone_rings_once_and_a_call_that_is_silent_is_only_a_line() {
    let mut desk = french();
    assert_eq!(bells(&desk.status(State::Recording, |status| warn(status, "silence", "PAS DE SON"))), 1);
    desk.status(State::Recording, both);
    desk.wait(30.0);
    let line = "L’appel est muet depuis 1 min";
    let warning =
        Warning { code: "call_silent".into(), since: "2020-03-28T19:44:00Z".parse().unwrap(), text: line.into(), input: Some(2) };
    let mut asked = desk.status(State::Recording, |status| {
        both(status);
        status.warnings.push(warning.clone());
    });
    asked.extend(desk.hear(Event::Told(Box::new(Told::Warning { format: 1, warning, cleared: false }))));
    assert_eq!((bells(&asked), Lamp::of(&desk.model).filling), (0, Filling::Solid));
    assert!(desk.screen().contains(line), "{}", desk.screen());
    desk.wait(60.0);
    assert!(!desk.screen().contains(line), "said once: {}", desk.screen());
}

#[test]
fn that_both_voices_are_heard_is_said_once_and_of_one_input_that_is_left_that_they_are_the_others() {
    let heard = |status: &mut Status, both_heard: bool| {
        both(status);
        status.inputs = vec!["a".into(), "b".into()];
        status.levels[1].heard = both_heard;
        status.levels[1].input = 2;
    };
    let mut desk = Desk::of(Language::French, (80, 24), Theme::default());
    desk.status(State::Recording, |status| heard(status, false));
    assert!(desk.screen().contains("entendue\u{a0}: moi 1"), "{}", desk.screen());
    desk.status(State::Recording, |status| heard(status, true));
    let said = "Les deux voix sont entendues.";
    assert!(desk.screen().contains(said) && desk.screen().contains("entendues\u{a0}: les deux voix"), "{}", desk.screen());
    desk.wait(30.0);
    desk.status(State::Recording, |status| heard(status, true));
    assert!(!desk.screen().contains(said), "{}", desk.screen());
    desk.status(State::Recording, |status| {
        heard(status, true);
        status.levels.pop();
        let own = status.levels[0].clone();
        status.levels.push(own);
        warn(status, "device_lost", "MICRO PERDU");
    });
    let screen = desk.screen();
    assert!(!screen.contains("les deux voix") && screen.contains("entendues\u{a0}: les autres"), "{screen}");
}

/// The longest line of what the lamp stands on, at 80 columns.
#[test]
fn the_second_copy_is_one_of_the_things_that_the_lamp_stands_on() {
    let mut desk = french();
    for (state, shown) in [("keeping", "   copie ✓"), ("failed", "   copie ▲"), ("starting", "place")] {
        desk.status(State::Recording, |status| {
            both(status);
            status.disk_seconds_left = Some(41 * 3600);
            status.copy = Some(state.into());
        });
        let screen = desk.screen();
        let line = screen.lines().find(|line| line.contains("place 41")).unwrap_or_default();
        assert!(line.contains(shown) && line.contains("copie") == (state != "starting"), "{state}: {line}");
    }
    let at = "2020-03-28T20:14:00Z".parse().unwrap();
    let copied = |complete, same_disk| Told::Copied {
        format: 1,
        same_disk,
        session: SESSION.into(),
        dir: "/media/card".into(),
        complete,
        at,
        faults: Vec::new(),
    };
    desk.hear(Event::Told(Box::new(copied(true, false))));
    assert!(
        desk.screen().contains("La copie de cette séance est complète (21h14). La carte peut être retirée."),
        "{}",
        desk.screen()
    );
    desk.hear(Event::Told(Box::new(copied(true, true))));
    assert!(desk.screen().contains("Elle est sur le même disque") && !desk.screen().contains("retirée"), "{}", desk.screen());
    desk.hear(Event::Told(Box::new(copied(false, false))));
    assert!(desk.screen().contains("La copie n’est pas complète"), "{}", desk.screen());
}

#[test]
fn an_alarm_stands_in_the_recorder_s_words_for_as_long_as_it_lasts() {
    let mut desk = french();
    desk.status(State::Lost, |status| warn(status, "device_lost", "MICRO PERDU. Tout l’avant est gardé."));
    desk.wait(60.0);
    desk.press("space");
    assert!(desk.screen().contains("MICRO PERDU. Tout l’avant est gardé."));
    desk.status(State::Recording, both);
    assert!(!desk.screen().contains("MICRO PERDU"));
}

#[test]
fn under_an_alarm_nothing_calm_is_said() {
    let mut desk = french();
    assert!(desk.screen().contains("Ça enregistre."));
    desk.status(State::Recording, |status| warn(status, "silence", "PAS DE SON de « moi »"));
    let screen = desk.screen();
    assert!(
        !screen.contains("Ça enregistre.") && screen.contains("pas de son ▲") && screen.contains("aucun niveau ▲"),
        "{screen}"
    );
    desk.hear(Event::Focused(false));
    assert!(desk.screen().contains("LE CLAVIER EST AILLEURS"), "{}", desk.screen());
    desk.status(State::Recording, |status| {
        status.off_record = true;
        warn(status, "silence", "PAS DE SON de « moi »");
    });
    assert!(desk.screen().contains("Hors diffusion depuis"), "that must not be forgotten: {}", desk.screen());
}

#[test]
fn without_a_microphone_no_level_is_shown_and_nothing_is_affirmed() {
    let mut desk = french();
    for state in [State::Lost, State::Paused, State::Stopping] {
        desk.status(state, both);
        let screen = desk.screen();
        assert!(["niveaux", "−18", "le son arrive", "du niveau"].iter().all(|words| !screen.contains(words)), "{screen}");
    }
}

#[test]
fn the_footer_offers_only_what_works_now() {
    let mut desk = french();
    assert!(desk.screen().contains("Entrée ► 1") && desk.screen().contains("h hors diffusion"));
    desk.press("s");
    let asked = desk.screen();
    assert!(asked.contains(" Entrée arrêter ") && asked.matches("utre touche continue").count() == 1, "{asked}");
    assert!(!asked.contains("Entrée ► 1") && !asked.contains("Espace touchant"), "{asked}");
    desk.press("esc n");
    let typed = desk.screen();
    assert!(typed.contains("Entrée garde  Échap garde"), "{typed}");
    assert!(!typed.contains("Espace touchant") && !typed.contains("t tristesse"), "{typed}");
    desk.press("esc");
    desk.status(State::Paused, both);
    assert!(!desk.screen().contains("p pause"), "{}", desk.screen());
    desk.status(State::Recording, |status| status.off_record = true);
    assert!(desk.screen().contains("h revenir"), "{}", desk.screen());
    desk.status(State::Stopping, both);
    let closing = desk.screen();
    assert!(["Espace", "Entrée", "t tristesse"].iter().all(|words| !closing.contains(words)), "{closing}");
    assert!(closing.contains("? aide"), "{closing}");
}

#[test]
fn a_wide_footer_of_a_take_offers_more_of_its_keys() {
    let mut desk = french();
    desk.resize(160, 45);
    let screen = desk.screen();
    let foot = screen.lines().last().unwrap_or_default();
    let more = ["s arrêter  x masquer", "  u défaire  k accord dit  a questions du public  ", "   ? aide"];
    assert!(more.iter().all(|words| foot.contains(words)), "{foot}");
    desk.status(State::Paused, both);
    assert!(
        desk.screen().contains("z grand chiffre  Tab écran suivant") && !desk.screen().contains("p pause"),
        "{}",
        desk.screen()
    );
    desk.resize(80, 24);
    assert!(desk.screen().contains("s arrêter            ? aide"), "nothing touches the help: {}", desk.screen());
}

#[test]
fn keys_that_do_nothing_without_the_keyboard_are_faint() {
    use ratatui::style::Modifier;
    let mut desk = french();
    desk.resize(80, 24);
    let faint = |desk: &Desk, row: u16| desk.draw().backend().buffer()[(1, row)].modifier.contains(Modifier::DIM);
    assert!(!faint(&desk, 23));
    desk.hear(Event::Focused(false));
    let palette = desk.screen().lines().position(|row| row.contains("t tristesse")).unwrap_or_default() as u16;
    assert!(faint(&desk, palette) && faint(&desk, 23));
    let alarm = desk.screen().lines().position(|row| row.contains("LE CLAVIER")).unwrap_or_default() as u16;
    assert!(!faint(&desk, alarm));
}

#[test]
fn high_meters_stand_apart() {
    let mut desk = french();
    desk.resize(160, 45);
    for levels in [2, 3] {
        desk.status(State::Recording, |status| status.levels = vec![level("moi", -18.0); levels]);
        let screen = desk.screen();
        let rows: Vec<&str> = screen.lines().skip(9).take(10).collect();
        let of_meter = |row: &&str| row.contains('·');
        assert!(of_meter(&rows[0]) && of_meter(&rows[1]) && !of_meter(&rows[2]) && of_meter(&rows[3]), "{screen}");
        assert!(rows[8..].concat().contains("voix"), "{screen}");
    }
}

#[test]
fn what_is_said_of_many_voices_ends_before_the_edge() {
    let mut desk = french();
    for all_heard in [true, false] {
        desk.status(State::Recording, |status| {
            status.inputs = vec!["usb".into(), "call".into()];
            status.levels = ["micro de table", "gauche", "droite"].map(|name| level(name, -18.0)).to_vec();
            status.levels[2].input = 2;
            status.levels.iter_mut().skip(usize::from(!all_heard)).for_each(|level| level.heard = true);
        });
        let screen = desk.screen();
        let row = screen.lines().find(|row| row.contains("entendues\u{a0}:")).unwrap_or_default();
        assert!(row.chars().count() < 80 && (row.ends_with("toutes") || row.ends_with('…')), "{screen}");
    }
}

#[test]
fn that_it_records_is_said_at_first_and_as_long_as_a_voice_is_missing() {
    let said = |desk: &Desk| desk.screen().contains("Ça enregistre.");
    let all = |status: &mut Status| {
        both(status);
        status.levels.iter_mut().for_each(|level| level.heard = true);
    };
    let mut desk = french();
    assert!(said(&desk), "Nadia has not been heard");
    desk.status(State::Recording, |status| {
        all(status);
        status.seconds = 25.0;
    });
    desk.wait(20.1); // so long it is said that both are heard
    assert!(said(&desk), "{}", desk.screen());
    desk.status(State::Recording, all);
    assert!(!said(&desk), "{}", desk.screen());
}

#[test]
fn an_alarm_of_an_input_names_the_key_of_the_inputs_where_it_has_one() {
    let lose = |status: &mut Status| warn(status, "device_lost", "MICRO PERDU à 20h51.");
    let mut desk = french();
    desk.status(State::Lost, lose);
    assert!(desk.screen().contains("MICRO PERDU à 20h51. Sinon j."), "{}", desk.screen());
    desk.press("j");
    assert!(desk.screen().contains("Arrêter, choisir, recommencer"), "{}", desk.screen());
    desk.model.screen = Screen::Guided;
    assert!(!desk.screen().contains("Sinon j"), "{}", desk.screen());
    let mut silent = french();
    silent.status(State::Recording, |status| warn(status, "silence", "PAS DE SON."));
    assert!(silent.screen().contains("PAS DE SON. j entrées."), "{}", silent.screen());
}

#[test]
fn a_full_disk_has_the_sign_of_what_wants_a_look() {
    let mut desk = french();
    desk.status(State::Recording, |status| status.disk_seconds_left = Some(0));
    assert!(desk.screen().contains("place 0\u{a0}s ▲"), "{}", desk.screen());
}

#[test]
fn guided_draws_the_whole_of_a_large_lamp_and_clock() {
    let mut desk = french();
    desk.resize(160, 45);
    let rows = |desk: &Desk| desk.screen().lines().take(18).map(ToOwned::to_owned).collect::<Vec<_>>();
    let on_record = rows(&desk);
    desk.model.screen = Screen::Guided;
    let on_guided = rows(&desk);
    assert_eq!(on_guided[1..7], on_record[1..7], "the lamp");
    assert!(on_guided[8..18].iter().all(|row| row.contains('█')), "the clock: {on_guided:#?}");
}

#[test]
fn a_microphone_that_is_back_says_what_is_missing() {
    let mut desk = french();
    let warning = Warning { code: "device_lost".into(), since: desk.model.now.wall, text: "MICRO PERDU".into(), input: None };
    desk.hear(Event::Told(Box::new(Told::Warning { format: 1, warning, cleared: true })));
    let marker = Box::new(mark("m-h", "hole", 1147.0, Some(1189.0)));
    desk.hear(Event::Told(Box::new(Told::Mark { format: 1, session: SESSION.into(), marker })));
    let said = "Le micro est revenu. Il manque 42\u{a0}s, de 0:19:07 à 0:19:49\u{a0}; l’endroit est marqué.";
    assert!(desk.screen().replace('\n', "").contains(said), "{}", desk.screen());
}

#[test]
fn what_is_over_leaves_the_screen_and_what_is_good_again_is_said() {
    let mut desk = french();
    let text = "La carte a été retirée\u{a0}; l’enregistrement continue.";
    let warning = Warning { code: "copy_failed".into(), since: desk.model.now.wall, text: text.into(), input: None };
    let told = |cleared| Event::Told(Box::new(Told::Warning { format: 1, warning: warning.clone(), cleared }));
    desk.hear(told(false));
    assert!(desk.screen().contains("La carte a été retirée"), "{}", desk.screen());
    desk.hear(told(true));
    let screen = desk.screen();
    assert!(screen.contains("La seconde copie se fait de nouveau.") && !screen.contains("retirée"), "{screen}");
}

#[test]
fn with_a_card_that_failed_the_line_has_room_for_it_at_80_columns() {
    let mut desk = french();
    desk.status(State::Recording, |status| {
        both(status);
        status.disk_seconds_left = Some(7260);
        status.copy = Some("failed".into());
    });
    let screen = desk.screen();
    assert!(screen.contains("du niveau ✓   place 2\u{a0}h\u{a0}01   copie ▲"), "{screen}");
}

#[test]
fn what_was_recovered_is_said_when_the_take_is_first_seen() {
    let mut desk = Desk::new();
    desk.status(State::Recording, |status| warn(status, "recovered", "Retrouvés : 22 min 59."));
    assert!(desk.screen().contains("Retrouvés : 22 min 59."));
    desk.wait(20.1);
    assert!(!desk.screen().contains("Retrouvés"), "once");
}

#[test]
fn a_pause_says_how_long_it_has_lasted() {
    let mut desk = french();
    desk.press("x p");
    answer(&mut desk, Act::Mark, Some(mark("m-9", "mask", 719.0, Some(727.0))));
    desk.status(State::Paused, |status| status.paused_seconds = Some(130.0));
    answer(&mut desk, Act::Pause, None);
    desk.wait(6.5);
    desk.status(State::Paused, |status| status.paused_seconds = Some(137.0));
    assert!(
        desk.screen().contains("Micro coupé depuis 2\u{a0}min\u{a0}17. Rien n’est gardé. Espace pour reprendre."),
        "{}",
        desk.screen()
    );
}

#[test]
fn a_pause_of_notes_alone_speaks_of_no_microphone() {
    let mut desk = Desk::recording();
    desk.status(State::Paused, |status| (status.input, status.paused_seconds) = (Some("none".into()), Some(130.0)));
    let screen = desk.screen();
    assert!(screen.contains("En pause depuis 2\u{a0}min\u{a0}10. Espace pour reprendre."), "{screen}");
    assert!(!screen.contains("Micro coupé"), "{screen}");
}

#[test]
fn the_lamp_of_a_pause_looks_alike_on_the_strip() {
    let mut desk = Desk::recording();
    desk.status(State::Paused, |_| ());
    desk.resize(80, 3);
    let lamp = desk.draw().backend().buffer()[(1, 0)].clone();
    assert_eq!((lamp.symbol(), Some(lamp.fg)), ("‖", desk.model.theme.paused().fg));
}

#[test]
fn a_window_without_the_guide_and_the_strip_say_what_is_over() {
    let mut desk = french();
    desk.model.record.facts.as_mut().unwrap().steps.clear();
    desk.hear(Event::Marks(vec![mark("m-5", "step", 487.0, None)]));
    let step = StepFacts {
        number: 2,
        of: 3,
        title: "Ce qui a été dur".into(),
        minutes: Some(10),
        seconds: Some(720.0),
        next: Some("Des nouvelles du père".into()),
    };
    desk.status(State::Recording, |status| (status.seconds, status.step) = (1207.0, Some(step)));
    let screen = desk.screen();
    assert!(screen.contains("12\u{a0}min sur 10, + 2") && screen.contains("ensuite  Des nouvelles du père"), "{screen}");
    desk.resize(120, 3);
    assert!(desk.screen().contains("► 2/3 ▲ 12\u{a0}min sur 10, + 2\u{a0}min"), "{}", desk.screen());
}

#[test]
fn the_recorder_says_how_many_steps_there_are() {
    let mut desk = Desk::recording();
    let step = StepFacts { number: 2, of: 4, title: "Ce qui a été dur".into(), ..StepFacts::default() };
    desk.status(State::Recording, |status| status.step = Some(step));
    assert!(desk.screen().contains("► 2 sur 4  Ce qui a été dur"), "{}", desk.screen());
}

#[test]
fn a_pause_off_the_record_says_pause_at_once_and_going_on_says_that_nothing_leaves() {
    let mut desk = french();
    desk.press("h");
    let mut open = mark("m-9", "off-record", 727.0, None);
    open.open = true;
    answer(&mut desk, Act::Mark, Some(open));
    desk.press("p");
    desk.status(State::Paused, |status| (status.off_record, status.paused_seconds) = (true, Some(0.0)));
    answer(&mut desk, Act::Pause, None);
    assert!(desk.screen().contains("Micro coupé depuis"), "{}", desk.screen());
    desk.press("space");
    answer(&mut desk, Act::Resume, None);
    desk.status(State::Recording, |status| status.off_record = true);
    let screen = desk.screen();
    assert!(screen.contains("De nouveau hors diffusion\u{a0}: gardé ici, ne sortira pas."), "{screen}");
}

#[test]
fn what_is_off_the_record_is_said_again_every_five_minutes() {
    let mut desk = french();
    let mut open = mark("m-9", "off-record", 727.0, None);
    open.open = true;
    desk.hear(Event::Marks(vec![open]));
    let off = |seconds: f64| move |status: &mut Status| (status.off_record, status.seconds) = (true, seconds);
    desk.status(State::Recording, off(800.0));
    assert!(desk.screen().contains("Hors diffusion depuis 0:12:07. Gardé ici"), "{}", desk.screen());
    desk.status(State::Recording, off(1028.0));
    assert!(desk.screen().contains("Toujours hors diffusion, depuis 5\u{a0}min."), "{}", desk.screen());
    desk.wait(20.1);
    desk.status(State::Recording, off(1328.0));
    assert!(desk.screen().contains("depuis 10\u{a0}min."));
}

#[test]
fn without_the_keyboard_it_says_so_and_a_click_on_the_lamp_marks() {
    let mut desk = french();
    desk.hear(Event::Focused(false));
    assert!(desk.screen().contains("LE CLAVIER EST AILLEURS. Un clic ici marque et le ramène."));
    let at = desk.model.now.mono;
    let asked = desk.hear(Event::Clicked(Click { column: 12, row: 2, at }));
    assert_eq!((kinds(&asked), desk.model.has_focus), (vec!["touching"], true));
    assert_eq!(kinds(&desk.hear(Event::Clicked(Click { column: 12, row: 8, at }))), ["touching"], "the clock");
    assert_eq!(desk.hear(Event::Clicked(Click { column: 12, row: 20, at })), [], "the palette");
}

#[test]
fn ctrl_s_says_since_when_all_is_on_the_disk() {
    let mut desk = french();
    desk.status(State::Recording, |status| status.confirmed_seconds = Some(0.4));
    desk.strike("ctrl-s");
    assert!(desk.screen().contains("Tout est déjà sur le disque, depuis 0,4\u{a0}s."), "{}", desk.screen());
}

#[test]
fn the_end_says_what_was_kept_and_when_one_meets_again() {
    let mut desk = french();
    with_marks(&mut desk);
    desk.hear(stopped(StopReason::Asked));
    desk.status(State::Stopping, |status| status.seconds = 4320.0);
    desk.hear(Event::Status(None));
    desk.wait(3.0);
    assert_eq!(Lamp::of(&desk.model).name, "done");
    let screen = desk.screen().replace('\n', "");
    for words in [
        "Fini\u{a0}: 1\u{a0}h\u{a0}12, 3 repères, un passage hors diffusion.",
        "Prochain\u{a0}: demain, dimanche 29 mars, 20h30 (cette nuit, + 1 heure).",
    ] {
        assert!(screen.contains(words) || screen.replace(" ", "").contains(&words.replace(' ', "")), "{screen}");
    }
}

#[test]
fn a_recorder_that_goes_without_a_word_is_an_alarm_and_space_goes_on_with_the_session() {
    let mut desk = french();
    desk.hear(Event::Status(None));
    assert_ne!(Lamp::of(&desk.model).filling, Filling::Alarm, "its last word may be on its way");
    let effects = desk.wait(2.1);
    assert_eq!((bells(&effects), Lamp::of(&desk.model).filling), (1, Filling::Alarm));
    assert!(desk.screen().contains("L’enregistreur s’est arrêté."));
    let effects = desk.press("space");
    assert!(matches!(&effects[..], [Effect::Record { what: Some(what), .. }] if what == SESSION), "{effects:?}");
}

#[test]
fn opening_while_a_take_runs_shows_the_take() {
    assert_eq!(french().model.screen, Screen::Record);
    let mut elsewhere = Desk::new();
    elsewhere.press("down");
    elsewhere.status(State::Recording, both);
    assert_eq!(elsewhere.model.screen, Screen::Today);
}

#[test]
fn the_screen_takes_what_is_due_when_nothing_was_chosen() {
    let mut desk = Desk::new();
    std::fs::remove_dir_all(desk.root().join("sessions")).unwrap();
    desk.press("tab");
    let effects = desk.press("space");
    assert!(
        matches!(&effects[..], [Effect::Record { what: Some(what), .. }] if what.starts_with("nadia@2020-03-28")),
        "{effects:?}"
    );
}

#[test]
fn another_input_is_chosen_while_it_waits_and_not_in_a_take() {
    let mut desk = Desk::new();
    desk.press("tab");
    desk.status(State::Armed, both);
    assert_eq!(desk.press("j"), [Effect::ListInputs]);
    desk.hear(found(vec![microphone("pulseaudio:rode", "USB Rode", true)]));
    assert!(desk.screen().contains("USB Rode (par défaut)"), "{}", desk.screen());
    let effects = desk.press("down enter");
    assert!(
        matches!(&effects[..], [Effect::Disarm, Effect::Arm { input: Some(input), .. }] if input == "pulseaudio:rode"),
        "{effects:?}"
    );
    let mut running = french();
    running.press("j");
    assert!(running.model.overlay.is_none());
}

#[test]
fn where_the_sound_server_does_not_answer_that_is_said_in_place_of_no_microphone() {
    let mut desk = Desk::new();
    desk.press("tab");
    let refusal = Error::new(text!("sound-no-input"));
    assert_eq!(desk.hear(Event::Armed(Err(refusal))), [Effect::ListInputs]);
    desk.hear(no_sound());
    let screen = desk.screen();
    assert!(screen.contains("`pulseaudio` ne répond pas. Entrée écoute la"), "{screen}");
}

#[test]
fn marks_stand_by_their_places_in_whatever_order_they_came() {
    let mut desk = french();
    let marks = [("m-3", 700.0), ("m-1", 60.0), ("m-2", 300.0), ("m-1", 400.0)]; // the last one was changed
    desk.hear(Event::Marks(marks.map(|(id, at)| mark(id, "touching", at, None)).to_vec()));
    let screen = desk.screen();
    let places = ["0:11:40", "0:06:40", "0:05:00"].map(|place| screen.find(&format!("◆ {place}")));
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{screen}");
    assert!(!screen.contains("0:01:00"), "{screen}");
}

#[test]
fn in_a_rehearsal_no_microphone_is_opened() {
    let mut desk = Desk::new();
    desk.model.setup.rehearsal = true;
    let effects = desk.press("tab space");
    let inputs: Vec<_> = effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Arm { input, .. } | Effect::Record { input, .. } => Some(input.as_deref()),
            _ => None,
        })
        .collect();
    assert_eq!(inputs, [Some("voice"), Some("voice")]);
    assert!(Lamp::of(&desk.model).filling != Filling::Solid);
}

#[test]
fn a_synthetic_voice_never_passes_for_a_microphone() {
    let mut desk = Desk::new();
    desk.press("tab");
    let voice = |status: &mut Status| status.input = Some("voice".into());
    desk.status(State::Armed, voice);
    let says = "▲ Voix de synthèse\u{a0}: aucun micro n’est ouvert.";
    assert!(desk.screen().contains(&format!("{says} j entrées.")), "{}", desk.screen());
    assert!(desk.screen().contains("synthèse █"), "{}", desk.screen());
    desk.status(State::Recording, voice);
    assert!(desk.screen().contains(says), "{}", desk.screen());
    desk.model.screen = Screen::Guided;
    desk.status(State::Armed, voice);
    assert!(desk.screen().contains(says) && !desk.screen().contains("vous entend"), "{}", desk.screen());
    desk.status(State::Recording, |status| status.input = Some("pulseaudio:rode".into()));
    assert!(!desk.screen().contains("synthèse"), "{}", desk.screen());
}

#[test]
fn leaving_the_screen_closes_the_microphone_unless_a_take_runs() {
    let mut desk = Desk::new();
    desk.press("tab");
    desk.status(State::Armed, both);
    assert!(desk.press("esc").contains(&Effect::Disarm));
    let mut running = french();
    assert!(!running.press("tab").contains(&Effect::Disarm));
}

#[test]
fn one_escape_too_many_leaves_no_take_out_of_sight() {
    let mut desk = french();
    desk.press("? esc esc");
    assert_eq!(desk.model.screen, Screen::Record);
    assert!(desk.screen().contains("La prise continue. Tab passe à un autre écran."), "{}", desk.screen());
    assert!(matches!(&desk.press("space")[..], [Effect::Ask(Act::Mark, _)]));
}

#[test]
fn whoever_joined_is_offered_no_pause() {
    let mut desk = french();
    desk.status(State::Recording, |status| status.joined = true);
    assert!(!desk.screen().contains("p pause"), "{}", desk.screen());
    assert_eq!(desk.press("p"), []);
    assert!(desk.screen().contains("Un autre ordinateur enregistre"), "{}", desk.screen());
}

#[test]
fn guided_looks_as_it_is_drawn() {
    let mut desk = Desk::new();
    std::fs::remove_dir_all(desk.root().join("sessions")).unwrap();
    desk.press("tab");
    desk.model.screen = Screen::Guided;
    desk.status(State::Armed, |status| status.levels = vec![level("mono", -14.0)]);
    insta::assert_snapshot!("guided-before", desk.screen());
    desk.status(State::Recording, both);
    with_marks(&mut desk);
    insta::assert_snapshot!("guided-during", desk.screen());
}

#[test]
fn guided_rehearses_only_before_anything_is_recorded_and_after_a_yes() {
    let mut desk = Desk::new();
    desk.model.screen = Screen::Guided;
    desk.status(State::Armed, both);
    assert_eq!(desk.press("enter"), []);
    assert!(desk.screen().contains("S’entraîner pour de faux\u{a0}? Entrée oui."), "{}", desk.screen());
    assert_eq!(desk.press("enter"), [Effect::Rehearse]);
    desk.status(State::Recording, both);
    desk.hear(stopped(StopReason::Asked));
    desk.hear(Event::Status(None));
    (desk.model.screen, desk.model.line) = (Screen::Guided, None);
    assert_eq!(desk.press("enter enter"), []);
    assert!(desk.model.question.is_none());
}

#[test]
fn a_rehearsal_in_guided_says_large_that_it_is_one_and_that_no_microphone_is_open() {
    let mut desk = Desk::new();
    desk.model.setup.rehearsal = true;
    desk.model.screen = Screen::Guided;
    desk.status(State::Armed, |status| (status.levels, status.input) = (vec![level("1", -14.0)], Some("voice".into())));
    insta::assert_snapshot!("guided-rehearsal", desk.screen());
    assert_eq!(desk.press("enter enter"), []);
}

#[test]
fn help_on_record_says_what_its_keys_do_there_and_that_more_follows() {
    let mut desk = french();
    desk.press("?");
    let mut seen = desk.screen();
    assert!(seen.contains("↓ encore"), "{seen}");
    desk.press("page-down");
    seen.push_str(&desk.screen());
    desk.press("page-down");
    seen.push_str(&desk.screen());
    for words in ["étape suivante", "plus fort", "moins fort", "plus tôt", "jusqu’ici", "tristesse"] {
        assert!(seen.contains(words), "{words}: {seen}");
    }
    assert!(!seen.contains("ouvrir, oui") && !desk.screen().contains("↓ encore"), "{seen}");
}

#[test]
fn help_on_guided_names_its_few_keys() {
    let mut desk = french();
    desk.model.screen = Screen::Guided;
    desk.press("?");
    insta::assert_snapshot!("guided-help", desk.screen());
}

#[test]
fn guided_has_three_keys_and_none_of_the_others() {
    let mut desk = Desk::new();
    desk.model.screen = Screen::Guided;
    desk.status(State::Armed, both);
    assert!(matches!(&desk.press("space")[..], [Effect::Record { .. }]));
    desk.status(State::Recording, both);
    assert_eq!(desk.press("x k n f p u z t j up left"), []);
    assert!(desk.model.line.is_none() && desk.model.overlay.is_none());
    assert_eq!(kinds(&desk.press("space h")), ["touching", "off-record"]);
    assert!(matches!(&desk.press("s enter")[..], [Effect::Ask(Act::Stop, _)]));
}

#[test]
fn a_recorder_that_does_not_answer_has_not_ended_and_nothing_is_promised_in_its_name() {
    let mut desk = take(Language::English);
    let since = desk.model.now.mono;
    desk.wait(1.6);
    desk.hear(Event::Mute(since));
    assert_eq!(Lamp::of(&desk.model).filling, Filling::Alarm);
    let screen = desk.screen();
    assert!(screen.contains("has not answered for 1 s. What it had confirmed is"), "{screen}");
    assert!(!screen.contains('✓'), "{screen}");
    let clock = desk.model.live.as_ref().unwrap().seconds(desk.model.now.mono);
    desk.wait(30.0);
    assert_eq!(desk.model.live.as_ref().unwrap().seconds(desk.model.now.mono), clock, "the clock stands still");
    assert!(matches!(desk.press("space")[..], [Effect::Ask(Act::Mark, _)]), "the key waits for the recorder");
    desk.status(State::Recording, both);
    assert_eq!(Lamp::of(&desk.model).name, "recording");
}

#[test]
fn a_take_that_does_not_begin_is_an_alarm_after_five_seconds() {
    let mut desk = Desk::of(Language::English, (80, 24), Theme::default());
    desk.press("tab");
    desk.status(State::Armed, |_| ());
    desk.press("space");
    desk.wait(4.0);
    assert_eq!(Lamp::of(&desk.model).filling, Filling::Empty);
    desk.wait(2.0);
    assert_eq!(Lamp::of(&desk.model).filling, Filling::Alarm);
    let screen = desk.screen();
    assert!(screen.contains("Nothing is kept yet") && !screen.contains("will be kept"), "{screen}");
}

#[test]
fn whoever_leaves_while_keys_wait_for_the_disk_is_told_how_many() {
    let mut desk = take(Language::English);
    desk.press("h p");
    assert_eq!(desk.press("q"), []);
    assert!(desk.screen().contains("2 keys wait for the disk. Enter leaves"), "{}", desk.screen());
    desk.press("esc");
    desk.hear(Event::Answered(Act::Mark, Ok(Box::new(Reply::done()))));
    desk.hear(Event::Answered(Act::Pause, Ok(Box::new(Reply::done()))));
    desk.press("q");
    assert!(desk.screen().contains("Recording goes on without this window"), "{}", desk.screen());
}

#[test]
fn keys_for_a_take_that_has_not_begun_are_not_given_up_without_a_word() {
    let mut desk = Desk::of(Language::English, (80, 24), Theme::default());
    desk.press("tab");
    desk.press("space h");
    assert_eq!(desk.press("q"), []);
    assert!(desk.screen().contains("One key cannot be handed to the recorder yet."), "{}", desk.screen());
}

#[test]
fn off_the_record_stands_under_an_alarm_and_in_the_lamp_of_a_slow_disk() {
    let mut desk = take(Language::English);
    let slow = |status: &mut Status| {
        both(status);
        (status.memory_seconds_left, status.off_record) = (Some(56.0), true);
        warn(status, "disk_slow", "The disk writes slowly.");
    };
    desk.status(State::Recording, slow);
    let lamp = Lamp::of(&desk.model);
    assert_eq!((lamp.name, lamp.filling), ("disk-slow", Filling::Withheld));
    let said = |desk: &Desk| desk.screen().matches("Off the record since").count();
    assert_eq!(said(&desk), 1, "{}", desk.screen());
    desk.press("s");
    assert_eq!(said(&desk), 1, "{}", desk.screen());
    desk.status(State::Recording, |status| {
        slow(status);
        status.seconds += 5.0;
    });
    assert!(desk.screen().contains("Off the record since 0:12:07"), "{}", desk.screen());
}
