//! What lies over a screen: help, the list of all actions, find. All of it is closed by `Esc`.

mod actions;
pub mod find;
mod help;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line as Words;
use ratatui::widgets::{Block, Clear};

use self::find::Find;
use super::event::{Click, Effect};
use super::keymap::Command;
use super::line::{Line, Purpose};
use super::model::Model;
use super::screen::record::inputs;
use super::small_lamp::small_lamp;
use super::view::hints;
use crate::clock::Monotonic;
use crate::locale::Text;
use crate::text;

#[derive(Debug)]
pub enum Overlay {
    /// The keys of the screen below, from this row on.
    Help { top: usize },
    /// Every screen, and every action of the screen below, that fits what is typed; and which one is chosen.
    Actions { chosen: usize },
    /// Where words stand in the library.
    Find(Find),
    /// What can be recorded from.
    Inputs(inputs::List),
}

pub fn open(model: &mut Model, command: Command, at: Monotonic) -> Vec<Effect> {
    model.let_go_message();
    match command {
        Command::Help => model.overlay = Some(Overlay::Help { top: 0 }),
        Command::Actions => {
            model.overlay = Some(Overlay::Actions { chosen: 0 });
            model.line = Some(Line::new(text!("screen-actions-line"), Purpose::Find, at));
        }
        Command::Find => {
            model.overlay = Some(Overlay::Find(Find::new(at)));
            model.line = Some(Line::new(text!("screen-find-line"), Purpose::Find, at));
        }
        _ => {}
    }
    Vec::new()
}

pub fn commanded(model: &mut Model, command: Command) -> Vec<Effect> {
    if let Some(Overlay::Inputs(_)) = model.overlay {
        return inputs::commanded(model, command);
    }
    let area = Rect::new(0, 0, model.size.width, model.size.height);
    let room = inner(around(area, model.screen.has_frame(), WIDTH)).height;
    let last = help::rows(model).len().saturating_sub(usize::from(room));
    let Some(Overlay::Help { top }) = &mut model.overlay else {
        model.overlay = None;
        return Vec::new();
    };
    match command {
        Command::Up => *top = top.saturating_sub(1),
        Command::Down => *top = (*top + 1).min(last),
        Command::PageUp => *top = top.saturating_sub(10),
        Command::PageDown => *top = (*top + 10).min(last),
        Command::First => *top = 0,
        Command::Last => *top = last,
        Command::Nothing => {}
        _ => model.overlay = None,
    }
    Vec::new()
}

/// Keys that move while something is typed.
pub fn commanded_in_line(model: &mut Model, command: Command) -> Vec<Effect> {
    let count = actions::fitting(model).len();
    let (chosen, count) = match &mut model.overlay {
        Some(Overlay::Actions { chosen }) => (chosen, count),
        Some(Overlay::Find(find)) => find.rows(),
        Some(Overlay::Help { .. } | Overlay::Inputs(_)) | None => return Vec::new(),
    };
    match command {
        Command::Up => *chosen = chosen.saturating_sub(1),
        Command::Down => *chosen = (*chosen + 1).min(count.saturating_sub(1)),
        _ => {}
    }
    Vec::new()
}

/// The line has changed: the first of what fits is chosen, and what is looked for is looked for anew.
pub fn typed(model: &mut Model) -> Vec<Effect> {
    match &mut model.overlay {
        Some(Overlay::Actions { chosen }) => {
            *chosen = 0;
            Vec::new()
        }
        Some(Overlay::Find(find)) => find.look_for(model.line.as_ref().map_or("", Line::text)),
        Some(Overlay::Help { .. } | Overlay::Inputs(_)) | None => Vec::new(),
    }
}

pub fn line_given_up(model: &mut Model) -> Vec<Effect> {
    model.overlay = None;
    Vec::new()
}

/// `Enter`: what is chosen is done on the screen below, or opened.
pub fn found(model: &mut Model, line: Line, at: Monotonic) -> Vec<Effect> {
    model.line = Some(line);
    let choice = match &model.overlay {
        Some(Overlay::Actions { chosen }) => actions::fitting(model).get(*chosen).copied(),
        Some(Overlay::Find(_)) => return find::open_chosen(model),
        Some(Overlay::Help { .. } | Overlay::Inputs(_)) | None => None,
    };
    (model.line, model.overlay) = (None, None);
    choice.map_or_else(Vec::new, |choice| actions::run(model, choice, at))
}

