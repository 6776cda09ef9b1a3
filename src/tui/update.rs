//! What each event does to the model, and what is to be done outside. Reads nothing else: the same events give the same run.
//!
//! What holds on every screen is here: questions, lines of text, tabs, help, leaving. The rest goes to the screen.

use super::event::{Act, Click, Effect, Event, Facts, Fetch, Scroll, Typing};
use super::keymap::Command;
use super::line::{Line, Purpose};
use super::live::Live;
use super::model::{Model, Question, Screen, Yes};
use super::overlay;
use super::screen::{after, first, guided, listen, plan, record, today};
use crate::clock::Monotonic;
use crate::error::{Error, Result};
use crate::recorder::protocol::{self, MarkRequest, Reply, Request, Stamp, State};
use crate::text;

/// How long a line stays open in a take without being typed in, in seconds.
const LINE_PATIENCE: f64 = 8.0;

pub fn update(model: &mut Model, event: Event) -> Vec<Effect> {
    match event {
        Event::Tick(now) => {
            model.now = now;
            model.forget_old();
            let mut effects = keep_idle_line(model);
            effects.extend(record::tick(model));
            effects.extend(today::tick(model));
            effects
        }
        Event::Resized(size) => {
            model.size = size;
            Vec::new()
        }
        Event::Focused(has_focus) => {
            model.has_focus = has_focus;
            if has_focus { today::refresh(model) } else { Vec::new() }
        }
        Event::Command(command, at) => commanded(model, command, at),
        Event::Typed(typing, at) => match &mut model.line {
            // The safe key stays safe: in an empty line it marks.
            Some(line) if line.is_live() && line.is_empty() && typing == Typing::Letter(' ') => record::mark(model, at),
            Some(line) => {
                line.type_in(typing, at);
                typed(model)
            }
            None => Vec::new(),
        },
        Event::Pasted(words) => {
            if let Some(line) = &mut model.line {
                line.paste(&words, model.now.mono);
            }
            typed(model)
        }
        Event::Clicked(click) => clicked(model, click),
        Event::Scrolled(scroll) => {
            let command = if scroll == Scroll::Up { Command::Up } else { Command::Down };
            // The wheel goes through lists; on Record it would change a mark.
            if model.screen == Screen::Record && model.overlay.is_none() {
                Vec::new()
            } else {
                commanded(model, command, model.now.mono)
            }
        }
        Event::Status(status) => seen(model, status.map(|status| *status)),
        Event::Marks(marks) => {
            if let Some(live) = &mut model.live {
                marks.into_iter().for_each(|mark| live.remember(mark));
            }
            Vec::new()
        }
        Event::Told(event) => told(model, *event),
        Event::Answered(act, answer) => answered(model, act, answer),
        Event::Armed(outcome) => record::armed(model, outcome),
        Event::Fetched(facts) => fetched(model, facts),
        Event::Supplied(supplies) => {
            today::supplied(model, supplies);
            Vec::new()
        }
        Event::Heard(inputs) => {
            today::heard(model, inputs);
            Vec::new()
        }
        Event::Recovered(done) => today::recovered(model, done),
        Event::Noted(outcome) => {
            after::noted(model, outcome);
            Vec::new()
        }
        Event::Inputs(inputs) => first::listed(model, inputs),
        Event::Metered(level) => {
            first::metered(model, level);
            Vec::new()
        }
        Event::Settled(outcome) => first::settled(model, outcome),
        Event::Done(words) => {
            model.say(words);
            today::refresh(model)
        }
        Event::Failed(error) => {
            model.complain(error);
            Vec::new()
        }
    }
}

/// The line has changed.
fn typed(model: &mut Model) -> Vec<Effect> {
    if model.overlay.is_none() && model.screen == Screen::Today {
        today::typed(model);
    }
    overlay::typed(model)
}

/// A question comes first, then a line of text, then what lies over the screen, then the keys of every screen, then the screen.
fn commanded(model: &mut Model, command: Command, at: Monotonic) -> Vec<Effect> {
    if let Some(question) = model.question.take() {
        if command == Command::Accept {
            return yes(model, question);
        }
        if command == Command::Back {
            return Vec::new();
        }
    }
    if model.line.is_some() {
        return in_line(model, command, at);
    }
    match command {
        Command::Quit => leave(model),
        Command::Mark => record::mark(model, at),
        Command::Save => saved(model),
        Command::NextScreen => turn(model, 1),
        Command::PreviousScreen => turn(model, Screen::TABS.len() - 1),
        Command::Help | Command::Actions | Command::Find if model.overlay.is_none() => overlay::open(model, command, at),
        _ if model.overlay.is_some() => overlay::commanded(model, command, at),
        _ => on_screen(model, command, at),
    }
}

