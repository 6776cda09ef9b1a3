//! `next`: what is due, late or next, with the card of what was said last time.

use clap::Command;
use serde::Serialize;

use super::agenda::print_row;
use super::documents::{FaultDocument, MarkerDocument, OccurrenceDocument, rfc3339};
use super::words::Definition;
use super::{Call, Exit, Output, look_if, show, tell_faults};
use crate::actions::agenda::{Card, Open, Plans, Row, cards_outside};
use crate::actions::{World, broken_off};
use crate::error::Result;
use crate::locale::Locale;
use crate::store::Library;
use crate::text;

#[derive(Serialize)]
struct Document<'r> {
    format: u32,
    occurrences: Vec<RowDocument<'r>>,
    faults: Vec<FaultDocument>,
}

#[derive(Serialize)]
struct RowDocument<'r> {
    #[serde(flatten)]
    occurrence: OccurrenceDocument<'r>,
    /// Null before the first session of the series.
    last: Option<CardDocument>,
}

#[derive(Serialize)]
struct CardDocument {
    session: String,
    started: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mood: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gist: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    heavy: Option<bool>,
    /// How many of the last sessions were heavy, without a lighter one between them.
    heavy_in_a_row: usize,
    /// The library's line of help, with a heavy session.
    #[serde(skip_serializing_if = "Option::is_none")]
    support: Option<String>,
    /// How long a session of the series usually is; null before there are a few.
    usual_seconds: Option<f64>,
    touching: Vec<MarkerDocument>,
    threads: Vec<OpenDocument>,
    promises: Vec<OpenDocument>,
    checks: Vec<OpenDocument>,
    /// Kept for later.
    questions: Vec<OpenDocument>,
    /// How many more marks there are that are off the record, or may be.
    withheld: usize,
}

/// A mark, and the session in which it was made.
#[derive(Serialize)]
struct OpenDocument {
    session: String,
    #[serde(flatten)]
    marker: MarkerDocument,
}

pub fn definition(locale: &Locale) -> Command {
    Definition::new(locale, "next").json().done()
}

pub fn run(call: &Call, world: &mut World, output: &mut Output) -> Result<Exit> {
    let library = super::library(world, output)?;
    let plans = Plans::of(&library);
    let agenda = plans.next(world.clock.now());
    let cards = cards_outside(&plans, agenda.rows.iter().map(|row| &row.occurrence.series));
    let rows: Vec<(Row, Option<Card>)> = agenda.rows.into_iter().zip(cards).collect();
    if call.flag("json") {
        output.json(&Document {
            format: 1,
            occurrences: rows.iter().map(|row| document(row, &library)).collect(),
            faults: FaultDocument::beside(&library, &agenda.faults, &world.locale),
        });
    } else {
        if let Some(broken) = broken_off::left_open(&library.layout) {
            output.say(&world.locale, &broken.text(world.clock.now(), &world.locale));
        }
        print(&rows, &library, &world.locale, output);
    }
    let withheld: usize = rows.iter().filter_map(|(_, card)| card.as_ref()).map(|card| card.withheld).sum();
    if withheld > 0 {
        output.message(&world.locale, &text!("cli-search-withheld", count = withheld));
    }
    tell_faults(&agenda.faults, &world.locale, output);
    Ok(look_if(!agenda.faults.is_empty()))
}

fn document<'r>((row, card): &'r (Row, Option<Card>), library: &Library) -> RowDocument<'r> {
    RowDocument { occurrence: OccurrenceDocument::new(row), last: card.as_ref().map(|card| card_document(card, library)) }
}

fn card_document(card: &Card, library: &Library) -> CardDocument {
    let session = &card.last.session;
    CardDocument {
        session: card.last.id.clone(),
        started: session.takes.first().map(|take| rfc3339(&take.started)),
        mood: session.after.mood.clone(),
        gist: session.after.gist.clone(),
        heavy: session.after.heavy,
        heavy_in_a_row: card.heavy_in_a_row,
        support: library.settings.support.clone().filter(|_| card.heavy_in_a_row > 0),
        usual_seconds: card.usual,
        touching: card.touching.iter().map(|mark| MarkerDocument::new(mark, session)).collect(),
        threads: card.threads.iter().map(open_document).collect(),
        promises: card.promises.iter().map(open_document).collect(),
        checks: card.checks.iter().map(open_document).collect(),
        questions: card.questions.iter().map(open_document).collect(),
        withheld: card.withheld,
    }
}

fn open_document(open: &Open) -> OpenDocument {
    let marker = MarkerDocument::new(&open.marker, &open.entry.session);
    OpenDocument { session: open.entry.id.clone(), marker }
}

fn print(rows: &[(Row, Option<Card>)], library: &Library, locale: &Locale, output: &mut Output) {
    let mut day = None;
    for (row, card) in rows {
        let date = row.occurrence.start.date_naive();
        if day.replace(date) != Some(date) {
            output.line(locale.date(date));
        }
        print_row(row, library, locale, output);
        if let Some(card) = card {
            print_card(card, library, locale, output);
        }
    }
    if rows.is_empty() {
        output.say(locale, &text!("cli-nothing-next"));
    }
}

fn print_card(card: &Card, library: &Library, locale: &Locale, output: &mut Output) {
    let session = &card.last.session;
    let started = session.takes.first().map(|take| locale.date(take.started.date_naive())).unwrap_or_default();
    output.say(locale, &text!("cli-last-time", when = started, session = card.last.id.as_str()));
    for said in [&session.after.mood, &session.after.gist].into_iter().flatten() {
        output.line(format!("    {said}"));
    }
    for mark in &card.touching {
        if let Some(take) = session.take(mark.take.as_str()) {
            output.line(format!("    {}", show::mark_line(mark, mark.id.as_str(), take, &library.settings.palette, locale)));
        }
    }
    for open in card.open().chain(&card.questions) {
        let since = open.entry.session.takes.first().map(|take| locale.short_date(take.started.date_naive())).unwrap_or_default();
        let words = open.marker.note.as_deref().unwrap_or(open.marker.id.as_str());
        let sign = library.settings.palette.sign(&open.marker.kind);
        output.say(locale, &text!("cli-open-since", sign = sign, words = words, since = since));
    }
    if let Some(seconds) = card.usual {
        output.say(locale, &text!("cli-usual", length = locale.length(seconds.round())));
    }
    if card.heavy_in_a_row > 0 {
        let support = library.settings.support.iter().map(|line| text!("today-after-support", line = line.as_str()));
        let words = std::iter::once(text!("today-heavy", times = card.heavy_in_a_row)).chain(support);
        words.for_each(|words| output.line(format!("    {}", locale.say(&words))));
    }
}