/// A click on what was found opens it; elsewhere it closes what lies over the screen.
pub fn clicked(model: &mut Model, click: Click) -> Vec<Effect> {
    let area = Rect::new(0, 0, model.size.width, model.size.height);
    if let Some(Overlay::Find(find)) = &mut model.overlay {
        let inner = inner(around(area, model.screen.has_frame(), FIND_WIDTH));
        if find.choose_at(inner, click) {
            return find::open_chosen(model);
        }
    }
    (model.overlay, model.line) = (None, None);
    Vec::new()
}

pub fn view(model: &Model, screen: &mut Frame, area: Rect) {
    let Some(overlay) = &model.overlay else { return };
    let inner = frame(model, overlay, screen, area);
    match overlay {
        Overlay::Help { top } => help::view(model, screen, inner, *top),
        Overlay::Actions { chosen } => actions::view(model, screen, inner, *chosen),
        Overlay::Find(find) => find::view(model, screen, inner, find),
        Overlay::Inputs(list) => inputs::view(model, list, screen, inner),
    }
}

/// The widest that an overlay gets, in columns.
const WIDTH: u16 = 64;
const FIND_WIDTH: u16 = 116;

fn frame(model: &Model, overlay: &Overlay, screen: &mut Frame, area: Rect) -> Rect {
    let (title, width) = match overlay {
        Overlay::Help { .. } => (text!("screen-help-title"), WIDTH),
        Overlay::Actions { .. } => (text!("screen-actions-title"), WIDTH),
        Overlay::Find(_) => (text!("screen-find-title"), FIND_WIDTH),
        Overlay::Inputs(_) => (text!("record-inputs-title"), WIDTH),
    };
    let over = around(area, model.screen.has_frame(), width);
    screen.render_widget(Clear, Rect { x: area.x, width: area.width, ..over });
    let mut block = Block::bordered().title(format!(" {} ", model.locale.say(&title)));
    if let Some((words, style)) = small_lamp(model) {
        block = block.title(Words::styled(format!(" {words} "), style).right_aligned()); // the large one may lie below
    }
    screen.render_widget(block, over);
    let inner = inner(over);
    foot(model, overlay, screen, area, usize::from(inner.height));
    inner
}

/// The keys of what lies over the screen and has room for so many rows, in the place of those of the screen.
fn foot(model: &Model, overlay: &Overlay, screen: &mut Frame, area: Rect, room: usize) {
    if is_small(area) {
        return;
    }
    let key = |what: &str| text!("screen-overlay-key", what = what);
    let open: (&[Command], Text) = match overlay {
        Overlay::Help { .. } => (&[], key("open")),
        Overlay::Find(find) if !find.has_hits() => (&[], key("open")),
        Overlay::Find(_) => (&[Command::Accept], key("play")),
        Overlay::Actions { .. } => (&[Command::Accept], key("do")),
        Overlay::Inputs(_) => (&[Command::Accept], key("take")),
    };
    let along: (&[Command], Text) = match overlay {
        Overlay::Help { .. } if help::rows(model).len() <= room => (&[], key("scroll")),
        Overlay::Help { .. } => (&[Command::Up, Command::Down], key("scroll")),
        Overlay::Find(find) if !find.has_hits() => (&[], key("choose")),
        _ => (&[Command::Up, Command::Down], key("choose")),
    };
    let rows = Rect { y: area.bottom() - FOOT, height: FOOT, ..area };
    screen.render_widget(Clear, rows);
    hints(model, screen, rows, 0, &[open, along, (&[Command::Back], key("close"))]);
}

/// Rows of keys, which stay free below.
const FOOT: u16 = 2;

/// Rows of title, tabs and rule, which stay free above.
const HEAD: u16 = 3;

/// Where all of the screen is needed.
fn is_small(area: Rect) -> bool {
    area.height < 16
}

/// In the middle between tabs and keys; where there are no tabs, below the title.
fn around(area: Rect, has_tabs: bool, widest: u16) -> Rect {
    let width = area.width.min(widest);
    let x = area.x + (area.width - width) / 2;
    if is_small(area) {
        return Rect { x, width, ..area };
    }
    let above = if has_tabs { HEAD } else { 1 };
    Rect { x, y: area.y + above, width, height: area.height - above - FOOT }
}

fn inner(over: Rect) -> Rect {
    let inner = Block::bordered().inner(over);
    Rect { x: inner.x + 1.min(inner.width), width: inner.width.saturating_sub(2), ..inner }
}
