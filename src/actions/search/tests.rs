//! Words looked for in names, marks and transcripts, in both languages, and what is not told outside.

use super::*;
use crate::domain::Marker;
use crate::store::samples::{self, slug};

const RATE: u64 = 48_000;

/// A library with an evening with Nadia Petrova, and what is written beside its sound.
struct Desk {
    _folder: tempfile::TempDir,
    library: Library,
    session: std::path::PathBuf,
}

impl Desk {
    fn new() -> Desk {
        let (folder, layout) = samples::library();
        samples::put(&layout.root().join("people/s-03.toml"), "format = 1\nname = \"Nadia Petrova\"\n");
        let theme = "[[theme]]\nid = \"uncertainty\"\nkey = \"d\"\nname.fr = \"incertitude\"\nname.en = \"uncertainty\"\n";
        let settings = std::fs::read_to_string(layout.settings_file()).unwrap();
        samples::put(&layout.settings_file(), format!("{settings}{theme}"));
        let session = sessions::create(&layout, "2020-03-28T20:30:00".parse().unwrap(), &slug("nadia")).unwrap();
        sessions::save(&session, &samples::session(vec![samples::take("01A", 1)])).unwrap();
        Desk { _folder: folder, library: Library::open(layout.root()).unwrap(), session }
    }

    fn mark(&self, kind: &str, seconds: u64, end: Option<u64>, note: &str) {
        let mark = Marker::point(TakeId("01A".into()), kind, Frames(seconds * RATE));
        let (end_frame, note) = (end.map(|end| Frames(end * RATE)), Some(note.to_owned()));
        let themes = if kind == "touching" { vec![slug("uncertainty")] } else { Vec::new() };
        let mut file = markers::MarkerFile::open(&self.session, &slug("lise")).unwrap();
        file.append(&Marker { end_frame, note, themes, ..mark }, Hertz(RATE as u32)).unwrap();
    }

    fn write(&self, name: &str, text: &str) {
        samples::put(&self.session.join(name), text);
    }

    fn find(&self, words: &str) -> Vec<Hit> {
        let words: Vec<String> = words.split(' ').map(str::to_owned).collect();
        search(&self.library, &words, &Locale::new(Language::French)).rows
    }

    /// What is found, and whether it is withheld.
    fn told(&self, words: &str) -> Vec<(String, bool)> {
        self.find(words).into_iter().map(|hit| (hit.text, hit.withheld)).collect()
    }
}

#[test]
fn accents_and_capitals_do_not_count() {
    assert_eq!(fold("Le Père a l’œil"), fold("le pere a l'oeil"));
}

#[test]
fn a_name_with_a_letter_wrong_is_found_and_the_words_of_notes_only_as_they_stand() {
    let desk = Desk::new();
    desk.mark("touching", 5, None, "sa voix se casse");
    for words in ["nedia", "pertova", "nedia soir"] {
        assert_eq!(desk.find(words).iter().map(|hit| &hit.what).collect::<Vec<_>>(), [&Found::Session], "{words}");
    }
    for words in ["tuchant", "incretitude", "nedia voix", "incretitude casse"] {
        assert!(matches!(desk.find(words)[..], [Hit { what: Found::Marker { .. }, .. }]), "{words}");
    }
    for words in ["casce", "vois casse", "nedia casce", "fatigeuée"] {
        assert!(desk.find(words).is_empty(), "{words}");
    }
}

#[test]
fn where_something_is_found_as_it_is_typed_nothing_else_is() {
    let desk = Desk::new();
    let other = sessions::create(&desk.library.layout, "2020-03-29T20:30:00".parse().unwrap(), &slug("samir")).unwrap();
    let session = Session { title: "Nedia".into(), series: None, ..samples::session(Vec::new()) };
    sessions::save(&other, &session).unwrap();
    let found = desk.find("nedia");
    assert!(found.len() == 1 && found[0].title == "Nedia" && !found[0].sounds, "{found:?}");
    assert_eq!(desk.find("nadia").len(), 2, "a name of both");
}

#[test]
fn what_is_off_the_record_is_told_from_what_is_not() {
    let desk = Desk::new();
    desk.mark("touching", 5, None, "le bus dehors");
    desk.mark("off-record", 60, Some(120), "le bus, une adresse");
    desk.mark("thread", 90, None, "un bus");
    desk.mark("touching", 50, Some(61), "du bus à l’adresse");
    desk.mark("touching", 130, None, "plus de bus");
    desk.write(
        "take-01.vtt",
        "WEBVTT\n\n00:10.000 --> 00:12.000\nbus au début\n\n01:58.000 --> 02:30.000\nbus qui dépasse\n\n02:30.000 --> 02:31.000\nbus plus tard\n",
    );
    desk.write("call.txt", "un bus sans heure\n");
    desk.write("notes.md", "un bus noté\n");
    let told = desk.told("bus");
    let is_withheld = |words: &str| {
        let found = told.iter().find(|(text, _)| text.contains(words)).unwrap_or_else(|| panic!("{words}: {told:?}"));
        found.1
    };
    assert_eq!(told.len(), 10);
    for words in ["une adresse", "un bus", "à l’adresse", "qui dépasse", "sans heure"] {
        assert!(is_withheld(words), "{words}");
    }
    for words in ["dehors", "plus de bus", "au début", "plus tard", "noté"] {
        assert!(!is_withheld(words), "{words}");
    }
}

