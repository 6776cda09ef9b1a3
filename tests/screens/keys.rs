//! The table of keys, held against the keyboards of those who write French and English.

use temoin::config::{KeyEntry, Keys};
use temoin::locale::{Language, Locale};
use temoin::recorder::protocol::Request;
use temoin::store::palette::LETTERS;
use temoin::tui::event::{Act, Effect};
use temoin::tui::keymap::{ACTIONS, Action, Key, Keymap, Scope};
use temoin::tui::model::Screen;

use crate::desk::Desk;

/// What a layout types: with nothing held, and with Shift. Row by row from the digits down, without Space and dead keys.
struct Layout {
    name: &'static str,
    plain: &'static str,
    shifted: &'static str,
}

/// Levels 1 and 2 of `/usr/share/X11/xkb/symbols` in xkb-data 2.35.1, sections `us`, `fr(oss)`, `fr(afnor)`, `be`, `fr(bepo)`,
/// `fr(bepo_afnor)`, `ch(fr)`, `ca` (which is `ca(fr)`) and `ca(multix)`.
const LAYOUTS: [Layout; 9] = [
    Layout {
        name: "us",
        plain: "`1234567890-=qwertyuiop[]asdfghjkl;'\\zxcvbnm,./",
        shifted: "~!@#$%^&*()_+QWERTYUIOP{}ASDFGHJKL:\"|ZXCVBNM<>?",
    },
    Layout {
        name: "fr",
        plain: "²&é\"'(-è_çà)=azertyuiop$qsdfghjklmù*<wxcvbn,;:!",
        shifted: "³1234567890°+AZERTYUIOP£QSDFGHJKLM%µ>WXCVBN?./§",
    },
    Layout {
        name: "fr-afnor",
        plain: "@àéèê()‘’«»'azertyuiop-+qsdfghjklm/*<wxcvbn.,:;",
        shifted: "#1234567890\"AZERTYUIOP–±QSDFGHJKLM\\½>WXCVBN?!…=",
    },
    Layout {
        name: "be",
        plain: "²&é\"'(§è!çà)-azertyuiop$qsdfghjklmùµ<wxcvbn,;:=",
        shifted: "³1234567890°_AZERTYUIOP*QSDFGHJKLM%£>WXCVBN?./+",
    },
    Layout {
        name: "bépo",
        plain: "$\"«»()@+-/*=%bépoèvdljzwauie,ctsrnmçêàyx.k'qghf",
        shifted: "#1234567890°`BÉPOÈ!VDLJZWAUIE;CTSRNMÇÊÀYX:K?QGHF",
    },
    Layout {
        name: "bépo-afnor",
        plain: "$\"«»()@+-/*=%bépoèvdljzwauie,ctsrnmçêàyx.k’qghf",
        shifted: "#1234567890°`BÉPOÈ!VDLJZWAUIE;CTSRNMÇÊÀYX:K?QGHF",
    },
    Layout {
        name: "ch-fr",
        plain: "§1234567890'qwertzuiopèasdfghjkléà$<yxcvbnm,.-",
        shifted: "°+\"*ç%&/()=?QWERTZUIOPü!ASDFGHJKLöä£>YXCVBNM;:_",
    },
    Layout {
        name: "ca",
        plain: "#1234567890-=qwertyuiopasdfghjkl;<«zxcvbnm,.é",
        shifted: "|!\"/$%?&*()_+QWERTYUIOPASDFGHJKL:>»ZXCVBNM'.É",
    },
    Layout {
        name: "ca-multix",
        plain: "/1234567890-=qwertyuiopçasdfghjkl;èàùzxcvbnm,.é",
        shifted: "\\!@#$%?&*()_+QWERTYUIOPÇASDFGHJKL:ÈÀÙZXCVBNM'\"É",
    },
];

const SCOPES: [Scope; 6] = [Scope::Today, Scope::Record, Scope::Listen, Scope::Plan, Scope::Guided, Scope::Overlay];

fn default_keys() -> impl Iterator<Item = (&'static Action, Key)> {
    ACTIONS.iter().flat_map(|action| action.keys.iter().map(move |name| (action, Key::parse(name).unwrap())))
}

#[test]
fn every_default_key_is_typed_on_every_layout_without_altgr_and_only_three_with_shift() {
    for layout in LAYOUTS {
        for (action, key) in default_keys() {
            let Some(sign) = key.sign().filter(|sign| *sign != ' ') else { continue };
            let plain = layout.plain.contains(sign);
            let shifted = layout.shifted.contains(sign) && matches!(sign, '?' | '/' | ':');
            assert!(plain || shifted, "{sign} ({}) on {}", action.name, layout.name);
        }
    }
}

#[test]
fn the_letters_of_a_palette_are_typed_on_every_layout_with_nothing_held() {
    for layout in LAYOUTS {
        assert!(LETTERS.iter().all(|letter| layout.plain.contains(*letter)), "{}", layout.name);
    }
}

#[test]
fn help_find_and_every_action_are_reached_on_every_layout() {
    for layout in LAYOUTS {
        assert!(
            ['?', '/', ':'].iter().all(|sign| layout.plain.contains(*sign) || layout.shifted.contains(*sign)),
            "{}",
            layout.name
        );
    }
}

