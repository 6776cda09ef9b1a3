//! Series as a calendar for phones and mail programs.
//!
//! It leaves the machine, so no name stands in it: people are told by their shown name or code, also inside titles and places.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use crate::config::ShowNames;
use crate::domain::{Person, Series, Slug, Veil, ulid_time};
use crate::error::Error;
use crate::locale::Locale;
use crate::plan::ics::{self, Event, Named};
use crate::plan::place;
use crate::store::{Library, people, series};
use crate::text;

/// In place of the words that `private` of the library lists.
const HIDDEN: &str = "…";
/// Words inside of names that stand in many titles.
const PARTICLES: [&str; 10] = ["ben", "del", "den", "der", "des", "les", "van", "vande", "vanden", "von"];

/// One calendar of these series, each whole, and what calendars cannot be told of them. With codes alone, titles do not stand in it.
pub fn calendar_text(library: &Library, wanted: &BTreeSet<Slug>, show: ShowNames, locale: &Locale) -> (String, Vec<Error>) {
    let settings = &library.settings;
    let series = series::load_all(&library.layout, settings.zone).rows;
    let callers = Callers::of(library, show);
    let (mut events, mut faults) = (Vec::new(), Vec::new());
    for series in series.iter().filter(|series| wanted.contains(&series.id)) {
        match ics::events_of(series, settings) {
            Ok(exported) => {
                let veil = callers.veil(&series.people());
                let stamp = stamp(series, library);
                let people = callers.names(&series.people());
                let coded = |event: &Event| match show {
                    ShowNames::Name => Some(veil.over(&event.title)).filter(|title| *title != event.title),
                    ShowNames::Code => Some(coded(event, &people, &veil, locale)),
                };
                let told = |event: Event| Event { place: event.place.map(|place| veil.over(&place)), ..event };
                let named = |event: Event| Named { coded: coded(&event), people: people.clone(), stamp, event: told(event) };
                events.extend(exported.events.into_iter().map(named));
                faults.extend(exported.faults);
            }
            Err(fault) => faults.push(fault),
        }
    }
    (ics::written(&callers.veil(&[]).over(&settings.title), &events), faults)
}

/// Who, in place of a title; of a chain its id too.
fn coded(event: &Event, people: &[String], veil: &Veil, locale: &Locale) -> String {
    let who = if people.is_empty() { locale.say(&text!("today-some-session")) } else { people.join(", ") };
    event.chain.as_ref().map_or(who.clone(), |chain| format!("{who} · {}", veil.over(chain.as_str())))
}

/// What people are called in what leaves, and what must not be read there.
struct Callers<'a> {
    people: Vec<Person>,
    called: BTreeMap<Slug, String>,
    private: &'a [String],
}

impl Callers<'_> {
    fn of(library: &Library, show: ShowNames) -> Callers<'_> {
        let people = people::load_all(&library.layout).rows;
        let called = people.iter().map(|person| (person.id.clone(), called(person, show))).collect();
        Callers { people, called, private: &library.settings.private }
    }

    fn names(&self, ids: &[Slug]) -> Vec<String> {
        ids.iter().map(|id| self.called.get(id).cloned().unwrap_or_else(|| id.to_string())).collect()
    }

    /// Over everybody's whole name, and over each part of the names of those who are meant: `Nadia, le soir` is the talk with Nadia G.
    fn veil(&self, meant: &[Slug]) -> Veil {
        let whole = self.people.iter().map(|person| (person.name.clone(), self.called[&person.id].clone()));
        let own = self.people.iter().filter(|person| meant.contains(&person.id));
        let parts = own.flat_map(|person| parts(&person.name).map(|part| (part.to_owned(), self.called[&person.id].clone())));
        let private = self.private.iter().map(|word| (word.clone(), HIDDEN.to_owned()));
        Veil::of(whole.chain(parts).chain(private))
    }
}

fn called(person: &Person, show: ShowNames) -> String {
    let code = person.code.clone().unwrap_or_else(|| person.id.to_string());
    match show {
        ShowNames::Name => person.shown.clone().unwrap_or(code),
        ShowNames::Code => code,
    }
}

/// First and last names, without initials and particles.
fn parts(name: &str) -> impl Iterator<Item = &str> {
    let is_name = |part: &&str| {
        part.chars().filter(|c| c.is_alphanumeric()).count() > 2 && !PARTICLES.contains(&part.to_lowercase().as_str())
    };
    name.split_whitespace().filter(is_name)
}

