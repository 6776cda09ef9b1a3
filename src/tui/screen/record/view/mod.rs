//! How Record is drawn: where each part lies, and which parts fit.
//!
//! `lamp` draws lamp and clock, `levels` the meters, `lines` the rows of words about the take, `marks` the list, `questions` the queue that may
//! lie over it, `foot` palette, messages and keys, `strip` the three lines of a small terminal.

mod foot;
mod lamp;
mod levels;
mod lines;
mod marks;
mod questions;
mod strip;

use ratatui::Frame;
use ratatui::layout::Rect;

use super::questions::is_open;
use crate::tui::model::{Model, Screen};

pub use foot::{palette_keys, say};
pub use lamp::{put_clock, put_lamp};
pub use levels::bar;
pub use lines::header;
pub use strip::strip;

/// A terminal that is smaller than this shows the strip.
const SMALLEST: (u16, u16) = (60, 16);

/// From this size on, lamp and clock are twice as large.
const LARGE: (u16, u16) = (150, 40);

/// The most rows that messages take.
const MESSAGES: u16 = 3;

/// The rows that the marks want at least, and the queue of questions: a rule, three of them, their keys.
const MARKS: u16 = 2;
const QUEUE: u16 = 5;

/// The most rows of the palette.
const PALETTE: u16 = 3;

/// Where the parts lie. A part without room has no height.
#[derive(Debug, Clone, Copy, Default)]
pub struct Areas {
    pub header: Rect,
    pub lamp: Rect,
    pub stands: Rect,
    pub clock: Rect,
    /// What the big number is, where it is not the position.
    pub caption: Rect,
    pub guide: Rect,
    pub marks: Rect,
    pub palette: Rect,
    pub messages: Rect,
    pub keys: Rect,
}

pub fn view(model: &Model, screen: &mut Frame, area: Rect) {
    if is_small(area) {
        return strip(model, screen, area);
    }
    let areas = Areas::of(model, area);
    lines::header(model, screen, areas.header);
    lamp::put_lamp(model, screen, areas.lamp);
    lines::stands(model, screen, areas.stands);
    lamp::put_clock(model, screen, areas.clock);
    lamp::caption(model, screen, areas.caption);
    levels::view(model, screen, areas.clock);
    lines::guide(model, screen, areas.guide);
    match is_open(model) {
        true => questions::view(model, screen, areas.marks),
        false => marks::view(model, screen, areas.marks),
    }
    foot::palette(model, screen, areas.palette);
    foot::say(model, screen, areas.messages);
    foot::keys(model, screen, areas.keys);
    if !model.has_focus {
        [areas.palette, areas.keys].into_iter().for_each(|area| screen.buffer_mut().set_style(area, model.theme.away()));
    }
}

fn is_small(area: Rect) -> bool {
    area.width < SMALLEST.0 || area.height < SMALLEST.1
}

/// Whether lamp and clock are drawn twice as large.
pub fn is_large(area: Rect) -> bool {
    area.width >= LARGE.0 && area.height >= LARGE.1
}

/// Rows of the lamp, and of the clock.
fn heights(area: Rect) -> (u16, u16) {
    if is_large(area) { (6, 10) } else { (3, 5) }
}

/// Where the lamp lies, below one row of header.
pub fn lamp_area(area: Rect) -> Rect {
    Rect { y: area.y.saturating_add(1), height: heights(area).0, ..area }.intersection(area)
}

/// Where the clock lies on Guided, which says nothing between lamp and clock.
pub fn guided_clock(area: Rect) -> Rect {
    Rect { y: lamp_area(area).bottom().saturating_add(1), height: heights(area).1, ..area }.intersection(area)
}

/// Lamp and clock: a click there marks. Without the keyboard the sentence that says so is a part of it.
pub fn mark_area(model: &Model) -> Rect {
    let area = Rect::new(0, 0, model.size.width, model.size.height);
    if is_small(area) {
        return Rect { height: area.height.min(3), ..area };
    }
    let areas = Areas::of(model, area);
    let bottom = match (model.screen, model.has_focus) {
        (_, false) => area.bottom(),
        (Screen::Guided, true) => guided_clock(area).bottom(),
        (_, true) => areas.clock.bottom(),
    };
    Rect { height: bottom, ..area }
}

impl Areas {
    pub fn of(model: &Model, area: Rect) -> Areas {
        let (lamp, clock) = heights(area);
        let messages = (foot::rows(model, area.width).len() as u16).clamp(1, MESSAGES);
        let mut room = Room { left: area.height.saturating_sub(1 + lamp + 1 + clock + messages + 1) };
        let marks = room.take(if is_open(model) { QUEUE } else { MARKS });
        let palette = room.take(foot::palette_rows(model, area.width, PALETTE).min(room.left.div_ceil(3)));
        let guide = room.take(if lines::has_guide(model) { 2 } else { 0 });
        let (above, below) = (room.take(1), room.take(1));
        let rule = room.take(1);
        let mut from = Stack { area, top: area.y };
        Areas {
            header: from.next(1),
            lamp: from.next(lamp),
            stands: from.next(1 + above),
            clock: from.next(clock),
            caption: from.next(below),
            guide: from.next(guide),
            marks: from.next(marks + room.left + rule),
            palette: from.next(palette),
            messages: from.next(messages),
            keys: from.next(1),
        }
    }
}

/// Rows that nobody has yet.
struct Room {
    left: u16,
}

impl Room {
    fn take(&mut self, rows: u16) -> u16 {
        let taken = rows.min(self.left);
        self.left -= taken;
        taken
    }
}

/// Parts of an area from its top down.
struct Stack {
    area: Rect,
    top: u16,
}

impl Stack {
    fn next(&mut self, rows: u16) -> Rect {
        let part = Rect { y: self.top, height: rows, ..self.area }.intersection(self.area);
        self.top = self.top.saturating_add(rows);
        part
    }
}
