//! Random keys, held keys, resizes: nothing ends a take but `s` and then `Enter`, and no size makes the screen fall over.

use temoin::audio::playing::Played;
use temoin::domain::Dbfs;
use temoin::locale::Language;
use temoin::recorder::protocol::{Reply, Request, State};
use temoin::tui::event::{Act, Effect, Event, Size};
use temoin::tui::model::Screen;
use temoin::tui::theme::Theme;

use crate::after::stopped;
use crate::desk::{Desk, SESSION};
use crate::find::finding;
use crate::first::{found, microphone, with_microphones};
use crate::listen::{listening_at, with_two_takes};
use crate::plan::{desk_of, fill};
use crate::record::{both, with_marks};
use crate::today::evening;

const KEYS: [&str; 46] = [
    "a",
    "b",
    "c",
    "d",
    "e",
    "f",
    "g",
    "h",
    "i",
    "j",
    "k",
    "l",
    "m",
    "n",
    "o",
    "p",
    "q",
    "r",
    "s",
    "t",
    "u",
    "v",
    "w",
    "x",
    "y",
    "z",
    "space",
    "enter",
    "esc",
    "tab",
    "shift-tab",
    "up",
    "down",
    "left",
    "right",
    "home",
    "end",
    "page-up",
    "page-down",
    "delete",
    "backspace",
    "?",
    "/",
    ":",
    "ctrl-z",
    "ctrl-s",
];

/// How a desk comes to what it shows, and words that stand on it then.
type Scene = (&'static str, fn() -> Desk, &'static str);

const SCENES: [Scene; 24] = [
    ("today", today, "La dernière fois"),
    ("today in a take", || Desk::recording().on(Screen::Today), "témoin"),
    ("record", record, "3 étapes"),
    ("record waits", waiting, "batterie 82 %"),
    ("inputs", inputs, "USB Rode"),
    ("line", line, "漢字"),
    ("question", || record().pressing("q"), "continue sans cette fenêtre"),
    ("message", message, "mmm"),
    ("guided before", guided, "appuyer sur la grande touche"),
    ("guided in a take", guided_in_a_take, "moments gardés, le dernier"),
    ("list of sessions", || Desk::recording().on(Screen::Listen), "▌ Samir, après la garde"),
    ("listen", listen, "0:00:05"),
    ("two takes", two_takes, "0:00:05"),
    ("month", month, "mars à mai 2020"),
    ("week", || month().pressing("v v"), "lun"),
    ("move", moving, "mardi 31 mars, 18h00"),
    ("form", form, "Jeux au coin"),
    ("find", || finding(Desk::recording(), "mere"), "de sa mère"),
    ("nothing found", || finding(month(), "漢字é"), "Rien n’a été trouvé"),
    ("help", || record().pressing("?"), "Touches"),
    ("actions", || today().pressing(":"), "Toutes les actions"),
    ("after", after, "fatiguée"),
    ("first", first, "Rode USB"),
    ("first offers", || first().pressing("enter enter"), "/home/olivier"),
];

fn today() -> Desk {
    evening(Language::French, (80, 24), Theme::default())
}

fn record() -> Desk {
    let mut desk = Desk::new().on(Screen::Record);
    desk.status(State::Recording, both);
    with_marks(&mut desk);
    desk
}

fn waiting() -> Desk {
    let mut desk = Desk::new().on(Screen::Record);
    desk.status(State::Armed, both);
    desk
}

fn inputs() -> Desk {
    let mut desk = waiting();
    desk.press("j");
    desk.hearing(found(vec![microphone("pulseaudio:rode", "USB Rode", true)]))
}

/// Words of a mark are being typed.
fn line() -> Desk {
    record().pressing("n").typing("漢字é 漢字")
}

fn message() -> Desk {
    let words = format!("{} 漢字 {}", "m".repeat(300), "long ".repeat(200));
    let mut desk = record();
    desk.hear(Event::Answered(Act::Mark, Ok(Box::new(Reply::refused(1, words)))));
    desk
}

fn guided() -> Desk {
    let mut desk = Desk::new().on(Screen::Record);
    desk.model.screen = Screen::Guided;
    desk.status(State::Armed, both);
    desk
}

fn guided_in_a_take() -> Desk {
    let mut desk = guided();
    desk.status(State::Recording, both);
    with_marks(&mut desk);
    desk
}

fn listen() -> Desk {
    listening_at(Desk::recording(), SESSION)
}

fn two_takes() -> Desk {
    let desk = Desk::new();
    with_two_takes(&desk);
    listening_at(desk, SESSION)
}

fn month() -> Desk {
    desk_of(Language::French, (80, 24), Theme::default())
}

