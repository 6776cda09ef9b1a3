//! Listening again: sessions, marks, waveforms, and what plays.

use std::fs;

use temoin::actions::play::From;
use temoin::audio::playing::Played;
use temoin::domain::{Frames, MarkerId, TakeId};
use temoin::error::Error;
use temoin::locale::Language;
use temoin::recorder::protocol::State;
use temoin::text;
use temoin::tui::event::{Click, Effect, Event, MarkChange, Scroll};
use temoin::tui::model::{Message, Screen, Words};
use temoin::tui::screen::listen;
use temoin::tui::theme::{Depth, Theme};

use crate::desk::{Desk, SESSION};

/// Frames a second in the demo library.
pub const RATE: u64 = 16_000;
pub const TAKE: &str = "01E4HA2EW7TT3K01XCTAQXBQAW";
/// The evening after, with a stretch off the record.
const LATER: &str = "2020-03-29-2030-nadia";

/// Opens a session as other screens do, with its waveform drawn.
pub fn listening_at(mut desk: Desk, session: &str) -> Desk {
    let effects = listen::open(&mut desk.model, session, None);
    let effects = desk.fetch(effects);
    desk.serve(effects);
    desk
}

pub fn listening() -> Desk {
    listening_at(Desk::new(), SESSION)
}

/// The only wish to hear something among effects: its number, and what.
fn wish(effects: &[Effect]) -> (u64, From) {
    let wishes: Vec<_> = effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Play { number, from, .. } => Some((*number, from.clone())),
            _ => None,
        })
        .collect();
    assert_eq!(wishes.len(), 1, "{effects:?}");
    wishes[0].clone()
}

/// The second from which it is to be played on.
fn second(effects: &[Effect]) -> f64 {
    match wish(effects).1 {
        From::Place { frame, .. } => frame.0 as f64 / RATE as f64,
        from => panic!("{from:?}"),
    }
}

fn at(number: u64, seconds: f64) -> Event {
    Event::Played(number, Played::At { take: TakeId(TAKE.into()), place: Frames((seconds * RATE as f64) as u64) })
}

pub fn click(desk: &mut Desk, column: u16, row: u16) -> Vec<Effect> {
    let at = desk.model.now.mono;
    desk.hear(Event::Clicked(Click { column, row, at }))
}

/// Opens a session of which Paul has taken a stretch off the record, with a mark of Lise's in it.
fn within_what_is_off_the_record(desk: Desk) -> Desk {
    off_the_record(&desk);
    listening_at(desk, SESSION)
}

pub fn off_the_record(desk: &Desk) {
    let (start, end) = (20 * RATE, 26 * RATE);
    let mark =
        format!("[[marker]]\nid = \"m-paul\"\ntake = \"{TAKE}\"\nframe = {start}\nend_frame = {end}\nkind = \"off-record\"\n");
    let file = desk.root().join("sessions/2020").join(SESSION).join("markers-paul.toml");
    fs::write(file, format!("format = 1\n{mark}")).unwrap();
}

/// A second take of the same sound, and marks of Paul's in it.
pub fn with_two_takes(desk: &Desk) {
    let folder = desk.root().join("sessions/2020").join(SESSION);
    let session = fs::read_to_string(folder.join("session.toml")).unwrap();
    let take = session[session.find("[[take]]").unwrap()..].replace(TAKE, "01E4HB00000000000000000000");
    let take = take.replace("number = 1", "number = 2").replace("take-01-001", "take-02-001").replace("20:32:04", "21:10:00");
    fs::write(folder.join("session.toml"), format!("{session}\n{take}")).unwrap();
    fs::copy(folder.join("take-01-001.wav"), folder.join("take-02-001.wav")).unwrap();
    let marks = "format = 1\n\
        [[marker]]\nid = \"m-1\"\ntake = \"01E4HB00000000000000000000\"\nframe = 32000\nend_frame = 64000\nkind = \"off-record\"\n\
        [[marker]]\nid = \"m-2\"\ntake = \"01E4HB00000000000000000000\"\nframe = 80000\nend_frame = 240000\nkind = \"touching\"\n\
        themes = [\"anger\", \"fear\"]\nstrength = 2\nnote = \"le bus dehors, et puis plus rien\"\n";
    fs::write(folder.join("markers-paul.toml"), marks).unwrap();
}

