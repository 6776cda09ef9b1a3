//! `people/ID.toml`: who meets here, and what they agreed to.

use std::path::Path;

use toml_edit::{DocumentMut, Table as EditTable};

use super::document::{Document, FORMAT, SMALL, read_text};
use super::layout::Layout;
use super::lock::SaveLock;
use super::table::Table;
use super::{atomic, edit, folder};
use crate::domain::{Consent, Person, Role, Slug};
use crate::error::{Error, Loaded, Result};
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

/// Writes the file of somebody who has none. Fails where the id is taken.
pub fn create(layout: &Layout, person: &Person) -> Result<()> {
    layout.check(&layout.people_dir())?;
    atomic::create_dir_private(&layout.people_dir())?;
    atomic::write_new(&layout.person_file(&person.id), created(person).as_bytes())
}

/// The person in the file at `path`, which may be a copy's. Fails as [`load`] does.
pub fn load_at(path: &Path, id: &Slug) -> Result<Person> {
    let text = read_text(path, SMALL)?;
    folder::only(folder::read_document(Document::parse(path, &text)?, id.clone(), read))
}

/// Changes a person's file as `change` changes the person; comments, order and all else in it stay. Gives the person as it is now.
///
/// Errors: no such file, one that cannot be read or written, and what `change` refuses.
pub fn change(layout: &Layout, id: &Slug, change: impl FnOnce(&mut Person) -> Result<()>) -> Result<Person> {
    let _lock = SaveLock::take(layout)?;
    let old = load(layout, id)?;
    let mut new = old.clone();
    change(&mut new)?;
    if new != old {
        let path = layout.person_file(id);
        let text = edited(&read_text(&path, SMALL)?, &old, &new)?;
        atomic::write(&path, text.as_bytes())?;
    }
    Ok(new)
}

fn created(person: &Person) -> String {
    let mut document = DocumentMut::new();
    let table = document.as_table_mut();
    edit::set(table, "format", Some(FORMAT.to_string()));
    about(person).into_iter().for_each(|(key, source)| edit::set(table, key, source));
    write_consents(table, &[], &person.consents);
    document.to_string()
}

/// `text`, which holds `old`, changed so that it holds `new`.
fn edited(text: &str, old: &Person, new: &Person) -> Result<String> {
    let parsed = text.parse::<DocumentMut>();
    let mut document = parsed.map_err(|fault| Error::new(text!("files-unread")).because(fault.message()))?;
    let table = document.as_table_mut();
    let changed = about(old).into_iter().zip(about(new)).filter(|(old, new)| old != new);
    changed.for_each(|(_, (key, source))| edit::set(table, key, source));
    write_consents(table, &old.consents, &new.consents);
    Ok(document.to_string())
}

/// Each key with its value, absent where there is none.
fn about(person: &Person) -> [(&'static str, Option<String>); 4] {
    let role = match person.role {
        Role::Guest => "guest",
        Role::Host => "host",
    };
    [
        ("name", Some(edit::quoted(&person.name))),
        ("shown", person.shown.as_deref().map(edit::quoted)),
        ("code", person.code.as_deref().map(edit::quoted)),
        ("role", Some(edit::quoted(role))),
    ]
}

/// Those that are new stand behind the others, which keep their tables.
fn write_consents(table: &mut EditTable, old: &[Consent], new: &[Consent]) {
    if old == new {
        return;
    }
    let mut tables = edit::tables_in_place(table, "consent");
    let known = tables.iter_mut().zip(old.iter().zip(new)).filter(|(_, (old, new))| old != new);
    known.for_each(|(table, (_, new))| write_consent(table, new));
    new.iter().skip(old.len()).for_each(|consent| tables.push(new_consent(consent)));
    table.insert("consent", toml_edit::Item::ArrayOfTables(tables));
}

fn new_consent(consent: &Consent) -> EditTable {
    let mut table = EditTable::new();
    write_consent(&mut table, consent);
    table
}

fn write_consent(table: &mut EditTable, consent: &Consent) {
    let text = |text: &Option<String>| text.as_deref().map(edit::quoted);
    edit::set(table, "use", Some(edit::quoted(&consent.usage)));
    edit::set(table, "given", Some(edit::date(consent.given)));
    edit::set(table, "until", consent.until.map(edit::date));
    edit::set(table, "how", text(&consent.how));
    edit::set(table, "evidence", text(&consent.evidence));
    edit::set(table, "withdrawn", consent.withdrawn.map(edit::date));
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

    fn consent(usage: &str) -> Consent {
        Consent {
            usage: usage.into(),
            given: "2020-03-20".parse().unwrap(),
            until: "2021-03-20".parse().ok(),
            how: Some("spoken".into()),
            evidence: Some("2020-03-20-2030-nadia#m-01".into()),
            withdrawn: None,
        }
    }

    #[test]
    fn a_consent_is_put_behind_the_others_and_comments_stay() {
        let (_folder, layout) = library();
        let text =
            "# elle\nformat = 1\nname   = \"Nadia G.\" # son nom\n\n[[consent]] # le film\nuse = \"film\"\ngiven = 2020-03-01\n";
        put(&layout.person_file(&slug("s-03")), text);
        let add = |person: &mut Person| {
            person.consents.push(consent("archive"));
            person.code = Some("S-03".into());
            Ok(())
        };
        let new = change(&layout, &slug("s-03"), add).unwrap();
        assert_eq!(load(&layout, &slug("s-03")).unwrap(), new);
        let written = std::fs::read_to_string(layout.person_file(&slug("s-03"))).unwrap();
        let kept = [
            "# elle\nformat = 1\nname   = \"Nadia G.\" # son nom\n",
            "[[consent]] # le film\nuse = \"film\"\ngiven = 2020-03-01\n",
        ];
        assert!(kept.iter().all(|lines| written.contains(lines)), "{written}");
        change(&layout, &slug("s-03"), |_| Ok(())).unwrap();
        assert_eq!(
            std::fs::read_to_string(layout.person_file(&slug("s-03"))).unwrap(),
            written,
            "nothing changed, nothing written"
        );
    }

    #[test]
    fn a_new_person_is_read_back_and_never_takes_the_place_of_another() {
        let (_folder, layout) = library();
        let person = Person {
            id: slug("s-04"),
            name: "Zoé \"Z\" Petit".into(),
            shown: Some("Z.".into()),
            code: Some("S-04".into()),
            role: Role::Host,
            consents: vec![consent("film")],
        };
        create(&layout, &person).unwrap();
        assert_eq!(load(&layout, &slug("s-04")).unwrap(), person);
        assert!(create(&layout, &person).is_err());
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
