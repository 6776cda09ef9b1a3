//! The command line seen from outside: exit codes, both languages, JSON, and what hostile text cannot do.

#[allow(dead_code)] // it is shared with tests that need more of it
mod common;

use common::{Answer, Home, NADIA};
use std::process::Stdio;

/// A session with two parts of silence and a pause between them, and one mark of each sort.
fn with_session() -> Home {
    let home = Home::with_library();
    let folder = "L/sessions/2020/2020-03-28-2030-nadia";
    home.write(&format!("{folder}/session.toml"), SESSION);
    home.write(&format!("{folder}/markers-lise.toml"), MARKERS);
    home.write(&format!("{folder}/notes.md"), "Demander des nouvelles du père.\n");
    home.write(&format!("{folder}/take-01-002.vtt"), "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Nadia>la fenêtre était ouverte\n");
    for (part, frames) in [("take-01-001.wav", 16_000), ("take-01-002.wav", 32_000)] {
        write_wav(&home.path().join(folder).join(part), frames);
    }
    home
}

fn write_wav(path: &std::path::Path, frames: u32) {
    let spec = hound::WavSpec { channels: 1, sample_rate: 8000, bits_per_sample: 16, sample_format: hound::SampleFormat::Int };
    let mut writer = hound::WavWriter::create(path, spec).unwrap();
    (0..frames).for_each(|n| writer.write_sample((n % 100) as i16).unwrap());
    writer.finalize().unwrap();
}

const SESSION: &str = r#"format = 1
title = "Nadia, le soir"
series = "nadia"
occurrence = 2020-03-28T20:30:00
zone = "Europe/Brussels"
number = 9
of = 60
people = ["s-03"]
[[take]]
id = "01JD41"
number = 1
started = 2020-03-28T20:32:04.125+01:00
preroll = 0
rate = 8000
bits = 16
channels = [{ name = "voix", input = 1 }]
inputs = ["pulseaudio:mic"]
frames = 56000
[[take.part]]
file = "take-01-001.wav"
input = 1
start = 0
frames = 16000
[[take.part]]
file = "take-01-002.wav"
input = 1
start = 24000
frames = 32000
[[take.gap]]
start = 16000
frames = 8000
why = "pause"
[after]
mood = "fatiguée, soulagée"
"#;

const MARKERS: &str = r#"format = 1
[[marker]]
id = "m-01A"
take = "01JD41"
frame = 32000
at = "00:00:04.000"
kind = "touching"
strength = 3
note = "sa voix se casse quand elle parle de sa mère"
[[marker]]
id = "m-01B"
take = "01JD41"
frame = 20000
at = "00:00:02.500"
kind = "thread"
note = "son père n’a pas été testé"
"#;

fn found(answer: &Answer) -> Vec<String> {
    let hits = answer.json()["hits"].as_array().unwrap().clone();
    hits.iter().map(|hit| hit["id"].as_str().or(hit["file"].as_str()).unwrap_or("session").to_owned()).collect()
}

#[test]
fn help_and_version_are_facts_in_the_language_of_the_reader() {
    let home = Home::new();
    let english = home.call(&["agenda", "--help"]);
    assert_eq!(english.code, 0);
    assert!(english.out.contains("Usage: temoin agenda") && english.out.contains("Example:"), "{}", english.out);
    let french = home.call(&["--set", "language=fr", "agenda", "-h"]);
    assert!(french.out.contains("Utilisation\u{a0}: temoin agenda") && french.out.contains("Exemple\u{a0}:"), "{}", french.out);
    assert!(home.call(&["-V"]).out.contains(env!("CARGO_PKG_VERSION")));
}

#[test]
fn the_language_is_the_configs_then_the_librarys_then_the_systems() {
    let home = Home::new();
    let is_french = |answer: &Answer| answer.err.contains("attendu");
    assert!(!is_french(&home.call(&["agenda", "--days", "x"])));
    let mut command = home.command(&["agenda", "--days", "x"]);
    let of_system = command.env("LANG", "fr_BE.UTF-8").output().unwrap();
    assert!(String::from_utf8_lossy(&of_system.stderr).contains("attendu"));
    assert_eq!(home.call(&["init", "L", "--language", "fr"]).code, 0);
    assert!(is_french(&home.call(&["--library", "L", "agenda", "--days", "x"])));
    home.write("c.toml", "language = \"en\"\n");
    assert!(!is_french(&home.call(&["--library", "L", "--config", "c.toml", "agenda", "--days", "x"])));
}

#[test]
fn wrong_words_end_with_2_and_say_what_was_expected() {
    let home = Home::new();
    for (call, said) in [
        (&["agend"][..], "expected a command, found `agend`\n  hint: did you mean `agenda`?"),
        (&["agenda", "--dayz", "3"], "found `--dayz`"),
        (&["agenda", "--days", "0"], "expected a number of days"),
        (&["agenda", "--from", "soon"], "expected a day or a time, found `soon`"),
        (&["agenda", "--days", "3", "--to", "today"], "cannot be used together"),
        (&["mark", "--strength", "4"], "expected one of 1, 2, 3, found `4`"),
        (&["mark", "--begin", "--end"], "cannot be used together"),
        (&["mark", "--ago", "8"], "lengths have units"),
        (&["record", "--for", "0s"], "expected a length above zero"),
        (&["record", "--input", "mic"], "`mic`"),
        (&["show"], "expected <SESSION>, found nothing"),
        (&["play", "last", "--at", "1:99"], "expected a place in the sound"),
        (&["play", "last", "--rate", "3"], "expected a rate from 0.75 to 2, found `3`"),
        (&["trash"], "expected a command behind this one"),
        (&["--set", "audio.prerol=1", "agenda"], "audio.prerol"),
        (&["--set", "audio.preroll=much", "agenda"], "expected a number from 0 to 300"),
        (&["--library"], "expected a value"),
    ] {
        let answer = home.call(call);
        assert_eq!(answer.code, 2, "{call:?}: {answer:?}");
        assert!(answer.err.contains(said) && answer.out.is_empty(), "{call:?}: {answer:?}");
        assert!(!answer.err.contains("error:"), "clap's own words in {answer:?}");
    }
}

