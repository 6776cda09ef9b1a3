//! Listen: the sessions to choose from, and of one of them its sound, its marks and their words.
//!
//! `opened` is the session that is open and the place in it, `play` what is heard, `choose` the list of sessions; `change` makes and
//! changes marks, `edge` holds the beginning or end of one, `palette` has the letters for it; `areas` says where things lie, for drawing
//! and for the `mouse`; `zoom` how much is shown of a take; `view`, `wave` and `list` draw.

mod areas;
mod change;
mod choose;
mod edge;
mod list;
mod mouse;
mod opened;
mod palette;
mod play;
mod view;
mod wave;
mod zoom;

use crate::actions::listen::{Listening, SessionRow};
use crate::actions::names::PeopleNames;
use crate::audio::peaks::{Bucket, Peaks};
use crate::audio::stretch::Tempo;
use crate::clock::Monotonic;
use crate::domain::{Frames, MarkerId, TakeId};
use crate::error::{Error, Loaded};
use crate::text;
use crate::tui::event::{Effect, Fetch};
use crate::tui::keymap::Command;
use crate::tui::line::{Line, Purpose};
use crate::tui::model::{Model, Screen};
use crate::tui::update::show;

pub use change::{changed, mark_kept, words_kept};
pub use edge::said as held;
use mouse::Mouse;
pub use mouse::{clicked, dragged, let_go, released, zoomed};
use opened::Opened;
use palette::Chooser;
pub use play::played;
pub use view::view;
use zoom::Zoom;

#[derive(Debug, Default)]
pub struct State {
    /// Absent until they have been read.
    sessions: Option<Vec<SessionRow>>,
    /// As [`choose::widths`] measures them.
    widths: [u16; 2],
    /// What is wrong in the files of sessions.
    faults: Vec<Error>,
    /// The row of the list.
    chosen: usize,
    opened: Option<Opened>,
    /// What is to be opened as soon as it has been read.
    wanted: Option<Wanted>,
    /// Words that are on no disk, and in no line either.
    unkept: Vec<Unkept>,
    /// Number of the latest wish to hear something: what an earlier one reports is passed over.
    player: u64,
    /// Number of the latest look at a take.
    look: u64,
    tempo: Tempo,
    zoom: Zoom,
    /// What its letters choose, while it is open.
    chooser: Option<Chooser>,
}

/// Words of a mark that could not be kept.
#[derive(Debug)]
struct Unkept {
    session: String,
    purpose: Purpose,
    words: String,
}

#[derive(Debug)]
struct Wanted {
    session: String,
    spot: Spot,
    /// It is heard at once.
    plays: bool,
}

/// Where a session is opened.
#[derive(Debug, Clone, PartialEq)]
pub enum Spot {
    Beginning,
    Mark(MarkerId),
    /// Take by its number.
    Place {
        take: u32,
        frame: Frames,
    },
}

impl State {
    /// The list shows itself instead of a session.
    fn is_list(&self) -> bool {
        self.opened.is_none()
    }

    /// Letters choose something for the chosen mark.
    pub fn chooses(&self) -> bool {
        self.chooser.is_some() && !self.is_list()
    }

    fn zoom_seconds(&self) -> f64 {
        self.zoom.seconds()
    }
}

/// The folder of the session that is open.
pub fn session(model: &Model) -> Option<&str> {
    model.listen.opened.as_ref().map(|opened| opened.listening.entry.id.as_str())
}

/// Opens a session by the name of its folder, at a mark where one is named. From every screen.
pub fn open(model: &mut Model, session: &str, marker: Option<MarkerId>) -> Vec<Effect> {
    open_at(model, session, marker.map_or(Spot::Beginning, Spot::Mark), false)
}

/// As [`open`], at any place, which is heard at once.
pub fn play_at(model: &mut Model, session: &str, spot: Spot) -> Vec<Effect> {
    open_at(model, session, spot, true)
}

fn open_at(model: &mut Model, session: &str, spot: Spot, plays: bool) -> Vec<Effect> {
    let mut effects = match model.screen {
        Screen::Listen => left(model),
        _ => show(model, Screen::Listen),
    };
    model.listen.opened = None; // also of the session that is open: its place is another one now
    model.listen.wanted = Some(Wanted { session: session.to_owned(), spot, plays });
    effects.push(Effect::Fetch(Fetch::Listening { session: session.to_owned() }));
    effects
}

/// The screen is opened by its tab: the list, its newest chosen.
pub fn entered(model: &mut Model) -> Vec<Effect> {
    (model.listen.opened, model.listen.wanted, model.listen.chosen) = (None, None, 0);
    model.listen.sessions = None;
    vec![Effect::Fetch(Fetch::Sessions)]
}

