//! What `export --as wav` writes, as sox, ffprobe and a plain reader of chunks find it; and what it does not write.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use serde_json::{Value, json};
use temoin::audio::journal::{JournalHead, Stamp};
use temoin::audio::part_file::PartFile;
use temoin::audio::wav::{WavFormat, from_int24};
use temoin::clock::Monotonic;
use temoin::domain::{Bits, Frames, Hertz, TakeId, journal_path};

use crate::common::{Answer, Home};

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/read_wav.py");

const RATE: u32 = 8000;

/// Of the take: two parts of input 1 that follow each other, a pause, a third part; and beside them a second input.
const PARTS: [(&str, u32, u32, u32); 5] = [
    ("take-01-001.wav", 1, 0, 9000),
    ("take-01-002.wav", 1, 9000, 13_000),
    ("take-01-003.wav", 1, 14_000, 20_001),
    ("take-01-001-2.wav", 2, 0, 13_000),
    ("take-01-002-2.wav", 2, 14_000, 20_001),
];
const GAP: std::ops::Range<i32> = 13_000..14_000;
const END: i32 = 20_001;

/// Off the record, and of the second input 10 ms more on either side.
const WITHHELD: std::ops::Range<i32> = 8000..10_000;
const WITHHELD_2: std::ops::Range<i32> = 7920..10_080;