#[test]
fn the_tab_shows_the_sessions_the_latest_chosen() {
    let mut desk = Desk::new();
    desk.model.screen = Screen::Record;
    desk.press("tab");
    insta::assert_snapshot!(desk.screen());
    desk.press("down");
    insta::assert_snapshot!("the_row_below", desk.screen().lines().take(8).collect::<Vec<_>>().join("\n"));
}

#[test]
fn enter_opens_the_chosen_session_and_esc_goes_back_to_the_list_and_then_to_today() {
    let mut desk = Desk::new();
    desk.model.screen = Screen::Record;
    desk.press("tab down down enter");
    assert!(desk.screen().contains("samedi 28 mars 2020  prise 1"), "{}", desk.screen());
    desk.press("esc");
    let row = desk.screen().lines().find(|line| line.starts_with(" ▌")).unwrap().to_owned();
    assert!(row.contains("sam 28 mars 2020"), "{row}");
    desk.press("esc");
    assert_eq!(desk.model.screen, Screen::Today);
}

#[test]
fn how_loud_a_take_is_to_the_ear_is_said_where_it_was_measured() {
    assert!(!listening().screen().contains("LUFS"));
    let desk = Desk::new();
    let file = desk.root().join("sessions/2020").join(SESSION).join("session.toml");
    let measured = "[[take.loudness]]\ninput = 1\nintegrated = -18.2\nrange = 5.1\ntrue_peak = -3.0\n";
    fs::write(&file, format!("{}\n{measured}", fs::read_to_string(&file).unwrap())).unwrap();
    let screen = listening_at(desk, SESSION).screen();
    assert!(screen.contains("−18,2 LUFS   zoom"), "{screen}");
}

#[test]
fn the_only_session_opens_at_once() {
    let mut desk = Desk::new();
    for other in [LATER, "2020-03-29-2200-samir"] {
        fs::remove_dir_all(desk.root().join("sessions/2020").join(other)).unwrap();
    }
    desk.model.screen = Screen::Record;
    desk.press("tab");
    assert!(desk.screen().contains("samedi 28 mars 2020  prise 1"), "{}", desk.screen());
    desk.press("esc");
    assert!(desk.model.screen == Screen::Listen && desk.screen().contains("▌ Nadia, le soir"), "{}", desk.screen());
}

#[test]
fn a_library_without_sessions_says_so() {
    let mut desk = Desk::new();
    fs::remove_dir_all(desk.root().join("sessions")).unwrap();
    desk.model.screen = Screen::Record;
    desk.press("tab down enter");
    assert!(desk.screen().contains("Rien n’a encore été enregistré"), "{}", desk.screen());
}

#[test]
fn a_session_in_french_at_80_by_24() {
    let mut desk = listening();
    desk.press("down down");
    insta::assert_snapshot!(desk.screen());
}

#[test]
fn a_session_in_english_at_100_by_30() {
    let desk = Desk::of(Language::English, (100, 30), Theme::default());
    let mut desk = listening_at(desk, LATER);
    desk.press("down down");
    insta::assert_snapshot!(desk.screen());
}

#[test]
fn a_session_of_two_takes_at_160_by_45() {
    let desk = Desk::of(Language::French, (160, 45), Theme::default());
    with_two_takes(&desk);
    let mut desk = listening_at(desk, SESSION);
    let effects = desk.press("down down down down down");
    desk.serve(effects);
    insta::assert_snapshot!(desk.screen());
}

#[test]
fn colours_are_never_the_only_sign() {
    let coloured = listening_at(Desk::new(), LATER);
    let plain = listening_at(Desk::of(Language::French, (80, 24), Theme { depth: Depth::None, ..Theme::default() }), LATER);
    assert_eq!(coloured.screen(), plain.screen());
}