#[test]
fn a_repeated_option_is_told_in_words() {
    let answer = Home::new().call(&["agenda", "--days", "3", "--days", "4"]);
    assert!(answer.code == 2 && answer.err.contains("once"), "{answer:?}");
}

#[test]
fn init_makes_a_library_once() {
    let home = Home::new();
    assert_eq!(home.call(&["init", "L"]).code, 0);
    let again = home.call(&["init", "L"]);
    assert!(again.code == 1 && again.err.contains("hint:"), "{again:?}");
}

#[test]
fn without_a_library_it_says_where_it_looked_and_how_to_begin() {
    let answer = Home::new().call(&[]);
    assert!(answer.code == 1 && answer.err.contains("temoin init"), "{answer:?}");
}

#[test]
fn the_evening_is_at_half_past_eight_on_both_sides_of_the_clock_change() {
    let home = Home::with_library();
    let answer = home.call(&["--library", "L", "agenda", "--from", "2020-03-28", "--to", "2020-03-30", "--json"]);
    assert_eq!(answer.code, 0, "{answer:?}");
    let document = answer.json();
    assert_eq!(document["format"], 1);
    let starts: Vec<_> = document["occurrences"].as_array().unwrap().iter().map(|o| o["start"].as_str().unwrap()).collect();
    assert_eq!(starts, ["2020-03-28T20:30:00+01:00", "2020-03-29T20:30:00+02:00", "2020-03-30T20:30:00+02:00"]);
    let first = &document["occurrences"][0];
    assert_eq!((&first["id"], &first["number"], &first["of"]), (&"nadia@2020-03-28T20:30".into(), &9.into(), &60.into()));
    assert_eq!(first["state"], "missed");
    assert_eq!(document["faults"], serde_json::json!([]));
}

#[test]
fn a_bad_file_costs_its_own_row_and_is_told_with_its_line() {
    let home = Home::with_library();
    home.write("L/series/samir.toml", "format = 1\ntitle = \"Samir\"\nstrat = 2020-03-20T20:30:00\n");
    let answer = home.call(&["--library", "L", "agenda", "--from", "2020-03-28", "--days", "1", "--json"]);
    assert_eq!(answer.code, 3, "{answer:?}");
    let document = answer.json();
    assert_eq!(document["occurrences"].as_array().unwrap().len(), 1);
    assert!(document["faults"][0]["file"].as_str().unwrap().ends_with("series/samir.toml"), "{document}");
    assert!(answer.err.contains("series/samir.toml:3"), "{answer:?}");
}

#[test]
fn a_day_before_the_first_is_refused() {
    let home = Home::with_library();
    let answer = home.call(&["--library", "L", "agenda", "--from", "2020-03-30", "--to", "2020-03-28"]);
    assert_eq!(answer.code, 2, "{answer:?}");
}

#[test]
fn show_has_the_sessions_keys_and_the_place_of_each_mark() {
    let home = with_session();
    let answer = home.call(&["--library", "L", "show", "last", "--json"]);
    assert_eq!(answer.code, 0, "{answer:?}");
    let document = answer.json();
    assert_eq!(document["id"], "2020-03-28-2030-nadia");
    assert_eq!(document["occurrence"], "2020-03-28T20:30:00+01:00");
    assert_eq!(document["take"][0]["started"], "2020-03-28T20:32:04.125+01:00");
    assert_eq!(document["take"][0]["part"][1]["start"], 24_000);
    let marks = &document["markers"];
    assert_eq!(
        (&marks[1]["seconds"], &marks[1]["file"], &marks[1]["file_frame"]),
        (&4.0.into(), &"take-01-002.wav".into(), &8000.into())
    );
    assert_eq!(marks[0]["file"], serde_json::Value::Null, "a mark in a gap lies in no file");
    assert_eq!(marks[1]["by"], "lise");
    let words = home.call(&["--library", "L", "--set", "language=fr", "show", "2020-03-28T20:30"]);
    assert!(words.out.contains("◆ 0:00:04  touchant  •••  sa voix se casse"), "{}", words.out);
}

#[test]
fn search_finds_words_in_marks_notes_and_transcripts_whatever_their_accents() {
    let home = with_session();
    let search = |words: &[&str]| {
        let mut call = vec!["--library", "L", "search", "--json"];
        call.extend(words);
        home.call(&call)
    };
    assert_eq!(found(&search(&["PERE"])), ["m-01B", "notes.md"]);
    assert_eq!(found(&search(&["nadia", "pere", "teste"])), ["m-01B"]);
    assert_eq!(found(&search(&["Nadia", "G."])), ["session"]);
    let transcript = search(&["fenetre"]);
    let hit = &transcript.json()["hits"][0];
    assert_eq!((&hit["take"], &hit["at"], &hit["seconds"]), (&1.into(), &"00:00:04.000".into(), &4.0.into()));
    assert_eq!(found(&search(&["absent"])), Vec::<String>::new());
    assert_eq!(found(&search(&["nedia"])), ["session"], "a letter of a name is wrong");
}

