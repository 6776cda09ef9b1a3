//! The keys of the screen below.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::text;
use crate::tui::keymap::{Action, Command, Key, Scope};
use crate::tui::model::{Model, Screen};
use crate::tui::screen::guided;
use crate::tui::screen::record::view::palette_keys;
use crate::tui::view::{self, put};

/// Keys and what they do, in the order of the table. On Record the letters of the palette stand behind its own keys.
pub fn rows(model: &Model) -> Vec<(String, String)> {
    let actions: Vec<(&Action, &[Key])> =
        model.keymap.of_scope(model.screen.scope()).filter(|(_, keys)| !keys.is_empty()).collect();
    let own = actions.iter().take_while(|(action, _)| !action.scopes.holds(Scope::Today)).count();
    let mut rows: Vec<(String, String)> =
        actions.into_iter().filter_map(|(action, keys)| Some((shown(model, keys), words(model, action)?))).collect();
    if model.screen == Screen::Record {
        rows.splice(own..own, palette_keys(model));
    }
    rows
}

fn shown(model: &Model, keys: &[Key]) -> String {
    keys.iter().map(|key| key.shown(&model.locale)).collect::<Vec<_>>().join("  ")
}

/// What a key does; absent for what Guided does not name.
fn words(model: &Model, action: &Action) -> Option<String> {
    match (model.screen, action.command) {
        (Screen::Guided, Command::Accept) => guided::enter(model).map(|words| model.locale.say(&words)),
        (Screen::Guided, Command::Safe | Command::OffRecord | Command::Stop) => Some(view::label(model, action)),
        (Screen::Guided, _) => None,
        _ => Some(view::label(model, action)),
    }
}

/// The rows from `top` on. Where more of them follow, the last one says so.
pub fn view(model: &Model, screen: &mut Frame, inner: Rect, top: usize) {
    let rows = rows(model);
    let room = usize::from(inner.height);
    let hidden = rows.len().saturating_sub(top + room);
    let fitting = if hidden > 0 { room.saturating_sub(1) } else { room };
    for (row, (keys, words)) in rows.iter().skip(top).take(fitting).enumerate() {
        put(screen, inner, 0, row as u16, keys, model.theme.key());
        put(screen, inner, 16, row as u16, words, model.theme.plain());
    }
    if hidden > 0 {
        let key = shown(model, model.keymap.keys_of(Command::Down, Scope::Overlay));
        let more = model.locale.say(&text!("screen-help-more", key = key, count = hidden + 1));
        put(screen, inner, 0, fitting as u16, &more, model.theme.faint());
    }
}
