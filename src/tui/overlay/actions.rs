//! The list of all actions: what is typed picks, `Enter` does.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::clock::Monotonic;
use crate::domain::nearest;
use crate::tui::event::{Effect, Event};
use crate::tui::keymap::{Action, Command};
use crate::tui::model::Model;
use crate::tui::update::{on_screen, update};
use crate::tui::view::{self, put, put_line};

/// `Enter`: what is chosen is done on the screen below.
pub fn run(model: &mut Model, command: Command, at: Monotonic) -> Vec<Effect> {
    match command {
        Command::Quit
        | Command::Mark
        | Command::Save
        | Command::NextScreen
        | Command::PreviousScreen
        | Command::Help
        | Command::Find => update(model, Event::Command(command, at)),
        _ => on_screen(model, command, at),
    }
}

/// The actions of the screen below that fit what is typed, whatever the accents.
pub fn fitting(model: &Model) -> Vec<&'static Action> {
    let typed = model.line.as_ref().map_or("", |line| line.text());
    let wanted = folded(typed);
    let scope = model.screen.scope();
    let all: Vec<&Action> = model.keymap.of_scope(scope).map(|(action, _)| action).collect();
    let fitting: Vec<&Action> = all
        .iter()
        .copied()
        .filter(|action| folded(&view::label(model, action)).contains(&wanted) || action.name.contains(&wanted))
        .collect();
    match fitting.is_empty() {
        false => fitting,
        true => nearest(&wanted, all.iter().map(|action| action.name))
            .map(|near| all.into_iter().filter(|action| action.name == near).collect())
            .unwrap_or_default(),
    }
}

fn folded(words: &str) -> String {
    deunicode::deunicode(words.trim()).to_lowercase()
}

pub fn view(model: &Model, screen: &mut Frame, inner: Rect, chosen: usize) {
    if let Some(line) = &model.line {
        put_line(model, screen, Rect { height: 1.min(inner.height), ..inner }, line);
    }
    for (row, action) in fitting(model).iter().enumerate() {
        let style = if row == chosen { model.theme.chosen() } else { model.theme.title() };
        put(screen, inner, 0, 2 + row as u16, &view::label(model, action), style);
        let key = model.keymap.key(action.command, model.screen.scope()).map(|key| key.shown(&model.locale));
        put(screen, inner, 44, 2 + row as u16, &key.unwrap_or_default(), model.theme.key());
    }
}