#[test]
fn each_hit_of_a_search_can_be_played_with_the_words_that_it_has() {
    let home = with_session();
    let session = "2020-03-28-2030-nadia";
    let words = |word: &str| {
        let hits = home.call(&["--library", "L", "search", word, "--json"]).json()["hits"].clone();
        let words = hits[0]["play"].as_array().unwrap().iter().map(|word| word.as_str().unwrap().to_owned());
        (words.collect::<Vec<_>>(), hits[0].clone())
    };
    assert_eq!(words("casse").0, ["play", session, "--marker", "m-01A"]);
    let (at, hit) = words("fenetre");
    assert_eq!(at, ["play", session, "--at", "1/00:00:04.000"]);
    assert_eq!((&hit["title"], &hit["end_seconds"]), (&"Nadia, le soir".into(), &5.0.into()));
    assert_eq!(words("soulagée").0, ["play", session]);
    home.write(
        "L/sessions/2020/2020-03-30-2030-nadia/session.toml",
        &SESSION[..SESSION.find("[[take]]").unwrap()].replace("03-28", "03-30").replace("Nadia, le soir", "Sans micro"),
    );
    let silent = home.call(&["--library", "L", "search", "micro", "--json"]).json()["hits"][0].clone();
    assert!(silent["session"] == "2020-03-30-2030-nadia" && silent["play"].is_null(), "{silent}");
}

#[test]
fn search_from_outside_tells_nothing_of_what_is_off_the_record_but_how_much_there_is() {
    let home = with_session();
    let withheld = "[[marker]]\nid = \"m-01C\"\ntake = \"01JD41\"\nframe = 30000\nend_frame = 50000\nkind = \"off-record\"\nnote = \"une adresse\"\n";
    home.write("L/sessions/2020/2020-03-28-2030-nadia/markers-olivier.toml", &format!("format = 1\n{withheld}"));
    for (word, hits) in [("adresse", 0), ("casse", 0), ("fenetre", 0), ("pere", 2)] {
        let answer = home.call(&["--library", "L", "search", word]);
        assert_eq!((answer.code, answer.err.contains("One more place is off the record")), (0, hits == 0), "{word}: {answer:?}");
        assert!(!["adresse", "casse", "fenêtre"].iter().any(|words| answer.out.contains(words)), "{word}: {answer:?}");
        let document = home.call(&["--library", "L", "search", word, "--json"]).json();
        assert_eq!(document["hits"].as_array().unwrap().len(), hits, "{word}: {document}");
        assert_eq!(document["withheld"], u32::from(hits == 0), "{word}");
    }
}

