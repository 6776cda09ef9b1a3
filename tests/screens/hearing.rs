//! How what plays is heard: at another rate, over and over.

use temoin::actions::play::From;
use temoin::audio::player::Manner;
use temoin::audio::playing::Played;
use temoin::audio::stretch::Tempo;
use temoin::domain::{Frames, MarkerId, TakeId};
use temoin::tui::event::{Effect, Event};

use crate::desk::{Desk, SESSION};
use crate::listen::{RATE, TAKE, listening, listening_at, with_two_takes};

/// The take with a range in it.
const SECOND: &str = "01E4HB00000000000000000000";

/// The only wish to hear something among effects.
fn wish(effects: &[Effect]) -> (u64, From, Manner) {
    let wishes: Vec<_> = effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Play { number, from, manner, .. } => Some((*number, from.clone(), *manner)),
            _ => None,
        })
        .collect();
    assert_eq!(wishes.len(), 1, "{effects:?}");
    wishes[0].clone()
}

fn at(number: u64, take: &str, seconds: u64) -> Event {
    Event::Played(number, Played::At { take: TakeId(take.into()), place: Frames(seconds * RATE) })
}

fn tempo(text: &str) -> Tempo {
    Tempo::parse(text).unwrap()
}

/// Paul's range of ten seconds, from the fifth on, is chosen.
fn at_a_range() -> Desk {
    let desk = Desk::new();
    with_two_takes(&desk);
    let mut desk = listening_at(desk, SESSION);
    desk.press("down down down down down");
    desk
}

/// The range, over and over, from this second on.
fn over_and_over(seconds: u64, rate: &str) -> (From, Manner) {
    let from = From::Stretch {
        take: TakeId(SECOND.into()),
        start: Frames(5 * RATE),
        end: Frames(15 * RATE),
        selected: vec![MarkerId("m-2".into())],
    };
    (from, Manner { tempo: tempo(rate), again_from: Some(Frames(seconds * RATE)) })
}

#[test]
fn r_goes_through_the_rates_and_what_plays_goes_on_from_where_it_is() {
    let mut desk = listening();
    assert!(desk.screen().contains("vitesse 1 "), "{}", desk.screen());
    assert_eq!(desk.press("r"), [], "nothing plays");
    assert!(desk.screen().contains("vitesse 1,25 "), "{}", desk.screen());
    let (number, _, manner) = wish(&desk.press("space"));
    assert_eq!(manner, Manner { tempo: tempo("1.25"), again_from: None });
    desk.hear(at(number, TAKE, 7));
    let (next, from, manner) = wish(&desk.press("r"));
    assert!(next > number && manner.tempo == tempo("1.5"));
    assert_eq!(from, From::Place { take: TakeId(TAKE.into()), frame: Frames(7 * RATE), selected: Vec::new() });
    desk.press("r r");
    assert!(desk.screen().contains("vitesse 0,75 "), "{}", desk.screen());
    desk.press("r");
    assert!(desk.screen().contains("vitesse 1 "), "{}", desk.screen());
}

#[test]
fn a_mark_that_plays_ends_where_it_ends_at_any_rate() {
    let mut desk = at_a_range();
    let (number, from, _) = wish(&desk.press("enter"));
    assert_eq!(from, From::Marker("m-2".into()));
    desk.hear(at(number, SECOND, 8));
    let (_, from, manner) = wish(&desk.press("r"));
    let (start, end) = (Frames(8 * RATE), Frames(15 * RATE));
    assert_eq!(from, From::Stretch { take: TakeId(SECOND.into()), start, end, selected: vec![MarkerId("m-2".into())] });
    assert_eq!(manner, Manner { tempo: tempo("1.25"), again_from: None });
}

#[test]
fn b_plays_the_chosen_range_over_and_over() {
    let mut desk = at_a_range();
    assert!(desk.screen().contains("pas de boucle"), "{}", desk.screen());
    let (number, from, manner) = wish(&desk.press("b"));
    assert_eq!((from, manner), over_and_over(5, "1"));
    assert!(desk.screen().contains("en boucle"), "{}", desk.screen());
    desk.hear(at(number, SECOND, 12));
    desk.hear(at(number, SECOND, 6));
    assert!(desk.screen().contains("► 0:00:06   joue"), "{}", desk.screen());
    let (_, from, manner) = wish(&desk.press("r"));
    assert_eq!((from, manner), over_and_over(6, "1.25"), "another rate goes on with it");
    let (_, from, manner) = wish(&desk.press("right"));
    assert_eq!((from, manner), over_and_over(11, "1.25"), "and so does a move within it");
}

#[test]
fn a_loop_ends_with_b_with_a_move_out_of_it_and_with_another_mark() {
    let mut desk = at_a_range();
    desk.press("b");
    let (_, from, manner) = wish(&desk.press("b"));
    assert!(matches!(from, From::Place { frame: Frames(80_000), .. }) && manner.again_from.is_none(), "{from:?}");
    for key in ["page-down", "left", "up", "enter"] {
        desk.press("space home down down down down down b");
        assert!(desk.screen().contains("en boucle"), "{key}: {}", desk.screen());
        let effects = desk.press(key);
        assert!(desk.screen().contains("pas de boucle"), "{key}: {}", desk.screen());
        assert_eq!(wish(&effects).2.again_from, None, "{key}");
    }
}

#[test]
fn what_was_stopped_in_a_loop_goes_on_in_it() {
    let mut desk = at_a_range();
    let number = wish(&desk.press("b")).0;
    desk.hear(at(number, SECOND, 6));
    assert_eq!(desk.press("space"), [Effect::StopPlaying]);
    assert!(desk.screen().contains("en boucle"), "{}", desk.screen());
    let (_, from, manner) = wish(&desk.press("space"));
    assert_eq!((from, manner), over_and_over(5, "1"), "two seconds before are outside of it");
}

#[test]
fn a_point_has_no_loop_and_it_is_said_what_makes_one() {
    let mut desk = listening();
    assert_eq!(desk.press("down down b"), []);
    assert!(desk.screen().contains("Une boucle demande un repère qui dure"), "{}", desk.screen());
    assert!(desk.screen().contains("pas de boucle"), "{}", desk.screen());
}
