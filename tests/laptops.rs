//! Two laptops mark the same evening offline, and their libraries become one: by git, by plain copies both ways, and by `merge`.
#![cfg(unix)]

#[allow(dead_code)] // it is shared with tests that need more of it
mod common;

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::SystemTime;

use common::{Answer, Home, NADIA};
use serde_json::Value;

/// Lise records, Paul helps; each has a home and a library of their own at `L`.
struct Laptop {
    home: Home,
    who: &'static str,
}

impl Laptop {
    fn call(&self, arguments: &[&str]) -> Answer {
        let who = format!("who={}", self.who);
        self.home.call(&[&["--library", "L", "--set", &who], arguments].concat())
    }

    fn done(&self, arguments: &[&str]) -> Answer {
        let answer = self.call(arguments);
        assert_eq!(answer.code, 0, "{}: {arguments:?}: {answer:?}", self.who);
        answer
    }

    fn library(&self) -> PathBuf {
        self.home.path().join("L")
    }

    /// The session as it is shown, without where it lies.
    fn shown(&self, session: &str) -> Value {
        let mut shown = self.done(&["show", session, "--json"]).json();
        shown.as_object_mut().expect("a document").remove("path");
        shown
    }

    fn git(&self, arguments: &[&str]) -> Output {
        let mut git = Command::new("git");
        git.current_dir(self.library()).env_clear().env("HOME", self.home.path()).env("PATH", "/usr/bin:/bin");
        let name = format!("user.name={}", self.who);
        git.args(["-c", &name, "-c", "user.email=x@example.org", "-c", "init.defaultBranch=main"]).args(arguments);
        let output = git.output().expect("git is one of the tests' tools");
        assert!(output.status.success(), "git {arguments:?}: {output:?}");
        output
    }

    fn commit(&self) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", "evening"]);
    }
}

/// Two laptops with the same library, which is in git.
fn two(made: impl FnOnce(&Home)) -> [Laptop; 2] {
    let lise = Laptop { home: Home::new(), who: "lise" };
    made(&lise.home);
    lise.git(&["init", "--quiet"]);
    lise.commit();
    let paul = Laptop { home: Home::new(), who: "paul" };
    copy(&lise.library(), &paul.library());
    [lise, paul]
}

/// All files with their dates, also those that are hidden; of two the newer one stays, as with `cp -ru`.
fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().flatten() {
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        match path.is_dir() {
            true => copy(&path, &to),
            false if to.exists() && date(&path) <= date(&to) => {}
            false => copy_file(&path, &to),
        }
    }
}

fn copy_file(from: &Path, to: &Path) {
    drop(std::fs::remove_file(to)); // what git has made is read-only
    std::fs::copy(from, to).unwrap();
    let mode = std::fs::metadata(to).unwrap().permissions();
    std::fs::set_permissions(to, std::fs::Permissions::from_mode(0o600)).unwrap();
    std::fs::File::options().write(true).open(to).unwrap().set_modified(date(from)).unwrap();
    std::fs::set_permissions(to, mode).unwrap();
}

fn date(path: &Path) -> SystemTime {
    std::fs::metadata(path).unwrap().modified().unwrap()
}

/// The same two laptops once more, as they are.
fn again(laptops: &[Laptop; 2]) -> [Laptop; 2] {
    [0, 1].map(|n| {
        let home = Home::new();
        copy(&laptops[n].library(), &home.path().join("L"));
        Laptop { home, who: laptops[n].who }
    })
}

/// Brings the two together in each of the three ways; gives what both laptops show then, way by way.
fn three_ways(laptops: &[Laptop; 2], session: &str) -> BTreeMap<&'static str, [Value; 2]> {
    let mut shown = BTreeMap::new();

    let [lise, paul] = again(laptops);
    [&lise, &paul].into_iter().for_each(Laptop::commit);
    for (own, other) in [(&lise, &paul), (&paul, &lise)] {
        let other = other.library();
        own.git(&["pull", "--quiet", "--no-rebase", "--no-edit", other.to_str().unwrap(), "main"]);
    }
    shown.insert("git", [&lise, &paul].map(|laptop| laptop.shown(session)));

    let [lise, paul] = again(laptops);
    copy(&lise.library(), &paul.library());
    copy(&paul.library(), &lise.library());
    shown.insert("copy", [&lise, &paul].map(|laptop| laptop.shown(session)));

    let [lise, paul] = again(laptops);
    for (own, other) in [(&lise, &paul), (&paul, &lise)] {
        own.done(&["merge", other.library().to_str().unwrap()]);
        let twice = own.done(&["merge", other.library().to_str().unwrap()]);
        assert_eq!(twice.out, "There was nothing to merge: all of it is here.\n");
        assert_eq!(own.call(&["check", "--deep"]).code, 0);
    }
    shown.insert("merge", [&lise, &paul].map(|laptop| laptop.shown(session)));
    shown
}

