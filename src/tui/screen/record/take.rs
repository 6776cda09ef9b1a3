//! What is known of the take: what is recorded, where it is, its step, its marks and what they are called.

use crate::actions::sitting::Sitting;
use crate::domain::{HOLE, Palette, Slug};
use crate::recorder::protocol::MarkerFacts;
use crate::tui::live::Live;
use crate::tui::model::Model;
use crate::tui::view::called;

/// Where the guide is.
pub struct StepView {
    /// From 1; 0 before the first.
    pub number: u32,
    pub of: u32,
    pub title: String,
    /// Title of the next one.
    pub next: Option<String>,
    /// Seconds since it began.
    pub elapsed: f64,
    pub minutes: Option<u32>,
}

impl StepView {
    /// Seconds that are left of it; negative: it lasts too long.
    pub fn left(&self) -> Option<i64> {
        Some(i64::from(self.minutes?) * 60 - self.elapsed as i64)
    }
}

/// What is recorded, has just been, or waits to be.
pub fn sitting(model: &Model) -> Option<&Sitting> {
    let of_take = model.live.as_ref().filter(|live| live.has_take()).and_then(|live| live.status.session.as_ref());
    let of_ended = model.record.ended.as_ref().map(|ended| &ended.session);
    let of_broken = model.record.broken.as_ref().and_then(|broken| broken.session.as_ref());
    match of_take.or(of_ended).or(of_broken) {
        Some(session) => model.record.facts.as_ref().filter(|facts| facts.what.as_ref() == Some(session)),
        None => model.record.chosen.as_ref(),
    }
}

/// What it is called; `None` where it was not planned and has no name.
pub fn title(model: &Model) -> Option<String> {
    let sitting = sitting(model);
    let of_status = || model.live.as_ref().and_then(|live| live.status.title.as_deref());
    let title = sitting.map(|sitting| sitting.title.as_str()).or_else(of_status).filter(|title| !title.is_empty())?;
    Some(called(model, title, sitting.map_or(&[], |sitting| &sitting.people)))
}

/// Where the take is, in seconds; after its end, how long it was.
pub fn seconds(model: &Model) -> f64 {
    let of_ended = model.record.ended.as_ref().map_or(0.0, |ended| ended.seconds);
    model.live.as_ref().filter(|live| live.has_take()).map_or(of_ended, |live| live.seconds(model.now.mono))
}

/// The step that is on; `None` without a guide.
pub fn step(model: &Model) -> Option<StepView> {
    let sitting = sitting(model).filter(|sitting| !sitting.steps.is_empty() && model.record.ended.is_none());
    let on = model.live.as_ref().and_then(|live| live.status.step.as_ref());
    let number = on.map_or(0, |step| step.number);
    let of = on.map(|step| step.of).or(sitting.map(|sitting| sitting.steps.len() as u32))?;
    let known = sitting.map_or(&[][..], |sitting| &sitting.steps);
    let current = number.checked_sub(1).and_then(|at| known.get(at as usize));
    let title = on.map(|step| step.title.clone()).unwrap_or_default();
    Some(StepView {
        number,
        of,
        title,
        next: known.get(number as usize).map(|step| step.title.clone()).or_else(|| on?.next.clone()),
        elapsed: (seconds(model) - begun(model)).max(0.0),
        minutes: current.and_then(|step| step.minutes).or_else(|| on?.minutes),
    })
}

/// When the current step began, in seconds of the take.
fn begun(model: &Model) -> f64 {
    let marks = model.live.as_ref().map_or(&[][..], |live| &live.marks);
    let steps = marks.iter().filter(|mark| mark.kind == "step" && !mark.deleted).filter_map(|mark| mark.seconds);
    steps.fold(0.0, f64::max)
}

/// The marks that are shown; steps stand in the guide.
pub fn listed(model: &Model) -> impl Iterator<Item = &MarkerFacts> {
    let marks = model.live.as_ref().map_or(&[][..], |live| &live.marks);
    marks.iter().rev().filter(|mark| !mark.deleted && mark.kind != "step")
}

/// The marks that are counted; until the library has been read, of what is known to be withheld none is.
pub fn counted(model: &Model) -> impl Iterator<Item = &MarkerFacts> {
    let palette = model.library.as_ref().map(|library| &library.settings.palette);
    let counts = move |kind: &str| palette.map_or(!matches!(kind, HOLE | "off-record" | "mask"), |palette| palette.counts(kind));
    listed(model).filter(move |mark| counts(&mark.kind))
}

/// Stretches of a take that never leave.
pub fn withheld(model: &Model, live: &Live) -> usize {
    live.marks.iter().filter(|mark| !mark.deleted && withholds(model, &mark.kind)).count()
}

/// Whether what a mark of this kind covers never leaves.
pub fn withholds(model: &Model, kind: &str) -> bool {
    let palette = model.library.as_ref().map(|library| &library.settings.palette);
    palette.map_or_else(|| Palette::default().withholds(kind), |palette| palette.withholds(kind))
}

/// `touchant`, `touchant, tristesse`: what a mark is called, with its themes.
pub fn kind_and_themes(model: &Model, marker: &MarkerFacts) -> String {
    let kind = kind(model, marker);
    std::iter::once(kind).chain(themes(model, marker)).collect::<Vec<_>>().join(", ")
}

pub fn kind(model: &Model, marker: &MarkerFacts) -> String {
    match (&model.library, &marker.name) {
        (Some(library), _) => model.locale.kind_name(&marker.kind, &library.settings.palette),
        (None, Some(name)) => name.clone(),
        (None, None) => marker.kind.clone(),
    }
}

pub fn themes(model: &Model, marker: &MarkerFacts) -> Vec<String> {
    let name = |theme: &String| match &model.library {
        Some(library) => model.locale.theme_name(theme, &library.settings.palette),
        None => theme.clone(),
    };
    marker.themes.iter().map(name).collect()
}

/// Who speaks in a mark, as they are called here.
pub fn speakers(model: &Model, marker: &MarkerFacts) -> Vec<String> {
    let names = model.library.as_ref().map(|library| &library.names);
    let called = |id: &String| match (names, Slug::parse(id)) {
        (Some(names), Some(slug)) => names.of(&slug).to_owned(),
        _ => id.clone(),
    };
    marker.who.iter().map(called).collect()
}
