//! A whole evening by keys alone, in both languages and at three sizes: opened from Today, recorded, marked, taken off the record, paused,
//! stopped, noted, listened to. Then the disk holds what the screen said.

use std::process::{Child, Stdio};
use std::time::Duration;

use chrono::Local;
use serde_json::Value;
use temoin::locale::{Language, Locale};
use temoin::text;

use crate::rig::machine::{entries, judge};
use crate::rig::sound::{speech, write};
use crate::rig::{Machine, SoundServer, Terminal, wait_for};
use crate::{seconds_after, shows_lamp, stop_take};

/// What a person types, and what the kinds are called on the screen.
struct Words {
    language: Language,
    touching: &'static str,
    thread: &'static str,
    off_record: &'static str,
    note: &'static str,
    promise: &'static str,
    mood: &'static str,
    gist: &'static str,
    next_time: &'static str,
}

const FRENCH: Words = Words {
    language: Language::French,
    touching: "touchant",
    thread: "fil",
    off_record: "hors diffusion",
    note: "sa voix se casse",
    promise: "son père, demain",
    mood: "émue, lasse",
    gist: "la mère, le bus",
    next_time: "la photo ?",
};

const ENGLISH: Words = Words {
    language: Language::English,
    touching: "touching",
    thread: "thread",
    off_record: "off the record",
    note: "her voice breaks",
    promise: "her father, tomorrow",
    mood: "moved, tired",
    gist: "mother, the bus",
    next_time: "the photo?",
};

#[test]
fn an_evening_by_keys_alone_in_french_at_80_by_24() {
    evening(&FRENCH, (80, 24));
}

#[test]
fn an_evening_by_keys_alone_in_french_at_100_by_30() {
    evening(&FRENCH, (100, 30));
}

#[test]
fn an_evening_by_keys_alone_in_french_at_160_by_45() {
    evening(&FRENCH, (160, 45));
}

#[test]
fn an_evening_by_keys_alone_in_english_at_80_by_24() {
    evening(&ENGLISH, (80, 24));
}

#[test]
fn an_evening_by_keys_alone_in_english_at_100_by_30() {
    evening(&ENGLISH, (100, 30));
}

#[test]
fn an_evening_by_keys_alone_in_english_at_160_by_45() {
    evening(&ENGLISH, (160, 45));
}

fn evening(words: &Words, size: (u16, u16)) {
    let locale = Locale::new(words.language);
    let machine = Machine::speaking(words.language.tag());
    let _server = SoundServer::start(&machine);
    plan_for_now(&machine);
    let mut player = talk(&machine);
    let terminal = Terminal::open(&machine, size);
    terminal.call("temoin");
    terminal.expect_all(&[&format!("[{}]", locale.say(&text!("screen-tab", name = "today"))), "▌", TITLE]);
    terminal.press("enter");
    let marks = record(&machine, &terminal, words);
    let done = stop(&machine, &terminal, &locale);
    player.kill().expect("our own child");
    player.wait().expect("our own child");

    let shown = machine.json(["show", "last", "--json"]);
    expect_marks(&shown, &marks, words);
    expect_take(&machine, &shown, &done, &locale);
    note(&machine, &terminal, &locale, words);
    listen(&terminal, &locale, &shown);
    terminal.press("q");
    terminal.expect("ready>");
}

/// What is due.
const TITLE: &str = "Nadia, le soir";

/// A talk that begins in three minutes.
fn plan_for_now(machine: &Machine) {
    let start = (Local::now() + chrono::Duration::minutes(3)).format("%Y-%m-%dT%H:%M:00");
    let series = format!("format = 1\ntitle = \"{TITLE}\"\nstart = {start}\nminutes = 45\nrule = \"FREQ=DAILY;COUNT=60\"\n");
    machine.write("library/series/nadia.toml", &series);
}

/// Somebody talks into the microphone, for as long as the evening may last.
fn talk(machine: &Machine) -> Child {
    let sound = machine.path("speech.wav");
    write(&sound, &speech(20), 2);
    let script = "while paplay --device=mic \"$1\"; do :; done";
    let mut command = machine.command("bash");
    command.args(["-c", script, "bash"]).arg(&sound).stderr(Stdio::null()).spawn().expect("bash is there")
}

/// From the lamp that waits to the one that records again after a pause. Gives the screen with the marks.
fn record(machine: &Machine, terminal: &Terminal, words: &Words) -> String {
    let lamp = |state: &'static str| {
        terminal.expect_that(state, |screen| shows_lamp(screen, words.language, state));
    };
    lamp("waiting");
    terminal.press("space");
    lamp("recording");
    seconds_after(machine, 9.5); // a touching mark reaches back by 8 s
    terminal.press("space n"); // in one go: the words belong to the mark for six seconds
    terminal.expect("◆");
    terminal.type_in(words.note);
    terminal.press("enter");
    terminal.expect(words.note);
    terminal.press("f");
    terminal.type_in(words.promise);
    terminal.press("enter");
    terminal.expect(words.promise);
    terminal.press("h");
    lamp("off-record");
    let before = seconds_after(machine, 0.0);
    seconds_after(machine, before + 2.0);
    terminal.press("h");
    lamp("recording");
    terminal.press("p");
    lamp("paused");
    let before = seconds_after(machine, 0.0);
    seconds_after(machine, before + 2.0);
    terminal.press("space");
    lamp("recording");
    terminal.expect_all(&["◆", "→", "▒"])
}

/// `s`, then `Enter`. Gives the screen that says how it ended.
fn stop(machine: &Machine, terminal: &Terminal, locale: &Locale) -> String {
    stop_take(machine, terminal, locale);
    let all_is_kept = if locale.language == Language::French { "Fini :" } else { "Done:" };
    terminal.expect_that(all_is_kept, |screen| screen.replace('\u{a0}', " ").contains(all_is_kept))
}