/// When the series was made, as far as its ids tell: the same on each day that the calendar is written.
fn stamp(series: &Series, library: &Library) -> DateTime<Utc> {
    let made = series.uid.as_deref().and_then(ulid_time).or_else(|| ulid_time(&library.settings.id));
    made.unwrap_or_else(|| place(series.start, series.zone).with_timezone(&Utc))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Language;
    use crate::store::samples::{put, slug};

    const LIBRARY: &str = "format = 1\nid = \"01JD3Z5N0V9Q4T8R2M6K7P1XAB\"\nzone = \"Europe/Brussels\"\ntitle = \"Nadia Ghesquière, 2020\"\n\
        private = [\"Clinique X\"]\n[[place]]\nid = \"la-bas\"\nname = \"Chez nadia ghesquiere, Clinique X\"\n";
    const NADIA: &str = "format = 1\ntitle = \"NADIA, le soir ; avec Samir Petit et un petit café\"\nstart = 2020-03-20T20:30:00\n\
        guests = [\"s-03\"]\nplace = \"la-bas\"\n[[chain]]\nid = \"preparation\"\ntitle = \"Préparer Nadia\"\nby = \"-P1D\"\n\
        [[change]]\nof = 2020-03-20T20:30:00\nto = 2020-03-21T20:30:00\n";
    const EVENING: &str = "format = 1\ntitle = \"Soirée chez Samir Petit\"\nstart = 2020-03-22T20:30:00\n";

    fn library() -> (tempfile::TempDir, Library) {
        let (folder, layout) = crate::store::samples::library();
        put(&layout.settings_file(), LIBRARY);
        put(
            &layout.person_file(&slug("s-03")),
            "format = 1\nname = \"Nadia Ghesquière\"\nshown = \"N., pneumologue\"\ncode = \"S-03\"\n",
        );
        put(&layout.person_file(&slug("s-04")), "format = 1\nname = \"Samir Petit\"\n");
        put(&layout.series_file(&slug("nadia")), NADIA);
        put(&layout.series_file(&slug("samir-petit")), EVENING);
        let library = Library::open(layout.root()).unwrap();
        (folder, library)
    }

    /// The lines of a calendar, unfolded.
    fn lines(library: &Library, show: ShowNames) -> Vec<String> {
        let wanted = [slug("nadia"), slug("samir-petit")].into();
        let (text, faults) = calendar_text(library, &wanted, show, &Locale::new(Language::French));
        assert!(faults.is_empty(), "{faults:?}");
        let text = text.replace("\r\n ", "");
        let lower = deunicode::deunicode(&text).to_lowercase();
        let is_hidden = |name: &&str| !lower.contains(name);
        assert!(["ghesqui", "nadia", "samir", "clinique"].iter().all(is_hidden), "{text}");
        text.lines().map(str::to_owned).collect()
    }

    fn values<'l>(lines: &'l [String], name: &str) -> BTreeSet<&'l str> {
        lines.iter().filter_map(|line| line.strip_prefix(name)?.strip_prefix(':')).collect()
    }

    #[test]
    fn a_calendar_holds_no_name_in_titles_places_chains_or_its_own_name() {
        let (_folder, library) = library();
        let found = lines(&library, ShowNames::Name);
        let titles =
            ["N.\\, pneumologue\\, le soir \\; avec s-04 et un petit café", "Préparer N.\\, pneumologue", "Soirée chez s-04"];
        assert_eq!(values(&found, "SUMMARY"), titles.into());
        assert_eq!(values(&found, "LOCATION"), ["Chez N.\\, pneumologue\\, …"].into());
        assert_eq!(values(&found, "X-WR-CALNAME"), ["N.\\, pneumologue\\, 2020"].into());
        assert_eq!(values(&found, "DESCRIPTION"), titles.into_iter().chain(["N.\\, pneumologue"]).collect());
    }

    #[test]
    fn with_codes_alone_a_calendar_holds_no_title_either() {
        let (_folder, library) = library();
        let found = lines(&library, ShowNames::Code);
        assert_eq!(values(&found, "SUMMARY"), ["S-03", "S-03 · preparation", "une séance"].into());
        assert_eq!(values(&found, "LOCATION"), ["Chez S-03\\, …"].into());
    }

    #[test]
    fn a_title_that_another_program_changed_is_taken_and_one_that_only_hides_names_is_not() {
        let (_folder, library) = library();
        let settings = &library.settings;
        let series = series::load_all(&library.layout, settings.zone).rows;
        let (text, _) = calendar_text(&library, &[slug("nadia")].into(), ShowNames::Name, &Locale::new(Language::French));
        let titles = |text: &str| -> Vec<String> {
            let (adopted, faults) = ics::adopt(ics::read(text, settings.zone).unwrap(), &series, settings).unwrap();
            assert!(faults.is_empty(), "{faults:?}");
            let changed = |one| if let ics::Adopted::Changed(_, series) = one { Some(series.title) } else { None };
            adopted.into_iter().filter_map(changed).collect()
        };
        assert_eq!(titles(&text), [""; 0]);
        assert_eq!(titles(&text.replacen("SUMMARY:N.", "SUMMARY:Nouveau N.", 1)).len(), 1);
    }
}
