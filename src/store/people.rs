//! `people/ID.toml`: who meets here, and what they agreed to.

use super::folder;
use super::layout::Layout;
use super::table::Table;
use crate::domain::{Consent, Person, Role, Slug};
use crate::error::{Loaded, Result};
use crate::text;

/// Everybody, by id. A bad file costs one person.
pub fn load_all(layout: &Layout) -> Loaded<Person> {
    folder::load_all(layout, &layout.people_dir(), read)
}

/// One person.
pub fn load(layout: &Layout, id: &Slug) -> Result<Person> {
    folder::only(folder::load_file(layout, &layout.person_file(id), id.clone(), read))
}

fn read(table: &Table, id: Slug) -> Option<Person> {
    let name = table.need("name", Table::text);
    let person = Person {
        id,
        shown: table.text("shown").filter(|shown| !shown.trim().is_empty()),
        code: table.text("code").filter(|code| !code.trim().is_empty()),
        role: table.one_of("role", &[("guest", Role::Guest), ("host", Role::Host)]).unwrap_or_default(),
        consents: table.tables("consent").iter().filter_map(read_consent).collect(),
        name: name?,
    };
    Some(person)
}

fn read_consent(table: &Table) -> Option<Consent> {
    let usage = table.need("use", Table::text);
    let given = table.need("given", Table::date);
    let how = table.one_of("how", &[("spoken", "spoken"), ("written", "written")]).map(str::to_owned);
    let consent = Consent {
        until: table.date("until"),
        how,
        evidence: table.text("evidence"),
        withdrawn: table.date("withdrawn"),
        usage: usage?,
        given: given?,
    };
    if consent.until.is_some_and(|until| until < consent.given) {
        table.fault("until", text!("files-until-before-given"));
    }
    table.refuse_unknown();
    Some(consent)
}