/// Author, kind and note of each mark.
fn marks(shown: &Value) -> Vec<(String, String, String)> {
    let text = |mark: &Value, key: &str| mark[key].as_str().unwrap_or_default().to_owned();
    let mut marks: Vec<_> = shown["markers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|mark| (text(mark, "by"), text(mark, "kind"), text(mark, "note")))
        .collect();
    marks.sort();
    marks
}

fn demo(home: &Home) {
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("recordings"), &home.path().join("L"));
}

#[test]
fn the_same_session_marked_on_two_laptops_is_the_same_whichever_way_they_meet() {
    const SESSION: &str = "2020-03-28-2030-nadia";
    let laptops = two(demo);
    let [lise, paul] = &laptops;
    let before = marks(&lise.shown(SESSION)).len();
    lise.done(&["marks", "add", SESSION, "thread", "--at", "5s", "--note", "son père ?"]);
    lise.done(&["marks", "add", SESSION, "off-record", "--at", "10s", "--to", "14s"]);
    paul.done(&["marks", "add", SESSION, "--at", "7s", "--to", "9s", "--note", "« le bus », é 🚋\nencore"]);
    paul.done(&["marks", "add", SESSION, "note", "--at", "12s", "--note", "hors"]);
    let shown = three_ways(&laptops, SESSION);
    let first = &shown["git"][0];
    for (way, both) in &shown {
        assert_eq!(both, &[first.clone(), first.clone()], "{way}");
    }
    let all = marks(first);
    assert_eq!(all.len(), before + 4, "{all:?}");
    for (by, note) in [("lise", "son père ?"), ("paul", "« le bus », é 🚋\nencore"), ("paul", "hors")] {
        assert!(all.iter().any(|(author, _, words)| author == by && words == note), "{by}: {all:?}");
    }
}

#[test]
fn who_joins_without_recording_finds_every_mark_on_the_sound_whichever_way_they_meet() {
    const SESSION: &str = "2020-03-28-2030-nadia";
    let laptops = two(|home| {
        assert_eq!(home.call(&["init", "L", "--palette", "web-series"]).code, 0);
        home.write("L/series/nadia.toml", NADIA);
        home.write("L/people/s-03.toml", "format = 1\nname = \"Nadia G.\"\n");
        home.write("L/.gitignore", ".lock\n.recorder\n.recovery\n");
    });
    let [lise, paul] = &laptops;
    lise.done(&["record", "nadia@2020-03-28", "--input", "none", "--detach"]);
    paul.done(&["join", "nadia@2020-03-28", "--detach"]);
    assert_eq!(paul.call(&["join", "nadia@2020-03-28"]).code, 1, "one recorder is enough");
    let status = paul.done(&["status"]).out;
    assert!(status.contains("another machine records"), "{status}");
    assert_eq!(paul.done(&["status", "--json"]).json()["joined"], true);
    let pause = paul.call(&["pause"]);
    assert!(pause.code == 1 && pause.err.contains("switch the microphone off on the other machine"), "{pause:?}");
    lise.done(&["mark", "--ago", "0s", "--note", "elle rit"]);
    paul.done(&["mark", "--ago", "0s", "--note", "il rit"]);
    paul.done(&["mark", "off-record", "--begin"]);
    paul.done(&["note", "un nom"]);
    paul.done(&["mark", "off-record", "--end"]);
    for laptop in [paul, lise] {
        laptop.done(&["stop"]);
    }
    let folder = paul.library().join("sessions/2020").join(SESSION);
    let names: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["markers-paul.toml"]);
    let alone = paul.call(&["show", SESSION]);
    assert!(alone.code == 1 && alone.err.contains("the session itself is not here yet"), "{alone:?}");
    assert!(paul.done(&["list"]).err.is_empty() && paul.done(&["check"]).err.is_empty());

    let shown = three_ways(&laptops, SESSION);
    let first = &shown["git"][0];
    for (way, both) in &shown {
        assert_eq!(both, &[first.clone(), first.clone()], "{way}");
    }
    let take = first["take"][0]["id"].as_str().unwrap();
    let markers = first["markers"].as_array().unwrap();
    assert!(markers.iter().all(|mark| mark["take"] == take), "{markers:?}");
    let all = marks(first);
    assert_eq!(all.iter().filter(|mark| mark.0 == "paul").count(), 3, "{all:?}");
    let at = |note: &str| markers.iter().find(|mark| mark["note"] == note).unwrap()["seconds"].as_f64().unwrap();
    let off = markers.iter().find(|mark| mark["kind"] == "off-record").unwrap();
    assert!(
        off["seconds"].as_f64().unwrap() <= at("un nom") && at("il rit") >= at("elle rit"),
        "in the order of what was done: {markers:?}"
    );
}