#[test]
fn next_shows_the_card_of_last_time() {
    let home = with_session();
    home.write("L/series/nadia.toml", &NADIA.replace(";COUNT=60", ""));
    let document = home.call(&["--library", "L", "next", "--json"]).json();
    let next = document["occurrences"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(next["last"]["session"], "2020-03-28-2030-nadia");
    assert_eq!(next["last"]["mood"], "fatiguée, soulagée");
    assert_eq!(next["last"]["touching"][0]["id"], "m-01A");
    assert_eq!(next["last"]["threads"][0]["note"], "son père n’a pas été testé");
    assert_eq!(next["last"]["usual_seconds"], serde_json::Value::Null, "one session is no habit");
    let none = serde_json::json!([]);
    assert_eq!([&next["last"]["checks"], &next["last"]["questions"]], [&none, &none]);
}

#[test]
fn check_finds_nothing_in_a_good_library_and_names_what_is_wrong() {
    let home = with_session();
    let good = home.call(&["--library", "L", "check", "--json"]);
    assert_eq!((good.code, good.json()["faults"].clone()), (0, serde_json::json!([])), "{good:?}");
    let part = home.path().join("L/sessions/2020/2020-03-28-2030-nadia/take-01-002.wav");
    let bytes = std::fs::read(&part).unwrap();
    std::fs::write(&part, &bytes[..bytes.len() / 2]).unwrap();
    home.write("L/people/s-03.toml", "format = 1\n");
    let bad = home.call(&["--library", "L", "check", "--json"]);
    assert_eq!(bad.code, 3, "{bad:?}");
    let files: Vec<String> =
        bad.json()["faults"].as_array().unwrap().iter().map(|fault| fault["file"].as_str().unwrap().to_owned()).collect();
    assert!(files.iter().any(|file| file.ends_with("take-01-002.wav")), "{files:?}");
    assert!(files.iter().any(|file| file.ends_with("people/s-03.toml")), "{files:?}");
}

#[test]
fn what_is_off_the_record_never_plays_because_of_a_mistyped_line() {
    let home = with_session();
    let marks = "L/sessions/2020/2020-03-28-2030-nadia/markers-lise.toml";
    home.write(marks, &(MARKERS.replace("kind = \"thread\"", "kind = \"off-record\"") + "oops\n"));
    let refused = home.call(&["--library", "L", "play", "last"]);
    assert_eq!(refused.code, 1, "{refused:?}");
    assert!(refused.err.contains("markers-lise.toml:17: expected a line of TOML, found a key without `= value`"), "{refused:?}");
    assert!(refused.err.contains("what is off the record; nothing is played\n  hint: temoin check"), "{refused:?}");
    let shown = home.call(&["--library", "L", "show", "last", "--json"]);
    assert!(shown.out.contains("m-01B"), "the mark itself still counts: {shown:?}");
    let named = home.call(&["--library", "L", "play", "last", "--at", "0:00:03"]);
    assert!(!named.err.contains("nothing is played"), "{named:?}");
}

#[test]
fn what_a_killed_save_left_is_named_and_put_into_the_trash() {
    let home = Home::with_library();
    home.write("L/series/.temoin-x1y2.tmp", "format = 1\n");
    let file = std::fs::File::options().write(true).open(home.path().join("L/series/.temoin-x1y2.tmp")).unwrap();
    file.set_modified(std::time::SystemTime::now() - std::time::Duration::from_secs(3600)).unwrap();
    let checked = home.call(&["--library", "L", "check"]);
    assert!(checked.code == 3 && checked.out.contains("series/.temoin-x1y2.tmp"), "{checked:?}");
    let recovered = home.call(&["--library", "L", "recover"]);
    assert!(recovered.code == 0 && recovered.out.contains("series/.temoin-x1y2.tmp"), "{recovered:?}");
    assert_eq!(home.call(&["--library", "L", "check"]).code, 0);
    let trash = home.call(&["--library", "L", "trash", "list"]);
    assert!(trash.out.contains(".temoin-x1y2.tmp"), "{trash:?}");
}

#[test]
fn what_a_crash_left_of_a_file_of_marks_is_named_mended_and_told_to_scripts() {
    let home = with_session();
    home.write("L/sessions/2020/2020-03-28-2030-nadia/markers-paul.toml", "");
    assert_eq!(home.call(&["--library", "L", "check"]).code, 3);
    let told = home.call(&["--library", "L", "recover", "--json"]);
    let what = "sessions/2020/2020-03-28-2030-nadia/markers-paul.toml";
    assert_eq!(told.json()["mended"], serde_json::json!([{ "code": "marks", "what": what }]), "{told:?}");
    let checked = home.call(&["--library", "L", "check"]);
    assert_eq!((checked.code, checked.out.as_str()), (0, "Nothing is wrong.\n"), "{checked:?}");
}

#[test]
fn check_and_recover_send_nobody_in_a_circle() {
    let home = with_session();
    let folder = home.path().join("L/sessions/2020/2020-03-28-2030-nadia");
    let checked = || home.call(&["--library", "L", "check", "--deep"]).out;
    std::fs::write(folder.join(".ballast"), [0; 100]).unwrap();
    assert_eq!(checked(), "Nothing is wrong.\n", "parts without a journal, and a ballast that a crash left");
    let part = folder.join("take-01-002.wav");
    let bytes = std::fs::read(&part).unwrap();
    for left in [&bytes[..1000], b"destroyed"] {
        std::fs::write(&part, left).unwrap();
        assert!(checked().contains("hint: put a copy of the file back"), "{}", checked());
        assert!(!checked().contains("recover") && !checked().contains("ffmpeg"), "{}", checked());
    }
    std::fs::remove_file(&part).unwrap();
    let told = checked();
    assert!(told.contains("take-01-002.wav: the file of this take is gone\n  hint: bring it back from a copy"), "{told}");
    assert!(!told.contains("os error"), "{told}");
    let played = home.call(&["--library", "L", "play", "last"]);
    assert!(played.err.contains("the file of this take is gone"), "{played:?}");
}

#[test]
fn check_names_each_lost_id_once_and_each_key_that_cannot_be_used() {
    let home = with_session();
    let head = SESSION.split("[[take]]").next().unwrap().replace("s-03", "s-04");
    home.write("L/sessions/2020/2020-03-29-2030-nadia/session.toml", &head);
    home.write("L/sessions/2020/2020-03-30-2030-nadia/session.toml", &head);
    let settings = std::fs::read_to_string(home.path().join("L/library.toml")).unwrap();
    let kinds =
        "\n[[kind]]\nid = \"x-m\"\nkey = \"m\"\n[[kind]]\nid = \"x-1\"\nkey = \"d\"\n[[kind]]\nid = \"x-2\"\nkey = \"d\"\n";
    home.write("L/library.toml", &(settings.replace("\nkey = \"d\"", "") + kinds));
    home.write("L/series/nadia.toml", &NADIA.replace("guests", "skip = [2019-01-01]\nguests"));
    let told = home.call(&["--library", "L", "check"]).out;
    assert_eq!(told.matches("nobody is called `s-04`").count(), 1, "{told}");
    assert!(told.contains("found m; this key is left aside") && told.contains("the letter d is taken on line"), "{told}");
    assert!(told.contains("series/nadia.toml:7: skip in the series `nadia` names 2019-01-01"), "{told}");
}

#[test]
fn reading_commands_change_nothing_in_the_library() {
    let home = with_session();
    let listing = || {
        let list = std::process::Command::new("find").arg(home.path().join("L")).args(["-printf", "%p %s %T@\n"]).output();
        String::from_utf8(list.unwrap().stdout).unwrap()
    };
    let before = listing();
    for call in [&["agenda"][..], &["next"], &["list"], &["show", "last"], &["search", "x"], &["check", "--deep"], &["status"]] {
        home.call(&[&["--library", "L"], call].concat());
    }
    assert_eq!(listing(), before);
}

#[test]
fn a_session_goes_to_the_trash_and_comes_back() {
    let home = with_session();
    let trash = |call: &[&str]| home.call(&[&["--library", "L", "trash"], call].concat());
    assert_eq!(trash(&["add", "last"]).code, 0);
    let listed = trash(&["list", "--json"]).json();
    let name = listed["trash"][0]["name"].as_str().unwrap();
    assert_eq!(listed["trash"][0]["from"], "sessions/2020/2020-03-28-2030-nadia");
    assert_eq!(trash(&["restore", name]).code, 0);
    assert_eq!(home.call(&["--library", "L", "show", "last"]).code, 0);
    assert_eq!(trash(&["restore", name]).code, 1);
}

#[test]
fn the_trash_is_not_emptied_unasked() {
    let home = with_session();
    home.call(&["--library", "L", "trash", "add", "last"]);
    let asked = home.call_with(&["--library", "L", "trash", "empty"], b"ERASE\n");
    assert!(asked.code == 1 && asked.err.contains("--yes"), "{asked:?}");
    assert_eq!(home.call(&["--library", "L", "trash", "list", "--json"]).json()["trash"].as_array().unwrap().len(), 1);
    assert_eq!(home.call(&["--library", "L", "trash", "empty", "--yes"]).code, 0);
    assert_eq!(home.call(&["--library", "L", "trash", "list", "--json"]).json()["trash"], serde_json::json!([]));
}

#[test]
fn without_a_running_take_the_commands_to_it_end_with_4() {
    let home = Home::new();
    for call in [&["mark"][..], &["note", "x"], &["step"], &["pause"], &["resume"], &["stop"], &["watch"], &["disarm"]] {
        let answer = home.call(call);
        assert_eq!(answer.code, 4, "{call:?}: {answer:?}");
    }
    let status = home.call(&["status", "--json"]);
    assert_eq!((status.code, status.json()["state"].clone()), (4, "idle".into()));
}

#[test]
fn hostile_text_cannot_disturb_the_terminal() {
    let home = with_session();
    let hostile = "\\u001b]0;x\\u0007\\u001b[2J\\u202e\\u009b31m".to_owned() + &"é".repeat(10_000);
    home.write("L/sessions/2020/2020-03-28-2030-nadia/session.toml", &SESSION.replace("Nadia, le soir", &hostile));
    home.write("L/sessions/2020/2020-03-28-2030-nadia/markers-lise.toml", &MARKERS.replace("sa voix", &hostile));
    for call in [&["list"][..], &["show", "last"], &["search", "casse"], &["show", "last", "--json"], &["list", "--json"]] {
        let answer = home.call(&[&["--library", "L"], call].concat());
        assert_eq!(answer.code, 0, "{call:?}: {}", answer.err);
        let harmful = |c: char| (c.is_control() && c != '\n') || ('\u{202a}'..='\u{202e}').contains(&c);
        assert!(!answer.out.contains(harmful), "{call:?}");
    }
    let title = home.call(&["--library", "L", "show", "last", "--json"]).json()["title"].as_str().unwrap().to_owned();
    assert!(title.starts_with("\u{1b}]0;x\u{7}"), "JSON keeps the title as it is");
}

#[test]
fn a_closed_pipe_is_a_quiet_end() {
    let home = with_session();
    let program = env!("CARGO_BIN_EXE_temoin");
    let mut shell = std::process::Command::new("bash");
    let script = format!("set -o pipefail; '{program}' --library L agenda --from 2020-03-20 --days 60 --json | true");
    let answer = shell.args(["-c", &script]).current_dir(home.path()).env("HOME", home.path()).output().unwrap();
    assert!(answer.status.success() && answer.stderr.is_empty(), "{answer:?}");
}

#[test]
fn a_full_disk_behind_the_output_is_told() {
    let home = Home::with_library();
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let answer = home.command(&["--library", "L", "agenda", "--json"]).stdout(full).output().unwrap();
    assert_eq!(answer.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&answer.stderr).contains("standard output"));
}