/// The keys of two layouts that carry letters, place by place.
fn letters_that_move(one: &Layout, other: &Layout) -> Vec<char> {
    let rows = |layout: &Layout| -> Vec<Vec<char>> {
        let letters: Vec<char> = layout.plain.chars().collect();
        let row = |first: char, count: usize| {
            let at = letters.iter().position(|letter| *letter == first).unwrap();
            letters[at..at + count].to_vec()
        };
        match letters.contains(&'²') {
            true => vec![row('a', 10), row('q', 10), row('w', 7)],
            false => vec![row('q', 10), row('a', 10), row('z', 7)],
        }
    };
    let (one, other) = (rows(one).concat(), rows(other).concat());
    let mut moved: Vec<char> =
        one.iter().zip(&other).filter(|(a, b)| a != b).flat_map(|(a, b)| [*a, *b]).filter(char::is_ascii_alphabetic).collect();
    moved.sort_unstable();
    moved.dedup();
    moved
}

#[test]
fn between_qwerty_and_azerty_five_letters_change_place_and_a_slip_ends_nothing() {
    let moved = letters_that_move(&LAYOUTS[0], &LAYOUTS[1]);
    assert_eq!(moved, ['a', 'm', 'q', 'w', 'z']);
    for screen in [Screen::Today, Screen::Record, Screen::Listen, Screen::Plan, Screen::Guided] {
        for letter in &moved {
            let mut desk = Desk::recording();
            desk.model.screen = screen;
            let asked = desk.press(&letter.to_string());
            let ends = |effect: &Effect| {
                matches!(
                    effect,
                    Effect::Quit | Effect::Disarm | Effect::Ask(Act::Stop | Act::Pause, _) | Effect::Ask(_, Request::Stop(_))
                )
            };
            assert!(!asked.iter().any(ends), "{letter} on {screen:?}: {asked:?}");
        }
    }
}

#[test]
fn the_keys_of_record_leave_the_palettes_twelve_letters_free() {
    let reserved: Vec<char> =
        default_keys().filter(|(action, _)| action.scopes.holds(Scope::Record)).filter_map(|(_, key)| key.letter()).collect();
    assert_eq!(LETTERS.iter().filter(|letter| reserved.contains(letter)).count(), 0, "{reserved:?}");
    assert!(reserved.iter().all(|letter| "afhjkmnpqsuwxz".contains(*letter)), "{reserved:?}");
}

#[test]
fn no_key_means_two_things_on_one_screen() {
    for scope in SCOPES {
        let mut keys: Vec<String> =
            default_keys().filter(|(action, _)| action.scopes.holds(scope)).map(|(_, key)| key.name()).collect();
        let all = keys.len();
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), all, "{scope:?}: {keys:?}");
    }
}

#[test]
fn every_action_takes_another_key_from_the_config() {
    for action in ACTIONS {
        let keymap = rebound(action);
        let key = Key::parse("ñ").unwrap();
        for scope in SCOPES.into_iter().filter(|scope| action.scopes.holds(*scope)) {
            assert_eq!(keymap.command(key, scope), Some(action.command), "{} on {scope:?}", action.name);
            for old in action.keys {
                assert_ne!(keymap.command(Key::parse(old).unwrap(), scope), Some(action.command), "{old} on {scope:?}");
            }
        }
    }
}

#[test]
fn help_shows_the_new_key_of_every_action() {
    for action in ACTIONS {
        let mut desk = Desk::new();
        desk.resize(100, 60);
        desk.model.keymap = rebound(action);
        desk.model.screen = screen_with(action);
        desk.press(if action.name == "help" { "ñ" } else { "?" });
        let mut seen = desk.screen();
        for _ in 0..4 {
            desk.press(if action.name == "page-down" { "ñ" } else { "page-down" });
            seen.push_str(&desk.screen());
        }
        assert!(seen.contains('ñ'), "{}: {seen}", action.name);
    }
}

/// The table with one action on a key that no layout of the list has.
fn rebound(action: &Action) -> Keymap {
    let entry = KeyEntry { action: action.name.to_owned(), keys: vec!["ñ".to_owned()], place: None };
    let (keymap, faults) = Keymap::with(&Keys { entries: vec![entry] });
    assert!(faults.is_empty(), "{faults:?}");
    keymap
}

fn screen_with(action: &Action) -> Screen {
    let screens = [Screen::Today, Screen::Record, Screen::Listen, Screen::Plan, Screen::Guided, Screen::After];
    let found = screens.into_iter().find(|screen| action.scopes.holds(screen.scope()));
    found.unwrap_or_else(|| panic!("{} is on a screen", action.name))
}

#[test]
fn every_action_has_words_in_both_languages() {
    for language in [Language::French, Language::English] {
        let locale = Locale::new(language);
        for action in ACTIONS {
            let words = locale.message(&format!("action-{}", action.name));
            assert!(words.is_some_and(|words| !words.is_empty()), "{} in {language:?}", action.name);
        }
    }
}
