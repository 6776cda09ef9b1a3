//! The scenes, each with the keys and reports that lead to it. To add one: a row in the list.

use temoin::domain::Dbfs;
use temoin::locale::{Language, Locale, Text};
use temoin::recorder::protocol::{Level, MarkerFacts, Reply, State, Status, StepFacts, StopReason, Warning};
use temoin::text;
use temoin::tui::event::{Act, Click, Event};
use temoin::tui::model::Screen;
use temoin::tui::theme::Theme;

use crate::desk::{Desk, SESSION, level};
use crate::practices::{EVENING, INTERVISION, Practice, SHOW, WEB_SERIES};
use crate::record::heard;
use crate::{after, first, plan, practices, questions, rehearsal, today};

/// How a scene is looked at.
pub struct Look {
    pub language: Language,
    pub size: (u16, u16),
    pub theme: Theme,
}

/// A name such as `record-paused`, and how it comes about.
pub type Scene = (&'static str, fn(&Look) -> Desk);

pub const SCENES: &[Scene] = &[
    ("today", |look| look.evening()),
    ("today-late", |look| look.evening().waiting(20.0 * 60.0)),
    ("today-broken-off", |look| look.evening().with(today::break_off)),
    ("today-missed-asked", |look| look.evening().pressing("end up up enter")),
    ("today-done", |look| look.evening().with(|desk| today::session(&desk.root(), 28))),
    ("today-nothing", |look| look.today().with(today::empty)),
    ("today-clash", |look| look.evening().waiting(71.0 * 3600.0).pressing("home")),
    ("today-moved", |look| look.evening().waiting(38.5 * 3600.0).pressing("home")),
    ("today-demo", |look| look.today().with(|_| ()).waiting(24.0 * 3600.0).pressing("home")),
    ("today-take-running", |look| look.evening_take()),
    ("today-take-paused", |look| look.evening_in(State::Paused, |status| status.paused_seconds = Some(130.0))),
    ("today-leaving", |look| look.evening_take().pressing("q")),
    ("help", |look| look.today().pressing("?")),
    ("help-record", |look| look.recording(|_| ()).pressing("?")),
    ("actions", |look| look.today().pressing(":")),
    ("record-waiting", |look| look.armed(|_| ())),
    ("record-waiting-planned", |look| look.planned()),
    ("record-waiting-preroll", |look| look.armed(|status| status.preroll_seconds = 30.0)),
    ("record-waiting-talk", |look| look.armed(|status| warn(status, look, "talk_unrecorded", text!("recorder-warning-talk")))),
    ("record-starting", |look| look.take(State::Starting, |status| status.seconds = 0.0).on(Screen::Record)),
    ("record-recording", |look| look.marked()),
    ("record-held-peak", |look| {
        let mut desk = look.recording(|status| status.levels = vec![heard(look.me(), -6.0), heard("Nadia", -9.0)]);
        desk.status(State::Recording, |status| status.levels = vec![heard(look.me(), -24.0), heard("Nadia", -30.0)]);
        desk
    }),
    ("record-steps", |look| {
        look.recording(|status| {
            status.step =
                Some(StepFacts { number: 2, of: 3, title: "Ce qui a été dur aujourd’hui".into(), ..StepFacts::default() })
        })
    }),
    ("record-touched", |look| look.marked().pressing("space").hearing(touched())),
    ("record-note", |look| look.marked().pressing("n").typing("sa voix se casse")),
    ("record-big-number", |look| look.marked().pressing("z")),
    ("record-off-record", |look| look.recording(|status| status.off_record = true).hearing(Event::Marks(vec![open()]))),
    ("record-paused", |look| look.take(State::Paused, |status| status.paused_seconds = Some(130.0)).on(Screen::Record)),
    ("record-no-sound", |look| {
        look.recording(|status| {
            status.levels = vec![silence(look.me())];
            warn(status, look, "silence", text!("recorder-warning-silence", input = look.me(), length = look.long(4.0)));
        })
    }),
    ("record-mic-lost", |look| {
        let at = chrono::NaiveTime::from_hms_opt(20, 23, 0).expect("a time");
        let lose = |status: &mut Status| {
            warn(status, look, "device_lost", text!("recorder-warning-device", at = at, input = "USB Rode", several = "no"))
        };
        look.take(State::Lost, lose).on(Screen::Record)
    }),
    ("record-one-of-two-lost", |look| {
        let at = chrono::NaiveTime::from_hms_opt(20, 23, 0).expect("a time");
        look.recording(|status| {
            status.inputs = vec!["usb".to_owned(), "call".to_owned()];
            status.levels = ["left", "right"].map(|side| Level { input: 2, ..heard(side, -27.0) }).to_vec();
            warn(status, look, "device_lost", text!("recorder-warning-device", at = at, input = "USB Rode", several = "yes"));
        })
    }),
    ("record-two-inputs", |look| {
        look.recording(|status| {
            status.inputs = vec!["usb".to_owned(), "call".to_owned()];
            let sides = ["left", "right"].map(|side| Level { input: 2, ..heard(side, -27.0) });
            status.levels = [heard("mono", -18.0)].into_iter().chain(sides).collect();
        })
    }),
    ("record-disk-low", |look| {
        look.recording(|status| {
            status.disk_seconds_left = Some(12 * 60);
            warn(status, look, "disk_low", text!("recorder-warning-room", left = "12 min", next = "fallback", now = "no"));
        })
    }),
    ("record-disk-slow", |look| {
        look.recording(|status| {
            status.memory_seconds_left = Some(56.0);
            warn(status, look, "disk_slow", text!("recorder-warning-disk-slow", length = look.long(4.0), left = look.long(56.0)));
        })
    }),
    ("record-disk-very-slow", |look| {
        look.recording(|status| {
            status.memory_seconds_left = Some(9.0);
            warn(status, look, "disk_slow", text!("recorder-warning-disk-slow", length = look.long(51.0), left = look.long(9.0)));
        })
    }),
    ("record-disk-full", |look| {
        look.recording(|status| {
            status.disk_seconds_left = Some(0);
            let words = Locale::new(look.language).say(&text!("sound-disk-full"));
            let at = chrono::NaiveTime::from_hms_opt(20, 24, 0).expect("a time");
            warn(status, look, "disk_failed", text!("recorder-disk-failing", full = "yes", at = at, words = words, copy = "no"));
        })
    }),
    ("record-battery-low", |look| {
        look.recording(|status| {
            status.battery_percent = Some(9);
            warn(status, look, "battery_low", text!("recorder-warning-battery", percent = 9, limit = 3));
        })
    }),
    ("record-notes-only", |look| {
        look.recording(|status| {
            status.input = Some("none".to_owned());
            status.disk_seconds_left = None; // sound alone takes room
            status.levels.clear();
        })
    }),
    ("record-keyboard-elsewhere", |look| look.marked().hearing(Event::Focused(false))),
    ("record-clicked", |look| {
        let mut desk = look.marked();
        let at = desk.model.now.mono;
        desk.hear(Event::Clicked(Click { column: 10, row: 2, at }));
        desk.hearing(touched())
    }),
    ("record-stop-asked", |look| look.marked().pressing("s")),
    ("record-closing", |look| look.take(State::Stopping, |_| ()).on(Screen::Record)),
    ("record-done", |look| look.stopped()),
    ("rehearsal", |look| look.rehearsal()),
    ("rehearsal-waiting", |look| {
        let mut desk = look.rehearsal().pressing("enter");
        desk.status(State::Armed, |_| ());
        desk
    }),
    ("rehearsal-recording", |look| {
        let mut desk = look.rehearsal().with(rehearsal::begin).pressing("enter");
        desk.status(State::Recording, |status| status.levels = vec![heard("voice", -18.0)]);
        desk
    }),
    ("after-mood", |look| after::stopped(look.language, look.size, look.theme).typing("fatiguée, soulagée")),
    ("after-threads", |look| {
        after::stopped(look.language, look.size, look.theme)
            .typing("fatiguée")
            .pressing("enter")
            .typing("la mère")
            .pressing("enter")
            .typing("la photo")
    }),
    ("after-heavy", |look| after::stopped(look.language, look.size, look.theme).pressing("enter enter enter")),
    ("first-language", |look| first::with_microphones(look.language, look.size, look.theme)),
    ("first-who", |look| first::with_microphones(look.language, look.size, look.theme).pressing("enter")),
    ("first-microphone", |look| {
        first::with_microphones(look.language, look.size, look.theme)
            .pressing("enter enter")
            .hearing(Event::Metered(Ok(Dbfs(-18.0))))
    }),
    ("first-folder", |look| first::with_microphones(look.language, look.size, look.theme).pressing("enter enter enter")),
    ("first-rehearse", |look| {
        first::with_microphones(look.language, look.size, look.theme)
            .pressing("enter enter enter enter")
            .hearing(Event::Settled(Ok(())))
    }),
    ("record-questions", |look| look.marked().hearing(look.asked()).pressing("a")),
    ("record-web-series", |look| look.practice(&WEB_SERIES)),
    ("record-show", |look| look.practice(&SHOW).hearing(look.asked()).pressing("a")),
    ("record-evening", |look| look.practice(&EVENING)),
    ("record-intervision", |look| look.practice(&INTERVISION)),
    ("record-who", |look| look.marked().pressing("space").hearing(touched()).pressing("w")),
    ("record-strip", |look| {
        let mut desk = look.marked();
        desk.resize(look.size.0, 3);
        desk
    }),
    ("listen-sessions", |look| look.today().on(Screen::Listen)),
    ("listen", |look| look.today().on(Screen::Listen).pressing("down enter down")),
    ("listen-words", |look| look.today().on(Screen::Listen).pressing("down enter down n").typing(", sa voix se casse")),
    ("listen-zoomed", |look| look.today().on(Screen::Listen).pressing("down enter down z")),
    ("find", |look| look.today().pressing("/").typing("mère")),
    ("find-nothing", |look| look.today().pressing("/").typing("ornithorynque")),
    ("plan", |look| look.plan()),
    ("plan-list", |look| look.plan().pressing("v")),
    ("plan-week", |look| look.plan().pressing("v v")),
    ("plan-rest", |look| look.plan().with(plan::rest_is_wanted).pressing("right right right right right right")),
    ("plan-heavy", |look| look.plan().with(plan::evenings_are_heavy).pressing("right right v")),
    ("plan-rota", |look| look.plan().with(plan::turns_are_taken).pressing("right right")),
    ("plan-rota-week", |look| look.plan().with(plan::turns_are_taken).pressing("right right v v")),
    ("plan-closed-previewed", |look| look.plan().waiting(6.0 * 86_400.0).pressing("esc enter down down")),
    ("plan-add", |look| look.plan().pressing("a")),
    ("plan-change", |look| look.plan().pressing("esc enter down down")),
    ("plan-move", |look| look.plan().pressing("right right right d").typing("18h")),
    ("plan-cancel", |look| look.plan().pressing("right right right delete")),
    ("guided-waiting", |look| look.planned().on(Screen::Guided)),
    ("guided-recording", |look| look.marked().on(Screen::Guided)),
];

impl Look {
    fn today(&self) -> Desk {
        Desk::of(self.language, self.size, self.theme)
    }

    /// The evening of screens.md.
    fn evening(&self) -> Desk {
        today::evening(self.language, self.size, self.theme)
    }

    /// The evening, while it is recorded.
    fn evening_take(&self) -> Desk {
        self.evening_in(State::Recording, |_| ())
    }

    fn evening_in(&self, state: State, change: impl FnOnce(&mut Status)) -> Desk {
        let mut desk = self.evening().with(|desk| today::session(&desk.root(), 28));
        desk.status(state, change);
        desk.on(Screen::Today)
    }

    fn rehearsal(&self) -> Desk {
        rehearsal::rehearsing(self.today())
    }

    /// A month with everything that Plan can show of one.
    fn plan(&self) -> Desk {
        plan::desk_of(self.language, self.size, self.theme)
    }

    /// A length of time in words, as the recorder says it.
    fn long(&self, seconds: f64) -> String {
        Locale::new(self.language).length(seconds)
    }

    /// One of sixty evenings.
    fn take(&self, state: State, change: impl FnOnce(&mut Status)) -> Desk {
        let mut desk = self.today();
        desk.status(state, |status| {
            (status.number, status.of) = if state == State::Armed { (None, None) } else { (Some(9), Some(60)) };
            change(status);
        });
        desk
    }

    fn armed(&self, change: impl FnOnce(&mut Status)) -> Desk {
        self.take(State::Armed, change).on(Screen::Record)
    }

    /// A sitting of the series waits, with its guide and the words to read aloud.
    fn planned(&self) -> Desk {
        let away = |desk: &Desk| std::fs::remove_dir_all(desk.root().join("sessions")).expect("sessions");
        let mut desk = self.today().with(away).on(Screen::Record);
        desk.status(State::Armed, |_| ());
        desk
    }

    /// With two channels that are heard.
    fn recording(&self, change: impl FnOnce(&mut Status)) -> Desk {
        let with_both = |status: &mut Status| {
            status.levels = vec![heard(self.me(), -18.0), heard("Nadia", -27.0)];
            change(status);
        };
        self.take(State::Recording, with_both).on(Screen::Record)
    }

    /// With the marks of screens.md.
    fn marked(&self) -> Desk {
        let mut desk = self.recording(|status| status.marks = 4);
        desk.hear(Event::Marks(marks(&Locale::new(self.language))));
        desk
    }

    /// A take of one of the practices.
    fn practice(&self, practice: &Practice) -> Desk {
        practice.recorded(self.today()).on(Screen::Record)
    }

    /// What one's own channel is called.
    fn me(&self) -> &'static str {
        practices::me(self.language)
    }

    /// The questions of the evening, with the word of this language for a file that asked.
    fn asked(&self) -> Event {
        let by_file = Locale::new(self.language).say(&text!("question-by-file"));
        let mut questions = questions::of_the_evening();
        let of_file = questions.iter_mut().filter_map(|question| question.from.as_mut()).filter(|from| *from == "par fichier");
        of_file.for_each(|from| from.clone_from(&by_file));
        Event::Marks(questions)
    }

    fn stopped(&self) -> Desk {
        let mut desk = self.marked();
        let told = temoin::recorder::protocol::Event::Stopped {
            format: 1,
            session: SESSION.to_owned(),
            frames: 48_000 * 727,
            seconds: 727.0,
            marks: 4,
            why: StopReason::Asked,
            elsewhere: None,
            joined: false,
        };
        desk.hear(Event::Told(Box::new(told)));
        desk.hear(Event::Status(None));
        desk
    }
}