#[test]
fn a_terminal_without_signs_has_ascii() {
    let theme = Theme { ascii: true, ..Theme::default() };
    let mut desk = listening_at(Desk::of(Language::English, (80, 24), theme), LATER);
    desk.press("down down");
    let screen = desk.screen();
    let body: Vec<&str> = screen.lines().skip(3).take(18).collect();
    insta::assert_snapshot!(body.join("\n"));
    assert!(body.iter().all(|line| line.chars().all(|c| c.is_ascii() || "“”’«»\u{a0}éàèêç…".contains(c))), "{body:#?}");
}

#[test]
fn what_has_not_been_looked_at_yet_waits_and_is_drawn_as_it_comes() {
    let mut desk = Desk::new();
    let effects = listen::open(&mut desk.model, SESSION, None);
    let effects = desk.fetch(effects);
    assert!(desk.screen().lines().nth(4).unwrap().contains("·····"), "{}", desk.screen());
    let Some(Effect::Draw { look, take, .. }) = effects.iter().find(|effect| matches!(effect, Effect::Draw { .. })) else {
        panic!("{effects:?}")
    };
    let chunk = vec![temoin::audio::peaks::Bucket::Sound(32_768); 256];
    desk.hear(Event::Peaks { look: look - 1, take: take.clone(), buckets: chunk.clone() });
    assert!(!desk.screen().contains('█'), "an earlier look");
    desk.hear(Event::Peaks { look: *look, take: take.clone(), buckets: chunk });
    let wave = desk.screen().lines().nth(4).unwrap().to_owned();
    assert!(wave.contains("██") && wave.contains("··"), "{wave}");
}

#[test]
fn a_session_opens_at_a_mark() {
    let mut desk = Desk::new();
    let effects = listen::open(&mut desk.model, SESSION, Some(MarkerId("m-01E4HA38508A6T9NFX463S856W".into())));
    desk.fetch(effects);
    assert!(desk.screen().contains("0:00:21   à l’arrêt"), "{}", desk.screen());
    assert!(desk.screen().contains("▌ ◆  0:00:21"), "{}", desk.screen());
    assert!(desk.screen().contains(" elle parle de sa mère"), "{}", desk.screen());
}

#[test]
fn space_plays_and_stops_and_resumes_two_seconds_before() {
    let mut desk = listening();
    let begun = desk.press("space");
    assert_eq!(second(&begun), 0.0);
    let number = wish(&begun).0;
    desk.hear(at(number, 12.5));
    assert!(desk.screen().contains("► 0:00:12   joue"), "{}", desk.screen());
    assert_eq!(desk.press("space"), [Effect::StopPlaying]);
    desk.hear(at(number, 12.7)); // on its way when it was stopped
    assert!(desk.screen().contains("  0:00:12   à l’arrêt"), "{}", desk.screen());
    let again = desk.press("k");
    assert_eq!(second(&again), 10.5);
    desk.hear(Event::Played(number, Played::Ended));
    assert!(desk.screen().contains("joue"), "the end of the one before is not its own");
    desk.hear(Event::Played(wish(&again).0, Played::Ended));
    assert!(desk.screen().contains("à l’arrêt"));
}

#[test]
fn at_the_end_it_begins_anew() {
    let mut desk = listening();
    desk.press("end");
    assert_eq!(second(&desk.press("space")), 0.0);
}

#[test]
fn the_head_goes_by_one_five_and_thirty_seconds_and_no_further_than_the_take() {
    let mut desk = listening();
    for (key, expected) in [
        ("right", 5.0),
        ("l", 10.0),
        ("shift-right", 11.0),
        ("j", 6.0),
        ("shift-left", 5.0),
        ("left", 0.0),
        ("left", 0.0),
        ("page-down", 30.0),
        ("page-down", 30.421_125),
        ("page-up", 0.421_125),
        ("home", 0.0),
    ] {
        desk.press(key);
        assert_eq!(second(&desk.press("space")), if expected > 30.4 { 0.0 } else { expected }, "{key}");
        desk.press("space");
        // What was stopped is not moved: the next key counts from the head.
        if expected > 30.4 {
            desk.press("end");
        }
    }
}

