//! What each event does to the model, and what is to be done outside. Reads nothing else: the same events give the same run.
//!
//! What holds on every screen is here: questions, tabs, help, leaving; the line that is being typed is in `lines`, what the recorder and
//! the library report in `reports`. The rest goes to the screen.

mod lines;
mod reports;

pub use lines::keep_before_leaving;

use super::event::{Act, Changed, Click, Effect, Event, Now, Scroll, Size};
use super::keymap::Command;
use super::model::{Listener, Model, Question, Screen, Yes};
use super::overlay::{self, Overlay};
use super::reminders;
use super::screen::record::Checked;
use super::screen::{after, first, guided, listen, plan, record, today};
use crate::clock::Monotonic;
use crate::error::{Error, Result};
use crate::locale::Text;
use crate::text;

pub fn update(model: &mut Model, event: Event) -> Vec<Effect> {
    if matches!(&event, Event::Answered(act, _) if *act != Act::Start) {
        model.record.unanswered = model.record.unanswered.saturating_sub(1);
    }
    let is_finding = |model: &Model| matches!(model.overlay, Some(Overlay::Find(_)));
    let was_finding = is_finding(model);
    let mut effects = happened(model, event);
    if was_finding && !is_finding(model) {
        effects.push(Effect::StopSearch);
    }
    model.record.unanswered += effects.iter().filter(|effect| matches!(effect, Effect::Ask(..))).count();
    effects
}

fn happened(model: &mut Model, event: Event) -> Vec<Effect> {
    match event {
        Event::Tick(now) => ticked(model, now),
        Event::Resized(size) => resized(model, size),
        Event::Focused(has_focus) => focused(model, has_focus),
        Event::Command(command, at) => commanded(model, command, at),
        Event::Typed(typing, at) => lines::typed(model, typing, at),
        Event::Pasted(words) => lines::pasted(model, &words),
        Event::Clicked(click) => clicked(model, click),
        Event::Dragged(click) if reaches_listen(model) => listen::dragged(model, click),
        Event::Released(_) if reaches_listen(model) => listen::released(model),
        Event::Dragged(_) => Vec::new(),
        Event::Released(_) => {
            listen::let_go(model);
            Vec::new()
        }
        Event::Scrolled { scroll, column, row } => scrolled(model, scroll, (column, row)),
        Event::Status(status) => reports::seen(model, status.map(|status| *status)),
        Event::Mute(since) => reports::mute(model, since),
        Event::Marks(marks) => {
            record::marks_read(model, marks);
            Vec::new()
        }
        Event::Told(event) => reports::told(model, *event),
        Event::Answered(act, answer) => reports::answered(model, act, answer),
        Event::Armed(outcome) => record::armed(model, outcome),
        Event::Fetched(facts) => reports::fetched(model, facts),
        Event::Supplied(supplies) => {
            today::supplied(model, supplies);
            Vec::new()
        }
        Event::Heard(inputs) => {
            today::heard(model, inputs);
            Vec::new()
        }
        Event::Recovered(done) => today::recovered(model, done),
        Event::Noted { session, outcome } => after::noted(model, &session, outcome),
        Event::Copied { session, at, complete, same_disk } => {
            record::copied(model, Checked { session, at, complete, same_disk });
            Vec::new()
        }
        Event::MarkChanged { session, change, outcome } => listen::changed(model, session, change, outcome),
        Event::LateNoted(late, outcome) => record::late_noted(model, late, outcome),
        Event::Inputs(found) if first::is_asking(model) => first::listed(model, found),
        Event::Inputs(found) => record::inputs::listed(model, found),
        Event::Metered(level) => {
            first::metered(model, level);
            Vec::new()
        }
        Event::Settled(outcome) => first::settled(model, outcome),
        Event::Played(number, played) => listen::played(model, number, played),
        Event::Peaks { look, take, buckets } => {
            listen::looked(model, look, &take, &buckets);
            Vec::new()
        }
        Event::Found { number, found, is_all } => {
            overlay::find::found(model, number, *found, is_all);
            Vec::new()
        }
        Event::Changed(outcome) => changed(model, outcome),
        Event::Reminded { reminder, is_told } => reminders::told(model, *reminder, is_told),
        Event::Done(words) => done(model, words),
        Event::Failed(error) => failed(model, error),
    }
}

