//! Plan: the series, their days, and what is odd about them.
//!
//! `walk` goes through days and dates, `areas` says where things lie, `words` words a date, `form` adds and changes series, `moving` is the
//! line that moves a date, which Today has too. Drawn by `view`, `month` and `list`.

mod areas;
pub mod form;
mod list;
mod month;
pub mod moving;
mod view;
mod walk;
mod words;

use chrono::{Datelike, Months, NaiveDate};

pub use view::view;

use crate::actions::agenda::Row;
use crate::actions::calendar::Calendar;
use crate::clock::Monotonic;
use crate::domain::{OccurrenceId, Series, Slug};
use crate::plan::{Occurrence, State as Stands};
use crate::text;
use crate::tui::event::{Change, Changed, Click, Effect, Fetch};
use crate::tui::keymap::Command;
use crate::tui::model::{Model, Screen, Yes};
use crate::tui::update::show;
use crate::tui::view::{title, title_of};
use areas::Areas;
use form::Form;

#[derive(Debug, Default)]
pub struct State {
    /// Absent until it has been read.
    pub calendar: Option<Calendar>,
    /// The days that were asked for last.
    asked: Option<(NaiveDate, NaiveDate)>,
    pub focus: Focus,
    pub look: Look,
    /// The series that is chosen; absent: the first.
    series: Option<Slug>,
    /// The day that is chosen; absent: today.
    day: Option<NaiveDate>,
    /// Of several on the day, this one.
    occurrence: Option<OccurrenceId>,
    /// The Monday of the first week of the month view.
    top: Option<NaiveDate>,
    /// Where a change that is being made leads to.
    follows: Option<NaiveDate>,
    pub form: Option<Form>,
}

/// What the arrows go through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Focus {
    Series,
    #[default]
    Days,
}

/// How the days are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Look {
    /// Weeks of days with signs, of the chosen series.
    #[default]
    Month,
    /// The dates of the chosen series, one a line.
    List,
    /// One week with the dates of all series.
    Week,
}

impl Look {
    /// The look to which the same key leads.
    fn next(self) -> Look {
        match self {
            Look::Month => Look::List,
            Look::List => Look::Week,
            Look::Week => Look::Month,
        }
    }

    /// As sentences choose by it.
    fn name(self) -> &'static str {
        match self {
            Look::Month => "month",
            Look::List => "list",
            Look::Week => "week",
        }
    }
}

impl State {
    /// The series that is chosen.
    pub fn series(&self) -> Option<&Series> {
        let all = &self.calendar.as_ref()?.series;
        all.iter().find(|series| Some(&series.id) == self.series.as_ref()).or_else(|| all.first())
    }

    /// The row of the chosen series among all of them.
    fn series_row(&self) -> usize {
        let all = self.calendar.as_ref().map_or(&[][..], |calendar| &calendar.series);
        all.iter().position(|series| Some(&series.id) == self.series.as_ref()).unwrap_or(0)
    }

    /// What the chosen series has in the days that were read, by start.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        let id = self.series().map(|series| &series.id);
        let all = self.calendar.iter().flat_map(|calendar| &calendar.rows);
        all.filter(move |row| Some(&row.occurrence.series) == id)
    }

    /// What is chosen; `None` on a day without a date of the series.
    pub fn row(&self) -> Option<&Row> {
        let on_day = || self.rows().filter(|row| Some(date_of(row)) == self.day);
        on_day().find(|row| Some(&row.occurrence.id) == self.occurrence.as_ref()).or_else(|| on_day().next())
    }
}

/// The day on which it lies now.
pub fn date_of(row: &Row) -> NaiveDate {
    row.occurrence.start.date_naive()
}

pub fn entered(model: &mut Model) -> Vec<Effect> {
    let today = model.local().date_naive();
    let day = *model.plan.day.get_or_insert(today);
    model.plan.top.get_or_insert(walk::monday(day));
    form::taken_up(model);
    refresh(model)
}

