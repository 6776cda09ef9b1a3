//! The after-note: what the consents that were said are for, how it was, what was said in a line, what to come back to, heavy or not. Each is
//! passed with `Enter`; `Esc` leaves at once, and what was typed is kept. Then Listen opens at the first moment that touched.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_width::UnicodeWidthStr;

use super::record::view::{is_large, put_lamp};
use super::record::{Ended, next_time, what_was_kept};
use super::{listen, record};
use crate::actions::after::Answers;
use crate::actions::consent::Said;
use crate::domain::{MarkerId, Slug};
use crate::error::Result;
use crate::locale::Text;
use crate::recorder::protocol::StopReason;
use crate::text;
use crate::tui::event::Effect;
use crate::tui::keymap::{Command, Scope};
use crate::tui::line::{Line, Purpose};
use crate::tui::model::{Model, Question, Screen, Yes};
use crate::tui::update::show;
use crate::tui::view::{cut, frame, hints, keys, put, put_line, wrap_evenly};

#[derive(Debug, Default)]
pub struct State {
    /// Name of the session's folder.
    session: String,
    /// Its title, which stands over the answers: meanwhile another take may run, or may have ended.
    title: String,
    /// A line of the take is still being typed.
    waits: bool,
    ask: Ask,
    answers: Answers,
    /// The first moment that touched.
    touching: Option<MarkerId>,
    /// What may have been agreed to, as far as it was said that somebody agrees; the next one that is asked.
    consents: Vec<Agreed>,
    consent: usize,
    /// What could not be written yet, also of a session before: its session may be recorded again just now.
    unsaved: Vec<(String, Answers)>,
}

/// What is asked now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Ask {
    /// What a consent is for.
    Consent,
    #[default]
    Mood,
    Gist,
    Threads,
    Heavy,
    /// Nothing: the library's line of help is shown.
    Support,
}

/// A consent was said: perhaps by this person, for this use.
#[derive(Debug)]
struct Agreed {
    said: Said,
    name: String,
    /// Where it was said.
    place: String,
}

/// A take has ended. Who watches it is asked, as soon as nothing more is typed that belongs to the take; who is elsewhere, or in Guided, is
/// left in peace.
pub fn begin(model: &mut Model, ended: &Ended) -> Vec<Effect> {
    if model.screen != Screen::Record || ended.why != StopReason::Asked {
        return Vec::new(); // what ended by itself finds the hands on other keys
    }
    let marks = model.live.as_ref().map_or(&[][..], |live| &live.marks);
    let touching = marks.iter().filter(|mark| mark.kind == "touching" && !mark.deleted).min_by_key(|mark| mark.frame);
    let touching = touching.map(|mark| MarkerId(mark.id.clone()));
    let unsaved = std::mem::take(&mut model.after.unsaved);
    let consents = consents(model);
    let title = record::title(model).unwrap_or_default();
    model.after = State { session: ended.session.clone(), title, waits: true, touching, consents, unsaved, ..State::default() };
    if model.record.left_open.is_some() { Vec::new() } else { begin_waiting(model) }
}

/// The hands are free for the questions that have waited for them, if any have, and nothing else has begun since.
pub fn begin_waiting(model: &mut Model) -> Vec<Effect> {
    let waits = std::mem::take(&mut model.after.waits);
    if !waits || model.screen != Screen::Record || model.record.ended.is_none() {
        return Vec::new();
    }
    let effects = show(model, Screen::After);
    ask(model, if model.after.consents.is_empty() { Ask::Mood } else { Ask::Consent });
    effects
}

