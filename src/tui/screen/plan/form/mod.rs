//! The form of a series: every field is read back at once, and below it stand the rule in words and the next dates.
//!
//! `fields` knows the fields, `people` who and where is meant, `preview` what comes of it. A field that nobody has touched keeps what the
//! series had, also what its words could not say.

mod fields;
mod people;
mod preview;
mod view;

pub use fields::Name;
pub use view::{has_fault, heading, view};

use super::words;
use crate::actions::calendar::Calendar;
use crate::clock::Monotonic;
use crate::domain::{Series, Slug};
use crate::error::Error;
use crate::plan::SeriesDraft;
use crate::text;
use crate::tui::event::{Change, Click, Effect};
use crate::tui::keymap::Command;
use crate::tui::line::{Line, Purpose};
use crate::tui::model::{Model, Screen, Yes};
use crate::tui::view::title;
use preview::Preview;

#[derive(Debug)]
pub struct Form {
    /// The series that is changed; absent: a new one.
    pub of: Option<Slug>,
    /// What it began with.
    begun: SeriesDraft,
    /// In the order of [`Name::ALL`].
    fields: Vec<Field>,
    /// Which one is being typed in.
    at: usize,
    /// What all fields together say; absent where one of them cannot be read.
    draft: Option<SeriesDraft>,
    preview: Preview,
    /// It has been asked for, and nothing has come of it yet.
    pub is_being_kept: bool,
}

#[derive(Debug)]
struct Field {
    name: Name,
    /// As it was before anything was typed.
    begun: String,
    typed: String,
    /// What is understood, beside it.
    said: Result<String, Error>,
}

impl Form {
    fn of(series: Option<&Series>, begun: SeriesDraft, calendar: &Calendar, model: &Model) -> Form {
        let field = |name: Name| {
            let words = match (name, series) {
                (Name::Title, None) => String::new(),
                (Name::Title, Some(series)) => title(model, &series.title, &series.people()),
                _ => name.words(&begun, calendar, &model.locale),
            };
            Field { name, begun: words.clone(), typed: words, said: Ok(String::new()) }
        };
        Form {
            of: series.map(|series| series.id.clone()),
            fields: Name::ALL.map(field).into(),
            begun,
            at: 0,
            draft: None,
            preview: Preview::default(),
            is_being_kept: false,
        }
    }

    /// What the series is called that is changed.
    fn title(&self, model: &Model) -> String {
        title(model, &self.begun.title, &[&self.begun.hosts[..], &self.begun.guests].concat())
    }

    /// Something was typed that is not kept yet.
    pub fn is_changed(&self) -> bool {
        self.fields.iter().any(|field| field.typed != field.begun)
    }

    fn first_fault(&self) -> Option<(usize, &Error)> {
        self.fields.iter().enumerate().find_map(|(at, field)| Some((at, field.said.as_ref().err()?)))
    }
}

/// A new series; it begins on the chosen day, if that is still to come.
pub fn open_new(model: &mut Model, at: Monotonic) -> Vec<Effect> {
    let today = model.local().date_naive();
    let Some(calendar) = &model.plan.calendar else { return Vec::new() };
    let first = model.plan.day.filter(|day| *day > today).unwrap_or(today);
    let form = Form::of(None, SeriesDraft::new(first, calendar.settings.zone), calendar, model);
    open(model, form, at)
}

/// The series that is chosen; with none, a new one.
pub fn open_chosen(model: &mut Model, at: Monotonic) -> Vec<Effect> {
    let (Some(calendar), Some(series)) = (&model.plan.calendar, model.plan.series()) else {
        return open_new(model, at);
    };
    let form = Form::of(Some(series), SeriesDraft::of(series), calendar, model);
    open(model, form, at)
}

fn open(model: &mut Model, form: Form, at: Monotonic) -> Vec<Effect> {
    (model.plan.form, model.message) = (Some(form), None);
    choose(model, 0, at);
    read(model);
    Vec::new()
}

/// The screen was left with the form open, and is there again.
pub fn taken_up(model: &mut Model) {
    if let Some(at) = model.plan.form.as_ref().map(|form| form.at) {
        choose(model, at, model.now.mono);
    }
}

/// Goes to a field.
fn choose(model: &mut Model, field: usize, at: Monotonic) {
    let Some(form) = &mut model.plan.form else { return };
    form.at = field.min(form.fields.len() - 1);
    let chosen = &form.fields[form.at];
    let label = text!("schedule-field", name = chosen.name.as_str());
    let line = Line::new(label, Purpose::Field(form.at), at);
    model.line = Some(if chosen.typed == chosen.begun { line.proposed(&chosen.typed) } else { line.filled(&chosen.typed) });
}

