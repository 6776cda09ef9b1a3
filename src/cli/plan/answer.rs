//! What is said of a series that was added or changed: its rule in words, the next dates, what clashes, its id.

use chrono::{Duration, NaiveDate, TimeZone, Utc};
use serde::Serialize;

use crate::actions::World;
use crate::actions::agenda::{Plans, Row, at_once, clashes_once};
use crate::actions::calendar::AHEAD;
use crate::cli::agenda::{clash_words, no_such_hour};
use crate::cli::documents::{OccurrenceDocument, rfc3339};
use crate::cli::{Call, Exit, Output, look_if};
use crate::domain::{OccurrenceId, OnClosed, Series, Slug};
use crate::error::Result;
use crate::locale::{Locale, Text};
use crate::plan::{Beside, Clash, Closed, Occurrence, Plan, Repeat, Span, Window, fewer, next_dates, occurrence, upcoming};
use crate::store::Library;
use crate::text;

/// So many dates are named.
const DATES: usize = 3;
/// So many clashes are named.
const CLASHES: usize = 5;
/// So many dates are looked at for closed days.
const LOOKED_AT: usize = 100;

#[derive(Serialize)]
struct Document<'r> {
    format: u32,
    id: String,
    /// The rule in words.
    rule: String,
    /// Starts of the next dates; of a series that is over, the first ones.
    next: Vec<String>,
    /// How many take place; absent where they do not end.
    #[serde(skip_serializing_if = "Option::is_none")]
    of: Option<u32>,
    clashing: Vec<OccurrenceDocument<'r>>,
    /// What was understood but changes nothing, and hours that a clock change leaves out: in words.
    notes: Vec<String>,
}

/// `said`: what was done. `in_vain`: first and last days that were to be left out, on which the series has no date.
pub fn answer(
    call: &Call,
    id: &Slug,
    said: &Text,
    in_vain: &[(NaiveDate, NaiveDate)],
    library: &Library,
    world: &World,
    output: &mut Output,
) -> Result<Exit> {
    let plans = Plans::of(library);
    let now = world.clock.now();
    let Some(series) = plans.series().iter().find(|series| series.id == *id) else { return Ok(Exit::Done) };
    let mut next = upcoming(series, &library.settings, now, DATES)?;
    if next.is_empty() {
        let first = Utc.from_utc_datetime(&(series.start - Duration::days(1)));
        next = upcoming(series, &library.settings, first, DATES)?;
    }
    let coming = plans.coming(AHEAD, now).rows;
    let beside: Vec<Text> = at_once(&coming, id).into_iter().map(|(first, count)| beside_words(first, count)).collect();
    let rows = coming.into_iter();
    let clashing: Vec<Row> = rows.filter(|row| row.occurrence.series == *id && row.still_clashes()).collect();
    let mut notes: Vec<String> = in_vain.iter().map(|span| no_date_of(*span, &world.locale)).collect();
    notes.extend(no_such_hours(series, library, world));
    match call.flag("json") {
        true => output.json(&Document {
            format: 1,
            id: id.to_string(),
            rule: world.locale.series(series),
            next: next.iter().map(|found| rfc3339(&found.start)).collect(),
            of: Plan::of(series, &library.settings)?.size(),
            clashing: clashing.iter().map(OccurrenceDocument::new).collect(),
            notes,
        }),
        false => {
            output.say(&world.locale, said);
            print(series, &next, &notes, (&clashing, &beside), library, world, output);
        }
    }
    Ok(look_if(!clashing.is_empty()))
}

/// Which occurrences have been moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    One,
    AndLater,
}

/// After a move: what was done, and what clashes or is closed where it lies now. Only a clash asks for a look: whoever moves something
/// to a closed day has said so.
pub fn lies_elsewhere(
    id: &OccurrenceId,
    extent: Extent,
    said: &Text,
    library: &Library,
    world: &World,
    output: &mut Output,
) -> Result<Exit> {
    output.say(&world.locale, said);
    let plans = Plans::of(library);
    let Some(first) = occurrence(plans.series(), &library.settings, id)? else { return Ok(Exit::Done) };
    let from = first.start.with_timezone(&Utc);
    let (to, is_meant): (_, &dyn Fn(&OccurrenceId) -> bool) = match extent {
        Extent::One => (from + Duration::minutes(1), &|other| other == id),
        Extent::AndLater => (from + Duration::days(i64::from(AHEAD)), &|other| other.series == id.series && other.at >= id.at),
    };
    let rows = plans.within(Window { from, to }, world.clock.now()).rows.into_iter().filter(|row| is_meant(&row.occurrence.id));
    let odd: Vec<Row> = rows.filter(|row| row.still_clashes() || row.occurrence.on_closed_day).collect();
    print_odd(&odd, library, &world.locale, output);
    Ok(look_if(odd.iter().any(Row::still_clashes)))
}

