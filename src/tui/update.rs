//! What each event does to the model, and what is to be done outside. Reads nothing else: the same events give the same run.
//!
//! What holds on every screen is here: questions, lines of text, tabs, help, leaving. The rest goes to the screen.

use super::event::{Act, Changed, Click, Effect, Event, Facts, Fetch, Now, Scroll, Size, Typing};
use super::keymap::{Command, Scope};
use super::line::{Line, Purpose};
use super::live::Live;
use super::model::{LINE_PATIENCE, Model, Question, Screen, Yes};
use super::overlay;
use super::reminders;
use super::screen::{after, first, guided, listen, plan, record, today};
use crate::clock::Monotonic;
use crate::error::{Error, Result};
use crate::locale::Text;
use crate::recorder::protocol::{self, Reply, State, StopReason};
use crate::text;

pub fn update(model: &mut Model, event: Event) -> Vec<Effect> {
    match event {
        Event::Tick(now) => ticked(model, now),
        Event::Resized(size) => resized(model, size),
        Event::Focused(has_focus) => focused(model, has_focus),
        Event::Command(command, at) => commanded(model, command, at),
        Event::Typed(typing, at) => typed(model, typing, at),
        Event::Pasted(words) => pasted(model, &words),
        Event::Clicked(click) => clicked(model, click),
        Event::Scrolled(scroll) => scrolled(model, scroll),
        Event::Status(status) => seen(model, status.map(|status| *status)),
        Event::Marks(marks) => record::marks_read(model, marks),
        Event::Told(event) => told(model, *event),
        Event::Answered(act, answer) => answered(model, act, answer),
        Event::Armed(outcome) => record::armed(model, outcome),
        Event::Fetched(facts) => fetched(model, facts),
        Event::Supplied(supplies) => today::supplied(model, supplies),
        Event::Heard(inputs) => today::heard(model, inputs),
        Event::Recovered(done) => today::recovered(model, done),
        Event::Noted { session, outcome } => after::noted(model, &session, outcome),
        Event::Worded { session, marker, words, outcome } => listen::worded(model, session, marker, words, outcome),
        Event::LateNoted(late, outcome) => record::late_noted(model, late, outcome),
        Event::Inputs(found) if model.screen == Screen::First => first::listed(model, found.rows),
        Event::Inputs(found) => record::inputs::listed(model, found),
        Event::Metered(level) => first::metered(model, level),
        Event::Settled(outcome) => first::settled(model, outcome),
        Event::Played(number, played) => listen::played(model, number, played),
        Event::Peaks { look, take, buckets } => listen::looked(model, look, &take, &buckets),
        Event::Found(number, found) => overlay::find::found(model, number, *found),
        Event::Changed(outcome) => changed(model, outcome),
        Event::Reminded { reminder, is_told } => reminders::told(model, *reminder, is_told),
        Event::Done(words) => done(model, words),
        Event::Failed(error) => failed(model, error),
    }
}

fn ticked(model: &mut Model, now: Now) -> Vec<Effect> {
    model.now = now;
    model.forget_old();
    reminders::say_next(model);
    let mut effects = keep_idle_line(model);
    effects.extend(record::tick(model));
    effects.extend(today::tick(model));
    effects
}

fn resized(model: &mut Model, size: Size) -> Vec<Effect> {
    model.size = size;
    if model.screen == Screen::Plan { plan::resized(model) } else { Vec::new() }
}

fn focused(model: &mut Model, has_focus: bool) -> Vec<Effect> {
    model.has_focus = has_focus;
    match model.screen {
        _ if !has_focus => Vec::new(),
        Screen::Plan => plan::refresh(model),
        _ => today::refresh(model),
    }
}

fn pasted(model: &mut Model, words: &str) -> Vec<Effect> {
    if let Some(line) = &mut model.line {
        line.paste(words, model.now.mono);
    }
    line_changed(model)
}