#[test]
fn a_clock_that_runs_apart_is_given_and_moves_the_marks() {
    const SESSION: &str = "2020-03-28-2030-nadia";
    let [lise, paul] = two(demo);
    let began = "2020-03-28T20:32:00.000+01:00";
    let id = temoin::domain::TakeId::of_join(began.parse().unwrap());
    let text = format!("format = 1\n[[marker]]\nid = \"m-1\"\ntake = \"{id}\"\nframe = 10000\nkind = \"note\"\nnote = \"ici\"\n");
    std::fs::write(paul.library().join("sessions/2020").join(SESSION).join("markers-paul.toml"), text).unwrap();
    let there = paul.library();
    let at = |laptop: &Laptop| {
        let shown = laptop.shown(SESSION);
        let mark = shown["markers"].as_array().unwrap().iter().find(|mark| mark["note"] == "ici").cloned().unwrap();
        (mark["seconds"].as_f64().unwrap() * 1000.0).round() as i64
    };
    lise.done(&["merge", there.to_str().unwrap()]);
    assert_eq!(at(&lise), 5_897, "the take began at 20:32:04.103");
    let moved = lise.done(&["merge", there.to_str().unwrap(), "--offset=-2.5s", "--json"]).json();
    assert_eq!((&moved["offsets"][0]["who"], at(&lise)), (&"paul".into(), 3_397));
    paul.done(&["merge", lise.library().to_str().unwrap()]);
    assert_eq!(at(&paul), 3_397);
}

/// Killed at its first renaming, at its second, and so on: called again, the same comes of it as without.
#[test]
fn a_merge_that_is_killed_at_any_step_is_finished_by_the_next_one() {
    let laptops = two(demo);
    let [lise, paul] = &laptops;
    let session = "2020-03-28-2030-nadia";
    let elsewhere = "2020-03-29-2200-samir";
    // Lise has not one of the sessions, and of another one other sound; Paul has marks that she lacks.
    std::fs::remove_dir_all(lise.library().join("sessions/2020").join(elsewhere)).unwrap();
    let own = paul.library().join("sessions/2020").join(session);
    let theirs = std::fs::read_to_string(own.join("session.toml")).unwrap();
    let id = theirs.lines().find_map(|line| line.strip_prefix("id = \"")?.strip_suffix('"')).unwrap().to_owned();
    for name in ["session.toml", "markers-lise.toml", "take-01-001.crc"] {
        let text = std::fs::read_to_string(own.join(name)).unwrap();
        std::fs::write(own.join(name), text.replace(&id, "01E4HA2EW7TT3K01XCTAQXBQZZ")).unwrap();
    }
    std::fs::remove_file(own.join("take-01-001.crc")).unwrap(); // its lines would not fit
    std::fs::rename(own.join("markers-lise.toml"), own.join("markers-paul.toml")).unwrap();
    let expected = {
        let [lise, paul] = again(&laptops);
        let first = lise.done(&["merge", paul.library().to_str().unwrap(), "--json"]).json();
        assert_eq!((first["takes"].as_array().unwrap().len(), first["sessions"][0].as_str()), (1, Some(elsewhere)), "{first}");
        [session, elsewhere].map(|session| lise.shown(session))
    };
    let mut kills = 0;
    for call in ["rename", "renameat", "renameat2"] {
        let killed = (1..).take_while(|n| {
            let [lise, paul] = again(&laptops);
            let there = paul.library();
            let is_killed = killed_at(&lise, call, *n, &there);
            lise.done(&["recover"]);
            lise.done(&["merge", there.to_str().unwrap()]);
            assert_eq!([session, elsewhere].map(|session| lise.shown(session)), expected, "{call} {n}");
            assert_eq!(lise.call(&["check", "--deep"]).code, 0, "{call} {n}");
            is_killed
        });
        kills += killed.count();
    }
    assert!(kills >= 5, "{kills}");
}

fn killed_at(laptop: &Laptop, call: &str, n: usize, there: &Path) -> bool {
    let program = laptop.home.command(&["--library", "L", "--set", "who=lise", "merge", there.to_str().unwrap()]);
    let mut strace = Command::new("strace");
    strace.args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("inject=?{call}:signal=KILL:when={n}")]);
    strace.arg(program.get_program()).args(program.get_args()).current_dir(laptop.home.path()).env_clear();
    strace.envs(program.get_envs().filter_map(|(name, value)| Some((name, value?))));
    !strace.output().expect("strace is there").status.success()
}

#[test]
fn what_cannot_be_merged_says_why_and_changes_nothing() {
    let [lise, paul] = two(demo);
    let there = paul.library();
    let dir = there.to_str().unwrap();
    for (arguments, code) in [
        (&["merge", "nowhere"][..], 1),
        (&["merge", "L"], 1),
        (&["merge", dir, "--offset", "soon"], 2),
        (&["merge", "--offset", "1s"], 2),
    ] {
        assert_eq!(lise.call(arguments).code, code, "{arguments:?}");
    }
    let settings = there.join("library.toml");
    let text = std::fs::read_to_string(&settings).unwrap();
    let other: String = text
        .lines()
        .map(|line| if line.starts_with("id = ") { "id = \"01OTHER0000000000000000000\"\n".into() } else { format!("{line}\n") })
        .collect();
    std::fs::write(&settings, other).unwrap();
    let refused = lise.call(&["merge", dir]);
    assert!(refused.code == 1 && refused.err.contains("another library"), "{refused:?}");
}
