//! The list of inputs: what can be recorded from, and with which of them the recorder listens from now on.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::error::Error;
use crate::text;
use crate::tui::event::{Effect, Fetch, InputRow};
use crate::tui::keymap::Command;
use crate::tui::model::Model;
use crate::tui::overlay::Overlay;
use crate::tui::view::{cut, put};

/// What is there, and which one is chosen.
#[derive(Debug, Default)]
pub struct List {
    /// Absent until the system has answered.
    rows: Option<Vec<InputRow>>,
    chosen: usize,
}

/// One line of the list: an input, or what is always there.
struct Choice {
    /// What `--input` takes; absent: as the config says.
    id: Option<String>,
    words: String,
}

/// Opens the list, and asks the system what there is. While a take runs its input stays.
pub fn open(model: &mut Model) -> Vec<Effect> {
    if model.setup.rehearsal {
        model.say(text!("record-inputs-rehearsal"));
        return Vec::new();
    }
    if model.has_take() || model.record.starts_since.is_some() {
        model.say(text!("record-inputs-in-take"));
        return Vec::new();
    }
    model.overlay = Some(Overlay::Inputs(List::default()));
    vec![Effect::Fetch(Fetch::Inputs)]
}

/// The system has answered.
pub fn listed(model: &mut Model, rows: Vec<InputRow>, faults: Vec<Error>) {
    if model.overlay.is_none() {
        if rows.is_empty() {
            super::offer_voice(model);
        }
        return;
    }
    if let Some(Overlay::Inputs(list)) = &mut model.overlay {
        list.rows = Some(rows);
        let (choices, input) = (choices(model), model.record.input.clone());
        let at = choices.iter().position(|choice| choice.id == input).unwrap_or(0);
        if let Some(Overlay::Inputs(list)) = &mut model.overlay {
            list.chosen = at;
        }
    }
    if let Some(fault) = faults.into_iter().next() {
        model.complain(fault);
    }
}

/// Up, down, and `Enter`, which takes what is chosen.
pub fn commanded(model: &mut Model, command: Command) -> Vec<Effect> {
    let last = choices(model).len().saturating_sub(1);
    let Some(Overlay::Inputs(list)) = &mut model.overlay else { return Vec::new() };
    match command {
        Command::Up => list.chosen = list.chosen.saturating_sub(1),
        Command::Down => list.chosen = (list.chosen + 1).min(last),
        Command::First => list.chosen = 0,
        Command::Last => list.chosen = last,
        Command::Nothing => {}
        Command::Accept => {
            let chosen = list.chosen;
            return take(model, chosen);
        }
        _ => model.overlay = None,
    }
    Vec::new()
}

/// The recorder that listens ends, and another one listens with the chosen input.
fn take(model: &mut Model, chosen: usize) -> Vec<Effect> {
    let choice = choices(model).into_iter().nth(chosen);
    model.overlay = None;
    let Some(choice) = choice.filter(|_| !model.has_take()) else { return Vec::new() };
    model.record.input = choice.id;
    model.say(text!("record-input-taken", name = choice.words));
    let mut effects = vec![Effect::Disarm];
    effects.extend(super::arm(model));
    effects
}

/// The config's own, what the system has, the synthetic voice, and none at all.
fn choices(model: &Model) -> Vec<Choice> {
    let say = |name: &str| model.locale.say(&text!("record-input-always", name = name));
    let always = |name: &str, id: Option<&str>| Choice { id: id.map(ToOwned::to_owned), words: say(name) };
    let rows = match &model.overlay {
        Some(Overlay::Inputs(List { rows: Some(rows), .. })) => rows.as_slice(),
        _ => &[],
    };
    let found = rows.iter().map(|row| {
        let is_default = if row.is_default { "yes" } else { "no" };
        let words = model.locale.say(&text!("record-input", name = row.name.as_str(), default = is_default));
        Choice { id: Some(row.id.clone()), words }
    });
    let ends = [always("voice", Some("voice")), always("none", Some("none"))];
    std::iter::once(always("config", None)).chain(found).chain(ends).collect()
}

pub fn view(model: &Model, list: &List, screen: &mut Frame, area: Rect) {
    let choices = choices(model);
    let top = list.chosen.saturating_sub(usize::from(area.height.saturating_sub(3)));
    for (row, choice) in choices.iter().enumerate().skip(top) {
        let style = if row == list.chosen { model.theme.chosen() } else { model.theme.plain() };
        put(screen, area, 0, (row - top) as u16, &cut(&choice.words, usize::from(area.width)), style);
    }
    if list.rows.is_none() {
        let row = (choices.len() - top + 1) as u16;
        put(screen, area, 0, row, &model.locale.say(&text!("record-inputs-asking")), model.theme.faint());
    }
}
