//! Record: the lamp, the clock, the marks as they fall. A client of the recorder: it asks, and shows what the recorder says.
//!
//! `lamp` tells which of its states the lamp is in, `touch` makes marks and changes the last one, `meters` remembers peaks, `heard` takes
//! in what the recorder says, `late` keeps what was being typed when the take ended, `says` words it, `take` tells what is known of it,
//! `people` says who speaks, `typed` makes marks of words, `questions` is the public's queue, `inputs` lists what can be recorded from, `view` draws all of it, and the strip.

mod heard;
pub mod inputs;
mod lamp;
mod late;
mod meters;
pub mod people;
mod questions;
mod says;
mod take;
mod touch;
mod typed;
pub mod view;

pub use heard::{
    answered, checked, copied, followed, known, marks_read, next_is, recorder_gone, refused, stopped, tick, told_mark, waits,
    warned,
};
pub use lamp::{Lamp, Shape, is_synthetic};
pub use late::{late_again, late_noted};
pub use meters::{FLOOR, Loudness, Meters, clamped};
pub use says::{Tone, all_kept, next_time, place, sentences, synthetic, what_was_kept};
pub use take::{StepView, counted, sitting, step, title, withholds};
use touch::TOUCH;
pub use touch::{Made, Touch, keys_held};
pub use typed::kept as line_kept;
pub use view::view;

use chrono::{DateTime, Utc};

use crate::actions::notes::LateNote;
use crate::actions::sitting::{NextDate, Sitting};
use crate::clock::Monotonic;
use crate::error::{Error, Result};
use crate::recorder::protocol::{Request, Stamp, State as RecorderState, StopReason};
use crate::recorder::relief::Relief;
use crate::text;
use crate::tui::event::{Act, Click, Effect, Fetch};
use crate::tui::keymap::{Command, Scope};
use crate::tui::live::Live;
use crate::tui::model::{About, Model, Question, Screen, Yes};

/// How long the question whether to stop waits for its answer, in seconds.
const STOP_PATIENCE: f64 = 5.0;

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
    pub starting: Option<Starting>,
    /// What the recorder was asked and has not answered yet.
    pub unanswered: usize,
    /// The take that has just been stopped.
    pub ended: Option<Ended>,
    /// The take that a fault has ended: it is told until another one runs, whatever is pressed meanwhile.
    pub fault: Option<Ended>,
    /// The session whose recorder has gone without a word.
    pub broken: Option<Broken>,
    /// The marks made here.
    pub made: Made,
    /// Where the line belongs that is still being typed although its take has ended; its words are still to come.
    pub left_open: Option<LateNote>,
    /// What was being typed when its take ended, and is not on the disk yet.
    pub late: Vec<LateNote>,
    /// The mark that arrows and letters work on.
    pub touch: Option<Touch>,
    pub questions: questions::Queue,
    pub number: Number,
    pub meters: Meters,
    pub bell: Bell,
    /// When the open take was first seen.
    pub take_since: Option<Monotonic>,
    /// Whether it was said that every voice of the open take is heard, or was so when it was first seen.
    pub all_heard: Option<bool>,
    /// How many times it was said that it is still off the record.
    pub reminded: u64,
    /// When the microphone that was lost came back, until its gap is told.
    pub returned: Option<Monotonic>,
    /// The warning that was last said once.
    pub advice: Option<Advice>,
    pub relief: Relief,
    /// What the recorder has said of the second copy while something was still asked of its session.
    pub checked: Option<Checked>,
}

/// The second copy of a session was compared with it.
#[derive(Debug)]
pub struct Checked {
    pub session: String,
    pub at: DateTime<Utc>,
    /// Nothing is missing there.
    pub complete: bool,
    /// It lies on the library's own disk.
    pub same_disk: bool,
}

/// A warning that was said once.
#[derive(Debug)]
pub struct Advice {
    pub code: String,
    pub input: Option<u32>,
    pub words: String,
}