/// The wheel goes through lists; on Record it would change a mark.
fn scrolled(model: &mut Model, scroll: Scroll) -> Vec<Effect> {
    let command = if scroll == Scroll::Up { Command::Up } else { Command::Down };
    let would_mark = model.screen == Screen::Record && model.overlay.is_none();
    if would_mark { Vec::new() } else { commanded(model, command, model.now.mono) }
}

/// Plans have been changed, or have stayed as they were.
fn changed(model: &mut Model, outcome: Result<Changed>) -> Vec<Effect> {
    match outcome {
        Ok(changed) => {
            let mut effects = plan::changed(model, changed);
            effects.extend(today::refresh(model));
            effects
        }
        Err(error) => {
            plan::unchanged(model);
            failed(model, error)
        }
    }
}

fn done(model: &mut Model, words: Text) -> Vec<Effect> {
    model.say(words);
    today::refresh(model)
}

fn failed(model: &mut Model, error: Error) -> Vec<Effect> {
    model.complain(error);
    Vec::new()
}

fn typed(model: &mut Model, typing: Typing, at: Monotonic) -> Vec<Effect> {
    let thread = |letter: char| model.keymap.keys_of(Command::Thread, Scope::Record).iter().any(|key| key.sign() == Some(letter));
    let is_thread_again = matches!(typing, Typing::Letter(letter) if thread(letter));
    match &mut model.line {
        // The safe key stays safe: in an empty line it marks.
        Some(line) if line.is_live() && line.is_empty() && typing == Typing::Letter(' ') => record::safe(model, at),
        Some(line) if is_thread_again && line.is_empty_thread() => {
            line.promise(at);
            Vec::new()
        }
        Some(line) => {
            model.question = None; // a letter is no, and then does its own work
            line.type_in(typing, at);
            line_changed(model)
        }
        None => Vec::new(),
    }
}

/// What is typed is read back at once, where somebody waits for it.
fn line_changed(model: &mut Model) -> Vec<Effect> {
    match model.line.as_ref().map(|line| &line.purpose) {
        Some(Purpose::Moving(_)) => plan::moving::typed(model),
        Some(Purpose::Field(_)) if model.screen == Screen::Plan => plan::form::typed(model),
        _ => return overlay::typed(model),
    }
    Vec::new()
}

/// A question comes first, then a line of text, then what lies over the screen, then the keys of every screen, then the screen.
fn commanded(model: &mut Model, command: Command, at: Monotonic) -> Vec<Effect> {
    model.is_untouched = false;
    if let Some(question) = model.question.take() {
        if command == Command::Accept && !question.may_be_read(at) {
            model.question = Some(question);
            return Vec::new();
        }
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
        // There is no library yet to which other screens could lead.
        _ if model.screen == Screen::First && command != Command::Help && model.overlay.is_none() => {
            on_screen(model, command, at)
        }
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
        Yes::GiveUpForm => plan::form::give_up(model),
        Yes::SyntheticVoice => record::with_synthetic_voice(model),
        Yes::Record(occurrence) => today::record_missed(model, &occurrence),
    }
}

/// Leaving ends no take, and says so.
fn leave(model: &mut Model) -> Vec<Effect> {
    let effects = vec![Effect::Quit];
    if after::is_unsaved(model) {
        model.ask(text!("today-after-quit-unsaved"), Yes::Do(effects));
        return Vec::new();
    }
    if listen::has_unkept(model) || !model.record.late.is_empty() {
        model.ask(text!("screen-quit-unkept"), Yes::Do(effects));
        return Vec::new();
    }
    if model.plan.form.as_ref().is_some_and(plan::form::Form::is_changed) && model.screen == Screen::Plan {
        model.ask(text!("schedule-ask-give-up"), Yes::Do(effects));
        return Vec::new();
    }
    if model.has_take() || model.record.starts_since.is_some() {
        let goes_on = if model.setup.rehearsal { text!("today-rehearsal-quit") } else { text!("screen-quit-in-take") };
        model.ask(goes_on, Yes::Do(effects));
        return Vec::new();
    }
    effects
}