/// What a command does on the screen that is open.
pub fn on_screen(model: &mut Model, command: Command, at: Monotonic) -> Vec<Effect> {
    match model.screen {
        Screen::Today => today::commanded(model, command, at),
        Screen::Record => record::commanded(model, command, at),
        Screen::Listen => listen::commanded(model, command, at),
        Screen::Plan => plan::commanded(model, command, at),
        Screen::Guided => guided::commanded(model, command, at),
        Screen::After => after::commanded(model, command, at),
        Screen::First => first::commanded(model, command, at),
    }
}

fn yes(model: &mut Model, question: Question) -> Vec<Effect> {
    match question.yes {
        Yes::Do(effects) => effects,
        Yes::Stop(at) => record::stop(model, at),
        Yes::SyntheticVoice => record::with_synthetic_voice(model),
        Yes::Record(occurrence) => today::record_missed(model, &occurrence),
    }
}

/// Leaving ends no take, and says so.
fn leave(model: &mut Model) -> Vec<Effect> {
    let effects = vec![Effect::Quit];
    if model.has_take() {
        let goes_on = if model.setup.rehearsal { text!("today-rehearsal-quit") } else { text!("screen-quit-in-take") };
        model.ask(goes_on, Yes::Do(effects));
        return Vec::new();
    }
    effects
}

fn saved(model: &mut Model) -> Vec<Effect> {
    model.say(text!("screen-all-kept"));
    Vec::new()
}

fn turn(model: &mut Model, by: usize) -> Vec<Effect> {
    let at = Screen::TABS.iter().position(|screen| *screen == model.screen).unwrap_or(0);
    show(model, Screen::TABS[(at + by) % Screen::TABS.len()])
}

/// Opens a screen: what the one before needed is let go, what this one needs is fetched.
pub fn show(model: &mut Model, screen: Screen) -> Vec<Effect> {
    if model.screen == screen {
        return Vec::new();
    }
    let mut effects = match model.screen {
        Screen::Record | Screen::Guided => record::left(model),
        Screen::Listen => listen::left(model),
        Screen::Today | Screen::Plan | Screen::After | Screen::First => Vec::new(),
    };
    model.screen = screen;
    model.line = None;
    model.overlay = None;
    effects.extend(match screen {
        Screen::Today => today::entered(model),
        Screen::After | Screen::First => Vec::new(),
        Screen::Record | Screen::Guided => record::entered(model),
        Screen::Listen => listen::entered(model),
        Screen::Plan => plan::entered(model),
    });
    effects
}

/// `Enter` keeps the line. In a take `Esc` keeps it too; elsewhere `Esc` gives it up.
fn in_line(model: &mut Model, command: Command, at: Monotonic) -> Vec<Effect> {
    match command {
        Command::Accept => keep_line(model, at),
        Command::Back if model.has_take() && model.line.as_ref().is_some_and(|line| !line.is_empty()) => keep_line(model, at),
        Command::Back => {
            let line = model.line.take();
            match (model.screen, line) {
                (Screen::After, Some(line)) if model.overlay.is_none() => after::given_up(model, &line),
                (Screen::First, _) if model.overlay.is_none() => first::given_up(model),
                _ => overlay::line_given_up(model),
            }
        }
        Command::Quit => leave(model),
        Command::Save => saved(model),
        _ => overlay::commanded_in_line(model, command, at),
    }
}

fn keep_line(model: &mut Model, at: Monotonic) -> Vec<Effect> {
    let Some(line) = model.line.take() else { return Vec::new() };
    match line.purpose.clone() {
        Purpose::NewMark { .. } | Purpose::NoteOf { .. } => record::line_kept(model, line),
        Purpose::Find => overlay::found(model, line, at),
        Purpose::Field(_) => match model.screen {
            Screen::Today => today::kept(model, line),
            Screen::After => after::kept(model, &line),
            Screen::First => first::kept(model, line),
            Screen::Record | Screen::Listen | Screen::Plan | Screen::Guided => Vec::new(),
        },
    }
}