/// Each mark stands on the screen with its kind, its words, and its place to the second.
fn expect_marks(shown: &Value, screen: &str, words: &Words) {
    let marks = shown["markers"].as_array().expect("marks");
    let expected =
        [("touching", words.touching, words.note), ("thread", words.thread, words.promise), ("off-record", words.off_record, "")];
    assert_eq!(marks.len(), expected.len(), "{marks:?}");
    for (kind, name, note) in expected {
        let mark = marks.iter().find(|mark| mark["kind"] == kind).unwrap_or_else(|| panic!("{kind} in {marks:?}"));
        let from = place(mark["seconds"].as_f64().expect("a place"));
        let row = screen.lines().find(|row| row.contains(&from) && row.contains(name));
        let row = row.unwrap_or_else(|| panic!("{from} {name} on:\n{screen}"));
        assert_eq!((mark["note"].as_str().unwrap_or_default(), row.contains(note)), (note, true), "{row}");
        if let Some(length) = mark["length"].as_f64() {
            let until = place(mark["seconds"].as_f64().expect("a place") + length);
            assert!(row.contains(&until), "{until} in {row}");
            assert!(length >= 1.5, "{length} s were off the record");
        }
    }
}

/// The take has its pause, the files open at their full length, and their end is where the screen said.
fn expect_take(machine: &Machine, shown: &Value, done: &str, locale: &Locale) {
    let takes = shown["take"].as_array().expect("takes");
    assert_eq!((takes.len(), shown["series"].as_str()), (1, Some("nadia")), "{shown}");
    let (take, rate) = (&takes[0], takes[0]["rate"].as_f64().expect("a rate"));
    let gaps = take["gap"].as_array().expect("gaps");
    assert_eq!((gaps.len(), gaps[0]["why"].as_str()), (1, Some("pause")), "{gaps:?}");
    assert!(gaps[0]["frames"].as_f64().expect("frames") / rate >= 1.5, "{gaps:?}");
    let mut end = 0;
    for part in take["part"].as_array().expect("parts") {
        let file = machine.session().join(part["file"].as_str().expect("a name"));
        let frames = part["frames"].as_u64().expect("frames");
        let sox = judge(machine.command("soxi").arg("-s").arg(&file)).facts.trim().parse::<u64>().expect("a number");
        let hound = u64::from(hound::WavReader::open(&file).expect("a WAV file").duration());
        assert_eq!((sox, hound), (frames, frames), "{}", file.display());
        end = part["start"].as_u64().expect("a place") + frames;
    }
    let length = locale.length(end as f64 / rate);
    assert!(done.replace('\u{a0}', " ").contains(&length.replace('\u{a0}', " ")), "{length} on:\n{done}");
}

/// The questions after the stop: mood, gist, one thread, heavy. The disk has the answers.
fn note(machine: &Machine, terminal: &Terminal, locale: &Locale, words: &Words) {
    for (question, answer) in [
        (text!("today-after-mood"), words.mood),
        (text!("today-after-gist"), words.gist),
        (text!("today-after-threads"), words.next_time),
    ] {
        let question = format!("▌ {}", locale.say(&question));
        terminal.expect(&question);
        terminal.type_in(answer);
        terminal.press("enter");
    }
    terminal.press("enter"); // no other thread
    terminal.expect(&format!("▌ {}", locale.say(&text!("today-after-heavy"))));
    terminal.press("space");
    expect_note(machine, words);
}

fn expect_note(machine: &Machine, words: &Words) {
    let read = |begin: &str| {
        let files = entries(&machine.session());
        let file = files.iter().find(|file| file.file_name().is_some_and(|name| name.to_string_lossy().starts_with(begin)));
        let text = std::fs::read_to_string(file.expect("a file of the session")).expect("text");
        toml::from_str::<toml::Table>(&text).expect("TOML")
    };
    let after = wait_for("the note", Duration::from_secs(10), || {
        let after = read("session.toml").get("after")?.as_table()?.clone();
        after.contains_key("heavy").then_some(after)
    })
    .0;
    let said = (after["mood"].as_str(), after["gist"].as_str(), after["heavy"].as_bool());
    assert_eq!(said, (Some(words.mood), Some(words.gist), Some(true)));
    let marks = read("markers-");
    let last = marks["marker"].as_array().and_then(|marks| marks.last()).expect("a mark");
    assert_eq!((last["kind"].as_str(), last["note"].as_str()), (Some("thread"), Some(words.next_time)));
}

/// The session that has just been recorded opens by itself at the first moment that touched: it is played, from its place on, and stopped.
fn listen(terminal: &Terminal, locale: &Locale, shown: &Value) {
    let tab = format!("[{}]", locale.say(&text!("screen-tab", name = "listen")));
    let (playing, still) = (state(locale, "playing"), state(locale, "still"));
    terminal.expect_all(&[&tab, "Nadia", "◆", "▌", &still]);
    terminal.press("enter");
    let screen = terminal.expect(&playing);
    let from = shown["markers"][0]["seconds"].as_f64().expect("a place") as u64;
    let head = screen.lines().find(|row| row.contains(&playing)).unwrap_or_default();
    assert!((from..from + 20).any(|second| head.contains(&place(second as f64))), "{head} from {from} s");
    terminal.press("space");
    terminal.expect(&still);
}

/// The state of the player, as it stands between spaces on its row.
fn state(locale: &Locale, name: &'static str) -> String {
    format!("   {}   ", locale.say(&text!("listen-state", state = name)))
}

fn place(seconds: f64) -> String {
    let seconds = seconds as u64;
    format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}
