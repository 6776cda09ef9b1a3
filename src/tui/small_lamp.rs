//! The lamp in a few words, for the screens that do not draw the large one: a take that runs is seen from everywhere.

use ratatui::style::Style;

use super::model::Model;
use super::screen::record::Lamp;
use super::theme::Filling;
use crate::domain::{Frames, Hertz};

/// `● ENREGISTRE 0:12:07` and how it is written; nothing without a take.
pub fn small_lamp(model: &Model) -> Option<(String, Style)> {
    let live = model.live.as_ref().filter(|live| live.has_take())?;
    let lamp = Lamp::of(model);
    let at = model.locale.position(Frames(live.seconds(model.now.mono) as u64), Hertz(1));
    let words = format!("{} {} {at}", sign(model, &lamp), model.locale.say(&lamp.words(model)));
    let style = match lamp.filling {
        Filling::Memory | Filling::Empty => lamp.style(model).patch(model.theme.title()),
        _ => lamp.style(model),
    };
    Some((words, style))
}

fn sign(model: &Model, lamp: &Lamp) -> &'static str {
    if lamp.filling == Filling::Withheld { "▒" } else { lamp.shape.sign(model.theme) }
}
