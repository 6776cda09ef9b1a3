//! Today: what is due now, what was said last time, the next days, what is to be taken up.
//!
//! `rows` are what can be chosen, `open` what is open on the card, `words` words each part, `head`, `card` and `lists` make the lines of the parts, `page` gives each
//! its room, `view` draws. A date is moved in Plan's line. The facts are read anew on entering, each minute, and after each change.

mod card;
mod head;
mod lists;
mod open;
mod page;
mod rows;
mod view;
mod words;

use crate::actions::mend::Mended;
use crate::actions::readiness::{ReadyInput, Supplies};
use crate::actions::sitting::Sitting;
use crate::actions::today::Today;
use crate::clock::Monotonic;
use crate::domain::MarkerId;
use crate::error::Result;
use crate::plan::{Occurrence, State as Stand};
use crate::recorder::protocol::{Request, Stamp, State as RecorderState};
use crate::text;
use crate::tui::event::{Act, Change, Click, Effect, Fetch, MarkChange};
use crate::tui::keymap::Command;
use crate::tui::model::{Model, Screen, Yes};
use crate::tui::update::show;

use super::plan::{self, moving::Kind};
use super::{listen, record};
use rows::Row;
pub use view::view;
use words::mended_words;
pub use words::{is_running, recovered_words};

#[derive(Debug, Default)]
pub struct State {
    /// Absent until they have been read.
    facts: Option<Today>,
    rows: Vec<Row>,
    chosen: usize,
    /// The mark that is chosen on the card, among what is open there.
    open: Option<MarkerId>,
    /// What was done last here was done to a mark, and no date: that is taken back.
    pub undoes_mark: bool,
    /// Absent until somebody has looked.
    pub supplies: Option<Supplies>,
    inputs: Option<Vec<ReadyInput>>,
    /// The sound server has been asked, and has not answered yet.
    is_looking: bool,
    /// The session that was being recorded when the rows were put in order.
    running: Option<String>,
    /// The minute for which the facts were asked.
    minute: i64,
}

/// What is wanted when the interface opens a library: what broke off is mended, too.
pub fn opened(model: &mut Model) -> Vec<Effect> {
    model.screen = Screen::Today;
    let mut effects = entered(model);
    effects.push(Effect::Recover);
    effects
}

/// The screen is opened by its tab.
pub fn entered(model: &mut Model) -> Vec<Effect> {
    if model.has_take() {
        model.today.chosen = 0; // the row of the take that runs
    }
    let mut effects = refresh(model);
    effects.extend(look_around(model));
    effects
}

/// Asks what there is to record with; not beside a take, which has it.
fn look_around(model: &mut Model) -> Option<Effect> {
    let is_asked = model.has_take() || std::mem::replace(&mut model.today.is_looking, true);
    (!is_asked).then_some(Effect::LookAround)
}

/// Reads everything anew.
pub fn refresh(model: &mut Model) -> Vec<Effect> {
    model.today.minute = minute(model);
    vec![Effect::Fetch(Fetch::Library), Effect::Fetch(Fetch::Today)]
}

/// Each minute while the screen is shown.
pub fn tick(model: &mut Model) -> Vec<Effect> {
    let has_turned = model.today.facts.is_some() && model.today.running != running(model);
    if has_turned {
        let before = model.today.chosen_key();
        put_in_order(model, before);
    }
    if model.screen != Screen::Today {
        return Vec::new();
    }
    let is_stale = model.today.facts.is_some() && model.today.minute != minute(model);
    let mut effects = if is_stale { refresh(model) } else { Vec::new() };
    if has_turned {
        effects.extend(look_around(model)); // a take has ended here
    }
    effects
}

fn minute(model: &Model) -> i64 {
    model.now.wall.timestamp().div_euclid(60)
}

/// The facts have come; what was chosen stays chosen.
pub fn read(model: &mut Model, facts: Today) {
    let before = model.today.chosen_key();
    model.today.facts = Some(facts);
    put_in_order(model, before);
}

