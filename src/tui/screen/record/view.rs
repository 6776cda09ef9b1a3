//! How Record is drawn.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::Lamp;
use super::lamp_words;
use crate::tui::big;
use crate::tui::model::Model;
use crate::tui::view::put;

/// Where things lie, for drawing and for clicks.
pub struct Areas {
    /// Lamp and clock: a click there marks.
    pub mark: Rect,
}

impl Areas {
    pub fn of(model: &Model) -> Areas {
        Areas { mark: Rect::new(0, 0, model.size.width, 11.min(model.size.height)) }
    }
}

pub fn view(model: &Model, screen: &mut Frame, area: Rect) {
    let lamp = Lamp::of(model);
    let words = model.locale.say(&lamp_words(&lamp));
    for (row, line) in big::word(&words).iter().enumerate() {
        put(screen, area, 8, 1 + row as u16, line, model.theme.lamp(lamp.filling));
    }
    let seconds = model.live.as_ref().map_or(0.0, |live| live.seconds(model.now.mono)) as u64;
    let position = format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    for (row, line) in big::figures(&position).iter().enumerate() {
        put(screen, area, 3, 6 + row as u16, line, model.theme.title());
    }
}
