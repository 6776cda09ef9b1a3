//! What is off the record leaves by no format, whatever the marks, whoever made them, wherever a crash fell.
//!
//! Random marks of two people, replaced and withdrawn, open and closed, of kinds that nobody knows; a take in parts, with a pause, of two
//! inputs, or broken off in the middle of a file; files of marks cut anywhere; marks that two copies have changed apart, merged; keys that
//! reach back to before the take. Each sample says its place, each mark has a word of its own. What may leave, and what has to, is worked
//! out here once more, frame by frame; what did leave is read by hound, and as plain bytes.

mod scenes;
mod truth;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use proptest::prelude::*;
use temoin::actions::export::{Asked, HandedOver, Out, export};
use temoin::actions::mend::{Depth, mend};
use temoin::actions::merge;
use temoin::audio::journal::{JournalHead, Stamp};
use temoin::audio::part_file::PartFile;
use temoin::audio::wav::{WavFormat, from_int24};
use temoin::clock::Monotonic;
use temoin::config::Config;
use temoin::copies::Elsewhere;
use temoin::domain::{Bits, Frames, journal_path};
use temoin::error::Result;
use temoin::export::FORMATS;
use temoin::locale::{Language, Locale};
use temoin::store::{Library, markers};

use crate::scenes::{END, PAUSE, PEOPLE, RATE, Scene, Sound, marker, merged_scene, scene, take};
use crate::truth::{Truth, last_versions};

/// Of the second input so much more is silent, since its place is not known to the frame.
const DOUBT: usize = 10;

/// A library with one session, and a folder to hand it over into.
struct Rig {
    folder: tempfile::TempDir,
    /// Frames whose samples are on the disk, from 0.
    recorded: usize,
    /// Versions of marks that stand whole in their file; and with the one that a cut has torn.
    acknowledged: Vec<usize>,
    torn: Vec<usize>,
}

impl Rig {
    fn of(scene: &Scene) -> Rig {
        let folder = tempfile::tempdir().unwrap();
        let mut rig = Rig { folder, recorded: END, acknowledged: Vec::new(), torn: Vec::new() };
        fs::create_dir_all(rig.session()).unwrap();
        fs::create_dir(rig.out()).unwrap();
        let library = "format = 1\nid = \"01JD3Z5N0V9Q4T8R2M6K7P1XAB\"\nzone = \"Europe/Brussels\"\n";
        fs::write(rig.folder.path().join("L/library.toml"), library).unwrap();
        rig.record(scene.sound);
        for who in 0..PEOPLE.len() {
            rig.mark(scene, who);
        }
        if scene.is_merged {
            let copied = Command::new("cp").arg("-r").arg(rig.folder.path().join("L")).arg(rig.there()).status().unwrap();
            assert!(copied.success());
            let name = rig.session().strip_prefix(rig.folder.path().join("L")).unwrap().join("markers-zoe.toml");
            for (library, is_here) in [(rig.folder.path().join("L"), true), (rig.there(), false)] {
                let own = (0..scene.acts.len()).filter(|n| scene.acts[*n].who == 1 && scene.stands_in(*n, is_here));
                let tables: String = own.map(|n| markers::table_of(&marker(scene, n), RATE)).collect();
                fs::write(library.join(&name), format!("format = 1\n\n{tables}")).unwrap();
            }
        }
        rig
    }

    /// The other copy.
    fn there(&self) -> PathBuf {
        self.folder.path().join("there")
    }

    fn session(&self) -> PathBuf {
        self.folder.path().join("L/sessions/2020/2020-03-28-2030-soir")
    }

    fn out(&self) -> PathBuf {
        self.folder.path().join("out")
    }

    fn library(&self) -> Library {
        Library::open(self.folder.path().join("L")).unwrap()
    }

