//! Series as a calendar for phones and mail programs.
//!
//! It leaves the machine, so no name stands in it: see `callers`.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::callers::Callers;
use crate::config::ShowNames;
use crate::domain::{Series, Slug, Veil, ulid_time};
use crate::error::{Error, ErrorKind};
use crate::locale::Locale;
use crate::plan::ics::{self, Event, Named};
use crate::plan::place;
use crate::store::{Library, series};
use crate::text;

/// One calendar of these series, each whole, and what calendars cannot be told of them. With codes alone, titles do not stand in it. Its
/// own words are in the library's language, else in that of `locale`.
pub fn calendar_text(library: &Library, wanted: &BTreeSet<Slug>, show: ShowNames, locale: &Locale) -> (String, Vec<Error>) {
    let settings = &library.settings;
    let locale = &Locale::new(settings.language.unwrap_or(locale.language));
    let series = series::load_all(&library.layout, settings.zone).rows;
    let callers = Callers::of(library, show, locale);
    let (mut events, mut faults) = (Vec::new(), Vec::new());
    for series in series.iter().filter(|series| wanted.contains(&series.id)) {
        match ics::events_of(series, settings) {
            Ok(exported) => {
                let told = Told { veil: callers.veil(&series.people()), ids: callers.veil_of_ids(), series, show, locale };
                let (stamp, people) = (stamp(series, library), callers.names(&series.people()));
                let named = |event: Event| Named {
                    coded: told.title(&event, &people),
                    people: people.clone(),
                    stamp,
                    event: Event { place: event.place.as_ref().map(|place| told.place(place)), ..event },
                };
                events.extend(exported.events.into_iter().map(named));
                faults.extend(exported.faults);
            }
            Err(fault) => faults.push(fault),
        }
    }
    let text = ics::written(&callers.veil(&[]).over(&settings.title), &events);
    if text.len() as u64 > ics::LARGEST {
        let fault = Error::new(text!("ics-too-large", bytes = text.len(), limit = ics::LARGEST));
        faults.push(fault.hint(text!("ics-too-large-hint")).kind_of(ErrorKind::Look));
    }
    (text, faults)
}

/// How the titles and places of a series are told.
struct Told<'a> {
    veil: Veil,
    ids: Veil,
    series: &'a Series,
    show: ShowNames,
    locale: &'a Locale,
}

impl Told<'_> {
    /// What stands in place of a title, where that may not be told.
    fn title(&self, event: &Event, people: &[String]) -> Option<String> {
        let is_id = event.chain.as_ref().is_some_and(|chain| chain.as_str() == event.title);
        match self.show {
            ShowNames::Name if is_id => Some(self.ids.over(&event.title)).filter(|title| *title != event.title),
            ShowNames::Name => Some(self.veil.over(&event.title)).filter(|title| *title != event.title),
            ShowNames::Code => Some(self.who(event, people)),
        }
    }

    /// Who, in place of a title; of a chain its id too.
    fn who(&self, event: &Event, people: &[String]) -> String {
        let who = if people.is_empty() { self.locale.say(&text!("today-some-session")) } else { people.join(", ") };
        event.chain.as_ref().map_or(who.clone(), |chain| format!("{who} · {}", self.ids.over(chain.as_str())))
    }

    /// One that the library does not know has no name but its id.
    fn place(&self, place: &str) -> String {
        let is_id = self.series.place.as_ref().is_some_and(|id| id.as_str() == place);
        if is_id { self.ids.over(place) } else { self.veil.over(place) }
    }
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
        let titles = [
            "N.\\, pneumologue\\, le soir \\; avec quelqu’un et un petit café",
            "Préparer N.\\, pneumologue",
            "Soirée chez quelqu’un",
        ];
        assert_eq!(values(&found, "SUMMARY"), titles.into());
        assert_eq!(values(&found, "LOCATION"), ["Chez N.\\, pneumologue\\, …"].into());
        assert_eq!(values(&found, "X-WR-CALNAME"), ["N.\\, pneumologue\\, 2020"].into());
        assert_eq!(values(&found, "DESCRIPTION"), titles.into_iter().chain(["N.\\, pneumologue"]).collect());
    }

    #[test]
    fn a_part_of_a_name_is_hidden_where_it_is_written_as_one_whoever_is_meant() {
        let (_folder, library) = library();
        let person = |id: &str, text: &str| put(&library.layout.person_file(&slug(id)), format!("format = 1\n{text}"));
        person("s-05", "name = \"Jo D'Hondt\"\ncode = \"S-05\"\n");
        person("s-06", "name = \"Zoé Petit\"\ncode = \"S-06\"\n");
        put(
            &library.layout.series_file(&slug("nadia")),
            "format = 1\ntitle = \"Prép Dhondt, Jo, Zoé et Petit, un petit rien\"\nstart = 2020-03-22T20:30:00\nplace = \"chez-zoe\"\n\
             guests = [\"samir\"]\n[[chain]]\nid = \"bilan-zoe-dhondt\"\nby = \"P1D\"\n",
        );
        let found = lines(&library, ShowNames::Name);
        let titles = ["Prép S-05\\, S-05\\, S-06 et …\\, un petit rien", "bilan-S-06-S-05", "Soirée chez quelqu’un"];
        assert_eq!(values(&found, "SUMMARY"), titles.into());
        assert_eq!(values(&found, "LOCATION"), ["chez-S-06"].into());
        assert_eq!(values(&found, "DESCRIPTION"), titles.into_iter().chain(["quelqu’un"]).collect());
        assert_eq!(
            values(&lines(&library, ShowNames::Code), "SUMMARY"),
            ["quelqu’un", "quelqu’un · bilan-S-06-S-05", "une séance"].into()
        );
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