#[test]
fn a_bad_config_costs_its_own_keys_only() {
    let home = Home::with_library();
    let config = home.write("c.toml", "language = \"fr\"\n[audio]\nprerol = 3\n");
    let config = config.to_str().unwrap();
    let checked = home.call(&["--config", config, "config", "check"]);
    assert!(checked.code == 3 && checked.out.contains("c.toml:3") && checked.out.contains("preroll"), "{checked:?}");
    let agenda = home.call(&["--config", config, "--library", "L", "agenda"]);
    assert!(agenda.code == 0 && agenda.err.contains("c.toml:3"), "{agenda:?}");
}

#[test]
fn the_config_shows_what_holds_and_its_schema_is_json() {
    let home = Home::new();
    let shown = home.call(&["--set", "audio.preroll=10", "config", "show"]);
    assert!(shown.code == 0 && shown.out.contains("audio.preroll = 10.0"), "{shown:?}");
    assert_eq!(home.call(&["config", "schema"]).json()["type"], "object");
    assert!(home.call(&["config", "path"]).out.ends_with("config.toml\n"));
}

#[test]
fn every_shell_gets_its_completions() {
    let home = Home::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let answer = home.call(&["completions", shell]);
        assert!(answer.code == 0 && answer.out.contains("check-sound"), "{shell}");
    }
}

#[test]
fn a_library_of_a_newer_version_is_not_harmed() {
    let home = with_session();
    let settings = std::fs::read_to_string(home.path().join("L/library.toml")).unwrap();
    let newer = settings.replacen("format = 1", "format = 2", 1);
    home.write("L/library.toml", &newer);
    let answer = home.call(&["--library", "L", "agenda"]);
    assert!(answer.code == 3 && answer.err.contains("library.toml:"), "{answer:?}");
    assert_eq!(std::fs::read_to_string(home.path().join("L/library.toml")).unwrap(), newer);
}

#[test]
fn man_writes_every_page_in_both_languages() {
    let home = Home::new();
    assert_eq!(home.call(&["man", "pages"]).code, 0);
    for page in ["man1/temoin.1", "man5/temoin-config.5", "man5/temoin-library.5", "man7/temoin-socket.7"] {
        for folder in ["pages", "pages/fr"] {
            assert!(home.path().join(folder).join(page).is_file(), "{folder}/{page}");
        }
    }
}