/// A take that has been asked for.
#[derive(Debug)]
pub struct Starting {
    /// When it was asked for.
    since: Monotonic,
    /// What is to be asked as soon as there is a recorder to ask.
    held: Vec<Effect>,
}

/// How the last take ended.
#[derive(Debug, Clone)]
pub struct Ended {
    pub session: String,
    pub seconds: f64,
    pub marks: u32,
    /// Stretches off the record.
    pub withheld: usize,
    pub why: StopReason,
    pub next: Option<NextDate>,
}

impl Ended {
    /// Nobody wanted it to end.
    pub fn is_fault(&self) -> bool {
        self.why == StopReason::Fault
    }
}

/// A recorder that has gone while a take was open.
#[derive(Debug, Clone)]
pub struct Broken {
    pub session: Option<String>,
    pub at: Monotonic,
    /// Long enough ago: no word of an orderly end has come.
    pub is_certain: bool,
    /// The safe key was pressed before that was certain: then the session goes on.
    pub pressed: Option<Monotonic>,
    pub withheld: usize,
}

/// When the bell was rung.
#[derive(Debug, Clone, Copy, Default)]
pub struct Bell {
    pub rung: Option<Monotonic>,
    /// For what the lamp shows now.
    pub is_done: bool,
}

/// What the big number shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Number {
    #[default]
    Position,
    StepLeft,
    Clock,
}

impl State {
    /// When something changes although nothing happens.
    pub fn next_look(&self, now: Monotonic) -> Option<Monotonic> {
        let of_broken = self.broken.as_ref().filter(|broken| !broken.is_certain).map(|broken| heard::certain_at(broken.at));
        let of_touch = self.touch.as_ref().map(Touch::ends);
        let of_start = self.starting.as_ref().map(|starting| lamp::late_at(starting.since)).filter(|late| now < *late);
        of_broken.into_iter().chain(of_touch).chain(of_start).min()
    }
}

/// Opens the screen: where nothing is recorded yet, a recorder listens, so that the meters live.
pub fn entered(model: &mut Model) -> Vec<Effect> {
    if model.live.is_some() {
        return Vec::new();
    }
    model.record.ended = None;
    let mut effects = arm(model);
    if model.record.chosen.is_none() {
        effects.push(Effect::Fetch(Fetch::Waiting));
    }
    effects
}

/// Leaves the screen: nobody listens without being seen.
pub fn left(model: &mut Model) -> Vec<Effect> {
    let listens = model.live.as_ref().is_some_and(|live| live.status.state == RecorderState::Armed);
    if (listens || model.record.is_arming) && model.record.starting.is_none() { vec![Effect::Disarm] } else { Vec::new() }
}

fn arm(model: &mut Model) -> Vec<Effect> {
    model.record.is_arming = true;
    let what = model.record.chosen.as_ref().and_then(|sitting| sitting.what.clone());
    vec![Effect::Arm { what, input: input(model) }]
}

/// In a rehearsal no microphone is opened.
fn input(model: &Model) -> Option<String> {
    if model.setup.rehearsal { Some("voice".to_owned()) } else { model.record.input.clone() }
}

/// What came of arming. Without a microphone the synthetic voice is offered.
pub fn armed(model: &mut Model, outcome: Result<()>) -> Vec<Effect> {
    model.record.is_arming = false;
    let Err(error) = outcome else { return Vec::new() };
    model.complain_of_input(error);
    let may_be_the_input = model.record.input.is_none() && model.may_write();
    if may_be_the_input { vec![Effect::ListInputs] } else { Vec::new() }
}

/// The system has been asked what can be recorded from, since nothing listens: where there is no microphone, or a `fault` hides it, the
/// voice is offered.
fn offer_voice(model: &mut Model, fault: Option<&Error>) {
    let waits = matches!(model.screen, Screen::Record | Screen::Guided) && model.live.is_none() && !model.record.is_arming;
    if waits && model.record.input.is_none() {
        let why = fault.map(|fault| text!("record-no-sound", fault = fault.message().clone()));
        model.ask(why.unwrap_or(text!("record-no-microphone")), Yes::SyntheticVoice);
    }
}