/// Opens the screen at an occurrence.
pub fn open(model: &mut Model, occurrence: &Occurrence) -> Vec<Effect> {
    let plan = &mut model.plan;
    plan.series = Some(occurrence.series.clone());
    plan.occurrence = Some(occurrence.id.clone());
    let day = occurrence.start.date_naive();
    (plan.day, plan.top) = (Some(day), Some(walk::monday(day)));
    plan.focus = Focus::Days;
    show(model, Screen::Plan)
}

/// Reads anew what is shown.
pub fn refresh(model: &mut Model) -> Vec<Effect> {
    let days = days_wanted(model);
    model.plan.asked = Some(days);
    vec![Effect::Fetch(Fetch::Calendar { first: days.0, last: days.1 })]
}

/// The terminal has another size, and room for other weeks.
pub fn resized(model: &mut Model) -> Vec<Effect> {
    walk::settle(model);
    read_on(model)
}

/// Reads on where what is shown has left the months that are there.
fn read_on(model: &mut Model) -> Vec<Effect> {
    let is_read = model.plan.day.is_none() || model.plan.asked == Some(days_wanted(model));
    if is_read { Vec::new() } else { refresh(model) }
}

/// Whole months: all that the weeks lie in, and from the month before the chosen day to the second month behind it.
fn days_wanted(model: &Model) -> (NaiveDate, NaiveDate) {
    let day = model.plan.day.unwrap_or(model.local().date_naive());
    let (top, bottom) = month::days(model, &Areas::with_look(model, Look::Month));
    let month = |day: NaiveDate| day.with_day(1).unwrap_or(day);
    let first = month(day).checked_sub_months(Months::new(1)).unwrap_or(day).min(month(top));
    let last = month(day).checked_add_months(Months::new(2)).unwrap_or(day).max(month(bottom));
    let behind = last.checked_add_months(Months::new(1)).and_then(|first| first.pred_opt());
    (first, behind.unwrap_or(last))
}

pub fn fetched(model: &mut Model, calendar: Calendar) -> Vec<Effect> {
    model.plan.calendar = Some(calendar);
    let plan = &mut model.plan;
    let lies = plan.rows().find(|row| Some(&row.occurrence.id) == plan.occurrence.as_ref()).map(date_of);
    if let Some(day) = lies {
        plan.day = Some(day);
    }
    walk::settle(model);
    moving::typed(model);
    form::typed(model);
    read_on(model)
}

/// A change is on the disk.
pub fn changed(model: &mut Model, changed: Changed) -> Vec<Effect> {
    let hidden = model.setup.hides_names.then(|| changed.words.filled("title", &text!("today-some-session")));
    model.say(hidden.unwrap_or(changed.words));
    form::kept(model);
    let plan = &mut model.plan;
    if let Some(added) = changed.added {
        (plan.series, plan.occurrence, plan.focus) = (Some(added), None, Focus::Days);
    }
    if let Some(day) = plan.follows.take() {
        plan.day = Some(day);
    }
    if plan.calendar.is_some() { refresh(model) } else { Vec::new() }
}

/// A change could not be made: nothing that was typed is lost.
pub fn unchanged(model: &mut Model) {
    model.plan.follows = None;
    if let Some(form) = &mut model.plan.form {
        form.is_being_kept = false;
    }
}