fn ticked(model: &mut Model, now: Now) -> Vec<Effect> {
    model.now = now;
    let now = now.mono;
    let answered = model.question.take_if(|question| question.is_answered && question.may_be_read(now));
    model.forget_old();
    reminders::say_next(model);
    let mut effects = answered.map_or_else(Vec::new, |question| yes(model, question));
    effects.extend(lines::keep_idle_line(model));
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

/// Nothing lies over Listen.
fn reaches_listen(model: &Model) -> bool {
    model.screen == Screen::Listen && model.overlay.is_none()
}

/// The wheel goes through lists, and zooms where there is a waveform; on Record it would change a mark.
fn scrolled(model: &mut Model, scroll: Scroll, (column, row): (u16, u16)) -> Vec<Effect> {
    if reaches_listen(model) && listen::zoomed(model, scroll, column, row) {
        return Vec::new();
    }
    let command = if scroll == Scroll::Up { Command::Up } else { Command::Down };
    let would_mark = model.screen == Screen::Record && model.overlay.is_none();
    if would_mark { Vec::new() } else { commanded(model, command, model.now.mono) }
}

/// Plans have been changed, or have stayed as they were.
fn changed(model: &mut Model, outcome: Result<Changed>) -> Vec<Effect> {
    match outcome {
        Ok(changed) => {
            model.today.undoes_mark = false;
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

/// A question comes first, then a line of text, then what lies over the screen, then the keys of every screen, then the screen.
pub fn commanded(model: &mut Model, command: Command, at: Monotonic) -> Vec<Effect> {
    model.is_untouched = false;
    if let Some(question) = model.question.take() {
        if command == Command::Accept && !question.may_be_read(at) {
            model.question = Some(Question { is_answered: true, ..question });
            return Vec::new();
        }
        if command == Command::Accept {
            return yes(model, question);
        }
        if command == Command::Back {
            return Vec::new();
        }
    }
    if model.listens() == Listener::Line {
        return lines::in_line(model, command, at);
    }
    match command {
        Command::Quit => leave(model),
        Command::Mark if listen::takes_mark(model) => listen::commanded(model, command, at),
        Command::Mark => record::mark(model, at),
        Command::Save => saved(model),
        // There is no library yet to which other screens could lead.
        _ if model.screen == Screen::First && command != Command::Help && model.overlay.is_none() => {
            on_screen(model, command, at)
        }
        Command::NextScreen => turn(model, 1),
        Command::PreviousScreen => turn(model, Screen::TABS.len() - 1),
        Command::Help | Command::Actions | Command::Find if model.overlay.is_none() => overlay::open(model, command, at),
        _ if model.overlay.is_some() => overlay::commanded(model, command),
        _ => on_screen(model, command, at),
    }
}

/// What a command does on the screen that is open.
fn on_screen(model: &mut Model, command: Command, at: Monotonic) -> Vec<Effect> {
    match model.screen {
        Screen::Today => today::commanded(model, command, at),
        Screen::Record => record::commanded(model, command, at),
        Screen::Listen => listen::commanded(model, command, at),
        Screen::Plan => plan::commanded(model, command, at),
        Screen::Guided => guided::commanded(model, command, at),
        Screen::After => after::commanded(model, command),
        Screen::First => first::commanded(model, command),
    }
}

fn yes(model: &mut Model, question: Question) -> Vec<Effect> {
    match question.yes {
        Yes::Do(effects) => effects,
        Yes::Quit => vec![Effect::Quit],
        Yes::Play(wish) => vec![*wish],
        Yes::Stop(at) => record::stop(model, at),
        Yes::GiveUpForm => plan::form::give_up(model),
        Yes::SyntheticVoice => record::with_synthetic_voice(model),
        Yes::Record(occurrence) => today::record_missed(model, &occurrence),
    }
}

/// Leaving ends no take, and says so.
fn leave(model: &mut Model) -> Vec<Effect> {
    if after::is_unsaved(model) {
        model.ask(text!("today-after-quit-unsaved"), Yes::Quit);
        return after::again(model); // perhaps it can be written by now
    }
    if listen::has_unkept(model) || !model.record.late.is_empty() {
        model.ask(text!("screen-quit-unkept"), Yes::Quit);
        return Vec::new();
    }
    if model.plan.form.as_ref().is_some_and(plan::form::Form::is_changed) && model.screen == Screen::Plan {
        model.ask(text!("schedule-ask-give-up"), Yes::Quit);
        return Vec::new();
    }
    if record::keys_held(model) > 0 {
        model.ask(text!("screen-quit-held", count = record::keys_held(model)), Yes::Quit);
        return Vec::new();
    }
    if model.record.unanswered > 0 && !model.setup.rehearsal {
        model.ask(text!("screen-quit-unanswered", count = model.record.unanswered), Yes::Quit);
        return Vec::new();
    }
    if model.has_or_awaits_take() {
        let goes_on = if model.setup.rehearsal { text!("today-rehearsal-quit") } else { text!("screen-quit-in-take") };
        model.ask(goes_on, Yes::Quit);
        return Vec::new();
    }
    vec![Effect::Quit]
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
    model.let_go_message();
    let mut effects = match model.screen {
        Screen::Record | Screen::Guided => record::left(model),
        Screen::Listen => listen::left(model),
        Screen::Today | Screen::Plan | Screen::After | Screen::First => Vec::new(),
    };
    model.screen = screen;
    (model.question, model.line, model.overlay, model.record.left_open) = (None, None, None, None);
    effects.extend(match screen {
        Screen::Today => today::entered(model),
        Screen::After | Screen::First => Vec::new(),
        Screen::Record | Screen::Guided => record::entered(model),
        Screen::Listen => listen::entered(model),
        Screen::Plan => plan::entered(model),
    });
    effects
}

/// A click is no `Enter` to a question.
fn clicked(model: &mut Model, click: Click) -> Vec<Effect> {
    (model.is_untouched, model.question) = (false, None);
    let shows_lamp = matches!(model.screen, Screen::Record | Screen::Guided) && model.overlay.is_none();
    let marks = shows_lamp && record::is_lamp_or_clock(model, click);
    model.has_focus = true;
    if marks {
        return record::click(model, click.at);
    }
    if model.overlay.is_some() {
        return overlay::clicked(model, click);
    }
    if let Some(screen) = super::view::tab_at(model, click.column, click.row).filter(|screen| *screen != model.screen) {
        let mut effects = keep_before_leaving(model, click.at);
        effects.extend(show(model, screen));
        return effects;
    }
    match model.screen {
        Screen::Today => today::clicked(model, click),
        Screen::Record | Screen::Guided | Screen::After | Screen::First => Vec::new(),
        Screen::Listen => listen::clicked(model, click),
        Screen::Plan => plan::clicked(model, click),
    }
}
