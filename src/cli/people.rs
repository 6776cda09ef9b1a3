//! `people`: who meets here, and what they agreed to.

use chrono::NaiveDate;
use clap::Command;
use clap::builder::StringValueParser;
use serde::Serialize;

use super::documents::FaultDocument;
use super::words::Definition;
use super::{Call, Exit, Output, library, look_if, tell_faults, values};
use crate::actions::World;
use crate::actions::people::{About, add, agree, edit, find};
use crate::config::ShowNames;
use crate::domain::{Consent, Lack, Person, Role, Slug, parse_date};
use crate::error::{Error, Result};
use crate::locale::Locale;
use crate::store::{Library, people};
use crate::text;

#[derive(Serialize)]
struct Document<'p> {
    format: u32,
    people: Vec<Row<'p>>,
    faults: Vec<FaultDocument>,
}

#[derive(Serialize)]
struct Row<'p> {
    id: &'p str,
    name: &'p str,
    shown: Option<&'p str>,
    code: Option<&'p str>,
    role: &'static str,
    consent: Vec<ConsentRow<'p>>,
}

#[derive(Serialize)]
struct ConsentRow<'p> {
    #[serde(rename = "use")]
    usage: &'p str,
    given: String,
    until: Option<String>,
    how: Option<&'p str>,
    evidence: Option<&'p str>,
    withdrawn: Option<String>,
}

pub fn definition(locale: &Locale) -> Command {
    let within = |name: &'static str| Definition::within(locale, "people", name);
    let about = |definition: Definition<'_>| {
        let definition =
            definition.option("shown", "text", StringValueParser::new()).option("code", "text", StringValueParser::new());
        definition.choice("role", "role", ["guest", "host"]).done()
    };
    let consent = within("consent")
        .required("person", "person", values::id)
        .option("use", "use", StringValueParser::new())
        .option("given", "day", values::moment)
        .option("until", "day", values::moment)
        .choice("how", "how", ["spoken", "written"])
        .option("evidence", "text", StringValueParser::new())
        .refine(|command| command.mut_arg("use", |usage| usage.required(true)));
    Definition::new(locale, "people")
        .with(within("list").json().done())
        .with(within("show").required("person", "person", values::id).json().done())
        .with(about(within("add").required("name", "text", StringValueParser::new()).option("id", "person", values::id)))
        .with(about(within("edit").required("person", "person", values::id).option("name", "text", StringValueParser::new())))
        .with(consent.done())
        .done()
}

pub fn run(call: &Call, world: &mut World, output: &mut Output) -> Result<Exit> {
    let library = library(world, output)?;
    let person = match call.inner() {
        ("list", call) => return Ok(list(&call, &library, world, output)),
        ("show", call) => {
            let person = find(&library, &call.required("person"))?;
            if call.flag("json") {
                output.json(&document(std::slice::from_ref(&person), Vec::new()));
                return Ok(Exit::Done);
            }
            person
        }
        ("add", call) => {
            let name = call.text_or_input("name")?.unwrap_or_default();
            add(&library, &name, &about(&call)?, call.get::<Slug>("id").as_ref())?
        }
        ("edit", call) => {
            let about = About { name: call.text_or_input("name")?, ..about(&call)? };
            edit(&library, &call.required("person"), &about)?
        }
        (_, call) => agree(&library, &call.required("person"), consent(&call, &library, world)?)?,
    };
    show(&person, &library, world, output);
    Ok(Exit::Done)
}

fn about(call: &Call) -> Result<About> {
    let role = call.text("role").map(|role| if role == "host" { Role::Host } else { Role::Guest });
    Ok(About { name: None, shown: call.text("shown"), code: call.text("code"), role })
}