fn moving() -> Desk {
    month().pressing("right right right d").typing("18h")
}

fn form() -> Desk {
    let mut desk = month().pressing("a");
    fill(&mut desk);
    desk
}

fn after() -> Desk {
    stopped(Language::French, (80, 24), Theme::default()).typing("fatiguée 漢字").pressing("enter")
}

fn first() -> Desk {
    let mut desk = with_microphones(Language::French, (80, 24), Theme::default());
    desk.press("enter enter");
    desk.hearing(Event::Metered(Ok(Dbfs(-18.0))))
}

fn set_up((name, build, words): Scene) -> Desk {
    let desk = build();
    let screen = desk.screen().replace('\u{a0}', " ");
    assert!(screen.contains(words), "{name}: {words} in:\n{screen}");
    desk
}

/// Of so many keys, the library is read, and others answer, for one.
const SHARE: usize = 10;

/// The same numbers on every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % sides
    }
}

fn stops(effects: &[Effect]) -> bool {
    effects.iter().any(|effect| matches!(effect, Effect::Ask(Act::Stop, Request::Stop(_))))
}

/// What a recorder, a player and a sound server would say to what was asked. None of it asks for a stop.
fn outside(desk: &mut Desk, effects: Vec<Effect>) {
    for effect in desk.serve(effects) {
        let event = match effect {
            Effect::Ask(act, _) if act != Act::Stop => Event::Answered(act, Ok(Box::new(Reply::done()))),
            Effect::ListInputs => found(Vec::new()),
            Effect::Play { number, .. } => Event::Played(number, Played::Ended),
            Effect::Meter(Some(_)) => Event::Metered(Ok(Dbfs(-18.0))),
            _ => continue,
        };
        let effects = desk.hear(event);
        assert!(!stops(&effects), "{effects:?}");
    }
}

fn sizes(dice: &mut Dice) -> Vec<(u16, u16)> {
    let extremes = [(0, 0), (0, 1), (1, 0), (1, 1), (65_535, 1), (1, 65_535), (300, 200), (2, 2)];
    let mut sizes = extremes.repeat(SCENES.len());
    sizes.extend((sizes.len()..10_000).map(|_| (dice.roll(130) as u16, dice.roll(60) as u16)));
    sizes
}

#[test]
fn a_hundred_thousand_random_keys_end_no_take_unless_s_and_enter_follow_each_other() {
    let mut dice = Dice(20200328);
    for scene in SCENES {
        let mut desk = set_up(scene);
        let (mut last, mut asked_at, mut at) = ("", -10.0, 0.0);
        for _ in 0..100_000 / SCENES.len() + 1 {
            desk.is_alone = dice.roll(SHARE) != 0;
            let pause = [0.01, 0.05, 0.13, 0.4, 1.0, 6.0][dice.roll(6)];
            at += pause;
            desk.wait(pause);
            let key = KEYS[dice.roll(KEYS.len())];
            if key == "s" {
                asked_at = at;
            }
            let effects = desk.strike(key);
            if stops(&effects) {
                assert!(
                    key == "enter" && last == "s" && at - asked_at <= 5.0,
                    "{}: {last} {key} after {} s",
                    scene.0,
                    at - asked_at
                );
            }
            if !desk.is_alone {
                outside(&mut desk, effects);
                desk.draw();
            }
            if dice.roll(50) == 0 && desk.model.screen != Screen::First {
                desk.status(State::Recording, |_| ()); // it goes on, whatever was asked
            }
            last = key;
        }
    }
}

#[test]
fn a_key_held_for_a_minute_ends_no_take() {
    for scene in SCENES {
        for key in KEYS {
            let mut desk = set_up(scene);
            if desk.model.screen != Screen::First {
                desk.status(State::Recording, |_| ());
            }
            for press in 0..1_800 {
                desk.wait(0.033);
                let effects = desk.strike(key);
                assert!(!stops(&effects), "{key} on {}", scene.0);
                if press == 0 {
                    outside(&mut desk, effects);
                    desk.is_alone = true;
                }
            }
        }
    }
}

#[test]
fn no_size_makes_a_screen_fall_over() {
    let mut dice = Dice(7);
    let mut desks: Vec<Desk> = SCENES.into_iter().map(set_up).collect();
    let sizes = sizes(&mut dice);
    for (n, (width, height)) in sizes.into_iter().enumerate() {
        // Eight in a row for each, so that all meet the extremes.
        let desk = &mut desks[n / 8 % SCENES.len()];
        desk.is_alone = n % 4 != 0;
        desk.hear(Event::Resized(Size { width, height }));
        desk.draw();
    }
}
