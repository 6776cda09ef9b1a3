//! What the mouse does in an open session: a click moves the head or chooses a mark, a drag moves an edge of one's own range or draws
//! another one, the wheel zooms.
//!
//! What is drawn becomes a mark only after a question, and an edge stays held until `Enter`: nothing is written by a slip of the hand.

use super::areas::{Areas, Shown, column_of};
use super::edge::{self, Edge};
use super::opened::Opened;
use super::{change, choose, choose_mark, move_to, palette, play};
use crate::domain::Frames;
use crate::text;
use crate::tui::event::{Click, Effect, Scroll};
use crate::tui::model::{Model, Yes};

/// What it is doing on the waveforms.
#[derive(Debug, Default)]
pub struct Mouse {
    pub drag: Option<Drag>,
    /// What was drawn with it.
    pub selection: Option<(Frames, Frames)>,
}

/// The left button is held on a waveform.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Drag {
    /// What the waveform shows; it stays so until the button is let go.
    pub shown: Shown,
    /// Where it came down.
    from: Frames,
    /// An edge of one's own range that lies there.
    edge: Option<Edge>,
    has_moved: bool,
}

/// So near to an edge, in columns, it is the edge that is dragged.
const NEAR: u16 = 1;

pub fn clicked(model: &mut Model, click: Click) -> Vec<Effect> {
    if model.listen.is_list() {
        return choose::clicked(model, click);
    }
    let (areas, zoom, who) = (areas(model), model.listen.zoom.seconds(), model.setup.who.clone());
    let Some(opened) = &mut model.listen.opened else { return Vec::new() };
    let shown = areas.shown_at(opened, zoom, click.column, click.row);
    let is_own = who.is_some() && opened.mark().map(|mark| &mark.by) == who.as_ref();
    opened.mouse.selection = None;
    opened.mouse.drag = shown.map(|shown| Drag {
        shown,
        from: areas.place_of(shown.span, click.column),
        edge: if is_own { edge_at(opened, &areas, shown, click.column) } else { None },
        has_moved: false,
    });
    let place = opened.mouse.drag.map(|drag| drag.from);
    if opened.held.is_some() {
        return place.map_or_else(Vec::new, |place| edge::move_to(model, place));
    }
    if let Some(mark) = areas.mark_at(opened, click.column, click.row) {
        opened.mouse.drag = None;
        return choose_mark(model, mark);
    }
    place.map_or_else(Vec::new, |place| move_to(model, place))
}

fn areas(model: &Model) -> Areas {
    Areas::of_screen(model.size).with_words(palette::rows(model, model.size.width))
}

/// The edge of the chosen range that is drawn at this column: where both are, the end.
fn edge_at(opened: &Opened, areas: &Areas, shown: Shown, column: u16) -> Option<Edge> {
    let (start, end) = opened.stretch()?;
    let is_near = |frame| column_of(frame, shown.span, areas.overview).is_some_and(|at| at.abs_diff(column) <= NEAR);
    match (is_near(start), is_near(end)) {
        (_, true) => Some(Edge::End),
        (true, false) => Some(Edge::Start),
        (false, false) => None,
    }
}

/// The mouse moves with its button held.
pub fn dragged(model: &mut Model, click: Click) -> Vec<Effect> {
    let areas = areas(model);
    let Some(opened) = &mut model.listen.opened else { return Vec::new() };
    let Some(drag) = &mut opened.mouse.drag else { return Vec::new() };
    let (place, edge) = (areas.place_of(drag.shown.span, click.column), drag.edge.take());
    drag.has_moved = true;
    let from = drag.from;
    if let Some(edge) = edge.filter(|_| opened.held.is_none()) {
        edge::take_hold(model, edge);
        edge::put(model, place);
        return play::silence(model);
    }
    if opened.held.is_some() {
        edge::put(model, place);
    } else {
        opened.mouse.selection = Some((from.min(place), from.max(place))).filter(|(start, end)| start < end);
    }
    Vec::new()
}

/// The button is let go: an edge that was moved is heard, and of what was drawn it is asked whether it is to be a mark.
pub fn released(model: &mut Model) -> Vec<Effect> {
    let Some(opened) = &mut model.listen.opened else { return Vec::new() };
    if !opened.mouse.drag.take().is_some_and(|drag| drag.has_moved) {
        return Vec::new();
    }
    if opened.held.is_some() {
        return edge::preview(model);
    }
    let (Some((start, end)), Some(rate)) = (opened.mouse.selection, opened.take().map(|take| take.rate)) else {
        return Vec::new();
    };
    let [from, to] = [start, end].map(|frame| model.locale.position(frame, rate));
    let effects = change::put_range(model, start, end);
    model.ask(text!("listen-ask-range", from = from, to = to), Yes::Do(effects));
    Vec::new()
}

/// The button is let go while something lies over the screen: nothing becomes of it.
pub fn let_go(model: &mut Model) {
    if let Some(opened) = &mut model.listen.opened {
        opened.mouse = Mouse::default();
    }
}

/// Whether the wheel zooms there: elsewhere it goes through the marks.
pub fn zoomed(model: &mut Model, scroll: Scroll, column: u16, row: u16) -> bool {
    let (areas, zoom) = (areas(model), model.listen.zoom);
    let Some(opened) = &model.listen.opened else { return false };
    if areas.shown_at(opened, zoom.seconds(), column, row).is_none() {
        return false;
    }
    model.listen.zoom = if scroll == Scroll::Up { zoom.nearer() } else { zoom.further() };
    true
}
