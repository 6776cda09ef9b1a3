//! Who meets here, and what they agreed to: new people, what changes of them, and consents as they are given.
//!
//! What was withdrawn is not undone here: a consent is only ever added.

use chrono::NaiveDate;

use crate::domain::{Consent, Person, Role, Slug, nearest};
use crate::error::{Error, Result};
use crate::store::{Library, people};
use crate::text;

/// What a person is made from, or what of them changes.
#[derive(Debug, Clone, Default)]
pub struct About {
    pub name: Option<String>,
    /// As exports name them; empty: no more.
    pub shown: Option<String>,
    pub code: Option<String>,
    pub role: Option<Role>,
}

/// Makes somebody's file. The id comes from the code, and a code that is not named is the next free `S-NN`: ids stand in the names of
/// folders, and hold no name.
///
/// Errors: an id that says the name, or is taken; a library that is not to be written.
pub fn add(library: &Library, name: &str, about: &About, id: Option<&Slug>) -> Result<Person> {
    library.require_writable()?;
    let code = match &about.code {
        Some(code) => code.clone(),
        None => next_code(library)?,
    };
    let id = match id {
        Some(id) => id.clone(),
        None => Slug::of(&code)
            .ok_or_else(|| Error::usage(text!("people-code", found = code.as_str())).hint(text!("people-code-hint")))?,
    };
    if says_name(&id, name) {
        return Err(Error::usage(text!("people-id-says-name", id = id.as_str())).hint(text!("people-id-says-name-hint")));
    }
    let shown = about.shown.clone().filter(|shown| !shown.trim().is_empty());
    let role = about.role.unwrap_or_default();
    let person = Person { id, name: name.to_owned(), shown, code: Some(code), role, consents: Vec::new() };
    people::create(&library.layout, &person)?;
    Ok(person)
}

/// Behind every `S-NN` that is used as a code or an id.
fn next_code(library: &Library) -> Result<String> {
    let found = people::load_all(&library.layout);
    if let Some(fault) = found.doubt() {
        return Err(fault.clone()); // it may be the one that has it
    }
    let number = |text: &str| text.to_lowercase().strip_prefix("s-")?.parse::<u32>().ok();
    let used = found.rows.iter().flat_map(|person| [number(person.id.as_str()), person.code.as_deref().and_then(number)]);
    Ok(format!("S-{:02}", used.flatten().max().unwrap_or(0) + 1))
}

/// One of its words is one of the name's, and more than an initial.
fn says_name(id: &Slug, name: &str) -> bool {
    let Some(name) = Slug::of(name) else { return false };
    let words: Vec<&str> = name.as_str().split('-').filter(|word| word.len() > 1).collect();
    id.as_str().split('-').any(|word| words.contains(&word))
}

/// One person. Errors: nobody of that id, told with who may be meant; a file that cannot be read.
pub fn find(library: &Library, id: &Slug) -> Result<Person> {
    people::load(&library.layout, id).map_err(|fault| unknown(library, id, fault))
}

/// Changes what is named, and leaves all else of the file as it is.
pub fn edit(library: &Library, id: &Slug, about: &About) -> Result<Person> {
    library.require_writable()?;
    let text = |text: &String| Some(text.clone()).filter(|text| !text.trim().is_empty());
    people::change(&library.layout, id, |person| {
        if let Some(name) = about.name.as_ref().and_then(text) {
            person.name = name;
        }
        if let Some(shown) = &about.shown {
            person.shown = text(shown);
        }
        if let Some(code) = &about.code {
            person.code = text(code);
        }
        person.role = about.role.unwrap_or(person.role);
        Ok(())
    })
    .map_err(|fault| unknown(library, id, fault))
}

/// Notes what somebody agrees to; the same again changes nothing.
///
/// Errors: a use that the library does not name, where it names some; no such person; a last day before the first.
pub fn agree(library: &Library, id: &Slug, consent: Consent) -> Result<Person> {
    library.require_writable()?;
    let uses = &library.settings.uses;
    if !uses.is_empty() && !uses.contains(&consent.usage) {
        let refused = Error::usage(text!("people-unknown-use", uses = uses.join(", "), found = consent.usage.as_str()));
        return Err(match nearest(&consent.usage, uses.iter().map(String::as_str)) {
            Some(near) => refused.hint(text!("files-did-you-mean", near = near)),
            None => refused.hint(text!("people-unknown-use-hint")),
        });
    }
    if let Some(until) = consent.until.filter(|until| *until < consent.given) {
        return Err(ends_early(consent.given, until));
    }
    people::change(&library.layout, id, |person| {
        if !person.consents.contains(&consent) {
            person.consents.push(consent);
        }
        Ok(())
    })
    .map_err(|fault| unknown(library, id, fault))
}

