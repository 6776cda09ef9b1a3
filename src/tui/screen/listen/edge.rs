//! An edge of the chosen mark that is held: put at the head, moved by arrows and heard, then kept or given up.

use super::change::{self, own};
use super::play;
use crate::actions::play::From;
use crate::domain::{Frames, Marker};
use crate::locale::Text;
use crate::recorder::protocol::MarkEdit;
use crate::text;
use crate::tui::event::Effect;
use crate::tui::keymap::{Command, Scope};
use crate::tui::model::{Model, Screen};

/// What is heard of the sound at each move, in seconds.
const PREVIEW_SECONDS: f64 = 1.5;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    Start,
    End,
}

/// Which edge is held, and where it is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    pub edge: Edge,
    pub at: Frames,
}

impl Edge {
    fn as_str(self) -> &'static str {
        match self {
            Edge::Start => "start",
            Edge::End => "end",
        }
    }
}

/// Puts an edge of the chosen mark at the head, and holds it; where the head stands on the range's other edge, as it does behind the arrows,
/// the edge is held where it lies.
pub fn hold(model: &mut Model, edge: Edge) -> Vec<Effect> {
    if take_hold(model, edge) { preview(model) } else { Vec::new() }
}

/// As [`hold`], and nothing is heard. Says whether it is held now.
pub fn take_hold(model: &mut Model, edge: Edge) -> bool {
    let Some(mark) = own(model) else { return false };
    let Some(opened) = &mut model.listen.opened else { return false };
    let is_here = opened.take().is_some_and(|take| take.id == mark.take);
    let (least, most) = bounds(edge, &mark, opened.end());
    let at = match own_place(edge, &mark, opened.head) {
        _ if !is_here => None,
        Some(lies) => Some(lies),
        None => Some(opened.head).filter(|head| (least..=most).contains(head)),
    };
    let Some(at) = at else {
        let is_on_start = is_here && edge == Edge::End && opened.head == mark.frame;
        model.say(match is_on_start {
            true => text!("listen-edge-start", key = model.key(Command::OutPoint, Scope::Listen)),
            false => text!("listen-edge-elsewhere", edge = edge.as_str(), key = model.key(Command::Mark, Scope::Listen)),
        });
        return false;
    };
    opened.held = Some(Held { edge, at });
    opened.move_to(at);
    true
}

/// Where an edge of a range lies, if the head stands on the other one.
fn own_place(edge: Edge, mark: &Marker, head: Frames) -> Option<Frames> {
    let end = mark.end_frame.filter(|_| !mark.open)?;
    match edge {
        Edge::Start => Some(mark.frame).filter(|_| head == end),
        Edge::End => Some(end).filter(|_| head == mark.frame),
    }
}

/// Where an edge may lie: on its own side of the other one, within the take.
fn bounds(edge: Edge, mark: &Marker, end: Frames) -> (Frames, Frames) {
    let last = mark.end_frame.filter(|_| !mark.open).unwrap_or(end).min(end);
    match edge {
        Edge::Start => (Frames(0), last.saturating_sub(Frames(1))),
        Edge::End => (Frames(mark.frame.0.saturating_add(1)), end),
    }
}

/// What keys do to the edge that is held; `None` where none is, and for what does not touch it.
pub fn commanded(model: &mut Model, command: Command) -> Option<Vec<Effect>> {
    let held = model.listen.opened.as_ref()?.held?;
    match command {
        Command::Left => Some(moved(model, -1.0)),
        Command::Right => Some(moved(model, 1.0)),
        Command::SecondBack => Some(moved(model, -0.1)),
        Command::SecondOn => Some(moved(model, 0.1)),
        Command::PageUp => Some(moved(model, -5.0)),
        Command::PageDown => Some(moved(model, 5.0)),
        Command::Play => Some(preview(model)),
        Command::Accept => Some(keep(model, held)),
        Command::Back => Some(give_up(model)),
        Command::Zoom => None,
        _ => Some(Vec::new()), // the sentence says which keys there are
    }
}

fn moved(model: &mut Model, seconds: f64) -> Vec<Effect> {
    let to = model.listen.opened.as_ref().map(|opened| opened.moved_by(seconds));
    to.map_or_else(Vec::new, |to| move_to(model, to))
}

/// Moves the edge that is held to a place, as far as it may go, and lets it be heard.
pub fn move_to(model: &mut Model, to: Frames) -> Vec<Effect> {
    put(model, to);
    preview(model)
}

/// As [`move_to`], and nothing is heard.
pub fn put(model: &mut Model, to: Frames) {
    let Some(opened) = &mut model.listen.opened else { return };
    let Some((held, mark)) = opened.held.zip(opened.mark().map(|mark| mark.marker.clone())) else { return };
    let (least, most) = bounds(held.edge, &mark, opened.end());
    let at = to.clamp(least, most.max(least));
    opened.held = Some(Held { at, ..held });
    opened.move_to(at);
}

/// From the beginning on, or up to the end.
pub fn preview(model: &mut Model) -> Vec<Effect> {
    let Some(opened) = &model.listen.opened else { return Vec::new() };
    let Some((held, take)) = opened.held.zip(opened.take()) else { return Vec::new() };
    let length = Frames::from_seconds(PREVIEW_SECONDS, take.rate);
    let (start, end) = match held.edge {
        Edge::Start => (held.at, Frames(held.at.0.saturating_add(length.0))),
        Edge::End => (held.at.saturating_sub(length), held.at),
    };
    let selected = opened.mark().map(|mark| mark.marker.id.clone()).into_iter().collect();
    let from = From::Stretch { take: take.id.clone(), start, end, selected };
    play::preview(model, from)
}

fn keep(model: &mut Model, held: Held) -> Vec<Effect> {
    let Some(opened) = &mut model.listen.opened else { return Vec::new() };
    opened.held = None;
    let Some((mark, rate)) = opened.mark().map(|mark| mark.marker.clone()).zip(opened.take().map(|take| take.rate)) else {
        return Vec::new();
    };
    let seconds = Some(held.at.seconds(rate));
    let edit = match held.edge {
        Edge::Start => MarkEdit { at: seconds, ..MarkEdit::default() },
        Edge::End => MarkEdit { end: seconds, ..MarkEdit::default() },
    };
    change::edit(model, &mark, edit, |mark| match held.edge {
        Edge::Start => mark.frame = held.at,
        Edge::End => (mark.end_frame, mark.open) = (Some(held.at), false),
    })
}

fn give_up(model: &mut Model) -> Vec<Effect> {
    if let Some(opened) = &mut model.listen.opened {
        opened.held = None;
    }
    play::silence(model)
}

/// What is said as long as an edge is held.
pub fn said(model: &Model) -> Option<Text> {
    let held = model.listen.opened.as_ref().filter(|_| model.screen == Screen::Listen)?.held?;
    Some(text!("listen-held", edge = held.edge.as_str()))
}