/// The row of the take that runs stands first; what was chosen stays chosen.
fn put_in_order(model: &mut Model, before: Option<rows::Key>) {
    let running = running(model);
    let state = &mut model.today;
    let Some(facts) = &state.facts else { return };
    state.rows = rows::of(facts, running.as_deref());
    let begins = running.is_some() && state.running != running;
    let before = before.filter(|_| !begins);
    let kept = before.and_then(|key| state.rows.iter().position(|row| state.key(*row) == Some(key.clone())));
    state.running = running;
    state.chosen = kept.unwrap_or(0).min(state.rows.len().saturating_sub(1));
}

/// The session that is being recorded.
fn running(model: &Model) -> Option<String> {
    model.live.as_ref().filter(|live| live.has_take()).and_then(|live| live.status.session.clone())
}

pub fn supplied(model: &mut Model, supplies: Supplies) {
    model.today.supplies = Some(supplies);
}

pub fn heard(model: &mut Model, inputs: Result<Vec<ReadyInput>>) {
    model.today.is_looking = false;
    match inputs {
        Ok(inputs) => model.today.inputs = Some(inputs),
        Err(error) => model.complain_of_input(error),
    }
}

/// What broke off has been mended: it is told, and stands in the lists as it is now.
pub fn recovered(model: &mut Model, done: Mended) -> Vec<Effect> {
    let is_nothing = done.is_nothing();
    if let Some(fault) = done.faults.into_iter().next() {
        model.complain(fault);
    }
    if is_nothing {
        return Vec::new();
    }
    let sessions = done.sessions.last().map(|found| recovered_words(model, found, done.sessions.len()));
    let words: Vec<String> =
        sessions.iter().chain(&mended_words(model, &done.deeds)).map(|words| model.locale.say(words)).collect();
    model.repeat(words.join(" "));
    refresh(model)
}

pub fn commanded(model: &mut Model, command: Command, at: Monotonic) -> Vec<Effect> {
    if let Some(effects) = open::commanded(model, command) {
        return effects;
    }
    let last = model.today.rows.len().saturating_sub(1);
    let chosen = &mut model.today.chosen;
    match command {
        Command::Up => *chosen = chosen.saturating_sub(1),
        Command::Down => *chosen = (*chosen + 1).min(last),
        Command::PageUp => *chosen = chosen.saturating_sub(5),
        Command::PageDown => *chosen = (*chosen + 5).min(last),
        Command::First => *chosen = 0,
        Command::Last => *chosen = last,
        Command::Accept => return open_row(model),
        Command::Add => return open_record(model, Sitting::default()),
        Command::Safe => return safe(model, at),
        Command::Rehearse if model.has_or_awaits_take() => return record::ask_to_stop(model, at),
        Command::Rehearse => return rehearse(model),
        Command::Move => {
            return with_date(model, |model, occurrence, state| plan::moving::open(model, &occurrence, state, Kind::Move, at));
        }
        Command::Cancel => {
            return with_date(model, |model, occurrence, state| {
                plan::ask_to_cancel_one(model, &occurrence, state);
                Vec::new()
            });
        }
        Command::Undo => return undo(model),
        _ => {}
    }
    Vec::new()
}

/// The safe key where the lamp is small: it marks, begins nothing, and asks before it opens the microphone again.
fn safe(model: &mut Model, at: Monotonic) -> Vec<Effect> {
    if resumes(model) {
        let resume = Effect::Ask(Act::Resume, Request::Resume(Stamp::default()));
        model.ask(text!("today-ask-resume"), Yes::Do(vec![resume]));
        return Vec::new();
    }
    record::mark_elsewhere(model, at)
}

/// What the safe key would do is to take up what is paused; who has only joined a take cannot.
fn resumes(model: &Model) -> bool {
    !model.has_joined() && model.live.as_ref().is_some_and(|live| live.status.state == RecorderState::Paused)
}

fn undo(model: &mut Model) -> Vec<Effect> {
    match std::mem::take(&mut model.today.undoes_mark) {
        true => vec![Effect::ChangeMark { session: String::new(), change: MarkChange::Undo { may_open: false } }],
        false => vec![Effect::Change(Change::Undo)],
    }
}

