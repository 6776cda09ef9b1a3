//! The four practices of product.md, each with its own palette and guide, as one evening by keys in a real terminal: without colours at
//! 80×24 in French, and in `make faults` with colours at 100×30 in English. The voice speaks; the group that refuses the microphone has none.

use std::time::Duration;

use chrono::Local;
use serde_json::Value;
use temoin::locale::{Language, Locale};

use crate::rig::{Machine, Terminal, is_long, wait_for};
use crate::{seconds_after, shows_lamp, stop_take};

/// One practice, and what is done on its evening.
struct Practice {
    palette: &'static str,
    title: &'static str,
    /// What is recorded from.
    input: &'static str,
    steps: [&'static str; 2],
    /// What the palette shows, in both languages.
    shown: [[&'static str; 2]; 2],
    acts: &'static [Act],
}

/// Keys that make one mark: its kind, its theme, and what the screen calls them in both languages.
struct Act {
    keys: &'static str,
    kind: &'static str,
    theme: Option<&'static str>,
    row: [&'static str; 2],
}

const fn act(keys: &'static str, kind: &'static str, theme: Option<&'static str>, row: [&'static str; 2]) -> Act {
    Act { keys, kind, theme, row }
}

const WEB_SERIES: Practice = Practice {
    palette: "web-series",
    title: "Nadia, le soir",
    input: "voice",
    steps: ["Comment s’est passée la journée ?", "Des nouvelles du père ?"],
    shown: [["r peur", "r fear"], ["e espoir", "e hope"]],
    acts: &[
        act("space t", "touching", Some("sadness"), ["tristesse", "sadness"]),
        act("c", "touching", Some("anger"), ["colère", "anger"]),
    ],
};

const SHOW: Practice = Practice {
    palette: "show",
    title: "L’émission",
    input: "voice",
    steps: ["Ouverture", "Le débat"],
    shown: [["e phrase forte", "e strong line"], ["v à vérifier", "v to check"]],
    acts: &[
        act("e", "strong-line", None, ["phrase forte", "strong line"]),
        act("v", "check", None, ["à vérifier", "to check"]),
        act("t right", "excerpt", None, ["extrait", "excerpt"]),
    ],
};

const EVENING: Practice = Practice {
    palette: "evening",
    title: "Soirée jeux",
    input: "voice",
    steps: ["Accueil", "Le premier jeu"],
    shown: [["r rire", "r laugh"], ["c décision", "c decision"]],
    acts: &[
        act("k", "consent", None, ["accord dit", "consent said"]),
        act("r", "laugh", None, ["rire", "laugh"]),
        act("c", "decision", None, ["décision", "decision"]),
    ],
};

const INTERVISION: Practice = Practice {
    palette: "intervision",
    title: "Groupe 7",
    input: "none",
    steps: ["Tour de table", "Une situation"],
    shown: [["c constat", "c finding"], ["b le public", "b the public"]],
    acts: &[
        act("c b", "finding", Some("public"), ["le public", "the public"]),
        act("t", "question", None, ["question", "question"]),
        act("r l", "recommendation", Some("relations"), ["les relations", "the relations"]),
    ],
};

#[test]
fn a_daily_talk_is_marked_by_what_is_felt() {
    both(&WEB_SERIES);
}

#[test]
fn a_talk_show_has_its_rundown_and_the_audience_s_questions() {
    both(&SHOW);
}

#[test]
fn an_open_evening_has_its_announcement_and_its_laughs() {
    both(&EVENING);
}

#[test]
fn a_group_that_refuses_the_microphone_has_steps_and_marks_by_kind_and_chapter() {
    both(&INTERVISION);
}

fn both(practice: &Practice) {
    evening(practice, Language::French, (80, 24));
    if is_long() {
        evening(practice, Language::English, (100, 30));
    }
}

fn evening(practice: &Practice, language: Language, size: (u16, u16)) {
    let machine = Machine::without_library();
    let library = machine.library().display().to_string();
    machine.run(["init", &library, "--language", language.tag(), "--palette", practice.palette]).expect_code(0);
    plan_for_now(&machine, practice);
    let terminal = Terminal::open(&machine, size);
    let colours = if language == Language::French { "NO_COLOR=1 " } else { "" };
    terminal.call(&format!("{colours}temoin --set 'audio.inputs=[\"{}\"]'", practice.input));
    terminal.expect_all(&["▌", practice.title]);
    terminal.press("enter");
    terminal.expect_that("the lamp that waits", |screen| {
        ["waiting", "notes-only"].iter().any(|lamp| shows_lamp(screen, language, lamp))
    });
    terminal.press("space");
    let open = if practice.input == "none" { "notes-only" } else { "recording" };
    terminal.expect_that(open, |screen| shows_lamp(screen, language, open));
    let in_language = |words: &[&'static str; 2]| words[usize::from(language == Language::English)];
    terminal.expect_all(&practice.shown.each_ref().map(in_language));
    guide(&terminal, practice);
    for act in practice.acts {
        terminal.press(act.keys);
        let row = in_language(&act.row);
        terminal.expect_that(row, |screen| marks_of(screen).any(|mark| mark.contains(row)));
        let seen = seconds_after(&machine, 0.0);
        seconds_after(&machine, seen + 6.0); // so long the letters work on the mark
        terminal.expect_that("the letters make marks of their own again", |screen| !screen.contains('←'));
    }
    questions(&machine, &terminal, practice, language);
    off_record(&terminal, language, open);
    stop(&machine, &terminal, language);
    expect_kept(&machine, practice);
}

/// A talk that begins in three minutes, with its guide.
fn plan_for_now(machine: &Machine, practice: &Practice) {
    let start = (Local::now() + chrono::Duration::minutes(3)).format("%Y-%m-%dT%H:%M:00");
    let [first, second] = practice.steps;
    let series = format!(
        "format = 1\ntitle = \"{}\"\nstart = {start}\nminutes = 45\n[[step]]\ntitle = \"{first}\"\nminutes = 10\n\
         [[step]]\ntitle = \"{second}\"\nminutes = 20\n",
        practice.title
    );
    machine.write("library/series/soir.toml", &series);
}

/// The rows of the list of marks.
fn marks_of(screen: &str) -> impl Iterator<Item = &str> {
    screen.lines().filter(|row| row.contains("0:0") && row.trim_start().starts_with(['◆', '✓', '?', '→']))
}

/// One key for the next step, `u` goes back.
fn guide(terminal: &Terminal, practice: &Practice) {
    let [first, second] = practice.steps;
    let is_at = |title: &'static str| move |screen: &str| screen.lines().any(|row| row.contains('►') && row.contains(title));
    terminal.press("enter");
    terminal.expect_that(first, is_at(first));
    terminal.press("enter");
    terminal.expect_that(second, is_at(second));
    terminal.press("u");
    terminal.expect_that(first, is_at(first));
    terminal.press("enter");
    terminal.expect_that(second, is_at(second));
}

/// A question comes from another terminal, is taken, and answered. A mark that the palette calls a question is none of them.
fn questions(machine: &Machine, terminal: &Terminal, practice: &Practice, language: Language) {
    let (waiting, taken) = match language {
        Language::French => ("questions ─ 1 en attente", "en cours"),
        Language::English => ("questions ─ 1 waiting", "taken"),
    };
    machine.run(["ask", "Et demain ?", "--from", "Jo"]).expect_code(0);
    terminal.press("a");
    terminal.expect_all(&[waiting, "Et demain ?", "Jo"]);
    terminal.press("enter");
    terminal.expect(&format!("▌ {taken}"));
    terminal.press("enter");
    terminal.expect_that(practice.title, |screen| !screen.contains(taken));
    terminal.press("esc");
}

/// The lamp says it, without sound too.
fn off_record(terminal: &Terminal, language: Language, open: &'static str) {
    terminal.press("h");
    terminal.expect_that("off the record", |screen| shows_lamp(screen, language, "off-record"));
    terminal.press("h");
    terminal.expect_that(open, |screen| shows_lamp(screen, language, open));
}

fn stop(machine: &Machine, terminal: &Terminal, language: Language) {
    stop_take(machine, terminal, &Locale::new(language));
    wait_for("a closed take", Duration::from_secs(10), || machine.find_socket().is_none().then_some(()));
}

/// The disk holds every mark with its kind and theme, the steps in their order, the question with its answer.
fn expect_kept(machine: &Machine, practice: &Practice) {
    let shown = machine.json(["show", "last", "--json"]);
    let marks = shown["markers"].as_array().expect("marks");
    let of = |kind: &str| marks.iter().filter(|mark| mark["kind"] == kind).collect::<Vec<&Value>>();
    for act in practice.acts {
        let themes: Vec<&str> = act.theme.into_iter().collect();
        let is_it = |mark: &&&Value| mark["themes"] == Value::from(themes.clone()) && mark["state"].is_null();
        assert_eq!(of(act.kind).iter().filter(is_it).count(), 1, "{} {themes:?} in {marks:#?}", act.kind);
    }
    let steps: Vec<&str> = of("step").iter().filter_map(|mark| mark["note"].as_str()).collect();
    assert_eq!(steps, practice.steps);
    let answered: Vec<&str> =
        marks.iter().filter(|mark| mark["state"] == "answered").filter_map(|mark| mark["note"].as_str()).collect();
    assert_eq!(answered, ["Et demain ?"]);
    assert_eq!(of("off-record").len(), 1);
    let parts = shown["take"][0]["part"].as_array().map_or(0, Vec::len);
    assert_eq!(parts, usize::from(practice.input != "none"), "sound only where it is wanted");
}