/// A line that nobody types in any more is kept, so that the keys are keys again.
fn keep_idle_line(model: &mut Model) -> Vec<Effect> {
    let is_idle = |line: &Line| line.is_live() && model.now.mono.seconds_since(line.typed) > LINE_PATIENCE;
    match &model.line {
        Some(line) if is_idle(line) && model.has_take() => keep_line(model, model.now.mono),
        _ => Vec::new(),
    }
}

fn clicked(model: &mut Model, click: Click) -> Vec<Effect> {
    let had_focus = std::mem::replace(&mut model.has_focus, true);
    if model.screen == Screen::Record && model.overlay.is_none() && record::is_lamp_or_clock(model, click) {
        return record::click(model, click.at, had_focus);
    }
    if let Some(screen) = super::view::tab_at(model, click.column, click.row) {
        return show(model, screen);
    }
    if model.overlay.is_some() {
        return overlay::clicked(model, click);
    }
    match model.screen {
        Screen::Today => today::clicked(model, click),
        Screen::Record | Screen::Guided | Screen::After | Screen::First => Vec::new(),
        Screen::Listen => listen::clicked(model, click),
        Screen::Plan => plan::clicked(model, click),
    }
}

/// The recorder's status: there, gone, or another one.
fn seen(model: &mut Model, status: Option<protocol::Status>) -> Vec<Effect> {
    let Some(status) = status.filter(|status| status.state != State::Idle) else {
        let was = model.live.take();
        return record::recorder_gone(model, was);
    };
    let at = model.now.mono;
    let is_other = model.live.as_ref().is_none_or(|live| {
        (live.status.pid, live.status.take, &live.status.session) != (status.pid, status.take, &status.session)
    });
    match &mut model.live {
        Some(live) if live.status.pid == status.pid => {
            if live.status.session != status.session || live.status.take != status.take {
                live.marks.clear();
            }
            (live.status, live.at) = (status, at);
        }
        live => *live = Some(Live::new(status, at)),
    }
    let mut effects = record::followed(model);
    if let Some(session) = model.live.as_ref().and_then(|live| live.status.session.clone()).filter(|_| is_other) {
        effects.push(Effect::Fetch(Fetch::Sitting { session }));
    }
    effects
}

fn told(model: &mut Model, event: protocol::Event) -> Vec<Effect> {
    match event {
        protocol::Event::Mark { marker, .. } => {
            if let Some(live) = &mut model.live {
                live.remember(*marker);
            }
            Vec::new()
        }
        protocol::Event::Warning { warning, cleared, .. } => record::warned(model, &warning, cleared),
        protocol::Event::Stopped { session, seconds, marks, .. } => record::stopped(model, session, seconds, marks),
        _ => Vec::new(),
    }
}

fn answered(model: &mut Model, act: Act, answer: Result<Box<Reply>>) -> Vec<Effect> {
    let reply = match answer {
        Ok(reply) => *reply,
        Err(error) => return refused(model, act, error),
    };
    if !reply.ok {
        let words = reply.message.unwrap_or_default();
        return refused(model, act, Error::told(i32::from(reply.exit.unwrap_or(1)), words));
    }
    record::answered(model, act, reply)
}

fn refused(model: &mut Model, act: Act, error: Error) -> Vec<Effect> {
    model.complain(error);
    record::refused(model, act)
}

fn fetched(model: &mut Model, facts: Facts) -> Vec<Effect> {
    match facts {
        Facts::Library(library) => {
            model.library = Some(*library);
            Vec::new()
        }
        Facts::Today(facts) => {
            today::read(model, *facts);
            Vec::new()
        }
        Facts::Occurrence(sitting) => {
            today::described(model, *sitting);
            Vec::new()
        }
        Facts::Sitting(sitting) => {
            model.record.facts = Some(*sitting);
            Vec::new()
        }
    }
}

/// A request that makes a mark.
pub fn mark_request(kind: &str, at: Monotonic) -> MarkRequest {
    MarkRequest { kind: Some(kind.to_owned()), stamp: Stamp { mono: Some(at), wall: None }, ..MarkRequest::default() }
}

/// Asks the recorder for something that needs no more than the moment of its key.
pub fn stamped(act: Act, request: impl Fn(Stamp) -> Request, at: Monotonic) -> Effect {
    Effect::Ask(act, request(Stamp { mono: Some(at), wall: None }))
}