/// Given today where no day is named.
fn consent(call: &Call, library: &Library, world: &World) -> Result<Consent> {
    let today = today(library, world);
    let day = |name: &str| {
        let typed = call.text(name);
        typed.map(|typed| parse_date(&typed, today).ok_or_else(|| values::not_a_moment(&typed))).transpose()
    };
    Ok(Consent {
        usage: call.required("use"),
        given: day("given")?.unwrap_or(today),
        until: day("until")?,
        how: call.text("how"),
        evidence: call.text("evidence"),
        withdrawn: None,
    })
}

fn today(library: &Library, world: &World) -> NaiveDate {
    world.clock.now().with_timezone(&library.settings.zone).date_naive()
}

fn list(call: &Call, library: &Library, world: &World, output: &mut Output) -> Exit {
    let (found, locale) = (people::load_all(&library.layout), &world.locale);
    if call.flag("json") {
        output.json(&document(&found.rows, FaultDocument::beside(library, &found.faults, locale)));
    } else {
        found.rows.iter().for_each(|person| output.line(heading(person, world)));
    }
    let faults: &[Error] = &found.faults;
    tell_faults(faults, locale, output);
    look_if(!faults.is_empty())
}

/// Who it is, then each use with what it is allowed.
fn show(person: &Person, library: &Library, world: &World, output: &mut Output) {
    output.line(heading(person, world));
    let mut uses: Vec<&str> = library.settings.uses.iter().map(String::as_str).collect();
    let others = person.consents.iter().map(|consent| consent.usage.as_str());
    others.for_each(|usage| {
        if !uses.contains(&usage) {
            uses.push(usage)
        }
    });
    for usage in uses {
        let allowed = person.allows(Some(usage), today(library, world));
        let said = said(allowed, person.role, &world.locale);
        output.line(format!("  {}", world.locale.say(&text!("people-use", usage = usage, said = said))));
    }
}

/// `s-03  Nadia G.  N., pneumologue  S-03  invitée`; with codes alone no name.
fn heading(person: &Person, world: &World) -> String {
    let is_host = if person.role == Role::Host { "host" } else { "guest" };
    let role = world.locale.say(&text!("people-role", role = is_host));
    let name = (world.config.show_names == ShowNames::Name).then_some([Some(&person.name), person.shown.as_ref()]);
    let names = name.into_iter().flatten().flatten().cloned();
    let parts: Vec<String> =
        std::iter::once(person.id.to_string()).chain(names).chain(person.code.clone()).chain([role]).collect();
    parts.join("  ")
}

fn said(allowed: std::result::Result<(), Lack>, role: Role, locale: &Locale) -> String {
    let day = |date| locale.day_month_year(date);
    locale.say(&match allowed {
        Ok(()) if role == Role::Host => text!("people-host"),
        Ok(()) => text!("people-agrees"),
        Err(Lack::NotBefore(date)) => text!("export-lack-not-before", date = day(date)),
        Err(Lack::Ended(date)) => text!("export-lack-ended", date = day(date)),
        Err(Lack::Withdrawn(date)) => text!("export-lack-withdrawn", date = day(date)),
        Err(Lack::Never | Lack::Unknown) => text!("export-lack-never"),
    })
}

fn document(people: &[Person], faults: Vec<FaultDocument>) -> Document<'_> {
    Document { format: 1, people: people.iter().map(row).collect(), faults }
}

fn row(person: &Person) -> Row<'_> {
    Row {
        id: person.id.as_str(),
        name: &person.name,
        shown: person.shown.as_deref(),
        code: person.code.as_deref(),
        role: if person.role == Role::Host { "host" } else { "guest" },
        consent: person.consents.iter().map(consent_row).collect(),
    }
}

fn consent_row(consent: &Consent) -> ConsentRow<'_> {
    ConsentRow {
        usage: &consent.usage,
        given: consent.given.to_string(),
        until: consent.until.map(|day| day.to_string()),
        how: consent.how.as_deref(),
        evidence: consent.evidence.as_deref(),
        withdrawn: consent.withdrawn.map(|day| day.to_string()),
    }
}
