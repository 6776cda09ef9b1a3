//! Record: the lamp, the clock, the marks as they fall. A client of the recorder: it asks, and shows what the recorder says.
//!
//! `lamp` tells which of its states the lamp is in, `view` draws, `strip` draws the three lines beside a video call.

mod lamp;
mod view;

pub use lamp::{Lamp, Shape};
pub use view::view;

use crate::actions::sitting::Sitting;
use crate::clock::Monotonic;
use crate::error::Result;
use crate::locale::Text;
use crate::recorder::protocol::{Reply, Request, State as RecorderState, Warning};
use crate::text;
use crate::tui::event::{Act, Click, Effect};
use crate::tui::keymap::Command;
use crate::tui::line::{Line, Purpose};
use crate::tui::live::Live;
use crate::tui::model::{Model, Screen, Yes};
use crate::tui::update::{mark_request, stamped};

/// What the screen remembers beside the recorder's status.
#[derive(Debug, Default)]
pub struct State {
    /// What waits to be recorded; absent: a session that was not planned.
    pub chosen: Option<Sitting>,
    /// What is being recorded, as the library knows it.
    pub facts: Option<Sitting>,
    /// An input other than the config's, for as long as the interface is open.
    pub input: Option<String>,
    /// A recorder has been asked to listen.
    pub is_arming: bool,
    /// A take has been asked for, and the lamp is not on yet.
    pub starts_since: Option<Monotonic>,
    /// The take that has just been stopped.
    pub ended: Option<Ended>,
    /// The mark that arrows and letters work on.
    pub touch: Option<Touch>,
    pub number: Number,
}

/// How the last take ended.
#[derive(Debug, Clone)]
pub struct Ended {
    pub session: String,
    pub seconds: f64,
    pub marks: u32,
}

/// The mark made last, for as long as keys work on it.
#[derive(Debug, Clone)]
pub struct Touch {
    /// Known once the recorder has answered.
    pub id: Option<String>,
    pub kind: String,
    /// When its key came.
    pub key: Monotonic,
}

/// What the big number shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Number {
    #[default]
    Position,
    StepLeft,
    Clock,
}

/// Opens the screen: where nothing is recorded yet, a recorder listens, so that the meters live.
pub fn entered(model: &mut Model) -> Vec<Effect> {
    match &model.live {
        Some(_) => Vec::new(),
        None => arm(model),
    }
}

/// Leaves the screen: nobody listens without being seen.
pub fn left(model: &mut Model) -> Vec<Effect> {
    let listens = model.live.as_ref().is_some_and(|live| live.status.state == RecorderState::Armed);
    if listens || model.record.is_arming { vec![Effect::Disarm] } else { Vec::new() }
}

fn arm(model: &mut Model) -> Vec<Effect> {
    model.record.is_arming = true;
    let what = model.record.chosen.as_ref().and_then(|sitting| sitting.what.clone());
    vec![Effect::Arm { what, input: model.record.input.clone() }]
}

/// What came of arming. Without a microphone the synthetic voice is offered.
pub fn armed(model: &mut Model, outcome: Result<()>) -> Vec<Effect> {
    model.record.is_arming = false;
    if let Err(error) = outcome {
        model.complain(error);
        if model.record.input.as_deref() != Some("voice") {
            model.ask(text!("record-no-microphone"), Yes::SyntheticVoice);
        }
    }
    Vec::new()
}

pub fn with_synthetic_voice(model: &mut Model) -> Vec<Effect> {
    model.record.input = Some("voice".to_owned());
    arm(model)
}

pub fn commanded(model: &mut Model, command: Command, at: Monotonic) -> Vec<Effect> {
    match command {
        Command::Safe => safe(model, at),
        Command::OffRecord => in_take(model, |_| ask_mark("off-record", at)),
        Command::Mask => in_take(model, |_| ask_mark("mask", at)),
        Command::Consent => in_take(model, |_| ask_mark("consent", at)),
        Command::Thread => in_take(model, |model| open_line(model, "thread", at)),
        Command::Note => in_take(model, |model| open_line(model, "note", at)),
        Command::Accept => in_take(model, |_| vec![stamped(Act::Step, Request::Step, at)]),
        Command::Pause => in_take(model, |_| vec![stamped(Act::Pause, Request::Pause, at)]),
        Command::Undo => Vec::new(),
        Command::Stop => ask_to_stop(model, at),
        Command::BigNumber => turn_number(model),
        Command::Back => crate::tui::update::show(model, Screen::Today),
        _ => Vec::new(),
    }
}

/// Starts what waits, marks while a take runs, takes up what is paused.
pub fn safe(model: &mut Model, at: Monotonic) -> Vec<Effect> {
    match model.live.as_ref().map(|live| live.status.state) {
        Some(RecorderState::Paused) => vec![stamped(Act::Resume, Request::Resume, at)],
        Some(RecorderState::Recording | RecorderState::Lost | RecorderState::Starting) => ask_mark("touching", at),
        Some(RecorderState::Stopping) => Vec::new(),
        Some(RecorderState::Armed | RecorderState::Idle) | None => start(model, at),
    }
}

