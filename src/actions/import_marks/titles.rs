//! The grammar of titles, read back: `touchant 2/3 S-03: sa voix se casse` (`export::words` writes it).
//!
//! What is not of the grammar from its beginning to its end is the words of a note: nothing of a title is lost.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::Said;
use crate::domain::{HOLE, Palette, Person, Slug, folded};
use crate::locale::{Language, Locale, kind_called};
use crate::text;

/// The name of a kind has no more words.
const MOST_WORDS: usize = 6;

/// What the words of a title can mean in a library.
pub struct Titles<'a> {
    palette: &'a Palette,
    /// What people are called, without accents and capitals; `None`: several are called so, or it is a word for anybody.
    people: BTreeMap<String, Option<Slug>>,
    /// Kinds that were asked for before.
    kinds: RefCell<BTreeMap<String, Option<String>>>,
}

impl<'a> Titles<'a> {
    pub fn of(palette: &'a Palette, people: &[Person]) -> Titles<'a> {
        let mut called: BTreeMap<String, Option<Slug>> = BTreeMap::new();
        for language in [Language::French, Language::English] {
            called.insert(folded(&Locale::new(language).say(&text!("ics-someone"))), None);
        }
        for person in people {
            let names = [Some(person.id.as_str()), person.code.as_deref(), person.shown.as_deref(), Some(&person.name)];
            let names = names.into_iter().flatten().map(folded).filter(|name| !name.is_empty());
            for name in names {
                let one = called.entry(name).or_insert_with(|| Some(person.id.clone()));
                *one = one.take().filter(|known| *known == person.id);
            }
        }
        Titles { palette, people: called, kinds: RefCell::default() }
    }

    /// What a title says. One that says nothing is a moment that touched.
    pub fn said(&self, title: &str) -> Said {
        let title = title.trim();
        let split = |(at, _): (usize, &str)| (&title[..at], Some(&title[at + 2..]));
        let mut ways = title.match_indices(": ").map(split).chain([(title, None)]);
        let said = ways.find_map(|(heading, note)| self.heading(heading, note));
        said.unwrap_or_else(|| {
            let (kind, note) = self.kind_and_note("", Some(title).filter(|title| !title.is_empty()));
            Said { kind, note, ..Said::default() }
        })
    }

    /// The kind that is called so, and the words; of one that is not known a note that begins with it.
    pub fn kind_and_note(&self, kind: &str, note: Option<&str>) -> (String, Option<String>) {
        let words = |text: &str| Some(text.to_owned());
        match (self.kind(kind), note) {
            (Some(kind), None) if kind == "note" => ("touching".to_owned(), None),
            (Some(kind), note) => (kind, note.map(str::to_owned)),
            (None, Some(note)) if kind.is_empty() => ("note".to_owned(), words(note)),
            (None, Some(note)) => ("note".to_owned(), words(&format!("{kind}: {note}"))),
            (None, None) if kind.is_empty() => ("touching".to_owned(), None),
            (None, None) => ("note".to_owned(), words(kind)),
        }
    }

    /// `None`: nobody is called so; `Some(None)`: it is not said who.
    pub fn person(&self, called: &str) -> Option<&Option<Slug>> {
        self.people.get(&folded(called))
    }

    /// `touchant 2/3 S-03, N., pneumologue`, from its first word to its last.
    fn heading(&self, heading: &str, note: Option<&str>) -> Option<Said> {
        let words: Vec<&str> = heading.split(' ').collect();
        (1..=words.len().min(MOST_WORDS)).rev().find_map(|count| {
            let kind = self.kind(&words[..count].join(" "))?;
            let strength = words.get(count).and_then(|word| strength(word));
            let who = self.who(&words[count + usize::from(strength.is_some())..].join(" "))?;
            let (kind, note) = self.kind_and_note(&kind, note);
            Some(Said { kind, strength, who, note })
        })
    }

    /// A hole is nobody's to make.
    fn kind(&self, called: &str) -> Option<String> {
        if called.is_empty() {
            return None;
        }
        let mut known = self.kinds.borrow_mut();
        let kind =
            known.entry(called.to_owned()).or_insert_with(|| kind_called(called, self.palette).filter(|kind| kind != HOLE));
        kind.clone()
    }

    /// `S-03, N., pneumologue`: a name may hold a comma. Where one is not known by name, nobody is named: that counts as everybody.
    fn who(&self, list: &str) -> Option<Vec<Slug>> {
        if list.is_empty() {
            return Some(Vec::new());
        }
        let ends = list.match_indices(", ").map(|(at, _)| (at, at + 2)).chain([(list.len(), list.len())]);
        ends.collect::<Vec<_>>().into_iter().rev().find_map(|(end, next)| {
            let first = self.person(&list[..end])?;
            let others = self.who(&list[next..])?;
            let is_sure = next == list.len() || !others.is_empty();
            Some(first.iter().filter(|_| is_sure).cloned().chain(others.into_iter().filter(|_| first.is_some())).collect())
        })
    }
}

fn strength(word: &str) -> Option<u8> {
    match word {
        "1/3" => Some(1),
        "2/3" => Some(2),
        "3/3" => Some(3),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Role;

    fn person(id: &str, name: &str, shown: Option<&str>, code: Option<&str>) -> Person {
        let [shown, code] = [shown, code].map(|text| text.map(str::to_owned));
        Person { id: Slug::parse(id).unwrap(), name: name.into(), shown, code, role: Role::Guest, consents: Vec::new() }
    }

    /// `kind strength [who] note`.
    fn said(title: &str) -> String {
        let people = [
            person("s-03", "Nadia G.", Some("N., pneumologue"), Some("S-03")),
            person("s-04", "Samir", Some("S: infirmier"), Some("S-04")),
            person("o", "Ève", Some("même"), None),
            person("p", "Paul", Some("même"), None),
        ];
        let palette = crate::store::palette::ready("web-series").unwrap();
        let Said { kind, strength, who, note } = Titles::of(&palette, &people).said(title);
        let who: Vec<&str> = who.iter().map(Slug::as_str).collect();
        format!("{kind} {} {who:?} {}", strength.unwrap_or_default(), note.unwrap_or_default())
    }

    #[test]
    fn a_title_of_ours_is_kind_strength_people_and_words_again() {
        for (title, expected) in [
            ("touchant 2/3 S-03: sa voix se casse", "touching 2 [\"s-03\"] sa voix se casse"),
            ("touching", "touching 0 [] "),
            ("Touchant 3/3", "touching 3 [] "),
            ("fil N., pneumologue, S-04: a: b", "thread 0 [\"s-03\", \"s-04\"] a: b"),
            ("fil S: infirmier: oui", "thread 0 [\"s-04\"] oui"),
            ("note: écouter encore", "note 0 [] écouter encore"),
            ("hors diffusion", "off-record 0 [] "),
            ("note", "touching 0 [] "),
            ("", "touching 0 [] "),
        ] {
            assert_eq!(said(title), expected, "{title}");
        }
    }

    #[test]
    fn what_is_not_of_the_grammar_is_a_note_with_all_its_words() {
        for title in ["Paris: la suite", "touchant trop fort", "touchant 4/3", "2/3", "trou", "fil Zoé: x"] {
            assert_eq!(said(title), format!("note 0 [] {title}"));
        }
    }

    #[test]
    fn whoever_is_not_meant_alone_is_nobody_and_so_everybody() {
        for title in ["fil même: x", "fil S-03, même: x", "fil même, S-03: x", "fil quelqu’un: x", "fil someone, S-03: x"] {
            assert_eq!(said(title), "thread 0 [] x", "{title}");
        }
    }
}