    fn record(&mut self, sound: Sound) {
        let parts: Vec<(&str, u32, usize, usize)> = match sound {
            Sound::Whole => vec![("take-01-001.wav", 1, 0, PAUSE.start), ("take-01-002.wav", 1, PAUSE.end, END)],
            Sound::TwoInputs => vec![
                ("take-01-001.wav", 1, 0, PAUSE.start),
                ("take-01-002.wav", 1, PAUSE.end, END),
                ("take-01-001-2.wav", 2, 0, PAUSE.start),
                ("take-01-002-2.wav", 2, PAUSE.end, END),
            ],
            Sound::BrokenOff(_) => vec![("take-01-001.wav", 1, 0, END)],
        };
        let mut channels = "channels = [{ name = \"mono\", input = 1 }]\ninputs = [\"a\"]\n".to_owned();
        if sound == Sound::TwoInputs {
            channels =
                "channels = [{ name = \"mono\", input = 1 }, { name = \"mono\", input = 2 }]\ninputs = [\"a\", \"b\"]\n".into();
        }
        let mut text = format!(
            "format = 1\ntitle = \"Un soir\"\nzone = \"Europe/Brussels\"\n[[take]]\nid = \"01JD41\"\nnumber = 1\n\
             started = 2020-03-28T20:32:04+01:00\npreroll = 0\nrate = {}\nbits = 24\n{channels}",
            RATE.0
        );
        if !matches!(sound, Sound::BrokenOff(_)) {
            text += &format!("frames = {END}\n");
        }
        for (file, input, start, end) in parts {
            text += &format!("[[take.part]]\nfile = \"{file}\"\ninput = {input}\nstart = {start}\n");
            match sound {
                Sound::BrokenOff(left) => self.break_off(file, left),
                _ => {
                    self.close(file, input, start, end);
                    text += &format!("frames = {}\n", end - start);
                }
            }
        }
        fs::write(self.session().join("session.toml"), text).unwrap();
    }

    fn part(&self, file: &str, input: u32, start: usize) -> PartFile {
        let format = WavFormat { rate: RATE, channels: 1, bits: Bits::Int24 };
        let head = JournalHead { take: take(), input, start: Frames(start as u64), format };
        PartFile::create(&self.session().join(file), head).unwrap()
    }

    fn close(&self, file: &str, input: u32, start: usize, end: usize) {
        let mut part = self.part(file, input, start);
        part.write(&samples(input, start, end)).unwrap();
        part.close(stamp(), stamp().utc.into()).unwrap();
        fs::remove_file(journal_path(part.path())).unwrap(); // of its clock nothing is known: `start` counts
    }

    /// Half of it is certain; of the rest the disk has kept a part.
    fn break_off(&mut self, file: &str, left: usize) {
        let mut part = self.part(file, 1, 0);
        part.write(&samples(1, 0, END / 2)).unwrap();
        part.checkpoint(stamp()).unwrap();
        part.write(&samples(1, END / 2, END)).unwrap();
        part.refresh().unwrap();
        drop(part);
        let path = self.session().join(file);
        let whole = fs::metadata(&path).unwrap().len();
        let certain = whole - (END / 2 * 3) as u64;
        let kept = certain + (whole - certain) * left as u64 / 1000;
        fs::OpenOptions::new().write(true).open(&path).unwrap().set_len(kept).unwrap();
        self.recorded = END / 2 + (kept - certain) as usize / 3;
    }