#[test]
fn where_the_head_goes_no_further_that_is_said() {
    let mut desk = listening();
    desk.press("left");
    assert!(desk.screen().contains("C’est le début de la prise."), "{}", desk.screen());
    desk.press("end right");
    assert!(desk.screen().contains("C’est la fin de la prise."), "{}", desk.screen());
}

/// A mark of one's own in what somebody else has taken off the record.
#[test]
fn a_mark_in_what_is_off_the_record_is_heard_only_after_a_question() {
    let mut desk = within_what_is_off_the_record(Desk::new());
    desk.press("down down down");
    assert_eq!(desk.press("enter"), [Effect::StopPlaying]);
    assert!(desk.screen().contains("Ce moment est hors diffusion. Entrée le joue."), "{}", desk.screen());
    let From::Stretch { start, selected, .. } = wish(&desk.press("enter")).1 else { panic!("a stretch") };
    assert_eq!((start.0 / RATE, selected[1].as_str()), (21, "m-paul"), "from its own place");
}

#[test]
fn what_plays_follows_the_head() {
    let mut desk = listening();
    let first = wish(&desk.press("space")).0;
    let moved = desk.press("right");
    assert_eq!(second(&moved), 5.0);
    assert!(wish(&moved).0 > first);
    assert_eq!(second(&desk.press("down")), 111_758.0 / RATE as f64, "on from the first mark behind the head");
}

#[test]
fn enter_plays_the_chosen_mark_and_space_goes_on_from_it() {
    let mut desk = listening();
    let effects = desk.press("down down enter");
    assert_eq!(wish(&effects).1, From::Marker("m-01E4HA38508A6T9NFX463S856W".into()));
    desk.press("space");
    desk.press("up");
    assert_eq!(second(&desk.press("space")), 111_758.0 / RATE as f64);
}

/// The mark that is heard although it is off the record.
fn selected(effects: &[Effect]) -> Option<String> {
    match wish(effects).1 {
        From::Place { selected, .. } => selected.into_iter().next().map(|id| id.0),
        from => panic!("{from:?}"),
    }
}

#[test]
fn what_is_off_the_record_is_heard_only_when_it_is_chosen_and_the_head_stands_in_it() {
    let mut desk = listening_at(Desk::new(), LATER);
    desk.press("right right right");
    assert_eq!(selected(&desk.press("space")), None, "not chosen");
    desk.press("space home down down");
    assert!(desk.screen().contains("▒ hors diffusion"), "{}", desk.screen());
    assert_eq!(selected(&desk.press("space")).as_deref(), Some("m-01E4KS002KGT7A0SX28HQ1ES3H"));
    desk.press("space home");
    assert_eq!(selected(&desk.press("space")), None, "the head has left it");
}

#[test]
fn stepping_onto_what_is_off_the_record_while_something_plays_plays_it_only_on_enter() {
    let mut desk = listening_at(Desk::new(), LATER);
    desk.press("space down");
    assert_eq!(selected(&desk.press("down")), None);
    assert!(desk.screen().contains("▒ hors diffusion"), "{}", desk.screen());
    assert_eq!(selected(&desk.press("shift-right")), None, "nor when the head is moved in it");
    let mark = "m-01E4KS002KGT7A0SX28HQ1ES3H";
    assert_eq!(wish(&desk.press("enter")).1, From::Marker(mark.into()));
    assert_eq!(selected(&desk.press("shift-right")).as_deref(), Some(mark), "now it was asked for");
}