#[test]
fn what_was_asked_off_the_record_in_another_take_is_off_the_record() {
    let desk = Desk::new();
    sessions::save(&desk.session, &samples::session(vec![samples::take("01A", 1), samples::take("01B", 2)])).unwrap();
    desk.mark("off-record", 60, Some(120), "une adresse");
    for (key, withheld) in [("01A/4800000", true), ("01A/480000", false), ("01Z/480000", true)] {
        let made = vec![crate::domain::Made::parse(key).unwrap()];
        let note = Some("un bus".to_owned());
        let mark = Marker { made, note, ..Marker::point(TakeId("01B".into()), "question", Frames(0)) };
        let path = desk.session.join("markers-paul.toml");
        std::fs::remove_file(&path).unwrap_or_default();
        let mut file = markers::MarkerFile::open(&desk.session, &slug("paul")).unwrap();
        file.append(&mark, Hertz(RATE as u32)).unwrap();
        assert_eq!(desk.find("bus").iter().map(|hit| hit.withheld).collect::<Vec<_>>(), [withheld], "{key}");
    }
}

#[test]
fn while_marks_cannot_be_read_everything_of_their_session_may_be_off_the_record() {
    let desk = Desk::new();
    desk.mark("touching", 5, None, "le bus dehors");
    desk.write("take-01.vtt", "WEBVTT\n\n00:10.000 --> 00:12.000\nbus au début\n");
    desk.write("notes.md", "un bus noté\n");
    desk.write("markers-zoe.toml", "format = 1\n[[marker]]\nkind = \"off-record\"\n");
    let told = desk.told("bus");
    assert_eq!(told.iter().filter(|(_, withheld)| *withheld).count(), 2, "{told:?}");
    assert!(told.iter().any(|(text, withheld)| text == "un bus noté" && !withheld));
}

#[test]
fn what_another_laptop_has_said_and_nobody_has_merged_may_be_off_the_record() {
    let joined = "format = 1\njoined = \"nadia@2020-03-28T20:30\"\n\n";
    let paul = format!("{joined}[[marker]]\nid = \"m-1\"\ntake = \"01A\"\nframe = 5\nkind = \"note\"\n");
    for file in ["markers-paul.sync-conflict-1.toml", "../2020-03-28-2000-nadia/markers-paul.toml"] {
        let desk = Desk::new();
        desk.mark("touching", 5, None, "le bus dehors");
        assert_eq!(desk.told("bus"), [(desk.told("bus")[0].0.clone(), false)]);
        desk.write(file, &paul);
        assert!(desk.told("bus")[0].1, "{file}");
    }
}

#[test]
fn a_transcript_is_held_against_its_own_take_or_against_all() {
    let desk = Desk::new();
    let [mut first, second] = [samples::take("01A", 1), samples::take("01B", 2)];
    let part = first.parts[0].clone();
    first.parts[0].frames = Some(Frames(100 * RATE));
    first.parts.push(crate::domain::Part { file: "take-01-002.wav".into(), start: Frames(100 * RATE), ..part });
    desk.mark("off-record", 110, Some(120), "une adresse");
    let withheld = |name: &str, from: &str| {
        desk.write(name, &format!("WEBVTT\n\n{from}.000 --> {from}.500\nbus\n"));
        let found = desk.told("bus");
        std::fs::remove_file(desk.session.join(name)).unwrap();
        assert_eq!(found.len(), 1, "{name}");
        found[0].1
    };
    sessions::save(&desk.session, &samples::session(vec![first, second])).unwrap();
    for name in ["take-01-002.vtt", "take-01-002.wav.vtt", "take-01-002.fr.vtt"] {
        assert!(withheld(name, "00:15") && !withheld(name, "00:50"), "{name}");
    }
    assert!(withheld("take-01.fr.vtt", "01:55") && !withheld("take-01.fr.vtt", "00:15"));
    assert!(!withheld("take-02.fr.vtt", "01:55"), "nothing is off the record there");
    for name in ["take2.vtt", "call.fr.vtt", "take-02-007.vtt", "take-03.vtt"] {
        assert!(withheld(name, "00:50"), "{name}: nobody knows when that was");
    }
    sessions::save(&desk.session, &samples::session(vec![samples::take("01A", 1)])).unwrap();
    assert!(withheld("call.fr.vtt", "01:55") && !withheld("call.fr.vtt", "00:15"), "there is but one");
}

#[test]
fn a_pipe_holds_nobody_up_and_a_link_leads_nowhere() {
    let desk = Desk::new();
    let outside = desk._folder.path().join("outside.md");
    samples::put(&outside, "le bus");
    std::os::unix::fs::symlink(&outside, desk.session.join("notes-x.md")).unwrap();
    let pipe = desk.session.join("notes-y.md");
    rustix::fs::mknodat(rustix::fs::CWD, &pipe, rustix::fs::FileType::Fifo, rustix::fs::Mode::RUSR, 0).unwrap();
    let found = search(&desk.library, &["bus".to_owned()], &Locale::new(Language::French));
    assert_eq!((found.rows.len(), found.faults.len()), (0, 2), "{:?}", found.faults);
}

#[test]
fn a_hit_has_all_that_is_needed_to_play_it() {
    let desk = Desk::new();
    desk.mark("touching", 5, Some(9), "le bus dehors");
    desk.write("take-01-001.vtt", "WEBVTT\n\n00:10.000 --> 00:12.000\nbus au début\n");
    let places: Vec<_> = desk.find("bus").into_iter().map(|hit| (hit.place.unwrap(), hit.sounds)).collect();
    let place =
        |from: u64, to: u64| Place { take: 1, frame: Frames(from * RATE), end: Some(Frames(to * RATE)), rate: Hertz(48_000) };
    assert_eq!(places, [(place(5, 9), true), (place(10, 12), true)]);
}
