//! The mouse on Listen: drags, and the wheel.

use temoin::tui::event::{Click, Effect, Event, MarkChange, Scroll};

use crate::desk::{Desk, SESSION};
use crate::listen::{RATE, click, listening, listening_at};

/// Rows of the terminal at 80×24.
const OVERVIEW: u16 = 4;
const RANGE: u16 = 6;
const ZOOM: u16 = 7;

/// The button comes down, moves over these columns, and is let go.
fn drag(desk: &mut Desk, row: u16, columns: &[u16]) -> Vec<Effect> {
    let mut effects = click(desk, columns[0], row);
    let at = desk.model.now.mono;
    for column in &columns[1..] {
        effects.extend(desk.hear(Event::Dragged(Click { column: *column, row, at })));
    }
    let last = columns[columns.len() - 1];
    effects.extend(desk.hear(Event::Released(Click { column: last, row, at })));
    effects
}

fn scroll(desk: &mut Desk, scroll: Scroll, row: u16) {
    desk.hear(Event::Scrolled { scroll, column: 30, row });
}

fn row(desk: &Desk, row: u16) -> String {
    desk.screen().lines().nth(usize::from(row)).unwrap().to_owned()
}

/// The session's second mark lasts from 7 s to 14 s.
pub fn with_a_range() -> Desk {
    let desk = Desk::new();
    let file = desk.root().join("sessions/2020").join(SESSION).join("markers-lise.toml");
    let range = format!(
        "[[marker]]\nid = \"m-9\"\ntake = \"{}\"\nframe = {}\nend_frame = {}\nkind = \"touching\"\n",
        crate::listen::TAKE,
        7 * RATE,
        14 * RATE
    );
    let marks = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, format!("{marks}\n{range}")).unwrap();
    listening_at(desk, SESSION)
}

/// The column in which the sign stands.
fn column_of(desk: &Desk, sign: char, at: u16) -> u16 {
    row(desk, at).chars().position(|letter| letter == sign).unwrap_or_else(|| panic!("{}", desk.screen())) as u16
}

#[test]
fn every_range_is_a_bar_over_the_whole_take() {
    let desk = with_a_range();
    assert!(row(&desk, 3).contains("◆─────────────────"), "{}", desk.screen());
    assert!(row(&desk, RANGE).contains("◆─────────────────"), "{}", desk.screen());
    let begin = column_of(&desk, '◆', 3);
    assert_eq!(row(&desk, 3).chars().skip(usize::from(begin) + 1).take_while(|sign| *sign == '─').count(), 18);
}

#[test]
fn what_is_drawn_with_the_mouse_becomes_a_mark_with_enter_and_with_no_other_key() {
    let mut desk = listening();
    let effects = drag(&mut desk, OVERVIEW, &[21, 30, 41]);
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::ChangeMark { .. })), "{effects:?}");
    assert!(desk.screen().contains("0:00:07 → 0:00:15\u{a0}: Entrée en fait un repère."), "{}", desk.screen());
    assert!(row(&desk, 3).contains("début ├───────────────────┤ fin"), "{}", desk.screen());
    let made = desk.press("enter");
    let [Effect::ChangeMark { change: MarkChange::Add(_, request), .. }] = &made[..] else { panic!("{made:?}") };
    let [at, end] = [request.at, request.end].map(Option::unwrap);
    assert!(request.kind.as_deref() == Some("touching") && (at - 7.8).abs() < 0.1 && (end - 15.6).abs() < 0.1, "{at} {end}");
    desk.serve(made);
    assert!(desk.screen().contains("▌ ◆  0:00:07 → 0:00:15  touchant"), "{}", desk.screen());

    drag(&mut desk, OVERVIEW, &[61, 51]);
    assert!(desk.screen().contains("0:00:19 → 0:00:23\u{a0}: Entrée"), "drawn backwards: {}", desk.screen());
    assert_eq!(desk.press("esc"), []);
    assert!(!row(&desk, 3).contains('├'), "{}", desk.screen());
}

#[test]
fn a_click_draws_nothing_and_a_drag_on_nothing_neither() {
    let mut desk = listening();
    drag(&mut desk, OVERVIEW, &[30]);
    drag(&mut desk, OVERVIEW, &[30, 31, 30]);
    drag(&mut desk, 0, &[30, 40]);
    assert!(desk.model.question.is_none(), "{}", desk.screen());
    assert!(drag(&mut desk, 14, &[20, 40]).is_empty(), "the list is no waveform");
}

#[test]
fn while_the_button_is_held_the_second_waveform_stays_where_it_is() {
    let mut desk = listening();
    desk.press("z right right right");
    let before = row(&desk, 9);
    click(&mut desk, 60, ZOOM);
    assert_eq!(row(&desk, 9), before);
    let at = desk.model.now.mono;
    desk.hear(Event::Dragged(Click { column: 70, row: ZOOM, at }));
    assert_eq!(row(&desk, 9), before);
    assert!(row(&desk, RANGE).contains("┤ fin"), "{}", desk.screen());
    assert_eq!(column_of(&desk, '▼', RANGE), 60, "{}", desk.screen());
    desk.hear(Event::Released(Click { column: 70, row: ZOOM, at }));
    assert_ne!(row(&desk, 9), before, "{}", desk.screen());
}

#[test]
fn an_edge_of_ones_own_range_is_dragged_and_held_until_enter() {
    let mut desk = with_a_range();
    desk.press("down down");
    assert!(desk.screen().contains("▌ ◆  0:00:07 → 0:00:14"), "{}", desk.screen());
    let edge = column_of(&desk, '┤', RANGE);
    let effects = drag(&mut desk, ZOOM, &[edge, edge + 5, edge + 11]);
    assert!(desk.screen().contains("La fin est tenue."), "{}", desk.screen());
    assert!(matches!(effects.last(), Some(Effect::Play { .. })), "what ends there is heard: {effects:?}");
    assert!(effects.iter().filter(|effect| matches!(effect, Effect::Play { .. })).count() == 1, "once: {effects:?}");
    let kept = desk.press("enter");
    let end = kept.iter().find_map(|effect| match effect {
        Effect::ChangeMark { change: MarkChange::Edit(id, edit), .. } if id.as_str() == "m-9" => edit.end,
        _ => None,
    });
    assert!(end.is_some_and(|end| (17.0..19.0).contains(&end)), "{kept:?}");
}

#[test]
fn the_wheel_zooms_over_a_waveform_and_goes_through_marks_elsewhere() {
    let mut desk = listening();
    for (wheel, shown) in
        [(Scroll::Up, "15\u{a0}s"), (Scroll::Up, "5\u{a0}s"), (Scroll::Up, "5\u{a0}s"), (Scroll::Down, "15\u{a0}s")]
    {
        scroll(&mut desk, wheel, ZOOM);
        assert!(desk.screen().contains(&format!("zoom {shown} ")), "{}", desk.screen());
    }
    scroll(&mut desk, Scroll::Down, OVERVIEW);
    scroll(&mut desk, Scroll::Down, OVERVIEW);
    assert!(desk.screen().contains("zoom 5\u{a0}min "), "{}", desk.screen());
    scroll(&mut desk, Scroll::Down, 14);
    assert!(desk.screen().contains("zoom 5\u{a0}min ") && desk.screen().contains("▌ ✓  0:00:06"), "{}", desk.screen());
}