#[test]
fn what_cannot_be_played_is_told_before_any_output_is_opened() {
    let home = with_session();
    for (call, said) in [
        (["--at", "0:09:00"], "expected a place before 00:00:07.000"),
        (["--at", "2/0:00:01"], "expected a take from 1 to 1, found 2"),
        (["--marker", "m-09"], "is called `m-09`"),
    ] {
        let answer = home.call(&[&["--library", "L", "play", "last"][..], &call].concat());
        assert!(answer.code == 1 && answer.err.contains(said), "{call:?}: {answer:?}");
    }
}

#[test]
fn a_slip_in_the_library_s_settings_closes_nothing() {
    let home = with_session();
    let settings = std::fs::read_to_string(home.path().join("L/library.toml")).unwrap();
    let lines = settings.lines().map(|line| if line.starts_with("zone") { "zone = \"Europe/Bruxelles\"" } else { line });
    home.write("L/library.toml", &lines.collect::<Vec<_>>().join("\n"));
    for call in [&["list"][..], &["show", "last"], &["search", "père"], &["next"], &["agenda"], &["trash", "list"], &[]] {
        let answer = home.call(&[&["--library", "L"][..], call].concat());
        assert!(answer.code == 3 && answer.err.contains("did you mean `Europe/Brussels`?"), "{call:?}: {answer:?}");
        assert!(!answer.out.is_empty(), "{call:?}");
    }
    let agenda = home.call(&["--library", "L", "agenda", "--json"]).json();
    assert!(agenda["faults"][0]["file"].as_str().unwrap().ends_with("library.toml"), "{agenda}");
}

#[test]
fn an_unknown_series_or_person_is_told_with_the_nearest() {
    let home = with_session();
    for (call, said) in [
        (&["agenda", "--series", "nada"][..], "no series is called `nada`\n  hint: did you mean `nadia`?"),
        (&["list", "--series", "nada"], "did you mean `nadia`?"),
        (&["agenda", "--person", "s-04"], "did you mean `s-03`?"),
    ] {
        let answer = home.call(&[&["--library", "L"][..], call].concat());
        assert!(answer.code == 1 && answer.err.contains(said), "{call:?}: {answer:?}");
    }
    for call in [&["agenda", "--series", "nadia"][..], &["agenda", "--person", "s-03"], &["list", "--series", "nadia"]] {
        assert_eq!(home.call(&[&["--library", "L"][..], call].concat()).code, 0, "{call:?}");
    }
}

#[test]
fn a_later_session_that_cannot_be_read_is_told_beside_the_last_one() {
    let home = with_session();
    home.write("L/sessions/2020/2020-03-29-2030-nadia/session.toml", "format = 1\n");
    let answer = home.call(&["--library", "L", "show", "last"]);
    assert!(answer.code == 3 && answer.err.contains("2020-03-29-2030-nadia/session.toml"), "{answer:?}");
    assert!(answer.out.starts_with("2020-03-28-2030-nadia"), "{answer:?}");
    assert_eq!(home.call(&["--library", "L", "show", "2020-03-28-2030-nadia"]).code, 0);
}

#[test]
fn a_bad_file_of_marks_is_told_in_the_list() {
    let home = with_session();
    home.write("L/sessions/2020/2020-03-28-2030-nadia/markers-olivier.toml", "format = 1\noops\n");
    let answer = home.call(&["--library", "L", "list"]);
    assert!(answer.code == 3 && answer.err.contains("markers-olivier.toml"), "{answer:?}");
}

#[test]
fn show_has_the_pause_and_says_whether_an_open_take_broke_off() {
    let home = with_session();
    let shown = home.call(&["--library", "L", "show", "last"]).out;
    assert!(shown.contains("┄ 0:00:02 → 0:00:03  pause, 1 s"), "{shown}");
    home.write("L/sessions/2020/2020-03-28-2030-nadia/session.toml", &SESSION.replacen("frames = 56000\n", "", 1));
    for call in [&["show", "last"][..], &["list"]] {
        let shown = home.call(&[&["--library", "L"][..], call].concat()).out;
        assert!(shown.contains("broke off (`temoin recover` mends it)"), "{shown}");
    }
}

#[test]
fn marks_are_found_by_the_names_of_their_kind_in_both_languages() {
    let home = with_session();
    for word in ["touchant", "touching"] {
        let found = found(&home.call(&["--library", "L", "search", word, "--json"]));
        assert!(!found.is_empty(), "{word}");
    }
    let french = home.call(&["--library", "L", "--set", "language=fr", "search", "touching"]);
    assert!(french.out.contains("touchant") && !french.out.contains("touching"), "{french:?}");
}

#[test]
fn a_config_that_was_named_must_be_there() {
    let home = Home::with_library();
    let answer = home.call(&["--config", "nope.toml", "--library", "L", "agenda"]);
    assert!(answer.code == 1 && answer.err.contains("nope.toml: this file is not there") && answer.out.is_empty(), "{answer:?}");
}

#[test]
fn config_check_names_each_fault_once() {
    let home = Home::new();
    home.write("c.toml", "[audio]\nprerol = 3\n");
    let answer = home.call(&["--config", "c.toml", "config", "check"]);
    assert_eq!((answer.code, answer.out.matches("prerol`").count(), answer.err.as_str()), (3, 1, ""), "{answer:?}");
}

#[test]
fn config_check_names_a_letter_of_the_palette_that_the_config_gives_to_an_action() {
    let home = Home::with_library();
    let library = std::fs::read_to_string(home.path().join("L/library.toml")).expect("a library");
    home.write("L/library.toml", &format!("{library}\n[[kind]]\nid = \"rire\"\nkey = \"r\"\n"));
    home.write("c.toml", "[keys]\npause = [\"r\"]\n");
    let answer = home.call(&["--config", "c.toml", "--library", "L", "config", "check"]);
    assert!(answer.code == 3 && answer.out.contains("c.toml:2: the letter `r` of kind `rire` in library.toml"), "{answer:?}");
}