fn saved(model: &mut Model) -> Vec<Effect> {
    model.say(record::all_kept(model).unwrap_or_else(|| text!("screen-all-kept")));
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

/// `Enter` keeps the line. What belongs to a take `Esc` keeps too; everything else it gives up.
fn in_line(model: &mut Model, command: Command, at: Monotonic) -> Vec<Effect> {
    let is_field = model.line.as_ref().is_some_and(|line| matches!(line.purpose, Purpose::Field(_)));
    match command {
        _ if is_field && model.screen == Screen::Plan && command != Command::Quit => plan::form::commanded(model, command, at),
        Command::Accept => keep_line(model, at),
        Command::Back if model.has_take() && model.line.as_ref().is_some_and(|line| line.is_live() && !line.is_empty()) => {
            keep_line(model, at)
        }
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
    match &line.purpose {
        Purpose::NewMark { .. } | Purpose::NoteOfMade(_) => record::line_kept(model, line),
        Purpose::WordsOf { marker } => listen::words_kept(model, marker.clone(), line.text()),
        Purpose::Find => overlay::found(model, line, at),
        Purpose::Moving(_) => plan::moving::kept(model, line),
        Purpose::Field(_) => match model.screen {
            Screen::After => after::kept(model, &line),
            Screen::First => first::kept(model, line),
            Screen::Today | Screen::Record | Screen::Listen | Screen::Plan | Screen::Guided => Vec::new(),
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
    model.is_untouched = false;
    let shows_lamp = matches!(model.screen, Screen::Record | Screen::Guided) && model.overlay.is_none();
    let marks = shows_lamp && record::is_lamp_or_clock(model, click);
    model.has_focus = true;
    if marks {
        return record::click(model, click.at);
    }
    if model.overlay.is_some() {
        return overlay::clicked(model, click);
    }
    if let Some(screen) = super::view::tab_at(model, click.column, click.row) {
        return show(model, screen);
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
        let mut effects = after::again(model);
        effects.extend(record::late_again(model));
        effects.extend(record::recorder_gone(model, was));
        return effects;
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
    let mut effects = show_take_at_once(model);
    effects.extend(record::followed(model));
    if let Some(session) = model.live.as_ref().and_then(|live| live.status.session.clone()).filter(|_| is_other) {
        effects.push(Effect::Fetch(Fetch::Sitting { session }));
    }
    effects
}

/// Whoever opens the interface while a take runs sees the take, unless they have already gone elsewhere.
fn show_take_at_once(model: &mut Model) -> Vec<Effect> {
    let is_first_look = model.is_untouched && model.screen == Screen::Today;
    if is_first_look && model.has_take() { show(model, Screen::Record) } else { Vec::new() }
}

fn told(model: &mut Model, event: protocol::Event) -> Vec<Effect> {
    match event {
        protocol::Event::Mark { marker, .. } => {
            record::told_mark(model, *marker);
            Vec::new()
        }
        protocol::Event::Warning { warning, cleared, .. } => record::warned(model, &warning, cleared),
        protocol::Event::Stopped { why: StopReason::FormatChanged, .. } => Vec::new(), // the next take has begun
        protocol::Event::Stopped { session, seconds, marks, why, .. } => record::stopped(model, session, seconds, marks, why),
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
        Facts::Calendar(calendar) => plan::fetched(model, *calendar),
        Facts::Sitting(sitting) => {
            model.record.facts = Some(*sitting);
            Vec::new()
        }
        Facts::Sessions(sessions) => listen::listed(model, sessions),
        Facts::Listening(listening, names) => listen::opened(model, *listening, names),
        Facts::Waiting(sitting) => {
            record::waits(model, sitting.map(|sitting| *sitting));
            Vec::new()
        }
        Facts::Next(date) => {
            record::next_is(model, date);
            Vec::new()
        }
    }
}
