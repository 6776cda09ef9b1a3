//! Libraries with people, consents and marks, and what of them is handed over.

use proptest::prelude::*;

use super::*;
use crate::config::ShowNames;
use crate::domain::{Frames, Marker};
use crate::locale::Language;
use crate::store::lock::Running;
use crate::store::markers::MarkerFile;
use crate::store::register;
use crate::store::samples::{self, put, slug};

const LIBRARY: &str = "format = 1\nid = \"01JD3Z5N0V9Q4T8R2M6K7P1XAB\"\nzone = \"Europe/Brussels\"\nlanguage = \"fr\"\n\
    uses = [\"film\", \"podcast\"]\nprivate = [\"Clinique X\"]\n";
const NADIA: &str = "format = 1\nname = \"Nadia Ghesquière\"\nshown = \"N., pneumologue\"\ncode = \"S-03\"\n[[consent]]\nuse = \"film\"\n\
    given = 2020-03-20\n";

/// A library with one session of Olivier, who asks, and Nadia, who agreed to the film; and an empty folder beside it.
struct Rig {
    folder: tempfile::TempDir,
    entry: SessionEntry,
}

impl Rig {
    fn new() -> Rig {
        let (folder, layout) = samples::library();
        put(&layout.settings_file(), LIBRARY);
        put(&layout.person_file(&slug("s-03")), NADIA);
        put(&layout.person_file(&slug("olivier")), "format = 1\nname = \"Olivier Lambert\"\ncode = \"O\"\nrole = \"host\"\n");
        let session = sessions::create(&layout, "2020-03-28T20:30:00".parse().unwrap(), &slug("nadia")).unwrap();
        sessions::save(&session, &samples::session(vec![samples::take("01A", 1)])).unwrap();
        std::fs::create_dir(folder.path().join("out")).unwrap();
        Rig { folder, entry: sessions::load(&session).unwrap() }
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("recordings")
    }

    /// A mark at a second of the take, with words.
    fn mark(&self, kind: &str, second: u64, end: Option<u64>, note: &str) {
        let take = &self.entry.session.takes[0];
        let mut mark = Marker::point(take.id.clone(), kind, Frames(second * 48_000));
        (mark.end_frame, mark.note) =
            (end.map(|end| Frames(end * 48_000)), Some(note.into()).filter(|note: &String| !note.is_empty()));
        MarkerFile::open(&self.entry.folder, &slug("olivier")).unwrap().append(&mark, take.rate).unwrap();
    }

    fn asked(&self, formats: &[&str]) -> Asked {
        Asked {
            sessions: vec!["last".into()],
            formats: formats.iter().map(|name| Format::called(name).unwrap()).collect(),
            out: Out::Path(self.folder.path().join("out")),
            offset: 0.0,
            leaves_out_gaps: false,
            usage: Some("film".into()),
            kinds: Vec::new(),
            recipient: Some("Paul".into()),
        }
    }

    fn export(&self, asked: &Asked) -> Result<HandedOver> {
        self.export_with(asked, &Config::default())
    }

    fn export_with(&self, asked: &Asked, config: &Config) -> Result<HandedOver> {
        let now = "2020-05-03T16:30:00Z".parse().unwrap();
        export(&Library::open(self.root()).unwrap(), asked, config, now, &Locale::new(Language::English))
    }

    /// The text of the one file, and how many marks stayed.
    fn text(&self, format: &str) -> (String, usize) {
        let handed = self.export(&Asked { out: Out::Standard, ..self.asked(&[format]) }).unwrap();
        (handed.text.unwrap(), handed.kept)
    }