pub fn commanded(model: &mut Model, command: Command, at: Monotonic) -> Vec<Effect> {
    if model.plan.form.is_some() {
        return form::commanded(model, command, at);
    }
    match command {
        Command::Add => if_writable(model, |model| form::open_new(model, at)),
        Command::Accept => if_writable(model, |model| form::open_chosen(model, at)),
        Command::Move => if_writable(model, |model| move_chosen(model, moving::Kind::Move, at)),
        Command::ShiftRest => if_writable(model, |model| move_chosen(model, moving::Kind::Shift, at)),
        Command::Cancel => if_writable(model, ask_to_cancel),
        Command::Undo => if_writable(model, |_| vec![Effect::Change(Change::Undo)]),
        Command::View => {
            model.plan.look = model.plan.look.next();
            model.plan.focus = Focus::Days;
            walk::settle(model);
            Vec::new()
        }
        Command::NextClash => walk::to_next_clash(model),
        Command::Back if model.plan.focus == Focus::Days => {
            model.plan.focus = Focus::Series;
            Vec::new()
        }
        Command::Back => show(model, Screen::Today),
        _ => walk::go(model, command),
    }
}

/// Where nothing can be changed, that is said instead.
fn if_writable(model: &mut Model, act: impl FnOnce(&mut Model) -> Vec<Effect>) -> Vec<Effect> {
    let Some(calendar) = &model.plan.calendar else { return Vec::new() };
    if let Some(refusal) = calendar.refusal.clone() {
        model.complain(refusal);
        return Vec::new();
    }
    act(model)
}

fn move_chosen(model: &mut Model, kind: moving::Kind, at: Monotonic) -> Vec<Effect> {
    let Some(row) = model.plan.row() else { return none_chosen(model) };
    let (occurrence, state) = (row.occurrence.clone(), row.state);
    moving::open(model, &occurrence, state, kind, at)
}

fn none_chosen(model: &mut Model) -> Vec<Effect> {
    model.say(text!("schedule-no-date-chosen"));
    Vec::new()
}

/// A series goes to the trash, a date is cancelled, a cancelled one restored; each after a question.
fn ask_to_cancel(model: &mut Model) -> Vec<Effect> {
    if model.plan.focus == Focus::Series {
        return ask_to_remove(model);
    }
    let Some(row) = model.plan.row() else { return none_chosen(model) };
    let (occurrence, state) = (row.occurrence.clone(), row.state);
    ask_to_cancel_one(model, &occurrence, state);
    Vec::new()
}

/// Asks whether an occurrence shall be cancelled, or restored where it is; says why where it cannot.
pub fn ask_to_cancel_one(model: &mut Model, occurrence: &Occurrence, state: Stands) {
    if let Some(why) = moving::why_fixed(model, occurrence, state) {
        return model.say(why);
    }
    let (title, start, id) = (title_of(model, occurrence), occurrence.start, occurrence.id.clone());
    let (date, time) = (start.date_naive(), start.time());
    let undo = model.key(Command::Undo, model.screen.scope());
    let (question, change) = match occurrence.cancelled {
        false => (text!("schedule-ask-cancel", title = title, date = date, time = time, key = undo), Change::Cancel(id)),
        true => (text!("schedule-ask-restore", title = title, date = date, time = time), Change::Restore(id)),
    };
    model.ask(question, Yes::Do(vec![Effect::Change(change)]));
}

fn ask_to_remove(model: &mut Model) -> Vec<Effect> {
    let Some(series) = model.plan.series() else { return Vec::new() };
    let (id, title) = (series.id.clone(), title(model, &series.title, &series.people()));
    model.ask(text!("schedule-ask-remove", title = title), Yes::Do(vec![Effect::Change(Change::Remove(id))]));
    Vec::new()
}

/// A click chooses a series, a day, a date, or a field of the form.
pub fn clicked(model: &mut Model, click: Click) -> Vec<Effect> {
    if model.plan.form.is_some() {
        return form::clicked(model, click);
    }
    let areas = Areas::of(model);
    let at = (click.column, click.row).into();
    if areas.series.contains(at) {
        walk::click_series(model, usize::from(click.row - areas.series.y), areas.series.height);
    } else if areas.weeks.contains(at) {
        month::click(model, &areas, click);
    } else if areas.dates.contains(at) {
        list::click(model, usize::from(click.row - areas.dates.y), areas.dates.height);
    }
    read_on(model)
}