/// Of each consent that was said: for whom and for what it may be, the earliest mark as the evidence. It is of those whom the mark names, else of
/// everybody.
fn consents(model: &Model) -> Vec<Agreed> {
    let mut found: Vec<Agreed> = Vec::new();
    let marks = model.live.as_ref().map_or(&[][..], |live| &live.marks).iter();
    let lacking = record::sitting(model).map_or(&[][..], |sitting| &sitting.lacking);
    for mark in marks.filter(|mark| mark.kind == "consent" && !mark.deleted) {
        let is_meant = |id: &Slug| mark.who.is_empty() || mark.who.iter().any(|who| who == id.as_str());
        for lack in lacking.iter().filter(|lack| lack.has_file && is_meant(&lack.person)) {
            for usage in &lack.uses {
                let said = Said { person: lack.person.clone(), usage: usage.clone(), marker: MarkerId(mark.id.clone()) };
                let is_same = |known: &Agreed| known.said.person == said.person && known.said.usage == said.usage;
                if !found.iter().any(is_same) {
                    found.push(Agreed { said, name: lack.name.clone(), place: record::place(mark) });
                }
            }
        }
    }
    found
}

/// Opens the line of a question, where it has one.
fn ask(model: &mut Model, ask: Ask) {
    model.after.ask = ask;
    let label = match ask {
        Ask::Mood => text!("today-after-mood"),
        Ask::Gist => text!("today-after-gist"),
        Ask::Threads => text!("today-after-threads"),
        Ask::Consent | Ask::Heavy | Ask::Support => return,
    };
    model.line = Some(Line::new(label, Purpose::Field(ask as usize), model.now.mono));
}

/// `Enter` in a line: what was typed is noted, and the next question asked.
pub fn kept(model: &mut Model, line: &Line) -> Vec<Effect> {
    let typed = line.text().trim().to_owned();
    let (is_empty, answers) = (typed.is_empty(), &mut model.after.answers);
    let next = match model.after.ask {
        Ask::Mood => {
            answers.mood = typed;
            Ask::Gist
        }
        Ask::Gist => {
            answers.gist = typed;
            Ask::Threads
        }
        Ask::Threads if is_empty => Ask::Heavy,
        Ask::Threads => {
            answers.threads.push(typed);
            Ask::Threads
        }
        Ask::Consent | Ask::Heavy | Ask::Support => return Vec::new(),
    };
    ask(model, next);
    if is_empty { Vec::new() } else { vec![note(model)] }
}

/// What `Enter` does to a line with these words: there may be several threads.
pub fn enter_does(model: &Model, typed: &str) -> &'static str {
    match model.after.ask {
        _ if typed.trim().is_empty() => "nothing",
        Ask::Threads => "thread",
        _ => "after",
    }
}

/// `Esc` in a line: what stands in it is kept, and the screen is left.
pub fn given_up(model: &mut Model, line: &Line) -> Vec<Effect> {
    let mut effects = kept(model, line);
    effects.extend(leave(model));
    effects
}

pub fn commanded(model: &mut Model, command: Command) -> Vec<Effect> {
    match (model.after.ask, command) {
        (Ask::Consent, Command::Accept) => consent(model, false),
        (Ask::Consent, Command::Choose) => consent(model, true),
        (Ask::Heavy, Command::Accept) => heavy(model, false),
        (Ask::Heavy, Command::Choose) => heavy(model, true),
        (Ask::Support, Command::Accept | Command::Choose) | (_, Command::Back) => leave(model),
        _ => Vec::new(),
    }
}

/// Only a yes is noted: nobody has refused who was not asked.
fn consent(model: &mut Model, is_yes: bool) -> Vec<Effect> {
    let state = &mut model.after;
    let said = state.consents.get(state.consent).map(|agreed| agreed.said.clone());
    state.answers.consents.extend(said.filter(|_| is_yes));
    state.consent += 1;
    let is_last = state.consent >= state.consents.len();
    ask(model, if is_last { Ask::Mood } else { Ask::Consent });
    if is_yes { vec![note(model)] } else { Vec::new() }
}

fn heavy(model: &mut Model, is_heavy: bool) -> Vec<Effect> {
    model.after.answers.heavy = Some(is_heavy);
    let mut effects = vec![note(model)];
    if is_heavy && support(model).is_some() {
        model.after.ask = Ask::Support;
    } else {
        effects.extend(leave(model));
    }
    effects
}

fn note(model: &Model) -> Effect {
    Effect::Note { session: model.after.session.clone(), answers: model.after.answers.clone() }
}

fn support(model: &Model) -> Option<&str> {
    model.library.as_ref()?.settings.support.as_deref()
}

