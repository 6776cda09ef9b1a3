//! What lies over a screen: help, the list of all actions, find. All of it is drawn from the table of keys and closed by `Esc`.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::widgets::{Block, Clear};

use super::event::{Click, Effect};
use super::keymap::{Action, Command};
use super::line::{Line, Purpose};
use super::model::Model;
use super::screen::record::inputs;
use super::update::on_screen;
use super::view::{self, put, put_line};
use crate::clock::Monotonic;
use crate::domain::nearest;
use crate::text;

#[derive(Debug)]
pub enum Overlay {
    /// The keys of the screen below, from this row on.
    Help { top: usize },
    /// Every action of the screen below that fits what is typed, and which one is chosen.
    Actions { chosen: usize },
    /// What can be recorded from.
    Inputs(inputs::List),
}

pub fn open(model: &mut Model, command: Command, at: Monotonic) -> Vec<Effect> {
    match command {
        Command::Help => model.overlay = Some(Overlay::Help { top: 0 }),
        Command::Actions => {
            model.overlay = Some(Overlay::Actions { chosen: 0 });
            model.line = Some(Line::new(text!("screen-actions-line"), Purpose::Find, at));
        }
        _ => {}
    }
    Vec::new()
}

pub fn commanded(model: &mut Model, command: Command, _: Monotonic) -> Vec<Effect> {
    if let Some(Overlay::Inputs(_)) = model.overlay {
        return inputs::commanded(model, command);
    }
    let last = help_rows(model).len();
    let Some(Overlay::Help { top }) = &mut model.overlay else {
        model.overlay = None;
        return Vec::new();
    };
    match command {
        Command::Up => *top = top.saturating_sub(1),
        Command::Down => *top = (*top + 1).min(last.saturating_sub(1)),
        Command::PageUp => *top = top.saturating_sub(10),
        Command::PageDown => *top = (*top + 10).min(last.saturating_sub(1)),
        Command::First => *top = 0,
        Command::Nothing => {}
        _ => model.overlay = None,
    }
    Vec::new()
}

/// Keys that move while something is typed.
pub fn commanded_in_line(model: &mut Model, command: Command, _: Monotonic) -> Vec<Effect> {
    let count = actions(model).len();
    if let Some(Overlay::Actions { chosen }) = &mut model.overlay {
        match command {
            Command::Up => *chosen = chosen.saturating_sub(1),
            Command::Down => *chosen = (*chosen + 1).min(count.saturating_sub(1)),
            _ => {}
        }
    }
    Vec::new()
}

/// The line has changed: the first of what fits is chosen.
pub fn typed(model: &mut Model) -> Vec<Effect> {
    if let Some(Overlay::Actions { chosen }) = &mut model.overlay {
        *chosen = 0;
    }
    Vec::new()
}

pub fn line_given_up(model: &mut Model) -> Vec<Effect> {
    model.overlay = None;
    Vec::new()
}

/// `Enter`: what is chosen is done on the screen below.
pub fn found(model: &mut Model, line: Line, at: Monotonic) -> Vec<Effect> {
    model.line = Some(line);
    let chosen = match model.overlay {
        Some(Overlay::Actions { chosen }) => actions(model).get(chosen).map(|action| action.command),
        _ => None,
    };
    (model.line, model.overlay) = (None, None);
    chosen.map_or_else(Vec::new, |command| on_screen_or_everywhere(model, command, at))
}

fn on_screen_or_everywhere(model: &mut Model, command: Command, at: Monotonic) -> Vec<Effect> {
    match command {
        Command::Quit | Command::Mark | Command::Save | Command::NextScreen | Command::PreviousScreen | Command::Help => {
            super::update::update(model, super::event::Event::Command(command, at))
        }
        _ => on_screen(model, command, at),
    }
}

pub fn clicked(model: &mut Model, _: Click) -> Vec<Effect> {
    (model.overlay, model.line) = (None, None);
    Vec::new()
}

/// The actions of the screen below that fit what is typed, whatever the accents.
fn actions(model: &Model) -> Vec<&'static Action> {
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

fn help_rows(model: &Model) -> Vec<(String, String)> {
    let rows = model.keymap.of_scope(model.screen.scope()).filter(|(_, keys)| !keys.is_empty());
    rows.map(|(action, keys)| {
        let keys: Vec<String> = keys.iter().map(|key| key.shown(&model.locale)).collect();
        (keys.join("  "), view::label(model, action))
    })
    .collect()
}

pub fn view(model: &Model, screen: &mut Frame, area: Rect) {
    let Some(overlay) = &model.overlay else { return };
    let inner = frame(model, overlay, screen, area);
    match overlay {
        Overlay::Help { top } => {
            for (row, (keys, words)) in help_rows(model).iter().skip(*top).enumerate() {
                put(screen, inner, 0, row as u16, keys, model.theme.key());
                put(screen, inner, 16, row as u16, words, model.theme.title());
            }
        }
        Overlay::Actions { chosen } => {
            if let Some(line) = &model.line {
                put_line(model, screen, Rect { height: 1.min(inner.height), ..inner }, line);
            }
            for (row, action) in actions(model).iter().enumerate() {
                let style = if row == *chosen { model.theme.chosen() } else { model.theme.title() };
                put(screen, inner, 0, 2 + row as u16, &view::label(model, action), style);
                let key = model.keymap.key(action.command, model.screen.scope()).map(|key| key.shown(&model.locale));
                put(screen, inner, 44, 2 + row as u16, &key.unwrap_or_default(), model.theme.key());
            }
        }
        Overlay::Inputs(list) => inputs::view(model, list, screen, inner),
    }
}

fn frame(model: &Model, overlay: &Overlay, screen: &mut Frame, area: Rect) -> Rect {
    let width = area.width.min(64);
    let height = area.height.saturating_sub(2).min(30);
    let over = Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 2, width, height };
    screen.render_widget(Clear, over);
    let title = match overlay {
        Overlay::Help { .. } => text!("screen-help-title"),
        Overlay::Actions { .. } => text!("screen-actions-title"),
        Overlay::Inputs(_) => text!("record-inputs-title"),
    };
    let block = Block::bordered().title(format!(" {} ", model.locale.say(&title)));
    let inner = block.inner(over);
    screen.render_widget(block, over);
    Rect { x: inner.x + 1.min(inner.width), width: inner.width.saturating_sub(2), ..inner }
}