#[test]
fn playing_in_a_take_is_asked_about_first() {
    let mut desk = listening_at(Desk::recording(), SESSION);
    assert_eq!(desk.press("space"), [Effect::StopPlaying]);
    assert!(desk.screen().contains("Le micro enregistrerait ce qui est joué maintenant."), "{}", desk.screen());
    let agreed = desk.press("enter");
    let (number, _) = wish(&agreed);
    desk.hear(at(number, 1.0));
    assert!(desk.screen().contains("► 0:00:01   joue"));
    assert_eq!(second(&desk.press("right")), 6.0, "what plays was agreed to");
}

#[test]
fn a_question_that_is_left_behind_plays_nothing_later() {
    let mut desk = listening_at(Desk::recording(), SESSION);
    desk.press("space");
    click(&mut desk, 3, 1);
    assert!(desk.model.screen == Screen::Today && desk.model.question.is_none());
}

#[test]
fn marks_that_cannot_be_read_are_told_before_anything_plays() {
    let desk = Desk::new();
    let folder = desk.root().join("sessions/2020").join(SESSION);
    fs::write(folder.join("markers-zoe.toml"), "format = 1\n[[marker]]\nkind = \"off-record\"\n").unwrap();
    let mut desk = listening_at(desk, SESSION);
    assert!(desk.screen().contains("Tous les repères n’ont pas pu être lus."), "{}", desk.screen());
    desk.press("space");
    assert!(desk.screen().contains("du hors diffusion peut s’entendre"), "{}", desk.screen());
    wish(&desk.press("enter"));
}

#[test]
fn leaving_the_screen_is_silence() {
    let mut desk = listening();
    desk.press("space");
    let left = desk.press("tab");
    assert!(left.contains(&Effect::StopPlaying) && left.contains(&Effect::StopDrawing), "{left:?}");
}

#[test]
fn what_cannot_be_played_is_said() {
    let mut desk = listening();
    let number = wish(&desk.press("space")).0;
    desk.hear(Event::Played(number, Played::Failed(Error::new(text!("cli-play-nothing")))));
    assert!(desk.screen().contains("à l’arrêt"));
    assert!(desk.model.message.is_some());
}

#[test]
fn words_come_onto_ones_own_mark() {
    let mut desk = listening();
    desk.press("n");
    assert!(desk.screen().contains("Aucun repère n’est choisi"), "{}", desk.screen());
    desk.press("down down n");
    assert!(desk.screen().contains("Mots\u{a0}: elle parle de sa mère"), "{}", desk.screen());
    desk.type_in(", le bus");
    let effects = desk.press("enter");
    desk.serve(effects);
    assert!(desk.screen().contains(" elle parle de sa mère, le bus"), "{}", desk.screen());
    assert!(desk.screen().contains("▌ ◆  0:00:21"), "the mark stays chosen");
    desk.press("n");
    desk.type_in("x");
    assert_eq!(desk.press("esc"), [], "given up");
    desk.press("n");
    desk.type_in(" bleu");
    let effects = desk.press("ctrl-c");
    let is_kept = |put: &Effect| words_put(put).is_some_and(|words| words.ends_with("le bus bleu"));
    assert!(matches!(&effects[..], [put, Effect::Quit] if is_kept(put)), "leaving keeps it: {effects:?}");
}

/// The words that are to be put on a mark.
fn words_put(effect: &Effect) -> Option<&str> {
    match effect {
        Effect::ChangeMark { change: MarkChange::Edit(_, edit), .. } => edit.note.as_deref(),
        _ => None,
    }
}

#[test]
fn words_that_are_being_typed_are_kept_when_a_tab_is_clicked() {
    let mut desk = listening();
    desk.press("down down n");
    desk.type_in(", le bus");
    let effects = click(&mut desk, 3, 1);
    assert_eq!(desk.model.screen, Screen::Today);
    assert_eq!(effects.iter().find_map(words_put), Some("elle parle de sa mère, le bus"));
}

