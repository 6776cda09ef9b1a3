//! What `export` writes, as other programs read it, with texts that are hard to carry.

use std::process::Command;

use serde_json::Value;

use crate::common::{Answer, Home};

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/read_formats.py");

/// Notes, as they stand in TOML, and what of them fits on one line.
const NOTES: [(&str, &str); 14] = [
    (r#""sa voix se casse quand elle parle de sa mère""#, "sa voix se casse quand elle parle de sa mère"),
    (r#""« guillemets », \"doubles\", 'simples'""#, "« guillemets », \"doubles\", 'simples'"),
    (r#""une\ttabulation""#, "une tabulation"),
    (r#""deux\nlignes\n\net une vide""#, "deux lignes et une vide"),
    (r#""👩‍👩‍👧 é 漢字 العربية""#, "👩\u{200d}👩\u{200d}👧 é 漢字 العربية"),
    (r#""""#, ""),
    (r#""\\\t100\t200""#, "\\ 100 200"),
    (r#""12.5""#, "12.5"),
    (r#""00:00:01.000 --> 00:00:02.000""#, "00:00:01.000 --> 00:00:02.000"),
    (r#""<b>gras</b> & <v Zoé>&amp;""#, "<b>gras</b> & <v Zoé>&amp;"),
    (r#""a,b;c|d""#, "a,b;c|d"),
    (r#""WEBVTT\n\nNOTE x""#, "WEBVTT NOTE x"),
    (r#""\u001b[2J\u202eà l’envers""#, "[2Jà l’envers"),
    (r#""  des espaces  ""#, "des espaces"),
];

const SESSION: &str = r#"format = 1
title = "Soirée : \"à cœur ouvert\""
zone = "Europe/Brussels"
people = ["h", "s-03"]
[[take]]
id = "01JD41"
number = 1
started = 2020-03-28T20:32:04.125+01:00
preroll = 0
rate = 1000
bits = 24
channels = []
inputs = ["none"]
frames = 3600000
"#;

/// A library with one session: a mark of each note, 20 s apart, every third a range of 5 s, every fourth of s-03; and one off the record.
fn home() -> Home {
    let home = Home::new();
    home.write(
        "L/library.toml",
        "format = 1\nid = \"01JD3Z5N0V9Q4T8R2M6K7P1XAB\"\nzone = \"Europe/Brussels\"\nlanguage = \"fr\"\nuses = [\"film\"]\n",
    );
    home.write("L/people/h.toml", "format = 1\nname = \"Lise\"\nrole = \"host\"\n");
    home.write("L/people/s-03.toml", "format = 1\nname = \"Nadia Ghesquière\"\nshown = \"N. & <pneumologue>\"\n[[consent]]\nuse = \"film\"\ngiven = 2020-03-20\n");
    home.write("L/sessions/2020/2020-03-28-2030-soiree/session.toml", SESSION);
    let mut marks = "format = 1\n".to_owned();
    for (n, (note, _)) in NOTES.iter().enumerate() {
        let start = 20_000 * (n + 1) + n;
        marks += &format!("[[marker]]\nid = \"m-{n}\"\ntake = 1\nframe = {start}\nkind = \"touching\"\nnote = {note}\n");
        marks += &if n.is_multiple_of(3) { format!("end_frame = {}\n", start + 5000) } else { String::new() };
        marks += if n.is_multiple_of(4) { "who = [\"s-03\"]\nstrength = 2\n" } else { "" };
    }
    marks +=
        "[[marker]]\nid = \"m-off\"\ntake = 1\nframe = 900000\nend_frame = 960000\nkind = \"off-record\"\nnote = \"jamais\"\n";
    home.write("L/sessions/2020/2020-03-28-2030-soiree/markers-lise.toml", &marks);
    home
}

fn start(n: usize) -> f64 {
    (20_000 * (n + 1) + n) as f64 / 1000.0
}

fn end(n: usize) -> f64 {
    start(n) + if n.is_multiple_of(3) { 5.0 } else { 0.0 }
}

fn export(home: &Home, more: &[&str]) -> Answer {
    let formats = ["audacity", "chapter-text", "chapters", "csv", "json", "vtt", "youtube"];
    let formats = formats.iter().flat_map(|name| ["--as", name]);
    let call = ["--library", "L", "export", "last", "--use", "film", "--out", "out/"];
    home.call(&call.into_iter().chain(formats).chain(more.iter().copied()).collect::<Vec<_>>())
}

/// Rows of a reader: beginning, end, texts.
fn rows(readers: &Value, name: &str) -> Vec<(f64, f64, Vec<String>)> {
    let row = |row: &Value| {
        let texts = row.as_array().unwrap()[2..].iter().map(|text| text.as_str().unwrap().to_owned()).collect();
        (row[0].as_f64().unwrap(), row[1].as_f64().unwrap(), texts)
    };
    readers[name].as_array().unwrap_or_else(|| panic!("{name}: {readers}")).iter().map(row).collect()
}

#[test]
fn other_programs_read_what_was_written() {
    let home = home();
    let answer = export(&home, &[]);
    assert_eq!(answer.code, 3, "{answer:?}");
    assert!(answer.err.contains("1 hors diffusion") && answer.err.contains("out/remis.txt"), "{answer:?}");
    let mut python = Command::new("/usr/bin/python3");
    python.args(["-B", SCRIPT]).arg(home.path().join("out")).arg("2020-03-28-2030-soiree");
    let read = python.output().expect("python3 is installed (tools/setup test)");
    let said = String::from_utf8_lossy(&read.stderr);
    assert!(read.status.success(), "are python3-webvtt and ffmpeg installed (tools/setup test)?\n{said}");
    let readers: Value = serde_json::from_slice(&read.stdout).unwrap();
    let [csv, json, labels, cues] = ["csv", "json", "audacity", "webvtt"].map(|name| rows(&readers, name));
    for (n, (note, line)) in NOTES.iter().enumerate() {
        let who = if n.is_multiple_of(4) { "N. & <pneumologue>" } else { "" };
        let whole = whole(note);
        for table in [&csv, &json] {
            let (from, to, texts) = &table[n];
            assert_eq!((*from, *to, &texts[..]), (start(n), end(n), &[whole.clone(), who.to_owned()][..]));
        }
        let title = |who: &str| match *line {
            "" => format!("touchant{who}"),
            line => format!("touchant{who}: {line}"),
        };
        let titled = title(if n.is_multiple_of(4) { " 2/3 N. & <pneumologue>" } else { "" });
        assert_eq!(labels[n], (start(n), end(n), vec![titled]));
        let spoken = title(if n.is_multiple_of(4) { " 2/3" } else { "" });
        let least = if n.is_multiple_of(3) { end(n) } else { start(n) + 2.0 };
        assert_eq!((cues[n].0, (cues[n].1 - least).abs() < 1e-6), (start(n), true), "{:?}", cues[n]);
        let escaped = spoken.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let voice = if n.is_multiple_of(4) { "<v N. &amp; &lt;pneumologue&gt;>" } else { "" };
        assert_eq!(cues[n].2[1], format!("{voice}{escaped}"));
    }
    assert_eq!([csv.len(), json.len(), labels.len(), cues.len()], [NOTES.len(); 4]);
    let probed: Vec<(f64, f64)> = rows(&readers, "ffprobe").into_iter().map(|row| (row.0, row.1)).collect();
    let cues: Vec<(f64, f64)> = cues.into_iter().map(|row| (row.0, row.1)).collect();
    assert!(probed.iter().zip(&cues).all(|(a, b)| (a.0 - b.0).abs() < 1e-3 && (a.1 - b.1).abs() < 1e-3), "{probed:?} {cues:?}");
    assert_eq!(probed.len(), cues.len());
    chapters(&readers);
}

/// The session's title at 0, then each touching mark by its words, else by its kind.
fn chapters(readers: &Value) {
    let titles: Vec<String> =
        NOTES.iter().map(|(_, line)| if line.is_empty() { "touchant".to_owned() } else { (*line).to_owned() }).collect();
    let [chapters, lines, short] = ["chapters", "chapter-text", "youtube"].map(|name| rows(readers, name));
    for found in [&chapters, &lines] {
        assert_eq!((found[0].0, found[0].2[0].as_str()), (0.0, "Soirée : \"à cœur ouvert\""));
        for (n, title) in titles.iter().enumerate() {
            assert_eq!((found[n + 1].0, &found[n + 1].2[0]), (start(n), title));
        }
    }
    assert_eq!((chapters[1].1, chapters[2].1), (end(0), start(1)), "a range has its end");
    let whole_seconds: Vec<f64> = std::iter::once(0.0).chain((0..NOTES.len()).map(|n| start(n).floor())).collect();
    assert_eq!(short.iter().map(|row| row.0).collect::<Vec<_>>(), whole_seconds);
}

/// The note that a TOML string holds, without what would disturb a terminal.
fn whole(note: &str) -> String {
    let text: String = serde_json::from_str(note).unwrap();
    text.replace(['\u{1b}', '\u{202e}'], "")
}

#[test]
fn nothing_that_stays_is_read_in_any_file() {
    let home = home();
    assert_eq!(export(&home, &[]).code, 3);
    for entry in home.path().join("out").read_dir().unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(!text.contains("jamais") && !text.contains("900000") && !text.contains("Ghesqui"), "{}: {text}", path.display());
    }
}

#[test]
fn the_register_is_a_table_that_python_reads() {
    let home = home();
    export(&home, &["--to", "Paul, \"rue\" 3"]);
    let table = home.call(&["--library", "L", "register", "--csv"]).out;
    let script = "import csv, json, sys\nprint(json.dumps(list(csv.DictReader(sys.stdin))))";
    let rows: Value = serde_json::from_str(&crate::python(script, &table)).unwrap();
    let document = home.call(&["--library", "L", "register", "--json"]).json();
    let entry = &document["entries"][0];
    assert_eq!((rows.as_array().unwrap().len(), entry["files"].as_array().unwrap().len()), (7, 7));
    assert_eq!((rows[0]["to"].as_str(), entry["withheld"].as_u64()), (Some("Paul, \"rue\" 3"), Some(1)));
    assert_eq!((&rows[3]["path"], &rows[3]["blake3"]), (&entry["files"][3]["path"], &entry["files"][3]["blake3"]));
    assert_eq!(rows[0]["people"], "h s-03");
}