pub fn with_synthetic_voice(model: &mut Model) -> Vec<Effect> {
    model.message.take_if(|message| message.about == About::Input); // it is answered
    model.record.input = Some("voice".to_owned());
    arm(model)
}

pub fn commanded(model: &mut Model, command: Command, at: Monotonic) -> Vec<Effect> {
    let of_people = people::commanded(model, command, at);
    let of_queue = of_people.or_else(|| questions::commanded(model, command, at));
    if let Some(effects) = of_queue.or_else(|| touch::commanded(model, command, at)) {
        return effects;
    }
    match command {
        Command::Safe => safe(model, at),
        Command::OffRecord => in_take(model, |model| touch::mark(model, "off-record", at)),
        Command::Mask => in_take(model, |model| touch::mark(model, "mask", at)),
        Command::Consent => in_take(model, |model| touch::mark(model, "consent", at)),
        Command::Letter(letter) => in_take(model, |model| touch::letter(model, letter, at)),
        Command::Thread => in_take(model, |model| typed::open(model, "thread", at)),
        Command::Note => in_take(model, |model| typed::open(model, "note", at)),
        Command::Accept if has_no_steps(model) => in_take(model, |model| {
            model.say(text!("record-no-steps"));
            Vec::new()
        }),
        Command::Accept => in_take(model, |model| send(model, vec![stamped(Act::Step, Request::Step, at)])),
        Command::Pause => in_take(model, |model| pause(model, at)),
        Command::Undo => in_take(model, |model| undo(model, at)),
        Command::Stop => ask_to_stop(model, at),
        Command::Inputs => inputs::open(model),
        Command::BigNumber => turn_number(model),
        Command::Left | Command::Right | Command::Up | Command::Down if model.has_take() => {
            model.say(text!("record-touch-over", seconds = TOUCH as u32));
            Vec::new()
        }
        Command::Back if model.screen == Screen::Record && model.has_or_awaits_take() => stay(model),
        Command::Back => crate::tui::update::show(model, Screen::Today),
        _ => Vec::new(),
    }
}

/// One `Esc` too many, to close a list or a line, leaves no take out of sight: there the safe key would be another one.
fn stay(model: &mut Model) -> Vec<Effect> {
    if let Some(key) = model.keymap.key(Command::NextScreen, Scope::Record) {
        model.say(text!("record-stays", key = key.shown(&model.locale)));
    }
    Vec::new()
}

/// What is recorded is known, and it has no guide. Of what is not known yet the recorder knows.
fn has_no_steps(model: &Model) -> bool {
    sitting(model).is_some_and(|sitting| sitting.steps.is_empty()) && step(model).is_none()
}

/// Starts what waits, marks while a take runs, takes up what is paused. A take that has ended is not begun again by a press too many:
/// first the screen waits again.
pub fn safe(model: &mut Model, at: Monotonic) -> Vec<Effect> {
    match model.live.as_ref().map(|live| live.status.state) {
        Some(RecorderState::Paused) => vec![stamped(Act::Resume, Request::Resume, at)],
        Some(RecorderState::Recording | RecorderState::Lost | RecorderState::Starting) => touch::mark_or_reach(model, at),
        Some(RecorderState::Stopping) => Vec::new(),
        Some(RecorderState::Armed | RecorderState::Idle) => start(model, at),
        None if model.record.starting.is_some() => touch::mark_or_reach(model, at),
        None if model.record.ended.is_some() => entered(model),
        None => match model.record.broken.as_mut().filter(|broken| !broken.is_certain) {
            Some(broken) => {
                broken.pressed.get_or_insert(at);
                Vec::new()
            }
            None => start(model, at),
        },
    }
}

/// Marks the running take from wherever the keyboard is.
pub fn mark(model: &mut Model, at: Monotonic) -> Vec<Effect> {
    in_take(model, |model| touch::mark(model, "touching", at))
}

