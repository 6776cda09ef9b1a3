//! Today: what is due, what was said last time, the next days, what is to be taken up; and what the keys do to them.

use std::fs;
use std::path::Path;

use temoin::actions::mend::{Deed, Mended};
use temoin::actions::readiness::{ReadyInput, Supplies};
use temoin::actions::recover::RecoveredSession;
use temoin::error::Error;
use temoin::locale::Language;
use temoin::recorder::protocol::State;
use temoin::text;
use temoin::tui::event::{Act, Effect, Event};
use temoin::tui::model::Screen;
use temoin::tui::theme::{Depth, Theme};

use crate::desk::{Desk, SESSION};

/// Nine evenings of Nadia's, the last two heavy; Samir clashes on Tuesday, and was missed on Friday.
pub fn evening(language: Language, size: (u16, u16), theme: Theme) -> Desk {
    let mut desk = Desk::of(language, size, theme);
    let root = desk.root();
    fs::remove_dir_all(root.join("sessions")).unwrap();
    let library = fs::read_to_string(root.join("library.toml")).unwrap();
    let place = "\n[[place]]\nid = \"appel\"\nname = \"appel vidéo\"\n";
    fs::write(root.join("library.toml"), library + place).unwrap();
    edit(&root.join("series/nadia.toml"), "rule = \"FREQ=DAILY\"", "rule = \"FREQ=DAILY;COUNT=60\"\nplace = \"appel\"");
    edit(&root.join("series/samir.toml"), "start = 2020-03-24T22:00:00", "start = 2020-03-27T22:00:00");
    let change = "\n[[change]]\nof = 2020-03-31T22:00:00\nto = 2020-03-31T20:45:00\n";
    let samir = fs::read_to_string(root.join("series/samir.toml")).unwrap();
    fs::write(root.join("series/samir.toml"), samir + change).unwrap();
    for day in 20..=27 {
        session(&root, day);
    }
    let marks = MARKS.replace("TAKE", "01E4HA2EW7TT3K01XCTAQXB027");
    fs::write(root.join("sessions/2020/2020-03-27-2030-nadia/markers-lise.toml"), marks).unwrap();
    let thread = THREAD.replace("TAKE", "01E4HA2EW7TT3K01XCTAQXB025");
    fs::write(root.join("sessions/2020/2020-03-25-2030-nadia/markers-lise.toml"), thread).unwrap();
    desk.hear(Event::Focused(true));
    desk.hear(Event::Supplied(Supplies {
        room: Some(2 * 41 * 3600), // for one of the two channels
        least_room: 3600,
        battery: Some(82),
        is_battery_enough: true,
        copy: None,
    }));
    let inputs = ["micro interne", "son de l’appel"].map(|name| ReadyInput::Device { name: name.to_owned(), channels: 1 });
    desk.hear(Event::Heard(Ok(inputs.to_vec())));
    desk
}