/// Takes in what has been typed, and reads everything anew.
pub fn typed(model: &mut Model) {
    let (Some(form), Some(line), Screen::Plan) = (&mut model.plan.form, &mut model.line, model.screen) else { return };
    if !matches!(line.purpose, Purpose::Field(at) if at == form.at) {
        return;
    }
    match form.fields[form.at].name {
        Name::Keep => line.input = Default::default(), // nothing is typed there
        _ => form.fields[form.at].typed = line.text().to_owned(),
    }
    read(model);
}

fn read(model: &mut Model) {
    let Some(mut form) = model.plan.form.take() else { return };
    if let Some(calendar) = &model.plan.calendar {
        let draft = read_fields(&mut form, calendar, model);
        if draft.is_none() || draft != form.draft {
            form.preview = preview::of(draft.as_ref(), form.of.as_ref(), calendar, model);
        }
        form.draft = draft;
    }
    model.plan.form = Some(form);
}

fn read_fields(form: &mut Form, calendar: &Calendar, model: &Model) -> Option<SeriesDraft> {
    let today = model.local().date_naive();
    let mut draft = form.begun.clone();
    let mut is_whole = true;
    for field in &mut form.fields {
        let is_touched = field.typed != field.begun || (field.name == Name::Title && form.of.is_none());
        let read = match is_touched {
            true => field.name.read(&field.typed, &mut draft, today, calendar),
            false => Ok(()),
        };
        is_whole &= read.is_ok();
        field.said = read.map(|()| String::new());
    }
    let of = calendar.series.iter().find(|series| Some(&series.id) == form.of.as_ref());
    for field in form.fields.iter_mut().filter(|field| field.said.is_ok()) {
        field.said = Ok(field.name.understood(&draft, of, calendar, &model.locale));
    }
    is_whole.then_some(draft)
}

pub fn commanded(model: &mut Model, command: Command, at: Monotonic) -> Vec<Effect> {
    let Some(form) = &model.plan.form else { return Vec::new() };
    let (last, here) = (form.fields.len() - 1, form.at);
    match command {
        Command::Accept if here == last => return keep(model, at),
        Command::Save => return keep(model, at),
        Command::Accept | Command::Down | Command::NextScreen => choose(model, if here == last { 0 } else { here + 1 }, at),
        Command::Up | Command::PreviousScreen => choose(model, here.checked_sub(1).unwrap_or(last), at),
        Command::Back => return leave(model),
        _ => {}
    }
    Vec::new()
}

fn keep(model: &mut Model, at: Monotonic) -> Vec<Effect> {
    let Some(form) = &mut model.plan.form else { return Vec::new() };
    if form.is_being_kept {
        return Vec::new();
    }
    let Some(draft) = form.draft.clone() else {
        let faulty = form.first_fault().map(|(field, _)| field);
        if let Some(field) = faulty {
            choose(model, field, at);
        }
        return Vec::new();
    };
    if let Some(fault) = form.preview.fault.clone() {
        model.complain(fault);
        return Vec::new();
    }
    form.is_being_kept = true;
    let change = match form.of.clone() {
        Some(id) => Change::Edit(id, Box::new(draft)),
        None => {
            model.plan.follows = Some(draft.first);
            Change::Add(Box::new(draft))
        }
    };
    vec![Effect::Change(change)]
}

/// The series is on the disk: the form has done its work.
pub fn kept(model: &mut Model) {
    if model.plan.form.as_ref().is_some_and(|form| form.is_being_kept) {
        close(model);
    }
}

fn leave(model: &mut Model) -> Vec<Effect> {
    match model.plan.form.as_ref().is_some_and(Form::is_changed) {
        true => model.ask(text!("schedule-ask-give-up"), Yes::GiveUpForm),
        false => close(model),
    }
    Vec::new()
}

pub fn give_up(model: &mut Model) -> Vec<Effect> {
    close(model);
    Vec::new()
}

fn close(model: &mut Model) {
    model.plan.form = None;
    model.line.take_if(|line| matches!(line.purpose, Purpose::Field(_)));
}

/// A click goes to a field.
pub fn clicked(model: &mut Model, click: Click) -> Vec<Effect> {
    let Some(form) = &model.plan.form else { return Vec::new() };
    let areas = view::Areas::of(model.size, form.at);
    if areas.fields.contains((click.column, click.row).into()) {
        choose(model, areas.first + usize::from(click.row - areas.fields.y), click.at);
    }
    Vec::new()
}