fn print(
    series: &Series,
    next: &[Occurrence],
    notes: &[String],
    (clashing, beside): (&[Row], &[Text]),
    library: &Library,
    world: &World,
    output: &mut Output,
) {
    let locale = &world.locale;
    output.line(format!("  {}", locale.series(series)));
    let fewer = fewer(series, &library.settings);
    if let Some(fewer) = fewer {
        output.line(format!("  {}", locale.fewer(fewer)));
    }
    for found in next {
        output.line(format!("  {}, {}", locale.date(found.start.date_naive()), locale.clock(found.start.time())));
    }
    notes.iter().for_each(|note| output.line(format!("  {note}")));
    print_left_out(series, library, world, output);
    if let Some(fewer) = fewer.filter(|fewer| fewer.by_closed_days && series.on_closed == OnClosed::Skip) {
        let keep_all = text!("cli-plan-keep-all", id = series.id.as_str(), count = fewer.count);
        output.line(format!("  {}", locale.say(&keep_all)));
    }
    print_odd(clashing, library, locale, output);
    beside.iter().take(CLASHES).for_each(|words| output.line(format!("  {}", locale.say(words))));
    output.line(format!("  {}", series.id));
}

/// `Saturday 1 May 2027: no date of this series`.
fn no_date_of((first, last): (NaiveDate, NaiveDate), locale: &Locale) -> String {
    let days = locale.span_of_days(first, last, |date| locale.date(date));
    locale.say(&text!("cli-plan-no-date", days = days))
}

/// The first of the next dates whose hour a clock change leaves out.
fn no_such_hours(series: &Series, library: &Library, world: &World) -> Option<String> {
    let locale = &world.locale;
    let dates = next_dates(series, &Beside::nothing(&library.settings, world.clock.now()), LOOKED_AT).unwrap_or_default();
    let (date, time) =
        dates.iter().find_map(|date| Some((date.occurrence.start.date_naive(), no_such_hour(&date.occurrence)?)))?;
    Some(format!("{}, {}", locale.date(date), locale.say(&text!("cli-no-such-hour", time = locale.clock(time)))))
}

/// One library records one take at a time, whoever is there.
fn beside_words(first: &Row, count: usize) -> Text {
    let (title, start) = (&first.occurrence.title, first.occurrence.start);
    text!("cli-plan-at-once", title = title, count = count, date = start.date_naive(), time = start.time())
}

/// The dates to come that closed days take out, or push on.
fn print_left_out(series: &Series, library: &Library, world: &World, output: &mut Output) {
    let previews = next_dates(series, &Beside::nothing(&library.settings, world.clock.now()), LOOKED_AT).unwrap_or_default();
    let left_out = previews.iter().filter(|date| date.closed == Some(Closed::LeftOut));
    let dates: Vec<String> = left_out.map(|date| world.locale.day_and_month(date.occurrence.start.date_naive())).collect();
    if !dates.is_empty() {
        let shown = dates.iter().take(DATES).cloned().collect::<Vec<String>>().join(", ");
        let shown = if dates.len() > DATES { format!("{shown} …") } else { shown };
        let is_counted = matches!(Repeat::of_rules(&series.rules, series.start, series.zone).1, Span::Count(_));
        let said = match series.on_closed {
            OnClosed::Shift if is_counted => text!("cli-plan-shifted", count = dates.len(), dates = shown),
            _ => text!("cli-plan-left-out", count = dates.len(), dates = shown),
        };
        output.line(format!("  {}", world.locale.say(&said)));
    }
}

fn print_odd(rows: &[Row], library: &Library, locale: &Locale, output: &mut Output) {
    let lies = |row: &Row| {
        let start = row.occurrence.start;
        format!("{}, {}", locale.date(start.date_naive()), locale.clock(start.time()))
    };
    let clashes: Vec<(&Row, &Clash)> = clashes_once(rows);
    for (row, clash) in clashes.iter().take(CLASHES) {
        output.line(format!("  {}  ▲ {}", lies(row), locale.say(&clash_words(clash, library, locale))));
    }
    if clashes.len() > CLASHES {
        output.line(format!("  {}", locale.say(&text!("cli-plan-more-clashes", more = clashes.len() - CLASHES))));
    }
    for row in rows.iter().filter(|row| row.occurrence.on_closed_day).take(CLASHES) {
        output.line(format!("  {}  ▲ {}", lies(row), locale.say(&text!("schedule-closed-kept"))));
    }
}
