//! Random keys, held keys, resizes: nothing ends a take but `s` and then `Enter`, and no size makes the screen fall over.

use temoin::recorder::protocol::{Request, State};
use temoin::tui::event::{Act, Effect, Event, Size};
use temoin::tui::model::Screen;

use crate::desk::Desk;

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

const SCREENS: [Screen; 7] =
    [Screen::Today, Screen::Record, Screen::Listen, Screen::Plan, Screen::Guided, Screen::After, Screen::First];

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

#[test]
fn a_hundred_thousand_random_keys_end_no_take_unless_s_and_enter_follow_each_other() {
    let mut dice = Dice(20200328);
    let mut desk = Desk::recording();
    let (mut last, mut asked_at) = ("", -10.0);
    let mut at = 0.0;
    for _ in 0..100_000 {
        let pause = [0.01, 0.05, 0.13, 0.4, 1.0, 6.0][dice.roll(6)];
        at += pause;
        desk.wait(pause);
        let key = KEYS[dice.roll(KEYS.len())];
        if key == "s" {
            asked_at = at;
        }
        let effects = desk.strike(key);
        if stops(&effects) {
            assert!(key == "enter" && last == "s" && at - asked_at <= 5.0, "{last} {key} after {} s", at - asked_at);
        }
        if dice.roll(50) == 0 {
            desk.status(State::Recording, |_| ()); // it goes on, whatever was asked
        }
        last = key;
    }
}

#[test]
fn a_key_held_for_a_minute_ends_no_take() {
    for screen in SCREENS {
        for key in KEYS {
            let mut desk = Desk::recording();
            desk.model.screen = screen;
            for _ in 0..1_800 {
                desk.wait(0.033);
                assert!(!stops(&desk.strike(key)), "{key} on {screen:?}");
            }
        }
    }
}

#[test]
fn no_size_makes_a_screen_fall_over() {
    let mut dice = Dice(7);
    let mut sizes: Vec<(u16, u16)> = vec![(0, 0), (0, 1), (1, 0), (1, 1), (65_535, 1), (1, 65_535), (300, 200), (2, 2)];
    sizes.extend((0..10_000).map(|_| (dice.roll(130) as u16, dice.roll(60) as u16)));
    let mut desks: Vec<Desk> = SCREENS
        .iter()
        .map(|screen| {
            let mut desk = Desk::recording();
            desk.model.screen = *screen;
            desk
        })
        .collect();
    for (n, (width, height)) in sizes.into_iter().enumerate() {
        let desk = &mut desks[n % SCREENS.len()];
        desk.hear(Event::Resized(Size { width, height }));
        if n % 7 == 0 {
            desk.press(["?", "esc", ":", "esc"][dice.roll(4)]);
        }
        desk.draw();
    }
}