#[test]
fn a_button_that_is_let_go_under_the_help_holds_the_head_no_longer() {
    let mut desk = listening();
    desk.press("space");
    let (number, _) = wish(&click(&mut desk, 60, 4));
    let moved = Click { column: 65, row: 4, at: desk.model.now.mono };
    desk.hear(Event::Dragged(moved));
    desk.press("?");
    desk.hear(Event::Released(moved));
    desk.press("esc");
    desk.hear(at(number, 3.0));
    assert!(desk.screen().contains("► 0:00:03"), "{}", desk.screen());
}

#[test]
fn words_that_cannot_be_kept_come_back_into_their_line_with_what_is_wrong() {
    let mut desk = listening();
    desk.press("down down n");
    desk.type_in(", le bus");
    let effects = desk.press("enter");
    let put = effects.into_iter().find(|effect| words_put(effect).is_some()).unwrap();
    let Effect::ChangeMark { session, change } = &put else { unreachable!() };
    let refused = || {
        let outcome = Err(Error::told(1, "le disque refuse".into()));
        Event::MarkChanged { session: session.clone(), change: change.clone(), outcome }
    };
    desk.hear(refused());
    assert_eq!(desk.model.line.as_ref().map(|line| line.text()), Some("elle parle de sa mère, le bus"));
    assert!(matches!(&desk.model.message, Some(Message { words: Words::Wrong(_), .. })));
    assert!(desk.press("enter").contains(&put), "and may be tried again");

    desk.press("esc shift-tab"); // meanwhile somebody is elsewhere
    desk.hear(refused());
    assert_eq!(desk.press("q"), []);
    assert!(desk.screen().contains("Des mots tapés ne sont pas encore sur le disque."), "{}", desk.screen());
    desk.press("esc");
    let opened = listen::open(&mut desk.model, session, None);
    desk.fetch(opened);
    assert_eq!(desk.model.line.as_ref().map(|line| line.text()), Some("elle parle de sa mère, le bus"));
    let effects = desk.press("enter");
    desk.serve(effects);
    assert!(desk.screen().contains(" elle parle de sa mère, le bus"), "{}", desk.screen());
}

#[test]
fn another_person_s_mark_has_their_words() {
    let desk = Desk::new();
    with_two_takes(&desk);
    let mut desk = listening_at(desk, SESSION);
    desk.press("down down down down n");
    assert!(desk.screen().contains("Ce repère appartient à paul."), "{}", desk.screen());
    assert!(desk.model.line.is_none());
}

#[test]
fn a_mark_of_another_take_brings_its_sound() {
    let desk = Desk::new();
    with_two_takes(&desk);
    let mut desk = listening_at(desk, SESSION);
    let effects = desk.press("down down down down");
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Draw { take, .. } if take.as_str() != TAKE)), "{effects:?}");
    assert!(desk.screen().contains("prise 2"), "{}", desk.screen());
    desk.press("up");
    assert!(desk.screen().lines().next().unwrap().contains("prise 1"), "{}", desk.screen());
}

#[test]
fn playing_goes_over_into_the_next_take() {
    let desk = Desk::new();
    with_two_takes(&desk);
    let mut desk = listening_at(desk, SESSION);
    let number = wish(&desk.press("space")).0;
    let take = TakeId("01E4HB00000000000000000000".into());
    let effects = desk.hear(Event::Played(number, Played::At { take, place: Frames(3 * RATE) }));
    assert!(matches!(&effects[..], [Effect::Draw { .. }]), "{effects:?}");
    assert!(desk.screen().contains("► 0:00:03   joue"));
    assert!(desk.hear(at(number + 9, 7.0)).is_empty() && desk.screen().contains("0:00:03"));
}