    /// Names of what lies outside now.
    fn outside(&self) -> Vec<String> {
        let mut names: Vec<String> = self
            .folder
            .path()
            .join("out")
            .read_dir()
            .unwrap()
            .map(|file| file.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    fn refused(&self, asked: &Asked) -> String {
        let fault = self.export(asked).unwrap_err().to_string();
        assert_eq!(
            (self.outside(), register::load(&Library::open(self.root()).unwrap().layout).rows.len()),
            (Vec::<String>::new(), 0)
        );
        fault
    }
}

#[test]
fn marks_leave_with_their_words_and_without_a_name_and_are_registered() {
    let rig = Rig::new();
    rig.mark("touching", 12, None, "Nadia parle de Clinique X, et nadia pleure");
    rig.mark("off-record", 100, Some(200), "le nom de sa mère");
    rig.mark("touching", 150, None, "à ne pas dire");
    rig.mark("note", 90, Some(130), "avant et pendant");
    let handed = rig.export(&rig.asked(&["audacity", "json"])).unwrap();
    assert_eq!((handed.marks, handed.kept, handed.off_record), (2, 3, 3));
    let names = ["2020-03-28-2030-n-pneumologue.json", "2020-03-28-2030-n-pneumologue.txt", "remis.txt"];
    assert_eq!(rig.outside(), names);
    let read = |name: &str| std::fs::read_to_string(rig.folder.path().join("out").join(name)).unwrap();
    let labels =
        "12.000000\t12.000000\ttouchant: N., pneumologue parle de …, et N., pneumologue pleure\n90.000000\t100.000000\tnote\n";
    assert_eq!(read(names[1]), labels);
    let report = "Remis le 3 mai 2020, en audacity, json.\nPour\u{a0}: film.\nÀ Paul.\n2020-03-28-2030-n-pneumologue.txt\u{a0}: 2 repères.\n\
                  2020-03-28-2030-n-pneumologue.json\u{a0}: 2 repères.\nRestés ici\u{a0}: 3 hors diffusion (dont 1 remis quand même, raccourci et sans ses mots).\n";
    assert_eq!(read("remis.txt"), report);
    let entry = register::load(&Library::open(rig.root()).unwrap().layout).rows.remove(0);
    assert_eq!(
        (entry.when.to_rfc3339().as_str(), entry.withheld, entry.people),
        ("2020-05-03T18:30:00+02:00", 3, vec![slug("olivier"), slug("s-03")])
    );
    assert_eq!(
        (entry.usage.as_deref(), entry.recipient.as_deref(), &entry.sessions[..]),
        (Some("film"), Some("Paul"), &[rig.entry.id.clone()][..])
    );
    assert_eq!(entry.files[0].blake3, blake3::hash(labels.as_bytes()).to_hex().to_string());
    assert!(entry.files[0].path.ends_with("/out/2020-03-28-2030-n-pneumologue.txt"));
}

/// A crash has kept the marks and lost the last of the sound, which the take's end does not count.
#[test]
fn what_was_said_off_the_record_behind_the_end_of_the_take_stays_here() {
    let rig = Rig::new();
    rig.mark("note", 1700, None, "avant");
    rig.mark("off-record", 1750, Some(1900), "");
    for second in [1800, 1802, 1803, 1899] {
        rig.mark("note", second, None, "à ne pas dire");
    }
    assert_eq!(rig.text("csv").0.lines().count(), 2);
    assert_eq!(rig.text("csv").1, 5);
}

/// As a question that was carried on into the next take, and taken there.
#[test]
fn what_was_made_off_the_record_in_another_take_stays_here() {
    let rig = Rig::new();
    rig.mark("off-record", 100, Some(200), "");
    sessions::save(&rig.entry.folder, &samples::session(vec![samples::take("01A", 1), samples::take("01B", 2)])).unwrap();
    let second = samples::take("01B", 2);
    let mut file = MarkerFile::open(&rig.entry.folder, &slug("olivier")).unwrap();
    for (key, note) in [("01A/4800000", "jamais"), ("01A/9600000", "après"), ("01B/4800000", "ici"), ("01Z/1", "on ne sait pas")]
    {
        let mut mark = Marker::point(second.id.clone(), "question", Frames(5));
        (mark.made, mark.note) = (vec![crate::domain::Made::parse(key).unwrap()], Some(note.into()));
        file.append(&mark, second.rate).unwrap();
    }
    let handed = rig.export(&rig.asked(&["audacity"])).unwrap();
    assert_eq!((handed.kept, handed.off_record, handed.marks), (3, 3, 2));
    let labels = std::fs::read_to_string(&handed.files[1].path).unwrap();
    let titles: Vec<&str> = labels.lines().map(|line| line.rsplit_once(": ").unwrap().1).collect();
    assert_eq!(titles, ["après", "ici"]);
}

#[test]
fn what_is_there_is_not_written_over_and_each_time_is_registered() {
    let rig = Rig::new();
    rig.mark("touching", 12, None, "");
    (0..2).for_each(|_| drop(rig.export(&rig.asked(&["chapters"])).unwrap()));
    assert_eq!(rig.outside(), ["2020-03-28-2030-n-pneumologue-2.chapters.json", "2020-03-28-2030-n-pneumologue.chapters.json"]);
    let file = Out::Path(rig.folder.path().join("out/mine.txt"));
    (0..2).for_each(|_| drop(rig.export(&Asked { out: file.clone(), ..rig.asked(&["csv"]) }).unwrap()));
    assert_eq!(rig.outside()[2..], ["mine-2.txt", "mine.txt"]);
    let entries = register::load(&Library::open(rig.root()).unwrap().layout).rows;
    assert!(entries.len() == 4 && entries[0].id != entries[1].id);
}

#[test]
fn whoever_has_not_agreed_or_has_withdrawn_stays_here() {
    let rig = Rig::new();
    rig.mark("touching", 12, None, "ses mots");
    let podcast = Asked { usage: Some("podcast".into()), ..rig.asked(&["csv"]) };
    let handed = rig.export(&podcast).unwrap();
    let absent = Absent {
        person: slug("s-03"),
        who: "N., pneumologue".into(),
        usage: Some("podcast".into()),
        lack: Lack::Never,
        count: 1,
    };
    assert_eq!((handed.marks, handed.kept, &handed.people[..]), (0, 1, &[absent][..]));
    put(&rig.root().join("people/s-03.toml"), format!("{NADIA}withdrawn = 2020-05-03\n"));
    let handed = rig.export(&rig.asked(&["csv"])).unwrap();
    let kept = words::kept(&handed, &Locale::new(Language::French)).unwrap();
    let expected = "Restés ici\u{a0}: 1 de N., pneumologue (film\u{a0}: accord retiré le 3 mai 2020).";
    assert_eq!(Locale::new(Language::French).say(&kept), expected);
    put(&rig.root().join("library.toml"), LIBRARY.replace("uses", "# uses"));
    let unasked = Asked { usage: None, ..rig.asked(&["csv"]) };
    assert_eq!(rig.export(&unasked).unwrap().kept, 1, "withdrawn, whatever for");
    put(&rig.root().join("people/s-03.toml"), NADIA);
    let handed = rig.export(&unasked).unwrap();
    assert_eq!((handed.kept, &handed.remarks[..]), (0, &[text!("export-unasked")][..]));
}

#[test]
fn a_use_must_be_named_and_known() {
    let rig = Rig::new();
    let told = rig.refused(&Asked { usage: None, ..rig.asked(&["csv"]) });
    assert_eq!(told.lines().next(), Some("expected --use with one of film, podcast"));
    let told = rig.refused(&Asked { usage: Some("fim".into()), ..rig.asked(&["csv"]) });
    assert_eq!(told, "expected one of the uses film, podcast, found fim\n  hint: did you mean `film`?");
    let told = rig.refused(&Asked { kinds: vec!["touchnt".into()], ..rig.asked(&["csv"]) });
    assert_eq!(told, "expected a kind of marks, found touchnt\n  hint: did you mean `touching`?");
}

#[test]
fn what_cannot_be_read_whole_lets_nothing_leave() {
    let rig = Rig::new();
    rig.mark("touching", 12, None, "");
    for (file, bad) in [
        ("library.toml", format!("{LIBRARY}privat = [\"Mimi\"]\n")),
        ("people/s-04.toml", "format = 1\nnom = \"Samir\"\n".to_owned()),
        (
            &format!("sessions/2020/{}/markers-zoe.toml", rig.entry.id),
            "format = 1\n[[marker]]\nkind = \"off-record\"\n".to_owned(),
        ),
    ] {
        let path = rig.root().join(file);
        let before = std::fs::read_to_string(&path).ok();
        put(&path, bad);
        let told = rig.refused(&rig.asked(&["csv"]));
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        assert!(told.contains(&format!("{name}:")) && told.contains("nothing is handed over"), "{told}");
        before.map_or_else(|| std::fs::remove_file(&path).unwrap(), |text| put(&path, text));
    }
    let stray = "format = 1\n[[marker]]\nid = \"m-1\"\ntake = \"01Z\"\nframe = 5\nkind = \"off-record\"\nend_frame = 9\n";
    put(&rig.entry.folder.join("markers-zoe.toml"), stray);
    assert!(rig.refused(&rig.asked(&["csv"])).contains("m-1 takes something off the record in a take"));
    std::fs::remove_file(rig.entry.folder.join("markers-zoe.toml")).unwrap();
}

#[test]
fn what_another_laptop_has_said_and_nobody_has_merged_lets_nothing_leave() {
    let rig = Rig::new();
    rig.mark("touching", 12, None, "");
    let own = rig.entry.folder.join("markers-olivier.toml");
    let off_record = "[[marker]]\nid = \"m-1\"\ntake = \"01A\"\nframe = 5\nkind = \"off-record\"\nend_frame = 9\n";
    let said = std::fs::read_to_string(&own).unwrap() + off_record;
    let joined = format!("format = 1\njoined = \"nadia@2020-03-28T20:30\"\n{off_record}");
    let nadia = format!("{NADIA}withdrawn = 2020-04-01\n");
    let session = format!("sessions/2020/{}", rig.entry.id);
    for (file, text) in [
        (format!("{session}/markers-olivier.sync-conflict-20200328-203000-ABCDEFG.toml"), &said),
        ("people/s-03.sync-conflict-20200328-203000-ABCDEFG.toml".to_owned(), &nadia),
        ("sessions/2020/2020-03-28-2000-nadia/markers-paul.toml".to_owned(), &joined),
    ] {
        let path = rig.root().join(&file);
        put(&path, text);
        let told = rig.refused(&rig.asked(&["csv"]));
        assert!(told.contains("has not been merged") && told.contains("`temoin merge`"), "{file}: {told}");
        std::fs::remove_file(&path).unwrap();
    }
    put(&own.with_file_name("markers-olivier.sync-conflict-1.toml"), std::fs::read_to_string(&own).unwrap());
    assert!(rig.export(&rig.asked(&["csv"])).is_ok(), "it says nothing that is not known");
}

#[test]
fn a_session_that_was_put_together_from_its_sound_leaves_only_when_its_people_are_named() {
    let rig = Rig::new();
    rig.mark("touching", 12, None, "ses mots");
    let mut session = rig.entry.session.clone();
    session.people.clear();
    session.takes[0].inputs = vec!["none".into()];
    sessions::save(&rig.entry.folder, &session).unwrap();
    let fault = rig.export(&rig.asked(&["csv"])).unwrap_err();
    assert_eq!((fault.kind(), rig.outside().len()), (ErrorKind::Look, 0), "{fault}");
    session.people = vec![slug("olivier")];
    sessions::save(&rig.entry.folder, &session).unwrap();
    assert_eq!(rig.export(&rig.asked(&["csv"])).unwrap().marks, 1);
}

#[test]
fn nothing_leaves_a_session_that_runs_or_whose_marks_are_not_home() {
    let rig = Rig::new();
    let mut config = Config::default();
    config.audio.fallback = Some(rig.folder.path().join("spare"));
    let spare = rig.folder.path().join("spare/sessions/2020").join(&rig.entry.id).join("markers-olivier.toml");
    put(&spare, "format = 1\n[[marker]]\nid = \"m-1\"\ntake = \"01A\"\nframe = 5\nkind = \"off-record\"\nopen = true\n");
    let told = rig.export_with(&rig.asked(&["csv"]), &config).unwrap_err().to_string();
    assert!(told.contains("hint: temoin recover") && rig.outside().is_empty(), "{told}");
    let library = Library::open(rig.root()).unwrap();
    let mut lock = RecorderLock::take(&library.layout).unwrap();
    lock.announce(&Running { pid: 1, session: Some(rig.entry.id.clone()), socket: "s".into(), fault: None }).unwrap();
    assert!(rig.refused(&rig.asked(&["csv"])).contains("is being recorded"));
}

#[test]
fn without_its_place_in_the_register_nothing_leaves() {
    let rig = Rig::new();
    rig.mark("touching", 12, None, "");
    std::fs::create_dir(rig.root().join("register.toml")).unwrap();
    assert!(rig.export(&rig.asked(&["csv"])).is_err() && rig.outside().is_empty());
}

#[test]
fn kinds_offsets_and_takes_are_as_they_were_asked_for() {
    let rig = Rig::new();
    rig.mark("touching", 5, None, "");
    rig.mark("thread", 12, None, "");
    rig.mark("hole", 13, Some(14), "");
    let asked = Asked { offset: -10.0, ..rig.asked(&["audacity"]) };
    let handed = rig.export(&Asked { out: Out::Standard, ..asked.clone() }).unwrap();
    assert_eq!((handed.text.unwrap().as_str(), handed.dropped), ("2.000000\t2.000000\tfil\n", 1));
    let handed = rig.export(&Asked { kinds: vec!["trou".into(), "hole".into()], ..asked.clone() });
    assert!(handed.is_err(), "a hole is called by its id");
    let handed = rig.export(&Asked { kinds: vec!["Fil".into(), "hole".into()], out: Out::Standard, ..asked }).unwrap();
    assert_eq!(handed.text.unwrap(), "2.000000\t2.000000\tfil\n3.000000\t4.000000\ttrou\n");
    sessions::save(&rig.entry.folder, &samples::session(vec![samples::take("01A", 1), samples::take("01B", 2)])).unwrap();
    let folder = Out::Path(rig.folder.path().join("out/new/"));
    let handed = rig.export(&Asked { out: folder, ..rig.asked(&["vtt"]) }).unwrap();
    let names: Vec<_> = handed.files.iter().map(|file| file.path.file_name().unwrap().to_str().unwrap()).collect();
    assert_eq!(names, ["2020-03-28-2030-n-pneumologue-take-01.vtt", "2020-03-28-2030-n-pneumologue-take-02.vtt"]);
    let told = rig.export(&Asked { out: Out::Standard, ..rig.asked(&["vtt"]) }).unwrap_err().to_string();
    assert!(told.contains("found 2 files"), "{told}");
}

#[test]
fn with_codes_alone_nobody_is_called_otherwise() {
    let rig = Rig::new();
    rig.mark("touching", 12, None, "Ghesquière, N., pneumologue");
    let config = Config { show_names: ShowNames::Code, ..Config::default() };
    let handed = rig.export_with(&Asked { out: Out::Standard, ..rig.asked(&["json"]) }, &config).unwrap();
    let document: serde_json::Value = serde_json::from_str(&handed.text.unwrap()).unwrap();
    assert_eq!((document["title"].as_str(), document["session"].as_str()), (Some("O, S-03"), Some("2020-03-28-2030-s-03")));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever is written around a name, and however its letters are capitals.
    #[test]
    fn no_name_and_no_private_word_is_read_outside(around in "[ a-z.,;:<>\"'\n\t]{0,12}", upper in any::<bool>(), which in 0..5usize) {
        let name = ["Nadia", "Ghesquière", "nadia ghesquiere", "Clinique X", "Lambert"][which];
        let name = if upper { name.to_uppercase() } else { name.to_owned() };
        let rig = Rig::new();
        rig.mark("touching", 12, None, &format!("{around} {name} {around}"));
        for format in crate::export::FORMATS.iter().filter(|format| !format.is_sound()) {
            let text = deunicode::deunicode(&rig.text(format.name).0).to_lowercase();
            for private in ["nadia", "ghesqui", "clinique", "lambert"] {
                prop_assert!(!text.contains(private), "{}: {text}", format.name);
            }
        }
    }

    /// Marks of any kind, open, closed, taken back, beside ranges off the record that overlap: not one word, and not one frame of them.
    #[test]
    fn no_format_holds_a_word_or_a_place_that_is_off_the_record(marks in prop::collection::vec((0..6usize, 0..60u64, 0..25u64, 0..20u32, any::<bool>()), 1..14)) {
        let rig = Rig::new();
        let take = &rig.entry.session.takes[0];
        let mut file = MarkerFile::open(&rig.entry.folder, &slug("olivier")).unwrap();
        let mut all = Vec::new();
        for (n, (kind, start, length, ago, open)) in marks.into_iter().enumerate() {
            let kind = ["touching", "step", "note", "off-record", "mask", "from-tomorrow"][kind];
            let mut mark = Marker::point(take.id.clone(), kind, Frames(start * 48_000));
            mark.open = open && n % 3 == 0;
            mark.end_frame = Some(Frames((start + length) * 48_000)).filter(|_| !mark.open && length > 8);
            (mark.ago, mark.note) = (Some(f64::from(ago)), Some(format!("mot{n}fin")));
            file.append(&mark, take.rate).unwrap();
            all.push(mark);
        }
        let palette = crate::domain::Palette::default();
        let off_record = crate::domain::OffRecord::of([take], &all, &palette);
        let withheld = off_record.ranges(&take.id);
        let hidden: Vec<String> = all.iter()
            .filter(|mark| palette.withholds(&mark.kind) || off_record.touches(mark))
            .filter_map(|mark| mark.note.clone()).collect();
        for format in crate::export::FORMATS.iter().filter(|format| !format.is_sound()) {
            let text = rig.text(format.name).0;
            prop_assert!(hidden.iter().all(|word| !text.contains(word.as_str())), "{} {hidden:?}\n{text}", format.name);
        }
        let document: serde_json::Value = serde_json::from_str(&rig.text("json").0).unwrap();
        for mark in document["markers"].as_array().unwrap() {
            let (start, end) = (mark["frame"].as_u64().unwrap(), mark["end_frame"].as_u64());
            let last = end.map_or(start, |end| end.max(start + 1) - 1);
            prop_assert!(withheld.iter().all(|(from, to)| last < from.0 || to.0 <= start), "{mark} {withheld:?}");
        }
    }
}