fn ends_early(given: NaiveDate, until: NaiveDate) -> Error {
    Error::usage(text!("people-until", given = given, until = until)).hint(text!("people-until-hint"))
}

/// Who may be meant, where there is no such file.
fn unknown(library: &Library, id: &Slug, fault: Error) -> Error {
    if library.layout.person_file(id).exists() {
        return fault;
    }
    let known = people::load_all(&library.layout).rows;
    let missing = Error::new(text!("people-nobody", id = id.as_str()));
    match nearest(id.as_str(), known.iter().map(|person| person.id.as_str())) {
        Some(near) => missing.hint(text!("files-did-you-mean", near = near)),
        None => missing.hint(text!("people-nobody-hint")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples::{library, put, slug};

    fn opened() -> (tempfile::TempDir, Library) {
        let (folder, layout) = library();
        put(&layout.settings_file(), "format = 1\nid = \"L\"\nzone = \"Europe/Brussels\"\nuses = [\"film\"]\n");
        put(&layout.person_file(&slug("s-03")), "format = 1\nname = \"Nadia G.\"\n");
        let library = Library::open(layout.root()).unwrap();
        (folder, library)
    }

    fn film(given: &str, until: Option<&str>) -> Consent {
        let until = until.map(|day| day.parse().unwrap());
        Consent { usage: "film".into(), given: given.parse().unwrap(), until, how: None, evidence: None, withdrawn: None }
    }

    #[test]
    fn a_new_person_gets_the_next_code_and_its_id_says_no_name() {
        let (_folder, library) = opened();
        let add = |name: &str, code: Option<&str>, id: Option<&str>| {
            let about = About { code: code.map(str::to_owned), ..About::default() };
            add(&library, name, &about, id.map(slug).as_ref()).map(|person| (person.id.to_string(), person.code.unwrap()))
        };
        let pair = |id: &str, code: &str| (id.to_owned(), code.to_owned());
        assert_eq!(add("Samir Petit", None, None).unwrap(), pair("s-04", "S-04"));
        assert_eq!(add("Zoé", Some("Z 7"), None).unwrap(), pair("z-7", "Z 7"));
        assert_eq!(add("Ève", None, Some("hote")).unwrap(), pair("hote", "S-05"));
        for (name, code, id) in [
            ("Léa Roux", None, Some("lea")),
            ("Léa Roux", Some("roux-1"), None),
            ("Léa", Some("…"), None),
            ("Léa", None, Some("z-7")),
        ] {
            assert!(add(name, code, id).is_err(), "{name} {code:?} {id:?}");
        }
    }

    #[test]
    fn a_consent_is_noted_once_for_a_use_that_the_library_names() {
        let (_folder, library) = opened();
        (0..2).for_each(|_| drop(agree(&library, &slug("s-03"), film("2020-03-20", None)).unwrap()));
        let person = people::load(&library.layout, &slug("s-03")).unwrap();
        assert_eq!(person.consents, [film("2020-03-20", None)]);
        let told = |consent, id: &str| agree(&library, &slug(id), consent).unwrap_err().to_string();
        assert!(told(Consent { usage: "flim".into(), ..film("2020-03-20", None) }, "s-03").contains("did you mean `film`?"));
        assert!(told(film("2020-03-20", Some("2020-03-19")), "s-03").contains("19 March 2020"));
        assert!(told(film("2020-03-20", None), "s-04").contains("did you mean `s-03`?"));
    }

    #[test]
    fn only_what_is_named_changes() {
        let (_folder, library) = opened();
        let about = About { shown: Some("N., pneumologue".into()), role: Some(Role::Host), ..About::default() };
        edit(&library, &slug("s-03"), &about).unwrap();
        let person = edit(&library, &slug("s-03"), &About { shown: Some(" ".into()), ..About::default() }).unwrap();
        assert_eq!((person.name.as_str(), person.shown, person.role), ("Nadia G.", None, Role::Host));
    }
}