const MARKS: &str = "format = 1
[[marker]]
id = \"m-01E4HA38508A6T9NFX463S0001\"
take = \"TAKE\"
frame = 11568000
kind = \"touching\"
themes = [\"sadness\"]
strength = 3
note = \"sa voix se casse quand elle parle de sa mère\"
[[marker]]
id = \"m-01E4HA38508A6T9NFX463S0002\"
take = \"TAKE\"
frame = 26576000
kind = \"touching\"
themes = [\"anger\"]
strength = 2
note = \"« on applaudit, et demain on nous oubliera »\"
[[marker]]
id = \"m-01E4HA38508A6T9NFX463S0003\"
take = \"TAKE\"
frame = 26676000
kind = \"promise\"
note = \"lui envoyer la photo du service\"
";

const THREAD: &str = "format = 1
[[marker]]
id = \"m-01E4HA38508A6T9NFX463S0004\"
take = \"TAKE\"
frame = 16000
kind = \"thread\"
note = \"des nouvelles de son père ?\"
[[marker]]
id = \"m-01E4HA38508A6T9NFX463S0005\"
take = \"TAKE\"
frame = 16000
kind = \"touching\"
";

fn edit(path: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(path).unwrap();
    assert!(text.contains(from), "{text}");
    fs::write(path, text.replace(from, to)).unwrap();
}

/// An evening of 38 minutes, without files of sound.
pub fn session(root: &Path, day: u32) {
    let folder = root.join(format!("sessions/2020/2020-03-{day}-2030-nadia"));
    fs::create_dir_all(&folder).unwrap();
    let heavy = if day >= 26 { "\n[after]\nheavy = true\n" } else { "" };
    let text = format!(
        "format = 1\ntitle = \"Nadia, le soir\"\nseries = \"nadia\"\noccurrence = 2020-03-{day}T20:30:00\nzone = \"Europe/Brussels\"\n\
         number = {number}\nof = 60\npeople = [\"lise\", \"s-01\"]\n[[take]]\nid = \"01E4HA2EW7TT3K01XCTAQXB0{day}\"\nnumber = 1\n\
         started = 2020-03-{day}T20:32:04.103+01:00\npreroll = 0\nrate = 16000\nbits = 16\n\
         channels = [{{ name = \"mono\", input = 1 }}]\ninputs = [\"file:a.wav\"]\nframes = 36480000\n{heavy}",
        number = day - 19
    );
    fs::write(folder.join("session.toml"), text).unwrap();
}

/// Neither plans nor sessions.
pub fn empty(desk: &Desk) {
    for folder in ["series", "sessions"] {
        fs::remove_dir_all(desk.root().join(folder)).unwrap();
    }
}

/// The session of yesterday was never closed.
pub fn break_off(desk: &Desk) {
    edit(&desk.root().join("sessions/2020/2020-03-27-2030-nadia/session.toml"), "frames = 36480000\n", "");
}

fn french() -> Desk {
    evening(Language::French, (80, 24), Theme::default())
}

#[test]
fn the_evening_in_french() {
    insta::assert_snapshot!(french().screen());
}

#[test]
fn the_evening_in_english() {
    insta::assert_snapshot!(evening(Language::English, (80, 24), Theme::default()).screen());
}

#[test]
fn a_larger_screen_shows_more() {
    insta::assert_snapshot!("at_100x30", evening(Language::French, (100, 30), Theme::default()).screen());
    insta::assert_snapshot!("at_160x45", evening(Language::French, (160, 45), Theme::default()).screen());
    insta::assert_snapshot!("at_60x16", evening(Language::French, (60, 16), Theme::default()).screen());
}

#[test]
fn the_evening_in_ascii_without_colours() {
    let theme = Theme { depth: Depth::None, ascii: true, ..Theme::default() };
    let screen = evening(Language::French, (80, 24), theme).screen();
    for sign in ["▌", "◆", "→", "✓", "▲", "•"] {
        assert!(!screen.contains(sign), "{sign}\n{screen}");
    }
}

#[test]
fn codes_stand_for_names_and_hide_titles_and_words() {
    let mut desk = french();
    desk.model.setup.hides_names = true;
    desk.show_codes();
    desk.hear(Event::Focused(true));
    let screen = desk.screen();
    for word in ["Nadia", "Samir", "Lise", "mère", "oubliera", "photo", "son père"] {
        assert!(!screen.contains(word), "{word}\n{screen}");
    }
    assert!(screen.contains("L, S-01"), "{screen}");
}

#[test]
fn enter_on_what_is_due_opens_record_with_it_chosen() {
    let mut desk = french();
    desk.press("enter");
    assert_eq!(desk.model.screen, Screen::Record);
    let chosen = desk.model.record.chosen.as_ref().unwrap();
    assert_eq!(chosen.what.as_deref(), Some("nadia@2020-03-28T20:30"));
    assert_eq!((chosen.number, chosen.of, chosen.steps.len()), (Some(9), Some(60), 3));
}

#[test]
fn an_unplanned_session_has_nothing_chosen() {
    let mut desk = french();
    desk.press("a");
    assert_eq!(desk.model.screen, Screen::Record);
    assert_eq!(desk.model.record.chosen.as_ref().and_then(|chosen| chosen.what.clone()), None);
}

#[test]
fn what_is_planned_opens_plan_and_what_is_done_opens_listen() {
    let mut desk = french();
    desk.press("down enter");
    assert_eq!(desk.model.screen, Screen::Plan);
    let mut desk = french();
    session(&desk.root(), 28);
    desk.hear(Event::Focused(true));
    desk.press("home");
    let rows = desk.screen();
    assert!(rows.contains("FAIT"), "{rows}");
    desk.press("down enter");
    assert_eq!(desk.model.screen, Screen::Listen, "{rows}");
}

#[test]
fn what_was_recorded_today_without_a_plan_stands_with_what_is_done() {
    let mut desk = french();
    session(&desk.root(), 28);
    let file = desk.root().join("sessions/2020/2020-03-28-2030-nadia/session.toml");
    edit(&file, "occurrence = 2020-03-28T20:30:00\n", "");
    edit(&file, "title = \"Nadia, le soir\"\nseries = \"nadia\"", "title = \"Dans l’escalier\"");
    desk.hear(Event::Focused(true));
    desk.press("home down");
    let row = due_rows(&desk);
    assert!(row.contains("FAIT") && row.contains("20h32   Dans l’escalier") && row.contains("imprévue"), "{}", desk.screen());
    assert!(desk.screen().contains("La dernière fois (Nadia, le soir), hier"), "{}", desk.screen());
    assert!(desk.pressing("enter").model.screen == Screen::Listen);
}

#[test]
fn lateness_is_told_in_minutes() {
    let mut desk = french();
    desk.wait(20.0 * 60.0);
    assert!(desk.screen().contains("EN RETARD DE 14\u{a0}MIN"), "{}", desk.screen());
}

#[test]
fn the_facts_are_read_anew_each_minute_while_they_are_shown() {
    let mut desk = french();
    fs::remove_file(desk.root().join("series/nadia.toml")).unwrap();
    desk.wait(61.0);
    assert!(!desk.screen().contains("DANS"), "{}", desk.screen());
}

#[test]
fn a_new_date_is_read_back_as_a_sentence_before_enter_takes_it() {
    let mut desk = french();
    desk.press("down d");
    assert!(desk.screen().contains("Déplacer au"), "{}", desk.screen());
    desk.type_in("18h");
    assert!(desk.screen().contains("29 mars, 18h00"), "{}", desk.screen());
    assert!(!fs::read_to_string(desk.root().join("series/nadia.toml")).unwrap().contains("18:00"));
    desk.press("enter");
    assert!(desk.screen().contains("déplacé (était à 20h30)"), "{}", desk.screen());
    assert!(fs::read_to_string(desk.root().join("series/nadia.toml")).unwrap().contains("to = 2020-03-29T18:00:00"));
}

#[test]
fn what_cannot_be_read_as_a_date_stays_in_the_line() {
    let mut desk = french();
    desk.press("d");
    desk.type_in("bientôt");
    assert_eq!(desk.press("enter"), []);
    assert!(desk.model.line.is_some());
    desk.press("esc");
    assert!(desk.model.line.is_none() && desk.model.screen == Screen::Today);
}

#[test]
fn cancelling_asks_and_undoing_takes_it_back() {
    let mut desk = french();
    desk.press("down delete");
    assert!(desk.screen().contains("Annuler"), "{}", desk.screen());
    desk.press("enter");
    assert!(desk.screen().contains("× annulé"), "{}", desk.screen());
    desk.press("u");
    assert!(!desk.screen().contains("× annulé"), "{}", desk.screen());
}

#[test]
fn what_was_missed_can_be_recorded_moved_or_cancelled() {
    let mut desk = french();
    desk.press("end up up enter");
    let screen = desk.screen();
    assert!(screen.contains("Enregistrer maintenant\u{a0}?") && !screen.contains("Suppr"), "Enter is yes, the rest no: {screen}");
    desk.press("d");
    assert!(desk.model.line.is_some() && desk.model.question.is_none(), "any other key does its own work");
    desk.press("esc enter enter");
    assert_eq!(desk.model.screen, Screen::Record);
    assert_eq!(desk.model.record.chosen.as_ref().unwrap().what.as_deref(), Some("samir@2020-03-27T22:00"));
}

#[test]
fn what_was_mended_at_the_start_is_told_and_of_several_things_the_first() {
    let mut desk = french();
    let file = |file: &str| Deed::Marks { file: file.into() };
    let mended = |deeds: Vec<Deed>| Event::Recovered(Mended { deeds, ..Mended::default() });
    desk.hear(mended(vec![file("markers-lise.toml"), Deed::Socket, file("markers-paul.toml")]));
    let screen = desk.screen();
    assert!(screen.contains("markers-lise.toml") && screen.contains("(et 1 de plus)"), "a socket is no news: {screen}");
    let before = french().screen();
    let mut desk = french();
    desk.hear(mended(Vec::new()));
    assert_eq!(desk.screen(), before);
}

#[test]
fn a_session_that_was_mended_is_called_by_its_day() {
    for (day, words) in [("2020-03-27", "La séance d’hier s’était"), ("2020-03-25", "La séance du 25 mars s’était")] {
        let mut desk = french();
        let started = format!("{day}T20:30:00+01:00").parse().ok();
        let found = RecoveredSession {
            session: SESSION.into(),
            started,
            seconds: 1379.0,
            marks: 9,
            unverified_seconds: 0.0,
            silent_tail: false,
        };
        desk.hear(Event::Recovered(Mended { sessions: vec![found], ..Mended::default() }));
        assert!(desk.screen().contains(words), "{}", desk.screen());
    }
}

#[test]
fn without_a_microphone_the_voice_is_offered() {
    let mut desk = french();
    desk.hear(Event::Heard(Ok(vec![ReadyInput::Missing("default".to_owned())])));
    let screen = desk.screen();
    assert!(screen.contains("À voir\u{a0}:") && screen.contains("pas de micro\u{a0}; la voix de synthèse"), "{screen}");
}

#[test]
fn a_library_without_plans_says_how_to_begin() {
    insta::assert_snapshot!(Desk::new().with(empty).pressing("tab shift-tab").screen());
}

#[test]
fn a_rehearsal_is_one_key_away_and_offered_while_nothing_is_settled_here() {
    let mut desk = french();
    assert!(!desk.screen().contains("un exercice"), "{}", desk.screen());
    desk.model.setup.is_new = true;
    assert!(desk.screen().contains("s  pour essayer\u{a0}: un exercice"), "{}", desk.screen());
    assert_eq!(desk.press("s"), [Effect::Rehearse]);
}

#[test]
fn on_today_a_take_is_marked_by_the_safe_key_and_stopped_as_on_record() {
    let mut desk = Desk::recording();
    desk.model.screen = Screen::Today;
    assert!(matches!(&desk.press("space")[..], [Effect::Ask(Act::Mark, _)]));
    assert_eq!(desk.press("s"), []);
    assert!(matches!(&desk.press("enter")[..], [Effect::Ask(Act::Stop, _)]));
    let mut waiting = french();
    assert_eq!(waiting.press("space"), [], "it begins nothing");
    assert!(waiting.screen().contains("Rien n’est enregistré."), "{}", waiting.screen());
}

#[test]
fn in_a_pause_the_safe_key_asks_on_today_before_it_opens_the_microphone_again() {
    let mut desk = in_take(State::Paused);
    assert!(desk.screen().contains("Espace reprendre"), "{}", desk.screen());
    assert_eq!(desk.press("space"), []);
    assert!(desk.screen().contains("en pause. Le reprendre\u{a0}?"), "{}", desk.screen());
    assert!(matches!(&desk.press("enter")[..], [Effect::Ask(Act::Resume, _)]));
    desk.status(State::Paused, |status| status.joined = true);
    assert!(matches!(&desk.press("space")[..], [Effect::Ask(Act::Mark, _)]), "who joined the take cannot resume it");
}

#[test]
fn nobody_rehearses_beside_a_take_or_in_a_rehearsal() {
    let mut desk = Desk::recording();
    desk.model.screen = Screen::Today;
    assert_eq!(desk.press("s"), []);
    assert!(desk.screen().contains("Arrêter\u{a0}? Entrée arrête"), "{}", desk.screen());
    let mut desk = french();
    desk.model.setup.rehearsal = true;
    assert_eq!(desk.press("s"), []);
}

#[test]
fn a_clock_that_says_less_than_it_can_is_doubted_and_nothing_is_called_late() {
    let mut desk = french();
    session(&desk.root(), 29);
    desk.wait(20.0 * 60.0);
    let screen = desk.screen();
    assert!(screen.contains("l’heure est-elle juste\u{a0}?") && !screen.contains("EN RETARD"), "{screen}");
}

#[test]
fn the_running_take_is_told_as_such_and_enter_leads_to_it() {
    let mut desk = french();
    session(&desk.root(), 28);
    desk.hear(Event::Focused(true));
    desk.status(State::Recording, |_| ());
    desk.model.screen = Screen::Today;
    desk.press("home");
    assert!(desk.screen().contains("ENREGISTRE"), "{}", desk.screen());
    desk.press("enter");
    assert_eq!(desk.model.screen, Screen::Record);
}

/// The evening while its session is open.
fn in_take(state: State) -> Desk {
    let mut desk = french();
    session(&desk.root(), 28);
    desk.hear(Event::Focused(true));
    desk.status(state, |_| ());
    desk.model.screen = Screen::Today;
    desk.press("home");
    desk
}

#[test]
fn the_row_of_the_take_says_what_the_lamp_says() {
    for (state, words) in [(State::Paused, "PAUSE"), (State::Lost, "MICRO PERDU"), (State::Recording, "ENREGISTRE")] {
        let row = due_rows(&in_take(state));
        assert!(row.contains(&format!("▌ {words}   ")), "{state:?}\n{row}");
    }
}

#[test]
fn what_is_done_is_neither_moved_nor_cancelled() {
    let desk = in_take(State::Recording);
    assert!(!desk.screen().contains("d déplacer") && !desk.screen().contains("Suppr annuler"), "{}", desk.screen());
    let desk = desk.pressing("down");
    assert!(desk.screen().contains("d déplacer") && desk.screen().contains("Suppr annuler"), "{}", desk.screen());
}

#[test]
fn what_is_wrong_in_a_file_is_seen_first_of_what_is_to_be_taken_up_and_all_of_it_is_counted() {
    let broken = |desk: &Desk| fs::write(desk.root().join("series/samir.toml"), "format = 1\ntitle = \n").unwrap();
    let mut desk = french().with(broken);
    let seen = desk.screen();
    let row = |words: &str| seen.lines().position(|line| line.contains(words));
    assert!(row("series/samir.toml:2").unwrap() < row("manqué.").or(row("sans mots")).unwrap(), "{seen}");
    assert!(seen.contains("─ À reprendre (3) ─"), "{seen}");
    desk.resize(80, 60);
    assert!(desk.screen().contains("─ À reprendre ─"), "{}", desk.screen());
}

#[test]
fn a_click_chooses_a_row_and_another_one_opens_it() {
    let mut desk = french();
    let row = desk.screen().lines().position(|line| line.contains("dim 29")).unwrap() as u16;
    desk.click(20, row);
    assert_eq!(desk.model.screen, Screen::Today);
    assert!(desk.screen().lines().nth(usize::from(row)).unwrap().contains('▌'));
    desk.click(20, row);
    assert_eq!(desk.model.screen, Screen::Plan);
}

#[test]
fn what_is_being_recorded_says_so_and_stands_first() {
    let mut desk = Desk::recording();
    desk.model.screen = Screen::Today;
    desk.hear(Event::Focused(true));
    let seen = desk.screen();
    let row = |words: &str| seen.lines().position(|line| line.contains(words));
    assert!(row("   ENREGISTRE   ").or(row("▌ ENREGISTRE   ")).unwrap() < row("PRÉVU").unwrap(), "{seen}");
}

#[test]
fn the_last_time_of_another_row_than_the_chosen_one_is_named() {
    let mut desk = french();
    assert!(desk.screen().contains("La dernière fois, hier"), "{}", desk.screen());
    desk.press("down down");
    assert!(desk.screen().contains("La dernière fois (Nadia, le soir), hier"), "{}", desk.screen());
}

/// The row that is due, and the one below it.
fn due_rows(desk: &Desk) -> String {
    let screen = desk.screen();
    screen.lines().skip_while(|line| !line.contains('▌')).take(2).collect::<Vec<_>>().join("\n")
}

#[test]
fn what_is_odd_about_the_first_row_stands_with_it() {
    let clash = french().waiting(71.0 * 3600.0).pressing("home");
    assert!(due_rows(&clash).contains("▲ Lise a aussi à 20h45\u{a0}: Samir, après la garde"), "{}", clash.screen());
    let moved = french().waiting(38.5 * 3600.0).pressing("home");
    assert!(due_rows(&moved).contains("déplacé (était à 20h30)"), "{}", moved.screen());
}

#[test]
fn a_clash_is_told_whole_where_the_columns_can_stand_closer() {
    let screen = in_take(State::Recording).screen();
    assert!(screen.contains("▲ Lise a aussi L’émission\n") && !screen.contains('…'), "{screen}");
}

#[test]
fn in_a_take_it_is_said_beside_the_key_that_leaves_that_the_take_goes_on() {
    let screen = in_take(State::Recording).screen();
    assert!(screen.contains("q quitter, la prise continue"), "{screen}");
}

#[test]
fn the_key_that_marks_everywhere_is_called_so_and_marks_here_where_something_is_listened_to() {
    assert!(french().pressing("?").screen().contains("m               touchant, de tous les écrans"));
    let mut desk = french();
    desk.model.screen = Screen::Listen;
    let help = desk.pressing("? end").screen();
    assert!(help.contains("touchant, ici ou dans la prise"), "{help}");
}

#[test]
fn help_ends_with_its_last_row_at_the_bottom() {
    let end = french().pressing("? end").screen();
    let mut down = french().pressing("?");
    (0..40).for_each(|_| drop(down.press("down")));
    assert_eq!(end, down.screen());
    let last = end.lines().rev().skip_while(|line| !line.contains('└')).nth(1).unwrap_or_default();
    assert!(last.contains("quitter") && !end.contains("encore"), "{end}");
}

#[test]
fn where_a_heavy_evening_is_told_in_short_it_is_still_one_in_a_row() {
    let mut desk = french();
    edit(&desk.root().join("series/nadia.toml"), "minutes = 45", "minutes = 45\nheavy = true");
    session(&desk.root(), 28);
    desk.hear(Event::Focused(true));
    desk.status(State::Recording, |_| ());
    desk.model.screen = Screen::Today;
    let screen = desk.screen();
    assert!(screen.contains("▲ Lise\u{a0}: plus de 3 soirées lourdes de suite · cette nuit, + 1\u{a0}h"), "{screen}");
}

/// Five and a half hours for each of two channels.
#[test]
fn the_room_that_is_left_is_told_as_on_record() {
    let mut desk = french();
    let room = Some(2 * 19_800);
    desk.hear(Event::Supplied(Supplies { room, least_room: 3600, battery: None, is_battery_enough: true, copy: None }));
    assert!(desk.screen().contains("place 5\u{a0}h\u{a0}30 ✓"), "{}", desk.screen());
    desk.status(State::Recording, |status| status.disk_seconds_left = Some(19_800));
    desk.model.screen = Screen::Record;
    assert!(desk.screen().contains("place 5\u{a0}h\u{a0}30"), "{}", desk.screen());
}

#[test]
fn a_late_row_gives_up_its_length_before_its_title() {
    let desk = french().waiting(20.0 * 60.0);
    let row = due_rows(&desk);
    assert!(row.contains("Nadia, le soir   9 sur 60   appel vidéo") && !row.contains("45 min"), "{row}");
}

#[test]
fn a_session_that_broke_off_is_told_to_the_end_and_has_no_length() {
    let desk = french().with(break_off);
    let screen = desk.screen();
    assert!(screen.contains("rien ne") && screen.contains("sera effacé."), "{screen}");
    assert!(screen.contains("La dernière fois, hier, interrompue"), "{screen}");
    assert!(screen.contains("La séance d’hier s’est interrompue."), "{screen}");
}

#[test]
fn in_a_take_nobody_asks_what_could_be_recorded() {
    let mut desk = french();
    desk.status(State::Recording, |_| ());
    desk.model.screen = Screen::Today;
    assert!(!desk.screen().contains("Prêt"), "{}", desk.screen());
    let effects = desk.press("tab shift-tab");
    assert!(!effects.contains(&Effect::LookAround), "{effects:?}");
    desk.hear(Event::Status(None));
    assert!(desk.screen().contains("Prêt"), "{}", desk.screen());
}

#[test]
fn who_could_not_be_asked_what_there_is_to_record_with_is_asked_again() {
    let mut desk = Desk::new();
    let asked = |desk: &mut Desk| desk.press("tab shift-tab").contains(&Effect::LookAround);
    assert!(asked(&mut desk) && !asked(&mut desk), "once, until there is an answer");
    desk.hear(Event::Heard(Err(Error::new(text!("screen-broken")))));
    assert!(asked(&mut desk));
}

#[test]
fn while_a_question_stands_enter_is_the_yes() {
    let mut desk = french();
    desk.press("end up up enter");
    assert!(desk.screen().contains("Entrée oui  "), "{}", desk.screen());
}

#[test]
fn an_evening_that_broke_off_stands_first_and_goes_on_from_there() {
    let mut desk = Desk::new();
    let folder = desk.root().join("sessions/2020").join(SESSION);
    let journal = std::fs::read_to_string(folder.join("take-01-001.crc")).unwrap();
    let (kept, _) = journal.trim_end().rsplit_once('\n').unwrap(); // the line that says that the part was closed
    std::fs::write(folder.join("take-01-001.crc"), format!("{kept}\n")).unwrap();
    desk.wait(30.0 * 60.0);
    desk.hear(Event::Focused(true));
    assert!(desk.screen().contains("INTERROMPU"), "{}", desk.screen());
    desk.press("enter");
    assert_eq!(desk.model.screen, Screen::Record);
    assert_eq!(desk.model.record.chosen.as_ref().unwrap().what.as_deref(), Some("nadia@2020-03-28T20:30"));
}

#[test]
fn a_card_that_is_missing_is_said_before_the_start() {
    let mut desk = evening(Language::French, (80, 24), Theme::default());
    let supplies = Supplies { room: None, least_room: 3600, battery: None, is_battery_enough: true, copy: Some(false) };
    desk.hear(Event::Supplied(supplies));
    assert!(desk.screen().contains("la carte de la seconde copie n’est pas là ▲"), "{}", desk.screen());
    desk.model.screen = Screen::Record;
    desk.status(State::Armed, |_| ());
    assert!(desk.screen().contains("carte absente ▲"), "{}", desk.screen());
}

/// Presses keys, and does what is to be done to marks.
fn press(desk: &mut Desk, keys: &str) {
    let effects = desk.press(keys);
    let left = desk.serve(effects);
    assert!(left.iter().all(|effect| matches!(effect, Effect::Draw { .. } | Effect::LookAround)), "{left:?}");
}

fn chosen(desk: &Desk) -> String {
    let screen = desk.screen();
    let on_card = |row: &&str| row.starts_with("   ▌");
    screen.lines().find(on_card).unwrap_or_default().trim().to_owned()
}

#[test]
fn what_is_open_on_the_card_is_taken_up_by_one_key_and_u_takes_it_back() {
    let mut desk = french();
    assert!(desk.screen().contains("f fils") && !desk.screen().contains("f fait"), "the first press chooses: {}", desk.screen());
    press(&mut desk, "f");
    assert!(desk.screen().contains("f fait"), "{}", desk.screen());
    assert!(chosen(&desk).starts_with("▌ → à reprendre"), "{}", desk.screen());
    press(&mut desk, "down");
    assert!(chosen(&desk).starts_with("▌ ! promis"), "{}", desk.screen());
    press(&mut desk, "up");
    press(&mut desk, "f");
    assert!(desk.screen().contains("Fait\u{a0}: fil"), "{}", desk.screen());
    assert!(!desk.screen().contains("des nouvelles") && chosen(&desk).starts_with("▌ ! promis"), "{}", desk.screen());
    let marks = fs::read_to_string(desk.root().join("sessions/2020/2020-03-25-2030-nadia/markers-lise.toml")).unwrap();
    assert!(marks.contains("done = 2020-03-28"), "{marks}");
    press(&mut desk, "u");
    assert!(desk.screen().contains("des nouvelles de son père"), "{}", desk.screen());
    press(&mut desk, "esc");
    assert_eq!(chosen(&desk), "", "{}", desk.screen());
}

#[test]
fn enter_on_what_is_open_plays_the_place_where_it_was_said_and_other_keys_do_their_own_work() {
    let mut desk = french();
    press(&mut desk, "f down enter");
    assert_eq!(desk.model.screen, Screen::Listen);
    assert!(desk.screen().contains("vendredi 27 mars"), "{}", desk.screen());
    let mut desk = french();
    desk.press("f d");
    assert!(desk.model.line.is_some(), "a date is moved: {}", desk.screen());
    let mut desk = french().with(empty);
    press(&mut desk, "f");
    assert!(desk.screen().contains("Rien n’est à reprendre"), "{}", desk.screen());
}

#[test]
fn the_card_says_what_is_usual_and_whom_to_call_after_heavy_evenings() {
    let long = |desk: &Desk| {
        let file = desk.root().join("sessions/2020/2020-03-27-2030-nadia/session.toml");
        edit(&file, "frames = 36480000", "frames = 57600000");
        let library = fs::read_to_string(desk.root().join("library.toml")).unwrap();
        fs::write(desk.root().join("library.toml"), format!("support = \"107\"\n{library}")).unwrap();
    };
    let desk = french().with(long);
    assert!(desk.screen().contains("1\u{a0}h · d’habitude 38\u{a0}min"), "{}", desk.screen());
    assert!(desk.screen().contains("Pour en parler\u{a0}: 107"), "{}", desk.screen());
}
