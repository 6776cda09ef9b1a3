//! Consent: who has not agreed yet to what the library asks for, and the consents that are said aloud while one records.
//!
//! A consent counts for one use. Its evidence is the mark that was made when it was said: `SESSION#m-…`.

use chrono::NaiveDate;

use super::names::PeopleNames;
use super::people::agree;
use crate::domain::{Consent, Marker, MarkerId, Person, Slug};
use crate::error::{Error, Result};
use crate::store::sessions::SessionEntry;
use crate::store::{Library, markers, people};
use crate::text;

/// Somebody whose words may not leave for every use that the library names.
#[derive(Debug, Clone, PartialEq)]
pub struct Lacking {
    pub person: Slug,
    /// How the person is called here.
    pub name: String,
    /// What is not agreed to, in the library's order.
    pub uses: Vec<String>,
    /// Nothing is: nobody has asked yet, or it was withdrawn.
    pub is_all: bool,
    /// There is a file in which a consent can be noted.
    pub has_file: bool,
}

/// A consent that was said, for one use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    pub person: Slug,
    pub usage: String,
    /// The mark that was made when it was said.
    pub marker: MarkerId,
}

/// Who of `ids` has not agreed to everything on `day`; nobody where the library names no uses.
pub fn lacking(library: &Library, ids: &[Slug], names: &PeopleNames, day: NaiveDate) -> Vec<Lacking> {
    let uses = &library.settings.uses;
    if uses.is_empty() {
        return Vec::new();
    }
    let known = people::load_all(&library.layout).rows; // what is wrong in their files, Today says
    let lack = |id: &Slug| {
        let person = known.iter().find(|person| person.id == *id);
        let lacks = |usage: &&String| person.is_none_or(|person: &Person| person.allows(Some(usage), day).is_err());
        let lacking: Vec<String> = uses.iter().filter(lacks).cloned().collect();
        let is_all = lacking.len() == uses.len();
        let found =
            Lacking { person: id.clone(), name: names.of(id).to_owned(), uses: lacking, is_all, has_file: person.is_some() };
        (!found.uses.is_empty()).then_some(found)
    };
    ids.iter().filter_map(lack).collect()
}

/// Notes a consent that was said in a session in the person's file, given on the day of its mark; twice the same is noted once.
///
/// Errors: the mark is not there any more; what [`agree`] refuses.
pub fn note(library: &Library, entry: &SessionEntry, said: &Said) -> Result<Person> {
    let marks = markers::load(&entry.folder, &entry.session.takes).rows;
    let mark = marks.into_iter().map(|filed| filed.marker).find(|mark| mark.id == said.marker && mark.kind == "consent");
    let mark = mark.ok_or_else(|| Error::new(text!("people-evidence-gone", id = said.marker.as_str())).at(&entry.folder))?;
    let consent = Consent {
        usage: said.usage.clone(),
        given: day_of(&mark, entry),
        until: None,
        how: Some("spoken".to_owned()),
        evidence: Some(format!("{}#{}", entry.id, mark.id)),
        withdrawn: None,
    };
    agree(library, &said.person, consent)
}

/// The day on which it was said, in the session's zone.
fn day_of(mark: &Marker, entry: &SessionEntry) -> NaiveDate {
    let take = || entry.session.take(mark.take.as_str()).map(|take| take.started);
    let moment = mark.wall.or_else(take).or_else(|| entry.session.takes.first().map(|take| take.started));
    moment.map_or_else(NaiveDate::default, |moment| moment.with_timezone(&entry.session.zone).date_naive())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::ShowNames;
    use crate::domain::{Frames, TakeId};
    use crate::store::markers::MarkerFile;
    use crate::store::samples::{self, put, slug};
    use crate::store::{Layout, sessions};

    const SETTINGS: &str = "format = 1\nid = \"L\"\nzone = \"Europe/Brussels\"\nuses = [\"film\", \"podcast\"]\n";

    fn person(layout: &Layout, id: &str, lines: &str) {
        put(&layout.person_file(&slug(id)), format!("format = 1\nname = \"{}\"\n{lines}", id.to_uppercase()));
    }

    fn opened(layout: &Layout) -> Library {
        put(&layout.settings_file(), SETTINGS);
        person(layout, "s-01", "[[consent]]\nuse = \"film\"\ngiven = 2020-03-20\n");
        person(layout, "s-02", "[[consent]]\nuse = \"film\"\ngiven = 2020-03-20\nwithdrawn = 2020-03-22\n");
        person(layout, "lise", "role = \"host\"\n");
        Library::open(layout.root()).unwrap()
    }

    #[test]
    fn a_guest_lacks_what_is_not_agreed_to_and_a_host_nothing() {
        let (_folder, layout) = samples::library();
        let library = opened(&layout);
        let names = PeopleNames::load(&library, ShowNames::Name).0;
        let ids = ["lise", "s-01", "s-02", "s-09"].map(slug);
        let found = lacking(&library, &ids, &names, "2020-03-28".parse().unwrap());
        let told: Vec<String> =
            found.iter().map(|lack| format!("{} {} {} {}", lack.name, lack.uses.join("+"), lack.is_all, lack.has_file)).collect();
        assert_eq!(told, ["S-01 podcast false true", "S-02 film+podcast true true", "s-09 film+podcast true false"]);
    }

    #[test]
    fn a_consent_that_was_said_stands_in_the_file_once_with_its_evidence() {
        let (_folder, layout) = samples::library();
        let library = opened(&layout);
        let home = sessions::create(&layout, "2020-03-28T23:30:00".parse().unwrap(), &slug("nadia")).unwrap();
        sessions::save(&home, &samples::session(vec![samples::take("01A", 1)])).unwrap();
        let wall = "2020-03-29T01:10:00+02:00".parse().ok(); // past midnight
        let mark = Marker { wall, ..Marker::point(TakeId("01A".into()), "consent", Frames(480)) };
        MarkerFile::open(&home, &slug("lise")).unwrap().append(&mark, crate::domain::Hertz(48_000)).unwrap();
        let entry = sessions::load(&home).unwrap();
        let said = Said { person: slug("s-01"), usage: "podcast".into(), marker: mark.id.clone() };
        (0..2).for_each(|_| drop(note(&library, &entry, &said).unwrap()));
        let consents = people::load(&layout, &slug("s-01")).unwrap().consents;
        assert_eq!(consents.len(), 2);
        let podcast = &consents[1];
        assert_eq!((podcast.given.to_string().as_str(), podcast.how.as_deref()), ("2020-03-29", Some("spoken")));
        assert_eq!(podcast.evidence, Some(format!("2020-03-28-2330-nadia#{}", mark.id)));
        let gone = Said { marker: MarkerId("m-9".into()), ..said };
        assert!(note(&library, &entry, &gone).unwrap_err().to_string().contains("m-9"));
    }
}
