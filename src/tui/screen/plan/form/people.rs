//! People and places as they are typed: by id, by name, or by a word of the name that only one of them has.

use crate::actions::calendar::Calendar;
use crate::domain::{Slug, folded, nearest};
use crate::error::{Error, Result};
use crate::text;

/// As a field begins: names, parted by commas; a name that would not be read back is an id.
pub fn listed(ids: &[Slug], calendar: &Calendar) -> String {
    let known = known(calendar);
    let word = |id: &Slug| match called(calendar.names.of(id), &known) {
        Some(found) if found == *id && !calendar.names.of(id).contains([',', ';']) => calendar.names.of(id).to_owned(),
        _ => id.to_string(),
    };
    ids.iter().map(word).collect::<Vec<_>>().join(", ")
}

/// Everybody who is named, each once.
///
/// Errors: somebody whom the library does not know.
pub fn people(typed: &str, calendar: &Calendar) -> Result<Vec<Slug>> {
    let known = known(calendar);
    let mut found: Vec<Slug> = Vec::new();
    for word in typed.split([',', ';']).map(str::trim).filter(|word| !word.is_empty()) {
        let id = called(word, &known).ok_or_else(|| unknown_person(word, &known))?;
        if !found.contains(&id) {
            found.push(id);
        }
    }
    Ok(found)
}

/// No place where nothing is typed.
///
/// Errors: the library has no such place.
pub fn place(typed: &str, calendar: &Calendar) -> Result<Option<Slug>> {
    let own = calendar.settings.places.iter().map(|place| (place.id.clone(), place.name.clone()));
    let used = calendar.series.iter().filter_map(|series| series.place.clone()).map(|id| (id.clone(), id.to_string()));
    let known: Vec<(Slug, String)> = own.chain(used).collect();
    if typed.trim().is_empty() {
        return Ok(None);
    }
    called(typed, &known).map(Some).ok_or_else(|| {
        let fault = match near(typed, &known) {
            Some(near) => Error::new(text!("schedule-no-such-place-near", found = typed.trim(), near = near)),
            None => Error::new(text!("schedule-no-such-place", found = typed.trim())),
        };
        fault.hint(text!("schedule-no-such-place-hint"))
    })
}

/// Everybody of the library, and those whom its series name without a file.
fn known(calendar: &Calendar) -> Vec<(Slug, String)> {
    let mut known: Vec<(Slug, String)> = calendar.names.all().map(|(id, name)| (id.clone(), name.to_owned())).collect();
    for id in calendar.series.iter().flat_map(|series| series.people()) {
        if known.iter().all(|(other, _)| *other != id) {
            known.push((id.clone(), id.to_string()));
        }
    }
    known
}

/// Whose id or name this is; else the only one in whose name it is a word.
fn called(word: &str, known: &[(Slug, String)]) -> Option<Slug> {
    let wanted = folded(word);
    let exact = known.iter().find(|(id, name)| id.as_str() == wanted || folded(name) == wanted);
    if let Some((id, _)) = exact {
        return Some(id.clone());
    }
    let mut partly = known.iter().filter(|(_, name)| !wanted.is_empty() && folded(name).split(' ').any(|part| part == wanted));
    match (partly.next(), partly.next()) {
        (Some((id, _)), None) => Some(id.clone()),
        _ => None,
    }
}

fn unknown_person(word: &str, known: &[(Slug, String)]) -> Error {
    let fault = match near(word, known) {
        Some(near) => Error::new(text!("schedule-no-such-person-near", found = word, near = near)),
        None => Error::new(text!("schedule-no-such-person", found = word)),
    };
    fault.hint(text!("schedule-no-such-person-hint"))
}

/// What is nearest to what was typed, as it would be typed.
fn near(word: &str, known: &[(Slug, String)]) -> Option<String> {
    let wanted = folded(word);
    let words: Vec<(String, &String)> = known
        .iter()
        .flat_map(|(id, name)| {
            let parts: Vec<String> = folded(name).split(' ').map(str::to_owned).collect();
            let own = [id.to_string(), folded(name)].into_iter().chain(parts);
            own.map(move |word| (word, name)).collect::<Vec<_>>()
        })
        .collect();
    let near = nearest(&wanted, words.iter().map(|(word, _)| word.as_str()))?;
    words.iter().find(|(word, _)| word == near).map(|(_, name)| (*name).clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples::slug;

    #[test]
    fn people_are_meant_by_id_by_name_or_by_a_word_that_only_one_of_them_has() {
        let known = [("s-01", "Nadia Exemple"), ("s-02", "Samir Exemple"), ("lise", "Lise")];
        let known = known.map(|(id, name)| (slug(id), name.to_owned()));
        for (word, id) in
            [("s-01", Some("s-01")), ("nadia exemple", Some("s-01")), ("Samir", Some("s-02")), ("LISE", Some("lise"))]
        {
            assert_eq!(called(word, &known), id.map(slug), "{word}");
        }
        for word in ["exemple", "Nadja", "", " "] {
            assert_eq!(called(word, &known), None, "{word}");
        }
        assert_eq!(near("Nadja", &known).as_deref(), Some("Nadia Exemple"));
        assert_eq!(near("xyzzy", &known), None);
    }
}