#[test]
fn what_the_config_leaves_open_is_shown_with_what_holds() {
    let home = Home::with_library();
    let shown = home.call(&["--library", "L", "config", "show"]).out;
    for line in ["#who = \"lise-", "#language = \"en\"", "#library = \""] {
        assert!(shown.contains(line), "{line}: {shown}");
    }
}

#[test]
fn an_empty_trash_asks_nothing() {
    let answer = Home::with_library().call(&["--library", "L", "trash", "empty"]);
    assert_eq!((answer.code, answer.out.as_str()), (0, "The trash is empty.\n"), "{answer:?}");
}

#[test]
fn init_says_the_zone_and_warns_of_what_stands_there() {
    let home = Home::with_library();
    let inner = home.call(&["init", "L/./inner"]);
    assert!(inner.code == 0 && inner.out.contains("/L/inner.") && inner.out.contains("time zone"), "{inner:?}");
    assert!(inner.err.contains("within another library"), "{inner:?}");
    home.write("full/x", "");
    let full = home.call(&["init", "full"]);
    assert!(full.code == 0 && full.err.contains("held other things"), "{full:?}");
    assert_eq!(home.call(&["init", "fresh"]).err, "");
}

#[test]
fn a_refused_call_ends_with_the_help_of_its_command() {
    let home = Home::new();
    for (call, said) in [(&["mark", "--strength", "4"][..], "More: temoin mark --help\n"), (&["agend"], "More: temoin --help\n")]
    {
        let answer = home.call(call);
        assert!(answer.code == 2 && answer.err.ends_with(said), "{answer:?}");
    }
}

#[test]
fn a_title_without_end_is_cut_in_the_list() {
    let home = with_session();
    let long = SESSION.replacen("Nadia, le soir", &"é".repeat(10_000), 1);
    home.write("L/sessions/2020/2020-03-28-2030-nadia/session.toml", &long);
    let shown = home.call(&["--library", "L", "list"]).out;
    assert!(shown.lines().all(|line| line.chars().count() < 120) && shown.contains('…'), "{shown}");
}

#[test]
fn an_hour_that_the_clock_change_leaves_out_is_told() {
    let home = Home::with_library();
    home.write("L/series/nuit.toml", &NADIA.replace("T20:30:00", "T02:30:00"));
    let shown = home.call(&["--library", "L", "agenda", "--series", "nuit", "--from", "2020-03-28", "--days", "3"]).out;
    assert_eq!(shown.matches("2:30 does not exist on this day: the clocks go forward").count(), 1, "{shown}");
}

#[test]
fn no_line_of_the_help_of_a_command_is_wider_than_a_terminal() {
    let home = Home::new();
    for language in ["language=en", "language=fr"] {
        for command in ["agenda", "record", "play", "recover", "mark"] {
            let help = home.call(&["--set", language, command, "--help"]).out;
            assert!(help.lines().all(|line| line.chars().count() <= 80), "{help}");
        }
    }
}

#[test]
fn a_negative_number_of_days_is_told_in_words() {
    let answer = Home::new().call(&["agenda", "--days", "-3"]);
    assert!(answer.code == 2 && answer.err.contains("expected a number of days from 1 to 3660, found `-3`"), "{answer:?}");
}

#[test]
fn where_there_is_no_input_that_is_said() {
    let home = Home::new();
    let (listed, said) = (home.call(&["inputs", "--json"]), home.call(&["inputs"]));
    let inputs = listed.json()["inputs"].as_array().unwrap().len();
    assert_eq!(said.out.contains("Always there: default"), said.out.contains("* "), "{said:?}");
    assert_eq!(inputs == 0, said.err.contains("no microphone was found"), "{said:?}");
    assert!(inputs > 0 || said.code == 3, "{said:?}");
}

#[test]
fn in_a_rehearsal_only_the_synthetic_voice_is_recorded() {
    let home = Home::with_library();
    home.write("L/.rehearsal", "");
    let recorded = home.call(&["--library", "L", "record", "--input", "default", "--for", "1s"]);
    assert_eq!(recorded.code, 0, "{recorded:?}");
    let session = home.call(&["--library", "L", "show", "last", "--json"]).json();
    assert_eq!(session["take"][0]["inputs"][0], "voice", "{session}");
}

#[test]
fn the_config_shows_how_the_screen_looks_and_which_keys_it_has() {
    let home = Home::new();
    home.write(".config/temoin/config.toml", "colours = 16\n[keys]\nstop = \"f4\"\n");
    let shown = home.call(&["config", "show", "--set", "keys.mark=m", "--set", "show_names=code"]);
    for line in
        ["colours = \"16\"", "signs = \"unicode\"", "show_names = \"code\"", "keys.mark = [\"m\"]", "keys.stop = [\"f4\"]"]
    {
        assert!(shown.out.lines().any(|shown| shown == line), "{line}: {shown:?}");
    }
}

