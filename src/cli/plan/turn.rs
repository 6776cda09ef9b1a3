//! `plan turn`: who has a role on one evening, set by hand.

use clap::Command;
use clap::builder::StringValueParser;

use crate::actions::known;
use crate::actions::schedule::Planner;
use crate::cli::Call;
use crate::cli::words::Definition;
use crate::domain::Slug;
use crate::error::{Error, Result};
use crate::locale::{Locale, Text};
use crate::plan::Occurrence;
use crate::store::Library;
use crate::text;

pub fn definition(locale: &Locale) -> Command {
    Definition::within(locale, "plan", "turn")
        .required("occurrence", "occurrence", StringValueParser::new())
        .option("role", "role", StringValueParser::new())
        .refine(|turn| turn.mut_arg("role", |role| role.required(true)))
        .option("person", "person", StringValueParser::new())
        .done()
}

pub fn run(call: &Call, found: &Occurrence, planner: &Planner, library: &Library) -> Result<Text> {
    let role = slug(&call.required::<String>("role"))?;
    let person = call.text("person").map(|person| known::require_person(library, &person).and_then(|()| slug(&person)));
    planner.set_turn(&found.id, &role, person.transpose()?.as_ref())
}

fn slug(typed: &str) -> Result<Slug> {
    Slug::parse(typed).ok_or_else(|| Error::usage(text!("cli-expected-id", found = typed)))
}