    /// The file of one person, maybe cut, maybe spoilt.
    fn mark(&mut self, scene: &Scene, who: usize) {
        let mut text = "format = 1\n\n".to_owned();
        let mut ends = Vec::new();
        for (n, act) in scene.acts.iter().enumerate().filter(|(_, act)| act.who == who) {
            let table = markers::table_of(&marker(scene, n), RATE);
            // Torn behind its kind, it may count.
            let counts = text.len() + table.find("\nkind = ").unwrap() + 8;
            text += &table;
            ends.push((n, act, counts, text.trim_end().len()));
        }
        let behind_head = |cut: usize| 12 + (text.len() - 12) * cut / 1000;
        let cut = scene.cut.filter(|(whose, _)| *whose == who).map_or(text.len(), |(_, cut)| behind_head(cut));
        let mut bytes = text.into_bytes();
        bytes.truncate(cut);
        self.acknowledged.extend(ends.iter().filter(|end| end.3 <= cut).map(|end| end.0));
        self.torn.extend(ends.iter().filter(|end| end.2 <= cut).map(|end| end.0));
        if scene.is_spoilt {
            bytes.extend(*b"\n\n[[marker]]\nid = \"m-1\"\ntake = \"01JD41\"\nframe = \"soon\"\nkind = \"off-record\"\n");
        }
        fs::write(self.session().join(format!("markers-{}.toml", PEOPLE[who])), bytes).unwrap();
    }

    fn export(&self, leaves_out_gaps: bool) -> Result<HandedOver> {
        let asked = Asked {
            sessions: vec!["last".into()],
            formats: FORMATS.iter().collect(),
            out: Out::Folder(self.out()),
            offset: 0.0,
            leaves_out_gaps,
            usage: None,
            kinds: Vec::new(),
            recipient: None,
        };
        export(&self.library(), &asked, &Config::default(), now(), &Locale::new(Language::English))
    }

    /// Every file that lies outside.
    fn outside(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let files = fs::read_dir(self.out()).unwrap().map(|file| file.unwrap().path());
        files.map(|path| (path.clone(), fs::read(path).unwrap())).collect()
    }
}

fn now() -> chrono::DateTime<chrono::Utc> {
    "2020-05-03T16:30:00Z".parse().unwrap()
}

fn stamp() -> Stamp {
    Stamp { monotonic: Monotonic(5), utc: "2020-03-28T19:32:05Z".parse().unwrap() }
}

/// Each says its place and its input; none is zero.
fn sample(input: usize, place: usize) -> i32 {
    (place + 1 + 100_000 * input) as i32
}

fn samples(input: u32, start: usize, end: usize) -> Vec<f32> {
    (start..end).map(|place| from_int24(sample(input as usize, place))).collect()
}

/// Numbers of the marks whose words stand in these bytes.
fn words(bytes: &[u8]) -> BTreeSet<usize> {
    let text = String::from_utf8_lossy(bytes);
    let found = text.split("mot").skip(1).filter_map(|rest| rest.split_once("fin")?.0.parse().ok());
    found.collect()
}

/// Frames of whole numbers.
fn heard(path: &Path) -> Vec<Vec<i32>> {
    let reader = hound::WavReader::open(path).unwrap();
    let channels = usize::from(reader.spec().channels);
    let samples: Vec<i32> = reader.into_samples().map(|sample| sample.unwrap()).collect();
    samples.chunks(channels).map(<[i32]>::to_vec).collect()
}