/// Places, ends and notes of marks as they stand in TOML, and what of a note fits on one line.
const MARKS: [(u32, Option<u32>, &str, &str); 5] = [
    (100, None, r#""sa voix se casse, « là »""#, "sa voix se casse, « là »"),
    (2000, Some(4000), r#""deux\nlignes, \"b\"\tc""#, "deux lignes, \"b\" c"),
    (5000, None, r#""""#, ""),
    (13_500, None, r#""dans la pause""#, "dans la pause"),
    (19_000, Some(20_001), r#""👩‍👩‍👧 漢字""#, "👩\u{200d}👩\u{200d}👧 漢字"),
];

const FOLDER: &str = "L/sessions/2020/2020-03-28-2030-nadia";

/// Each sample says its frame and its channel.
fn sample(place: i32, channel: usize) -> i32 {
    [place + 1, -place - 1, place + 1_000_001][channel]
}

fn write_part(home: &Home, (file, input, start, end): (&str, u32, u32, u32)) {
    let path = home.path().join(FOLDER).join(file);
    let channels: &[usize] = if input == 1 { &[0, 1] } else { &[2] };
    let format = WavFormat { rate: Hertz(RATE), channels: channels.len() as u16, bits: Bits::Int24 };
    let head = JournalHead { take: TakeId("01JD41".into()), input, start: Frames(start.into()), format };
    let mut part = PartFile::create(&path, head).unwrap();
    let frames = start as i32..end as i32;
    let samples: Vec<f32> = frames.flat_map(|place| channels.iter().map(move |c| from_int24(sample(place, *c)))).collect();
    part.write(&samples).unwrap();
    let stamp = Stamp { monotonic: Monotonic(5), utc: "2020-03-28T19:32:05Z".parse().unwrap() };
    part.close(stamp, stamp.utc.into()).unwrap();
    fs::remove_file(journal_path(&path)).unwrap(); // of this clock nothing is known: `start` counts
}

fn session(people: &str) -> String {
    let part = |(file, input, start, end): &(&str, u32, u32, u32)| {
        format!("[[take.part]]\nfile = \"{file}\"\ninput = {input}\nstart = {start}\nframes = {}\n", end - start)
    };
    let parts: String = PARTS.iter().map(part).collect();
    format!(
        "format = 1\ntitle = \"Nadia, le soir\"\nzone = \"Europe/Brussels\"\npeople = {people}\n[[take]]\nid = \"01JD41\"\nnumber = 1\n\
         started = 2020-03-28T20:32:04.125+01:00\npreroll = 0\nrate = {RATE}\nbits = 24\n\
         channels = [{{ name = \"left\", input = 1 }}, {{ name = \"right\", input = 1 }}, {{ name = \"mono\", input = 2 }}]\n\
         inputs = [\"a\", \"b\"]\nframes = {END}\n{parts}[[take.gap]]\nstart = {}\nframes = {}\nwhy = \"pause\"\n",
        GAP.start,
        GAP.end - GAP.start,
    )
}

fn home() -> Home {
    let home = Home::new();
    home.write(
        "L/library.toml",
        "format = 1\nid = \"01JD3Z5N0V9Q4T8R2M6K7P1XAB\"\nzone = \"Europe/Brussels\"\nlanguage = \"fr\"\nuses = [\"film\", \"podcast\"]\n",
    );
    home.write("L/people/h.toml", "format = 1\nname = \"Lise\"\nrole = \"host\"\n");
    let nadia =
        "format = 1\nname = \"Nadia Ghesquière\"\nshown = \"N., pneumologue\"\n[[consent]]\nuse = \"film\"\ngiven = 2020-03-20\n";
    home.write("L/people/s-03.toml", nadia);
    home.write(&format!("{FOLDER}/session.toml"), &session("[\"h\", \"s-03\"]"));
    PARTS.into_iter().for_each(|part| write_part(&home, part));
    let mut marks = "format = 1\n".to_owned();
    for (n, (start, end, note, _)) in MARKS.iter().enumerate() {
        let end = end.map(|end| format!("end_frame = {end}\n")).unwrap_or_default();
        marks += &format!("[[marker]]\nid = \"m-{n}\"\ntake = 1\nframe = {start}\n{end}kind = \"touching\"\nnote = {note}\n");
    }
    let (from, to) = (WITHHELD.start, WITHHELD.end);
    marks += &format!(
        "[[marker]]\nid = \"m-off\"\ntake = 1\nframe = {from}\nend_frame = {to}\nkind = \"off-record\"\nnote = \"jamais\"\n"
    );
    home.write(&format!("{FOLDER}/markers-lise.toml"), &marks);
    home
}

fn export(home: &Home, more: &[&str]) -> Answer {
    home.call(&[&["--library", "L", "export", "last", "--as", "wav", "--out", "out/"], more].concat())
}

fn out(home: &Home) -> Vec<String> {
    let files = fs::read_dir(home.path().join("out")).into_iter().flatten();
    let mut names: Vec<String> = files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn read(home: &Home, name: &str) -> Value {
    let mut python = Command::new("/usr/bin/python3");
    let read = python.args(["-B", SCRIPT]).arg(home.path().join("out").join(name)).output();
    let read = read.expect("python3 is installed (tools/setup test)");
    assert!(read.status.success(), "are sox and ffmpeg installed (tools/setup test)?\n{}", String::from_utf8_lossy(&read.stderr));
    serde_json::from_slice(&read.stdout).unwrap()
}

/// What stands at a place of the timeline.
fn frame(place: i32) -> Vec<i32> {
    let of = |channel: usize| match channel {
        _ if GAP.contains(&place) => 0,
        0 | 1 if WITHHELD.contains(&place) => 0,
        2 if WITHHELD_2.contains(&place) => 0,
        channel => sample(place, channel),
    };
    (0..3).map(of).collect()
}

fn title(line: &str) -> String {
    if line.is_empty() { "touchant".to_owned() } else { format!("touchant: {line}") }
}

#[test]
fn a_take_is_one_file_with_its_marks_and_silent_where_it_must_be() {
    let home = home();
    let answer = export(&home, &["--use", "film"]);
    assert!(answer.code == 3 && answer.err.contains("1 hors diffusion"), "{answer:?}");
    let name = "2020-03-28-2030-n-pneumologue.wav";
    assert_eq!(out(&home), [name, "remis.txt"]);
    let found = read(&home, name);
    let expected: Vec<Vec<i32>> = (0..END).map(frame).collect();
    assert!(found["samples"] == json!(expected), "sox reads other samples");
    let told = &found["told"];
    assert_eq!(told["names"], json!(["JUNK", "fmt ", "data", "cue ", "adtl", "INFO", "bext"]));
    let ids = 1..=MARKS.len();
    let cues: serde_json::Map<String, Value> = ids.clone().zip(MARKS).map(|(id, mark)| (id.to_string(), json!(mark.0))).collect();
    assert_eq!(told["cues"], Value::Object(cues));
    let labels = ids.clone().zip(MARKS).map(|(id, mark)| json!(["labl", id, title(mark.3)]));
    let notes = ids.clone().zip(MARKS).filter(|(_, mark)| !mark.3.is_empty()).map(|(id, mark)| {
        let note: String = serde_json::from_str(mark.2).unwrap();
        json!(["note", id, note])
    });
    let lengths = ids.zip(MARKS).filter_map(|(id, mark)| Some(json!(["ltxt", id, mark.1? - mark.0])));
    assert_eq!(told["labels"], Value::Array(labels.chain(notes).chain(lengths).collect()));
    let reference = ((20 * 60 + 32) * 60 + 4) * RATE + RATE / 8;
    assert_eq!(told["bext"], json!(["2020-03-28-2030-n-pneumologue-take-01", "2020-03-2820:32:04", reference, 2, 602]));
    let probed = &found["probed"];
    assert_eq!(probed["frames"], END);
    let tags = ["title", "artist", "comment", "time_reference"].map(|tag| probed["tags"][tag].as_str().unwrap_or_default());
    // FFmpeg shows the description of `bext` as the comment.
    let description = "2020-03-28-2030-n-pneumologue-take-01";
    assert_eq!(tags, ["N., pneumologue, le soir", "quelqu’un, N., pneumologue", description, reference.to_string().as_str()]);
    let chapters: Vec<Value> = MARKS.iter().map(|mark| json!([f64::from(mark.0) / f64::from(RATE), title(mark.3)])).collect();
    assert_eq!(probed["chapters"], Value::Array(chapters));
    let whole = fs::read(home.path().join("out").join(name)).unwrap();
    let holds = |word: &str| whole.windows(word.len()).any(|bytes| bytes == word.as_bytes());
    assert!(!holds("jamais") && !holds("Ghesqui") && !holds("Nadia"));
}

#[test]
fn without_the_gaps_sound_and_marks_move_together() {
    let home = home();
    let answer = export(&home, &["--use", "film", "--gaps", "cut", "--offset", "10s"]);
    assert!(answer.code == 3 && answer.err.contains("--offset n’en déplace aucun"), "{answer:?}");
    let found = read(&home, "2020-03-28-2030-n-pneumologue.wav");
    let expected: Vec<Vec<i32>> = (0..END).filter(|place| !GAP.contains(place)).map(frame).collect();
    assert!(found["samples"] == json!(expected), "sox reads other samples");
    let length = GAP.end - GAP.start;
    let cut = |at: u32| if at as i32 >= GAP.end { at as i32 - length } else { (at as i32).min(GAP.start) };
    let cues: Vec<i64> = (1..=MARKS.len()).map(|id| found["told"]["cues"][id.to_string()].as_i64().unwrap()).collect();
    assert_eq!(cues, MARKS.map(|mark| i64::from(cut(mark.0))));
}

#[test]
fn of_a_take_of_which_one_person_has_not_agreed_no_sound_leaves() {
    let home = home();
    let answer = export(&home, &["--use", "podcast", "--json"]);
    let told = answer.json();
    assert_eq!((answer.code, &told["files"], out(&home).len()), (3, &json!([]), 0), "{answer:?}");
    let refused =
        json!([{ "session": "2020-03-28-2030-nadia", "take": 1, "why": "people", "people": [{ "id": "s-03", "why": "never" }] }]);
    assert_eq!(told["refused"], refused);
    assert!(!home.path().join("L/register.toml").exists(), "nothing has left");
    let answer = export(&home, &["--use", "podcast", "--as", "csv"]);
    let words =
        "2020-03-28-2030-nadia, prise 1\u{a0}: le son reste ici\u{a0}: N., pneumologue (podcast\u{a0}: aucun accord noté).";
    assert!(answer.code == 3 && answer.err.contains(words), "{answer:?}");
    assert_eq!(out(&home), ["2020-03-28-2030-n-pneumologue.csv", "remis.txt"]);
    let report = fs::read_to_string(home.path().join("out/remis.txt")).unwrap();
    assert!(report.contains("2020-03-28-2030-n-pneumologue, prise 1\u{a0}: le son reste ici"), "{report}");
    assert!(!report.contains("nadia"), "{report}");
    let register = fs::read_to_string(home.path().join("L/register.toml")).unwrap();
    assert!(register.contains("as = [\"csv\"]"), "{register}");
}

#[test]
fn who_speaks_in_a_mark_is_heard_too() {
    let home = home();
    home.write(&format!("{FOLDER}/session.toml"), &session("[\"h\"]"));
    let alone = export(&home, &["--use", "podcast", "--json"]).json();
    assert_eq!((&alone["refused"], out(&home).len()), (&json!([]), 2), "the host alone");
    let spoken = "format = 1\n[[marker]]\nid = \"m-who\"\ntake = 1\nframe = 7\nkind = \"touching\"\nwho = [\"s-03\"]\n";
    home.write(&format!("{FOLDER}/markers-zoe.toml"), spoken);
    let told = export(&home, &["--use", "podcast", "--json"]).json();
    assert_eq!(told["refused"][0]["people"][0]["id"], "s-03", "{told}");
}

#[test]
fn a_session_without_sound_is_told_and_its_marks_leave_all_the_same() {
    let home = home();
    let soundless = session("[\"h\", \"s-03\"]");
    let (head, _) = soundless.split_once("[[take.part]]").unwrap();
    let channels = head.find("channels = ").unwrap()..head.find("inputs = ").unwrap();
    let soundless = head.replace(&head[channels], "channels = []\n");
    home.write(&format!("{FOLDER}/session.toml"), &soundless);
    let answer = export(&home, &["--use", "film"]);
    assert!(answer.code == 1 && answer.err.contains("elle a été faite sans micro"), "{answer:?}");
    assert!(answer.err.contains("--as csv") && out(&home).is_empty(), "{answer:?}");
    let answer = export(&home, &["--use", "film", "--as", "csv"]);
    assert!(answer.code == 3 && answer.err.contains("sans micro"), "{answer:?}");
    assert_eq!(out(&home), ["2020-03-28-2030-n-pneumologue.csv", "remis.txt"]);
}

#[test]
fn a_disk_that_takes_no_more_is_told_and_nothing_is_left() {
    let home = home();
    let script = r#"trap "" XFSZ; ulimit -f 100; exec "$0" --library L export last --as csv --as wav --use film --out out/"#;
    let mut limited = Command::new("sh");
    limited.args(["-c", script, env!("CARGO_BIN_EXE_temoin")]).current_dir(home.path()).env("HOME", home.path());
    let answer = Answer::of(limited.env("LANG", "C.UTF-8").output().unwrap());
    assert!(answer.code == 1 && answer.err.contains("ce disque ne prend pas de fichier aussi grand"), "{answer:?}");
    assert!(!home.path().join("out").exists() && !home.path().join("L/register.toml").exists());
}

#[test]
fn what_is_not_whole_is_not_handed_over() {
    let home = home();
    let part = home.path().join(FOLDER).join("take-01-002.wav");
    let bytes = fs::read(&part).unwrap();
    fs::write(&part, &bytes[..bytes.len() / 2]).unwrap();
    let answer = export(&home, &["--use", "film"]);
    assert!(answer.code == 1 && answer.err.contains("take-01-002.wav"), "{answer:?}");
    fs::remove_file(&part).unwrap();
    assert_eq!(export(&home, &["--use", "film"]).code, 1);
    let path = format!("{FOLDER}/session.toml");
    home.write(&path, &session("[\"h\", \"s-03\"]").replace("frames = 6001\n", ""));
    let answer = export(&home, &["--use", "film"]);
    assert!(answer.code == 1 && answer.err.contains("temoin recover"), "{answer:?}");
    assert!(out(&home).is_empty());
    let answer = home.call(&["--library", "L", "export", "last", "--as", "wav", "--use", "film", "--out", "-"]);
    assert!(answer.code == 2 && answer.err.contains("attendu un texte pour la sortie standard"), "{answer:?}");
}

#[test]
fn a_program_of_one_s_own_hears_of_it() {
    let home = home();
    let heard: PathBuf = home.path().join("heard");
    let script = format!("read facts; echo \"$facts $0\" > {}", heard.display());
    home.write(".config/temoin/config.toml", &format!("[hooks]\non_export = ['sh', '-c', '{script}', '{{path}}']\n"));
    export(&home, &["--use", "film", "--to", "Paul"]);
    let said = fs::read_to_string(&heard).unwrap();
    let (facts, path) = said.trim_end().rsplit_once(' ').unwrap();
    let file = fs::canonicalize(home.path()).unwrap().join("out/2020-03-28-2030-n-pneumologue.wav");
    assert_eq!(fs::canonicalize(path).unwrap(), file);
    let facts: Value = serde_json::from_str(facts).unwrap();
    let known = ["event", "sessions", "as", "use", "marks", "withheld"].map(|key| facts[key].clone());
    assert_eq!(json!(known), json!(["exported", ["2020-03-28-2030-nadia"], ["wav"], "film", 5, 1]));
    assert_eq!(facts["files"], json!([path]));
    assert!(!said.contains("Paul"));
}

/// Of zeros, but for its first and its last second.
#[test]
fn what_is_longer_than_riff_can_count_is_rf64() {
    if std::env::var_os("TEMOIN_LONG").is_none() {
        return;
    }
    let home = home();
    let (last, end) = (800_000_000_u32, 800_008_000_u32);
    let parts = [("take-01-001.wav", 1, 0, 8000), ("take-01-002.wav", 1, last, end)];
    let file = |(file, input, start, end): (&str, u32, u32, u32)| {
        format!("[[take.part]]\nfile = \"{file}\"\ninput = {input}\nstart = {start}\nframes = {}\n", end - start)
    };
    let text = session("[\"h\", \"s-03\"]").replace(&format!("frames = {END}\n"), &format!("frames = {end}\n"));
    let (head, _) = text.split_once("[[take.part]]").unwrap();
    let head = head.replace(", { name = \"mono\", input = 2 }", "").replace("\"a\", \"b\"", "\"a\"");
    home.write(&format!("{FOLDER}/session.toml"), &(head + &parts.map(file).concat()));
    for file in PARTS {
        fs::remove_file(home.path().join(FOLDER).join(file.0)).unwrap();
    }
    write_part(&home, ("take-01-001.wav", 1, 0, 8000));
    write_part(&home, ("take-01-002.wav", 1, 0, 8000));
    let answer = export(&home, &["--use", "film"]);
    assert_eq!(answer.code, 3, "{answer:?}");
    let path = home.path().join("out/2020-03-28-2030-n-pneumologue.wav");
    let said = |program: &str, words: &[&str]| {
        let output = Command::new(program).args(words).arg(&path).output().unwrap();
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    };
    assert_eq!(said("soxi", &["-s"]), end.to_string());
    let probed = said("ffprobe", &["-v", "error", "-show_entries", "stream=duration_ts", "-of", "csv=p=0"]);
    assert_eq!(probed, end.to_string());
    let tail =
        Command::new("sox").arg(&path).args(["-t", "raw", "-e", "signed-integer", "-b", "24", "-", "trim", "-3s"]).output();
    let expected: Vec<u8> = (7997..8000)
        .flat_map(|place| [0, 1].map(|c| sample(place, c)))
        .flat_map(|n: i32| n.to_le_bytes()[..3].to_vec())
        .collect();
    assert_eq!(tail.unwrap().stdout, expected);
}
