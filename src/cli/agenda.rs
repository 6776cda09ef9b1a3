//! `agenda`: occurrences by start.

use std::mem::ManuallyDrop;

use chrono::{Days, NaiveDate, NaiveTime};
use clap::Command;
use clap::builder::StringValueParser;
use serde::{Serialize, Serializer};

use super::documents::{FaultDocument, OccurrenceDocument};
use super::words::Definition;
use super::{Call, Exit, Output, look_if, tell_faults, values};
use crate::actions::World;
use crate::actions::agenda::{Agenda, Plans, Row};
use crate::actions::{export_calendar, known};
use crate::domain::{OccurrenceId, Roles, parse_moment};
use crate::error::{Error, Result};
use crate::locale::{Locale, Text};
use crate::plan::{Clash, Occurrence, State, Why, Window, occurrence};
use crate::store::{Library, series};
use crate::text;

/// Today and thirteen days.
const DAYS: u32 = 14;

#[derive(Serialize)]
struct Document<'a> {
    format: u32,
    #[serde(serialize_with = "documents")]
    occurrences: &'a [Row],
    faults: Vec<FaultDocument>,
}

/// One after the other: an agenda may be long.
fn documents<S: Serializer>(rows: &&[Row], serializer: S) -> std::result::Result<S::Ok, S::Error> {
    serializer.collect_seq(rows.iter().map(OccurrenceDocument::new))
}

pub fn definition(locale: &Locale) -> Command {
    Definition::new(locale, "agenda")
        .option("from", "day", values::moment)
        .option("to", "day", values::moment)
        .option("days", "count", values::days)
        .option("series", "series", StringValueParser::new())
        .option("person", "person", StringValueParser::new())
        .json()
        .flag("ics")
        .refine(|command| command.mut_arg("ics", |arg| arg.conflicts_with("json")))
        .refine(|command| command.mut_arg("days", |arg| arg.conflicts_with("to").allow_negative_numbers(true)))
        .done()
}

pub fn run(call: &Call, world: &mut World, output: &mut Output) -> Result<Exit> {
    let library = super::library(world, output)?;
    let (first, last) = days(call, world, &library)?;
    require_known(call, &library)?;
    // Neither is given back piece by piece: the process ends with its answer.
    let plans = ManuallyDrop::new(Plans::of(&library));
    let mut agenda = ManuallyDrop::new(plans.within(Window::days(first, last, library.settings.zone), world.clock.now()));
    keep_wanted(&mut agenda.rows, call);
    let look = look_if(!agenda.faults.is_empty() || agenda.rows.iter().any(|row| !row.clashes.is_empty()));
    if call.flag("ics") {
        let wanted = agenda.rows.iter().map(|row| row.occurrence.series.clone()).collect();
        let (text, more) = export_calendar::calendar_text(&library, &wanted, world.config.show_names, &world.locale);
        output.page(&text);
        agenda.faults.extend(more);
        tell_faults(&agenda.faults, &world.locale, output);
        return Ok(look_if(!agenda.faults.is_empty()));
    }
    if call.flag("json") {
        output.json(&Document {
            format: 1,
            occurrences: &agenda.rows,
            faults: FaultDocument::beside(&library, &agenda.faults, &world.locale),
        });
    } else {
        print(&agenda, &library, &world.locale, output);
    }
    tell_faults(&agenda.faults, &world.locale, output);
    Ok(look)
}

/// First and last day, in the library's zone.
fn days(call: &Call, world: &World, library: &Library) -> Result<(NaiveDate, NaiveDate)> {
    let now = world.clock.now().with_timezone(&library.settings.zone).naive_local();
    let read = |text: String| parse_moment(&text, now).map(|at| at.date()).ok_or_else(|| values::not_a_moment(&text));
    let day = |name: &str| call.text(name).map(read).transpose();
    let first = day("from")?.unwrap_or(now.date());
    let count = call.get::<u32>("days").unwrap_or(DAYS);
    let last = day("to")?.or_else(|| first.checked_add_days(Days::new(u64::from(count) - 1))).unwrap_or(first);
    if last < first {
        return Err(Error::usage(text!("cli-days-reversed", first = first.to_string(), last = last.to_string())));
    }
    Ok((first, last))
}

/// What is asked for must be called so somewhere: nothing planned and nothing known are two answers.
fn require_known(call: &Call, library: &Library) -> Result<()> {
    if let Some(series) = call.text("series") {
        known::require_series(library, &series)?;
    }
    call.text("person").map_or(Ok(()), |person| known::require_person(library, &person))
}

