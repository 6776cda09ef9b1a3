//! What the recorder and the library report, and what became of it.

use super::show;
use crate::clock::Monotonic;
use crate::error::{Error, Result};
use crate::recorder::protocol::{self, Reply, State, StopReason};
use crate::text;
use crate::tui::event::{Act, Effect, Facts, Fetch};
use crate::tui::live::Live;
use crate::tui::model::{Model, Screen};
use crate::tui::screen::record::Checked;
use crate::tui::screen::{after, listen, plan, record, today};

/// The recorder's status: there, gone, or another one.
pub fn seen(model: &mut Model, status: Option<protocol::Status>) -> Vec<Effect> {
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
            live.off_record = status.off_record.then(|| live.off_record.unwrap_or(status.seconds));
            (live.status, live.at, live.mute) = (status, at, None);
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

/// A recorder is there that does not answer. It has not ended: what it was asked may still come to pass.
pub fn mute(model: &mut Model, since: Monotonic) -> Vec<Effect> {
    match &mut model.live {
        Some(live) => live.mute = Some(since),
        None => {
            let seconds = model.now.mono.seconds_since(since) as u64;
            model.complain(Error::new(text!("recorder-no-answer", seconds = seconds)).hint(text!("recorder-lost-hint")));
        }
    }
    record::tick(model)
}

/// Whoever opens the interface while a take runs sees the take, unless they have already gone elsewhere.
fn show_take_at_once(model: &mut Model) -> Vec<Effect> {
    let is_first_look = model.is_untouched && model.screen == Screen::Today;
    if is_first_look && model.has_take() { show(model, Screen::Record) } else { Vec::new() }
}

pub fn told(model: &mut Model, event: protocol::Event) -> Vec<Effect> {
    let relief = model.record.relief.hear(&event);
    match event {
        protocol::Event::Mark { marker, .. } => {
            record::told_mark(model, *marker);
            Vec::new()
        }
        protocol::Event::Warning { warning, cleared, .. } => {
            record::warned(model, &warning, cleared, relief);
            Vec::new()
        }
        protocol::Event::Copied { session, at, complete, same_disk, .. } => {
            record::checked(model, Checked { session, at, complete, same_disk });
            Vec::new()
        }
        protocol::Event::Stopped { why: StopReason::FormatChanged, .. } => Vec::new(), // the next take has begun
        protocol::Event::Stopped { session, seconds, marks, why, .. } => record::stopped(model, session, seconds, marks, why),
        _ => Vec::new(),
    }
}

pub fn answered(model: &mut Model, act: Act, answer: Result<Box<Reply>>) -> Vec<Effect> {
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

pub fn fetched(model: &mut Model, facts: Facts) -> Vec<Effect> {
    match facts {
        Facts::Library(mut library) => {
            let clashes = model.keymap.clashes(&library.settings.palette);
            let known = model.library.as_ref().map_or(&[][..], |before| &before.faults);
            let is_new = |clash: &&Error| known.iter().all(|known| known.message() != clash.message());
            if let Some(clash) = clashes.iter().find(is_new).cloned() {
                model.complain(clash);
            }
            library.faults.extend(clashes);
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
            record::known(model, *sitting);
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