/// A click chooses a row, one on the chosen row opens it.
pub fn clicked(model: &mut Model, click: Click) -> Vec<Effect> {
    let Some(row) = page::row_at(model, click) else { return Vec::new() };
    if std::mem::replace(&mut model.today.chosen, row) == row { open_row(model) } else { Vec::new() }
}

/// What the chosen row asks for.
fn open_row(model: &mut Model) -> Vec<Effect> {
    let Some(row) = model.today.row() else { return Vec::new() };
    if let Some(session) = model.today.recorded(row) {
        return open_session(model, Some(session));
    }
    let Some((occurrence, state, session)) = model.today.occurrence(row) else { return Vec::new() };
    if matches!(row, Row::Due(_)) && state == Stand::Done && session != running(model) {
        return record_occurrence(model, &occurrence); // it broke off, and goes on with its next take
    }
    match state {
        Stand::Due | Stand::Late => record_occurrence(model, &occurrence),
        Stand::Done => open_session(model, session),
        Stand::Planned => plan::open(model, &occurrence),
        Stand::Missed => ask_missed(model, &occurrence),
        Stand::Cancelled => {
            plan::ask_to_cancel_one(model, &occurrence, state);
            Vec::new()
        }
    }
}

/// The session that is being recorded, or one to listen to.
fn open_session(model: &mut Model, session: Option<String>) -> Vec<Effect> {
    let running = model.live.as_ref().and_then(|live| live.status.session.clone());
    match session {
        Some(session) if running.as_ref() == Some(&session) => show(model, Screen::Record),
        Some(session) => listen::open(model, &session, None),
        None => Vec::new(),
    }
}

/// Opens Record for a planned occurrence. What the plan does not say is read meanwhile.
fn record_occurrence(model: &mut Model, occurrence: &Occurrence) -> Vec<Effect> {
    let sitting = words::sitting(model, occurrence);
    let mut effects = open_record(model, sitting);
    effects.push(Effect::Fetch(Fetch::Occurrence(Box::new(occurrence.clone()))));
    effects
}

/// Opens Record for what is chosen here. A take that runs is shown, whatever was chosen.
pub fn open_record(model: &mut Model, sitting: Sitting) -> Vec<Effect> {
    if !model.has_take() {
        model.record.chosen = Some(sitting);
    }
    show(model, Screen::Record)
}

/// Everything is known of what waits to be recorded.
pub fn described(model: &mut Model, sitting: Sitting) {
    if let Some(chosen) = model.record.chosen.as_mut().filter(|chosen| chosen.what == sitting.what) {
        *chosen = sitting;
    }
}

/// Not beside a take: what is heard of it would not be what is recorded.
pub fn may_rehearse(model: &Model) -> bool {
    !model.has_take() && !model.setup.rehearsal
}

pub fn rehearse(model: &mut Model) -> Vec<Effect> {
    if may_rehearse(model) { vec![Effect::Rehearse] } else { Vec::new() }
}

fn ask_missed(model: &mut Model, occurrence: &Occurrence) -> Vec<Effect> {
    let sentence = text!("today-ask-missed", what = words::named(model, occurrence));
    model.ask(sentence, Yes::Record(Box::new(occurrence.clone())));
    Vec::new()
}

/// The missed occurrence is recorded now.
pub fn record_missed(model: &mut Model, occurrence: &Occurrence) -> Vec<Effect> {
    record_occurrence(model, occurrence)
}

/// Does something with the date of the chosen row.
fn with_date(model: &mut Model, act: impl FnOnce(&mut Model, Occurrence, Stand) -> Vec<Effect>) -> Vec<Effect> {
    match model.today.row().and_then(|row| model.today.occurrence(row)) {
        Some((occurrence, state, _)) => act(model, occurrence, state),
        None => {
            model.say(text!("today-no-date-chosen"));
            Vec::new()
        }
    }
}