#[test]
fn the_mouse_moves_the_head_and_chooses_marks() {
    let mut desk = listening();
    click(&mut desk, 40, 4);
    assert!(desk.screen().contains("0:00:15   à l’arrêt"), "{}", desk.screen());
    let row = desk.screen().lines().position(|line| line.contains("à reprendre") || line.contains("→  0:00:26")).unwrap();
    click(&mut desk, 20, row as u16);
    assert!(desk.screen().contains("▌ →  0:00:26"), "{}", desk.screen());
    let over = desk.screen().lines().nth(3).unwrap().chars().position(|sign| sign == '◆').unwrap();
    click(&mut desk, over as u16, 3);
    assert!(desk.screen().contains("▌ ◆  0:00:21"), "{}", desk.screen());
    desk.hear(Event::Scrolled { scroll: Scroll::Up, column: 20, row: row as u16 });
    assert!(desk.screen().contains("▌ ✓  0:00:06"), "{}", desk.screen());
}

#[test]
fn a_click_chooses_a_session_and_a_second_one_opens_it() {
    let mut desk = Desk::new();
    desk.model.screen = Screen::Record;
    desk.press("tab");
    click(&mut desk, 10, 6);
    assert!(desk.screen().lines().nth(6).unwrap().starts_with(" ▌"), "{}", desk.screen());
    click(&mut desk, 10, 6);
    assert!(desk.screen().contains("samedi 28 mars 2020  prise 1"), "{}", desk.screen());
}

#[test]
fn zoom_shows_less_or_more_around_the_head() {
    let mut desk = listening();
    for length in ["15\u{a0}s", "5\u{a0}min", "1\u{a0}min"] {
        desk.press("z");
        assert!(desk.screen().contains(&format!("zoom {length}")), "{}", desk.screen());
    }
}

#[test]
fn words_are_hidden_where_names_are() {
    let mut desk = listening();
    desk.model.setup.hides_names = true;
    desk.press("down down");
    assert!(!desk.screen().contains("elle parle"), "{}", desk.screen());
}

#[test]
fn a_take_that_runs_is_in_the_list_as_such() {
    let mut desk = Desk::recording();
    desk.status(State::Recording, |_| ());
    desk.model.screen = Screen::Record;
    desk.press("tab");
    assert!(
        desk.screen().lines().any(|line| line.contains("sam 28 mars 2020") && line.contains("en cours")),
        "{}",
        desk.screen()
    );
}

#[test]
fn no_size_and_no_key_makes_an_open_session_fall_over() {
    let desk = Desk::new();
    with_two_takes(&desk);
    let mut desk = listening_at(desk, SESSION);
    let keys = [
        "down",
        "right",
        "z",
        "page-down",
        "end",
        "space",
        "enter",
        "up",
        "home",
        "shift-left",
        "n",
        "esc",
        "/",
        "esc",
        "b",
        "r",
        "i",
    ];
    for n in 0..4_000_u32 {
        let (width, height) = match n % 50 {
            0 => (u16::MAX, 1),
            1 => (1, u16::MAX),
            2 => (0, 0),
            _ => ((n * 7 % 190) as u16, (n * 11 % 70) as u16),
        };
        desk.resize(width, height);
        desk.press(keys[n as usize % keys.len()]);
        let (column, row) = ((n * 13 % 200) as u16, 3 + (n * 3 % 60) as u16);
        click(&mut desk, column, row);
        let moved = Click { column: column / 2 + 40, row, at: desk.model.now.mono };
        match n % 5 {
            0 => drop(desk.hear(Event::Dragged(moved))),
            1 => drop([Event::Dragged(moved), Event::Released(moved)].map(|event| desk.hear(event))),
            2 => drop(desk.hear(Event::Scrolled { scroll: Scroll::Down, column, row })),
            _ => {}
        }
        desk.draw();
        if n % 100 == 99 {
            let effects = listen::open(&mut desk.model, SESSION, None);
            desk.fetch(effects);
        }
    }
}

#[test]
fn what_is_handed_over_from_the_command_line_is_found_among_the_actions_with_its_line() {
    for words in ["remet", "export"] {
        let mut desk = Desk::new().on(Screen::Listen);
        desk.press("enter :");
        desk.type_in(words);
        desk.press("enter");
        assert!(desk.screen().contains("temoin export 20"), "{words}: {}", desk.screen());
    }
}
