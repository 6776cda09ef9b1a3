//! The list of inputs: what can be recorded from, and with which of them the recorder listens from now on.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::audio::device::{InputInfo, none_found};
use crate::error::Loaded;
use crate::text;
use crate::tui::event::Effect;
use crate::tui::keymap::Command;
use crate::tui::model::Model;
use crate::tui::overlay::Overlay;
use crate::tui::screen::inputs::{Choice, choices};
use crate::tui::view::{cut, put};

/// What is there, and which one is chosen.
#[derive(Debug)]
pub struct List {
    choices: Vec<Choice>,
    /// The system has not answered yet.
    is_asking: bool,
    /// The first row is the config's own, behind it stand the choices.
    chosen: usize,
}

/// Opens the list, and asks the system what there is. While a take runs its input stays.
pub fn open(model: &mut Model) -> Vec<Effect> {
    if model.setup.rehearsal {
        model.say(text!("record-inputs-rehearsal"));
        return Vec::new();
    }
    if model.has_or_awaits_take() {
        model.say(text!("record-inputs-in-take"));
        return Vec::new();
    }
    model.overlay = Some(Overlay::Inputs(List { choices: choices(Vec::new()), is_asking: true, chosen: 0 }));
    vec![Effect::ListInputs]
}

/// The system has answered.
pub fn listed(model: &mut Model, found: Loaded<InputInfo>) -> Vec<Effect> {
    match &mut model.overlay {
        None if found.rows.is_empty() => super::offer_voice(model, found.faults.first()),
        Some(Overlay::Inputs(list)) => {
            let fault = match found.rows.is_empty() {
                true => Some(found.faults.into_iter().next().unwrap_or_else(none_found)),
                false => found.faults.into_iter().next(),
            };
            let choices = choices(found.rows);
            let taken = |choice: &Choice| Some(&choice.id) == model.record.input.as_ref();
            let chosen = choices.iter().position(taken).map_or(0, |at| at + 1);
            *list = List { choices, is_asking: false, chosen };
            if let Some(fault) = fault {
                model.complain(fault);
            }
        }
        _ => {}
    }
    Vec::new()
}

/// Up, down, and `Enter`, which takes what is chosen.
pub fn commanded(model: &mut Model, command: Command) -> Vec<Effect> {
    let Some(Overlay::Inputs(list)) = &mut model.overlay else { return Vec::new() };
    let last = list.choices.len();
    match command {
        Command::Up => list.chosen = list.chosen.saturating_sub(1),
        Command::Down => list.chosen = (list.chosen + 1).min(last),
        Command::First => list.chosen = 0,
        Command::Last => list.chosen = last,
        Command::Nothing => {}
        Command::Accept => {
            let choice = list.chosen.checked_sub(1).map(|at| list.choices.swap_remove(at));
            return take(model, choice);
        }
        _ => model.overlay = None,
    }
    Vec::new()
}

/// The recorder that listens ends, and another one listens with the chosen input; without one with the config's.
fn take(model: &mut Model, choice: Option<Choice>) -> Vec<Effect> {
    model.overlay = None;
    if model.has_take() {
        return Vec::new();
    }
    model.say(text!("record-input-taken", name = words(model, choice.as_ref())));
    model.record.input = choice.map(|choice| choice.id);
    let mut effects = vec![Effect::Disarm];
    effects.extend(super::arm(model));
    effects
}

fn words(model: &Model, choice: Option<&Choice>) -> String {
    choice.map_or_else(|| model.locale.say(&text!("record-input-always", name = "config")), |choice| choice.words(&model.locale))
}

pub fn view(model: &Model, list: &List, screen: &mut Frame, area: Rect) {
    let top = list.chosen.saturating_sub(usize::from(area.height.saturating_sub(3)));
    let rows = std::iter::once(None).chain(list.choices.iter().map(Some));
    for (row, choice) in rows.enumerate().skip(top) {
        let style = if row == list.chosen { model.theme.chosen() } else { model.theme.plain() };
        put(screen, area, 0, (row - top) as u16, &cut(&words(model, choice), usize::from(area.width)), style);
    }
    if list.is_asking {
        let row = (list.choices.len() + 2 - top) as u16;
        put(screen, area, 0, row, &model.locale.say(&text!("record-inputs-asking")), model.theme.faint());
    }
}