/// Something is still asked of this session, or about to be.
pub fn asks_of(model: &Model, session: &str) -> bool {
    (model.screen == Screen::After || model.after.waits) && model.after.session == session
}

/// Opens what was just recorded, where it touched. What could not be written is tried again, since nothing more is asked that would do so.
fn leave(model: &mut Model) -> Vec<Effect> {
    let (session, touching) = (model.after.session.clone(), model.after.touching.clone());
    model.line = None;
    let mut effects = again(model);
    effects.extend(listen::open(model, &session, touching));
    if model.setup.rehearsal {
        model.say(text!("today-rehearsal-listen", key = model.key(Command::Quit, Scope::Listen)));
    }
    // What was answered is brought into the copy, and the copy is told of then.
    if let Some(checked) = model.record.checked.take().filter(|_| model.after.answers == Answers::default()) {
        record::copied(model, checked);
    }
    effects
}

/// Whether the answers are on the disk. As long as more is asked, the next answer tries again by itself; what is left over is held until
/// a recorder that has its session lets go of it.
pub fn noted(model: &mut Model, session: &str, outcome: Result<()>) -> Vec<Effect> {
    let asks_to_quit = model.question.as_ref().is_some_and(|question| question.yes == Yes::Quit);
    let Err(error) = outcome else {
        let was_unsaved = is_unsaved(model);
        model.after.unsaved.retain(|(held, _)| held != session);
        if was_unsaved && !is_unsaved(model) && asks_to_quit {
            model.question = None; // it asked whether to leave without them
            model.say(text!("listen-words-kept"));
        }
        return Vec::new();
    };
    if model.after.session == session && !model.after.unsaved.iter().any(|(held, _)| held == session) {
        let answers = model.after.answers.clone();
        model.after.unsaved.push((session.to_owned(), answers));
    }
    if model.screen == Screen::After {
        model.complain(error);
        return Vec::new();
    }
    if asks_to_quit {
        return Vec::new(); // that question says it already
    }
    let why = model.locale.say(error.message());
    let again = again(model);
    model.question = Some(Question {
        sentence: text!("today-after-unsaved", why = why),
        yes: Yes::Do(again),
        asked: model.now.mono,
        until: None,
        is_answered: false,
    });
    Vec::new()
}

/// Tries to write what is held: a recorder has gone, or the person is about to.
pub fn again(model: &mut Model) -> Vec<Effect> {
    if let Some(held) = model.after.unsaved.iter_mut().find(|(session, _)| *session == model.after.session) {
        held.1 = model.after.answers.clone();
    }
    let note = |(session, answers): &(String, Answers)| Effect::Note { session: session.clone(), answers: answers.clone() };
    model.after.unsaved.iter().map(note).collect()
}

/// Something that was typed is nowhere but here.
pub fn is_unsaved(model: &Model) -> bool {
    !model.after.unsaved.is_empty()
}

pub fn view(model: &Model, screen: &mut Frame, area: Rect) {
    let inner = frame(model, screen, area, &model.after.title);
    let state = &model.after;
    let ended = model.record.ended.iter().filter(|ended| ended.session == state.session);
    let said = ended.flat_map(|ended| [Some(what_was_kept(model, ended)), next_time(model, ended)]).flatten();
    let top = view_lamp(model, screen, inner);
    let lines: Vec<String> = said.flat_map(|words| wrap_evenly(&words, usize::from(inner.width).saturating_sub(4))).collect();
    for (row, line) in lines.iter().enumerate() {
        put(screen, inner, 3, top + row as u16, line, model.theme.title());
    }
    let mut row = top + 1 + lines.len() as u16;
    if state.ask == Ask::Consent {
        view_consents(model, screen, inner, row);
        return foot(model, screen, area);
    }
    let answers = [
        (Ask::Mood, text!("today-after-mood"), &state.answers.mood),
        (Ask::Gist, text!("today-after-gist"), &state.answers.gist),
    ];
    for (ask, label, answer) in answers {
        field(model, screen, inner, row, ask, &label, answer);
        row += 2;
    }
    field(model, screen, inner, row, Ask::Threads, &text!("today-after-threads"), "");
    for thread in state.answers.threads.iter().rev().take(4).rev() {
        row += 1;
        put(screen, inner, 5, row, &format!("{} {thread}", "→"), Style::new());
    }
    row += 2;
    let answer = match state.answers.heavy {
        Some(true) => model.locale.say(&text!("today-after-heavy-yes")),
        _ => String::new(),
    };
    field(model, screen, inner, row, Ask::Heavy, &text!("today-after-heavy"), &answer);
    if let Some(line) = support(model).filter(|_| state.ask == Ask::Support) {
        put(screen, inner, 3, row + 2, &model.locale.say(&text!("today-after-support", line = line)), model.theme.title());
    }
    foot(model, screen, area);
}