fn check(scene: &Scene) -> std::result::Result<(), TestCaseError> {
    let rig = Rig::of(scene);
    if scene.is_merged {
        let there = rig.there();
        let asked = merge::Asked { dir: Some(&there), offset: None };
        let outcome = merge::merge(&rig.library(), &asked, &Elsewhere::default(), now()).unwrap();
        prop_assert!(outcome.faults.is_empty() && outcome.stopped.is_none(), "{outcome:?}");
    }
    // Behind the merge: of a mark that was mended here and changed there both texts count, and the mended one is not worked out above.
    if scene.is_mended {
        mend(&rig.library(), &Elsewhere::default(), Depth::Texts, None, now());
    }
    let handed = rig.export(scene.leaves_out_gaps);
    let outside = rig.outside();
    let Ok(handed) = handed else {
        prop_assert!(outside.is_empty(), "refused, and all the same: {outside:?}");
        let is_bad = scene.is_spoilt || scene.cut.is_some() || (!scene.is_mended && matches!(scene.sound, Sound::BrokenOff(_)));
        prop_assert!(is_bad, "{handed:?}");
        return Ok(());
    };
    prop_assert!(!scene.is_spoilt);
    let [sure, maybe] = match scene.is_merged {
        true => Truth::of_copies(scene),
        false => [&rig.acknowledged, &rig.torn].map(|counting| Truth::of(scene, counting)),
    };
    for (path, bytes) in &outside {
        let surplus: Vec<usize> =
            words(bytes).into_iter().filter(|n| !sure.words.contains(n) && !maybe.words.contains(n)).collect();
        prop_assert!(surplus.is_empty(), "{} holds the words of {surplus:?}", path.display());
    }
    // Mending moves what lies behind the end to the end, where more may be off the record.
    if scene.cut.is_none() && !scene.is_mended {
        prop_assert!((sure.kept..=maybe.kept).contains(&handed.off_record), "{} told as kept", handed.off_record);
    }
    if scene.cut.is_none() {
        let is_named = |mark: usize| {
            let id = format!("\"m-{mark}\"");
            outside.iter().any(|(_, bytes)| String::from_utf8_lossy(bytes).contains(&id))
        };
        for (mark, versions) in last_versions(scene) {
            let was_made_there = versions.iter().all(|n| sure.hidden[scene.acts[*n].made_at()]);
            prop_assert!(!was_made_there || !is_named(mark), "m-{mark} was made off the record, and has left");
        }
        let told: BTreeSet<usize> = outside.iter().flat_map(|(_, bytes)| words(bytes)).collect();
        let is_told = |versions: &BTreeSet<usize>| !versions.is_disjoint(&told);
        let must_leave =
            |versions: &BTreeSet<usize>| versions.iter().all(|n| maybe.words.contains(n) && scene.acts[*n].is_on_sound());
        let lost: Vec<_> =
            last_versions(scene).into_values().filter(|versions| must_leave(versions) && !is_told(versions)).collect();
        prop_assert!(lost.is_empty(), "nothing of {lost:?} has left");
    }
    prop_assert_eq!(outside.iter().filter(|(path, _)| !path.ends_with("remis.txt")).count(), FORMATS.len());
    let is_hidden = |place: usize| sure.hidden[place] && maybe.hidden[place];
    let is_free = |place: usize| !sure.hidden[place] && !maybe.hidden[place];
    let path = &outside.iter().find(|(path, _)| path.extension().is_some_and(|ending| ending == "wav")).expect("a WAV").0;
    let is_pause = |place: &usize| !matches!(scene.sound, Sound::BrokenOff(_)) && PAUSE.contains(place);
    let places: Vec<usize> = (0..rig.recorded).filter(|place| !(scene.leaves_out_gaps && is_pause(place))).collect();
    let frames = heard(path);
    // A take that broke off is as long as its last mark says, and silent there.
    prop_assert!(frames.len() == places.len() || matches!(scene.sound, Sound::BrokenOff(_)));
    prop_assert!(frames.len() >= places.len() && frames[places.len()..].iter().flatten().all(|sample| *sample == 0));
    for (place, frame) in places.into_iter().zip(frames) {
        for (n, found) in frame.into_iter().enumerate() {
            let near = place.saturating_sub(DOUBT * n)..=place + DOUBT * n;
            let expected = if is_pause(&place) { 0 } else { sample(n + 1, place) };
            prop_assert!(found == 0 || found == expected, "{found} at {place} of input {}", n + 1);
            prop_assert!(found == 0 || !is_hidden(place), "{place} of input {} is heard", n + 1);
            // What lay behind the end lies at the end now.
            let may_be_silent = !near.clone().all(is_free) || (scene.is_mended && *near.end() >= rig.recorded);
            prop_assert!(found == expected || may_be_silent, "{place} of input {} is not heard", n + 1);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_export_holds_a_sample_or_a_word_that_is_off_the_record(scene in scene()) {
        check(&scene)?;
    }

    #[test]
    fn nothing_leaves_that_either_of_two_merged_copies_withholds_and_nothing_else_stays(scene in merged_scene()) {
        check(&scene)?;
    }
}