/// The safe key where the lamp is not in sight: it marks, and neither begins anything nor opens the microphone again.
pub fn mark_elsewhere(model: &mut Model, at: Monotonic) -> Vec<Effect> {
    in_take(model, |model| touch::mark_or_reach(model, at))
}

fn start(model: &mut Model, at: Monotonic) -> Vec<Effect> {
    if model.record.starting.is_some() {
        return touch::mark_or_reach(model, at);
    }
    touch::forget(model);
    model.message = None; // what was said of the time before does not hold any more
    (model.record.starting, model.record.ended) = (Some(Starting { since: at, held: Vec::new() }), None);
    let broken = model.record.broken.take().and_then(|broken| broken.session);
    let chosen = model.record.chosen.as_ref().and_then(|sitting| sitting.what.clone());
    vec![Effect::Record { what: broken.or(chosen), title: None, input: input(model), at }]
}

/// Asks now, or as soon as the take that was asked for is there. Without either nothing is asked: it would reach another take.
fn send(model: &mut Model, effects: Vec<Effect>) -> Vec<Effect> {
    if model.has_take() {
        return effects;
    }
    if let Some(starting) = &mut model.record.starting {
        starting.held.extend(effects);
    }
    Vec::new()
}

/// In a take, and in one that is about to begin.
fn in_take(model: &mut Model, act: impl FnOnce(&mut Model) -> Vec<Effect>) -> Vec<Effect> {
    if model.has_or_awaits_take() {
        return act(model);
    }
    model.say(text!("record-nothing-runs"));
    Vec::new()
}

fn pause(model: &mut Model, at: Monotonic) -> Vec<Effect> {
    if model.has_joined() {
        model.say(text!("join-cannot-pause"));
        return Vec::new();
    }
    let is_paused = model.live.as_ref().is_some_and(|live| live.status.state == RecorderState::Paused);
    let effect = if is_paused { stamped(Act::Resume, Request::Resume, at) } else { stamped(Act::Pause, Request::Pause, at) };
    send(model, vec![effect])
}

fn undo(model: &mut Model, at: Monotonic) -> Vec<Effect> {
    let has_waited = touch::take_back_waiting(model);
    model.record.touch = None;
    if has_waited { Vec::new() } else { send(model, vec![stamped(Act::Undo, Request::Undo, at)]) }
}

/// Asks whether the take is to be stopped.
pub fn ask_to_stop(model: &mut Model, at: Monotonic) -> Vec<Effect> {
    in_take(model, |model| {
        let until = Monotonic(model.now.mono.0 + (STOP_PATIENCE * 1e9) as u64);
        model.question = Some(Question {
            sentence: text!("record-stop"),
            asked: at,
            yes: Yes::Stop(at),
            until: Some(until),
            is_answered: false,
        });
        Vec::new()
    })
}

pub fn stop(model: &mut Model, at: Monotonic) -> Vec<Effect> {
    send(model, vec![stamped(Act::Stop, Request::Stop, at)])
}

fn turn_number(model: &mut Model) -> Vec<Effect> {
    let has_steps = step(model).and_then(|step| step.left()).is_some();
    model.record.number = match model.record.number {
        Number::Position if has_steps => Number::StepLeft,
        Number::Position | Number::StepLeft => Number::Clock,
        Number::Clock => Number::Position,
    };
    Vec::new()
}

/// Whether a click lies on the lamp or the clock.
pub fn is_lamp_or_clock(model: &Model, click: Click) -> bool {
    view::mark_area(model).contains((click.column, click.row).into())
}

/// A click on lamp or clock marks, the one that brings the keyboard back included.
pub fn click(model: &mut Model, at: Monotonic) -> Vec<Effect> {
    if model.has_take() { touch::mark(model, "touching", at) } else { Vec::new() }
}

/// Asks the recorder for something that needs no more than the moment of its key.
fn stamped(act: Act, request: impl Fn(Stamp) -> Request, at: Monotonic) -> Effect {
    Effect::Ask(act, request(Stamp { mono: Some(at), wall: None }))
}