/// Who has agreed, and to what: one question after the other, the one that is asked now among them.
fn view_consents(model: &Model, screen: &mut Frame, area: Rect, top: u16) {
    let state = &model.after;
    let Some(asked) = state.consents.get(state.consent) else { return };
    put(screen, area, 3, top, &model.locale.say(&text!("today-after-consent", at = asked.place.as_str())), model.theme.title());
    let room = usize::from(area.height.saturating_sub(top + 1));
    let first = (state.consent + 1).saturating_sub(room);
    for (row, (at, agreed)) in (top + 1..).zip(state.consents.iter().enumerate().skip(first).take(room)) {
        let is_now = at == state.consent;
        if is_now {
            put(screen, area, 1, row, "▌", model.theme.title());
        }
        let sign = if state.answers.consents.contains(&agreed.said) { model.theme.sign("✓") } else { "" };
        let words =
            text!("today-after-consent-use", name = agreed.name.as_str(), usage = agreed.said.usage.as_str(), sign = sign);
        put(screen, area, 3, row, &model.locale.say(&words), if is_now { model.theme.key() } else { Style::new() });
    }
}

/// What the keys answer; a line that is typed has its own.
fn foot(model: &Model, screen: &mut Frame, area: Rect) {
    let key = |what: &str| text!("today-after-key", what = what);
    let answers: &[(&[Command], Text)] = match model.after.ask {
        Ask::Consent | Ask::Heavy => {
            &[(&[Command::Accept], key("no")), (&[Command::Choose], key("yes")), (&[Command::Back], key("end"))]
        }
        Ask::Support => &[(&[Command::Accept], key("open"))],
        Ask::Mood | Ask::Gist | Ask::Threads => return,
    };
    hints(model, screen, area, area.height.saturating_sub(2), answers);
    keys(model, screen, area, area.height.saturating_sub(1), &[Command::Help, Command::Quit]);
}

/// The lamp says that nothing is kept any more, where there is room for it. Gives the row below it.
fn view_lamp(model: &Model, screen: &mut Frame, area: Rect) -> u16 {
    let rows = if is_large(screen.area()) { 6 } else { 3 };
    if area.height < rows + 14 {
        return 1;
    }
    if model.record.ended.is_some() && !model.has_take() {
        put_lamp(model, screen, Rect { height: rows, ..area }.intersection(area));
    }
    rows + 1
}

/// One question: what is being typed where it is asked now, else what was answered.
fn field(model: &Model, screen: &mut Frame, area: Rect, row: u16, ask: Ask, label: &Text, answer: &str) {
    let is_now = model.after.ask == ask;
    if is_now {
        put(screen, area, 1, row, "▌", model.theme.title());
    }
    let place = Rect { x: area.x + 2, y: area.y.saturating_add(row), width: area.width.saturating_sub(2), height: 1 };
    match model.line.as_ref().filter(|_| is_now) {
        Some(line) => put_line(model, screen, place.intersection(area), line),
        None => {
            let label = model.locale.say(label);
            put(screen, area, 3, row, &label, if is_now { model.theme.key() } else { Style::new() });
            let column = 4 + label.width();
            let room = usize::from(area.width).saturating_sub(column + 1);
            put(screen, area, column as u16, row, &cut(answer, room), model.theme.title());
        }
    }
}