#[test]
fn the_recorder_of_a_rehearsal_hears_a_voice_and_ends_with_it() {
    let home = Home::with_library();
    use temoin::{actions, clock, config, store};
    let mut world = actions::World::new(Some(home.path().join("L")), None, clock::Monotonic::now());
    (world.config, world.config_faults) = (config::Config::default(), Vec::new());
    let rehearsal = actions::rehearse::begin(&home.path().join("state"), &world).unwrap();
    let mut call = home.command(&[]);
    call.arg("--library").arg(rehearsal.library.layout.root()).args(&rehearsal.world.passed).args([
        "record",
        "rehearsal",
        "--input",
        "default",
        "--detach",
        "--json",
    ]);
    let started = call.output().unwrap();
    assert!(started.status.success(), "{started:?}");
    assert!(store::lock::RecorderLock::holder(&rehearsal.library.layout).unwrap().is_some());

    let trashed = actions::rehearse::finish(rehearsal, &world).unwrap();
    assert!(trashed.path.starts_with(home.path().join("L/trash")), "{trashed:?}");
    let layout = store::Layout::new(&trashed.path);
    assert!(store::lock::RecorderLock::holder(&layout).unwrap().is_none(), "nobody records any more");
    let session = store::sessions::list(&layout).rows.remove(0).session;
    assert_eq!((session.takes[0].inputs.clone(), session.takes[0].is_open()), (vec!["voice".to_owned()], false));
    assert_eq!(home.call(&["--library", "L", "list", "--json"]).json()["sessions"].as_array().map(Vec::len), Some(0));
}

#[test]
fn the_take_of_a_rehearsal_that_nobody_watches_ends() {
    use temoin::store::{Layout, lock::RecorderLock};
    let home = Home::with_library();
    home.write("L/.rehearsal", "");
    let started = home.call(&["--library", "L", "record", "--detach"]);
    assert_eq!(started.code, 0, "{started:?}");
    let layout = Layout::new(home.path().join("L"));
    let begun = std::time::Instant::now();
    while RecorderLock::holder(&layout).unwrap().is_some() {
        assert!(begun.elapsed().as_secs() < 30, "it still records");
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    let session = home.call(&["--library", "L", "show", "last", "--json"]).json();
    assert!(session["take"][0]["part"][0]["blake3"].is_string(), "closed in order: {session}");
}

/// A line that is followed counts as asked only where it stays; who follows keeps no rehearsal from ending.
#[test]
fn a_question_of_a_file_does_not_go_to_the_trash_with_a_rehearsal_and_a_mark_says_that_it_will() {
    use temoin::store::{Layout, lock::RecorderLock};
    let home = Home::with_library();
    home.write("L/.rehearsal", "");
    home.write("chat.txt", "Nadia\tEt demain ?\n");
    assert_eq!(home.call(&["--library", "L", "record", "--detach"]).code, 0);
    let mut follower = home.command(&["ask", "--follow", "chat.txt"]);
    let mut follower = follower.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let marked = home.call(&["mark"]);
    assert!(marked.code == 0 && marked.out.contains("This is in the rehearsal"), "{marked:?}");
    assert_eq!(home.call(&["ask", "Encore ?", "--json"]).json()["rehearsal"], true);
    let begun = std::time::Instant::now();
    while RecorderLock::holder(&Layout::new(home.path().join("L"))).unwrap().is_some() {
        assert!(begun.elapsed().as_secs() < 30, "it still records");
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    follower.kill().unwrap();
    let told = String::from_utf8(follower.wait_with_output().unwrap().stderr).unwrap();
    assert!(told.contains("wait for a real take"), "{told}");
    let shown = home.call(&["--library", "L", "show", "last"]).out;
    assert!(shown.contains("Encore") && !shown.contains("Et demain"), "{shown}");
}

#[test]
fn help_is_also_asked_for_in_a_word() {
    let home = Home::new();
    assert_eq!(home.call(&["help"]).out, home.call(&["--help"]).out);
    assert_eq!(home.call(&["aide", "mark"]).out, home.call(&["mark", "--help"]).out);
}

#[test]
fn a_rehearsal_without_a_terminal_is_refused_before_anything_is_made() {
    let home = Home::with_library();
    let refused = home.call(&["--library", "L", "rehearse"]);
    assert_eq!((refused.code, home.path().join(".local").exists()), (1, false), "{refused:?}");
    assert!(refused.err.starts_with("a rehearsal needs a terminal"), "{refused:?}");
}

/// A call of the family `plan`, in French.
fn plan(home: &Home, call: &[&str]) -> Answer {
    home.call(&[&["--library", "L", "--set", "language=fr", "plan"], call].concat())
}

#[test]
fn plans_are_changed_and_taken_back_from_the_command_line() {
    let home = Home::with_library();
    let file = home.path().join("L/series/nadia.toml");
    let before = std::fs::read_to_string(&file).unwrap();
    for (call, said) in [
        (["move", "nadia#12", "--to", "2020-03-31 18:00"].as_slice(), "Déplacé"),
        (&["shift", "nadia#20", "--by", "-30m"], "Décalé"),
        (&["cancel", "nadia@2020-04-05"], "Annulé"),
        (&["restore", "nadia@2020-04-05"], "Rétabli"),
        (&["remove", "nadia"], "corbeille"),
    ] {
        let answer = plan(&home, call);
        assert!(answer.code == 0 && answer.out.contains(said), "{call:?}: {answer:?}");
    }
    for _ in 0..5 {
        assert_eq!(plan(&home, &["undo"]).code, 0);
    }
    assert_eq!(std::fs::read_to_string(&file).unwrap(), before);
    assert!(plan(&home, &["undo"]).out.contains("rien à défaire"));
}

#[test]
fn a_change_of_no_single_date_is_refused_with_what_would_name_one() {
    let home = Home::with_library();
    for (call, hint) in
        [(["cancel", "nadia"].as_slice(), "nadia#9"), (&["cancel", "nadja#3"], "nadia"), (&["remove", "nadja"], "nadia")]
    {
        let answer = plan(&home, call);
        assert!(answer.code == 1 && answer.err.contains(hint), "{call:?}: {answer:?}");
    }
}
