//! The keys of the screen below.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::tui::model::Model;
use crate::tui::view::{self, put};

/// Keys and what they do, in the order of the table.
pub fn rows(model: &Model) -> Vec<(String, String)> {
    let rows = model.keymap.of_scope(model.screen.scope()).filter(|(_, keys)| !keys.is_empty());
    rows.map(|(action, keys)| {
        let keys: Vec<String> = keys.iter().map(|key| key.shown(&model.locale)).collect();
        (keys.join("  "), view::label(model, action))
    })
    .collect()
}

pub fn view(model: &Model, screen: &mut Frame, inner: Rect, top: usize) {
    for (row, (keys, words)) in rows(model).iter().skip(top).enumerate() {
        put(screen, inner, 0, row as u16, keys, model.theme.key());
        put(screen, inner, 16, row as u16, words, model.theme.title());
    }
}
