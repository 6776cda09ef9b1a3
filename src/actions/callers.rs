//! What people are called in what leaves the library.
//!
//! No name stands in it: people are told by their shown name or code, also inside titles and places, and those who have neither by a word
//! for anybody. Whole names are hidden wherever they stand, and so are the names of those who are meant; of everybody else each part of a
//! name, where it begins with a capital letter. Too much hidden is better than too little.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::ShowNames;
use crate::domain::{Person, Slug, Veil};
use crate::locale::Locale;
use crate::store::{Library, people};
use crate::text;

/// In place of the words that `private` of the library lists.
const HIDDEN: &str = "…";
/// Between the parts of one name.
const JOINTS: [char; 4] = ['-', '\'', '’', '‑'];
/// Words inside of names that stand in many titles.
const PARTICLES: [&str; 31] = [
    "al", "ben", "bin", "da", "de", "del", "den", "der", "des", "di", "do", "dr", "du", "el", "ibn", "la", "le", "les", "lo",
    "mc", "mme", "prof", "st", "te", "ten", "ter", "van", "vande", "vanden", "von", "y",
];

/// What people are called in what leaves, and what must not be read there.
pub struct Callers<'a> {
    people: Vec<Person>,
    called: BTreeMap<Slug, String>,
    /// One who has neither code nor shown name.
    someone: String,
    private: &'a [String],
    show: ShowNames,
}

impl Callers<'_> {
    pub fn of<'a>(library: &'a Library, show: ShowNames, locale: &Locale) -> Callers<'a> {
        Callers::among(people::load_all(&library.layout).rows, library, show, locale)
    }

    /// Of people whose files were read already.
    pub fn among<'a>(people: Vec<Person>, library: &'a Library, show: ShowNames, locale: &Locale) -> Callers<'a> {
        let someone = locale.say(&text!("ics-someone"));
        let called = |person: &Person| called(person, show).unwrap_or_else(|| someone.clone());
        let called = people.iter().map(|person| (person.id.clone(), called(person))).collect();
        Callers { people, called, someone, private: &library.settings.private, show }
    }

    /// A title may say who it is where nobody would look for a name.
    pub fn hides_titles(&self) -> bool {
        self.show == ShowNames::Code
    }

    /// Each once.
    pub fn names(&self, ids: &[Slug]) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for id in ids {
            let name = self.called.get(id).unwrap_or(&self.someone);
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        names
    }

    /// Over everybody's whole name, over each part of the names of those who are meant (`nadia, le soir` is the talk with Nadia G.), and
    /// over parts of all others' that are written as names.
    pub fn veil(&self, meant: &[Slug]) -> Veil {
        let own = self.people.iter().filter(|person| meant.contains(&person.id));
        let own = own.flat_map(|person| parts(&person.name).map(|part| (part.to_owned(), self.called[&person.id].clone())));
        let own: Vec<(String, String)> = own.collect();
        let long = own.iter().filter(|(part, _)| part.chars().filter(|c| c.is_alphanumeric()).count() > 2).cloned();
        Veil::of(self.whole().chain(long)).and_names(own.iter().cloned().chain(self.parts()))
    }

    /// Ids have no capital letters.
    pub fn veil_of_ids(&self) -> Veil {
        let joined = self.parts().map(|(part, called)| (part.replace(JOINTS, ""), called));
        Veil::of(self.whole().chain(self.parts()).chain(joined))
    }

    fn whole(&self) -> impl Iterator<Item = (String, String)> {
        let names = self.people.iter().map(|person| (person.name.clone(), self.called[&person.id].clone()));
        names.chain(self.private.iter().map(|word| (word.clone(), HIDDEN.to_owned())))
    }

    /// Each part of a name; one that several people have says of none of them that it is they.
    fn parts(&self) -> impl Iterator<Item = (String, String)> {
        let mut known: BTreeMap<String, BTreeSet<&String>> = BTreeMap::new();
        for person in &self.people {
            for part in parts(&person.name) {
                known.entry(part.to_lowercase()).or_default().insert(&self.called[&person.id]);
            }
        }
        let instead = |called: BTreeSet<&String>| match called.len() {
            1 => called.into_iter().next().cloned().unwrap_or_default(),
            _ => HIDDEN.to_owned(),
        };
        known.into_iter().map(move |(part, called)| (part, instead(called))).collect::<Vec<_>>().into_iter()
    }
}

/// `None` for one who has no other name.
fn called(person: &Person, show: ShowNames) -> Option<String> {
    match show {
        ShowNames::Name => person.shown.clone().or_else(|| person.code.clone()),
        ShowNames::Code => person.code.clone(),
    }
}

/// First and last names, those with a hyphen or an apostrophe whole and in parts, without initials and particles.
fn parts(name: &str) -> impl Iterator<Item = &str> {
    let is_name = |part: &&str| {
        part.chars().filter(|c| c.is_alphanumeric()).count() > 1 && !PARTICLES.contains(&part.to_lowercase().as_str())
    };
    let inner = name.split(|c: char| c.is_whitespace() || JOINTS.contains(&c)).filter(|part| part.chars().count() > 2);
    name.split_whitespace().chain(inner).filter(is_name)
}