/// Marks the running take from wherever the keyboard is.
pub fn mark(model: &mut Model, at: Monotonic) -> Vec<Effect> {
    in_take(model, |_| ask_mark("touching", at))
}

fn start(model: &mut Model, at: Monotonic) -> Vec<Effect> {
    if model.record.starts_since.is_some() {
        return ask_mark("touching", at);
    }
    model.record.starts_since = Some(at);
    model.record.ended = None;
    let chosen = model.record.chosen.as_ref();
    vec![Effect::Record {
        what: chosen.and_then(|sitting| sitting.what.clone()),
        title: None,
        input: model.record.input.clone(),
        at,
    }]
}

fn in_take(model: &mut Model, act: impl FnOnce(&mut Model) -> Vec<Effect>) -> Vec<Effect> {
    if model.has_take() {
        return act(model);
    }
    model.say(text!("record-nothing-runs"));
    Vec::new()
}

fn ask_mark(kind: &str, at: Monotonic) -> Vec<Effect> {
    vec![Effect::Ask(Act::Mark, Request::Mark(mark_request(kind, at)))]
}

fn open_line(model: &mut Model, kind: &'static str, at: Monotonic) -> Vec<Effect> {
    model.line = Some(Line::new(text!("record-line", kind = kind), Purpose::NewMark { kind }, at));
    Vec::new()
}

/// The words that were typed become a mark at the moment when the line was opened, or the note of the mark that is there.
pub fn line_kept(model: &mut Model, line: Line) -> Vec<Effect> {
    let words = line.text().trim().to_owned();
    if words.is_empty() || !model.has_take() {
        return Vec::new();
    }
    match line.purpose {
        Purpose::NewMark { kind } => {
            let mut request = mark_request(kind, line.opened);
            request.note = Some(words);
            vec![Effect::Ask(Act::Mark, Request::Mark(request))]
        }
        _ => Vec::new(),
    }
}

fn ask_to_stop(model: &mut Model, at: Monotonic) -> Vec<Effect> {
    in_take(model, |model| {
        model.ask(text!("record-stop"), Yes::Stop(at));
        Vec::new()
    })
}

pub fn stop(_: &mut Model, at: Monotonic) -> Vec<Effect> {
    vec![stamped(Act::Stop, Request::Stop, at)]
}

fn turn_number(model: &mut Model) -> Vec<Effect> {
    model.record.number = match model.record.number {
        Number::Position => Number::StepLeft,
        Number::StepLeft => Number::Clock,
        Number::Clock => Number::Position,
    };
    Vec::new()
}

/// What the passing of time changes.
pub fn tick(_: &mut Model) -> Vec<Effect> {
    Vec::new()
}

/// The recorder's status is a new one.
pub fn followed(model: &mut Model) -> Vec<Effect> {
    if model.live.as_ref().is_some_and(|live| live.status.state != RecorderState::Armed) {
        model.record.starts_since = None;
    }
    Vec::new()
}

pub fn recorder_gone(model: &mut Model, was: Option<Live>) -> Vec<Effect> {
    if was.is_some_and(|live| live.has_take()) && model.record.ended.is_none() {
        model.say(text!("record-recorder-gone"));
    }
    Vec::new()
}

pub fn warned(model: &mut Model, warning: &Warning, cleared: bool) -> Vec<Effect> {
    if !cleared {
        model.repeat(warning.text.clone());
    }
    Vec::new()
}

pub fn stopped(model: &mut Model, session: String, seconds: f64, marks: u32) -> Vec<Effect> {
    let ended = Ended { session, seconds, marks };
    model.record.ended = Some(ended.clone());
    super::after::begin(model, &ended)
}

pub fn answered(model: &mut Model, act: Act, reply: Reply) -> Vec<Effect> {
    match act {
        Act::Start => model.record.starts_since = None,
        Act::Pause | Act::Resume | Act::Stop | Act::Mark | Act::Edit | Act::Undo | Act::Step => {}
    }
    if let Some(words) = reply.message {
        model.repeat(words);
    }
    Vec::new()
}

pub fn refused(model: &mut Model, act: Act) -> Vec<Effect> {
    if act == Act::Start {
        model.record.starts_since = None;
    }
    Vec::new()
}

/// Whether a click lies on the lamp or the clock.
pub fn is_lamp_or_clock(model: &Model, click: Click) -> bool {
    view::Areas::of(model).mark.contains((click.column, click.row).into())
}

/// A click on lamp or clock marks, the one that brings the keyboard back included.
pub fn click(model: &mut Model, at: Monotonic, _had_focus: bool) -> Vec<Effect> {
    if model.has_take() { ask_mark("touching", at) } else { Vec::new() }
}

/// What the lamp is called at the moment.
pub fn lamp_words(lamp: &Lamp) -> Text {
    text!("record-lamp", lamp = lamp.name)
}
