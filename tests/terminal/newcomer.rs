//! Somebody new, with three keys: from the first screen to a rehearsal that is recorded, marked, stopped and heard again.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use temoin::locale::{Language, Locale, Text};
use temoin::text;

use crate::rig::machine::{Answer, entries, judge};
use crate::rig::{Machine, SoundServer, Terminal, wait_for};
use crate::shows_lamp;

/// Somebody at a terminal; counts the keys.
struct Newcomer<'a> {
    terminal: Terminal<'a>,
    locale: Locale,
    keys: RefCell<BTreeSet<String>>,
}

#[test]
fn three_keys_lead_from_the_demo_library_to_a_rehearsal_that_is_heard_again() {
    let machine = Machine::without_library();
    let _server = SoundServer::start(&machine);
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("recordings");
    judge(machine.command("cp").arg("-r").arg(demo).arg(machine.library()));
    let newcomer = Newcomer::at(&machine, Language::French, "LANG=fr_FR.UTF-8 temoin --library \"$TEMOIN_LIBRARY\"");
    newcomer.sees(&text!("today-to-rehearse"));
    newcomer.presses("s");
    newcomer.rehearses(&machine);
    newcomer.leaves();
    expect_rehearsal_in(&machine.path("library/trash"));
}

#[test]
fn three_keys_lead_from_the_first_start_to_a_rehearsal_that_is_heard_again() {
    let machine = Machine::without_library();
    let _server = SoundServer::start(&machine);
    let newcomer = Newcomer::at(&machine, Language::English, "cd; unset TEMOIN_LIBRARY; temoin");
    for question in [text!("today-first-language"), text!("today-first-who")] {
        newcomer.asked(&question);
        newcomer.presses("enter");
    }
    newcomer.asked(&text!("today-first-input"));
    newcomer.sees(&text!("today-first-level", name = "nothing")); // so it is open
    newcomer.presses("enter");
    newcomer.asked(&text!("today-first-folder"));
    newcomer.presses("enter");
    newcomer.sees(&text!("today-first-ready"));
    newcomer.presses("enter");
    newcomer.rehearses(&machine);
    newcomer.leaves();
    expect_rehearsal_in(&machine.path("home"));
}

impl<'a> Newcomer<'a> {
    fn at(machine: &'a Machine, language: Language, call: &str) -> Newcomer<'a> {
        let terminal = Terminal::open(machine, (80, 24));
        terminal.call(call);
        Newcomer { terminal, locale: Locale::new(language), keys: RefCell::default() }
    }

    fn presses(&self, key: &str) {
        self.keys.borrow_mut().insert(key.to_owned());
        self.terminal.press(key);
    }

    /// The first words of a sentence, as far as they stay on one row.
    fn sees(&self, sentence: &Text) {
        let words = self.locale.say(sentence);
        let begin = words.char_indices().nth(40).map_or(words.as_str(), |(end, _)| &words[..end]);
        self.terminal.expect(begin);
    }

    fn asked(&self, question: &Text) {
        self.terminal.expect(&format!("▌ {}", self.locale.say(question)));
    }

    fn sees_lamp(&self, state: &'static str) {
        self.terminal.expect_that(state, |screen| shows_lamp(screen, self.locale.language, state));
    }

    /// From Today of the rehearsal until the mark plays.
    fn rehearses(&self, machine: &Machine) {
        self.sees(&text!("today-rehearsal-way", key = "s"));
        self.presses("enter");
        self.sees(&text!("record-rehearsal"));
        self.sees_lamp("rehearsal");
        self.presses("space");
        self.waits_for(machine, 2.0);
        self.presses("space");
        self.terminal.expect("◆");
        self.waits_for(machine, 5.0);
        self.presses("s");
        self.sees(&text!("record-stop"));
        self.presses("enter");
        for question in
            [text!("today-after-mood"), text!("today-after-gist"), text!("today-after-threads"), text!("today-after-heavy")]
        {
            self.asked(&question);
            self.presses("enter");
        }
        self.sees(&text!("today-rehearsal-listen", key = "q"));
        self.terminal.expect(&self.player("still"));
        self.presses("enter");
        self.terminal.expect(&self.player("playing"));
        let keys = self.keys.borrow();
        assert!(keys.len() <= 3, "{keys:?}");
    }

    /// Until the take has more seconds than that. Only the rehearsal's recorder runs.
    fn waits_for(&self, machine: &Machine, least: f64) {
        wait_for("a longer take", Duration::from_secs(20), || {
            let status = Answer::of(machine.command(env!("CARGO_BIN_EXE_temoin")).args(["status", "--json"])).json();
            status["seconds"].as_f64().filter(|seconds| *seconds > least)
        });
    }

    fn player(&self, state: &'static str) -> String {
        format!("   {}   ", self.locale.say(&text!("listen-state", state = state)))
    }

    /// Out of the rehearsal, then out of the program. Leaving is not counted.
    fn leaves(&self) {
        self.terminal.press("q");
        let banner = self.locale.say(&text!("today-rehearsal-banner"));
        let today = format!("[{}]", self.locale.say(&text!("screen-tab", name = "today")));
        self.terminal.expect_that("Today without the banner", |screen| screen.contains(&today) && !screen.contains(&banner));
        self.terminal.press("q");
        self.terminal.expect("ready>");
    }
}

/// One session with a touching mark lies in the trash, and nothing of it elsewhere.
fn expect_rehearsal_in(folder: &Path) {
    let found = wait_for("the rehearsal in the trash", Duration::from_secs(10), || {
        let found: Vec<PathBuf> = files(folder)
            .into_iter()
            .filter(|path| path.to_string_lossy().contains("rehearsal") && path.ends_with("session.toml"))
            .collect();
        (!found.is_empty()).then_some(found)
    })
    .0;
    assert!(found.len() == 1 && found[0].to_string_lossy().contains("/trash/"), "{found:?}");
    let session = found[0].parent().expect("a folder");
    let marks = entries(session).into_iter().find(|path| path.to_string_lossy().contains("markers-")).expect("marks");
    let marks = fs::read_to_string(marks).expect("a file");
    assert_eq!(marks.matches("kind = \"touching\"").count(), 1, "{marks}");
}

fn files(folder: &Path) -> Vec<PathBuf> {
    entries(folder).into_iter().flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}