fn marks(locale: &Locale) -> Vec<MarkerFacts> {
    let mark = |n: u32, kind: &str, seconds: f64, end: Option<f64>, note: Option<&str>, themes: &[&str]| -> MarkerFacts {
        let frame = |seconds: f64| (seconds * 48_000.0) as u64;
        let facts = serde_json::json!({
            "id": format!("m-01JD44000000000000000000{n:02}"), "take": "2", "frame": frame(seconds), "seconds": seconds, "kind": kind,
            "end_frame": end.map(frame), "length": end.map(|end| end - seconds), "note": note, "themes": themes,
            "strength": (kind == "touching").then_some(2),
        });
        serde_json::from_value(facts).expect("a mark")
    };
    let words = match locale.language {
        Language::French => "mon père n’a pas été testé",
        Language::English => "my father has not been tested",
    };
    vec![
        mark(1, "consent", 20.0, None, None, &[]),
        mark(2, "off-record", 312.0, Some(390.0), None, &[]),
        mark(3, "thread", 580.0, None, Some(words), &[]),
        mark(4, "touching", 718.0, Some(726.0), None, &["sadness"]),
    ]
}

/// A stretch that is off the record, and still open.
fn open() -> MarkerFacts {
    let facts = serde_json::json!({
        "id": "m-01JD4400000000000000000008", "take": "2", "frame": 34_512_000, "seconds": 719.0, "kind": "off-record", "open": true,
    });
    serde_json::from_value(facts).expect("a mark")
}

/// The recorder has made the mark that was asked.
fn touched() -> Event {
    let facts = serde_json::json!({
        "id": "m-01JD4400000000000000000009", "take": "2", "frame": 34_512_000, "seconds": 719.0, "kind": "touching", "ago": 8.0,
    });
    let marker = Some(serde_json::from_value(facts).expect("a mark"));
    Event::Answered(Act::Mark, Ok(Box::new(Reply { marker, ..Reply::done() })))
}

fn warn(status: &mut Status, look: &Look, code: &str, words: Text) {
    let text = Locale::new(look.language).say(&words);
    status.warnings.push(Warning {
        code: code.to_owned(),
        since: "2020-03-28T19:44:00Z".parse().expect("a time"),
        text,
        input: None,
    });
}

fn silence(channel: &str) -> Level {
    Level { peak_dbfs: None, rms_dbfs: None, ..level(channel, -90.0) }
}