/// Silence, and no more looking at files.
pub fn left(model: &mut Model) -> Vec<Effect> {
    let mut effects = play::silence(model);
    model.listen.chooser = None;
    model.listen.look += 1;
    effects.push(Effect::StopDrawing);
    effects
}

/// The sessions have been read. A single one is opened at once where nothing else was asked for.
pub fn listed(model: &mut Model, sessions: Loaded<SessionRow>) -> Vec<Effect> {
    let is_first = model.listen.sessions.is_none();
    let only = match &sessions.rows[..] {
        [only] if is_first => Some(only.entry.id.clone()),
        _ => None,
    };
    let chosen = model.listen.chosen_lower_down();
    model.listen.widths = choose::widths(model, &sessions.rows);
    (model.listen.sessions, model.listen.faults) = (Some(sessions.rows), sessions.faults);
    model.listen.choose_again(chosen);
    match only {
        Some(session) if model.screen == Screen::Listen && model.listen.wanted.is_none() && model.listen.is_list() => {
            open(model, &session, None)
        }
        _ => Vec::new(),
    }
}

/// A session has been read: the one that is wanted, or the open one anew.
pub fn opened(model: &mut Model, listening: Listening, names: PeopleNames) -> Vec<Effect> {
    if model.screen != Screen::Listen {
        return Vec::new();
    }
    if let Some(opened) = model.listen.opened.as_mut().filter(|opened| opened.listening.entry.id == listening.entry.id) {
        let looped = opened.loop_span();
        opened.renew(listening, names);
        let is_other_loop = opened.loop_span() != looped;
        give_words_back(model);
        let mut effects = if is_other_loop { play::follow_head(model) } else { Vec::new() };
        effects.extend(draw(model));
        return effects;
    }
    let Some(wanted) = model.listen.wanted.take_if(|wanted| wanted.session == listening.entry.id) else { return Vec::new() };
    model.listen.choose_row_of(&wanted.session);
    model.listen.opened = Some(Opened::new(listening, names, &wanted.spot));
    give_words_back(model);
    let mut effects = draw(model);
    if wanted.plays {
        effects.extend(play::play_hit(model));
    }
    effects
}

/// Looks at the take in which the head stands, unless that is done.
fn draw(model: &mut Model) -> Vec<Effect> {
    let state = &mut model.listen;
    let Some(opened) = &mut state.opened else { return Vec::new() };
    let Some(take) = opened.take().cloned() else { return Vec::new() };
    let peaks = &mut opened.peaks[opened.take];
    if peaks.is_whole() {
        return Vec::new();
    }
    *peaks = Peaks::of(&take);
    state.look += 1;
    vec![Effect::Draw { look: state.look, session: opened.listening.entry.id.clone(), take: take.id }]
}

/// More of a take has been looked at.
pub fn looked(model: &mut Model, look: u64, take: &TakeId, buckets: &[Bucket]) {
    let state = &mut model.listen;
    if let Some(opened) = state.opened.as_mut().filter(|_| look == state.look) {
        opened.looked(take, buckets);
    }
}

/// `m` marks here: a session is open, and no take runs that it would mark.
pub fn takes_mark(model: &Model) -> bool {
    model.screen == Screen::Listen && !model.listen.is_list() && model.overlay.is_none() && !model.has_or_awaits_take()
}

pub fn commanded(model: &mut Model, command: Command, at: Monotonic) -> Vec<Effect> {
    if model.listen.is_list() {
        return choose::commanded(model, command);
    }
    if let Some(opened) = &mut model.listen.opened {
        opened.mouse = Mouse::default();
    }
    let taken = edge::commanded(model, command).or_else(|| palette::commanded(model, command));
    taken.unwrap_or_else(|| in_session(model, command, at))
}

fn in_session(model: &mut Model, command: Command, at: Monotonic) -> Vec<Effect> {
    match command {
        Command::Play => play::play_or_stop(model),
        Command::Accept => play::play_mark(model),
        Command::Up => step(model, false),
        Command::Down => step(model, true),
        Command::Left => move_by(model, -5.0),
        Command::Right => move_by(model, 5.0),
        Command::SecondBack => move_by(model, -1.0),
        Command::SecondOn => move_by(model, 1.0),
        Command::PageUp => move_by(model, -30.0),
        Command::PageDown => move_by(model, 30.0),
        Command::First => move_to(model, Frames(0)),
        Command::Last => move_to(model, Frames(u64::MAX)),
        Command::Zoom => {
            model.listen.zoom = model.listen.zoom.turned();
            Vec::new()
        }
        Command::Loop => play::loop_or_not(model),
        Command::Rate => play::other_rate(model),
        Command::Note => put_words(model, at),
        Command::InPoint => edge::hold(model, edge::Edge::Start),
        Command::OutPoint => edge::hold(model, edge::Edge::End),
        Command::Themes => palette::open(model, Chooser::Palette),
        Command::Who => palette::open(model, Chooser::People),
        Command::Mark => change::put(model, "touching"),
        Command::OffRecord => change::off_record(model),
        Command::Mask => change::mask(model),
        Command::Thread => change::thread(model, at),
        Command::Strength => change::strength(model),
        Command::Cancel => change::take_away(model),
        Command::Undo => change::undo(model),
        Command::Back => back(model),
        _ => Vec::new(),
    }
}