fn keep_wanted(rows: &mut Vec<Row>, call: &Call) {
    if let Some(series) = call.text("series") {
        rows.retain(|row| row.occurrence.series.as_str() == series);
    }
    if let Some(person) = call.text("person") {
        rows.retain(|row| row.occurrence.people.iter().any(|id| id.as_str() == person));
    }
}

pub fn print(agenda: &Agenda, library: &Library, locale: &Locale, output: &mut Output) {
    let mut day = None;
    for row in &agenda.rows {
        let date = row.occurrence.start.with_timezone(&library.settings.zone).date_naive();
        if day != Some(date) {
            output.line(locale.date(date));
            day = Some(date);
        }
        print_row(row, library, locale, output);
    }
    if agenda.rows.is_empty() {
        output.say(locale, &text!("cli-nothing-planned"));
    }
}

/// `  20h30  Nadia, le soir · 9 sur 60 · 45 min · appel vidéo · en retard`, then the id that commands take, then what clashes.
pub fn print_row(row: &Row, library: &Library, locale: &Locale, output: &mut Output) {
    let occurrence = &row.occurrence;
    let mut facts = vec![occurrence.title.clone()];
    facts.extend(locale.number_of(occurrence.number, occurrence.of));
    facts.push(locale.length((occurrence.end - occurrence.start).num_seconds() as f64));
    facts.extend(occurrence.place.as_ref().map(|id| library.settings.place_name(id)));
    if occurrence.start.timezone() != library.settings.zone {
        facts.push(occurrence.start.timezone().name().to_owned());
    }
    if !row.roles.is_empty() {
        facts.push(roles(&row.roles, locale));
    }
    if row.state != State::Planned {
        facts.push(locale.say(&text!("cli-state", state = row.state.as_str())));
    }
    if let Some(wall) = occurrence.moved_from {
        let was = format!("{} {}", locale.short_date(wall.date()), locale.clock(wall.time()));
        facts.push(locale.say(&text!("cli-moved-from", was = was)));
    } else if let Some(time) = no_such_hour(occurrence) {
        facts.push(locale.say(&text!("cli-no-such-hour", time = locale.clock(time))));
    }
    output.line(format!("  {:>5}  {}", locale.clock(occurrence.start.time()), facts.join(" · ")));
    output.line(format!("         {}", row.session.clone().unwrap_or_else(|| occurrence.id.to_string())));
    for clash in &row.clashes {
        output.line(format!("         ▲ {}", locale.say(&clash_words(clash, library, locale))));
    }
    if row.lies_closed() {
        output.line(format!("         ▲ {}", locale.say(&text!("schedule-closed-kept"))));
    }
}

/// The hour of an occurrence by its rule, where the clocks go forward over it.
pub fn no_such_hour(occurrence: &Occurrence) -> Option<NaiveTime> {
    let is_gone = occurrence.moved_from.is_none() && occurrence.id.at != occurrence.start.naive_local();
    is_gone.then(|| occurrence.id.at.time())
}

/// Why two do not go together: `s-03 est aussi dans Samir, mar. 31 mars 20h30`.
pub fn clash_words(clash: &Clash, library: &Library, locale: &Locale) -> Text {
    let with = as_it_lies(&clash.with, library, locale).unwrap_or_else(|| clash.with.to_string());
    match &clash.why {
        Why::Person(id) | Why::Place(id) => text!("cli-clash", what = id.to_string(), with = with),
        Why::Rest { person, minutes } => text!("cli-clash-rest", who = person.to_string(), minutes = *minutes, with = with),
        Why::Heavy { person, is_third: true } => text!("cli-clash-heavy", who = person.to_string(), with = with),
        Why::Heavy { person, is_third: false } => text!("cli-clash-heavy-more", who = person.to_string(), with = with),
    }
}

/// Title, day and time at which an occurrence lies now; `None` where its series is not in a file, as before a cycle is written.
fn as_it_lies(id: &OccurrenceId, library: &Library, locale: &Locale) -> Option<String> {
    let (series, _) = series::load_text(&library.layout, &id.series, library.settings.zone).ok()?;
    let found = occurrence(&[series], &library.settings, id).ok()??;
    let (date, time) = (locale.short_date(found.start.date_naive()), locale.clock(found.start.time()));
    Some(format!("{}, {date} {time}", found.title))
}

/// `leader : lise, helper : paul`
fn roles(roles: &Roles, locale: &Locale) -> String {
    let said = roles.iter().map(|(role, person)| locale.say(&text!("plan-role", role = role.as_str(), person = person.as_str())));
    said.collect::<Vec<String>>().join(", ")
}
