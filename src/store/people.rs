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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples::{library, put, slug, told};

    fn read_text(text: &str) -> (Option<Person>, Vec<String>) {
        let (_folder, layout) = library();
        put(&layout.person_file(&slug("s-03")), text);
        let loaded = load_all(&layout);
        (loaded.rows.into_iter().next(), loaded.faults.iter().map(told).collect())
    }

    #[test]
    fn a_person_is_read_as_the_contract_shows_it() {
        let text = r#"format = 1
name = "Nadia G."
shown = " "
code = "S-03"
role = "host"
[[consent]]
use = "film"
given = 2020-03-20
until = 2021-03-20
how = "spoken"
evidence = "2020-03-20-2030-nadia#m-01JD3ZC7"
withdrawn = 2020-06-01
[[consent]]
use = "archive"
given = 2020-03-20
"#;
        let (person, faults) = read_text(text);
        let person = person.unwrap();
        assert_eq!(faults, Vec::<String>::new());
        assert_eq!((person.shown, person.code.as_deref(), person.role), (None, Some("S-03"), Role::Host));
        assert_eq!((person.consents[0].usage.as_str(), person.consents[0].how.as_deref()), ("film", Some("spoken")));
        assert_eq!((person.consents[0].withdrawn, person.consents[1].until), ("2020-06-01".parse().ok(), None));
    }

    #[test]
    fn each_mistake_is_told_with_its_line() {
        for (text, expected) in [
            ("format = 1\n", "s-03.toml:1: `name` is missing"),
            (
                "format = 1\nname = \"N\"\nrole = \"gest\"\n",
                "s-03.toml:3: `role`: expected one of `guest`, `host`, found \"gest\"",
            ),
            ("format = 1\nname = \"N\"\n[[consent]]\nuse = \"film\"\n", "s-03.toml:3: `given` is missing"),
            (
                "format = 1\nname = \"N\"\n[[consent]]\nuse = \"film\"\ngiven = 2020-03-20\nuntill = 2021-03-20\n",
                "s-03.toml:6: unknown key `untill`\n  hint: did you mean `until`?",
            ),
            (
                "format = 1\nname = \"N\"\n[[consent]]\nuse = \"film\"\ngiven = 2020-03-20\nuntil = 2019-03-20\n",
                "s-03.toml:6: `until` lies before `given`",
            ),
            (
                "format = 1\nname = \"N\"\n[consent]\nuse = \"film\"\n",
                "s-03.toml:3: `consent`: expected tables, each under its own [[consent]]",
            ),
        ] {
            let (person, faults) = read_text(text);
            assert!(person.is_none() && faults.len() == 1 && faults[0].starts_with(expected), "{text}: {faults:?}");
        }
    }

    #[test]
    fn a_person_behind_a_link_that_leads_outside_is_not_read() {
        let (folder, layout) = library();
        put(&folder.path().join("outside.toml"), "format = 1\nname = \"N\"\n");
        std::fs::create_dir(layout.people_dir()).unwrap();
        std::os::unix::fs::symlink(folder.path().join("outside.toml"), layout.person_file(&slug("s-03"))).unwrap();
        let fault = load(&layout, &slug("s-03")).unwrap_err().to_string();
        assert!(fault.contains("a link leads out of the library here"), "{fault}");
    }
}
