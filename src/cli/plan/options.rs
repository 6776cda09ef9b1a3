//! What `plan add` and `plan edit` can say of a series: the options, and the draft that comes of them.

use chrono::NaiveDate;
use clap::Arg;
use clap::builder::StringValueParser;

use crate::actions::known;
use crate::cli::words::Definition;
use crate::cli::{Call, values};
use crate::domain::{OnClosed, Slug, parse_date_and_time};
use crate::error::{Error, Result};
use crate::plan::{Repeat, SeriesDraft, Span, parse_rule, typed};
use crate::store::Library;
use crate::text;

/// The same for both commands.
pub fn options(definition: Definition) -> Definition {
    let text = StringValueParser::new;
    let definition = definition.option("title", "text", text()).option("every", "words", text()).option("rule", "rule", text());
    let definition = definition.option("from", "day", values::moment).option("count", "count", text());
    let definition = definition.option("until", "day", values::last_day).options("skip", "day", text());
    let definition = definition.option("minutes", "length", text()).option("place", "place", text());
    let definition = definition.options("host", "person", text()).options("guest", "person", text());
    let definition = definition.option("zone", "zone", text()).option("announce", "text", text());
    let definition = definition.options("step", "step", text()).options("chain", "chain", text()).options("rota", "rota", text());
    let definition = definition.choice("on-closed", "on-closed", OnClosed::ALL.map(OnClosed::as_str));
    let definition = definition.choice("heavy", "yes", ["true", "false"]).choice("quiet", "yes", ["true", "false"]);
    definition.json().refine(|command| {
        let switch = |arg: Arg| arg.num_args(0..=1).require_equals(true).default_missing_value("true");
        let command = command.mut_arg("quiet", switch).mut_arg("heavy", switch);
        command.mut_arg("rule", |rule| rule.conflicts_with("every")).mut_arg("until", |until| until.conflicts_with("count"))
    })
}

/// Puts what the call names into the draft; the rest of it stays. `today` is the day of the library.
pub fn take_in(call: &Call, draft: &mut SeriesDraft, library: &Library, today: NaiveDate) -> Result<()> {
    draft.title = call.text("title").unwrap_or(std::mem::take(&mut draft.title));
    draft.zone = call.text("zone").map_or(Ok(draft.zone), |name| zone(&name))?;
    dates(call, draft, today)?;
    draft.minutes = call.text("minutes").map_or(Ok(draft.minutes), |typed| typed::minutes(&typed))?;
    if let Some(place) = call.text("place") {
        draft.place = some_place(&place, library)?;
    }
    draft.hosts = people(call, "host", library)?.unwrap_or(std::mem::take(&mut draft.hosts));
    draft.guests = people(call, "guest", library)?.unwrap_or(std::mem::take(&mut draft.guests));
    if let Some(words) = call.text_or_input("announce")? {
        draft.announce = Some(words.trim().to_owned()).filter(|words| !words.is_empty());
    }
    draft.quiet = call.text("quiet").map_or(draft.quiet, |quiet| quiet == "true");
    beside(call, draft, library)
}

/// What goes with each date. What may be repeated replaces all of before; the empty word is none.
fn beside(call: &Call, draft: &mut SeriesDraft, library: &Library) -> Result<()> {
    draft.heavy = call.text("heavy").map_or(draft.heavy, |heavy| heavy == "true");
    draft.on_closed = call.text("on-closed").and_then(|word| OnClosed::parse(&word)).unwrap_or(draft.on_closed);
    let said = |option: &str| {
        let typed = call.texts(option);
        (!typed.is_empty()).then(|| typed.into_iter().filter(|words| !words.trim().is_empty()).collect::<Vec<String>>())
    };
    if let Some(typed) = said("step") {
        draft.steps = typed.iter().flat_map(|typed| typed::steps(typed)).collect();
    }
    if let Some(typed) = said("chain") {
        draft.chains = typed.iter().map(|typed| typed::chain(typed, &draft.chains)).collect::<Result<_>>()?;
    }
    if let Some(typed) = said("rota") {
        draft.rotas = typed.iter().map(|typed| typed::rota(typed)).collect::<Result<_>>()?;
        let people = draft.rotas.iter().flat_map(|rota| &rota.people);
        people.into_iter().try_for_each(|person| known::require_person(library, person.as_str()))?;
    }
    Ok(())
}

/// Days, times, first and last, what falls away. The first day comes first: words such as `chaque semaine` count from there.
fn dates(call: &Call, draft: &mut SeriesDraft, today: NaiveDate) -> Result<()> {
    if let Some(from) = call.text("from") {
        let (date, time) = parse_date_and_time(&from, today).ok_or_else(|| values::not_a_moment(&from))?;
        (draft.first, draft.time) = (date.unwrap_or(draft.first), time.unwrap_or(draft.time));
    }
    if let Some(every) = call.text("every") {
        draft.take_in(typed::every(&every, draft.start(), today)?);
    }
    if let Some(rule) = call.text("rule") {
        parse_rule(&rule, draft.start(), draft.zone)?;
        (draft.repeat, draft.span) = (Repeat::Rule(rule.trim().to_owned()), Span::Endless);
    }
    if let Some(count) = call.text("count") {
        draft.span = typed::span(&count, draft.first)?;
    }
    if let Some(last) = call.text("until") {
        draft.span = Span::Until(typed::last_day(&last, draft.first)?);
    }
    let skip = call.texts("skip");
    if !skip.is_empty() {
        draft.skip = typed::skip(&skip.join(", "), draft.first)?;
    }
    Ok(())
}

fn zone(name: &str) -> Result<chrono_tz::Tz> {
    let expected = || Error::usage(text!("cli-expected-zone", found = name)).hint(text!("cli-expected-zone-hint"));
    name.parse().map_err(|_| expected())
}

/// No place where nothing is typed.
fn some_place(typed: &str, library: &Library) -> Result<Option<Slug>> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    let place = library.settings.places.iter().find(|place| place.id.as_str() == typed.trim());
    let unknown = || Error::new(text!("schedule-no-such-place", found = typed)).hint(text!("schedule-no-such-place-hint"));
    place.map(|place| Some(place.id.clone())).ok_or_else(unknown)
}

/// `None` where the call names nobody; nobody where it names the empty word.
fn people(call: &Call, option: &str, library: &Library) -> Result<Option<Vec<Slug>>> {
    let typed = call.texts(option);
    let mut found = Vec::new();
    for id in typed.iter().map(|id| id.trim()).filter(|id| !id.is_empty()) {
        known::require_person(library, id)?;
        found.extend(Slug::parse(id).filter(|id| !found.contains(id)));
    }
    Ok((!typed.is_empty()).then_some(found))
}
