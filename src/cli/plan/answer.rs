//! What is said of a series that was added or changed: its rule in words, the next dates, what clashes, its id.

use chrono::{Duration, TimeZone, Utc};
use serde::Serialize;

use crate::actions::World;
use crate::actions::agenda::{Plans, Row};
use crate::cli::agenda::clash_words;
use crate::cli::documents::{OccurrenceDocument, rfc3339};
use crate::cli::{Call, Exit, Output, look_if};
use crate::domain::{Series, Slug};
use crate::error::Result;
use crate::locale::Text;
use crate::plan::{Occurrence, Window, upcoming};
use crate::store::Library;
use crate::text;

/// So many dates are named.
const DATES: usize = 3;
/// How far clashes are looked for, in days.
const AHEAD: i64 = 400;
/// So many occurrences that clash are named.
const CLASHES: usize = 5;

#[derive(Serialize)]
struct Document {
    format: u32,
    id: String,
    /// The rule in words.
    rule: String,
    /// Starts of the next dates; of a series that is over, the first ones.
    next: Vec<String>,
    clashing: Vec<OccurrenceDocument>,
}

/// `said`: what was done.
pub fn answer(call: &Call, id: &Slug, said: &Text, library: &Library, world: &World, output: &mut Output) -> Result<Exit> {
    let plans = Plans::of(library);
    let now = world.clock.now();
    let Some(series) = plans.series().iter().find(|series| series.id == *id) else { return Ok(Exit::Done) };
    let mut next = upcoming(series, &library.settings, now, DATES)?;
    if next.is_empty() {
        let first = Utc.from_utc_datetime(&(series.start - Duration::days(1)));
        next = upcoming(series, &library.settings, first, DATES)?;
    }
    let window = Window { from: now, to: now + Duration::days(AHEAD) };
    let rows = plans.within(window, now).rows.into_iter();
    let clashing: Vec<Row> = rows.filter(|row| row.occurrence.series == *id && row.still_clashes()).collect();
    match call.flag("json") {
        true => output.json(&Document {
            format: 1,
            id: id.to_string(),
            rule: world.locale.series(series),
            next: next.iter().map(|found| rfc3339(&found.start)).collect(),
            clashing: clashing.iter().map(OccurrenceDocument::new).collect(),
        }),
        false => print(series, said, &next, &clashing, world, output),
    }
    Ok(look_if(!clashing.is_empty()))
}

fn print(series: &Series, said: &Text, next: &[Occurrence], clashing: &[Row], world: &World, output: &mut Output) {
    let locale = &world.locale;
    output.say(locale, said);
    output.line(format!("  {}", locale.series(series)));
    for found in next {
        output.line(format!("  {}, {}", locale.date(found.start.date_naive()), locale.clock(found.start.time())));
    }
    for row in clashing.iter().take(CLASHES) {
        let start = row.occurrence.start;
        let lies = format!("{}, {}", locale.date(start.date_naive()), locale.clock(start.time()));
        row.clashes.iter().for_each(|clash| output.line(format!("  {lies}  ▲ {}", locale.say(&clash_words(clash)))));
    }
    if clashing.len() > CLASHES {
        output.line(format!("  {}", locale.say(&text!("cli-plan-more-clashes", more = clashing.len() - CLASHES))));
    }
    output.line(format!("  {}", series.id));
}
