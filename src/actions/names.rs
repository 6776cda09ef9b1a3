//! What people are called on the screen.

use std::collections::BTreeMap;

use crate::config::ShowNames;
use crate::domain::{Person, Slug};
use crate::error::Error;
use crate::store::{Library, people};

/// What each person of a library is called here.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PeopleNames(BTreeMap<Slug, String>);

impl PeopleNames {
    /// Everybody of the library, and what is wrong in their files.
    pub fn load(library: &Library, show: ShowNames) -> (PeopleNames, Vec<Error>) {
        let people = people::load_all(&library.layout);
        let called = people.rows.into_iter().map(|person| (person.id.clone(), called(person, show)));
        (PeopleNames(called.collect()), people.faults)
    }

    /// Everybody, by id.
    pub fn all(&self) -> impl Iterator<Item = (&Slug, &str)> {
        self.0.iter().map(|(id, name)| (id, name.as_str()))
    }

    /// The name or the code; an id that nobody has stands for itself.
    pub fn of<'n>(&'n self, id: &'n Slug) -> &'n str {
        self.0.get(id).map_or(id.as_str(), String::as_str)
    }
}

/// Without a code, the id: it is none of the person's names.
fn called(person: Person, show: ShowNames) -> String {
    match show {
        ShowNames::Name => person.name,
        ShowNames::Code => person.code.unwrap_or_else(|| person.id.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples::{library, put, slug};

    #[test]
    fn people_are_called_by_name_or_by_code_and_never_by_nothing() {
        let (_folder, layout) = library();
        put(&layout.person_file(&slug("s-03")), "format = 1\nname = \"Nadia G.\"\nshown = \"N.\"\ncode = \"S-03\"\n");
        put(&layout.person_file(&slug("s-04")), "format = 1\nname = \"Samir\"\n");
        let library = Library::open(layout.root()).unwrap();
        let called = |show| {
            let names = PeopleNames::load(&library, show).0;
            ["s-03", "s-04", "nobody"].map(|id| names.of(&slug(id)).to_owned())
        };
        assert_eq!(called(ShowNames::Name), ["Nadia G.", "Samir", "nobody"]);
        assert_eq!(called(ShowNames::Code), ["S-03", "s-04", "nobody"]);
    }
}
