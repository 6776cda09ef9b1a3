//! What is open on the card: threads, promises and checks are chosen there one by one, and taken up, kept or made by one key.

use crate::actions::agenda::{Card, Open};
use crate::domain::MarkerId;
use crate::recorder::protocol::MarkEdit;
use crate::text;
use crate::tui::event::{Effect, MarkChange};
use crate::tui::keymap::Command;
use crate::tui::model::Model;
use crate::tui::screen::listen;

use super::card::shown;

/// The one that is chosen, by its place among those of the card.
pub fn chosen(model: &Model) -> Option<usize> {
    let id = model.today.open.as_ref()?;
    card(model)?.open().position(|open| open.marker.id == *id)
}

/// What a key does to what is open; `None` where it does its own work.
pub fn commanded(model: &mut Model, command: Command) -> Option<Vec<Effect>> {
    match (command, chosen(model)) {
        (Command::Done, None) => Some(choose(model, 0)),
        (_, None) => None,
        (Command::Done, Some(at)) => Some(done(model, at)),
        (Command::Up, Some(at)) => Some(choose(model, at.saturating_sub(1))),
        (Command::Down, Some(at)) => Some(choose(model, at + 1)),
        (Command::Accept, Some(at)) => Some(listen_to(model, at)),
        (Command::Back, Some(_)) => {
            model.today.open = None;
            Some(Vec::new())
        }
        (Command::Help | Command::Save | Command::Undo, Some(_)) => None,
        (_, Some(_)) => {
            model.today.open = None; // and then the key does its own work
            None
        }
    }
}

/// Chooses one; behind the last the last.
fn choose(model: &mut Model, at: usize) -> Vec<Effect> {
    let ids: Vec<MarkerId> = card(model).into_iter().flat_map(Card::open).map(|open| open.marker.id.clone()).collect();
    model.today.open = ids.get(at).or(ids.last()).cloned();
    if ids.is_empty() {
        model.say(text!("today-nothing-open"));
    }
    Vec::new()
}

/// From today on it is taken up, kept, checked; the next one is chosen.
fn done(model: &mut Model, at: usize) -> Vec<Effect> {
    let Some((session, marker)) = facts(model, at) else { return Vec::new() };
    let today = model.local().date_naive().to_string();
    let edit = MarkEdit { done: Some(today), ..MarkEdit::default() };
    let others: Vec<MarkerId> = card(model).into_iter().flat_map(Card::open).map(|open| open.marker.id.clone()).collect();
    model.today.open = others.get(at + 1).or(at.checked_sub(1).and_then(|before| others.get(before))).cloned();
    model.today.undoes_mark = true;
    vec![Effect::ChangeMark { session, change: MarkChange::Edit(marker, Box::new(edit)) }]
}

/// Opens it where it was said.
fn listen_to(model: &mut Model, at: usize) -> Vec<Effect> {
    let Some((session, marker)) = facts(model, at) else { return Vec::new() };
    model.today.open = None;
    listen::open(model, &session, Some(marker))
}

fn facts(model: &Model, at: usize) -> Option<(String, MarkerId)> {
    let Open { entry, marker, .. } = card(model)?.open().nth(at)?;
    Some((entry.id.clone(), marker.id.clone()))
}

fn card(model: &Model) -> Option<&Card> {
    shown(model).map(|(_, card, _)| card)
}