/// From the session to the list, in which it stays chosen.
fn back(model: &mut Model) -> Vec<Effect> {
    let mut effects = left(model);
    model.listen.opened = None;
    effects.push(Effect::Fetch(Fetch::Sessions));
    effects
}

/// The mark before or behind: the head goes to it, and what plays goes on from there.
fn step(model: &mut Model, on: bool) -> Vec<Effect> {
    let next = model.listen.opened.as_ref().and_then(|opened| opened.neighbour(on));
    next.map_or_else(Vec::new, |mark| choose_mark(model, mark))
}

fn choose_mark(model: &mut Model, mark: usize) -> Vec<Effect> {
    if let Some(opened) = &mut model.listen.opened {
        opened.choose(mark);
    }
    moved(model)
}

fn move_by(model: &mut Model, seconds: f64) -> Vec<Effect> {
    let Some(opened) = &mut model.listen.opened else { return Vec::new() };
    let from = opened.head;
    opened.move_by(seconds);
    if opened.head == from && !opened.is_playing() && opened.take().is_some() {
        model.say(text!("listen-at-edge", edge = if seconds < 0.0 { "start" } else { "end" }));
    }
    moved(model)
}

fn move_to(model: &mut Model, frame: Frames) -> Vec<Effect> {
    if let Some(opened) = &mut model.listen.opened {
        opened.move_to(frame);
    }
    moved(model)
}

/// The head stands elsewhere; outside of a range that is played over and over, that has ended.
fn moved(model: &mut Model) -> Vec<Effect> {
    if let Some(opened) = &mut model.listen.opened {
        let is_inside = opened.loop_span().is_some_and(|(start, end)| (start..=end).contains(&opened.head));
        opened.looped.take_if(|_| !is_inside);
    }
    let mut effects = play::follow_head(model);
    effects.extend(draw_other(model));
    effects
}

/// Looks at the take of the head, unless that is what is being looked at.
fn draw_other(model: &mut Model) -> Vec<Effect> {
    let Some(opened) = &mut model.listen.opened else { return Vec::new() };
    match std::mem::replace(&mut opened.drawn, opened.take) == opened.take {
        true => Vec::new(),
        false => draw(model),
    }
}

/// Opens the line with the words of the chosen mark, where it is one's own.
fn put_words(model: &mut Model, at: Monotonic) -> Vec<Effect> {
    let chosen = model.listen.opened.as_ref().and_then(Opened::mark);
    if model.setup.hides_names && chosen.is_some_and(|mark| mark.marker.note.is_some()) {
        model.say(text!("listen-hidden"));
        return Vec::new();
    }
    let Some(mark) = change::own(model) else { return Vec::new() };
    let was = mark.note.unwrap_or_default();
    let line = Line::new(text!("listen-words-line"), Purpose::WordsOf { marker: mark.id, was: was.clone() }, at);
    model.line = Some(line.filled(&was));
    Vec::new()
}

/// Words that could not be kept stand in their line again, as soon as their session is open and nothing else is typed.
fn give_words_back(model: &mut Model) {
    let Some(opened) = &mut model.listen.opened else { return };
    if model.screen != Screen::Listen || model.line.is_some() || model.overlay.is_some() {
        return;
    }
    let is_here = |unkept: &Unkept| unkept.session == opened.listening.entry.id;
    let Some(place) = model.listen.unkept.iter().position(is_here) else { return };
    let Unkept { purpose, words, .. } = model.listen.unkept.remove(place);
    let mark = opened
        .listening
        .marks
        .iter()
        .position(|filed| matches!(&purpose, Purpose::WordsOf { marker, .. } if *marker == filed.marker.id));
    mark.into_iter().for_each(|mark| opened.choose(mark));
    let label = match &purpose {
        Purpose::MarkAt { kind, .. } => text!("record-line", kind = *kind),
        _ => text!("listen-words-line"),
    };
    let line = Line::new(label, purpose, model.now.mono);
    model.line = Some(line.filled(&words));
}

/// Something that was typed is nowhere but here.
pub fn has_unkept(model: &Model) -> bool {
    !model.listen.unkept.is_empty()
}
